"""PostGIS in a cluster of the bench's own: load and index, subdivide, intersect into a table, export."""
from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Any

from osgeo import gdal, ogr

from tests.benchmarks.cluster import ADDRESS, ServerLoad
from tests.benchmarks.plan import JOBS

if TYPE_CHECKING:
    from pathlib import Path

_TILES = """CREATE TABLE tiles AS SELECT fid, ST_Subdivide(geom, 256) AS geom FROM control;
    CREATE INDEX ON tiles USING gist (geom); ANALYZE tiles"""
_CUT = """CREATE TABLE pieces AS
    SELECT * FROM (
        SELECT c.fid AS control_row, l.bsm, l.dlbm,
            ST_Multi(ST_CollectionExtract(ST_Intersection(c.geom, l.geom), 3))::geometry(MultiPolygon, 4547) AS geom
        FROM {} c JOIN land l ON ST_Intersects(c.geom, l.geom)) pairs
    WHERE NOT ST_IsEmpty(geom)"""


def prepare(options: tuple[str, ...]) -> None:
    """Empty the database of what an earlier run left."""
    gdal.UseExceptions()
    database = _connected()
    for table in ("land", "control", "tiles", "pieces"):
        database.ExecuteSQL(f"DROP TABLE IF EXISTS {table}")


def _connected() -> Any:
    return ogr.Open(os.environ[ADDRESS], 1)


def run(options: tuple[str, ...], source: Path, layer: str, target: Path) -> dict[str, Any]:
    """Cut the survey by the other layer; two coverages need no subdividing."""
    started = time.perf_counter()
    with ServerLoad() as server:
        for name, table in (("land", "land"), (layer, "control")):
            gdal.VectorTranslate(os.environ[ADDRESS], str(source), layers=[name], layerName=table, format="PostgreSQL",
                                 layerCreationOptions=["GEOMETRY_NAME=geom", "FID=fid", "SPATIAL_INDEX=GIST"])
        database = _connected()
        database.ExecuteSQL("ANALYZE land; ANALYZE control")
        loaded = time.perf_counter()
        whole = layer == JOBS["coverage"]
        if not whole:
            database.ExecuteSQL(_TILES)
        database.ExecuteSQL(_CUT.format("control" if whole else "tiles"))
        cut = time.perf_counter()
        gdal.VectorTranslate(str(target), os.environ[ADDRESS], layers=["pieces"], format="GPKG")
    return {"load": loaded - started, "cut": cut - loaded, "write": time.perf_counter() - cut,
            "server_mb": server.peak_mb, "server_cpu_s": server.cpu_s}
