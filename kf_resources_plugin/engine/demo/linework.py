"""The clean linework the city is cut along: districts, river, dike, main roads, streams.

Read from ``resources/demo/kaifeng_base.json``, which ``.ci/demo_base.py`` made once.
"""
from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ... import paths
from .keys import SOUTH, UNITS_PER_M, WEST, Floats, Ints, pack

OUTSIDE = -1


@dataclass(frozen=True)
class Kind:
    """What a face of the linework is: district code, land class drawn for it ('' = open land), zone."""

    district: str
    cover: str
    zone: str


@dataclass(frozen=True, eq=False)
class Linework:
    """Segments between points, each with the kind of face on either side.

    ``x``, ``y`` int64 (points,) in 0.1 mm from (WEST, SOUTH); ``start``, ``end`` rows of points;
    ``left``, ``right`` rows of ``kinds`` or OUTSIDE; ``districts`` (code, name) by code.
    """

    x: Ints
    y: Ints
    start: Ints
    end: Ints
    left: Ints
    right: Ints
    kinds: tuple[Kind, ...]
    districts: tuple[tuple[str, str], ...]

    @property
    def key(self) -> Ints:
        """Return the packed points."""
        return pack(self.x, self.y)

    def district_of_kind(self) -> Ints:
        """Return the row of ``districts`` for every kind."""
        codes = [code for code, _ in self.districts]
        return np.array([codes.index(kind.district) for kind in self.kinds], dtype=np.int64)

    def area(self) -> float:
        """Return the plane area of all kinds together in m²."""
        ax, ay = self.x[self.start] / UNITS_PER_M, self.y[self.start] / UNITS_PER_M
        bx, by = self.x[self.end] / UNITS_PER_M, self.y[self.end] / UNITS_PER_M
        sign = (self.left != OUTSIDE).astype(np.float64) - (self.right != OUTSIDE)
        return float(np.sum(sign * (ax * by - ay * bx)) / 2.0)


@lru_cache(maxsize=1)
def load_linework() -> Linework:
    """Return the linework of the shipped file; raises FileNotFoundError when the plugin is incomplete."""
    content = json.loads(paths.resource("demo", "kaifeng_base.json").read_text(encoding="utf-8"))
    factor = round(content["unit_m"] * UNITS_PER_M)
    points = np.array(content["points"], dtype=np.int64) * factor
    segments = np.array(content["segments"], dtype=np.int64)
    return Linework(
        x=points[:, 0] - WEST * UNITS_PER_M, y=points[:, 1] - SOUTH * UNITS_PER_M,
        start=segments[:, 0], end=segments[:, 1], left=segments[:, 2], right=segments[:, 3],
        kinds=tuple(Kind(*kind) for kind in content["kinds"]),
        districts=tuple((code, name) for code, name in content["districts"]))


def locate(line: Linework, x: Ints, y: Ints) -> Ints:
    """Return the kind of the face that holds each point, OUTSIDE where none; points lie on no segment.

    The first segment north of a point decides; segments are sorted into columns so that few are looked at.
    """
    result = np.full(len(x), OUTSIDE, dtype=np.int64)
    west = np.minimum(line.x[line.start], line.x[line.end])
    east = np.maximum(line.x[line.start], line.x[line.end])
    width = 1_000 * UNITS_PER_M
    order = np.argsort(x, kind="stable")
    columns = x[order] // width
    bounds = np.flatnonzero(np.diff(columns)) + 1
    for rows in np.split(order, bounds):
        if not len(rows):
            continue
        column = x[rows[0]] // width
        near = np.flatnonzero((east >= column * width) & (west < (column + 1) * width))
        for part in np.array_split(rows, max(1, len(rows) * max(len(near), 1) // 2_000_000)):
            result[part] = _first_above(line, near, x[part], y[part])
    return result


def _first_above(line: Linework, near: Ints, x: Ints, y: Ints) -> Ints:
    if not len(near):
        return np.full(len(x), OUTSIDE, dtype=np.int64)
    ax, ay, bx, by = (values[near][None, :] for values in (
        line.x[line.start], line.y[line.start], line.x[line.end], line.y[line.end]))
    px, py = x[:, None], y[:, None]
    spans = (np.minimum(ax, bx) <= px) & (px < np.maximum(ax, bx))
    run = np.where(ax == bx, 1, bx - ax).astype(np.float64)
    height: Floats = ay + (px - ax) * ((by - ay) / run)
    height = np.where(spans & (height > py), height, np.inf)
    first = np.argmin(height, axis=1)
    below = np.where(bx[0] > ax[0], line.right[near], line.left[near])
    return np.where(np.isfinite(height[np.arange(len(x)), first]), below[first], OUTSIDE)
