"""Old and new plots end to end: the account of project areas, declared and surveyed gains, deadlines, bad input."""
from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import processing
import pytest
from qgis.core import QgsProcessingException, QgsVectorLayer

from tests.builders import land_layer, layer_of, rows_of
from tests.processing.places import CENT, area, box

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("kf_provider")

OLD_FIELDS = dict.fromkeys(("地块编号", "项目区", "批准日期", "验收日期", "复垦耕地面积", "等别"), "text")
NEW_FIELDS = dict.fromkeys(("plot_id", "project_area", "PZRQ"), "text")
# the village south of the field is given back, the west of the field is built on
OLD = {"地块编号": "C1", "项目区": "甲", "验收日期": "2023年5月1日", "复垦耕地面积": "11,000", "等别": "6"}
NEW = {"plot_id": "J1", "project_area": "甲", "PZRQ": "2021-03-01"}
OLD_SHAPE, NEW_SHAPE = box(0, -100, 120, 100), box(0, 0, 100, 100)
OLD_AREA, NEW_AREA = area(0, -100, 120, 100), area(0, 0, 100, 100)


def land(*, deduction: float = 0.0, grade: int | None = 6) -> QgsVectorLayer:
    """Return a field of 400 m by 100 m, and a village of the same size south of it."""
    return land_layer([
        (box(0, 0, 400, 100), {"BSM": "B1", "DLBM": "0102", "ZLDWDM": "4102221", "KCXS": deduction, "GDDB": grade}),
        (box(0, -100, 400, 100), {"BSM": "B2", "DLBM": "0702", "ZLDWDM": "4102221"})])


def old_plots(*rows: tuple[str, dict[str, Any]], fields: dict[str, str] | None = None) -> QgsVectorLayer:
    return layer_of(rows or [(OLD_SHAPE, OLD)], fields or OLD_FIELDS, name="old")


def new_plots(*rows: tuple[str, dict[str, Any]], fields: dict[str, str] | None = None) -> QgsVectorLayer:
    return layer_of(rows or [(NEW_SHAPE, NEW)], fields or NEW_FIELDS, name="new")


def run(old: QgsVectorLayer | None = None, new: QgsVectorLayer | None = None, **parameters: Any) -> dict[str, Any]:
    return processing.run("kf:landswapbalance", {
        "OLD_PLOTS": old or old_plots(), "NEW_PLOTS": new or new_plots(), "LAND": land(), "DATE": "2024-03-02",
        "RULES_DATE": "2024-09-01", "CLASS_SYSTEM": "survey_2019",
        **dict.fromkeys(("ACCOUNT", "PLOTS", "FINDINGS"), "memory:"), **parameters})


def told(result: dict[str, Any]) -> list[tuple[str, str]]:
    return sorted((rule.partition(".")[2], subject)
                  for rule, subject in rows_of(result["FINDINGS"], "rule_id", "subject_id") if rule.startswith("swap."))


def test_an_area_in_balance() -> None:
    result = run()
    [row] = rows_of(result["ACCOUNT"], "project_area", "new_m2", "old_m2", "accepted_m2", "cultivated_taken_m2",
                    "cultivated_given_m2", "owed_m2", "surplus_m2")
    assert row[0] == "甲"
    assert row[1:5] == pytest.approx((NEW_AREA, OLD_AREA, OLD_AREA, NEW_AREA), abs=CENT)
    assert row[5:7] == (11_000.0, 0.0)
    assert row[7] == pytest.approx(OLD_AREA - NEW_AREA, abs=2 * CENT)
    [judged] = rows_of(result["ACCOUNT"], "grade_taken", "grade_given", "quantity_kept", "cultivated_kept",
                       "grade_kept", "returned_on_time", "verdict", "reasons")
    assert judged[:7] == (6.0, 6.0, 1, 1, 1, 1, "passed")
    assert not judged[7]
    [(approved, deadline)] = rows_of(result["ACCOUNT"], "approved_on", "deadline")
    assert [day.toString("yyyy-MM-dd") for day in (approved, deadline)] == ["2021-03-01", "2024-03-01"]
    assert told(result) == []
    assert (result["AREAS_COUNT"], result["FAILED_COUNT"], result["UNDETERMINED_COUNT"]) == (1, 0, 0)
    assert result["SURPLUS_M2"] == pytest.approx(OLD_AREA - NEW_AREA, abs=2 * CENT)


def test_each_plot_is_listed() -> None:
    rows = rows_of(run()["PLOTS"], "plot_id", "project_area", "plot_kind", "area_m2", "cultivated_m2", "mean_grade")
    assert rows == [("C1", "甲", "old", pytest.approx(OLD_AREA, abs=CENT), 11_000.0, 6.0),
                    ("J1", "甲", "new", pytest.approx(NEW_AREA, abs=CENT), pytest.approx(NEW_AREA, abs=CENT), 6.0)]


@pytest.mark.parametrize(("old", "rule"), [
    ({"复垦耕地面积": "9,000"}, "cultivated"), ({"等别": "7"}, "grade"), ({"验收日期": "2024-03-02"}, "deadline"),
    ({"验收日期": None}, "deadline")])
def test_what_is_not_met_is_told_with_its_document(old: dict[str, Any], rule: str) -> None:
    result = run(old_plots((OLD_SHAPE, {**OLD, **old})))
    assert told(result) == [(rule, "甲")]
    [(verdict, reasons)] = rows_of(result["ACCOUNT"], "verdict", "reasons")
    assert verdict == "failed"
    assert "甲" in reasons
    [(clause, severity)] = rows_of(result["FINDINGS"], "clause", "severity")
    assert "国土资发〔2008〕138号" in clause
    assert "not statutory" in clause
    assert severity == "error"


def test_new_plots_larger_than_old_ones() -> None:
    result = run(old_plots((box(0, -100, 90, 100), {**OLD, "复垦耕地面积": "8900"})))
    assert told(result) == [("cultivated", "甲"), ("deadline", "甲"), ("quantity", "甲")]
    areas = dict(rows_of(result["FINDINGS"], "rule_id", "area_m2"))
    assert areas["swap.quantity"] == pytest.approx(NEW_AREA - area(0, -100, 90, 100), abs=2 * CENT)


@pytest.mark.parametrize(("day", "verdict", "said"), [
    ("2024-03-01", "open", "owed"), ("2024-03-02", "failed", "deadline")])
def test_the_deadline(day: str, verdict: str, said: str) -> None:
    result = run(old_plots((OLD_SHAPE, {**OLD, "验收日期": None})), DATE=day)
    assert [row[0] for row in rows_of(result["ACCOUNT"], "verdict")] == [verdict]
    assert told(result) == [(said, "甲")]


def test_without_a_field_the_survey_shows_what_is_gained() -> None:
    # the old plot is farmed already: 12 000 m² in the field, ridges take 5 % of it, and as much of the new plot
    fields = dict.fromkeys(("plot_id", "project_area", "YSRQ"), "text")
    old = old_plots((box(200, 0, 120, 100), {"plot_id": "C1", "project_area": "甲", "YSRQ": "2023-05-01"}),
                    fields=fields)
    [row] = rows_of(run(old, LAND=land(deduction=0.05))["ACCOUNT"], "cultivated_taken_m2", "cultivated_given_m2",
                    "grade_given", "verdict")
    assert row[:2] == pytest.approx((0.95 * NEW_AREA, 0.95 * area(200, 0, 120, 100)), abs=2 * CENT)
    assert row[2:] == (6.0, "passed")


def test_areas_are_judged_one_by_one_and_plots_without_one_count_in_none() -> None:
    result = run(old_plots((OLD_SHAPE, OLD), (box(150, -100, 50, 100), {**OLD, "地块编号": "C2", "项目区": " "})),
                 new_plots((NEW_SHAPE, NEW), (box(150, 0, 50, 100), {**NEW, "plot_id": "J2", "project_area": "乙"})))
    assert rows_of(result["ACCOUNT"], "project_area", "verdict", "old_m2") == [
        ("乙", "failed", 0.0), ("甲", "passed", pytest.approx(OLD_AREA, abs=CENT))]
    assert ("area_missing", "") in told(result)


def test_layers_without_project_areas_are_one() -> None:
    old = old_plots((OLD_SHAPE, {"YSRQ": "2023-05-01"}), fields={"YSRQ": "text"})
    result = run(old, new_plots((NEW_SHAPE, {"PZRQ": "2021-03-01"}), fields={"PZRQ": "text"}))
    assert [row[0] for row in rows_of(result["ACCOUNT"], "project_area")] == ["all plots"]
    assert ("one_area", "") in told(result)
    with pytest.raises(QgsProcessingException, match=r"old.*project_area"):
        run(old)


def test_what_is_not_known_is_not_judged() -> None:
    old = old_plots((OLD_SHAPE, {**OLD, "复垦耕地面积": None}))
    result = run(old)
    assert rows_of(result["ACCOUNT"], "cultivated_given_m2", "cultivated_kept", "verdict") == [
        (None, None, "undetermined")]
    assert told(result) == [("cultivated_unknown", "甲")]
    [(reasons,)] = rows_of(result["ACCOUNT"], "reasons")
    assert reasons.startswith("Old plots of project area “甲” of which it is not known how much")
    result = run(LAND=land(grade=None))
    assert rows_of(result["ACCOUNT"], "grade_kept", "verdict") == [(None, "undetermined")]
    assert told(result) == [("grade_unknown", "甲")]
    fields = {name: kind for name, kind in OLD_FIELDS.items() if name != "验收日期"}
    undated = old_plots((OLD_SHAPE, {name: OLD[name] for name in fields if name in OLD}), fields=fields)
    result = run(undated)
    assert rows_of(result["ACCOUNT"], "accepted_m2", "surplus_m2", "verdict") == [(None, None, "undetermined")]
    assert result["SURPLUS_M2"] is None
    assert told(result) == [("accepted_unknown", "")]


@pytest.mark.parametrize(("old", "new", "said"), [
    ({"验收日期": "去年"}, {}, {"date_unreadable", "deadline"}),
    ({"验收日期": "2024-03-03"}, {}, {"date_future", "deadline"}),
    ({"验收日期": "1900-01-01"}, {}, {"date_unlikely", "deadline"}),
    ({}, {"PZRQ": "1899-12-30"}, {"date_unlikely", "approval_missing"}),
    ({"验收日期": "2021-02-28"}, {}, {"date_order"}),
    ({"复垦耕地面积": "约一公顷"}, {}, {"number_unusable", "cultivated_unknown"}),
    ({"复垦耕地面积": "-1"}, {}, {"number_unusable", "cultivated_unknown"}),
    ({"复垦耕地面积": "410222199001011234"}, {}, {"number_unusable", "cultivated_unknown"}),
    ({"复垦耕地面积": "12100"}, {}, {"cultivated_over", "cultivated_unknown"}),
    ({"等别": "16"}, {}, {"number_unusable", "grade_unknown"}),
    ({}, {"PZRQ": None}, {"approval_missing"}),
    ({"批准日期": "2020-03-01"}, {}, {"approval_differs"})])
def test_bad_values_are_told(old: dict[str, Any], new: dict[str, Any], said: set[str]) -> None:
    result = run(old_plots((OLD_SHAPE, {**OLD, **old})), new_plots((NEW_SHAPE, {**NEW, **new})))
    assert {rule for rule, _ in told(result)} == said


def test_land_counts_once_and_overlaps_are_told() -> None:
    result = run(old_plots((OLD_SHAPE, OLD), (OLD_SHAPE, {**OLD, "地块编号": "C2", "复垦耕地面积": "0"})),
                 new_plots((box(0, -50, 100, 100), NEW)))
    [(old,)] = rows_of(result["ACCOUNT"], "old_m2")
    assert old == pytest.approx(OLD_AREA, abs=CENT)
    assert [item for item in told(result) if "overlap" in item[0]] == [
        ("old_new_overlap", "C1"), ("old_new_overlap", "C2"), ("overlap", "C1")]


def test_land_off_the_survey_is_told() -> None:
    result = run(new=new_plots((box(-50, 0, 150, 100), NEW)))
    assert ("outside_land", "J1") in told(result)
    assert rows_of(result["PLOTS"], "outside_m2")[1][0] == pytest.approx(area(-50, 0, 50, 100), abs=CENT)


@pytest.mark.parametrize(("shape", "said", "judged"), [
    # 50 m of 150 off the survey: 10 000 m² taken for sure, 15 000 at most, 11 000 given; 0.1 m of 100 are 0.1 %
    (box(-50, 0, 150, 100), True, [(None, None, "failed")]), (box(-0.09, 0, 100, 100), False, [(1, 1, "passed")])])
def test_land_off_the_survey_is_not_taken_for_uncultivated(shape: str, said: bool,
                                                           judged: list[tuple[Any, ...]]) -> None:
    result = run(new=new_plots((shape, NEW)))
    assert (("survey_missing", "甲") in told(result)) == said
    assert rows_of(result["ACCOUNT"], "cultivated_kept", "grade_kept", "verdict") == judged


def test_nothing_is_passed_on_an_empty_survey() -> None:
    result = run(LAND=land_layer([]))  # 11 000 m² given are enough for 10 000 m², but of which grade are these?
    assert rows_of(result["ACCOUNT"], "cultivated_kept", "grade_kept", "verdict") == [(1, None, "undetermined")]
    assert ("survey_missing", "甲") in told(result)


def test_a_plot_measured_in_the_plane_may_be_all_cultivated_land() -> None:
    # 120 m by 100 m are 12 000 m² in the plane, 0.22 m² less on the ellipsoid
    result = run(old_plots((OLD_SHAPE, {**OLD, "复垦耕地面积": "12000"})))
    [(given,)] = rows_of(result["ACCOUNT"], "cultivated_given_m2")
    assert given == pytest.approx(OLD_AREA, abs=CENT)
    assert told(result) == []


@pytest.mark.parametrize(("head", "stated", "unit"), [
    ("复垦耕地面积（公顷）", "1.1", "head"), ("复垦耕地面积（亩）", "16.5", "head"), ("复垦耕地面积", "1.1", "ha"),
    ("复垦耕地面积", "16.5", "mu"), ("复垦耕地面积(㎡)", "11000", "ha")])
def test_cultivated_land_in_the_unit_of_its_head_or_as_the_user_says(head: str, stated: str, unit: str) -> None:
    fields = {head if name == "复垦耕地面积" else name: kind for name, kind in OLD_FIELDS.items()}
    values = {**{name: value for name, value in OLD.items() if name != "复垦耕地面积"}, head: stated}
    result = run(old_plots((OLD_SHAPE, values), fields=fields), AREA_UNIT=unit)
    assert rows_of(result["ACCOUNT"], "cultivated_given_m2", "verdict") == [(11_000.0, "passed")]


def test_a_unit_that_nobody_knows_is_refused_not_left_out() -> None:
    fields = {"复垦耕地面积（顷）" if name == "复垦耕地面积" else name: kind for name, kind in OLD_FIELDS.items()}
    values = {**{name: value for name, value in OLD.items() if name != "复垦耕地面积"}, "复垦耕地面积（顷）": "0.165"}
    with pytest.raises(QgsProcessingException, match=r"(?s)old.*no unit that is known.*复垦耕地面积（顷）"):
        run(old_plots((OLD_SHAPE, values), fields=fields))


def test_cultivated_land_that_is_evidently_in_hectares_is_refused() -> None:
    with pytest.raises(QgsProcessingException, match=r"(?s)复垦耕地面积.*old.*hectares"):
        run(old_plots((OLD_SHAPE, {**OLD, "复垦耕地面积": "1.2"})))


def test_the_order_of_rows_changes_nothing() -> None:
    rows = [(OLD_SHAPE, OLD), (box(60, -100, 120, 100), {**OLD, "地块编号": "C0"})]
    first, second = (run(old_plots(*each)) for each in (rows, rows[::-1]))
    for name in ("ACCOUNT", "PLOTS"):
        fields = [field for field in first[name].fields().names() if field != "source_fid"]
        assert rows_of(first[name], *fields) == rows_of(second[name], *fields)


def test_report_and_record(tmp_path: Path) -> None:
    paths = {name: tmp_path / file for name, file in (("REPORT", "report.html"), ("RUN_RECORD", "record.json"))}
    run(old_plots((OLD_SHAPE, {**OLD, "等别": "7"})), **{name: str(path) for name, path in paths.items()})
    document = json.loads(paths["RUN_RECORD"].read_text(encoding="utf-8"))["document"]
    [row] = document["tables"][0]["rows"]
    assert (row["area"], row["deadline"], row["verdict"]) == ("甲", "2024-03-01", "Not in balance")
    assert "7" in row["reasons"]
    assert "Not in balance" in paths["REPORT"].read_text(encoding="utf-8")


@pytest.mark.usefixtures("chinese_texts")
def test_a_planner_reads_chinese() -> None:
    [(reasons,)] = rows_of(run(old_plots((OLD_SHAPE, {**OLD, "等别": "7"})))["ACCOUNT"], "reasons")
    assert reasons == "项目区“甲”复垦耕地平均等别7，低于被占用耕地的6（数字越大等别越低）。"
