"""A part of a dock that stands on one layer: the one that the project keeps for it, else the one that plays a role."""
from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsMapLayerProxyModel, QgsProject, QgsVectorLayer
from qgis.PyQt.QtWidgets import QWidget

from ..docks.dock_base import DockPart
from ..forms import load_form
from ..layer_watch import LayerWatch
from .layer_choices import LayerChoice, LayerChoices

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from qgis.gui import QgsMapLayerComboBox

    from ..docks.dock_base import KfDock


class LayerPart(QWidget, DockPart):
    """Its form has a ``layer_box``. A subclass sets what is named here and shows in ``refresh`` the layer as it is now.
    """

    FORM = ""
    """The file of the subclass's module; its form stands beside it."""
    STATE = ""
    """What the layer is kept under in the project."""
    PARAMETER, ROLE = "", ""
    OFFERS = QgsMapLayerProxyModel.Filter.VectorLayer

    layer_box: QgsMapLayerComboBox

    def __init__(self, dock: KfDock) -> None:
        super().__init__(dock)
        load_form(self.FORM, self)
        self._dock = dock
        self.choices = LayerChoices([LayerChoice(self.layer_box, self.PARAMETER, self.ROLE, self.OFFERS)], [], self)
        self._watch = LayerWatch(QgsProject.instance(), self)
        self._watch.changed.connect(self.refresh)
        self.choices.changed.connect(self._layer_chosen)

    @property
    def layer(self) -> QgsVectorLayer | None:
        """Return the layer, None while there is none that can be read."""
        layer = self.choices.layer(self.PARAMETER)
        return layer if isinstance(layer, QgsVectorLayer) and layer.isValid() else None

    def refresh(self) -> None:
        """Show the layer as it is now; here it is listened to."""
        self._watch.watch([self.layer] if self.layer is not None else [])

    def leave_layer(self) -> None:
        """End what is being done on the layer."""

    # -- life -----------------------------------------------------------------------------------------------------

    def read_state(self) -> None:
        """Take the layer that the project keeps, else the one that plays the role."""
        self.choices.fill(self._dock.state.read_texts(self.STATE), {})
        self.refresh()

    def write_state(self) -> None:
        """Keep the layer."""
        self._dock.state.write(self.STATE, self.choices.kept_layers())

    def forget_project(self) -> None:
        """Start over: the project is closed."""
        self.leave_layer()
        self.read_state()

    def forget_layers(self, layer_ids: Iterable[str]) -> None:
        """Let go of a layer that is about to leave."""
        gone = set(layer_ids)
        self._watch.forget(gone)
        self.choices.forget(gone)
        self.refresh()

    def meet_layers(self) -> None:
        """Look whether a layer for it has come."""
        self.choices.fill_open()
        self.refresh()

    def take_corrections(self, roles: Collection[str], layer_ids: Collection[str]) -> None:
        """Follow which layer plays the role, and which of its fields is which."""
        self.choices.take_corrections(roles, layer_ids)
        self.refresh()

    def cleanup(self) -> None:
        """End what is done on the layer and listen no more: the plugin is being unloaded."""
        self.leave_layer()
        self._watch.stop()

    def _layer_chosen(self) -> None:
        self.leave_layer()
        self.write_state()
        self.refresh()
