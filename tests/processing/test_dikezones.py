"""Zones along dikes end to end: areas worked by hand, widths on the ground, and what is said of lines that fail."""
from __future__ import annotations

import json
from math import radians, tan
from typing import TYPE_CHECKING, Any

import numpy as np
import processing
import pyproj
import pytest
from qgis.core import QgsProcessingException, QgsProject, QgsVectorLayer

from kf_resources_plugin.engine.roles import read_role
from tests.builders import layer_of, project_layer, rectangle, rows_of

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("kf_provider", "qgis_new_project")

E, N = 500_000, 3_860_000  # EPSG:4547, on the central meridian: a metre on the map is one on the ground
FIELDS = {"name": "text", "REACH": "text", "SIDE": "text", "HALF_WIDTH": "text", "SPUR_LENGTH": "text"}
OUTPUTS = ("ZONES", "PROTECTION", "SAFETY", "SUMMARY", "FINDINGS", "FINDING_POINTS")
GEOD = pyproj.Geod(ellps="GRS80")


def wkt(*points: tuple[float, float], kind: str = "LINESTRING") -> str:
    """Return a geometry from metres off (E, N)."""
    text = ", ".join(f"{E + x} {N + y}" for x, y in points)
    return f"LINESTRING({text})" if kind == "LINESTRING" else f"POLYGON(({text}))"


def lines(*rows: tuple[str | None, dict[str, Any]], crs: str = "EPSG:4547", name: str = "dikes") -> QgsVectorLayer:
    return layer_of(rows, FIELDS, geometry="LineString", crs=crs, name=name)


STRAIGHT = wkt((0, 0), (1000, 0))
CHANNEL = (wkt((-3000, 3000), (4000, 3000)), {})


def run(dikes: QgsVectorLayer, channel: QgsVectorLayer | None = None, **more: Any) -> dict[str, Any]:
    """Run with a channel 3 km north of the dikes and every layer in memory."""
    given = {"CHANNEL": channel or lines(CHANNEL, name="channel"), "REACH": "above_dongbatou", **more}
    return processing.run("kf:dikezones", {"DIKES": dikes, **dict.fromkeys(OUTPUTS, "memory:"), **given})


def areas(result: dict[str, Any], output: str = "ZONES") -> dict[tuple[str, str], float]:
    """Return the area of every kind and side."""
    found: dict[tuple[str, str], float] = {}
    for kind, side, area in rows_of(result[output], "zone_kind", "side", "area_m2"):
        found[kind, side] = round(found.get((kind, side), 0.0) + area, 2)
    return found


def told(result: dict[str, Any]) -> dict[str, str]:
    """Return the message of each rule's findings, without ``dike.``"""
    return {rule.removeprefix("dike."): message for rule, message in rows_of(result["FINDINGS"], "rule_id", "message")}


def test_a_kilometre_of_dike_at_dongbatou() -> None:
    """400 m above, 600 m below; the second piece is drawn the other way round."""
    result = run(lines((wkt((0, 0), (400, 0)), {"name": "大堤", "REACH": "东坝头以上"}),
                       (wkt((1000, 0), (400, 0)), {"name": "大堤", "REACH": "东坝头以下"})), REACH="unknown")
    assert rows_of(result["ZONES"], "zone_kind", "side", "reach", "width_m", "begin_m", "rule_id", "area_m2") == [
        ("protection", "river", "above_dongbatou", 30, 0, "dike.protection_above", 12_000),
        ("protection", "river", "below_dongbatou", 30, 0, "dike.protection_below", 18_000),
        ("protection", "land", "above_dongbatou", 30, 0, "dike.protection_above", 12_000),
        ("protection", "land", "below_dongbatou", 10, 0, "dike.protection_below", 6_000),
        ("safety", "river", "above_dongbatou", 50, 0, "dike.safety_yellow", 20_000),
        ("safety", "river", "below_dongbatou", 50, 0, "dike.safety_yellow", 30_000),
        ("safety", "land", "above_dongbatou", 100, 0, "dike.safety_yellow", 40_000),
        ("safety", "land", "below_dongbatou", 100, 0, "dike.safety_yellow", 60_000)]
    clauses = {row[0] for row in rows_of(result["ZONES"], "clause")}
    assert len(clauses) == 1
    assert "art. 9" in clauses.pop()
    assert told(result) == {}
    assert (result["LENGTH_M"], result["PROTECTION_M2"], result["SAFETY_M2"], result["UNDECIDED"]) == (
        1000, 48_000, 150_000, 0)
    assert areas(result, "PROTECTION") == {("protection", "river"): 30_000, ("protection", "land"): 18_000}
    assert areas(result, "SAFETY") == {("safety", "river"): 50_000, ("safety", "land"): 100_000}


def test_bodies_blasting_band_and_the_figures_of_the_help() -> None:
    result = run(lines((STRAIGHT, {})), HALF_WIDTH=20, BLASTING=True)
    assert areas(result) == {
        ("body", "both"): 40_000, ("protection", "river"): 30_000, ("protection", "land"): 30_000,
        ("safety", "river"): 50_000, ("safety", "land"): 100_000, ("blasting", "river"): 200_000,
        ("blasting", "land"): 200_000}
    assert (result["BODY_M2"], result["BLASTING_M2"]) == (40_000, 400_000)
    assert areas(result, "PROTECTION")["body", "both"] == 40_000
    bend = areas(run(lines((wkt((-1000, 0), (0, 0), (0, -1000)), {}))))
    # a quarter of a circle of 50 m, in steps of 2.5° 1 962.87 m²; a square of 100 m
    assert bend["safety", "river"] - 100_000 == pytest.approx(1_963, abs=1)
    assert bend["safety", "land"] == pytest.approx(200_000 - 10_000, abs=0.05)


def test_toes_of_each_line_and_a_wide_land_side() -> None:
    fields = {"HALF_WIDTH": "text", "LAND_TOE": "real"}
    dikes = layer_of([(STRAIGHT, {"HALF_WIDTH": "15", "LAND_TOE": 100.0}), (wkt((0, -3000), (1000, -3000)), {})],
                     fields, geometry="LineString", crs="EPSG:4547", name="dikes")
    result = run(dikes, HALF_WIDTH=20)
    # the first from 15 m to the river and 100 m to the land, the second, without a value, from 20 m to both
    assert areas(result)["body", "both"] == 115_000 + 40_000
    begins = {(dike, side): begin for kind, dike, side, begin in rows_of(
        result["ZONES"], "zone_kind", "dike_id", "side", "begin_m") if kind == "safety"}
    assert begins == {("1", "river"): 20, ("1", "land"): 20, ("2", "river"): 15, ("2", "land"): 100}


def test_training_works() -> None:
    # drawn as the connecting dam: 10 m to its toe, spur heads 80 m into the river
    works = lines((wkt((0, 2000), (500, 2000)), {"SPUR_LENGTH": "80", "HALF_WIDTH": "10"}), name="works")
    result = run(lines((STRAIGHT, {})), TRAINING_WORKS=works)
    found = areas(result)
    assert found["works", "river"] == 500 * 30
    assert found["works", "land"] == 500 * 50
    assert found["body", "both"] == 500 * 90
    assert result["WORKS_M2"] == 40_000
    # bodies of works are dams of the law; their protection land is not that of dikes
    assert ("works", "river") not in areas(result, "PROTECTION")
    assert areas(result, "PROTECTION")["body", "both"] == 45_000


def test_results_carry_their_roles_and_the_review_takes_them() -> None:
    result = run(lines((STRAIGHT, {})))
    assert {name: read_role(result[name]) for name in ("PROTECTION", "SAFETY", "ZONES")} == {
        "PROTECTION": "dike_protection", "SAFETY": "dike_safety", "ZONES": ""}
    QgsProject.instance().addMapLayers([result["PROTECTION"], result["SAFETY"]])
    # from 40 m to 60 m on the river side: outside of the protection land, 10 m of it in the safety zone
    project = project_layer([(rectangle(E + 100, N + 40, 50, 20), {"project_id": "P1"})], crs="EPSG:4547")
    review = processing.run("kf:compliancereview", {
        "PROJECTS": project, "CONTROLS": [result["PROTECTION"], result["SAFETY"]], "FINDINGS": "memory:"})
    hits = {rule: area for rule, area in rows_of(review["FINDINGS"], "rule_id", "area_m2") if "dike" in rule}
    assert set(hits) == {"compliance.dike_safety"}
    assert hits["compliance.dike_safety"] == pytest.approx(500, abs=0.01)


@pytest.mark.parametrize("crs", ["EPSG:4547", "EPSG:4526", "EPSG:4490", "EPSG:3857", "EPSG:32650"])
def test_widths_are_metres_on_the_ground(crs: str) -> None:
    """In the east of the zone, where the map of EPSG:4547 is 0.014 % and Web Mercator 22 % larger than the ground."""
    places = [(115.20, 34.90), (115.23, 34.91), (115.25, 34.90)]
    length = GEOD.line_length(*zip(*places))
    source = "EPSG:4326" if crs in {"EPSG:3857", "EPSG:32650"} else "EPSG:4490"
    moved = [pyproj.Transformer.from_crs(source, crs, always_xy=True).transform(*place) for place in places]
    dike = f"LINESTRING({', '.join(f'{x!r} {y!r}' for x, y in moved)})"
    result = run(lines((dike, {"SIDE": "left"}), crs=crs), channel=lines(CHANNEL, name="channel"))
    found = areas(result)
    assert result["LENGTH_M"] == pytest.approx(length, rel=1e-5)
    # the bend of some 50° to the right adds an arc on the left and takes a kite off the right; 100 m and 50 m of it
    bend = radians(abs(GEOD.inv(*places[0], *places[1])[0] - GEOD.inv(*places[1], *places[2])[0]))
    assert found["safety", "river"] == pytest.approx(50 * length + bend / 2 * 50**2, rel=1e-4)
    # a kite of 100 m by 100 m · tan(50°/2), about
    kite = 100**2 * tan(bend / 2)
    assert found["safety", "land"] == pytest.approx(100 * length - kite, rel=1e-4)


def test_zones_in_degrees_are_valid_and_as_large_as_in_metres() -> None:
    """A dike that winds over 15 km in steps of 20 m, some decimetres off the curve: coordinates fall together."""
    along = np.arange(0.0, 15_000.0, 20.0)
    winding = np.column_stack([along, 800 * np.sin(along / 900)]) + np.random.default_rng(5).normal(0, 0.3, (750, 2))
    metres = lines((wkt(*map(tuple, winding.tolist())), {"SIDE": "left"}))
    to_degrees = pyproj.Transformer.from_crs("EPSG:4547", "EPSG:4490", always_xy=True)
    x, y = to_degrees.transform(*(winding + np.array([E, N])).T)
    degrees = lines((f"LINESTRING({', '.join(f'{a!r} {b!r}' for a, b in zip(x.tolist(), y.tolist()))})",
                     {"SIDE": "left"}), crs="EPSG:4490")
    expected, result = (run(dikes, HALF_WIDTH=15, BLASTING=True) for dikes in (metres, degrees))
    assert [feature["zone_kind"] for feature in result["ZONES"].getFeatures()
            if not feature.geometry().isGeosValid()] == []
    assert areas(result) == {key: pytest.approx(area, rel=1e-6) for key, area in areas(expected).items()}


@pytest.mark.parametrize(("rows", "more", "rule", "words"), [
    ([(STRAIGHT, {"name": "A"})], {"CHANNEL": None}, "side_unknown", ["“A”", "no channel"]),
    ([(wkt((0, 2500), (0, 3500)), {"name": "A"})], {}, "side_towards", ["“A”"]),
    ([(wkt((-500, 2500), (500, 3500)), {"name": "A"})], {}, "side_mixed", ["50", "crosses"]),
    ([(wkt((0, 0), (400, 0)), {"SIDE": "left"}), (wkt((400, 0), (1000, 0)), {"SIDE": "right"})], {}, "side_conflict",
     ["contradict"]),
])
def test_a_line_without_a_river_side_has_no_zone_and_a_finding(
        rows: list[Any], more: dict[str, Any], rule: str, words: list[str]) -> None:
    dikes = lines(*rows)
    result = processing.run("kf:dikezones", {
        "DIKES": dikes, "REACH": "above_dongbatou", "CHANNEL": lines(CHANNEL, name="channel"),
        **dict.fromkeys(OUTPUTS, "memory:"), **more})
    messages = told(result)
    assert [word for word in words if word not in messages[rule]] == []
    assert rows_of(result["ZONES"]) == []
    assert result["UNDECIDED"] == 1
    assert result["UNDECIDED_M"] == result["LENGTH_M"]
    assert rows_of(result["FINDING_POINTS"], "rule_id") == [(f"dike.{rule}",)]
    severity, remedy = rows_of(result["FINDINGS"], "severity", "remedy")[0]
    assert severity == "error"
    assert remedy


def test_what_lines_say_badly_is_named_and_the_wider_standard_used() -> None:
    result = run(lines((STRAIGHT, {"SIDE": "north"}), (wkt((0, -3000), (1000, -3000)), {"REACH": "上游"}),
                       (wkt((0, -6000), (1000, -6000)), {"REACH": "其他", "HALF_WIDTH": "-3"})), REACH="unknown")
    found = told(result)
    assert "30/30 m" in found["reach_missing"]
    assert "“上游”" in found["reach_unknown"]
    assert "dike.protection_other" in found["no_width"]
    assert "“north”" in found["side_value"]
    assert "HALF_WIDTH" in found["half_width"]
    # the first two by the widest standards, the third by none
    assert areas(result) == {("protection", "river"): 60_000, ("protection", "land"): 60_000,
                             ("safety", "river"): 100_000, ("safety", "land"): 200_000}
    assert {row[0] for row in rows_of(result["ZONES"], "widest")} == {1}


def test_gaps_doubles_and_neighbours_are_told() -> None:
    result = run(lines((wkt((0, 0), (500, 0)), {"name": "A"}), (wkt((530, 0), (1000, 0)), {"name": "B"}),
                       (wkt((500, 0), (0, 0)), {"name": "A"}), (wkt((0, 130), (400, 130)), {"name": "C"})),
                 BLASTING=True)
    found = told(result)
    assert "30.0 m apart" in found["joints"]
    assert "features 3" in found["drawn_again"]
    # the land side of C reaches 20 m into the river side of A, over 400 m: safety zones only (30 + 30 < 130)
    assert "8000.00 m²" in found["precedence"]
    assert [rule for rule, in rows_of(result["FINDINGS"], "rule_id")].count("dike.precedence") == 1
    assert areas(result)["safety", "land"] == 1000 * 100 - 30 * 100 + 400 * 100 - 8_000
    assert [rule for rule, in rows_of(result["FINDING_POINTS"], "rule_id")] == ["dike.joints"]


def test_entered_sides_that_differ_and_channels_that_cross_are_warned_of() -> None:
    crossing = wkt((-3000, 200), (4000, 200))
    result = run(lines((wkt((0, 0), (1000, 0), (1000, 240)), {"name": "A"}), (STRAIGHT.replace(str(N), str(N - 5000)),
                                                                           {"name": "B", "SIDE": "right"})),
                 lines((crossing, {}), name="channel"))
    found = told(result)
    assert "“A”" in found["channel_crossed"]
    assert "“B”" in found["side_differs"]
    assert result["UNDECIDED"] == 0


def test_a_water_polygon_is_a_channel_too() -> None:
    water = layer_of([(wkt((-3000, 0), (4000, 0), (4000, -500), (-3000, -500), (-3000, 0), kind="POLYGON"), {})], {},
                     crs="EPSG:4547", name="water")
    result = run(lines((wkt((0, 300), (1000, 300)), {})), water)
    low = result["SAFETY"].extent()
    # the river is in the south: 50 m there, 100 m in the north
    assert (round(low.yMinimum() - N), round(low.yMaximum() - N)) == (250, 400)


def test_areas_by_unit_sum_to_the_whole() -> None:
    units = layer_of([(rectangle(E - 100, N - 500, 700, 1000), {"XZQDM": "410225", "XZQMC": "兰考县"}),
                      (rectangle(E + 600, N - 500, 700, 1000), {"XZQDM": "410212", "XZQMC": "祥符区"})],
                     {"XZQDM": "text", "XZQMC": "text"}, crs="EPSG:4547", name="units")
    result = run(lines((STRAIGHT, {})), UNITS=units)
    rows = rows_of(result["SUMMARY"], "zone_kind", "side", "unit_code", "count", "area_m2")
    assert ("safety", "land", "410225", 1, 60_000) in rows
    assert ("safety", "land", "410212", 1, 40_000) in rows
    assert sum(area for kind, *_, area in rows if kind == "safety") == result["SAFETY_M2"]


def test_own_rule_rows_change_widths_without_python(tmp_path: Path) -> None:
    own = tmp_path / "own.json"
    own.write_text(json.dumps({"rows": [{"id": "dike.safety_yellow", "thresholds": {"land_m": 120}},
                                        {"id": "dike.protection_above", "thresholds": {"applies": False}}]}))
    result = run(lines((STRAIGHT, {})), RULES=str(own))
    assert areas(result) == {("safety", "river"): 50_000, ("safety", "land"): 120_000}
    assert "own.json" in rows_of(result["ZONES"], "clause")[0][0]


@pytest.mark.parametrize(("parameter", "shape", "words"), [
    ("DIKES", wkt((0, 0), (10, 0), (10, 10), (0, 0), kind="POLYGON"), "holds no lines"),
    ("TRAINING_WORKS", wkt((0, 0), (10, 0), (10, 10), (0, 0), kind="POLYGON"), "holds no lines"),
    ("CHANNEL", f"POINT({E} {N})", "holds no lines"),
])
def test_layers_of_the_wrong_kind_are_refused(parameter: str, shape: str, words: str) -> None:
    bad = layer_of([(shape, {})], {}, geometry=shape.partition("(")[0].title(), crs="EPSG:4547", name="坏图层")
    with pytest.raises(QgsProcessingException, match=f"“坏图层” {words}"):
        processing.run("kf:dikezones", {"DIKES": lines((STRAIGHT, {})), parameter: bad, "ZONES": "memory:"})


def test_lines_without_geometry_or_length_are_named_and_the_rest_is_drawn() -> None:
    result = run(lines((None, {}), (wkt((5, 5), (5, 5)), {}), (STRAIGHT, {})))
    rules = {row[0] for row in rows_of(result["FINDINGS"], "rule_id")}
    assert rules == {"geometry.empty", "geometry.zero_length"}
    assert areas(result)["safety", "land"] == 100_000
    assert rows_of(run(lines())["FINDINGS"], "rule_id", "severity") == [("input.empty_layer", "error")]


@pytest.mark.usefixtures("chinese_texts")
def test_the_report_is_whole_and_in_chinese(tmp_path: Path) -> None:
    result = run(lines((STRAIGHT, {"name": "大堤"}), (wkt((0, 2500), (0, 3500)), {"name": "横堤"})), HALF_WIDTH=20,
                 REPORT=str(tmp_path / "report.html"), RUN_RECORD=str(tmp_path / "record.json"))
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    for words in ("堤防管理和保护范围", "第9条", "护堤地", "安全保护区", "50000.00", "横堤", "不明", "下限"):
        assert words in text, words
    record = json.loads((tmp_path / "record.json").read_text(encoding="utf-8"))["record"]
    assert record["figures"]["SAFETY_M2"] == result["SAFETY_M2"] == 150_000
