"""A table of cells for views: each cell brings what it shows, sorts by and may be chosen; rows are known by a key."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Callable

from qgis.PyQt.QtCore import Qt, pyqtSignal

from ..colours import alarm_colour, caution_colour
from .table_model import RIGHT, VALUE_ROLE, TableModel, tip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.PyQt.QtCore import QModelIndex

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


_ANSWERS: dict[int, Callable[[Cell], Any]] = {
    int(Qt.ItemDataRole.DisplayRole): lambda cell: cell.text,
    int(Qt.ItemDataRole.AccessibleTextRole): lambda cell: cell.text,
    int(Qt.ItemDataRole.ToolTipRole): lambda cell: tip(cell.tip or cell.text),
    int(Qt.ItemDataRole.ForegroundRole): lambda cell: _COLOURS.get(cell.severity, lambda: None)(),
    int(Qt.ItemDataRole.TextAlignmentRole): lambda cell: None if cell.order is None else RIGHT,
    VALUE_ROLE: lambda cell: cell.text if cell.order is None else cell.order,
    CHOICES_ROLE: lambda cell: cell.choices,
    HELD_ROLE: lambda cell: cell.held,
}


class CellsModel(TableModel):
    """Rows of cells under ``titles``; ``chosen`` comes with the key of a row and the value the user chose in it."""

    chosen = pyqtSignal(str, str)

    def __init__(self, titles: Sequence[str], parent: Any = None) -> None:
        super().__init__(titles, parent)
        self._keys: list[str] = []

    def heading(self, column: int) -> str:
        """Return a column's title."""
        return str(self._columns[column])

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
                self.dataChanged.emit(self.index(place, 0), self.index(place, len(self._columns) - 1))

    def key(self, row: int) -> str:
        """Return the key of a row."""
        return self._keys[row]

    def row_of(self, key: str) -> int:
        """Return the row of a key, -1 where there is none."""
        return self._keys.index(key) if key in self._keys else -1

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
