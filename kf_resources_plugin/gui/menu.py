"""The plugin's menu and toolbar."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable

import processing
from qgis.core import QgsApplication, QgsProject
from qgis.PyQt import sip
from qgis.PyQt.QtWidgets import QAction, QMenu

from ..i18n import tr
from .demo_loader import DemoLoader
from .help_window import HelpWindow
from .roles import prefilled

if TYPE_CHECKING:
    from qgis.PyQt.QtGui import QIcon
    from qgis.PyQt.QtWidgets import QDialog


class KfMenu:
    """Adds the menu and the toolbar on construction; ``unload`` takes them and everything they opened away."""

    def __init__(self, iface: Any) -> None:
        self._iface = iface
        self._demo = DemoLoader(iface)
        self._windows: list[QDialog] = []
        window = iface.mainWindow()
        self._menu = QMenu(tr("Kaifeng Resources"), window)
        self._menu.setObjectName("kfMenu")
        self._toolbar = iface.addToolBar(tr("Kaifeng Resources"))
        self._toolbar.setObjectName("kfToolBar")
        self._add("LoadDemo", tr("Load demo data"), _icon_of("kf:demodata"), self._demo.load)
        self._add_separator()
        self._add_algorithm("kf:farmlandoccupation", tr("Farmland occupation…"))
        self._add_algorithm("kf:controllinemap", tr("Control-line map…"))
        self._add_algorithm("kf:report", tr("Report…"))
        self._add_separator()
        self._add("Help", tr("Help"), QgsApplication.getThemeIcon("/mActionHelpContents.svg"), self._open_help)
        window.menuBar().insertMenu(iface.firstRightStandardMenu().menuAction(), self._menu)

    def unload(self) -> None:
        """Stop what runs, close what is open, remove menu and toolbar."""
        self._demo.abandon()
        for window in self._windows:
            if not sip.isdeleted(window):
                window.close()
        self._windows.clear()
        self._iface.mainWindow().menuBar().removeAction(self._menu.menuAction())
        self._iface.mainWindow().removeToolBar(self._toolbar)
        self._toolbar.deleteLater()
        self._menu.deleteLater()

    def _add(self, name: str, text: str, icon: QIcon, slot: Callable[[], None]) -> None:
        action = QAction(icon, text, self._menu)
        action.setObjectName(f"kfAction{name}")
        action.triggered.connect(lambda _checked: slot())
        self._menu.addAction(action)
        self._toolbar.addAction(action)

    def _add_algorithm(self, algorithm_id: str, text: str) -> None:
        self._add(algorithm_id.split(":")[1], text, _icon_of(algorithm_id), lambda: self._open_dialog(algorithm_id))

    def _add_separator(self) -> None:
        self._menu.addSeparator()
        self._toolbar.addSeparator()

    def _open_dialog(self, algorithm_id: str) -> None:
        """Open an algorithm's dialog with the layers filled in whose role is known."""
        self._show(processing.createAlgorithmDialog(algorithm_id, prefilled(algorithm_id, QgsProject.instance())))

    def _open_help(self) -> None:
        self._show(HelpWindow(self._iface.mainWindow()))

    def _show(self, window: QDialog) -> None:
        self._windows = [opened for opened in self._windows if not sip.isdeleted(opened)]
        self._windows.append(window)
        window.show()


def _icon_of(algorithm_id: str) -> QIcon:
    return QgsApplication.processingRegistry().algorithmById(algorithm_id).icon()
