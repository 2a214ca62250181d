"""Check a zip of the plugin against the rules of plugins.qgis.org, before the site does.

    check_zip.py ZIP…

Read in QGIS-Plugins-Website at 73c20fa: one folder with __init__.py, metadata.txt and LICENSE; required metadata, an
English description; at most 25 MB; no compiled Python, version control or macOS leftovers, no backslashes, no
programs or libraries; no finding of Bandit or detect-secrets. Ours besides: no tests, no addresses at example.org
(those are named, not refused, until the plugin has a home), nothing that looks like a program whatever its name.
"""
from __future__ import annotations

import configparser
import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path, PurePosixPath

NAME = "kf_resources_plugin"
MAX_BYTES = 25 * 1024 * 1024
REQUIRED_FILES = ("__init__.py", "metadata.txt", "LICENSE")
REQUIRED_KEYS = ("name", "description", "version", "qgisMinimumVersion", "author", "email", "about", "tracker",
                 "repository", "homepage")
FORBIDDEN_PARTS = {"__pycache__", ".git", ".svn", "__MACOSX", ".DS_Store", "tests", ".idea", ".vscode"}
FORBIDDEN_SUFFIXES = {".pyc", ".pyo", ".so", ".dll", ".dylib", ".exe", ".pyd", ".jar", ".whl", ".zip", ".bin", ".bat",
                      ".sh", ".com"}
PROGRAM_STARTS = (b"\x7fELF", b"MZ", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"#!")
NOT_TEXT = {".qm", ".png"}  # compiled texts and pictures are data; everything else is readable


def structure_faults(archive: zipfile.ZipFile, size: int) -> list[str]:
    """Return what is wrong with names, sizes and kinds of files."""
    faults = [f"{size} bytes, more than {MAX_BYTES}"] if size > MAX_BYTES else []
    names = [entry.orig_filename for entry in archive.infolist()]
    roots = {PurePosixPath(name.replace("\\", "/")).parts[0] for name in names}
    if roots != {NAME}:
        faults.append(f"the zip must hold one folder {NAME}, not {sorted(roots)}")
    faults += [f"{NAME}/{name} is missing" for name in REQUIRED_FILES if f"{NAME}/{name}" not in names]
    for name in names:
        path = PurePosixPath(name)
        if "\\" in name or ".." in path.parts or path.is_absolute():
            faults.append(f"{name}: not a plain relative path with /")
        if FORBIDDEN_PARTS & set(path.parts):
            faults.append(f"{name}: does not belong into a plugin")
        if path.suffix.lower() in FORBIDDEN_SUFFIXES:
            faults.append(f"{name}: programs, libraries and archives are not allowed")
    return faults


def content_faults(archive: zipfile.ZipFile) -> list[str]:
    """Return files that are binary whatever their name says."""
    faults = []
    for entry in archive.infolist():
        content = archive.read(entry)
        if content.startswith(PROGRAM_STARTS):
            faults.append(f"{entry.filename}: is a program")
        elif b"\0" in content and PurePosixPath(entry.filename).suffix not in NOT_TEXT:
            faults.append(f"{entry.filename}: is binary")
    return faults


def metadata_faults(text: str) -> list[str]:
    """Return what is wrong with metadata.txt."""
    parser = configparser.ConfigParser(interpolation=None)
    try:
        parser.read_string(text)
    except configparser.Error as error:
        return [f"metadata.txt does not parse: {error}"]
    general = dict(parser["general"]) if parser.has_section("general") else {}
    faults = [f"metadata.txt: {key} is missing" for key in REQUIRED_KEYS if not general.get(key.lower(), "").strip()]
    if not general.get("description", "").isascii():
        faults.append("metadata.txt: the description must be English")
    if "supportsqt6" in general:
        faults.append("metadata.txt: supportsQt6 is gone from QGIS")
    icon = general.get("icon", "")
    if icon and PurePosixPath(icon).is_absolute():
        faults.append("metadata.txt: icon must be a path below the plugin's folder")
    return faults


def placeholder_notes(text: str) -> list[str]:
    """Return addresses that must be replaced before the first upload."""
    return [f"metadata.txt: replace before uploading: {line}" for line in text.splitlines() if "example.org" in line]


def security_faults(folder: Path) -> list[str]:
    """Return every finding of Bandit (comments that silence it do not count) and of detect-secrets."""
    bandit = subprocess.run(
        [sys.executable, "-m", "bandit", "--quiet", "--recursive", "--ignore-nosec", "--format", "json", folder],
        capture_output=True, check=False)
    report = json.loads(bandit.stdout)
    faults = [
        f"{Path(row['filename']).relative_to(folder)}:{row['line_number']}: Bandit {row['test_id']} {row['issue_text']}"
        for row in report["results"]
    ]
    faults += [f"{row['filename']}: Bandit could not read it: {row['reason']}" for row in report["errors"]]
    secrets = subprocess.run(
        [sys.executable, "-m", "detect_secrets", "scan", "--all-files", "--no-verify", "."],
        cwd=folder, capture_output=True, check=True)
    for name, rows in json.loads(secrets.stdout)["results"].items():
        faults += [f"{name}:{row['line_number']}: looks like a secret ({row['type']})" for row in rows]
    return faults


def check(path: Path) -> tuple[list[str], list[str]]:
    """Return (faults, notes) of a zip."""
    try:
        archive = zipfile.ZipFile(path)
    except zipfile.BadZipFile as error:
        return [f"not a zip: {error}"], []
    with archive, tempfile.TemporaryDirectory() as folder:
        faults = structure_faults(archive, path.stat().st_size)
        if any("not a plain relative path" in fault for fault in faults):
            return faults, []
        faults += content_faults(archive)
        notes: list[str] = []
        if f"{NAME}/metadata.txt" in archive.namelist():
            metadata = archive.read(f"{NAME}/metadata.txt").decode("utf-8")
            faults += metadata_faults(metadata)
            notes = placeholder_notes(metadata)
        archive.extractall(folder)
        faults += security_faults(Path(folder))
    return faults, notes


def main() -> None:
    """Check the zips named on the command line."""
    refused = False
    for path in map(Path, sys.argv[1:]):
        faults, notes = check(path)
        print("\n".join([*notes, *faults]))
        verdict = f"refused, {len(faults)} faults" if faults else "fit for upload"
        print(f"{path.name}: {verdict}{' once the addresses are replaced' if notes and not faults else ''}")
        refused |= bool(faults)
    if refused or len(sys.argv) == 1:
        sys.exit(1 if refused else __doc__)


if __name__ == "__main__":
    main()
