"""A grid of equal squares or hexagons over an area: its place depends on nothing but the size of a cell."""
from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransformContext

from ..rules.zones import zones_of
from .lonlat import lonlat_function
from .map_units import metres_per_unit
from .metric_plane import is_true_to_scale
from .wkb import as_wkb_array, polygon_wkb

if TYPE_CHECKING:
    from ..rules.areas import Floats, Ints
    from .wkb import Wkbs

SQUARE, HEXAGON = "square", "hexagon"
_FIRST_ZONE_EPSG, _FIRST_MERIDIAN = 4534, 75  # CGCS2000 / 3-degree Gauss-Kruger CM 75E; one code for each 3 degrees
_LAST_MERIDIAN = 135


def metric_crs(crs: QgsCoordinateReferenceSystem,
               box: tuple[float, float, float, float] | None) -> QgsCoordinateReferenceSystem | None:
    """Return a CRS whose units are metres on the ground all over a box of another.

    That one where its are, else the 3-degree zone of CGCS2000 in which the middle of the box lies: for degrees, and for
    planes that are not true to scale, as that of web maps. None outside China, for a CRS in another unit, and for
    degrees without a box. Raises PlannerError for a box that the projection cannot have made.
    """
    bounds = np.array([box or (np.nan,) * 4])
    if is_true_to_scale(crs, bounds):
        return crs if metres_per_unit(crs) == 1.0 else None
    if box is None:
        return None
    to_lonlat, _ = lonlat_function(crs, QgsCoordinateTransformContext())
    longitude, _ = to_lonlat((bounds[:, 0] + bounds[:, 2]) / 2.0, (bounds[:, 1] + bounds[:, 3]) / 2.0)
    meridian = 3 * int(zones_of(float(longitude[0]))[0])
    if not _FIRST_MERIDIAN <= meridian <= _LAST_MERIDIAN:
        return None
    return QgsCoordinateReferenceSystem(f"EPSG:{_FIRST_ZONE_EPSG + (meridian - _FIRST_MERIDIAN) // 3}")


def grid_cells(bounds: tuple[float, float, float, float], size: float, shape: str) -> tuple[list[str], Wkbs]:
    """Return (id, shape) of all cells that meet a box, by column and row.

    size: m, the side of a square or the distance between opposite sides of a hexagon. Columns and rows count from the
    origin of the CRS, and neighbours have the same corners to the last digit, for corners stand on a lattice.
    """
    if shape == SQUARE:
        column, row = _lattice(bounds, size, size)
        corners = [(0, 0), (1, 0), (1, 1), (0, 1)]
        x = [(column + dx) * size for dx, _ in corners]
        y = [(row + dy) * size for _, dy in corners]
    else:
        x, y, column, row = _hexagons(bounds, size)
    rings = np.stack([np.column_stack(x), np.column_stack(y)], axis=2)
    names = [f"{one}_{other}" for one, other in zip(column.tolist(), row.tolist())]
    return names, as_wkb_array([polygon_wkb([ring]) for ring in rings])


def _hexagons(bounds: tuple[float, float, float, float], size: float) -> tuple[list[Floats], list[Floats], Ints, Ints]:
    """Return corners and lattice of hexagons with a corner up: rows 1.5 sides apart, odd ones half a cell on."""
    side = size / math.sqrt(3.0)
    half, quarter = size / 2.0, side / 2.0
    xmin, ymin, xmax, ymax = bounds
    column, row = _lattice((xmin - size, ymin - side, xmax + size, ymax + side), size, 1.5 * side)
    left, middle = 2 * column + row % 2, 3 * row  # in halves of a cell and halves of a side
    x = [(left + step) * half for step in (0, 1, 2, 2, 1, 0)]
    y = [(middle + step) * quarter for step in (-1, -2, -1, 1, 2, 1)]
    met = (x[2] > xmin) & (x[0] < xmax) & (y[4] > ymin) & (y[1] < ymax)
    return [side_x[met] for side_x in x], [side_y[met] for side_y in y], column[met], row[met]


def _lattice(bounds: tuple[float, float, float, float], width: float, height: float) -> tuple[Ints, Ints]:
    """Return columns and rows of the steps that meet a box, int64 (steps,), column by column."""
    xmin, ymin, xmax, ymax = bounds
    columns = np.arange(math.floor(xmin / width), math.ceil(xmax / width), dtype=np.int64)
    rows = np.arange(math.floor(ymin / height), math.ceil(ymax / height), dtype=np.int64)
    column, row = np.meshgrid(columns, rows, indexing="ij")
    return column.ravel(), row.ravel()


def cell_count(bounds: tuple[float, float, float, float], size: float) -> int:
    """Return about how many cells of a size meet a box."""
    xmin, ymin, xmax, ymax = bounds
    return math.ceil((xmax - xmin) / size + 1) * math.ceil((ymax - ymin) / size + 1)
