"""Vertices of whole layers, a few rows at a time: which are repeated, and polygons without some of them."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..rules.vertex_checks import near_places, repeated_vertices, rings_at
from .wkb import as_wkb_array, multi_polygon_wkb, polygon_wkb, ring_layout, rings_from_wkb, rings_of_layout, runs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..rules.areas import Bools, Floats, Ints
    from .wkb import RingLayout, Wkbs

_CORNERS = 3
_BYTES = 8_000_000  # of rows whose vertices are arrays at a time


def repeated_by_rows(wkbs: Wkbs, tolerance_m: float,
                     scale: tuple[float, float]) -> Iterator[tuple[slice, RingLayout, Ints]]:
    """Yield (rows, layout, vertices): a few rows of polygons, their layout and which of its vertices are repeated.

    ``rules.vertex_checks.repeated_vertices`` says which; scale: metres per unit of x and y.
    """
    spans = runs(wkbs, _BYTES)
    places = np.unique(np.concatenate([np.empty(0, dtype=np.complex128), *(
        near_places(rings_from_wkb(wkbs[span]), tolerance_m, scale) for span in spans)]))
    shared = np.zeros(len(places), dtype=np.int64)
    if len(places):
        for span in spans:
            shared += rings_at(rings_from_wkb(wkbs[span]), places)
    for span in spans:
        layout = ring_layout(wkbs[span])
        yield span, layout, repeated_vertices(rings_of_layout(layout), tolerance_m, scale, places, shared)


def without_vertices(wkbs: Wkbs, layout: RingLayout, gone: Bools) -> Wkbs:
    """Return polygon rows without some vertices; layout: that of the rows; gone: bool (vertices,), closing ones False.

    A ring of fewer than three corners goes, and with an outer ring what it holds.
    """
    rings = rings_of_layout(layout)
    closing = rings.offsets[1:] - 1
    ring_of = np.repeat(np.arange(len(layout.row)), layout.count)
    begin = np.searchsorted(layout.row, np.arange(layout.rows + 1))
    cleaned = wkbs.copy()
    for row in np.unique(layout.row[ring_of[gone]]).tolist():
        polygons: dict[int, list[Floats]] = {}
        for ring in range(begin[row], begin[row + 1]):
            span = np.arange(rings.offsets[ring], closing[ring])
            span = span[~gone[span]]
            part = int(layout.part[ring])
            if len(span) >= _CORNERS and (part in polygons or not layout.is_hole[ring]):
                polygons.setdefault(part, []).append(np.column_stack([rings.x[span], rings.y[span]]))
        parts = [polygon_wkb(polygons[part]) for part in sorted(polygons)]
        cleaned[row] = parts[0] if len(parts) == 1 else multi_polygon_wkb(parts)
    return as_wkb_array(cleaned)
