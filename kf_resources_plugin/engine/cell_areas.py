"""Ellipsoidal areas of the cells of a grid, by the statutory formula, as its edges are straight in the grid's CRS.

With longitude l and the area function q of latitude the area of a cell is the integral of k = l_c q_r - l_r q_c over
its columns c and rows r (``rules.areal_scale``). On a patch of 64 km polynomials follow k to 1e-11 of its value; their
integral over every cell of the patch is one product of three small matrices, exact also for turned grids and degrees.
"""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..i18n import tr
from ..rules.areal_scale import chebyshev_means, scale_terms
from ..rules.areas import area_function
from .errors import PlannerError
from .lonlat import crs_label, lonlat_function
from .map_units import metres_per_unit
from .raster_grid import Window

if TYPE_CHECKING:
    from qgis.core import QgsCoordinateTransformContext

    from ..rules.areas import Floats
    from .raster_grid import Grid

_PATCH_M = 64_000.0
_LARGEST_PATCH = 1 << 16  # cells


class CellAreas:
    """Areas of the cells of one grid; patches once looked at are kept, each some hundred numbers."""

    def __init__(self, grid: Grid, transform_context: QgsCoordinateTransformContext) -> None:
        """Raises PlannerError where the CRS has no longitude and latitude."""
        self._grid = grid
        self._to_lonlat, _ = lonlat_function(grid.crs, transform_context)
        unit = metres_per_unit(grid.crs)
        _, x_column, x_row, _, y_column, y_row = grid.geotransform
        cell = max(np.hypot(x_column, y_column), np.hypot(x_row, y_row)) * unit
        self._side = int(min(max(_PATCH_M // cell, 1), _LARGEST_PATCH))
        self._known: dict[Window, Floats | None] = {}

    def window(self, window: Window) -> Floats:
        """Return the areas of the cells of a window in m², (height, width).

        Raises PlannerError for cells that lie outside what the CRS can show.
        """
        areas = np.empty((window.height, window.width))
        for row in range(window.row // self._side * self._side, window.row + window.height, self._side):
            for column in range(window.column // self._side * self._side, window.column + window.width, self._side):
                # beyond the grid, too: on a small patch the last digits of the area function are no polynomial
                self._fill(areas, window, Window(column, row, self._side, self._side))
        return areas

    def _fill(self, areas: Floats, window: Window, patch: Window) -> None:
        """Write the areas of the cells that a window shares with a patch, by its quarters where it is too large."""
        left, right = max(window.column, patch.column), min(window.column + window.width, patch.column + patch.width)
        top, low = max(window.row, patch.row), min(window.row + window.height, patch.row + patch.height)
        if left >= right or top >= low:
            return
        terms = self._terms(patch)
        if terms is None:
            for quarter in self._quarters(patch):
                self._fill(areas, window, quarter)
            return
        across = chebyshev_means(2.0 * (np.arange(left, right + 1) - patch.column) / patch.width - 1.0)
        along = chebyshev_means(2.0 * (np.arange(top, low + 1) - patch.row) / patch.height - 1.0)
        # |k|, u and v being 2 for so many cells
        found = np.abs(along @ terms.T @ across.T) * (4.0 / (patch.width * patch.height))
        areas[top - window.row:low - window.row, left - window.column:right - window.column] = found

    def _quarters(self, patch: Window) -> list[Window]:
        if patch.width == patch.height == 1:
            raise PlannerError(tr("A cell of a raster has no area in {crs}; check the raster's coordinate reference "
                                  "system.").format(crs=crs_label(self._grid.crs)))
        side = -(-max(patch.width, patch.height) // 2)
        return [Window(column, row, min(side, patch.column + patch.width - column),
                       min(side, patch.row + patch.height - row))
                for row in range(patch.row, patch.row + patch.height, side)
                for column in range(patch.column, patch.column + patch.width, side)]

    def _terms(self, patch: Window) -> Floats | None:
        if patch not in self._known:
            def place(u: Floats, v: Floats) -> tuple[Floats, Floats]:
                return self._grid.place(patch.column + patch.width * (u + 1.0) / 2.0,
                                        patch.row + patch.height * (v + 1.0) / 2.0)

            self._known[patch] = scale_terms(place, self._to_lonlat, area_function)
        return self._known[patch]
