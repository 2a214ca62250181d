"""Whether a layer is off a trusted one by the offset of GCJ-02, the encrypted system of online maps.

Vertices of the layer are compared with the borders of the reference as they are, and with the offset taken off. Where
that brings the layer onto the reference, and nothing else explains as much, it is in GCJ-02. Of parcels within a county
only those on the outline are near its border; so where all vertices tell nothing those of the outline are asked.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ..rules.gauss_kruger import SEMI_MAJOR
from ..rules.gcj02 import from_gcj02
from .edges import edges_of
from .hilbert_tree import HilbertTree
from .wkb import rings_from_wkb

if TYPE_CHECKING:
    from ..rules.areas import Floats, ToLonLat
    from ..rules.progress import Progress
    from ..rules.rule_rows import RuleBook
    from .wkb import Wkbs

    Points = tuple[Floats, Floats]

_RULE = "crs.gcj02_suspected"
_NEAREST_M, _FURTHEST_M = 0.5, 2048.0  # the offset is nowhere more than 800 m
_STEP = 4.0
_FULL_TURN = 360.0
_FACTORS, _HALF_WORD = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F), 32  # odd numbers, as hashes multiply by them


@dataclass(frozen=True)
class Shift:
    """How far a layer is off: metres (median over its vertices) as it is and without the offset; offset_m, bearing:
    the offset itself, metres and degrees from north."""

    now_m: float
    left_m: float
    offset_m: float
    bearing: float


def gcj02_shift(layer: Wkbs, layer_to_lonlat: ToLonLat, reference: Wkbs, reference_to_lonlat: ToLonLat, book: RuleBook,
                progress: Progress) -> Shift | None:
    """Return by how much a layer is off where GCJ-02 explains it (rule ``crs.gcj02_suspected``), else None.

    Both hold polygons, each in a CRS of which the function makes longitude and latitude.
    """
    edges = edges_of(reference)
    if not len(edges.x0):
        return None
    most = int(book.threshold(_RULE, "sampled_rows"))
    starts, ends = (reference_to_lonlat(x, y) for x, y in ((edges.x0, edges.y0), (edges.x1, edges.y1)))
    for x, y in (_vertices(layer), _outline(layer)):
        chosen = np.unique(np.linspace(0, max(len(x) - 1, 0), most).astype(np.int64)) if len(x) else []
        if not len(chosen):
            return None
        found = _shift(layer_to_lonlat(x[chosen], y[chosen]), starts, ends, progress)
        explained = found.left_m <= found.now_m * float(book.threshold(_RULE, "max_left_share_of_total"))
        if explained and found.now_m > float(book.threshold(_RULE, "min_apart_m")):
            return found
        if found.now_m <= float(book.threshold(_RULE, "min_apart_m")):
            return None
    return None


def _vertices(wkbs: Wkbs) -> Points:
    rings = rings_from_wkb(wkbs)
    return rings.x, rings.y


def _outline(wkbs: Wkbs) -> Points:
    """Return where edges begin that no other polygon has: of parcels within a county only those follow its border."""
    edges = edges_of(wkbs)
    ends = _marks(edges.x0, edges.y0) + _marks(edges.x1, edges.y1)  # the same either way round
    _, place, count = np.unique(ends, return_inverse=True, return_counts=True)
    alone = count[place.reshape(-1)] == 1
    return edges.x0[alone], edges.y0[alone]


def _marks(x: Floats, y: Floats) -> Any:
    """Return a number, uint64, for each point by which equal points are told."""
    (a, b) = ((values + 0.0).view(np.uint64) * np.uint64(factor) for values, factor in zip((x, y), _FACTORS))
    mixed = a ^ (b >> np.uint64(_HALF_WORD)) ^ (b << np.uint64(_HALF_WORD))
    return mixed * np.uint64(_FACTORS[0])


def _shift(layer: Points, starts: Points, ends: Points, progress: Progress) -> Shift:
    """Return how far points are off the borders between starts and ends, all of them in degrees."""
    east, north = layer
    true_east, true_north = from_gcj02(east, north)
    origin = float(np.median(east)), float(np.median(north))
    borders = np.hstack([_plane(*starts, origin), _plane(*ends, origin)])
    now, left = (float(np.median(_distances(_plane(x, y, origin), borders, progress)))
                 for x, y in ((east, north), (true_east, true_north)))
    offset = np.median(_plane(east, north, origin) - _plane(true_east, true_north, origin), axis=0)
    return Shift(now, left, float(np.hypot(*offset)), float(np.degrees(np.arctan2(*offset))) % _FULL_TURN)


def _plane(longitude: Floats, latitude: Floats, origin: tuple[float, float]) -> Floats:
    """Return degrees as metres east and north of an origin, (points, 2)."""
    degree = np.radians(SEMI_MAJOR)
    return np.column_stack([(longitude - origin[0]) * degree * np.cos(np.radians(origin[1])),
                            (latitude - origin[1]) * degree])


def _distances(points: Floats, borders: Floats, progress: Progress) -> Floats:
    """Return how far points (n, 2) are from the nearest of some edges (m, 4), ``_FURTHEST_M`` where none is nearer."""
    low, high = np.minimum(borders[:, :2], borders[:, 2:]), np.maximum(borders[:, :2], borders[:, 2:])
    tree = HilbertTree(np.hstack([low, high]))
    found = np.full(len(points), _FURTHEST_M)
    reach, left = _NEAREST_M, np.arange(len(points))
    while len(left) and reach <= _FURTHEST_M:
        place, edge = tree.pairs(np.hstack([points[left] - reach, points[left] + reach]), progress)
        np.minimum.at(found, left[place], _to_edges(points[left[place]], borders[edge]))
        left = left[found[left] > reach]  # beyond its reach a box leaves nearer edges out
        reach *= _STEP
    return found


def _to_edges(points: Floats, edges: Floats) -> Floats:
    along = edges[:, 2:] - edges[:, :2]
    away = points - edges[:, :2]
    length = np.maximum((along * along).sum(axis=1), np.finfo(float).tiny)
    share = np.clip((along * away).sum(axis=1) / length, 0.0, 1.0)[:, None]
    distances: Floats = np.hypot(*(away - along * share).T)
    return distances
