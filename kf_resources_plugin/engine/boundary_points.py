"""Boundary points (界址点) of polygons as a coordinate table lists them: numbers, coordinates, edge lengths."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..rules.areas import Floats, Ints, ToLonLat
    from ..rules.parcel_writing import WrittenRing


@dataclass(frozen=True)
class BoundaryPoints:
    """Points of polygons, (points,) each, in the order they are numbered.

    polygon, ring: int64, rings of a polygon from 1; number: int64 in its polygon, from 1; name: as written. east,
    north: float64 metres, whole steps of the last decimal. longitude, latitude: degrees. length: float64 metres in the
    plane to the next point of the ring.
    """

    polygon: Ints
    ring: Ints
    number: Ints
    name: Sequence[str]
    east: Floats
    north: Floats
    longitude: Floats
    latitude: Floats
    length: Floats

    def __len__(self) -> int:
        """Return the number of points."""
        return len(self.polygon)


def boundary_points(polygons: Sequence[Sequence[WrittenRing]], decimals: int, to_lonlat: ToLonLat) -> BoundaryPoints:
    """Return the points of polygons, given as their rings in steps of the last decimal."""
    rings = [(row, number, ring) for row, polygon in enumerate(polygons)
             for number, ring in enumerate(polygon, start=1)]
    count = np.array([len(ring.corners) for _, _, ring in rings], dtype=np.int64)
    points = np.concatenate([np.empty((0, 2)), *(ring.corners for _, _, ring in rings)]) / 10.0 ** decimals
    ahead = np.arange(1, len(points) + 1)
    ends = np.cumsum(count)
    ahead[ends - 1] = ends - count
    step = points[ahead] - points if len(points) else points
    polygon = np.repeat(np.array([row for row, _, _ in rings], dtype=np.int64), count)
    first = np.searchsorted(polygon, polygon)
    longitude, latitude = to_lonlat(points[:, 0], points[:, 1]) if len(points) else (np.empty(0), np.empty(0))
    return BoundaryPoints(
        polygon, np.repeat(np.array([number for _, number, _ in rings], dtype=np.int64), count),
        np.arange(len(points)) - first + 1, [name for _, _, ring in rings for name in ring.ids],
        points[:, 0], points[:, 1], longitude, latitude, np.hypot(step[:, 0], step[:, 1]))
