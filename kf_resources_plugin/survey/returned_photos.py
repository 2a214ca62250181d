"""Photos of a package that came back: pictures by what is in them, under names of ours by their content."""
from __future__ import annotations

import hashlib
import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .refused import Refused

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ..rules.progress import Progress
    from .returned_files import ReturnedFiles

_HEADS = ((b"\xff\xd8\xff", ".jpg"), (b"\x89PNG\r\n\x1a\n", ".png"))
_HEIC, _BRANDS = b"ftyp", (b"heic", b"heix", b"mif1", b"msf1")
_RIFF, _WEBP = b"RIFF", b"WEBP"
_DIGITS = 16
MISSING, NO_PICTURE, TOO_LARGE = "photo_missing", "photo_no_picture", "photo_too_large"


@dataclass(frozen=True)
class Photo:
    """A photo by the name the table calls it: the name it gets, or why it is not taken."""

    called: str
    name: str = ""
    fault: str = ""


def take_photo(files: ReturnedFiles, called: str, most_mb: float, place: Callable[[str], Path] | None,
               progress: Progress) -> Photo:
    """Take the photo a row names to where ``place`` says; the row's name is only looked up among the package's files.

    Raises Canceled, OSError, and what ``place`` raises.
    """
    progress.check()
    name = posixpath.normpath(called.replace("\\", "/")).lstrip("/")
    if not files.has(name):
        return Photo(called, fault=MISSING)
    most = int(most_mb * 1_000_000)
    if files.size(name) > most:
        return Photo(called, fault=TOO_LARGE)
    try:
        content = files.read(name, most)
    except Refused:
        return Photo(called, fault=MISSING)
    suffix = picture_suffix(content)
    if not suffix:
        return Photo(called, fault=NO_PICTURE)
    name = f"{hashlib.sha256(content).hexdigest()[:_DIGITS]}{suffix}"
    if place is not None:
        place(name).write_bytes(content)
    return Photo(called, name)


def picture_suffix(content: bytes) -> str:
    """Return the ending of a picture that cameras make, by its first bytes; '' for anything else."""
    for head, suffix in _HEADS:
        if content.startswith(head):
            return suffix
    if content[4:8] == _HEIC and content[8:12] in _BRANDS:
        return ".heic"
    return ".webp" if content[:4] == _RIFF and content[8:12] == _WEBP else ""
