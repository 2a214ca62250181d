"""README keeps up with what it describes."""
from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def test_algorithm_reference_is_current(repository: Path) -> None:
    done = subprocess.run([sys.executable, ".ci/reference.py", "--check"], cwd=repository, capture_output=True,
                          text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_pictures_and_files_it_links_to_exist(repository: Path) -> None:
    for name in ("README.md", "CONTRIBUTING.md"):
        text = (repository / name).read_text(encoding="utf-8")
        links = re.findall(r"\]\(([^)#]+)\)", text)
        assert [link for link in links if "://" not in link and not (repository / link).exists()] == []


def test_make_targets_it_names_exist(repository: Path) -> None:
    made = set(re.findall(r"^([a-z0-9-]+):", (repository / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for name in ("README.md", "CONTRIBUTING.md"):
        text = (repository / name).read_text(encoding="utf-8")
        named = set(re.findall(r"(?:^|`)make ([a-z0-9-]+)", text, re.MULTILINE))
        assert named
        assert named - made == set()
