"""Which wet cells of a raster hang together with the channel, in memory that grows with the shore and not the raster.

Cells are kept as runs: what is wet without a gap in one row. Water goes on across the edges of cells, not across
corners. A run is a pair of positions, from the first cell to behind the last; a position is row * (columns + 1) +
column, so that runs of two rows never touch.
"""
from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from .distances import clusters
from .hilbert_tree import expand

if TYPE_CHECKING:
    from ..rules.areas import Bools, Ints
    from ..rules.progress import Progress

_BATCH = 1_000_000  # runs whose neighbours are looked up together


@dataclass
class WetRuns:
    """The runs of one raster, row after row."""

    columns: int
    _starts: list[Ints] = field(default_factory=list)
    _ends: list[Ints] = field(default_factory=list)

    def add(self, wet: Bools, first_row: int) -> None:
        """Take the next rows of the raster (rows, columns); ``first_row`` is where they begin."""
        edges = np.zeros((len(wet), self.columns + 2), dtype=np.int8)
        edges[:, 1:-1] = wet
        edges = np.diff(edges, axis=1).ravel()
        base = first_row * (self.columns + 1)
        self._starts.append(np.flatnonzero(edges == 1) + base)
        self._ends.append(np.flatnonzero(edges == -1) + base)

    def connected(self, seeds: Ints, progress: Progress) -> WetArea:
        """Return the wet cells that hang together with any of the seeds, which are cells row * columns + column."""
        starts, ends = np.concatenate(self._starts), np.concatenate(self._ends)
        first, second = _neighbours(starts, ends, self.columns + 1, progress)
        label = clusters(len(starts), first, second)
        positions = seeds + seeds // self.columns
        holder = np.searchsorted(starts, positions, side="right") - 1
        held = (holder >= 0) & (positions < ends[holder]) if len(starts) else np.zeros(len(seeds), dtype=bool)
        reached = np.zeros(len(starts), dtype=bool)
        reached[label[holder[held]]] = True
        kept = reached[label]
        progress.check()
        return WetArea(self.columns, starts[kept], ends[kept], starts[~kept], ends[~kept])


@dataclass(frozen=True)
class WetArea:
    """Wet cells as runs: those connected with the channel, and those that are not, below the level and yet dry."""

    columns: int
    starts: Ints
    ends: Ints
    dry_starts: Ints
    dry_ends: Ints

    def cells(self, first_row: int, rows: int) -> Bools:
        """Return which cells of some rows are connected, (rows, columns)."""
        return self._painted(self.starts, self.ends, first_row, rows)

    def isolated(self, first_row: int, rows: int) -> Bools:
        """Return which cells of some rows lie below the level without a connection, (rows, columns)."""
        return self._painted(self.dry_starts, self.dry_ends, first_row, rows)

    def _painted(self, starts: Ints, ends: Ints, first_row: int, rows: int) -> Bools:
        base, size = first_row * (self.columns + 1), rows * (self.columns + 1)
        low, high = np.searchsorted(starts, (base, base + size))
        change = np.zeros(size, dtype=np.int8)
        change[starts[low:high] - base] = 1
        change[ends[low:high] - base] = -1
        return np.cumsum(change, dtype=np.int8).astype(bool).reshape(rows, self.columns + 1)[:, :-1]


def _neighbours(starts: Ints, ends: Ints, width: int, progress: Progress) -> tuple[Ints, Ints]:
    """Return the pairs of runs of which the second lies below the first and shares a column with it."""
    found: list[tuple[Ints, Ints]] = [(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64))]
    for begin in range(0, len(starts), _BATCH):
        progress.check()
        upper = slice(begin, begin + _BATCH)
        first = np.searchsorted(ends, starts[upper] + width, side="right")
        behind = np.searchsorted(starts, ends[upper] + width, side="left")
        lower, source = expand(first, behind - first)
        found.append((source + begin, lower))
    return np.concatenate([one for one, _ in found]), np.concatenate([other for _, other in found])
