"""Shapes of a layer: vertices, angles, widths and parts of each polygon; overlaps, gaps, and what a reference shows."""
from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from ...engine.coverage_gaps import gaps
from ...engine.overlay import overlay
from ...engine.partition import NO_ZONE, claimed_twice, outside, partition, self_overlaps, table_of
from ...engine.vertices import repeated_by_rows, without_vertices
from ...engine.wkb import rings_of_layout, wkb_bounds
from ...rules.lengths import narrower
from ...rules.vertex_checks import sharp_angles

if TYPE_CHECKING:
    from collections.abc import Callable

    from ...engine.kernel import Kernel
    from ...engine.reading import PolygonTable
    from ...rules.areas import Floats, Ints
    from ...rules.progress import Progress
    from .faults import Faults
    from .rulers import Ruler

_LEAST_M2 = 0.005  # an area that shows with two decimals
_ALIKE = 1e-4  # m², by which two shapes may differ and be the same


@dataclass
class _Vertices:
    """Faults of vertices by row of the layer: how many, where the first lies, the sharpest angle in degrees."""

    count: dict[int, int] = field(default_factory=dict)
    place: dict[int, tuple[float, float]] = field(default_factory=dict)
    sharpest: dict[int, float] = field(default_factory=dict)

    def note(self, rows: Ints, x: Floats, y: Floats, angle: Floats) -> None:
        """Note vertices, those to be shown first."""
        found, first, count = np.unique(rows, return_index=True, return_counts=True)
        self.count.update(zip(found.tolist(), count.tolist()))
        self.place.update(zip(found.tolist(), zip(x[first].tolist(), y[first].tolist())))
        self.sharpest.update(zip(found.tolist(), angle[first].tolist()))

    @property
    def rows(self) -> Ints:
        """Return the rows, ascending."""
        return np.array(sorted(self.count), dtype=np.int64)


def vertex_faults(faults: Faults, ruler: Ruler, progress: Progress) -> None:
    """Tell which features, as they are drawn, have repeated vertices, sharp angles or several parts."""
    limit = float(faults.book.threshold("check.sharp_angle", "max_angle_degrees"))
    twice, sharp = _Vertices(), _Vertices()
    parts: dict[int, int] = {}
    for span, layout, repeated in repeated_by_rows(faults.layer.table.wkb, ruler.tolerance_m, ruler.scale):
        progress.check()
        rings = rings_of_layout(layout)
        row_of = np.repeat(layout.row, layout.count) + span.start
        twice.note(row_of[repeated], rings.x[repeated], rings.y[repeated], np.zeros(len(repeated)))
        vertex, angle = sharp_angles(rings, limit, ruler.scale, repeated)
        order = np.lexsort((angle, row_of[vertex]))
        vertex = vertex[order]
        sharp.note(row_of[vertex], rings.x[vertex], rings.y[vertex], angle[order])
        last = np.flatnonzero((np.diff(layout.row, append=-1) != 0) & (layout.part > 0))
        parts.update(zip((layout.row[last] + span.start).tolist(), (layout.part[last] + 1).tolist()))
    faults.add("check.repeated_vertex", twice.rows,
               lambda row: {"count": twice.count[row], "tolerance_m": ruler.tolerance_m}, places=twice.place,
               about="vertex")
    faults.add("check.sharp_angle", sharp.rows,
               lambda row: {"count": sharp.count[row], "angle": f"{sharp.sharpest[row]:.2f}"}, places=sharp.place,
               about="angle")
    faults.add("check.multipart", np.array(sorted(parts), dtype=np.int64), lambda row: {"count": parts[row]})


def narrow_features(faults: Faults, area_m2: Floats, ruler: Ruler) -> None:
    """Tell which features are slivers, and which are tiny; area_m2: float64 (rows,)."""
    width = ruler.widths(faults.layer.table.wkb, area_m2)
    most = float(faults.book.threshold("check.narrow", "max_width_m"))
    rows = np.flatnonzero((width > 0) & narrower(width, most)).astype(np.int64)
    faults.add("check.narrow", rows, lambda row: {"width_m": f"{width[row]:.3f}"}, area_m2=area_m2[rows])
    least = float(faults.book.threshold("check.tiny", "min_area_m2"))
    rows = np.flatnonzero((area_m2 > 0) & (area_m2 < least)).astype(np.int64)
    faults.add("check.tiny", rows, lambda row: {}, area_m2=area_m2[rows])


def coverage_faults(faults: Faults, valid: PolygonTable, ruler: Ruler, kernel: Kernel, progress: Progress, *,
                    overlaps: bool, closed: bool) -> None:
    """Tell where features overlap, where ``overlaps``, and of a coverage that is to be closed, where it has gaps.

    What is no wider than the tolerance is counted and summed, not listed. Raises PlannerError and Canceled.
    """
    thin, thin_m2 = _overlaps(faults, valid, ruler, kernel, progress.part(0.0, 0.6)) if overlaps else (0, 0.0)
    open_, open_m2 = _gaps(faults, valid, ruler, kernel, progress.part(0.6, 1.0)) if closed else (0, 0.0)
    if thin or open_:
        faults.one("check.within_tolerance", overlaps=thin, gaps=open_, area_m2=thin_m2 + open_m2,
                   tolerance_m=ruler.tolerance_m)


def _overlaps(faults: Faults, valid: PolygonTable, ruler: Ruler, kernel: Kernel,
              progress: Progress) -> tuple[int, float]:
    """Return how many overlaps are no wider than the tolerance, and their m²."""
    one, other, shared = self_overlaps(valid, kernel, progress)
    area = ruler.areas(shared)
    width = ruler.widths(shared, area)
    wide = (area >= _LEAST_M2) & (width > ruler.tolerance_m)
    whole = np.full(len(valid), np.nan)
    met = np.unique(np.concatenate([one, other]))
    whole[met] = ruler.areas(valid.wkb[met])
    alike = wide & (np.abs(area - whole[one]) < _ALIKE) & (np.abs(area - whole[other]) < _ALIKE)
    for rule, chosen in (("check.duplicate", alike), ("check.overlap", wide & ~alike)):
        rows = np.flatnonzero(chosen)
        faults.pairs(rule, table_of(shared[rows], valid), list(zip(one[rows].tolist(), other[rows].tolist())),
                     area[rows], _widths(width[rows]))
    return int((~wide).sum()), float(area[~wide].sum())


def _gaps(faults: Faults, valid: PolygonTable, ruler: Ruler, kernel: Kernel, progress: Progress) -> tuple[int, float]:
    """Return how many gaps are no wider than the tolerance, and their m²."""
    found = gaps(valid.wkb, kernel, progress)
    area = ruler.areas(found)
    width = ruler.widths(found, area)
    wide = (area >= _LEAST_M2) & (width > ruler.tolerance_m)
    rows = np.flatnonzero(wide)
    faults.shapes("check.gap", table_of(found[rows], valid), area[rows], _widths(width[rows]))
    return int((~wide).sum()), float(area[~wide].sum())


def _widths(width: Floats) -> Callable[[int], dict[str, str]]:
    return lambda row: {"width_m": f"{width[row]:.4f}"}


def reference_faults(faults: Faults, valid: PolygonTable, reference: PolygonTable, ruler: Ruler, kernel: Kernel,
                     progress: Progress) -> None:
    """Tell what of a reference the layer does not cover, and what of the layer lies beyond it; both in one CRS."""
    crossed = overlay(reference, valid, kernel, progress.part(0.0, 0.3))
    _, _, shared = self_overlaps(valid, kernel, progress.part(0.3, 0.4))
    _, doubled = claimed_twice(reference, shared, kernel, progress.part(0.4, 0.45))
    missing, _ = outside(reference, valid, crossed, doubled, kernel, progress.part(0.45, 0.7))
    row, zone, parts = partition(valid.wkb, reference, kernel, progress.part(0.7, 1.0))
    beyond = zone == NO_ZONE
    for rule, wkb, owner in (("check.not_covered", missing[missing != b""], None),
                             ("check.beyond_reference", parts[beyond], row[beyond])):
        area = ruler.areas(wkb)
        wide = np.flatnonzero((area >= _LEAST_M2) & (ruler.widths(wkb, area) > ruler.tolerance_m))
        faults.shapes(rule, table_of(wkb[wide], valid), area[wide], lambda place: {},
                      owner=None if owner is None else owner[wide])


def without_repeated(table: PolygonTable, ruler: Ruler, kernel: Kernel) -> PolygonTable:
    """Return valid polygons without their repeated vertices; those that would become invalid keep them."""
    wkb = table.wkb.copy()
    for span, layout, repeated in repeated_by_rows(table.wkb, ruler.tolerance_m, ruler.scale):
        gone = np.zeros(int(layout.count.sum()), dtype=bool)
        gone[repeated] = True
        wkb[span] = without_vertices(table.wkb[span], layout, gone)
    changed = np.flatnonzero(wkb != table.wkb)
    spoilt = changed[sorted({*kernel.invalid(wkb[changed]), *np.flatnonzero(wkb[changed] == b"").tolist()})]
    wkb[spoilt] = table.wkb[spoilt]
    return replace(table, wkb=wkb, bounds=wkb_bounds(wkb))


def faults_left(table: PolygonTable, ruler: Ruler, kernel: Kernel) -> int:
    """Return how many features of a corrected copy are invalid or have repeated vertices."""
    rows = {row + span.start for span, layout, repeated in repeated_by_rows(
        table.wkb, ruler.tolerance_m, ruler.scale) for row in np.repeat(layout.row, layout.count)[repeated].tolist()}
    return len(rows | set(kernel.invalid(table.wkb)))
