"""The integer programme gives what the own search gives, and says what it could prove."""
from __future__ import annotations

import numpy as np
import pytest

from kf_resources_plugin.engine import reserve_plan
from kf_resources_plugin.engine.reserve_plan import spread
from kf_resources_plugin.rules.progress import NoProgress
from kf_resources_plugin.rules.reserve_plan import Task, more_at_most


def random_task(seed: int, count: int) -> tuple[Task, np.ndarray]:
    random = np.random.default_rng(seed)
    area = random.integers(40_000, 5_000_000, count)
    limits = tuple((random.integers(1, 40, 3) * area.sum() // 100).tolist())
    task = Task(random.integers(1, 1_000_000, count), area, area * random.integers(100, 900, count) // 100, limits,
                tuple((np.array(limits) * 4).tolist()))
    return task, np.arange(count) + 1


@pytest.mark.skipif(reserve_plan.solver() is None, reason="this QGIS has no SciPy with milp")
@pytest.mark.parametrize("seed", range(25))
def test_with_and_without_scipy_a_plan_is_worth_the_same(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    task, rank = random_task(seed, 1 + seed % 10)
    with_scipy = spread(task, rank, NoProgress())
    monkeypatch.setattr(reserve_plan, "solver", lambda: None)
    without = spread(task, rank, NoProgress())
    assert task.fits(with_scipy.year)
    assert task.fits(without.year)
    assert with_scipy.solver in ("milp", "by_rank")
    assert with_scipy.proven
    assert without.proven
    assert task.value(with_scipy.year) == task.value(without.year)
    assert without.solver in ("search", "by_rank")


@pytest.mark.parametrize(("areas", "budgets", "taken"), [
    # what one limit allows the other forbids; a parcel dearer than every budget; a year that takes the smallest only
    ((1, 10**12, 0), (10**13, 5, 10**3), 0), ((10**12, 0, 0), (0, 10**13, 10**13), 0),
    (None, (0, 0, 0), 0), ((0, 0, 10_001), None, 1), (None, (0, 10_001 * 500, 0), 1)])
def test_limits_that_hardly_allow_anything_are_solved_to_the_end(
        areas: tuple[int, ...] | None, budgets: tuple[int, ...] | None, taken: int) -> None:
    area = np.arange(20, dtype=np.int64) * 1_000 + 10_000
    cost = area * 500
    cost[5] = 10**16
    task = Task(area * 700, area, cost, areas, budgets)
    found = spread(task, np.arange(20) + 1, NoProgress())
    assert task.fits(found.year)
    assert found.proven
    assert int((found.year > 0).sum()) == taken
    assert more_at_most(task, found) == "0.00%"


def test_many_parcels_are_taken_by_rank_and_nothing_is_claimed() -> None:
    task, rank = random_task(1, 2_000)
    found = spread(task, rank, NoProgress())
    assert (found.solver, found.proven) == ("by_rank", False)
    assert task.fits(found.year)


def test_a_plan_is_the_same_each_time() -> None:
    task, rank = random_task(3, 60)
    first, second = (spread(task, rank, NoProgress()) for _ in range(2))
    assert first.year.tolist() == second.year.tolist()
    assert task.fits(first.year)
