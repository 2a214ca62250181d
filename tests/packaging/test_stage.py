"""The stage, the links and the zip hold the plugin, all of it and nothing else."""
from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from importlib.metadata import distribution
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from types import ModuleType


def files_below(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def library_files() -> set[str]:
    """Return where the files of the environment's XlsxWriter belong, its licence with them."""
    files = distribution("XlsxWriter").files or []
    modules = {f"extlibs/{file.as_posix()}" for file in files if file.parts[0] == "xlsxwriter" and file.suffix == ".py"}
    assert len(modules) > 30
    return modules | {"extlibs/xlsxwriter/LICENSE.txt", "extlibs/__init__.py", "extlibs/README.txt"}


def test_stage_is_the_tracked_files_the_compiled_texts_and_xlsxwriter(staged: Path, tracked_files: list[str]) -> None:
    package = {name.removeprefix("kf_resources_plugin/") for name in tracked_files if name.startswith("kf_")}
    others = {name for name in tracked_files if name.startswith("resources/") or name == "metadata.txt"}
    assert files_below(staged) == package | others | {"i18n/kf_resources_zh_CN.qm"} | library_files()


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


NO_CACHES = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}  # the stage is shared by all tests

# writes a sheet with one copy of XlsxWriter, through all that is changed in the packaged one
WRITE = """
import sys
sys.path.insert(0, sys.argv[1])
from importlib import import_module
from datetime import datetime
module = import_module(sys.argv[2])
book = module.Workbook(sys.argv[3], {"in_memory": True})
book.set_properties({"created": datetime(2000, 1, 1)})
page = book.add_worksheet("核销")
page.write_string(0, 0, "水田")
page.write(1, 0, "=1+1")
page.write(2, 0, "")
page.write(3, 0, 0.5)
page.write_rich_string(4, 0, "a", book.add_format({"bold": True}), "b")
page.autofilter(0, 0, 4, 0)
page.filter_column(0, "x == blanks or x == 水*")
page.protect("geheim", {"sort": True})
book.add_chartsheet().protect()
book.close()
print(module.__file__)
"""


def written(folder: Path, module: str, target: Path, python: str) -> tuple[bytes, Path]:
    """Write the sheet in a process of its own; return its bytes and the file the module came from."""
    told = subprocess.run([python, "-c", WRITE, str(folder), module, str(target)], capture_output=True, text=True,
                          check=True, timeout=120, env=NO_CACHES).stdout
    return target.read_bytes(), Path(told.strip())


def test_packaged_xlsxwriter_writes_what_the_original_writes(staged: Path, tmp_path: Path) -> None:
    mine, origin = written(staged.parent, "kf_resources_plugin.extlibs.xlsxwriter", tmp_path / "a.xlsx", sys.executable)
    assert staged in origin.parents
    original, origin = written(tmp_path, "xlsxwriter", tmp_path / "b.xlsx", sys.executable)
    assert staged not in origin.parents
    assert mine == original


def test_packaged_xlsxwriter_touches_no_other(staged: Path, tmp_path: Path) -> None:
    """A plugin that brings its own XlsxWriter finds its own, and ours neither replaces it nor is replaced by it."""
    (tmp_path / "xlsxwriter.py").write_text("Workbook = None", encoding="utf-8")
    script = ("import sys; sys.path[:0] = sys.argv[1:]\n"
              "from kf_resources_plugin.extlibs import xlsxwriter as ours\n"
              "assert 'xlsxwriter' not in sys.modules\n"
              "import xlsxwriter\n"
              "assert xlsxwriter.Workbook is None\n"
              "assert ours.Workbook is not None\n")
    subprocess.run([sys.executable, "-c", script, str(tmp_path), str(staged.parent)], check=True, timeout=120,
                   env=NO_CACHES)


@pytest.mark.skipif(not Path("/usr/bin/python3").exists(), reason="the Python of QGIS is elsewhere")
def test_sheets_are_written_where_no_xlsxwriter_is_installed(staged: Path, tmp_path: Path) -> None:
    """Debian's QGIS has none; -I -S keep that of a developer away."""
    script = ("import sys; sys.path.append(sys.argv[1]); sys.path += sys.argv[3:]\n"
              "from pathlib import Path\n"
              "from kf_resources_plugin.engine.spreadsheet_writing import Column, Sheet, workbook_bytes\n"
              "assert 'xlsxwriter' not in sys.modules\n"
              "Path(sys.argv[2]).write_bytes(workbook_bytes([Sheet('核销', [Column('编号')], [['001']])]))\n")
    target = tmp_path / "sheet.xlsx"
    subprocess.run(["/usr/bin/python3", "-B", "-I", "-S", "-c", script, str(staged.parent), str(target),
                    "/usr/lib/python3/dist-packages"], check=True, timeout=120, env=NO_CACHES)
    with zipfile.ZipFile(target) as archive:
        assert "001" in archive.read("xl/sharedStrings.xml").decode("utf-8")


def test_another_xlsxwriter_than_expected_stops_the_stage(
    stage_tool: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stage_tool, "XLSXWRITER_CHANGES", (("core.py", "no such text", "", 1),))
    with pytest.raises(SystemExit, match="no such text"):
        stage_tool.package_xlsxwriter(tmp_path / "extlibs")


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
