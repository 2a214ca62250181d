"""Heights that are allowed on parcels: the lowest of all caps and planes on small cells, window by window."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from qgis.core import QgsCoordinateReferenceSystem

from .cell_spans import PolygonRows
from .inner_points import inner_points
from .raster_grid import Grid
from .wkb import as_wkb_array, wkb_bounds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ..rules.areas import Bools, Floats, Ints
    from ..rules.progress import Progress
    from .raster_grid import Window
    from .view_corridors import Corridor
    from .wkb import Wkbs

    GroundAt = Callable[[Floats, Floats], Floats]


@dataclass(frozen=True)
class Caps:
    """Caps in the plane: shapes; m above the ground (zones,); those that count where no other does."""

    wkb: Wkbs
    metres: Floats
    default: Bools


@dataclass(frozen=True)
class ParcelHeights:
    """By parcel: the lowest allowed height in m, NaN where nothing limits; the mean of the part that is limited; its
    share of the parcel; the number of the limit that is lowest, -1 for none; whether a plane lies over unknown ground.
    """

    lowest: Floats
    mean: Floats
    share: Floats
    limit: Ints
    unknown: Bools


def parcel_heights(parcels: Wkbs, caps: Caps, corridors: Sequence[Corridor], ground: GroundAt, step: float,
                   progress: Progress) -> ParcelHeights:
    """Return what is allowed on parcels; limits are numbered caps first, then corridors.

    Everything in one plane, ``step`` in its units. ground: levels at places, NaN for unknown. A parcel without the
    centre of a cell takes the cell under a point in it. Raises PlannerError and Canceled.
    """
    tally = _Tally(len(parcels))
    if not any(parcels):
        return tally.result()
    grid = _grid_over(parcels, step)
    land = PolygonRows(parcels, grid)
    over = _Over(caps, corridors, ground, grid)
    windows = list(grid.windows())
    met = np.zeros(len(parcels), dtype=bool)
    spans, at = land.spans(0, 0), (0, 0)
    for number, window in enumerate(windows):
        progress.check()
        progress.set(number / len(windows))
        if at != (window.row, window.height):
            spans, at = land.spans(window.row, window.row + window.height), (window.row, window.height)
        owner, place = spans.cells(window)
        met[owner] = True
        if len(owner):
            tally.add(owner, *over.window(window, place))
    small = np.flatnonzero(~met & (parcels != b""))
    for window, owner, place in _under_points(small, parcels, grid, windows):
        tally.add(owner, *over.window(window, place))
    return tally.result()


def _grid_over(wkbs: Wkbs, step: float) -> Grid:
    bounds = wkb_bounds(wkbs)
    left, low = np.floor(np.nanmin(bounds[:, :2], axis=0) / step) * step
    right, top = np.nanmax(bounds[:, 2:], axis=0)
    width, height = (max(int(np.ceil((end - begin) / step)), 1) for begin, end in ((left, right), (low, top)))
    return Grid(width, height, (left, step, 0.0, low + height * step, 0.0, -step), QgsCoordinateReferenceSystem())


def _under_points(rows: Ints, parcels: Wkbs, grid: Grid,
                  windows: Sequence[Window]) -> Iterator[tuple[Window, Ints, Ints]]:
    """Yield (window, row, place) of the cells under a point in each of some parcels."""
    if not len(rows):
        return
    column, line = (np.floor(place).astype(np.int64) for place in grid.cell(*inner_points(parcels[rows])))
    for window in windows:
        here = np.flatnonzero((column >= window.column) & (column < window.column + window.width)
                              & (line >= window.row) & (line < window.row + window.height))
        if len(here):
            yield window, rows[here], (line[here] - window.row) * window.width + column[here] - window.column


class _Over:
    """What limits the cells of a grid."""

    def __init__(self, caps: Caps, corridors: Sequence[Corridor], ground: GroundAt, grid: Grid) -> None:
        self._caps, self._corridors, self._ground, self._grid = caps, corridors, ground, grid
        self._zones = PolygonRows(caps.wkb, grid)
        self._sectors = PolygonRows(as_wkb_array([corridor.wkb() for corridor in corridors]), grid)

    def window(self, window: Window, place: Ints) -> tuple[Floats, Ints, Bools]:
        """Return (lowest allowed height, inf for none; number of its limit; unknown) at places of a window."""
        cells, back = np.unique(place, return_inverse=True)
        index = np.full(window.width * window.height, -1, dtype=np.int64)
        index[cells] = np.arange(len(cells))
        zone, cell = self._asked(self._zones, window, index)
        own = np.zeros(len(cells), dtype=bool)
        own[cell[~self._caps.default[zone]]] = True
        counts = ~(self._caps.default[zone] & own[cell])
        zone, cell = zone[counts], cell[counts]
        sector, under = self._asked(self._sectors, window, index)
        planes = self._planes(window, sector, cells[under])
        allowed = np.concatenate([self._caps.metres[zone], planes])
        limit = np.concatenate([zone, sector + len(self._caps.metres)])
        every = np.concatenate([cell, under])
        unknown = np.zeros(len(cells), dtype=bool)
        unknown[every[np.isnan(allowed)]] = True
        order = np.lexsort((limit, allowed, every))  # what is not known comes last
        order = order[~np.isnan(allowed[order])]
        first = order[np.flatnonzero(np.diff(every[order], prepend=-1))]
        lowest, which = np.full(len(cells), np.inf), np.full(len(cells), -1, dtype=np.int64)
        lowest[every[first]], which[every[first]] = allowed[first], limit[first]
        back = back.reshape(-1)
        return lowest[back], which[back], unknown[back]

    def _asked(self, rows: PolygonRows, window: Window, index: Ints) -> tuple[Ints, Ints]:
        """Return (polygon, cell asked about) of a window."""
        owner, place = rows.spans(window.row, window.row + window.height).cells(window)
        asked = index[place] >= 0
        return owner[asked], index[place[asked]]

    def _planes(self, window: Window, sector: Ints, place: Ints) -> Floats:
        """Return the planes of corridors above the ground at the centres of cells, NaN over unknown ground."""
        x, y = self._grid.place(window.column + place % window.width + 0.5, window.row + place // window.width + 0.5)
        levels = np.empty(len(place))
        for number, corridor in enumerate(self._corridors):
            here = np.flatnonzero(sector == number)
            levels[here] = corridor.plane.level(corridor.along(x[here], y[here]))
        return levels - self._ground(x, y) if len(place) else levels


class _Tally:
    def __init__(self, parcels: int) -> None:
        self._cells, self._limited = np.zeros(parcels), np.zeros(parcels)
        self._sum, self._lowest = np.zeros(parcels), np.full(parcels, np.inf)
        self._limit, self._unknown = np.full(parcels, -1, dtype=np.int64), np.zeros(parcels, dtype=bool)

    def add(self, parcel: Ints, allowed: Floats, limit: Ints, unknown: Bools) -> None:
        """Add cells of parcels."""
        count = len(self._cells)
        limited = np.isfinite(allowed)
        self._cells += np.bincount(parcel, minlength=count)
        self._limited += np.bincount(parcel[limited], minlength=count)
        self._sum += np.bincount(parcel[limited], allowed[limited], count)
        self._unknown[parcel[unknown]] = True
        order = np.lexsort((limit, allowed, parcel))
        first = order[np.flatnonzero(np.diff(parcel[order], prepend=-1))]
        rows = parcel[first]
        # of limits alike the lower number, whatever the order of windows
        lower = (allowed[first] < self._lowest[rows]) | (
            (allowed[first] == self._lowest[rows]) & (limit[first] < self._limit[rows]))
        self._lowest[rows[lower]], self._limit[rows[lower]] = allowed[first][lower], limit[first][lower]

    def result(self) -> ParcelHeights:
        def by(values: Floats, parts: Floats) -> Floats:
            return np.divide(values, parts, out=np.full(len(values), np.nan), where=parts > 0)

        nothing = np.isinf(self._lowest)
        share = by(self._limited, self._cells)
        return ParcelHeights(np.where(nothing, np.nan, self._lowest), by(self._sum, self._limited),
                             np.where(nothing & self._unknown, np.nan, share), self._limit, self._unknown)
