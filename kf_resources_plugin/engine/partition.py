"""Pieces split by zones, what parcels leave uncovered, and polygons of one layer that overlap."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..i18n import tr
from .errors import PlannerError
from .hilbert_tree import expand
from .overlay import Overlay, overlay
from .patience import in_runs
from .reading import PolygonTable
from .slivers import rounding_areas
from .subtraction import divide, subtract, subtract_all, subtract_block
from .uncut import list_uncut, listed_overlay
from .wkb import as_wkb_array, wkb_areas, wkb_bounds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..rules.areas import Bools, Floats, Ints
    from ..rules.progress import Progress
    from .kernel import Kernel
    from .wkb import Wkbs

NO_ZONE = -1
_BATCH = 500
_BYTES = 2_000_000  # of geometries that are measured together


def partition(
    pieces: Wkbs, zones: PolygonTable, kernel: Kernel, progress: Progress
) -> tuple[Ints, Ints, Wkbs]:
    """Split pieces by zones so that every point of a piece is in exactly one part.

    Where zones overlap the first in row order takes the land. Returns (piece, zone, wkb), sorted by piece and zone,
    zone -1 where there is none; empty pieces give no part. Pieces and zones are valid and in one CRS. What GEOS cannot
    cut by a zone stays outside of it and is listed in ``kernel.uncut``.
    """
    table = table_of(pieces, zones)
    cut = overlay(zones, table, kernel, progress.part(0.0, 0.6))
    for _, piece, reason in cut.failed:
        list_uncut(kernel, zones, table.wkb[piece], reason)
    hits = np.argsort(cut.land, kind="stable")  # by piece, then zone
    first = np.searchsorted(cut.land[hits], np.arange(len(table) + 1))
    count = np.diff(first)
    of_first = np.append(hits, len(hits))[first[:-1]]
    whole = (count > 0) & np.append(cut.whole, False)[of_first]
    alone = np.flatnonzero((count == 0) & (table.wkb != b"")).astype(np.int64)
    inside = np.flatnonzero(whole).astype(np.int64)
    parts = [(alone, np.full(len(alone), NO_ZONE, dtype=np.int64), table.wkb[alone]),
             (inside, cut.subject[of_first[inside]], table.wkb[inside])]
    several = np.flatnonzero(~whole & (count > 1)).astype(np.int64)
    tangled = _tangled(several, hits, first, cut, zones, kernel, progress.part(0.6, 0.65))
    shared: list[tuple[int, int, bytes]] = []
    for piece in several[tangled].tolist():
        progress.check()
        mine = hits[first[piece]:first[piece + 1]].tolist()
        shared += _shared_out(piece, table.wkb[piece], mine, cut, zones, kernel, progress)
    parts.append((np.array([part[0] for part in shared], dtype=np.int64),
                  np.array([part[1] for part in shared], dtype=np.int64), as_wkb_array([part[2] for part in shared])))
    clear = several[~tangled]
    for start in range(0, len(clear), _BATCH):
        progress.check()
        progress.set(0.65 + 0.15 * start / len(clear))
        parts.extend(_side_by_side(clear[start:start + _BATCH], hits, first, cut, table, zones, kernel, progress))
    once = of_first[~whole & (count == 1)]
    for start in range(0, len(once), _BATCH):
        progress.check()
        progress.set(0.8 + 0.2 * start / len(once))
        parts.extend(_in_two(once[start:start + _BATCH], cut, table, zones, kernel, progress))
    piece, zone, wkb = (np.concatenate(column) for column in zip(*parts))
    order = np.lexsort((zone, piece))
    return piece[order], zone[order], wkb[order]


def split_by_zones(
    pieces: Wkbs, zones: PolygonTable, kernel: Kernel, progress: Progress
) -> tuple[Ints, Ints, Wkbs]:
    """Split pieces by zones as ``partition`` does, but so that the order of rows decides nothing.

    Where zones overlap the one that is first by ``precedence`` takes the land; of two that are one shape the first.
    """
    order = precedence(zones)
    source, place, wkb = partition(pieces, zones.take(order), kernel, progress)
    zone = np.full(len(place), NO_ZONE, dtype=np.int64)
    zone[place >= 0] = order[place[place >= 0]]
    return source, zone, wkb


def precedence(zones: PolygonTable) -> Ints:
    """Return the rows in the order in which they take land they share: by rank, of one rank the less extended first.

    What lies within another keeps its land, wherever on Earth both are drawn. Of zones of one extent the shapes decide.
    """
    rank = np.zeros(len(zones), dtype=np.int64) if zones.rank is None else zones.rank
    extent = (zones.bounds[:, 2] - zones.bounds[:, 0]) * (zones.bounds[:, 3] - zones.bounds[:, 1])
    # but for rounding, which depends on the place
    sizes = (float(f"{size:.9e}") for size in np.nan_to_num(extent).tolist())
    keys = list(zip(rank.tolist(), sizes, zones.wkb.tolist()))
    return np.array(sorted(range(len(zones)), key=keys.__getitem__), dtype=np.int64)


def _tangled(
    several: Ints, hits: Ints, first: Ints, cut: Overlay, zones: PolygonTable, kernel: Kernel, progress: Progress
) -> Bools:
    """Tell which of some pieces are met by zones that overlap one another, bool (several,)."""
    place, piece = expand(first[several], first[several + 1] - first[several])
    met = cut.subject[hits[place]]
    rows, local = np.unique(met, return_inverse=True)
    local = local.reshape(-1)
    one, other, _ = self_overlaps(zones.take(rows), kernel, progress)
    by_zone = piece[np.argsort(local, kind="stable")]  # the pieces that the first zone meets, then those of the second
    begins = np.append(0, np.cumsum(np.bincount(local, minlength=len(rows))))
    met_by = np.sort(piece * len(rows) + local)
    tangled = np.zeros(len(several), dtype=bool)
    for begin in range(0, len(one), _BATCH):
        progress.check()
        first_zone, second_zone = one[begin:begin + _BATCH], other[begin:begin + _BATCH]
        at, pair = expand(begins[first_zone], begins[first_zone + 1] - begins[first_zone])
        wanted = by_zone[at] * len(rows) + second_zone[pair]
        found = np.minimum(np.searchsorted(met_by, wanted), len(met_by) - 1)
        tangled[by_zone[at[met_by[found] == wanted]]] = True
    return tangled


def _side_by_side(
    several: Ints, hits: Ints, first: Ints, cut: Overlay, pieces: PolygonTable, zones: PolygonTable, kernel: Kernel,
    progress: Progress
) -> list[tuple[Ints, Ints, Wkbs]]:
    """Return the parts of pieces that several zones meet which do not overlap: each zone's, and the rest.

    Where the zones' parts measure as much as the piece nothing is left, and nothing needs to be subtracted.
    """
    count = first[several + 1] - first[several]
    place, owner = expand(first[several], count)
    numbers = hits[place]
    inside = cut.wkb[numbers]
    rest = pieces.wkb[several].copy()
    covered = np.bincount(owner, wkb_areas(inside), len(several))
    rounding = rounding_areas(rest) + np.bincount(owner, rounding_areas(inside), len(several))
    rest[np.abs(wkb_areas(rest) - covered) <= rounding] = b""
    begin = np.cumsum(count) - count
    whole = np.zeros(len(several), dtype=bool)  # what cannot be cut stays as it is
    for turn in range(int(count.max())):  # the first part of all pieces, then the second …
        rows = np.flatnonzero((count > turn) & (rest != b""))
        rest[rows], failures = subtract(kernel, rest[rows], inside[begin[rows] + turn], progress)
        for number, reason in failures.items():
            row = int(rows[number])
            list_uncut(kernel, zones, pieces.wkb[several[row]], reason)
            whole[row] = True
        rest[whole] = b""
    rest[whole] = pieces.wkb[several[whole]]
    left, taken = np.flatnonzero(rest != b""), ~whole[owner]
    return [(several[owner[taken]], cut.subject[numbers[taken]], inside[taken]),
            (several[left], np.full(len(left), NO_ZONE, dtype=np.int64), rest[left])]


def _in_two(
    numbers: Ints, cut: Overlay, pieces: PolygonTable, zones: PolygonTable, kernel: Kernel, progress: Progress
) -> list[tuple[Ints, Ints, Wkbs]]:
    """Return the parts of pieces that one zone each crosses: inside and rest."""
    piece, inside = cut.land[numbers], cut.wkb[numbers]
    rest, failures = subtract(kernel, pieces.wkb[piece], inside, progress)
    taken = np.ones(len(piece), dtype=bool)
    for row, reason in failures.items():
        list_uncut(kernel, zones, pieces.wkb[piece[row]], reason)
        rest[row], taken[row] = pieces.wkb[piece[row]], False
    left = np.flatnonzero(rest != b"")
    return [(piece[taken], cut.subject[numbers[taken]], inside[taken]),
            (piece[left], np.full(len(left), NO_ZONE, dtype=np.int64), rest[left])]


def _shared_out(
    piece: int, wkb: bytes, numbers: Sequence[int], cut: Overlay, zones: PolygonTable, kernel: Kernel,
    progress: Progress,
) -> list[tuple[int, int, bytes]]:
    """Return the parts of a piece that zones meet which overlap; the first zone takes what zones share."""
    parts: list[tuple[int, int, bytes]] = []
    rest = wkb
    for number in numbers:
        try:
            inside, rest = divide(kernel, rest, cut.wkb[number], progress)
        except ValueError as error:
            list_uncut(kernel, zones, rest, str(error))
            continue
        if inside:
            parts.append((piece, int(cut.subject[number]), inside))
        if not rest:
            return parts
    return [*parts, (piece, NO_ZONE, rest)]


def cannot_unite(zones: PolygonTable, reason: str) -> PlannerError:
    """Return the error that ends a run where the polygons of a layer cannot be united."""
    return PlannerError(tr("The polygons of “{layer}” cannot be united ({reason}). Check the geometry of the layer and "
                           "run again.").format(layer=zones.name, reason=reason))


def table_of(pieces: Wkbs, zones: PolygonTable) -> PolygonTable:
    """Return geometries in the CRS of a layer as a table, under its name."""
    wkbs = as_wkb_array(pieces)
    return PolygonTable(
        zones.name, zones.crs, np.arange(len(wkbs), dtype=np.int64), wkbs, wkb_bounds(wkbs)
    )


def outside(
    subjects: PolygonTable, land: PolygonTable, crossed: Overlay, doubled: Floats, kernel: Kernel, progress: Progress
) -> tuple[Wkbs, list[tuple[int, int, str]]]:
    """Return (rest, failed): per subject the geometry that no parcel covers, ``b""`` where all is covered.

    doubled: (subjects,) the most that parcels claim twice of each, in squared units of the coordinates. Pieces lie in
    their subject: where they claim nothing twice and measure as much as it does, nothing is left, and no geometry needs
    to be subtracted. failed: (subject, land, reason), with the parcel of the largest piece where no subtraction closes,
    and parcels that what is left lies on after all. Such land is not in the rest either, so that the pieces do not sum
    to the subject.
    """
    progress.check()
    rest = subjects.wkb.copy()
    failed: list[tuple[int, int, str]] = []
    areas, piece_areas = (_plane_areas(wkbs, progress) for wkbs in (subjects.wkb, crossed.wkb))
    covered = np.bincount(crossed.subject, piece_areas, len(subjects))
    starts = np.searchsorted(crossed.subject, np.arange(len(subjects) + 1))
    touched = np.diff(starts) > 0
    full = touched & (doubled == 0) & (np.abs(areas - covered) <= rounding_areas(subjects.wkb))
    rest[full] = b""
    for row in np.flatnonzero(touched & ~full).tolist():
        progress.check()
        progress.set(0.5 * row / len(subjects))
        mine = slice(starts[row], starts[row + 1])
        if doubled[row] == 0:
            beyond = subtract_block(kernel, subjects.wkb[row], land.wkb[crossed.land[mine]], covered[row], progress)
            if beyond is not None:
                rest[row] = beyond
                continue
        rest[row], reason = subtract_all(kernel, subjects.wkb[row], crossed.wkb[mine], float(doubled[row]), progress)
        if reason:
            failed.append((row, int(crossed.land[mine][np.argmax(piece_areas[mine])]), reason))
    return rest, failed + _taken_off(rest, land, crossed.failed, kernel, progress.part(0.5, 1.0))


def _plane_areas(wkbs: Wkbs, progress: Progress) -> Floats:
    """Return the areas of rows in squared units of the coordinates, (rows,)."""
    found = in_runs(lambda run: wkb_areas(wkbs[run]), wkbs, _BYTES, progress)
    return np.concatenate([np.zeros(0), *(areas for _, areas in found)])


def _taken_off(
    rest: Wkbs, land: PolygonTable, known: Sequence[tuple[int, int, str]], kernel: Kernel, progress: Progress
) -> list[tuple[int, int, str]]:
    """Take off the rest what lies on parcels: pieces that could not be cut, or were lost. Return those not ``known``.

    Pieces that follow from no failure are a fault of GEOS that nothing else shows.
    """
    again = overlay(table_of(rest, land), land, kernel, progress)
    noticeable = wkb_areas(again.wkb) > rounding_areas(land.wkb[again.land])
    lying = [(int(again.subject[number]), int(again.land[number]), again.wkb[number])
             for number in np.flatnonzero(noticeable).tolist()]
    lying += [(row, parcel, land.wkb[parcel]) for row, parcel, _ in again.failed]
    for row, _, wkb in lying:
        progress.check()
        try:
            rest[row] = divide(kernel, rest[row], wkb, progress)[1] if rest[row] else b""
        except ValueError:
            rest[row] = b""
    told = {(subject, parcel) for subject, parcel, _ in known}
    return [(row, parcel, tr("the piece was lost")) for row, parcel, _ in lying if (row, parcel) not in told]


def claimed_twice(
    subjects: PolygonTable, overlaps: Wkbs, kernel: Kernel, progress: Progress
) -> tuple[Overlay, Floats]:
    """Return (parts, doubled): what subjects and pairs of parcels share, sorted by subject.

    overlaps: what each pair of parcels shares. doubled: (subjects,) sum of the parts' areas in squared units of the
    coordinates, infinite where GEOS could not tell.
    """
    parts = overlay(subjects, table_of(overlaps, subjects), kernel, progress)
    doubled = np.bincount(parts.subject, wkb_areas(parts.wkb), len(subjects)).astype(np.float64)
    doubled[[failed[0] for failed in parts.failed]] = np.inf
    return parts, doubled


def self_overlaps(table: PolygonTable, kernel: Kernel, progress: Progress) -> tuple[Ints, Ints, Wkbs]:
    """Return (row_a, row_b, wkb) for all pairs of a layer that share land, row_a < row_b, sorted.

    Parcels that only touch are no pair, and neither are those that GEOS cannot cut, which are listed in
    ``kernel.uncut``. The table's polygons are valid.
    """
    shared = listed_overlay(table, table, kernel, progress, later_only=True)
    return shared.subject, shared.land, shared.wkb
