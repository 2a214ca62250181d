"""Heights as a GeoTIFF beside the GeoPackage: it appears under its name only when everything is written."""
from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from osgeo import gdal
from qgis.core import QgsCoordinateReferenceSystem

from ...i18n import tr
from ..errors import PlannerError
from ..raster_grid import Grid, Window
from ..raster_writing import RasterWriter
from .terrain import CELL, COLUMNS, NORTH, ROWS, WEST

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    from .keys import Ints

ROLE = "dem"
TITLE_ZH, TITLE_EN = "黄河河段地形", "Terrain of the Yellow River's reach"
ABSTRACT = (
    "演示数据：地面高程由程序按公式生成，不是测量成果；河势、滩槽台阶、堤高和背河地面取开封悬河的量级，数值均为虚构。"
    "示意，非法定界线。\n"
    "Generated demo data, not a survey: ground computed by formula, in the order of the raised river at Kaifeng; every "
    "figure is invented.")


def terrain_path(package: Path) -> Path:
    """Return where the ground of a demo city is written."""
    return package.with_name(f"{package.stem}_dem.tif")


@dataclass(frozen=True)
class Sheet:
    """What a file of heights shows: title, western and northern edge and side of a cell in m, cells across and down."""

    title: str
    west: float
    north: float
    cell: float
    columns: int
    rows: int


TERRAIN = Sheet(TITLE_ZH, WEST, NORTH, CELL, COLUMNS, ROWS)


class TerrainFile:
    """The file being written.

    A context manager: left in order it gives the file its name, left by an exception it removes what was written.
    """

    def __init__(self, path: Path, epsg: int, sheet: Sheet = TERRAIN) -> None:
        self._path, self._part = path, path.with_name(f"{path.stem}.part.tif")
        self._epsg, self._sheet = epsg, sheet
        self.digest = ""

    def __enter__(self) -> TerrainFile:
        self._part.unlink(missing_ok=True)
        return self

    def write(self, heights: Ints) -> None:
        """Write the sheet, whole centimetres (rows, columns). Raises PlannerError when the disk refuses it."""
        sheet = self._sheet
        grid = Grid(sheet.columns, sheet.rows, (sheet.west, sheet.cell, 0.0, sheet.north, 0.0, -sheet.cell),
                    QgsCoordinateReferenceSystem.fromEpsgId(self._epsg))
        try:
            writer = RasterWriter(self._part, grid, "float32", [sheet.title])
            writer.write(Window(0, 0, sheet.columns, sheet.rows), (heights / 100.0).astype(np.float32))
            writer.close()
            self._tell_statistics()
        except OSError as error:
            raise PlannerError(tr("{path} cannot be written: {reason}. Choose a folder you may write to.").format(
                path=self._path, reason=error)) from error
        self.digest = hashlib.sha256(heights.astype("<i8").tobytes()).hexdigest()

    def _tell_statistics(self) -> None:
        """Write them into the file: QGIS would leave a file of them beside it when it draws the terrain first."""
        file = gdal.Open(str(self._part), gdal.GA_Update)
        if file is not None:
            file.GetRasterBand(1).ComputeStatistics(False)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        if kind is None and self._path.exists():
            self._part.unlink(missing_ok=True)
            raise PlannerError(tr("{path} appeared while the demo city was made; nothing was overwritten.").format(
                path=self._path))
        if kind is None:
            self._part.rename(self._path)
        else:
            self._part.unlink(missing_ok=True)
