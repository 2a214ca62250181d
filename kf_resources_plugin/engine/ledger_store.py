"""The write-off ledger: a file that nobody can spend twice from, however many work in it and whenever they are killed.

What it refuses is a LedgerFault; the rows of ``resources/rules/ledger.json`` have the words. Needs no QGIS.
"""
from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from ..rules.event_chain import CREATE, NO_HASH, plain, sealed
from ..rules.farmland_balance import Demand, Entry, Terms, Trial, try_out
from ..rules.ledger import Event, LedgerFault, Replay
from ..rules.ledger_drafts import Draft, NewEntry, TradeOut, addition, reversal, undecided, write_offs
from . import ledger_schema as schema
from .event_store import EventStore, local_time, make_file, stamp
from .ledger_file import LedgerFile

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from .event_store import Clock

SUFFIX = ".kfledger.gpkg"


@dataclass(frozen=True)
class CommitResult:
    """What a commit did: the events it wrote, the trial with all verdicts, (project, event) written off before."""

    events: tuple[Event, ...]
    trial: Trial
    already: tuple[tuple[str, int], ...]


def create(path: str | Path, *, title: str, unit_code: str, grade_scale: str, operator: str, reason: str,
           clock: Clock = local_time) -> Event:
    """Make a new ledger and return its first event; raises LedgerFault, above all where there is a file already."""
    path = Path(os.path.abspath(path))
    payload = {"format": schema.LAYOUT.format, "ledger_id": uuid4().hex, "title": title, "unit_code": unit_code,
               "grade_scale": grade_scale}
    first = sealed(_event(Draft(CREATE, plain(payload), ()), (1, stamp(clock), NO_HASH), operator, reason))
    make_file(path, LedgerFile, first)
    return first


def open_ledger(path: str | Path, clock: Clock = local_time) -> Ledger:
    """Open a ledger, verify file and chain and return it.

    A broken or newer ledger comes read-only, with what is wrong in ``faults``. Raises LedgerFault where there is no
    file, where it is no ledger, cannot be read or stays locked.
    """
    return Ledger(path, clock)


class Ledger(EventStore[Event, Replay]):
    """An open ledger; use ``open_ledger``."""

    FILE = LedgerFile
    STATE = Replay

    @property
    def grade_scale(self) -> str:
        """Return the scale of all mean grades in it."""
        return self.founded("grade_scale")

    def entries(self) -> list[Entry]:
        """Return the reserve entries with what is left of them, in the order in which they were added."""
        return self._current().entries()

    def open_commit(self, project_id: str, unit_code: str) -> int | None:
        """Return the number of the commit that wrote a project off in a unit, None where none does (any more)."""
        return self._current().open_commit(project_id, unit_code)

    def add(self, rows: Sequence[NewEntry | TradeOut], operator: str, reason: str) -> list[Event]:
        """Add entries and trades, one event a row, all or none. Raises LedgerFault; its ``row`` counts from 1."""
        with self.writing() as state:
            return [self._write(addition(row, place, state, self.grade_scale), operator, reason)
                    for place, row in enumerate(rows, start=1)]

    def commit(self, demands: Iterable[Demand], project_ids: Collection[str] | None, scope: str,
               terms_of: Callable[[Demand], Terms], operator: str, reason: str,
               facts: Mapping[str, Any], before_lasting: Callable[[CommitResult], None] | None = None,
               expected_head: tuple[int, str] | None = None) -> CommitResult:
        """Write projects off that pass the trial against what is left now, one event each; the others take nothing.

        Demands of projects that were written off before are left out and told. ``facts`` go into every event's
        payload (``rules.ledger_drafts.write_offs`` says which are for one project). ``before_lasting`` is called when
        all is decided and not yet made to last: what it raises takes everything back. ``expected_head``:
        number and hash of the last event that who asks has seen; with another one nothing is written. Raises
        LedgerFault; nothing is written then.
        """
        with self.writing() as state:
            if expected_head is not None and expected_head != (state.number, state.head_hash):
                raise LedgerFault("ledger.head_moved", event_no=state.number, expected_no=expected_head[0])
            wanted, already = undecided(demands, project_ids, state)
            trial = try_out(wanted, state.entries(), scope, terms_of)
            events = [self._write(draft, operator, reason) for draft in write_offs(trial, wanted, scope, facts)]
            result = CommitResult(tuple(events), trial, tuple(already))
            if before_lasting:
                before_lasting(result)
        return result

    def reverse(self, number: int, operator: str, reason: str,
                before_lasting: Callable[[Event], None] | None = None) -> Event:
        """Take an event back by an event of opposite amounts; a write-off's key is free again.

        ``before_lasting`` as in ``commit``. Raises LedgerFault.
        """
        with self.writing() as state:
            event = self._write(reversal(state.event(number), state), operator, reason)
            if before_lasting:
                before_lasting(event)
        return event

    def _write(self, draft: Draft, operator: str, reason: str) -> Event:
        return self.append(_event(draft, self.head_of_next(), operator, reason))


def _event(draft: Draft, head: tuple[int, str, str], operator: str, reason: str) -> Event:
    number, at, previous_hash = head
    return Event(number, draft.kind, at, plain(operator), plain(reason), draft.payload, previous_hash, "",
                 draft.amounts)
