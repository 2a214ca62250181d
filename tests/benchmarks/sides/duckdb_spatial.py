"""DuckDB's spatial extension: read with ST_Read, join, intersect, write with COPY."""
from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import duckdb
import duckdb_extension_spatial

_LAND = "CREATE TABLE land AS SELECT BSM, DLBM, geom FROM ST_Read(?, layer = 'land')"
_CONTROL = "CREATE TABLE control AS SELECT * FROM ST_Read(?, layer = ?)"
_CUT = """CREATE TABLE pieces AS
    SELECT * FROM (
        SELECT c.control_row, l.BSM, l.DLBM, ST_CollectionExtract(ST_Intersection(c.geom, l.geom), 3) AS geom
        FROM (SELECT row_number() OVER () AS control_row, geom FROM control) c
        JOIN land l ON ST_Intersects(c.geom, l.geom))
    WHERE NOT ST_IsEmpty(geom)"""
_WRITE = "COPY pieces TO '{}' WITH (FORMAT gdal, DRIVER 'GPKG', SRS 'EPSG:4547')"  # COPY takes no parameters


_connection = duckdb.connect()


def prepare(options: tuple[str, ...]) -> None:
    """Load the extension."""
    [extension] = Path(duckdb_extension_spatial.__file__).parent.rglob("spatial.duckdb_extension")
    _connection.load_extension(str(extension))


def run(options: tuple[str, ...], source: Path, layer: str, target: Path) -> dict[str, Any]:
    """Cut the survey by the other layer, in memory."""
    started = time.perf_counter()
    _connection.execute(_LAND, [str(source)])
    _connection.execute(_CONTROL, [str(source), layer])
    loaded = time.perf_counter()
    _connection.execute(_CUT)
    cut = time.perf_counter()
    _connection.execute(_WRITE.format(str(target).replace("'", "''")))
    return {"load": loaded - started, "cut": cut - loaded, "write": time.perf_counter() - cut}
