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

_FEWEST, _MOST = 16, 64  # edges that go down the tree together
_OF_BOX = 0.25  # of the width of a row that they are long, if so many may be
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
    items = _Items(edges, _block(edges, tree.levels[0]))
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
            if level:
                item, node = items.apart(item, node, nodes, items.wide(item, start))
            else:
                item, node = items.all_apart(item, node, nodes)
            keys[level].append(np.unique(items.owner[item] * len(nodes) + node))
        hits.append((item - items.blocks, node))
    none = np.empty(0, dtype=np.int64)
    return Touched(
        np.concatenate([edge for edge, _ in hits] or [none]), np.concatenate([node for _, node in hits] or [none]),
        [np.unique(np.concatenate(found or [none])) for found in keys],
    )


def _block(edges: Edges, boxes: Floats) -> int:
    """Return how many edges go down the tree together: more of a fine boundary than of a coarse one."""
    if not len(edges.x0) or not len(boxes):
        return _FEWEST
    length = float(np.hypot(edges.x1 - edges.x0, edges.y1 - edges.y0).mean())
    box = float((boxes[:, 2:] - boxes[:, :2]).mean())
    return int(np.clip(_OF_BOX * box / length, _FEWEST, _MOST))


class _Items:
    """What goes down the tree: runs of an owner's edges as blocks, numbered first, then each edge by itself."""

    def __init__(self, edges: Edges, block: int) -> None:
        """Cut every owner's edges into runs of at most so many."""
        counts = np.diff(edges.start)
        runs = -(-counts // block)
        number, owner = expand(np.zeros(len(runs), dtype=np.int64), runs)
        self._first = edges.start[owner] + number * block
        self._counts = np.minimum(self._first + block, edges.start[owner + 1]) - self._first
        self.blocks = len(self._first)
        self.owner = np.r_[owner, edges.owner]
        bounds = edges.bounds()
        self._boxes = np.vstack([_block_bounds(bounds, self._first), bounds])
        self._edges = edges
        self._slack = 4.0 * np.spacing(np.abs(bounds).max(initial=1.0))

    def meeting(self, item: Ints, node: Ints, boxes: Floats) -> tuple[Ints, Ints]:
        """Return the pairs of an item and a box of a node that meet, blocks by their bounds."""
        around = boxes.take(node, axis=0)
        met = np.flatnonzero(overlaps(self._boxes.take(item, axis=0), around))
        item, node = item.take(met), node.take(met)
        kept = item < self.blocks
        alone = np.flatnonzero(~kept)
        if len(alone):
            around = around.take(met.take(alone), axis=0)
            kept[alone] = _cuts(self._edges, item.take(alone) - self.blocks, around, self._slack)
            met = np.flatnonzero(kept)
            item, node = item.take(met), node.take(met)
        return item, node

    def wide(self, item: Ints, start: int) -> Bools:
        """Tell which items are blocks, from ``start`` on, that meet so many nodes that their edges meet fewer."""
        found: Bools = item < self.blocks
        counts = np.bincount(item[found] - start, minlength=1)
        found[found] = counts[item[found] - start] > _WIDE
        return found

    def apart(self, item: Ints, node: Ints, boxes: Floats, wide: Bools) -> tuple[Ints, Ints]:
        """Return the pairs with, instead of ``wide`` blocks, those of their edges that meet the box."""
        if not wide.any():
            return item, node
        single, source = self._edges_of(item[wide])
        single, of_single = self.meeting(single, node[wide].take(source), boxes)
        return np.r_[item[~wide], single], np.r_[node[~wide], of_single]

    def all_apart(self, item: Ints, node: Ints, boxes: Floats) -> tuple[Ints, Ints]:
        """Return the pairs with the edges of all blocks; where a block lies within a box all of its edges do."""
        around, mine = boxes.take(node, axis=0), self._boxes.take(item, axis=0)
        within = (item < self.blocks) & (mine[:, 0] >= around[:, 0]) & (mine[:, 2] <= around[:, 2])
        within &= (mine[:, 1] >= around[:, 1]) & (mine[:, 3] <= around[:, 3])
        single, source = self._edges_of(item[within])
        whole = single, node[within].take(source)
        item, node = item[~within], node[~within]
        item, node = self.apart(item, node, boxes, item < self.blocks)
        return np.r_[whole[0], item], np.r_[whole[1], node]

    def _edges_of(self, block: Ints) -> tuple[Ints, Ints]:
        """Return the edges of blocks as items, and the position of the block of each."""
        edge, source = expand(self._first.take(block), self._counts.take(block))
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
    x, y = edges.x0.take(item), edges.y0.take(item)
    dx, dy = edges.x1.take(item) - x, edges.y1.take(item) - y
    half_x, half_y = (boxes[:, 2] - boxes[:, 0]) / 2.0, (boxes[:, 3] - boxes[:, 1]) / 2.0
    across = dx * (boxes[:, 1] + half_y - y) - dy * (boxes[:, 0] + half_x - x)
    reach: Floats = np.abs(dx) * (half_y + slack) + np.abs(dy) * (half_x + slack)
    return np.abs(across) <= reach
