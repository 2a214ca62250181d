"""GEOS through QGIS's own geometry classes: always there, one shape at a time."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from qgis.core import Qgis, QgsGeometry, QgsPoint, QgsRectangle, QgsWkbTypes

from .kernel import INTERSECTION, Uncut
from .wkb import as_wkb_array, open_rings, rings_from_wkb, unwrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..rules.areas import Bools, Floats, Ints
    from .wkb import Wkbs


class QgisKernel:
    """Shapes are QgsGeometry in lists."""

    name = "qgis"

    def __init__(self) -> None:
        """Start with no shape prepared."""
        self.uncut: list[Uncut] = []
        self._prepared: tuple[QgsGeometry, Any] | None = None

    def load(self, wkbs: Sequence[bytes] | Wkbs) -> list[QgsGeometry | None]:
        """Return a list of geometries."""
        return [_geometry(wkb) if wkb else None for wkb in wkbs]

    def load_valid(self, wkbs: Sequence[bytes] | Wkbs) -> list[QgsGeometry | None]:
        """Return a list of valid geometries."""
        unheld = set(open_rings(rings_from_wkb(wkbs)).tolist())
        return [shape if shape is not None and row not in unheld and shape.isGeosValid() else None
                for row, shape in enumerate(self.load(wkbs))]

    def dump(self, shapes: Sequence[QgsGeometry | None]) -> Wkbs:
        """Return the polygons in shapes as plain WKB."""
        return as_wkb_array([_plain(shape) for shape in shapes])

    def combine(
        self, operation: str, left: Sequence[QgsGeometry], right: Sequence[QgsGeometry]
    ) -> tuple[list[Any], dict[int, str]]:
        """Intersect or subtract pairwise."""
        results: list[Any] = []
        failures: dict[int, str] = {}
        for position, (one, other) in enumerate(zip(left, right)):
            shape = one.intersection(other) if operation == INTERSECTION else one.difference(other)
            if shape.isNull():
                failures[position] = shape.lastError()
            results.append(None if shape.isNull() else shape)
        return results, failures

    def union(self, wkbs: Sequence[bytes] | Wkbs) -> bytes:
        """Return what any of the polygons covers."""
        shapes = [shape for shape in self.load(wkbs) if shape is not None]
        if not shapes:
            return b""
        merged = QgsGeometry.unaryUnion(shapes)
        if merged.isNull():
            raise ValueError(merged.lastError())
        return _plain(merged)

    def clip(self, shape: QgsGeometry, xmin: float, ymin: float, xmax: float, ymax: float) -> QgsGeometry | None:
        """Return the part of a shape in a rectangle."""
        rectangle, parts = QgsRectangle(xmin, ymin, xmax, ymax), shape.constGet()
        # of a polygon with a hole as thin as rounding GEOS's quick clip may leave the hole and nothing else, all valid
        holes = any(parts.ringCount(part) > 1 for part in range(parts.partCount()))
        clipped = QgsGeometry() if holes else shape.clipped(rectangle)
        if clipped.isNull() or clipped.isEmpty() or not clipped.isGeosValid():
            # it promises no validity either and fails on some shapes, which looks as if nothing were left
            clipped = shape.intersection(QgsGeometry.fromRect(rectangle))
            if clipped.isNull():
                return shape
        return _polygons_of(clipped)

    def size(self, shape: QgsGeometry) -> int:
        """Return the number of vertices."""
        return int(shape.constGet().nCoordinates())

    def moved(self, shapes: Sequence[QgsGeometry | None], by: Floats) -> list[QgsGeometry | None]:
        """Return moved copies."""
        copies = [None if shape is None else QgsGeometry(shape) for shape in shapes]
        for shape, (dx, dy) in zip(copies, np.broadcast_to(by, (len(copies), 2)).tolist()):
            if shape is not None:
                shape.translate(dx, dy)
        return copies

    def measures(self, shapes: Sequence[QgsGeometry | None]) -> tuple[Floats, Floats, Floats]:
        """Return areas, half lengths and largest coordinates."""
        area, half_length, largest = np.array([_measured(shape) for shape in shapes]).reshape(-1, 3).T
        return area, half_length, largest

    def not_valid(self, shapes: Sequence[QgsGeometry | None]) -> Ints:
        """Return the positions of shapes that are not valid."""
        return np.flatnonzero([shape is not None and not shape.isGeosValid() for shape in shapes])

    def contains_points(self, shape: QgsGeometry, x: Floats, y: Floats) -> Bools:
        """Tell which points are inside; the last shape stays prepared."""
        prepared = self._prepared  # looked at once: other threads prepare theirs meanwhile
        if prepared is None or prepared[0] is not shape:
            engine = QgsGeometry.createGeometryEngine(shape.constGet())
            engine.prepareGeometry()
            self._prepared = prepared = shape, engine
        engine = prepared[1]
        return np.array([engine.contains(QgsPoint(*point)) for point in zip(x.tolist(), y.tolist())], dtype=bool)

    def invalid(self, wkbs: Sequence[bytes] | Wkbs) -> dict[int, str]:
        """Return GEOS's reason for every invalid row.

        Rows with rings that GEOS cannot hold are found here: QGIS drops such parts of a MultiPolygon, calls it valid.
        """
        reasons = dict.fromkeys(open_rings(rings_from_wkb(wkbs)).tolist(), "")
        for row, shape in enumerate(self.load(wkbs)):
            if row in reasons or shape is None or shape.isGeosValid():
                continue
            faults = shape.validateGeometry(Qgis.GeometryValidationEngine.Geos)
            reasons[row] = faults[0].what() if faults else ""
        return reasons

    def faces(self, wkb: bytes) -> Wkbs:
        """Return the bounded parts into which lines, or the rings of polygons, cut the plane."""
        shape = QgsGeometry()
        shape.fromWkb(wkb)
        is_area = shape.type() == QgsWkbTypes.GeometryType.PolygonGeometry
        noded = QgsGeometry.unaryUnion([QgsGeometry(shape.constGet().boundary()) if is_area else shape])
        found = QgsGeometry.polygonize([noded])
        if noded.isNull() or found.isNull():
            raise ValueError(noded.lastError() or found.lastError())
        return self.dump([] if found.isEmpty() else found.asGeometryCollection())

    def make_valid(self, shape: QgsGeometry) -> QgsGeometry | None:
        """Return the polygons that the shape's lines enclose."""
        return _polygons_of(shape.makeValid())

    def snap(self, shape: QgsGeometry, grid: float) -> QgsGeometry | None:
        """Return a shape with its vertices on a grid."""
        snapped = shape.snappedToGrid(grid, grid)
        return None if snapped.isNull() or snapped.isEmpty() else self.make_valid(snapped)


def _geometry(wkb: bytes) -> QgsGeometry | None:
    geometry = QgsGeometry()
    geometry.fromWkb(wkb)
    return None if geometry.isNull() else geometry


def _measured(shape: QgsGeometry | None) -> tuple[float, float, float]:
    if shape is None or shape.isEmpty():
        return 0.0, 0.0, 0.0
    box = shape.boundingBox()
    largest = max(map(abs, (box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum())))
    return shape.area(), shape.length() / 2.0, largest


def _plain(shape: QgsGeometry | None) -> bytes:
    polygons = _polygons_of(shape)
    return b"" if polygons is None else unwrapped(bytes(polygons.asWkb()))


def _polygons_of(shape: QgsGeometry | None) -> QgsGeometry | None:
    """Return the polygons of any geometry, None when there are none."""
    if shape is None or shape.isNull() or shape.isEmpty():
        return None
    if QgsWkbTypes.geometryType(shape.wkbType()) == QgsWkbTypes.GeometryType.PolygonGeometry:
        return shape
    parts = [part for part in shape.asGeometryCollection() if not part.isEmpty()]
    polygons = [part for part in parts if part.type() == QgsWkbTypes.GeometryType.PolygonGeometry]
    flat = [piece for part in polygons for piece in (part.asGeometryCollection() if part.isMultipart() else [part])]
    return QgsGeometry.collectGeometry(flat) if flat else None
