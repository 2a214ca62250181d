"""Which coordinate systems the coordinates of a layer without one look like, by the conventions of the country.

Eastings of 1e7 m and more carry the number of their zone; without it false easting is 500 km; degrees are longitude and
latitude of CGCS2000. Which zone eastings without a number are in only the place tells.
"""
from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..rules.zones import NATIONAL_GEOGRAPHIC, three_degree_crs, zone_crs

if TYPE_CHECKING:
    from .crs_place import Box

_LONGITUDES, _LATITUDES = (73.0, 136.0), (3.0, 54.0)  # of the country
_EASTINGS, _NORTHINGS = (100_000.0, 900_000.0), (300_000.0, 6_000_000.0)
_WEB_EASTINGS, _WEB_NORTHINGS = (8_100_000.0, 15_150_000.0), (330_000.0, 7_200_000.0)
_WEB = "EPSG:3857"
_MILLION, _PREFIXED = 1e6, 1e7


class Likely(NamedTuple):
    """A coordinate system; swapped: whether x and y have changed places."""

    crs: str
    swapped: bool


def likely_crs(box: Box, longitude: float) -> list[Likely]:
    """Return what coordinates in a box (xmin, ymin, xmax, ymax) look like, the likeliest first.

    longitude: where the layer lies, for eastings without a zone number.
    """
    found = [Likely(crs, swapped) for swapped in (False, True)
             for crs in _likely(box if not swapped else (box[1], box[0], box[3], box[2]), longitude)]
    return list(dict.fromkeys(found))


def _likely(box: Box, longitude: float) -> list[str]:
    if _within(box, _LONGITUDES, _LATITUDES):
        return [NATIONAL_GEOGRAPHIC]
    zone = int(box[0] // _MILLION)
    found = []
    if box[0] >= _PREFIXED and _within(box, (zone * _MILLION, (zone + 1) * _MILLION), _NORTHINGS):
        found.append(zone_crs(zone))
    if _within(box, _EASTINGS, _NORTHINGS):
        found.append(three_degree_crs(longitude))
    if _within(box, _WEB_EASTINGS, _WEB_NORTHINGS):
        found.append(_WEB)
    return [crs for crs in found if crs]


def _within(box: Box, across: tuple[float, float], along: tuple[float, float]) -> bool:
    return across[0] <= box[0] and box[2] <= across[1] and along[0] <= box[1] and box[3] <= along[1]
