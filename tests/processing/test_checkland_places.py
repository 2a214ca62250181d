"""The check of where a layer is and how it is written: zones, axes, GCJ-02, encodings, names cut off."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import shapely
from osgeo import ogr, osr
from pyproj import Transformer
from qgis.core import QgsVectorLayer

from kf_resources_plugin.rules.gcj02 import to_gcj02
from tests.builders import layer_of
from tests.processing.checked_layers import counts, messages, rules, run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("kf_provider")

WEST, SOUTH = 114.3, 34.8
SIDE = 8  # parcels each way


def plane(crs: str) -> Callable[[Any, Any], Any]:
    """Return pyproj's projection of longitude and latitude, as an independent source."""
    return Transformer.from_crs("EPSG:4490", crs, always_xy=True).transform


def corners() -> Any:
    """Return corners of crooked parcels of some 200 m near Kaifeng, (9, 9, 2) degrees."""
    grid = np.stack(np.meshgrid(np.arange(SIDE + 1.0), np.arange(SIDE + 1.0)), axis=-1)
    return (grid + np.random.default_rng(3).uniform(-0.3, 0.3, grid.shape)) * 0.002 + [WEST, SOUTH]


def shapes(points: Any) -> list[Any]:
    return [shapely.Polygon([points[row, column], points[row, column + 1], points[row + 1, column + 1],
                             points[row + 1, column]]) for row in range(SIDE) for column in range(SIDE)]


def parcels(change: Callable[[Any, Any], Any], crs: str, name: str = "parcels") -> QgsVectorLayer:
    """Return parcels whose corners, in degrees, were changed, in what is said to be a CRS."""
    points = corners()
    changed = np.stack(change(points[..., 0], points[..., 1]), axis=-1)
    return layer_of([(shape.wkt, {}) for shape in shapes(changed)], {}, crs=crs, name=name)


def whole(crs: str) -> QgsVectorLayer:
    """Return the outline of all parcels, as a county's boundary is given."""
    outline = shapely.transform(shapely.union_all(shapes(corners())), lambda xy: np.column_stack(plane(crs)(*xy.T)))
    return layer_of([(outline.wkt, {})], {}, crs=crs, name="county")


def as_is(x: Any, y: Any) -> Any:
    return x, y


def swapped(x: Any, y: Any) -> Any:
    return y, x


def shifted_in(crs: str) -> Callable[[Any, Any], Any]:
    return lambda x, y: plane(crs)(*to_gcj02(x, y))


@pytest.mark.parametrize(("change", "crs", "rule", "suggested"), [
    (plane("EPSG:4526"), "EPSG:4547", "crs.zone_prefix", "EPSG:4526"),
    (plane("EPSG:4547"), "EPSG:4526", "crs.zone_prefix", "EPSG:4547"),
    (plane("EPSG:4527"), "EPSG:4526", "crs.zone_number", "EPSG:4527"),
    (as_is, "EPSG:4526", "crs.wrong_units", "EPSG:4490"),
    (as_is, "EPSG:4547", "crs.wrong_units", "EPSG:4490"),
    (plane("EPSG:4526"), "EPSG:4490", "crs.wrong_units", "EPSG:4526"),
    (plane("EPSG:4547"), "EPSG:4326", "crs.wrong_units", "EPSG:4547"),
    (swapped, "EPSG:4490", "crs.swapped_axes", "native:swapxy"),
    (lambda x, y: swapped(*plane("EPSG:4547")(x, y)), "EPSG:4547", "crs.swapped_axes", "native:swapxy"),
])
def test_systems_mixed_up_are_told_with_what_to_do(change: Any, crs: str, rule: str, suggested: str) -> None:
    result = run(parcels(change, crs))
    assert rule in counts(result)
    told = [feature for feature in result["FINDINGS"].getFeatures() if feature["rule_id"] == rule]
    assert any(suggested in f"{one['message']} {one['remedy']}" for one in told)


@pytest.mark.parametrize(("change", "suggested"), [
    (as_is, "EPSG:4490."), (swapped, "EPSG:4490, x and y swapped."), (plane("EPSG:4526"), "EPSG:4526."),
    (plane("EPSG:4547"), "EPSG:4547."), (plane("EPSG:3857"), "EPSG:3857."),
    (lambda x, y: swapped(*plane("EPSG:4526")(x, y)), "EPSG:4526, x and y swapped."),
])
def test_a_layer_without_a_crs_is_told_what_its_coordinates_look_like(change: Any, suggested: str) -> None:
    result = run(parcels(change, ""))
    assert "crs.missing" in counts(result)
    assert messages(result, "crs.likely")[0].endswith(suggested)


def test_what_looks_like_nothing_known_is_told_nothing() -> None:
    assert "crs.likely" not in rules(run(parcels(lambda x, y: (x * 1e7, y * 1e7), "")))


@pytest.mark.parametrize("reference_crs", ["EPSG:4490", "EPSG:4526", "EPSG:4547", "EPSG:4326"])
@pytest.mark.parametrize(("change", "crs"), [
    (to_gcj02, "EPSG:4490"), (to_gcj02, "EPSG:4326"), (shifted_in("EPSG:4547"), "EPSG:4547"),
    (to_gcj02, ""), (shifted_in("EPSG:4526"), ""), (shifted_in("EPSG:3857"), ""),
])
def test_gcj02_is_told_whatever_the_systems_are(change: Any, crs: str, reference_crs: str) -> None:
    reference = parcels(plane(reference_crs), reference_crs, "survey")
    result = run(parcels(change, crs), REFERENCE=reference, CHECK="reference")
    assert "crs.gcj02_suspected" in counts(result)
    assert not {"check.not_covered", "check.beyond_reference"} & rules(result)
    true = run(parcels(plane(reference_crs), reference_crs), REFERENCE=reference, CHECK="reference")
    assert "crs.gcj02_suspected" not in counts(true)


@pytest.mark.parametrize("crs", ["EPSG:4490", ""])
def test_the_boundary_of_the_county_tells_that_its_parcels_are_in_gcj02(crs: str) -> None:
    result = run(parcels(to_gcj02, crs), REFERENCE=whole("EPSG:4526"), CHECK="reference")
    assert "crs.gcj02_suspected" in counts(result)
    true = counts(run(parcels(as_is, "EPSG:4490"), REFERENCE=whole("EPSG:4490"), CHECK="reference"))
    assert true == {}


def test_a_layer_called_wgs84_that_is_cgcs2000_is_as_good_as_it_gets() -> None:
    result = run(parcels(as_is, "EPSG:4326"), REFERENCE=parcels(as_is, "EPSG:4490", "survey"), CHECK="reference")
    assert counts(result) == {}
    assert "crs.ballpark" in rules(result)


# -- how it is written ------------------------------------------------------------------------------------------------


def shapefile(path: Path, name: str) -> QgsVectorLayer:
    """Write a Shapefile in GBK that does not say so, with a Chinese field name of more than ten bytes."""
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(4526)
    dataset = ogr.GetDriverByName("ESRI Shapefile").CreateDataSource(str(path))
    layer = dataset.CreateLayer("land", reference, ogr.wkbPolygon, ["ENCODING="])
    for field in ("DLBM", "DLMC", "ZLDWDM", "TBMJ", name):
        layer.CreateField(ogr.FieldDefn(field, ogr.OFTString))
    feature = ogr.Feature(layer.GetLayerDefn())
    text = "旱地水浇地".encode("gbk")
    feature["DLMC"] = "x" * len(text)  # what GDAL writes depends on what QGIS set for the process
    feature.SetGeometry(ogr.CreateGeometryFromWkt("POLYGON((38527000 3852000,38527100 3852000,38527100 3852100,"
                                                  "38527000 3852000))"))
    layer.CreateFeature(feature)
    del feature, layer, dataset
    (path / "land.cpg").unlink(missing_ok=True)
    table = bytearray((path / "land.dbf").read_bytes().replace(b"x" * len(text), text))
    table[29] = 0  # the code page
    (path / "land.dbf").write_bytes(table)
    return QgsVectorLayer(str(path / "land.shp"), "DLTB", "ogr")


@pytest.mark.parametrize("encoding", ["ISO-8859-1", "UTF-8", "windows-1252"])
def test_a_shapefile_in_gbk_read_otherwise_is_told(encoding: str, tmp_path: Path) -> None:
    layer = shapefile(tmp_path / "gbk", "BZ")
    layer.setProviderEncoding(encoding)
    layer.dataProvider().reloadData()
    layer.updateFields()
    assert counts(run(layer, SCHEMA="dltb")).get("text.encoding") == 1
    layer.setProviderEncoding("GBK")
    assert "text.encoding" not in counts(run(layer, SCHEMA="dltb"))


def test_field_names_cut_to_ten_bytes_or_read_wrongly_are_told(tmp_path: Path) -> None:
    rows = [("POLYGON((38527000 3852000,38527100 3852000,38527100 3852100,38527000 3852000))", {})]
    cut = layer_of(rows, {"地类编码": "text", "坐落单位代": "text", "site_type_": "text"}, name="DLTB")
    told = counts(run(cut, CHECK="fields"))
    assert (told["check.field_cut"], told["check.field_name"]) == (1, 1)
    assert "check.field_unreadable" not in told
    for name in ("µØÀà±àÂë", "\ufffd\ufffd", "å\x9c°ç±»"):
        wrong = layer_of(rows, {name: "text"}, name="x")
        assert counts(run(wrong, CHECK="fields"))["check.field_unreadable"] == 1


def test_texts_of_no_standard_are_looked_at_for_their_encoding() -> None:
    rows = [("POLYGON((38527000 3852000,38527100 3852000,38527100 3852100,38527000 3852000))", {"memo": "ºµµØ"})]
    assert counts(run(layer_of(rows, {"memo": "text"}, name="x")))["text.encoding"] == 1
