"""A line drawn over parcels, with vertices where it meets their borders.

Where it meets a border near a vertex of a parcel it takes that vertex, so that what stood before stays where it is. A
place where it crosses between vertices is computed once; parcels on both sides take the same numbers
(``parcel_rings.with_points``).
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .parcel_rings import along, edges_of_shapes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..rules.areas import Floats
    from .parcel_rings import Edge, Point, Shape


@dataclass(frozen=True)
class DrawnLine:
    """A line from vertex to vertex; nodes: those of its vertices that stand on borders."""

    points: list[Point]
    nodes: frozenset[Point]

    def edges(self) -> list[Edge]:
        """Return its edges in order."""
        return list(zip(self.points, self.points[1:]))

    def between_borders(self) -> list[Point]:
        """Return it from the first to the last place where it meets a border, nothing where these are not two."""
        places = [place for place, point in enumerate(self.points) if point in self.nodes]
        return self.points[places[0]:places[-1] + 1] if len(places) > 1 else []


def on_borders(line: Sequence[Point], shapes: Iterable[Shape], tolerance: float) -> DrawnLine:
    """Return a line with vertices where it meets the borders of shapes; tolerance: how near two places are one."""
    edges = _near_edges(line, shapes, tolerance)
    if not len(edges):
        return DrawnLine(list(line), frozenset())
    nodes = _Nodes(edges.reshape(-1, 2), tolerance)
    points = np.array(line)
    met = [_met(points[place], points[place + 1], edges, nodes, tolerance) for place in range(len(points) - 1)]
    found = [nodes.of(_foot(point, edges, tolerance)) or (float(point[0]), float(point[1])) for point in points]
    result = [found[0]]
    for place, between in enumerate(met):
        result += [node for _, node in sorted(between)] + [found[place + 1]]
    different = [point for place, point in enumerate(result) if not place or point != result[place - 1]]
    return DrawnLine(different, frozenset(nodes.known) & frozenset(different))


def _near_edges(line: Sequence[Point], shapes: Iterable[Shape], tolerance: float) -> Floats:
    """Return the edges (n, 2, 2) that a line may meet, each once and always the same way round."""
    every = np.array(edges_of_shapes(shapes), dtype=np.float64).reshape(-1, 2, 2)
    low, high = np.min(line, axis=0) - tolerance, np.max(line, axis=0) + tolerance
    near = every[((every.max(axis=1) >= low) & (every.min(axis=1) <= high)).all(axis=1)]
    (x0, y0), (x1, y1) = near[:, 0].T, near[:, 1].T
    turned = (x0 > x1) | ((x0 == x1) & (y0 > y1))
    near[turned] = near[turned][:, ::-1]
    return np.unique(near, axis=0)


class _Nodes:
    """Places on borders that are one when they are within the tolerance of each other; vertices come first."""

    def __init__(self, vertices: Floats, tolerance: float) -> None:
        self._vertices, self._tolerance = vertices, tolerance
        self.known: dict[Point, None] = {}

    def of(self, place: Floats | None) -> Point | None:
        """Return the node at a place of a border, None for no place."""
        if place is None:
            return None
        for others in (self._vertices, np.array(list(self.known)).reshape(-1, 2)):
            away = np.hypot(*(others - place).T)
            if len(away) and away.min() <= self._tolerance:
                place = others[int(away.argmin())]
                break
        node = (float(place[0]), float(place[1]))
        self.known[node] = None
        return node


def _foot(point: Floats, edges: Floats, tolerance: float) -> Floats | None:
    """Return where on a border a vertex of the line stands, None where it stands on none."""
    share, away = along(edges[:, 0], edges[:, 1], point)
    nearest = int(away.argmin())
    if away[nearest] > tolerance:
        return None
    foot: Floats = edges[nearest, 0] + np.clip(share[nearest], 0.0, 1.0) * (edges[nearest, 1] - edges[nearest, 0])
    return foot


def _met(start: Floats, end: Floats, edges: Floats, nodes: _Nodes,
         tolerance: float) -> list[tuple[float, Point]]:
    """Return the nodes inside one edge of the line, each with the share of the edge before it."""
    step = end - start
    length = max(float(step @ step), np.finfo(float).tiny)
    places: list[Floats] = []
    corners = np.unique(edges.reshape(-1, 2), axis=0)
    share = (corners - start) @ step / length
    foot = start + np.clip(share, 0.0, 1.0)[:, None] * step
    places += list(corners[np.hypot(*(foot - corners).T) <= tolerance])
    side = edges[:, 1] - edges[:, 0]
    turn = step[0] * side[:, 1] - step[1] * side[:, 0]
    arm = edges[:, 0] - start
    with np.errstate(divide="ignore", invalid="ignore"):
        at = (arm[:, 0] * side[:, 1] - arm[:, 1] * side[:, 0]) / turn
        on = (arm[:, 0] * step[1] - arm[:, 1] * step[0]) / turn
        crossed = (turn != 0.0) & (at >= 0.0) & (at <= 1.0) & (on >= 0.0) & (on <= 1.0)
    places += list(edges[crossed, 0] + on[crossed, None] * side[crossed])
    found: dict[Point, float] = {}
    for place in places:
        node = nodes.of(place)
        if node is not None:
            before = float((np.array(node) - start) @ step / length)
            if min(np.hypot(*(np.array(node) - start)), np.hypot(*(np.array(node) - end))) > tolerance:
                found[node] = before
    return [(before, node) for node, before in found.items()]
