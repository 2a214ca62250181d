"""What is known of a supply of land, what of it cannot be true at once, and what of it was so on a day."""
from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from .periods import after_years, later

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from fractions import Fraction

    from .rule_rows import RuleBook

PAPERS = ("noticed", "determined")
_ASIDE = frozenset({*PAPERS, "price", "output", "area", "government_cause"})
"""What changes the fee or the step, not what the land is."""
_BLANKED = "idle.date_placeholder"  # what stands for no date is as good as none
_PAST = ("supplied", "started", "suspended", *PAPERS)
_IN_ORDER = (("supplied", "agreed"), ("supplied", "started"), ("started", "suspended"), ("supplied", "noticed"),
             ("noticed", "determined"))


@dataclass(frozen=True)
class Fault:
    """What is wrong with a supply: the rule that says so, what fills its message, the attribute it is about."""

    rule_id: str
    values: Mapping[str, Any] = field(default_factory=dict)
    about: str = ""

    @property
    def hides_kind(self) -> bool:
        """Tell whether it keeps one from saying what the land is."""
        return self.about not in _ASIDE and not self.is_blank

    @property
    def is_blank(self) -> bool:
        """Tell whether it says only that what stands there counts as blank."""
        return self.rule_id == _BLANKED


@dataclass(frozen=True)
class Supply:
    """What is known of one supply; None where nothing is. ``parcel`` is what it is called.

    Areas in m², money in 10,000 CNY; fractions where they were written in another unit. ``output`` is the yearly
    output of the cultivated land it was, a mean of three years. ``noticed`` and ``determined`` are the days of the
    investigation notice and of the determination. ``excluded`` are the days of delay by government or force majeure
    that are not counted.
    """

    parcel: str = ""
    supplied: date | None = None
    agreed: date | None = None
    started: date | None = None
    suspended: date | None = None
    noticed: date | None = None
    determined: date | None = None
    developed: float | Fraction | None = None
    to_develop: float | Fraction | None = None
    invested: float | Fraction | None = None
    investment: float | Fraction | None = None
    price: float | None = None
    output: float | None = None
    excluded: int | None = None
    government_cause: bool | None = None

    @property
    def developed_share(self) -> float | None:
        """Return the developed part of the area to be developed."""
        return _share(self.developed, self.to_develop)

    @property
    def invested_share(self) -> float | None:
        """Return the invested part of the investment."""
        return _share(self.invested, self.investment)

    @property
    def excused(self) -> bool:
        """Tell whether government or force majeure is the cause, without an end that would be told by its days."""
        return bool(self.government_cause) and not self.excluded


def contradictions(supply: Supply, names: Mapping[str, str], book: RuleBook, today: date,
                   known: date) -> Iterator[Fault]:
    """Yield what cannot be true at once, and that no day of the start was agreed where there was none by ``today``.

    known: the last day of which anybody can know.
    """
    yield from _doubtful_days(supply, names, book, known)
    for first, second in _IN_ORDER:
        one, other = getattr(supply, first), getattr(supply, second)
        if one is not None and other is not None and other < one:
            yield Fault("idle.date_order", {"field": names[second], "value": other, "other": names[first],
                                            "other_value": one}, second)
    if supply.agreed is None and (supply.started is None or supply.started > today) and not (
            supply.supplied is not None and supply.supplied > today):
        yield Fault("idle.date_missing")
    if supply.started is None and (supply.suspended is not None or (supply.developed or 0) > 0):
        yield Fault("idle.unstarted_work")
    if supply.developed is not None and supply.to_develop is not None and supply.developed > supply.to_develop:
        yield Fault("idle.developed_over", {"developed_m2": float(supply.developed),
                                             "planned_m2": float(supply.to_develop)})
    if supply.excluded and supply.government_cause is False:
        yield Fault("idle.excluded_uncaused", {"days": supply.excluded})
    begun = supply.suspended or (supply.agreed if supply.started is None else None)
    if supply.excluded and begun is not None and begun <= known < later(begun, supply.excluded):
        yield Fault("idle.excluded_over", {"days": supply.excluded, "value": begun})


def _doubtful_days(supply: Supply, names: Mapping[str, str], book: RuleBook, known: date) -> Iterator[Fault]:
    """Yield days that have not come yet, and such as tables write for no day (1900-01-01, 9999-12-31)."""
    first = date.fromisoformat(book.threshold("idle.date_unlikely", "earliest_date"))
    last = after_years(known, int(book.threshold("idle.date_unlikely", "ahead_years")))
    for name in (*_PAST, "agreed"):
        value = getattr(supply, name)
        if value is None:
            continue
        if value < first or value > last:
            yield Fault("idle.date_unlikely", {"field": names[name], "value": value}, name)
        elif value > known and name in _PAST:
            yield Fault("idle.date_future", {"field": names[name], "value": value, "day": known}, name)


def later_days(supply: Supply, today: date) -> dict[str, date]:
    """Return what happened after a day, by attribute."""
    days = {name: getattr(supply, name) for name in _PAST}
    return {name: day for name, day in days.items() if day is not None and day > today}


def known_on(supply: Supply, today: date) -> Supply:
    """Return a supply as it was on a day: without what happened later, and what was developed or invested by it."""
    gone: dict[str, Any] = dict.fromkeys(later_days(supply, today))
    if not gone:
        return supply
    if "started" in gone:
        gone.update(developed=None, invested=None)
    return replace(supply, **gone)


def _share(part: float | Fraction | None, whole: float | Fraction | None) -> float | None:
    return None if part is None or not whole else float(part / whole)
