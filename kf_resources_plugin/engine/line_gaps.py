"""Narrow gaps along control lines: strips no wider than a limit between borders that face each other, in no line.

Borders that neighbours share cancel (``seams``), so only the outlines of a line are compared. Between two edges that
face each other lies a cell: the part of one over which the other is within the limit, straight across. Cells that meet
are one gap. At a bend nothing lies straight across, so a corner of at most the squared width is left out.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..rules.gauss_kruger import SEMI_MAJOR
from .hilbert_tree import HilbertTree
from .land_split import cut_by_zones
from .metric_plane import unit_lengths
from .patches import patches
from .slivers import without_rounding_slivers
from .united_shapes import united_shapes
from .wkb import as_wkb_array, polygon_wkb, single_polygons

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qgis.core import QgsCoordinateReferenceSystem

    from ..rules.progress import Progress
    from .control_lines import ControlLine
    from .kernel import Kernel
    from .reading import PolygonTable
    from .wkb import Wkbs

_BATCH = 200_000  # edges whose neighbours are looked up together
_LEAST_M = 0.001  # borders nearer to each other are the same: no survey tells millimetres apart


@dataclass(frozen=True)
class Gaps:
    """Narrow gaps, sorted by lines and shape, arrays (gaps,): int64 positions of both lines, the lower first; wkb."""

    one: np.ndarray
    other: np.ndarray
    wkb: Wkbs


def narrow_gaps(lines: Sequence[ControlLine], width_m: float, known: Mapping[str, PolygonTable], kernel: Kernel,
                progress: Progress) -> Gaps:
    """Return the strips of at most ``width_m`` between borders of lines that face each other.

    known: layers of polygons in which gaps are told elsewhere. Raises Canceled.
    """
    edges = np.concatenate([line.edges for line in lines])
    owner = np.repeat(np.arange(len(lines), dtype=np.int64), [len(line.edges) for line in lines])
    crs = lines[0].table.crs
    cells, first, second = _cells(edges, owner, _metres(edges, crs), width_m, progress.part(0.0, 0.5))
    code = np.minimum(first, second) * len(lines) + np.maximum(first, second)
    gap = patches(cells, code, crs, kernel, progress.part(0.5, 0.6))
    count = int(gap.max(initial=-1)) + 1
    of_gap = np.zeros(count, dtype=np.int64)
    of_gap[gap] = code
    shapes = as_wkb_array(united_shapes(cells, gap, count, kernel, progress.part(0.6, 0.7)))
    zones = {**{line.key: line.filled() for line in lines}, **known}
    source, zone, wkb = cut_by_zones(shapes, zones, kernel, progress.part(0.7, 0.9))
    bare = np.flatnonzero(np.logical_and.reduce([rows < 0 for rows in zone.values()]))
    kept, wkb = single_polygons(without_rounding_slivers(wkb[bare]))
    return _joined(of_gap[source[bare][kept]], wkb, len(lines), crs, kernel, progress.part(0.9, 1.0))


def _joined(code: np.ndarray, wkb: Wkbs, lines: int, crs: QgsCoordinateReferenceSystem, kernel: Kernel,
            progress: Progress) -> Gaps:
    """Return the parts that are left of gaps, those between the same lines that still meet as one."""
    gap = patches(wkb, code, crs, kernel, progress.part(0.0, 0.5))
    count = int(gap.max(initial=-1)) + 1
    of_gap = np.zeros(count, dtype=np.int64)
    of_gap[gap] = code
    shapes = united_shapes(wkb, gap, count, kernel, progress.part(0.5, 1.0))
    order = sorted((place for place in range(count) if shapes[place]), key=lambda place: (of_gap[place], shapes[place]))
    codes = of_gap[order] if order else np.empty(0, dtype=np.int64)
    return Gaps(codes // lines, codes % lines, as_wkb_array([shapes[place] for place in order]))


def _metres(edges: np.ndarray, crs: QgsCoordinateReferenceSystem) -> np.ndarray:
    """Return metres per unit of x and y at each edge, (edges, 2); on a sphere for degrees, good to half a percent."""
    if not crs.isGeographic():
        return unit_lengths(crs, edges[:, 0], edges[:, 1])
    degree = np.radians(SEMI_MAJOR)
    return np.column_stack([degree * np.cos(np.radians(edges[:, 1])), np.full(len(edges), degree)])


def _cells(edges: np.ndarray, owner: np.ndarray, metres: np.ndarray, width_m: float,
           progress: Progress) -> tuple[Wkbs, np.ndarray, np.ndarray]:
    """Return the cells between edges that face each other, and the lines of both edges."""
    low, high = np.minimum(edges[:, :2], edges[:, 2:]), np.maximum(edges[:, :2], edges[:, 2:])
    tree = HilbertTree(np.hstack([low, high]))
    wkbs: list[bytes] = []
    found = [(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64))]
    for start in range(0, len(edges), _BATCH):
        progress.set(start / len(edges))
        span = slice(start, start + _BATCH)
        reach = width_m / metres[span]
        box, other = tree.pairs(np.hstack([low[span] - reach, high[span] + reach]), progress)
        corners, kept = _facing(edges, start + box, other, metres, width_m)
        wkbs += [polygon_wkb([ring]) for ring in corners]
        found.append((owner[start + box[kept]], owner[other[kept]]))
    first, second = (np.concatenate(column) for column in zip(*found))
    return as_wkb_array(wkbs), first, second


def _facing(edges: np.ndarray, one: np.ndarray, other: np.ndarray, metres: np.ndarray,
            width_m: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the corners (cells, 4, 2) of the cells between pairs of edges, and which of the pairs have one.

    Edges have their inside on the left: they face each other where they run in opposite directions, each on the right
    of the other. Edges with a vertex in common are a corner, no gap.
    """
    start, along = edges[one, :2], edges[one, 2:] - edges[one, :2]
    scaled = along * metres[one]
    length = np.maximum((scaled * scaled).sum(axis=1), np.finfo(float).tiny)

    def place(points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return where points lie along the first edge, 0 to 1 on it, and how far to its right in metres."""
        away = (points - start) * metres[one]
        across = scaled[:, 1] * away[:, 0] - scaled[:, 0] * away[:, 1]
        return (scaled * away).sum(axis=1) / length, across / np.sqrt(length)

    (s0, h0), (s1, h1) = place(edges[other, :2]), place(edges[other, 2:])
    with np.errstate(divide="ignore", invalid="ignore"):
        # the second edge comes back: along the first from s1 to s0, its distance linear between
        slope = (h0 - h1) / (s0 - s1)
        at_limit, at_zero = s1 + (width_m - h1) / slope, s1 - h1 / slope
        low, high = np.maximum(s1, 0.0), np.minimum(s0, 1.0)
        low = np.where(slope < 0, np.maximum(low, at_limit), np.where(slope > 0, np.maximum(low, at_zero), low))
        high = np.where(slope < 0, np.minimum(high, at_zero), np.where(slope > 0, np.minimum(high, at_limit), high))
        flat = (slope == 0) & ((h1 <= 0) | (h1 > width_m))
        touching = ((edges[one, :2] == edges[other, 2:]).all(axis=1)
                    | (edges[one, 2:] == edges[other, :2]).all(axis=1))
        widest = h1 + np.maximum(slope * (low - s1), slope * (high - s1))
        kept = np.flatnonzero((s0 > s1) & (high > low) & ~flat & ~touching & (widest > _LEAST_M))
        back = [(bound[kept] - s1[kept]) / (s0[kept] - s1[kept]) for bound in (low, high)]
    there = [start[kept] + along[kept] * bound[kept][:, None] for bound in (low, high)]
    turned = edges[other[kept], :2] - edges[other[kept], 2:]
    here = [edges[other[kept], 2:] + turned * share[:, None] for share in back]
    return np.stack([there[0], there[1], here[1], here[0]], axis=1), kept
