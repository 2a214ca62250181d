"""Targets: lights, gaps, ranks and ceilings against figures worked by hand."""
from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kf_resources_plugin.rules.farmland_targets import Actual, Ceiling, Score, Target, scores
from kf_resources_plugin.rules.units import exact_hundredths

LIGHTS = {"green": 1.0, "amber": 0.99}


def actual(code: str, amount: int | None, level: str = "county", indicator: str = "cultivated") -> Actual:
    return Actual(code, code, level, indicator, amount)


def target(code: str, amount: int | None, year: int | None = 2025, indicator: str = "cultivated") -> Target:
    return Target(code, "", indicator, year, amount, "")


def of(found: list[Score], code: str) -> tuple[Any, ...]:
    (score,) = (score for score in found if score.actual.unit_code == code)
    return score.gap, score.share, score.light, score.rank


def test_gap_share_light_and_rank() -> None:
    # 1000 of 1000: green; 995 of 1000: 99.5 %, amber; 480 of 500: 96 %, red; no target: no light, no rank
    found = scores([actual("410221", 1000), actual("410222", 995), actual("410223", 480), actual("410225", 7)],
                   [target("410221", 1000), target("410222", 1000), target("410223", 500)], LIGHTS)
    assert of(found, "410221") == (0, 1.0, "green", 1)
    assert of(found, "410222") == (-5, 0.995, "amber", 2)
    assert of(found, "410223") == (-20, 0.96, "red", 3)
    assert of(found, "410225") == (None, None, "none", None)


@pytest.mark.parametrize(("amount", "light"), [(990, "amber"), (989, "red"), (999, "amber"), (1000, "green")])
def test_a_light_begins_at_exactly_its_share(amount: int, light: str) -> None:
    # 990 ÷ 1000 is the least share of amber; as floats 0.99 × 1000 may be above or below 990
    assert of(scores([actual("410221", amount)], [target("410221", 1000)], LIGHTS), "410221")[2] == light


def test_equal_shares_are_ranked_by_code() -> None:
    # one third each, which no float holds: 1/3, 2/6, 3/9
    found = scores([actual("410223", 1), actual("410221", 2), actual("410222", 3)],
                   [target("410223", 3), target("410221", 6), target("410222", 9)], LIGHTS)
    assert [of(found, code)[3] for code in ("410221", "410222", "410223")] == [1, 2, 3]


def test_ranks_are_by_level_indicator_and_year() -> None:
    found = scores(
        [actual("410200", 50, "city"), actual("410221", 90), actual("410222", 80),
         actual("410221", 10, indicator="permanent")],
        [target("410200", 100), target("410221", 100), target("410222", 100), target("410222", 80, 2035),
         target("410221", 100, indicator="permanent")], LIGHTS)
    listed = [(s.actual.unit_code, s.actual.indicator, s.target.year if s.target else None, s.rank) for s in found]
    assert listed == [("410200", "cultivated", 2025, 1), ("410221", "cultivated", 2025, 1),
                      ("410222", "cultivated", 2025, 2), ("410222", "cultivated", 2035, 1),
                      ("410221", "permanent", 2025, 1)]


def test_a_target_without_a_figure_stays_empty() -> None:
    # the provincial task of 2025: never invented
    found = scores([actual("410200", 50, "city")], [target("410200", 40, 2020), target("410200", None, 2025)], LIGHTS)
    assert [(s.target.year if s.target else None, s.light, s.gap, s.rank) for s in found] == [
        (2020, "green", 10, 1), (2025, "none", None, None)]


def test_targets_find_their_unit_by_code_in_any_form_or_by_name() -> None:
    zone = Actual("", "示范区", "county", "cultivated", 30)
    found = scores([actual("410200", 9, "city"), actual("410221", 8), zone],
                   [target("4102", 9), target("410221000000", 8), Target("", "示范区", "cultivated", 2025, 60, "")],
                   LIGHTS)
    assert [score.share for score in found] == [1.0, 0.5, 1.0]


def test_a_target_whose_unit_holds_no_land_is_kept_without_a_light() -> None:
    (score,) = scores([], [target("410225", 5)], LIGHTS)
    assert (score.actual.level, score.actual.amount, score.light, score.rank) == ("county", None, "none", None)


def test_a_target_of_nothing_is_reached_and_has_no_share() -> None:
    assert of(scores([actual("410203", 0)], [target("410203", 0)], LIGHTS), "410203") == (0, None, "green", None)


@settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(st.integers(0, 10**12), st.integers(1, 10**12)), min_size=1, max_size=8))
def test_order_of_rows_decides_nothing_and_ranks_follow_shares(pairs: list[tuple[int, int]]) -> None:
    codes = [f"4102{place + 10}" for place in range(len(pairs))]
    held = [actual(code, amount) for code, (amount, _) in zip(codes, pairs)]
    wanted = [target(code, amount) for code, (_, amount) in zip(codes, pairs)]
    found = scores(held, wanted, LIGHTS)
    assert scores(held[::-1], wanted[len(wanted) // 2:] + wanted[:len(wanted) // 2], LIGHTS) == found
    by_rank = sorted(found, key=lambda score: score.rank or 0)
    assert [score.rank for score in by_rank] == list(range(1, len(pairs) + 1))
    assert all((one.share or 0) >= (other.share or 0) for one, other in zip(by_rank, by_rank[1:]))


@pytest.mark.parametrize(("before", "stable", "approved", "gain", "ceiling", "usable"), [
    (1000, 1200, 50, 200, 200, 150),
    (1200, 1000, 50, -200, 0, -50),  # less stable land than before: nothing may be occupied
    (1000, 1200, None, 200, 200, None),
    (None, 1200, 50, None, None, None),
    (1000, None, 50, None, None, None),
])
def test_the_ceiling_is_last_years_gain(before: int | None, stable: int | None, approved: int | None,
                                        gain: int | None, ceiling: int | None, usable: int | None) -> None:
    item = Ceiling("410221", "杞县", "county", before, stable, approved)
    assert (item.gain, item.ceiling, item.usable) == (gain, ceiling, usable)


def test_the_example_of_the_help_page() -> None:
    # 3 000 mu × 2 000 ÷ 3 = 2 000 000.00 m², 1 990 000.00 m² held; stable 1 850.00 and 1 862.50 ha, 8.00 ha approved
    wanted, _ = exact_hundredths(Decimal(3_000), "mu")
    found = scores([actual("410221", 199_000_000)], [target("410221", wanted)], LIGHTS)
    assert of(found, "410221") == (-1_000_000, 0.995, "amber", 1)
    item = Ceiling("410221", "杞县", "county", 1_850_000_000, 1_862_500_000, 8_000_000)
    assert (item.gain, item.ceiling, item.usable) == (12_500_000, 12_500_000, 4_500_000)


def test_a_unit_whose_land_is_all_something_else_holds_nothing_and_is_judged() -> None:
    wanted = [target("410225", 5), target("410223", 5)]
    found = scores([], wanted, LIGHTS, empty={"cultivated": {("410225", "")}})
    assert (of(found, "410225"), of(found, "410223")[2]) == ((-5, 0.0, "red", 1), "none")
