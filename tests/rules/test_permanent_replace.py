"""Ranking and orders of a replacement, worked by hand."""
from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from kf_resources_plugin.rules.permanent_replace import (
    ORDERS,
    mean,
    orders_of,
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


def test_how_much_of_contiguity_a_small_block_has_is_data() -> None:
    """Joined to next to nothing, without distance, of the worst grade: 0.2 × 0.35 + 0.25."""
    scores = scores_of(np.array([15.0]), np.array([True]), np.array([0]), np.array([0.0]),
                       book(candidate_score={"joined_share_of_total": 0.2}))
    assert scores.total.tolist() == pytest.approx([0.32])


@pytest.mark.parametrize(("keys", "expected"), [
    # land 0 and 1: own county; 2: own county, reserve zone; 3: next county, reserve zone; scores 0.6, 0.9, 0.1, 0.8
    (("order", "reserve_zone", "score"), [2, 1, 0, 3]), (("reserve_zone", "order", "score"), [2, 3, 1, 0]),
    (("score",), [1, 3, 0, 2])])
def test_the_order_of_the_ranking_is_data(keys: tuple[str, ...], expected: list[int]) -> None:
    found = ranking(np.array([0, 0, 0, 1]), np.array([False, False, True, True]), np.array([0.6, 0.9, 0.1, 0.8]),
                    book(candidate_score={"ranking": keys}))
    assert found.tolist() == expected
