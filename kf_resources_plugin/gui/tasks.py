"""Background tasks of QGIS: begun so that none is lost, and ended with their owner, whose code must not run on."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import QgsApplication, QgsTask
from qgis.PyQt import sip
from qgis.PyQt.QtCore import Qt

if TYPE_CHECKING:
    from collections.abc import Callable


def begin_task(task: QgsTask, **slots: Callable[..., Any]) -> None:
    """Let QGIS run a task; slots, by the names of the task's signals, are called when QGIS has let go of it.

    While QGIS tells that a task has ended it still holds the address of what ran it. What a slot begins then may get
    that address, is taken for the old one and stays in the queue for ever (QGIS #53806).
    """
    for signal, slot in slots.items():
        getattr(task, signal).connect(slot, Qt.ConnectionType.QueuedConnection)
    QgsApplication.taskManager().addTask(task)


def end_task(task: QgsTask, most_ms: int, **slots: Callable[..., Any]) -> None:
    """Ask a task to stop, and wait for it if it runs already; one that still waits for its turn will not run.

    The slots that ``begin_task`` got hear nothing any more. QGIS's own waiting would first wait, however long, for the
    turn of a task that has not begun.
    """
    if sip.isdeleted(task):
        return
    for signal, slot in slots.items():
        getattr(task, signal).disconnect(slot)
    task.cancel()
    if task.status() == QgsTask.TaskStatus.Running:
        task.waitForFinished(most_ms)
