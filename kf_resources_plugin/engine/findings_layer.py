"""Findings as layers: polygons for what has an area, points for what has a place only."""
from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from qgis.core import QgsFeature, QgsFeatureSink, QgsFields, QgsGeometry, QgsPointXY
from qgis.PyQt.QtCore import QDate

from ..compat import make_field
from ..rules.findings import in_order
from ..rules.progress import NoProgress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ..rules.findings import Finding
    from ..rules.progress import Progress

# Name and kind of every field; the names are those of rules.findings.Finding.
FIELDS = (
    ("finding_id", "text"), ("rule_id", "text"), ("rule_status", "text"), ("severity", "text"), ("subject_id", "text"),
    ("subject_name", "text"), ("other_id", "text"), ("role", "text"), ("area_m2", "real"), ("share", "real"),
    ("clause", "text"), ("rule_date", "date"), ("message", "text"), ("remedy", "text"), ("source_fid", "integer"),
    ("other_fid", "integer"),
)

_BATCH = 2_000


def findings_fields() -> QgsFields:
    """Return the fields that FINDINGS and FINDING_POINTS share."""
    fields = QgsFields()
    for name, kind in FIELDS:
        fields.append(make_field(name, kind))
    return fields


def write_findings(sink: QgsFeatureSink, findings: Sequence[Finding], progress: Progress | None = None) -> int:
    """Write all findings to a MultiPolygon sink, in the order of ``rules.findings.in_order``; return their number.

    A finding without an area keeps a null geometry. Raises OSError when the sink refuses.
    """
    return _write(sink, in_order(findings), _polygon, progress or NoProgress())


def write_finding_points(sink: QgsFeatureSink, findings: Sequence[Finding], progress: Progress | None = None) -> int:
    """Write the findings that have a point to a Point sink, in the same order; return their number.

    Raises OSError when the sink refuses.
    """
    placed = [finding for finding in in_order(findings) if finding.point is not None]
    return _write(sink, placed, _point, progress or NoProgress())


def _write(
    sink: QgsFeatureSink, findings: Sequence[Finding], geometry: Callable[[Finding], QgsGeometry], progress: Progress
) -> int:
    fields = findings_fields()
    for start in range(0, len(findings), _BATCH):
        progress.check()
        batch = list(_features(findings[start:start + _BATCH], fields, geometry))
        if not sink.addFeatures(batch, QgsFeatureSink.Flag.FastInsert):
            raise OSError(sink.lastError())
        progress.set((start + len(batch)) / len(findings))
    return len(findings)


def _features(
    findings: Iterable[Finding], fields: QgsFields, geometry: Callable[[Finding], QgsGeometry]
) -> Iterable[QgsFeature]:
    for finding in findings:
        feature = QgsFeature(fields)
        feature.setAttributes([_plain(getattr(finding, name)) for name, _ in FIELDS])
        feature.setGeometry(geometry(finding))
        yield feature


def _plain(value: Any) -> Any:
    return QDate(value.year, value.month, value.day) if isinstance(value, date) else value


def _polygon(finding: Finding) -> QgsGeometry:
    shape = QgsGeometry()
    if finding.wkb:
        shape.fromWkb(finding.wkb)
        shape.convertToMultiType()
    return shape


def _point(finding: Finding) -> QgsGeometry:
    if finding.point is None:
        return QgsGeometry()
    return QgsGeometry.fromPointXY(QgsPointXY(*finding.point))
