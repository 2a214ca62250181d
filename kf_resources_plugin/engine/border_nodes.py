"""Vertices that lie on borders only because other lines once crossed them: taken out, alike on both sides."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .vertices import without_vertices
from .wkb import ring_layout, rings_from_wkb, rings_of_layout

if TYPE_CHECKING:
    from ..rules.areas import Bools, Floats, Ints
    from .kernel import Kernel
    from .wkb import Wkbs

_SPACINGS = 64.0  # that a computed crossing may be off the line it lies on
_ENDS = 2  # edges at a vertex of a border that nothing else meets


def without_needless_nodes(wkbs: Wkbs, given: Wkbs, kernel: Kernel) -> Wkbs:
    """Return polygons that share borders vertex for vertex without the vertices that nobody drew and nothing needs.

    ``given``: polygons whose vertices stay. So do those where the border turns, those where several borders meet, and
    all of a polygon whose ring would run into itself without them.
    """
    layout = ring_layout(wkbs)
    if not len(layout.row):
        return wkbs
    rings = rings_of_layout(layout)
    known = rings_from_wkb(given)
    points = _complex(rings.x, rings.y)
    closing = rings.offsets[1:] - 1
    corner = np.ones(len(points), dtype=bool)
    corner[closing] = False
    places, node = np.unique(points, return_inverse=True)
    node = node.reshape(-1)
    drawn = np.isin(places, _complex(known.x, known.y))[node]
    needless = corner & ~drawn & (_degrees(node, corner, len(places))[node] == _ENDS) & _straight(
        points, corner, closing, rings.offsets[:-1])
    row = np.repeat(layout.row, layout.count)
    while needless.any():
        tidy = without_vertices(wkbs, layout, needless)
        touched = np.unique(row[needless])
        broken = touched[list(kernel.invalid(tidy[touched]))]
        if not len(broken):
            return tidy
        # a needle narrower than the slip of its nodes; its neighbours keep them as well, to share the border
        kept = np.zeros(len(places), dtype=bool)
        kept[node[np.isin(row, broken)]] = True
        needless &= ~kept[node]
    return wkbs


def _complex(x: Floats, y: Floats) -> np.ndarray:
    return (x + 0.0) + 1j * (y + 0.0)


def _degrees(node: Ints, corner: Bools, nodes: int) -> Ints:
    """Return how many different edges meet in each node."""
    begin = np.flatnonzero(corner)
    low, high = np.minimum(node[begin], node[begin + 1]), np.maximum(node[begin], node[begin + 1])
    edges = np.unique(np.column_stack([low, high]), axis=0)
    return np.bincount(edges.ravel(), minlength=nodes)


def _straight(points: np.ndarray, corner: Bools, closing: Ints, first: Ints) -> Bools:
    """Tell at which vertices the border goes straight on."""
    before = np.arange(len(points)) - 1
    before[first] = closing - 1
    after = np.minimum(np.arange(len(points)) + 1, len(points) - 1)
    chord, arm = points[after] - points[before], points - points[before]
    length = np.abs(chord)
    off = np.abs((np.conj(chord) * arm).imag)
    reach = _SPACINGS * np.spacing(np.maximum(np.abs(points.real), np.abs(points.imag)))
    result: Bools = corner & (length > 0) & (off <= reach * length)
    return result
