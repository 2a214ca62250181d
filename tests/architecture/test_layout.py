"""Where things stand in the repository."""
from __future__ import annotations

from typing import TYPE_CHECKING

from tests.conftest import LONGEST_FIRST

if TYPE_CHECKING:
    from pathlib import Path

TOP = {".ci", ".gitignore", "CHANGELOG.md", "CONTRIBUTING.md", "Makefile", "README.md", "i18n", "kf_resources_plugin",
       "metadata.txt", "pyproject.toml", "resources", "tests"}
GENERATED = (".qm", ".pyc", "resources_rc.py", "_ui.py")
SHIPPED = ("kf_resources_plugin/", "resources/")
SHIPPED_BYTES = 5_000_000  # a file a planner downloads with the plugin


def test_top_level_stays_as_it_is(tracked_files: list[str]) -> None:
    assert {name.split("/")[0] for name in tracked_files} - TOP == set()


def test_the_longest_test_files_are_there(repository: Path) -> None:
    assert [name for name in LONGEST_FIRST if not (repository / "tests" / name).is_file()] == []


def test_nothing_generated_is_kept(tracked_files: list[str]) -> None:
    assert [name for name in tracked_files if name.endswith(GENERATED)] == []


def test_shipped_files_are_small_and_readable(tracked_files: list[str], repository: Path) -> None:
    shipped = [repository / name for name in tracked_files if name.startswith(SHIPPED)]
    assert [str(path) for path in shipped if path.stat().st_size > SHIPPED_BYTES] == []
    assert [str(path) for path in shipped if b"\0" in path.read_bytes()] == []


def test_help_exists_in_both_languages(repository: Path) -> None:
    folder = repository / "resources/help"
    pages = {language: {path.name for path in (folder / language).glob("*.md")} for language in ("zh_CN", "en")}
    assert pages["zh_CN"] == pages["en"]
    for language, names in pages.items():
        index = (folder / language / "index.md").read_text(encoding="utf-8")
        assert {page for page in names - {"index.md"} if f"]({page})" not in index} == set()
