"""A table of results for views: typed columns that sort by value, are filtered as text and name their unit."""
from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from qgis.PyQt.QtCore import QAbstractTableModel, QModelIndex, QSortFilterProxyModel, Qt

from ...i18n import tr
from ..colours import alarm_colour
from .amounts import area_text, mass_text, unit_text

if TYPE_CHECKING:
    from collections.abc import Sequence

TEXT, INTEGER, AREA, MASS, FLAG = "text", "integer", "area", "mass", "flag"
_NUMBERS = (INTEGER, AREA, MASS)

VALUE_ROLE = int(Qt.ItemDataRole.UserRole)


@dataclass(frozen=True)
class Column:
    """One column: translated title and kind; the unit is added to the title.

    AREA values are m² and shown in the unit of the table, MASS values are kg, FLAG values true, false or None.
    ``alarm``: an amount above zero, or a flag that is false, is red.
    """

    title: str
    kind: str = TEXT
    alarm: bool = False


class RowsModel(QAbstractTableModel):
    """Rows of plain values under ``columns``; None is an empty cell."""

    def __init__(self, columns: Sequence[Column], parent: Any = None) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._rows: list[tuple[Any, ...]] = []
        self._unit = "ha"

    def set_rows(self, rows: Sequence[Sequence[Any]]) -> None:
        """Show other rows, each as long as the columns."""
        self.beginResetModel()
        self._rows = [tuple(row) for row in rows]
        self.endResetModel()

    def set_area_unit(self, unit: str) -> None:
        """Show areas in 'ha', 'mu' or 'm2'."""
        self._unit = unit
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self._columns) - 1)
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(self._columns) - 1))

    def value(self, row: int, column: int) -> Any:
        """Return the plain value of a cell."""
        return self._rows[row][column]

    def kind(self, column: int) -> str:
        """Return the kind of a column."""
        return self._columns[column].kind

    def rowCount(self, parent: QModelIndex | None = None) -> int:  # noqa: N802 (Qt's name)
        """Return the number of rows."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: QModelIndex | None = None) -> int:  # noqa: N802 (Qt's name)
        """Return the number of columns."""
        return 0 if parent is not None and parent.isValid() else len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation,  # noqa: N802 (Qt's name)
                   role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """Return a column's title with its unit."""
        if orientation != Qt.Orientation.Horizontal or role not in (
                Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        column = self._columns[section]
        unit = {AREA: self._unit, MASS: "kg"}.get(column.kind)
        return column.title if unit is None else tr("{title} ({unit})").format(
            title=column.title, unit=unit_text(unit))

    def data(self, index: QModelIndex, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """Return what a cell shows, sorts by and looks like."""
        column, value = self._columns[index.column()], self._rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(column, value)
        if role == Qt.ItemDataRole.ToolTipRole:
            # Qt would take data that looks like markup for markup
            text = escape(self._text(column, value))
            return f"<qt>{text}</qt>" if text else ""
        if role == VALUE_ROLE:
            return value
        if role == Qt.ItemDataRole.TextAlignmentRole and column.kind in _NUMBERS:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.ForegroundRole and column.alarm and _alarming(column, value):
            return alarm_colour()
        return None

    def _text(self, column: Column, value: Any) -> str:
        if value is None:
            return ""
        if column.kind == AREA:
            return area_text(value, self._unit)
        if column.kind == MASS:
            return mass_text(value)
        if column.kind == FLAG:
            return tr("yes") if value else tr("no")
        return str(value)


def _alarming(column: Column, value: Any) -> bool:
    if value is None:
        return False
    return not value if column.kind == FLAG else value > 0


class RowsFilter(QSortFilterProxyModel):
    """Rows whose texts hold what the planner types, in any column, sorted by value; empty cells stand last."""

    def __init__(self, model: RowsModel, parent: Any = None) -> None:
        super().__init__(parent)
        self.setSourceModel(model)
        self.setSortRole(VALUE_ROLE)
        self.setSortLocaleAware(True)
        self.setFilterKeyColumn(-1)
        self.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
