"""Areas of cells against the statutory series on each cell's outline, and against GeographicLib."""
from __future__ import annotations

import numpy as np
import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransformContext, QgsGeometry, QgsPointXY

from kf_resources_plugin.engine import cell_areas
from kf_resources_plugin.engine.areas import areas_of
from kf_resources_plugin.engine.cell_areas import CellAreas
from kf_resources_plugin.engine.errors import PlannerError
from kf_resources_plugin.engine.raster_grid import Grid, Window
from kf_resources_plugin.rules.areal_scale import scale_terms
from kf_resources_plugin.rules.areas import area_function
from tests.rules.geodesy import reference_area

pytestmark = pytest.mark.usefixtures("qgis_app")

CONTEXT = QgsCoordinateTransformContext()
GRIDS = {
    "10 m, zone 38": (10_000, 10_000, (38_480_000.0, 10.0, 0.0, 3_900_000.0, 0.0, -10.0), "EPSG:4526"),
    "1 km, zone 38": (300, 200, (38_300_000.0, 1000.0, 0.0, 3_900_000.0, 0.0, -1000.0), "EPSG:4526"),
    "turned": (4000, 3000, (38_600_000.0, 24.0, 18.0, 3_900_000.0, 18.0, -24.0), "EPSG:4526"),
    "rows go up": (500, 400, (500_000.0, 30.0, 0.0, 3_800_000.0, 0.0, 30.0), "EPSG:4547"),
    "1 arc second": (7200, 3600, (114.0, 1 / 3600, 0.0, 35.0, 0.0, -1 / 3600), "EPSG:4490"),
    "half a degree": (60, 40, (100.0, 0.5, 0.0, 50.0, 0.0, -0.5), "EPSG:4490"),
    "turned degrees": (300, 300, (114.0, 0.004, 0.003, 35.0, 0.003, -0.004), "EPSG:4490"),
    "Mercator": (4000, 4000, (12_700_000.0, 20.0, 0.0, 4_150_000.0, 0.0, -20.0), "EPSG:3857"),
    "few cells": (40, 30, (38_527_000.0, 10.0, 0.0, 3_852_300.0, 0.0, -10.0), "EPSG:4526"),
    "few cells in degrees": (3, 2, (114.3, 1e-4, 0.0, 34.8, 0.0, -1e-4), "EPSG:4490"),
    "feet": (2000, 2000, (1_600_000.0, 100.0, 0.0, 600_000.0, 0.0, -100.0), "EPSG:2249"),
}


def made(name: str) -> Grid:
    width, height, numbers, crs = GRIDS[name]
    return Grid(width, height, numbers, QgsCoordinateReferenceSystem(crs))


def outline(grid: Grid, column: int, row: int) -> list[tuple[float, float]]:
    x, y = grid.place(column + np.array([0.0, 1.0, 1.0, 0.0]), row + np.array([0.0, 0.0, 1.0, 1.0]))
    return list(zip(x.tolist(), y.tolist()))


@pytest.mark.parametrize("name", GRIDS)
def test_cells_measure_what_their_outlines_do(name: str) -> None:
    """At the corners, in the middle and on both sides of where patches meet."""
    grid = made(name)
    random = np.random.default_rng(7)
    columns = [0, grid.width - 1, *random.integers(0, grid.width, 30).tolist()]
    rows = [0, grid.height - 1, *random.integers(0, grid.height, 30).tolist()]
    shapes = [bytes(QgsGeometry.fromPolygonXY([[QgsPointXY(*p) for p in outline(grid, c, r)]]).asWkb())
              for c, r in zip(columns, rows)]
    expected = areas_of(shapes, grid.crs, CONTEXT)
    areas = CellAreas(grid, CONTEXT)
    found = [areas.window(Window(c, r, 1, 1))[0, 0] for c, r in zip(columns, rows)]
    np.testing.assert_allclose(found, expected, rtol=1e-9)


def test_cells_measure_what_geographiclib_says() -> None:
    grid = made("1 km, zone 38")
    found = CellAreas(grid, CONTEXT).window(Window(150, 48, 2, 1))
    expected = [reference_area([outline(grid, column, 48)]) for column in (150, 151)]
    np.testing.assert_allclose(found[0], expected, rtol=1e-9)


def test_a_window_is_its_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    """Over seams of patches, each of which is 8 km here: no cell is left out, none depends on the window."""
    monkeypatch.setattr(cell_areas, "_PATCH_M", 8_000.0)
    grid = made("10 m, zone 38")
    areas = CellAreas(grid, CONTEXT)
    whole = areas.window(Window(790, 1590, 20, 20))
    for row in range(20):
        for column in range(20):
            assert areas.window(Window(790 + column, 1590 + row, 1, 1))[0, 0] == pytest.approx(
                whole[row, column], rel=1e-12)


def test_patches_that_polynomials_do_not_follow_are_quartered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Web Mercator from 80°S to 80°N as one patch: its cells lie between meridians and parallels, so q tells them."""
    monkeypatch.setattr(cell_areas, "_PATCH_M", 1e8)
    radius, step = 6378137.0, 500_000.0
    grid = Grid(8, 62, (0.0, step, 0.0, 31 * step, 0.0, -step), QgsCoordinateReferenceSystem("EPSG:3857"))
    assert scale_terms(lambda u, v: grid.place(4 * u + 4, 31 * v + 31), CellAreas(grid, CONTEXT)._to_lonlat,
                       area_function) is None
    north = (31 - np.arange(63)) * step
    latitude = np.degrees(2 * np.arctan(np.exp(north / radius))) - 90
    expected = step / radius * -np.diff(area_function(latitude))
    found = CellAreas(grid, CONTEXT).window(Window(0, 0, 8, 62))
    np.testing.assert_allclose(found, np.repeat(expected[:, np.newaxis], 8, axis=1), rtol=1e-9)


def test_what_has_no_longitude_and_latitude_is_refused() -> None:
    with pytest.raises(PlannerError, match="no longitude and latitude"):
        CellAreas(Grid(2, 2, (0.0, 1.0, 0.0, 0.0, 0.0, -1.0), QgsCoordinateReferenceSystem("EPSG:4479")), CONTEXT)
