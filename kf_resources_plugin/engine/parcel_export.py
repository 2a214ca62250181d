"""The polygons of a layer as the rings that a coordinate file can hold."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..rules.parcel_writing import is_ring, on_grid, ordered
from .wkb import as_wkb_array, multi_polygon_wkb, polygon_wkb, ring_layout, rings_of_layout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..rules.areas import Ints
    from ..rules.progress import Progress
    from .wkb import Wkbs

_ASK_EVERY = 100  # rows


@dataclass(frozen=True)
class GridShapes:
    """Rings of each row, (rows,), on the grid of the file.

    rings: in the order they are written, each part's outer ring before its holes, corners in steps of the last
    decimal. wkb: what is written, b"" for nothing. merged: corners that fell on their neighbour. lost: rings that
    enclose nothing on the grid, with their holes.
    """

    rings: list[list[Ints]]
    wkb: Wkbs
    merged: Ints
    lost: Ints


def grid_shapes(wkbs: Sequence[bytes] | Wkbs, decimals: int, progress: Progress) -> GridShapes:
    """Return rows of plain polygons on the grid of so many decimals."""
    rows = [_one(wkb, decimals, progress if number % _ASK_EVERY == 0 else None) for number, wkb in enumerate(wkbs)]
    return GridShapes(
        [[ring for part in parts for ring in part] for parts, _, _ in rows],
        as_wkb_array([_wkb(parts, decimals) for parts, _, _ in rows]),
        np.array([merged for _, merged, _ in rows], dtype=np.int64),
        np.array([lost for _, _, lost in rows], dtype=np.int64))


def _one(wkb: bytes, decimals: int, progress: Progress | None) -> tuple[list[list[Ints]], int, int]:
    """Return the parts of one row, each its outer ring and holes; how many corners merged, how many rings were lost."""
    if progress is not None:
        progress.check()
    layout = ring_layout([wkb])
    rings = rings_of_layout(layout)
    points = np.column_stack([rings.x, rings.y])
    parts: dict[int, list[Ints]] = {}
    merged = lost = 0
    for number, (part, hole) in enumerate(zip(layout.part.tolist(), layout.is_hole.tolist())):
        corners, fallen = on_grid(points[rings.offsets[number]:rings.offsets[number + 1]], decimals)
        if not is_ring(corners) or (hole and part not in parts):
            lost += 1
            continue
        merged += fallen
        parts.setdefault(part, []).append(ordered(corners, clockwise=not hole))
    return list(parts.values()), merged, lost


def _wkb(parts: list[list[Ints]], decimals: int) -> bytes:
    written = [polygon_wkb([ring / 10.0 ** decimals for ring in part]) for part in parts]
    return written[0] if len(written) == 1 else multi_polygon_wkb(written)
