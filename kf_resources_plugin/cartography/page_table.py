"""The small table on a map page, in the place that a template gives it."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qgis.core import QgsTableCell
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor

from ..i18n import tr
from .layout_items import broken, text_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.core import QgsLayoutItemManualTable
    from qgis.PyQt.QtCore import QSizeF

# type and padding as shares of the template's, tried in this order until the rows fit
_SHARES = ((1.0, 1.0), (1.0, 0.6), (0.94, 0.4), (0.88, 0.3), (0.82, 0.25), (0.76, 0.2))
_LEAST_NAMES, _USUAL_FIGURES = 0.3, 0.22  # of the table's width: what the names keep, and a column of figures takes
_TOLERANCE_MM = 0.01
_HEAD = QColor(238, 238, 238)


@dataclass(frozen=True)
class PageTable:
    """What the table of a page says: a head and rows of texts, names in the first column and figures in the others.

    whole: where its place has no room for all rows, they stand on sheets attached.
    """

    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    whole: bool = False


@dataclass(frozen=True)
class TablePlace:
    """What a template gives a table: room in mm, size of type in points and padding of the cells in mm."""

    box: QSizeF
    points: float
    padding: float


def fill_table(manual: QgsLayoutItemManualTable, table: PageTable, place: TablePlace) -> bool:
    """Write ``table`` into a table of a layout, smaller than the template's where it has to be.

    Returns whether all rows fit; those that do not are left out, and the last line says how many.
    """
    for shares in _SHARES:
        if _write(manual, table, table.rows, place, shares):
            return True
    shares = _SHARES[0] if table.whole else _SHARES[-1]  # nothing is lost by few rows where sheets have them all
    fits, many = 0, len(table.rows)  # how many rows fit, and how many do not; none at all always stand
    while many - fits > 1:
        middle = (fits + many) // 2
        if _write(manual, table, _cut(table, middle), place, shares):
            fits = middle
        else:
            many = middle
    _write(manual, table, _cut(table, fits), place, shares)
    return False


def _cut(table: PageTable, shown: int) -> list[Sequence[str]]:
    """Return the first rows of a table, and a line that says how many more there are."""
    text = tr("… and {count} more, on sheets attached") if table.whole else tr("… and {count} more")
    rest = text.format(count=len(table.rows) - shown)
    return [*table.rows[:shown], [rest, *[""] * (len(table.head) - 1)]]


def _write(manual: QgsLayoutItemManualTable, table: PageTable, rows: Sequence[Sequence[str]], place: TablePlace,
           shares: tuple[float, float]) -> bool:
    """Write some rows at shares of type and padding; return whether they fit."""
    points, box = shares[0] * place.points, place.box
    manual.setCellMargin(shares[1] * place.padding)
    text = manual.contentTextFormat()
    text.setSize(points)
    manual.setContentTextFormat(text)
    font, columns = text.font(), len(table.head)
    lines = [table.head, *rows]
    whole = box.width() - manual.gridStrokeWidth() * (columns + 1) - 2 * manual.cellMargin() * columns
    figures = [max(_USUAL_FIGURES * whole, *(text_width(line[place], font, points) for line in lines))
               for place in range(1, columns)]
    names = max(whole - sum(figures), _LEAST_NAMES * whole)
    named = [["\n".join(broken(line[0], font, points, names)), *line[1:]] for line in lines]
    manual.setTableContents(cells(named[0], named[1:]))
    manual.setColumnWidths([names, *figures])
    manual.refresh()
    size = manual.totalSize()  # of the frame, and of the rows for which it has no room
    return bool(size.height() <= box.height() and size.width() <= box.width() + _TOLERANCE_MM)


def cells(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[list[QgsTableCell]]:
    """Return the cells of a table: names to the left, figures to the right, the head on a ground of its own."""
    left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
    return [[_cell(text, right if place else left, head=line is head) for place, text in enumerate(line)]
            for line in (head, *rows)]


def _cell(text: str, alignment: Qt.AlignmentFlag, *, head: bool) -> QgsTableCell:
    cell = QgsTableCell(text)
    cell.setHorizontalAlignment(alignment)
    cell.setVerticalAlignment(Qt.AlignmentFlag.AlignVCenter)
    if head:
        cell.setBackgroundColor(_HEAD)
    return cell
