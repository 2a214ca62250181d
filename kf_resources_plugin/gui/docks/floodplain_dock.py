"""The floodplain dock: stages and kept scenarios on its own page, and a page for each duty from dikes to relocation."""
from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from qgis.core import Qgis
from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

from ...engine.rule_store import load_rule_book
from ...i18n import language, tr
from ...rules.floodplain_stages import stages
from ...rules.floodplain_zoning import ZONES, zone_names
from ..duties.duty_pages import DutyPages
from ..duties.floodplain import COMPARE, FLOODPLAIN_DUTIES, ZONING
from ..models.rows_model import AREA, NUMBER, TEXT, Column
from ..scenarios import Scenarios
from ..scrolling import fit_width
from ..widgets.result_table import ResultTable
from .dock_base import KfDock

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from qgis.core import QgsVectorLayer
    from qgis.PyQt.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QVBoxLayout

    from ..dialogs import Dialogs
    from ..scenarios import Scenario

_TITLE = QT_TRANSLATE_NOOP("KfResources", "Stages and scenarios")


class FloodplainDock(KfDock):
    """Its own page keeps scenarios; what they are compared by is the page of ``COMPARE``."""

    NAME = "floodplain"
    ICON = "floodplain_dock"
    FORM = __file__

    contents_layout: QVBoxLayout
    stages_layout: QVBoxLayout
    name_edit: QLineEdit
    keep_button: QPushButton
    scenarios_layout: QVBoxLayout
    show_button: QPushButton
    drop_button: QPushButton
    first_box: QComboBox
    second_box: QComboBox
    compare_button: QPushButton
    scenario_note: QLabel

    def __init__(self, iface: Any, dialogs: Dialogs) -> None:
        super().__init__(iface, dialogs)
        book = load_rule_book(date.today(), language())
        self.stages = ResultTable([Column(tr("Stage (flow at Huayuankou, m³/s)"), NUMBER),
                                   Column(tr("Return period (years)"), NUMBER), Column(tr("What it is"), TEXT)],
                                  self, title=tr("Stages of the river"), papers=self.papers)
        place = 0 if language() == "zh" else 1
        self.stages.set_rows([(stage.flow, stage.return_period, stage.names[place]) for stage in stages(book)])
        self.stages_layout.addWidget(self.stages)
        self.table = ResultTable([Column(tr("Scenario"), TEXT),
                                  *(Column(name, AREA) for name in zone_names(book, language())),
                                  Column(tr("Folder"), TEXT)], self, title=tr("Scenarios"), papers=self.papers)
        self.scenarios_layout.addWidget(self.table)
        self.scenarios = Scenarios(self.project, self.state)
        self.pages = DutyPages(self, FLOODPLAIN_DUTIES, self.scroll, tr(_TITLE), self.ICON)
        self.contents_layout.addWidget(self.pages)
        self.parts = (self.pages,)
        self.order_tabs([self.pages.box, *self.stages.controls(), self.name_edit, self.keep_button,
                         *self.table.controls(), self.show_button, self.drop_button, self.first_box, self.second_box,
                         self.compare_button])
        for button, slot in ((self.keep_button, self.keep), (self.show_button, self.show_chosen),
                             (self.drop_button, self.drop), (self.compare_button, self.compare)):
            button.clicked.connect(slot)
        self.name_edit.textChanged.connect(self.update_state)
        self.table.chosen.connect(self.update_state)
        for box in (self.first_box, self.second_box):
            box.activated.connect(self.update_state)
        self.pages.box.currentIndexChanged.connect(self.update_state)
        self.pages.shared.changed.connect(self.update_state)

    # -- project --------------------------------------------------------------------------------------------------

    def read_state(self) -> None:
        """List the scenarios of the project."""
        self.scenarios.read()
        self._list()

    def write_state(self) -> None:
        """Keep folders relative to where the project is saved."""
        self.scenarios.write_again()

    def forget_project(self) -> None:
        """Start over: the project is closed."""
        self.name_edit.clear()
        self.read_state()

    def forget_layers(self, layer_ids: Iterable[str]) -> None:
        """Do nothing: scenarios are files."""

    def meet_layers(self) -> None:
        """Do nothing: the pages look for layers themselves."""

    def take_corrections(self, roles: Collection[str], layer_ids: Collection[str]) -> None:
        """Do nothing: the pages follow themselves."""

    # -- scenarios ------------------------------------------------------------------------------------------------

    def keep(self) -> None:
        """Keep the last zoning under the name that was typed."""
        result = self.pages.result(ZONING.name)
        if result is not None:
            self.scenarios.keep(self.name_edit.text().strip(), result.folder)
            self.name_edit.clear()
            self._list()

    def drop(self) -> None:
        """Take the chosen scenario out of the list."""
        self.scenarios.drop(str(self.table.current_value(0)))
        self._list()

    def show_chosen(self) -> None:
        """Put the zones of the chosen scenario on the map."""
        self._layer(str(self.table.current_value(0)))

    def compare(self) -> None:
        """Compare the two scenarios that were chosen, on the page that does it."""
        layers = [self._layer(str(box.currentData())) for box in (self.first_box, self.second_box)]
        first, second = layers
        if first is None or second is None:
            return
        self.pages.choose(COMPARE.name)
        page = self.pages.page(COMPARE.name)
        for name, layer in zip(COMPARE.layers, (first, second)):
            page.inputs.choose_layer(name, layer)
        page.inputs.change({"NAME_A": self.first_box.currentData(), "NAME_B": self.second_box.currentData()})
        page.run()

    def _layer(self, name: str) -> QgsVectorLayer | None:
        layer = next((self.scenarios.layer(one) for one in self.scenarios.all() if one.name == name), None)
        if layer is None:
            self.papers.tell(tr(_TITLE), tr("The files of scenario “{name}” are not there any more.").format(name=name),
                             Qgis.MessageLevel.Warning)
        return layer

    def _list(self) -> None:
        kept = self.scenarios.all()
        self.table.set_rows([self._row(scenario) for scenario in kept])
        for box in (self.first_box, self.second_box):
            before = box.currentData()
            box.clear()
            for scenario in kept:
                box.addItem(scenario.name, scenario.name)
            box.setCurrentIndex(max(box.findData(before), min(0, len(kept) - 1)))
        if self.first_box.currentIndex() == self.second_box.currentIndex():
            self.second_box.setCurrentIndex(len(kept) - 1)  # the one kept last
        self.update_state()

    @staticmethod
    def _row(scenario: Scenario) -> tuple[Any, ...]:
        areas = scenario.areas()
        return (scenario.name, *(None if areas is None else areas.get(zone, 0.0) for zone in ZONES),
                str(scenario.folder))

    # -- state ----------------------------------------------------------------------------------------------------

    def update_state(self, *_what: Any) -> None:
        """Decide from the last zoning and the list what is enabled and what is said."""
        zoned = self.pages.result(ZONING.name) is not None
        chosen = self.table.current_value(0) is not None
        self.table.set_area_unit(self.pages.shared.unit)
        self.keep_button.setEnabled(zoned and bool(self.name_edit.text().strip()))
        self.scenario_note.setText("" if zoned else tr("Run the zoning first; then its result can be kept here."))
        self.scenario_note.setVisible(not zoned)
        for button in (self.show_button, self.drop_button):
            button.setEnabled(chosen)
        two = self.first_box.currentData() is not None and self.first_box.currentData() != self.second_box.currentData()
        self.compare_button.setEnabled(two and self.pages.has(COMPARE.name))
        fit_width(self.scroll, self.page)
