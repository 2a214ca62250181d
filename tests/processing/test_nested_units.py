"""UNITS that hold several levels at once, end to end: land is the finest unit's, and each level sums those below.

Parcels are 100 m × 100 m side by side; areas come from an independent source (GeographicLib, ``tests.rules.geodesy``).
"""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import land_layer, layer_of, project_layer, rows_of
from tests.processing import (
    epochs,
    test_farmlandoccupation,
    test_farmlandtargets,
    test_permanentfarmlandcheck,
    test_stablefarmland,
)
from tests.processing.places import CENT, area, box

if TYPE_CHECKING:
    from qgis.core import QgsVectorLayer

pytestmark = pytest.mark.usefixtures("kf_provider")

# from 10 m west of the parcels: 2 of them in the first county, 2 in the second, the fifth in the city only
UNITS = {"410200": ("开封市", -10, 510), "410222": ("通许县", -10, 210), "410223": ("尉氏县", 200, 200),
         "410222100": ("甲镇", -10, 110)}
BOTH_ORDERS = pytest.mark.parametrize("turned", [False, True])
DIGITS = pytest.mark.parametrize("digits", [6, 12, 19])


def units(*codes: str, turned: bool = False, digits: int = 6) -> QgsVectorLayer:
    rows = [(box(left, -10, width, 120), {"XZQDM": code.ljust(digits, "0"), "XZQMC": name})
            for code, (name, left, width) in UNITS.items() if code in codes]
    return layer_of(rows[::-1] if turned else rows, {"XZQDM": "text", "XZQMC": "text"}, name="XZQ")


def land(*codes: str, name: str = "land") -> QgsVectorLayer:
    """Return parcels of these classes; the codes of the last two say 410223 and 410222."""
    places = ["4102221002010000000"] * 2 + ["4102231002010000000"] * 2 + ["4102221002010000000"]
    return land_layer([(box(100 * place, 0, 100, 100), epochs.parcel("ABCDE"[place], code, ZLDWDM=places[place],
                                                                     GDPDJB="1"))
                       for place, code in enumerate(codes)], name=name, GDPDJB="text", GDLX="text", TBXHDM="text")


def hectares(first: int, count: int) -> Any:
    return pytest.approx(area(100 * first, 0, 100 * count, 100), abs=count * CENT)


def rules(result: dict[str, Any]) -> set[str]:
    return {row[0] for row in rows_of(result["FINDINGS"], "rule_id")}


@DIGITS
@BOTH_ORDERS
def test_targets_of_city_county_and_township_are_each_met_by_what_lies_in_them(turned: bool, digits: int) -> None:
    """Of 5 parcels 4 are cultivated in the counties and 1 beside them, where its own code says 410222."""
    result = test_farmlandtargets.run(
        LAND=land(*["0102"] * 5), LAND_BEFORE=land("0102", "0201", *["0102"] * 3, name="before"),
        UNITS=units(*UNITS, turned=turned, digits=digits), TARGETS=test_farmlandtargets.table(
            ("410200", "cultivated", 4.9, "ha", 2025), ("410222", "cultivated", 1.9, "ha", 2025),
            ("410223", "cultivated", 1.9, "ha", 2025), ("410222100", "cultivated", 0.9, "ha", 2025)))
    score = {level: {row[0]: row[1:] for row in test_farmlandtargets.score(
        result, level, "cultivated", "unit_code", "unit_name", "actual_m2", "light")}
        for level in ("city", "county", "township")}
    assert score == {
        "city": {"410200": ("开封市", hectares(0, 5), "green")},
        "county": {"": ("", hectares(4, 1), "none"), "410222": ("通许县", hectares(0, 2), "green"),
                   "410223": ("尉氏县", hectares(2, 2), "green")},
        "township": {"": ("", pytest.approx(area(100, 0, 100, 100) + area(400, 0, 100, 100), abs=2 * CENT), "none"),
                     "410222100": ("甲镇", hectares(0, 1), "green"),
                     "410223100": ("410223100", hectares(2, 2), "none")}}
    ceiling = {row[0]: row[1:] for row in rows_of(result["CEILING"], "unit_code", "stable_before_m2", "stable_m2")}
    assert ceiling["410222"] == (hectares(0, 1), hectares(0, 2))
    assert ceiling["410223"] == (hectares(2, 2), hectares(2, 2))
    drawn = [row[0] for row in rows_of(result["UNIT_LIGHTS"], "unit_code")]
    assert (drawn[0], drawn[-1]) == ("410200", "410222100"), "the finest on top"
    lights = dict(rows_of(result["UNIT_LIGHTS"], "unit_name", "cultivated_m2"))
    assert lights == {"开封市": hectares(0, 5), "通许县": hectares(0, 2), "尉氏县": hectares(2, 2),
                      "甲镇": hectares(0, 1)}
    assert "units.overlap" not in rules(result)


@BOTH_ORDERS
def test_the_account_of_every_county_is_its_own(turned: bool) -> None:
    """One parcel of each county and the one beside them become garden; one comes in in the first."""
    result = epochs.run(land("0102", "0201", "0102", "0102", "0102"), land("0201", "0102", "0201", "0102", "0201"),
                        UNITS=units("410200", "410222", "410223", turned=turned))
    account = {row[0]: row[1:] for row in rows_of(result["ACCOUNT"], "unit_code", "unit_name", "out_m2", "in_m2")}
    assert account == {"410200": ("开封市", hectares(4, 1), 0.0), "410222": ("通许县", hectares(0, 1), hectares(1, 1)),
                       "410223": ("尉氏县", hectares(2, 1), 0.0)}
    assert "units.overlap" not in rules(result)
    assert rows_of(result["FINDINGS"], "rule_id", "subject_id", "area_m2").count(
        ("units.beside", "410200", hectares(4, 1))) == 1, "the fifth parcel is of no county"


@BOTH_ORDERS
def test_stable_land_and_townships_are_the_finest_units_own(turned: bool) -> None:
    result = test_stablefarmland.run(LAND=land(*["0102"] * 5), UNITS=units(*UNITS, turned=turned))
    assert dict(rows_of(result["SUMMARY"], "unit_code", "farmland_m2")) == {
        "410200": hectares(4, 1), "410222": hectares(1, 1), "410222100": hectares(0, 1), "410223": hectares(2, 2)}
    towns = dict(rows_of(result["TOWNSHIPS"], "unit_code", "farmland_m2"))
    assert towns["410222100"] == hectares(0, 1)
    assert towns["410223100"] == hectares(2, 2)


@BOTH_ORDERS
def test_occupied_land_is_the_countys_and_only_overlaps_that_codes_do_not_tell_of_are_told(turned: bool) -> None:
    def run(layer: QgsVectorLayer) -> dict[str, Any]:
        return test_farmlandoccupation.run(PROJECTS=project_layer([(box(0, 0, 500, 100), {"project_id": "P1"})]),
                                           LAND=land(*["0102"] * 5), UNITS=layer)

    result = run(units(*UNITS, turned=turned))
    held: dict[str, float] = {}
    for code, amount in rows_of(result["SUMMARY"], "unit_code", "area_m2"):
        held[code] = held.get(code, 0.0) + amount
    assert held == {"410200": hectares(4, 1), "410222": hectares(1, 1), "410222100": hectares(0, 1),
                    "410223": hectares(2, 2)}
    assert "units.overlap" not in rules(result)
    # a township of the second county that lies in the first: the township has the land, and it is told
    rows = [(box(-10, -10, 210, 120), {"XZQDM": "410222"}), (box(50, 0, 50, 100), {"XZQDM": "410223101"})]
    result = run(layer_of(rows[::-1] if turned else rows, {"XZQDM": "text"}, name="XZQ"))
    assert {code for code, in rows_of(result["SUMMARY"], "unit_code")} == {"", "410222", "410223101"}
    assert sum(amount for code, amount in rows_of(result["SUMMARY"], "unit_code", "area_m2")
               if code == "410223101") == pytest.approx(area(50, 0, 50, 100), abs=CENT)
    assert [row[1:] for row in rows_of(result["FINDINGS"], "rule_id", "subject_id", "other_id", "area_m2")
            if row[0] == "units.overlap"] == [
                ("410222", "410223101", pytest.approx(area(50, 0, 50, 100), abs=CENT))]


def test_permanent_farmland_is_the_countys() -> None:
    patches = layer_of([(box(0, 0, 400, 100), {"BSM": "Y1"})], {"BSM": "text"}, name="YJJBNTBHTB")
    result = test_permanentfarmlandcheck.run(LAND=land(*["0102"] * 5), PERMANENT_FARMLAND=patches,
                                             UNITS=units("410200", "410222", "410223"))
    held = {row[0]: row[2] for row in rows_of(result["SUMMARY"], "unit_code", "kind", "area_m2") if row[1] == "all"}
    assert held == {"410222": hectares(0, 2), "410223": hectares(2, 2)}


def test_a_result_given_to_the_next_duty_has_its_units_and_deductions_found() -> None:
    rows = [(box(0, 0, 100, 100), {"BSM": "A", "DLBM": "0103", "unit_code": "410223", "扣除系数": 0.1})]
    given = layer_of(rows, {"BSM": "text", "DLBM": "text", "unit_code": "text", "扣除系数": "real"}, name="result")
    result = test_stablefarmland.run(LAND=given, CLASS_SYSTEM="survey_2019")
    assert rows_of(result["SUMMARY"], "unit_code", "farmland_m2") == [
        ("410223", pytest.approx(0.9 * area(0, 0, 100, 100), abs=CENT))]
    assert not rules(result) & {"land.deduction_field_missing", "land.unit_missing", "land.unit_field_missing"}
