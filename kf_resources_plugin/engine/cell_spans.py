"""The cells of a raster whose centres lie in polygons, as runs of cells in a row: each polygon by itself.

A line through the centres of a row of cells enters and leaves a polygon at its edges; between an odd crossing and the
next the centres are inside. A centre exactly on a border belongs to the polygon on its right, or below on the grid, so
that neighbours share out the cells and none is counted twice.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .edges import Edges, edges_of
from .hilbert_tree import expand

if TYPE_CHECKING:
    from ..rules.areas import Ints
    from .raster_grid import Grid, Window
    from .wkb import Wkbs


@dataclass(frozen=True)
class Spans:
    """Runs of cells, int64 (runs,): the polygon, the row, the first column and the one after the last."""

    owner: Ints
    row: Ints
    first: Ints
    end: Ints

    def cells(self, window: Window) -> tuple[Ints, Ints]:
        """Return (owner, place) of all cells in a window; place counts the window's cells row by row."""
        first = np.maximum(self.first, window.column)
        count = np.maximum(np.minimum(self.end, window.column + window.width) - first, 0)
        count[(self.row < window.row) | (self.row >= window.row + window.height)] = 0
        begin = (self.row - window.row) * window.width + first - window.column
        place, run = expand(begin, count)
        return self.owner[run], place


class PolygonRows:
    """Polygons on the cells of a grid; their CRS is that of the grid."""

    def __init__(self, wkbs: Wkbs, grid: Grid) -> None:
        edges = edges_of(wkbs)
        x0, y0 = grid.cell(edges.x0, edges.y0)
        x1, y1 = grid.cell(edges.x1, edges.y1)
        self._edges = Edges(x0, y0 - 0.5, x1, y1 - 0.5, edges.owner, edges.start)  # centres at whole rows
        low, high = np.minimum(self._edges.y0, self._edges.y1), np.maximum(self._edges.y0, self._edges.y1)
        self._first = np.clip(np.ceil(low), -1, grid.height).astype(np.int64)
        self._end = np.clip(np.ceil(high), -1, grid.height).astype(np.int64)
        self._width = grid.width

    def ends(self, polygons: int) -> Ints:
        """Return for each of so many polygons the row after the last one in which it may have cells."""
        ends = np.zeros(polygons, dtype=np.int64)
        np.maximum.at(ends, self._edges.owner, self._end)
        return ends

    def spans(self, first: int, end: int) -> Spans:
        """Return the runs of cells in the rows from ``first`` to before ``end``."""
        edges = self._edges
        begin = np.maximum(self._first, first)
        row, edge = expand(begin, np.maximum(np.minimum(self._end, end) - begin, 0))
        share = (row - edges.y0[edge]) / (edges.y1[edge] - edges.y0[edge])
        column = np.ceil(edges.x0[edge] + share * (edges.x1[edge] - edges.x0[edge]) - 0.5)
        at = np.clip(column, 0, self._width).astype(np.int64)
        order = np.lexsort((at, row, edges.owner[edge]))  # a row is entered as often as it is left
        owner, row, at = edges.owner[edge][order], row[order], at[order]
        return Spans(owner[::2], row[::2], at[::2], at[1::2])
