"""What is laid over the survey: small footprints, and huge control polygons that ignore parcels or follow them."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from tests.benchmarks.survey import CELL, SOUTH, WEST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.benchmarks.survey import Borders

_PARCELS_PER_PROJECT, _PROJECT_RADIUS = 200, 160.0
_PARCELS_PER_CONTROL, _PARCELS_PER_FOLLOWING = 3_333, 6_666
_FEWEST_VERTICES, _TIMES_MOST = 10_000, 20.0
_WAVES = (5, 31, 211, 1301)  # per turn: from the shape of a valley to the steps of a classified picture
_SLOPE = 2.0
_HOLES = 12


def footprints(parcels: int, width: float) -> np.ndarray:
    """Return small projects, some of which overlap."""
    random = np.random.default_rng(5)
    shapes, border = [], max(0.05 * width, 1.5 * _PROJECT_RADIUS)
    for _ in range(max(parcels // _PARCELS_PER_PROJECT, 3)):
        centre, radius = random.uniform(border, width - border, 2), _PROJECT_RADIUS * random.uniform(0.3, 1.0)
        angle = np.linspace(0.0, 2.0 * np.pi, 10, endpoint=False)
        reach = radius * (1.0 + 0.2 * np.sin(5 * angle) + random.uniform(-0.1, 0.1, 10))
        shapes.append(shapely.Polygon(_around(centre, angle, reach)))
    return np.array(shapes, dtype=object)


def redline(parcels: int, width: float) -> np.ndarray:
    """Return polygons of 10 000 to 200 000 vertices with holes, valid because each goes once around its middle."""
    count = max(round(parcels / _PARCELS_PER_CONTROL), 4)
    side = int(np.ceil(count**0.5))
    block = width / side
    random = np.random.default_rng(7)
    vertices = _FEWEST_VERTICES * _TIMES_MOST ** (((np.arange(count) + 0.5) / count) ** 2)
    shapes = []
    for number, corners in zip(random.permutation(side * side)[:count].tolist(), random.permutation(vertices)):
        middle = (np.array([number % side, number // side]) + 0.5) * block
        shell = _wavy(middle, 0.3 * block, int(corners), random)
        places = random.permutation(16)[:_HOLES]
        grid = (np.stack([places % 4, places // 4], axis=1) - 1.5) * 0.05 * block
        holes = [_wavy(middle + off, 0.014 * block, max(int(corners) // 100, 100), random, waves=_WAVES[:1])
                 for off in grid]
        shapes.append(shapely.Polygon(shell, holes))
    return np.array(shapes, dtype=object)


def _wavy(middle: np.ndarray, radius: float, corners: int, random: np.random.Generator,
          waves: tuple[int, ...] = _WAVES) -> np.ndarray:
    angle = np.linspace(0.0, 2.0 * np.pi, corners, endpoint=False)
    reach = np.ones(corners)
    for wave in waves:
        reach += _SLOPE / wave * random.uniform(0.6, 1.0) * np.sin(wave * angle + random.uniform(0.0, 2.0 * np.pi))
    return _around(middle, angle, radius * reach)


def _around(middle: np.ndarray, angle: np.ndarray, reach: np.ndarray) -> np.ndarray:
    points = np.column_stack([np.cos(angle), np.sin(angle)]) * reach[:, None]
    return np.round(points + middle + [WEST, SOUTH], 3)


def following(borders: Borders, parcels: int) -> np.ndarray:
    """Return unions of whole parcels, with holes and touching their neighbours, as permanent farmland is drawn."""
    random = np.random.default_rng(3)
    count = max(round(parcels / _PARCELS_PER_FOLLOWING), 4)
    shapes = []
    for west, south, east, north in _divided(borders.columns, borders.rows, count, random):
        cells = []
        for row in range(south, north):
            columns = np.arange(west, east)
            x, y = columns * CELL / 8_000.0, row * CELL / 8_000.0
            taken = np.sin(23 * x + 3 * np.sin(9 * y)) + np.sin(19 * y + 2 * np.sin(11 * x)) > -0.4
            taken &= random.random(len(columns)) < 0.93
            cells.append(shapely.polygons(borders.cells(row, columns[taken])))
        chosen = np.concatenate(cells)
        if len(chosen):
            # the quick union leaves rings that touch themselves where parcels meet in a corner only
            shapes.append(shapely.make_valid(shapely.coverage_union_all(chosen), method="structure"))
    return np.array(shapes, dtype=object)


def _divided(columns: int, rows: int, count: int, random: np.random.Generator) -> Iterator[tuple[int, int, int, int]]:
    """Yield rectangles of cells of very different sizes: one of the larger half is divided until there are enough."""
    boxes = [(0, 0, columns, rows)]
    while len(boxes) < count:
        boxes.sort(key=lambda box: (box[2] - box[0]) * (box[3] - box[1]))
        west, south, east, north = boxes.pop(int(random.integers(len(boxes) // 2, len(boxes))))
        share = random.uniform(0.1, 0.5)
        if east - west >= north - south:
            cut = west + max(round((east - west) * share), 1)
            boxes += [(west, south, cut, north), (cut, south, east, north)]
        else:
            cut = south + max(round((north - south) * share), 1)
            boxes += [(west, south, east, cut), (west, cut, east, north)]
    yield from boxes
