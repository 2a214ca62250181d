"""Whether two years of a survey can be compared: the same ground, known classes, and stability told by the same fields.

A gain of stable land that comes of data that one year lacks is none.
"""
from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ..rules.stable_farmland import among, attribute_hits
from .closure import slivers
from .farmland_targets import county_areas, differing_counties, sums_by_code
from .land_split import UNITS, split_land
from .near import rows_near
from .stable_farmland import STABILITY_FIELDS, attributes_of, slope_told
from .two_coverages import NOT_THERE, cross
from .uncut import list_uncut
from .wkb import bounds_of, rings_from_wkb

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..rules.progress import Progress
    from ..rules.rule_rows import RuleBook
    from .admin_units import Unit
    from .farmland_change import WidthsOf
    from .kernel import Kernel
    from .land_split import LandPieces
    from .land_survey import LandSurvey
    from .occupation import AreasOf
    from .reading import PolygonTable
    from .stable_farmland import Stability
    from .two_coverages import Crossing
    from .wkb import Wkbs

    UnitLayer = tuple[PolygonTable, list[Unit]]

DEDUCTION = "KCXS"
_FIELDS = {**STABILITY_FIELDS, "deduction": DEDUCTION}


@dataclass(frozen=True)
class Year:
    """A survey of one year: all parcels, no land claimed twice, and what was found of the cultivated ones.

    codes: of counties, '' where nothing tells; county: int64 (pieces,) the position of each piece's among them.
    """

    every: LandSurvey
    survey: LandSurvey
    pieces: LandPieces
    found: Stability
    codes: Sequence[str]
    county: np.ndarray

    def has(self, key: str) -> bool:
        """Tell whether the survey has a field at all."""
        return self.survey.fields.deduction is not None if key == "deduction" else key in self.survey.fields.more

    def asked(self, key: str) -> np.ndarray:
        """Tell of which pieces a field has to tell something, bool (pieces,): terraces of steep land, else farmland."""
        if key != "terrace":
            return self.found.farmland
        steep = np.zeros(len(self.pieces.land), dtype=bool)
        slope = attributes_of(self.survey).slope
        for ground in self.found.grounds:
            if ground.terraces and ground.slopes and slope is not None:
                steep |= among(slope, ground.slopes)[self.pieces.land]
            if ground.terraces and ground.masks and self.found.given.issuperset(ground.masks):
                steep |= np.logical_and.reduce([self.pieces.inside(kind) for kind in ground.masks])
        return self.found.farmland & steep

    def untold(self, key: str) -> np.ndarray:
        """Tell of which of the pieces asked about a field says nothing, bool (pieces,)."""
        asked = self.asked(key)
        if not self.has(key):
            return asked
        if key == "deduction":
            return np.zeros(len(asked), dtype=bool)
        column = self.survey.table.columns[self.survey.fields.more[key]]
        told = slope_told(column, self.found.grounds) if key == "slope" else ~among(column, frozenset({""}))
        return asked & ~told[self.pieces.land]


@dataclass(frozen=True)
class Unlike:
    """A field that tells less of the cultivated land in one year than in the other.

    less_m2, more_m2: the net area of which it says nothing, in these counties.
    """

    key: str
    less: Year
    more: Year
    less_m2: float
    more_m2: float
    counties: frozenset[str]

    @property
    def field(self) -> str:
        """Return the standard code of the field."""
        return _FIELDS[self.key]


def unlike_fields(now: Year, before: Year, share: float) -> list[Unlike]:
    """Return which fields do not tell alike of the two years, and in which counties.

    share: of cultivated land, by how much of it the years may differ in what slope classes tell; of the other fields,
    which are blank on ordinary land, one that is blank everywhere differs from one that is not.
    """
    wanted = {"slope": any(ground.slopes for ground in now.found.grounds),
              "terrace": any(ground.terraces for ground in now.found.grounds),
              "detail": any(ground.details for ground in now.found.grounds), "deduction": True}
    found = []
    for key in (key for key, is_wanted in wanted.items() if is_wanted):
        (asked, untold), (asked_then, untold_then) = (
            tuple(_by_county(year, take) for take in (year.asked(key), year.untold(key))) for year in (now, before))
        lacking = {} if now.has(key) == before.has(key) else asked_then if now.has(key) else asked
        counties = frozenset({*lacking, *(county for county in {*asked} & {*asked_then} if _differ(
            untold.get(county, 0) / asked[county], untold_then.get(county, 0) / asked_then[county],
            share if key == "slope" else None))})
        if counties:
            here, then = (sum(area for county, area in listed.items() if county in counties) / 100
                          for listed in (untold, untold_then))
            # the year that lacks the field, else the one of which more is blank
            is_now = (now.has(key), -here) <= (before.has(key), -then)
            found.append(Unlike(key, now, before, here, then, counties) if is_now
                         else Unlike(key, before, now, then, here, counties))
    return found


def _differ(one: float, other: float, share: float | None) -> bool:
    return (one == 1) != (other == 1) if share is None else abs(one - other) > share


def _by_county(year: Year, take: np.ndarray) -> dict[str, float]:
    """Return the net area of some pieces, hundredths of m², by county, of those that have any."""
    return sums_by_code(year.codes, np.bincount(year.county[take], year.pieces.net[take], len(year.codes)).tolist())


def crossing_of(now: Year, before: Year, kernel: Kernel, progress: Progress) -> Crossing:
    """Return all land of two years over each other; what could not be cut is listed with the kernel."""
    past, present = before.every.table, now.every.table
    crossing = cross(past, present, kernel, progress)
    for one, other, reason in crossing.failed:
        list_uncut(kernel, present, past.wkb[one] if one >= 0 else present.wkb[other], reason)
    return crossing


@dataclass(frozen=True)
class Counties:
    """Tells the county of land: by unit polygons, where there are, else by location codes."""

    units: UnitLayer | None
    areas: AreasOf
    widths: WidthsOf
    book: RuleBook
    kernel: Kernel

    def of(self, survey: LandSurvey, progress: Progress) -> dict[str, float]:
        """Return the area of parcels by county, m²."""
        return county_areas(survey, self.units, self.areas, self.widths, self.book, self.kernel, progress)

    def of_pieces(self, survey: LandSurvey, rows: np.ndarray, wkb: Wkbs, progress: Progress) -> dict[str, float]:
        """Return the area of pieces of some parcels by county, m², without slivers; rows: int64 (pieces,)."""
        area = self.areas(wkb)
        real = np.flatnonzero(~slivers(area, self.widths(wkb, area), self.book))
        return self.of(with_shapes(survey, rows[real], wkb[real]), progress)


def with_shapes(survey: LandSurvey, rows: np.ndarray, wkb: Wkbs) -> LandSurvey:
    """Return pieces as a survey of their own; rows: int64 (pieces,) their parcels."""
    found = survey.take(rows)
    return replace(found, table=replace(found.table, wkb=wkb, bounds=bounds_of(rings_from_wkb(wkb))))


def other_ground(now: Year, before: Year, crossing: Crossing, counties: Counties, share: float,
                 progress: Progress) -> dict[str, float]:
    """Return the counties in which the years have not the same land, and the m² in which they differ.

    share: see ``differing_counties``. Land that is elsewhere in the other year differs, be it of the same size.
    """
    lies, lay = (counties.of(year.every, part) for year, part in (
        (now, progress.part(0.0, 0.4)), (before, progress.part(0.4, 0.8))))
    gone, new = (counties.of_pieces(year.every, rows[alone], crossing.wkb[alone], part)
                 for year, rows, alone, part in (
                     (before, crossing.before, crossing.after == NOT_THERE, progress.part(0.8, 0.9)),
                     (now, crossing.after, crossing.before == NOT_THERE, progress.part(0.9, 1.0))))
    apart = {code: max(abs(lies.get(code, 0.0) - lay.get(code, 0.0)), gone.get(code, 0.0), new.get(code, 0.0))
             for code in {*lies, *lay, *gone, *new}}
    return {code: apart.get(code, 0.0) for code in differing_counties(lies, lay, apart, share)}


def unknown_classes(now: Year, before: Year, crossing: Crossing, counties: Counties,
                    progress: Progress) -> tuple[dict[str, float], dict[str, float]]:
    """Return the land of unknown class now and the year before by county, m², that may be gained or lost.

    What has one and the same code in both years, and the same grounds against it, is what it is in both.
    """
    past, present = crossing.before, crossing.after
    unknown = [_classless(year.every, rows) for year, rows in ((now, present), (before, past))]
    both = np.flatnonzero(unknown[0] & unknown[1])
    code, code_then = (year.every.codes[year.every.code_of[rows[both]]] for year, rows in (
        (now, present), (before, past)))
    hits, hits_then = (attribute_hits(year.found.grounds, attributes_of(year.every), len(year.every.kind))[rows[both]]
                       for year, rows in ((now, present), (before, past)))
    same = both[(code == code_then) & (code != "") & (hits == hits_then).all(axis=1)]
    for rows in unknown:
        rows[same] = False
    found = [counties.of_pieces(year.every, rows[strange], crossing.wkb[strange], part)
             for year, rows, strange, part in ((now, present, unknown[0], progress.part(0.0, 0.5)),
                                               (before, past, unknown[1], progress.part(0.5, 1.0)))]
    return found[0], found[1]


def _classless(survey: LandSurvey, rows: np.ndarray) -> np.ndarray:
    """Tell which pieces have a parcel of unknown class, bool (pieces,); rows: int64 parcels, −1 for none."""
    found = rows != NOT_THERE
    found[found] = survey.classless[rows[found]]
    return found


def taken_since(now: Year, before: Year, crossing: Crossing, name: str, layer: PolygonTable,
                counties: Counties, progress: Progress) -> tuple[LandPieces, LandSurvey]:
    """Return what of a layer was cultivated the year before and is other land now: pieces, and their parcels."""
    past, present = crossing.before, crossing.after
    both = np.flatnonzero((past != NOT_THERE) & (present != NOT_THERE))
    lost = both[(before.every.kind[past[both]] >= 0) & (now.every.kind[present[both]] < 0)]
    survey = with_shapes(before.every, past[lost], crossing.wkb[lost])
    survey = survey.take(rows_near(survey.table.bounds, layer.bounds, progress))
    zones: Mapping[str, PolygonTable] = {
        name: layer, **({} if counties.units is None else {UNITS: counties.units[0]})}
    pieces = split_land(survey, zones, counties.areas, counties.book, counties.kernel, progress)
    return pieces.take(np.flatnonzero(pieces.inside(name))), survey
