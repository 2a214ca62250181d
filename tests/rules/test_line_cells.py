"""Cells that a line touches, by eye; no way through from side to side, and no matter which way the line runs."""
from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from kf_resources_plugin.rules.line_cells import touched_cells


def cells(vertices: list[tuple[float, float]], columns: int = 5, rows: int = 5) -> set[tuple[int, int]]:
    """Return touched cells as (row, column) of a line through (column, row)."""
    x, y = np.array(vertices, dtype=np.float64).T
    return {divmod(cell, columns) for cell in touched_cells(x, y, columns, rows).tolist()}


def test_a_line_through_one_row() -> None:
    assert cells([(0.5, 2.5), (3.5, 2.5)]) == {(2, 0), (2, 1), (2, 2), (2, 3)}


def test_a_slanted_line_touches_all_that_it_passes() -> None:
    # from (0.5, 0.2) to (2.5, 1.2): it leaves row 0 at column 2.1
    assert cells([(0.5, 0.2), (2.5, 1.2)]) == {(0, 0), (0, 1), (0, 2), (1, 2)}


def test_a_line_through_corners_touches_the_cells_beside_them() -> None:
    assert cells([(0.5, 0.5), (2.5, 2.5)]) == {(0, 0), (0, 1), (1, 0), (1, 1), (1, 2), (2, 1), (2, 2)}


def test_a_line_along_edges_touches_both_sides() -> None:
    assert cells([(1.0, 0.5), (1.0, 2.5)]) == {(0, 0), (0, 1), (1, 0), (1, 1), (2, 0), (2, 1)}


def test_what_lies_outside_of_the_grid_is_left_out() -> None:
    assert cells([(-3.5, 0.5), (1.5, 0.5)]) == {(0, 0), (0, 1)}
    assert cells([(-3.5, -0.5), (9.5, -0.5)]) == set()
    assert cells([(-1e7, 0.5), (1e7, 0.5)]) == {(0, column) for column in range(5)}
    assert cells([(2.5, 2.5), (2.5, 2.5)]) == {(2, 2)}


PLACES = st.lists(st.tuples(st.integers(0, 48), st.integers(0, 48)), min_size=2, max_size=5)  # eighths of a cell


@settings(max_examples=50, deadline=None)
@given(PLACES)
def test_direction_and_mirror_do_not_matter(places: list[tuple[int, int]]) -> None:
    line = [(column / 8, row / 8) for column, row in places]
    touched = cells(line, 6, 6)
    assert cells(line[::-1], 6, 6) == touched
    assert {(5 - row, column) for row, column in cells([(x, 6 - y) for x, y in line], 6, 6)} == touched


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.floats(0.01, 11.99), st.floats(0.01, 11.99)), min_size=0, max_size=4),
       st.floats(0, 12), st.floats(0, 12))
def test_nothing_passes_a_line_from_edge_to_edge(inner: list[tuple[float, float]], left: float, right: float) -> None:
    scipy_label = __import__("pytest").importorskip("scipy.ndimage").label
    touched = cells([(-1.0, left), *inner, (13.0, right)], 12, 12)
    free = np.ones((12, 12), dtype=bool)
    free[tuple(np.array(sorted(touched)).T)] = False
    labels, _ = scipy_label(free, np.ones((3, 3)))  # not even across corners
    above = {labels[0, column] for column in range(12)} - {0}
    below = {labels[11, column] for column in range(12)} - {0}
    assert not above & below
