"""The best spread of land over years as an integer programme: imported where SciPy 1.9 or newer is there."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_matrix

from ..rules.reserve_plan import LATER, YEARS, Spread

if TYPE_CHECKING:
    from ..rules.reserve_plan import Task

_NODES = 500  # how long it may search; seconds would differ from run to run


def solved(task: Task) -> Spread | None:
    """Return the plan of the integer programme, None where it found none that stands in whole numbers."""
    count = len(task.gain)
    parcel = np.tile(np.arange(count), YEARS)
    year = np.repeat(np.arange(YEARS), count)
    column = np.arange(count * YEARS)
    limits: list[Any] = [LinearConstraint(coo_matrix((np.ones(count * YEARS), (parcel, column))), -np.inf, 1.0)]
    allowed = task.allowed.reshape(-1)
    for amount, most in task.needs:
        scale = np.maximum(np.array(most, dtype=np.float64), 1.0)  # the solver works in small numbers
        share = np.where(allowed, amount[parcel] / scale[year], 0.0)
        limits.append(LinearConstraint(coo_matrix((share, (year, column))), -np.inf, np.array(most) / scale))
    worth = (task.gain[parcel] * task.weights[year]).astype(np.float64)
    found = milp(-worth / max(worth.max(initial=0.0), 1.0), constraints=limits, integrality=np.ones(count * YEARS),
                 bounds=Bounds(0.0, allowed.astype(np.float64)), options={"mip_rel_gap": 0.0, "node_limit": _NODES})
    if found.x is None:
        return None
    taken = np.rint(found.x.reshape(YEARS, count)) == 1
    plan = np.where(taken.any(axis=0), taken.argmax(axis=0) + 1, LATER).astype(np.int64)
    return Spread(plan, "milp", proven=found.status == 0) if task.fits(plan) else None
