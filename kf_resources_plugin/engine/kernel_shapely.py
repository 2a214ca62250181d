"""GEOS through Shapely 2: whole arrays at a time. Importing this raises ImportError where Shapely 2 is missing."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from .kernel import DIFFERENCE, INTERSECTION, Uncut
from .wkb import as_wkb_array

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..rules.areas import Bools, Floats, Ints
    from .wkb import Wkbs

if int(shapely.__version__.split(".")[0]) < 2:  # noqa: PLR2004
    raise ImportError("Shapely 2 is needed")

_POLYGON, _MULTI_POLYGON, _COLLECTION = 3, 6, 7
_AREA = 2  # dimensions
_OPERATIONS = {INTERSECTION: shapely.intersection, DIFFERENCE: shapely.difference}


class ShapelyKernel:
    """Shapes are Shapely geometries in object arrays."""

    name = "shapely"

    def __init__(self) -> None:
        """Start with nothing that could not be cut."""
        self.uncut: list[Uncut] = []

    def load(self, wkbs: Sequence[bytes] | Wkbs) -> Any:
        """Return an object array of geometries."""
        rows = as_wkb_array([wkb or None for wkb in wkbs])
        return shapely.from_wkb(rows, on_invalid="ignore")

    def load_valid(self, wkbs: Sequence[bytes] | Wkbs) -> Any:
        """Return an object array of valid geometries."""
        shapes = self.load(wkbs)
        shapes[self.not_valid(shapes)] = None
        return shapes

    def dump(self, shapes: Any) -> Wkbs:
        """Return the polygons in shapes as plain WKB."""
        rows = _array(shapes)
        kinds = shapely.get_type_id(rows)
        for row in np.flatnonzero(kinds == _COLLECTION).tolist():
            rows[row] = _polygons_of(rows[row])
        kinds = shapely.get_type_id(rows)
        for row in np.flatnonzero((kinds == _MULTI_POLYGON) & (shapely.get_num_geometries(rows) == 1)).tolist():
            rows[row] = shapely.get_geometry(rows[row], 0)
        good = ((kinds == _POLYGON) | (kinds == _MULTI_POLYGON)) & ~shapely.is_empty(rows)
        rows[~good] = None
        wkbs = shapely.to_wkb(rows, output_dimension=2, byte_order=1)
        return as_wkb_array([wkb or b"" for wkb in wkbs.tolist()])

    def combine(self, operation: str, left: Any, right: Any) -> tuple[list[Any], dict[int, str]]:
        """Intersect or subtract pairwise."""
        function = _OPERATIONS[operation]
        one, other = _array(left), _array(right)
        try:
            return list(function(one, other)), {}
        except shapely.errors.GEOSException:
            pass  # one pair fails the whole array: go through them one by one
        results: list[Any] = []
        failures: dict[int, str] = {}
        for position, (a, b) in enumerate(zip(one, other)):
            try:
                results.append(function(a, b))
            except shapely.errors.GEOSException as error:
                results.append(None)
                failures[position] = str(error)
        return results, failures

    def union(self, wkbs: Sequence[bytes] | Wkbs) -> bytes:
        """Return what any of the polygons covers."""
        try:
            merged = shapely.union_all(self.load(wkbs))
        except shapely.errors.GEOSException as error:
            raise ValueError(str(error)) from error
        return bytes(self.dump([merged])[0])

    def clip(self, shape: Any, xmin: float, ymin: float, xmax: float, ymax: float) -> Any:
        """Return the part of a shape in a rectangle."""
        clipped = None
        # of a polygon with a hole as thin as rounding GEOS's quick clip may leave the hole and nothing else, all valid
        if not shapely.get_num_interior_rings(shapely.get_parts(shape)).any():
            try:
                clipped = shapely.clip_by_rect(shape, xmin, ymin, xmax, ymax)
            except shapely.errors.GEOSException:
                clipped = None
        if clipped is None or clipped.is_empty or not shapely.is_valid(clipped):
            # it promises no validity either, and fails on some shapes
            try:
                clipped = shapely.intersection(shape, shapely.box(xmin, ymin, xmax, ymax))
            except shapely.errors.GEOSException:
                return shape
        return _polygons_of(clipped)

    def size(self, shape: Any) -> int:
        """Return the number of vertices."""
        return int(shapely.get_num_coordinates(shape))

    def moved(self, shapes: Any, by: Floats) -> Any:
        """Return moved copies."""
        rows = _array(shapes)
        count = shapely.get_num_coordinates(rows)
        return shapely.set_coordinates(
            rows, shapely.get_coordinates(rows) + np.repeat(np.broadcast_to(by, (len(rows), 2)), count, axis=0))

    def measures(self, shapes: Any) -> tuple[Floats, Floats, Floats]:
        """Return areas, half lengths and largest coordinates."""
        rows = _array(shapes)
        largest = np.abs(shapely.bounds(rows)).max(axis=1, initial=0.0)
        area, half_length, largest = map(np.nan_to_num, (shapely.area(rows), shapely.length(rows) / 2.0, largest))
        return area, half_length, largest

    def not_valid(self, shapes: Any) -> Ints:
        """Return the positions of shapes that are not valid."""
        rows = _array(shapes)
        return np.flatnonzero(~(shapely.is_valid(rows) | shapely.is_missing(rows)))

    def contains_points(self, shape: Any, x: Floats, y: Floats) -> Bools:
        """Tell which points are inside."""
        shapely.prepare(shape)
        inside: Bools = np.asarray(shapely.contains_xy(shape, x, y), dtype=bool)
        return inside

    def invalid(self, wkbs: Sequence[bytes] | Wkbs) -> dict[int, str]:
        """Return GEOS's reason for every invalid row."""
        shapes = self.load(wkbs)
        filled = np.array([bool(wkb) for wkb in wkbs], dtype=bool)
        bad = np.flatnonzero(filled & ~shapely.is_valid(shapes))
        reasons = shapely.is_valid_reason(shapes[bad])
        return {
            row: str(reason).split("[")[0] if reason else "" for row, reason in zip(bad.tolist(), reasons.tolist())
        }

    def faces(self, wkb: bytes) -> Wkbs:
        """Return the bounded parts into which lines, or the rings of polygons, cut the plane."""
        try:
            shape = shapely.from_wkb(wkb)
            # a union of lines nodes where the noder alone does not converge
            noded = shapely.union_all([shapely.boundary(shape) if shapely.get_dimensions(shape) == _AREA else shape])
            return self.dump(shapely.get_parts(shapely.polygonize([noded])))
        except shapely.errors.GEOSException as error:
            raise ValueError(str(error)) from error

    def make_valid(self, shape: Any) -> Any:
        """Return the polygons that the shape's lines enclose."""
        return _polygons_of(shapely.make_valid(shape))

    def snap(self, shape: Any, grid: float) -> Any:
        """Return a shape with its vertices on a grid."""
        try:
            return _polygons_of(shapely.set_precision(shape, grid))
        except shapely.errors.GEOSException:
            return self.make_valid(shape)


def _array(shapes: Any) -> Any:
    rows = np.empty(len(shapes), dtype=object)
    rows[:] = shapes
    return rows


def _polygons_of(shape: Any) -> Any:
    """Return the polygons of any geometry, None when there are none."""
    if shape is None or shape.is_empty:
        return None
    if shapely.get_type_id(shape) in {_POLYGON, _MULTI_POLYGON}:
        return shape
    parts = shapely.get_parts(shapely.get_parts(shape))
    polygons = parts[(shapely.get_type_id(parts) == _POLYGON) & ~shapely.is_empty(parts)]
    return shapely.multipolygons(polygons) if len(polygons) else None
