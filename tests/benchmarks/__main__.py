"""``make bench``: our algorithms and the engine beside what a user would pick instead, on the same layers.

    make bench                          50 000 parcels, all kinds of work
    make bench SIZES=200k,1M JOBS=coverage
    make bench SIZES=5k SIDES=engine    a quick look at sides whose name contains a word; prints only
"""
from __future__ import annotations

import os
import platform
import signal
import sys
from contextlib import ExitStack
from datetime import date
from pathlib import Path

from tests.benchmarks import results
from tests.benchmarks.cluster import NoPostgis, cluster
from tests.benchmarks.data import FOLDER, city
from tests.benchmarks.installing import environment, postgis
from tests.benchmarks.plan import DUCKDB, GEOPANDAS, JOBS, POSTGIS, SIDES
from tests.benchmarks.running import Place, all_sides, watched
from tests.benchmarks.table import PAGE, goals, page, rows

DEFAULT_SIZES = "50k"


def parcels_of(size: str) -> int:
    """Return the number that '50k', '1M' or '5000' means."""
    text = size.strip().lower()
    scale = {"k": 1_000, "m": 1_000_000}.get(text[-1:], 1)
    return int(float(text.rstrip("km")) * scale)


def chosen_jobs(text: str) -> list[str]:
    """Return the kinds of work named, all when none is."""
    named = [name.strip() for name in text.split(",") if name.strip()]
    unknown = sorted(set(named) - set(JOBS))
    if unknown:
        raise SystemExit(f"no such work: {', '.join(unknown)}; there is {', '.join(JOBS)}")
    return [job for job in JOBS if job in (named or JOBS)]


def machine() -> str:
    """Return processor, cores, memory, system, versions and load."""
    import numpy as np
    import shapely
    from osgeo import gdal
    from qgis.core import Qgis

    def named(file: str, label: str) -> str:
        path = Path(file)
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        return next((line.split(":")[1].strip() for line in lines if line.startswith(label)), "")

    memory = int(named("/proc/meminfo", "MemTotal").split()[0] or 0) / 2**20
    return (
        f"{named('/proc/cpuinfo', 'model name') or platform.processor()}, {os.cpu_count()} cores, {memory:.0f} GB, "
        f"{platform.platform()}; QGIS {Qgis.QGIS_VERSION}, GDAL {gdal.__version__}, GEOS {Qgis.geosVersion()} in QGIS "
        f"and {shapely.geos_version_string} in Shapely {shapely.__version__}, NumPy {np.__version__}, "
        f"Python {platform.python_version()}; load before the first run {_load()}"
    )


def _load() -> str:
    """Return how many processes wanted a core in the last minute; other work makes all sides slower, not alike."""
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


def place(stack: ExitStack, wanted: set[str]) -> Place:
    """Install what is compared with and start the server; say what could not be had."""
    python, problem = environment(FOLDER) if {GEOPANDAS, DUCKDB} & wanted else (Path(), "")
    missing = dict.fromkeys((GEOPANDAS, DUCKDB), problem) if problem else {}
    variables: dict[str, str] = {}
    if POSTGIS in wanted:
        told = postgis()
        if not told:
            try:
                variables = stack.enter_context(cluster(FOLDER))
            except NoPostgis as reason:
                told = str(reason)
        if told:
            missing[POSTGIS] = told
    for side, reason in missing.items():
        print(f"{side}: {reason}", flush=True)
    return Place(python, missing, variables)


def main() -> None:
    """Measure, print, and keep the tables of whole jobs."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that server and children end too
    jobs = chosen_jobs(os.environ.get("JOBS", ""))
    sizes = [parcels_of(size) for size in (os.environ.get("SIZES") or DEFAULT_SIZES).split(",")]
    word = os.environ.get("SIDES", "").lower()
    sides = [side for side in SIDES if word in side.name.lower()]
    with ExitStack() as stack:
        FOLDER.mkdir(parents=True, exist_ok=True)
        here = place(stack, {side.name for side in sides})
        for size in sizes:
            city(size)
            for job in jobs:
                on = machine()
                fresh = results.Group(size, job, date.today().isoformat(), on, all_sides(job, size, here, sides),
                                      {} if word else watched(job, size, here))
                print(f"\n{rows(fresh)}\n\n{goals([fresh])}\n", flush=True)
                if not word:
                    results.save(results.merged(results.load(), fresh))
                    PAGE.write_text(page(results.load()), encoding="utf-8")  # of what is kept, which is rounded
    if not word:
        print(f"kept in {results.FILE} and {PAGE}")


if __name__ == "__main__":
    main()
