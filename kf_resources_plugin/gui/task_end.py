"""Ends background tasks whose owner goes: the code of an unloaded plugin must not run on."""
from __future__ import annotations

from qgis.core import QgsTask


def end_task(task: QgsTask, most_ms: int) -> None:
    """Ask a task to stop, and wait for it if it runs already; one that still waits for its turn will not run.

    QGIS's own waiting would first wait, however long, for the turn of a task that has not begun.
    """
    task.cancel()
    if task.status() == QgsTask.TaskStatus.Running:
        task.waitForFinished(most_ms)
