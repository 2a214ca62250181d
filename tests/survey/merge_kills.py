"""Runs packaging, merging and applying, and kills itself in the midst: a process for each place, all of one start.

    python -m tests.survey.merge_kills FOLDER

FOLDER/left holds a layer and a package of it that was edited in the field; each place has a copy of it, FOLDER/<place>.
"""
from __future__ import annotations

import os
import shutil
import signal
import sys
from datetime import datetime
from pathlib import Path
from typing import Any, Callable

SECONDS = 60
PACKAGING = ("rows", "manifest", "check", "zip", "placing")
MERGING = ("opened", "compared", "photos", "edits")
APPLYING = ("backup", "applied")
PLACES = (*PACKAGING, *MERGING, *APPLYING)


def dies(owner: Any, name: str, *, after: bool) -> None:
    """Let a function be the last thing this process does, or not even that."""
    real = getattr(owner, name)

    def last(*values: Any, **more: Any) -> None:
        if after:
            real(*values, **more)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(owner, name, last)


def run(place: str, folder: Path) -> None:
    """Do what is to be killed at a place."""
    from kf_resources_plugin.engine import staging
    from kf_resources_plugin.processing.survey import merge_job, merge_outputs, package_job
    from kf_resources_plugin.survey import layer_backup, package, returned_evidence
    from kf_resources_plugin.survey.apply_edits import ChosenEdit, EditsToApply
    from tests.survey.packages import findings, pack
    from tests.survey.returned import merge, rows_of

    spots: dict[str, Callable[[], None]] = {
        "rows": lambda: dies(package, "_write_tasks", after=False),
        "manifest": lambda: dies(package, "write_manifest", after=False),
        "check": lambda: dies(package, "package_faults", after=True),
        "zip": lambda: dies(package_job, "zip_package", after=True),
        "placing": lambda: dies(staging.Staging, "commit", after=False),
        "opened": lambda: dies(merge_job.PresentRows, "found", after=False),
        "compared": lambda: dies(merge_job, "listed_edits", after=True),
        "photos": lambda: dies(returned_evidence, "_listed", after=True),
        "edits": lambda: dies(merge_outputs, "_write_evidence", after=True),
        "backup": lambda: dies(layer_backup, "_copy_database", after=True),
        "applied": lambda: None,
    }
    layer = opened(folder)
    if place in PACKAGING:
        spots[place]()
        pack(folder / "out", [layer], findings((110, "a")), PACKING="zip", NAME="again")
    elif place in MERGING:
        spots[place]()
        merge(folder / "out" / "journey", layer, EDITS=str(folder / "edits.gpkg"), PHOTOS=str(folder / "photos"))
    else:
        result = merge(folder / "out" / "journey", layer, ROWS="memory:")
        digests = {row["source_fid"]: row["present_digest"] for row in rows_of(result["ROWS"]) if row["source_fid"]}
        fields = [name for name in layer.fields().names() if name != "fid"]
        edits = EditsToApply(layer, fields, digests, int(result["FEATURES_COUNT"]))
        edits.check()
        spots[place]()
        layer_backup.back_up(layer, folder, datetime(2026, 11, 26))
        edits.apply([ChosenEdit.of(feature) for feature in result["EDITS"].getFeatures()], "edits")
        os.kill(os.getpid(), signal.SIGKILL)


def opened(folder: Path) -> Any:
    """Return the layer of the office."""
    from qgis.core import QgsVectorLayer

    return QgsVectorLayer(f"{folder / 'a.gpkg'}|layername=DLTB", "DLTB", "ogr")


def main(folder: Path) -> None:
    """Fork for every place, and say how each process ended."""
    from tests.headless import start

    running = start()
    for place in PLACES:
        copied = Path(shutil.copytree(folder / "left", folder / place))
        child = os.fork()
        if not child:
            signal.alarm(SECONDS)
            run(place, copied)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        print(place, os.WTERMSIG(status), flush=True)
    del running
    os._exit(0)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
