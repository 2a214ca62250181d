"""Rings of coordinate files: where one ends, what lies in what."""
from __future__ import annotations

import time

import numpy as np
import pytest

from kf_resources_plugin.rules.parcel_notes import Notes, UnreadableFile
from kf_resources_plugin.rules.parcel_rings import Ring, lies_in, nest, split_rings


def box(x: float, y: float, width: float, height: float) -> np.ndarray:
    return np.array([(x, y), (x, y + height), (x + width, y + height), (x + width, y)], dtype=float)


def split(rows: list[tuple[str, int, float, float]], notes: Notes | None = None) -> list[Ring]:
    ids, numbers, x, y = zip(*rows)
    return split_rings(ids, np.array(numbers), np.column_stack([x, y]).astype(float), np.arange(1, len(rows) + 1), 0.1,
                       notes or Notes(), 0)


def rows(ids: str, number: int, corners: np.ndarray, *, closed: bool = True) -> list[tuple[str, int, float, float]]:
    points = [*corners.tolist(), *([corners[0].tolist()] if closed else [])]
    names = [*ids, *([ids[0]] if closed else [])]
    return [(f"J{name}", number, x, y) for name, (x, y) in zip(names, points)]


OUTER, HOLE, ISLAND, APART = box(0, 0, 100, 100), box(20, 20, 60, 60), box(40, 40, 10, 10), box(200, 0, 10, 10)


@pytest.mark.parametrize(("numbers", "closed"), [((1, 2), True), ((1, 1), True), ((1, 2), False), ((3, 7), True)])
def test_a_ring_ends_where_its_first_point_or_another_number_comes(numbers: tuple[int, int], closed: bool) -> None:
    notes = Notes()
    found = split(rows("1234", numbers[0], OUTER, closed=closed) + rows("5678", numbers[1], HOLE, closed=closed), notes)
    assert [ring.points.tolist() for ring in found] == [OUTER.tolist(), HOLE.tolist()]
    assert [ring.number for ring in found] == list(numbers)
    assert [ring.line for ring in found] == [1, 6 if closed else 5]
    assert [ring.closed for ring in found] == [closed] * 2
    assert [note.rule_id for note in notes.found] == ([] if closed else ["exchange.ring_open"])


def test_ids_that_are_all_the_same_tell_nothing() -> None:
    same = [("J0", 1, *point) for ring in (OUTER, HOLE) for point in [*ring.tolist(), ring[0].tolist()]]
    assert [len(ring.points) for ring in split(same)] == [4, 4]


def test_a_number_that_comes_again_after_a_closed_ring_begins_a_part() -> None:
    found = split(rows("1234", 1, OUTER) + rows("5678", 2, HOLE) + rows("1234", 1, APART))
    assert [ring.number for ring in found] == [1, 2, 1]


def test_a_number_that_comes_again_after_an_open_ring_is_a_fault() -> None:
    notes = Notes()
    split(rows("1234", 1, OUTER, closed=False) + rows("5678", 2, HOLE) + rows("9", 1, APART[:1], closed=False), notes)
    with pytest.raises(UnreadableFile) as error:
        notes.refuse()
    assert [(fault.rule_id, fault.lines) for fault in error.value.faults] == [("exchange.ring_resumed", [10])]


@pytest.mark.parametrize(("offset", "rule"), [(0.1, "exchange.closing_offset"), (0.11, "exchange.closing_elsewhere")])
def test_how_far_a_closing_row_may_lie(offset: float, rule: str) -> None:
    notes = Notes()
    split([*rows("1234", 1, OUTER, closed=False), ("J1", 1, 0.0 + offset, 0.0)], notes)
    if rule.endswith("elsewhere"):
        with pytest.raises(UnreadableFile) as error:
            notes.refuse()
        assert [fault.rule_id for fault in error.value.faults] == [rule]
    else:
        assert [note.rule_id for note in notes.found] == [rule]


def test_two_points_are_no_ring() -> None:
    notes = Notes()
    assert split(rows("12", 1, OUTER[:2]), notes) == []
    assert [note.rule_id for note in notes.found] == ["exchange.ring_small"]


def test_what_lies_in_what() -> None:
    assert nest([OUTER]) == [[0]]
    assert nest([OUTER, HOLE]) == [[0, 1]]
    assert nest([HOLE, OUTER]) == [[1, 0]]
    assert nest([OUTER, HOLE, ISLAND, APART]) == [[0, 1], [2], [3]]
    assert nest([APART, ISLAND, HOLE, OUTER]) == [[0], [1], [3, 2]]


def test_very_many_rings_one_in_another() -> None:
    """From outside to inside every second one is a hole; a hostile file must not keep the planner waiting."""
    rings = [box(number, number, 4000 - 2 * number, 4000 - 2 * number) for number in range(1000)]
    started = time.monotonic()
    assert nest(rings) == [[number, number + 1] for number in range(0, 1000, 2)]
    assert time.monotonic() - started < 10


def test_a_hole_that_begins_on_the_border_of_its_ring() -> None:
    assert nest([OUTER, np.array([(50.0, 100.0), (60.0, 50.0), (40.0, 50.0)])]) == [[0, 1]]
    assert nest([OUTER, np.array([(50.0, 100.0), (60.0, 150.0), (40.0, 150.0)])]) == [[0], [1]]


def test_the_user_is_asked_between_rings() -> None:
    asked: list[int] = []
    nest([OUTER, HOLE, APART], lambda: asked.append(1))
    assert len(asked) == 3


@pytest.mark.parametrize(("ring", "inside"), [
    (HOLE, True), (APART, False), (box(0, 0, 50, 50), True), (box(100, 0, 50, 50), False),
    (box(0, 20, 100, 10), True),  # all its vertices on the border
    (box(100, 20, 10, 10), False), (box(-10, 20, 10, 10), False),
])
def test_a_ring_on_the_border(ring: np.ndarray, inside: bool) -> None:
    assert lies_in(ring, OUTER) == inside


def test_a_hole_in_the_bend_of_a_ring_lies_outside() -> None:
    bend = np.array([(0, 0), (0, 100), (20, 100), (20, 20), (100, 20), (100, 0)], dtype=float)
    assert not lies_in(box(40, 40, 20, 20), bend)
    assert lies_in(box(5, 5, 10, 10), bend)


def test_large_coordinates_lose_nothing() -> None:
    far = np.array([38_527_500.0, 3_852_600.0])
    assert nest([OUTER + far, HOLE + far, APART + far]) == [[0, 1], [2]]
