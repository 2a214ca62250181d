"""Writing rasters: on the cells of a grid, exactly; failures are errors."""
from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import QgsCoordinateReferenceSystem, QgsRasterLayer

from kf_resources_plugin.engine.raster_grid import Grid, Window
from kf_resources_plugin.engine.raster_reading import look_at
from kf_resources_plugin.engine.raster_writing import RasterWriter
from tests.rasters import read_band

pytestmark = pytest.mark.usefixtures("qgis_app")

PLACES = [(38_527_000.1, 10.3, 0.0, 3_852_000.7, 0.0, -10.3), (1.1, 8.0, 6.0, 2.2, 6.0, -8.0),
          (114.0, 1 / 3600, 0.0, 34.0, 0.0, 1 / 3600)]


@pytest.mark.parametrize("crs", ["EPSG:4526", "EPSG:4490", "+proj=laea +lat_0=34 +lon_0=114 +ellps=GRS80 +units=m"])
@pytest.mark.parametrize("numbers", PLACES)
def test_the_grid_is_kept_to_the_last_bit(crs: str, numbers: Any, tmp_path: Path) -> None:
    grid = Grid(3, 2, numbers, QgsCoordinateReferenceSystem(crs) if ":" in crs
                else QgsCoordinateReferenceSystem.fromProj(crs))
    writer = RasterWriter(tmp_path / "a.tif", grid, "int16", ["classes"])
    writer.write(Window(0, 0, 3, 2), np.array([[1, 2, 3], [4, 5, writer.nodata]], dtype=np.int16))
    writer.close()
    layer = QgsRasterLayer(str(tmp_path / "a.tif"), "a")
    again = look_at(str(tmp_path / "a.tif"), "a", layer.crs()).grid
    assert again.geotransform == numbers
    assert (again.width, again.height) == (3, 2)
    assert again.covers(grid)


def test_windows_bands_and_nodata(tmp_path: Path) -> None:
    grid = Grid(300, 280, PLACES[0], QgsCoordinateReferenceSystem("EPSG:4526"))
    writer = RasterWriter(tmp_path / "a.tif", grid, "float32", ["7200", "8000"])
    writer.write(Window(256, 256, 44, 24), np.full((24, 44), 0.3), band=2)
    writer.write(Window(0, 0, 2, 1), np.array([[np.nan, 0.25]]), band=1)
    writer.close()
    writer.close()
    first, nodata = read_band(tmp_path / "a.tif", 1)
    assert nodata == -9999.0
    assert first[0, :3].tolist() == [-9999.0, 0.25, -9999.0]
    second, _ = read_band(tmp_path / "a.tif", 2)
    assert (second == np.float32(0.3)).sum() == 44 * 24
    assert second[0, 0] == -9999.0  # never written
    dataset = gdal.Open(str(tmp_path / "a.tif"))
    assert [dataset.GetRasterBand(n).GetDescription() for n in (1, 2)] == ["7200", "8000"]
    assert dataset.GetRasterBand(1).GetBlockSize() == [256, 256]
    assert dataset.GetMetadata("IMAGE_STRUCTURE")["COMPRESSION"] == "DEFLATE"


@pytest.mark.parametrize("loud", [False, True])
def test_a_folder_that_is_not_there_is_an_error(loud: bool, tmp_path: Path) -> None:
    (gdal.UseExceptions if loud else gdal.DontUseExceptions)()
    try:
        with pytest.raises(OSError, match=r"a\.tif"):
            RasterWriter(tmp_path / "none" / "a.tif", Grid(2, 2, PLACES[0], QgsCoordinateReferenceSystem()), "int16",
                         [""])
    finally:
        gdal.DontUseExceptions()


def test_a_full_disk_is_an_error() -> None:
    grid = Grid(600, 600, PLACES[0], QgsCoordinateReferenceSystem("EPSG:4526"))
    noise = np.random.default_rng(1).integers(0, 30_000, (600, 600)).astype(np.int16)

    def write() -> None:
        writer = RasterWriter(Path("/dev/full"), grid, "int16", [""])
        writer.write(Window(0, 0, 600, 600), noise)
        writer.close()

    with pytest.raises(OSError, match="full"):
        write()
