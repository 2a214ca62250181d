"""A table of cells for views: each cell brings what it shows, sorts by and may be chosen; rows are known by a key."""
from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any, Callable

from qgis.PyQt.QtCore import QAbstractTableModel, QModelIndex, Qt, pyqtSignal

from ..colours import alarm_colour, caution_colour
from .rows_model import VALUE_ROLE

if TYPE_CHECKING:
    from collections.abc import Sequence

CHOICES_ROLE = VALUE_ROLE + 1
HELD_ROLE = VALUE_ROLE + 2
_COLOURS = {"error": alarm_colour, "warning": caution_colour}


@dataclass(frozen=True)
class Cell:
    """One cell. ``order``: what it sorts by, the text where None; ``severity`` colours it as findings have it.

    choices: (text, value) of what can be chosen, ``held`` the value that is chosen now.
    """

    text: str
    tip: str = ""
    order: float | None = None
    severity: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    held: str = ""


def _tip(cell: Cell) -> str:
    # Qt would take names that look like markup for markup
    text = escape(cell.tip or cell.text).replace("\n", "<br>")
    return f"<qt>{text}</qt>" if text else ""


def _side(cell: Cell) -> int | None:
    return None if cell.order is None else int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


_ANSWERS: dict[int, Callable[[Cell], Any]] = {
    int(Qt.ItemDataRole.DisplayRole): lambda cell: cell.text,
    int(Qt.ItemDataRole.AccessibleTextRole): lambda cell: cell.text,
    int(Qt.ItemDataRole.ToolTipRole): _tip,
    int(Qt.ItemDataRole.ForegroundRole): lambda cell: _COLOURS.get(cell.severity, lambda: None)(),
    int(Qt.ItemDataRole.TextAlignmentRole): _side,
    VALUE_ROLE: lambda cell: cell.text if cell.order is None else cell.order,
    CHOICES_ROLE: lambda cell: cell.choices,
    HELD_ROLE: lambda cell: cell.held,
}


class CellsModel(QAbstractTableModel):
    """Rows of cells under ``titles``; ``chosen`` comes with the key of a row and the value the user chose in it."""

    chosen = pyqtSignal(str, str)

    def __init__(self, titles: Sequence[str], parent: Any = None) -> None:
        super().__init__(parent)
        self._titles = tuple(titles)
        self._keys: list[str] = []
        self._rows: list[tuple[Cell, ...]] = []

    def set_rows(self, keys: Sequence[str], rows: Sequence[tuple[Cell, ...]]) -> None:
        """Show other rows; of the same keys only what has changed, so that views stay where they are."""
        if list(keys) != self._keys:
            self.beginResetModel()
            self._keys, self._rows = list(keys), list(rows)
            self.endResetModel()
            return
        for place, (before, now) in enumerate(zip(self._rows, rows)):
            if before != now:
                self._rows[place] = now
                self.dataChanged.emit(self.index(place, 0), self.index(place, len(self._titles) - 1))

    def key(self, row: int) -> str:
        """Return the key of a row."""
        return self._keys[row]

    def row_of(self, key: str) -> int:
        """Return the row of a key, -1 where there is none."""
        return self._keys.index(key) if key in self._keys else -1

    def rowCount(self, parent: QModelIndex | None = None) -> int:  # noqa: N802 (Qt's name)
        """Return the number of rows."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: QModelIndex | None = None) -> int:  # noqa: N802 (Qt's name)
        """Return the number of columns."""
        return 0 if parent is not None and parent.isValid() else len(self._titles)

    def headerData(self, section: int, orientation: Qt.Orientation,  # noqa: N802 (Qt's name)
                   role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """Return a column's title."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._titles[section]
        return None

    def flags(self, index: QModelIndex) -> Qt.ItemFlags:
        """Tell that cells with choices can be edited."""
        found = super().flags(index)
        return found | Qt.ItemFlag.ItemIsEditable if index.isValid() and self._cell(index).choices else found

    def data(self, index: QModelIndex, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """Return what a cell shows, sorts by, looks like and offers."""
        found = _ANSWERS.get(role)
        return None if found is None else found(self._cell(index))

    def setData(self, index: QModelIndex, value: Any, role: int = int(Qt.ItemDataRole.EditRole)) -> bool:  # noqa: N802
        """Tell what the user chose; the rows change when their owner has done it."""
        if role != Qt.ItemDataRole.EditRole or value == self._cell(index).held:
            return False
        self.chosen.emit(self._keys[index.row()], str(value))
        return True

    def _cell(self, index: QModelIndex) -> Cell:
        return self._rows[index.row()][index.column()]
