"""Large polygons clipped to a small box each, many boxes at once, from the edges that are known to touch the boxes.

Inside a box the boundary is a set of chains that come in and go out. Sorted round the border of the box, ways in and
ways out alternate, and the polygon lies between each way out and the next way in, counter-clockwise. So no edge is
looked at that is not near the box, and each only once. Rings that lie in the box whole are holes or islands there.
Where a box is not that plain (a vertex on its border, two chains meet there, a hole in one of several parts) nothing is
returned, and the caller clips otherwise.

The boxes are grown by a margin before. A chain that stays in the margin may be left out: that only changes what lies
behind it, away from the box.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..rules.areas import Rings
from .cycles import lowest_of_cycle, place_in_cycle
from .hilbert_tree import expand
from .wkb import as_wkb_array, multi_polygon_wkb, polygon_wkb, signed_ring_areas

if TYPE_CHECKING:
    from ..rules.areas import Bools, Floats, Ints
    from .edges import Edges
    from .wkb import Wkbs

MARGIN = 0.002  # of a box's extent, so that no clipping edge falls on a parcel's edge
_STEPS = 64  # edges in the margin after which a box is left to the caller
_SIDES = 4  # bottom, right, top, left
_ROUND = np.array([[0, 1], [2, 1], [2, 3], [0, 3], [0, 1]])  # columns of x and y of a box's corners
_ENDS = np.array([[2, 1], [2, 3], [0, 3], [0, 1]])  # columns of x and y of a box where each side ends


def clip_to_boxes(walks: Walks, hit_edge: Ints, hit_box: Ints, boxes: Floats) -> Wkbs:
    """Return for each box polygons that are there what the polygon of its edges is, (boxes,); ``b""`` where not plain.

    walks: of the edges of all polygons. hit_edge, hit_box: (hits,) all edges of the box's polygon that touch it, sorted
    by box, then edge, at least one a box. boxes: (boxes, 4).
    """
    grown = boxes + np.max(boxes[:, 2:] - boxes[:, :2], axis=1, keepdims=True) * MARGIN * [-1.0, -1.0, 1.0, 1.0]
    plain = np.ones(len(boxes), dtype=bool)
    runs, whole = _grown(walks, hit_edge, hit_box, grown, plain)
    chains = _chains(walks.edges, runs, grown, plain)
    following, corners, plain = _linked(chains, plain)
    return _written(_chained(chains, following, corners, grown, plain), _closed(whole), grown, plain)


class Walks:
    """The closed walks that edges make: the boundary's rings, or several that begin in the same vertex."""

    def __init__(self, edges: Edges) -> None:
        self.edges = edges
        goes_on = (edges.x0[1:] == edges.x1[:-1]) & (edges.y0[1:] == edges.y1[:-1])
        begins = np.r_[True, ~goes_on | (edges.owner[1:] != edges.owner[:-1])]
        self.start = np.flatnonzero(begins)
        self.length = np.diff(self.start, append=len(edges.x0))
        self.of_edge = np.cumsum(begins) - 1

    def edge(self, walk: Ints, place: Ints) -> Ints:
        """Return the edge at a place of a walk, which may be counted on past its end."""
        found: Ints = self.start[walk] + place % self.length[walk]
        return found


@dataclass
class _Runs:
    """Edges of a walk one after the other, arrays (runs,): from place ``first`` to ``last``, by box and walk."""

    walks: Walks
    box: Ints
    walk: Ints
    first: Ints
    last: Ints

    def take(self, rows: Ints) -> _Runs:
        return _Runs(self.walks, self.box[rows], self.walk[rows], self.first[rows], self.last[rows])

    def merged(self) -> _Runs:
        """Return runs where those are one that continue one another, also over the end of their walk."""
        runs = self.take(np.lexsort((self.first, self.walk, self.box)))
        if not len(runs.box):
            return runs
        alike = (np.diff(runs.box) == 0) & (np.diff(runs.walk) == 0)
        head = np.flatnonzero(np.r_[True, ~alike])
        tail = np.append(head[1:], len(runs.box)) - 1
        length = runs.walks.length[runs.walk[head]]
        over = (head != tail) & (runs.last[tail] + 1 >= runs.first[head] + length)
        if over.any():
            runs.first[head[over]] += length[over]
            runs.last[head[over]] += length[over]
            runs = runs.take(np.lexsort((runs.first, runs.walk, runs.box)))
        begin = np.flatnonzero(np.r_[True, ~alike | (runs.first[1:] > runs.last[:-1] + 1)])
        last = np.maximum.reduceat(runs.last, begin)
        return _Runs(runs.walks, runs.box[begin], runs.walk[begin], runs.first[begin], last)


@dataclass(frozen=True)
class _Drawn:
    """Closed rings (rings,), sorted by box: points (vertices, 2), of a ring those from one of offsets to the next."""

    points: Floats
    offsets: Ints
    box: Ints

    @property
    def rings(self) -> list[Floats]:
        return [self.points[begin:end] for begin, end in zip(self.offsets[:-1].tolist(), self.offsets[1:].tolist())]

    def areas(self) -> Floats:
        """Return the area of each ring, negative where it goes round clockwise."""
        x, y = np.ascontiguousarray(self.points.T)
        count = len(self.box)
        return signed_ring_areas(Rings(x, y, self.offsets, np.arange(count), np.zeros(count, dtype=bool), count))


def _grown(walks: Walks, hit_edge: Ints, hit_box: Ints, boxes: Floats, plain: Bools) -> tuple[_Runs, _Runs]:
    """Return runs that begin and end outside of their box, and those of walks that lie in it whole.

    Boxes for which that is not found are marked not ``plain``.
    """
    walk = walks.of_edge[hit_edge]
    begin = np.flatnonzero(np.r_[True, (np.diff(hit_box) != 0) | (np.diff(hit_edge) != 1) | (np.diff(walk) != 0)])
    last_hit = np.append(begin[1:], len(hit_edge)) - 1
    runs = _Runs(walks, hit_box[begin], walk[begin], hit_edge[begin] - walks.start[walk[begin]],
                 hit_edge[last_hit] - walks.start[walk[begin]])
    done: list[_Runs] = []
    whole: list[_Runs] = []
    for _ in range(_STEPS):
        runs = runs.merged()
        all_round = runs.last - runs.first + 1 >= walks.length[runs.walk]
        whole.append(runs.take(np.flatnonzero(all_round)))
        runs = runs.take(np.flatnonzero(~all_round))
        back, on = (_is_inside(walks, runs, place, boxes) for place in (runs.first, runs.last + 1))
        grows = np.isin(runs.box, runs.box[back | on])
        done.append(runs.take(np.flatnonzero(~grows)))
        if not grows.any():
            break
        first, last = runs.first - back, runs.last + on
        below = np.where(first < 0, walks.length[runs.walk], 0)
        runs = _Runs(walks, runs.box, runs.walk, first + below, last + below).take(np.flatnonzero(grows))
    else:
        plain[runs.box] = False
    within, leaving = _apart(_together(whole), boxes)
    return _together([*done, leaving]).merged(), within


def _apart(whole: _Runs, boxes: Floats) -> tuple[_Runs, _Runs]:
    """Return of runs all round their walk those that lie in their box, and the others from a vertex outside of it."""
    walks = whole.walks
    length = walks.length[whole.walk]
    place, run = expand(np.zeros(len(length), dtype=np.int64), length)
    outside = np.flatnonzero(~_is_inside(walks, whole.take(run), place, boxes))
    leaves, at = np.unique(run[outside], return_index=True)
    first = place[outside[at]]
    leaving = _Runs(walks, whole.box[leaves], whole.walk[leaves], first, first + length[leaves] - 1)
    return whole.take(np.setdiff1d(np.arange(len(length)), leaves)), leaving


def _together(parts: list[_Runs]) -> _Runs:
    return _Runs(parts[0].walks, *(np.concatenate([getattr(part, name) for part in parts])
                                   for name in ("box", "walk", "first", "last")))


def _closed(whole: _Runs) -> _Drawn:
    """Return the walks of runs as rings."""
    runs = whole.take(np.argsort(whole.box, kind="stable"))
    count = runs.walks.length[runs.walk] + 1
    place, run = expand(np.zeros(len(runs.box), dtype=np.int64), count)
    edge = runs.walks.edge(runs.walk[run], place)
    points = np.column_stack([runs.walks.edges.x0[edge], runs.walks.edges.y0[edge]])
    return _Drawn(points, np.append(0, np.cumsum(count)), runs.box)


def _is_inside(walks: Walks, runs: _Runs, place: Ints, boxes: Floats) -> Bools:
    """Tell whether the vertex where the edge at a place begins is inside the run's box."""
    edge = walks.edge(runs.walk, place)
    return _within(walks.edges.x0[edge], walks.edges.y0[edge], boxes[runs.box])


def _within(x: Floats, y: Floats, boxes: Floats) -> Bools:
    inside: Bools = (x > boxes[:, 0]) & (x < boxes[:, 2]) & (y > boxes[:, 1]) & (y < boxes[:, 3])
    return inside


@dataclass(frozen=True)
class _Chains:
    """What comes into a box and goes out again, arrays (chains,) sorted by box.

    x, y: (vertices,) of all chains; ``first``, ``count``: those of a chain inside its box. enters, leaves: (chains, 2)
    points on the border of the box; side_in, side_out: the sides they are on.
    """

    box: Ints
    x: Floats
    y: Floats
    first: Ints
    count: Ints
    enters: Floats
    side_in: Ints
    leaves: Floats
    side_out: Ints


def _chains(edges: Edges, runs: _Runs, boxes: Floats, plain: Bools) -> _Chains:
    """Cut runs where they are outside of their box; boxes with a vertex on their border are no longer ``plain``."""
    place, run = expand(runs.first, runs.last - runs.first + 2)
    vertex = runs.walks.edge(runs.walk[run], place)
    x, y, box = edges.x0[vertex], edges.y0[vertex], runs.box[run]
    around = boxes[box]
    out = np.flatnonzero(~_within(x, y, around))
    near = (x[out] >= around[out, 0]) & (x[out] <= around[out, 2]) & (y[out] >= around[out, 1])
    plain[box[out[near & (y[out] <= around[out, 3])]]] = False
    goes_on = (run[out[1:]] == run[out[:-1]]) & plain[box[out[1:]]]
    begin, end = out[:-1][goes_on], out[1:][goes_on]
    box = box[begin]
    enters, side_in, when_in = _crossing(x, y, begin, boxes[box], entering=True)
    leaves, side_out, when_out = _crossing(x, y, end - 1, boxes[box], entering=False)
    plain[box[(end == begin + 1) & (when_in >= when_out)]] = False
    return _Chains(box, x, y, begin + 1, end - begin - 1, enters, side_in, leaves, side_out)


def _crossing(x: Floats, y: Floats, begin: Ints, boxes: Floats, *, entering: bool) -> tuple[Floats, Ints, Floats]:
    """Return (point, side, share): where edges from vertex ``begin`` to the next enter or leave boxes."""
    x0, y0 = x[begin], y[begin]
    dx, dy = x[begin + 1] - x0, y[begin + 1] - y0
    right, up = (dx > 0) ^ entering, (dy > 0) ^ entering
    side_x, side_y = np.where(right, boxes[:, 2], boxes[:, 0]), np.where(up, boxes[:, 3], boxes[:, 1])
    never = -np.inf if entering else np.inf
    with np.errstate(divide="ignore", invalid="ignore"):
        share_x = np.where(dx == 0, never, (side_x - x0) / dx)
        share_y = np.where(dy == 0, never, (side_y - y0) / dy)
    by_x = (share_x > share_y) == entering
    share = np.where(by_x, share_x, share_y)
    with np.errstate(invalid="ignore"):
        point = np.column_stack([
            np.where(by_x, side_x, np.clip(x0 + share * dx, boxes[:, 0], boxes[:, 2])),
            np.where(by_x, np.clip(y0 + share * dy, boxes[:, 1], boxes[:, 3]), side_y)])
    return point, np.where(by_x, np.where(right, 1, 3), np.where(up, 2, 0)), share


def _linked(chains: _Chains, plain: Bools) -> tuple[Ints, Ints, Bools]:
    """Return (following, corners, plain): the chain after each, the corners of the box between, and which are plain."""
    count = len(chains.box)
    box = np.tile(chains.box, 2)
    points, side = np.vstack([chains.enters, chains.leaves]), np.r_[chains.side_in, chains.side_out]
    goes_out = np.arange(2 * count) >= count
    along = np.choose(side, [points[:, 0], points[:, 1], -points[:, 0], -points[:, 1]])
    order = np.lexsort((along, side, box))
    last = np.flatnonzero(np.diff(box[order], append=-1))
    after = np.arange(1, 2 * count + 1)
    after[last] = np.r_[0, last[:-1] + 1]
    now, then = order, order[after]
    unclear = (goes_out[now] == goes_out[then]) | (points[now] == points[then]).all(axis=1)
    plain = plain.copy()
    plain[box[now[unclear]]] = False
    leaving = goes_out[now] & plain[box[now]]
    now, then = now[leaving], then[leaving]
    round_ = np.where(after[leaving] <= np.flatnonzero(leaving), _SIDES, 0)
    following, corners = np.arange(count, dtype=np.int64), np.zeros(count, dtype=np.int64)
    following[now - count] = then
    corners[now - count] = side[then] - side[now] + round_
    return following, corners, plain


def _chained(chains: _Chains, following: Ints, corners: Ints, boxes: Floats, plain: Bools) -> _Drawn:
    """Return the rings that linked chains make."""
    lowest = lowest_of_cycle(following)
    order = np.lexsort((place_in_cycle(following, lowest), lowest))
    order = order[plain[chains.box[order]]]
    closes = np.diff(lowest[order], append=-1) != 0
    opens = np.r_[True, closes[:-1]] if len(order) else closes
    count = chains.count[order]
    total = count + corners[order] + 2 + closes
    base = np.cumsum(total) - total
    points = np.empty((int(total.sum()), 2))
    points[base], points[base + 1 + count] = chains.enters[order], chains.leaves[order]
    inner, _ = expand(chains.first[order], count)
    points[expand(base + 1, count)[0]] = np.column_stack([chains.x[inner], chains.y[inner]])
    place, chain = expand(base + 2 + count, corners[order])
    side = (chains.side_out[order][chain] + place - (base + 2 + count)[chain]) % _SIDES
    around = boxes[chains.box[order]][chain]
    points[place] = np.take_along_axis(around, _ENDS[side], axis=1)
    points[(base + total - 1)[closes]] = chains.enters[order[opens]]
    return _Drawn(points, np.append(base[opens], len(points)), chains.box[order[opens]])


def _written(chained: _Drawn, closed: _Drawn, boxes: Floats, plain: Bools) -> Wkbs:
    """Return the polygons of each box; ``b""`` where it is not plain, or a ring goes round no area."""
    good = plain.copy()
    good[chained.box[chained.areas() <= 0]] = False
    result = as_wkb_array([b""] * len(boxes))
    rings = chained.rings
    begin = np.searchsorted(chained.box, np.arange(len(boxes) + 1))
    has_closed = np.bincount(closed.box, minlength=len(boxes)) > 0
    for box in np.flatnonzero(good & ~has_closed & (np.diff(begin) > 0)).tolist():
        result[box] = _polygons(rings[begin[box]:begin[box + 1]])
    inner, areas = closed.rings, closed.areas()
    first = np.searchsorted(closed.box, np.arange(len(boxes) + 1))
    for box in np.flatnonzero(good & has_closed).tolist():
        mine, within = rings[begin[box]:begin[box + 1]], slice(first[box], first[box + 1])
        if (areas[within] > 0).all():
            result[box] = _polygons([*mine, *inner[within]])
        elif (areas[within] < 0).all() and len(mine) <= 1:
            result[box] = polygon_wkb([*(mine or [boxes[box][_ROUND]]), *inner[within]])
    return result


def _polygons(shells: list[Floats]) -> bytes:
    polygons = [polygon_wkb([shell]) for shell in shells]
    return polygons[0] if len(polygons) == 1 else multi_polygon_wkb(polygons)
