"""What is to be said of an update of the register: papers not taken, land gone without one, moves without one."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...rules.stock_events import MOVE
from ...rules.stock_update import (
    LATER,
    NOT_HELD,
    STILL_THERE,
    TOO_EARLY,
    UNDOCUMENTED,
)
from .rate_words import class_names

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from ...rules.disposal_rate import Lot
    from ...rules.findings import Finding
    from ...rules.rule_rows import RuleBook
    from ...rules.stock_events import StockEvent
    from ...rules.stock_update import Outcome, Paper

_TOLD = {NOT_HELD: "register.paper_not_held", STILL_THERE: "register.paper_still_there",
         TOO_EARLY: "register.paper_early", UNDOCUMENTED: "register.paper_undocumented"}


def unexplained_findings(outcome: Outcome, book: RuleBook) -> Iterator[Finding]:
    """Yield what the status does not show any more and no paper explains, by lot."""
    for lot, amount in outcome.unexplained.items():
        yield _of_lot("register.unexplained", lot, amount, book)


def paper_findings(papers: Sequence[Paper], outcome: Outcome, book: RuleBook) -> Iterator[Finding]:
    """Yield which papers were not taken, and why; those recorded before are none."""
    for paper in papers:
        rule = _TOLD.get(outcome.refused.get(paper.row, ""))
        if rule:
            yield book.finding(rule, subject_id=paper.lot.parcel or f"#{paper.row}", role="disposals",
                               source_fid=paper.row, place=f"#{paper.row}", area_m2=paper.amount / 100, value=paper.day,
                               kind=class_names().get(paper.lot.kind, paper.lot.kind))


def later_findings(outcome: Outcome, day: date, book: RuleBook) -> Iterator[Finding]:
    """Yield how many papers are of days after the status."""
    count = sum(why == LATER for why in outcome.refused.values())
    if count:
        yield book.finding("register.paper_later", role="disposals", place="day", value=day, count=count)


def undocumented(events: Sequence[StockEvent], book: RuleBook) -> list[StockEvent]:
    """Return the moves by which land that was to be supplied is supplied or used, without a paper that says so.

    Less than the slack of any paper is no land.
    """
    before, after = (frozenset(book.threshold("register.undocumented", key)) for key in ("from_classes", "to_classes"))
    least = 100 * float(book.threshold("register.slack", "min_area_m2"))
    return [event for event in events if event.kind == MOVE and event.lines[0].lot.kind in before
            and event.lines[1].lot.kind in after and event.lines[1].amount >= least]


def undocumented_findings(events: Sequence[StockEvent], book: RuleBook) -> Iterator[Finding]:
    """Yield the moves of ``undocumented``."""
    for event in undocumented(events, book):
        source, target = event.lines
        yield _of_lot("register.undocumented", source.lot, target.amount, book,
                      other=class_names()[target.lot.kind], event_no=event.number)


def _of_lot(rule: str, lot: Lot, amount: int, book: RuleBook, **values: Any) -> Finding:
    return book.finding(rule, subject_id=lot.parcel, role="stock_status", place=f"{lot.unit} {lot.kind}",
                        area_m2=amount / 100, unit_code=lot.unit, kind=class_names().get(lot.kind, lot.kind), **values)
