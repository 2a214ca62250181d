"""Shapes that are drawn, not made of parcels: from coordinates to WKB, and which points polygons hold."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .keys import Floats

if TYPE_CHECKING:
    from collections.abc import Sequence

Ring = Floats  # (vertices, 2) in metres, first vertex repeated at the end


def multi_polygon(polygons: Sequence[Sequence[Ring]]) -> bytes:
    """Return the WKB of a multi-polygon; each polygon is its outer ring, then its holes."""
    return b"\x01\x06\x00\x00\x00" + len(polygons).to_bytes(4, "little") + b"".join(map(polygon, polygons))


def polygon(rings: Sequence[Ring]) -> bytes:
    """Return the WKB of a polygon: its outer ring, then its holes."""
    parts = [b"\x01\x03\x00\x00\x00" + len(rings).to_bytes(4, "little")]
    parts += [len(ring).to_bytes(4, "little") + np.ascontiguousarray(ring, dtype="<f8").tobytes() for ring in rings]
    return b"".join(parts)


def line_string(line: Floats) -> bytes:
    """Return the WKB of a line, (points, 2) in metres."""
    return (b"\x01\x02\x00\x00\x00" + len(line).to_bytes(4, "little")
            + np.ascontiguousarray(line, dtype="<f8").tobytes())


def point(x: float, y: float) -> bytes:
    """Return the WKB of a point in metres."""
    return b"\x01\x01\x00\x00\x00" + np.array([x, y], dtype="<f8").tobytes()


def holds(polygons: Sequence[Sequence[Ring]], x: Floats, y: Floats) -> np.ndarray:
    """Tell which points lie in any of the polygons (even-odd over all their rings)."""
    inside = np.zeros(len(x), dtype=bool)
    rings = [ring for polygon in polygons for ring in polygon]
    low = np.min([ring.min(axis=0) for ring in rings], axis=0)
    high = np.max([ring.max(axis=0) for ring in rings], axis=0)
    rows = np.flatnonzero((x >= low[0]) & (x <= high[0]) & (y >= low[1]) & (y <= high[1]))
    ax, ay = (np.concatenate([ring[:-1, axis] for ring in rings])[None, :] for axis in (0, 1))
    bx, by = (np.concatenate([ring[1:, axis] for ring in rings])[None, :] for axis in (0, 1))
    for part in np.array_split(rows, max(1, len(rows) // 5_000)):
        px, py = x[part, None], y[part, None]
        spans = (ax <= px) != (bx <= px)
        run = np.where(ax == bx, 1.0, bx - ax)
        above = spans & (ay + (px - ax) * ((by - ay) / run) > py)
        inside[part] = np.count_nonzero(above, axis=1) % 2 == 1
    return inside
