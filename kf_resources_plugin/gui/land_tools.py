"""Edits of survey parcels as the desktop gives them: tools on the map, sessions, and what is said of each command."""
from __future__ import annotations

import getpass
from datetime import date
from typing import TYPE_CHECKING, Any

from qgis.core import Qgis, QgsSettings

from ..engine.errors import PlannerError
from ..engine.rule_store import load_rule_book
from ..i18n import language, tr
from ..survey.edit_session import EditSession
from ..survey.edited_land import EditedLand
from ..survey.land_edits import LandEdits
from ..survey.layer_command import start
from .line_tools import LineTools
from .project_exceptions import NAME_SETTING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from qgis.core import QgsGeometry, QgsVectorLayer
    from qgis.PyQt.QtCore import QObject

    from ..survey.edit_command import Command
    from ..survey.land_edits import Done
    from .papers import Papers

SPLIT, RESHAPE = "split", "reshape"
"""What a line that is drawn does: cut parcels, or become the border of two."""


class LandTools(LineTools):
    """Has a session for every layer that it edited; ``edited`` comes when commands were done, undone, saved or
    discarded.
    """

    def __init__(self, iface: Any, papers: Papers, parent: QObject) -> None:
        super().__init__(iface, papers, parent)
        self._sessions: dict[str, EditSession] = {}

    def session(self, layer: QgsVectorLayer) -> EditSession:
        """Return what follows the edits of a layer, from now on if nothing did."""
        if layer.id() not in self._sessions:
            session = self._sessions[layer.id()] = EditSession(layer, operator, self)
            session.failed.connect(lambda text: self._papers.tell(tr("Edits of parcels"), text,
                                                                  Qgis.MessageLevel.Warning))
            session.changed.connect(self.edited)
        return self._sessions[layer.id()]

    def begin(self, kind: str, layer: QgsVectorLayer) -> bool:
        """Put a tool for lines on the map; say why there is none, and return False, where the layer refuses."""
        self.stop()
        if self.land(layer) is None:
            return False
        try:
            start(layer)
        except PlannerError as error:
            self._refuse(str(error))
            return False
        self.session(layer)
        self.put(layer, lambda line: self.take(kind, layer, line), ring=False)
        return True

    def land(self, layer: QgsVectorLayer) -> EditedLand | None:
        """Return a layer as it is edited; say why not, and return None, where it cannot be."""
        try:
            return EditedLand(layer, load_rule_book(date.today(), language()))
        except PlannerError as error:
            self._refuse(str(error))
            return None

    def take(self, kind: str, layer: QgsVectorLayer, line: QgsGeometry) -> None:
        """Do what a line that was drawn (in the CRS of the layer) is for."""
        if kind == SPLIT:
            self.edit(layer, lambda edits: edits.split(line, layer.selectedFeatureIds()))
        else:
            self.edit(layer, lambda edits: edits.reshape(line))

    def edit(self, layer: QgsVectorLayer, what: Callable[[LandEdits], Done]) -> bool:
        """Do an edit, say what became of it and select it; say why not, and return False, where it cannot be."""
        done: list[Done] = []

        def command() -> Command:
            done.append(what(LandEdits(EditedLand(layer, load_rule_book(date.today(), language())))))
            return done[0].command

        try:
            self.session(layer).run(command)
        except PlannerError as error:
            self._refuse(str(error))
            return False
        [one] = done
        if layer.selectedFeatureCount():  # without a choice the next line is free, too
            layer.selectByIds(list(one.fids))
        level = Qgis.MessageLevel.Warning if one.notes else Qgis.MessageLevel.Success
        told = tr("{told}; not saved yet").format(told=one.told)
        self._papers.tell(tr("Edits of parcels"), told, level, more="\n".join((told, *one.notes)) if one.notes else "")
        return True

    def _refuse(self, reason: str) -> None:
        self._papers.tell(tr("Edits of parcels"), reason, Qgis.MessageLevel.Warning)

    def forget_layers(self, layer_ids: Iterable[str]) -> None:
        """Take the tool off the map when its layer is about to go, and follow that layer no more."""
        gone = set(layer_ids)
        super().forget_layers(gone)
        for layer_id in gone & set(self._sessions):
            session = self._sessions.pop(layer_id)
            session.close()
            session.deleteLater()

    def cleanup(self) -> None:
        """Take the tool off the map and follow no layer any more."""
        super().cleanup()
        self.forget_layers(list(self._sessions))


def operator() -> str:
    """Return who edits: the name that was given, else that of the user of the computer."""
    given = str(QgsSettings().value(NAME_SETTING, "", type=str))
    try:
        return given or getpass.getuser()
    except (ImportError, KeyError, OSError):  # the system knows the user by a number only
        return ""
