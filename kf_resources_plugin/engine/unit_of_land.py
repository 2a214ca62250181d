"""The unit that has most of each piece of land."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .partition import split_by_zones

if TYPE_CHECKING:
    from ..rules.progress import Progress
    from .admin_units import Unit
    from .kernel import Kernel
    from .occupation import AreasOf
    from .reading import PolygonTable


def unit_with_most(land: PolygonTable, table: PolygonTable, units: list[Unit], areas: AreasOf, kernel: Kernel,
                   progress: Progress) -> list[Unit | None]:
    """Return the unit with most of each row of ``land``, of no two alike the first by its code; None outside all.

    units: the unit of each row of ``table``. Raises Canceled.
    """
    source, zone, parts = split_by_zones(land.wkb, table, kernel, progress)
    within = np.flatnonzero(zone >= 0)
    sums: list[dict[Unit, float]] = [{} for _ in range(len(land))]
    for subject, row, area in zip(source[within].tolist(), zone[within].tolist(), areas(parts[within]).tolist()):
        sums[subject][units[row]] = sums[subject].get(units[row], 0.0) + area
    return [min(mine, key=lambda unit: (-round(mine[unit], 2), unit.code, unit.name)) if mine else None
            for mine in sums]
