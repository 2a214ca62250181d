"""A stand-in for QGIS's desktop interface that answers only what exists: a misspelt call fails the test."""
from __future__ import annotations

from qgis.core import QgsFeature, QgsPrintLayout, QgsProject, QgsVectorLayer
from qgis.gui import QgsAdvancedDigitizingDockWidget, QgsBrowserGuiModel, QgsMapCanvas, QgsMessageBar
from qgis.PyQt.QtCore import QObject, Qt
from qgis.PyQt.QtWidgets import QDockWidget, QMainWindow, QMenu, QToolBar, QWidget

_WIDE = 1920  # what the message bar says is not cut


class DesktopInterface(QObject):
    """The part of ``QgisInterface`` the plugin uses, over a real main window with real menus and bars."""

    def __init__(self) -> None:
        super().__init__()
        self._window = QMainWindow()
        self._canvas = QgsMapCanvas(self._window)
        self._window.setCentralWidget(self._canvas)
        self._digitizing: QgsAdvancedDigitizingDockWidget | None = None
        around = QWidget(self._window)
        around.resize(_WIDE, 100)
        self._message_bar = QgsMessageBar(around)
        self._browser_model = QgsBrowserGuiModel(self._window)
        menus = self._window.menuBar()
        menus.addMenu("Project")
        self._help_menu: QMenu = menus.addMenu("Help")
        self.opened_projects: list[str] = []
        self.opened_forms: list[tuple[str, int]] = []
        self.opened_tables: list[str] = []
        self.opened_layouts: list[str] = []

    def mainWindow(self) -> QMainWindow:
        """Return the window; the caller shows it when it needs sizes."""
        return self._window

    def mapCanvas(self) -> QgsMapCanvas:
        """Return the window's map."""
        return self._canvas

    def messageBar(self) -> QgsMessageBar:
        """Return a real message bar, so its items can be read and clicked."""
        return self._message_bar

    def setActiveLayer(self, layer: QgsVectorLayer) -> bool:
        """Choose a layer as a click in the layer tree does; the map's tools work on it."""
        self._canvas.setCurrentLayer(layer)
        return True

    def cadDockWidget(self) -> QgsAdvancedDigitizingDockWidget:
        """Return the panel of advanced digitising, which tools that draw ask what the planner typed."""
        if self._digitizing is None:
            self._digitizing = QgsAdvancedDigitizingDockWidget(self._canvas, self._window)
        return self._digitizing

    def browserModel(self) -> QgsBrowserGuiModel:
        """Return a browser that has looked nowhere yet; algorithm dialogs want one."""
        return self._browser_model

    def activeLayer(self) -> None:
        """Say that no layer is selected."""

    def firstRightStandardMenu(self) -> QMenu:
        """Return the menu that plugin menus stand before."""
        return self._help_menu

    def addToolBar(self, name: str) -> QToolBar:
        """Return a new toolbar, shown in the window as QGIS does."""
        return self._window.addToolBar(name)

    def addProject(self, path: str) -> bool:
        """Open a project the way the desktop does, and remember that it was asked to."""
        self.opened_projects.append(path)
        return bool(QgsProject.instance().read(path))

    def addTabifiedDockWidget(self, area: Qt.DockWidgetArea, dock: QDockWidget, tabify_with: list[str],
                              raise_tab: bool) -> None:
        """Add a dock to a side of the window, on top of one that is open there, and show it, as QGIS does."""
        others = [other for other in self._window.findChildren(QDockWidget)
                  if other is not dock and other.isVisible() and self._window.dockWidgetArea(other) == area
                  and (not tabify_with or other.objectName() in tabify_with)]
        self._window.addDockWidget(area, dock)
        if others:
            self._window.tabifyDockWidget(others[0], dock)
        dock.show()
        if raise_tab:
            dock.raise_()

    def removeDockWidget(self, dock: QDockWidget) -> None:
        """Take a dock out of the window; it is not deleted."""
        self._window.removeDockWidget(dock)

    def showAttributeTable(self, layer: QgsVectorLayer) -> None:
        """Remember whose attribute table was asked for."""
        self.opened_tables.append(layer.name())

    def openFeatureForm(self, layer: QgsVectorLayer, feature: QgsFeature) -> bool:
        """Remember whose form was asked for."""
        self.opened_forms.append((layer.name(), feature.id()))
        return True

    def openLayoutDesigner(self, layout: QgsPrintLayout) -> None:
        """Remember which layout was asked for."""
        self.opened_layouts.append(layout.name())
