"""Polygons with a vertex of both wherever a vertex of one lies on the other but for rounding.

A piece cut out of a polygon has rounded vertices on the polygon's edges, off them by up to the spacing of coordinates
(7 nm at zone-prefixed eastings). What GEOS subtracts along such edges keeps hairs: metres long, a hundred-millionth
wide, and they may join parts that lie apart. Edges between the same vertices are the same ones: nothing is left there.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .hilbert_tree import HilbertTree
from .seams import mixed, point_hashes
from .wkb import as_wkb_array, ring_layout, rings_of_layout, with_coordinates, with_vertices

if TYPE_CHECKING:
    from ..rules.areas import Floats, Ints
    from ..rules.progress import Progress
    from .wkb import RingLayout, Wkbs

_SPACINGS = 2.0  # of coordinates: a rounded vertex is off its edge by less than one


def with_common_vertices(left: Wkbs, right: Wkbs, place: Ints, progress: Progress) -> tuple[Wkbs, Wkbs]:
    """Return both with common vertices; place: (right rows,) the row on the left that each lies on.

    Vertices on the right move onto vertices on the left, then vertices of either are put into edges of the other.
    ``progress`` is only asked for cancel; raises Canceled.
    """
    one, other = _Vertices.of(left, np.arange(len(left), dtype=np.int64)), _Vertices.of(right, place)
    if not len(one.x) or not len(other.x):
        return left, right
    near = _near(one, other, progress)
    at_end = near.end >= 0
    other.x[near.vertex[at_end]], other.y[near.vertex[at_end]] = one.x[near.end[at_end]], one.y[near.end[at_end]]
    return one.with_those_of(other, near), other.moved().with_those_of(one, _near(other, one, progress))


@dataclass(frozen=True)
class _Near:
    """Vertices of one layer that lie on edges of another, (n,): on which, how far along it, and on which end or -1.

    An edge is known by the vertex at which it begins.
    """

    vertex: Ints
    edge: Ints
    along: Floats
    end: Ints


@dataclass(frozen=True)
class _Vertices:
    """The vertices of rows, (vertices,): coordinates, and the place of the row that each belongs to."""

    wkbs: Wkbs
    layout: RingLayout
    x: Floats
    y: Floats
    place: Ints

    @classmethod
    def of(cls, wkbs: Wkbs, place: Ints) -> _Vertices:
        """Read the vertices of plain rows."""
        layout = ring_layout(wkbs)
        rings = rings_of_layout(layout)
        return cls(wkbs, layout, rings.x, rings.y, np.repeat(place[layout.row], layout.count))

    def moved(self) -> _Vertices:
        """Return the rows with the coordinates as they are now."""
        lengths = np.fromiter(map(len, self.wkbs), dtype=np.int64, count=len(self.wkbs))
        wkbs = as_wkb_array(with_coordinates(self.layout, lengths, self.x, self.y))
        return _Vertices(wkbs, ring_layout(wkbs), self.x, self.y, self.place)

    def with_those_of(self, other: _Vertices, near: _Near) -> Wkbs:
        """Return the rows with the vertices of another layer that lie between the ends of an edge put into it."""
        between = near.end < 0
        edge, along, vertex = near.edge[between], near.along[between], near.vertex[between]
        order = np.lexsort((along, edge))
        edge, x, y = edge[order], other.x[vertex[order]], other.y[vertex[order]]
        first = np.ones(len(edge), dtype=bool)  # rings end where they begin
        first[1:] = (edge[1:] != edge[:-1]) | (x[1:] != x[:-1]) | (y[1:] != y[:-1])
        return with_vertices(self.wkbs, self.layout, edge[first], x[first], y[first])

    def keys(self) -> Ints:
        """Return a number for each vertex, the same for equal places of the same row."""
        return mixed(point_hashes(self.x, self.y), self.place.astype(np.uint64))


def _near(lines: _Vertices, points: _Vertices, progress: Progress) -> _Near:
    """Return the vertices of ``points`` that lie on edges of ``lines`` without being a vertex of these."""
    begins = np.ones(len(lines.x), dtype=bool)
    begins[np.cumsum(lines.layout.count) - 1] = False
    begin = np.flatnonzero(begins)
    chosen = np.flatnonzero(~np.isin(points.keys(), lines.keys()))
    ax, ay, bx, by = lines.x[begin], lines.y[begin], lines.x[begin + 1], lines.y[begin + 1]
    reach = _SPACINGS * float(np.spacing(max(np.abs(lines.x).max(), np.abs(lines.y).max())))
    low, high = np.minimum([ax, ay], [bx, by]), np.maximum([ax, ay], [bx, by])
    tree = HilbertTree(np.vstack([low, high]).T.copy())
    x, y = points.x[chosen], points.y[chosen]
    at, edge = tree.pairs(np.column_stack([x - reach, y - reach, x + reach, y + reach]), progress)
    same = lines.place[begin[edge]] == points.place[chosen[at]]
    at, edge = at[same], edge[same]
    dx, dy = bx[edge] - ax[edge], by[edge] - ay[edge]
    from_a, from_b = np.hypot(x[at] - ax[edge], y[at] - ay[edge]), np.hypot(x[at] - bx[edge], y[at] - by[edge])
    length = np.maximum(np.hypot(dx, dy), np.finfo(float).tiny)
    along = ((x[at] - ax[edge]) * dx + (y[at] - ay[edge]) * dy) / length
    beside = np.abs((x[at] - ax[edge]) * dy - (y[at] - ay[edge]) * dx) / length
    is_end = np.minimum(from_a, from_b) <= reach
    found = np.flatnonzero(is_end | ((beside <= reach) & (along > 0) & (along < length)))
    off = np.where(is_end, np.minimum(from_a, from_b), beside)[found]
    found = found[np.lexsort((off, ~is_end[found], at[found]))]
    found = found[np.diff(at[found], prepend=-1) != 0]  # the nearest of each vertex, an end before all
    end = np.where(is_end, begin[edge] + (from_b < from_a), -1)
    return _Near(chosen[at[found]], begin[edge[found]], along[found], end[found])
