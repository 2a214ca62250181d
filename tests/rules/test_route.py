"""The order of visits."""
from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kf_resources_plugin.rules.route import legs, visiting_order

MANY = 1000


def order(points: list[tuple[float, float]], start: tuple[float, float] | None = None, most: int = MANY) -> list[int]:
    x, y = (np.array([point[axis] for point in points], dtype=float) for axis in (0, 1))
    return visiting_order(x, y, start, most).tolist()


def length(points: list[tuple[float, float]], visited: list[int], start: tuple[float, float] | None = None) -> float:
    x, y = (np.array([point[axis] for point in points], dtype=float) for axis in (0, 1))
    return float(legs(x, y, np.array(visited, dtype=np.int64), start).sum())


def test_places_on_a_line_are_visited_along_it() -> None:
    points = [(30.0, 0.0), (0.0, 0.0), (20.0, 0.0), (10.0, 0.0)]
    assert order(points) == [1, 3, 2, 0]
    assert order(points, start=(100.0, 0.0)) == [0, 2, 3, 1]
    assert length(points, [1, 3, 2, 0]) == 30.0
    assert length(points, [0, 2, 3, 1], start=(100.0, 0.0)) == 100.0


def test_two_opt_mends_what_the_nearest_neighbour_spoils() -> None:
    # from 0 the nearest is 1, then −1.5, then 4, then −7: 1 + 2.5 + 5.5 + 11 = 20; by hand the best open route from 0
    # turns once: the short side first is 4 + 11 = 15, the long one 7 + 11 = 18
    points = [(1.0, 0.0), (-1.5, 0.0), (4.0, 0.0), (-7.0, 0.0)]
    assert order(points, start=(0.0, 0.0), most=0) == [0, 1, 2, 3]
    assert length(points, [0, 1, 2, 3], (0.0, 0.0)) == 20.0
    assert length(points, order(points, (0.0, 0.0)), (0.0, 0.0)) == 15.0


def test_without_a_start_the_westernmost_place_is_first() -> None:
    assert order([(5.0, 0.0), (0.0, 9.0), (0.0, 1.0)])[0] == 2


@pytest.mark.parametrize("points", [[], [(1.0, 2.0)], [(1.0, 1.0)] * 4])
def test_few_and_equal_places(points: list[tuple[float, float]]) -> None:
    assert sorted(order(points)) == list(range(len(points)))
    assert length(points, order(points)) == 0.0


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.floats(-1e4, 1e4), st.floats(-1e4, 1e4)), max_size=25))
def test_every_place_once_and_never_longer_than_without_turning(points: list[tuple[float, float]]) -> None:
    turned = order(points)
    assert sorted(turned) == list(range(len(points)))
    assert length(points, turned) <= length(points, order(points, most=0)) + 1e-6
