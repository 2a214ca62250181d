"""Some parcels by their edges, asked of many boundary edges at a time: what is shared, what is near, what is inside.

Edges are arrays of x0, y0, x1, y1, column by column: what is looked at of most edges is one column.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ..rules.progress import NoProgress
from .edges import edges_of, side
from .hilbert_tree import HilbertTree, expand
from .seams import hash_order, mixed, point_hashes
from .wkb import MULTI_POLYGON

if TYPE_CHECKING:
    from ..rules.areas import Bools, Floats, Ints
    from .kernel import Kernel
    from .seams import Hashes
    from .wkb import Wkbs

    Columns = tuple[Floats, Floats, Floats, Floats]

LARGE = 256  # edges from which on a parcel gets a tree of its own: roads and rivers have tens of thousands
_SAMPLE = 200  # edges that tell whether a boundary follows parcels at all


@dataclass(frozen=True)
class LargeParcel:
    """What is kept of a parcel with many edges: a tree over them, and its shape in the kernel."""

    tree: HilbertTree
    shape: Any


class ParcelEdges:
    """Parcels numbered from 0, arrays (parcels,) and (edges,).

    first, count: the edges of each. multi: it has several parts. large: what is kept of the large ones, by number.
    """

    def __init__(self, wkbs: Wkbs, kernel: Kernel) -> None:
        """Take parcels."""
        edges = edges_of(wkbs)
        self.first, self.count = edges.start[:-1], np.diff(edges.start)
        self.multi = np.array([wkb[1] == MULTI_POLYGON for wkb in wkbs], dtype=bool)
        self.large: dict[int, LargeParcel] = {}
        self._kernel = kernel
        self._owner = edges.owner
        self._edges: Columns = edges.x0, edges.y0, edges.x1, edges.y1
        self._bounds: Columns = (np.minimum(edges.x0, edges.x1), np.minimum(edges.y0, edges.y1),
                                 np.maximum(edges.x0, edges.x1), np.maximum(edges.y0, edges.y1))
        for number in np.flatnonzero(self.count >= LARGE).tolist():
            self.large[number] = self._large(number, wkbs[number:number + 1])

    def _large(self, number: int, wkb: Wkbs) -> LargeParcel:
        span = slice(self.first[number], self.first[number] + self.count[number])
        boxes = np.column_stack([column[span] for column in self._bounds])
        return LargeParcel(HilbertTree(boxes), self._kernel.load(wkb)[0])

    def edges(self, numbers: Ints) -> Columns:
        """Return some edges."""
        return _some(self._edges, numbers)

    def small(self, parcel: Ints) -> Bools:
        """Tell which parcels are not large."""
        found: Bools = self.count.take(parcel) < LARGE
        return found

    def shared(self, parcel: Ints, hits: Columns) -> tuple[Bools, Bools]:
        """Return (same, opposite), (hits,): which are an edge of their parcel, in which direction.

        Few or none are told where a sample shows that the boundary does not follow parcels.
        """
        same, opposite = np.zeros(len(parcel), dtype=bool), np.zeros(len(parcel), dtype=bool)
        if not self._follows(parcel, hits):
            return same, opposite
        keys = _keys(self._edges, self._owner)
        order = hash_order(keys)
        keys = keys.take(order)
        wanted = _keys(hits, parcel)
        place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        alike = np.flatnonzero(keys.take(place) == wanted)
        ax0, ay0, ax1, ay1 = _some(hits, alike)
        bx0, by0, bx1, by1 = self.edges(order.take(place.take(alike)))
        same[alike] = (ax0 == bx0) & (ay0 == by0) & (ax1 == bx1) & (ay1 == by1)
        opposite[alike] = (ax0 == bx1) & (ay0 == by1) & (ax1 == bx0) & (ay1 == by0)
        return same, opposite

    def _follows(self, parcel: Ints, hits: Columns) -> bool:
        """Tell whether one of a sample of boundary edges begins in a vertex of its parcel."""
        some = np.arange(0, len(parcel), max(len(parcel) // _SAMPLE, 1))
        some = some[self.small(parcel[some])]
        edge, hit = expand(self.first[parcel[some]], self.count[parcel[some]])
        at = some[hit]
        return bool(((self._edges[0][edge] == hits[0][at]) & (self._edges[1][edge] == hits[1][at])).any())

    def meeting(self, parcel: Ints, boxes: Columns) -> tuple[Ints, Ints]:
        """Return (box, edge) wherever a box xmin, ymin, xmax, ymax meets the bounds of an edge of its parcel."""
        few = np.flatnonzero(self.small(parcel))
        edge, box = expand(self.first.take(parcel.take(few)), self.count.take(parcel.take(few)))
        box = few.take(box)
        for low, high in ((0, 2), (1, 3)):
            met = np.flatnonzero((self._bounds[high].take(edge) >= boxes[low].take(box))
                                 & (self._bounds[low].take(edge) <= boxes[high].take(box)))
            edge, box = edge.take(met), box.take(met)
        found = [(box, edge)]
        for number, large in self.large.items():
            chosen = np.flatnonzero(parcel == number)
            box, edge = large.tree.pairs(np.column_stack([column[chosen] for column in boxes]), NoProgress())
            found.append((chosen[box], edge + self.first[number]))
        return np.concatenate([box for box, _ in found]), np.concatenate([edge for _, edge in found])

    def contain(self, parcel: Ints, x: Floats, y: Floats) -> tuple[Bools, Bools]:
        """Return (inside, open), (points,): whether a point is inside its parcel, and where rounding leaves it open.

        A point is taken for rounded itself (``rounding``). Of a large parcel open is never told.
        """
        inside, is_open = np.zeros(len(parcel), dtype=bool), np.zeros(len(parcel), dtype=bool)
        few = np.flatnonzero(self.small(parcel))
        inside[few], is_open[few] = self._by_ray(parcel.take(few), x.take(few), y.take(few))
        for number, large in self.large.items():
            chosen = np.flatnonzero(parcel == number)
            inside[chosen] = self._kernel.contains_points(large.shape, x[chosen], y[chosen])
        return inside, is_open

    def _by_ray(self, parcel: Ints, x: Floats, y: Floats) -> tuple[Bools, Bools]:
        """Count what a ray to the right from each point meets of its parcel's edges."""
        edge, point = expand(self.first.take(parcel), self.count.take(parcel))
        off = rounding(x, y)
        low, high = (y - off).take(point), (y + off).take(point)
        beside = np.flatnonzero((self._bounds[1].take(edge) <= high) & (self._bounds[3].take(edge) >= low))
        edge, point = edge.take(beside), point.take(beside)
        x0, y0, x1, y1 = self.edges(edge)
        px, py, off = x.take(point), y.take(point), off.take(point)
        at = side(x0, y0, x1, y1, px, py, off)
        # It meets an upward edge that has the point on its left, or a downward one that has it on its right.
        met = ((y0 > py) != (y1 > py)) & ((at > 0) == (y1 > y0)) & (at != 0)
        undecided = (at == 0) & (np.minimum(x0, x1) <= px + off) & (np.maximum(x0, x1) >= px - off)
        is_open = np.zeros(len(x), dtype=bool)
        is_open[point[undecided]] = True
        return np.bincount(point, met, len(x)) % 2 == 1, is_open


def rounding(x: Floats, y: Floats) -> Floats:
    """Return how far points that were computed once, as the middle of an edge is, may be from what is meant."""
    return np.asarray(np.spacing(np.maximum(np.abs(x), np.abs(y))))


def _some(columns: Columns, numbers: Ints) -> Columns:
    x0, y0, x1, y1 = (column.take(numbers) for column in columns)
    return x0, y0, x1, y1


def _keys(edges: Columns, owner: Ints) -> Hashes:
    """Return a number for each edge of an owner, the same in both directions."""
    x0, y0, x1, y1 = edges
    # not as a view: on Windows NumPy 1 counts in 32 bits
    return mixed(point_hashes(x0, y0) + point_hashes(x1, y1), owner.astype(np.uint64))
