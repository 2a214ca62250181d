"""Sheets of their own behind the map, for a table that has to be whole and that its place on the map does not hold."""
from __future__ import annotations

import math
from typing import TYPE_CHECKING

from qgis.core import (
    QgsExpressionContextUtils,
    QgsLayoutFrame,
    QgsLayoutItemLabel,
    QgsLayoutItemManualTable,
    QgsLayoutItemPage,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsTextFormat,
    QgsUnitTypes,
)
from qgis.PyQt.QtCore import QSizeF

from ..i18n import tr
from .fonts import chinese_font
from .layout_items import fit_label, text_width
from .page_table import cells

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from qgis.core import QgsPrintLayout

    from .page_table import PageTable

_MARGIN_MM, _HEAD_MM, _GAP_MM = 15.0, 12.0, 6.0
_HEAD_POINTS, _POINTS, _CELL_MM = 16.0, 8.0, 0.7
_LEAST = 0.6
_PROBE = 1_000  # rows of a table that tells how many a frame holds


def table_file(page: Path, number: int) -> Path:
    """Return the file of the n-th sheet, from 1, of a page's table that has no room on its picture."""
    return page.with_name(f"{page.stem}_table{number}{page.suffix}")


class TableSheets:
    """Adds pages with a table in columns, as big as the first page, and takes them away again."""

    def __init__(self, layout: QgsPrintLayout) -> None:
        self._layout = layout
        self._tables: list[QgsLayoutItemManualTable] = []
        self._gone: list[QgsLayoutItemManualTable] = []
        self._labels: list[QgsLayoutItemLabel] = []

    @property
    def count(self) -> int:
        """Return how many sheets there are."""
        return len(self._labels)

    def attach(self, title: str, table: PageTable) -> None:
        """Add as many sheets as the table takes, under ``title`` and their numbers."""
        size = self._layout.pageCollection().page(0).rect().size()
        room = QSizeF(size.width() - 2 * _MARGIN_MM, size.height() - 2 * _MARGIN_MM - _HEAD_MM)
        widths = self._widths(table)
        beside = max(1, int((room.width() + _GAP_MM) / (sum(widths) + _GAP_MM)))
        rows = self._rows_in(room.height(), table, widths)
        blocks = [table.rows[start:start + rows] for start in range(0, len(table.rows), rows)]
        sheets = [blocks[start:start + beside] for start in range(0, len(blocks), beside)]
        for number, sheet in enumerate(sheets, start=1):
            self._add_sheet(tr("{title} – boundary points, sheet {number} of {count}").format(
                title=title, number=number, count=len(sheets)), size)
            for place, block in enumerate(sheet):
                left = _MARGIN_MM + place * (sum(widths) + _GAP_MM)
                self._add_block(table, block, widths, QgsLayoutPoint(left, _MARGIN_MM + _HEAD_MM), room.height())

    def remove(self) -> None:
        """Take all sheets away."""
        for table in self._tables:
            table.deleteFrames()
            self._put_away(table)
        for label in self._labels:
            self._layout.removeLayoutItem(label)
        pages = self._layout.pageCollection()
        for _ in self._labels:
            pages.deletePage(pages.pageCount() - 1)
        self._tables, self._labels = [], []

    def _put_away(self, table: QgsLayoutItemManualTable) -> None:
        """Take a table out of the layout; its frames, which go later, ask it before they do, so it is held."""
        self._layout.removeMultiFrame(table)
        self._gone.append(table)

    def _add_sheet(self, title: str, size: QSizeF) -> None:
        sheet, pages = QgsLayoutItemPage(self._layout), self._layout.pageCollection()
        sheet.setPageSize(QgsLayoutSize(size.width(), size.height()))
        pages.addPage(sheet)
        label = QgsLayoutItemLabel(self._layout)
        label.setFont(chinese_font(_HEAD_POINTS))
        label.attemptResize(QgsLayoutSize(size.width() - 2 * _MARGIN_MM, _HEAD_MM))
        self._layout.addLayoutItem(label)
        label.attemptMove(QgsLayoutPoint(_MARGIN_MM, _MARGIN_MM), True, False, pages.pageCount() - 1)
        # a variable, for what looks like an expression in a title is none
        variable = f"kf_table_title_{pages.pageCount() - 1}"
        label.setText(f"[% @{variable} %]")
        QgsExpressionContextUtils.setLayoutVariable(self._layout, variable,
                                                    fit_label(title, label, _HEAD_POINTS, _LEAST))
        self._labels.append(label)

    def _add_block(self, table: PageTable, rows: Sequence[Sequence[str]], widths: Sequence[float],
                   at: QgsLayoutPoint, height: float) -> None:
        manual = self._table(table, rows, widths)
        frame = QgsLayoutFrame(self._layout, manual)
        frame.attemptResize(QgsLayoutSize(sum(widths), height))
        manual.addFrame(frame)  # to the layout too
        frame.attemptMove(at, True, False, self._layout.pageCollection().pageCount() - 1)
        self._tables.append(manual)

    def _table(self, table: PageTable, rows: Sequence[Sequence[str]],
               widths: Sequence[float]) -> QgsLayoutItemManualTable:
        manual, text = QgsLayoutItemManualTable.create(self._layout), QgsTextFormat()
        text.setFont(chinese_font(_POINTS))
        text.setSize(_POINTS)
        text.setSizeUnit(QgsUnitTypes.RenderUnit.RenderPoints)
        manual.setContentTextFormat(text)
        manual.setCellMargin(_CELL_MM)
        self._layout.addMultiFrame(manual)
        manual.setTableContents(cells(table.head, rows))
        manual.setColumnWidths([width - 2 * _CELL_MM - manual.gridStrokeWidth() for width in widths])
        return manual

    def _widths(self, table: PageTable) -> list[float]:
        """Return the widths of the columns in mm, padding and lines included."""
        font = chinese_font(_POINTS)
        return [max(text_width(line[place], font, _POINTS) for line in (table.head, *table.rows)) + 4 * _CELL_MM
                for place in range(len(table.head))]

    def _rows_in(self, height: float, table: PageTable, widths: Sequence[float]) -> int:
        """Return how many rows fit below the head: QGIS tells how many such frames a long table would take."""
        probe = self._table(table, [["J"] * len(table.head)] * (_PROBE - 1), widths)
        frame = QgsLayoutFrame(self._layout, probe)
        frame.attemptResize(QgsLayoutSize(sum(widths), height))
        probe.addFrame(frame)
        frames = max(1, round(probe.totalSize().height() / height))
        probe.deleteFrames()
        self._put_away(probe)
        return max(1, math.ceil(_PROBE / frames) - 1)
