"""The farmland dock: the balance, from layers and ledger over a trial to write-off and papers, and a page a duty."""
from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import QgsExpression, QgsFeatureRequest, QgsMapLayerProxyModel
from qgis.gui import QgsDateEdit, QgsFieldComboBox, QgsFileWidget, QgsMapLayerComboBox
from qgis.PyQt.QtCore import QDate

from ...i18n import tr
from ..duties.duty_pages import DutyPages
from ..duties.farmland import FARMLAND_DUTIES
from ..models.amounts import AREA_UNITS, unit_text
from ..run_display import RunDisplay
from ..scrolling import fit_width
from ..widgets.chart_view import ChartView
from ..widgets.findings_view import FindingsView
from ..widgets.layer_choices import FieldChoice, LayerChoice, LayerChoices
from ..widgets.result_table import ResultTable
from ..widgets.word_box import choose_word, fill_words
from . import farmland_flow as flow
from . import farmland_result as result_tables
from .dock_base import KfDock
from .farmland_ledger import FarmlandLedger
from .result_layers import add_results

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from qgis.PyQt.QtWidgets import (
        QComboBox,
        QLabel,
        QProgressBar,
        QPushButton,
        QTabWidget,
        QVBoxLayout,
        QWidget,
    )

    from ..dialogs import Dialogs
    from ..models.findings_rows import FindingRow
    from ..models.rows_model import Column
    from .farmland_result import FarmlandResult


class FarmlandDock(KfDock):
    """Reads top to bottom as a planner works; ``FarmlandLedger`` is its lower half, what touches the ledger."""

    NAME = "farmland"
    ICON = "farmland_dock"
    FORM = __file__

    contents_layout: QVBoxLayout
    projects_layer: QgsMapLayerComboBox
    land_layer: QgsMapLayerComboBox
    permanent_layer: QgsMapLayerComboBox
    units_layer: QgsMapLayerComboBox
    reserve_layer: QgsMapLayerComboBox
    id_field: QgsFieldComboBox
    name_field: QgsFieldComboBox
    date_field: QgsFieldComboBox
    class_field: QgsFieldComboBox
    unit_field: QgsFieldComboBox
    scope: QComboBox
    mode: QComboBox
    grade_scale: QComboBox
    rules_date: QgsDateEdit
    area_basis: QComboBox
    class_system: QComboBox
    results_folder: QgsFileWidget
    folder_note: QLabel
    run_button: QPushButton
    cancel_button: QPushButton
    progress: QProgressBar
    run_state: QLabel
    headline: QLabel
    chart_layout: QVBoxLayout
    area_unit: QComboBox
    save_chart_button: QPushButton
    tables: QTabWidget
    result_group: QWidget
    findings_group: QWidget
    projects_tab_layout: QVBoxLayout
    counties_tab_layout: QVBoxLayout
    entries_tab_layout: QVBoxLayout
    findings_layout: QVBoxLayout
    commit_button: QPushButton
    reverse_button: QPushButton
    slip_button: QPushButton
    report_button: QPushButton
    map_button: QPushButton

    def __init__(self, iface: Any, dialogs: Dialogs) -> None:
        super().__init__(iface, dialogs)
        self.result: FarmlandResult | None = None
        self._layer_ids: dict[str, str] = {}
        self._filling = False
        self._make_choices()
        self._make_views()
        self.ledger = FarmlandLedger(self)
        self.pages = DutyPages(self, FARMLAND_DUTIES, self.scroll, tr("Farmland balance"), "duty_balance")
        self.contents_layout.addWidget(self.pages)
        self.parts = (self.pages,)
        self.order_tabs([self.pages.box, self.projects_layer])
        self.order_tabs([
            self.area_unit, self.save_chart_button, self.tables, *self.projects_table.controls(),
            *self.counties_table.controls(), *self.entries_table.controls(), *self.findings.controls(),
            self.commit_button, *self.ledger.history.controls(), self.reverse_button, self.slip_button,
            self.report_button, self.map_button])
        self._connect()

    def _make_choices(self) -> None:
        self.choices = LayerChoices(
            [LayerChoice(self.projects_layer, "PROJECTS", "projects"), LayerChoice(self.land_layer, "LAND", "land"),
             LayerChoice(self.permanent_layer, "PERMANENT_FARMLAND", "permanent_farmland"),
             LayerChoice(self.units_layer, "UNITS", "admin_units"),
             LayerChoice(self.reserve_layer, "RESERVE", "reserve", QgsMapLayerProxyModel.Filter.VectorLayer)],
            [FieldChoice(self.id_field, "PROJECT_ID_FIELD", "PROJECTS", "xs_xmkjfw", "XMDM"),
             FieldChoice(self.name_field, "PROJECT_NAME_FIELD", "PROJECTS", "xs_xmkjfw", "XMMC"),
             FieldChoice(self.date_field, "PROJECT_DATE_FIELD", "PROJECTS", "xs_xmkjfw", "SQRQ"),
             FieldChoice(self.class_field, "LAND_CLASS_FIELD", "LAND", "dltb", "DLBM"),
             FieldChoice(self.unit_field, "LAND_UNIT_FIELD", "LAND", "dltb", "ZLDWDM")], self)
        self._words = {"SCOPE": self.scope, "MODE": self.mode, "GRADE_SCALE": self.grade_scale}
        self._land_words = {"AREA_BASIS": self.area_basis, "CLASS_SYSTEM": self.class_system}
        for algorithm, boxes in ((flow.BALANCE, self._words), (flow.OCCUPATION, self._land_words)):
            for parameter, box in boxes.items():
                fill_words(box, algorithm, parameter)
        for unit in AREA_UNITS:
            self.area_unit.addItem(unit_text(unit), unit)
        self._every_word = {**self._words, **self._land_words}
        self._defaults = {name: str(box.currentData()) for name, box in self._every_word.items()}
        self.rules_date.setAllowNull(True)
        self.rules_date.setNullRepresentation(tr("today"))
        self.rules_date.setDisplayFormat("yyyy-MM-dd")
        self.rules_date.setDate(QDate())
        self.results_folder.setStorageMode(QgsFileWidget.StorageMode.GetDirectory)
        self.results_folder.setDialogTitle(tr("Folder for results"))

    def _make_views(self) -> None:
        self.chart = ChartView(self)
        self.chart_layout.addWidget(self.chart)
        self.projects_table = self._table(tr("Projects"), result_tables.project_columns())
        self.counties_table = self._table(tr("Counties"), result_tables.county_columns())
        self.entries_table = self._table(tr("Entries drawn on"), result_tables.entry_columns())
        self.projects_tab_layout.addWidget(self.projects_table)
        self.counties_tab_layout.addWidget(self.counties_table)
        self.entries_tab_layout.addWidget(self.entries_table)
        self.findings = FindingsView(self.iface, self.papers, self)
        self.findings_layout.addWidget(self.findings)

    def _table(self, title: str, columns: Sequence[Column]) -> ResultTable:
        return ResultTable(columns, self, title=title, papers=self.papers)

    def _connect(self) -> None:
        for button, slot in ((self.run_button, self.run), (self.save_chart_button, self.save_chart),
                             (self.report_button, self.save_report), (self.map_button, self.open_map)):
            button.clicked.connect(slot)
        self.choices.changed.connect(self.findings.forget_subject)
        self.choices.changed.connect(self._user_changed)
        for box in self._every_word.values():
            box.activated.connect(self._user_changed)
        self.rules_date.dateValueChanged.connect(self._user_changed)
        self.results_folder.fileChanged.connect(self._user_shares)
        self.area_unit.activated.connect(self._user_shares)
        self.pages.shared.changed.connect(self._take_shared)
        self.ledger.changed.connect(self.update_state)
        self.run_display = RunDisplay(self, self.papers)

    # -- project --------------------------------------------------------------------------------------------------

    def read_state(self) -> None:
        """Take what the project keeps; layers that are not kept come by role."""
        settings = self.state.read_texts("settings")
        self._filling = True
        self.choices.fill(self.state.read_texts("layers"), self.state.read_texts("fields"))
        for name, box in self._every_word.items():
            choose_word(box, settings.get(name, self._defaults[name]))
        # no date means today; clear() would show a date all the same
        self.rules_date.setDate(QDate.fromString(settings.get("RULES_DATE", ""), "yyyy-MM-dd"))
        self.ledger.set_path(self.state.read_path("ledger"))
        self._filling = False
        folder = self.state.read_path("result_folder")
        self._layer_ids = self.state.read_texts("result_layers")
        ran_with = {**self.state.read_map("result_settings"), "LEDGER": self.state.read_path("result_ledger")}
        found = result_tables.read_result(Path(folder), ran_with) if folder else None
        self._show_result(found)

    def write_state(self) -> None:
        """Keep layers by id, fields, settings, ledger and the last result."""
        self.state.write("layers", self.choices.kept_layers())
        self.state.write("fields", self.choices.fields())
        self.state.write("settings", {**self.settings(), **self._land_settings()})
        self.state.write_path("ledger", self.ledger.path)
        self.state.write_path("result_folder", str(self.result.folder) if self.result is not None else "")
        ran_with = dict(self.result.settings) if self.result is not None else {}
        self.state.write_path("result_ledger", str(ran_with.pop("LEDGER", "")))
        self.state.write("result_settings", ran_with)
        self.state.write("result_layers", self._layer_ids)

    def forget_project(self) -> None:
        """Start over: the project is closed."""
        self.read_state()
        self.run_display.forget()

    def forget_layers(self, layer_ids: Iterable[str]) -> None:
        """Let go of layers that are about to leave the project."""
        self.choices.forget(layer_ids)
        self.findings.forget_layers(layer_ids)

    def meet_layers(self) -> None:
        """Fill in by role what is open still."""
        self.choices.fill_open()

    def take_corrections(self, roles: Collection[str], layer_ids: Collection[str]) -> None:
        """Let the boxes follow."""
        self.choices.take_corrections(roles, layer_ids)

    def cleanup(self) -> None:
        """Stop everything and leave the window."""
        self.ledger.cleanup()
        self.chart.abandon()
        super().cleanup()

    # -- settings -------------------------------------------------------------------------------------------------

    def settings(self) -> dict[str, Any]:
        """Return SCOPE, MODE, GRADE_SCALE and RULES_DATE ('' for today) as chosen."""
        day = "" if self.rules_date.isNull() else self.rules_date.date().toString("yyyy-MM-dd")
        return {**{name: box.currentData() for name, box in self._words.items()}, "RULES_DATE": day}

    def _land_settings(self) -> dict[str, Any]:
        return {name: box.currentData() for name, box in self._land_words.items()}

    def _user_changed(self, *_what: Any) -> None:
        if not self._filling:
            self.write_state()
            self.update_state()

    def _user_shares(self, *_what: Any) -> None:
        if not self._filling:
            self.pages.shared.choose(self.results_folder.filePath(), self.area_unit.currentData())

    def _take_shared(self) -> None:
        self._filling = True
        self.results_folder.setFilePath(self.pages.shared.folder)
        choose_word(self.area_unit, self.pages.shared.unit)
        self._filling = False
        self._show_figures()
        self.update_state()

    # -- trial ----------------------------------------------------------------------------------------------------

    def run(self) -> None:
        """Measure and try out in the background."""
        layers, fields = self.choices.layer_ids(), self.choices.fields()
        reserve = layers.pop("RESERVE")
        occupation = {name: value for name, value in {**layers, **fields, **self._land_settings()}.items() if value}
        folder = self.run_display.begin(self.windowTitle(), self.NAME, self.results_folder.filePath())
        if folder is None:
            return
        trial = flow.Trial(folder, occupation, self.settings(), self.ledger.view if self.ledger.path else None, reserve)
        self.runs.start(trial.steps(), lambda _results: self._take_trial(trial))

    def _take_trial(self, trial: flow.Trial) -> None:
        result = result_tables.read_result(trial.folder, trial.recorded_settings())
        if result is None:
            self.run_display.fail(
                self.windowTitle(), tr("The results in {path} cannot be read.").format(path=trial.folder))
            return
        title = tr("Farmland balance {folder}").format(folder=trial.folder.name)
        self._layer_ids = add_results(self.project, self.NAME, title, result.package, flow.SHOWN, flow.STYLES)
        self._show_result(result)
        self.write_state()

    # -- result ---------------------------------------------------------------------------------------------------

    def _show_result(self, result: FarmlandResult | None) -> None:
        self.result = result
        self._show_figures()
        found = [self.project.mapLayer(self._layer_ids.get(table, "")) for table in flow.FINDING_TABLES]
        self.findings.set_layers([layer for layer in found if layer is not None and layer.isValid()], self._subject_of)

    def _show_figures(self) -> None:
        result, unit = self.result, self.area_unit.currentData()
        for table in (self.projects_table, self.counties_table, self.entries_table, self.findings):
            table.set_area_unit(unit)
        if result is None:
            self.headline.clear()
            for table in (self.projects_table, self.counties_table, self.entries_table):
                table.set_rows([])
            self.chart.set_bars(())
            self._layer_ids = {}
        else:
            self.headline.setText("<br>".join(
                tr("{title}: {figure}").format(title=escape(title), figure=f"<b>{escape(figure)}</b>")
                for title, figure in result_tables.headline(result)))
            written_off = result.settings.get("WRITTEN_OFF") or {}
            self.projects_table.set_rows(result_tables.project_rows(result, written_off))
            self.counties_table.set_rows(result_tables.county_rows(result))
            self.entries_table.set_rows(result_tables.entry_rows(result))
            self.chart.set_bars(result_tables.balance_bars(result, unit))

    def _subject_of(self, row: FindingRow) -> tuple[str, int] | None:
        """Return the layer and feature a finding is about, as far as the layers in play tell."""
        layers = self.choices.layer_ids()
        parameter = {"projects": "PROJECTS", "land": "LAND", "permanent_farmland": "PERMANENT_FARMLAND",
                     "admin_units": "UNITS"}.get(row.role)
        if parameter is not None and row.source_fid is not None:
            return layers[parameter], row.source_fid
        projects, key = self.choices.layer("PROJECTS"), self.id_field.currentField()
        if row.role not in {"demand", "projects"} or projects is None or not key:
            return None
        request = QgsFeatureRequest().setFilterExpression(
            QgsExpression.createFieldEqualityExpression(key, row.subject_id)).setLimit(1)
        return next(((projects.id(), feature.id()) for feature in projects.getFeatures(request)), None)

    # -- papers ---------------------------------------------------------------------------------------------------

    def save_chart(self) -> None:
        """Save the bars where the user says."""
        path = self.papers.ask_file(tr("Save chart"), "farmland_balance.svg",
                                    tr("SVG files (*.svg);;PNG files (*.png)"))
        if path is not None:
            self.papers.write(tr("Save chart"), path, self.chart.save)

    def save_report(self) -> None:
        """Print the report of the trial where the user says."""
        if self.result is None:
            return
        self.papers.save_report("farmland_balance.pdf", flow.records(self.result))

    def open_map(self) -> None:
        """Open the map's dialog with the layers in play and the results filled in."""
        layers = self.choices.layer_ids()
        shown = [self._layer_ids[table] for table in ("findings", "pieces") if table in self._layer_ids
                 and self.project.mapLayer(self._layer_ids[table]) is not None]
        chosen = {name: layers[name] for name in ("PROJECTS", "LAND", "PERMANENT_FARMLAND") if layers[name]}
        self.dialogs.open_algorithm("kf:controllinemap", {**chosen, "RESULTS": shown})

    # -- state ----------------------------------------------------------------------------------------------------

    def update_state(self) -> None:
        """Decide from layers, ledger, run and result what is enabled and what is said."""
        running, result = self.runs.running, self.result
        self.run_display.show(self._missing(), self.results_folder.filePath())
        for part in (self.result_group, self.findings_group):
            part.setVisible(result is not None)
        self.report_button.setEnabled(result is not None and not running and bool(flow.records(result)))
        self.map_button.setEnabled(self.choices.layer("PROJECTS") is not None or self.choices.layer("LAND") is not None)
        self.findings.update_state()
        self.ledger.update_state()
        fit_width(self.scroll, self.page)

    def _missing(self) -> list[str]:
        """Return what has to be chosen before a trial can run."""
        missing = []
        if self.choices.layer("PROJECTS") is None:
            missing.append(tr("Choose the layer of projects."))
        if self.choices.layer("LAND") is None:
            missing.append(tr("Choose the layer of the land survey."))
        if self.ledger.path:
            if self.ledger.view is None:
                missing.append(tr("The ledger is being read …"))
            elif not self.ledger.view.readable:
                missing.append(tr("The ledger cannot be read; see above."))
        elif self.choices.layer("RESERVE") is None:
            missing.append(tr("Choose a ledger, or a table of reserve entries."))
        return missing
