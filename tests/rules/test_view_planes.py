"""Planes of view corridors against trigonometry worked by hand."""
from __future__ import annotations

import numpy as np
import pytest

from kf_resources_plugin.rules.view_planes import ViewPlane, bend_of

# eye 40 m high, a tower 1 000 m away that must be seen from 55 m upwards and is 75 m high, on level ground
PLANE = ViewPlane(40.0, 55.0, 75.0, 0.0, 1000.0)


def levels(plane: ViewPlane, *along: float) -> list[float]:
    return plane.level(np.array(along)).tolist()


def test_the_plane_rises_from_the_eye_to_the_target() -> None:
    assert levels(PLANE, 0, 400, 1000) == pytest.approx([40.0, 40 + 15 * 0.4, 55.0])


def test_a_falling_plane_allows_least_where_it_is_furthest() -> None:
    falling = ViewPlane(40.0, 20.0, 55.0, 0.0, 1000.0)
    assert falling.lowest(np.array([100.0]), np.array([200.0])).tolist() == pytest.approx([36.0])
    assert PLANE.lowest(np.array([100.0]), np.array([200.0])).tolist() == pytest.approx([41.5])


def test_what_stands_halfway_hides_twice_what_it_rises_above_the_eye() -> None:
    # 50 m at 500 m: 10 m over the eye become 20 m at 1 000 m, so that the tower is hidden up to 60 m of 75
    hidden = PLANE.hidden_to(np.array([500.0]), np.array([500.0]), np.array([50.0]))
    assert hidden.tolist() == pytest.approx([60.0])
    assert PLANE.hidden_share(hidden).tolist() == pytest.approx([0.8])


def test_what_is_higher_than_the_eye_hides_most_by_its_near_end_and_what_is_lower_by_its_far_one() -> None:
    first, last, top = np.array([500.0, 500.0]), np.array([800.0, 800.0]), np.array([50.0, 30.0])
    # 30 m is 10 m below the eye: at 800 m the line arrives at 40 - 10 * 1000 / 800
    assert PLANE.hidden_to(first, last, top).tolist() == pytest.approx([60.0, 27.5])


def test_what_stands_at_the_eye_hides_all_and_what_is_low_nothing() -> None:
    assert PLANE.hidden_to(np.array([0.0]), np.array([5.0]), np.array([41.0])).tolist() == [75.0]
    assert PLANE.hidden_to(np.array([10.0]), np.array([20.0]), np.array([3.0])).tolist() == [0.0]


def test_curvature_and_refraction_lower_the_plane_of_a_long_view() -> None:
    # (1 - 0.13) x 2500 x 2500 / (2 x 6371000) = 0.42674 m halfway along 5 km
    bend = bend_of(5000.0, 2000.0, 6_371_000.0, 0.13)
    long = ViewPlane(40.0, 40.0, 60.0, 0.0, 5000.0, bend)
    assert levels(long, 0, 2500, 5000) == pytest.approx([40.0, 40 - 0.42674, 40.0], abs=1e-5)
    assert long.sag_m == pytest.approx(0.42674, abs=1e-5)
    # the lowest place is in the middle, not at an end
    assert long.lowest(np.array([1000.0]), np.array([4000.0])).tolist() == pytest.approx([40 - 0.42674], abs=1e-5)
    assert bend_of(1999.0, 2000.0, 6_371_000.0, 0.13) == 0.0


def test_what_just_reaches_the_plane_hides_up_to_the_protected_point_whatever_the_bend() -> None:
    plane = ViewPlane(40.0, 55.0, 75.0, 0.0, 5000.0, bend_of(5000.0, 2000.0, 6_371_000.0, 0.13))
    along = np.array([800.0, 2500.0, 4100.0])
    assert plane.hidden_to(along, along, plane.level(along)).tolist() == pytest.approx([55.0] * 3)
