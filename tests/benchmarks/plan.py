"""Who is measured at which kind of work, and what is wanted of the results."""
from __future__ import annotations

from dataclasses import dataclass

JOBS = {"footprints": "footprints", "redline": "redline", "following": "following", "coverage": "land_after"}
"""Layer over the survey by kind of work."""
OURS, QGIS, OTHERS = "ours", "QGIS", "others"
ALL = tuple(JOBS)
CONTROLS = ("redline", "following")
OVER_SURVEY = ("footprints", *CONTROLS)

OCCUPATION, STABLE, CHANGE = "kf:farmlandoccupation", "kf:stablefarmland", "kf:farmlandchange"
ALGORITHM = {"footprints": OCCUPATION, "redline": OCCUPATION, "following": OCCUPATION, "coverage": CHANGE}
"""The algorithm a planner runs for each kind of work."""
SHAPELY, WITHOUT = "engine, Shapely kernel", "engine, QGIS kernel"
ALONE = ", QGIS alone"  # without Shapely
PARCELS_FIRST = "native:intersection, parcels first"
CONTROL_FIRST = "native:intersection, control first"
SUBDIVIDED = "native:subdivide, then intersection"
UNION = "native:union"
GEOPANDAS, DUCKDB, POSTGIS = "GeoPandas overlay", "DuckDB spatial", "PostGIS, ST_Subdivide"


@dataclass(frozen=True)
class Side:
    """One way to do the work. ``module`` in ``sides`` has prepare(options) and run(options, source, layer, target).

    same_pieces: gives exactly the pieces of control and parcels, so that areas are compared. elsewhere: runs in the
    bench's own environment.
    """

    name: str
    kind: str
    module: str
    options: tuple[str, ...]
    jobs: tuple[str, ...] = ALL
    same_pieces: bool = True
    elsewhere: bool = False


SIDES = (
    Side(OCCUPATION, OURS, "algorithm", (OCCUPATION, "auto"), OVER_SURVEY),
    Side(OCCUPATION + ALONE, OURS, "algorithm", (OCCUPATION, "qgis"), OVER_SURVEY),
    Side(OCCUPATION + " and permanent farmland", OURS, "algorithm", (OCCUPATION, "auto", "following"), ("footprints",)),
    Side(STABLE, OURS, "algorithm", (STABLE, "auto"), CONTROLS, same_pieces=False),
    Side(CHANGE, OURS, "algorithm", (CHANGE, "auto"), ("coverage",), same_pieces=False),
    Side(CHANGE + ALONE, OURS, "algorithm", (CHANGE, "qgis"), ("coverage",), same_pieces=False),
    Side(SHAPELY, OURS, "engine", ("shapely",)),
    Side(WITHOUT, OURS, "engine", ("qgis",)),
    Side(PARCELS_FIRST, QGIS, "native", ("land",)),
    Side(CONTROL_FIRST, QGIS, "native", ("control",)),
    Side(SUBDIVIDED, QGIS, "native", ("subdivide",), CONTROLS),
    Side(UNION, QGIS, "native", ("union",), ("coverage",), same_pieces=False),
    Side(GEOPANDAS, OTHERS, "geopandas_overlay", (), elsewhere=True),
    Side(DUCKDB, OTHERS, "duckdb_spatial", (), elsewhere=True),
    Side(POSTGIS, OTHERS, "postgis", ()),
)
BY_NAME = {side.name: side for side in SIDES}
REFERENCE = SHAPELY  # its area is what the others' areas are compared with
EQUAL_AREAS = 1e-9  # relative


@dataclass(frozen=True)
class Goal:
    """``ours`` shall be at least ``times`` as fast as ``other`` at some kinds of work."""

    jobs: tuple[str, ...]
    ours: str
    other: str
    times: float


def goals() -> list[Goal]:
    """Return what the ratios shall be: of the algorithm a planner runs, and of the bare engine."""
    wanted = [
        (("footprints",), PARCELS_FIRST, 8.0), (("footprints",), CONTROL_FIRST, 8.0), (CONTROLS, PARCELS_FIRST, 40.0),
        (CONTROLS, SUBDIVIDED, 3.0), (("coverage",), PARCELS_FIRST, 20.0), (("coverage",), CONTROL_FIRST, 20.0),
        *((ALL, other, 1.0) for other in (GEOPANDAS, DUCKDB, POSTGIS)),
    ]
    listed = []
    for jobs, other, times in wanted:
        for job in jobs:
            listed += [Goal((job,), ours, other, times) for ours in (ALGORITHM[job], SHAPELY)]
    for job in ALL:  # alone it may take twice as long
        listed += [Goal((job,), ALGORITHM[job] + ALONE, ALGORITHM[job], 0.5), Goal((job,), WITHOUT, SHAPELY, 0.5)]
    return listed


MOST_MEMORY_MB = 2_500.0  # at a million parcels
MOST_CANCEL_S = 1.0
