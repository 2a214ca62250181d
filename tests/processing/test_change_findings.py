"""What two epochs say beside their figures: violations, suspicions, faults of the data, and the report."""
from __future__ import annotations

import base64
import json
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import land_layer, rows_of
from tests.processing.epochs import findings, parcel, polygon_layer, run, strips, survey
from tests.processing.places import CENT, area, box

if TYPE_CHECKING:
    from pathlib import Path

    from qgis.core import QgsVectorLayer

pytestmark = pytest.mark.usefixtures("kf_provider")


def test_permanent_farmland_that_went_out_is_an_error_per_parcel() -> None:
    before, after = survey(*strips("0101", "0102", "0102")), survey(*strips("0201", "0702", "0102"))
    permanent = polygon_layer((box(50, 0, 250, 100), {}), name="permanent")
    approvals = polygon_layer((box(100, 0, 100, 100), {}), name="approvals")
    result = run(before, after, PERMANENT_FARMLAND=permanent, APPROVALS=approvals)
    found = findings(result, "subject_id", "area_m2", "severity", "clause")
    ((subject, lost, severity, clause),) = found["change.permanent"]
    assert (subject, severity) == ("A", "error")
    assert lost == pytest.approx(area(50, 0, 50, 100), abs=CENT)
    assert "35" in clause
    ((subject, lost, severity, _),) = found["change.permanent_verify"]  # building that is approved
    assert (subject, severity) == ("B", "warning")
    assert result["PERMANENT_M2"] == pytest.approx(area(50, 0, 150, 100), abs=2 * CENT)
    rows = rows_of(result["CHANGES"], "before_id", "permanent", "approved", "suspected")
    assert sorted(rows) == [("A", 0, 0, 0), ("A", 1, 0, 0), ("B", 1, 1, 0)]


@pytest.mark.parametrize(("height", "suspected"), [(9.99, 0), (10.01, 1)])
def test_a_loss_is_suspected_from_the_smallest_parcel_on_its_parts_added_up(height: float, suspected: int) -> None:
    """Two parts of 10 m × height that meet: 200 m² are reached at 10 m, which 0.18 m² per ha leave under 10.01 m."""
    before = survey(*strips("0102", "0103", width=10, height=30))
    rest = [(box(10.0 * place, height, 10, 30 - height), parcel("AB"[place], code))
            for place, code in enumerate(["0102", "0103"])]
    built = [(box(10.0 * place, 0, 10, height), parcel("XY"[place], "0601")) for place in range(2)]
    result = run(before, survey(*rest, *built), APPROVALS=polygon_layer((box(500, 0, 1, 1), {}), name="approvals"))
    assert [row[0] for row in rows_of(result["CHANGES"], "suspected")] == [suspected] * 2
    found = findings(result, "subject_id", "area_m2", "severity", "clause").get("change.unapproved", [])
    assert len(found) == suspected
    if suspected:
        assert found[0][1] == pytest.approx(area(0, 0, 20, height), abs=2 * CENT)
        assert found[0][2] == "warning"
        assert "44" in found[0][3]
    assert result["SUSPECTED_M2"] == pytest.approx(suspected * area(0, 0, 20, height), abs=2 * CENT)


def test_what_lies_in_the_approvals_is_not_suspected_and_without_approvals_nothing_is() -> None:
    before, after = survey(*strips("0102")), survey(*strips("0601"))
    approvals = polygon_layer((box(0, 0, 98.1, 100), {}), name="approvals")  # 190 m² are outside
    assert run(before, after, APPROVALS=approvals)["SUSPECTED_M2"] == 0
    without = run(before, after)
    assert without["SUSPECTED_M2"] is None  # nobody looked for it
    assert rows_of(without["CHANGES"], "suspected", "approved", "permanent", "exempt") == [(None, None, None, None)]


@pytest.mark.parametrize(("off", "edge"), [(0.5, True), (0.9, True), (1.1, False), (-0.9, True)])
def test_an_approval_drawn_beside_a_road_leaves_an_edge_that_is_told_apart(off: float, edge: bool) -> None:
    """A road of 20 m × 800 m, its approval moved aside: 0.5 m × 800 m = 400 m² lie outside, as thin as a sliver."""
    after = survey((box(0, 0, 40, 800), parcel("A", "0102")), (box(40, 0, 20, 800), parcel("R", "1003")),
                   (box(60, 0, 40, 800), parcel("B", "0102")))
    approvals = polygon_layer((box(40 + off, 0, 20, 800), {}), name="approvals")
    result = run(survey((box(0, 0, 100, 800), parcel("A", "0102"))), after, APPROVALS=approvals)
    left = area(40 if off > 0 else 60 + off, 0, abs(off), 800)
    found = findings(result, "area_m2", "severity", "rule_status")
    told = [(pytest.approx(left, abs=CENT), "warning", "house")]
    assert found.get("change.approval_edge", []) == (told if edge else [])
    assert found.get("change.unapproved", []) == ([] if edge else told)
    assert result["SUSPECTED_M2"] == (0 if edge else pytest.approx(left, abs=CENT))


def test_what_an_approval_leaves_is_as_wide_as_its_parts_together() -> None:
    """0.8 m on either side of the border of two parcels, 200 m long, are one strip of 1.6 m: suspected."""
    before = survey((box(0, 0, 20, 200), parcel("A", "0102")), (box(20, 0, 20, 200), parcel("B", "0102")))
    after = survey((box(0, 0, 40, 200), parcel("R", "0601")))
    approvals = polygon_layer((box(0, 0, 19.2, 200), {}), (box(20.8, 0, 19.2, 200), {}), name="approvals")
    result = run(before, after, APPROVALS=approvals)
    assert result["SUSPECTED_M2"] == pytest.approx(area(19.2, 0, 1.6, 200), abs=2 * CENT)
    assert "change.approval_edge" not in findings(result)


def test_a_field_that_is_not_there_is_named_with_its_epoch() -> None:
    with pytest.raises(Exception, match="“earlier” has no field “XX”") as refused:
        run(survey(*strips("0102"), name="earlier"), survey(*strips("0102")), LAND_BEFORE_CLASS_FIELD="XX")
    assert "Traceback" not in str(refused.value)


def test_land_that_parcels_of_one_epoch_share_counts_once_with_the_first() -> None:
    before = survey((box(0, 0, 100, 100), parcel("A", "0102")), (box(90, 0, 100, 100), parcel("B", "0102")))
    after = survey((box(0, 0, 190, 100), parcel("Z", "0201")))
    result = run(before, after)
    found = findings(result, "subject_id", "other_id", "area_m2", "role")
    assert found["land.overlap_once"] == [("A", "B", pytest.approx(area(90, 0, 10, 100), abs=CENT), "land_before")]
    assert "closure.residual" not in found
    assert result["FARMLAND_BEFORE_M2"] == result["OUT_M2"] == pytest.approx(area(0, 0, 190, 100), abs=2 * CENT)
    assert (result["RESIDUAL_BEFORE_M2"], result["RESIDUAL_AFTER_M2"]) == pytest.approx((0, 0), abs=1e-4)
    pieces = rows_of(result["CHANGES"], "before_id", "area_m2")
    assert sorted(pieces) == [("A", pytest.approx(area(0, 0, 100, 100), abs=CENT)),
                              ("B", pytest.approx(area(100, 0, 90, 100), abs=CENT))]


@pytest.mark.parametrize("turned", [False, True])
def test_a_parcel_that_is_there_twice_counts_once(turned: bool) -> None:
    """A, twice in the earlier survey, becomes an orchard; what lies beside the later survey is not doubled either."""
    rows = [(box(0, 0, 100, 100), parcel("A", "0102")), (box(0, 0, 100, 100), parcel("A2", "0102")),
            (box(100, 0, 100, 100), parcel("B", "0102")), (box(200, 0, 100, 100), parcel("C", "0102")),
            (box(250, 0, 100, 100), parcel("D", "0102"))]
    after = survey((box(0, 0, 100, 100), parcel("A", "0201")), (box(100, 0, 100, 100), parcel("B", "0102")))
    result = run(survey(*rows[::-1 if turned else 1]), after)
    assert result["OUT_M2"] == pytest.approx(area(0, 0, 100, 100), abs=CENT)
    assert result["FARMLAND_BEFORE_M2"] == pytest.approx(area(0, 0, 350, 100), abs=4 * CENT)
    found = findings(result, "subject_id", "other_id", "role")
    assert found["land.duplicate"] == [("A", "A2", "land_before")]
    assert found["land.overlap_once"] == [("C", "D", "land_before")]
    ((beside,),) = findings(result, "area_m2")["change.before_only"]
    assert beside == pytest.approx(area(200, 0, 150, 100), abs=2 * CENT)


def test_the_report_has_the_account_the_matrix_and_a_chart(tmp_path: Path) -> None:
    still = (box(300, 0, 100, 100), parcel("D", "0102", ZLDWDM="4102222002010000000"))
    before = survey(*strips("0102", "0301", "0102"), still)
    after = survey(*strips("0201", "0102", "0102"), still)
    run(before, after, REPORT=str(tmp_path / "r.html"), RUN_RECORD=str(tmp_path / "r.json"))
    written = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    document = written["document"]
    assert base64.b64decode(document["charts"][0]["png_base64"]).startswith(b"\x89PNG")
    assert document["charts"][0]["png_base64"] in (tmp_path / "r.html").read_text(encoding="utf-8")
    towns = next(table for table in document["tables"] if "township" in table["title"])
    assert [row["second"] for row in towns["rows"]] == ["410222100"]  # in 410222200 nothing moved
    steps = [round(step["area_m2"] * 100) for step in document["bridge"]]
    assert sum(steps[:-1]) == steps[-1]
    matrix = next(table for table in document["tables"] if "matrix" in table["title"].lower())
    total = [round(float(matrix["total"][column["key"]]) * 100) for column in matrix["columns"][1:]]
    assert sum(total[:-1]) == total[-1] == round(written["record"]["figures"]["COMMON_M2"] * 100)


def test_the_report_says_why_it_has_no_chart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    run(survey(*strips("0102")), survey(*strips("0201")), RUN_RECORD=str(tmp_path / "r.json"))
    document = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["document"]
    assert document["charts"] == []
    assert any("Matplotlib" in notice for notice in document["notices"])


def test_two_class_systems_are_told_and_equal_classes_are_no_change() -> None:
    """0602 is mining land in both systems, 0507 only in GB/T 21010-2017, 05H1 only in the survey."""
    before, after = survey(*strips("0102", "0602", "0507")), survey(*strips("0102", "0602", "05H1"))
    result = run(before, after, CLASS_SYSTEM="survey_2019", LAND_BEFORE_CLASS_SYSTEM="gbt_21010_2017")
    assert [row for row in rows_of(result["CHANGES"], "class_before", "class_after")] == [("0507", "05H1")]
    assert [row[0] for row in findings(result, "severity")["change.systems_differ"]] == ["warning"]


def test_what_geos_cannot_cut_is_named_by_its_parcels(monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    from kf_resources_plugin.engine import farmland_change

    crossed = farmland_change.cross

    def failing(*given: Any) -> Any:
        found = crossed(*given)
        return replace(found, failed=[(0, 0, "no noding"), (-1, 0, "not closed")])

    monkeypatch.setattr(farmland_change, "cross", failing)
    result = run(survey(*strips("0102")), survey(*strips("0201")))
    told = findings(result, "subject_id", "other_id", "role")["geometry.overlay_failed"]
    assert sorted(told) == [("A", "", "land"), ("A", "A", "land_before")]


def test_stable_land_that_went_out_rests_on_the_rules_that_could_be_applied() -> None:
    """Without slope class, terrace, detail code and masks nothing is known to be stable; with the slope class it is."""
    bare = land_layer(strips("0102"), name="earlier")
    result = run(bare, survey(*strips("0201")))
    told = findings(result, "role", "message")
    assert "change.stable_first" not in told
    assert {row[0] for row in told["stable.field_missing"]} == {"land_before"}
    assert len({row[0] for row in told["stable.mask_missing"]}) == len(told["stable.mask_missing"])
    assert rows_of(result["CHANGES"], "direction", "stable") == [("out", None)]
    sloped = land_layer(strips("0102", GDPDJB="1"), name="earlier", GDPDJB="text")
    result = run(sloped, survey(*strips("0201")))
    ((message, status),) = findings(result, "message", "rule_status")["change.stable_first"]
    assert message.endswith("(100.00%) were stable by the rules that could be applied: slope over 25°.")
    assert status == "statute"
    assert rows_of(result["CHANGES"], "stable") == [(1,)]


def test_a_thin_strip_is_a_sliver_however_long_and_is_pointed_out() -> None:
    """0.3 m along 2 km, inside permanent farmland: 600 m² are no violation; they are named for the planner."""
    before = survey((box(0, 0, 2000, 50), parcel("A", "0102")), (box(0, 50, 2000, 50), parcel("B", "1003")))
    after = survey((box(0, 0, 2000, 49.7), parcel("A", "0102")), (box(0, 49.7, 2000, 50.3), parcel("B", "1003")))
    result = run(before, after, PERMANENT_FARMLAND=polygon_layer((box(0, 0, 2000, 50), {}), name="permanent"))
    strip = pytest.approx(area(0, 49.7, 2000, 0.3), abs=CENT)
    assert (result["SLIVER_M2"], result["CONSTRUCTION_M2"], result["PERMANENT_M2"]) == (strip, 0, 0)
    told = findings(result, "subject_id", "area_m2", "severity", "rule_status")
    assert told["change.strip"] == [("A", strip, "warning", "house")]
    assert "change.permanent" not in told
    short = [survey((box(0, 0, 1300, 50), parcel("A", "0102")), (box(0, 50, 1300, 50), parcel("B", "1003"))),
             survey((box(0, 0, 1300, 49.7), parcel("A", "0102")), (box(0, 49.7, 1300, 50.3), parcel("B", "1003")))]
    assert "change.strip" not in findings(run(*short))  # 390 m²


def test_a_class_that_no_system_knows_is_neither_water_nor_unused_land() -> None:
    result = run(survey(*strips("0102", "9999")), survey(*strips("9999", "0102")))
    left, came = (pytest.approx(area(100 * place, 0, 100, 100), abs=CENT) for place in range(2))
    assert [result[name] for name in ("OUT_M2", "OTHER_M2", "IN_M2", "NET_M2")] == [0, 0, 0, 0]
    assert rows_of(result["ACCOUNT"], "unknown_out_m2", "unknown_in_m2") == [(left, came)]
    assert rows_of(result["CHANGES"], "direction", "land_kind") == [("none", "unknown")] * 2
    told = findings(result, "subject_id", "severity")
    assert told["change.class_unknown"] == [("410222", "warning")]
    assert "change.other_loss" not in told


def test_land_without_a_unit_is_called_that() -> None:
    nowhere = [(shape, {**values, "ZLDWDM": None}) for shape, values in strips("0102")]
    result = run(survey(*nowhere), survey(*[(shape, {**values, "DLBM": "0201"}) for shape, values in nowhere]))
    ((message,),) = findings(result, "message")["change.short"]
    assert message.startswith("Land without a unit is short of 9999.82 m²")


def test_two_layers_of_one_name_are_told_apart() -> None:
    result = run(survey(*strips("9998"), name="DLTB"), survey(*strips("9999"), name="DLTB"))
    assert [("“DLTB (earlier survey)”" in text, "“DLTB (later survey)”" in text)
            for (text,) in sorted(findings(result, "message")["land.class_unknown"])] == [(True, False), (False, True)]
    result = run(survey(*strips("9998"), name="a"), survey(*strips("9999"), name="b"))
    assert not any("survey)" in text for (text,) in findings(result, "message")["land.class_unknown"])


def test_a_pair_of_no_area_is_not_in_the_matrix() -> None:
    """0.3 mm along 10 m are 0.003 m²: in the changes as a sliver, in the matrix noise."""
    before = survey((box(0, 0, 10, 10), parcel("A", "0102")), (box(10, 0, 10, 10), parcel("B", "0301")))
    after = survey((box(0, 0, 10.0003, 10), parcel("A", "0102")), (box(10.0003, 0, 9.9997, 10), parcel("B", "0301")))
    result = run(before, after)
    assert rows_of(result["CHANGES"], "class_before", "class_after", "area_m2") == [("0301", "0102", 0.0)]
    assert [row[:2] for row in rows_of(result["MATRIX"], "class_before", "class_after")] == [
        ("0102", "0102"), ("0301", "0301")]


def _converted() -> QgsVectorLayer:
    return polygon_layer((box(900, 0, 1, 1), {"kind": "国家生态退耕"}), name="exempt", kind="text")


def test_the_report_names_exemptions_as_the_layer_has_to(tmp_path: Path) -> None:
    run(survey(*strips("0102")), survey(*strips("0201")), EXEMPT=_converted(),
        REPORT=str(tmp_path / "r.html"))
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert ("Needs no match: 国家生态退耕, state_ecological_conversion, 灾毁难复, disaster_loss_beyond_repair, "
            "河湖水面自然扩大, natural_water_expansion.") in page


@pytest.mark.usefixtures("chinese_texts")
def test_a_chinese_run_speaks_chinese(tmp_path: Path) -> None:
    before, after = survey(*strips("0102", "0103")), survey(*strips("0201", "0601"))
    result = run(before, after, PERMANENT_FARMLAND=polygon_layer((box(0, 0, 50, 100), {}), name="永农"),
                 APPROVALS=polygon_layer((box(900, 0, 1, 1), {}), name="批文"),
                 EXEMPT=_converted(), REPORT=str(tmp_path / "r.html"))
    said = {rule: rows[0][0] for rule, rows in findings(result, "message").items()}
    assert said["change.permanent"].startswith("永久基本农田内的耕地图斑“A”")
    assert "0601 工业用地" in said["change.unapproved"]
    assert said["change.short"].startswith("通许县（410222）耕地进出不平衡")
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "地类转移矩阵" in page
    assert "国家生态退耕" in page


@pytest.mark.parametrize(("day", "cited"), [("2019-12-31", False), ("2023-06-01", True)])
def test_a_short_unit_is_told_by_the_rules_of_the_day(day: str, cited: bool) -> None:
    """The formula is our reading of the notice, which is cited from its day on."""
    result = run(survey(*strips("0102")), survey(*strips("0201")), RULES_DATE=day)
    ((status, severity, clause),) = findings(result, "rule_status", "severity", "clause")["change.short"]
    assert (status, severity) == ("house", "error")
    assert ("自然资发〔2021〕166号" in (clause or "")) == cited
