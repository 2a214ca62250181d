"""The stable land of two years side by side: in which counties they can be compared, and what is to be said of it."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...engine.comparable_years import (
    DEDUCTION,
    Year,
    crossing_of,
    other_ground,
    taken_since,
    unknown_classes,
    unlike_fields,
    untold_land,
)
from ...engine.farmland_targets import counties_named, county_codes
from ...rules.survey_years import follows
from .survey_year_findings import year_findings
from .targets_approved import APPROVED

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from ...engine.comparable_years import Counties, Doubt, Unlike
    from ...engine.land_levels import Level
    from ...engine.reading import PolygonTable
    from ...rules.farmland_targets import Ceiling
    from ...rules.findings import Finding
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook
    from .stable_land import StableLand


@dataclass(frozen=True)
class Compared:
    """Why two years cannot be compared, in which counties.

    follow: whether the surveys are of two years in a row, None where one has no year; ground: they have not the same
    land; unknown: land of unknown class, now and before; fields: that tell unlike; untold: nothing tells what is stable
    of land that counts, now and before. taken_m2: what is approved that was cultivated the year before and is not now,
    net.
    """

    follow: bool | None
    ground: Doubt
    unknown: tuple[Doubt, Doubt]
    fields: Sequence[Unlike]
    untold: tuple[Doubt, Doubt]
    taken_m2: float

    @property
    def open(self) -> frozenset[str]:
        """Return the counties that have no ceiling, '' where none has one."""
        if self.follow is False:
            return frozenset([""])
        doubts: tuple[Doubt | Unlike, ...] = (self.ground, *self.unknown, *self.fields, *self.untold)
        return frozenset(county for doubt in doubts for county in doubt.counties)


def compare(land: StableLand, now: Sequence[Level], before: StableLand, past: Sequence[Level],
            approved: PolygonTable | None, counties: Counties, book: RuleBook, progress: Progress, *,
            basis: str) -> Compared:
    """Lay two years over each other; basis: 'computed' or 'tbmj' areas. Raises PlannerError and Canceled."""
    this, last = (Year(year.once.survey, year.rows, year.pieces, year.found,
                       *county_codes(of_year, len(year.pieces.land)))
                  for year, of_year in ((land, now), (before, past)))
    share = float(book.threshold("target.years_differ", "max_share_of_total"))
    follow = follows(land.once.given.years.year, before.once.given.years.year, _apart(book))
    crossing = crossing_of(this, last, counties.kernel, progress.part(0.0, 0.4))
    of_all = (counties.of(this.every, progress.part(0.4, 0.6)), counties.of(last.every, progress.part(0.6, 0.8)))
    return Compared(
        follow, other_ground(this, last, crossing, counties, of_all, share, progress.part(0.8, 0.85)),
        unknown_classes(this, last, crossing, counties, of_all, share, progress.part(0.85, 0.9)),
        unlike_fields(this, last, crossing, counties, share, progress.part(0.9, 0.94)),
        untold_land(this, last, crossing, counties, share, progress.part(0.94, 0.95)),
        0.0 if approved is None or follow is False else taken_since(
            this, last, crossing, APPROVED, approved, counties, progress.part(0.95, 1.0), basis=basis))


def comparison_findings(found: Compared, land: StableLand, before: StableLand, limits: Sequence[Ceiling],
                        book: RuleBook) -> list[Finding]:
    """Return why counties have no ceiling."""
    one, other = land.once.given, before.once.given
    said = [finding for survey in (one, other)
            for finding in year_findings(survey.years, survey.table, survey.fields.year, survey.role, book)]
    if not found.follow:
        first = one.years.year
        said.append(book.finding(
            "target.years_unstated" if found.follow is None else "target.years_apart", role="land_before", place="year",
            layer=one.table.name, year=first, other=other.table.name, other_year=other.years.year,
            wanted_year=None if first is None else first - _apart(book)))
    if found.ground.counties:
        said.append(book.finding("target.years_differ", role="land_before", place="land_before",
                                 area_m2=found.ground.area_m2, counties=_named(found.ground.counties, limits)))
    for year, unknown, untold in zip((land, before), found.unknown, found.untold):
        about: dict[str, Any] = {"role": year.survey.role, "layer": year.survey.table.name}
        if unknown.counties:
            said.append(book.finding(
                "target.class_unknown", **about, place=f"{year.survey.role} class", field=year.survey.fields.code,
                area_m2=unknown.area_m2, counties=_named(unknown.counties, limits)))
        if untold.counties:
            said.append(book.finding(
                "target.county_untold", **about, place=f"{year.survey.role} stable", area_m2=untold.area_m2,
                counties=_named(untold.counties, limits)))
    for field in found.fields:
        rule = "target.deduction_differs" if field.field == DEDUCTION else "target.fields_differ"
        said.append(book.finding(
            rule, role=field.less.every.role, place=field.field, layer=field.less.every.table.name,
            other=field.more.every.table.name, field=field.field, area_m2=field.less_m2, other_m2=field.more_m2,
            counties=_named(field.counties, limits)))
    return said


def _apart(book: RuleBook) -> int:
    """Return how many years lie between the two surveys that a ceiling is made of."""
    return int(book.threshold("target.years_apart", "apart_years"))


def _named(codes: Collection[str], limits: Sequence[Ceiling]) -> list[str]:
    """Return counties as a planner reads them; where it may be any, all that there are."""
    counties = [item for item in limits if item.level == "county" and ("" in codes or item.unit_code in codes)]
    known = {*codes, *(item.unit_code for item in counties)} - {""}
    return [*counties_named(sorted(known)), *sorted(
        item.unit_name for item in counties if item.unit_name and not item.unit_code)] or ["—"]
