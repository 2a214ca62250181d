"""Polygons, lines and points on the cells of a raster: which cells each meets, and how much of it lies in them."""
from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np

from ..rules.cell_pieces import LEAST_SHARE, Runs, covered_cells, cut_edges
from .edges import edges_of
from .hilbert_tree import expand
from .line_lengths import lengths_of_edges, line_edges
from .point_reading import places_of

if TYPE_CHECKING:
    from qgis.core import QgsCoordinateTransformContext

    from ..rules.areas import Floats, Ints
    from .cell_areas import CellAreas
    from .raster_grid import Grid, Window
    from .wkb import Wkbs

    Cells = tuple[Ints, Ints, Floats]


class TargetCells(Protocol):
    """What a raster is asked about; coordinates are those of its CRS."""

    def cells(self, window: Window) -> Cells:
        """Return (owner, place, amount), owner ascending: the cells of a window that rows of a layer meet.

        place counts the window's cells row by row. amount: m² or m of the owner in the cell, 1 for a point.
        """


class PolygonCells:
    """Polygons: a cell counts as far as it is covered, to a billionth."""

    def __init__(self, wkbs: Wkbs, grid: Grid, areas: CellAreas) -> None:
        edges = edges_of(wkbs)
        self._x0, self._y0 = grid.cell(edges.x0, edges.y0)
        self._x1, self._y1 = grid.cell(edges.x1, edges.y1)
        self._owner, self._width, self._areas = edges.owner, grid.width, areas
        self._low, self._high = np.minimum(self._y0, self._y1), np.maximum(self._y0, self._y1)
        self._rows, self._runs = (0, 0), _no_runs()

    def cells(self, window: Window) -> Cells:
        """Return the cells that polygons cover, as far as they do."""
        rows = (window.row, window.row + window.height)
        if rows != self._rows:
            near = np.flatnonzero((self._low < rows[1]) & (self._high > rows[0]))
            self._rows, self._runs = rows, covered_cells(
                self._x0[near], self._y0[near], self._x1[near], self._y1[near], self._owner[near], rows, self._width)
        runs = self._runs
        first = np.maximum(runs.first, window.column)
        count = np.maximum(np.minimum(runs.end, window.column + window.width) - first, 0)
        if not count.any():
            return _no_cells()
        place, run = expand((runs.row - window.row) * window.width + first - window.column, count)
        return runs.owner[run], place, runs.share[run] * self._areas.window(window).ravel()[place]


class LineCells:
    """Lines: a cell counts as far as a line runs through it."""

    def __init__(self, wkbs: Wkbs, grid: Grid, transform_context: QgsCoordinateTransformContext) -> None:
        """Raises PlannerError where the CRS has no longitude and latitude."""
        x0, y0, x1, y1, self._owner = line_edges(wkbs)
        self._length = lengths_of_edges(x0, y0, x1, y1, grid.crs, transform_context)
        self._x0, self._y0 = grid.cell(x0, y0)
        self._x1, self._y1 = grid.cell(x1, y1)
        self._grid, self._rows = grid, (0, 0)
        self._pieces = cut_edges(*(np.empty(0),) * 4, (0, 0), grid.width)

    def cells(self, window: Window) -> Cells:
        """Return the cells that lines run through, with the metres in each."""
        rows = (window.row, window.row + window.height)
        if rows != self._rows:
            self._rows, self._pieces = rows, cut_edges(
                self._x0, self._y0, self._x1, self._y1, rows, self._grid.width)
        pieces = self._pieces
        inside = np.flatnonzero((pieces.column >= window.column) & (pieces.column < window.column + window.width)
                                & (pieces.end - pieces.start > LEAST_SHARE))
        edge = pieces.edge[inside]
        place = (pieces.row[inside] - window.row) * window.width + pieces.column[inside] - window.column
        metres = self._length[edge] * (pieces.end - pieces.start)[inside]
        return self._owner[edge], place, metres


class PointCells:
    """Points: the cell that each lies in; on a border the one further right or down the grid."""

    def __init__(self, wkbs: Wkbs, grid: Grid) -> None:
        x, y, self._owner = places_of(wkbs)
        self._column, self._row = (np.floor(place).astype(np.int64) for place in grid.cell(x, y))

    def cells(self, window: Window) -> Cells:
        """Return the cells that points lie in."""
        column, row = self._column - window.column, self._row - window.row
        inside = np.flatnonzero((column >= 0) & (column < window.width) & (row >= 0) & (row < window.height))
        return self._owner[inside], row[inside] * window.width + column[inside], np.ones(len(inside))


def _no_runs() -> Runs:
    nothing = np.empty(0, dtype=np.int64)
    return Runs(nothing, nothing, nothing, nothing, np.empty(0))


def _no_cells() -> Cells:
    nothing = np.empty(0, dtype=np.int64)
    return nothing, nothing, np.empty(0)
