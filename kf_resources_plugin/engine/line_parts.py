"""Lines cut by layers of areas: how many metres of each lie where, every metre once."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from qgis.core import QgsDistanceArea, QgsGeometry, QgsWkbTypes

from .line_reading import lines_wkb, parts_of
from .near import rows_near
from .partition import cannot_unite
from .united_shapes import united_shape
from .wkb import as_wkb_array
from .writing import geometry

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransformContext

    from ..rules.areas import Bools, Floats, Ints
    from ..rules.progress import Progress
    from .kernel import Kernel
    from .line_reading import LineTable
    from .reading import PolygonTable
    from .wkb import Wkbs

_CGCS2000 = "EPSG:1024"


@dataclass(frozen=True)
class PartsOfLines:
    """Parts of lines, arrays (parts,) by row: row int64; wkb object, plain lines; length_m float64 on the ellipsoid.

    inside: bool by layer of areas, the part lies in it.
    """

    table: LineTable
    row: Ints
    wkb: Wkbs
    length_m: Floats
    inside: Mapping[str, Bools]


def cut_lines(table: LineTable, layers: Mapping[str, PolygonTable], transform_context: QgsCoordinateTransformContext,
              kernel: Kernel, progress: Progress) -> PartsOfLines:
    """Cut lines by layers of valid polygons in their CRS. Raises PlannerError where GEOS cannot unite, and Canceled."""
    found: list[tuple[int, QgsGeometry, frozenset[str]]] = []
    for row, wkb in enumerate(table.wkb.tolist()):
        progress.check()
        progress.set(row / len(table))
        parts = [(geometry(wkb), frozenset[str]())] if wkb else []
        for name, layer in layers.items():
            near = rows_near(layer.bounds, table.bounds[row:row + 1])
            if len(near):
                parts = _split(parts, name, layer, near, kernel, progress)
        found += [(row, shape, names) for shape, names in parts]
    measure = _measure(table.crs, transform_context)
    return PartsOfLines(
        table, np.array([row for row, _, _ in found], dtype=np.int64),
        as_wkb_array([bytes(shape.asWkb()) for _, shape, _ in found]),
        np.array([measure.measureLength(shape) for _, shape, _ in found], dtype=np.float64),
        {name: np.array([name in names for _, _, names in found], dtype=bool) for name in layers})


def _split(parts: list[tuple[QgsGeometry, frozenset[str]]], name: str, layer: PolygonTable, near: Ints, kernel: Kernel,
           progress: Progress) -> list[tuple[QgsGeometry, frozenset[str]]]:
    """Return parts cut by what some polygons of a layer cover."""
    area = geometry(united_shape(layer.wkb[near], kernel, progress))
    if area.isNull():
        raise cannot_unite(layer, layer.name)
    made = []
    for shape, names in parts:
        for piece, within in ((shape.intersection(area), names | {name}), (shape.difference(area), names)):
            if _only_lines(piece):
                made.append((piece, within))
    return made


def _only_lines(shape: QgsGeometry) -> bool:
    """Take the points off a result in place; tell whether lines are left."""
    if shape.isNull() or shape.isEmpty():
        return False
    if shape.type() != QgsWkbTypes.GeometryType.LineGeometry:
        shape.convertGeometryCollectionToSubclass(QgsWkbTypes.GeometryType.LineGeometry)
    return not shape.isEmpty() and shape.length() > 0.0


def _measure(crs: QgsCoordinateReferenceSystem, transform_context: QgsCoordinateTransformContext) -> QgsDistanceArea:
    measure = QgsDistanceArea()
    measure.setSourceCrs(crs, transform_context)
    measure.setEllipsoid(_CGCS2000)
    return measure


def joined_lines(wkbs: Sequence[bytes] | Wkbs) -> bytes:
    """Return the parts of some plain lines as one."""
    parts = parts_of(wkbs)
    return lines_wkb([parts.part(number) for number in range(len(parts))])


def middle_of(wkb: bytes) -> tuple[float, float]:
    """Return the point halfway along the longest part of a plain line."""
    parts = parts_of([wkb])
    points = max((parts.part(number) for number in range(len(parts))),
                 key=lambda part: float(np.hypot(*np.diff(part, axis=0).T).sum()))
    along = np.r_[0.0, np.cumsum(np.hypot(*np.diff(points, axis=0).T))]
    x, y = (float(np.interp(along[-1] / 2.0, along, points[:, axis])) for axis in (0, 1))
    return x, y
