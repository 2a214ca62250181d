"""Squares and hexagons over an area: equal, seamless, in the same place whatever the area, and in metres."""
from __future__ import annotations

import math

import numpy as np
import pytest
from qgis.core import QgsCoordinateReferenceSystem

from kf_resources_plugin.engine.shared_borders import shared_borders
from kf_resources_plugin.engine.unit_grid import HEXAGON, SQUARE, cell_count, grid_cells, metric_crs
from kf_resources_plugin.engine.wkb import rings_from_wkb, wkb_areas
from kf_resources_plugin.rules.progress import NoProgress

BOX = (500_120.0, 3_870_050.0, 500_480.0, 3_870_260.0)


@pytest.mark.parametrize(("shape", "area"), [(SQUARE, 10_000.0), (HEXAGON, 10_000.0 * math.sqrt(3) / 2)])
def test_cells_are_equal_and_seamless(shape: str, area: float) -> None:
    names, wkbs = grid_cells(BOX, 100.0, shape)
    assert len(names) == len(set(names)) == len(wkbs)
    assert wkb_areas(wkbs) == pytest.approx(np.full(len(wkbs), area), rel=1e-9)
    borders = shared_borders(wkbs, NoProgress())
    inner = np.bincount(np.r_[borders.first, borders.second], np.r_[borders.length, borders.length], len(wkbs))
    assert inner.max() == pytest.approx(borders.whole[0], rel=1e-9)  # a cell inside touches neighbours all round


def test_squares_stand_on_multiples_of_their_size() -> None:
    names, wkbs = grid_cells((500_120.0, 3_870_050.0, 500_180.0, 3_870_120.0), 100.0, SQUARE)
    assert names == ["5001_38700", "5001_38701"]
    rings = rings_from_wkb(wkbs)
    assert (rings.x.min(), rings.x.max(), rings.y.min(), rings.y.max()) == (500_100, 500_200, 3_870_000, 3_870_200)


@pytest.mark.parametrize("shape", [SQUARE, HEXAGON])
def test_a_cell_is_the_same_over_another_area(shape: str) -> None:
    one = dict(zip(*grid_cells(BOX, 100.0, shape)))
    wider = dict(zip(*grid_cells((BOX[0] - 777, BOX[1] - 333, BOX[2] + 50, BOX[3]), 100.0, shape)))
    assert set(one) < set(wider)
    assert all(wider[name] == wkb for name, wkb in one.items())


@pytest.mark.parametrize("shape", [SQUARE, HEXAGON])
def test_the_whole_box_is_covered(shape: str) -> None:
    _, wkbs = grid_cells(BOX, 30.0, shape)
    rings = rings_from_wkb(wkbs)
    assert rings.x.min() <= BOX[0]
    assert rings.y.min() <= BOX[1]
    assert rings.x.max() >= BOX[2]
    assert rings.y.max() >= BOX[3]


@pytest.mark.parametrize(("crs", "box", "expected"), [
    ("EPSG:4490", (114.2, 34.7, 114.4, 34.9), "EPSG:4547"), ("EPSG:4490", (115.5, 34.7, 115.7, 34.9), "EPSG:4548"),
    ("EPSG:4326", (74.9, 39.0, 75.1, 39.2), "EPSG:4534"), ("EPSG:4490", (7.9, 34.7, 8.1, 34.9), None),
    ("EPSG:4526", (38_420_000.0, 3_840_000.0, 38_460_000.0, 3_870_000.0), "EPSG:4526"),
    ("EPSG:2263", (980_000.0, 190_000.0, 990_000.0, 200_000.0), None),  # feet, of New York
    # 111 319.49 m a degree at the equator: 114.25 to 114.43 degrees east
    ("EPSG:3857", (12_718_000.0, 4_130_000.0, 12_738_000.0, 4_150_000.0), "EPSG:4547"),
    ("EPSG:4526", None, "EPSG:4526"), ("EPSG:4490", None, None),
])
def test_what_is_not_metres_on_the_ground_goes_into_its_zone(
    crs: str, box: tuple[float, float, float, float] | None, expected: str | None
) -> None:
    found = metric_crs(QgsCoordinateReferenceSystem(crs), box)
    assert (found.authid() if found else None) == expected


def test_cells_are_counted_before_they_are_made() -> None:
    assert cell_count((0.0, 0.0, 1000.0, 500.0), 100.0) == 66
