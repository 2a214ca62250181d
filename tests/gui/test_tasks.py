"""Tasks that one slot begins after another, and that end with their owner: waited for only where they run."""
from __future__ import annotations

import time
from threading import Event
from typing import TYPE_CHECKING, Any

import pytest
from qgis.core import QgsApplication, QgsTask
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QThreadPool, pyqtSignal

from kf_resources_plugin.gui.tasks import begin_task, end_task

if TYPE_CHECKING:
    from collections.abc import Iterator

CHAIN = 20
pytestmark = pytest.mark.usefixtures("qgis_app")


class Short(QgsTask):
    """Does nothing, and says when it has."""

    done = pyqtSignal(int)

    def __init__(self, number: int) -> None:
        super().__init__("short", QgsTask.Flag.CanCancel)
        self.number = number

    def run(self) -> bool:
        return True

    def finished(self, _successful: bool) -> None:
        self.done.emit(self.number)


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


def is_held(task: QgsTask) -> bool:
    """Tell whether QGIS still holds on to a task."""
    return not sip.isdeleted(task) and task in QgsApplication.taskManager().tasks()


def test_a_slot_is_called_when_qgis_has_let_go_of_the_task(qtbot: Any) -> None:
    """What a slot begins while QGIS holds on to the task before may stay in the queue for ever, about one in twenty."""
    held: list[bool] = []
    tasks: list[Short] = [Short(1)]

    def go_on(number: int) -> None:
        held.append(is_held(tasks[-1]))
        if number < CHAIN:
            tasks.append(Short(number + 1))
            begin_task(tasks[-1], done=go_on)

    begin_task(tasks[0], done=go_on)
    qtbot.waitUntil(lambda: len(held) == CHAIN)
    assert not any(held)


def test_an_owner_that_has_ended_a_task_hears_nothing_of_it(qtbot: Any) -> None:
    heard: list[int] = []
    task, other = Short(1), Short(2)
    begin_task(task, done=heard.append)
    task.done.connect(lambda _number: end_task(task, 1000, done=heard.append))  # the call to the owner is on its way
    qtbot.waitUntil(lambda: not is_held(task))
    begin_task(other, done=heard.append)
    qtbot.waitUntil(lambda: bool(heard))
    qtbot.wait(50)
    assert heard == [2]
    end_task(task, 1000, done=heard.append)  # which QGIS has deleted


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
