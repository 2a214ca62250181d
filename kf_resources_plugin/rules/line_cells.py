"""The cells of a grid that a line touches.

Also those that it touches at an edge or a corner only: what follows the line leaves no gap, not even across a corner,
and which way the line or the grid runs makes no difference.
"""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Ints = npt.NDArray[np.int64]

_TOUCH = 1e-6  # of a cell: nearer to its edge a line touches the cell beyond


def touched_cells(column: Floats, row: Floats, columns: int, rows: int) -> Ints:
    """Return the cells that a line with vertices (n,) touches, row * columns + column, sorted.

    column, row: in cells from the outer corner of the first one, so that cell (0, 0) reaches from 0 to 1.
    """
    found = [np.empty(0, dtype=np.int64)]
    for place in range(len(column) - 1):
        x, y = _stations(column[place:place + 2], row[place:place + 2], columns, rows)
        for right in (-_TOUCH, _TOUCH):
            for down in (-_TOUCH, _TOUCH):
                i, j = np.floor(x + right).astype(np.int64), np.floor(y + down).astype(np.int64)
                inside = (i >= 0) & (i < columns) & (j >= 0) & (j < rows)
                found.append(np.unique(j[inside] * columns + i[inside]))
    return np.unique(np.concatenate(found))


def _stations(column: Floats, row: Floats, columns: int, rows: int) -> tuple[Floats, Floats]:
    """Return the ends of a piece and its points on the grid lines that it crosses: on both sides lie all its cells."""
    (x, x_end), (y, y_end) = column.tolist(), row.tolist()
    shares = [np.array([0.0, 1.0])]
    for begin, end, most in ((x, x_end, columns), (y, y_end, rows)):
        if begin != end:
            low, high = max(min(begin, end), 0.0), min(max(begin, end), float(most))
            shares.append((np.arange(np.ceil(low), np.floor(high) + 1) - begin) / (end - begin))
    share = np.concatenate(shares)
    return x + share * (x_end - x), y + share * (y_end - y)
