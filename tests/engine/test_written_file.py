"""What is left of rows in a finished file: told apart by reading it back, whatever the format."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from osgeo import gdal, ogr
from qgis.core import QgsWkbTypes

from kf_resources_plugin.engine.writing import make_fields
from kf_resources_plugin.engine.written_file import Losses, format_of, losses, trial_losses
from tests.builders import layer_of, rectangle, save

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("qgis_processing")

FIELDS = make_fields((("name", "text"), ("amount", "real"), ("day", "date"), ("number", "integer")))
AREA, TABLE = QgsWkbTypes.Type.MultiPolygon, QgsWkbTypes.Type.NoGeometry
SQUARE = rectangle(114, 34, 1, 1)
# dates are lost to KML by GDAL 3.6, not by 3.10
KML = Losses() if int(gdal.VersionInfo()) >= 3_100_000 else Losses(fields=("day",))


@pytest.mark.parametrize(("suffix", "wkb_type", "shapeless", "expected"), [
    (".gpkg", AREA, True, Losses()), (".gpkg", TABLE, False, Losses()),
    (".geojson", AREA, True, Losses()), (".shp", AREA, True, Losses()), (".dbf", TABLE, False, Losses()),
    (".csv", TABLE, False, Losses()), (".xlsx", TABLE, False, Losses()), (".kml", AREA, True, KML),
    (".csv", AREA, False, Losses(shapes=True)),
    # FlatGeobuf leaves out what its index cannot place
    (".fgb", AREA, False, Losses()), (".fgb", AREA, True, Losses(rows=1)), (".fgb", TABLE, False, Losses(rows=1)),
    # never tried out: MapInfo's driver crashes Python over such a row
    (".tab", AREA, False, Losses()), (".tab", AREA, True, Losses(rows=1)), (".tab", TABLE, False, Losses()),
    (".mif", AREA, True, Losses(rows=1)),
    # drawings have no table of attributes, GPX has points and lines only
    (".dxf", AREA, False, None), (".dgn", AREA, False, None), (".gpx", AREA, False, None), (".gpx", TABLE, False, None),
])
def test_what_a_format_loses_is_known_before_the_run(
        suffix: str, wkb_type: QgsWkbTypes.Type, shapeless: bool, expected: Losses | None) -> None:
    assert trial_losses(suffix, FIELDS, wkb_type, shapeless=shapeless) == expected


@pytest.mark.parametrize("exceptions", [True, False])
def test_missing_rows_are_counted(tmp_path: Path, exceptions: bool) -> None:
    path = tmp_path / "a.gpkg"
    save(layer_of([(SQUARE, {"name": "a"})] * 2, {"name": "text"}, crs="EPSG:4490", name="made"), path)
    (tmp_path / "b.gpkg").write_bytes(b"broken")
    before = ogr.GetUseExceptions()
    (ogr.UseExceptions if exceptions else ogr.DontUseExceptions)()
    try:
        assert losses(path, "made", {"name": ["a", "a"]}, 2, shaped=True) == Losses()
        assert losses(path, "", {"name": ["a"] * 5}, 5, shaped=True) == Losses(rows=3)
        assert losses(path, "other", {"name": ["a", "a"]}, 2, shaped=True) == Losses(rows=2)
        assert losses(tmp_path / "b.gpkg", "", {"name": ["a"] * 4}, 4, shaped=True) == Losses(rows=4)
    finally:
        (ogr.UseExceptions if before else ogr.DontUseExceptions)()


@pytest.mark.parametrize("exceptions", [True, False])
def test_a_dump_that_cannot_be_read_is_taken_at_its_word(tmp_path: Path, exceptions: bool) -> None:
    if gdal.GetDriverByName("PGDUMP") is None:
        pytest.skip("GDAL without PGDUMP")
    (tmp_path / "a.sql").write_text("-- rows", encoding="utf-8")
    before = ogr.GetUseExceptions()
    (ogr.UseExceptions if exceptions else ogr.DontUseExceptions)()
    try:
        assert losses(tmp_path / "a.sql", "", {"name": ["a"]}, 1, shaped=False) == Losses()
    finally:
        (ogr.UseExceptions if before else ogr.DontUseExceptions)()


def test_names_and_texts_that_a_shapefile_cuts(tmp_path: Path) -> None:
    # a field of a Shapefile holds 254 bytes: 84 Chinese characters in UTF-8, 85 are 255 bytes
    texts: list[Any] = ["长" * 84, "长" * 85, "a" * 254, "a" * 255, "ends in blanks   ", None]
    rows = [(SQUARE, {"permanent_m2": 1.0, "permanent_gross_m2": 2.0, "message": text}) for text in texts]
    layer = layer_of(rows, {"permanent_m2": "real", "permanent_gross_m2": "real", "message": "text"},
                     crs="EPSG:4490", name="s")
    save(layer, tmp_path / "s.shp", driver="ESRI Shapefile")
    columns = {"permanent_m2": [1.0] * 6, "permanent_gross_m2": [2.0] * 6, "message": texts}
    assert losses(tmp_path / "s.shp", "", columns, 6, shaped=True) == Losses(
        renamed={"permanent_m2": "permanent_", "permanent_gross_m2": "permanen_1"}, cut={"message": 2})


def test_formats_have_the_names_that_messages_use(tmp_path: Path) -> None:
    assert [format_of(tmp_path / name) for name in ("a.dbf", "a.SHP", "a.fgb", "a.gpkg", "a.unknown")] == [
        "ESRI Shapefile", "ESRI Shapefile", "FlatGeobuf", "GPKG", ""]
