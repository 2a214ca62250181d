"""Filter and order for tables of a hundred thousand rows: over plain values at once, not by asking for cell after cell.
"""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.PyQt.QtCore import QAbstractProxyModel, QCollator, QModelIndex, Qt

from .rows_model import TEXT

if TYPE_CHECKING:
    from .rows_model import RowsModel


class MassFilter(QAbstractProxyModel):
    """Does what ``RowsFilter`` does, for rows that are many: texts hold what is typed, empty cells stand last."""

    def __init__(self, model: RowsModel, parent: Any = None) -> None:
        super().__init__(parent)
        self._model = model
        self._rows: list[int] = []
        self._places: dict[int, int] = {}  # of rows that are shown
        self._texts: list[str] | None = None  # what the filter looks in, read when it is first typed
        self._typed = ""
        self._order: tuple[int, Qt.SortOrder] = (-1, Qt.SortOrder.AscendingOrder)
        self.setSourceModel(model)
        model.modelAboutToBeReset.connect(self.beginResetModel)
        model.modelReset.connect(self._take_rows)
        model.dataChanged.connect(self._tell_change)
        model.headerDataChanged.connect(self.headerDataChanged)
        self._arrange()

    # -- Qt's questions -------------------------------------------------------------------------------------------

    def rowCount(self, parent: QModelIndex | None = None) -> int:  # noqa: N802 (Qt's name)
        """Return the number of rows that are shown."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: QModelIndex | None = None) -> int:  # noqa: N802 (Qt's name)
        """Return the number of columns."""
        return 0 if parent is not None and parent.isValid() else self._model.columnCount()

    def index(self, row: int, column: int, parent: QModelIndex | None = None) -> QModelIndex:
        """Return the index of a cell."""
        if parent is not None and parent.isValid():
            return QModelIndex()
        inside = 0 <= row < len(self._rows) and 0 <= column < self._model.columnCount()
        return self.createIndex(row, column) if inside else QModelIndex()

    def parent(self, index: QModelIndex | None = None) -> Any:
        """Return of a row nothing, for rows have no parents; without an index the object this one belongs to."""
        return super().parent() if index is None else QModelIndex()

    def mapToSource(self, index: QModelIndex) -> QModelIndex:  # noqa: N802 (Qt's name)
        """Return the cell of the model that is shown at an index."""
        return self._model.index(self._rows[index.row()], index.column()) if index.isValid() else QModelIndex()

    def mapFromSource(self, index: QModelIndex) -> QModelIndex:  # noqa: N802 (Qt's name)
        """Return where a cell of the model is shown."""
        place = self._places.get(index.row(), -1) if index.isValid() else -1
        return self.index(place, index.column())

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order the rows by a column, as they come by −1; what is current and selected stays so."""
        if self._order == (column, order):  # a header asks twice
            return
        self.layoutAboutToBeChanged.emit()
        held = self.persistentIndexList()
        sources = [(self._rows[index.row()], index.column()) for index in held]
        self._order = (column, order)
        self._arrange()
        self.changePersistentIndexList(held, [self.index(self._places.get(row, -1), place) for row, place in sources])
        self.layoutChanged.emit()

    def setFilterFixedString(self, text: str) -> None:  # noqa: N802 (as ``RowsFilter`` has it)
        """Show the rows in which a text holds what was typed."""
        self.beginResetModel()
        self._typed = text.casefold()
        self._arrange()
        self.endResetModel()

    # -- rows -----------------------------------------------------------------------------------------------------

    def _take_rows(self) -> None:
        self._texts = None
        self._arrange()
        self.endResetModel()

    def _tell_change(self, first: QModelIndex, last: QModelIndex, *_roles: Any) -> None:
        if self._rows and first.isValid():
            self.dataChanged.emit(self.index(0, first.column()), self.index(len(self._rows) - 1, last.column()))

    def _arrange(self) -> None:
        rows = list(range(self._model.rowCount()))
        if self._typed:
            if self._texts is None:
                self._texts = self._model.texts_of_rows()
            texts = self._texts
            rows = [row for row in rows if self._typed in texts[row]]
        column, order = self._order
        if column >= 0:
            rows = self._ordered(rows, column, order == Qt.SortOrder.DescendingOrder)
        self._rows = rows
        self._places = {row: place for place, row in enumerate(rows)}

    def _ordered(self, rows: list[int], column: int, descending: bool) -> list[int]:
        values = self._model.values_of_column(column)
        filled = [row for row in rows if values[row] not in {None, ""}]
        if self._model.kind(column) == TEXT:
            collator = QCollator()
            keys = {text: collator.sortKey(text) for text in {values[row] for row in filled}}
            filled.sort(key=lambda row: keys[values[row]], reverse=descending)
        else:
            filled.sort(key=values.__getitem__, reverse=descending)
        return [*filled, *(row for row in rows if values[row] in {None, ""})]
