"""The edit session of one layer as our commands see it: journal while it lasts, history when it is saved.

It follows the layer's undo stack: what is undone is undone in the journal, too. Saving writes the history and removes
the journal, discarding removes it. Edits made with QGIS's own tools are not recorded, only that they took their place.
"""
from __future__ import annotations

from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any, Callable

from qgis.core import QgsGeometry, QgsProject
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ..engine.areas import areas_of
from ..engine.errors import PlannerError
from ..engine.field_map import mapped_field
from ..engine.schema import load_schema
from ..engine.staging import in_words
from ..i18n import tr
from .edit_history import HistoryLine, append, history_lines, read_history
from .edit_journal import Entries, Entry, Journal
from .edit_places import edited_elsewhere, history_file, keep, layer_key, new_journal
from .edited_land import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence
    from pathlib import Path

    from qgis.core import QgsVectorLayer

    from .edit_command import Command

_IDENTITY = ("BSM", "TBBH")


class EditSession(QObject):
    """Follows one layer until ``close``. ``failed`` comes with words for the planner where a file cannot be written,
    or somebody else edits the same data, ``changed`` when commands were done, undone, saved or discarded.
    """

    failed = pyqtSignal(str)
    changed = pyqtSignal()

    def __init__(self, layer: QgsVectorLayer, operator: Callable[[], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.layer, self._operator = layer, operator
        self._entries = Entries()
        self._saving: list[Entry] = []
        self._journal: Journal | None = None
        self._broken = False  # said once that there is no journal
        self._own = False  # a command of ours is being done
        self._slots: list[tuple[Any, Any]] = [
            (layer.undoStack().indexChanged, self._moved), (layer.beforeCommitChanges, self._before_saving),
            (layer.afterCommitChanges, self._saved), (layer.afterRollBack, self._discarded)]
        for signal, slot in self._slots:
            signal.connect(slot)

    @property
    def in_effect(self) -> list[Entry]:
        """Return the commands that are done and not saved yet."""
        return self._entries.in_effect

    def run(self, edit: Callable[[], Command]) -> Command:
        """Let a command be done, and write it into the journal; raises PlannerError as it does."""
        self._own = True
        try:
            command = edit()
        finally:
            self._own = False
        moment = datetime.now(timezone.utc).isoformat(timespec="seconds")
        entry = Entry(self.layer.undoStack().index(), command, self._operator(), moment)
        self._entries.add(entry)
        self._write(lambda journal: journal.add(entry))
        self.changed.emit()
        return command

    def close(self) -> None:
        """Follow the layer no more; a journal of edits that are not saved stays and is offered again."""
        for signal, slot in self._slots:
            signal.disconnect(slot)
        self._slots.clear()
        if self._journal is not None:
            self._journal.close()
            self._journal = None

    # -- journal --------------------------------------------------------------------------------------------------

    def _write(self, record: Callable[[Journal], None]) -> None:
        """Write into the journal, which is made with the first command; where it cannot be, editing goes on."""
        try:
            if self._journal is None and not self._broken:
                if edited_elsewhere(self.layer, QgsProject.instance()):
                    self.failed.emit(tr("Layer “{layer}” is edited in another window, too. What both change, the one "
                                        "who saves last overwrites: let one save, and the other begin anew.").format(
                        layer=self.layer.name()))
                path = new_journal(self.layer, QgsProject.instance())
                self._journal = None if path is None else Journal(path, self.layer.name())
            if self._journal is not None and not self._broken:
                record(self._journal)
        except OSError as error:
            self._broken = True  # what was written so far stays, held until the session ends
            self.failed.emit(tr("Edits of layer “{layer}” are not safe from a crash: the journal cannot be written "
                                "({reason}). Save often.").format(layer=self.layer.name(), reason=in_words(error)))

    def _moved(self, at: int) -> None:
        """Follow undo and redo, and commands that are not ours."""
        if self._own or at == self._entries.at:
            return
        stack, entries = self.layer.undoStack(), self._entries
        foreign = at > entries.at and stack.text(at - 1) != entries.title(at)
        if foreign:
            entries.drop(at)
        else:
            entries.at = at
        if self._journal is not None:
            self._write(lambda journal: journal.move(at, foreign=foreign))
        self.changed.emit()

    # -- the end of a session -------------------------------------------------------------------------------------

    def _before_saving(self, *_stop: Any) -> None:
        self._saving = list(self._entries.in_effect)

    def _saved(self) -> None:
        saved, self._saving = self._saving, []
        path = history_file(self.layer, QgsProject.instance())
        try:
            if path is not None and saved:
                append(path, self._lines(saved, path))
        except PlannerError as error:
            # the journal is all there is then
            left, self._journal = self._journal, None
            told = str(error)
            if left is not None:
                left.close()
                hint = tr("What was changed is kept in {path}.").format(path=keep(left.path))
                told = f"{told} {hint}"
            self.failed.emit(told)
        self._discarded()

    def _discarded(self) -> None:
        self._entries = Entries()
        journal, self._journal, self._broken = self._journal, None, False
        if journal is not None:
            try:
                journal.remove()
            except OSError as error:
                self.failed.emit(tr("The journal {path} cannot be deleted: {reason}.").format(
                    path=journal.path, reason=in_words(error)))
        self.changed.emit()

    # -- history --------------------------------------------------------------------------------------------------

    def history(self, rows: Container[int] | None = None) -> list[HistoryLine]:
        """Return the lines of what is done to some features, None for all, and not saved yet."""
        return list(self._lines(self.in_effect, history_file(self.layer, QgsProject.instance()), rows))

    def make_up(self, entries: Iterable[Entry], rows: Container[int]) -> None:
        """Write what a journal says of features that were saved, but for lines that stand in the history: the process
        was killed after it had saved and before it had written them all. Raises PlannerError.
        """
        path = history_file(self.layer, QgsProject.instance())
        if path is not None:
            known = set(read_history(path))
            lines = [line for line in self._lines(entries, path, rows) if line not in known]
            if lines:
                append(path, lines)

    def _lines(self, entries: Iterable[Entry], path: Path | None,
               rows: Container[int] | None = None) -> Iterable[HistoryLine]:
        own = [mapped_field(self.layer, name, load_schema(SCHEMA)).field for name in _IDENTITY]
        key = "" if path is None else layer_key(self.layer, path)
        fields = self.layer.fields()
        numbered = {fields[place].name() for place in self.layer.primaryKeyAttributes()}
        return history_lines(entries, key, (own[0], own[1]), self._areas, rows, numbered)

    def _areas(self, wkbs: Sequence[bytes]) -> list[str]:
        try:
            found = areas_of([_plain(wkb) for wkb in wkbs], self.layer.crs(), QgsProject.instance().transformContext())
        except (PlannerError, ValueError):  # one is no polygon, or has no place on the ellipsoid
            return [""] if len(wkbs) == 1 else [area for wkb in wkbs for area in self._areas([wkb])]
        return [f"{area:.2f}" for area in found.tolist()]


def _plain(wkb: bytes) -> bytes:
    geometry = QgsGeometry()
    geometry.fromWkb(wkb)
    return b"" if geometry.isEmpty() else bytes(geometry.asWkb())
