"""Where polygons lie, coarsely: their bounds, and of those with many vertices the cells of a grid that they cover.

A road across a city has the bounds of the city, and what lies near it is a fraction of that.
"""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .hilbert_tree import expand
from .wkb import rings_from_wkb, runs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..rules.areas import Bools, Floats, Ints
    from .wkb import Wkbs

_SIDE = 128  # cells along a grid
_VERTICES = 100  # from which on a polygon gets a grid: what few take is looked up by their bounds in no time
_MOST = 100  # polygons that get one, the largest: some tenths of a second
_BYTES_PER_VERTEX = 16
_BYTES = 8_000_000  # of polygons whose vertices are held together
_ROUNDING = 1e-6  # of a cell


class Vicinity:
    """Polygons, numbered, as boxes (polygons, 4) xmin, ymin, xmax, ymax, NaN without geometry, and grids of some."""

    def __init__(self, boxes: Floats, grids: dict[int, Ints] | None = None) -> None:
        """Take boxes, and of grids how many cells are covered below and left of each corner, (side + 1, side + 1)."""
        self.boxes = boxes
        self._grids = grids or {}

    @classmethod
    def of(cls, wkbs: Wkbs, bounds: Floats) -> Vicinity:
        """Return that of valid polygons with their bounds."""
        large = np.flatnonzero([len(wkb) >= _VERTICES * _BYTES_PER_VERTEX for wkb in wkbs])
        sizes = (bounds[large, 2] - bounds[large, 0]) * (bounds[large, 3] - bounds[large, 1])
        chosen = large[np.argsort(-sizes, kind="stable")[:_MOST]]
        grids: dict[int, Ints] = {}
        for run in runs(wkbs[chosen], _BYTES):
            rows = chosen[run]
            rings = rings_from_wkb(wkbs[rows])
            first = np.searchsorted(rings.owner, np.arange(len(rows) + 1))
            for row, begin, end in zip(rows.tolist(), first[:-1].tolist(), first[1:].tolist()):
                offsets = rings.offsets[begin:end + 1]
                span = slice(offsets[0], offsets[-1])
                grids[row] = _grid(rings.x[span], rings.y[span], offsets - offsets[0], bounds[row])
        return cls(bounds, grids)

    @classmethod
    def joined(cls, parts: Sequence[Vicinity]) -> Vicinity:
        """Return several as one, numbered one after the other."""
        first = np.cumsum([0, *(len(part.boxes) for part in parts)]).tolist()
        grids = {begin + number: grid for begin, part in zip(first, parts) for number, grid in part._grids.items()}
        return cls(np.concatenate([part.boxes for part in parts]), grids)

    def is_fine(self, number: int) -> bool:
        """Tell whether more is known of a polygon than its box."""
        return number in self._grids

    def meets(self, number: int, bounds: Floats) -> Bools:
        """Tell which bounds (n, 4) that meet the box of a polygon may meet the polygon, (n,)."""
        if number not in self._grids:
            return np.ones(len(bounds), dtype=bool)
        grid, box = self._grids[number], self.boxes[number]
        cells = (bounds - np.tile(box[:2], 2)) / _cell(box) + _ROUNDING * np.array([-1.0, -1.0, 1.0, 1.0])
        column, row, last_column, last_row = np.clip(np.floor(cells), 0, _SIDE - 1).astype(np.int64).T
        covered = (grid[last_row + 1, last_column + 1] - grid[row, last_column + 1]
                   - grid[last_row + 1, column] + grid[row, column])
        return np.asarray(covered > 0)


def _cell(box: Floats) -> float:
    """Return the side of the square cells of a box's grid."""
    return max(float((box[2:] - box[:2]).max()), np.finfo(float).tiny) / _SIDE


def _grid(x: Floats, y: Floats, offsets: Ints, box: Floats) -> Ints:
    """Return the grid of a polygon with its rings one after the other, as in ``Rings``."""
    u, v = (x - box[0]) / _cell(box), (y - box[1]) / _cell(box)
    edge = np.ones(len(u) - 1, dtype=bool)  # from each point to the next
    edge[offsets[1:-1] - 1] = False
    covered = _inside(u, v, edge)
    longer = np.maximum(np.abs(np.diff(u)), np.abs(np.diff(v)))
    _touch(covered, u, v, edge & (longer < 1.0))
    long = np.flatnonzero(edge & (longer >= 1.0))
    if len(long):  # points on them, less than a cell apart: of steps of a cell rounding makes some that skip one
        parts = np.ceil(longer[long]).astype(np.int64) + 1
        place, source = expand(np.zeros(len(long), dtype=np.int64), parts + 1)
        share = place / parts[source]
        points = [a[long[source]] + share * (a[long[source] + 1] - a[long[source]]) for a in (u, v)]
        _touch(covered, points[0], points[1], (place < parts[source])[:-1])
    grid = np.zeros((_SIDE + 1, _SIDE + 1), dtype=np.int32)
    grid[1:, 1:] = covered.cumsum(axis=0).cumsum(axis=1)
    return grid


def _touch(covered: Bools, u: Floats, v: Floats, step: Bools) -> None:
    """Mark the cells of points, and those that ``step`` from one to the next, of less than a cell, may touch."""
    column, row = (np.clip(np.floor(values), 0, _SIDE - 1).astype(np.int64) for values in (u, v))
    sideways, upwards = np.diff(column) != 0, np.diff(row) != 0
    new = np.append(0, np.flatnonzero(sideways | upwards) + 1)  # most points lie in the cell of the one before
    covered[row[new], column[new]] = True
    slanted = np.flatnonzero(sideways & upwards & step)
    covered[row[slanted], column[slanted + 1]] = True
    covered[row[slanted + 1], column[slanted]] = True


def _inside(u: Floats, v: Floats, edge: Bools) -> Bools:
    """Return the cells (rows, columns) whose centres edges go round, those from each point to the next."""
    level = np.floor(v - 0.5).astype(np.int64)  # the row whose centres are next below
    passes = np.flatnonzero(edge & (np.diff(level) != 0))
    low = np.minimum(level[passes], level[passes + 1])
    row, source = expand(low + 1, np.maximum(level[passes], level[passes + 1]) - low)
    at = passes[source]
    share = (row + 0.5 - v[at]) / (v[at + 1] - v[at])
    column = np.clip(np.ceil(u[at] + share * (u[at + 1] - u[at]) - 0.5), 0, _SIDE).astype(np.int64)
    kept = (row >= 0) & (row < _SIDE)
    crossings = np.bincount((row * (_SIDE + 1) + column)[kept], minlength=_SIDE * (_SIDE + 1))
    inside: Bools = crossings.reshape(_SIDE, _SIDE + 1).cumsum(axis=1)[:, :_SIDE] % 2 == 1
    return inside
