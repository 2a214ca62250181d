"""Land of low efficiency end to end: each flag by fields and by layers, evidence, sums, what cannot be judged."""
from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import processing
import pytest
from qgis.core import QgsProcessingException, QgsVectorLayer

from tests.builders import layer_of, rows_of
from tests.processing.places import area, box

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("kf_provider")

MU = 10_000 / 15
NUMBERS = ("PROHIBITED_COUNT", "BY_PLAN_COUNT", "RENEWAL_COUNT", "OUTPUT_COUNT", "DENSITY_COUNT", "OLD_COUNT")


def table(names: Sequence[str], *rows: Sequence[Any], name: str = "table") -> QgsVectorLayer:
    """Return a table of texts."""
    return layer_of([(None, {field: None if value is None else str(value) for field, value in zip(names, row)})
                     for row in rows], dict.fromkeys(names, "text"), geometry="None", crs="", name=name)


def placed(name: str, *rows: tuple[str, dict[str, Any]]) -> QgsVectorLayer:
    """Return polygons with texts."""
    fields = list(dict.fromkeys(key for _, values in rows for key in values)) or ["id"]
    return layer_of(list(rows), dict.fromkeys(fields, "text"), name=name)


def run(parcels: QgsVectorLayer, **parameters: Any) -> dict[str, Any]:
    return processing.run("kf:lowefficiencyland", {
        "PARCELS": parcels, "RULES_DATE": "2026-01-10",
        **dict.fromkeys(("LOW_LAND", "FLAGS", "SUMMARY", "FINDINGS"), "memory:"), **parameters})


def states(result: dict[str, Any], flag: str) -> list[Any]:
    return [state for (state,) in rows_of(result["LOW_LAND"], flag)]


def told(result: dict[str, Any]) -> list[str]:
    """Return the rules of the findings without those that only say what nothing tells."""
    return sorted(rule for (rule,) in rows_of(result["FINDINGS"], "rule_id") if rule != "low_efficiency.not_judged")


# ten mu each, an investment of 100 (10 000 CNY) per mu agreed for both
FIELDS = ("地块编号", "企业名称", "行政区代码", "用地面积", "产业目录类别", "土地用途", "规划用途", "更新类型",
          "固定资产投资", "约定投资强度", "建筑基底面积", "建筑面积", "闲置建筑面积", "建成年份")
LOW = ("P1", "甲", "410222", 10 * MU, "淘汰类", "工业用地", "商业用地", "老工业区", 999.9, 100, 1999, 4000, 2000, 1996)
GOOD = ("P2", "乙", "410222", 10 * MU, "允许类", "工业用地", "工业用地", "否", 1000, 100, 2000, 4000, 1999, 1997)


def test_each_flag_by_the_fields_of_the_land_on_both_sides_of_its_limit() -> None:
    # 1 999 of 6 666.67 m² is 29.985 %, 2 000 is 30 %; 2 000 of 4 000 m² is half; 2026 − 1996 = 30 years
    result = run(table(FIELDS, LOW, GOOD))
    assert [result[name] for name in NUMBERS] == [1] * 6
    assert rows_of(result["LOW_LAND"], "parcel_id", "result", "score", "flags_count", "judged_count") == [
        ("P1", "low", 1.0, 6, 6), ("P2", "not_low", 0.0, 0, 6)]
    assert (result["LOW_COUNT"], result["LOW_M2"]) == (1, pytest.approx(6666.67))
    assert told(result) == [f"low_efficiency.{flag}" for flag in (
        "by_plan", "density", "old", "output", "prohibited", "renewal")]


def test_the_evidence_names_value_limit_and_source() -> None:
    result = run(table(FIELDS, LOW, GOOD, name="企业用地"))
    found = {row[1]: row[2:] for row in rows_of(
        result["FLAGS"], "parcel_id", "criterion", "state", "value", "threshold", "found", "source", "rule_id",
        "rule_status") if row[0] == "P1"}
    # 999.9 (10 000 CNY) on ten mu are 999 900 CNY per mu
    assert found["investment"] == ("flagged", pytest.approx(999_900.0), 1_000_000.0, "", "企业用地",
                                   "low_efficiency.output", "house")
    assert found["built_share"][:3] == ("flagged", pytest.approx(0.29985), 0.3)
    assert found["idle_share"][:3] == ("flagged", 0.5, 0.5)
    assert found["age"][:3] == ("flagged", 30.0, 30.0)
    assert found["catalogue"][3] == "淘汰类"
    assert found["planned_use"][:4] == ("flagged", 1.0, 0.5, "商业用地")
    assert "tax" not in found, "neither agreed nor a benchmark"
    [message] = [text for rule, text in rows_of(result["FINDINGS"], "rule_id", "message")
                 if rule == "low_efficiency.output"]
    assert "investment per mu 99.99 (10,000 CNY), limit 100.00 (10,000 CNY)" in message


def test_what_nothing_tells_is_not_judged_and_counts_neither_way() -> None:
    # of P1 the age alone is known, of P2 nothing, P3 raises one flag of two
    names = ("地块编号", "用地面积", "建成年份", "更新类型")
    result = run(table(names, ("P1", 2000, 1990, None), ("P2", 2000, None, None), ("P3", 2000, 1990, "否")))
    assert rows_of(result["LOW_LAND"], "result", "score", "flags_count", "judged_count") == [
        ("low", 1.0, 1, 1), ("undetermined", None, 0, 0), ("low", 0.5, 1, 2)]
    assert result["UNDETERMINED_COUNT"] == 1
    missing = [text for rule, text in rows_of(result["FINDINGS"], "rule_id", "message")
               if rule == "low_efficiency.not_judged"]
    assert len(missing) == 4
    assert [text for text in missing if "CYML" in text and "list of prohibited" in text]
    unknown = [row for row in rows_of(result["FLAGS"], "parcel_id", "flag", "state", "reason") if row[0] == "P2"]
    assert [row[2] for row in unknown] == ["unknown"] * 6
    assert "JCND" in unknown[5][3]


def test_small_parcels_are_left_out_at_the_limit() -> None:
    result = run(table(FIELDS[:4] + FIELDS[-1:], *(("P", "", "410222", m2, 1980) for m2 in (999.99, 1000))))
    assert rows_of(result["LOW_LAND"], "result", "score", "old", "reason") == [
        ("small", None, None, ""), ("low", 1.0, "flagged", "age of the buildings in years 46, limit 30")]
    assert (result["SMALL_COUNT"], result["OLD_COUNT"]) == (1, 1)
    assert told(result).count("low_efficiency.old") == told(result).count("low_efficiency.small") == 1


def test_industries_are_held_against_a_list() -> None:
    names = ("地块编号", "用地面积", "行业")
    parcels = table(names, ("P1", 2000, "小火电 "), ("P2", 2000, "Foundry"), ("P3", 2000, "食品"), ("P4", 2000, None))
    listed = table(("行业",), ("小火电",), ("foundry",), (None,), name="名录")
    assert states(run(parcels), "prohibited") == ["unknown"] * 4, "without a list nobody knows"
    assert states(run(parcels, INDUSTRIES=listed), "prohibited") == ["flagged", "flagged", "clear", "unknown"]


def test_economics_are_those_of_the_year_and_of_the_subject() -> None:
    land = table(("parcel_id", "ZDMJ", "约定亩均税收"), ("E1", 5 * MU, 10), ("E1", 5 * MU, None), ("E2", 10 * MU, 10))
    sums = table(("parcel_id", "ND", "SS"), ("E1", 2024, 99), ("E2", 2024, 100), ("E2", 2023, 5), name="税收")
    result = run(land, ECONOMICS=sums)
    assert states(result, "output") == ["flagged", "unknown", "clear"]
    assert states(run(land, ECONOMICS=sums, YEAR=2023), "output") == ["unknown", "unknown", "flagged"]
    assert [row for row in rows_of(result["FLAGS"], "criterion", "value", "source") if row[0]] == [
        ("tax", pytest.approx(99_000.0), "税收"), ("tax", pytest.approx(100_000.0), "税收")]


def test_benchmarks_of_an_own_file_hold_where_nothing_was_agreed(tmp_path: Path) -> None:
    text = {key: None for key in ("document", "document_en", "number", "document_date", "article", "effective_from",
                                  "effective_to")}
    row = {"id": "efficiency.score", "severity": "info", "status": "house", "message_zh": "评分", "message_en": "Score",
           "remedy_zh": "", "remedy_en": "", "source": "test", **text, "thresholds": {
               "park_weights": [1, 0, 0, 0], "enterprise_weights": [1, 0, 0, 0], "park_benchmarks": [0, 0, 0, 0],
               "enterprise_benchmarks": [120_000, 0, 0, 0], "cap_coefficient": 1.5}}
    path = tmp_path / "own.json"
    path.write_text(json.dumps({"$schema": "rules.schema.json", "topic": "efficiency", "rows": [row]}),
                    encoding="utf-8")
    # tax per mu 11 and 12; 12 is the benchmark, 11 was agreed for the first
    land = table(("parcel_id", "ZDMJ", "SS", "约定亩均税收"), ("E1", 10 * MU, 110, 11), ("E2", 10 * MU, 110, None),
                 ("E3", 10 * MU, 120, None))
    assert states(run(land, RULES=str(path)), "output") == ["clear", "flagged", "clear"]


def squares(**values: Any) -> QgsVectorLayer:
    """Return three parcels of a hectare side by side."""
    rows = [(box(100 * place, 0, 100, 100), {"parcel_id": f"P{place}", **values}) for place in range(3)]
    return placed("地块", *rows)


def test_a_plan_laid_over_tells_which_industry_has_to_leave() -> None:
    # half of the first parcel is planned for trade (09), a bit less of the second; of the third 60 % is planned as
    # industry (1001) and nothing for the rest: it may be anything, but no half
    plan = placed("规划", (box(0, 0, 50, 100), {"YDYHFLDM": "09", "YDYHFLMC": None}),
                  (box(50, 0, 50, 100), {"YDYHFLDM": "1001", "YDYHFLMC": "工业用地"}),
                  (box(100, 0, 49, 100), {"YDYHFLDM": None, "YDYHFLMC": "商业用地"}),
                  (box(149, 0, 51, 100), {"YDYHFLDM": "100102", "YDYHFLMC": None}),
                  (box(200, 0, 60, 100), {"YDYHFLDM": "1001", "YDYHFLMC": None}))
    result = run(squares(TDYT="工业用地"), PLANNED=plan)
    assert states(result, "by_plan") == ["flagged", "clear", "clear"]
    assert [row[0] for row in rows_of(result["FLAGS"], "value", "criterion") if row[1]] == pytest.approx(
        [0.5, 0.49, 0.0], abs=1e-3)
    assert {row[0] for row in rows_of(result["FLAGS"], "source", "criterion") if row[1]} == {"规划"}
    assert states(run(squares(TDYT="住宅用地"), PLANNED=plan), "by_plan") == ["clear"] * 3, "no industry can leave"
    assert states(run(squares(), PLANNED=plan), "by_plan") == ["unknown"] * 3
    assert states(run(squares(TDYT="工业用地"), PLANNED=placed("规划", (box(0, 0, 40, 100), {"YDYHFLMC": "绿地"}))),
                  "by_plan") == ["unknown"] * 3, "60 % without a plan may be anything"


def test_words_that_deny_raise_no_flag() -> None:
    names = ("地块编号", "用地面积", "产业目录类别", "更新类型")
    rows = (("P1", 2000, "非淘汰类", "不涉及"), ("P2", 2000, "不属于禁止类", "暂无计划"),
            ("P3", 2000, "淘汰类", "城中村"), ("P4", 2000, "允许类", "无"),
            # names of places begin with the same signs
            ("P5", 2000, "不属于限制类、淘汰类", "未来路城中村"), ("P6", 2000, "允许类", "无梁殿老城"))
    result = run(table(names, *rows))
    assert states(result, "prohibited") == ["clear", "clear", "flagged", "clear", "clear", "clear"]
    assert states(result, "renewal") == ["clear", "clear", "flagged", "clear", "flagged", "flagged"]


def test_buildings_say_in_words_whether_they_are_idle_or_dangerous() -> None:
    # each parcel of a hectare has one building of half of it
    said = (("闲置", "非危房"), ("在用", "grade A"), ("看情况", "D级"))
    buildings = placed("房屋", *((box(100 * place, 0, 50, 100), {"idle": idle, "danger": danger})
                                for place, (idle, danger) in enumerate(said)))
    result = run(squares(), BUILDINGS=buildings)
    shares = {(fid, key): state for fid, key, state in rows_of(result["FLAGS"], "source_fid", "criterion", "state")}
    assert [shares[place, "idle_share"] for place in (1, 2)] == ["flagged", "clear"]
    assert [shares[place, "danger_share"] for place in (1, 2, 3)] == ["clear", "clear", "flagged"]
    assert "low_efficiency.value_unusable" in told(result)


def test_areas_to_be_renewed_are_laid_over_unless_the_land_says_it() -> None:
    areas = placed("更新", (box(0, 0, 45, 100), {"更新类型": "城中村"}), (box(40, 0, 109, 100), {"更新类型": "棚户区"}))
    # the first lies in them altogether, 45 m in the lesser, which keeps what both claim; of the second 49 m are in
    result = run(squares(), RENEWAL=areas)
    assert states(result, "renewal") == ["flagged", "clear", "clear"]
    assert [row[0] for row in rows_of(result["FLAGS"], "found", "criterion") if row[1]] == ["棚户区", "棚户区", ""]
    assert states(run(squares(GXLX="否"), RENEWAL=areas), "renewal") == ["clear"] * 3, "the land says no"


def buildings() -> QgsVectorLayer:
    """Return buildings that take 30 % of the first parcel, 29 % of the second and nothing of the third."""
    facts = ("storeys", "建成年份", "危房等级", "是否闲置")
    return placed("房屋", (box(0, 0, 15, 100), dict(zip(facts, ("2", "1996", "B", "是")))),
                  (box(15, 0, 15, 100), dict(zip(facts, ("1", "1997", "C级", "否")))),
                  (box(100, 0, 15, 100), dict(zip(facts, ("4", None, "A", None)))),
                  (box(115, 0, 14, 100), dict(zip(facts, ("4", "2000", None, "0")))))


def test_buildings_laid_over_tell_density_idle_age_danger_and_floor_area() -> None:
    # floor: 1 500 · 2 + 1 500 = 4 500 and 2 900 · 4 = 11 600 m² on a hectare, 0.5 was agreed; nothing stands on P2
    result = run(squares(约定容积率="0.5"), BUILDINGS=buildings())
    found = {(row[0], row[1]): row[2:] for row in rows_of(result["FLAGS"], "parcel_id", "criterion", "state", "value")}
    assert found[("P0", "built_share")] == ("clear", pytest.approx(0.3, abs=1e-3))
    assert found[("P1", "built_share")] == ("flagged", pytest.approx(0.29, abs=1e-3))
    assert found[("P2", "built_share")] == ("flagged", 0.0)
    assert found[("P0", "floor_area")] == ("flagged", pytest.approx(0.45, abs=1e-3))
    assert found[("P1", "floor_area")] == ("clear", pytest.approx(1.16, abs=1e-3))
    # half of the footprint is idle, 30 years old, of grade C
    assert [found[("P0", key)][0] for key in ("idle_share", "old_share", "danger_share")] == ["flagged"] * 3
    # of 1 500 of 2 900 m² nobody knows the year or whether it is idle: more than half, so nobody knows of the parcel
    assert ("P1", "old_share") not in found
    assert ("P1", "idle_share") not in found
    assert found[("P1", "danger_share")] == ("clear", 0.0), "the other 1 400 m² are less than half"
    assert states(result, "old") == ["flagged", "clear", "clear"]


def test_a_register_of_dangerous_buildings_may_say_yes_and_no() -> None:
    said = placed("房屋", (box(0, 0, 40, 100), {"是否危房": "是"}), (box(100, 0, 40, 100), {"是否危房": "否"}),
                  (box(200, 0, 40, 100), {"是否危房": None}))
    assert states(run(squares(), BUILDINGS=said), "old") == ["flagged", "clear", "unknown"]


def test_buildings_that_stand_elsewhere_are_told_and_not_used() -> None:
    away = placed("房屋", (box(5000, 5000, 10, 10), {"storeys": "2"}))
    result = run(squares(), BUILDINGS=away)
    assert states(result, "density") == ["unknown"] * 3
    assert "low_efficiency.buildings_elsewhere" in told(result)


def test_sums_by_county_and_flag_close() -> None:
    units = placed("行政区", (box(-10, -10, 130, 130), {"XZQDM": "410222", "XZQMC": "通许县"}))
    parcels = placed("地块", (box(0, 0, 100, 100), {"parcel_id": "A", "JCND": "1990"}),
                     (box(100, 0, 100, 100), {"parcel_id": "B", "JCND": "2020", "XZQDM": "410225003"}),
                     (box(110, 0, 20, 20), {"parcel_id": "C", "JCND": "1990"}))
    result = run(parcels, UNITS=units)
    assert rows_of(result["LOW_LAND"], "parcel_id", "unit_code", "result") == [
        ("A", "410222", "low"), ("B", "410222", "not_low"), ("C", "410222", "small")]
    summary = [row for row in rows_of(result["SUMMARY"], "unit_code", "flag", "assessed", "flagged", "clear", "unknown",
                                      "flagged_m2") if row[1] in {"old", "density", "any"}]
    whole = pytest.approx(area(0, 0, 100, 100), abs=0.01)
    assert summary == [("410222", "density", 2, 0, 0, 2, 0.0), ("410222", "old", 2, 1, 1, 0, whole),
                       ("410222", "any", 2, 1, 1, 0, whole)]
    without = run(parcels)
    assert rows_of(without["LOW_LAND"], "unit_code", "unit_name") == [("", ""), ("410225", "兰考县"), ("", "")]
    assert "low_efficiency.unit_missing" in told(without)


@pytest.mark.parametrize(("name", "value", "rule"), [
    ("用地面积", "0", "efficiency.number_unusable"), ("用地面积", "many", "efficiency.number_unusable"),
    ("建筑基底面积", "-1", "efficiency.number_unusable"), ("建成年份", "2027", "low_efficiency.value_unusable"),
    ("建成年份", "old", "low_efficiency.value_unusable"), ("固定资产投资", "1e", "efficiency.number_unusable"),
    ("约定投资强度", "x", "efficiency.number_unusable"), ("地块编号", None, "efficiency.id_missing")])
def test_what_cannot_be_used_is_told_and_never_guessed(name: str, value: str | None, rule: str) -> None:
    bad = tuple(value if field == name else cell for field, cell in zip(FIELDS, GOOD))
    result = run(table(FIELDS, LOW, bad))
    assert rule in told(result)
    assert rows_of(result["LOW_LAND"], "result")[0] == ("low",)
    assert (rows_of(result["LOW_LAND"], "result")[1] == ("undetermined",)) == (name == "用地面积")


@pytest.mark.parametrize(("field", "flag"), [("建筑基底面积", "density"), ("危房建筑面积", "old")])
def test_a_part_larger_than_its_whole_is_told_and_counts_as_blank(field: str, flag: str) -> None:
    # all of 2 000 m² of land is built on, or all of as much floor dangerous; a hundredth more cannot be
    names = ("地块编号", "用地面积", "建筑面积", field)
    result = run(table(names, ("P1", 2000, 2000, 2000), ("P2", 2000, 2000, 2000.01)))
    assert states(result, flag) == ["clear" if flag == "density" else "flagged", "unknown"]
    assert told(result).count("low_efficiency.part_over_whole") == 1


def test_parcels_that_overlap_are_told() -> None:
    parcels = placed("地块", (box(0, 0, 100, 100), {"parcel_id": "A"}), (box(90, 0, 100, 100), {"parcel_id": "B"}))
    [said] = [row for row in rows_of(run(parcels)["FINDINGS"], "rule_id", "area_m2")
              if row[0] == "efficiency.overlap"]
    assert said[1] == pytest.approx(area(90, 0, 10, 100), abs=0.02)
    assert "efficiency.overlap" not in told(run(squares())), "what only touches shares nothing"


def test_rows_of_one_subject_are_judged_each_by_its_own_figures() -> None:
    result = run(table(FIELDS, LOW, ("P1", *GOOD[1:])))
    assert rows_of(result["LOW_LAND"], "result") == [("low",), ("not_low",)]
    assert "efficiency.added" in told(result)


@pytest.mark.parametrize(("parameters", "said"), [
    ({"BUILDINGS": "房屋"}, "has no polygons"), ({"INDUSTRIES": "名录"}, "kind"),
    ({"KIND_FIELD": "nowhere"}, "nowhere"), ({"YEAR": 2024}, "not given")])
def test_what_keeps_a_run_from_starting_is_named(parameters: dict[str, Any], said: str) -> None:
    layers = {"BUILDINGS": buildings(), "INDUSTRIES": table(("x",), ("y",), name="名录")}
    with pytest.raises(QgsProcessingException, match=said):
        run(table(FIELDS, LOW), **{name: layers.get(name, value) for name, value in parameters.items()})


def test_areas_of_the_report_add_up_as_printed(tmp_path: Path) -> None:
    # 9 999.6 m² each: 0.99996 ha are printed 1.0000, but three of them are 2.99988, so one is printed 0.9999
    record = tmp_path / "record.json"
    land = table(("ZDMJ", "JCND", "XZQDM"), *((9999.6, 1980, f"41022{place}") for place in "123"))
    run(land, RUN_RECORD=str(record))
    [by_county] = [each for each in json.loads(record.read_text(encoding="utf-8"))["document"]["tables"]
                   if each["title"] == "By county"]
    assert sorted(row["ha"] for row in by_county["rows"]) == ["0.9999", "1.0000", "1.0000"]
    assert by_county["total"]["ha"] == "2.9999"


def test_a_layer_without_rows_gives_an_empty_report(tmp_path: Path) -> None:
    result = run(table(FIELDS), REPORT=str(tmp_path / "report.html"))
    assert result["PARCELS_COUNT"] == 0
    assert (tmp_path / "report.html").exists()


def test_report_and_record(tmp_path: Path) -> None:
    paths = {name: tmp_path / file for name, file in (("REPORT", "report.html"), ("RUN_RECORD", "record.json"))}
    run(table(FIELDS, LOW, GOOD), **{name: str(path) for name, path in paths.items()})
    document = json.loads(paths["RUN_RECORD"].read_text(encoding="utf-8"))["document"]
    tables = {each["title"]: each for each in document["tables"]}
    assert [row["flagged"] for row in tables["By flag"]["rows"]] == ["1"] * 6
    flags = dict.fromkeys(("prohibited", "by_plan", "renewal", "output", "density", "old", "any"), "1")
    assert tables["By county"]["total"] == {"unit": "Total", "assessed": "2", "ha": "0.6667", **flags}
    [row] = tables["Parcels with flags"]["rows"]
    assert (row["id"], row["score"], row["judged"]) == ("P1", "100%", "6 / 6")
    assert "淘汰类" in row["reason"]
    assert "淘汰类" in paths["REPORT"].read_text(encoding="utf-8")
