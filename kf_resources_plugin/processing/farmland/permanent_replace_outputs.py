"""The outputs of a replacement of permanent basic farmland: candidates, verdict, findings, and numbers."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...engine.admin_units import Whereabouts
from ...engine.writing import make_fields
from ...i18n import tr
from ...rules.farmland import grain
from ...rules.permanent_replace import ORDERS
from ...rules.units import format_area
from .permanent_replace_verdict import passed

if TYPE_CHECKING:
    from ...engine.writing import Column
    from ...rules.progress import Progress
    from ..sinks import Outputs
    from .permanent_replace_job import ReplaceResult

CANDIDATE_FIELDS = (
    ("rank", "integer"), ("BSM", "text"), ("unit_code", "text"), ("unit_name", "text"), ("order", "text"),
    ("in_reserve_zone", "integer"), ("DLBM", "text"), ("GDDB", "integer"), ("area_m2", "real"), ("net_m2", "real"),
    ("capacity_kg", "real"), ("contiguous", "integer"), ("block_m2", "real"), ("distance_m", "real"),
    ("score", "real"), ("score_grade", "real"), ("score_contiguity", "real"), ("score_distance", "real"),
    ("in_replacement", "integer"), ("reasons", "text"), ("land_fid", "integer"),
)
VERDICT_FIELDS = (
    ("criterion", "text"), ("required", "real"), ("actual", "real"), ("unit", "text"), ("passed", "integer"),
    ("decides", "integer"), ("proposal", "integer"), ("rule_id", "text"), ("clause", "text"), ("reasons", "text"),
)


def write_outputs(result: ReplaceResult, outputs: Outputs, progress: Progress) -> None:
    """Write the layers that were asked for."""
    crs = result.ground.survey.table.crs
    outputs.layer("CANDIDATES", make_fields(CANDIDATE_FIELDS), _candidate_columns(result), progress.part(0.0, 0.5), crs,
                  result.candidates.wkb)
    outputs.layer("VERDICT", make_fields(VERDICT_FIELDS), _verdict_columns(result), progress.part(0.5, 0.6))
    outputs.findings(result.findings, crs, progress.part(0.6, 0.9))


def figures(result: ReplaceResult) -> dict[str, float | None]:
    """Return the number outputs of the algorithm."""
    return {
        "LOST_M2": result.lost.net / 100,
        "LOST_NOT_CULTIVATED_M2": result.ground.loss.no_longer / 100,
        "REPLACED_M2": result.worth.net / 100,
        "CANDIDATES_M2": int(result.candidates.net.sum()) / 100,
        "PASSED": None if (kept := passed(result.verdict)) is None else float(kept),
    }


def _candidate_columns(result: ReplaceResult) -> dict[str, Column]:
    found, ground = result.candidates, result.ground
    survey = ground.survey
    units = [ground.units[place] for place in found.unit.tolist()]
    places = Whereabouts.of(ground.units, found.unit, survey.location, found.land).places()
    kg_per_ha = result.grades.capacity(places, found.grade)
    return {
        "rank": np.arange(1, len(found) + 1),
        "BSM": survey.parcels[found.land],
        "unit_code": [unit.code for unit in units],
        "unit_name": [unit.name for unit in units],
        "order": [ORDERS[place] for place in found.order.tolist()],
        "in_reserve_zone": found.in_reserve.astype(np.int64),
        "DLBM": survey.codes[survey.code_of[found.land]] if len(survey.codes) else [],
        "GDDB": found.grade.astype(np.int64),
        "area_m2": found.area / 100,
        "net_m2": found.net / 100,
        "capacity_kg": np.where(np.isnan(kg_per_ha), np.nan, grain(found.net, kg_per_ha) / 100),
        "contiguous": found.contiguous.astype(np.int64),
        "block_m2": found.block / 100,
        "distance_m": [round(value, 2) if np.isfinite(value) else None for value in found.distance_m.tolist()],
        "score": found.scores.total,
        "score_grade": np.round(found.scores.grade, 4),
        "score_contiguity": np.round(found.scores.contiguity, 4),
        "score_distance": np.round(found.scores.distance, 4),
        "in_replacement": result.in_replacement.astype(np.int64),
        "reasons": _reasons(result),
        "land_fid": survey.table.fids[found.land],
    }


def _reasons(result: ReplaceResult) -> list[str]:
    """Return why a candidate stands where it stands, in words."""
    found = result.candidates
    texts = []
    for grade, joined, block, distance, reserve in zip(
            found.grade.tolist(), found.contiguous.tolist(), found.block.tolist(), found.distance_m.tolist(),
            found.in_reserve.tolist()):
        parts = [tr("grade {grade}").format(grade=f"{grade:.0f}")]
        parts.append(tr("joins blocks of {area} mu").format(area=format_area(block / 100, "mu")) if joined
                     else tr("joins no permanent farmland"))
        if np.isfinite(distance):
            parts.append(tr("{distance} m from the lost land").format(distance=f"{distance:.0f}"))
        if reserve:
            parts.append(tr("in a reserve zone"))
        texts.append(tr("; ").join(parts))
    return texts


def _verdict_columns(result: ReplaceResult) -> dict[str, Column]:
    rows = result.verdict
    return {
        "criterion": [row.criterion for row in rows],
        "required": [row.required for row in rows],
        "actual": [row.actual for row in rows],
        "unit": [row.unit for row in rows],
        "passed": [None if row.passed is None else int(row.passed) for row in rows],
        "decides": [int(row.decides) for row in rows],
        "proposal": [int(result.chosen is None)] * len(rows),
        "rule_id": [row.rule_id for row in rows],
        "clause": [result.book.clause(row.rule_id) for row in rows],
        "reasons": [row.reasons for row in rows],
    }
