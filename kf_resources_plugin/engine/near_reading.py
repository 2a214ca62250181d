"""Which rows of a large GeoPackage lie near something, asked of the file's spatial index before anything is read.

A project meets some hundred parcels of a city's million. Reading only those takes a hundredth of the time and memory;
what has to be known of all rows, which values a few fields have, the file itself tells without a geometry being read.
"""
from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from qgis.core import QgsCoordinateTransform, QgsCsException, QgsRectangle

from .file_place import uri
from .raw_rows import number_column, object_column
from .sql_names import named, quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..rules.areas import Floats, Ints
    from ..rules.progress import Progress
    from .arrow_reading import PlainFile
    from .raw_rows import Column

_FEW = 20_000  # rows of a layer that is read whole: it costs no time, and what is wrong anywhere in it is told
_MOST = 0.7  # of the rows, above which reading all of them in one go is faster
_GEOPACKAGE = "GPKG"
_MARGIN_SHARE, _MARGIN = 0.01, 1.0  # of a box that is transformed: of its longer side, and in its own units
_CHECKED = 200  # boxes between two looks whether the user canceled


def large(file: PlainFile) -> bool:
    """Tell whether a file is one of which reading a part can pay: an unfiltered GeoPackage of many rows."""
    return file.driver == _GEOPACKAGE and not file.subset and file.rows > _FEW


def fids_near(file: PlainFile, boxes: Floats, progress: Progress) -> Ints | None:
    """Return the ids of the rows, ascending, whose bounds meet a box by the file's index; None to read all rows.

    boxes: (boxes, 4) xmin, ymin, xmax, ymax in the CRS of the file, NaN is near nothing. SQLite holds bounds as
    float32, rounded outwards: some rows more may be found, none less. None where the file is not ``large``, most of it
    or nothing is near, or the index is missing or has not every row of the table.
    """
    if not large(file):
        return None
    found: set[int] = set()
    try:
        with closing(_opened(file)) as connection:
            index = _index_of(connection, file)
            if index is None:
                return None
            meeting = named("SELECT id FROM %s WHERE maxx >= ? AND maxy >= ? AND minx <= ? AND miny <= ?", index)
            for number, box in enumerate(boxes[~np.isnan(boxes).any(axis=1)].tolist()):
                if number % _CHECKED == 0:
                    progress.check()
                found.update(row for row, in connection.execute(meeting, box))
                if len(found) > _MOST * file.rows:
                    return None
    except sqlite3.Error:
        return None
    return np.array(sorted(found), dtype=np.int64) if found else None


def distinct_values(file: PlainFile, fields: Sequence[str]) -> dict[str, Column] | None:
    """Return every combination of values that fields have in a GeoPackage, each once; None where QGIS has to be asked.

    The columns are as ``reading`` makes them of texts and numbers.
    """
    try:
        with closing(_opened(file)) as connection:
            table = _table_of(connection, file)
            names = ", ".join(map(quoted, fields))
            rows = connection.execute(" ".join(
                ("SELECT DISTINCT", names, "FROM", quoted(table), "ORDER BY", names))).fetchall()
    except (sqlite3.Error, LookupError):
        return None
    columns = dict(zip(fields, zip(*rows))) if rows else {field: () for field in fields}
    for field, values in columns.items():
        expected = (int, float, type(None)) if file.is_numeric[field] else (str, type(None))
        if not all(isinstance(value, expected) for value in values):
            return None
    return {field: (number_column if file.is_numeric[field] else object_column)(list(values))
            for field, values in columns.items()}


def transformed_boxes(boxes: Floats, transform: QgsCoordinateTransform) -> Floats | None:
    """Return boxes that hold what lies in the given ones after a transformation; None where one cannot be."""
    grown = np.empty_like(boxes)
    for number, (xmin, ymin, xmax, ymax) in enumerate(boxes.tolist()):
        box = QgsRectangle(xmin, ymin, xmax, ymax)
        box.grow(_MARGIN_SHARE * max(box.width(), box.height()) + _MARGIN)
        try:
            box = transform.transformBoundingBox(box)
        except QgsCsException:
            return None
        grown[number] = box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()
    return grown


def _opened(file: PlainFile) -> sqlite3.Connection:
    return sqlite3.connect(uri(Path(file.path).absolute(), "ro"), uri=True)


def _table_of(connection: sqlite3.Connection, file: PlainFile) -> str:
    """Return the name of the table as the file has it; raises LookupError where there are several or none."""
    names = [str(name) for name, in connection.execute("SELECT table_name FROM gpkg_geometry_columns")
             if not file.table or name.lower() == file.table.lower()]
    if len(names) != 1:
        raise LookupError(file.table)
    return names[0]


def _index_of(connection: sqlite3.Connection, file: PlainFile) -> str | None:
    """Return the index of a table, None where it has none or the index does not hold every row."""
    try:
        table = _table_of(connection, file)
    except LookupError:
        return None
    column, = next(iter(connection.execute(
        "SELECT column_name FROM gpkg_geometry_columns WHERE table_name = ?", (table,))))
    index = f"rtree_{table}_{column}"
    known = connection.execute("SELECT count(*) FROM gpkg_extensions WHERE extension_name = 'gpkg_rtree_index' "
                               "AND table_name = ? AND column_name = ?", (table, column)).fetchone()[0]
    if not known:
        return None
    held = connection.execute(named("SELECT count(*) FROM %s", f"{index}_rowid")).fetchone()[0]
    return index if held == file.rows else None
