"""Ellipsoidal area of polygons by the statutory series, additive under cuts.

Series: 图上量算面积椭球公式, 国土调查办发〔2008〕32号 (2008-03-27), with the ellipsoid of CGCS2000. Every boundary edge
from (L1, B1) to (L2, B2) contributes (½(L1 + L2) - L0) · (q(B2) - q(B1)), where q is the five-term series of the
document; 2 sin½ΔB cosBm in the document is sinB2 - sinB1 here. L0 may be any meridian: each ring takes its first
vertex's, which keeps the figures small and so precise.

On bare vertices this takes an east-west edge for a parallel. The true edge is straight in the layer's CRS and bulges
from it: 9 m² over 1 km, growing with the cube of the length, so parts of a cut polygon would not sum to the whole.
The additive method therefore splits edges evenly into parts of at most ``step_m`` and takes each part as the parabola
through its ends and its middle: with T1 the contribution of the part and T2 that of its two halves, (4 T2 - T1) / 3
(Richardson). A part of 1 km is then exact to 0.000001 m². Rings in a projected CRS take the shorter ways of
``areal_scale``, if they are small, as nearly all are, or ``large_rings`` to the same figure.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Callable

import numpy as np
import numpy.typing as npt

from .areal_scale import small_ring_areas
from .gauss_kruger import INVERSE_FLATTENING, SEMI_MAJOR
from .large_rings import large_ring_area

if TYPE_CHECKING:
    from collections.abc import Iterator

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
ToLonLat = Callable[[Floats, Floats], tuple[Floats, Floats]]
AreaFunction = Callable[[Floats], Floats]

METHODS = ("additive", "statutory_vertices")

# Vertices taken at a time: the working arrays of so many points stay in the processor's cache.
_CHUNK = 16384
_MOST_PARTS = 4_000_000  # of an edge: once around the earth in steps of 10 m; what is longer is nowhere on it

_SEMI_MINOR = SEMI_MAJOR * (1.0 - 1.0 / INVERSE_FLATTENING)
_E2 = 1.0 - (_SEMI_MINOR / SEMI_MAJOR) ** 2
# Factors of sin B, sin 3B ... sin 9B of the document, which calls them A to E.
_SERIES = (
    1 + 3 / 6 * _E2 + 30 / 80 * _E2**2 + 35 / 112 * _E2**3 + 630 / 2304 * _E2**4,
    -(1 / 6 * _E2 + 15 / 80 * _E2**2 + 21 / 112 * _E2**3 + 420 / 2304 * _E2**4),
    3 / 80 * _E2**2 + 7 / 112 * _E2**3 + 180 / 2304 * _E2**4,
    -(1 / 112 * _E2**3 + 45 / 2304 * _E2**4),
    5 / 2304 * _E2**4,
)
# sin((2k + 1) B) as a polynomial in sin B: factors of sin B, sin³B, sin⁵B, sin⁷B, sin⁹B.
_MULTIPLE_ANGLES = (
    (1, 0, 0, 0, 0), (3, -4, 0, 0, 0), (5, -20, 16, 0, 0), (7, -56, 112, -64, 0), (9, -120, 432, -576, 256),
)
_POLYNOMIAL = tuple(
    _SEMI_MINOR**2 * sum(term * angle[power] for term, angle in zip(_SERIES, _MULTIPLE_ANGLES)) for power in range(5)
)


@dataclass(frozen=True)
class Rings:
    """The rings of many polygons, one after the other.

    x, y: vertices (v,) in the layer's CRS, every ring closed. offsets: (rings + 1,) first vertex of each ring, then v.
    owner: (rings,) row of the polygon a ring belongs to. is_hole: (rings,). owners: number of rows.
    """

    x: Floats
    y: Floats
    offsets: Ints
    owner: Ints
    is_hole: Bools
    owners: int

    def take(self, numbers: Ints) -> Rings:
        """Return some rings, of the same owners."""
        counts = np.diff(self.offsets)[numbers]
        offsets = np.zeros(len(numbers) + 1, dtype=np.int64)
        np.cumsum(counts, out=offsets[1:])
        vertex = np.arange(offsets[-1], dtype=np.int64) + np.repeat(self.offsets[numbers] - offsets[:-1], counts)
        return Rings(self.x[vertex], self.y[vertex], offsets, self.owner[numbers], self.is_hole[numbers], self.owners)


def area_function(latitude: Floats) -> Floats:
    """Return q: the area in m² between equator and latitude (degrees) per radian of longitude."""
    sine = np.sin(np.radians(latitude))
    squared = sine * sine
    total: Floats = np.full_like(sine, _POLYNOMIAL[-1])
    for factor in _POLYNOMIAL[-2::-1]:
        total = total * squared + factor
    return total * sine


def polygon_areas(
    rings: Rings, to_lonlat: ToLonLat, *, geographic: bool, method: str = "additive", step_m: float = 20.0,
    metres_per_unit: float = 1.0,
) -> Floats:
    """Return the ellipsoidal area of each polygon in m² on CGCS2000, shape (owners,); 0 for one without rings.

    to_lonlat: turns x, y of the layer's CRS into longitude and latitude in degrees, arrays of any length.
    geographic: x, y are degrees, not lengths. method: 'additive' or 'statutory_vertices' (the series on bare vertices,
    as official areas of parcels were computed). metres_per_unit: length of the unit of a projected CRS.
    Raises ValueError for another method or a step that is not positive.
    """
    if method not in METHODS:
        raise ValueError(f"unknown area method {method!r}")
    if not step_m > 0.0:
        raise ValueError("the step must be positive")
    if geographic or method != "additive":
        return _summed(rings, _ring_areas(rings, to_lonlat, geographic, None if method != "additive" else step_m))
    measured, areas = small_ring_areas(rings, to_lonlat, area_function, metres_per_unit)
    others = []
    for ring in np.flatnonzero(~measured).tolist():
        span = slice(rings.offsets[ring], rings.offsets[ring + 1])
        area = large_ring_area(rings.x[span], rings.y[span], to_lonlat, area_function, metres_per_unit)
        if area is None:
            others.append(ring)
        else:
            areas[ring] = area
    if others:
        areas[others] = _ring_areas(rings.take(np.array(others)), to_lonlat, geographic, step_m / metres_per_unit)
    return _summed(rings, areas)


def _summed(rings: Rings, areas: Floats) -> Floats:
    """Return the area of each polygon from those of its rings."""
    signed = np.where(rings.is_hole, -np.abs(areas), np.abs(areas))
    return np.asarray(np.bincount(rings.owner, weights=signed, minlength=rings.owners), dtype=np.float64)


def _ring_areas(rings: Rings, to_lonlat: ToLonLat, geographic: bool, step: float | None) -> Floats:
    """Return the area of each ring edge by edge; its sign tells the direction.

    step: longest part of an edge in units of the CRS (metres for a geographic one), None for bare vertices.
    """
    vertices = rings.offsets[1:] > rings.offsets[:-1]
    first = np.zeros(len(vertices))
    starts = rings.offsets[:-1][vertices]
    first[vertices] = _longitudes(rings, starts, to_lonlat)
    last = np.zeros(len(rings.x), dtype=bool)
    last[rings.offsets[1:][vertices] - 1] = True
    sums = np.zeros(len(vertices))
    for begin in range(0, len(rings.x), _CHUNK):
        end = min(begin + _CHUNK + 1, len(rings.x))
        x, y, stop = rings.x[begin:end], rings.y[begin:end], last[begin:end].copy()
        stop[-1] = True
        # a ring's empty neighbours share its offset: the last of them is the ring itself
        ring = np.searchsorted(rings.offsets, np.arange(begin, end), side="right") - 1
        counts = _nodes(x, y, stop, geographic, step)
        for part in _spans(counts):
            edges = _edge_areas(x[part], y[part], counts[part], first[ring[part]], to_lonlat)
            edges[stop[part][:-1]] = 0.0
            of_edge = ring[part][:-1] - ring[part.start]
            found = np.bincount(of_edge, weights=edges)
            sums[ring[part.start]:ring[part.start] + len(found)] += found
    return sums


def _longitudes(rings: Rings, rows: Ints, to_lonlat: ToLonLat) -> Floats:
    """Return the longitude of some vertices."""
    blocks = [rows[begin:begin + _CHUNK] for begin in range(0, len(rows), _CHUNK)]
    return np.concatenate([np.zeros(0), *(to_lonlat(rings.x[block], rings.y[block])[0] for block in blocks)])


def _nodes(x: Floats, y: Floats, stop: Bools, geographic: bool, step: float | None) -> Ints:
    """Return how many nodes each vertex and the edge that leaves it take: two a part, one where no edge leaves.

    step: longest part in units of the CRS (metres for a geographic one), None for bare vertices.
    """
    counts = np.ones(len(x), dtype=np.int64)
    if step is None:
        return counts
    across, along = np.diff(x), np.diff(y)
    if geographic:
        middle = np.radians(0.5 * (y[1:] + y[:-1]))
        inner = 1.0 - _E2 * np.sin(middle) ** 2
        along = np.radians(along) * (SEMI_MAJOR * (1.0 - _E2) / inner**1.5)
        across = np.radians(across) * (SEMI_MAJOR / np.sqrt(inner) * np.cos(middle))
    # a part may exceed the step by a billionth: an edge of exactly 20 m is one part whatever its last bits say
    parts = np.ceil(np.hypot(across, along) / step - 1e-9)
    leaves = ~stop[:-1]
    parts[~(parts <= _MOST_PARTS)] = 1.0  # also where it is no number
    counts[:-1][leaves] = 2 * np.maximum(parts[leaves], 1.0).astype(np.int64)
    return counts


def _spans(counts: Ints) -> Iterator[slice]:
    """Cut a run of vertices where its nodes become too many; spans share their end vertex."""
    total = np.cumsum(counts)
    begin = 0
    while begin < len(counts) - 1:
        reached = total[begin - 1] if begin else 0
        end = max(int(np.searchsorted(total, reached + 4 * _CHUNK)), begin + 1)
        yield slice(begin, end + 1)
        begin = end


def _edge_areas(x: Floats, y: Floats, counts: Ints, meridian: Floats, to_lonlat: ToLonLat) -> Floats:
    """Return the contribution of the edge that leaves each vertex but the last.

    meridian: L0 of each vertex's ring, degrees. Edges from one ring to the next come out too and mean nothing.
    """
    counts = counts.copy()
    counts[-1] = 1
    vertex = np.cumsum(counts) - counts
    if counts.max() == 1:
        node_x, node_y, node_meridian = x, y, meridian
    else:
        owner = np.repeat(np.arange(len(x)), counts)
        share = (np.arange(len(owner)) - vertex[owner]) / counts[owner]
        node_x = x[owner] + np.append(np.diff(x), 0.0)[owner] * share
        node_y = y[owner] + np.append(np.diff(y), 0.0)[owner] * share
        node_meridian = meridian[owner]
    longitude, latitude = to_lonlat(node_x, node_y)
    longitude = np.radians(longitude - node_meridian)
    q = area_function(latitude)
    fine = 0.5 * (longitude[1:] + longitude[:-1]) * np.diff(q)
    halves = np.add.reduceat(fine, vertex[:-1])
    if counts.max() == 1:
        return halves
    # (4 T2 - T1) / 3 for a part l1, lm, l2 is T2 + ((lm - l1)(q2 - qm) - (l2 - lm)(qm - q1)) / 6
    step_l, step_q = np.diff(longitude), np.diff(q)
    bend = np.zeros(len(fine))
    bend[:-1] = (step_l[:-1] * step_q[1:] - step_l[1:] * step_q[:-1]) / 6.0
    start_of_part = (np.arange(len(fine)) - vertex[owner[:-1]]) % 2 == 0
    start_of_part &= counts[owner[:-1]] > 1
    return halves + np.add.reduceat(np.where(start_of_part, bend, 0.0), vertex[:-1])
