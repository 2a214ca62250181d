"""Runs an algorithm in the background, with its progress and a Cancel button in the message bar."""
from __future__ import annotations

from typing import Any

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProject,
)
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject, pyqtSignal, pyqtSlot
from qgis.PyQt.QtWidgets import QProgressBar, QPushButton

from ..i18n import tr

_WAIT_ON_UNLOAD_MS = 5000


class _Feedback(QgsProcessingFeedback):
    """Keeps the errors an algorithm reports, for the message the user sees."""

    def __init__(self) -> None:
        super().__init__(False)
        self.errors: list[str] = []

    def reportError(self, error: str, fatalError: bool = False) -> None:  # noqa: N803 (QGIS's name)
        """Keep the error and log it as usual."""
        self.errors.append(error)
        super().reportError(error, fatalError)


class BackgroundRun(QObject):
    """One run of one algorithm; ``ended`` comes after every run.

    ``succeeded`` carries the results and the QgsProcessingContext that owns the layers among them: a dock that keeps
    a layer takes it with ``context.takeResultLayer(results["PIECES"])``, or it is gone with the run.
    """

    succeeded = pyqtSignal(dict, object)
    ended = pyqtSignal()

    def __init__(self, iface: Any, algorithm_id: str, parameters: dict[str, Any]) -> None:
        super().__init__()
        self._message_bar = iface.messageBar()
        self._algorithm = QgsApplication.processingRegistry().createAlgorithmById(algorithm_id)
        self._parameters = parameters
        self._context = QgsProcessingContext()
        self._context.setProject(QgsProject.instance())
        self._feedback = _Feedback()
        self._task: QgsProcessingAlgRunnerTask | None = None
        self._item: Any = None
        self._bar = QProgressBar()

    def start(self) -> bool:
        """Check the parameters and start; False, with the reasons in the message bar, when they are refused."""
        fine, reasons = self._algorithm.checkParameterValues(self._parameters, self._context)
        if not fine:
            self._tell(reasons, Qgis.MessageLevel.Warning)
            return False
        self._show_item()
        self._feedback.progressChanged.connect(self._show_progress)
        self._task = QgsProcessingAlgRunnerTask(self._algorithm, self._parameters, self._context, self._feedback)
        self._task.executed.connect(self._finish)
        QgsApplication.taskManager().addTask(self._task)
        return True

    def cancel(self) -> None:
        """Ask the run to stop; ``ended`` tells when it has."""
        if self._task is not None:
            self._task.cancel()

    def abandon(self) -> None:
        """Stop and wait: the plugin is being unloaded, its code must not run on."""
        task, self._task = self._task, None
        if task is not None and not sip.isdeleted(task):
            task.executed.disconnect(self._finish)
            task.cancel()
            task.waitForFinished(_WAIT_ON_UNLOAD_MS)
        self._hide_item()

    def _show_item(self) -> None:
        self._item = self._message_bar.createMessage(self._algorithm.displayName(), tr("is running …"))
        self._bar.setRange(0, 100)
        cancel = QPushButton(tr("Cancel"))
        cancel.clicked.connect(self.cancel)
        self._item.layout().addWidget(self._bar)
        self._item.layout().addWidget(cancel)
        self._message_bar.pushWidget(self._item, Qgis.MessageLevel.Info)

    def _hide_item(self) -> None:
        if self._item is not None and not sip.isdeleted(self._item):
            self._message_bar.popWidget(self._item)
        self._item = None

    @pyqtSlot(float)
    def _show_progress(self, percent: float) -> None:
        if not sip.isdeleted(self._bar):
            self._bar.setValue(round(percent))

    def _finish(self, successful: bool, results: dict[str, Any]) -> None:
        self._task = None
        self._hide_item()
        if self._feedback.isCanceled():
            self._tell(tr("was cancelled."), Qgis.MessageLevel.Info)
        elif successful:
            self.succeeded.emit(results, self._context)
        else:
            self._tell("\n".join(self._feedback.errors[-1:]), Qgis.MessageLevel.Critical)
        self.ended.emit()

    def _tell(self, text: str, level: Qgis.MessageLevel) -> None:
        self._message_bar.pushMessage(self._algorithm.displayName(), text, level)
