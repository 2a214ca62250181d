"""What an earlier check of a layer found, to be kept where one rule alone is checked again."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
from qgis.core import QgsGeometry, QgsWkbTypes

from ...engine.findings_layer import FIELDS
from ...engine.reading import read_features
from ...rules.findings import Finding, finding_id

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ...engine.layer_features import LayerFeatures
    from ...engine.raw_rows import RawRows
    from ...rules.progress import Progress

_NAMES = [name for name, _ in FIELDS]
_COUNTS = ["rule_id", "count", "area_m2"]
_MORE = "findings.more"
ALONE, AGAIN, UNCHECKED = "check.rule_alone", "check.rule_again", "check.rule_not_checked"
"""What is told of a check for one rule."""
_FIDS = {"source_fid", "other_fid"}


@dataclass(frozen=True)
class Earlier:
    """Findings, and by rule how often it was broken and on how many m² where that is known."""

    findings: Sequence[Finding]
    counts: Mapping[str, int]
    area_m2: Mapping[str, float]


def rule_place(rule: str) -> str:
    """Return what tells apart what is told of checks for one rule."""
    return f"rule {rule}"


def is_earlier(features: LayerFeatures) -> bool:
    """Tell whether a layer is one of a check's results: findings, finding points, faults by rule."""
    names = set(features.fields.names())
    return set(_NAMES) <= names or {*_COUNTS, "example"} <= names


def read_earlier(layers: Sequence[LayerFeatures], rule: str, role: str, progress: Progress) -> Earlier:
    """Return what results of an earlier check tell of all rules but one; role: of the layer, as its findings have it.

    A finding that stands in several of them is one. Raises PlannerError where a file is damaged.
    """
    found: dict[str, Finding] = {}
    counts: dict[str, int] = {}
    area_m2: dict[str, float] = {}
    # under these ids stand that there are more faults than are listed, and that the rule could not be checked
    gone = {finding_id(_MORE, "", "", f"{role} {rule}"), finding_id(UNCHECKED, "", "", rule_place(rule))}
    for features in layers:
        if set(_NAMES) <= set(features.fields.names()):
            for item in _findings(read_features(features, _NAMES, progress)):
                if item.rule_id not in {rule, ALONE} and item.finding_id not in gone:
                    found[item.finding_id] = _together(item, found.get(item.finding_id))
        else:
            rows = read_features(features, _COUNTS, progress).columns
            for name, count, area in zip(*(rows[column].tolist() for column in _COUNTS)):
                if name not in {rule, ALONE}:
                    counts[name] = int(count)
                    if not np.isnan(area):
                        area_m2[name] = area
    return Earlier(list(found.values()), counts, area_m2)


def _findings(rows: RawRows) -> list[Finding]:
    return [Finding(**{name: _value(name, column[place]) for name, column in rows.columns.items()},
                    **_shape(rows.wkb[place])) for place in range(len(rows.fids))]


def _value(name: str, value: Any) -> Any:
    if isinstance(value, (float, np.floating)):
        return None if np.isnan(value) else int(value) if name in _FIDS else float(value)
    return value if value is not None or name in _FIDS else date.min if name == "rule_date" else ""


def _shape(wkb: bytes) -> dict[str, Any]:
    shape = QgsGeometry()
    if wkb:
        shape.fromWkb(wkb)
    if shape.isNull() or shape.isEmpty():
        return {}
    if shape.type() == QgsWkbTypes.GeometryType.PointGeometry:
        first = shape.vertexAt(0)
        return {"point": (first.x(), first.y())}
    return {"wkb": wkb}


def _together(one: Finding, other: Finding | None) -> Finding:
    """Return a finding with its place, which only one of the layers has."""
    return other if other is not None and (other.wkb or other.point is not None) else one
