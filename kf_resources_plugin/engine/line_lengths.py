"""Ellipsoidal lengths of lines in the CRS of their layer."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..rules.lengths import edge_lengths
from .line_reading import parts_of
from .lonlat import lonlat_function

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransformContext

    from ..rules.areas import Floats, Ints
    from .wkb import Wkbs


def line_edges(wkbs: Sequence[bytes] | Wkbs) -> tuple[Floats, Floats, Floats, Floats, Ints]:
    """Return x0, y0, x1, y1 and the row of every edge of plain lines, in the order of rows."""
    parts = parts_of(wkbs)
    inner = np.ones(len(parts.x), dtype=bool)
    inner[parts.offsets[1:] - 1] = False
    begin = np.flatnonzero(inner)
    row = np.repeat(parts.row, np.diff(parts.offsets))[begin]
    return parts.x[begin], parts.y[begin], parts.x[begin + 1], parts.y[begin + 1], row


def lengths_of_edges(x0: Floats, y0: Floats, x1: Floats, y1: Floats, crs: QgsCoordinateReferenceSystem,
                     transform_context: QgsCoordinateTransformContext) -> Floats:
    """Return the length of each edge in m; raises PlannerError where the CRS has no longitude and latitude."""
    to_lonlat, _ = lonlat_function(crs, transform_context)
    return edge_lengths(*to_lonlat(x0, y0), *to_lonlat(x1, y1))


def lengths_of(wkbs: Sequence[bytes] | Wkbs, crs: QgsCoordinateReferenceSystem,
               transform_context: QgsCoordinateTransformContext) -> Floats:
    """Return the length of each row of plain lines in m, (rows,). Raises PlannerError as ``lengths_of_edges``."""
    x0, y0, x1, y1, row = line_edges(wkbs)
    lengths = lengths_of_edges(x0, y0, x1, y1, crs, transform_context)
    return np.bincount(row, lengths, len(wkbs)).astype(np.float64)
