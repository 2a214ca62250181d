"""What GEOS does for long can be cancelled at once, and gives the same as if it were called here."""
from __future__ import annotations

import time
from contextlib import nullcontext
from datetime import date
from functools import partial
from threading import Event, current_thread, main_thread
from typing import TYPE_CHECKING, Any

import pytest

from kf_resources_plugin.engine.kernel import pick_kernel
from kf_resources_plugin.engine.patience import begun, in_runs, patiently, side_by_side
from kf_resources_plugin.engine.reading import read_polygons
from kf_resources_plugin.engine.rule_store import load_rule_book
from kf_resources_plugin.engine.validity import repair
from kf_resources_plugin.rules.progress import Canceled, NoProgress
from tests.builders import layer_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kf_resources_plugin.rules.progress import Progress

BOW_TIE = "Polygon((0 0, 10 10, 10 0, 0 10, 0 0))"


class CancelAfter(NoProgress):
    """The user who presses Cancel some time after the start."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def check(self) -> None:
        if time.monotonic() >= self._end:
            raise Canceled

    def part(self, start: float, end: float) -> CancelAfter:
        return self


@pytest.fixture
def never() -> Iterator[Event]:
    """Yield what a thread waits for in vain, and let it go at the end."""
    event = Event()
    yield event
    event.set()


def test_the_result_or_the_error_comes_through() -> None:
    assert patiently(lambda: 7, NoProgress()) == 7
    with pytest.raises(ZeroDivisionError):
        patiently(lambda: 1 // 0, NoProgress())


def test_what_was_begun_runs_beside_what_the_block_does() -> None:
    at_work, in_block = Event(), Event()

    def work(_progress: Progress) -> bool:
        at_work.set()
        return in_block.wait(20.0)

    with begun(work, NoProgress()) as answer:
        assert at_work.wait(20.0)  # before anybody asks
        in_block.set()
        assert answer() is True
        assert answer() is True


def test_an_error_comes_out_where_the_answer_is_asked_for() -> None:
    with begun(lambda _progress: int("x"), NoProgress()) as answer, pytest.raises(ValueError, match="invalid literal"):
        answer()


def test_waiting_for_the_answer_can_be_cancelled(never: Event) -> None:
    with begun(lambda _progress: never.wait(), CancelAfter(0.2)) as answer, pytest.raises(Canceled):
        answer()


@pytest.mark.parametrize("fault", [None, ZeroDivisionError])
def test_nothing_goes_on_when_the_block_has_ended(fault: type[Exception] | None) -> None:
    ended = Event()

    def work(progress: Progress) -> None:
        try:
            while True:
                progress.check()
                time.sleep(0.01)
        finally:
            ended.set()

    with nullcontext() if fault is None else pytest.raises(fault), begun(work, NoProgress()):
        if fault is not None:
            raise fault
    assert ended.is_set()


@pytest.mark.parametrize(("rows", "most", "spans"), [
    ([], 10, []), ([4, 4], 8, [(0, 2)]), ([4, 4, 1], 8, [(0, 2), (2, 3)]), ([20], 8, [(0, 1)]),
])
def test_rows_are_worked_through_in_runs(rows: list[int], most: int, spans: list[tuple[int, int]]) -> None:
    here: list[bool] = []

    def work(run: slice) -> int:
        here.append(current_thread() is main_thread())
        return sum(rows[run])

    found = list(in_runs(work, [bytes(size) for size in rows], most, NoProgress()))
    assert [((run.start, run.stop), result) for run, result in found] == [
        (span, sum(rows[span[0]:span[1]])) for span in spans]
    assert all(here) is (sum(rows) <= most)  # what may take long does not keep a cancel waiting


def test_a_cancel_does_not_wait(never: Event) -> None:
    started = time.monotonic()
    with pytest.raises(Canceled):
        patiently(never.wait, CancelAfter(0.2))
    assert time.monotonic() - started < 1.0


@pytest.mark.parametrize("slow", ["invalid", "faces"])
def test_checking_and_repairing_can_be_cancelled(qgis_app: Any, never: Event, monkeypatch: pytest.MonkeyPatch,
                                                 slow: str) -> None:
    kernel = pick_kernel()
    layer = layer_of([(BOW_TIE, {})], {"a": "text"}, crs="EPSG:4547")
    table = read_polygons(layer, layer, [], NoProgress())
    monkeypatch.setattr(type(kernel), slow, lambda *_: never.wait())
    started = time.monotonic()
    with pytest.raises(Canceled):
        repair(table, kernel, load_rule_book(date(2026, 1, 1), "en"), CancelAfter(0.2))
    assert time.monotonic() - started < 1.0


def test_results_come_in_the_order_of_the_calls() -> None:
    calls = [partial(_after, pause, pause) for pause in (0.2, 0.0, 0.1, 0.0)]
    assert list(side_by_side(calls, NoProgress())) == [0.2, 0.0, 0.1, 0.0]


def test_calls_are_made_only_when_it_is_nearly_their_turn() -> None:
    """What calls are given is held until they have run: of a thousand no more than a few for each thread."""
    made, ahead = 0, []

    def calls() -> Iterator[partial[int]]:
        nonlocal made
        for number in range(1_000):
            made += 1
            yield partial(int, number)

    for taken, result in enumerate(side_by_side(calls(), NoProgress())):
        assert result == taken
        ahead.append(made - taken)
    assert taken == 999
    assert max(ahead) <= 20


def test_a_failure_comes_out_at_its_turn() -> None:
    results = side_by_side([partial(_after, 0.0, 1), partial(int, "x"), partial(_after, 0.0, 3)], NoProgress())
    assert next(results) == 1
    with pytest.raises(ValueError, match="invalid literal"):
        next(results)


def test_calls_that_wait_never_begin_after_a_cancel() -> None:
    begun: list[int] = []

    def call(number: int) -> None:
        begun.append(number)
        time.sleep(0.3)

    with pytest.raises(Canceled):
        list(side_by_side([partial(call, number) for number in range(50)], CancelAfter(0.2)))
    time.sleep(0.5)
    assert len(begun) < 10


def _after(pause: float, value: object) -> object:
    time.sleep(pause)
    return value
