"""Whether two years of a survey can be compared: the same ground, known classes, and stability told by the same fields.

A gain of stable land that comes of data that one year lacks is none.
"""
from __future__ import annotations

from dataclasses import dataclass, replace
from math import fsum
from typing import TYPE_CHECKING

import numpy as np

from ..rules.stable_farmland import among, attribute_hits
from .closure import slivers
from .farmland_targets import county_areas, differing_counties, sums_by_code
from .land_split import split_land
from .land_survey import usable_deduction
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
_AT_ONCE = 20_000  # pieces that are measured together: all land may be unlike
_FIELDS = {**STABILITY_FIELDS, "deduction": DEDUCTION}


@dataclass(frozen=True)
class Year:
    """A survey of one year: all parcels, no land claimed twice, and what was found of the pieces of some.

    rows: int64, the parcels of ``every`` that ``pieces.land`` counts; codes: of counties, '' where nothing tells;
    county: int64 (pieces,) the position of each piece's among them.
    """

    every: LandSurvey
    rows: np.ndarray
    pieces: LandPieces
    found: Stability
    codes: Sequence[str]
    county: np.ndarray

    def says(self, key: str) -> tuple[np.ndarray, np.ndarray]:
        """Tell of which parcels a field tells something that can matter, and of which it says nothing.

        Both bool (parcels,). A coefficient of 0 is neither: nothing is deducted with it as without any.
        """
        if key == "deduction":
            return usable_deduction(self.every) > 0, np.isnan(self.every.deduction)
        field, told = self.every.fields.more.get(key), np.zeros(len(self.every.kind), dtype=bool)
        if field is not None:
            column = self.every.table.columns[field]
            told = slope_told(column, self.found.grounds) if key == "slope" else ~among(column, frozenset({""}))
        return told, ~told

    def told(self) -> np.ndarray:
        """Tell to which cultivated parcels a ground could be applied, bool (parcels,)."""
        return self._parcels(self.found.told)

    def steep(self) -> np.ndarray:
        """Tell which parcels are too steep unless they are terraced, by class or by an area, bool (parcels,)."""
        slope, inside = attributes_of(self.every).slope, np.zeros(len(self.pieces.land), dtype=bool)
        classes = frozenset[str]()
        for ground in self.found.grounds:
            if ground.terraces:
                classes |= ground.slopes
            if ground.terraces and ground.masks and self.found.given.issuperset(ground.masks):
                inside |= np.logical_and.reduce([self.pieces.inside(kind) for kind in ground.masks])
        steep = self._parcels(inside)
        return steep if slope is None else steep | among(slope, classes)

    def cultivated(self, take: np.ndarray | None = None) -> dict[str, float]:
        """Return the cultivated land by county, m², or that of some pieces, bool (pieces,)."""
        take = self.found.farmland if take is None else self.found.farmland & take
        area = np.bincount(self.county[take], self.pieces.area[take], len(self.codes)) / 100
        return sums_by_code(self.codes, area.tolist())

    def _parcels(self, pieces: np.ndarray) -> np.ndarray:
        held = np.zeros(len(self.every.kind), dtype=bool)
        held[self.rows[self.pieces.land[pieces]]] = True
        return held


@dataclass(frozen=True)
class Doubt:
    """The counties in which two years cannot be compared, '' for land of any, and the m² that make it so."""

    counties: frozenset[str]
    area_m2: float

    @classmethod
    def of(cls, areas: Mapping[str, float], now: Mapping[str, float], before: Mapping[str, float],
           share: float) -> Doubt:
        """Return the counties of which an area exceeds a share of what they have; see ``differing_counties``."""
        counties = frozenset(differing_counties(now, before, areas, share))
        return cls(counties, fsum(areas.get(county, 0.0) for county in counties))


@dataclass(frozen=True)
class Unlike:
    """A field that tells something of land cultivated in both years in one of them only.

    less_m2: where the one of which it tells less has nothing and the other has; more_m2: the other way round.
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


def unlike_fields(now: Year, before: Year, crossing: Crossing, counties: Counties, share: float,
                  progress: Progress) -> list[Unlike]:
    """Return which fields do not tell alike of land cultivated in both years, and in which counties.

    share: of a county's cultivated land, of which they may tell unlike.
    """
    grounds = now.found.grounds
    wanted = {"slope": any(ground.slopes for ground in grounds), "terrace": any(ground.terraces for ground in grounds),
              "detail": any(ground.details for ground in grounds), "deduction": True}
    both = np.flatnonzero(_where(now.every.kind >= 0, crossing.after)
                          & _where(before.every.kind >= 0, crossing.before))
    rows, past, wkb = crossing.after[both], crossing.before[both], crossing.wkb[both]
    held, found = (now.cultivated(), before.cultivated()), []
    for step, key in enumerate(key for key, is_wanted in wanted.items() if is_wanted):
        part = progress.part(step / len(wanted), (step + 1) / len(wanted))
        here, then = (counties.of_pieces(now.every, rows[silent], wkb[silent], part)
                      for silent in map(np.flatnonzero, _silent(key, now, before, rows, past)))
        doubt = Doubt.of({code: here.get(code, 0.0) + then.get(code, 0.0) for code in {*here, *then}}, *held, share)
        if doubt.counties:
            less, more = (fsum(listed.get(county, 0.0) for county in doubt.counties) for listed in (here, then))
            found.append(Unlike(key, now, before, less, more, doubt.counties) if less >= more
                         else Unlike(key, before, now, more, less, doubt.counties))
    return found


def _silent(key: str, now: Year, before: Year, rows: np.ndarray,
            past: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Tell on which land a field says nothing now but did before, and the other way round: both bool (land,).

    rows, past: int64 (land,), its parcels now and before.
    """
    (tells, lacks), (told, lacked) = now.says(key), before.says(key)
    here, then = lacks[rows] & told[past], tells[rows] & lacked[past]
    if key == "terrace":
        steep = now.steep()[rows] | before.steep()[past]
        here, then = here & steep, then & steep
    if key == "detail":
        # without slope classes the field itself, be it blank, is what tells that land is not on a beach
        sloped = now.says("slope")[0][rows] | before.says("slope")[0][past]
        judged, was_judged = now.told()[rows], before.told()[past]
        here, then = here | ~judged & was_judged & ~sloped, then | judged & ~was_judged & ~sloped
    return here, then


def untold_land(now: Year, before: Year, crossing: Crossing, counties: Counties, share: float,
                progress: Progress) -> tuple[Doubt, Doubt]:
    """Return in which counties no ground could be applied to any cultivated land, or to what was in one year only.

    Now and the year before. share: of a county's cultivated land, of which the latter may be such. Land of which
    nothing tells in either year is no gain, nor a loss.
    """
    held, found = (now.cultivated(), before.cultivated()), []
    for year, rows, other, others, part in ((now, crossing.after, before, crossing.before, progress.part(0.0, 0.5)),
                                            (before, crossing.before, now, crossing.after, progress.part(0.5, 1.0))):
        alone = _where((year.every.kind >= 0) & ~year.told(), rows) & ~_where(other.every.kind >= 0, others)
        moved = counties.of_pieces(year.every, rows[alone], crossing.wkb[alone], part)
        told = year.cultivated(year.found.told)
        whole = {county: area for county, area in year.cultivated().items() if county not in told}
        found.append(Doubt.of({**moved, **whole}, *held, share))
    return found[0], found[1]


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
        held: list[tuple[str, float]] = []
        for start in range(0, len(wkb), _AT_ONCE):
            part = progress.part(start / len(wkb), min(1.0, (start + _AT_ONCE) / len(wkb)))
            real = start + self.real(wkb[start:start + _AT_ONCE])
            held += self.of(with_shapes(survey, rows[real], wkb[real]), part).items()
        return sums_by_code([code for code, _ in held], [area for _, area in held])

    def real(self, wkb: Wkbs) -> np.ndarray:
        """Return which pieces are no slivers, as borders leave that are drawn anew, int64."""
        area = self.areas(wkb)
        return np.flatnonzero(~slivers(area, self.widths(wkb, area), self.book))


def with_shapes(survey: LandSurvey, rows: np.ndarray, wkb: Wkbs) -> LandSurvey:
    """Return pieces as a survey of their own; rows: int64 (pieces,) their parcels."""
    found = survey.take(rows)
    return replace(found, table=replace(found.table, wkb=wkb, bounds=bounds_of(rings_from_wkb(wkb))))


def other_ground(now: Year, before: Year, crossing: Crossing, counties: Counties,
                 land: tuple[Mapping[str, float], Mapping[str, float]], share: float, progress: Progress) -> Doubt:
    """Return in which counties the years have not the same land.

    land: of all classes by county, now and before; share: see ``differing_counties``. Land that is elsewhere in the
    other year differs, be it of the same size. What one county hands to another is one area: that of what came, or of
    what went where this is more.
    """
    lies, lay = land
    gone, new = (counties.of_pieces(year.every, rows[alone], crossing.wkb[alone], part)
                 for year, rows, alone, part in (
                     (before, crossing.before, crossing.after == NOT_THERE, progress.part(0.0, 0.5)),
                     (now, crossing.after, crossing.before == NOT_THERE, progress.part(0.5, 1.0))))
    came, went = ({code: max(more.get(code, 0.0) - less.get(code, 0.0), alone.get(code, 0.0))
                   for code in {*lies, *lay, *gone, *new}} for more, less, alone in (
                       (lies, lay, new), (lay, lies, gone)))
    doubt = Doubt.of({code: max(came[code], went[code]) for code in came}, lies, lay, share)
    return replace(doubt, area_m2=max(fsum(areas.get(code, 0.0) for code in doubt.counties) for areas in (came, went)))


def unknown_classes(now: Year, before: Year, crossing: Crossing, counties: Counties,
                    land: tuple[Mapping[str, float], Mapping[str, float]], share: float,
                    progress: Progress) -> tuple[Doubt, Doubt]:
    """Return in which counties land of unknown class, now and the year before, may be gained or lost.

    land, share: as in ``other_ground``. What has one and the same code in both years, and the same grounds against it,
    is what it is in both.
    """
    past, present = crossing.before, crossing.after
    unknown = [_where(year.every.classless, rows) for year, rows in ((now, present), (before, past))]
    both = np.flatnonzero(unknown[0] & unknown[1])
    code, code_then = (year.every.codes[year.every.code_of[rows[both]]] for year, rows in (
        (now, present), (before, past)))
    hits, hits_then = (attribute_hits(year.found.grounds, attributes_of(year.every), len(year.every.kind))[rows[both]]
                       for year, rows in ((now, present), (before, past)))
    same = both[(code == code_then) & (code != "") & (hits == hits_then).all(axis=1)]
    for rows in unknown:
        rows[same] = False
    here, then = (Doubt.of(counties.of_pieces(year.every, rows[strange], crossing.wkb[strange], part), *land, share)
                  for year, rows, strange, part in ((now, present, unknown[0], progress.part(0.0, 0.5)),
                                                    (before, past, unknown[1], progress.part(0.5, 1.0))))
    return here, then


def _where(flags: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Tell which pieces have a parcel of which something holds; flags: bool (parcels,); rows: int64, −1 for none."""
    found = rows != NOT_THERE
    found[found] = flags[rows[found]]
    return found


def taken_since(now: Year, before: Year, crossing: Crossing, name: str, layer: PolygonTable,
                counties: Counties, progress: Progress, *, basis: str) -> float:
    """Return the net m² of a layer that was cultivated the year before and is other land now, without slivers.

    With ``basis`` 'tbmj' a piece has its share of the area that its parcel declares.
    """
    past, present = crossing.before, crossing.after
    lost = np.flatnonzero(_where(before.every.kind >= 0, past) & _where(now.every.kind < 0, present))
    survey = with_shapes(before.every, past[lost], crossing.wkb[lost])
    near = rows_near(survey.table.bounds, layer.bounds, progress)
    near = near[counties.real(survey.table.wkb[near])]
    survey = survey.take(near)
    if basis == "tbmj":
        whole = counties.areas(before.every.table.wkb[past[lost[near]]])
        survey = replace(survey, declared_m2=survey.declared_m2 * counties.areas(survey.table.wkb) / whole)
    pieces = split_land(survey, {name: layer}, counties.areas, counties.book, counties.kernel, progress, basis=basis)
    return float(pieces.net[pieces.inside(name)].sum()) / 100
