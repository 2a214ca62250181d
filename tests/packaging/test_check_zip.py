"""check-zip lets the plugin through and refuses each fault the site would refuse."""
from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

ROOT = "kf_resources_plugin/"


@pytest.fixture(scope="session")
def good_zip(stage_tool: ModuleType, staged: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    stage_tool.BUILD, before = tmp_path_factory.mktemp("zip"), stage_tool.BUILD
    path: Path = stage_tool.zip_stage(staged)
    stage_tool.BUILD = before
    return path


@pytest.fixture(scope="session")
def bare_zip(staged: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a zip with no more of the plugin than every plugin must have: to pack all of it again is slow."""
    path = tmp_path_factory.mktemp("bare") / "bare.zip"
    with zipfile.ZipFile(path, "w") as target:
        for name in ("__init__.py", "metadata.txt", "LICENSE"):
            target.write(staged / name, ROOT + name)
    return path


@pytest.fixture
def small_zip(tmp_path: Path) -> Path:
    """Return a zip with one harmless module: the scan of the whole plugin is slow, and is made of it once."""
    path = tmp_path / "small.zip"
    with zipfile.ZipFile(path, "w") as target:
        target.writestr(ROOT + "__init__.py", "def classFactory(iface):\n    return iface\n")
    return path


def changed(sound: Path, folder: Path, *, without: str = "", replace: tuple[str, bytes] | None = None) -> Path:
    """Return a copy of the zip without one member, or with one replaced or added."""
    path = folder / "changed.zip"
    with zipfile.ZipFile(sound) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            if name not in {without, replace[0] if replace else ""}:
                target.writestr(name, source.read(name))
        if replace:
            entry = zipfile.ZipInfo("placeholder")
            entry.filename = entry.orig_filename = replace[0]  # the constructor would turn a backslash round
            target.writestr(entry, replace[1])
    return path


@pytest.fixture
def structure_only(zip_tool: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the slow scan where the planted fault is one of structure."""
    monkeypatch.setattr(zip_tool, "security_faults", lambda _folder: [])


def test_the_plugin_passes(zip_tool: ModuleType, good_zip: Path) -> None:
    """Bandit and the search for secrets, too: what is shipped is what is scanned."""
    faults, notes = zip_tool.check(good_zip)
    assert faults == []
    assert all("example.org" in note for note in notes)


@pytest.mark.usefixtures("structure_only")
def test_what_every_plugin_must_have_is_enough(zip_tool: ModuleType, bare_zip: Path) -> None:
    """So that the faults below are those that are planted."""
    assert zip_tool.check(bare_zip)[0] == []


@pytest.mark.usefixtures("structure_only")
@pytest.mark.parametrize("name", ["__init__.py", "metadata.txt", "LICENSE"])
def test_missing_file_is_refused(zip_tool: ModuleType, bare_zip: Path, tmp_path: Path, name: str) -> None:
    faults, _ = zip_tool.check(changed(bare_zip, tmp_path, without=ROOT + name))
    assert faults == [f"{ROOT}{name} is missing"]


@pytest.mark.usefixtures("structure_only")
@pytest.mark.parametrize(("name", "content", "said"), [
    ("other/readme.txt", b"x", "one folder"),
    (ROOT + "rules/__pycache__/a.py", b"", "does not belong"),
    (ROOT + "plugin.pyc", b"x", "not allowed"),
    (ROOT + ".git/config", b"", "does not belong"),
    ("__MACOSX/._plugin.py", b"", "does not belong"),
    (ROOT + "tests/test_a.py", b"", "does not belong"),
    (ROOT + "rules\\units.py", b"", "not a plain relative path"),
    (ROOT + "../escape.py", b"", "not a plain relative path"),
    (ROOT + "engine/fast.so", b"x", "not allowed"),
    (ROOT + "engine/fast.dat", b"\x7fELF\x02", "is a program"),
    (ROOT + "engine/run.txt", b"MZ\x90", "is a program"),
    (ROOT + "resources/demo/a.json", b"a\0b", "is binary"),
])
def test_forbidden_file_is_refused(
    zip_tool: ModuleType, bare_zip: Path, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    faults, _ = zip_tool.check(changed(bare_zip, tmp_path, replace=(name, content)))
    assert faults
    assert all(said in fault or "one folder" in fault for fault in faults), faults


@pytest.mark.usefixtures("structure_only")
@pytest.mark.parametrize(("old", "new", "said"), [
    ("tracker=", "x-tracker=", "tracker is missing"),
    ("homepage=", "x-homepage=", "homepage is missing"),
    ("description=", "description=开封", "must be English"),
    ("[general]", "[other]", "name is missing"),
    ("[general]", "no section", "does not parse"),
    ("deprecated=False", "supportsQt6=True", "supportsQt6"),
])
def test_wrong_metadata_are_refused(
    zip_tool: ModuleType, bare_zip: Path, staged: Path, tmp_path: Path, old: str, new: str, said: str
) -> None:
    text = (staged / "metadata.txt").read_text(encoding="utf-8")
    assert old in text
    wrong = text.replace(old, new, 1).encode()
    faults, _ = zip_tool.check(changed(bare_zip, tmp_path, replace=(ROOT + "metadata.txt", wrong)))
    assert any(said in fault for fault in faults), faults


@pytest.mark.usefixtures("structure_only")
def test_too_large_a_zip_is_refused(
    zip_tool: ModuleType, bare_zip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert zip_tool.MAX_BYTES == 25 * 1024 * 1024
    monkeypatch.setattr(zip_tool, "MAX_BYTES", 1000)
    assert any("more than 1000" in fault for fault in zip_tool.check(bare_zip)[0])


def test_insecure_code_and_secrets_are_refused(zip_tool: ModuleType, small_zip: Path, tmp_path: Path) -> None:
    """One rule of each kind the site blocks; a comment that silences Bandit does not help."""
    key = "AKIA" + "IOSFODNN7EXAMPLQ"  # in two parts, so that this file holds none
    code = f"""
import pickle
import random
import subprocess
import xml.etree.ElementTree
assert random.random()  # nosec
try:
    subprocess.run(["ls"])
except Exception:
    pass
query = "SELECT * FROM t WHERE a = '%s'" % key
eval(query)
key = "{key}"
"""  # noqa: S608 (this is the bad code)
    faults, _ = zip_tool.check(small_zip)
    assert not any("Bandit" in fault or "secret" in fault for fault in faults)
    faults, _ = zip_tool.check(changed(small_zip, tmp_path, replace=(ROOT + "engine/bad.py", code.encode())))
    for rule in ("B101", "B110", "B311", "B403", "B404", "B405", "B603", "B607", "B608", "B307"):
        assert any(f"Bandit {rule}" in fault for fault in faults), rule
    assert any("secret" in fault for fault in faults)


def test_what_is_no_zip_is_refused(zip_tool: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_text("no zip", encoding="utf-8")
    assert zip_tool.check(tmp_path / "a.zip")[0][0].startswith("not a zip")
