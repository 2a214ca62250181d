"""Decisions on entries of heritage registers that may be one site: a table that people and the desktop write.

``read_decisions`` takes a CSV or XLSX file, a table of duplicates that was filled in included; ``append_decisions``
adds rows to a CSV file and changes nothing of what stands there. Nothing is deleted: who changes their mind adds a row
with a later moment.
"""
from __future__ import annotations

import csv
import os
import re
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING
from uuid import uuid4

from ..i18n import tr
from ..rules.heritage_merge import CERTAIN, DECISIONS, IMPLIED, OPEN, Decision
from ..rules.spreadsheet_text import harmless, unguarded
from ..rules.text import clean
from .dates import read_date
from .errors import PlannerError
from .schema import load_schema
from .spreadsheet_reading import read_sheets
from .text_files import read_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_SCHEMA = "heritage_decisions"
_NEEDED = ("entry_a", "entry_b", "decision")
_LINES_ABOVE = 20  # titles and remarks that stand above a head
_MARK = "\ufeff"  # without it a spreadsheet on Windows takes UTF-8 for another encoding
_TIME = re.compile(r"[T ](\d{1,2}):(\d{2})(?::(\d{2}))?")


@dataclass(frozen=True)
class DecisionTable:
    """What a table of decisions says. faults: (line, decision) of rows that cannot be used."""

    name: str
    decisions: list[Decision]
    faults: list[tuple[int, str]]


def read_decisions(path: Path) -> DecisionTable:
    """Return the decisions of a table; rows that nobody has decided yet are left out.

    Raises PlannerError where the file cannot be read or lacks the columns entry_a, entry_b and decision.
    """
    for sheet in read_sheets(path, _is_head):
        head = next((place for place, (_, cells) in enumerate(sheet.rows[:_LINES_ABOVE]) if _is_head(cells)), None)
        if head is not None:
            columns = {name: place for place, name in reversed(list(enumerate(map(_field, sheet.rows[head][1]))))}
            return _table(path.name, columns, sheet.rows[head + 1:])
    raise PlannerError(_lacking(path))


def append_decisions(path: Path, decisions: Sequence[Decision]) -> None:
    """Add rows to a CSV file, which is made with the first; all or none, also when the computer stops meanwhile.

    Raises PlannerError where the file cannot be written or is no table of decisions that begins with its head.
    """
    try:
        while True:
            before = path.read_bytes() if path.exists() else b""
            made = path.with_name(f".{path.name}.{uuid4().hex[:8]}")
            try:
                with made.open("xb") as file:
                    file.write(_with_rows(path, decisions))
                    file.flush()
                    os.fsync(file.fileno())
                # another window may have added rows in the meantime: they would be lost
                if before == (path.read_bytes() if path.exists() else b""):
                    made.replace(path)
                    return
            finally:
                made.unlink(missing_ok=True)
    except OSError as error:
        raise PlannerError(tr("The decisions in {file} cannot be written: {reason}. Choose a folder you may write to "
                              "and close programs that have the file open.").format(
                                  file=path, reason=error.strerror or error)) from error


def _with_rows(path: Path, decisions: Sequence[Decision]) -> bytes:
    """Return the content of a file with rows after those that it has. Raises PlannerError."""
    text = read_text(path) if path.exists() else ""
    rows = StringIO(newline="")
    writer = csv.writer(rows)
    names: list[str | None] = [field.name for field in load_schema(_SCHEMA).fields]
    if not text.strip():
        text = ""
        writer.writerow(names)
    else:
        head = next(csv.reader(StringIO(text, newline="")))
        if not _is_head(head):
            raise PlannerError(_lacking(path))
        names = [_field(cell) for cell in head]
        text += "" if text.endswith(("\n", "\r")) else "\r\n"
    for decision in decisions:
        values = {"entry_a": decision.entry_a, "entry_b": decision.entry_b, "decision": decision.decision,
                  "person": decision.person, "date": decision.moment, "reason": decision.reason}
        writer.writerow([harmless(values.get(name or "", "")) for name in names])
    return (_MARK + text + rows.getvalue()).encode("utf-8")


def _lacking(path: Path) -> str:
    return tr("{file} is no table of decisions. It needs the columns {columns}; the desktop adds to CSV files whose "
              "first line names them.").format(file=path, columns=", ".join(_NEEDED))


def _field(cell: str) -> str | None:
    """Return the field that a column's head names, None for another column."""
    schema, text = load_schema(_SCHEMA), re.sub(r"\s", "", clean(cell))
    found = schema.field(text) or next((field for field in schema.fields if field.zh == text), None)
    return found.name if found else None


def _is_head(cells: Sequence[str]) -> bool:
    return {_field(cell) for cell in cells} >= {*_NEEDED}


def _table(name: str, columns: dict[str | None, int], rows: Sequence[tuple[int, list[str]]]) -> DecisionTable:
    found, faults = [], []
    for line, cells in rows:
        values = {field: unguarded(cells[place]) if place < len(cells) else "" for field, place in columns.items()}
        word, person = _word(values["decision"]), clean(values.get("person"))
        if word in {"", CERTAIN, IMPLIED} or (word == OPEN and not person):
            continue  # a row of the table of duplicates that nobody has touched
        one, other = values["entry_a"].strip(), values["entry_b"].strip()
        if word not in DECISIONS or not one or not other or one == other:
            faults.append((line, values["decision"]))
            continue
        found.append(Decision(one, other, word, person, _moment(values.get("date", "")), clean(values.get("reason"))))
    return DecisionTable(name, found, faults)


def _word(text: str) -> str:
    """Return the decision that a word names, in the language of the table or by its code."""
    field = load_schema(_SCHEMA).field("decision")
    word = clean(text).casefold()
    meanings = field.domain.items() if field else ()
    return next((code for code, names in meanings if word in {name.casefold() for name in names}), word)


def _moment(text: str) -> str:
    """Return a date as ISO, with its time where it has one, '' for what is no date."""
    day, time = read_date(text), _TIME.search(text)
    if day is None:
        return ""
    return f"{day.isoformat()} {int(time[1]):02d}:{time[2]}:{time[3] or '00'}" if time else day.isoformat()
