"""From the coordinates of a layer to longitude and latitude on the layer's own datum, arrays at a time.

Only the projection is undone. No datum shift is applied: areas need none between modern datums, and what is on an
older datum is refused before (``engine.crs``).
"""
from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsCsException

from ..i18n import tr
from ..rules import gauss_kruger
from ..rules.zones import NATIONAL_GEOGRAPHIC
from .errors import PlannerError
from .transforming import transform_points

if TYPE_CHECKING:
    from collections.abc import Callable

    from qgis.core import QgsCoordinateTransformContext

    from ..rules.areas import Floats, ToLonLat

_INVERSE_FLATTENING = {"GRS80": 298.257222101, "CGCS2000": 298.257222101, "WGS84": 298.257223563}
_DATUM_ELLIPSOIDS = {"WGS84": "WGS84", "NAD83": "GRS80"}
# What a PROJ string of a transverse Mercator may hold for its numbers to be the whole story.
_UNDERSTOOD = {
    "proj", "lat_0", "lon_0", "k", "k_0", "x_0", "y_0", "zone", "south", "ellps", "datum", "towgs84", "units",
    "no_defs", "type",
}
# Parts of a PROJ string that describe a datum, a height or a text, not the projection.
_NOT_PROJECTION = {"towgs84", "nadgrids", "geoidgrids", "vunits", "no_defs", "type", "wktext"}
_UTM = {"k": "0.9996", "x_0": "500000", "lat_0": "0"}


def crs_label(crs: QgsCoordinateReferenceSystem) -> str:
    """Return how texts for the user call a CRS: code and name, or the name alone, or that it is a custom one."""
    if crs.authid():
        return crs.userFriendlyIdentifier()
    return crs.description().strip() or tr("custom CRS")


def lonlat_function(
    crs: QgsCoordinateReferenceSystem, transform_context: QgsCoordinateTransformContext
) -> tuple[ToLonLat, bool]:
    """Return (function from x, y to longitude, latitude in degrees, whether x, y are degrees already).

    Gauss-Krüger and other transverse Mercators on GRS 80, CGCS2000 and WGS 84 are computed here, everything else by
    PROJ. Raises PlannerError for a CRS that has no longitude and latitude; the function raises it for coordinates that
    the projection cannot have made.
    """
    if crs.isGeographic():
        return _as_they_are, True
    numbers = transverse_mercator(crs)
    if numbers is not None:
        return partial(gauss_kruger.inverse, **numbers), False
    parts = _proj_parts(crs)
    if parts.get("proj") in {None, "geocent"}:
        raise PlannerError(tr("The coordinate reference system {crs} has no longitude and latitude; assign the layer a "
                              "projected or a geographic one.").format(crs=crs_label(crs)))
    return partial(_through_proj, _undo_projection(crs, parts, transform_context), crs_label(crs)), False


def projection_function(
    crs: QgsCoordinateReferenceSystem, transform_context: QgsCoordinateTransformContext
) -> Callable[[Floats, Floats], tuple[Floats, Floats]]:
    """Return the function from longitude, latitude in degrees to x, y of a projected CRS: ``lonlat_function`` undone.

    The function raises PlannerError for places that the projection cannot show.
    """
    numbers = transverse_mercator(crs)
    if numbers is not None:
        return partial(gauss_kruger.forward, **numbers)
    steps = f"+step +proj=unitconvert +xy_in=deg +xy_out=rad +step {_projection(_proj_parts(crs))}"
    return partial(_through_proj, _operation(QgsCoordinateReferenceSystem(NATIONAL_GEOGRAPHIC), crs, steps,
                                             transform_context), crs_label(crs))


def transverse_mercator(crs: QgsCoordinateReferenceSystem) -> dict[str, Any] | None:
    """Return the numbers of a transverse Mercator as arguments of ``rules.gauss_kruger``, None for others."""
    parts = _proj_parts(crs)
    ellipsoid = parts.get("ellps", _DATUM_ELLIPSOIDS.get(parts.get("datum", ""), ""))
    if parts.get("proj") not in {"tmerc", "utm"} or ellipsoid not in _INVERSE_FLATTENING:
        return None
    if not _UNDERSTOOD.issuperset(parts) or parts.get("units", "m") != "m":
        return None
    if parts["proj"] == "utm":
        parts = {**_UTM, "lon_0": str(6 * int(parts["zone"]) - 183), "y_0": "10000000" if "south" in parts else "0"}
    return {
        "central_meridian": float(parts.get("lon_0", 0.0)),
        "false_easting": float(parts.get("x_0", 0.0)),
        "false_northing": float(parts.get("y_0", 0.0)),
        "scale": float(parts.get("k", parts.get("k_0", 1.0))),
        "latitude_of_origin": float(parts.get("lat_0", 0.0)),
        "inverse_flattening": _INVERSE_FLATTENING[ellipsoid],
    }


def _proj_parts(crs: QgsCoordinateReferenceSystem) -> dict[str, str]:
    """Return the PROJ string of a CRS as {key: value}."""
    words = (word.lstrip("+").partition("=") for word in crs.toProj().split())
    return {key: value for key, _, value in words}


def _as_they_are(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    return x, y


def _undo_projection(
    crs: QgsCoordinateReferenceSystem, parts: dict[str, str], transform_context: QgsCoordinateTransformContext
) -> QgsCoordinateTransform:
    """Return a transform that undoes the projection and nothing else, whatever datum operations PROJ knows.

    Longitudes are not wrapped (``over``): what lies beyond the edge of a Mercator would be placed on its other side.
    """
    steps = f"+step +inv {_projection(parts)} +over +step +proj=unitconvert +xy_in=rad +xy_out=deg"
    return _operation(crs, QgsCoordinateReferenceSystem(NATIONAL_GEOGRAPHIC), steps, transform_context)


def _projection(parts: dict[str, str]) -> str:
    """Return a step of PROJ's that projects and does nothing else."""
    return " ".join(f"+{key}={value}" if value else f"+{key}" for key, value in parts.items()
                    if key not in _NOT_PROJECTION)


def _operation(
    source: QgsCoordinateReferenceSystem, target: QgsCoordinateReferenceSystem, steps: str,
    transform_context: QgsCoordinateTransformContext,
) -> QgsCoordinateTransform:
    transform = QgsCoordinateTransform(source, target, transform_context)
    transform.setCoordinateOperation(f"+proj=pipeline {steps}")
    transform.setAllowFallbackTransforms(False)
    transform.disableFallbackOperationHandler(True)
    return transform


def _through_proj(transform: QgsCoordinateTransform, crs_name: str, x: Floats, y: Floats) -> tuple[Floats, Floats]:
    try:
        return transform_points(x, y, transform)
    except QgsCsException as error:
        raise PlannerError(
            tr("Coordinates near X {x}, Y {y} lie outside what {crs} can show; check the layer's coordinate reference "
               "system.").format(x=f"{x[0]:.0f}", y=f"{y[0]:.0f}", crs=crs_name)) from error
