"""The folder for copies of a package: gone when it is left, and what killed runs left goes a day later."""
from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from kf_resources_plugin.survey import own_folder as module
from kf_resources_plugin.survey.own_folder import own_folder

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def aged(folder: Path, hours: float) -> Path:
    folder.mkdir()
    (folder / "data.gpkg").write_bytes(b"x")
    then = time.time() - 3600 * hours
    os.utime(folder, (then, then))
    return folder


def test_what_killed_runs_left_goes_a_day_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "gettempdir", lambda: str(tmp_path))
    theirs = aged(tmp_path / "target", 48)
    aged(tmp_path / "kf_return_abcd_123", 25)
    kept = [aged(tmp_path / "kf_return_abcd1234", 23), aged(tmp_path / "kf_return_my_own_folder", 48), theirs]
    link = tmp_path / "kf_return_linklink"
    link.symlink_to(theirs)
    os.utime(link, (0, 0), follow_symlinks=False)
    with own_folder() as mine:
        assert mine.is_dir()
        assert sorted(tmp_path.iterdir()) == sorted([*kept, link])
    assert all((folder / "data.gpkg").is_file() for folder in kept)
    assert not mine.exists()
