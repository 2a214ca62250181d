"""Targets on a depth raster: against hand-worked figures, GeographicLib, and a brute force over every cell."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransformContext, QgsGeometry

from kf_resources_plugin.engine.areas import areas_of
from kf_resources_plugin.engine.cell_areas import CellAreas
from kf_resources_plugin.engine.flood_cells import cell_figures
from kf_resources_plugin.engine.line_lengths import lengths_of
from kf_resources_plugin.engine.raster_reading import look_at
from kf_resources_plugin.engine.target_cells import LineCells, PointCells, PolygonCells
from kf_resources_plugin.engine.wkb import as_wkb_array
from kf_resources_plugin.rules.progress import NoProgress
from tests.rasters import CORNER, write_raster
from tests.rules.geodesy import ELLIPSOID, PLANE, reference_area

if TYPE_CHECKING:
    from pathlib import Path

    from kf_resources_plugin.engine.raster_reading import RasterFile

pytestmark = pytest.mark.usefixtures("qgis_app")

CONTEXT = QgsCoordinateTransformContext()
X, Y = CORNER
NAN = np.nan


def shapes(*wkts: str) -> Any:
    return as_wkb_array([bytes(QgsGeometry.fromWkt(wkt).asWkb()) for wkt in wkts])


def box(x: float, y: float, width: float, height: float) -> str:
    left, low = X + x, Y + y
    return (f"Polygon(({left} {low}, {left + width} {low}, {left + width} {low + height}, {left} {low + height}, "
            f"{left} {low}))")


def looked(path: Path, crs: str = "EPSG:4526") -> RasterFile:
    return look_at(str(path), "depth", QgsCoordinateReferenceSystem(crs))


def of_polygons(file: RasterFile, wkbs: Any, least: float = 0.0) -> Any:
    cells = PolygonCells(wkbs, file.grid, CellAreas(file.grid, CONTEXT))
    return cell_figures(cells, len(wkbs), file, range(1, len(file.bands) + 1), least, NoProgress())


# 4 x 3 cells of 10 m; the lower left cell is the first of the last row
DEPTH = np.array([[0.0, 0.0, 0.0, 0.0], [0.0, 1.0, 2.0, NAN], [0.5, 0.0, 4.0, 0.2]], dtype=np.float32)


def test_a_parcel_by_hand(tmp_path: Path) -> None:
    """From (5, 5) to (25, 15): quarters of cells of 0.5 and 4 m, halves of dry and 2 m, and of 1 m the lower half."""
    file = looked(write_raster(tmp_path / "a.tif", DEPTH))
    found = of_polygons(file, shapes(box(5, 5, 20, 10)))
    # lower row: 0.5 m over 5 x 5, dry over 10 x 5, 4 m over 5 x 5; upper row: dry 5 x 5, 1 m 10 x 5, 2 m 5 x 5
    scale = reference_area([[(X, Y), (X + 40, Y), (X + 40, Y + 30), (X, Y + 30)]]) / 1200
    assert found.wet[0, 0] == pytest.approx((25 + 25 + 50 + 25) * scale, rel=1e-7)
    assert found.known[0, 0] == pytest.approx(200 * scale, rel=1e-7)
    assert found.depth_max[0, 0] == 4.0
    assert found.depth_mean[0, 0] == pytest.approx((25 * 0.5 + 25 * 4 + 50 * 1 + 25 * 2) / 125, rel=1e-6)


def test_a_building_smaller_than_a_cell_is_exact(tmp_path: Path) -> None:
    file = looked(write_raster(tmp_path / "a.tif", DEPTH))
    found = of_polygons(file, shapes(box(19, 12, 2, 3), box(1, 21, 3, 3), box(31, 11, 3, 3)))
    scale = reference_area([[(X, Y), (X + 40, Y), (X + 40, Y + 30), (X, Y + 30)]]) / 1200
    np.testing.assert_allclose(found.wet[0], [6 * scale, 0.0, 0.0], rtol=1e-7)
    assert found.depth_mean[0, 0] == pytest.approx(1.5)
    np.testing.assert_array_equal(found.depth_max[0], [2.0, NAN, NAN])
    assert found.known[0, 2] == 0.0  # where the raster has no value


def test_a_border_on_a_cell_is_no_part_of_it(tmp_path: Path) -> None:
    """Dry cells of the first row; the wet ones below only touch."""
    file = looked(write_raster(tmp_path / "a.tif", DEPTH))
    assert of_polygons(file, shapes(box(0, 20, 40, 10))).wet[0, 0] == 0.0


@pytest.mark.parametrize(("least", "wet"), [(0.0, 5), (0.2, 5), (0.5, 4), (0.51, 3), (5.0, 0)])
def test_the_least_depth_is_met_in_the_precision_of_the_raster(least: float, wet: int, tmp_path: Path) -> None:
    file = looked(write_raster(tmp_path / "a.tif", DEPTH))
    found = of_polygons(file, shapes(box(0, 0, 40, 30)), least)
    assert round(found.wet[0, 0] / 100, 3) == wet


def test_stages_are_bands_read_at_once(tmp_path: Path) -> None:
    file = looked(write_raster(tmp_path / "a.tif", DEPTH, DEPTH + np.float32(1)))
    found = of_polygons(file, shapes(box(0, 0, 10, 10), box(10, 0, 10, 10)))
    np.testing.assert_allclose(found.depth_max, [[0.5, NAN], [1.5, 1.0]])


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(("crs", "numbers"), [
    ("EPSG:4526", (X, 10.0, 0.0, Y, 0.0, -10.0)), ("EPSG:4526", (X, 8.0, 6.0, Y, 6.0, -8.0)),
    ("EPSG:4490", (114.3, 0.0001, 0.0, 34.8, 0.0, -0.0001))])
def test_every_figure_is_that_of_cutting_each_cell(seed: int, crs: str, numbers: Any, tmp_path: Path) -> None:
    """The independent way: GEOS cuts every polygon by every cell, and areas are those of the pieces."""
    random = np.random.default_rng(seed)
    depth = np.where(random.random((9, 12)) < 0.3, NAN, random.gamma(1.0, 1.0, (9, 12)) - 0.3).astype(np.float32)
    file = looked(write_raster(tmp_path / "a.tif", depth, crs=crs, geotransform=numbers), crs)
    grid = file.grid
    wkts = []
    for _ in range(5):
        angle = np.sort(random.uniform(0, 2 * np.pi, 9))
        reach = random.uniform(0.2, 1.0, 9) * random.choice([0.3, 2.0, 5.0])
        column, row = random.uniform(-1, 13), random.uniform(-1, 10)
        x, y = grid.place(column + reach * np.cos(angle), row + reach * np.sin(angle))
        points = [f"{a:.12f} {b:.12f}" for a, b in zip([*x, x[0]], [*y, y[0]])]
        wkts.append(f"Polygon(({', '.join(points)}))")
    found = of_polygons(file, shapes(*wkts))
    for number, wkt in enumerate(wkts):
        polygon, pieces, depths = QgsGeometry.fromWkt(wkt).makeValid(), [], []
        for row in range(9):
            for column in range(12):
                cell_x, cell_y = grid.place(column + np.array([0, 1, 1, 0, 0.0]), row + np.array([0, 0, 1, 1, 0.0]))
                corners = ", ".join(f"{a:.12f} {b:.12f}" for a, b in zip(cell_x, cell_y))
                piece = polygon.intersection(QgsGeometry.fromWkt(f"Polygon(({corners}))"))
                if depth[row, column] > 0 and piece.area() > 0:
                    pieces.append(bytes(piece.asWkb()))
                    depths.append(float(depth[row, column]))
        areas = areas_of(pieces, grid.crs, CONTEXT) if pieces else np.zeros(0)
        assert found.wet[0, number] == pytest.approx(areas.sum(), rel=1e-6, abs=1e-3)
        if areas.sum() > 0.01:
            assert found.depth_max[0, number] == pytest.approx(max(depths), rel=1e-6)
            assert found.depth_mean[0, number] == pytest.approx((areas * depths).sum() / areas.sum(), rel=1e-5)


def test_a_road_is_wet_by_the_metre(tmp_path: Path) -> None:
    """East along the middle of the lower row from 5 to 35 m: 5 m at 0.5 m, 10 m dry, 10 m at 4 m, 5 m at 0.2 m."""
    file = looked(write_raster(tmp_path / "a.tif", DEPTH))
    road = shapes(f"LineString({X + 5} {Y + 5}, {X + 35} {Y + 5})", f"LineString({X} {Y + 25}, {X + 40} {Y + 25})")
    cells = LineCells(road, file.grid, CONTEXT)
    found = cell_figures(cells, 2, file, [1], 0.0, NoProgress())
    lonlat = [PLANE(X + x, Y + 5, inverse=True) for x in (5, 35)]
    metres = ELLIPSOID.inv(*lonlat[0], *lonlat[1])[2]
    assert found.wet[0, 0] == pytest.approx(20 / 30 * metres, rel=1e-6)
    assert found.wet[0, 1] == 0.0
    assert found.depth_max[0, 0] == 4.0
    assert found.depth_mean[0, 0] == pytest.approx((5 * 0.5 + 10 * 4 + 5 * 0.2) / 20, rel=1e-6)


def test_lengths_are_geodesic() -> None:
    wkb = shapes(f"LineString({X} {Y}, {X + 3000} {Y + 4000}, {X + 3000} {Y})",
                 f"MultiLineString(({X} {Y}, {X} {Y + 10}), ({X + 9} {Y}, {X + 9} {Y + 10}))")
    found = lengths_of(wkb, QgsCoordinateReferenceSystem("EPSG:4526"), CONTEXT)

    def length(*points: tuple[float, float]) -> float:
        places = [PLANE(X + x, Y + y, inverse=True) for x, y in points]
        return float(sum(ELLIPSOID.inv(*a, *b)[2] for a, b in zip(places, places[1:])))

    assert found[0] == pytest.approx(length((0, 0), (3000, 4000), (3000, 0)), rel=1e-7)
    assert found[1] == pytest.approx(length((0, 0), (0, 10)) + length((9, 0), (9, 10)), rel=1e-7)


def test_points_take_the_cell_they_lie_in(tmp_path: Path) -> None:
    file = looked(write_raster(tmp_path / "a.tif", DEPTH))
    points = shapes(*(f"Point({X + x} {Y + y})" for x, y in [(15, 15), (10, 5), (35, 15), (99, 5), (20, 10)]))
    found = cell_figures(PointCells(points, file.grid), 5, file, [1], 0.0, NoProgress())
    # on the border of two cells the right one: dry; on a corner the cell right of and below it: 4 m
    np.testing.assert_array_equal(found.depth_max[0], [1.0, NAN, NAN, NAN, 4.0])
    assert found.known[0].tolist() == [1, 1, 0, 0, 1]


def test_a_large_raster_in_windows_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kf_resources_plugin.engine.raster_grid.WINDOW_CELLS", 1 << 16)
    depth = np.random.default_rng(3).random((530, 600)).astype(np.float32)
    file = looked(write_raster(tmp_path / "a.tif", depth, options=["TILED=YES"]))
    wkbs = shapes(box(0, 0, 6000, 5300), box(2500, 2500, 200, 200), box(0, 0, 10, 10))
    found = of_polygons(file, wkbs)
    assert found.wet[0, 0] == pytest.approx(areas_of(wkbs[:1], file.grid.crs, CONTEXT)[0], rel=1e-9)
    assert found.depth_max[0, 0] == depth.max()
    inner = depth[530 - 270:530 - 250, 250:270]
    assert found.depth_mean[0, 1] == pytest.approx(inner.mean(dtype=float), rel=1e-6)
