"""Adjustment to the parent and largest remainder."""
from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kf_resources_plugin.rules.rounding import adjust, decimals_apart, largest_remainder
from kf_resources_plugin.rules.units import hundredths


def test_residual_is_spread_in_proportion() -> None:
    # parent 1: parts 30 + 60 = 90 against 90.009 m²: factor 1.0001; parent 0: 0.02 over a tolerance of 0.01
    adjusted, residual, over = adjust(
        np.array([30.0, 10.0, 60.0, 7.0]), np.array([1, 0, 1, -1]), np.array([10.02, 90.009, 0.0]), 0.01)
    assert adjusted == pytest.approx([30.003, 10.0, 60.006, 7.0], abs=1e-12)
    assert residual == pytest.approx([0.02, 0.009, 0.0], abs=1e-12)
    assert over.tolist() == [True, False, False]


def test_tolerance_may_differ_by_parent() -> None:
    _, _, over = adjust(np.array([1.0, 1.0]), np.array([0, 1]), np.array([1.5, 1.5]), np.array([0.1, 1.0]))
    assert over.tolist() == [True, False]


def test_parts_without_area_stay() -> None:
    adjusted, residual, over = adjust(np.array([0.0, 0.0]), np.array([0, 0]), np.array([0.005]), 0.01)
    assert adjusted.tolist() == [0.0, 0.0]
    assert residual.tolist() == [0.005]
    assert not over.any()


def test_missing_hundredths_go_to_the_largest_remainders() -> None:
    # 3 × 33.333… of 100.00: one hundredth is missing, all remainders equal, the lowest rank gets it
    values = np.full(3, 100.0 / 3.0)
    found = largest_remainder(values, np.zeros(3, dtype=np.int64), np.array([10000]), np.array([2, 0, 1]))
    assert found.tolist() == [3333, 3334, 3333]
    # 0.126 + 0.127 + 0.747 = 1.00: floors 12, 12, 74 leave two, for remainders .7 and .7 against .6
    found = largest_remainder(np.array([0.126, 0.127, 0.747]), np.zeros(3, dtype=np.int64), np.array([100]),
                              np.array([0, 1, 2]))
    assert found.tolist() == [12, 13, 75]


def test_float_noise_does_not_decide() -> None:
    # 0.29 * 100 is 28.999…96 in floats, and 0.1 + 0.2 is not 0.3
    found = largest_remainder(np.array([0.29, 0.1 + 0.2]), np.array([0, 1]), np.array([29, 30]), np.array([0, 1]))
    assert found.tolist() == [29, 30]


def test_a_total_of_another_polygon_is_refused() -> None:
    with pytest.raises(ValueError, match="group 0"):
        largest_remainder(np.array([1.0, 2.0]), np.array([0, 0]), np.array([400]), np.array([0, 1]))
    with pytest.raises(ValueError, match="negative"):
        largest_remainder(np.array([-1.0]), np.array([0]), np.array([-100]), np.array([0]))
    with pytest.raises(ValueError, match="not a number"):
        largest_remainder(np.array([np.nan]), np.array([0]), np.array([0]), np.array([0]))


def test_nothing_to_round() -> None:
    empty = np.zeros(0, dtype=np.int64)
    assert largest_remainder(np.zeros(0), empty, np.zeros(0, dtype=np.int64), empty).tolist() == []
    assert largest_remainder(np.array([1.0]), np.array([1]), np.array([0, 100]), np.array([0])).tolist() == [100]


parts = st.lists(st.tuples(st.integers(0, 4), st.floats(0.0, 1e7)), min_size=1, max_size=40)


@given(parts, st.randoms(use_true_random=False))
def test_sums_are_exact_and_the_order_of_rows_is_nothing(rows: list[tuple[int, float]], random: object) -> None:
    group = np.array([row[0] for row in rows])
    values = np.array([row[1] for row in rows])
    order = np.arange(len(rows))
    totals = hundredths(np.bincount(group, weights=values, minlength=5))
    found = largest_remainder(values, group, totals, order)
    sums = np.zeros(5, dtype=np.int64)
    np.add.at(sums, group, found)
    assert sums.tolist() == totals.tolist()
    assert np.abs(found / 100.0 - values).max() <= 0.01 + 1e-6
    shuffled = list(range(len(rows)))
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    again = largest_remainder(values[shuffled], group[shuffled], totals, order[shuffled])
    assert again.tolist() == found[shuffled].tolist()


@given(st.lists(st.floats(0.01, 1e6), min_size=1, max_size=30), st.floats(-0.01, 0.01))
def test_adjusted_parts_round_to_the_parent(values: list[float], error: float) -> None:
    rows = np.array(values)
    parent = np.array([rows.sum() + error])
    group = np.zeros(len(rows), dtype=np.int64)
    adjusted, _, over = adjust(rows, group, parent, 0.011)
    assert not over.any()
    found = largest_remainder(adjusted, group, hundredths(parent), np.arange(len(rows)))
    assert found.sum() == hundredths(parent)[0]
    assert np.abs(found / 100.0 - rows).max() <= 0.02 + 1e-6


@pytest.mark.parametrize(("value", "others", "places"), [
    (6.0034, [6.0], 3),       # 6.003 and 6.000
    (6.0, [6.0], 2),          # nothing to tell apart
    (5.0, [6.0], 2),
    (79.999, [80.0], 3),
    (99.9999, [100.0, 90.0], 4),
    (89.9996, [100.0, 90.0], 4),
    (6.0 + 1e-12, [6.0], 2),  # the last bits of a float decide nothing
])
def test_as_many_decimals_as_tell_values_apart(value: float, others: list[float], places: int) -> None:
    assert decimals_apart(value, others) == places
