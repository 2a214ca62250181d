"""Findings as layers: polygons for what has an area, points for what has a place only."""
from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsFeatureSink, QgsFields, QgsGeometry, QgsPointXY

from ..rules.findings import in_order
from ..rules.progress import NoProgress
from .writing import make_fields, write_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..rules.findings import Finding
    from ..rules.progress import Progress

# Name and kind of every field; the names are those of rules.findings.Finding.
FIELDS = (
    ("finding_id", "text"), ("rule_id", "text"), ("rule_status", "text"), ("severity", "text"), ("subject_id", "text"),
    ("subject_name", "text"), ("other_id", "text"), ("role", "text"), ("area_m2", "real"), ("share", "real"),
    ("clause", "text"), ("rule_date", "date"), ("message", "text"), ("remedy", "text"), ("source_fid", "integer"),
    ("other_fid", "integer"),
)


def findings_fields() -> QgsFields:
    """Return the fields that FINDINGS and FINDING_POINTS share."""
    return make_fields(FIELDS)


def write_findings(sink: QgsFeatureSink, findings: Sequence[Finding], progress: Progress | None = None) -> int:
    """Write all findings to a MultiPolygon sink, in the order of ``rules.findings.in_order``; return their number.

    A finding without an area keeps a null geometry. Raises OSError when the sink refuses.
    """
    ordered = in_order(findings)
    return _write(sink, ordered, [finding.wkb for finding in ordered], progress or NoProgress())


def write_finding_points(sink: QgsFeatureSink, findings: Sequence[Finding], progress: Progress | None = None) -> int:
    """Write the findings that have a point to a Point sink, in the same order; return their number.

    Raises OSError when the sink refuses.
    """
    placed = [finding for finding in in_order(findings) if finding.point is not None]
    return _write(sink, placed, [_point(finding) for finding in placed], progress or NoProgress())


def _write(sink: QgsFeatureSink, findings: Sequence[Finding], wkbs: Sequence[bytes], progress: Progress) -> int:
    columns = {name: [getattr(finding, name) for finding in findings] for name, _ in FIELDS}
    return write_rows(sink, findings_fields(), columns, progress, wkbs)


def _point(finding: Finding) -> bytes:
    return bytes(QgsGeometry.fromPointXY(QgsPointXY(*finding.point)).asWkb()) if finding.point else b""
