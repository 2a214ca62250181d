"""Broken lines put together; every expected chain is read off the drawing."""
from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from kf_resources_plugin.engine.line_chains import Joined, joined_lines
from kf_resources_plugin.engine.line_reading import lines_wkb, parts_of
from kf_resources_plugin.rules.progress import NoProgress


def join(*lines: list[Any], join_m: float = 1.0, gap_m: float = 100.0) -> Joined:
    parts = parts_of([lines_wkb([np.array(line, dtype=float)]) for line in lines])
    return joined_lines(parts, lambda x, y: (x, y), join_m, gap_m, NoProgress())


def drawn(found: Joined) -> list[list[list[float]]]:
    return [chain.points.tolist() for chain in found.chains]


STRAIGHT = [[0, 0], [100, 0], [200, 50], [300, 0]]


@pytest.mark.parametrize("lines", [
    [STRAIGHT], [STRAIGHT[::-1]], [STRAIGHT[:2], STRAIGHT[1:]], [STRAIGHT[2:], STRAIGHT[:3][::-1]],
    [[STRAIGHT[2], STRAIGHT[1]], STRAIGHT[2:], STRAIGHT[:2]],
], ids=["whole", "reversed", "cut", "cut and reversed", "three pieces"])
def test_the_same_edges_are_the_same_chain(lines: list[Any]) -> None:
    found = join(*lines)
    assert drawn(found) == [STRAIGHT]
    assert (found.gaps, found.again) == ([], {})
    chain, = found.chains
    for edge, (row, forward) in enumerate(zip(chain.row.tolist(), chain.forward.tolist())):
        line = lines[row]
        edges = list(zip(line, line[1:]))
        way = (STRAIGHT[edge], STRAIGHT[edge + 1])
        assert (way if forward else way[::-1]) in edges


def test_a_chain_begins_at_its_lower_end_wherever_it_goes_in_between() -> None:
    line = [[2, 5], [1, 5], [0, 0], [5, 0]]
    assert drawn(join(line, join_m=0.1, gap_m=0.1)) == drawn(join(line[::-1], join_m=0.1, gap_m=0.1)) == [line]


def test_ends_within_the_tolerance_are_one_place() -> None:
    # 0.9 m apart: the lower end, (100, 0), stands for both
    assert drawn(join([[0, 0], [100, 0]], [[100.9, 0], [200, 0]])) == [[[0, 0], [100, 0], [200, 0]]]


def test_ends_further_apart_are_a_gap() -> None:
    found = join([[0, 0], [100, 0]], [[130, 40], [230, 40]], [[1000, 0], [1100, 0]])
    assert len(found.chains) == 3
    gap, = found.gaps
    # 30 m and 40 m make 50 m
    assert (gap.point, gap.row, gap.other_row, gap.distance) == ((100, 0), 0, 1, 50)


def test_an_edge_drawn_twice_counts_once() -> None:
    found = join([[0, 0], [100, 0], [200, 0]], [[200, 0], [100, 0]], [[100, 0], [0, 0]])
    assert drawn(found) == [[[0, 0], [100, 0], [200, 0]]]
    assert found.again == {1: 0, 2: 0}


def test_a_ring_goes_left_from_its_lowest_vertex() -> None:
    square = [[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]]
    for turned in (square, square[::-1], [*square[2:], *square[1:3]]):
        found = join(turned, join_m=0.1)
        assert drawn(found) == [square]
        assert found.chains[0].closed
    assert drawn(join(square[:3], square[2:], join_m=0.1)) == [square]


def test_where_three_meet_the_straightest_go_on() -> None:
    # a spur of 45° leaves a dike that runs on straight
    found = join([[0, 0], [100, 0]], [[100, 0], [200, 0]], [[100, 0], [150, 50]])
    assert drawn(found) == [[[0, 0], [100, 0], [200, 0]], [[100, 0], [150, 50]]]


def test_where_three_meet_nothing_turns_by_more_than_sixty_degrees() -> None:
    # three ways, 120° apart: 60° is the turn of each, so one pair goes on; with 90° between two, none of these does
    found = join([[0, 0], [0, 100]], [[0, 0], [100, 0]], [[0, 0], [-70, -70]], join_m=0.1)
    lengths = sorted(len(chain.points) for chain in found.chains)
    assert lengths == [2, 3]  # the third goes on into one of the two with 45°, these two do not meet


def test_what_has_no_length_is_left_out() -> None:
    assert join([[0, 0], [0.5, 0]]).chains == []
    # a short piece between two ends joins them
    assert drawn(join([[0, 0], [100, 0]], [[100, 0], [100.4, 0]], [[100.4, 0], [200, 0]])) == [
        [[0, 0], [100, 0], [200, 0]]]


def test_a_chain_may_cross_itself() -> None:
    eight = [[0, 0], [100, 100], [100, 0], [0, 100]]
    assert drawn(join(eight)) == [eight]
