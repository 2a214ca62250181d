"""How much border polygons of a coverage share with each other, also where only one of them has a vertex.

Neighbours draw a common edge in opposite directions. Edges with the same ends are matched by number; those that are
left – cut at a vertex of the neighbour, or computed twice and off by rounding – are compared along their line.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .edges import edges_of
from .hilbert_tree import HilbertTree
from .seams import point_hashes

if TYPE_CHECKING:
    from ..rules.areas import Floats, Ints
    from ..rules.progress import Progress
    from .wkb import Wkbs

_REACH_M = 0.01  # how far two drawings of one border may lie apart
_BATCH = 50_000  # edges looked up together


@dataclass(frozen=True)
class Borders:
    """Pairs of polygons that share border, first < second, sorted: int64 (pairs,), and how much, float64 m.

    whole: float64 (rows,), the length of all of each polygon's border.
    """

    first: Ints
    second: Ints
    length: Floats
    whole: Floats


def shared_borders(wkbs: Wkbs, progress: Progress) -> Borders:
    """Return the common borders of polygons in a plane of metres, whose areas do not overlap."""
    edges = edges_of(wkbs)
    ends = np.column_stack([edges.x0, edges.y0, edges.x1, edges.y1])
    lengths = np.hypot(ends[:, 2] - ends[:, 0], ends[:, 3] - ends[:, 1])
    one, other, left = _same_ends(ends, edges.owner)
    pairs = [(edges.owner[one], edges.owner[other], lengths[one])]
    for start in range(0, len(left), _BATCH):
        progress.check()
        progress.set(start / len(left))
        pairs.append(_along(ends[left], edges.owner[left], lengths[left], np.arange(
            start, min(start + _BATCH, len(left)), dtype=np.int64), progress))
    first, second, length = (np.concatenate(column) for column in zip(*pairs))
    low, high = np.minimum(first, second), np.maximum(first, second)
    keys, group = np.unique(low * max(len(wkbs), 1) + high, return_inverse=True)
    progress.set(1.0)
    return Borders(keys // max(len(wkbs), 1), keys % max(len(wkbs), 1),
                   np.bincount(group.reshape(-1), length, len(keys)), np.bincount(edges.owner, lengths, len(wkbs)))


def _same_ends(ends: Floats, owner: Ints) -> tuple[Ints, Ints, Ints]:
    """Return (edge, edge, left): pairs of edges of two polygons with the same ends, and all other edges."""
    keys = point_hashes(ends[:, 0], ends[:, 1]) + point_hashes(ends[:, 2], ends[:, 3])  # the same both ways
    order = np.argsort(keys, kind="stable")
    same = keys[order][1:] == keys[order][:-1]
    before, after = np.r_[False, same[:-1]], np.r_[same[1:], False]
    place = np.flatnonzero(same & ~before & ~after)
    one, other = order[place], order[place + 1]
    opposite = (ends[one] == ends[other][:, [2, 3, 0, 1]]).all(axis=1) & (owner[one] != owner[other])
    one, other = one[opposite], other[opposite]
    left = np.ones(len(ends), dtype=bool)
    left[one] = left[other] = False
    return one, other, np.flatnonzero(left).astype(np.int64)


def _along(ends: Floats, owner: Ints, lengths: Floats, chosen: Ints,
           progress: Progress) -> tuple[Ints, Ints, Floats]:
    """Return (polygon, polygon, metres) where chosen edges run along later ones the other way round."""
    low, high = np.minimum(ends[:, :2], ends[:, 2:]), np.maximum(ends[:, :2], ends[:, 2:])
    tree = HilbertTree(np.hstack([low, high]))
    mine, other = tree.pairs(np.hstack([low[chosen] - _REACH_M, high[chosen] + _REACH_M]), progress)
    mine = chosen[mine]
    apart = (mine < other) & (owner[mine] != owner[other])
    mine, other = mine[apart], other[apart]
    swap = lengths[mine] < lengths[other]
    long, short = np.where(swap, other, mine), np.where(swap, mine, other)
    direction = (ends[long, 2:] - ends[long, :2]) / np.maximum(lengths[long], np.finfo(float).tiny)[:, None]
    start, end = ends[short, :2] - ends[long, :2], ends[short, 2:] - ends[long, :2]
    beside = np.maximum(np.abs(_cross(direction, start)), np.abs(_cross(direction, end)))
    begin, finish = (direction * start).sum(axis=1), (direction * end).sum(axis=1)
    common = np.minimum(np.maximum(begin, finish), lengths[long]) - np.maximum(np.minimum(begin, finish), 0.0)
    met = (beside <= _REACH_M) & (finish < begin) & (common > _REACH_M)
    return owner[mine[met]], owner[other[met]], common[met]


def _cross(first: Floats, second: Floats) -> Floats:
    product: Floats = first[:, 0] * second[:, 1] - first[:, 1] * second[:, 0]
    return product
