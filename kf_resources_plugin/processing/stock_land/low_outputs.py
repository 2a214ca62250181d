"""The outputs of kf:lowefficiencyland: parcels with their flags, the evidence, sums by county and flag, numbers."""
from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np

from ...engine.admin_units import numbered
from ...engine.writing import make_fields
from ...rules.low_efficiency import CLEAR, FLAGGED, FLAGS, LOW, NOT_LOW, SMALL, STATES, UNDETERMINED, UNKNOWN
from .low_words import Evidence, needs

if TYPE_CHECKING:
    from ...engine.admin_units import Unit
    from ...engine.writing import Column
    from ...rules.areas import Bools
    from ...rules.progress import Progress
    from ..sinks import Outputs
    from .low_job import LowResult

LOW_FIELDS = (
    ("parcel_id", "text"), ("name", "text"), ("kind", "text"), ("unit_code", "text"), ("unit_name", "text"),
    ("area_m2", "real"), ("result", "text"), ("score", "real"), ("flags", "text"), ("flags_count", "integer"),
    ("judged_count", "integer"), *((flag, "text") for flag in FLAGS), ("reason", "text"), ("source_fid", "integer"),
)
FLAG_FIELDS = (
    ("parcel_id", "text"), ("unit_code", "text"), ("flag", "text"), ("criterion", "text"), ("state", "text"),
    ("value", "real"), ("threshold", "real"), ("found", "text"), ("source", "text"), ("rule_id", "text"),
    ("rule_status", "text"), ("reason", "text"), ("source_fid", "integer"),
)
SUMMARY_FIELDS = (
    ("unit_code", "text"), ("unit_name", "text"), ("flag", "text"), ("assessed", "integer"), ("flagged", "integer"),
    ("clear", "integer"), ("unknown", "integer"), ("flagged_m2", "real"),
)
ANY = "any"


def write_outputs(result: LowResult, outputs: Outputs, progress: Progress) -> None:
    """Write the layers and tables that were asked for; parcels without polygons are a table."""
    table = result.land.table
    crs, wkbs = (table.crs, table.wkb) if result.land.placed else (None, None)
    outputs.layer("LOW_LAND", make_fields(LOW_FIELDS), _low_columns(result), progress.part(0.0, 0.4), crs, wkbs)
    if outputs.wants("FLAGS"):
        outputs.layer("FLAGS", make_fields(FLAG_FIELDS), _flag_columns(result, progress), progress.part(0.4, 0.7))
    outputs.layer("SUMMARY", make_fields(SUMMARY_FIELDS), summary_columns(result), progress.part(0.7, 0.8))
    outputs.findings(result.findings, table.crs, progress.part(0.8, 0.95))


def figures(result: LowResult) -> dict[str, float | None]:
    """Return the number outputs."""
    counts, low = Counter(result.results), low_rows(result)
    raised = ((result.states == FLAGGED) & result.assessed[:, None]).sum(axis=0)
    return {
        "PARCELS_COUNT": float(len(result.results)), "LOW_COUNT": float(counts[LOW]),
        "LOW_M2": round(float(result.land.parcel_area[low].sum()), 2),
        "UNDETERMINED_COUNT": float(counts[UNDETERMINED]), "SMALL_COUNT": float(counts[SMALL]),
        **{f"{flag.upper()}_COUNT": float(count) for flag, count in zip(FLAGS, raised.tolist())},
    }


def low_rows(result: LowResult) -> Bools:
    """Tell which parcels are used with low efficiency, bool (parcels,)."""
    return np.array([word == LOW for word in result.results], dtype=bool)


def summary_columns(result: LowResult) -> dict[str, Column]:
    """Return one row for each unit and flag, then one for any flag, in the order of the codes."""
    columns: dict[str, list[Any]] = {name: [] for name, _ in SUMMARY_FIELDS}
    units, of_parcel = numbered(result.units)
    words = np.array(result.results, dtype=object)
    of_any = np.select([words == LOW, words == NOT_LOW], [FLAGGED, CLEAR], UNKNOWN)
    states = np.column_stack([result.states, of_any])
    for place, unit in enumerate(units):
        mine = (of_parcel == place) & result.assessed
        for flag, state in zip((*FLAGS, ANY), states.T):
            values = _sums(unit, flag, state[mine], result.land.parcel_area[mine])
            for column, value in zip(columns.values(), values):
                column.append(value)
    return dict(columns)


def _sums(unit: Unit, flag: str, state: np.ndarray, area: np.ndarray) -> tuple[Any, ...]:
    counts = [int((state == which).sum()) for which in (FLAGGED, CLEAR, UNKNOWN)]
    return unit.code, unit.name, flag, len(state), *counts, round(float(area[state == FLAGGED].sum()), 2)


def raised_flags(result: LowResult, row: int) -> list[str]:
    """Return the flags that are raised of a parcel."""
    return [flag for flag, state in zip(FLAGS, result.states[row].tolist()) if state == FLAGGED]


def _low_columns(result: LowResult) -> dict[str, Column]:
    land, evidence = result.land, Evidence(result.book.language)
    rows = range(len(result.results))
    shown = [result.assessed[row] for row in rows]
    flags = [raised_flags(result, row) if shown[row] else [] for row in rows]
    return {
        "parcel_id": land.owners, "name": result.names, "kind": result.kinds,
        "unit_code": [unit.code for unit in result.units], "unit_name": [unit.name for unit in result.units],
        "area_m2": np.round(land.parcel_area, 2), "result": result.results, "score": np.round(result.score, 6),
        "flags": [",".join(each) for each in flags], "flags_count": [len(each) for each in flags],
        "judged_count": np.where(result.assessed, (result.states != UNKNOWN).sum(axis=1), 0),
        **{flag: [STATES[state] if is_shown else None for state, is_shown in zip(column.tolist(), shown)]
           for flag, column in zip(FLAGS, result.states.T)},
        "reason": [evidence.raised(result.criteria, row) if flags[row] else "" for row in rows],
        "source_fid": land.table.fids,
    }


def _flag_columns(result: LowResult, progress: Progress) -> dict[str, Column]:
    """Return one row for each criterion that tells of a parcel, and one for each flag that nothing tells of."""
    columns: dict[str, list[Any]] = {name: [] for name, _ in FLAG_FIELDS}
    land, wanted, evidence = result.land, needs(), Evidence(result.book.language)
    statuses = {flag: result.book.row(f"low_efficiency.{flag}").status for flag in FLAGS}
    for row in np.flatnonzero(result.assessed).tolist():
        if row % 1000 == 0:
            progress.check()
        for flag in FLAGS:
            told = [each for each in result.criteria if each.flag == flag and each.state[row] != UNKNOWN]
            found = [(each.key, STATES[int(each.state[row])], _number(each.value[row]), _number(each.limit[row]),
                      each.found[row], each.source[row], evidence.of(each, row)) for each in told]
            for values in found or [("", STATES[UNKNOWN], None, None, "", "", wanted[flag])]:
                cells = (land.owners[row], result.units[row].code, flag, *values[:6], f"low_efficiency.{flag}",
                         statuses[flag], values[6], int(land.table.fids[row]))
                for column, value in zip(columns.values(), cells):
                    column.append(value)
    return dict(columns)


def _number(value: float) -> float | None:
    return None if np.isnan(value) else round(float(value), 6)
