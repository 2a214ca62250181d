"""How often a ring goes round the faces it makes, all faces at once."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .wkb import rings_from_wkb

if TYPE_CHECKING:
    from ..rules.areas import Floats, Ints, Rings
    from .wkb import Wkbs

_TOGETHER = 2_000_000  # pairs of a face and an edge that are looked at in one go


def windings(ring: Floats, faces: Wkbs) -> Ints:
    """Return how often a ring, (vertices, 2), goes round each of its faces, counter-clockwise positive, (faces,)."""
    x, y = (np.vstack([ring, ring[:1]]) - ring[0]).T  # from its first vertex, for the sake of digits
    points = _inner_points(rings_from_wkb(faces), ring[0])
    result = np.zeros(len(faces), dtype=np.int64)
    step = max(_TOGETHER // len(x), 1)
    for first in range(0, len(faces), step):
        a, b = points[first:first + step, :1], points[first:first + step, 1:]
        left = np.diff(x) * (b - y[:-1]) - (a - x[:-1]) * np.diff(y) > 0
        upward, downward = (y[:-1] <= b) & (y[1:] > b), (y[:-1] > b) & (y[1:] <= b)
        result[first:first + step] = (upward & left).sum(axis=1) - (downward & ~left).sum(axis=1)
    return result


def _inner_points(rings: Rings, origin: Floats) -> Floats:
    """Return a point well inside each polygon, (polygons, 2), from ``origin``; GEOS's own may be a vertex of a border.

    It is the middle of the widest stretch on a level halfway between the two vertices furthest apart in height.
    """
    x, y = rings.x - origin[0], rings.y - origin[1]
    face = np.repeat(rings.owner, np.diff(rings.offsets))
    order = np.lexsort((y, face))
    lower = order[_widest(face[order], y[order], rings.owners)]
    upper = order[_widest(face[order], y[order], rings.owners) + 1]
    level = ((y[lower] + y[upper]) / 2.0)[face]
    crosses = (y[:-1] > level[:-1]) != (y[1:] > level[:-1])
    crosses[rings.offsets[1:-1] - 1] = False  # from the end of one ring to the start of the next
    at = np.flatnonzero(crosses)
    places = x[at] + (level[at] - y[at]) * (x[at + 1] - x[at]) / (y[at + 1] - y[at])
    order = np.lexsort((places, face[at]))
    entries, exits = places[order][::2], places[order][1::2]  # every border is crossed an even number of times
    widest = _widest_of(face[at][order][::2], exits - entries, rings.owners)
    return np.column_stack([(entries[widest] + exits[widest]) / 2.0, (y[lower] + y[upper]) / 2.0])


def _widest(group: Ints, values: Floats, groups: int) -> Ints:
    """Return for each group, of sorted values, the position before its widest gap, (groups,)."""
    gaps = np.where(group[1:] == group[:-1], np.diff(values), -1.0)
    return _widest_of(group[:-1], gaps, groups)


def _widest_of(group: Ints, widths: Floats, groups: int) -> Ints:
    """Return the position of the greatest width of each group, the first of equals, (groups,)."""
    order = np.lexsort((-np.arange(len(widths)), widths, group))
    return order[np.searchsorted(group[order], np.arange(groups), side="right") - 1]
