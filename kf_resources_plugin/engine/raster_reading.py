"""Reading rasters in files window by window: memory stays bounded however many cells they have."""
from __future__ import annotations

import hashlib
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from osgeo import gdal
from qgis.core import QgsRasterRange

from ..i18n import tr
from ..rules.progress import NoProgress
from .errors import PlannerError
from .raster_grid import Grid
from .run_record import InputRecord

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    import numpy.typing as npt
    from qgis.core import QgsCoordinateReferenceSystem, QgsRasterLayer

    from ..rules.progress import Progress
    from .raster_grid import Window

    Cells = npt.NDArray[np.float32] | npt.NDArray[np.float64]

_OPTION = "|option:"  # how QGIS appends GDAL's open options to the name of a file
_KEPT = 1 << 22  # cells that GDAL may keep before it is told to forget them
_NEAR = 4 * np.finfo(np.float64).eps  # how near to a bound QGIS takes a value for it
_LARGEST_BLOCK = 1 << 28  # bytes


@dataclass(frozen=True)
class Hidden:
    """Which values of a band count as none, as its layer in QGIS has it.

    source: whether the file's own nodata value does. ranges: (least, greatest, with least, with greatest) of further
    ones, in values after scale and offset; NaN for no bound.
    """

    source: bool = True
    ranges: tuple[tuple[float, float, bool, bool], ...] = ()

    def among(self, values: Cells) -> npt.NDArray[np.bool_]:
        """Tell which values are in one of the ranges, compared as float64 like QGIS does."""
        exact = values.astype(np.float64, copy=False)
        found = np.zeros(values.shape, dtype=bool)
        with np.errstate(invalid="ignore"):
            for least, greatest, with_least, with_greatest in self.ranges:
                above = np.isnan(least) | (exact > least) | (with_least & (np.abs(exact - least) <= _NEAR))
                below = np.isnan(greatest) | (exact < greatest) | (with_greatest & (np.abs(exact - greatest) <= _NEAR))
                found |= above & below
        return found


@dataclass(frozen=True)
class Band:
    """One band: its number from 1, its description ('' for none), and whether its values are exact to float32 only."""

    number: int
    description: str
    single: bool
    hidden: Hidden = Hidden()


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


def hidden_of(layer: QgsRasterLayer) -> tuple[Hidden, ...]:
    """Return what each band of a layer hides: its properties (Transparency) may add nodata values, or show the file's.
    """
    inclusive, provider = QgsRasterRange.BoundsType, layer.dataProvider()

    def ranges(band: int) -> Iterator[tuple[float, float, bool, bool]]:
        for item in provider.userNoDataValues(band):
            bounds = item.bounds()
            yield (item.min(), item.max(), bounds in (inclusive.IncludeMinAndMax, inclusive.IncludeMin),
                   bounds in (inclusive.IncludeMinAndMax, inclusive.IncludeMax))

    return tuple(Hidden(provider.useSourceNoDataValue(band), tuple(ranges(band)))
                 for band in range(1, layer.bandCount() + 1))


def look_at(source: str, label: str, crs: QgsCoordinateReferenceSystem,
            hidden: Sequence[Hidden] = ()) -> RasterFile:
    """Return what a raster is, by the source of its QGIS layer; raises PlannerError for one that cannot be used.

    hidden: what each band hides, where it is not just the file's own nodata value.
    """
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
        known = [*hidden, *[Hidden()] * len(bands)]
        described = tuple(Band(number, band.GetDescription().strip(), band.DataType != gdal.GDT_Float64, own)
                          for number, (band, own) in enumerate(zip(bands, known), start=1))
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

        There is none where the file has nodata or a mask, and where the layer hides values (``Hidden``).
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
            hidden = self._file.bands[band - 1].hidden
            among = hidden.among(values) if hidden.ranges else None
            shown = (gdal.GMF_ALL_VALID,) if hidden.source else (gdal.GMF_ALL_VALID, gdal.GMF_NODATA)
            if source.GetMaskFlags() not in shown:
                values[_read(source.GetMaskBand(), place) == 0] = np.nan
            if among is not None:
                values[among] = np.nan
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
