"""Fixtures for what the desktop shows."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from qgis.core import QgsApplication
from qgis.gui import QgsLayerTreeView
from qgis.PyQt.QtCore import QCoreApplication, QEvent

from tests.gui.provider import SmallProvider

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qgis.core import QgsProcessingAlgorithm

    from kf_resources_plugin.gui.docks.control_lines_dock import ControlLinesDock
    from kf_resources_plugin.gui.docks.data_dock import DataDock
    from kf_resources_plugin.gui.docks.farmland_dock import FarmlandDock
    from kf_resources_plugin.gui.docks.floodplain_dock import FloodplainDock
    from kf_resources_plugin.gui.docks.heritage_dock import HeritageDock
    from kf_resources_plugin.gui.docks.stock_land_dock import StockLandDock
    from tests.desktop import DesktopInterface


@pytest.fixture
def small(qgis_processing: None, algorithm_dialogs: None) -> Iterator[QgsProcessingAlgorithm]:
    """Return the algorithm ``kftest:small`` from a registered provider."""
    provider = SmallProvider()
    assert QgsApplication.processingRegistry().addProvider(provider)
    yield QgsApplication.processingRegistry().createAlgorithmById("kftest:small")
    QgsApplication.processingRegistry().removeProvider(provider)


@pytest.fixture
def algorithm_dialogs(qgis_iface: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let Processing open its dialogs and end runs: of these pytest-qgis answers with something Qt refuses."""
    tree = QgsLayerTreeView()
    monkeypatch.setattr(qgis_iface, "browserModel", lambda: None, raising=False)
    monkeypatch.setattr(qgis_iface, "layerTreeView", lambda: tree, raising=False)


@pytest.fixture
def dock(desktop: DesktopInterface, kf_provider: Any, algorithm_dialogs: None,
         qgis_new_project: Any) -> Iterator[FarmlandDock]:
    """Return the farmland dock, open in a window."""
    from kf_resources_plugin.gui.docks.farmland_dock import FarmlandDock

    yield from _shown(desktop, FarmlandDock)


@pytest.fixture
def lines_dock(desktop: DesktopInterface, kf_provider: Any, algorithm_dialogs: None,
               qgis_new_project: Any) -> Iterator[ControlLinesDock]:
    """Return the control lines dock, open in a window."""
    from kf_resources_plugin.gui.docks.control_lines_dock import ControlLinesDock

    yield from _shown(desktop, ControlLinesDock)


@pytest.fixture
def flood_dock(desktop: DesktopInterface, kf_provider: Any, algorithm_dialogs: None,
               qgis_new_project: Any) -> Iterator[FloodplainDock]:
    """Return the floodplain dock, open in a window."""
    from kf_resources_plugin.gui.docks.floodplain_dock import FloodplainDock

    yield from _shown(desktop, FloodplainDock)


@pytest.fixture
def heritage_dock(desktop: DesktopInterface, kf_provider: Any, algorithm_dialogs: None,
                  qgis_new_project: Any) -> Iterator[HeritageDock]:
    """Return the heritage dock, open in a window."""
    from kf_resources_plugin.gui.docks.heritage_dock import HeritageDock

    yield from _shown(desktop, HeritageDock)


@pytest.fixture
def stock_dock(desktop: DesktopInterface, kf_provider: Any, algorithm_dialogs: None,
               qgis_new_project: Any) -> Iterator[StockLandDock]:
    """Return the stock land dock, open in a window."""
    from kf_resources_plugin.gui.docks.stock_land_dock import StockLandDock

    yield from _shown(desktop, StockLandDock)


@pytest.fixture
def data_dock(desktop: DesktopInterface, kf_provider: Any, algorithm_dialogs: None,
              qgis_new_project: Any) -> Iterator[DataDock]:
    """Return the data dock, open in a window."""
    from kf_resources_plugin.gui.docks.data_dock import DataDock

    yield from _shown(desktop, DataDock)


@pytest.fixture
def menu_dock(desktop: DesktopInterface, kf_provider: Any, algorithm_dialogs: None,
              qgis_new_project: Any) -> Iterator[DataDock]:
    """Return the data dock as the plugin's menu has made it beside the others, on top of them."""
    from kf_resources_plugin.gui.docks.data_dock import DataDock
    from kf_resources_plugin.gui.menu import KfMenu

    menu = KfMenu(desktop)
    desktop.mainWindow().resize(1200, 900)
    desktop.mainWindow().show()
    found: DataDock = desktop.mainWindow().findChild(DataDock)
    found.show()
    found.raise_()
    yield found
    menu.unload()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _shown(desktop: DesktopInterface, dock_class: Any) -> Iterator[Any]:
    from kf_resources_plugin.gui.dialogs import Dialogs

    dialogs = Dialogs()
    shown = dock_class(desktop, dialogs)
    shown.install()
    desktop.mainWindow().resize(1200, 900)
    desktop.mainWindow().show()
    shown.show()
    yield shown
    dialogs.close_all()
    shown.cleanup()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
