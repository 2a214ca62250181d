"""Ellipsoidal areas of geometries in the CRS of their layer."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..i18n import tr
from ..rules.areas import polygon_areas
from ..rules.lengths import edge_lengths, mean_widths, radii
from ..rules.progress import NoProgress
from .errors import PlannerError
from .lonlat import crs_label, lonlat_function
from .map_units import metres_per_unit
from .patience import in_runs
from .wkb import as_wkb_array, rings_from_wkb

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Callable

    from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransformContext

    from ..rules.areas import Floats, Rings, ToLonLat
    from ..rules.progress import Progress
    from .wkb import Wkbs

# Bytes of geometries whose vertices are held as arrays at one time, some tenths of a second of work: a run can be
# cancelled in between, and a province stays within an office PC's memory.
_BYTES = 2_000_000
_LARGE = 100_000  # bytes from which on a geometry is worth remembering
LEAST_STEP_M = 1.0
_ONE_SCALE_M = 20_000.0  # size of a ring up to which one scale of the projection is good for its perimeter
_SPACINGS = 1e6  # of coordinates, at least, between points that tell a scale


def areas_of(
    wkbs: Sequence[bytes] | Wkbs, crs: QgsCoordinateReferenceSystem, transform_context: QgsCoordinateTransformContext,
    *, method: str = "additive", step_m: float = 20.0, progress: Progress | None = None,
) -> Floats:
    """Return the area of each geometry in m² on CGCS2000, shape (rows,).

    wkbs: 2D little-endian Polygon and MultiPolygon, b"" for none (area 0). method and step_m as in
    ``rules.areas.polygon_areas``; edges are straight in ``crs``. progress: only asked whether the user cancelled, for
    areas are a small part of a longer step. Raises PlannerError where the CRS or its coordinates
    have no longitude and latitude, ValueError for other geometry types.
    """
    if step_m < LEAST_STEP_M:
        raise PlannerError(tr("Rule area.step: step_m is {step}; it must be at least {least} m (a smaller step changes "
                              "no area and fills the memory).").format(step=step_m, least=LEAST_STEP_M))
    to_lonlat, geographic = lonlat_function(crs, transform_context)
    # a whole parcel is a piece of every polygon it lies in: the same bytes are measured once
    _, first, again = np.unique(np.fromiter(map(id, wkbs), dtype=np.int64, count=len(wkbs)), return_index=True,
                                return_inverse=True)
    distinct = as_wkb_array(wkbs)[first]
    unit = 1.0 if geographic else metres_per_unit(crs)

    def measured(rows: slice) -> Floats:
        with np.errstate(over="ignore", invalid="ignore"):  # coordinates no projection can have made: named below
            return polygon_areas(rings_from_wkb(distinct[rows]), to_lonlat, geographic=geographic, method=method,
                                 step_m=step_m, metres_per_unit=unit)

    areas = np.concatenate([np.zeros(0), *_by_chunks(measured, distinct, progress)])[again]
    unknown = np.flatnonzero(~np.isfinite(areas))
    if len(unknown):
        raise PlannerError(tr("{count} geometries have coordinates outside what {crs} can show; check the layer's "
                              "coordinate reference system.").format(
            count=len(unknown), crs=crs_label(crs)))
    return areas


def remembering(areas: Callable[[Sequence[bytes] | Wkbs], Floats]) -> Callable[[Sequence[bytes] | Wkbs], Floats]:
    """Return what measures as ``areas`` does, but a large geometry once: projects come as drawn and as repaired."""
    known: dict[bytes, float] = {}

    def measured(wkbs: Sequence[bytes] | Wkbs) -> Floats:
        large = [row for row, wkb in enumerate(wkbs) if len(wkb) >= _LARGE]
        left = as_wkb_array(wkbs)
        left[[row for row in large if wkbs[row] in known]] = b""
        found = areas(left)
        found[large] = [known.setdefault(wkbs[row], found[row]) for row in large]
        return found

    return measured


def _by_chunks(measured: Callable[[slice], Floats], wkbs: Sequence[bytes] | Wkbs,
               progress: Progress | None) -> Iterator[Floats]:
    """Yield what is measured of runs of rows."""
    return (found for _, found in in_runs(measured, wkbs, _BYTES, progress or NoProgress()))


def mean_widths_of(
    wkbs: Sequence[bytes] | Wkbs, areas: Floats, crs: QgsCoordinateReferenceSystem,
    transform_context: QgsCoordinateTransformContext, progress: Progress | None = None,
) -> Floats:
    """Return mean widths in metres, float64 (rows,): those of rectangles of the same area and perimeter.

    areas: m² (rows,). The perimeter is that on the ellipsoid, as ``lengths.mean_widths`` has it; 0 without a geometry.
    progress: only asked whether the user cancelled.
    """
    to_lonlat, _ = lonlat_function(crs, transform_context)

    def measured(rows: slice) -> Floats:
        return _widths(rings_from_wkb(wkbs[rows]), areas[rows], to_lonlat)

    return np.concatenate([np.zeros(0), *_by_chunks(measured, wkbs, progress)])


def _widths(rings: Rings, areas: Floats, to_lonlat: ToLonLat) -> Floats:
    if not len(rings.owner):
        return np.zeros(len(areas))
    first, counts = rings.offsets[:-1], np.diff(rings.offsets)
    low = np.array([np.minimum.reduceat(values, first) for values in (rings.x, rings.y)])
    high = np.array([np.maximum.reduceat(values, first) for values in (rings.x, rings.y)])
    scale, largest = _scales(low, high, to_lonlat)
    lengths = np.zeros(len(rings.x))  # of the edge after each vertex
    dx, dy = np.diff(rings.x), np.diff(rings.y)
    along_x, across, along_y = (np.repeat(column, counts)[:-1] for column in scale)
    lengths[:-1] = np.sqrt(along_x * dx * dx + across * dx * dy + along_y * dy * dy)
    for ring in np.flatnonzero(largest > _ONE_SCALE_M).tolist():
        span = slice(rings.offsets[ring], rings.offsets[ring + 1])
        longitude, latitude = to_lonlat(rings.x[span], rings.y[span])
        lengths[span][:-1] = edge_lengths(longitude[:-1], latitude[:-1], longitude[1:], latitude[1:])
    lengths[rings.offsets[1:] - 1] = 0.0  # from the end of one ring to the start of the next
    perimeter = np.bincount(rings.owner, np.add.reduceat(lengths, first), minlength=rings.owners)
    return mean_widths(areas, perimeter)


def _scales(low: Floats, high: Floats, to_lonlat: ToLonLat) -> tuple[Floats, Floats]:
    """Return (scale, size) of boxes (2, n): factors of dx², dx dy and dy² in m² of a step there, and their size in m.

    From three points of a box: its centre and those as far to the right and up as the box is large.
    """
    x, y = (low + high) / 2.0
    half = np.maximum((high - low).max(axis=0) / 2.0, np.spacing(np.abs(low).max(axis=0)) * _SPACINGS)
    longitude, latitude = (np.radians(values).reshape(3, -1) for values in to_lonlat(
        np.concatenate([x, x + half, x]), np.concatenate([y, y, y + half])))
    across, along = radii(latitude[0])
    east = across * (longitude[1:] - longitude[0]) / half
    north = along * (latitude[1:] - latitude[0]) / half
    along_x, along_y = (east[axis] ** 2 + north[axis] ** 2 for axis in (0, 1))
    scale = np.array([along_x, 2.0 * (east[0] * east[1] + north[0] * north[1]), along_y])
    return scale, 2.0 * half * np.sqrt(np.maximum(along_x, along_y))
