"""How wide a shape is by its area and perimeter, and when that is narrow."""
from __future__ import annotations

from math import pi

import numpy as np
import pytest

from kf_resources_plugin.rules.lengths import mean_widths, narrower, reach


@pytest.mark.parametrize(("width", "length"), [(1.0, 500.0), (1.05, 20.0), (1.9, 1.9), (0.001, 1e5), (1e-7, 1e6)])
def test_a_rectangle_is_as_wide_as_it_is(width: float, length: float) -> None:
    """Also where P − √(P² − 16 A) is nothing but rounding: 0.1 µm of 1 000 km."""
    found = mean_widths(np.array([width * length]), np.array([2 * (width + length)]))
    assert found.tolist() == [pytest.approx(width, rel=1e-7)]


def test_a_round_shape_is_as_wide_as_its_diameter_and_nothing_has_no_width() -> None:
    """Rounder than a square, it has no rectangle. A triangle 1 000 m long and 1 mm high is 0.5 mm wide."""
    areas, perimeters = np.array([pi * 25.0, 0.5, 0.0]), np.array([2 * pi * 5.0, 2000.0, 0.0])
    assert mean_widths(areas, perimeters).tolist() == [pytest.approx(10.0), pytest.approx(0.0005, rel=1e-6), 0.0]


def test_widths_are_compared_in_whole_millimetres() -> None:
    """1 m in the plane is 0.99983 m on the ground 120 km from the meridian: a = 6 378 km, 1 − (120 / 6 378)² / 2."""
    assert narrower(np.array([0.9994, 0.99983, 1.0, 1.2]), 1.0).tolist() == [True, False, False, False]
    assert narrower(np.array([0.09998, 0.0994]), 0.1).tolist() == [False, True]


def test_a_distance_at_a_limit_is_within_it_in_whole_millimetres() -> None:
    """Brought from degrees, 200 m are off by a few µm; 200.001 m are farther in any system."""
    assert 200.000004 <= reach(200.0) < 200.001
