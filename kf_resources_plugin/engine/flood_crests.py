"""Dikes on the cells of a terrain: which cells they stand on and how high their crests are there.

A dike stands on every cell that its line touches. The cell is then as high as the crest, so that water passes only
where it is higher: over a low stretch, or through a gap that is wider than the cells beside it.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..rules.line_cells import touched_cells
from .raster_grid import Window

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..rules.areas import Floats, Ints
    from ..rules.progress import Progress
    from .raster_grid import Grid
    from .raster_reading import RasterReader

_ROWS = 64  # of the terrain that are looked at together for crests


@dataclass(frozen=True)
class Crests:
    """The cells that dikes stand on, row * width + column rising; crest in m, inf where nothing passes; row of DIKES.

    Where several dikes stand on one cell the highest counts.
    """

    width: int
    cells: Ints
    crest: Floats
    dike: Ints

    def inside(self, window: Window) -> tuple[Ints, Ints, Ints]:
        """Return which entries lie in a window, and their rows and columns in it."""
        low, high = np.searchsorted(self.cells, (window.row * self.width, (window.row + window.height) * self.width))
        row, column = np.divmod(self.cells[low:high], self.width)
        held = np.flatnonzero((column >= window.column) & (column < window.column + window.width))
        return held + low, row[held] - window.row, column[held] - window.column

    def raise_terrain(self, terrain: Floats, window: Window) -> Floats:
        """Return the terrain of a window with crests on it; without terrain a dike is as high as its crest."""
        entries, row, column = self.inside(window)
        if len(entries):
            terrain = terrain.copy()
            terrain[row, column] = np.fmax(terrain[row, column], self.crest[entries])
        return terrain


def crests_of(lines: Sequence[tuple[Floats, Floats]], dike: Ints, crest: Floats, grid: Grid) -> Crests:
    """Return the cells of dikes with vertices x, y in the grid's CRS; dike, crest (NaN: not known) are of each line."""
    found = [touched_cells(*grid.cell(x, y), grid.width, grid.height) for x, y in lines]
    sizes = [len(cells) for cells in found]
    cells = np.concatenate([np.empty(0, dtype=np.int64), *found])
    heights, owners = np.repeat(crest, sizes), np.repeat(dike, sizes)
    order = np.lexsort((owners, -np.nan_to_num(heights, nan=-np.inf), cells))
    first = order[np.append(True, np.diff(cells[order]) > 0)] if len(order) else order
    return Crests(grid.width, cells[first], heights[first], owners[first])


def with_terrain(crests: Crests, grid: Grid, reader: RasterReader, band: int, progress: Progress) -> Crests:
    """Return crests that are not known as high as the highest terrain on the cell and around it; raises PlannerError.

    Where there is no terrain either nothing passes.
    """
    crest = crests.crest.copy()
    unknown = np.flatnonzero(np.isnan(crest))
    strip = crests.cells[unknown] // grid.width // _ROWS
    for first in np.unique(strip).tolist():
        progress.check()
        entries = unknown[strip == first]
        row, column = np.divmod(crests.cells[entries], grid.width)
        top, left = max(int(row.min()) - 1, 0), max(int(column.min()) - 1, 0)
        window = Window(left, top, min(int(column.max()) + 2, grid.width) - left,
                        min(int(row.max()) + 2, grid.height) - top)
        around = np.pad(reader.values(window, band).astype(np.float64), 1, constant_values=np.nan)
        near = np.stack([around[row - top + down, column - left + right] for down in range(3) for right in range(3)])
        highest = np.where(np.isnan(near), -np.inf, near).max(axis=0)
        crest[entries] = np.where(np.isinf(highest), np.inf, highest)
    return Crests(crests.width, crests.cells, crest, crests.dike)
