"""The outputs of a farmland occupation: pieces, summary, findings, and numbers."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...engine.writing import make_fields
from ...rules.codes import KINDS

if TYPE_CHECKING:
    from ...engine.writing import Column
    from ...rules.progress import Progress
    from ..sinks import Outputs
    from .occupation_job import OccupationResult

PIECE_FIELDS = (
    ("project_id", "text"), ("unit_code", "text"), ("unit_name", "text"), ("BSM", "text"), ("DLBM", "text"),
    ("DLMC", "text"), ("GDDB", "integer"), ("KCXS", "real"), ("kind", "text"), ("area_m2", "real"),
    ("deduction_m2", "real"), ("net_m2", "real"), ("capacity_kg", "real"), ("permanent", "integer"),
    ("counted", "integer"), ("land_fid", "integer"),
)
SUMMARY_FIELDS = (
    ("project_id", "text"), ("project_name", "text"), ("unit_code", "text"), ("unit_name", "text"),
    ("demand_date", "date"), ("area_m2", "real"), ("outside_m2", "real"), ("farmland_m2", "real"),
    ("paddy_m2", "real"), ("irrigated_m2", "real"), ("dry_m2", "real"), ("deduction_m2", "real"),
    ("capacity_kg", "real"), ("mean_grade", "real"), ("permanent_m2", "real"), ("permanent_gross_m2", "real"),
)


def write_outputs(result: OccupationResult, outputs: Outputs, progress: Progress) -> None:
    """Write the layers that were asked for."""
    crs = result.survey.table.crs
    inside = np.flatnonzero(result.cut.pieces.land >= 0)
    outputs.layer("PIECES", make_fields(PIECE_FIELDS), _piece_columns(result, inside), progress.part(0.0, 0.5), crs,
                  result.cut.pieces.wkb[inside])
    outputs.layer("SUMMARY", make_fields(SUMMARY_FIELDS), _summary_columns(result), progress.part(0.5, 0.6))
    outputs.findings(result.findings, crs, progress.part(0.6, 0.8))
    result.picture.progress = progress.part(0.8, 1.0)


def figures(result: OccupationResult) -> dict[str, float | None]:
    """Return the number outputs of the algorithm; an unknown capacity is None, never 0."""
    total = result.occupation.total
    return {
        "FARMLAND_M2": float(total.farmland[0]) / 100,
        "PADDY_M2": float(total.by_kind[0, 0]) / 100,
        "CAPACITY_KG": None if total.capacity_unknown[0] else float(total.capacity[0]) / 100,
        "PERMANENT_M2": float(total.permanent[0]) / 100,
        "RESIDUAL_M2": round(float(np.abs(result.measured.residual).sum()), 6),
    }


def _piece_columns(result: OccupationResult, rows: np.ndarray) -> dict[str, Column]:
    pieces, occupation, survey, projects = result.cut.pieces, result.occupation, result.survey, result.projects
    land, kinds = pieces.land[rows], occupation.land.kind[rows]
    units = [occupation.units[place] for place in occupation.unit_of[rows].tolist()]
    names = [info.name_zh if info else None for info in survey.infos]
    grade = occupation.land.grade[rows]
    capacity = np.where((kinds >= 0) & occupation.figures.capacity_unknown[rows], np.nan,
                        occupation.figures.capacity[rows] / 100)
    return {
        "project_id": [projects.ids[row] for row in pieces.project[rows].tolist()],
        "unit_code": [unit.code for unit in units],
        "unit_name": [unit.name for unit in units],
        "BSM": survey.parcels[land],
        "DLBM": occupation.land.code[rows],
        "DLMC": [names[place] for place in survey.code_of[land].tolist()],
        "GDDB": [None if np.isnan(value) else int(value) for value in grade.tolist()],
        "KCXS": occupation.land.deduction[rows],
        "kind": [KINDS[kind] if kind >= 0 else "other" for kind in kinds.tolist()],
        "area_m2": occupation.figures.area[rows] / 100,
        "deduction_m2": occupation.figures.deduction[rows] / 100,
        "net_m2": occupation.figures.net[rows] / 100,
        "capacity_kg": capacity,
        "permanent": pieces.permanent[rows].astype(np.int64),
        "counted": pieces.counted[rows].astype(np.int64),
        "land_fid": survey.table.fids[land],
    }


def _summary_columns(result: OccupationResult) -> dict[str, Column]:
    occupation, projects, sums = result.occupation, result.projects, result.occupation.by_group
    rows = occupation.group_project.tolist()
    units = [occupation.units[place] for place in occupation.group_unit.tolist()]
    return {
        "project_id": [projects.ids[row] for row in rows],
        "project_name": [projects.names[row] for row in rows],
        "unit_code": [unit.code for unit in units],
        "unit_name": [unit.name for unit in units],
        "demand_date": [projects.dates[row] for row in rows],
        "area_m2": sums.area / 100,
        "outside_m2": occupation.outside / 100,
        "farmland_m2": sums.farmland / 100,
        "paddy_m2": sums.by_kind[:, 0] / 100,
        "irrigated_m2": sums.by_kind[:, 1] / 100,
        "dry_m2": sums.by_kind[:, 2] / 100,
        "deduction_m2": sums.deduction / 100,
        "capacity_kg": np.where(sums.capacity_unknown, np.nan, sums.capacity / 100),
        "mean_grade": sums.mean_grade,
        "permanent_m2": sums.permanent / 100,
        "permanent_gross_m2": sums.permanent_gross / 100,
    }
