"""Areas of small rings from the areal scale of their projection: exact, and a tenth of the work of going edge by edge.

With longitude l and q the area function of latitude (``rules.areas``), the area of a ring is the integral of
k = l_x q_y - l_y q_x over what it encloses, x and y being plane coordinates between which edges are straight. k is so
smooth that on a cell of 64 km Chebyshev polynomials of l and q give it to 1e-12 of its value, and that within a ring
of 2 km its expansion to second order is exact to 1e-12 (it changes by a ten-thousandth over 100 km). The integral is
then a sum over edges in closed form, so areas are additive under any cut. Cells lie on a fixed grid: the area of a ring
does not depend on what else is measured with it.
"""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from .areas import AreaFunction, Bools, Floats, Rings, ToLonLat

LARGEST_M = 2_000.0  # width and height of a ring that this is exact for
_CELL_M = 64_000.0
_DEGREE = 10
_CONVERGED = 1e-11  # share of k in the terms of highest degree


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
    with np.errstate(invalid="ignore", over="ignore"):  # of rings that are left out
        areas[measured] = np.abs(_integrals(rings, centre, factors))[measured]
    return measured, areas


def _expansions(
    corner: Floats, side: float, at: Floats, to_lonlat: ToLonLat, area_function: AreaFunction
) -> Floats | None:
    """Return k and its derivatives k_x, k_y, k_xx, k_xy, k_yy at points (2, n) of a cell, (6, n).

    None where polynomials do not follow the projection.
    """
    nodes = np.cos(np.pi * (np.arange(_DEGREE + 1) + 0.5) / (_DEGREE + 1))
    inverse = np.linalg.inv(_chebyshev(nodes))
    half = side / 2.0
    x, y = np.meshgrid(corner[0] + half * (nodes + 1.0), corner[1] + half * (nodes + 1.0), indexing="ij")
    longitude, latitude = to_lonlat(x.ravel(), y.ravel())
    if not (np.isfinite(longitude).all() and np.isfinite(latitude).all()):
        return None
    fields = np.radians(longitude - longitude[0]).reshape(x.shape), area_function(latitude).reshape(x.shape)
    across, along = (inverse @ field @ inverse.T for field in fields)
    basis, slope = _chebyshev(nodes), _chebyshev(nodes) @ _derivative()
    k = ((slope @ across @ basis.T) * (basis @ along @ slope.T)
         - (basis @ across @ slope.T) * (slope @ along @ basis.T)) / half**2
    terms = inverse @ k @ inverse.T
    if np.abs(terms[-2:]).max() + np.abs(terms[:, -2:]).max() > _CONVERGED * np.abs(terms[0, 0]):
        return None
    u, v = (_chebyshev((at[axis] - corner[axis]) / half - 1.0) for axis in (0, 1))
    once, twice = _derivative(), _derivative() @ _derivative()
    plain = np.eye(_DEGREE + 1)
    orders = ((plain, plain, 0), (once, plain, 1), (plain, once, 1), (twice, plain, 2), (once, once, 2),
              (plain, twice, 2))
    return np.array([_values(by_x @ terms @ by_y.T, u, v) / half**order for by_x, by_y, order in orders])


def _values(terms: Floats, u: Floats, v: Floats) -> Floats:
    """Return the values of a polynomial, term by term: libraries for matrices add in an order that depends on n."""
    total = np.zeros(len(u))
    for row, column in zip(terms, u.T):
        inner = np.zeros(len(u))
        for factor, other in zip(row.tolist(), v.T):
            inner += factor * other
        total += column * inner
    return total


def _chebyshev(t: Floats) -> Floats:
    """Return the Chebyshev polynomials at points, (points, degrees)."""
    table = np.ones((len(t), _DEGREE + 1))
    table[:, 1] = t
    for degree in range(2, _DEGREE + 1):
        table[:, degree] = 2.0 * t * table[:, degree - 1] - table[:, degree - 2]
    return table


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
