"""Layers to arrays: both ways of reading give the same rows, whatever the layer."""
from __future__ import annotations

import struct
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Callable

import numpy as np
import pytest
import shapely
from osgeo import gdal, ogr
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeature,
    QgsField,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingUtils,
    QgsProject,
    QgsProperty,
    QgsVectorLayer,
    QgsVectorLayerJoinInfo,
)
from qgis.PyQt.QtCore import QDate, QDateTime, QVariant

from kf_resources_plugin.engine import plain_polygons as notes
from kf_resources_plugin.engine.arrow_reading import read_arrow
from kf_resources_plugin.engine.reading import PolygonTable, read_features, read_polygons
from kf_resources_plugin.rules.progress import Canceled, NoProgress
from tests.builders import layer_of, rectangle, save

if TYPE_CHECKING:
    from pathlib import Path

    from kf_resources_plugin.engine.raw_rows import RawRows

pytestmark = pytest.mark.usefixtures("qgis_app")

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


# -- plain files: the Arrow stream has to be taken and to equal the iteration ------------------------------------


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


PLAIN: list[Callable[[Path], QgsVectorLayer]] = [
    gpkg, gpkg_with_gaps_in_its_fids, gpkg_second_layer, gpkg_subset, gpkg_empty, gpkg_of_equal_rectangles, gpkg_z,
    gpkg_curves, shapefile_utf8, shapefile_gbk_with_cpg, shapefile_gbk_encoding_set_by_the_user, flatgeobuf,
    file_geodatabase,
]


@pytest.mark.parametrize("make", PLAIN, ids=lambda make: make.__name__)
def test_arrow_equals_iteration(make: Callable[[Path], QgsVectorLayer], tmp_path: Path) -> None:
    layer = make(tmp_path)
    assert layer.isValid()
    # FlatGeobuf and geodatabases know no dates, only dates with a time, which are left to QGIS.
    names = [name for name in NAMES if layer.fields().field(name).type() != QVariant.Type.DateTime]
    fast = read_arrow(layer, layer, names, NoProgress())
    assert fast is not None, "the fast way was not taken"
    same_rows(fast, read_features(layer, names, NoProgress()))
    assert len(read_polygons(layer, None, names, NoProgress())) == layer.featureCount()


def same_rows(fast: RawRows, slow: RawRows) -> None:
    assert fast.fids.tolist() == slow.fids.tolist()
    # Drivers differ in wrapping a single polygon into a MultiPolygon; the table has one form for both.
    for rows in (fast, slow):
        notes.make_plain(rows.wkb, 0, False, {})
    assert fast.wkb == slow.wkb
    assert list(fast.columns) == list(slow.columns)
    for name, column in fast.columns.items():
        assert column.dtype == slow.columns[name].dtype
        assert [repr(value) for value in column.tolist()] == [repr(value) for value in slow.columns[name].tolist()]


def without_language_byte(dbf: Path) -> None:
    """Clear the code page mark in a dBASE header (byte 29), as many exports leave it."""
    data = bytearray(dbf.read_bytes())
    data[29] = 0
    dbf.write_bytes(bytes(data))


def test_gbk_text_arrives(tmp_path: Path) -> None:
    table = read_polygons(shapefile_gbk_encoding_set_by_the_user(tmp_path), None, ["DLBM"], NoProgress())
    assert table.columns["DLBM"].tolist()[1:3] == ["水田", "旱地　"]


def test_undecodable_text_is_left_to_qgis(tmp_path: Path) -> None:
    saved(tmp_path, "a.shp", "ESRI Shapefile", "GBK")
    (tmp_path / "a.cpg").write_text("UTF-8")
    without_language_byte(tmp_path / "a.dbf")
    layer = QgsVectorLayer(str(tmp_path / "a.shp"), "a", "ogr")
    assert read_arrow(layer, layer, ["DLBM"], NoProgress()) is None
    assert read_polygons(layer, None, ["DLBM"], NoProgress()).columns["DLBM"][0] == "0101"


def test_the_fid_column_can_be_asked_for(tmp_path: Path) -> None:
    layer = gpkg_with_gaps_in_its_fids(tmp_path)
    fast = read_arrow(layer, layer, ["fid", "DLBM"], NoProgress())
    assert fast is not None
    same_rows(fast, read_features(layer, ["fid", "DLBM"], NoProgress()))
    assert fast.columns["fid"].tolist() == [2.0, 4.0, 5.0]


# -- layers that have to be iterated ------------------------------------------------------------------------------


def memory(tmp_path: Path) -> QgsVectorLayer:
    return survey()


def geojson(tmp_path: Path) -> QgsVectorLayer:
    return saved(tmp_path, "a.geojson", "GeoJSON")


def csv_with_wkt(tmp_path: Path) -> QgsVectorLayer:
    path = tmp_path / "a.csv"
    path.write_text(f'wkt,DLBM\n"{RING}",0101\n"{RING}",水田\n', encoding="utf-8")
    options = "type=csv&wktField=wkt&crs=EPSG:4547&geomType=Polygon&detectTypes=no"
    return QgsVectorLayer(f"{path.as_uri()}?{options}", "a", "delimitedtext")


def joined(tmp_path: Path) -> QgsVectorLayer:
    layer, table = gpkg(tmp_path), layer_of([(None, {"key": "0101", "use": "耕地"})], {"key": "text", "use": "text"})
    QgsProject.instance().addMapLayer(table)
    join = QgsVectorLayerJoinInfo()
    join.setJoinLayer(table)
    join.setJoinFieldName("key")
    join.setTargetFieldName("DLBM")
    join.setPrefix("j_")
    assert layer.addJoin(join)
    return layer


def virtual_field(tmp_path: Path) -> QgsVectorLayer:
    layer = gpkg(tmp_path)
    layer.addExpressionField("\"DLBM\" || '!'", QgsField("marked", QVariant.Type.String))
    return layer


def edited(tmp_path: Path) -> QgsVectorLayer:
    layer = gpkg(tmp_path)
    assert layer.startEditing()
    feature = next(layer.getFeatures())
    assert layer.changeAttributeValue(feature.id(), layer.fields().indexOf("DLBM"), "9999")
    assert layer.deleteFeature(2)
    return layer


def by_geometry_type(tmp_path: Path) -> QgsVectorLayer:
    gpkg(tmp_path)
    return QgsVectorLayer(f"{next(tmp_path.glob('*.gpkg'))}|layername=DLTB|geometrytype=MultiPolygon", "a", "ogr")


@pytest.mark.parametrize(
    ("make", "field", "values"),
    [
        (memory, "DLBM", ["0101", "水田", "旱地　", None, ""]),
        (geojson, "DLBM", ["0101", "水田", "旱地　", None, ""]),
        (csv_with_wkt, "DLBM", ["0101", "水田"]),
        (joined, "j_use", ["耕地", None, None, None, None]),
        (virtual_field, "marked", ["0101!", "水田!", "旱地　!", None, "!"]),
        (edited, "DLBM", ["9999", "旱地　", None, ""]),
        (by_geometry_type, "DLBM", None),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_other_layers_are_iterated(
    make: Callable[[Path], QgsVectorLayer], field: str, values: list[Any] | None, tmp_path: Path
) -> None:
    layer = make(tmp_path)
    assert layer.isValid()
    assert read_arrow(layer, layer, [field], NoProgress()) is None
    table = read_polygons(layer, None, [field], NoProgress())
    assert len(table) == layer.featureCount()
    if values is not None:
        assert table.columns[field].tolist() == values
    QgsProject.instance().clear()


@pytest.mark.parametrize("restriction", ["selected", "limit"])
def test_what_processing_selected(restriction: str, tmp_path: Path) -> None:
    layer = gpkg(tmp_path)
    QgsProject.instance().addMapLayer(layer)
    layer.selectByIds([1, 3])
    definition = QgsProcessingFeatureSourceDefinition(
        QgsProperty.fromValue(layer.id()), restriction == "selected", 3 if restriction == "limit" else -1
    )
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    source = QgsProcessingUtils.variantToSource(definition, context)
    table = read_polygons(source, layer, ["DLBM"], NoProgress())
    assert table.fids.tolist() == ([1, 3] if restriction == "selected" else [1, 2, 3])
    assert table.columns["DLBM"][0] == "0101"
    whole = QgsProcessingUtils.variantToSource(layer.id(), context)
    assert read_arrow(whole, layer, ["DLBM"], NoProgress()) is not None
    assert len(read_polygons(whole, layer, [], NoProgress())) == 5
    QgsProject.instance().clear()


# -- the table ----------------------------------------------------------------------------------------------------


def test_columns_and_bounds() -> None:
    table = read_polygons(survey(), None, NAMES, NoProgress(), name="图斑")
    assert table.name == "图斑"
    assert table.crs.authid() == "EPSG:4526"
    np.testing.assert_array_equal(table.columns["GDDB"], [3, np.nan, -1, 15, np.nan])
    np.testing.assert_array_equal(table.columns["TBMJ"], [100.25, np.nan, 0.0, np.nan, np.nan])
    assert table.columns["RQ"].tolist() == [date(2024, 5, 20), None, date(1999, 12, 31), None, None]
    assert table.bounds[0].tolist() == [38_500_000, 3_850_000, 38_500_010, 3_850_010]
    assert np.isnan(table.bounds[1]).all()
    assert table.wkb[1] == b""
    assert table.noted(notes.EMPTY).tolist() == [1]
    assert table.noted(notes.CURVE).tolist() == []
    assert [shapely.from_wkb(wkb).area for wkb in table.wkb[[0, 2, 3]]] == [100.0, 80.5, 1.0]


def test_dates_with_time_and_truth_values_and_long_integers() -> None:
    layer = QgsVectorLayer(
        "Polygon?crs=EPSG:4547&field=t:datetime&field=b:boolean&field=n:int8&field=i:integer", "a", "memory"
    )
    feature = QgsFeature(layer.fields())
    feature.setAttributes([QDateTime(2024, 5, 20, 8, 30), True, 410_202_999_999_999_999, 7])
    assert layer.dataProvider().addFeatures([feature, QgsFeature(layer.fields())])[0]
    table = read_polygons(layer, None, ["t", "b", "n", "i"], NoProgress())
    assert table.columns["t"].tolist() == [datetime(2024, 5, 20, 8, 30), None]
    assert table.columns["b"].tolist() == [True, None]
    assert table.columns["n"].tolist() == [410_202_999_999_999_999, None]
    np.testing.assert_array_equal(table.columns["i"], [7.0, np.nan])


def test_unknown_field_is_refused() -> None:
    with pytest.raises(ValueError, match="no field 'nix'"):
        read_polygons(survey(), None, ["nix"], NoProgress())


def test_cancel() -> None:
    class Pressed(NoProgress):
        def check(self) -> None:
            raise Canceled

    with pytest.raises(Canceled):
        read_polygons(survey(), None, [], Pressed())


def test_rows_are_taken_with_their_notes() -> None:
    table = read_polygons(survey(), None, NAMES, NoProgress()).take(np.array([3, 1]))
    assert table.columns["DLBM"].tolist() == [None, "水田"]
    assert table.noted(notes.EMPTY).tolist() == [1]
    assert len(table.take(np.array([True, False]))) == 1


def test_other_geometries_for_some_rows() -> None:
    table = read_polygons(survey(), None, [], NoProgress())
    changed = table.with_wkb(np.array([0, 2]), [shapely.box(1, 2, 3, 4).wkb, b""])
    assert changed.bounds[0].tolist() == [1, 2, 3, 4]
    assert np.isnan(changed.bounds[2]).all()
    assert table.wkb[2] != b""


# -- geometries that are no plain polygons ------------------------------------------------------------------------


def table_of(wkts: list[str | None], geometry: str = "MultiPolygon") -> PolygonTable:
    return read_polygons(layer_of([(text, {}) for text in wkts], {}, geometry=geometry), None, [], NoProgress())


def test_curves_become_straight() -> None:
    table = table_of([None, "CURVEPOLYGON(CIRCULARSTRING(0 0,100 100,200 0,100 -100,0 0))"], "CurvePolygon")
    assert table.noted(notes.CURVE).tolist() == [1]
    # a circle of 100 m radius: 31 415.9265 m²; edges 0.1 mm inside the arc lose at most 2/3 of 0.1 mm x 628 m
    assert shapely.from_wkb(table.wkb[1]).area == pytest.approx(31_415.9265, abs=0.05)


@pytest.mark.parametrize("suffix", ["Z", "M", "ZM"])
def test_heights_and_measures_are_dropped(suffix: str) -> None:
    more = " 7" * len(suffix)
    ring = ",".join(f"{x} {y}{more}" for x, y in [(0, 0), (2, 0), (2, 2), (0, 0)])
    table = table_of([f"POLYGON {suffix}(({ring}))"], f"Polygon{suffix}")
    assert table.noted(notes.Z_DROPPED).tolist() == [0]
    assert shapely.from_wkb(table.wkb[0]).wkt == "POLYGON ((0 0, 2 0, 2 2, 0 0))"


def test_points_and_lines_of_collections_are_left_out() -> None:
    table = table_of([
        "GEOMETRYCOLLECTION(POINT(1 1),POLYGON((0 0,1 0,1 1,0 0)),GEOMETRYCOLLECTION(POLYGON((5 5,6 5,6 6,5 5))))",
        "GEOMETRYCOLLECTION(LINESTRING(0 0,1 1))",
        "GEOMETRYCOLLECTION(POLYGON((0 0,1 0,1 1,0 0)))",
    ], "GeometryCollection")
    assert [wkb and shapely.from_wkb(wkb).area for wkb in table.wkb] == [1.0, b"", 0.5]
    assert table.noted(notes.OTHER_PARTS).tolist() == [0, 1]
    assert table.noted(notes.EMPTY).tolist() == [1]


def polygon_of(*vertices: tuple[float, float]) -> bytes:
    return struct.pack("<BIII", 1, 3, 1, len(vertices)) + np.array(vertices, dtype="<f8").tobytes()


def test_open_rings_rings_without_area_and_nan(tmp_path: Path) -> None:
    """Such WKB gets into files through programs that do not check it: it is stored as it is."""
    shapes = [polygon_of((0, 0), (4, 0), (4, 4)), polygon_of((0, 0), (1, 1), (0, 0)),
              polygon_of((0, 0), (float("nan"), 1), (1, 1), (0, 0))]
    layer = layer_of([], {"DLBM": "text"}, geometry="Polygon", name="odd")
    features = []
    for shape in shapes:
        feature, geometry = QgsFeature(layer.fields()), QgsGeometry()
        geometry.fromWkb(shape)
        feature.setGeometry(geometry)
        features.append(feature)
    assert layer.dataProvider().addFeatures(features)[0]
    table = read_polygons(layer, None, [], NoProgress())
    assert shapely.from_wkb(table.wkb[0]).wkt == "POLYGON ((0 0, 4 0, 4 4, 0 0))"
    assert table.wkb[1:].tolist() == [b"", b""]
    assert table.noted(notes.RINGS).tolist() == [0, 1]
    assert table.noted(notes.UNREADABLE).tolist() == [2]
    assert np.isnan(table.bounds[1:]).all()


# -- transformation -----------------------------------------------------------------------------------------------


def transform(source: str, target: str) -> QgsCoordinateTransform:
    return QgsCoordinateTransform(
        QgsCoordinateReferenceSystem(source), QgsCoordinateReferenceSystem(target), QgsProject.instance()
    )


def test_rows_are_transformed() -> None:
    """500 km east in zone 38 is its central meridian, 114° E; zones of EPSG:4547 leave the zone number out."""
    layer = survey([(None, {}), (rectangle(38_500_000, 3_850_000, 10, 10), {}),
                    (rectangle(38_499_000, 3_850_000, 5, 7), {})])
    table = read_polygons(layer, None, [], NoProgress(), transform=transform("EPSG:4526", "EPSG:4547"))
    assert table.crs.authid() == "EPSG:4547"
    np.testing.assert_allclose(table.bounds[1], [500_000, 3_850_000, 500_010, 3_850_010], atol=1e-6)
    np.testing.assert_allclose(table.bounds[2], [499_000, 3_850_000, 499_005, 3_850_007], atol=1e-6)
    degrees = read_polygons(layer, None, [], NoProgress(), transform=transform("EPSG:4526", "EPSG:4490"))
    assert degrees.bounds[1][0] == pytest.approx(114.0, abs=1e-9)
    assert shapely.from_wkb(degrees.wkb[1]).is_valid


def test_rows_outside_the_operation_are_noted() -> None:
    layer = layer_of([(rectangle(114, 34, 1, 1), {}), (rectangle(114, 95, 1, 1), {})], {}, crs="EPSG:4490")
    table = read_polygons(layer, None, [], NoProgress(), transform=transform("EPSG:4490", "EPSG:4547"))
    assert table.wkb[0] != b""
    assert table.wkb[1] == b""
    assert table.noted(notes.NOT_TRANSFORMED).tolist() == [1]


# -- GDAL with exceptions and without -----------------------------------------------------------------------------


@pytest.mark.parametrize("exceptions", [True, False])
def test_gdal_may_raise_or_return_codes(exceptions: bool, tmp_path: Path) -> None:
    layer = gpkg(tmp_path)
    before = bool(gdal.GetUseExceptions())
    use_exceptions(exceptions)
    try:
        assert read_arrow(layer, layer, NAMES, NoProgress()) is not None
        broken = QgsVectorLayer(layer.source(), "a", "ogr")
        next(tmp_path.glob("*.gpkg")).write_bytes(b"no longer a GeoPackage")
        assert read_arrow(broken, broken, NAMES, NoProgress()) is None
    finally:
        use_exceptions(before)


def use_exceptions(wanted: bool) -> None:
    """Switch both modules; GDAL insists on the reverse order when switching off."""
    for module in (gdal, ogr) if wanted else (ogr, gdal):
        if bool(module.GetUseExceptions()) != wanted:
            getattr(module, "UseExceptions" if wanted else "DontUseExceptions")()
