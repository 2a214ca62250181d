"""Shares of cells by hand, and against sampling cells by many points."""
from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kf_resources_plugin.rules.cell_pieces import covered_cells, cut_edges


def edges(*rings: Any) -> tuple[Any, ...]:
    """Return the edges of closed rings, each given by its corners."""
    start = np.concatenate([np.array(ring, dtype=float) for ring in rings])
    end = np.concatenate([np.roll(np.array(ring, dtype=float), -1, axis=0) for ring in rings])
    return start[:, 0], start[:, 1], end[:, 0], end[:, 1]


def shares(*rings: Any, width: int = 6, height: int = 5, rows: tuple[int, int] | None = None) -> Any:
    """Return the share of every cell of one polygon."""
    x0, y0, x1, y1 = edges(*rings)
    found = np.zeros((height, width))
    runs = covered_cells(x0, y0, x1, y1, np.zeros(len(x0), dtype=np.int64), rows or (0, height), width)
    for row, first, end, share in zip(runs.row, runs.first, runs.end, runs.share):
        found[row, first:end] += share
    return found


SQUARE = [(1, 1), (4, 1), (4, 3), (1, 3)]


def test_a_square_on_the_cells_covers_them_whole() -> None:
    expected = np.zeros((5, 6))
    expected[1:3, 1:4] = 1.0
    np.testing.assert_array_equal(shares(SQUARE), expected)
    np.testing.assert_array_equal(shares(SQUARE[::-1]), expected)  # drawn the other way round


def test_a_square_across_cells_covers_parts_of_them() -> None:
    # from (0.5, 0.75) to (2.25, 2.5): of columns 0.5, 1, 0.25, of rows 0.25, 1, 0.5
    found = shares([(0.5, 0.75), (2.25, 0.75), (2.25, 2.5), (0.5, 2.5)])
    np.testing.assert_allclose(found[:3, :3], np.outer([0.25, 1.0, 0.5], [0.5, 1.0, 0.25]), atol=1e-12)
    assert found.sum() == pytest.approx(1.75 * 1.75)


def test_a_triangle_and_a_small_building() -> None:
    # below the diagonal of two by two cells: half of two of them and one whole
    np.testing.assert_allclose(shares([(0, 0), (2, 2), (0, 2)])[:2, :2], [[0.5, 0.0], [1.0, 0.5]], atol=1e-12)
    # 0.2 x 0.3 within one cell, no centre of a cell in it
    assert shares([(3.1, 2.1), (3.3, 2.1), (3.3, 2.4), (3.1, 2.4)])[2, 3] == pytest.approx(0.06)


def test_a_hole_is_not_covered() -> None:
    found = shares(SQUARE, [(2, 1.5), (2, 2.5), (3, 2.5), (3, 1.5)])
    np.testing.assert_allclose(found[1:3, 1:4], [[1, 0.5, 1], [1, 0.5, 1]], atol=1e-12)


def test_what_lies_beyond_the_grid_does_not_count() -> None:
    found = shares([(-3, -2), (20, -2), (20, 1.5), (-3, 1.5)], width=3, height=2)
    np.testing.assert_allclose(found, [[1, 1, 1], [0.5, 0.5, 0.5]], atol=1e-12)
    assert not shares([(-3, 0), (-1, 0), (-1, 3), (-3, 3)]).any()
    assert not shares([(9, 0), (12, 0), (12, 3), (9, 3)]).any()


def test_rows_are_taken_in_bands() -> None:
    ring = [(0.3, 0.2), (5.1, 1.7), (3.9, 4.8), (1.2, 3.3)]
    whole = shares(ring)
    np.testing.assert_allclose(shares(ring, rows=(0, 2)) + shares(ring, rows=(2, 5)), whole, atol=1e-12)


def test_polygons_that_overlap_are_covered_each_by_itself() -> None:
    x0, y0, x1, y1 = edges(SQUARE, [(2, 1), (3, 1), (3, 2), (2, 2)])
    runs = covered_cells(x0, y0, x1, y1, np.repeat([0, 1], 4), (0, 5), 6)
    assert [(o, r, f, e, s) for o, r, f, e, s in zip(
        runs.owner.tolist(), runs.row.tolist(), runs.first.tolist(), runs.end.tolist(), runs.share.tolist())
        if o == 1] == [(1, 1, 2, 3, 1.0)]


def test_a_line_is_cut_at_every_border() -> None:
    pieces = cut_edges(np.array([0.5]), np.array([0.5]), np.array([2.5]), np.array([1.5]), (0, 5), 6)
    # x = 1 at 0.25, y = 1 and x = 1.5 at 0.5, x = 2 at 0.75
    assert [(round(s, 12), round(e, 12), c, r) for s, e, c, r in zip(
        pieces.start.tolist(), pieces.end.tolist(), pieces.column.tolist(), pieces.row.tolist())] == [
        (0.0, 0.25, 0, 0), (0.25, 0.5, 1, 0), (0.5, 0.75, 1, 1), (0.75, 1.0, 2, 1)]
    level = cut_edges(np.array([0.5]), np.array([2.0]), np.array([1.5]), np.array([2.0]), (0, 5), 6)
    assert (level.row.tolist(), level.column.tolist()) == ([2, 2], [0, 1])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.floats(-1, 7), st.floats(-1, 6)), min_size=3, max_size=7), st.randoms())
def test_any_star_covers_what_points_say(corners: Any, random: Any) -> None:
    """A star round the middle of its corners, against 40 x 40 points in each cell and the shoelace formula."""
    points = np.array(corners)
    angle = np.arctan2(*(points - points.mean(axis=0)).T[::-1])
    ring = points[np.argsort(angle)]
    area = abs(np.sum(ring[:, 0] * np.roll(ring[:, 1], -1) - np.roll(ring[:, 0], -1) * ring[:, 1])) / 2
    x0, y0, x1, y1 = edges(ring + 8)
    runs = covered_cells(x0, y0, x1, y1, np.zeros(len(x0), dtype=np.int64), (0, 16), 16)
    assert (runs.share * (runs.end - runs.first)).sum() == pytest.approx(area, abs=1e-6)
    step = (np.arange(40) + 0.5) / 40
    x, y = np.meshgrid((np.arange(6)[:, None] + step).ravel(), (np.arange(5)[:, None] + step).ravel())
    inside = np.zeros(x.shape, dtype=bool)
    for (ax, ay), (bx, by) in zip(ring, np.roll(ring, -1, axis=0)):
        if ay != by:
            crosses = (ay > y) != (by > y)
            inside ^= crosses & (x < ax + (y - ay) * (bx - ax) / (by - ay))
    sampled = inside.reshape(5, 40, 6, 40).mean(axis=(1, 3))
    np.testing.assert_allclose(shares(ring), sampled, atol=0.08)
