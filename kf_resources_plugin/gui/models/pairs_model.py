"""The comparisons of one zone's criteria as a square table; half of it is chosen, the other half follows."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.PyQt.QtCore import QAbstractTableModel, QModelIndex, Qt, pyqtSignal

from .cells_model import CHOICES_ROLE, HELD_ROLE
from .zone_weights import JUDGEMENTS

if TYPE_CHECKING:
    from .zone_weights import ZoneWeightsDraft

_TEXTS = (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole), HELD_ROLE)


class PairsModel(QAbstractTableModel):
    """Row i, column j: how much more criterion i counts than j; ``judged`` comes when the user said so."""

    judged = pyqtSignal()

    def __init__(self, draft: ZoneWeightsDraft, zone: str, parent: Any = None) -> None:
        super().__init__(parent)
        self._draft, self._zone = draft, zone
        self._names = draft.compared(zone)

    def rowCount(self, parent: QModelIndex | None = None) -> int:  # noqa: N802 (Qt's name)
        """Return the number of criteria."""
        return 0 if parent is not None and parent.isValid() else len(self._names)

    def columnCount(self, parent: QModelIndex | None = None) -> int:  # noqa: N802 (Qt's name)
        """Return the number of criteria."""
        return self.rowCount(parent)

    def headerData(self, section: int, orientation: Qt.Orientation,  # noqa: N802 (Qt's name)
                   role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """Return the name of a criterion."""
        name = self._names[section]
        return self._draft.names.get((self._zone, name), name) if role == Qt.ItemDataRole.DisplayRole else None

    def flags(self, index: QModelIndex) -> Qt.ItemFlags:
        """Tell that the upper half can be edited."""
        found = super().flags(index)
        return found | Qt.ItemFlag.ItemIsEditable if index.column() > index.row() else found

    def data(self, index: QModelIndex, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """Return a judgement, and of the upper half what it may be."""
        if role in _TEXTS:
            return self._draft.judgement(self._zone, index.row(), index.column())
        if role == CHOICES_ROLE and index.column() > index.row():
            return tuple((judgement, judgement) for judgement in JUDGEMENTS)
        return None

    def setData(self, index: QModelIndex, value: Any, role: int = int(Qt.ItemDataRole.EditRole)) -> bool:  # noqa: N802
        """Take a judgement of the user; the cell across the diagonal becomes its reciprocal."""
        if role != Qt.ItemDataRole.EditRole or value not in JUDGEMENTS:
            return False
        self._draft.judge(self._zone, index.row(), index.column(), value)
        for cell in (index, self.index(index.column(), index.row())):
            self.dataChanged.emit(cell, cell)
        self.judged.emit()
        return True
