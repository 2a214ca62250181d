"""Levels along a channel by hand: between, beyond the ends, at one place, and what is wrong with them."""
from __future__ import annotations

import numpy as np
import pytest

from kf_resources_plugin.rules.water_profile import profile, runs_upstream, step_frequency


def array(*values: float) -> np.ndarray:
    return np.array(values, dtype=np.float64)


def test_levels_are_linear_between_and_flat_or_sloping_beyond() -> None:
    flat = profile(array(1000, 0, 3000), array(79.0, 80.0, 76.0), sloping=False)
    assert flat.levels(array(-500, 0, 500, 1500, 3000, 9000)).tolist() == [80, 80, 79.5, 78.25, 76, 76]
    sloping = profile(array(1000, 0, 3000), array(79.0, 80.0, 76.0), sloping=True)
    # 1 m/km before, 1.5 m/km behind
    assert sloping.levels(array(-500, 0, 500, 3000, 4000)) == pytest.approx(array(80.5, 80, 79.5, 76, 74.5))
    assert np.isnan(sloping.levels(array(np.nan))).all()


def test_the_example_of_the_help_page() -> None:
    found = profile(array(0, 10_000), array(82.0, 80.5), sloping=False)
    assert found.levels(array(4000)) == pytest.approx(array(81.4))
    assert step_frequency([2, 10, 20])[1:].sum() == pytest.approx(0.1)


def test_one_level_is_a_level_everywhere() -> None:
    found = profile(array(500), array(80.0), sloping=True)
    assert found.levels(array(0, 500, 900)).tolist() == [80, 80, 80]


def test_levels_at_one_place_count_with_their_mean() -> None:
    found = profile(array(0, 0, 1000), array(80.0, 80.4, 79.0), sloping=False)
    assert found.level == pytest.approx(array(80.2, 79.0))


def test_a_level_that_rises_downstream_is_found() -> None:
    found = profile(array(0, 1000, 2000), array(80.0, 80.02, 80.5), sloping=False)
    assert found.rises(0.05) == [2]
    assert found.rises(0.0) == [1, 2]


def test_a_higher_stage_below_a_lower_one_is_found_also_between_its_own_places() -> None:
    lower = profile(array(0, 1000, 2000), array(80.0, 79.8, 78.0), sloping=False)
    higher = profile(array(0, 2000), array(80.5, 78.5), sloping=False)  # 79.5 at 1000 m
    assert higher.below(lower, 0.01).tolist() == [1000]
    assert lower.below(higher, 0.01).tolist() == [0, 2000]


def test_which_way_the_channel_is_drawn_is_told_by_the_levels() -> None:
    assert runs_upstream([(array(0, 1000), array(79.0, 80.0)), (array(0), array(81.0))])
    assert not runs_upstream([(array(0, 1000), array(80.0, 79.0))])
    assert not runs_upstream([(array(0), array(81.0))])


def test_frequencies_of_stages_sum_to_that_of_the_first_wet_one() -> None:
    # 1/2, 1/5, 1/20: 0.5 - 0.2, 0.2 - 0.05, 0.05
    found = step_frequency([2, 5, 20])
    assert found == pytest.approx([0.3, 0.15, 0.05])
    assert found[1:].sum() == pytest.approx(1 / 5)
