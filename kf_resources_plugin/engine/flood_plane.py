"""The plane in which a flood is measured: the columns and rows of the terrain's grid, in metres.

A place is as many metres to the right and down from the grid's first corner. It is the ground seen in the grid's own
directions, so turned grids and rows that go up need no care; what is mirrored is mirrored for lines and cells alike.
"""
from __future__ import annotations

from dataclasses import dataclass
from math import cos, hypot, radians
from typing import TYPE_CHECKING

import numpy as np

from ..rules.line_distances import Tile
from .map_units import METRES_PER_DEGREE
from .metric_plane import unit_lengths

if TYPE_CHECKING:
    from ..rules.areas import Floats
    from .raster_grid import Grid, Window


@dataclass(frozen=True)
class FloodPlane:
    """A grid with the width and height of its cells in m, those of its middle where they differ."""

    grid: Grid
    width_m: float
    height_m: float

    def places(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Return coordinates of the grid's CRS as places of the plane."""
        column, row = self.grid.cell(x, y)
        return column * self.width_m, row * self.height_m

    def tile(self, window: Window) -> Tile:
        """Return the middles of the cells of a window, which may reach beyond the grid."""
        return Tile((window.column + np.arange(window.width) + 0.5) * self.width_m,
                    (window.row + np.arange(window.height) + 0.5) * self.height_m,
                    slice(0, window.height), slice(0, window.width))

    def on_line(self, line: Floats, along: float) -> tuple[float, float]:
        """Return the coordinates of a place so many m along a line, (2, n) in the grid's CRS."""
        x, y = self.places(*line)
        passed = np.append(0.0, np.cumsum(np.hypot(np.diff(x), np.diff(y))))
        return float(np.interp(along, passed, line[0])), float(np.interp(along, passed, line[1]))

    def middle(self, cell: int) -> tuple[float, float]:
        """Return the middle of a cell, row * width + column, in the grid's CRS."""
        row, column = divmod(cell, self.grid.width)
        x, y = self.grid.place(np.array([column + 0.5]), np.array([row + 0.5]))
        return float(x[0]), float(y[0])


def flood_plane(grid: Grid) -> FloodPlane:
    """Return the plane of a grid."""
    _, x_column, x_row, _, y_column, y_row = grid.geotransform
    west, south, east, north = grid.bounds
    if grid.crs.isGeographic():
        # a degree of latitude is up to 0.7 % less, and nothing here is an area: it shares out levels along a reach
        across, up = METRES_PER_DEGREE * cos(radians((south + north) / 2)), METRES_PER_DEGREE
    else:
        middle = np.array([(west + east) / 2]), np.array([(south + north) / 2])
        across, up = unit_lengths(grid.crs, *middle)[0].tolist()
    return FloodPlane(grid, hypot(x_column * across, y_column * up), hypot(x_row * across, y_row * up))
