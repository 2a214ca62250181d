"""Ranking, proposal and orders of a replacement, worked by hand; the proposal's promises on random candidates."""
from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kf_resources_plugin.rules.permanent_replace import (
    ORDERS,
    Standard,
    mean,
    orders_of,
    propose,
    ranking,
    scores_of,
    slope_classes,
)
from tests.rules.test_permanent_farmland import book

BOOK = book(date(2026, 1, 1))


def test_orders_are_seen_from_the_counties_that_lose_land() -> None:
    codes = ["410222", "410222101", "410223", "410102", "320102", ""]
    named = [ORDERS[place] for place in orders_of(codes, ["410222"])]
    assert named == ["county", "county", "city", "province", "other", "unknown"]
    # of two losing counties both serve themselves; without any code nothing can be told
    assert [ORDERS[place] for place in orders_of(["410222", "410223"], ["410222", "410223"])] == ["county"] * 2
    assert [ORDERS[place] for place in orders_of(["410222", ""], [""])] == ["unknown"] * 2


def test_the_code_of_a_city_is_no_county() -> None:
    # 410200 and 4102 are Kaifeng: land there is in the city, and where only the city of the loss is known nothing is
    # in its county
    codes = ["410222000000", "410200", "4102", "410200000000", "410100"]
    assert [ORDERS[place] for place in orders_of(codes, ["410222100201"])] == [
        "county", "city", "city", "city", "province"]
    assert [ORDERS[place] for place in orders_of(["410200", "410222", "410102"], ["410200"])] == [
        "city", "city", "province"]


def test_slope_classes_are_read_in_any_writing() -> None:
    values = slope_classes(np.array(["1", "02", "Ⅲ", "iv", " 5 ", "9", None], dtype=object), BOOK)
    assert values[:5].tolist() == [1, 2, 3, 4, 5]
    assert np.isnan(values[5:]).all()


def test_a_mean_with_a_missing_value_is_not_known() -> None:
    assert mean(np.array([5.0, 8.0]), np.array([100, 200])) == 7.0
    assert np.isnan(mean(np.array([5.0, np.nan]), np.array([100, 200])))
    assert mean(np.array([5.0, np.nan]), np.array([100, 0])) == 5.0
    assert np.isnan(mean(np.array([]), np.array([], dtype=np.int64)))


def test_scores_by_hand() -> None:
    # grade 1 beside a block of 1000 mu and no distance: 0.4 + 0.35 + 0.25; grade 15, alone, 5 km away: 0
    scores = scores_of(np.array([1.0, 15.0, 8.0]), np.array([True, False, True]), np.array([66_666_667, 0, 33_333_333]),
                       np.array([0.0, 9_000.0, 2_500.0]), BOOK)
    # the third: 0.5 × 0.4 + (0.5 + 0.25) × 0.35 + 0.5 × 0.25
    assert scores.total.tolist() == [1.0, 0.0, 0.5875]


@pytest.mark.parametrize(("keys", "expected"), [
    # land 0 and 1: own county; 2: own county, reserve zone; 3: next county, reserve zone; scores 0.6, 0.9, 0.1, 0.8
    (("order", "reserve_zone", "score"), [2, 1, 0, 3]), (("reserve_zone", "order", "score"), [2, 3, 1, 0]),
    (("score",), [1, 3, 0, 2])])
def test_the_order_of_the_ranking_is_data(keys: tuple[str, ...], expected: list[int]) -> None:
    found = ranking(np.array([0, 0, 0, 1]), np.array([False, False, True, True]), np.array([0.6, 0.9, 0.1, 0.8]),
                    book(candidate_score={"ranking": keys}))
    assert found.tolist() == expected


def chosen(net: list[int], grade: list[float], limit: float, required: int) -> list[int]:
    found = propose(np.array(net), [Standard(np.array(grade), limit)], required)
    return [int(row) for row in np.flatnonzero(found)]


def test_a_proposal_takes_by_rank_until_there_is_enough() -> None:
    assert chosen([50, 40, 30], [5, 5, 5], 6, 80) == [0, 1]
    assert chosen([50, 40, 30], [5, 5, 5], 6, 90) == [0, 1]
    assert chosen([50, 40, 30], [5, 5, 5], 6, 91) == [0, 1, 2]
    assert chosen([50, 40], [5, 5], 6, 200) == [0, 1]  # not enough at all
    assert chosen([50, 40], [5, 5], 6, 0) == []


def test_the_worst_gives_way_to_the_next_that_are_no_worse() -> None:
    # 100 of grade 9 and 100 of 5 are 7 on average, over 6; grade 9 goes, the grade 7 is passed by, grade 6 comes in
    assert chosen([100, 100, 100, 100], [9, 5, 7, 6], 6, 200) == [1, 3]
    # a mix is kept where its mean holds
    assert chosen([100, 100, 100], [8, 4, 2], 6, 200) == [0, 1]
    # nothing fit is left: what was found stands, and its mean is worse
    assert chosen([100, 100], [9, 8], 6, 100) == [0]
    # 9 goes for 6 and 6, then the small one by rank 1 is not needed any more; it would be last to go
    assert chosen([100, 10, 60, 60], [9, 6, 6, 6], 6, 110) == [2, 3]
    # an unknown mean of what was lost asks nothing
    assert chosen([100, 100], [9, 8], float("nan"), 100) == [0]


@given(st.lists(st.tuples(st.integers(1, 500), st.integers(1, 15), st.integers(1, 5)), min_size=1, max_size=40),
       st.integers(1, 15), st.integers(1, 5), st.integers(1, 4000))
def test_a_proposal_keeps_what_it_promises(land: list[tuple[int, int, int]], grade: int, slope: int,
                                           required: int) -> None:
    net = np.array([row[0] for row in land])
    standards = [Standard(np.array([float(row[1]) for row in land]), float(grade)),
                 Standard(np.array([float(row[2]) for row in land]), float(slope))]
    taken = propose(net, standards, required)
    fit = (standards[0].values <= grade) & (standards[1].values <= slope)
    if net[fit].sum() >= required:
        # land that is no worse is enough by itself: then quantity and quality are kept
        assert net[taken].sum() >= required
        assert not any(standard.fails(net, taken) for standard in standards)
    if net.sum() >= required:
        assert net[taken].sum() >= required
