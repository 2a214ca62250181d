"""Keeps the mouse wheel for scrolling: over a box it would change a layer or a rule without a word."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.PyQt.QtCore import QEvent, QObject
from qgis.PyQt.QtWidgets import QAbstractSpinBox, QComboBox

if TYPE_CHECKING:
    from qgis.PyQt.QtWidgets import QWidget


class WheelGuard(QObject):
    """Lets the wheel pass the boxes on a page, so that the page scrolls."""

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        for kind in (QComboBox, QAbstractSpinBox):
            for box in page.findChildren(kind):
                box.installEventFilter(self)

    def eventFilter(self, box: Any, event: QEvent) -> bool:
        """Hand wheel events on to what stands behind the box."""
        if event.type() != QEvent.Type.Wheel:
            return False
        event.ignore()
        return True
