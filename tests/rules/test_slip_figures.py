"""Figures of a slip add up across and down in m², hectares and mu, each unit by itself."""
from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kf_resources_plugin.rules.slip_figures import AREA_UNITS, DECIMALS, WEIGHT_UNITS, figures

HERE, THERE = ("P1", "410222"), ("P1", "410225")
# printed units in a hundredth of m²: 1 ha = 10⁶ hundredths, 1 mu = 10⁶ / 15
PER_HUNDREDTH = {"m2": Fraction(1, 100), "ha": Fraction(1, 10**6), "mu": Fraction(15, 10**6), "kg": Fraction(1, 100)}


def decimals(*texts: str) -> list[Decimal]:
    return [Decimal(text) for text in texts]


def test_the_worked_example() -> None:
    """6.5 ha of A and 3.5 ha of B for 10 ha; 1 ha = 15 mu."""
    made = figures([("A", HERE, 6_500_000), ("B", HERE, 3_500_000)], {HERE: 10_000_000}, AREA_UNITS)
    assert made.lines() == [("A", HERE), ("B", HERE)]
    assert made.line("A", HERE) == decimals("65000.00", "6.5000", "97.50")
    assert made.line("B", HERE) == decimals("35000.00", "3.5000", "52.50")
    assert made.of_key(HERE) == made.demanded(HERE) == made.total() == decimals("100000.00", "10.0000", "150.00")


def test_thirds_are_shared_out_so_that_sums_hold() -> None:
    """Three times 3.333 m² are 0.0049995 mu each: printed 0.00 or 0.01, and 0.01 in all (0.01499…)."""
    made = figures([(name, HERE, 333) for name in "ABC"], {HERE: 999}, AREA_UNITS)
    shown = [made.line(name, HERE)[2] for name in "ABC"]
    assert sorted(shown) == decimals("0.00", "0.00", "0.01")
    assert made.total()[2] == Decimal("0.01")


def test_what_needs_no_replenishment_is_demanded_and_not_written_off() -> None:
    made = figures([("A", HERE, 500)], {HERE: 500, THERE: 700}, AREA_UNITS)
    assert made.demanded(THERE)[0] == Decimal("7.00")
    assert made.of_key(THERE)[0] == Decimal("0.00")
    assert (made.total()[0], made.total_demanded()[0]) == (Decimal("5.00"), Decimal("12.00"))


def test_nothing_gives_zeros() -> None:
    made = figures([], {HERE: 0}, AREA_UNITS)
    assert made.lines() == []
    assert made.total() == made.of_key(HERE) == decimals("0", "0", "0")


@pytest.mark.parametrize(("amounts", "demands"), [
    ([("A", HERE, -1)], {}), ([("A", HERE, 5)], {HERE: 4}), ([("A", HERE, 10**18)], {HERE: 10**18}),
])
def test_what_cannot_be_a_slip_is_refused(amounts: list[tuple[str, tuple[str, str], int]],
                                          demands: dict[tuple[str, str], int]) -> None:
    with pytest.raises(ValueError, match=r"negative|large"):
        figures(amounts, demands, AREA_UNITS)


AMOUNTS = st.lists(st.tuples(st.sampled_from("ABCDE"), st.sampled_from([HERE, THERE, ("P1", "410221")]),
                             st.integers(0, 10**11)), max_size=12)


@settings(deadline=None)  # a busy machine is no fault
@given(AMOUNTS, st.integers(0, 10**10), st.sampled_from([AREA_UNITS, WEIGHT_UNITS]))
def test_every_unit_adds_up_across_and_down(amounts: list[tuple[str, tuple[str, str], int]], exempt: int,
                                            units: tuple[str, ...]) -> None:
    demands: dict[tuple[str, str], int] = {("P1", "410299"): exempt}
    for _, key, amount in amounts:
        demands[key] = demands.get(key, 0) + amount
    made = figures(amounts, demands, units)
    for place, unit in enumerate(units):
        step = Fraction(1, 10 ** DECIMALS[unit])
        lines = {line: Fraction(made.line(*line)[place]) for line in made.lines()}
        for key in demands:
            down = sum((value for (_, other), value in lines.items() if other == key), Fraction())
            assert down == Fraction(made.of_key(key)[place])
            exact = sum(amount for _, other, amount in amounts if other == key) * PER_HUNDREDTH[unit]
            assert abs(down - exact) < step
        assert sum(lines.values(), Fraction()) == Fraction(made.total()[place])
        assert sum((Fraction(made.demanded(key)[place]) for key in demands), Fraction()) == Fraction(
            made.total_demanded()[place])
        assert Fraction(made.demanded(("P1", "410299"))[place]) + Fraction(made.total()[place]) == Fraction(
            made.total_demanded()[place])
