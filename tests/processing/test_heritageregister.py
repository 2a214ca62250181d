"""kf:heritageregister: lists merged into one register, with hand-worked pairs and Kaifeng's national sites."""
from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import processing
import pytest
from qgis.core import QgsProcessingException, QgsVectorLayer
from qgis.PyQt.QtCore import QDate

from kf_resources_plugin import paths
from kf_resources_plugin.engine.field_map import write_field
from kf_resources_plugin.engine.heritage_decisions import append_decisions
from kf_resources_plugin.engine.spreadsheet_writing import Column, Sheet, workbook_bytes
from kf_resources_plugin.rules.heritage_merge import DIFFERENT, SAME, Decision
from tests.builders import layer_of, rectangle, rows_of, save, shapes_of

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("kf_provider")

NATIONAL = str(paths.resource("heritage", "kaifeng_national_22.csv"))
X, Y = 38_531_000, 3_851_000  # in the city of Kaifeng, EPSG:4526
OUTPUTS = ("REGISTER", "SITE_AREAS", "DUPLICATES", "SUMMARY", "FINDINGS", "FINDING_POINTS")
# a made list: one site that is certain, four that may be national ones, one that is new
PROVINCIAL = [("1", "铁塔", "开封市北门大街"), ("2", "朱仙镇岳飞庙", "祥符区朱仙镇"),
              ("3", "相国寺", "开封市鼓楼区自由路"),
              ("4", "开封东大寺", "顺河回族区"), ("5", "大云寺塔", "杞县"), ("6", "繁塔", "禹王台区")]


def run(lists: list[Any], **more: Any) -> dict[str, Any]:
    results: dict[str, Any] = processing.run("kf:heritageregister", {
        "LISTS": lists, **dict.fromkeys(OUTPUTS, "memory:"), **more})
    return results


def provincial() -> QgsVectorLayer:
    return table("省级名录",
                 [{"编号": number, "文物名称": name, "级别": "省级文物保护单位", "批次": "第一批", "地址": address}
                          for number, name, address in PROVINCIAL])


def table(name: str, rows: list[dict[str, Any]], **fields: str) -> QgsVectorLayer:
    """Return a table without shapes; fields are those of its first row, text unless said."""
    return layer_of([(None, row) for row in rows], {**dict.fromkeys(rows[0], "text"), **fields}, geometry="NoGeometry",
                    crs="", name=name)


def points(name: str, rows: list[tuple[float, float, dict[str, Any]]], crs: str = "EPSG:4526") -> QgsVectorLayer:
    return layer_of([(f"POINT({x} {y})", row) for x, y, row in rows],
                    dict.fromkeys(("site_id", "name", "level", "unit_code"), "text"), geometry="Point", crs=crs,
                    name=name)


def pairs(result: dict[str, Any]) -> list[tuple[Any, ...]]:
    return rows_of(result["DUPLICATES"], "name_a", "name_b", "why", "score", "decision", "merged")


def rules(result: dict[str, Any]) -> Counter[str]:
    return Counter(rule for rule, in rows_of(result["FINDINGS"], "rule_id"))


def message(result: dict[str, Any], rule: str) -> str:
    return " ".join(text for found, text in rows_of(result["FINDINGS"], "rule_id", "message") if found == rule)


# -- the national list of Kaifeng ---------------------------------------------------------------------------------


def test_the_national_list_is_read_as_it_was_found() -> None:
    result = run([NATIONAL])
    assert {key: result[key] for key in ("READ", "ENTRIES", "MERGED", "PLACED", "OPEN_PAIRS")} == {
        "READ": 22, "ENTRIES": 22, "MERGED": 0, "PLACED": 0, "OPEN_PAIRS": 0}
    rows = rows_of(result["REGISTER"], "site_id", "level", "unit_code", "unit_name")
    assert [row[0] for row in rows] == sorted(row[0] for row in rows)
    assert {row[1] for row in rows} == {"national"}
    # four name only their county; 开封县 of three is 祥符区 today, as the eighth batch writes it
    assert Counter(row[2:] for row in rows) == {
        ("410200", "开封市"): 7, ("410202", "龙亭区"): 2, ("410203", "顺河回族区"): 1, ("410204", "鼓楼区"): 1,
        ("410205", "禹王台区"): 2, ("410212", "祥符区"): 4, ("410221", "杞县"): 3, ("410223", "尉氏县"): 1,
        ("410225", "兰考县"): 1}
    assert set(shapes_of(result["REGISTER"])) == {""}
    assert "(entries: 3)" in message(result, "register.unit_renamed")
    assert "开封县" in message(result, "register.unit_renamed")


def test_sums_tell_levels_batches_types_and_counties() -> None:
    sums = rows_of(run([NATIONAL])["SUMMARY"], "grouping", "code", "sites")
    assert [row[1:] for row in sums if row[0] == "batch"] == [
        ("national 1", 1), ("national 3", 1), ("national 4", 1), ("national 5", 2), ("national 6", 6),
        ("national 7", 6), ("national 8", 5)]
    assert [row[1:] for row in sums if row[0] == "site_type"] == [
        ("archaeological_site", 4), ("ancient_building", 10), ("modern_site", 8)]
    totals: Counter[str] = Counter()
    for grouping, _, count in sums:
        totals[grouping] += count
    assert totals == {"level": 22, "batch": 22, "site_type": 22, "unit": 22}


def test_a_provincial_list_is_merged_where_it_is_certain() -> None:
    result = run([NATIONAL, provincial()])
    assert {key: result[key] for key in ("READ", "ENTRIES", "MERGED", "OPEN_PAIRS")} == {
        "READ": 28, "ENTRIES": 27, "MERGED": 1, "OPEN_PAIRS": 4}
    assert sorted(pairs(result), key=lambda row: -row[3]) == [
        ("开封东大寺", "开封东大寺", "name_same", 0.9, "open", 0),
        ("相国寺", "相国寺", "name_same", 0.9, "certain", 1),
        ("祐国寺塔", "铁塔", "name_alias", 0.8, "open", 0),
        ("朱仙镇岳飞庙（含关帝庙）", "朱仙镇岳飞庙", "name_core", 0.7, "open", 0),
        ("杞县大云寺塔", "大云寺塔", "name_contains", 0.5, "open", 0)]
    [temple] = [row for row in rows_of(result["REGISTER"], "name", "site_id", "level", "batches", "origins",
                                       "origin_count") if row[0] == "相国寺"]
    assert temple == ("相国寺", "7-1203-3-501", "national", "national 7; provincial 1",
                      "kaifeng_national_22/7-1203-3-501; 省级名录/3", 2)


def test_decisions_are_applied_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "decisions.csv"
    append_decisions(path,
                     [Decision("kaifeng_national_22/1-0069-3-022", "省级名录/1", SAME, "王", "2026-11-26", "同一塔"),
                            Decision("省级名录/3", "kaifeng_national_22/7-1203-3-501", DIFFERENT, "李", "2026-11-26")])
    result = run([NATIONAL, provincial()], DECISIONS=str(path))
    assert (result["ENTRIES"], result["MERGED"], result["OPEN_PAIRS"]) == (27, 1, 3)
    decided = {row[:2]: row[2:] for row in rows_of(
        result["DUPLICATES"], "name_a", "name_b", "decision", "person", "date", "reason", "site_a", "site_b")}
    assert decided["祐国寺塔", "铁塔"] == ("same", "王", "2026-11-26", "同一塔", "1-0069-3-022", "1-0069-3-022")
    assert decided["相国寺", "相国寺"] == ("different", "李", "2026-11-26", None, "7-1203-3-501", "3")
    # what the run gives, saved as it is, is a table of decisions again and changes nothing
    saved = tmp_path / "pairs.csv"
    save(result["DUPLICATES"], saved, driver="CSV")
    again = run([NATIONAL, provincial()], DECISIONS=str(saved))
    assert rows_of(again["DUPLICATES"]) == rows_of(result["DUPLICATES"])


def test_decisions_that_cannot_be_applied_are_named(tmp_path: Path) -> None:
    path = tmp_path / "decisions.csv"
    one, other = "kaifeng_national_22/7-1203-3-501", "省级名录/3"
    path.write_text(f"entry_a,entry_b,decision,person,date\n{one},{other},same,王,2026-11-26\n"
                    f"{other},{one},different,李,2026-11-26\n{one},省级名录/99,same,王,2026-11-26\n"
                    f"{one},{other},perhaps,王,2026-11-26\n省级名录/1,省级名录/2,different,,\n", encoding="utf-8")
    result = run([NATIONAL, provincial()], DECISIONS=str(path))
    assert result["MERGED"] == 0
    found = rules(result)
    for rule in ("decisions_contradict", "decision_unknown_entry", "decision_unreadable", "decision_unsigned"):
        assert found[f"register.{rule}"] == 1, rule
    assert "省级名录/99" in message(result, "register.decision_unknown_entry")
    assert "line 5" in message(result, "register.decision_unreadable")


# -- lists of all kinds -------------------------------------------------------------------------------------------


def workbook(path: Path) -> Path:
    """Write a workbook with a title above its head, a sheet of remarks and a sheet of another level."""
    heads = ["编号", "名称（全称）", "级别", "公布日期", "经度", "纬度"]
    sheets = {
        "省保": [["1", "甲寺", "省级", "二〇一三年五月三日", "114.35", "34.80"],
               ["2", "乙庙", "省级", "2013年5月", "34.80", "114.36"]],
        "县保": [["", "丙桥", "县级", "1986-05-01", "114°21′36″", "34°48′00″"], ["", "", "", "", "", ""],
               ["7", "丁亭", "县级", "", "531000", "3851000"]]}
    path.write_bytes(workbook_bytes([
        Sheet(title=name, heading="不可移动文物名录", columns=[Column(head) for head in heads], rows=rows)
        for name, rows in sheets.items()]))
    return path


def test_a_workbook_is_read_by_its_heads_sheet_by_sheet(tmp_path: Path) -> None:
    result = run([str(workbook(tmp_path / "名录.xlsx"))])
    assert rows_of(result["REGISTER"], "site_id", "name", "level", "published", "place_from") == [
        ("1", "甲寺", "provincial", QDate(2013, 5, 3), "名录 省保/1"), ("2", "乙庙", "provincial", None, None),
        ("7", "丁亭", "county", None, None), ("名录 县保/丙桥", "丙桥", "county", QDate(1986, 5, 1), "名录 县保/丙桥")]
    assert shapes_of(result["REGISTER"], 6) == ["Point (114.35 34.8)", "", "", "Point (114.36 34.8)"]
    assert result["REGISTER"].crs().authid() == "EPSG:4490"
    found = rules(result)
    assert (found["register.coordinates_swapped"], found["register.coordinates_implausible"]) == (1, 1)
    assert "乙庙" in message(result, "register.coordinates_swapped")
    assert "2013年5月" in message(result, "register.date_unreadable")
    assert "丁亭, 乙庙" in message(result, "register.no_place")


def test_one_sheet_of_a_workbook_is_a_list_called_as_its_layer(tmp_path: Path) -> None:
    sheet = QgsVectorLayer(f"{workbook(tmp_path / '名录.xlsx')}|layername=县保", "县级", "ogr")
    assert rows_of(run([sheet])["REGISTER"], "site_id", "origins") == [("7", "县级/7"), ("县级/丙桥", "县级/丙桥")]


def test_fields_are_those_that_the_user_said() -> None:
    given = table("名录", [{"name": "旧称", "title": "甲寺", "rank": "国保"}])
    write_field(given, "name", "title")
    write_field(given, "level", "rank")
    assert rows_of(run([given])["REGISTER"], "name", "level") == [("甲寺", "national")]


def test_a_csv_file_in_the_encoding_of_offices_is_read(tmp_path: Path) -> None:
    path = tmp_path / "省级文物保护单位.csv"
    path.write_bytes("不可移动文物名录,,\n文物编号,文物名称,行政区代码\n0001,岳飞庙,410224\n".encode("gb18030"))
    result = run([str(path)])
    assert rows_of(result["REGISTER"], "site_id", "name", "level", "unit_code") == [
        ("0001", "岳飞庙", "provincial", "410212")]


def test_places_come_from_whatever_list_has_them() -> None:
    """The point of one list, the area of another, no shape in the third: one site with point and area."""
    area = layer_of([(rectangle(X, Y, 40, 20),
                      {"site_id": "B1", "name": "相国寺", "level": "省级", "unit_code": "410204"})],
                    dict.fromkeys(("site_id", "name", "level", "unit_code"), "text"), name="省保")
    point = points("国保",
                   [(X + 10, Y + 5, {"site_id": "A1", "name": "相国寺", "level": "国保", "unit_code": "410204"})])
    text = table("县保", [{"name": "相国寺", "level": "县级", "unit_code": "410204"}])
    result = run([text, area, point])
    assert rows_of(result["REGISTER"], "site_id", "origin_count", "place_from") == [("A1", 3, "国保/A1")]
    assert shapes_of(result["REGISTER"]) == [f"Point ({X + 10} {Y + 5})"]
    assert rows_of(result["SITE_AREAS"], "site_id", "place_from") == [("A1", "省保/B1")]
    assert result["SITE_AREAS"].crs().authid() == "EPSG:4526"
    # of areas alone a point inside stands for the site
    alone = run([area])
    assert shapes_of(alone["REGISTER"]) == [f"Point ({X + 20} {Y + 10})"]
    assert alone["PLACED"] == 1


def test_lists_in_several_systems_become_degrees_whatever_comes_first() -> None:
    metres = points("国保", [(X, Y, {"name": "甲寺", "level": "国保"})])
    plain = points("省保", [(X - 38_000_000, Y, {"name": "乙庙", "level": "省保"})], crs="EPSG:4547")
    for lists in ([metres, plain], [plain, metres]):
        result = run(lists)
        assert result["REGISTER"].crs().authid() == "EPSG:4490"
        assert pairs(result) == [("甲寺", "乙庙", "near", 0.4, "open", 0)]
        assert rows_of(result["DUPLICATES"], "apart_m") == [(pytest.approx(0.0, abs=0.01),)]


def test_places_that_differ_are_told() -> None:
    lists = [points(name, [(X, Y + north, {"name": "相国寺", "level": "国保", "unit_code": "410204"})])
             for name, north in (("甲", 0), ("乙", 150))]
    result = run(lists)
    assert result["MERGED"] == 1
    assert "150 m apart" in message(result, "register.places_differ")


def test_units_tell_where_places_lie(tmp_path: Path) -> None:
    units = layer_of([(rectangle(X, Y, 1000, 1000), {"XZQDM": "410204", "XZQMC": "鼓楼区"}),
                      (rectangle(X + 1000, Y, 1000, 1000), {"XZQDM": "410202", "XZQMC": "龙亭区"})],
                     {"XZQDM": "text", "XZQMC": "text"}, name="区县")
    sites = points("国保", [
        (X + 500, Y + 500, {"site_id": "1", "name": "甲寺", "level": "国保"}),
        (X + 500, Y + 100, {"site_id": "2", "name": "乙庙", "level": "国保", "unit_code": "410200"}),
        (X + 1500, Y + 500, {"site_id": "3", "name": "丙桥", "level": "国保", "unit_code": "410204"}),
        (X + 5000, Y + 500, {"site_id": "4", "name": "丁亭", "level": "国保", "unit_code": "410204"})])
    result = run([sites], UNITS=units)
    assert rows_of(result["REGISTER"], "site_id", "unit_code") == [
        ("1", "410204"), ("2", "410204"), ("3", "410204"), ("4", "410204")]
    assert "丙桥" in message(result, "register.outside_county")
    assert "410202" in message(result, "register.outside_county")
    assert "丁亭" in message(result, "register.outside_units")
    assert Counter(rows_of(result["FINDING_POINTS"], "rule_id")) == {
        ("register.outside_county",): 1, ("register.outside_units",): 1}


def test_faults_of_entries_are_findings() -> None:
    result = run([table("名录", [
        {"site_id": "1", "name": "甲寺", "level": "特级", "type": "桥梁", "address": "龙亭区与杞县之间"},
        {"site_id": "1", "name": "乙庙", "level": "国保", "type": "古建筑", "address": "兰考县"},
        {"site_id": "2", "name": None, "level": None, "type": None, "address": "杞县"},
        {"site_id": None, "name": None, "level": "国保", "type": None, "address": "杞县"},
        {"site_id": None, "name": "丙桥", "level": "NULL", "type": None, "address": "杞县"}])])
    found = rules(result)
    for rule in ("no_name", "no_id", "empty_rows", "duplicate_id", "level_unknown", "level_missing", "type_unknown",
                 "unit_unclear", "no_county"):
        assert found[f"register.{rule}"] == 1, rule
    assert [row[0] for row in rows_of(result["REGISTER"], "site_id")] == ["2", "名录/丙桥", "名录/乙庙", "名录/甲寺"]
    assert result["ENTRIES"] == 4


def test_a_level_is_told_for_a_list() -> None:
    result = run([table("名录", [{"name": "甲寺", "site_id": "1"}])], LIST_LEVELS='{"名录": "省级"}')
    assert rows_of(result["REGISTER"], "level") == [("provincial",)]


@pytest.mark.parametrize("suffix", ["gpkg", "xlsx"])
def test_two_tables_of_one_file_are_called_after_themselves(tmp_path: Path, suffix: str) -> None:
    path, heads, rows = tmp_path / f"文物.{suffix}", ["编号", "名称"], {"国保": ["1", "甲寺"], "省保": ["2", "乙庙"]}
    if suffix == "xlsx":
        path.write_bytes(workbook_bytes([
            Sheet(title=name, heading="", columns=[Column(head) for head in heads], rows=[row])
            for name, row in rows.items()]))
    for name, row in rows.items() if suffix == "gpkg" else ():
        save(table(name, [dict(zip(heads, row))]), path)
    # the level is told for a list by its name
    result = run([f"{path}|layername={name}" for name in rows], LIST_LEVELS='{"国保": "国保", "省保": "省保"}')
    assert rows_of(result["REGISTER"], "site_id", "level") == [("1", "national"), ("2", "provincial")]


# -- what keeps a run from starting -------------------------------------------------------------------------------


@pytest.mark.parametrize(("lists", "more", "words"), [
    ([], {}, "LISTS"),
    (["double", "double"], {}, "2 lists are called “名录”"),
    (["lines"], {}, "“线” holds lines"),
    (["bare"], {}, "“无名” has no field of names.*number"),
    (["double"], {"LIST_LEVELS": "国保"}, "no JSON object"),
    (["double"], {"LIST_LEVELS": '{"名录": "特级"}'}, "“特级”.*is no level"),
    (["double"], {"DECISIONS": NATIONAL}, "no table of decisions"),
    (["old"], {}, "Xian 1980"),
])
def test_what_cannot_be_used_is_refused_in_words(lists: list[str], more: dict[str, Any], words: str) -> None:
    given = {"double": table("名录", [{"name": "甲寺"}]), "bare": table("无名", [{"number": "1"}]),
             "lines": layer_of([("LINESTRING(0 0, 1 1)", {"name": "a"})], {"name": "text"}, geometry="LineString",
                               name="线"),
             "old": points("旧", [(X, Y, {"name": "甲寺"})], crs="EPSG:2362")}
    with pytest.raises(QgsProcessingException, match=words):
        run([given[name] for name in lists], **more)


def test_a_file_without_a_head_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(QgsProcessingException, match=r"list\.csv has no line that names the columns.*名称"):
        run([str(path)])


def test_an_empty_list_is_told() -> None:
    result = run([points("国保", [])])
    assert rules(result)["input.empty_layer"] == 1
    assert result["ENTRIES"] == 0


# -- order --------------------------------------------------------------------------------------------------------


def test_no_order_of_lists_or_rows_matters(tmp_path: Path) -> None:
    rows = [{"编号": number, "文物名称": name, "级别": "省级", "地址": address} for number, name,
            address in PROVINCIAL]
    places = [(X + 40.0 * place, Y, {"site_id": f"P{place}", "name": name, "level": "市级", "unit_code": "410204"})
              for place, name in enumerate(("相国寺", "铁塔", "某宅", "某宅"))]
    told = []
    for turn in (1, -1):
        lists = [NATIONAL, table("省级名录", rows[::turn]), points("市级名录", places[::turn])][::turn]
        result = run(lists)
        told.append({name: (rows_of(result[name], *(field for field in result[name].fields().names()
                                                    if not field.endswith("fid"))), shapes_of(result[name]))
                     for name in OUTPUTS} | {"numbers": {key: result[key] for key in ("READ", "ENTRIES", "MERGED",
                                                                                      "OPEN_PAIRS", "PLACED")}})
    assert told[0] == told[1]
    assert told[0]["numbers"]["READ"] == 32


def test_an_area_that_crosses_itself_is_repaired_and_told() -> None:
    crossed = f"POLYGON(({X} {Y}, {X + 40} {Y + 40}, {X + 40} {Y}, {X} {Y + 40}, {X} {Y}))"
    result = run([layer_of([(crossed, {"name": "相国寺", "level": "国保"})], {"name": "text", "level": "text"},
                           name="国保")])
    assert rules(result)["geometry.repaired"] == 1
    # two triangles of 400 m² each
    [area] = [feature.geometry() for feature in result["SITE_AREAS"].getFeatures()]
    assert area.area() == pytest.approx(800.0)
    [point] = [feature.geometry() for feature in result["REGISTER"].getFeatures()]
    assert area.contains(point)
