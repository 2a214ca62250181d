"""Pages that scroll down, never sideways."""
from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.PyQt.QtWidgets import QStyle

if TYPE_CHECKING:
    from qgis.PyQt.QtWidgets import QScrollArea, QWidget


def fit_width(scroll: QScrollArea, page: QWidget) -> None:
    """Keep a scroll area as wide as its page needs: a planner scrolls down, not sideways."""
    bar = scroll.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
    scroll.setMinimumWidth(max(page.minimumSizeHint().width(), page.minimumWidth()) + bar)
