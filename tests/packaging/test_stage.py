"""The stage, the links and the zip hold the plugin, all of it and nothing else."""
from __future__ import annotations

import subprocess
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType

    import pytest


def files_below(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_stage_is_the_tracked_files_and_the_compiled_texts(staged: Path, tracked_files: list[str]) -> None:
    package = {name.removeprefix("kf_resources_plugin/") for name in tracked_files if name.startswith("kf_")}
    others = {name for name in tracked_files if name.startswith("resources/") or name == "metadata.txt"}
    assert files_below(staged) == package | others | {"i18n/kf_resources_zh_CN.qm"}


def test_stage_brings_what_the_site_wants(staged: Path) -> None:
    assert {"__init__.py", "metadata.txt", "LICENSE"} <= files_below(staged)


def test_staging_again_leaves_nothing_old(stage_tool: ModuleType, tmp_path: Path) -> None:
    old = tmp_path / "kf_resources_plugin" / "old.py"
    old.parent.mkdir()
    old.touch()
    stage_tool.stage(old.parent)
    assert not old.exists()


def test_links_show_the_same_files(stage_tool: ModuleType, staged: Path, tmp_path: Path) -> None:
    target = tmp_path / "kf_resources_plugin"
    stage_tool.link(target)
    assert not target.is_symlink()
    assert (target / "resources").is_symlink()
    assert {path.name for path in target.iterdir()} == {path.name for path in staged.iterdir()}
    stage_tool.link(target)  # again over the old links, without following them
    assert (Path(stage_tool.REPOSITORY) / "resources").is_dir()


def test_without_git_the_files_are_found_on_disk(
    stage_tool: ModuleType, staged: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, repository: Path,
    tracked_files: list[str],
) -> None:
    copy = tmp_path / "copy"
    for name in (name for name in tracked_files if name.split("/")[0] in stage_tool.PARTS):
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        (copy / name).write_bytes((repository / name).read_bytes())
    cache = copy / "kf_resources_plugin/__pycache__"
    cache.mkdir()
    (cache / "plugin.cpython-311.pyc").touch()
    monkeypatch.setattr(stage_tool, "REPOSITORY", copy)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    target = tmp_path / "kf_resources_plugin"
    stage_tool.stage(target)
    assert files_below(target) == files_below(staged)


def test_zip_is_the_stage_and_the_same_twice(
    stage_tool: ModuleType, staged: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stage_tool, "BUILD", tmp_path)
    first = stage_tool.zip_stage(staged)
    content = first.read_bytes()
    with zipfile.ZipFile(first) as archive:
        assert {name.removeprefix("kf_resources_plugin/") for name in archive.namelist()} == files_below(staged)
    assert stage_tool.zip_stage(staged).read_bytes() == content


def test_each_target_is_explained(repository: Path) -> None:
    text = subprocess.run(
        ["make", "--no-print-directory", "help"], cwd=repository, capture_output=True, text=True, check=True).stdout
    for target in ("demo", "test", "run", "bench", "i18n", "stage", "link", "deploy", "zip", "check-zip", "help"):
        assert any(line.split()[0] == target for line in text.splitlines() if line), target
