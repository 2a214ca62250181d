"""Gaps between dikes by hand: widths, ends that meet, ends that face nothing near."""
from __future__ import annotations

import numpy as np

from kf_resources_plugin.rules.dike_gaps import dike_gaps
from kf_resources_plugin.rules.line_distances import pieces_of


def widths(*lines: list[tuple[float, float]], most: float = 500) -> list[tuple[float, tuple[int, int]]]:
    pieces = [pieces_of(*np.array(line, dtype=np.float64).T) for line in lines]
    return sorted((gap.width, gap.lines) for gap in dike_gaps(pieces, 0.01, most))


def test_a_gap_is_as_wide_as_its_ends_are_apart() -> None:
    assert widths([(0, 0), (100, 0)], [(130, 40), (300, 0)]) == [(50, (0, 1))]
    # drawn the other way
    assert widths([(100, 0), (0, 0)], [(300, 0), (130, 40)]) == [(50, (0, 1))]


def test_ends_that_meet_leave_no_gap() -> None:
    assert widths([(0, 0), (100, 0)], [(100, 0), (300, 0)]) == []
    assert widths([(0, 0), (100, 0)], [(100.005, 0), (300, 0)]) == []
    # a spur that ends on the side of a dike; the dike's own ends face only the spur's other end
    assert widths([(0, 0), (1000, 0)], [(500, 0), (500, 90)], most=400) == []


def test_only_the_nearest_end_faces_an_end_and_far_ones_are_no_gap() -> None:
    assert widths([(0, 0), (100, 0)], [(120, 0), (300, 0)], [(100, 60), (0, 60)]) == [(20, (0, 1)), (60, (0, 2))]
    assert widths([(0, 0), (100, 0)], [(700, 0), (900, 0)]) == []
    assert widths([(0, 0), (100, 0), (100, 10), (0, 10)]) == []  # its own ends do not face each other


def test_no_dikes_no_gaps() -> None:
    assert widths() == []
