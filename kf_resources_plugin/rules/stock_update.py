"""What a status layer and documents of disposal say that the register of stock land does not know yet.

The status layer says where things stand on a day; documents say how land left stock. A document counts where the land
it is about is gone from its class, or from one before it in the order of works; what moved to another class of its
parcel, or to another parcel of its batch, is moved; what is gone without a document is told and stays in the register.
So a second run finds nothing new.
"""
from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from .disposal_rate import IDLE, Lot
from .event_chain import CREATE, NO_HASH, plain
from .stock_events import CORRECT, DISPOSE, ENTER, FACTS, MOVE, Line, RegisterFault, RegisterState, StockEvent
from .stock_status import CLASSES, NOT_EXPROPRIATED, NOT_SUPPLIED, NOT_USED, UNFINISHED, USED

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

_WORKS = (NOT_EXPROPRIATED, NOT_SUPPLIED, NOT_USED, UNFINISHED, USED)
"""The order in which land goes through classes: it may have gone on since the status before."""
CORRECTION = "correction"  # the route of a document that says an area was wrong
RECORDED, NOT_HELD, STILL_THERE, TOO_EARLY, UNDOCUMENTED, LATER = (
    "recorded", "not_held", "still_there", "too_early", "undocumented", "later")


class Shown(NamedTuple):
    """A lot of a status layer: hundredths of m², what else is said of it by FACTS, first day of its class, WKB."""

    amount: int
    facts: Mapping[str, str]
    since: date | None
    shape: bytes


class Paper(NamedTuple):
    """A document of disposal: by ``route`` so many hundredths of m² left a lot on a day. ``row`` is its caller's."""

    lot: Lot
    day: date
    amount: int
    route: str
    document: str
    row: int


class Draft(NamedTuple):
    """An event before it has a number, a time and a hash."""

    kind: str
    payload: Mapping[str, object]
    lines: tuple[Line, ...]


@dataclass
class Outcome:
    """What became of a comparison.

    refused: why, by the ``row`` of a paper that was not taken; unexplained: hundredths of m² by lot that the status
    does not show and no paper explains.
    """

    refused: dict[int, str] = field(default_factory=dict)
    unexplained: dict[Lot, int] = field(default_factory=dict)


class Comparison:
    """Compares a status layer of a day, and papers, with a register.

    ``drafts`` looks at ``state`` again after every draft: who asks for the next one has written the last one into it.
    """

    def __init__(self, state: RegisterState, day: date, shown: Mapping[Lot, Shown], papers: Sequence[Paper],
                 unclear: Collection[str], alike: Callable[[bytes, bytes], bool],
                 slack: Callable[[int], int]) -> None:
        """Take what is compared; ``unclear``: parcels left as they are. Raises RegisterFault.

        alike: whether two shapes are the same. slack: by how much a paper's area may differ from what is gone.
        """
        last = state.brought_up_to()
        if last is not None and day < last:
            raise RegisterFault("register.day_before", day=day, last=last)
        self._state, self._day, self._alike, self._slack = state, day, alike, slack
        self._shown = {lot: row for lot, row in sorted(shown.items()) if lot.parcel not in unclear}
        self._papers: dict[str, list[Paper]] = {}
        for paper in sorted(papers, key=lambda paper: (paper.day, paper.document, paper.amount, paper.row)):
            if paper.lot.parcel not in unclear:
                self._papers.setdefault(paper.lot.parcel, []).append(paper)
        self._gone = {lot: gone for lot in sorted(state.steps) if lot.parcel not in unclear
                      for gone in [-self._grown(lot)] if gone > 0}
        self._recorded = {_key(step.line.lot._replace(kind=said["class"]), step.day, said["area"], said["document"])
                          for steps in state.steps.values() for step in steps
                          for said in [step.event.payload.get("paper")] if said}
        self._begun: dict[date | None, list[Lot]] = {}
        for lot, row in self._shown.items():
            self._begun.setdefault(row.since, []).append(lot)
        self.outcome = Outcome()

    def drafts(self) -> Iterator[Draft]:
        """Yield what is to be written: what left by papers, moved within a parcel, moved within a batch, and came."""
        disposed: dict[object, date] = {}
        for parcel, papers in sorted(self._papers.items()):
            for draft in (draft for paper in papers for draft in self._disposal(paper)):
                if draft.kind == DISPOSE:  # what shows up again did so no earlier: papers come in order of their days
                    disposed[parcel] = day = date.fromisoformat(str(draft.payload["day"]))
                    disposed.setdefault(self._batch(draft.lines[0].lot), day)
                yield draft
                if draft.kind == DISPOSE:
                    yield from self._returns(draft.lines[0], day)
        for near in (self._parcel, self._batch):
            yield from self._moves(near)
        yield from self._comings(disposed)
        self.outcome.unexplained.update({lot: amount for lot, amount in self._gone.items() if amount})
        yield from self._corrections()

    def _grown(self, lot: Lot) -> int:
        """Return how much more the status shows of a lot than the register holds now."""
        return (self._shown[lot].amount if lot in self._shown else 0) - self._state.held(lot, self._day)

    def _parcel(self, lot: Lot) -> object:
        return lot.parcel

    def _batch(self, lot: Lot) -> object:
        """Return the batch of a lot, itself where it is of none: approved land gets other ids when it is supplied."""
        facts = self._shown[lot].facts if lot in self._shown else self._state.facts(lot, self._day)
        return (lot.unit, facts["batch"]) if facts["batch"] else lot

    def _disposal(self, paper: Paper) -> Iterator[Draft]:
        """Yield what a paper takes from the classes in which the register has its land; else tell why it does not."""
        lot = self._lot_of(paper)
        key = _key(lot, paper.day, paper.amount, paper.document)
        why = self._refusal(paper, key)
        parts = [] if why else self._parts(paper, lot, lambda source: min(
            self._gone.get(source, 0), self._state.spare(source, paper.day)))
        if not why and not parts:
            is_early = self._parts(paper, lot, lambda source: self._gone.get(source, 0))
            why = TOO_EARLY if is_early else STILL_THERE if self._state.lots.get(lot.parcel) else NOT_HELD
        if why:
            self.outcome.refused[paper.row] = why
            return
        self._recorded.add(key)
        for source, part in parts:
            self._gone[source] -= part
            yield self._leaving(paper, lot, source, part)

    def _returns(self, line: Line, day: date) -> Iterator[Draft]:
        """Yield land that a paper took out and that is in its next class, or under its next id, since that very day."""
        left = -line.amount
        for lot in self._begun.get(day, ()):
            part = min(left, self._grown(lot)) if self._batch(lot) == self._batch(line.lot) or (
                lot.parcel == line.lot.parcel) else 0
            if part > 0:
                left -= part
                yield self._draft(ENTER, day, [(lot, part)], facts=self._shown[lot].facts)

    def _lot_of(self, paper: Paper) -> Lot:
        """Return the lot that a paper is about: idle land is land supplied and not used, where nobody set it apart."""
        lot, own = paper.lot, self._state.lots.get(paper.lot.parcel, set())
        kind = NOT_USED if lot.kind == IDLE and not any(other.kind == IDLE for other in own) else lot.kind
        units = {other.unit for other in own}
        return Lot(lot.parcel, lot.unit or (units.pop() if len(units) == 1 else ""), kind)

    def _refusal(self, paper: Paper, key: tuple[object, ...]) -> str:
        if key in self._recorded:
            return RECORDED
        if paper.day > self._day:
            return LATER
        return "" if paper.document else UNDOCUMENTED

    def _parts(self, paper: Paper, lot: Lot, left: Callable[[Lot], int]) -> list[tuple[Lot, int]]:
        """Return of which lots what a paper says is gone: its own, then of classes before; [] where not all is.

        left: how much a lot may give.
        """
        before = _WORKS[:_WORKS.index(lot.kind)] if lot.kind in _WORKS and paper.route != CORRECTION else ()
        parts, lacking = [], paper.amount
        for source in (lot, *(lot._replace(kind=kind) for kind in reversed(before))):
            part = min(left(source), lacking)
            if part > 0:
                parts.append((source, part))
                lacking -= part
        slack = self._slack(paper.amount)
        if parts and not lacking:  # a paper takes the last of a lot with it
            source, part = parts[-1]
            if self._gone[source] - part <= slack:
                parts[-1] = (source, left(source))
        return parts if lacking <= slack else []

    def _moves(self, near: Callable[[Lot], object]) -> Iterator[Draft]:
        """Yield what moved from lots that show less to those near them that show more, in the order of works."""
        sources: dict[object, list[Lot]] = {}
        for lot in sorted(self._gone, key=_place):
            sources.setdefault(near(lot), []).append(lot)
        for target in sorted(self._shown, key=_place):
            row = self._shown[target]
            for source in sorted(sources.get(near(target), ()), key=lambda lot: lot.kind != target.kind):
                part = min(self._gone[source], self._grown(target))
                if part > 0:
                    self._gone[source] -= part
                    yield self._draft(MOVE, self._moved(source, row, part), [(source, -part), (target, part)],
                                      facts=row.facts)

    def _moved(self, source: Lot, row: Shown, part: int) -> date:
        """Return when land moved: on the first day of its class, where that is later than its class before began.

        What is begun and what is finished have the same first day, so it does not say when the one became the other.
        """
        before = self._state.facts(source, self._day)["since"]
        dated = row.since is not None and row.since <= self._day and row.since.isoformat() > before
        return row.since if row.since and dated and self._state.spare(source, row.since) >= part else self._day

    def _first(self, row: Shown) -> date:
        """Return the first day of a class, the day of the status where nobody says it."""
        return row.since if row.since is not None and row.since <= self._day else self._day

    def _comings(self, disposed: Mapping[object, date]) -> Iterator[Draft]:
        """Yield land that came into stock, or back into it in another class, and areas that turn out larger."""
        for lot, row in self._shown.items():
            grown = self._grown(lot)
            left = disposed.get(lot.parcel, disposed.get(self._batch(lot)))
            if grown > 0 and self._state.held(lot, self._day) and left is None:
                yield self._draft(CORRECT, self._day, [(lot, grown)], facts=row.facts)
            elif grown > 0:
                yield self._draft(ENTER, max(self._first(row), left or date.min), [(lot, grown)], facts=row.facts)

    def _corrections(self) -> Iterator[Draft]:
        """Yield what else the status says of a lot now, and where it lies now."""
        for lot, row in self._shown.items():
            last = self._state.last(lot, self._day)
            said = self._state.facts(lot, self._day)
            if last is not None and not (dict(said) == dict(row.facts) and self._alike(last.line.shape, row.shape)):
                yield self._draft(CORRECT, self._day, [(lot, 0)], facts=row.facts)

    def _leaving(self, paper: Paper, lot: Lot, source: Lot, part: int) -> Draft:
        """Return what a paper takes from a lot; an area that was wrong is no disposal."""
        said = {"class": lot.kind, "area": paper.amount, "document": paper.document}
        more = {"facts": self._state.facts(source, paper.day)} if paper.route == CORRECTION else {}
        return self._draft(CORRECT if more else DISPOSE, paper.day, [(source, -part)], paper=said,
                           document=paper.document, route=paper.route, **more)

    def _draft(self, kind: str, day: date, amounts: Sequence[tuple[Lot, int]], *, document: str = "", route: str = "",
               **more: object) -> Draft:
        payload = {"day": day, "status_day": self._day, "document": document, "route": route, **more}
        return Draft(kind, plain(payload), tuple(
            Line(lot, amount, self._shown[lot].shape if lot in self._shown else b"") for lot, amount in amounts))


def _key(lot: Lot, day: date, amount: int, document: str) -> tuple[object, ...]:
    """Return what makes a paper the same paper, also when a status has set idle land apart since it was taken."""
    return lot._replace(kind=NOT_USED if lot.kind == IDLE else lot.kind), day, amount, document


def first_event(facts: Mapping[str, object], at: str, operator: str, reason: str) -> StockEvent:
    """Return the event that makes a register, not yet sealed."""
    return StockEvent(1, CREATE, at, plain(operator), plain(reason), plain(dict(facts)), NO_HASH, "")


def reversal(event: StockEvent, state: RegisterState) -> Draft:
    """Return the draft that takes an event back. Raises RegisterFault."""
    fault = state.reversal_fault(event)
    if fault is not None:
        raise fault
    for short in state.without(event):
        raise RegisterFault("register.reverse_spent", **{**short.values, "event_no": event.number})
    return Draft("reverse", {"reverses": event.number, "kind": event.kind}, ())


def facts_of(values: Mapping[str, str]) -> dict[str, str]:
    """Return FACTS with what is known of them."""
    return {name: values.get(name, "") for name in FACTS}


def _place(lot: Lot) -> tuple[int, Lot]:
    return CLASSES.index(lot.kind) if lot.kind in CLASSES else len(CLASSES), lot
