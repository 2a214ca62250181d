"""Put the plugin together as it is installed: package, metadata.txt, resources and compiled translations in one folder.

    stage.py stage [FOLDER]     copy to FOLDER (default build/kf_resources_plugin)
    stage.py link               the same out of links, below build/link: edits are live (QGIS_PLUGINPATH=build/link)
    stage.py deploy [PROFILE]   copy the stage into a QGIS profile (default: the user's own default profile)
    stage.py zip                zip the stage to build/kf_resources_plugin-VERSION.zip
"""
from __future__ import annotations

import configparser
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
BUILD = REPOSITORY / "build"
NAME = "kf_resources_plugin"
PARTS = (NAME, "resources", "i18n", "metadata.txt")
UNTRACKED = ("__pycache__", ".pyc", ".qm")


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


def stage(target: Path) -> None:
    """Make ``target`` the plugin's folder as a user has it after installing."""
    shutil.rmtree(target, ignore_errors=True)
    for file in shipped_files():
        place = installed_path(file)
        if place is not None:
            (target / place).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(REPOSITORY / file, target / place)
    compile_translations(target / "i18n")


def link(target: Path) -> None:
    """Make ``target`` the plugin's folder out of links into the checkout; only the translations are copies."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    entries = {place.parts[0] for place in map(installed_path, shipped_files()) if place is not None}
    for entry in sorted(entries):
        inside = REPOSITORY / NAME / entry
        (target / entry).symlink_to(inside if inside.exists() else REPOSITORY / entry)
    compile_translations(target / "i18n")


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
