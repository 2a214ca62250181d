"""Rows written past QGIS's features: the same file as QGIS writes, row by row, and an index that SQLite finds sound."""
from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import shapely
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeatureRequest,
    QgsProcessingContext,
    QgsProcessingUtils,
    QgsRectangle,
    QgsVectorLayer,
    QgsWkbTypes,
)

from kf_resources_plugin.engine.gpkg_index import rtree_pages
from kf_resources_plugin.engine.gpkg_rows import fill_table, polygons_only, storable
from kf_resources_plugin.engine.writing import make_fields, write_rows
from kf_resources_plugin.rules.progress import Canceled, NoProgress
from tests.engine.shapes import lattice, table_of

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("qgis_app")

FIELDS = make_fields([("名称", "text"), ("n", "integer"), ("whole", "integer"), ("area", "real"), ("day", "date"),
                      ("share", "real"), ("flag", "integer")])
TABLE = "地块 “1”"


def content(rows: int) -> tuple[dict[str, Any], np.ndarray]:
    """Return columns with NULLs of every kind and shapes of one, of many parts, with holes, and none."""
    shapes: list[Any] = list(lattice(12, -(-rows // 12)))[:rows]
    if rows > 3:
        shapes[1] = None
        shapes[2] = shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(3, 3, 4, 4)])
        shapes[3] = shapely.Polygon(shapely.box(0, 0, 9, 9).exterior, [shapely.box(1, 1, 2, 2).exterior])
    numbers = np.arange(rows)
    return {
        "名称": [None if row % 5 == 0 else f"耕地 '{row}' \"x\"" for row in range(rows)],
        "n": numbers * 2**33 - 7,
        "whole": np.where(numbers % 3 == 0, np.nan, numbers.astype(float)),
        "area": np.where(numbers % 4 == 0, np.nan, numbers / 7.0 - 3.0),
        "day": [None if row % 2 else date(1999 + row % 30, 2, 28) for row in range(rows)],
        "share": [None if row % 3 else 0.25 * row for row in range(rows)],
        "flag": numbers % 2 == 0,
    }, table_of(shapes).wkb


def made(folder: Path, columns: dict[str, Any], wkbs: np.ndarray | None, *, fast: bool, table: bool = False) -> Path:
    """Write a file, or a table of a database; QGIS does them in different ways."""
    (folder / str(fast)).mkdir()
    path = folder / str(fast) / f"{TABLE}.gpkg"
    wkb_type = QgsWkbTypes.Type.NoGeometry if wkbs is None else QgsWkbTypes.Type.MultiPolygon
    crs = QgsCoordinateReferenceSystem("" if wkbs is None else "EPSG:4547")
    place = f"ogr:dbname='{path}' table=\"{TABLE}\"" + ("" if wkbs is None else " (geom)") if table else str(path)
    sink, _ = QgsProcessingUtils.createFeatureSink(place, QgsProcessingContext(), FIELDS, wkb_type, crs)
    if not fast:
        write_rows(sink, FIELDS, columns, NoProgress(), wkbs)
    del sink
    if fast:
        readers = storable(FIELDS, columns)
        assert readers is not None
        fill_table(path, TABLE if table else "", readers, len(columns["n"]), NoProgress(), wkbs, null=table)
    return path


def dump(path: Path) -> dict[str, list[Any]]:
    """Return all tables with all rows, and the statements that made them; not the pages of the index."""
    with closing(sqlite3.connect(path)) as connection:
        names = [name for name, in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        own = [name for name in names if not name.startswith("rtree_")]
        result = {name: connection.execute(f'SELECT * FROM "{name}"').fetchall() for name in own}  # noqa: S608
        result["master"] = sorted(connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master").fetchall(),
                                  key=str)
        assert result["gpkg_ogr_contents"] in ([(TABLE, None)], [(TABLE, len(result[TABLE]))])
        del result["gpkg_ogr_contents"]  # in a database QGIS leaves it to be counted
        # not when it was written, and limits as GDAL rounds them
        result["gpkg_contents"] = [tuple(round(value, 6) if isinstance(value, float) else value
                                         for value in row[:4] + row[5:]) for row in result["gpkg_contents"]]
        return result


@pytest.mark.parametrize("table", [False, True])
@pytest.mark.parametrize("rows", [1, 4, 60, 7_000])
def test_the_file_is_the_one_that_qgis_writes(tmp_path: Path, rows: int, table: bool) -> None:
    columns, wkbs = content(rows)
    one, other = (dump(made(tmp_path, columns, wkbs, fast=fast, table=table)) for fast in (True, False))
    assert one == other


@pytest.mark.parametrize("table", [False, True])
def test_a_table_without_shapes(tmp_path: Path, table: bool) -> None:
    columns, _ = content(50)
    one, other = (dump(made(tmp_path, columns, None, fast=fast, table=table)) for fast in (True, False))
    assert one == other


def test_what_qgis_reads_back(tmp_path: Path) -> None:
    columns, wkbs = content(3_000)
    layers = []
    for fast in (True, False):
        layers.append(QgsVectorLayer(str(made(tmp_path, columns, wkbs, fast=fast)), "x", "ogr"))
    one, other = layers
    assert one.isValid()
    assert one.wkbType() == other.wkbType() == QgsWkbTypes.Type.MultiPolygon
    assert one.crs().authid() == other.crs().authid() == "EPSG:4547"
    assert one.featureCount() == other.featureCount() == 3_000
    assert one.extent().toString(6) == other.extent().toString(6)
    assert one.hasSpatialIndex() == other.hasSpatialIndex()
    rows = [[(feature.id(), feature.attributes(), bytes(feature.geometry().asWkb())) for feature in layer.getFeatures()]
            for layer in layers]
    assert rows[0] == rows[1]
    box = QgsFeatureRequest(QgsRectangle(500_100, 3_850_100, 500_300, 3_850_900))
    assert sorted(f.id() for f in one.getFeatures(box)) == sorted(f.id() for f in other.getFeatures(box)) != []
    assert one.startEditing()
    assert one.deleteFeature(10)
    assert one.commitChanges(), one.commitErrors()
    assert one.featureCount() == 2_999
    one.setSubsetString("\"n\" > 0")
    assert one.featureCount() > 0


@pytest.mark.parametrize("rows", [1, 50, 51, 52, 3_000])
def test_sqlite_finds_the_index_sound(tmp_path: Path, rows: int) -> None:
    columns, wkbs = content(rows)
    with closing(sqlite3.connect(made(tmp_path, columns, wkbs, fast=True))) as connection:
        assert connection.execute("SELECT rtreecheck(?)", (f"rtree_{TABLE}_geom",)).fetchall() == [("ok",)]
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        index = f'"rtree_{TABLE}_geom"'
        found = connection.execute(f"SELECT id, minx, miny, maxx, maxy FROM {index} ORDER BY id").fetchall()  # noqa: S608
    shaped = [(row + 1, *shapely.from_wkb(wkb).bounds) for row, wkb in enumerate(wkbs) if wkb]
    assert [row[0] for row in found] == [row[0] for row in shaped]
    boxes, exact = np.array(found)[:, 1:], np.array(shaped)[:, 1:]
    assert (boxes[:, :2] <= exact[:, :2]).all()
    assert (boxes[:, 2:] >= exact[:, 2:]).all()
    assert np.abs(boxes - exact).max() < 0.5  # the spacing of 32-bit numbers at 3.85 million


def test_pages_of_many_levels() -> None:
    """Five cells a page, 40 rows: 8 pages, 2 above them, and the root."""
    bounds = np.arange(40.0)[:, None] + [0, 0, 1, 1]
    pages = rtree_pages(np.arange(1, 41), bounds, 4 + 5 * 24)
    assert len(pages.rows) == 40
    assert sorted(number for number, _ in pages.nodes) == list(range(1, 12))
    assert len(pages.parents) == 10
    assert [page[:4] for number, page in pages.nodes if number == 1] == [bytes([0, 2, 0, 2])]
    assert {len(page) for _, page in pages.nodes} == {124}


class Pressed(NoProgress):
    """Cancel is pressed at the second look."""

    looks = 0

    def check(self) -> None:
        self.looks += 1
        if self.looks > 1:
            raise Canceled


def test_cancelled_it_leaves_the_table_empty(tmp_path: Path) -> None:
    columns, wkbs = content(6_000)
    path = made(tmp_path, {name: column[:0] for name, column in columns.items()}, wkbs[:0], fast=False)
    readers = storable(FIELDS, columns)
    assert readers is not None
    before = dump(path)
    with pytest.raises(Canceled):
        fill_table(path, "", readers, 6_000, Pressed(), wkbs)
    assert dump(path) == before


def test_a_file_that_sqlite_cannot_write_is_an_os_error(tmp_path: Path) -> None:
    (tmp_path / "a.gpkg").write_bytes(b"no database at all" * 100)
    with pytest.raises(OSError, match="not a database"):
        fill_table(tmp_path / "a.gpkg", "", {}, 1, NoProgress())


@pytest.mark.parametrize(
    ("name", "column"),
    [("名称", ["a\0b"]), ("名称", ["\ud800"]), ("名称", [3]), ("n", [2**63]), ("n", ["3"]), ("n", np.array([0.5])),
     ("n", np.array([1e300])), ("day", ["2020-01-01"]), ("area", ["1"])],
)
def test_what_only_qgis_can_convert_is_left_to_it(name: str, column: Any) -> None:
    columns = {key: value[:1] for key, value in content(1)[0].items()}
    assert storable(FIELDS, columns) is not None
    assert storable(FIELDS, {**columns, name: column}) is None


def test_shapes_that_are_no_polygons_are_left_to_qgis() -> None:
    assert polygons_only([b"", shapely.to_wkb(shapely.box(0, 0, 1, 1), byte_order=1)])
    assert not polygons_only([shapely.to_wkb(shapely.Point(0, 0), byte_order=1)])
