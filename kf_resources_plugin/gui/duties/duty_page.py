"""The page of one duty, from top to bottom as a planner works: layers, settings, run, figures, findings, papers."""
from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import QgsRasterLayer, QgsVectorLayer
from qgis.PyQt.QtWidgets import QPushButton, QWidget

from ...engine.roles import write_role
from ...i18n import tr
from ..docks.result_layers import add_results
from ..forms import load_form
from ..models.amounts import AREA_UNITS, unit_text
from ..project_state import ProjectState
from ..run_controller import RunController, Step
from ..run_display import RunDisplay
from ..scrolling import fit_width
from ..wheel import WheelGuard
from ..widgets.word_box import choose_word
from .duty_inputs import FILE_PREFIX
from .duty_result import destinations, read_result, sinks
from .duty_results import DutyResults
from .inputs_page import InputsPage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from qgis.core import QgsMapLayer, QgsProject
    from qgis.PyQt.QtGui import QShowEvent
    from qgis.PyQt.QtWidgets import (
        QComboBox,
        QHBoxLayout,
        QLabel,
        QProgressBar,
        QScrollArea,
        QTabWidget,
        QVBoxLayout,
    )

    from ...survey.edit_command import Command
    from ..docks.dock_base import KfDock
    from ..models.findings_rows import FindingRow
    from .duty import Duty, Tool
    from .duty_result import DutyResult
    from .shared_choices import SharedChoices

_FINDINGS = ("FINDING_POINTS", "FINDINGS")
_FINDING_STYLES = {"finding_points": "finding_points", "findings": "findings"}
_MAP = "kf:controllinemap"


def kept_result(dock: KfDock, name: str) -> DutyResult | None:
    """Return the result that a duty of a dock has in the project, None where there is none."""
    folder = ProjectState(dock.project, f"{dock.NAME}_{name}").read_path("result_folder")
    return read_result(Path(folder)) if folder else None


def keep_result(dock: KfDock, name: str, result: DutyResult | None) -> None:
    """Keep the result of a duty in the project, or that there is none."""
    ProjectState(dock.project, f"{dock.NAME}_{name}").write_path(
        "result_folder", str(result.folder) if result is not None else "")


def kept_files(dock: KfDock, name: str) -> dict[str, str]:
    """Return the files that a duty of a dock has in the project, by their names there."""
    return ProjectState(dock.project, f"{dock.NAME}_{name}").read_paths(FILE_PREFIX)


def keep_files(dock: KfDock, name: str, files: Mapping[str, str]) -> None:
    """Keep the files of a duty in the project."""
    for key, path in files.items():
        ProjectState(dock.project, f"{dock.NAME}_{name}").write_path(key, path)


class DutyPage(QWidget, InputsPage):
    """Everything it shows comes from a ``Duty`` and the algorithm it names."""

    scroll: QScrollArea
    tools_layout: QHBoxLayout
    folder_note: QLabel
    layers_group: QWidget
    advanced_group: QWidget
    run_button: QPushButton
    cancel_button: QPushButton
    dialog_button: QPushButton
    progress: QProgressBar
    run_state: QLabel
    result_group: QWidget
    headline: QLabel
    chart_place: QWidget
    chart_layout: QVBoxLayout
    area_unit: QComboBox
    save_chart_button: QPushButton
    tables: QTabWidget
    card_layout: QVBoxLayout
    rows_note: QLabel
    findings_group: QWidget
    findings_layout: QVBoxLayout
    report_button: QPushButton
    map_button: QPushButton

    def __init__(self, duty: Duty, dock: KfDock, shared: SharedChoices) -> None:
        super().__init__(dock)
        load_form(__file__, self)
        self.setObjectName(f"duty_{duty.name}")
        self.algorithm, self._dock, self.dialogs = duty.definition(), dock, dock.dialogs
        self.project: QgsProject = dock.project
        self.papers, self.iface = dock.papers, dock.iface
        self.state = ProjectState(self.project, f"{dock.NAME}_{duty.name}")
        self._key = f"{dock.NAME}_{duty.name}"
        self.runs = RunController(self)
        self.result: DutyResult | None = None
        self._layer_ids: dict[str, str] = {}
        self._take_inputs(duty, shared)
        self.results = DutyResults(self, dock.iface, dock.papers)
        self.tools = [self._add_tool(tool) for tool in duty.tools]
        for unit in AREA_UNITS:
            self.area_unit.addItem(unit_text(unit), unit)
        self.layers_group.setVisible(bool(self.inputs.controls("layers")))
        self.advanced_group.setVisible(bool(self.inputs.controls("advanced")))
        self._wheel = WheelGuard(self.page)
        self._connect()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        """Take the width that the parts need: before they are shown they do not know it."""
        super().showEvent(event)
        fit_width(self.scroll, self.page)

    def _connect(self) -> None:
        for button, slot in ((self.run_button, self.run), (self.dialog_button, self.open_dialog),
                             (self.report_button, self.save_report), (self.map_button, self.open_map)):
            button.clicked.connect(slot)
        self.area_unit.activated.connect(self._user_shares)
        self.run_display = RunDisplay(self, self.papers)

    def _add_tool(self, tool: Tool) -> QPushButton:
        button = QPushButton(tr(tool.title), self.page)
        button.setToolTip(tr(tool.tip))
        button.clicked.connect(lambda: tool.use(self))
        self.tools_layout.addWidget(button)
        return button

    def controls(self) -> list[QWidget]:
        """Return what Tab goes through, from top to bottom."""
        return [*self.inputs.controls("layers"), *self.inputs.controls("settings"), self.results_folder, *self.tools,
                *self.inputs.controls("advanced"), self.run_button, self.cancel_button, self.dialog_button,
                self.area_unit, self.save_chart_button, self.tables, *self.results.controls(), self.report_button,
                self.map_button]

    # -- project --------------------------------------------------------------------------------------------------

    def read_state(self) -> None:
        """Take what the project keeps; layers that are not kept come by role."""
        with self._filled():
            self.inputs.read(self.state)
        self._take_shared()
        self._layer_ids = self.state.read_texts("result_layers")
        self._show(kept_result(self._dock, self.duty.name))

    def write_state(self) -> None:
        """Keep layers by id, fields, settings and the last result."""
        self.inputs.write(self.state)
        keep_result(self._dock, self.duty.name, self.result)
        self.state.write("result_layers", self._layer_ids)

    def forget_project(self) -> None:
        """Start over: the project is closed."""
        self.runs.drop()
        self.read_state()
        self.run_display.forget()

    def forget_layers(self, layer_ids: Iterable[str]) -> None:
        """Let go of layers that are about to leave the project."""
        gone = list(layer_ids)
        super().forget_layers(gone)
        self.results.forget_layers(gone)

    def cleanup(self) -> None:
        """Stop what runs: the plugin is being unloaded."""
        self.runs.abandon()
        self.results.cleanup()

    def _user_changed(self, *_what: Any) -> None:
        self.results.findings.forget_subject()
        super()._user_changed()

    def _show_shared(self) -> None:
        super()._show_shared()
        choose_word(self.area_unit, self.shared.unit)
        self.results.show_figures(self.result, self.shared.unit)

    def _area_unit(self) -> str:
        return str(self.area_unit.currentData())

    # -- run ------------------------------------------------------------------------------------------------------

    def run(self) -> None:
        """Run the algorithm in the background, into a new folder; one run at a time."""
        self.run_with({})

    def run_with(self, given: Mapping[str, Any], taken: Callable[[], None] | None = None) -> None:
        """Run with other values of some parameters than those on the page; ``taken`` is called once there is a result.
        """
        if self.runs.running:
            return
        folder = self.run_display.begin(tr(self.duty.title), self.duty.name, self.shared.folder)
        if folder is None:
            return
        parameters = {**self.inputs.parameters(), **destinations(self.algorithm, folder, self.duty.papers), **given}
        self.runs.start([Step(self.duty.algorithm, lambda _before: parameters)],
                        lambda _results: self._take(folder, parameters, taken))

    def _take(self, folder: Path, parameters: Mapping[str, Any], taken: Callable[[], None] | None) -> None:
        result = read_result(folder)
        if result is None:
            self.run_display.fail(tr(self.duty.title), tr("The results in {path} cannot be read.").format(path=folder))
            return
        known = {*(sink.name() for sink in sinks(self.algorithm)), *self.algorithm.RASTERS}
        shown = [(output.lower(), self.duty.algorithm, output) for output in (*_FINDINGS, *self.duty.shown)
                 if output in known]
        styles = {output.lower(): style for output, style in self.algorithm.STYLES.items()}
        self._layer_ids = add_results(self.project, self._key, f"{tr(self.duty.title)} {folder.name}", result.package,
                                      shown, {**_FINDING_STYLES, **styles})
        for output, role in self.algorithm.RESULT_ROLES.items():
            if self.result_layer(output) is not None:
                write_role(self.result_layer(output), role)
        for output, source in self.duty.copies.items():
            self._draw_alike(self.result_layer(output), self.project.mapLayer(str(parameters[source])))
        self._show(result)
        self.write_state()
        written = [Path(place) for name, place in destinations(self.algorithm, folder, self.duty.papers).items()
                   if name in self.duty.papers and Path(place).exists()]
        if written:
            self.papers.tell_files(tr(self.duty.title), *written)
        if taken is not None:
            taken()

    # -- result ---------------------------------------------------------------------------------------------------

    def run_edit(self, layer: QgsVectorLayer, edit: Callable[[], Command]) -> Command:
        """Let an edit of a layer be done as its panel does them; raises PlannerError."""
        return self._dock.run_edit(layer, edit)

    def result_layer(self, output: str) -> QgsMapLayer | None:
        """Return the layer of an output in the project, None where there is none any more."""
        layer = self.project.mapLayer(self._layer_ids.get(output.lower(), ""))
        return layer if layer is not None and layer.isValid() else None

    @staticmethod
    def _draw_alike(layer: QgsMapLayer | None, source: QgsMapLayer | None) -> None:
        if isinstance(layer, QgsVectorLayer) and isinstance(source, QgsVectorLayer) and source.renderer() is not None:
            layer.setRenderer(source.renderer().clone())

    def _show(self, result: DutyResult | None) -> None:
        self.result = result
        self.results.show(result, self.shared.unit)
        if self.results.card is not None and self.duty.card is not None:
            self.results.card.set_layer(self.result_layer(self.duty.card.output))
        found = [self.result_layer(output) for output in _FINDINGS]
        self.results.findings.set_layers([layer for layer in found if layer is not None], self._subject_of)

    def _subject_of(self, row: FindingRow) -> tuple[str, int] | None:
        """Return the layer and feature a finding is about, as far as the layers in play tell."""
        layer = self.inputs.layer_of_role(row.role)
        return None if layer is None or row.source_fid is None else (layer.id(), row.source_fid)

    # -- papers ---------------------------------------------------------------------------------------------------

    def save_report(self) -> None:
        """Print the report of the run where the user says."""
        if self.result is None:
            return
        self.papers.save_report(f"{self.duty.name}.pdf", [str(self.result.record)])

    def open_map(self) -> None:
        """Open the map's dialog with the results filled in; it takes the layers by role."""
        found = [self.result_layer(output) for output in ("FINDINGS", *self.duty.shown)]
        layers = [layer for layer in found if layer is not None and layer.isSpatial()]
        cells = [layer.id() for layer in layers if isinstance(layer, QgsRasterLayer)]
        self.dialogs.open_algorithm(_MAP, {
            "RESULTS": [layer.id() for layer in layers if layer.id() not in cells], "LAYERS": cells})

    # -- state ----------------------------------------------------------------------------------------------------

    def update_state(self) -> None:
        """Decide from layers, run and result what is enabled and what is said."""
        running = self.runs.running
        self.run_display.show(self.inputs.missing(), self.shared.folder)
        for part in (self.result_group, self.findings_group):
            part.setVisible(self.result is not None)
        self.report_button.setEnabled(self.result is not None and not running)
        self.map_button.setEnabled(any(self.inputs.choices.layer_ids().values()))
        self.results.update_state()
        fit_width(self.scroll, self.page)
