"""Distances and parts of lines, worked by hand on an angle of two sides."""
from __future__ import annotations

import numpy as np
import pytest

from kf_resources_plugin.engine.demo.polylines import nearest, part, pieces, places, stations

ANGLE = np.array([(0.0, 0.0), (30.0, 0.0), (30.0, 40.0)])


def test_stations_sum_the_sides() -> None:
    assert stations(ANGLE).tolist() == [0.0, 30.0, 70.0]


@pytest.mark.parametrize(("x", "y", "distance", "along"), [
    (10, 5, 5, 10), (10, -5, 5, 10), (-3, 4, 5, 0), (33, -4, 5, 30), (38, 20, 8, 50), (20, 30, 10, 60),
    (30, 43, 3, 70)])
def test_the_nearest_place_is_on_a_side_or_at_a_corner(x: float, y: float, distance: float, along: float) -> None:
    found = nearest(ANGLE, np.array([x], dtype=float), np.array([y], dtype=float))
    assert (found[0][0], found[1][0]) == pytest.approx((distance, along))


def test_places_lie_along_the_line() -> None:
    assert places(ANGLE, np.array([0.0, 15.0, 50.0])).tolist() == [[0, 0], [15, 0], [30, 20]]


def test_a_part_keeps_the_corners_between_its_ends() -> None:
    assert part(ANGLE, 10.0, 50.0).tolist() == [[10, 0], [30, 0], [30, 20]]
    assert part(ANGLE, 30.0, 50.0).tolist() == [[30, 0], [30, 20]]


def test_pieces_share_their_ends_and_are_the_whole_line() -> None:
    found = pieces(ANGLE, [60.0, 20.0])
    assert [piece.tolist() for piece in found] == [
        [[0, 0], [20, 0]], [[20, 0], [30, 0], [30, 30]], [[30, 30], [30, 40]]]
