"""The tables of a package that came back, read by SQLite alone from a copy, once everything in it was looked at."""
from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..engine.file_place import uri
from ..engine.sql_names import quoted
from ..rules.three_way import Returned, Row
from .packed_rows import DIGEST, ORIGIN_FID, UID
from .refused import Refused
from .returned_objects import GEOMETRY, check_objects
from .returned_shapes import shape_of
from .row_values import from_sqlite

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from ..rules.progress import Progress

_APPLICATION = 1196444487  # "GPKG"
_CHECK_EVERY = 500  # rows
Columns = dict[str, tuple[str, int]]
"""Type and place in the key by name, in small letters."""


@dataclass(frozen=True)
class OriginRow:
    """A row as it left: its feature id in the layer then, the digest of it, and its number in the file."""

    fid: int
    digest: str
    number: int
    row: Row


class ReturnedTables:
    """An open file; made by ``open_tables``."""

    def __init__(self, connection: sqlite3.Connection, file: str, most_rows: int) -> None:
        self._connection, self._file, self._most_rows = connection, file, most_rows

    def columns(self, table: str) -> Columns:
        """Return the columns of a table; raises Refused for computed ones."""
        found = {}
        for _, name, kind, _, _, key, hidden in self._connection.execute(f"PRAGMA table_xinfo({quoted(table)})"):
            if hidden:
                raise Refused("survey.return_schema", table=table, reason=name)
            found[name.lower()] = (str(kind).upper(), int(key))
        return found

    def system(self, table: str) -> tuple[Any, ...]:
        """Return how a table is called a layer: geometry column, type and coordinate system."""
        return tuple(self._connection.execute(
            "SELECT column_name, CAST(geometry_type_name AS TEXT), z, m, organization, organization_coordsys_id "
            "FROM gpkg_geometry_columns JOIN gpkg_spatial_ref_sys USING (srs_id) WHERE table_name = ?",
            (table,)).fetchall())

    def origin(self, table: str, kinds: Mapping[str, str], progress: Progress) -> dict[str, OriginRow]:
        """Return the rows of a base table by their names."""
        found = {}
        for number, row, uid, fid, digest in self._rows(table, kinds, (UID, ORIGIN_FID, DIGEST), progress):
            if not isinstance(fid, int) or not isinstance(uid, str) or uid in found:
                raise Refused("survey.return_schema", table=table, reason=UID)
            found[uid] = OriginRow(fid, str(digest), number, row)
        return found

    def returned(self, table: str, kinds: Mapping[str, str], progress: Progress) -> list[Returned]:
        """Return the rows of a table that was edited."""
        return [Returned(str(uid or "").strip(), number, row)
                for number, row, uid in self._rows(table, kinds, (UID,), progress)]

    def plain(self, table: str, kinds: Mapping[str, str], progress: Progress) -> list[Row]:
        """Return the rows of a table that is not edited by rows of the origin."""
        return [row for _, row in self._rows(table, kinds, (), progress)]

    def _rows(self, table: str, kinds: Mapping[str, str], marks: tuple[str, ...],
              progress: Progress) -> Iterator[tuple[Any, ...]]:
        columns = self.columns(table)
        keys = [name for name, (_, place) in columns.items() if place]
        # SQLite takes the quoted name of a column that is not there for a text
        missing = [name for name in (GEOMETRY, *marks, *kinds) if name.lower() not in columns]
        if missing or len(keys) != 1:
            raise Refused("survey.return_schema", table=table, reason=missing[0] if missing else "PRIMARY KEY")
        [key] = keys
        names = ", ".join(quoted(name) for name in (key, GEOMETRY, *marks, *kinds))
        # names cannot be bound as values are; these stand in the file as they are, and are quoted
        query = " ".join(("SELECT", names, "FROM", quoted(table), "ORDER BY", quoted(key)))
        for count, values in enumerate(self._connection.execute(query)):
            if count % _CHECK_EVERY == 0:
                progress.check()
            if count >= self._most_rows:
                raise Refused("survey.return_too_many_rows", table=table, most_rows=self._most_rows)
            number, blob, *rest = values
            if not isinstance(number, int):
                raise Refused("survey.return_schema", table=table, reason=key)
            own = rest[len(marks):]
            row = Row({name: from_sqlite(value, kind) for (name, kind), value in zip(kinds.items(), own)},
                      shape_of(blob))
            yield (number, row, *rest[:len(marks)])


@contextmanager
def open_tables(path: Path, tables: Collection[str], most_rows: int) -> Iterator[ReturnedTables]:
    """Open a copy of ours for reading; raises Refused for a file that is none, or holds what it should not."""
    try:
        with closing(sqlite3.connect(uri(path, "rw"), uri=True)) as connection:
            connection.text_factory = lambda text: text.decode("utf-8", "replace")
            for pragma in ("trusted_schema = OFF", "cell_size_check = ON", "query_only = ON"):
                connection.execute(f"PRAGMA {pragma}")
            if connection.execute("PRAGMA application_id").fetchone() != (_APPLICATION,):
                raise Refused("survey.return_not_geopackage", file=path.name, reason="application_id")
            check_objects(connection, path.name, tables)
            yield ReturnedTables(connection, path.name, most_rows)
    except (sqlite3.Error, OverflowError, UnicodeDecodeError) as error:
        raise Refused("survey.return_not_geopackage", file=path.name, reason=str(error)) from error
