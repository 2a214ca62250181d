"""Ellipsoidal lengths of edges that are short beside the Earth."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .gauss_kruger import INVERSE_FLATTENING, SEMI_MAJOR

if TYPE_CHECKING:
    from .areas import Floats

_E2 = (2.0 - 1.0 / INVERSE_FLATTENING) / INVERSE_FLATTENING


def edge_lengths(longitude0: Floats, latitude0: Floats, longitude1: Floats, latitude1: Floats) -> Floats:
    """Return the length in m on CGCS2000 of each edge between two places in degrees, (edges,).

    From the radii of curvature at the middle latitude (the mid-latitude formula of geodesy): good to 1e-7 of the length
    up to 10 km, which no edge of a road exceeds.
    """
    middle = np.radians(0.5 * (latitude0 + latitude1))
    inner = 1.0 - _E2 * np.sin(middle) ** 2
    along = np.radians(latitude1 - latitude0) * SEMI_MAJOR * (1.0 - _E2) / inner**1.5
    across = np.radians(longitude1 - longitude0) * SEMI_MAJOR / np.sqrt(inner) * np.cos(middle)
    lengths: Floats = np.hypot(along, across)
    return lengths
