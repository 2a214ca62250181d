"""Independent areas: GeographicLib (pyproj.Geod) on outlines that pyproj's transverse Mercator densified."""
from __future__ import annotations

import warnings
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from kf_resources_plugin.rules.areas import Rings

with warnings.catch_warnings():
    # Geod and Proj with all parameters given read no PROJ data, which beside QGIS are often not where pyproj looks
    warnings.simplefilter("ignore")
    from pyproj import Geod, Proj

Ring = Sequence[tuple[float, float]]
Polygon = Sequence[Ring]

ELLIPSOID = Geod(a=6378137.0, rf=298.257222101)
PLANE = Proj("+proj=tmerc +lat_0=0 +lon_0=114 +k=1 +x_0=38500000 +y_0=0 +ellps=GRS80 +units=m +no_defs")


def make_rings(polygons: Sequence[Polygon]) -> Rings:
    """Return polygons (outer ring first, not closed) as the arrays that the package computes with."""
    closed = [(row, place > 0, [*ring, ring[0]])
              for row, polygon in enumerate(polygons) for place, ring in enumerate(polygon)]
    points = np.array([point for _, _, ring in closed for point in ring], dtype=float).reshape(-1, 2)
    return Rings(
        x=points[:, 0].copy(), y=points[:, 1].copy(),
        offsets=np.cumsum([0, *(len(ring) for _, _, ring in closed)]),
        owner=np.array([row for row, _, _ in closed], dtype=np.int64),
        is_hole=np.array([hole for _, hole, _ in closed], dtype=bool), owners=len(polygons),
    )


def _densified(ring: Ring, step: float) -> npt.NDArray[np.float64]:
    points = np.array([*ring, ring[0]], dtype=float)
    pieces = []
    for start, end in zip(points[:-1], points[1:]):
        count = max(1, int(np.ceil(np.hypot(*(end - start)) / step)))
        pieces.append(start + (end - start) * np.arange(count)[:, None] / count)
    return np.concatenate(pieces)


def reference_area(polygon: Polygon, *, geographic: bool = False, step: float = 5.0) -> float:
    """Return the ellipsoidal area of one polygon; ``step`` in units of its CRS, zone 38 with prefix or EPSG:4490."""
    areas = []
    for ring in polygon:
        points = _densified(ring, step)
        longitude, latitude = (points[:, 0], points[:, 1]) if geographic else PLANE(
            points[:, 0], points[:, 1], inverse=True)
        areas.append(abs(ELLIPSOID.polygon_area_perimeter(longitude, latitude)[0]))
    return areas[0] - sum(areas[1:])
