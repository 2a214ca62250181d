"""Polygons of one group that meet, joined to patches: parts of one change, cut by borders of parcels."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .distances import clusters, in_metres, later, pairs_within
from .hilbert_tree import HilbertTree
from .wkb import wkb_bounds

if TYPE_CHECKING:
    from qgis.core import QgsCoordinateReferenceSystem

    from ..rules.areas import Bools, Ints
    from ..rules.progress import Progress
    from .kernel import Kernel
    from .wkb import Wkbs

_REACH_M = 0.01  # borders that were computed twice differ by rounding


def patches(wkbs: Wkbs, group: Ints, crs: QgsCoordinateReferenceSystem, kernel: Kernel, progress: Progress) -> Ints:
    """Return the patch of each polygon, int64 (rows,), numbered from 0 in the order of their first rows.

    group: int64 (rows,); only polygons of one group are joined, where they meet, be it in a corner.
    """
    (plane,) = in_metres([wkbs], crs, progress)

    def wanted(first: Ints, second: Ints) -> Bools:
        return later(first, second) & (group[first] == group[second])

    bounds = wkb_bounds(plane)
    one, other = HilbertTree(bounds).pairs(bounds + np.array([-1.0, -1.0, 1.0, 1.0]) * _REACH_M, progress)
    near = wanted(one, other)
    rows = np.unique(np.concatenate([one[near], other[near]]))  # most have no other of their group near
    shapes = plane[rows]
    first, second = pairs_within(shapes, shapes, _REACH_M, kernel, progress,
                                 lambda first, second: wanted(rows[first], rows[second]))
    label = clusters(len(wkbs), rows[first], rows[second])
    return np.unique(label, return_inverse=True)[1].reshape(-1).astype(np.int64)
