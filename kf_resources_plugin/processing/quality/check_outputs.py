"""The outputs of kf:checkland: findings, how often each rule is broken, the corrected copy, and numbers."""
from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from qgis.core import QgsWkbTypes

from ...engine.roles import LINE, POINT, POLYGON
from ...engine.writing import make_fields

if TYPE_CHECKING:
    from ...engine.writing import Column
    from ...rules.progress import Progress
    from ..sinks import Outputs
    from .check_job import CheckResult

SUMMARY_FIELDS = (
    ("rule_id", "text"), ("severity", "text"), ("count", "integer"), ("area_m2", "real"), ("example", "text"),
    ("rule_title", "text"),
)
_TYPES = {POLYGON: QgsWkbTypes.Type.MultiPolygon, LINE: QgsWkbTypes.Type.MultiLineString,
          POINT: QgsWkbTypes.Type.MultiPoint}
_ERROR, _WARNING = "error", "warning"


def write_outputs(result: CheckResult, outputs: Outputs, progress: Progress) -> None:
    """Write the layers and tables that were asked for."""
    table = result.layer.table
    outputs.findings(result.findings, table.crs, progress.part(0.0, 0.5))
    outputs.layer("SUMMARY", make_fields(SUMMARY_FIELDS), _summary(result), progress.part(0.5, 0.6))
    if result.corrected is not None:
        kind = _TYPES.get(result.layer.kind)
        outputs.layer("CORRECTED", result.fields, result.corrected.columns, progress.part(0.6, 0.95), table.crs,
                      None if kind is None else result.corrected.table.wkb, kind or QgsWkbTypes.Type.NoGeometry)


def summary_rows(result: CheckResult) -> list[tuple[str, str, int, float | None, str]]:
    """Return (rule, severity, count, area in m², the message of its first finding) of every rule that is broken.

    Rules are in the order of the findings: errors first.
    """
    faults = result.faults
    first = {item.rule_id: item for item in reversed(result.findings)}
    counts = {**Counter(item.rule_id for item in result.findings), **faults.counts}
    rules = dict.fromkeys(item.rule_id for item in result.findings if item.rule_id != "findings.more")
    return [(rule, first[rule].severity, counts[rule], faults.area_m2.get(rule), first[rule].message)
            for rule in rules]


def figures(result: CheckResult) -> dict[str, float | None]:
    """Return the number outputs."""
    rows = summary_rows(result)
    area = result.faults.area_m2
    return {
        "FEATURES_COUNT": float(len(result.layer.table)),
        "ERRORS_COUNT": float(sum(row[2] for row in rows if row[1] == _ERROR)),
        "WARNINGS_COUNT": float(sum(row[2] for row in rows if row[1] == _WARNING)),
        "OVERLAP_M2": round(area.get("check.overlap", 0.0) + area.get("check.duplicate", 0.0), 2),
        "GAP_M2": round(area.get("check.gap", 0.0), 2),
        "CORRECTED_FAULTS_COUNT": None if result.corrected is None else float(result.corrected.left),
    }


def _summary(result: CheckResult) -> dict[str, Column]:
    rules, severities, counts, areas, examples = zip(*summary_rows(result)) if result.findings else ((),) * 5
    return {"rule_id": rules, "severity": severities, "count": counts, "example": examples,
            "area_m2": [None if area is None else round(area, 2) for area in areas],
            "rule_title": [result.book.title(rule) for rule in rules]}
