"""The outputs of kf:landswapbalance: the account of each project area, its plots, and numbers."""
from __future__ import annotations

from collections import Counter, defaultdict
from math import isnan
from typing import TYPE_CHECKING, Any

import numpy as np

from ...engine.land_swap import UNKNOWN, gains
from ...engine.writing import make_fields
from ...rules.land_swap import CRITERIA, CULTIVATED, FAILED, GRADE, QUANTITY, RETURN, UNDETERMINED
from .swap_findings import NOT_JUDGED, criterion_finding

if TYPE_CHECKING:
    from ...engine.writing import Column
    from ...rules.progress import Progress
    from ..sinks import Outputs
    from .swap_job import SwapResult

ACCOUNT_FIELDS = (
    ("project_area", "text"), ("approved_on", "date"), ("deadline", "date"), ("new_m2", "real"), ("old_m2", "real"),
    ("accepted_m2", "real"), ("on_time_m2", "real"), ("owed_m2", "real"), ("surplus_m2", "real"),
    ("planned_surplus_m2", "real"), ("cultivated_taken_m2", "real"), ("cultivated_given_m2", "real"),
    ("grade_taken", "real"), ("grade_given", "real"), ("quantity_kept", "integer"), ("cultivated_kept", "integer"),
    ("grade_kept", "integer"), ("returned_on_time", "integer"), ("verdict", "text"), ("reasons", "text"),
)
PLOT_FIELDS = (
    ("plot_id", "text"), ("project_area", "text"), ("plot_kind", "text"), ("area_m2", "real"),
    ("cultivated_m2", "real"), ("mean_grade", "real"), ("accepted_on", "date"), ("outside_m2", "real"),
    ("source_fid", "integer"),
)
_MET = {"quantity_kept": QUANTITY, "cultivated_kept": CULTIVATED, "grade_kept": GRADE, "returned_on_time": RETURN}


def write_outputs(result: SwapResult, outputs: Outputs, progress: Progress) -> None:
    """Write the layers and tables that were asked for."""
    crs = result.survey.table.crs
    outputs.layer("ACCOUNT", make_fields(ACCOUNT_FIELDS), _account_columns(result), progress.part(0.0, 0.3))
    shapes = np.concatenate([result.old.plots.table.wkb, result.new.plots.table.wkb])
    outputs.layer("PLOTS", make_fields(PLOT_FIELDS), _plot_columns(result), progress.part(0.3, 0.7), crs, shapes)
    outputs.findings(result.findings, crs, progress.part(0.7, 0.95))


def figures(result: SwapResult) -> dict[str, float | None]:
    """Return the number outputs; the surplus is that of all areas where it is known, None where none is."""
    counts = Counter(verdict.verdict for verdict in result.verdicts)
    surplus = [verdict.surplus for verdict in result.verdicts if verdict.surplus is not None]
    return {
        "AREAS_COUNT": float(len(result.accounts)), "FAILED_COUNT": float(counts[FAILED]),
        "UNDETERMINED_COUNT": float(counts[UNDETERMINED]),
        "OLD_M2": sum(account.old for account in result.accounts) / 100,
        "NEW_M2": sum(account.new for account in result.accounts) / 100,
        "SURPLUS_M2": sum(surplus) / 100 if surplus else None,
    }


def _account_columns(result: SwapResult) -> dict[str, Column]:
    accounts, verdicts = result.accounts, result.verdicts
    amounts = {"new_m2": "new", "old_m2": "old", "accepted_m2": "accepted", "on_time_m2": "on_time",
               "cultivated_taken_m2": "occupied", "cultivated_given_m2": "gained"}
    judged = {"owed_m2": "owed", "surplus_m2": "surplus", "planned_surplus_m2": "planned_surplus"}
    return {
        "project_area": [account.name for account in accounts],
        "approved_on": [account.approved for account in accounts],
        "deadline": [account.deadline for account in accounts],
        **{name: [_m2(getattr(account, key)) for account in accounts] for name, key in amounts.items()},
        **{name: [_m2(getattr(verdict, key)) for verdict in verdicts] for name, key in judged.items()},
        "grade_taken": [_known(account.occupied_grade) for account in accounts],
        "grade_given": [_known(account.gained_grade) for account in accounts],
        **{name: [None if verdict.met[rule] is None else int(bool(verdict.met[rule])) for verdict in verdicts]
           for name, rule in _MET.items()},
        "verdict": [verdict.verdict for verdict in verdicts],
        "reasons": reasons(result),
    }


def reasons(result: SwapResult) -> list[str]:
    """Return for each project area in words which criteria it does not meet, or why it is not determined."""
    between, open_ = "" if result.book.language == "zh" else " ", defaultdict(list)
    for finding in result.findings:
        if finding.rule_id in NOT_JUDGED:
            open_[finding.subject_id].append(finding.message)
    return [between.join(criterion_finding(rule, account, result.book).message
                         for rule in CRITERIA if verdict.met[rule] is False) if verdict.verdict != UNDETERMINED
            else between.join(dict.fromkeys([*open_[account.name], *open_[""]]))
            for account, verdict in zip(result.accounts, result.verdicts)]


def _plot_columns(result: SwapResult) -> dict[str, Column]:
    columns: dict[str, list[Any]] = {name: [] for name, _ in PLOT_FIELDS}
    gained, grade = gains(result.old.plots, result.old.land, result.book)
    for kind, side, cultivated, grades in (("old", result.old, gained, grade),
                                           ("new", result.new, result.new.land.cultivated, result.new.land.grade)):
        plots, land = side.plots, side.land
        columns["plot_id"] += plots.ids
        columns["project_area"] += plots.areas
        columns["plot_kind"] += [kind] * len(plots.ids)
        columns["area_m2"] += (land.area / 100).tolist()
        columns["cultivated_m2"] += [None if amount == UNKNOWN else amount / 100 for amount in cultivated.tolist()]
        columns["mean_grade"] += [_known(value) for value in grades.tolist()]
        columns["accepted_on"] += plots.accepted
        columns["outside_m2"] += (land.outside / 100).tolist()
        columns["source_fid"] += plots.table.fids.tolist()
    return dict(columns)


def _m2(hundredths: int | None) -> float | None:
    return None if hundredths is None else hundredths / 100


def _known(grade: float) -> float | None:
    return None if isnan(grade) else round(grade, 4)
