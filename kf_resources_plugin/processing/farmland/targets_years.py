"""The stable land of two years side by side: in which counties they can be compared, and what is to be said of it."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...engine.comparable_years import (
    DEDUCTION,
    Year,
    crossing_of,
    other_ground,
    taken_since,
    unknown_classes,
    unlike_fields,
)
from ...engine.farmland_targets import counties_named, county_codes
from ...engine.land_levels import levels
from .targets_approved import APPROVED

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from ...engine.comparable_years import Counties, Unlike
    from ...engine.land_levels import Level
    from ...engine.land_split import LandPieces
    from ...engine.reading import PolygonTable
    from ...rules.farmland_targets import Ceiling
    from ...rules.findings import Finding
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook
    from .stable_land import StableLand


@dataclass(frozen=True)
class Compared:
    """Why two years cannot be compared, by county, '' for land of any; m² where a number is said.

    ground: they have not the same land; unknown: land of unknown class by the role of its survey; fields: that tell
    less in one year; untold: the surveys of which nothing tells what is stable. taken: the pieces of what is approved
    that were cultivated the year before and are not now, with their levels.
    """

    ground: Mapping[str, float]
    unknown: Mapping[str, Mapping[str, float]]
    fields: Sequence[Unlike]
    untold: Sequence[StableLand]
    taken: tuple[LandPieces, list[Level]] | None

    @property
    def open(self) -> frozenset[str]:
        """Return the counties that have no ceiling."""
        found = {*self.ground, *(county for areas in self.unknown.values() for county in areas),
                 *(county for field in self.fields for county in field.counties)}
        return frozenset({*found, ""} if self.untold else found)


def compare(land: StableLand, now: Sequence[Level], before: StableLand, past: Sequence[Level],
            approved: PolygonTable | None, counties: Counties, book: RuleBook, progress: Progress) -> Compared:
    """Lay two years over each other. Raises PlannerError and Canceled."""
    this, last = (Year(year.once.survey, year.survey, year.pieces, year.found,
                       *county_codes(of_year, len(year.pieces.land)))
                  for year, of_year in ((land, now), (before, past)))
    share = float(book.threshold("target.years_differ", "max_share_of_total"))
    crossing = crossing_of(this, last, counties.kernel, progress.part(0.0, 0.4))
    ground = other_ground(this, last, crossing, counties, share, progress.part(0.4, 0.9))
    strange = unknown_classes(this, last, crossing, counties, progress.part(0.9, 0.95))
    taken = None
    if approved is not None:
        pieces, survey = taken_since(this, last, crossing, APPROVED, approved, counties, progress.part(0.95, 1.0))
        taken = pieces, levels(pieces, survey, land.unit_polygons)
    return Compared(ground, {year.survey.role: found for year, found in zip((this, last), strange) if found},
                    unlike_fields(this, last, share),
                    [year for year in (land, before) if not year.found.is_told], taken)


def comparison_findings(found: Compared, land: StableLand, before: StableLand, limits: Sequence[Ceiling],
                        book: RuleBook) -> list[Finding]:
    """Return why counties have no ceiling."""
    said = []
    if found.ground:
        said.append(book.finding("target.years_differ", role="land_before", place="land_before",
                                 area_m2=sum(found.ground.values()), counties=_named(found.ground, limits)))
    for year in (land, before):
        areas, role = found.unknown.get(year.survey.role), year.survey.role
        if areas:
            said.append(book.finding(
                "target.class_unknown", role=role, place=f"{role} class", layer=year.survey.table.name,
                field=year.survey.fields.code, area_m2=sum(areas.values()), counties=_named(areas, limits)))
    for field in found.fields:
        rule = "target.deduction_differs" if field.field == DEDUCTION else "target.fields_differ"
        said.append(book.finding(
            rule, role=field.less.survey.role, place=field.field, layer=field.less.survey.table.name,
            other=field.more.survey.table.name, field=field.field, area_m2=field.less_m2, other_m2=field.more_m2,
            counties=_named(field.counties, limits)))
    return said


def _named(codes: Collection[str], limits: Sequence[Ceiling]) -> list[str]:
    """Return counties as a planner reads them; where it may be any, all that there are."""
    counties = [item for item in limits if item.level == "county" and ("" in codes or item.unit_code in codes)]
    known = {*codes, *(item.unit_code for item in counties)} - {""}
    return [*counties_named(sorted(known)), *sorted(
        item.unit_name for item in counties if item.unit_name and not item.unit_code)] or ["—"]
