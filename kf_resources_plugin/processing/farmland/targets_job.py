"""From the parameters of kf:farmlandtargets to its figures."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...engine.comparable_years import Counties
from ...engine.farmland_targets import (
    absent_counties,
    actuals,
    ceilings,
)
from ...engine.kernel import pick_kernel
from ...engine.land_levels import Level, codes_beside, codes_with_land, levels
from ...engine.near import rows_near
from ...engine.stable_farmland import STABILITY_FIELDS
from ...rules.control_lines import PERMANENT
from ...rules.farmland_targets import INDICATORS, LIGHTS, Ceiling, Score, scores, together
from ...rules.unit_levels import level_of
from ..inputs_job import InputsJob
from ..run_result import RunResult
from .stable_findings import untold
from .stable_land import StableLand, stable_land_findings
from .targets_approved import APPROVED, approved_land, taken_findings
from .targets_findings import ceiling_findings, score_findings
from .targets_inputs import LAND_BEFORE, TargetInputs
from .targets_permanent import PermanentOutside, permanent_outside
from .targets_years import compare, comparison_findings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...engine.kernel import Kernel
    from ...engine.occupation import AreasOf
    from ...engine.reading import PolygonTable
    from ...rules.findings import Finding
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook


@dataclass(frozen=True)
class TargetsResult(RunResult):
    """Everything a run found out, before anything is written.

    permanent: bool (pieces,) inside the line of permanent farmland, None without that layer; ceilings, before: None
    without the year before; approved: what was approved in all, hundredths of m², None where nobody said.
    """

    land: StableLand
    permanent: np.ndarray | None
    levels: list[Level]
    scores: list[Score]
    ceilings: list[Ceiling] | None
    approved: int | None
    before: StableLand | None

    @property
    def ceiling(self) -> int | None:
        """Return the ceiling of all cities together, None where it is not known."""
        return together(self.ceilings or ())

    @property
    def usable(self) -> int | None:
        """Return what is left of the ceiling."""
        return None if self.ceiling is None or self.approved is None else self.ceiling - self.approved


class TargetsJob(InputsJob[TargetInputs]):
    """One run over the inputs of an algorithm, made on the main thread."""

    INPUTS = TargetInputs

    def problems(self) -> list[str]:
        """Return everything that keeps the run from starting."""
        return self._inputs.problems()

    def run(self, progress: Progress) -> TargetsResult:
        """Read, cut, judge and count; raises PlannerError and Canceled."""
        inputs, book, kernel = self._inputs, self._inputs.book(), pick_kernel()
        survey = inputs.whole_survey(book, kernel, progress.part(0.0, 0.13), more=STABILITY_FIELDS)
        crs = survey.table.crs
        areas = inputs.areas(crs, book, progress)
        masks = inputs.stable_masks(crs, kernel, book, progress.part(0.13, 0.2))
        units = inputs.all_units(crs, kernel, book, progress.part(0.2, 0.21))
        targets = inputs.targets(None if units is None else units[1], book, progress.part(0.21, 0.22))
        zones = {role: inputs.polygons(name, role, (), crs, kernel, book, part)
                 for role, name, part in ((PERMANENT, "PERMANENT_FARMLAND", progress.part(0.22, 0.24)),
                                          (APPROVED, "APPROVED", progress.part(0.24, 0.25))) if inputs.has(name)}
        lined, allowed = zones.get(PERMANENT), zones.get(APPROVED)
        near = np.unique(np.concatenate([rows_near(survey.table.bounds, table.bounds, progress)
                                         for table in zones.values()])) if zones else None
        land = inputs.stable_land(survey, masks, units, zones, kernel, book, areas, progress.part(0.25, 0.6), near)
        permanent = None if lined is None else land.pieces.inside(PERMANENT)
        found_levels = levels(land.pieces, land.survey, land.unit_polygons)
        outside = PermanentOutside({}, [])
        if lined is not None:
            outside = permanent_outside(lined, land, found_levels, kernel, areas, book, progress.part(0.6, 0.65))
        at_hand = inputs.units_at_hand(land, areas, kernel, book, progress.part(0.65, 0.67))
        with_land = codes_with_land(survey, land.unit_polygons, at_hand)
        keys = {*((code, "") for code in with_land),
                *(("", unit.name) for unit, has in zip(land.unit_polygons or (), at_hand.tolist())
                  if has and not unit.code)}
        known = ({level.name for level in found_levels if any(unit.code for unit in level.units)}
                 | {level_of(code) for code in with_land})
        absent = absent_counties(found_levels, land.found.farmland,
                                 with_land | codes_beside(survey, land.unit_polygons))
        unknown = set() if lined is not None else {"permanent"}
        held = actuals(found_levels, land.pieces, land.found, permanent, outside.by_level)
        scored = scores(held, targets,
                        {light: float(book.threshold("target.light", f"{light}_share_of_total"))
                         for light in LIGHTS[:-1]}, absent,
                        {name: keys for name in INDICATORS if name != "permanent" or lined is not None})
        limits, approved, before, more = self._ceilings(land, found_levels, masks, allowed, kernel, book, areas,
                                                        progress.part(0.67, 0.95))
        found = [*stable_land_findings(land, kernel, book, areas, progress.part(0.95, 1.0),
                                       basis=inputs.given["AREA_BASIS"]),
                 *_untold(land, found_levels, book),
                 *outside.findings, *score_findings(scored, absent, known, book, unknown), *more]
        progress.check()
        return TargetsResult(
            **inputs.outcome(found, book, kernel, progress), land=land, permanent=permanent, levels=found_levels,
            scores=scored, ceilings=limits, approved=approved, before=before)

    def _ceilings(
        self, land: StableLand, now: list[Level], masks: dict[str, PolygonTable], allowed: PolygonTable | None,
        kernel: Kernel, book: RuleBook, areas: AreasOf, progress: Progress
    ) -> tuple[list[Ceiling] | None, int | None, StableLand | None, list[Finding]]:
        """Return the ceilings, what is approved in all, the land of the year before, and findings.

        allowed: the land approved for occupation. No ceilings and no land without the year before.
        """
        inputs = self._inputs
        stated, approved = inputs.approved_amount(), None
        if allowed is not None:
            approved = approved_land(allowed, land, now, kernel, areas, book, progress.part(0.0, 0.05))
        one_layer = inputs.same_survey("LAND", LAND_BEFORE)
        if one_layer or not inputs.has(LAND_BEFORE):
            found = [book.finding("target.one_layer" if one_layer else "target.no_year_before", role="land_before",
                                  place="land_before", layer=land.survey.table.name)]
            if approved is None:
                return None, stated, None, found
            return None, approved.total, None, [*approved.findings, *found]
        survey = inputs.whole_survey(book, kernel, progress.part(0.05, 0.4), LAND_BEFORE, role="land_before",
                                     more=STABILITY_FIELDS, target=land.survey.table.crs, alike=land.once.given.table)
        before = inputs.stable_land(survey, masks, land.units, {}, kernel, book, areas, progress.part(0.4, 0.7))
        past = levels(before.pieces, before.survey, before.unit_polygons)
        widths = inputs.widths(land.survey.table.crs, progress)
        compared = compare(land, now, before, past, allowed, Counties(land.units, areas, widths, book, kernel), book,
                           progress.part(0.7, 0.9), basis=inputs.given["AREA_BASIS"])
        limits = ceilings(now, np.where(land.found.stable, land.pieces.net, 0), past,
                          np.where(before.found.stable, before.pieces.net, 0),
                          None if approved is None else approved.by_level, compared.open)
        if approved is not None:
            stated = approved.total
        elif stated is not None:
            limits = with_amount(limits, stated)
        found = [*stable_land_findings(before, kernel, book, areas, progress.part(0.9, 1.0),
                                       basis=inputs.given["AREA_BASIS"], again=True),
                 *_untold(before, past, book),
                 *comparison_findings(compared, land, before, limits, book),
                 *(approved.findings if approved is not None else ()),
                 *taken_findings(compared.taken_m2, allowed, book), *ceiling_findings(limits, stated, book)]
        return limits, stated, before, found


def _untold(land: StableLand, listed: Sequence[Level], book: RuleBook) -> list[Finding]:
    """Return of which counties, or what units there are, nothing tells what land is stable."""
    level = next((level for level in listed if level.name == "county"), listed[0] if listed else None)
    return [] if level is None else untold("target.stable_unknown", land.survey, land.found, land.pieces.net, level,
                                           book)


def with_amount(limits: list[Ceiling], amount: int) -> list[Ceiling]:
    """Return ceilings with the approved amount of all land: it is the only city's, and tells nothing of counties."""
    cities = [item for item in limits if item.level == "city" and item.unit_code]
    return [Ceiling(item.unit_code, item.unit_name, item.level, item.before, item.stable, amount)
            if len(cities) == 1 and item in cities else item for item in limits]
