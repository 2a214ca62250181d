"""What tiers mean: which rule decides at a place, who consents at which level and day, what users may break."""
from __future__ import annotations

from datetime import date

import pytest

from kf_resources_plugin.engine.rule_store import load_rule_book
from kf_resources_plugin.rules.heritage_impact import (
    ARCHAEOLOGY,
    BUILDING,
    CONSENT,
    FORBIDDEN,
    FREE,
    PARCEL,
    PROJECT,
    Place,
    consents,
    impact_rules,
    is_large,
    said_of,
    strange_words,
    worst,
)
from kf_resources_plugin.rules.rule_rows import RuleBook
from tests.rules.books import delivered_book

OLD, NEW = date(2025, 2, 28), date(2025, 3, 1)
BOOK = load_rule_book(NEW, "en", None)
NOBODY: frozenset[str] = frozenset(["unclassified"])


def said(subject: str, tier: str | None, *classes: str, level: str = "provincial", name: str = "铁塔",
         book: RuleBook = BOOK) -> list[tuple[str, str]]:
    """Return (rule, exempting class) of all that is said of a subject."""
    rules = [rule for rule in impact_rules(book) if rule.subject == subject]
    place = None if tier is None else Place(tier, level, name)
    return [(item.rule.rule_id.split(".")[1], item.exempted_by)
            for item in said_of(rules, place, frozenset(classes) or NOBODY)]


@pytest.mark.parametrize(("effects", "verdict"), [
    ([], FREE), ([ARCHAEOLOGY], ARCHAEOLOGY), ([ARCHAEOLOGY, CONSENT], CONSENT),
    ([CONSENT, FORBIDDEN, ARCHAEOLOGY], FORBIDDEN)])
def test_the_worst_effect_is_the_verdict(effects: list[str], verdict: str) -> None:
    assert worst(effects) == verdict


@pytest.mark.parametrize(("tier", "level", "name", "found"), [
    # of rules that forbid or ask for consent one decides: the wall's own before those of all sites
    ("protection", "national", "开封城墙", ["archaeology", "city_wall"]),
    ("protection", "national", "铁塔", ["archaeology", "heritage_protection"]),
    ("control_2", "", "铁塔", ["archaeology", "heritage_control"]),
    ("protection", "unrated", "老井", ["unlisted"]),
    ("control_1", "unrated", "老井", ["unlisted"]),
    ("district_control", "", "书店街", ["plan_range", "district_control"]),
    ("building", "", "某宅", ["historic_building"]),
])
def test_one_rule_decides_of_those_that_forbid_or_ask_for_consent(tier: str, level: str, name: str,
                                                                  found: list[str]) -> None:
    assert sorted(rule for rule, _ in said(PROJECT, tier, level=level, name=name)) == sorted(found)


def test_a_class_lets_off_one_rule_and_meets_the_next() -> None:
    assert said(PROJECT, "protection", "heritage_works") == [
        ("works", ""), ("archaeology", ""), ("heritage_protection", "heritage_works")]
    # arts 28 and 29 are about listed sites: nobody is let off them at another one
    assert said(PROJECT, "protection", "heritage_works", level="unrated") == [("works", "")]
    assert said(PROJECT, "core", "public_utility") == [
        ("plan_range", ""), ("heritage_core", "public_utility"), ("heritage_core_public", "")]


def test_rules_without_tiers_hold_anywhere_and_once() -> None:
    assert said(BUILDING, None, "historic") == [("demolish_historic", "")]
    assert said(BUILDING, "core", "historic") == []
    assert said(PARCEL, None, "reserve") == said(PARCEL, None) == [("supply_reserve", "")]
    assert said(PARCEL, None, "grant") == []


def test_a_rule_of_the_review_that_a_user_switched_off_is_off_here() -> None:
    row = BOOK.row("compliance.heritage_control")
    off = row.__class__(**{**row.__dict__, "thresholds": {**row.thresholds, "applies": False}, "user_file": "own.json"})
    book = RuleBook([*BOOK.rows.values(), off], NEW, "en")
    assert [rule for rule, _ in said(PROJECT, "control_1", book=book)] == ["archaeology"]


LEVELS = ("national", "provincial", "municipal", "county", "unrated", "historic_district", "")


@pytest.mark.parametrize("day", [OLD, NEW])
@pytest.mark.parametrize(("rule", "known"), [
    ("compliance.heritage_protection", LEVELS[:4]), ("compliance.heritage_control", LEVELS[:4]),
    ("heritage_impact.works", LEVELS[:5]), ("heritage_impact.demolish_relic", LEVELS[:5]),
    ("compliance.city_wall", LEVELS), ("heritage_impact.demolish_core", LEVELS)])
def test_where_the_level_decides_an_unknown_one_names_nobody(rule: str, known: tuple[str, ...], day: date) -> None:
    table = consents(load_rule_book(day, "zh", None))
    assert {level for level in LEVELS if table.who(rule, level)} == set(known)


def test_every_rule_says_who_consents_but_those_that_nobody_may_lift() -> None:
    table = consents(BOOK)
    silent = {rule.rule_id for rule in impact_rules(BOOK) if table.who(rule.rule_id, "national") == ""}
    # 名城条例 art. 28 leaves no way for other works in a core; farmland is treated, not permitted
    assert silent == {"compliance.heritage_core", "heritage_impact.farmland_adjust", "heritage_impact.farmland_keep"}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_levels_and_consents_stand_side_by_side(language: str) -> None:
    for row in delivered_book("heritage_impact", NEW).versions("heritage_impact"):
        if row.id.startswith("heritage_consent."):
            assert len(row.thresholds[f"consents_{language}"]) == max(len(row.thresholds["levels"]), 1), row.id


@pytest.mark.parametrize(("site_type", "name", "large"), [
    ("大遗址", "某处", True), ("国家大遗址", "", True), ("古遗址", "北宋东京城遗址", True),
    ("", "杞县鹿台岗遗址", True), ("古遗址", "某处", False), ("", "", False)])
def test_large_sites_are_known_by_type_or_by_the_citys_list(site_type: str, name: str, large: bool) -> None:
    assert is_large([site_type], [name], BOOK) is large


def test_words_that_are_none_are_found_in_rules_of_any_day() -> None:
    assert strange_words(BOOK) == []
    row = BOOK.row("heritage_impact.works")
    wrong = {"tiers": ("keep_out",), "effect": "maybe", "levels": ("!world",), "project_classes": ("castle",)}
    bad = row.__class__(**{**row.__dict__, "thresholds": {**row.thresholds, **wrong}})
    assert {word for _, word in strange_words(RuleBook([*BOOK.rows.values(), bad], NEW, "en"))} == {
        "keep_out", "maybe", "world", "castle"}
