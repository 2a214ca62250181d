"""kf:surveymerge: a package edited by plain OGR while the layer is edited at the desk, every outcome worked by hand."""
from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import struct
from contextlib import closing
from pathlib import Path
from typing import Any

import processing
import pytest
from osgeo import ogr
from qgis.core import (
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsVectorFileWriter,
    QgsVectorLayer,
    edit,
)
from qgis.PyQt.QtCore import QDate, QDateTime

from tests.builders import land_layer, layer_of, rectangle, save
from tests.survey.packages import X, Y, findings, land, pack, told, uids
from tests.survey.returned import JPEG, edit_in_the_field, merge, parcel, rows_of

FIGURES = ("ROWS_COUNT", "UNCHANGED_COUNT", "ACCEPTED_COUNT", "CONFLICT_COUNT", "REJECTED_COUNT", "EDITS_COUNT",
           "EVIDENCE_COUNT", "PHOTOS_COUNT", "FEATURES_COUNT")
pytestmark = pytest.mark.usefixtures("kf_provider")


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory, kf_provider: Any) -> Path:
    """Return a folder with the layer and a package of parcels B0 to B9, as they left."""
    folder = tmp_path_factory.mktemp("left")
    pack(folder / "out", [land(folder / "a.gpkg")], findings((110, "a"), (910, "b"), name="findings"),
         MARGIN=1000, NAME="journey")
    return folder


@pytest.fixture
def journey(left: Path, tmp_path: Path) -> Path:
    """Return a copy that a test may do with what it likes: ``a.gpkg`` and the package ``out/journey``."""
    return Path(shutil.copytree(left, tmp_path / "j"))


def desk(folder: Path) -> QgsVectorLayer:
    layer = QgsVectorLayer(f"{folder / 'a.gpkg'}|layername=DLTB", "DLTB", "ogr")
    assert layer.isValid()
    return layer


def at_the_desk(folder: Path, **changes: Any) -> QgsVectorLayer:
    """Edit the layer as it is at the office: BSM → attributes, WKT, or None to delete."""
    opened = ogr.Open(str(folder / "a.gpkg"), 1)
    layer = opened.GetLayerByName("DLTB")
    for feature in list(layer):
        change = changes.get(feature["BSM"], "same")
        if change is None:
            layer.DeleteFeature(feature.GetFID())
        elif isinstance(change, dict):
            for name, value in change.items():
                feature[name] = value
            layer.SetFeature(feature)
        elif change != "same":
            feature.SetGeometry(ogr.CreateGeometryFromWkt(change))
            layer.SetFeature(feature)
    layer = opened = None
    return desk(folder)


def test_planned_edits_on_both_sides(journey: Path) -> None:
    """Every case of the table in tests/rules/test_three_way.py once, through files."""
    package = journey / "out" / "journey"
    (package / "photos" / "20261120.jpg").write_bytes(JPEG)
    edit_in_the_field(package, {
        "B0": {"DLBM": "0101"},     # the field alone
        "B1": {"DLBM": "0102"},     # both, differently
        "B2": {"DLBM": "0301"},     # both, alike
        "B3": {"TBMJ": 9900.0},     # each another field
        "B4": parcel(4, width=90),  # a shape, the field alone
        "B5": parcel(5, width=80),  # a shape, both
        "B6": None,                 # deleted
        "B7": None,                 # deleted, edited at the desk
        "B8": {"DLBM": "0101"},     # edited, deleted at the desk
        "B9": {"DLBM": "9999"},     # no class of the survey
    }, new=[(parcel(3, above=100), {"BSM": "N1", "DLBM": "0103", "ZLDWDM": "4102221002010000000"}),
            (parcel(30), {"BSM": "N2", "DLBM": "0103", "ZLDWDM": "4102221002010000000"})],  # 1 km beyond the task
        evidence=[(f"POINT({X + 50} {Y + 50})", {"photo": "photos/20261120.jpg", "verdict": "changed",
                                                "azimuth": 90.0, "parcel_uid": "B0"})])
    layer = at_the_desk(journey, B1={"DLBM": "0201", "GDDB": 7}, B2={"DLBM": "0301"}, B3={"GDDB": 8},
                        B5=parcel(5, width=70), B7={"DLBM": "0201"}, B8=None)
    before = (journey / "a.gpkg").read_bytes()
    result = merge(package, layer, OLD_SHAPES="memory:", ROWS="memory:", EVIDENCE="memory:",
                   PHOTOS=str(journey / "photos"))
    assert (journey / "a.gpkg").read_bytes() == before
    edits = {(row["subject"], row["field"]): row for row in rows_of(result["EDITS"])}
    assert {key: (row["kind"], row["edit_class"], row["rule_id"]) for key, row in edits.items()} == {
        ("B0", "DLBM"): ("changed", "accepted", ""),
        ("B1", "DLBM"): ("changed", "conflict", "survey.both_changed"),
        ("B3", "TBMJ"): ("changed", "accepted", ""),
        ("B4", ""): ("shape", "accepted", ""),
        ("B5", ""): ("shape", "conflict", "survey.both_changed"),
        ("B6", ""): ("deleted", "accepted", ""),
        ("B7", ""): ("deleted", "conflict", "survey.edited_at_desk"),
        ("B8", ""): ("changed", "conflict", "survey.deleted_at_desk"),
        ("B9", "DLBM"): ("changed", "rejected", "survey.edit_rule"),
        ("N1", ""): ("added", "accepted", ""),
        ("N2", ""): ("added", "rejected", "survey.edit_outside"),
    }
    assert (edits["B1", "DLBM"]["origin_value"], edits["B1", "DLBM"]["present_value"],
            edits["B1", "DLBM"]["new_value"]) == ("0103", "0201", "0102")
    assert json.loads(edits["N1", ""]["new_json"])["BSM"] == "N1"
    drawn = {row["subject"]: row["area"] for row in rows_of(result["EDITS"]) if row["kind"] == "shape"}
    assert drawn == pytest.approx({"B4": 9000.0, "B5": 8000.0})
    old = [(row["subject"], row["shape_state"], round(row["area"])) for row in rows_of(result["OLD_SHAPES"])]
    assert sorted(old) == [
        ("B4", "present", 10000), ("B5", "origin", 10000), ("B5", "present", 7000), ("B6", "present", 10000),
        ("B7", "present", 10000), ("B8", "origin", 10000)]
    assert {row["subject"]: row["edit_class"] for row in rows_of(result["ROWS"])}["B2"] == "unchanged"
    # all 20 parcels lie within 1000 m of the tasks, and two are new
    assert {name: result[name] for name in FIGURES} == {
        "ROWS_COUNT": 22, "UNCHANGED_COUNT": 11, "ACCEPTED_COUNT": 5, "CONFLICT_COUNT": 4, "REJECTED_COUNT": 2,
        "EDITS_COUNT": 11, "EVIDENCE_COUNT": 1, "PHOTOS_COUNT": 1, "FEATURES_COUNT": 19}
    [point] = rows_of(result["EVIDENCE"])
    assert Path(point["photo"]).parent == journey / "photos"
    assert Path(point["photo"]).read_bytes() == JPEG
    assert (point["subject"], point["verdict"]) == ("B0", "changed")
    assert told(result)["survey.both_changed"]
    assert told(result)["survey.edit_rule"] == (
        "B9: the value “9999” of field DLBM breaks its rule: must be filled in; a code of the list.")


def test_an_untouched_package_changes_nothing(journey: Path) -> None:
    result = merge(journey / "out" / "journey", at_the_desk(journey, B1={"DLBM": "0201"}, B2=None))
    assert (result["EDITS_COUNT"], result["UNCHANGED_COUNT"], result["ROWS_COUNT"]) == (0, 20, 20)


def test_a_zip_and_the_package_the_office_kept(journey: Path) -> None:
    package = journey / "out" / "journey"
    kept = Path(shutil.copytree(package, journey / "kept"))
    edit_in_the_field(package, {"B0": {"DLBM": "0101"}})
    (package / ".mergin").mkdir()
    (package / ".mergin" / "mergin.json").write_text("{}")
    packed = shutil.make_archive(str(journey / "back"), "zip", package.parent, "journey")
    result = merge(Path(packed), desk(journey), ORIGIN=str(kept))
    assert (result["ACCEPTED_COUNT"], result["EDITS_COUNT"]) == (1, 1)
    assert "survey.origin_from_package" not in told(result)
    # the rows as they left, changed together with the digest in the manifest: only what the office kept tells
    opened = ogr.Open(str(package / "base.gpkg"), 1)
    opened.ExecuteSQL("UPDATE dltb SET DLBM = '0101'")
    opened = None
    with pytest.raises(QgsProcessingException, match=r"base\.gpkg is not the file that left"):
        merge(package, desk(journey))
    manifest = json.loads((package / "manifest.json").read_text(encoding="utf-8"))
    for file in manifest["files"]:
        if file["name"] == "base.gpkg":
            file["sha256"] = hashlib.sha256((package / "base.gpkg").read_bytes()).hexdigest()
    (package / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    assert "not against a package that the office kept" in told(merge(package, desk(journey)))[
        "survey.origin_from_package"]
    with pytest.raises(QgsProcessingException, match="is not the package that the office kept as kept"):
        merge(package, desk(journey), ORIGIN=str(kept))


def test_rows_without_and_with_doubled_names(journey: Path) -> None:
    package = journey / "out" / "journey"
    known = uids(package)
    edit_in_the_field(package, {"B0": {"kf_uid": None}, "B1": parcel(1, width=50)},
                      new=[(parcel(1, above=100), {"BSM": "B1b", "DLBM": "0103", "kf_uid": known["B1"]})])
    result = merge(package, desk(journey), ROWS="memory:")
    assert {row["subject"]: (row["edit_class"], row["edits_count"]) for row in rows_of(result["ROWS"])
            if row["edit_class"] != "unchanged"} == {"B0": ("rejected", 1), "B1": ("rejected", 2)}
    assert {"survey.key_lost", "survey.key_doubled"} <= set(told(result))


@pytest.mark.parametrize(("change", "rule"), [
    ({"BSM": "B5"}, "survey.edit_unique"),
    ({"KCXS": 1.5}, "survey.edit_rule"),
    ({"DLBM": None}, "survey.edit_rule"),
    ("POLYGON((38527000 3852000, 38527100 3852100, 38527100 3852000, 38527000 3852100, 38527000 3852000))",
     "survey.edit_shape"),
    (parcel(60), "survey.edit_outside"),
])
def test_what_cannot_be_taken_over(journey: Path, change: Any, rule: str) -> None:
    package = journey / "out" / "journey"
    edit_in_the_field(package, {"B0": change})
    result = merge(package, desk(journey))
    assert [(row["edit_class"], row["rule_id"]) for row in rows_of(result["EDITS"])] == [("rejected", rule)]


def test_values_that_no_field_can_hold(journey: Path) -> None:
    """SQLite keeps a text in a number's column; GDAL would read it as 0."""
    package = journey / "out" / "journey"
    with closing(sqlite3.connect(package / "data.gpkg")) as connection, connection:
        connection.create_function("ST_IsEmpty", 1, lambda _shape: 0)
        for end in ("MinX", "MaxX", "MinY", "MaxY"):
            connection.create_function(f"ST_{end}", 1, lambda _shape: 0)
        connection.execute("UPDATE dltb SET TBMJ = 'much' WHERE BSM = 'B0'")
        # a polygon of one ring that promises 2 000 000 000 vertices
        connection.execute("UPDATE dltb SET geom = ? WHERE BSM = 'B1'", (
            b"GP\x00\x01" + struct.pack("<i", 4526) + struct.pack("<BIII", 1, 3, 1, 2_000_000_000),))
    result = merge(package, desk(journey))
    assert {(row["subject"], row["rule_id"]) for row in rows_of(result["EDITS"])} == {
        ("B0", "survey.edit_type"), ("B1", "survey.edit_shape")}


def test_photos_are_told_by_their_content(journey: Path) -> None:
    package = journey / "out" / "journey"
    (package / "photos" / "a.jpg").write_bytes(b"MZ is no picture")
    (package / "photos" / "b.jpg").write_bytes(JPEG)
    edit_in_the_field(package, {}, evidence=[
        (f"POINT({X} {Y})", {"photo": name, "evidence_id": str(number)}) for number, name in enumerate((
            "photos/a.jpg", "photos/b.jpg", "../../../a.gpkg", "/etc/hostname", "photos/c.jpg"))])
    result = merge(package, desk(journey), EVIDENCE="memory:", PHOTOS=str(journey / "p"))
    [name] = [path.name for path in (journey / "p").iterdir()]
    assert name == f"{hashlib.sha256(JPEG).hexdigest()[:16]}.jpg"
    assert [bool(row["photo"]) for row in rows_of(result["EVIDENCE"])] == [False, True, False, False, False]
    assert result["PHOTOS_COUNT"] == 1
    assert {"survey.photo_missing", "survey.photo_no_picture"} <= set(told(result))


@pytest.mark.parametrize(("filtered", "edited"), [(True, False), (False, True)])
def test_a_layer_that_is_not_whole_or_not_saved(journey: Path, filtered: bool, edited: bool) -> None:
    layer = desk(journey)
    if filtered:
        layer.setSubsetString("BSM = 'B0'")
    if edited:
        layer.startEditing()
        layer.deleteFeature(1)
    with pytest.raises(QgsProcessingException, match="Only a part" if filtered else "not saved"):
        merge(journey / "out" / "journey", layer)


def test_another_layer_is_refused(journey: Path) -> None:
    package = journey / "out" / "journey"
    elsewhere = save(land_layer([(rectangle(X + 90_000, Y, 100, 100), {"BSM": "Z"})], name="DLTB"), journey / "z.gpkg")
    with pytest.raises(QgsProcessingException, match="20 of the 20 rows that left are not in it"):
        merge(package, elsewhere)
    bare = save(layer_of([(rectangle(X, Y + 10 * n, 9, 9), {"a": f"{n}"}) for n in range(9)], {"a": "text"}, name="b"),
                journey / "b.gpkg")
    plain = pack(journey / "plain", [bare], findings((0, "a")))["PACKAGE"]
    alike = save(layer_of([(rectangle(X + 5000, Y + 10 * n, 9, 9), {"a": "x"}) for n in range(9)], {"a": "text"},
                          name="b"), journey / "alike.gpkg")
    with pytest.raises(QgsProcessingException, match="is not the one the package was taken from"):
        merge(Path(plain), alike)
    other = save(layer_of([(rectangle(X, Y, 5, 5), {"a": "b"})], {"a": "text"}, name="t"), journey / "t.gpkg")
    with pytest.raises(QgsProcessingException, match="the layer has no field BSM"):
        merge(package, other)
    degrees = save(land_layer([("POLYGON((114 34, 115 34, 115 35, 114 34))", {"BSM": "Z"})], name="d", crs="EPSG:4490"),
                   journey / "d.gpkg")
    with pytest.raises(QgsProcessingException, match="its coordinate system is"):
        merge(package, degrees)


def test_a_cancelled_merge_leaves_nothing(journey: Path) -> None:
    feedback = QgsProcessingFeedback()
    feedback.cancel()
    processing.run("kf:surveymerge", {"PACKAGE": str(journey / "out" / "journey"), "LAYER": desk(journey),
                                      "EDITS": str(journey / "edits.gpkg")}, feedback=feedback)
    assert sorted(path.name for path in journey.iterdir()) == ["a.gpkg", "out"]


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
        (1, "changed", "accepted", ""), (1, "shape", "conflict", "survey.both_changed"), (2, "changed", "accepted", ""),
        (2, "shape", "accepted", ""), (3, "changed", "accepted", "")]
    assert told(result)["survey.both_changed"].startswith("#1: both sides changed")
