"""Flood depths on a terrain, block by block: first what is wet and hangs together with the channel, then how deep.

The terrain is read twice. The first reading keeps the shores of what lies below the water (``wet_runs``), from which
follows what the water reaches; the second one gives depths, and hands every block on to be written.
"""
from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from .raster_grid import Window
from .wet_runs import WetRuns

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ..rules.areas import Bools, Floats, Ints
    from ..rules.progress import Progress
    from ..rules.water_profile import Profile
    from .cell_areas import CellAreas
    from .flood_crests import Crests
    from .flood_plane import FloodPlane
    from .raster_reading import RasterReader
    from .wet_runs import WetArea

_CELLS = 1 << 18  # of a window: a cancel waits for one
_LEAP = 4  # cells along the channel from a cell to its neighbour that are no even surface any more
_STEP_M = 1e-6  # by which depths of two stages must differ for one to be less: levels are no more exact


@dataclass(frozen=True)
class Flood:
    """What decides where the water is.

    along: fills an array with how far along the channel the cells of a window count. profiles: of each stage, rising.
    channel: cells that the channel touches, row * width + column rising.
    """

    plane: FloodPlane
    along: Callable[[Window], Floats]
    profiles: Sequence[Profile]
    crests: Crests
    channel: Ints


@dataclass
class StageFigures:
    """What a stage floods. overtopped: of each row of DIKES that water passes over, its cells and the deepest one."""

    cells: int = 0
    area_m2: float = 0.0
    volume_m3: float = 0.0
    depth_max: float = 0.0
    isolated_m2: float = 0.0
    less_than_lower: int = 0
    channel_dry: int = 0
    overtopped: dict[int, tuple[int, float, int]] = field(default_factory=dict)


@dataclass
class FloodFigures:
    """What a run counts. step: the greatest difference of levels between neighbours that are wet, and its cell."""

    stages: list[StageFigures]
    channel_without_terrain: int = 0
    step_m: float = 0.0
    step_cell: int = -1
    steps: int = 0


@dataclass(frozen=True)
class Block:
    """A window as it is handed on. terrain: NaN where there is none. along: as in ``Flood``.

    depth: (stages, height, width) 0 where dry, NaN without terrain.
    """

    window: Window
    terrain: Floats
    along: Floats
    depth: Floats


def strips(flood: Flood) -> list[list[Window]]:
    """Return the windows in which a terrain is worked through, those of one row of windows together."""
    windows = flood.plane.grid.windows(cells=_CELLS)
    return [list(found) for _, found in groupby(windows, key=lambda window: window.row)]


def reached(flood: Flood, reader: RasterReader, band: int, figures: FloodFigures,
            progress: Progress) -> list[WetArea]:
    """Return what the water of each stage reaches from the channel. Raises PlannerError and Canceled."""
    grid, stages = flood.plane.grid, range(len(flood.profiles))
    runs = [WetRuns(grid.width) for _ in stages]
    for strip in strips(flood):
        top, height = strip[0].row, strip[0].height
        wet = np.zeros((len(runs), height, grid.width), dtype=bool)
        for window in strip:
            progress.check()
            terrain = reader.values(window, band).astype(np.float64)
            raised = flood.crests.raise_terrain(terrain, window)
            along = flood.along(window)
            here = slice(window.column, window.column + window.width)
            for stage in stages:
                with np.errstate(invalid="ignore"):
                    wet[stage, :, here] = flood.profiles[stage].levels(along) > raised
                wet[stage, :, here] &= ~np.isnan(terrain)
            _count_channel(flood, window, terrain, wet[:, :, here], figures)
        for stage in stages:
            runs[stage].add(wet[stage], top)
        progress.set((top + height) / grid.height)
    return [found.connected(flood.channel, progress) for found in runs]


def _count_channel(flood: Flood, window: Window, terrain: Floats, wet: Bools, figures: FloodFigures) -> None:
    """Count the cells of the channel that have no terrain, and those that no water stands on."""
    width = flood.plane.grid.width
    low, high = np.searchsorted(flood.channel, (window.row * width, (window.row + window.height) * width))
    row, column = np.divmod(flood.channel[low:high], width)
    held = (column >= window.column) & (column < window.column + window.width)
    row, column = row[held] - window.row, column[held] - window.column
    known = ~np.isnan(terrain[row, column])
    figures.channel_without_terrain += int((~known).sum())
    for stage, found in zip(figures.stages, wet):
        stage.channel_dry += int((known & ~found[row, column]).sum())


def depths(flood: Flood, reader: RasterReader, band: int, areas: Sequence[WetArea], sizes: CellAreas,
           figures: FloodFigures, hand_on: Callable[[Block], None], step_m: float, progress: Progress) -> None:
    """Measure the depth of every cell and hand blocks on; ``step_m``: a step of the surface that is counted.

    Raises PlannerError and Canceled.
    """
    grid = flood.plane.grid
    for strip in strips(flood):
        top, height = strip[0].row, strip[0].height
        wet = [area.cells(top, height) for area in areas]
        isolated = [area.isolated(top, height) for area in areas]
        for window in strip:
            progress.check()
            here = slice(window.column, window.column + window.width)
            terrain = reader.values(window, band).astype(np.float64)
            along = _with_neighbours(flood, window)
            block = _block(flood, window, terrain, along[1:, 1:], [found[:, here] for found in wet])
            size = sizes.window(window)
            for stage, figure in enumerate(figures.stages):
                _measure(figure, block, stage, size, isolated[stage][:, here])
                _count_overtopped(figure, flood, block, stage)
            _find_steps(flood, along, block, figures, step_m)
            hand_on(block)
        progress.set((top + height) / grid.height)


def _with_neighbours(flood: Flood, window: Window) -> Floats:
    """Return how far along the channel cells count, with a row above and a column to the left of the window."""
    return flood.along(Window(window.column - 1, window.row - 1, window.width + 1, window.height + 1))


def _block(flood: Flood, window: Window, terrain: Floats, along: Floats, wet: Sequence[Bools]) -> Block:
    raised = flood.crests.raise_terrain(terrain, window)
    depth = np.zeros((len(wet), *terrain.shape))
    for stage, (profile, cells) in enumerate(zip(flood.profiles, wet)):
        depth[stage][cells] = profile.levels(along[cells]) - raised[cells]
    depth[:, np.isnan(terrain)] = np.nan
    return Block(window, terrain, along, depth)


def _measure(figure: StageFigures, block: Block, stage: int, size: Floats, isolated: Bools) -> None:
    depth = block.depth[stage]
    wet = depth > 0
    figure.cells += int(wet.sum())
    figure.area_m2 += float(size[wet].sum())
    figure.volume_m3 += float((size[wet] * depth[wet]).sum())
    figure.depth_max = max(figure.depth_max, float(depth.max(initial=0.0, where=wet)))
    figure.isolated_m2 += float(size[isolated].sum())
    if stage:
        lower = block.depth[stage - 1]
        figure.less_than_lower += int(((lower > 0) & (depth < lower - _STEP_M)).sum())


def _count_overtopped(figure: StageFigures, flood: Flood, block: Block, stage: int) -> None:
    """Count the cells of dikes under water, for each dike, with the deepest."""
    entries, row, column = flood.crests.inside(block.window)
    depth = block.depth[stage][row, column]
    for place in np.flatnonzero(depth > 0).tolist():
        dike, cell = int(flood.crests.dike[entries[place]]), int(flood.crests.cells[entries[place]])
        count, deepest, where = figure.overtopped.get(dike, (0, 0.0, -1))
        found = max((deepest, -where), (float(depth[place]), -cell))
        figure.overtopped[dike] = (count + 1, found[0], -found[1])


def _find_steps(flood: Flood, along: Floats, block: Block, figures: FloodFigures, step_m: float) -> None:
    """Find where the surface of the highest stage leaps: between a wet cell and that above or to the left.

    Only where the place on the channel leaps, too, for an even surface may be steep.
    """
    wet = block.depth[-1] > 0
    if not wet.any():
        return
    level = flood.profiles[-1].levels(along)
    step = np.zeros(wet.shape)
    for above in (np.s_[:-1, 1:], np.s_[1:, :-1]):
        leap = np.abs(along[1:, 1:] - along[above]) > _LEAP * max(flood.plane.width_m, flood.plane.height_m)
        step = np.maximum(step, np.where(wet & leap, np.abs(level[1:, 1:] - level[above]), 0.0))
    figures.steps += int((step > step_m).sum())
    if float(step.max()) > figures.step_m:
        row, column = divmod(int(step.argmax()), step.shape[1])
        figures.step_m = float(step.max())
        figures.step_cell = (block.window.row + row) * flood.plane.grid.width + block.window.column + column
