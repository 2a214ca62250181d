"""What of parcels another layer covers: parts by parcel and row of that layer, each place once."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .land_split import cut_by_zones

if TYPE_CHECKING:
    from ..rules.areas import Floats, Ints
    from ..rules.progress import Progress
    from .kernel import Kernel
    from .occupation import AreasOf
    from .reading import PolygonTable


@dataclass(frozen=True)
class Cover:
    """Parts of parcels, arrays of shape (parts,): parcel and row, int64, and area, float64 m².

    drawn: float64 (parcels,) m² that the parcels measure, NaN for those without a shape.
    """

    parcel: Ints
    row: Ints
    area: Floats
    drawn: Floats

    def covered(self) -> Floats:
        """Return how much of each parcel the layer covers, float64 (parcels,) m², NaN for those without a shape."""
        return np.where(np.isnan(self.drawn), np.nan, np.bincount(self.parcel, self.area, len(self.drawn)))

    def summed(self, of_row: Floats) -> Floats:
        """Return the area in each parcel, each part times the number of its row, float64 (parcels,).

        A number that is not known makes the sum of its parcels NaN.
        """
        sums = np.bincount(self.parcel, self.area * of_row[self.row], len(self.drawn)).astype(np.float64)
        return np.where(np.isnan(self.drawn), np.nan, sums)

    def most(self, names: list[str]) -> list[str]:
        """Return what the row with most of each parcel is called, '' for a parcel that no row covers."""
        found = [""] * len(self.drawn)
        for part in np.lexsort((-self.row, self.area)).tolist():
            found[self.parcel[part]] = names[self.row[part]]
        return found


def cover(parcels: PolygonTable, layer: PolygonTable, areas: AreasOf, kernel: Kernel, progress: Progress) -> Cover:
    """Return what a layer covers of parcels; both are valid and in one CRS, rows that overlap count once.

    What GEOS cannot cut is listed in ``kernel.uncut``. Raises Canceled.
    """
    parcel, zone, wkb = cut_by_zones(parcels.wkb, {"layer": layer}, kernel, progress)
    inside = zone["layer"] >= 0
    drawn = areas(parcels.wkb)
    return Cover(parcel[inside], zone["layer"][inside], areas(wkb[inside]), np.where(drawn > 0, drawn, np.nan))
