"""Which of many areas each target lies in: the one in which a point of it lies."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from qgis.core import QgsGeometry

from .hilbert_tree import HilbertTree
from .partition import precedence

if TYPE_CHECKING:
    from ..rules.areas import Floats, Ints
    from ..rules.progress import Progress
    from .kernel import Kernel
    from .reading import PolygonTable
    from .wkb import Wkbs

_CHECK_EVERY = 1_000  # rows


def area_of_targets(wkbs: Wkbs, areas: PolygonTable, kernel: Kernel, progress: Progress) -> Ints:
    """Return the row of the polygon in which a point of each target lies, -1 for none.

    Of several it is the one that is first by ``precedence``.
    wkbs: polygons, lines or points in the CRS of ``areas``; a point inside a polygon, on a line, the first of several.
    """
    x, y = points_of(wkbs, progress)
    found = np.full(len(wkbs), -1, dtype=np.int64)
    order = precedence(areas)
    areas = areas.take(order)
    area, target = HilbertTree(np.column_stack([x, y, x, y])).pairs(areas.bounds, progress)
    begins = np.flatnonzero(np.diff(area, prepend=-1))
    for begin, end in zip(begins.tolist(), [*begins[1:].tolist(), len(area)]):
        progress.check()
        rows = target[begin:end]
        rows = rows[found[rows] < 0]
        shape = kernel.load(areas.wkb[area[begin]:area[begin] + 1])[0]
        if shape is not None and len(rows):
            found[rows[kernel.contains_points(shape, x[rows], y[rows])]] = area[begin]
    return np.where(found >= 0, np.append(order, -1)[found], -1)


def points_of(wkbs: Wkbs, progress: Progress) -> tuple[Floats, Floats]:
    """Return x, y of a point inside each polygon, on each line, of the points of each; NaN for ``b""``."""
    found = np.full((len(wkbs), 2), np.nan)
    for row, wkb in enumerate(wkbs.tolist()):
        if row % _CHECK_EVERY == 0:
            progress.check()
        if wkb:
            geometry = QgsGeometry()
            geometry.fromWkb(wkb)
            point = geometry.pointOnSurface().constGet()
            found[row] = point.x(), point.y()
    return found[:, 0], found[:, 1]
