"""Whether two polygons share land for sure, told by a point and not by GEOS's overlay, which may lose all of it."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .inner_points import inner_points
from .parcel_edges import ParcelEdges

if TYPE_CHECKING:
    from ..rules.areas import Bools
    from .kernel import Kernel
    from .wkb import Wkbs


def share_land(ones: Wkbs, others: Wkbs, kernel: Kernel) -> Bools:
    """Tell of pairs of valid polygons, (pairs,), whether a point inside the second is inside the first for sure."""
    x, y = inner_points(others)
    inside, is_open = ParcelEdges(ones, kernel).contain(np.arange(len(x), dtype=np.int64), x, y)
    return inside & ~is_open
