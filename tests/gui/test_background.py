"""Runs in the background: result, refusal, failure, cancel and unload, as the planner sees them."""
from __future__ import annotations

import gc
from typing import TYPE_CHECKING, Any

import pytest
from qgis.core import QgsProcessingContext, QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication
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
    results, context = signals.all_signals_and_args[0].args
    assert results == {"WORD": "statutory_vertices"}
    assert isinstance(context, QgsProcessingContext)
    assert desktop.messageBar().currentItem() is None


def test_a_result_layer_can_be_kept_after_the_run(desktop: DesktopInterface, qtbot: Any) -> None:
    """The context owns memory layers; what a receiver takes out of it outlives the run."""
    kept: list[QgsVectorLayer] = []
    run = BackgroundRun(desktop, "native:extenttolayer", {"INPUT": "0,3,0,2 [EPSG:4547]", "OUTPUT": "memory:"})
    run.succeeded.connect(lambda results, context: kept.append(context.takeResultLayer(results["OUTPUT"])))
    with qtbot.waitSignal(run.ended):
        assert run.start()
    del run
    gc.collect()
    assert kept[0].isValid()
    assert [feature.geometry().area() for feature in kept[0].getFeatures()] == [6.0]
    assert kept[0].thread() == QCoreApplication.instance().thread()


def test_two_runs_do_not_share_their_layers(desktop: DesktopInterface, qtbot: Any) -> None:
    owners: list[tuple[str, QgsProcessingContext]] = []
    for _ in range(2):
        run = BackgroundRun(desktop, "native:extenttolayer", {"INPUT": "0,1,0,1 [EPSG:4547]", "OUTPUT": "memory:"})
        run.succeeded.connect(lambda results, context: owners.append((results["OUTPUT"], context)))
        with qtbot.waitSignal(run.ended):
            assert run.start()
    (first, first_context), (second, second_context) = owners
    assert second_context.takeResultLayer(first) is None
    assert first_context.takeResultLayer(first) is not None
    assert second_context.takeResultLayer(second) is not None


def test_progress_is_shown(desktop: DesktopInterface, qtbot: Any) -> None:
    run = BackgroundRun(desktop, "kftest:small", {"HOW": "wait"})
    run.start()
    bar = desktop.messageBar().currentItem().findChild(QProgressBar)
    seen: list[int] = []
    bar.valueChanged.connect(seen.append)
    qtbot.waitUntil(lambda: len(seen) >= 3)
    assert seen == sorted(seen)
    with qtbot.waitSignal(run.ended):
        run.cancel()


def test_refused_parameters_are_said_and_nothing_runs(desktop: DesktopInterface) -> None:
    run = BackgroundRun(desktop, "kftest:small", {"HOW": "refuse"})
    assert not run.start()
    assert bar_text(desktop) == "HOW must not be refuse"


def test_failure_is_told_in_the_algorithms_words(desktop: DesktopInterface, qtbot: Any) -> None:
    run = BackgroundRun(desktop, "kftest:small", {"HOW": "fail"})
    results: list[dict[str, Any]] = []
    run.succeeded.connect(lambda found, _context: results.append(found))
    with qtbot.waitSignal(run.ended):
        run.start()
    assert results == []
    assert bar_text(desktop) == "the land is under water"


def test_cancel_button_stops_the_run(desktop: DesktopInterface, qtbot: Any) -> None:
    run = BackgroundRun(desktop, "kftest:small", {"HOW": "wait"})
    results: list[dict[str, Any]] = []
    run.succeeded.connect(lambda found, _context: results.append(found))
    run.start()
    item = desktop.messageBar().currentItem()
    progress = item.findChild(QProgressBar)
    qtbot.waitUntil(lambda: progress.value() > 0)
    with qtbot.waitSignal(run.ended):
        item.findChild(QPushButton).click()
    assert results == []
    assert "cancelled" in bar_text(desktop)


def test_closing_the_message_leaves_the_run_alone(desktop: DesktopInterface, qtbot: Any) -> None:
    run = BackgroundRun(desktop, "kftest:small", {"HOW": "wait"})
    run.start()
    desktop.messageBar().clearWidgets()
    qtbot.wait(150)
    with qtbot.waitSignal(run.ended):
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
