"""Ellipsoidal lengths of edges that are short beside the Earth, and how wide what they enclose is."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .gauss_kruger import INVERSE_FLATTENING, SEMI_MAJOR

if TYPE_CHECKING:
    from .areas import Bools, Floats

_COMPARED = 3  # decimals of widths in m
_E2 = (2.0 - 1.0 / INVERSE_FLATTENING) / INVERSE_FLATTENING


def edge_lengths(longitude0: Floats, latitude0: Floats, longitude1: Floats, latitude1: Floats) -> Floats:
    """Return the length in m on CGCS2000 of each edge between two places in degrees, (edges,).

    From the radii of curvature at the middle latitude (the mid-latitude formula of geodesy): good to 1e-7 of the length
    up to 10 km, which no edge of a road exceeds.
    """
    across, along = radii(np.radians(0.5 * (latitude0 + latitude1)))
    lengths: Floats = np.hypot(np.radians(longitude1 - longitude0) * across, np.radians(latitude1 - latitude0) * along)
    return lengths


def radii(latitude: Floats) -> tuple[Floats, Floats]:
    """Return how many m a radian of longitude and one of latitude are on CGCS2000 at latitudes in radians."""
    inner = 1.0 - _E2 * np.sin(latitude) ** 2
    prime = SEMI_MAJOR / np.sqrt(inner)
    return prime * np.cos(latitude), prime * (1.0 - _E2) / inner


def mean_widths(areas: Floats, perimeters: Floats) -> Floats:
    """Return how wide shapes are in m, (shapes,): a rectangle of the same area and perimeter; 0 without a perimeter.

    (P − √(P² − 16 A)) / 4, written so that long thin strips lose no digits. What is rounder than a square has no such
    rectangle: four times the area over the perimeter, of a circle its diameter.
    """
    root = np.sqrt(np.maximum(perimeters * perimeters - 16.0 * areas, 0.0))
    return np.divide(4.0 * areas, perimeters + root, out=np.zeros(len(areas)), where=perimeters > 0)


def narrower(widths: Floats, limit: float) -> Bools:
    """Tell which widths in m are below a limit, in whole millimetres.

    No survey tells less, and a metre drawn in the plane of a zone is up to 0.2 mm shorter on the ground.
    """
    return np.asarray(np.round(widths, _COMPARED) < limit)


def reach(limit: float) -> float:
    """Return up to which distance in m things are no farther apart than a limit, in whole millimetres.

    What lies just at the limit in one coordinate system is a hair beyond it when brought there from another.
    """
    return limit + 0.5 * 10.0 ** -_COMPARED
