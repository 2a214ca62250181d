"""From the parameters of kf:stablefarmland to its figures."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...engine.kernel import pick_kernel
from ...engine.land_levels import Level, townships
from ...engine.land_split import units_of_land
from ...engine.stable_farmland import STABILITY_FIELDS, attributes_of, slope_told
from ...engine.unit_rows import UnitRows
from ..inputs_job import InputsJob
from ..land_findings import excepted_by_unit
from ..run_result import RunResult
from .stable_findings import untold
from .stable_land import StableInputs, StableLand, stable_land_findings

if TYPE_CHECKING:
    from ...rules.progress import Progress


@dataclass(frozen=True)
class StableResult(RunResult):
    """Everything a run found out, before anything is written.

    units: those of UNITS, else counties; township: None where neither UNITS nor location codes tell of any.
    """

    land: StableLand
    units: UnitRows
    township: UnitRows | None

    def held(self, rows: UnitRows) -> np.ndarray:
        """Return the net area that lies in each unit as the finest, as ``Stability.sums`` has it."""
        return self.land.found.sums(self.land.pieces.net, rows.of_piece, len(rows.units))

    def sloped(self, rows: UnitRows) -> np.ndarray:
        """Tell which rows have cultivated land with a slope class that grounds understand, bool (units,)."""
        land, slope = self.land, attributes_of(self.land.survey).slope
        found = np.zeros(len(rows.units), dtype=bool)
        if slope is not None:
            found[rows.of_piece[land.found.farmland & slope_told(slope, land.found.grounds)[land.pieces.land]]] = True
        return rows.sums(found)

    def shown(self, rows: UnitRows) -> list[int]:
        """Return the rows that results have: what has no unit only where there is some."""
        held = self.held(rows)
        return [place for place, unit in enumerate(rows.units) if unit.code or unit.name or held[place].any()]


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
        rows = UnitRows.of(*units_of_land(land.pieces, land.survey, land.unit_polygons), land.unit_polygons)
        held = land.found.sums(land.pieces.net, rows.of_piece, len(rows.units))
        town = townships(land.pieces, land.survey, land.unit_polygons)
        found = [*stable_land_findings(land, kernel, book, areas, progress.part(0.95, 1.0),
                                       basis=inputs.given["AREA_BASIS"]),
                 *untold("stable.untold", land.survey, land.found, land.pieces.net,
                         Level("county", rows.units, rows.of_piece), book),
                 *excepted_by_unit([ground.rule_id for ground in land.found.grounds], rows.units,
                                   rows.sums(held), book)]
        progress.check()
        return StableResult(
            **inputs.outcome(found, book, kernel, progress), land=land, units=rows,
            township=None if town is None else UnitRows.of(town.units, town.unit_of, None))
