"""Common borders of polygons by hand: whole edges, edges cut by a neighbour's vertex, corners, and coordinates off."""
from __future__ import annotations

import numpy as np

from kf_resources_plugin.engine.shared_borders import shared_borders
from kf_resources_plugin.engine.wkb import as_wkb_array, polygon_wkb
from kf_resources_plugin.rules.progress import NoProgress

X, Y = 38_500_000.0, 3_870_000.0  # zone-prefixed eastings, where coordinates are spaced by 7 nm


def box(x0: float, y0: float, x1: float, y1: float) -> bytes:
    return polygon_wkb([np.array([[X + x0, Y + y0], [X + x1, Y + y0], [X + x1, Y + y1], [X + x0, Y + y1]])])


def borders(*wkbs: bytes) -> dict[tuple[int, int], float]:
    found = shared_borders(as_wkb_array(wkbs), NoProgress())
    return {(int(a), int(b)): round(float(length), 3) for a, b, length in zip(found.first, found.second, found.length)}


def test_whole_edges_and_corners() -> None:
    # 1 is right of 0, 2 above 1 and only in a corner with 0, 3 lies apart
    assert borders(box(0, 0, 10, 10), box(10, 0, 20, 10), box(10, 10, 20, 30), box(50, 0, 60, 10)) == {
        (0, 1): 10.0, (1, 2): 10.0}


def test_an_edge_that_a_neighbour_cuts() -> None:
    # 0 is 10 high; 1 and 2 share its right side with 4 and 6; 1 and 2 share 5 with each other
    assert borders(box(0, 0, 10, 10), box(10, 0, 15, 4), box(10, 4, 15, 10)) == {(0, 1): 4.0, (0, 2): 6.0, (1, 2): 5.0}


def test_a_border_drawn_twice_may_be_off_by_millimetres() -> None:
    assert borders(box(0, 0, 10, 10), box(10.004, 0, 20, 10)) == {(0, 1): 10.0}
    assert borders(box(0, 0, 10, 10), box(10.02, 0, 20, 10)) == {}


def test_edges_that_run_the_same_way_are_no_common_border() -> None:
    assert borders(box(0, 0, 10, 10), box(0, 0, 10, 20)) == {}  # one lies in the other


def test_the_whole_border_counts_holes() -> None:
    ring = polygon_wkb([np.array([[0.0, 0], [30, 0], [30, 30], [0, 30]]),
                        np.array([[10.0, 10], [10, 20], [20, 20], [20, 10]])])
    inner = polygon_wkb([np.array([[10.0, 10], [20, 10], [20, 20], [10, 20]])])
    found = shared_borders(as_wkb_array([ring, inner]), NoProgress())
    assert (found.whole.tolist(), found.length.tolist()) == ([160.0, 40.0], [40.0])


def test_nothing_has_no_borders() -> None:
    assert borders() == {}
