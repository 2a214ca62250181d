"""Rules on the use of the floodplain as delivered: words of zones, places, classes and crops."""
from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from kf_resources_plugin.rules.floodplain_use import (
    UseRule,
    ZoneFacts,
    about,
    crop_fits,
    fits,
    places_of,
    rule_kinds,
    site_kinds,
    there,
    use_rules,
    zone_code,
)
from tests.rules.books import delivered_book

BOOK = delivered_book("floodplain_use", date(2025, 6, 1))
RULES = {rule.rule_id: rule for rule in use_rules(BOOK)}


@pytest.mark.parametrize(("text", "code"), [
    ("S", "S"), (" sd ", "SD"), ("N", "N"), ("j", "J"), ("宜水", "S"), ("宜湿区", "SD"), ("宜农", "N"), ("宜居区", "J"),
    ("Ｓ", "S"), ("", ""), (None, ""), ("X", ""), ("SN", ""), ("水", "")])
def test_zones_by_code_and_by_chinese_words(text: str | None, code: str) -> None:
    assert zone_code(text, BOOK) == code


def test_every_subject_has_a_rule_and_every_rule_a_place() -> None:
    assert {rule.subject for rule in RULES.values()} == {
        "land", "planned", "buildings", "permanent", "exit", "dikes", "settlement"}
    assert [rule.rule_id for rule in RULES.values() if not rule.places or not all(rule.names)] == []


def test_before_the_law_only_its_forerunners_are_in_force() -> None:
    old = {rule.rule_id for rule in use_rules(delivered_book("floodplain_use", date(2023, 3, 31)))}
    law = {"flooduse.new_settlement", "flooduse.new_reclamation", "flooduse.new_permanent", "flooduse.dike_other",
           "flooduse.exit_channel", "flooduse.settlement_water", "flooduse.buildings"}
    assert law <= set(RULES)
    assert not law & old
    assert {"flooduse.planned", "flooduse.trees", "flooduse.dike_land"} <= old
    clauses = [delivered_book("floodplain_use", day).clause("flooduse.planned")
               for day in (date(2023, 3, 31), date(2023, 4, 1))]
    # the regulation speaks of towns and factories only, so that villages are held to it is no statute
    assert clauses == ["default of this tool, not statutory (after Henan Regulation on Yellow River Flood Control "
                       "(2016-12-02), art. 15)",
                       "Yellow River Protection Law of the PRC (2022-10-30), art. 66"]


def test_places_come_from_layers_and_from_what_zones_say() -> None:
    facts = ZoneFacts(np.array(["S", "N", ""], dtype=object), np.array([2.0, 5.0, np.nan]),
                      np.array([6.0, 2.0, np.nan]), np.array([np.nan] * 3))
    zone = np.array([0, 1, 2, -1], dtype=np.int64)
    found = places_of({"frequent_flood": np.array([False, False, False, True])}, zone, facts, BOOK)
    assert found["zone_s"].tolist() == [True, False, False, False]
    assert found["zone_n"].tolist() == [False, True, False, False]
    assert found["frequent"].tolist() == [True, True, False, True]  # 5 years are within 5 years
    assert found["hazardous"].tolist() == [True, False, False, False]
    assert found["floodplain"].tolist() == [True, True, True, False]  # no layer of it: the zones
    given = places_of({"floodplain": np.array([False, False, False, True])}, zone, facts, BOOK)
    assert given["floodplain"].tolist() == [False, False, False, True]


def test_a_rule_holds_in_any_of_its_places_and_nowhere_that_lets_off() -> None:
    rule = UseRule("r", "land", "error", ("", ""), ("a", "b", "not given"), ("off", "not given"))
    places = {"a": np.array([True, False, False, True]), "b": np.array([False, True, False, False]),
              "off": np.array([False, False, False, True])}
    assert there(rule, places, 4).tolist() == [True, True, False, False]
    assert there(rule, {}, 2).tolist() == [False, False]


@pytest.mark.parametrize(("rule", "named", "spared"), [
    ("new_settlement", ["J/07/0702", "J/07/0701"], ["J/06/0601", "-/-/-", "N/01/0101"]),
    ("new_construction", ["J/06/0601", "J/12/1201"], ["J/07/0702", "J/10/1003", "J/11/1109", "N/10/1006"]),
    ("new_reclamation", ["N/01/0102"], ["N/02/0201", "N/11/1104"]),
    ("trees", ["N/03/0301", "N/03/0307K", "N/02/0201", "N/00/0304"], ["N/02/0202", "W/04/0404"]),
    ("greenhouses", ["N/12/1202"], ["J/12/1201", "N/12/1203"]),
    ("built_in_passage", ["J/07/0702", "J/08/0810A"], ["J/10/1003", "J/11/1109", "J/12/1201"]),
    ("dike_land", ["J/07/0702", "N/11/1104A"], ["N/11/1107", "J/11/1109"]),
    ("zone_water_farmed", ["N/01/0103", "N/02/0204", "N/12/1202"], ["W/11/1101", "N/10/1006"]),
    ("zone_living_industry", ["J/06/0602"], ["J/07/0702"]),
])
def test_classes_that_rules_name(rule: str, named: list[str], spared: list[str]) -> None:
    classes = RULES[f"flooduse.{rule}"].classes
    assert fits(classes, named).tolist() == [True] * len(named)
    assert fits(classes, spared).tolist() == [False] * len(spared)


def test_land_that_counts_as_waste_before() -> None:
    before = RULES["flooduse.new_reclamation"].before
    assert fits(before, ["W/12/1204", "W/00/1106", "N/00/0402", "N/04/0403", "W/11/1101"]).tolist() == [True] * 5
    assert fits(before, ["J/07/0702", "N/01/0102", "N/02/0201", "-/-/-"]).tolist() == [False] * 4


def test_crops_by_name_and_what_is_not_known() -> None:
    tall, unknown = (RULES[f"flooduse.{name}"].crops for name in ("tall_crops", "crop_unknown"))
    words = ["夏玉米", "Maize", "高粱", "LLJZ", "小麦", "花生", "XG", ""]
    assert crop_fits(tall, words).tolist() == [True, True, True, True, False, False, False, False]
    assert crop_fits(unknown, words).tolist() == [False] * 7 + [True]
    assert crop_fits((), words).tolist() == [True] * 8


def test_roles_that_rules_and_sites_ask_for() -> None:
    assert rule_kinds(RULES.values()) == {
        "floodplain", "flood_passage", "main_channel", "frequent_flood", "dike_protection", "dike_safety", "platforms",
        "resettlement_areas"}
    assert {"permanent_farmland", "ecological_redline", "floodplain", "resettlement_areas"} <= site_kinds(BOOK)
    assert {rule.rule_id for rule in about(RULES.values(), "exit")} == {
        f"flooduse.exit_{name}" for name in ("channel", "passage", "zone", "frequent")}
