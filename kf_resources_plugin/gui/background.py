"""Runs an algorithm in the background, with its progress and a Cancel button in the message bar."""
from __future__ import annotations

from typing import Any

from qgis.core import Qgis
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject, pyqtSignal
from qgis.PyQt.QtWidgets import QProgressBar, QPushButton

from ..i18n import tr
from .run_controller import AlgorithmRun


class BackgroundRun(QObject):
    """One run of one algorithm, told in the message bar; ``succeeded`` and ``ended`` as those of AlgorithmRun."""

    succeeded = pyqtSignal(dict, object)
    ended = pyqtSignal()

    def __init__(self, iface: Any, algorithm_id: str, parameters: dict[str, Any]) -> None:
        super().__init__()
        self._message_bar = iface.messageBar()
        self._run = AlgorithmRun(algorithm_id, parameters)
        self._item: Any = None
        self._bar = QProgressBar()

    def start(self) -> bool:
        """Check the parameters and start; False, with the reasons in the message bar, when they are refused."""
        self._run.progressed.connect(self._show_progress)
        self._run.succeeded.connect(self._hand_over)
        self._run.failed.connect(self._tell_failure)
        self._run.cancelled.connect(self._tell_cancelled)
        self._run.ended.connect(self._end)
        reasons = self._run.start()
        if reasons:
            self._tell(reasons, Qgis.MessageLevel.Warning)
            return False
        self._show_item()
        return True

    def cancel(self) -> None:
        """Ask the run to stop; ``ended`` tells when it has."""
        self._run.cancel()

    def abandon(self) -> None:
        """Stop and wait: the plugin is being unloaded, its code must not run on."""
        self._run.abandon()
        self._hide_item()

    def _show_item(self) -> None:
        self._item = self._message_bar.createMessage(self._run.title, tr("is running …"))
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

    def _show_progress(self, percent: float) -> None:
        if not sip.isdeleted(self._bar):
            self._bar.setValue(round(percent))

    def _hand_over(self, results: dict[str, Any], context: Any) -> None:
        self._hide_item()
        self.succeeded.emit(results, context)

    def _end(self) -> None:
        self._hide_item()
        self.ended.emit()

    def _tell_failure(self, reason: str) -> None:
        self._tell(reason, Qgis.MessageLevel.Critical)

    def _tell_cancelled(self) -> None:
        self._tell(tr("was cancelled."), Qgis.MessageLevel.Info)

    def _tell(self, text: str, level: Qgis.MessageLevel) -> None:
        self._hide_item()
        self._message_bar.pushMessage(self._run.title, text, level)
