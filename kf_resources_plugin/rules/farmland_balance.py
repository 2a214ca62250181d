"""The balance of farmland taken and replenished: a trial write-off of quantity, paddy and grain capacity.

Sources: 国土资规〔2017〕13号 (three indicators written off separately against the county's reserve: replenished before
occupied 先补后占, as much as taken 占一补一, as good as taken 占优补优, paddy for paddy 占水田补水田) and
自然资发〔2024〕204号 (one balance for every occupation). Amounts are whole hundredths of m² or kg, so that nothing is
lost to rounding.
"""
from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

INDICATORS = ("quantity", "paddy", "capacity")
QUANTITY, PADDY, CAPACITY = range(3)

# Digits of a unit code that two units of one county, city or province share (GB/T 2260).
SCOPES = {"county": 6, "city": 4, "province": 2}

BY_DATE, THREE_INDEX, UNIFIED = "by_date", "three_index", "unified_2024"
MODES = (BY_DATE, THREE_INDEX, UNIFIED)

_GRADE_NOISE = 1e-9


@dataclass(frozen=True)
class Demand:
    """What one project takes in one county.

    amounts: hundredths of m² (quantity, paddy) and of kg (capacity), None where it is unknown; mean_grade: lower is
    better, None where it is unknown.
    """

    project_id: str
    unit_code: str
    day: date
    amounts: tuple[int | None, int | None, int | None]
    mean_grade: float | None = None
    kind: str = ""


@dataclass(frozen=True)
class Entry:
    """One entry of the reserve of replenished farmland; it serves from the day it is ``available``, None never."""

    entry_id: str
    unit_code: str
    available: date | None
    amounts: tuple[int, int, int]
    mean_grade: float | None = None


@dataclass(frozen=True)
class Terms:
    """By which rules a demand is judged.

    grade_decides: a worse mean grade fails the project; exempt: the rule that frees this kind of occupation from
    replenishment, '' where it has to be replenished.
    """

    mode: str
    grade_decides: bool
    exempt: str = ""


@dataclass(frozen=True)
class Shortage:
    """What one county's demand lacks of one indicator.

    amount: hundredths of m² or kg, None where the demand itself is unknown; later: the entries of the scope that
    would serve but become available only after the demand's day.
    """

    unit_code: str
    indicator: int
    amount: int | None
    later: tuple[Entry, ...] = ()


@dataclass(frozen=True)
class Allocation:
    """An amount of one indicator that a project takes from an entry, hundredths of m² or kg."""

    project_id: str
    unit_code: str
    entry_id: str
    indicator: int
    amount: int


@dataclass(frozen=True)
class GradeComparison:
    """Mean grade of the land taken and of the land that replaces it in one county; None where it is unknown."""

    unit_code: str
    taken: float | None
    supplied: float | None

    @property
    def kept(self) -> bool | None:
        """Tell whether the replacement is as good or better (占优补优); None where either grade is unknown."""
        if self.taken is None or self.supplied is None:
            return None
        return self.supplied <= self.taken + _GRADE_NOISE


@dataclass(frozen=True)
class Verdict:
    """Whether a project can be written off, and what it lacks.

    short: hundredths of m² or kg by indicator, None where unknown; replenished_first: 先补后占 holds, False where
    reserve that is short would be there on a later day; grade_kept: 占优补优, None where a grade is unknown or nothing
    is replaced.
    """

    project_id: str
    passed: bool
    terms: Terms
    short: tuple[int | None, int | None, int | None]
    replenished_first: bool
    grade_kept: bool | None
    shortages: tuple[Shortage, ...]
    grades: tuple[GradeComparison, ...]


@dataclass(frozen=True)
class Trial:
    """The outcome: verdicts in the order of judgement, what was taken, and the entries with what is left."""

    verdicts: tuple[Verdict, ...]
    allocations: tuple[Allocation, ...]
    remaining: tuple[Entry, ...]


def in_scope(unit_code: str, entry_unit: str, scope: str) -> bool:
    """Tell whether an entry of ``entry_unit`` may serve ``unit_code``; units without a code serve nobody."""
    digits = SCOPES[scope]
    return len(unit_code) >= digits and unit_code[:digits] == entry_unit[:digits]


def try_out(demands: Iterable[Demand], entries: Iterable[Entry], scope: str,
            terms_of: Callable[[Demand], Terms]) -> Trial:
    """Write demands off against entries, changing neither.

    Projects are judged in the order of their first day, then of their id. A project takes only if every indicator of
    each of its counties is covered by entries available on its day, otherwise nothing. Entries of the county itself go
    first, then by day and id. Raises ValueError when two entries share an id or an amount is negative.
    """
    pool = _Pool(entries)
    verdicts, taken = [], []
    for rows in _projects(demands):
        verdict, allocations = _judge(rows, pool, scope, terms_of)
        verdicts.append(verdict)
        taken.extend(allocations)
    return Trial(tuple(verdicts), tuple(taken), pool.remaining())


def _projects(demands: Iterable[Demand]) -> list[list[Demand]]:
    """Return the demands of each project, projects by first day and id, rows by county."""
    # by all they say, so that the order of rows decides nothing
    by_id = sorted(demands, key=lambda row: (row.project_id, row.unit_code, row.day, repr(row)))
    projects = [list(rows) for _, rows in groupby(by_id, key=lambda row: row.project_id)]
    if any(amount is not None and amount < 0 for row in by_id for amount in row.amounts):
        raise ValueError("a demand is negative")
    return sorted(projects, key=lambda rows: (min(row.day for row in rows), rows[0].project_id))


class _Pool:
    """The reserve while projects take from it: amounts as int64 (indicator, entry), entries in the order of use."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._given = tuple(entries)
        if len({entry.entry_id for entry in self._given}) != len(self._given):
            raise ValueError("two entries share an id")
        if any(amount < 0 for entry in self._given for amount in entry.amounts):
            raise ValueError("an entry is negative")
        self.entries = sorted(self._given, key=_order_of_use)
        self.left = np.array([entry.amounts for entry in self.entries], dtype=np.int64).reshape(-1, len(INDICATORS)).T

    def rows(self, demand: Demand, scope: str) -> tuple[np.ndarray, np.ndarray]:
        """Return the rows of entries that may serve a demand in the order of use, and those that come too late."""
        serving = [row for row, entry in enumerate(self.entries)
                   if entry.available is not None and in_scope(demand.unit_code, entry.unit_code, scope)]
        own = SCOPES["county"]
        serving.sort(key=lambda row: self.entries[row].unit_code[:own] != demand.unit_code[:own])
        timely = [row for row in serving if self.entries[row].available <= demand.day]  # type: ignore[operator]
        late = [row for row in serving if self.entries[row].available > demand.day]  # type: ignore[operator]
        return np.array(timely, dtype=np.int64), np.array(late, dtype=np.int64)

    def remaining(self) -> tuple[Entry, ...]:
        """Return the entries as they were given, with what is left of them."""
        left = {entry.entry_id: tuple(amounts) for entry, amounts in zip(self.entries, self.left.T.tolist())}
        return tuple(replace(entry, amounts=left[entry.entry_id]) for entry in self._given)


def _order_of_use(entry: Entry) -> tuple[str, str]:
    # entries that never become available stand last; no demand sees them
    return (entry.available.isoformat() if entry.available else "~", entry.entry_id)


def _judge(rows: Sequence[Demand], pool: _Pool, scope: str,
           terms_of: Callable[[Demand], Terms]) -> tuple[Verdict, list[Allocation]]:
    """Return the verdict of one project and what it takes; the pool changes only when it passes."""
    before = pool.left.copy()
    terms = [terms_of(row) for row in rows]
    shortages: list[Shortage] = []
    allocations: list[Allocation] = []
    grades: list[GradeComparison] = []
    for row, rule in zip(rows, terms):
        if rule.exempt:
            continue
        lacking, used = _cover(row, pool, scope)
        shortages += lacking
        allocations += used
        if not any(lack.indicator == QUANTITY for lack in lacking) and row.amounts[QUANTITY]:
            grades.append(GradeComparison(row.unit_code, row.mean_grade, _supplied_grade(used, pool)))
    kept = _all_kept([comparison.kept for comparison in grades])
    decided_by_grade = kept is False and any(rule.grade_decides for rule in terms)
    passed = not shortages and not decided_by_grade
    if not passed:
        pool.left[:] = before
        allocations = []
    deciding = next((rule for rule in terms if not rule.exempt), terms[0])
    verdict = Verdict(
        rows[0].project_id, passed, deciding, _sums(shortages), not any(lack.later for lack in shortages), kept,
        tuple(shortages), tuple(grades))
    return verdict, allocations


def _cover(row: Demand, pool: _Pool, scope: str) -> tuple[list[Shortage], list[Allocation]]:
    """Take what one county's demand finds in the pool; return what it lacks and what it took."""
    shortages: list[Shortage] = []
    allocations: list[Allocation] = []
    timely, late = pool.rows(row, scope)
    for indicator, wanted in enumerate(row.amounts):
        if wanted is None:
            shortages.append(Shortage(row.unit_code, indicator, None))
            continue
        there = pool.left[indicator, timely]
        # each entry gives what those before it leave open
        amounts = np.clip(wanted - (np.cumsum(there) - there), 0, there)
        pool.left[indicator, timely] -= amounts
        allocations += [Allocation(row.project_id, row.unit_code, pool.entries[entry].entry_id, indicator, amount)
                        for entry, amount in zip(timely.tolist(), amounts.tolist()) if amount]
        lacking = wanted - int(amounts.sum())
        if lacking:
            later = tuple(pool.entries[entry] for entry in late.tolist() if pool.left[indicator, entry])
            shortages.append(Shortage(row.unit_code, indicator, lacking, later))
    return shortages, allocations


def _supplied_grade(used: Sequence[Allocation], pool: _Pool) -> float | None:
    """Return the mean grade of the land that replaces the quantity, None where one of its entries has none."""
    by_id = {entry.entry_id: entry.mean_grade for entry in pool.entries}
    weighted = [(by_id[item.entry_id], item.amount) for item in used if item.indicator == QUANTITY]
    if any(grade is None for grade, _ in weighted):
        return None
    return sum(grade * amount for grade, amount in weighted if grade is not None) / sum(
        amount for _, amount in weighted)


def _all_kept(kept: Sequence[bool | None]) -> bool | None:
    if False in kept:
        return False
    return None if not kept or None in kept else True


def _sums(shortages: Sequence[Shortage]) -> tuple[int | None, int | None, int | None]:
    def total(indicator: int) -> int | None:
        amounts = [lack.amount for lack in shortages if lack.indicator == indicator]
        return None if None in amounts else sum(amount for amount in amounts if amount is not None)

    return total(QUANTITY), total(PADDY), total(CAPACITY)
