"""Coordinate files of parcels on disk: their encoding found out, their lines read one at a time in bounded memory."""
from __future__ import annotations

import codecs
import json
from functools import lru_cache
from io import TextIOWrapper
from typing import TYPE_CHECKING

from .. import paths
from ..i18n import tr
from ..rules.parcel_dialects import Format, format_from
from .errors import PlannerError
from .text_files import CONTROL_SIGNS, utf16_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ..rules.progress import Progress

MOST_BYTES = 200_000_000
MOST_SIGNS = 20_000  # of a line; rows have a hundred
_BLOCK = 1_000_000
_HEAD = 64_000
_ASK_EVERY = 20_000  # lines
_WORDS = ("坐标", "属性", "地块", "带号")


@lru_cache(maxsize=1)
def load_format() -> Format:
    """Return the words and dialects of coordinate files that the plugin brings."""
    return format_from(json.loads(paths.resource("exchange", "dialects.json").read_text(encoding="utf-8")))


def encoding_of(path: Path, progress: Progress) -> str:
    """Return how a file is encoded: 'ascii', 'utf-8', 'utf-8-sig', 'gb18030', or as ``utf16_of``; raises OSError.

    Without a mark, and zeros that tell UTF-16, it is UTF-8 where all of it is, or where its words are; else GB18030,
    which holds GBK and GB 2312.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
        marked = "utf-8-sig" if head.startswith(codecs.BOM_UTF8) else utf16_of(head)
        if marked:
            return marked
        decoder = codecs.getincrementaldecoder("utf-8")()
        plain, block = True, head
        try:
            while block:
                progress.check()
                plain = plain and block.isascii()
                decoder.decode(block)
                block = file.read(_BLOCK)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            counts = {name: sum(head.count(word.encode(name)) for word in _WORDS) for name in ("gb18030", "utf-8")}
            return max(counts, key=lambda name: counts[name])
    return "ascii" if plain else "utf-8"


def read_lines(path: Path, encoding: str, progress: Progress) -> Iterator[tuple[int, str]]:
    """Yield (number, text) of every line, whatever ends it; raises PlannerError for what is no text, and OSError.

    Bytes that are no text in the encoding become U+FFFD. ``progress`` shows how much of the file is read.
    """
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise PlannerError(tr("{file} is too large for a coordinate file: {size} MB, at most {most} MB are read. Split "
                              "it by parcels.").format(file=path, size=size // 1_000_000, most=MOST_BYTES // 1_000_000))
    number = 0
    with path.open("rb") as content:
        file = TextIOWrapper(content, encoding=encoding, errors="replace", newline=None)
        while text := file.readline(MOST_SIGNS + 1):
            number += 1
            if number % _ASK_EVERY == 1:
                progress.check()
                progress.set(min(content.tell() / max(size, 1), 1.0))
            if len(text) > MOST_SIGNS:
                raise PlannerError(tr("{file}, line {line}: the line is longer than {most} characters, so this is no "
                                      "coordinate file, or its line ends were lost. Save it anew as text.").format(
                    file=path, line=number, most=MOST_SIGNS))
            if not CONTROL_SIGNS.isdisjoint(text):
                raise PlannerError(tr("{file}, line {line}: this is no text but binary data. Choose the coordinate "
                                      "file (TXT) itself, no spreadsheet, drawing or archive.").format(
                    file=path, line=number))
            yield number, text
