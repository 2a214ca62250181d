"""Where the clean linework crosses the edges of parcels: found exactly, once, for both sides.

Lattice nodes that lie almost on a line are moved off it first, so that every crossing is a plain one.
"""
from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from .keys import SOUTH, UNITS_PER_M, WEST, Floats, Ints, cross, pack, unpack
from .rings import spread
from .templates import SLOTS

if TYPE_CHECKING:
    from ...rules.progress import Progress
    from .fabric import Fabric
    from .linework import Linework

_NODE_CLEAR = 0.25 * UNITS_PER_M  # no node nearer to a line
_POINT_CLEAR = 0.05 * UNITS_PER_M  # no point of a line nearer to a parcel's edge
_STEP = 0.6 * UNITS_PER_M
_ROUNDS = 12


class LineworkMisfit(ValueError):
    """Lattice and linework run so close to each other that their crossings are no plain ones."""


@dataclass(frozen=True, eq=False)
class Crossings:
    """Crossings of segments with unit edges a→b, a before b in node numbers.

    ``segment`` row; ``along`` 0 to 1 from the segment's start; ``i, j, to_i, to_j`` the edge; ``share`` 0 to 1 from a;
    ``key`` the vertex; ``into_left`` whether the segment enters the parcel on the edge's left.
    """

    segment: Ints
    along: Floats
    i: Ints
    j: Ints
    to_i: Ints
    to_j: Ints
    share: Floats
    key: Ints
    into_left: np.ndarray


@dataclass(frozen=True, eq=False)
class _Pairs:
    """Segments beside unit edges that may meet them, with the end points of both."""

    segment: Ints
    i: Ints
    j: Ints
    to_i: Ints
    to_j: Ints


def near_blocks(line: Linework, fabric: Fabric) -> tuple[Ints, Ints]:
    """Return (segment, block) for every block a segment may pass through."""
    lattice = fabric.lattice
    ax, ay = line.x[line.start] / UNITS_PER_M, line.y[line.start] / UNITS_PER_M
    bx, by = line.x[line.end] / UNITS_PER_M, line.y[line.end] / UNITS_PER_M
    pieces = np.ceil(np.sqrt((bx - ax) ** 2 + (by - ay) ** 2) / (0.5 * lattice.side)).astype(np.int64)
    segment = np.repeat(np.arange(len(pieces)), pieces)
    number = spread(np.zeros(len(pieces), dtype=np.int64), pieces)
    places = []
    for step in (0, 1):
        t = (number + step) / pieces[segment]
        places.append(lattice.unbend(WEST + (1 - t) * ax[segment] + t * bx[segment],
                                     SOUTH + (1 - t) * ay[segment] + t * by[segment]))
    low_c, high_c, low_r, high_r = (
        np.floor(bound(places[0][axis], places[1][axis]) + margin).astype(np.int64)
        for axis in (0, 1) for bound, margin in ((np.minimum, -0.2), (np.maximum, 0.2)))
    wide, tall = high_c - low_c + 1, high_r - low_r + 1
    count = wide * tall
    cell = spread(np.zeros(len(count), dtype=np.int64), count)
    rows = np.repeat(np.arange(len(count)), count)
    block = (low_c[rows] + cell // tall[rows]) * lattice.rows + low_r[rows] + cell % tall[rows]
    both = np.unique(segment[rows] * (lattice.columns * lattice.rows) + block)
    return both // (lattice.columns * lattice.rows), both % (lattice.columns * lattice.rows)


def clear_nodes(line: Linework, fabric: Fabric, progress: Progress) -> tuple[Fabric, Crossings]:
    """Move nodes off the lines and return the fabric so changed with all its crossings.

    Raises LineworkMisfit when nodes cannot be cleared.
    """
    segment, block = near_blocks(line, fabric)
    pairs = _edges_beside(line, fabric, segment, block, progress)
    for turn in range(_ROUNDS):
        progress.check()
        # each time a little further: steps of one length could lead to and fro between two lines
        number, key = _moves(line, fabric, pairs, _STEP * (1.0 + 0.3 * turn))
        if not len(number):
            return fabric, _crossings(line, fabric, pairs)
        fabric = _with_moves(fabric, number, key)
    raise LineworkMisfit("lattice nodes cannot be cleared from the linework")


def _edges_beside(line: Linework, fabric: Fabric, segment: Ints, block: Ints, progress: Progress) -> _Pairs:
    """Return the unit edges of the blocks whose box comes near the segment's box, each edge once per segment."""
    blocks, place = np.unique(block, return_inverse=True)
    parcels = fabric.parcels_of(blocks)
    row, i, j, to_i, to_j = fabric.edges(parcels)
    forward = (to_i > i) | ((to_i == i) & (to_j > j))
    row, i, j, to_i, to_j = (part[forward] for part in (row, i, j, to_i, to_j))
    owner = np.searchsorted(blocks, parcels[row] // SLOTS)
    start = np.searchsorted(owner, np.arange(len(blocks) + 1))
    progress.check()
    ax, ay = unpack(fabric.lattice.at(i, j))
    progress.check()
    bx, by = unpack(fabric.lattice.at(to_i, to_j))
    reach = 3 * UNITS_PER_M
    west, east = np.minimum(ax, bx) - reach, np.maximum(ax, bx) + reach
    south, north = np.minimum(ay, by) - reach, np.maximum(ay, by) + reach
    px, py, qx, qy = line.x[line.start], line.y[line.start], line.x[line.end], line.y[line.end]
    found = []
    for part in np.array_split(np.arange(len(segment)), max(1, len(segment) // 20_000)):
        progress.check()
        length = (start[1:] - start[:-1])[place[part]]
        edge = spread(start[place[part]], length)
        s = np.repeat(segment[part], length)
        near = (np.minimum(px, qx)[s] <= east[edge]) & (np.maximum(px, qx)[s] >= west[edge])
        near &= (np.minimum(py, qy)[s] <= north[edge]) & (np.maximum(py, qy)[s] >= south[edge])
        s, edge = s[near], edge[near]
        side_a = cross(px[s], py[s], qx[s], qy[s], ax[edge], ay[edge])
        side_b = cross(px[s], py[s], qx[s], qy[s], bx[edge], by[edge])
        clear = reach * np.sqrt(((qx - px)[s] ** 2 + (qy - py)[s] ** 2).astype(np.float64))
        near = ~(((side_a > clear) & (side_b > clear)) | ((side_a < -clear) & (side_b < -clear)))
        found.append((s[near], edge[near]))
    s, edge = (np.concatenate(part) for part in zip(*found))
    return _Pairs(s, i[edge], j[edge], to_i[edge], to_j[edge])


def _ends(line: Linework, fabric: Fabric, pairs: _Pairs) -> tuple[Ints, ...]:
    """Return px, py, qx, qy of the segments and ax, ay, bx, by of the edges."""
    s, e = line.start[pairs.segment], line.end[pairs.segment]
    a, b = fabric.lattice.at(pairs.i, pairs.j), fabric.lattice.at(pairs.to_i, pairs.to_j)
    return (line.x[s], line.y[s], line.x[e], line.y[e], *unpack(a), *unpack(b))


def _distance(px: Ints, py: Ints, qx: Ints, qy: Ints, x: Ints, y: Ints) -> tuple[Floats, Floats, Floats]:
    """Return the distance of points from segments pq and the unit normal that points to the point's side."""
    dx, dy = (qx - px).astype(np.float64), (qy - py).astype(np.float64)
    length2 = dx * dx + dy * dy
    t = np.clip(((x - px) * dx + (y - py) * dy) / length2, 0.0, 1.0)
    away = np.sqrt((px + t * dx - x) ** 2 + (py + t * dy - y) ** 2)
    side = np.where(cross(px, py, qx, qy, x, y) >= 0, 1.0, -1.0)
    length = np.sqrt(length2)
    return away, -dy / length * side, dx / length * side


def _moves(line: Linework, fabric: Fabric, pairs: _Pairs, step: float) -> tuple[Ints, Ints]:
    """Return (node number, new key) for nodes too near to a line; the lowest row decides where several would."""
    px, py, qx, qy, ax, ay, bx, by = _ends(line, fabric, pairs)
    lattice = fabric.lattice
    numbers, keys = [], []

    def move(near: np.ndarray, i: Ints, j: Ints, x: Ints, y: Ints, nx: Floats, ny: Floats) -> None:
        numbers.append(lattice.numbers(i[near], j[near]))
        keys.append(pack(x[near] + np.rint(step * nx[near]).astype(np.int64),
                         y[near] + np.rint(step * ny[near]).astype(np.int64)))

    for i, j, x, y in ((pairs.i, pairs.j, ax, ay), (pairs.to_i, pairs.to_j, bx, by)):
        away, nx, ny = _distance(px, py, qx, qy, x, y)
        move(away < _NODE_CLEAR, i, j, x, y, nx, ny)
    for x, y in ((px, py), (qx, qy)):
        away, nx, ny = _distance(ax, ay, bx, by, x, y)
        near = away < _POINT_CLEAR
        move(near, pairs.i, pairs.j, ax, ay, -nx, -ny)
        move(near, pairs.to_i, pairs.to_j, bx, by, -nx, -ny)
    number, key = np.concatenate(numbers), np.concatenate(keys)
    order = np.lexsort((key, number))
    number, key = number[order], key[order]
    first = np.concatenate([[True], np.diff(number) != 0]) if len(number) else np.empty(0, dtype=bool)
    return number[first], key[first]


def _with_moves(fabric: Fabric, number: Ints, key: Ints) -> Fabric:
    lattice = fabric.lattice
    kept = ~np.isin(lattice.moved, number)
    number = np.concatenate([lattice.moved[kept], number])
    key = np.concatenate([lattice.moved_key[kept], key])
    order = np.argsort(number)
    return fabric.with_lattice(replace(lattice, moved=number[order], moved_key=key[order]))


def _crossings(line: Linework, fabric: Fabric, pairs: _Pairs) -> Crossings:
    px, py, qx, qy, ax, ay, bx, by = _ends(line, fabric, pairs)
    side_a, side_b = cross(px, py, qx, qy, ax, ay), cross(px, py, qx, qy, bx, by)
    side_p, side_q = cross(ax, ay, bx, by, px, py), cross(ax, ay, bx, by, qx, qy)
    hit = np.flatnonzero(((side_a > 0) != (side_b > 0)) & ((side_p > 0) != (side_q > 0)))
    along = side_p[hit] / (side_p[hit] - side_q[hit]).astype(np.float64)
    share = side_a[hit] / (side_a[hit] - side_b[hit]).astype(np.float64)
    key = pack(px[hit] + np.rint(along * (qx - px)[hit]).astype(np.int64),
               py[hit] + np.rint(along * (qy - py)[hit]).astype(np.int64))
    return Crossings(pairs.segment[hit], along, pairs.i[hit], pairs.j[hit], pairs.to_i[hit], pairs.to_j[hit], share,
                     key, side_q[hit] > 0)
