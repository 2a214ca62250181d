"""Reads what only the data of layers tell, on another thread, one layer after another."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import QgsTask
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ..engine.layer_facts import FactsQuestion
from ..i18n import tr
from .tasks import begin_task, end_task

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qgis.core import QgsMapLayer

    from ..engine.layer_facts import LayerFacts

_WAIT_ON_UNLOAD_MS = 5000


class _Looking(QgsTask):
    """Answers questions; each answer comes as soon as it is there."""

    answered = pyqtSignal(str, object)
    ended = pyqtSignal()

    def __init__(self, questions: Sequence[FactsQuestion]) -> None:
        super().__init__(tr("Looking at layers"), QgsTask.Flag.CanCancel)
        self._questions = questions

    def run(self) -> bool:
        """Look at one layer after another."""
        for question in self._questions:
            if self.isCanceled():
                return False
            self.answered.emit(question.layer_id, question.answer())
        return True

    def finished(self, _successful: bool) -> None:
        """Say so, on the main thread."""
        self.ended.emit()


class FactsReader(QObject):
    """``changed`` comes with every new answer."""

    changed = pyqtSignal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._facts: dict[str, LayerFacts] = {}
        self._stale: set[str] = set()
        self._task: _Looking | None = None

    def facts(self, layer_id: str) -> LayerFacts | None:
        """Return what is known of a layer, the last known while it is looked at again, None before the first time."""
        return self._facts.get(layer_id)

    def spoil(self, layer_id: str) -> None:
        """Look at a layer again when asked next: its data have changed."""
        self._stale.add(layer_id)

    def read(self, layers: Iterable[QgsMapLayer]) -> None:
        """Look at those of the layers that have not been looked at, unless that is under way."""
        if self._task is not None:
            return
        wanted = [layer for layer in layers if layer.isValid()
                  and (layer.id() not in self._facts or layer.id() in self._stale)]
        if not wanted:
            return
        self._stale -= {layer.id() for layer in wanted}
        self._task = _Looking([FactsQuestion(layer) for layer in wanted])
        begin_task(self._task, answered=self._take, ended=self._end)

    @property
    def busy(self) -> bool:
        """Tell whether layers are being looked at."""
        return self._task is not None

    def forget(self, layer_ids: Iterable[str]) -> None:
        """Drop what is known of layers that go."""
        for layer_id in layer_ids:
            self._facts.pop(layer_id, None)

    def stop(self) -> None:
        """Wait for the layer that is being looked at: the plugin is being unloaded."""
        task, self._task = self._task, None
        if task is not None:
            end_task(task, _WAIT_ON_UNLOAD_MS, answered=self._take, ended=self._end)

    def _take(self, layer_id: str, facts: Any) -> None:
        self._facts[layer_id] = facts
        self.changed.emit()

    def _end(self) -> None:
        self._task = None
        self.changed.emit()
