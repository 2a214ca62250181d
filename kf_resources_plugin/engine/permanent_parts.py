"""Permanent basic farmland in parts: cut by parcels and areas, every place once, also where there is no parcel."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ..rules.text import clean
from ..rules.unit_levels import code_at
from ..rules.units import hundredths
from .admin_units import Unit, county_name, numbered
from .closure import closure_tolerance
from .land_split import UNITS, cut_by_zones, split_land
from .overlay import overlay
from .partition import claimed_twice, outside, self_overlaps
from .wkb import as_wkb_array, single_polygons

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..rules.progress import Progress
    from ..rules.rule_rows import RuleBook
    from .kernel import Kernel
    from .land_survey import LandSurvey
    from .occupation import AreasOf
    from .reading import PolygonTable
    from .wkb import Wkbs

PATCHES, BEFORE = "patches", "land_before"
"""Layers of zones beside the kinds of area and units: patches, parcels of the survey before that lay fallow."""


@dataclass(frozen=True)
class Patches:
    """Polygons of permanent basic farmland: (patches,) object id, code of the county or ''."""

    table: PolygonTable
    ids: np.ndarray
    county: np.ndarray


@dataclass(frozen=True)
class Parts:
    """Parts of permanent basic farmland, each one polygon, arrays of shape (parts,), by patch, parcel and shape.

    patch: int64 row; land: int64 row of the parcel, −1 outside the survey; zone: int64 row by layer of zones, −1 in
    none; wkb: object; area, net: int64 hundredths of m². Per patch, float64 m²: drawn, residual, tolerance; bool: over,
    where the parts as measured, before adjustment and rounding, differ from the patch by more than the tolerance.
    patch_overlaps: (row, row, wkb). failed: (patch, parcel, reason).
    """

    patch: np.ndarray
    land: np.ndarray
    zone: Mapping[str, np.ndarray]
    wkb: Wkbs
    area: np.ndarray
    net: np.ndarray
    drawn: np.ndarray
    residual: np.ndarray
    tolerance: np.ndarray
    over: np.ndarray
    patch_overlaps: Sequence[tuple[int, int, bytes]]
    failed: Sequence[tuple[int, int, str]]

    def inside(self, name: str) -> np.ndarray:
        """Tell which parts lie in a layer of zones that was given, bool (parts,)."""
        return self.zone[name] >= 0


def read_patches(table: PolygonTable, id_field: str | None, county_field: str | None,
                 book: RuleBook) -> tuple[Patches, list[Any]]:
    """Return the patches of a table and a finding for each without an id; a patch without one is ``#`` and its id."""
    ids = np.array([clean(value) for value in table.columns[id_field]] if id_field else [""] * len(table), dtype=object)
    missing = np.flatnonzero(ids == "")
    ids[missing] = [f"#{fid}" for fid in table.fids[missing].tolist()]
    county = np.array([code_at(clean(value), "county") for value in table.columns[county_field]]
                      if county_field else [""] * len(table), dtype=object)
    found = [book.finding("permanent.id_missing", subject_id=ids[row], role="permanent_farmland",
                          source_fid=int(table.fids[row]), wkb=table.wkb[row], layer=table.name)
             for row in (missing.tolist() if id_field else [])]
    return Patches(table, ids, county), found


def cut_permanent(patches: Patches, survey: LandSurvey, zones: Mapping[str, PolygonTable], areas: AreasOf,
                  book: RuleBook, kernel: Kernel, progress: Progress, *, basis: str) -> Parts:
    """Cut patches by parcels and zones; what no parcel covers are parts too. All layers are in one CRS.

    Where patches overlap, the first by shape takes the land. Raises Canceled.
    """
    table = patches.table
    split = {PATCHES: table, **zones}
    pieces = split_land(survey, split, areas, book, kernel, progress.part(0.0, 0.6), basis=basis, single=True)
    pieces = pieces.take(np.flatnonzero(pieces.inside(PATCHES)))
    overlaps = _overlaps(table, kernel, progress.part(0.6, 0.65))
    noticeable = areas([wkb for _, _, wkb in overlaps]) >= float(book.threshold("permanent.overlap", "min_area_m2"))
    shared = np.zeros(len(table), dtype=bool)
    shared[[row for pair, real in zip(overlaps, noticeable.tolist()) if real for row in pair[:2]]] = True
    drawn = areas(table.wkb)
    count = np.bincount(pieces.zone[PATCHES], minlength=len(table)) + 1  # the parcel is rounded as well
    covered = np.bincount(pieces.zone[PATCHES], pieces.raw, minlength=len(table))
    tolerance = closure_tolerance(count, drawn, book)
    asked = np.flatnonzero(shared | (np.abs(drawn - covered) > tolerance))
    beyond, failed = beyond_survey(table.take(asked), survey, kernel, progress.part(0.65, 0.8))
    rows, zone, wkb = _outside_parts(asked, beyond, split, kernel, progress.part(0.8, 0.9))
    beyond_m2 = areas(wkb)
    area = hundredths(beyond_m2)
    # patches that overlap share their land: together they close, each by itself cannot
    covered = covered + np.bincount(rows, beyond_m2, minlength=len(table))  # a sum of no pieces is of integers
    tolerance = closure_tolerance(count + np.bincount(rows, minlength=len(table)), drawn, book)
    residual = np.where(shared, 0.0, drawn - covered)
    progress.set(1.0)
    return _in_order(Parts(
        patch=np.concatenate([pieces.zone[PATCHES], rows]),
        land=np.concatenate([pieces.land, np.full(len(rows), -1, dtype=np.int64)]),
        zone={name: np.concatenate([pieces.zone[name], zone[name]]) for name in zones},
        wkb=as_wkb_array([*pieces.wkb, *wkb]), area=np.concatenate([pieces.area, area]),
        net=np.concatenate([pieces.net, area]), drawn=drawn, residual=residual, tolerance=tolerance,
        over=np.abs(residual) > tolerance, patch_overlaps=overlaps,
        failed=[(int(asked[row]), parcel, reason) for row, parcel, reason in failed]),
        patches, survey)


def _overlaps(table: PolygonTable, kernel: Kernel, progress: Progress) -> list[tuple[int, int, bytes]]:
    return [(int(a), int(b), wkb) for a, b, wkb in zip(*self_overlaps(table, kernel, progress))]


def beyond_survey(subjects: PolygonTable, survey: LandSurvey, kernel: Kernel,
                  progress: Progress) -> tuple[Wkbs, list[tuple[int, int, str]]]:
    """Return what parcels leave of polygons, and what could not be overlaid: (polygon, parcel, reason)."""
    crossed = overlay(subjects, survey.table, kernel, progress.part(0.0, 0.5))
    *_, shared = self_overlaps(survey.table.take(np.unique(crossed.land)), kernel, progress.part(0.5, 0.7))
    doubled = claimed_twice(subjects, shared, kernel, progress.part(0.7, 0.75))[1]
    rest, failed = outside(subjects, survey.table, crossed, doubled, kernel, progress.part(0.75, 1.0))
    return rest, [*crossed.failed, *failed]


def _outside_parts(asked: np.ndarray, beyond: Wkbs, zones: Mapping[str, PolygonTable], kernel: Kernel,
                   progress: Progress) -> tuple[np.ndarray, dict[str, np.ndarray], Wkbs]:
    """Return (patch, zone by layer, shape) of what lies beyond the survey, where patches overlap once."""
    source, zone, wkb = cut_by_zones(beyond, zones, kernel, progress)
    single, wkb = single_polygons(wkb)
    rows = asked[source[single]]
    zone = {name: found[single] for name, found in zone.items()}
    mine = np.flatnonzero(zone[PATCHES] == rows)
    return rows[mine], {name: found[mine] for name, found in zone.items()}, wkb[mine]


def _in_order(parts: Parts, patches: Patches, survey: LandSurvey) -> Parts:
    """Return the parts by patch id, parcel id and shape, never by the order of input rows."""
    parcels = np.append(survey.parcels, "")
    keys = zip(patches.ids[parts.patch].tolist(), parcels[parts.land].tolist(), parts.wkb.tolist(),
               range(len(parts.patch)))
    order = np.array([key[-1] for key in sorted(keys)], dtype=np.int64)
    return Parts(
        parts.patch[order], parts.land[order], {name: rows[order] for name, rows in parts.zone.items()},
        parts.wkb[order], parts.area[order], parts.net[order], parts.drawn, parts.residual, parts.tolerance,
        parts.over, parts.patch_overlaps, parts.failed)


def units_of_parts(parts: Parts, patches: Patches, survey: LandSurvey,
                   polygons: Sequence[Unit] | None) -> tuple[list[Unit], np.ndarray]:
    """Return the units that occur and the position of each part's unit among them, int64 (parts,).

    With unit polygons a part belongs to the one it lies in. Without, to the county of its parcel's location code;
    outside the survey to that of the patch's own code.
    """
    if polygons is not None:
        rows = parts.zone[UNITS]
        distinct, position = numbered([*polygons, Unit("", "")])
    else:
        county = np.append(survey.county, "")[parts.land]
        county = np.where(parts.land < 0, patches.county[parts.patch], county).astype(str)
        codes, rows = np.unique(county, return_inverse=True)
        distinct, position = numbered([Unit(code, county_name(code)) for code in codes.tolist()])
    occurring, unit_of = np.unique(position[rows], return_inverse=True)  # row −1 is the last one: no unit
    return [distinct[place] for place in occurring.tolist()], unit_of.reshape(-1)
