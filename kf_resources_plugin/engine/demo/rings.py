"""From directed edges to rings: one routine for patterns, cut parcels, villages and control lines.

Edges have the area they bound on their left. Edges of one owner that run both ways along the same place cancel;
what is left closes to rings, outer ones anticlockwise, holes clockwise.
"""
from __future__ import annotations

import numpy as np

from .keys import Floats, Ints, unpack


def cancel(start: Ints, end: Ints, owner: Ints) -> Ints:
    """Return the rows of edges that have no opposite edge of the same owner, in row order.

    ``start``, ``end`` are any integers that identify nodes.
    """
    low, high = np.minimum(start, end), np.maximum(start, end)
    order = np.lexsort((high, low, owner))
    same = (low[order][1:] == low[order][:-1]) & (high[order][1:] == high[order][:-1])
    same &= owner[order][1:] == owner[order][:-1]
    paired = np.zeros(len(order), dtype=bool)
    paired[1:] |= same
    paired[:-1] |= same
    return np.sort(order[~paired])


def angles(start: Ints, end: Ints) -> Floats:
    """Return a number in [0, 4) that grows with the direction of an edge between two vertex keys.

    The "diamond angle": exact enough to order edges at a node and free of trigonometry.
    """
    ax, ay = unpack(start)
    bx, by = unpack(end)
    dx, dy = (bx - ax).astype(np.float64), (by - ay).astype(np.float64)
    share = dy / (np.abs(dx) + np.abs(dy))
    return np.where(dx >= 0, np.where(dy >= 0, share, 4.0 + share), 2.0 - share) % 4.0


def successors(start: Ints, end: Ints, owner: Ints, turn: bool) -> Ints:
    """Return for every edge the row of the edge that follows it around its face.

    Where several edges of an owner leave a node the sharpest turn to the left follows; ``turn`` says that this
    may happen and that nodes are vertex keys, whose directions are known.
    """
    if not turn:
        by_start = np.lexsort((start, owner))
        by_end = np.lexsort((end, owner))
        following = np.empty(len(start), dtype=np.int64)
        following[by_end] = by_start
        return following
    leaving, coming_back = angles(start, end), angles(end, start)
    order = np.lexsort((leaving, start, owner))
    group_start = np.concatenate([[True], (np.diff(start[order]) != 0) | (np.diff(owner[order]) != 0)])
    group = np.cumsum(group_start) - 1
    first = np.flatnonzero(group_start)
    last = np.concatenate([first[1:], [len(order)]]) - 1
    of_start = np.empty(len(order), dtype=np.int64)
    of_start[order] = group
    by_end = np.lexsort((end, owner))
    by_start = np.lexsort((start, owner))
    # every node has as many edges coming in as going out, so the two orders run through the same nodes
    group_of_end = np.empty(len(order), dtype=np.int64)
    group_of_end[by_end] = of_start[by_start]
    wanted = 8.0 * group_of_end + coming_back
    place = np.searchsorted(8.0 * group + leaving[order], wanted, side="left") - 1
    place = np.where(place < first[group_of_end], last[group_of_end], place)
    return order[place]


def cycles(following: Ints) -> tuple[Ints, Ints]:
    """Return (order, offset): rows of edges cycle after cycle, each from its lowest row, and where cycles start."""
    rows = np.arange(len(following))
    lowest, jump = rows.copy(), following.copy()
    while True:
        better = np.minimum(lowest, lowest[jump])
        if (better == lowest).all():
            break
        lowest, jump = better, jump[jump]
    closing = following == lowest
    step = np.where(closing, 0, 1)
    jump = np.where(closing, rows, following)
    while True:
        further = step + step[jump]
        if (further == step).all():
            break
        step, jump = further, jump[jump]
    order = np.lexsort((-step, lowest))
    starts = np.flatnonzero(np.concatenate([[True], np.diff(lowest[order]) != 0])) if len(order) else rows
    return order, np.concatenate([starts, [len(order)]]).astype(np.int64)


def close_rings(start: Ints, end: Ints, owner: Ints, turn: bool = False) -> tuple[Ints, Ints, Ints]:
    """Return (nodes, offset, owner of ring) of the rings that remain after opposite edges cancel."""
    kept = cancel(start, end, owner)
    start, end, owner = start[kept], end[kept], owner[kept]
    order, offset = cycles(successors(start, end, owner, turn))
    return start[order], offset, owner[order[offset[:-1]]]


def ring_areas(key: Ints, offset: Ints) -> Floats:
    """Return signed plane areas in m² of rings of vertex keys (first vertex not repeated)."""
    if not len(key):
        return np.empty(0)
    x, y = unpack(key)
    first = np.repeat(offset[:-1], np.diff(offset))
    dx, dy = (x - x[first]).astype(np.float64), (y - y[first]).astype(np.float64)
    following = next_in_ring(offset)
    twice = dx * dy[following] - dx[following] * dy
    return np.add.reduceat(twice, offset[:-1]) / 2e8


def next_in_ring(offset: Ints) -> Ints:
    """Return for every vertex of concatenated rings the row of the next one, the last's being the first."""
    following = np.arange(1, int(offset[-1]) + 1)
    following[offset[1:] - 1] = offset[:-1]
    return following


def spread(first: Ints, length: Ints) -> Ints:
    """Return the rows first[k], first[k] + 1, … of ``length[k]`` each, one after another."""
    skipped = np.cumsum(length) - length
    return np.repeat(first - skipped, length) + np.arange(int(length.sum()))


def offsets(length: Ints) -> Ints:
    """Return where runs of the given lengths start, and the total at the end."""
    return np.concatenate([[0], np.cumsum(length)]).astype(np.int64)


def signed_rings(start: Ints, end: Ints, owner: Ints) -> tuple[Ints, Ints, Ints, Floats]:
    """Return (vertex keys, offset, owner, signed area) of the rings of edges between vertex keys."""
    key, offset, ring_owner = close_rings(start, end, owner, turn=True)
    return key, offset, ring_owner, ring_areas(key, offset)


def ring_edges(key: Ints, offset: Ints, owner: Ints | None = None) -> tuple[Ints, Ints, Ints]:
    """Return (start, end, owner per edge) of rings; the ring's own row where no owner is given."""
    owner = np.arange(len(offset) - 1) if owner is None else owner
    return key, key[next_in_ring(offset)], np.repeat(owner, np.diff(offset))
