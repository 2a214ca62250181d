"""Repeated vertices and sharp angles on rings worked by hand."""
from __future__ import annotations

import numpy as np
import pytest

from kf_resources_plugin.rules import vertex_checks
from kf_resources_plugin.rules.areas import Rings
from kf_resources_plugin.rules.vertex_checks import sharp_angles

METRES = (1.0, 1.0)
NONE = np.empty(0, dtype=np.int64)


def rings(*given: list[tuple[float, float]]) -> Rings:
    """Return closed rings, each a polygon of its own."""
    closed = [[*ring, ring[0]] for ring in given]
    points = np.array([point for ring in closed for point in ring], dtype=float)
    offsets = np.cumsum([0, *map(len, closed)])
    count = len(closed)
    return Rings(points[:, 0], points[:, 1], offsets, np.arange(count), np.zeros(count, dtype=bool), count)


def repeated_vertices(given: Rings, tolerance: float, scale: tuple[float, float]) -> np.ndarray:
    """Return the repeated vertices of a layer of these rings."""
    places = vertex_checks.near_places(given, tolerance, scale)
    return vertex_checks.repeated_vertices(given, tolerance, scale, places, vertex_checks.rings_at(given, places))


@pytest.mark.parametrize(("tolerance", "expected"), [(0.0, []), (0.0049, []), (0.005, [2]), (0.01, [2])])
def test_a_vertex_within_the_tolerance_of_the_one_before_goes(tolerance: float, expected: list[int]) -> None:
    """(10, 0) and (10.003, 0.004) are 5 mm apart; the one with the greater coordinates goes."""
    square = rings([(0, 0), (10, 0), (10.003, 0.004), (10, 10), (0, 10)])
    assert repeated_vertices(square, tolerance + 1e-12, METRES).tolist() == expected


def test_the_closing_vertex_is_no_repetition_but_the_one_before_it_may_be() -> None:
    assert repeated_vertices(rings([(0, 0), (10, 0), (10, 10)]), 0.001, METRES).tolist() == []
    # (0, 0) itself would be the greater of the two
    assert repeated_vertices(rings([(0, 0), (10, 0), (10, 10), (-0.0005, 0)]), 0.001, METRES).tolist() == [0]


@pytest.mark.parametrize("turn", [1, -1])
def test_neighbours_lose_the_same_vertex_whichever_way_they_run(turn: int) -> None:
    """The common border runs (10, 0), (10, 0.0005), (10, 10); both rings keep (10, 0), which a third one shares."""
    left = [(0, 0), (10, 0), (10, 0.0005), (10, 10), (0, 10)]
    right = [(10, 0), (20, 0), (20, 10), (10, 10), (10, 0.0005)]
    below = [(0, -10), (20, -10), (20, 0), (10, 0), (0, 0)]
    given = rings(left[::turn], right[::turn], below)
    gone = repeated_vertices(given, 0.001, METRES)
    assert {(given.x[place], given.y[place]) for place in gone.tolist()} == {(10.0, 0.0005)}
    assert len(gone) == 2


def test_what_fewer_rings_share_goes_though_its_coordinates_are_smaller() -> None:
    """(9.9995, 0) lies on the left ring alone, (10, 0) on both."""
    left, right = [(0, 0), (9.9995, 0), (10, 0), (10, 10)], [(10, 0), (20, 0), (10, 10)]
    given = rings(left, right)
    gone = repeated_vertices(given, 0.001, METRES)
    assert given.x[gone].tolist() == [9.9995]


def test_a_ring_keeps_three_corners() -> None:
    assert repeated_vertices(rings([(0, 0), (0.001, 0), (0.001, 0.001)]), 1.0, METRES).tolist() == []


def test_degrees_are_measured_in_metres() -> None:
    """1e-8 degrees are 1.1 mm of latitude and, at 34 degrees north, 0.9 mm of longitude."""
    ring = rings([(114.0, 34.0), (114.1, 34.0), (114.1, 34.00000001), (114.1, 34.1)])
    scale = (111_320.0 * np.cos(np.radians(34.0)), 111_320.0)
    assert repeated_vertices(ring, 0.001, scale).tolist() == []
    assert repeated_vertices(ring, 0.002, scale).tolist() == [2]
    ring = rings([(114.0, 34.0), (114.1, 34.0), (114.10000001, 34.0), (114.1, 34.1)])
    assert repeated_vertices(ring, 0.001, scale).tolist() == [2]


def test_a_spike_is_a_sharp_angle() -> None:
    """The spike at (100, 0) is 100 m long and 2 m wide: 2·atan(1/100) = 1.1458 degrees; its foot has 90.57 each."""
    spike = rings([(0, -1), (100, 0), (0, 1), (-10, 1), (-10, -1)])
    vertex, degrees = sharp_angles(spike, 10.0, METRES, NONE)
    assert vertex.tolist() == [1]
    assert degrees == pytest.approx([1.1458], abs=1e-4)


@pytest.mark.parametrize(("limit", "found"), [(45.0, 0), (45.001, 2), (90.0, 2), (90.001, 3)])
def test_an_angle_is_compared_with_the_limit(limit: float, found: int) -> None:
    """A right triangle with two angles of 45 degrees."""
    vertex, _ = sharp_angles(rings([(0, 0), (10, 0), (0, 10)]), limit - 1e-6, METRES, NONE)
    assert len(vertex) == found


def test_angles_are_taken_past_repeated_vertices() -> None:
    square = rings([(0, 0), (10, 0), (10, 0), (10, 10), (0, 10)])
    repeated = repeated_vertices(square, 0.0, METRES)
    assert len(repeated) == 1
    assert len(sharp_angles(square, 10.0, METRES, repeated)[0]) == 0


def test_a_zigzag_within_the_tolerance_is_no_sharp_angle() -> None:
    """(10, 0) → (9.9995, 0) → (10, 10): the border turns back by half a millimetre, which is a repeated vertex."""
    zigzag = rings([(0, 0), (10, 0), (9.9995, 0), (10, 10), (0, 10)])
    assert len(sharp_angles(zigzag, 10.0, METRES, NONE)[0]) == 1
    assert len(sharp_angles(zigzag, 10.0, METRES, repeated_vertices(zigzag, 0.001, METRES))[0]) == 0


def test_a_border_that_turns_straight_back_is_the_sharpest() -> None:
    vertex, degrees = sharp_angles(rings([(0, 0), (10, 0), (20, 0), (10, 0), (10, 10)]), 10.0, METRES, NONE)
    assert vertex.tolist() == [2]
    assert degrees.tolist() == [0.0]
