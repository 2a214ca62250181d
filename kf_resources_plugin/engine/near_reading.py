"""Which rows of a large GeoPackage lie near something, asked of the file's spatial index before anything is read.

A project meets some hundred parcels of a city's million. Reading only those takes a hundredth of the time and memory;
what has to be known of all rows, which values a few fields have, the file itself tells without a geometry being read.
"""
from __future__ import annotations

import sqlite3
from contextlib import closing
from itertools import chain, compress
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from qgis.core import QgsCoordinateTransform, QgsCsException, QgsRectangle

from .file_place import uri
from .map_units import metres_per_unit
from .raw_rows import number_column, object_column
from .sql_names import named, quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..rules.areas import Floats, Ints
    from ..rules.progress import Progress
    from .arrow_reading import PlainFile
    from .raw_rows import Column
    from .vicinity import Vicinity

_FEW = 20_000  # rows of a layer that is read whole: it costs no time, and what is wrong anywhere in it is told
_MOST = 0.7  # of the rows, above which reading all of them in one go is faster
_GEOPACKAGE = "GPKG"
_EMPTY = 0b10000  # in the fourth byte of a geometry as GeoPackage stores it: it has no points
# round a box that is transformed: edges that are straight in one system bow in another, of 80 km length by 90 m
_MARGIN_SHARE, _MARGIN_M = 0.01, 200.0  # of its longer side, and besides
_CHECKED = 200  # boxes between two looks whether the user canceled
_ASKED = 900  # ids that one statement names: SQLite before 3.32 takes 999
_STEPS = 100_000  # of SQLite between two such looks in a statement: some milliseconds
_WAIT_S = 0.5  # for a file that another program is writing


def large(file: PlainFile) -> bool:
    """Tell whether a file is one of which reading a part can pay: an unfiltered GeoPackage of many rows."""
    return file.driver == _GEOPACKAGE and not file.subset and file.rows > _FEW


def fids_near(file: PlainFile, vicinity: Vicinity, progress: Progress) -> Ints | None:
    """Return the ids of the rows, ascending, whose bounds meet polygons by the file's index; None to read all rows.

    vicinity: of the polygons in the CRS of the file. SQLite holds bounds as float32, rounded outwards: some rows more
    may be found, none less. Rows without geometry are nowhere, and are returned for the reader to tell of them. None
    where the file is not ``large``, most of it or nothing is near, or the index is missing or not that of the rows
    there are: programs without GDAL's functions write past it. Raises Canceled.
    """
    if not large(file):
        return None
    try:
        with closing(_opened(file, progress)) as connection:
            table = _table_of(connection, file)
            column, index = _index_of(connection, table)
            shapeless = _shapeless(connection, table, column, index, file.rows)
            if shapeless is None:
                return None
            met, found = _meeting(connection, index, vicinity, progress)
            few = 0 < len(found) <= _MOST * file.rows - len(shapeless)
            if not few or not _are_rows(connection, table, met, progress):
                return None
    except (sqlite3.Error, LookupError):
        progress.check()
        return None
    return np.union1d(found, _ascending(shapeless))


def distinct_values(file: PlainFile, fields: Sequence[str], progress: Progress) -> dict[str, Column] | None:
    """Return every combination of values that fields have in a GeoPackage, each once; None where QGIS has to be asked.

    The columns are as ``reading`` makes them of texts and numbers. Raises Canceled.
    """
    if not set(fields) <= set(file.is_numeric):
        return None
    try:
        with closing(_opened(file, progress)) as connection:
            table = _table_of(connection, file)
            names = ", ".join(map(quoted, fields))
            rows = connection.execute(" ".join(
                ("SELECT DISTINCT", names, "FROM", quoted(table), "ORDER BY", names))).fetchall()
    except (sqlite3.Error, LookupError):
        progress.check()
        return None
    columns = dict(zip(fields, zip(*rows))) if rows else {field: () for field in fields}
    for field, values in columns.items():
        expected = (int, float, type(None)) if file.is_numeric[field] else (str, type(None))
        if not all(isinstance(value, expected) for value in values):
            return None
    return {field: (number_column if file.is_numeric[field] else object_column)(list(values))
            for field, values in columns.items()}


def transformed_boxes(boxes: Floats, transform: QgsCoordinateTransform) -> Floats | None:
    """Return boxes that hold what lies in the given ones after a transformation; None where one cannot be.

    Boxes of NaN stay so.
    """
    margin = _MARGIN_M / metres_per_unit(transform.sourceCrs())
    grown = np.full_like(boxes, np.nan)
    for number in np.flatnonzero(~np.isnan(boxes).any(axis=1)).tolist():
        box = QgsRectangle(*boxes[number].tolist())
        box.grow(_MARGIN_SHARE * max(box.width(), box.height()) + margin)
        try:
            box = transform.transformBoundingBox(box)
        except QgsCsException:
            return None
        grown[number] = box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()
    return grown


def _opened(file: PlainFile, progress: Progress) -> sqlite3.Connection:
    """Open the file for reading; a statement ends with an error when the user cancels."""
    connection = sqlite3.connect(uri(Path(file.path).absolute(), "ro"), timeout=_WAIT_S, uri=True)
    connection.set_progress_handler(progress.check, _STEPS)
    return connection


def _table_of(connection: sqlite3.Connection, file: PlainFile) -> str:
    """Return the name of the table as the file has it; raises LookupError where there are several or none."""
    names = [str(name) for name, in connection.execute("SELECT table_name FROM gpkg_geometry_columns")
             if not file.table or name.lower() == file.table.lower()]
    if len(names) != 1:
        raise LookupError(file.table)
    columns = connection.execute("SELECT name FROM pragma_table_info(?) WHERE NOT pk", names)
    if any(name.lower() == "rowid" for name, in columns):  # SQLite calls its own ids so, and then that column
        raise LookupError(names[0])
    return names[0]


def _index_of(connection: sqlite3.Connection, table: str) -> tuple[str, str]:
    """Return the names of a table's geometry column and of its index; raises LookupError where it has none."""
    column, = next(iter(connection.execute(
        "SELECT column_name FROM gpkg_geometry_columns WHERE table_name = ?", (table,))))
    known = connection.execute("SELECT count(*) FROM gpkg_extensions WHERE extension_name = 'gpkg_rtree_index' "
                               "AND table_name = ? AND column_name = ?", (table, column)).fetchone()[0]
    if not known:
        raise LookupError(table)
    return column, f"rtree_{table}_{column}"


def _shapeless(connection: sqlite3.Connection, table: str, column: str, index: str, rows: int) -> set[int] | None:
    """Return the ids of a table's rows that its index lacks for having no geometry; None where it lacks others."""
    held = connection.execute(named("SELECT count(*) FROM %s", f"{index}_rowid")).fetchone()[0]
    last, last_held = connection.execute(named(
        "SELECT (SELECT max(rowid) FROM %s), (SELECT max(rowid) FROM %s)", table, f"{index}_rowid")).fetchone()
    if held == rows and last == last_held:
        return set()
    lacking = connection.execute(named(
        "SELECT rowid, substr(CAST(%s AS BLOB), 1, 4) FROM %s AS stored WHERE NOT EXISTS (SELECT 1 FROM %s AS held "
        "WHERE held.rowid = stored.rowid)", column, table, f"{index}_rowid")).fetchmany(int(_MOST * rows) + 1)
    stored = connection.execute(named("SELECT count(*) FROM %s", table)).fetchone()[0]
    if held + len(lacking) != stored:  # it holds rows that are none, or lacks more than were fetched
        return None
    is_known = all(head is None or _is_empty(head) for _, head in lacking)
    return {rowid for rowid, _ in lacking} if is_known else None


def _meeting(connection: sqlite3.Connection, index: str, vicinity: Vicinity, progress: Progress) -> tuple[Ints, Ints]:
    """Return (met, found): the ids, ascending, whose bounds in an index meet boxes, and those that may meet shapes."""
    statement = named("SELECT id, minx, miny, maxx, maxy FROM %s WHERE maxx >= ? AND maxy >= ? AND minx <= ? "
                      "AND miny <= ?", index)
    met: set[int] = set()
    found: set[int] = set()
    shaped = np.flatnonzero(~np.isnan(vicinity.boxes).any(axis=1))
    for place, number in enumerate(shaped.tolist()):
        if place % _CHECKED == 0:
            progress.check()
        rows = connection.execute(statement, vicinity.boxes[number].tolist()).fetchall()
        ids = [row[0] for row in rows]
        met.update(ids)
        if rows and vicinity.is_fine(number):
            bounds = np.fromiter(chain.from_iterable(rows), dtype=np.float64, count=5 * len(rows)).reshape(-1, 5)[:, 1:]
            ids = list(compress(ids, vicinity.meets(number, bounds).tolist()))
        found.update(ids)
    return _ascending(met), _ascending(found)


def _ascending(fids: set[int]) -> Ints:
    return np.sort(np.fromiter(fids, dtype=np.int64, count=len(fids)))


def _are_rows(connection: sqlite3.Connection, table: str, fids: Ints, progress: Progress) -> bool:
    """Tell whether a table has all rows of these ids."""
    for start in range(0, len(fids), _ASKED):
        progress.check()
        asked = fids[start:start + _ASKED].tolist()
        statement = " ".join(("SELECT count(*) FROM %s WHERE rowid IN (", ", ".join("?" * len(asked)), ")"))
        if connection.execute(named(statement, table), asked).fetchone()[0] != len(asked):
            return False
    return True


def _is_empty(head: bytes) -> bool:
    """Tell whether a geometry that begins like this is one of GeoPackage's without points."""
    return head[:2] == b"GP" and bool(head[3:4] and head[3] & _EMPTY)
