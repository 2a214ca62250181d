"""Reads the parcels of a large layer on another thread: a board over a hundred thousand must not stand still."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import QgsTask
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ..i18n import tr
from .tasks import begin_task, end_task

if TYPE_CHECKING:
    from .models.stock_parcels import ParcelsQuestion, StockParcels

AT_ONCE = 5_000
"""Rows that are read before anybody notices."""
_WAIT_ON_UNLOAD_MS = 5000


class _Reading(QgsTask):
    """Answers one question."""

    ended = pyqtSignal()

    def __init__(self, question: ParcelsQuestion) -> None:
        super().__init__(tr("Reading parcels"), QgsTask.Flag.CanCancel)
        self._question = question
        self.parcels: StockParcels | None = None

    def run(self) -> bool:
        """Read them."""
        self.parcels = self._question.answer(self.isCanceled)
        return self.parcels is not None

    def finished(self, _successful: bool) -> None:
        """Say so, on the main thread."""
        self.ended.emit()


class ParcelsReader(QObject):
    """``answered`` comes with the parcels that were asked for last."""

    answered = pyqtSignal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._task: _Reading | None = None

    @property
    def busy(self) -> bool:
        """Tell whether parcels are being read."""
        return self._task is not None

    def ask(self, question: ParcelsQuestion) -> None:
        """Read, after leaving what was asked before."""
        self.stop()
        self._task = _Reading(question)
        begin_task(self._task, ended=self._end)

    def stop(self) -> None:
        """Leave what is being read and wait until it has ended."""
        task, self._task = self._task, None
        if task is not None:
            end_task(task, _WAIT_ON_UNLOAD_MS, ended=self._end)

    def _end(self) -> None:
        task, self._task = self._task, None
        parcels: Any = None if task is None else task.parcels
        if parcels is not None:
            self.answered.emit(parcels)
