"""The register of stock land through its algorithms: what years of status layers and papers leave in it."""
from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import processing
import pytest
from qgis.core import QgsProcessingException, QgsVectorLayer

from kf_resources_plugin.engine.staging import Staging
from kf_resources_plugin.engine.stock_events_store import open_register
from kf_resources_plugin.processing.stock_land.register_job import RegisterResult
from kf_resources_plugin.rules.disposal_rate import Lot
from kf_resources_plugin.rules.stock_views import Standing
from tests.builders import layer_of, rows_of
from tests.processing.places import box

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("kf_provider")

A, E, S = "approved_not_expropriated", "expropriated_not_supplied", "supplied_not_used"
STATUS = {"parcel_id": "text", "unit_code": "text", "unit_name": "text", "PCBH": "text", "TDYT": "text",
          "class": "text", "area_m2": "real", "since": "date", "age_days": "integer", "approved": "integer"}
DISPOSALS = {"parcel_id": "text", "unit_code": "text", "date": "text", "class": "text", "area_m2": "real",
             "route": "text", "document": "text"}
HA = 10_000.0


def status(*rows: tuple[str, str, float, str], **more: Any) -> QgsVectorLayer:
    """Return a status layer of (parcel, class, area, since), each a square of its own, the same for the same place."""
    return layer_of([(box(200 * place, 0, 100, 100), {
        "parcel_id": parcel, "unit_code": "410222", "unit_name": "通许县", "PCBH": "B1", "class": kind, "area_m2": area,
        "since": since, "approved": 1, **more}) for place, (parcel, kind, area, since) in enumerate(rows)], STATUS,
        crs="EPSG:4526", name="status")


def papers(*rows: tuple[str, str, str, float, str], route: str = "供地") -> QgsVectorLayer:
    """Return disposals of (parcel, class, day, area, document)."""
    return layer_of([(None, {"parcel_id": parcel, "unit_code": "410222", "date": day, "class": kind, "area_m2": area,
                             "route": route, "document": document}) for parcel, kind, day, area, document in rows],
                    DISPOSALS, geometry="None", crs="", name="papers")


def update(register: Path, layer: Any, day: str | None, disposals: Any = None, **more: Any) -> dict[str, Any]:
    found: dict[str, Any] = processing.run("kf:stockregisterupdate", {
        "REGISTER": str(register), "STATUS": layer, "DISPOSALS": disposals, "DATE": day, "OPERATOR": "张三",
        "REASON": "年度更新", "EVENTS": "memory:", "FINDINGS": "memory:", **more})
    return found


def state(register: Path, day: str, **more: Any) -> dict[str, Any]:
    found: dict[str, Any] = processing.run("kf:stockregisterstate", {
        "REGISTER": str(register), "DATE": day, "RULES_DATE": "2024-12-31",
        **dict.fromkeys(("STATE", "DISPOSALS", "BOARD", "EVENTS", "FINDINGS"), "memory:"), **more})
    return found


def days(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Return rows with their dates as ISO text."""
    return [tuple(value.toString("yyyy-MM-dd") if hasattr(value, "toString") else value for value in row)
            for row in rows]


def rules(result: dict[str, Any]) -> list[tuple[str, str]]:
    return sorted(rows_of(result["FINDINGS"], "rule_id", "subject_id"))


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """Return an empty register in the coordinate system of the layers."""
    path = tmp_path / "通许.kfstock.gpkg"
    made = processing.run("kf:stockregistercreate", {
        "REGISTER": str(path), "TITLE": "通许县存量", "UNIT_CODE": "410222", "OPERATOR": "张三", "REASON": "建册",
        "CRS": "EPSG:4526"})
    assert made["REGISTER"] == str(path)
    return path


# the figures of the help page: 20 ha and 5 ha on 1 January 2023, a year later 7, 8 and 5 ha of P1 and nothing of P2
FIRST = (("P1", A, 20 * HA, "2020-05-01"), ("P2", E, 5 * HA, "2020-06-01"))
SECOND = (("P1", A, 7 * HA, "2020-05-01"), ("P1", E, 8 * HA, "2023-03-01"), ("P1", S, 5 * HA, "2023-09-01"))
SUPPLY = ("P1", A, "2023年9月1日", 5 * HA, "汴政土〔2023〕7号")


@pytest.fixture
def years(register: Path) -> Path:
    """Return a register of both years."""
    assert update(register, status(*FIRST), "2023-01-01")["EVENTS_COUNT"] == 2
    update(register, status(*SECOND), "2024-01-01", papers(SUPPLY))
    return register


def test_the_example_of_the_help(register: Path) -> None:
    update(register, status(*FIRST), "2023-01-01")
    found = update(register, status(*SECOND), "2024-01-01", papers(SUPPLY))
    assert days(rows_of(found["EVENTS"], "event_id", "kind", "day", "class", "area_m2", "route", "document")) == [
        (4, "dispose", "2023-09-01", A, -5 * HA, "supply", "汴政土〔2023〕7号"),
        (5, "enter", "2023-09-01", S, 5 * HA, None, None),
        (6, "move", "2023-03-01", A, -8 * HA, None, None),
        (6, "move", "2023-03-01", E, 8 * HA, None, None)]
    assert rows_of(found["EVENTS"], "parcel_id", "unit_code", "operator", "reason") == [
        ("P1", "410222", "张三", "年度更新")] * 4
    assert rules(found) == [("register.unexplained", "P2")]
    assert {name: found[name] for name in ("EVENTS_COUNT", "DISPOSED_M2", "UNEXPLAINED_COUNT", "UNEXPLAINED_M2",
                                           "UNDOCUMENTED_M2", "REFUSED_COUNT")} == {
        "EVENTS_COUNT": 3, "DISPOSED_M2": 5 * HA, "UNEXPLAINED_COUNT": 1, "UNEXPLAINED_M2": 5 * HA,
        "UNDOCUMENTED_M2": 0, "REFUSED_COUNT": 0}


def test_the_same_again_appends_nothing(years: Path) -> None:
    before = years.read_bytes()
    found = update(years, status(*SECOND), "2024-01-01", papers(SUPPLY))
    assert (found["EVENTS_COUNT"], found["EVENTS"].featureCount(), rules(found)) == (
        0, 0, [("register.unexplained", "P2")])
    assert years.read_bytes() == before


def test_the_state_given_back_changes_nothing(years: Path) -> None:
    found = update(years, state(years, "2024-01-01")["STATE"], None)
    assert (found["EVENTS_COUNT"], rules(found)) == (0, [])


def test_the_state_of_a_day_has_the_fields_of_a_status(years: Path) -> None:
    found = state(years, "2023-06-30")
    assert days(rows_of(found["STATE"], "parcel_id", "unit_code", "unit_name", "PCBH", "class", "area_m2", "since",
                        "age_days", "route", "approved")) == [
        # to 30 June 2023: 3 · 365 days (no leap day between) and the 60, 121 or 29 from the day of the year
        ("P1", "410222", "通许县", "B1", A, 12 * HA, "2020-05-01", 1155, "collect", 1),
        ("P1", "410222", "通许县", "B1", E, 8 * HA, "2023-03-01", 121, "reserve", 1),
        ("P2", "410222", "通许县", "B1", E, 5 * HA, "2020-06-01", 1124, "supply", 1)]
    assert found["STATE"].crs().authid() == "EPSG:4526"
    assert found["STOCK_M2"] == 25 * HA
    assert found["PARCELS_COUNT"] == 2


def test_the_board_of_the_help_closes(years: Path) -> None:
    found = state(years, "2023-12-31")
    assert [row for row in rows_of(found["BOARD"], "unit_code", "year", "class", "opening_m2", "entered_m2",
                                   "moved_in_m2", "moved_out_m2", "corrected_m2", "disposed_m2", "closing_m2")
            if row[1] == 2023] == [
        ("410222", 2023, A, 20 * HA, 0, 0, 8 * HA, 0, 5 * HA, 7 * HA),
        ("410222", 2023, E, 5 * HA, 0, 8 * HA, 0, 0, 0, 13 * HA),
        ("410222", 2023, S, 0, 5 * HA, 0, 0, 0, 0, 5 * HA)]
    assert (found["OPENING_M2"], found["DISPOSED_M2"], found["STOCK_M2"]) == (25 * HA, 5 * HA, 25 * HA)


@pytest.mark.parametrize("opening", ["2022-12-31", "2023-01-01"])
def test_the_disposal_rate_is_the_one_worked_from_the_events(years: Path, opening: str) -> None:
    # of 25 ha that stood when 2023 began 5 ha were disposed of: 20 %
    found = processing.run("kf:disposalrate", {
        "STATUS": state(years, opening)["STATE"], "DISPOSALS": state(years, "2024-01-01")["DISPOSALS"], "YEAR": 2023,
        "RULES_DATE": "2024-12-31", "RATES": "memory:", "FINDINGS": "memory:"})
    assert (found["OPENING_M2"], found["DISPOSED_M2"], found["RATE"]) == (25 * HA, 5 * HA, 0.2)
    assert (found["EVENTS_COUNTED"], found["EVENTS_REFUSED"]) == (1, 0)
    assert [rule for rule, _ in rules(found)] == []


def test_what_was_reported_then_is_reported_again(years: Path) -> None:
    today = rows_of(state(years, "2024-01-01")["EVENTS"], "recorded")[0][0][:10]
    assert state(years, "2024-01-01", RECORDED_UNTIL=today)["STOCK_M2"] == 25 * HA
    found = state(years, "2024-01-01", RECORDED_UNTIL="2020-01-01")
    assert (found["STOCK_M2"], found["EVENTS_COUNT"]) == (0, 0)
    assert rules(found) == [("register.nothing", "")]


def test_a_reversal_gives_back_and_stays_to_be_read(years: Path) -> None:
    found = processing.run("kf:stockregisterreverse", {
        "REGISTER": str(years), "EVENT_ID": 4, "OPERATOR": "李四", "REASON": "误登", "EVENTS": "memory:"})
    assert days(rows_of(found["EVENTS"], "event_id", "kind", "day", "area_m2", "reverses", "operator")) == [
        (7, "reverse", "2023-09-01", 5 * HA, 4, "李四")]
    after = state(years, "2024-01-01")
    assert after["STOCK_M2"] == 30 * HA
    assert after["DISPOSALS"].featureCount() == 0
    assert [row for row in rows_of(after["EVENTS"], "event_id", "reversed_by", "reverses") if row[0] in (4, 7)] == [
        (4, 7, None), (7, None, 4)]
    assert sum(area for parcel, area in rows_of(after["EVENTS"], "parcel_id", "area_m2") if parcel == "P1") == 25 * HA


def test_shapes_follow_the_status(years: Path) -> None:
    def lies(day: str) -> dict[tuple[str, str], float]:
        layer = state(years, day)["STATE"]
        return {(feature["parcel_id"], feature["class"]): round(feature.geometry().boundingBox().xMinimum())
                for feature in layer.getFeatures()}

    west = lies("2023-01-01")["P1", A]
    # P1 as approved lies first in both layers, P2 second in the first one
    assert lies("2023-01-01") == {("P1", A): west, ("P2", E): west + 200}
    assert lies("2024-01-01") == {("P1", A): west, ("P1", E): west + 200, ("P2", E): west + 200, ("P1", S): west + 400}
    layer = QgsVectorLayer(f"{years}|layername=kf_parcels", "parcels", "ogr")
    assert (layer.isValid(), layer.featureCount(), layer.crs().authid()) == (True, 6, "EPSG:4526")
    assert {feature.geometry().isGeosValid() for feature in layer.getFeatures()} == {True}
    assert not layer.dataProvider().truncate()


def test_land_supplied_without_a_paper_is_moved_and_told(register: Path) -> None:
    update(register, status(*FIRST), "2023-01-01")
    found = update(register, status(("P1", A, 20 * HA, "2020-05-01"), ("P2", S, 5 * HA, "2023-05-01")), "2024-01-01")
    assert rules(found) == [("register.undocumented", "P2")]
    assert (found["UNDOCUMENTED_M2"], found["DISPOSED_M2"]) == (5 * HA, 0)


def test_a_status_by_names_of_counties_and_in_hectares(register: Path) -> None:
    rows = [(None, {"parcel_id": parcel, "县区代码": unit, "存量分类": "征而未供", "存量面积(公顷)": area})
            for parcel, unit, area in (("P1", "通许县", "1.25"), ("P2", "410222001", "2"), ("P3", "外县", "0.5"))]
    layer = layer_of(rows, dict.fromkeys(("parcel_id", "县区代码", "存量分类", "存量面积(公顷)"), "text"),
                     geometry="None", crs="", name="status")
    update(register, layer, "2023-01-01")
    assert sorted(rows_of(state(register, "2023-01-01")["STATE"], "parcel_id", "unit_code", "area_m2")) == [
        ("P1", "410222", 12_500.0), ("P2", "410222", 20_000.0), ("P3", "外县", 5_000.0)]


def in_hectares(head: str) -> QgsVectorLayer:
    """Return a status whose areas are 2.5 each, under a head."""
    fields = dict.fromkeys(("parcel_id", "unit_code", "class", head), "text")
    rows = [(None, {"parcel_id": f"P{place}", "unit_code": "410222", "class": E, head: "2.5"}) for place in range(3)]
    return layer_of(rows, fields, geometry="None", crs="", name="status")


def test_a_status_whose_areas_may_be_hectares_is_not_written_down(register: Path) -> None:
    with pytest.raises(QgsProcessingException, match=r"(?s)面积.*states no unit.*“Unit of areas in the data” – m², if"):
        update(register, in_hectares("面积"), "2023-01-01")
    assert rows_of(state(register, "2023-01-01")["STATE"]) == []


@pytest.mark.parametrize(("head", "unit", "each"), [
    ("面积", "ha", 25_000.0), ("面积", "mu", 1_666.67), ("面积", "m2", 2.5), ("面积(公顷)", "head", 25_000.0),
    ("面积(公顷)", "mu", 25_000.0), ("area_m2", "head", 2.5)])
def test_areas_are_in_the_unit_of_their_head_or_as_the_user_says(register: Path, head: str, unit: str,
                                                                 each: float) -> None:
    update(register, in_hectares(head), "2023-01-01", AREA_UNIT=unit)
    assert rows_of(state(register, "2023-01-01")["STATE"], "area_m2") == [(each,)] * 3


def test_rows_of_a_status_that_say_the_same_are_told(register: Path) -> None:
    fields = dict.fromkeys(("parcel_id", "unit_code", "class", "area_m2"), "text")
    rows = [(None, dict(zip(fields, ("P1", "410222", E, "20000"))))] * 2
    found = update(register, layer_of(rows, fields, geometry="None", crs="", name="status"), "2023-01-01")
    assert rules(found) == [("disposal.stock_alike", "")]
    assert found["EVENTS_COUNT"] == 1


def test_papers_that_do_not_fit_are_told(register: Path) -> None:
    update(register, status(*FIRST), "2023-01-01")
    found = update(register, status(*FIRST), "2024-01-01", papers(
        ("P9", E, "2023-05-01", HA, "文1"), ("P2", E, "2023-05-01", HA, "文2"), ("P1", A, "2023-05-01", HA, ""),
        ("P1", A, "2024-05-01", HA, "文4"), ("P1", "低洼", "2023-05-01", HA, "文5"), ("P1", A, "May", HA, "文6")))
    assert (found["EVENTS_COUNT"], found["REFUSED_COUNT"]) == (0, 3)
    assert rules(found) == [
        ("disposal.class_unknown", "P1"), ("disposal.date_unreadable", "P1"), ("register.paper_later", ""),
        ("register.paper_not_held", "P9"), ("register.paper_still_there", "P2"),
        ("register.paper_undocumented", "P1")]


def test_rows_that_cannot_be_compared_leave_their_parcels_alone(register: Path) -> None:
    update(register, status(*FIRST), "2023-01-01")
    found = update(register, status(("P1", "undetermined", 20 * HA, "2020-05-01"), ("#3", A, HA, "2020-05-01"),
                                    ("P2", "沼泽", HA, "2020-05-01")), "2024-01-01")
    assert found["EVENTS_COUNT"] == 0
    assert rules(found) == [("disposal.class_unknown", "P2"), ("register.id_missing", "#3"),
                            ("register.undetermined", "P1")]


def test_an_unknown_route_is_told_and_left_empty(register: Path) -> None:
    update(register, status(*FIRST), "2023-01-01")
    found = update(register, status(("P2", E, 5 * HA, "2020-06-01")), "2024-01-01",
                   papers(("P1", A, "2023-05-01", 20 * HA, "文1"), route="赠与"))
    assert ("register.route_unknown", "P1") in rules(found)
    assert rows_of(found["EVENTS"], "kind", "route")[0] == ("dispose", None)


@pytest.mark.parametrize(("age", "day", "words"), [
    (None, None, "does not tell of which day it is"),
    (1_000, "2024-01-01", "is the status of 2023-01-26, not of 2024-01-01"),  # 1000 days after 1 May 2020
])
def test_a_status_of_no_known_day_is_refused(register: Path, age: int | None, day: str | None, words: str) -> None:
    with pytest.raises(QgsProcessingException, match=words):
        update(register, status(("P1", A, HA, "2020-05-01"), age_days=age), day)


def test_the_status_of_a_day_to_come_is_refused(register: Path) -> None:
    with pytest.raises(QgsProcessingException, match="2199-01-01 has not come yet"):
        update(register, status(("P1", A, HA, "2020-05-01")), "2199-01-01")
    assert update(register, status(("P1", A, HA, "2020-05-01")), "2024-01-01")["EVENTS_COUNT"] == 1


def test_an_earlier_status_and_a_file_that_is_none_are_refused_in_words(years: Path, tmp_path: Path) -> None:
    with pytest.raises(QgsProcessingException, match="brought up to 2024-01-01"):
        update(years, status(*FIRST), "2023-06-01")
    (tmp_path / "x.gpkg").write_bytes(b"parcels\n" * 999)
    with pytest.raises(QgsProcessingException, match=r"x\.gpkg is no register"):
        update(tmp_path / "x.gpkg", status(*FIRST), "2023-01-01")
    with pytest.raises(QgsProcessingException, match=r"there is no file .*none\.gpkg"):
        state(tmp_path / "none.gpkg", "2023-01-01")


def test_where_outputs_cannot_be_written_nothing_is(years: Path, tmp_path: Path,
                                                    monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Any, **__: Any) -> None:
        raise OSError("no room")

    monkeypatch.setattr(Staging, "place", fails)
    before = years.read_bytes()
    with pytest.raises(QgsProcessingException, match="could not be written"):
        update(years, status(("P7", A, HA, "2020-05-01")), "2025-01-01", EVENTS=str(tmp_path / "e.gpkg"))
    with pytest.raises(QgsProcessingException, match="could not be written"):
        processing.run("kf:stockregisterreverse", {
            "REGISTER": str(years), "EVENT_ID": 6, "EVENTS": str(tmp_path / "e.gpkg")})
    assert years.read_bytes() == before


def test_the_report_prints_the_dashboard_and_the_anchor(years: Path, tmp_path: Path) -> None:
    found = state(years, "2023-12-31", REPORT=str(tmp_path / "r.html"), RUN_RECORD=str(tmp_path / "r.json"))
    html = (tmp_path / "r.html").read_text(encoding="utf-8")
    with open_register(years) as opened:
        head = opened.head
    for words in ("通许县", "25.0000", "20.00%", head.hash, "汴政土〔2023〕7号", "data:image/png"):
        assert words in html, words
    document = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["document"]
    county = [row for row in document["tables"][0]["rows"] if row["year"] == "2023"]
    assert [(row["opening"], row["disposed"], row["closing"]) for row in county] == [("25.0000", "5.0000", "25.0000")]
    verdict = processing.run("kf:stockregisterverify", {
        "REGISTER": str(years), "ANCHOR_EVENT": head.number, "ANCHOR_HASH": head.hash, "FINDINGS": "memory:"})
    assert (verdict["VALID"], rules(verdict)) == (1, [])
    assert found["EVENTS_COUNT"] == 6


@pytest.mark.usefixtures("chinese_texts")
def test_a_chinese_report_heads_its_columns_in_words_of_stock_land(years: Path, tmp_path: Path) -> None:
    state(years, "2023-12-31", RUN_RECORD=str(tmp_path / "r.json"))
    tables = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["document"]["tables"]
    county, classes, disposed = ([each["label"] for each in table["columns"]] for table in tables)
    assert {"进入", "处置占期初"} <= set(county)  # 入库 is of the reserve, 完成比例 of a target
    assert "存量分类" in classes  # 地类 is of the land survey
    assert disposed[:4] == ["地块", "行政区", "处置日期", "存量分类"]


def test_names_of_counties_are_read_once_whoever_asks() -> None:
    class Counted(list):  # type: ignore[type-arg]
        reads = 0

        def __iter__(self) -> Any:
            self.reads += 1
            return super().__iter__()

    lots = Counted(Standing(Lot(f"P{place}", unit, A), 1, {"unit_name": name}, b"")
                   for place, (unit, name) in enumerate((("410222", ""), ("410222", "通许"), ("410299", ""))))
    result = object.__new__(RegisterResult)
    object.__setattr__(result, "lots", lots)
    assert [result.unit_name(unit) for unit in ("410222", "410299", "410225")] == ["通许", "410299", "兰考县"]
    assert lots.reads == 1
