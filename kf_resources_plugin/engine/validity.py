"""Invalid polygons found, repaired on a copy, and reported with their feature id and reason."""
from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from qgis.core import QgsCoordinateTransformContext

from ..i18n import tr
from .areas import areas_of
from .errors import PlannerError
from .kernel import DIFFERENCE, combine
from .patience import patiently, side_by_side
from .slivers import rounding_areas
from .tangles import MOST_CROSSINGS, tangled
from .windings import windings
from .wkb import (
    as_wkb_array,
    planar_areas,
    polygon_wkb,
    ring_layout,
    rings_from_wkb,
    rings_of_layout,
    runs,
    signed_ring_areas,
    wkb_areas,
)

if TYPE_CHECKING:
    from ..rules.areas import Floats, Ints
    from ..rules.findings import Finding
    from ..rules.progress import Progress
    from ..rules.rule_rows import RuleBook
    from .kernel import Kernel
    from .reading import PolygonTable
    from .wkb import Wkbs

_BYTES = 1_500_000  # of geometries that are looked at together, some two thousand parcels
_STATED_M2 = 0.005  # a change of area that shows when written with two decimals


def repair(
    table: PolygonTable, kernel: Kernel, book: RuleBook, progress: Progress, *, role: str = "",
    valid: PolygonTable | None = None,
) -> tuple[PolygonTable, list[Finding]]:
    """Return the table with every geometry valid, and a finding for each row that had to be changed.

    A polygon is what its outer ring encloses less what its holes enclose, and parts that overlap count once. A ring
    encloses every place that it goes round: both lobes of a bow-tie, the middle of a five-pointed star drawn in one
    stroke, the loop where it overlaps itself, but not what lies between a loop outwards and one back. What encloses
    nothing is emptied and its area named. ``valid`` is a table that was repaired: geometries that are objects of it are
    not looked at again.
    """
    unknown = np.arange(len(table), dtype=np.int64)
    if valid is not None:
        unknown = unknown[~np.isin(_objects(table.wkb), _objects(valid.wkb))]
    reasons: dict[int, str] = {}
    chunks = [unknown[run] for run in runs(table.wkb[unknown], _BYTES)]
    looked_at = side_by_side((partial(kernel.invalid, table.wkb[rows]) for rows in chunks), progress)
    for number, (rows, found) in enumerate(zip(chunks, looked_at)):
        reasons.update((int(rows[place]), reason) for place, reason in found.items())
        progress.set((number + 1) / len(chunks))
    if not reasons:
        return table, []
    rows = np.array(sorted(reasons), dtype=np.int64)
    shapes = []
    for row in rows.tolist():
        progress.check()
        shapes.append(patiently(partial(repaired, table.wkb[row], kernel), progress))
    mended = table.with_wkb(rows, shapes)
    before, after = (_stated_areas(part, rows) for part in (table, mended))
    findings = [
        _finding(table, mended, row, (told_reason(table.wkb[row], reasons[row]), role), (old, new), book)
        for row, old, new in zip(rows.tolist(), before.tolist(), after.tolist())
    ]
    return mended, findings


def _stated_areas(table: PolygonTable, rows: Ints) -> Floats:
    """Return areas in m² for the texts; those of the plane where the CRS has no longitude and latitude."""
    try:
        # areas of CGCS2000 layers need no context; of others only a rough figure is asked for
        return areas_of(table.wkb[rows], table.crs, QgsCoordinateTransformContext())
    except PlannerError:  # who checks a layer wants to know of its shapes all the same
        return wkb_areas(table.wkb[rows])


def _objects(wkbs: Wkbs) -> Ints:
    return np.fromiter(map(id, wkbs), dtype=np.int64, count=len(wkbs))


def repaired(wkb: bytes, kernel: Kernel) -> bytes:
    """Return an invalid polygon as a valid one, ``b""`` when it encloses nothing or GEOS cannot repair it.

    Nor is one repaired whose edges cross at more than ``MOST_CROSSINGS`` places.
    """
    if tangled(wkb):
        return b""
    layout = ring_layout([wkb])
    rings = rings_of_layout(layout)
    shells: dict[int, bytes] = {}
    holes: dict[int, list[bytes]] = {}
    for number, (part, is_hole) in enumerate(zip(layout.part.tolist(), layout.is_hole.tolist())):
        span = slice(rings.offsets[number], rings.offsets[number + 1])
        ring = _enclosed(np.column_stack([rings.x[span], rings.y[span]]), kernel)
        if is_hole:
            holes.setdefault(part, []).append(ring)
        else:
            shells[part] = ring
    try:
        parts = [_without(shells[part], holes.get(part, []), kernel) for part in sorted(shells)]
        result = parts[0] if len(parts) == 1 else kernel.union(parts)
    except ValueError:
        return b""
    return b"" if kernel.invalid([result]) else result


def _enclosed(ring: Floats, kernel: Kernel) -> bytes:
    """Return every place that a ring, (vertices, 2), goes round, ``b""`` where there is none."""
    wkb = polygon_wkb([ring])
    shape = kernel.load([wkb])[0]
    if shape is None:
        return b""
    if not kernel.invalid([wkb]):
        return wkb
    try:
        faces = kernel.faces(wkb)
        rounds = windings(ring, faces)
        sums = rings_from_wkb([wkb]), rings_from_wkb(faces)
        drawn, found = float(signed_ring_areas(sums[0])[0]), float((rounds * planar_areas(sums[1])).sum())
        if abs(drawn - found) <= float(rounding_areas(as_wkb_array([wkb]))[0]):
            return kernel.union(faces[rounds != 0])
    except ValueError:
        pass
    # GEOS cannot cut the ring into loops; it may still find what lies in an odd number of them.
    return bytes(kernel.dump([kernel.make_valid(shape)])[0])


def _without(shell: bytes, holes: list[bytes], kernel: Kernel) -> bytes:
    """Return the shell without its holes; raises ValueError when GEOS cannot."""
    cut = kernel.union(holes) if any(holes) else b""
    if not shell or not cut:
        return shell
    shapes, failures = combine(kernel, DIFFERENCE, kernel.load([shell]), kernel.load([cut]))
    if failures:
        raise ValueError(failures[0])
    return bytes(kernel.dump(shapes)[0])


def told_reason(wkb: bytes, reason: str) -> str:
    """Return why a polygon is invalid, for GEOS's reason: also that it is too tangled to be repaired."""
    count = tangled(wkb)
    return reason_text(reason) if not count else tr(
        "its edges cross at about {count} places; from {most} on they are not taken apart").format(
            count=count, most=MOST_CROSSINGS)


def reason_text(reason: str) -> str:
    """Return GEOS's reason for invalidity in the planner's words; one QGIS translated already stays as it is."""
    return {
        "": tr("not valid"),
        "self-intersection": tr("its edges cross"),
        "ring self-intersection": tr("a ring touches or crosses itself"),
        "hole lies outside shell": tr("a hole lies outside its polygon"),
        "holes are nested": tr("a hole lies inside another hole"),
        "interior is disconnected": tr("rings cut it in two"),
        "nested shells": tr("one part lies inside another"),
        "duplicate rings": tr("a ring occurs twice"),
        "too few points in geometry component": tr("a ring has fewer than three corners"),
    }.get(reason.strip().lower(), reason)


def _finding(
    table: PolygonTable, mended: PolygonTable, row: int, why_and_role: tuple[str, str], areas: tuple[float, float],
    book: RuleBook,
) -> Finding:
    reason, role = why_and_role
    before, after = areas
    fid = int(table.fids[row])
    if not mended.wkb[row]:
        return book.finding(
            "geometry.unrepairable", role=role, source_fid=fid, area_m2=before, point=_first_vertex(table.wkb[row]),
            layer=table.name, reason=reason,
        )
    if abs(after - before) > _STATED_M2:
        reason = tr("{reason}; area {before} m² before, {after} m² after").format(
            reason=reason, before=f"{before:.2f}", after=f"{after:.2f}"
        )
    return book.finding(
        "geometry.repaired", role=role, source_fid=fid, wkb=mended.wkb[row], layer=table.name, reason=reason
    )


def _first_vertex(wkb: bytes) -> tuple[float, float]:
    rings = rings_of_layout(ring_layout([wkb]))
    return float(rings.x[0]), float(rings.y[0])
