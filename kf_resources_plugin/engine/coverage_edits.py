"""Parcels of a coverage split, united and given another common border, so that it stays seamless vertex for vertex.

Vertices that are there stay where they are, new ones stand in the parcels on both sides with the same numbers, and
before anything is handed on it is proved that parcels cover exactly the ground that they covered (``same_ground``).
"""
from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from qgis.core import QgsGeometry, QgsPointXY

from ..i18n import tr
from .drawn_line import DrawnLine, on_borders
from .errors import PlannerError
from .parcel_rings import (
    edges_of_shapes,
    every_ring,
    faces_within,
    is_sound,
    left_over,
    ring_area,
    same_ground,
    shape_area,
    with_points,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from .parcel_rings import Edge, Point, Ring, Shape

_LEAST_LINE = 2
_Arc = tuple[int, int, int, int]  # part, ring, place of its first point, how many edges


def split(parcels: Mapping[int, Shape], chosen: Collection[int], line: Sequence[Point],
          tolerance: float) -> dict[int, list[Shape]]:
    """Return for every parcel that changes its parts when ``chosen`` ones are cut along a line, the largest first.

    parcels: all that the line may meet. Neighbours take the ends of cuts as vertices; parts of a parcel that the line
    leaves whole stay with the largest. tolerance, in units of the plane: how near two places are one. Raises
    PlannerError where nothing is cut.
    """
    _check_line(line)
    drawn = on_borders(line, parcels.values(), tolerance)
    noded = {key: with_points(parcels[key], drawn.nodes, tolerance) for key in chosen}
    found = {key: _cut(shape, drawn) for key, shape in noded.items()}
    found = {key: pieces for key, pieces in found.items() if len(pieces) > 1}
    if not found:
        raise PlannerError(tr("The line cuts no parcel in two; begin and end it outside the parcel."))
    used = drawn.nodes & {point for pieces in found.values() for piece in pieces for ring in every_ring(piece)
                          for point in ring}
    for key, pieces in found.items():
        if not same_ground([noded[key]], pieces) or not all(map(is_sound, pieces)):
            raise _unclear()
    others = {key: [with_points(shape, used, tolerance)] for key, shape in parcels.items() if key not in found}
    return {**found, **{key: shapes for key, shapes in others.items() if shapes != [parcels[key]]}}


def _check_line(line: Sequence[Point]) -> None:
    drawn = QgsGeometry.fromPolylineXY([QgsPointXY(*point) for point in line])
    if len(set(line)) < _LEAST_LINE or not drawn.isSimple():
        raise PlannerError(tr("The line that was drawn crosses itself; draw it without crossing."))


def _unclear() -> PlannerError:
    return PlannerError(tr("The line runs so close along a border that it is not clear what it cuts; draw it further "
                           "away, or snap it to the vertices of the border."))


def _cut(shape: Shape, drawn: DrawnLine) -> list[Shape]:
    """Return the parts of a shape that a line cuts, the largest first, one part where it cuts none."""
    faces = faces_within([*edges_of_shapes([shape]), *drawn.edges()], [[part] for part in shape])
    pieces_of: dict[int, list[Shape]] = {}
    for number, face in faces:
        pieces_of.setdefault(number, []).append(face)
    cut = sorted((piece for pieces in pieces_of.values() if len(pieces) > 1 for piece in pieces),
                 key=lambda piece: -shape_area(piece))
    whole = [part for number, part in enumerate(shape) if len(pieces_of.get(number, ())) <= 1]
    return [[*cut[0], *whole], *cut[1:]] if cut else [whole]


def merged(parcels: Sequence[Shape], tolerance: float) -> Shape:
    """Return the shape of parcels together. Raises PlannerError where one of them shares no border with the others."""
    fitted = [_fitted(shape, [other for other in parcels if other is not shape], tolerance) for shape in parcels]
    if not _all_adjoin(fitted):
        raise PlannerError(tr("The parcels chosen do not all share a border with each other, vertex for vertex. Choose "
                              "parcels that adjoin; where there is a gap between them, close it first."))
    faces = faces_within(left_over(fitted), fitted)
    whole = [part for _, face in faces for part in face]
    if not same_ground(fitted, [whole]) or not is_sound(whole):
        raise PlannerError(tr("The parcels chosen overlap; check the layer (panel Data, Check of a layer) and "
                              "mend that first."))
    return whole


def _fitted(shape: Shape, others: Sequence[Shape], tolerance: float) -> Shape:
    """Return a shape that has the vertices of others that stand on its edges."""
    own = {point for ring in every_ring(shape) for point in ring}
    return with_points(shape, {point for other in others for ring in every_ring(other) for point in ring} - own,
                       tolerance)


def _all_adjoin(shapes: Sequence[Shape]) -> bool:
    edges: list[set[Edge]] = [set(edges_of_shapes([shape])) for shape in shapes]
    reached, left = {0}, set(range(1, len(shapes)))
    while left:
        opposite = {edge[::-1] for number in reached for edge in edges[number]}
        more = {number for number in left if edges[number] & opposite}
        if not more:
            return False
        reached, left = more, left - more
    return True


@dataclass(frozen=True)
class Reshape:
    """A border that was redrawn: the two parcels it lies between, and all that change – others get a vertex."""

    pair: tuple[int, int]
    shapes: dict[int, Shape]


def reshaped(parcels: Mapping[int, Shape], line: Sequence[Point], tolerance: float) -> Reshape:
    """Return what becomes of parcels when the border of two of them runs along a line.

    The line takes the place of their common border between the first and the last place where it meets one; what the
    one gains the other loses. Raises PlannerError where these are not two places of one border of two parcels, and
    where the line leaves the two.
    """
    _check_line(line)
    drawn = on_borders(line, parcels.values(), tolerance).between_borders()
    if len(set(drawn)) < _LEAST_LINE:
        raise PlannerError(tr("The line does not meet the border twice; begin and end it on the border, or beyond it."))
    ends = (drawn[0], drawn[-1])
    noded = {key: with_points(shape, ends, tolerance) for key, shape in parcels.items()}
    ways = sorted(_ways(noded, drawn, tolerance), key=lambda way: way[0])
    if not ways:
        raise PlannerError(tr("The two places where the line begins and ends are not on one common border of two "
                              "parcels. Redraw the border of two parcels at a time, from corner to corner at most."))
    for _, before, after in ways:
        if all(map(is_sound, after.values())) and same_ground(before.values(), after.values()):
            one, other = after
            return Reshape((one, other), {key: shape for key, shape in {**noded, **after}.items()
                                          if shape != parcels[key]})
    raise PlannerError(tr("The line leaves the two parcels whose border it is to be: it crosses a third parcel, or a "
                          "border of them elsewhere. Draw it inside the two."))


_Way = tuple[float, dict[int, "Shape"], dict[int, "Shape"]]


def _ways(parcels: Mapping[int, Shape], drawn: Sequence[Point], tolerance: float) -> Iterator[_Way]:
    """Yield (land between, shapes before, shapes after) for every border of two parcels between the ends of a line."""
    ends = {drawn[0], drawn[-1]}
    at = [key for key, shape in parcels.items() if ends <= {point for ring in every_ring(shape) for point in ring}]
    for one, other in combinations(at, 2):
        before = {one: _fitted(parcels[one], [parcels[other]], tolerance),
                  other: _fitted(parcels[other], [parcels[one]], tolerance)}
        for way in (list(drawn), list(drawn)[::-1]):
            for arc in _arcs(before[one], way[0], way[-1]):
                border = _points(before[one], arc)
                back = _same_arc(before[other], border[::-1])
                if back is not None:
                    between = abs(ring_area([*border, *way[-2:0:-1]]))
                    yield between, before, {one: _replaced(before[one], arc, way),
                                            other: _replaced(before[other], back, way[::-1])}


def _arcs(shape: Shape, start: Point, end: Point) -> Iterator[_Arc]:
    """Yield the runs of a shape's rings from one point to another."""
    for part, rings in enumerate(shape):
        for number, ring in enumerate(rings):
            for first in (place for place, point in enumerate(ring) if point == start):
                yield from ((part, number, first, (last - first) % len(ring)) for last, point in enumerate(ring)
                            if point == end and last != first)


def _points(shape: Shape, arc: _Arc) -> Ring:
    part, number, first, count = arc
    ring = shape[part][number]
    return [ring[(first + step) % len(ring)] for step in range(count + 1)]


def _same_arc(shape: Shape, points: Ring) -> _Arc | None:
    """Return the run of a shape's rings that goes through points one after the other, None where there is none."""
    return next((arc for arc in _arcs(shape, points[0], points[-1])
                 if arc[3] == len(points) - 1 and _points(shape, arc) == points), None)


def _replaced(shape: Shape, arc: _Arc, points: Ring) -> Shape:
    """Return a shape one run of which goes through other points between its ends."""
    part, number, first, count = arc
    ring = shape[part][number]
    rest = [ring[(first + step) % len(ring)] for step in range(count + 1, len(ring))]
    changed = [[*rings] for rings in shape]
    changed[part][number] = [*points, *rest]
    return changed


