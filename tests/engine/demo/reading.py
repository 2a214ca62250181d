"""Reads the demo's layers without the plugin's code: rings by struct, attributes by OGR."""
from __future__ import annotations

import struct
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pyproj
import shapely
from osgeo import ogr

if TYPE_CHECKING:
    from pathlib import Path

Ring = list[tuple[float, float]]


@lru_cache(maxsize=8)
def features(package: Path, layer: str) -> list[tuple[dict[str, Any], bytes]]:
    """Return (attributes, WKB) of all features in order."""
    source = ogr.Open(str(package))
    return [(feature.items(), bytes(feature.GetGeometryRef().ExportToWkb())) for feature in source.GetLayer(layer)]


@lru_cache(maxsize=8)
def attributes(package: Path, layer: str) -> list[dict[str, Any]]:
    """Return the attributes of all features."""
    source = ogr.Open(str(package))
    return [feature.items() for feature in source.GetLayer(layer)]


def rings(wkb: bytes) -> list[Ring]:
    """Return the rings of a little-endian polygon or multi-polygon, the closing point left out."""
    found: list[Ring] = []

    def polygon(place: int) -> int:
        assert struct.unpack_from("<BI", wkb, place) == (1, 3)
        (count,) = struct.unpack_from("<I", wkb, place + 5)
        place += 9
        for _ in range(count):
            (points,) = struct.unpack_from("<I", wkb, place)
            values = struct.unpack_from(f"<{2 * points}d", wkb, place + 4)
            ring = list(zip(values[::2], values[1::2]))
            assert ring[0] == ring[-1]
            found.append(ring[:-1])
            place += 4 + 16 * points
        return place

    order, kind = struct.unpack_from("<BI", wkb, 0)
    assert order == 1
    if kind == 3:
        polygon(0)
    else:
        assert kind == 6
        place = 9
        for _ in range(struct.unpack_from("<I", wkb, 5)[0]):
            place = polygon(place)
    return found


def ellipsoidal_area(shape: shapely.Geometry) -> float:
    """Return the area of one polygon by GeographicLib through pyproj, its edges split to 10 m in the plane."""
    geod = pyproj.Geod(a=6378137.0, rf=298.257222101)
    back = pyproj.Transformer.from_crs(4547, 4490, always_xy=True)
    total = 0.0
    for part in shapely.get_parts(shape):
        for number, ring in enumerate([part.exterior, *part.interiors] if part.geom_type == "Polygon" else []):
            lon, lat = back.transform(*shapely.get_coordinates(shapely.segmentize(ring, 10.0)).T)
            area = abs(geod.polygon_area_perimeter(lon, lat)[0])
            total += -area if number else area
    return total


def plane_area(ring: Ring) -> float:
    """Return the signed area of a ring by the shoelace formula about its first point."""
    x0, y0 = ring[0]
    return 0.5 * sum((ax - x0) * (by - y0) - (bx - x0) * (ay - y0)
                     for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]]))
