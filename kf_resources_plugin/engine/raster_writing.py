"""Writing rasters window by window as GeoTIFF: compressed tiles, one open file, memory bounded."""
from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np
from osgeo import gdal
from qgis.core import QgsCoordinateReferenceSystem

from .raster_grid import TILE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from typing import Any

    import numpy.typing as npt

    from .raster_grid import Grid, Window

KINDS = {"int16": (gdal.GDT_Int16, -32768, 2), "float32": (gdal.GDT_Float32, -9999.0, 3)}
"""What a raster may hold: GDAL's type, the value that stands for none, and the predictor that makes it small."""
_KEPT = 1 << 22  # cells that GDAL may keep before it is told to write them


class RasterWriter:
    """A GeoTIFF being written on the cells of a grid; what is not written is nodata."""

    def __init__(self, path: Path, grid: Grid, kind: str, descriptions: Sequence[str]) -> None:
        """Open a file with a band for each description; raises OSError. kind: a key of ``KINDS``."""
        self._path, self._written = path, 0
        data_type, self.nodata, predictor = KINDS[kind]
        with self._speaking():
            self._dataset = gdal.GetDriverByName("GTiff").Create(
                str(path), grid.width, grid.height, len(descriptions), data_type,
                ["TILED=YES", f"BLOCKXSIZE={TILE}", f"BLOCKYSIZE={TILE}", "COMPRESS=DEFLATE",
                 f"PREDICTOR={predictor}", "INTERLEAVE=BAND", "BIGTIFF=IF_SAFER"])
            _must_be_fine()
            self._dataset.SetGeoTransform(list(grid.geotransform))
            self._dataset.SetProjection(grid.crs.toWkt(QgsCoordinateReferenceSystem.WktVariant.WKT_PREFERRED_GDAL))
            for number, text in enumerate(descriptions, start=1):
                band = self._dataset.GetRasterBand(number)
                band.SetDescription(text)
                band.SetNoDataValue(self.nodata)

    def write(self, window: Window, values: npt.NDArray[Any], band: int = 1) -> None:
        """Write the values of a window, (height, width); NaN becomes nodata. Raises OSError."""
        if values.dtype.kind == "f":
            values = np.where(np.isnan(values), self.nodata, values)
        with self._speaking():
            self._dataset.GetRasterBand(band).WriteArray(values, window.column, window.row)
            self._written += values.size
            if self._written > _KEPT:
                self._dataset.FlushCache()
                self._written = 0

    def close(self) -> None:
        """Finish the file; raises OSError when the disk took not all of it. To close again does nothing."""
        if self._dataset is not None:
            with self._speaking():
                self._dataset.FlushCache()
                self._dataset = None

    @contextmanager
    def _speaking(self) -> Iterator[None]:
        """Let GDAL speak through OSError only, whether its exceptions are switched on or not."""
        gdal.ErrorReset()
        gdal.PushErrorHandler("CPLQuietErrorHandler")
        try:
            yield
            _must_be_fine()
        except RuntimeError as error:
            self._dataset = None
            raise OSError(f"{self._path}: {error}") from error
        finally:
            gdal.PopErrorHandler()


def _must_be_fine() -> None:
    """Raise RuntimeError where GDAL failed since its last error was forgotten; it says so nowhere else."""
    if gdal.GetLastErrorType() >= gdal.CE_Failure:
        raise RuntimeError(gdal.GetLastErrorMsg())
