"""The page on which survey parcels are edited: tools, edits that a crash left, and who changed what and when."""
from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from qgis.core import QgsMapLayerProxyModel, QgsProject, QgsSettings, QgsVectorLayer
from qgis.PyQt.QtWidgets import QDialog

from ...engine.dates import local_moment
from ...engine.roles import write_role
from ...i18n import tr
from ...rules.text import clean
from ..edits_left import EditsLeft
from ..land_tools import RESHAPE, SPLIT, LandTools, operator
from ..models.rows_model import Column
from ..parcel_history import ParcelHistory
from ..project_exceptions import NAME_SETTING
from ..snapping import Snapping
from .class_dialog import ClassDialog
from .result_table import ResultTable
from .tool_part import ToolPart

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qgis.PyQt.QtWidgets import QGroupBox, QLabel, QLineEdit, QPushButton, QToolButton, QVBoxLayout, QWidget

    from ...survey.edited_land import EditedLand
    from ..docks.dock_base import KfDock

_CHANGE = "kf:farmlandchange"
_ORIGIN = "kf/origin_of"
_SAID = ("DLBM", "GDPDJB", "GDLX", "KCXS", "ZZSXDM")
_AT_LEAST_TWO = 2


class LandEditor(ToolPart):
    """Part of a dock."""

    FORM, STATE = __file__, "edited_land"
    PARAMETER, ROLE = "LAND", "land"
    OFFERS = QgsMapLayerProxyModel.Filter.PolygonLayer

    operator_edit: QLineEdit
    snapping_button: QPushButton
    split_button: QToolButton
    reshape_button: QToolButton
    merge_button: QToolButton
    class_button: QToolButton
    tool_note: QLabel
    offer_group: QGroupBox
    offer_label: QLabel
    replay_button: QPushButton
    discard_button: QPushButton
    changes_button: QPushButton
    history_note: QLabel
    history_layout: QVBoxLayout

    def __init__(self, dock: KfDock) -> None:
        super().__init__(dock)
        self._listened: QgsVectorLayer | None = None
        self.tools = LandTools(dock.iface, dock.papers, self)
        self.snapping = Snapping(self)
        self.left = EditsLeft(self.tools, dock.papers, self)
        self.past = ParcelHistory(self.tools)
        self.history = ResultTable([Column(tr("Parcel"), whole=True), Column(tr("Field"), whole=True),
                                    Column(tr("Before"), whole=True), Column(tr("After"), whole=True),
                                    Column(tr("Time")), Column(tr("Who")), Column(tr("Command"))],
                                   self, title=tr("History of parcels"), papers=dock.papers)
        self.history_layout.addWidget(self.history)
        self.operator_edit.setText(operator())
        self.operator_edit.editingFinished.connect(self._name_given)
        self.tool_buttons = {SPLIT: self.split_button, RESHAPE: self.reshape_button}
        for kind, button in self.tool_buttons.items():
            button.clicked.connect(partial(self._use, kind))
        self.merge_button.clicked.connect(self._merge)
        self.class_button.clicked.connect(self._change_class)
        self.snapping_button.clicked.connect(self._snap)
        self.changes_button.clicked.connect(self._compare)
        self.replay_button.clicked.connect(self.left.replay)
        self.discard_button.clicked.connect(self.left.discard)
        for signal in (self.tools.ended, self.snapping.changed, self.left.changed):
            signal.connect(self.update_state)
        self.tools.edited.connect(self._selection_changed)

    def controls(self) -> list[QWidget]:
        """Return what Tab goes through, in order."""
        return [self.layer_box, self.operator_edit, self.snapping_button, self.split_button, self.reshape_button,
                self.merge_button, self.class_button, self.replay_button, self.discard_button, self.changes_button,
                *self.history.controls()]

    # -- life -----------------------------------------------------------------------------------------------------

    def read_state(self) -> None:
        """Take the layer that the project keeps, and look for edits that a crash left."""
        super().read_state()
        self.left.look()

    def meet_layers(self) -> None:
        """Look whether a layer for it has come, and for edits that a crash left."""
        super().meet_layers()
        self.left.look()

    def forget_project(self) -> None:
        """Start over: the project is closed."""
        self.snapping.forget()
        super().forget_project()

    def forget_layers(self, layer_ids: Iterable[str]) -> None:
        """Let go of layers that are about to leave, and take the tool off the map."""
        gone = set(layer_ids)
        self.snapping.forget_layers(gone)
        if self._listened is not None and self._listened.id() in gone:
            self._listen(None)
        self.left.forget_layers(gone)
        super().forget_layers(gone)

    def cleanup(self) -> None:
        """Take the tool off the map, let the project snap as before and listen no more: the plugin is being unloaded.
        """
        super().cleanup()
        self.snapping.take_back()
        self._listen(None)

    def refresh(self) -> None:
        """Show the layer as it is now."""
        super().refresh()
        self._listen(self.layer)
        self._selection_changed()

    def _listen(self, layer: QgsVectorLayer | None) -> None:
        if layer is self._listened:
            return
        if self._listened is not None:
            self._listened.selectionChanged.disconnect(self._selection_changed)
        self._listened = layer
        if layer is not None:
            layer.selectionChanged.connect(self._selection_changed)

    # -- what the user does ---------------------------------------------------------------------------------------

    def _name_given(self) -> None:
        QgsSettings().setValue(NAME_SETTING, self.operator_edit.text().strip())

    def _use(self, kind: str, on: bool) -> None:
        if not on or self.layer is None:
            self.tools.stop()
        elif self.tools.begin(kind, self.layer):
            self.show_tool(kind)
        self.update_state()

    def _merge(self) -> None:
        if self.layer is not None:
            fids = self.layer.selectedFeatureIds()
            self.tools.edit(self.layer, lambda edits: edits.merge(fids))

    def _change_class(self) -> None:
        """Ask for the class of the selected parcels, and change it; asked again where something is missing."""
        layer = self.layer
        if layer is None:
            return
        land = self.tools.land(layer)
        if land is None:
            return
        fids = layer.selectedFeatureIds()
        dialog = ClassDialog(self, len(fids), _common(land, fids))
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.tools.edit(layer, lambda edits: edits.change_class(fids, dialog.code, dialog.given))
        dialog.deleteLater()

    def _snap(self, on: bool) -> None:
        if on and self.layer is not None:
            self.snapping.set_up(self.layer)
        else:
            self.snapping.take_back()

    def _compare(self) -> None:
        """Open the dialog of land change with what is saved as before, and the layer with its edits as after."""
        layer, project = self.layer, QgsProject.instance()
        if layer is None:
            return
        origin = next((one for one in project.mapLayers().values() if one.customProperty(_ORIGIN) == layer.id()), None)
        if origin is None:
            origin = layer.clone()
            origin.setName(tr("{layer} as saved").format(layer=layer.name()))
            origin.setCustomProperty(_ORIGIN, layer.id())
            write_role(origin, "land_before")
            origin.setReadOnly(True)
            project.addMapLayer(origin)
        self._dock.dialogs.open_algorithm(_CHANGE, {"LAND_BEFORE": origin.id(), "LAND_AFTER": layer.id()})

    # -- state ----------------------------------------------------------------------------------------------------

    def _selection_changed(self, *_what: Any) -> None:
        """Show the history of the parcels that are selected, and what is not saved yet."""
        shown = self.past.lines(self.layer)
        told = [(line, tr("not saved yet")) for line in reversed(shown.unsaved)]
        told += [(line, local_moment(line.time) or line.time) for line in reversed(shown.saved)]
        self.history.set_rows([(line.number or line.parcel, shown.field_titles.get(line.field, line.field), line.before,
                                line.after, time, line.operator, line.command) for line, time in told])
        self.update_state()

    def update_state(self) -> None:
        """Decide from layer, selection and tool what is enabled and said."""
        layer = self.layer
        count = layer.selectedFeatureCount() if layer is not None else 0
        self.offer_tools(ready=layer is not None)
        self.merge_button.setEnabled(count >= _AT_LEAST_TWO)
        self.class_button.setEnabled(count > 0)
        self.snapping_button.setEnabled(layer is not None)
        self.snapping_button.setChecked(self.snapping.layer is not None)
        self.changes_button.setEnabled(layer is not None and layer.providerType() != "memory")
        self.tool_note.setText(self._note(count))
        self.offer_group.setVisible(bool(self.left.words()))
        self.offer_label.setText(self.left.words())
        note = self.past.note(layer)
        self.history_note.setText(note)
        self.history_note.setVisible(bool(note))

    def _note(self, count: int) -> str:
        layer = self.layer
        if layer is None:
            return tr("Choose the layer of survey parcels; then they can be edited here.")
        if self.tools.active:
            return tr("Click the points of the line on the map, and the right button to end it. Undo takes back what "
                      "one line changed.")
        if layer.providerType() == "memory":
            return tr("This layer is in memory: nothing of it outlives QGIS. Save it as GeoPackage first.")
        return tr("Selected parcels: {count}.").format(count=count)


def _common(land: EditedLand, fids: Iterable[int]) -> dict[str, str]:
    """Return what all of some parcels have, '' where they differ."""
    rows = [land.values(feature) for feature in land.chosen(fids).values()]
    texts = {name: {clean(row.get(name)) for row in rows} for name in _SAID}
    return {name: found.pop() if len(found) == 1 else "" for name, found in texts.items()}
