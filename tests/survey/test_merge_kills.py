"""QGIS killed while packaging, merging or applying: the origin is intact, nothing half-written is taken for whole."""
from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from osgeo import ogr

from tests.survey.merge_kills import APPLYING, MERGING, PACKAGING, PLACES
from tests.survey.packages import X, Y, findings, land, pack
from tests.survey.returned import JPEG, edit_in_the_field

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.usefixtures("kf_provider")


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory, repository: Path, kf_provider: Any) -> Path:
    """Return a folder with what every killed process left, and ``left``, which none touched."""
    folder = tmp_path_factory.mktemp("killed")
    (folder / "left").mkdir()
    package = Path(pack(folder / "left" / "out", [land(folder / "left" / "a.gpkg")], findings((110, "a")),
                        NAME="journey")["PACKAGE"])
    (package / "photos" / "1.jpg").write_bytes(JPEG)
    edit_in_the_field(package, {"B0": {"DLBM": "0101"}, "B1": None},
                      evidence=[(f"POINT({X} {Y})", {"photo": "photos/1.jpg", "parcel_uid": "B0"})])
    done = subprocess.run([sys.executable, "-m", "tests.survey.merge_kills", str(folder)], cwd=repository, timeout=300,
                          env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}, capture_output=True, text=True,
                          check=False)
    ends = dict(line.split() for line in done.stdout.splitlines() if len(line.split()) == 2)
    assert ends == dict.fromkeys(PLACES, str(int(signal.SIGKILL))), done.stdout + done.stderr
    return folder


def files(folder: Path) -> dict[str, bytes]:
    """Return what lies in a folder but hidden folders, by name."""
    return dict(_visible(folder, folder))


def _visible(folder: Path, root: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".kf_"):
            continue
        if path.is_dir():
            yield from _visible(path, root)
        else:
            yield path.relative_to(root).as_posix(), path.read_bytes()


@pytest.mark.parametrize("place", [*PACKAGING, *MERGING])
def test_nothing_changed_and_nothing_is_there_by_its_name(killed: Path, place: str) -> None:
    assert files(killed / place) == files(killed / "left")


@pytest.mark.parametrize("place", APPLYING)
def test_the_layer_is_as_it_was_and_a_backup_whole_or_not_there(killed: Path, place: str) -> None:
    names = {name.partition("-")[0] for name in files(killed / place)} - set(files(killed / "left"))
    backup = "a_backup_20261126_000000.gpkg"
    assert names == ({backup} if place == "applied" else set())
    for name in ("a.gpkg", *names):
        opened = ogr.Open(str(killed / place / name))
        rows = [(one["BSM"], one["DLBM"]) for one in opened.GetLayerByName("DLTB")]
        assert rows == [(f"B{number}", "0103") for number in range(20)]
