"""Levels from rasters: under places across tiles, means and quantiles in polygons, windows of any size."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsGeometry, QgsProject

from kf_resources_plugin.engine.raster_reading import look_at
from kf_resources_plugin.engine.terrain import Terrain
from kf_resources_plugin.engine.wkb import as_wkb_array
from kf_resources_plugin.rules.progress import NoProgress
from tests.builders import rectangle
from tests.rasters import CORNER, write_raster

if TYPE_CHECKING:
    from pathlib import Path

X, Y = CORNER


def terrain(path: Path, cells: Any, transform: QgsCoordinateTransform | None = None, **options: Any) -> Terrain:
    write_raster(path, cells, **options)
    return Terrain(look_at(str(path), "dem", QgsCoordinateReferenceSystem("EPSG:4526")), 1, transform)


def shapes(*boxes: tuple[float, float, float, float]) -> Any:
    return as_wkb_array([bytes(QgsGeometry.fromWkt(rectangle(X + x, Y + y, width, height)).asWkb())
                         for x, y, width, height in boxes])


def test_places_take_the_cell_they_lie_in_across_tiles(tmp_path: Path) -> None:
    """600 x 300 cells of 1 m, three by two tiles; a value is the column and a thousand for each row from the south."""
    row, column = np.mgrid[0:300, 0:600]
    ground = terrain(tmp_path / "dem.tif", column + 1000.0 * (299 - row), cell=1.0)
    x, y = np.array([0.5, 599.9, 255.9, 256.1, 300.0, -0.1, 600.1]), np.array([0.5, 299.9, 44.2, 43.9, 100.5, 5.0, 5.0])
    assert ground.at(X + x, Y + y)[:5].tolist() == [0.0, 299_599.0, 44_255.0, 43_256.0, 100_300.0]
    assert np.isnan(ground.at(X + x, Y + y)[5:]).all()


def test_cells_without_a_value_have_no_level(tmp_path: Path) -> None:
    ground = terrain(tmp_path / "dem.tif", np.array([[70.0, np.nan]]))
    assert np.isnan(ground.at(np.array([X + 15.0]), np.array([Y + 5.0]))[0])


def test_places_of_another_system_are_brought_to_the_raster(tmp_path: Path) -> None:
    without = QgsCoordinateTransform(QgsCoordinateReferenceSystem("EPSG:4547"),
                                     QgsCoordinateReferenceSystem("EPSG:4526"), QgsProject.instance())
    ground = terrain(tmp_path / "dem.tif", np.array([[70.0, 71.0]]), without)
    assert ground.at(np.array([X - 38_000_000 + 15.0]), np.array([Y + 5.0])).tolist() == [71.0]


def test_a_quantile_is_the_lowest_value_that_so_many_cells_do_not_exceed(tmp_path: Path) -> None:
    """Of 20 cells one is a chimney: 19 of 20 are 0.95. Of 10 cells ten are needed. A small polygon has one cell."""
    cells = np.array([[1.0, 2, 3, 4, 5, 6, 7, 8, 9, 99], [1, 2, 3, 4, 5, 6, 7, 8, 9, 50]])
    ground = terrain(tmp_path / "dem.tif", cells)
    wkbs = shapes((0, 0, 100, 20), (0, 0, 100, 10), (42, 2, 2, 2), (500, 0, 10, 10))
    found = ground.quantiles(wkbs, 0.95, NoProgress())
    assert found[:3].tolist() == [50.0, 50.0, 5.0]
    assert np.isnan(found[3])
    assert ground.quantiles(wkbs, 0.5, NoProgress())[:2].tolist() == [5.0, 5.0]
    assert ground.means(wkbs, NoProgress())[:1].tolist() == pytest.approx([(45 * 2 + 149) / 20])


def test_a_quantile_over_many_windows_is_that_of_all_cells(tmp_path: Path) -> None:
    """Polygons that lie in one row of windows, in two, and in all of them."""
    values = np.random.default_rng(7).uniform(70.0, 90.0, (700, 900))
    ground = terrain(tmp_path / "dem.tif", values, cell=1.0)
    boxes = [(10, 600, 40, 50), (100, 420, 300, 100), (50, 0, 800, 700), (700, 180, 5, 80)]
    found = ground.quantiles(shapes(*boxes), 0.95, NoProgress())
    for (x, y, width, height), level in zip(boxes, found.tolist()):
        part = np.sort(values[700 - y - height:700 - y, x:x + width].ravel())
        assert level == part[int(np.ceil(0.95 * len(part) - 1e-9)) - 1]
