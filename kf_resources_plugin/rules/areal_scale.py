"""Areas of small rings from the areal scale of their projection: exact, and a tenth of the work of going edge by edge.

With longitude l and q the area function of latitude (``rules.areas``), the area of a ring is the integral of
k = l_x q_y - l_y q_x over what it encloses, x and y being plane coordinates between which edges are straight. k is so
smooth that on a cell of 64 km Chebyshev polynomials of l and q give it to 1e-12 of its value, and that within a ring
of 2 km its expansion to second order is exact to 1e-12 (it changes by a ten-thousandth over 100 km). The integral is
then a sum over edges in closed form, so areas are additive under any cut. Cells lie on a fixed grid: the area of a ring
does not depend on what else is measured with it.
"""
from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Callable

import numpy as np

if TYPE_CHECKING:
    from .areas import AreaFunction, Bools, Floats, Rings, ToLonLat

LARGEST_M = 2_000.0  # width and height of a ring that this is exact for
_CELL_M = 64_000.0
_DEGREE = 10
_CONVERGED = 1e-11  # share of k in the terms of highest degree
_ROUNDING = 1e-12  # share of k that terms have by rounding alone


def small_ring_areas(
    rings: Rings, to_lonlat: ToLonLat, area_function: AreaFunction, metres_per_unit: float
) -> tuple[Bools, Floats]:
    """Return (measured, area): which rings this could measure, and their areas in m², not negative, (rings,)."""
    measured, areas = np.zeros(len(rings.owner), dtype=bool), np.zeros(len(rings.owner))
    if not len(rings.x) or (np.diff(rings.offsets) == 0).any():
        return measured, areas
    first = rings.offsets[:-1]
    low, high = (np.array([limit.reduceat(rings.x, first), limit.reduceat(rings.y, first)])
                 for limit in (np.minimum, np.maximum))
    centre = (low + high) / 2.0
    with np.errstate(invalid="ignore"):
        measured = ((high - low) * metres_per_unit <= LARGEST_M).all(axis=0) & np.isfinite(centre).all(axis=0)
    side = _CELL_M / metres_per_unit
    chosen = np.flatnonzero(measured)
    cells, cell_of = np.unique(np.floor(centre[:, chosen] / side), axis=1, return_inverse=True)
    factors = np.zeros((6, len(rings.owner)))
    for number, corner in enumerate(cells.T):
        mine = chosen[cell_of.reshape(-1) == number]
        found = _expansions(corner * side, side, centre[:, mine], to_lonlat, area_function)
        if found is None:
            measured[mine] = False
        else:
            factors[:, mine] = found
    chosen = np.flatnonzero(measured)
    if len(chosen):
        part = rings if measured.all() else rings.take(chosen)
        areas[chosen] = np.abs(_integrals(part, centre[:, chosen], factors[:, chosen]))
    return measured, areas


def _expansions(
    corner: Floats, side: float, at: Floats, to_lonlat: ToLonLat, area_function: AreaFunction
) -> Floats | None:
    """Return k and its derivatives k_x, k_y, k_xx, k_xy, k_yy at points (2, n) of a cell, (6, n).

    None where polynomials do not follow the projection.
    """
    half = side / 2.0

    def place(u: Floats, v: Floats) -> tuple[Floats, Floats]:
        return corner[0] + half * (u + 1.0), corner[1] + half * (v + 1.0)

    terms = scale_terms(place, to_lonlat, area_function)
    if terms is None:
        return None
    # what is above these degrees is the rounding of k
    degrees = np.argwhere(np.abs(terms) > _ROUNDING * np.abs(terms[0, 0])).max(axis=0) + 1
    terms = terms[:degrees[0], :degrees[1]] / half**2
    u, v = (np.ascontiguousarray(chebyshev((at[axis] - corner[axis]) / half - 1.0).T[:degrees[axis]])
            for axis in (0, 1))
    (x_0, x_1, x_2), (y_0, y_1, y_2) = ([np.linalg.matrix_power(_derivative()[:count, :count], order)
                                         for order in range(3)] for count in degrees)
    orders = ((x_0, y_0, 0), (x_1, y_0, 1), (x_0, y_1, 1), (x_2, y_0, 2), (x_1, y_1, 2), (x_0, y_2, 2))
    return np.array([_values(by_x @ terms @ by_y.T, u, v) / half**order for by_x, by_y, order in orders])


def scale_terms(
    place: Callable[[Floats, Floats], tuple[Floats, Floats]], to_lonlat: ToLonLat, area_function: AreaFunction
) -> Floats | None:
    """Return the Chebyshev factors of k over u, v in [-1, 1], m² per unit of u times v, (degrees, degrees).

    place: turns u, v into x, y, linearly. None where polynomials do not follow the projection.
    """
    nodes, inverse = _nodes()
    u, v = np.meshgrid(nodes, nodes, indexing="ij")
    longitude, latitude = to_lonlat(*place(u.ravel(), v.ravel()))
    if not (np.isfinite(longitude).all() and np.isfinite(latitude).all()):
        return None
    fields = np.radians(longitude - longitude[0]).reshape(u.shape), area_function(latitude).reshape(u.shape)
    across, along = (inverse @ field @ inverse.T for field in fields)
    basis, slope = chebyshev(nodes), chebyshev(nodes) @ _derivative()
    k = ((slope @ across @ basis.T) * (basis @ along @ slope.T)
         - (basis @ across @ slope.T) * (slope @ along @ basis.T))
    terms: Floats = inverse @ k @ inverse.T
    # of a field that is even or odd two of three degrees are nothing
    if np.abs(terms[-3:]).max() + np.abs(terms[:, -3:]).max() > _CONVERGED * np.abs(terms[0, 0]):
        return None
    return terms


@cache
def _nodes() -> tuple[Floats, Floats]:
    """Return the points in [-1, 1] where a field is looked at, and what turns its values there into factors."""
    nodes = np.cos(np.pi * (np.arange(_DEGREE + 1) + 0.5) / (_DEGREE + 1))
    return nodes, np.linalg.inv(chebyshev(nodes))


def _values(terms: Floats, u: Floats, v: Floats) -> Floats:
    """Return the values of a polynomial at points, whose ``chebyshev`` u and v are (degrees, points).

    Term by term: libraries for matrices add in an order that depends on the number of points.
    """
    inner = terms[:, :1] * v[0]
    for factors, other in zip(terms.T[1:], v[1:]):
        inner += factors[:, np.newaxis] * other
    total: Floats = u[0] * inner[0]
    for other, row in zip(u[1:], inner[1:]):
        total += other * row
    return total


def chebyshev(t: Floats, degree: int = _DEGREE) -> Floats:
    """Return the Chebyshev polynomials at points, (points, degrees), from 0 to ``degree``."""
    table = np.ones((len(t), degree + 1))
    table[:, 1] = t
    for n in range(2, degree + 1):
        table[:, n] = 2.0 * t * table[:, n - 1] - table[:, n - 2]
    return table


def chebyshev_means(edges: Floats) -> Floats:
    """Return the mean of each Chebyshev polynomial between neighbouring points, (points - 1, degrees)."""
    table, degrees = chebyshev(edges, _DEGREE + 1), np.arange(2, _DEGREE + 1)
    integral = np.empty((len(edges), _DEGREE + 1))
    integral[:, 0], integral[:, 1] = edges, edges * edges / 2.0
    integral[:, 2:] = (table[:, 3:] / (degrees + 1) - table[:, 1:-2] / (degrees - 1)) / 2.0
    means: Floats = np.diff(integral, axis=0) / np.diff(edges)[:, np.newaxis]
    return means


def _derivative() -> Floats:
    """Return the matrix that turns factors of Chebyshev polynomials into those of the derivative.

    T_n' = 2n (T_{n-1} + T_{n-3} + …), with half of T_0.
    """
    table = np.zeros((_DEGREE + 1, _DEGREE + 1))
    for degree in range(1, _DEGREE + 1):
        table[degree - 1::-2, degree] = 2.0 * degree
    table[0] /= 2.0
    return table


def _integrals(rings: Rings, centre: Floats, factors: Floats) -> Floats:
    """Return the integral of the expansion over each ring, from the moments of its triangles with the centre."""
    counts = np.diff(rings.offsets)
    u, v = rings.x - np.repeat(centre[0], counts), rings.y - np.repeat(centre[1], counts)
    cross = np.zeros(len(u))
    cross[:-1] = u[:-1] * v[1:] - u[1:] * v[:-1]
    cross[rings.offsets[1:] - 1] = 0.0  # from the end of one ring to the start of the next
    ahead_u, ahead_v = np.append(u[1:], 0.0), np.append(v[1:], 0.0)
    sum_u, sum_v = u + ahead_u, v + ahead_v
    moments = (
        cross / 2.0, sum_u * cross / 6.0, sum_v * cross / 6.0,
        (sum_u * sum_u - u * ahead_u) * cross / 24.0,  # half of the second moment, as k_xx has half
        (sum_u * sum_v + u * v + ahead_u * ahead_v) * cross / 24.0,
        (sum_v * sum_v - v * ahead_v) * cross / 24.0,
    )
    total = np.zeros(len(counts))
    for factor, moment in zip(factors, moments):
        total += factor * np.add.reduceat(moment, rings.offsets[:-1])
    return total
