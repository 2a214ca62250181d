"""What pairs of lines mean to each other, places in several pairs, holes, and the expansion factor, worked by hand."""
from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from kf_resources_plugin.rules import control_lines as cl
from tests.rules.books import delivered_book

P, R, U = cl.THREE_LINES
BOOK = delivered_book("control_lines", date(2026, 1, 1))


def rule(one: str, other: str) -> cl.PairRule:
    return cl.rule_of_pair(cl.pair_rules(BOOK), one, other)


@pytest.mark.parametrize(("one", "other", "ends", "precedence", "conflict"), [
    (P, R, "permanent_redline", P, True), (R, P, "permanent_redline", P, True), (U, P, "permanent_urban", P, True),
    (R, U, "redline_urban", R, True), (U, "floodplain", "urban_floodplain", "floodplain", True),
    (P, "floodplain", "permanent_floodplain", "floodplain", False),
    ("nature_reserve_core", U, "urban_reserve", "nature_reserve", True),
    (R, "nature_reserve", "other", "", False), ("some layer", "historic_lines", "other", "", False)])
def test_a_pair_has_the_rule_that_names_most_of_it(one: str, other: str, ends: str, precedence: str,
                                                   conflict: bool) -> None:
    found = rule(one, other)
    assert found.rule_id == f"control.overlap_{ends}"
    assert (found.precedence, found.conflict) == (precedence, conflict)


def test_the_three_lines_exclude_each_other_by_a_document() -> None:
    for one, other in ((P, R), (P, U), (R, U)):
        row = BOOK.row(rule(one, other).rule_id)
        assert (row.status, row.severity, row.article) == ("statute", "error", None)
        assert "三条控制线" in (row.document or "")


def test_a_place_in_several_pairs_counts_in_the_first() -> None:
    pairs = np.array([[0, 1], [0, 2], [1, 2]])
    inside = np.array([[1, 1, 1], [1, 0, 1], [0, 1, 1], [1, 0, 0], [0, 0, 0]], dtype=bool)
    assert cl.first_pair(inside, pairs).tolist() == [0, 1, 2, -1, -1]
    assert cl.first_pair(inside, pairs[[2]]).tolist() == [0, -1, 0, -1, -1]
    assert cl.first_pair(inside, pairs[:0]).tolist() == [-1] * 5


def test_a_hole_is_explained_by_lines_or_by_land_that_cannot_be_farmed() -> None:
    # of 10 000: lines 9 500; 9 499; lines 5 000 with 4 600 other land; 300 cultivated; nothing known
    total, lines = np.full(5, 10_000), np.array([9_500, 9_499, 5_000, 5_000, 0])
    cultivated, other = np.array([0, 501, 0, 300, 0]), np.array([0, 0, 4_600, 4_400, 0])

    def rules(*, farmland: bool, surveyed: bool) -> list[str]:
        return [text.removeprefix("control.hole") for text in cl.hole_rules(
            total, lines, cultivated, other, least_share=0.95, takes_farmland=farmland, surveyed=surveyed)]

    assert rules(farmland=True, surveyed=True) == ["", "_cultivated", "", "_cultivated", "_open"]
    assert rules(farmland=False, surveyed=True) == ["", "_open", "_open", "_open", "_open"]
    assert rules(farmland=True, surveyed=False) == ["", "_open", "_open", "_open", "_open"]


def test_the_factor_is_the_boundary_over_the_base() -> None:
    assert cl.expansion_factor(130.0, 100.0) == pytest.approx(1.3)
    assert cl.expansion_factor(130.0, None) is None
    assert cl.expansion_factor(130.0, 0.0) is None
