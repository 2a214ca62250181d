"""The outputs of zones along dikes: all zones, those of each role by themselves, sums, findings, numbers."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...engine.wkb import as_wkb_array
from ...engine.writing import make_fields
from ...rules.dike_zones import BLASTING, BODY, BOTH, LAND, PROTECTION, RIVER, SAFETY, UNKNOWN, WORKS
from .dike_findings import zone_title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...engine.dike_zones import Zone
    from ...engine.writing import Column
    from ...rules.progress import Progress
    from ..sinks import Outputs
    from .dike_job import DikeResult

ZONE_FIELDS = (
    ("zone_kind", "text"), ("name", "text"), ("side", "text"), ("dike_id", "text"), ("line_role", "text"),
    ("reach", "text"), ("width_m", "real"), ("begin_m", "real"), ("at_least", "integer"), ("widest", "integer"),
    ("rule_id", "text"), ("clause", "text"), ("area_m2", "real"),
)
SUMMARY_FIELDS = (
    ("zone_kind", "text"), ("name", "text"), ("side", "text"), ("unit_code", "text"), ("unit_name", "text"),
    ("count", "integer"), ("area_m2", "real"),
)
KINDS = (BODY, PROTECTION, SAFETY, BLASTING, WORKS)
SIDES = (BOTH, RIVER, LAND)
ROLES = {"PROTECTION": "dike_protection", "SAFETY": "dike_safety"}
"""Role by output: what the layer holds besides."""


def write_outputs(result: DikeResult, outputs: Outputs, progress: Progress) -> None:
    """Write the layers that were asked for."""
    of_output = {"ZONES": np.arange(len(result.zones)), **{name: rows_of_role(result, role)
                                                           for name, role in ROLES.items()}}
    for number, (name, rows) in enumerate(of_output.items()):
        shapes = as_wkb_array([result.zones[row].wkb for row in rows.tolist()])
        outputs.layer(name, make_fields(ZONE_FIELDS), _zone_columns(result, rows),
                      progress.part(0.2 * number, 0.2 * number + 0.2), result.crs, shapes)
    outputs.layer("SUMMARY", make_fields(SUMMARY_FIELDS), _summary_columns(result), progress.part(0.6, 0.65))
    outputs.findings(result.findings, result.crs, progress.part(0.65, 0.95))


def figures(result: DikeResult) -> dict[str, float | None]:
    """Return the number outputs of the algorithm."""
    area = {kind: sum(int(result.parts.whole[row]) for row, zone in enumerate(result.zones) if zone.kind == kind)
            for kind in KINDS}
    undecided = [line for line in result.lines if line.verdict.side == UNKNOWN]
    return {
        "LENGTH_M": round(sum(line.length_m for line in result.lines), 2),
        **{f"{kind.upper()}_M2": total / 100 for kind, total in area.items()},
        "UNDECIDED": float(len(undecided)),
        "UNDECIDED_M": round(sum(line.length_m for line in undecided), 2),
    }


def rows_of_role(result: DikeResult, role: str) -> np.ndarray:
    """Return the zones that a layer in a role holds, int64; bodies stand with the protection land."""
    return np.array([row for row, zone in enumerate(result.zones) if role == (
        ROLES["PROTECTION"] if zone.rule is None else zone.rule.role)], dtype=np.int64)


def sums(result: DikeResult) -> list[tuple[str, str, int, int, int]]:
    """Return (kind, side, unit, zones, hundredths of m²) wherever there is any, in the order they are printed."""
    found: dict[tuple[int, int, int], tuple[int, int]] = {}
    parts = result.parts
    for source, unit, area in zip(parts.source.tolist(), parts.unit.tolist(), parts.area.tolist()):
        zone = result.zones[source]
        key = KINDS.index(zone.kind), SIDES.index(zone.side), unit
        count, total = found.get(key, (0, 0))
        found[key] = count + 1, total + area
    return [(KINDS[kind], SIDES[side], unit, *found[kind, side, unit]) for kind, side, unit in sorted(found)]


def title_of_kind(result: DikeResult, kind: str) -> str:
    """Return what a kind of zone that occurs is called."""
    return zone_title(next(zone for zone in result.zones if zone.kind == kind), result.book)


def _zone_columns(result: DikeResult, rows: np.ndarray) -> dict[str, Column]:
    zones: Sequence[Zone] = [result.zones[row] for row in rows.tolist()]
    rules = [zone.rule for zone in zones]
    return {
        "zone_kind": [zone.kind for zone in zones],
        "name": [zone_title(zone, result.book) for zone in zones],
        "side": [zone.side for zone in zones],
        "dike_id": [zone.dike_id for zone in zones],
        "line_role": [zone.role for zone in zones],
        "reach": [zone.standard.reach or None for zone in zones],
        "width_m": [zone.width_m for zone in zones],
        "begin_m": [zone.begin_m for zone in zones],
        "at_least": [None if rule is None else int(rule.at_least) for rule in rules],
        "widest": [int(zone.standard.widest and zone.kind not in {BODY, WORKS}) for zone in zones],
        "rule_id": [None if rule is None else rule.rule_id for rule in rules],
        "clause": [None if rule is None else result.book.clause(rule.rule_id) for rule in rules],
        "area_m2": result.parts.whole[rows] / 100,
    }


def _summary_columns(result: DikeResult) -> dict[str, Column]:
    rows = sums(result)
    units = [result.units.units[unit] for _, _, unit, _, _ in rows]
    return {
        "zone_kind": [kind for kind, *_ in rows],
        "name": [title_of_kind(result, kind) for kind, *_ in rows],
        "side": [side for _, side, *_ in rows],
        "unit_code": [unit.code for unit in units],
        "unit_name": [unit.name for unit in units],
        "count": [count for *_, count, _ in rows],
        "area_m2": [area / 100 for *_, area in rows],
    }
