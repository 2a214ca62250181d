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

from .progress import NoProgress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from .progress import Progress

INDICATORS = ("quantity", "paddy", "capacity")
QUANTITY, PADDY, CAPACITY = range(3)

# Digits of a unit code that two units of one county, city or province share (GB/T 2260).
SCOPES = {"county": 6, "city": 4, "province": 2}

BY_DATE, THREE_INDEX, UNIFIED = "by_date", "three_index", "unified_2024"
MODES = (BY_DATE, THREE_INDEX, UNIFIED)

_GRADE_NOISE = 1e-9
_NEVER = 0  # no day has this number


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
    """Mean grade of the land taken and of the land that replaces it in one county; None where it is unknown.

    ``decides``: by the rules of this demand a grade that is not kept fails the project.
    """

    unit_code: str
    taken: float | None
    supplied: float | None
    decides: bool = False

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


def try_out(demands: Iterable[Demand], entries: Iterable[Entry], scope: str, terms_of: Callable[[Demand], Terms],
            progress: Progress | None = None) -> Trial:
    """Write demands off against entries, changing neither.

    Projects are judged in the order of their first day, then of their id. A project takes only if every indicator of
    each of its counties is covered by entries available on its day, otherwise nothing. Each county takes its own
    entries before any takes those of others, both by day and id. Raises ValueError when two entries share an id or an
    amount is negative, and Canceled.
    """
    watched = progress or NoProgress()
    pool = _Pool(entries, scope)
    verdicts, taken = [], []
    projects = _projects(demands)
    for number, rows in enumerate(projects):
        watched.check()
        watched.set(number / len(projects))
        verdict, allocations = _judge(rows, pool, terms_of)
        verdicts.append(verdict)
        taken.extend(allocations)
    return Trial(tuple(verdicts), tuple(taken), pool.remaining())


def _projects(demands: Iterable[Demand]) -> list[list[Demand]]:
    """Return the demands of each project, projects by first day and id, rows by day and county."""
    # by all they say, so that the order of rows decides nothing
    by_id = sorted(demands, key=lambda row: (row.project_id, row.day, row.unit_code, repr(row)))
    projects = [list(rows) for _, rows in groupby(by_id, key=lambda row: row.project_id)]
    if any(amount is not None and amount < 0 for row in by_id for amount in row.amounts):
        raise ValueError("a demand is negative")
    return sorted(projects, key=lambda rows: (min(row.day for row in rows), rows[0].project_id))


class _Pool:
    """The reserve while projects take from it: amounts as int64 (indicator, entry), entries in the order of use.

    grade: float64 (entries,), NaN where there is none.
    """

    def __init__(self, entries: Iterable[Entry], scope: str) -> None:
        self._given = tuple(entries)
        if len({entry.entry_id for entry in self._given}) != len(self._given):
            raise ValueError("two entries share an id")
        if any(amount < 0 for entry in self._given for amount in entry.amounts):
            raise ValueError("an entry is negative")
        self._scope = scope
        self.entries = sorted(self._given, key=_order_of_use)
        self.left = np.array([entry.amounts for entry in self.entries], dtype=np.int64).reshape(-1, len(INDICATORS)).T
        self.grade = np.array([np.nan if entry.mean_grade is None else entry.mean_grade for entry in self.entries])
        self._day = np.array([entry.available.toordinal() if entry.available else _NEVER for entry in self.entries],
                             dtype=np.int64)
        units = np.array([entry.unit_code for entry in self.entries], dtype=str)
        self._county = units.astype(f"<U{SCOPES['county']}")
        self._area = units.astype(f"<U{SCOPES[scope]}")

    def serving(self, demand: Demand) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return rows of entries in the order of use: the county's own, others of the scope, those that come too late.

        int64 each.
        """
        county, digits = demand.unit_code[:SCOPES["county"]], SCOPES[self._scope]
        if len(demand.unit_code) < digits:
            nothing = np.empty(0, dtype=np.int64)
            return nothing, nothing, nothing
        within = (self._area == demand.unit_code[:digits]) & (self._day != _NEVER)
        timely, own = within & (self._day <= demand.day.toordinal()), self._county == county
        return np.flatnonzero(timely & own), np.flatnonzero(timely & ~own), np.flatnonzero(within & ~timely)

    def remaining(self) -> tuple[Entry, ...]:
        """Return the entries as they were given, with what is left of them."""
        left = {entry.entry_id: tuple(amounts) for entry, amounts in zip(self.entries, self.left.T.tolist())}
        return tuple(replace(entry, amounts=left[entry.entry_id]) for entry in self._given)


def _order_of_use(entry: Entry) -> tuple[str, str]:
    # entries that never become available stand last; no demand sees them
    return (entry.available.isoformat() if entry.available else "~", entry.entry_id)


def _judge(rows: Sequence[Demand], pool: _Pool,
           terms_of: Callable[[Demand], Terms]) -> tuple[Verdict, list[Allocation]]:
    """Return the verdict of one project and what it takes; the pool changes only when it passes."""
    before = pool.left.copy()
    terms = [terms_of(row) for row in rows]
    liable = [(row, rule) for row, rule in zip(rows, terms) if not rule.exempt]
    claims = [_Claim(row, pool) for row, _ in liable]
    for own in (True, False):
        for claim in claims:
            claim.take(own=own)
    shortages = [lack for claim in claims for lack in claim.shortages()]
    grades = [GradeComparison(row.unit_code, row.mean_grade, claim.supplied_grade(), rule.grade_decides)
              for (row, rule), claim in zip(liable, claims) if row.amounts[QUANTITY] and not claim.lacks(QUANTITY)]
    passed = not shortages and not any(grade.decides and not grade.kept for grade in grades)
    allocations = [item for claim in claims for item in claim.allocations()] if passed else []
    if not passed:
        pool.left[:] = before
    deciding = next((rule for rule in terms if not rule.exempt), terms[0])
    verdict = Verdict(
        rows[0].project_id, passed, deciding, _sums(shortages), not any(lack.later for lack in shortages),
        _all_kept([comparison.kept for comparison in grades]), tuple(shortages), tuple(grades))
    return verdict, allocations


class _Claim:
    """One county's demand while it takes from the pool. ``taken``: int64 (indicator, entry)."""

    def __init__(self, row: Demand, pool: _Pool) -> None:
        self._row, self._pool = row, pool
        self._own, self._others, self._late = pool.serving(row)
        self.taken = np.zeros_like(pool.left)
        self._open = [0 if wanted is None else wanted for wanted in row.amounts]

    def take(self, *, own: bool) -> None:
        """Take what is open from the county's own entries, or from those of others in the scope."""
        rows = self._own if own else self._others
        for indicator, wanted in enumerate(self._open):
            there = self._pool.left[indicator, rows]
            # each entry gives what those before it leave open
            amounts = np.clip(wanted - (np.cumsum(there) - there), 0, there)
            self._pool.left[indicator, rows] -= amounts
            self.taken[indicator, rows] += amounts
            self._open[indicator] -= int(amounts.sum())

    def lacks(self, indicator: int) -> bool:
        """Tell whether an indicator is not covered."""
        return self._row.amounts[indicator] is None or self._open[indicator] > 0

    def shortages(self) -> list[Shortage]:
        """Return what is lacking, with the entries that would serve on a later day."""
        found = []
        for indicator, wanted in enumerate(self._row.amounts):
            if wanted is None:
                found.append(Shortage(self._row.unit_code, indicator, None))
            elif self._open[indicator]:
                later = tuple(self._pool.entries[entry] for entry in self._late.tolist()
                              if self._pool.left[indicator, entry])
                found.append(Shortage(self._row.unit_code, indicator, self._open[indicator], later))
        return found

    def allocations(self) -> list[Allocation]:
        """Return what was taken, by indicator in the order of use."""
        return [Allocation(self._row.project_id, self._row.unit_code, self._pool.entries[entry].entry_id, indicator,
                           int(self.taken[indicator, entry]))
                for indicator in range(len(INDICATORS)) for rows in (self._own, self._others)
                for entry in rows[self.taken[indicator, rows] > 0].tolist()]

    def supplied_grade(self) -> float | None:
        """Return the mean grade of the land that replaces the quantity, None where one of its entries has none."""
        used = self.taken[QUANTITY] > 0
        amounts, grades = self.taken[QUANTITY][used], self._pool.grade[used]
        return None if np.isnan(grades).any() else float((grades * amounts).sum() / amounts.sum())


def _all_kept(kept: Sequence[bool | None]) -> bool | None:
    if False in kept:
        return False
    return None if not kept or None in kept else True


def _sums(shortages: Sequence[Shortage]) -> tuple[int | None, int | None, int | None]:
    def total(indicator: int) -> int | None:
        amounts = [lack.amount for lack in shortages if lack.indicator == indicator]
        return None if None in amounts else sum(amount for amount in amounts if amount is not None)

    return total(QUANTITY), total(PADDY), total(CAPACITY)
