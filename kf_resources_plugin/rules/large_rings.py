"""Areas of large rings from the areal scale of their projection: no edge need be split, no vertex projected.

The area is the integral of k (``rules.areal_scale``) over what the ring encloses, by Green's theorem the integral of F
along it in northing, F being the integral of k in easting. On the square round a ring k is a polynomial to 1e-11 of its
value, nearly all of it in the lowest degrees, and so is F; along an edge F is integrated by Gauss's rule of three
points, exact to the fifth degree, which the tests hold to 5e-10 of the area for edges of a hundred kilometres.
"""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .areal_scale import scale_terms

if TYPE_CHECKING:
    from .areas import AreaFunction, Floats, ToLonLat

_LEAST_M = 64_000.0  # side of the square: on a smaller one rounding hides how k changes
_SHORT_M = 500.0  # an edge up to which two points are exact to 1e-9 m²
_TWO = ((0.5 - np.sqrt(1.0 / 12.0), 0.5), (0.5 + np.sqrt(1.0 / 12.0), 0.5))  # (place on the edge, weight)
_THREE = ((0.5 - np.sqrt(0.15), 5.0 / 18.0), (0.5, 4.0 / 9.0), (0.5 + np.sqrt(0.15), 5.0 / 18.0))
_NOTHING = 1e-12  # share of F in factors that are left out
_CHUNK = 8192  # vertices: their working arrays stay in the processor's cache


def large_ring_area(
    x: Floats, y: Floats, to_lonlat: ToLonLat, area_function: AreaFunction, metres_per_unit: float
) -> float | None:
    """Return the area of a closed ring in m², not negative; None where polynomials do not follow the projection."""
    if not len(x) or not (np.isfinite(x).all() and np.isfinite(y).all()):
        return None
    low, high = np.array([x.min(), y.min()]), np.array([x.max(), y.max()])
    half = max(float((high - low).max()) / 2.0, _LEAST_M / 2.0 / metres_per_unit)
    centre = (low + high) / 2.0
    terms = scale_terms(lambda u, v: (centre[0] + half * u, centre[1] + half * v), to_lonlat, area_function)
    if terms is None:
        return None
    powers = _powers(_integrated(terms))
    step = float(np.hypot(np.diff(x), np.diff(y)).max()) * metres_per_unit
    nodes = _TWO if step <= _SHORT_M else _THREE
    total = 0.0
    for begin in range(0, len(x) - 1, _CHUNK):
        span = slice(begin, begin + _CHUNK + 1)
        u, v = (x[span] - centre[0]) / half, (y[span] - centre[1]) / half
        du, dv = np.diff(u), np.diff(v)
        for place, weight in nodes:
            total += weight * float((dv * _values(powers, u[:-1] + place * du, v[:-1] + place * dv)).sum())
    return abs(total)


def _integrated(terms: Floats) -> Floats:
    """Return the Chebyshev factors of the integral in the first variable."""
    degrees = len(terms)
    result = np.zeros((degrees + 1, terms.shape[1]))
    result[1] = terms[0]
    result[2] += terms[1] / 4.0
    for degree in range(2, degrees):
        result[degree + 1] += terms[degree] / (2.0 * (degree + 1))
        result[degree - 1] -= terms[degree] / (2.0 * (degree - 1))
    return result


def _powers(terms: Floats) -> Floats:
    """Return the factors of u^i v^j of Chebyshev factors, without the degrees that add nothing."""
    small = np.abs(terms) <= _NOTHING * np.abs(terms).sum()
    kept = np.argwhere(~small).max(axis=0) + 1
    terms = np.where(small, 0.0, terms)[:kept[0], :kept[1]]
    rows = [np.polynomial.chebyshev.cheb2poly(np.append(row, 0.0)) for row in terms]
    table = np.zeros((len(rows), max(map(len, rows))))
    for number, row in enumerate(rows):
        table[number, :len(row)] = row
    columns = [np.polynomial.chebyshev.cheb2poly(np.append(column, 0.0)) for column in table.T]
    result = np.zeros((max(map(len, columns)), len(columns)))
    for number, column in enumerate(columns):
        result[:len(column), number] = column
    return result


def _values(powers: Floats, u: Floats, v: Floats) -> Floats:
    """Return a polynomial at points (Horner)."""
    total = np.zeros(len(u))
    for row in powers[::-1]:
        inner = np.full(len(v), row[-1])
        for factor in row[-2::-1]:
            inner *= v
            inner += factor
        total *= u
        total += inner
    return total
