"""A page of HTML as PDF, laid out and drawn in parts.

For each paragraph Qt takes the longer the more tables its document has, so the tables of forty projects in one document
would take minutes. Parts begin with a heading; each starts where the one before it ends, on the same sheet.
"""
from __future__ import annotations

import math
import re
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qgis.PyQt.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, QSizeF, Qt, QUrl
from qgis.PyQt.QtGui import (
    QImage,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTextBlock,
    QTextCursor,
    QTextDocument,
)

from ..i18n import tr
from ..rules.progress import NoProgress
from .fonts import chinese_font
from .pagination import leave_room, paginate, pixel_scale

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qgis.PyQt.QtGui import QFont

    from ..rules.progress import Progress

DPI = 300
_MARGIN_MM = 18.0
_FOOTER_MM = 9.0
_BODY_POINTS = 9.0
_FOOTER_POINTS = 7.5
_HEADING = re.compile(r"(?=<h[1-3][ >])")
_LONE_HEADING = re.compile(r"<h[1-3][ >].*?</h[1-3]>\s*", re.DOTALL)
_PART = 60_000  # characters of HTML


@dataclass(frozen=True)
class _Part:
    """A document that is laid out, and the sheet (from 0) its first page is drawn on."""

    document: QTextDocument
    sheet: int


class _ClosedDocument(QTextDocument):
    """A text document that opens nothing but the pictures inside its own HTML."""

    def loadResource(self, kind: int, name: QUrl) -> Any:  # noqa: N802
        # an empty picture, for without any Qt would try the name as a path
        return super().loadResource(kind, name) if name.scheme() == "data" else QImage(1, 1, QImage.Format.Format_Mono)


def pdf_bytes(html: str, footer_text: str = "", *, wide: bool = False, progress: Progress | None = None) -> bytes:
    """Return a page as PDF on A4, A3 lengthwise when ``wide``, with ``footer_text`` at the foot of every sheet.

    Raises FontMissing and Canceled.
    """
    progress = progress or NoProgress()
    body, footer = chinese_font(_BODY_POINTS), chinese_font(_FOOTER_POINTS)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setCreator("kf_resources_plugin")
    writer.setResolution(DPI)
    size, orientation = ((QPageSize.PageSizeId.A3, QPageLayout.Orientation.Landscape) if wide else
                         (QPageSize.PageSizeId.A4, QPageLayout.Orientation.Portrait))
    writer.setPageLayout(QPageLayout(QPageSize(size), orientation,
                                     QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM),
                                     QPageLayout.Unit.Millimeter))
    # whole pixels: Qt lays out in 1/64 pixel, and pages of another height would drift
    area = QSizeF(float(writer.width()), float(writer.height() - round(_FOOTER_MM / 25.4 * DPI)))
    parts = _laid_out(html, body, writer, area, progress.part(0.0, 0.5))
    writer.setTitle(parts[0].document.metaInformation(QTextDocument.MetaInformation.DocumentTitle))
    sheets = parts[-1].sheet + parts[-1].document.pageCount()
    with _painting(writer) as painter:
        for sheet in _drawn(parts, painter, writer, area, progress.part(0.5, 1.0)):
            foot = QRectF(0, area.height(), area.width(), float(writer.height()) - area.height())
            painter.setFont(footer)
            painter.setPen(Qt.GlobalColor.darkGray)
            painter.drawText(foot, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom), footer_text)
            painter.drawText(foot, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom),
                             tr("Page {page} of {pages}").format(page=sheet + 1, pages=sheets))
    return bytes(buffer.data())


@contextmanager
def _painting(writer: QPdfWriter) -> Iterator[QPainter]:
    painter = QPainter(writer)
    painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
    try:
        yield painter
    finally:
        painter.end()  # or Qt ends the process when a cancel takes the writer away


# -- parts --------------------------------------------------------------------------------------------------------


def _parts_of(html: str) -> list[str]:
    """Return a page as pages of about ``_PART`` characters, cut before headings that follow upon text."""
    head, opened, rest = html.partition("<body>")
    body, closed, tail = rest.rpartition("</body>")
    if not opened or not closed:
        return [html]
    parts, last = [""], ""
    for piece in _HEADING.split(body):
        if len(parts[-1]) > _PART and not _LONE_HEADING.fullmatch(last):
            parts.append("")
        parts[-1] += piece
        last = piece
    return [f"{head}<body>{part}</body>{tail}" for part in parts]


def _laid_out(html: str, font: QFont, writer: QPdfWriter, area: QSizeF, progress: Progress) -> list[_Part]:
    parts: list[_Part] = []
    scale = pixel_scale(writer)
    pages = _parts_of(html)
    sheet, above = 0, 0.0
    for number, page in enumerate(pages):
        progress.check()
        progress.set(number / len(pages))
        document = _ClosedDocument()
        document.setDefaultFont(font)
        document.documentLayout().setPaintDevice(writer)
        document.setDocumentMargin(0)
        document.setTextWidth(area.width())  # before there is any text, or all of it would be laid out twice
        _write(document, page, above / scale)
        paginate(document, area.height(), scale)
        parts.append(_Part(document, sheet))
        bottom = _bottom(document)
        last = max(math.ceil(bottom / area.height()) - 1, 0)
        sheet, above = sheet + last, bottom - last * area.height()
    return parts


def _write(document: QTextDocument, html: str, room: float) -> None:
    """Write a page below an empty line of so many pixels of CSS, and lay both out once."""
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    document.setHtml(html)
    if room:
        leave_room(cursor, room)
    cursor.endEditBlock()


def _bottom(document: QTextDocument) -> float:
    """Return where the last paragraph or table of a document ends, in pixels from the top of its first page."""
    layout, last = document.documentLayout(), document.lastBlock()
    rectangle = layout.blockBoundingRect(last)
    # behind a table Qt keeps an empty paragraph
    return float(rectangle.bottom() if last.text() or last.length() > 1 else rectangle.top())


# -- pages --------------------------------------------------------------------------------------------------------


def _drawn(parts: list[_Part], painter: QPainter, writer: QPdfWriter, area: QSizeF,
           progress: Progress) -> Iterator[int]:
    """Draw one sheet after another; yield the number of each when all that it holds is drawn."""
    sheet, sheets = 0, parts[-1].sheet + parts[-1].document.pageCount()
    for part in parts:
        moved = _carried_over(part.document)
        for page in range(part.document.pageCount()):
            if part.sheet + page > sheet:
                yield sheet
                writer.newPage()
                sheet = part.sheet + page
            progress.check()
            progress.set(sheet / sheets)
            _draw_page(painter, part.document, page, QRectF(0, 0, area.width(), area.height()), moved)
    yield sheet


def _carried_over(document: QTextDocument) -> list[tuple[QTextBlock, int]]:
    """Return (paragraph, page) for those that Qt moved to the next page, or that begin at its very top.

    Qt would draw them on the page before as well: clipped, so unseen, but found again by a search in the PDF.
    """
    layout, height = document.documentLayout(), document.pageSize().height()
    moved = []
    block = document.begin()
    while block.isValid():
        # the rectangle of a paragraph may begin a page before its first line
        top, lines = layout.blockBoundingRect(block).top(), block.layout()
        page = int((top + (lines.lineAt(0).y() if lines.lineCount() else 0.0)) // height)
        if page != int((top - 1) // height):
            moved.append((block, page))
        block = block.next()
    return moved


def _draw_page(painter: QPainter, document: QTextDocument, page: int, area: QRectF,
               moved: list[tuple[QTextBlock, int]]) -> None:
    for block, first_page in moved:
        block.setVisible(page >= first_page)
    painter.save()
    painter.translate(0, -page * area.height())
    document.drawContents(painter, area.translated(0, page * area.height()))
    painter.restore()
