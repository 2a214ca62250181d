"""How an algorithm behaves while it runs: ``python -m tests.benchmarks.watch SIDE JOB SOURCE FOLDER`` prints JSON.

A first run counts the steps of its progress; in further ones somebody presses Cancel.
"""
from __future__ import annotations

import json
import os
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from qgis.core import QgsProcessingException, QgsProcessingFeedback

from tests.benchmarks.plan import BY_NAME, JOBS
from tests.benchmarks.sides import algorithm

_SHARES = (0.5, 0.25, 0.75)
_SHORT_S = 20.0  # a run longer than this is cancelled in its middle only


def progress(options: tuple[str, ...], source: Path, layer: str, target: Path) -> dict[str, float]:
    """Run to the end; return seconds, distinct values of the progress, and its longest standstill."""
    feedback, moves = QgsProcessingFeedback(False), [(time.perf_counter(), 0.0)]
    started = moves[0][0]

    def moved(value: float) -> None:
        if value > moves[-1][1]:
            moves.append((time.perf_counter(), value))

    feedback.progressChanged.connect(moved)
    algorithm.run(options, source, layer, target, feedback)
    ended = time.perf_counter()
    times = [at for at, _ in moves] + [ended]
    return {"seconds": ended - started, "steps": len(moves) - 1,
            "standstill_s": max(later - earlier for earlier, later in zip(times, times[1:]))}


def cancelled(options: tuple[str, ...], source: Path, layer: str, target: Path, after_s: float) -> dict[str, Any]:
    """Press Cancel after some seconds; return how long the run went on, None if it had ended, and what it left."""
    feedback, pressed = QgsProcessingFeedback(False), []

    def press() -> None:
        pressed.append(time.perf_counter())
        feedback.cancel()

    timer = threading.Timer(after_s, press)
    timer.start()
    with suppress(QgsProcessingException):  # not every version of Processing calls a cancelled run an error
        algorithm.run(options, source, layer, target, feedback)
    ended = time.perf_counter()
    timer.cancel()
    if target.exists():
        target.unlink()
        return {"after_s": after_s, "latency_s": None, "left": []}
    left = sorted(path.name for path in target.parent.iterdir())
    return {"after_s": after_s, "latency_s": ended - pressed[0], "left": left}


def main() -> None:
    """Watch the side that the command line names."""
    name, job, source, folder = sys.argv[1:5]
    side = BY_NAME[name]
    algorithm.prepare(side.options)
    target = Path(folder) / "pieces.gpkg"
    seen: dict[str, Any] = dict(progress(side.options, Path(source), JOBS[job], target))
    target.unlink()
    shares = _SHARES if seen["seconds"] <= _SHORT_S else _SHARES[:1]
    seen["cancels"] = [cancelled(side.options, Path(source), JOBS[job], target, share * seen["seconds"])
                       for share in shares]
    print(json.dumps(seen), flush=True)
    os._exit(0)


if __name__ == "__main__":
    main()
