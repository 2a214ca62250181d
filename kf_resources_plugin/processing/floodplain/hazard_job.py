"""From the parameters of kf:floodhazard to classes: two rasters read window by window, one written."""
from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...engine.cell_areas import CellAreas
from ...engine.errors import PlannerError
from ...i18n import tr
from ...rules.flood_hazard import (
    DEPTH_CLASSES,
    MOST_CLASSES,
    BoundsError,
    HazardScale,
    default_bounds,
    parse_bounds,
    scale_of,
)
from ..inputs_job import ChartedJob
from ..raster_inputs import RasterInputs
from ..run_result import RunResult
from .hazard_count import Count, Source
from .hazard_findings import hazard_findings

if TYPE_CHECKING:

    from ...engine.raster_grid import Grid
    from ...rules.areas import Floats, Ints
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook
    from ..sinks import Outputs

KERNEL = "numpy"
_CHECKED = 0.2  # of the progress, for the digests of the inputs


@dataclass(frozen=True)
class HazardResult(RunResult):
    """Everything a run found out beside the classes that it wrote.

    cells, areas: of each class from 0 on, areas in m². nodata: cells without data. families: fonts of the chart.
    """

    scale: HazardScale
    grid: Grid
    cells: Ints
    areas: Floats
    nodata: int
    families: list[str]


class HazardJob(ChartedJob[RasterInputs]):
    """One run over the inputs of an algorithm, made on the main thread."""

    INPUTS = RasterInputs

    def problems(self) -> list[str]:
        """Return everything that keeps the run from starting."""
        inputs = self._inputs
        found = [*inputs.raster_problems("DEPTH", *self._velocities()), *inputs.band_problems("DEPTH", "BAND"),
                 *inputs.file_problems(inputs.book, self._bounds)]
        if self._velocities():
            found += inputs.band_problems("VELOCITY", "VELOCITY_BAND")
        return found or inputs.grid_problems("DEPTH", *self._velocities())

    def _velocities(self) -> list[str]:
        """Return the parameter of the velocity where it is given and the method looks at it."""
        used = self._inputs.has("VELOCITY") and self._inputs.given["METHOD"] != DEPTH_CLASSES
        return ["VELOCITY"] if used else []

    def _bounds(self) -> tuple[float, ...]:
        """Return the bounds of classes of depth that were given, none for those of the rules. Raises PlannerError."""
        text = self._inputs.given["CLASSES"]
        if self._inputs.given["METHOD"] != DEPTH_CLASSES or not text:
            return ()
        try:
            return parse_bounds(text)
        except BoundsError as error:
            raise PlannerError(_bounds_message(error).format(
                text=text, value=error.value, most=MOST_CLASSES)) from error

    def run(self, progress: Progress, outputs: Outputs | None = None) -> HazardResult:
        """Class all cells, into HAZARD where outputs want it; raises PlannerError and Canceled."""
        inputs, book = self._inputs, self._inputs.book()
        scale = scale_of(inputs.given["METHOD"], inputs.given["SURROUNDINGS"], self._bounds() or default_bounds(book),
                         book)
        depth = self._source("DEPTH", "BAND", "flood_depth", book, progress.part(0.0, _CHECKED / 2))
        velocity = self._source("VELOCITY", "VELOCITY_BAND", "flood_velocity", book, progress.part(
            _CHECKED / 2, _CHECKED)) if self._velocities() else None
        raster = None if outputs is None else outputs.raster(
            "HAZARD", depth.grid, "int16", [_described(scale.method, depth)])
        count = Count(scale, CellAreas(depth.grid, inputs.transforms))
        classed = progress.part(_CHECKED, 1.0)
        with ExitStack() as opened:
            depths = depth.opened(opened)
            velocities = None if velocity is None else velocity.opened(opened)
            windows = list(depth.file.windows())
            for number, window in enumerate(windows):
                progress.check()
                classes = count.classes(window, depths(window), None if velocities is None else velocities(window))
                if raster is not None:
                    raster.write(window, np.where(classes < 0, raster.nodata, classes))
                classed.set((number + 1) / len(windows))
        found = hazard_findings(count, depth, velocity, inputs, book)
        return HazardResult(
            **inputs.outcome(found, book, KERNEL, progress), scale=scale, grid=depth.grid, cells=count.cells,
            areas=count.areas, nodata=count.nodata, families=self._families)

    def _source(self, parameter: str, band_parameter: str, role: str, book: RuleBook, progress: Progress) -> Source:
        """Return the band of a raster that is read. Raises PlannerError and Canceled."""
        band = int(self._inputs.given[band_parameter] or 1)
        return Source(self._inputs.raster(parameter, role, [band], book, progress), band,
                      chosen=self._inputs.given[band_parameter] is not None)


def _described(method: str, depth: Source) -> str:
    """Return what the band of classes says of itself: the method, and the stage where the depth tells it."""
    return f"{method} {depth.file.bands[depth.band - 1].description}".strip()


def _bounds_message(error: BoundsError) -> str:
    return {
        "number": tr("“Lower bounds” ({text}): “{value}” is no depth in metres. Write numbers of 0 or more with commas "
                     "between, for example 0.5, 1.0, 2.0."),
        "order": tr("“Lower bounds” ({text}): “{value}” does not exceed the bound before it. Write them from the least "
                    "to the greatest."),
        "many": tr("“Lower bounds”: {value} classes are more than the {most} that a map can tell apart. Take some "
                   "out."),
    }[error.reason]
