"""Small text tables that people write by hand: encoding and separator are found out, every line keeps its number."""
from __future__ import annotations

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


class TextFileError(PlannerError):
    """A text file cannot be read; the text names the file and what to do."""


def read_text(path: Path) -> str:
    """Return the text of a UTF-8 (with or without byte-order mark) or GB18030 file; raises TextFileError.

    JSON that is nested deeper than any table of ours is refused here: its reader would end in a RecursionError.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise TextFileError(tr("{file} cannot be read: {reason}. Check the path and whether the file is open in "
                               "another program.").format(file=path, reason=error.strerror or error)) from error
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        _refuse_depth(path, text)
        return text
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


def table_rows(path: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Return the cells of the first line and the further lines with their numbers; blank lines are left out.

    As ``filled_lines``.
    """
    filled = filled_lines(path)
    return filled[0][1], filled[1:]


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
