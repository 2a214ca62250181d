"""The journal of edits that are not saved: a file beside the project that only grows, one line for each command.

Every line begins with a digest of the rest and reaches the disk before the next command can be given, so a process may
be killed at any moment: a last line that was torn is left out, and what stands before it is whole. Undo and redo are
lines, too. Which of the commands are in effect is told by the places they had on the layer's undo stack.
"""
from __future__ import annotations

import errno
import json
import os
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from qgis.PyQt.QtCore import QLockFile

from ..engine.errors import PlannerError
from ..engine.staging import in_words
from ..i18n import tr
from .edit_command import Command, Row, RowChange
from .row_text import values_from, values_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

SUFFIX = ".kfjournal"
KEPT_SUFFIX = ".kfjournal-kept"
FORMAT = 1
_DIGEST = 16  # hexadecimal digits


@dataclass(frozen=True)
class Entry:
    """A command with its place on the undo stack (1 for the first), who gave it and when (UTC, ISO text)."""

    place: int
    command: Command
    operator: str
    time: str


@dataclass
class Entries:
    """The commands of a session as undo, redo and other commands leave them."""

    known: list[Entry] = field(default_factory=list)
    at: int = 0

    def add(self, entry: Entry) -> None:
        """Take a command; what was undone before it is gone for good."""
        self.drop(entry.place)
        self.known.append(entry)

    def drop(self, place: int) -> None:
        """Take note of a command that is not ours: it stands at ``place`` now."""
        self.known = [entry for entry in self.known if entry.place < place]
        self.at = place

    def title(self, place: int) -> str | None:
        """Return what the command at a place is called, None where it is not ours."""
        return next((entry.command.title for entry in self.known if entry.place == place), None)

    @property
    def in_effect(self) -> list[Entry]:
        """Return the commands that are not undone, in order."""
        return [entry for entry in self.known if entry.place <= self.at]


class Journal:
    """An open journal; it is this process's alone until it is closed. Raises OSError where it cannot be written."""

    def __init__(self, path: Path, layer: str) -> None:
        self.path = path
        self._lock = lock_of(path)
        if not self._lock.tryLock(0):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        self._file = path.open("xb")
        self._write({"format": FORMAT, "layer": layer})

    def add(self, entry: Entry) -> None:
        """Write a command."""
        self._write({"place": entry.place, "title": entry.command.title, "operator": entry.operator,
                     "time": entry.time, "rows": [_change_text(change) for change in entry.command.changes]})

    def move(self, at: int, *, foreign: bool) -> None:
        """Write that the undo stack stands at a place now; foreign: by a command that is not ours."""
        self._write({"foreign" if foreign else "at": at})

    def _write(self, record: Mapping[str, Any]) -> None:
        text = json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode()
        self._file.write(_digest(text) + b" " + text + b"\n")
        self._file.flush()
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """Let go of the file; it stays."""
        self._shut()
        self._lock.unlock()

    def _shut(self) -> None:
        with suppress(OSError):  # what the disk did not take is tried once more then, and was reported
            self._file.close()

    def remove(self) -> None:
        """Let go of the file and delete it: its commands are saved, or thrown away."""
        self._shut()
        self.path.unlink()
        self._lock.unlock()


def lock_of(path: Path) -> QLockFile:
    """Return the lock of a journal, not taken yet; that of a process which is gone is free."""
    lock = QLockFile(f"{path}.lock")
    lock.setStaleLockTime(0)
    return lock


@dataclass(frozen=True)
class Found:
    """A journal that was left: its file, the layer's name and the commands in effect. torn: its end was cut off."""

    path: Path
    layer: str
    entries: tuple[Entry, ...]
    torn: bool


def read_journal(path: Path) -> Found:
    """Return what a journal holds up to the first line that is not whole. Raises PlannerError for other files."""
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        raise PlannerError(tr("{path} cannot be read: {reason}.").format(path=path, reason=in_words(error))) from error
    try:
        return _found(path, list(_whole(lines)), sum(map(bool, lines)))
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:  # whole lines, but not as ours are
        raise PlannerError(tr("{path} is no journal of edits, or one of another version of the plugin.").format(
            path=path)) from error


def _found(path: Path, records: list[Any], lines: int) -> Found:
    if records[0]["format"] != FORMAT:
        raise ValueError(records[0]["format"])
    entries = Entries()
    for record in records[1:]:
        if "rows" in record:
            entries.add(Entry(int(record["place"]), Command(str(record["title"]), tuple(map(_change, record["rows"]))),
                              str(record["operator"]), str(record["time"])))
        elif "foreign" in record:
            entries.drop(int(record["foreign"]))
        else:
            entries.at = int(record["at"])
    return Found(path, str(records[0]["layer"]), tuple(entries.in_effect), len(records) < lines)


def _whole(lines: list[bytes]) -> Iterator[Any]:
    """Yield the records up to the first line that is torn."""
    for line in lines:
        digest, _, text = line.partition(b" ")
        if not text or digest != _digest(text):
            return
        yield json.loads(text)


def _digest(text: bytes) -> bytes:
    return sha256(text).hexdigest()[:_DIGEST].encode()


def _change_text(change: RowChange) -> dict[str, Any]:
    return {"fid": change.fid, "before": _row_text(change.before), "after": _row_text(change.after)}


def _row_text(row: Row | None) -> dict[str, Any] | None:
    return None if row is None else {"wkb": row.wkb.hex(), "values": values_of(row.attributes)}


def _change(record: Mapping[str, Any]) -> RowChange:
    return RowChange(int(record["fid"]), _row(record["before"]), _row(record["after"]))


def _row(record: Mapping[str, Any] | None) -> Row | None:
    return None if record is None else Row(bytes.fromhex(record["wkb"]), values_from(record["values"]))
