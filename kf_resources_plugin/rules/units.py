"""Areas in the units planners use: the only place that converts and prints them.

One mu is 10 000 / 15 m² (1 ha = 15 mu), one wan-mu is 10 000 mu.
"""
from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import floor

import numpy as np
import numpy.typing as npt

# An area in m² becomes area * numerator / denominator: 15 mu to the hectare is exact, 666.67 m² is not.
_RATIO = {"m2": (1, 1), "ha": (1, 10000), "mu": (15, 10000), "wan_mu": (15, 100000000)}
_DECIMALS = {"m2": 2, "ha": 4, "mu": 2, "wan_mu": 4}

AREA_WORDS = {
    "m2": ("m2", "m²", "㎡", "平方米", "平米"), "ha": ("ha", "hm2", "hm²", "公顷"), "mu": ("mu", "亩"),
    "wan_mu": ("wan_mu", "万亩"),
}
"""What tables write for each unit of area, in lower case and without blanks."""

# Areas are compared and rounded in steps of 0.000001 m², so that the last bits of a float decide nothing.
STEPS_PER_M2 = 1000000
STEPS_PER_HUNDREDTH = 10000
LARGEST_AMOUNT = 1e12
"""In m² or kg: no country has as much."""
_LARGEST_M2 = 9.2e12  # more would not fit 64 bits
_MOST_DIGITS = 30


def steps(m2: npt.ArrayLike) -> npt.NDArray[np.int64]:
    """Return areas (any shape, m²) as whole numbers of 0.000001 m².

    Raises ValueError for NaN, infinite areas and areas no country has.
    """
    values = np.asarray(m2, dtype=np.float64)
    if not (np.abs(values) < _LARGEST_M2).all():
        raise ValueError("an area is not a number or too large")
    return np.rint(values * STEPS_PER_M2).astype(np.int64)


def hundredths(m2: npt.ArrayLike) -> npt.NDArray[np.int64]:
    """Return areas (any shape, m²) in whole hundredths of a square metre, halves away from zero.

    Raises ValueError as ``steps``.
    """
    whole = steps(m2)
    return np.asarray(np.sign(whole) * ((np.abs(whole) + STEPS_PER_HUNDREDTH // 2) // STEPS_PER_HUNDREDTH))


def exact_hundredths(amount: Decimal, unit: str) -> tuple[int, Fraction]:
    """Return an amount in ``unit`` as whole hundredths of m², halves up, and what rounding added, in hundredths.

    Nothing is lost on the way: 0.01 mu is 6.6666… m² exactly until it is rounded once. Raises KeyError for an unknown
    unit, ValueError for an amount no country has or with more digits than anybody measures.
    """
    exponent = amount.as_tuple().exponent
    if not isinstance(exponent, int) or amount.adjusted() > _MOST_DIGITS or exponent < -_MOST_DIGITS:
        raise ValueError("an amount is not a number or has too many digits")
    numerator, denominator = _RATIO[unit]
    exact = Fraction(amount) * 100 * denominator / numerator
    rounded = floor(exact + Fraction(1, 2))
    return rounded, rounded - exact


def convert(m2: float, unit: str) -> float:
    """Return an area of ``m2`` square metres in ``unit``: 'm2', 'ha', 'mu' or 'wan_mu'.

    Raises KeyError for another unit.
    """
    numerator, denominator = _RATIO[unit]
    return m2 * numerator / denominator


def per_unit(unit: str) -> Fraction:
    """Return how many of a unit one square metre is, exactly; raises KeyError for another unit."""
    return Fraction(*_RATIO[unit])


def area_decimals(unit: str) -> int:
    """Return the decimals areas are printed with in ``unit``; raises KeyError for an unknown one."""
    return _DECIMALS[unit]


def format_area(m2: float | None, unit: str, decimals: int | None = None) -> str:
    """Return an area of ``m2`` square metres as text in ``unit``, rounded half-up once; '' when there is none.

    Without ``decimals``: m² 2, ha 4, mu 2, wan-mu 4. Raises KeyError for an unknown unit.
    """
    numerator, denominator = _RATIO[unit]
    if m2 is None or not np.isfinite(m2):
        return ""
    places = _DECIMALS[unit] if decimals is None else decimals
    # repr is the shortest decimal that is this float: 0.285 rounds to 0.29 as a planner expects.
    exact = Decimal(repr(float(m2))) * numerator / denominator
    rounded = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return str(abs(rounded)) if rounded == 0 else f"{rounded:f}"
