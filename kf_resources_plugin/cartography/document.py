"""Report documents: one HTML page that is the report file and the source of the PDF."""
from __future__ import annotations

import base64
import binascii
import struct
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, UndefinedError
from qgis.PyQt.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, Qt, QUrl
from qgis.PyQt.QtGui import (
    QImage,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTextBlock,
    QTextDocument,
)

from .. import paths
from ..engine.errors import PlannerError
from ..i18n import tr
from ..rules.units import format_area
from .fonts import chinese_families, chinese_font
from .pagination import paginate

DPI = 300
_MARGIN_MM = 18.0
_FOOTER_MM = 9.0
_BODY_POINTS = 9.0
_FOOTER_POINTS = 7.5
_PICTURE_WIDTH, _PICTURE_HEIGHT = 640, 840  # in 1/96 inch
_PNG_HEAD = 24
_SHORT = 20  # characters


class NotAReport(PlannerError):
    """A document lacks what a report is made of."""


def labels() -> dict[str, str]:
    """Return the template's own headings in the language of the user."""
    return {
        "question": tr("Question"),
        "notices": tr("Please note"),
        "data": tr("Data"),
        "rules": tr("Rules applied"),
        "bridge": tr("From geometry to the printed figure"),
        "results": tr("Results"),
        "charts": tr("Charts"),
        "picture": tr("Map"),
        "findings": tr("Findings"),
        "exceptions": tr("Findings accepted as exceptions"),
        "exception": tr("accepted as an exception"),
        "reason": tr("Reason"),
        "name": tr("Name"),
        "date": tr("Date"),
        "record": tr("Run record"),
        "generated": tr("Generated"),
        "role": tr("Role"),
        "layer": tr("Layer"),
        "source": tr("Source"),
        "crs": tr("Coordinate system"),
        "rows": tr("Rows"),
        "dates": tr("Dates"),
        "digest": tr("Digest"),
        "rule": tr("Rule"),
        "clause": tr("Document and clause"),
        "status": tr("Status"),
        "text": tr("Content"),
        "statute": tr("Statute"),
        "house": tr("Default of this tool"),
        "step": tr("Step"),
        "area": tr("Area"),
        "note": tr("Note"),
        "total": tr("Total"),
        "severity": tr("Severity"),
        "error": tr("Error"),
        "warning": tr("Warning"),
        "info": tr("Information"),
        "subject": tr("Subject"),
        "message": tr("Message"),
        "remedy": tr("What to do"),
        "key": tr("Item"),
        "value": tr("Value"),
        "none": tr("None."),
    }


def render_html(*documents: Mapping[str, Any]) -> str:
    """Return the report on one or more documents (see ``resources/report/report.html.j2``) as an HTML page.

    Every text is escaped. Raises NotAReport when a document lacks a part or its picture is not a PNG in base64.
    """
    for document in documents:
        for picture in (document.get("picture"), *(document.get("charts") or ())):
            if picture:
                _check_picture(picture)
    try:
        return render_page("report.html.j2", documents=documents, labels=labels(), language=documents[0]["language"],
                           wide=is_wide(*documents))
    except (UndefinedError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise NotAReport(tr("The document is not a report of this plugin, or is damaged: {detail}").format(
            detail=error)) from error


def is_wide(*documents: Mapping[str, Any]) -> bool:
    """Tell whether a report is to be printed on A3 lengthwise: one of its documents asks for that by ``wide``."""
    return any(document.get("wide") for document in documents)


def render_page(template: str, **values: Any) -> str:
    """Return a page from a template of ``resources/report``; every text of ``values`` is escaped."""
    return _environment().get_template(template).render(families=chinese_families()[:3], **values)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    """Return the templates, compiled once: a review prints a page for each of a thousand projects."""
    environment = Environment(loader=FileSystemLoader(str(paths.resource("report"))), autoescape=True,
                              undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["plain"] = _plain
    environment.filters["area"] = _area
    environment.filters["print_width"] = _print_width
    environment.tests["unbroken"] = _unbroken
    return environment


def _plain(value: Any) -> str:
    """Return a value of the run record as one line of text."""
    if isinstance(value, Mapping):
        return "; ".join(f"{key} = {_plain(part)}" for key, part in value.items())
    if isinstance(value, (list, tuple)):
        return "; ".join(_plain(part) for part in value)
    return "" if value is None else str(value)


def _area(value: Any) -> str:
    """Return an area in m² as text; what is text already was formatted by the algorithm."""
    return value if isinstance(value, str) else format_area(value, "m2")


def _unbroken(value: Any) -> bool:
    """Tell whether a cell holds one short figure or code, which must not be broken over lines."""
    text = str(value)
    return len(text) <= _SHORT and text.isascii() and " " not in text


def _print_width(png_base64: str) -> int:
    """Return how wide (in 1/96 inch) a PNG is printed so that it fits the page's width and height."""
    # a PNG begins with 8 bytes of signature, 8 of chunk head, then width and height as 4 bytes each
    width, height = struct.unpack(">II", base64.b64decode(png_base64)[16:24])
    return max(1, min(_PICTURE_WIDTH, _PICTURE_HEIGHT * int(width) // max(int(height), 1)))


def _check_picture(picture: Mapping[str, Any]) -> None:
    try:
        content = base64.b64decode(picture["png_base64"], validate=True)
    except (binascii.Error, KeyError, TypeError, ValueError) as error:
        raise NotAReport(tr("The picture of the report is damaged.")) from error
    if not content.startswith(b"\x89PNG\r\n\x1a\n") or len(content) < _PNG_HEAD:
        raise NotAReport(tr("The picture of the report is damaged."))


class _ClosedDocument(QTextDocument):
    """A text document that opens nothing but the pictures inside its own HTML."""

    def loadResource(self, kind: int, name: QUrl) -> Any:  # noqa: N802
        # an empty picture, for without any Qt would try the name as a path
        return super().loadResource(kind, name) if name.scheme() == "data" else QImage(1, 1, QImage.Format.Format_Mono)


def pdf_bytes(html: str, footer_text: str = "", *, wide: bool = False) -> bytes:
    """Return a page as PDF on A4, A3 lengthwise when ``wide``, with ``footer_text`` at the foot of every sheet.

    Raises FontMissing.
    """
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
    document = _ClosedDocument()
    document.setDefaultFont(body)
    document.documentLayout().setPaintDevice(writer)
    document.setDocumentMargin(0)
    document.setHtml(html)
    # whole pixels: Qt lays out in 1/64 pixel, and pages of another height would drift
    width, height = float(writer.width()), float(writer.height() - round(_FOOTER_MM / 25.4 * DPI))
    paginate(document, width, height, DPI)
    writer.setTitle(document.metaInformation(QTextDocument.MetaInformation.DocumentTitle))
    painter = QPainter(writer)
    painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
    moved = _carried_over(document)
    for page in range(document.pageCount()):
        if page:
            writer.newPage()
        _draw_page(painter, document, page, QRectF(0, 0, width, height), moved)
        painter.setFont(footer)
        painter.setPen(Qt.GlobalColor.darkGray)
        foot = QRectF(0, height, width, float(writer.height()) - height)
        painter.drawText(foot, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom), footer_text)
        painter.drawText(foot, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom),
                         tr("Page {page} of {pages}").format(page=page + 1, pages=document.pageCount()))
    painter.end()
    return bytes(buffer.data())


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
