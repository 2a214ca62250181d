"""View corridors in a plane of metres: their trapezoids, and what stands in them how far from the eye."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .kernel import INTERSECTION, combine
from .near import rows_near
from .wkb import as_wkb_array, polygon_wkb, rings_from_wkb, wkb_areas

if TYPE_CHECKING:
    from ..rules.areas import Bools, Floats, Ints
    from ..rules.progress import Progress
    from ..rules.view_planes import ViewPlane
    from .kernel import Kernel, Shapes
    from .reading import PolygonTable

_BATCH = 500  # polygons handed to GEOS together


@dataclass(frozen=True)
class Corridor:
    """One corridor. row: of its layer. start, end: (x, y) of eye and target in the plane, where a metre on the ground
    is ``units``. widths: m, whole, at eye and target.
    """

    row: int
    name: str
    start: tuple[float, float]
    end: tuple[float, float]
    widths: tuple[float, float]
    units: float
    plane: ViewPlane

    def corners(self) -> Floats:
        """Return the corners of the trapezoid in the plane, (4, 2), the inside to the left."""
        start, end = np.array(self.start), np.array(self.end)
        across = self._direction()[::-1] * (-1.0, 1.0)
        first, last = (across * width * self.units / 2.0 for width in self.widths)
        return np.array([start - first, end - last, end + last, start + first])

    def wkb(self) -> bytes:
        """Return the trapezoid in the plane."""
        return polygon_wkb([self.corners()])

    def along(self, x: Floats, y: Floats) -> Floats:
        """Return how far places of the plane are from the eye along the axis, in m on the ground, within its ends."""
        right, up = self._direction()
        length = np.hypot(self.end[0] - self.start[0], self.end[1] - self.start[1])
        share = ((x - self.start[0]) * right + (y - self.start[1]) * up) / length
        return np.clip(share, 0.0, 1.0) * self.plane.length_m

    def axis(self, count: int) -> tuple[Floats, Floats, Floats]:
        """Return so many places along the axis, from eye to target: x, y in the plane, and m from the eye."""
        share = np.linspace(0.0, 1.0, count)
        x, y = (a + (b - a) * share for a, b in zip(self.start, self.end))
        return x, y, share * self.plane.length_m

    def _direction(self) -> Floats:
        step = np.array(self.end) - np.array(self.start)
        return np.asarray(step / np.hypot(*step))


@dataclass(frozen=True)
class Standing:
    """Polygons in one corridor (n,): their rows, ascending; from and to which distance from the eye in m the part in it
    reaches. ends: rows of those that hold eye or target, which are left out. failed: rows that GEOS could not cut.
    """

    row: Ints
    first: Floats
    last: Floats
    ends: list[int]
    failed: list[int]


def standing_in(corridor: Corridor, table: PolygonTable, least: Floats, kernel: Kernel, progress: Progress) -> Standing:
    """Return the polygons, valid and in the plane, of which more than ``least`` (rows,) m² lie in a corridor."""
    near = _near(corridor.corners(), table.bounds, progress)
    ends, failed, rows = [], [], []
    first, last = [], []
    trapezoid = kernel.load([corridor.wkb()])[0]
    for begin in range(0, len(near), _BATCH):
        progress.check()
        batch = near[begin:begin + _BATCH]
        shapes = kernel.load(table.wkb[batch])
        holding = _holding(corridor, table.bounds[batch], shapes, kernel)
        ends += batch[holding].tolist()
        cut, reasons = combine(kernel, INTERSECTION, shapes, [trapezoid] * len(batch))
        failed += [int(batch[place]) for place in reasons]
        pieces = kernel.dump(cut)
        large = wkb_areas(pieces) / corridor.units ** 2 > least[batch]
        kept = np.flatnonzero(large & ~holding)
        low, high = _reach(corridor, as_wkb_array(pieces[kept]))
        rows.append(batch[kept])
        first.append(low)
        last.append(high)
    return Standing(np.concatenate([np.empty(0, dtype=np.int64), *rows]), np.concatenate([np.empty(0), *first]),
                    np.concatenate([np.empty(0), *last]), ends, failed)


def _near(corners: Floats, bounds: Floats, progress: Progress) -> Ints:
    """Return the rows, ascending, whose bounds meet a convex shape: none of its edges has all of them on its right."""
    near = rows_near(bounds, np.array([[*corners.min(axis=0), *corners.max(axis=0)]]), progress)
    left, low, right, top = bounds[near].T
    meets = np.ones(len(near), dtype=bool)
    for (x0, y0), (x1, y1) in zip(corners, np.roll(corners, -1, axis=0)):
        x, y = (low_side if ahead > 0 else high_side for ahead, low_side, high_side in (
            (y1 - y0, left, right), (x0 - x1, low, top)))
        meets &= (x1 - x0) * (y - y0) - (y1 - y0) * (x - x0) >= 0
    return near[meets]


def _holding(corridor: Corridor, bounds: Floats, shapes: Shapes, kernel: Kernel) -> Bools:
    """Tell which polygons hold the eye or the target."""
    holding = np.zeros(len(bounds), dtype=bool)
    for x, y in (corridor.start, corridor.end):
        inside = (bounds[:, 0] <= x) & (x <= bounds[:, 2]) & (bounds[:, 1] <= y) & (y <= bounds[:, 3])
        for place in np.flatnonzero(inside).tolist():
            holding[place] |= bool(kernel.contains_points(shapes[place], np.array([x]), np.array([y]))[0])
    return holding


def _reach(corridor: Corridor, wkbs: np.ndarray) -> tuple[Floats, Floats]:
    """Return from and to which distance from the eye polygons reach, in m."""
    rings = rings_from_wkb(wkbs)
    along = corridor.along(rings.x, rings.y)
    owner = np.repeat(rings.owner, np.diff(rings.offsets))
    low, high = np.full(len(wkbs), np.inf), np.full(len(wkbs), -np.inf)
    np.minimum.at(low, owner, along)
    np.maximum.at(high, owner, along)
    return low, high
