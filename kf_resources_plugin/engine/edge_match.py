"""Decides from edges alone whether a parcel lies inside or outside a polygon whose boundary passes by.

Control lines mostly follow parcel borders: the two share whole edges and never cross. If no edge of the polygon
enters the parcel, the parcel is wholly on one side, and a shared edge tells which. All tests are exact; where rounding
could matter the pair is left to GEOS.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .edge_entry import entered
from .edges import Edges, meet, side
from .hilbert_tree import expand
from .parcel_edges import ParcelEdges, rounding
from .patience import in_runs

if TYPE_CHECKING:
    from ..rules.areas import Bools, Floats, Ints
    from ..rules.progress import Progress
    from .kernel import Kernel
    from .parcel_edges import Columns
    from .wkb import Wkbs

OUTSIDE, INSIDE, CROSSED, OPEN = 0, 1, 2, 3
"""OPEN: on one side, but only a point-in-polygon test of the given vertex tells which."""

_BYTES = 1_000_000  # of parcels whose edges are held together
_CHUNK = 400_000  # edge comparisons at a time
_LOOKED_AT = 32  # edges of a large parcel that a hit is compared with, about


@dataclass(frozen=True)
class Decisions:
    """One entry per pair (subject, parcel), sorted by parcel, then subject.

    verdict: OUTSIDE, INSIDE, CROSSED or OPEN. x, y: for OPEN a vertex of the parcel that is not on the subject's
    boundary. hit_edge: (hits,) edges of the subject that meet the parcel's bounds, pair by pair, ascending; first_hit:
    (pairs + 1,).
    """

    subject: Ints
    row: Ints
    verdict: Ints
    x: Floats
    y: Floats
    hit_edge: Ints
    first_hit: Ints


def decide(
    edges: Edges, hit_edge: Ints, hit_row: Ints, land: Wkbs, kernel: Kernel, progress: Progress
) -> Decisions:
    """Decide every pair for which an edge of a subject meets the bounds of a parcel.

    hit_edge, hit_row: (hits,) edge number and land row. land: plain polygon rows.
    """
    order = np.lexsort((hit_edge, hit_row))  # edges ascend by owner, so this sorts by row, subject and edge
    hit_edge, hit_row = hit_edge.take(order), hit_row.take(order)
    subject = edges.owner.take(hit_edge)
    begins = np.ones(len(hit_row), dtype=bool)
    begins[1:] = (hit_row[1:] != hit_row[:-1]) | (subject[1:] != subject[:-1])
    pair_start = np.flatnonzero(begins)
    subject, row = subject[pair_start], hit_row[pair_start]
    first_hit = np.append(pair_start, len(hit_edge))
    row_start = np.flatnonzero(np.diff(row, prepend=-1))
    row_end = np.append(row_start[1:], len(row))

    def decided(group: slice) -> tuple[Ints, Floats, Floats]:
        pairs = slice(row_start[group.start], row_end[group.stop - 1])
        parcels = ParcelEdges(land[row[row_start[group]]], kernel)
        number = np.cumsum(np.diff(row[pairs], prepend=row[pairs.start]) != 0)
        return _Passing(parcels, number, edges, hit_edge, first_hit[pairs.start:pairs.stop + 1]).decide()

    found = []
    for group, part in in_runs(decided, land[row[row_start]], _BYTES, progress):
        progress.set(group.start / len(row_start))
        found.append(part)
    none = np.empty(0)
    verdict, x, y = (np.concatenate(column) for column in zip((none.astype(np.int64), none, none), *found))
    return Decisions(subject, row, verdict, x, y, hit_edge, first_hit)


class _Passing:
    """Some pairs with all their hits, the edges that pass the parcel."""

    def __init__(self, parcels: ParcelEdges, parcel: Ints, edges: Edges, hit_edge: Ints, first_hit: Ints) -> None:
        """Take pairs by the number of their parcel, and their hits."""
        span = hit_edge[first_hit[0]:first_hit[-1]]
        hits: Columns = edges.x0.take(span), edges.y0.take(span), edges.x1.take(span), edges.y1.take(span)
        pair = np.repeat(np.arange(len(parcel), dtype=np.int64), np.diff(first_hit))
        same, opposite = parcels.shared(parcel.take(pair), hits)
        self.parcels, self.parcel = parcels, parcel
        self.same, self.opposite = _any(pair, same, len(parcel)), _any(pair, opposite, len(parcel))
        self.crossed = parcels.multi.take(parcel)  # its parts may lie on different sides
        left = np.flatnonzero(~(same | opposite))  # what is an edge of the parcel crosses none
        x0, y0, x1, y1 = (column.take(left) for column in hits)
        self.hits: Columns = x0, y0, x1, y1
        self.pair = pair.take(left)
        self.first_hit = np.searchsorted(self.pair, np.arange(len(parcel) + 1))

    def decide(self) -> tuple[Ints, Floats, Floats]:
        """Return verdict, x and y of the pairs."""
        self.crossed |= self.same & self.opposite
        self.crossed |= entered(self.parcels, self.parcel, self.hits, self.first_hit)
        x, y = np.full(len(self.parcel), np.nan), np.full(len(self.parcel), np.nan)
        counts = np.diff(self.first_hit)
        open_ = np.flatnonzero(~self.crossed & (counts > 0))
        compared = np.where(self.parcels.small(self.parcel), self.parcels.count.take(self.parcel), _LOOKED_AT)
        chunk = (np.cumsum((counts * compared)[open_]) - 1) // _CHUNK  # they end where a pair ends
        for pairs in np.split(open_, np.flatnonzero(np.diff(chunk)) + 1):
            x[pairs], y[pairs] = self._compare(pairs)
        verdict = np.select([self.crossed, self.same, self.opposite], [CROSSED, INSIDE, OUTSIDE], OPEN)
        verdict[(verdict == OPEN) & np.isnan(x)] = CROSSED
        return verdict, x, y

    def _compare(self, pairs: Ints) -> tuple[Floats, Floats]:
        """Compare the hits of some pairs with their parcel's edges; return for open ones a vertex off the boundary."""
        chosen, of_pair = expand(self.first_hit[pairs], self.first_hit[pairs + 1] - self.first_hit[pairs])
        chunk = _Chunk(self.parcels, self.parcel[pairs], tuple(column.take(chosen) for column in self.hits), of_pair)
        same, opposite, crossed = chunk.compare()
        self.same[pairs] |= same
        self.opposite[pairs] |= opposite
        self.crossed[pairs] |= crossed | (self.same[pairs] & self.opposite[pairs])
        return chunk.free_vertices(~(self.same | self.opposite | self.crossed)[pairs])


class _Chunk:
    """Some pairs, and what of their hits is near which edge of the parcel."""

    def __init__(self, parcels: ParcelEdges, parcel: Ints, hits: tuple[Floats, ...], pair: Ints) -> None:
        """Take pairs by the number of their parcel, and the hits pair by pair with the number of the pair."""
        self.parcels, self.parcel, self.hits, self.pair = parcels, parcel, hits, pair
        x0, y0, x1, y1 = hits
        boxes = np.minimum(x0, x1), np.minimum(y0, y1), np.maximum(x0, x1), np.maximum(y0, y1)
        self.hit, self.edge = parcels.meeting(parcel.take(pair), boxes)
        self.near = tuple(column.take(self.hit) for column in hits), parcels.edges(self.edge)

    def compare(self) -> tuple[Bools, Bools, Bools]:
        """Return (same, opposite, crossed), (pairs,): whether an edge is shared, and whether one enters the parcel."""
        how = meet(*self.near)
        same, opposite, crossed = (_any(self.hit, flag, len(self.pair))
                                   for flag in (how.same, how.opposite, how.crossing))
        pair_crossed = self._any(crossed)
        self._enters(np.flatnonzero(~(same | opposite) & ~pair_crossed.take(self.pair)), crossed)
        return self._any(same), self._any(opposite), self._any(crossed)

    def _enters(self, hits: Ints, crossed: Bools) -> None:
        """Mark hits that cross no edge of their parcel but are inside it, by their middle, or where that is open."""
        x0, y0, x1, y1 = (column.take(hits) for column in self.hits)
        x, y = (x0 + x1) / 2.0, (y0 + y1) / 2.0
        parcel = self.parcel.take(self.pair.take(hits))
        inside, is_open = self.parcels.contain(parcel, x, y)
        crossed[hits] |= inside | is_open
        # of large parcels the near edges tell whether one passes through the middle
        large = np.flatnonzero(~self.parcels.small(self.parcel).take(self.pair).take(self.hit))
        if len(large):
            ax0, ay0, ax1, ay1 = (column.take(large) for column in self.near[0])
            bx0, by0, bx1, by1 = (column.take(large) for column in self.near[1])
            x, y = (ax0 + ax1) / 2.0, (ay0 + ay1) / 2.0
            through = side(bx0, by0, bx1, by1, x, y, rounding(x, y)) == 0
            wanted = np.zeros(len(self.pair), dtype=bool)
            wanted[hits] = True
            at = self.hit.take(large)[through]
            crossed[at[wanted[at]]] = True

    def free_vertices(self, wanted: Bools) -> tuple[Floats, Floats]:
        """Return for wanted pairs a vertex of the parcel where no hit ends, NaN where there is none."""
        count = np.int64(self.parcels.first[-1] + self.parcels.count[-1])
        (ax0, ay0, ax1, ay1), (bx, by, _, _) = self.near
        shared = np.flatnonzero(((ax0 == bx) & (ay0 == by)) | ((ax1 == bx) & (ay1 == by)))
        taken = np.unique(self.pair.take(self.hit.take(shared)) * count + self.edge.take(shared))
        pairs = np.flatnonzero(wanted)
        parcel = self.parcel[pairs]
        # Of one vertex more than are taken, one is free.
        enough = np.bincount(taken // count, minlength=len(self.parcel))[pairs] + 1
        vertex, source = expand(self.parcels.first[parcel], np.minimum(enough, self.parcels.count[parcel]))
        free = np.flatnonzero(~np.isin(pairs[source] * count + vertex, taken))
        found, first = np.unique(source[free], return_index=True)
        x, y = np.full(len(self.parcel), np.nan), np.full(len(self.parcel), np.nan)
        x[pairs[found]], y[pairs[found]], _, _ = self.parcels.edges(vertex[free[first]])
        return x, y

    def _any(self, flag: Bools) -> Bools:
        return _any(self.pair, flag, len(self.parcel))


def _any(group: Ints, flag: Bools, groups: int) -> Bools:
    """Tell of each group whether a flag in it is set."""
    result = np.zeros(groups, dtype=bool)
    result[group[flag]] = True
    return result
