"""The write-off ledger: a file that nobody can spend twice from, however many work in it and whenever they are killed.

Every write is one transaction that locks the file, looks at what others wrote since, checks balances and keys and the
head of the chain, and lasts as a whole or not at all. What it refuses is a LedgerFault; the rows of
``resources/rules/ledger.json`` have the words. Needs no QGIS.
"""
from __future__ import annotations

import os
import sqlite3
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from ..rules.farmland_balance import Demand, Entry, Terms, Trial, try_out
from ..rules.ledger import (
    CREATE,
    NO_HASH,
    Event,
    LedgerFault,
    Replay,
    anchor_faults,
    plain,
    replayed,
    sealed,
)
from ..rules.ledger_drafts import Draft, NewEntry, TradeOut, addition, reversal, undecided, write_offs
from . import geopackage_head
from . import ledger_schema as schema
from .ledger_file import LedgerFile, speaking, write_event
from .ledger_place import locks_work, network_place_of, uri

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from types import TracebackType

    Clock = Callable[[], datetime]

SUFFIX = ".kfledger.gpkg"


@dataclass(frozen=True)
class CommitResult:
    """What a commit did: the events it wrote, the trial with all verdicts, (project, event) written off before."""

    events: tuple[Event, ...]
    trial: Trial
    already: tuple[tuple[str, int], ...]


def local_time() -> datetime:
    """Return now, with the offset of this machine's time zone."""
    return datetime.now().astimezone()


def create(path: str | Path, *, title: str, unit_code: str, grade_scale: str, operator: str, reason: str,
           clock: Clock = local_time) -> Event:
    """Make a new ledger and return its first event; raises LedgerFault, above all where there is a file already.

    It is made under another name and gets its own in one step, so that nobody ever sees half a ledger.
    """
    path = Path(os.path.abspath(path))
    if os.path.lexists(path):
        raise LedgerFault("ledger.exists", path=str(path))
    payload = {"format": schema.FORMAT, "ledger_id": uuid4().hex, "title": title, "unit_code": unit_code,
               "grade_scale": grade_scale}
    first = _event(Draft(CREATE, plain(payload), ()), 1, NO_HASH, operator, reason, clock)
    made = path.with_name(f".kf_{uuid4().hex[:8]}.gpkg")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with speaking(made):
            _fill(made, first)
        _give_name(made, path)
    except FileExistsError:
        raise LedgerFault("ledger.exists", path=str(path)) from None
    except OSError as error:
        raise LedgerFault("ledger.failed", path=str(path), detail=error.strerror or str(error)) from error
    except LedgerFault as fault:
        fault.values["path"] = str(path)
        raise
    finally:
        for name in (made, made.with_name(made.name + "-journal")):
            with suppress(OSError):
                name.unlink()
    return first


def _fill(path: Path, first: Event) -> None:
    with closing(sqlite3.connect(uri(path, "rwc"), isolation_level=None, uri=True)) as connection:
        connection.execute("PRAGMA synchronous = EXTRA")
        connection.execute("BEGIN IMMEDIATE")
        for sql in (*geopackage_head.CREATE, schema.CONTENTS, *schema.OBJECTS.values()):
            connection.execute(sql)
        connection.execute(schema.FILL, (schema.FORMAT,))
        write_event(connection, first)
        connection.execute("COMMIT")


def _give_name(made: Path, path: Path) -> None:
    """Let a file appear under its name, unless there is one; raises FileExistsError."""
    try:
        os.link(made, path)
    except FileExistsError:
        raise
    except OSError:  # a disk without hard links: take the name first, then put the file there
        os.close(os.open(path, os.O_CREAT | os.O_EXCL))
        os.replace(made, path)


def open_ledger(path: str | Path, clock: Clock = local_time) -> Ledger:
    """Open a ledger, verify file and chain and return it.

    A broken or newer ledger comes read-only, with what is wrong in ``faults``. Raises LedgerFault where there is no
    file, where it is no ledger, cannot be read or stays locked.
    """
    return Ledger(Path(os.path.abspath(path)), clock)


class Ledger:
    """An open ledger, as a context manager; for one thread. Other programs may write in between: it notices.

    faults: what keeps it from being written to, nothing when it is writable; warnings: what its owner should know.
    """

    def __init__(self, path: Path, clock: Clock = local_time) -> None:
        """Use ``open_ledger``."""
        self.path = path
        self.warnings: list[LedgerFault] = []
        self._clock = clock
        self._state = Replay()
        self._broken: list[LedgerFault] = []
        self._seen: int | None = None  # SQLite's version of the data that ``_state`` stands for
        self._identity = _identity(path)
        with speaking(path):
            self._file = LedgerFile(path)
            try:
                with self._file.snapshot():
                    self._refresh()
            except (sqlite3.Error, LedgerFault):
                self._file.close()
                raise
        self._place_faults = self._faults_of_place()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    # -- what it says -------------------------------------------------------------------------------------------

    @property
    def faults(self) -> list[LedgerFault]:
        """Return what keeps the ledger from being written to."""
        return [*self._broken, *self._place_faults]

    @property
    def writable(self) -> bool:
        """Tell whether events can be added."""
        return not self.faults

    @property
    def head(self) -> Event:
        """Return the last event; raises LedgerFault for a file that has lost all of them."""
        state = self._current()
        return state.event(max(state.by_number, default=1))

    @property
    def title(self) -> str:
        """Return what the ledger is called, '' when it was given no title."""
        return self._founded("title")

    @property
    def unit_code(self) -> str:
        """Return the code of the unit whose reserve it keeps, '' when none was given."""
        return self._founded("unit_code")

    @property
    def grade_scale(self) -> str:
        """Return the scale of all mean grades in it."""
        return self._founded("grade_scale")

    def _founded(self, key: str) -> str:
        first = self._state.by_number.get(1)
        return str(first.payload.get(key) or "") if first else ""

    def entries(self) -> list[Entry]:
        """Return the reserve entries with what is left of them, in the order in which they were added."""
        return self._current().entries()

    def events(self) -> list[Event]:
        """Return all events."""
        return self._current().events

    def event(self, number: int) -> Event:
        """Return one event; raises LedgerFault when there is none of this number."""
        return self._current().event(number)

    def reversed_by(self, number: int) -> int | None:
        """Return the number of the event that reversed an event, None while it stands."""
        return self._current().reversed_by.get(number)

    def open_commit(self, project_id: str, unit_code: str) -> int | None:
        """Return the number of the commit that wrote a project off in a unit, None where none does (any more)."""
        return self._current().open_commit(project_id, unit_code)

    def verify(self, anchor: tuple[int, str] | None = None) -> list[LedgerFault]:
        """Read the file anew and return everything that is wrong with it.

        ``anchor`` is an event number and its hash, kept outside of the ledger: on a slip. Without one nobody can tell
        that the last events were taken out with all their traces.
        """
        self._seen = None
        events = self._current().events
        return [*self._broken, *(anchor_faults(events, anchor) if anchor else ())]

    # -- what it does -------------------------------------------------------------------------------------------

    def add(self, rows: Sequence[NewEntry | TradeOut], operator: str, reason: str) -> list[Event]:
        """Add entries and trades, one event a row, all or none. Raises LedgerFault; its ``row`` counts from 1."""
        with self._writing() as state:
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
        with self._writing() as state:
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
        with self._writing() as state:
            event = self._write(reversal(state.event(number), state), operator, reason)
            if before_lasting:
                before_lasting(event)
        return event

    @contextmanager
    def _writing(self) -> Iterator[Replay]:
        """Hold the file's write lock over what the events amount to now; lasting at the end, or taken back."""
        self._refuse_if_moved()
        for fault in self.faults:
            raise fault.again()
        lasting = False
        with speaking(self.path):
            self._file.begin()
            try:
                self._refresh()
                for fault in self._broken:
                    raise fault.again()
                yield self._state
                self._file.commit()
                lasting = True
            finally:
                if not lasting:
                    # what was followed of it is forgotten, also where SQLite has taken it back by itself
                    self._seen = None
                    self._file.rollback()

    def _write(self, draft: Draft, operator: str, reason: str) -> Event:
        event = _event(draft, self._state.number + 1, self._state.head_hash, operator, reason, self._clock)
        faults = self._state.follow(event)
        if faults:  # the last of three guards: request, replay, triggers of the database
            raise faults[0]
        self._file.write(event)
        return event

    # -- what it reads ------------------------------------------------------------------------------------------

    def _current(self) -> Replay:
        """Return what the events amount to, read again when another connection has written."""
        self._refuse_if_moved()
        with speaking(self.path):
            if self._seen is None or self._seen != self._file.version_of_data():
                with self._file.snapshot():
                    self._refresh()
        return self._state

    def _refuse_if_moved(self) -> None:
        """Raise LedgerFault when the path leads to another file by now: what goes into ours would be lost."""
        if _identity(self.path) != self._identity:
            raise LedgerFault("ledger.moved", path=str(self.path))

    def _refresh(self) -> None:
        """Read and verify everything, unless nothing has changed since."""
        seen = self._file.version_of_data()
        if self._seen == seen:
            return
        self._broken, self._state = self._read()
        self._seen = seen

    def _read(self) -> tuple[list[LedgerFault], Replay]:
        damage = self._file.integrity()
        try:
            objects = self._file.objects()
            if not {"kf_format", "kf_events"} & set(objects):
                raise LedgerFault("ledger.damaged" if damage else "ledger.not_a_ledger", path=str(self.path),
                                  detail=damage)
            faults, state = self._read_events(objects)
        except sqlite3.DatabaseError as error:
            if not damage:
                raise
            faults, state, damage = [], Replay(), f"{damage}; {error}"
        if damage:
            faults.insert(0, LedgerFault("ledger.damaged", path=str(self.path), detail=damage))
        return faults, state

    def _read_events(self, objects: Mapping[str, str]) -> tuple[list[LedgerFault], Replay]:
        """Return what is wrong with our tables and events, and what the events amount to."""
        version = self._file.format() if "kf_format" in objects else None
        if version is not None and version > schema.FORMAT:
            # what a newer version means by its events we do not know: they are shown, and nothing is made of them
            state = Replay()
            with suppress(sqlite3.OperationalError):
                state.by_number = {event.number: event for event in self._file.events()[0]}
            return [LedgerFault("ledger.newer", path=str(self.path), version=version, known=schema.FORMAT)], state
        changed = sorted(name for name in {**schema.OBJECTS, **objects}
                         if objects.get(name) != schema.OBJECTS.get(name))
        faults = [LedgerFault("ledger.guard_missing", names=changed)] if changed else []
        if set(changed) & set(schema.TABLES):
            return faults, Replay()
        events, unreadable = self._file.events()
        state, wrong = replayed(events)
        unreadable = [fault for fault in unreadable if str(fault) not in map(str, wrong)]
        return [*faults, *unreadable, *wrong, *self._file.contradictions(state)], state

    def _faults_of_place(self) -> list[LedgerFault]:
        """Return why nothing can be written where the file lies; warn of a network path."""
        if not self._file.writable:
            folder = os.access(self.path, os.W_OK)
            return [LedgerFault("ledger.read_only_folder" if folder else "ledger.read_only_file", path=str(self.path),
                                detail="")]
        place = network_place_of(self.path)
        if not place:
            return []
        if not locks_work(self.path.parent):
            return [LedgerFault("ledger.locks_fail", path=str(self.path), mount=place)]
        self.warnings.append(LedgerFault("ledger.network", path=str(self.path), mount=place))
        return []


def _identity(path: Path) -> tuple[int, int]:
    """Return what tells a file from another that takes its name; raises LedgerFault where there is none."""
    if not os.path.isfile(path):
        raise LedgerFault("ledger.missing", path=str(path))
    status = os.stat(path)
    return status.st_dev, status.st_ino


def _event(draft: Draft, number: int, previous_hash: str, operator: str, reason: str, clock: Clock) -> Event:
    return sealed(Event(number, draft.kind, clock().isoformat(timespec="seconds"), plain(operator), plain(reason),
                        draft.payload, previous_hash, "", draft.amounts))
