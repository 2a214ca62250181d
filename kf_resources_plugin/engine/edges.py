"""Edges of polygons in arrays, and exact tests between them."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .wkb import rings_from_wkb, signed_ring_areas

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..rules.areas import Bools, Floats, Ints, Rings
    from .wkb import Wkbs

# Rounding error of a 2 x 2 determinant of coordinate differences, relative to the sum of its two products:
# (3 + 16 e) e with e = 2^-53, from Shewchuk, "Adaptive Precision Floating-Point Arithmetic" (1997), section 4.1.
_DETERMINANT_ERROR = 3.3306690738754716e-16


@dataclass(frozen=True)
class Edges:
    """Straight edges (n,) from (x0, y0) to (x1, y1) with the polygon's inside to the left, row by row.

    Those of a ring stand in the order of a walk along it. owner: (n,) row of the polygon, ascending. start: (rows + 1,)
    the edges of row r are start[r] to start[r + 1].
    """

    x0: Floats
    y0: Floats
    x1: Floats
    y1: Floats
    owner: Ints
    start: Ints

    def bounds(self) -> Floats:
        """Return (n, 4) xmin, ymin, xmax, ymax."""
        return np.column_stack([
            np.minimum(self.x0, self.x1), np.minimum(self.y0, self.y1),
            np.maximum(self.x0, self.x1), np.maximum(self.y0, self.y1),
        ])


def edges_of(wkbs: Sequence[bytes] | Wkbs) -> Edges:
    """Return the edges of plain polygon rows; edges without length are left out."""
    rings = rings_from_wkb(wkbs)
    x, y = _inside_to_the_left(rings)
    differs = (x[1:] != x[:-1]) | (y[1:] != y[:-1])
    differs[rings.offsets[1:-1] - 1] = False  # from the end of one ring to the start of the next
    begin = np.flatnonzero(differs)
    end = begin + 1
    ring_start = np.searchsorted(begin, rings.offsets)
    owner = np.repeat(rings.owner, np.diff(ring_start))
    start = ring_start[np.searchsorted(rings.owner, np.arange(rings.owners + 1))]
    return Edges(x.take(begin), y.take(begin), x.take(end), y.take(end), owner, start)


def _inside_to_the_left(rings: Rings) -> tuple[Floats, Floats]:
    """Return the vertices with outer rings counter-clockwise and holes clockwise; turned ones begin with their end."""
    backwards = (signed_ring_areas(rings) > 0) == rings.is_hole
    if not backwards.any():
        return rings.x, rings.y
    counts = np.diff(rings.offsets)
    vertex = np.arange(len(rings.x), dtype=np.int64)
    mirror = rings.offsets[:-1] + rings.offsets[1:] - 1
    place = np.where(np.repeat(backwards, counts), np.repeat(mirror, counts) - vertex, vertex)
    return rings.x.take(place), rings.y.take(place)


def side(x0: Floats, y0: Floats, x1: Floats, y1: Floats, x: Floats, y: Floats, off: Floats | None = None) -> Ints:
    """Return 1 where (x, y) is left of the line from 0 to 1, -1 where right, 0 where rounding leaves it open.

    off: how far x and y may each be from what is meant.
    """
    left = (x0 - x) * (y1 - y)
    right = (y0 - y) * (x1 - x)
    determinant = left - right
    error = _DETERMINANT_ERROR * (np.abs(left) + np.abs(right))
    if off is not None:
        error += off * (np.abs(x1 - x0) + np.abs(y1 - y0))
    return np.where(np.abs(determinant) > error, np.sign(determinant), 0.0).astype(np.int64)


@dataclass(frozen=True)
class Meeting:
    """How edges a and b meet, pair by pair (n,): none of the three where they do not enter one another."""

    same: Bools
    """Equal, same direction: both polygons are on the same side."""
    opposite: Bools
    """Equal, opposite direction: the polygons are on either side."""
    crossing: Bools
    """They cross, overlap in part, or rounding leaves it open. Meeting in a shared vertex only is no crossing."""


def meet(a: tuple[Floats, ...], b: tuple[Floats, ...]) -> Meeting:
    """Compare edges pairwise; each side is (x0, y0, x1, y1)."""
    ax0, ay0, ax1, ay1 = a
    bx0, by0, bx1, by1 = b
    start_start = (ax0 == bx0) & (ay0 == by0)
    start_end = (ax0 == bx1) & (ay0 == by1)
    end_start = (ax1 == bx0) & (ay1 == by0)
    end_end = (ax1 == bx1) & (ay1 == by1)
    same, opposite = start_start & end_end, start_end & end_start
    sides_b = side(ax0, ay0, ax1, ay1, bx0, by0), side(ax0, ay0, ax1, ay1, bx1, by1)
    sides_a = side(bx0, by0, bx1, by1, ax0, ay0), side(bx0, by0, bx1, by1, ax1, ay1)
    shares = start_start | start_end | end_start | end_end
    apart = (sides_b[0] * sides_b[1] > 0) | (sides_a[0] * sides_a[1] > 0)
    # Edges from one vertex overlap only when both point the same way: then all four determinants vanish.
    bent = (sides_b[0] | sides_b[1] | sides_a[0] | sides_a[1]) != 0
    back = (ax1 - ax0) * (bx1 - bx0) + (ay1 - ay0) * (by1 - by0)
    away = np.where(start_start | end_end, back < 0, back > 0)
    clear = np.where(shares, bent | away, apart)
    return Meeting(same, opposite, ~(clear | same | opposite))
