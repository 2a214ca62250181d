"""Who moves, in which order and whereto: worked by hand, and on random villages and sites."""
from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kf_resources_plugin.rules.relocation import (
    KEEP,
    MOVE,
    SAFE,
    UNKNOWN,
    Allotment,
    Shares,
    allot,
    met,
    moving_order,
    outcomes,
    ranking,
)
from kf_resources_plugin.rules.rule_rows import RuleBook
from tests.rules.books import delivered_book

BOOK = delivered_book("floodplain_use", date(2025, 6, 1))


def changed(**thresholds: Any) -> RuleBook:
    """Return the rules with other thresholds of relocation."""
    row = BOOK.row("flooduse.relocation")
    return RuleBook([replace(row, thresholds={**row.thresholds, **thresholds})], BOOK.date, "en")


def ints(*values: int) -> np.ndarray:
    return np.array(values, dtype=np.int64)


def village(whole: int, rules: tuple[float, float], danger: int, platform: int = 0, approved: int = 0) -> list[str]:
    """Return the outcome of one village, in tens of m²; the second rule leaves no way to stay."""
    held = np.round(1000 * np.array([rules])).astype(np.int64)
    shares = Shares(*(1000 * part if part is not held else held for part in (
        ints(whole), held, ints(danger), ints(platform), ints(approved))))
    return outcomes(shares, met(shares, BOOK), np.array([True, False]), BOOK)


@pytest.mark.parametrize(("rules", "danger", "more", "word"), [
    ((0, 0), 0, {}, KEEP),
    ((49, 0), 49, {}, KEEP),  # 4.9 % of 1 000 are below 5 %
    ((50, 0), 50, {}, MOVE),  # 5.0 % are not
    ((30, 30), 50, {}, MOVE),  # each 3 %, together 5 % of the land, some of it in both
    ((500, 0), 500, {"platform": 800}, SAFE),  # 80 % on a platform
    ((500, 0), 500, {"platform": 799}, MOVE),
    ((500, 1), 500, {"platform": 1000}, MOVE),  # nobody stays where the flood has to pass
    ((500, 0), 500, {"approved": 800}, KEEP),
    ((500, 0), 500, {"approved": 799}, MOVE),
    ((500, 1), 500, {"approved": 1000}, MOVE),
    ((500, 0), 500, {"approved": 800, "platform": 800}, KEEP),
])
def test_outcome_by_what_lies_where(rules: tuple[int, int], danger: int, more: dict[str, int], word: str) -> None:
    assert village(1000, rules, danger, **more) == [word]


def test_a_hair_over_a_border_moves_nobody() -> None:
    """1 m² is an error of borders, more of it is land."""
    assert village(1000, (500, 0.1), 500, platform=1000) == [SAFE]
    assert village(1000, (500, 0.101), 500, platform=1000) == [MOVE]


def test_a_settlement_without_land_is_kept() -> None:
    assert village(0, (0, 0), 0) == [KEEP]


def test_the_first_rule_then_hazard_then_households_then_id_decide_who_moves_first() -> None:
    held = np.array([[False, True], [True, False], [False, True], [False, True], [False, True]])
    hazard = np.array([3.0, np.nan, 4.0, 3.0, 3.0])
    households = ints(50, 10, 20, 80, 50)
    order = moving_order(["d", "c", "b", "a", "A"], held, hazard, households, range(5), BOOK)
    # 1 by the first rule; 2 by hazard 4; of hazard 3 the one with 80 households, then "A" before "d" with 50 each
    assert order == [1, 2, 3, 4, 0]
    by_people = changed(order_by=("households",))
    assert moving_order(["d", "c", "b", "a", "A"], held, hazard, households, range(5), by_people) == [3, 4, 0, 2, 1]


def test_sites_are_ranked_by_distance_then_capacity_then_id() -> None:
    distance = np.array([500.0, 400.0, 500.0, np.inf, 500.0, 300.0, 100.0])
    capacity = ints(10, 5, 20, 90, 20, 0, UNKNOWN)
    eligible = np.array([True, True, True, True, True, True, True])
    assert ranking(distance, capacity, eligible, list("gfedcba"), BOOK) == [1, 4, 2, 0]
    assert ranking(distance, capacity, np.arange(7) != 1, list("gfedcba"), BOOK) == [4, 2, 0]
    assert ranking(distance, capacity, eligible, list("gfedcba"), changed(rank_by=("capacity",))) == [4, 2, 0, 1]


def test_a_village_goes_whole_to_the_first_site_with_room_and_is_split_where_none_has() -> None:
    # 120 households: 100 at the nearest do not do, 150 at the second take all; then 60 fit the first; 90 are split
    # over what is left, 40 and 30, and 20 find no place
    found, unplaced = allot([0, 1, 2], ints(120, 60, 90), ints(100, 150), [[0, 1], [0, 1], [0, 1]], BOOK)
    assert found == [Allotment(0, 1, 120), Allotment(1, 0, 60), Allotment(2, 0, 40), Allotment(2, 1, 30)]
    assert unplaced.tolist() == [0, 0, 20]


def test_a_site_that_is_just_large_enough_takes_the_village() -> None:
    assert allot([0], ints(40), ints(40, 100), [[0, 1]], BOOK)[0] == [Allotment(0, 0, 40)]


def test_where_a_village_may_not_be_split_it_waits_as_a_whole() -> None:
    found, unplaced = allot([0, 1], ints(90, 20), ints(40, 50), [[0, 1], [0, 1]], changed(split=False))
    assert found == [Allotment(1, 0, 20)]
    assert unplaced.tolist() == [90, 0]


def test_unknown_numbers_take_and_give_nothing() -> None:
    found, unplaced = allot([0, 1], ints(UNKNOWN, 10), ints(UNKNOWN, 4), [[0, 1], [0, 1]], BOOK)
    assert found == [Allotment(1, 1, 4)]
    assert unplaced.tolist() == [0, 6]


@given(seed=st.integers(0, 100_000), villages=st.integers(0, 8), sites=st.integers(0, 6), split=st.booleans())
@settings(max_examples=200, deadline=None)
def test_allotted_and_unplaced_are_all_and_no_site_is_overbooked(seed: int, villages: int, sites: int, *,
                                                                 split: bool) -> None:
    random = np.random.default_rng(seed)
    households, capacity = random.integers(-1, 200, villages), random.integers(-1, 250, sites)
    distance = np.where(random.random((villages, sites)) < 0.2, np.inf, random.integers(0, 5, (villages, sites)) * 1e3)
    eligible = random.random(sites) < 0.8
    ids = [f"s{number}" for number in range(sites)]
    book = changed(split=split)
    ranked = [ranking(distance[row], capacity, eligible, ids, book) for row in range(villages)]
    order = random.permutation(villages).tolist()
    found, unplaced = allot(order, households, capacity, ranked, book)
    placed, booked = Counter[int](), Counter[int]()
    for item in found:
        assert item.households > 0
        assert eligible[item.site]
        assert np.isfinite(distance[item.settlement, item.site])
        placed[item.settlement] += item.households
        booked[item.site] += item.households
    assert [placed[row] + int(unplaced[row]) for row in range(villages)] == np.maximum(households, 0).tolist()
    assert all(booked[site] <= max(int(capacity[site]), 0) for site in range(sites))
    # the same villages and sites in other rows give the same places to the same names
    shuffled = random.permutation(sites)
    again = [ranking(distance[row][shuffled], capacity[shuffled], eligible[shuffled],
                     [ids[site] for site in shuffled.tolist()], book) for row in range(villages)]
    others, _ = allot(order, households, capacity[shuffled], again, book)
    assert {(item.settlement, int(shuffled[item.site]), item.households) for item in others} == {
        (item.settlement, item.site, item.households) for item in found}
