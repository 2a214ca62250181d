"""The files of a package that came back, a folder or a zip: nothing is believed of their names, kinds and sizes.

Whatever is taken out is copied to a place and under a name that the caller chose; a name in the package is only ever
looked up. Nothing is written into the package.
"""
from __future__ import annotations

import os
import re
import stat
import unicodedata
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Callable

from .package_manifest import MANIFEST
from .refused import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..rules.progress import Progress

_MB = 1_000_000
_BLOCK = 1_000_000
_ODD = re.compile(r"[\x00-\x1f\\:]")
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_ENCRYPTED, _UTF8 = 0x1, 0x800  # of the flags of a file in a zip
_DEEPEST = 8  # folders below one another


@dataclass(frozen=True)
class Limits:
    """Most files, megabytes (10⁶ bytes) unpacked, and times that a packed file may grow once it has ``ratio_from_mb``.
    """

    files: int
    mb: float
    ratio: float
    ratio_from_mb: float


@dataclass(frozen=True)
class _Entry:
    size: int
    open: Callable[[], IO[bytes]]


class ReturnedFiles:
    """Files by their names below the folder of the manifest; made by ``open_files``."""

    def __init__(self, entries: Mapping[str, _Entry]) -> None:
        self._entries = entries

    def names(self) -> list[str]:
        """Return all names, with ``/`` between folders."""
        return sorted(self._entries)

    def has(self, name: str) -> bool:
        """Tell whether there is such a file."""
        return name in self._entries

    def size(self, name: str) -> int:
        """Return the bytes of a file."""
        return self._entries[name].size

    def read(self, name: str, most: int) -> bytes:
        """Return the first bytes of a file; raises Refused."""
        with _speaking(name), self._entries[name].open() as file:
            return file.read(most)

    def copy(self, name: str, target: Path, progress: Progress) -> None:
        """Copy a file to a place of ours; raises Refused and Canceled."""
        left = self._entries[name].size
        with _speaking(name), self._entries[name].open() as file, target.open("wb") as made:
            while left > 0 and (block := file.read(min(_BLOCK, left))):
                progress.check()
                made.write(block)
                left -= len(block)


@contextmanager
def open_files(path: Path, limits: Limits) -> Iterator[ReturnedFiles]:
    """Open a package: a folder, a file in it (as its manifest), or a zip; raises Refused."""
    folder = path if path.is_dir() else path.parent if path.suffix.lower() != ".zip" else None
    if folder is not None:
        if not (folder / MANIFEST).is_file():
            raise Refused("survey.return_no_manifest", file=path.name)
        yield ReturnedFiles(_of_folder(folder, limits))
        return
    with _speaking(path.name):
        archive = zipfile.ZipFile(path)
    with archive:
        yield ReturnedFiles(_of_zip(archive, path, limits))


def _of_folder(folder: Path, limits: Limits) -> dict[str, _Entry]:
    found: dict[str, _Entry] = {}
    size = 0
    for path, status in _walk(folder, 0):
        name = path.relative_to(folder).as_posix()
        if not stat.S_ISREG(status.st_mode):
            raise Refused("survey.return_link", name=name)
        found[name] = _Entry(status.st_size, _opener(path))
        size += status.st_size
        _within(len(found), size, limits)
    return found


def _opener(path: Path) -> Callable[[], IO[bytes]]:
    def opened() -> IO[bytes]:
        # a link that was put there meanwhile is not followed
        return os.fdopen(os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)), "rb")

    return opened


def _walk(folder: Path, depth: int) -> Iterator[tuple[Path, os.stat_result]]:
    """Yield what lies in a folder and below; hidden folders are those of programs (``.mergin``) and left out."""
    with _speaking(folder.name), os.scandir(folder) as listed:
        entries = sorted(listed, key=lambda entry: entry.name)
    for entry in entries:
        status = entry.stat(follow_symlinks=False)
        if not stat.S_ISDIR(status.st_mode):
            yield Path(entry.path), status
        elif not entry.name.startswith("."):
            if depth >= _DEEPEST:
                raise Refused("survey.return_path", name=entry.name)
            yield from _walk(Path(entry.path), depth + 1)


def _of_zip(archive: zipfile.ZipFile, path: Path, limits: Limits) -> dict[str, _Entry]:
    found: dict[str, _Entry] = {}
    met: set[str] = set()
    size = 0
    for info in archive.infolist():
        if info.is_dir():
            _safe_name(_name_in_zip(info).rstrip("/"))
            continue
        name = _name_in_zip(info)
        _safe_entry(name, info, limits)
        same = unicodedata.normalize("NFC", name).casefold()
        if same in met:
            raise Refused("survey.return_twice", name=name)
        met.add(same)
        found[name] = _Entry(info.file_size, _member(archive, info))
        size += info.file_size
        _within(len(found), size, limits)
    roots = [name[:-len(MANIFEST)] for name in found
             if name.rpartition("/")[2] == MANIFEST and name.count("/") <= 1]
    if len(roots) != 1:
        raise Refused("survey.return_no_manifest", file=path.name)
    [root] = roots
    return {name[len(root):]: entry for name, entry in found.items() if name.startswith(root)}


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Callable[[], IO[bytes]]:
    return lambda: archive.open(info)


def _name_in_zip(info: zipfile.ZipInfo) -> str:
    """Return the name of a file as its packer meant it: programs of a Chinese Windows write GBK and say nothing of it,
    and some part folders by backslashes.
    """
    name = info.filename
    if not info.flag_bits & _UTF8 and not name.isascii():
        try:
            name = name.encode("cp437").decode("gbk")
        except UnicodeError:
            name = info.filename
    return name.replace("\\", "/")


def _safe_entry(name: str, info: zipfile.ZipInfo, limits: Limits) -> None:
    """Raise Refused for a file of a zip that leads elsewhere, is none, or would grow out of all proportion."""
    _safe_name(name)
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind not in {0, stat.S_IFREG}:
        raise Refused("survey.return_link", name=name)
    if info.flag_bits & _ENCRYPTED or info.compress_type not in _METHODS:
        raise Refused("survey.return_encrypted", name=name)
    large = info.file_size > limits.ratio_from_mb * _MB
    if large and info.file_size > limits.ratio * max(info.compress_size, 1):
        raise Refused("survey.return_bomb", name=name, size_mb=f"{info.file_size / _MB:.0f}",
                      packed_mb=f"{info.compress_size / _MB:.3f}", most_ratio=f"{limits.ratio:g}")


def _safe_name(name: str) -> None:
    parts = name.split("/")
    if not name or _ODD.search(name) or any(part in {"", ".", ".."} for part in parts) or len(parts) > _DEEPEST:
        raise Refused("survey.return_path", name=name)


def _within(files: int, size: int, limits: Limits) -> None:
    if files > limits.files:
        raise Refused("survey.return_too_many", most_files=limits.files)
    if size > limits.mb * _MB:
        raise Refused("survey.return_too_large", most_mb=f"{limits.mb:g}")


@contextmanager
def _speaking(name: str) -> Iterator[None]:
    """Turn what the system or a zip says into a refusal."""
    try:
        yield
    except (OSError, zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, ValueError,
            zlib.error) as error:
        raise Refused("survey.return_unreadable", name=name,
                      reason=getattr(error, "strerror", None) or str(error)) from error
