"""Boundaries that plainly enter a parcel: worked by hand, and shapes of unit cells against their geometry."""
from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from kf_resources_plugin.engine import edge_entry
from kf_resources_plugin.engine.edge_entry import entered
from kf_resources_plugin.engine.edges import edges_of
from kf_resources_plugin.engine.kernel import pick_kernel
from kf_resources_plugin.engine.parcel_edges import ParcelEdges
from kf_resources_plugin.engine.wkb import as_wkb_array
from tests.engine.shapes import Cells, of_cells

PARCEL = shapely.box(0, 0, 4, 4)


def told(boundary: shapely.Geometry, *parcels: shapely.Geometry) -> list[bool]:
    """Compare every edge of a boundary with every parcel."""
    edges = edges_of([shapely.to_wkb(boundary, byte_order=1)])
    count = len(edges.x0)
    rows = np.arange(len(parcels))
    land = ParcelEdges(as_wkb_array([shapely.to_wkb(parcel, byte_order=1) for parcel in parcels]), pick_kernel())
    x0, y0, x1, y1 = (np.tile(column, len(parcels)) for column in (edges.x0, edges.y0, edges.x1, edges.y1))
    return entered(land, rows, (x0, y0, x1, y1), count * np.arange(len(parcels) + 1)).tolist()


def ring(*corners: tuple[float, float]) -> shapely.Polygon:
    """Return a polygon with two more vertices on each edge: enough hits to be looked at."""
    shape = shapely.Polygon(corners)
    return shapely.segmentize(shape, max(np.hypot(*np.diff(corners + corners[:1], axis=0).T)) / 3.0)


@pytest.mark.parametrize(("boundary", "expected"), [
    pytest.param(ring((1, 1), (3, 1), (3, 3), (1, 3)), True, id="inside"),
    pytest.param(PARCEL.segmentize(1.0), False, id="the parcel itself: on edges of every direction"),
    pytest.param(ring((0, 0), (4, 4), (0, 4)), True, id="from corner to corner"),
    pytest.param(ring((9, 9), (12, 9), (12, 12), (9, 12)), False, id="beside"),
    pytest.param(shapely.box(-1, -1, 5, 5).segmentize(1.0), False, id="around"),
    pytest.param(shapely.box(1, 1, 3, 3), False, id="of four edges: not looked at"),
])
@pytest.mark.parametrize("backwards", [False, True])
def test_one_parcel(boundary: shapely.Geometry, expected: bool, backwards: bool) -> None:
    shape = shapely.reverse(boundary) if backwards else boundary
    assert told(shape, PARCEL) == [expected]


def test_each_parcel_is_looked_at_by_itself() -> None:
    hollow = shapely.Polygon(shapely.box(-2, -2, 6, 6).exterior, [PARCEL.exterior])
    parcels = [PARCEL, hollow, shapely.box(20, 0, 24, 4), PARCEL]
    boundary = ring((1, 1), (3, 1), (3, 3), (1, 3))
    assert told(boundary, *parcels) == [True, False, False, True]


def test_later_vertices_count_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of eight vertices the one three quarters of the way lies in the parcel, neither the first nor the middle one."""
    shape = shapely.Polygon([(9, 5), (13, 5), (13, 9), (13, 13), (9, 13), (5, 13), (2, 2), (5, 5)])
    assert told(shape, PARCEL) == [True]
    monkeypatch.setattr(edge_entry, "_EIGHTHS", (0, 4))
    assert told(shape, PARCEL) == [False]


cells = st.frozensets(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=2, max_size=18)


@settings(deadline=None)
@given(cells, cells, st.sampled_from([1.0, 7.3, 1e-4]))
def test_what_does_not_enter_is_never_said_to(boundary: Cells, parcel: Cells, scale: float) -> None:
    """Cells share vertices and edges, whole and in part, but a vertex in a parcel's inside makes them cross."""
    one, other = (of_cells(shape, every_vertex=True, scale=scale) for shape in (boundary, parcel))
    if told(one, other) == [True]:
        assert not other.buffer(-scale / 4).intersection(shapely.MultiPoint(shapely.get_coordinates(one))).is_empty
