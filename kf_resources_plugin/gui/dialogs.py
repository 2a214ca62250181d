"""Windows the plugin opens beside QGIS's own: shown, remembered, closed on unload; and runs that need no window."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import processing
from qgis.core import QgsApplication, QgsProcessingContext, QgsProject
from qgis.PyQt import sip
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QApplication, QProgressDialog

from ..engine.errors import PlannerError
from ..i18n import tr
from ..rules.progress import Canceled
from .roles import prefilled
from .run_controller import Feedback

if TYPE_CHECKING:
    from qgis.PyQt.QtWidgets import QDialog

_PATIENCE_MS = 700  # a run that takes longer shows how far it is


class Dialogs:
    """Windows that are open."""

    def __init__(self) -> None:
        self._windows: list[QDialog] = []

    def open_algorithm(self, algorithm_id: str, parameters: dict[str, Any] | None = None) -> QDialog | None:
        """Open an algorithm's dialog with layers filled in by role, their fields, and what ``parameters`` say.

        Return None where the algorithm is not there, which QGIS says itself.
        """
        values = prefilled(algorithm_id, QgsProject.instance(), parameters)
        dialog: QDialog | None = processing.createAlgorithmDialog(algorithm_id, values)
        if dialog is not None:
            self.show(dialog)
        return dialog

    def show(self, window: QDialog) -> None:
        """Show a window and remember it."""
        self._windows = [opened for opened in self._windows if not sip.isdeleted(opened)]
        self._windows.append(window)
        window.show()

    def close_all(self) -> None:
        """Close what is still open."""
        for window in self._windows:
            if not sip.isdeleted(window):
                window.close()
        self._windows.clear()


def run_now(algorithm_id: str, parameters: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Run an algorithm that prints, here and now: layouts need the main thread. Return its results and its warnings.

    One that takes longer shows how far it is, and can be cancelled between pages. Raises PlannerError with its words,
    and Canceled.
    """
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(algorithm_id)
    if algorithm is None:
        raise PlannerError(tr("The algorithm {algorithm} is not there. Switch the plugin off and on again.").format(
            algorithm=algorithm_id))
    context, feedback = QgsProcessingContext(), Feedback()
    context.setProject(QgsProject.instance())
    fine, reasons = algorithm.checkParameterValues(parameters, context)
    if not fine:
        raise PlannerError(str(reasons))
    QgsApplication.setOverrideCursor(Qt.CursorShape.BusyCursor)
    window = _progress_window(algorithm.displayName(), feedback)
    try:
        results, successful = algorithm.run(parameters, context, feedback)
    finally:
        sip.delete(window)
        QgsApplication.restoreOverrideCursor()
    if feedback.isCanceled():
        raise Canceled
    if not successful:
        raise PlannerError("\n".join(feedback.errors[-1:]))
    return dict(results), feedback.warnings


def _progress_window(title: str, feedback: Feedback) -> QProgressDialog:
    window = QProgressDialog(title, tr("Cancel"), 0, 100, QApplication.activeWindow())
    window.setWindowModality(Qt.WindowModality.ApplicationModal)
    window.setWindowTitle(title)
    window.setMinimumDuration(_PATIENCE_MS)
    window.setAutoReset(False)
    window.canceled.connect(feedback.cancel)
    feedback.progressChanged.connect(lambda percent: window.setValue(int(percent)))
    return window
