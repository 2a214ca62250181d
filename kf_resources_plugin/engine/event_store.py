"""A file of events that nobody can write twice into, however many work in it and whenever they are killed.

Every write is one transaction that locks the file, looks at what others wrote since, checks what the events amount to
and the head of the chain, and lasts as a whole or not at all. What it refuses is an EventFault. Needs no QGIS.
"""
from __future__ import annotations

import os
import sqlite3
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar, cast
from uuid import uuid4

from ..rules.event_chain import Chain, ChainedEvent, EventFault, sealed
from . import geopackage_head
from .event_file import EventFile, speaking
from .event_layout import EVERYWHERE, FILL
from .file_place import locks_work, network_place_of, uri

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from types import TracebackType

    Clock = Callable[[], datetime]

_Event = TypeVar("_Event", bound=ChainedEvent)
_State = TypeVar("_State", bound=Chain[Any])
_Store = TypeVar("_Store", bound="EventStore[Any, Any]")


def local_time() -> datetime:
    """Return now, with the offset of this machine's time zone."""
    return datetime.now().astimezone()


def stamp(clock: Clock) -> str:
    """Return the time that an event is given."""
    return clock().isoformat(timespec="seconds")


def make_file(path: Path, kind: type[EventFile[_Event]], first: _Event,
              more: Sequence[tuple[str, tuple[Any, ...]]] = ()) -> None:
    """Make a file with its first event; raises EventFault, above all where there is a file already.

    It is made under another name and gets its own in one step, so that nobody ever sees half a file. ``more``: SQL with
    its values that the file needs to be a GeoPackage, where that is not the same for all.
    """
    faults = kind.FAULTS
    if os.path.lexists(path):
        raise faults.of("exists", path=str(path))
    made = path.with_name(f".kf_{uuid4().hex[:8]}.gpkg")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with speaking(made, faults):
            fill(made, kind, first, more)
        _give_name(made, path)
    except FileExistsError:
        raise faults.of("exists", path=str(path)) from None
    except OSError as error:
        raise faults.of("failed", path=str(path), detail=error.strerror or str(error)) from error
    except EventFault as fault:
        fault.values["path"] = str(path)
        raise
    finally:
        for name in (made, made.with_name(made.name + "-journal")):
            with suppress(OSError):
                name.unlink()


def fill(path: Path, kind: type[EventFile[_Event]], first: _Event,
         more: Sequence[tuple[str, tuple[Any, ...]]]) -> None:
    """Make the tables of a file and write its first event."""
    layout = kind.LAYOUT
    with closing(sqlite3.connect(uri(path, "rwc"), isolation_level=None, uri=True)) as connection:
        connection.execute("PRAGMA synchronous = EXTRA")
        connection.execute("BEGIN IMMEDIATE")
        for sql in (*geopackage_head.CREATE, *layout.contents, *layout.objects.values()):
            connection.execute(sql)
        for sql, values in (*more, (FILL, (layout.format,))):
            connection.execute(sql, values)
        kind.write_into(connection, first)
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


class EventStore(Generic[_Event, _State]):
    """An open file of events, as a context manager; for one thread. Other programs may write in between: it notices.

    faults: what keeps it from being written to, nothing when it is writable; warnings: what its owner should know.
    FILE and STATE: what its file is made of, and what its events amount to.
    """

    FILE: ClassVar[type[EventFile[Any]]]
    STATE: ClassVar[type[Chain[Any]]]

    def __init__(self, path: str | Path, clock: Clock = local_time) -> None:
        """Open a file, verify file and chain; a broken or newer one comes read-only, with what is wrong in ``faults``.

        Raises EventFault where there is no file, where it is another kind of file, cannot be read or stays locked.
        """
        self.path = Path(os.path.abspath(path))
        self.warnings: list[EventFault] = []
        self._of = self.FILE.FAULTS.of
        self._clock = clock
        self._state = self._nothing()
        self._broken: list[EventFault] = []
        self._seen: int | None = None  # SQLite's version of the data that ``_state`` stands for
        self._identity = self._identify()
        with self._speaking():
            self._file = self.FILE(self.path)
            try:
                with self._file.snapshot():
                    self._refresh()
            except (sqlite3.Error, EventFault):
                self._file.close()
                raise
        self._place_faults = self._faults_of_place()

    def __enter__(self: _Store) -> _Store:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    # -- what it says -------------------------------------------------------------------------------------------

    @property
    def faults(self) -> list[EventFault]:
        """Return what keeps the file from being written to."""
        return [*self._broken, *self._place_faults]

    @property
    def writable(self) -> bool:
        """Tell whether events can be added."""
        return not self.faults

    @property
    def head(self) -> _Event:
        """Return the last event; raises EventFault for a file that has lost all of them."""
        state = self._current()
        return state.event(max(state.by_number, default=1))

    @property
    def title(self) -> str:
        """Return what the file is called, '' when it was given no title."""
        return self.founded("title")

    @property
    def unit_code(self) -> str:
        """Return the code of the unit it is kept for, '' when none was given."""
        return self.founded("unit_code")

    def founded(self, key: str) -> str:
        """Return what was said when the file was made, '' for nothing."""
        first = self._state.by_number.get(1)
        return str(first.payload.get(key) or "") if first else ""

    def events(self) -> list[_Event]:
        """Return all events."""
        return self._current().events

    def event(self, number: int) -> _Event:
        """Return one event; raises EventFault when there is none of this number."""
        return self._current().event(number)

    def reversed_by(self, number: int) -> int | None:
        """Return the number of the event that reversed an event, None while it stands."""
        return self._current().reversed_by.get(number)

    def verify(self, anchor: tuple[int, str] | None = None) -> list[EventFault]:
        """Read the file anew and return everything that is wrong with it.

        ``anchor`` is an event number and its hash, kept outside of the file: on paper. Without one nobody can tell
        that the last events were taken out with all their traces.
        """
        self._seen = None
        state = self._current()
        return [*self._broken, *(state.anchor_faults(anchor) if anchor else ())]

    # -- what it writes -----------------------------------------------------------------------------------------

    @contextmanager
    def writing(self) -> Iterator[_State]:
        """Hold the file's write lock over what the events amount to now; lasting at the end, or taken back."""
        self._refuse_if_moved()
        for fault in self.faults:
            raise fault.again()
        lasting = False
        with self._speaking():
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

    def append(self, event: _Event) -> _Event:
        """Seal an event and write it inside ``writing``; raises EventFault where it cannot be. Return it sealed."""
        event = sealed(event)
        faults = self._state.follow(event)
        if faults:  # the last of three guards: request, replay, triggers of the database
            raise faults[0]
        self._file.write(event)
        return event

    def head_of_next(self) -> tuple[int, str, str]:
        """Return number, time and previous hash of the event that comes next; inside ``writing``."""
        return self._state.number + 1, stamp(self._clock), self._state.head_hash

    # -- what it reads ------------------------------------------------------------------------------------------

    def _current(self) -> _State:
        """Return what the events amount to, read again when another connection has written."""
        self._refuse_if_moved()
        with self._speaking():
            if self._seen is None or self._seen != self._file.version_of_data():
                with self._file.snapshot():
                    self._refresh()
        return self._state

    def _refuse_if_moved(self) -> None:
        """Raise EventFault when the path leads to another file by now: what goes into ours would be lost."""
        if self._identify() != self._identity:
            raise self._of("moved", path=str(self.path))

    def _identify(self) -> tuple[int, int]:
        """Return what tells the file from another that takes its name; raises EventFault where there is none."""
        if not os.path.isfile(self.path):
            raise self._of("missing", path=str(self.path))
        status = os.stat(self.path)
        return status.st_dev, status.st_ino

    def _speaking(self) -> AbstractContextManager[None]:
        return speaking(self.path, self.FILE.FAULTS)

    def _nothing(self) -> _State:
        """Return what no events amount to."""
        return cast("_State", self.STATE())

    def _refresh(self) -> None:
        """Read and verify everything, unless nothing has changed since."""
        seen = self._file.version_of_data()
        if self._seen == seen:
            return
        self._broken, self._state = self._read()
        self._seen = seen

    def _read(self) -> tuple[list[EventFault], _State]:
        damage = self._file.integrity()
        try:
            objects = self._file.objects()
            if not self._is_ours(set(objects)):
                raise self._of("damaged" if damage else f"not_a_{self.FILE.FAULTS.TOPIC}", path=str(self.path),
                               detail=damage)
            faults, state = self._read_events(objects)
        except sqlite3.DatabaseError as error:
            if not damage:
                raise
            faults, state, damage = [], self._nothing(), f"{damage}; {error}"
        if damage:
            faults.insert(0, self._of("damaged", path=str(self.path), detail=damage))
        return faults, state

    def _is_ours(self, names: set[str]) -> bool:
        """Tell whether a file has tables of events, and not those of another kind of file in place of ours."""
        own = set(self.FILE.LAYOUT.tables) - set(EVERYWHERE)
        return bool(set(EVERYWHERE) & names) and bool(own & names or not names - set(self.FILE.LAYOUT.objects))

    def _read_events(self, objects: Mapping[str, str]) -> tuple[list[EventFault], _State]:
        """Return what is wrong with our tables and events, and what the events amount to."""
        layout = self.FILE.LAYOUT
        version = self._file.format() if "kf_format" in objects else None
        if version is not None and version > layout.format:
            # what a newer version means by its events we do not know: they are shown, and nothing is made of them
            state = self._nothing()
            with suppress(sqlite3.OperationalError):
                state.by_number = {event.number: event for event in self._file.events()[0]}
            return [self._of("newer", path=str(self.path), version=version, known=layout.format)], state
        changed = sorted(name for name in {**layout.objects, **objects}
                         if objects.get(name) != layout.objects.get(name))
        faults = [self._of("guard_missing", names=changed)] if changed else []
        if set(changed) & set(layout.tables):
            return faults, self._nothing()
        events, unreadable = self._file.events()
        state = self._nothing()
        wrong = state.follow_all(events)
        unreadable = [fault for fault in unreadable if str(fault) not in map(str, wrong)]
        return [*faults, *unreadable, *wrong, *self._file.contradictions(state)], state

    def _faults_of_place(self) -> list[EventFault]:
        """Return why nothing can be written where the file lies; warn of a network path."""
        if not self._file.writable:
            folder = os.access(self.path, os.W_OK)
            return [self._of("read_only_folder" if folder else "read_only_file", path=str(self.path), detail="")]
        place = network_place_of(self.path)
        if not place:
            return []
        if not locks_work(self.path.parent):
            return [self._of("locks_fail", path=str(self.path), mount=place)]
        self.warnings.append(self._of("network", path=str(self.path), mount=place))
        return []
