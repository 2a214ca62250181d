"""The use of the floodplain by unit, zone and rule: sums in whole hundredths that close with the land assessed."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..rules.findings import SEVERITIES
from ..rules.floodplain_use import ZONES
from ..rules.floodplain_zoning import ZONES as ZONE_CODES
from .floodplain_use import NO_RULE

if TYPE_CHECKING:
    from ..rules.areas import Bools, Ints
    from ..rules.floodplain_use import UseRule
    from .admin_units import Unit
    from .floodplain_use import Ground, PermanentUse, UseLand

ALL, USE, EXITS = "all", "land", "exit"
"""Kinds of row: all land of a unit in a zone, what a rule says of it, permanent farmland that exits."""
CODES = (*ZONE_CODES, "")
"""Zones in the order of rows, '' for land without one."""


@dataclass(frozen=True)
class UseRow:
    """Sums of one unit in one zone, hundredths of m²; rule: None for all land. Parts: how many pieces."""

    kind: str
    unit: Unit
    zone: str
    rule: UseRule | None
    parts: int
    area: int


def summarise(land: UseLand, permanent: PermanentUse | None, ground: Ground) -> list[UseRow]:
    """Return the rows of all units, by unit and zone: first all land, then the rules in their order."""
    rows = _rows(land.units, land.unit, land.zone_code, land.pieces.area, [
        (ALL, None, np.ones(len(land.unit), dtype=bool)),
        *((USE, rule, land.hits[:, place]) for place, rule in enumerate(land.rules))])
    if permanent is None:
        return rows
    zone = np.append(ground.zones.facts.code, "")[permanent.parts.zone[ZONES]]
    return rows + _rows(permanent.units, permanent.unit, zone, permanent.parts.area, [
        (EXITS, rule, permanent.exit_rule == place) for place, rule in enumerate(permanent.exits)])


def _rows(units: list[Unit], unit: Ints, zone: np.ndarray, area: Ints,
          chosen: list[tuple[str, UseRule | None, Bools]]) -> list[UseRow]:
    cell = unit * len(CODES) + np.array([CODES.index(code) for code in zone.tolist()], dtype=np.int64)
    cells = len(units) * len(CODES)
    found = []
    for place, (kind, rule, mine) in enumerate(chosen):
        sums, counts = np.zeros(cells, dtype=np.int64), np.bincount(cell[mine], minlength=cells)
        np.add.at(sums, cell[mine], area[mine])
        found += [(number, place, UseRow(kind, units[number // len(CODES)], CODES[number % len(CODES)], rule,
                                         int(counts[number]), int(sums[number])))
                  for number in np.flatnonzero(counts).tolist()]
    return [row for _, _, row in sorted(found, key=lambda item: item[:2])]


def against(land: UseLand) -> Bools:
    """Tell which pieces are against a rule that is more than information, bool (pieces,)."""
    told = [place for place, rule in enumerate(land.rules) if rule.severity != SEVERITIES[-1]]
    return np.asarray(land.hits[:, told].any(axis=1))


def exits(permanent: PermanentUse) -> Ints:
    """Return the parts of permanent farmland that exit, int64, the most urgent first, then as they stand."""
    rows = np.flatnonzero(permanent.exit_rule != NO_RULE)
    return rows[np.argsort(permanent.exit_rule[rows], kind="stable")]
