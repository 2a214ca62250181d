"""How much of each cell of a grid shapes cover, exactly: edges cut at borders of cells, and what lies right of them.

Coordinates are columns and rows of a grid: cell (c, r) is the square from (c, r) to (c + 1, r + 1). An edge within a
cell that goes up by h at a mean distance d from the cell's right border has the area h d between itself and that
border, and the height h in every cell further right; summed over the edges of a polygon, those that go the other way
subtract. So the share of every cell follows from its own edges and the sum of the heights left of it.
"""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

LEAST_SHARE = 1e-9
"""Of a cell, or of a cell's width: less is what rounding leaves where a shape ends on the border of a cell."""


@dataclass(frozen=True)
class Runs:
    """Cells of one share each, (runs,): the shape, the row, the first column and the one after the last, the share."""

    owner: Ints
    row: Ints
    first: Ints
    end: Ints
    share: Floats


@dataclass(frozen=True)
class Pieces:
    """Parts of edges that lie in one cell each, (pieces,): the edge, its ends as shares of it, column and row.

    Columns left of the grid count as -1, right of it as its width.
    """

    edge: Ints
    start: Floats
    end: Floats
    column: Ints
    row: Ints


def cut_edges(x0: Floats, y0: Floats, x1: Floats, y1: Floats, rows: tuple[int, int], width: int) -> Pieces:
    """Cut edges at the borders of cells, in the rows from the first to before the second and all columns."""
    start, end = _within(y0, y1, *rows)
    chosen = np.flatnonzero(end > start)
    start, end = start[chosen], end[chosen]
    across = x0[chosen], (x1 - x0)[chosen]
    along = y0[chosen], (y1 - y0)[chosen]
    owner, share = [np.arange(len(chosen)), np.arange(len(chosen))], [start, end]
    for (origin, step), most in ((across, width), (along, rows[1])):
        edge, at = _crossings(origin, step, start, end, most)
        owner.append(edge)
        share.append(at)
    edges, shares = np.concatenate(owner), np.concatenate(share)
    order = np.lexsort((shares, edges))
    edges, shares = edges[order], shares[order]
    inner = np.flatnonzero((np.diff(edges) == 0) & (np.diff(shares) > 0))
    edge, low, high = edges[inner], shares[inner], shares[inner + 1]
    middle = (low + high) / 2.0
    column = np.clip(np.floor(across[0][edge] + across[1][edge] * middle), -1, width)
    row = np.clip(np.floor(along[0][edge] + along[1][edge] * middle), rows[0], rows[1] - 1)
    return Pieces(chosen[edge], low, high, column.astype(np.int64), row.astype(np.int64))


def _within(y0: Floats, y1: Floats, first: int, last: int) -> tuple[Floats, Floats]:
    """Return the shares of edges between which they lie in some rows; the second is not greater where they do not."""
    step = y1 - y0
    level = step == 0.0
    step = np.where(level, 1.0, step)
    one, other = (first - y0) / step, (last - y0) / step
    start, end = np.maximum(np.minimum(one, other), 0.0), np.minimum(np.maximum(one, other), 1.0)
    inside = (y0 >= first) & (y0 < last)
    return np.where(level, 0.0, start), np.where(level, np.where(inside, 1.0, 0.0), end)


def _crossings(origin: Floats, step: Floats, start: Floats, end: Floats, most: int) -> tuple[Ints, Floats]:
    """Return (edge, share) where edges cross a border of cells from 0 to ``most``, between two shares of each."""
    one, other = origin + step * start, origin + step * end
    low = np.clip(np.floor(np.minimum(one, other)) + 1, 0, most + 1)
    high = np.clip(np.ceil(np.maximum(one, other)), 0, most + 1)
    count = np.maximum(high - low, 0).astype(np.int64)
    edge = np.repeat(np.arange(len(origin)), count)
    border = np.arange(len(edge)) - np.repeat(np.cumsum(count) - count, count) + low[edge]
    share = np.clip((border - origin[edge]) / step[edge], start[edge], end[edge])
    return edge, share


def covered_cells(x0: Floats, y0: Floats, x1: Floats, y1: Floats, owner: Ints, rows: tuple[int, int],
                  width: int) -> Runs:
    """Return the cells that polygons cover in some rows, and how much of each.

    The inside of a polygon lies on one side of all its edges as they go, of holes too; either side will do. owner:
    (edges,) ascending. Polygons may overlap: each is covered by itself.
    """
    pieces = cut_edges(x0, y0, x1, y1, rows, width)
    middle = (pieces.start + pieces.end) / 2.0
    height = (y1 - y0)[pieces.edge] * (pieces.end - pieces.start)
    inside = x0[pieces.edge] + (x1 - x0)[pieces.edge] * middle - pieces.column
    kept = np.flatnonzero(pieces.column < width)
    left = pieces.column[kept] < 0
    column = np.maximum(pieces.column[kept], 0)
    area = height[kept] * np.where(left, 1.0, 1.0 - inside[kept])
    group = owner[pieces.edge[kept]] * (rows[1] - rows[0]) + pieces.row[kept] - rows[0]
    order = np.lexsort((column, group))
    group, column, area, height = group[order], column[order], area[order], height[kept][order]
    first = np.flatnonzero((np.diff(group, prepend=-1) != 0) | (np.diff(column, prepend=-1) != 0))
    if not len(first):
        nothing = np.empty(0, dtype=np.int64)
        return Runs(nothing, nothing, nothing, nothing, np.empty(0))
    group, column = group[first], column[first]
    area, height = np.add.reduceat(area, first), np.add.reduceat(height, first)
    begins = np.flatnonzero(np.diff(group, prepend=-1) != 0)
    total = np.cumsum(height)
    before = total - height
    before -= np.repeat(before[begins], np.diff(np.append(begins, len(group))))
    after = before + height
    following = np.append(column[1:], width)
    following[np.append(begins[1:], len(group)) - 1] = width  # beyond the last edge of a row nothing is covered
    both = Runs(np.r_[group, group] // (rows[1] - rows[0]), np.r_[group, group] % (rows[1] - rows[0]) + rows[0],
                np.r_[column, column + 1], np.r_[column + 1, following], np.abs(np.r_[area + before, after]))
    kept = np.flatnonzero((both.share > LEAST_SHARE) & (both.end > both.first))
    kept = kept[np.lexsort((both.first[kept], both.row[kept], both.owner[kept]))]
    return Runs(both.owner[kept], both.row[kept], both.first[kept], both.end[kept], np.minimum(both.share[kept], 1.0))
