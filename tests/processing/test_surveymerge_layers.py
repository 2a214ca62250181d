"""kf:surveymerge over layers of all kinds: fields of every type, whole numbers, Shapefiles, points without an id."""
from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from osgeo import ogr
from qgis.core import (
    QgsFeature,
    QgsField,
    QgsGeometry,
    QgsPointXY,
    QgsVectorFileWriter,
    QgsVectorLayer,
    edit,
)
from qgis.PyQt.QtCore import QDate, QDateTime, QVariant

from kf_resources_plugin.engine.roles import write_role
from tests.builders import layer_of, rectangle, save
from tests.survey.packages import X, Y, findings, land, pack, told
from tests.survey.returned import edit_in_the_field, merge, rows_of

pytestmark = pytest.mark.usefixtures("kf_provider")


def test_a_neighbour_with_the_number_of_a_deleted_row(tmp_path: Path) -> None:
    """A Shapefile without ids: when B0 was deleted, B1 has its number, touches its bounds, and is another parcel."""
    source = save(layer_of([(rectangle(X + 100.0 * n, Y, 100, 100), {"BSM": f"B{n}", "a": "x", "b": "x"})
                            for n in range(4)], {"BSM": "text", "a": "text", "b": "text"}, name="plots"),
                  tmp_path / "s.gpkg")
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = "ESRI Shapefile"
    QgsVectorFileWriter.writeAsVectorFormatV3(source, str(tmp_path / "p.shp"), source.transformContext(), options)
    package = Path(pack(tmp_path / "out", [QgsVectorLayer(str(tmp_path / "p.shp"), "plots", "ogr")],
                        findings((110, "a")), MARGIN=1000)["PACKAGE"])
    edit_in_the_field(package, {"B0": {"a": "team"}}, table="plots")
    opened = ogr.Open(str(tmp_path / "p.shp"), 1)
    rows = opened.GetLayer(0)
    second = rows.GetFeature(1)
    second["b"] = "desk"
    rows.SetFeature(second)
    rows.DeleteFeature(0)
    opened.ExecuteSQL("REPACK p")
    second = rows = opened = None
    result = merge(package, QgsVectorLayer(str(tmp_path / "p.shp"), "plots", "ogr"))
    assert [(row["edit_class"], row["rule_id"]) for row in rows_of(result["EDITS"])] == [
        ("conflict", "survey.deleted_at_desk")]


def test_whole_numbers_that_no_field_has_room_for(tmp_path: Path) -> None:
    """SQLite takes any whole number; a field of 32 bits holds up to 2 147 483 647."""
    office = save(layer_of([(rectangle(X, Y, 100, 100), {"n": 1}), (rectangle(X + 100, Y, 100, 100), {"n": 2})],
                           {"n": "integer"}, name="plots"), tmp_path / "p.gpkg")
    with edit(office):
        office.addAttribute(QgsField("small", QVariant.Int))
    package = Path(pack(tmp_path / "out", [office], findings((0, "a")), MARGIN=1000)["PACKAGE"])
    with closing(sqlite3.connect(package / "data.gpkg")) as connection, connection:
        connection.create_function("ST_IsEmpty", 1, lambda _shape: 0)
        for end in ("MinX", "MaxX", "MinY", "MaxY"):
            connection.create_function(f"ST_{end}", 1, lambda _shape: 0)
        connection.execute("UPDATE plots SET small = 2147483648, n = 2147483648 WHERE n = 1")
        connection.execute("UPDATE plots SET small = 2147483647 WHERE n = 2")
    assert {(row["subject"], row["field"], row["rule_id"]) for row in rows_of(merge(package, office)["EDITS"])} == {
        ("#1", "small", "survey.edit_type"), ("#1", "n", ""), ("#2", "small", "")}


def test_every_kind_of_field_is_compared_as_it_is(tmp_path: Path) -> None:
    """The desk changed one field of each row, so the others are compared one by one: none is seen to have changed."""
    layer = QgsVectorLayer(
        "Point?crs=EPSG:4526&field=name:string(20)&field=whole:int&field=long:int8&field=real:double&field=day:date"
        "&field=moment:datetime&field=flag:bool&field=more:string", "kinds", "memory")
    values = ["甲", 3, 2 ** 40, 0.1 + 0.2, QDate(2026, 2, 28), QDateTime(2026, 2, 28, 23, 59, 58, 120), True, "x"]
    for number, attributes in enumerate((values, [None] * 7 + ["x"], ["", 0, 0, 0.0, *values[4:6], False, "x"])):
        feature = QgsFeature(layer.fields())
        feature.setAttributes(attributes)
        feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(X + number, Y)))
        layer.dataProvider().addFeature(feature)
    for suffix in ("gpkg", "shp"):
        folder = tmp_path / suffix
        folder.mkdir()
        options = QgsVectorFileWriter.SaveVectorOptions()
        options.driverName = {"gpkg": "GPKG", "shp": "ESRI Shapefile"}[suffix]
        QgsVectorFileWriter.writeAsVectorFormatV3(layer, str(folder / f"a.{suffix}"), layer.transformContext(), options)
        office = QgsVectorLayer(str(folder / f"a.{suffix}"), "kinds", "ogr")
        package = Path(pack(folder / "out", [office], findings((0, "a")))["PACKAGE"])
        with edit(office):
            for feature in office.getFeatures():
                office.changeAttributeValue(feature.id(), office.fields().lookupField("more"), "desk")
        result = merge(package, office)
        assert rows_of(result["EDITS"]) == []
        assert (result["ROWS_COUNT"], result["UNCHANGED_COUNT"]) == (3, 3)


def test_a_shapefile_that_was_packed_meanwhile(tmp_path: Path) -> None:
    """Packing numbers the rows anew: B1 … B3 have the feature ids of B0 … B2 then, and B1 was edited, too."""
    source = land(tmp_path / "s.gpkg", count=4)
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = "ESRI Shapefile"
    QgsVectorFileWriter.writeAsVectorFormatV3(source, str(tmp_path / "a.shp"), source.transformContext(), options)
    package = Path(pack(tmp_path / "out", [QgsVectorLayer(str(tmp_path / "a.shp"), "DLTB", "ogr")],
                        findings((110, "a")), MARGIN=1000)["PACKAGE"])
    edit_in_the_field(package, {"B1": {"DLBM": "0101"}, "B2": {"DLBM": "0102"}})
    opened = ogr.Open(str(tmp_path / "a.shp"), 1)
    rows = opened.GetLayer(0)
    for feature in list(rows):
        if feature["BSM"] == "B1":
            feature["GDDB"] = 5
            rows.SetFeature(feature)
        if feature["BSM"] == "B0":
            rows.DeleteFeature(feature.GetFID())
    opened.ExecuteSQL("REPACK a")
    rows = opened = None
    result = merge(package, QgsVectorLayer(str(tmp_path / "a.shp"), "DLTB", "ogr"))
    found = {(row["subject"], row["field"], row["edit_class"], row["source_fid"]) for row in rows_of(result["EDITS"])}
    assert found == {("B1", "DLBM", "accepted", 0), ("B2", "DLBM", "accepted", 1)}
    assert (result["ROWS_COUNT"], result["UNCHANGED_COUNT"]) == (4, 2)


def test_points_without_an_id_that_both_sides_moved(tmp_path: Path) -> None:
    """A GeoPackage never gives a feature id to another row, so a point that the desk moved far away is known again."""
    office = save(layer_of([(f"POINT({X + n} {Y})", {"a": str(n)}) for n in range(3)], {"a": "text"}, geometry="Point",
                           name="wells"), tmp_path / "w.gpkg")
    package = Path(pack(tmp_path / "out", [office], findings((0, "a")))["PACKAGE"])
    opened = ogr.Open(str(package / "data.gpkg"), 1)
    wells = opened.GetLayerByName("wells")
    for feature in list(wells):
        feature["a"] = "seen"
        if feature.GetFID() < 3:
            feature.SetGeometry(ogr.CreateGeometryFromWkt(f"MULTIPOINT(({X + 9} {Y}))"))
        wells.SetFeature(feature)
    wells = opened = None
    with edit(office):
        office.changeGeometry(1, QgsGeometry.fromPointXY(QgsPointXY(X + 500, Y)))
    result = merge(package, office)
    assert sorted((row["source_fid"], row["kind"], row["edit_class"], row["rule_id"])
                  for row in rows_of(result["EDITS"])) == [
        (1, "changed", "accepted", ""), (1, "shape", "conflict", "survey.both_reshaped"),
        (2, "changed", "accepted", ""),
        (2, "shape", "accepted", ""), (3, "changed", "accepted", "")]
    assert told(result)["survey.both_reshaped"] == "#1: desk and team both changed its shape, differently."


def test_a_role_that_nobody_knows(tmp_path: Path) -> None:
    """A newer plugin wrote it into the project; the report calls the layer by it."""
    office = land(tmp_path / "a.gpkg", count=2)
    package = Path(pack(tmp_path / "out", [office], findings((0, "a")))["PACKAGE"])
    write_role(office, "of_next_year")
    merge(package, office, REPORT=str(tmp_path / "r.html"))
    assert "of_next_year" in (tmp_path / "r.html").read_text(encoding="utf-8")
