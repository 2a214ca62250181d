"""Cells whose centres lie in polygons, worked by hand, and one value for each polygon of what they hold."""
from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from qgis.core import QgsCoordinateReferenceSystem

from kf_resources_plugin.engine.cell_spans import PolygonRows
from kf_resources_plugin.engine.raster_grid import Grid, Window
from kf_resources_plugin.engine.raster_reading import Band, RasterFile
from kf_resources_plugin.engine.unit_cells import UnitValues, unit_values
from kf_resources_plugin.engine.wkb import as_wkb_array, polygon_wkb
from kf_resources_plugin.rules.progress import NoProgress

GRID = Grid(6, 4, (1000.0, 10.0, 0.0, 2040.0, 0.0, -10.0), QgsCoordinateReferenceSystem("EPSG:4547"))
"""Cells of 10 m; row 0 is the northernmost, centres at 2035, 2025, 2015, 2005."""
WHOLE = Window(0, 0, 6, 4)


def polygon(*rings: list[tuple[float, float]]) -> bytes:
    return polygon_wkb([np.array(ring, dtype=np.float64) + np.array([1000.0, 2000.0]) for ring in rings])


def cells(*wkbs: bytes, window: Window = WHOLE) -> list[set[tuple[int, int]]]:
    """Return for each polygon its (row, column) cells in a window."""
    spans = PolygonRows(as_wkb_array(wkbs), GRID).spans(0, 4)
    owner, place = spans.cells(window)
    found: list[set[tuple[int, int]]] = [set() for _ in wkbs]
    for polygon_row, cell in zip(owner.tolist(), place.tolist()):
        found[polygon_row].add((window.row + cell // window.width, window.column + cell % window.width))
    return found


def test_a_box_has_the_cells_whose_centres_it_holds() -> None:
    assert cells(polygon([(0, 0), (20, 0), (20, 10), (0, 10)])) == [{(3, 0), (3, 1)}]
    assert cells(polygon([(4, 4), (16, 4), (16, 6), (4, 6)])) == [{(3, 0), (3, 1)}]  # thin, across two centres
    assert cells(polygon([(6, 6), (14, 6), (14, 14), (6, 14)])) == [set()]  # between centres


def test_a_triangle_a_hole_and_two_parts() -> None:
    # x + y < 40: centres (5, 5) (15, 5) (25, 5), (5, 15) (15, 15), (5, 25); (35, 5), (25, 15) … lie on the long side
    triangle = polygon([(0, 0), (40, 0), (0, 40)])
    assert {(3, 0), (3, 1), (3, 2), (2, 0), (2, 1), (1, 0)} <= cells(triangle)[0]
    ring = polygon([(0, 0), (30, 0), (30, 30), (0, 30)], [(10, 10), (10, 20), (20, 20), (20, 10)])
    assert cells(ring)[0] == {(row, column) for row in (1, 2, 3) for column in (0, 1, 2)} - {(2, 1)}


def test_neighbours_share_out_cells_on_their_border() -> None:
    # the border runs through the centres at 25
    left, right = polygon([(0, 0), (25, 0), (25, 40), (0, 40)]), polygon([(25, 0), (60, 0), (60, 40), (25, 40)])
    found = cells(left, right)
    assert not found[0] & found[1]
    assert len(found[0] | found[1]) == 24
    low, high = polygon([(0, 0), (60, 0), (60, 15), (0, 15)]), polygon([(0, 15), (60, 15), (60, 40), (0, 40)])
    found = cells(low, high)
    assert (not found[0] & found[1], len(found[0] | found[1])) == (True, 24)


def test_what_lies_beside_the_grid_has_no_cells_there() -> None:
    assert cells(polygon([(-50, -50), (5.1, -50), (5.1, 80), (-50, 80)])) == [{(0, 0), (1, 0), (2, 0), (3, 0)}]
    assert cells(polygon([(100, 0), (200, 0), (200, 40), (100, 40)])) == [set()]
    assert cells(polygon([(0, 0), (60, 0), (60, 40), (0, 40)]), window=Window(2, 1, 2, 2)) == [
        {(1, 2), (1, 3), (2, 2), (2, 3)}]


VALUES = np.array([[1, 1, 2, 2, 5, np.nan], [1, 2, 2, 2, 5, np.nan], [3, 3, 9, 9, 5, np.nan], [3, 3, 9, 1, 5, np.nan]])


def valued(*wkbs: bytes, majority: bool) -> UnitValues:
    file = RasterFile("values", "", GRID, (Band(1, "", False),), (2, 2))

    def values(window: Window) -> Any:
        return VALUES[window.row:window.row + window.height, window.column:window.column + window.width]

    return unit_values(as_wkb_array(wkbs), file, values, NoProgress(), majority=majority)


def box(x0: float, y0: float, x1: float, y1: float) -> bytes:
    return polygon([(x0, y0), (x1, y0), (x1, y1), (x0, y1)])


def test_means_and_majorities_by_hand() -> None:
    lower_left, whole = box(0, 0, 20, 20), box(0, 0, 60, 40)
    assert valued(lower_left, whole, majority=False).value.tolist() == [3.0, pytest.approx(73 / 20)]
    # of the twenty values 2 stands five times, 1, 3, 5 four times each, and 9 three times
    assert valued(lower_left, whole, majority=True).value.tolist() == [3.0, 2.0]
    # two of each: the higher
    assert valued(box(0, 20, 20, 40), box(0, 10, 20, 30), majority=True).value.tolist() == [1.0, 3.0]
    assert valued(box(10, 30, 30, 40), majority=True).value.tolist() == [2.0]


def test_units_without_a_centre_take_the_cell_under_their_point() -> None:
    small = box(26, 16, 29, 19)
    found = valued(small, box(50, 0, 60, 40), majority=False)
    assert (found.value[0], found.by_point.tolist()) == (9.0, [True, False])
    assert np.isnan(found.value[1])  # cells, but none with a value
    assert np.isnan(valued(box(-9, 2, -6, 4), majority=True).value[0])  # beside the grid
