"""Ellipsoidal areas of the demo's polygons, by the same formula as everywhere in the plugin."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...rules.areas import Rings, polygon_areas
from ...rules.gauss_kruger import inverse
from ..wkb import rings_from_wkb
from .polygons import closed_rings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .keys import Floats, Ints

_CENTRAL_MERIDIAN, _FALSE_EASTING = 114.0, 500_000.0  # EPSG:4547


def lonlat(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Return longitude and latitude in degrees of points in EPSG:4547."""
    return inverse(x, y, central_meridian=_CENTRAL_MERIDIAN, false_easting=_FALSE_EASTING)


def ring_surfaces(key: Ints, offset: Ints) -> Floats:
    """Return the area in m² of polygons of one ring of vertex keys each."""
    x, y, closed = closed_rings(key, offset)
    count = len(offset) - 1
    rings = Rings(x, y, closed, np.arange(count), np.zeros(count, dtype=bool), count)
    return polygon_areas(rings, lonlat, geographic=False)


def polygon_surfaces(wkbs: Sequence[bytes]) -> list[float]:
    """Return the area of polygons in m² to 0.01."""
    areas = polygon_areas(rings_from_wkb(wkbs), lonlat, geographic=False)
    return [float(value) for value in np.round(np.floor(areas * 100.0 + 0.5) / 100.0, 2)]
