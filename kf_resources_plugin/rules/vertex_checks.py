"""Vertices that are drawn twice, and angles too sharp for a border that somebody surveyed.

A tolerance is in metres; ``scale`` tells how many metres one unit of x and of y is.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from .areas import Bools, Floats, Ints, Rings

    Places = npt.NDArray[np.complex128]
    """Points, x + iy."""


@dataclass(frozen=True)
class Corners:
    """The vertices of rings without those that close them, one ring after the other.

    vertex: int64 (corners,) position in the rings; ring: int64 (corners,); before, after: int64 (corners,) positions,
    among the corners, of the neighbours along the ring.
    """

    vertex: Ints
    ring: Ints
    before: Ints
    after: Ints

    @classmethod
    def of(cls, rings: Rings, chosen: Bools | None = None) -> Corners:
        """Return the corners of rings; chosen: bool (vertices,), those that count, all when None."""
        count = np.diff(rings.offsets)
        ring = np.repeat(np.arange(len(count), dtype=np.int64), count)
        counted = np.ones(len(ring), dtype=bool) if chosen is None else chosen.copy()
        counted[rings.offsets[1:] - 1] = False
        vertex = np.flatnonzero(counted).astype(np.int64)
        ring = ring[vertex]
        place = np.arange(len(vertex), dtype=np.int64)
        begins, ends = np.diff(ring, prepend=-1) != 0, np.diff(ring, append=-1) != 0
        before, after = place - 1, place + 1
        before[begins], after[ends] = place[ends], place[begins]
        return cls(vertex, ring, before, after)


def near_places(rings: Rings, tolerance_m: float, scale: tuple[float, float]) -> Places:
    """Return the places, sorted, of vertices that lie within the tolerance of the one before or after them."""
    corners = Corners.of(rings)
    second = _near(rings, corners, tolerance_m, scale)
    return np.unique(_places(rings, corners.vertex[np.r_[corners.before[second], second]]))


def rings_at(rings: Rings, places: Places) -> Ints:
    """Return how many vertices lie at each of some sorted places, int64 (places,)."""
    if not len(places):
        return np.zeros(0, dtype=np.int64)
    points = _places(rings, Corners.of(rings).vertex)
    found = np.minimum(np.searchsorted(places, points), len(places) - 1)
    return np.bincount(found[places[found] == points], minlength=len(places))


def repeated_vertices(rings: Rings, tolerance_m: float, scale: tuple[float, float], places: Places,
                      shared: Ints) -> Ints:
    """Return the vertices, ascending, that may go because the one before or after lies within the tolerance.

    places, shared: ``near_places`` of all rings of a layer and how many vertices of it lie there. Of two such vertices
    the one goes that fewer rings share, so that neighbours keep a common border; of equals the one with the greater
    coordinates, whichever way a ring runs. A ring keeps three corners.
    """
    corners = Corners.of(rings)
    second = _near(rings, corners, tolerance_m, scale)
    first = corners.before[second]
    points = _places(rings, corners.vertex)
    fewer, more = (shared[np.searchsorted(places, points[some])] for some in (second, first))
    x, y = points.real, points.imag
    greater = (x[second] > x[first]) | ((x[second] == x[first]) & (y[second] >= y[first]))
    goes = np.where((fewer < more) | ((fewer == more) & greater), second, first)
    gone = np.zeros(len(corners.vertex), dtype=bool)
    gone[goes] = True
    left = np.bincount(corners.ring[~gone], minlength=len(rings.owner))
    gone &= left[corners.ring] >= 3  # noqa: PLR2004  # a triangle
    return corners.vertex[gone]


def _near(rings: Rings, corners: Corners, tolerance_m: float, scale: tuple[float, float]) -> Ints:
    """Return the corners that lie within the tolerance of the one before."""
    x, y = rings.x[corners.vertex], rings.y[corners.vertex]
    apart = np.hypot((x - x[corners.before]) * scale[0], (y - y[corners.before]) * scale[1])
    return np.flatnonzero(apart <= tolerance_m).astype(np.int64)


def _places(rings: Rings, vertex: Ints) -> Places:
    return (rings.x[vertex] + 0.0) + 1j * (rings.y[vertex] + 0.0)


def sharp_angles(rings: Rings, most_degrees: float, scale: tuple[float, float],
                 repeated: Ints) -> tuple[Ints, Floats]:
    """Return (vertex, degrees): vertices, ascending, at which a border turns back by less than so many degrees.

    repeated: vertices that are left out, for between points that coincide there is no angle.
    """
    chosen = np.ones(len(rings.x), dtype=bool)
    chosen[repeated] = False
    corners = Corners.of(rings, chosen)
    x, y = rings.x[corners.vertex] * scale[0], rings.y[corners.vertex] * scale[1]
    ax, ay = x[corners.before] - x, y[corners.before] - y
    bx, by = x[corners.after] - x, y[corners.after] - y
    angle = np.degrees(np.abs(np.arctan2(ax * by - ay * bx, ax * bx + ay * by)))
    drawn = ((ax != 0) | (ay != 0)) & ((bx != 0) | (by != 0))
    sharp = np.flatnonzero(drawn & (angle < most_degrees))
    return corners.vertex[sharp], angle[sharp]
