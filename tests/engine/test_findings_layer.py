"""Findings written to layers and read back."""
from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from qgis.core import QgsGeometry, QgsVectorLayer
from qgis.PyQt.QtCore import QDate

from kf_resources_plugin.compat import is_null
from kf_resources_plugin.engine.findings_layer import finding_point_rows, finding_rows, findings_fields
from kf_resources_plugin.engine.writing import write_rows
from kf_resources_plugin.rules.findings import Finding
from kf_resources_plugin.rules.progress import NoProgress

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


def written(kind: str, columns: Any, wkbs: Any) -> QgsVectorLayer:
    """Return a layer with rows of findings in it."""
    made = layer(kind)
    write_rows(made.dataProvider(), findings_fields(), columns, NoProgress(), wkbs)
    return made


def test_fields_are_those_of_a_finding() -> None:
    names = findings_fields().names()
    assert names == list(Finding.__dataclass_fields__)[:len(names)]
    assert set(Finding.__dataclass_fields__) - set(names) == {"wkb", "point"}


def test_polygons_are_written_in_order_with_null_where_there_is_nothing(qgis_app: Any) -> None:
    first, second = written("MultiPolygon", *finding_rows([FOUND, BARE])).getFeatures()
    assert (first["severity"], second["severity"]) == ("error", "warning")
    assert first.geometry().isNull()
    assert all(is_null(first[name]) for name in ("area_m2", "share", "source_fid", "other_fid"))
    assert second.geometry().asWkt(0) == "MultiPolygon (((0 0, 1 0, 1 1, 0 1, 0 0)))"
    assert (second["area_m2"], second["source_fid"], second["message"]) == (1.25, 7, "重叠")
    assert second["rule_date"] == QDate(2025, 9, 1)


def test_points_are_written_for_findings_with_a_place_only(qgis_app: Any) -> None:
    (feature,) = written("Point", *finding_point_rows([FOUND, BARE])).getFeatures()
    assert feature.geometry().asWkt(0) == "Point (2 3)"
    assert feature["finding_id"] == "f"


def test_nothing_to_write(qgis_app: Any) -> None:
    assert written("MultiPolygon", *finding_rows([])).featureCount() == 0
    assert written("Point", *finding_point_rows([FOUND])).featureCount() == 0
