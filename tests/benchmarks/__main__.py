"""``make bench``: the engine beside QGIS's own intersection, on the same layers, in the same run.

    SIZES=5k make bench          a quick look; prints only
    make bench                   50 000 parcels; also writes tests/benchmarks/README.md
"""
from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

DEFAULT_SIZES = "50k"
_README = Path(__file__).parent / "README.md"
_CHILD = "tests.benchmarks.measure"
_RUNS = 3
_LONG_S = 20.0  # a run of this length is not repeated: noise no longer matters to it
_BASE = "native:intersection, parcels first"
_OTHER = "native:intersection, control first"
_OURS = ("engine, Shapely kernel", "engine, QGIS kernel")
# Engine and job; the base of each job comes first.
_PLAN = [
    (engine, job) for job in ("footprints", "redline", "following") for engine in (_BASE, _OTHER, *_OURS)
]
_PLAN.insert(4, ("kf:farmlandoccupation", "footprints"))


@dataclass(frozen=True)
class Row:
    """The median of some runs."""

    parcels: int
    job: str
    engine: str
    runs: int
    seconds: float
    peak_mb: float
    pieces: int
    area: float


def measured(engine: str, job: str, parcels: int) -> Row:
    """Run one engine on one job in processes of its own."""
    outcomes: list[dict[str, float]] = []
    while len(outcomes) < _RUNS and not (outcomes and outcomes[0]["seconds"] > _LONG_S):
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        done = subprocess.run(
            [sys.executable, "-m", _CHILD, engine, job, str(parcels)], capture_output=True, text=True, check=False,
            env=environment,
        )
        lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
        if done.returncode or not lines:
            raise SystemExit(f"{engine} on {job} failed:\n{done.stdout}\n{done.stderr}")
        outcomes.append(json.loads(lines[-1]))
    return Row(
        parcels, job, engine, len(outcomes), statistics.median(one["seconds"] for one in outcomes),
        max(one["peak_mb"] for one in outcomes), int(outcomes[0]["pieces"]), outcomes[0]["area"],
    )


def table(rows: list[Row]) -> str:
    """Return the rows as Markdown, each beside native:intersection with the parcels first."""
    lines = [
        "| parcels | job | engine | runs | seconds (median) | times as fast | peak memory MB | pieces | area m² |",
        "|---:|---|---|---:|---:|---:|---:|---:|---:|",
    ]
    base: dict[tuple[int, str], float] = {(row.parcels, row.job): row.seconds for row in rows if row.engine == _BASE}
    for row in rows:
        ratio = base[(row.parcels, row.job)] / row.seconds
        lines.append(
            f"| {row.parcels} | {row.job} | {row.engine} | {row.runs} | {row.seconds:.2f} | {ratio:.1f} | "
            f"{row.peak_mb:.0f} | {row.pieces} | {row.area:.2f} |"
        )
    return "\n".join(lines)


def machine() -> str:
    """Return processor, cores, system and versions."""
    import numpy as np
    import shapely
    from osgeo import gdal
    from qgis.core import Qgis

    processor = next(
        (line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
         if line.startswith("model name")), platform.processor())
    versions = (
        f"QGIS {Qgis.QGIS_VERSION}, GDAL {gdal.__version__}, GEOS {Qgis.geosVersion()} in QGIS and "
        f"{shapely.geos_version_string} in Shapely {shapely.__version__}, NumPy {np.__version__}, "
        f"Python {platform.python_version()}"
    )
    return f"{processor}, {os.cpu_count()} cores, {platform.platform()}. {versions}."


def readme(rows: list[Row]) -> str:
    """Return the page that keeps the last full run."""
    return f"""# Benchmarks

Written by `make bench` ({date.today().isoformat()}). Compare ratios, not seconds: the machine is not idle.

{machine()}

Layers (`data.py`, generated once into `build/bench/`, EPSG:4547): a seamless survey of crooked parcels with 36
vertices each; *footprints* of small projects; *redline*, large polygons with holes whose boundary ignores parcels;
*following*, large polygons whose boundary follows parcel borders. Every run is a process of its own, timed from opened
GeoPackage layers to a closed GeoPackage; a run of more than {_LONG_S:.0f} s is not repeated.

The engine's rows include reading, repair of what is near, cutting, statutory areas on the ellipsoid and writing.
native:intersection only cuts and writes; “parcels first” is the order its dialog suggests, “control first” what those
choose who know. kf:farmlandoccupation is the whole job with permanent basic farmland (the *following* layer),
deductions, adjustment, findings and figures; its pieces are split at the farmland's borders too.

{table(rows)}
"""


def main() -> None:
    """Measure, print, and keep the page of a full run."""
    sizes = os.environ.get("SIZES") or DEFAULT_SIZES
    rows: list[Row] = []
    for size in sizes.split(","):
        parcels = int(size.strip().lower().replace("k", "000"))
        for engine, job in _PLAN:
            rows.append(measured(engine, job, parcels))
            print(f"{size}: {job}, {engine}: {rows[-1].seconds:.2f} s", flush=True)
    print()
    print(table(rows))
    if sizes == DEFAULT_SIZES:
        _README.write_text(readme(rows), encoding="utf-8")
        print(f"\nwritten to {_README}")


if __name__ == "__main__":
    main()
