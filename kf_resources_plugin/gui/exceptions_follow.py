"""Exceptions stand beside the project file: when a project is saved under another name they are taken along."""
from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

from qgis.core import Qgis, QgsProject
from qgis.PyQt.QtCore import QObject

from ..engine.staging import in_words
from ..i18n import tr
from .project_exceptions import exceptions_file

if TYPE_CHECKING:
    from .papers import Papers


class ExceptionsFollow(QObject):
    """Watches the open project; a file of exceptions that is there already is never replaced."""

    def __init__(self, papers: Papers) -> None:
        super().__init__()
        self._papers, self._project = papers, QgsProject.instance()
        self._signals = ((self._project.readProject, self._remember), (self._project.cleared, self._remember),
                         (self._project.projectSaved, self._take_along))
        for signal, slot in self._signals:
            signal.connect(slot)
        self._remember()

    def cleanup(self) -> None:
        """Look no longer: the plugin is being unloaded."""
        for signal, slot in self._signals:
            signal.disconnect(slot)

    def _remember(self, *_document: Any) -> None:
        self._file = exceptions_file()

    def _take_along(self) -> None:
        before = self._file
        self._remember()
        after = self._file
        if before is None or after is None or before == after or not before.is_file() or after.exists():
            return
        try:
            shutil.copyfile(before, after)
        except OSError as error:
            self._papers.tell(tr("Exceptions"), tr("{path} cannot be written: {reason}. Choose a folder you may write "
                                                   "to.").format(path=after, reason=in_words(error)),
                              Qgis.MessageLevel.Warning)
