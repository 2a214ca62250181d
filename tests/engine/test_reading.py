"""Layers to arrays: columns, notes and plain polygons, whatever the layer holds."""
from __future__ import annotations

import sqlite3
import struct
from contextlib import closing
from datetime import date, datetime
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeature,
    QgsGeometry,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QDateTime

from kf_resources_plugin.engine import plain_polygons as notes
from kf_resources_plugin.engine import reading
from kf_resources_plugin.engine.reading import PolygonTable, brought, read_polygons
from kf_resources_plugin.rules.progress import Canceled, NoProgress
from tests.builders import layer_of, rectangle, save
from tests.engine.layers import NAMES, survey

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("qgis_app")


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


@pytest.mark.parametrize("together", [1, 3_000_000])
@pytest.mark.parametrize("alike", [False, True])
def test_rows_that_nobody_can_read_are_noted_and_the_others_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, alike: bool, together: int,
) -> None:
    """Stored by other programs: a type that OGC does not have, a geometry that ends too early, and a triangle."""
    monkeypatch.setattr(reading, "_BYTES", together)
    square, triangle = (QgsGeometry.fromWkt(text) for text in (
        "Polygon((0 0, 0 2, 2 2, 2 0, 0 0))", "Triangle((0 0, 0 2, 2 2, 0 0))"))
    whole = bytes(square.asWkb())
    layer = save(layer_of([(square.asWkt(), {})] * 5, {"DLBM": "text"}, name="odd"), tmp_path / "a.gpkg")
    shapes = {2: struct.pack("<BII", 1, 99, 1) + whole[9:], 3: whole[:-16], 4: bytes(triangle.asWkb())}
    with closing(sqlite3.connect(tmp_path / "a.gpkg")) as connection, connection:
        for (trigger,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {trigger}")
        head = connection.execute("SELECT substr(geom, 1, 40) FROM odd").fetchone()[0]
        for fid, shape in shapes.items():
            connection.execute("UPDATE odd SET geom = ? WHERE fid = ?", (head + shape, fid))
    before = read_polygons(layer, None, [], NoProgress()) if alike else None
    table = read_polygons(layer, None, [], NoProgress(), alike=before)
    assert [wkb and shapely.from_wkb(wkb).area for wkb in table.wkb] == [4.0, b"", b"", 2.0, 4.0]
    assert {note: rows.tolist() for note, rows in table.notes.items()} == {notes.UNREADABLE: [1, 2]}


# -- transformation -----------------------------------------------------------------------------------------------


def transform(source: str, target: str) -> QgsCoordinateTransform:
    return QgsCoordinateTransform(
        QgsCoordinateReferenceSystem(source), QgsCoordinateReferenceSystem(target), QgsProject.instance()
    )


def test_rows_are_transformed() -> None:
    """500 km east in zone 38 is its central meridian, 114° E; zones of EPSG:4547 leave the zone number out."""
    layer = survey([(None, {}), (rectangle(38_500_000, 3_850_000, 10, 10), {}),
                    (rectangle(38_499_000, 3_850_000, 5, 7), {})])
    table = brought(read_polygons(layer, None, [], NoProgress()), transform("EPSG:4526", "EPSG:4547"), NoProgress())
    assert table.crs.authid() == "EPSG:4547"
    np.testing.assert_allclose(table.bounds[1], [500_000, 3_850_000, 500_010, 3_850_010], atol=1e-6)
    np.testing.assert_allclose(table.bounds[2], [499_000, 3_850_000, 499_005, 3_850_007], atol=1e-6)
    degrees = brought(read_polygons(layer, None, [], NoProgress()), transform("EPSG:4526", "EPSG:4490"), NoProgress())
    assert degrees.bounds[1][0] == pytest.approx(114.0, abs=1e-9)
    assert shapely.from_wkb(degrees.wkb[1]).is_valid


@pytest.mark.parametrize("together", [1, 3_000_000])
def test_rows_outside_the_operation_are_noted(together: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_BYTES", together)
    layer = layer_of([(rectangle(114, 34, 1, 1), {}), (rectangle(114, 95, 1, 1), {})], {}, crs="EPSG:4490")
    table = brought(read_polygons(layer, None, [], NoProgress()), transform("EPSG:4490", "EPSG:4547"), NoProgress())
    assert table.wkb[0] != b""
    assert table.wkb[1] == b""
    assert table.noted(notes.NOT_TRANSFORMED).tolist() == [1]


def test_geometries_of_another_table_are_held_once(tmp_path: Path) -> None:
    """Read as a file and feature by feature; what differs keeps its own geometry."""
    before = read_polygons(survey(), None, NAMES, NoProgress())
    for layer in (survey(), save(survey(), tmp_path / "a.gpkg")):
        after, fresh = (read_polygons(layer, None, NAMES, NoProgress(), alike=table) for table in (before, None))
        assert after.wkb.tolist() == before.wkb.tolist()
        assert all(one is other for one, other in zip(before.wkb, after.wkb))
        np.testing.assert_array_equal(after.bounds, fresh.bounds)
        assert {note: rows.tolist() for note, rows in after.notes.items()} == {
            note: rows.tolist() for note, rows in fresh.notes.items()}
        assert notes.EMPTY in after.notes
    moved = layer_of([(rectangle(38_500_001, 3_850_000, 10, 10), {})], {}, crs="EPSG:4526")
    alone = read_polygons(moved, None, [], NoProgress(), alike=before)
    assert shapely.from_wkb(alone.wkb[0]).bounds == (38_500_001, 3_850_000, 38_500_011, 3_850_010)
