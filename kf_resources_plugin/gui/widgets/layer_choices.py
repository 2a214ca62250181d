"""Which layers and fields a dock works with: filled in by role and by standard name, corrected by the user."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qgis.core import QgsMapLayerProxyModel, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...engine.roles import layers_by_role, read_role, write_role
from ...engine.schema import load_schema, resolve_field

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from qgis.gui import QgsFieldComboBox, QgsMapLayerComboBox


@dataclass(frozen=True)
class LayerChoice:
    """A box that takes the layer of a role, '' for none; ``polygons`` tells what it offers, any vector layer otherwise.
    """

    box: QgsMapLayerComboBox
    parameter: str
    role: str
    polygons: bool = True


@dataclass(frozen=True)
class FieldChoice:
    """A box that takes a field of the layer in ``layer_parameter``, by its standard name, in a schema where it has one.
    """

    box: QgsFieldComboBox
    parameter: str
    layer_parameter: str
    schema: str | None
    standard: str


class LayerChoices(QObject):
    """The boxes together; ``changed`` comes when the user chose something or a layer went."""

    changed = pyqtSignal()

    def __init__(self, layers: Sequence[LayerChoice], fields: Sequence[FieldChoice], parent: QObject) -> None:
        super().__init__(parent)
        self._layers, self._fields = tuple(layers), tuple(fields)
        self._shown: dict[str, str] = {}
        self._left_open: set[str] = set()  # by the user's will: no layer that comes fills these
        for choice in self._layers:
            choice.box.setFilters(QgsMapLayerProxyModel.Filter.PolygonLayer if choice.polygons
                                  else QgsMapLayerProxyModel.Filter.VectorLayer)
            choice.box.setAllowEmptyLayer(True)
            choice.box.setLayer(None)
            choice.box.activated.connect(self._user_chose_layer)
        for field in self._fields:
            field.box.setAllowEmptyFieldName(True)
            field.box.activated.connect(self._user_chose_field)

    def fill(self, layer_ids: Mapping[str, str], fields: Mapping[str, str]) -> None:
        """Fill in layers as kept ('' for one the user left open), the others by role; then fields as kept or known."""
        by_role = layers_by_role(QgsProject.instance())
        self._left_open = {choice.parameter for choice in self._layers if layer_ids.get(choice.parameter) == ""}
        for choice in self._layers:
            layer = QgsProject.instance().mapLayer(layer_ids.get(choice.parameter, "")) or (
                None if choice.parameter in self._left_open else by_role.get(choice.role))
            choice.box.setLayer(layer)
            self._follow(choice, fields)

    def fill_open(self) -> None:
        """Fill in by role what is open still and was not left open by the user: layers have come."""
        by_role = layers_by_role(QgsProject.instance())
        for choice in self._layers:
            waits = choice.box.currentLayer() is None and choice.parameter not in self._left_open
            if waits and choice.role in by_role:
                choice.box.setLayer(by_role[choice.role])
                self._follow(choice, {})

    def forget(self, layer_ids: Iterable[str]) -> None:
        """Leave open what held layers that are about to go; Qt would choose a neighbour in their place."""
        gone = set(layer_ids)
        for choice in self._layers:
            # the box may have moved on to a neighbour by now, so it is not asked
            if self._shown.get(choice.parameter) in gone:
                choice.box.setLayer(None)
                self._follow(choice, {})

    def layer(self, parameter: str) -> QgsVectorLayer | None:
        """Return the layer chosen for a parameter."""
        return next(choice.box.currentLayer() for choice in self._layers if choice.parameter == parameter)

    def layer_ids(self) -> dict[str, str]:
        """Return the id of every layer by parameter, '' where none is chosen."""
        layers = {choice.parameter: choice.box.currentLayer() for choice in self._layers}
        return {parameter: layer.id() if layer is not None else "" for parameter, layer in layers.items()}

    def kept_layers(self) -> dict[str, str]:
        """Return what ``fill`` takes: ids as ``layer_ids``, '' only where the user left a box open."""
        return {parameter: layer_id for parameter, layer_id in self.layer_ids().items()
                if layer_id or parameter in self._left_open}

    def fields(self) -> dict[str, str]:
        """Return the fields by parameter, '' where none is chosen."""
        return {choice.parameter: str(choice.box.currentField()) for choice in self._fields}

    # -- what the user does ---------------------------------------------------------------------------------------

    def _user_chose_layer(self, _index: int) -> None:
        sender = self.sender()
        choice = next(choice for choice in self._layers if choice.box is sender)
        layer = choice.box.currentLayer()
        if layer is None:
            self._left_open.add(choice.parameter)
        else:
            self._left_open.discard(choice.parameter)
        before = QgsProject.instance().mapLayer(self._shown.get(choice.parameter, ""))
        if before is layer:
            return
        if choice.role:
            if before is not None and read_role(before) == choice.role:
                write_role(before, "")
            if layer is not None:
                write_role(layer, choice.role)
        QgsProject.instance().setDirty(True)
        self._follow(choice, {})
        self.changed.emit()

    def _user_chose_field(self, _index: int) -> None:
        self.changed.emit()

    def _follow(self, choice: LayerChoice, kept: Mapping[str, str]) -> None:
        """Let the fields of a layer's boxes be those of the layer, as kept, else by their standard names."""
        layer = choice.box.currentLayer()
        self._shown[choice.parameter] = layer.id() if layer is not None else ""
        for field in self._fields:
            if field.layer_parameter != choice.parameter:
                continue
            field.box.setLayer(layer)
            schema = load_schema(field.schema) if field.schema else None
            known = resolve_field(layer.fields(), field.standard, schema) if layer and field.standard else None
            wanted = kept.get(field.parameter, known or "")
            exists = layer is not None and layer.fields().lookupField(wanted) >= 0
            field.box.setField(wanted if exists else known or "")
            if not exists and not known:
                field.box.setCurrentIndex(0)
