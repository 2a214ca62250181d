"""Who changed what and when: a table of the edits that were saved, a line for each field of each parcel.

The standard has no fields for it, so it stands in a CSV file beside the project, which only grows. Texts that a
spreadsheet would calculate are made harmless.
"""
from __future__ import annotations

import csv
import io
import os
from dataclasses import astuple, dataclass, fields
from typing import TYPE_CHECKING, Any, Callable

from ..engine.errors import PlannerError
from ..engine.staging import in_words
from ..i18n import tr
from ..rules.spreadsheet_text import harmless, unguarded
from ..rules.text import clean
from .row_text import values_of

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from .edit_command import Row, RowChange
    from .edit_journal import Entry

SHAPE = "shape_m2"
"""Stands for a field where the shape changed: before and after are its statutory areas."""
_MARK = "\ufeff"


@dataclass(frozen=True)
class HistoryLine:
    """One field of one parcel that a command changed. time: UTC; layer: key of ``edit_places``; texts throughout."""

    time: str
    operator: str
    layer: str
    command: str
    parcel: str
    number: str
    fid: str
    field: str
    before: str
    after: str


def history_lines(entries: Iterable[Entry], layer: str, names: tuple[str, str],
                  areas: Callable[[Sequence[bytes]], Sequence[str]],
                  rows: Container[int] | None = None, keys: Container[str] = ()) -> Iterator[HistoryLine]:
    """Yield the lines of commands. names: the layer's own fields of BSM and TBBH; areas: of shapes as texts; rows:
    feature ids of the session, None for all; keys: fields that the file numbers, of which nothing is told.
    """
    chosen = [(entry, change) for entry in entries for change in entry.command.changes
              if rows is None or change.fid in rows]
    shapes = [row.wkb for _, change in chosen if _moved(change) for row in (change.before, change.after)
              if row is not None]
    told_areas = dict(zip(shapes, areas(shapes)))
    for entry, change in chosen:
        before, after = (_texts(row, told_areas if _moved(change) else {}) for row in (change.before, change.after))
        told = after or before
        fid = str(change.fid) if change.fid >= 0 else ""  # of a row that is new, QGIS's number is for the session
        for name in dict.fromkeys((*before, *after)):
            if before.get(name, "") != after.get(name, "") and (name not in keys or name in names):
                yield HistoryLine(entry.time, entry.operator, layer, entry.command.title, told.get(names[0], ""),
                                  told.get(names[1], ""), fid, name, before.get(name, ""), after.get(name, ""))


def _moved(change: RowChange) -> bool:
    return change.before is None or change.after is None or change.before.wkb != change.after.wkb


def _texts(row: Row | None, areas: Mapping[bytes, str]) -> dict[str, str]:
    if row is None:
        return {}
    return {SHAPE: areas.get(row.wkb, ""), **{name: _text(value) for name, value in values_of(row.attributes).items()}}


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return str(next(iter(value.values())))
    return repr(value) if isinstance(value, float) and not value.is_integer() else clean(value)


def append(path: Path, lines: Iterable[HistoryLine]) -> None:
    """Write lines at the end of the table, which is made with the first. Raises PlannerError."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    try:
        new = not path.exists() or not path.stat().st_size
        if new:
            writer.writerow(field.name for field in fields(HistoryLine))
        for line in lines:
            writer.writerow(map(harmless, astuple(line)))
        with path.open("ab+") as file:
            torn = not new and file.seek(-1, os.SEEK_END) and file.read(1) != b"\n"  # a kill amid the line before
            file.write((("\r\n" if torn else _MARK if new else "") + text.getvalue()).encode())
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise PlannerError(tr("The history of edits cannot be written to {path}: {reason}. Close other programs that "
                              "hold the file.").format(path=path, reason=in_words(error))) from error


def read_history(path: Path) -> list[HistoryLine]:
    """Return the lines in order; none where there is no file. Raises PlannerError."""
    if not path.is_file():
        return []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = [{name: unguarded(value or "") for name, value in row.items() if name}
                    for row in csv.DictReader(file)]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise PlannerError(tr("{path} cannot be read: {reason}.").format(path=path, reason=in_words(error))) from error
    return [HistoryLine(**{field.name: row.get(field.name, "") for field in fields(HistoryLine)}) for row in rows]
