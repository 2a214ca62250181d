"""Widths along dikes, words for reaches and sides, and which side of a line is the river's."""
from __future__ import annotations

from datetime import date

import pytest

from kf_resources_plugin.rules.dike_zones import (
    ABOVE,
    BELOW,
    LEFT,
    OF_DIKES,
    OTHER,
    QINHE,
    RIGHT,
    UNKNOWN,
    WORKS,
    Verdict,
    reach_of,
    river_side,
    side_of,
    standard_of,
    zone_rules,
)
from tests.rules.books import delivered_book

BOOK = delivered_book("dike_zones", date(2024, 6, 1))
RULES = zone_rules(BOOK)


# 河南省黄河工程管理条例 (2020), art. 9: 东坝头以上 30/30, 以下 30/10, 沁河 10/5; safety 50/100,
# 沁河 30/50; art. 11: 200
@pytest.mark.parametrize(("reach", "widths"), [
    (ABOVE, [("protection", 30, 30), ("safety", 50, 100), ("blasting", 200, 200)]),
    (BELOW, [("protection", 30, 10), ("safety", 50, 100), ("blasting", 200, 200)]),
    (QINHE, [("protection", 10, 5), ("safety", 30, 50), ("blasting", 200, 200)]),
    (OTHER, [("protection", 0, 0), ("safety", 0, 0), ("blasting", 200, 200)]),
    # where the reach is not known, the widest of each kind
    ("", [("protection", 30, 30), ("safety", 50, 100), ("blasting", 200, 200)]),
])
def test_widths_of_a_reach(reach: str, widths: list[tuple[str, float, float]]) -> None:
    standard = standard_of(reach, RULES, OF_DIKES)
    assert [(zone.kind, zone.width("river"), zone.width("land")) for zone in standard.zones] == widths
    assert standard.widest == (reach == "")


def test_training_works_have_one_standard() -> None:
    # art. 17: 30 m beyond the spur heads, 50 m outside the toe of the connecting dam
    zone, = standard_of("", RULES, [WORKS]).zones
    assert (zone.rule_id, zone.river_m, zone.land_m, zone.role) == ("dike.works", 30, 50, "")
    assert (zone.name("zh"), zone.name("en")) == ("护坝地", "protection land of training works")


def test_what_the_statute_names_is_statute_and_only_protection_land_is_a_least_width() -> None:
    house = {rule.rule_id for rule in RULES if BOOK.row(rule.rule_id).status == "house"}
    assert house == {"dike.protection_other", "dike.safety_other"}
    assert {rule.rule_id for rule in RULES if rule.at_least} == {
        "dike.protection_above", "dike.protection_below", "dike.protection_qinhe"}
    assert {rule.rule_id: BOOK.row(rule.rule_id).article for rule in RULES if rule.rule_id not in house} == {
        **dict.fromkeys(["dike.protection_above", "dike.protection_below", "dike.protection_qinhe",
                         "dike.safety_yellow", "dike.safety_qinhe"], "9"), "dike.blasting": "11", "dike.works": "17"}


@pytest.mark.parametrize(("value", "reach"), [
    ("above_dongbatou", ABOVE), ("Above_Dongbatou ", ABOVE), ("东坝头以上", ABOVE), ("黄河大堤东坝头以上段", ABOVE),
    ("东坝头以下", BELOW), ("北金堤", BELOW), ("太行堤", BELOW), ("温县黄河堤", BELOW), ("沁河堤", QINHE),
    ("其它", OTHER), ("", ""), (None, ""), ("  ", ""),
    ("东坝头", None), ("somewhere", None), ("东坝头以上、东坝头以下", None),
])
def test_reaches_are_understood(value: str | None, reach: str | None) -> None:
    assert reach_of(value, BOOK) == reach


@pytest.mark.parametrize(("value", "side"), [
    ("left", LEFT), ("L", LEFT), ("左", LEFT), ("Right", RIGHT), ("右侧", RIGHT), ("", UNKNOWN), (None, UNKNOWN),
    ("north", None), ("临河", None),
])
def test_sides_are_understood(value: str | None, side: int | None) -> None:
    assert side_of(value, BOOK) == side


@pytest.mark.parametrize(("entered", "sight", "verdict"), [
    ([UNKNOWN], (10.0, 0.0, 10), Verdict(LEFT, share=1.0)),
    ([], (1.0, 9.0, 10), Verdict(RIGHT, share=0.9)),
    # 8 of 10 on one side is enough, a little less is not
    ([], (8.0, 2.0, 10), Verdict(LEFT, share=0.8)),
    ([], (7.9, 2.1, 10), Verdict(UNKNOWN, "dike.side_mixed", 0.79)),
    # seen at 11.5° (a sine of 0.2) on average, or more slantingly
    ([], (2.0, 0.0, 10), Verdict(LEFT, share=1.0)),
    ([], (1.9, 0.0, 10), Verdict(UNKNOWN, "dike.side_towards")),
    ([], (0.0, 0.0, 0), Verdict(UNKNOWN, "dike.side_towards")),
    ([], None, Verdict(UNKNOWN, "dike.side_unknown")),
    ([RIGHT, UNKNOWN], None, Verdict(RIGHT)),
    ([RIGHT], (10.0, 0.0, 10), Verdict(RIGHT, share=1.0, differs=True)),
    ([RIGHT], (0.0, 10.0, 10), Verdict(RIGHT, share=1.0)),
    ([RIGHT], (5.0, 5.0, 10), Verdict(RIGHT, share=0.5)),
    ([LEFT, RIGHT], (10.0, 0.0, 10), Verdict(UNKNOWN, "dike.side_conflict")),
])
def test_the_river_side(entered: list[int], sight: tuple[float, float, int] | None, verdict: Verdict) -> None:
    found = river_side(entered, sight, BOOK)
    assert found == Verdict(verdict.side, verdict.rule_id, pytest.approx(verdict.share), verdict.differs)
