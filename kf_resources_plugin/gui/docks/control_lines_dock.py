"""The control lines dock: maps composed from layers in their roles, and a page for each duty on control lines."""
from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from qgis.core import Qgis

from ...engine.errors import PlannerError
from ...i18n import tr
from ..duties.control_lines import CONTROL_LINE_DUTIES, MAP
from ..duties.duty_pages import DutyPages
from ..duties.inputs_page import InputsPage
from ..layouts import open_layout
from ..run_folders import drop_empty, run_folder, where_results_go
from ..scrolling import fit_width
from .dock_base import KfDock

if TYPE_CHECKING:
    from qgis.PyQt.QtWidgets import QCheckBox, QLabel, QPushButton, QVBoxLayout, QWidget

    from ..dialogs import Dialogs

_LAYOUT = "OUTPUT_LAYOUT"
_THEME = "three_lines"  # without a theme every layer is drawn, and a legend of them all fills the page


class ControlLinesDock(InputsPage, KfDock):
    """Its own page composes maps; what it prints with is the algorithm that ``MAP`` names."""

    NAME = "control_lines"
    ICON = "control_lines_dock"
    FORM = __file__

    contents_layout: QVBoxLayout
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
        self._said: list[str] = []
        self.pages = DutyPages(self, CONTROL_LINE_DUTIES, self.scroll, tr(MAP.title), MAP.icon)
        self.contents_layout.addWidget(self.pages)
        self.parts = (self.pages,)
        self._take_inputs(MAP, self.pages.shared)
        self.formats = {"OUTPUT": self.pdf_box, "OUTPUT_IMAGE": self.png_box, "OUTPUT_SVG": self.svg_box}
        self.order_tabs([self.pages.box, *self.inputs.controls("layers"), *self.inputs.controls("settings"),
                         self.results_folder, *self.inputs.controls("advanced"), *self.formats.values(),
                         self.compose_button, self.designer_button, self.dialog_button])
        for button, slot in ((self.compose_button, self.compose), (self.designer_button, self.edit_layout),
                             (self.dialog_button, self.open_dialog)):
            button.clicked.connect(slot)
        for box in self.formats.values():
            box.toggled.connect(self._user_changed)

    # -- project --------------------------------------------------------------------------------------------------

    def read_state(self) -> None:
        """Take what the project keeps; layers that are not kept come by role."""
        kept = self.state.read("formats", ["OUTPUT"])
        with self._filled():
            self.inputs.read(self.state, {"THEME": _THEME})
            for name, box in self.formats.items():
                box.setChecked(isinstance(kept, list) and name in kept)
        self._take_shared()

    def write_state(self) -> None:
        """Keep layers by id, fields, settings and formats."""
        self.inputs.write(self.state)
        self.state.write("formats", self._chosen_formats())

    def forget_project(self) -> None:
        """Start over: the project is closed."""
        self._said = []
        self.read_state()

    def _user_changed(self, *_what: Any) -> None:
        self._said = []
        super()._user_changed()

    # -- maps -----------------------------------------------------------------------------------------------------

    def compose(self) -> None:
        """Write the map in the formats that are ticked, into a new folder."""
        title = tr(MAP.title)
        try:
            folder = run_folder(self.shared.folder, self.project, MAP.name)
        except PlannerError as error:
            self.papers.tell(title, str(error), Qgis.MessageLevel.Warning)
            return
        algorithm = MAP.definition()
        places = {name: folder / f"{MAP.name}.{algorithm.parameterDefinition(name).defaultFileExtension()}"
                  for name in self._chosen_formats()}
        if self._print({name: str(place) for name, place in places.items()}):
            self.papers.tell_files(title, *sorted(path for path in folder.iterdir() if path.is_file()))
        else:
            drop_empty(folder)

    def edit_layout(self) -> None:
        """Lay the map out and open it in QGIS's own designer; it belongs to the project from then on."""
        title = tr(MAP.title)
        with TemporaryDirectory() as folder:
            if not self._print({_LAYOUT: str(Path(folder) / "layout.qpt")}):
                return
            pages = sorted(Path(folder).iterdir())
            try:
                open_layout(self.iface, pages[0], self.inputs.settings().get("TITLE") or title)
            except PlannerError as error:
                self.papers.tell(title, str(error), Qgis.MessageLevel.Critical)
                return
        if len(pages) > 1:
            self._said.append(tr("The layout window shows page 1 of {pages}. For the others choose “As algorithm…”, "
                                 "the output “Layout to go on with in QGIS”, and then “Open map layout…” in the "
                                 "menu.").format(pages=len(pages)))
            self.update_state()

    def _print(self, places: dict[str, str]) -> bool:
        """Lay the map out and write it; keep what there is to say about it."""
        warnings = self.papers.printed(tr(MAP.title), MAP.algorithm, {**self.inputs.parameters(), **places})
        self._said = warnings or []
        self.update_state()
        return warnings is not None

    def _chosen_formats(self) -> list[str]:
        return [name for name, box in self.formats.items() if box.isChecked()]

    # -- state ----------------------------------------------------------------------------------------------------

    def update_state(self) -> None:
        """Decide from layers and formats what is enabled and what is said."""
        drawn = any(self.inputs.choices.layer_ids().values()) or bool(
            self.inputs.areas is not None and self.inputs.areas.layer_ids())
        self.compose_button.setEnabled(drawn and bool(self._chosen_formats()))
        self.designer_button.setEnabled(drawn)
        said = self._said if drawn else [tr("Load at least one layer that belongs on the map.")]
        self.run_state.setText("\n".join(said))
        self.run_state.setVisible(bool(said))
        self.folder_note.setText(where_results_go(self.shared.folder, self.project))
        self.folder_note.setVisible(bool(self.folder_note.text()))
        fit_width(self.scroll, self.page)
