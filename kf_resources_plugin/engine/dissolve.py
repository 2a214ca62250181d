"""Polygons that share their borders vertex by vertex made one, by cancelling what they share.

The edges that no neighbour cancels (``seams``) are the border of the union wherever polygons do not overlap; here they
are linked to rings. A valid result is its own proof: it has the same border as all polygons together, and so covers
what they cover, each place once. Overlapping polygons give no valid result.
"""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..rules.areas import Rings
from ..rules.progress import OnlyAsked
from .cycles import lowest_of_cycle, place_in_cycle
from .hilbert_tree import HilbertTree, expand
from .seams import Seams, hash_order, point_hashes, rounds, seams_of
from .wkb import as_wkb_array, multi_polygon_wkb, polygon_wkb, signed_ring_areas

if TYPE_CHECKING:
    from ..rules.areas import Bools, Floats, Ints
    from ..rules.progress import Progress
    from .kernel import Kernel
    from .wkb import Wkbs

_AT_ONCE = 20_000  # places times edges: to put edges into bands takes longer than to look at each
_BYTES_PER_EDGE = 16
_MOST_LEFT = 0.75  # of all edges


def dissolved(kernel: Kernel, wkbs: Wkbs, progress: Progress) -> bytes | None:
    """Return the union of valid polygons, None where they overlap or their borders differ too little to tell.

    progress: only asked whether the user cancelled, for a union is one of many.
    """
    asked = OnlyAsked(progress)
    edges = seams_of(wkbs, asked).edges
    if not len(edges):
        return None if any(wkbs) else b""
    return linked(kernel, edges, wkbs, asked)


def linked(kernel: Kernel, edges: Floats, wkbs: Wkbs, progress: Progress, *, scattered: bool = False) -> bytes | None:
    """Return what the edges (n, 4) that are left of some polygons enclose, None as ``dissolved`` does.

    Where it returns a shape no two of the polygons overlap. scattered: link them even where polygons share so few
    borders that it may be in vain.
    """
    if not scattered and share_few_borders(len(edges), wkbs):
        return None
    rings = _rings(edges)
    if not rings:
        return None
    areas = _signed_areas(rings)
    if not (areas > 0).any():
        return None
    shells = [ring for ring, area in zip(rings, areas.tolist()) if area > 0]
    holes = [ring for ring, area in zip(rings, areas.tolist()) if area <= 0]
    progress.check()
    owner = smallest_round(shells, areas[areas > 0], holes, progress)
    if (owner < 0).any():
        return None
    inner: dict[int, list[Floats]] = {}
    for hole, shell in zip(holes, owner.tolist()):
        inner.setdefault(shell, []).append(hole)
    polygons = [polygon_wkb([shell, *inner.get(number, [])]) for number, shell in enumerate(shells)]
    progress.check()
    result = polygons[0] if len(polygons) == 1 else multi_polygon_wkb(polygons)
    return None if kernel.invalid(as_wkb_array([result])) else result


def share_few_borders(left: int, wkbs: Wkbs) -> bool:
    """Tell whether so many edges of polygons are left that they are no coverage but lie about."""
    return left * _BYTES_PER_EDGE > _MOST_LEFT * sum(map(len, wkbs))


def _rings(edges: Floats) -> list[Floats]:
    """Return closed rings, (n, 2) each, that touch themselves in no vertex; the inside is on their left.

    None at all where polygons draw an edge in the same direction: then they overlap, and more than one edge would go on
    into the same one.
    """
    following, node, shared = _following(edges)
    if not len(following) or np.bincount(following).max() > 1:
        return []
    order, first, last = _walks(following)
    nodes, corners = node[order], edges[order, :2]
    tangled = _visited_twice(nodes, np.flatnonzero(shared[order]), first)
    closed = np.insert(corners, last, corners[first], axis=0)  # each ring ends where it begins
    result: list[Floats] = []
    for ring, (begin, end) in enumerate(zip(first.tolist(), last.tolist())):
        if ring in tangled:
            result += [corners[begin:end][np.append(loop, loop[0])] for loop in _simple(nodes[begin:end])]
        else:
            result.append(closed[begin + ring:end + ring + 1])
    return result


def _walks(following: Ints) -> tuple[Ints, Ints, Ints]:
    """Return (order, first, last): edges walk by walk in the order they follow one another, and where walks are."""
    lowest = lowest_of_cycle(following)
    begins = lowest == np.arange(len(lowest))
    walk = (np.cumsum(begins) - 1)[lowest]
    last = np.cumsum(np.bincount(walk))
    order = np.empty(len(following), dtype=np.int64)
    order[last[walk] - 1 + place_in_cycle(following, lowest)] = np.arange(len(following))
    return order, np.append(0, last[:-1]), last


def _visited_twice(nodes: Ints, shared: Ints, first: Ints) -> set[int]:
    """Return the walks that visit a node twice, of which only those at ``shared`` can be."""
    walk = np.searchsorted(first, shared, side="right") - 1
    visits, counts = np.unique(np.column_stack([walk, nodes[shared]]), axis=0, return_counts=True)
    return set(visits[counts > 1, 0].tolist())


def _following(edges: Floats) -> tuple[Ints, Ints, Bools]:
    """Return for each edge the one to follow, the node it starts from, and whether others start there too.

    Of several edges the first clockwise from where it comes is followed: that keeps polygons apart that touch in a
    vertex only. Nothing is returned where edges do not close.
    """
    leaving, coming = (point_hashes(*np.ascontiguousarray(edges[:, columns].T)) for columns in ([0, 1], [2, 3]))
    out, into = hash_order(leaving), hash_order(coming)
    new = np.diff(leaving[out], prepend=~leaving[out[:1]]) != 0
    first, number = np.flatnonzero(new), np.cumsum(new) - 1
    counts = np.diff(first, append=len(out))
    following, node = np.empty((2, len(edges)), dtype=np.int64)
    shared = np.empty(len(edges), dtype=bool)
    following[into], node[out], shared[out] = out, number, (counts > 1)[number]
    edge, onward = _turns(edges, out, into, first[counts > 1], counts[counts > 1])
    following[edge] = onward
    # nor do edges where two points have one hash and were taken for one node
    closes = bool((edges[following, :2] == edges[:, 2:]).all())
    return (following, node, shared) if closes else (following[:0], node[:0], shared[:0])


def _turns(edges: Floats, out: Ints, into: Ints, first: Ints, counts: Ints) -> tuple[Ints, Ints]:
    """Return (edge, onward): each edge into a node that several leave, and the first of these clockwise from it.

    first, counts: (nodes,) where in ``into`` and ``out`` the edges of a node stand.
    """
    coming, node = expand(first, counts)
    leaving, pair = expand(first[node], counts[node])
    edge, onward = into[coming], out[leaving]
    away = edges[:, 2:] - edges[:, :2]
    back, ahead = -away[edge[pair]], away[onward]
    turn = np.mod(np.arctan2(back[:, 1], back[:, 0]) - np.arctan2(ahead[:, 1], ahead[:, 0]), 2.0 * np.pi)
    turn[turn == 0.0] = 2.0 * np.pi
    best = np.lexsort((turn, pair))[np.cumsum(counts[node]) - counts[node]]
    return edge, onward[best]


def _simple(nodes: Ints) -> list[Ints]:
    """Return the positions of a closed walk as walks that visit no node twice."""
    walks: list[Ints] = []
    stack: list[int] = []
    seen: dict[int, int] = {}
    for position, node in enumerate(nodes.tolist()):
        if node in seen:
            loop = stack[seen[node]:]
            del stack[seen[node]:]
            walks.append(np.array(loop, dtype=np.int64))
            for gone in loop:
                del seen[int(nodes[gone])]
        seen[node] = len(stack)
        stack.append(position)
    walks.append(np.array(stack, dtype=np.int64))
    return walks


def _signed_areas(rings: list[Floats]) -> Floats:
    x, y = np.concatenate(rings).T
    count = len(rings)
    offsets = np.append(0, np.cumsum([len(ring) for ring in rings]))
    return signed_ring_areas(Rings(np.ascontiguousarray(x), np.ascontiguousarray(y), offsets,
                                   np.arange(count, dtype=np.int64), np.zeros(count, dtype=bool), count))


def smallest_round(shells: list[Floats], areas: Floats, holes: list[Floats], progress: Progress) -> Ints:
    """Return the smallest shell round each hole, −1 where there is none.

    Shells and holes are closed rings (n, 2) of one valid drawing, so that they touch in points only; areas: (shells,).
    """
    owner = np.full(len(holes), -1, dtype=np.int64)
    if not holes:
        return owner
    tree = HilbertTree(np.array([[*ring.min(axis=0), *ring.max(axis=0)] for ring in shells]))
    middles = np.array([(ring[0] + ring[1]) / 2.0 for ring in holes])
    hole, shell = tree.pairs(np.hstack([middles, middles]), progress)
    smallest = np.full(len(holes), np.inf)
    order = np.argsort(shell, kind="stable")
    first = np.flatnonzero(np.diff(shell[order], prepend=-1))
    for begin, end in zip(first.tolist(), [*first[1:].tolist(), len(order)]):
        number, mine = int(shell[order[begin]]), hole[order[begin:end]]
        progress.check()
        inside = _are_inside(shells[number], middles[mine, 0], middles[mine, 1], progress)
        mine = mine[inside & (areas[number] < smallest[mine])]
        owner[mine], smallest[mine] = number, areas[number]
    return owner


def _are_inside(ring: Floats, x: Floats, y: Floats, progress: Progress) -> Bools:
    """Tell which places lie in a closed ring (n, 2)."""
    if len(ring) * len(x) > _AT_ONCE:
        return rounds(Seams(np.hstack([ring[:-1], ring[1:]])), x, y, progress)[0] != 0
    x0, y0 = (axis[:, None] - place for axis, place in zip(ring[:-1].T, (x, y)))
    x1, y1 = (axis[:, None] - place for axis, place in zip(ring[1:].T, (x, y)))
    crosses = (y0 > 0) != (y1 > 0)
    right = (x0 * y1 - x1 * y0 > 0) == (y1 > y0)
    return np.count_nonzero(crosses & right, axis=0) % 2 == 1
