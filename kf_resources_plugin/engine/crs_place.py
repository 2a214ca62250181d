"""Where a layer's coordinates lie against the area of use of its CRS, and which slip explains those that do not fit."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from qgis.core import QgsCoordinateTransformContext

from ..rules.zones import NATIONAL_GEOGRAPHIC, zone_crs, zones_of
from .errors import PlannerError
from .lonlat import lonlat_function, transverse_mercator
from .map_units import metres_per_unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qgis.core import QgsCoordinateReferenceSystem

    from ..rules.areas import Floats, Ints, ToLonLat
    from ..rules.rule_rows import RuleBook

Box = tuple[float, float, float, float]
Explanation = tuple[str, "str | None", dict[str, Any]]

_DEGREES_LOOK_SMALL = 1000.0
_SPREAD = 5  # points across and along a box
_MILLION = 1e6  # the zone number stands before six digits of easting
_FAR_M = 2e6  # no easting is further from its central meridian; the series means nothing out there
_GIRTH_M = 4.1e7
_ZONE_DEGREES = 4.0  # a transverse Mercator without a recorded area of use: its zone and the neighbours' overlap
_NORTHINGS = (300_000.0, 6_000_000.0)
_POLE = 90.0
_HALF_TURN = 180.0


def shown_number(value: float) -> str:
    """Return a coordinate as texts show it: metres whole, degrees with six decimals."""
    return f"{value:.6f}" if abs(value) < _DEGREES_LOOK_SMALL else f"{value:.0f}"


def far_rows(bounds: Floats, crs: QgsCoordinateReferenceSystem) -> Ints:
    """Return the rows, int64, whose bounds (rows, 4) reach where the CRS means nothing: strays of digitising.

    Further than 2 000 km from the central meridian, beyond the poles, or beyond the girth of the earth.
    """
    mercator = transverse_mercator(crs)
    if mercator is not None:
        centre, reach = (mercator["false_easting"], mercator["false_northing"]), (_FAR_M, 5 * _FAR_M)
    elif crs.isGeographic():
        centre, reach = (0.0, 0.0), (2 * _HALF_TURN, _POLE)
    else:
        girth = _GIRTH_M / metres_per_unit(crs)
        centre, reach = (0.0, 0.0), (girth, girth)
    with np.errstate(invalid="ignore"):
        within = (np.abs(bounds - np.array([*centre, *centre])) <= np.array([*reach, *reach])).all(axis=1)
    return np.flatnonzero(~within & ~np.isnan(bounds).any(axis=1)).astype(np.int64)


@dataclass(frozen=True)
class AreaOfUse:
    """The area of use of a CRS in degrees, and the way from its coordinates there."""

    to_lonlat: ToLonLat
    geographic: bool
    mercator: dict[str, Any] | None
    bounds: Box
    margin: float

    @classmethod
    def of(cls, crs: QgsCoordinateReferenceSystem, margin: float) -> AreaOfUse | None:
        """Return the area of a CRS widened by ``margin`` degrees, None when it has no longitude and latitude."""
        try:
            to_lonlat, geographic = lonlat_function(crs, QgsCoordinateTransformContext())
        except PlannerError:
            return None
        mercator = transverse_mercator(crs)
        recorded = crs.bounds()
        if not recorded.isNull() and (recorded.width() or recorded.height()):
            bounds = recorded.xMinimum(), recorded.yMinimum(), recorded.xMaximum(), recorded.yMaximum()
        elif mercator is not None:
            middle = mercator["central_meridian"]
            bounds = middle - _ZONE_DEGREES, -_POLE, middle + _ZONE_DEGREES, _POLE
        else:
            bounds = -_HALF_TURN, -_POLE, _HALF_TURN, _POLE
        return cls(to_lonlat, geographic, mercator, bounds, margin)

    def share_inside(self, box: Box) -> float:
        """Return the share, 0 to 1, of points spread over a box in the CRS that lie inside."""
        across, along = np.meshgrid(np.linspace(box[0], box[2], _SPREAD), np.linspace(box[1], box[3], _SPREAD))
        x, y = across.ravel(), along.ravel()
        if self.mercator is not None:
            near = (np.abs(x - self.mercator["false_easting"]) < _FAR_M) & (
                np.abs(y - self.mercator["false_northing"]) < 5 * _FAR_M)
            x, y = x[near], y[near]
        try:
            return float(self._inside(*self.to_lonlat(x, y)).sum()) / _SPREAD**2
        except PlannerError:
            return 0.0

    def holds(self, box: Box) -> bool:
        """Tell whether a box in the CRS lies inside entirely."""
        return self.share_inside(box) == 1.0

    def holds_degrees(self, box: Box) -> bool:
        """Tell whether a box in degrees lies inside."""
        return bool(self._inside(np.array(box[::2]), np.array(box[1::2])).all())

    def _inside(self, longitude: Floats, latitude: Floats) -> Any:
        west, south, east, north = self.bounds
        margin = self.margin
        after_west, before_east = longitude >= west - margin, longitude <= east + margin
        # an area across the antimeridian has its western bound in the east
        across = after_west | before_east if west > east else after_west & before_east
        return across & (latitude >= south - margin) & (latitude <= north + margin)


def explanation(
    box: Box, area: AreaOfUse, crs: QgsCoordinateReferenceSystem, book: RuleBook
) -> Iterator[Explanation]:
    """Yield (rule, severity or None for the rule's, values of its texts) for coordinates that do not fit their CRS."""
    if not np.isfinite(box).all():
        yield "crs.outside_area", None, {}
        return
    if area.holds(box):
        return
    slips = list(_slips(box, area, crs, book))
    yield from slips
    if not slips:
        yield "crs.outside_area", "warning" if area.share_inside(box) > 0.0 else None, {}


def _slips(
    box: Box, area: AreaOfUse, crs: QgsCoordinateReferenceSystem, book: RuleBook
) -> Iterator[Explanation]:
    """Yield the slips that, undone, bring all coordinates into the area of use."""
    turned = (box[1], box[0], box[3], box[2])
    swapped: Explanation = ("crs.swapped_axes", None, {})
    prefixed = float(book.threshold("crs.zone_prefix", "min_easting_with_prefix_m"))
    if area.geographic:
        # the low corner: one stray feature does not turn a layer in degrees into one in metres
        if min(abs(box[0]), abs(box[1])) > float(book.threshold("crs.wrong_units", "max_degrees")):
            yield _metres_for_degrees(box, prefixed)
        elif area.holds(turned):
            yield swapped
        return
    if area.holds_degrees(box) or area.holds_degrees(turned):
        yield "crs.wrong_units", None, {
            "units_zh": "经纬度（度）", "units_en": "degrees", "suggested": _own_degrees(crs)}
        return
    if area.holds(turned):
        yield swapped
        return
    for candidate, before in ((box, []), (turned, [swapped])):
        zone = _zone_slip(candidate, area, prefixed)
        if zone is not None:
            yield from (*before, zone)
            return


def _own_degrees(crs: QgsCoordinateReferenceSystem) -> str:
    """Return the geographic CRS below a projected one, the national one where it has no code."""
    return crs.geographicCrsAuthId().strip(":") or NATIONAL_GEOGRAPHIC


def _metres_for_degrees(box: Box, prefixed: float) -> Explanation:
    """Name the projected CRS that coordinates in metres seem to be in."""
    easting = next((value for value in (box[0], box[1]) if abs(value) >= prefixed), 0.0)
    zone = int(easting // _MILLION)
    return "crs.wrong_units", None, {
        "units_zh": "米", "units_en": "metres", "suggested": zone_crs(zone) or "EPSG:4547 / EPSG:4526"}


def _zone_slip(box: Box, area: AreaOfUse, prefixed: float) -> Explanation | None:
    """Explain a box by a zone number that is missing, superfluous or another zone's."""
    if area.mercator is None:
        return None
    own_prefix = int(area.mercator["false_easting"] // _MILLION)
    found = int(box[0] // _MILLION) if box[0] >= prefixed else 0
    shift = (own_prefix - found) * _MILLION
    own_zones = zones_of(area.mercator["central_meridian"])
    # eastings tell a zone by themselves, also where the layer reaches beyond it into the one of its CRS
    of_another = found not in own_zones and bool(zone_crs(found)) and _in_zone(box, found)
    if not of_another and (not shift or not area.holds((box[0] + shift, box[1], box[2] + shift, box[3]))):
        return None
    easting = shown_number((box[0] + box[2]) / 2)
    if found and found not in own_zones:
        return "crs.zone_number", None, {
            "x": easting, "zone": found, "own_zone": own_prefix or own_zones[0], "suggested": zone_crs(found) or None}
    return "crs.zone_prefix", None, {
        "x": easting, "suggested": zone_crs(found or own_zones[0], prefix=bool(found)) or None}


def _in_zone(box: Box, zone: int) -> bool:
    """Tell whether eastings begin with the number of a zone and northings are those of the country."""
    return (zone * _MILLION <= box[0] and box[2] < (zone + 1) * _MILLION
            and _NORTHINGS[0] <= box[1] and box[3] <= _NORTHINGS[1])
