"""Layers of points to arrays: any point geometry as places in one array."""
from __future__ import annotations

import struct
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from qgis.core import QgsCsException, QgsGeometry, QgsWkbTypes

from .plain_polygons import EMPTY, NOT_TRANSFORMED, UNREADABLE, Z_DROPPED
from .reading import FeatureTable, read_features, rows_noted
from .transforming import transform_points
from .wkb import as_wkb_array

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.core import QgsCoordinateTransform

    from ..rules.areas import Floats, Ints
    from ..rules.progress import Progress
    from .layer_features import LayerFeatures
    from .wkb import Wkbs

# Note on rows, besides those of ``plain_polygons``.
NOT_POINTS = "not_points"  # lines or polygons of a collection left out

_POINT, _MULTI_POINT = 1, 4
_POINT_SIZE, _HEADER = 21, 9  # bytes of a point, and before the first of several
_CHECK_EVERY = 1_000  # rows


@dataclass(frozen=True)
class PointTable(FeatureTable):
    """The rows of a point layer; wkb: Point, MultiPoint of two or more."""


class Places(NamedTuple):
    """Points: x, y and the row of the table that each belongs to."""

    x: Floats
    y: Floats
    row: Ints


def read_points(features: LayerFeatures, fields: Sequence[str], progress: Progress, *, name: str = "") -> PointTable:
    """Read a point layer and the named fields. Raises PlannerError where a file is damaged."""
    raw = read_features(features, list(dict.fromkeys(fields)), progress)
    notes: dict[str, list[int]] = {}
    wkbs: list[bytes] = []
    for row, wkb in enumerate(raw.wkb):
        if row % _CHECK_EVERY == 0:
            progress.check()
        points, remarks = _plain_points(wkb)
        wkbs.append(_points_wkb(points))
        for remark in remarks:
            notes.setdefault(remark, []).append(row)
    shapes = as_wkb_array(wkbs)
    table = PointTable(name or features.name, features.crs, raw.fids, shapes, _bounds(shapes), raw.columns,
                       rows_noted(notes))
    in_order = bool((np.diff(raw.fids) > 0).all())
    return table if in_order else table.take(np.argsort(raw.fids, kind="stable"))


def places_of(wkbs: Sequence[bytes] | Wkbs) -> Places:
    """Return the points of a table's shapes in the order of rows; ``b""`` has none."""
    found = [_coordinates(wkb) for wkb in wkbs]
    points = np.concatenate([np.empty((0, 2)), *found])
    row = np.repeat(np.arange(len(found), dtype=np.int64), [len(item) for item in found])
    return Places(points[:, 0], points[:, 1], row)


def brought_points(table: PointTable, transform: QgsCoordinateTransform, progress: Progress) -> PointTable:
    """Return the table in the destination CRS of a transformation; what could not be transformed is emptied, noted."""
    notes = {note: rows.tolist() for note, rows in table.notes.items()}
    wkbs: list[bytes] = []
    for row, wkb in enumerate(table.wkb.tolist()):
        if row % _CHECK_EVERY == 0:
            progress.check()
        points = _coordinates(wkb)
        try:
            wkbs.append(_points_wkb(np.column_stack(transform_points(points[:, 0], points[:, 1], transform))))
        except QgsCsException:
            wkbs.append(b"")
            notes.setdefault(NOT_TRANSFORMED, []).append(row)
    shapes = as_wkb_array(wkbs)
    return replace(table, crs=transform.destinationCrs(), wkb=shapes, bounds=_bounds(shapes), notes=rows_noted(notes))


def _points_wkb(points: Floats) -> bytes:
    each = [struct.pack("<BIdd", 1, _POINT, x, y) for x, y in points.tolist()]
    if len(each) < 2:  # noqa: PLR2004
        return each[0] if each else b""
    return struct.pack("<BII", 1, _MULTI_POINT, len(each)) + b"".join(each)


def _coordinates(wkb: bytes) -> Floats:
    """Return the coordinates, (n, 2), of plain points."""
    if not wkb:
        return np.empty((0, 2))
    first = 0 if len(wkb) == _POINT_SIZE else _HEADER
    return np.array([struct.unpack_from("<dd", wkb, place + 5) for place in range(first, len(wkb), _POINT_SIZE)])


def _plain_points(wkb: bytes) -> tuple[Floats, set[str]]:
    """Return the points of any geometry and what was left out."""
    geometry = QgsGeometry()
    if wkb:
        geometry.fromWkb(wkb)
    if geometry.isNull() or geometry.isEmpty():
        return np.empty((0, 2)), {UNREADABLE if wkb and geometry.isNull() else EMPTY}
    parts = geometry.asGeometryCollection() if geometry.isMultipart() else [geometry]
    points = [part for part in parts if part.type() == QgsWkbTypes.GeometryType.PointGeometry]
    places = np.array([[part.constGet().x(), part.constGet().y()] for part in points]).reshape(-1, 2)
    if not np.isfinite(places).all():
        return np.empty((0, 2)), {UNREADABLE}
    notes = {Z_DROPPED} if QgsWkbTypes.hasZ(geometry.wkbType()) or QgsWkbTypes.hasM(geometry.wkbType()) else set()
    return places, notes | ({NOT_POINTS} if len(points) < len(parts) else set())


def _bounds(wkbs: Wkbs) -> Floats:
    bounds = np.full((len(wkbs), 4), np.nan)
    for row, points in enumerate(map(_coordinates, wkbs)):
        if len(points):
            bounds[row] = [*points.min(axis=0), *points.max(axis=0)]
    return bounds
