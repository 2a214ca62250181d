"""Polygons that two layers have in common, and where nothing but they can lie: no pair of those needs a look."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .dissolve import linked, share_few_borders
from .edge_descent import touch, untouched
from .edges import edges_of
from .hilbert_tree import FANOUT, HilbertTree
from .seams import Seams, joined, mixed, point_hashes, rounds, seams_in_runs, seams_of
from .wkb import runs

if TYPE_CHECKING:
    from ..rules.areas import Bools, Floats, Ints
    from ..rules.progress import Progress
    from .kernel import Kernel
    from .reading import PolygonTable
    from .seams import Hashes
    from .wkb import Wkbs

_CHUNK = 20_000  # rows
_FEW = 200  # polygons that are not worth a proof: they are compared with all whose bounds they meet
_LARGE = 1_600  # bytes of a polygon on average, a hundred vertices
_BYTES = 40_000_000  # of polygons whose overlaps are sought together, some ten thousand parcels
_LEVEL = 2  # of the tree, whose nodes tell which others lie near
_WIDE = 0.25  # of the side of a group, were all of them squares
_SHARE = 0.1  # of the smaller layer
_EVERYWHERE = np.array([[-1.0, -1.0, 1.0, 1.0]]) * np.finfo(float).max


@dataclass(frozen=True)
class Coincidence:
    """Rows (pairs,) of two tables that are the same polygon, with no other row of either table on it.

    alone: (rows of the second,) no other row of it lies within the bounds of one; False where nobody looked.
    """

    first: Ints
    second: Ints
    alone: Bools

    def rest(self, first: int, second: int) -> tuple[Ints, Ints]:
        """Return the other rows of both tables, which have so many."""
        return _others(self.first, first), _others(self.second, second)


def coincidence(first: PolygonTable, second: PolygonTable, progress: Progress) -> Coincidence:
    """Find the polygons that two tables of valid polygons in one CRS share, where they are many."""
    one, two = _same(first, second, progress.part(0.0, 0.3))
    none = np.empty(0, dtype=np.int64)
    if len(two) < max(_FEW, _SHARE * min(len(first), len(second))):
        return Coincidence(none, none, np.zeros(len(second), dtype=bool))
    tree = HilbertTree(second.bounds)
    seams = seams_of(second.wkb[tree.order], progress.part(0.3, 0.7))
    alone = alone_at(seams, tree, len(second), progress.part(0.7, 0.8))
    # the other layer's seams differ by those of the rows that differ
    changed, other = first.wkb[_others(one, len(first))], second.wkb[_others(two, len(second))]
    seams = joined([seams, seams_of(changed, progress.part(0.8, 0.85)),
                    seams_of(other, progress.part(0.85, 0.9)).opposite()])
    kept = (alone & alone_at(seams, tree, len(second), progress.part(0.9, 1.0)))[two]
    return Coincidence(one[kept], two[kept], alone)


def overlapping_rows(table: PolygonTable, kernel: Kernel, progress: Progress) -> Ints:
    """Return the rows, ascending, that may share land with another row of the same table of valid polygons.

    Rows that lie together are looked at with all whose bounds meet theirs, so many at a time as an office PC holds.
    Long roads and rivers would bring all of a city into every group: they are among the rows returned anyway, and each
    row that shares land with one finds it.
    """
    every = HilbertTree(table.bounds)
    if len(table) <= _FEW or sum(map(len, table.wkb)) > _LARGE * len(table):  # their bounds take less than their edges
        met = _neighbours(table.bounds, every, progress)
        if len(met) <= _FEW:
            return met
    wide = _wide(every, len(runs(table.wkb[every.order], _BYTES)))
    tree = HilbertTree(table.without_shapes(wide).bounds) if len(wide) else every
    groups = runs(table.wkb[tree.order], _BYTES)
    found = [wide]
    for number, group in enumerate(groups):
        part = progress.part(number / len(groups), (number + 1) / len(groups))
        rows = _near(tree, group, every, progress)
        doubtful = rows[_overlapping(table.wkb[rows], table.bounds[rows], kernel, part)]
        found.append(np.intersect1d(doubtful, tree.order[group]))  # the others are looked at with what lies round them
    return np.sort(np.concatenate(found))


def _wide(tree: HilbertTree, groups: int) -> Ints:
    """Return the rows of a tree that are long beside what each of so many groups takes of its extent."""
    if groups <= 1:
        return np.empty(0, dtype=np.int64)
    boxes = tree.levels[0]
    extent = float((boxes[:, 2:].max(axis=0) - boxes[:, :2].min(axis=0)).max())
    longer = (boxes[:, 2:] - boxes[:, :2]).max(axis=1)
    return tree.order[longer > _WIDE * extent / np.sqrt(groups)]


def _near(tree: HilbertTree, group: slice, every: HilbertTree, progress: Progress) -> Ints:
    """Return the rows of every row's tree, ascending, whose bounds meet the nodes of a run of positions of another."""
    level = min(_LEVEL, tree.top)
    first, last = (position // FANOUT**level for position in (group.start, group.stop - 1))
    return np.unique(every.pairs(tree.levels[level][first:last + 1], progress)[1])


def _overlapping(wkbs: Wkbs, bounds: Floats, kernel: Kernel, progress: Progress) -> Ints:
    """Return the rows, ascending, of polygons with bounds that may share land with another one."""
    tree = HilbertTree(bounds)
    parts = seams_in_runs(wkbs[tree.order], progress.part(0.0, 0.8))
    if share_few_borders(sum(len(part.edges) for part in parts), wkbs):
        return _neighbours(bounds, tree, progress)
    seams = joined(parts)
    if len(seams.edges) and linked(kernel, seams.edges, wkbs, progress) is not None:
        return np.empty(0, dtype=np.int64)
    return np.flatnonzero(~alone_at(seams, tree, len(wkbs), progress.part(0.8, 1.0))).astype(np.int64)


def _neighbours(bounds: Floats, tree: HilbertTree, progress: Progress) -> Ints:
    """Return the rows, ascending, whose bounds meet those of another row."""
    one, other = tree.pairs(bounds, progress)
    return np.unique(one[one != other])


def alone_at(seams: Seams, tree: HilbertTree, rows: int, progress: Progress) -> Bools:
    """Tell which rows of a tree have bounds that exactly one polygon of the seams covers all over, (rows,).

    Rows that are not in the tree come out False, and so does what only a closer look would tell.
    """
    result = np.zeros(rows, dtype=bool)
    touched = touch(seams.as_edges(), tree, progress)
    found = [(level, node) for level, _, node in untouched(_EVERYWHERE, tree, touched, progress)]
    boxes = np.concatenate([tree.levels[level][node] for level, node in found])
    count, sure = rounds(seams, (boxes[:, 0] + boxes[:, 2]) / 2.0, (boxes[:, 1] + boxes[:, 3]) / 2.0, progress)
    once = np.split(sure & (count == 1), np.cumsum([len(node) for _, node in found])[:-1])
    for (level, node), covered in zip(found, once):
        position, _ = tree.entries(level, node[covered])
        result[tree.order[position]] = True
    return result


def _others(rows: Ints, count: int) -> Ints:
    left = np.ones(count, dtype=bool)
    left[rows] = False
    return np.flatnonzero(left).astype(np.int64)


def _same(first: PolygonTable, second: PolygonTable, progress: Progress) -> tuple[Ints, Ints]:
    """Return the rows (pairs,) of two tables with the same polygon, whatever the start and direction of its rings."""
    one, two = _matched(_bounds_hashes(first.bounds), _bounds_hashes(second.bounds))
    equal = np.zeros(len(one), dtype=bool)
    for start in range(0, len(one), _CHUNK):
        progress.check()
        span = slice(start, start + _CHUNK)
        left, right = first.wkb[one[span]], second.wkb[two[span]]
        equal[span] = left == right
        other = np.flatnonzero(~equal[span])
        equal[start + other] = _equal_edges(left[other], right[other])
    return one[equal], two[equal]


def _bounds_hashes(bounds: Floats) -> Hashes:
    """Return a number per row, the same for equal bounds; 0 without geometry."""
    xmin, ymin, xmax, ymax = np.ascontiguousarray(bounds.T)
    result = mixed(point_hashes(xmin, ymin), point_hashes(xmax, ymax))
    result[~np.isfinite(bounds).all(axis=1)] = 0
    return result


def _matched(first: Hashes, second: Hashes) -> tuple[Ints, Ints]:
    """Return the positions (pairs,) of numbers other than 0 that occur once in each array."""
    numbers, where = _once(first)
    others, place = _once(second)
    _, one, two = np.intersect1d(numbers, others, assume_unique=True, return_indices=True)
    return where[one].astype(np.int64), place[two].astype(np.int64)


def _once(numbers: Hashes) -> tuple[Hashes, Ints]:
    found, where, counts = np.unique(numbers, return_index=True, return_counts=True)
    single = (counts == 1) & (found != 0)
    return found[single], where[single]


def _equal_edges(first: Wkbs, second: Wkbs) -> Bools:
    """Tell for pairs of rows whether their directed edges are the same."""
    one, two = edges_of(first), edges_of(second)
    as_many = np.diff(one.start) == np.diff(two.start)
    sides = []
    for edges in (one, two):
        chosen = np.flatnonzero(as_many[edges.owner])
        table = np.column_stack([edges.x0, edges.y0, edges.x1, edges.y1])[chosen]
        owner = edges.owner[chosen]
        sides.append(table[np.lexsort((*table.T, owner))])
    differs = np.bincount(owner, (sides[0] != sides[1]).any(axis=1), len(as_many))
    equal: Bools = as_many & (differs == 0)
    return equal
