"""Units: 1 ha = 15 mu, 1 mu = 666.66… m², 10 000 mu = 666.6667 ha."""
from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kf_resources_plugin.rules import units

PER_HECTARE = {"m2": Fraction(10_000), "ha": Fraction(1), "mu": Fraction(15), "wan_mu": Fraction(15, 10_000)}


@pytest.mark.parametrize(("m2", "unit", "decimals", "text"), [
    (25199.53, "m2", None, "25199.53"),
    (25199.53, "ha", None, "2.5200"),
    (25199.53, "mu", None, "37.80"),  # 37.799295
    (25199.53, "mu", 1, "37.8"),
    (3707881333.0, "wan_mu", None, "556.1822"),  # the plan's figure: 370 788.1333 ha × 15 / 10 000
    (0.285, "m2", None, "0.29"),  # half-up in decimals, although the float lies below
    (1000000.0 / 3.0, "m2", 0, "333333"),
    (0.5, "m2", 0, "1"),
    (-0.001, "m2", None, "0.00"),
    (-12.345, "m2", None, "-12.35"),
    (1e12, "m2", None, "1000000000000.00"),
    (None, "ha", None, ""),
    (math.nan, "ha", None, ""),
])
def test_text(m2: float, unit: str, decimals: int, text: str) -> None:
    assert units.format_area(m2, unit, decimals) == text


def test_conversion() -> None:
    assert units.convert(10000.0, "ha") == 1.0
    assert units.convert(10000.0, "mu") == 15.0
    assert units.convert(20000.0 / 3.0 * 1000.0, "wan_mu") == pytest.approx(1.0, rel=1e-15)
    assert units.convert(12.34, "m2") == 12.34
    with pytest.raises(KeyError):
        units.convert(1.0, "acre")


def test_another_unit_is_refused() -> None:
    with pytest.raises(KeyError):
        units.format_area(1.0, "acre")


@given(st.integers(-10**14, 10**14), st.sampled_from(list(PER_HECTARE)), st.integers(0, 6))
def test_text_is_the_nearest_decimal(hundredths: int, unit: str, decimals: int) -> None:
    """Against exact fractions: never further from the area than half of the last digit shown."""
    exact = Fraction(hundredths, 100) * PER_HECTARE[unit] / 10_000
    shown = units.format_area(hundredths / 100, unit, decimals)
    assert abs(Fraction(shown) - exact) <= Fraction(1, 2 * 10**decimals)
    assert len(shown.partition(".")[2]) == decimals


@given(st.lists(st.floats(-1e9, 1e9), max_size=20))
def test_hundredths_are_the_nearest(areas: list[float]) -> None:
    for area, whole in zip(areas, units.hundredths(areas).tolist()):
        # a step of 0.000001 m² is taken first, so that the last bits of a float decide nothing
        assert abs(Fraction(area) * 100 - whole) <= Fraction(1, 2) + Fraction(1, 10_000)


@pytest.mark.parametrize("area", [math.nan, math.inf, -math.inf, 1e13])
def test_no_country_has_such_an_area(area: float) -> None:
    with pytest.raises(ValueError, match="not a number or too large"):
        units.steps([1.0, area])


def test_hundredths_are_half_up() -> None:
    found = units.hundredths(np.array([0.005, 0.004999,  0.285, 25199.5270134, 0.0, -0.005]))
    assert found.dtype == np.int64
    assert found.tolist() == [1, 0, 29, 2519953, 0, -1]
    with pytest.raises(ValueError, match="not a number"):
        units.hundredths([1.0, math.nan])


@pytest.mark.parametrize(("amount", "unit", "hundredths", "change"), [
    ("0.005", "m2", 1, Fraction(1, 2)),  # halves go up
    ("0.0049", "m2", 0, Fraction(-49, 100)),
    ("6.5", "ha", 6_500_000, 0),
    ("1", "mu", 66_667, Fraction(1, 3)),  # 666.666… m²
    ("10", "mu", 666_667, Fraction(1, 3)),
    ("0.01", "mu", 667, Fraction(1, 3)),
    ("0.0003", "mu", 20, 0),
])
def test_amounts_become_whole_hundredths(amount: str, unit: str, hundredths: int, change: Fraction) -> None:
    assert units.exact_hundredths(Decimal(amount), unit) == (hundredths, change)


@given(st.decimals(min_value=0, max_value=10**9, places=6), st.sampled_from(sorted(PER_HECTARE)))
def test_no_amount_changes_by_more_than_half_a_hundredth(amount: Decimal, unit: str) -> None:
    hundredths, change = units.exact_hundredths(amount, unit)
    exact = Fraction(amount) / PER_HECTARE[unit] * 10_000 * 100
    assert hundredths - exact == change
    assert -Fraction(1, 2) < change <= Fraction(1, 2)


@pytest.mark.parametrize("amount", ["1E31", "1E-31", "NaN", "Infinity"])
def test_amounts_beyond_measure_are_refused(amount: str) -> None:
    with pytest.raises(ValueError, match="digits"):
        units.exact_hundredths(Decimal(amount), "m2")
