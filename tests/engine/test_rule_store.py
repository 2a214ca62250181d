"""Rules and grade tables from files: versions by date, the user's changes, clear refusals."""
from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import openpyxl
import pytest

from kf_resources_plugin.engine.rule_store import (
    RuleFileError,
    load_class_systems,
    load_grades,
    load_rule_book,
)
from kf_resources_plugin.rules.codes import PLANNING, STANDARD, SURVEY

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DAY = date(2025, 9, 1)


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes a file in a folder with Chinese and a space in its name."""
    folder = tmp_path / "我的 规则"
    folder.mkdir()

    def write_file(content: Any, name: str = "rules.json", encoding: str = "utf-8") -> Path:
        path = folder / name
        text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
        path.write_bytes(text.encode(encoding))
        return path

    return write_file


def test_the_step_and_the_tolerances_are_rows() -> None:
    book = load_rule_book(DAY, "zh")
    assert book.threshold("area.step", "step_m") == 20
    assert book.threshold("closure.residual", "max_residual_m2_per_parcel") == 0.01
    assert book.threshold("closure.residual", "max_residual_share_of_total") == 1e-9
    assert book.row("area.step").status == "house"
    assert book.overridden == ()
    assert "China 2000" in book.threshold("crs.modern_datums", "names")


def test_the_rules_of_the_day_are_used() -> None:
    # 自然资发〔2024〕204号: the former mode closed on 2025-01-01; before that 国土资规〔2017〕13号
    before, after = load_rule_book(date(2024, 12, 31), "zh"), load_rule_book(date(2025, 1, 1), "zh")
    assert before.row("farmland.occupied").number == "国土资规〔2017〕13号"
    assert after.row("farmland.occupied").number == "自然资发〔2024〕204号"
    # neither wording was seen and the date rests on a weak source, so neither is shown as statute
    assert before.row("farmland.occupied").status == after.row("farmland.occupied").status == "house"
    assert before.on(date(2025, 1, 1)).row("farmland.occupied") == after.row("farmland.occupied")


def test_permanent_farmland_cites_the_law() -> None:
    clause = load_rule_book(DAY, "zh").clause("farmland.permanent_occupied")
    assert clause == "《中华人民共和国土地管理法》（2019-08-26）第35条"


def test_every_row_fills_in_both_languages() -> None:
    for language in ("zh", "en"):
        book = load_rule_book(DAY, language)
        for rule_id in book.rows:
            assert book.finding(rule_id).clause


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_users_file_changes_rows_and_is_named(write: Callable[..., Path], encoding: str) -> None:
    path = write({"rows": [{"id": "area.step", "thresholds": {"step_m": 10}, "message_zh": "步长 ${step_m} 米"}]},
                 "本县.json", encoding)
    book = load_rule_book(DAY, "zh", path)
    assert book.threshold("area.step", "step_m") == 10
    assert book.message("area.step") == "步长 10 米"
    assert book.overridden == ("area.step",)
    assert book.clause("area.step") == "按用户规则文件 本县.json 设定"
    shipped = load_rule_book(DAY, "zh")
    assert book.row("area.step").remedy_zh == shipped.row("area.step").remedy_zh
    assert shipped.threshold("area.step", "step_m") == 20  # what all runs share stays as it is


def test_a_changed_statute_row_is_no_statute_any_more(write: Callable[..., Path]) -> None:
    path = write({"rows": [{"id": "farmland.permanent_occupied", "severity": "warning"}]})
    row = load_rule_book(DAY, "zh", path).row("farmland.permanent_occupied")
    assert (row.status, row.severity) == ("house", "warning")
    assert row.clause("zh").startswith("按用户规则文件 rules.json 设定（参照《中华人民共和国土地管理法》")


def test_a_change_counts_only_between_its_dates(write: Callable[..., Path]) -> None:
    path = write({"rows": [{"id": "area.step", "thresholds": {"step_m": 10}, "effective_from": "2025-10-01"}]})
    assert load_rule_book(DAY, "zh", path).overridden == ()
    assert load_rule_book(DAY, "zh", path).threshold("area.step", "step_m") == 20
    assert load_rule_book(date(2025, 10, 1), "zh", path).threshold("area.step", "step_m") == 10


def test_a_dated_change_counts_for_cases_of_its_days_whatever_the_day_of_the_run(write: Callable[..., Path]) -> None:
    # three_index applies to 2024-12-31, unified_2024 from the day after; the change splits the latter in two
    path = write({"rows": [{"id": "balance.mode", "thresholds": {"mode": "three_index"}},
                           {"id": "balance.mode", "thresholds": {"mode": "unified_2024"},
                            "effective_from": "2025-07-01"}]})
    book = load_rule_book(date(2024, 1, 1), "zh", path)
    modes = [book.on(day).threshold("balance.mode", "mode")
             for day in (date(2024, 6, 1), date(2025, 6, 30), date(2025, 7, 1), date(2030, 1, 1))]
    assert modes == ["three_index", "three_index", "unified_2024", "unified_2024"]
    assert book.on(date(2025, 7, 1)).row("balance.mode").document == "关于改革完善耕地占补平衡管理的通知"
    assert load_rule_book(date(2030, 1, 1), "zh", path).on(date(2024, 6, 1)).row("balance.mode").number == (
        "国土资规〔2017〕13号")


@pytest.mark.parametrize(("rows", "parts"), [
    ([{"id": "area.stepp"}], ["row 1 (area.stepp)", "there is no rule “area.stepp”", "“area.step” is meant"]),
    ([{"id": "area.step", "threshold": {}}], ["row 1 (area.step)", "no key “threshold”", "“thresholds” is meant"]),
    ([{"id": "area.step", "thresholds": {"step": 10}}], ["no threshold “step”", "it has: step_m"]),
    ([{"id": "area.step", "thresholds": {"step_m": "10"}}], ["threshold “step_m” must be a number", "20"]),
    ([{"id": "area.step", "thresholds": {"step_m": True}}], ["threshold “step_m” must be a number"]),
    ([{"id": "area.step", "thresholds": [1]}], ["“thresholds” must be an object"]),
    ([{"id": "crs.modern_datums", "thresholds": {"names": "WGS 84"}}], ["threshold “names” must be a list"]),
    ([{"id": "area.step", "severity": "fatal"}], ["“severity” must be one of: error, warning, info"]),
    ([{"id": "area.step", "status": "law"}], ["“status” must be one of: statute, house"]),
    ([{"id": "area.step", "effective_from": "2025年"}], ["“effective_from” must be a date such as \"2025-01-01\""]),
    ([{"id": "area.step", "article": 3}], ["“article” must be text or null"]),
    ([{"id": "area.step", "message_en": None}], ["“message_en” must be text"]),
    ([{"id": "area.step", "message_en": "${lenght}"}], ["“message_en” uses ${lenght}"]),
    (["area.step"], ["row 1: a row must be an object"]),
    ([{"id": "area.step"}, {"id": "x.y"}, {"id": "area.step", "status": 1}], ["row 2 (x.y)", "row 3 (area.step)"]),
])
def test_a_faulty_file_is_refused_naming_row_and_key(
    write: Callable[..., Path], rows: list[Any], parts: list[str]
) -> None:
    path = write({"rows": rows})
    with pytest.raises(RuleFileError) as raised:
        load_rule_book(DAY, "en", path)
    for part in [str(path), *parts]:
        assert part in str(raised.value)


@pytest.mark.parametrize(("content", "part"), [
    ("{\n \"rows\": [,]}", "line 2, column 11"), ("[]", "a list “rows”"), ("{\"rows\": 1}", "a list “rows”"),
])
def test_a_file_that_is_no_rule_file(write: Callable[..., Path], content: str, part: str) -> None:
    with pytest.raises(RuleFileError, match=part):
        load_rule_book(DAY, "en", write(content))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(RuleFileError, match=r"absent\.json cannot be read"):
        load_rule_book(DAY, "en", tmp_path / "absent.json")


def test_class_systems_are_read_in_the_order_of_preference() -> None:
    assert load_class_systems().systems == (SURVEY, STANDARD, PLANNING)


def test_national_grades() -> None:
    # 8 ha of grade 7 and 2 ha of grade 6 bear 8 × 13 500 + 2 × 15 000 = 138 000 kg
    per_ha = load_grades().capacity(np.array(["410221", "410221"]), np.array([7.0, 6.0]))
    assert float((per_ha * [8, 2]).sum()) == 138_000
    assert set(load_grades().scales) == {"utilisation_15", "quality_10"}


@pytest.mark.parametrize(("content", "name", "encoding"), [
    ("unit_code,grade,kg_per_ha\n410221,7,14250\n,6,15300\n", "等别.csv", "utf-8"),
    ("kg_per_ha;Grade;unit_code\n14250;７;410221\n\n15300;6;\n", "等别.csv", "utf-8-sig"),
    ("grade\tkg_per_ha\tunit_code\t说明\n7\t14250\t410221\t实测\n6\t15300\t\t\n", "等别.txt", "gb18030"),
    (json.dumps([{"unit_code": "410221", "grade": 7, "kg_per_ha": 14250}, {"grade": 6, "kg_per_ha": 15300.0}]),
     "等别.json", "utf-8"),
])
def test_a_county_edits_its_grades(write: Callable[..., Path], content: str, name: str, encoding: str) -> None:
    grades = load_grades(write(content, name, encoding))
    units = np.array(["410221", "410222", "410222"])
    assert grades.capacity(units, np.array([7.0, 7.0, 6.0])).tolist() == [14250, 13500, 15300]
    assert grades.user_file == name


def test_grades_are_read_from_a_spreadsheet(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["县区", "等别", "千克/公顷"], [410221, 7, 14250], [None, "6", 15300.0]):
        book.active.append(row)
    book.save(tmp_path / "等别.xlsx")
    grades = load_grades(tmp_path / "等别.xlsx")
    units = np.array(["410221", "410222", "410222"])
    assert grades.capacity(units, np.array([7.0, 7.0, 6.0])).tolist() == [14250, 13500, 15300]
    (tmp_path / "等别.xls").write_bytes(b"\xd0\xcf\x11\xe0")
    with pytest.raises(RuleFileError, match="save it as XLSX"):
        load_grades(tmp_path / "等别.xls")


@pytest.mark.parametrize(("content", "parts"), [
    ("unit_code,grade,kg_per_ha\n410221,16,1\n", ["line 2", "from 1 to 15", "“16”"]),
    ("unit_code,grade,kg_per_ha\n410221,7.5,1\n", ["line 2", "grade"]),
    # a county's name is a unit, a township's is not: several have the same
    ("unit_code,grade,kg_per_ha\n城关镇,7,1\n", ["line 2", "“城关镇”", "a code of digits", "XZQDM", "ZLDWDM"]),
    ("unit_code,grade,kg_per_ha\n41022x,7,1\n", ["line 2", "“41022x”"]),
    ("县区,县区代码,等别,产能\n杞县,410222,7,1\n", ["line 2", "410222", "“杞县”", "another unit"]),
    # 1 000 000 kg per hectare are 66 666.67 per mu
    ("县区,等别,公斤/亩\n410221,7,66667\n", ["line 2", "公斤/亩 must be", "66666.66667", "“66667”"]),
    ("县区,等别,产能（公斤）\n410221,7,700\n", ["no column kg_per_ha", "公斤/亩"]),
    ("县区,等别,产能/亩\n410221,7,700\n", ["no column kg_per_ha"]),
    ("县区,等别,公斤/亩,kg_per_ha\n410221,7,700,10500\n", ["“公斤/亩”", "“kg_per_ha”", "mean the same"]),
    ("unit_code,grade,kg_per_ha\n", ["no rows"]),
    ("unit_code,grade,kg_per_ha\n410221,7,-1\n410221,8,x\n", ["line 2", "line 3", "kg_per_ha must be a number"]),
    ("unit_code,grade,kg_per_ha\n410221,7,1\n410221,7,2\n", ["line 3", "stand twice"]),
    ("unit_code,degree\n410221,7\n", ["no column grade, kg_per_ha"]),
    # under a name nobody knows the county's figures would be everybody's
    ("位置,grade,kg_per_ha\n410221,7,9000\n", ["no column unit_code", "县区代码"]),
    ("", ["is empty"]),
])
def test_a_faulty_grade_table_is_refused(write: Callable[..., Path], content: str, parts: list[str]) -> None:
    with pytest.raises(RuleFileError) as raised:
        load_grades(write(content, "grades.csv"))
    for part in parts:
        assert part in str(raised.value)


def test_a_grade_list_must_be_a_list_of_objects(write: Callable[..., Path]) -> None:
    with pytest.raises(RuleFileError, match="list of objects"):
        load_grades(write({"grade": 1}, "grades.json"))


@pytest.mark.parametrize("header", ["县区,等别,千克/公顷", "XZQDM,GDDB,kg_per_ha", "county_code,grade,产能"])
def test_a_grade_table_in_the_words_of_an_office(write: Callable[..., Path], header: str) -> None:
    grades = load_grades(write(f"{header}\n410202,6,9000\n410222100,6,5000\n", "产能.csv"))
    found = grades.capacity(np.array(["410202001", "410221001", "410222100001"]), np.array([6.0, 6.0, 6.0]))
    assert found.tolist() == [9000.0, 15000.0, 5000.0]  # (16 - 6) x 1500 where the table says nothing
    assert grades.own_units == {"410202", "410222100"}


@pytest.mark.parametrize("content", [
    # 600 kg per mu are 9000 per hectare, 333 1/3 are 5000; 通许县 is 410222
    "县区,等别,公斤/亩\n410202,6,600\n通许县,7,700\n",
    "县（区）,等别,产能（千克／亩）\n龙亭区,6,600\n开封市通许县,7,700\n",
    "县区代码,县区,耕地 等别,斤/亩,备注\n410202,龙亭区,6,\"1,200\",\n410222,,7,1400,x\n,,,,\n合计,,,2600,\n",
    "行政区划代码,等别,吨/公顷\n410202,6,9\n410222,7,10.5\n小 计,,19.5\n"])
def test_yields_in_other_units_and_counties_by_name(write: Callable[..., Path], content: str) -> None:
    grades = load_grades(write(content, "产能.csv"))
    found = grades.capacity(np.array(["410202001", "410222100", "410222100"]), np.array([6.0, 7.0, 6.0]))
    assert found.tolist() == [9000.0, 10_500.0, 15_000.0]
    assert grades.own_units == {"410202", "410222"}
    totals = [line for line, text in enumerate(content.splitlines(), start=1) if "计" in text]
    assert list(grades.totals) == totals
