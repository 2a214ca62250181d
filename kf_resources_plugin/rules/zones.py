"""Gauss-Krüger zones of the national systems: numbers, central meridians and the EPSG codes of each.

3-degree zones are numbered 25 to 45 (central meridians 75° E to 135° E), 6-degree zones 13 to 23 (75° E to 135° E); so
a number alone says which width it is. Each zone has two codes: with the number in front of the eastings
("zone 38", EPSG:4526), and without it ("CM 114E", EPSG:4547). The systems before CGCS2000 have the same zones.
"""
from __future__ import annotations

from dataclasses import dataclass

NATIONAL_GEOGRAPHIC = "EPSG:4490"


@dataclass(frozen=True)
class _Width:
    """The zones of one width: their numbers, and what is added to a number to give the EPSG code."""

    numbers: range
    with_number: int
    without_number: int


CGCS2000, XIAN_1980, BEIJING_1954 = "cgcs2000", "xian_1980", "beijing_1954"
_THREE_DEGREES = _Width(range(25, 46), 4488, 4509)
_SIX_DEGREES = _Width(range(13, 24), 4478, 4489)
_SYSTEMS = {
    CGCS2000: (_THREE_DEGREES, _SIX_DEGREES),
    XIAN_1980: (_Width(_THREE_DEGREES.numbers, 2324, 2345), _Width(_SIX_DEGREES.numbers, 2314, 2325)),
    BEIJING_1954: (_Width(_THREE_DEGREES.numbers, 2376, 2397), _Width(_SIX_DEGREES.numbers, 21400, 21440)),
}


def zone_crs(zone: int, *, prefix: bool = True, system: str = CGCS2000) -> str:
    """Return the system of a zone as 'EPSG:…', '' for a number that is none's.

    ``prefix``: the system whose eastings begin with the zone number.
    """
    for width in _SYSTEMS[system]:
        if zone in width.numbers:
            return f"EPSG:{zone + (width.with_number if prefix else width.without_number)}"
    return ""


def zone_width(zone: int) -> int:
    """Return how many degrees wide the zone of a number is, 3 or 6; 0 for a number that is none's."""
    return 3 if zone in _THREE_DEGREES.numbers else 6 if zone in _SIX_DEGREES.numbers else 0


def zones_of(central_meridian: float) -> tuple[int, int]:
    """Return the numbers of the 3-degree and the 6-degree zone on a central meridian, degrees east."""
    return round(central_meridian / 3.0), round((central_meridian + 3.0) / 6.0)


def three_degree_crs(longitude: float) -> str:
    """Return the 3-degree system, eastings without the number, that a longitude lies in; '' outside the country."""
    zone = round(longitude / 3.0)
    return zone_crs(zone, prefix=False) if zone in _THREE_DEGREES.numbers else ""


@dataclass(frozen=True)
class Zone:
    """A zone of the national system: width and central meridian in degrees, number, whether eastings begin with it."""

    width: int
    number: int
    central_meridian: int
    prefixed: bool


def zone_on(central_meridian: float, prefix: int) -> Zone | None:
    """Return the zone on a central meridian, degrees east; ``prefix``: the number before its eastings, 0 for none.

    Without a number before the eastings a zone of 3 degrees, where there is one. None where the zone is none of ours.
    """
    for number, width, first in zip(zones_of(central_meridian), (3, 6), (0, -3)):
        meridian = width * number + first
        if zone_width(number) == width and meridian == central_meridian and prefix in {0, number}:
            return Zone(width, number, meridian, bool(prefix))
    return None


def zone_of(code: str) -> Zone | None:
    """Return the zone that an EPSG code ('EPSG:4547') of CGCS2000 stands for, None for any other system."""
    for width, degrees, first in ((_THREE_DEGREES, 3, 0), (_SIX_DEGREES, 6, -3)):
        for number in width.numbers:
            for prefixed in (True, False):
                if code == zone_crs(number, prefix=prefixed):
                    return Zone(degrees, number, degrees * number + first, prefixed)
    return None
