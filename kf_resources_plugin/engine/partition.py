"""Pieces split by zones, what parcels leave uncovered, and polygons of one layer that overlap."""
from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from ..i18n import tr
from ..rules.progress import NoProgress
from .errors import PlannerError
from .kernel import DIFFERENCE, combine
from .overlay import Overlay, overlay
from .reading import PolygonTable
from .slivers import without_rounding_slivers
from .wkb import as_wkb_array, bounds_of, rings_from_wkb

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..rules.areas import Ints
    from ..rules.progress import Progress
    from .kernel import Kernel
    from .wkb import Wkbs

NO_ZONE = -1
_BATCH = 500


def partition(
    pieces: Wkbs, zones: PolygonTable, kernel: Kernel, progress: Progress
) -> tuple[Ints, Ints, Wkbs]:
    """Split pieces by zones so that every point of a piece is in exactly one part.

    Where zones overlap the first in row order takes the land. Returns (piece, zone, wkb), sorted by piece and zone,
    zone -1 where there is none; empty pieces give no part. Pieces and zones are valid and in one CRS.
    Raises PlannerError when GEOS cannot cut a piece.
    """
    table = _table_of(pieces, zones)
    cut = overlay(zones, table, kernel, progress.part(0.0, 0.6))
    if cut.failed:
        raise _cannot_cut(zones, cut.failed[0][2])
    parts: list[tuple[int, int, bytes]] = []
    hits: dict[int, list[int]] = defaultdict(list)
    for number in np.lexsort((cut.subject, cut.land)).tolist():
        hits[int(cut.land[number])].append(number)
    once: list[int] = []
    for piece, wkb in enumerate(table.wkb):
        found = hits.get(piece, [])
        if wkb and not found:
            parts.append((piece, NO_ZONE, wkb))
        elif found and cut.whole[found[0]]:
            parts.append((piece, int(cut.subject[found[0]]), wkb))
        elif len(found) == 1:
            once.append(found[0])
        elif found:
            progress.check()
            parts.extend(_shared_out(piece, wkb, found, cut, zones, kernel))
    for start in range(0, len(once), _BATCH):
        progress.check()
        progress.set(0.6 + 0.4 * start / len(once))
        parts.extend(_in_two(once[start:start + _BATCH], cut, table, zones, kernel))
    parts.sort(key=lambda part: part[:2])
    return (
        np.array([part[0] for part in parts], dtype=np.int64), np.array([part[1] for part in parts], dtype=np.int64),
        as_wkb_array([part[2] for part in parts]),
    )


def _in_two(
    numbers: Sequence[int], cut: Overlay, pieces: PolygonTable, zones: PolygonTable, kernel: Kernel
) -> list[tuple[int, int, bytes]]:
    """Return the parts of pieces that one zone each crosses: inside and rest."""
    piece = cut.land[list(numbers)]
    inside = cut.wkb[list(numbers)]
    rest = _difference(pieces.wkb[piece], inside, zones, kernel)
    parts = list(zip(piece.tolist(), cut.subject[list(numbers)].tolist(), inside))
    return parts + [(row, NO_ZONE, wkb) for row, wkb in zip(piece.tolist(), rest) if wkb]


def _shared_out(
    piece: int, wkb: bytes, numbers: Sequence[int], cut: Overlay, zones: PolygonTable, kernel: Kernel
) -> list[tuple[int, int, bytes]]:
    """Return the parts of a piece that several zones meet; the first zone takes what zones share."""
    parts: list[tuple[int, int, bytes]] = []
    taken = b""
    for number in numbers:
        part = cut.wkb[number]
        if taken:
            part = _difference(as_wkb_array([part]), as_wkb_array([taken]), zones, kernel)[0]
            taken = _union([taken, cut.wkb[number]], zones, kernel)
        else:
            taken = part
        if part:
            parts.append((piece, int(cut.subject[number]), part))
    rest = _difference(as_wkb_array([wkb]), as_wkb_array([taken]), zones, kernel)[0]
    return [*parts, (piece, NO_ZONE, rest)] if rest else parts


def _difference(left: Wkbs, right: Wkbs, zones: PolygonTable, kernel: Kernel) -> Wkbs:
    shapes, failures = combine(kernel, DIFFERENCE, kernel.load(left), kernel.load(right))
    if failures:
        raise _cannot_cut(zones, next(iter(failures.values())))
    return without_rounding_slivers(kernel.dump(shapes))


def _union(wkbs: Sequence[bytes] | Wkbs, layer: PolygonTable, kernel: Kernel) -> bytes:
    try:
        return kernel.union(wkbs)
    except ValueError as error:
        raise _cannot_cut(layer, str(error)) from error


def _cannot_cut(zones: PolygonTable, reason: str) -> PlannerError:
    return PlannerError(tr(
        "The polygons of “{layer}” cannot be cut with the results so far ({reason}). Check the geometry of the layer "
        "and run again.").format(layer=zones.name, reason=reason))


def _table_of(pieces: Wkbs, zones: PolygonTable) -> PolygonTable:
    wkbs = as_wkb_array(pieces)
    return PolygonTable(
        zones.name, zones.crs, np.arange(len(wkbs), dtype=np.int64), wkbs, bounds_of(rings_from_wkb(wkbs))
    )


def outside(
    subjects: PolygonTable, crossed: Overlay, kernel: Kernel, progress: Progress | None = None
) -> Wkbs:
    """Return, per subject, the geometry that no parcel covers, ``b""`` where all is covered.

    By subtracting geometries, so that it checks the areas of the pieces instead of following from them.
    Raises PlannerError when GEOS cannot subtract.
    """
    watched = progress or NoProgress()
    rest = subjects.wkb.copy()
    starts = np.searchsorted(crossed.subject, np.arange(len(subjects) + 1))
    for row in np.flatnonzero(np.diff(starts)).tolist():
        watched.check()
        covered = _union(crossed.wkb[starts[row]:starts[row + 1]], subjects, kernel)
        rest[row] = _difference(subjects.wkb[row:row + 1], as_wkb_array([covered]), subjects, kernel)[0]
    return rest


def self_overlaps(table: PolygonTable, kernel: Kernel, progress: Progress) -> tuple[Ints, Ints, Wkbs]:
    """Return (row_a, row_b, wkb) for all pairs of a layer that share land, row_a < row_b, sorted.

    Parcels that only touch are no pair. The table's polygons are valid.
    """
    shared = overlay(table, table, kernel, progress, later_only=True)
    return shared.subject, shared.land, shared.wkb
