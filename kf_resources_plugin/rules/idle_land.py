"""Idle land (闲置土地): what is idle, since when, what it costs and which step is next, by dates and shares alone."""
from __future__ import annotations

from dataclasses import dataclass, field
from datetime import MAXYEAR, date, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .rule_rows import RuleBook

NOT_STARTED, SUSPENDED, SUSPECTED, NOT_IDLE, UNDETERMINED = (
    "not_started", "suspended", "suspected", "not_idle", "undetermined")
KINDS = (NOT_STARTED, SUSPENDED, SUSPECTED, UNDETERMINED, NOT_IDLE)
IDLE = frozenset({NOT_STARTED, SUSPENDED})
NO_STEP, WATCH, CORRECT, INVESTIGATE, REPLY, DETERMINE, EXTEND, COLLECT, RECOVER, DISPOSE = (
    "none", "watch", "correct_data", "investigate", "await_reply", "determine", "extend", "collect_fee", "recover",
    "dispose")
CNY_PER_WAN = 10_000
_IN_ORDER = (("supplied", "agreed"), ("supplied", "started"), ("started", "suspended"), ("noticed", "determined"))


@dataclass(frozen=True)
class Fault:
    """What is wrong with a supply: the rule that says so, and what fills its message."""

    rule_id: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Supply:
    """What is known of one supply; None where nothing is. ``parcel`` is what it is called.

    Areas in m², money in 10,000 CNY. ``output`` is the yearly output of the cultivated land it was, a mean of three
    years. ``noticed`` and ``determined`` are the days of the investigation notice and of the determination.
    """

    parcel: str = ""
    supplied: date | None = None
    agreed: date | None = None
    started: date | None = None
    suspended: date | None = None
    noticed: date | None = None
    determined: date | None = None
    developed: float | None = None
    to_develop: float | None = None
    invested: float | None = None
    investment: float | None = None
    price: float | None = None
    output: float | None = None
    government_cause: bool | None = None

    @property
    def developed_share(self) -> float | None:
        """Return the developed part of the area to be developed."""
        return _share(self.developed, self.to_develop)

    @property
    def invested_share(self) -> float | None:
        """Return the invested part of the investment."""
        return _share(self.invested, self.investment)


@dataclass(frozen=True)
class Verdict:
    """What a supply is on a day; ``faults`` are to be told, ``idle_days`` count from agreed start or suspension."""

    kind: str
    rule_id: str
    reason: str
    idle_since: date | None = None
    idle_days: int | None = None
    fee_cny: float | None = None
    fee_from: date | None = None
    recovery_from: date | None = None
    next_step: str = NO_STEP
    next_deadline: date | None = None
    faults: tuple[Fault, ...] = ()


def after_years(day: date, years: int) -> date:
    """Return the day after so many full years that begin with ``day``; a year from 29 February is full on the 28th."""
    if day.year + years > MAXYEAR:
        return date.max
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def judge(supply: Supply, unreadable: tuple[Fault, ...], names: Mapping[str, str], book: RuleBook,
          today: date) -> Verdict:
    """Return what a supply is on a day; with ``unreadable`` values, else contradictions, it is undetermined.

    names: what the layer calls the attributes of ``Supply``, for the sentences.
    """
    faults = unreadable or tuple(_contradictions(supply, names, today))
    if faults:
        first = faults[0]
        return Verdict(UNDETERMINED, first.rule_id, book.message(first.rule_id, subject=supply.parcel, **first.values),
                       next_step=CORRECT, faults=faults)
    if supply.started is None and supply.agreed is not None:
        return _unstarted(supply, supply.agreed, book, today)
    return _begun(supply, book, today)


def _contradictions(supply: Supply, names: Mapping[str, str], today: date) -> Iterator[Fault]:
    """Yield what cannot be true at once, and that no day of the start was agreed where there was none."""
    for name in ("supplied", "started", "suspended", "noticed", "determined"):
        value = getattr(supply, name)
        if value is not None and value > today:
            yield Fault("idle.date_future", {"field": names[name], "value": value, "day": today})
    for first, second in _IN_ORDER:
        one, other = getattr(supply, first), getattr(supply, second)
        if one is not None and other is not None and other < one:
            yield Fault("idle.date_order", {"field": names[second], "value": other, "other": names[first],
                                            "other_value": one})
    if supply.started is None and supply.agreed is None:
        yield Fault("idle.date_missing")
    if supply.started is None and (supply.suspended is not None or (supply.developed or 0) > 0):
        yield Fault("idle.unstarted_work")
    if supply.developed is not None and supply.to_develop is not None and supply.developed > supply.to_develop:
        yield Fault("idle.developed_over", {"developed_m2": supply.developed, "planned_m2": supply.to_develop})


def _unstarted(supply: Supply, agreed: date, book: RuleBook, today: date) -> Verdict:
    """Return the verdict on land where nothing was begun: fee and recovery hold for it alone."""
    rule = "idle.not_started"
    since = after_years(agreed, int(book.threshold(rule, "after_years")))
    if today < since:
        return Verdict(NOT_IDLE, rule, book.message("idle.start_awaited", agreed=agreed, since=since),
                       next_step=WATCH, next_deadline=since)
    days = (today - agreed).days
    said = [book.message(rule, agreed=agreed, days=days, since=since)]
    if supply.government_cause:
        return Verdict(NOT_STARTED, rule, _text([*said, book.message("idle.cause")], book), since, days,
                       **_step(supply, book, today, EXTEND))
    fee_from = after_years(agreed, int(book.threshold("idle.fee", "after_years")))
    recovery_from = after_years(agreed, int(book.threshold("idle.recovery", "after_years")))
    fee, more, faults = _fee(supply, book)
    if today < fee_from:
        fee = None
    recovery = "idle.recovery" if today >= recovery_from else "idle.recovery_ahead"
    said += [*([more] if fee is not None else []), book.message(recovery, recovery=recovery_from)]
    last = RECOVER if today >= recovery_from else COLLECT
    return Verdict(NOT_STARTED, rule, _text(said, book), since, days, fee, fee_from, recovery_from, faults=faults,
                   **_step(supply, book, today, last))


def _fee(supply: Supply, book: RuleBook) -> tuple[float | None, str, tuple[Fault, ...]]:
    """Return (fee in CNY, the sentence about it, faults); None where price or cause is not known."""
    if supply.government_cause is None:
        return None, "", (Fault("idle.cause_unknown"),)
    if supply.output is not None:
        rule, base, key = "idle.cultivated_fee", supply.output, "output_coefficient"
    elif supply.price is not None:
        rule, base, key = "idle.fee", supply.price, "fee_share_of_total"
    else:
        return None, "", (Fault("idle.price_missing"),)
    share = float(book.threshold(rule, key))
    fee = round(base * share * CNY_PER_WAN, 2)
    return fee, book.message(rule, base=base, rate=_percent(share), fee=fee / CNY_PER_WAN), ()


def _begun(supply: Supply, book: RuleBook, today: date) -> Verdict:
    """Return the verdict on land where work began: idle only where it was suspended, and no fee follows by itself."""
    rule, started = "idle.suspended", supply.started
    late = supply.agreed is not None and started is not None and started >= after_years(
        supply.agreed, int(book.threshold("idle.not_started", "after_years")))
    faults = (Fault("idle.started_late", {"agreed": supply.agreed, "value": started}),) if late else ()
    if supply.suspended is None:
        return Verdict(NOT_IDLE, rule, book.message("idle.in_work", value=started), faults=faults)
    since = after_years(supply.suspended, int(book.threshold(rule, "after_years")))
    if today < since:
        return Verdict(NOT_IDLE, rule, book.message("idle.pause", value=supply.suspended, since=since),
                       next_step=WATCH, next_deadline=since, faults=faults)
    kind = _kind_of_pause(supply, book)
    if kind == NOT_IDLE:
        return Verdict(NOT_IDLE, rule, book.message("idle.far_enough"), faults=faults)
    days = (today - supply.suspended).days
    shares = {"developed": _percent(supply.developed_share), "invested": _percent(supply.invested_share),
              **{key: _percent(limit) for key, limit in zip(("least_developed", "least_invested"), _limits(book))}}
    said = [book.message(rule if kind == SUSPENDED else "idle.shares_unknown", value=supply.suspended, days=days,
                         **shares)]
    if supply.government_cause:
        said.append(book.message("idle.cause"))
    if kind == SUSPECTED:
        faults = (*faults, Fault("idle.shares_unknown", {"value": supply.suspended, "days": days, **shares}))
    return Verdict(kind, rule, _text(said, book), since, days, faults=faults,
                   **_step(supply, book, today, EXTEND if supply.government_cause else DISPOSE))


def _kind_of_pause(supply: Supply, book: RuleBook) -> str:
    """Return whether a long pause makes land idle: one low share is enough, both must be known to clear it."""
    shares = (supply.developed_share, supply.invested_share)
    if any(share is not None and share < limit for share, limit in zip(shares, _limits(book))):
        return SUSPENDED
    return SUSPECTED if None in shares else NOT_IDLE


def _limits(book: RuleBook) -> tuple[float, float]:
    """Return the developed and the invested share below which a long pause makes land idle."""
    return (float(book.threshold("idle.suspended", "developed_share_of_total")),
            float(book.threshold("idle.suspended", "invested_share_of_total")))


def _step(supply: Supply, book: RuleBook, today: date, last: str) -> dict[str, Any]:
    """Return the next step of the procedure and its day: inquiry, reply, determination, then ``last``."""
    if supply.determined is not None:
        return {"next_step": last}
    if supply.noticed is None:
        days = int(book.threshold("idle.investigate", "within_days"))
        return {"next_step": INVESTIGATE, "next_deadline": today + timedelta(days)}
    reply = supply.noticed + timedelta(int(book.threshold("idle.reply", "within_days")))
    return {"next_step": REPLY, "next_deadline": reply} if today <= reply else {"next_step": DETERMINE}


def _share(part: float | None, whole: float | None) -> float | None:
    return None if part is None or not whole else part / whole


def _percent(share: float | None) -> str | None:
    return None if share is None else f"{share:.1%}"


def _text(sentences: list[str], book: RuleBook) -> str:
    return ("" if book.language == "zh" else " ").join(sentences)
