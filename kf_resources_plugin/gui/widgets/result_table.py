"""A table of results that is sorted by a click, filtered by typing, copied as text and exported as a file."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QEvent, QModelIndex, QObject, Qt, pyqtSignal
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtWidgets import (
    QAction,
    QApplication,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QStyle,
    QTableView,
    QToolButton,
    QWidget,
)

from ...i18n import tr
from ...rules.spreadsheet_text import harmless
from ..forms import load_form
from ..models.column_widths import fitted_widths
from ..models.mass_filter import MassFilter
from ..models.rows_model import TEXT, Column, RowsModel
from ..models.table_file import write_table
from ..models.table_model import RowsFilter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..papers import Papers

_WIDEST_COLUMN = 260
_LEAST_TEXT = "五六个汉字"
"""As much of a text as a column shows at least."""
_ROW_MARGIN = 6
_LOOKED_AT = 200
"""As many rows are measured when columns are fitted: of twenty thousand Qt's thousand take a second."""


def compact(view: QTableView) -> None:
    """Show rows without numbers, as low as their text."""
    header = view.verticalHeader()
    header.hide()
    header.setMinimumSectionSize(0)
    header.setDefaultSectionSize(view.fontMetrics().height() + _ROW_MARGIN)


class ResultTable(QWidget):
    """Rows under columns; ``chosen`` comes when another row becomes the current one, or none.

    With ``papers`` it is exported, under its ``title``. ``many`` is for a hundred thousand rows: then the filter looks
    in columns of texts only. ``fixed`` is for a few rows that stay in their order, the last of them a sum.
    """

    chosen = pyqtSignal()

    filter_row: QHBoxLayout
    filter: QLineEdit
    count_label: QLabel
    export_button: QToolButton
    view: QTableView

    def __init__(self, columns: Sequence[Column], parent: QWidget | None = None, *, title: str = "",
                 papers: Papers | None = None, many: bool = False, fixed: bool = False) -> None:
        super().__init__(parent)
        load_form(__file__, self)
        self._title, self._papers, self._fixed = title, papers, fixed
        self.export_button.setIcon(QgsApplication.getThemeIcon("/mActionFileSaveAs.svg"))
        self.export_button.setVisible(papers is not None)
        self.export_button.clicked.connect(self.export)
        self.model = RowsModel(columns, self)
        self.proxy = (MassFilter if many else RowsFilter)(self.model, self)
        self.view.setModel(self.proxy)
        self.view.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        compact(self.view)
        if fixed:
            self.filter.hide()
            self.count_label.hide()
            self.filter_row.insertStretch(0)
            self.view.setSortingEnabled(False)
        self.view.horizontalHeader().setResizeContentsPrecision(_LOOKED_AT)
        self._wanted: list[int] = []
        self._least: list[int] = []
        self._by_hand = self._fitting = False
        self.view.horizontalHeader().sectionResized.connect(self._column_resized)
        self.view.viewport().installEventFilter(self)
        self.filter.textChanged.connect(self._apply_filter)
        self.view.selectionModel().currentRowChanged.connect(self._tell_choice)
        self.proxy.modelReset.connect(self.chosen)
        copy = QAction(tr("Copy as text"), self.view)
        copy.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        copy.triggered.connect(self.copy)
        self.view.addAction(copy)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self._show_count()

    def controls(self) -> list[QWidget]:
        """Return what Tab goes through, in order."""
        return [self.filter, self.export_button, self.view]

    def set_rows(self, rows: Sequence[Sequence[Any]]) -> None:
        """Show other rows."""
        self.model.set_rows(rows)
        if self._fixed:
            self.view.setMinimumHeight(self._whole_height())
        self._measure()
        self._show_count()

    def _whole_height(self) -> int:
        """Return the height in which all rows are seen, also above a bar to scroll sideways."""
        rows = self.model.rowCount() * self.view.verticalHeader().defaultSectionSize()
        bar = self.view.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        return int(rows + self.view.horizontalHeader().sizeHint().height() + bar + 2 * self.view.frameWidth())

    def set_area_unit(self, unit: str) -> None:
        """Show areas in 'ha', 'mu' or 'm2'; pages say so at every change, and columns that suit it stay as they are."""
        if unit != self.model.area_unit or not self._wanted:
            self.model.set_area_unit(unit)
            self._measure()

    def _measure(self) -> None:
        """Find out how wide the columns want to be, and how narrow texts may get: numbers are never cut."""
        self.view.resizeColumnsToContents()
        columns, header = range(self.model.columnCount()), self.view.horizontalHeader()
        self._wanted = [min(self.view.columnWidth(column), _WIDEST_COLUMN) for column in columns]
        few = self.view.fontMetrics().horizontalAdvance(_LEAST_TEXT)
        self._least = [max(few, header.sectionSizeHint(column)) if self.model.may_be_cut(column)
                       else self._wanted[column] for column in columns]
        self._by_hand = False
        self._fit()

    def _fit(self) -> None:
        """Let the columns fit beside each other, unless the user has drawn one of them wider or narrower."""
        if self._by_hand:
            return
        self._fitting = True
        for column, width in enumerate(fitted_widths(self._wanted, self._least, self.view.viewport().width())):
            self.view.setColumnWidth(column, width)
        self._fitting = False

    def _column_resized(self, *_what: int) -> None:
        self._by_hand = not self._fitting

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit the columns again where the table has become wider or narrower."""
        if event.type() == QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, event)

    def current_value(self, column: int) -> Any:
        """Return the plain value of a column in the current row, None when there is no current row."""
        index = self.view.selectionModel().currentIndex()
        return self.model.value(self.proxy.mapToSource(index).row(), column) if index.isValid() else None

    def text(self) -> str:
        """Return the selected rows (all that are shown, when none is) as text with tabs, under the headings."""
        rows = sorted({index.row() for index in self.view.selectionModel().selectedRows()})
        columns = range(self.proxy.columnCount())
        lines = [[str(self.proxy.headerData(column, Qt.Orientation.Horizontal)) for column in columns]]
        lines += [[self._copied(row, column) for column in columns]
                  for row in rows or range(self.proxy.rowCount())]
        return "\n".join("\t".join(cell.replace("\t", " ").replace("\n", " ") for cell in line) for line in lines)

    def _copied(self, row: int, column: int) -> str:
        """Return a cell's text; one that a spreadsheet would calculate begins with an apostrophe."""
        text = str(self.proxy.data(self.proxy.index(row, column)) or "")
        return harmless(text) if self.model.kind(column) == TEXT else text

    def copy(self) -> None:
        """Put ``text`` on the clipboard, as a spreadsheet takes it."""
        QApplication.clipboard().setText(self.text())

    def export(self) -> None:
        """Write the rows that are shown, in the order and units they are shown in, where the user says."""
        if self._papers is None:
            return
        title = tr("Export table")
        path = self._papers.ask_file(title, f"{self._title}.xlsx", tr("XLSX files (*.xlsx);;CSV files (*.csv)"))
        if path is not None:
            rows = [self.proxy.mapToSource(self.proxy.index(row, 0)).row() for row in range(self.proxy.rowCount())]
            self._papers.write(title, path, lambda file: write_table(file, self.model, rows, self._title))

    def _tell_choice(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self.chosen.emit()

    def _apply_filter(self, text: str) -> None:
        self.proxy.setFilterFixedString(text)
        self._show_count()

    def _show_count(self) -> None:
        shown, every = self.proxy.rowCount(), self.model.rowCount()
        self.export_button.setEnabled(shown > 0)
        self.count_label.setText(tr("Rows: {count}").format(count=every) if shown == every else
                                 tr("Rows: {shown} of {count}").format(shown=shown, count=every))
