"""How wide docks are: wide enough for tables when they are opened for the first time, then as the planner leaves them.
"""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from qgis.core import QgsSettings
from qgis.PyQt.QtCore import Qt

from kf_resources_plugin.gui.dialogs import Dialogs
from kf_resources_plugin.gui.docks.heritage_dock import HeritageDock
from kf_resources_plugin.gui.duties.heritage import HERITAGE_DUTIES

if TYPE_CHECKING:
    from tests.desktop import DesktopInterface

WIDE, NARROW = 70, 46
"""Letters beside each other; of 7 pixels each, as usual on a screen, 490 and 322 pixels."""


@pytest.mark.usefixtures("kf_provider", "algorithm_dialogs", "qgis_new_project")
def test_a_dock_opens_wide_the_first_time_and_stays_as_the_planner_leaves_it(
        desktop: DesktopInterface, qtbot: Any) -> None:
    """No page keeps the dock from being made narrow, also of those looked at before."""
    window = desktop.mainWindow()
    window.resize(1600, 900)
    window.show()
    letter = window.fontMetrics().averageCharWidth()
    QgsSettings().remove("kf_resources/opened")
    for first in (True, False):
        dialogs = Dialogs()
        dock = HeritageDock(desktop, dialogs)
        dock.install()
        dock.show()
        if first:
            qtbot.waitUntil(lambda dock=dock: dock.width() >= WIDE * letter)
            for duty in HERITAGE_DUTIES:
                dock.pages.choose(duty.name)
                qtbot.wait(20)
            window.resizeDocks([dock], [NARROW * letter], Qt.Orientation.Horizontal)
            qtbot.waitUntil(lambda dock=dock: dock.width() <= NARROW * letter)
            dock.hide()
            dock.show()
        qtbot.wait(500)  # as long as widening would take
        assert dock.width() <= NARROW * letter
        dialogs.close_all()
        dock.cleanup()
        qtbot.wait(20)
