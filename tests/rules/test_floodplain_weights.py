"""Weights of floodplain zones: defaults, JSON, pairwise comparisons worked by hand, and what is refused."""
from __future__ import annotations

import json
from datetime import date
from typing import Any

import numpy as np
import pytest

from kf_resources_plugin.rules.floodplain_weights import (
    FROM_PAIRS,
    FROM_RULES,
    FROM_TEXT,
    ZoneWeightsError,
    random_indices,
    zone_weights,
)
from kf_resources_plugin.rules.floodplain_zoning import CRITERIA, criteria
from kf_resources_plugin.rules.pairwise import MatrixError, pairwise_weights
from tests.rules.books import delivered_book

BOOK = delivered_book("floodplain_zoning", date(2025, 1, 1))
KNOWN = criteria(BOOK)
INDICES = random_indices(BOOK)


def used(text: str = "", pairs: str = "") -> list[dict[str, float]]:
    return [{name: weight for name, weight in zip(CRITERIA, item.weights.tolist()) if weight}
            for item in zone_weights(text, pairs, KNOWN, INDICES)]


def test_without_a_text_the_weights_of_the_rules_count() -> None:
    found = zone_weights("", " ", KNOWN, INDICES)
    assert {item.origin for item in found} == {FROM_RULES}
    assert used()[0] == pytest.approx({"return_period": 0.35, "depth": 0.25, "hazard": 0.20, "height": 0.20})


def test_a_text_changes_the_criteria_it_names_and_all_sum_to_one() -> None:
    # S: .35 .25 .20 .20 with depth 1.25 sum to 2
    found = used('{"S": {"depth": 1.25}}')
    assert found[0] == pytest.approx({"return_period": 0.175, "depth": 0.625, "hazard": 0.10, "height": 0.10})
    assert found[1] == used()[1]
    assert [item.origin for item in zone_weights('{"S": {"depth": 1.25}}', "", KNOWN, INDICES)] == [
        FROM_TEXT, FROM_RULES, FROM_RULES, FROM_RULES]


def test_consistent_comparisons_give_their_ratios() -> None:
    # 4 : 2 : 1
    found = pairwise_weights(np.array([[1, 2, 4], [0.5, 1, 2], [0.25, 0.5, 1]]))
    assert found.weights == pytest.approx([4 / 7, 2 / 7, 1 / 7])
    assert found.ratio(INDICES) == pytest.approx(0.0, abs=1e-12)


def test_the_consistency_ratio_of_three_criteria_in_closed_form() -> None:
    """For three criteria λ = 1 + t + 1/t, t³ = a·c/b with a = a12, b = a13, c = a23; weights are geometric means.

    a = 3, b = 2, c = 5: t = 7.5^(1/3) = 1.957434, λ = 3.468307, index 0.234154, ratio 0.234154 / 0.58 = 0.403713.
    Geometric means 6^(1/3) = 1.817121, (5/3)^(1/3) = 1.185631, (1/10)^(1/3) = 0.464159.
    """
    found = pairwise_weights(np.array([[1, 3, 2], [1 / 3, 1, 5], [1 / 2, 1 / 5, 1]]))
    assert found.index == pytest.approx(0.234154, abs=5e-6)
    assert found.ratio(INDICES) == pytest.approx(0.403713, abs=1e-5)
    means = np.array([1.817121, 1.185631, 0.464159])
    assert found.weights == pytest.approx(means / means.sum(), abs=1e-6)


def test_two_criteria_never_contradict() -> None:
    found = pairwise_weights(np.array([[1.0, 9.0], [1 / 9, 1.0]]))
    assert (found.weights.tolist(), found.ratio(INDICES)) == (pytest.approx([0.9, 0.1]), 0.0)


def test_rounded_reciprocals_are_meant_as_such() -> None:
    found = pairwise_weights(np.array([[1, 3.0], [0.33, 1]]))
    assert found.weights == pytest.approx([0.75, 0.25])


@pytest.mark.parametrize(("matrix", "reason"), [
    ([[1, 2], [2, 1]], "reciprocal"), ([[1, 0], [0, 1]], "positive"), ([[1, -2], [-0.5, 1]], "positive"),
    ([[2, 2], [0.5, 1]], "diagonal"), ([[1, np.inf], [0, 1]], "positive"),
])
def test_a_matrix_that_says_nothing_is_refused(matrix: Any, reason: str) -> None:
    with pytest.raises(MatrixError) as caught:
        pairwise_weights(np.array(matrix, dtype=np.float64))
    assert caught.value.reason == reason


def test_comparisons_take_the_place_of_weights() -> None:
    pairs = json.dumps({"N": {"criteria": ["depth", "land_class"], "matrix": [[1, "1/3"], [3, 1]]}})
    found = zone_weights("", pairs, KNOWN, INDICES)
    assert used("", pairs)[2] == pytest.approx({"depth": 0.25, "land_class": 0.75})
    assert (found[2].origin, found[2].ratio, found[0].ratio) == (FROM_PAIRS, 0.0, None)


def comparisons(criteria: Any = ("depth", "hazard"), matrix: Any = ((1, 2), ("1/2", 1)), **more: Any) -> str:
    return json.dumps({"N": {"criteria": criteria, "matrix": matrix, **more}})


@pytest.mark.parametrize(("text", "pairs", "reason", "value"), [
    ("weights.json", "", "json", ""), ("[" * 100_000, "", "json", ""), ("3", "", "object", ""),
    ('{"N": 1}', "", "object", ""), ('{"W": {}}', "", "zone", ""), ('{"N": {"speed": 1}}', "", "criterion", "speed"),
    ('{"N": {"depth": "1"}}', "", "number", "depth"), ('{"N": {"depth": -1}}', "", "number", "depth"),
    ('{"N": {"depth": true}}', "", "number", "depth"), ('{"N": {"depth": NaN}}', "", "number", "depth"),
    ('{"N": {"depth": 1, "depth": 1}}', "", "twice", "depth"), ('{"N": {}, "N": {}}', "", "twice", "N"),
    ('{"N": {"depth": 1e308, "hazard": 1e308}}', "", "large", ""),
    (json.dumps({"N": dict.fromkeys(CRITERIA, 0)}), "", "sum", ""),
    ('{"N": {"depth": 1}}', comparisons(), "both", ""), ("", '{"N": {"criteria": []}}', "criteria", ""),
    ("", comparisons([], []), "criteria", ""), ("", comparisons(["depth", "depth"]), "criteria", ""),
    ("", comparisons(["depth", "speed"]), "criterion", "speed"), ("", comparisons(matrix=[[1, 2]]), "square", ""),
    ("", comparisons(matrix=[[1, 2], [1]]), "square", ""), ("", comparisons(note=1), "criteria", ""),
    ("", comparisons(matrix=[[1, "x"], [1, 1]]), "number", "x"),
    ("", comparisons(matrix=[[1, "1/0"], [1, 1]]), "number", "1/0"),
    ("", comparisons(matrix=[[1, 2], [2, 1]]), "reciprocal", "1, 2"),
])
def test_texts_that_cannot_be_used(text: str, pairs: str, reason: str, value: str) -> None:
    with pytest.raises(ZoneWeightsError) as caught:
        zone_weights(text, pairs, KNOWN, INDICES)
    assert (caught.value.reason, caught.value.value) == (reason, value)


def test_more_criteria_than_random_indices_are_refused() -> None:
    with pytest.raises(MatrixError, match="order"):
        pairwise_weights(np.ones((3, 3))).ratio(INDICES[:2])
