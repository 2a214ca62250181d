"""Coverages of squares, and coverages that were edited a thousand times."""
from __future__ import annotations

import random
from typing import TYPE_CHECKING

from kf_resources_plugin.engine.coverage_edits import merged, reshaped, split
from kf_resources_plugin.engine.errors import PlannerError
from kf_resources_plugin.engine.parcel_rings import every_ring, geometry_of, left_over, shape_area

if TYPE_CHECKING:
    from kf_resources_plugin.engine.parcel_rings import Point, Shape

TOLERANCE = 0.001
E, N = 38_510_000.0, 3_850_000.0


def square(column: int, row: int, side: float = 100.0) -> Shape:
    """Return a square of a grid."""
    x, y = E + column * side, N + row * side
    return [[[(x, y), (x + side, y), (x + side, y + side), (x, y + side)]]]


def crooked(count: int, seed: int) -> dict[int, Shape]:
    """Return count × count parcels whose corners are moved at random, one of them round an island."""
    chance = random.Random(seed)  # noqa: S311 (a layout)
    corners = {(column, row): (E + 100 * column + chance.uniform(-30, 30), N + 100 * row + chance.uniform(-30, 30))
               for column in range(count + 1) for row in range(count + 1)}
    parcels: dict[int, Shape] = {}
    for column in range(count):
        for row in range(count):
            parcels[len(parcels)] = [[[corners[column, row], corners[column + 1, row], corners[column + 1, row + 1],
                                       corners[column, row + 1]]]]
    x, y = (sum(point[axis] for point in parcels[0][0][0]) / 4 for axis in (0, 1))
    island = [(x - 9, y - 7), (x + 8, y - 9), (x + 7, y + 9)]
    parcels[0][0].append(island[::-1])
    parcels[len(parcels)] = [[island]]
    return parcels


def seamless(parcels: dict[int, Shape]) -> bool:
    """Tell whether nothing but one outline is left when common borders cancel, edge for edge."""
    left = left_over(parcels.values())
    following = {edge[0]: edge[1] for edge in left}
    if set(left.values()) != {1} or len(following) != len(left):
        return False
    first = place = next(iter(following))
    steps = 0
    while steps == 0 or place != first:
        place, steps = following[place], steps + 1
    return steps == len(left)


def area(parcels: dict[int, Shape]) -> float:
    """Return the area of all parcels."""
    return sum(shape_area(shape) for shape in parcels.values())


class RandomEdits:
    """Splits, unites and reshapes parcels at random; ``refused`` counts what was refused, and then nothing changes."""

    def __init__(self, parcels: dict[int, Shape], seed: int) -> None:
        self.parcels, self._chance = parcels, random.Random(seed)  # noqa: S311 (dice)
        self.done: dict[str, int] = {"split": 0, "merge": 0, "reshape": 0}
        self.refused = 0

    def edit(self) -> set[int]:
        """Do one edit; return the parcels it changed."""
        kind = self._chance.choice(["split", "reshape", "reshape", "merge"])
        before = {key: [[list(ring) for ring in part] for part in shape] for key, shape in self.parcels.items()}
        try:
            changed = getattr(self, f"_{kind}")()
        except PlannerError:
            assert self.parcels == before
            self.refused += 1
            return set()
        self.done[kind] += 1
        return changed

    def _point(self, key: int, spread: float) -> Point:
        point = geometry_of(self.parcels[key]).pointOnSurface().asPoint()
        return (point.x() + self._chance.uniform(-spread, spread), point.y() + self._chance.uniform(-spread, spread))

    def _some(self) -> int:
        return self._chance.choice(sorted(self.parcels))

    def _split(self) -> set[int]:
        key, far = self._some(), self._chance.choice([15.0, 90.0, 300.0])
        line = [self._point(key, far) for _ in range(self._chance.choice([2, 2, 3]))]
        if self._chance.random() < 0.3:  # from a vertex, as snapping gives it
            line[0] = self._chance.choice(self.parcels[key][0][0])
        found = split(self.parcels, list(self.parcels) if self._chance.random() < 0.3 else [key], line, TOLERANCE)
        for one, pieces in found.items():
            self.parcels[one] = pieces[0]
            for piece in pieces[1:]:
                self.parcels[max(self.parcels) + 1] = piece
        return set(found)

    def _neighbour(self, key: int) -> int | None:
        own = {edge for edge in left_over([self.parcels[key]])}
        others = [other for other in sorted(self.parcels) if other != key
                  and any(edge[::-1] in own for edge in left_over([self.parcels[other]]))]
        return self._chance.choice(others) if others else None

    def _merge(self) -> set[int]:
        key = self._some()
        other = self._neighbour(key)
        if other is None or len(self.parcels) < 30:
            raise PlannerError
        self.parcels[key] = merged([self.parcels[key], self.parcels[other]], TOLERANCE)
        del self.parcels[other]
        return {key}

    def _reshape(self) -> set[int]:
        key = self._some()
        ring = self._chance.choice(list(every_ring(self.parcels[key])))
        first = self._chance.randrange(len(ring))
        ends = [self._on_edge(ring, first), self._on_edge(ring, first + self._chance.choice([0, 1, 2]))]
        middle = [(ends[0][0] + self._chance.uniform(-20, 20), ends[0][1] + self._chance.uniform(-20, 20))
                  for _ in range(self._chance.choice([0, 1, 2]))]
        found = reshaped(self.parcels, [ends[0], *middle, ends[1]], TOLERANCE).shapes
        self.parcels.update(found)
        return set(found)

    def _on_edge(self, ring: list[Point], place: int) -> Point:
        (x0, y0), (x1, y1) = ring[place % len(ring)], ring[(place + 1) % len(ring)]
        share = self._chance.choice([0.0, self._chance.random()])
        return x0 + share * (x1 - x0), y0 + share * (y1 - y0)
