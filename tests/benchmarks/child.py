"""One measurement in a process of its own: ``python -m tests.benchmarks.child SIDE JOB SOURCE FOLDER`` prints JSON.

Its own process, because peak memory is a figure of a process and because one run must not warm up the next. Time
counts from the unopened GeoPackage to a closed result file; starting QGIS or Python does not count.
"""
from __future__ import annotations

import importlib
import json
import os
import resource
import sys
import time
from pathlib import Path
from typing import Any

from tests.benchmarks.plan import BY_NAME, JOBS


def measured(module: str, options: tuple[str, ...], layer: str, source: Path, folder: Path) -> dict[str, Any]:
    """Run once and return seconds, of them parts that the side tells, seconds of all cores, peak memory in MB."""
    side = importlib.import_module(f"tests.benchmarks.sides.{module}")
    side.prepare(options)
    started = _peak_mb(resource.RUSAGE_CHILDREN)  # QGIS starts a process while it starts itself: no part of the run
    before, computed = time.perf_counter(), time.process_time()
    parts = side.run(options, source, layer, folder / "pieces.gpkg")
    seconds, cpu = time.perf_counter() - before, time.process_time() - computed
    children = _peak_mb(resource.RUSAGE_CHILDREN)
    peak = _peak_mb(resource.RUSAGE_SELF) + (children if children > started else 0.0)
    return {"seconds": seconds, "cpu_s": cpu + parts.pop("server_cpu_s", 0.0),
            "peak_mb": peak + parts.pop("server_mb", 0.0), "parts": parts}


def _peak_mb(who: int) -> float:
    return resource.getrusage(who).ru_maxrss / 1024.0


def main() -> None:
    """Run the side that the command line names."""
    name, job, source, folder = sys.argv[1:5]
    side = BY_NAME[name]
    outcome = measured(side.module, side.options, JOBS[job], Path(source), Path(folder))
    print(json.dumps(outcome), flush=True)
    os._exit(0)  # taking QGIS apart is no part of the run, and not always clean


if __name__ == "__main__":
    main()
