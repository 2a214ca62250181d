"""All parcels of a survey cut by zones, every part measured, adjusted to its parcel and rounded with it.

Where occupation follows projects, this follows the parcels: every point of a parcel lies in one part, which knows for
each layer of zones the polygon it is in. Parts sum to their parcel, so whatever is added up from them closes.
"""
from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ..rules.farmland import piece_figures
from ..rules.rounding import adjust, largest_remainder
from ..rules.units import hundredths
from .admin_units import Unit, county_name, numbered
from .closure import areas_of_parts, closure_tolerance
from .land_survey import plausible, usable_deduction
from .partition import split_by_zones
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


UNITS = "units"
_NOT_QUITE = 0.01  # of its extent: a township may reach so far out of its county
"""The layer of zones that holds administrative units."""


@dataclass(frozen=True)
class LandPieces:
    """Parts of parcels, arrays of shape (pieces,) sorted by parcel and zones; per parcel where said.

    land: int64 row of the parcel; zone: for each layer of zones the int64 row of the polygon a part is in, −1 in none;
    wkb: object. area, net: int64 hundredths of m², net after the deduction KCXS of cultivated land.
    raw: float64 (pieces,) m² as measured, before adjustment and rounding.
    computed, residual, tolerance: float64 (parcels,) m²; over: bool (parcels,), residual over tolerance.
    """

    land: np.ndarray
    zone: Mapping[str, np.ndarray]
    wkb: Wkbs
    area: np.ndarray
    net: np.ndarray
    raw: np.ndarray
    computed: np.ndarray
    residual: np.ndarray
    tolerance: np.ndarray
    over: np.ndarray

    def inside(self, name: str) -> np.ndarray:
        """Tell which parts lie in a layer of zones, bool (pieces,); in none that was not given."""
        rows = self.zone.get(name)
        return np.zeros(len(self.land), dtype=bool) if rows is None else rows >= 0

    def take(self, rows: np.ndarray) -> LandPieces:
        """Return some parts, in the given order; what is said per parcel stays."""
        return replace(self, land=self.land[rows], zone={name: zone[rows] for name, zone in self.zone.items()},
                       wkb=self.wkb[rows], area=self.area[rows], net=self.net[rows], raw=self.raw[rows])


def split_land(survey: LandSurvey, zones: Mapping[str, PolygonTable], areas: AreasOf, book: RuleBook, kernel: Kernel,
               progress: Progress, *, basis: str = "computed", single: bool = False) -> LandPieces:
    """Cut all parcels by every layer of zones; parcels and zones are valid and in one CRS.

    Where polygons of one layer overlap the one that is first by ``partition.precedence`` takes the land: the finest
    unit, of others the least extended, so that the order of rows decides nothing.
    ``basis`` 'tbmj' takes the survey's declared area of a parcel where it is plausible. ``single``: what lies apart
    is a part each. Raises Canceled.
    """
    land = np.flatnonzero([bool(wkb) for wkb in survey.table.wkb]).astype(np.int64)
    source, found, wkb = cut_by_zones(survey.table.wkb[land], zones, kernel, progress.part(0.0, 0.8))
    land = land[source]
    if single:
        source, wkb = single_polygons(wkb)
        land, found = land[source], {name: zone[source] for name, zone in found.items()}
    ranked = np.lexsort([*reversed(list(found.values())), land])
    land, wkb = land[ranked], wkb[ranked]
    found = {name: zone[ranked] for name, zone in found.items()}
    pieces = _measured(survey, land, found, wkb, areas, book, basis, progress.part(0.8, 1.0))
    if UNITS not in found:
        return pieces
    hair = float(book.threshold("closure.sliver", "max_area_m2"))
    unit = with_hairs(found[UNITS], zones[UNITS], land, pieces.raw, hair, len(survey.table))
    return replace(pieces, zone={**found, UNITS: unit})


def cut_by_zones(wkb: Wkbs, zones: Mapping[str, PolygonTable], kernel: Kernel,
                 progress: Progress) -> tuple[np.ndarray, dict[str, np.ndarray], Wkbs]:
    """Return parts of polygons cut by every layer of zones: (row of the polygon, zone by layer, shape).

    zone: int64 (parts,) row in that layer, −1 in none. Raises Canceled.
    """
    rows = np.arange(len(wkb), dtype=np.int64)
    found: dict[str, np.ndarray] = {}
    for number, (name, table) in enumerate(zones.items()):
        source, zone, wkb = split_by_zones(wkb, table, kernel,
                                           progress.part(number / len(zones), (number + 1) / len(zones)))
        rows = rows[source]
        found = {**{key: rows_of[source] for key, rows_of in found.items()}, name: zone}
    return rows, found, as_wkb_array(wkb)


def _measured(survey: LandSurvey, land: np.ndarray, zone: Mapping[str, np.ndarray], wkb: Wkbs, areas: AreasOf,
              book: RuleBook, basis: str, progress: Progress) -> LandPieces:
    parcels = survey.table.wkb
    computed = areas(parcels)
    progress.set(0.5)
    count = np.bincount(land, minlength=len(parcels))
    raw = areas_of_parts(computed, land, wkb, areas)
    tolerance = closure_tolerance(count, computed, book)
    adjusted, residual, over = adjust(raw, land, computed, tolerance)
    residual = np.where(count > 0, residual, 0.0)
    if basis == "tbmj":
        fits = plausible(survey.declared_m2, computed, float(book.threshold("land.tbmj_differs", "max_share_of_total")))
        factor = np.ones(len(computed))
        factor[fits] = survey.declared_m2[fits] / computed[fits]
        adjusted *= factor[land]
    totals = hundredths(np.bincount(land, adjusted, minlength=len(parcels)))
    area = largest_remainder(adjusted, land, totals, np.arange(len(adjusted)))
    net = piece_figures(area, survey.kind[land], usable_deduction(survey)[land], np.full(len(land), np.nan), land).net
    return LandPieces(land, zone, wkb, area, net, raw, computed, residual, tolerance, over & (count > 0))


def with_hairs(unit: np.ndarray, units: PolygonTable, land: np.ndarray, raw: np.ndarray, hair: float,
               parcels: int) -> np.ndarray:
    """Return the unit of parts where those below ``hair`` m² beside all units go with their parcel's largest part.

    Units are digitised by themselves and miss the parcels' vertices, and one another, by fractions of a millimetre:
    such a hair is no land without a unit, nor land that a county has beside its townships. It stays a county's where
    the largest part lies in a township elsewhere.
    """
    rank = np.zeros(len(units), dtype=np.int64) if units.rank is None else units.rank
    depth = np.append(rank, rank.max(initial=0) + 1)[unit]  # row −1 is the last one: no unit
    largest = largest_parts(np.flatnonzero(unit >= 0), land, raw, parcels)[land]
    moved = np.flatnonzero((raw < hair) & (largest >= 0) & (depth > depth[largest]))
    found = unit.copy()
    from_unit, to_unit = unit[moved], unit[largest[moved]]
    within = (from_unit < 0) | _around(units.bounds[from_unit], units.bounds[to_unit])
    found[moved[within]] = to_unit[within]
    return found


def _around(outer: np.ndarray, inner: np.ndarray) -> np.ndarray:
    """Tell for pairs of bounds (n, 4) which lie one around the other, but for borders that do not quite meet."""
    slack = _NOT_QUITE * (inner[:, 2:] - inner[:, :2])
    return np.asarray((outer[:, :2] <= inner[:, :2] + slack).all(axis=1)
                      & (outer[:, 2:] >= inner[:, 2:] - slack).all(axis=1))


def largest_parts(rows: np.ndarray, land: np.ndarray, raw: np.ndarray, parcels: int) -> np.ndarray:
    """Return which of some parts, ``rows``, is the largest of each parcel, int64 (parcels,), −1 where it has none."""
    ranked = rows[np.lexsort((raw[rows], land[rows]))]
    last = ranked[np.diff(land[ranked], append=-1) != 0]
    largest = np.full(parcels, -1, dtype=np.int64)
    largest[land[last]] = last
    return largest


def cut_by_units(survey: LandSurvey, units: tuple[PolygonTable, list[Unit]] | None, areas: AreasOf, book: RuleBook,
                 kernel: Kernel, progress: Progress) -> tuple[LandPieces, list[Unit], np.ndarray]:
    """Return parcels cut by unit polygons, if there are any, and what ``units_of_land`` tells of them.

    Parcels and polygons are valid and in one CRS. Raises Canceled.
    """
    pieces = split_land(survey, {} if units is None else {UNITS: units[0]}, areas, book, kernel, progress)
    return (pieces, *units_of_land(pieces, survey, None if units is None else units[1]))


def units_of_land(pieces: LandPieces, survey: LandSurvey,
                  polygons: Sequence[Unit] | None) -> tuple[list[Unit], np.ndarray]:
    """Return the units that occur and the position of each part's unit among them, int64 (pieces,).

    With unit polygons (the zones ``UNITS``) a part belongs to the one it lies in, without to the county of its
    parcel's location code; a unit without code and name holds what has none.
    """
    if polygons is not None:
        rows = pieces.zone[UNITS]
        listed = [*polygons, Unit("", "")]
    else:
        codes, rows = np.unique(survey.county[pieces.land].astype(str), return_inverse=True)
        listed = [Unit(code, county_name(code)) for code in codes.tolist()]
    distinct, position = numbered(listed)
    occurring, unit_of = np.unique(position[rows], return_inverse=True)  # row −1 is the last one: no unit
    return [distinct[place] for place in occurring.tolist()], unit_of.reshape(-1)
