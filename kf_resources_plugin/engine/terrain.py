"""Levels of the ground at places and under polygons, from a raster that is read tile by tile."""
from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from qgis.core import QgsCsException

from .raster_grid import TILE, Window
from .raster_reading import reading
from .transforming import transform_points
from .unit_cells import unit_quantiles, unit_values

if TYPE_CHECKING:
    from qgis.core import QgsCoordinateTransform

    from ..rules.areas import Floats
    from ..rules.progress import Progress
    from .raster_reading import RasterFile
    from .wkb import Wkbs


class Terrain:
    """A band of a raster of levels; ``transform`` leads from the CRS of places to that of the raster, None for none."""

    def __init__(self, file: RasterFile, band: int, transform: QgsCoordinateTransform | None) -> None:
        self.file = file
        self._band, self._transform = band, transform

    def at(self, x: Floats, y: Floats) -> Floats:
        """Return the levels of the cells that places (n,) lie in, NaN where there are none. Raises PlannerError."""
        if self._transform is not None:
            try:
                x, y = transform_points(x, y, self._transform)
            except QgsCsException:
                return np.full(len(x), np.nan)
        grid = self.file.grid
        column, row = (np.floor(place) for place in grid.cell(x, y))
        inside = np.flatnonzero((column >= 0) & (column < grid.width) & (row >= 0) & (row < grid.height))
        columns, rows = column[inside].astype(np.int64), row[inside].astype(np.int64)
        across = -(-grid.width // TILE)
        tile = rows // TILE * across + columns // TILE
        order = np.argsort(tile, kind="stable")
        levels = np.full(len(x), np.nan)
        with reading(self.file) as raster:
            for part in np.split(order, np.flatnonzero(np.diff(tile[order])) + 1):
                if len(part):
                    left, top = (int(tile[part[0]]) % across * TILE, int(tile[part[0]]) // across * TILE)
                    window = Window(left, top, min(TILE, grid.width - left), min(TILE, grid.height - top))
                    levels[inside[part]] = raster.values(window, self._band)[rows[part] - top, columns[part] - left]
        return np.where(np.isfinite(levels), levels, np.nan)

    def means(self, wkbs: Wkbs, progress: Progress) -> Floats:
        """Return the mean level in each polygon, in the CRS of the raster; NaN for none. Raises as ``unit_values``."""
        with reading(self.file) as raster:
            return unit_values(wkbs, self.file, partial(raster.values, band=self._band), progress,
                               majority=False).value

    def quantiles(self, wkbs: Wkbs, share: float, progress: Progress) -> Floats:
        """Return the level in each polygon that a share of its cells does not exceed; otherwise as ``means``."""
        with reading(self.file) as raster:
            return unit_quantiles(wkbs, self.file, partial(raster.values, band=self._band), share, progress).value
