"""Parcels as rings of points that a program can edit, without ever computing a coordinate anew that stood before.

A shape is a list of parts, a part a list of rings, the outer one first; a ring is a list of points without its closing
one, and runs with the inside to its left. So neighbours run along a common border in opposite directions, and whether
some parcels cover the ground that others covered is told by their edges alone: opposite ones cancel, and what is left
must be the same (``same_ground``). That is exact: no tolerance and no overlay is in it.
"""
from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
from qgis.core import QgsGeometry, QgsLineString, QgsPointXY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ..rules.areas import Floats

Point = tuple[float, float]
Ring = list[Point]
Shape = list[list[Ring]]
Edge = tuple[Point, Point]


def rings_of(geometry: QgsGeometry) -> Shape:
    """Return the rings of a 2D polygon without curves."""
    several = QgsGeometry(geometry)
    several.convertToMultiType()
    return [[_turned([(point.x(), point.y()) for point in ring[:-1]], inner=number > 0)
             for number, ring in enumerate(part)] for part in several.asMultiPolygon()]


def geometry_of(shape: Shape) -> QgsGeometry:
    """Return a shape as MultiPolygon."""
    return QgsGeometry.fromMultiPolygonXY([[[QgsPointXY(x, y) for x, y in (*ring, ring[0])] for ring in part]
                                           for part in shape])


def _turned(ring: Ring, *, inner: bool) -> Ring:
    return ring if (ring_area(ring) < 0.0) == inner else ring[:1] + ring[:0:-1]


def ring_area(ring: Sequence[Point]) -> float:
    """Return the area of a ring in the units of its plane, negative where it runs clockwise."""
    points = np.array(ring) - ring[0]
    x, y = points[:, 0], points[:, 1]
    return 0.5 * float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1)))


def shape_area(shape: Shape) -> float:
    """Return the area of a shape in the units of its plane."""
    return sum(ring_area(ring) for ring in every_ring(shape))


def every_ring(shape: Shape) -> Iterator[Ring]:
    """Yield the rings of all parts."""
    return (ring for part in shape for ring in part)


def edges_of_ring(ring: Ring) -> Iterator[Edge]:
    """Yield the edges of a ring, each from its first to its second point."""
    return zip(ring, (*ring[1:], ring[0]))


def edges_of_shapes(shapes: Iterable[Shape]) -> list[Edge]:
    """Return the edges of shapes."""
    return [edge for shape in shapes for ring in every_ring(shape) for edge in edges_of_ring(ring)]


def left_over(shapes: Iterable[Shape]) -> Counter[Edge]:
    """Return the edges of shapes that no opposite one cancels, and how often each stands there."""
    count = Counter(edges_of_shapes(shapes))
    return Counter({edge: times - count.get(edge[::-1], 0) for edge, times in count.items()
                    if times > count.get(edge[::-1], 0)})


def same_ground(before: Iterable[Shape], after: Iterable[Shape]) -> bool:
    """Tell whether shapes cover exactly what others cover, place by place as often."""
    return left_over(before) == left_over(after)


def is_sound(shape: Shape) -> bool:
    """Tell whether a shape is a valid polygon whose rings run the right way."""
    return all((ring_area(ring) < 0.0) == (number > 0) for part in shape for number, ring in enumerate(part)) and bool(
        geometry_of(shape).isGeosValid())


def faces_of(edges: Iterable[Edge]) -> list[QgsGeometry]:
    """Return what edges enclose that meet at their ends only; edges with a loose end enclose nothing."""
    different = {min(edge, edge[::-1]) for edge in edges}
    lines = [QgsGeometry(QgsLineString([first[0], second[0]], [first[1], second[1]]))
             for first, second in sorted(different)]
    return list(QgsGeometry.polygonize(lines).asGeometryCollection())


def faces_within(edges: Iterable[Edge], ground: Iterable[Shape]) -> list[tuple[int, Shape]]:
    """Return the faces of edges that lie in some ground, each with the number of a shape that it lies in or covers."""
    engines = []
    geometries = [geometry_of(shape) for shape in ground]  # held while the engines look into them
    for geometry in geometries:
        engine = QgsGeometry.createGeometryEngine(geometry.constGet())
        engine.prepareGeometry()
        engines.append(engine)
    found = []
    for face in faces_of(edges):
        point = face.pointOnSurface()
        inside = next((number for number, engine in enumerate(engines) if engine.intersects(point.constGet())), None)
        if inside is not None:
            found.append((inside, rings_of(face)))
    return found


def with_points(shape: Shape, points: Iterable[Point], tolerance: float) -> Shape:
    """Return a shape with points as vertices where they stand on its edges.

    A point within the tolerance of a vertex is that vertex already. Others on an edge go in by their order along it.
    """
    wanted = np.array(sorted(set(points)), dtype=np.float64).reshape(-1, 2)
    return [[_ring_with(ring, wanted, tolerance) for ring in part] for part in shape]


def _ring_with(ring: Ring, points: Floats, tolerance: float) -> Ring:
    start = np.array(ring)
    near = ((points >= start.min(axis=0) - tolerance) & (points <= start.max(axis=0) + tolerance)).all(axis=1)
    found: dict[int, list[tuple[float, Point]]] = {}
    end = np.roll(start, -1, axis=0)
    for point in points[near]:
        share, away = along(start, end, point)
        far = (np.hypot(*(start - point).T) > tolerance) & (np.hypot(*(end - point).T) > tolerance)
        for place in np.flatnonzero(far & (away <= tolerance) & (share > 0.0) & (share < 1.0)).tolist():
            found.setdefault(place, []).append((float(share[place]), (float(point[0]), float(point[1]))))
    if not found:
        return ring
    return [point for place, first in enumerate(ring)
            for point in (first, *(inserted for _, inserted in sorted(found.get(place, []))))]


def along(start: Floats, end: Floats, point: Floats) -> tuple[Floats, Floats]:
    """Return for each edge (n, 2) which share of it lies before the foot of a point, and how far the point is away."""
    edge, arm = end - start, point - start
    length = np.maximum((edge ** 2).sum(axis=1), np.finfo(float).tiny)
    share = (edge * arm).sum(axis=1) / length
    foot = start + np.clip(share, 0.0, 1.0)[:, None] * edge
    return share, np.hypot(*(foot - point).T)
