"""Control lines on the survey: permanent farmland that is not cultivated, and the growth of the urban boundary."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..rules.control_lines import expansion_factor
from .control_lines import disjoint
from .overlay import overlay
from .partition import table_of
from .uncut import list_uncut

if TYPE_CHECKING:
    from ..rules.progress import Progress
    from .control_lines import ControlLine
    from .kernel import Kernel
    from .land_survey import LandSurvey
    from .reading import PolygonTable
    from .unit_parts import UnitDivision, UnitParts
    from .wkb import Wkbs


def cut_by_parcels(shapes: Wkbs, parcels: PolygonTable, kernel: Kernel,
                   progress: Progress) -> tuple[np.ndarray, np.ndarray, Wkbs]:
    """Return (row of the shape, row of the parcel, part) of shapes on parcels; what lies on none is in no part.

    Where parcels overlap the first by shape counts. What GEOS cannot cut is in no part and listed in ``kernel.uncut``.
    Raises Canceled.
    """
    subjects = table_of(shapes, parcels)
    cut = overlay(subjects, parcels, kernel, progress.part(0.0, 0.5))
    touched = np.unique(cut.land)
    rows = np.array(sorted(touched.tolist(), key=parcels.wkb.__getitem__), dtype=np.int64)
    once, few = disjoint(parcels.take(rows), kernel, progress.part(0.5, 0.8)), parcels.wkb[rows]
    if (once != few).any():
        cut = overlay(subjects, table_of(once, parcels), kernel, progress.part(0.8, 1.0))
        land = rows[cut.land]
    else:
        land = cut.land
    for shape, _, reason in cut.failed:
        list_uncut(kernel, parcels, shapes[shape], reason)
    return cut.subject, land, cut.wkb


@dataclass(frozen=True)
class NotCultivated:
    """Parts of a line on parcels that are not cultivated: int64 (pieces,) rows of line and parcel; parts by unit."""

    row: np.ndarray
    parcel: np.ndarray
    parts: UnitParts


def not_cultivated(line: ControlLine, survey: LandSurvey, cultivated: np.ndarray, units: UnitDivision, kernel: Kernel,
                   progress: Progress) -> NotCultivated:
    """Return what of a line is not cultivated; cultivated: bool (parcels,). Raises PlannerError and Canceled.

    Each place counts once; what lies on no parcel is not known, and so not here.
    """
    barren = np.flatnonzero(~cultivated)
    row, parcel, wkb = cut_by_parcels(line.once.wkb, survey.table.take(barren), kernel, progress.part(0.0, 0.8))
    parts = units.divide(wkb, line.county[row].tolist(), progress.part(0.8, 1.0))
    return NotCultivated(row, barren[parcel], parts)


@dataclass(frozen=True)
class Expansion:
    """The urban boundary and the urban construction land of the base year, int64 (units,) hundredths of m².

    polygons: int64 (polygons,) of the boundary, each place once. base: None where it is not known by unit; base_m2: all
    of it in m², None where it is not known.
    """

    polygons: np.ndarray
    boundary: np.ndarray
    base: np.ndarray | None
    base_m2: float | None

    @property
    def boundary_m2(self) -> float:
        """Return the area of the boundary in m²."""
        return int(self.boundary.sum()) / 100

    @property
    def factor(self) -> float | None:
        """Return how many times the base the boundary holds, None where the base is not known."""
        return expansion_factor(self.boundary_m2, self.base_m2)

    def factor_of(self, unit: int) -> float | None:
        """Return the factor of one unit, None where its base is not known."""
        return None if self.base is None else expansion_factor(
            int(self.boundary[unit]) / 100, int(self.base[unit]) / 100)


def expansion(urban: ControlLine, base: LandSurvey | None, base_m2: float | None, units: UnitDivision,
              progress: Progress) -> Expansion:
    """Return the growth of the urban boundary; an area of the base that was given goes before its survey."""
    def by_unit(parts: UnitParts) -> np.ndarray:
        sums = np.zeros(len(units.units), dtype=np.int64)
        np.add.at(sums, parts.unit, parts.area)
        return sums

    town = units.divide(urban.once.wkb, urban.county.tolist(), progress.part(0.0, 0.5))
    boundary = by_unit(town)
    if base_m2 is not None or base is None:
        return Expansion(town.whole, boundary, None, base_m2)
    found = by_unit(units.divide(base.table.wkb, base.county.tolist(), progress.part(0.5, 1.0)))
    return Expansion(town.whole, boundary, found, int(found.sum()) / 100)
