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

_ASK_EVERY = 1_000  # rings


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
    layout = ring_layout(wkbs)
    rings = rings_of_layout(layout)
    points = np.column_stack([rings.x, rings.y])
    parts: list[dict[int, list[Ints]]] = [{} for _ in wkbs]
    merged, lost = np.zeros((2, len(wkbs)), dtype=np.int64)
    for number, (row, part, hole) in enumerate(zip(*(
            column.tolist() for column in (layout.row, layout.part, layout.is_hole)))):
        if number % _ASK_EVERY == 0:
            progress.check()
        corners, fallen = on_grid(points[rings.offsets[number]:rings.offsets[number + 1]], decimals)
        if not is_ring(corners) or (hole and part not in parts[row]):
            lost[row] += 1
            continue
        merged[row] += fallen
        parts[row].setdefault(part, []).append(ordered(corners, clockwise=not hole))
    return GridShapes([[ring for part in found.values() for ring in part] for found in parts],
                      as_wkb_array([_wkb(list(found.values()), decimals) for found in parts]), merged, lost)


def _wkb(parts: list[list[Ints]], decimals: int) -> bytes:
    written = [polygon_wkb([ring / 10.0 ** decimals for ring in part]) for part in parts]
    return written[0] if len(written) == 1 else multi_polygon_wkb(written)
