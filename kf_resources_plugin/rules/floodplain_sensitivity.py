"""How far one weight may move, the others scaled to the same sum, before a unit takes another zone: exactly.

With weight w of a criterion moved to v the others are scaled by (1 − v) / (1 − w). A zone's score is then
(v p + c (1 − v) Q) / (v + c (1 − v) A) with c = 1 / (1 − w), p its points, Q and A the sums of weight × points and of
weights of the other criteria that have data. It meets a score T where v = u / (u + (1 − w)(p − T)), u = T A − Q.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .floodplain_zoning import NOWHERE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .areas import Bools, Floats, Ints


_NOISE = 9  # decimals: what is beyond them is rounding of floats
_EQUAL = 10.0**-_NOISE


@dataclass(frozen=True)
class Sensitivity:
    """The smallest relative changes of weights that change zones.

    change: float64 (units, zones, criteria), signed, inf where no change of that weight does. smallest: float64
    (units,), its size at the most sensitive weight; by: int64 (units, 2), that zone and criterion, −1 where none does.
    """

    change: Floats
    smallest: Floats
    by: Ints


def sensitivity(points: Sequence[Floats], weights: Sequence[Floats], scores: Floats, zone: Ints, allowed: Bools,
                by_score: Bools) -> Sensitivity:
    """Return how far weights may move.

    points: of each zone float64 (units, criteria), NaN where there are no data; weights: of each zone (criteria,), sum
    1. scores: float64 (units, zones), zone: int64 (units,), allowed: bool (units, zones). by_score: bool (units,), the
    units that scores decided; no weight changes the others.
    """
    units, zones = scores.shape
    open_to = np.where(allowed & by_score[:, None] & ~np.isnan(scores), scores, -np.inf)
    rows = np.arange(units)
    won = np.where(zone == NOWHERE, 0, zone)
    winner = open_to[rows, won]
    others = open_to.copy()
    others[rows, won] = -np.inf
    rival = others.max(axis=1)
    change = np.full((units, zones, len(weights[0])), np.inf)
    for place in range(zones):
        target = np.where(won == place, rival, winner)
        open_here = np.isfinite(open_to[:, place]) & np.isfinite(target) & (zone != NOWHERE)
        change[:, place] = np.where(open_here[:, None], _changes(points[place], weights[place], target), np.inf)
    flat = np.abs(change).reshape(units, zones * change.shape[2])
    first = np.round(flat, _NOISE).argmin(axis=1)  # of equal ones the first, whatever rounding makes of them
    smallest = flat[rows, first]
    by = np.column_stack([first // change.shape[2], first % change.shape[2]])
    by[~np.isfinite(smallest)] = NOWHERE
    return Sensitivity(change, smallest, by)


def _changes(points: Floats, weights: Floats, target: Floats) -> Floats:
    """Return the relative change of each weight at which the score is ``target`` (units,), inf where none is."""
    known = ~np.isnan(points)
    counted = np.where(known, weights, 0.0)
    filled = np.nan_to_num(points)
    other_weight = counted.sum(axis=1, keepdims=True) - counted
    other_points = (counted * filled).sum(axis=1, keepdims=True) - counted * filled
    aim = np.where(np.isfinite(target), target, 0.0)[:, None]
    lacking = aim * other_weight - other_points
    with np.errstate(invalid="ignore", divide="ignore"):
        moved = lacking / (lacking + (1.0 - weights) * (filled - aim))
        change = moved / weights - 1.0
    level = np.isclose(counted * (filled - aim), lacking, rtol=0.0, atol=_EQUAL)  # the scores are equal as they are
    change = np.where(level, 0.0, change)
    movable = known & (weights > 0) & (weights < 1) & (other_weight > 0)
    reached = np.isfinite(change) & (moved >= 0) & (moved <= 1) | level
    return np.where(movable & reached, change, np.inf)
