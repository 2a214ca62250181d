"""Runs in the background: result, refusal, failure, cancel and unload, as the planner sees them."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from qgis.PyQt.QtWidgets import QProgressBar, QPushButton

from kf_resources_plugin.gui.background import BackgroundRun

if TYPE_CHECKING:
    from tests.desktop import DesktopInterface

pytestmark = pytest.mark.usefixtures("small")


def bar_text(desktop: DesktopInterface) -> str:
    item = desktop.messageBar().currentItem()
    return item.text() if item is not None else ""


def test_results_arrive_and_the_message_goes(desktop: DesktopInterface, qtbot: Any) -> None:
    run = BackgroundRun(desktop, "kftest:small", {"AREA_METHOD": "statutory_vertices"})
    with qtbot.waitSignals([run.succeeded, run.ended], order="strict") as signals:
        assert run.start()
    assert signals.all_signals_and_args[0].args == ({"WORD": "statutory_vertices"},)
    assert desktop.messageBar().currentItem() is None


def test_refused_parameters_are_said_and_nothing_runs(desktop: DesktopInterface) -> None:
    run = BackgroundRun(desktop, "kftest:small", {"HOW": "refuse"})
    assert not run.start()
    assert bar_text(desktop) == "HOW must not be refuse"


def test_failure_is_told_in_the_algorithms_words(desktop: DesktopInterface, qtbot: Any) -> None:
    run = BackgroundRun(desktop, "kftest:small", {"HOW": "fail"})
    results: list[dict[str, Any]] = []
    run.succeeded.connect(results.append)
    with qtbot.waitSignal(run.ended):
        run.start()
    assert results == []
    assert bar_text(desktop) == "the land is under water"


def test_cancel_button_stops_the_run(desktop: DesktopInterface, qtbot: Any) -> None:
    run = BackgroundRun(desktop, "kftest:small", {"HOW": "wait"})
    results: list[dict[str, Any]] = []
    run.succeeded.connect(results.append)
    run.start()
    item = desktop.messageBar().currentItem()
    progress = item.findChild(QProgressBar)
    qtbot.waitUntil(lambda: progress.value() > 0)
    with qtbot.waitSignal(run.ended, timeout=2000):
        item.findChild(QPushButton).click()
    assert results == []
    assert "cancelled" in bar_text(desktop)


def test_closing_the_message_leaves_the_run_alone(desktop: DesktopInterface, qtbot: Any) -> None:
    run = BackgroundRun(desktop, "kftest:small", {"HOW": "wait"})
    run.start()
    desktop.messageBar().clearWidgets()
    qtbot.wait(150)
    with qtbot.waitSignal(run.ended, timeout=2000):
        run.cancel()


def test_unloading_waits_for_the_run_to_stop(desktop: DesktopInterface, qtbot: Any) -> None:
    run = BackgroundRun(desktop, "kftest:small", {"HOW": "wait"})
    ended: list[bool] = []
    run.ended.connect(lambda: ended.append(True))
    run.start()
    run.abandon()
    qtbot.wait(100)
    assert ended == []
    assert desktop.messageBar().currentItem() is None
