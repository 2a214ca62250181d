"""From the parameters of kf:flooddepth to depths: what is read, in which order, and noticed."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ...engine.cell_areas import CellAreas
from ...engine.errors import PlannerError
from ...engine.flood_crests import with_terrain
from ...engine.flood_depth import Flood, FloodFigures, StageFigures, depths, reached
from ...engine.flood_levels import placed
from ...engine.flood_plane import flood_plane
from ...engine.raster_reading import reading
from ...i18n import tr
from ...rules.floodplain_stages import stages as rule_stages
from ...rules.line_cells import touched_cells
from ...rules.water_profile import profile
from ..inputs_job import ChartedJob
from ..refusals import spoken
from ..run_result import RunResult
from .flood_depth_findings import (
    dike_findings,
    extent_findings,
    figure_findings,
    profile_findings,
    table_findings,
)
from .flood_depth_inputs import FloodInputs
from .flood_depth_rasters import FloodRasters
from .flood_depth_stages import chosen_stages, known_stages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...engine.flood_levels import GivenLevels, PlacedLevels
    from ...engine.flood_plane import FloodPlane
    from ...engine.line_reading import LineTable
    from ...engine.point_reading import PointTable
    from ...engine.raster_grid import Window
    from ...rules.areas import Floats
    from ...rules.findings import Finding
    from ...rules.floodplain_stages import Stage
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook
    from ...rules.water_profile import Profile
    from ..sinks import Outputs

KERNEL = "numpy"
SLOPE = "slope"
"""The choice of ENDS by which levels go on with the slope of the outermost two."""


@dataclass(frozen=True)
class DepthResult(RunResult):
    """Everything a run found out beside the rasters that it wrote; stages rise, profiles and figures are theirs."""

    plane: FloodPlane
    stages: tuple[Stage, ...]
    levels: PlacedLevels
    profiles: tuple[Profile, ...]
    figures: FloodFigures
    families: list[str]


class DepthJob(ChartedJob[FloodInputs]):
    """One run over the inputs of an algorithm, made on the main thread."""

    INPUTS = FloodInputs

    def problems(self) -> list[str]:
        """Return everything that keeps the run from starting."""
        inputs = self._inputs
        found = [*inputs.flood_problems(), *inputs.file_problems(inputs.book)]
        return found or inputs.file_problems(lambda: self._known(inputs.book()))

    def _known(self, book: RuleBook) -> dict[float, Stage]:
        return known_stages(book, self._inputs.given["RETURN_PERIODS"] or "")

    def run(self, progress: Progress) -> DepthResult:
        """Compute depths and write nothing; raises PlannerError and Canceled."""
        return self.run_into(None, progress)

    def run_into(self, outputs: Outputs | None, progress: Progress) -> DepthResult:
        """Compute depths into the rasters that are wanted; raises PlannerError and Canceled."""
        inputs, book = self._inputs, self._inputs.book()
        band = int(inputs.given["DEM_BAND"] or 1)
        dem = inputs.raster("DEM", "dem", [band], book, progress.part(0.0, 0.1))
        plane = flood_plane(dem.grid)
        given, table, levels = self._levels(plane, book, progress.part(0.1, 0.12))
        profiles = tuple(profile(along, level, sloping=inputs.given["ENDS"] == SLOPE)
                         for along, level in zip(levels.along, levels.level))
        stages = chosen_stages(levels.flows.tolist(), self._known(book))
        dikes, crests = inputs.dikes(plane, book, progress.part(0.12, 0.14))
        channel = touched_cells(*dem.grid.cell(*levels.channel), dem.grid.width, dem.grid.height)
        if not len(channel):
            raise PlannerError(tr("The channel “{channel}” does not lie on the terrain “{dem}”. Check that both show "
                                  "the same reach and that their coordinate systems are right.").format(
                channel=inputs.label("CHANNEL"), dem=dem.label))
        figures = FloodFigures([StageFigures() for _ in stages])
        with reading(dem) as reader:
            flood = Flood(plane, _surface(levels, plane), profiles,
                          with_terrain(crests, dem.grid, reader, band, progress), channel)
            rasters = FloodRasters(outputs, dem.grid, stages, profiles)
            areas = reached(flood, reader, band, figures, progress.part(0.14, 0.5))
            depths(flood, reader, band, areas, CellAreas(dem.grid, inputs.transforms), figures, rasters.write,
                   float(book.threshold("flood.surface_step", "step_m")), progress.part(0.5, 1.0))
        noticed = [
            *table_findings(given, levels, table, book), *profile_findings(levels, profiles, stages, plane, book),
            *extent_findings(levels, profiles, plane, inputs.given["ENDS"] == SLOPE, book),
            *figure_findings(flood, figures, stages, book), *dike_findings(flood, figures, stages, dikes, book),
            *self._assumed(stages, book),
        ]
        return DepthResult(**inputs.outcome(noticed, book, KERNEL, progress), plane=plane, stages=stages,
                           levels=levels, profiles=profiles, figures=figures, families=self._families)

    def _assumed(self, stages: Sequence[Stage], book: RuleBook) -> list[Finding]:
        """Return what the run took for granted, and which stages of the rules it left out."""
        inputs = self._inputs
        found = [book.finding("flood.vertical_datum", role="dem", place="datum", dem=inputs.label("DEM"),
                              levels=inputs.label("LEVELS"))]
        absent = [stage.id for stage in rule_stages(book) if stage.id not in {used.id for used in stages}]
        if absent:
            found.append(book.finding("flood.stage_left_out", role="water_levels", place="absent", stages=absent))
        return found

    def _levels(self, plane: FloodPlane, book: RuleBook,
                progress: Progress) -> tuple[GivenLevels, PointTable | LineTable, PlacedLevels]:
        """Return the levels as given, their layer, and the levels on the channel; raises PlannerError."""
        inputs, crs = self._inputs, plane.grid.crs
        given, table = inputs.levels(book, progress.part(0.0, 0.5), crs)
        levels = placed(given, table, inputs.channel(book, progress.part(0.5, 1.0), crs), plane)
        if not len(levels.flows):
            raise PlannerError(spoken(book.finding("flood.no_levels", layer=inputs.label("LEVELS"))))
        return given, table, levels


def _surface(levels: PlacedLevels, plane: FloodPlane) -> Any:
    """Return what tells how far along the channel the cells of a window count."""
    def along(window: Window) -> Floats:
        found = np.empty((window.height, window.width))
        levels.fill(plane.tile(window), found)
        return found

    return along
