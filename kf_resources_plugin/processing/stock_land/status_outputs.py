"""The outputs of kf:stocklandstatus: land by class, totals by county, batch, use and year, and numbers."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ...engine.writing import make_fields
from ...rules.stock_status import (
    CLASSES,
    NOT_EXPROPRIATED,
    NOT_SUPPLIED,
    Balance,
)
from .status_words import route_of

if TYPE_CHECKING:
    from ...engine.writing import Column
    from ...rules.areas import Ints
    from ...rules.progress import Progress
    from ..sinks import Outputs
    from .status_job import StatusResult
    from .status_rows import StatusRows

STATUS_FIELDS = (
    ("parcel_id", "text"), ("unit_code", "text"), ("unit_name", "text"), ("PCBH", "text"), ("TDYT", "text"),
    ("XMMC", "text"), ("year", "text"), ("class", "text"), ("area_m2", "real"), ("since", "date"),
    ("age_days", "integer"), ("actor", "text"), ("route", "text"), ("approved", "integer"), ("rule_id", "text"),
    ("reason", "text"),
)
_CLASS_AREAS = tuple((f"{kind}_m2", "real") for kind in CLASSES)
SUMMARY_FIELDS = (
    ("grouped_by", "text"), ("key", "text"), ("name", "text"), ("approved_total_m2", "real"), *_CLASS_AREAS,
    ("unsupplied_m2", "real"), ("approval_rate", "real"), ("supply_rate", "real"), ("use_rate", "real"),
)
GROUPS = ("total", "unit", "batch", "use", "year")


def write_outputs(result: StatusResult, outputs: Outputs, progress: Progress) -> None:
    """Write the layers and tables that were asked for; approvals without polygons give a table."""
    crs, wkbs = (result.crs, result.rows.wkb) if result.placed else (None, None)
    outputs.layer("STATUS", make_fields(STATUS_FIELDS), _status_columns(result), progress.part(0.0, 0.7), crs, wkbs)
    outputs.layer("SUMMARY", make_fields(SUMMARY_FIELDS), summary_columns(result), progress.part(0.7, 0.8))
    outputs.findings(result.findings, result.crs, progress.part(0.8, 0.95))


def figures(result: StatusResult) -> dict[str, float | None]:
    """Return the number outputs: totals by class and rates."""
    [balance] = _balances(result.rows, np.zeros(len(result.rows.kind), dtype=np.int64), 1)
    numbers: dict[str, float | None] = {"APPROVED_M2": balance.approved_total / 100}
    numbers.update({f"{kind.upper()}_M2": balance.all[kind] / 100 for kind in CLASSES})
    return {**numbers, "UNSUPPLIED_M2": _unsupplied(balance) / 100, "APPROVAL_RATE": _rounded(balance.approval_rate),
            "SUPPLY_RATE": _rounded(balance.supply_rate), "USE_RATE": _rounded(balance.use_rate)}


def _balances(rows: StatusRows, group: Ints, groups: int) -> list[Balance]:
    """Return the sums over the rows of each group; group: int64 (rows,) 0 … groups − 1."""
    def sums(chosen: Any) -> list[dict[str, int]]:
        totals = np.zeros((groups, len(CLASSES)), dtype=np.int64)
        np.add.at(totals, (group[chosen], rows.kind[chosen]), rows.area[chosen])
        return [dict(zip(CLASSES, row)) for row in totals.tolist()]

    return [Balance(*both) for both in zip(sums(slice(None)), sums(rows.approved))]


def groups_of(result: StatusResult) -> list[tuple[str, str, str, Balance]]:
    """Return (grouping, key, name, sums) of all land, and by county, batch, use and year, keys ascending."""
    texts = result.rows.texts
    keys = {"total": [("", "")] * len(result.units), "unit": [(unit.code, unit.name) for unit in result.units],
            **{group: [(text, text) for text in texts[group]] for group in GROUPS[2:]}}
    found = []
    for group in GROUPS:
        met = sorted(set(keys[group]))
        place = {key: number for number, key in enumerate(met)}
        balances = _balances(result.rows, np.array([place[key] for key in keys[group]], dtype=np.int64), len(met))
        found += [(group, *key, balance) for key, balance in zip(met, balances)]
    return found


def summary_columns(result: StatusResult) -> dict[str, Column]:
    """Return one row for each group."""
    columns: dict[str, list[Any]] = {name: [] for name, _ in SUMMARY_FIELDS}
    for group, key, name, balance in groups_of(result):
        values = (group, key, name, balance.approved_total / 100, *(balance.all[kind] / 100 for kind in CLASSES),
                  _unsupplied(balance) / 100, _rounded(balance.approval_rate), _rounded(balance.supply_rate),
                  _rounded(balance.use_rate))
        for column, value in zip(columns.values(), values):
            column.append(value)
    return dict(columns)


def _unsupplied(balance: Balance) -> int:
    """Return what is approved and not supplied (批而未供)."""
    return balance.all[NOT_EXPROPRIATED] + balance.all[NOT_SUPPLIED]


def _rounded(rate: float | None) -> float | None:
    return None if rate is None else round(rate, 6)


def _status_columns(result: StatusResult) -> dict[str, Column]:
    rows, book, today = result.rows, result.book, result.today
    kinds = rows.kind.tolist()
    ways = {which: route_of(*which, today, book) or None for which in set(zip(kinds, rows.since))}
    reasons = [book.message(f"stock.{kind}") for kind in CLASSES]
    actors = [str(book.threshold(f"stock.{kind}", "actor")) for kind in CLASSES]
    return {
        "parcel_id": rows.texts["parcel"], "unit_code": [unit.code for unit in result.units],
        "unit_name": [unit.name for unit in result.units],
        **{field: [text or None for text in rows.texts[key]] for field, key in (
            ("PCBH", "batch"), ("TDYT", "use"), ("XMMC", "project"), ("year", "year"))},
        "class": [CLASSES[kind] for kind in kinds], "area_m2": rows.area / 100,
        "since": rows.since, "age_days": [None if day is None else (today - day).days for day in rows.since],
        "actor": [actors[kind] or None for kind in kinds],
        "route": [ways[which] for which in zip(kinds, rows.since)],
        "approved": rows.approved.astype(np.int64), "rule_id": [f"stock.{CLASSES[kind]}" for kind in kinds],
        "reason": [reasons[kind] for kind in kinds],
    }
