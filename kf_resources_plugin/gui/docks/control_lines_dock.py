"""The control lines dock: maps composed from layers in their roles, and a page for each duty on control lines."""
from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from qgis.core import Qgis
from qgis.gui import QgsFileWidget

from ...engine.errors import PlannerError
from ...i18n import tr
from ..dialogs import run_now
from ..duties.control_lines import CONTROL_LINE_DUTIES, MAP
from ..duties.duty_inputs import DutyInputs
from ..duties.duty_pages import DutyPages
from ..layouts import open_layout
from ..run_folders import run_folder, where_results_go
from ..scrolling import fit_width
from .dock_base import KfDock

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from qgis.PyQt.QtWidgets import QCheckBox, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

    from ..dialogs import Dialogs

_LAYOUT = "OUTPUT_LAYOUT"
_THEME = "three_lines"  # without a theme every layer is drawn, and a legend of them all fills the page


class ControlLinesDock(KfDock):
    """Its own page composes maps; what it prints with is the algorithm that ``MAP`` names."""

    NAME = "control_lines"
    ICON = "control_lines_dock"
    FORM = __file__

    contents_layout: QVBoxLayout
    layers_layout: QGridLayout
    settings_layout: QGridLayout
    advanced_layout: QGridLayout
    results_folder: QgsFileWidget
    folder_note: QLabel
    advanced_group: QWidget
    pdf_box: QCheckBox
    png_box: QCheckBox
    svg_box: QCheckBox
    compose_button: QPushButton
    designer_button: QPushButton
    dialog_button: QPushButton
    run_state: QLabel

    def __init__(self, iface: Any, dialogs: Dialogs) -> None:
        super().__init__(iface, dialogs)
        self._filling = False
        self.inputs = DutyInputs(MAP, MAP.definition(), self.layers_layout, self.settings_layout, self.advanced_layout,
                                 self.page)
        self.pages = DutyPages(self, CONTROL_LINE_DUTIES, self.scroll, tr(MAP.title), MAP.icon)
        self.contents_layout.addWidget(self.pages)
        self.parts = (self.pages,)
        self.formats = {"OUTPUT": self.pdf_box, "OUTPUT_IMAGE": self.png_box, "OUTPUT_SVG": self.svg_box}
        self.results_folder.setStorageMode(QgsFileWidget.StorageMode.GetDirectory)
        self.results_folder.setDialogTitle(tr("Folder for results"))
        self.order_tabs([self.pages.box, *self.inputs.controls("layers"), *self.inputs.controls("settings"),
                         self.results_folder, *self.inputs.controls("advanced"), *self.formats.values(),
                         self.compose_button, self.designer_button, self.dialog_button])
        for button, slot in ((self.compose_button, self.compose), (self.designer_button, self.edit_layout),
                             (self.dialog_button, self.open_dialog)):
            button.clicked.connect(slot)
        for box in self.formats.values():
            box.toggled.connect(self._user_changed)
        self.inputs.changed.connect(self._user_changed)
        self.results_folder.fileChanged.connect(self._user_shares)
        self.pages.shared.changed.connect(self._take_shared)

    # -- project --------------------------------------------------------------------------------------------------

    def read_state(self) -> None:
        """Take what the project keeps; layers that are not kept come by role."""
        self._filling = True
        self.inputs.read(self.state, {"THEME": _THEME})
        kept = self.state.read("formats", ["OUTPUT"])
        for name, box in self.formats.items():
            box.setChecked(isinstance(kept, list) and name in kept)
        self._filling = False
        self._take_shared()

    def write_state(self) -> None:
        """Keep layers by id, fields, settings and formats."""
        self.inputs.write(self.state)
        self.state.write("formats", self._chosen_formats())

    def forget_project(self) -> None:
        """Start over: the project is closed."""
        self.read_state()

    def forget_layers(self, layer_ids: Iterable[str]) -> None:
        """Let go of layers that are about to leave the project."""
        self.inputs.forget_layers(layer_ids)

    def meet_layers(self) -> None:
        """Fill in by role what is open still."""
        self.inputs.meet_layers()

    def take_corrections(self, roles: Collection[str], layer_ids: Collection[str]) -> None:
        """Let the boxes follow."""
        self.inputs.take_corrections(roles, layer_ids)

    def _user_changed(self, *_what: Any) -> None:
        if not self._filling:
            self.write_state()
            self.update_state()

    def _user_shares(self, *_what: Any) -> None:
        if not self._filling:
            self.pages.shared.choose(self.results_folder.filePath(), self.pages.shared.unit)

    def _take_shared(self) -> None:
        self._filling = True
        self.results_folder.setFilePath(self.pages.shared.folder)
        self._filling = False
        self.update_state()

    # -- maps -----------------------------------------------------------------------------------------------------

    def compose(self) -> None:
        """Write the map in the formats that are ticked, into a new folder."""
        title = tr(MAP.title)
        try:
            folder = run_folder(self.pages.shared.folder, self.project, MAP.name)
        except PlannerError as error:
            self.papers.tell(title, str(error), Qgis.MessageLevel.Warning)
            return
        algorithm = MAP.definition()
        places = {name: folder / f"{MAP.name}.{algorithm.parameterDefinition(name).defaultFileExtension()}"
                  for name in self._chosen_formats()}
        given = {**self.inputs.parameters(), **{name: str(place) for name, place in places.items()}}
        try:
            run_now(MAP.algorithm, given)
        except PlannerError as error:
            self.papers.tell(title, str(error), Qgis.MessageLevel.Critical)
            return
        self.papers.tell_files(title, *sorted(path for path in folder.iterdir() if path.is_file()))

    def edit_layout(self) -> None:
        """Lay the map out and open it in QGIS's own designer; it belongs to the project from then on."""
        title = tr(MAP.title)
        with TemporaryDirectory() as folder:
            place = Path(folder) / "layout.qpt"
            try:
                run_now(MAP.algorithm, {**self.inputs.parameters(), _LAYOUT: str(place)})
                open_layout(self.iface, place, self.inputs.settings().get("TITLE") or title)
            except PlannerError as error:
                self.papers.tell(title, str(error), Qgis.MessageLevel.Critical)

    def open_dialog(self) -> None:
        """Open the algorithm's own dialog with the layers and settings of the page."""
        self.dialogs.open_algorithm(MAP.algorithm, self.inputs.parameters())

    def _chosen_formats(self) -> list[str]:
        return [name for name, box in self.formats.items() if box.isChecked()]

    # -- state ----------------------------------------------------------------------------------------------------

    def update_state(self) -> None:
        """Decide from layers and formats what is enabled and what is said."""
        drawn = any(self.inputs.choices.layer_ids().values()) or bool(
            self.inputs.areas is not None and self.inputs.areas.layer_ids())
        self.compose_button.setEnabled(drawn and bool(self._chosen_formats()))
        self.designer_button.setEnabled(drawn)
        self.run_state.setText("" if drawn else tr("Load at least one layer that belongs on the map."))
        self.run_state.setVisible(not drawn)
        self.folder_note.setText(where_results_go(self.pages.shared.folder, self.project))
        self.folder_note.setVisible(bool(self.folder_note.text()))
        fit_width(self.scroll, self.page)
