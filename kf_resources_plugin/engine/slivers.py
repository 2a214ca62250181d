"""Parts thinner than the coordinates can express: traces of rounding, not land.

Where a vertex of one layer lies on an edge of the other, the rounded vertex is off the edge by up to the spacing of
double-precision numbers, 7 nm at zone-prefixed eastings, and intersecting leaves a part of that width. GEOS versions
differ in leaving it. Wider slivers come from the data and are kept.
"""
from __future__ import annotations

from typing import TYPE_CHECKING, Callable

import numpy as np

from .wkb import (
    multi_polygon_wkb,
    polygon_wkb,
    ring_layout,
    rings_from_wkb,
    rings_of_layout,
    runs,
    signed_ring_areas,
)

if TYPE_CHECKING:
    from ..rules.areas import Floats, Ints
    from .wkb import Wkbs

_SPACINGS = 8.0
_BYTES = 8_000_000  # of rows whose vertices are arrays at a time


def without_rounding_slivers(wkbs: Wkbs) -> Wkbs:
    """Return plain polygon rows without the parts that are thinner than rounding; ``b""`` when nothing is left."""
    layout = ring_layout(wkbs)
    if not len(layout.row):
        return wkbs
    rings = rings_of_layout(layout)
    first = np.flatnonzero((np.diff(layout.row, prepend=-1) != 0) | (np.diff(layout.part, prepend=-1) != 0))
    part_of_ring = np.cumsum(np.bincount(first, minlength=len(layout.row))) - 1
    areas = np.abs(signed_ring_areas(rings))
    area = np.bincount(part_of_ring, np.where(layout.is_hole, -areas, areas))
    thin = area <= rounding_area(rings.x, rings.y, rings.offsets, part_of_ring)
    if not thin.any():
        return wkbs
    cleaned = wkbs.copy()
    for row in np.unique(layout.row[first[thin]]).tolist():
        polygons = []
        for part in np.flatnonzero((layout.row[first] == row) & ~thin).tolist():
            spans = [slice(*rings.offsets[ring:ring + 2]) for ring in np.flatnonzero(part_of_ring == part).tolist()]
            polygons.append(polygon_wkb([np.column_stack([rings.x[span], rings.y[span]]) for span in spans]))
        cleaned[row] = polygons[0] if len(polygons) == 1 else multi_polygon_wkb(polygons)
    return cleaned


def rounding_area(x: Floats, y: Floats, offsets: Ints, group: Ints) -> Floats:
    """Return, per group of rings, the area that a strip of rounding along half their length has.

    x, y, offsets: rings as in ``Rings``; group: (rings,) from 0, ascending.
    """
    starts = np.flatnonzero(np.diff(group, prepend=-1))
    largest = np.maximum.reduceat(np.maximum(np.abs(x), np.abs(y)), offsets[:-1][starts])
    return rounding_strip(largest, _half_length(x, y, offsets, group))


def rounding_strip(largest: Floats, half_length: Floats) -> Floats:
    """Return the area of a strip of rounding along half the length of rings with coordinates up to ``largest``."""
    result: Floats = _SPACINGS * np.spacing(largest) * half_length
    return result


def _half_length(x: Floats, y: Floats, offsets: Ints, group: Ints) -> Floats:
    step = np.hypot(np.diff(x, append=x[-1]), np.diff(y, append=y[-1]))
    step[offsets[1:] - 1] = 0.0
    length: Floats = np.bincount(group, np.add.reduceat(step, offsets[:-1])) / 2.0
    return length


def rounding_areas(wkbs: Wkbs) -> Floats:
    """Return ``rounding_area`` of each row, (rows,); 0 where there is no polygon."""
    return _of_rows(wkbs, rounding_area)


def half_lengths(wkbs: Wkbs) -> Floats:
    """Return half the length of each row's rings, (rows,), in units of the coordinates."""
    return _of_rows(wkbs, _half_length)


def _of_rows(wkbs: Wkbs, measure: Callable[[Floats, Floats, Ints, Ints], Floats]) -> Floats:
    result = np.zeros(len(wkbs))
    for run in runs(wkbs, _BYTES):
        rings = rings_from_wkb(wkbs[run])
        if len(rings.owner):
            rows, group = np.unique(rings.owner, return_inverse=True)
            result[run][rows] = measure(rings.x, rings.y, rings.offsets, group)
    return result
