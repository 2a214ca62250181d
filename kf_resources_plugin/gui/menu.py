"""The plugin's menu and toolbar, made from the algorithms that the provider brings."""
from __future__ import annotations

from functools import partial
from itertools import permutations
from typing import TYPE_CHECKING, Any, Callable

from qgis.core import QgsApplication
from qgis.PyQt.QtWidgets import QAction, QMenu, QToolButton

from ..i18n import tr
from ..processing.base import TOPIC_TITLES
from ..survey import area_function
from .demo_loader import DemoLoader
from .dialogs import Dialogs
from .docks.control_lines_dock import ControlLinesDock
from .docks.data_dock import DataDock
from .docks.farmland_dock import FarmlandDock
from .docks.floodplain_dock import FloodplainDock
from .docks.heritage_dock import HeritageDock
from .docks.stock_land_dock import StockLandDock
from .exceptions_follow import ExceptionsFollow
from .help_window import HelpWindow
from .layouts import choose_layout
from .papers import Papers

if TYPE_CHECKING:
    from qgis.core import QgsProcessingAlgorithm
    from qgis.PyQt.QtGui import QIcon

    from .docks.dock_base import KfDock

_PROVIDER = "kf"
_DEMO_TOPIC = "demo"  # has an entry of its own
# The order a planner works in; topics without algorithms have no entry.
TOPICS = tuple(topic for topic in TOPIC_TITLES if topic != _DEMO_TOPIC)
DOCKS: tuple[type[KfDock], ...] = (FarmlandDock, ControlLinesDock, FloodplainDock, HeritageDock, StockLandDock,
                                   DataDock)


class KfMenu:
    """Adds the menu and the toolbar on construction; ``unload`` takes them and everything they opened away."""

    def __init__(self, iface: Any) -> None:
        self._iface = iface
        self._demo = DemoLoader(iface)
        self._dialogs = Dialogs()
        window = iface.mainWindow()
        self._exceptions = ExceptionsFollow(Papers(iface, window))
        # in the desktop alone: qgis_process unloads no plugin, and would free the function twice at its end
        self._area_function = area_function.register()
        self._menu = QMenu(tr("Kaifeng Resources"), window)
        self._menu.setObjectName("kfMenu")
        self._toolbar = iface.addToolBar(tr("Kaifeng Resources"))
        self._toolbar.setObjectName("kfToolBar")
        self._add("LoadDemo", tr("Load demo data"), _icon_of("kf:demodata"), self._demo.load)
        self._add_separator()
        self._docks: list[KfDock] = [dock_class(iface, self._dialogs) for dock_class in DOCKS]
        self._add_panels()
        for dock, other in permutations(self._docks, 2):
            dock.corrected.connect(other.follow)
        self._add_separator()
        self._add_topics()
        self._add_separator()
        self._add("OpenLayout", tr("Open map layout…"), QgsApplication.getThemeIcon("/mActionNewLayout.svg"),
                  partial(choose_layout, iface))
        self._add("Help", tr("Help"), QgsApplication.getThemeIcon("/mActionHelpContents.svg"), self._open_help)
        window.menuBar().insertMenu(iface.firstRightStandardMenu().menuAction(), self._menu)

    def unload(self) -> None:
        """Stop what runs, close what is open, remove menu and toolbar."""
        self._demo.abandon()
        self._exceptions.cleanup()
        area_function.unregister()
        self._dialogs.close_all()
        for dock in self._docks:
            dock.cleanup()
        self._docks.clear()
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

    def _add_panels(self) -> None:
        """Add what shows and hides each dock, under a heading of their own."""
        self._menu.addSection(tr("Panels"))
        for dock in self._docks:
            dock.install()
            for holder in (self._menu, self._toolbar):
                holder.addAction(dock.toggle_action)

    def _open_dialog(self, algorithm_id: str) -> None:
        self._dialogs.open_algorithm(algorithm_id)

    def _open_help(self) -> None:
        self._dialogs.show(HelpWindow(self._iface.mainWindow()))


def _icon_of(algorithm_id: str) -> QIcon:
    return QgsApplication.processingRegistry().algorithmById(algorithm_id).icon()
