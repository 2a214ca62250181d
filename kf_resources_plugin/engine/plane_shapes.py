"""Shapes between a layer and the plane of true metres, their edges short enough to stay where they are."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .distances import moved
from .slivers import without_rounding_slivers
from .validity import repaired
from .wkb import as_wkb_array, multi_polygon_wkb, polygon_wkb, ring_layout, rings_of_layout

if TYPE_CHECKING:
    from ..rules.areas import Floats, Ints
    from ..rules.progress import Progress
    from .kernel import Kernel
    from .metric_plane import MetricPlane
    from .wkb import Wkbs

DENSE_M = 100.0
"""Longest edge that is carried from one plane to another as it is: the planes differ by 0.2 mm over it."""


def dense(points: Floats, step: float) -> tuple[Floats, Ints]:
    """Return a line (n, 2) whose edges are at most ``step`` long, and the edge that each new one is part of.

    The new vertices of an edge are the same whichever way it runs.
    """
    edges = np.diff(points, axis=0)
    count = np.maximum(np.ceil(np.hypot(edges[:, 0], edges[:, 1]) / step), 1).astype(np.int64)
    edge = np.repeat(np.arange(len(count)), count)
    place = np.arange(len(edge)) - np.repeat(np.cumsum(count) - count, count)
    # counted from the end that is lower, so that rounding is the same for both directions
    swap = (edges[:, 0] < 0) | ((edges[:, 0] == 0) & (edges[:, 1] < 0))
    low = np.where(swap[:, None], points[1:], points[:-1])[edge]
    high = np.where(swap[:, None], points[:-1], points[1:])[edge]
    share = np.where(swap[edge], count[edge] - place, place) / count[edge]
    inner = low + (high - low) * share[:, None]
    inner[place == 0] = points[:-1]
    return np.vstack([inner, points[-1:]]), edge


def taken_in(wkbs: Wkbs, plane: MetricPlane, progress: Progress) -> Wkbs:
    """Return polygons of the layer in the plane."""
    return wkbs if plane.own else moved(_dense_polygons(wkbs, DENSE_M * plane.units_per_metre), plane.to_plane,
                                        progress)


def returned(wkbs: Wkbs, plane: MetricPlane, kernel: Kernel, progress: Progress) -> Wkbs:
    """Return polygons of the plane in the coordinates of the layer, valid."""
    if plane.own:
        return wkbs
    back = without_rounding_slivers(moved(_dense_polygons(wkbs, DENSE_M), plane.from_plane, progress)).copy()
    for row in kernel.invalid(back):  # vertices nearer than the spacing of coordinates fell together
        progress.check()
        back[row] = repaired(back[row], kernel)
    return back


def _dense_polygons(wkbs: Wkbs, step: float) -> Wkbs:
    return as_wkb_array([_dense_polygon(wkb, step) if wkb else b"" for wkb in wkbs])


def _dense_polygon(wkb: bytes, step: float) -> bytes:
    layout = ring_layout([wkb])
    rings = rings_of_layout(layout)
    polygons: dict[int, list[Floats]] = {}
    for number, part in enumerate(layout.part.tolist()):
        span = slice(rings.offsets[number], rings.offsets[number + 1])
        polygons.setdefault(part, []).append(dense(np.column_stack([rings.x[span], rings.y[span]]), step)[0])
    parts = [polygon_wkb(polygons[part]) for part in sorted(polygons)]
    return parts[0] if len(parts) == 1 else multi_polygon_wkb(parts)
