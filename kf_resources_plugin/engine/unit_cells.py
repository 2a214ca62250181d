"""One value for each of many polygons from the cells of a raster: mean, quantile, or what most of them have."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Callable, Protocol

import numpy as np

from .cell_spans import PolygonRows
from .inner_points import inner_points

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..rules.areas import Bools, Floats, Ints
    from ..rules.progress import Progress
    from .raster_grid import Window
    from .raster_reading import RasterFile
    from .wkb import Wkbs

    Values = Callable[[Window], Floats]

_ROUNDING = 1e-9  # of a number of cells, which a share of them is rounded up to


@dataclass(frozen=True)
class UnitValues:
    """value: float64 (units,), NaN where no cell has one. by_point: bool (units,), that of the cell under a point."""

    value: Floats
    by_point: Bools


def unit_values(wkbs: Wkbs, file: RasterFile, values: Values, progress: Progress, *, majority: bool) -> UnitValues:
    """Return the value of each polygon from the cells whose centres lie in it, NaN cells left out.

    Cells are equally large here. Of values that as many cells have, the majority is the higher one. A polygon without
    any centre takes the cell under a point inside it. wkbs: in the CRS of the raster. values: gives the values of a
    window, (height, width), of this raster or of several with the same cells. Raises PlannerError and Canceled.
    """
    tally = _Majority(len(wkbs)) if majority else _Mean(len(wkbs))
    return _tallied(PolygonRows(wkbs, file.grid), wkbs, file, values, tally, progress)


def unit_quantiles(wkbs: Wkbs, file: RasterFile, values: Values, share: float, progress: Progress) -> UnitValues:
    """Return the lowest value of each polygon that a share, 0 to 1, of its cells does not exceed.

    Otherwise as ``unit_values``. The cells of a polygon are held until the rows it lies in have passed.
    """
    rows = PolygonRows(wkbs, file.grid)
    return _tallied(rows, wkbs, file, values, _Quantile(share, rows.ends(len(wkbs))), progress)


def _tallied(rows: PolygonRows, wkbs: Wkbs, file: RasterFile, values: Values, tally: _Tally,
             progress: Progress) -> UnitValues:
    covered = np.zeros(len(wkbs), dtype=bool)
    windows = list(file.windows())
    spans, at = rows.spans(0, 0), (0, 0)
    for number, window in enumerate(windows):
        progress.check()
        progress.set(number / len(windows))
        if at != (window.row, window.height):
            spans, at = rows.spans(window.row, window.row + window.height), (window.row, window.height)
            tally.passed(window.row)
        owner, place = spans.cells(window)
        if not len(owner):
            continue
        found = values(window).astype(np.float64, copy=False).ravel()[place]
        covered[owner] = True
        known = ~np.isnan(found)
        tally.add(owner[known], found[known])
    value, left = tally.result(), np.flatnonzero(~covered & (wkbs != b""))
    value[left] = _under_points(wkbs[left], file, windows, values)
    by_point = np.zeros(len(wkbs), dtype=bool)
    by_point[left] = ~np.isnan(value[left])
    return UnitValues(value, by_point)


def _under_points(wkbs: Wkbs, file: RasterFile, windows: Sequence[Window], values: Values) -> Floats:
    """Return the values of the cells under a point inside each polygon, NaN beside the raster."""
    found = np.full(len(wkbs), np.nan)
    column, row = (np.floor(place) for place in file.grid.cell(*inner_points(wkbs)))
    for window in windows:
        here = np.flatnonzero((column >= window.column) & (column < window.column + window.width)
                              & (row >= window.row) & (row < window.row + window.height))
        if len(here):
            found[here] = values(window)[(row[here] - window.row).astype(np.int64),
                                         (column[here] - window.column).astype(np.int64)]
    return found


class _Tally(Protocol):
    def add(self, unit: Ints, value: Floats) -> None: ...

    def passed(self, row: int) -> None:
        """Take note that all cells above a row were added."""

    def result(self) -> Floats: ...


class _Mean:
    def __init__(self, units: int) -> None:
        self._sum, self._count = np.zeros(units), np.zeros(units, dtype=np.int64)

    def add(self, unit: Ints, value: Floats) -> None:
        self._sum += np.bincount(unit, value, len(self._sum))
        self._count += np.bincount(unit, minlength=len(self._sum))

    def passed(self, row: int) -> None:
        """Keep sums: they are no larger for it."""

    def result(self) -> Floats:
        with np.errstate(invalid="ignore"):
            return np.where(self._count > 0, self._sum / np.maximum(self._count, 1), np.nan)


class _Majority:
    def __init__(self, units: int) -> None:
        self._units = units
        self._unit, self._value = np.empty(0, dtype=np.int64), np.empty(0)
        self._count = np.empty(0, dtype=np.int64)

    def add(self, unit: Ints, value: Floats) -> None:
        units, values = np.r_[self._unit, unit], np.r_[self._value, value]
        counts = np.r_[self._count, np.ones(len(unit), dtype=np.int64)]
        order = np.lexsort((values, units))
        units, values, counts = units[order], values[order], counts[order]
        starts = np.flatnonzero((np.diff(units, prepend=-1) != 0) | (np.diff(values, prepend=np.nan) != 0))
        self._unit, self._value = units[starts], values[starts]
        self._count = np.add.reduceat(counts, starts) if len(starts) else counts

    def passed(self, row: int) -> None:
        """Keep counts: there are few values."""

    def result(self) -> Floats:
        value = np.full(self._units, np.nan)
        order = np.lexsort((self._value, self._count, self._unit))
        value[self._unit[order]] = self._value[order]  # the last of a unit stays: the most, of equals the higher
        return value


class _Quantile:
    def __init__(self, share: float, ends: Ints) -> None:
        self._share, self._ends, self._found = share, ends, np.full(len(ends), np.nan)
        self._parts: list[tuple[Ints, Floats]] = []

    def add(self, unit: Ints, value: Floats) -> None:
        self._parts.append((unit, value))

    def passed(self, row: int) -> None:
        """Settle the units that end above a row, and let go of their cells."""
        unit = np.concatenate([np.empty(0, dtype=np.int64), *(part[0] for part in self._parts)])
        value = np.concatenate([np.empty(0), *(part[1] for part in self._parts)])
        done = self._ends[unit] <= row
        self._settle(unit[done], value[done])
        self._parts = [(unit[~done], value[~done])]

    def _settle(self, unit: Ints, value: Floats) -> None:
        order = np.lexsort((value, unit))
        first = np.flatnonzero(np.diff(unit[order], prepend=-1))
        count = np.diff(np.append(first, len(order)))
        place = np.maximum(np.ceil(self._share * count - _ROUNDING).astype(np.int64), 1) - 1
        self._found[unit[order][first]] = value[order][first + place]

    def result(self) -> Floats:
        self.passed(int(self._ends.max(initial=0)))
        return self._found
