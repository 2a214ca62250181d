"""What is approved for occupation: cultivated land of this year, and what to say of land that is none."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...engine.farmland_targets import CEILING_LEVELS, sums_of
from ...engine.wkb import as_wkb_array
from .targets_permanent import beyond_parcels

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np

    from ...engine.admin_units import Unit
    from ...engine.kernel import Kernel
    from ...engine.land_levels import Level
    from ...engine.occupation import AreasOf
    from ...engine.reading import PolygonTable
    from ...rules.findings import Finding
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook
    from .stable_land import StableLand

APPROVED = "approvals"


@dataclass(frozen=True)
class Approved:
    """Cultivated land approved for occupation, hundredths of m² by level and unit and in all, and what to say of it."""

    by_level: Mapping[str, Mapping[Unit, int]]
    total: int
    findings: Sequence[Finding]


def approved_land(table: PolygonTable, land: StableLand, levels: Sequence[Level], kernel: Kernel, areas: AreasOf,
                  book: RuleBook, progress: Progress) -> Approved:
    """Return what of a layer, by which the parcels it meets are cut, is cultivated this year.

    Raises PlannerError and Canceled.
    """
    pieces, inside = land.pieces, land.pieces.inside(APPROVED)
    take = land.found.farmland & inside
    findings = []
    other = float(pieces.area[inside & ~land.found.farmland].sum()) / 100
    if other > float(book.threshold("closure.sliver", "max_area_m2")):
        findings.append(book.finding("target.approved_not_cultivated", role=APPROVED, place=APPROVED, area_m2=other,
                                     layer=table.name))
    _, most, beyond = beyond_parcels(table, APPROVED, land, kernel, areas, book, progress)
    outside = float(areas(as_wkb_array([beyond])).sum()) if beyond else 0.0
    if outside > most:
        findings.append(book.finding("target.approved_outside", role=APPROVED, place=APPROVED, area_m2=outside,
                                     wkb=beyond, layer=table.name))
    return Approved(_by_level(levels, pieces.net, take), int(pieces.net[take].sum()), findings)


def taken_findings(taken_m2: float, table: PolygonTable | None, book: RuleBook) -> list[Finding]:
    """Return how much of what is approved has been occupied since the year before, if any.

    It is not approved for the year to come: the stable land of this year, and the ceiling made of it, is without it.
    """
    if table is None or not taken_m2:
        return []
    return [book.finding("target.approved_taken", role=APPROVED, place=APPROVED, area_m2=taken_m2, layer=table.name)]


def _by_level(levels: Sequence[Level], net: np.ndarray, take: np.ndarray) -> dict[str, dict[Unit, int]]:
    return {level.name: sums_of(level, net, take) for level in levels if level.name in CEILING_LEVELS}
