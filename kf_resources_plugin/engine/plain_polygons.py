"""Any geometry to plain polygons: 2D, straight edges, closed rings, nothing but polygons."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from qgis.core import QgsAbstractGeometry, QgsGeometry, QgsWkbTypes

from .map_units import METRES_PER_DEGREE
from .wkb import (
    MULTI_OF_ONE,
    MULTI_POLYGON,
    POLYGON,
    closed,
    multi_polygon_wkb,
    open_rings,
    plain_types,
    ring_layout,
    rings_from_wkb,
)

if TYPE_CHECKING:
    from ..rules.areas import Rings

# Notes on rows, keys of PolygonTable.notes.
EMPTY = "empty"  # NULL or empty geometry
CURVE = "curve"  # arcs replaced by straight edges
Z_DROPPED = "z_dropped"  # heights or measures left out
OTHER_PARTS = "other_parts"  # points or lines of a collection left out
RINGS = "rings"  # open rings closed, rings without three corners left out
UNREADABLE = "unreadable"  # no polygon can be made of it: NaN or infinite coordinates
NOT_TRANSFORMED = "not_transformed"  # outside the area of the coordinate operation

# Greatest distance between an arc and the edges that replace it. Over a full circle of 100 m radius a tenth of a
# millimetre changes the area by 0.04 m² in 31 416.
_CURVE_TOLERANCE_M = 0.0001


def make_plain(wkbs: list[bytes], geographic: bool) -> tuple[Rings, dict[str, list[int]]]:
    """Replace the rows that are not plain closed polygons, in place; return all their rings and what was done to which.

    ``geographic`` says that coordinates are degrees.
    """
    tolerance = curve_tolerance(geographic)
    notes: dict[str, list[int]] = {}
    types = plain_types(wkbs)
    for row in np.flatnonzero(types == MULTI_POLYGON).tolist():
        if wkbs[row].startswith(MULTI_OF_ONE):
            wkbs[row] = wkbs[row][len(MULTI_OF_ONE):]
    for row in np.flatnonzero(types < POLYGON).tolist():
        wkbs[row], remarks = _plain_polygon(wkbs[row], tolerance)
        for remark in remarks:
            notes.setdefault(remark, []).append(row)
    try:
        rings = rings_from_wkb(wkbs)
    except ValueError:
        notes.setdefault(UNREADABLE, []).extend(_empty_truncated(wkbs))
        types = plain_types(wkbs)
        rings = rings_from_wkb(wkbs)
    faulty = open_rings(rings).tolist()
    for row in faulty:
        wkbs[row] = closed(wkbs[row])
        notes.setdefault(RINGS, []).append(row)
    with_rings = np.bincount(rings.owner, minlength=len(wkbs)) > 0
    for row in np.flatnonzero(~with_rings & (types >= POLYGON)).tolist():
        wkbs[row] = b""
        notes.setdefault(EMPTY, []).append(row)
    return rings_from_wkb(wkbs) if faulty else rings, notes


def _empty_truncated(wkbs: list[bytes]) -> list[int]:
    """Empty the rows that end before all their vertices are there, in place, and return them."""
    found = []
    for row, wkb in enumerate(wkbs):
        try:
            ring_layout([wkb])
        except ValueError:
            wkbs[row] = b""
            found.append(row)
    return found


def curve_tolerance(geographic: bool) -> float:
    """Return how far the edges that replace an arc may be from it, in the unit of the coordinates."""
    return _CURVE_TOLERANCE_M / (METRES_PER_DEGREE if geographic else 1.0)


def straight(wkb: bytes, tolerance: float) -> tuple[QgsGeometry | None, set[str]]:
    """Return any geometry with straight edges and without heights, None where there is none, and what that changed.

    ``tolerance``: how far edges may be from the arc they replace, in the unit of the coordinates.
    """
    geometry = QgsGeometry()
    if wkb:
        geometry.fromWkb(wkb)
    if geometry.isNull() or geometry.isEmpty():
        return None, {UNREADABLE if wkb and geometry.isNull() else EMPTY}
    notes: set[str] = set()
    if QgsWkbTypes.isCurvedType(geometry.wkbType()):
        notes.add(CURVE)
        geometry = QgsGeometry(geometry.constGet().segmentize(
            tolerance, QgsAbstractGeometry.SegmentationToleranceType.MaximumDifference))
    if QgsWkbTypes.hasZ(geometry.wkbType()) or QgsWkbTypes.hasM(geometry.wkbType()):
        notes.add(Z_DROPPED)
        geometry.get().dropZValue()
        geometry.get().dropMValue()
    return geometry, notes


def _plain_polygon(wkb: bytes, tolerance: float) -> tuple[bytes, set[str]]:
    """Return any geometry as plain polygon WKB and what was left out or replaced."""
    geometry, notes = straight(wkb, tolerance)
    if geometry is None:
        return b"", notes
    parts = _polygon_parts(geometry)
    if any(part is None for part in parts):
        notes.add(OTHER_PARTS)
    polygons = [part for part in parts if part]
    if not polygons:
        return b"", notes | {EMPTY}
    return polygons[0] if len(polygons) == 1 else multi_polygon_wkb(polygons), notes


def _polygon_parts(geometry: QgsGeometry) -> list[bytes | None]:
    """Return the polygons of a geometry, however nested; None for a part that is a point or line."""
    if QgsWkbTypes.isMultiType(geometry.wkbType()):
        return [wkb for part in geometry.asGeometryCollection() for wkb in _polygon_parts(part)]
    if geometry.type() != QgsWkbTypes.GeometryType.PolygonGeometry:
        return [None]
    kind = QgsWkbTypes.flatType(geometry.wkbType())
    if kind == QgsWkbTypes.Type.Triangle:
        geometry = QgsGeometry(geometry.constGet().surfaceToPolygon())
    elif kind != QgsWkbTypes.Type.Polygon:
        geometry.convertToMultiType()
        return [wkb for part in geometry.asGeometryCollection() for wkb in _polygon_parts(part)]
    return [b"" if geometry.isEmpty() else bytes(geometry.asWkb())]
