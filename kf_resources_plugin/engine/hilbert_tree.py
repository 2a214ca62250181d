"""A packed tree of bounding boxes in arrays: rows in the order of a Hilbert curve, eight to a node.

After "Packed Hilbert R-tree" (Kamel & Faloutsos 1993). The tree is implicit: the children of node n on level k are the
nodes 8n to 8n + 7 on level k - 1, and level 0 are the rows themselves.
"""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from ..rules.areas import Bools, Floats, Ints
    from ..rules.progress import Progress

FANOUT = 8
_ORDER = 16  # bits of each coordinate on the curve
_STEP = 4  # of these bits that are looked up at once
_BATCH = 100_000  # boxes that go down the tree together


def _steps() -> tuple[Ints, Ints]:
    """Return, by turn of the quadrant and _STEP bits of x and of y, the bits of the code and the turn of what follows.

    A turn is 1 where x and y change places, 2 where both run backwards, 3 for both, so that the curve stays connected.
    """
    turn, x, y = np.indices((4, 1 << _STEP, 1 << _STEP), dtype=np.int64).reshape(3, -1)
    code = np.zeros(len(turn), dtype=np.int64)
    for bit in range(_STEP - 1, -1, -1):
        right, upper = ((x >> bit) & 1) ^ (turn >> 1), ((y >> bit) & 1) ^ (turn >> 1)
        right, upper = np.where(turn & 1, upper, right), np.where(turn & 1, right, upper)
        code = (code << 2) | ((3 * right) ^ upper)
        turn = turn ^ ((1 - upper) | (((1 - upper) & right) << 1))
    return code, turn


_CODES, _TURNS = _steps()


class HilbertTree:
    """Finds rows by their bounding boxes.

    order: (entries,) row of each position. levels: (nodes, 4) xmin, ymin, xmax, ymax from the rows in order up to at
    most eight nodes. Rows without bounds (NaN) are left out.
    """

    def __init__(self, bounds: Floats) -> None:
        """Build the tree over (rows, 4)."""
        rows = np.flatnonzero(np.isfinite(bounds).all(axis=1))
        boxes = bounds[rows]
        self.order: Ints = rows[np.argsort(hilbert_codes(boxes), kind="stable")].astype(np.int64)
        self.levels: list[Floats] = [bounds[self.order]]
        while len(self.levels[-1]) > FANOUT:
            below = self.levels[-1]
            starts = np.arange(0, len(below), FANOUT)
            low, high = np.minimum.reduceat(below[:, :2], starts), np.maximum.reduceat(below[:, 2:], starts)
            self.levels.append(np.hstack([low, high]))

    @property
    def top(self) -> int:
        """Return the number of the highest level."""
        return len(self.levels) - 1

    def children(self, level: int, nodes: Ints) -> tuple[Ints, Ints]:
        """Return, for nodes of a level, all their children one level below and the position of each one's parent."""
        shape = (len(nodes), FANOUT)
        child = (nodes[:, np.newaxis] * FANOUT + np.arange(FANOUT)).ravel()
        parent = np.broadcast_to(np.arange(len(nodes), dtype=np.int64)[:, np.newaxis], shape).ravel()
        below = len(self.levels[level - 1])
        if below % FANOUT == 0:
            return child, parent
        there = np.flatnonzero(child < below)
        return child.take(there), parent.take(there)

    def entries(self, level: int, nodes: Ints) -> tuple[Ints, Ints]:
        """Return all positions (level 0) below nodes of a level, and which node each comes from."""
        span = FANOUT**level
        first = nodes * span
        return expand(first, np.minimum(first + span, len(self.order)) - first)

    def pairs(self, boxes: Floats, progress: Progress) -> tuple[Ints, Ints]:
        """Return (box, row) wherever a box meets the bounds of a row, borders included, sorted."""
        found: list[tuple[Ints, Ints]] = []
        finite = np.flatnonzero(np.isfinite(boxes).all(axis=1))
        for start in range(0, len(finite), _BATCH):
            progress.check()
            found.append(self._pairs(boxes, finite[start:start + _BATCH]))
        if not found:
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
        box, row = (np.concatenate(column) for column in zip(*found))
        order = np.lexsort((row, box))
        return box[order], row[order]

    def _pairs(self, boxes: Floats, chosen: Ints) -> tuple[Ints, Ints]:
        count = len(self.levels[-1])
        box = np.repeat(chosen, count)
        node = np.tile(np.arange(count, dtype=np.int64), len(chosen))
        for level in range(self.top, -1, -1):
            if level < self.top:
                node, parent = self.children(level + 1, node)
                box = box.take(parent)
            met = np.flatnonzero(overlaps(boxes.take(box, axis=0), self.levels[level].take(node, axis=0)))
            box, node = box.take(met), node.take(met)
        return box, self.order[node]


def expand(first: Ints, counts: Ints) -> tuple[Ints, Ints]:
    """Return first[i], first[i] + 1 … for counts[i] numbers, for all i, and the i of each."""
    source = np.repeat(np.arange(len(first), dtype=np.int64), counts)
    shift = first - (np.cumsum(counts) - counts)
    return np.arange(len(source), dtype=np.int64) + shift.take(source), source


def overlaps(a: Floats, b: Floats) -> Bools:
    """Tell for pairs of boxes (n, 4) whether they meet, borders included."""
    met: Bools = (
        (a[:, 0] <= b[:, 2]) & (a[:, 2] >= b[:, 0]) & (a[:, 1] <= b[:, 3]) & (a[:, 3] >= b[:, 1])
    )
    return met


def hilbert_codes(boxes: Floats) -> Ints:
    """Return the place of each box's centre on a Hilbert curve over all of them."""
    if not len(boxes):
        return np.empty(0, dtype=np.int64)
    centres = (boxes[:, :2] + boxes[:, 2:]) / 2.0
    low = centres.min(axis=0)
    extent = max(float((centres.max(axis=0) - low).max()), np.finfo(float).tiny)
    x, y = ((centres - low) / extent * (2**_ORDER - 1)).astype(np.int64).T
    code, turn = np.zeros(len(boxes), dtype=np.int64), np.zeros(len(boxes), dtype=np.int64)
    for shift in range(_ORDER - _STEP, -1, -_STEP):
        mask = (1 << _STEP) - 1
        key = (((turn << _STEP) | ((x >> shift) & mask)) << _STEP) | ((y >> shift) & mask)
        code = (code << (2 * _STEP)) | _CODES[key]
        turn = _TURNS[key]
    return code
