"""A seamless survey of crooked parcels in which neighbours share every vertex of their common border.

Borders are kept once, as lines between two corners of a lattice; a parcel is a walk along four of them. So a second
epoch is the same survey in which some borders were moved, some parcels split, merged, or given an island.
"""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

CELL = 80.0  # m: a million parcels are then as large as Kaifeng
WEST, SOUTH = 460_000.0, 3_810_000.0  # EPSG:4547, whose central meridian is at E 500 000
_CORNER, _BEND = 0.2, 0.02  # of a cell: how far corners and the vertices between them are off the lattice
_BETWEEN = (4, 14)  # vertices between two corners
_CHUNK = 100_000  # borders made together
_ISLAND_CORNERS = 12

Array = np.ndarray


def _jitter(seed: int, place: int, shape: tuple[int, ...], size: float) -> Array:
    return np.random.default_rng([seed, place]).uniform(-size, size, shape) * CELL


@dataclass
class Borders:
    """Borders of ``columns`` × ``rows`` parcels.

    first, count: (borders,) where the points of each stand in xy, both ends included. xy: (points, 2), millimetres
    exact.
    """

    columns: int
    rows: int
    first: Array
    count: Array
    xy: Array
    corners: Array

    def along(self, row: Array | int, column: Array) -> Array:
        """Return the borders that run west to east, on the south of (row, column)."""
        return np.asarray(row) * self.columns + column

    def up(self, row: Array | int, column: Array) -> Array:
        """Return the borders that run south to north, on the west of (row, column)."""
        return (self.rows + 1) * self.columns + np.asarray(row) * (self.columns + 1) + column

    def move(self, chosen: Array, seed: int) -> None:
        """Move the vertices between the ends of some borders, but not of those that would cross."""
        before = self.xy.copy()
        place, border = self._points(chosen)
        moved = np.round(self.xy[place] + _jitter(seed, 0, (len(place), 2), 1.5 * _BEND), 3)
        ends = np.isin(place, np.r_[self.first[chosen], self.first[chosen] + self.count[chosen] - 1])
        moved[ends] = self.xy[place[ends]]
        simple = shapely.is_simple(shapely.linestrings(moved, indices=border))[border]
        self.xy[place[simple]] = moved[simple]
        while len(crossed := np.intersect1d(chosen, self._of_broken_cells())):
            place, _ = self._points(crossed)
            self.xy[place] = before[place]
            chosen = np.setdiff1d(chosen, crossed)

    def _of_broken_cells(self) -> Array:
        """Return the borders of parcels whose border crosses itself."""
        columns = np.arange(self.columns)
        broken = [columns[~shapely.is_valid(shapely.polygons(self.cells(row, columns)))] for row in range(self.rows)]
        return np.unique(np.concatenate([np.empty(0, dtype=np.int64), *(
            borders for row, cells in enumerate(broken) for borders in (
                self.along(row, cells), self.along(row + 1, cells), self.up(row, cells), self.up(row, cells + 1)))]))

    def _points(self, chosen: Array) -> tuple[Array, Array]:
        """Return where the points of some borders stand in xy, and to which of these borders each belongs."""
        count = self.count[chosen]
        return np.repeat(self.first[chosen], count) + _numbered(count), np.repeat(np.arange(len(chosen)), count)

    def rings(self, walks: Array, backward: Array, *, before: Array | None = None, after: Array | None = None) -> Array:
        """Return a closed ring for each walk (n, borders), ``backward`` tells which are reversed.

        before, after: (n, 2) one more point at the beginning or the end of each ring.
        """
        ring = np.repeat(np.arange(len(walks)), walks.shape[1])
        border, back = walks.ravel(), np.broadcast_to(backward, walks.shape).ravel()
        steps = self.count[border] - 1
        begin = np.where(back, self.first[border] + steps, self.first[border])
        along = _numbered(steps)
        points = self.xy[np.repeat(begin, steps) + np.where(np.repeat(back, steps), -along, along)]
        none = np.empty((0, 2))
        more = [none if given is None else given for given in (before, after)]
        place = np.concatenate([np.arange(len(more[0])), np.repeat(ring, steps), np.arange(len(more[1]))])
        order = np.argsort(place, kind="stable")
        return shapely.linearrings(np.vstack([more[0], points, more[1]])[order], indices=place[order])

    def cells(self, row: int, columns: Array) -> Array:
        """Return the rings of whole parcels of one row."""
        walks = [self.along(row, columns), self.up(row, columns + 1), self.along(row + 1, columns),
                 self.up(row, columns)]
        return self.rings(np.stack(walks, axis=1), np.array([False, False, True, True]))

    def merged(self, row: int, columns: Array) -> Array:
        """Return the rings around parcels and their eastern neighbours."""
        walks = [self.along(row, columns), self.along(row, columns + 1), self.up(row, columns + 2),
                 self.along(row + 1, columns + 1), self.along(row + 1, columns), self.up(row, columns)]
        return self.rings(np.stack(walks, axis=1), np.array([False, False, False, True, True, True]))

    def halves(self, row: int, columns: Array) -> tuple[Array, Array]:
        """Return the rings of parcels cut from their south-western to their north-eastern corner."""
        start, end = self.corners[row, columns], self.corners[row + 1, columns + 1]
        lower = np.stack([self.along(row, columns), self.up(row, columns + 1)], axis=1)
        upper = np.stack([self.along(row + 1, columns), self.up(row, columns)], axis=1)
        return (self.rings(lower, np.array([False, False]), after=end),
                self.rings(upper, np.array([True, True]), before=start))

    def islands(self, row: int, columns: Array, seed: int) -> Array:
        """Return the ring of an island in the middle of each of some parcels."""
        middle = (self.corners[row, columns] + self.corners[row, columns + 1] + self.corners[row + 1, columns]
                  + self.corners[row + 1, columns + 1]) / 4.0
        angle = np.linspace(0.0, 2.0 * np.pi, _ISLAND_CORNERS, endpoint=False)
        reach = CELL * np.random.default_rng([seed, row]).uniform(0.12, 0.2, (len(columns), _ISLAND_CORNERS))
        points = middle[:, None, :] + reach[..., None] * np.stack([np.cos(angle), np.sin(angle)], axis=-1)
        return shapely.linearrings(np.round(points, 3))


def _numbered(counts: Array) -> Array:
    """Return 0, 1 … for each count, one after the other."""
    return np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)


def borders(columns: int, rows: int, seed: int = 1) -> Borders:
    """Return the borders of a first epoch."""
    lattice = np.stack(np.meshgrid(np.arange(columns + 1), np.arange(rows + 1)), axis=-1) * CELL
    corners = np.round(lattice + _jitter(seed, 0, lattice.shape, _CORNER) + [WEST, SOUTH], 3)
    starts = np.concatenate([corners[:, :-1].reshape(-1, 2), corners[:-1].reshape(-1, 2)])
    ends = np.concatenate([corners[:, 1:].reshape(-1, 2), corners[1:].reshape(-1, 2)])
    count = np.random.default_rng([seed, 1]).integers(_BETWEEN[0], _BETWEEN[1] + 1, len(starts)) + 2
    xy = np.empty((int(count.sum()), 2))
    first = np.cumsum(count) - count
    for begin in range(0, len(starts), _CHUNK):
        chunk = slice(begin, begin + _CHUNK)
        counts, number = count[chunk], _numbered(count[chunk])
        share = (number / np.repeat(counts - 1, counts))[:, None]
        start, end = (np.repeat(points[chunk], counts, axis=0) for points in (starts, ends))
        bend = _jitter(seed, 2 + begin, start.shape, _BEND)
        bend[(share[:, 0] == 0.0) | (share[:, 0] == 1.0)] = 0.0
        xy[first[begin]:first[begin] + len(number)] = np.round(start * (1.0 - share) + end * share + bend, 3)
    return Borders(columns, rows, first, count, xy, corners)
