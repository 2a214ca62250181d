"""The two kinds of rows in a coordinate file, titles of parcels and points, in cells as people write them."""
from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .text import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .parcel_dialects import Format
    from .parcel_notes import Notes

MARK, _WIDE_MARK = "@", "＠"
AREA, LINE, POINT = "area", "line", "point"
_SHAPES = {**dict.fromkeys(("面", "面状", "多边形", "POLYGON"), AREA), **dict.fromkeys(("线", "线状"), LINE),
           **dict.fromkeys(("点", "点状"), POINT)}
_SHAPE_PLACE = 4
_LEAST_TITLE = 5
_LEAST_POINT, _POINT_CELLS = 3, 4
_COORDINATE = 1000.0  # ring numbers are smaller, coordinates larger
_SIX_DIGITS = 100_000.0  # coordinates in full; what else stands in a file is mostly smaller
_NUMBER = re.compile(r"[+-]?\d{1,15}(?:\.\d{0,15})?", re.ASCII)
_NAMED = re.compile(r"^[XY]\s*[=:：]\s*", re.IGNORECASE)
_RING = re.compile(r"\d{1,6}", re.ASCII)
_OTHER_SEPARATORS = re.compile(r"[,，;；\t、]")
_SPACES = re.compile(r"[,，;；、\s]+")
_LETTERED = re.compile(r"[A-Za-z]+\d+", re.ASCII)  # an id where the ring number should stand: they are exchanged
_CODE = re.compile(r"[0-9A-Za-z]*")
POINT_ID = re.compile(r"[A-Za-z]{0,3}[-_]?\d+", re.ASCII)


@dataclass(frozen=True)
class Title:
    """A title row: cells by column, what the columns were, and what is drawn."""

    columns: tuple[str, ...]
    cells: dict[str, str]
    shape: str


@dataclass(frozen=True)
class Point:
    """A point row as it stands: id, ring number, the two coordinates in the file's order and their decimals."""

    id: str
    ring: int
    first: float
    second: float
    decimals: int


def is_title(text: str) -> bool:
    """Tell whether a line can only be the title of a parcel, also where its mark @ is missing."""
    if text.count(",") == _POINT_CELLS - 1:  # nearly all lines
        return False
    cells = _cells(text, _LEAST_TITLE)
    return (len(cells) > _SHAPE_PLACE and any(cell.upper() in _SHAPES for cell in cells[_SHAPE_PLACE - 1:])
            and not is_point(text))


def ends_marked(text: str) -> bool:
    """Tell whether a line ends as titles do."""
    return text.endswith((MARK, _WIDE_MARK))


def is_marked(text: str) -> bool:
    """Tell whether a line has the mark of titles and as many cells as they have."""
    return (MARK in text or _WIDE_MARK in text) and len(_cells(text, _LEAST_TITLE)) >= _LEAST_TITLE


def is_point(text: str) -> bool:
    """Tell whether a line can only be a point row."""
    cells = _cells(text, _POINT_CELLS)
    return len(cells) >= _POINT_CELLS and _large(cells[2]) and _large(cells[3])


def read_title(text: str, line: int, words: Format, notes: Notes) -> Title:
    """Return a title row; everything that is not as it should be is noted."""
    body, mark, tail = (text if MARK in text else text.replace(_WIDE_MARK, MARK)).rpartition(MARK)
    if not mark:
        body, tail = text, ""
        notes.add("exchange.title_unmarked", line)
    if tail.strip():
        notes.add("exchange.title_tail", line, text=tail.strip()[:40])
    body = body.rstrip()
    if body.endswith((",", "，")):
        body = body[:-1]
    cells = _cells(body, _LEAST_TITLE)
    if len(cells) < _LEAST_TITLE:
        cells = [cell for cell in _SPACES.split(body) if cell]
    if "," not in body:
        notes.add("exchange.separators", line)
    cells = _aligned(cells, line, notes)
    columns = words.columns_of(cells, [bool(_CODE.fullmatch(clean(cell))) for cell in cells])
    if columns is None:
        notes.add("exchange.title_columns", line, found=len(cells))
        most = max((dialect.columns for dialect in words.dialects.values()), key=len)
        columns = most[:max(len(cells), len(_standard(words)))]
    named = dict.fromkeys(columns, "") | dict(zip(columns, cells))
    shape = named["shape"].upper()
    if shape not in _SHAPES:
        notes.add("exchange.shape", line, value=named["shape"])
    return Title(columns, named, _SHAPES.get(shape, AREA))


def _standard(words: Format) -> tuple[str, ...]:
    return next(iter(words.dialects.values())).columns


def _aligned(cells: list[str], line: int, notes: Notes) -> list[str]:
    """Return the cells with what is drawn in its place: a comma in a name has moved it, or a column is missing."""
    found = [place for place, cell in enumerate(cells) if place > 1 and cell.upper() in _SHAPES]
    at = _SHAPE_PLACE if _SHAPE_PLACE in found else next(iter(found), _SHAPE_PLACE)
    if at > _SHAPE_PLACE:
        notes.add("exchange.name_comma", line)
        name = _SHAPE_PLACE - 1
        return [*cells[:name], ",".join(cells[name:at]), *cells[at:]]
    if at < _SHAPE_PLACE:
        notes.add("exchange.title_columns", line, found=len(cells))
        return [*cells[:2], *[""] * (_SHAPE_PLACE - at), *cells[2:]]
    return cells


def _cells(text: str, least: int) -> list[str]:
    """Return the cells of a row: split at commas, where that makes too few at whatever separates."""
    cells = text.split(",")
    if len(cells) < least:
        cells = _OTHER_SEPARATORS.split(text)
    return [cell.strip() for cell in cells]


def read_point(text: str, line: int, notes: Notes) -> Point | None:
    """Return a point row; None where the line is none, which is a fault as far as it looks like one."""
    cells = text.split(",")
    if len(cells) != _POINT_CELLS:
        cells = _point_cells(text, line, notes)
        if len(cells) < _LEAST_POINT:
            _not_a_point(text, cells, line, notes)
            return None
    first, second = cells[2].strip(), cells[3].strip()
    if not (_NUMBER.fullmatch(first) and _NUMBER.fullmatch(second)):
        if second.endswith((";", "；")):
            notes.add("exchange.separators", line)
        first, second = (_NAMED.sub("", clean(cell).rstrip(";；")) for cell in (first, second))
        for value, cell in ((first, cells[2]), (second, cells[3])):
            if not _NUMBER.fullmatch(value):
                notes.fault("exchange.number", line, value=cell.strip()[:40])
                return None
    if _LETTERED.fullmatch(cells[1].strip()) and cells[0].strip().isdigit():
        notes.add("exchange.point_columns", line)
        cells[:2] = cells[1::-1]
    ring = _RING.search(clean(cells[1]))
    if ring is None:
        notes.fault("exchange.ring_number", line, value=cells[1].strip()[:40])
        return None
    decimals = max(len(value.partition(".")[2]) for value in (first, second))
    return Point(clean(cells[0]).upper(), int(ring.group()), float(first), float(second), decimals)


def _not_a_point(text: str, cells: Sequence[str], line: int, notes: Notes) -> None:
    """Fault a broken point, pass over anything else: a row that lost its coordinates would change its parcel."""
    first = clean(cells[0])
    numbered = not first or any(sign.isdigit() for sign in first)
    if POINT_ID.fullmatch(first) or (numbered and any(_large(cell, _SIX_DIGITS) for cell in text.split(","))):
        notes.fault("exchange.point_broken", line, text=text[:40])
    else:
        notes.add("exchange.skipped_line", line, text=text[:40])


def _point_cells(text: str, line: int, notes: Notes) -> list[str]:
    """Return id, ring and coordinates of an odd row: other separators, further columns, no ring number."""
    cells = [cell.strip() for cell in text.split(",")]
    if len(cells) < _LEAST_POINT:
        cells = [cell for cell in _SPACES.split(text) if cell]
        if len(cells) >= _LEAST_POINT:
            notes.add("exchange.separators", line)
    while len(cells) > _LEAST_POINT and not cells[-1]:
        cells.pop()
    if len(cells) == _LEAST_POINT and _large(cells[1]) and _large(cells[2]):
        notes.add("exchange.no_ring_number", line)
        return [cells[0], "1", *cells[1:]]
    if len(cells) > _POINT_CELLS:
        notes.add("exchange.point_columns", line)
        if not _large(cells[2]) and _large(cells[3]) and _large(cells[4]):
            return cells[1:]
    return cells if len(cells) >= _POINT_CELLS else cells[:2]


def _large(cell: str, least: float = _COORDINATE) -> bool:
    value = _NAMED.sub("", clean(cell))
    return bool(_NUMBER.fullmatch(value)) and abs(float(value)) >= least
