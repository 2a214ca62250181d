"""Coordinate reference systems of layers: what is wrong with them, and the way from one to another.

Nothing here asks the user or the project: transformations are made from the context of the run alone, so QGIS never
opens its dialog for choosing one.
"""
from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform

from ..rules.zones import NATIONAL_GEOGRAPHIC, zone_of, zone_on
from .crs_place import AreaOfUse, Box, explanation, shown_number
from .lonlat import crs_label, transverse_mercator

if TYPE_CHECKING:
    from qgis.core import QgsCoordinateTransformContext

    from ..rules.findings import Finding
    from ..rules.rule_rows import RuleBook
    from ..rules.zones import Zone

# The first datum of a definition in WKT 2 is the system's own; a bound system names the hub's after it.
_DATUM = re.compile(r'\b(?:DATUM|ENSEMBLE|TRF|GEODETICDATUM)\["([^"]+)"')
_NATIONAL = "CGCS2000"
_MILLION, _HALF_MILLION = 1e6, 5e5


@dataclass(frozen=True)
class Datum:
    """The geodetic datum of a CRS; name is '' where it has none, kind is 'modern', 'old' or 'unknown'."""

    name: str
    kind: str


def datum_of(crs: QgsCoordinateReferenceSystem, book: RuleBook) -> Datum:
    """Return the datum of a CRS, judged by the lists of rows ``crs.modern_datums`` and ``crs.old_datum``.

    A name belongs to a list when it starts as one of its entries does, letters and digits compared alone: registries
    write China 2000, D_China_2000 and CGCS2000, and append the year of a realisation.
    """
    match = _DATUM.search(crs.toWkt(QgsCoordinateReferenceSystem.WktVariant.WKT2_2019))
    name = match.group(1) if match else ""
    for kind, rule in (("old", "crs.old_datum"), ("modern", "crs.modern_datums")):
        if name and _plain(name).startswith(tuple(_plain(entry) for entry in book.threshold(rule, "names"))):
            return Datum(name, kind)
    return Datum(name, "unknown")


def _plain(name: str) -> str:
    """Return a datum's name without Esri's prefix, spaces and signs."""
    return re.sub(r"[^a-z0-9]", "", re.sub(r"^D_", "", name).lower())


def national_zone(crs: QgsCoordinateReferenceSystem, book: RuleBook) -> Zone | None:
    """Return the Gauss-Krüger zone of CGCS2000 that a CRS is, by its code or by its numbers; None for any other CRS."""
    numbers = transverse_mercator(crs)
    if zone_of(crs.authid()) or numbers is None:
        return zone_of(crs.authid())
    prefix, easting = divmod(numbers["false_easting"], _MILLION)
    plain = easting == _HALF_MILLION and (numbers["false_northing"], numbers["latitude_of_origin"],
                                          numbers["scale"]) == (0.0, 0.0, 1.0)
    national = _plain(datum_of(crs, book).name) == _plain(
        datum_of(QgsCoordinateReferenceSystem(NATIONAL_GEOGRAPHIC), book).name)
    return zone_on(numbers["central_meridian"], int(prefix)) if plain and national else None


def crs_problems(name: str, crs: QgsCoordinateReferenceSystem, bounds: Box | None, book: RuleBook) -> list[Finding]:
    """Return what is wrong with the CRS of a layer, each with its remedy; nothing wrong is an empty list.

    name: the layer's, for the texts. bounds: xmin, ymin, xmax, ymax of its features in ``crs``, None for none.
    Rules: ``crs.missing``, ``crs.old_datum``, ``crs.unknown_datum``, ``crs.no_lonlat``, and by the coordinates
    ``crs.wrong_units``, ``crs.swapped_axes``, ``crs.zone_prefix``, ``crs.zone_number``, ``crs.outside_area`` (a
    warning where only part of the layer lies outside).
    """
    if not crs.isValid():
        return [book.finding("crs.missing", subject_name=name, place=name, layer=name)]
    found = _datum_problems(name, crs, _NATIONAL, book)
    area = AreaOfUse.of(crs, float(book.threshold("crs.outside_area", "margin_degrees")))
    if area is None and not found:
        return [book.finding("crs.no_lonlat", subject_name=name, place=name, layer=name, crs=crs_label(crs))]
    if bounds is None or area is None:
        return found
    shown = {"layer": name, "crs": crs_label(crs), "x": shown_number((bounds[0] + bounds[2]) / 2),
             "y": shown_number((bounds[1] + bounds[3]) / 2)}
    return [*found, *(
        book.finding(rule, subject_name=name, place=name, severity=severity, **{**shown, **values})
        for rule, severity, values in explanation(bounds, area, crs, book)
    )]


def _datum_problems(name: str, crs: QgsCoordinateReferenceSystem, target: str, book: RuleBook) -> list[Finding]:
    datum = datum_of(crs, book)
    if datum.kind == "modern":
        return []
    return [book.finding(
        "crs.old_datum" if datum.kind == "old" else "crs.unknown_datum", subject_name=name, place=name, layer=name,
        crs=crs_label(crs), datum=datum.name or None, target_crs=target,
    )]


def transform_between(
    source_crs: QgsCoordinateReferenceSystem, target_crs: QgsCoordinateReferenceSystem,
    transform_context: QgsCoordinateTransformContext, book: RuleBook, name: str,
) -> tuple[QgsCoordinateTransform | None, list[Finding]]:
    """Return (the transformation of layer ``name`` to ``target_crs``, findings); None where none is needed or possible.

    Within one datum: exact, no finding. Between modern geocentric datums: an info ``crs.ballpark``. From or to an old
    or unknown datum: None and an error that names the local seven parameters as the remedy; where ``crs_problems``
    already reported the layer it is the same finding. Raises ValueError when ``target_crs`` is not valid.
    """
    if not target_crs.isValid():
        raise ValueError("the target has no coordinate reference system")
    if not source_crs.isValid():
        return None, [book.finding("crs.missing", subject_name=name, place=name, layer=name)]
    if source_crs == target_crs:
        return None, []
    source, target = datum_of(source_crs, book), datum_of(target_crs, book)
    found: list[Finding] = []
    # one name is one datum, but every definition without a datum is called "Unknown based on ..."
    if source.kind != "unknown" and _plain(source.name) == _plain(target.name):
        pass
    elif source.kind == target.kind == "modern":
        found = [book.finding("crs.ballpark", subject_name=name, place=name, layer=name,
                              source_crs=crs_label(source_crs), target_crs=crs_label(target_crs))]
    elif source.kind == "modern":
        return None, _datum_problems(name, target_crs, crs_label(source_crs), book)
    else:
        return None, _datum_problems(name, source_crs, _NATIONAL, book)
    transform = QgsCoordinateTransform(source_crs, target_crs, transform_context)
    # the desktop would otherwise announce in its message bar what the finding says
    transform.disableFallbackOperationHandler(True)
    transform.setBallparkTransformsAreAppropriate(True)
    return transform, found
