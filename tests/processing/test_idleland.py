"""Idle land end to end: polygons and tables, Chinese dates, bad input, units, papers; figures worked by hand."""
from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import processing
import pytest
from qgis.core import QgsFeature, QgsProcessingException, QgsVectorLayer
from qgis.PyQt.QtCore import QDate, QDateTime, QTime

from tests.builders import layer_of, rows_of, shapes_of
from tests.processing.places import CENT, area, box

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("kf_provider")

FIELDS = dict.fromkeys(("parcel_id", "约定动工日期", "SJDGRQ", "ZZRQ", "GDRQ", "CRJK", "ZFYY", "KFMJ", "YKFMJ", "GDMJ",
                        "XZQDM", "XMMC", "产值", "通知日期", "不计天数"), "text")
# agreed 2023-03-01, 3 000 万, no cause: 550 days on 2024-09-01, 600 万, recovery from 2025-03-01
EXAMPLE = {"parcel_id": "G1", "约定动工日期": "2023年3月1日", "CRJK": "3,000", "ZFYY": "否", "GDMJ": "20000",
           "XZQDM": "410222", "XMMC": "某厂"}
PAUSED = {"parcel_id": "G2", "SJDGRQ": "2022/5/1", "ZZRQ": "20230901", "KFMJ": "999", "YKFMJ": "3000", "GDMJ": "5000",
          "XZQDM": "410223", "ZFYY": "0"}


def supplies(*rows: dict[str, Any], placed: bool = False, name: str = "supplies") -> QgsVectorLayer:
    """Return supplies as a table, or as squares of 100 m side by side."""
    shapes = [box(100.0 * place, 0, 100, 100) if placed else None for place in range(len(rows))]
    return layer_of(zip(shapes, rows), FIELDS, geometry="MultiPolygon" if placed else "None",
                    crs="EPSG:4526" if placed else "", name=name)


def run(layer: QgsVectorLayer, **parameters: Any) -> dict[str, Any]:
    return processing.run("kf:idleland", {
        "SUPPLIES": layer, "DATE": "2024-09-01", "RULES_DATE": "2024-09-01",
        **dict.fromkeys(("IDLE", "SUMMARY", "FINDINGS"), "memory:"), **parameters})


def told(result: dict[str, Any]) -> list[tuple[str, str]]:
    return [(rule.partition(".")[2], subject) for rule, subject in rows_of(result["FINDINGS"], "rule_id", "subject_id")
            if rule.startswith("idle.")]


def test_the_example_as_a_table() -> None:
    result = run(supplies(EXAMPLE, PAUSED))
    [first, second] = rows_of(result["IDLE"], "parcel_id", "XMMC", "kind", "idle_days", "fee_cny", "government_cause",
                              "developed_share", "area_m2")
    assert first == ("G1", "某厂", "not_started", 550, 6_000_000.0, 0, None, 20_000.0)
    assert second == ("G2", None, "suspended", 366, None, 0, 0.333, 5_000.0)
    [(fee_from, recovery, deadline, clause)] = rows_of(result["IDLE"], "fee_from", "recovery_from", "next_deadline",
                                                       "clause")[:1]
    assert [day.toString("yyyy-MM-dd") for day in (fee_from, recovery, deadline)] == [
        "2024-03-01", "2025-03-01", "2024-10-01"]
    assert "国土资源部令第53号" in clause
    assert not result["IDLE"].isSpatial()
    assert told(result) == []
    assert (result["SUPPLIES_COUNT"], result["NOT_STARTED_COUNT"], result["SUSPENDED_COUNT"], result["IDLE_M2"],
            result["FEE_CNY"]) == (2, 1, 1, 25_000.0, 6_000_000.0)


def test_sums_by_county() -> None:
    result = run(supplies(EXAMPLE, PAUSED, {**EXAMPLE, "parcel_id": "G3", "SJDGRQ": "2023-04-01"},
                          {**EXAMPLE, "parcel_id": "G4", "约定动工日期": None, "XZQDM": None}))
    assert rows_of(result["SUMMARY"], "unit_code", "supplies", "not_started_count", "suspended_count",
                   "suspected_count", "undetermined_count", "not_idle_count", "supplied_ha", "idle_ha", "fee_cny") == [
        ("", 1, 0, 0, 0, 1, 0, 2.0, 0.0, 0.0), ("410222", 2, 1, 0, 0, 0, 1, 4.0, 2.0, 6_000_000.0),
        ("410223", 1, 0, 1, 0, 0, 0, 0.5, 0.5, 0.0)]
    assert told(result) == [("date_missing", "G4"), ("unit_missing", "")]


def test_polygons_lie_in_units_and_are_measured() -> None:
    units = layer_of([(box(-10, -10, 130, 120), {"XZQDM": "410221", "XZQMC": "甲"}),
                      (box(120, -10, 300, 120), {"XZQDM": "410225", "XZQMC": "乙"})],
                     {"XZQDM": "text", "XZQMC": "text"}, crs="EPSG:4526", name="units")
    result = run(supplies({**EXAMPLE, "GDMJ": None}, {**EXAMPLE, "parcel_id": "G2"}, placed=True), UNITS=units)
    rows = rows_of(result["IDLE"], "unit_code", "unit_name", "area_m2")
    assert rows == [("410221", "甲", pytest.approx(area(0, 0, 100, 100), abs=CENT)), ("410225", "乙", 20_000.0)]
    assert all(shapes_of(result["IDLE"]))


@pytest.mark.parametrize(("wrong", "rule"), [
    ({"约定动工日期": "明年春天"}, "date_unreadable"), ({"约定动工日期": "2023-02-30"}, "date_unreadable"),
    ({"约定动工日期": None}, "date_missing"), ({"约定动工日期": "  "}, "date_missing"),
    ({"SJDGRQ": "2099-09-02"}, "date_unlikely"), ({"GDRQ": "2023-03-02"}, "date_order"),
    ({"KFMJ": "3001", "YKFMJ": "3000", "SJDGRQ": "2023-04-01"}, "developed_over"),
    ({"约定动工日期": "2023年3月"}, "date_unreadable"), ({"约定动工日期": "44986"}, "date_serial"),
    ({"约定动工日期": "1901-01-01"}, "date_unlikely"), ({"不计天数": "一个月"}, "number_unusable"),
    ({"不计天数": "1.5"}, "number_unusable"), ({"不计天数": "30"}, "excluded_uncaused"),
    ({"KFMJ": "-1", "YKFMJ": "3000"}, "number_unusable"), ({"YKFMJ": "0"}, "number_unusable")])
def test_bad_values_are_told_and_judge_nothing(wrong: dict[str, Any], rule: str) -> None:
    result = run(supplies({**EXAMPLE, **wrong}, PAUSED), EXCLUDED_DAYS_FIELD="不计天数")
    rows = rows_of(result["IDLE"], "kind", "fee_cny", "rule_id", "next_step")
    assert rows[0] == ("undetermined", None, f"idle.{rule}", "correct_data")
    assert rows[1][0] == "suspended"
    assert told(result) == [(rule, "G1")]
    assert (result["UNDETERMINED_COUNT"], result["FEE_CNY"]) == (1, 0)


@pytest.mark.parametrize(("wrong", "fee", "rule"), [
    ({"CRJK": "-3000"}, None, "number_unusable"), ({"CRJK": "面议"}, None, "number_unusable"),
    ({"CRJK": "410222199001011234"}, None, "number_unusable"),
    ({"CRJK": "0"}, None, "price_missing"), ({"GDMJ": "0"}, 6_000_000.0, "number_unusable"),
    ({"通知日期": "明年"}, 6_000_000.0, "date_unreadable")])
def test_bad_values_that_decide_only_the_fee_or_the_step(wrong: dict[str, Any], fee: float | None, rule: str) -> None:
    result = run(supplies({**EXAMPLE, **wrong}), NOTICE_DATE_FIELD="通知日期")
    assert rows_of(result["IDLE"], "kind", "idle_days", "fee_cny") == [("not_started", 550, fee)]
    assert told(result) == [(rule, "G1")]


@pytest.mark.parametrize(("kind", "value"), [
    ("date", QDate(2023, 3, 1)), ("datetime", QDateTime(QDate(2023, 3, 1), QTime(23, 59))), ("integer", 20230301),
    ("string", "二〇二三年三月一日"), ("string", "２０２３．３．１"), ("string", "2023.3.1"),
    ("string", "2023-03-01 00:00:00")])
def test_dates_of_every_kind_of_field(kind: str, value: Any) -> None:
    layer = QgsVectorLayer(f"None?field=YDDGRQ:{kind}&field=ZFYY:string&field=CRJK:string", "supplies", "memory")
    row = QgsFeature(layer.fields())
    row.setAttributes([value, "0", "3000"])
    assert layer.dataProvider().addFeature(row)
    assert rows_of(run(layer)["IDLE"], "kind", "idle_days") == [("not_started", 550)]


def test_days_of_delay_are_left_out() -> None:
    result = run(supplies({**EXAMPLE, "ZFYY": "是", "不计天数": "31"}), EXCLUDED_DAYS_FIELD="不计天数")
    [row] = rows_of(result["IDLE"], "idle_since", "idle_days", "fee_cny", "recovery_from", "government_cause")
    assert (row[0].toString("yyyy-MM-dd"), row[1], row[2], row[3].toString("yyyy-MM-dd"), row[4]) == (
        "2024-04-01", 519, 6_000_000.0, "2025-04-01", 1)


@pytest.mark.parametrize("day", ["abc", "2024-02-30"])
def test_a_day_of_the_check_that_is_none_is_refused(day: str) -> None:
    with pytest.raises(QgsProcessingException, match="DATE"):
        run(supplies(EXAMPLE), DATE=day)


def test_a_cause_that_is_neither_yes_nor_no_is_told_as_it_is_written() -> None:
    result = run(supplies({**EXAMPLE, "ZFYY": "企业原因"}, {**EXAMPLE, "parcel_id": "G2", "ZFYY": None}))
    assert sorted(told(result)) == [("cause_unknown", "G2"), ("cause_unreadable", "G1")]
    assert ["企业原因" in text for (text,) in rows_of(result["FINDINGS"], "message")].count(True) == 1
    assert rows_of(result["IDLE"], "kind", "fee_cny", "next_step") == [("not_started", None, "investigate")] * 2


@pytest.mark.parametrize(("more", "clause"), [
    ({"产值": "12.5"}, "Henan measures"), ({"ZFYY": "是"}, "Urban Real Estate")])
def test_a_determination_names_the_rules_of_what_follows(more: dict[str, str], clause: str, tmp_path: Path) -> None:
    paths = {name: tmp_path / name.lower() for name in ("NOTICES", "RUN_RECORD")}
    run(supplies({**EXAMPLE, **more, "通知日期": "2024-07-01"}), OUTPUT_FIELD="产值", NOTICE_DATE_FIELD="通知日期",
        NOTICES=f"{paths['NOTICES']}.html", RUN_RECORD=f"{paths['RUN_RECORD']}.json")
    paper = (tmp_path / "notices.html").read_text(encoding="utf-8")
    assert "Determination of idle land" in paper
    assert clause in paper
    rules = json.loads((tmp_path / "run_record.json").read_text(encoding="utf-8"))["document"]["rules"]
    said = " ".join(rule["text"] for rule in rules)
    assert "taken back without payment from 2 years on" in said
    assert ("4 times the mean yearly output" in said) == ("产值" in more)


def test_what_is_not_stated_costs_nothing() -> None:
    result = run(supplies({**EXAMPLE, "ZFYY": "不详"}, {**EXAMPLE, "parcel_id": "G2", "CRJK": None}))
    assert rows_of(result["IDLE"], "kind", "fee_cny", "government_cause") == [
        ("not_started", None, None), ("not_started", None, 0)]
    assert told(result) == [("cause_unreadable", "G1"), ("price_missing", "G2")]


def test_ids_missing_and_twice() -> None:
    result = run(supplies(EXAMPLE, EXAMPLE, {**EXAMPLE, "parcel_id": None}))
    assert [row[0] for row in rows_of(result["IDLE"], "parcel_id")][:2] == ["G1", "G1"]
    assert told(result) == [("id_missing", ""), ("id_twice", "G1")]


def test_cultivated_land_and_the_day_of_the_notice() -> None:
    # 4 × 12.5 万 = 50 万; the notice of 2024-08-01 was to be answered by 2024-08-31
    result = run(supplies({**EXAMPLE, "产值": "12.5", "通知日期": "2024.8.1"}), OUTPUT_FIELD="产值",
                 NOTICE_DATE_FIELD="通知日期")
    assert rows_of(result["IDLE"], "fee_cny", "next_step", "next_deadline") == [(500_000.0, "determine", None)]


def test_a_field_that_is_not_there_is_named() -> None:
    bare = layer_of([(None, {"parcel_id": "G1"})], {"parcel_id": "text"}, geometry="None", crs="", name="bare")
    with pytest.raises(QgsProcessingException, match=r"bare.*YDDGRQ"):
        run(bare)
    with pytest.raises(QgsProcessingException, match="nowhere"):
        run(supplies(EXAMPLE), PRICE_FIELD="nowhere")


def test_papers_are_drafted_for_what_is_due(tmp_path: Path) -> None:
    paths = {name: tmp_path / file for name, file in (
        ("NOTICES", "notices.html"), ("REPORT", "report.html"), ("RUN_RECORD", "record.json"))}
    rows = ({**EXAMPLE, "XMMC": "<某厂>"}, {**PAUSED, "ZZRQ": "20230801", "通知日期": "2024-08-01"},
            {**PAUSED, "parcel_id": "G3", "ZZRQ": None})
    run(supplies(*rows), NOTICE_DATE_FIELD="通知日期", **{name: str(path) for name, path in paths.items()})
    papers = paths["NOTICES"].read_text(encoding="utf-8")
    assert papers.count("<h1") == 2
    assert "Notice of investigation" in papers
    assert "Determination of idle land" in papers
    assert "&lt;某厂&gt;" in papers
    assert "G3" not in papers
    investigation, determination = papers.split("<h1")[1:]
    assert "550 days" in investigation
    assert "within 30 days of the notice" in investigation
    assert "600" not in investigation
    assert [word in determination for word in ("Idle since", "2024-08-01", "397", "33.3%", "Address")] == [True] * 5
    document = json.loads(paths["RUN_RECORD"].read_text(encoding="utf-8"))["document"]
    titles = {table["title"]: table for table in document["tables"]}
    assert [row["paper"] for row in titles["Papers to be sent"]["rows"]] == [
        "Notice of investigation of idle land", "Determination of idle land"]
    assert [row["id"] for row in titles["Idle, suspected and undetermined supplies"]["rows"]] == ["G1", "G2"]
    assert "600.00" in paths["REPORT"].read_text(encoding="utf-8")


@pytest.mark.usefixtures("chinese_texts")
def test_a_planner_reads_chinese() -> None:
    [(reason,)] = rows_of(run(supplies(EXAMPLE))["IDLE"], "reason")
    assert reason == ("约定动工日期为2023-03-01，至今未动工，已550天，超过约定动工日期满1年，自2024-03-01起为闲置土地。"
                      "未动工满1年，按土地出让或划拨价款的20%征缴闲置费：价款3000万元，闲置费600万元。"
                      "仍不动工的，自2025-03-01起可以无偿收回。"
                      "没有登记实际动工，按未动工推算；是否闲置以及闲置费、收回，以调查认定为准。")


@pytest.mark.parametrize(("stated", "found"), [("5000", [("area_differs", "G1")]), ("10499.81", []), ("9499.83", [])])
def test_a_declared_area_that_counts_is_held_against_its_shape(stated: str, found: list[tuple[str, str]]) -> None:
    result = run(supplies({**EXAMPLE, "GDMJ": stated}, placed=True))
    assert told(result) == found
    assert result["IDLE_M2"] == float(stated)
