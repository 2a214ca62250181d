"""Polygons of one group that meet, joined to patches: parts of one change, cut by borders of parcels."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .distances import clusters, in_metres, pairs_within

if TYPE_CHECKING:
    from qgis.core import QgsCoordinateReferenceSystem

    from ..rules.areas import Ints
    from ..rules.progress import Progress
    from .kernel import Kernel
    from .wkb import Wkbs

_REACH_M = 0.01  # borders that were computed twice differ by rounding


def patches(wkbs: Wkbs, group: Ints, crs: QgsCoordinateReferenceSystem, kernel: Kernel, progress: Progress) -> Ints:
    """Return the patch of each polygon, int64 (rows,), numbered from 0 in the order of their first rows.

    group: int64 (rows,); only polygons of one group are joined, where they meet, be it in a corner.
    """
    (plane,) = in_metres([wkbs], crs, progress)
    first, second = pairs_within(plane, plane, _REACH_M, kernel, progress, later_only=True)
    alike = group[first] == group[second]
    label = clusters(len(wkbs), first[alike], second[alike])
    return np.unique(label, return_inverse=True)[1].reshape(-1).astype(np.int64)
