"""Land used with low efficiency: six flags, each judged by what is known, and a score over those that can be judged.

States are numbers, so that of several criteria of one flag the greatest decides: one that speaks against the land is
enough, one that clears it says more than none.
"""
from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .areas import Bools, Floats, Ints

PROHIBITED, BY_PLAN, RENEWAL, OUTPUT, DENSITY, OLD = FLAGS = (
    "prohibited", "by_plan", "renewal", "output", "density", "old")
"""The flags in the order of their numbers (1) … (6); each is the rule ``low_efficiency.<flag>``."""
UNKNOWN, CLEAR, FLAGGED = -1, 0, 1
STATES = {UNKNOWN: "unknown", CLEAR: "clear", FLAGGED: "flagged"}
LOW, NOT_LOW, UNDETERMINED, SMALL = "low", "not_low", "undetermined", "small"
SCORE = "low_efficiency.score"
_DECIMALS = 6  # of values and limits: the last bits of a float decide nothing


@dataclass(frozen=True)
class Criterion:
    """What one criterion says of parcels, arrays of shape (parcels,).

    state: int64 of ``STATES``. value, limit: float64 what was found and what it is held against, NaN for none. found:
    the words that were found, '' for none. source: the layer that tells, '' for none.
    """

    flag: str
    key: str
    state: Ints
    value: Floats
    limit: Floats
    found: list[str]
    source: list[str]


def at_least(value: Floats, limit: Floats | float) -> Ints:
    """Return FLAGGED where a value reaches a limit, CLEAR where it does not, UNKNOWN where either is NaN."""
    return _states(np.isnan(value) | np.isnan(limit), np.round(value, _DECIMALS) >= np.round(limit, _DECIMALS))


def below(value: Floats, limit: Floats | float) -> Ints:
    """Return FLAGGED where a value is lower than a limit, CLEAR where it is not, UNKNOWN where either is NaN."""
    return _states(np.isnan(value) | np.isnan(limit), np.round(value, _DECIMALS) < np.round(limit, _DECIMALS))


def share_at_least(part: Floats, open_part: Floats, whole: Floats, limit: float) -> tuple[Ints, Floats]:
    """Return (state, share) of a part of a whole, of which ``open_part`` may or may not belong to it.

    The state is known where the open part cannot change it; the share is that of the part alone, 0 of nothing.
    """
    def share(amount: Floats) -> Floats:
        return np.divide(amount, whole, out=np.where(np.isnan(whole), np.nan, 0.0), where=whole > 0)

    least, most = at_least(share(part), limit), at_least(share(part + open_part), limit)
    return np.where(least == most, least, UNKNOWN).astype(np.int64), share(part)


def instead(first: Criterion, other: Criterion) -> Criterion:
    """Return a criterion as one layer tells it, and of parcels of which that says nothing, as another does."""
    known = first.state != UNKNOWN
    return replace(
        first, state=np.where(known, first.state, other.state), value=np.where(known, first.value, other.value),
        limit=np.where(known, first.limit, other.limit), found=_either(known, first.found, other.found),
        source=_either(known, first.source, other.source))


def first_told(criteria: Sequence[Criterion]) -> list[Criterion]:
    """Return each criterion once; what several layers tell is taken from the first that knows it of a parcel."""
    found: dict[str, Criterion] = {}
    for criterion in criteria:
        found[criterion.key] = instead(found[criterion.key], criterion) if criterion.key in found else criterion
    return list(found.values())


def flag_states(criteria: Sequence[Criterion], count: int) -> Ints:
    """Return the state of each flag, int64 (parcels, flags): FLAGGED by any criterion, CLEAR by any other."""
    states = np.full((count, len(FLAGS)), UNKNOWN, dtype=np.int64)
    for criterion in criteria:
        place = FLAGS.index(criterion.flag)
        states[:, place] = np.maximum(states[:, place], criterion.state)
    return states


def scores(states: Ints) -> Floats:
    """Return the share of the flags that could be judged which are raised, float64 (parcels,); NaN where none could."""
    judged = (states != UNKNOWN).sum(axis=1)
    raised = (states == FLAGGED).sum(axis=1)
    return np.divide(raised, judged, out=np.full(len(states), np.nan), where=judged > 0)


def results(states: Ints, area: Floats, min_area_m2: float, least: int) -> list[str]:
    """Return the word of each parcel: SMALL below the least area, LOW with ``least`` flags or more.

    area: float64 (parcels,) m². UNDETERMINED where the area is unknown or no flag could be judged.
    """
    raised = (states == FLAGGED).sum(axis=1)
    judged = (states != UNKNOWN).any(axis=1)
    words = np.select([np.isnan(area), area < min_area_m2, raised >= least, judged],
                      [UNDETERMINED, SMALL, LOW, NOT_LOW], UNDETERMINED)
    return [str(word) for word in words.tolist()]


def _states(unknown: Bools, flagged: Bools) -> Ints:
    return np.where(unknown, UNKNOWN, np.where(flagged, FLAGGED, CLEAR)).astype(np.int64)


def _either(known: Bools, first: list[str], other: list[str]) -> list[str]:
    return [one if is_known else two for is_known, one, two in zip(known.tolist(), first, other)]
