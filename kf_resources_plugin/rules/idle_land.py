"""Idle land (闲置土地): what is idle, since when, what it costs and which step is next, by dates and shares alone."""
from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from .idle_supply import PAPERS, Fault, contradictions, known_on, later_days
from .periods import after_years, later

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from .idle_supply import Supply
    from .rule_rows import RuleBook

NOT_STARTED, SUSPENDED, SUSPECTED, NOT_IDLE, UNDETERMINED = (
    "not_started", "suspended", "suspected", "not_idle", "undetermined")
KINDS = (NOT_STARTED, SUSPENDED, SUSPECTED, UNDETERMINED, NOT_IDLE)
IDLE = frozenset({NOT_STARTED, SUSPENDED})
NO_STEP, WATCH, CORRECT, INVESTIGATE, REPLY, DETERMINE, EXTEND, COLLECT, RECOVER, DISPOSE = (
    "none", "watch", "correct_data", "investigate", "await_reply", "determine", "extend", "collect_fee", "recover",
    "dispose")
CNY_PER_WAN = 10_000
_FINEST = 1_000_000  # the denominator to which a limit is taken as a fraction: 0.333… is one third


@dataclass(frozen=True)
class Verdict:
    """What a supply is on a day; ``faults`` are to be told, ``idle_days`` count from agreed start or suspension.

    ``ground`` is the sentence of ``reason`` that says why it is idle, without what follows from it.
    """

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
    ground: str = ""


@dataclass(frozen=True)
class _Case:
    """One supply as it was on one day; ``names`` as ``judge`` takes them.

    faults: those that do not hide what it is; coming: what happened after that day, by attribute.
    """

    supply: Supply
    names: Mapping[str, str]
    book: RuleBook
    today: date
    faults: tuple[Fault, ...]
    coming: Mapping[str, date]

    def period(self, begun: date, rule_id: str) -> date:
        """Return the day after the years of a rule, without the days that are not counted."""
        return after_years(later(begun, self.supply.excluded or 0), int(self.book.threshold(rule_id, "after_years")))

    def days(self, begun: date) -> int:
        """Return the days since then, without those that are not counted."""
        return (self.today - begun).days - (self.supply.excluded or 0)

    def text(self, *sentences: str) -> str:
        """Return sentences, that days were left out where they were, and what happened later."""
        said = [*sentences, *([self.book.message("idle.excluded", days=self.supply.excluded)]
                              if self.supply.excluded else []),
                *(self.book.message(f"idle.{name}_later", value=self.coming[name], day=self.today)
                  for name in ("supplied", "started", "suspended") if name in self.coming)]
        return ("" if self.book.language == "zh" else " ").join(said)


def judge(supply: Supply, unreadable: tuple[Fault, ...], names: Mapping[str, str], book: RuleBook,
          today: date, known: date | None = None) -> Verdict:
    """Return what a supply is on a day; with ``unreadable`` values, else contradictions, it is undetermined.

    names: what the layer calls the attributes of ``Supply``, for the sentences. known: the last day of which anybody
    can know, ``today`` where left out: what happened after ``today`` had not happened on that day. Values that change
    only the fee or the next step leave that open and the rest judged.
    """
    faults = unreadable
    if not any(fault.hides_kind for fault in faults):
        faults = (*faults, *contradictions(supply, names, book, today, known or today))
    first = next((fault for fault in faults if fault.hides_kind), None)
    if first is not None:
        return Verdict(UNDETERMINED, first.rule_id, book.message(first.rule_id, subject=supply.parcel, **first.values),
                       next_step=CORRECT, faults=faults)
    coming = {name: day for name, day in later_days(supply, today).items() if name not in {
        fault.about for fault in faults}}
    case = _Case(known_on(supply, today), names, book, today, faults, coming)
    if "supplied" in coming:
        return Verdict(NOT_IDLE, "idle.supplied_later", case.text(), faults=faults)
    if case.supply.started is None and case.supply.agreed is not None:
        return _unstarted(case, case.supply.agreed)
    return _begun(case)


def _unstarted(case: _Case, agreed: date) -> Verdict:
    """Return the verdict on land where nothing was begun: fee and recovery hold for it alone."""
    rule, supply, book = "idle.not_started", case.supply, case.book
    since = case.period(agreed, rule)
    if case.today < since:
        return Verdict(NOT_IDLE, rule, case.text(book.message("idle.start_awaited", agreed=agreed, since=since)),
                       next_step=WATCH, next_deadline=since, faults=case.faults)
    days = case.days(agreed)
    ground = case.text(book.message(rule, agreed=agreed, days=days, since=since))
    if supply.excused:
        return _concluded(case, NOT_STARTED, rule, since, days, (ground, book.message("idle.cause"),
                                                                 book.message("idle.extend")), EXTEND)
    if supply.government_cause is None and not supply.excluded:
        told = any(fault.about == "government_cause" for fault in case.faults)
        return _concluded(case, NOT_STARTED, rule, since, days, (ground, _of(case, "idle.cause_unknown")), CORRECT,
                          *([] if told else [Fault("idle.cause_unknown")]))
    fee_from, recovery_from = case.period(agreed, "idle.fee"), case.period(agreed, "idle.recovery")
    fee, more, *faults = _fee(case) if case.today >= fee_from else (None, "")
    due = case.today >= recovery_from
    recovery = book.message("idle.recovery" if due else "idle.recovery_ahead", recovery=recovery_from)
    verdict = _concluded(case, NOT_STARTED, rule, since, days, (ground, *([more] if more else []), recovery),
                         RECOVER if due else COLLECT, *faults)
    return replace(verdict, fee_cny=fee, fee_from=fee_from, recovery_from=recovery_from)


def _concluded(case: _Case, kind: str, rule: str, since: date, days: int, said: tuple[str, ...], last: str,
               *faults: Fault) -> Verdict:
    """Return the verdict with the next step of the procedure; the first of the sentences is its ground."""
    joint = "" if case.book.language == "zh" else " "
    early, step, deadline = _step(case, since, last)
    unsure = _unverified(case, step) if kind == NOT_STARTED else ()
    return Verdict(kind, rule, joint.join((*said, *unsure)), since, days, next_step=step, next_deadline=deadline,
                   faults=(*case.faults, *faults, *early), ground=said[0])


def _unverified(case: _Case, step: str) -> Iterator[str]:
    """Yield what rests on no more than a start that the data lack: all of it, until it was investigated."""
    if step in {INVESTIGATE, REPLY}:
        yield case.book.message("idle.unverified")
    for fault in case.faults:
        if fault.about == "started":
            yield case.book.message(fault.rule_id, subject=case.supply.parcel, **fault.values)


def _of(case: _Case, rule_id: str) -> str:
    return case.book.message(rule_id, subject=case.supply.parcel)


def _fee(case: _Case) -> tuple[Any, ...]:
    """Return (fee in CNY, the sentence about it, faults …); None where the price is not known."""
    supply, book = case.supply, case.book
    if any(fault.about in {"price", "output"} for fault in case.faults):
        return None, ""
    if supply.output is not None:
        rule, base, key = "idle.cultivated_fee", supply.output, "output_coefficient"
    elif supply.price is not None:
        rule, base, key = "idle.fee", supply.price, "fee_share_of_total"
    else:
        return None, _of(case, "idle.price_missing"), Fault("idle.price_missing")
    share = float(book.threshold(rule, key))
    fee = round(base * share * CNY_PER_WAN, 2)
    return fee, book.message(rule, base=base, rate=_percent(share), fee=fee / CNY_PER_WAN)


def _begun(case: _Case) -> Verdict:
    """Return the verdict on land where work began: idle only where it was suspended, and no fee follows by itself."""
    rule, supply, book = "idle.suspended", case.supply, case.book
    faults = (*case.faults, *_late(case))
    if supply.suspended is None:
        return Verdict(NOT_IDLE, rule, case.text(book.message("idle.in_work", value=supply.started)),
                       faults=faults)
    since = case.period(supply.suspended, rule)
    if case.today < since:
        return Verdict(NOT_IDLE, rule, case.text(book.message("idle.pause", value=supply.suspended, since=since)),
                       next_step=WATCH, next_deadline=since, faults=faults)
    kind = _kind_of_pause(supply, book)
    if kind == NOT_IDLE:
        return Verdict(NOT_IDLE, rule, book.message("idle.far_enough"), faults=faults)
    days = case.days(supply.suspended)
    values = {"value": supply.suspended, "days": days, "developed": _percent(supply.developed_share),
              "invested": _percent(supply.invested_share),
              **{key: _percent(limit) for key, limit in zip(("least_developed", "least_invested"), _limits(book))}}
    more = () if kind == SUSPENDED else (Fault("idle.shares_unknown", values),)
    said = [case.text(book.message(rule if kind == SUSPENDED else "idle.shares_unknown", **values)),
            *([book.message("idle.cause"), book.message("idle.extend")] if supply.excused else [])]
    return _concluded(case, kind, rule, since, days, tuple(said), EXTEND if supply.excused else DISPOSE,
                      *_late(case), *more)


def _late(case: _Case) -> Iterator[Fault]:
    """Yield that a start came a year or more after the agreed day: a fee may have been due before it."""
    agreed, started = case.supply.agreed, case.supply.started
    if agreed is not None and started is not None and started >= after_years(
            agreed, int(case.book.threshold("idle.not_started", "after_years"))):
        yield Fault("idle.started_late", {"agreed": agreed, "value": started})


def _kind_of_pause(supply: Supply, book: RuleBook) -> str:
    """Return whether a long pause makes land idle: one low share is enough, both must be known to clear it."""
    low = [_below(part, whole, limit) for part, whole, limit in zip(
        (supply.developed, supply.invested), (supply.to_develop, supply.investment), _limits(book))]
    return SUSPENDED if True in low else SUSPECTED if None in low else NOT_IDLE


def _below(part: float | Fraction | None, whole: float | Fraction | None, limit: float) -> bool | None:
    """Tell whether a part is less than a limit of the whole, by the digits as written: 1.41 of 4.23 is one third."""
    if part is None or not whole:
        return None
    return Fraction(str(part)) < Fraction(str(whole)) * Fraction(limit).limit_denominator(_FINEST)


def _limits(book: RuleBook) -> tuple[float, float]:
    """Return the developed and the invested share below which a long pause makes land idle."""
    return (float(book.threshold("idle.suspended", "developed_share_of_total")),
            float(book.threshold("idle.suspended", "invested_share_of_total")))


def _step(case: _Case, since: date, last: str) -> tuple[list[Fault], str, date | None]:
    """Return (papers of an earlier time, next step, its day): inquiry, reply, determination, then ``last``.

    A paper from before the land was idle is about another delay: it counts for nothing.
    """
    sent = {name: getattr(case.supply, name) for name in PAPERS}
    early = [Fault("idle.paper_early", {"field": case.names[name], "value": day, "since": since}, name)
             for name, day in sent.items() if day is not None and day < since]
    if any(fault.about in PAPERS and not fault.is_blank for fault in case.faults):
        return early, CORRECT, None
    noticed, determined = (None if day is None or day < since else day for day in sent.values())
    if determined is not None:
        return early, last, None
    if noticed is None:
        days = int(case.book.threshold("idle.investigate", "within_days"))
        return early, INVESTIGATE, later(case.today, days)
    reply = later(noticed, int(case.book.threshold("idle.reply", "within_days")))
    return (early, REPLY, reply) if case.today <= reply else (early, DETERMINE, None)


def _percent(share: float | None) -> str | None:
    return None if share is None else f"{100 * share:.2f}".rstrip("0").rstrip(".") + "%"
