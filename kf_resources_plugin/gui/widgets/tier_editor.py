"""The lines of a site: which tiers the map shows, tools that draw them, and the points of the line that is chosen."""
from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from qgis.core import QgsMapLayerProxyModel, QgsProject
from qgis.PyQt.QtCore import pyqtSignal

from ...cartography.map_layers import crs_title
from ...cartography.styles import apply_style
from ...engine.errors import PlannerError
from ...engine.rule_store import load_rule_book
from ...i18n import language, tr
from ...rules.heritage_tiers import tiers
from ...survey.zone_edits import Site
from ...survey.zone_lines import ROLE as LINES_ROLE
from ...survey.zone_lines import ZoneLines
from ..layer_switch import LayerSwitch
from ..models.rows_model import TEXT, Column
from ..models.shown_tiers import ShownTiers
from ..tier_tools import ADD, DRAW, RESHAPE, SPLIT, Task, TierTools
from .result_table import ResultTable
from .tool_part import ToolPart

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qgis.PyQt.QtWidgets import QComboBox, QLabel, QListWidget, QPushButton, QToolButton, QVBoxLayout, QWidget

    from ..docks.dock_base import KfDock

_STYLE = "heritage_zones"


class TierEditor(ToolPart):
    """Part of a dock. The site is the one that was chosen last, here or through ``choose_site``.

    ``changed`` comes when the layer was read again.
    """

    changed = pyqtSignal()

    FORM, STATE = __file__, "zones_layer"
    PARAMETER, ROLE = "ZONES", LINES_ROLE
    OFFERS = QgsMapLayerProxyModel.Filter.PolygonLayer

    shown_note: QLabel
    show_button: QPushButton
    style_note: QLabel
    style_button: QPushButton
    tiers_list: QListWidget
    site_box: QComboBox
    tier_box: QComboBox
    draw_button: QToolButton
    add_button: QToolButton
    reshape_button: QToolButton
    split_button: QToolButton
    tool_note: QLabel
    points_note: QLabel
    points_layout: QVBoxLayout

    def __init__(self, dock: KfDock) -> None:
        super().__init__(dock)
        self._register: dict[str, str] = {}
        self._book = load_rule_book(date.today(), language())
        self.shown = ShownTiers(self.tiers_list, tiers(self._book))
        self.switch = LayerSwitch(QgsProject.instance(), self)
        self.tools = TierTools(dock.iface, dock.papers, self)
        self.points = ResultTable([Column(tr("Point"), TEXT), Column(tr("Ring"), TEXT), Column(tr("X (m)"), TEXT),
                                   Column(tr("Y (m)"), TEXT)], self, title=tr("Boundary points"),
                                  papers=dock.papers)
        self.points_layout.addWidget(self.points)
        self._fill_tiers()
        self.tool_buttons = {DRAW: self.draw_button, ADD: self.add_button, RESHAPE: self.reshape_button,
                         SPLIT: self.split_button}
        for kind, button in self.tool_buttons.items():
            button.clicked.connect(partial(self._use, kind))
        for signal in (self.switch.changed, self.shown.changed):
            signal.connect(self.update_state)
        self.show_button.clicked.connect(self._show_lines)
        self.style_button.clicked.connect(self._give_style)
        self.site_box.activated.connect(self._site_chosen)
        self.tier_box.activated.connect(self._site_chosen)
        self.tools.ended.connect(self.update_state)

    def controls(self) -> list[QWidget]:
        """Return what Tab goes through, in order."""
        return [self.layer_box, self.show_button, self.style_button, self.tiers_list, self.site_box, self.tier_box,
                *self.tool_buttons.values(), *self.points.controls()]

    @property
    def site(self) -> Site | None:
        """Return the site whose lines are drawn, None for none."""
        site = self.site_box.currentData()
        return None if site is None else Site(str(site), self._names().get(str(site), ""))

    def set_register(self, names: Mapping[str, str]) -> None:
        """Offer the sites of a register, by id, beside those that have lines."""
        self._register = dict(names)
        self.refresh()

    def choose_site(self, site: str) -> None:
        """Choose a site, as the user does in the register."""
        place = self.site_box.findData(site)
        if place >= 0 and place != self.site_box.currentIndex():
            self.site_box.setCurrentIndex(place)
            self._site_chosen()

    def sites_with_lines(self) -> frozenset[str]:
        """Return the ids of the sites that have lines."""
        lines = self._lines()
        return frozenset(lines.sites()) if lines is not None else frozenset()

    def zoom(self, site: str) -> bool:
        """Show the lines of a site on the map; return False where it has none."""
        lines, canvas = self._lines(), self._dock.iface.mapCanvas()
        fids = lines.of_site(site) if lines is not None else []
        if lines is not None and fids:
            canvas.zoomToFeatureIds(lines.layer, fids)
        return bool(fids)

    # -- life -----------------------------------------------------------------------------------------------------

    def forget_project(self) -> None:
        """Start over: the project is closed."""
        self._register = {}
        super().forget_project()

    def cleanup(self) -> None:
        """Take the tool off the map and listen no more: the plugin is being unloaded."""
        super().cleanup()
        self.switch.stop()

    # -- what is shown --------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show the layer as it is now: its tiers, its sites, the points of the line that is chosen."""
        super().refresh()
        self.shown.set_layer(self.layer)
        self._fill_sites()
        self._fill_points()
        self.update_state()
        self.changed.emit()

    def _fill_tiers(self) -> None:
        for tier in tiers(self._book).values():
            if not tier.derived:
                self.tier_box.addItem(tier.name(language()), tier.code)

    def _names(self) -> dict[str, str]:
        lines = self._lines()
        return {**(lines.sites() if lines is not None else {}),
                **{site: name for site, name in self._register.items() if name}}

    def _fill_sites(self) -> None:
        before, names = self.site_box.currentData(), self._names()
        self.site_box.clear()
        for site in sorted({*names, *self._register}):
            self.site_box.addItem(f"{site} {names.get(site, '')}".strip(), site)
        self.site_box.setCurrentIndex(max(self.site_box.findData(before), min(0, self.site_box.count() - 1)))

    def _fill_points(self) -> None:
        lines, site, note = self._lines(), self.site, ""
        rows: list[tuple[str, str, str, str]] = []
        if lines is not None and site is not None:
            try:
                rows = lines.points(site.id, self.tier_box.currentData())
                note = tr("Boundary points in {crs}; X is the northing, Y the easting.").format(
                    crs=crs_title(lines.paper_crs())) if rows else ""
            except PlannerError as error:
                note = str(error)
        self.points.set_rows(rows)
        self.points_note.setText(note)
        self.points_note.setVisible(bool(note))

    def _lines(self) -> ZoneLines | None:
        try:
            return None if self.layer is None else ZoneLines(self.layer, self._book)
        except PlannerError:
            return None

    # -- what the user does ---------------------------------------------------------------------------------------

    def _site_chosen(self, *_index: Any) -> None:
        """Draw for another site or tier with the tool that is on."""
        self._fill_points()
        kind = next((kind for kind, button in self.tool_buttons.items() if button.isChecked()), None)
        if kind is not None:
            self._use(kind, True)
        self.update_state()

    def _use(self, kind: str, on: bool) -> None:
        layer, site = self.layer, self.site
        if not on or layer is None or site is None:
            self.tools.stop()
        elif self.tools.start(layer, Task(kind, site, str(self.tier_box.currentData()))):
            self.show_tool(kind)
        self.update_state()

    def _show_lines(self) -> None:
        if self.layer is not None:
            self.switch.switch_on(self.layer)
            self.shown.switch_on(self.tier_box.currentData())
        self.update_state()

    def _give_style(self) -> None:
        if self.layer is not None:
            apply_style(self.layer, _STYLE)
            self.layer.triggerRepaint()
            self.refresh()

    def update_state(self) -> None:
        """Decide from layer, site and tool what is enabled and said."""
        layer, ready = self.layer, self.layer is not None and self.site is not None
        self.offer_tools(ready=ready)
        hidden = self._hidden()
        self.shown_note.setText(hidden)
        for widget in (self.shown_note, self.show_button):
            widget.setVisible(bool(hidden))
        by_tier = layer is not None and self.shown.by_tier
        self.tiers_list.setVisible(by_tier)
        self.style_note.setVisible(layer is not None and not by_tier)
        self.style_note.setText(tr("The layer is not drawn by tier, so tiers cannot be switched on and off here."))
        self.style_button.setVisible(layer is not None and not by_tier)
        self.tool_note.setText(self._note())

    def _hidden(self) -> str:
        """Return why the map does not show the line that is edited, '' where it does."""
        if self.layer is None:
            return ""
        if self.switch.is_off(self.layer):
            return tr("The map does not show this layer: it, or its group, is switched off.")
        if self.shown.is_off(self.tier_box.currentData()):
            return tr("The map does not show the {tier}: it is switched off.").format(tier=self.tier_box.currentText())
        return ""

    def _note(self) -> str:
        if self.layer is None:
            return tr("Choose the layer of the lines, or run the delimitation; then lines can be drawn here.")
        if self.site is None:
            return tr("There is no site yet: load the register, or a layer of lines with their site_id.")
        if self.tools.active:
            return tr("Click the points of the line on the map, and the right button to end it. Undo takes back what "
                      "one line changed.")
        return ""
