"""Stable cultivated land: each listed ground, the exceptions, and masks, piece by piece as a planner would decide."""
from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kf_resources_plugin.rules.rule_rows import RuleBook, RuleRow
from kf_resources_plugin.rules.stable_farmland import (
    STABLE,
    Attributes,
    attribute_hits,
    deciding,
    grounds,
    known_details,
    mask_kinds,
    unstable_hits,
)

FILE = Path(__file__).resolve().parents[2] / "resources" / "rules" / "stable_farmland.json"


def rows() -> list[RuleRow]:
    document = json.loads(FILE.read_text(encoding="utf-8"))
    return [RuleRow(topic=document["topic"], **{**row, "thresholds": {
        key: tuple(value) if isinstance(value, list) else value for key, value in row["thresholds"].items()}})
            for row in document["rows"]]


def book(**changes: Any) -> RuleBook:
    """Return the shipped rules, with thresholds of some rows (named without their prefix) replaced."""
    changed = [replace(row, thresholds={**row.thresholds, **changes.get(row.id.split(".")[1], {})}) for row in rows()]
    return RuleBook(changed, date(2025, 1, 1), "zh")


RULES = grounds(book())
IDS = [ground.rule_id for ground in RULES]


def column(*values: Any) -> np.ndarray:
    return np.array(values, dtype=object)


def decided(attributes: Attributes, count: int, inside: dict[str, list[bool]] | None = None,
            rules: Any = RULES) -> list[str | None]:
    """Return the deciding ground of parcels of one piece each, None where stable."""
    masks = {kind: np.array(values) for kind, values in (inside or {}).items()}
    hits = unstable_hits(rules, attributes, count, np.arange(count), masks)
    return [None if place == STABLE else rules[place].rule_id for place in deciding(hits).tolist()]


def test_grounds_decide_in_the_order_of_the_file_and_saline_land_stays_stable() -> None:
    assert IDS == [
        "stable.slope", "stable.river_beach", "stable.lake", "stable.forest", "stable.pasture", "stable.sandy",
        "stable.rocky", "stable.frequent_flood", "stable.polluted", "stable.reserve_core", "stable.conversion",
        "stable.steep"]


def test_slope_class_five_is_unstable_unless_terraced() -> None:
    slope = column("5", "5", "5", "4", "1", None, 5, "５ ", 5.0)
    terrace = column("PD", "TT", None, "PD", None, "TT", "tt", "PD", "TT")
    assert decided(Attributes(slope=slope, terrace=terrace), 9) == [
        "stable.slope", None, "stable.slope", None, None, None, None, "stable.slope", None]


def test_without_the_terrace_field_no_land_is_a_terrace() -> None:
    assert decided(Attributes(slope=column("5", "4")), 2) == ["stable.slope", None]


@pytest.mark.parametrize(("code", "rule"), [
    ("HDGD", "stable.river_beach"), ("HQGD", "stable.lake"), ("LQGD", "stable.forest"), ("MQGD", "stable.pasture"),
    ("SHGD", "stable.sandy"), ("HHGD", "stable.sandy"), ("SMGD", "stable.rocky"), ("YJGD", None), ("GCCD", None),
    ("", None), (None, None), (" hdgd ", "stable.river_beach"), ("河道耕地", "stable.river_beach"),
])
def test_each_detail_code_decides_by_its_own_row(code: Any, rule: str | None) -> None:
    assert decided(Attributes(detail=column(code)), 1) == [rule]


def test_saline_land_is_unstable_once_the_user_says_so() -> None:
    own = grounds(book(saline={"applies": True}, lake={"applies": False}))
    assert decided(Attributes(detail=column("YJGD", "HQGD")), 2, rules=own) == ["stable.saline", None]
    # a code whose ground was switched off is still known
    assert known_details(book(lake={"applies": False})) >= {"HQGD", "YJGD", "HHGD", "石漠化耕地"}


def test_flooded_land_counts_inside_the_management_range_only() -> None:
    flooded, river = [True, True, False], [True, False, True]
    empty = Attributes()
    assert decided(empty, 3, {"frequent_flood": flooded, "river_management": river}) == [
        "stable.frequent_flood", None, None]
    # nobody gave the range: all flooded land is taken
    assert decided(empty, 3, {"frequent_flood": flooded}) == ["stable.frequent_flood", "stable.frequent_flood", None]
    # the range alone says nothing of floods
    assert decided(empty, 3, {"river_management": river}) == [None, None, None]


@pytest.mark.parametrize(("kind", "rule"), [
    ("polluted_land", "stable.polluted"), ("nature_reserve_core", "stable.reserve_core"),
    ("ecological_conversion", "stable.conversion"), ("steep_land", "stable.steep")])
def test_each_mask_decides_by_its_own_row(kind: str, rule: str) -> None:
    assert decided(Attributes(), 2, {kind: [True, False]}) == [rule, None]


def test_terraces_are_stable_on_the_slope_mask_too() -> None:
    terrace = column("TT", "PD")
    assert decided(Attributes(terrace=terrace), 2, {"steep_land": [True, True]}) == [None, "stable.steep"]


def test_all_grounds_are_kept_and_the_first_decides() -> None:
    # one parcel of two pieces on a river beach of slope 5; the second piece is polluted
    attributes = Attributes(slope=column("5"), detail=column("HDGD"))
    hits = unstable_hits(RULES, attributes, 1, np.array([0, 0]), {"polluted_land": np.array([False, True])})
    assert [[IDS[place] for place in np.flatnonzero(row)] for row in hits] == [
        ["stable.slope", "stable.river_beach"], ["stable.slope", "stable.river_beach", "stable.polluted"]]
    assert deciding(hits).tolist() == [0, 0]


def test_kinds_of_masks_follow_from_the_rows() -> None:
    assert mask_kinds(RULES) == ("ecological_conversion", "frequent_flood", "nature_reserve_core", "polluted_land",
                                 "river_management", "steep_land")
    assert "polluted_land" not in mask_kinds(grounds(book(polluted={"applies": False})))


def test_no_grounds_and_no_parcels_are_no_fault() -> None:
    assert deciding(unstable_hits((), Attributes(), 2, np.arange(2), {})).tolist() == [STABLE, STABLE]
    nothing = unstable_hits(RULES, Attributes(slope=column()), 0, np.empty(0, dtype=np.int64), {})
    assert nothing.shape == (0, len(RULES))


@settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(st.sampled_from(["1", "4", "5", None]), st.sampled_from(["TT", "PD", None]),
                          st.sampled_from(["HDGD", "SHGD", "YJGD", ""])), min_size=1, max_size=8), st.integers(0, 7))
def test_the_order_of_parcels_decides_nothing(parcels: list[tuple[Any, Any, Any]], first: int) -> None:
    order = [*range(first, len(parcels)), *range(min(first, len(parcels)))][::-1]

    def hits(listed: list[tuple[Any, Any, Any]]) -> np.ndarray:
        return attribute_hits(RULES, Attributes(*(column(*values) for values in zip(*listed))), len(listed))

    assert (hits([parcels[place] for place in order]) == hits(parcels)[order]).all()
