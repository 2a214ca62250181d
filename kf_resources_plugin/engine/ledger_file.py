"""The file of a ledger: connecting, reading and writing events; every error of SQLite becomes a LedgerFault.

The file is never opened by other means than SQLite while it may be in use: closing a file drops all locks that the
process holds on it (POSIX), also those of the connection that is writing.
"""
from __future__ import annotations

import json
import sqlite3
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING, Any

from ..rules.ledger import (
    ADDING,
    COMMIT,
    REVERSE,
    Amount,
    Event,
    LedgerFault,
    Replay,
    canonical,
    commit_keys,
)
from . import ledger_schema as schema
from .ledger_place import may_write, uri

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

BUSY_SECONDS = 10.0

_DAMAGE = "malformed"
# what SQLite says: the row that says it to the planner
_WORDS = (
    ("locked", "ledger.busy"),
    ("locking protocol", "ledger.busy"),
    ("database or disk is full", "ledger.disk_full"),
    ("readonly", "ledger.read_only_file"),
    ("not a database", "ledger.not_a_ledger"),
    (_DAMAGE, "ledger.damaged"),
)


def fault_of(error: sqlite3.Error, path: Path) -> LedgerFault:
    """Return the fault that an error of SQLite means."""
    text = str(error)
    rule = next((rule for words, rule in _WORDS if words in text), "ledger.failed")
    if rule in {"ledger.read_only_file", "ledger.failed"} and not may_write(path.parent):
        rule = "ledger.read_only_folder"
    elif not path.exists():
        rule = "ledger.missing"
    return LedgerFault(rule, path=str(path), detail=text)


@contextmanager
def speaking(path: Path) -> Iterator[None]:
    """Turn errors of SQLite into LedgerFaults."""
    try:
        yield
    except sqlite3.Error as error:
        raise fault_of(error, path) from error
    except OverflowError as error:  # a number of more than 64 bits
        raise LedgerFault("ledger.failed", path=str(path), detail=str(error)) from error


class LedgerFile:
    """One connection to a ledger file. Methods raise sqlite3.Error; ``speaking`` stands around their use."""

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
        return {name: sql or "" for name, sql in self.connection.execute(schema.READ_OBJECTS)}

    def format(self) -> int | None:
        """Return the version of the file's layout, None where there is none, or more than one."""
        rows = self.connection.execute(schema.READ_FORMAT).fetchall()
        return rows[0][0] if len(rows) == 1 and isinstance(rows[0][0], int) else None

    def events(self) -> tuple[list[Event], list[LedgerFault]]:
        """Return all events as they are stored, and those that hold other kinds of values than we write.

        Such a value is text where text is meant and 0 where a number is: whoever reads events need not expect it.
        """
        lines: dict[Any, list[Amount]] = {}
        strange: dict[int, None] = {}
        for number, *texts, amount, _ in self.connection.execute(schema.READ_AMOUNTS):
            if not _all_text(texts) or not isinstance(amount, int):
                strange[number] = None
                amount = amount if isinstance(amount, int) else 0  # noqa: PLW2901
            project, unit, entry, indicator = map(str, texts)
            lines.setdefault(number, []).append(Amount(project, unit, entry, indicator, amount))
        events = []
        for number, kind, at, operator, reason, text, *hashes in self.connection.execute(schema.READ_EVENTS):
            payload = _payload(text)
            if payload is None or not _all_text((kind, at, operator, reason, *hashes)):
                strange[number] = None
            events.append(Event(number, str(kind), str(at), str(operator), str(reason), payload or {}, str(hashes[0]),
                                str(hashes[1]), tuple(lines.get(number, ()))))
        return events, [LedgerFault("ledger.hash_differs", event_no=number) for number in sorted(strange, key=str)]

    def contradictions(self, state: Replay) -> list[LedgerFault]:
        """Return where the tables beside the events say another thing than the events."""
        expected: dict[str, list[tuple[Any, ...]]] = {table: [] for table in _WRITE}
        lines = 0
        for event in state.events:
            lines += len(event.amounts)
            for table, row in _repeated(event):
                expected[table].append(row)
        stored = {"kf_entries": self._rows(schema.READ_ENTRIES), "kf_keys": self._rows(schema.READ_KEYS),
                  "kf_reversals": self._rows(schema.READ_REVERSALS)}
        faults = [LedgerFault("ledger.table_differs", table=table) for table, rows in stored.items()
                  if sorted(rows, key=repr) != sorted(expected[table], key=repr)]
        amounts = self._rows(schema.READ_AMOUNTS)
        if len(amounts) != lines or not _in_order(amounts):
            faults.append(LedgerFault("ledger.table_differs", table="kf_amounts"))
        faults += [LedgerFault("ledger.table_differs", table=table) for table, sql in schema.COUNT_LIKE.items()
                   if self._rows(sql) != [(0,)]]
        if self.format() != schema.FORMAT:
            faults.append(LedgerFault("ledger.table_differs", table="kf_format"))
        highest = self._rows(schema.READ_HIGHEST)
        if highest != [(state.number,)]:
            faults.append(LedgerFault("ledger.tail_missing", last=state.number,
                                      highest=highest[0][0] if highest else None))
        return faults

    def _rows(self, sql: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(sql).fetchall()

    def write(self, event: Event) -> None:
        """Write an event with everything that belongs to it, inside the transaction that is open."""
        write_event(self.connection, event)


def write_event(connection: sqlite3.Connection, event: Event) -> None:
    """Write an event with everything that belongs to it; the amounts of an entry come after the entry."""
    run = connection.execute
    run(schema.WRITE_EVENT, (event.number, event.kind, event.at, event.operator, event.reason,
                             canonical(event.payload), event.previous_hash, event.hash))
    for table, row in _repeated(event):
        run(_WRITE[table], row)
    for number, line in enumerate(event.amounts, start=1):
        run(schema.WRITE_AMOUNT, (event.number, number, line.project_id, line.unit_code, line.entry_id,
                                  line.indicator, line.amount))


_WRITE = {"kf_entries": schema.WRITE_ENTRY, "kf_keys": schema.WRITE_KEY, "kf_reversals": schema.WRITE_REVERSAL}


def _repeated(event: Event) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Yield (table, row) of what other tables repeat of an event; nothing of a payload that is not ours."""
    with suppress(KeyError, TypeError):
        if event.kind in ADDING:
            entry = event.payload["entry"]
            yield "kf_entries", (event.number, entry["entry_id"], entry["unit_code"], entry["available_date"],
                                 entry["mean_grade"], entry["grade_scale"], entry["note"])
        elif event.kind == COMMIT:
            for project, unit in commit_keys(event):
                yield "kf_keys", (event.number, project, unit)
        elif event.kind == REVERSE:
            yield "kf_reversals", (event.number, event.payload["reverses"])


def _all_text(values: Iterable[Any]) -> bool:
    return all(isinstance(value, str) for value in values)


def _payload(text: Any) -> dict[str, Any] | None:
    """Return a stored payload, None where it is not exactly what we write."""
    try:
        payload = json.loads(text)
        return payload if isinstance(payload, dict) and canonical(payload) == text else None
    except (TypeError, ValueError, RecursionError):
        return None


def _in_order(amounts: list[tuple[Any, ...]]) -> bool:
    """Tell whether the lines of every event are numbered 1, 2, 3 …"""
    last: dict[Any, int] = {}
    for event_no, *_, line_no in amounts:
        if line_no != last.get(event_no, 0) + 1:
            return False
        last[event_no] = line_no
    return True
