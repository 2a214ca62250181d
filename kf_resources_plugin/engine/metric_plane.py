"""A plane in which distances are true ground metres, for layers in any coordinate system.

That is the layer's own plane where its scale is nearly the same everywhere, and else the plane of the 3-degree
Gauss-Krüger zone of CGCS2000 in which the middle of the layer lies, by projection alone. In both the scale of a place
is known, so that a width on the ground becomes one on the map.
"""
from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Callable

import numpy as np
from qgis.core import QgsCoordinateTransformContext

from ..rules import gauss_kruger
from ..rules.lengths import edge_lengths
from ..rules.zones import zones_of
from .errors import PlannerError
from .lonlat import lonlat_function, projection_function
from .map_units import METRES_PER_DEGREE, metres_per_unit

if TYPE_CHECKING:
    from qgis.core import QgsCoordinateReferenceSystem

    from ..rules.areas import Floats, ToLonLat

    Move = Callable[[Floats, Floats], tuple[Floats, Floats]]

_EVEN = 2e-4  # the scale of the layer's plane may differ so much from its mean: a fifth of what widths may be off
_TRUE = 1e-3  # a projected CRS as off as this still measures in its own plane: national zones and UTM within theirs
_PROBE = 50.0  # map units over which the scale is measured


@dataclass(frozen=True)
class MetricPlane:
    """The plane; ``units_per_metre`` is about how many units of the layer's coordinates make a metre.

    own: the plane is that of the layer's coordinates, and ``to_plane`` and ``from_plane`` change nothing.
    """

    to_plane: Move
    from_plane: Move
    own: bool
    units_per_metre: float
    to_lonlat: ToLonLat

    def scale(self, x: Floats, y: Floats) -> float:
        """Return the mean number of units of the plane per metre on the ground at some of its points."""
        return float(np.sqrt(np.prod(_scales(x, y, self.to_lonlat), axis=0)).mean())


def metric_plane(crs: QgsCoordinateReferenceSystem, x: Floats, y: Floats,
                 transform_context: QgsCoordinateTransformContext) -> MetricPlane:
    """Return the plane for points (n,) of a CRS, its own for none; raises PlannerError where it has no degrees."""
    to_lonlat, geographic = lonlat_function(crs, transform_context)
    units = 1.0 / METRES_PER_DEGREE
    if not len(x):
        return MetricPlane(_unmoved, _unmoved, True, units, to_lonlat)
    if not geographic:
        east, north = _scales(x, y, to_lonlat)
        units = float(np.concatenate([east, north]).mean())
        if max(np.abs(east / units - 1.0).max(), np.abs(north / units - 1.0).max()) <= _EVEN:
            return MetricPlane(_unmoved, _unmoved, True, units, to_lonlat)
    longitude, _ = to_lonlat(x, y)
    meridian = 3.0 * zones_of(float(longitude.min() + longitude.max()) / 2.0)[0]
    to_degrees = partial(gauss_kruger.inverse, central_meridian=meridian)
    back = _unmoved if geographic else projection_function(crs, transform_context)

    def to_plane(x: Floats, y: Floats) -> tuple[Floats, Floats]:
        return gauss_kruger.forward(*to_lonlat(x, y), central_meridian=meridian)

    def from_plane(x: Floats, y: Floats) -> tuple[Floats, Floats]:
        return back(*to_degrees(x, y))

    return MetricPlane(to_plane, from_plane, False, units, to_degrees)


def to_metres(crs: QgsCoordinateReferenceSystem, bounds: Floats) -> Move | None:
    """Return what makes true metres of the coordinates of a layer, None where they are metres already.

    bounds: (rows, 4) as ``wkb.bounds_of``. What is not true to scale goes onto the zone in which its middle lies; other
    planes are at most scaled by their unit.
    """
    if is_true_to_scale(crs, bounds):
        unit = metres_per_unit(crs)
        return None if unit == 1.0 else lambda x, y: (x * unit, y * unit)
    to_lonlat, _ = lonlat_function(crs, QgsCoordinateTransformContext())
    longitude, _ = to_lonlat(*_across(bounds)[:, 1:2])
    meridian = 3.0 * zones_of(float(longitude[0]))[0]
    return lambda x, y: gauss_kruger.forward(*to_lonlat(x, y), central_meridian=meridian)


def is_true_to_scale(crs: QgsCoordinateReferenceSystem, bounds: Floats) -> bool:
    """Tell whether lengths on the map are lengths on the ground all over a layer; arguments as for ``to_metres``."""
    if crs.isGeographic() or np.isnan(bounds).all():
        return not crs.isGeographic()
    x, y = (axis.ravel() for axis in np.meshgrid(*_across(bounds)))
    return bool((unit_lengths(crs, x, y) == metres_per_unit(crs)).all())


def _across(bounds: Floats) -> Floats:
    """Return the low end, middle and high end of x and of y, (2, 3)."""
    low, high = np.nanmin(bounds[:, :2], axis=0), np.nanmax(bounds[:, 2:], axis=0)
    return np.column_stack([low, (low + high) / 2.0, high])


def unit_lengths(crs: QgsCoordinateReferenceSystem, x: Floats, y: Floats) -> Floats:
    """Return how many metres on the ground a unit of a projected CRS is at places, along x and along y, (n, 2).

    Its own unit where it is true to scale at all of them, or has no longitude and latitude that would tell.
    """
    unit = metres_per_unit(crs)
    try:
        to_lonlat, _ = lonlat_function(crs, QgsCoordinateTransformContext())
    except PlannerError:
        return np.full((len(x), 2), unit)
    lengths = 1.0 / np.column_stack(_scales(x, y, to_lonlat))
    return np.full_like(lengths, unit) if (np.abs(lengths / unit - 1.0) <= _TRUE).all() else lengths


def _unmoved(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    return x, y


def _scales(x: Floats, y: Floats, to_lonlat: ToLonLat) -> tuple[Floats, Floats]:
    """Return how many map units are a metre on the ground towards map east and map north, each (n,)."""
    here = to_lonlat(x, y)
    east, north = (edge_lengths(*here, *to_lonlat(x + dx, y + dy)) for dx, dy in ((_PROBE, 0.0), (0.0, _PROBE)))
    return _PROBE / east, _PROBE / north
