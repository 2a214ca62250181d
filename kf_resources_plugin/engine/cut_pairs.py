"""Pairs of a polygon's part and a parcel, intersected in coordinates from near the parcel.

Where borders nearly coincide GEOS cannot node them in the coordinates of a layer. It moves together then what is nearer
than a millionth of a millionth of these: 0.04 mm at zone-prefixed eastings, and a city's sum is off by 2e-8. From near
the parcel coordinates are the same ones, and what GEOS computes has more digits.
"""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ..rules.progress import NoProgress
from .kernel import INTERSECTION, combine, snapping_grid
from .shared_land import share_land
from .slivers import nearly_whole
from .subtraction import in_layer, shared
from .wkb import moved, near_origins

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..rules.areas import Bools, Ints
    from .kernel import Kernel
    from .reading import PolygonTable
    from .wkb import Wkbs


class CutPairs:
    """Pairs (pairs,) of the part of a subject near a parcel, as plain WKB, and the parcel by its row."""

    def __init__(self, left: Wkbs, parcel: Ints, land: PolygonTable) -> None:
        self._left, self._parcel, self._land = left, parcel, land
        self._each, place = np.unique(parcel, return_inverse=True)  # a road meets thousands of plots and is held once
        self._place = place.reshape(-1)
        self._origin = near_origins(land.bounds[self._each])

    def take(self, rows: Ints) -> CutPairs:
        """Return some pairs."""
        return CutPairs(self._left[rows], self._parcel[rows], self._land)

    def local(self) -> Wkbs:
        """Return the parts in coordinates from near their parcels."""
        return moved(self._left, -self._origin[self._place])

    def intersected(self, shapes: Sequence[Any], kernel: Kernel) -> tuple[Wkbs, Bools, dict[int, str]]:
        """Return (wkb, whole, failures): what each pair shares, in coordinates of the layer.

        shapes: ``local`` as valid shapes of the kernel. whole: it is all of the parcel, and the parcel's own WKB.
        failures: GEOS's reasons by pair.
        """
        parcels, whole_parcels = self._land.wkb[self._each], self._land.wkb[self._parcel]
        if not len(parcels):
            return self._left, np.zeros(0, dtype=bool), {}
        right = kernel.load(moved(parcels, -self._origin))
        pairs, failures = combine(kernel, INTERSECTION, shapes, [right[place] for place in self._place.tolist()],
                                  snapping_grid(parcels[0]))
        wkb = in_layer(kernel, kernel.dump(pairs), self._origin[self._place])
        gone = np.array([row for row, piece in enumerate(wkb) if not piece and row not in failures], dtype=np.int64)
        failures.update(self._found_again(gone, wkb, kernel))
        whole = nearly_whole(wkb, whole_parcels)
        return np.where(whole, whole_parcels, wkb), whole, failures

    def _found_again(self, gone: Ints, wkb: Wkbs, kernel: Kernel) -> dict[int, str]:
        """Put pieces that are not there into ``wkb`` where a point tells that there is one; return why not.

        Where borders nearly coincide GEOS may lose all of a parcel and raise nothing.
        """
        reasons: dict[int, str] = {}
        if not len(gone):
            return reasons
        parts, parcels = self._left[gone], self._land.wkb[self._parcel[gone]]
        lost = np.flatnonzero(share_land(parts, parcels, kernel) | share_land(parcels, parts, kernel))
        for row, part, parcel in zip(gone[lost].tolist(), parts[lost], parcels[lost]):
            try:
                wkb[row] = shared(kernel, parcel, part, NoProgress())
            except ValueError as error:
                reasons[row] = str(error)
        return reasons
