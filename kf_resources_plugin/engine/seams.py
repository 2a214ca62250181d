"""Borders that two polygons share, cancelled: what is left tells where polygons overlap, and where they do not.

Each polygon's boundary runs with the inside to its left, so neighbours draw a shared edge in opposite directions. How
many polygons cover a place changes only across edges; across a pair of opposite ones it does not change. So it is the
same all over a place that no edge left over enters, and equals the number of times that those edges go round it. In a
seamless coverage nearly nothing is left over but its outline.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from .edges import Edges, edges_of, side
from .hilbert_tree import expand, hilbert_codes
from .patience import in_runs

if TYPE_CHECKING:
    import numpy.typing as npt

    from ..rules.areas import Bools, Floats, Ints
    from ..rules.progress import Progress
    from .wkb import Wkbs

    Hashes = npt.NDArray[Any]  # of uint64

BYTES = 1_000_000  # of geometries whose edges are held together: they fit the cache of a processor
_MIX = tuple(np.uint64(factor) for factor in (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB))
_SHIFT, _HALF = np.uint64(31), np.uint64(32)
_PARTS = 16  # runs of neighbours that are joined at a time: what they share is gone before all are held
_EDGES_PER_BAND = 8
_BANDS_PER_EDGE = 4  # on average at most: what memory the bands take
_PLACES = 20_000  # that are counted together: some tenths of a second


@dataclass(frozen=True)
class Seams:
    """Directed edges (n, 4) x0, y0, x1, y1 that no opposite one cancels."""

    edges: Floats

    def opposite(self) -> Seams:
        """Return the same edges the other way round: to take them off a sum."""
        return Seams(self.edges[:, [2, 3, 0, 1]])

    def as_edges(self) -> Edges:
        """Return the edges as those of one polygon, neighbours one after the other."""
        low, high = np.minimum(self.edges[:, :2], self.edges[:, 2:]), np.maximum(self.edges[:, :2], self.edges[:, 2:])
        x0, y0, x1, y1 = self.edges[np.argsort(hilbert_codes(np.hstack([low, high])), kind="stable")].T
        count = len(self.edges)
        return Edges(x0, y0, x1, y1, np.zeros(count, dtype=np.int64), np.array([0, count], dtype=np.int64))


def seams_of(wkbs: Wkbs, progress: Progress) -> Seams:
    """Return what is left of the edges of polygons; rows that lie together cancel most while few are held."""
    parts = seams_in_runs(wkbs, progress)
    while len(parts) > _PARTS:
        parts = [joined(parts[first:first + _PARTS]) for first in range(0, len(parts), _PARTS)]
    return joined(parts)


def seams_in_runs(wkbs: Wkbs, progress: Progress) -> list[Seams]:
    """Return what is left of the edges of each run of rows, together as few as fit a processor's cache."""
    def left_of(run: slice) -> Floats:
        edges = edges_of(wkbs[run])
        return cancelled(np.column_stack([edges.x0, edges.y0, edges.x1, edges.y1]))

    left = []
    for run, edges in in_runs(left_of, wkbs, BYTES, progress):
        left.append(Seams(edges))
        progress.set(run.stop / len(wkbs))
    return left


def joined(parts: list[Seams]) -> Seams:
    """Return the sum of seams."""
    return Seams(cancelled(np.concatenate([np.empty((0, 4)), *(part.edges for part in parts)])))


def cancelled(edges: Floats) -> Floats:
    """Return edges without the pairs of opposite ones; where more than two are equal all are kept.

    Those of a pair are equal in all columns beyond the four of their ends, too.
    """
    start, end = point_hashes(edges[:, 0], edges[:, 1]), point_hashes(edges[:, 2], edges[:, 3])
    keys = start + end  # the same both ways
    for column in edges[:, 4:].T:
        keys = mixed(keys, column.copy().view(np.uint64))
    order = hash_order(keys)
    keys, edges = keys.take(order), edges.take(order, axis=0)
    same = keys[1:] == keys[:-1]
    before, after = np.r_[False, same[:-1]], np.r_[same[1:], False]
    first = np.flatnonzero(same & ~before & ~after)
    first = first[(edges[first] == edges[first + 1][:, [2, 3, 0, 1, *range(4, edges.shape[1])]]).all(axis=1)]
    kept = np.ones(len(edges), dtype=bool)
    kept[first] = kept[first + 1] = False
    return edges[kept]


def point_hashes(x: Floats, y: Floats) -> Hashes:
    """Return a number for each point, the same for equal points."""
    return mixed((x + 0.0).view(np.uint64), (y + 0.0).view(np.uint64))  # adding 0.0 makes one of the two zeros


def hash_order(hashes: Hashes) -> Ints:
    """Return the order in which hashes ascend, equal ones as they stand.

    Digit by digit: NumPy counts 16-bit numbers instead of comparing them, four times in half the time of once.
    """
    digits = hashes.astype("<u8").view("<u2").reshape(-1, 4)
    order: Ints = np.argsort(digits[:, 0], kind="stable")
    for place in range(1, 4):
        order = order.take(np.argsort(digits[:, place].take(order), kind="stable"))
    return order


def mixed(first: Hashes, second: Hashes) -> Hashes:
    """Return a number for each pair of numbers."""
    code = (first ^ (first >> _HALF)) * _MIX[0] + second  # of round numbers only the high bits differ
    code = (code ^ (code >> _SHIFT)) * _MIX[1]
    result: Hashes = (code ^ (code >> _SHIFT)) * _MIX[2]
    return result


def rounds(seams: Seams, x: Floats, y: Floats, progress: Progress) -> tuple[Ints, Bools]:
    """Return (rounds, sure): how often the edges go round each place, counter-clockwise positive.

    sure: False where rounding leaves it open.
    """
    x0, y0, x1, y1 = seams.edges[seams.edges[:, 1] != seams.edges[:, 3]].T
    result, sure = np.zeros(len(x), dtype=np.int64), np.ones(len(x), dtype=bool)
    if not len(x0):
        return result, sure
    low, high = np.minimum(y0, y1), np.maximum(y0, y1)
    bands = _Bands(low, high)
    for begin in range(0, len(x), _PLACES):
        progress.check()
        px, py = x[begin:begin + _PLACES], y[begin:begin + _PLACES]
        edge, place = bands.edges_at(py)
        met = (low[edge] <= py[place]) & (high[edge] > py[place]) & (np.maximum(x0[edge], x1[edge]) >= px[place])
        edge, place = edge[met], place[met]
        at = side(x0[edge], y0[edge], x1[edge], y1[edge], px[place], py[place])
        upward = y1[edge] > y0[edge]
        # a ray to the right meets an upward edge that has the place on its left, or a downward one that has it right
        turns = np.where(upward, at > 0, at < 0) * np.where(upward, 1, -1)
        result[begin:begin + _PLACES] = np.bincount(place, turns, len(px)).astype(np.int64)
        sure[begin + place[at == 0]] = False
    return result, sure


class _Bands:
    """Edges by the horizontal bands they reach into."""

    def __init__(self, low: Floats, high: Floats) -> None:
        self._bottom = float(low.min())
        count = max(len(low) // _EDGES_PER_BAND, 1)
        while True:
            self._height = max((float(high.max()) - self._bottom) / count, np.finfo(float).tiny)
            self._count = count
            first, last = self._band(low), self._band(high)
            spans = last - first + 1
            if count == 1 or int(spans.sum()) <= _BANDS_PER_EDGE * len(low):
                break
            count //= 2
        band, edge = expand(first, spans)
        order = np.argsort(band, kind="stable")
        self._edge = edge[order]
        self._start = np.searchsorted(band[order], np.arange(count + 1))

    def _band(self, y: Floats) -> Ints:
        number = np.floor((y - self._bottom) / self._height)
        return np.clip(number, 0, self._count - 1).astype(np.int64)

    def edges_at(self, y: Floats) -> tuple[Ints, Ints]:
        """Return (edge, place) of all edges in the band of each place."""
        band = self._band(y)
        position, place = expand(self._start[band], self._start[band + 1] - self._start[band])
        return self._edge[position], place
