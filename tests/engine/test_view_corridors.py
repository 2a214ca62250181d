"""What stands in a view corridor: trapezoids and distances by hand, both kernels, polygons near and far."""
from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry

from kf_resources_plugin.engine.reading import PolygonTable
from kf_resources_plugin.engine.view_corridors import Corridor, standing_in
from kf_resources_plugin.engine.wkb import as_wkb_array, wkb_bounds
from kf_resources_plugin.rules.progress import NoProgress
from kf_resources_plugin.rules.view_planes import ViewPlane
from tests.builders import rectangle

if TYPE_CHECKING:
    from kf_resources_plugin.engine.kernel import Kernel

EAST = Corridor(0, "east", (0.0, 0.0), (1000.0, 0.0), (20.0, 60.0), 1.0, ViewPlane(40.0, 55.0, 55.0, 0.0, 1000.0))


def table(*shapes: str) -> PolygonTable:
    wkbs = as_wkb_array([bytes(QgsGeometry.fromWkt(shape).asWkb()) for shape in shapes])
    return PolygonTable("buildings", QgsCoordinateReferenceSystem(), np.arange(len(shapes)), wkbs, wkb_bounds(wkbs))


def standing(corridor: Corridor, kernel: Kernel, *shapes: str, least: float = 1.0) -> Any:
    return standing_in(corridor, table(*shapes), np.full(len(shapes), least), kernel, NoProgress())


def test_a_trapezoid_is_as_wide_at_its_ends_as_they_say() -> None:
    assert EAST.corners().tolist() == [[0, -10], [1000, -30], [1000, 30], [0, 10]]
    north = replace(EAST, end=(0.0, 1000.0))
    assert north.corners().tolist() == [[10, 0], [30, 1000], [-30, 1000], [-10, 0]]


def test_widths_are_metres_on_the_ground(kernel: Kernel) -> None:
    """In a plane of two units a metre the corridor is twice as wide on the map; distances stay those of the view."""
    wide = replace(EAST, end=(2000.0, 0.0), units=2.0)
    assert wide.corners().tolist() == [[0, -20], [2000, -60], [2000, 60], [0, 20]]
    found = standing(wide, kernel, rectangle(800, 0, 20, 10))
    assert (found.first.tolist(), found.last.tolist()) == ([400.0], [410.0])


def test_only_the_part_in_the_corridor_counts(kernel: Kernel) -> None:
    """A triangle that comes as near as 400 m, but in the corridor only as near as 441 m."""
    triangle = "POLYGON((400 60, 500 60, 500 -40, 400 60))"
    found = standing(EAST, kernel, triangle)
    # the hypotenuse y = 460 - x meets the edge y = 10 + x / 50 at x = 450 / 1.02
    assert found.first.tolist() == pytest.approx([450 / 1.02])
    assert found.last.tolist() == pytest.approx([500.0])


def test_hairs_and_what_lies_beside_do_not_stand_in_it(kernel: Kernel) -> None:
    found = standing(EAST, kernel, rectangle(400, 18.1, 10, 10), rectangle(400, 40, 10, 10),
                     rectangle(1000.0, -5, 10, 10), rectangle(100, -5, 10, 10))
    assert found.row.tolist() == [3]


def test_what_reaches_in_by_a_corner_stands_in_it(kernel: Kernel) -> None:
    """At the end of the eye, at that of the target, and over a side, each by more than a square metre."""
    found = standing(EAST, kernel, rectangle(-8, 5, 10, 4), rectangle(998, 10, 10, 4), rectangle(500, 19.5, 10, 10))
    assert found.row.tolist() == [0, 1, 2]
    assert found.first.tolist() == pytest.approx([0.0, 998.0, 500.0])


def test_platform_and_tower_are_left_out(kernel: Kernel) -> None:
    found = standing(EAST, kernel, rectangle(-5, -5, 20, 10), rectangle(995, -5, 20, 10), rectangle(20, -5, 10, 10))
    assert (found.row.tolist(), found.ends) == ([2], [0, 1])


@pytest.mark.parametrize("degrees", range(0, 360, 15))
def test_it_is_the_same_whichever_way_a_view_goes(kernel: Kernel, degrees: int) -> None:
    turn = math.radians(degrees)
    cos, sin = math.cos(turn), math.sin(turn)

    def turned(x: float, y: float) -> str:
        return f"{x * cos - y * sin!r} {x * sin + y * cos!r}"

    inside, beside = (", ".join(turned(x, y) for x, y in ((400, low), (410, low), (410, low + 4), (400, low + 4),
                                                         (400, low))) for low in (13, 19))
    turned_view = replace(EAST, end=(1000 * cos, 1000 * sin))
    found = standing(turned_view, kernel, f"POLYGON(({inside}))", f"POLYGON(({beside}))")
    assert found.row.tolist() == [0]
    assert (found.first.tolist(), found.last.tolist()) == (pytest.approx([400.0]), pytest.approx([410.0]))
