"""Disposal rate end to end: the worked example, Chinese tables, events that do not count, bad rows, years, report."""
from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import processing
import pytest
from qgis.core import QgsProcessingException, QgsProcessingFeedback, QgsVectorLayer

from kf_resources_plugin.cartography.trend_chart import Trend, trend_chart
from kf_resources_plugin.processing.stock_land import rate_inputs, rate_rows
from tests.builders import layer_of, rows_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("kf_provider")

HA = 10_000.0
# 20 + 25 + 15 + 8 ha of stock in Tongxu, 10 ha in Weishi; "used" is no stock
STOCK = [("A", "410222", "批而未征", 20 * HA), ("B", "410222100", "expropriated_not_supplied", 25 * HA),
         ("C", "410222", "supplied_not_used", 15 * HA), ("D", "410222", "用而未尽", 8 * HA),
         ("E", "410223", "征而未供", 10 * HA), ("F", "410223", "used", 50 * HA)]
# 20 + 10 + 5 ha go in Tongxu, 1 of 10 ha in Weishi
EVENTS = [("A", "410222", "2025-01-01", "approved_not_expropriated", 20 * HA, "1号"),
          ("B", None, "2025年12月31日", "征而未供", 10 * HA, "2号"),
          ("C", "410222", "20250501", "供而未用", 5 * HA, "3号"),
          ("E", "410223", "2025/3/1", "征而未供", 1 * HA, "4号"),
          ("D", "410222", "2024-12-31", "用而未尽", 8 * HA, "5号")]
IDLE = [("C", "not_started"), ("D", "suspected")]


def table(names: Sequence[str], rows: Sequence[Sequence[Any]], name: str) -> QgsVectorLayer:
    """Return a table of texts."""
    return layer_of([(None, {field: None if value is None else str(value) for field, value in zip(names, row)})
                     for row in rows], dict.fromkeys(names, "text"), geometry="None", crs="", name=name)


def stock(*rows: Sequence[Any]) -> QgsVectorLayer:
    return table(("parcel_id", "unit_code", "class", "area_m2", "since"), rows or STOCK, "stock")


def events(*rows: Sequence[Any]) -> QgsVectorLayer:
    return table(("地块编号", "县区代码", "处置日期", "分类", "面积", "处置文号"), rows or EVENTS, "events")


def idle(*rows: Sequence[Any]) -> QgsVectorLayer:
    return table(("parcel_id", "kind"), rows or IDLE, "idle")


def history(*rows: Sequence[Any]) -> QgsVectorLayer:
    return table(("unit_code", "year", "opening_m2", "disposed_m2"), rows, "history")


def run(**parameters: Any) -> dict[str, Any]:
    return processing.run("kf:disposalrate", {
        "STATUS": stock(), "DISPOSALS": events(), "IDLE": idle(), "YEAR": 2025, "RULES_DATE": "2026-01-10",
        **dict.fromkeys(("RATES", "EVENTS", "TREND", "FINDINGS"), "memory:"), **parameters})


def told(result: dict[str, Any]) -> list[tuple[str, str]]:
    return rows_of(result["FINDINGS"], "rule_id", "subject_id")


def test_areas_that_are_too_small_for_square_metres_are_told() -> None:
    small = [(parcel, unit, day, kind, area / HA, document) for parcel, unit, day, kind, area, document in EVENTS]
    assert told(run(DISPOSALS=events(*small))).count(("stock.area_small", "")) == 1
    assert ("stock.area_small", "") not in told(run())


def test_years_in_hectares_and_events_without_a_day() -> None:
    years = table(("unit_code", "year", "年初存量(公顷)", "处置面积（公顷）"), [("410222", 2024, 80, 8)], "history")
    result = run(HISTORY=years, DISPOSALS=events(("A", "410222", "1900-01-01", "批而未征", HA, "1号")))
    assert rows_of(result["TREND"], "unit_code", "year", "opening_m2", "disposed_m2")[0] == (
        "410222", 2024, 800_000.0, 80_000.0)
    assert ("disposal.date_missing", "A") in told(result)
    assert rows_of(result["EVENTS"], "parcel_id") == []


def test_the_example_of_the_help_page() -> None:
    result = run()
    tongxu, weishi = rows_of(result["RATES"], "unit_code", "unit_name", "year", "opening_m2", "disposed_m2",
                             "remaining_m2", "rate", "target_met", "short_m2")
    # 35 of 68 ha are 51.4706 %; 1 of 10 ha are 10 %, half a hectare less than 15 %
    assert tongxu == ("410222", "通许县", 2025, 680_000.0, 350_000.0, 330_000.0, 0.514706, 1, 0.0)
    assert weishi == ("410223", "尉氏县", 2025, 100_000.0, 10_000.0, 90_000.0, 0.1, 0, 5_000.0)
    # quota: 30 · 0.5 + 5 · 0.5 = 17.5 ha; Weishi misses its task: factor 0.8, 0.5 ha
    assert rows_of(result["RATES"], "unsupplied_m2", "unsupplied_disposed_m2", "idle_m2", "idle_disposed_m2",
                   "quota_factor", "quota_m2") == [
        (450_000.0, 300_000.0, 150_000.0, 50_000.0, 1.1, 175_000.0), (100_000.0, 10_000.0, 0.0, 0.0, 0.8, 5_000.0)]
    assert {name: result[name] for name in ("OPENING_M2", "DISPOSED_M2", "RATE", "UNITS_MET", "UNITS_MISSED",
                                            "EVENTS_COUNTED", "EVENTS_REFUSED", "QUOTA_M2")} == {
        "OPENING_M2": 780_000.0, "DISPOSED_M2": 360_000.0, "RATE": 0.461538, "UNITS_MET": 1.0, "UNITS_MISSED": 1.0,
        "EVENTS_COUNTED": 4.0, "EVENTS_REFUSED": 0.0, "QUOTA_M2": 180_000.0}
    assert told(result) == [("rate.target", "410223")]
    [(message, area, share)] = rows_of(result["FINDINGS"], "message", "area_m2", "share")
    assert (area, share) == (5_000.0, 0.1)
    assert "10.00%" in message
    assert "15.00%" in message


def test_events_with_what_became_of_them() -> None:
    result = run()
    assert rows_of(result["EVENTS"], "parcel_id", "unit_code", "stock_class", "area_m2", "disposal_document",
                   "counted", "outcome") == [
        ("A", "410222", "approved_not_expropriated", 200_000.0, "1号", 1, "counted"),
        ("B", "410222", "expropriated_not_supplied", 100_000.0, "2号", 1, "counted"),
        ("C", "410222", "idle", 50_000.0, "3号", 1, "counted"),
        ("E", "410223", "expropriated_not_supplied", 10_000.0, "4号", 1, "counted"),
        ("D", "410222", "used_not_finished", 80_000.0, "5号", 0, "other_year")]
    assert [day.toString("yyyy-MM-dd") for [day] in rows_of(result["EVENTS"], "disposed_on")] == [
        "2025-01-01", "2025-12-31", "2025-05-01", "2025-03-01", "2024-12-31"]


def test_without_idle_land_its_task_is_met_and_that_is_told() -> None:
    result = run(IDLE=None)
    assert ("quota.idle_unknown", "") in told(result)
    assert rows_of(result["RATES"], "idle_m2", "quota_m2")[0] == (0.0, 150_000.0)


@pytest.mark.parametrize(("event", "rule"), [
    (("X", "410222", "2025-03-01", "征而未供", HA, ""), "disposal.not_in_stock"),
    (("E", "410222", "2025-03-01", "征而未供", HA, ""), "disposal.not_in_stock"),
    (("F", "410223", "2025-03-01", "已用", HA, ""), "disposal.not_in_stock"),
    (("E", "410223", "2025-03-01", "征而未供", 10 * HA + 0.01, ""), "disposal.over"),
    (("E", "410223", "2025-02-30", "征而未供", HA, ""), "disposal.date_unreadable"),
    (("E", "410223", "明年", "征而未供", HA, ""), "disposal.date_unreadable"),
    (("E", "410223", None, "征而未供", HA, ""), "disposal.date_missing"),
    (("E", "410223", "2025-03-01", "批而未供", HA, ""), "disposal.class_unknown"),
    (("X", "410223", "2025-03-01", None, HA, ""), "disposal.class_missing"),
    (("E", "410223", "2025-03-01", "征而未供", 0, ""), "disposal.area_unusable"),
    (("E", "410223", "2025-03-01", "征而未供", -1, ""), "disposal.area_unusable"),
    (("E", "410223", "2025-03-01", "征而未供", None, ""), "disposal.area_unusable"),
    (("E", "410223", "2025-03-01", "征而未供", "一公顷", ""), "disposal.area_unusable"),
    (("E", "410223", "2025-03-01", "征而未供", "inf", ""), "disposal.area_unusable")])
def test_an_event_that_cannot_count_is_told(event: Sequence[Any], rule: str) -> None:
    result = run(DISPOSALS=events(event))
    assert [item for item in told(result) if not item[0].startswith("rate.")] == [(rule, event[0])]
    assert (result["DISPOSED_M2"], result["EVENTS_COUNTED"]) == (0.0, 0.0)


def test_an_event_entered_twice_counts_once() -> None:
    result = run(DISPOSALS=events(EVENTS[3], EVENTS[3]))
    assert ("disposal.twice", "E") in told(result)
    assert (result["DISPOSED_M2"], result["EVENTS_REFUSED"]) == (10_000.0, 1.0)


@pytest.mark.parametrize(("row", "rule"), [
    (("G", "410221", "征而未供", HA, "2025-01-01"), "disposal.since_late"),
    (("G", "410221", "征而未供", HA, "去年"), "disposal.date_unreadable"),
    (("G", "410221", "空地", HA, None), "disposal.class_unknown"),
    (("G", "410221", "undetermined", HA, None), "disposal.undetermined"),
    (("G", "410221", "征而未供", "1e13", None), "disposal.area_unusable")])
def test_a_row_that_is_no_stock_of_that_day_is_told(row: Sequence[Any], rule: str) -> None:
    result = run(STATUS=stock(*STOCK, row))
    assert (rule, "G") in told(result)
    assert result["OPENING_M2"] == 780_000.0


def test_stock_of_the_day_before_belongs_to_it() -> None:
    result = run(STATUS=stock(*STOCK, ("G", "410221", "征而未供", HA, "2024-12-31")))
    assert result["OPENING_M2"] == 790_000.0


def test_rows_without_parcel_or_unit_are_stock_and_told() -> None:
    result = run(STATUS=stock(*STOCK, (None, None, "征而未供", HA, None)))
    assert {("disposal.id_missing", ""), ("disposal.unit_missing", "")} <= set(told(result))
    assert rows_of(result["RATES"], "unit_code", "opening_m2")[0] == ("", HA)


def test_years_go_on_from_the_last_run() -> None:
    result = run(HISTORY=history(("410222", "2024", 800_000, 80_000), ("410223", 2023, 100_000, 0),
                                 ("410222", 2025, 680_000, 350_000)))
    # 51.4706 − 10 = 41.4706 points; of Weishi the year between is not known
    assert rows_of(result["TREND"], "unit_code", "year", "rate", "target_met", "rate_change") == [
        ("410222", 2024, 0.1, 0, None), ("410222", 2025, 0.514706, 1, 0.414706),
        ("410223", 2023, 0.0, 0, None), ("410223", 2025, 0.1, 0, None)]
    assert told(result) == [("rate.target", "410223")]
    again = run(HISTORY=result["TREND"])
    assert rows_of(again["TREND"], "unit_code", "year", "rate") == rows_of(result["TREND"], "unit_code", "year",
                                                                           "rate")


@pytest.mark.parametrize(("row", "rule"), [
    (("410222", "25", 1, 0), "rate.history_unusable"), (("410222", None, 1, 0), "rate.history_unusable"),
    ((None, 2024, 1, 0), "rate.history_unusable"), (("410222", 2024, 1, 2), "rate.history_unusable"),
    (("410222", 2024, "?", 0), "rate.history_unusable"), (("410222", 2023, 2, 2), "rate.history_twice"),
    (("410222", 2025, 2, 2), "rate.history_differs")])
def test_bad_years_are_told(row: Sequence[Any], rule: str) -> None:
    result = run(HISTORY=history(("410222", 2023, 1, 1), row))
    assert rule in {found for found, _ in told(result)}
    assert rows_of(result["TREND"], "unit_code", "year", "disposed_m2") == [
        ("410222", 2023, 1.0), ("410222", 2025, 350_000.0), ("410223", 2025, 10_000.0)]


def test_parameters_of_the_year_are_own_rows(tmp_path: Path) -> None:
    own = tmp_path / "own.json"
    own.write_text(json.dumps({"$schema": "rules.schema.json", "topic": "disposal_rate", "rows": [{
        "id": "quota.linked", "document": None, "document_en": None, "number": None, "document_date": None,
        "article": None, "effective_from": "2025-01-01", "effective_to": "2025-12-31", "severity": "info",
        "status": "house", "message_zh": "通知", "message_en": "notice", "remedy_zh": "", "remedy_en": "",
        "source": "notice", "thresholds": {
            "unsupplied_classes": ["approved_not_expropriated", "expropriated_not_supplied"], "idle_classes": ["idle"],
            "unsupplied_share_of_total": 0.4, "idle_share_of_total": 0.5, "least_share_of_total": 0.15,
            "met_coefficient": 1.1, "missed_coefficient": 0.8, "factor_on_disposed": True}}]}), encoding="utf-8")
    # (30 · 0.4 + 5 · 0.5) · 1.1 = 15.95 ha in Tongxu, 1 · 0.4 · 0.8 = 0.32 ha in Weishi
    assert [quota for [quota] in rows_of(run(RULES=str(own))["RATES"], "quota_m2")] == [159_500.0, 3_200.0]


def test_before_the_notice_there_is_no_quota() -> None:
    result = run(STATUS=stock(("A", "410222", "批而未征", HA, None)), YEAR=2017)
    assert rows_of(result["RATES"], "quota_factor", "quota_m2") == [(None, None)]
    assert result["QUOTA_M2"] is None
    assert "quota.none" in {rule for rule, _ in told(result)}


def test_empty_tables_give_empty_results() -> None:
    empty = table(("parcel_id", "unit_code", "class", "area_m2", "date"), [], "empty")
    result = run(STATUS=empty, DISPOSALS=empty)
    assert (result["OPENING_M2"], result["RATE"], result["QUOTA_M2"]) == (0.0, None, None)
    assert rows_of(result["RATES"], "unit_code") == []


def test_missing_fields_are_told_at_once() -> None:
    with pytest.raises(QgsProcessingException) as refused:
        run(STATUS=table(("parcel_id", "class"), [("A", "idle")], "stock"),
            DISPOSALS=table(("parcel_id",), [("A",)], "events"))
    for word in ("stock", "unit_code", "events", "area_m2", "date"):
        assert word in str(refused.value)


def in_hectares() -> QgsVectorLayer:
    """Return the events with their areas in hectares, under a head that states no unit."""
    return events(*((*row[:4], float(row[4]) / HA, row[5]) for row in EVENTS))


def test_disposals_in_hectares_are_read_as_the_user_says() -> None:
    result = run(DISPOSALS=in_hectares(), AREA_UNIT="ha")
    assert (result["DISPOSED_M2"], result["OPENING_M2"]) == (36 * HA, 78 * HA)  # area_m2 of the stock stays m²


def test_a_unit_that_is_no_choice_is_refused_with_the_choices() -> None:
    with pytest.raises(QgsProcessingException, match=r"AREA_UNIT\): 亩 cannot be used here.*: head, m2, ha, mu\."):
        run(AREA_UNIT="亩")


def test_disposals_that_are_evidently_hectares_beside_the_stock_are_refused() -> None:
    with pytest.raises(QgsProcessingException, match=r"(?s)面积.*events.*hectares.*“Unit of areas in the data”"):
        run(DISPOSALS=events(*((parcel, unit, "2025-05-01", kind, area / HA, "")
                               for parcel, unit, kind, area in STOCK)))
    assert run(DISPOSALS=in_hectares(), AREA_UNIT="m2")["DISPOSED_M2"] == 36


def test_a_unit_that_nobody_knows_is_named() -> None:
    strange = table(("地块编号", "处置日期", "面积（万公顷）"), [("A", "2025-05-01", "1")], "events")
    with pytest.raises(QgsProcessingException, match=r"(?s)events.*no unit that is known: “面积（万公顷）”"):
        run(DISPOSALS=strange)


def test_stock_that_is_there_twice_counts_twice_and_is_told() -> None:
    result = run(STATUS=stock(*STOCK, STOCK[4], ("E", "410223", "征而未供", 11 * HA)))
    assert result["OPENING_M2"] == (78 + 10 + 11) * HA
    [(_, message)] = [row for row in rows_of(result["FINDINGS"], "rule_id", "message") if "stock_alike" in row[0]]
    assert "shape: 1 (features 7)." in message


def test_a_stock_without_rows_is_told() -> None:
    empty = layer_of([], dict.fromkeys(("parcel_id", "unit_code", "class", "area_m2"), "text"), geometry="None", crs="",
                     name="stock")
    assert ("input.empty_layer",) in rows_of(run(STATUS=empty)["FINDINGS"], "rule_id")


def test_report_has_tables_and_a_chart(tmp_path: Path) -> None:
    report, record = tmp_path / "report.html", tmp_path / "record.json"
    run(HISTORY=history(("410222", 2024, 800_000, 80_000)), REPORT=str(report), RUN_RECORD=str(record))
    document = json.loads(record.read_text(encoding="utf-8"))["document"]
    rates, quotas, years = document["tables"]
    assert [row["rate"] for row in rates["rows"]] == ["51.47%", "10.00%"]
    assert (rates["total"]["rate"], rates["total"]["disposed"]) == ("46.15%", "36.0000")
    assert quotas["total"]["quota"] == "18.0000"
    assert len(years["rows"]) == 3
    assert len(document["charts"]) == 1
    assert "51.47%" in report.read_text(encoding="utf-8")


def test_chart_is_drawn_with_years_that_are_not_known() -> None:
    trend = Trend((2023, 2024, 2025), (("a", (0.1, None, 0.3)), ("b" * 30, (None, None, None))), 0.15, "target",
                  (("all", (None, 0.2, 0.3)),))
    assert trend_chart(trend, ["DejaVu Sans"]).startswith(b"\x89PNG")


def test_one_year_is_drawn_as_bars_with_their_figures() -> None:
    lines = tuple((name, (share,)) for name, share in (("a", 0.1), ("b", None), ("c", 0.25)))
    picture = trend_chart(Trend((2025,), lines, 0.125, "target", (("all", (0.2,)),)), ["DejaVu Sans"], image="svg")
    for text in (b"10.00 %", b"25.00 %", b"20.00 %", b"target 12.5%", b"all"):
        assert b"<!-- " + text + b" -->" in picture


def test_a_cancelled_run_writes_nothing(tmp_path: Path) -> None:
    feedback = QgsProcessingFeedback()
    feedback.cancel()
    place = tmp_path / "rates.gpkg"
    processing.run("kf:disposalrate", {"STATUS": stock(), "DISPOSALS": events(), "YEAR": 2025,
                                       "RATES": str(place)}, feedback=feedback)
    assert not place.exists()


def test_a_run_stops_between_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    feedback, finished = QgsProcessingFeedback(), list[str]()
    amounts, stock_rows = rate_rows.amounts_of, rate_inputs.stock_rows

    def amounts_and_cancel(*given: Any, **more: Any) -> Any:
        feedback.cancel()
        return amounts(*given, **more)

    def finish(*given: Any) -> Any:
        found = stock_rows(*given)
        finished.append("stock")
        return found

    monkeypatch.setattr(rate_rows, "amounts_of", amounts_and_cancel)
    monkeypatch.setattr(rate_inputs, "stock_rows", finish)
    processing.run("kf:disposalrate", {"STATUS": stock(), "DISPOSALS": events(), "YEAR": 2025, "RATES": "memory:"},
                   feedback=feedback)
    assert finished == []
