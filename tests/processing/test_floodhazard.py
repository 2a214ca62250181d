"""kf:floodhazard on small rasters worked by hand: every cell, nodata, odd values, the table, and what is told."""
from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import processing
import pytest
from osgeo import gdal
from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingUtils,
    QgsRasterLayer,
    QgsRasterRange,
)

from tests.builders import rows_of
from tests.rasters import CORNER, raster_layer, read_band, write_raster
from tests.rules.geodesy import reference_area

if TYPE_CHECKING:
    from collections.abc import Mapping

pytestmark = pytest.mark.usefixtures("kf_provider")

NAN, NONE = np.nan, -32768
DEPTH = np.array([[0.0, 0.3, 0.31, 0.5], [NAN, 1.2, 2.0, 4.01]], dtype=np.float32)


def run(**parameters: Any) -> dict[str, Any]:
    results: dict[str, Any] = processing.run("kf:floodhazard", {
        "HAZARD": QgsProcessing.TEMPORARY_OUTPUT, "CLASS_TABLE": "memory:", "FINDINGS": "memory:", **{
            key: str(value) if isinstance(value, Path) else value for key, value in parameters.items()}})
    return results


def classes(results: Mapping[str, Any]) -> Any:
    values, nodata = read_band(Path(results["HAZARD"]))
    assert nodata == NONE
    assert values.dtype == np.int16
    return values.tolist()


def told(results: Mapping[str, Any]) -> dict[str, str]:
    return dict(rows_of(results["FINDINGS"], "rule_id", "message"))


def test_depth_alone_is_still_water_and_said_so(tmp_path: Path) -> None:
    results = run(DEPTH=write_raster(tmp_path / "depth.tif", DEPTH))
    assert classes(results) == [[0, 1, 2, 2], [NONE, 3, 4, 6]]
    assert list(told(results)) == ["hazard.no_velocity"]
    assert (results["CELLS"], results["NODATA_CELLS"]) == (7, 1)


def test_depth_and_velocity(tmp_path: Path) -> None:
    velocity = np.array([[1.0, 1.0, 1.0, 1.2], [1.0, 0.6, NAN, 0.1]], dtype=np.float32)
    results = run(DEPTH=write_raster(tmp_path / "depth.tif", DEPTH),
                  VELOCITY=write_raster(tmp_path / "velocity.tif", velocity))
    # products 0, 0.3, 0.31, 0.6; nodata, 0.72, by depth alone, 0.401 but deeper than 4 m
    assert classes(results) == [[0, 1, 2, 2], [NONE, 4, 4, 6]]
    assert list(told(results)) == ["hazard.velocity_gaps"]
    assert "1 wet cells (100.00 m²)" in told(results)["hazard.velocity_gaps"]


def test_given_bounds_are_met_in_the_precision_of_the_raster(tmp_path: Path) -> None:
    depth = np.array([[0.69, 0.7, 0.71, -0.2, NAN]], dtype=np.float32)
    results = run(DEPTH=write_raster(tmp_path / "depth.tif", depth), METHOD="depth_classes", CLASSES="0.3, 0.7")
    assert classes(results) == [[1, 2, 2, 0, NONE]]
    assert list(told(results)) == ["hazard.depth_negative"]
    rows = rows_of(results["CLASS_TABLE"], "class", "class_name", "cells")
    assert rows == [(0, "dry, or below the first class", 1), (1, "0.3–0.7 m", 1), (2, "≥ 0.7 m", 2)]


@pytest.mark.parametrize(("array", "more"), [
    (np.array([[3, 7, 12, -1]], dtype=np.int16), {"scale": 0.1, "nodata": -1}),  # 0.30000000000000004 in 64 bits
    (np.array([[203, 207, 212, 255]], dtype=np.uint8), {"scale": 0.1, "offset": -20.0, "nodata": 255}),
    (np.array([[0.3, 0.7, 1.2, NAN]], dtype=np.float64), {}),
])
def test_integers_with_a_scale_are_depths(array: Any, more: dict[str, Any], tmp_path: Path) -> None:
    depth = write_raster(tmp_path / "depth.tif", array, **more)
    assert classes(run(DEPTH=depth)) == [[1, 3, 3, NONE]]  # 0.3, 0.7 and 1.2 m
    assert classes(run(DEPTH=depth, METHOD="depth_classes", CLASSES="0.3,0.7,1.2")) == [[1, 2, 3, NONE]]


def test_odd_values_are_told(tmp_path: Path) -> None:
    depth = np.array([[np.inf, -np.inf, -0.5, 1.0, 1.0]], dtype=np.float32)
    velocity = np.array([[1.0, 1.0, 1.0, -3.0, np.inf]], dtype=np.float32)
    results = run(DEPTH=write_raster(tmp_path / "depth.tif", depth),
                  VELOCITY=write_raster(tmp_path / "velocity.tif", velocity))
    assert classes(results) == [[NONE, NONE, 0, 5, 3]]  # 3 m²/s at 3 m/s; by depth alone
    assert {rule: text.split("”")[1].split("(")[0].strip() for rule, text in told(results).items()} == {
        "hazard.depth_infinite": "has an infinite depth in 2 cells: they became nodata.",
        "hazard.depth_negative": "has a negative depth in 1 cells",
        "hazard.velocity_gaps": "has no velocity in 1 wet cells",
        "hazard.velocity_negative": "has a negative velocity in 1 wet cells"}


def test_the_surroundings_decide_the_debris(tmp_path: Path) -> None:
    depth = write_raster(tmp_path / "depth.tif", np.array([[0.5, 0.2, 0.0]], dtype=np.float32))
    assert classes(run(DEPTH=depth, METHOD="fd2320")) == [[2, 1, 0]]  # 0.25 + 0.5
    assert classes(run(DEPTH=depth, METHOD="fd2320", SURROUNDINGS="urban")) == [[3, 1, 0]]  # 0.25 + 1


@pytest.mark.parametrize(("crs", "numbers"), [
    ("EPSG:4526", (CORNER[0], 10.0, 0.0, CORNER[1], 0.0, -10.0)),
    ("EPSG:4526", (CORNER[0], 8.0, 6.0, CORNER[1], 6.0, -8.0)),
    ("EPSG:4490", (114.3, 0.0001, 0.0, 34.8, 0.0, 0.0001)),
])
def test_the_hazard_lies_on_the_very_cells_of_the_depth(crs: str, numbers: Any, tmp_path: Path) -> None:
    depth = write_raster(tmp_path / "depth.tif", DEPTH, crs=crs, geotransform=numbers)
    found = gdal.Open(run(DEPTH=depth, HAZARD=tmp_path / "hazard.tif")["HAZARD"])
    assert tuple(found.GetGeoTransform()) == numbers
    assert (found.RasterXSize, found.RasterYSize) == (4, 2)
    assert raster_layer(tmp_path / "hazard.tif").crs().authid() == crs


def test_areas_are_those_of_the_cells(tmp_path: Path) -> None:
    depth = np.array([[0.0, 1.0], [1.0, NAN]], dtype=np.float32)
    results = run(DEPTH=write_raster(tmp_path / "depth.tif", depth, cell=1000.0), METHOD="depth_classes", CLASSES="0.5")
    x, y = CORNER

    def area(column: int, row: int) -> float:
        left, low = x + 1000 * column, y + 1000 * (1 - row)
        return reference_area([[(left, low), (left + 1000, low), (left + 1000, low + 1000), (left, low + 1000)]])

    rows = dict(rows_of(results["CLASS_TABLE"], "class", "area_m2"))
    assert rows[0] == pytest.approx(area(0, 0), abs=0.02)
    assert rows[1] == pytest.approx(area(1, 0) + area(0, 1), abs=0.02)
    assert results["DRY_M2"] == rows[0]
    assert results["HAZARD_M2"] == rows[1]


def test_a_band_is_chosen_or_told(tmp_path: Path) -> None:
    low, high = np.array([[0.1]], dtype=np.float32), np.array([[3.0]], dtype=np.float32)
    depth = write_raster(tmp_path / "depth.tif", low, high, descriptions=["7200", "22000"])
    results = run(DEPTH=depth)
    assert classes(results) == [[1]]
    assert told(results)["hazard.band_taken"] == "Raster “depth” has 2 bands; band 1 (7200) was used."
    results = run(DEPTH=depth, BAND=2)
    assert classes(results) == [[5]]
    assert "hazard.band_taken" not in told(results)


def test_what_depth_classes_do_not_need_is_not_asked_for(tmp_path: Path) -> None:
    depth = write_raster(tmp_path / "depth.tif", DEPTH)
    elsewhere = write_raster(tmp_path / "velocity.tif", DEPTH[:, :1])
    results = run(DEPTH=depth, VELOCITY=elsewhere, METHOD="depth_classes", CLASSES="0.5")
    assert list(told(results)) == ["hazard.velocity_unused"]


@pytest.mark.parametrize(("more", "word"), [
    ({"METHOD": "depth_classes", "CLASSES": "0.5,x"}, "“x” is no depth in metres"),
    ({"METHOD": "depth_classes", "CLASSES": "1,0.5"}, "“0.5” does not exceed"),
    ({"METHOD": "depth_classes", "CLASSES": ",".join(map(str, range(20)))}, "20 classes are more than the 12"),
    ({"BAND": 2}, "has no band 2; it has 1"),
])
def test_settings_that_cannot_be_are_refused(more: dict[str, Any], word: str, tmp_path: Path) -> None:
    with pytest.raises(QgsProcessingException, match=word):
        run(DEPTH=write_raster(tmp_path / "depth.tif", DEPTH), **more)


def test_a_velocity_on_other_cells_is_refused_with_the_way_out(tmp_path: Path) -> None:
    depth = write_raster(tmp_path / "depth.tif", DEPTH)
    velocity = write_raster(tmp_path / "velocity.tif", DEPTH[:, :1])
    with pytest.raises(QgsProcessingException, match=r"“velocity” does not lie on the cells of “depth”.*warpreproject"):
        run(DEPTH=depth, VELOCITY=velocity)


def test_nothing_flooded_is_told(tmp_path: Path) -> None:
    results = run(DEPTH=write_raster(tmp_path / "depth.tif", DEPTH * np.float32(NAN)), METHOD="depth_classes")
    assert list(told(results)) == ["hazard.nothing_flooded"]
    assert (results["CELLS"], results["HAZARD_M2"], results["NODATA_CELLS"]) == (0, 0.0, 8)


def test_own_rule_rows_count(tmp_path: Path) -> None:
    own = tmp_path / "own.json"
    rows = json.loads((Path(__file__).parents[2] / "resources" / "rules" / "floodplain_hazard.json").read_text("utf-8"))
    row = next(row for row in rows["rows"] if row["id"] == "hazard.arr_h1")
    row["thresholds"]["max_depth_m"] = 0.4
    own.write_text(json.dumps({**rows, "rows": [row]}), encoding="utf-8")
    results = run(DEPTH=write_raster(tmp_path / "depth.tif", DEPTH), RULES=own)
    assert classes(results) == [[0, 1, 1, 2], [NONE, 3, 4, 6]]


def test_the_raster_is_styled_with_the_classes_of_the_run(tmp_path: Path) -> None:
    context = QgsProcessingContext()
    feedback = QgsProcessingFeedback()
    results = processing.run("kf:floodhazard", {
        "DEPTH": str(write_raster(tmp_path / "depth.tif", DEPTH)), "METHOD": "depth_classes", "CLASSES": "0.5,1",
        "HAZARD": str(tmp_path / "hazard.tif")}, context=context, feedback=feedback)
    layer = QgsProcessingUtils.mapLayerFromString(results["HAZARD"], context)
    assert isinstance(layer, QgsRasterLayer)
    assert layer.renderer().type() == "paletted"
    assert [(item.value, item.label) for item in layer.renderer().classes()] == [
        (0.0, "dry, or below the first class"), (1.0, "0.5–1 m"), (2.0, "≥ 1 m")]
    assert "kf:floodhazard" in layer.metadata().history()[0]


def test_the_report_holds_rules_table_and_chart(tmp_path: Path) -> None:
    record = tmp_path / "record.json"
    results = run(DEPTH=write_raster(tmp_path / "depth.tif", DEPTH), RUN_RECORD=record, REPORT=tmp_path / "report.html")
    document = json.loads(record.read_text(encoding="utf-8"))["document"]
    assert [rule["id"] for rule in document["rules"]] == ["area.formula", *(f"hazard.arr_h{n}" for n in range(1, 7))]
    assert [row["cells"] for row in document["tables"][0]["rows"]] == ["1", "1", "2", "1", "1", "0", "1"]
    assert document["charts"][0]["png_base64"]
    assert document["data"][0]["role"] == "Flood depth"
    assert "not statutory" in Path(results["REPORT"]).read_text(encoding="utf-8")


def test_tiles_and_windows_do_not_show(tmp_path: Path) -> None:
    """600 x 520 cells, so several windows; the classes by NumPy of the whole."""
    depth = np.random.default_rng(5).gamma(0.8, 1.0, (520, 600)).astype(np.float32).round(2)
    depth[depth < 0.2] = NAN
    path = write_raster(tmp_path / "depth.tif", depth, options=["TILED=YES", "COMPRESS=DEFLATE"])
    results = run(DEPTH=path, METHOD="depth_classes", CLASSES="0.3,0.7,1.1")
    expected = (depth >= np.float32(0.3)).astype(int) + (depth >= np.float32(0.7)) + (depth >= np.float32(1.1))
    values, _ = read_band(Path(results["HAZARD"]))
    np.testing.assert_array_equal(values, np.where(np.isnan(depth), NONE, expected))
    assert [row[0] for row in rows_of(results["CLASS_TABLE"], "cells")] == [
        int((expected[~np.isnan(depth)] == n).sum()) for n in range(4)]


def test_nodata_is_that_of_the_layer_as_the_map_shows_it(tmp_path: Path) -> None:
    """An additional nodata value is a property of the layer: another layer of the same file has none."""
    path = write_raster(tmp_path / "d.tif", np.array([[1.0, 2.0]], dtype=np.float32))
    shown, plain = raster_layer(path, "shown"), raster_layer(path, "plain")
    shown.dataProvider().setUserNoDataValue(1, [QgsRasterRange(2.0, 2.0)])
    counts = [run(DEPTH=layer, METHOD="depth_classes", CLASSES="1.5")["NODATA_CELLS"] for layer in (shown, plain)]
    assert counts == [1, 0]
