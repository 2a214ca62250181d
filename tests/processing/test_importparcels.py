"""kf:importparcels: every dialect gives the same parcels, every liberty is told, what cannot be read names its line."""
from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import processing
import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsProcessingException, QgsProcessingFeedback

from tests.builders import rows_of, shapes_of
from tests.parcel_files import DIALECTS, EXAMPLE, FIRST, HEADER, SECOND, prefixless, write_file

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("kf_provider")

SHAPES = [
    "MultiPolygon (((38527500 3852450, 38527500 3852600, 38527700 3852600, 38527700 3852450, 38527500 3852450),"
    "(38527560 3852500, 38527640 3852500, 38527640 3852560, 38527560 3852560, 38527560 3852500)))",
    "MultiPolygon (((38528010.5 3853120.25, 38528110.5 3853120.25, 38528130.5 3853040.25, 38528015.5 3853030.25, "
    "38528010.5 3853120.25)))",
]
ALWAYS = {"exchange.dialect", "exchange.areas_compared"}
"""What is said of every file."""


def run(path: Path, **parameters: Any) -> dict[str, Any]:
    results: dict[str, Any] = processing.run(
        "kf:importparcels", {"INPUT": str(path), "OUTPUT": "memory:", "FINDINGS": "memory:", **parameters},
        feedback=QgsProcessingFeedback(False))
    return results


def imported(folder: Path, text: str, encoding: str = "gbk", newline: str = "\r\n", **more: Any) -> dict[str, Any]:
    return run(write_file(folder / "parcels.txt", text, encoding, newline), **more)


def refused(folder: Path, text: str, encoding: str = "gbk") -> str:
    with pytest.raises(QgsProcessingException) as error:
        imported(folder, text, encoding)
    assert "fault of the plugin" not in str(error.value)
    return str(error.value)


def rules(results: dict[str, Any]) -> set[str]:
    return {rule for (rule,) in rows_of(results["FINDINGS"], "rule_id")} - ALWAYS


def message(results: dict[str, Any], rule: str) -> str:
    [text] = [text for found, text in rows_of(results["FINDINGS"], "rule_id", "message") if found == rule]
    return str(text)


# -- the example ---------------------------------------------------------------------------------------------------


def test_the_example_of_the_format(tmp_path: Path) -> None:
    results = imported(tmp_path, EXAMPLE)
    layer = results["OUTPUT"]
    assert layer.crs().authid() == "EPSG:4526"
    names = ("parcel_no", "name", "use", "sheet", "class_code", "declared_m2", "declared_points", "dialect", "line",
             "area_m2", "plane_m2", "points")
    assert rows_of(layer, *names) == [
        ("1", "示例地块一", "工业用地", None, "0601", 25200.0, 10, "official_9", 13, 25199.53, 25200.0, 8),
        ("2", "示例地块二", "公路用地", None, "1003", 9200.0, 5, "official_9", 24, 9199.82, 9200.0, 4)]
    assert shapes_of(layer) == SHAPES
    assert rules(results) == set()
    assert (results["PARCELS"], results["POINTS"]) == (2, 12)
    assert (results["AREA_M2"], results["DECLARED_M2"]) == (34399.35, 34400.0)


# -- dialects ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", DIALECTS)
def test_every_dialect_gives_the_same_parcels(name: str, tmp_path: Path) -> None:
    text, encoding = DIALECTS[name]
    results = imported(tmp_path, text, encoding)
    layer = results["OUTPUT"]
    assert {dialect for (dialect,) in rows_of(layer, "dialect")} == {name}
    if name == "no_zone":
        assert layer.crs().authid() == "EPSG:4547"
        assert [shape.replace(" 5", " 385").replace("(5", "(385") for shape in shapes_of(layer)] == SHAPES
    else:
        assert layer.crs().authid() == "EPSG:4526"
        assert shapes_of(layer) == SHAPES
    assert rows_of(layer, "parcel_no", "name", "use", "declared_m2") == [
        ("1", "示例地块一", "工业用地", 25200.0), ("2", "示例地块二", "公路用地", 9200.0)]
    assert "exchange.dialect_differs" not in rules(results)
    assert "exchange.point_count" not in rules(results)


def test_the_dialects_of_the_tests_are_those_that_ship() -> None:
    from kf_resources_plugin.engine.parcel_file import load_format

    assert set(DIALECTS) == set(load_format().dialects)


def test_columns_of_land_consolidation_are_kept(tmp_path: Path) -> None:
    layer = imported(tmp_path, DIALECTS["consolidation_13"][0])["OUTPUT"]
    names = ("class_code", "patch_type", "land_type", "grade_before", "grade_after", "note")
    assert rows_of(layer, *names)[0] == ("0601", "新增", "水浇地", "9", "8", "说明")


def test_a_chosen_dialect_that_the_file_is_not_in_is_told(tmp_path: Path) -> None:
    results = imported(tmp_path, EXAMPLE, DIALECT="official_8")
    assert "exchange.dialect_columns" in rules(results)
    assert shapes_of(results["OUTPUT"]) == SHAPES


# -- liberties -----------------------------------------------------------------------------------------------------

LIBERTIES = {
    "blank line above": ("\n" + EXAMPLE, set()),
    "a space above": (" " + EXAMPLE, set()),
    "section above": ("[项目信息]\n项目名称=某项目\n1,2,3,4,5\n" + EXAMPLE, {"exchange.section"}),
    "spaces after @": (EXAMPLE.replace("@", "@  "), set()),
    "no comma before @": (EXAMPLE.replace(",@", "@"), set()),
    "text after @": (EXAMPLE.replace("@", "@备注"), {"exchange.title_tail"}),
    "full-width @": (EXAMPLE.replace("@", "＠"), set()),
    "full-width commas": (EXAMPLE.replace(",", "，").replace("，，，，，，", ",,,,,,"), {"exchange.separators"}),
    "full-width digits": (EXAMPLE.replace("3852600", "３８５２６００"), set()),
    "tabs": (EXAMPLE.replace(",", "\t"), {"exchange.separators"}),
    "semicolons": (EXAMPLE.replace(",", ";"), {"exchange.separators"}),
    "trailing commas": (EXAMPLE.replace(".000\n", ".000,\n"), set()),
    "further columns": (EXAMPLE.replace(".000\n", ".000,12.5\n"), {"exchange.point_columns"}),
    "comments": (EXAMPLE.replace("J3,1,3852450", "# 第三点\n\n// x\nJ3,1,3852450"), {"exchange.comment"}),
    "title without @": (EXAMPLE.replace(",@", ","), {"exchange.title_unmarked"}),
    "no section": (EXAMPLE.replace("[地块坐标]\n", ""), {"exchange.no_section"}),
    "no sections": (EXAMPLE.replace("[地块坐标]\n", "").replace("[属性描述]\n", ""), {"exchange.no_section"}),
    "another name of the section": (EXAMPLE.replace("[地块坐标]", "[界址点坐标]"), {"exchange.section_name"}),
    "colons in the header": (EXAMPLE.replace("=", "："), set()),
    "no header": ("[地块坐标]\n" + FIRST + SECOND, {"exchange.system_missing", "exchange.header_missing"}),
    "no zone": (EXAMPLE.replace("带号=38", "带号="), {"exchange.header_missing"}),
    "another key": (EXAMPLE.replace("精度", "高程基准=1985\n精度"), {"exchange.header_unknown"}),
    "a key twice": (EXAMPLE.replace("精度", "带号=39\n精度"), {"exchange.header_twice"}),
    "another zone in the header": (EXAMPLE.replace("带号=38", "带号=39"), {"exchange.zone_differs"}),
    "another width in the header": (EXAMPLE.replace("几度分带=3", "几度分带=6度带"), {"exchange.width_differs"}),
    "a meridian for the zone": (EXAMPLE.replace("带号=38", "中央子午线=114"),
                                {"exchange.header_missing", "exchange.zone_by_meridian"}),
    "kilometres": (EXAMPLE.replace("计量单位=米", "计量单位=千米"), {"exchange.unit"}),
    "transformation": (EXAMPLE.replace("=,,,,,,", "=12.5,0,0,0,0,0,1"), {"exchange.transformation"}),
    "no transformation": (EXAMPLE.replace("=,,,,,,", "=0,0,0,0,0,0,0"), set()),
    "a comma in a name": (EXAMPLE.replace("示例地块一", "示例,地块,一"), {"exchange.name_comma"}),
    "no column of the number": (EXAMPLE.replace("2.5200,1,", "2.5200,"), {"exchange.title_columns"}),
    "20 columns": (EXAMPLE.replace("0601,@", "0601,1,2,3,4,5,6,7,8,9,@"), {"exchange.title_columns"}),
    "drawn as a circle": (EXAMPLE.replace("面,,工业", "圆,,工业"), {"exchange.shape"}),
    "a line": (EXAMPLE + "2,0,3,路中线,线,,道路,1003,@\nJ1,1,3852600,38527500\nJ2,1,3852600,38527700\n",
               {"exchange.not_area"}),
    "no stated area": (EXAMPLE.replace("2.5200,", "0,"), {"exchange.area_missing"}),
    "another stated number of points": (EXAMPLE.replace("10,2.52", "11,2.52"), {"exchange.point_count"}),
    "points without closing rows": (EXAMPLE.replace("10,2.52", "8,2.52"), set()),
    "words for points": (EXAMPLE.replace("10,2.52", "十,2.52"), {"exchange.declared_text"}),
    "another stated area": (EXAMPLE.replace("2.5200,", "2.5300,"), {"exchange.declared_area"}),
    "an area in m²": (EXAMPLE.replace("2.5200,", "25200,"), {"exchange.area_unit"}),
    "an area in mu": (EXAMPLE.replace("2.5200,", "37.80亩,"), set()),
    "the same number": (EXAMPLE.replace("0.9200,2", "0.9200,1"), {"exchange.number_repeated"}),
    "no ring numbers": (HEADER + SECOND.replace(",1,385", ",385"), {"exchange.no_ring_number"}),
    "a serial number before": ("\n".join(f"7,{line}" if line.startswith("J") else line for line in EXAMPLE.split("\n")),
                               {"exchange.point_columns"}),
    "remarks between": (EXAMPLE.replace("J6,2", "以下为洞\nJ6,2"), {"exchange.skipped_line"}),
    "a repeated point": (EXAMPLE.replace("J2,1,3852600.000,38527700.000\n", "J2,1,3852600.000,38527700.000\n" * 2),
                         {"exchange.point_repeated", "exchange.point_count"}),
    "a closing row of another id": (EXAMPLE.replace("38527500.000\nJ1", "38527500.000\nJ9"), {"exchange.closing_id"}),
    "a closing row nearby": (EXAMPLE.replace("38527500.000\nJ5", "38527500.050\nJ5"), {"exchange.closing_offset"}),
    "points before a title": (HEADER + FIRST.split("\n", 1)[1],
                              {"exchange.no_title", "exchange.area_missing"}),
    "semicolons at the ends of rows": (EXAMPLE.replace(".000\n", ".000;\n"), {"exchange.separators"}),
    "a stray @": (EXAMPLE + "@\n,,@\n", {"exchange.skipped_line"}),
    "ids and ring numbers exchanged": (
        re.sub(r"^(J\d),(\d),", r"\2,\1,", EXAMPLE, flags=re.MULTILINE), {"exchange.point_columns"}),
    "footers": (EXAMPLE + "制表人：张三\n审核：李四 2024年5月\n", {"exchange.skipped_line"}),
    "only a zone number in the coordinates": (EXAMPLE.replace("带号=38\n", "").replace("几度分带=3\n", ""),
                                              {"exchange.header_missing"}),
}


@pytest.mark.parametrize("case", LIBERTIES)
def test_a_liberty_changes_no_shape_and_is_told(case: str, tmp_path: Path) -> None:
    text, told = LIBERTIES[case]
    results = imported(tmp_path, text)
    found = rules(results)
    assert told <= found
    assert found - told <= {"exchange.dialect_differs", "exchange.dialect_columns"}
    if case not in {"no ring numbers", "points before a title", "a repeated point"}:
        assert shapes_of(results["OUTPUT"]) == SHAPES


@pytest.mark.parametrize("newline", ["\n", "\r", "\r\n"])
@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_line_ends_and_encodings(newline: str, encoding: str, tmp_path: Path) -> None:
    results = imported(tmp_path, EXAMPLE, encoding, newline)
    assert shapes_of(results["OUTPUT"]) == SHAPES
    assert rows_of(results["OUTPUT"], "line") == [(13,), (24,)]
    assert rules(results) == ({"exchange.encoding"} if encoding.startswith("utf-16") else set())


def test_bytes_that_are_no_text_are_told_by_line(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(EXAMPLE.encode("gbk").replace("示例地块一".encode("gbk"), b"\xff\xff"))
    results = run(path)
    assert "13" in message(results, "exchange.lost_text")
    assert shapes_of(results["OUTPUT"]) == SHAPES


def test_a_finding_names_lines_parcel_and_place(tmp_path: Path) -> None:
    results = imported(tmp_path, EXAMPLE.replace("0.9200,", "0.9300,"))
    text = message(results, "exchange.declared_area")
    assert text.startswith("Line 24: parcel “示例地块二 (2)” states 9300.00 m²")
    assert "9199.82 m² (ellipsoidal) and 9200.00 m² (plane), 100.00 m²" in text
    [(subject, fid)] = [(subject, fid) for rule, subject, fid in rows_of(
        results["FINDINGS"], "rule_id", "subject_id", "source_fid") if rule == "exchange.declared_area"]
    assert (subject, fid) == ("2", 2)


# -- rings ---------------------------------------------------------------------------------------------------------


def test_a_further_part_is_told_by_its_place(tmp_path: Path) -> None:
    """The second ring moved 300 m east lies outside: a part of its own, 4 800 m² more instead of less."""
    moved = FIRST.replace("385275", "@5").replace("385276", "@6")
    moved = "\n".join(line.replace("@5", "385278").replace("@6", "385279") if ",2,385" in line
                      else line.replace("@5", "385275").replace("@6", "385276") for line in moved.split("\n"))
    results = imported(tmp_path, HEADER + moved.replace("2.5200", "3.4800"))
    assert rows_of(results["OUTPUT"], "plane_m2") == [(34800.0,)]
    assert rules(results) == {"exchange.further_part"}


def test_a_hole_is_told_by_its_place(tmp_path: Path) -> None:
    results = imported(tmp_path, EXAMPLE.replace(",2,385", ",1,385"))
    assert shapes_of(results["OUTPUT"]) == SHAPES
    assert rules(results) == {"exchange.hole_by_place"}


def test_a_ring_that_crosses_itself_is_repaired_and_told(tmp_path: Path) -> None:
    """A bow-tie of two triangles, 200 m wide and 75 m high: 7 500 m² each; as drawn they cancel out."""
    bow = ("4,1.5000,3,结,面,,,,@\nJ1,1,3852600,38527500\nJ2,1,3852600,38527700\nJ3,1,3852450,38527500\n"
           "J4,1,3852450,38527700\nJ1,1,3852600,38527500\n")
    results = imported(tmp_path, EXAMPLE + bow)
    assert rules(results) == {"exchange.invalid"}
    told = message(results, "exchange.invalid")
    assert told.startswith("Line 30: parcel “结 (3)” is not valid (")
    assert "as drawn 0.00 m², repaired 14999.72 m²" in told
    assert rows_of(results["OUTPUT"], "plane_m2")[2] == (15000.0,)
    assert all(feature.geometry().isGeosValid() for feature in results["OUTPUT"].getFeatures())


def test_a_ring_without_corners_leaves_the_parcel_without_shape(tmp_path: Path) -> None:
    thin = "3,0.1,3,细,面,,,,@\nJ1,1,3852600,38527500\nJ2,1,3852600,38527700\nJ1,1,3852600,38527500\n"
    results = imported(tmp_path, EXAMPLE + thin)
    assert shapes_of(results["OUTPUT"])[2] == ""
    assert rules(results) == {"exchange.ring_small", "exchange.no_points"}, "an area without shape is not compared"


# -- coordinate systems --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("system", "prefixed", "stripped"), [
    ("2000国家大地坐标系", "EPSG:4526", "EPSG:4547"), ("CGCS2000", "EPSG:4526", "EPSG:4547"),
    ("1980西安坐标系", "EPSG:2362", "EPSG:2383"), ("80国家大地坐标系", "EPSG:2362", "EPSG:2383"),
    ("1954年北京坐标系", "EPSG:2414", "EPSG:2435"),
])
def test_the_header_tells_the_system(system: str, prefixed: str, stripped: str, tmp_path: Path) -> None:
    text = EXAMPLE.replace("2000国家大地坐标系", system)
    for file, code in ((text, prefixed), (prefixless(text), stripped)):
        results = imported(tmp_path, file)
        assert results["OUTPUT"].crs().authid() == code
        assert ("crs.old_datum" in rules(results)) == (code not in {"EPSG:4526", "EPSG:4547"})


def test_a_zone_of_six_degrees(tmp_path: Path) -> None:
    text = prefixless(EXAMPLE).replace("带号=38", "带号=20").replace("几度分带=3", "几度分带=6")
    assert imported(tmp_path, text)["OUTPUT"].crs().authid() == "EPSG:4509"


def test_a_chosen_system_counts_and_a_difference_is_told(tmp_path: Path) -> None:
    results = imported(tmp_path, prefixless(EXAMPLE), CRS=QgsCoordinateReferenceSystem("EPSG:4546"))
    assert results["OUTPUT"].crs().authid() == "EPSG:4546"
    assert "exchange.crs_chosen" in rules(results)
    text = prefixless(EXAMPLE).replace("带号=38", "带号=").replace("2000国家", "地方")
    assert "EPSG:4547" in refused(tmp_path, text)
    assert imported(tmp_path, text, CRS="EPSG:4547")["OUTPUT"].crs().authid() == "EPSG:4547"
    with pytest.raises(QgsProcessingException, match="in degrees"):
        imported(tmp_path, EXAMPLE, CRS="EPSG:4490")


# -- report --------------------------------------------------------------------------------------------------------


def test_the_report_prints_parcels_and_boundary_points(tmp_path: Path) -> None:
    record = tmp_path / "record.json"
    imported(tmp_path, EXAMPLE, RUN_RECORD=str(record), REPORT=str(tmp_path / "report.html"))
    content = json.loads(record.read_text(encoding="utf-8"))
    parcels, points, _ = content["document"]["tables"]
    assert parcels["total"]["area"] == "34399.35"
    assert [row["side"] for row in points["rows"]] == [
        "200.000", "150.000", "200.000", "150.000", "60.000", "80.000", "60.000", "80.000"]
    assert points["rows"][4] == {"no": "5", "id": "J5", "ring": "2", "x": "3852560.000", "y": "38527560.000",
                                 "side": "60.000"}
    assert content["record"]["parameters"]["DIALECT"] == "official_9"
    assert content["record"]["inputs"][0]["rows"] == 2


def test_of_many_points_the_report_says_that_there_are_more(tmp_path: Path) -> None:
    record = tmp_path / "record.json"
    imported(tmp_path, HEADER + "".join(SECOND.replace("0.9200,2,", f"0.9200,{n},") for n in range(800)),
             RUN_RECORD=str(record))
    tables = json.loads(record.read_text(encoding="utf-8"))["document"]["tables"]
    assert len(tables) == 1 + 750 + 1
    assert "50 more parcels" in tables[-1]["note"]
