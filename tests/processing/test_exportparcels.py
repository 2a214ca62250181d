"""kf:exportparcels: the file to the byte, what is not as in the layer is told, import gives back what was exported."""
from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import processing
import pytest
from qgis.core import QgsProcessingException, QgsProcessingFeedback, QgsVectorLayer
from qgis.PyQt.QtCore import QDate

from tests.builders import layer_of, rectangle, rows_of, shapes_of
from tests.parcel_files import DIALECTS, EXAMPLE, write_file
from tests.processing.test_importparcels import SHAPES, imported, message, rules, run

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("kf_provider")

X, Y = 38_527_000.0, 3_852_000.0
FIELDS = {"parcel_no": "text", "name": "text", "use": "text", "sheet": "text", "class_code": "text"}
SQUARE = rectangle(X, Y, 100, 100)


def export(layer: QgsVectorLayer, folder: Path, **parameters: Any) -> dict[str, Any]:
    results: dict[str, Any] = processing.run(
        "kf:exportparcels", {"INPUT": layer, "OUTPUT": str(folder / "out.txt"), "FINDINGS": "memory:", **parameters},
        feedback=QgsProcessingFeedback(False))
    return results


def written(folder: Path, encoding: str = "gbk") -> list[str]:
    return (folder / "out.txt").read_bytes().decode(encoding).split("\r\n")


def refused(layer: QgsVectorLayer, folder: Path, **parameters: Any) -> str:
    with pytest.raises(QgsProcessingException) as error:
        export(layer, folder, **parameters)
    assert "fault of the plugin" not in str(error.value)
    assert not (folder / "out.txt").exists()
    return str(error.value)


def parcels(*rows: Any, crs: str = "EPSG:4526") -> QgsVectorLayer:
    return layer_of(rows, FIELDS, crs=crs, name="parcels")


# -- the file ------------------------------------------------------------------------------------------------------


def test_the_example_comes_out_as_it_went_in(tmp_path: Path) -> None:
    layer = imported(tmp_path, EXAMPLE)["OUTPUT"]
    results = export(layer, tmp_path, PRODUCER="开封市某测绘院", DATE=QDate(2024, 5, 20))
    assert (tmp_path / "out.txt").read_bytes() == EXAMPLE.replace("\n", "\r\n").encode("gbk")
    assert rules(results) == set()
    assert (results["PARCELS"], results["POINTS"], results["AREA_M2"]) == (2, 12, 34399.35)


@pytest.mark.parametrize("name", DIALECTS)
def test_every_dialect_is_read_as_itself(name: str, tmp_path: Path) -> None:
    layer = imported(tmp_path, DIALECTS[name][0], DIALECTS[name][1])["OUTPUT"]
    export(layer, tmp_path, DIALECT=name, PRODUCER="开封市某测绘院", DATE=QDate(2024, 5, 20))
    assert (tmp_path / "out.txt").read_bytes() == (tmp_path / "parcels.txt").read_bytes()
    again = run(tmp_path / "out.txt")
    assert rows_of(again["OUTPUT"]) == rows_of(layer)
    assert shapes_of(again["OUTPUT"], 9) == shapes_of(layer, 9)


@pytest.mark.parametrize(("crs", "prefixed"), [("EPSG:4526", True), ("EPSG:4547", False)])
@pytest.mark.parametrize("dialect", ["official_9", "no_zone"])
def test_the_dialect_decides_on_the_zone_number(crs: str, prefixed: bool, dialect: str, tmp_path: Path) -> None:
    shape = SQUARE if prefixed else rectangle(X - 38_000_000, Y, 100, 100)
    export(parcels((shape, {"name": "甲"}), crs=crs), tmp_path, DIALECT=dialect)
    easting = "38527000.000" if dialect == "official_9" else "527000.000"
    assert written(tmp_path)[13] == f"J1,1,3852100.000,{easting}"
    assert run(tmp_path / "out.txt")["OUTPUT"].crs().authid() == (
        "EPSG:4526" if dialect == "official_9" else "EPSG:4547")


def test_a_zone_of_six_degrees(tmp_path: Path) -> None:
    export(parcels((rectangle(20_227_000, Y, 100, 100), {}), crs="EPSG:4498"), tmp_path)
    assert {"几度分带=6", "带号=20"} <= set(written(tmp_path))
    assert run(tmp_path / "out.txt")["OUTPUT"].crs().authid() == "EPSG:4498"


@pytest.mark.parametrize(("decimals", "precision", "row"), [
    (0, "精度=1", "J1,1,3852100,38527000"), (2, "精度=0.01", "J1,1,3852100.12,38527000.12"),
    (4, "精度=0.0001", "J1,1,3852100.1235,38527000.1235")])
def test_decimals(decimals: int, precision: str, row: str, tmp_path: Path) -> None:
    export(parcels((rectangle(X + 0.12346, Y + 0.12346, 100, 100), {})), tmp_path, DECIMALS=decimals)
    assert written(tmp_path)[9] == precision
    assert written(tmp_path)[13] == row


def test_the_area_is_that_of_the_coordinates_as_written(tmp_path: Path) -> None:
    """100.4 m by 100.4 m at no decimals is 100 m by 100 m: 10 000 m² in the plane, 9 999.8 on the ellipsoid."""
    results = export(parcels((rectangle(X, Y, 100.4, 100.4), {})), tmp_path, DECIMALS=0)
    assert written(tmp_path)[12].startswith("5,1.0000,")
    assert results["AREA_M2"] == pytest.approx(9999.8, abs=0.05)


def test_parts_and_holes_are_further_rings(tmp_path: Path) -> None:
    hole = rectangle(X + 20, Y + 20, 10, 10)[9:-2]
    shape = f"MULTIPOLYGON(({SQUARE[8:-1]},({hole})),({rectangle(X + 500, Y, 50, 50)[8:-1]}))"
    layer = parcels((shape, {"parcel_no": "9"}))
    export(layer, tmp_path)
    assert [line.split(",")[1] for line in written(tmp_path)[13:28]] == ["1"] * 5 + ["2"] * 5 + ["3"] * 5
    again = run(tmp_path / "out.txt")
    assert shapes_of(again["OUTPUT"], 9) == shapes_of(layer, 9)
    assert rules(again) == {"exchange.further_part"}


def test_fields_are_found_by_their_usual_names_or_chosen(tmp_path: Path) -> None:
    layer = layer_of([(SQUARE, {"DKBH": "7", "DKMC": "甲", "DLBM": "0601", "code": 12.0})],
                     {"DKBH": "text", "DKMC": "text", "DLBM": "text", "code": "real"})
    export(layer, tmp_path)
    assert written(tmp_path)[12] == "5,1.0000,7,甲,面,,,0601,@"
    export(layer, tmp_path, NUMBER_FIELD="code")
    assert written(tmp_path)[12] == "5,1.0000,12,甲,面,,,0601,@"
    export(layer_of([(SQUARE, {}), (SQUARE, {})], {}), tmp_path)
    assert [line for line in written(tmp_path) if "@" in line] == ["5,1.0000,1,,面,,,,@", "5,1.0000,2,,面,,,,@"]
    (tmp_path / "out.txt").unlink()
    assert "“none”" in refused(layer, tmp_path, NAME_FIELD="none")


def test_class_codes_are_written_and_read_as_codes(tmp_path: Path) -> None:
    export(parcels((SQUARE, {"parcel_no": "1", "name": "０６", "class_code": " ０６０１"})), tmp_path)
    assert written(tmp_path)[12] == "5,1.0000,1,０６,面,,,0601,@"
    layer = imported(tmp_path, EXAMPLE.replace("0601", "０６０１"))["OUTPUT"]
    assert rows_of(layer, "class_code") == [("0601",), ("1003",)]


def test_the_day_is_today_where_none_is_given(tmp_path: Path) -> None:
    export(parcels((SQUARE, {})), tmp_path)
    assert written(tmp_path)[3] == f"数据产生日期={date.today().isoformat()}"


# -- what is told --------------------------------------------------------------------------------------------------


def test_signs_of_the_format_in_a_name(tmp_path: Path) -> None:
    results = export(parcels((SQUARE, {"parcel_no": "1", "name": "甲,乙@丙\r\n丁"})), tmp_path, PRODUCER="a@b")
    assert written(tmp_path)[12] == "5,1.0000,1,甲，乙＠丙 丁,面,,,,@"
    assert written(tmp_path)[2] == "数据产生单位=a＠b"
    assert rules(results) == {"exchange.text_changed"}
    assert rows_of(run(tmp_path / "out.txt")["OUTPUT"], "name") == [("甲，乙＠丙 丁",)]


def test_characters_that_gbk_lacks(tmp_path: Path) -> None:
    layer = parcels((SQUARE, {"parcel_no": "1", "name": "𠮷村"}))
    results = export(layer, tmp_path)
    assert written(tmp_path)[12] == "5,1.0000,1,〓村,面,,,,@"
    assert "“𠮷” of “𠮷村” in field “name”" in message(results, "exchange.not_in_encoding")
    results = export(layer, tmp_path, DIALECT="utf8")
    assert written(tmp_path, "utf-8")[12] == "5,1.0000,1,𠮷村,面,,,,@"
    assert rules(results) == set()


@pytest.mark.parametrize("name", [
    "面", "线", "点", "1", "NULL", "-", "[甲]", "a=b", "甲；乙", "甲、乙", "\"甲\"", "#甲", "甲\u3000乙", "甲  乙"])
def test_odd_names_come_back(name: str, tmp_path: Path) -> None:
    export(parcels((SQUARE, {"parcel_no": name, "name": name, "use": name})), tmp_path)
    assert rows_of(run(tmp_path / "out.txt")["OUTPUT"], "parcel_no", "name", "use") == [(name, name, name)]


def test_points_that_fall_together_and_rings_that_vanish(tmp_path: Path) -> None:
    near = f"POLYGON(({X} {Y},{X} {Y + 100},{X + 100} {Y + 100},{X + 100} {Y},{X + 99.9996} {Y},{X} {Y}))"
    hole = rectangle(X + 20, Y + 20, 0.0004, 0.0004)[9:-2]
    with_hole = f"POLYGON({SQUARE[8:-1]},({hole}))"
    tiny = rectangle(X + 500, Y, 0.0001, 0.0001)
    results = export(parcels((near, {"parcel_no": "1"}), (with_hole, {"parcel_no": "2"}), (tiny, {"parcel_no": "3"}),
                             (None, {"parcel_no": "4"})), tmp_path)
    assert results["PARCELS"] == 2
    told = {(rule, fid) for rule, fid in rows_of(results["FINDINGS"], "rule_id", "source_fid") if fid is not None}
    assert told == {("exchange.points_merged", 1), ("exchange.ring_lost", 2), ("exchange.not_written", 3),
                    ("exchange.not_written", 4)}


def test_a_shape_that_rounding_spoils_is_told(tmp_path: Path) -> None:
    """A spike 0.3 m beside a corner at whole metres falls onto the border."""
    spike = f"POLYGON(({X} {Y},{X} {Y + 100},{X + 100} {Y + 100},{X + 50} {Y + 0.3},{X + 100} {Y},{X} {Y}))"
    assert rules(export(parcels((spike, {"parcel_no": "1"})), tmp_path)) == set()
    results = export(parcels((spike, {"parcel_no": "1"})), tmp_path, DECIMALS=0)
    assert "exchange.written_invalid" in rules(results)


def test_an_invalid_shape_is_repaired_on_a_copy(tmp_path: Path) -> None:
    bow = f"POLYGON(({X} {Y},{X + 100} {Y + 100},{X + 100} {Y},{X} {Y + 100},{X} {Y}))"
    results = export(parcels((bow, {"parcel_no": "1"})), tmp_path)
    assert rules(results) == {"geometry.repaired"}
    assert rows_of(run(tmp_path / "out.txt")["OUTPUT"], "plane_m2") == [(5000.0,)]


def test_numbers_that_are_missing_or_repeated(tmp_path: Path) -> None:
    rows = [(SQUARE, {"parcel_no": number}) for number in ("1", "1", None)]
    assert rules(export(parcels(*rows), tmp_path)) == {"exchange.numbers_missing", "exchange.numbers_repeated"}


@pytest.mark.parametrize("layer", [parcels, lambda *rows: layer_of(rows, {}, name="parcels")])
def test_numbers_that_were_given_here_are_told(layer: Any, tmp_path: Path) -> None:
    """Neither an empty field nor none at all says which parcel is number 1."""
    results = export(layer((SQUARE, {}), (rectangle(X + 200, Y, 100, 100), {})), tmp_path)
    assert [line.split(",")[2] for line in written(tmp_path) if "@" in line] == ["1", "2"]
    assert "“parcels” holds no parcel numbers; its 2 parcels" in message(results, "exchange.numbers_given")


# -- what is refused -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("crs", "x", "y", "said"), [
    ("EPSG:4490", 114.3, 34.79, "EPSG:4547"), ("EPSG:32650", 253000.0, 3_852_000.0, "EPSG:4547"),
    ("EPSG:4490", 117.1, 36.6, "EPSG:4548"), ("EPSG:2362", X, Y, "Xian 1980")])
def test_other_systems_are_refused_with_the_remedy(crs: str, x: float, y: float, said: str, tmp_path: Path) -> None:
    assert said in refused(parcels((rectangle(x, y, 0.01, 0.01), {}), crs=crs), tmp_path)


@pytest.mark.parametrize("rows", [[], [(None, {})], [(rectangle(X, Y, 1e-6, 1e-6), {})]])
def test_nothing_to_write_is_refused(rows: list[Any], tmp_path: Path) -> None:
    assert "no parcel that could be written" in refused(parcels(*rows), tmp_path)


def test_the_input_file_of_an_import_is_not_overwritten_unasked(tmp_path: Path) -> None:
    path = write_file(tmp_path / "parcels.txt")
    with pytest.raises(QgsProcessingException, match="would overwrite"):
        run(path, REPORT=str(path))
    assert path.read_bytes() == EXAMPLE.replace("\n", "\r\n").encode("gbk")


def test_the_report_prints_what_is_written(tmp_path: Path) -> None:
    record = tmp_path / "record.json"
    layer = imported(tmp_path, EXAMPLE)["OUTPUT"]
    assert shapes_of(layer) == SHAPES
    export(layer, tmp_path, RUN_RECORD=str(record), REPORT=str(tmp_path / "r.html"), DIALECT="no_zone")
    parcels_table, points, _ = json.loads(record.read_text(encoding="utf-8"))["document"]["tables"]
    assert [row["line"] for row in parcels_table["rows"]] == ["13", "24"]
    assert [row["ha"] for row in parcels_table["rows"]] == ["2.5200", "0.9200"]
    assert points["rows"][0] == {"no": "1", "id": "J1", "ring": "1", "x": "3852600.000", "y": "527500.000",
                                 "side": "200.000"}
