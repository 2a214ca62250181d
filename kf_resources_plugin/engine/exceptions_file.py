"""Findings that somebody accepts, with reason and name: a table beside the project file, joined by finding id.

A finding keeps its id from run to run, so an exception outlives the layer it was marked in. Nothing is deleted: who
takes an exception back is written beside it. Every write is one transaction, so two windows can work with one file.
Needs no QGIS but for its words.
"""
from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING

from ..i18n import tr
from . import geopackage_head
from .errors import PlannerError
from .file_place import uri

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date
    from pathlib import Path

SUFFIX = ".kfexceptions.gpkg"
FORMAT = 1
"""Version of the table; a file with a higher one is refused."""
_BUSY_SECONDS = 10.0

_TABLES = (
    "CREATE TABLE kf_exceptions_format (version INTEGER NOT NULL)",
    "CREATE TABLE kf_exceptions (exception_no INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, finding_id TEXT NOT NULL, "
    "rule_id TEXT NOT NULL, subject_id TEXT NOT NULL, subject_name TEXT NOT NULL, message TEXT NOT NULL, "
    "reason TEXT NOT NULL, name TEXT NOT NULL, date DATE NOT NULL, withdrawn_reason TEXT, withdrawn_name TEXT, "
    "withdrawn_date DATE)",
    "CREATE UNIQUE INDEX kf_exceptions_in_force ON kf_exceptions (finding_id) WHERE withdrawn_date IS NULL",
    "INSERT INTO gpkg_contents (table_name, data_type, identifier, description) VALUES "
    "('kf_exceptions', 'attributes', 'kf_exceptions', '例外 exceptions')",
)
_FILL = "INSERT INTO kf_exceptions_format VALUES (?)"
_READ_FORMAT = "SELECT version FROM kf_exceptions_format"
_READ = ("SELECT finding_id, rule_id, subject_id, subject_name, message, reason, name, date FROM kf_exceptions "
         "WHERE withdrawn_date IS NULL ORDER BY exception_no")
_ADD = ("INSERT INTO kf_exceptions (finding_id, rule_id, subject_id, subject_name, message, reason, name, date) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
_WITHDRAW = ("UPDATE kf_exceptions SET withdrawn_reason = ?, withdrawn_name = ?, withdrawn_date = ? "
             "WHERE finding_id = ? AND withdrawn_date IS NULL")


@dataclass(frozen=True)
class FindingException:
    """An exception in force: which finding (its id, and its words for whoever reads the table), why, who and when.

    ``date`` is an ISO day.
    """

    finding_id: str
    rule_id: str
    subject_id: str
    subject_name: str
    message: str
    reason: str
    name: str
    date: str


def exceptions_path(project_file: Path) -> Path:
    """Return where the exceptions of a project stand: beside it, under its name."""
    return project_file.with_name(project_file.stem + SUFFIX)


def read_exceptions(path: Path) -> dict[str, FindingException]:
    """Return the exceptions in force by finding id, none where there is no file. Raises PlannerError."""
    if not path.exists():
        return {}
    with _speaking(path), closing(_connect(path, "ro")) as connection:
        _check(connection, path)
        return {row[0]: FindingException(*map(str, row)) for row in connection.execute(_READ)}


def mark(path: Path, exceptions: Iterable[FindingException]) -> None:
    """Add exceptions, all or none; the file is made with the first.

    Raises PlannerError without reason or name, where a finding has one already (another window was first), and where
    the file cannot be written.
    """
    rows = list(exceptions)
    if any(not row.reason.strip() or not row.name.strip() for row in rows):
        raise PlannerError(tr("An exception needs a reason and a name."))
    with _writing(path) as connection:
        known = {row[0]: row for row in connection.execute(_READ)}
        for row in rows:
            if row.finding_id in known:
                *_, name, day = known[row.finding_id]
                raise PlannerError(tr("{name} marked this finding as an exception on {date} already: {message}").format(
                    name=name, date=day, message=row.message))
            connection.execute(_ADD, astuple(row))


def withdraw(path: Path, finding_ids: Sequence[str], reason: str, name: str, day: date) -> int:
    """Take exceptions back, and return how many were in force; reason, name and day stay beside them.

    Raises PlannerError without a name or reason, and where the file cannot be written.
    """
    if not reason.strip() or not name.strip():
        raise PlannerError(tr("An exception needs a reason and a name."))
    with _writing(path) as connection:
        return sum(connection.execute(_WITHDRAW, (reason, name, day.isoformat(), finding_id)).rowcount
                   for finding_id in finding_ids)


@contextmanager
def _writing(path: Path) -> Iterator[sqlite3.Connection]:
    """Open or make the file, in a transaction that nobody else can write in and that lasts as a whole or not at all."""
    with _speaking(path), closing(_connect(path, "rwc")) as connection:
        connection.execute("BEGIN IMMEDIATE")
        try:
            if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                for sql in (*geopackage_head.CREATE, *_TABLES):
                    connection.execute(sql)
                connection.execute(_FILL, (FORMAT,))
            _check(connection, path)
            yield connection
            connection.execute("COMMIT")
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    connection = sqlite3.connect(uri(path, mode), isolation_level=None, uri=True, timeout=_BUSY_SECONDS)
    connection.execute("PRAGMA synchronous = EXTRA")
    return connection


def _check(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse a file that holds something else, or the table of a later version."""
    names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not {"kf_exceptions", "kf_exceptions_format"} <= names:
        raise PlannerError(tr("{path} is no table of exceptions. Move it, or save the project under another name.")
                           .format(path=path))
    if connection.execute(_READ_FORMAT).fetchall() != [(FORMAT,)]:
        raise PlannerError(tr("{path} was written by another version of the plugin. Update the plugin.").format(
            path=path))


@contextmanager
def _speaking(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise PlannerError(tr("The exceptions in {path} cannot be read or written: {reason}. Check that the folder can "
                              "be written and that no other program holds the file.").format(
            path=path, reason=error)) from error
