"""Page breaks of a printed report: no heading apart from what it heads, no table row cut in two.

Qt breaks text wherever a line no longer fits. So the document is laid out once without pages, its paragraphs and
table rows are measured, and breaks are set in one edit before Qt lays it out in pages.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import QSizeF
from qgis.PyQt.QtGui import QTextBlockFormat, QTextCursor, QTextDocument, QTextFormat, QTextTable

if TYPE_CHECKING:
    from qgis.PyQt.QtGui import QPaintDevice, QTextBlock

# what Qt keeps free at the foot of a page for padding and border, in pixels of CSS
_SLACK = 6.0
# room that is left so that not even one line of 7.5 points fits, in pixels of CSS
_LESS_THAN_A_LINE = 6.0
_MEASURE = 1000.0


@dataclass
class _Unit:
    """A paragraph or table row: top and bottom without pages, and what breaks before it.

    ``head`` is the height of the table head that Qt repeats above the row on a new page. ``keep`` says that the next
    unit must follow on the same page.
    """

    top: float
    bottom: float
    keep: bool = False
    head: float = 0.0
    block: QTextBlock | None = None
    table: QTextTable | None = None
    row: int = 0


def pixel_scale(device: QPaintDevice) -> float:
    """Return how many pixels of a device Qt takes for a pixel of CSS: that depends on the screen of this computer."""
    document = QTextDocument()
    document.documentLayout().setPaintDevice(device)
    document.setDocumentMargin(0)
    leave_room(QTextCursor(document), _MEASURE)
    return float(document.documentLayout().blockBoundingRect(document.lastBlock()).top()) / _MEASURE


def leave_room(cursor: QTextCursor, height: float) -> None:
    """Begin a document with an empty line of a height in pixels of CSS."""
    cursor.movePosition(QTextCursor.MoveOperation.Start)
    cursor.insertBlock(cursor.blockFormat(), cursor.charFormat())
    cursor.movePosition(QTextCursor.MoveOperation.Start)
    room = QTextBlockFormat()
    room.setLineHeight(height, int(QTextBlockFormat.LineHeightTypes.FixedHeight))
    cursor.setBlockFormat(room)


def paginate(document: QTextDocument, height: float, scale: float) -> None:
    """Lay ``document``, which has its width, out in pages of ``height`` pixels; ``scale``: that of its device."""
    units = _units(document, scale)
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    for place, room in _breaks(units, height - _SLACK * scale):
        unit = units[place]
        if unit.block is not None:
            _break_before(unit.block)
        elif unit.table is not None:
            _fill_page(unit.table, unit.row - 1, room / scale - _LESS_THAN_A_LINE)
    cursor.endEditBlock()
    document.setPageSize(QSizeF(document.textWidth(), height))


def _units(document: QTextDocument, scale: float) -> list[_Unit]:
    units: list[_Unit] = []
    place = document.rootFrame().begin()
    while not place.atEnd():
        frame = place.currentFrame()
        if isinstance(frame, QTextTable):
            units += _rows(document, frame, scale)
        elif frame is None:
            block = place.currentBlock()
            box = document.documentLayout().blockBoundingRect(block)
            units.append(_Unit(box.top(), box.bottom(), keep=bool(block.blockFormat().headingLevel()), block=block))
        place += 1
    return units


def _rows(document: QTextDocument, table: QTextTable, scale: float) -> list[_Unit]:
    layout = document.documentLayout()
    padding = table.cellAt(0, 0).format().toTableCellFormat().topPadding() * scale
    heads = table.format().headerRowCount()
    tops = []
    for row in range(table.rows()):
        # cells of a head may reach over several rows and stand in their middle
        columns = table.columns() if row < heads else 1
        cells = [table.cellAt(row, column).firstCursorPosition().block() for column in range(columns)]
        tops.append(min(layout.blockBoundingRect(cell).top() for cell in cells) - padding)
    bottoms = [*tops[1:], layout.frameBoundingRect(table).bottom()]
    head = tops[heads] - tops[0] + padding if heads < len(tops) else 0.0
    # the last row may be a total, which must not stand alone under a repeated head
    kept = {*range(heads), len(tops) - 2}
    return [_Unit(top, bottom, keep=row in kept, head=head if row >= heads else 0.0, table=table, row=row)
            for row, (top, bottom) in enumerate(zip(tops, bottoms))]


def _breaks(units: list[_Unit], height: float) -> list[tuple[int, float]]:
    """Return (place of the unit that starts a page, room left on the page before it)."""
    found = []
    start, taken = 0.0, 0.0
    first_on_page = 0
    for place, unit in enumerate(units):
        starts_page = unit.block is not None and _breaks_itself(unit.block)
        last = place
        while units[last].keep and last + 1 < len(units):
            last += 1
        end = units[last].bottom
        kept_from_before = place > 0 and units[place - 1].keep
        above = units[place - 1].bottom if place else 0.0
        # a head as high as the page would leave no room for what it heads: Qt repeats none such
        head = unit.head if unit.head < height / 2 else 0.0
        if starts_page:
            start, taken, first_on_page = above, 0.0, place
        elif place > first_on_page and not kept_from_before and end - start + taken > height:
            found.append((place, height - (above - start + taken)))
            start, taken, first_on_page = above, head, place
        while unit.bottom - start + taken > height and unit.bottom - unit.top > height - head:
            start, taken = start + height - taken, head  # longer than a page: Qt cuts it
    return found


def _breaks_itself(block: QTextBlock) -> bool:
    policy = block.blockFormat().pageBreakPolicy()
    return bool(policy & QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)


def _break_before(block: QTextBlock) -> None:
    broken = block.blockFormat()
    broken.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
    QTextCursor(block).setBlockFormat(broken)


def _fill_page(table: QTextTable, row: int, room: float) -> None:
    """Make a row so high that the next one no longer fits: Qt knows no page break between rows."""
    if room <= 0:
        return
    for column in range(table.columns()):
        cell = table.cellAt(row, column)
        shape = cell.format().toTableCellFormat()
        shape.setBottomPadding(shape.bottomPadding() + room)
        cell.setFormat(shape)
