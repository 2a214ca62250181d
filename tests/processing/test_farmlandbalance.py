"""kf:farmlandbalance against the worked example and against tables as offices keep them."""
from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import processing
import pytest
from qgis.core import QgsProcessingException, QgsProcessingFeedback
from qgis.PyQt.QtCore import QDate

from tests.builders import layer_of, rows_of

if TYPE_CHECKING:
    from pathlib import Path

    from qgis.core import QgsVectorLayer

pytestmark = pytest.mark.usefixtures("kf_provider")

DEMAND = {"project_id": "text", "unit_code": "text", "demand_date": "date", "kind": "text", "farmland_m2": "real",
          "paddy_m2": "real", "capacity_kg": "real", "mean_grade": "real"}
RESERVE = {"entry_id": "text", "unit_code": "text", "available_date": "date", "quantity_m2": "real",
           "paddy_m2": "real", "capacity_kg": "real", "mean_grade": "real"}
LANKAO, QIXIAN = "410225", "410221"


def demand(**values: Any) -> dict[str, Any]:
    """Return a demand of 10 ha with 2 ha of paddy and 138 000 kg, as in the worked example."""
    return {"project_id": "P1", "unit_code": LANKAO, "demand_date": QDate(2024, 6, 1), "farmland_m2": 100_000.0,
            "paddy_m2": 20_000.0, "capacity_kg": 138_000.0, "mean_grade": 6.8, **values}


def entry(key: str, quantity: float, paddy: float, capacity: float, **values: Any) -> dict[str, Any]:
    return {"entry_id": key, "unit_code": LANKAO, "available_date": QDate(2023, 1, 10), "quantity_m2": quantity,
            "paddy_m2": paddy, "capacity_kg": capacity, **values}


EXAMPLE = [entry("A", 65_000, 0, 70_200), entry("B", 50_000, 12_000, 60_000), entry("C", 0, 10_000, 15_000)]


def table(rows: list[dict[str, Any]], fields: dict[str, str], name: str) -> QgsVectorLayer:
    return layer_of([(None, row) for row in rows], fields, geometry="None", crs="", name=name)


def run(demands: list[dict[str, Any]], entries: list[dict[str, Any]], **parameters: Any) -> dict[str, Any]:
    results: dict[str, Any] = processing.run("kf:farmlandbalance", {
        "DEMAND": table(demands, DEMAND, "需求"), "RESERVE": table(entries, RESERVE, "指标"),
        "VERDICT": "memory:", "ALLOCATIONS": "memory:", "RESERVE_AFTER": "memory:", "ACCOUNT": "memory:",
        "FINDINGS": "memory:", **parameters}, feedback=QgsProcessingFeedback())
    return results


def test_the_worked_example(tmp_path: Path) -> None:
    # Q 10 ha: A 6.5 + B 3.5; P 138 000 kg: A 70 200 + B 60 000 + C 7 800; W 2 ha: B 1.2 + C 0.8
    results = run([demand()], EXAMPLE, RUN_RECORD=str(tmp_path / "r.json"), REPORT=str(tmp_path / "r.html"))
    assert rows_of(results["VERDICT"], "project_id", "passed", "quantity_short_m2", "paddy_short_m2",
                   "capacity_short_kg", "replenished_first", "grade_kept", "reasons") == [
        ("P1", 1, 0.0, 0.0, 0.0, 1, None, "")]
    assert rows_of(results["ALLOCATIONS"], "entry_id", "indicator", "amount", "measure") == [
        ("A", "quantity", 65_000.0, "m2"), ("B", "quantity", 35_000.0, "m2"), ("B", "paddy", 12_000.0, "m2"),
        ("C", "paddy", 8_000.0, "m2"), ("A", "capacity", 70_200.0, "kg"), ("B", "capacity", 60_000.0, "kg"),
        ("C", "capacity", 7_800.0, "kg")]
    assert rows_of(results["RESERVE_AFTER"], "entry_id", "quantity_m2", "paddy_m2", "capacity_kg") == [
        ("A", 0.0, 0.0, 0.0), ("B", 15_000.0, 0.0, 0.0), ("C", 0.0, 2_000.0, 7_200.0)]
    assert (results["PASSED"], results["FAILED"], results["QUANTITY_SHORT_M2"]) == (1, 0, 0.0)
    record = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert record["record"]["figures"]["PASSED"] == 1
    report = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "国土资规〔2017〕13号" in report
    assert "15000.00" in report


def test_the_report_lists_the_counties_of_a_project_in_its_language(tmp_path: Path) -> None:
    run([demand(), demand(unit_code=QIXIAN)], EXAMPLE, RUN_RECORD=str(tmp_path / "r.json"),
        REPORT=str(tmp_path / "r.html"))
    tables = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["document"]["tables"]
    [row] = [row for row in tables[0]["rows"] if "P1" in row["project"]]
    assert "、" not in row["units"]
    assert len(row["units"].split(", ")) == 2


def test_a_shortage_names_indicator_amount_and_county() -> None:
    results = run([demand(paddy_m2=30_000.0)], EXAMPLE)
    [(passed, short, reasons)] = rows_of(results["VERDICT"], "passed", "paddy_short_m2", "reasons")
    assert (passed, short) == (0, 8_000.0)
    # 3 ha wanted, 1.2 + 1.0 there: 0.8 ha = 8000 m² = 12 mu
    for part in ("paddy", "8000.00", "0.8000 ha", "12.00 mu", LANKAO):
        assert part in reasons
    assert rows_of(results["FINDINGS"], "rule_id", "subject_id", "other_id", "area_m2") == [
        ("balance.paddy_short", "P1", LANKAO, 8_000.0)]
    assert rows_of(results["ALLOCATIONS"]) == []
    assert [row[3:6] for row in rows_of(results["RESERVE_AFTER"])] == [
        (65_000.0, 0.0, 70_200.0), (50_000.0, 12_000.0, 60_000.0), (0.0, 10_000.0, 15_000.0)]


def test_late_entries_are_named() -> None:
    late = [entry("A", 100_000, 20_000, 138_000, available_date=QDate(2024, 6, 2))]
    results = run([demand()], late)
    assert rows_of(results["VERDICT"], "passed", "replenished_first", "quantity_short_m2") == [(0, 0, 100_000.0)]
    told = [row[0] for row in rows_of(results["FINDINGS"], "message") if "2024-06-02" in row[0]]
    assert len(told) == 3, "one for each indicator"


@pytest.mark.parametrize(("scope", "passed"), [("county", 0), ("city", 1)])
def test_scope(scope: str, passed: int) -> None:
    results = run([demand(unit_code=QIXIAN)], EXAMPLE, SCOPE=scope)
    assert results["PASSED"] == passed
    if passed:
        given = {row[0]: row[1:] for row in rows_of(results["ACCOUNT"], "unit_code", "taken_amount", "given_amount")
                 if row[1] or row[2]}
        assert set(given) == {QIXIAN, LANKAO}


@pytest.mark.parametrize(("day", "mode", "chosen", "passed"), [
    (QDate(2024, 12, 31), "by_date", "three_index", 1), (QDate(2025, 1, 1), "by_date", "unified_2024", 0),
    (QDate(2025, 1, 1), "three_index", "three_index", 1), (QDate(2024, 6, 1), "unified_2024", "unified_2024", 0)])
def test_the_mode_in_force_decides_whether_planting_trees_counts(day: QDate, mode: str, chosen: str,
                                                                 passed: int) -> None:
    # under the three indicators conversions to forest belong to another account; the unified balance counts them
    results = run([demand(demand_date=day, kind="造林种树")], [], MODE=mode)
    assert rows_of(results["VERDICT"], "mode", "passed") == [(chosen, passed)]
    rules = {row[0] for row in rows_of(results["FINDINGS"], "rule_id")}
    assert ("balance.conversion" in rules) == bool(passed)
    assert ("balance.county_replenishes" in rules) != bool(passed)


def test_exempt_and_unknown_kinds() -> None:
    # 灾毁 alone may be land that can be restored, 生态退耕 alone none of the state's: neither is one of the three cases
    results = run([demand(kind="灾毁难复"), *(demand(project_id=f"P{place}", kind=kind) for place, kind in enumerate(
        ("工业", "灾毁", "生态退耕"), 2))], [])
    assert rows_of(results["VERDICT"], "project_id", "passed") == [("P1", 1), ("P2", 0), ("P3", 0), ("P4", 0)]
    rules = [row[0] for row in rows_of(results["FINDINGS"], "rule_id")]
    assert rules.count("balance.exempt") == 1
    assert rules.count("balance.kind_unknown") == 3


def test_grades_of_another_scale_are_not_compared() -> None:
    graded = [entry("A", 100_000, 20_000, 138_000, mean_grade=12.0)]
    better = run([demand(mean_grade=13.0)], graded)
    assert rows_of(better["VERDICT"], "grade_kept") == [(1,)]
    mixed = run([demand(mean_grade=6.0)], graded, GRADE_SCALE="quality_10")
    assert rows_of(mixed["VERDICT"], "passed", "grade_kept") == [(1, None)]
    assert ("balance.grade_off_scale",) in rows_of(mixed["FINDINGS"], "rule_id")
    worse = run([demand(mean_grade=11.9)], graded)
    assert rows_of(worse["VERDICT"], "passed", "grade_kept") == [(1, 0)]
    assert rows_of(worse["FINDINGS"], "rule_id", "severity") == [("balance.grade_lower", "warning")]


def test_an_own_rule_row_lets_the_grade_decide(tmp_path: Path) -> None:
    own = tmp_path / "own.json"
    own.write_text(json.dumps({"rows": [{"id": "balance.three_index", "thresholds": {"grade_decides": True}}]}))
    results = run([demand(mean_grade=6.0)], [entry("A", 100_000, 20_000, 138_000, mean_grade=12.0)], RULES=str(own))
    assert rows_of(results["VERDICT"], "passed", "grade_kept") == [(0, 0)]
    assert rows_of(results["FINDINGS"], "rule_id", "severity") == [("balance.grade_lower", "error")]


def test_where_the_grade_decides_an_unknown_one_is_told_and_fails(tmp_path: Path) -> None:
    own = tmp_path / "own.json"
    own.write_text(json.dumps({"rows": [{"id": "balance.three_index", "thresholds": {"grade_decides": True}}]}))
    results = run([demand(mean_grade=None)], EXAMPLE, RULES=str(own))
    assert rows_of(results["VERDICT"], "passed", "grade_kept") == [(0, None)]
    assert rows_of(results["FINDINGS"], "rule_id", "severity") == [("balance.grade_unknown", "error")]


@pytest.mark.parametrize(("day", "mode", "cited"), [
    (QDate(2024, 12, 31), "by_date", "国土资规〔2017〕13号"), (QDate(2025, 1, 1), "by_date", "自然资发〔2024〕204号"),
    (QDate(2025, 1, 1), "three_index", "国土资规〔2017〕13号"),
    (QDate(2024, 6, 1), "unified_2024", "自然资发〔2024〕204号")])
def test_a_shortage_cites_the_rules_of_its_day(day: QDate, mode: str, cited: str) -> None:
    results = run([demand(demand_date=day)], [], MODE=mode)
    clauses = rows_of(results["FINDINGS"], "rule_id", "clause")
    assert len(clauses) == 3
    assert all(cited in clause for _, clause in clauses)


@pytest.mark.parametrize(("day", "kind", "status", "cited"), [
    (QDate(2018, 5, 1), "国家生态退耕", "house", ""),
    (QDate(2022, 5, 1), "国家生态退耕", "statute", "自然资发〔2021〕166号"),
    (QDate(2025, 5, 1), "国家生态退耕", "statute", "自然资发〔2024〕204号"), (QDate(2018, 5, 1), "造林", "house", ""),
    (QDate(2022, 5, 1), "造林", "house", "自然资发〔2021〕166号")])
def test_an_exemption_cites_no_document_before_its_day(day: QDate, kind: str, status: str, cited: str) -> None:
    results = run([demand(demand_date=day, kind=kind)], [])
    assert results["PASSED"] == 1
    [(found, clause, rule_date)] = rows_of(results["FINDINGS"], "rule_status", "clause", "rule_date")
    assert found == status
    assert cited in clause
    assert "〕" not in clause or cited
    assert rule_date == day


def test_unknown_capacity_and_missing_unit_and_date() -> None:
    results = run([demand(capacity_kg=None), demand(project_id="P2", unit_code=None),
                   demand(project_id="P3", demand_date=None, farmland_m2=0.0, paddy_m2=0.0, capacity_kg=0.0)],
                  [*EXAMPLE, entry("D", 1e6, 1e6, 1e6, available_date=None)])
    verdicts = {row[0]: row[1:] for row in rows_of(results["VERDICT"], "project_id", "passed", "capacity_short_kg")}
    assert verdicts == {"P1": (0, None), "P2": (0, 138_000.0), "P3": (1, 0.0)}
    assert results["CAPACITY_SHORT_KG"] is None
    rules = {row[0] for row in rows_of(results["FINDINGS"], "rule_id")}
    assert {"balance.demand_unknown", "balance.unit_missing", "balance.date_missing",
            "balance.entry_date_missing"} <= rules


@pytest.mark.parametrize(("demands", "entries", "said"), [
    ([demand()], [EXAMPLE[0], EXAMPLE[0]], ["指标", "id “A”", "row 2"]),
    ([demand(farmland_m2=-1.0)], EXAMPLE, ["需求", "farmland_m2", "negative", "row 1"]),
    ([demand(project_id=None)], EXAMPLE, ["需求", "no project id"]),
    ([demand()], [entry("", 1, 1, 1)], ["指标", "no entry id"]),
    ([demand(), demand()], EXAMPLE, ["需求", "row 2 says the same as row 1"]),
    # 生态退耕 in GBK, read as Latin letters
    ([demand(kind="生态退耕".encode("gbk").decode("latin-1"))], EXAMPLE, ["需求", "row 1", "kind", "encoding"]),
    ([demand(farmland_m2=-1.0)], [EXAMPLE[0], EXAMPLE[0]], ["需求", "negative", "指标", "id “A”"]),
])
def test_rows_that_cannot_be_used_are_named(demands: list[dict[str, Any]], entries: list[dict[str, Any]],
                                            said: list[str]) -> None:
    with pytest.raises(QgsProcessingException) as refused:
        run(demands, entries)
    for part in said:
        assert part in str(refused.value)


def test_a_demand_without_rows_is_named() -> None:
    results = run([], EXAMPLE)
    assert rows_of(results["FINDINGS"], "rule_id", "role", "severity") == [("input.empty_layer", "demand", "error")]
    assert (results["PASSED"], results["FAILED"]) == (0, 0)
    assert run([demand()], [])["FAILED"] == 1


def test_missing_fields_and_text_in_numbers() -> None:
    without = layer_of([(None, {"entry_id": "A"})], {"entry_id": "text"}, geometry="None", crs="", name="指标")
    with pytest.raises(QgsProcessingException) as refused:
        processing.run("kf:farmlandbalance", {"DEMAND": table([demand()], DEMAND, "需求"), "RESERVE": without})
    for part in ("指标", "available_date", "quantity_m2", "capacity_kg", "entry_id"):
        assert part in str(refused.value)
    texts = {**RESERVE, "quantity_m2": "text"}
    wrong = layer_of([(None, {**entry("A", 0, 0, 0), "quantity_m2": "六亩"})], texts, geometry="None", crs="",
                     name="指标")
    with pytest.raises(QgsProcessingException, match="六亩"):
        processing.run("kf:farmlandbalance", {"DEMAND": table([demand()], DEMAND, "需求"), "RESERVE": wrong,
                                              "VERDICT": "memory:"})


def test_chinese_field_names_and_numbers_as_text() -> None:
    fields = {"指标编号": "text", "县区代码": "text", "可用日期": "text", "补充耕地数量": "text", "水田面积": "text",
              "粮食产能": "text"}
    rows = [(None, {"指标编号": "0007", "县区代码": LANKAO, "可用日期": "2023年1月10日", "补充耕地数量": "100,000.00",
                    "水田面积": "２００００", "粮食产能": "138000"})]
    results = processing.run("kf:farmlandbalance", {
        "DEMAND": table([demand()], DEMAND, "需求"), "VERDICT": "memory:", "RESERVE_AFTER": "memory:",
        "RESERVE": layer_of(rows, fields, geometry="None", crs="", name="指标")})
    assert results["PASSED"] == 1
    assert rows_of(results["RESERVE_AFTER"], "entry_id", "quantity_m2") == [("0007", 0.0)]


def test_the_summary_of_an_occupation_fits_as_it_is(tmp_path: Path) -> None:
    from tests.processing.minimal import minimal_inputs

    summary = processing.run("kf:farmlandoccupation", {
        **minimal_inputs("farmlandoccupation", tmp_path), "SUMMARY": "memory:"})["SUMMARY"]
    [(unit, farmland)] = rows_of(summary, "unit_code", "farmland_m2")
    results = processing.run("kf:farmlandbalance", {
        "DEMAND": summary, "RESERVE": table([entry("A", 1e6, 1e6, 1e6, unit_code=unit)], RESERVE, "指标"),
        "VERDICT": "memory:", "RESERVE_AFTER": "memory:"})
    assert rows_of(results["RESERVE_AFTER"], "quantity_m2") == [(pytest.approx(1e6 - farmland, abs=0.001),)]
