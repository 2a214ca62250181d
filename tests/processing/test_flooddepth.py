"""Flood depths end to end on six rows of cells, worked by hand beside each test.

Rows from the north, 10 m wide: terrain 81.5, 79.5, 77 (the channel), 79.5, 79.5 (the dike, crest 81) and 75 behind it.
Levels are the same along the reach: 78 at 7200 m³/s, 80 at 8000 and 82 at 22000.
"""
from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import processing
import pytest
from osgeo import gdal
from qgis.core import QgsProcessingContext, QgsProcessingException, QgsProcessingFeedback, QgsVectorLayer

from tests.builders import layer_of, rows_of
from tests.rasters import CORNER, raster_layer, read_band, write_raster
from tests.rules.geodesy import reference_area

if TYPE_CHECKING:
    from collections.abc import Sequence

pytestmark = pytest.mark.usefixtures("kf_provider")

X, Y = CORNER
TERRAIN = np.repeat([[81.5], [79.5], [77.0], [79.5], [79.5], [75.0]], 10, axis=1)
LEVELS = {7200: 78.0, 8000: 80.0, 22000: 82.0}
STAGES = ("7200", "8000", "22000")
OUTPUTS = ("DEPTH", "FIRST_FLOODED", "FREQUENCY", "HEIGHT", "FREEBOARD", "LEVEL")


def line(*places: tuple[float, float]) -> str:
    return "LINESTRING(" + ", ".join(f"{X + x:.10g} {Y + y:.10g}" for x, y in places) + ")"


def levels(*rows: tuple[float, float, Any, Any], **fields: str) -> QgsVectorLayer:
    """Return points at x, y with stage and level; by default both ends of the channel with every stage."""
    rows = rows or tuple((x, 35.0, flow, level) for flow, level in LEVELS.items() for x in (0.0, 100.0))
    return layer_of([(f"POINT({X + x:.10g} {Y + y:.10g})", {"stage": flow, "level_m": level})
                     for x, y, flow, level in rows], fields or {"stage": "real", "level_m": "real"},
                    geometry="Point", crs="EPSG:4526", name="levels")


def lines(name: str, rows: Sequence[tuple[str, dict[str, Any]]], **fields: str) -> QgsVectorLayer:
    return layer_of(rows, fields, geometry="LineString", crs="EPSG:4526", name=name)


def channel(*parts: Any) -> QgsVectorLayer:
    return lines("channel", [(line(*part), {}) for part in parts or (((0, 35), (100, 35)),)])


def dikes(*rows: tuple[Any, Any]) -> QgsVectorLayer:
    rows = rows or ((((-5, 15), (105, 15)), 81.0),)
    return lines("dikes", [(line(*places), {"title": f"D{number}", "crest_m": crest})
                           for number, (places, crest) in enumerate(rows)], title="text", crest_m="real")


def terrain(folder: Path, cells: Any = TERRAIN) -> Any:
    return raster_layer(write_raster(folder / "dem.tif", cells), "dem")


def run(folder: Path, wanted: Sequence[str] = OUTPUTS, **parameters: Any) -> dict[str, Any]:
    given = {"DEM": parameters.pop("DEM", None) or terrain(folder), "LEVELS": levels(), "CHANNEL": channel(),
             "DIKES": dikes(), "STAGE_TABLE": "memory:", "FINDINGS": "memory:", "FINDING_POINTS": "memory:",
             **{name: str(folder / f"{name.lower()}.tif") for name in wanted}, **parameters}
    return processing.run("kf:flooddepth", given)


def rows(result: dict[str, Any], name: str, band: int = 1) -> list[float]:
    """Return the values of a raster row by row, each of which is the same all along; None for nodata."""
    values, nodata = read_band(Path(result[name]), band)
    assert (values == values[:, :1]).all()
    return [None if value == nodata else round(float(value), 6) for value in values[:, 0]]


def told(result: dict[str, Any]) -> set[str]:
    return {row[0] for row in rows_of(result["FINDINGS"], "rule_id")} | {
        row[0] for row in rows_of(result["FINDING_POINTS"], "rule_id")}


def row_area(row: int) -> float:
    top = Y + 60 - 10 * row
    return float(reference_area([[(X, top), (X, top - 10), (X + 100, top - 10), (X + 100, top)]]))


def test_every_raster_by_hand(tmp_path: Path) -> None:
    result = run(tmp_path)
    assert rows(result, "DEPTH", 1) == [0, 0, 1, 0, 0, 0]
    assert rows(result, "DEPTH", 2) == [0, 0.5, 3, 0.5, 0, 0]
    assert rows(result, "DEPTH", 3) == [0.5, 2.5, 5, 2.5, 1, 7]
    assert rows(result, "LEVEL", 2) == [None, 80, 80, 80, None, None]
    assert rows(result, "HEIGHT") == [3.5, 1.5, -1, 1.5, 1.5, -3]
    assert rows(result, "FREEBOARD") == [-0.5, -2.5, -5, -2.5, -2.5, -7]
    # 2, 5 and 1000 years; 1/2, 1/5 and 1/1000
    assert rows(result, "FIRST_FLOODED") == [1000, 5, 2, 5, 1000, 1000]
    assert rows(result, "FREQUENCY") == [0.001, 0.2, 0.5, 0.2, 0.001, 0.001]
    dataset = gdal.Open(result["DEPTH"])
    assert [dataset.GetRasterBand(band).GetDescription() for band in (1, 2, 3)] == list(STAGES)
    assert dataset.GetGeoTransform() == gdal.Open(str(tmp_path / "dem.tif")).GetGeoTransform()


def test_the_table_of_stages_by_hand(tmp_path: Path) -> None:
    result = run(tmp_path, wanted=())
    area = [row_area(row) for row in range(6)]
    expected = [
        (7200, 2, 10, area[2], area[2], 1, area[5]),
        (8000, 5, 30, sum(area[1:4]), 0.5 * area[1] + 3 * area[2] + 0.5 * area[3], 3, area[5]),
        (22000, 1000, 60, sum(area), sum(a * d for a, d in zip(area, (0.5, 2.5, 5, 2.5, 1, 7))), 7, 0),
    ]
    found = rows_of(result["STAGE_TABLE"], "stage", "return_period", "cells", "area_m2", "volume_m3", "depth_max",
                    "isolated_m2")
    assert found == [pytest.approx(row, abs=0.01) for row in expected]
    mean = [row[0] for row in rows_of(result["STAGE_TABLE"], "depth_mean")]
    assert mean == pytest.approx([1, 4 / 3, 18.5 / 6], abs=1e-4)
    assert (result["STAGES"], result["DEPTH_MAX"]) == (3, 7)
    assert result["FLOODED_M2"] == pytest.approx(sum(area), abs=0.01)


def test_levels_in_one_field_for_each_stage_give_the_same(tmp_path: Path) -> None:
    wide = layer_of([(f"POINT({X + x:.10g} {Y + 35:.10g})", {f"h{flow}": level for flow, level in LEVELS.items()})
                     for x in (0, 100)], {f"h{flow}": "real" for flow in LEVELS}, geometry="Point", crs="EPSG:4526",
                    name="levels")
    result = run(tmp_path, LEVELS=wide, LEVEL_FIELDS=["h22000", "h7200", "h8000"])
    assert rows(result, "DEPTH", 3) == [0.5, 2.5, 5, 2.5, 1, 7]
    assert rows(result, "FIRST_FLOODED") == [1000, 5, 2, 5, 1000, 1000]


def test_cross_sections_give_the_same(tmp_path: Path) -> None:
    sections = lines("sections", [(line((x, 5), (x, 55)), {"stage": str(flow), "level_m": f"{level}"})
                                  for flow, level in LEVELS.items() for x in (0, 100)], stage="text", level_m="text")
    result = run(tmp_path, LEVELS=sections)
    assert rows(result, "DEPTH", 2) == [0, 0.5, 3, 0.5, 0, 0]


def test_layers_in_another_crs_are_brought_onto_the_terrain(tmp_path: Path) -> None:
    def moved(layer: QgsVectorLayer) -> QgsVectorLayer:
        return processing.run("native:reprojectlayer", {"INPUT": layer, "TARGET_CRS": "EPSG:4490",
                                                        "OUTPUT": "memory:"})["OUTPUT"]

    result = run(tmp_path, LEVELS=moved(levels()), CHANNEL=moved(channel()), DIKES=moved(dikes()))
    assert rows(result, "DEPTH", 3) == [0.5, 2.5, 5, 2.5, 1, 7]


def test_dikes_that_are_never_overtopped_and_none_at_all(tmp_path: Path) -> None:
    assert rows(run(tmp_path, DIKE_CREST="never"), "DEPTH", 3) == [0.5, 2.5, 5, 2.5, 0, 0]
    result = run(tmp_path, DIKES=None)
    assert rows(result, "DEPTH", 2) == [0, 0.5, 3, 0.5, 0.5, 5]
    assert "flood.no_dikes" in told(result)


def test_return_periods_may_be_given(tmp_path: Path) -> None:
    given = levels(*((x, 35.0, flow, level) for flow, level in ((7200, 78.0), (9000, 80.0)) for x in (0, 100)))
    with pytest.raises(QgsProcessingException, match=r"no return period for the stages 9000"):
        run(tmp_path, LEVELS=given)
    result = run(tmp_path, LEVELS=given, RETURN_PERIODS='{"9000": 8}')
    assert rows(result, "FIRST_FLOODED") == [None, 8, 2, 8, None, None]
    # 1/2 and 1/8
    assert rows(result, "FREQUENCY") == [0, 0.125, 0.5, 0.125, 0, 0]
    assert "flood.stage_left_out" in told(result)
    with pytest.raises(QgsProcessingException, match=r"no more than the lower stage 7200"):
        run(tmp_path, LEVELS=given, RETURN_PERIODS='{"9000": 2}')
    with pytest.raises(QgsProcessingException, match=r"must be a JSON object"):
        run(tmp_path, LEVELS=given, RETURN_PERIODS='{"9000": -2}')


@pytest.mark.parametrize(("changed", "rules"), [
    ({"LEVELS": [(0, 35, 7200, 78), (50, 35, 7200, 78.5), (100, 35, 7200, 77.5)]}, {"flood.level_rises"}),
    ({"LEVELS": [(0, 35, 7200, 78), (0, 35, 7200, 78.4), (100, 35, 7200, 78)]}, {"flood.levels_differ"}),
    ({"LEVELS": [(0, 35, 7200, 79), (100, 35, 7200, 77.5), (0, 35, 8000, 78.5), (100, 35, 8000, 78)]},
     {"flood.stages_cross", "flood.less_than_lower"}),
    ({"LEVELS": [(0, 35, 7200, 78), (100, 35, 7200, None), (100, 35, None, 78)]},
     {"flood.unread_levels", "flood.few_levels", "flood.beyond_levels"}),
    ({"LEVELS": [(0, 35, 7200, 78), (100, 4000, 7200, 78)]}, {"flood.far_level"}),
    ({"LEVELS": [(20, 35, 7200, 78), (80, 35, 7200, 78)]}, {"flood.beyond_levels"}),
    ({"LEVELS": [(0, 35, 7200, 76), (100, 35, 7200, 76)]}, {"flood.nothing_flooded"}),
    ({"DIKES": [(((-5, 15), (45, 15)), 81.0), (((75, 15), (105, 15)), 81.0)]}, {"flood.dike_gap", "flood.overtopped"}),
    ({"DIKES": [(((-5, 15), (45, 15)), 81.0), (((48, 15), (105, 15)), None)]},
     {"flood.dike_gap_closed", "flood.crest_from_terrain", "flood.overtopped"}),
])
def test_what_is_wrong_is_found(changed: dict[str, Any], rules: set[str], tmp_path: Path) -> None:
    parameters: dict[str, Any] = {}
    if "LEVELS" in changed:
        parameters["LEVELS"] = levels(*changed["LEVELS"])
    if "DIKES" in changed:
        parameters["DIKES"] = dikes(*changed["DIKES"])
    usual = {"flood.vertical_datum", "flood.stage_left_out"} | (set() if "DIKES" in changed else {"flood.overtopped"})
    found = told(run(tmp_path, wanted=(), **parameters)) - usual
    assert found == rules


def test_terrain_that_the_channel_lacks_is_told(tmp_path: Path) -> None:
    cells = TERRAIN.copy()
    cells[2, :3] = np.nan
    cells[2, 5] = 79.0
    result = run(tmp_path, wanted=(), DEM=terrain(tmp_path, cells))
    messages = dict(rows_of(result["FINDINGS"], "rule_id", "message"))
    assert messages["flood.channel_without_terrain"].startswith("3 cells")
    assert "1 of 7 cells" in messages["flood.channel_dry"]


@pytest.mark.parametrize(("changed", "message"), [
    ({"CHANNEL": [((0, 35), (40, 35)), ((60, 35), (100, 35))]}, r"falls into 2 pieces"),
    ({"CHANNEL": [((0, 900), (100, 900))]}, r"does not lie on the terrain"),
    ({"STAGE_FIELD": "flow"}, r"has no field “flow”"),
    ({"LEVEL_FIELDS": ["level_m"]}, r"whose names hold one flow each"),
    ({"DEM_BAND": 2}, r"has no band 2"),
])
def test_what_cannot_be_used_is_refused_in_words(changed: dict[str, Any], message: str, tmp_path: Path) -> None:
    parameters = dict(changed)
    if "CHANNEL" in changed:
        parameters["CHANNEL"] = channel(*changed["CHANNEL"])
    with pytest.raises(QgsProcessingException, match=message):
        run(tmp_path, **parameters)
    assert not (tmp_path / "depth.tif").exists()


def test_heights_need_a_bank_full_stage(tmp_path: Path) -> None:
    given = levels(*((x, 35.0, 8000, 80.0) for x in (0, 100)))
    with pytest.raises(QgsProcessingException, match=r"needs levels of the bank-full stage"):
        run(tmp_path, LEVELS=given)
    assert list(tmp_path.glob("*.tif")) == [tmp_path / "dem.tif"]
    assert rows(run(tmp_path, wanted=("DEPTH",), LEVELS=given), "DEPTH") == [0, 0.5, 3, 0.5, 0, 0]


def test_a_cancelled_run_writes_nothing(tmp_path: Path) -> None:
    class Pressed(QgsProcessingFeedback):
        def __init__(self) -> None:
            super().__init__()
            self.progressChanged.connect(lambda share: share > 20 and self.cancel())

    feedback = Pressed()
    result = processing.run("kf:flooddepth", {
        "DEM": terrain(tmp_path), "LEVELS": levels(), "CHANNEL": channel(), "DEPTH": str(tmp_path / "depth.tif")},
        feedback=feedback, context=QgsProcessingContext())
    assert feedback.isCanceled()
    assert (result, [path.name for path in tmp_path.iterdir() if not path.name.startswith("dem.tif")]) == ({}, [])


def test_the_report_has_stages_chart_and_levels(tmp_path: Path) -> None:
    run(tmp_path, wanted=(), REPORT=str(tmp_path / "r.html"), RUN_RECORD=str(tmp_path / "r.json"))
    document = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["document"]
    stages, profile = document["tables"]
    assert [row["stage"] for row in stages["rows"]] == [
        "7200 m³/s (bank-full)", "8000 m³/s (about 1 in 5 years)", "22000 m³/s (design flood)"]
    assert [row["mean"] for row in stages["rows"]] == ["1.00", "1.33", "3.08"]
    assert profile["rows"][1] == {"stage": "8000 m³/s (about 1 in 5 years)", "count": "2", "first": "80.00",
                                  "from": "0.000", "last": "80.00", "to": "0.100"}
    assert len(document["charts"]) == 1
    assert "Still water is no hydraulic model" in (tmp_path / "r.html").read_text(encoding="utf-8")
