"""Cutting the parcels that the linework crosses, so that both sides of a cut share every vertex.

A crossed parcel's ring and the pieces of lines inside it form a small net; its faces are the new parcels. Faces
smaller than SMALLEST m² join the neighbour they share most boundary with, by dropping the edges between them.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .crossings import Crossings, LineworkMisfit, clear_nodes, near_blocks
from .keys import Ints, unpack
from .linework import OUTSIDE, Linework, locate
from .rings import cancel, cycles, next_in_ring, offsets, ring_areas, ring_edges, spread, successors

if TYPE_CHECKING:
    from ...rules.progress import Progress
    from .fabric import Fabric

SMALLEST = 200.0  # m²: the smallest parcel the survey maps (construction land)
_UNKNOWN = -2


@dataclass(frozen=True, eq=False)
class Cut:
    """What cutting gives.

    ``fabric`` with nodes cleared from lines; ``parcel`` (faces,) the parcel each new face came from, ascending;
    ``kind`` (faces,) row of the linework's kinds; ``key``, ``offset`` their rings; ``gone`` sorted parcels that are
    replaced by faces; ``near`` sorted blocks close to lines, ``near_parcel`` all their parcels and ``near_kind``
    their kind (OUTSIDE where outside the city or gone).
    """

    fabric: Fabric
    parcel: Ints
    kind: Ints
    key: Ints
    offset: Ints
    gone: Ints
    near: Ints
    near_parcel: Ints
    near_kind: Ints


class _Edges(NamedTuple):
    """Directed edges with the crossed parcel on the left, the kind there (or unknown) and the parcel opposite."""

    start: Ints
    end: Ints
    parcel: Ints
    kind: Ints
    other: Ints


def cut_fabric(line: Linework, fabric: Fabric, progress: Progress) -> Cut:
    """Cut every parcel the linework crosses; raises LineworkMisfit when the two do not fit together."""
    fabric, crossing = clear_nodes(line, fabric, progress)
    progress.check()
    parts = _line_parts(line, fabric, crossing)
    crossed = np.unique(parts.parcel)
    edges = [_ring_parts(fabric, crossing, crossed), parts]
    progress.check()
    net = _Edges(*(np.concatenate(column) for column in zip(*edges)))
    order, offset = cycles(successors(net.start, net.end, net.parcel, turn=True))
    kind = np.maximum.reduceat(net.kind[order], offset[:-1])
    low = np.minimum.reduceat(np.where(net.kind[order] == _UNKNOWN, len(line.kinds), net.kind[order]), offset[:-1])
    if (kind != low).any():
        raise LineworkMisfit("the linework and the parcels do not fit together")
    inside = kind != OUTSIDE
    take = spread(offset[:-1][inside], np.diff(offset)[inside])
    order, offset, kind = order[take], offsets(np.diff(offset)[inside]), kind[inside]
    faces = _Faces(fabric, net.start[order], offset, net.parcel[order[offset[:-1]]], kind, net.other[order])
    progress.check()
    near = np.unique(near_blocks(line, fabric)[1])
    near_parcel = fabric.parcels_of(near)
    near_kind = _kinds_of(line, fabric, near_parcel)
    near_kind[np.isin(near_parcel, crossed)] = OUTSIDE
    progress.check()
    parcel, kind, key, offset, joined = faces.merged()
    near_kind[np.isin(near_parcel, joined)] = OUTSIDE
    order = np.lexsort((_lowest(key, offset), parcel))
    take = spread(offset[:-1][order], np.diff(offset)[order])
    return Cut(fabric, parcel[order], kind[order], key[take], offsets(np.diff(offset)[order]),
               np.union1d(crossed, joined), near, near_parcel, near_kind)


def _lowest(key: Ints, offset: Ints) -> Ints:
    """Return each ring's lowest vertex, which tells the faces of one parcel apart."""
    return np.minimum.reduceat(key, offset[:-1])


def _kinds_of(line: Linework, fabric: Fabric, parcel: Ints) -> Ints:
    """Return the kind around each parcel's first node; nodes lie on no line."""
    i, j, offset = fabric.rings(parcel)
    return locate(line, *unpack(fabric.lattice.at(i[offset[:-1]], j[offset[:-1]])))


def _line_parts(line: Linework, fabric: Fabric, crossing: Crossings) -> _Edges:
    """Return the lines, broken at crossings, once in either direction, each with the parcel it lies in."""
    left = _left_parcel(fabric, crossing)
    right = fabric.right_of(crossing.i, crossing.j, crossing.to_i, crossing.to_j)
    after = np.where(crossing.into_left, left, right)
    before = np.where(crossing.into_left, right, left)
    rows = np.arange(len(line.start))
    none = np.full(len(rows), _UNKNOWN)
    segment = np.concatenate([rows, crossing.segment, rows])
    along = np.concatenate([np.full(len(rows), -1.0), crossing.along, np.full(len(rows), 2.0)])
    key = np.concatenate([line.key[line.start], crossing.key, line.key[line.end]])
    order = np.lexsort((along, segment))
    segment, key = segment[order], key[order]
    after = np.concatenate([none, after, none])[order]
    before = np.concatenate([none, before, none])[order]
    inner = np.flatnonzero(segment[1:] == segment[:-1])
    start, end, segment = key[inner], key[inner + 1], segment[inner]
    parcel = np.maximum(after[inner], before[inner + 1])
    both = (after[inner] != _UNKNOWN) & (before[inner + 1] != _UNKNOWN)
    if (both & (after[inner] != before[inner + 1])).any():
        raise LineworkMisfit("a line leaves a parcel it did not enter")
    parcel = _filled(start, end, parcel)
    other = np.full(2 * len(start), _UNKNOWN)
    return _Edges(np.concatenate([start, end]), np.concatenate([end, start]), np.tile(parcel, 2),
                  np.concatenate([line.left[segment], line.right[segment]]), other)


def _left_parcel(fabric: Fabric, crossing: Crossings) -> Ints:
    """Return the parcel on the left of crossed edges: on the right of their reverse."""
    return fabric.right_of(crossing.to_i, crossing.to_j, crossing.i, crossing.j)


def _filled(start: Ints, end: Ints, parcel: Ints) -> Ints:
    """Return parcels of line parts, passed on from part to part through points that lie inside a parcel."""
    nodes, place = np.unique(np.concatenate([start, end]), return_inverse=True)
    a, b = place[: len(start)], place[len(start):]
    parcel = parcel.copy()
    shared = np.bincount(place, minlength=len(nodes)) > 1
    while (parcel == _UNKNOWN).any():
        at_node = np.full(len(nodes), _UNKNOWN)
        open_ends = parcel == _UNKNOWN
        for side in (a, b):
            touched = np.isin(side, np.concatenate([a[open_ends], b[open_ends]])) & ~open_ends
            at_node[side[touched]] = parcel[touched]
        at_node[~shared] = _UNKNOWN
        found = np.maximum(at_node[a], at_node[b])
        if (found[open_ends] == _UNKNOWN).all():
            raise LineworkMisfit("a line lies wholly inside one parcel")
        parcel = np.where(open_ends, found, parcel)
    return parcel


def _ring_parts(fabric: Fabric, crossing: Crossings, parcels: Ints) -> _Edges:
    """Return the rings of crossed parcels as directed edges, broken at crossings."""
    row, i, j, to_i, to_j = fabric.edges(parcels)
    other = fabric.right_of(i, j, to_i, to_j)
    numbers = fabric.lattice.numbers
    total = fabric.lattice.u.size * fabric.lattice.node_rows
    code = numbers(i, j) * total + numbers(to_i, to_j)
    by_code = np.argsort(code)
    place, share, key = [np.arange(len(row))], [np.full(len(row), -1.0)], [fabric.lattice.at(i, j)]
    forward = (numbers(crossing.i, crossing.j), numbers(crossing.to_i, crossing.to_j))
    for a, b, where in ((*forward, crossing.share), (*forward[::-1], 1.0 - crossing.share)):
        place.append(by_code[np.searchsorted(code[by_code], a * total + b)])
        share.append(where)
        key.append(crossing.key)
    edge = np.concatenate(place)
    order = np.lexsort((np.concatenate(share), edge))
    edge, start = edge[order], np.concatenate(key)[order]
    offset = np.concatenate([np.flatnonzero(np.concatenate([[True], np.diff(row[edge]) != 0])), [len(edge)]])
    end = start[next_in_ring(offset)]
    return _Edges(start, end, parcels[row[edge]], np.full(len(edge), _UNKNOWN), other[edge])


class _Faces:
    """The faces of cut parcels while small ones look for a neighbour to join."""

    def __init__(self, fabric: Fabric, key: Ints, offset: Ints, parcel: Ints, kind: Ints, other: Ints) -> None:
        self._fabric = fabric
        self._key, self._offset, self._parcel, self._kind, self._other = key, offset, parcel, kind, other
        self._faces = len(parcel)

    def merged(self) -> tuple[Ints, Ints, Ints, Ints, Ints]:
        """Return (parcel, kind, key, offset, whole parcels that were joined) after small faces are gone."""
        small = np.flatnonzero(ring_areas(self._key, self._offset) < SMALLEST)
        target = _targets(self._neighbours(small))
        group = np.arange(len(self._parcel))
        for face, joined in target.items():
            group[face] = group[joined]
        return self._joined_rings(group)

    def _neighbours(self, small: Ints) -> dict[int, dict[int, float]]:
        """Return for each small face its neighbours and the length shared; whole parcels become faces here."""
        start, end, face = ring_edges(self._key, self._offset)
        by_start = np.lexsort((end, start))
        lengths = np.sqrt(_squared(start, end))
        result: dict[int, dict[int, float]] = {}
        whole: dict[int, int] = {}
        for row in small.tolist():
            edges = np.arange(self._offset[row], self._offset[row + 1])
            shared: dict[int, float] = {}
            for edge in edges[self._other[edges] != _UNKNOWN].tolist():
                twin = _find(start, end, by_start, end[edge], start[edge])
                name = int(face[twin]) if twin >= 0 else whole.setdefault(int(self._other[edge]),
                                                                          self._faces + len(whole))
                shared[name] = shared.get(name, 0.0) + float(lengths[edge])
            result[row] = shared
        self._append(np.array(list(whole), dtype=np.int64))
        return result

    def _append(self, parcels: Ints) -> None:
        """Append whole parcels as faces; the kind of one that is joined is that of the small face joining it."""
        if not len(parcels):
            return
        i, j, offset = self._fabric.rings(parcels)
        self._key = np.concatenate([self._key, self._fabric.lattice.at(i, j)])
        self._offset = np.concatenate([self._offset, self._offset[-1] + offset[1:]])
        self._parcel = np.concatenate([self._parcel, parcels])
        self._kind = np.concatenate([self._kind, np.full(len(parcels), _UNKNOWN)])

    def _joined_rings(self, group: Ints) -> tuple[Ints, Ints, Ints, Ints, Ints]:
        """Drop the edges inside each group; a group that does not close to one simple ring keeps its faces."""
        rows = np.arange(len(group))
        members = np.bincount(group, minlength=len(group))[group]
        unused = (rows >= self._faces) & (members == 1)
        start, end, face = ring_edges(self._key, self._offset)
        edges = np.flatnonzero(members[face] > 1)
        owner = group[face]
        edges = edges[cancel(start[edges], end[edges], owner[edges])]
        order, ring = cycles(successors(start[edges], end[edges], owner[edges], turn=True))
        ring_owner = owner[edges][order[ring[:-1]]]
        broken = _repeated(ring_owner, np.zeros_like(ring_owner)) + _repeated(owner[edges], start[edges])
        if broken:
            return self._joined_rings(np.where(np.isin(group, broken), rows, group))
        kind = np.full(len(group), _UNKNOWN)
        np.maximum.at(kind, group, self._kind)
        kept = np.flatnonzero((members == 1) & ~unused)
        old = spread(self._offset[kept], self._offset[kept + 1] - self._offset[kept])
        return (np.concatenate([self._parcel[kept], self._parcel[ring_owner]]),
                np.concatenate([self._kind[kept], kind[ring_owner]]),
                np.concatenate([self._key[old], start[edges][order]]),
                offsets(np.concatenate([self._offset[kept + 1] - self._offset[kept], np.diff(ring)])),
                self._parcel[(rows >= self._faces) & (members > 1)])


def _targets(neighbours: dict[int, dict[int, float]]) -> dict[int, int]:
    """Return which face each small one joins: the one it shares most boundary with among those that are not small or
    have found a place already. In the order of joining; a cluster of small faces alone stays as it is.
    """
    result: dict[int, int] = {}
    waiting = dict(neighbours)
    while waiting:
        placed = {}
        for face, shared in waiting.items():
            open_to = [name for name in shared if name not in waiting]
            if open_to:
                placed[face] = max(open_to, key=lambda name: (shared[name], -name))
        if not placed:
            break
        result.update(placed)
        waiting = {face: shared for face, shared in waiting.items() if face not in placed}
    return result


def _repeated(owner: Ints, node: Ints) -> list[int]:
    """Return the owners that have a node more than once."""
    order = np.lexsort((node, owner))
    twice = (owner[order][1:] == owner[order][:-1]) & (node[order][1:] == node[order][:-1])
    return np.unique(owner[order][1:][twice]).tolist()


def _squared(start: Ints, end: Ints) -> np.ndarray:
    ax, ay = unpack(start)
    bx, by = unpack(end)
    return ((bx - ax) ** 2 + (by - ay) ** 2).astype(np.float64)


def _find(start: Ints, end: Ints, order: Ints, wanted_start: int, wanted_end: int) -> int:
    """Return the row of the edge between two vertices, -1 when there is none."""
    place = int(np.searchsorted(start, wanted_start, sorter=order))
    while place < len(order) and start[order[place]] == wanted_start:
        if end[order[place]] == wanted_end:
            return int(order[place])
        place += 1
    return -1
