"""Findings as layers: polygons for what has an area, points for what has a place only."""
from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from qgis.core import QgsFeature, QgsFeatureSink, QgsFields, QgsGeometry, QgsPointXY, QgsVectorLayer
from qgis.PyQt.QtCore import QDate

from ..compat import make_field
from ..i18n import tr
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


def field_aliases() -> dict[str, str]:
    """Return what the fields are called in the user's language."""
    return {
        "finding_id": tr("Finding"), "rule_id": tr("Rule"), "rule_status": tr("Kind of rule"),
        "severity": tr("Severity"), "subject_id": tr("Subject id"), "subject_name": tr("Subject"),
        "other_id": tr("Other feature"), "role": tr("Layer role"), "area_m2": tr("Area (m²)"),
        "share": tr("Share of the subject"), "clause": tr("Basis"), "rule_date": tr("Rules as of"),
        "message": tr("Message"), "remedy": tr("What to do"), "source_fid": tr("Feature number"),
        "other_fid": tr("Number of the other feature"),
    }


def set_aliases(layer: QgsVectorLayer) -> None:
    """Give the fields of a findings layer their names in the user's language, for tables and forms."""
    for name, alias in field_aliases().items():
        index = layer.fields().indexOf(name)
        if index >= 0:
            layer.setFieldAlias(index, alias)


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
