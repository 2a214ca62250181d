"""The offset of GCJ-02 against CGCS2000, as public implementations of it have it; good to a metre, not for surveying.

GCJ-02 is the encrypted system of online maps in China. There is no published standard of its formulae: these are those
of the implementation that appeared in public in 2013 and that every open library has repeated since.
"""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from .areas import Floats

_AXIS, _ECCENTRICITY = 6_378_245.0, 0.006_693_421_622_965_943_23  # Krasovsky's ellipsoid
_ORIGIN = 105.0, 35.0
_TURNS = 6  # of the fixed point: the offset changes by a hundred-thousandth of the way


def to_gcj02(longitude: Floats, latitude: Floats) -> tuple[Floats, Floats]:
    """Return longitude and latitude in GCJ-02, degrees, arrays of the shape given."""
    x, y = longitude - _ORIGIN[0], latitude - _ORIGIN[1]
    root = np.sqrt(np.abs(x))
    common = 20.0 * np.sin(6.0 * np.pi * x) + 20.0 * np.sin(2.0 * np.pi * x)
    north = (-100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
             + (common + 20.0 * np.sin(np.pi * y) + 40.0 * np.sin(np.pi * y / 3.0)
                + 160.0 * np.sin(np.pi * y / 12.0) + 320.0 * np.sin(np.pi * y / 30.0)) * 2.0 / 3.0)
    east = (300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
            + (common + 20.0 * np.sin(np.pi * x) + 40.0 * np.sin(np.pi * x / 3.0)
               + 150.0 * np.sin(np.pi * x / 12.0) + 300.0 * np.sin(np.pi * x / 30.0)) * 2.0 / 3.0)
    sine = np.sin(np.radians(latitude))
    squared = 1.0 - _ECCENTRICITY * sine * sine
    north = np.degrees(north * squared**1.5 / (_AXIS * (1.0 - _ECCENTRICITY)))
    east = np.degrees(east * np.sqrt(squared) / (_AXIS * np.cos(np.radians(latitude))))
    return longitude + east, latitude + north


def from_gcj02(longitude: Floats, latitude: Floats) -> tuple[Floats, Floats]:
    """Return longitude and latitude without the offset, degrees: what ``to_gcj02`` brings to the place given."""
    x, y = longitude, latitude
    for _ in range(_TURNS):
        east, north = to_gcj02(x, y)
        x, y = x + longitude - east, y + latitude - north
    return x, y
