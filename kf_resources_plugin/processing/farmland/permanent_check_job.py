"""From the parameters of kf:permanentfarmlandcheck to what it found: what is read, in which order, what is noticed."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...engine.closure import slivers
from ...engine.counted_once import counted_once
from ...engine.kernel import pick_kernel
from ...engine.land_levels import one_polygon_each
from ...engine.land_split import UNITS
from ...engine.land_survey import survey_findings, year_share
from ...engine.near import rows_near
from ...engine.partition import NO_ZONE, partition, self_overlaps
from ...engine.permanent_check import SURVEY_FIELDS, block_sums, summarise, verify
from ...engine.permanent_parts import BEFORE, cut_permanent, units_of_parts
from ...engine.unit_rows import UnitRows
from ...engine.united_shapes import united_shape
from ...engine.wkb import wkb_bounds
from ...i18n import tr
from ...rules.grouping import grouped
from ...rules.permanent_farmland import mask_kinds, problems_of, size_class_names
from ...rules.progress import OnlyAsked
from ...rules.stable_farmland import among
from ...rules.survey_years import follows, survey_years
from ..inputs_job import InputsJob
from ..land_findings import unit_overlaps
from ..land_inputs import LAND_SCHEMA
from ..run_result import RunResult
from .permanent_check_findings import check_findings
from .permanent_inputs import PERMANENT_SCHEMA, PermanentInputs
from .survey_year_findings import year_findings

if TYPE_CHECKING:
    from ...engine.farmland_change import WidthsOf
    from ...engine.kernel import Kernel
    from ...engine.land_survey import LandSurvey
    from ...engine.occupation import AreasOf
    from ...engine.permanent_check import BlockSums, SummaryRow, Verified
    from ...engine.permanent_parts import Parts, Patches
    from ...engine.reading import PolygonTable
    from ...rules.findings import Finding
    from ...rules.permanent_farmland import Problem
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook

@dataclass(frozen=True)
class CheckResult(RunResult):
    """Everything a run found out, before anything is written; home: unit that has most of each block."""

    patches: Patches
    survey: LandSurvey
    parts: Parts
    found: Verified
    summary: list[SummaryRow]
    home: list[int]
    blocks: list[BlockSums]
    sizes: list[str]
    geometry: Kernel


class CheckJob(InputsJob[PermanentInputs]):
    """One run of the verification over the inputs of an algorithm, made on the main thread."""

    INPUTS = PermanentInputs

    def problems(self) -> list[str]:
        """Return everything that keeps the run from starting."""
        inputs = self._inputs
        found = [*inputs.layer_problems("PERMANENT_FARMLAND", "LAND", "LAND_BEFORE", "UNITS"), *inputs.field_problems(),
                 *inputs.missing_field("PERMANENT_FARMLAND", "PERMANENT_ID_FIELD", PERMANENT_SCHEMA)]
        if inputs.has("LAND_BEFORE") and self._fields_before()["planting"] is None:
            found.append(tr("Layer “{layer}” has no field {field}; it tells which land was not cultivated. Add it, or "
                            "leave the survey of the year before out.").format(
                layer=inputs.label("LAND_BEFORE"), field=SURVEY_FIELDS["planting"]))
        found += inputs.file_problems(inputs.book, inputs.class_map)
        # what area layers are for stands in the rules; where those cannot be read, that has been said
        return found if inputs.file_problems(inputs.book) else [
            *found, *inputs.mask_problems(mask_kinds(problems_of(inputs.book())))]

    def _fields_before(self) -> dict[str, str | None]:
        return self._inputs.standard_fields("LAND_BEFORE", LAND_SCHEMA, {
            "planting": SURVEY_FIELDS["planting"], "year": "SJNF"})

    def _before(self, every: LandSurvey, problems: tuple[Problem, ...], kernel: Kernel, book: RuleBook,
                progress: Progress) -> tuple[PolygonTable, PolygonTable] | None:
        """Return the parcels of LAND_BEFORE that lay fallow, repaired, and those that are known not to.

        In the CRS of ``every``, the parcels of LAND; None where it is not the survey of the year before.
        """
        fields, inputs = self._fields_before(), self._inputs
        field, year = fields["planting"], fields["year"]
        table = inputs.read("LAND_BEFORE", "land_before", sorted(name for name in (field, year) if name), book,
                            progress.part(0.0, 0.7), target=every.table.crs)
        years = survey_years(table.columns[year] if year else None, year_share(book))
        inputs.findings += year_findings(years, table, year, "land_before", book)
        if not self._of_the_year_before(every, table, years.year, book):
            return None
        column = table.columns[field] if field else np.full(len(table), None, dtype=object)
        fallow, planted = (table.take(np.flatnonzero(among(column, frozenset[str]().union(*codes)))) for codes in (
            [problem.planting for problem in problems], [problem.known_planting for problem in problems]))
        return inputs.repaired(fallow, "land_before", kernel, book, progress.part(0.7, 1.0)), planted

    def _of_the_year_before(self, every: LandSurvey, before: PolygonTable, year: int | None, book: RuleBook) -> bool:
        """Tell whether LAND_BEFORE, of a year, may be the survey of the year before LAND; note where it is not."""
        inputs, apart = self._inputs, int(book.threshold("permanent.fallow_years", "apart_years"))
        now = every.years.year
        inputs.findings += year_findings(every.years, every.table, every.fields.year, every.role, book)
        follow = follows(now, year, apart)
        if follow:
            return True
        rule = "permanent.years_unstated" if follow is None else "permanent.fallow_years"
        if inputs.same_layer("LAND", "LAND_BEFORE"):
            rule = "permanent.fallow_one_layer"
        inputs.findings.append(book.finding(
            rule, role="land_before", place="year", layer=every.table.name, other=before.name, year=now,
            other_year=year, wanted_year=None if now is None else now - apart))
        return rule == "permanent.years_unstated"

    def _unknown_before(self, parts: Parts, patches: Patches, found: Verified, planted: PolygonTable, areas: AreasOf,
                        widths: WidthsOf, kernel: Kernel, book: RuleBook, progress: Progress) -> list[Finding]:
        """Return where each patch lies fallow now and the year before tells neither that it did nor that it did not."""
        progress = OnlyAsked(progress)
        asked = np.flatnonzero(found.fallow & ~parts.inside(BEFORE))
        near = planted.take(rows_near(planted.bounds, wkb_bounds(parts.wkb[asked]), progress))
        near = self._inputs.repaired(near, "land_before", kernel, book, progress)
        piece, zone, wkb = partition(parts.wkb[asked], near, kernel, progress)
        area = areas(wkb)
        left = np.flatnonzero((zone == NO_ZONE) & ~slivers(area, widths(wkb, area), book))
        return [book.finding(
            "permanent.planting_before_unknown", subject_id=str(patches.ids[patch]), role="permanent_farmland",
            source_fid=int(patches.table.fids[patch]), wkb=united_shape(wkb[rows], kernel, progress),
            layer=planted.name, field=self._fields_before()["planting"], area_m2=float(area[rows].sum()))
            for patch, rows in grouped(parts.patch[asked[piece[left]]], left)]

    def run(self, progress: Progress) -> CheckResult:
        """Read, cut, verify and group; raises PlannerError and Canceled."""
        inputs, book, kernel = self._inputs, self._inputs.book(), pick_kernel()
        problems = problems_of(book)
        every = inputs.whole_survey(book, kernel, progress.part(0.0, 0.15), more=SURVEY_FIELDS)
        crs = every.table.crs
        areas = inputs.areas(crs, book, progress)
        patches = inputs.patches(crs, kernel, book, progress.part(0.15, 0.2))
        near = rows_near(every.table.bounds, patches.table.bounds, progress)
        once = counted_once(every.take(near), areas, book, kernel, progress.part(0.2, 0.25), all_land=True)
        survey = once.survey
        zones = dict(inputs.masks(mask_kinds(problems), crs, kernel, book, progress.part(0.25, 0.3)))
        given = frozenset(zones)
        planted = None
        if inputs.has("LAND_BEFORE"):
            before = self._before(every, problems, kernel, book, progress.part(0.3, 0.35))
            if before is not None:
                zones[BEFORE], planted = before
        drawn = inputs.all_units(crs, kernel, book, progress.part(0.35, 0.38))
        units = None
        if drawn is not None:
            units = one_polygon_each(*drawn, kernel, progress.part(0.38, 0.4))
            zones[UNITS] = units[0]
        parts = cut_permanent(patches, survey, zones, areas, book, kernel, progress.part(0.4, 0.8),
                              basis=inputs.given["AREA_BASIS"])
        polygons = None if units is None else units[1]
        rows = UnitRows.of(*units_of_parts(parts, patches, survey, polygons), polygons)
        found = verify(parts, survey, problems, rows, book, kernel, progress.part(0.8, 0.95), patches)
        touched = survey.take(np.unique(parts.land[parts.land >= 0]))
        widths = inputs.widths(crs, progress)
        noticed = [*survey_findings(touched, book),
                   *(() if drawn is None else unit_overlaps(
                       drawn, list(zip(*self_overlaps(drawn[0], kernel, OnlyAsked(progress)))), book, areas)),
                   *check_findings(parts, patches, once, found, book, kernel, areas,
                                   widths(parts.wkb, parts.area / 100), given=given, units=units,
                                   basis=inputs.given["AREA_BASIS"], progress=progress),
                   *(() if planted is None else self._unknown_before(
                       parts, patches, found, planted, areas, widths, kernel, book, progress))]
        sizes = size_class_names(book.threshold("permanent.block", "classes_mu"))
        home = found.units.homes(found.blocks.of_part, parts.area, len(found.blocks))
        progress.set(1.0)
        return CheckResult(
            **inputs.outcome(noticed, book, kernel, progress), patches=patches, survey=survey, parts=parts,
            found=found, summary=summarise(parts, found), home=home,
            blocks=block_sums(parts, found, home, len(sizes)), sizes=sizes, geometry=kernel)
