"""Chains of runs: order, results, progress, refusal, failure, cancel, a project that goes, unload."""
from __future__ import annotations

import gc
import time
import weakref
from typing import Any

import pytest
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QTimer

from kf_resources_plugin.engine.errors import PlannerError
from kf_resources_plugin.gui.run_controller import AlgorithmRun, Results, RunController, Step

pytestmark = pytest.mark.usefixtures("small")


def step(how: str = "return", weight: float = 1.0, **more: Any) -> Step:
    return Step("kftest:small", lambda _before: {"HOW": how, **more}, weight)


@pytest.fixture
def controller() -> RunController:
    return RunController()


def wait_until_idle(qtbot: Any, controller: RunController) -> None:
    qtbot.waitUntil(lambda: not controller.running)


def test_steps_follow_each_other_and_all_results_arrive(controller: RunController, qtbot: Any) -> None:
    seen: list[list[Results]] = []
    handed: list[list[Results]] = []

    def second(before: list[Results]) -> dict[str, Any]:
        handed.append(before)
        return {"AREA_METHOD": "additive"}

    assert controller.start([step(AREA_METHOD="statutory_vertices"), Step("kftest:small", second)], seen.append)
    assert controller.running
    assert controller.title == "Small"
    wait_until_idle(qtbot, controller)
    assert handed == [[{"WORD": "statutory_vertices"}]]
    assert seen == [[{"WORD": "statutory_vertices"}, {"WORD": "additive"}]]
    assert controller.title == ""


def test_a_second_chain_is_not_begun_while_one_runs(controller: RunController, qtbot: Any) -> None:
    seen: list[str] = []
    assert controller.start([step("wait")], lambda _results: seen.append("first"))
    assert not controller.start([step()], lambda _results: seen.append("second"))
    controller.cancel()
    wait_until_idle(qtbot, controller)
    assert seen == []
    assert controller.start([step()], lambda _results: seen.append("third"))
    wait_until_idle(qtbot, controller)
    assert seen == ["third"]


def test_progress_counts_steps_by_weight(controller: RunController, qtbot: Any) -> None:
    """The first step has three of four parts: the second starts at 75 % and its half is 87.5 %."""
    seen: list[float] = []
    controller.progressed.connect(seen.append)
    controller.start([step(weight=3.0), step("wait")], lambda _results: None)
    qtbot.waitUntil(lambda: len(seen) > 4)
    assert seen == sorted(seen)
    assert 75.0 <= seen[0] <= seen[-1] < 87.5
    controller.cancel()
    wait_until_idle(qtbot, controller)


def test_refusal_and_failure_are_told_once_with_the_title(controller: RunController, qtbot: Any) -> None:
    told: list[tuple[str, str]] = []
    done: list[list[Results]] = []
    controller.failed.connect(lambda title, reason: told.append((title, reason)))
    for how in ("refuse", "fail"):
        controller.start([step(), step(how), step()], done.append)
        wait_until_idle(qtbot, controller)
    assert told == [("Small", "HOW must not be refuse"), ("Small", "the land is under water")]
    assert done == []


def test_a_run_that_cannot_be_prepared_ends_with_its_reason(controller: RunController) -> None:
    failed: list[tuple[str, str]] = []
    controller.failed.connect(lambda title, reason: failed.append((title, reason)))
    assert controller.start([step("fail early")], failed.append)
    assert failed == [("Small", "the land cannot be reached")]
    assert not controller.running


def test_parameters_that_cannot_be_made_are_told(controller: RunController) -> None:
    def impossible(_before: list[Results]) -> dict[str, Any]:
        raise PlannerError("no demand is left")

    told: list[tuple[str, str]] = []
    controller.failed.connect(lambda title, reason: told.append((title, reason)))
    controller.start([Step("kftest:small", impossible)], lambda _results: None)
    assert told == [("Small", "no demand is left")]
    assert not controller.running


def test_an_algorithm_that_is_not_there_is_told(controller: RunController) -> None:
    told: list[str] = []
    controller.failed.connect(lambda _title, reason: told.append(reason))
    controller.start([Step("kftest:absent", lambda _before: {})], lambda _results: None)
    assert "kftest:absent" in told[0]
    assert not controller.running


def test_cancel_ends_the_chain(controller: RunController, qtbot: Any) -> None:
    told: list[str] = []
    done: list[list[Results]] = []
    controller.cancelled.connect(told.append)
    controller.start([step("wait"), step()], done.append)
    qtbot.wait(150)
    controller.cancel()
    wait_until_idle(qtbot, controller)
    assert (told, done) == (["Small"], [])


def test_what_was_written_before_cancel_came_is_told_as_written(controller: RunController, qtbot: Any) -> None:
    """A commit that went through must not be reported as cancelled."""
    told: list[str] = []
    done: list[list[Results]] = []
    controller.cancelled.connect(told.append)
    controller.start([step("wait and write")], done.append)
    qtbot.wait(150)
    controller.cancel()
    wait_until_idle(qtbot, controller)
    assert (told, done) == ([], [[{"WORD": "written"}]])


def test_a_dropped_chain_says_nothing_more(controller: RunController, qtbot: Any) -> None:
    heard: list[Any] = []
    controller.cancelled.connect(heard.append)
    controller.failed.connect(lambda *told: heard.append(told))
    controller.start([step("wait and write"), step()], heard.append)
    qtbot.wait(100)
    controller.drop()
    wait_until_idle(qtbot, controller)
    assert heard == []


@pytest.mark.parametrize(("how", "expected"), [("wait and write", [[{"WORD": "written"}]]), ("wait", [])])
def test_what_lasts_is_told_although_its_chain_was_dropped(
    controller: RunController, qtbot: Any, how: str, expected: list[Any]
) -> None:
    heard: list[Any] = []
    late: list[Any] = []
    controller.cancelled.connect(heard.append)
    controller.start([step(how)], heard.append, late.append)
    qtbot.wait(150)
    controller.drop()
    wait_until_idle(qtbot, controller)
    assert (heard, late) == ([], expected)
    controller.start([step()], heard.append, late.append)
    wait_until_idle(qtbot, controller)
    assert (len(heard), late) == (1, expected)


def test_unloading_waits_for_the_run_to_stop(controller: RunController, qtbot: Any) -> None:
    heard: list[Any] = []
    controller.changed.connect(lambda: heard.append("changed"))
    controller.start([step("wait")], heard.append)
    qtbot.wait(100)
    heard.clear()
    controller.abandon()
    assert not controller.running
    qtbot.wait(100)
    assert heard == []


def test_what_a_task_works_with_outlives_a_run_that_is_abandoned(controller: RunController, qtbot: Any) -> None:
    """QGIS ends a task in the main thread, after the run has gone, and looks at both then: freed, they crash it."""
    held: list[bool] = []
    controller.start([step()], lambda _results: None)
    assert controller._run is not None
    tasks = [controller._run._task]
    used = [weakref.ref(controller._run._context), weakref.ref(controller._run._feedback)]

    def unload() -> None:
        time.sleep(0.3)  # the thread of the task has ended, and nobody has been told
        controller.abandon()
        gc.collect()
        held.extend(one() is not None for one in used)

    QTimer.singleShot(0, unload)
    qtbot.waitUntil(lambda: bool(held) and sip.isdeleted(tasks[0]))
    tasks.clear()
    gc.collect()
    assert held == [True, True]
    assert all(one() is None for one in used)


def test_a_run_is_gone_when_it_has_ended(controller: RunController, qtbot: Any) -> None:
    """Or it would keep its layers until QGIS ends, and crash it."""
    controller.start([step()], lambda _results: None)
    kept = weakref.ref(controller._run)
    assert isinstance(kept(), AlgorithmRun)
    wait_until_idle(qtbot, controller)
    gc.collect()
    assert kept() is None
