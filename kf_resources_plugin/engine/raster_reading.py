"""Reading rasters in files window by window: memory stays bounded however many cells they have."""
from __future__ import annotations

import hashlib
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from osgeo import gdal

from ..i18n import tr
from ..rules.progress import NoProgress
from .errors import PlannerError
from .raster_grid import Grid
from .run_record import InputRecord

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    import numpy.typing as npt
    from qgis.core import QgsCoordinateReferenceSystem

    from ..rules.progress import Progress
    from .raster_grid import Window

    Cells = npt.NDArray[np.float32] | npt.NDArray[np.float64]

_OPTION = "|option:"  # how QGIS appends GDAL's open options to the name of a file
_KEPT = 1 << 22  # cells that GDAL may keep before it is told to forget them
_LARGEST_BLOCK = 1 << 28  # bytes


@dataclass(frozen=True)
class Band:
    """One band: its number from 1, its description ('' for none), and whether its values are exact to float32 only."""

    number: int
    description: str
    single: bool


@dataclass(frozen=True)
class RasterFile:
    """A raster in a file as it was looked at on the main thread; ``block`` is the size of the pieces it is kept in."""

    label: str
    source: str
    grid: Grid
    bands: tuple[Band, ...]
    block: tuple[int, int]

    def windows(self) -> Iterator[Window]:
        """Yield windows in which the file is best worked through."""
        return self.grid.windows(self.block)


def look_at(source: str, label: str, crs: QgsCoordinateReferenceSystem) -> RasterFile:
    """Return what a raster is, by the source of its QGIS layer; raises PlannerError for one that cannot be used."""
    with _open(source, label) as dataset:
        numbers = dataset.GetGeoTransform(can_return_null=True)
        if numbers is None:
            raise PlannerError(tr("Raster “{layer}” has no place on the ground: its file holds no coordinates, or "
                                  "control points alone. Georeference it first (Raster › Georeferencer, or "
                                  "gdal:warpreproject).").format(layer=label))
        grid = Grid(dataset.RasterXSize, dataset.RasterYSize, tuple(numbers), crs)
        if not np.isfinite(numbers).all() or not grid.signed_cell_area:
            raise PlannerError(tr("Raster “{layer}”: the cells have no width or no height. Georeference the file "
                                  "again.").format(layer=label))
        bands = [dataset.GetRasterBand(number + 1) for number in range(dataset.RasterCount)]
        for band in bands:
            _refuse_band(band, label)
        described = tuple(Band(number, band.GetDescription().strip(), band.DataType != gdal.GDT_Float64)
                          for number, band in enumerate(bands, start=1))
        return RasterFile(label, source, grid, described, tuple(bands[0].GetBlockSize()))


def _refuse_band(band: gdal.Band, label: str) -> None:
    if gdal.DataTypeIsComplex(band.DataType):
        raise PlannerError(tr("Raster “{layer}” holds complex numbers. Choose a raster of real values.").format(
            layer=label))
    width, height = band.GetBlockSize()
    if width * height * gdal.GetDataTypeSize(band.DataType) // 8 > _LARGEST_BLOCK:
        raise PlannerError(tr("Raster “{layer}” is kept in pieces of {width} × {height} cells, each of which would "
                              "have to be read whole. Save it in tiles (gdal:translate with the option "
                              "TILED=YES).").format(
            layer=label, width=width, height=height))


class RasterReader:
    """Reads windows of an open raster."""

    def __init__(self, file: RasterFile, dataset: gdal.Dataset) -> None:
        self._file, self._dataset, self._read = file, dataset, 0

    def values(self, window: Window, band: int = 1) -> Cells:
        """Return the values of a band, scale and offset applied and NaN where there is none, (height, width).

        float32 where the file holds such, else float64. Raises PlannerError for a damaged file.
        """
        source = self._dataset.GetRasterBand(band)
        place = (window.column, window.row, window.width, window.height)
        with _speaking(self._file.label):
            raw = _read(source, place)
            single = raw.dtype == np.float32
            scale, offset = source.GetScale(), source.GetOffset()
            if scale not in (None, 1.0) or offset not in (None, 0.0):
                values = raw.astype(np.float64) * (1.0 if scale is None else scale) + (offset or 0.0)
            else:
                values = raw if single else raw.astype(np.float64, copy=False)
            if source.GetMaskFlags() != gdal.GMF_ALL_VALID:
                values[_read(source.GetMaskBand(), place) == 0] = np.nan
            self._forget(window.width * window.height)
        return values

    def _forget(self, cells: int) -> None:
        """Let GDAL forget what it keeps of the file: it would keep a twentieth of the computer's memory."""
        self._read += cells
        if self._read > max(_KEPT, 4 * self._file.block[0] * self._file.block[1]):
            self._dataset.FlushCache()
            self._read = 0


def _read(band: gdal.Band, place: tuple[int, int, int, int]) -> npt.NDArray[Any]:
    values = band.ReadAsArray(*place)
    if values is None:
        raise RuntimeError(gdal.GetLastErrorMsg())
    return values


@contextmanager
def reading(file: RasterFile) -> Iterator[RasterReader]:
    """Open a raster; raises PlannerError when it cannot be opened any more."""
    with _open(file.source, file.label) as dataset:
        yield RasterReader(file, dataset)


@contextmanager
def _open(source: str, label: str) -> Iterator[gdal.Dataset]:
    name, *options = source.split(_OPTION)
    with _speaking(label):
        dataset = gdal.OpenEx(name, gdal.OF_RASTER | gdal.OF_VERBOSE_ERROR, open_options=options)
        if dataset is None:
            raise RuntimeError(gdal.GetLastErrorMsg())
        if not dataset.RasterCount:
            raise RuntimeError(tr("it holds several rasters, of which one has to be chosen"))
    try:
        yield dataset
    finally:
        del dataset  # Windows neither moves nor removes an open file


@contextmanager
def _speaking(label: str) -> Iterator[None]:
    """Let GDAL speak through PlannerError only, whether its exceptions are switched on or not."""
    gdal.ErrorReset()
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        yield
    except RuntimeError as error:
        raise PlannerError(tr("Raster “{layer}” cannot be read: {reason}. Take a sound copy of the file, or choose "
                              "another raster.").format(layer=label, reason=" ".join(str(error).split()))) from error
    finally:
        gdal.PopErrorHandler()


def raster_record(role: str, file: RasterFile, source: str, bands: Sequence[int],
                  progress: Progress | None = None) -> InputRecord:
    """Return the record of a raster: its number of cells, the bands that are read, and the SHA-256 of their values.

    source: file and table as they are shown. Raises PlannerError and Canceled.
    """
    watched = progress or NoProgress()
    digest = hashlib.sha256(repr((file.grid.width, file.grid.height, file.grid.geotransform)).encode())
    with reading(file) as raster:
        for window in file.windows():
            watched.check()
            for band in bands:
                digest.update(np.ascontiguousarray(raster.values(window, band)).data)
    names = tuple(file.bands[band - 1].description or str(band) for band in bands)
    return InputRecord(role, file.label, source, file.grid.crs.authid() or file.grid.crs.toWkt(),
                       file.grid.width * file.grid.height, names, digest.hexdigest())
