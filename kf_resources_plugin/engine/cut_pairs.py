"""Pairs of a polygon's part and a parcel, intersected in coordinates from near the parcel.

Where borders nearly coincide GEOS cannot node them in the coordinates of a layer. It moves together then what is nearer
than a millionth of a millionth of these: 0.04 mm at zone-prefixed eastings, and a city's sum is off by 2e-8. From near
the parcel coordinates are the same ones, and what GEOS computes has more digits.
"""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..rules.progress import NoProgress
from .kernel import INTERSECTION, combine, snapping_grid
from .shared_land import share_land
from .slivers import rounding_strip
from .subtraction import in_layer, shared
from .wkb import near_origins

if TYPE_CHECKING:
    from ..rules.areas import Bools, Ints
    from .kernel import Kernel, Shapes
    from .reading import PolygonTable
    from .wkb import Wkbs


class CutPairs:
    """Pairs (pairs,) of the part of a subject near a parcel, as plain WKB and loaded, and the parcel by its row."""

    def __init__(self, left: Wkbs, shapes: Shapes, parcel: Ints, land: PolygonTable) -> None:
        self._left, self._shapes, self._parcel, self._land = left, shapes, parcel, land
        self._each, place = np.unique(parcel, return_inverse=True)  # a road meets thousands of plots and is held once
        self._place = place.reshape(-1)

    def intersected(self, kernel: Kernel) -> tuple[Wkbs, Bools, dict[int, str]]:
        """Return (wkb, whole, failures): what each pair shares, in coordinates of the layer.

        whole: it is all of the parcel but for what rounding took, and the parcel's own WKB. failures: GEOS's reasons by
        pair.
        """
        parcels, bounds = self._land.wkb[self._each], self._land.bounds[self._each]
        if not len(parcels):
            return self._left, np.zeros(0, dtype=bool), {}
        origin = near_origins(bounds)
        right = kernel.moved(kernel.load(parcels), -origin)
        pairs, failures = combine(
            kernel, INTERSECTION, kernel.moved(self._shapes, -origin[self._place]),
            [right[place] for place in self._place.tolist()], snapping_grid(parcels[0]))
        wkb = in_layer(kernel, pairs, origin[self._place])
        gone = np.array([row for row, piece in enumerate(wkb) if not piece and row not in failures], dtype=np.int64)
        failures.update(self._found_again(gone, wkb, kernel))
        area, half_length, _ = kernel.measures(right)
        most = area - rounding_strip(np.abs(bounds).max(axis=1), half_length)
        whole = (kernel.measures(pairs)[0] >= most[self._place]) & wkb.astype(bool)
        return np.where(whole, self._land.wkb[self._parcel], wkb), whole, failures

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
