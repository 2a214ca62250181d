"""From the parameters of kf:stablefarmland to its figures."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...engine.kernel import pick_kernel
from ...engine.land_levels import Level, townships
from ...engine.land_split import units_of_land
from ...engine.stable_farmland import STABILITY_FIELDS, attributes_of, slope_told
from ..inputs_job import InputsJob
from ..land_findings import excepted_by_unit
from ..run_result import RunResult
from .stable_findings import untold
from .stable_land import StableInputs, StableLand, stable_land_findings

if TYPE_CHECKING:
    from ...engine.admin_units import Unit
    from ...rules.progress import Progress


@dataclass(frozen=True)
class StableResult(RunResult):
    """Everything a run found out, before anything is written.

    units: those of UNITS, else counties; township: None where neither UNITS nor location codes tell of any.
    """

    land: StableLand
    units: Level
    township: Level | None

    def by_unit(self, level: Level) -> tuple[list[Unit], np.ndarray, np.ndarray]:
        """Return units, their net area as ``Stability.sums`` has it, and which have a slope class, bool (units,).

        The class is one that grounds understand, of cultivated land. What has no unit has a row where there is some.
        """
        land = self.land
        sums = land.found.sums(land.pieces.net, level.unit_of, len(level.units))
        slope = attributes_of(land.survey).slope
        sloped = np.zeros(len(level.units), dtype=bool)
        if slope is not None:
            sloped[level.unit_of[land.found.farmland & slope_told(slope, land.found.grounds)[land.pieces.land]]] = True
        kept = [place for place, unit in enumerate(level.units) if unit.code or unit.name or sums[place].any()]
        return [level.units[place] for place in kept], sums[kept], sloped[kept]


class StableJob(InputsJob[StableInputs]):
    """One run over the inputs of an algorithm, made on the main thread."""

    INPUTS = StableInputs

    def problems(self) -> list[str]:
        """Return everything that keeps the run from starting."""
        return self._inputs.stable_problems()

    def run(self, progress: Progress) -> StableResult:
        """Read, cut, judge and count; raises PlannerError and Canceled."""
        inputs, book, kernel = self._inputs, self._inputs.book(), pick_kernel()
        survey = inputs.whole_survey(book, kernel, progress.part(0.0, 0.25), more=STABILITY_FIELDS)
        crs = survey.table.crs
        masks = inputs.stable_masks(crs, kernel, book, progress.part(0.25, 0.3))
        units = inputs.all_units(crs, kernel, book, progress.part(0.3, 0.35))
        areas = inputs.areas(crs, book, progress)
        land = inputs.stable_land(survey, masks, units, {}, kernel, book, areas, progress.part(0.35, 0.95))
        level = Level("county", *units_of_land(land.pieces, land.survey, land.unit_polygons))
        found = [*stable_land_findings(land, kernel, book, areas, progress.part(0.95, 1.0),
                                       basis=inputs.given["AREA_BASIS"]),
                 *untold("stable.untold", land.survey, land.found, land.pieces.net, level, book),
                 *excepted_by_unit([ground.rule_id for ground in land.found.grounds], level.units, land.found.sums(
                     land.pieces.net, level.unit_of, len(level.units)), book)]
        progress.check()
        return StableResult(
            **inputs.outcome(found, book, kernel, progress), land=land, units=level,
            township=townships(land.pieces, land.survey, land.unit_polygons))
