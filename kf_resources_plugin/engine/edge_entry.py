"""Boundaries that plainly enter a parcel: a few of their vertices show it, and no edge need be compared with another.

A large polygon with a fine boundary passes most parcels with hundreds of vertices inside them.
"""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .edges import edges_of, side
from .hilbert_tree import expand
from .wkb import runs

if TYPE_CHECKING:
    from ..rules.areas import Bools, Floats, Ints
    from ..rules.progress import Progress
    from .edges import Edges
    from .wkb import Wkbs

_MANY = 8  # hits from which on looking at some vertices is worth it
_EIGHTHS = (4, 2, 6)  # of the way from a pair's first hit to its last, where a vertex is looked at
_BYTES = 1_000_000  # of parcels whose edges are held at a time


def entered(edges: Edges, hit_edge: Ints, pair_start: Ints, parcels: Wkbs, progress: Progress) -> Bools:
    """Tell of pairs whether a vertex of the boundary is inside the parcel for sure, (pairs,); False says nothing.

    hit_edge: (hits,) edges of the boundary, pair by pair. pair_start: (pairs,) first hit. parcels: (pairs,), ``b""``
    where none is to be looked at.
    """
    counts = np.diff(pair_start, append=len(hit_edge))
    filled = np.array([bool(wkb) for wkb in parcels], dtype=bool)
    chosen = np.flatnonzero((counts >= _MANY) & filled)
    result = np.zeros(len(pair_start), dtype=bool)
    for run in runs(parcels[chosen], _BYTES):
        progress.check()
        pairs = chosen[run]
        around = edges_of(parcels[pairs])
        for eighths in _EIGHTHS:
            left = np.flatnonzero(~result[pairs])
            vertex = hit_edge[pair_start[pairs[left]] + counts[pairs[left]] * eighths // 8]
            result[pairs[left]] = _strictly_inside(around, left, edges.x0[vertex], edges.y0[vertex])
    return result


def _strictly_inside(edges: Edges, owner: Ints, x: Floats, y: Floats) -> Bools:
    """Tell which points are inside their owner, and farther from its boundary than rounding reaches."""
    first, counts = edges.start[owner], edges.start[owner + 1] - edges.start[owner]
    edge, point = expand(first, counts)
    table = np.column_stack([edges.x0, edges.y0, edges.x1, edges.y1])
    low, high = np.minimum(table[:, :2], table[:, 2:]), np.maximum(table[:, :2], table[:, 2:])
    place = np.column_stack([x, y])[point]
    near = np.flatnonzero((low[edge] <= place).all(axis=1) & (high[edge] >= place).all(axis=1))
    open_ = side(*table[edge[near]].T, *place[near].T) == 0
    inside = inside_by_ray(table, first, counts, x, y)
    inside[point[near[open_]]] = False
    return inside


def inside_by_ray(edges: Floats, first: Ints, counts: Ints, x: Floats, y: Floats) -> Bools:
    """Count what a ray to the right from each point meets of its edges; points on an edge come out either way.

    edges: (n, 4) x0, y0, x1, y1. first, counts: (points,) the edges round each point.
    """
    edge, point = expand(first, counts)
    straddles = np.flatnonzero((edges[edge, 1] > y[point]) != (edges[edge, 3] > y[point]))
    edge, point = edge[straddles], point[straddles]
    x0, y0, x1, y1 = edges[edge].T
    at = side(x0, y0, x1, y1, x[point], y[point])
    # It meets an upward edge that has the point on its left, or a downward one that has it on its right.
    met = ((at > 0) == (y1 > y0)) & (at != 0)
    inside: Bools = np.bincount(point, met, len(x)) % 2 == 1
    return inside
