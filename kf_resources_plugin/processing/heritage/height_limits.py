"""What limits buildings: caps of the zones over them and planes of the corridors they stand in, as numbered limits."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...engine.height_caps import covered
from ...engine.view_corridors import standing_in
from ...rules.building_heights import Limits, joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...engine.kernel import Kernel
    from ...engine.occupation import AreasOf
    from ...engine.reading import PolygonTable
    from ...engine.view_corridors import Corridor, Standing
    from ...rules.areas import Floats, Ints
    from ...rules.progress import Progress
    from .height_inputs import Buildings, CapZones

ZONE, TIER, CORRIDOR = "zone", "tier", "corridor"
RULES = {ZONE: "heritage.height_cap", TIER: "heritage.height_tier", CORRIDOR: "heritage.height_corridor"}
BY_STOREYS = "_storeys"  # ends the rules of zones and tiers where storeys were compared with storeys


@dataclass(frozen=True)
class Limit:
    """One limit. kind: ZONE, TIER or CORRIDOR; fid: of its feature; rule: whose cap it is, '' but for tiers."""

    kind: str
    name: str
    fid: int
    rule: str = ""


@dataclass(frozen=True)
class Tested:
    """Heights of buildings as they are tested: m above the ground, and the level of the ground; NaN where not known."""

    height: Floats
    ground: Floats


def cap_limits(zones: CapZones, buildings: Buildings, height: Floats, free: Ints, first: int, least: Floats,
               areas: AreasOf, kernel: Kernel, progress: Progress) -> tuple[Limits, list[int]]:
    """Return what zones allow the buildings that they cover, and the rows of zones that could not be cut.

    free: rows of buildings that they do not limit. first: number of the first zone among the limits.
    """
    zone, building, failed = covered(zones.table, buildings.table, least, areas, kernel, progress)
    counts = ~np.isin(building, free)
    zone, building = zone[counts], building[counts]
    parts = []
    metres = np.flatnonzero(~np.isnan(zones.metres[zone]))
    parts.append(Limits(building[metres], zones.metres[zone[metres]], height[building[metres]], zone[metres] + first))
    rows = np.flatnonzero(~np.isnan(zones.storeys[zone]))
    of = building[rows]
    storeys = buildings.storeys[of] * buildings.storey_m[of]
    parts.append(Limits(of, zones.storeys[zone[rows]] * buildings.storey_m[of],
                        np.where(np.isnan(storeys), height[of], storeys), zone[rows] + first))
    return joined(parts), failed


def corridor_limits(corridors: Sequence[Corridor], table: PolygonTable, tested: Tested, first: int, least: Floats,
                    kernel: Kernel, progress: Progress) -> tuple[Limits, list[Standing]]:
    """Return what planes allow the buildings in the corridors, and those buildings; unknown ground limits nothing.

    table: the buildings in the plane. first: number of the first corridor among the limits.
    """
    parts, standing = [], []
    for number, corridor in enumerate(corridors):
        here = standing_in(corridor, table, least, kernel, progress.part(number / len(corridors),
                                                                         (number + 1) / len(corridors)))
        allowed = corridor.plane.lowest(here.first, here.last) - tested.ground[here.row]
        known = np.flatnonzero(~np.isnan(allowed))
        rows = here.row[known]
        parts.append(Limits(rows, allowed[known], tested.height[rows], np.full(len(rows), first + number)))
        standing.append(here)
    return joined(parts), standing
