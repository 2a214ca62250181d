"""Decides from edges alone whether a parcel lies inside or outside a polygon whose boundary passes by.

Control lines mostly follow parcel borders: the two share whole edges and never cross. If no edge of the polygon
enters the parcel, the parcel is wholly on one side, and a shared edge tells which. All tests are exact; where rounding
could matter the pair is left to GEOS.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .edges import Edges, edges_of, meet, side
from .hilbert_tree import expand
from .wkb import MULTI_POLYGON

if TYPE_CHECKING:
    from ..rules.areas import Bools, Floats, Ints
    from ..rules.progress import Progress
    from .wkb import Wkbs

OUTSIDE, INSIDE, CROSSED, OPEN = 0, 1, 2, 3
"""OPEN: on one side, but only a point-in-polygon test of the given vertex tells which."""

_CHUNK = 400_000  # edge comparisons at a time
_BYTES_PER_VERTEX = 16


@dataclass(frozen=True)
class Decisions:
    """One entry per pair (subject, parcel), sorted by parcel, then subject.

    verdict: OUTSIDE, INSIDE, CROSSED or OPEN. x, y: for OPEN a vertex of the parcel that is not on the subject's
    boundary.
    """

    subject: Ints
    row: Ints
    verdict: Ints
    x: Floats
    y: Floats


def decide(edges: Edges, hit_edge: Ints, hit_row: Ints, land: Wkbs, progress: Progress) -> Decisions:
    """Decide every pair for which an edge of a subject meets the bounds of a parcel.

    hit_edge, hit_row: (hits,) edge number and land row. land: plain polygon rows.
    """
    if not len(hit_edge):
        none, empty = np.empty(0, dtype=np.int64), np.empty(0)
        return Decisions(none, none, none, empty, empty)
    order = np.lexsort((hit_edge, edges.owner[hit_edge], hit_row))
    hit_edge, hit_row = hit_edge[order], hit_row[order]
    subject = edges.owner[hit_edge]
    new_pair = np.r_[True, (np.diff(hit_row) != 0) | (np.diff(subject) != 0)]
    pair_start = np.flatnonzero(new_pair)
    hit_pair = np.cumsum(new_pair) - 1
    sizes = np.fromiter(map(len, land[hit_row]), dtype=np.int64, count=len(hit_row)) // _BYTES_PER_VERTEX
    work = np.cumsum(sizes)
    # Chunks end where a pair ends.
    chunk_of_pair = (work[np.r_[pair_start[1:], len(hit_edge)] - 1] - 1) // _CHUNK
    bounds = np.r_[np.flatnonzero(np.diff(chunk_of_pair, prepend=-1)), len(pair_start)]
    verdict = np.empty(len(pair_start), dtype=np.int64)
    x, y = np.full(len(pair_start), np.nan), np.full(len(pair_start), np.nan)
    for begin, end in zip(bounds[:-1].tolist(), bounds[1:].tolist()):
        progress.check()
        progress.set(begin / len(pair_start))
        hits = slice(pair_start[begin], pair_start[end] if end < len(pair_start) else len(hit_edge))
        chunk = _Chunk(edges, hit_edge[hits], hit_row[hits], hit_pair[hits] - begin, land)
        verdict[begin:end], x[begin:end], y[begin:end] = chunk.decide()
    return Decisions(subject[pair_start], hit_row[pair_start], verdict, x, y)


class _Chunk:
    """Some pairs with all their hits, and the edges of their parcels."""

    def __init__(self, edges: Edges, hit_edge: Ints, hit_row: Ints, hit_pair: Ints, land: Wkbs) -> None:
        rows, local = np.unique(hit_row, return_inverse=True)
        self.parcels = edges_of(land[rows])
        self.multi = np.array([wkb[1] == MULTI_POLYGON for wkb in land[rows]], dtype=bool)[local]
        self.local = local
        self.pair = hit_pair
        self.pairs = int(hit_pair[-1]) + 1
        self.hits = np.column_stack([column[hit_edge] for column in (edges.x0, edges.y0, edges.x1, edges.y1)])
        self.edges = np.column_stack([self.parcels.x0, self.parcels.y0, self.parcels.x1, self.parcels.y1])

    def decide(self) -> tuple[Ints, Floats, Floats]:
        hit, edge = self._near()
        a, b = self.hits[hit], self.edges[edge]
        how = meet(tuple(a.T), tuple(b.T))
        same, opposite, crossed = (self._any_hit(hit, flag) for flag in (how.same, how.opposite, how.crossing))
        crossed |= self.multi  # its parts may lie on different sides
        unsettled = ~(same | opposite) & ~self._any_pair(crossed)[self.pair]
        crossed |= self._enters(unsettled)
        pair_same, pair_opposite, pair_crossed = map(self._any_pair, (same, opposite, crossed))
        verdict = np.full(self.pairs, OPEN, dtype=np.int64)
        verdict[pair_opposite] = OUTSIDE
        verdict[pair_same] = INSIDE
        verdict[pair_crossed | (pair_same & pair_opposite)] = CROSSED
        x, y = self._free_vertices(verdict == OPEN, hit, edge)
        verdict[(verdict == OPEN) & np.isnan(x)] = CROSSED
        return verdict, x, y

    def _near(self) -> tuple[Ints, Ints]:
        """Return (hit, parcel edge) wherever their bounds meet."""
        edge, hit = expand(self.parcels.start[self.local], np.diff(self.parcels.start)[self.local])
        low_x, high_x = _ordered(self.hits[:, 0], self.hits[:, 2])
        low_y, high_y = _ordered(self.hits[:, 1], self.hits[:, 3])
        edge_low_x, edge_high_x = _ordered(self.edges[:, 0], self.edges[:, 2])
        edge_low_y, edge_high_y = _ordered(self.edges[:, 1], self.edges[:, 3])
        near = np.flatnonzero((edge_high_x[edge] >= low_x[hit]) & (edge_low_x[edge] <= high_x[hit]))
        edge, hit = edge[near], hit[near]
        near = np.flatnonzero((edge_high_y[edge] >= low_y[hit]) & (edge_low_y[edge] <= high_y[hit]))
        return hit[near], edge[near]

    def _enters(self, chosen: Bools) -> Bools:
        """Tell of hits that cross no edge of their parcel whether they are inside it, by their middle."""
        number = np.flatnonzero(chosen)
        x = (self.hits[number, 0] + self.hits[number, 2]) / 2.0
        y = (self.hits[number, 1] + self.hits[number, 3]) / 2.0
        local = self.local[number]
        edge, hit = expand(self.parcels.start[local], np.diff(self.parcels.start)[local])
        level = y[hit]
        straddles = np.flatnonzero((self.edges[edge, 1] > level) != (self.edges[edge, 3] > level))
        edge, hit = edge[straddles], hit[straddles]
        x0, y0, x1, y1 = self.edges[edge].T
        at = side(x0, y0, x1, y1, x[hit], y[hit])
        # The ray to the right meets an upward edge that has the point on its left, or a downward one on its right.
        counted = (at > 0) == (y1 > y0)
        crossings = np.bincount(hit, counted & (at != 0), len(number))
        unsure = np.bincount(hit, at == 0, len(number)) > 0
        result = np.zeros(len(chosen), dtype=bool)
        result[number] = unsure | (crossings % 2 == 1)
        return result

    def _free_vertices(self, wanted: Bools, hit: Ints, edge: Ints) -> tuple[Floats, Floats]:
        """Return for wanted pairs a vertex of the parcel where no hit ends, NaN where there is none."""
        count = np.int64(len(self.edges))
        a, b = self.hits[hit], self.edges[edge]
        shared = ((a[:, 0] == b[:, 0]) & (a[:, 1] == b[:, 1])) | ((a[:, 2] == b[:, 0]) & (a[:, 3] == b[:, 1]))
        taken = np.unique(self.pair[hit[shared]] * count + edge[shared])
        local = np.empty(self.pairs, dtype=np.int64)
        local[self.pair] = self.local
        pairs = np.flatnonzero(wanted)
        vertex, source = expand(self.parcels.start[local[pairs]], np.diff(self.parcels.start)[local[pairs]])
        free = np.flatnonzero(~np.isin(pairs[source] * count + vertex, taken))
        found, first = np.unique(source[free], return_index=True)
        x, y = np.full(self.pairs, np.nan), np.full(self.pairs, np.nan)
        x[pairs[found]], y[pairs[found]] = self.edges[vertex[free[first]], 0], self.edges[vertex[free[first]], 1]
        return x, y

    def _any_hit(self, hit: Ints, flag: Bools) -> Bools:
        result = np.zeros(len(self.pair), dtype=bool)
        result[hit[flag]] = True
        return result

    def _any_pair(self, flag: Bools) -> Bools:
        result = np.zeros(self.pairs, dtype=bool)
        result[self.pair[flag]] = True
        return result


def _ordered(a: Floats, b: Floats) -> tuple[Floats, Floats]:
    return np.minimum(a, b), np.maximum(a, b)
