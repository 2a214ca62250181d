"""Tasks that end with their owner: those that run are waited for, those that wait for their turn are not."""
from __future__ import annotations

import time
from threading import Event
from typing import TYPE_CHECKING

import pytest
from qgis.core import QgsApplication, QgsTask
from qgis.PyQt.QtCore import QThreadPool

from kf_resources_plugin.gui.task_end import end_task

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.usefixtures("qgis_app")


class Waiting(QgsTask):
    """Runs until told to end, or for ten seconds."""

    def __init__(self, end: Event) -> None:
        super().__init__("waiting", QgsTask.Flag.CanCancel)
        self.end, self.begun, self.over = end, Event(), False

    def run(self) -> bool:
        self.begun.set()
        self.end.wait(10)
        self.over = True
        return True


@pytest.fixture
def full_pool() -> Iterator[list[Waiting]]:
    """Let every thread that QGIS has for tasks be busy."""
    end = Event()
    busy = [Waiting(end) for _ in range(QThreadPool.globalInstance().maxThreadCount())]
    for task in busy:
        QgsApplication.taskManager().addTask(task)
    assert all(task.begun.wait(10) for task in busy)
    yield busy
    end.set()
    for task in busy:
        task.waitForFinished(10_000)


def test_a_task_that_waits_for_its_turn_never_runs_and_holds_nobody_up(full_pool: list[Waiting]) -> None:
    late = Waiting(Event())
    QgsApplication.taskManager().addTask(late)
    assert late.status() == QgsTask.TaskStatus.Queued
    before = time.monotonic()
    end_task(late, 5000)
    assert time.monotonic() - before < 2
    assert not late.begun.is_set()


def test_a_task_that_runs_is_waited_for(qgis_app: object) -> None:
    end = Event()
    task = Waiting(end)
    QgsApplication.taskManager().addTask(task)
    assert task.begun.wait(10)
    end.set()
    end_task(task, 10_000)
    assert task.over
