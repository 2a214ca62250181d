"""The plugin's menu and toolbar, made from the algorithms that the provider brings."""
from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Callable

import processing
from qgis.core import QgsApplication, QgsProject
from qgis.PyQt import sip
from qgis.PyQt.QtWidgets import QAction, QMenu, QToolButton

from ..i18n import tr
from ..processing.base import TOPIC_TITLES
from .demo_loader import DemoLoader
from .help_window import HelpWindow
from .roles import prefilled

if TYPE_CHECKING:
    from qgis.core import QgsProcessingAlgorithm
    from qgis.PyQt.QtGui import QIcon
    from qgis.PyQt.QtWidgets import QDialog

_PROVIDER = "kf"
_DEMO_TOPIC = "demo"  # has an entry of its own
# The order a planner works in; topics without algorithms have no entry.
TOPICS = tuple(topic for topic in TOPIC_TITLES if topic != _DEMO_TOPIC)


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
        self._add_topics()
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
        self._toolbar.addAction(self._added(self._menu, name, text, icon, slot))

    def _added(self, menu: QMenu, name: str, text: str, icon: QIcon, slot: Callable[[], None]) -> QAction:
        action = QAction(icon, text, self._menu)
        action.setObjectName(f"kfAction{name}")
        action.triggered.connect(lambda _checked: slot())
        menu.addAction(action)
        return action

    def _add_topics(self) -> None:
        """Add every algorithm: a topic's only one by itself, several in a submenu that the toolbar drops down."""
        by_topic: dict[str, list[QgsProcessingAlgorithm]] = {}
        for algorithm in QgsApplication.processingRegistry().providerById(_PROVIDER).algorithms():
            by_topic.setdefault(algorithm.groupId(), []).append(algorithm)
        by_topic.pop(_DEMO_TOPIC, None)
        for topic in sorted(by_topic, key=TOPICS.index):
            first, *others = by_topic[topic]
            menu = self._menu.addMenu(first.icon(), first.group()) if others else self._menu
            actions = [self._added(menu, algorithm.name(), f"{algorithm.displayName()}…", algorithm.icon(),
                                   partial(self._open_dialog, algorithm.id())) for algorithm in (first, *others)]
            shown = menu.menuAction() if others else actions[0]
            self._toolbar.addAction(shown)
            self._toolbar.widgetForAction(shown).setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

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
