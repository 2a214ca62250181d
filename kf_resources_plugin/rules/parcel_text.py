"""A coordinate file of parcels line by line: header, parcels, points. Every liberty that reading takes is noted.

The file has sections ``[属性描述]`` (key=value) and ``[地块坐标]``: a title row that ends in @ begins a parcel, point
rows follow until the next one. What is written of the number of points is never relied on.
"""
from __future__ import annotations

import re
from array import array
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .parcel_notes import Notes
from .parcel_rows import AREA, Title, ends_marked, is_marked, is_point, is_title, read_point, read_title
from .text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .parcel_dialects import Format

_SECTION = re.compile(r"\s*[\[【［]([^,，]{1,40}?)\s*[:：]?\s*[\]】］]?\s*")
_KEY = re.compile(r"\s*([^=＝:：,，]{1,40}?)\s*[=＝:：]\s*(.*)")
_COMMENT = ("#", "//", "--")
_QUOTE = "'"  # begins a comment, too; but spreadsheets put it before cells that they are to take for text
_INVISIBLE = " \r\n\t\u3000\ufeff\u200b\x1a\x0c\x0b"
_LOST = "\ufffd"  # what stands for bytes that are no text
_HEADER, _PARCELS, _OTHER, _NONE = "header", "parcels", "other", ""


@dataclass
class ParcelText:
    """A parcel as it stands in the file: its title with its line, and a row for each point.

    first, second: the coordinates in the order of the file. lines: that of each point.
    """

    line: int
    title: Title
    ids: list[str] = field(default_factory=list)
    rings: array[int] = field(default_factory=lambda: array("q"))
    first: array[float] = field(default_factory=lambda: array("d"))
    second: array[float] = field(default_factory=lambda: array("d"))
    lines: array[int] = field(default_factory=lambda: array("q"))


@dataclass
class ParcelFile:
    """A coordinate file: header values with their lines, parcels, most decimals of a coordinate, and what was noticed.

    brackets: those of its sections, None where it has none.
    """

    notes: Notes
    header: dict[str, tuple[int, str]] = field(default_factory=dict)
    parcels: list[ParcelText] = field(default_factory=list)
    decimals: int = 0
    brackets: str | None = None

    def value(self, key: str) -> str:
        """Return a header value, '' where there is none."""
        return self.header.get(key, (0, ""))[1]


def read_parcels(lines: Iterable[tuple[int, str]], words: Format) -> ParcelFile:
    """Read numbered lines; raises UnreadableFile with the faults, each with its line."""
    reader = _Reader(words)
    line = 0
    for line, text in lines:
        reader.take(line, text.strip(_INVISIBLE))
    file = reader.file
    if not file.parcels:
        file.notes.fault("exchange.no_parcels", line)
    file.notes.refuse()
    return file


class _Reader:
    """Takes one line after the other; knows the section it is in."""

    def __init__(self, words: Format) -> None:
        self.file = ParcelFile(Notes())
        self._words, self._section = words, _NONE

    def take(self, line: int, text: str) -> None:
        if not text:
            return
        if _LOST in text:
            self.file.notes.add("exchange.lost_text", line)
        if text.startswith(_QUOTE) and is_point(text):
            text = text[1:]
        if text.startswith((*_COMMENT, _QUOTE)):
            self.file.notes.add("exchange.comment", line)
            return
        section = _SECTION.fullmatch(text) if text[0] in "[【［" else None
        if section:
            self._open(section.group(1), text[0], line)
        elif self._section != _PARCELS and not self._begins_parcels(text):
            self._above(line, text)
        else:
            self._row(line, text)

    def _row(self, line: int, text: str) -> None:
        if self._section != _PARCELS:
            self.file.notes.add("exchange.no_section", line)
            self._section = _PARCELS
        if ends_marked(text) or is_marked(text) or is_title(text):
            self._title(line, text)
        else:
            self._point(line, text)

    def _open(self, name: str, bracket: str, line: int) -> None:
        called = "".join(clean(name).split())
        sections = self._words.sections
        kind = next((key for key, word in sections.items() if word in called or word[:2] in called), None)
        if kind is None and "坐标" in called:
            kind = _PARCELS
        if kind is None:
            self.file.notes.add("exchange.section", line, name=name)
        elif called != sections[kind]:
            self.file.notes.add("exchange.section_name", line, name=name, expected=sections[kind])
        self._section = kind or _OTHER
        if self.file.brackets is None:
            self.file.brackets = "[]" if bracket == "[" else "【】"

    def _begins_parcels(self, text: str) -> bool:
        """Tell whether a line outside the parcels' section belongs there all the same: its name is missing."""
        return is_marked(text) or is_title(text) or is_point(text)

    def _above(self, line: int, text: str) -> None:
        """Read a line above the parcels; those of a section that is none of this format are noted as a whole."""
        if self._section == _HEADER or (self._section == _NONE and _KEY.fullmatch(text)):
            self._header(line, text)
        elif self._section == _NONE:
            self.file.notes.add("exchange.skipped_line", line, text=text[:40])

    def _header(self, line: int, text: str) -> None:
        found = _KEY.fullmatch(text)
        notes = self.file.notes
        if found is None:
            notes.add("exchange.skipped_line", line, text=text[:40])
            return
        word, value = "".join(clean(found.group(1)).split()), found.group(2).strip()
        key = self._words.key_of(word)
        if key is None:
            notes.add("exchange.header_unknown", line, key=word)
        elif key in self.file.header and self.file.value(key) != value:
            notes.add("exchange.header_twice", line, key=word)
        else:
            self.file.header.setdefault(key, (line, value))

    def _title(self, line: int, text: str) -> None:
        if not text.strip("@＠,， "):
            self.file.notes.add("exchange.skipped_line", line, text=text[:40])
            return
        title = read_title(text, line, self._words, self.file.notes)
        self.file.parcels.append(ParcelText(line, title))

    def _point(self, line: int, text: str) -> None:
        file = self.file
        point = read_point(text, line, file.notes)
        if point is None:
            return
        if not file.parcels:
            file.notes.add("exchange.no_title", line)
            standard = next(iter(self._words.dialects.values())).columns
            file.parcels.append(ParcelText(line, Title(standard, dict.fromkeys(standard, ""), AREA)))
        parcel = file.parcels[-1]
        parcel.ids.append(point.id)
        parcel.rings.append(point.ring)
        parcel.first.append(point.first)
        parcel.second.append(point.second)
        parcel.lines.append(line)
        file.decimals = max(file.decimals, point.decimals)
