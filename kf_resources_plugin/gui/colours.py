"""Colours for what needs attention, readable on the ground of the window, light or dark."""
from __future__ import annotations

from qgis.PyQt.QtGui import QColor, QGuiApplication, QPalette

from ..cartography.charts import DARK_BELOW


def alarm_colour() -> QColor:
    """Return the red of errors and shortages."""
    return QColor("#ff6b6b" if _dark() else "#c00000")


def caution_colour() -> QColor:
    """Return the amber of warnings."""
    return QColor("#f0b050" if _dark() else "#8a5200")


def _dark() -> bool:
    ground = QGuiApplication.palette().color(QPalette.ColorGroup.Active, QPalette.ColorRole.Base)
    return bool(ground.lightness() < DARK_BELOW)
