"""Declared areas (TBMJ) that cannot be a parcel's: told of what replaces, and of candidates.

9 000 m² are lost; of the candidates, 10 000 m² each, A is better by its grade than B, C and D.
"""
from __future__ import annotations

from typing import Any

import pytest

from tests.builders import land_layer, rows_of
from tests.processing.places import CENT, area
from tests.processing.replace_layers import found, messages, parcel, run

pytestmark = pytest.mark.usefixtures("kf_provider")

NAMES = {"L": (0, 6, 10_000), "A": (400, 5, 4_000), "B": (600, 6, None), "C": (800, 6, 100_000), "D": (1000, 6, 10_100)}


def judged(*, basis: str = "tbmj", turned: bool = False, **more: Any) -> dict[str, Any]:
    """Run over parcels, in both senses of rows, of which A, B and C declare an area that cannot be theirs."""
    rows = []
    for name, (x, grade, declared) in NAMES.items():
        shape, fields = parcel(name, (x, 0, 100, 100), grade)
        rows.append((shape, {**fields, "TBMJ": declared}))
    land = land_layer(rows[::-1] if turned else rows, GDPDJB="text")
    return run(LAND=land, MASKS=[], AREA_BASIS=basis, **more)


def told(result: dict[str, Any]) -> set[tuple[str, str]]:
    return {row for row in rows_of(result["FINDINGS"], "rule_id", "subject_id") if "tbmj" in row[0]}


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("chosen", [{}, {"CHOSEN_PARCELS": "A"}])
def test_what_replaces_is_told_one_by_one_and_candidates_together(chosen: dict[str, str], turned: bool) -> None:
    result = judged(turned=turned, **chosen)
    assert result["REPLACED_M2"] == pytest.approx(area(400, 0, 100, 100), abs=CENT)
    assert told(result) == {("land.tbmj_differs", "A"), ("permanent.candidate_tbmj", "")}
    assert found(result)["candidate_tbmj", "", ""] == pytest.approx(
        area(600, 0, 100, 100) + area(800, 0, 100, 100), abs=2 * CENT)
    message = messages(result)["permanent.candidate_tbmj"]
    assert all(text in message for text in ("2 more parcels", "“land”", "B, C", "TBMJ")), message


def test_nothing_declared_is_told_too() -> None:
    """Of B nothing is declared; A is a candidate only where B and C are chosen."""
    assert told(judged(CHOSEN_PARCELS="B C")) == {
        ("land.tbmj_invalid", "B"), ("land.tbmj_differs", "C"), ("permanent.candidate_tbmj", "")}


def test_areas_that_are_computed_leave_what_is_declared_alone() -> None:
    assert told(judged(basis="computed")) == set()
