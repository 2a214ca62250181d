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
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsVectorLayer,
)

from tests.builders import land_layer, layer_of, rectangle, save
from tests.survey.packages import X, Y, findings, land, pack, told, uids
from tests.survey.returned import JPEG, edit_in_the_field, merge, parcel, rows_of

FIGURES = ("ROWS_COUNT", "UNCHANGED_COUNT", "ACCEPTED_COUNT", "CONFLICT_COUNT", "REJECTED_COUNT", "EDITS_COUNT",
           "EVIDENCE_COUNT", "PHOTOS_COUNT", "FEATURES_COUNT")
STATES = ("origin_value", "present_value", "new_value")
SIZES = {
    "B4": ["9999.81 m²", "9999.81 m²", "8999.83 m² (−999.98)"],
    "B5": ["9999.81 m²", "6999.87 m²", "7999.85 m² (+999.98)"],
    "B6": ["9999.81 m²", "9999.81 m²", None], "B7": ["9999.81 m²", "9999.81 m²", None],
    "B8": ["9999.81 m²", None, "9999.81 m²"], "N1": [None, None, "9999.82 m²"]}
"""Areas of geodesics on CGCS2000 by GeographicLib (pyproj.Geod): of parcels 100, 90, 80 and 70 m wide."""
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
        ("B5", ""): ("shape", "conflict", "survey.both_reshaped"),
        ("B6", ""): ("deleted", "accepted", ""),
        ("B7", ""): ("deleted", "conflict", "survey.edited_at_desk"),
        ("B8", ""): ("changed", "conflict", "survey.deleted_at_desk"),
        ("B9", "DLBM"): ("changed", "rejected", "survey.edit_rule"),
        ("N1", ""): ("added", "accepted", ""),
        ("N2", ""): ("added", "rejected", "survey.edit_outside"),
    }
    assert [edits["B1", "DLBM"][name] for name in STATES] == ["0103", "0201", "0102"]
    assert {key: [edits[key, ""][name] or None for name in STATES] for key in SIZES} == SIZES
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
        "B9: the value “9999” of field DLBM breaks its rule: a code of the list.")


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


def test_where_a_shape_is_broken_is_told_to_the_metre(journey: Path) -> None:
    bow = f"POLYGON(({X} {Y}, {X + 100} {Y + 100}, {X + 100} {Y}, {X} {Y + 100}, {X} {Y}))"
    edit_in_the_field(journey / "out" / "journey", {"B0": bow})
    assert told(merge(journey / "out" / "journey", desk(journey)))["survey.edit_shape"] == (
        "B0: its shape cannot be taken over: its lines cross, or its rings lie wrongly, at 38527050, 3852050.")


def test_a_row_whose_name_was_changed_is_not_deleted(journey: Path) -> None:
    """An app that gives rows names of its own: taken as told, the parcel would be deleted and its new row refused."""
    package = journey / "out" / "journey"
    edit_in_the_field(package, {"B0": {"kf_uid": "another"}, "B1": None}, new=[
        (parcel(1, above=100), {"BSM": "B5", "DLBM": "0103", "ZLDWDM": "4102221002010000000"})])
    result = merge(package, desk(journey))
    assert [(row["subject"], row["kind"], row["rule_id"]) for row in rows_of(result["EDITS"])] == [
        ("B0", "changed", "survey.key_lost"), ("B1", "deleted", ""), ("B5", "added", "survey.edit_unique")]
    assert told(result)["survey.edit_unique"] == (
        "B5: another feature has the value “B5” of field BSM, in which no two are alike.")


def test_shapes_that_a_program_wrote_anew(journey: Path) -> None:
    """B0 begins at another corner, B1 runs the other way, B2 lies 0.05 mm farther east: nobody edited them; B3 was, by
    1 mm. The desk's layer turned B4, whose shape the team changed: that is no conflict."""
    package = journey / "out" / "journey"
    corners = [[(X + 100.0 * n + dx, Y + dy) for dx, dy in ((0, 0), (100, 0), (100, 100), (0, 100))] for n in range(5)]

    def ring(points: list[tuple[float, float]]) -> str:
        return "(((" + ", ".join(f"{x!r} {y!r}" for x, y in [*points, points[0]]) + ")))"

    turned = corners[0][2:] + corners[0][:2]
    edit_in_the_field(package, {
        "B0": "MULTIPOLYGON" + ring(turned), "B1": "MULTIPOLYGON" + ring(corners[1][::-1]),
        "B2": "MULTIPOLYGON" + ring([(x + 0.00005, y) for x, y in corners[2]]),
        "B3": "MULTIPOLYGON" + ring([(x + 0.001, y) for x, y in corners[3]]), "B4": parcel(4, width=90)})
    office = at_the_desk(journey, B4="POLYGON" + ring(corners[4][::-1])[1:-1])
    assert [(row["subject"], row["kind"], row["edit_class"]) for row in rows_of(merge(package, office)["EDITS"])] == [
        ("B3", "shape", "accepted"), ("B4", "shape", "accepted")]


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
            "photos/a.jpg", "photos/b.jpg", "../../../a.gpkg", "/etc/hostname", "photos/c.jpg", "photos\\b.jpg"))])
    result = merge(package, desk(journey), EVIDENCE="memory:", PHOTOS=str(journey / "p"))
    [name] = [path.name for path in (journey / "p").iterdir()]
    assert name == f"{hashlib.sha256(JPEG).hexdigest()[:16]}.jpg"
    assert [bool(row["photo"]) for row in rows_of(result["EVIDENCE"])] == [False, True, False, False, False, True]
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
