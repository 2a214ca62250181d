"""How much of each unit lies in areas of a kind, and which land class has most of it."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..rules.grouping import grouped
from .blocks import largest_share
from .subtraction import unite
from .uncut import list_uncut, listed_overlay
from .wkb import as_wkb_array, wkb_areas

if TYPE_CHECKING:
    from ..rules.areas import Floats, Ints
    from ..rules.progress import Progress
    from .kernel import Kernel
    from .land_survey import LandSurvey
    from .reading import PolygonTable

_WHOLE = 1_000_000_000  # parts of a unit, to add up in whole numbers


def area_shares(units: PolygonTable, areas: PolygonTable, kernel: Kernel, progress: Progress) -> Floats:
    """Return which share of each unit lies in any of some areas, float64 (units,), 0 to 1.

    Both hold valid polygons in one CRS; where areas overlap the land counts once. Units that GEOS cannot cut lack that
    area, those whose areas it cannot unite all but the largest, and both are listed in ``kernel.uncut``.
    """
    cut = listed_overlay(areas, units, kernel, progress.part(0.0, 0.7))
    inside = np.bincount(cut.land, wkb_areas(cut.wkb), len(units))
    several = np.bincount(cut.land, minlength=len(units))[cut.land] > 1
    for unit, rows in grouped(cut.land[several], np.flatnonzero(several)):
        progress.check()
        try:
            inside[unit] = wkb_areas(as_wkb_array([unite(kernel, cut.wkb[rows], progress)]))[0]
        except ValueError as error:
            inside[unit] = wkb_areas(cut.wkb[rows]).max()
            list_uncut(kernel, areas, units.wkb[unit], str(error))
    whole = wkb_areas(units.wkb)
    progress.set(1.0)
    return np.clip(np.divide(inside, whole, out=np.zeros(len(units)), where=whole > 0), 0.0, 1.0)


def largest_classes(units: PolygonTable, land: LandSurvey, kernel: Kernel, progress: Progress) -> Ints:
    """Return the class code that has most of each unit, int64 (units,) position in ``land.codes``, −1 for none.

    Parcels of no known class count as none, and so do those by which GEOS cannot cut a unit: they are listed in
    ``kernel.uncut``. Both hold valid polygons in one CRS.
    """
    cut = listed_overlay(land.table, units, kernel, progress)
    known = ~land.classless[cut.subject]
    unit = cut.land[known]
    whole = wkb_areas(units.wkb)[unit]
    parts = np.rint(wkb_areas(cut.wkb[known]) / whole * _WHOLE).astype(np.int64)
    return np.array(largest_share(unit, land.code_of[cut.subject[known]], parts, len(units)), dtype=np.int64)
