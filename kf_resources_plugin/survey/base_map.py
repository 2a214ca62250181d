"""The part of a raster that a field package takes along as its offline base map."""
from __future__ import annotations

from typing import TYPE_CHECKING

from osgeo import gdal

from ..engine.errors import PlannerError
from ..i18n import tr
from ..rules.progress import Canceled

if TYPE_CHECKING:
    from pathlib import Path

    from qgis.core import QgsRectangle

    from ..rules.progress import Progress

_BYTES_PER_MB = 1_000_000
_JPEG_BANDS = 3


def extract_base_map(source: str, title: str, extent: QgsRectangle, target: Path, most_mb: float,
                     progress: Progress) -> None:
    """Write what of a raster lies in ``extent`` (its own CRS) as a tiled GeoTIFF on the cells of the raster.

    Photographs (three bands of bytes) are compressed as JPEG, everything else without loss. Raises PlannerError where
    the raster has nothing there, is larger than ``most_mb`` uncompressed could ever allow, or cannot be written.
    """
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        dataset = gdal.Open(source)
        if dataset is None:
            raise PlannerError(tr("Base map “{layer}” cannot be opened. Choose a raster that is a file.").format(
                layer=title))
        window = _window(dataset, extent)
        if window is None:
            raise PlannerError(tr("Base map “{layer}” shows nothing of the land around the tasks. Choose another "
                                  "raster, or check its coordinate system.").format(layer=title))
        photograph = dataset.RasterCount == _JPEG_BANDS and dataset.GetRasterBand(1).DataType == gdal.GDT_Byte
        # a photograph takes about a tenth; what would not fit even so is not begun
        needed = window[2] * window[3] * dataset.RasterCount / (10 if photograph else 20) / _BYTES_PER_MB
        if needed > most_mb:
            raise PlannerError(tr("The base map “{layer}” around the tasks has {cells} cells, which do not fit into "
                                  "{most} MB. Choose fewer tasks, a coarser raster or a higher limit.").format(
                layer=title, cells=window[2] * window[3], most=f"{most_mb:g}"))
        options = ["TILED=YES", *(["COMPRESS=JPEG", "PHOTOMETRIC=YCBCR"] if photograph else ["COMPRESS=DEFLATE"])]
        made = gdal.Translate(str(target), dataset, srcWin=list(window), format="GTiff", creationOptions=options,
                              callback=lambda share, _text, _data: _going_on(share, progress))
        if made is None:
            progress.check()
            raise PlannerError(tr("The base map could not be written: {reason}.").format(reason=gdal.GetLastErrorMsg()))
        made.BuildOverviews("AVERAGE", [2, 4, 8, 16])
    finally:
        made = dataset = None  # Windows neither moves nor removes an open file
        gdal.PopErrorHandler()


def _going_on(share: float, progress: Progress) -> int:
    """Tell GDAL to go on; no exception may pass through it, so a cancelled run is told afterwards."""
    try:
        progress.check()
    except Canceled:
        return 0
    progress.set(share)
    return 1


def _window(dataset: gdal.Dataset, extent: QgsRectangle) -> tuple[int, int, int, int] | None:
    """Return column, row, width and height of the cells that an extent touches, None for none."""
    x0, dx, skew_x, y0, skew_y, dy = dataset.GetGeoTransform()
    if skew_x or skew_y or not dx or not dy:
        raise PlannerError(tr("The base map is turned against its coordinate system; warp it first "
                              "(gdal:warpreproject)."))
    columns = sorted(((extent.xMinimum() - x0) / dx, (extent.xMaximum() - x0) / dx))
    rows = sorted(((extent.yMinimum() - y0) / dy, (extent.yMaximum() - y0) / dy))
    left, top = max(int(columns[0]), 0), max(int(rows[0]), 0)
    right = min(int(columns[1]) + 1, dataset.RasterXSize)
    bottom = min(int(rows[1]) + 1, dataset.RasterYSize)
    return (left, top, right - left, bottom - top) if right > left and bottom > top else None
