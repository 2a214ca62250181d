"""How far many places are from a line of straight pieces, on which side of it and how far along it.

Everything lies in a plane in metres. A ``Tile`` is the grid of places that the x of columns and the y of rows make, so
that pieces of a line that can be nearest to none of them are left out at once.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Iterator

    Floats = npt.NDArray[np.float64]
    Bools = npt.NDArray[np.bool_]

_FEW = 8  # pieces that are few enough not to divide a tile
_TOGETHER = 1 << 13  # pairs of a place and a piece that are looked at together
_TIE_M = 1e-9  # distances that differ by less are one
_SAFE = 1 + 1e-9


class Tile(NamedTuple):
    """Places at every pair of x (columns,) and y (rows,); ``rows``, ``columns``: where they stand in the whole."""

    x: Floats
    y: Floats
    rows: slice
    columns: slice

    def circle(self) -> tuple[float, float, float]:
        """Return centre and radius of a circle around all places."""
        x, y = float(self.x[0] + self.x[-1]) / 2, float(self.y[0] + self.y[-1]) / 2
        return x, y, _SAFE * float(np.hypot(self.x[-1] - self.x[0], self.y[-1] - self.y[0])) / 2

    def halves(self) -> Iterator[Tile]:
        """Yield the two halves across the longer side."""
        if len(self.y) >= len(self.x):
            middle, first = len(self.y) // 2, self.rows.start
            yield Tile(self.x, self.y[:middle], slice(first, first + middle), self.columns)
            yield Tile(self.x, self.y[middle:], slice(first + middle, self.rows.stop), self.columns)
        else:
            middle, first = len(self.x) // 2, self.columns.start
            yield Tile(self.x[:middle], self.y, self.rows, slice(first, first + middle))
            yield Tile(self.x[middle:], self.y, self.rows, slice(first + middle, self.columns.stop))


@dataclass(frozen=True)
class Pieces:
    """Straight pieces from (x, y) with the direction (ux, uy) and a length, all float64 (n,).

    along: how far from the beginning of the line each begins. first, last: from where to where on a piece it reaches,
    0 and its length, or without end.
    """

    x: Floats
    y: Floats
    ux: Floats
    uy: Floats
    length: Floats
    along: Floats
    first: Floats
    last: Floats

    def __len__(self) -> int:
        """Return how many pieces there are."""
        return len(self.x)

    def singly(self) -> Iterator[Pieces]:
        """Yield each piece by itself."""
        for place in range(len(self)):
            yield self.take(np.array([place]))

    def take(self, rows: npt.NDArray[np.int64]) -> Pieces:
        """Return some of the pieces."""
        return Pieces(self.x[rows], self.y[rows], self.ux[rows], self.uy[rows], self.length[rows], self.along[rows],
                      self.first[rows], self.last[rows])

    def seen(self, x: Floats | float, y: Floats | float) -> tuple[Floats, Floats, Floats]:
        """Return how far places lie beyond the ends, how far across to the left, and where on it the nearest point is.

        x, y: whatever numpy brings to one shape with the pieces, (n,).
        """
        px, py = x - self.x, y - self.y
        foot = px * self.ux + py * self.uy
        reached = np.minimum(np.maximum(foot, self.first), self.last)
        return foot - reached, py * self.ux - px * self.uy, self.along + reached


def pieces_of(x: Floats, y: Floats, *, endless: bool = False) -> Pieces:
    """Return the pieces of a line with vertices x, y (n,), repeated vertices left out.

    endless: the first and the last piece go on beyond the ends. Raises ValueError for a line without length.
    """
    kept = np.append(True, (np.diff(x) != 0) | (np.diff(y) != 0))
    x, y = x[kept], y[kept]
    if len(x) < 2:  # noqa: PLR2004 (two ends make a line)
        raise ValueError("a line needs two different vertices")
    length = np.hypot(np.diff(x), np.diff(y))
    first, last = np.zeros(len(length)), length.copy()
    if endless:
        first[0], last[-1] = -np.inf, np.inf
    return Pieces(x[:-1], y[:-1], np.diff(x) / length, np.diff(y) / length, length, np.cumsum(length) - length, first,
                  last)


def nearest(pieces: Pieces, x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Return how far places x, y of one shape are from the line, and how far along it the nearest point is."""
    shape = np.broadcast_shapes(x.shape, y.shape)
    x, y = (np.broadcast_to(values, shape).reshape(-1, 1) for values in (x, y))
    distance, along = np.empty(len(x)), np.empty(len(x))
    batch = max(_TOGETHER // len(pieces), 1)
    for begin in range(0, len(x), batch):
        some = slice(begin, begin + batch)
        beyond, across, reached = pieces.seen(x[some], y[some])
        squared = beyond**2 + across**2
        best = squared.argmin(axis=1) + np.arange(len(squared)) * len(pieces)
        distance[some], along[some] = np.sqrt(squared.ravel()[best]), reached.ravel()[best]
    return distance.reshape(shape), along.reshape(shape)


def signed_distance(pieces: Pieces, x: Floats, y: Floats) -> Floats:
    """Return how far places x, y of one shape are from the line, above 0 to the left of it, below 0 to the right.

    Where two pieces are equally near, as outside a bend, the one from which a place lies farther across tells the side.
    """
    shape = np.broadcast_shapes(x.shape, y.shape)
    best, side = np.full(shape, np.inf), np.zeros(shape)
    for piece in pieces.singly():
        beyond, across, _ = piece.seen(x, y)
        distance = np.hypot(beyond, across)
        taken = (distance < best - _TIE_M) | ((distance < best + _TIE_M) & (np.abs(across) > np.abs(side)))
        np.copyto(best, distance, where=taken)
        np.copyto(side, across, where=taken)
    return np.copysign(best, side)


def from_place(pieces: Pieces, x: float, y: float) -> Floats:
    """Return how far each piece is from one place, (n,)."""
    beyond, across, _ = pieces.seen(x, y)
    return np.hypot(beyond, across)


def along_tile(pieces: Pieces, tile: Tile, out: Floats) -> None:
    """Fill ``out`` with how far along the line the nearest point to each place of a tile is.

    A tile that many pieces can be nearest to is divided, for its parts have fewer.
    """
    x, y, radius = tile.circle()
    distance = from_place(pieces, x, y)
    pieces = pieces.take(np.flatnonzero(distance <= distance.min() + 2 * radius))
    if len(pieces) > _FEW and len(pieces) * len(tile.x) * len(tile.y) > _TOGETHER:
        for half in tile.halves():
            along_tile(pieces, half, out)
        return
    out[tile.rows, tile.columns] = nearest(pieces, tile.x[None, :], tile.y[:, None])[1]
