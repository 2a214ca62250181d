"""What is seen along each view corridor: the ground, the buildings, which of them hides most of the target."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from ...engine.view_corridors import Corridor, Standing
    from ...rules.areas import Floats
    from .height_limits import Tested

PLACES = 201
"""Places along the axis at which the ground is looked at."""


@dataclass(frozen=True)
class View:
    """One corridor as it is. ground: levels along the axis, NaN for unknown. top, exceed: (standing,) levels of the
    buildings in it, and by how much they rise above the plane, NaN where not known. highest: place among them of the
    one that reaches highest up the target, -1 for none; hidden_to: the level up to which it hides the target.
    """

    corridor: Corridor
    standing: Standing
    along: Floats
    ground: Floats
    top: Floats
    exceed: Floats
    highest: int
    hidden_to: float

    @property
    def terrain_over(self) -> tuple[float, float]:
        """Return by how much the ground rises above the plane at most, and how far from the eye; NaN for unknown."""
        over = self.ground - self.corridor.plane.level(self.along)
        if np.isnan(over).all():
            return np.nan, np.nan
        place = int(np.nanargmax(over))
        return float(over[place]), float(self.along[place])


def view_of(corridor: Corridor, standing: Standing, tested: Tested,
            ground: Callable[[Floats, Floats], Floats]) -> View:
    """Return what is seen along a corridor. Raises PlannerError."""
    plane = corridor.plane
    x, y, along = corridor.axis(PLACES)
    top = tested.ground[standing.row] + tested.height[standing.row]
    over = top - plane.lowest(standing.first, standing.last)
    known = np.flatnonzero(~np.isnan(top))
    hidden = plane.hidden_to(standing.first[known], standing.last[known], top[known])
    # of several that hide as much the one that is highest over the plane, then the one with the lower row
    order = np.lexsort((-standing.row[known], over[known], hidden))
    highest = int(known[order[-1]]) if len(known) else -1
    return View(corridor, standing, along, ground(x, y), top, np.maximum(over, 0.0), highest,
                float(hidden[order[-1]]) if len(known) else plane.foot_m)
