"""The register of stock land as a sequence of events: what came into stock, moved between classes, left it, and when.

Every event has a day on which it took effect and the time at which it was recorded. Land stands in lots: of a parcel,
in a county, of one class, in whole hundredths of m². What stood on a day follows from the events of that day and
before; an event that was reversed is as if it had never been, but stays to be read.
"""
from __future__ import annotations

import hashlib
from bisect import insort
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from .event_chain import CREATE, REVERSE, Chain, ChainedEvent, EventFault, require

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .disposal_rate import Lot

ENTER, MOVE, CORRECT, DISPOSE = "enter", "move", "correct", "dispose"
ROUTES = ("collect", "reserve", "supply", "transfer", "redevelop", "use")
"""The ways in which land is disposed of: 应收, 应储, 应供, 应转, 再开发, 动工."""
_LINES = {CREATE: 0, REVERSE: 0, ENTER: 1, MOVE: 2, CORRECT: 1, DISPOSE: 1}
FACTS = ("batch", "use", "project", "year", "unit_name", "since", "approved")
"""What a status layer says of a lot besides: texts, the first day of the class as ISO text or '', and '0' or '1'."""


class RegisterFault(EventFault):
    """Something is wrong with a register or a request to it; the words are rows of ``stock_events.json``."""

    TOPIC = "register"


@dataclass(frozen=True)
class Line:
    """What an event does to a lot: hundredths of m², positive came in; and where the lot lies from then on.

    ``shape``: a polygon in the register's coordinate system as WKB, ``b""`` where nobody says where it lies.
    """

    lot: Lot
    amount: int
    shape: bytes = b""


@dataclass(frozen=True)
class StockEvent(ChainedEvent):
    """One event as it is stored."""

    lines: tuple[Line, ...] = ()

    def further(self) -> dict[str, Any]:
        """Return the lines, shapes as their SHA-256."""
        return {"lines": [[*line.lot, line.amount, hashlib.sha256(line.shape).hexdigest() if line.shape else ""]
                          for line in self.lines]}

    @property
    def day(self) -> date | None:
        """Return the day on which it took effect, None for the creation and reversals."""
        return None if self.kind in (CREATE, REVERSE) else date.fromisoformat(self.payload["day"])


class Step(NamedTuple):
    """One line of an event that stands, in the order in which steps took effect."""

    day: date
    number: int
    amount: int
    event: StockEvent
    line: Line


@dataclass
class RegisterState(Chain[StockEvent]):
    """What the events followed so far amount to: the steps of every lot, and the lots of every parcel."""

    FAULTS = RegisterFault
    REVERSIBLE: ClassVar = (ENTER, MOVE, CORRECT, DISPOSE)

    steps: dict[Lot, list[Step]] = field(default_factory=dict)
    lots: dict[str, set[Lot]] = field(default_factory=dict)

    def held(self, lot: Lot, day: date) -> int:
        """Return what stood in a lot at the end of a day, hundredths of m²."""
        return sum(step.amount for step in self.steps.get(lot, ()) if step.day <= day)

    def spare(self, lot: Lot, day: date) -> int:
        """Return how much can leave a lot on a day so that it holds no less than nothing on that day and later."""
        return self._lowest(self.steps.get(lot, ()), day)

    def last(self, lot: Lot, day: date) -> Step | None:
        """Return the last step of a lot up to a day."""
        return next((step for step in reversed(self.steps.get(lot, ())) if step.day <= day), None)

    def facts(self, lot: Lot, day: date) -> Mapping[str, str]:
        """Return what was last said of a lot up to a day."""
        return next((step.event.payload["facts"] for step in reversed(self.steps.get(lot, ()))
                     if step.day <= day and _tells(step)), {})

    def brought_up_to(self) -> date | None:
        """Return the latest day whose status the events that stand were taken from, None without any."""
        days = [event.payload["status_day"] for event in self.by_number.values()
                if event.lines and event.number not in self.reversed_by]
        return date.fromisoformat(max(days)) if days else None

    def take(self, event: StockEvent) -> list[EventFault]:
        """Add what an event amounts to; return what cannot be."""
        require(len(event.lines) == _LINES[event.kind] and (event.kind == CREATE) == (event.number == 1), event.kind)
        if event.kind == CREATE:
            return []
        if event.kind == REVERSE:
            return self._reverse(event)
        _check(event)
        for line in event.lines:
            insort(self.steps.setdefault(line.lot, []), _step(event, line))
            self.lots.setdefault(line.lot.parcel, set()).add(line.lot)
        return [fault for line in event.lines for fault in self._short(line.lot, event.number)]

    def without(self, event: StockEvent) -> list[EventFault]:
        """Return which lots would hold less than nothing on some day if an event had never been."""
        return [fault for line in event.lines for fault in self._short(
            line.lot, event.number, [step for step in self.steps[line.lot] if step.number != event.number])]

    def _reverse(self, event: StockEvent) -> list[EventFault]:
        undone = self.reversed_event(event)
        fault = self.reversal_fault(undone)
        if fault is not None:
            return [RegisterFault("register.reversal_invalid", event_no=event.number, reversed=undone.number)]
        self.reversed_by[undone.number] = event.number
        for line in undone.lines:
            self.steps[line.lot] = [step for step in self.steps[line.lot] if step.number != undone.number]
        return [fault for line in undone.lines for fault in self._short(line.lot, event.number)]

    def _short(self, lot: Lot, number: int, steps: list[Step] | None = None) -> list[EventFault]:
        """Return on which day a lot first holds less than nothing."""
        total = 0
        steps = self.steps[lot] if steps is None else steps
        for place, step in enumerate(steps):
            total += step.amount
            if total < 0 and (place + 1 == len(steps) or steps[place + 1].day > step.day):
                return [RegisterFault("register.short", event_no=number, parcel_id=lot.parcel, unit_code=lot.unit,
                                      kind=lot.kind, day=step.day, amount=f"{-total / 100:.2f}")]
        return []

    @staticmethod
    def _lowest(steps: list[Step] | tuple[()], day: date) -> int:
        """Return the least that stands at the end of a day or of any later one."""
        total = sum(step.amount for step in steps if step.day <= day)
        lowest = total
        later = [step for step in steps if step.day > day]
        for place, step in enumerate(later):
            total += step.amount
            if place + 1 == len(later) or later[place + 1].day > step.day:
                lowest = min(lowest, total)
        return lowest


def _step(event: StockEvent, line: Line) -> Step:
    return Step(date.fromisoformat(event.payload["day"]), event.number, line.amount, event, line)


def _tells(step: Step) -> bool:
    """Tell whether an event says what its lot is like: not one that takes from it."""
    return step.event.kind in (ENTER, CORRECT) or (step.event.kind == MOVE and step.amount > 0)


def _check(event: StockEvent) -> None:
    """Raise ValueError … unless an event is what its kind says."""
    payload, amounts = event.payload, [line.amount for line in event.lines]
    date.fromisoformat(payload["day"])
    date.fromisoformat(payload["status_day"])
    require(isinstance(payload["document"], str) and isinstance(payload["route"], str), "document")
    require(all(line.lot.parcel and line.lot.kind for line in event.lines), "parcel_id")
    if event.kind != DISPOSE:
        require(set(payload["facts"]) == set(FACTS) and all(map(_is_text, payload["facts"].values())), "facts")
    if event.kind == MOVE:
        source, target = event.lines
        require(amounts[0] < 0 and not sum(amounts) and source.lot != target.lot, "area")
    elif event.kind == DISPOSE:
        require(amounts[0] < 0 and bool(payload["document"]), "area")
        require(payload["route"] in ("", *ROUTES), "route")
        require(set(payload["paper"]) == {"class", "area", "document"}, "paper")
    else:
        require(amounts[0] > 0 or event.kind == CORRECT, "area")
        require(amounts[0] >= 0 or bool(payload["document"]), "document")


def _is_text(value: Any) -> bool:
    return isinstance(value, str)
