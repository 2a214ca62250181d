"""From the parameters of kf:floodplainzoning to its zones: what is read, in which order, and noticed."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ...engine.errors import PlannerError
from ...engine.floodplain_zoning import Zoning, ZoningFacts, judge_units
from ...engine.kernel import pick_kernel
from ...engine.reading import joined
from ...engine.unit_parts import UnitDivision, UnitParts
from ...engine.unit_shares import area_shares, largest_classes
from ...engine.zoning_units import Clipping, ZoningUnits, base_codes, clipped, not_clipped
from ...rules.floodplain_measures import CHANNEL
from ..inputs_job import ChartedJob
from ..run_result import RunResult
from .zoning_findings import zoning_findings
from .zoning_inputs import NO_GRID, UNITS_LAYER, RasterValues, ZoningInputs
from .zoning_setting import ZoningSetting, setting_of

if TYPE_CHECKING:
    from qgis.core import QgsProcessingAlgorithm, QgsProcessingContext

    from ...engine.admin_units import Unit
    from ...engine.kernel import Kernel
    from ...engine.occupation import AreasOf
    from ...engine.reading import PolygonTable
    from ...engine.wkb import Wkbs
    from ...rules.areas import Floats
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook

_LAYERS = (UNITS_LAYER, "FLOODPLAIN", "CHANNEL", "LAND", "UNITS")


@dataclass(frozen=True)
class ZoningResult(RunResult):
    """Everything a run found out, before anything is written; ``parts`` are the units cut by administrative units."""

    setting: ZoningSetting
    units: ZoningUnits
    facts: ZoningFacts
    zoning: Zoning
    parts: UnitParts
    admin: list[Unit]
    clipping: Clipping
    families: list[str]


@dataclass(frozen=True)
class Given:
    """What was given beside the units: kinds of area; by_point: how many units a raster had no cell centre in."""

    kinds: frozenset[str]
    classes: bool
    channel: bool
    rasters: RasterValues


class ZoningJob(ChartedJob[ZoningInputs]):
    """One run over the inputs of an algorithm, made on the main thread."""

    INPUTS = ZoningInputs

    def __init__(self, algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any],
                 context: QgsProcessingContext) -> None:
        super().__init__(algorithm, parameters, context)
        self._grid = self._inputs.given["GRID"] != NO_GRID

    def problems(self) -> list[str]:
        """Return everything that keeps the run from starting."""
        inputs = self._inputs
        found = [*inputs.layer_problems(*_LAYERS), *inputs.unit_problems(), *inputs.field_problems(),
                 *inputs.file_problems(inputs.book, inputs.class_map)]
        try:
            setting = setting_of(inputs.given, inputs.trusted_book(), grid=self._grid)
        except PlannerError as error:
            return [*found, str(error)]
        return [*found, *inputs.zoning_raster_problems(setting.stages), *inputs.mask_problems(setting.mask_kinds())]

    def run(self, progress: Progress) -> ZoningResult:
        """Read, measure, judge and even out; raises PlannerError and Canceled."""
        inputs, book, kernel = self._inputs, self._inputs.book(), pick_kernel()
        setting = setting_of(inputs.given, book, grid=self._grid)
        units, clipping, areas, classed = self._units(book, kernel, progress.part(0.0, 0.25))
        units, classed = self._classes(units, classed, kernel, book, progress.part(0.25, 0.35))
        layer = inputs.all_units(units.table.crs, kernel, book, progress.part(0.35, 0.38))
        division = UnitDivision(layer, units.county.tolist(), areas, book, kernel)
        parts = division.divide(units.table.wkb, units.county.tolist(), progress.part(0.38, 0.45))
        area_m2 = parts.whole / 100
        facts, given = self._facts(units, area_m2, setting, classed, kernel, book, progress.part(0.45, 0.8))
        zoning = judge_units(units, facts, area_m2, setting.rules, progress.part(0.8, 0.95))
        noticed = zoning_findings(units, facts, zoning, area_m2, setting, given, clipping, inputs, kernel, areas, book,
                                  progress.part(0.95, 1.0))
        progress.set(1.0)
        return ZoningResult(
            **inputs.outcome(noticed, book, kernel, progress), setting=setting, units=units, facts=facts,
            zoning=zoning, parts=parts, admin=division.units, clipping=clipping, families=self._families)

    def _units(self, book: RuleBook, kernel: Kernel,
               progress: Progress) -> tuple[ZoningUnits, Clipping, AreasOf, bool]:
        """Return the units inside the floodplain, how they close, what measures them, and whether they have classes."""
        inputs = self._inputs
        if self._grid:
            floodplain = inputs.floodplain(kernel, book, progress.part(0.0, 0.3))
            if floodplain is None:
                raise PlannerError(" ".join(inputs.unit_problems()))
            units, classed = inputs.cells(floodplain), False
        else:
            units, classed = inputs.parcels(kernel, book, progress.part(0.0, 0.5))
            floodplain = inputs.floodplain(kernel, book, progress.part(0.5, 0.6), units.table.crs)
        areas = inputs.areas(units.table.crs, book, progress)
        if floodplain is None:
            return units, not_clipped(units, areas), areas, classed
        units, clipping = clipped(units, floodplain, areas, kernel, progress.part(0.6, 1.0), grid=self._grid)
        return units, clipping, areas, classed

    def _classes(self, units: ZoningUnits, classed: bool, kernel: Kernel, book: RuleBook,
                 progress: Progress) -> tuple[ZoningUnits, bool]:
        """Return the units with land classes, their own or the survey's, and whether any are known at all."""
        inputs = self._inputs
        if classed and inputs.has("LAND"):
            inputs.findings.append(book.finding("zoning.land_unused", role="land", place="LAND",
                                                layer=inputs.label("LAND"), units=units.table.name))
        if classed or not inputs.has("LAND"):
            return units, classed
        survey = inputs.whole_survey(book, kernel, progress.part(0.0, 0.6), target=units.table.crs)
        largest = largest_classes(units.table, survey, kernel, progress.part(0.6, 1.0))
        return units.with_classes(base_codes(survey), largest), True

    def _facts(self, units: ZoningUnits, area_m2: Floats, setting: ZoningSetting, classed: bool, kernel: Kernel,
               book: RuleBook, progress: Progress) -> tuple[ZoningFacts, Given]:
        inputs, crs = self._inputs, units.table.crs
        rasters = inputs.raster_values(units, dict(setting.measures), setting.stages, book, progress.part(0.0, 0.5))
        masks = inputs.masks(setting.mask_kinds(), crs, kernel, book, progress.part(0.5, 0.6))
        hair = float(book.threshold("closure.sliver", "max_area_m2"))
        share = {}
        sets = [kinds for kinds in setting.mask_sets() if any(kind in masks for kind in kinds)]
        for number, kinds in enumerate(sets):
            part = progress.part(0.6 + 0.3 * number / len(sets), 0.6 + 0.3 * (number + 1) / len(sets))
            inside = area_shares(units.table, joined([masks[kind] for kind in kinds if kind in masks]), kernel, part)
            share[kinds] = np.where(inside * area_m2 < hair, 0.0, inside)  # what digitising leaves is no land
        channel = self._channel(masks, units, kernel, book, progress.part(0.9, 0.92))
        distance = inputs.channel_distances(units, channel, setting.farthest_m, kernel, progress.part(0.92, 1.0))
        facts = ZoningFacts({**rasters.value, CHANNEL: distance}, share, rasters.never)
        return facts, Given(frozenset(masks), classed, channel is not None, rasters)

    def _channel(self, masks: dict[str, PolygonTable], units: ZoningUnits, kernel: Kernel, book: RuleBook,
                 progress: Progress) -> Wkbs | None:
        """Return the channel that distances are measured from: CHANNEL, else the main channel among the areas."""
        found = self._inputs.channel(units.table.crs, kernel, book, progress)
        if found is None and "main_channel" in masks:
            return masks["main_channel"].wkb
        return found
