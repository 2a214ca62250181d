"""Farmland against its targets end to end, on rectangles that can be worked by hand.

Areas come from an independent source (GeographicLib, ``tests.rules.geodesy``); targets are chosen beside them.
"""
from __future__ import annotations

from typing import Any

import processing
import pytest
from qgis.core import QgsProcessingException, QgsVectorLayer

from tests.builders import land_layer, layer_of, rows_of
from tests.processing.places import CENT, area, box
from tests.processing.test_stablefarmland import MORE, parcel

pytestmark = pytest.mark.usefixtures("kf_provider")

TARGET_FIELDS = {"unit_code": "text", "indicator": "text", "target": "real", "unit": "text", "year": "integer"}
MU = 10_000 / 15


def table(*rows: tuple[Any, ...], **fields: str) -> QgsVectorLayer:
    names = list(fields or TARGET_FIELDS)
    return layer_of([(None, dict(zip(names, row))) for row in rows], fields or TARGET_FIELDS, geometry="None", crs="",
                    name="targets")


def land_of(*parcels: dict[str, Any], name: str = "land") -> QgsVectorLayer:
    return land_layer([(box(100 * place, 0, 100, 100), values) for place, values in enumerate(parcels)], name=name,
                      **MORE)


def two_counties() -> QgsVectorLayer:
    """Return two parcels in 410221 (one of slope 5), one in 410222 and an orchard there."""
    return land_of(parcel("A", ZLDWDM="4102211002010000000"), parcel("B", ZLDWDM="4102211002010000000", GDPDJB="5"),
                   parcel("C", ZLDWDM="4102221002010000000"), parcel("D", "0201", ZLDWDM="4102221002010000000"))


def run(**parameters: Any) -> dict[str, Any]:
    wanted = {name: "memory:" for name in ("SCORE", "CEILING", "UNIT_LIGHTS", "FINDINGS", "FINDING_POINTS")}
    return processing.run("kf:farmlandtargets", {**wanted, "RULES_DATE": "2025-06-01", "CLASS_SYSTEM": "survey_2019",
                                                    **parameters})


def score(result: dict[str, Any], level: str, indicator: str, *fields: str) -> list[tuple[Any, ...]]:
    return [row[2:] for row in rows_of(result["SCORE"], "level", "indicator", *fields) if row[:2] == (level, indicator)]


def found(result: dict[str, Any], rule: str) -> list[tuple[Any, ...]]:
    return [row[1:] for row in rows_of(result["FINDINGS"], "rule_id", "subject_id", "area_m2", "message")
            if row[0] == rule]


def test_the_plan_speaks_where_the_table_is_silent() -> None:
    # 汴政〔2023〕6号 table 1, 1 万亩 = 10 000 · 10 000 / 15 m²: 556.1822 and 505.561 万亩; 2025 is open
    result = run(LAND=two_counties(), TARGETS=table(("410221", "cultivated", 1.0, "ha", 2025)))
    assert score(result, "city", "cultivated", "year", "target_m2", "light") == [
        (2020, pytest.approx(3_707_881_333.33, abs=0.01), "none"), (2025, None, "none")]
    assert len(found(result, "target.caliber")) == 1
    own = run(LAND=two_counties(), TARGETS=table(("410200", "耕地", 0.0045, "万亩", 2025),
                                                 ("410200", "permanent", 0.001, "万亩", 2025)))
    assert score(own, "city", "cultivated", "year", "target_m2") == [(2025, 30_000.0)]
    assert found(own, "target.caliber") == []


def test_units_of_three_levels_are_scored() -> None:
    # A + B hold 2 ha or 30 mu, C 1 ha or 15 mu (a little less on the ellipsoid)
    result = run(LAND=two_counties(), TARGETS=table(
        ("410221", "耕地保有量", 29.9, "亩", 2025), ("410222", "cultivated", 1.005, "ha", 2025),
        ("410200", "耕地", 0.0045, "万亩", 2025), ("410221100", "稳定耕地", 20_000.0, "m²", 2025)))
    first, second = area(0, 0, 200, 100), area(200, 0, 100, 100)
    rows = score(result, "county", "cultivated", "unit_code", "target_m2", "actual_m2", "gap_m2", "share", "light",
                 "rank")
    assert [(row[0], row[5], row[6]) for row in rows] == [("410221", "green", 1), ("410222", "amber", 2)]
    assert rows[0][1] == pytest.approx(29.9 * MU, abs=CENT)
    assert rows[0][2] == pytest.approx(first, abs=2 * CENT)
    assert rows[0][3] == pytest.approx(rows[0][2] - rows[0][1], abs=1e-6)
    assert rows[1][4] == pytest.approx(second / 10_050, abs=1e-6)
    ((city, wanted, light),) = score(result, "city", "cultivated", "unit_code", "target_m2", "light")
    # 45 mu are 30 000 m², the three parcels a little less
    assert (city, wanted, light) == ("410200", 30_000.0, "amber")
    townships = score(result, "township", "stable", "unit_code", "actual_m2", "light")
    assert [row[0] for row in townships] == ["410221100", "410222100"]
    # B is not stable: half of the township's target is missed
    assert townships[0][1] == pytest.approx(area(0, 0, 100, 100), abs=CENT)
    assert [row[2] for row in townships] == ["red", "none"]
    assert [row[0] for row in found(result, "target.missed")] == ["410221100"]
    assert sorted(row[0] for row in found(result, "target.near")) == ["410200", "410222"]
    assert result["FARMLAND_M2"] == pytest.approx(first + second, abs=3 * CENT)
    assert result["STABLE_M2"] == pytest.approx(area(0, 0, 100, 100) + second, abs=3 * CENT)


def test_without_a_table_the_plans_city_is_taken_and_its_task_stays_empty() -> None:
    result = run(LAND=two_counties())
    rows = rows_of(result["SCORE"], "unit_code", "indicator", "year", "target_m2", "light", "rank")
    with_target = [row for row in rows if row[0] == "410200"]
    # 556.1822 and 505.561 wan mu at 10 000 × 10 000 ÷ 15 m²
    assert with_target == [
        ("410200", "cultivated", 2020, round(556.1822e8 / 15, 2), "none", None),
        ("410200", "cultivated", 2025, None, "none", None),
        ("410200", "stable", None, None, "none", None),
        ("410200", "permanent", 2020, round(505.561e8 / 15, 2), "none", None)]
    assert len(found(result, "target.caliber")) == 1
    assert [row[0] for row in found(result, "target.not_set")] == ["410200"]
    (incomplete,) = found(result, "target.city_incomplete")
    assert "410225 兰考县" in incomplete[2]
    assert "410221" not in incomplete[2]
    assert result["PERMANENT_M2"] is None
    assert len(found(result, "target.permanent_missing")) == 1


def test_the_plans_target_is_judged_only_where_the_whole_city_is_at_hand() -> None:
    # one hectare in each of the nine districts and counties, far below 556 万亩: the city misses it
    whole = [parcel(code, ZLDWDM=f"{code}1002010000000") for code in (
        "410202", "410203", "410204", "410205", "410212", "410221", "410222", "410223", "410225")]
    result = run(LAND=land_of(*whole))
    assert score(result, "city", "cultivated", "year", "light", "rank") == [(2020, "red", 1), (2025, "none", None)]
    assert [row[0] for row in found(result, "target.missed")] == ["410200"]
    assert found(result, "target.city_incomplete") == []
    # 兰考县 is missing: what the other eight hold is no verdict on the city
    part = run(LAND=land_of(*whole[:-1]))
    assert score(part, "city", "cultivated", "year", "light", "rank") == [(2020, "none", None), (2025, "none", None)]
    assert found(part, "target.missed") == []
    assert "410225" in found(part, "target.city_incomplete")[0][2]
    # a target that a table sets for the city is judged as it was asked for
    own = run(LAND=land_of(*whole[:-1]), TARGETS=table(("410200", "cultivated", 9.0, "ha", 2025)))
    assert [row[0] for row in found(own, "target.missed")] == ["410200"]


def test_the_caliber_is_told_of_only_with_the_plans_cultivated_land() -> None:
    result = run(LAND=two_counties(), TARGETS=table(("410200", "cultivated", 3.0, "ha", 2025)))
    assert score(result, "city", "permanent", "year", "target_m2")[0][0] == 2020  # the plan's
    assert found(result, "target.caliber") == []


NAMED = {"unit_name": "text", "indicator": "text", "target": "real", "unit": "text", "unit_code": "text"}


def test_units_are_found_by_name() -> None:
    result = run(LAND=two_counties(), TARGETS=table(
        ("杞县", "cultivated", 2.5, "ha", None), ("开封市", "cultivated", 3.0, "ha", None), **NAMED))
    assert score(result, "county", "cultivated", "unit_code", "target_m2", "light") == [
        ("410221", 25_000.0, "red"), ("410222", None, "none")]
    assert score(result, "city", "cultivated", "unit_code", "target_m2") == [("410200", 30_000.0)]
    assert found(result, "target.unit_without_land") == []
    with pytest.raises(QgsProcessingException, match=r"row 1 names the unit “杞乡”") as raised:
        run(LAND=two_counties(), TARGETS=table(("杞乡", "cultivated", 2.5, "ha", None), **NAMED))
    assert "give its code" in str(raised.value)
    with pytest.raises(QgsProcessingException, match="same target as row 1"):
        run(LAND=two_counties(), TARGETS=table(("杞县", "cultivated", 2.5, "ha", None),
                                               (None, "cultivated", 2.5, "ha", "410221"), **NAMED))


def test_names_are_those_of_the_units_layer_too() -> None:
    def units(second: str) -> QgsVectorLayer:
        return layer_of([(box(0, -10, 200, 200), {"XZQDM": "410221100", "XZQMC": "城关镇"}),
                         (box(200, -10, 200, 200), {"XZQDM": "410222100", "XZQMC": second})],
                        {"XZQDM": "text", "XZQMC": "text"}, name="units")

    wanted = table(("城关镇", "cultivated", 1.0, "ha", None), **NAMED)
    result = run(LAND=two_counties(), TARGETS=wanted, UNITS=units("竖岗镇"))
    assert score(result, "township", "cultivated", "unit_code", "target_m2") == [
        ("410221100", 10_000.0), ("410222100", None)]
    with pytest.raises(QgsProcessingException, match="several \\(410221100, 410222100\\)"):
        run(LAND=two_counties(), TARGETS=wanted, UNITS=units("城关镇"))


def test_a_row_without_a_figure_is_not_said_to_be_the_plans() -> None:
    result = run(LAND=two_counties(), TARGETS=table(("410221", "cultivated", None, "ha", None),
                                                    ("410222", "cultivated", None, "ha", 2025)))
    rows = {row[0]: row[1:] for row in rows_of(result["FINDINGS"], "subject_id", "message", "clause", "rule_id")
            if row[3] == "target.without_figure"}
    assert rows["410221"][0] == ("“杞县 (410221)”: the table of targets gives no figure for cultivated land; "
                                 "there is no light.")
    assert "cultivated land 2025;" in rows["410222"][0]
    assert not any("汴政" in row[1] for row in rows.values())
    assert [row[0] for row in found(result, "target.not_set")] == ["410200"]  # the plan's own of 2025


def test_columns_may_be_headed_in_chinese() -> None:
    for field, value in (("目标（万亩）", 0.003), ("目标（亩）", 30.0), ("目标（公顷）", 2.0), ("目标(公顷)", 2.0)):
        result = run(LAND=two_counties(), TARGETS=table(
            ("410221", "杞县", "耕地", value, 2025, "县政府"), 单元代码="text", 单元名称="text", 指标="text",
            **{field: "real"}, 年份="integer", 来源="text"))
        assert score(result, "county", "cultivated", "unit_code", "target_m2", "year", "source")[0] == (
            "410221", 20_000.0, 2025, "县政府")
    result = run(LAND=two_counties(), TARGETS=table(("杞县", "耕地", 30.0, "亩"), 单元名称="text", 指标="text",
                                                    目标="real", 单位="text"))
    assert score(result, "county", "cultivated", "unit_code", "target_m2")[0] == ("410221", 20_000.0)


def test_nan_is_no_target() -> None:
    with pytest.raises(QgsProcessingException, match="row 1 field “target”: “NaN” is no area"):
        run(LAND=two_counties(), TARGETS=table(("410221", "cultivated", "nan", "ha"), unit_code="text",
                                               indicator="text", target="text", unit="text"))


def test_permanent_farmland_is_net_inside_its_line_and_gross_beside_it() -> None:
    # A has ridges; the line holds all of A, 40 m of B, which is an orchard, and 20 m beyond the survey
    land = land_of(parcel("B", "0201"), parcel("A", "0103", KCXS=0.1234))
    line = layer_of([(box(60, 0, 160, 100), {})], {"id": "integer"}, name="permanent")
    result = run(LAND=land, PERMANENT_FARMLAND=line, TARGETS=table(("410222", "永久基本农田", 8_766.0, "m2", 2025)))
    nowhere, of_unit = score(result, "county", "permanent", "unit_code", "actual_m2", "gross_m2", "light")
    actual, gross, light = of_unit[1:]
    whole = area(100, 0, 100, 100)
    assert actual == pytest.approx(whole - round(whole * 0.1234, 2), abs=2 * CENT)
    assert result["PERMANENT_M2"] == actual
    # what lies outside the survey has no unit here, as no units layer says where it is
    assert gross == pytest.approx(whole + area(60, 0, 40, 100), abs=2 * CENT)
    assert light == "amber"
    ((_, outside, _),) = found(result, "target.permanent_outside")
    assert outside == pytest.approx(area(200, 0, 20, 100), abs=2 * CENT)
    assert nowhere == ("", 0, outside, "none")


def test_permanent_farmland_outside_the_survey_goes_to_the_unit_it_lies_in() -> None:
    # the line reaches 20 m beyond the survey; the border of the counties runs 5 m behind it
    line = layer_of([(box(60, 0, 160, 100), {})], {"id": "integer"}, name="permanent")
    units = layer_of([(box(-10, -10, 215, 400), {"XZQDM": "410222", "XZQMC": "通许县"}),
                      (box(205, -10, 100, 400), {"XZQDM": "410223", "XZQMC": "尉氏县"})],
                     {"XZQDM": "text", "XZQMC": "text"}, name="units")
    result = run(LAND=land_of(parcel("A"), parcel("B")), PERMANENT_FARMLAND=line, UNITS=units)
    assert {row[0]: row[1] for row in score(result, "city", "permanent", "unit_code", "gross_m2")} == {
        "410200": pytest.approx(area(60, 0, 160, 100), abs=3 * CENT)}
    # 410223 has no parcel, only land inside the line
    assert {row[0]: row[1] for row in score(result, "county", "permanent", "unit_code", "gross_m2")} == {
        "410222": pytest.approx(area(60, 0, 145, 100), abs=3 * CENT),
        "410223": pytest.approx(area(205, 0, 15, 100), abs=3 * CENT)}
    assert result["PERMANENT_M2"] == pytest.approx(area(60, 0, 140, 100), abs=3 * CENT)


def test_overlapping_permanent_farmland_counts_once() -> None:
    line = layer_of([(box(0, 0, 60, 100), {}), (box(40, 0, 60, 100), {})], {"id": "integer"}, name="permanent")
    result = run(LAND=land_of(parcel("A")), PERMANENT_FARMLAND=line)
    assert result["PERMANENT_M2"] == pytest.approx(area(0, 0, 100, 100), abs=CENT)
    ((_, twice, _),) = found(result, "target.permanent_overlap")
    assert twice == pytest.approx(area(40, 0, 20, 100), abs=2 * CENT)
    assert not found(result, "target.permanent_outside")


def test_units_carry_their_lights() -> None:
    units = layer_of([(box(0, -10, 100, 200), {"XZQDM": "410221", "XZQMC": "杞县"}),
                      (box(100, -10, 200, 200), {"XZQDM": "410222", "XZQMC": "通许县"})],
                     {"XZQDM": "text", "XZQMC": "text"}, name="units")
    result = run(LAND=land_of(parcel("A"), parcel("B"), parcel("C")), UNITS=units, TARGETS=table(
        ("410221", "cultivated", 9_000.0, "m2", 2020), ("410221", "cultivated", 12_000.0, "m2", 2025),
        ("410222", "cultivated", 19_900.0, "m2", 2025), ("410222", "stable", 20_100.0, "m2", 2025)))
    # of two years the later one counts
    assert rows_of(result["UNIT_LIGHTS"], "unit_code", "cultivated_light", "stable_light", "light") == [
        ("410221", "red", "none", "red"), ("410222", "green", "amber", "amber")]
    assert all(not feature.geometry().isNull() for feature in result["UNIT_LIGHTS"].getFeatures())


@pytest.mark.parametrize(("row", "said"), [
    (("41", "cultivated", 1.0, "ha", 2025), "none of a city, county or township"),
    ((None, "cultivated", 1.0, "ha", 2025), "neither unit code nor name"),
    (("410221", "林地", 1.0, "ha", 2025), "林地"),
    (("410221", "cultivated", 1.0, "sq mi", 2025), "sq mi"),
    (("410221", "cultivated", 1.0, None, 2025), "write m²"),
    (("410221", "cultivated", -1.0, "ha", 2025), "is no area"),
    (("410221", "cultivated", 1.0, "ha", 20), "is no year"),
])
def test_a_target_that_says_nothing_usable_stops_the_run(row: tuple[Any, ...], said: str) -> None:
    fine = ("410222", "cultivated", 1.0, "ha", 2025)
    with pytest.raises(QgsProcessingException, match=said) as raised:
        run(LAND=two_counties(), TARGETS=table(fine, row))
    assert "row 2" in str(raised.value)


def test_a_target_that_stands_twice_stops_the_run() -> None:
    with pytest.raises(QgsProcessingException, match="same target as row 1"):
        run(LAND=two_counties(), TARGETS=table(("410221", "cultivated", 1.0, "ha", 2025),
                                               ("410221000000", "耕地保有量", 2.0, "ha", 2025)))


def test_values_may_stand_in_columns_that_name_their_unit() -> None:
    fields = {"XZQDM": "text", "指标": "text", "目标（万亩）": "text"}
    result = run(LAND=two_counties(), TARGETS=table(("410221", "耕地保有量", "0.0030", ), ("410222", "耕地", None),
                                                    **fields))
    assert score(result, "county", "cultivated", "target_m2") == [(20_000.0,), (None,)]
    with pytest.raises(QgsProcessingException, match="indicator"):
        run(LAND=two_counties(), TARGETS=table(("410221",), XZQDM="text"))


def test_a_target_of_a_unit_without_land_is_told() -> None:
    result = run(LAND=two_counties(), TARGETS=table(("410225", "cultivated", 1.0, "ha", 2025)))
    assert [row[0] for row in found(result, "target.unit_without_land")] == ["410225"]
    assert ("410225", None, "none") in score(result, "county", "cultivated", "unit_code", "actual_m2", "light")


def test_a_target_of_a_level_that_no_unit_is_known_of_is_not_said_to_have_no_land() -> None:
    # location codes down to the county say nothing of townships, and none are added up to villages
    land = land_of(parcel("A", ZLDWDM="410221"), parcel("B", ZLDWDM="410221"))
    wanted = table(("410221100201", "cultivated", 1.0, "ha", 2025), ("410221100", "cultivated", 1.0, "ha", 2025),
                   ("410225", "cultivated", 1.0, "ha", 2025))
    result = run(LAND=land, TARGETS=wanted)
    told = {row[0]: row[2] for row in found(result, "target.level_unknown")}
    assert set(told) == {"410221100201", "410221100"}
    assert "of which village" in told["410221100201"]
    assert "of which township" in told["410221100"]
    # the county level is known, and this county has none
    assert [row[0] for row in found(result, "target.unit_without_land")] == ["410225"]
    # units of villages judge the village; townships follow from the villages' codes
    villages = layer_of([(box(-10, -10, 110, 200), {"XZQDM": "410221100201", "XZQMC": "一村"}),
                         (box(100, -10, 110, 200), {"XZQDM": "410221100202", "XZQMC": "二村"})],
                        {"XZQDM": "text", "XZQMC": "text"}, name="units")
    result = run(LAND=land, TARGETS=wanted, UNITS=villages)
    assert found(result, "target.level_unknown") == []
    assert score(result, "village", "cultivated", "unit_code", "light") == [
        ("410221100201", "amber"), ("410221100202", "none")]
    # units of townships do not
    town = layer_of([(box(-10, -10, 300, 200), {"XZQDM": "410221100", "XZQMC": "城关镇"})],
                    {"XZQDM": "text", "XZQMC": "text"}, name="units")
    result = run(LAND=land, TARGETS=wanted, UNITS=town)
    assert [row[0] for row in found(result, "target.level_unknown")] == ["410221100201"]


def test_a_county_that_lost_all_its_cultivated_land_misses_its_target() -> None:
    """Its only parcel is a factory now, whatever else is given: 0 of 0.5 ha, and a gain of all that it lost."""
    lost = {"ZLDWDM": "4102211002010000000"}
    now = land_of(parcel("A", "0601", **lost), parcel("B", ZLDWDM="4102221002010000000"))
    before = land_of(parcel("A", **lost), parcel("B", ZLDWDM="4102221002010000000"), name="before")
    wanted = table(("410221", "cultivated", 0.5, "ha", 2025), ("410223", "cultivated", 0.5, "ha", 2025))
    result = run(LAND=now, LAND_BEFORE=before, TARGETS=wanted)
    fields = ("unit_code", "actual_m2", "gap_m2", "light")
    judged = {row[0]: row[1:] for row in score(result, "county", "cultivated", *fields)}
    assert judged["410221"] == (0.0, -5_000.0, "red")
    assert judged["410223"] == (None, None, "none")
    assert [row[0] for row in found(result, "target.missed")] == ["410221"]
    assert [row[0] for row in found(result, "target.unit_without_land")] == ["410223"]
    gains = {row[0]: row[1:] for row in rows_of(result["CEILING"], "unit_code", "gain_m2", "ceiling_m2")}
    assert gains["410221"] == (pytest.approx(-area(0, 0, 100, 100), abs=0.01), 0.0)
    assert gains["410200"][1] == 0.0
    assert found(result, "target.years_differ") == []


def test_a_unit_of_the_units_layer_that_lost_all_its_cultivated_land_misses_its_target() -> None:
    """No parcel has a location code; the polygons tell: a factory lies in 410221, 4 cm of another reach into 410223."""
    units = layer_of([(box(0, -10, 100, 200), {"XZQDM": "410221", "XZQMC": "杞县"}),
                      (box(100, -10, 100, 200), {"XZQDM": "410222", "XZQMC": "通许县"}),
                      (box(200, -10, 100, 200), {"XZQDM": "410223", "XZQMC": "尉氏县"})],
                     {"XZQDM": "text", "XZQMC": "text"}, name="units")

    def survey(code: str, name: str) -> QgsVectorLayer:
        return land_layer([(box(0, 0, 100, 100), parcel("A", code, ZLDWDM=None)),
                           (box(100, 0, 50, 100), parcel("B", ZLDWDM=None)),
                           (box(150, 0, 50.04, 100), parcel("C", "0601", ZLDWDM=None))], name=name, **MORE)

    wanted = table(*((code, "cultivated", 0.4, "ha", 2025) for code in ("410221", "410222", "410223")))
    result = run(LAND=survey("0601", "now"), LAND_BEFORE=survey("0102", "before"), UNITS=units, TARGETS=wanted)
    assert score(result, "county", "cultivated", "unit_code", "actual_m2", "light") == [
        ("410221", 0.0, "red"), ("410222", pytest.approx(area(100, 0, 50, 100), abs=CENT), "green"),
        ("410223", None, "none")]
    assert [row[0] for row in found(result, "target.unit_without_land")] == ["410223"]
    # the city has the parcels of two of its nine counties, and 410221 lost all of its stable land
    (incomplete,) = found(result, "target.city_incomplete")
    assert "410223" in incomplete[2]
    assert "410221" not in incomplete[2]
    gains = {row[0]: row[1] for row in rows_of(result["CEILING"], "unit_code", "gain_m2")}
    assert gains["410221"] == pytest.approx(-area(0, 0, 100, 100), abs=CENT)
    assert found(result, "target.years_differ") == []


def test_a_village_or_a_unit_without_a_code_is_judged_where_it_lost_all_its_cultivated_land() -> None:
    units = layer_of([(box(0, -10, 100, 200), {"XZQDM": "410221100201", "XZQMC": "一村"}),
                      (box(100, -10, 100, 200), {"XZQDM": None, "XZQMC": "二村"})],
                     {"XZQDM": "text", "XZQMC": "text"}, name="units")
    land = land_of(parcel("A", "0601", ZLDWDM=None), parcel("B", "0601", ZLDWDM=None), parcel("C", ZLDWDM=None))
    result = run(LAND=land, UNITS=units, TARGETS=table(
        ("一村", "cultivated", 0.4, "ha", None), ("二村", "cultivated", 0.4, "ha", None), **NAMED))
    assert {row[0]: row[1:] for row in rows_of(result["SCORE"], "unit_name", "target_m2", "actual_m2", "light")
            if row[0].endswith("村")} == {"一村": (4_000.0, 0.0, "red"), "二村": (4_000.0, 0.0, "red")}


def test_approved_land_is_given_once() -> None:
    approved = layer_of([(box(0, 0, 10, 10), {})], {"id": "integer"}, name="approved")
    with pytest.raises(QgsProcessingException, match="not both"):
        run(LAND=two_counties(), APPROVED=approved, APPROVED_M2=5.0)
