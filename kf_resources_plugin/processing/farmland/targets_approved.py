"""What is approved for occupation: cultivated land, of this year or of the year before, and what of it is neither."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...engine.farmland_targets import CEILING_LEVELS, sums_of
from ...engine.wkb import as_wkb_array
from .targets_permanent import beyond_parcels

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ...engine.admin_units import Unit
    from ...engine.kernel import Kernel
    from ...engine.land_levels import Level
    from ...engine.land_split import LandPieces
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


def with_taken(approved: Approved, pieces: LandPieces, levels: Sequence[Level], table: PolygonTable,
               book: RuleBook) -> Approved:
    """Return what is approved with the pieces of it that were cultivated the year before: they have been occupied."""
    taken = int(pieces.net.sum())
    if not taken:
        return approved
    more = _by_level(levels, pieces.net, np.ones(len(pieces.net), dtype=bool))
    by_level = {name: {unit: approved.by_level.get(name, {}).get(unit, 0) + more.get(name, {}).get(unit, 0)
                       for unit in {*approved.by_level.get(name, {}), *more.get(name, {})}} for name in CEILING_LEVELS}
    told = book.finding("target.approved_taken", role=APPROVED, place=APPROVED, area_m2=taken / 100, layer=table.name)
    return Approved(by_level, approved.total + taken, [*approved.findings, told])


def _by_level(levels: Sequence[Level], net: np.ndarray, take: np.ndarray) -> dict[str, dict[Unit, int]]:
    return {level.name: sums_of(level, net, take) for level in levels if level.name in CEILING_LEVELS}
