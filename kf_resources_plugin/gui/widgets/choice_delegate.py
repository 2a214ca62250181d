"""Cells of a table that are chosen from a list: shown with an arrow, opened by a click or F2."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.PyQt.QtCore import QModelIndex, QTimer
from qgis.PyQt.QtWidgets import QApplication, QComboBox, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ..models.cells_model import CHOICES_ROLE, HELD_ROLE

if TYPE_CHECKING:
    from qgis.PyQt.QtGui import QPainter
    from qgis.PyQt.QtWidgets import QWidget

_ARROW = 14
_ROWS = 24


class ChoiceDelegate(QStyledItemDelegate):
    """Edits a cell by the choices its model gives under CHOICES_ROLE: (text, value); the value goes to ``setData``."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        """Paint the text, and an arrow where there is something to choose."""
        if not index.data(CHOICES_ROLE):
            super().paint(painter, option, index)
            return
        text, arrow, style = QStyleOptionViewItem(option), QStyleOptionViewItem(option), QApplication.style()
        self.initStyleOption(arrow, index)
        style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, arrow, painter)
        text.rect = option.rect.adjusted(0, 0, -_ARROW, 0)
        super().paint(painter, text, index)
        arrow.rect = option.rect.adjusted(option.rect.width() - _ARROW, 0, 0, 0)
        style.drawPrimitive(QStyle.PrimitiveElement.PE_IndicatorArrowDown, arrow, painter)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem,  # noqa: N802 (Qt's name)
                     index: QModelIndex) -> QWidget:
        """Return a box with the choices, opened at once."""
        box = QComboBox(parent)
        box.setMaxVisibleItems(_ROWS)
        for text, value in index.data(CHOICES_ROLE):
            box.addItem(text, value)
        box.activated.connect(lambda _row: self._end(box))
        QTimer.singleShot(0, box.showPopup)
        return box

    def setEditorData(self, editor: Any, index: QModelIndex) -> None:  # noqa: N802 (Qt's name)
        """Select what the cell holds."""
        values = [value for _text, value in index.data(CHOICES_ROLE)]
        held = index.data(HELD_ROLE)
        editor.setCurrentIndex(values.index(held) if held in values else 0)

    def setModelData(self, editor: Any, model: Any, index: QModelIndex) -> None:  # noqa: N802 (Qt's name)
        """Hand the choice over."""
        model.setData(index, editor.currentData())

    def _end(self, box: QComboBox) -> None:
        self.commitData.emit(box)
        self.closeEditor.emit(box)
