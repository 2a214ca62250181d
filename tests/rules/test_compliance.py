"""Rules of the compliance review: which polygons and projects they are about, and the rows themselves."""
from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kf_resources_plugin.engine.rule_store import load_rule_book
from kf_resources_plugin.rules.compliance import (
    CONDITIONS,
    FAILS,
    INSIDE,
    PASSES,
    UNCLASSIFIED,
    UNKNOWN_ZONE,
    ReviewRule,
    Selector,
    classes_of,
    land_zone,
    project_classes,
    review_rules,
    roles_of,
    unknown_zones,
    verdict_of,
)

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
ROWS = json.loads((RESOURCES / "rules" / "compliance.json").read_text(encoding="utf-8"))["rows"]
RULES = [row for row in ROWS if "role" in row["thresholds"]]
BOOK = load_rule_book(date(2025, 6, 1), "en")
CLASSES = project_classes(BOOK)


def rule(*classes: str, exempt: tuple[str, ...] = ()) -> ReviewRule:
    return ReviewRule("compliance.x", Selector("blue_lines"), "error", INSIDE, ("甲", "a"), classes, exempt)


@pytest.mark.parametrize(("zones", "value", "fits"), [
    ((), "410", True), (("410",), "410", True), (("410",), "420", False), (("4?0",), "420", True),
    (("*农田*",), "农田保护区", True), (("sd",), "SD", True), (("S",), "SD", False),
    (("!10*", "!11*"), "0701", True), (("!10*", "!11*"), "1001", False), (("!10*",), "", False), (("*",), "", False),
])
def test_zones_fit_patterns_and_an_empty_zone_fits_none(zones: tuple[str, ...], value: str, fits: bool) -> None:
    assert Selector("plan_zones", ("GHFQDM",), zones).fits(value) is fits


@pytest.mark.parametrize(("classes", "of_project", "holds"), [
    ((), {"industrial"}, True), (("industrial",), {"industrial", "chemical"}, True),
    (("industrial",), {"urban"}, False),
    (("!mining",), {"urban"}, True), (("!mining",), {"mining", "urban"}, False), (("!mining",), {UNCLASSIFIED}, True),
    (("urban", "!mining"), {"mining", "urban"}, False),
])
def test_a_rule_holds_for_its_classes(classes: tuple[str, ...], of_project: set[str], holds: bool) -> None:
    assert rule(*classes).holds_for(frozenset(of_project)) is holds


def test_an_exemption_names_the_class_that_lets_off() -> None:
    assert rule(exempt=("state_key", "energy")).exempted(frozenset({"energy", "urban"})) == "energy"
    assert rule(exempt=("state_key",)).exempted(frozenset({UNCLASSIFIED})) == ""


@pytest.mark.parametrize(("value", "codes", "understood"), [
    ("industrial", {"industrial"}, True), ("工业", {"industrial"}, True), (" 工业用地 ", {"industrial"}, True),
    ("INDUSTRY", {"industrial"}, True), ("化工", {"chemical", "industrial"}, True),
    ("国家重大项目、公路", {"state_key", "linear_infrastructure"}, True), ("住宅", {"residential", "urban"}, True),
    ("", {UNCLASSIFIED}, True), (None, {UNCLASSIFIED}, True), ("NULL", {UNCLASSIFIED}, True),
    ("元宇宙", {UNCLASSIFIED}, False), ("工业；元宇宙", {"industrial"}, False),
])
def test_classes_are_known_by_code_name_and_alias(value: Any, codes: set[str], understood: bool) -> None:
    assert classes_of(value, CLASSES) == (frozenset(codes), understood)


def test_no_two_classes_share_a_word() -> None:
    words = [word for entry in CLASSES.values() for word in entry.words]
    assert len(words) == len(set(words))


def test_the_worst_hit_is_the_verdict() -> None:
    assert verdict_of([]) == PASSES
    assert verdict_of(["info", "info"]) == PASSES
    assert verdict_of(["info", "warning"]) == CONDITIONS
    assert verdict_of(["warning", "error", "info"]) == FAILS


def test_parcels_are_zones_of_group_and_code() -> None:
    assert land_zone("N", "01", "0102") == "N/01/0102"
    assert land_zone("N", "02", "0201k") == "N/02/0201K"
    assert land_zone(None, "", "") == "-/-/-"


def test_the_rules_of_the_day_decide() -> None:
    # the Relics Law of 2024 is in force from 2025-03-01, the Yellow River Protection Law from 2023-04-01
    clauses = {day: BOOK.on(day).clause("compliance.heritage_protection")
               for day in (date(2025, 2, 28), date(2025, 3, 1))}
    assert "art. 17" in clauses[date(2025, 2, 28)]
    assert "art. 28" in clauses[date(2025, 3, 1)]
    assert "art. 15" in BOOK.on(date(2023, 3, 31)).clause("compliance.floodplain_settlement")
    assert "art. 66" in BOOK.on(date(2023, 4, 1)).clause("compliance.floodplain_settlement")
    assert "shoreline_control" not in roles_of(review_rules(BOOK.on(date(2023, 3, 31))))
    assert "shoreline_control" in roles_of(review_rules(BOOK))


def test_zones_that_must_be_known_are_watched_by_a_rule_of_their_own() -> None:
    rules = review_rules(BOOK)
    watched = {item.role: item for item in rules if item.rule_id == UNKNOWN_ZONE}
    assert set(watched) == {"plan_zones", "floodplain_zones", "planned_land_use", "urban_boundary"}
    assert all(item.selector.unknown for item in watched.values())

    def unknown(values: list[str], role: str) -> list[bool]:
        return unknown_zones(values, rules, watched[role].selector)

    values = ["100", "200", "300", "400", "410", "420", "430", "500", "510", "520", "530", "540", "700", "农田保护区",
              "450", "", "X"]
    assert unknown(values, "plan_zones") == [False] * 14 + [True] * 3
    assert unknown(["S", "SD", "N", "J", "宜农区", "Q"], "floodplain_zones") == [False] * 5 + [True]
    # most planned uses are nobody's business here, but a polygon without any cannot be judged
    assert unknown(["0701", "1401", ""], "planned_land_use") == [False, False, True]
    # inside the urban boundary only rules on flexible and special use areas look, at urban and industrial projects
    assert unknown(["410", "420", "X", ""], "urban_boundary") == [False, False, False, True]
    assert watched["urban_boundary"].classes == ("urban", "industrial")
    assert watched["plan_zones"].classes == ()


@pytest.mark.parametrize("row", [pytest.param(row, id=row["id"]) for row in RULES])
def test_a_rule_names_roles_tests_and_classes_that_there_are(row: dict[str, Any]) -> None:
    roles = {entry["role"] for entry in json.loads(
        (RESOURCES / "schemas" / "roles.json").read_text(encoding="utf-8"))["roles"]}
    limits = row["thresholds"]
    assert limits["role"] in roles
    assert limits["test"] in {"inside", "outside"}
    assert {code.lstrip("!") for code in (*limits["project_classes"], *limits["exempt_classes"])} <= set(CLASSES)
    assert bool(limits["zones"]) >= bool(limits["zone_fields"])
    assert limits["zone_fields"] or not limits["zones"] or limits["role"] == "land"


def test_every_role_of_the_plan_has_a_rule() -> None:
    wanted = {"permanent_farmland", "ecological_redline", "urban_boundary", "historic_lines", "purple_lines",
              "heritage_protection", "heritage_core", "heritage_control", "burial_areas", "floodplain",
              "floodplain_zones", "dike_protection", "dike_safety", "river_management", "flood_risk_line",
              "blue_lines", "green_lines", "yellow_lines", "industrial_line", "plan_zones", "planned_land_use",
              "hazard_areas", "contaminated_soil", "nature_reserve", "nature_reserve_core", "water_source", "land"}
    assert wanted <= set(roles_of(review_rules(BOOK)))


def test_a_class_that_is_let_off_by_law_still_has_its_condition() -> None:
    """Permanent farmland and redline: an exemption from the ban is a case for approval, never a plain pass."""
    rules = review_rules(BOOK)
    for role in ("permanent_farmland", "ecological_redline"):
        let_off = {code for item in rules if item.role == role and item.severity == "error" for code in item.exempt}
        conditioned = {code for item in rules if item.role == role and item.severity == "warning"
                       for code in item.classes}
        assert let_off - conditioned <= {"land_consolidation"}
