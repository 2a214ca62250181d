"""Layers in every form a planner brings: files of several kinds and codings, and what QGIS makes of them."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable

import pytest
from osgeo import gdal
from qgis.core import QgsVectorLayer
from qgis.PyQt.QtCore import QDate

from tests.builders import layer_of, rectangle, save

if TYPE_CHECKING:
    from pathlib import Path

FIELDS = {"DLBM": "text", "GDDB": "integer", "TBMJ": "real", "RQ": "date"}
NAMES = list(FIELDS)
RING = "POLYGON((0 0,9 0,9 9,0 9,0 0),(1 1,1 2,2 2,1 1))"
ROWS: list[tuple[str | None, dict[str, Any]]] = [
    (rectangle(38_500_000, 3_850_000, 10, 10), {"DLBM": "0101", "GDDB": 3, "TBMJ": 100.25, "RQ": QDate(2024, 5, 20)}),
    (None, {"DLBM": "水田", "GDDB": None, "TBMJ": None, "RQ": None}),
    (RING, {"DLBM": "旱地　", "GDDB": -1, "TBMJ": 0.0, "RQ": QDate(1999, 12, 31)}),
    ("MULTIPOLYGON(((0 0,1 0,1 1,0 0)),((5 5,6 5,6 6,5 5)))", {"DLBM": None, "GDDB": 15}),
    (rectangle(3, 3, 1, 1), {"DLBM": ""}),
]


def survey(rows: list[tuple[str | None, dict[str, Any]]] = ROWS, **more: Any) -> QgsVectorLayer:
    return layer_of(rows, FIELDS, name="DLTB", **more)


def saved(tmp_path: Path, name: str, driver: str, encoding: str = "UTF-8") -> QgsVectorLayer:
    return save(survey(), tmp_path / name, driver=driver, encoding=encoding)


def gpkg(tmp_path: Path) -> QgsVectorLayer:
    return saved(tmp_path, "地类 图斑.gpkg", "GPKG")


def gpkg_with_gaps_in_its_fids(tmp_path: Path) -> QgsVectorLayer:
    layer = saved(tmp_path, "a.gpkg", "GPKG")
    assert layer.dataProvider().deleteFeatures([1, 3])
    layer.reload()
    return layer


def gpkg_second_layer(tmp_path: Path) -> QgsVectorLayer:
    saved(tmp_path, "a.gpkg", "GPKG")
    return save(layer_of(ROWS[:2], FIELDS, name="另一个"), tmp_path / "a.gpkg")


def gpkg_subset(tmp_path: Path) -> QgsVectorLayer:
    layer = saved(tmp_path, "a.gpkg", "GPKG")
    assert layer.setSubsetString("\"DLBM\" = '水田' OR \"GDDB\" = 15")
    assert layer.featureCount() == 2
    return layer


def gpkg_empty(tmp_path: Path) -> QgsVectorLayer:
    return save(survey([]), tmp_path / "a.gpkg")


def gpkg_of_equal_rectangles(tmp_path: Path) -> QgsVectorLayer:
    """GDAL hands geometries of one length over in another form than those of different lengths."""
    rows = [(rectangle(x, 0.0, 256.0, 256.0), {"DLBM": "0101"}) for x in (0.0, 256.0, 512.0)]
    return save(survey(rows), tmp_path / "a.gpkg")


def gpkg_z(tmp_path: Path) -> QgsVectorLayer:
    rows = [("POLYGON Z((0 0 5,1 0 5,1 1 5,0 0 5))", {"DLBM": "z"}), (None, {})]
    return save(layer_of(rows, FIELDS, geometry="MultiPolygonZ", name="z"), tmp_path / "a.gpkg")


def gpkg_curves(tmp_path: Path) -> QgsVectorLayer:
    rows = [("CURVEPOLYGON(CIRCULARSTRING(0 0,1 1,2 0,1 -1,0 0))", {"DLBM": "circle"}), (RING, {"DLBM": "straight"})]
    return save(layer_of(rows, FIELDS, geometry="MultiSurface", name="curves"), tmp_path / "a.gpkg")


def shapefile_utf8(tmp_path: Path) -> QgsVectorLayer:
    return saved(tmp_path, "图斑.shp", "ESRI Shapefile")


def shapefile_gbk_with_cpg(tmp_path: Path) -> QgsVectorLayer:
    return saved(tmp_path, "a.shp", "ESRI Shapefile", "GBK")


def shapefile_gbk_encoding_set_by_the_user(tmp_path: Path) -> QgsVectorLayer:
    saved(tmp_path, "a.shp", "ESRI Shapefile", "GBK")
    (tmp_path / "a.cpg").unlink()
    without_language_byte(tmp_path / "a.dbf")
    layer = QgsVectorLayer(str(tmp_path / "a.shp"), "a", "ogr")
    layer.setProviderEncoding("GBK")
    return layer


def flatgeobuf(tmp_path: Path) -> QgsVectorLayer:
    return saved(tmp_path, "a.fgb", "FlatGeobuf")


def file_geodatabase(tmp_path: Path) -> QgsVectorLayer:
    if gdal.GetDriverByName("OpenFileGDB").GetMetadataItem("DCAP_CREATE") != "YES":
        pytest.skip("this GDAL cannot write geodatabases")
    saved(tmp_path, "a.gpkg", "GPKG")
    source = gdal.OpenEx(str(tmp_path / "a.gpkg"))
    assert gdal.VectorTranslate(str(tmp_path / "a.gdb"), source, format="OpenFileGDB") is not None
    return QgsVectorLayer(f"{tmp_path / 'a.gdb'}|layername=DLTB", "a", "ogr")


def without_language_byte(dbf: Path) -> None:
    """Clear the code page mark in a dBASE header (byte 29), as many exports leave it."""
    data = bytearray(dbf.read_bytes())
    data[29] = 0
    dbf.write_bytes(bytes(data))


PLAIN: list[Callable[[Path], QgsVectorLayer]] = [
    gpkg, gpkg_with_gaps_in_its_fids, gpkg_second_layer, gpkg_subset, gpkg_empty, gpkg_of_equal_rectangles, gpkg_z,
    gpkg_curves, shapefile_utf8, shapefile_gbk_with_cpg, shapefile_gbk_encoding_set_by_the_user, file_geodatabase,
]
