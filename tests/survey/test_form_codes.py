"""Drop-downs that depend on one another: what they offer, where their codes stand, and what a form does with them."""
from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from qgis.core import (
    QgsExpression,
    QgsExpressionContextUtils,
    QgsFeatureRequest,
    QgsMapLayer,
    QgsProject,
    QgsValueRelationFieldFormatter,
    QgsVectorLayer,
)

from kf_resources_plugin.engine.errors import PlannerError
from kf_resources_plugin.engine.schema import load_schema, schema_names
from kf_resources_plugin.survey.code_file import CODE_FILE, codes_for, provide
from kf_resources_plugin.survey.form_codes import code_rows, lists_of
from kf_resources_plugin.survey.form_data import form_data
from kf_resources_plugin.survey.forms import put_on, save_form, set_form, take_off
from tests.builders import layer_of, rectangle, save
from tests.survey.packages import X, Y, asked, findings, land, pack, project_xml, sources, told
from tests.survey.returned import edit_in_the_field, merge, rows_of

if TYPE_CHECKING:
    from collections.abc import Mapping

pytestmark = pytest.mark.usefixtures("qgis_new_project")

KINDS = {"text": "text", "integer": "integer", "decimal": "real", "date": "date"}
FARMLAND_CODES = ["FQ", "HDGD", "HHGD", "HQGD", "LQGD", "MQGD", "SHGD", "SMGD", "YJGD"]
INDUSTRY_CODES = ["BLGY", "DLGY", "FQ", "GTGY", "HDGY", "MTGY", "SNGY"]


def parcels(folder: Path, schema: str = "dltb", without: tuple[str, ...] = (), **values: Any) -> QgsVectorLayer:
    """Return a layer of one parcel in a GeoPackage, in the project."""
    fields = {field.name: KINDS[field.type] for field in load_schema(schema).fields if field.name not in without}
    layer = save(layer_of([(rectangle(38_600_000, 3_850_000, 100, 100), values)], fields, name=schema),
                 folder / f"{schema}.gpkg")
    QgsProject.instance().addMapLayer(layer)
    return layer


def dressed(folder: Path, schema: str = "dltb", **values: Any) -> QgsVectorLayer:
    layer = parcels(folder, schema, **values)
    put_on(layer, load_schema(schema), codes_for(layer, QgsProject.instance(), load_schema(schema)))
    return layer


def offered(layer: QgsVectorLayer, field: str, **values: Any) -> list[str]:
    """Return the codes that a drop-down offers for a row with these values, found as QGIS finds them.

    Of QGIS's own list only the length is asked: its bindings crash over the entries since 3.40.
    """
    setup = layer.editorWidgetSetup(layer.fields().lookupField(field))
    assert setup.type() == "ValueRelation", field
    feature = next(layer.getFeatures())
    for name, value in values.items():
        feature[name] = value
    chosen, codes = setup.config(), QgsValueRelationFieldFormatter.resolveLayer(setup.config(), QgsProject.instance())
    context = codes.createExpressionContext()
    context.appendScope(QgsExpressionContextUtils.formScope(feature))
    request = QgsFeatureRequest().setFilterExpression(chosen["FilterExpression"]).setExpressionContext(context)
    found = sorted(row[chosen["Key"]] for row in codes.getFeatures(request))
    assert len(QgsValueRelationFieldFormatter.createCache(chosen, feature)) == len(found)
    return found


@pytest.mark.parametrize(("values", "codes"), [
    ({"DLBM": "0102"}, FARMLAND_CODES),
    ({"DLBM": "0103", "TBXHDM": "HDGD"}, FARMLAND_CODES),
    ({"DLBM": "0201"}, ["FQ", "LQYD"]),
    ({"DLBM": "0404"}, ["FQ", "GCCD"]),
    ({"DLBM": "0601"}, INDUSTRY_CODES),
    ({"DLBM": "0602"}, ["FQ"]),
    ({"DLBM": "0701"}, ["FQ"]),
    ({"DLBM": None}, sorted({*FARMLAND_CODES, *INDUSTRY_CODES, "LQYD", "GCCD"})),
])
@pytest.mark.parametrize("schema", ["dltb", "yjjbnt"])
def test_detail_codes_by_land_class(tmp_path: Path, schema: str, values: Mapping[str, Any], codes: list[str]) -> None:
    assert offered(dressed(tmp_path, schema), "TBXHDM", **values) == codes


@pytest.mark.parametrize(("values", "codes"), [
    ({"DLBM": "0103", "GDPDJB": "3"}, ["PD", "TT"]),
    ({"DLBM": "0103", "GDPDJB": "1"}, []),
    ({"DLBM": "0103", "GDPDJB": None}, []),
    ({"DLBM": "0701", "GDPDJB": "3"}, []),
])
def test_slope_or_terrace_by_class_and_slope(tmp_path: Path, values: Mapping[str, Any], codes: list[str]) -> None:
    assert offered(dressed(tmp_path), "GDLX", **values) == codes


@pytest.mark.parametrize(("schema", "field"), [("dltb", "ZZSXDM"), ("yjjbnt", "GDZZSXDM")])
@pytest.mark.parametrize(("klass", "codes"), [
    ("0102", ["FLS", "LLJZ", "LS", "LYFL", "WG", "XG"]), ("0201K", ["GCHF", "JKHF"]), ("1104", ["GCHF", "JKHF"])])
def test_planting_of_cultivated_land_and_restoring_of_other(tmp_path: Path, schema: str, field: str, klass: str,
                                                            codes: list[str]) -> None:
    assert offered(dressed(tmp_path, schema), field, DLBM=klass) == codes


@pytest.mark.parametrize(("field", "heard"), [("TBXHDM", "DLBM"), ("ZZSXDM", "DLBM"), ("GDLX", "GDPDJB")])
def test_lists_are_made_anew_for_one_field(tmp_path: Path, field: str, heard: str) -> None:
    """QGIS empties a field whose list it makes anew: a class of cultivated land for another leaves GDLX alone."""
    layer = dressed(tmp_path)
    chosen = layer.editorWidgetSetup(layer.fields().lookupField(field)).config()["FilterExpression"]
    assert QgsValueRelationFieldFormatter.expressionRequiresFormScope(chosen)
    assert QgsValueRelationFieldFormatter.expressionFormAttributes(chosen) == {heard}


def test_what_is_offered_is_what_the_rules_let_pass(tmp_path: Path) -> None:
    """For every class and every detail code: one source, told twice."""
    layer = dressed(tmp_path)
    feature, place = next(layer.getFeatures()), layer.fields().lookupField("TBXHDM")
    rule, context = QgsExpression(layer.constraintExpression(place)), layer.createExpressionContext()
    codes = load_schema("dltb").field("TBXHDM").domain  # type: ignore[union-attr]
    for klass in ("0101", "0201", "0201K", "0305", "0401", "0601", "0602", "1107A", "1203"):
        passing = []
        for code in codes:
            feature["DLBM"], feature["TBXHDM"] = klass, code
            context.setFeature(feature)
            if rule.evaluate(context):
                passing.append(code)
        assert offered(layer, "TBXHDM", DLBM=klass, TBXHDM=None) == sorted(passing), klass


def test_words_in_the_attribute_table_and_of_several_rows(tmp_path: Path) -> None:
    """Where QGIS filters nothing it shows the codes of the field, and no others."""
    layer = dressed(tmp_path)
    formatter, place = QgsValueRelationFieldFormatter(), layer.fields().lookupField("GDLX")
    chosen = layer.editorWidgetSetup(place).config()
    assert len(formatter.createCache(chosen)) == 2
    assert [formatter.representValue(layer, place, chosen, None, code) for code in ("PD", "TT")] == [
        "PD Slope land", "TT Terrace"]
    set_form(layer, load_schema("dltb"), "zh", codes_for(layer, QgsProject.instance(), load_schema("dltb")))
    place = layer.fields().lookupField("TBXHDM")
    assert formatter.representValue(layer, place, layer.editorWidgetSetup(place).config(), None,
                                    "HDGD") == "HDGD 河道耕地"


def test_fields_without_dependence_and_missing_fields_keep_their_lists(tmp_path: Path) -> None:
    layer = parcels(tmp_path, without=("DLBM", "GDPDJB"))
    put_on(layer, load_schema("dltb"), codes_for(layer, QgsProject.instance(), load_schema("dltb")))
    kinds = {name: layer.editorWidgetSetup(layer.fields().lookupField(name)).type()
             for name in ("TBXHDM", "GDLX", "ZZSXDM")}
    assert kinds == dict.fromkeys(kinds, "ValueMap")


def test_dependent_fields_have_codes_and_name_fields_of_their_schema() -> None:
    assert {name: list(lists_of(load_schema(name))) for name in schema_names() if lists_of(load_schema(name))} == {
        "dltb": ["GDLX", "TBXHDM", "ZZSXDM"], "yjjbnt": ["GDLX", "TBXHDM", "GDZZSXDM"]}
    for name in ("dltb", "yjjbnt"):
        schema = load_schema(name)
        for field in map(schema.field, lists_of(schema)):
            assert field is not None
            # an empty entry is always there
            assert field.constraint != "M"
            rules = form_data(name).of(field.name)
            assert schema.field(rules.listed_by or rules.fits[0].to)  # type: ignore[index]
            assert not rules.fits or set(rules.fits[0].values) <= set(field.domain)
    assert {listed for listed, *_ in code_rows()} == {
        "dltb.GDLX", "dltb.TBXHDM", "dltb.ZZSXDM", "yjjbnt.GDLX", "yjjbnt.TBXHDM", "yjjbnt.GDZZSXDM"}


def test_the_table_stands_beside_the_project_once(tmp_path: Path, qgis_new_project: QgsProject) -> None:
    (tmp_path / "data").mkdir()
    assert qgis_new_project.write(str(tmp_path / "汴.qgz"))
    layer = dressed(tmp_path / "data")
    ours = [one for one in qgis_new_project.mapLayers().values() if one.id() != layer.id()]
    assert sorted(one.name() for one in ours) == [
        f"survey_codes dltb.{field}" for field in ("GDLX", "TBXHDM", "ZZSXDM")]
    assert all(one.flags() & QgsMapLayer.LayerFlag.Private and one.readOnly() for one in ours)
    assert [node.layerId() for node in qgis_new_project.layerTreeRoot().findLayers()] == [layer.id()]
    assert (tmp_path / CODE_FILE).is_file()
    assert not (tmp_path / "data" / CODE_FILE).exists()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".kf_")] == []
    assert take_off(layer)
    assert layer.editorWidgetSetup(layer.fields().lookupField("TBXHDM")).type() != "ValueRelation"
    put_on(layer, load_schema("dltb"), codes_for(layer, qgis_new_project, load_schema("dltb")))
    assert {one.id() for one in qgis_new_project.mapLayers().values()} == {layer.id(), *(one.id() for one in ours)}


def test_a_project_that_moves_keeps_its_drop_downs(tmp_path: Path, qgis_new_project: QgsProject) -> None:
    (tmp_path / "a").mkdir()
    assert qgis_new_project.write(str(tmp_path / "a" / "p.qgs"))
    dressed(tmp_path / "a")
    assert qgis_new_project.write()
    qgis_new_project.clear()
    (tmp_path / "a").rename(tmp_path / "b")
    assert qgis_new_project.read(str(tmp_path / "b" / "p.qgs"))
    [layer] = qgis_new_project.mapLayersByName("dltb")
    assert offered(layer, "TBXHDM", DLBM="0201") == ["FQ", "LQYD"]
    assert len(qgis_new_project.layerTreeRoot().findLayers()) == 1


def test_a_saved_form_finds_its_codes_by_id_and_by_source(tmp_path: Path, qgis_new_project: QgsProject) -> None:
    layer = dressed(tmp_path)
    save_form(layer, tmp_path / "form.qml")
    (tmp_path / "other").mkdir()
    for _ in range(2):
        other = parcels(tmp_path / "other")
        message, fine = other.loadNamedStyle(str(tmp_path / "form.qml"))
        assert fine, message
        assert offered(other, "TBXHDM", DLBM="0601") == INDUSTRY_CODES
        # a project of its own, where the layers of codes have other ids
        qgis_new_project.clear()
        codes_for(parcels(tmp_path), qgis_new_project, load_schema("dltb"))


def test_codes_of_an_earlier_version_are_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / CODE_FILE
    provide(path)
    made = path.read_bytes()
    provide(path)
    assert path.read_bytes() == made
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE survey_codes SET fits = ',0701,' WHERE code = 'LQYD'")
        connection.execute("DELETE FROM survey_codes WHERE code = 'FQ'")
    provide(path)
    assert asked(path, "SELECT list, code, zh, en, fits FROM survey_codes ORDER BY fid") == code_rows()
    assert offered(dressed(tmp_path), "TBXHDM", DLBM="0201") == ["FQ", "LQYD"]


def test_a_file_of_somebody_else_stays(tmp_path: Path) -> None:
    path = tmp_path / CODE_FILE
    for content in (b"mine", (land(tmp_path / "a.gpkg", count=1), (tmp_path / "a.gpkg").read_bytes())[1]):
        path.write_bytes(content)
        with pytest.raises(PlannerError, match=rf"{CODE_FILE} cannot hold the codes"):
            provide(path)
        assert path.read_bytes() == content


def test_a_folder_that_takes_nothing(tmp_path: Path) -> None:
    with pytest.raises(PlannerError, match="cannot hold the codes"):
        provide(tmp_path / "absent" / CODE_FILE)


def test_a_protected_folder_is_told_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A tester is often root, who may write anywhere."""
    def refused(**_what: Any) -> None:
        raise PermissionError(13, "Permission denied", str(tmp_path / ".kf_50mg8ift"))

    monkeypatch.setattr("kf_resources_plugin.survey.code_file.TemporaryDirectory", refused)
    with pytest.raises(PlannerError) as told:
        provide(tmp_path / CODE_FILE)
    assert f"codes: {tmp_path} is open in another program, or you may not write there." in str(told.value)


def test_a_layer_in_memory_has_codes_only_in_a_saved_project(tmp_path: Path, qgis_new_project: QgsProject) -> None:
    layer = layer_of([], {"DLBM": "text", "TBXHDM": "text"}, name="DLTB")
    with pytest.raises(PlannerError, match="save the project"):
        codes_for(layer, qgis_new_project, load_schema("dltb"))
    assert codes_for(layer, qgis_new_project, load_schema("heritage_sites")) == {}
    assert codes_for(layer_of([], {"DLBM": "text"}, name="DLTB"), qgis_new_project, load_schema("dltb")) == {}
    assert qgis_new_project.write(str(tmp_path / "p.qgz"))
    assert list(codes_for(layer, qgis_new_project, load_schema("dltb"))) == ["dltb.TBXHDM"]


def test_codes_whose_file_is_lost_come_back_under_their_id(tmp_path: Path, qgis_new_project: QgsProject) -> None:
    layer = dressed(tmp_path)
    ours = {one.id() for one in qgis_new_project.mapLayers().values()}
    assert qgis_new_project.write(str(tmp_path / "p.qgs"))
    qgis_new_project.clear()
    (tmp_path / CODE_FILE).unlink()
    assert qgis_new_project.read(str(tmp_path / "p.qgs"))
    [layer] = qgis_new_project.mapLayersByName("dltb")
    assert not all(one.isValid() for one in qgis_new_project.mapLayers().values())
    put_on(layer, load_schema("dltb"), codes_for(layer, qgis_new_project, load_schema("dltb")))
    assert {one.id() for one in qgis_new_project.mapLayers().values()} == ours
    assert offered(layer, "TBXHDM", DLBM="0201") == ["FQ", "LQYD"]


@pytest.fixture
def package(kf_provider: Any, tmp_path: Path) -> Path:
    layer = save(layer_of([(rectangle(X, Y, 100, 100), {"BSM": "B0", "DLBM": "0102"})],
                          {"BSM": "text", "DLBM": "text", "TBXHDM": "text"}, name="DLTB"), tmp_path / "a.gpkg")
    result = pack(tmp_path / "out", [layer], findings((50, "a")))
    assert {"survey.checked", "survey.packed"} <= set(told(result))
    return Path(result["PACKAGE"])


def test_a_package_brings_its_codes_along(package: Path, qgis_new_project: QgsProject) -> None:
    assert asked(package / "data.gpkg", "SELECT data_type FROM gpkg_contents WHERE table_name = 'survey_codes'") == [
        ("attributes",)]
    assert sorted(source for source in sources(project_xml(package)) if "survey_codes" in source) == [
        "./data.gpkg|layername=survey_codes|subset=\"list\" = 'dltb.TBXHDM'"]
    moved = package.rename(package.with_name("moved"))
    assert qgis_new_project.read(str(next(moved.glob("*.qgz"))))
    [layer] = qgis_new_project.mapLayersByName("DLTB")
    assert offered(layer, "TBXHDM") == FARMLAND_CODES
    assert str(moved) in layer.source()
    shown = {node.layer().name() for node in qgis_new_project.layerTreeRoot().findLayers()}
    assert not any(name.startswith("survey_codes") for name in shown)
    assert len(shown) == 3


def test_a_package_with_codes_is_merged(package: Path, tmp_path: Path) -> None:
    """What a team chose is judged by the rules, whatever became of the codes in the package."""
    layer = QgsVectorLayer(f"{tmp_path / 'a.gpkg'}|layername=DLTB", "DLTB", "ogr")
    edit_in_the_field(package, {"B0": {"TBXHDM": "LQYD"}})
    with closing(sqlite3.connect(package / "data.gpkg")) as connection, connection:
        connection.execute("UPDATE survey_codes SET fits = ''")
    result = merge(package, layer)
    [edit] = rows_of(result["EDITS"])
    assert (edit["field"], edit["edit_class"]) == ("TBXHDM", "rejected")
    assert "the detail code fits the land class" in edit["reason"]
