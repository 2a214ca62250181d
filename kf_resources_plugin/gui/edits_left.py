"""Edits that were not saved when QGIS ended unasked: found when the project is opened, replayed or put aside."""
from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import Qgis, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QObject, pyqtSignal
from qgis.PyQt.QtWidgets import QMessageBox, QWidget

from ..engine.dates import local_moment
from ..engine.errors import PlannerError
from ..i18n import language, tr
from ..rules.text import clean, listed
from ..survey.edit_command import do
from ..survey.edit_journal import read_journal
from ..survey.edit_places import keep, left_journals
from ..survey.edited_land import is_land
from ..survey.journal_replay import replay

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from qgis.gui import QgsMessageBarItem

    from ..survey.edit_command import RowChange
    from ..survey.edit_journal import Found
    from .land_tools import LandTools
    from .papers import Papers

_MOST_LISTED = 20


class EditsLeft(QObject):
    """Offers one journal after the other; ``changed`` comes when another is offered, or none."""

    changed = pyqtSignal()

    def __init__(self, tools: LandTools, papers: Papers, parent: QWidget) -> None:
        super().__init__(parent)
        self._tools, self._papers, self._window = tools, papers, parent
        self._offer: tuple[QgsVectorLayer, Found] | None = None
        self._told: set[Path] = set()
        self._offered: QgsMessageBarItem | None = None

    def look(self) -> None:
        """Look for journals that nobody holds, of the layers of parcels in the project."""
        self._offer = next(((layer, found) for layer in QgsProject.instance().mapLayers().values()
                            if isinstance(layer, QgsVectorLayer) and layer.isValid() and is_land(layer)
                            and not layer.readOnly()
                            for path in left_journals(layer, QgsProject.instance())
                            if (found := self._found(path)) is not None), None)
        if self._offer is not None and self._offer[1].path not in self._told:
            self._told.add(self._offer[1].path)
            where = tr("They are offered in panel Data, page Editing of parcels.")
            self._offered = self._say(f"{self.words()} {where}", Qgis.MessageLevel.Warning)
        self.changed.emit()

    def _found(self, path: Path) -> Found | None:
        """Return what a journal holds; one in which nothing is in effect goes."""
        try:
            found = read_journal(path)
            if not found.entries and not found.torn:
                path.unlink()
        except (PlannerError, OSError) as error:
            if path not in self._told:
                self._told.add(path)
                self._say(str(error), Qgis.MessageLevel.Warning)
            return None
        return found if found.entries else None

    def forget_layers(self, layer_ids: Iterable[str]) -> None:
        """Offer nothing of layers that are about to go."""
        if self._offer is not None and self._offer[0].id() in set(layer_ids):
            self._offer = None
            self.changed.emit()

    def words(self) -> str:
        """Return what is offered in a sentence, '' for nothing."""
        if self._offer is None:
            return ""
        layer, found = self._offer
        last = found.entries[-1]
        return tr("Layer “{layer}”: commands that were not saved: {count}, the last one of {time} by {who}.").format(
            layer=layer.name(), count=len(found.entries), time=local_moment(last.time) or last.time,
            who=last.operator)

    def replay(self) -> None:
        """Do the commands again in a fresh edit session; what is refused is listed, and its journal kept."""
        if self._offer is None:
            return
        layer, found = self._offer
        if not found.path.exists():  # another window has taken it
            self.look()
            return
        self._take_back_offer()
        try:
            again = replay(layer, found.entries)
            self._tools.session(layer).make_up(found.entries, again.saved)
            if again.edits:
                self._tools.session(layer).run(lambda: do(layer, again.title, again.edits))
            if again.refused:
                kept = keep(found.path)
            else:
                found.path.unlink()
        except (PlannerError, OSError) as error:
            self._say(str(error), Qgis.MessageLevel.Warning)
            return
        if again.refused:
            self._say(tr("Parcels replayed: {done}. Others by now than before the edits, and left as they are: {count} "
                         "({parcels}). The journal is kept in {path}.").format(
                done=len(again.edits), count=len(again.refused), parcels=_named(again.refused), path=kept),
                Qgis.MessageLevel.Warning)
        else:
            self._say(tr("Parcels replayed: {done}; not saved yet.").format(done=len(again.edits)) if again.edits
                      else tr("All of these edits were saved already."), Qgis.MessageLevel.Success)
        self.look()

    def discard(self) -> None:
        """Ask, and offer these edits no more; the file is kept."""
        if self._offer is None:
            return
        box = QMessageBox(QMessageBox.Icon.Question, tr("Edits found that were not saved"), tr(
            "{words}\n\nDo not offer them again? Their file is kept under another name.").format(words=self.words()),
            parent=self._window)
        accept = box.addButton(tr("Discard"), QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(box.addButton(tr("Keep"), QMessageBox.ButtonRole.RejectRole))
        box.exec()
        agreed = box.clickedButton() is accept
        box.deleteLater()
        if agreed:
            self._take_back_offer()
            try:
                self._say(tr("The journal is kept in {path}.").format(path=keep(self._offer[1].path)),
                          Qgis.MessageLevel.Info)
            except OSError as error:
                self._say(str(error), Qgis.MessageLevel.Warning)
            self.look()

    def _take_back_offer(self) -> None:
        """Take the offer out of the message bar: it has its answer."""
        if self._offered is not None:
            self._papers.take_back(self._offered)
            self._offered = None

    def _say(self, text: str, level: Qgis.MessageLevel) -> QgsMessageBarItem:
        return self._papers.tell(tr("Edits of parcels"), text, level)


def _named(changes: Iterable[RowChange]) -> str:
    """Return rows by their identifiers, the first few of many."""
    names = []
    for change in changes:
        row = change.before or change.after
        values = row.attributes if row is not None else {}
        names.append(clean(values.get("BSM")) or f"#{change.fid}")
    return listed([*names[:_MOST_LISTED], *(["…"] if len(names) > _MOST_LISTED else [])], language())
