"""Problems of permanent farmland, worked as a planner would decide them, and size classes of blocks."""
from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kf_resources_plugin.rules.codes import SURVEY, ClassInfo, ClassSystems
from kf_resources_plugin.rules.permanent_farmland import (
    NO_PROBLEM,
    Facts,
    class_problem,
    fallow_now,
    mask_kinds,
    problem_hits,
    problems_of,
    size_class_names,
    size_classes,
)
from kf_resources_plugin.rules.rule_rows import RuleBook, RuleRow

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "rules"
SYSTEMS = ClassSystems(json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("classes_*.json"))
                       if not path.name.endswith(".schema.json"))


def book(day: date = date(2026, 1, 1), **changes: Any) -> RuleBook:
    """Return the shipped rules, with thresholds of some rows (named without their prefix) replaced."""
    document = json.loads((FOLDER / "permanent_farmland.json").read_text(encoding="utf-8"))
    rows = [RuleRow(topic=document["topic"], **{
        **row, "thresholds": {key: tuple(value) if isinstance(value, list) else value
                              for key, value in row["thresholds"].items()},
        **{key: row[key] and date.fromisoformat(row[key]) for key in ("effective_from", "effective_to")}})
            for row in document["rows"]]
    changed = [replace(row, thresholds={**row.thresholds, **changes.get(row.id.split(".")[1], {})}) for row in rows]
    return RuleBook(changed, day, "en")


PROBLEMS = problems_of(book())


def named(code: str, problems: Any = PROBLEMS) -> str:
    place = class_problem(problems, SYSTEMS.info(SURVEY, code))
    return "" if place == NO_PROBLEM else problems[place].rule_id.split(".")[1]


@pytest.mark.parametrize(("code", "problem"), [
    ("0101", ""), ("0102", ""), ("0103", ""), ("0201", "orchard"), ("0201K", "orchard"), ("0202", "plantation"),
    ("0301", "forest"), ("0404", "grassland"), ("0402", "wetland"), ("1106", "wetland"), ("1101", "water"),
    ("1104", "water"), ("1104A", "fish_pond"), ("1109", "construction"), ("1201", "construction"),
    ("0702", "construction"), ("1003", "construction"), ("1006", "field_works"), ("1107", "field_works"),
    ("1107A", "water"), ("1203", "field_works"), ("1202", "other_land"), ("1206", "other_land"),
    ("5555", "class_unknown"),
])
def test_a_class_is_the_problem_that_names_it_most_closely(code: str, problem: str) -> None:
    assert named(code) == problem


def test_the_closest_name_goes_before_the_order_of_the_file() -> None:
    turned = PROBLEMS[::-1]  # plantation, water and other land then stand before orchard, fish pond and the rest
    assert [named(code, turned) for code in ("0201", "1104A", "1107", "1003", "0301")] == [
        "orchard", "fish_pond", "field_works", "construction", "forest"]


def test_what_no_row_names_any_more_is_other_land() -> None:
    assert named("0301", problems_of(book(forest={"applies": False}))) == "other_land"
    assert named("0301", ()) == ""


def facts(codes: list[str], land: list[int], **more: Any) -> Facts:
    infos: list[ClassInfo | None] = [SYSTEMS.info(SURVEY, code) for code in codes]
    given = {key: np.array(value, dtype=object) for key, value in more.items() if key in {"slope", "terrace",
                                                                                          "planting"}}
    inside = {key: np.array(value, dtype=bool) for key, value in more.get("inside", {}).items()}
    before = more.get("before")
    return Facts(np.array(land), np.arange(len(codes)), infos, inside,
                 fallow_before=None if before is None else np.array(before, dtype=bool), **given)


def hits(known: Facts) -> list[set[str]]:
    found = problem_hits(PROBLEMS, known)
    return [{PROBLEMS[place].rule_id.split(".")[1] for place in np.flatnonzero(row).tolist()} for row in found]


def test_problems_are_independent_of_each_other() -> None:
    # an orchard in the redline, a field outside the survey but in the main channel
    known = facts(["0201", "0102"], [0, 1, -1], inside={"ecological_redline": [True, False, False],
                                                        "main_channel": [False, False, True]})
    assert hits(known) == [{"orchard", "ecological_redline"}, set(), {"outside_survey", "main_channel"}]


def test_slope_is_asked_of_cultivated_land_without_terraces() -> None:
    known = facts(["0103", "0103", "0301", "0103"], [0, 1, 2, 3], slope=["5", " 05 ", "5", "4"],
                  terrace=[None, "tt", None, None])
    assert hits(known) == [{"slope"}, set(), {"forest"}, set()]


def test_fallow_needs_both_surveys() -> None:
    known = facts(["0102", "0102", "0102"], [0, 1, 2], planting=["WG", "wg ", "LS"], before=[True, False, True])
    assert hits(known) == [{"fallow"}, set(), set()]
    [problem] = [problem for problem in PROBLEMS if problem.planting]
    assert fallow_now(problem, known).tolist() == [True, True, False]
    assert hits(facts(["0102"], [0], planting=["WG"])) == [set()]


def test_only_cultivated_land_lies_fallow() -> None:
    # a wood, a factory and land of no known class keep the code they had as fields; outside the survey there is none
    known = facts(["0307", "0601", "9999", "0102"], [0, 1, 2, 3, -1], planting=["WG"] * 4, before=[True] * 5)
    assert hits(known) == [{"forest"}, {"construction"}, {"class_unknown"}, {"fallow"}, {"outside_survey"}]
    [problem] = [problem for problem in PROBLEMS if problem.planting]
    assert fallow_now(problem, known).tolist() == [False, False, False, True, False]


def test_masks_are_those_of_the_rows() -> None:
    assert mask_kinds(PROBLEMS) == (
        "approvals", "ecological_conversion", "ecological_redline", "frequent_flood", "main_channel", "nature_reserve",
        "nature_reserve_core", "polluted_land", "river_management", "steep_land")


@pytest.mark.parametrize(("rule", "day", "said"), [
    ("permanent.wetland", date(2025, 9, 30), "2019"), ("permanent.wetland", date(2025, 10, 1), "令第17号"),
    ("permanent.main_channel", date(2023, 3, 31), ""), ("permanent.main_channel", date(2023, 4, 1), "art. 66"),
])
def test_rules_follow_their_day(rule: str, day: date, said: str) -> None:
    clause = book(day).clause(rule)
    assert said in clause
    assert "default of this tool" in clause


def test_size_classes_in_mu() -> None:
    # 100 mu = 66 666.666… m², 500 mu = 333 333.333…, 1000 mu = 666 666.666…
    area = np.array([66_666_66, 66_666_67, 333_333_33, 333_333_34, 666_666_66, 666_666_67])
    assert size_classes(area, (1000, 500, 100)).tolist() == [3, 2, 2, 1, 1, 0]
    assert size_class_names((100, 1000, 500)) == [">=1000", "500-1000", "100-500", "<100"]
    assert size_class_names(()) == [""]
