"""The rasters of kf:flooddepth, written block by block as depths are computed."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...engine.errors import PlannerError
from ...i18n import tr
from ...rules.water_profile import step_frequency

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...engine.flood_depth import Block
    from ...engine.raster_grid import Grid
    from ...rules.areas import Floats
    from ...rules.floodplain_stages import Stage
    from ...rules.water_profile import Profile
    from ..sinks import Outputs

RASTERS = ("DEPTH", "FIRST_FLOODED", "FREQUENCY", "HEIGHT", "FREEBOARD", "LEVEL")
_BY_STAGE = {"DEPTH", "LEVEL"}  # with a band for each stage
_OF_HIGHEST = "FREEBOARD"  # its one band is of the highest


def _described(name: str, stages: list[str]) -> list[str]:
    """Return the descriptions of a raster's bands: the flows of their stages, or what the one band is."""
    return stages if name in _BY_STAGE else [stages[-1] if name == _OF_HIGHEST else name]


class FloodRasters:
    """Takes blocks and writes what of them was asked for."""

    def __init__(self, outputs: Outputs | None, grid: Grid, stages: Sequence[Stage],
                 profiles: Sequence[Profile]) -> None:
        """Open the rasters, none without outputs.

        Raises PlannerError, also where heights are wanted and there is no bank-full stage.
        """
        self._stages, self._profiles = stages, profiles
        self._bank_full = next((place for place, stage in enumerate(stages) if stage.bank_full), None)
        if self._bank_full is None and outputs is not None and outputs.wants("HEIGHT"):
            raise PlannerError(tr("“Height above the bank-full water” needs levels of the bank-full stage, and there "
                                  "are none. Add them, or leave this output out."))
        names = [stage.id for stage in stages]
        self._rasters = {} if outputs is None else {
            name: outputs.raster(name, grid, "float32", _described(name, names)) for name in RASTERS}
        self._chances = step_frequency([stage.return_period for stage in stages])

    def write(self, block: Block) -> None:
        """Write a block; raises PlannerError."""
        for stage in range(len(self._stages)):
            self._put("DEPTH", block, block.depth[stage], stage + 1)
            self._put("LEVEL", block, np.where(
                block.depth[stage] > 0, self._profiles[stage].levels(block.along), np.nan), stage + 1)
        self._put("FIRST_FLOODED", block, self._first_flooded(block))
        self._put("FREQUENCY", block, np.where(
            np.isnan(block.terrain), np.nan, np.tensordot(self._chances, block.depth > 0, axes=1)))
        self._put("FREEBOARD", block, block.terrain - self._profiles[-1].levels(block.along))
        if self._bank_full is not None:
            self._put("HEIGHT", block, block.terrain - self._profiles[self._bank_full].levels(block.along))

    def _put(self, name: str, block: Block, values: Floats, band: int = 1) -> None:
        raster = self._rasters.get(name)
        if raster is not None:
            raster.write(block.window, values, band)

    def _first_flooded(self, block: Block) -> Floats:
        """Return the return period of the first stage that floods each cell, NaN where none does."""
        first = np.full(block.terrain.shape, np.nan)
        for stage in range(len(self._stages) - 1, -1, -1):
            first[block.depth[stage] > 0] = self._stages[stage].return_period
        return first
