"""Reading rasters: values as the file means them, files that cannot be used named, memory bounded."""
from __future__ import annotations

import hashlib
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import QgsCoordinateReferenceSystem, QgsRasterRange

from kf_resources_plugin.engine.errors import PlannerError
from kf_resources_plugin.engine.raster_grid import Window
from kf_resources_plugin.engine.raster_reading import RasterFile, hidden_of, look_at, raster_record, reading
from tests.rasters import CORNER, raster_layer, write_raster

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("qgis_app")

CRS = "EPSG:4526"
NAN = np.nan
Bounds = QgsRasterRange.BoundsType
BOTH = Bounds.IncludeMinAndMax


def looked(path: Path | str) -> RasterFile:
    return look_at(str(path), "depth", QgsCoordinateReferenceSystem(CRS))


def values_of(path: Path | str, band: int = 1) -> Any:
    file = looked(path)
    with reading(file) as raster:
        return raster.values(Window(0, 0, file.grid.width, file.grid.height), band)


FLOATS = np.array([[0.3, NAN], [-9999.0, 1.5]], dtype=np.float32)


@pytest.mark.parametrize(("array", "more", "expected", "dtype"), [
    (FLOATS, {}, [[0.3, NAN], [NAN, 1.5]], np.float32),
    (FLOATS, {"nodata": None}, [[0.3, NAN], [-9999.0, 1.5]], np.float32),
    (np.array([[0.3, NAN]]), {}, [[0.3, NAN]], np.float64),
    (np.array([[30, -9999], [0, 7]], dtype=np.int16), {"scale": 0.01, "offset": 2.0}, [[2.3, NAN], [2.0, 2.07]],
     np.float64),
    (np.array([[30, 255], [0, 7]], dtype=np.uint8), {"nodata": 255}, [[30, NAN], [0, 7]], np.float64),
    (np.array([[0.3, -3.4028234663852886e38]], dtype=np.float32), {"nodata": -3.4028234663852886e38}, [[0.3, NAN]],
     np.float32),
    # the nodata value is compared as stored, not after scale and offset
    (np.array([[1, 2]], dtype=np.int16), {"nodata": 2, "scale": 2.0}, [[2, NAN]], np.float64),
])
def test_values_are_what_the_file_means(array: Any, more: dict[str, Any], expected: Any, dtype: Any,
                                        tmp_path: Path) -> None:
    found = values_of(write_raster(tmp_path / "a.tif", array, **more))
    assert found.dtype == dtype
    np.testing.assert_array_equal(found, np.array(expected, dtype=dtype))


@pytest.mark.parametrize(("source", "ranges", "expected"), [
    (True, [], [1.0, 2.0, 3.0, NAN]),
    (False, [], [1.0, 2.0, 3.0, -9999.0]),
    (True, [(2.0, 2.0, BOTH)], [1.0, NAN, 3.0, NAN]),
    (False, [(1.0, 2.0, BOTH)], [NAN, NAN, 3.0, -9999.0]),
    (True, [(1.0, 3.0, Bounds.Exclusive)], [1.0, NAN, 3.0, NAN]),
    (True, [(1.0, 2.0, Bounds.IncludeMin), (2.0, 3.0, Bounds.IncludeMax)], [NAN, 2.0, NAN, NAN]),
    (True, [(NAN, 1.0, BOTH)], [NAN, 2.0, 3.0, NAN]),
])
def test_what_a_layer_hides_counts_as_none_as_the_map_shows_it(
    source: bool, ranges: list[tuple[float, float, Any]], expected: list[float], tmp_path: Path,
) -> None:
    """Stored 10, 20, 30 and -9999, the file's nodata, times 0.1: ranges are those of the values, as QGIS has them."""
    path = write_raster(tmp_path / "a.tif", np.array([[10, 20, 30, -99990]], dtype=np.int32), nodata=-99990, scale=0.1)
    layer = raster_layer(path, "depth")
    provider = layer.dataProvider()
    provider.setUseSourceNoDataValue(1, source)
    provider.setUserNoDataValue(1, [QgsRasterRange(*item) for item in ranges])
    file = look_at(str(path), "depth", layer.crs(), hidden_of(layer))
    with reading(file) as raster:
        np.testing.assert_allclose(raster.values(Window(0, 0, 4, 1)), [expected], rtol=1e-15)
    block = provider.block(1, layer.extent(), 4, 1)
    assert [block.isNoData(0, column) for column in range(4)] == np.isnan(expected).tolist()


def test_a_mask_band_is_nodata(tmp_path: Path) -> None:
    path = write_raster(tmp_path / "a.tif", np.array([[1.0, 2.0]], dtype=np.float32), nodata=None)
    dataset = gdal.Open(str(path), gdal.GA_Update)
    dataset.CreateMaskBand(gdal.GMF_PER_DATASET)
    dataset.GetRasterBand(1).GetMaskBand().WriteArray(np.array([[255, 0]], dtype=np.uint8))
    del dataset
    np.testing.assert_array_equal(values_of(path), [[1.0, NAN]])


def test_bands_are_described_and_read_by_number(tmp_path: Path) -> None:
    path = write_raster(tmp_path / "a.tif", np.zeros((2, 3), np.float32), np.ones((2, 3), np.float32),
                        descriptions=["7200", " 8000 "], options=["TILED=YES"])
    file = looked(path)
    assert [(band.number, band.description, band.single) for band in file.bands] == [
        (1, "7200", True), (2, "8000", True)]
    assert (file.grid.width, file.grid.height) == (3, 2)
    assert file.grid.geotransform == (CORNER[0], 10.0, 0.0, CORNER[1] + 20.0, 0.0, -10.0)
    assert values_of(path, 2).sum() == 6.0


@pytest.mark.parametrize("options", [["TILED=YES", "BLOCKXSIZE=64", "BLOCKYSIZE=64"], ["BLOCKYSIZE=7"],
                                     ["BLOCKYSIZE=300", "COMPRESS=DEFLATE"]])
def test_every_layout_of_blocks_is_read_alike(options: list[str], tmp_path: Path,
                                              monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kf_resources_plugin.engine.raster_reading._KEPT", 1)  # forget after every window
    array = np.arange(300 * 530, dtype=np.float32).reshape(300, 530)
    file = looked(write_raster(tmp_path / "a.tif", array, options=options))
    found = np.full(array.shape, NAN)
    with reading(file) as raster:
        for window in file.grid.windows(file.block, cells=1 << 16):
            found[window.row:window.row + window.height, window.column:window.column + window.width] = raster.values(
                window)
    np.testing.assert_array_equal(found, array)


def _no_place(folder: Path) -> Path:
    path = folder / "plain.png"
    gdal.GetDriverByName("PNG").CreateCopy(str(path), gdal.GetDriverByName("MEM").Create("", 2, 2))
    return path


def _flat(folder: Path) -> Path:
    return write_raster(folder / "a.tif", np.zeros((2, 2), np.float32), geotransform=(5, 1, 2, 5, 2, 4))


def _complex(folder: Path) -> Path:
    path = folder / "c.tif"
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), 2, 2, 1, gdal.GDT_CFloat32)
    dataset.SetGeoTransform([0, 1, 0, 0, 0, -1])
    return path


def _one_strip(folder: Path) -> Path:
    path = folder / "s.tif"
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), 9000, 9000, 1, gdal.GDT_Float32, [
        "COMPRESS=DEFLATE", "BLOCKYSIZE=9000", "SPARSE_OK=YES"])
    dataset.SetGeoTransform([0, 1, 0, 0, 0, -1])
    return path


def _several(folder: Path) -> Path:
    path = folder / "several.gpkg"
    for table in ("a", "b"):
        dataset = gdal.GetDriverByName("GPKG").Create(str(path), 2, 2, 1, gdal.GDT_Byte, [
            "APPEND_SUBDATASET=YES", f"RASTER_TABLE={table}"])
        dataset.SetGeoTransform([0, 1, 0, 0, 0, -1])
        del dataset
    return path


@pytest.mark.parametrize(("make", "word"), [
    (_no_place, "no place on the ground"), (_flat, "no width or no height"), (_complex, "complex numbers"),
    (_one_strip, "9000 × 9000 cells.*TILED=YES"), (_several, "several rasters"),
    (lambda folder: folder / "none.tif", "cannot be read")])
def test_what_cannot_be_used_is_named(make: Any, word: str, tmp_path: Path) -> None:
    with pytest.raises(PlannerError, match=rf"“depth”.*{word}"):
        looked(make(tmp_path))


@pytest.mark.parametrize("loud", [False, True])
def test_a_damaged_file_is_named(loud: bool, tmp_path: Path) -> None:
    path = write_raster(tmp_path / "a.tif", np.arange(250_000, dtype=np.float32).reshape(500, 500),
                        options=["COMPRESS=DEFLATE", "TILED=YES"])
    file = looked(path)
    with path.open("r+b") as stream:
        stream.truncate(path.stat().st_size // 2)
    (gdal.UseExceptions if loud else gdal.DontUseExceptions)()
    try:
        with pytest.raises(PlannerError, match=r"“depth” cannot be read.*sound copy"):
            raster_record("depth", file, str(path), [1])
    finally:
        gdal.DontUseExceptions()


def test_the_record_is_that_of_the_values_read(tmp_path: Path) -> None:
    array, other = np.array([[1.0, 2.0]], np.float32), np.array([[3.0, 4.0]], np.float32)
    file = looked(write_raster(tmp_path / "a.tif", array, other, descriptions=["7200", ""]))
    record = raster_record("depth", file, "a.tif", [1, 2])
    assert (record.rows, record.columns, record.crs, record.name) == (2, ("7200", "2"), CRS, "depth")
    place = repr((2, 1, file.grid.geotransform)).encode()
    assert record.digest == hashlib.sha256(place + array.tobytes() + other.tobytes()).hexdigest()
    packed = looked(write_raster(tmp_path / "b.tif", array, other, options=["COMPRESS=LZW"]))
    assert raster_record("depth", packed, "", [1, 2]).digest == record.digest
    assert raster_record("depth", file, "", [1]).digest != record.digest


_PEAK = """
import resource, sys
import numpy as np
from osgeo import gdal
from qgis.core import QgsCoordinateReferenceSystem
from kf_resources_plugin.engine.raster_reading import look_at, reading
file = look_at(sys.argv[1], "depth", QgsCoordinateReferenceSystem())
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
with reading(file) as raster:
    for window in file.windows():
        for band in (1, 2):
            assert not raster.values(window, band).any()
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def test_a_large_raster_is_read_in_bounded_memory(tmp_path: Path, repository: Path) -> None:
    """6000 x 6000 cells of two bands are 288 MB; GDAL alone would keep all of them."""
    path = tmp_path / "large.tif"
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), 6000, 6000, 2, gdal.GDT_Float32, [
        "TILED=YES", "SPARSE_OK=YES", "COMPRESS=DEFLATE", "INTERLEAVE=BAND"])
    dataset.SetGeoTransform([0, 1, 0, 0, 0, -1])
    del dataset
    run = subprocess.run([sys.executable, "-c", _PEAK, str(path)], cwd=repository, capture_output=True, text=True,
                         check=True)
    assert int(run.stdout) < 120
