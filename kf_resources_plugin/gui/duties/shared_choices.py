"""What all pages of a dock share: where results go, and the unit areas are shown in."""
from __future__ import annotations

from qgis.PyQt.QtCore import QObject, pyqtSignal

from ..models.amounts import AREA_UNITS


class SharedChoices(QObject):
    """``changed`` comes when one of them has become another, who shows them takes it over; ``chosen`` by the user."""

    changed = pyqtSignal()
    chosen = pyqtSignal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._folder, self._unit = "", AREA_UNITS[0]

    @property
    def folder(self) -> str:
        """Return the folder of results, '' for the usual one."""
        return self._folder

    @property
    def unit(self) -> str:
        """Return the unit of areas."""
        return self._unit

    def choose(self, folder: str, unit: str) -> None:
        """Take over what the user says."""
        if self.take(folder, unit):
            self.chosen.emit()

    def take(self, folder: str, unit: str) -> bool:
        """Take over what the project says; tell whether that is something else."""
        if (folder, unit) == (self._folder, self._unit):
            return False
        self._folder, self._unit = folder, unit
        self.changed.emit()
        return True
