"""What a depth raster says of many targets: how much of each is wet, and how deep, for several stages at once."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .raster_reading import reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..rules.areas import Floats, Ints
    from ..rules.progress import Progress
    from .raster_reading import RasterFile
    from .target_cells import TargetCells


@dataclass(frozen=True)
class CellFigures:
    """Figures of targets by stage, each (stages, targets): the m², m or number of places that are wet, and on which the
    raster has a value at all; greatest and mean depth where it is wet, NaN where it is not. infinite: (stages,) cells.
    """

    wet: Floats
    known: Floats
    depth_max: Floats
    depth_mean: Floats
    infinite: Ints


def cell_figures(targets: TargetCells, count: int, file: RasterFile, bands: Sequence[int], least: float,
                 progress: Progress) -> CellFigures:
    """Return the figures of so many targets from the bands of a raster.

    A cell is wet where its depth is above 0 and at least ``least`` m, which is compared in the precision of the raster.
    The mean is by what lies in each cell. Windows without targets are not read. Raises PlannerError and Canceled.
    """
    shape = (len(bands), count)
    wet, known, total, deepest = np.zeros(shape), np.zeros(shape), np.zeros(shape), np.full(shape, -np.inf)
    infinite = np.zeros(len(bands), dtype=np.int64)
    windows = list(file.windows())
    with reading(file) as raster:
        for number, window in enumerate(windows):
            progress.check()
            progress.set(number / len(windows))
            owner, place, amount = targets.cells(window)
            if not len(owner):
                continue
            for stage, band in enumerate(bands):
                depth = raster.values(window, band)
                depth = depth.astype(np.float32 if file.bands[band - 1].single else np.float64, copy=False).ravel()
                infinite[stage] += np.count_nonzero(np.isinf(depth))
                found = depth[place]
                has = np.isfinite(found)
                _add(known[stage], owner[has], amount[has])
                deep = has & (found > 0) & (found >= found.dtype.type(least))
                _add(wet[stage], owner[deep], amount[deep])
                _add(total[stage], owner[deep], amount[deep] * found[deep])
                _raise_to(deepest[stage], owner[deep], found[deep])
    mean = np.divide(total, wet, out=np.full(shape, np.nan), where=wet > 0)
    return CellFigures(wet, known, np.where(np.isneginf(deepest), np.nan, deepest), mean, infinite)


def _groups(owner: Ints) -> Ints:
    return np.flatnonzero(np.diff(owner, prepend=-1))


def _add(sums: Floats, owner: Ints, amount: Floats) -> None:
    """Add amounts to the sums of their owners, which are ascending."""
    first = _groups(owner)
    if len(first):
        sums[owner[first]] += np.add.reduceat(amount, first)


def _raise_to(most: Floats, owner: Ints, value: Floats) -> None:
    """Raise what is the most of each owner, which are ascending, to the greatest of its values."""
    first = _groups(owner)
    if len(first):
        most[owner[first]] = np.maximum(most[owner[first]], np.maximum.reduceat(value, first))
