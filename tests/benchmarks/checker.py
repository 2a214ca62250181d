"""The common measure of all results: planar area of the polygons in a written file."""
from __future__ import annotations

import math
from typing import TYPE_CHECKING

import shapely
from osgeo import gdal, ogr

if TYPE_CHECKING:
    from pathlib import Path

_BATCH = 50_000


def pieces_and_area(path: Path) -> tuple[int, float]:
    """Return how many polygons with an area a file's first layer holds, and their area in units of the CRS."""
    gdal.PushErrorHandler("CPLQuietErrorHandler")  # a side's GDAL may write a newer GeoPackage than ours knows
    file = ogr.Open(str(path))
    gdal.PopErrorHandler()
    count, sums, batch = 0, [], []

    def add() -> None:
        nonlocal count
        areas = shapely.area(shapely.from_wkb(batch))
        count += int((areas > 0.0).sum())
        sums.append(math.fsum(areas.tolist()))
        batch.clear()

    for feature in file.GetLayer(0):
        if feature.GetGeometryRef() is not None:
            batch.append(bytes(feature.GetGeometryRef().ExportToIsoWkb()))
        if len(batch) == _BATCH:
            add()
    add()
    return count, math.fsum(sums)
