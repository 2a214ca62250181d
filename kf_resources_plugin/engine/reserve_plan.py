"""The best spread of land over years: by SciPy's integer programme where QGIS has it, else by search or by rank."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ..rules.reserve_plan import LATER, MOST_SEARCHED, YEARS, Spread, filled, searched

try:
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import coo_matrix
except ImportError:  # no SciPy, or one before 1.9
    milp = None

if TYPE_CHECKING:
    from ..rules.areas import Ints
    from ..rules.progress import Progress
    from ..rules.reserve_plan import Task

_MOST_SOLVED = 300  # parcels: the solver cannot be stopped, so it must not take long
_NODES = 500  # and not count seconds, which differ from run to run


def spread(task: Task, rank: Ints, progress: Progress) -> Spread:
    """Return the plan that is worth most, or a good one where that is too much to ask; ``proven`` tells which.

    rank: int64 (parcels,), for parcels that are taken one after the other. Raises Canceled.
    """
    plan = filled(task, rank, progress)
    if plan.proven or len(rank) > _MOST_SOLVED:
        return plan
    if milp is not None:
        solved = _solved(task)
        if solved is not None and task.value(solved.year) >= task.value(plan.year):
            return solved
    progress.check()
    return searched(task, progress) if len(rank) <= MOST_SEARCHED else plan


def _solved(task: Task) -> Spread | None:
    """Return the plan of the integer programme, None where it found none that stands in whole numbers."""
    count = len(task.gain)
    parcel = np.tile(np.arange(count), YEARS)
    year = np.repeat(np.arange(YEARS), count)
    column = np.arange(count * YEARS)
    limits: list[Any] = [LinearConstraint(coo_matrix((np.ones(count * YEARS), (parcel, column))), -np.inf, 1.0)]
    for amount, most in task.needs:
        scale = max(float(max(most)), 1.0)  # the solver works in small numbers
        limits.append(LinearConstraint(coo_matrix((amount[parcel] / scale, (year, column))), -np.inf,
                                       np.array(most, dtype=np.float64) / scale))
    worth = (task.gain[parcel] * task.weights[year]).astype(np.float64)
    found = milp(-worth / max(worth.max(initial=0.0), 1.0), constraints=limits, integrality=np.ones(count * YEARS),
                 bounds=Bounds(0.0, 1.0), options={"mip_rel_gap": 0.0, "node_limit": _NODES})
    if found.x is None:
        return None
    taken = np.rint(found.x.reshape(YEARS, count)) == 1
    plan = np.where(taken.any(axis=0), taken.argmax(axis=0) + 1, LATER).astype(np.int64)
    return Spread(plan, "milp", proven=found.status == 0) if task.fits(plan) else None
