"""What a status layer and documents of disposal say that the register of stock land does not know yet.

The status layer says where things stand on a day; documents say how land left stock. A document counts where the land
it is about is gone from its class, or from one before it in the order of works; what moved to another class of its
parcel is moved; what is gone without a document is told and stays in the register. So a second run finds nothing new.
"""
from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from .disposal_rate import IDLE, Lot
from .event_chain import CREATE, NO_HASH, plain
from .stock_events import CORRECT, DISPOSE, ENTER, FACTS, MOVE, Line, RegisterFault, RegisterState, StockEvent
from .stock_status import CLASSES, NOT_EXPROPRIATED, NOT_SUPPLIED, NOT_USED, UNFINISHED, USED

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Generator, Iterator, Mapping, Sequence
    from datetime import date

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
                 unclear: Collection[str], alike: Callable[[bytes, bytes], bool]) -> None:
        """Take what is compared; ``unclear``: parcels left as they are. Raises RegisterFault.

        alike: whether two shapes are the same.
        """
        last = state.brought_up_to()
        if last is not None and day < last:
            raise RegisterFault("register.day_before", day=day, last=last)
        self._state, self._day, self._unclear, self._alike = state, day, frozenset(unclear), alike
        self._shown: dict[str, dict[Lot, Shown]] = {}
        for lot, row in shown.items():
            self._shown.setdefault(lot.parcel, {})[lot] = row
        self._papers: dict[str, list[Paper]] = {}
        for paper in sorted(papers, key=lambda paper: (paper.day, paper.document, paper.amount, paper.row)):
            self._papers.setdefault(paper.lot.parcel, []).append(paper)
        self._recorded = {_key(step.line.lot._replace(kind=said["class"]), step.day, said["area"], said["document"])
                          for steps in state.steps.values() for step in steps
                          for said in [step.event.payload.get("paper")] if said}
        self.outcome = Outcome()

    def drafts(self) -> Iterator[Draft]:
        """Yield what is to be written, parcel by parcel."""
        for parcel in sorted({*self._shown, *self._state.lots, *self._papers}):
            if parcel in self._unclear:
                continue
            shown = self._shown.get(parcel, {})
            gone = {lot: self._held(lot) - (shown[lot].amount if lot in shown else 0)
                    for lot in sorted(self._state.lots.get(parcel, ()))}
            gone = {lot: amount for lot, amount in gone.items() if amount > 0}
            left = yield from self._disposals(parcel, gone, shown)
            yield from self._moves(gone, shown)
            yield from self._comings(shown, left)
            self.outcome.unexplained.update({lot: amount for lot, amount in gone.items() if amount})
            yield from self._corrections(shown)

    def _held(self, lot: Lot) -> int:
        return self._state.held(lot, self._day)

    def _disposals(self, parcel: str, gone: dict[Lot, int],
                   shown: Mapping[Lot, Shown]) -> Generator[Draft, None, int]:
        """Yield what left by papers, from the classes in which the register has it; return how much left stock."""
        left = 0
        for paper in self._papers.get(parcel, ()):
            lot = self._lot_of(paper)
            key = _key(lot, paper.day, paper.amount, paper.document)
            why = self._refusal(paper, lot, key)
            parts = [] if why else self._parts(paper, lot, gone)
            if not why and parts is None:
                why = STILL_THERE if self._state.lots.get(parcel) else NOT_HELD
            elif parts and any(self._state.spare(source, paper.day) < part for source, part in parts):
                why = TOO_EARLY
            if why:
                self.outcome.refused[paper.row] = why
                continue
            self._recorded.add(key)
            for source, part in parts or ():
                gone[source] -= part
                yield self._leaving(paper, lot, source, part, shown)
            left += 0 if paper.route == CORRECTION else paper.amount
        return left

    def _lot_of(self, paper: Paper) -> Lot:
        """Return the lot that a paper is about: idle land is land supplied and not used, where nobody set it apart."""
        lot, own = paper.lot, self._state.lots.get(paper.lot.parcel, set())
        kind = NOT_USED if lot.kind == IDLE and not any(other.kind == IDLE for other in own) else lot.kind
        units = {other.unit for other in own}
        return Lot(lot.parcel, lot.unit or (units.pop() if len(units) == 1 else ""), kind)

    def _refusal(self, paper: Paper, lot: Lot, key: tuple[object, ...]) -> str:
        if key in self._recorded:
            return RECORDED
        if paper.day > self._day:
            return LATER
        return "" if paper.document else UNDOCUMENTED

    @staticmethod
    def _parts(paper: Paper, lot: Lot, gone: Mapping[Lot, int]) -> list[tuple[Lot, int]] | None:
        """Return of which lots what a paper says is gone: its own, then those of classes before; None: not all is."""
        before = _WORKS[:_WORKS.index(lot.kind)] if lot.kind in _WORKS and paper.route != CORRECTION else ()
        parts, lacking = [], paper.amount
        for source in (lot, *(lot._replace(kind=kind) for kind in reversed(before))):
            part = min(gone.get(source, 0), lacking)
            if part:
                parts.append((source, part))
                lacking -= part
        return None if lacking else parts

    def _moves(self, gone: dict[Lot, int], shown: Mapping[Lot, Shown]) -> Iterator[Draft]:
        """Yield what moved from classes that show less to those that show more, in the order of works."""
        for target in sorted(shown, key=_place):
            for source in sorted(gone, key=lambda lot: (lot.kind != target.kind, _place(lot))):
                grown = shown[target].amount - self._held(target)
                part = min(gone[source], grown)
                if part > 0:
                    gone[source] -= part
                    since = shown[target].since
                    fits = since is not None and since <= self._day and self._state.spare(source, since) >= part
                    yield self._move(source, target, part, since if since and fits else self._day,
                                     shown[target].facts, shown)

    def _comings(self, shown: Mapping[Lot, Shown], left: int) -> Iterator[Draft]:
        """Yield land that came into stock, or back into it in another class, and areas that turn out larger."""
        for lot, row in sorted(shown.items()):
            grown = row.amount - self._held(lot)
            if grown <= 0:
                continue
            if self._held(lot) and not left:
                yield self._draft(CORRECT, self._day, [(lot, grown)], shown, facts=row.facts)
            else:
                first = row.since if row.since is not None and row.since <= self._day else self._day
                yield self._draft(ENTER, first, [(lot, grown)], shown, facts=row.facts)

    def _corrections(self, shown: Mapping[Lot, Shown]) -> Iterator[Draft]:
        """Yield what else the status says of a lot now, and where it lies now."""
        for lot, row in sorted(shown.items()):
            last = self._state.last(lot, self._day)
            said = self._state.facts(lot, self._day)
            if self._held(lot) and last is not None and not (
                    dict(said) == dict(row.facts) and self._alike(last.line.shape, row.shape)):
                yield self._draft(CORRECT, self._day, [(lot, 0)], shown, facts=row.facts)

    def _leaving(self, paper: Paper, lot: Lot, source: Lot, part: int, shown: Mapping[Lot, Shown]) -> Draft:
        """Return what a paper takes from a lot; an area that was wrong is no disposal."""
        said = {"class": lot.kind, "area": paper.amount, "document": paper.document}
        more = {"facts": self._state.facts(source, paper.day)} if paper.route == CORRECTION else {}
        return self._draft(CORRECT if more else DISPOSE, paper.day, [(source, -part)], shown, paper=said,
                           document=paper.document, route=paper.route, **more)

    def _move(self, source: Lot, target: Lot, amount: int, day: date, facts: Mapping[str, str],
              shown: Mapping[Lot, Shown]) -> Draft:
        return self._draft(MOVE, day, [(source, -amount), (target, amount)], shown, facts=facts)

    def _draft(self, kind: str, day: date, amounts: Sequence[tuple[Lot, int]], shown: Mapping[Lot, Shown], *,
               document: str = "", route: str = "", **more: object) -> Draft:
        payload = {"day": day, "status_day": self._day, "document": document, "route": route, **more}
        return Draft(kind, plain(payload), tuple(
            Line(lot, amount, shown[lot].shape if lot in shown else b"") for lot, amount in amounts))


def _key(lot: Lot, day: date, amount: int, document: str) -> tuple[object, ...]:
    """Return what makes a paper the same paper."""
    return lot, day, amount, document


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
