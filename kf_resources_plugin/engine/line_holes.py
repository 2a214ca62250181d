"""Holes of a control line (天窗): what its polygons together enclose and leave out, and what lies in it."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .dissolve import smallest_round
from .distances import in_metres, pairs_within
from .land_split import cut_by_zones
from .line_land import cut_by_parcels
from .slivers import without_rounding_slivers
from .validity import repaired
from .wkb import as_wkb_array, polygon_wkb, ring_layout, rings_of_layout, signed_ring_areas, single_polygons

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..rules.progress import Progress
    from .control_lines import ControlLine
    from .kernel import Kernel
    from .occupation import AreasOf
    from .reading import PolygonTable
    from .wkb import Wkbs

_REACH_M = 0.01  # a hole ends where polygons begin; what was cut differs by rounding


def holes_of(line: ControlLine, kernel: Kernel, progress: Progress) -> Wkbs:
    """Return the holes of what the polygons of a line cover together, a polygon each, sorted by shape.

    What lies in a hole as an island is no part of it. Raises ValueError where GEOS cannot unite the polygons.
    """
    layout = ring_layout([line.union(kernel, progress.part(0.0, 0.8))])
    rings = rings_of_layout(layout)
    if not layout.is_hole.any():
        return as_wkb_array([])
    drawn = [np.column_stack([rings.x[span], rings.y[span]]) for span in (
        slice(a, b) for a, b in zip(rings.offsets[:-1].tolist(), rings.offsets[1:].tolist()))]
    outer = [drawn[ring] for ring in np.flatnonzero(layout.is_hole).tolist()]
    islands = [drawn[ring] for ring in np.flatnonzero(~layout.is_hole).tolist()]
    owner = smallest_round(outer, np.abs(signed_ring_areas(rings))[layout.is_hole], islands, progress.part(0.8, 1.0))
    within: dict[int, list[np.ndarray]] = {}
    for island, hole in zip(islands, owner.tolist()):
        within.setdefault(hole, []).append(island)
    shapes = as_wkb_array([polygon_wkb([ring, *within.get(hole, [])]) for hole, ring in enumerate(outer)])
    for row in kernel.invalid(shapes):  # an island that meets the border in two points cuts the hole in two
        shapes[row] = repaired(shapes[row], kernel)
    single = single_polygons(without_rounding_slivers(shapes))[1]
    return as_wkb_array(sorted(wkb for wkb in single.tolist() if wkb))


@dataclass(frozen=True)
class Content:
    """What lies in holes, float64 m²: (holes, lines) of each other line, and (holes,) of the rest.

    A place that several lines cover counts for the first. Without a survey cultivated and other land are 0.
    """

    lines: np.ndarray
    cultivated: np.ndarray
    other_land: np.ndarray


def content_of(holes: Wkbs, others: Mapping[int, ControlLine], count: int, land: tuple[PolygonTable, np.ndarray] | None,
               areas: AreasOf, kernel: Kernel, progress: Progress) -> Content:
    """Return what lies in holes.

    others: the lines beside that of the holes by their position, of ``count`` lines. land: parcels and bool (parcels,),
    which are cultivated. Raises Canceled.
    """
    zones = {line.key: line.filled() for line in others.values()}
    source, zone, wkb = cut_by_zones(holes, zones, kernel, progress.part(0.0, 0.6))
    size, left = areas(wkb), np.ones(len(source), dtype=bool)
    lines = np.zeros((len(holes), count))
    for place, line in others.items():
        mine = left & (zone[line.key] >= 0)
        lines[:, place] = np.bincount(source[mine], size[mine], len(holes))
        left &= ~mine
    cultivated, other_land = np.zeros(len(holes)), np.zeros(len(holes))
    if land is not None:
        parcels, is_cultivated = land
        part, parcel, wkb = cut_by_parcels(wkb[left], parcels, kernel, progress.part(0.6, 1.0))
        hole, size, farmland = source[left][part], areas(wkb), is_cultivated[parcel]
        cultivated = np.bincount(hole[farmland], size[farmland], len(holes))
        other_land = np.bincount(hole[~farmland], size[~farmland], len(holes))
    return Content(lines, cultivated, other_land)


def counties_beside(shapes: Wkbs, line: ControlLine, kernel: Kernel, progress: Progress) -> Sequence[str]:
    """Return for each shape the county of most polygons of a line that meet it, of equally many the lowest code."""
    plane = in_metres([shapes, line.table.wkb], line.table.crs, progress)
    shape, row = pairs_within(plane[0], plane[1], _REACH_M, kernel, progress)
    codes, place = np.unique(line.county.astype(str), return_inverse=True)
    votes = np.zeros((len(shapes), max(len(codes), 1)), dtype=np.int64)
    np.add.at(votes, (shape, place.reshape(-1)[row]), 1)
    named = [str(code) for code in codes.tolist()] or [""]
    return [named[best] for best in votes.argmax(axis=1).tolist()]
