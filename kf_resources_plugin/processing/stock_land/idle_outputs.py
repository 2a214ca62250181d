"""The outputs of kf:idleland: every supply with its verdict, sums by county, and numbers."""
from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np

from ...engine.writing import make_fields
from ...rules.idle_land import IDLE, KINDS, NOT_STARTED, SUSPECTED, SUSPENDED, UNDETERMINED
from ...rules.units import convert

if TYPE_CHECKING:
    from ...engine.admin_units import Unit
    from ...engine.writing import Column
    from ...rules.progress import Progress
    from ..sinks import Outputs
    from .idle_job import IdleResult

IDLE_FIELDS = (
    ("parcel_id", "text"), ("XMMC", "text"), ("HTBH", "text"), ("TDYT", "text"), ("unit_code", "text"),
    ("unit_name", "text"), ("area_m2", "real"), ("kind", "text"), ("idle_since", "date"), ("idle_days", "integer"),
    ("developed_share", "real"), ("invested_share", "real"), ("government_cause", "integer"), ("fee_cny", "real"),
    ("fee_from", "date"), ("recovery_from", "date"), ("next_step", "text"), ("next_deadline", "date"),
    ("rule_id", "text"), ("clause", "text"), ("reason", "text"), ("source_fid", "integer"),
)
SUMMARY_FIELDS = (
    ("unit_code", "text"), ("unit_name", "text"), ("supplies", "integer"),
    *((f"{kind}_count", "integer") for kind in KINDS),
    ("supplied_ha", "real"), ("idle_ha", "real"), ("suspected_ha", "real"), ("fee_cny", "real"),
)


def write_outputs(result: IdleResult, outputs: Outputs, progress: Progress) -> None:
    """Write the layers and tables that were asked for; supplies without polygons are a table."""
    crs, wkbs = (result.table.crs, result.table.wkb) if result.placed else (None, None)
    outputs.layer("IDLE", make_fields(IDLE_FIELDS), _idle_columns(result), progress.part(0.0, 0.7), crs, wkbs)
    outputs.layer("SUMMARY", make_fields(SUMMARY_FIELDS), summary_columns(result), progress.part(0.7, 0.8))
    outputs.findings(result.findings, result.table.crs, progress.part(0.8, 0.95))


def figures(result: IdleResult) -> dict[str, float | None]:
    """Return the number outputs; the fee is that of all supplies whose fee is known."""
    counts = Counter(verdict.kind for verdict in result.verdicts)
    idle = np.array([verdict.kind in IDLE for verdict in result.verdicts], dtype=bool)
    return {
        "SUPPLIES_COUNT": float(len(result.verdicts)),
        "NOT_STARTED_COUNT": float(counts[NOT_STARTED]), "SUSPENDED_COUNT": float(counts[SUSPENDED]),
        "SUSPECTED_COUNT": float(counts[SUSPECTED]), "UNDETERMINED_COUNT": float(counts[UNDETERMINED]),
        "IDLE_M2": round(float(np.nansum(result.area_m2[idle])), 2),
        "FEE_CNY": round(sum(verdict.fee_cny or 0.0 for verdict in result.verdicts), 2),
    }


def summary_columns(result: IdleResult) -> dict[str, Column]:
    """Return one row for each unit, in the order of the codes."""
    columns: dict[str, list[Any]] = {name: [] for name, _ in SUMMARY_FIELDS}
    members: dict[Unit, list[int]] = {}
    for row, unit in enumerate(result.units):
        members.setdefault(unit, []).append(row)
    for unit, rows in sorted(members.items(), key=lambda member: (member[0].code, member[0].name)):
        verdicts, area = [result.verdicts[row] for row in rows], result.area_m2[rows]
        counts = Counter(verdict.kind for verdict in verdicts)
        kinds = np.array([verdict.kind for verdict in verdicts], dtype=object)
        values = (unit.code, unit.name, len(rows), *(counts[kind] for kind in KINDS),
                  _ha(area[[verdict.rule_id != "idle.supplied_later" for verdict in verdicts]]),
                  _ha(area[np.isin(kinds, list(IDLE))]), _ha(area[kinds == SUSPECTED]),
                  round(sum(verdict.fee_cny or 0.0 for verdict in verdicts), 2))
        for column, value in zip(columns.values(), values):
            column.append(value)
    return dict(columns)


def _ha(area: np.ndarray) -> float:
    return round(convert(float(np.nansum(area)), "ha"), 6)


def _idle_columns(result: IdleResult) -> dict[str, Column]:
    book, supplies, verdicts = result.book, result.supplies, result.verdicts
    given = ("kind", "idle_since", "idle_days", "fee_cny", "fee_from", "recovery_from", "next_step", "next_deadline",
             "rule_id", "reason")
    clauses = {rule: book.clause(rule) for rule in {verdict.rule_id for verdict in verdicts}}
    return {
        "parcel_id": [supply.parcel for supply in supplies],
        "XMMC": _or_null(result.texts["project"]), "HTBH": _or_null(result.texts["contract"]),
        "TDYT": _or_null(result.texts["use"]),
        "unit_code": [unit.code for unit in result.units], "unit_name": [unit.name for unit in result.units],
        "area_m2": np.round(result.area_m2, 2),
        **{name: [getattr(verdict, name) for verdict in verdicts] for name in given},
        "developed_share": [_rounded(supply.developed_share) for supply in supplies],
        "invested_share": [_rounded(supply.invested_share) for supply in supplies],
        "government_cause": [None if supply.government_cause is None else int(supply.government_cause)
                             for supply in supplies],
        "clause": [clauses[verdict.rule_id] for verdict in verdicts],
        "source_fid": result.table.fids,
    }


def _or_null(texts: list[str]) -> list[str | None]:
    return [text or None for text in texts]


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 6)
