"""The best spread of land over years: by SciPy's integer programme where QGIS has it, else by search or by rank."""
from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..rules.reserve_plan import MOST_SEARCHED, filled, searched

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..rules.areas import Ints
    from ..rules.progress import Progress
    from ..rules.reserve_plan import Spread, Task

_MOST_SOLVED = 300  # parcels: the solver cannot be stopped, so it must not take long


def spread(task: Task, rank: Ints, progress: Progress) -> Spread:
    """Return the plan that is worth most, or a good one where that is too much to ask; ``proven`` tells which.

    rank: int64 (parcels,), for parcels that are taken one after the other. Raises Canceled.
    """
    plan = filled(task, rank, progress)
    if task.value(plan.year) >= task.most():  # nothing can be worth more
        plan = replace(plan, proven=True)
    if plan.proven or len(rank) > _MOST_SOLVED:
        return plan
    solved = solver()
    best = solved(task) if solved else None
    if best is not None and task.value(best.year) >= task.value(plan.year):
        return best
    progress.check()
    return searched(task, progress) if len(rank) <= MOST_SEARCHED else plan


def solver() -> Callable[[Task], Spread | None] | None:
    """Return the integer programme, None without SciPy or with one before 1.9."""
    try:
        # SciPy takes a third of a second, which every start of QGIS would pay
        from .reserve_programme import solved  # noqa: PLC0415
    except ImportError:
        return None
    return solved
