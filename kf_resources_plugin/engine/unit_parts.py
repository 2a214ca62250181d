"""Shapes divided among administrative units: cut by unit polygons, or given whole to the unit that a code names."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..rules.rounding import adjust, largest_remainder
from ..rules.units import hundredths
from .admin_units import Unit, county_name, numbered
from .blocks import largest_share
from .closure import closure_tolerance
from .land_split import UNITS, cut_by_zones, with_hairs
from .united_shapes import united_shapes
from .wkb import as_wkb_array

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..rules.progress import Progress
    from ..rules.rule_rows import RuleBook
    from .kernel import Kernel
    from .occupation import AreasOf
    from .reading import PolygonTable
    from .wkb import Wkbs


@dataclass(frozen=True)
class UnitParts:
    """Parts of shapes by unit, one for each pair, sorted by both, arrays (parts,).

    source: int64 row of the shape; unit: int64 position among the units; wkb: object. area: int64 hundredths of m²;
    the parts of a shape sum to ``whole`` (shapes,), its own area rounded. home: int64 (shapes,) unit with most of it.
    """

    source: np.ndarray
    unit: np.ndarray
    wkb: Wkbs
    area: np.ndarray
    whole: np.ndarray
    home: np.ndarray


class UnitDivision:
    """Divides shapes among units; the unit without code and name holds what lies in none.

    layer: unit polygons and the unit of each, None where codes tell; counties: the codes that occur.
    """

    def __init__(self, layer: tuple[PolygonTable, list[Unit]] | None, counties: Iterable[str], areas: AreasOf,
                 book: RuleBook, kernel: Kernel) -> None:
        self._zones = None if layer is None else layer[0]
        nowhere = Unit("", "")
        listed = layer[1] if layer is not None else [Unit(code, county_name(code)) for code in counties if code]
        self.units, places = numbered([*listed, nowhere])
        self._place = places  # of each unit polygon, the last for none
        self.nowhere = int(places[-1])
        self._of_code = {unit.code: place for place, unit in enumerate(self.units)}
        self._areas, self._kernel = areas, kernel
        self._hair_m2 = float(book.threshold("closure.sliver", "max_area_m2"))
        self._book = book

    def divide(self, wkbs: Wkbs, counties: Sequence[str], progress: Progress) -> UnitParts:
        """Return the parts of shapes; counties: the code of each, looked at where there are no unit polygons.

        Raises Canceled.
        """
        computed = self._areas(wkbs)
        if self._zones is None:
            source = np.arange(len(wkbs), dtype=np.int64)
            unit = np.array([self._of_code[code] for code in counties], dtype=np.int64)
            shapes, raw = wkbs, computed
        else:
            source, unit, shapes, raw = self._cut(wkbs, self._zones, progress)
        count = np.bincount(source, minlength=len(wkbs))
        adjusted, _, _ = adjust(raw, source, computed, closure_tolerance(count, computed, self._book))
        whole = hundredths(np.bincount(source, adjusted, minlength=len(wkbs)))
        area = largest_remainder(adjusted, source, whole, np.arange(len(adjusted)))
        home = np.array(largest_share(source, unit, area, len(wkbs)), dtype=np.int64)
        return UnitParts(source, unit, shapes, area, whole, home)

    def _cut(self, wkbs: Wkbs, zones: PolygonTable,
             progress: Progress) -> tuple[np.ndarray, np.ndarray, Wkbs, np.ndarray]:
        source, zone, parts = cut_by_zones(wkbs, {UNITS: zones}, self._kernel, progress.part(0.0, 0.8))
        raw = self._areas(parts)
        unit = self._place[with_hairs(zone[UNITS], zones, source, raw, self._hair_m2, len(wkbs))]
        keys, group = np.unique(source * len(self.units) + unit, return_inverse=True)
        group = group.reshape(-1)
        shapes = as_wkb_array(united_shapes(parts, group, len(keys), self._kernel, progress.part(0.8, 1.0)))
        return keys // len(self.units), keys % len(self.units), shapes, np.bincount(group, raw, len(keys))
