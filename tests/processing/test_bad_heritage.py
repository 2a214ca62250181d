"""Bad layers in every place of the algorithms about heritage: each is named in plain words, figures stay right."""
from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import processing
import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsProcessingException, QgsProcessingFeedback

from kf_resources_plugin.engine.roles import read_role, write_role
from tests.builders import layer_of, rows_of, save
from tests.processing.minimal import no_rows, no_shapes, same
from tests.processing.places import X, Y, box
from tests.processing.test_bad_layers import bow_tie
from tests.processing.test_every_run import CancelAt, every_output, in_words, made

if TYPE_CHECKING:
    from pathlib import Path

    from qgis.core import QgsVectorLayer

    from tests.builders import Row
    from tests.processing.minimal import Change

pytestmark = pytest.mark.usefixtures("kf_provider", "qgis_new_project")

SITES = [("S1", "铁塔", "national"), ("S2", "刘青霞故居", "provincial")]
LINES = ("VIEW_CORRIDORS", "ROADS", "CANAL")
FIELDS = {
    **dict.fromkeys(("SITES", "LISTS", "REGISTER"), ("site_id", "name", "level", "unit_code")),
    **dict.fromkeys(("ZONES", "DRAWN", "TIER_LAYERS"), ("site_id", "tier")), "UNITS": ("XZQDM", "XZQMC"),
    "PROJECTS": ("project_id", "project_class"), "PARCELS": ("parcel_no",),
    "DEMOLITIONS": ("building_id", "building_kind"),
    "PERMANENT_FARMLAND": ("BSM",), "BUILDINGS": ("building_id", "height"), "LIMITS": ("name", "cap_m"),
    "VIEW_CORRIDORS": ("name", "eye_m", "target_m"),
}
LAYERS = {
    "heritageregister": ("LISTS", "UNITS"),
    "heritagezones": ("SITES", "DRAWN", "BLOCKS", "CANAL", "UNITS"),
    "heritagecheck": ("REGISTER", "ZONES", "HISTORIC_LINES", "PURPLE_LINES", "BLOCKS", "UNITS"),
    "heritageimpact": ("PROJECTS", "PARCELS", "DEMOLITIONS", "PERMANENT_FARMLAND", "ZONES", "TIER_LAYERS", "REGISTER"),
    "heightcontrol": ("BUILDINGS", "LIMITS", "ZONES", "VIEW_CORRIDORS", "PARCELS"),
}
SEVERAL = {("heritageregister", "LISTS"), ("heritagecheck", "ZONES"), ("heritageimpact", "TIER_LAYERS")}
SETTINGS = {"heritagezones": {"SNAP": "blocks", "CANAL_ZONES": True}}
UNPLACED = {("heritageimpact", "REGISTER")}
"""Whose places are not looked at."""
PLACELESS = ("REGISTER", "LISTS", "SITES")
"""A site that nobody has placed is no fault of a register; kf:heritagezones tells it in its own words."""
FIGURES = {
    "heritageregister": ("ENTRIES", "PLACED"), "heritagezones": ("PROTECTION_M2", "CONTROL_M2"),
    "heritagecheck": ("SITES", "SITES_WITH_LINES"), "heritageimpact": ("FORBIDDEN", "CONSENT"),
    "heightcontrol": ("BUILDINGS_COUNT", "LARGEST_EXCEED_M"),
}


def rows_for(parameter: str) -> list[Row]:
    """Return two sites or what lies on them; shapes 100 m apart."""
    if parameter in LINES:
        return [(f"LINESTRING({X - 100} {Y + 10}, {X + 300} {Y + 10})", {"name": "廊", "eye_m": 5.0, "target_m": 20.0})]
    if parameter in {"SITES", "LISTS", "REGISTER"}:
        return [(box(100.0 * place, 0, 20, 20), {"site_id": key, "name": name, "level": level, "unit_code": "410202"})
                for place, (key, name, level) in enumerate(SITES)]
    if parameter in {"ZONES", "DRAWN", "TIER_LAYERS"}:
        return [(box(100.0 * place - 10, -10, 40, 40), {"site_id": f"S{place + 1}", "tier": "protection"})
                for place in (0, 1)]
    if parameter in {"UNITS", "BLOCKS"}:
        return [(box(-500 + 550.0 * place, -500, 550, 1000), {"XZQDM": f"41020{place + 2}", "XZQMC": f"区{place}"})
                for place in (0, 1)]
    values = {"project_id": "P1", "project_class": "工业", "parcel_no": "D1", "building_id": "F1", "height": 30.0,
              "building_kind": "其他建筑", "BSM": "Y1", "name": "限高区", "cap_m": 9.0}
    return [(box(-5, -5, 25, 25), values)]


def layer(parameter: str, change: Change = same, crs: str = "EPSG:4526", name: str = "", without: str = "",
          geometry: str = "") -> QgsVectorLayer:
    """Return the layer of a parameter, called in Chinese so that only our own texts are English."""
    numbers = {"height", "cap_m", "eye_m", "target_m"}
    fields = {key: "real" if key in numbers else "text" for key in FIELDS.get(parameter, ("name",)) if key != without}
    rows = [(shape, {key: value for key, value in values.items() if key in fields})
            for shape, values in change(rows_for(parameter))]
    kind = geometry or ("LineString" if parameter in LINES else "MultiPolygon")
    made = layer_of(rows, fields, geometry=kind, name=name or f"图层{parameter}")
    # laid on, not transformed: what a wrong choice in the layer's properties does
    made.setCrs(QgsCoordinateReferenceSystem(crs) if crs else QgsCoordinateReferenceSystem())
    if parameter == "TIER_LAYERS":
        write_role(made, "burial_areas")
    return made


def run(name: str, given: dict[str, Any], feedback: QgsProcessingFeedback | None = None, **more: Any) -> dict[str, Any]:
    """Run with sound layers in all places but those of ``given``."""
    layers = {parameter: given.get(parameter) or layer(parameter) for parameter in LAYERS[name]}
    result: dict[str, Any] = processing.run(f"kf:{name}", {
        "FINDINGS": "memory:", "RULES_DATE": "2026-01-01", **SETTINGS.get(name, {}), **more,
        **{key: [value] if (name, key) in SEVERAL else value for key, value in layers.items()}}, feedback=feedback)
    return result


def named(result: dict[str, Any], rule: str, layers: list[QgsVectorLayer]) -> set[str]:
    """Return which layers findings of a rule name."""
    texts = [message for found, message in rows_of(result["FINDINGS"], "rule_id", "message") if found == rule]
    return {each.name() for each in layers if any(f"“{each.name()}”" in text for text in texts)}


def english(result: dict[str, Any]) -> list[str]:
    """Return the texts of findings with English in them that is no name of a layer, a field or a CRS."""
    texts = [text for row in rows_of(result["FINDINGS"], "message", "remedy") for text in row]
    return [text for text in texts if re.search(
        r"[A-Za-z]{2,} [A-Za-z]{2,}", re.sub(r"“[^”]*”|EPSG:\d+ - [^（）。，]*", "", text or ""))]


@pytest.mark.usefixtures("chinese_texts")
@pytest.mark.parametrize("name", LAYERS)
def test_every_empty_layer_is_named(name: str) -> None:
    bad = {parameter: layer(parameter, no_rows) for parameter in LAYERS[name]}
    result = run(name, bad)
    assert named(result, "input.empty_layer", list(bad.values())) == {each.name() for each in bad.values()}
    assert english(result) == []


@pytest.mark.usefixtures("chinese_texts")
@pytest.mark.parametrize("name", LAYERS)
def test_every_layer_without_a_shape_is_named(name: str) -> None:
    bad = {parameter: layer(parameter, no_shapes) for parameter in LAYERS[name]}
    result = run(name, bad)
    expected = {each.name() for parameter, each in bad.items() if parameter not in PLACELESS}
    assert named(result, "geometry.empty", list(bad.values())) >= expected
    assert english(result) == []


@pytest.mark.usefixtures("chinese_texts")
@pytest.mark.parametrize("name", LAYERS)
def test_every_self_crossing_layer_is_named(name: str) -> None:
    bad = {parameter: layer(parameter, bow_tie) for parameter in LAYERS[name]
           if parameter not in LINES and (name, parameter) not in UNPLACED}
    result = run(name, bad)
    assert named(result, "geometry.repaired", list(bad.values())) == {each.name() for each in bad.values()}
    assert english(result) == []


@pytest.mark.parametrize(("crs", "word"), [("", "no coordinate reference system"), ("EPSG:2362", "Xian 1980")])
@pytest.mark.parametrize("name", LAYERS)
def test_every_layer_in_a_wrong_crs_is_named(name: str, crs: str, word: str) -> None:
    bad = {parameter: layer(parameter, crs=crs) for parameter in LAYERS[name]
           if (name, parameter) not in UNPLACED}
    with pytest.raises(QgsProcessingException, match=word) as refused:
        run(name, bad)
    assert in_words(refused.value)
    assert [each.name() for each in bad.values() if f"“{each.name()}”" not in str(refused.value)] == []


@pytest.mark.parametrize(("name", "parameter"), [
    (name, each) for name in LAYERS for each in LAYERS[name] if each != "REGISTER"])  # that may be a table
def test_a_layer_of_the_wrong_shapes_is_refused_by_name(name: str, parameter: str) -> None:
    if parameter in PLACELESS or parameter in {"DEMOLITIONS"}:
        kind, shape = "LineString", f"LINESTRING({X} {Y}, {X + 9} {Y})"
    else:
        kind, shape = "Point", f"POINT({X} {Y})"
    bad = layer(parameter, lambda rows: [(shape, values) for _, values in rows], geometry=kind)
    with pytest.raises(QgsProcessingException, match=bad.name()) as refused:
        run(name, {parameter: bad})
    assert in_words(refused.value)


@pytest.mark.parametrize(("name", "parameter", "field"), [
    ("heritageregister", "LISTS", "name"), ("heritagecheck", "REGISTER", "site_id"),
    ("heritagecheck", "ZONES", "site_id"), ("heritageimpact", "REGISTER", "site_id")])
def test_a_layer_without_a_field_that_is_needed_is_named_with_it(name: str, parameter: str, field: str) -> None:
    bad = layer(parameter, without=field)
    with pytest.raises(QgsProcessingException, match=f"“{bad.name()}”.*{field}") as refused:
        run(name, {parameter: bad})
    assert in_words(refused.value)


@pytest.mark.parametrize("step", [1, 2])
@pytest.mark.parametrize("name", LAYERS)
def test_layers_in_degrees_give_the_same_figures(name: str, step: int) -> None:
    """All layers, or every second one, in degrees, of the same places."""
    def moved(each: QgsVectorLayer) -> QgsVectorLayer:
        found = processing.run("native:reprojectlayer", {"INPUT": each, "TARGET_CRS": "EPSG:4490", "OUTPUT": "memory:"})
        found["OUTPUT"].setName(each.name())
        write_role(found["OUTPUT"], read_role(each))
        return found["OUTPUT"]

    sound = run(name, {})
    mixed = run(name, {parameter: moved(layer(parameter)) for parameter in LAYERS[name][step - 1::step]})
    for figure in FIGURES[name]:
        assert mixed[figure] == pytest.approx(sound[figure], abs=0.05), figure


@pytest.mark.parametrize("geometry", ["MultiPolygonZM", "CurvePolygonZ"])
@pytest.mark.parametrize("name", LAYERS)
def test_shapes_with_heights_measures_and_arcs_in_files_of_any_name_are_read(
        name: str, geometry: str, tmp_path: Path) -> None:
    folder = tmp_path / "文物 数据（新）"
    folder.mkdir()
    given = {}
    for parameter in LAYERS[name]:
        kind = geometry if parameter not in LINES else "LineStringZM"
        given[parameter] = save(layer(parameter, geometry=kind), folder / f"图层 {parameter}.gpkg")
        given[parameter].setName(f"图层{parameter}")
        write_role(given[parameter], read_role(layer(parameter)))
    flat, found = run(name, {}), run(name, given)
    assert {key: found[key] for key in FIGURES[name]} == pytest.approx({key: flat[key] for key in FIGURES[name]})


def test_arcs_are_measured_as_arcs() -> None:
    """A circle of 20 m: π · 20² = 1 256.64 m², which its declared area may be; the square in it has 800 m²."""
    x, y = X + 10.0, Y + 10.0
    ring = ", ".join(f"{x + dx} {y + dy}" for dx, dy in ((20, 0), (0, 20), (-20, 0), (0, -20), (20, 0)))
    for declared, faults in ((1256.64, []), (800.0, ["heritage.declared_area"])):
        zones = layer_of([(f"CURVEPOLYGON(CIRCULARSTRING({ring}))",
                           {"site_id": "S1", "tier": "protection", "declared_m2": declared})],
                         {"site_id": "text", "tier": "text", "declared_m2": "real"}, geometry="CurvePolygon")
        result = run("heritagecheck", {"ZONES": zones})
        assert [rule for rule, in rows_of(result["FINDINGS"], "rule_id") if "declared" in rule] == faults


@pytest.mark.parametrize("rows", [1, 2])
def test_a_canal_drawn_twice_is_one(rows: int) -> None:
    """1 000 m on either side of 400 m of line, beside a row that has no shape."""
    [canal] = rows_for("CANAL")
    given = layer("CANAL", lambda _: [canal] * rows + [(None, {"name": "空"})])
    result = run("heritagezones", {"CANAL": given}, ZONES="memory:")
    assert dict(rows_of(result["ZONES"], "tier", "area_m2"))["canal_waterfront"] == pytest.approx(2000 * 400, rel=1e-4)
    assert named(result, "geometry.empty", [given]) == {given.name()}


def test_roads_that_do_not_meet_leave_the_line_as_its_width_draws_it() -> None:
    """A square of roads 5 m outside the line whose sides miss each other by 1 m encloses nothing, and that is told."""
    def sides(gap: float) -> QgsVectorLayer:
        left, right, low, high = X + 75, X + 145, Y - 25, Y + 45
        lines = [f"LINESTRING({left + gap} {low}, {right} {low})", f"LINESTRING({right} {low + gap}, {right} {high})",
                 f"LINESTRING({right - gap} {high}, {left} {high})", f"LINESTRING({left} {high - gap}, {left} {low})"]
        return layer_of([(line, {}) for line in lines], {}, geometry="LineString", name="道路")

    house = layer("SITES", lambda rows: [(shape, {**values, "site_type": "building"}) for shape, values in rows[1:]])
    drawn = {}
    for snap, gap in (("none", 0.0), ("roads", 1.0), ("roads", 0.0)):
        result = processing.run("kf:heritagezones", {
            "SITES": house, "ROADS": sides(gap), "SNAP": snap, "TIERS": "protection", "ZONES": "memory:",
            "FINDINGS": "memory:"})
        drawn[snap, gap] = dict(rows_of(result["ZONES"], "tier", "area_m2"))["protection"]
        told = " ".join(message for message, in rows_of(result["FINDINGS"], "message"))
        assert ("enclose no land" in told) is (gap > 0), told
    assert drawn["roads", 1.0] == drawn["none", 0.0]
    # 10 m around 20 m, then on to the roads 70 m apart
    assert drawn["none", 0.0] == pytest.approx(20**2 + 4 * 20 * 10 + 3.1376 * 100, rel=1e-4)


@pytest.mark.parametrize("name", LAYERS)
def test_a_run_over_all_layers_that_is_cancelled_leaves_nothing(name: str, tmp_path: Path) -> None:
    whole = CancelAt()
    run(name, {}, whole, **every_output(name, made(tmp_path / "whole")))
    folder = made(tmp_path / "half")
    half = CancelAt(whole.asked // 2)
    run(name, {}, half, **every_output(name, folder))
    assert QgsProcessingFeedback.isCanceled(half)
    assert list(folder.iterdir()) == []


@pytest.mark.usefixtures("chinese_texts")
@pytest.mark.parametrize(("name", "parameter", "rule"), [
    ("heritageregister", "LISTS", "register.duplicate_id"), ("heritagezones", "SITES", "zone.id_twice"),
    ("heritagecheck", "REGISTER", "heritage.entry_twice"), ("heritagecheck", "ZONES", "heritage.line_twice")])
def test_ids_that_stand_twice_are_told(name: str, parameter: str, rule: str) -> None:
    twice = layer(parameter, lambda rows: [*rows, (box(200, 0, 20, 20), {**rows[0][1], "name": "另一处"})])
    result = run(name, {parameter: twice})
    [message] = [text for found, text in rows_of(result["FINDINGS"], "rule_id", "message") if found == rule]
    assert "S1" in message
    assert english(result) == []
