"""The outputs of a compliance review: verdicts, sheet, hits, findings, and numbers."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...engine.roles import role_title
from ...engine.writing import make_fields
from ...rules.compliance import CONDITIONS, FAILS, LAND, NOT_REVIEWED, PASSES
from ...rules.control_lines import PERMANENT
from ...rules.text import listed
from .review_sheet import HIT, hit_row, sheet_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...engine.writing import Column
    from ...rules.progress import Progress
    from ..sinks import Outputs
    from .review_result import ReviewResult
    from .review_sheet import SheetRow

VERDICT_FIELDS = (
    ("project_id", "text"), ("project_name", "text"), ("project_class", "text"), ("review_date", "date"),
    ("verdict", "text"), ("forbidden", "integer"), ("conditions", "integer"), ("reasons", "text"),
    ("not_reviewed", "text"), ("area_m2", "real"), ("declared_m2", "real"), ("difference_m2", "real"),
    ("agricultural_m2", "real"), ("cultivated_m2", "real"), ("built_m2", "real"), ("unused_m2", "real"),
    ("permanent_m2", "real"),
)
SHEET_FIELDS = (
    ("project_id", "text"), ("project_name", "text"), ("role", "text"), ("role_name", "text"), ("outcome", "text"),
    ("zone", "text"), ("area_m2", "real"), ("share", "real"), ("verdict", "text"), ("rule_id", "text"),
    ("clause", "text"), ("message", "text"), ("remedy", "text"), ("exempted_by", "text"),
)


def write_outputs(result: ReviewResult, outputs: Outputs, progress: Progress) -> None:
    """Write the layers that were asked for."""
    outputs.layer("VERDICT", make_fields(VERDICT_FIELDS), _verdict_columns(result), progress.part(0.0, 0.1),
                  result.crs, result.reviewed.projects.table.wkb)
    if outputs.wants("SHEET"):
        outputs.layer("SHEET", make_fields(SHEET_FIELDS), _sheet_columns(sheet_rows(result), result),
                      progress.part(0.1, 0.4))
    if outputs.wants("HITS"):
        drawn = [item for item in result.told if item.finding.wkb]
        outputs.layer("HITS", make_fields(SHEET_FIELDS),
                      _sheet_columns([hit_row(item, result) for item in drawn], result), progress.part(0.4, 0.5),
                      result.crs, [item.finding.wkb for item in drawn])
    outputs.findings(result.findings, result.crs, progress.part(0.5, 0.7))


def figures(result: ReviewResult) -> dict[str, float | None]:
    """Return the number outputs of the algorithm."""
    count = result.verdicts.count
    residuals = [float(np.abs(sums.residual).max(initial=0.0)) for sums in result.roles.values()]
    return {"PASSED": float(count(PASSES)), "CONDITIONAL": float(count(CONDITIONS)), "FAILED": float(count(FAILS)),
            "UNREVIEWED": float(count(NOT_REVIEWED)), "RESIDUAL_M2": round(max(residuals, default=0.0), 6)}


def _sheet_columns(rows: Sequence[SheetRow], result: ReviewResult) -> dict[str, Column]:
    projects, language = result.reviewed.projects, result.book.language
    return {
        "project_id": [projects.ids[row.project] for row in rows],
        "project_name": [projects.names[row.project] for row in rows],
        "role": [row.role for row in rows],
        "role_name": [row.role_name(language) for row in rows],
        "area_m2": [None if row.area is None else row.area / 100 for row in rows],
        **{name: [getattr(row, name) for row in rows] for name in (
            "outcome", "zone", "share", "verdict", "rule_id", "clause", "message", "remedy", "exempted_by")},
    }


def _verdict_columns(result: ReviewResult) -> dict[str, Column]:
    reviewed, projects, language = result.reviewed, result.reviewed.projects, result.book.language
    every = range(len(reviewed))
    hits = [[row for item in result.told_of(project) for row in [hit_row(item, result)] if row.outcome == HIT]
            for project in every]
    unseen = [listed((role_title(role, language) for role in result.not_reviewed(project)), language)
              for project in every]
    summed = result.roles[LAND].summed if LAND in result.roles else {}

    def square_metres(values: np.ndarray | None) -> Column:
        return [None] * len(reviewed) if values is None else values / 100

    permanent = result.roles[PERMANENT].inside if PERMANENT in result.roles else None
    return {
        "project_id": projects.ids, "project_name": projects.names, "project_class": reviewed.class_names,
        "review_date": reviewed.days, "verdict": list(result.verdicts),
        "forbidden": [sum(row.verdict == FAILS for row in mine) for mine in hits],
        "conditions": [sum(row.verdict == CONDITIONS for row in mine) for mine in hits],
        "reasons": [" ".join(row.message or "" for row in mine) for mine in hits],
        "not_reviewed": unseen, "area_m2": reviewed.area / 100, "declared_m2": reviewed.declared_m2,
        "difference_m2": np.round(reviewed.declared_m2 - reviewed.area / 100, 2),
        **{f"{name}_m2": square_metres(summed.get(name))
           for name in ("agricultural", "cultivated", "built", "unused")},
        "permanent_m2": square_metres(permanent),
    }
