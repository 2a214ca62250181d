"""The outputs of a trial: verdicts, allocations, what is left, the account, findings, and numbers."""
from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsCoordinateReferenceSystem

from ...engine.writing import make_fields
from ...rules.farmland_balance import CAPACITY, INDICATORS, PADDY, QUANTITY
from .balance_findings import unit_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ...engine.writing import Column
    from ...rules.farmland_balance import Verdict
    from ...rules.progress import Progress
    from ..sinks import Outputs
    from .balance_job import BalanceResult

VERDICT_FIELDS = (
    ("project_id", "text"), ("project_name", "text"), ("unit_codes", "text"), ("demand_date", "date"),
    ("mode", "text"), ("passed", "integer"), ("quantity_m2", "real"), ("paddy_m2", "real"), ("capacity_kg", "real"),
    ("quantity_short_m2", "real"), ("paddy_short_m2", "real"), ("capacity_short_kg", "real"),
    ("replenished_first", "integer"), ("grade_kept", "integer"), ("reasons", "text"),
)
ALLOCATION_FIELDS = (
    ("project_id", "text"), ("unit_code", "text"), ("entry_id", "text"), ("indicator", "text"), ("amount", "real"),
    ("measure", "text"),
)
RESERVE_FIELDS = (
    ("entry_id", "text"), ("unit_code", "text"), ("available_date", "date"), ("quantity_m2", "real"),
    ("paddy_m2", "real"), ("capacity_kg", "real"), ("mean_grade", "real"),
)
ACCOUNT_FIELDS = (
    ("unit_code", "text"), ("unit_name", "text"), ("indicator", "text"), ("measure", "text"),
    ("before_amount", "real"), ("demanded_amount", "real"), ("taken_amount", "real"), ("short_amount", "real"),
    ("given_amount", "real"), ("after_amount", "real"),
)
MEASURES = ("m2", "m2", "kg")


def write_outputs(result: BalanceResult, outputs: Outputs, progress: Progress) -> None:
    """Write the tables that were asked for."""
    nowhere = QgsCoordinateReferenceSystem()
    outputs.layer("VERDICT", make_fields(VERDICT_FIELDS), _verdict_columns(result), progress.part(0.0, 0.2))
    outputs.layer("ALLOCATIONS", make_fields(ALLOCATION_FIELDS), _allocation_columns(result), progress.part(0.2, 0.4))
    outputs.layer("RESERVE_AFTER", make_fields(RESERVE_FIELDS), _reserve_columns(result), progress.part(0.4, 0.6))
    outputs.layer("ACCOUNT", make_fields(ACCOUNT_FIELDS), _account_columns(result), progress.part(0.6, 0.7))
    outputs.findings(result.findings, nowhere, progress.part(0.7, 0.8))


def figures(result: BalanceResult) -> dict[str, float | None]:
    """Return the number outputs; a shortage that is unknown is None, never 0."""
    verdicts = result.trial.verdicts
    return {
        "PASSED": sum(verdict.passed for verdict in verdicts),
        "FAILED": sum(not verdict.passed for verdict in verdicts),
        "QUANTITY_SHORT_M2": _total(verdict.short[QUANTITY] for verdict in verdicts),
        "PADDY_SHORT_M2": _total(verdict.short[PADDY] for verdict in verdicts),
        "CAPACITY_SHORT_KG": _total(verdict.short[CAPACITY] for verdict in verdicts),
    }


def _total(amounts: Iterable[int | None]) -> float | None:
    known = list(amounts)
    return None if None in known else sum(amount for amount in known if amount is not None) / 100


def _wanted(result: BalanceResult, verdict: Verdict, indicator: int) -> float | None:
    """Return what a project demands of an indicator in all its counties, m² or kg; None where it is unknown."""
    return _total(demand.amounts[indicator] for demand in result.demands[verdict.project_id])


def _reasons(result: BalanceResult) -> dict[str, str]:
    """Return by project why it failed, or why it takes nothing, in the planner's words."""
    told: dict[str, list[str]] = {}
    for item in result.findings:
        if item.role == "demand":
            told.setdefault(item.subject_id, []).append(item.message)
    return {project: " ".join(messages) for project, messages in told.items()}


def _verdict_columns(result: BalanceResult) -> dict[str, Column]:
    """Return the columns of VERDICT in the order of judgement."""
    verdicts = result.trial.verdicts
    reasons = _reasons(result)
    return {
        "project_id": [verdict.project_id for verdict in verdicts],
        "project_name": [result.names[verdict.project_id] for verdict in verdicts],
        "unit_codes": [",".join(sorted({row.unit_code for row in result.demands[verdict.project_id]}))
                       for verdict in verdicts],
        "demand_date": [min(row.day for row in result.demands[verdict.project_id]) for verdict in verdicts],
        "mode": [verdict.terms.mode for verdict in verdicts],
        "passed": [int(verdict.passed) for verdict in verdicts],
        **{name: [_wanted(result, verdict, indicator) for verdict in verdicts]
           for indicator, name in enumerate(("quantity_m2", "paddy_m2", "capacity_kg"))},
        **{name: [_total([verdict.short[indicator]]) for verdict in verdicts]
           for indicator, name in enumerate(("quantity_short_m2", "paddy_short_m2", "capacity_short_kg"))},
        "replenished_first": [int(verdict.replenished_first) for verdict in verdicts],
        "grade_kept": [None if verdict.grade_kept is None else int(verdict.grade_kept) for verdict in verdicts],
        "reasons": [reasons.get(verdict.project_id, "") for verdict in verdicts],
    }


def _allocation_columns(result: BalanceResult) -> dict[str, Column]:
    taken = result.trial.allocations
    return {
        "project_id": [item.project_id for item in taken],
        "unit_code": [item.unit_code for item in taken],
        "entry_id": [item.entry_id for item in taken],
        "indicator": [INDICATORS[item.indicator] for item in taken],
        "amount": [item.amount / 100 for item in taken],
        "measure": [MEASURES[item.indicator] for item in taken],
    }


def _reserve_columns(result: BalanceResult) -> dict[str, Column]:
    left = result.trial.remaining
    return {
        "entry_id": [entry.entry_id for entry in left],
        "unit_code": [entry.unit_code for entry in left],
        "available_date": [entry.available for entry in left],
        **{name: [entry.amounts[indicator] / 100 for entry in left]
           for indicator, name in enumerate(("quantity_m2", "paddy_m2", "capacity_kg"))},
        "mean_grade": [entry.mean_grade for entry in left],
    }


def _account_columns(result: BalanceResult) -> dict[str, Column]:
    rows = result.account
    return {
        "unit_code": [row.unit_code for row in rows],
        "unit_name": [unit_text(row.unit_code) for row in rows],
        "indicator": [INDICATORS[row.indicator] for row in rows],
        "measure": [MEASURES[row.indicator] for row in rows],
        **{f"{name}_amount": [getattr(row, name) / 100 for row in rows]
           for name in ("before", "demanded", "taken", "short", "given", "after")},
    }
