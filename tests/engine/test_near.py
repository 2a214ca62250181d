"""Rows near others, against the comparison of every row with every box."""
from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kf_resources_plugin.engine.near import rows_near

CORNERS = st.tuples(*[st.integers(0, 40)] * 2, *[st.integers(0, 6)] * 2)


def boxes_of(corners: list[tuple[int, int, int, int]]) -> np.ndarray:
    return np.array([(x, y, x + w, y + h) for x, y, w, h in corners], dtype=float).reshape(-1, 4)


@given(st.lists(CORNERS, max_size=60), st.lists(CORNERS, max_size=5))
def test_equals_comparing_each_with_each(rows: list[tuple[int, int, int, int]],
                                         others: list[tuple[int, int, int, int]]) -> None:
    bounds, boxes = boxes_of(rows), boxes_of(others)
    expected = [row for row, (x0, y0, x1, y1) in enumerate(bounds)
                if any(x0 <= b[2] and x1 >= b[0] and y0 <= b[3] and y1 >= b[1] for b in boxes)]
    assert rows_near(bounds, boxes).tolist() == expected


def test_two_distant_projects_have_nothing_between_them() -> None:
    row = boxes_of([(10 * n, 0, 10, 10) for n in range(1000)])
    near = rows_near(row, boxes_of([(5, 5, 1, 1), (9995, 5, 1, 1)]))
    assert near.tolist() == [0, 999]


def test_empty_geometry_is_near_nothing() -> None:
    bounds = np.array([[np.nan] * 4, [0, 0, 1, 1]])
    assert rows_near(bounds, bounds).tolist() == [1]
    assert rows_near(bounds[:1], bounds).tolist() == []
