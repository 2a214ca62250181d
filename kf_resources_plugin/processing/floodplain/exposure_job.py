"""From the parameters of kf:floodexposure to what each stage reaches: overlay or cells, units, sums."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...engine.admin_units import Unit, numbered
from ...engine.cell_areas import CellAreas
from ...engine.exposure import Exposed, Sums, exposed_rows, sums_of
from ...engine.flood_cells import cell_figures
from ...engine.flood_overlay import Reached, reached_lines, reached_points, reached_polygons
from ...engine.kernel import pick_kernel
from ...engine.line_reading import LineTable
from ...engine.reading import PolygonTable
from ...engine.target_cells import LineCells, PointCells, PolygonCells
from ...engine.target_units import area_of_targets
from ..inputs_job import ChartedJob
from ..run_result import RunResult
from .exposure_findings import depth_findings, exposure_findings, flood_findings
from .exposure_inputs import LINE, POLYGON, ExposureInputs, Targets

if TYPE_CHECKING:
    from qgis.core import QgsFields

    from ...engine.kernel import Kernel
    from ...engine.raster_reading import RasterFile
    from ...engine.reading import FeatureTable
    from ...engine.target_cells import TargetCells
    from ...rules.areas import Floats, Ints
    from ...rules.findings import Finding
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook

NO_UNIT = Unit("", "")


@dataclass(frozen=True)
class Flooded:
    """What stages do to all targets, each a list by stage; ``raster`` tells whether depths are known."""

    stages: list[str]
    reached: list[np.ndarray]
    amount: list[Floats]
    depth_max: list[Floats]
    depth_mean: list[Floats]
    raster: bool


@dataclass(frozen=True)
class ExposureResult(RunResult):
    """Everything a run found out, before anything is written.

    units: those of the sums, the last one for targets in none; unit: (targets,) positions, -1 for none. fields: those
    of the targets' layer. families: fonts of the chart.
    """

    targets: Targets
    fields: QgsFields
    flooded: Flooded
    exposed: Exposed
    units: list[Unit]
    unit: Ints
    sums: Sums
    families: list[str]


class ExposureJob(ChartedJob[ExposureInputs]):
    """One run over the inputs of an algorithm, made on the main thread."""

    INPUTS = ExposureInputs

    def problems(self) -> list[str]:
        """Return everything that keeps the run from starting."""
        return self._inputs.problems()

    def run(self, progress: Progress) -> ExposureResult:
        """Read, overlay and count; raises PlannerError and Canceled."""
        inputs, book, kernel = self._inputs, self._inputs.book(), pick_kernel()
        targets = inputs.targets(kernel, book, progress.part(0.0, 0.2))
        if inputs.has("DEPTH"):
            flooded, found = self._by_raster(targets, book, progress.part(0.2, 0.9))
        else:
            flooded, found = self._by_polygons(targets, kernel, book, progress.part(0.2, 0.9))
        exposed = exposed_rows(flooded.reached, flooded.amount, targets.size, flooded.depth_max, flooded.depth_mean)
        units, unit = self._units(targets, kernel, book, progress.part(0.9, 1.0))
        sums = sums_of(exposed, len(flooded.stages), unit, len(units), targets.class_of, len(targets.classes),
                       targets.size, targets.counted)
        fields = inputs.layers["TARGETS"].features.fields
        found += exposure_findings(targets, exposed, unit, fields, given_units=inputs.has("UNITS"), book=book)
        return ExposureResult(
            **inputs.outcome(found, book, kernel, progress), targets=targets, fields=fields, flooded=flooded,
            exposed=exposed, units=units, unit=unit, sums=sums, families=self._families)

    def _units(self, targets: Targets, kernel: Kernel, book: RuleBook,
               progress: Progress) -> tuple[list[Unit], Ints]:
        """Return the units once each, one for no unit after them, and the position of that of each target, -1."""
        layer = self._inputs.all_units(targets.table.crs, kernel, book, progress.part(0.0, 0.3))
        if layer is None:
            return [NO_UNIT], np.full(len(targets.table), -1, dtype=np.int64)
        units, position = numbered(layer[1])
        row = area_of_targets(targets.table.wkb, layer[0], kernel, progress.part(0.3, 1.0))
        return [*units, NO_UNIT], np.where(row >= 0, np.append(position, -1)[row], -1)

    def _by_polygons(self, targets: Targets, kernel: Kernel, book: RuleBook,
                     progress: Progress) -> tuple[Flooded, list[Finding]]:
        """Return what flood polygons do to targets, stage by stage."""
        flood, stages, stage_of = self._inputs.flood(targets, kernel, book, progress.part(0.0, 0.2))
        found: list[Reached] = []
        for number in range(len(stages)):
            part = progress.part(0.2 + 0.8 * number / len(stages), 0.2 + 0.8 * (number + 1) / len(stages))
            here = flood.take(np.flatnonzero(stage_of == number))
            if isinstance(targets.table, PolygonTable):
                measure = self._inputs.areas(targets.table.crs, book, progress)
                found.append(reached_polygons(targets.table, here, measure, kernel, part))
            elif isinstance(targets.table, LineTable):
                found.append(reached_lines(targets.table, here, self._inputs.transforms, part))
            else:
                found.append(reached_points(targets.table, here, part))
        nothing = [np.full(len(targets.table), np.nan)] * len(stages)
        return Flooded(stages, [one.touched for one in found], [one.amount for one in found], nothing, nothing,
                       raster=False), flood_findings(targets, found, stages, flood, book)

    def _by_raster(self, targets: Targets, book: RuleBook, progress: Progress) -> tuple[Flooded, list[Finding]]:
        """Return what a raster of depths does to targets, a stage for each band that is asked for."""
        inputs, chosen = self._inputs, self._inputs.given["BAND"]
        raster = inputs.rasters["DEPTH"].file
        bands = [int(chosen)] if chosen is not None else [
            band.number for band in (raster.bands if raster is not None else ())]
        file = inputs.raster("DEPTH", "flood_depth", bands, book, progress.part(0.0, 0.3))
        on_raster = inputs.on_raster(targets, file.grid.crs, book, progress.part(0.3, 0.35))
        figures = cell_figures(self._cells(targets, on_raster, file), len(targets.table), file, bands,
                               float(inputs.given["MIN_DEPTH"] or 0.0), progress.part(0.35, 1.0))
        stages = [file.bands[band - 1].description or str(band) for band in bands]
        amount = figures.wet if targets.kind != "point" else np.full_like(figures.wet, np.nan)
        return Flooded(stages, list(figures.wet > 0), list(amount), list(figures.depth_max),
                       list(figures.depth_mean), raster=True), depth_findings(targets, figures, stages, file, book)

    def _cells(self, targets: Targets, moved: FeatureTable, file: RasterFile) -> TargetCells:
        if targets.kind == POLYGON:
            return PolygonCells(moved.wkb, file.grid, CellAreas(file.grid, self._inputs.transforms))
        if targets.kind == LINE:
            return LineCells(moved.wkb, file.grid, self._inputs.transforms)
        return PointCells(moved.wkb, file.grid)
