"""Distances to a line: by hand on a right angle, and a divided tile against every piece of the line."""
from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kf_resources_plugin.rules.line_distances import (
    Tile,
    along_tile,
    from_place,
    nearest,
    pieces_of,
    signed_distance,
)


def array(*values: float) -> np.ndarray:
    return np.array(values, dtype=np.float64)


ANGLE = pieces_of(array(0, 10, 10), array(0, 0, 10))  # 10 m east, then 10 m north


def test_distance_and_way_along_a_right_angle() -> None:
    # 3 m beside the first piece; before the beginning (3-4-5); beyond the corner; beside the second; beyond the end
    distance, along = nearest(ANGLE, array(4, -3, 13, 6, 10), array(3, -4, -4, 8, 15))
    assert distance.tolist() == [3, 5, 5, 4, 5]
    assert along.tolist() == [4, 0, 10, 18, 20]
    assert from_place(ANGLE, 4.0, 3.0).tolist() == [3, 6]


def test_an_endless_line_goes_on_straight() -> None:
    endless = pieces_of(array(0, 10, 10), array(0, 0, 10), endless=True)
    distance, along = nearest(endless, array(-3, 12), array(-4, 15))
    assert distance.tolist() == [4, 2]
    assert along.tolist() == [-3, 25]


def test_the_left_of_a_line_is_above_zero_also_outside_its_corner() -> None:
    assert signed_distance(ANGLE, array(5, 5, 9, 13), array(2, -2, 5, -4)).tolist() == [2, -2, 1, -5]
    # around a sharp corner both pieces are equally near; all of it lies to the right, though to the left of the first
    sharp, turn = pieces_of(array(0, 10, 1), array(0, 0, 1)), np.radians(np.arange(-80, 81, 4))
    assert (signed_distance(sharp, 10 + 3 * np.cos(turn), 3 * np.sin(turn)) < 0).all()


def test_repeated_vertices_do_not_matter_and_a_point_is_no_line() -> None:
    assert len(pieces_of(array(0, 0, 10, 10), array(0, 0, 0, 0))) == 1
    with pytest.raises(ValueError, match="two different vertices"):
        pieces_of(array(1, 1), array(2, 2))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 400)), min_size=2, max_size=40, unique=True),
       st.integers(1, 60), st.integers(1, 60))
def test_a_divided_tile_is_as_all_pieces_at_once(vertices: list[tuple[int, int]], columns: int, rows: int) -> None:
    pieces = pieces_of(*np.array(vertices, dtype=np.float64).T)
    x, y = np.arange(columns) * 7.0 + 0.3, 400 - np.arange(rows) * 7.0
    found = np.full((rows, columns), np.nan)
    along_tile(pieces, Tile(x, y, slice(0, rows), slice(0, columns)), found)
    distance, along = nearest(pieces, x[None, :], y[:, None])
    near = np.isclose(found, along, rtol=0, atol=1e-6)
    # where two places of the line are equally near either may be found
    for row, column in np.argwhere(~near).tolist():
        piece = np.searchsorted(pieces.along, found[row, column], side="right") - 1
        reach = found[row, column] - pieces.along[piece]
        other = np.hypot(pieces.x[piece] + reach * pieces.ux[piece] - x[column],
                         pieces.y[piece] + reach * pieces.uy[piece] - y[row])
        assert other == pytest.approx(distance[row, column], abs=1e-6)
