"""Small text tables that people write by hand: encoding and separator are found out, every line keeps its number."""
from __future__ import annotations

import codecs
import csv
import re
from io import StringIO
from typing import TYPE_CHECKING

from ..i18n import tr
from .errors import PlannerError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

_SEPARATORS = ",;\t"
_LINES_ABOVE = 20  # titles and remarks that stand above a head
_MOST_NESTED = 50
_JSON_SIGNS = re.compile(r'"(?:[^"\\]|\\.)*"|[\[{\]}]', re.DOTALL)  # a bracket in a text nests nothing


_UTF16_MARKS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
CONTROL_SIGNS = frozenset(map(chr, {*range(32), 127} - {9, 10, 11, 12, 13, 26}))  # 26: the end of a file of DOS
"""Characters that no text has."""
_LOOKED_AT = 4_096  # bytes
_MANY, _FEW = 0.2, 0.01  # shares of zero bytes: tables are digits and commas, whose other byte is 0 in UTF-16


class TextFileError(PlannerError):
    """A text file cannot be read; the text names the file and what to do."""


def utf16_of(head: bytes) -> str:
    """Return 'utf-16' for bytes that begin with its mark, 'utf-16-le' or '-be' where zeros tell text, '' for others."""
    marked = _UTF16_MARKS.get(head[:2])
    if marked:
        return marked
    seen = head[:_LOOKED_AT]
    first, second = (seen[place::2].count(0) / max(len(seen) // 2, 1) for place in (0, 1))
    if min(first, second) > _FEW or max(first, second) < _MANY:
        return ""
    told = "utf-16-le" if second > first else "utf-16-be"
    try:
        text = codecs.getincrementaldecoder(told)().decode(seen)
    except UnicodeDecodeError:
        return ""
    return told if CONTROL_SIGNS.isdisjoint(text) else ""


def read_text(path: Path) -> str:
    """Return the text of a UTF-8, UTF-16 (with or without byte-order mark) or GB18030 file; raises TextFileError.

    JSON that is nested deeper than any table of ours is refused here: its reader would end in a RecursionError.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise TextFileError(tr("{file} cannot be read: {reason}. Check the path and whether the file is open in "
                               "another program.").format(file=path, reason=error.strerror or error)) from error
    utf16 = utf16_of(content)
    for encoding in (utf16,) if utf16 else ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        _refuse_depth(path, text)
        return text
    if utf16:
        raise TextFileError(tr("{file} looks like UTF-16 text, and is not: it breaks off or is damaged. Save it as "
                               "UTF-8.").format(file=path))
    raise TextFileError(tr("{file} is neither UTF-8 nor GB18030 text. Save it as UTF-8.").format(file=path))


def _refuse_depth(path: Path, text: str) -> None:
    if not text.lstrip().startswith(("[", "{")):
        return
    depth = 0
    for sign in _JSON_SIGNS.findall(text):
        depth += 1 if sign in "[{" else -1 if sign in "]}" else 0
        if depth > _MOST_NESTED:
            raise TextFileError(tr("{file} is nested too deeply: lists and objects stand more than {most} deep in one "
                                   "another. Check its brackets.").format(file=path, most=_MOST_NESTED))


def filled_lines(path: Path, is_head: Callable[[Sequence[str]], bool] | None = None) -> list[tuple[int, list[str]]]:
    """Return the lines of a table with their numbers, cells without padding; blank lines are left out.

    Comma, semicolon or tab separate the cells: that which makes one of the first lines a head, where ``is_head`` tells
    heads, for a title has signs of its own; else whichever the first line has most of. Raises TextFileError.
    """
    text = read_text(path)
    separator = _separator([line for line in text.splitlines() if line.strip()][:_LINES_ABOVE], is_head)
    # Line numbers are those of the file: a quoted cell may span lines, so the reader counts.
    # Strict: a quotation mark that nobody closed would otherwise take all lines below it into one cell.
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    lines: list[tuple[int, list[str]]] = []
    try:
        for cells in reader:
            lines.append((reader.line_num, [cell.strip() for cell in cells]))
    except csv.Error as error:
        # the reader notices far below, often at the end; the mark stands where the row begins
        begin = lines[-1][0] + 1 if lines else 1
        raise TextFileError(tr("{file} is no table: line {line} cannot be split into cells ({reason}). Check the "
                               "quotation marks there.").format(file=path, line=begin, reason=error)) from error
    filled = [(line, cells) for line, cells in lines if any(cells)]
    if not filled:
        raise TextFileError(tr("{file} is empty.").format(file=path))
    return filled


def _separator(lines: Sequence[str], is_head: Callable[[Sequence[str]], bool] | None) -> str:
    for line in lines if is_head else ():
        for separator in _SEPARATORS:
            if is_head is not None and is_head([cell.strip(' "') for cell in line.split(separator)]):
                return separator
    return max(_SEPARATORS, key=lines[0].count) if lines else _SEPARATORS[0]
