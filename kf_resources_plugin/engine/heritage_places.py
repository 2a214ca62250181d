"""Where the entries of lists lie: the shapes of their layers, else longitude and latitude where a table has both."""
from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..rules.heritage_places import FINE, SWAPPED, degrees, judged
from .heritage_lists import LATITUDE, LONGITUDE, TABLE
from .lonlat import lonlat_function, projection_function
from .target_units import points_of
from .wkb import as_wkb_array

if TYPE_CHECKING:
    from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransformContext

    from ..rules.areas import Bools, Floats
    from ..rules.findings import Finding
    from ..rules.progress import Progress
    from ..rules.rule_rows import RuleBook
    from .heritage_lists import SiteList
    from .wkb import Wkbs

_POINT = 1
_DIGITS = 9  # of degrees: a tenth of a millimetre


@dataclass(frozen=True)
class Places:
    """Places of rows (rows,): x, y in the CRS of the run and degrees, NaN for none; of polygons a point inside."""

    x: Floats
    y: Floats
    longitude: Floats
    latitude: Floats

    def known(self) -> Bools:
        """Tell which rows have a place."""
        found: Bools = ~np.isnan(self.x)
        return found


def places_of_list(given: SiteList, crs: QgsCoordinateReferenceSystem, transforms: QgsCoordinateTransformContext,
                   role: str, book: RuleBook, progress: Progress) -> tuple[Places, list[Finding]]:
    """Return the places of a list whose shapes are in ``crs``, and what is wrong with columns of coordinates."""
    x, y = points_of(given.wkb, progress)
    longitude, latitude = np.full(len(x), np.nan), np.full(len(x), np.nan)
    placed = ~np.isnan(x)
    if placed.any():
        to_lonlat, _ = lonlat_function(crs, transforms)
        longitude[placed], latitude[placed] = to_lonlat(x[placed], y[placed])
    findings: list[Finding] = []
    if LONGITUDE in given.columns and given.shape == TABLE:
        longitude, latitude, findings = _of_columns(given, role, book)
        placed = ~np.isnan(longitude)
        if placed.any() and not crs.isGeographic():
            x[placed], y[placed] = projection_function(crs, transforms)(longitude[placed], latitude[placed])
        elif placed.any():
            x, y = longitude.copy(), latitude.copy()
    return Places(x, y, np.round(longitude, _DIGITS), np.round(latitude, _DIGITS)), findings


def point_wkbs(x: Floats, y: Floats) -> Wkbs:
    """Return points as WKB, ``b""`` for NaN."""
    return as_wkb_array([b"" if np.isnan(one) else struct.pack("<BIdd", 1, _POINT, one, other)
                         for one, other in zip(x.tolist(), y.tolist())])


def _of_columns(given: SiteList, role: str, book: RuleBook) -> tuple[Floats, Floats, list[Finding]]:
    """Return degrees where two columns tell a plausible place; nothing is guessed of others."""
    texts = list(zip(given.texts(LONGITUDE), given.texts(LATITUDE)))
    found = np.full((len(texts), 2), np.nan)
    findings = []
    for row, (east, north) in enumerate(texts):
        if not east and not north:
            continue
        place = degrees(east), degrees(north)
        verdict = judged(*place, book)
        if verdict == FINE:
            found[row] = place
            continue
        name = given.texts("name")[row] or given.texts("site_id")[row]
        rule = "register.coordinates_swapped" if verdict == SWAPPED else "register.coordinates_implausible"
        findings.append(book.finding(
            rule, subject_id=given.texts("site_id")[row], subject_name=name, other_id=given.name, role=role,
            place=f"{given.name} {name} {east} {north}", source_fid=given.fids[row], layer=given.name, x=east or None,
            y=north or None))
    return found[:, 0], found[:, 1], findings
