"""Height zones over buildings: which zone covers which building with more than an error of drawing."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .overlay import overlay

if TYPE_CHECKING:
    from ..rules.areas import Floats, Ints
    from ..rules.progress import Progress
    from .kernel import Kernel
    from .occupation import AreasOf
    from .reading import PolygonTable

_HALF = 0.5


def least_overlaps(areas: Floats, least_m2: float) -> Floats:
    """Return what of each building, given by its m², must be covered at least: so many m², of small ones half."""
    return np.minimum(least_m2, areas * _HALF)


def covered(zones: PolygonTable, buildings: PolygonTable, least: Floats, areas: AreasOf, kernel: Kernel,
            progress: Progress) -> tuple[Ints, Ints, list[int]]:
    """Return (zone, building) of all pairs in which more than ``least`` (buildings,) m² overlap, and the zones of pairs
    that GEOS could not cut. Both tables are valid and in one CRS.
    """
    found = overlay(zones, buildings, kernel, progress)
    large = found.whole.copy()
    cut = np.flatnonzero(~found.whole)
    large[cut] = areas(found.wkb[cut]) > least[found.land[cut]]
    return found.subject[large], found.land[large], sorted({zone for zone, _, _ in found.failed})
