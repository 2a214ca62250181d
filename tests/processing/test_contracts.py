"""Tables of contracts as the land market site shows them, opened as they come: heads with units, dates of every kind.

The rows are invented (tests/data/README.md); every figure is worked by hand from them, beside it.
"""
from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path
from typing import Any

import processing
import pytest
from qgis.core import QgsProcessingException, QgsVectorLayer

from kf_resources_plugin.engine.xlsx_library import xlsxwriter
from tests.builders import layer_of, rows_of
from tests.processing.places import area, box

pytestmark = pytest.mark.usefixtures("kf_provider")

TABLE = Path(__file__).parents[1] / "data" / "contracts" / "contracts.csv"
DAY = {"DATE": "2024-09-01", "RULES_DATE": "2024-09-01"}
A, B, C, D, E, F, G, H = ("4102222022B00017", "4102222023B00021", "4102232023B00033", "4102212023B00045",
                          "4102122023B00052", "4102122021A00008", "4102252024B00061", "4102042023B00070")


def table(path: Path = TABLE, name: str = "contracts") -> QgsVectorLayer:
    layer = QgsVectorLayer(str(path), name, "ogr")
    assert layer.isValid()
    return layer


def idle(layer: QgsVectorLayer, **more: Any) -> dict[str, Any]:
    return processing.run("kf:idleland", {
        "SUPPLIES": layer, **DAY, **dict.fromkeys(("IDLE", "SUMMARY", "FINDINGS"), "memory:"), **more})


def status(layer: QgsVectorLayer, **more: Any) -> dict[str, Any]:
    return processing.run("kf:stocklandstatus", {
        "APPROVALS": layer, **DAY, **dict.fromkeys(("STATUS", "SUMMARY", "FINDINGS"), "memory:"), **more})


def told(result: dict[str, Any], *topics: str) -> list[tuple[str, str]]:
    return sorted((rule, subject) for rule, subject in rows_of(result["FINDINGS"], "rule_id", "subject_id")
                  if rule.partition(".")[0] in topics)


VERDICTS = [
    # agreed 2023-03-01 and not started: 550 days; agreed 2023-06-01, started after the day: 213 days to the end of
    # 2023 and 245 more; agreed 2023-08-30: 123 and 245
    (A, "not_started", 550, 20_000.0, "410222"), (B, "not_started", 458, 12_345.0, "410222"),
    (C, "not_idle", None, 8_000.0, "410223"), (D, "not_idle", None, 32_500.0, "410221"),
    (E, "undetermined", None, 5_000.0, "410212"), (F, "undetermined", None, 40_000.0, "410212"),
    (G, "not_idle", None, 15_000.0, "410225"), (H, "not_started", 368, 6_667.0, "410204")]


def test_idle_land_of_a_table_of_contracts() -> None:
    result = idle(table())
    assert rows_of(result["IDLE"], "parcel_id", "kind", "idle_days", "area_m2", "unit_code") == VERDICTS
    assert told(result, "idle", "stock", "input") == [
        ("idle.cause_unknown", H), ("idle.cause_unknown", A), ("idle.cause_unknown", B),
        ("idle.date_missing", F), ("idle.date_placeholder", D), ("idle.date_serial", E), ("idle.later", "")]
    assert (result["SUPPLIES_COUNT"], result["IDLE_M2"], result["FEE_CNY"]) == (8, 39_012.0, 0)
    [(reason,)] = rows_of(result["IDLE"], "reason")[1:2]
    assert "Started on 2024-10-08, so not yet on 2024-09-01" in reason
    # what was supplied after the day is no land supplied on it
    assert rows_of(result["SUMMARY"], "unit_code", "supplies", "supplied_ha")[-1] == ("410225", 1, 0.0)


def test_the_price_of_the_head_makes_the_fee(tmp_path: Path) -> None:
    text = TABLE.read_text(encoding="utf-8")
    own = tmp_path / "yuan.csv"
    own.write_text(text.replace("成交价格(万元)", "成交价格(元)").replace('"3,000"', '"30,000,000"').replace(
        "合同签订日期", "合同签订日期,政府原因", 1).replace("2022年12月1日\n", "2022年12月1日,否\n"), encoding="utf-8")
    for layer in (table(own),):
        [(parcel, fee)] = rows_of(idle(layer)["IDLE"], "parcel_id", "fee_cny")[:1]
        assert (parcel, fee) == (A, 6_000_000.0)  # a fifth of 30 000 000 yuan


def test_gbk_is_read_and_told(tmp_path: Path) -> None:
    own = tmp_path / "出让合同.csv"
    own.write_bytes(TABLE.read_text(encoding="utf-8").encode("gb18030"))
    result = idle(table(own))
    assert rows_of(result["IDLE"], "parcel_id", "kind", "idle_days", "area_m2", "unit_code") == VERDICTS
    assert ("input.recoded", "") in told(result, "input")
    assert own.read_bytes() == TABLE.read_text(encoding="utf-8").encode("gb18030")


def test_a_workbook_with_real_dates(tmp_path: Path) -> None:
    own = tmp_path / "contracts.xlsx"
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    book = xlsxwriter().Workbook(str(own))
    sheet, day = book.add_worksheet("合同"), book.add_format({"num_format": "yyyy/m/d"})
    for line, cells in enumerate(rows):
        for place, cell in enumerate(cells):
            sheet.write_string(line, place, cell)
    sheet.write_datetime(1, rows[0].index("约定开工时间"), datetime(2023, 3, 1), day)
    sheet.write_number(1, rows[0].index("宗地面积(公顷)"), 2)
    sheet.write_number(5, rows[0].index("约定开工时间"), 44986)
    book.close()
    result = idle(table(own))
    assert rows_of(result["IDLE"], "parcel_id", "kind", "idle_days", "area_m2", "unit_code") == VERDICTS


def test_status_of_a_table_of_contracts() -> None:
    result = status(table())
    # all but G, which was signed later; C was started, and nobody says how much of it is built
    assert rows_of(result["STATUS"], "parcel_id", "class", "area_m2", "unit_code", "approved") == [
        (A, "supplied_not_used", 20_000.0, "410222", 1), (B, "supplied_not_used", 12_345.0, "410222", 1),
        (C, "undetermined", 8_000.0, "410223", 1), (D, "supplied_not_used", 32_500.0, "410221", 1),
        (E, "supplied_not_used", 5_000.0, "410212", 1), (F, "supplied_not_used", 40_000.0, "410212", 1),
        (H, "supplied_not_used", 6_667.0, "410204", 1)]
    assert result["APPROVED_M2"] == 124_512.0
    assert told(result, "stock", "input") == [
        ("stock.date_placeholder", D), ("stock.development_untold", ""), ("stock.supplies_alone", "")]


@pytest.mark.parametrize("blank", ["", "1900-01-01", "1900年1月1日", "1900/1/1 0:00", "9999-12-31"])
def test_a_start_written_as_no_date_is_judged_as_a_blank_one(blank: str, tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    own.write_text("parcel_id,约定动工日期,实际动工日期,政府原因,出让价款,调查通知书\n"
                   f"1,2023-03-01,{blank},否,3000,\n2,2023-03-01,2023-03-01,否,3000,\n3,2023-03-01,,否,3000,{blank}\n",
                   encoding="utf-8")
    result = idle(table(own), NOTICE_DATE_FIELD="调查通知书")
    assert rows_of(result["IDLE"], "kind", "idle_days", "fee_cny", "next_step") == [
        ("not_started", 550, 6_000_000.0, "investigate"), ("not_idle", None, None, "none"),
        ("not_started", 550, 6_000_000.0, "investigate")]
    assert [subject for rule, subject in told(result, "idle") if rule == "idle.date_placeholder"] == (
        ["1", "3"] if blank else [])
    [(reason,), _, (other,)] = rows_of(result["IDLE"], "reason")
    assert "depend on the investigation" in reason
    assert ("as databases write it" in reason) is bool(blank)
    assert "as databases write it" not in other  # the notice of another step says nothing of the start


def test_contracts_dispose_of_the_stock_that_they_supply() -> None:
    stock = layer_of([(None, {"parcel_id": parcel, "unit_code": "410222", "class": "征而未供", "area_m2": 30_000.0})
                      for parcel in (A, B)],
                     {"parcel_id": "text", "unit_code": "text", "class": "text", "area_m2": "real"}, geometry="None",
                     crs="", name="stock")
    result = processing.run("kf:disposalrate", {
        "STATUS": stock, "DISPOSALS": table(), "YEAR": 2023, "RULES_DATE": "2023-12-31",
        **dict.fromkeys(("RATES", "EVENTS", "FINDINGS"), "memory:")})
    # of 2023 is B with 1.2345 ha of 6 ha; A was supplied in 2022; the others are in no stock and have no class
    assert rows_of(result["RATES"], "unit_code", "opening_m2", "disposed_m2", "rate")[0] == (
        "410222", 60_000.0, 12_345.0, 0.20575)
    assert {subject for rule, subject in told(result, "disposal") if rule == "disposal.class_missing"} == {
        C, D, E, F, G, H}


def test_the_register_takes_contracts_as_status_and_as_papers(tmp_path: Path) -> None:
    register = str(tmp_path / "r.kfstock.gpkg")
    processing.run("kf:stockregistercreate", {"REGISTER": register, "TITLE": "t", "CRS": "EPSG:4526"})
    state = status(table())["STATUS"]
    given = {"REGISTER": register, "OPERATOR": "o", "REASON": "r", "DATE": "2024-09-01", "EVENTS": "memory:",
             "FINDINGS": "memory:"}
    assert processing.run("kf:stockregisterupdate", {**given, "STATUS": state})["EVENTS_COUNT"] == 6
    again = processing.run("kf:stockregisterupdate", {**given, "STATUS": state, "DISPOSALS": table()})
    assert again["EVENTS_COUNT"] == 0
    assert again["REFUSED_COUNT"] == 6  # what still stands was not disposed of; C and G are no stock


# -- units that no head states -----------------------------------------------------------------------------------------


def bare(*values: str, name: str = "GDMJ") -> QgsVectorLayer:
    """Return supplies as squares of 100 m with areas as they are written."""
    fields = dict.fromkeys(("parcel_id", "YDDGRQ", "GDRQ", "PZRQ", "ZSWCRQ", "SJDGRQ", "PZMJ", name), "text")
    return layer_of([(box(200.0 * place, 0, 100, 100), {
        "parcel_id": f"P{place}", "YDDGRQ": "2024-01-01", "PZRQ": "2020-01-01", name: value})
        for place, value in enumerate(values)], fields, crs="EPSG:4526", name="supplies")


@pytest.mark.parametrize(("value", "unit", "choice"), [("1", "hectares", "ha"), ("15", "mu", "mu")])
def test_areas_that_shapes_prove_to_be_hectares_are_refused_until_the_unit_is_said(
        value: str, unit: str, choice: str) -> None:
    layer = bare(value, value, value)
    with pytest.raises(QgsProcessingException, match=unit):
        idle(layer)
    result = idle(layer, AREA_UNIT=choice)
    assert rows_of(result["IDLE"], "area_m2") == [(10_000.0,)] * 3
    assert ("idle.area_differs", "P0") not in told(result, "idle")
    approvals = bare(value, value, value, name="PZMJ")
    with pytest.raises(QgsProcessingException, match=unit):
        status(approvals)
    assert status(approvals, AREA_UNIT=choice)["APPROVED_M2"] == 30_000.0
    built = layer_of([(box(0, 0, 10, 10), {})], {}, crs="EPSG:4526", name="built")
    with pytest.raises(QgsProcessingException, match=unit):
        status(approvals, BUILT=built)


def test_a_unit_that_nobody_knows_is_refused_not_left_out(tmp_path: Path) -> None:
    own = tmp_path / "strange.csv"
    for head in ("宗地面积(公顷)", "成交价格(万元)"):
        text = TABLE.read_text(encoding="utf-8")
        assert head in text
        own.write_text(text.replace(head, f"{head[:4]}(顷)"), encoding="utf-8")
        with pytest.raises(QgsProcessingException, match=rf"no unit that is known: “{head[:4]}\(顷\)”"):
            idle(table(own))
    fields = dict.fromkeys(("parcel_id", "PZRQ", "PZMJ", "供地面积(顷)", "成交价格(万元/亩)"), "text")
    approvals = layer_of([], fields, geometry="None", crs="", name="approvals")
    # prices are not read
    with pytest.raises(QgsProcessingException, match=r"no unit that is known: “供地面积\(顷\)”\. "):
        status(approvals)


def test_small_areas_without_a_shape_or_unit_are_suspected(tmp_path: Path) -> None:
    own = tmp_path / "bare.csv"
    own.write_text(TABLE.read_text(encoding="utf-8").replace("宗地面积(公顷)", "宗地面积"), encoding="utf-8")
    result = idle(table(own))
    assert ("stock.area_small", "") in told(result, "stock")
    assert rows_of(result["IDLE"], "area_m2")[0] == (2.0,)
    assert told(idle(table(own), AREA_UNIT="m2"), "stock") == []
    assert rows_of(idle(table(own), AREA_UNIT="ha")["IDLE"], "area_m2")[0] == (20_000.0,)


def test_a_head_goes_before_what_is_chosen() -> None:
    assert rows_of(idle(table(), AREA_UNIT="mu")["IDLE"], "area_m2")[0] == (20_000.0,)


def test_areas_that_others_prove_are_refused(tmp_path: Path) -> None:
    own = tmp_path / "two.csv"
    own.write_text("parcel_id,约定动工日期,宗地面积(公顷),应开发面积\n1,2024-01-01,2,2\n2,2024-01-01,0.5,0.5\n",
                   encoding="utf-8")
    with pytest.raises(QgsProcessingException, match="hectares"):
        idle(table(own))


def test_a_third_stays_a_third_in_mu(tmp_path: Path) -> None:
    own = tmp_path / "mu.csv"
    head = "parcel_id,约定动工日期,实际动工日期,中止日期,已开发面积(亩),应开发面积(亩),已投资额,总投资额\n"
    rows = [f"{place},2022-01-01,2022-01-01,2023-01-01,{part},{whole},1,4\n" for place, (part, whole) in enumerate([
        ("0.05", "0.15"), ("0.02", "0.06"), ("1.41", "4.23"), ("1.40", "4.23")])]
    own.write_text(head + "".join(rows), encoding="utf-8")
    assert [kind for kind, in rows_of(idle(table(own))["IDLE"], "kind")] == [
        "not_idle", "not_idle", "not_idle", "suspended"]


# -- other days than today -------------------------------------------------------------------------------------------


def test_a_day_that_has_not_come_is_told() -> None:
    later = {"DATE": "2099-01-01"}
    assert ("idle.day_ahead", "") in told(idle(table(), **later), "idle")
    assert ("stock.day_ahead", "") in told(status(table(), **later), "stock")


def test_what_is_built_later_was_not_built_on_the_day() -> None:
    fields = dict.fromkeys(("parcel_id", "PZRQ", "GDRQ", "SJDGRQ", "ZSWCRQ"), "text")
    approvals = layer_of([(box(0, 0, 200, 100), {"parcel_id": "A1", "PZRQ": "2020-01-01"})], fields,
                         crs="EPSG:4526", name="approvals")
    supplies = layer_of([(box(0, 0, 100, 100), {"parcel_id": "S1", "GDRQ": "2021-01-01", "SJDGRQ": "2024-09-01"}),
                         (box(100, 0, 100, 100), {"parcel_id": "S2", "GDRQ": "2021-01-01", "SJDGRQ": "2024-09-02"})],
                        fields, crs="EPSG:4526", name="supplies")
    built = layer_of([(box(0, 0, 200, 100), {})], {}, crs="EPSG:4526", name="built")
    result = status(approvals, SUPPLIES=supplies, BUILT=built)
    assert rows_of(result["STATUS"], "parcel_id", "class", "area_m2") == [
        ("S1", "used", pytest.approx(area(0, 0, 100, 100), abs=0.01)),
        ("S2", "supplied_not_used", pytest.approx(area(100, 0, 100, 100), abs=0.01))]
    assert [rule for rule, _ in told(result, "stock") if "built" in rule] == []


@pytest.mark.parametrize(("said", "unit"), [
    ("祥符区", ("410212", "祥符区")), ("开封市祥符区", ("410212", "祥符区")),
    ("河南省 > 开封市 > 兰考县", ("410225", "兰考县")), ("南京市鼓楼区", ("", "南京市鼓楼区")),
    ("城乡一体化示范区", ("", "城乡一体化示范区")), ("410222012", ("410222", "通许县"))])
def test_counties_by_name(said: str, unit: tuple[str, str], tmp_path: Path) -> None:
    own = tmp_path / "one.csv"
    own.write_text(f"parcel_id,约定动工日期,行政区\n1,2024-01-01,{said}\n", encoding="utf-8")
    assert rows_of(idle(table(own))["IDLE"], "unit_code", "unit_name") == [unit]
