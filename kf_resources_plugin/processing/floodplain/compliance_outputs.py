"""The outputs of kf:floodplaincompliance: relocation, farmland that exits, dikes, allotments, summary, numbers."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from qgis.core import QgsWkbTypes

from ...engine.floodplain_summary import against, exits, summarise
from ...engine.floodplain_use import NO_RULE
from ...engine.line_parts import joined_lines
from ...engine.production_dikes import decided
from ...engine.wkb import as_wkb_array
from ...engine.writing import make_fields
from ...i18n import tr
from ...rules.floodplain_use import ZONES
from ...rules.relocation import MOVE, UNKNOWN
from ...rules.text import listed
from .compliance_words import outcome_text

if TYPE_CHECKING:
    from ...engine.floodplain_use import PermanentUse
    from ...engine.production_dikes import Dikes
    from ...engine.writing import Column
    from ...rules.progress import Progress
    from ..sinks import Outputs
    from .compliance_job import ComplianceResult, People

_OFFERED = 3  # receiving sites named for each settlement
RELOCATION_FIELDS = (
    ("settlement_id", "text"), ("settlement_name", "text"), ("households", "integer"), ("population", "integer"),
    ("area_m2", "real"), ("zone", "text"), ("danger_m2", "real"), ("danger_share", "real"), ("hazard", "real"),
    ("t_yr", "real"), ("depth_m", "real"), ("platform_m2", "real"), ("outcome", "text"), ("rule_ids", "text"),
    ("reason", "text"), ("move_order", "integer"),
    *((name, kind) for place in range(1, _OFFERED + 1) for name, kind in (
        (f"receiving_site_{place}", "text"), (f"distance_{place}_m", "real"), (f"capacity_{place}", "integer"))),
    ("allotted", "integer"), ("unplaced", "integer"), ("source_fid", "integer"),
)
EXIT_FIELDS = (
    ("patch_id", "text"), ("unit_code", "text"), ("unit_name", "text"), ("BSM", "text"), ("DLBM", "text"),
    ("GDDB", "integer"), ("priority", "integer"), ("step", "text"), ("rule_id", "text"), ("reason", "text"),
    ("zone", "text"), ("t_yr", "real"), ("area_m2", "real"), ("net_m2", "real"), ("patch_fid", "integer"),
    ("land_fid", "integer"),
)
DIKE_FIELDS = (
    ("dike_id", "text"), ("built_on", "date"), ("rule_id", "text"), ("reason", "text"), ("severity", "text"),
    ("length_m", "real"), ("source_fid", "integer"),
)
ALLOTMENT_FIELDS = (
    ("settlement_id", "text"), ("settlement_name", "text"), ("site_id", "text"), ("site_name", "text"),
    ("households", "integer"), ("site_distance_m", "real"), ("site_capacity", "integer"), ("site_rank", "integer"),
)
SUMMARY_FIELDS = (
    ("unit_code", "text"), ("unit_name", "text"), ("zone", "text"), ("row_kind", "text"), ("rule_id", "text"),
    ("rule_name", "text"), ("severity", "text"), ("parts", "integer"), ("area_m2", "real"),
)


def write_outputs(result: ComplianceResult, outputs: Outputs, progress: Progress) -> None:
    """Write the layers that were asked for."""
    found = result.found
    crs = found.land.survey.table.crs
    outputs.findings(result.findings, crs, progress.part(0.0, 0.5))
    people = _no_people() if found.people is None else _relocation(found.people, result)
    shapes = as_wkb_array([]) if found.people is None else found.people.villages.given.table.wkb
    outputs.layer("RELOCATION", make_fields(RELOCATION_FIELDS), people, progress.part(0.5, 0.6), crs, shapes)
    exit_columns, exit_shapes = _exit(found.permanent, result)
    outputs.layer("FARMLAND_EXIT", make_fields(EXIT_FIELDS), exit_columns, progress.part(0.6, 0.8), crs, exit_shapes)
    dike_columns, dike_shapes = _dikes(found.dikes, result)
    outputs.layer("DIKE_PARTS", make_fields(DIKE_FIELDS), dike_columns, progress.part(0.8, 0.85), crs, dike_shapes,
                  wkb_type=QgsWkbTypes.Type.MultiLineString)
    outputs.layer("ALLOTMENTS", make_fields(ALLOTMENT_FIELDS), _allotments(found.people), progress.part(0.85, 0.9))
    outputs.layer("SUMMARY", make_fields(SUMMARY_FIELDS), _summary(result), progress.part(0.9, 1.0))


def figures(result: ComplianceResult) -> dict[str, float | None]:
    """Return the number outputs of the algorithm; of layers that were not given nothing is known."""
    found = result.found
    land, permanent, dikes = found.land, found.permanent, found.dikes
    touched = np.unique(land.pieces.land)
    return {
        "ASSESSED_M2": int(land.pieces.area.sum()) / 100,
        "AGAINST_M2": int(land.pieces.area[against(land)].sum()) / 100,
        "EXIT_M2": None if permanent is None else int(permanent.parts.area[exits(permanent)].sum()) / 100,
        "DIKE_M": None if dikes is None else round(float(dikes.parts.length_m[dikes.rule != NO_RULE].sum()), 2),
        **_people_figures(found.people),
        "RESIDUAL_M2": round(float(np.abs(land.pieces.residual[touched]).sum()), 6),
    }


def _people_figures(people: People | None) -> dict[str, float | None]:
    if people is None:
        return dict.fromkeys(("HOUSEHOLDS", "PEOPLE", "ALLOTTED", "UNPLACED"))
    given, moving = people.villages.given, people.villages.moving
    sums = {key: float(np.maximum(given.numbers[key][moving], 0).sum()) for key in ("households", "population")}
    return {"HOUSEHOLDS": sums["households"], "PEOPLE": sums["population"],
            "ALLOTTED": float(sum(item.households for item in people.placing.allotments)),
            "UNPLACED": float(people.placing.unplaced.sum())}


def _no_people() -> dict[str, Column]:
    return {name: [] for name, _ in RELOCATION_FIELDS}


def _known(values: Any) -> list[int | None]:
    return [None if value == UNKNOWN else int(value) for value in values]


def _relocation(people: People, result: ComplianceResult) -> dict[str, Column]:
    found, placing, language = people.villages, people.placing, result.book.language
    given, shares = found.given, found.shares
    held = [np.flatnonzero(row).tolist() for row in found.held]
    allotted = np.zeros(len(given.table), dtype=np.int64)
    for item in placing.allotments:
        allotted[item.settlement] += item.households
    moves = np.array([word == MOVE for word in found.outcome], dtype=bool)
    rank = {row: number for number, row in enumerate(placing.order, 1)}
    return {
        "settlement_id": given.ids, "settlement_name": given.names,
        "households": _known(given.numbers["households"]), "population": _known(given.numbers["population"]),
        "area_m2": shares.whole / 100, "zone": found.zone, "danger_m2": shares.danger / 100,
        "danger_share": np.divide(shares.danger, shares.whole, out=np.zeros(len(shares.whole)),
                                  where=shares.whole > 0),
        "hazard": found.hazard, "t_yr": found.years, "depth_m": found.depth_m, "platform_m2": shares.platform / 100,
        "outcome": found.outcome,
        "rule_ids": [", ".join(found.rules[place].rule_id for place in places) for places in held],
        "reason": [reason([found.rules[place].name(language) for place in places], word, language)
                   for places, word in zip(held, found.outcome)],
        "move_order": [rank.get(row) for row in range(len(moves))],
        **_offered(people),
        "allotted": [int(number) if move else None for number, move in zip(allotted, moves)],
        "unplaced": [int(number) if move else None for number, move in zip(placing.unplaced, moves)],
        "source_fid": given.table.fids,
    }


def reason(names: list[str], outcome: str, language: str) -> str:
    """Return why a settlement has its outcome: what it lies in, and what follows."""
    if not names:
        return tr("Not in danger: {outcome}.").format(outcome=outcome_text(outcome))
    return tr("Lies in {places}: {outcome}.").format(places=listed(names, language), outcome=outcome_text(outcome))


def _offered(people: People) -> dict[str, Column]:
    """Return the best sites of each settlement with distance and capacity."""
    placing, sites = people.placing, people.sites
    columns: dict[str, Column] = {}
    for place in range(_OFFERED):
        rows = [ranked[place] if sites is not None and len(ranked) > place else None for ranked in placing.ranked]
        columns[f"receiving_site_{place + 1}"] = [
            None if site is None or sites is None else str(sites.given.ids[site]) for site in rows]
        columns[f"distance_{place + 1}_m"] = [
            None if site is None else round(float(placing.distance_m[row, site]), 1) for row, site in enumerate(rows)]
        columns[f"capacity_{place + 1}"] = [
            None if site is None or sites is None else int(sites.given.numbers["capacity"][site]) for site in rows]
    return columns


def _exit(use: PermanentUse | None, result: ComplianceResult) -> tuple[dict[str, Column], Any]:
    if use is None:
        return {name: [] for name, _ in EXIT_FIELDS}, []
    rows = exits(use)
    parts, survey, facts = use.parts, use.survey, result.found.ground.zones.facts
    land, zone = parts.land[rows], parts.zone[ZONES][rows]
    chosen = [use.exits[place] for place in use.exit_rule[rows].tolist()]
    units = [use.units[place] for place in use.unit[rows].tolist()]
    codes = [*survey.codes.tolist(), ""]
    class_of = np.append(survey.code_of, len(survey.infos))[land]
    return {
        "patch_id": use.patches.ids[parts.patch[rows]],
        "unit_code": [unit.code for unit in units], "unit_name": [unit.name for unit in units],
        "BSM": np.append(survey.parcels, None)[land], "DLBM": [codes[place] or None for place in class_of.tolist()],
        "GDDB": [None if np.isnan(grade) else int(grade) for grade in np.append(survey.grade, np.nan)[land].tolist()],
        "priority": use.exit_rule[rows] + 1, "step": [rule.step for rule in chosen],
        "rule_id": [rule.rule_id for rule in chosen],
        "reason": [rule.name(result.book.language) for rule in chosen],
        "zone": np.append(facts.code, "")[zone], "t_yr": np.append(facts.years, np.nan)[zone],
        "area_m2": parts.area[rows] / 100, "net_m2": parts.net[rows] / 100,
        "patch_fid": use.patches.table.fids[parts.patch[rows]],
        "land_fid": [None if row < 0 else int(survey.table.fids[row]) for row in land.tolist()],
    }, parts.wkb[rows]


def _dikes(dikes: Dikes | None, result: ComplianceResult) -> tuple[dict[str, Column], Any]:
    if dikes is None:
        return {name: [] for name, _ in DIKE_FIELDS}, []
    parts, chosen = dikes.parts, decided(dikes)
    return {
        "dike_id": [dikes.ids[row] for _, row, _ in chosen], "built_on": [dikes.built[row] for _, row, _ in chosen],
        "rule_id": [rule.rule_id for rule, _, _ in chosen],
        "reason": [rule.name(result.book.language) for rule, _, _ in chosen],
        "severity": [rule.severity for rule, _, _ in chosen],
        "length_m": [round(float(parts.length_m[mine].sum()), 2) for _, _, mine in chosen],
        "source_fid": [int(parts.table.fids[row]) for _, row, _ in chosen],
    }, as_wkb_array([joined_lines(parts.wkb[mine]) for _, _, mine in chosen])


def _allotments(people: People | None) -> dict[str, Column]:
    if people is None or people.sites is None:
        return {name: [] for name, _ in ALLOTMENT_FIELDS}
    placing, given, sites = people.placing, people.villages.given, people.sites.given
    items = placing.allotments
    return {
        "settlement_id": [str(given.ids[item.settlement]) for item in items],
        "settlement_name": [str(given.names[item.settlement]) for item in items],
        "site_id": [str(sites.ids[item.site]) for item in items],
        "site_name": [str(sites.names[item.site]) for item in items],
        "households": [item.households for item in items],
        "site_distance_m": [round(float(placing.distance_m[item.settlement, item.site]), 1) for item in items],
        "site_capacity": [int(sites.numbers["capacity"][item.site]) for item in items],
        "site_rank": [placing.ranked[item.settlement].index(item.site) + 1 for item in items],
    }


def _summary(result: ComplianceResult) -> dict[str, Column]:
    found, language = result.found, result.book.language
    rows = summarise(found.land, found.permanent, found.ground)
    return {
        "unit_code": [row.unit.code for row in rows], "unit_name": [row.unit.name for row in rows],
        "zone": [row.zone for row in rows], "row_kind": [row.kind for row in rows],
        "rule_id": [row.rule.rule_id if row.rule else None for row in rows],
        "rule_name": [row.rule.name(language) if row.rule else None for row in rows],
        "severity": [row.rule.severity if row.rule else None for row in rows],
        "parts": [row.parts for row in rows], "area_m2": [row.area / 100 for row in rows],
    }
