"""The register of stock land: a file to which events are appended, never rewritten, whoever works in it.

What it refuses is a RegisterFault; the rows of ``resources/rules/stock_events.json`` have the words. Needs no QGIS.
"""
from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from uuid import uuid4

from ..rules.event_chain import plain, sealed
from ..rules.stock_events import RegisterState, StockEvent
from ..rules.stock_update import first_event, reversal
from . import stock_events_schema as schema
from .event_store import EventStore, local_time, make_file, stamp
from .stock_events_file import RegisterFile

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..rules.stock_update import Comparison, Draft
    from .event_store import Clock

SUFFIX = ".kfstock.gpkg"


class Srs(NamedTuple):
    """A coordinate system as a GeoPackage names it: ``definition`` is WKT."""

    name: str
    srs_id: int
    organization: str
    organization_id: int
    definition: str


def create(path: str | Path, *, title: str, unit_code: str, srs: Srs, operator: str, reason: str,
           clock: Clock = local_time) -> StockEvent:
    """Make a new register and return its first event; raises RegisterFault, above all where there is a file already."""
    path = Path(os.path.abspath(path))
    facts = {"format": schema.LAYOUT.format, "register_id": uuid4().hex, "title": title, "unit_code": unit_code,
             "crs": srs.definition, "srs_id": srs.srs_id}
    first = sealed(first_event(facts, stamp(clock), operator, reason))
    make_file(path, RegisterFile, first, [(schema.ADD_CRS, tuple(srs)),
                                          *((sql, (srs.srs_id,)) for sql in schema.ADD_LAYER)])
    return first


def open_register(path: str | Path, clock: Clock = local_time) -> Register:
    """Open a register, verify file and chain and return it.

    A broken or newer register comes read-only, with what is wrong in ``faults``. Raises RegisterFault where there is
    no file, where it is no register, cannot be read or stays locked.
    """
    return Register(path, clock)


class Register(EventStore[StockEvent, RegisterState]):
    """An open register; use ``open_register``."""

    FILE = RegisterFile
    STATE = RegisterState

    @property
    def crs(self) -> str:
        """Return the WKT of the coordinate system of all shapes in it."""
        return self.founded("crs")

    @property
    def srs_id(self) -> int:
        """Return the number under which the file knows this coordinate system."""
        return int(self.founded("srs_id"))

    def state(self) -> RegisterState:
        """Return what all events amount to."""
        return self._current()

    def update(self, compared: Callable[[RegisterState], Comparison], operator: str, reason: str,
               before_lasting: Callable[[list[StockEvent], Comparison], None]) -> list[StockEvent]:
        """Write what a comparison with the register as it is now drafts, and return the events.

        ``before_lasting`` is called when all is written and not yet made to last: what it raises takes everything
        back. Raises RegisterFault; nothing is written then.
        """
        with self.writing() as state:
            comparison = compared(state)
            events = [self._write(draft, operator, reason) for draft in comparison.drafts()]
            before_lasting(events, comparison)
        return events

    def reverse(self, number: int, operator: str, reason: str,
                before_lasting: Callable[[StockEvent], None] | None = None) -> StockEvent:
        """Take an event back: from now on it is as if it had never been. ``before_lasting`` as in ``update``.

        Raises RegisterFault, also where later events need what it brought.
        """
        with self.writing() as state:
            event = self._write(reversal(state.event(number), state), operator, reason)
            if before_lasting:
                before_lasting(event)
        return event

    def _write(self, draft: Draft, operator: str, reason: str) -> StockEvent:
        number, at, previous_hash = self.head_of_next()
        return self.append(StockEvent(number, draft.kind, at, plain(operator), plain(reason), dict(draft.payload),
                                      previous_hash, "", draft.lines))
