"""Broken lines put together: parts that meet become chains, whatever their order, direction and number.

A chain runs through every vertex where two edges meet; where more meet it goes on as straight as it can, and what is
left over ends there. The same edges give the same chains in the same direction, however they were cut or turned.
"""
from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from .distances import clusters
from .hilbert_tree import HilbertTree

if TYPE_CHECKING:
    from ..rules.areas import Bools, Floats, Ints
    from ..rules.progress import Progress
    from .line_reading import LineParts
    from .metric_plane import Move

_STRAIGHT = 0.5  # cosine of the sharpest turn, 60°, with which a chain goes on where more than two edges meet
_NEARLY_CLOSED = 4.0  # times as long as the way between its ends is a chain that nearly closes
_CHECK_EVERY = 5_000  # edges


@dataclass(frozen=True)
class Chain:
    """Edges one after the other. points: (n, 2) in the layer's coordinates, the first again at the end of a closed one.

    row: (n - 1,) row of the table that each edge was drawn in; forward: (n - 1,) whether it was drawn this way.
    """

    points: Floats
    row: Ints
    forward: Bools

    @property
    def closed(self) -> bool:
        """Tell whether the chain ends where it begins."""
        return bool((self.points[0] == self.points[-1]).all())


@dataclass(frozen=True)
class Gap:
    """Two ends of lines near each other that are not joined: (x, y) of the one, rows of both, distance in metres."""

    point: tuple[float, float]
    row: int
    other_row: int
    distance: float


@dataclass(frozen=True)
class Joined:
    """Chains in the order of their first vertices, gaps between their ends, and the rows of edges drawn before.

    again: {row: the lowest row that drew one of its edges already}.
    """

    chains: list[Chain]
    gaps: list[Gap]
    again: dict[int, int]


@dataclass(frozen=True)
class _Edges:
    """Edges between nodes. places: (nodes, 2) sorted; start, end: (edges,) nodes; row: (edges,)."""

    places: Floats
    start: Ints
    end: Ints
    row: Ints


def joined_lines(parts: LineParts, to_plane: Move, join_m: float, gap_m: float, progress: Progress) -> Joined:
    """Return the chains of lines; ends up to ``join_m`` apart are one place, up to ``gap_m`` apart they are a gap."""
    edges, again = _without_doubles(_edges(parts, to_plane, join_m, progress))
    mates = _mates(edges, progress)
    chains = _chains(edges, mates, progress)
    return Joined(chains, _gaps(chains, to_plane, gap_m, progress), again)


def _edges(parts: LineParts, to_plane: Move, join_m: float, progress: Progress) -> _Edges:
    """Return all edges that have a length once the ends near each other are one place."""
    points = np.column_stack([parts.x, parts.y])
    ends = np.concatenate([parts.offsets[:-1], parts.offsets[1:] - 1])
    ends = ends[np.lexsort((points[ends, 1], points[ends, 0]))]  # the lowest of a cluster stands for it
    one, other, _ = _near(np.column_stack(to_plane(*points[ends].T)), join_m, progress)
    points[ends] = points[ends[clusters(len(ends), one, other)]]
    within = np.ones(max(len(points) - 1, 0), dtype=bool)
    within[parts.offsets[1:-1] - 1] = False  # from the end of one part to the start of the next
    places, node = np.unique(points, axis=0, return_inverse=True)
    node = node.reshape(-1)
    owner = np.repeat(parts.row, np.diff(parts.offsets))
    within &= node[:-1] != node[1:]
    return _Edges(places, node[:-1][within], node[1:][within], owner[:-1][within])


def _near(points: Floats, limit: float, progress: Progress) -> tuple[Ints, Ints, Floats]:
    """Return (first, second, distance) of all pairs of points (n, 2) at most ``limit`` apart, first < second."""
    boxes = np.hstack([points - limit, points + limit])
    one, other = HilbertTree(np.hstack([points, points])).pairs(boxes, progress)
    later = one < other
    one, other = one[later], other[later]
    distance = np.hypot(*(points[one] - points[other]).T)
    near = distance <= limit
    return one[near], other[near], distance[near]


def _without_doubles(edges: _Edges) -> tuple[_Edges, dict[int, int]]:
    """Return every edge once, as its lowest row drew it, and {row: row that drew an edge of it before}."""
    low, high = np.minimum(edges.start, edges.end), np.maximum(edges.start, edges.end)
    order = np.lexsort((edges.row, high, low))
    first = np.r_[True, (np.diff(low[order]) != 0) | (np.diff(high[order]) != 0)][:len(order)]
    keeper = edges.row[order][first][np.cumsum(first) - 1] if len(order) else edges.row
    again: dict[int, int] = {}
    for row, before in zip(edges.row[order][~first].tolist(), keeper[~first].tolist()):
        again[row] = min(before, again.get(row, before))
    kept = order[first]
    return _Edges(edges.places, edges.start[kept], edges.end[kept], edges.row[kept]), again


def _mates(edges: _Edges, progress: Progress) -> Ints:
    """Return for each half-edge the one it goes on in, −1 for none.

    Half-edge 2e leaves edge e's start, 2e + 1 its end.
    """
    node = np.column_stack([edges.start, edges.end]).reshape(-1)
    away = edges.places[edges.end] - edges.places[edges.start]
    away /= np.maximum(np.hypot(*away.T), np.finfo(float).tiny)[:, None]
    direction = np.stack([away, -away], axis=1).reshape(-1, 2)
    order = np.argsort(node, kind="stable")
    starts = np.flatnonzero(np.diff(node[order], prepend=-1))
    counts = np.diff(np.r_[starts, len(order)])
    mates = np.full(len(node), -1, dtype=np.int64)
    pairs = starts[counts == 2]  # noqa: PLR2004
    mates[order[pairs]], mates[order[pairs + 1]] = order[pairs + 1], order[pairs]
    for number in np.flatnonzero(counts > 2).tolist():  # noqa: PLR2004
        progress.check()
        _pair_straightest(order[starts[number]:starts[number] + counts[number]], direction, mates)
    return mates


def _pair_straightest(halves: Ints, direction: Floats, mates: Ints) -> None:
    """Pair half-edges of one node, the straightest ways on first; ties go by their directions, not by their order."""
    ways = sorted(
        (-float(direction[one] @ -direction[other]), *sorted((tuple(direction[one]), tuple(direction[other]))),
         one, other) for one, other in combinations(halves.tolist(), 2))
    for turn, _, _, one, other in ways:
        if -turn >= _STRAIGHT and mates[one] < 0 and mates[other] < 0:
            mates[one], mates[other] = other, one


def _chains(edges: _Edges, mates: Ints, progress: Progress) -> list[Chain]:
    done = np.zeros(len(edges.row), dtype=bool)
    chains = []
    # chains with ends first, then what goes round
    for half in [*np.flatnonzero(mates < 0).tolist(), *range(0, len(mates), 2)]:
        if not done[half // 2]:
            chains.append(_normal(_walk(half, edges, mates, done, progress)))
    return sorted(chains, key=lambda chain: (*chain.points[:2].ravel().tolist(), len(chain.points)))


def _walk(half: int, edges: _Edges, mates: Ints, done: Bools, progress: Progress) -> Chain:
    walked: list[int] = []
    while half >= 0 and not done[half // 2]:
        if len(walked) % _CHECK_EVERY == 0:
            progress.check()
        done[half // 2] = True
        walked.append(half)
        half = int(mates[half ^ 1])
    halves = np.array(walked, dtype=np.int64)
    forward = halves % 2 == 0
    edge = halves // 2
    start = np.where(forward, edges.start[edge], edges.end[edge])
    last = edges.end[edge[-1]] if forward[-1] else edges.start[edge[-1]]
    return Chain(edges.places[np.r_[start, last]], edges.row[edge], forward)


def _normal(chain: Chain) -> Chain:
    """Return a chain in its normal direction: from its lower end, a closed one from its lowest vertex to the left."""
    points = chain.points
    if not chain.closed:
        return chain if tuple(points[0]) < tuple(points[-1]) else _reversed(chain)
    x, y = (points - points[0]).T
    if float((x[:-1] * y[1:] - x[1:] * y[:-1]).sum()) < 0:
        chain = _reversed(chain)
        points = chain.points
    first = int(np.lexsort((points[:-1, 1], points[:-1, 0]))[0])
    ring = np.vstack([points[first:-1], points[:first + 1]])
    return Chain(ring, np.roll(chain.row, -first), np.roll(chain.forward, -first))


def _reversed(chain: Chain) -> Chain:
    return Chain(chain.points[::-1], chain.row[::-1], ~chain.forward[::-1])


def _gaps(chains: list[Chain], to_plane: Move, gap_m: float, progress: Progress) -> list[Gap]:
    """Return the gaps between ends; those of one chain are a gap where it nearly closes, not where it is short."""
    ends = [(chain.points[place], int(chain.row[place]), number) for number, chain in enumerate(chains)
            if not chain.closed for place in (0, -1)]
    if not ends:
        return []
    points = np.array([point for point, _, _ in ends])
    one, other, distance = _near(np.column_stack(to_plane(*points.T)), gap_m, progress)
    gaps = []
    for a, b, away in zip(one.tolist(), other.tolist(), distance.tolist()):
        (point, row, number), (_, other_row, other_number) = ends[a], ends[b]
        apart = number != other_number or away * _NEARLY_CLOSED < _length(chains[number], to_plane)
        if away > 0 and apart:
            gaps.append(Gap((float(point[0]), float(point[1])), row, other_row, away))
    return gaps


def _length(chain: Chain, to_plane: Move) -> float:
    x, y = to_plane(*chain.points.T)
    return float(np.hypot(np.diff(x), np.diff(y)).sum())
