"""Decides from edges alone whether a parcel lies inside or outside a polygon whose boundary passes by.

Control lines mostly follow parcel borders: the two share whole edges and never cross. If no edge of the polygon
enters the parcel, the parcel is wholly on one side, and a shared edge tells which. All tests are exact; where rounding
could matter the pair is left to GEOS.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ..rules.progress import NoProgress
from .edge_entry import entered, inside_by_ray
from .edges import Edges, edges_of, meet, side
from .hilbert_tree import HilbertTree, expand
from .wkb import MULTI_POLYGON

if TYPE_CHECKING:
    from ..rules.areas import Bools, Floats, Ints
    from ..rules.progress import Progress
    from .kernel import Kernel
    from .wkb import Wkbs

OUTSIDE, INSIDE, CROSSED, OPEN = 0, 1, 2, 3
"""OPEN: on one side, but only a point-in-polygon test of the given vertex tells which."""

_CHUNK = 400_000  # edge comparisons at a time
_BYTES_PER_VERTEX = 16
_LARGE = 256  # edges from which on a parcel gets a tree of its own: roads and rivers have tens of thousands
_LOOKED_AT = 32  # edges of a large parcel that a hit is compared with, about


@dataclass(frozen=True)
class _Large:
    """What is kept of a parcel with many edges: a tree over them, and its shape in the kernel."""

    tree: HilbertTree
    shape: Any


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


def decide(
    edges: Edges, hit_edge: Ints, hit_row: Ints, land: Wkbs, kernel: Kernel, progress: Progress
) -> Decisions:
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
    subject, row = subject[pair_start], hit_row[pair_start]
    sizes = np.fromiter(map(len, land[row]), dtype=np.int64, count=len(row)) // _BYTES_PER_VERTEX
    plain = entered(edges, hit_edge, pair_start, np.where(sizes < _LARGE, land[row], b""), progress)
    verdict = np.full(len(row), CROSSED, dtype=np.int64)
    x, y = np.full(len(row), np.nan), np.full(len(row), np.nan)
    left = np.flatnonzero(~plain)
    counts = np.diff(pair_start, append=len(hit_edge))[left]
    hit, _ = expand(pair_start[left], counts)
    hit_edge, hit_row = hit_edge[hit], hit_row[hit]
    ends = np.cumsum(counts)
    # Chunks end where a pair ends.
    chunk_of_pair = (np.cumsum(counts * np.where(sizes < _LARGE, sizes, _LOOKED_AT)[left]) - 1) // _CHUNK
    bounds = np.r_[np.flatnonzero(np.diff(chunk_of_pair, prepend=-1)), len(left)]
    large: dict[int, _Large] = {}
    for begin, end in zip(bounds[:-1].tolist(), bounds[1:].tolist()):
        progress.check()
        progress.set(begin / len(left))
        hits = slice(ends[begin] - counts[begin], ends[end - 1])
        pair = np.repeat(np.arange(end - begin, dtype=np.int64), counts[begin:end])
        chunk = _Chunk(edges, hit_edge[hits], hit_row[hits], pair, land, (kernel, large))
        verdict[left[begin:end]], x[left[begin:end]], y[left[begin:end]] = chunk.decide()
    return Decisions(subject, row, verdict, x, y)


class _Chunk:
    """Some pairs with all their hits, and the edges of their parcels."""

    def __init__(
        self, edges: Edges, hit_edge: Ints, hit_row: Ints, hit_pair: Ints, land: Wkbs,
        large: tuple[Kernel, dict[int, _Large]],
    ) -> None:
        """Take the chunk's hits; ``large`` holds the large parcels of the chunk before, by row, and is brought up."""
        rows, local = np.unique(hit_row, return_inverse=True)
        parcels = edges_of(land[rows])
        self.first, self.count = parcels.start[:-1], np.diff(parcels.start)
        self.edges = np.column_stack([parcels.x0, parcels.y0, parcels.x1, parcels.y1])
        self.boxes = parcels.bounds()
        self.multi = np.array([wkb[1] == MULTI_POLYGON for wkb in land[rows]], dtype=bool)[local]
        self.local = local
        self.pair = hit_pair
        self.pairs = int(hit_pair[-1]) + 1
        self.hits = np.column_stack([column[hit_edge] for column in (edges.x0, edges.y0, edges.x1, edges.y1)])
        self.kernel, known = large
        self.large: dict[int, _Large] = {}
        for number in np.flatnonzero(self.count >= _LARGE).tolist():
            span = slice(self.first[number], self.first[number] + self.count[number])
            row = int(rows[number])
            self.large[number] = known.get(row) or _Large(
                HilbertTree(self.boxes[span]), self.kernel.load(land[row:row + 1])[0])
        known.clear()
        known.update((int(rows[number]), parcel) for number, parcel in self.large.items())

    def decide(self) -> tuple[Ints, Floats, Floats]:
        hit, edge = self._near()
        a, b = self.hits[hit], self.edges[edge]
        how = meet(tuple(a.T), tuple(b.T))
        same, opposite, crossed = (self._any_hit(hit, flag) for flag in (how.same, how.opposite, how.crossing))
        crossed |= self.multi  # its parts may lie on different sides
        unsettled = ~(same | opposite) & ~self._any_pair(crossed)[self.pair]
        crossed |= self._enters(unsettled, hit, edge)
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
        low, high = np.minimum(self.hits[:, :2], self.hits[:, 2:]), np.maximum(self.hits[:, :2], self.hits[:, 2:])
        return self._meeting(self.local, np.hstack([low, high]))

    def _meeting(self, local: Ints, boxes: Floats) -> tuple[Ints, Ints]:
        """Return (box, parcel edge) wherever a box meets the bounds of an edge of its parcel."""
        few = np.flatnonzero(self.count[local] < _LARGE)
        edge, box = expand(self.first[local[few]], self.count[local[few]])
        box = few[box]
        for low, high in ((0, 2), (1, 3)):
            met = (self.boxes[edge, high] >= boxes[box, low]) & (self.boxes[edge, low] <= boxes[box, high])
            edge, box = edge[met], box[met]
        found = [(box, edge)]
        for number, parcel in self.large.items():
            chosen = np.flatnonzero(local == number)
            box, edge = parcel.tree.pairs(boxes[chosen], NoProgress())
            found.append((chosen[box], edge + self.first[number]))
        return np.concatenate([box for box, _ in found]), np.concatenate([edge for _, edge in found])

    def _enters(self, chosen: Bools, hit: Ints, edge: Ints) -> Bools:
        """Tell of hits that cross no edge of their parcel whether they are inside it, by their middle.

        hit, edge: what ``_near`` found. True too where the middle is on an edge but for rounding.
        """
        middle = (self.hits[:, :2] + self.hits[:, 2:]) / 2.0
        x, y = middle.T
        near = np.flatnonzero(chosen[hit])
        hit, edge = hit[near], edge[near]
        within = (self.boxes[edge, :2] <= middle[hit]).all(axis=1) & (self.boxes[edge, 2:] >= middle[hit]).all(axis=1)
        hit, edge = hit[within], edge[within]
        x0, y0, x1, y1 = self.edges[edge].T
        result = self._any_hit(hit, side(x0, y0, x1, y1, x[hit], y[hit]) == 0)
        few = np.flatnonzero(chosen & (self.count[self.local] < _LARGE))
        local = self.local[few]
        result[few] |= inside_by_ray(self.edges, self.first[local], self.count[local], x[few], y[few])
        for number, parcel in self.large.items():
            hits = np.flatnonzero(chosen & (self.local == number))
            result[hits] |= self.kernel.contains_points(parcel.shape, x[hits], y[hits])
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
        # Of one vertex more than are taken, one is free.
        enough = np.minimum(np.bincount(taken // count, minlength=self.pairs)[pairs] + 1, self.count[local[pairs]])
        vertex, source = expand(self.first[local[pairs]], enough)
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
