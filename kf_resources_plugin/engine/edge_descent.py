"""Edges down the tree: which boxes a polygon's boundary touches, and which lie wholly on one side of it."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .hilbert_tree import HilbertTree, expand, overlaps

if TYPE_CHECKING:
    from ..rules.areas import Bools, Floats, Ints
    from ..rules.progress import Progress
    from .edges import Edges

_BLOCK = 16  # edges that go down the tree together
_WIDE = 8  # nodes of a level; a block that meets more goes on edge by edge
_BATCH = 1024  # blocks


@dataclass(frozen=True)
class Touched:
    """What boundaries touch.

    edge, position: (hits,) an edge and a tree position whose box it meets. nodes: per level the sorted keys
    owner · nodes on that level + node of all boxes that a boundary may touch.
    """

    edge: Ints
    position: Ints
    nodes: list[Ints]


def touch(edges: Edges, tree: HilbertTree, progress: Progress) -> Touched:
    """Follow the edges down the tree."""
    items = _Items(edges)
    keys: list[list[Ints]] = [[] for _ in tree.levels]
    hits: list[tuple[Ints, Ints]] = []
    for start in range(0, items.blocks, _BATCH):
        progress.check()
        progress.set(start / items.blocks)
        chosen = np.arange(start, min(start + _BATCH, items.blocks), dtype=np.int64)
        item, node = np.repeat(chosen, len(tree.levels[-1])), np.tile(np.arange(len(tree.levels[-1])), len(chosen))
        for level in range(tree.top, -1, -1):
            nodes = tree.levels[level]
            if level < tree.top:
                node, parent = tree.children(level + 1, node)
                item = item[parent]
            item, node = items.meeting(item, node, nodes)
            wide = items.wide(item, start) if level else item < items.blocks
            if wide.any():
                single, source = items.single(item[wide])
                single, of_single = items.meeting(single, node[wide][source], nodes)
                item, node = np.r_[item[~wide], single], np.r_[node[~wide], of_single]
            keys[level].append(np.unique(items.owner[item] * len(nodes) + node))
        hits.append((item - items.blocks, node))
    none = np.empty(0, dtype=np.int64)
    return Touched(
        np.concatenate([edge for edge, _ in hits] or [none]), np.concatenate([node for _, node in hits] or [none]),
        [np.unique(np.concatenate(found or [none])) for found in keys],
    )


class _Items:
    """What goes down the tree: runs of an owner's edges as blocks, numbered first, then each edge by itself."""

    def __init__(self, edges: Edges) -> None:
        """Cut every owner's edges into runs of at most _BLOCK."""
        counts = np.diff(edges.start)
        runs = -(-counts // _BLOCK)
        number, owner = expand(np.zeros(len(runs), dtype=np.int64), runs)
        self._first = edges.start[owner] + number * _BLOCK
        self._counts = np.minimum(self._first + _BLOCK, edges.start[owner + 1]) - self._first
        self.blocks = len(self._first)
        self.owner = np.r_[owner, edges.owner]
        bounds = edges.bounds()
        self._boxes = np.vstack([_block_bounds(bounds, self._first), bounds])
        self._edges = edges
        self._slack = 4.0 * np.spacing(np.abs(bounds).max(initial=1.0))

    def meeting(self, item: Ints, node: Ints, boxes: Floats) -> tuple[Ints, Ints]:
        """Return the pairs of an item and a box of a node that meet, blocks by their bounds."""
        met = np.flatnonzero(overlaps(self._boxes[item], boxes[node]))
        item, node = item[met], node[met]
        kept = item < self.blocks
        alone = np.flatnonzero(~kept)
        kept[alone] = _cuts(self._edges, item[alone] - self.blocks, boxes[node[alone]], self._slack)
        return item[kept], node[kept]

    def wide(self, item: Ints, start: int) -> Bools:
        """Tell which items are blocks, from ``start`` on, that meet so many nodes that their edges meet fewer."""
        found: Bools = item < self.blocks
        counts = np.bincount(item[found] - start, minlength=1)
        found[found] = counts[item[found] - start] > _WIDE
        return found

    def single(self, block: Ints) -> tuple[Ints, Ints]:
        """Return the edges of blocks as items, and the position of the block of each."""
        edge, source = expand(self._first[block], self._counts[block])
        return edge + self.blocks, source


def untouched(
    owner_bounds: Floats, tree: HilbertTree, touched: Touched, progress: Progress
) -> list[tuple[int, Ints, Ints]]:
    """Return, per level, (level, owner, node) of the largest boxes in an owner's bounds that no boundary touches.

    Such a box is wholly inside or wholly outside the owner.
    """
    chosen = np.flatnonzero(np.isfinite(owner_bounds).all(axis=1))
    count = len(tree.levels[-1])
    owner, node = np.repeat(chosen, count), np.tile(np.arange(count, dtype=np.int64), len(chosen))
    found: list[tuple[int, Ints, Ints]] = []
    for level in range(tree.top, -1, -1):
        progress.check()
        if level < tree.top:
            node, parent = tree.children(level + 1, node)
            owner = owner[parent]
        met = overlaps(owner_bounds[owner], tree.levels[level][node])
        owner, node = owner[met], node[met]
        is_touched = _contains(touched.nodes[level], owner * len(tree.levels[level]) + node)
        found.append((level, owner[~is_touched], node[~is_touched]))
        owner, node = owner[is_touched], node[is_touched]
    return found


def _contains(keys: Ints, wanted: Ints) -> Bools:
    place = np.minimum(np.searchsorted(keys, wanted), max(len(keys) - 1, 0))
    return keys[place] == wanted if len(keys) else np.zeros(len(wanted), dtype=bool)


def _block_bounds(bounds: Floats, first: Ints) -> Floats:
    if not len(first):
        return np.empty((0, 4))
    low, high = np.minimum.reduceat(bounds[:, :2], first), np.maximum.reduceat(bounds[:, 2:], first)
    return np.hstack([low, high])


def _cuts(edges: Edges, item: Ints, boxes: Floats, slack: float) -> Bools:
    """Tell whether the line through an edge meets a box; with overlapping bounds that decides for the edge."""
    x, y = edges.x0[item], edges.y0[item]
    dx, dy = edges.x1[item] - x, edges.y1[item] - y
    half_x, half_y = (boxes[:, 2] - boxes[:, 0]) / 2.0, (boxes[:, 3] - boxes[:, 1]) / 2.0
    across = dx * (boxes[:, 1] + half_y - y) - dy * (boxes[:, 0] + half_x - x)
    reach: Floats = np.abs(dx) * (half_y + slack) + np.abs(dy) * (half_x + slack)
    return np.abs(across) <= reach
