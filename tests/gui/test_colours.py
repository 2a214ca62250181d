"""Red and amber can be read on light and dark windows."""
from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from qgis.PyQt.QtGui import QColor, QGuiApplication, QPalette
from qgis.PyQt.QtWidgets import QApplication

from kf_resources_plugin.gui.colours import alarm_colour, caution_colour

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.usefixtures("qgis_app")


@pytest.fixture
def palette() -> Iterator[QPalette]:
    """Return a palette to change; that of the tests comes back."""
    before = QGuiApplication.palette()
    yield QPalette(before)
    QApplication.setPalette(before)


@pytest.mark.parametrize("ground", ["#ffffff", "#f0f0f0", "#2a2a2a", "#000000"])
def test_colours_stand_out_from_the_ground(palette: QPalette, ground: str) -> None:
    """Contrast of 4.5 at least (WCAG 2.1, 1.4.3)."""
    palette.setColor(QPalette.ColorRole.Base, QColor(ground))
    QApplication.setPalette(palette)
    for colour in (alarm_colour(), caution_colour()):
        high, low = sorted((luminance(colour), luminance(QColor(ground))), reverse=True)
        assert (high + 0.05) / (low + 0.05) >= 4.5, colour.name()


def luminance(colour: QColor) -> float:
    """Return the relative luminance of WCAG 2.1."""
    parts = [value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4 for value in colour.getRgbF()[:3]]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
