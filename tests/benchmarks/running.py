"""Runs sides in processes of their own: repeats short ones, stops long ones, finds the size a slow one manages."""
from __future__ import annotations

import json
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.benchmarks.checker import pieces_and_area
from tests.benchmarks.data import FOLDER, city
from tests.benchmarks.plan import ALGORITHM, BY_NAME, OURS, REFERENCE, SIDES, Side
from tests.benchmarks.results import Row

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

RUNS = 3
LONG_S = 20.0  # a run of this length is not repeated: noise no longer matters to it
LIMIT_S = 300.0  # after which a competitor is stopped
_START_S = 30.0  # to start QGIS, which does not count
_OURS_LIMIT_S = 3_600.0
LADDER = (500_000, 200_000, 100_000, 50_000, 20_000, 10_000, 5_000, 2_000)
_PROBE = 5_000
_FAR = 1.2
_REPOSITORY = Path(__file__).resolve().parents[2]


class Stopped(Exception):
    """A run that took too long."""


class Failed(Exception):
    """What a run said before it failed."""


@dataclass(frozen=True)
class Place:
    """Where and how sides run: the bench's own Python, what is missing by side, and variables of the environment."""

    python: Path
    missing: Mapping[str, str]
    variables: Mapping[str, str]


def started(module: str, side: Side, job: str, parcels: int, folder: Path, place: Place, limit_s: float) -> Any:
    """Run a module for a side in a process of its own and return the JSON of its last line."""
    python = str(place.python) if side.elsewhere else sys.executable
    command = [python, "-m", f"tests.benchmarks.{module}", side.name, job, str(city(parcels)), str(folder)]
    # a profile of the bench's own: what the user has set changes no figure, and nothing of the user's is changed
    variables = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QGIS_CUSTOM_CONFIG_PATH": str(FOLDER / "profile"),
                 **place.variables}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=variables,
                          cwd=_REPOSITORY, start_new_session=True) as process:
        try:
            told, errors = process.communicate(timeout=limit_s + _START_S)
        except subprocess.TimeoutExpired:
            raise Stopped from None
        finally:  # also when the bench itself is stopped
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.communicate()
    lines = [line for line in told.splitlines() if line.startswith("{")]
    if process.returncode or not lines:
        last = (errors.strip() or told.strip() or f"exit {process.returncode}").splitlines()[-1]
        raise Failed(re.sub(r"^[\w.]+: ", "", last))  # without the name of the exception
    return json.loads(lines[-1])


def measured(side: Side, job: str, parcels: int, place: Place, runs: int = RUNS) -> Row:
    """Return the row of a side: median of its runs, or why there is none."""
    if side.name in place.missing:
        return Row(side.name, parcels, note=place.missing[side.name])
    limit = _OURS_LIMIT_S if side.kind == OURS else LIMIT_S
    outcomes: list[dict[str, Any]] = []
    while len(outcomes) < runs and not (outcomes and outcomes[0]["seconds"] > LONG_S):
        with tempfile.TemporaryDirectory(dir=FOLDER) as name:
            folder = Path(name)
            try:
                outcome = started("child", side, job, parcels, folder, place, limit)
            except Stopped:
                return Row(side.name, parcels, seconds=limit, note=f"stopped after {limit:.0f} s")
            except Failed as failure:
                return Row(side.name, parcels, note=str(failure))
            if not outcomes:
                pieces, area = pieces_and_area(folder / "pieces.gpkg")
            outcomes.append(outcome)
    middle = sorted(outcomes, key=lambda one: one["seconds"])[len(outcomes) // 2]
    return Row(side.name, parcels, len(outcomes), statistics.median(one["seconds"] for one in outcomes),
               max(one["peak_mb"] for one in outcomes), pieces, area, middle["parts"],
               cpu_s=statistics.median(one["cpu_s"] for one in outcomes))


def competitor(side: Side, job: str, size: int, place: Place) -> list[Row]:
    """Measure a side that may take too long: then also, once, at the largest size it manages.

    A small size tells beforehand: time grows at least in proportion, so what that finds far too long is not tried.
    """
    probe = measured(side, job, _PROBE, place, runs=1) if size > _PROBE else None
    if probe is not None and not probe.measured:
        return [replace(probe, parcels=size)]
    least_s = 0.0 if probe is None else probe.seconds / _PROBE  # for each parcel
    row = Row(side.name, size, note=f"not run: {least_s * _PROBE:.0f} s for {_PROBE} parcels already")
    if least_s * size <= _FAR * LIMIT_S:
        row = measured(side, job, size, place)
        if row.measured or not row.seconds:
            return [row]
    for parcels in (step for step in LADDER if step < size and least_s * step <= LIMIT_S):
        managed = probe if parcels == _PROBE and probe is not None else measured(side, job, parcels, place, runs=1)
        if managed.measured:
            return [row, replace(managed, note=f"the largest size it manages in {LIMIT_S:.0f} s")]
    return [row]


def all_sides(job: str, size: int, place: Place, sides: Sequence[Side] = SIDES) -> list[Row]:
    """Measure every side at a kind of work, and ours once more where another managed only a smaller size."""
    rows: list[Row] = []
    for side in sides:
        if job not in side.jobs:
            continue
        found = [measured(side, job, size, place)] if side.kind == OURS else competitor(side, job, size, place)
        rows += found
        for row in found:
            _tell(job, row)
    for parcels in sorted({row.parcels for row in rows} - {size}):
        for side in sides:
            if side.name in {ALGORITHM[job], REFERENCE}:
                rows.append(measured(side, job, parcels, place))
                _tell(job, rows[-1])
    return rows


def watched(job: str, size: int, place: Place) -> dict[str, dict[str, Any]]:
    """Watch progress and cancel of the algorithm a planner runs; nothing when it is not in this version."""
    side = BY_NAME[ALGORITHM[job]]
    with tempfile.TemporaryDirectory(dir=FOLDER) as folder:
        try:
            return {side.name: started("watch", side, job, size, Path(folder), place, _OURS_LIMIT_S)}
        except Failed as failure:
            print(f"{job}, {side.name}: not watched: {failure}", flush=True)
    return {}


def _tell(job: str, row: Row) -> None:
    said = f"{row.seconds:.2f} s" if row.measured else row.note
    print(f"{time.strftime('%H:%M:%S')} {row.parcels}: {job}, {row.side}: {said}", flush=True)
