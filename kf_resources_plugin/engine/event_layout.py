"""The tables that every file of events has, and the triggers that let nobody rewrite them: constant SQL.

``kf_reversals`` repeats what payloads say, so that the database itself refuses a second reversal. GDAL takes the field
types of a view from its first SELECT: hence empty tables ``kf_like_…`` where a file has views.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMAT_TABLE = "CREATE TABLE kf_format (version INTEGER NOT NULL)"
# AUTOINCREMENT keeps the highest number ever used: who only deletes the last events is found out by it
EVENTS_TABLE = (
    "CREATE TABLE kf_events (event_no INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, kind TEXT NOT NULL, "
    "at TEXT NOT NULL, operator TEXT NOT NULL, reason TEXT NOT NULL, payload TEXT NOT NULL, "
    "previous_hash TEXT NOT NULL, hash TEXT NOT NULL)")
REVERSALS_TABLE = "CREATE TABLE kf_reversals (event_no INTEGER PRIMARY KEY NOT NULL, reverses INTEGER NOT NULL UNIQUE)"

# an INSERT that replaces fires no delete trigger, so every insert shows that it comes next
EVENTS_INSERT = (
    "CREATE TRIGGER kf_events_insert BEFORE INSERT ON kf_events "
    "WHEN NEW.event_no IS NOT (SELECT coalesce(max(event_no), 0) + 1 FROM kf_events) "
    "OR NEW.previous_hash IS NOT coalesce((SELECT hash FROM kf_events ORDER BY event_no DESC LIMIT 1), "
    "'0000000000000000000000000000000000000000000000000000000000000000') "
    "BEGIN SELECT RAISE(ABORT, 'an event continues the chain'); END")
REVERSALS_INSERT = (
    "CREATE TRIGGER kf_reversals_insert BEFORE INSERT ON kf_reversals "
    "WHEN NEW.event_no IS NOT (SELECT max(event_no) FROM kf_events) OR NEW.reverses >= NEW.event_no "
    "OR EXISTS (SELECT 1 FROM kf_reversals WHERE reverses = NEW.reverses OR event_no = NEW.event_no) "
    "BEGIN SELECT RAISE(ABORT, 'an event is reversed once'); END")
FORMAT_INSERT = (
    "CREATE TRIGGER kf_format_insert BEFORE INSERT ON kf_format WHEN EXISTS (SELECT 1 FROM kf_format) "
    "BEGIN SELECT RAISE(ABORT, 'the version of the format is one row'); END")

EVERYWHERE = ("kf_format", "kf_events", "kf_reversals")
"""The tables that all such files have, whatever their events mean."""

FILL = "INSERT INTO kf_format VALUES (?)"
# ours, and triggers that somebody else put on our tables: one that ignores an insert would spend without a trace
READ_OBJECTS = ("SELECT name, sql FROM sqlite_master WHERE name LIKE 'kf\\_%' ESCAPE '\\' "
                "OR (type = 'trigger' AND tbl_name LIKE 'kf\\_%' ESCAPE '\\')")
READ_FORMAT = "SELECT version FROM kf_format"
READ_EVENTS = ("SELECT event_no, kind, at, operator, reason, payload, previous_hash, hash FROM kf_events "
               "ORDER BY event_no")
READ_REVERSALS = "SELECT event_no, reverses FROM kf_reversals ORDER BY event_no"
READ_HIGHEST = "SELECT seq FROM sqlite_sequence WHERE name = 'kf_events'"
WRITE_EVENT = "INSERT INTO kf_events VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
WRITE_REVERSAL = "INSERT INTO kf_reversals VALUES (?, ?)"


@dataclass(frozen=True)
class Layout:
    """What a kind of file of events is made of.

    format: version of the layout, a file with a higher one is only read; contents: SQL that registers its tables with
    GeoPackage; tables and objects: SQL by name, of the tables and of everything of ours, in the order it is run in.
    """

    format: int
    contents: tuple[str, ...]
    tables: Mapping[str, str]
    objects: Mapping[str, str]


def guarded(table: str, said: str, insert: str = "") -> dict[str, str]:
    """Return triggers that refuse changes and deletions in a table, by name, and what its inserts are held to.

    Without ``insert`` every insert is refused too. ``said``: what the database says of it.
    """
    refused = f"ON {table} BEGIN SELECT RAISE(ABORT, '{said}'); END"
    triggers = {f"{table}_{verb}": f"CREATE TRIGGER {table}_{verb} BEFORE {verb.upper()} {refused}"
                for verb in ("update", "delete")}
    if insert:
        return {**triggers, f"{table}_insert": insert}
    return {f"{table}_insert": f"CREATE TRIGGER {table}_insert BEFORE INSERT {refused}", **triggers}
