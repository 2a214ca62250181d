"""Spreadsheets (XLSX) as a bureau files them: headings, units, number formats, widths for Chinese, ready to print.

Text is written as text whatever it looks like, so a name that begins with = or http:// becomes neither a formula nor a
link. The same sheets give the same bytes.
"""
from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from ..i18n import tr
from .errors import PlannerError
from .table_heads import head_cells
from .xlsx_library import xlsxwriter

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal
    from typing import Union

    Cell = Union[str, int, float, Decimal, None]

_A3, _A4 = 8, 9
_CREATED = datetime(2000, 1, 1)  # fixed: when a sheet was made stands on it where it matters
_MOST_ROWS = 1_048_576
_MOST_CHARACTERS = 32_767  # UTF-16 units of a cell
_MOST_NAME = 31  # UTF-16 units of a sheet's name
_RESERVED = {"history"}
_EDGES = " '"  # that a sheet's name neither begins nor ends with
_NARROWEST, _WIDEST = 8, 48  # characters of a column
_PORTRAIT_CHARACTERS = 95  # that stand legibly side by side on A4 upright
_A4_CHARACTERS = 220  # on A4 lengthwise, though small
_FROZEN_LINES = 6  # a longer head would leave no room below it on a small screen
_HEAD_COLOUR, _LINE_COLOUR = "#E6EDF3", "#7F8C99"


@dataclass(frozen=True)
class Column:
    """A column: ``decimals`` None is text, otherwise numbers with so many.

    Neighbours share the headings of ``groups``, from the outermost in, above their own.
    """

    label: str
    unit: str = ""
    decimals: int | None = None
    groups: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """A sheet with one table.

    ``rows`` and ``total`` are cells in the order of ``columns``: text, numbers or None. ``heading`` is printed above,
    then ``facts`` as (label, text); ``notes`` follow the table. ``sums``: places of rows that are printed as totals.
    """

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    total: Sequence[Cell] | None = None
    heading: str = ""
    facts: Sequence[tuple[str, str]] = ()
    notes: Sequence[str] = ()
    sums: frozenset[int] = frozenset()


def workbook_bytes(sheets: Sequence[Sheet]) -> bytes:
    """Return sheets as an XLSX file; raises PlannerError for more rows than a sheet holds."""
    for sheet in sheets:
        if len(sheet.rows) + len(sheet.facts) + len(sheet.notes) + 10 > _MOST_ROWS:
            raise PlannerError(tr("Sheet “{sheet}” would have {rows} rows, more than a spreadsheet holds. Choose a "
                                  "format without that limit.").format(sheet=sheet.title, rows=len(sheet.rows)))
    buffer = BytesIO()
    book = xlsxwriter().Workbook(buffer, {
        "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
    book.set_properties({"created": _CREATED})
    formats = _Formats(book)
    names: set[str] = set()
    for sheet in sheets:
        _SheetWriter(book.add_worksheet(_sheet_name(sheet.title, names)), sheet, formats).write()
    book.close()
    return buffer.getvalue()


def _sheet_name(title: str, taken: set[str]) -> str:
    """Return a name a spreadsheet accepts, different from those ``taken`` (compared without case), and take it."""
    plain = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", title)
    name, number = _cut(plain, _MOST_NAME), 1
    while name.casefold() in taken | _RESERVED:
        number += 1
        name = f"{_cut(plain, _MOST_NAME - len(str(number)) - 1)} {number}"
    taken.add(name.casefold())
    return name


def _cut(name: str, most: int) -> str:
    """Return the beginning of a name, at most so many UTF-16 units, as a sheet may be called."""
    units = name.strip(_EDGES).encode("utf-16-le", "ignore")[:2 * most]
    return units.decode("utf-16-le", "ignore").strip(_EDGES) or "Sheet"


class _Formats:
    """The cell formats of a workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def get(self, **properties: Any) -> Any:
        """Return the format with these properties of XlsxWriter."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format({"valign": "vcenter", **properties})
        return self._made[key]

    def head(self) -> Any:
        """Return the format of column heads."""
        return self.get(bold=True, align="center", text_wrap=True, border=1, border_color=_LINE_COLOUR,
                        bg_color=_HEAD_COLOUR)

    def cell(self, decimals: int | None, *, total: bool) -> Any:
        """Return the format of a table's cell."""
        shape = {"text_wrap": True} if decimals is None else {
            "align": "right", "num_format": f"0.{'0' * decimals}" if decimals else "0"}
        return self.get(border=1, border_color=_LINE_COLOUR, **shape, **({"bold": True} if total else {}))


class _SheetWriter:
    """Writes one sheet from top to bottom."""

    def __init__(self, page: Any, sheet: Sheet, formats: _Formats) -> None:
        self._page, self._sheet, self._formats = page, sheet, formats
        self._line = 0
        self._last = max(len(sheet.columns) - 1, 0)

    def write(self) -> None:
        """Write everything and set the sheet up for printing."""
        widths = _widths(self._sheet)
        for place, width in enumerate(widths):
            self._page.set_column(place, place, width)
        self._above(widths)
        first = self._line
        self._heads()
        head = self._line
        for place, row in enumerate(self._sheet.rows):
            self._row(row, total=place in self._sheet.sums)
        if self._sheet.total is not None:
            self._row(self._sheet.total, total=True)
        self._below(widths)
        if head <= _FROZEN_LINES:
            self._page.freeze_panes(head, 0)
        self._print(first, head, sum(widths))

    def _text(self, line: int, place: int, value: object, shape: Any) -> None:
        """Write a text cell; what a cell cannot hold is cut and marked."""
        text = str(value)
        while len(text.encode("utf-16-le", "replace")) > 2 * _MOST_CHARACTERS:
            text = text[:_MOST_CHARACTERS // 2 - 1] + "…"
        if text:
            self._page.write_string(line, place, text, shape)
        else:
            self._page.write_blank(line, place, None, shape)

    def _across(self, text: str, first: int, widths: Sequence[float], shape: Any) -> None:
        """Write text from column ``first`` to the last one, as high as its lines need."""
        if first < self._last:
            self._page.merge_range(self._line, first, self._line, self._last, "", shape)
        self._text(self._line, first, text, shape)
        room = max(sum(widths[first:]) - 1, 1)
        lines = sum(max(1, -int(-_shown_width(part) // room)) for part in text.split("\n"))
        if lines > 1:
            self._page.set_row(self._line, 15 * lines)

    def _above(self, widths: Sequence[float]) -> None:
        if self._sheet.heading:
            self._across(self._sheet.heading, 0, widths, self._formats.get(bold=True, font_size=16, align="center"))
            self._page.set_row(self._line, 30)
            self._line += 1
        for label, text in self._sheet.facts:
            self._text(self._line, 0, label, self._formats.get(bold=True))
            if self._last:
                self._across(text, 1, widths, self._formats.get(text_wrap=True, align="left"))
            else:
                self._text(self._line, 1, text, self._formats.get(text_wrap=True, align="left"))
            self._line += 1
        if self._sheet.facts:
            self._line += 1

    def _heads(self) -> None:
        """Write the lines above the columns: groups, where there are any, labels, and units, where there are any."""
        columns, shape = self._sheet.columns, self._formats.head()
        for cell in head_cells([(*column.groups, column.label) for column in columns]):
            top = self._line + cell.line
            self._merged(top, cell.place, top + cell.lines - 1, cell.place + cell.places - 1, cell.text, shape)
        self._line += max((len(column.groups) + 1 for column in columns), default=1)
        if any(column.unit for column in columns):
            for place, column in enumerate(columns):
                self._text(self._line, place, column.unit, shape)
            self._line += 1

    def _merged(self, top: int, left: int, bottom: int, right: int, text: str, shape: Any) -> None:
        if (top, left) != (bottom, right):
            self._page.merge_range(top, left, bottom, right, "", shape)
        self._text(top, left, text, shape)

    def _row(self, row: Sequence[Cell], *, total: bool) -> None:
        for place, (column, value) in enumerate(zip(self._sheet.columns, row)):
            shape = self._formats.cell(None if isinstance(value, str) else column.decimals, total=total)
            if value is None or isinstance(value, str) or column.decimals is None:
                self._text(self._line, place, "" if value is None else value, shape)
            else:
                self._page.write_number(self._line, place, value, shape)
        self._line += 1

    def _below(self, widths: Sequence[float]) -> None:
        self._line += 1
        for note in self._sheet.notes:
            self._across(note, 0, widths, self._formats.get(text_wrap=True, align="left"))
            self._line += 1

    def _print(self, first: int, head: int, width: float) -> None:
        """Set up A4, A3 for the widest: all columns on one page across, heads repeated, pages numbered."""
        self._page.set_paper(_A3 if width > _A4_CHARACTERS else _A4)
        if width > _PORTRAIT_CHARACTERS:
            self._page.set_landscape()
        self._page.fit_to_pages(1, 0)
        self._page.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.7)
        if head > first:
            self._page.repeat_rows(first, head - 1)
        self._page.set_footer("&R&P / &N")


def _widths(sheet: Sheet) -> list[float]:
    """Return the width of each column in characters: that of its widest cell, within limits."""
    widths = []
    for place, column in enumerate(sheet.columns):
        shown = [column.label, column.unit]
        for row in (*sheet.rows, *([sheet.total] if sheet.total is not None else [])):
            value = row[place]
            if isinstance(value, str) or value is None or column.decimals is None:
                shown.append(str(value or ""))
            else:
                shown.append(f"{value:.{column.decimals}f}")
        widths.append(min(max(_NARROWEST, 2 + max(_shown_width(part) for text in shown
                                                  for part in text.split("\n"))), _WIDEST))
    if sheet.facts and widths:
        widths[0] = max(widths[0], min(_WIDEST, 2 + max(_shown_width(label) for label, _ in sheet.facts)))
    return [float(width) for width in widths]


def _shown_width(text: str) -> int:
    """Return how many Latin characters a line takes: Chinese ones take the room of two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in text)
