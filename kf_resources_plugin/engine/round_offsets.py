"""Polygons, lines and points widened by a distance in a plane, corners round: all that is at most so far away.

The border keeps its distance to the very edge it runs along; arcs are chords whose vertices lie on the circle.
"""
from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from .one_sided import left_pieces
from .one_sided_runs import Offsets, run_rings
from .wkb import as_wkb_array, polygon_wkb, rings_from_wkb, signed_ring_areas

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ..rules.areas import Floats
    from ..rules.progress import Progress
    from .kernel import Kernel

_ROUNDING = 1e-9
_SAME_PLACE = 1e-6  # of the distance


def circle(x: float, y: float, radius: float, arc_step: float) -> bytes:
    """Return a circle as a polygon from its northernmost point clockwise; arc_step: radians between vertices."""
    count = max(int(np.ceil(2.0 * np.pi / arc_step - _ROUNDING)), 3)
    angle = 2.0 * np.pi * np.arange(count) / count
    return polygon_wkb([np.column_stack([x + radius * np.sin(angle), y + radius * np.cos(angle)])])


def widened(wkb: bytes, distance: float, arc_step: float, kernel: Kernel, progress: Progress) -> bytes:
    """Return a valid polygon with everything at most so far from it; courtyards are filled from their walls."""
    if not wkb or distance <= 0.0:
        return wkb
    rings = rings_from_wkb([wkb])
    # the outside is to the left where shells run clockwise and holes the other way round
    inside_left = (signed_ring_areas(rings) > 0) != rings.is_hole
    pieces = [wkb]
    for number, turned in enumerate(inside_left.tolist()):
        span = slice(rings.offsets[number], rings.offsets[number + 1])
        points = _distinct(np.column_stack([rings.x[span], rings.y[span]]))
        pieces += _strip(points[::-1] if turned else points, distance, arc_step)
    progress.check()
    return kernel.union(as_wkb_array(pieces))


def _strip(points: Floats, distance: float, arc_step: float) -> list[bytes]:
    """Return pieces of the strip on the left of a ring; nothing stands in its way, for all of it is near enough."""
    edges = len(points) - 1
    none = np.empty(0, dtype=np.int64)
    offsets = Offsets.of(points, np.full(edges, distance), np.zeros(edges, dtype=np.int64), arc_step)
    return [polygon_wkb([ring]) for ring, _ in run_rings(offsets, none, none)]


def corridor(lines: Iterable[Floats], distance: float, arc_step: float, kernel: Kernel, progress: Progress) -> bytes:
    """Return what is seen from lines, (n, 2) vertices each, within a distance at right angles: square ends.

    Where lines meet end to end they bend as one line does.
    """
    pieces = []
    single = [_distinct(line) for line in lines]
    for points in [*single, *_bends(single, distance)]:
        reach, group = np.full(len(points) - 1, distance), np.zeros(len(points) - 1, dtype=np.int64)
        for way in (points, points[::-1]):
            pieces += left_pieces(way, reach, group, kernel, progress, arc_step).wkb.tolist()
    progress.check()
    return kernel.union(as_wkb_array(pieces))


def _bends(lines: Sequence[Floats], distance: float) -> Iterator[Floats]:
    """Yield (3, 2) for every two lines that meet at an end: the vertex beside it, the end, the vertex beside that."""
    ends: dict[tuple[float, ...], list[Floats]] = {}
    for line in lines:
        for two in (line[:2], line[:-3:-1]):
            ends.setdefault(tuple(np.round(two[0] / (distance * _SAME_PLACE)).tolist()), []).append(two)
    for met in ends.values():
        # a line drawn twice turns straight back, which is no bend
        yield from (np.array([one[1], one[0], other[1]]) for one, other in combinations(met, 2))


def _distinct(points: Floats) -> Floats:
    """Return vertices of which none repeats the one before."""
    return points[np.r_[True, (np.diff(points, axis=0) != 0).any(axis=1)]]
