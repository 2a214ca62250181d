"""Findings as layers: polygons for what has an area, points for what has a place only."""
from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsFields, QgsGeometry, QgsPointXY

from ..rules.findings import in_order
from .writing import make_fields

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..rules.findings import Finding
    from .writing import Column

    FindingRows = tuple[dict[str, Column], list[bytes]]

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


def finding_rows(findings: Sequence[Finding]) -> FindingRows:
    """Return all findings as columns and WKB, in the order of ``rules.findings.in_order``; b'' without an area."""
    ordered = in_order(findings)
    return _columns(ordered), [finding.wkb for finding in ordered]


def finding_point_rows(findings: Sequence[Finding]) -> FindingRows:
    """Return the findings that have a point as columns and WKB of it, in the same order."""
    placed = [finding for finding in in_order(findings) if finding.point is not None]
    return _columns(placed), [_point(finding) for finding in placed]


def _columns(findings: Sequence[Finding]) -> dict[str, Column]:
    return {name: [getattr(finding, name) for finding in findings] for name, _ in FIELDS}


def _point(finding: Finding) -> bytes:
    return bytes(QgsGeometry.fromPointXY(QgsPointXY(*finding.point)).asWkb()) if finding.point else b""
