"""The units that the floodplain is zoned by: parcels, or cells of a grid, as far as they lie in it."""
from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from .partition import partition, table_of
from .subtraction import unite
from .united_shapes import united_shapes
from .wkb import as_wkb_array, wkb_bounds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..rules.areas import Floats, Ints
    from ..rules.progress import Progress
    from .kernel import Kernel
    from .land_survey import LandSurvey
    from .occupation import AreasOf
    from .reading import PolygonTable
    from .wkb import Wkbs

UNKNOWN_CLASS = ""
ROLE = "zoning_units"


@dataclass(frozen=True)
class ZoningUnits:
    """Units, arrays of shape (units,); their shapes are valid and stand in ``table``.

    ids: object, text; codes: land classes, ``UNKNOWN_CLASS`` for none known; code_of: int64 position among them.
    county: object, '' where unknown. table.fids are those of the parcels they come from, of cells their numbers from 0.
    """

    table: PolygonTable
    ids: np.ndarray
    codes: Sequence[str]
    code_of: Ints
    county: np.ndarray

    def __len__(self) -> int:
        """Return the number of units."""
        return len(self.ids)

    @property
    def parcels(self) -> np.ndarray:
        """Return what units are called."""
        return self.ids

    @property
    def role(self) -> str:
        """Return the role by which findings name their layer."""
        return ROLE

    def take(self, rows: Ints) -> ZoningUnits:
        """Return some units."""
        return replace(self, table=self.table.take(rows), ids=self.ids[rows], code_of=self.code_of[rows],
                       county=self.county[rows])

    def ranks(self) -> Ints:
        """Return a number for each unit by id and shape, all different, so that the order of rows decides nothing."""
        order = sorted(range(len(self)), key=lambda row: (self.ids[row], self.table.wkb[row], row))
        ranks = np.empty(len(order), dtype=np.int64)
        ranks[order] = np.arange(len(order))
        return ranks

    def with_classes(self, codes: Sequence[str], code_of: Ints) -> ZoningUnits:
        """Return the units with land classes; code_of: −1 for none known."""
        return replace(self, codes=[UNKNOWN_CLASS, *codes], code_of=code_of + 1)


@dataclass(frozen=True)
class Clipping:
    """How much of given land the units hold, m²: whole = inside + outside + residual."""

    whole_m2: float
    inside_m2: float
    outside_m2: float

    @property
    def residual_m2(self) -> float:
        """Return what the parts miss of the whole."""
        return self.whole_m2 - self.inside_m2 - self.outside_m2


def units_of_table(table: PolygonTable, ids: Sequence[str]) -> ZoningUnits:
    """Return the rows of a layer that have a shape as units of no known class."""
    rows = np.flatnonzero(table.wkb != b"").astype(np.int64)
    units = ZoningUnits(table, np.array(ids, dtype=object), [UNKNOWN_CLASS], np.zeros(len(table), dtype=np.int64),
                        np.full(len(table), "", dtype=object))
    return units.take(rows)


def units_of_survey(survey: LandSurvey, ids: Sequence[str]) -> ZoningUnits:
    """Return the parcels that have a shape as units of their class, by its base code: K and A are none of their own."""
    codes = base_codes(survey)
    units = ZoningUnits(survey.table, np.array(ids, dtype=object), codes, survey.code_of, survey.county)
    return units.take(np.flatnonzero(survey.table.wkb != b"").astype(np.int64))


def base_codes(survey: LandSurvey) -> list[str]:
    """Return the base code of each class code of a survey, ``UNKNOWN_CLASS`` where its system does not know it."""
    return [info.base if info is not None else UNKNOWN_CLASS for info in survey.infos]


def units_of_cells(names: Sequence[str], cells: Wkbs, floodplain: PolygonTable) -> ZoningUnits:
    """Return cells of a grid in the CRS of the floodplain as units of no known class."""
    return units_of_table(table_of(cells, floodplain), names)


def clipped(units: ZoningUnits, floodplain: PolygonTable, areas: AreasOf, kernel: Kernel, progress: Progress, *,
            grid: bool) -> tuple[ZoningUnits, Clipping]:
    """Return what of units lies in the floodplain, and what the whole is: the floodplain for a grid, else all units.

    Both hold valid polygons in one CRS. Raises Canceled.
    """
    piece, zone, wkb = partition(units.table.wkb, floodplain, kernel, progress.part(0.0, 0.8))
    inside = zone >= 0
    rows, group = np.unique(piece[inside], return_inverse=True)
    group = group.reshape(-1)
    shapes = as_wkb_array(wkb[inside])
    single = np.zeros(len(rows), dtype=np.int64)
    single[group[::-1]] = np.arange(len(group))[::-1]
    merged = shapes[single] if len(rows) else shapes
    several = np.flatnonzero(np.bincount(group, minlength=len(rows)) > 1)
    if len(several):
        chosen = np.isin(group, several)
        merged[several] = as_wkb_array(united_shapes(
            shapes[chosen], np.searchsorted(several, group[chosen]), len(several), kernel, progress.part(0.8, 0.9)))
    found = units.take(rows)
    kept = replace(found, table=replace(found.table, wkb=merged, bounds=wkb_bounds(merged)))
    kept = kept.take(np.flatnonzero(kept.table.wkb != b"").astype(np.int64))
    if grid:
        whole = float(areas(as_wkb_array([unite(kernel, floodplain.wkb, progress)])).sum())
        outside = 0.0
    else:
        whole = float(areas(units.table.wkb).sum())
        outside = float(areas(wkb[~inside]).sum())
    progress.set(1.0)
    return kept, Clipping(whole, float(areas(kept.table.wkb).sum()), outside)


def not_clipped(units: ZoningUnits, areas: AreasOf) -> Clipping:
    """Return the clipping of units that are zoned as they are."""
    whole = float(np.asarray(areas(units.table.wkb), dtype=np.float64).sum())
    return Clipping(whole, whole, 0.0)


def box_of(table: PolygonTable) -> tuple[float, float, float, float] | None:
    """Return the bounds of all rows, None where none has a shape."""
    known: Floats = table.bounds[np.isfinite(table.bounds).all(axis=1)]
    if not len(known):
        return None
    low, high = known[:, :2].min(axis=0).tolist(), known[:, 2:].max(axis=0).tolist()
    return low[0], low[1], high[0], high[1]
