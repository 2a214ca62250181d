"""What every page with the inputs of one algorithm does with them, and with what it shares with the other pages."""
from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from qgis.gui import QgsFileWidget

from ...i18n import tr
from ..docks.dock_base import DockPart
from .duty_inputs import DutyInputs

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from qgis.PyQt.QtWidgets import QGridLayout, QWidget

    from ..dialogs import Dialogs
    from .duty import Duty
    from .shared_choices import SharedChoices


class InputsPage(DockPart):
    """A part whose form has places for inputs and a folder for results; the page itself calls ``_take_inputs``."""

    page: QWidget
    layers_layout: QGridLayout
    settings_layout: QGridLayout
    advanced_layout: QGridLayout
    results_folder: QgsFileWidget
    dialogs: Dialogs

    def _take_inputs(self, duty: Duty, shared: SharedChoices) -> None:
        """Make the boxes of a duty's inputs and follow what the user does with them."""
        self.duty, self.shared = duty, shared
        self._filling = False
        self.inputs = DutyInputs(duty, duty.definition(), self.layers_layout, self.settings_layout,
                                 self.advanced_layout, self.page)
        self.results_folder.setStorageMode(QgsFileWidget.StorageMode.GetDirectory)
        self.results_folder.setDialogTitle(tr("Folder for results"))
        self.inputs.changed.connect(self._user_changed)
        self.results_folder.fileChanged.connect(self._user_shares)
        shared.changed.connect(self._take_shared)

    @contextmanager
    def _filled(self) -> Iterator[None]:
        """Let boxes be filled without taking that for the user's doing."""
        self._filling = True
        try:
            yield
        finally:
            self._filling = False

    def forget_layers(self, layer_ids: Iterable[str]) -> None:
        """Let go of layers that are about to leave the project."""
        self.inputs.forget_layers(layer_ids)

    def meet_layers(self) -> None:
        """Fill in by role what is open still."""
        self.inputs.meet_layers()

    def take_corrections(self, roles: Collection[str], layer_ids: Collection[str]) -> None:
        """Let layers and fields follow."""
        self.inputs.take_corrections(roles, layer_ids)

    def open_dialog(self) -> None:
        """Open the algorithm's own dialog with the layers and settings of the page."""
        self.dialogs.open_algorithm(self.duty.algorithm, self.inputs.parameters())

    def _user_changed(self, *_what: Any) -> None:
        if not self._filling:
            self.write_state()
            self.update_state()

    def _user_shares(self, *_what: Any) -> None:
        if not self._filling:
            self.shared.choose(self.results_folder.filePath(), self._area_unit())

    def _take_shared(self) -> None:
        with self._filled():
            self._show_shared()
        self.update_state()

    def _show_shared(self) -> None:
        self.results_folder.setFilePath(self.shared.folder)

    def _area_unit(self) -> str:
        """Return the unit of areas that is chosen on the page."""
        return self.shared.unit
