"""Small rasters in files for tests: placed near Kaifeng unless another place is given."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from osgeo import gdal
from qgis.core import QgsCoordinateReferenceSystem, QgsRasterLayer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

CORNER = 38_527_000.0, 3_852_000.0  # lower left, EPSG:4526


def north_up(height: int, cell: float = 10.0, corner: tuple[float, float] = CORNER) -> tuple[float, ...]:
    """Return GDAL's six numbers of a raster whose lower left corner is given."""
    return corner[0], cell, 0.0, corner[1] + height * cell, 0.0, -cell


def write_raster(path: Path, *bands: Any, crs: str = "EPSG:4526", nodata: float | None = -9999.0,
                 geotransform: Sequence[float] | None = None, cell: float = 10.0, options: Sequence[str] = (),
                 descriptions: Sequence[str] = (), scale: float | None = None, offset: float | None = None) -> Path:
    """Write arrays as the bands of a GeoTIFF, NaN as nodata, and return its path; the first row is the northern."""
    arrays = [np.asarray(band) for band in bands]
    height, width = arrays[0].shape
    kinds = {"float32": gdal.GDT_Float32, "float64": gdal.GDT_Float64, "int16": gdal.GDT_Int16,
             "int32": gdal.GDT_Int32, "uint8": gdal.GDT_Byte, "int64": gdal.GDT_Int32}
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), width, height, len(arrays),
                                                   kinds[arrays[0].dtype.name], list(options))
    dataset.SetGeoTransform(list(north_up(height, cell) if geotransform is None else geotransform))
    if crs:
        dataset.SetProjection(QgsCoordinateReferenceSystem(crs).toWkt())
    for number, array in enumerate(arrays, start=1):
        band = dataset.GetRasterBand(number)
        if nodata is not None:
            band.SetNoDataValue(nodata)
        if scale is not None:
            band.SetScale(scale)
        if offset is not None:
            band.SetOffset(offset)
        band.SetDescription(descriptions[number - 1] if descriptions else "")
        empty = np.isnan(array) if nodata is not None and array.dtype.kind == "f" else False
        band.WriteArray(np.where(empty, np.array(nodata or 0).astype(array.dtype), array))
    dataset.FlushCache()
    del dataset
    return path


def read_band(path: Path, band: int = 1) -> Any:
    """Return the stored values of a band, and what it says nodata is."""
    dataset = gdal.Open(str(path))
    found = dataset.GetRasterBand(band)
    return found.ReadAsArray(), found.GetNoDataValue()


def bands_of(path: Path) -> list[Any]:
    """Return the stored values of all bands."""
    return [read_band(path, number + 1)[0] for number in range(gdal.Open(str(path)).RasterCount)]


def raster_layer(path: Path, name: str = "depth") -> QgsRasterLayer:
    """Return a raster file as a layer."""
    layer = QgsRasterLayer(str(path), name, "gdal")
    assert layer.isValid()
    return layer


def raster_of(values: Any, path: Path, *, name: str = "raster") -> QgsRasterLayer:
    """Write rows of cells of 10 m in EPSG:4547 and open them; the upper left corner is 500 000, 3 850 000."""
    cells = np.atleast_2d(np.asarray(values, dtype=np.float64))
    write_raster(path, cells, crs="EPSG:4547", geotransform=(500_000.0, 10.0, 0.0, 3_850_000.0, 0.0, -10.0))
    return raster_layer(path, name)
