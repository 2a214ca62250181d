"""A point inside each polygon, and with it whether two polygons share land for sure."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .edges import edges_of
from .parcel_edges import ParcelEdges

if TYPE_CHECKING:
    from ..rules.areas import Bools, Floats
    from .kernel import Kernel
    from .wkb import Wkbs


_LEVEL = np.sqrt(2.0) - 1.0  # of its height: where drawn corners hardly ever lie


def interior_points(wkbs: Wkbs) -> tuple[Floats, Floats]:
    """Return x, y (rows,): at a level that the edge passes that rises most, in the middle of the widest stretch inside.

    NaN where there is no polygon.
    """
    edges = edges_of(wkbs)
    x, y = np.full((2, len(wkbs)), np.nan)
    rising = np.lexsort((np.abs(edges.y1 - edges.y0), edges.owner))
    y[edges.owner[rising]] = (edges.y0 + _LEVEL * (edges.y1 - edges.y0))[rising]  # of several the last, highest stays
    level = y[edges.owner]
    crosses = np.flatnonzero((edges.y0 > level) != (edges.y1 > level))
    x0, y0, level = edges.x0[crosses], edges.y0[crosses], level[crosses]
    at = x0 + (level - y0) / (edges.y1[crosses] - y0) * (edges.x1[crosses] - x0)
    order = np.lexsort((at, edges.owner[crosses]))  # a level is entered as often as it is left
    owner, enters, leaves = edges.owner[crosses][order][::2], at[order][::2], at[order][1::2]
    widest = np.lexsort((leaves - enters, owner))
    x[owner[widest]] = ((enters + leaves) / 2.0)[widest]  # of several the last, widest one stays
    return x, y


def share_land(ones: Wkbs, others: Wkbs, kernel: Kernel) -> Bools:
    """Tell of pairs of valid polygons, (pairs,), whether the point inside the second is inside the first for sure."""
    x, y = interior_points(others)
    inside, is_open = ParcelEdges(ones, kernel).contain(np.arange(len(x), dtype=np.int64), x, y)
    return inside & ~is_open
