"""On which side of a line the river is: what the line sees of the channel, place by place."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .edges import edges_of, side
from .hilbert_tree import HilbertTree, expand
from .wkb import wkb_bounds

if TYPE_CHECKING:
    from ..rules.areas import Bools, Floats, Ints
    from ..rules.progress import Progress
    from .kernel import Kernel
    from .line_reading import LineParts
    from .wkb import Wkbs

_SPACING_M = 100.0  # between places that are asked
_LEAST, _MOST = 9, 256  # places asked along one line
_RUN = 16  # consecutive edges of the channel that share a box
_TOGETHER = 32  # places whose distances are arrays at a time
_ON_M = 1.0  # a place nearer to the channel's border lies on it
_OFF = 1e-7  # of the way to the channel: so little off the line that it starts on no edge


@dataclass(frozen=True)
class Sight:
    """What a line sees of the channel.

    left, right: sums over places that see it of how squarely they do, 0 to 1 each; places: how many see it;
    distance: metres to the nearest; crossing: where the line first crosses the channel's lines, None where it does not.
    """

    left: float
    right: float
    places: int
    distance: float
    crossing: tuple[float, float] | None


class Channel:
    """The channel in a plane of metres: its lines, or the borders of its polygons."""

    def __init__(self, edges: Floats, polygons: Wkbs | None, kernel: Kernel) -> None:
        """Take edges (n, 4) x0, y0, x1, y1 in order, and the polygons they bound, None for lines."""
        self._edges = edges
        boxes = np.hstack([np.minimum(edges[:, :2], edges[:, 2:]), np.maximum(edges[:, :2], edges[:, 2:])])
        self._first = np.arange(0, len(edges), _RUN)
        self._runs = np.hstack([np.minimum.reduceat(boxes[:, :2], self._first),
                                np.maximum.reduceat(boxes[:, 2:], self._first)])
        self._tree = HilbertTree(boxes)
        self._kernel = kernel
        self._shapes = None if polygons is None else kernel.load(polygons)
        self._bounds = None if polygons is None else wkb_bounds(polygons)

    @classmethod
    def of_lines(cls, parts: LineParts, kernel: Kernel) -> Channel:
        """Return the channel of lines in a plane."""
        points = np.column_stack([parts.x, parts.y])
        within = np.ones(max(len(points) - 1, 0), dtype=bool)
        within[parts.offsets[1:-1] - 1] = False
        return cls(np.hstack([points[:-1], points[1:]])[within], None, kernel)

    @classmethod
    def of_polygons(cls, wkbs: Wkbs, kernel: Kernel) -> Channel:
        """Return the channel of valid polygons in a plane."""
        edges = edges_of(wkbs)
        return cls(np.column_stack([edges.x0, edges.y0, edges.x1, edges.y1]), wkbs, kernel)

    def seen_from(self, points: Floats, progress: Progress) -> Sight:
        """Return what a line, (n, 2) vertices, sees of the channel."""
        place, direction, edge = _places(points)
        nearest, distance = self._nearest(place, progress)
        inside = self._inside(place)
        toward = np.where(inside[:, None], place - nearest, nearest - place)
        # of a border that the line runs on only the polygon can tell
        on = distance < _ON_M
        toward[on] = self._inward(place[on], direction[on])
        visible = on | ~_hidden(points, place, nearest, edge, progress)
        squarely = _cross(direction, toward) / np.maximum(np.hypot(*toward.T), np.finfo(float).tiny)
        squarely[~visible] = 0.0
        told = visible & (toward != 0).any(axis=1)
        return Sight(float(squarely[squarely > 0].sum()), float(-squarely[squarely < 0].sum()), int(told.sum()),
                     float(distance.min()), self._crossing(points, progress))

    def _nearest(self, place: Floats, progress: Progress) -> tuple[Floats, Floats]:
        """Return the nearest point of the channel, (places, 2), and the distance to it, (places,)."""
        found = [(np.empty((0, 2)), np.empty(0))]
        for start in range(0, len(place), _TOGETHER):
            progress.check()
            found.append(self._nearest_of_few(place[start:start + _TOGETHER]))
        return np.concatenate([one for one, _ in found]), np.concatenate([one for _, one in found])

    def _nearest_of_few(self, place: Floats) -> tuple[Floats, Floats]:
        gap = np.hypot(np.maximum(np.maximum(self._runs[:, 0] - place[:, :1], place[:, :1] - self._runs[:, 2]), 0.0),
                       np.maximum(np.maximum(self._runs[:, 1] - place[:, 1:], place[:, 1:] - self._runs[:, 3]), 0.0))
        starts = self._edges[self._first, :2]
        sure = np.hypot(place[:, :1] - starts[:, 0], place[:, 1:] - starts[:, 1]).min(axis=1)
        row, run = np.nonzero(gap <= sure[:, None])
        last = np.minimum(self._first[run] + _RUN, len(self._edges))
        edge, source = expand(self._first[run], last - self._first[run])
        row = row[source]
        points = _feet(place[row], self._edges[edge])
        distance = np.hypot(*(points - place[row]).T)
        order = np.lexsort((edge, distance, row))
        best = order[np.searchsorted(row[order], np.arange(len(place)))]
        return points[best], distance[best]

    def _inside(self, place: Floats) -> Bools:
        """Tell which places lie inside a polygon of the channel."""
        inside = np.zeros(len(place), dtype=bool)
        if self._shapes is None or self._bounds is None:
            return inside
        low, high = self._bounds[:, None, :2], self._bounds[:, None, 2:]
        for row, chosen in enumerate(((place >= low) & (place <= high)).all(axis=2)):
            if chosen.any() and self._shapes[row] is not None:
                inside[chosen] |= self._kernel.contains_points(self._shapes[row], *place[chosen].T)
        return inside

    def _inward(self, place: Floats, direction: Floats) -> Floats:
        """Return the way into the polygon from places on its border, (places, 2); 0, 0 where neither side tells."""
        left = np.column_stack([-direction[:, 1], direction[:, 0]])
        probe = 2.0 * _ON_M * left
        turned = self._inside(place + probe).astype(float) - self._inside(place - probe)
        return left * turned[:, None]

    def _crossing(self, points: Floats, progress: Progress) -> tuple[float, float] | None:
        boxes = np.hstack([np.minimum(points[:-1], points[1:]), np.maximum(points[:-1], points[1:])])
        mine, theirs = self._tree.pairs(boxes, progress)
        a, b = points[mine], points[mine + 1]
        c, d = self._edges[theirs, :2], self._edges[theirs, 2:]
        # a vertex on the other line belongs to one side of it, so that what goes through a vertex crosses once
        crosses = np.flatnonzero(((_cross(b - a, c - a) >= 0) != (_cross(b - a, d - a) >= 0))
                                 & ((_cross(d - c, a - c) >= 0) != (_cross(d - c, b - c) >= 0)))
        if not len(crosses):
            return None
        first = int(crosses[0])
        share = _cross(c - a, d - c)[first] / _cross(b - a, d - c)[first]
        x, y = a[first] + share * (b - a)[first]
        return float(x), float(y)


def _places(points: Floats) -> tuple[Floats, Floats, Ints]:
    """Return places evenly spaced along a line, (n, 2), the direction of the line there and its edge, (n,)."""
    steps = np.diff(points, axis=0)
    length = np.hypot(*steps.T)
    reached = np.r_[0.0, np.cumsum(length)]
    count = int(np.clip(np.ceil(reached[-1] / _SPACING_M), _LEAST, _MOST))
    along = (np.arange(count) + 0.5) / count * reached[-1]
    edge = np.clip(np.searchsorted(reached, along, side="right") - 1, 0, len(steps) - 1)
    direction = steps[edge] / length[edge, None]
    return points[edge] + direction * (along - reached[edge])[:, None], direction, edge


def _hidden(points: Floats, place: Floats, nearest: Floats, edge: Ints, progress: Progress) -> Bools:
    """Tell from which places the line itself stands in the way to the channel."""
    hidden = np.zeros(len(place), dtype=bool)
    x0, y0, x1, y1 = (column[None, :] for column in (*points[:-1].T, *points[1:].T))
    own = np.arange(len(points) - 1)[None, :]
    for start in range(0, len(place), _TOGETHER):
        progress.check()
        few = slice(start, start + _TOGETHER)
        ends = nearest[few]
        begins = place[few] + _OFF * (ends - place[few])
        ax, ay, bx, by = (column[:, None] for column in (*begins.T, *ends.T))
        crossing = (side(ax, ay, bx, by, x0, y0) * side(ax, ay, bx, by, x1, y1) < 0) & (
            side(x0, y0, x1, y1, ax, ay) * side(x0, y0, x1, y1, bx, by) < 0)
        hidden[few] = (crossing & (own != edge[few][:, None])).any(axis=1)
    return hidden


def _feet(points: Floats, edges: Floats) -> Floats:
    """Return the nearest point of each edge to each point, pairwise, (n, 2)."""
    along, to_point = edges[:, 2:] - edges[:, :2], points - edges[:, :2]
    squared = np.maximum((along * along).sum(axis=1), np.finfo(float).tiny)
    share = np.clip((along * to_point).sum(axis=1) / squared, 0.0, 1.0)
    feet: Floats = edges[:, :2] + along * share[:, None]
    return feet


def _cross(a: Floats, b: Floats) -> Floats:
    product: Floats = a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]
    return product
