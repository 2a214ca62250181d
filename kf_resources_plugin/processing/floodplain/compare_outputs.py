"""The outputs of kf:floodplaincompare: what changed, the matrix of zones, areas by zone and scenario, and numbers."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ...engine.writing import make_fields
from ...engine.zone_comparison import ABSENT
from ...rules.floodplain_zoning import NOWHERE, ZONES
from ...rules.units import convert
from .zoning_reasons import zone_code

if TYPE_CHECKING:
    from ...engine.writing import Column
    from ...rules.progress import Progress
    from ..sinks import Outputs
    from .compare_job import CompareResult

CHANGED_FIELDS = (
    ("unit_a", "text"), ("unit_b", "text"), ("zone_a", "text"), ("zone_b", "text"), ("area_m2", "real"),
    ("reason_a", "text"), ("reason_b", "text"),
)
MATRIX_FIELDS = (
    ("zone_a", "text"), ("zone_b", "text"), ("land", "text"), ("area_m2", "real"), ("area_ha", "real"),
    ("area_mu", "real"),
)
SUMMARY_FIELDS = (
    ("zone", "text"), ("area_a_m2", "real"), ("area_b_m2", "real"), ("gained_m2", "real"), ("lost_m2", "real"),
    ("only_a_m2", "real"), ("only_b_m2", "real"), ("change_m2", "real"), ("change_ha", "real"), ("change_mu", "real"),
)
BOTH, ONLY_A, ONLY_B = "both", "a", "b"
"""What ``land`` says: which scenario has it."""


def write_outputs(result: CompareResult, outputs: Outputs, progress: Progress) -> None:
    """Write the layers and tables that were asked for."""
    crs = result.first.table.crs
    if outputs.wants("CHANGED"):
        rows = _changed_rows(result)
        outputs.layer("CHANGED", make_fields(CHANGED_FIELDS), _changed_columns(result, rows), progress.part(0.0, 0.7),
                      crs, result.parts.wkb[rows])
    outputs.layer("MATRIX", make_fields(MATRIX_FIELDS), matrix_columns(result), progress.part(0.7, 0.8))
    outputs.layer("SUMMARY", make_fields(SUMMARY_FIELDS), summary_columns(result), progress.part(0.8, 0.85))
    outputs.findings(result.findings, crs, progress.part(0.85, 0.95))


def figures(result: CompareResult) -> dict[str, float | None]:
    """Return the number outputs; the share of changed land is None where the scenarios have none in common."""
    parts = result.parts
    common, changed = int(parts.area[parts.common].sum()), int(parts.area[parts.changed].sum())
    return {
        "CHANGED_COUNT": float(parts.changed.sum()),
        "CHANGED_M2": changed / 100,
        "COMMON_M2": common / 100,
        "CHANGED_SHARE": changed / common if common else None,
        "ONLY_A_M2": float(parts.area[parts.zone_b == ABSENT].sum()) / 100,
        "ONLY_B_M2": float(parts.area[parts.zone_a == ABSENT].sum()) / 100,
        "RESIDUAL_A_M2": round(abs(parts.residual[0]), 6),
        "RESIDUAL_B_M2": round(abs(parts.residual[1]), 6),
    }


def _changed_rows(result: CompareResult) -> np.ndarray:
    """Return the parts that changed by ids and shape: no order of rows decides."""
    parts, first, second = result.parts, result.first.ids, result.second.ids
    rows = np.flatnonzero(parts.changed).tolist()
    return np.array(sorted(rows, key=lambda row: (first[parts.row_a[row]], second[parts.row_b[row]], parts.wkb[row])),
                    dtype=np.int64)


def _changed_columns(result: CompareResult, rows: np.ndarray) -> dict[str, Column]:
    parts = result.parts
    row_a, row_b = parts.row_a[rows], parts.row_b[rows]
    return {
        "unit_a": result.first.ids[row_a], "unit_b": result.second.ids[row_b],
        "zone_a": [zone_code(zone) for zone in parts.zone_a[rows].tolist()],
        "zone_b": [zone_code(zone) for zone in parts.zone_b[rows].tolist()],
        "area_m2": parts.area[rows] / 100,
        "reason_a": [text or None for text in result.first.reasons[row_a].tolist()],
        "reason_b": [text or None for text in result.second.reasons[row_b].tolist()],
    }


def matrix(result: CompareResult) -> np.ndarray:
    """Return hundredths of m² by zone of either scenario, int64 (6, 6): ``ZONES``, not zoned, no land."""
    cells = np.zeros((len(ZONES) + 2, len(ZONES) + 2), dtype=np.int64)
    # −1 and −2 are the last two, in the reverse order
    np.add.at(cells, (result.parts.zone_a, result.parts.zone_b), result.parts.area)
    order = [*range(len(ZONES)), NOWHERE, ABSENT]
    return cells[np.ix_(order, order)]


def matrix_columns(result: CompareResult) -> dict[str, Column]:
    """Return one row for each pair of zones that occurs, unchanged ones too."""
    columns: dict[str, list[Any]] = {name: [] for name, _ in MATRIX_FIELDS}
    cells, none = matrix(result), len(ZONES) + 1
    codes = [*ZONES, None, None]
    for first, second in np.argwhere(cells > 0).tolist():
        square = int(cells[first, second]) / 100
        land = ONLY_B if first == none else ONLY_A if second == none else BOTH
        values = (codes[first], codes[second], land, square, round(convert(square, "ha"), 6),
                  round(convert(square, "mu"), 4))
        for column, value in zip(columns.values(), values):
            column.append(value)
    return dict(columns)


def summary_columns(result: CompareResult) -> dict[str, Column]:
    """Return one row for each zone: its area in either scenario = what stayed, gained or lost, and what one has."""
    columns: dict[str, list[Any]] = {name: [] for name, _ in SUMMARY_FIELDS}
    cells = matrix(result)
    for place in range(len(ZONES) + 1):
        before, after = int(cells[place].sum()), int(cells[:, place].sum())
        if place == len(ZONES) and not before + after:
            continue
        only_a, only_b, stayed = int(cells[place, -1]), int(cells[-1, place]), int(cells[place, place])
        change = (after - before) / 100
        values = ([*ZONES, None][place], before / 100, after / 100, (after - only_b - stayed) / 100,
                  (before - only_a - stayed) / 100, only_a / 100, only_b / 100, change,
                  round(convert(change, "ha"), 6), round(convert(change, "mu"), 4))
        for column, value in zip(columns.values(), values):
            column.append(value)
    return dict(columns)
