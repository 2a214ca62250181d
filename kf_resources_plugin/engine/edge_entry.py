"""Boundaries that plainly enter a parcel: a few of their vertices show it, and no edge need be compared with another.

A large polygon with a fine boundary passes most parcels with hundreds of vertices inside them.
"""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from ..rules.areas import Bools, Ints
    from .parcel_edges import Columns, ParcelEdges

_MANY = 8  # hits from which on looking at some vertices is worth it
_EIGHTHS = (4, 2, 6)  # of the way from a pair's first hit to its last, where a vertex is looked at


def entered(parcels: ParcelEdges, parcel: Ints, hits: Columns, first_hit: Ints) -> Bools:
    """Tell of pairs whether a vertex of the boundary is inside the parcel for sure, (pairs,); False says nothing.

    parcel: (pairs,) number. hits: edges of the boundary, pair by pair. first_hit: (pairs + 1,). Nothing is said of
    large parcels.
    """
    counts = np.diff(first_hit)
    result = np.zeros(len(parcel), dtype=bool)
    left = np.flatnonzero((counts >= _MANY) & parcels.small(parcel))
    for eighths in _EIGHTHS:
        vertex = first_hit[left] + counts[left] * eighths // 8
        inside, is_open = parcels.contain(parcel[left], hits[0][vertex], hits[1][vertex])
        found = inside & ~is_open
        result[left[found]] = True
        left = left[~found]
    return result
