"""The heritage dock: the lines of each site on its own page, and a page for each duty."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

from ...i18n import tr
from ..duties.duty_pages import DutyPages
from ..duties.heritage import HERITAGE_DUTIES
from ..widgets.site_list import SiteList
from ..widgets.tier_editor import TierEditor
from .parts_dock import PartsDock

if TYPE_CHECKING:
    from qgis.PyQt.QtWidgets import QVBoxLayout

    from ..dialogs import Dialogs

_TITLE = QT_TRANSLATE_NOOP("KfResources", "Sites and lines")


class HeritageDock(PartsDock):
    """Its own page is where sites are looked up and lines are drawn."""

    NAME = "heritage"
    ICON = "heritage_dock"
    FORM = __file__

    contents_layout: QVBoxLayout
    register_layout: QVBoxLayout
    lines_layout: QVBoxLayout

    def __init__(self, iface: Any, dialogs: Dialogs) -> None:
        super().__init__(iface, dialogs)
        self.sites, self.editor = SiteList(self), TierEditor(self)
        self.register_layout.addWidget(self.sites)
        self.lines_layout.addWidget(self.editor)
        self.pages = DutyPages(self, HERITAGE_DUTIES, self.scroll, tr(_TITLE), self.ICON)
        self.contents_layout.addWidget(self.pages)
        self.parts = (self.sites, self.editor, self.pages)
        self.order_tabs([self.pages.box, *self.sites.controls(), *self.editor.controls()])
        self.sites.chosen.connect(self._show_site)
        self.sites.read.connect(lambda: self.editor.set_register(self.sites.names()))
        self.editor.changed.connect(lambda: self.sites.set_lines(self.editor.sites_with_lines()))

    def _show_site(self, site: str) -> None:
        """Show a site on the map as far as its lines reach, else where the register has it."""
        self.editor.choose_site(site)
        if not self.editor.zoom(site):
            self.sites.zoom()
