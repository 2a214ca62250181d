"""The fast way to read equals QGIS's own, row by row, and is not taken where it might not."""
from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any, Callable

import pytest
from osgeo import gdal, ogr
from qgis.core import (
    QgsField,
    QgsProcessingContext,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingUtils,
    QgsProject,
    QgsProperty,
    QgsVectorLayer,
    QgsVectorLayerJoinInfo,
)
from qgis.PyQt.QtCore import QVariant

from kf_resources_plugin.engine import plain_polygons as notes
from kf_resources_plugin.engine.arrow_reading import plain_file, read_arrow
from kf_resources_plugin.engine.layer_features import features_of
from kf_resources_plugin.engine.reading import read_features, read_polygons
from kf_resources_plugin.engine.sql_names import named
from kf_resources_plugin.engine.wkb import wkb_areas
from kf_resources_plugin.rules.progress import NoProgress
from tests.builders import layer_of, rectangle, save
from tests.engine.layers import (
    NAMES,
    PLAIN,
    RING,
    flatgeobuf,
    gpkg,
    gpkg_with_gaps_in_its_fids,
    saved,
    shapefile_gbk_encoding_set_by_the_user,
    survey,
    without_language_byte,
)

if TYPE_CHECKING:
    from pathlib import Path

    from kf_resources_plugin.engine.raw_rows import RawRows

pytestmark = pytest.mark.usefixtures("qgis_app")


def arrow(source: Any, layer: QgsVectorLayer, names: list[str]) -> RawRows | None:
    """Read the fast way, None where it is not allowed."""
    file = plain_file(source, layer)
    return read_arrow(file, names, NoProgress()) if file is not None else None


@pytest.mark.parametrize("make", PLAIN, ids=lambda make: make.__name__)
def test_arrow_equals_iteration(make: Callable[[Path], QgsVectorLayer], tmp_path: Path) -> None:
    layer = make(tmp_path)
    assert layer.isValid()
    # Geodatabases know no dates, only dates with a time, which are left to QGIS.
    names = [name for name in NAMES if layer.fields().field(name).type() != QVariant.Type.DateTime]
    fast = arrow(layer, layer, names)
    assert fast is not None, "the fast way was not taken"
    same_rows(fast, read_features(features_of(layer), names, NoProgress()))
    assert len(read_polygons(layer, None, names, NoProgress())) == layer.featureCount()


@pytest.mark.parametrize("make", PLAIN, ids=lambda make: make.__name__)
def test_the_extent_of_a_file_is_that_of_its_layer(make: Callable[[Path], QgsVectorLayer], tmp_path: Path) -> None:
    layer = make(tmp_path)
    found, wanted = features_of(layer).extent, layer.extent()
    assert found == wanted or (found.isNull() and wanted.isNull())


def same_rows(fast: RawRows, slow: RawRows) -> None:
    assert fast.fids.tolist() == slow.fids.tolist()
    # Drivers differ in wrapping a single polygon into a MultiPolygon; the table has one form for both.
    for rows in (fast, slow):
        notes.make_plain(rows.wkb, False)
    assert fast.wkb == slow.wkb
    assert list(fast.columns) == list(slow.columns)
    for name, column in fast.columns.items():
        assert column.dtype == slow.columns[name].dtype
        assert [repr(value) for value in column.tolist()] == [repr(value) for value in slow.columns[name].tolist()]


def test_gbk_text_arrives(tmp_path: Path) -> None:
    table = read_polygons(shapefile_gbk_encoding_set_by_the_user(tmp_path), None, ["DLBM"], NoProgress())
    assert table.columns["DLBM"].tolist()[1:3] == ["水田", "旱地　"]


def test_undecodable_text_is_left_to_qgis(tmp_path: Path) -> None:
    saved(tmp_path, "a.shp", "ESRI Shapefile", "GBK")
    (tmp_path / "a.cpg").write_text("UTF-8")
    without_language_byte(tmp_path / "a.dbf")
    layer = QgsVectorLayer(str(tmp_path / "a.shp"), "a", "ogr")
    assert arrow(layer, layer, ["DLBM"]) is None
    assert read_polygons(layer, None, ["DLBM"], NoProgress()).columns["DLBM"][0] == "0101"


def test_the_fid_column_can_be_asked_for(tmp_path: Path) -> None:
    layer = gpkg_with_gaps_in_its_fids(tmp_path)
    fast = arrow(layer, layer, ["fid", "DLBM"])
    assert fast is not None
    same_rows(fast, read_features(features_of(layer), ["fid", "DLBM"], NoProgress()))
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
        (flatgeobuf, "DLBM", None),
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
    assert arrow(layer, layer, [field]) is None
    table = read_polygons(layer, None, [field], NoProgress())
    assert len(table) == layer.featureCount()
    if values is not None:
        assert table.columns[field].tolist() == values
    for join in layer.vectorJoins():  # a layer that outlives its joined table crashes QGIS when it goes
        layer.removeJoin(join.joinLayerId())
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
    assert arrow(whole, layer, ["DLBM"]) is not None
    assert len(read_polygons(whole, layer, [], NoProgress())) == 5
    QgsProject.instance().clear()


# -- GDAL with exceptions and without -----------------------------------------------------------------------------


@pytest.mark.parametrize("exceptions", [True, False])
def test_gdal_may_raise_or_return_codes(exceptions: bool, tmp_path: Path) -> None:
    layer = gpkg(tmp_path)
    before = bool(gdal.GetUseExceptions())
    use_exceptions(exceptions)
    try:
        assert arrow(layer, layer, NAMES) is not None
        broken = QgsVectorLayer(layer.source(), "a", "ogr")
        next(tmp_path.glob("*.gpkg")).write_bytes(b"no longer a GeoPackage")
        assert arrow(broken, broken, NAMES) is None
    finally:
        use_exceptions(before)


def use_exceptions(wanted: bool) -> None:
    """Switch both modules; GDAL insists on the reverse order when switching off."""
    for module in (gdal, ogr) if wanted else (ogr, gdal):
        if bool(module.GetUseExceptions()) != wanted:
            getattr(module, "UseExceptions" if wanted else "DontUseExceptions")()


def test_rows_that_gdal_gives_twice_are_read_once(tmp_path: Path) -> None:
    """Rows 60 and 61 are gone past the count that GDAL keeps: it states 100, the last id is 100, GDAL 3.6 fills up."""
    path = tmp_path / "a.gpkg"
    save(layer_of([(rectangle(38_500_000.0 + 100 * row, 3_850_000.0, 50, 50), {"a": row}) for row in range(100)],
                  {"a": "integer"}, name="land"), path)
    with closing(sqlite3.connect(path)) as connection, connection:
        for name, in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(named("DROP TRIGGER %s", name))
        connection.execute("DELETE FROM land WHERE fid IN (60, 61)")
        connection.execute("DELETE FROM rtree_land_geom WHERE id IN (60, 61)")
    table = read_polygons(QgsVectorLayer(f"{path}|layername=land", "land", "ogr"), None, ["a"], NoProgress())
    assert table.fids.tolist() == [fid for fid in range(1, 101) if fid not in {60, 61}]
    assert wkb_areas(table.wkb).sum() == 98 * 2_500
