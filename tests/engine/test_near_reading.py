"""Rows near boxes as a GeoPackage's own index tells them: never fewer than there are, and not where it might."""
from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import numpy as np
import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsField,
    QgsGeometry,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QVariant

from kf_resources_plugin.engine import near_reading
from kf_resources_plugin.engine import vicinity as vicinity_module
from kf_resources_plugin.engine.layer_features import features_of
from kf_resources_plugin.engine.near import rows_in_vicinity
from kf_resources_plugin.engine.near_reading import distinct_values, fids_near, large, transformed_boxes
from kf_resources_plugin.engine.plain_polygons import EMPTY
from kf_resources_plugin.engine.reading import read_features, read_polygons
from kf_resources_plugin.engine.sql_names import named
from kf_resources_plugin.engine.vicinity import Vicinity
from kf_resources_plugin.engine.wkb import as_wkb_array, wkb_bounds
from kf_resources_plugin.rules.progress import Canceled, NoProgress
from tests.builders import layer_of, rectangle, save
from tests.engine.layers import shapefile_utf8

if TYPE_CHECKING:
    from pathlib import Path

    from kf_resources_plugin.engine.arrow_reading import PlainFile

pytestmark = pytest.mark.usefixtures("qgis_app")
QUIET = NoProgress()
SIDE, CELL = 12, 10.0
X, Y = 38_500_000.0, 3_850_000.0


@pytest.fixture(autouse=True)
def _every_file_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(near_reading, "_FEW", 0)


def squares(path: Path, name: str = "land") -> QgsVectorLayer:
    """Return 144 squares side by side, saved as GeoPackage; each knows its column, row and class."""
    rows = [(rectangle(X + column * CELL, Y + row * CELL, CELL, CELL),
             {"DLBM": ("0101", "0103", None)[column % 3], "row": row})
            for row in range(SIDE) for column in range(SIDE)]
    return save(layer_of(rows, {"DLBM": "text", "row": "integer"}, name=name), path)


def plain(layer: QgsVectorLayer) -> PlainFile:
    file = features_of(layer).file
    assert file is not None
    return file


def at(*boxes: tuple[float, float, float, float]) -> Vicinity:
    """Return boxes given in metres from the south-west corner."""
    return Vicinity(np.array(boxes, dtype=np.float64).reshape(-1, 4) + np.array([X, Y, X, Y]))


def test_rows_are_those_whose_bounds_meet_a_box(tmp_path: Path) -> None:
    """Squares of 10 m: from 12 to 28 m lie columns 1 and 2, at 5 m row 0; SQLite's bounds are off by up to 4 m here."""
    layer = squares(tmp_path / "地块.gpkg")
    assert {2, 3} <= set(fids_near(plain(layer), at((12, 5, 28, 5)), QUIET).tolist()) <= {1, 2, 3, 4}
    both = fids_near(plain(layer), at((12, 5, 28, 5), (55, 115, 55, 115)), QUIET).tolist()
    assert {2, 3, 138} <= set(both) <= {1, 2, 3, 4, 137, 138, 139}
    assert both == sorted(both)


def test_of_a_slanted_road_only_what_it_passes_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its bounds are those of all 144 squares; it passes those from corner to corner, SQLite's bounds reach 4 m on."""
    monkeypatch.setattr(vicinity_module, "_VERTICES", 4)
    layer = squares(tmp_path / "a.gpkg")
    road = QgsGeometry.fromWkt(f"POLYGON(({X} {Y}, {X + 1} {Y}, {X + 120} {Y + 119}, {X + 120} {Y + 120}, "
                               f"{X + 119} {Y + 120}, {X} {Y + 1}, {X} {Y}))")
    wkbs = as_wkb_array([bytes(road.asWkb())])
    found = fids_near(plain(layer), Vicinity.of(wkbs, wkb_bounds(wkbs)), QUIET)
    assert found is not None
    passed = {feature.id() for feature in layer.getFeatures() if feature.geometry().intersects(road)}
    assert len(passed) >= 2 * SIDE
    assert passed <= set(found.tolist())
    assert len(found) <= 5 * SIDE
    past_triggers(tmp_path / "a.gpkg", "UPDATE land SET fid = -fid WHERE fid = 12")  # far off, but in its bounds
    assert 12 not in found
    assert fids_near(plain(QgsVectorLayer(layer.source(), "land", "ogr")), Vicinity.of(wkbs, wkb_bounds(wkbs)),
                     QUIET) is None


def test_no_row_is_missed_anywhere(tmp_path: Path) -> None:
    """Whatever the boxes: all rows that their own bounds put near are found, and with them nothing is lost."""
    layer = squares(tmp_path / "a.gpkg")
    table, file, random = read_polygons(layer, None, [], QUIET), plain(layer), np.random.default_rng(5)
    for _ in range(60):
        low = random.uniform(-10, SIDE * CELL, (3, 2))
        boxes = at(*np.c_[low, low + random.uniform(0, 25, (3, 2))])
        near, found = table.fids[rows_in_vicinity(table.bounds, boxes)], fids_near(file, boxes, QUIET)
        if len(near):
            assert found is not None
            assert set(near.tolist()) <= set(found.tolist())
            part = read_polygons(layer, None, [], QUIET, fids=found)
            assert part.fids[rows_in_vicinity(part.bounds, boxes)].tolist() == near.tolist()


def test_rows_asked_for_are_the_same_both_ways(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kf_resources_plugin.engine.arrow_reading._LISTED", 3)  # several lists
    layer = squares(tmp_path / "a.gpkg")
    fids = np.array([2, 3, 5, 8, 13, 21, 144])
    table = read_polygons(layer, None, ["DLBM", "row"], QUIET, fids=fids)
    slow = read_features(features_of(layer), ["DLBM", "row"], QUIET, fids)
    assert table.fids.tolist() == slow.fids.tolist() == fids.tolist()
    assert table.columns["row"].tolist() == slow.columns["row"].tolist() == [0, 0, 0, 0, 1, 1, 11]
    assert table.columns["DLBM"].tolist() == slow.columns["DLBM"].tolist()


def test_all_rows_are_read_where_a_part_would_not_pay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = plain(squares(tmp_path / "a.gpkg"))
    assert fids_near(file, at((0, 0, 120, 120)), QUIET) is None  # everything
    assert fids_near(file, at((500, 0, 600, 9)), QUIET) is None  # nothing: why, only reading tells
    assert fids_near(file, at(), QUIET) is None
    assert fids_near(file, Vicinity(np.full((2, 4), np.nan)), QUIET) is None  # projects without shape
    monkeypatch.setattr(near_reading, "_FEW", SIDE * SIDE)
    assert not large(file)
    assert fids_near(file, at((12, 5, 28, 5)), QUIET) is None


def test_all_rows_are_read_where_the_index_may_lack_some(tmp_path: Path) -> None:
    boxes = at((12, 5, 28, 5))
    for number, change in enumerate((
            'DELETE FROM "rtree_land_geom" WHERE id = 2',
            "DELETE FROM gpkg_extensions WHERE extension_name = 'gpkg_rtree_index'",
            'DROP TABLE "rtree_land_geom"')):
        path = tmp_path / f"{number}.gpkg"
        squares(path)
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute(change)
        assert fids_near(plain(QgsVectorLayer(f"{path}|layername=land", "land", "ogr")), boxes, QUIET) is None, change


@pytest.mark.parametrize("change", ["INSERT INTO land (geom) SELECT geom FROM land WHERE fid = 2",
                                    "UPDATE land SET fid = fid + 500 WHERE fid = 2"])
def test_all_rows_are_read_where_rows_were_written_past_the_index(change: str, tmp_path: Path) -> None:
    """The index, and the number of rows that GDAL keeps, know nothing of them."""
    path = tmp_path / "a.gpkg"
    squares(path)
    past_triggers(path, change)
    file = plain(QgsVectorLayer(str(path), "land", "ogr"))
    assert file.rows == SIDE * SIDE
    assert fids_near(file, at((12, 5, 28, 5)), QUIET) is None


def test_all_rows_are_read_where_the_index_names_rows_that_are_none(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    squares(path)
    past_triggers(path, "UPDATE land SET fid = -fid WHERE fid = 2")  # as many, and the last one the same
    file = plain(QgsVectorLayer(str(path), "land", "ogr"))
    assert fids_near(file, at((12, 5, 28, 5)), QUIET) is None
    assert fids_near(file, at((55, 115, 55, 115)), QUIET) is not None


def test_rows_without_geometry_are_read_with_what_is_near(tmp_path: Path) -> None:
    """They have no place in the index, the last row as little as those between; where they lie nobody knows."""
    layer = squares(tmp_path / "a.gpkg")
    assert layer.startEditing()
    for fid, shape in ((100, QgsGeometry()), (120, QgsGeometry.fromWkt("MULTIPOLYGON EMPTY")), (144, QgsGeometry())):
        assert layer.changeGeometry(fid, shape)
    assert layer.commitChanges()
    found = fids_near(plain(layer), at((12, 5, 28, 5)), QUIET)
    assert found is not None
    assert {2, 3, 100, 120, 144} <= set(found.tolist()) <= {1, 2, 3, 4, 100, 120, 144}
    near, whole = (read_polygons(layer, None, [], QUIET, fids=fids) for fids in (found, None))
    assert near.fids[near.wkb == b""].tolist() == [100, 120, 144]
    assert [(note, near.fids[rows].tolist()) for note, rows in near.notes.items()] == [
        (note, whole.fids[rows].tolist()) for note, rows in whole.notes.items()] == [(EMPTY, [100, 120, 144])]


@pytest.mark.parametrize("change", [
    "UPDATE land SET geom = x'47500001D8120000' WHERE fid = 100", "UPDATE land SET geom = x'475000' WHERE fid = 100",
    "UPDATE land SET geom = 'POLYGON EMPTY' WHERE fid = 100", "UPDATE land SET geom = 7 WHERE fid = 100"])
def test_all_rows_are_read_where_the_index_lacks_what_may_be_a_geometry(change: str, tmp_path: Path) -> None:
    """A header that does not say it is empty, one that ends too early, a text, a number: who knows what readers see."""
    path = tmp_path / "a.gpkg"
    squares(path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DELETE FROM rtree_land_geom WHERE id = 100")
    past_triggers(path, change)
    assert fids_near(plain(QgsVectorLayer(str(path), "land", "ogr")), at((12, 5, 28, 5)), QUIET) is None


def test_a_layer_that_is_mostly_without_geometry_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    squares(path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DELETE FROM rtree_land_geom WHERE id > 40")
    past_triggers(path, "UPDATE land SET geom = NULL WHERE fid > 40")
    assert fids_near(plain(QgsVectorLayer(str(path), "land", "ogr")), at((12, 5, 28, 5)), QUIET) is None


def test_all_rows_are_read_where_the_index_holds_rows_that_are_gone(tmp_path: Path) -> None:
    """Row 50 is gone, row 144 has no geometry, and row 70 moved to where row 2 is: the index knows of none of it."""
    path = tmp_path / "a.gpkg"
    layer = squares(path)
    assert layer.dataProvider().changeGeometryValues({144: QgsGeometry()})
    past_triggers(path, "DELETE FROM land WHERE fid = 50")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE land SET geom = (SELECT geom FROM land WHERE fid = 2) WHERE fid = 70")
    assert fids_near(plain(QgsVectorLayer(str(path), "land", "ogr")), at((12, 5, 28, 5)), QUIET) is None


def test_all_rows_are_read_of_a_layer_with_a_field_called_rowid(tmp_path: Path) -> None:
    """SQLite gives that field for the number of the row."""
    rows = [(rectangle(X + column * CELL, Y, CELL, CELL), {"ROWID": column + 1}) for column in range(SIDE)]
    layer = save(layer_of(rows, {"ROWID": "integer"}, name="land"), tmp_path / "a.gpkg")
    assert fids_near(plain(layer), at((12, 5, 28, 5)), QUIET) is None


def past_triggers(path: Path, sql: str) -> None:
    """Change rows as a program does that has not GDAL's functions, which the triggers call."""
    with closing(sqlite3.connect(path)) as connection, connection:
        for name, in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(named("DROP TRIGGER %s", name))
        connection.execute(sql)


def test_only_a_whole_geopackage_is_read_in_part(tmp_path: Path) -> None:
    layer = squares(tmp_path / "a.gpkg")
    assert layer.setSubsetString('"row" < 5')
    assert not large(plain(layer))
    assert not large(plain(shapefile_utf8(tmp_path)))


def test_a_table_among_others_is_asked_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    squares(path)
    save(layer_of([(rectangle(X, Y, 5, 5), {"DLBM": "9"})], {"DLBM": "text"}, name='其他 "x"'), path)
    assert fids_near(plain(QgsVectorLayer(f"{path}|layername=land", "", "ogr")), at((12, 5, 28, 5)), QUIET) is not None
    odd = plain(QgsVectorLayer(f'{path}|layername=其他 "x"', "", "ogr"))
    assert distinct_values(odd, ["DLBM"], QUIET)["DLBM"].tolist() == ["9"]


def test_values_are_those_of_all_rows(tmp_path: Path) -> None:
    layer = squares(tmp_path / "a.gpkg")
    values = distinct_values(plain(layer), ["DLBM", "row"], QUIET)
    table = read_polygons(layer, None, ["DLBM", "row"], QUIET)
    assert {name: column.dtype for name, column in values.items()} == {
        name: column.dtype for name, column in table.columns.items()}
    whole = set(zip(table.columns["DLBM"].tolist(), table.columns["row"].tolist()))
    assert len(values["row"]) == len(whole) == 3 * SIDE
    assert set(zip(values["DLBM"].tolist(), values["row"].tolist())) == whole


def test_values_of_another_kind_are_left_to_qgis(tmp_path: Path) -> None:
    """SQLite holds any value in any column; what QGIS makes of a number among texts only QGIS knows."""
    path = tmp_path / "a.gpkg"
    layer = squares(path)
    file = plain(layer)
    past_triggers(path, "UPDATE land SET DLBM = x'00' WHERE fid = 7")
    assert distinct_values(file, ["DLBM"], QUIET) is None
    path.unlink()
    assert distinct_values(file, ["DLBM"], QUIET) is None
    assert fids_near(file, at((12, 5, 28, 5)), QUIET) is None


def test_values_of_fields_that_the_file_does_not_hold_are_left_to_qgis(tmp_path: Path) -> None:
    """Of a field that an expression makes, or of moments."""
    path = tmp_path / "a.gpkg"
    squares(path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("ALTER TABLE land ADD COLUMN SJNF DATETIME")
    layer = QgsVectorLayer(str(path), "land", "ogr")
    layer.addExpressionField("\"DLBM\" || '!'", QgsField("class", QVariant.Type.String))
    assert distinct_values(plain(layer), ["DLBM"], QUIET) is not None
    assert distinct_values(plain(layer), ["DLBM", "SJNF"], QUIET) is None
    assert distinct_values(plain(layer), ["class"], QUIET) is None


def test_boxes_hold_their_land_in_another_system() -> None:
    """Every corner and middle of a side, brought to degrees by itself, lies in the box brought there."""
    wanted = QgsCoordinateTransform(*map(QgsCoordinateReferenceSystem, ("EPSG:4526", "EPSG:4490")),
                                    QgsProject.instance().transformContext())
    boxes = at((0, 0, 40_000, 60_000), (5, 5, 5, 5)).boxes
    found = transformed_boxes(boxes, wanted)
    for (xmin, ymin, xmax, ymax), held in zip(boxes.tolist(), found.tolist()):
        for x in np.linspace(xmin, xmax, 21):
            for y in np.linspace(ymin, ymax, 21):
                point = wanted.transform(x, y)
                assert held[0] < point.x() < held[2]
                assert held[1] < point.y() < held[3]
    assert found[1, 2] - found[1, 0] < 6e-3  # some hundred metres, not a province


def test_boxes_in_degrees_grow_by_metres_and_projects_without_shape_stay_without() -> None:
    wanted = QgsCoordinateTransform(*map(QgsCoordinateReferenceSystem, ("EPSG:4490", "EPSG:4547")),
                                    QgsProject.instance().transformContext())
    found = transformed_boxes(np.array([[np.nan] * 4, [114.3, 34.8, 114.301, 34.801]]), wanted)
    assert np.isnan(found[0]).all()
    assert 91 + 300 < found[1, 2] - found[1, 0] < 91 + 450  # a thousandth of a degree is 91 m here


def test_asking_can_be_canceled(tmp_path: Path) -> None:
    file = plain(squares(tmp_path / "a.gpkg"))
    with pytest.raises(Canceled):
        fids_near(file, at((12, 5, 28, 5)), Stopped())


def test_one_statement_can_be_canceled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A city's classes, or what lies near one box, takes seconds on a slow disk."""
    monkeypatch.setattr(near_reading, "_STEPS", 10)
    file = plain(squares(tmp_path / "a.gpkg"))
    with pytest.raises(Canceled):
        distinct_values(file, ["DLBM"], Stopped())
    with pytest.raises(Canceled):
        fids_near(file, at((12, 5, 28, 5)), Stopped(after=1))


class Stopped(NoProgress):
    """Canceled by the user after some looks."""

    def __init__(self, after: int = 0) -> None:
        self._left = after

    def check(self) -> None:
        self._left -= 1
        if self._left < 0:
            raise Canceled
