"""The lattice under the parcels: a grid of blocks, bent by smooth noise so that nothing looks like a chessboard.

A block is CELLS by CELLS cells; its first column and first row are narrow strips (field roads and ditches). Every
parcel is a set of cells of one block, so its boundary is a chain of lattice nodes and two neighbours share the
very same nodes.
"""
from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from .keys import Floats, Ints, pack, to_grid
from .noise import pair, smooth_grid, smooth_pair, uniform

if TYPE_CHECKING:
    from collections.abc import Iterator

CELLS = 13
# Wavelength in metres (0 = 3.2 blocks) and amplitude as a share of it. Chosen by trial over many seeds and sizes:
# every cell stays convex, the worst corner keeps a quarter of its unbent area (tests guard it).
_BENDS: tuple[tuple[float, float], ...] = ((24_000.0, 0.06), (9_000.0, 0.06), (0.0, 0.045))
_JITTER = 0.14
_BEND, _NODE, _STRIP = 11, 12, 13
# Land class of a strip, its width in metres, and the share of strips that have it.
STRIPS: tuple[tuple[str, float, float], ...] = (
    ("1003", 16.0, 0.04), ("1107A", 18.0, 0.04), ("1107", 7.0, 0.37), ("1006", 5.0, 0.55))


@dataclass(frozen=True, eq=False)
class Lattice:
    """Blocks of ``side`` metres, ``columns`` by ``rows`` of them, the first corner near (``west``, ``south``).

    ``u``, ``v`` are the unbent coordinates of node columns and rows; ``column_strip``, ``row_strip`` rows of
    STRIPS; ``moved`` sorted node numbers with their replaced keys ``moved_key``.
    """

    seed: int
    side: float
    columns: int
    rows: int
    u: Floats
    v: Floats
    column_strip: Ints
    row_strip: Ints
    moved: Ints = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    moved_key: Ints = field(default_factory=lambda: np.empty(0, dtype=np.int64))

    @property
    def node_rows(self) -> int:
        """Return how many nodes a node column has."""
        return self.rows * CELLS + 1

    def numbers(self, i: Ints, j: Ints) -> Ints:
        """Return the numbers of nodes in column ``i`` and row ``j``."""
        return i * self.node_rows + j

    def grid(self, i: Ints, j: Ints) -> Ints:
        """Return the keys of all nodes of columns ``i`` and rows ``j``; shape (len(i), len(j))."""
        cell = self.side / CELLS
        dx, dy = pair(self.seed, _NODE, _paired(i)[:, None], _paired(j)[None, :])
        x = self.u[i][:, None] + _JITTER * cell * dx
        y = self.v[j][None, :] + _JITTER * cell * dy
        for number, (wavelength, share) in enumerate(_BENDS):
            length = wavelength or 3.2 * self.side
            bend_x, bend_y = smooth_grid(self.seed, _BEND + 100 * number, self.u[i], self.v[j], length)
            x += share * length * bend_x
            y += share * length * bend_y
        return self._replaced(pack(*to_grid(x, y)), self.numbers(i[:, None], j[None, :]))

    def at(self, i: Ints, j: Ints) -> Ints:
        """Return the keys of single nodes, the same as ``grid`` gives for them."""
        cell = self.side / CELLS
        dx, dy = pair(self.seed, _NODE, _paired(i), _paired(j))
        x = self.u[i] + _JITTER * cell * dx
        y = self.v[j] + _JITTER * cell * dy
        for bend_x, bend_y in self._bends(self.u[i], self.v[j]):
            x += bend_x
            y += bend_y
        return self._replaced(pack(*to_grid(x, y)), self.numbers(i, j))

    def unbend(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Return the place of points (metres) in blocks: column and row with fractions, nodes' jitter left out."""
        u, v = x, y
        for _ in range(24):  # each round leaves at most half of the error
            bends = list(self._bends(u, v))
            u, v = x - sum(bend for bend, _ in bends), y - sum(bend for _, bend in bends)
        return (u - self.u[0]) / self.side, (v - self.v[0]) / self.side

    def _bends(self, u: Floats, v: Floats) -> Iterator[tuple[Floats, Floats]]:
        for number, (wavelength, share) in enumerate(_BENDS):
            length = wavelength or 3.2 * self.side
            bend_x, bend_y = smooth_pair(self.seed, _BEND + 100 * number, u, v, length)
            yield share * length * bend_x, share * length * bend_y

    def _replaced(self, keys: Ints, numbers: Ints) -> Ints:
        if not len(self.moved):
            return keys
        place = np.minimum(np.searchsorted(self.moved, numbers), len(self.moved) - 1)
        return np.where(self.moved[place] == numbers, self.moved_key[place], keys)


def _paired(index: Ints) -> Ints:
    """Return jitter numbers: both edges of a strip get the same, so the strip keeps its width."""
    block, cell = index // CELLS, index % CELLS
    return block * CELLS + np.maximum(cell, 1)


def _spacing(seed: int, axis: int, first: int, blocks: int, side: float) -> tuple[Floats, Ints]:
    """Return node offsets of one axis in metres and the strip kind of each block."""
    chance = uniform(seed, _STRIP, axis, first + np.arange(blocks + 1))
    kind = np.minimum(np.searchsorted(np.cumsum([share for _, _, share in STRIPS]), chance, side="right"),
                      len(STRIPS) - 1)
    width = np.minimum(np.array([metres for _, metres, _ in STRIPS])[kind], 0.3 * side / CELLS)
    cell = (side - width) / (CELLS - 1)
    inside = np.arange(CELLS)[None, :]
    offset = np.where(inside > 0, width[:, None] + (inside - 1) * cell[:, None], 0.0)
    nodes = (np.arange(blocks + 1) * side)[:, None] + offset
    return nodes.ravel()[: blocks * CELLS + 1], kind


def make_lattice(seed: int, side: float, bounds: tuple[float, float, float, float]) -> Lattice:
    """Return a lattice with blocks of ``side`` metres that covers ``bounds`` (metres) with room for its bends."""
    reach = 1.1 * side + sum(share * (length or 3.2 * side) for length, share in _BENDS)
    first_column, first_row = (int(np.floor((low - reach) / side)) for low in bounds[:2])
    columns = int(np.ceil((bounds[2] + reach) / side)) - first_column
    rows = int(np.ceil((bounds[3] + reach) / side)) - first_row
    u, column_strip = _spacing(seed, 0, first_column, columns, side)
    v, row_strip = _spacing(seed, 1, first_row, rows, side)
    return Lattice(seed, side, columns, rows, u + first_column * side, v + first_row * side, column_strip, row_strip)
