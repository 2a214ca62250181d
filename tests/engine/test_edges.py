"""Edges and the exact tests between them, on integers, where every sign can be computed without rounding."""
from __future__ import annotations

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st

from kf_resources_plugin.engine.edges import edges_of, meet, side

small = st.integers(-4, 4)
segment = st.tuples(small, small, small, small).filter(lambda s: s[:2] != s[2:])


def columns(*rows: tuple[float, ...]) -> tuple[np.ndarray, ...]:
    return tuple(np.array(rows, dtype=float).T)


def test_the_inside_is_to_the_left_whatever_the_ring_direction() -> None:
    square, hole = [(0, 0), (4, 0), (4, 4), (0, 4)], [(1, 1), (2, 1), (2, 2), (1, 2)]
    for shell in (square, square[::-1]):
        for inner in (hole, hole[::-1]):
            polygon = shapely.Polygon(shell, [inner])
            edges = edges_of([b"", polygon.wkb])
            assert edges.start.tolist() == [0, 0, 8]
            assert edges.owner.tolist() == [1] * 8
            middle_x, middle_y = (edges.x0 + edges.x1) / 2, (edges.y0 + edges.y1) / 2
            step_x, step_y = edges.x1 - edges.x0, edges.y1 - edges.y0
            left = shapely.points(middle_x - 0.01 * step_y, middle_y + 0.01 * step_x)
            assert shapely.contains(polygon, left).all()


def test_edges_without_length_are_left_out() -> None:
    polygon = shapely.Polygon([(0, 0), (4, 0), (4, 0), (4, 4)])
    assert len(edges_of([polygon.wkb]).x0) == 3


@given(st.tuples(small, small, small, small, small, small))
def test_side(points: tuple[int, ...]) -> None:
    x0, y0, x1, y1, x, y = points
    expected = np.sign((x1 - x0) * (y - y0) - (y1 - y0) * (x - x0))
    assert side(*columns(points))[0] == expected


def test_side_is_open_where_rounding_decides() -> None:
    """A point one unit in the last place off a long line: the determinant is smaller than its own rounding."""
    x = np.array([38_500_000.0, 38_500_300.0, 38_500_100.0])
    y = np.array([3_850_000.0, 3_850_100.0, 3_850_000.0 + 100.0 / 3.0])
    assert side(x[:1], y[:1], x[1:2], y[1:2], x[2:], y[2:])[0] in {0, -1, 1}
    assert side(x[:1], y[:1], x[1:2], y[1:2], x[2:], y[2:] + 1e-6)[0] == 1
    assert side(x[:1], y[:1], x[1:2], y[1:2], x[2:], y[2:] - 1e-6)[0] == -1
    third = np.array([0.1]), np.array([0.1])
    assert side(np.array([0.0]), np.array([0.0]), np.array([0.3]), np.array([0.3]), *third)[0] == 0


@given(segment, segment)
def test_meeting(one: tuple[int, ...], other: tuple[int, ...]) -> None:
    """Against Shapely: clear exactly where the edges share nothing, or one end of each."""
    how = meet(columns(one), columns(other))
    assert how.same[0] == (one == other)
    assert how.opposite[0] == (one == (*other[2:], *other[:2]))
    a, b = (shapely.LineString([line[:2], line[2:]]) for line in (one, other))
    shared = a.intersection(b)
    ends_meet = shared.geom_type == "Point" and all(
        (shared.x, shared.y) in {line[:2], line[2:]} for line in (one, other)
    )
    clear = shared.is_empty or ends_meet
    if clear:
        # Collinear edges that lie apart may be left open: all determinants vanish.
        assert not how.crossing[0] or _collinear(one, other)
    else:
        assert how.crossing[0] or how.same[0] or how.opposite[0]


def _collinear(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return not side(*columns((*one, *other[:2]))).any() and not side(*columns((*one, *other[2:]))).any()
