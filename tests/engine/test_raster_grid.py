"""Grids: where cells lie, also turned ones, and windows that cover them once."""
from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from qgis.core import QgsCoordinateReferenceSystem

from kf_resources_plugin.engine.raster_grid import Grid

pytestmark = pytest.mark.usefixtures("qgis_app")

TURNED = (100.0, 8.0, 6.0, 500.0, 6.0, -8.0)  # cells of 10 x 10, turned by 3-4-5


def grid(width: int = 40, height: int = 30, numbers: Any = (100.0, 10.0, 0.0, 500.0, 0.0, -10.0),
         crs: str = "EPSG:4526") -> Grid:
    return Grid(width, height, numbers, QgsCoordinateReferenceSystem(crs))


def test_a_turned_cell_is_where_its_numbers_say() -> None:
    turned = grid(numbers=TURNED)
    # 100 + 3*8 + 2*6 = 136; 500 + 3*6 - 2*8 = 502
    assert [float(v) for v in turned.place(np.array(3.0), np.array(2.0))] == [136.0, 502.0]
    assert [float(v) for v in turned.cell(np.array(136.0), np.array(502.0))] == [3.0, 2.0]
    assert turned.signed_cell_area == -100.0
    # corners: (100, 500), (420, 740), (600, 500), (280, 260)
    assert turned.bounds == (100.0, 260.0, 600.0, 740.0)


@pytest.mark.parametrize(("size", "block"), [
    ((1000, 700), (256, 256)), ((5000, 600), (5000, 1)), ((700, 9000), (1, 9000)), ((300, 300), (512, 512)),
    ((3, 2), (3, 2)), ((2000, 2000), (1000, 1000))])
def test_windows_cover_every_cell_once_and_are_bounded(size: tuple[int, int], block: tuple[int, int]) -> None:
    seen = np.zeros((size[1], size[0]), dtype=np.int8)
    for column, row, width, height in grid(*size).windows(block, cells=1 << 18):
        assert column % 256 == row % 256 == 0
        assert width * height <= 1 << 18
        seen[row:row + height, column:column + width] += 1
    assert (seen == 1).all()


@pytest.mark.parametrize(("other", "same"), [
    ({}, True),
    ({"numbers": (100.0, 10.0000001, 0.0, 500.0, 0.0, -10.0)}, True),  # 0.000004 of a cell at the far end
    ({"numbers": (100.0, 10.01, 0.0, 500.0, 0.0, -10.0)}, False),  # 0.04 of a cell
    ({"numbers": (105.0, 10.0, 0.0, 500.0, 0.0, -10.0)}, False),
    ({"numbers": (100.0, 10.0, 0.0, 200.0, 0.0, 10.0)}, False),  # rows the other way
    ({"width": 41}, False),
    ({"crs": "EPSG:4547"}, False),
])
def test_grids_are_one_only_where_cells_are(other: dict[str, Any], same: bool) -> None:
    assert grid().covers(grid(**other)) is same
