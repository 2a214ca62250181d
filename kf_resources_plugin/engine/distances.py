"""Distances between polygons in arrays: the nearest up to a limit, all pairs within one, and what hangs together.

Boundaries are taken in short runs of edges, and a tree over the runs' boxes leaves few of them to be compared edge by
edge. GEOS is asked only whether a polygon lies inside another, where boundaries are apart. Distances are planar in the
coordinates given; ``in_metres`` makes metres of them.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Callable

import numpy as np

from .edges import edges_of, side
from .hilbert_tree import HilbertTree, expand
from .metric_plane import to_metres
from .wkb import as_wkb_array, bounds_of, ring_layout, rings_of_layout, with_coordinates, wkb_bounds

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qgis.core import QgsCoordinateReferenceSystem

    from ..rules.areas import Bools, Floats, Ints
    from ..rules.progress import Progress
    from .kernel import Kernel
    from .wkb import Wkbs

Wanted = Callable[["Ints", "Ints"], "Bools"]
"""Takes two columns of rows (points and rows in ``holders``), returns which pairs are wanted, bool (pairs,)."""

_RUN = 8  # consecutive edges that share a box
_BATCH = 20_000  # runs that go down the tree together
_SLACK = 1.0 + 1e-9  # bounds are a little wider than what they bound, so that rounding leaves nothing out
_CHUNK = 20_000  # pairs of runs that are compared edge by edge together


@dataclass(frozen=True)
class _Runs:
    """Polygons as runs of edges, all ascending by polygon.

    edges: (edges, 4) x0, y0, x1, y1. edge_boxes: (edges, 4). first, count: (runs,) edges of each. owner: (runs,) row.
    boxes: (runs, 4). bounds: (rows, 4). starts: x, y and row of a vertex of every part, each (parts,).
    """

    edges: Floats
    edge_boxes: Floats
    first: Ints
    count: Ints
    owner: Ints
    boxes: Floats
    bounds: Floats
    starts: tuple[Floats, Floats, Ints]


def nearest_distances(
    subjects: Wkbs, others: Wkbs, limit: float, kernel: Kernel, progress: Progress
) -> Floats:
    """Return the distance from each subject to the nearest of others, (subjects,): 0 where they meet or overlap.

    Both are plain valid polygons in one plane; ``limit`` is in its unit. inf where nothing is within the limit, and
    for a subject without geometry.
    """
    ours, theirs = _runs_of(subjects), _runs_of(others)
    best = np.full(len(subjects), limit * _SLACK)  # sure to be reached or not wanted
    exact = np.full(len(subjects), np.inf)
    tree = HilbertTree(theirs.boxes)
    for batch in _batches(len(ours.owner), progress.part(0.0, 0.9)):
        run, other = _closest_runs(ours, batch, tree, best)
        gap = _box_gaps(ours.boxes[run], theirs.boxes[other])
        # the closest boxes of each polygon first: what they tell leaves few of the others
        order = np.lexsort((gap, ours.owner[run]))
        run, other, gap = run[order], other[order], gap[order]
        first = np.diff(ours.owner[run], prepend=-1) != 0
        for chosen in (np.flatnonzero(first), np.flatnonzero(~first)):
            for chunk in _slices(len(chosen), _CHUNK):
                progress.check()
                pairs = chosen[chunk]
                pairs = pairs[gap[pairs] <= best[ours.owner[run[pairs]]]]
                _compare(ours, theirs, run[pairs], other[pairs], best, exact)
    for inside, _ in _contained(ours, theirs, subjects, others, kernel, progress, exact > 0.0):
        exact[inside] = 0.0
    progress.set(1.0)
    return np.where(exact <= limit, exact, np.inf)


def _compare(ours: _Runs, theirs: _Runs, run: Ints, other: Ints, best: Floats, exact: Floats) -> None:
    """Bring ``exact`` and ``best`` (rows,) down to the distances between the edges of pairs of runs."""
    owner = ours.owner[run]
    mine, edge, source = _edge_pairs(ours, theirs, run, other, best[owner])
    np.minimum.at(exact, owner[source], _gaps(ours.edges[mine], theirs.edges[edge]))
    best[owner] = np.minimum(best[owner], exact[owner])


def pairs_within(
    subjects: Wkbs, others: Wkbs, limit: float, kernel: Kernel, progress: Progress, wanted: Wanted | None = None,
) -> tuple[Ints, Ints]:
    """Return all pairs (subject, other) that are at most ``limit`` apart, sorted; meeting and overlapping are 0 apart.

    Arguments as for ``nearest_distances``. ``wanted`` tells which pairs are, all when None: ``later`` where both are
    the same.
    """
    ours = _runs_of(subjects)
    theirs = ours if others is subjects else _runs_of(others)
    tree = HilbertTree(theirs.boxes)
    found: list[Ints] = [np.empty(0, dtype=np.int64)]
    size = np.int64(max(len(others), 1))
    for batch in _batches(len(ours.owner), progress.part(0.0, 0.9)):
        run, other = _runs_within(ours, batch, tree, limit * _SLACK)
        one, another = ours.owner[run], theirs.owner[other]
        if wanted is not None:
            chosen = np.flatnonzero(wanted(one, another))
            run, other, one, another = run[chosen], other[chosen], one[chosen], another[chosen]
        keys = one * size + another
        sure = _farthest(ours.edges[ours.first[run], :2], theirs.boxes[other]) <= limit
        known = np.unique(keys[sure])
        left = np.flatnonzero(~np.isin(keys, known))
        run, other, keys = run[left], other[left], keys[left]
        found.append(known)
        for chunk in _slices(len(run), _CHUNK):
            progress.check()
            mine, edge, source = _edge_pairs(
                ours, theirs, run[chunk], other[chunk], np.full(len(run[chunk]), limit * _SLACK))
            near = _gaps(ours.edges[mine], theirs.edges[edge]) <= limit
            found.append(np.unique(keys[chunk][source[near]]))
    for one, another in _contained(ours, theirs, subjects, others, kernel, progress, wanted=wanted):
        found.append(one * size + another)
    together = np.unique(np.concatenate(found))
    progress.set(1.0)
    return together // size, together % size


def later(first: Ints, second: Ints) -> Bools:
    """Want each pair of rows of one table once, and no row with itself."""
    return first < second


def clusters(rows: int, first: Ints, second: Ints) -> Ints:
    """Return for each row the lowest row that it hangs together with through pairs (first, second)."""
    label = np.arange(rows, dtype=np.int64)
    while True:
        one, other = label[first], label[second]
        apart = one != other
        if not apart.any():
            return label
        first, second, one, other = first[apart], second[apart], one[apart], other[apart]
        np.minimum.at(label, np.maximum(one, other), np.minimum(one, other))
        while True:
            root = label[label]
            if (root == label).all():
                break
            label = root


def in_metres(layers: Sequence[Wkbs], crs: QgsCoordinateReferenceSystem, progress: Progress) -> list[Wkbs]:
    """Return plain polygons of one CRS in a plane of true metres.

    That is their own plane where it is true to scale over the first layer with polygons, and else the 3-degree
    Gauss-Krüger zone of CGCS2000 in which the middle of that layer lies, by projection alone.
    """
    first = next((wkbs for wkbs in layers if any(wkbs)), None)
    move = None if first is None else to_metres(crs, wkb_bounds(first))
    return list(layers) if move is None else [moved(wkbs, move, progress) for wkbs in layers]


def moved(wkbs: Wkbs, move: Callable[[Floats, Floats], tuple[Floats, Floats]], progress: Progress) -> Wkbs:
    """Return plain polygons whose vertices were moved, all at once."""
    progress.check()
    layout = ring_layout(wkbs)
    rings = rings_of_layout(layout)
    x, y = move(rings.x, rings.y)
    return as_wkb_array(with_coordinates(layout, np.fromiter(map(len, wkbs), dtype=np.int64, count=len(wkbs)), x, y))


def _runs_of(wkbs: Wkbs) -> _Runs:
    edges = edges_of(wkbs)
    within = np.arange(len(edges.owner), dtype=np.int64) - edges.start[edges.owner]
    first = np.flatnonzero(within % _RUN == 0)
    boxes = edges.bounds()
    low, high = (np.empty((0, 2)), np.empty((0, 2))) if not len(first) else (
        np.minimum.reduceat(boxes[:, :2], first), np.maximum.reduceat(boxes[:, 2:], first))
    layout = ring_layout(wkbs)
    rings = rings_of_layout(layout)
    shells = rings.offsets[:-1][~rings.is_hole]
    return _Runs(
        np.column_stack([edges.x0, edges.y0, edges.x1, edges.y1]), boxes, first,
        np.diff(np.r_[first, len(edges.owner)]), edges.owner[first], np.hstack([low, high]), bounds_of(rings),
        (rings.x[shells], rings.y[shells], rings.owner[~rings.is_hole]))


def _closest_runs(ours: _Runs, batch: Ints, tree: HilbertTree, best: Floats) -> tuple[Ints, Ints]:
    """Return pairs (run of ours, run of the tree) among which the nearest edge of every polygon is.

    ``best`` (rows,) is brought down to what is sure to be reached.
    """
    run, node = _roots(batch, tree)
    for level in range(tree.top, -1, -1):
        if level < tree.top:
            node, parent = tree.children(level + 1, node)
            run = run[parent]
        boxes = tree.levels[level][node]
        owner = ours.owner[run]
        near = _box_gaps(ours.boxes[run], boxes) <= best[owner]
        run, node, owner, boxes = run[near], node[near], owner[near], boxes[near]
        if not len(run):
            break
        starts = np.flatnonzero(np.diff(owner, prepend=-1))
        # a box holds an edge that is no farther than its farthest corner
        sure = np.minimum.reduceat(_farthest(ours.edges[ours.first[run], :2], boxes), starts) * _SLACK
        best[owner[starts]] = np.minimum(best[owner[starts]], sure)
        near = _box_gaps(ours.boxes[run], boxes) <= best[owner]
        run, node = run[near], node[near]
    return run, tree.order[node]


def _runs_within(ours: _Runs, batch: Ints, tree: HilbertTree, limit: float) -> tuple[Ints, Ints]:
    """Return pairs (run of ours, run of the tree) whose boxes are at most ``limit`` apart."""
    run, node = _roots(batch, tree)
    for level in range(tree.top, -1, -1):
        if level < tree.top:
            node, parent = tree.children(level + 1, node)
            run = run[parent]
        near = _box_gaps(ours.boxes[run], tree.levels[level][node]) <= limit
        run, node = run[near], node[near]
    return run, tree.order[node]


def _roots(batch: Ints, tree: HilbertTree) -> tuple[Ints, Ints]:
    count = len(tree.levels[-1])
    return np.repeat(batch, count), np.tile(np.arange(count, dtype=np.int64), len(batch))


def _edge_pairs(ours: _Runs, theirs: _Runs, run: Ints, other: Ints, limit: Floats) -> tuple[Ints, Ints, Ints]:
    """Return (our edge, their edge, position of the pair of runs) whose boxes are at most ``limit`` (pairs,) apart."""
    mine, source = expand(ours.first[run], ours.count[run])
    near = _box_gaps(ours.edge_boxes[mine], theirs.boxes[other[source]]) <= limit[source]
    mine, source = mine[near], source[near]
    edge, place = expand(theirs.first[other[source]], theirs.count[other[source]])
    mine, source = mine[place], source[place]
    near = _box_gaps(ours.edge_boxes[mine], theirs.edge_boxes[edge]) <= limit[source]
    return mine[near], edge[near], source[near]


def _box_gaps(a: Floats, b: Floats) -> Floats:
    """Return the distances of boxes pairwise."""
    x = np.maximum(np.maximum(a[:, 0] - b[:, 2], b[:, 0] - a[:, 2]), 0.0)
    y = np.maximum(np.maximum(a[:, 1] - b[:, 3], b[:, 1] - a[:, 3]), 0.0)
    return np.hypot(x, y)


def _farthest(points: Floats, boxes: Floats) -> Floats:
    """Return the distances of points to the farthest corner of a box, pairwise."""
    x = np.maximum(np.abs(points[:, 0] - boxes[:, 0]), np.abs(points[:, 0] - boxes[:, 2]))
    y = np.maximum(np.abs(points[:, 1] - boxes[:, 1]), np.abs(points[:, 1] - boxes[:, 3]))
    return np.hypot(x, y)


def _gaps(a: Floats, b: Floats) -> Floats:
    """Return the distances of edges pairwise, each side (n, 4) x0, y0, x1, y1."""
    gap = np.minimum.reduce([
        _point_gaps(a[:, :2], b), _point_gaps(a[:, 2:], b), _point_gaps(b[:, :2], a), _point_gaps(b[:, 2:], a)])
    ax0, ay0, ax1, ay1 = a.T
    bx0, by0, bx1, by1 = b.T
    crossing = (side(ax0, ay0, ax1, ay1, bx0, by0) * side(ax0, ay0, ax1, ay1, bx1, by1) < 0) & (
        side(bx0, by0, bx1, by1, ax0, ay0) * side(bx0, by0, bx1, by1, ax1, ay1) < 0)
    return np.where(crossing, 0.0, gap)


def _point_gaps(points: Floats, edges: Floats) -> Floats:
    along, to_point = edges[:, 2:] - edges[:, :2], points - edges[:, :2]
    share = np.clip((along * to_point).sum(axis=1) / (along * along).sum(axis=1), 0.0, 1.0)
    # from the nearer end, so that a point on an end is at 0 whatever the rounding
    from_end = points - edges[:, 2:]
    near_end = share > 0.5  # noqa: PLR2004
    rest = np.where(near_end[:, None], from_end + along * (1.0 - share)[:, None], to_point - along * share[:, None])
    return np.hypot(rest[:, 0], rest[:, 1])


def _contained(
    ours: _Runs, theirs: _Runs, subjects: Wkbs, others: Wkbs, kernel: Kernel, progress: Progress,
    asked: Bools | None = None, wanted: Wanted | None = None,
) -> Iterator[tuple[Ints, Ints]]:
    """Yield (subject, other) of which a part of one lies inside the other; ``asked`` (subjects,) limits the subjects.

    One vertex of a part tells, for parts whose boundaries meet are found by their edges. ``wanted`` as in
    ``pairs_within``.
    """
    x, y, row = ours.starts
    if asked is not None:
        x, y, row = x[asked[row]], y[asked[row]], row[asked[row]]
    point, holder = holders(x, y, theirs.bounds, others, kernel, progress.part(0.9, 0.95), None if wanted is None
                            else lambda point, holder: wanted(row[point], holder))
    yield row[point], holder
    x, y, place = theirs.starts
    bounds = ours.bounds if asked is None else np.where(asked[:, None], ours.bounds, np.nan)
    point, holder = holders(x, y, bounds, subjects, kernel, progress.part(0.95, 1.0), None if wanted is None
                            else lambda point, holder: wanted(holder, place[point]))
    yield holder, place[point]


def holders(x: Floats, y: Floats, bounds: Floats, wkbs: Wkbs, kernel: Kernel, progress: Progress,
            wanted: Wanted | None = None) -> tuple[Ints, Ints]:
    """Return (point, row) wherever a point lies inside a polygon; ``wanted`` tells which of these pairs are."""
    point, row = HilbertTree(bounds).pairs(np.column_stack([x, y, x, y]), progress)
    if wanted is not None:
        chosen = np.flatnonzero(wanted(point, row))
        point, row = point[chosen], row[chosen]
    order = np.argsort(row, kind="stable")
    point, row = point[order], row[order]
    inside = np.zeros(len(point), dtype=bool)
    starts = np.flatnonzero(np.diff(row, prepend=-1))
    shapes = kernel.load(wkbs[row[starts]])
    for shape, begin, end in zip(shapes, starts.tolist(), [*starts[1:].tolist(), len(row)]):
        progress.check()
        if shape is not None:
            inside[begin:end] = kernel.contains_points(shape, x[point[begin:end]], y[point[begin:end]])
    return point[inside], row[inside]


def _slices(count: int, size: int) -> Iterator[slice]:
    for start in range(0, count, size):
        yield slice(start, start + size)


def _batches(count: int, progress: Progress) -> Iterator[Ints]:
    for start in range(0, count, _BATCH):
        progress.check()
        progress.set(start / count)
        yield np.arange(start, min(start + _BATCH, count), dtype=np.int64)
