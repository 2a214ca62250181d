"""Kills processes at random moments of an update of a register and looks at what they leave; a program without QGIS.

    stock_register_kills.py KILLS SEED [wal]

With ``wal`` the file is left in WAL mode before every update, as QGIS leaves it. Prints a JSON object: kills, how many
found the register as before and as after, how many were told that the update is done. Ends with an error at the first
register that is neither as before nor as after, or does not verify.
"""
from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

sys.modules["qgis"] = None  # type: ignore[assignment]  # any import of it fails from here on
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from kf_resources_plugin.engine.stock_events_store import open_register  # noqa: E402
from kf_resources_plugin.rules.stock_views import standing  # noqa: E402
from tests.engine.registers import HA, A, Clock, E, compared, edit, new_register, paper  # noqa: E402

PARCELS = 12  # of each of which an update writes a disposal and a move
FIRST = {(f"P{number}", A): (3 * HA, "2020-05-01") for number in range(PARCELS)}
AFTER = {**{lot: (HA, "2020-05-01") for lot in FIRST},
         **{(parcel, E): (HA, "2023-03-01") for parcel, _ in FIRST}}
PAPERS = [paper(parcel, A, "2023-06-01", HA, row=row) for row, (parcel, _) in enumerate(FIRST)]


def fresh(folder: Path, wal: bool) -> Path:
    """Return a register of the first year, copied from one made once."""
    template, path = folder / "template.gpkg", folder / "r.kfstock.gpkg"
    if not template.exists():
        new_register(template)
        with open_register(template, Clock()) as register:
            compared(register, FIRST, "2023-01-01")
    for more in ("-journal", "-wal", "-shm"):
        path.with_name(path.name + more).unlink(missing_ok=True)
    shutil.copyfile(template, path)
    if wal:
        edit(path, "PRAGMA journal_mode = WAL")
    return path


def update_in_child(path: Path, ready: int, waits: bool) -> None:
    """Update once, say so, and end without any tidying up, or wait to be killed."""
    with open_register(path, Clock()) as register:
        os.write(ready, b"x")
        started = time.monotonic()
        compared(register, AFTER, "2024-01-01", PAPERS)
        os.write(ready, json.dumps(time.monotonic() - started).encode("ascii"))
        while waits:
            signal.pause()
    os._exit(0)


def killed(path: Path, delay: float | None) -> float | None:
    """Fork a child that updates and kill it so long after it began; None lets it finish.

    Return the seconds of the update where it could still say so.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            update_in_child(path, writing, waits=delay is not None)
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
        raise SystemExit("an update failed by itself")
    return json.loads(said) if said else None


def check(path: Path) -> bool:
    """Tell whether the update lasted; raise where the register is neither as before nor as after."""
    with open_register(path) as register:
        faults = register.faults or register.verify()
        if faults:
            raise SystemExit(str(faults))
        found = {(row.lot.parcel, row.lot.kind): row.amount for row in standing(register.state(), date(2024, 1, 1))}
        events = register.head.number
    whole = {1 + PARCELS: FIRST, 1 + 3 * PARCELS: AFTER}
    if events not in whole or found != {lot: amount for lot, (amount, _) in whole[events].items()}:
        raise SystemExit(f"{events} events, {found}")
    return events > 1 + PARCELS


def main(kills: int, seed: int, folder: Path, wal: bool) -> dict[str, Any]:
    """Kill so often and return what was counted."""
    chance = random.Random(seed)  # noqa: S311 (no secret depends on it)
    span = median(killed(fresh(folder, wal), None) or 0.0 for _ in range(5))
    counted = dict.fromkeys(("kills", "before", "after", "told"), 0)
    for number in range(1, kills + 1):
        path = fresh(folder, wal)
        said = killed(path, chance.uniform(0.0, span))
        lasted = check(path)
        if said is not None and not lasted:
            raise SystemExit(f"kill {number}: told as done and not there")
        counted["kills"] += 1
        counted["told"] += said is not None
        counted["after" if lasted else "before"] += 1
        span *= 0.98 if said is not None else 1.01  # however fast the machine is just now
    return counted


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        print(json.dumps(main(int(sys.argv[1]), int(sys.argv[2]), Path(name), "wal" in sys.argv[3:])))
