"""What a register of stock land says of a day: lots, flows by county, year and class, as known now or recorded then."""
from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from .stock_events import CORRECT, DISPOSE, ENTER, RegisterState, StockEvent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .disposal_rate import Lot
    from .stock_events import Step


class Standing(NamedTuple):
    """A lot as it stood at the end of a day: hundredths of m², FACTS, WKB."""

    lot: Lot
    amount: int
    facts: Mapping[str, str]
    shape: bytes


@dataclass
class Flow:
    """What stood in a class of a county when a year began and ended, and what came and went between, hundredths of m².

    opening + entered + moved_in − moved_out + corrected − disposed = closing, always.
    """

    opening: int = 0
    entered: int = 0
    moved_in: int = 0
    moved_out: int = 0
    corrected: int = 0
    disposed: int = 0
    closing: int = 0

    def add(self, step: Step) -> None:
        """Count a step of the year."""
        kind, amount = step.event.kind, step.amount
        self.entered += amount if kind == ENTER else 0
        self.corrected += amount if kind == CORRECT else 0
        self.disposed -= amount if kind == DISPOSE else 0
        if kind not in (ENTER, CORRECT, DISPOSE):
            self.moved_in += max(0, amount)
            self.moved_out += max(0, -amount)

    @property
    def moving(self) -> bool:
        """Tell whether anything stood, came or went."""
        return any(vars(self).values())


def recorded_by(events: Sequence[StockEvent], until: date) -> list[StockEvent]:
    """Return the events that were recorded by the end of a day: those before the first that was not.

    The day of an event is that of the clock it was recorded by. Where a clock was set back, what came before counts
    first, so that what was known is always the beginning of what is known now.
    """
    found = []
    for event in events:
        if date.fromisoformat(event.at[:len("2024-01-01")]) > until:
            break
        found.append(event)
    return found


def replayed(events: Sequence[StockEvent]) -> RegisterState:
    """Return what events amount to that were verified before."""
    state = RegisterState()
    state.follow_all(events)
    return state


def standing(state: RegisterState, day: date) -> list[Standing]:
    """Return the lots that stood at the end of a day, in order."""
    found = []
    for lot in sorted(state.steps):
        amount, last = state.held(lot, day), state.last(lot, day)
        if amount and last is not None:
            found.append(Standing(lot, amount, state.facts(lot, day), last.line.shape))
    return found


def board(state: RegisterState, day: date) -> dict[tuple[str, int, str], Flow]:
    """Return the flows by county, year and class, in order, from the first year of a county's to that of a day."""
    steps: dict[tuple[str, str], list[Step]] = defaultdict(list)
    for lot, own in state.steps.items():
        steps[lot.unit, lot.kind] += [step for step in own if step.day <= day]
    found: dict[tuple[str, int, str], Flow] = {}
    for (unit, kind), own in steps.items():
        total = 0
        first = min((step.day.year for step in own), default=day.year + 1)
        by_year: dict[int, list[Step]] = defaultdict(list)
        for step in own:
            by_year[step.day.year].append(step)
        for year in range(first, day.year + 1):
            flow = found[unit, year, kind] = Flow(opening=total)
            for step in by_year[year]:
                flow.add(step)
            total += sum(step.amount for step in by_year[year])
            flow.closing = total
    return {key: found[key] for key in sorted(found) if found[key].moving}


def disposals(state: RegisterState) -> list[Step]:
    """Return the disposals that stand, by day and number, whatever the year."""
    return sorted(step for steps in state.steps.values() for step in steps if step.event.kind == DISPOSE)
