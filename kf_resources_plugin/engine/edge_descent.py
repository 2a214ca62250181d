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
_OF_BOX = 0.25  # their length, as a share of the mean size of the rows' boxes
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
    counts = np.diff(edges.start)
    length = _block(edges, tree.levels[0])
    number, owner = expand(np.zeros(len(counts), dtype=np.int64), -(-counts // length))
    first = edges.start[owner] + number * length
    last = np.minimum(first + length, edges.start[owner + 1])
    slack = 4.0 * np.spacing(max(float(np.abs(values).max(initial=1.0)) for values in (edges.x0, edges.y0)))
    keys: list[list[Ints]] = [[] for _ in tree.levels]
    hits: list[tuple[Ints, Ints]] = []
    for start in range(0, len(first), _BATCH):
        progress.check()
        progress.set(start / len(first))
        batch = slice(start, start + _BATCH)
        items = _Items(edges, first[batch], last[batch], slack)
        item, node = items.start(tree)
        for level in range(tree.top, -1, -1):
            nodes = tree.levels[level]
            if level < tree.top:
                node, parent = tree.children(level + 1, node)
                item = item.take(parent)
            item, node = items.meeting(item, node, nodes)
            if level:
                item, node = items.apart(item, node, nodes, items.wide(item))
            else:
                item, node = items.all_apart(item, node, nodes)
            keys[level].append(np.unique(items.owner.take(item) * len(nodes) + node))
        hits.append((item - items.blocks + first[start], node))
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
    """What goes down the tree together: blocks, runs of an owner's edges, numbered first, then each of the edges."""

    def __init__(self, edges: Edges, first: Ints, last: Ints, slack: float) -> None:
        """Take blocks that follow one another, from edge ``first`` to before edge ``last``."""
        span = slice(int(first[0]), int(last[-1]))
        self.blocks = len(first)
        self.owner = np.r_[edges.owner[first], edges.owner[span]]
        self._first, self._counts = first - first[0], last - first
        self._from = edges.x0[span], edges.y0[span]
        self._step = edges.x1[span] - edges.x0[span], edges.y1[span] - edges.y0[span]
        bounds = np.column_stack([
            np.minimum(edges.x0[span], edges.x1[span]), np.minimum(edges.y0[span], edges.y1[span]),
            np.maximum(edges.x0[span], edges.x1[span]), np.maximum(edges.y0[span], edges.y1[span])])
        low = np.minimum.reduceat(bounds[:, :2], self._first)
        high = np.maximum.reduceat(bounds[:, 2:], self._first)
        self._boxes = np.vstack([np.hstack([low, high]), bounds])
        self._slack = slack

    def start(self, tree: HilbertTree) -> tuple[Ints, Ints]:
        """Return the pairs of a block and a node at the top of the tree."""
        nodes = len(tree.levels[-1])
        return (np.repeat(np.arange(self.blocks, dtype=np.int64), nodes),
                np.tile(np.arange(nodes, dtype=np.int64), self.blocks))

    def meeting(self, item: Ints, node: Ints, boxes: Floats) -> tuple[Ints, Ints]:
        """Return the pairs of an item and a box of a node that meet, blocks by their bounds."""
        around = boxes.take(node, axis=0)
        met = np.flatnonzero(overlaps(self._boxes.take(item, axis=0), around))
        item, node = item.take(met), node.take(met)
        kept = item < self.blocks
        alone = np.flatnonzero(~kept)
        if len(alone):
            kept[alone] = self._cut(item.take(alone) - self.blocks, around.take(met.take(alone), axis=0))
            met = np.flatnonzero(kept)
            item, node = item.take(met), node.take(met)
        return item, node

    def _cut(self, edge: Ints, boxes: Floats) -> Bools:
        """Tell whether the line through an edge meets a box; with overlapping bounds that decides for the edge."""
        x, y, dx, dy = (column.take(edge) for column in (*self._from, *self._step))
        half_x, half_y = (boxes[:, 2] - boxes[:, 0]) / 2.0, (boxes[:, 3] - boxes[:, 1]) / 2.0
        across = dx * (boxes[:, 1] + half_y - y) - dy * (boxes[:, 0] + half_x - x)
        reach: Floats = np.abs(dx) * (half_y + self._slack) + np.abs(dy) * (half_x + self._slack)
        return np.abs(across) <= reach

    def wide(self, item: Ints) -> Bools:
        """Tell which items are blocks that meet so many nodes that their edges meet fewer."""
        found: Bools = item < self.blocks
        blocks = item[found]
        found[found] = np.bincount(blocks, minlength=1).take(blocks) > _WIDE
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
