"""Wires the plugin into QGIS: texts, algorithms, menu. What it does not find here it does not do."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import QgsApplication

from . import i18n
from .processing.provider import KfProvider

if TYPE_CHECKING:
    from qgis.PyQt.QtCore import QTranslator

    from .gui.menu import KfMenu


class KfResourcesPlugin:
    """The object QGIS starts and unloads; ``iface`` is None when qgis_process loads the plugin."""

    def __init__(self, iface: Any) -> None:
        self._iface = iface
        self._translator: QTranslator | None = None
        self._provider: KfProvider | None = None
        self._menu: KfMenu | None = None

    def initProcessing(self) -> None:
        """Register the algorithms; qgis_process calls this alone, without a desktop."""
        if self._provider is not None:
            return
        self._translator = i18n.install_translator()
        self._provider = KfProvider()
        QgsApplication.processingRegistry().addProvider(self._provider)

    def initGui(self) -> None:
        """Register the algorithms, then show the menu and toolbar."""
        from .gui.menu import KfMenu  # noqa: PLC0415 (qgis_process must not load qgis.gui)

        self.initProcessing()
        self._menu = KfMenu(self._iface)

    def unload(self) -> None:
        """Take everything back in reverse order."""
        if self._menu is not None:
            self._menu.unload()
            self._menu = None
        if self._provider is not None:
            QgsApplication.processingRegistry().removeProvider(self._provider)
            self._provider = None
        i18n.remove_translator(self._translator)
        self._translator = None
