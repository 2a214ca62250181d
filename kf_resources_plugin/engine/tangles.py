"""How often the edges of a polygon cross one another, near enough to tell whether it can be taken apart."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .wkb import rings_from_wkb

if TYPE_CHECKING:
    from ..rules.areas import Floats, Ints

MOST_CROSSINGS = 50_000
"""Where edges cross more often GEOS would be busy for minutes, with what is no outline of land."""
_PAIRS = 200_000  # of edges that are looked at, drawn at random


def tangled(wkb: bytes) -> int:
    """Return at about how many places edges of a polygon cross where it is more than ``MOST_CROSSINGS``, else 0.

    An estimate, always the same for one polygon: 50 000 crossings of 5 000 edges are met to some 4 %.
    """
    rings = rings_from_wkb([wkb])
    inner = np.ones(max(len(rings.x) - 1, 0), dtype=bool)
    inner[rings.offsets[1:-1] - 1] = False  # from the end of one ring to the start of the next
    x, y = rings.x - rings.x[:1], rings.y - rings.y[:1]
    start = np.column_stack([x[:-1], y[:-1]])[inner]
    end = np.column_stack([x[1:], y[1:]])[inner]
    edges = len(start)
    pairs = edges * (edges - 1) // 2
    if pairs <= MOST_CROSSINGS:
        return 0
    drawn = np.random.default_rng(0)
    one = drawn.integers(0, edges, _PAIRS)
    other = (one + drawn.integers(1, edges, _PAIRS)) % edges
    found = round(int(_cross(start, end, one, other).sum()) * pairs / _PAIRS)
    return found if found > MOST_CROSSINGS else 0


def _cross(start: Floats, end: Floats, one: Ints, other: Ints) -> Floats:
    """Tell which pairs of edges cross, bool (pairs,): each has the ends of the other on either side."""
    def side(edge: Ints, point: Floats) -> Floats:
        along, away = end[edge] - start[edge], point - start[edge]
        return np.sign(along[:, 0] * away[:, 1] - along[:, 1] * away[:, 0])

    return ((side(one, start[other]) * side(one, end[other]) < 0)
            & (side(other, start[one]) * side(other, end[one]) < 0))
