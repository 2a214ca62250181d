"""Parts of lines that nobody meant to draw: far from the rest, or hardly wider than a pen."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .distances import in_metres, nearest_distances
from .wkb import as_wkb_array, single_polygons

if TYPE_CHECKING:
    from typing import Callable

    from qgis.core import QgsCoordinateReferenceSystem

    from ..rules.areas import Floats
    from ..rules.progress import Progress
    from .kernel import Kernel
    from .wkb import Wkbs

    AreasOf = Callable[[Wkbs], Floats]


def parts_of_shape(wkb: bytes) -> Wkbs:
    """Return the polygons of a plain shape, sorted."""
    return as_wkb_array(sorted(single_polygons(as_wkb_array([wkb]))[1].tolist()))


def stray_parts(parts: Wkbs, areas: Floats, crs: QgsCoordinateReferenceSystem, max_share: float, min_distance_m: float,
                kernel: Kernel, progress: Progress) -> np.ndarray:
    """Tell which parts of one shape hold at most a share of it and lie so far from all larger ones, bool (parts,).

    areas: m² (parts,).
    """
    stray = np.zeros(len(parts), dtype=bool)
    small = areas <= max_share * areas.sum()
    if not small.any() or small.all():
        return stray
    ours, others = in_metres([parts[small], parts[~small]], crs, progress)
    stray[small] = np.isinf(nearest_distances(ours, others, min_distance_m, kernel, progress))
    return stray
