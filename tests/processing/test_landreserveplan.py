"""The plan of land reserve end to end: what is state land without a user, its rank, limits by year, bad input."""
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

WHOLE = area(0, 0, 100, 100)


def land(*more: tuple[str, dict[str, Any]]) -> QgsVectorLayer:
    """Return two vacant parcels of a hectare and half of one, a factory; and what is none of it: a village, a field."""
    rows = [(box(0, 0, 100, 100), "V1", "1201", "20"), (box(100, 0, 50, 100), "V2", "1201", "10"),
            (box(150, 0, 100, 100), "F1", "0601", "20"), (box(250, 0, 100, 100), "N1", "0702", "30"),
            (box(350, 0, 100, 100), "N2", "0102", "20")]
    return land_layer([*((shape, {"BSM": name, "DLBM": code, "QSXZ": owner, "ZLDWDM": "4102221"})
                         for shape, name, code, owner in rows), *more], QSXZ="text")


def zones(*shapes: str, **values: str) -> QgsVectorLayer:
    return layer_of([(shape, values) for shape in shapes], dict.fromkeys(values or ("name",), "text"), name="zones")


def run(**parameters: Any) -> dict[str, Any]:
    return processing.run("kf:landreserveplan", {
        "LAND": land(), "CLASS_SYSTEM": "survey_2019", "FIRST_YEAR": 2025, "RULES_DATE": "2024-09-01",
        **dict.fromkeys(("PLAN", "SUMMARY", "FINDINGS"), "memory:"), **parameters})


def told(result: dict[str, Any]) -> set[str]:
    return {rule for (rule,) in rows_of(result["FINDINGS"], "rule_id") if rule.startswith("reserve_plan.")}


def test_state_construction_land_is_ranked() -> None:
    # size counts half, full at 1 ha, which the statutory area of the square misses by 0.02 m²; vacant land the other
    result = run()
    assert rows_of(result["PLAN"], "rank", "parcel_id", "unit_code", "DLBM", "QSXZ", "plan_year", "plan_step") == [
        (1, "V1", "410222", "1201", "20", 2025, "year_1"), (2, "V2", "410222", "1201", "10", 2025, "year_1"),
        (3, "F1", "410222", "0601", "20", 2025, "year_1")]
    assert [row[0] for row in rows_of(result["PLAN"], "score")] == pytest.approx([1.0, 0.75, 0.5], abs=1e-4)
    assert [row[0] for row in rows_of(result["PLAN"], "area_m2")] == pytest.approx(
        [WHOLE, area(100, 0, 50, 100), area(150, 0, 100, 100)], abs=CENT)
    assert told(result) == {"reserve_plan.no_registered"}
    assert (result["CANDIDATES_COUNT"], result["PLANNED_COUNT"], result["PROVEN"]) == (3, 3, 1)


def test_land_with_a_user_is_cut_off() -> None:
    result = run(REGISTERED=zones(box(0, 0, 60, 100), box(150, 0, 99.9, 100)),
                 STATUS=zones(box(100, 0, 50, 100), **{"class": "used"}))
    [(name, left)] = rows_of(result["PLAN"], "parcel_id", "area_m2")
    assert (name, left) == ("V1", pytest.approx(area(60, 0, 40, 100), abs=CENT))
    assert told(result) == {"reserve_plan.small"}  # 0.1 m by 100 m of the factory: 10 m²
    kept = run(STATUS=zones(box(100, 0, 50, 100), **{"class": "expropriated_not_supplied"}))
    assert kept["CANDIDATES_COUNT"] == 3


def test_the_classes_of_the_status_layer_are_known_by_their_names() -> None:
    result = run(STATUS=zones(box(0, 0, 100, 100), **{"存量分类": "供而未用"}), REGISTERED=zones(box(900, 0, 10, 10)))
    assert [name for (name,) in rows_of(result["PLAN"], "parcel_id")] == ["V2", "F1"]
    assert told(result) == set()


@pytest.mark.parametrize("kind", ["", "undetermined", "已供"])
def test_land_of_a_class_nobody_knows_stays_and_is_told(kind: str) -> None:
    result = run(STATUS=zones(box(0, 0, 100, 100), **{"class": kind}), REGISTERED=zones(box(900, 0, 10, 10)))
    assert result["CANDIDATES_COUNT"] == 3
    assert told(result) == {"reserve_plan.status_unknown"}


@pytest.mark.parametrize(("kind", "said"), [("1003", True), ("0601", False)])
def test_roads_in_the_plan_are_told(kind: str, said: bool) -> None:
    # nobody registers a road: it stays in the plan, as the plan asks for all land, but not in silence
    row = (box(500, 0, 100, 100), {"BSM": "R1", "DLBM": kind, "QSXZ": "20", "ZLDWDM": "4102221"})
    result = run(LAND=land(row), REGISTERED=zones(box(900, 0, 10, 10)))
    assert result["CANDIDATES_COUNT"] == 4
    assert told(result) == ({"reserve_plan.public"} if said else set())


@pytest.mark.parametrize(("owner", "said"), [(None, "—"), ("国有", "国有"), ("30", ""), ("41", "")])
def test_construction_land_that_is_nobodys_is_told(owner: str | None, said: str) -> None:
    row = (box(500, 0, 100, 100), {"BSM": "X1", "DLBM": "0601", "QSXZ": owner, "ZLDWDM": "4102221"})
    result = run(LAND=land(row), REGISTERED=zones(box(900, 0, 10, 10)))
    assert result["CANDIDATES_COUNT"] == 3
    found = [text for rule, text in rows_of(result["FINDINGS"], "rule_id", "message")
             if rule == "reserve_plan.tenure_unknown"]
    assert len(found) == bool(said)
    assert not found or (found[0].startswith("1 parcels") and f"survey: {said} " in found[0])


def test_limits_of_area_spread_the_land() -> None:
    # by rank V1 | V2 | F1 would do; worth most is V1 in the first year, V2 and F1 wait for 2026 and 2027
    result = run(AREA_LIMITS="10000，6000，10000")
    assert rows_of(result["PLAN"], "parcel_id", "plan_year") == [("V1", 2025), ("V2", 2026), ("F1", 2027)]
    assert rows_of(result["SUMMARY"], "plan_step", "plan_year", "parcels", "area_limit_m2", "budget_cny") == [
        ("year_1", 2025, 1, 10_000.0, None), ("year_2", 2026, 1, 6_000.0, None), ("year_3", 2027, 1, 10_000.0, None),
        ("later", None, 0, None, None)]
    assert result["PROVEN"] == 1


def test_budgets_leave_land_for_later() -> None:
    # 100 CNY/m²: V1 costs 1.0 million, V2 half of it; the factory finds no year
    result = run(COST=100.0, BUDGETS="500000, 1000000, 0", REGISTERED=zones(box(900, 0, 10, 10)))
    assert rows_of(result["PLAN"], "parcel_id", "plan_step") == [("V1", "year_2"), ("V2", "year_1"), ("F1", "later")]
    assert told(result) == {"reserve_plan.left_over"}
    assert result["COST_CNY"] == pytest.approx(100 * (WHOLE + area(100, 0, 50, 100)), abs=100 * CENT * 2)


def test_overlapping_parcels_count_once() -> None:
    result = run(LAND=land((box(0, 0, 100, 100), {"BSM": "V9", "DLBM": "1201", "QSXZ": "20"}),
                           (box(10, 0, 50, 100), {"BSM": "V8", "DLBM": "1201", "QSXZ": "20"})))
    assert result["CANDIDATES_M2"] == pytest.approx(
        WHOLE + area(100, 0, 50, 100) + area(150, 0, 100, 100), abs=3 * CENT)
    assert {"land.duplicate", "land.overlap_once"} <= {rule for (rule,) in rows_of(result["FINDINGS"], "rule_id")}


def test_no_state_land_is_told() -> None:
    village = land_layer([(box(0, 0, 9, 9), {"BSM": "N1", "DLBM": "0702", "QSXZ": "30"})], QSXZ="text")
    result = run(LAND=village)
    assert "reserve_plan.none" in told(result)
    assert result["PLANNED_M2"] == 0


@pytest.mark.parametrize(("parameters", "said"), [
    ({"AREA_LIMITS": "1,2"}, "3 numbers"), ({"AREA_LIMITS": "1,2,many"}, "3 numbers"),
    ({"AREA_LIMITS": "1,2,nan"}, "3 numbers"), ({"BUDGETS": "-1,2,3", "COST": 1.0}, "3 numbers"),
    # one number with separators of thousands, not a year of ten and two of nothing
    ({"AREA_LIMITS": "10,000,000"}, "3 numbers"), ({"AREA_LIMITS": "１，２３４，５６７"}, "3 numbers"),
    ({"AREA_LIMITS": "10 000 000"}, "3 numbers"),
    ({"AREA_LIMITS": "10,000, 20,000, 5,000"}, "3 numbers"), ({"COST": 1e9}, r"COST.*must be from 0 to \d+\."),
    ({"FIRST_YEAR": 25}, "must be from 1900 to 2200"), ({"BUDGETS": "1,2,3"}, "without a cost"),
    ({"LAND_TENURE_FIELD": "nowhere"}, "nowhere"), ({"STATUS": "zones"}, "class")])
def test_what_keeps_a_run_from_starting_is_named(parameters: dict[str, Any], said: str) -> None:
    if "STATUS" in parameters:
        parameters = {"STATUS": zones(box(0, 0, 9, 9))}
    with pytest.raises(QgsProcessingException, match=said):
        run(**parameters)


def test_without_a_cost_the_plan_costs_no_one_knows_what() -> None:
    result = run()
    assert result["COST_CNY"] is None
    assert {cost for _, cost in rows_of(result["PLAN"], "rank", "cost_cny")} == {None}
    assert {cost for _, cost in rows_of(result["SUMMARY"], "plan_step", "cost_cny")} == {None}


def test_report_and_record(tmp_path: Path) -> None:
    paths = {name: tmp_path / file for name, file in (("REPORT", "report.html"), ("RUN_RECORD", "record.json"))}
    run(AREA_LIMITS="10000,6000,0", **{name: str(path) for name, path in paths.items()})
    content = json.loads(paths["RUN_RECORD"].read_text(encoding="utf-8"))
    assert any("The plan was found by" in notice and "is worth more: proven" in notice
               for notice in content["document"]["notices"])
    assert [row["year"] for row in content["document"]["tables"][0]["rows"]] == ["2025", "2026", "2027", "Later"]
    assert "proven" in paths["REPORT"].read_text(encoding="utf-8")
