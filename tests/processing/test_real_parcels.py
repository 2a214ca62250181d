"""The main job on real parcels of other origin (sources and licences: tests/data/README.md)."""
from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsGeometry,
    QgsProcessingException,
    QgsProject,
    QgsVectorLayer,
    QgsVectorLayerJoinInfo,
)

from tests.builders import layer_of, rows_of
from tests.processing.test_farmlandoccupation import rules, run
from tests.rules.geodesy import reference_area

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("kf_provider")


def geojson_area(geometry: dict[str, Any]) -> float:
    """Return the ellipsoidal area of a GeoJSON polygon by GeographicLib, edges straight in longitude and latitude."""
    parts = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return sum(reference_area([[tuple(p[:2]) for p in ring[:-1]] for ring in part], geographic=True, step=1e-5)
               for part in parts)


def test_japanese_fields_become_paddy_and_dry_land(repository: Path, tmp_path: Path) -> None:
    path = repository / "tests" / "data" / "field_samples" / "jp_field_polygons_2024_100.geojson"
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    table = tmp_path / "classes.json"
    table.write_text(json.dumps({"100": "0101", "200": "0103"}), encoding="utf-8")
    land = QgsVectorLayer(str(path), "筆ポリゴン", "ogr")
    extent = land.extent()
    extent.grow(0.001)
    projects = layer_of([(extent.asWktPolygon(), {"project_id": "ALL"})], {"project_id": "text"}, crs="EPSG:6668")
    result = run(PROJECTS=projects, LAND=land, LAND_CLASS_FIELD="land_type", CLASS_MAP=str(table))
    by_class: Counter[int] = Counter()
    for feature in features:
        by_class[feature["properties"]["land_type"]] += geojson_area(feature["geometry"])
    # as close as we promise: 0.05 m² per km²
    assert result["PADDY_M2"] == pytest.approx(by_class[100], abs=0.02 + by_class[100] * 5e-8)
    assert result["FARMLAND_M2"] == pytest.approx(by_class[100] + by_class[200], abs=0.5 + 5e-8 * 1e6)
    assert "land.class_mapped" in rules(result)


@pytest.fixture
def cambridge(repository: Path) -> Iterator[QgsVectorLayer]:
    """Return the cadastre, its use codes joined, both in the project as a user would have them."""
    folder = repository / "tests" / "data" / "cambridge_ma"
    parcels = QgsVectorLayer(str(folder / "parcels_fy2013.topojson"), "parcels", "ogr")
    codes = QgsVectorLayer(f"file://{folder / 'use_codes_fy2013.csv'}?detectTypes=no", "codes", "delimitedtext")
    assert parcels.featureCount() == 13_159
    assert codes.isValid()
    join = QgsVectorLayerJoinInfo()
    join.setJoinLayer(codes)
    join.setJoinFieldName("ML")
    join.setTargetFieldName("ML")
    join.setPrefix("tax_")
    join.setUsingMemoryCache(True)
    QgsProject.instance().addMapLayers([codes, parcels])
    assert parcels.addJoin(join)
    yield parcels
    parcels.removeJoin(codes.id())
    QgsProject.instance().removeAllMapLayers()


def test_cambridge_without_a_crs_is_refused_with_the_remedy(cambridge: QgsVectorLayer) -> None:
    cambridge.setCrs(QgsCoordinateReferenceSystem())
    projects = layer_of([("POLYGON((-71.11 42.37,-71.10 42.37,-71.10 42.38,-71.11 42.37))", {"project_id": "P"})],
                        {"project_id": "text"}, crs="EPSG:4326")
    with pytest.raises(QgsProcessingException, match=r"parcels.*Layer Properties"):
        run(PROJECTS=projects, LAND=cambridge, LAND_CLASS_FIELD="tax_UseCode")


def test_cambridge_with_a_crs_closes_in_spite_of_invalid_parcels(
        cambridge: QgsVectorLayer, repository: Path) -> None:
    cambridge.setCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
    ring = [(-71.125, 42.362), (-71.095, 42.362), (-71.095, 42.385), (-71.125, 42.385)]
    block = "POLYGON((" + ",".join(f"{x} {y}" for x, y in [*ring, ring[0]]) + "))"
    projects = layer_of([(block, {"project_id": "BLOCK"})], {"project_id": "text"}, crs="EPSG:4326")
    table = repository / "tests" / "data" / "cambridge_ma" / "use_code_to_dlbm.csv"
    result = run(PROJECTS=projects, LAND=cambridge, LAND_CLASS_FIELD="tax_UseCode", CLASS_MAP=str(table))
    area, outside = rows_of(result["SUMMARY"], "area_m2", "outside_m2")[0]
    # some parcels overlap: both are counted, and the residual says by how much
    assert result["RESIDUAL_M2"] > 1
    assert {"closure.residual", "land.overlap"} <= rules(result)
    drawn = reference_area([ring], geographic=True, step=1e-4)  # 6.3 km²
    assert area - result["RESIDUAL_M2"] == pytest.approx(drawn, abs=0.3)
    pieces = rows_of(result["PIECES"], "DLBM", "area_m2")
    inside = sum(row[1] for row in pieces)
    # streets are not parcels: a large part lies outside; pieces and outside make up the whole
    assert 0.1 < outside / area < 0.5
    assert inside + outside == pytest.approx(area, abs=0.005)
    # use code 0101 is a mixed single-family home there, not the survey's paddy: the class map says so
    assert result["FARMLAND_M2"] == 0
    assert {row[0] for row in pieces} >= {"0701", "05H1", "08H2"}
    found = rules(result)
    assert "geometry.repaired" in found
    invalid = sum(1 for feature in cambridge.getFeatures() if not feature.geometry().isGeosValid()
                  and feature.geometry().boundingBox().intersects(QgsGeometry.fromWkt(block).boundingBox()))
    repaired = [row for row in rows_of(result["FINDINGS"], "rule_id", "role") if row == ("geometry.repaired", "land")]
    assert len(repaired) == invalid > 0
