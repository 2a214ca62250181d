"""Adjustment of areas to their parent and rounding to 0.01 m², so that parts always sum to the whole.

Survey practice calls it 面积平差: a small residual is spread in proportion to area, then whole hundredths
are handed out by largest remainder.
"""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from .units import STEPS_PER_HUNDREDTH, steps

if TYPE_CHECKING:
    from collections.abc import Sequence

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
_SAME, _MOST_DECIMALS = 1e-9, 9


def adjust(
    parts: Floats, parent_of: Ints, parents: Floats, tolerance: npt.ArrayLike
) -> tuple[Floats, Floats, npt.NDArray[np.bool_]]:
    """Spread the residual of each parent over its parts in proportion to their area.

    parts: areas (n,) in m². parent_of: row of the parent of each part (n,), -1 for a part without one, which
    stays as it is. parents: areas (p,) in m². tolerance: m², one number or one per parent.
    Returns (adjusted (n,), residual (p,) = parent - sum of its parts before adjustment, over (p,)). Where the
    residual exceeds the tolerance the parts stay as they are: that is a finding, not an adjustment.
    """
    parts = np.asarray(parts, dtype=np.float64)
    parents = np.asarray(parents, dtype=np.float64)
    owned = np.asarray(parent_of) >= 0
    sums = np.bincount(parent_of[owned], weights=parts[owned], minlength=len(parents))
    residual = parents - sums
    over = np.abs(residual) > np.asarray(tolerance, dtype=np.float64)
    change = ~over & (sums > 0.0)
    factor = np.ones(len(parents))
    factor[change] = parents[change] / sums[change]
    adjusted = parts.copy()
    adjusted[owned] *= factor[parent_of[owned]]
    return adjusted, residual, over


def largest_remainder(values: Floats, group: Ints, totals_hundredths: Ints, order: Ints) -> Ints:
    """Round areas to hundredths of m² so that every group sums exactly to its total.

    values: areas (n,) in m², none negative. group: group of each value (n,), 0 ... g-1. totals_hundredths: (g,).
    order: rank (n,) that decides between equal remainders; made from ids, so that the order of rows never matters.
    Each value gets its floor; the hundredths that are missing go to the largest remainders. With totals that are
    the rounded sums every result is within 0.01 m² of its value. Raises ValueError when a total is further from the
    sum of its group than one hundredth per value (adjust first), or a value is negative or not a number.
    """
    whole = steps(values)
    if (whole < 0).any():
        raise ValueError("an area is negative")
    totals = np.asarray(totals_hundredths, dtype=np.int64)
    floors, remainders = whole // STEPS_PER_HUNDREDTH, whole % STEPS_PER_HUNDREDTH
    counts = np.bincount(group, minlength=len(totals))
    missing = totals.copy()
    np.subtract.at(missing, group, floors)
    wrong = (missing < -counts) | (missing > 2 * counts)
    if wrong.any():
        raise ValueError(f"the total of group {int(np.flatnonzero(wrong)[0])} does not belong to its parts")
    ranked = np.lexsort((order, -remainders, group))
    starts = np.cumsum(counts) - counts
    place = np.arange(len(whole)) - starts[group[ranked]]
    each, rest = np.divmod(missing, np.maximum(counts, 1))
    result = floors
    result[ranked] += each[group[ranked]] + (place < rest[group[ranked]])
    return result


def decimals_apart(value: float, others: Sequence[float], least: int = 2) -> int:
    """Return how many decimals print a value unlike each of some others that it is not equal to, at least ``least``."""
    unlike = [other for other in others if abs(value - other) > _SAME]
    return next((places for places in range(least, _MOST_DECIMALS)
                 if all(f"{value:.{places}f}" != f"{other:.{places}f}" for other in unlike)), _MOST_DECIMALS)
