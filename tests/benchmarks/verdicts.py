"""What the rows say: how many times as fast, whether areas agree, how time grows, which goals are met."""
from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.benchmarks.plan import ALGORITHM, ALL, BY_NAME, EQUAL_AREAS, MOST_CANCEL_S, MOST_MEMORY_MB, OURS, REFERENCE
from tests.benchmarks.plan import goals as ratio_goals

if TYPE_CHECKING:
    from tests.benchmarks.results import Group, Row

MILLION = 1_000_000


@dataclass(frozen=True)
class Verdict:
    """One goal at one size: what was wanted, what was found; met is None when nothing could be measured."""

    size: int
    job: str
    wanted: str
    found: str
    met: bool | None


@dataclass(frozen=True)
class Ratio:
    """How many times as fast ours is; ``at_least`` when the other was stopped before it came to its end."""

    times: float
    parcels: int
    at_least: bool = False

    def __str__(self) -> str:
        """Return it for a table."""
        figure = f"{self.times:.1f}" if self.times >= 2 else f"{self.times:.2f}"
        return f"{'> ' if self.at_least else ''}{figure}"


def ratio(group: Group, ours: str, other: Row) -> Ratio | None:
    """Return how many times as fast a side of ours is as the row of another at the row's number of parcels."""
    mine = group.row(ours, other.parcels)
    if mine is None or not mine.measured or other.seconds <= 0.0:
        return None
    return Ratio(other.seconds / mine.seconds, other.parcels, not other.measured)


def difference(group: Group, row: Row) -> float | None:
    """Return by how much, relative, a row's area differs from the reference at its number of parcels."""
    reference = group.row(REFERENCE, row.parcels)
    if not row.measured or not BY_NAME[row.side].same_pieces or reference is None or not reference.measured:
        return None
    return abs(row.area - reference.area) / reference.area


def growth(groups: list[Group], job: str, side: str) -> list[tuple[int, int, float, float]]:
    """Return (size, larger size, exponent, time over what n log n predicts) between one size and the next.

    Of sizes that two processors did it says nothing.
    """
    times = sorted((group.size, row.seconds, group.machine.split(",")[0]) for group in groups if group.job == job
                   and (row := group.row(side)) is not None and row.measured)
    found = []
    for (small, first, processor), (large, second, other) in zip(times, times[1:]):
        if processor != other:
            continue
        exponent = math.log(second / first) / math.log(large / small)
        predicted = first * large * math.log(large) / (small * math.log(small))
        found.append((small, large, exponent, second / predicted))
    return found


def verdicts(groups: list[Group]) -> list[Verdict]:
    """Return every goal that concerns what was measured."""
    found: list[Verdict] = []
    for group in groups:
        found += _ratios(group) + _areas(group) + _memory(group) + _watched(group)
    for job in ALL:
        for side in (ALGORITHM[job], REFERENCE):
            found += [Verdict(large, job, f"{side}: grows no faster than n log n from {small} parcels",
                              f"{over:.2f} of n log n, exponent {exponent:.2f}", over <= 1.0)
                      for small, large, exponent, over in growth(groups, job, side)]
    return found


def _ratios(group: Group) -> list[Verdict]:
    found = []
    for goal in ratio_goals():
        rows = [row for row in group.rows if row.side == goal.other]
        if group.job not in goal.jobs or not rows:
            continue
        named = f"{goal.ours} ≥ {goal.times:g} × {goal.other}"
        known = [one for row in rows if (one := ratio(group, goal.ours, row)) is not None]
        # a side that was stopped says "more than"; where that is too little, the size it managed decides
        best = max(known, key=lambda one: (one.at_least and one.times >= goal.times, not one.at_least), default=None)
        if best is None:
            missing = group.row(goal.ours)
            said = missing.note if missing is not None and not missing.measured else rows[0].note
            found.append(Verdict(group.size, group.job, named, said or "not measured", None))
        else:
            met = best.times >= goal.times
            at = "" if best.parcels == group.size else f" at {best.parcels} parcels"
            decided = None if best.at_least and not met else met
            found.append(Verdict(group.size, group.job, named, f"{best}{at}", decided))
    return found


def _areas(group: Group) -> list[Verdict]:
    known = [(off, row) for row in group.rows if (off := difference(group, row)) is not None]
    if not known:
        return []
    off, row = max(known, key=lambda pair: pair[0])
    return [Verdict(group.size, group.job, f"areas of {len(known)} rows equal to {EQUAL_AREAS:g}",
                    f"{off:.1e} ({row.side})", off <= EQUAL_AREAS)]


def _memory(group: Group) -> list[Verdict]:
    ours = [row for row in group.rows if BY_NAME[row.side].kind == OURS and row.measured and row.parcels == group.size]
    if not ours:
        return []
    most = max(ours, key=lambda row: row.peak_mb)
    met = most.peak_mb <= MOST_MEMORY_MB if group.size >= MILLION else None
    return [Verdict(group.size, group.job, f"peak memory at 1 M parcels ≤ {MOST_MEMORY_MB:.0f} MB",
                    f"{most.peak_mb:.0f} MB ({most.side})", met)]


def _watched(group: Group) -> list[Verdict]:
    found = []
    for side, seen in group.watched.items():
        slow = [cancel["latency_s"] for cancel in seen["cancels"] if cancel["latency_s"] is not None]
        left = sorted({name for cancel in seen["cancels"] for name in cancel["left"]})
        slowest, told = (max(slow), f"{max(slow):.2f} s") if slow else (None, "had ended")
        found.append(Verdict(group.size, group.job, f"{side}: cancel answers within {MOST_CANCEL_S:g} s", told,
                             None if slowest is None else slowest <= MOST_CANCEL_S))
        found.append(Verdict(group.size, group.job, f"{side}: a cancelled run leaves nothing",
                             ", ".join(left) or "nothing left", not left))
        found.append(Verdict(group.size, group.job, f"{side}: progress moves",
                             f"{seen['steps']} steps, longest standstill {seen['standstill_s']:.1f} s of "
                             f"{seen['seconds']:.1f} s", seen["steps"] > 1))
    return found
