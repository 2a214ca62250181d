"""Whether a layer is off a trusted one by the offset of GCJ-02, the encrypted system of online maps.

Vertices of the layer are compared with the borders of the reference as they are, and with the offset taken off. Where
that brings the layer onto the reference, and nothing else explains as much, it is in GCJ-02.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

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

_RULE = "crs.gcj02_suspected"
_NEAREST_M, _FURTHEST_M = 0.5, 2048.0  # the offset is nowhere more than 800 m
_STEP = 4.0
_FULL_TURN = 360.0


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
    rings = rings_from_wkb(layer)
    most = int(book.threshold(_RULE, "sampled_rows"))
    chosen = np.unique(np.linspace(0, max(len(rings.x) - 1, 0), most).astype(np.int64)) if len(rings.x) else []
    edges = edges_of(reference)
    if not len(chosen) or not len(edges.x0):
        return None
    east, north = layer_to_lonlat(rings.x[chosen], rings.y[chosen])
    true_east, true_north = from_gcj02(east, north)
    origin = float(np.median(east)), float(np.median(north))
    starts, ends = (_plane(*reference_to_lonlat(x, y), origin) for x, y in (
        (edges.x0, edges.y0), (edges.x1, edges.y1)))
    borders = np.hstack([starts, ends])
    now, left = (float(np.median(_distances(_plane(x, y, origin), borders, progress)))
                 for x, y in ((east, north), (true_east, true_north)))
    offset = np.median(_plane(east, north, origin) - _plane(true_east, true_north, origin), axis=0)
    shift = Shift(now, left, float(np.hypot(*offset)), float(np.degrees(np.arctan2(*offset))) % _FULL_TURN)
    explained = left <= now * float(book.threshold(_RULE, "max_left_share_of_total"))
    apart = now > float(book.threshold(_RULE, "min_apart_m"))
    return shift if explained and apart else None


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
