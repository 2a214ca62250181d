"""Whether two polygons share land for sure, told by a point and not by GEOS's overlay, which may lose all of it."""
from __future__ import annotations

from typing import TYPE_CHECKING

from .inner_points import inner_points
from .parcel_edges import ParcelEdges
from .wkb import distinct

if TYPE_CHECKING:
    from ..rules.areas import Bools
    from .kernel import Kernel
    from .wkb import Wkbs


def share_land(ones: Wkbs, others: Wkbs, kernel: Kernel) -> Bools:
    """Tell of pairs of valid polygons, (pairs,), whether a point inside the second is inside the first for sure."""
    one, first = distinct(ones)
    other, second = distinct(others)
    x, y = (axis[second] for axis in inner_points(other))
    inside, is_open = ParcelEdges(one, kernel).contain(first, x, y)
    return inside & ~is_open
