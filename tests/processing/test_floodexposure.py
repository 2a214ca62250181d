"""kf:floodexposure worked by hand: parcels, roads, points by flood polygons and rasters, stages, units, people."""
from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import processing
import pytest
from qgis.core import QgsProcessingContext, QgsProcessingException, QgsProcessingUtils, QgsVectorLayer, QgsWkbTypes

from tests.builders import layer_of, rows_of, save
from tests.processing.places import X, Y, area, box
from tests.rasters import write_raster

pytestmark = pytest.mark.usefixtures("kf_provider")

NAN = np.nan
VILLAGES = {"name": "text", "people": "integer", "hh": "real", "kind": "text"}


def villages(crs: str = "EPSG:4526") -> QgsVectorLayer:
    """Return four villages of 20 x 20 m: in, half in, touching, and apart from a flood of 100 x 100 m."""
    rows = [(box(10, 10, 20, 20), {"name": "in", "people": 100, "hh": 30.0, "kind": "brick"}),
            (box(90, 10, 20, 20), {"name": "half", "people": 50, "hh": 12.0, "kind": "brick"}),
            (box(100, 50, 20, 20), {"name": "touching", "people": 7, "hh": None, "kind": "adobe"}),
            (box(200, 50, 20, 20), {"name": "apart", "people": 1000, "hh": 300.0, "kind": "adobe"})]
    return layer_of(rows, VILLAGES, crs=crs, name="villages")


def flood(*rows: tuple[str, Any], field: str = "stage") -> QgsVectorLayer:
    return layer_of([(shape, {field: stage}) for shape, stage in rows], {field: "text"}, name="flood")


def run(**parameters: Any) -> dict[str, Any]:
    results: dict[str, Any] = processing.run("kf:floodexposure", {
        "EXPOSED": "memory:", "SUMMARY": "memory:", "FINDINGS": "memory:",
        **{key: str(value) if isinstance(value, Path) else value for key, value in parameters.items()}})
    return results


def told(results: dict[str, Any]) -> list[str]:
    return [row[0] for row in rows_of(results["FINDINGS"], "rule_id")]


def near(*values: Any) -> Any:
    """Return a figure, or several, as they are after rounding."""
    return pytest.approx(values if len(values) > 1 else values[0], abs=0.0101)


def test_what_touches_is_exposed_with_nothing_flooded() -> None:
    results = run(TARGETS=villages(), FLOOD=flood((box(0, 0, 100, 100), "a")))
    rows = rows_of(results["EXPOSED"], "name", "flooded_m2", "share")
    assert [row[0] for row in rows] == ["in", "half", "touching"]
    assert [row[1] for row in rows] == pytest.approx([area(10, 10, 20, 20), area(90, 10, 10, 20), 0.0], abs=0.0051)
    assert [row[2] for row in rows] == pytest.approx([1.0, 0.5, 0.0], abs=1e-6)
    assert rows_of(results["EXPOSED"], "depth_max", "depth_mean", "flooded_m")[0] == (None, None, None)
    assert (results["TARGETS_COUNT"], results["EXPOSED_COUNT"], results["STAGES_COUNT"]) == (4, 3, 1)


def test_targets_keep_their_fields() -> None:
    results = run(TARGETS=villages(), FLOOD=flood((box(0, 0, 100, 100), "a")))
    layer = results["EXPOSED"]
    assert layer.fields().names()[:4] == list(VILLAGES)
    assert [layer.fields().field(name).typeName() for name in ("name", "people", "hh")] == [
        villages().fields().field(name).typeName() for name in ("name", "people", "hh")]
    assert rows_of(layer, "people", "hh", "kind")[2] == (7, None, "adobe")
    assert QgsWkbTypes.geometryType(layer.wkbType()) == QgsWkbTypes.GeometryType.PolygonGeometry


def test_a_field_that_is_called_as_ours_gets_another_name(tmp_path: Path) -> None:
    """As in a result of an earlier run, from a GeoPackage with its fid; two stages repeat every row."""
    layer = layer_of([(box(10, 10, 20, 20), {"stage": "old", "SHARE": 0.25})], {"stage": "text", "SHARE": "real"},
                     name="again")
    save(layer, tmp_path / "again.gpkg")
    water = flood((box(0, 0, 100, 100), "1"), (box(0, 0, 100, 100), "2"))
    results = run(TARGETS=str(tmp_path / "again.gpkg"), FLOOD=water, STAGE_FIELD="stage",
                  EXPOSED=tmp_path / "exposed.gpkg")
    exposed = QgsVectorLayer(str(tmp_path / "exposed.gpkg"), "exposed")
    assert rows_of(exposed, "target_stage", "target_SHARE", "stage", "share", "target_fid") == [
        ("old", 0.25, "1", 1.0, 1), ("old", 0.25, "2", 1.0, 1)]
    assert "exposure.field_renamed" in told(results)


def test_stages_in_one_run_and_overlapping_polygons_once() -> None:
    water = flood((box(0, 0, 20, 100), "8000"), (box(0, 0, 100, 100), "22000"), (box(0, 0, 95, 100), "22000"),
                  (box(10, 0, 10, 100), "8000"))
    results = run(TARGETS=villages(), FLOOD=water, STAGE_FIELD="stage")
    rows = rows_of(results["EXPOSED"], "stage", "name", "flooded_m2")
    assert [row[:2] for row in rows] == [("8000", "in"), ("22000", "in"), ("22000", "half"), ("22000", "touching")]
    assert rows[0][2] == pytest.approx(area(10, 10, 10, 20), abs=0.0051)
    assert rows[2][2] == pytest.approx(area(90, 10, 10, 20), abs=0.0051)
    assert (results["EXPOSED_COUNT"], results["STAGES_COUNT"]) == (3, 2)
    assert results["FLOODED_M2"] == pytest.approx(area(10, 10, 20, 20) + area(90, 10, 10, 20), abs=0.011)


def test_sums_by_unit_and_class() -> None:
    units = layer_of([(box(-10, -10, 90, 200), {"XZQDM": "410202", "XZQMC": "West"}),
                      (box(80, -10, 100, 200), {"XZQDM": "410203", "XZQMC": "East"})],
                     {"XZQDM": "text", "XZQMC": "text"}, name="units")
    results = run(TARGETS=villages(), FLOOD=flood((box(0, 0, 100, 100), "a")), UNITS=units, PEOPLE_FIELD="people",
                  HOUSEHOLDS_FIELD="hh", TARGET_CLASS_FIELD="kind")
    rows = rows_of(results["SUMMARY"], "unit_name", "target_class", "targets", "exposed", "touched", "people",
                   "people_flooded", "households", "households_flooded")
    assert rows == [("West", "brick", 1, 1, 0, 100.0, 100.0, 30.0, 30.0),
                    ("East", "adobe", 1, 1, 1, 7.0, 0.0, 0.0, 0.0),
                    ("East", "brick", 1, 1, 0, 50.0, near(25.0), 12.0, near(6.0)),
                    ("", "adobe", 1, 0, 0, 0.0, 0.0, 0.0, 0.0)]
    areas = rows_of(results["SUMMARY"], "targets_m2", "exposed_m2", "flooded_m2")
    assert areas[2] == near(area(90, 10, 20, 20), area(90, 10, 20, 20), area(90, 10, 10, 20))
    assert areas[3] == near(area(200, 50, 20, 20), 0.0, 0.0)
    assert told(results) == ["exposure.no_unit"]
    assert rows_of(results["EXPOSED"], "unit_code") == [("410202",), ("410203",), ("410203",)]


def test_numbers_of_people_that_are_none_are_told() -> None:
    layer = layer_of([(box(10, 10, 20, 20), {"n": "12 人"}), (box(40, 10, 20, 20), {"n": "-3"}),
                      (box(70, 10, 20, 20), {"n": "1,200"})], {"n": "text"}, name="villages")
    results = run(TARGETS=layer, FLOOD=flood((box(0, 0, 100, 100), "a")), PEOPLE_FIELD="n")
    assert rows_of(results["SUMMARY"], "people") == [(1200.0,)]
    assert told(results) == ["exposure.no_number"]


def test_roads_by_the_metre() -> None:
    roads = layer_of([(f"LineString({X - 50} {Y + 5}, {X + 150} {Y + 5})", {"name": "A"}),
                      (f"LineString({X + 100} {Y}, {X + 100} {Y + 50})", {"name": "border"}),
                      (f"LineString({X + 101} {Y}, {X + 109} {Y})", {"name": "apart"})], {"name": "text"},
                     geometry="LineString", name="roads")
    results = run(TARGETS=roads, FLOOD=flood((box(0, 0, 100, 100), "a"), (box(50, 0, 50, 100), "a")))
    rows = rows_of(results["EXPOSED"], "name", "flooded_m", "share", "flooded_m2")
    assert [row[0] for row in rows] == ["A", "border"]
    assert rows[0][1:] == (pytest.approx(100, abs=0.01), pytest.approx(0.5, abs=1e-4), None)
    assert rows[1][1:3] == (pytest.approx(50, abs=0.01), pytest.approx(1.0))
    assert results["EXPOSED"].wkbType() == QgsWkbTypes.Type.MultiLineString
    assert results["FLOODED_M"] == pytest.approx(150, abs=0.02)
    assert results["FLOODED_M2"] is None


def test_points_are_reached_or_not() -> None:
    wells = layer_of([(f"Point({X + x} {Y + 5})", {"name": str(x), "n": 2}) for x in (5, 100, 101)],
                     {"name": "text", "n": "integer"}, geometry="Point", name="wells")
    results = run(TARGETS=wells, FLOOD=flood((box(0, 0, 100, 100), "a")), PEOPLE_FIELD="n")
    assert rows_of(results["EXPOSED"], "name", "flooded_m2", "share") == [("5", None, None), ("100", None, None)]
    assert results["EXPOSED"].wkbType() == QgsWkbTypes.Type.Point
    assert rows_of(results["SUMMARY"], "exposed", "touched", "people", "people_flooded") == [(2, 0, 4.0, 4.0)]


def depths(folder: Path) -> Path:
    """Return two stages of 12 x 3 cells of 10 m: the second is a metre deeper and wider by a column."""
    low = np.zeros((3, 12), dtype=np.float32)
    low[:, :9], low[0, 0] = 0.5, NAN
    high = np.where(low > 0, low + 1, low)
    high[:, 9] = 0.25
    return write_raster(folder / "depth.tif", low, high, descriptions=["8000", "22000"])


def test_a_raster_of_several_stages(tmp_path: Path) -> None:
    results = run(TARGETS=villages(), DEPTH=depths(tmp_path))
    rows = rows_of(results["EXPOSED"], "stage", "name", "flooded_m2", "share", "depth_max", "depth_mean")
    # 20 x 20 m from (10, 10): all of it wet; from (90, 10): of two columns the first, in the second stage alone
    assert [row[:2] for row in rows] == [("8000", "in"), ("22000", "in"), ("22000", "half")]
    assert rows[0][2:] == near(area(10, 10, 20, 20), 1.0, 0.5, 0.5)
    assert rows[1][2:] == near(area(10, 10, 20, 20), 1.0, 1.5, 1.5)
    assert rows[2][2:] == near(area(90, 10, 10, 20), 0.5, 0.25, 0.25)
    assert rows_of(results["SUMMARY"], "stage", "targets", "exposed", "touched", "depth_max") == [
        ("8000", 4, 1, 0, 0.5), ("22000", 4, 2, 0, 1.5)]
    messages = dict(rows_of(results["FINDINGS"], "message", "rule_id"))
    assert set(messages.values()) == {"exposure.no_value"}
    assert "on all or a part of 2 targets" in next(iter(messages))  # touching and apart lie beyond the raster


def test_one_band_and_a_least_depth(tmp_path: Path) -> None:
    raster = depths(tmp_path)
    assert {row[0] for row in rows_of(run(TARGETS=villages(), DEPTH=raster, BAND=2)["EXPOSED"], "stage")} == {"22000"}
    results = run(TARGETS=villages(), DEPTH=raster, MIN_DEPTH=0.3)
    assert rows_of(results["EXPOSED"], "stage", "name") == [("8000", "in"), ("22000", "in")]


def test_a_raster_in_another_crs(tmp_path: Path) -> None:
    """Targets without zone prefix: the same places, the result in their own system."""
    layer = layer_of([(box(10 - 38_000_000, 10, 20, 20), {"name": "in"})], {"name": "text"}, crs="EPSG:4547",
                     name="villages")
    results = run(TARGETS=layer, DEPTH=depths(tmp_path), BAND=1)
    assert results["EXPOSED"].crs().authid() == "EPSG:4547"
    assert rows_of(results["EXPOSED"], "flooded_m2")[0][0] == pytest.approx(area(10, 10, 20, 20), abs=0.02)
    assert results["EXPOSED"].extent().xMinimum() == pytest.approx(X - 38_000_000 + 10)


def test_a_road_through_a_raster(tmp_path: Path) -> None:
    roads = layer_of([(f"LineString({X + 65} {Y + 15}, {X + 115} {Y + 15})", {"name": "A"})], {"name": "text"},
                     geometry="LineString", name="roads")
    rows = rows_of(run(TARGETS=roads, DEPTH=depths(tmp_path))["EXPOSED"], "stage", "flooded_m", "depth_mean")
    # 25 m at 1.5 m and 10 m at 0.25 m of 50 m
    assert rows == [("8000", near(25.0), 0.5), ("22000", near(35.0), near((25 * 1.5 + 10 * 0.25) / 35))]


@pytest.mark.parametrize(("more", "word"), [
    ({}, "There is no flood"), ({"FLOOD": True, "DEPTH": True}, "not both"),
    ({"FLOOD": True, "STAGE_FIELD": "none"}, "“flood” has no field “none”"),
    ({"DEPTH": True, "BAND": 3}, "has no band 3; it has 2"),
    ({"FLOOD": True, "PEOPLE_FIELD": "none"}, "“villages” has no field “none”")])
def test_what_cannot_be_is_refused(more: dict[str, Any], word: str, tmp_path: Path) -> None:
    given = {**more}
    if more.get("FLOOD"):
        given["FLOOD"] = flood((box(0, 0, 100, 100), "a"))
    if more.get("DEPTH"):
        given["DEPTH"] = depths(tmp_path)
    with pytest.raises(QgsProcessingException, match=word):
        run(TARGETS=villages(), **given)


def test_nothing_reached_is_told() -> None:
    results = run(TARGETS=villages(), FLOOD=flood((box(500, 500, 10, 10), "a")))
    assert rows_of(results["EXPOSED"], "name") == []
    assert told(results) == ["exposure.nothing_reached"]
    assert rows_of(results["SUMMARY"], "targets", "exposed") == [(4, 0)]


def test_the_report_holds_stages_and_chart(tmp_path: Path) -> None:
    record = tmp_path / "record.json"
    run(TARGETS=villages(), DEPTH=depths(tmp_path), PEOPLE_FIELD="people", TARGET_CLASS_FIELD="kind", RUN_RECORD=record,
        REPORT=tmp_path / "report.html")
    document = json.loads(record.read_text(encoding="utf-8"))["document"]
    assert [rule["id"] for rule in document["rules"]] == ["area.formula", "exposure.cells", "exposure.people"]
    stages = document["tables"][0]["rows"]
    assert [(row["stage"], row["reached"], row["people"]) for row in stages] == [("8000", "1", "100"),
                                                                                 ("22000", "2", "150")]
    assert [row["class"] for row in document["tables"][1]["rows"]] == ["brick", "brick"]
    assert document["charts"][0]["png_base64"]


def test_the_result_is_styled_whatever_it_is_made_of() -> None:
    context = QgsProcessingContext()
    results = processing.run("kf:floodexposure", {
        "TARGETS": villages(), "FLOOD": flood((box(0, 0, 100, 100), "a")), "EXPOSED": "TEMPORARY_OUTPUT"},
        context=context)
    layer = results["EXPOSED"]
    layer = layer if isinstance(layer, QgsVectorLayer) else QgsProcessingUtils.mapLayerFromString(layer, context)
    assert layer.renderer().type() == "RuleRenderer"
    assert layer.fields().field("flooded_m2").alias() or layer.attributeAlias(layer.fields().indexOf("flooded_m2"))
