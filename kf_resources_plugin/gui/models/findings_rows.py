"""The findings of layers as rows, each with the place it came from."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qgis.core import QgsFeatureRequest
from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

from ...compat import is_null
from ...i18n import tr
from ...rules.findings import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qgis.core import QgsFeature, QgsVectorLayer

MOST_ROWS = 20_000
SEVERITY_TITLES = {
    "error": QT_TRANSLATE_NOOP("KfResources", "Error"),
    "warning": QT_TRANSLATE_NOOP("KfResources", "Warning"),
    "info": QT_TRANSLATE_NOOP("KfResources", "Information"),
}


@dataclass(frozen=True)
class FindingRow:
    """One finding and the feature that holds it; ``placed`` tells whether it has a place on the map."""

    finding_id: str
    rule_id: str
    layer_id: str
    fid: int
    placed: bool
    severity: str
    subject_id: str
    subject: str
    message: str
    remedy: str
    clause: str
    role: str
    area_m2: float | None
    source_fid: int | None


def finding_rows(layers: Iterable[QgsVectorLayer]) -> list[FindingRow]:
    """Return the findings of layers, errors first; of one that stands in several layers the one with a place.

    Not more than MOST_ROWS a layer: who has more works with the layer itself.
    """
    best: dict[str, FindingRow] = {}
    for layer in layers:
        request = QgsFeatureRequest().setLimit(MOST_ROWS)
        for feature in layer.getFeatures(request):
            row = _row(layer, feature)
            key = _text(feature, "finding_id") or f"{layer.id()} {feature.id()}"
            if key not in best or (row.placed and not best[key].placed):
                best[key] = row
    order = {severity: place for place, severity in enumerate(SEVERITIES)}
    return sorted(best.values(), key=lambda row: order.get(row.severity, len(order)))


def severity_title(severity: str) -> str:
    """Return a severity in the user's language."""
    return tr(SEVERITY_TITLES[severity]) if severity in SEVERITY_TITLES else severity


def _row(layer: QgsVectorLayer, feature: QgsFeature) -> FindingRow:
    subject_id, name = _text(feature, "subject_id"), _text(feature, "subject_name")
    area, source = _value(feature, "area_m2"), _value(feature, "source_fid")
    return FindingRow(
        finding_id=_text(feature, "finding_id"), rule_id=_text(feature, "rule_id"), layer_id=layer.id(),
        fid=feature.id(), placed=feature.hasGeometry() and not feature.geometry().isEmpty(),
        severity=_text(feature, "severity"), subject_id=subject_id, subject=name or subject_id,
        message=_text(feature, "message"), remedy=_text(feature, "remedy"), clause=_text(feature, "clause"),
        role=_text(feature, "role"), area_m2=None if area is None else float(area),
        source_fid=None if source is None else int(source))


def _value(feature: QgsFeature, name: str) -> Any:
    place = feature.fields().lookupField(name)
    value = feature[place] if place >= 0 else None
    return None if is_null(value) else value


def _text(feature: QgsFeature, name: str) -> str:
    value = _value(feature, name)
    return "" if value is None else str(value)
