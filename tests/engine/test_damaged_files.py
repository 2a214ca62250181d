"""Files that lost a part of themselves: none of their layers is read in part without a word."""
from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from osgeo import gdal
from qgis.core import QgsVectorLayer

from kf_resources_plugin.engine.errors import PlannerError
from kf_resources_plugin.engine.layer_features import features_of
from kf_resources_plugin.engine.reading import read_features, read_polygons
from kf_resources_plugin.rules.progress import NoProgress
from tests.builders import layer_of, rectangle, save

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("qgis_app")

COUNT = 2_000
HALF = COUNT // 2


@pytest.fixture
def parcels() -> QgsVectorLayer:
    """Return a layer of which every file format makes many pages."""
    rows = [(rectangle(38_527_000 + 10.0 * number, 3_852_000, 10, 10), {"DLBM": "0102"}) for number in range(COUNT)]
    return layer_of(rows, {"DLBM": "text"}, name="图斑")


def overwritten(path: Path, start: float) -> None:
    """Put zeros over a twentieth of a file, from a share of it on."""
    content = bytearray(path.read_bytes())
    first, length = int(len(content) * start), len(content) // 20
    content[first:first + length] = bytes(length)
    path.write_bytes(content)


def cut(path: Path) -> None:
    """Take the second half of a file away."""
    path.write_bytes(path.read_bytes()[:path.stat().st_size // 2])


@pytest.mark.parametrize(("driver", "suffix"), [("GPKG", "gpkg"), ("ESRI Shapefile", "dbf"), ("FlatGeobuf", "fgb")])
def test_a_file_of_which_a_part_is_lost_is_refused_with_the_count(
        driver: str, suffix: str, parcels: QgsVectorLayer, tmp_path: Path) -> None:
    opened = tmp_path / f"parcels.{'shp' if suffix == 'dbf' else suffix}"
    save(parcels, opened, driver=driver)
    if suffix == "gpkg":
        overwritten(opened, 0.4)
    else:
        cut(opened.with_suffix(f".{suffix}"))
    layer = QgsVectorLayer(str(opened), "地类图斑", "ogr")
    assert layer.isValid()
    with pytest.raises(PlannerError, match=rf"^Only \d+ of the {COUNT} features of layer “地类图斑” .* damaged \(."):
        read_polygons(layer, None, ["DLBM"], NoProgress())


def test_rows_that_a_file_only_counts_are_not_missed(parcels: QgsVectorLayer, tmp_path: Path) -> None:
    """A Shapefile goes on counting deleted rows until it is packed."""
    path = tmp_path / "parcels.shp"
    save(parcels, path, driver="ESRI Shapefile")
    file = gdal.OpenEx(str(path), gdal.OF_VECTOR | gdal.OF_UPDATE, open_options=["AUTO_REPACK=NO"])
    for fid in range(HALF):
        file.GetLayer(0).DeleteFeature(fid)
    del file
    layer = QgsVectorLayer(str(path), "parcels", "ogr")
    assert layer.featureCount() == COUNT
    assert len(read_polygons(layer, None, ["DLBM"], NoProgress())) == COUNT - HALF


def test_an_earlier_failure_of_something_else_is_no_matter(parcels: QgsVectorLayer) -> None:
    estimated = replace(features_of(parcels), rows=COUNT + 1)
    with suppress(RuntimeError):  # which GDAL raises where somebody has asked it for exceptions
        gdal.Error(gdal.CE_Failure, gdal.CPLE_AppDefined, "of something else")
    assert len(read_features(estimated, ["DLBM"], NoProgress()).wkb) == COUNT
