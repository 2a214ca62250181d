"""Two scenarios of floodplain zones over each other, whatever their units: which land has another zone, and how much.

A part has two parents, so no area is adjusted to either; what parts miss of a scenario is its residual.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..rules.units import hundredths
from .two_coverages import NOT_THERE, cross

if TYPE_CHECKING:
    from ..rules.areas import Bools, Ints
    from ..rules.progress import Progress
    from .kernel import Kernel
    from .occupation import AreasOf
    from .reading import PolygonTable
    from .wkb import Wkbs

ABSENT = -2
"""What ``ZoneParts`` has as zone where a scenario has no land; −1 is land that it does not zone."""


@dataclass(frozen=True)
class Scenario:
    """One scenario: its polygons, ids and reasons as objects, zones int64 (rows,) position in ``ZONES`` or −1."""

    name: str
    table: PolygonTable
    ids: np.ndarray
    reasons: np.ndarray
    zone: Ints


@dataclass(frozen=True)
class ZoneParts:
    """Parts of land, arrays (parts,): row and zone in either scenario, −1 and ``ABSENT`` where it has no land.

    wkb: object; area: int64 hundredths of m². residual: m², what the parts miss of each scenario; failed: as
    ``Crossing`` has them.
    """

    row_a: Ints
    row_b: Ints
    zone_a: Ints
    zone_b: Ints
    wkb: Wkbs
    area: Ints
    whole: tuple[float, float]
    residual: tuple[float, float]
    failed: list[tuple[int, int, str]]

    @property
    def common(self) -> Bools:
        """Tell which parts both scenarios have."""
        both: Bools = (self.zone_a != ABSENT) & (self.zone_b != ABSENT)
        return both

    @property
    def changed(self) -> Bools:
        """Tell which parts have another zone in either scenario; what only one of them has did not change."""
        other: Bools = self.common & (self.zone_a != self.zone_b)
        return other


def compare_zones(first: Scenario, second: Scenario, areas: AreasOf, kernel: Kernel, progress: Progress) -> ZoneParts:
    """Return the parts of two scenarios with valid polygons in one CRS; raises PlannerError and Canceled."""
    crossing = cross(first.table, second.table, kernel, progress.part(0.0, 0.8))
    raw = areas(crossing.wkb)
    whole = [float(areas(item.table.wkb).sum()) for item in (first, second)]
    inside = [float(raw[rows != NOT_THERE].sum()) for rows in (crossing.before, crossing.after)]
    progress.set(1.0)
    return ZoneParts(
        crossing.before, crossing.after, _zones(first, crossing.before), _zones(second, crossing.after), crossing.wkb,
        hundredths(raw), (whole[0], whole[1]), (whole[0] - inside[0], whole[1] - inside[1]), crossing.failed)


def _zones(scenario: Scenario, rows: Ints) -> Ints:
    return np.where(rows == NOT_THERE, ABSENT, np.append(scenario.zone, ABSENT)[rows])


