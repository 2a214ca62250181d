"""Rows of the review read as a planner reads them: what zones are called, and what a clause really says."""
from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kf_resources_plugin.engine.rule_store import load_rule_book
from kf_resources_plugin.rules.compliance import classes_of, project_classes, review_rules

BOOK = load_rule_book(date(2025, 6, 1), "en")
RULES = {rule.rule_id: rule for rule in review_rules(BOOK)}


@pytest.mark.parametrize(("value", "danger"), [
    ("危险区", True), ("地质灾害危险区", True), ("崩塌灾害危险区", True),
    ("危险性小", False), ("低危险性", False), ("高危险性分区", False), ("易发区", False)])
def test_only_declared_danger_areas_forbid(value: str, danger: bool) -> None:
    # art. 19 is on danger areas that the county declares, not on zones of hazard assessments
    assert RULES["compliance.hazard_danger"].selector.fits(value) is danger


def test_planned_use_is_read_from_its_code() -> None:
    # patterns are codes: a layer that has names only must be told, not judged by them
    fields = {rule.selector.zone_fields for rule in RULES.values() if rule.role == "planned_land_use"
              and rule.selector.zones and not rule.selector.unknown}
    assert fields == {("YDYHFLDM",)}


@pytest.mark.parametrize(("rule", "article"), [
    ("dike_protection_works", "art. 27"), ("dike_protection", "art. 10"), ("contaminated_sensitive", "art. 61"),
    ("planned_public", "art. 35"), ("floodplain_facility", "art. 67"), ("river_management_facility", "art. 27")])
def test_what_a_clause_does_not_say_of_the_layer_is_a_default(rule: str, article: str) -> None:
    clause = BOOK.clause(f"compliance.{rule}")
    assert clause.startswith("default of this tool")
    assert article in clause


def test_a_road_may_cross_a_dike_on_conditions() -> None:
    road = frozenset({"linear_infrastructure"})
    assert RULES["compliance.dike_protection"].exempted(road)
    assert RULES["compliance.dike_protection_works"].holds_for(road)
    assert RULES["compliance.dike_protection_works"].severity == "warning"


@pytest.mark.parametrize(("value", "code"), [
    ("工业项目", "industrial"), ("住宅用地", "residential"), ("居住用地", "residential"), ("商业用地", "commercial"),
    ("水利工程", "water_works"), ("教育用地", "public_service"), ("高标准农田建设", "land_consolidation")])
def test_classes_are_known_as_planners_write_them(value: Any, code: str) -> None:
    codes, understood = classes_of(value, project_classes(BOOK))
    assert understood
    assert code in codes
