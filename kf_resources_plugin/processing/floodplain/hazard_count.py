"""Hazard classes counted window by window, and what is odd about depths and velocities on the way."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...engine.raster_reading import reading

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import ExitStack

    from ...engine.cell_areas import CellAreas
    from ...engine.raster_grid import Grid, Window
    from ...engine.raster_reading import RasterFile
    from ...rules.areas import Bools, Floats
    from ...rules.flood_hazard import Cells, Classes, HazardScale

NODATA = -1
"""Stands for no class while windows are worked through."""


@dataclass(frozen=True)
class Source:
    """One band of a raster; ``chosen`` tells whether somebody said which."""

    file: RasterFile
    band: int
    chosen: bool

    @property
    def grid(self) -> Grid:
        """Return the cells."""
        return self.file.grid

    def opened(self, stack: ExitStack) -> Callable[[Window], Cells]:
        """Open the file until ``stack`` ends; return what reads a window of the band, NaN for nodata.

        Values are of 32 bits where the file holds no finer ones: a scale of 0.1 makes 0.3 of 3 and nothing beside it.
        """
        reader, single = stack.enter_context(reading(self.file)), self.file.bands[self.band - 1].single
        return lambda window: reader.values(window, self.band).astype(np.float32 if single else np.float64, copy=False)


@dataclass
class Met:
    """How many cells something was met in, and their area in m²."""

    cells: int = 0
    area: float = 0.0

    def add(self, where: Bools, areas: Floats) -> None:
        """Add the cells of a window."""
        self.cells += int(np.count_nonzero(where))
        self.area += float(areas[where].sum())


class Count:
    """Cells and areas by class, from 0 on, and what was met on the way."""

    def __init__(self, scale: HazardScale, areas: CellAreas) -> None:
        self.scale, self._areas = scale, areas
        self.cells = np.zeros(len(scale.names) + 1, dtype=np.int64)
        self.areas = np.zeros(len(scale.names) + 1)
        self.nodata = 0
        self.negative, self.infinite, self.without_velocity, self.backwards = Met(), Met(), Met(), Met()

    def classes(self, window: Window, depth: Cells, velocity: Cells | None) -> Classes:
        """Return the classes of a window, NODATA where there is no depth, and count them.

        Without a velocity, or where it lacks, water is taken to stand still.
        """
        areas = self._areas.window(window)
        self.infinite.add(np.isinf(depth), areas)
        known = np.isfinite(depth)
        self.negative.add(known & (depth < 0), areas)
        depth = np.where(known, depth, depth.dtype.type(0))
        classes = self.scale.classify(depth, self._speed(depth, velocity, areas))
        found = classes[known]
        self.cells += np.bincount(found, minlength=len(self.cells))
        self.areas += np.bincount(found, weights=areas[known], minlength=len(self.cells))
        self.nodata += int(known.size - np.count_nonzero(known))
        return np.where(known, classes, np.int16(NODATA))

    def _speed(self, depth: Cells, velocity: Cells | None, areas: Floats) -> Cells:
        if velocity is None:
            return np.zeros_like(depth)
        known, wet = np.isfinite(velocity), depth > 0
        self.without_velocity.add(wet & ~known, areas)
        self.backwards.add(wet & known & (velocity < 0), areas)
        return np.abs(np.where(known, velocity, velocity.dtype.type(0)))
