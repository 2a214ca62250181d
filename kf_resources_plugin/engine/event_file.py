"""A file of events: connecting, reading and writing; every error of SQLite becomes a fault in the planner's words.

The file is never opened by other means than SQLite while it may be in use: closing a file drops all locks that the
process holds on it (POSIX), also those of the connection that is writing.
"""
from __future__ import annotations

import json
import sqlite3
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from ..rules.event_chain import ChainedEvent, canonical
from . import event_layout as common
from .file_place import may_write, uri

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from ..rules.event_chain import Chain, EventFault
    from .event_layout import Layout

    Row = tuple[Any, ...]

BUSY_SECONDS = 10.0

_DAMAGE = "malformed"
# what SQLite says: the row that says it to the planner, after the topic
_WORDS = (
    ("locked", "busy"),
    ("locking protocol", "busy"),
    ("database or disk is full", "disk_full"),
    ("readonly", "read_only_file"),
    ("not a database", "not_a_{topic}"),
    (_DAMAGE, "damaged"),
)

_Event = TypeVar("_Event", bound=ChainedEvent)


def fault_of(error: sqlite3.Error, path: Path, faults: type[EventFault]) -> EventFault:
    """Return the fault that an error of SQLite means."""
    text = str(error)
    name = next((name for words, name in _WORDS if words in text), "failed")
    if name in {"read_only_file", "failed"} and not may_write(path.parent):
        name = "read_only_folder"
    elif not path.exists():
        name = "missing"
    return faults.of(name.format(topic=faults.TOPIC), path=str(path), detail=text)


@contextmanager
def speaking(path: Path, faults: type[EventFault]) -> Iterator[None]:
    """Turn errors of SQLite into faults."""
    try:
        yield
    except sqlite3.Error as error:
        raise fault_of(error, path, faults) from error
    except OverflowError as error:  # a number of more than 64 bits
        raise faults.of("failed", path=str(path), detail=str(error)) from error


class EventFile(Generic[_Event]):
    """One connection to a file of events. Methods raise sqlite3.Error; ``speaking`` stands around their use.

    A subclass says what its file is made of: STORED are the tables that repeat what events say, by name with the SQL
    that reads their rows in an order.
    """

    LAYOUT: ClassVar[Layout]
    FAULTS: ClassVar[type[EventFault]]
    STORED: ClassVar[Mapping[str, str]]

    def __init__(self, path: Path) -> None:
        """Open an existing file; ``writable`` tells whether the system lets us write file and folder."""
        self.path = path
        self.writable = may_write(path) and may_write(path.parent)
        if self.writable:
            self._leave_wal()
        try:
            self.connection = self._connect("rw" if self.writable else "ro")
        except sqlite3.OperationalError:
            beside = (path.with_name(path.name + more) for more in ("-wal", "-journal"))
            if self.writable or not path.exists() or any(name.exists() for name in beside):
                raise
            # left in WAL mode by a program that was killed, now where nobody can write: nothing changes under us
            self.connection = self._connect("ro&immutable=1")

    def _connect(self, mode: str, busy_seconds: float | None = None) -> sqlite3.Connection:
        connection = sqlite3.connect(uri(self.path, mode), isolation_level=None, uri=True,
                                     timeout=BUSY_SECONDS if busy_seconds is None else busy_seconds)
        try:
            connection.execute("PRAGMA synchronous = EXTRA")
            connection.execute("PRAGMA schema_version").fetchall()  # reads the first page, and mends what a kill left
        except sqlite3.Error as error:
            if _DAMAGE not in str(error):  # of a damaged file the reader tells what can be read
                connection.close()  # Windows neither moves nor removes an open file
                raise
        return connection

    def _leave_wal(self) -> None:
        """Go back to a rollback journal, unless another program (QGIS, with a table open) keeps the WAL."""
        with suppress(sqlite3.Error), closing(self._connect("rw", 0.0)) as connection:
            if connection.execute("PRAGMA journal_mode").fetchall() == [("wal",)]:
                connection.execute("PRAGMA journal_mode = DELETE").fetchall()

    def close(self) -> None:
        """Close the connection; a transaction that is open is taken back."""
        self.connection.close()

    def begin(self) -> None:
        """Begin a transaction that nobody else can write in."""
        self.connection.execute("BEGIN IMMEDIATE")

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Read in one transaction, so that no commit of another window comes between."""
        self.connection.execute("BEGIN")
        try:
            yield
        finally:
            self.rollback()

    def commit(self) -> None:
        """Make the transaction last; when this raises, nothing of it does."""
        self.connection.execute("COMMIT")

    def rollback(self) -> None:
        """Take back what is open."""
        if self.connection.in_transaction:
            with suppress(sqlite3.Error):
                self.connection.execute("ROLLBACK")

    def version_of_data(self) -> int:
        """Return a number that changes when another connection has written."""
        try:
            [(number,)] = self.connection.execute("PRAGMA data_version").fetchall()
        except sqlite3.DatabaseError as error:
            if _DAMAGE not in str(error):
                raise
            return -1
        return int(number)

    def integrity(self) -> str:
        """Return what SQLite finds wrong with the file, '' for nothing."""
        try:
            found = [str(row[0]) for row in self.connection.execute("PRAGMA integrity_check(5)")]
        except sqlite3.DatabaseError as error:
            if "locked" in str(error):
                raise
            return str(error)
        return "" if found == ["ok"] else "; ".join(found)

    def objects(self) -> dict[str, str]:
        """Return the SQL of everything of ours in the file, by name."""
        return {name: sql or "" for name, sql in self.connection.execute(common.READ_OBJECTS)}

    def format(self) -> int | None:
        """Return the version of the file's layout, None where there is none, or more than one."""
        rows = self.rows(common.READ_FORMAT)
        return rows[0][0] if len(rows) == 1 and isinstance(rows[0][0], int) else None

    def events(self) -> tuple[list[_Event], list[EventFault]]:
        """Return all events as they are stored, and those that hold other kinds of values than we write.

        Such a value is text where text is meant and 0 where a number is: whoever reads events need not expect it.
        """
        raise NotImplementedError

    def stored_events(self, strange: dict[int, None]) -> Iterator[dict[str, Any]]:
        """Yield what all events say, as arguments of an event; ``strange`` takes what is not of our kinds."""
        for number, kind, at, operator, reason, text, *hashes in self.connection.execute(common.READ_EVENTS):
            payload = _payload(text)
            if payload is None or not all_text((kind, at, operator, reason, *hashes)):
                strange[number] = None
            yield {"number": number, "kind": str(kind), "at": str(at), "operator": str(operator),
                   "reason": str(reason), "payload": payload or {}, "previous_hash": str(hashes[0]),
                   "hash": str(hashes[1])}

    def strange_faults(self, strange: Iterable[int]) -> list[EventFault]:
        """Return the faults of events that hold other kinds of values than we write."""
        return [self.FAULTS.of("hash_differs", event_no=number) for number in sorted(strange, key=str)]

    def contradictions(self, state: Chain[_Event]) -> list[EventFault]:
        """Return where the tables beside the events say another thing than the events."""
        expected: dict[str, list[Row]] = {table: [] for table in self.STORED}
        for event in state.events:
            for table, row in self.repeated(event):
                expected[table].append(row)
        tables = [table for table, sql in self.STORED.items()
                  if sorted(self.rows(sql), key=repr) != sorted(expected[table], key=repr)]
        tables += self.further_contradictions(state)
        if self.format() != self.LAYOUT.format:
            tables.append("kf_format")
        faults = [self.FAULTS.of("table_differs", table=table) for table in tables]
        highest = self.rows(common.READ_HIGHEST)
        if highest != [(state.number,)]:
            faults.append(self.FAULTS.of("tail_missing", last=state.number,
                                         highest=highest[0][0] if highest else None))
        return faults

    @classmethod
    def repeated(cls, event: _Event) -> Iterator[tuple[str, Row]]:
        """Yield (table, row) of what the STORED tables repeat of an event; nothing of a payload that is not ours."""
        raise NotImplementedError

    def further_contradictions(self, state: Chain[_Event]) -> list[str]:
        """Return which other tables say another thing than the events."""
        raise NotImplementedError

    @classmethod
    def beside(cls, event: _Event) -> Iterator[tuple[str, Row]]:
        """Yield (SQL, values) of the rows that belong to an event, in the order they are written in."""
        raise NotImplementedError

    def rows(self, sql: str) -> list[Row]:
        """Return the rows that SQL finds."""
        return self.connection.execute(sql).fetchall()

    def write(self, event: _Event) -> None:
        """Write an event with everything that belongs to it, inside the transaction that is open."""
        self.write_into(self.connection, event)

    @classmethod
    def write_into(cls, connection: sqlite3.Connection, event: _Event) -> None:
        """Write an event with everything that belongs to it."""
        connection.execute(common.WRITE_EVENT, (
            event.number, event.kind, event.at, event.operator, event.reason, canonical(event.payload),
            event.previous_hash, event.hash))
        for sql, row in cls.beside(event):
            connection.execute(sql, row)


def all_text(values: Iterable[Any]) -> bool:
    """Tell whether all values are text."""
    return all(isinstance(value, str) for value in values)


def _payload(text: Any) -> dict[str, Any] | None:
    """Return a stored payload, None where it is not exactly what we write."""
    try:
        payload = json.loads(text)
        return payload if isinstance(payload, dict) and canonical(payload) == text else None
    except (TypeError, ValueError, RecursionError):
        return None
