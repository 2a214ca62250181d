"""Survey forms made from schemas: drop-downs, rules and computed fields on layers, whole, partial and taken off."""
from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from qgis.core import QgsExpression, QgsFieldConstraints, QgsVectorLayer, QgsVectorLayerUtils, edit

from kf_resources_plugin.engine.errors import PlannerError
from kf_resources_plugin.engine.schema import load_schema
from kf_resources_plugin.survey import area_function
from kf_resources_plugin.survey.form_data import form_data
from kf_resources_plugin.survey.forms import FORM_STYLE, put_on, save_form, set_form, take_off, wears_form
from tests.builders import layer_of, rectangle, save

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KINDS = {"text": "text", "integer": "integer", "decimal": "real", "date": "date"}
# 100 m × 100 m at E 38 600 000: a plane square of 1 ha is 9 997.53 m² on the ellipsoid, 2.47 m² less. By hand: the
# scale of the projection there is 1 + y²/2R² with y = 100 km and R = 6 371 km, 1.000123, and its square 1.000246.
SQUARE = rectangle(38_600_000, 3_850_000, 100, 100)
SQUARE_M2 = 9997.53


@pytest.fixture(autouse=True)
def _area_function(qgis_app: Any) -> Iterator[None]:
    held = area_function.register()
    yield
    area_function.unregister()
    del held


def schema_names(folder: Path) -> list[str]:
    return sorted(path.stem for path in folder.glob("*.json")
                  if json.loads(path.read_text(encoding="utf-8")).get("$schema") == "schema.schema.json")


def whole_layer(schema: str, *values: dict[str, Any], without: tuple[str, ...] = ()) -> QgsVectorLayer:
    fields = {field.name: KINDS[field.type] for field in load_schema(schema).fields if field.name not in without}
    return layer_of([(SQUARE, row) for row in values], fields, name=schema)


def parcel(**values: Any) -> tuple[QgsVectorLayer, Any]:
    layer = whole_layer("dltb", values)
    put_on(layer, load_schema("dltb"))
    return layer, next(layer.getFeatures())


def shown(layer: QgsVectorLayer, name: str) -> list[str]:
    """Return what the drop-down of a field stores, from top to bottom, without the empty entry."""
    setup = layer.editorWidgetSetup(layer.fields().lookupField(name))
    assert setup.type() == "ValueMap", name
    values = [value for entry in setup.config()["map"] for value in entry.values()]
    return [value for value in values if not value.startswith("{")]


def filled(layer: QgsVectorLayer, feature: Any, name: str) -> Any:
    return layer.defaultValue(layer.fields().lookupField(name), feature)


def holds(layer: QgsVectorLayer, feature: Any, name: str) -> bool:
    """Tell whether a value keeps the rules of its field."""
    expression = layer.constraintExpression(layer.fields().lookupField(name))
    if not expression:
        return True
    context = layer.createExpressionContext()
    context.setFeature(feature)
    compiled = QgsExpression(expression)
    result = compiled.evaluate(context)
    assert not compiled.hasEvalError(), compiled.evalErrorString()
    return bool(result)


def test_every_schema_gives_a_form_without_faults(repository: Path) -> None:
    names = schema_names(repository / "resources/schemas")
    assert {"dltb", "yjjbnt", "xzq", "xs_xmkjfw", "heritage_sites", "heritage_zones", "stock_land", "buildings",
            "kzx"} <= set(names)
    for name in names:
        layer, schema = whole_layer(name), load_schema(name)
        put_on(layer, schema)
        assert wears_form(layer), name
        for place, field in enumerate(schema.fields):
            assert layer.attributeAlias(place) == field.en
            for text in (layer.constraintExpression(place), layer.defaultValueDefinition(place).expression()):
                assert not text or not QgsExpression(text).hasParserError(), (name, field.name, text)
            if field.domain:
                assert shown(layer, field.name) == list(field.domain)


def test_form_data_name_fields_of_their_schema(repository: Path) -> None:
    for path in (repository / "resources/forms").glob("*.json"):
        if path.name.endswith(".schema.json"):
            continue
        data, names = form_data(path.stem), set(load_schema(path.stem).names())
        assert set(data.rules) <= names, path.name
        grouped = [name for group in data.groups for name in group.fields]
        assert len(grouped) == len(set(grouped))
        assert set(grouped) <= names, path.name


def test_classes_come_from_the_class_table(repository: Path) -> None:
    layer, _ = parcel()
    table = json.loads((repository / "resources/rules/classes_survey_2019.json").read_text(encoding="utf-8"))
    assert shown(layer, "DLBM") == [row["code"] for row in table["classes"]]
    entries = layer.editorWidgetSetup(layer.fields().lookupField("DLBM")).config()["map"]
    assert {"0101 Paddy field": "0101"} in entries
    assert not any(value.startswith("{") for entry in entries for value in entry.values())  # mandatory: no empty one


def test_a_field_that_may_be_empty_has_an_empty_entry() -> None:
    layer, _ = parcel()
    entries = layer.editorWidgetSetup(layer.fields().lookupField("GDLX")).config()["map"]
    assert list(entries[0]) == ["(empty)"]


@pytest.mark.parametrize(("values", "expected"), [
    # worked by hand: 9 997.53 × 0.1234 = 1 233.695… → 1 233.70; 9 997.53 − 1 233.70 = 8 763.83
    ({"DLBM": "0103", "GDPDJB": "3", "KCXS": 0.1234},
     {"DLMC": "旱地", "TBMJ": SQUARE_M2, "KCDLBM": "1203", "KCMJ": 1233.70, "TBDLMJ": 8763.83, "KCXS": 0.1234}),
    # flat land has no deduction, and a coefficient that stands there goes
    ({"DLBM": "0102", "GDPDJB": "1", "KCXS": 0.0, "GDLX": "PD"},
     {"DLMC": "水浇地", "KCDLBM": None, "KCMJ": None, "TBDLMJ": SQUARE_M2, "KCXS": None, "GDLX": None, "GDPDJB": "1"}),
    # no cultivated land: slope class and grade go
    ({"DLBM": "0701", "GDPDJB": "2", "GDDB": 7, "ZZSXDM": "LS"},
     {"DLMC": "城镇住宅用地", "GDPDJB": None, "GDDB": None, "ZZSXMC": "种植粮食作物"}),
    # a signed area stays while it agrees to 0.1 %, and is drawn anew when it does not
    ({"DLBM": "0102", "TBMJ": 9997.10}, {"TBMJ": 9997.10, "TBDLMJ": 9997.10}),
    ({"DLBM": "0102", "TBMJ": 9900.00}, {"TBMJ": SQUARE_M2, "TBDLMJ": SQUARE_M2}),
    # a code that nobody knows leaves its name as it is
    ({"DLBM": "9999", "DLMC": "旧名"}, {"DLMC": "旧名"}),
])
def test_computed_fields(values: dict[str, Any], expected: dict[str, Any]) -> None:
    layer, feature = parcel(**values)
    assert {name: filled(layer, feature, name) for name in expected} == pytest.approx(expected)


def test_editing_fills_in_what_depends_on_it() -> None:
    layer, feature = parcel(DLBM="0103", GDPDJB="3", KCXS=0.1234)
    with edit(layer):
        assert layer.changeAttributeValue(feature.id(), layer.fields().lookupField("KCXS"), 0.2)
    changed = next(layer.getFeatures())
    # 9 997.53 × 0.2 = 1 999.506 → 1 999.51; rest 7 998.02
    assert (changed["KCMJ"], changed["TBDLMJ"], changed["KCDLBM"]) == (1999.51, 7998.02, "1203")


def test_a_new_parcel_begins_with_what_is_known() -> None:
    from datetime import date

    layer, feature = parcel(DLBM="0102")
    made = QgsVectorLayerUtils.createFeature(layer, feature.geometry(), {}, layer.createExpressionContext())
    assert (made["YSDM"], made["MSSM"], made["SJNF"]) == ("2001010100", "00", date.today().year)
    assert made["TBMJ"] == SQUARE_M2


@pytest.mark.parametrize(("values", "name", "kept"), [
    ({"DLBM": "0103"}, "DLBM", True),
    ({"DLBM": "0199"}, "DLBM", False),
    ({"DLBM": None}, "DLBM", False),
    ({"DLBM": "  "}, "DLBM", False),
    ({"DLBM": "0103", "GDPDJB": None}, "GDPDJB", False),
    ({"DLBM": "0103", "GDPDJB": "6"}, "GDPDJB", False),
    ({"DLBM": "0103", "GDPDJB": "5"}, "GDPDJB", True),
    ({"DLBM": "0701", "GDPDJB": "5"}, "GDPDJB", False),
    ({"DLBM": "0701", "GDPDJB": None}, "GDPDJB", True),
    ({"DLBM": "0103", "GDPDJB": "2", "GDLX": None}, "GDLX", False),
    ({"DLBM": "0103", "GDPDJB": "1", "GDLX": None}, "GDLX", True),
    ({"DLBM": "0103", "GDPDJB": "2", "KCXS": 1.0}, "KCXS", False),
    ({"DLBM": "0103", "GDPDJB": "2", "KCXS": 0.9999}, "KCXS", True),
    ({"DLBM": "0103", "GDPDJB": "2", "KCXS": -0.1}, "KCXS", False),
    ({"DLBM": "0103", "GDPDJB": "1", "KCXS": 0.1}, "KCXS", False),
    ({"DLBM": "0103", "GDDB": 16}, "GDDB", False),
    ({"DLBM": "0103", "GDDB": 15}, "GDDB", True),
    ({"DLBM": "0103", "TBXHDM": "LQYD"}, "TBXHDM", False),
    ({"DLBM": "0201", "TBXHDM": "LQYD"}, "TBXHDM", True),
    ({"DLBM": "0601", "TBXHDM": "FQ"}, "TBXHDM", True),
    ({"DLBM": "0103", "ZZSXDM": None}, "ZZSXDM", False),
    ({"DLBM": "0701", "ZZSXDM": None}, "ZZSXDM", True),
    ({"ZLDWDM": "410202001001"}, "ZLDWDM", True),
    ({"ZLDWDM": "41020200100"}, "ZLDWDM", False),
])
def test_rules_of_parcels(values: dict[str, Any], name: str, kept: bool) -> None:
    layer, feature = parcel(**values)
    assert holds(layer, feature, name) is kept


def test_rules_are_shown_and_let_work_be_saved() -> None:
    layer, _ = parcel(DLBM="0199")
    kinds, soft = QgsFieldConstraints.Constraint, QgsFieldConstraints.ConstraintStrength.ConstraintStrengthSoft
    strength = {name: layer.fields().field(name).constraints() for name in ("BSM", "DLBM")}
    assert strength["BSM"].constraintStrength(kinds.ConstraintUnique) == soft
    assert strength["DLBM"].constraintStrength(kinds.ConstraintNotNull) == soft
    assert strength["DLBM"].constraintStrength(kinds.ConstraintExpression) == soft


def test_a_layer_with_few_fields_still_has_a_form() -> None:
    layer = whole_layer("dltb", {"DLBM": "0103", "KCXS": 0.5}, without=("GDPDJB", "KCMJ", "DLMC", "TBMJ"))
    put_on(layer, load_schema("dltb"))
    feature = next(layer.getFeatures())
    assert holds(layer, feature, "KCXS")  # its rule on the slope class cannot be told
    assert filled(layer, feature, "TBDLMJ") is None  # nothing to compute it from, so it can be typed
    assert not layer.editFormConfig().readOnly(layer.fields().lookupField("TBDLMJ"))
    assert filled(layer, feature, "KCDLBM") == "1203"
    assert shown(layer, "DLBM")


def test_fields_under_other_names_are_known(tmp_path: Path) -> None:
    layer = save(layer_of([(SQUARE, {"dldm": "0103", "地类名称": "x"})], {"dldm": "text", "地类名称": "text"},
                          name="地类图斑"), tmp_path / "a.gpkg")
    put_on(layer, load_schema("dltb"))
    feature = next(layer.getFeatures())
    assert "0103" in shown(layer, "dldm")
    assert filled(layer, feature, "地类名称") == "旱地"


def test_a_layer_of_something_else_is_refused() -> None:
    layer = layer_of([], {"landuse": "text"}, name="osm")
    with pytest.raises(PlannerError, match="“osm” has none of the fields of DLTB"):
        put_on(layer, load_schema("dltb"))
    assert not wears_form(layer)


def test_the_form_comes_off_again_and_data_are_untouched(tmp_path: Path) -> None:
    layer = save(whole_layer("dltb", {"DLBM": "0103", "TBMJ": 1.0}), tmp_path / "a.gpkg")
    before = (tmp_path / "a.gpkg").read_bytes()
    layer.setFieldAlias(0, "mine")
    layer.setCustomProperty("kf/role", "land")
    put_on(layer, load_schema("dltb"))
    put_on(layer, load_schema("dltb"))  # again: no second style
    assert layer.attributeAlias(1) != ""
    assert set(layer.styleManager().styles()) == {FORM_STYLE, "default"}
    layer.setCustomProperty("kf/role", "land_before")
    assert take_off(layer)
    assert layer.styleManager().styles() == ["default"]
    assert layer.attributeAlias(0) == "mine"
    assert layer.editorWidgetSetup(layer.fields().lookupField("DLBM")).type() != "ValueMap"
    assert layer.customProperty("kf/role") == "land_before"
    assert not take_off(layer)
    assert not layer.isEditable()
    assert (tmp_path / "a.gpkg").read_bytes() == before


def test_the_form_survives_as_a_style_file(tmp_path: Path) -> None:
    layer, _ = parcel(DLBM="0103", GDPDJB="3", KCXS=0.1234)
    save_form(layer, tmp_path / "表单.qml")
    other = whole_layer("dltb", {"DLBM": "0103", "GDPDJB": "3", "KCXS": 0.1234})
    message, fine = other.loadNamedStyle(str(tmp_path / "表单.qml"))
    assert fine, message
    assert shown(other, "DLBM") == shown(layer, "DLBM")
    assert filled(other, next(other.getFeatures()), "TBDLMJ") == 8763.83
    tabs = [tab.name() for tab in other.editFormConfig().tabs()]
    assert tabs == ["Land class", "Cultivated land", "Areas", "Tenure and location", "Identity", "Other"]
    cultivated = other.editFormConfig().tabs()[1]
    assert cultivated.visibilityExpression().enabled()
    with pytest.raises(PlannerError, match="cannot be written"):
        save_form(layer, tmp_path / "absent" / "a.qml")


def test_chinese_words_for_chinese_planners() -> None:
    layer = whole_layer("dltb", {})
    set_form(layer, load_schema("dltb"), "zh")
    place = layer.fields().lookupField("DLBM")
    assert layer.attributeAlias(place) == "地类编码"
    assert {"0101 水田": "0101"} in layer.editorWidgetSetup(place).config()["map"]
    assert [tab.name() for tab in layer.editFormConfig().tabs()][:2] == ["地类", "耕地"]


def test_a_photo_is_named_relative_to_the_project() -> None:
    layer = whole_layer("heritage_sites", {})
    put_on(layer, load_schema("heritage_sites"))
    setup = layer.editorWidgetSetup(layer.fields().lookupField("photo"))
    assert (setup.type(), setup.config()["RelativeStorage"], setup.config()["DocumentViewer"]) == (
        "ExternalResource", 1, 1)
