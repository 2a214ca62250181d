"""Styles load, name their legend in both languages, hide no feature and use the colours of the survey."""
from __future__ import annotations

import json
import re
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from qgis.core import QgsFeature, QgsRenderContext, QgsVectorLayer
from qgis.PyQt.QtGui import QColor, QImage, QPainter

from kf_resources_plugin import paths
from kf_resources_plugin.cartography import styles
from kf_resources_plugin.engine.findings_layer import findings_fields
from kf_resources_plugin.engine.roles import roles
from kf_resources_plugin.engine.rule_store import load_class_systems
from tests.builders import layer_of, save
from tests.cartography import builders as town
from tests.rasters import raster_of

if TYPE_CHECKING:
    from pathlib import Path

# TD/T 1055-2019 working classification, fill colours of the survey's map convention
SURVEY_COLOURS = {"0101": (248, 208, 114), "0102": (252, 234, 158), "0103": (255, 251, 177), "0301": (49, 173, 105),
                  "0701": (229, 103, 102), "1101": (163, 214, 245), "1104": (114, 170, 207)}
FINDING_FIELDS = {"finding_id": "text", "rule_id": "text", "severity": "text", "message": "text"}


def labels_of(layer: QgsVectorLayer) -> list[str]:
    return [item.label() for item in layer.renderer().legendSymbolItems()]


GEOMETRIES = {"point": "Point", "line": "LineString", "polygon": "MultiPolygon"}
WITH_GEOMETRY = [name for name in styles.style_names() if styles.style_kind(name) != "raster"]


def empty(name: str) -> QgsVectorLayer:
    geometry = GEOMETRIES[styles.style_kind(name)]
    return QgsVectorLayer(f"{geometry}?crs=EPSG:4547&field=DLBM:string&field=severity:string&field=permanent:integer",
                          name, "memory")


@pytest.mark.parametrize("name", WITH_GEOMETRY)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_style_applies_in_both_languages(qgis_app: Any, name: str, language: str) -> None:
    layer = empty(name)
    styles.apply_style(layer, name, language)
    texts = [*labels_of(layer), styles.style_title(name, language)]
    shown = " ".join(texts)
    assert styles.style_title(name, language)
    assert bool(re.search(r"[\u4e00-\u9fff]", shown)) == (language == "zh")


@pytest.mark.parametrize("name", styles.style_names())
def test_style_files_name_no_place_on_a_computer(name: str) -> None:
    text = paths.resource("styles", f"{name}.qml").read_text(encoding="utf-8")
    assert not re.search(r"(/home|/usr|/tmp|/work|[A-Z]:[\\/]|file:)", text)
    assert 'version="3.22' in text


def test_land_has_every_class_of_the_survey_in_its_colour(qgis_app: Any) -> None:
    layer = town.land()
    styles.apply_style(layer, "land", "zh")
    drawn = {category.value(): category.symbol().color().getRgb()[:3] for category in layer.renderer().categories()}
    for code, colour in SURVEY_COLOURS.items():
        assert drawn[code] == colour
    classes = load_class_systems().classes("survey_2019")
    assert set(classes) <= set(drawn)
    assert {code: info.rgb for code, info in classes.items() if info.rgb} == {
        code: drawn[code] for code, info in classes.items() if info.rgb}


def test_land_labels_come_from_the_class_table(qgis_app: Any) -> None:
    layer = town.land()
    styles.apply_style(layer, "land", "zh")
    assert "0101 水田" in labels_of(layer)
    assert labels_of(layer)[-1] == "其他或未识别地类"
    styles.apply_style(layer, "land", "en")
    assert labels_of(layer)[-1] == "Other or unknown class"


@pytest.mark.parametrize("value", ["0101", "9999", "", None, " 0102", "paddy"])
def test_no_parcel_vanishes(qgis_app: Any, value: str | None) -> None:
    layer = layer_of([(town.at(0, 0, 10, 10), {"DLBM": value})], {"DLBM": "text"})
    styles.apply_style(layer, "land", "zh")
    assert draws(layer)


def test_a_layer_without_the_class_field_does_not_vanish(qgis_app: Any) -> None:
    layer = layer_of([(town.at(0, 0, 10, 10), {"use": "x"})], {"use": "text"})
    styles.apply_style(layer, "land", "zh")
    assert draws(layer)


def test_another_class_field_is_drawn_and_labelled(qgis_app: Any) -> None:
    layer = layer_of([(town.at(0, 0, 10, 10), {"CLASS": "0101"})], {"CLASS": "text"})
    styles.apply_style(layer, "land", "zh", class_field="CLASS")
    feature = next(layer.getFeatures())
    assert symbol_colour(layer, feature) == SURVEY_COLOURS["0101"]
    assert layer.labeling().settings().fieldName == '"CLASS"'


@pytest.mark.parametrize(("code", "label"), [
    ("0101", "水田"), ("0102", "水浇地"), ("0103", "旱地"), ("0601", "非耕地"),
])
def test_pieces_are_told_apart_by_kind(qgis_app: Any, code: str, label: str) -> None:
    layer = layer_of([(town.at(0, 0, 10, 10), {"DLBM": code, "permanent": 1})],
                     {"DLBM": "text", "permanent": "integer"})
    styles.apply_style(layer, "farmland_pieces", "zh")
    assert used_labels(layer) == {label, "永久基本农田范围内"}


@pytest.mark.parametrize("name", ["findings", "finding_points"])
@pytest.mark.parametrize(("severity", "label"), [("error", "错误"), ("warning", "警告"), ("info", "提示")])
def test_findings_show_their_severity(qgis_app: Any, name: str, severity: str, label: str) -> None:
    shape = "Point (500000 3850000)" if name == "finding_points" else town.at(0, 0, 10, 10)
    layer = layer_of([(shape, {"severity": severity})], FINDING_FIELDS,
                     geometry="Point" if name == "finding_points" else "MultiPolygon")
    styles.apply_style(layer, name, "zh")
    assert label in used_labels(layer)


def test_names_are_complete(qgis_app: Any) -> None:
    names = json.loads(paths.resource("styles", "names.json").read_text(encoding="utf-8"))
    assert set(names["styles"]) <= set(styles.style_names())
    texts = [text for entry in names["styles"].values() for text in entry.get("labels", {}).values()]
    texts += names["fields"].values()
    assert all(text["zh"] and text["en"] for text in texts)
    for name in styles.style_names():
        assert styles.style_title(name, "zh") != styles.style_title(name, "en")


@pytest.mark.parametrize("role", [name for name, role in roles().items() if role.kinds & set(GEOMETRIES)])
def test_every_role_on_the_map_has_a_style(qgis_app: Any, role: str) -> None:
    style = styles.style_of_role(role)
    assert style == {"land_before": "land", "land_base": "land",
                     "floodplain_zones_other": "floodplain_zones", "dsm": "dem"}.get(role, role)
    kind = styles.style_kind(style)
    assert kind in roles()[role].kinds
    shape = {"point": "Point (0 0)", "line": "LineString (0 0, 9 9)"}.get(kind, town.at(0, 0, 10, 10))
    layer = layer_of([(shape, {"BSM": "1"})], {"BSM": "text"}, geometry=GEOMETRIES[kind])
    layer.setCustomProperty("kf/role", role)
    assert styles.apply_style(layer, style)
    assert draws(layer), "fields that a style looks at may be missing"
    assert styles.layer_title(layer, style) == roles()[role].titles["en"]


def test_terrain_is_drawn_in_greys_over_the_values_it_has(qgis_app: Any, tmp_path: Path) -> None:
    terrain = raster_of([[58.4, 71.0, 84.5]], tmp_path / "a.tif", name="DEM")
    assert styles.style_for(terrain) == "dem"
    assert styles.apply_style(terrain, "dem")
    grey = terrain.renderer().contrastEnhancement()
    assert (terrain.renderer().type(), grey.minimumValue(), grey.maximumValue()) == ("singlebandgray", 58.4, 84.5)
    assert [path.name for path in tmp_path.iterdir()] == ["a.tif"], "nothing is left beside the user's file"
    assert not styles.apply_style(terrain, "water")
    assert not styles.apply_style(layer_of([], {"BSM": "text"}), "dem")


def test_roles_are_told_apart_on_one_map(qgis_app: Any) -> None:
    swatches = {}
    for role in set(roles()) & set(WITH_GEOMETRY):
        layer = empty(role)
        styles.apply_style(layer, role)
        if layer.renderer().type() == "singleSymbol":
            swatches[role] = pixels(layer.renderer().symbol())
    assert len(swatches) > 40
    alike = [(one, other) for one, other in combinations(sorted(swatches), 2)
             if np.abs(swatches[one] - swatches[other]).mean() < 6.0]  # of 255; two equal ones have 0
    assert alike == []


def pixels(symbol: Any) -> Any:
    """Return a swatch of 40 by 24 pixels on white, (rows, columns, 3) of 0 to 255."""
    picture = QImage(40, 24, QImage.Format.Format_RGB32)
    picture.fill(QColor("white"))
    painter = QPainter(picture)
    painter.drawImage(0, 0, symbol.asImage(picture.size()))
    painter.end()
    seen = [picture.pixelColor(x, y).getRgb()[:3] for y in range(24) for x in range(40)]
    return np.array(seen, dtype=np.float64)


# planning classes: colours of the plan's style file (reference, section 7)
@pytest.mark.parametrize(("code", "colour", "label"), [
    ("0101", (245, 248, 220), "01 耕地"), ("070102", (255, 255, 45), "0701 城镇住宅用地"),
    ("0703", (255, 211, 128), "0703 农村宅基地"), ("0804", (255, 133, 201), "0804 教育用地"),
    ("090101", (255, 0, 0), "09 商业服务业用地"), ("100101", (187, 150, 116), "1001 工业用地"),
    ("11", (135, 97, 211), "11 仓储用地"), ("1207", (163, 163, 163), "1207 城镇村道路用地"),
    ("1401", (0, 255, 0), "1401 公园绿地"), (" 1701", (51, 142, 192), "17 陆地水域"),
    ("23", (238, 238, 238), "23 其他土地"), ("0799", None, "其他或未识别用地"), (None, None, "其他或未识别用地"),
])
def test_planned_use_is_drawn_by_its_class(qgis_app: Any, code: str | None, colour: Any, label: str) -> None:
    layer = layer_of([(town.at(0, 0, 10, 10), {"YDYHFLDM": code})], {"YDYHFLDM": "text"})
    styles.apply_style(layer, "planned_land_use", "zh")
    seen = symbol_colour(layer, next(layer.getFeatures()))
    assert label in labels_of(layer)
    assert seen == (colour or (225, 205, 225))


# floodplain: colours of the reference, section 7
@pytest.mark.parametrize(("style", "name", "value", "colour", "label"), [
    ("floodplain_zones", "zone", "S", (90, 160, 220), "宜水区"),
    ("floodplain_zones", "ZONE", " sd", (120, 200, 170), "宜湿区"),
    ("floodplain_zones", "zone", "N", (245, 235, 160), "宜农区"),
    ("floodplain_zones", "zone", "J", (240, 150, 120), "宜居区"),
    ("floodplain_zones", "zone", "?", (225, 225, 225), "未分区"),
    ("plan_zones", "GHFQDM", "410", (240, 105, 95), "410 城镇集中建设区"),
    ("plan_zones", "GHFQDM", "300", (255, 235, 130), "300 农田保护区"),
])
def test_zones_are_drawn_by_their_code(qgis_app: Any, style: str, name: str, value: str, colour: Any,
                                       label: str) -> None:
    layer = layer_of([(town.at(0, 0, 10, 10), {name: value})], {name: "text"})
    styles.apply_style(layer, style, "zh")
    assert symbol_colour(layer, next(layer.getFeatures())) == colour
    assert label in labels_of(layer)


def test_style_leaves_role_forms_and_fields_alone(qgis_app: Any) -> None:
    layer = town.land()
    layer.setCustomProperty("kf/role", "land")
    layer.setReadOnly(True)
    before = layer.fields().names()
    styles.apply_style(layer, "land", "zh")
    assert layer.customProperty("kf/role") == "land"
    assert layer.readOnly()
    assert layer.fields().names() == before


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_field_of_every_result_has_an_alias(kf_provider: Any, language: str) -> None:
    fields = [name for algorithm in kf_provider.algorithms() for made in algorithm.FIELDS.values() for name, _ in made]
    ours = [*fields, *findings_fields().names()]
    layer = layer_of([], dict.fromkeys(ours, "text"))
    styles.apply_aliases(layer, language)
    assert [field.name() for field in layer.fields() if not field.alias()] == []


def test_aliases_name_our_fields_and_spare_the_users_own(qgis_app: Any) -> None:
    layer = layer_of([], {"farmland_m2": "real", "remark": "text", "net_m2": "real"})
    layer.setFieldAlias(2, "my name")
    styles.apply_aliases(layer, "zh")
    assert [layer.attributeAlias(place) for place in range(3)] == ["耕地面积（m²）", "", "my name"]


def test_a_style_leaves_names_of_fields_to_apply_aliases(qgis_app: Any) -> None:
    layer = layer_of([], {"severity": "text"})
    styles.apply_style(layer, "findings", "zh")
    assert layer.attributeAlias(0) == ""
    styles.apply_aliases(layer, "zh")
    assert layer.attributeAlias(0) != ""


def test_style_is_found_by_role_and_by_fields(qgis_app: Any) -> None:
    layer = layer_of([], {"DLBM": "text"}, name="something")
    assert styles.style_for(layer) is None
    layer.setCustomProperty("kf/role", "land")
    assert styles.style_for(layer) == "land"
    assert styles.style_for(layer_of([], FINDING_FIELDS)) == "findings"
    assert styles.style_for(layer_of([], FINDING_FIELDS, geometry="Point")) == "finding_points"
    assert styles.style_for(layer_of([], {**FINDING_FIELDS, "note": "text"})) == "findings"
    assert styles.style_for(layer_of([], FINDING_FIELDS, geometry="LineString")) is None, "it draws areas"
    assert styles.style_for(layer_of([], {"finding_id": "text", "severity": "text"})) is None
    pieces = {"project_id": "text", "DLBM": "text", "net_m2": "real", "permanent": "integer"}
    assert styles.style_for(layer_of([], pieces)) == "farmland_pieces"


@pytest.mark.parametrize(("name", "style"), [
    ("DLTB", "land"), ("dltb", "land"), ("三调 — 永久基本农田", "permanent_farmland"), ("STBHHX", "ecological_redline"),
    ("CZKFBJ", "urban_boundary"), ("区县", "admin_units"), ("DLTB 2", "land"), ("DLTB b", None),
])
def test_style_is_found_by_the_usual_names(qgis_app: Any, name: str, style: str | None) -> None:
    assert styles.style_for(layer_of([], {"BSM": "text"}, name=name)) == style
    assert styles.style_for(layer_of([], {"BSM": "text"}, name=name, geometry="Point")) is None


def test_style_is_found_by_the_table_of_a_package(qgis_app: Any, tmp_path: Path) -> None:
    stored = save(town.redline(), tmp_path / "data.gpkg")
    stored.setName("data")
    assert styles.style_for(stored) == "ecological_redline"


def test_own_style_is_told_from_the_default(qgis_app: Any) -> None:
    layer = town.land()
    assert not styles.has_own_style(layer)
    styles.apply_style(layer, "urban_boundary", "zh")
    assert styles.has_own_style(layer)


def test_unknown_or_unfitting_style_is_refused(qgis_app: Any) -> None:
    with pytest.raises(styles.StyleError):
        styles.apply_style(town.land(), "no_such_style")


@pytest.mark.parametrize("geometry", ["None", "LineString", "Point"])
@pytest.mark.parametrize("name", [name for name in styles.style_names() if styles.style_kind(name) == "polygon"])
def test_a_layer_without_areas_stays_as_it_is(qgis_app: Any, name: str, geometry: str) -> None:
    layer = layer_of([], {"DLBM": "text", "severity": "text"}, geometry=geometry)
    before = None if layer.renderer() is None else layer.renderer().dump()
    assert not styles.apply_style(layer, name)
    assert (None if layer.renderer() is None else layer.renderer().dump()) == before
    assert styles.apply_style(layer_of([], {"DLBM": "text", "severity": "text"}), name)


def draws(layer: QgsVectorLayer) -> bool:
    feature = next(layer.getFeatures())
    context = QgsRenderContext()
    renderer = layer.renderer().clone()
    renderer.startRender(context, layer.fields())
    context.expressionContext().setFeature(feature)
    will = renderer.willRenderFeature(feature, context)
    renderer.stopRender(context)
    return bool(will)


def symbol_colour(layer: QgsVectorLayer, feature: QgsFeature) -> tuple[int, int, int]:
    context = QgsRenderContext()
    renderer = layer.renderer().clone()
    renderer.startRender(context, layer.fields())
    context.expressionContext().setFeature(feature)
    colour = renderer.symbolForFeature(feature, context).color().getRgb()
    renderer.stopRender(context)
    return colour[0], colour[1], colour[2]


def used_labels(layer: QgsVectorLayer) -> set[str]:
    feature = next(layer.getFeatures())
    context = QgsRenderContext()
    renderer = layer.renderer().clone()
    renderer.startRender(context, layer.fields())
    context.expressionContext().setFeature(feature)
    keys = set(renderer.legendKeysForFeature(feature, context))
    renderer.stopRender(context)
    return {item.label() for item in renderer.legendSymbolItems() if item.ruleKey() in keys and item.symbol()}


@pytest.mark.parametrize(("category", "conflict", "label"), [
    ("overlap", 1, "冲突"), ("overlap", 0, "可以重叠"), ("sliver", 1, "狭长重叠"), ("tolerated", 1, "限差以内"),
    ("self_overlap", 0, "同一控制线内重叠")])
def test_overlaps_of_lines_are_drawn_once_by_what_they_are(qgis_app: Any, category: str, conflict: int,
                                                           label: str) -> None:
    layer = layer_of([(town.at(0, 0, 10, 10), {"category": category, "conflict": conflict})],
                     {"category": "text", "conflict": "integer"})
    styles.apply_style(layer, "line_overlaps", "zh")
    assert used_labels(layer) == {label}


@pytest.mark.parametrize(("category", "rule", "label"), [
    ("gap", "control.gap", "狭长缝隙"), ("hole", "control.hole_cultivated", "天窗内有耕地"),
    ("hole", "control.hole_open", "需说明理由的天窗"), ("hole", "control.hole", "已有其他控制线等的天窗")])
def test_holes_of_lines_are_drawn_by_what_they_ask_for(qgis_app: Any, category: str, rule: str, label: str) -> None:
    layer = layer_of([(town.at(0, 0, 10, 10), {"category": category, "rule_id": rule})],
                     {"category": "text", "rule_id": "text"})
    styles.apply_style(layer, "line_holes", "zh")
    assert used_labels(layer) == {label}


@pytest.mark.parametrize(("language", "labels", "shown"), [
    ("en", None, ["Dry, or below the first class", "Class 1"]),
    ("zh", None, ["无水或低于第一级", "1 级"]),
    ("zh", {"0": "dry", "2": "H2"}, ["dry", "H2"])])
def test_classes_of_a_raster_are_named_all_or_those_of_a_run(
        qgis_app: Any, language: str, labels: dict[str, str] | None, shown: list[str], tmp_path: Path) -> None:
    layer = raster_of([[0, 1, 2]], tmp_path / "a.tif")
    assert styles.apply_style(layer, "flood_hazard", language, labels=labels)
    found = [item.label for item in layer.renderer().classes()]
    assert found[:2] == shown
    assert len(found) == (13 if labels is None else 2)


def test_a_register_of_polygons_is_drawn_as_areas_and_one_of_points_as_points(qgis_app: Any) -> None:
    for geometry, shape, style in (("MultiPolygon", town.at(0, 0, 10, 10), "heritage_areas"),
                                   ("Point", "Point (0 0)", "heritage_sites")):
        layer = layer_of([(shape, {"site_id": "1"})], {"site_id": "text"}, geometry=geometry)
        layer.setCustomProperty("kf/role", "heritage_sites")
        assert styles.style_for(layer) == style
