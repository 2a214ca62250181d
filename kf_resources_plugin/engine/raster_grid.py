"""The grid of a raster: its cells, where they lie, and the windows it is worked through in."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from osgeo import osr
from qgis.core import QgsCoordinateReferenceSystem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..rules.areas import Floats

    Box = tuple[float, float, float, float]

TILE = 256
"""Width and height of the tiles that our rasters are written in."""
WINDOW_CELLS = 1 << 19
_SAME = 1e-3  # of a cell: what formats that write coordinates as text leave of a difference


class Window(NamedTuple):
    """A rectangle of cells: its first column and row, and its size."""

    column: int
    row: int
    width: int
    height: int


@dataclass(frozen=True)
class Grid:
    """Cells in ``height`` rows and ``width`` columns.

    geotransform: the six numbers of GDAL, also of a turned or sheared raster; x = g0 + column g1 + row g2 and
    y = g3 + column g4 + row g5 at the corner of a cell that comes first.
    """

    width: int
    height: int
    geotransform: tuple[float, float, float, float, float, float]
    crs: QgsCoordinateReferenceSystem

    def place(self, column: Floats, row: Floats) -> tuple[Floats, Floats]:
        """Return x, y of columns and rows, whole ones at corners of cells."""
        x0, x_column, x_row, y0, y_column, y_row = self.geotransform
        return x0 + column * x_column + row * x_row, y0 + column * y_column + row * y_row

    def cell(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Return the column and row of places, with fractions; the reverse of ``place``."""
        x0, x_column, x_row, y0, y_column, y_row = self.geotransform
        dx, dy, area = x - x0, y - y0, self.signed_cell_area
        return (dx * y_row - dy * x_row) / area, (dy * x_column - dx * y_column) / area

    @property
    def signed_cell_area(self) -> float:
        """Return the plane area of a cell in units of the CRS; negative where rows go down, as they mostly do."""
        _, x_column, x_row, _, y_column, y_row = self.geotransform
        return x_column * y_row - x_row * y_column

    @property
    def bounds(self) -> Box:
        """Return xmin, ymin, xmax, ymax."""
        x, y = self.place(np.array([0.0, 1.0, 1.0, 0.0]) * self.width, np.array([0.0, 0.0, 1.0, 1.0]) * self.height)
        return float(x.min()), float(y.min()), float(x.max()), float(y.max())

    def covers(self, other: Grid) -> bool:
        """Tell whether the cells are those of another grid, one by one."""
        if (self.width, self.height) != (other.width, other.height) or not one_crs(self.crs, other.crs):
            return False
        corners = np.array([0.0, 1.0, 1.0, 0.0]) * self.width, np.array([0.0, 0.0, 1.0, 1.0]) * self.height
        column, row = self.cell(*other.place(*corners))
        return bool(np.abs(np.array([column, row]) - np.array(corners)).max() <= _SAME)

    def windows(self, block: tuple[int, int] = (TILE, TILE), cells: int = WINDOW_CELLS) -> Iterator[Window]:
        """Yield windows that cover the grid, row of windows by row, whole tiles of ours and of about so many cells.

        block: width and height of the pieces in which a file holds its cells; a window takes whole ones where it can.
        """
        height = min(_tiles(block[1]), max(cells // TILE, TILE))
        width = max(_tiles(1), cells // height // TILE * TILE)
        for row in range(0, self.height, height):
            for column in range(0, self.width, width):
                yield Window(column, row, min(width, self.width - column), min(height, self.height - row))


def one_crs(first: QgsCoordinateReferenceSystem, second: QgsCoordinateReferenceSystem) -> bool:
    """Tell whether two systems are one; those without a code by their numbers, as formats word them in their own way.
    """
    if first == second or (first.authid() and second.authid()) or not (first.isValid() and second.isValid()):
        return bool(first == second)
    one, other = (osr.SpatialReference(crs.toWkt(QgsCoordinateReferenceSystem.WktVariant.WKT_PREFERRED_GDAL))
                  for crs in (first, second))
    return bool(one.IsSame(other, ["CRITERION=EQUIVALENT_EXCEPT_AXIS_ORDER_GEOGCRS"]))


def _tiles(cells: int) -> int:
    """Return a number of cells rounded up to whole tiles of ours."""
    return -(-cells // TILE) * TILE
