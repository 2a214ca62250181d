"""Gauss-Krüger (transverse Mercator) projection by Krüger's series to the sixth order in n, vectorised.

Coefficients: C. F. F. Karney, Transverse Mercator with an accuracy of a few nanometers, J. Geodesy 85 (2011),
equations 35 and 36, and for the latitudes the conformal series of the same order. Within 3° of the central
meridian the result agrees with PROJ to better than 1e-9 degree.
"""
from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

# China Geodetic Coordinate System 2000; GRS 80 has the same numbers.
SEMI_MAJOR = 6378137.0
INVERSE_FLATTENING = 298.257222101


class _Series(NamedTuple):
    """Coefficients of one ellipsoid; tuples start with the term in sin 2x."""

    radius: float
    to_plane: tuple[float, ...]
    from_plane: tuple[float, ...]
    to_conformal: tuple[float, ...]
    from_conformal: tuple[float, ...]


def _terms(n: float, rows: tuple[tuple[float, ...], ...]) -> tuple[float, ...]:
    """Return one coefficient per row: row k holds the factors of n^(k+1), n^(k+2) ... n^6."""
    return tuple(
        sum(factor * n ** (first + 1 + step) for step, factor in enumerate(row)) for first, row in enumerate(rows)
    )


_TO_PLANE = (
    (1 / 2, -2 / 3, 5 / 16, 41 / 180, -127 / 288, 7891 / 37800),
    (13 / 48, -3 / 5, 557 / 1440, 281 / 630, -1983433 / 1935360),
    (61 / 240, -103 / 140, 15061 / 26880, 167603 / 181440),
    (49561 / 161280, -179 / 168, 6601661 / 7257600),
    (34729 / 80640, -3418889 / 1995840),
    (212378941 / 319334400,),
)
_FROM_PLANE = (
    (-1 / 2, 2 / 3, -37 / 96, 1 / 360, 81 / 512, -96199 / 604800),
    (-1 / 48, -1 / 15, 437 / 1440, -46 / 105, 1118711 / 3870720),
    (-17 / 480, 37 / 840, 209 / 4480, -5569 / 90720),
    (-4397 / 161280, 11 / 504, 830251 / 7257600),
    (-4583 / 161280, 108847 / 3991680),
    (-20648693 / 638668800,),
)
_TO_CONFORMAL = (
    (-2, 2 / 3, 4 / 3, -82 / 45, 32 / 45, 4642 / 4725),
    (5 / 3, -16 / 15, -13 / 9, 904 / 315, -1522 / 945),
    (-26 / 15, 34 / 21, 8 / 5, -12686 / 2835),
    (1237 / 630, -12 / 5, -24832 / 14175),
    (-734 / 315, 109598 / 31185),
    (444337 / 155925,),
)
_FROM_CONFORMAL = (
    (2, -2 / 3, -2, 116 / 45, 26 / 45, -2854 / 675),
    (7 / 3, -8 / 5, -227 / 45, 2704 / 315, 2323 / 945),
    (56 / 15, -136 / 35, -1262 / 105, 73814 / 2835),
    (4279 / 630, -332 / 35, -399572 / 14175),
    (4174 / 315, -144838 / 6237),
    (601676 / 22275,),
)


@lru_cache(maxsize=16)
def _series(semi_major: float, inverse_flattening: float) -> _Series:
    flattening = 1.0 / inverse_flattening
    n = flattening / (2.0 - flattening)
    radius = semi_major / (1.0 + n) * (1.0 + n**2 / 4.0 + n**4 / 64.0 + n**6 / 256.0)
    return _Series(
        radius, _terms(n, _TO_PLANE), _terms(n, _FROM_PLANE), _terms(n, _TO_CONFORMAL), _terms(n, _FROM_CONFORMAL)
    )


def _sines(coefficients: tuple[float, ...], sin2: Floats, cos2: Floats) -> Floats:
    """Return the sum of c[k] sin(2(k+1)x) from sin 2x and cos 2x (Clenshaw)."""
    twice = 2.0 * cos2
    last: Floats = np.full_like(sin2, coefficients[-1])
    before: Floats = np.zeros_like(sin2)
    for factor in coefficients[-2::-1]:
        last, before = twice * last - before + factor, last
    return last * sin2


def _complex_sines(coefficients: tuple[float, ...], xi: Floats, eta: Floats) -> tuple[Floats, Floats]:
    """Return real and imaginary part of the sum of c[k] sin(2(k+1)z), z = xi + i eta (Clenshaw)."""
    sin2, cos2 = np.sin(2.0 * xi), np.cos(2.0 * xi)
    sinh2 = np.sinh(2.0 * eta)
    cosh2 = np.sqrt(1.0 + sinh2 * sinh2)
    real, imaginary = 2.0 * cos2 * cosh2, -2.0 * sin2 * sinh2
    last_r, last_i = np.full_like(xi, coefficients[-1]), np.zeros_like(xi)
    before_r, before_i = np.zeros_like(xi), np.zeros_like(xi)
    for factor in coefficients[-2::-1]:
        next_r = real * last_r - imaginary * last_i - before_r + factor
        next_i = real * last_i + imaginary * last_r - before_i
        last_r, before_r, last_i, before_i = next_r, last_r, next_i, last_i
    sine_r, sine_i = sin2 * cosh2, cos2 * sinh2
    return last_r * sine_r - last_i * sine_i, last_r * sine_i + last_i * sine_r


def _arc(latitude: float, series: _Series) -> float:
    """Return the distance on the meridian from the equator to a latitude in degrees, in units of the radius."""
    latitude_rad = np.radians(np.array([latitude]))
    conformal = latitude_rad + _sines(series.to_conformal, np.sin(2 * latitude_rad), np.cos(2 * latitude_rad))
    return float((conformal + _sines(series.to_plane, np.sin(2 * conformal), np.cos(2 * conformal)))[0])


def inverse(
    x: Floats, y: Floats, *, central_meridian: float, false_easting: float = 500000.0, false_northing: float = 0.0,
    scale: float = 1.0, latitude_of_origin: float = 0.0, semi_major: float = SEMI_MAJOR,
    inverse_flattening: float = INVERSE_FLATTENING,
) -> tuple[Floats, Floats]:
    """Return longitude and latitude in degrees, each of the shape of ``x``.

    x: eastings, y: northings in metres. central_meridian, latitude_of_origin: degrees. The false easting carries
    the zone prefix where there is one (38 500 000 for EPSG:4526). Without ``semi_major`` and ``inverse_flattening``
    the ellipsoid is that of CGCS2000.
    """
    series = _series(semi_major, inverse_flattening)
    radius = series.radius * scale
    xi = (np.asarray(y, dtype=np.float64) - false_northing) / radius
    if latitude_of_origin:
        xi = xi + _arc(latitude_of_origin, series)
    eta = (np.asarray(x, dtype=np.float64) - false_easting) / radius
    shift_xi, shift_eta = _complex_sines(series.from_plane, xi, eta)
    xi, eta = xi + shift_xi, eta + shift_eta
    sinh, sine, cosine = np.sinh(eta), np.sin(xi), np.cos(xi)
    adjacent = np.sqrt(sinh * sinh + cosine * cosine)
    squared = 1.0 + sinh * sinh
    conformal = np.arctan2(sine, adjacent)
    sin2 = 2.0 * sine * adjacent / squared
    cos2 = 1.0 - 2.0 * sine * sine / squared
    latitude = conformal + _sines(series.from_conformal, sin2, cos2)
    return np.degrees(np.arctan2(sinh, cosine)) + central_meridian, np.degrees(latitude)


def forward(
    longitude: Floats, latitude: Floats, *, central_meridian: float, false_easting: float = 500000.0,
    false_northing: float = 0.0, scale: float = 1.0, latitude_of_origin: float = 0.0,
    semi_major: float = SEMI_MAJOR, inverse_flattening: float = INVERSE_FLATTENING,
) -> tuple[Floats, Floats]:
    """Return easting x and northing y in metres, each of the shape of ``longitude``; the reverse of ``inverse``."""
    series = _series(semi_major, inverse_flattening)
    geodetic = np.radians(np.asarray(latitude, dtype=np.float64))
    difference = np.radians(np.asarray(longitude, dtype=np.float64) - central_meridian)
    conformal = geodetic + _sines(series.to_conformal, np.sin(2.0 * geodetic), np.cos(2.0 * geodetic))
    xi = np.arctan2(np.sin(conformal), np.cos(conformal) * np.cos(difference))
    eta = np.arctanh(np.cos(conformal) * np.sin(difference))
    shift_xi, shift_eta = _complex_sines(series.to_plane, xi, eta)
    xi, eta = xi + shift_xi, eta + shift_eta
    if latitude_of_origin:
        xi = xi - _arc(latitude_of_origin, series)
    radius = series.radius * scale
    return eta * radius + false_easting, xi * radius + false_northing
