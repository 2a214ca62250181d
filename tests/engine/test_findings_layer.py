"""Findings written to layers and read back."""
from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from qgis.core import QgsFeatureSink, QgsGeometry, QgsVectorLayer
from qgis.PyQt.QtCore import QDate

from kf_resources_plugin.compat import is_null
from kf_resources_plugin.engine.findings_layer import (
    findings_fields,
    write_finding_points,
    write_findings,
)
from kf_resources_plugin.rules.findings import Finding
from kf_resources_plugin.rules.progress import Canceled

SQUARE = QgsGeometry.fromWkt("Polygon((0 0, 1 0, 1 1, 0 1, 0 0))")
FOUND = Finding(
    finding_id="0123456789abcdef", rule_id="land.overlap", rule_status="house", severity="warning", subject_id="1",
    subject_name="图斑", other_id="2", role="land", area_m2=1.25, share=0.5, clause="条款", rule_date=date(2025, 9, 1),
    message="重叠", remedy="改正", source_fid=7, other_fid=8, wkb=bytes(SQUARE.asWkb()), point=None,
)
BARE = replace(FOUND, finding_id="f", severity="error", area_m2=None, share=None, source_fid=None, other_fid=None,
               wkb=b"", point=(2.0, 3.0))


def layer(kind: str) -> QgsVectorLayer:
    made = QgsVectorLayer(f"{kind}?crs=EPSG:4526", "findings", "memory")
    made.dataProvider().addAttributes(list(findings_fields()))
    made.updateFields()
    return made


def test_fields_are_those_of_a_finding() -> None:
    names = findings_fields().names()
    assert names == list(Finding.__dataclass_fields__)[:len(names)]
    assert set(Finding.__dataclass_fields__) - set(names) == {"wkb", "point"}


def test_polygons_are_written_in_order_with_null_where_there_is_nothing(qgis_app: Any) -> None:
    target = layer("MultiPolygon")
    assert write_findings(target.dataProvider(), [FOUND, BARE]) == 2
    first, second = target.getFeatures()
    assert (first["severity"], second["severity"]) == ("error", "warning")
    assert first.geometry().isNull()
    assert all(is_null(first[name]) for name in ("area_m2", "share", "source_fid", "other_fid"))
    assert second.geometry().asWkt(0) == "MultiPolygon (((0 0, 1 0, 1 1, 0 1, 0 0)))"
    assert (second["area_m2"], second["source_fid"], second["message"]) == (1.25, 7, "重叠")
    assert second["rule_date"] == QDate(2025, 9, 1)


def test_points_are_written_for_findings_with_a_place_only(qgis_app: Any) -> None:
    target = layer("Point")
    assert write_finding_points(target.dataProvider(), [FOUND, BARE]) == 1
    (feature,) = target.getFeatures()
    assert feature.geometry().asWkt(0) == "Point (2 3)"
    assert feature["finding_id"] == "f"


def test_nothing_to_write(qgis_app: Any) -> None:
    assert write_findings(layer("MultiPolygon").dataProvider(), []) == 0


class Full(QgsFeatureSink):
    """A sink that refuses, as a full disk does."""

    def addFeatures(self, features: Any, flags: Any = None) -> bool:  # noqa: N802 (QGIS's name)
        return False

    def lastError(self) -> str:  # noqa: N802 (QGIS's name)
        return "disk full"


def test_a_refusing_sink_is_an_error(qgis_app: Any) -> None:
    with pytest.raises(OSError, match="disk full"):
        write_findings(Full(), [FOUND])


def test_writing_can_be_cancelled(qgis_app: Any) -> None:
    class Cancelling:
        def set(self, share: float) -> None: ...

        def check(self) -> None:
            raise Canceled

        def part(self, start: float, end: float) -> Cancelling:
            return self

    target = layer("MultiPolygon")
    with pytest.raises(Canceled):
        write_findings(target.dataProvider(), [FOUND], Cancelling())
    assert target.featureCount() == 0
