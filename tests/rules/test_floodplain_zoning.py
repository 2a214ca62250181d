"""Floodplain zones without a layer: every hard rule and every step as domain.md §5.4 has them, worked by hand."""
from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kf_resources_plugin.rules.floodplain_steps import StepError, class_points, interval, steps
from kf_resources_plugin.rules.floodplain_zoning import (
    CRITERIA,
    NOWHERE,
    ZONES,
    ZoningTableError,
    criteria,
    decide,
    deciding,
    hard_rules,
    scored,
    zone_names,
    zone_order,
)
from kf_resources_plugin.rules.rule_rows import RuleBook
from tests.rules.books import delivered_book

BOOK = delivered_book("floodplain_zoning", date(2025, 1, 1))
RULES = hard_rules(BOOK)
CRITERION = {(ZONES[item.zone], item.name): item for item in criteria(BOOK)}
IDS = [rule.rule_id.partition(".")[2] for rule in RULES]
NOT_NEW = ("j_new_settlement", ["settlements"])
"""What lets art. 66 leave a unit open to J: a settlement is there already."""


def changed(rule: str, **thresholds: Any) -> RuleBook:
    """Return the delivered rules with thresholds of one row replaced."""
    rows = [replace(row, thresholds={**row.thresholds, **thresholds}) if row.id == f"zoning.{rule}" else row
            for row in BOOK.rows.values()]
    return RuleBook(rows, BOOK.date, "en")


def held(masks: dict[str, float], code: str = "", hazard: float = np.nan) -> list[str]:
    """Return the rules that hold for a unit by its share in masks, land class and hazard."""
    return [rule.rule_id.partition(".")[2] for rule in RULES if rule.holds(
        np.array([max([masks.get(kind, 0.0) for kind in rule.masks], default=0.0)]), [code],
        np.array([0], dtype=np.int64), np.array([hazard]))[0]]


def zone_of(masks: dict[str, float], scores: tuple[float, ...], code: str = "",
            hazard: float = np.nan) -> tuple[str, str]:
    """Return zone and deciding rule of a unit, '' for none."""
    holds = np.array([[name in held(masks, code, hazard) for name in IDS]])
    verdict = decide(holds, RULES, np.array([scores]), zone_order(BOOK))
    zone, rule = int(verdict.zone[0]), int(verdict.rule[0])
    return ZONES[zone] if zone != NOWHERE else "", IDS[rule] if rule != NOWHERE else ""


# -- hard rules: each just holds, and just does not ---------------------------------------------------------------

@pytest.mark.parametrize(("rule", "mask", "least"), [
    ("s_main_channel", "main_channel", 0.5), ("s_training_range", "training_range", 0.5),
    ("sd_reserve", "nature_reserve", 0.5), ("sd_reserve", "nature_reserve_core", 0.5),
    ("sd_reserve", "ecological_redline", 0.5), ("j_approved", "platforms", 0.5),
    ("j_approved", "resettlement_areas", 0.5), ("sd_dike", "dike_protection", 0.5),
    ("n_redline_core", "nature_reserve_core", 0.5), ("n_polluted", "polluted_land", 0.5),
    ("n_main_channel", "main_channel", 0.5), ("j_flood_passage", "flood_passage", 0.5),
    ("j_redline", "ecological_redline", 0.5),
    ("n_safety", "dike_safety", 0.5), ("n_safety", "dike_protection", 0.5),
    # a safety zone forbids living from the first square metre on
    ("j_safety", "dike_safety", 1e-6), ("j_safety", "dike_protection", 1e-6),
])
def test_a_mask_decides_from_its_share_on(rule: str, mask: str, least: float) -> None:
    assert rule in held({mask: least})
    below = 0.4999 if least == 0.5 else 0.0
    assert rule not in held({mask: below})


@pytest.mark.parametrize(("rule", "codes", "others"), [
    ("s_river_class", ["1101"], ["1102", "1106", "110", "11010", ""]),
    ("sd_wetland_class", ["0303", "0304", "0306", "0402", "0603", "1105", "1106", "1108"],
     ["0301", "0404", "1101", "1104", "00", ""]),
])
def test_a_land_class_decides(rule: str, codes: list[str], others: list[str]) -> None:
    assert [rule in held({}, code) for code in codes] == [True] * len(codes)
    assert [rule in held({}, code) for code in others] == [False] * len(others)


def test_hazard_from_h3_on_forbids_living() -> None:
    assert ["j_hazard" in held({}, hazard=value) for value in (0, 1, 2, 3, 6, np.nan)] == [
        False, False, False, True, True, False]


@pytest.mark.parametrize(("masks", "code", "forbidden"), [
    ({}, "", True), ({}, "0102", True), ({"settlements": 0.4999}, "0102", True), ({"settlements": 0.5}, "0102", False),
    ({"platforms": 0.5}, "0102", False), ({"resettlement_areas": 0.5}, "0102", False), ({}, "0702", False),
    ({}, "0701", False), ({}, "203", False), ({}, "0601", True), ({"flood_passage": 1.0}, "", True),
])
def test_art_66_leaves_living_to_what_is_a_settlement_already(
    masks: dict[str, float], code: str, forbidden: bool,
) -> None:
    assert ("j_new_settlement" in held(masks, code)) is forbidden


def test_only_art_66_is_statute() -> None:
    rows = [row for row in BOOK.rows.values() if row.status == "statute"]
    assert [(row.id, row.article, row.document_date) for row in rows] == [
        ("zoning.j_new_settlement", "66", "2022-10-30")]


# -- what hard rules make of zones ----------------------------------------------------------------------------------

@pytest.mark.parametrize(("masks", "code", "scores", "expected"), [
    # J has the best score, and is forbidden but where a settlement is
    ({}, "0102", (0, 0, 80, 100), ("N", "")),
    ({"settlements": 1}, "0702", (0, 0, 80, 100), ("J", "")),
    ({"settlements": 1, "dike_safety": 0.01}, "0702", (0, 10, 80, 100), ("N", "")),
    ({"settlements": 1, "dike_safety": 0.5}, "0702", (0, 10, 80, 100), ("SD", "")),
    ({"settlements": 1, "flood_passage": 0.5}, "0702", (0, 0, 80, 100), ("N", "")),
    ({"settlements": 1, "ecological_redline": 0.5}, "0702", (0, 0, 80, 100), ("SD", "sd_reserve")),
    ({"platforms": 0.5}, "0102", (100, 0, 0, 0), ("J", "j_approved")),
    ({"platforms": 1, "dike_safety": 0.1}, "0102", (5, 3, 80, 100), ("N", "")),
    # water before wetland before living where rules ask for several
    ({"main_channel": 0.5, "nature_reserve": 1, "platforms": 1}, "1106", (0, 0, 90, 0), ("S", "s_main_channel")),
    ({"platforms": 1}, "1106", (0, 0, 90, 0), ("SD", "sd_wetland_class")),
    ({"training_range": 1}, "1101", (0, 0, 90, 0), ("S", "s_river_class")),  # the first of the file
    # dike land is never wetland, though its class says so
    ({"dike_protection": 0.5}, "1108", (1, 90, 95, 0), ("S", "")),
    ({"polluted_land": 0.5}, "0102", (1, 2, 95, 0), ("SD", "")),
    ({"nature_reserve_core": 0.5}, "0102", (1, 2, 95, 0), ("SD", "sd_reserve")),
])
def test_rules_before_scores(
    masks: dict[str, float], code: str, scores: tuple[float, ...], expected: tuple[str, str],
) -> None:
    assert zone_of(masks, scores, code) == expected


def test_equal_scores_go_to_water_wetland_farming_living() -> None:
    settled = {"settlements": 1.0}
    assert [zone_of(settled, scores)[0] for scores in (
        (50, 50, 50, 50), (0, 50, 50, 50), (0, 0, 50, 50), (0, 0, 0, 50))] == ["S", "SD", "N", "J"]
    assert ZONES[zone_order(changed("zones", order=("J", "N", "SD", "S")))[0]] == "J"


def test_a_zone_without_a_score_is_not_taken_and_without_any_there_is_none() -> None:
    nothing = np.nan
    assert zone_of({}, (nothing, nothing, 1, nothing)) == ("N", "")
    assert zone_of({}, (nothing, nothing, nothing, 90)) == ("", "")  # J alone has one, and is forbidden
    assert zone_of({"main_channel": 1}, (nothing,) * 4) == ("S", "s_main_channel")


@pytest.mark.parametrize(("masks", "code", "scores", "zone", "rules"), [
    # a dike that stays dry: nothing speaks for water, and all else is excluded
    ({"dike_protection": 1}, "1109", (0, 40, 80, 90), "", "sd_dike n_safety j_safety j_new_settlement"),
    ({"dike_protection": 1}, "1109", (0.1, 40, 80, 90), "S", ""),
    # factory ground of which nothing else is known
    ({}, "0601", (0, 0, 0, 0), "", "j_new_settlement"),
    ({"settlements": 1}, "0601", (0, 0, 0, 0), "", ""),
    ({}, "0102", (np.nan, 0, np.nan, 90), "", "j_new_settlement"),
    ({"main_channel": 1}, "1101", (0, 0, 0, 0), "S", "s_main_channel"),  # a rule asks for it, whatever the score
])
def test_land_that_no_zone_admits_has_none_and_says_what_excludes_it(
    masks: dict[str, float], code: str, scores: tuple[float, ...], zone: str, rules: str,
) -> None:
    holds = np.array([[name in held(masks, code) for name in IDS]])
    verdict = decide(holds, RULES, np.array([scores]), zone_order(BOOK))
    assert zone_of(masks, scores, code)[0] == zone
    assert deciding(verdict, holds, RULES) == [";".join(f"zoning.{name}" for name in rules.split())]


def test_rules_against_each_other_are_told() -> None:
    def clash(*names: str) -> bool:
        return bool(decide(np.array([[name in names for name in IDS]]), RULES, np.zeros((1, 4)),
                           zone_order(BOOK)).clash[0])

    assert clash("s_main_channel", "sd_reserve")
    assert clash("j_approved", "j_hazard")
    assert not clash("s_main_channel", "n_main_channel")
    assert not clash("s_main_channel", "s_training_range")


@given(st.lists(st.tuples(st.lists(st.booleans(), min_size=len(IDS), max_size=len(IDS)),
                          st.lists(st.one_of(st.floats(0, 100), st.just(np.nan)), min_size=4, max_size=4)),
                min_size=1, max_size=20))
def test_living_is_never_where_new_settlement_is_forbidden(units: list[tuple[list[bool], list[float]]]) -> None:
    holds = np.array([unit[0] for unit in units])
    verdict = decide(holds, RULES, np.array([unit[1] for unit in units]), zone_order(BOOK))
    forbidden = holds[:, IDS.index("j_new_settlement")]
    assert not (forbidden & (verdict.zone == ZONES.index("J"))).any()
    zoned = verdict.zone != NOWHERE
    assert verdict.allowed[np.flatnonzero(zoned), verdict.zone[zoned]].all()


def test_a_switch_takes_a_rule_out() -> None:
    assert "zoning.s_training_range" not in {
        rule.rule_id for rule in hard_rules(changed("s_training_range", applies=False))}


# -- points: every step at, just below and just above its bound --------------------------------------------------

INF = np.inf


@pytest.mark.parametrize(("zone", "criterion", "expected"), [
    ("S", "return_period", {0: 100, 2: 100, 2.01: 0, 5: 0}),
    ("SD", "return_period", {0: 100, 5: 100, 5.01: 60, 10: 60, 10.01: 0}),
    ("N", "return_period", {0: 20, 5: 20, 5.01: 60, 10: 60, 10.01: 85, 20: 85, 20.01: 100, INF: 100}),
    ("J", "return_period", {20: 0, 20.01: 60, 100: 60, 100.01: 100, INF: 100}),
    ("S", "depth", {1.99: 0, 2: 100, 9: 100}),
    ("SD", "depth", {0.49: 0, 0.5: 100, 2: 100, 2.01: 0}),
    ("N", "depth", {0: 100, 0.49: 100, 0.5: 80, 0.99: 80, 1.0: 50, 1.49: 50, 1.5: 10, 9: 10}),
    ("J", "depth", {0: 100, 0.01: 60, 0.3: 60, 0.31: 0}),
    ("S", "hazard", {4: 0, 5: 100, 6: 100}),
    ("SD", "hazard", {2: 0, 3: 100, 4: 100, 5: 0}),
    ("N", "hazard", {0: 100, 1: 100, 2: 100, 3: 60, 4: 0}),
    ("J", "hazard", {0: 100, 1: 100, 2: 0}),
    ("S", "height", {-0.01: 100, 0: 0}),
    ("SD", "height", {-0.01: 0, 0: 100, 1: 100, 1.01: 0}),
    ("N", "height", {0.99: 0, 1: 100, 3: 100, 3.01: 0}),
    ("J", "height", {0.99: 0, 1: 100, 9: 100}),
    ("S", "distance", {0: 100, 200: 100, 200.1: 0}),
    ("SD", "distance", {500: 100, 500.1: 60, 1000: 60, 1000.1: 0}),
    ("N", "distance", {500: 0, 500.1: 100, INF: 100}),
    ("J", "distance", {1500: 0, 1500.1: 100, INF: 100}),
])
def test_points_of_values(zone: str, criterion: str, expected: dict[float, float]) -> None:
    item = CRITERION[zone, criterion]
    assert item.points(np.array([*expected, np.nan])).tolist()[:-1] == list(expected.values())
    assert np.isnan(item.points(np.array([np.nan]))).all()


@pytest.mark.parametrize(("zone", "expected"), [
    ("S", {"1101": 100, "1102": 0}),
    ("SD", {"1106": 100, "1108": 100, "0404": 100, "0401": 0, "1101": 0}),
    ("N", {"0101": 100, "0102": 100, "0103": 100, "0201": 70, "0204": 70, "1204": 40, "1205": 20, "1206": 0,
           "0301": 0}),
    ("J", {"0702": 100, "0701": 100, "203": 100, "0601": 0, "0102": 0}),
])
def test_points_of_land_classes(zone: str, expected: dict[str, float]) -> None:
    found = CRITERION[zone, "land_class"].class_points([*expected, ""])
    assert found.tolist()[:-1] == list(expected.values())
    assert np.isnan(found[-1])


def test_living_measures_height_from_the_design_water_level() -> None:
    assert {zone: CRITERION[zone, "height"].measure for zone in ZONES} == {
        "S": "height_m", "SD": "height_m", "N": "height_m", "J": "freeboard_m"}


def test_default_weights_as_domain_md_has_them() -> None:
    weights = {zone: {name: CRITERION[zone, name].weight for name in CRITERIA if CRITERION[zone, name].weight}
               for zone in ZONES}
    assert weights == {
        "S": {"return_period": 0.35, "depth": 0.25, "hazard": 0.20, "height": 0.20},
        "SD": {"return_period": 0.25, "depth": 0.15, "height": 0.15, "distance": 0.20, "land_class": 0.25},
        "N": {"return_period": 0.25, "depth": 0.20, "hazard": 0.15, "height": 0.10, "distance": 0.10,
              "land_class": 0.20},
        "J": {"return_period": 0.30, "depth": 0.25, "hazard": 0.20, "height": 0.15, "land_class": 0.10}}
    assert [sum(each.values()) for each in weights.values()] == pytest.approx([1.0] * 4, abs=1e-12)


def test_a_score_is_the_weighted_mean_of_what_has_points() -> None:
    points = np.array([[100.0, 50.0, 0.0], [100.0, np.nan, 0.0], [np.nan] * 3])
    found = scored(points, np.array([0.5, 0.3, 0.2]))
    assert found[:2].tolist() == [65.0, round(50 / 0.7, 9)]  # without the second: 0.5 × 100 ÷ 0.7
    assert np.isnan(found[2])


def test_zones_have_names_in_both_languages() -> None:
    assert zone_names(BOOK, "zh") == ("宜水", "宜湿", "宜农", "宜居")
    assert zone_names(BOOK, "en")[0] == "fit for water"


# -- the table as a planner may edit it ---------------------------------------------------------------------------

@pytest.mark.parametrize(("text", "inside", "outside"), [
    ("<=5", [5, -9], [5.01]), ("<5", [4.99], [5]), (">=2", [2, INF], [1.99]), ("> -1.5", [-1.4], [-1.5]),
    ("0.5..2", [0.5, 2], [0.49, 2.01]), (" 3 .. 3 ", [3], [2.9]),
])
def test_a_condition_is_read_as_it_is_written(text: str, inside: list[float], outside: list[float]) -> None:
    assert interval(text).holds(np.array(inside)).all()
    assert not interval(text).holds(np.array([*outside, np.nan])).any()


@pytest.mark.parametrize("text", ["5", "=5: 100", "<=5", "<=5: 101", "<=5: -1", "<=x: 10", "3..1: 10", "≤5: 100", ": 5",
                                  "<=5: "])
def test_a_step_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(StepError):
        steps([text])


@pytest.mark.parametrize(("rule", "key", "value"), [
    ("depth_n", "steps", ("<1: 100", "deep: 10")), ("land_class_n", "steps", ("01-03: 100",)),
    ("j_hazard", "hazard", ("H3",)), ("s_main_channel", "zone", "W"), ("s_main_channel", "effect", "may"),
    ("depth_n", "criterion", "speed"),
])
def test_a_row_that_cannot_be_used_is_named(rule: str, key: str, value: Any) -> None:
    book = changed(rule, **{key: value})
    with pytest.raises(ZoningTableError) as caught:
        [hard_rules(book), criteria(book)]
    assert (caught.value.rule_id, caught.value.key) == (f"zoning.{rule}", key)


def test_zones_must_be_ordered_wholly() -> None:
    with pytest.raises(ZoningTableError, match="order"):
        zone_order(changed("zones", order=("S", "SD", "N")))


def test_the_first_fitting_class_counts() -> None:
    assert class_points("0201", (("0201", 5.0), ("02*", 70.0))) == 5.0
