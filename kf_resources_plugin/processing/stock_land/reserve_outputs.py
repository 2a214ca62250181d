"""The outputs of kf:landreserveplan: ranked land with its year, sums by year, and numbers."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...engine.writing import make_fields
from ...rules.reserve_plan import LATER, YEARS

if TYPE_CHECKING:
    from ...engine.writing import Column
    from ...rules.areas import Ints
    from ...rules.progress import Progress
    from ..sinks import Outputs
    from .reserve_job import ReserveResult

PLAN_FIELDS = (
    ("rank", "integer"), ("parcel_id", "text"), ("unit_code", "text"), ("DLBM", "text"), ("QSXZ", "text"),
    ("area_m2", "real"), ("score", "real"), ("cost_cny", "real"), ("plan_year", "integer"), ("plan_step", "text"),
    ("source_fid", "integer"),
)
SUMMARY_FIELDS = (
    ("plan_step", "text"), ("plan_year", "integer"), ("parcels", "integer"), ("area_m2", "real"),
    ("area_limit_m2", "real"), ("cost_cny", "real"), ("budget_cny", "real"),
)
STEPS = ("later", "year_1", "year_2", "year_3")


def write_outputs(result: ReserveResult, outputs: Outputs, progress: Progress) -> None:
    """Write the layers and tables that were asked for."""
    crs = result.survey.table.crs
    outputs.layer("PLAN", make_fields(PLAN_FIELDS), _plan_columns(result), progress.part(0.0, 0.7), crs, result.wkb)
    outputs.layer("SUMMARY", make_fields(SUMMARY_FIELDS), summary_columns(result), progress.part(0.7, 0.8))
    outputs.findings(result.findings, crs, progress.part(0.8, 0.95))


def figures(result: ReserveResult) -> dict[str, float | None]:
    """Return the number outputs."""
    planned, cost = result.plan.year > LATER, _costs(result)
    return {
        "CANDIDATES_COUNT": float(len(planned)), "CANDIDATES_M2": float(result.task.area.sum()) / 100,
        "PLANNED_COUNT": float(planned.sum()), "PLANNED_M2": float(result.task.area[planned].sum()) / 100,
        "COST_CNY": None if cost is None else float(cost[planned].sum()) / 100, "PROVEN": float(result.plan.proven),
    }


def summary_columns(result: ReserveResult) -> dict[str, Column]:
    """Return one row for each year, then one for what is left for later."""
    task, cost, steps = result.task, _costs(result), [*range(1, YEARS + 1), LATER]
    chosen = [result.plan.year == step for step in steps]

    def limit(limits: tuple[int, ...] | None, step: int) -> float | None:
        return None if limits is None or step == LATER else limits[step - 1] / 100

    return {
        "plan_step": [STEPS[step] for step in steps],
        "plan_year": [None if step == LATER else result.first_year + step - 1 for step in steps],
        "parcels": [int(rows.sum()) for rows in chosen],
        "area_m2": [float(task.area[rows].sum()) / 100 for rows in chosen],
        "area_limit_m2": [limit(task.areas, step) for step in steps],
        "cost_cny": [None if cost is None else float(cost[rows].sum()) / 100 for rows in chosen],
        "budget_cny": [limit(task.budgets, step) for step in steps],
    }


def _costs(result: ReserveResult) -> Ints | None:
    """Return what each parcel costs in hundredths of a yuan, None where no cost was given: that is not nothing."""
    return result.task.cost if result.costed else None


def _plan_columns(result: ReserveResult) -> dict[str, Column]:
    survey, land, years, cost = result.survey, result.land, result.plan.year.tolist(), _costs(result)
    return {
        "rank": np.arange(len(land), dtype=np.int64) + 1,
        "parcel_id": survey.parcels[land], "unit_code": survey.county[land],
        "DLBM": survey.codes[survey.code_of[land]], "QSXZ": result.tenure,
        "area_m2": result.task.area / 100, "score": np.round(result.score, 6),
        "cost_cny": [None] * len(land) if cost is None else cost / 100,
        "plan_year": [None if year == LATER else result.first_year + year - 1 for year in years],
        "plan_step": [STEPS[year] for year in years], "source_fid": survey.table.fids[land],
    }
