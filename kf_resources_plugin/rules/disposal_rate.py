"""Stock land disposed of in a year: which events count, the rate against its target, the quota earned, the years."""
from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date

    from .rule_rows import RuleBook

IDLE = "idle"
COUNTED, OTHER_YEAR, NOT_IN_STOCK, OVER, TWICE = "counted", "other_year", "not_in_stock", "over", "twice"


class Lot(NamedTuple):
    """Land that events are held against: a parcel in a county, of one class of stock."""

    parcel: str
    unit: str
    kind: str


@dataclass(frozen=True)
class Disposal:
    """An event: on a day so many hundredths of m² left a lot, by a document."""

    lot: Lot
    day: date
    amount: int
    document: str = ""


class Flow(NamedTuple):
    """Stock on 1 January and what was disposed of in the year, in hundredths of m²."""

    opening: int
    disposed: int

    @property
    def rate(self) -> Fraction | None:
        """Return the disposed share, None where there was no stock."""
        return Fraction(self.disposed, self.opening) if self.opening else None

    def meets(self, least: Fraction) -> bool | None:
        """Tell whether at least this share was disposed of, None where there was no stock."""
        return None if self.rate is None else self.rate >= least

    def short(self, least: Fraction) -> int:
        """Return what had still to be disposed of to meet a share, in hundredths, rounded up."""
        return max(0, ceil(least * self.opening) - self.disposed)


@dataclass
class Account:
    """Stock of a county on 1 January and what was disposed of, by class, in hundredths of m²."""

    opening: Counter[str] = field(default_factory=Counter)
    disposed: Counter[str] = field(default_factory=Counter)

    def flow(self, kinds: Collection[str]) -> Flow:
        """Return what some classes sum to."""
        return Flow(sum(self.opening[kind] for kind in kinds), sum(self.disposed[kind] for kind in kinds))


@dataclass(frozen=True)
class Quota:
    """Plan quota for disposed stock: the flows its tasks look at, the factor, and what is earned in hundredths."""

    unsupplied: Flow
    idle: Flow
    factor: Fraction
    earned: int


class YearFlow(NamedTuple):
    """The flow of a county in a year."""

    unit: str
    year: int
    flow: Flow


def settled(opening: Mapping[Lot, int], disposals: Sequence[Disposal], year: int) -> list[str]:
    """Return of each disposal whether it counts in a year, or why not.

    opening: hundredths of m² on 1 January. An event counts whole or not at all, so that opening less what counts is
    never negative: it needs its lot in the stock, with enough of it left by events of earlier days. Of events alike in
    everything one counts. The order of rows decides nothing.
    """
    left, met = dict(opening), set()
    found = [OTHER_YEAR] * len(disposals)
    inside = (row for row, event in enumerate(disposals) if event.day.year == year)
    for row in sorted(inside, key=lambda row: (disposals[row].day, disposals[row].document, disposals[row].amount)):
        event = disposals[row]
        if event in met:
            found[row] = TWICE
        elif event.lot not in left:
            found[row] = NOT_IN_STOCK
        elif event.amount > left[event.lot]:
            found[row] = OVER
        else:
            left[event.lot] -= event.amount
            found[row] = COUNTED
        met.add(event)
    return found


def accounts(opening: Mapping[Lot, int], disposals: Iterable[Disposal],
             verdicts: Iterable[str]) -> dict[str, Account]:
    """Return the account of each county that has stock, by its code; of disposals those that count."""
    found: dict[str, Account] = {unit: Account() for unit in sorted({lot.unit for lot in opening})}
    for lot, amount in opening.items():
        found[lot.unit].opening[lot.kind] += amount
    for event, verdict in zip(disposals, verdicts):
        if verdict == COUNTED:
            found[event.lot.unit].disposed[event.lot.kind] += event.amount
    return found


def whole(parts: Iterable[Account]) -> Account:
    """Return the account of all counties."""
    total = Account()
    for part in parts:
        total.opening.update(part.opening)
        total.disposed.update(part.disposed)
    return total


def least_share(book: RuleBook) -> Fraction:
    """Return the share of its stock that a county has to dispose of in a year."""
    return _exact(book, "rate.target", "least_share_of_total")


def quota(account: Account, book: RuleBook) -> Quota | None:
    """Return the quota that an account earns under the rules of its year; None in years before there was such a rule.

    A task without stock is met: there is nothing to do.
    """
    rule = "quota.linked"
    if book.row(rule).before_document(book.date):
        return None
    unsupplied, idle = (account.flow(book.threshold(rule, key)) for key in ("unsupplied_classes", "idle_classes"))
    least = _exact(book, rule, "least_share_of_total")
    missed = any(flow.meets(least) is False for flow in (unsupplied, idle))
    factor = _exact(book, rule, "missed_coefficient" if missed else "met_coefficient")
    earned = (unsupplied.disposed * _exact(book, rule, "unsupplied_share_of_total")
              + idle.disposed * _exact(book, rule, "idle_share_of_total"))
    if book.threshold(rule, "factor_on_disposed"):
        earned *= factor
    return Quota(unsupplied, idle, factor, floor(earned + Fraction(1, 2)))


def trend(history: Iterable[YearFlow], now: Iterable[YearFlow]) -> list[YearFlow]:
    """Return the flows of all years by county and year; what is found now goes before what history says."""
    found = {(row.unit, row.year): row for row in (*history, *now)}
    return [found[key] for key in sorted(found)]


def _exact(book: RuleBook, rule: str, key: str) -> Fraction:
    """Return a share as the decimal it is written as: 15 % of 100 ha are 15 ha, not a float beside them."""
    return Fraction(str(book.threshold(rule, key)))
