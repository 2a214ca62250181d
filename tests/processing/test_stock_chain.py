"""Stock land as a planner goes through it: the state of the land into the rate of a year and the plan of reserve."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import processing
import pytest

from tests.builders import land_layer, layer_of, rows_of
from tests.processing.places import CENT, area, box

if TYPE_CHECKING:
    from qgis.core import QgsVectorLayer

pytestmark = pytest.mark.usefixtures("kf_provider")

FIELDS = dict.fromkeys(("parcel_id", "XZQDM", "PZRQ", "PZMJ", "ZSWCRQ", "ZSMJ", "GDRQ", "GDMJ", "SJDGRQ"), "text")
APPROVED = {"parcel_id": "A1", "XZQDM": "410222", "PZRQ": "2020-01-01"}


def layer(*rows: tuple[str, dict[str, Any]], name: str) -> QgsVectorLayer:
    return layer_of(rows, FIELDS, crs="EPSG:4526", name=name)


def status(**more: Any) -> QgsVectorLayer:
    """Return the state of 400 m by 100 m on 1 January 2024: the first 200 m supplied, 50 m of them built."""
    supplied = {"XZQDM": "410222", "GDRQ": "2022-01-01"}
    given = {
        "APPROVALS": layer((box(0, 0, 400, 100), APPROVED), name="approvals"),
        "EXPROPRIATIONS": layer((box(0, 0, 300, 100), {"parcel_id": "E1", "ZSWCRQ": "2021-01-01"}), name="taken"),
        "SUPPLIES": layer((box(0, 0, 100, 100), {**supplied, "parcel_id": "S1", "SJDGRQ": "2023-01-01"}),
                          (box(100, 0, 100, 100), {**supplied, "parcel_id": "S2"}), name="supplied"),
        "BUILT": layer((box(0, 0, 50, 100), {"parcel_id": "B1"}), name="built")}
    found: QgsVectorLayer = processing.run("kf:stocklandstatus", {
        **given, "DATE": "2024-01-01", "RULES_DATE": "2024-01-01", "STATUS": "memory:", **more})["STATUS"]
    return found


def disposals(*rows: dict[str, Any]) -> QgsVectorLayer:
    return layer_of([(None, row) for row in rows],
                    {"parcel_id": "text", "date": "text", "class": "text", "area_m2": "real"}, geometry="None",
                    crs="", name="events")


def rate(state: QgsVectorLayer, events: QgsVectorLayer, **more: Any) -> dict[str, Any]:
    found: dict[str, Any] = processing.run("kf:disposalrate", {
        "STATUS": state, "DISPOSALS": events, "YEAR": 2024, "RULES_DATE": "2024-12-31",
        **dict.fromkeys(("RATES", "EVENTS", "FINDINGS"), "memory:"), **more})
    return found


def plan(state: QgsVectorLayer) -> dict[str, Any]:
    land = land_layer([(box(0, 0, 400, 100), {"BSM": "V1", "DLBM": "1201", "QSXZ": "20", "ZLDWDM": "4102221"})],
                      QSXZ="text")
    found: dict[str, Any] = processing.run("kf:landreserveplan", {
        "LAND": land, "STATUS": state, "CLASS_SYSTEM": "survey_2019", "FIRST_YEAR": 2025, "RULES_DATE": "2024-09-01",
        **dict.fromkeys(("PLAN", "FINDINGS"), "memory:")})
    return found


def rules(result: dict[str, Any]) -> list[str]:
    return sorted(rule for (rule,) in rows_of(result["FINDINGS"], "rule_id"))


def test_the_state_of_the_land_fits_the_rate_of_the_year() -> None:
    # of the stock of 350 m by 100 m – all but the 50 m that are built – half a hectare of S2 is disposed of
    result = rate(status(), disposals(
        {"parcel_id": "S2", "date": "2024年5月1日", "class": "供而未用", "area_m2": 5_000.0}))
    stock = area(50, 0, 350, 100)
    assert result["OPENING_M2"] == pytest.approx(stock, abs=5 * CENT)
    assert result["RATE"] == pytest.approx(5_000 / stock, abs=1e-6)
    assert rows_of(result["EVENTS"], "parcel_id", "unit_code", "outcome") == [("S2", "410222", "counted")]
    assert rows_of(result["RATES"], "unit_code", "target_met") == [("410222", 0)]


@pytest.mark.parametrize(("day", "said"), [
    ("2023-12-30", True), ("2023-12-31", False), ("2024-01-01", False), ("2024-01-02", True)])
def test_the_state_of_another_day_is_told(day: str, said: bool) -> None:
    event = {"parcel_id": "S2", "date": "2024-05-01", "class": "供而未用", "area_m2": 5_000.0}
    assert ("disposal.other_day" in rules(rate(status(DATE=day), disposals(event)))) is said


def test_the_state_of_the_land_fits_the_plan_of_reserve() -> None:
    result = plan(status())
    [(left,)] = rows_of(result["PLAN"], "area_m2")
    assert left == pytest.approx(area(200, 0, 200, 100), abs=2 * CENT)
    assert rules(result) == ["reserve_plan.no_registered"]


def test_a_register_that_does_not_tell_where_is_told_in_the_plan() -> None:
    # a quarter of a hectare of the four is supplied, nobody knows which: the parcel is kept whole
    row = {**APPROVED, "PZMJ": "40000", "ZSWCRQ": "2021-01-01", "ZSMJ": "40000", "GDRQ": "2022-01-01", "GDMJ": "2500"}
    state = status(APPROVALS=layer((box(0, 0, 400, 100), row), name="approvals"), EXPROPRIATIONS=None, SUPPLIES=None,
                   BUILT=None)
    assert sorted(rows_of(state, "class", "area_m2")) == [
        ("expropriated_not_supplied", 37_500.0), ("supplied_not_used", 2_500.0)]
    result = plan(state)
    assert result["CANDIDATES_M2"] == pytest.approx(area(0, 0, 400, 100), abs=CENT)
    assert "reserve_plan.status_unplaced" in rules(result)
