"""The packed tree against comparing everything with everything."""
from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from kf_resources_plugin.engine.hilbert_tree import HilbertTree, expand, hilbert_codes, overlaps
from kf_resources_plugin.rules.progress import NoProgress


def boxes_at(corners: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    return np.hstack([corners, corners + sizes])


@given(
    arrays.arrays(np.float64, (st.integers(0, 90).map(lambda rows: (rows, 4))), elements=st.integers(0, 20)),
    arrays.arrays(np.float64, (st.integers(0, 9).map(lambda rows: (rows, 4))), elements=st.integers(0, 20)),
)
def test_pairs_are_all_that_meet(rows: np.ndarray, wanted: np.ndarray) -> None:
    bounds, boxes = boxes_at(rows[:, :2], rows[:, 2:] / 4), boxes_at(wanted[:, :2], wanted[:, 2:] / 2)
    bounds[::7] = np.nan  # rows without geometry
    box, row = HilbertTree(bounds).pairs(boxes, NoProgress())
    expected = [
        (b, r) for b in range(len(boxes)) for r in range(len(bounds))
        if not np.isnan(bounds[r, 0]) and overlaps(boxes[b:b + 1], bounds[r:r + 1])[0]
    ]
    assert list(zip(box.tolist(), row.tolist())) == expected


def test_levels_enclose_what_is_below() -> None:
    random = np.random.default_rng(4)
    tree = HilbertTree(boxes_at(random.uniform(0, 1000, (1000, 2)), random.uniform(0, 9, (1000, 2))))
    assert [len(level) for level in tree.levels] == [1000, 125, 16, 2]
    assert sorted(tree.order.tolist()) == list(range(1000))
    for level in range(1, tree.top + 1):
        nodes = np.arange(len(tree.levels[level]))
        child, parent = tree.children(level, nodes)
        assert child.tolist() == list(range(len(tree.levels[level - 1])))
        inner, outer = tree.levels[level - 1][child], tree.levels[level][nodes[parent]]
        assert (inner[:, :2] >= outer[:, :2]).all()
        assert (inner[:, 2:] <= outer[:, 2:]).all()
    positions, node = tree.entries(2, np.array([15, 3]))
    assert positions.tolist() == [*range(960, 1000), *range(192, 256)]
    assert node.tolist() == [0] * 40 + [1] * 64


def test_the_curve_visits_every_cell_of_a_grid_and_moves_by_one() -> None:
    """Hilbert's curve of order 4: 256 cells, consecutive cells are neighbours."""
    cells = np.array([[x, y, x, y] for x in range(16) for y in range(16)], dtype=float)
    path = cells[np.argsort(hilbert_codes(cells))][:, :2]
    assert np.abs(np.diff(path, axis=0)).sum(axis=1).tolist() == [1.0] * 255


@pytest.mark.parametrize("bounds", [np.empty((0, 4)), np.full((3, 4), np.nan)])
def test_nothing_in_the_tree(bounds: np.ndarray) -> None:
    box, row = HilbertTree(bounds).pairs(np.array([[0.0, 0.0, 1.0, 1.0]]), NoProgress())
    assert len(box) == len(row) == 0


def test_rows_in_one_place() -> None:
    tree = HilbertTree(np.tile([5.0, 5.0, 6.0, 6.0], (20, 1)))
    assert len(tree.pairs(np.array([[6.0, 6.0, 7.0, 7.0]]), NoProgress())[1]) == 20


def test_expand() -> None:
    numbers, source = expand(np.array([5, 0, 9]), np.array([2, 0, 3]))
    assert numbers.tolist() == [5, 6, 9, 10, 11]
    assert source.tolist() == [0, 0, 2, 2, 2]
