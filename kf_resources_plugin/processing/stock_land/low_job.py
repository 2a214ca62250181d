"""From the parameters of kf:lowefficiencyland to flags: land read, each criterion judged, flags raised, score, told."""
from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ...engine.kernel import pick_kernel
from ...engine.low_efficiency import (
    aged,
    building_criteria,
    limits_of,
    output,
    planned_over,
    planned_use,
    prohibited,
    renewed,
    renewed_over,
    shares_of_floor,
)
from ...engine.parcel_cover import cover
from ...rules.land_efficiency import ENTERPRISE, FLOOR_AREA, INDICATORS
from ...rules.low_efficiency import SCORE, first_told, flag_states, results, scores
from ..inputs_job import InputsJob
from ..run_result import RunResult
from .economics_inputs import PARCELS, ROLES
from .low_findings import low_findings
from .low_inputs import BUILDINGS, MORE, PLANNED, RENEWAL, LowInputs
from .parcel_units import parcel_units

if TYPE_CHECKING:
    from ...engine.admin_units import Unit
    from ...engine.kernel import Kernel
    from ...engine.parcel_cover import Cover
    from ...engine.reading import PolygonTable
    from ...rules.areas import Bools, Floats, Ints
    from ...rules.low_efficiency import Criterion
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook
    from .economics_inputs import RatedLand

_OF_FLOOR = ("footprint", "idle", "danger")


@dataclass(frozen=True)
class LowResult(RunResult):
    """Everything a run found out, before anything is written; by parcel.

    states: int64 (parcels, flags). assessed: bool, the area is known and not too small. score: float64, NaN for none.
    results: words of ``rules.low_efficiency.results``.
    """

    land: RatedLand
    names: list[str]
    kinds: list[str]
    units: list[Unit]
    criteria: list[Criterion]
    states: Ints
    assessed: Bools
    score: Floats
    results: list[str]


class LowJob(InputsJob[LowInputs]):
    """One run over the inputs of an algorithm, made on the main thread."""

    INPUTS = LowInputs

    def problems(self) -> list[str]:
        """Return everything that keeps the run from starting."""
        return self._inputs.problems()

    def run(self, progress: Progress) -> LowResult:
        """Read, judge and tell; raises PlannerError and Canceled."""
        inputs, book, kernel = self._inputs, self._inputs.book(), pick_kernel()
        land = inputs.land(kernel, book, progress.part(0.0, 0.3), MORE)
        limits = limits_of(inputs.agreed(land, book)[0], inputs.setting(ENTERPRISE).benchmarks)
        criteria = first_told([*self._said(land, limits, book, progress.part(0.3, 0.4)),
                               *self._laid_over(land, limits, kernel, book, progress.part(0.4, 0.8))])
        states = flag_states(criteria, len(land.table))
        least_m2 = float(book.threshold(SCORE, "min_area_m2"))
        assessed = land.parcel_area >= least_m2
        words = results(states, land.parcel_area, least_m2, int(book.threshold(SCORE, "least_flags")))
        units = parcel_units(inputs, land.table, land.placed, land.texts("unit"), kernel, book, progress.part(0.8, 1.0))
        result = LowResult(
            **inputs.outcome([], book, kernel, progress), land=land, names=land.texts("name"), kinds=land.texts("kind"),
            units=units, criteria=criteria, states=states, assessed=assessed,
            score=np.where(assessed, scores(states), np.nan), results=words)
        result = replace(result, findings=low_findings(result, progress))
        progress.set(1.0)
        return result

    def _said(self, land: RatedLand, limits: Floats, book: RuleBook, progress: Progress) -> list[Criterion]:
        """Return what the fields of parcels, economics and the list of industries tell."""
        inputs, label = self._inputs, land.table.name
        own, told = inputs.amounts(land.table, land.own, _OF_FLOOR, land.owners, ROLES[PARCELS], book)
        inputs.findings += told
        if land.of_parcels is None:
            floor, told = inputs.amounts(land.table, land.own, ["floor_area"], land.owners, ROLES[PARCELS], book)
            inputs.findings += told
        else:
            floor = {"floor_area": land.of_parcels["floor_area"]}
        own = inputs.parts_of(land, {**own, **floor}, book)
        years = inputs.years(land.table, land.own["built_year"], ROLES[PARCELS], book)
        return [
            *prohibited(land.texts("catalogue"), land.texts("kind"), inputs.industries(book, progress), label, book),
            planned_use(land.texts("current"), land.texts("planned"), label, book),
            renewed(land.texts("renewal"), label, book),
            *output(land.parcel_values(ENTERPRISE), limits, land.told_by),
            *shares_of_floor(own, land.parcel_area, label, book),
            aged(years, label, book),
        ]

    def _laid_over(self, land: RatedLand, limits: Floats, kernel: Kernel, book: RuleBook,
                   progress: Progress) -> list[Criterion]:
        """Return what layers over the parcels tell, none where they were not given."""
        inputs, crs = self._inputs, land.table.crs
        found: list[Criterion] = []
        if inputs.has(PLANNED):
            table, uses = inputs.planned(crs, kernel, book, progress.part(0.0, 0.2))
            over = self._cover(land, table, kernel, book, progress.part(0.2, 0.3))
            found.append(planned_over(land.texts("current"), over, uses, table.name, book))
        if inputs.has(RENEWAL):
            table, names = inputs.renewal(crs, kernel, book, progress.part(0.3, 0.5))
            over = self._cover(land, table, kernel, book, progress.part(0.5, 0.6))
            found.append(renewed_over(over, names, table.name, book))
        if inputs.has(BUILDINGS):
            found += self._built(land, limits, kernel, book, progress.part(0.6, 1.0))
        return found

    def _built(self, land: RatedLand, limits: Floats, kernel: Kernel, book: RuleBook,
               progress: Progress) -> list[Criterion]:
        """Return what buildings tell; of a layer that has none on any parcel, that it is not used."""
        inputs = self._inputs
        table, storeys, marks = inputs.buildings(land.table.crs, kernel, book, progress.part(0.0, 0.6))
        over = self._cover(land, table, kernel, book, progress.part(0.6, 1.0))
        if not len(over.parcel):
            if len(table) and len(land.table):
                inputs.findings.append(book.finding("low_efficiency.buildings_elsewhere", role="buildings",
                                                    place="buildings", layer=table.name))
            return []
        place = INDICATORS.index(FLOOR_AREA)
        ratio = np.full((len(land.table), len(INDICATORS)), np.nan)
        ratio[:, place] = over.summed(storeys) / over.drawn
        return [output(ratio, limits, table.name)[place],
                *building_criteria(over, marks, table.name, book)]

    def _cover(self, land: RatedLand, table: PolygonTable, kernel: Kernel, book: RuleBook, progress: Progress) -> Cover:
        areas = self._inputs.areas(land.table.crs, book, progress)
        return cover(land.table, table, areas, kernel, progress)
