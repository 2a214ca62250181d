"""Kills processes at random moments of a commit and looks at what they leave; run as a program, without QGIS.

    ledger_kills.py KILLS SEED [wal]

With ``wal`` another process keeps the file open in WAL mode meanwhile, as QGIS does. Prints a JSON object: kills, how
many found the ledger as before and as after, how many were told that the commit is done, how many left a journal to be
rolled back, the median duration of a commit in ms, and the seconds the whole took. Ends with an error at the first
ledger that is neither as before nor as after, does not verify or does not conserve an indicator.
"""
from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

sys.modules["qgis"] = None  # type: ignore[assignment]  # any import of it fails from here on
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from kf_resources_plugin.engine.ledger_store import open_ledger  # noqa: E402
from tests.engine.ledgers import Clock, commit, demand, entry, new_ledger  # noqa: E402

ENTRIES = 4
HELD = (1_000_007, 400_003, 7_000_001)  # hundredths that every entry begins with
FRESH_AFTER = 25  # commits that lasted, after which a new ledger takes over, so that all are of one size


def fresh(folder: Path) -> Path:
    """Return a ledger of some entries, copied from one made once."""
    template, path = folder / "template.gpkg", folder / "l.kfledger.gpkg"
    if not template.exists():
        new_ledger(template, [entry(f"E{number}", *HELD) for number in range(ENTRIES)])
    for more in ("-journal", "-wal", "-shm"):
        path.with_name(path.name + more).unlink(missing_ok=True)
    shutil.copyfile(template, path)
    return path


def wanted(number: int) -> tuple[int, int, int]:
    """Return what the commit of a number takes; all differ, and many cross from one entry into the next."""
    return 70_001 + number, 30_011 + 3 * number, 500_003 + 7 * number


def commit_in_child(path: Path, number: int, ready: int, waits: bool) -> None:
    """Commit one project, say so, and end without any tidying up, or wait to be killed."""
    with open_ledger(path, Clock()) as ledger:
        os.write(ready, b"x")
        started = time.monotonic()
        result = commit(ledger, demand(f"P{number}", *wanted(number)))
        took = time.monotonic() - started
        os.write(ready, json.dumps([took, len(result.events)]).encode("ascii"))
        while waits:
            signal.pause()
    os._exit(0)


def killed(path: Path, number: int, delay: float | None) -> list[float]:
    """Fork a child that commits and kill it so long after it began; None lets it finish.

    Return what it could say before: the seconds of the commit and the events written.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            commit_in_child(path, number, writing, waits=delay is not None)
        finally:
            os._exit(3)
    os.close(writing)
    os.read(reading, 1)
    if delay is not None:
        time.sleep(delay)
        os.kill(child, signal.SIGKILL)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status) != (delay is not None):
        raise SystemExit(f"commit {number} failed by itself")
    return json.loads(said) if said else []


def check(path: Path, taken: list[tuple[int, int, int]], number: int) -> bool:
    """Tell whether the commit lasted; raise where the ledger is neither as before nor as after."""
    with open_ledger(path) as ledger:
        faults = ledger.faults or (ledger.verify() if number % 20 == 0 else [])  # opening verifies as well
        if faults:
            raise SystemExit(f"kill {number}: {faults}")
        lasted = ledger.open_commit(f"P{number}", "410222") is not None
        if lasted:
            taken.append(wanted(number))
        expected = [ENTRIES * held - sum(row[place] for row in taken) for place, held in enumerate(HELD)]
        found = [sum(item.amounts[place] for item in ledger.entries()) for place in range(3)]
        events = len(ledger.events())
    if found != expected or events != 1 + ENTRIES + len(taken):
        raise SystemExit(f"kill {number}: {found} left instead of {expected}, {events} events")
    return lasted


class Holder:
    """A process that keeps a ledger open in WAL mode and reads it, as QGIS does with a table of it."""

    def __init__(self, path: Path) -> None:
        reading, writing = os.pipe()
        self._child = os.fork()
        if self._child == 0:
            try:
                connection = sqlite3.connect(path)
                connection.execute("PRAGMA journal_mode = WAL").fetchall()
                connection.execute("SELECT count(*) FROM kf_events").fetchall()
                os.write(writing, b"x")
                signal.pause()
            finally:
                os._exit(3)
        os.close(writing)
        os.read(reading, 1)
        os.close(reading)

    def end(self) -> None:
        """End the process, which leaves the file in WAL mode."""
        os.kill(self._child, signal.SIGKILL)
        os.waitpid(self._child, 0)


def main(kills: int, seed: int, folder: Path, wal: bool) -> dict[str, Any]:
    """Kill so often and return what was counted."""
    chance = random.Random(seed)  # noqa: S311 (no secret depends on it)
    started = time.monotonic()
    path = fresh(folder)
    usual = span = median(killed(path, -number, None)[0] for number in range(1, 11))
    counted = dict.fromkeys(("kills", "before", "after", "told", "journals"), 0)
    taken: list[tuple[int, int, int]] = []
    path = fresh(folder)
    holder = Holder(path) if wal else None
    for number in range(1, kills + 1):
        said = killed(path, number, chance.uniform(0.0, span))
        counted["kills"] += 1
        counted["told"] += bool(said)
        counted["journals"] += path.with_name(path.name + "-journal").exists()
        lasted = check(path, taken, number)
        counted["after" if lasted else "before"] += 1
        if said and not lasted:
            raise SystemExit(f"kill {number}: told as done and not there")
        span *= 0.98 if said else 1.01  # however fast the machine is just now, two in three come before the end
        if len(taken) == FRESH_AFTER:
            if holder:
                holder.end()
            path, taken = fresh(folder), []
            holder = Holder(path) if wal else None
    if holder:
        holder.end()
    return {**counted, "commit_ms": round(1000 * usual, 2), "seconds": round(time.monotonic() - started, 1)}


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        print(json.dumps(main(int(sys.argv[1]), int(sys.argv[2]), Path(name), "wal" in sys.argv[3:])))
