"""What the plugin's tables have in common for Qt: rows under titles, tips that are no markup, a filter that sorts."""
from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from qgis.PyQt.QtCore import QAbstractTableModel, QModelIndex, QSortFilterProxyModel, Qt

if TYPE_CHECKING:
    from collections.abc import Sequence

VALUE_ROLE = int(Qt.ItemDataRole.UserRole)
"""What a cell sorts by."""
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class TableModel(QAbstractTableModel):
    """Rows of cells, each as long as ``columns``; a subclass says what a column is headed and what a cell answers."""

    def __init__(self, columns: Sequence[Any], parent: Any = None) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._rows: list[tuple[Any, ...]] = []

    def heading(self, column: int) -> str:
        """Return a column's title."""
        raise NotImplementedError

    def rowCount(self, parent: QModelIndex | None = None) -> int:  # noqa: N802 (Qt's name)
        """Return the number of rows."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: QModelIndex | None = None) -> int:  # noqa: N802 (Qt's name)
        """Return the number of columns."""
        return 0 if parent is not None and parent.isValid() else len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation,  # noqa: N802 (Qt's name)
                   role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """Return a column's title, which a narrow column shows as its tip."""
        shown = orientation == Qt.Orientation.Horizontal and role in (
            Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
        return self.heading(section) if shown else None


def tip(text: str) -> str:
    """Return a text as a tool tip; Qt would take data that looks like markup for markup."""
    told = escape(text).replace("\n", "<br>")
    return f"<qt>{told}</qt>" if told else ""


class RowsFilter(QSortFilterProxyModel):
    """Rows whose texts hold what the planner types, in any column, sorted by value; empty cells stand last."""

    def __init__(self, model: QAbstractTableModel, parent: Any = None) -> None:
        super().__init__(parent)
        self.setSourceModel(model)
        self.setSortRole(VALUE_ROLE)
        self.setSortLocaleAware(True)
        self.setFilterKeyColumn(-1)
        self.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
