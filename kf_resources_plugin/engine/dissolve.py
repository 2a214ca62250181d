"""Polygons that share their borders vertex by vertex made one, by cancelling what they share.

The edges that no neighbour cancels (``seams``) are the border of the union wherever polygons do not overlap; here they
are linked to rings. A valid result is its own proof: it has the same border as all polygons together, and so covers
what they cover, each place once. Overlapping polygons give no valid result.
"""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .cycles import lowest_of_cycle, place_in_cycle
from .hilbert_tree import HilbertTree
from .seams import Seams, rounds, seams_of
from .wkb import as_wkb_array, multi_polygon_wkb, polygon_wkb

if TYPE_CHECKING:
    from ..rules.areas import Bools, Floats, Ints
    from ..rules.progress import Progress
    from .kernel import Kernel
    from .wkb import Wkbs

_AT_ONCE = 20_000  # places times edges: to put edges into bands takes longer than to look at each
_BYTES_PER_EDGE = 16
_MOST_LEFT = 0.75  # of all edges


def dissolved(kernel: Kernel, wkbs: Wkbs, progress: Progress) -> bytes | None:
    """Return the union of valid polygons, None where they overlap or their borders differ too little to tell."""
    edges = seams_of(wkbs, progress).edges
    if not len(edges):
        return None if any(wkbs) else b""
    return linked(kernel, edges, wkbs, progress)


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
    areas = np.array([_signed_area(ring) for ring in rings])
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
    points = edges.view(np.complex128)
    places, node = np.unique(points.ravel(), return_inverse=True)
    start, end = node.reshape(-1, 2).T
    following = _following(edges, start, end, len(places))
    if np.bincount(following).max() > 1:
        return []
    ring = lowest_of_cycle(following)
    place = place_in_cycle(following, ring)
    order = np.lexsort((place, ring))
    bounds = np.flatnonzero(np.diff(ring[order], prepend=-1))
    result: list[Floats] = []
    for first, last in zip(bounds.tolist(), [*bounds[1:].tolist(), len(order)]):
        members = order[first:last]
        for loop in _simple(start[members]):
            corners = edges[members[loop], :2]
            result.append(np.vstack([corners, corners[:1]]))
    return result


def _following(edges: Floats, start: Ints, end: Ints, nodes: int) -> Ints:
    """Return for each edge the one to follow: of several the first clockwise from where it comes.

    That keeps polygons apart that touch in a vertex only.
    """
    out = np.argsort(start, kind="stable")
    first = np.searchsorted(start[out], np.arange(nodes + 1))
    following: Ints = out[first[end]]
    away = edges[:, 2:] - edges[:, :2]
    for edge in np.flatnonzero(np.diff(first)[end] > 1).tolist():
        leaving = out[first[end[edge]]:first[end[edge] + 1]]
        back = np.arctan2(-away[edge, 1], -away[edge, 0])
        turn = np.mod(back - np.arctan2(away[leaving, 1], away[leaving, 0]), 2.0 * np.pi)
        following[edge] = leaving[int(np.argmin(np.where(turn == 0.0, 2.0 * np.pi, turn)))]
    return following


def _simple(nodes: Ints) -> list[Ints]:
    """Return the positions of a closed walk as walks that visit no node twice."""
    if len(np.unique(nodes)) == len(nodes):
        return [np.arange(len(nodes), dtype=np.int64)]
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


def _signed_area(ring: Floats) -> float:
    x, y = (ring - ring[0]).T
    return float((x[:-1] * y[1:] - x[1:] * y[:-1]).sum()) / 2.0


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
