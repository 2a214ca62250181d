"""A point inside each polygon, for polygons that are too small to hold what is looked for in them."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from qgis.core import QgsGeometry

if TYPE_CHECKING:
    from ..rules.areas import Floats
    from .wkb import Wkbs


def inner_points(wkbs: Wkbs) -> tuple[Floats, Floats]:
    """Return x, y of a point in each valid polygon, float64 (rows,)."""
    found = np.empty((len(wkbs), 2))
    for row, wkb in enumerate(wkbs.tolist()):
        geometry = QgsGeometry()
        geometry.fromWkb(wkb)
        point = geometry.pointOnSurface().asPoint()
        found[row] = point.x(), point.y()
    return found[:, 0], found[:, 1]
