"""How wide the columns of a printed table must be: no word of a head and no figure is broken over lines."""
from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MANY = 7
"""Columns up to which a table is printed in the usual type and as wide as what its columns hold."""
_ROOM_POINTS = 493.0  # A4 upright within its margins
_PADDING_POINTS = 4.5
_SIZES = (("wide", 7.5), ("wider", 6.0))  # class of the style sheet, type in points; the first that has room is taken
_LETTER, _BOLD = 0.55, 1.06  # width of a Latin letter in ems, and how much wider bold and wide ones are
_FIRST_CHINESE = "\u2e80"
_CHINESE = 1.0 / _LETTER  # a Chinese sign in Latin letters
_TOGETHER = 5  # Chinese signs that stay together where there is room: names of counties
_SHORT = 20  # signs of a figure or code that is not to be broken
_LONGEST = 160.0  # letters beyond which a text asks for no more room
_CODE = 24.0  # letters of a code; a longer one is broken
_WORDS = re.compile(r"[\u2e80-\uffef]+|[^\s\u2e80-\uffef]+")


def fitted(table: Mapping[str, Any]) -> tuple[str, list[int | None]]:
    """Return (class of the style sheet, width in per cent of each column, None for one that is left to what it holds).

    table: as ``resources/report/parts.html.j2`` describes it. A column that states a share keeps it.
    """
    columns = table["columns"]
    stated: list[int | None] = [column.get("share") for column in columns]
    if len(columns) <= MANY:
        return "", stated
    texts = [[str(row[column["key"]] or "") for row in _rows(table)] for column in columns]
    heads = [headed(column) for column in columns]
    least = [_BOLD * max(_unbroken(head), *(_unbroken(text) for text in cells), 1.0)
             for head, cells in zip(heads, texts)]
    rooms = {name: (_ROOM_POINTS - _PADDING_POINTS * len(columns)) / (_LETTER * points) for name, points in _SIZES}
    name = next((name for name, room in rooms.items() if sum(least) <= room), _SIZES[-1][0])
    if any(stated):
        return name, stated
    wanted = [max(0.0, min(max(map(_letters, [head, *cells])), _LONGEST) - need)
              for head, cells, need in zip(heads, texts, least)]
    spare = max(0.0, rooms[name] - sum(least)) / (sum(wanted) or 1.0)
    padding = _PADDING_POINTS / (_LETTER * dict(_SIZES)[name])
    return name, _percent([need + spare * more + padding for need, more in zip(least, wanted)])


def headed(column: Mapping[str, Any]) -> str:
    """Return the head of a column with its unit, in the brackets of the script that the unit is written in."""
    label, unit = str(column["label"]), str(column["unit"])
    if not unit:
        return label
    return f"{label} ({unit})" if unit[0] < _FIRST_CHINESE else f"{label}（{unit}）"


def is_unbroken(value: Any) -> bool:
    """Tell whether a cell holds one short figure or code, which must not be broken over lines."""
    text = str(value)
    return len(text) <= _SHORT and text.isascii() and " " not in text


def _rows(table: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [*table["rows"], *([table["total"]] if table["total"] else [])]


def _letters(text: str) -> float:
    """Return how wide a text is, in Latin letters."""
    return sum(_CHINESE if sign >= _FIRST_CHINESE else 1.0 for sign in text)


def _unbroken(text: str) -> float:
    """Return how wide the widest part is that is not to be broken: a word, a figure, a code, a short Chinese name."""
    return max((min(_letters(word), _TOGETHER * _CHINESE if word[0] >= _FIRST_CHINESE else _CODE)
                for word in _WORDS.findall(text)), default=0.0)


def _percent(widths: Sequence[float]) -> list[int | None]:
    """Return whole per cents that sum to 100, the largest remainders rounded up."""
    exact = [100.0 * width / sum(widths) for width in widths]
    found = [int(share) for share in exact]
    for place in sorted(range(len(exact)), key=lambda number: found[number] - exact[number])[:100 - sum(found)]:
        found[place] += 1
    return list(found)
