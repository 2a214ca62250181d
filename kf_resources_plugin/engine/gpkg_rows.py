"""Rows into a GeoPackage table that QGIS made and left empty: whole batches to SQLite, no feature per row.

The table, its entry in the contents, its coordinate reference system and its index are QGIS's own; what is added here
is what QGIS would have added: rows numbered from 1, extent, number of features, pages of the index.
"""
from __future__ import annotations

import math
import sqlite3
import struct
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING, Any, Callable

import numpy as np
from qgis.PyQt.QtCore import QVariant

from .gpkg_index import rtree_pages
from .sql_names import named, quoted
from .wkb import MULTI_OF_ONE, MULTI_POLYGON, POLYGON, as_wkb_array, bounds_of, plain_types, rings_from_wkb

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from qgis.core import QgsFields

    from ..rules.areas import Floats
    from ..rules.progress import Progress
    from .wkb import Wkbs
    from .writing import Column

_BATCH = 5_000  # rows
_MAGIC = b"GP\0"
_EMPTY, _WITH_BOUNDS = 0x11, 0x03  # little endian; an empty geometry, or bounds in the header
_EMPTY_SHAPE = MULTI_OF_ONE[:5] + b"\0\0\0\0"
_WRAPS = {0: b"", POLYGON: MULTI_OF_ONE, MULTI_POLYGON: b""}
_NOTHING = type(None)
_TEXT, _WHOLE, _REAL, _DAY = "text", "whole", "real", "day"
_KINDS = {QVariant.Type.String: _TEXT, QVariant.Type.LongLong: _WHOLE, QVariant.Type.Double: _REAL,
          QVariant.Type.Date: _DAY}
_TYPES: dict[str, set[type]] = {
    _TEXT: {str, _NOTHING}, _WHOLE: {int, bool, _NOTHING}, _REAL: {float, int, np.float64, _NOTHING},
    _DAY: {date, _NOTHING},
}
_DTYPES = {_WHOLE: "iub", _REAL: "fiu"}
_MOST, _EXACT_INTEGER = 2**63 - 1, 2**53

Batch = Callable[[slice], "list[Any]"]


def storable(fields: QgsFields, columns: Mapping[str, Column]) -> dict[str, Batch] | None:
    """Return a reader of each column's batches as SQLite stores them, None where only QGIS knows how to write one."""
    readers: dict[str, Batch] = {}
    for item in fields:
        kind, column = _KINDS.get(item.type(), ""), columns[item.name()]
        if isinstance(column, np.ndarray) and column.dtype.kind in _DTYPES.get(kind, ""):
            readers[item.name()] = _numbers(column)
        elif kind == _WHOLE and isinstance(column, np.ndarray) and column.dtype.kind == "f" and _are_whole(column):
            readers[item.name()] = _whole_or_none(column)
        elif kind and not item.length() and _plain(column, kind):
            readers[item.name()] = _days(column) if kind == _DAY else _objects(column)
        else:
            return None
    return readers


def _plain(column: Column, kind: str) -> bool:
    """Tell whether Python's values go into a column of their kind as they are."""
    if isinstance(column, np.ndarray) and column.dtype != object:
        return False
    if not _TYPES[kind].issuperset(map(type, column)):
        return False
    if kind == _WHOLE:
        return all(value is None or -_MOST <= value <= _MOST for value in column)
    if kind != _TEXT:
        return True
    texts = "".join({value for value in column if value is not None})
    try:
        texts.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in texts  # QGIS ends a text there


def _numbers(column: np.ndarray) -> Batch:
    whole = column.dtype.kind == "b"
    return lambda rows: (column[rows].astype(np.int64) if whole else column[rows]).tolist()  # SQLite takes NaN for NULL


def _are_whole(column: np.ndarray) -> bool:
    known = column[~np.isnan(column)]
    return bool((np.abs(known) <= _EXACT_INTEGER).all() and (known == np.floor(known)).all())


def _whole_or_none(column: np.ndarray) -> Batch:
    return lambda rows: [None if math.isnan(value) else int(value) for value in column[rows].tolist()]


def _objects(column: Column) -> Batch:
    return lambda rows: list(column[rows])


def _days(column: Column) -> Batch:
    return lambda rows: [None if day is None else day.isoformat() for day in column[rows]]


def polygons_only(wkbs: Sequence[bytes] | Wkbs) -> bool:
    """Tell whether rows are plain polygons or empty."""
    return bool((plain_types(wkbs) >= 0).all())


def fill_table(
    path: Path, table: str, readers: Mapping[str, Batch], rows: int, progress: Progress,
    wkbs: Sequence[bytes] | Wkbs | None = None, *, null: bool = False,
) -> None:
    """Write rows into an empty table of a GeoPackage; ``table`` '' is the only one.

    null: rows without geometry get NULL, else an empty one; QGIS does the former in a database, the latter in a file.
    Raises OSError where SQLite refuses, and leaves the table empty then, or when the user cancels.
    """
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            filling = _Filling(connection, table, null=null)
            connection.execute("BEGIN IMMEDIATE")  # closing takes back what is not committed
            filling.fill(readers, rows, progress, wkbs)
            connection.execute("COMMIT")
    except sqlite3.Error as error:
        raise OSError(str(error)) from error


class _Filling:
    """One table being filled."""

    def __init__(self, connection: sqlite3.Connection, table: str, *, null: bool) -> None:
        self._db, self._null = connection, null
        self._table = table or str(self._one("SELECT table_name FROM gpkg_contents"))
        self._key = next(str(row[1]) for row in self._rows("PRAGMA table_info(%s)", self._table) if row[5])
        shape = self._db.execute(
            "SELECT column_name, srs_id FROM gpkg_geometry_columns WHERE lower(table_name) = lower(?)",
            (self._table,)).fetchone()
        self._shape, self._crs = (str(shape[0]), int(shape[1])) if shape else ("", 0)

    def _one(self, sql: str, *names: str) -> Any:
        return self._db.execute(named(sql, *names)).fetchone()[0]

    def _rows(self, sql: str, *names: str) -> list[Any]:
        return self._db.execute(named(sql, *names)).fetchall()

    def fill(self, readers: Mapping[str, Batch], rows: int, progress: Progress,
             wkbs: Sequence[bytes] | Wkbs | None) -> None:
        triggers = self._db.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND lower(tbl_name) = lower(?)",
            (self._table,)).fetchall()
        for name, _ in triggers:  # they would run for every row, with functions that only GDAL has
            self._db.execute(named("DROP TRIGGER %s", name))
        names = [self._key, *([self._shape] if wkbs is not None else []), *readers]
        insert = " ".join(["INSERT INTO", quoted(self._table), "(", ", ".join(map(quoted, names)), ") VALUES (",
                           ", ".join("?" * len(names)), ")"])
        bounds = np.full((rows, 4), np.nan)
        for start in range(0, rows, _BATCH):
            progress.check()
            span = slice(start, min(start + _BATCH, rows))
            values: list[Any] = [range(span.start + 1, span.stop + 1)]
            if wkbs is not None:
                shapes = as_wkb_array(wkbs[span])
                bounds[span] = bounds_of(rings_from_wkb(shapes))
                values.append(self._blobs(shapes, bounds[span]))
            values.extend(read(span) for read in readers.values())
            self._db.executemany(insert, zip(*values))
            progress.set(0.9 * span.stop / rows)
        if wkbs is not None:
            self._place(bounds, progress)
        self._db.execute("UPDATE gpkg_ogr_contents SET feature_count = ? WHERE lower(table_name) = lower(?)",
                         (rows, self._table))
        for _, sql in triggers:
            self._db.execute(sql)

    def _blobs(self, wkbs: Wkbs, bounds: Floats) -> list[bytes | None]:
        """Return geometries as GeoPackage stores them: a header with their bounds, then WKB of a MultiPolygon."""
        header = np.zeros(len(wkbs), dtype=[("magic", "S3"), ("flags", "u1"), ("crs", "<i4"), ("bounds", "<f8", 4)])
        header["magic"], header["flags"], header["crs"] = b"GP", _WITH_BOUNDS, self._crs
        header["bounds"] = bounds[:, [0, 2, 1, 3]]
        width, data = header.dtype.itemsize, header.tobytes()
        heads = [data[start:start + width] for start in range(0, len(data), width)]
        wraps = map(_WRAPS.__getitem__, plain_types(wkbs).tolist())
        without = None if self._null else _MAGIC + bytes([_EMPTY]) + struct.pack("<i", self._crs) + _EMPTY_SHAPE
        shaped = np.isfinite(bounds).all(axis=1).tolist()
        return [head + wrap + wkb if has else without for head, wrap, wkb, has in zip(heads, wraps, wkbs, shaped)]

    def _place(self, bounds: Floats, progress: Progress) -> None:
        """Write the extent and the index."""
        shaped = np.flatnonzero(np.isfinite(bounds).all(axis=1)).astype(np.int64)
        if not len(shaped):
            return
        extent = (*bounds[shaped, :2].min(axis=0).tolist(), *bounds[shaped, 2:].max(axis=0).tolist())
        self._db.execute("UPDATE gpkg_contents SET min_x = ?, min_y = ?, max_x = ?, max_y = ? "
                         "WHERE lower(table_name) = lower(?)", (*extent, self._table))
        index = f"rtree_{self._table}_{self._shape}"
        found = self._db.execute("SELECT name FROM sqlite_master WHERE lower(name) = lower(?)", (index,)).fetchone()
        if found is None:  # the user asked for none
            return
        progress.check()
        size = self._one("SELECT length(data) FROM %s", f"{index}_node")
        pages = rtree_pages(shaped + 1, bounds[shaped], size)
        for name, rows in (("node", pages.nodes), ("rowid", pages.rows), ("parent", pages.parents)):
            for start in range(0, len(rows), _BATCH):
                progress.check()
                self._db.executemany(named("INSERT OR REPLACE INTO %s VALUES (?, ?)", f"{index}_{name}"),
                                     rows[start:start + _BATCH])
