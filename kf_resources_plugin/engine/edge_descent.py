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

_BLOCK = 16  # edges that go down the upper levels together
_SPLIT = 1  # level from which on they go one by one
_BATCH = 4096  # blocks


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
    bounds = edges.bounds()
    first, counts = _blocks(edges)
    boxes = _block_bounds(bounds, first)
    slack = 4.0 * np.spacing(np.abs(bounds).max(initial=1.0))
    keys: list[list[Ints]] = [[] for _ in tree.levels]
    hits: list[tuple[Ints, Ints]] = []
    for start in range(0, len(first), _BATCH):
        progress.check()
        progress.set(start / len(first))
        chosen = np.arange(start, min(start + _BATCH, len(first)), dtype=np.int64)
        item, node = np.repeat(chosen, len(tree.levels[-1])), np.tile(np.arange(len(tree.levels[-1])), len(chosen))
        blocks = True
        for level in range(tree.top, -1, -1):
            if level < tree.top:
                node, parent = tree.children(level + 1, node)
                item = item[parent]
            met = overlaps((boxes if blocks else bounds)[item], tree.levels[level][node])
            item, node = item[met], node[met]
            if blocks and level <= max(_SPLIT, 0):
                item, source = expand(first[item], counts[item])
                node = node[source]
                blocks = False
                met = overlaps(bounds[item], tree.levels[level][node])
                item, node = item[met], node[met]
            if not blocks:
                met = _cuts(edges, item, tree.levels[level][node], slack)
                item, node = item[met], node[met]
            owner = edges.owner[first[item]] if blocks else edges.owner[item]
            keys[level].append(np.unique(owner * len(tree.levels[level]) + node))
        hits.append((item, node))
    none = np.empty(0, dtype=np.int64)
    return Touched(
        np.concatenate([edge for edge, _ in hits] or [none]), np.concatenate([node for _, node in hits] or [none]),
        [np.unique(np.concatenate(found or [none])) for found in keys],
    )


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


def _blocks(edges: Edges) -> tuple[Ints, Ints]:
    """Cut every owner's edges into runs of at most _BLOCK; return first edge and number of each."""
    counts = np.diff(edges.start)
    runs = -(-counts // _BLOCK)
    number, owner = expand(np.zeros(len(runs), dtype=np.int64), runs)
    first = edges.start[owner] + number * _BLOCK
    return first, np.minimum(first + _BLOCK, edges.start[owner + 1]) - first


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
