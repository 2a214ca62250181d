"""The spread of land over three years: worked by hand, and against every possible plan."""
from __future__ import annotations

from datetime import date
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kf_resources_plugin.rules.progress import Canceled, NoProgress
from kf_resources_plugin.rules.reserve_plan import Task, filled, more_at_most, scores, searched
from tests.rules.books import delivered_book

BOOK = delivered_book("reserve_plan", date(2024, 9, 1))


def task(gain: list[int], area: list[int], areas: tuple[int, ...] | None, cost: list[int] | None = None,
         budgets: tuple[int, ...] | None = None) -> Task:
    return Task(np.array(gain), np.array(area), np.array(cost or [0] * len(gain)), areas, budgets)


def best_by_trying(given: Task) -> int:
    """Return what the best of all plans is worth."""
    plans = (np.array(years) for years in product(range(4), repeat=len(given.gain)))
    return max(given.value(plan) for plan in plans if given.fits(plan))


def test_a_score_worked_by_hand() -> None:
    # half for the size, full at 1 ha: 0.25 and 0.5; half for land that nothing stands on
    assert scores(np.array([5_000.0, 10_000.0, 40_000.0]), np.array([False, True, False]), BOOK).tolist() == [
        0.25, 1.0, 0.5]


def test_the_best_plan_is_not_the_one_by_rank() -> None:
    # a year takes 10: by rank 7 | 5 + 5, worth 3·8 + 2·12 = 48; best 5 + 5 | 7, worth 3·12 + 2·8 = 52
    given = task([8, 6, 6], [7, 5, 5], (10, 10, 10))
    by_rank, best = filled(given, np.array([1, 2, 3]), NoProgress()), searched(given, NoProgress())
    assert (by_rank.year.tolist(), given.value(by_rank.year), by_rank.proven) == ([1, 2, 2], 48, False)
    assert (best.year.tolist(), given.value(best.year), best.proven) == ([2, 1, 1], 52, True)


def test_what_no_plan_is_worth_more_than_is_land_cut_at_will() -> None:
    # 6/5 a unit before 8/7: 5 + 5 in the first year, 7 in the second are all there is, worth 3·12 + 2·8 = 52
    given = task([8, 6, 6], [7, 5, 5], (10, 10, 10))
    assert given.most() == 52
    # a year takes 8: 5 and 3 of 5 first, 2 of 5 and 6 of 7 next, 1 of 7 last: 18 + 54/5 + 24/5 + 96/7 + 8/7, rounded up
    assert task([8, 6, 6], [7, 5, 5], (8, 8, 8)).most() == 18 + 11 + 5 + 14 + 2
    by_rank = filled(given, np.array([1, 2, 3]), NoProgress())
    assert more_at_most(given, by_rank) == "8.34%"  # 52 and 48: 4 of 48 are 8.333 …


def test_no_year_takes_more_than_its_limits() -> None:
    # the second costs more than any year has, the third finds room in the second year alone
    given = task([5, 5, 5], [4, 4, 4], (4, 4, 0), cost=[2, 9, 2], budgets=(3, 3, 3))
    for plan in (searched(given, NoProgress()), filled(given, np.array([1, 2, 3]), NoProgress())):
        assert plan.year.tolist() == [1, 0, 2]


def test_without_limits_all_come_first_and_that_is_best() -> None:
    plan = filled(task([3, 1], [5, 9], None), np.array([1, 2]), NoProgress())
    assert (plan.year.tolist(), plan.proven) == ([1, 1], True)


@pytest.mark.parametrize("seed", range(20))
def test_the_search_finds_the_best_of_all_plans(seed: int) -> None:
    random = np.random.default_rng(seed)
    count = int(random.integers(1, 7))
    given = Task(*(random.integers(1, 20, count) for _ in range(3)), tuple(random.integers(0, 40, 3).tolist()),
                 tuple(random.integers(0, 40, 3).tolist()) if seed % 2 else None)
    found = searched(given, NoProgress())
    assert given.fits(found.year)
    assert given.value(found.year) == best_by_trying(given) <= given.most()


amounts = st.lists(st.tuples(st.integers(1, 30), st.integers(1, 30), st.integers(0, 30)), max_size=9)
limits = st.none() | st.tuples(*[st.integers(0, 60)] * 3)


@settings(deadline=None, max_examples=200)
@given(amounts, limits, limits)
def test_every_plan_keeps_to_each_limit_and_leaves_no_room_unused(
        rows: list[tuple[int, int, int]], areas: tuple[int, ...] | None, budgets: tuple[int, ...] | None) -> None:
    gain, area, cost = (np.array([row[place] for row in rows], dtype=np.int64) for place in range(3))
    given_ = Task(gain, area, cost, areas, budgets)
    for plan in (filled(given_, np.arange(len(rows)) + 1, NoProgress()), searched(given_, NoProgress())):
        for year in range(1, 4):
            mine = plan.year == year
            assert areas is None or area[mine].sum() <= areas[year - 1]
            assert budgets is None or cost[mine].sum() <= budgets[year - 1]
            for row in np.flatnonzero(plan.year == 0).tolist():  # what is left for later has room in no year
                more = np.where(np.arange(len(rows)) == row, year, plan.year)
                assert not given_.fits(more)
        assert given_.value(plan.year) <= given_.most()


def test_a_search_can_be_stopped() -> None:
    class Stopped(NoProgress):
        def check(self) -> None:
            raise Canceled

    given = task([10] * 10, [7] * 10, (20, 20, 20))
    with pytest.raises(Canceled):
        searched(given, Stopped())
