"""Which boxes of the tree a boundary touches, against Shapely comparing every edge with every box.

Coordinates are small whole numbers: there the tolerance of a few spacings decides nothing.
"""
from __future__ import annotations

from unittest import mock

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from kf_resources_plugin.engine import edge_descent
from kf_resources_plugin.engine.edge_descent import Touched, touch, untouched
from kf_resources_plugin.engine.edges import Edges, edges_of
from kf_resources_plugin.engine.hilbert_tree import HilbertTree
from kf_resources_plugin.engine.wkb import bounds_of, rings_from_wkb
from kf_resources_plugin.rules.progress import Canceled, NoProgress
from tests.engine.shapes import Cells, lattice, of_cells, star, table_of

Shapes = list[shapely.Geometry]


def lines_of(edges: Edges) -> np.ndarray:
    ends = np.stack([np.column_stack([edges.x0, edges.y0]), np.column_stack([edges.x1, edges.y1])], axis=1)
    return shapely.linestrings(ends)


def boxes_of(bounds: np.ndarray) -> np.ndarray:
    return shapely.box(*bounds.T)


def touched_by_hand(edges: Edges, tree: HilbertTree) -> list[tuple[int, int]]:
    """Return all (edge, position) whose box the edge meets."""
    met = shapely.intersects(lines_of(edges)[:, None], boxes_of(tree.levels[0])[None, :])
    return [(int(edge), int(position)) for edge, position in np.argwhere(met)]


def pairs(touched: Touched) -> list[tuple[int, int]]:
    return sorted(zip(touched.edge.tolist(), touched.position.tolist()))


def wkbs(shapes: Shapes) -> list[bytes]:
    return [shapely.to_wkb(shape, byte_order=1) for shape in shapes]


def check_sides(shapes: Shapes, tree: HilbertTree, touched: Touched) -> None:
    """Check that ``untouched`` and the touched leaves share out all boxes in an owner's bounds, each once."""
    bounds = bounds_of(rings_from_wkb(wkbs(shapes)))
    met = shapely.intersects(boxes_of(bounds)[:, None], boxes_of(tree.levels[0])[None, :])
    times = np.zeros(met.shape, dtype=int)
    entries = len(tree.levels[0])
    for key in touched.nodes[0].tolist():
        times[divmod(key, entries)] += 1
    for level, owner, node in untouched(bounds, tree, touched, NoProgress()):
        boundary = shapely.boundary(np.array(shapes, dtype=object))[owner]
        assert not shapely.intersects(boundary, boxes_of(tree.levels[level][node])).any()
        position, source = tree.entries(level, node)
        np.add.at(times, (owner[source], position), 1)
    assert (times[met] == 1).all()
    assert times.max(initial=0) <= 1


cells = st.frozensets(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=30)
corner = st.integers(0, 12)
triangle = st.tuples(corner, corner, corner, corner, corner, corner).map(
    lambda c: shapely.Polygon([c[:2], c[2:4], c[4:]])).filter(lambda shape: shape.area > 0)
boxes = arrays.arrays(np.float64, st.integers(1, 100).map(lambda count: (count, 4)), elements=st.integers(0, 12)).map(
    lambda drawn: np.hstack([drawn[:, :2], drawn[:, :2] + (drawn[:, 2:] + 1) / 4]))


@settings(deadline=None)
@given(st.lists(triangle | cells.map(of_cells), min_size=1, max_size=3), boxes)
def test_exactly_the_boxes_that_edges_meet(shapes: Shapes, bounds: np.ndarray) -> None:
    tree, edges = HilbertTree(bounds), edges_of(wkbs(shapes))
    touched = touch(edges, tree, NoProgress())
    assert pairs(touched) == touched_by_hand(edges, tree)
    check_sides(shapes, tree, touched)


@settings(deadline=None)
@given(st.lists(cells, min_size=1, max_size=3), boxes)
def test_every_level_names_the_nodes_above_what_is_touched(shapes: list[Cells], bounds: np.ndarray) -> None:
    """A node above a touched box is among the keys of its level, or ``untouched`` would call it one-sided."""
    tree, edges = HilbertTree(bounds), edges_of(wkbs([of_cells(shape, every_vertex=True) for shape in shapes]))
    touched = touch(edges, tree, NoProgress())
    for level in range(tree.top + 1):
        above = edges.owner[touched.edge] * len(tree.levels[level]) + touched.position // 8**level
        assert set(above.tolist()) <= set(touched.nodes[level].tolist())
        assert touched.nodes[level].tolist() == sorted(set(touched.nodes[level].tolist()))


def test_long_boundaries_go_down_in_blocks_and_batches() -> None:
    """Some 120 edges a subject over 900 boxes of four levels, few or many of them a block, two blocks at a time."""
    shapes: Shapes = [star(500_900 + 300 * n, 3_850_900, 700.0, 120, seed=n) for n in range(3)]
    tree, edges = HilbertTree(table_of(lattice(30, 30)).bounds), edges_of(wkbs(shapes))
    assert tree.top == 3
    expected = touched_by_hand(edges, tree)
    for batch, of_box in ((2, 0.25), (4096, 0.25), (2, 1e9)):
        with mock.patch.object(edge_descent, "_BATCH", batch), mock.patch.object(edge_descent, "_OF_BOX", of_box):
            touched = touch(edges, tree, NoProgress())
        assert set(expected) <= set(pairs(touched))
        # the tolerance may add a box that is a few spacings away, none that is a micrometre away
        lines, leaves = lines_of(edges), boxes_of(tree.levels[0])
        added = np.array(sorted(set(pairs(touched)) - set(expected)), dtype=int).reshape(-1, 2)
        assert (shapely.distance(lines[added[:, 0]], leaves[added[:, 1]]) < 1e-6).all()
        check_sides(shapes, tree, touched)


def test_a_box_a_spacing_away_counts_as_touched() -> None:
    """At zone-prefixed eastings rounding moves a vertex by a spacing, so the answer must not hang on one."""
    x, y = 38_500_000.0, 3_850_000.0
    slanted = shapely.Polygon([(x, y), (x + 30.0, y + 10.0), (x, y + 20.0)])
    on_edge = (x + 10.0, y + 10.0 / 3.0)
    bounds = np.array([[on_edge[0], on_edge[1] - 5.0, on_edge[0] + 5.0, on_edge[1]]])
    assert 0 in touch(edges_of(wkbs([slanted])), HilbertTree(bounds), NoProgress()).position


@pytest.mark.parametrize("shape", [b"", shapely.to_wkb(shapely.box(0, 0, 1, 1), byte_order=1)])
def test_nothing_touched(shape: bytes) -> None:
    tree = HilbertTree(np.array([[5.0, 5.0, 6.0, 6.0]]))
    touched = touch(edges_of([shape]), tree, NoProgress())
    assert len(touched.edge) == len(touched.position) == 0
    assert [len(keys) for keys in touched.nodes] == [0]
    bounds = bounds_of(rings_from_wkb([shape]))
    assert [len(owner) for _, owner, _ in untouched(bounds, tree, touched, NoProgress())] == [0]


def test_a_large_area_is_named_by_few_boxes() -> None:
    """A frame around 4 096 parcels, no boundary among them: 64 points are tested, not 4 096, whatever its edges.

    Together the four edges of the frame seem to be everywhere, so where they meet more than eight boxes each goes on by
    itself; one by one from the start they leave the eight boxes of the top level.
    """
    tree = HilbertTree(table_of([shapely.box(x, y, x + 1, y + 1) for x in range(64) for y in range(64)]).bounds)
    around = shapely.box(-1, -1, 65, 65)
    for fewest, expected in ((edge_descent._FEWEST, [0, 64, 0, 0]), (1, [8, 0, 0, 0])):
        with mock.patch.object(edge_descent, "_FEWEST", fewest):
            touched = touch(edges_of(wkbs([around])), tree, NoProgress())
        found = untouched(np.array([around.bounds]), tree, touched, NoProgress())
        assert [len(owner) for _, owner, _ in found] == expected


def test_cancel_is_heard() -> None:
    class Impatient(NoProgress):
        def check(self) -> None:
            raise Canceled

    tree, square = HilbertTree(np.array([[0.0, 0.0, 1.0, 1.0]])), wkbs([shapely.box(0, 0, 1, 1)])
    with pytest.raises(Canceled):
        touch(edges_of(square), tree, Impatient())
    touched = touch(edges_of(square), tree, NoProgress())
    with pytest.raises(Canceled):
        untouched(np.array([[0.0, 0.0, 1.0, 1.0]]), tree, touched, Impatient())
