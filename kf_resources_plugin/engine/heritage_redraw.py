"""Lines of one site that nest in each other, redrawn so that they still do.

What stands in a layer are bands: the land of a tier without what lies further in. The outer line of a tier is the
border of its band and of all bands inside it together. When one line is drawn anew it wins: lines outside it grow to
contain it, lines inside it shrink to it. All lines are then cut into the faces of one drawing, every face goes to one
band, and bands are put together from faces; so neighbours share their border vertex for vertex, whatever was drawn.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qgis.core import Qgis, QgsCompoundCurve, QgsGeometry, QgsLineString, QgsPoint, QgsPointXY, QgsPolygon

from ..i18n import tr
from .errors import PlannerError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

NEW = -1
"""The key of a band that no feature has yet."""
_LEAST_RING = 3


@dataclass(frozen=True)
class Band:
    """The land of one feature. level: its tier's place among those of the site, 0 innermost; features may share it."""

    key: int
    level: int
    shape: QgsGeometry


def outline(bands: Iterable[Band], level: int) -> QgsGeometry:
    """Return the land within the outer line of a level, empty for none; raises PlannerError where GEOS cannot."""
    return _united([band.shape for band in bands if band.level <= level])


def reshaped(bands: Sequence[Band], level: int, line: QgsGeometry, tolerance: float) -> QgsGeometry:
    """Return the land within the outer line of a level after a part of it runs along ``line``.

    What the line encloses outside is added; what it cuts off inside goes, and of two halves the larger stays.
    tolerance: as in ``redrawn``. Raises PlannerError where the line does not meet the outer line twice.
    """
    line, [area] = _fitted(line, [outline(bands, level)], tolerance)
    faces = _faces([*_borders([area]), line])
    parts, holes = _regions(area)
    rest, kept = list(faces), []
    for part in parts:
        inside = _taken(part, rest)
        kept += sorted(inside, key=QgsGeometry.area)[-1:]
    for hole in holes:
        kept += sorted(_taken(hole, rest), key=QgsGeometry.area)[:-1]
    if len(parts) + len(holes) == len(faces):
        raise PlannerError(tr("The line that was drawn does not meet the outer line of the tier twice; begin and end "
                              "it on the other side of the outer line."))
    return checked(_united([*kept, *rest]))


def _regions(area: QgsGeometry) -> tuple[list[QgsGeometry], list[QgsGeometry]]:
    """Return the parts of some land, and its holes as land."""
    parts = list(area.asGeometryCollection())
    rings = [part.constGet().interiorRing(number).clone() for part in parts
             for number in range(part.constGet().numInteriorRings())]
    return parts, [QgsGeometry(QgsPolygon(ring)) for ring in rings]


def _taken(shape: QgsGeometry, faces: list[QgsGeometry]) -> list[QgsGeometry]:
    """Return the faces that lie in a shape, and take them out of the list."""
    inside = _within(shape, faces)
    found = [face for face, one in zip(faces, inside) if one]
    faces[:] = [face for face, one in zip(faces, inside) if not one]
    return found


def checked(area: QgsGeometry) -> QgsGeometry:
    """Return land as it is; raises PlannerError where its line crosses itself or encloses nothing."""
    if not area.isEmpty() and not area.isGeosValid():
        faults = area.validateGeometry(Qgis.GeometryValidationEngine.Geos)
        at = faults[0].where() if faults else area.boundingBox().center()
        raise PlannerError(tr("The line crosses or touches itself near X {x}, Y {y}; draw it without crossing.").format(
            x=f"{at.x():.3f}", y=f"{at.y():.3f}"))
    if area.isEmpty() or area.area() <= 0.0:
        raise PlannerError(tr("The line that was drawn encloses no land; draw it through at least three points."))
    return area


def redrawn(bands: Sequence[Band], level: int, area: QgsGeometry, tolerance: float) -> dict[int, QgsGeometry]:
    """Return the land of every band when ``area`` is what the outer line of ``level`` encloses; empty where none stays.

    Where no band has the level its land stands under ``NEW``. tolerance, in map units: vertices and edges so near are
    in one place. Raises PlannerError where GEOS cannot cut the lines.
    """
    others = sorted({band.level for band in bands} - {level})
    lines = {one: outline(bands, one) for one in others}
    several = _several(bands)
    shapes = [*lines.values(), *(band.shape for band in several)]
    area, fitted = _fitted(area, shapes, tolerance)
    lines = dict(zip(others, fitted))
    faces = _faces(_borders([area, *fitted]))
    outside = {one: shape for one, shape in lines.items() if one > level}
    inside = {one: shape for one, shape in lines.items() if one < level}
    drawn = _within(area, faces)
    found: dict[int, list[QgsGeometry]] = {band.key: [] for band in bands}
    held = {number: _first_holding(face, inside, level) if drawn[number] else _first_holding(face, outside, None)
            for number, face in enumerate(faces)}
    for number, face in enumerate(faces):
        if held[number] is not None:
            found.setdefault(_owner(face, [band for band in bands if band.level == held[number]]), []).append(face)
    return {key: _united(parts) for key, parts in found.items()}


def split(bands: Sequence[Band], level: int, line: QgsGeometry,
          tolerance: float) -> dict[int, list[QgsGeometry]]:
    """Return for every band its parts when those of ``level`` are cut along ``line``, the largest first.

    Neighbours take the ends of the cut as vertices. Raises PlannerError where the line cuts nothing.
    """
    cut = {band.key: _cut(band.shape, line) if band.level == level else [band.shape] for band in bands}
    if all(len(parts) == 1 for parts in cut.values()):
        raise PlannerError(tr("The line that was drawn cuts nothing of the tier in two; begin and end it outside."))
    parts = [(key, part) for key, found in cut.items() for part in found]
    whole = [part for key, found in cut.items() if len(found) > 1 for part in found]
    fitted = [part if part in whole else _with_vertices(part, whole, tolerance) for _, part in parts]
    faces = _faces(_borders(fitted))
    result: dict[int, list[QgsGeometry]] = {key: [] for key in cut}
    taken: set[int] = set()
    for (key, _), shape in zip(parts, fitted):
        own = [number for number, inside in enumerate(_within(shape, faces)) if inside and number not in taken]
        taken.update(own)
        result[key].append(_united([faces[number] for number in own]))
    return {key: sorted(found, key=lambda shape: -shape.area()) for key, found in result.items()}


def _several(bands: Sequence[Band]) -> list[Band]:
    """Return the bands that share their level: the lines between them stay."""
    levels = [band.level for band in bands]
    return [band for band in bands if levels.count(band.level) > 1]


def _first_holding(face: QgsGeometry, lines: Mapping[int, QgsGeometry], otherwise: int | None) -> int | None:
    """Return the innermost of the levels whose line goes round a face."""
    point = face.pointOnSurface()
    return next((level for level in sorted(lines) if lines[level].contains(point)), otherwise)


def _owner(face: QgsGeometry, bands: Sequence[Band]) -> int:
    """Return the key of the band that had the land, else of the one it shares the most border with, else the nearest.
    """
    if len(bands) < 2:  # noqa: PLR2004
        return bands[0].key if bands else NEW
    point = face.pointOnSurface()
    for band in bands:
        if band.shape.contains(point):
            return band.key
    return min(bands, key=lambda band: (-face.intersection(band.shape).length(), face.distance(band.shape))).key


def _within(shape: QgsGeometry, faces: Sequence[QgsGeometry]) -> list[bool]:
    """Tell which faces lie in a shape."""
    engine = QgsGeometry.createGeometryEngine(shape.constGet())
    engine.prepareGeometry()
    points = [face.pointOnSurface() for face in faces]  # held while the engine looks into them
    return [engine.contains(point.constGet()) for point in points]


def _cut(shape: QgsGeometry, line: QgsGeometry) -> list[QgsGeometry]:
    first, curve = QgsGeometry(shape), QgsCompoundCurve()  # a list of points is taken for one without heights
    curve.addCurve(QgsLineString(list(line.vertices())))
    # all four are given, since QGIS 3.40 takes three for those of a list of points
    done, others, _ = first.splitGeometry(curve, False, False, True)
    return [first, *others] if done == Qgis.GeometryOperationResult.Success else [shape]


def _borders(shapes: Iterable[QgsGeometry]) -> list[QgsGeometry]:
    return [QgsGeometry(shape.constGet().boundary()) for shape in shapes if not shape.isEmpty()]


def _faces(lines: Sequence[QgsGeometry]) -> list[QgsGeometry]:
    """Return what lines cut the plane into."""
    noded = QgsGeometry.unaryUnion(lines)
    found = QgsGeometry.polygonize([noded])
    if noded.isNull() or found.isNull():
        raise PlannerError(_unable(noded.lastError() or found.lastError()))
    return list(found.asGeometryCollection())


def _united(shapes: Sequence[QgsGeometry]) -> QgsGeometry:
    """Return what polygons cover, empty for none."""
    if not shapes:
        return QgsGeometry.fromWkt("MultiPolygon EMPTY")
    found = QgsGeometry.unaryUnion(list(shapes))
    if found.isNull():
        raise PlannerError(_unable(found.lastError()))
    return found


def _unable(reason: str) -> str:
    return tr("The lines of the site cannot be put together ({reason}); repair the geometries of the site with "
              "“Fix geometries” first.").format(reason=reason)


def _fitted(area: QgsGeometry, shapes: Sequence[QgsGeometry],
            tolerance: float) -> tuple[QgsGeometry, list[QgsGeometry]]:
    """Return land and shapes with vertices in common where they run within the tolerance of each other.

    What stood there before stays where it is: the vertices of ``area`` move onto those of ``shapes``.
    """
    moved = QgsGeometry(area)
    for number, vertex in enumerate(list(area.vertices())):
        near = _nearest_vertex(vertex, shapes, tolerance)
        if near is not None and (near.x(), near.y()) != (vertex.x(), vertex.y()):
            moved.moveVertex(near.x(), near.y(), number)
    fitted = [_with_vertices(shape, [moved], tolerance) for shape in shapes]
    return _with_vertices(moved, fitted, tolerance), fitted


def _nearest_vertex(vertex: QgsPoint, shapes: Sequence[QgsGeometry], tolerance: float) -> QgsPointXY | None:
    for shape in shapes:
        if _reaches(shape, vertex, tolerance):
            point, _, _, _, square = shape.closestVertex(QgsPointXY(vertex))
            if 0.0 <= square <= tolerance ** 2:
                return point
    return None


def _with_vertices(shape: QgsGeometry, others: Iterable[QgsGeometry], tolerance: float) -> QgsGeometry:
    """Return a shape that has the vertices of others that stand on its edges."""
    result = QgsGeometry(shape)
    for other in others:
        for vertex in other.vertices():
            if not _reaches(shape, vertex, tolerance):
                continue
            point = QgsPointXY(vertex)
            square, _, after, _ = result.closestSegmentWithContext(point)
            if 0.0 <= square <= tolerance ** 2 < result.closestVertex(point)[-1]:
                result.insertVertex(QgsPoint(point), after)
    return result


def _reaches(shape: QgsGeometry, vertex: QgsPoint, tolerance: float) -> bool:
    return not shape.isEmpty() and bool(shape.boundingBox().buffered(tolerance).contains(QgsPointXY(vertex)))


def ring_area(line: QgsGeometry) -> QgsGeometry:
    """Return the land that a line encloses when its end is joined to its beginning; raises PlannerError for none."""
    points = [QgsPointXY(vertex) for vertex in line.vertices()]
    if len(set(map(QgsPointXY.toString, points))) < _LEAST_RING:
        return checked(QgsGeometry.fromWkt("Polygon EMPTY"))
    return checked(QgsGeometry.fromPolygonXY([points]))

