"""Which layers and fields a dock works with: filled in by role and by standard name, corrected by the user."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qgis.core import QgsMapLayer, QgsMapLayerProxyModel, QgsProject
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...engine.field_map import mapped_field, read_field, write_field
from ...engine.roles import layers_by_role, read_role, with_stand_ins, write_role
from ...engine.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from qgis.gui import QgsFieldComboBox, QgsMapLayerComboBox

    from ...engine.schema import Schema


@dataclass(frozen=True)
class LayerChoice:
    """A box that takes the layer of a role, '' for none; ``offers`` tells what it can be, polygons where nothing else
    is said. ``decides``: whether to choose a layer says that it plays the role.
    """

    box: QgsMapLayerComboBox
    parameter: str
    role: str
    offers: QgsMapLayerProxyModel.Filter = QgsMapLayerProxyModel.Filter.PolygonLayer
    decides: bool = True


@dataclass(frozen=True)
class FieldChoice:
    """A box that takes a field of the layer in ``layer_parameter``, by its standard name, in a schema where it has one.
    """

    box: QgsFieldComboBox
    parameter: str
    layer_parameter: str
    schema: str | None
    standard: str

    @property
    def known(self) -> Schema | None:
        """Return what is known of the layer's standard fields."""
        return load_schema(self.schema) if self.schema else None


class LayerChoices(QObject):
    """The boxes together; ``changed`` comes when the user chose something or a layer went."""

    changed = pyqtSignal()

    def __init__(self, layers: Sequence[LayerChoice], fields: Sequence[FieldChoice], parent: QObject) -> None:
        super().__init__(parent)
        self._layers, self._fields = tuple(layers), tuple(fields)
        self._shown: dict[str, str] = {}
        self._left_open: set[str] = set()  # by the user's will: no layer that comes fills these
        for choice in self._layers:
            choice.box.setFilters(choice.offers)
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

    def take_corrections(self, roles: Collection[str], layer_ids: Collection[str]) -> None:
        """Follow what the user said elsewhere: of ``roles``, who plays them, and of layers, which fields they have."""
        by_role, before = layers_by_role(QgsProject.instance()), (self.layer_ids(), self.fields())
        touched = with_stand_ins(roles)
        by_hand = {field.parameter: str(field.box.currentField()) for field in self._fields if not field.standard}
        for choice in self._layers:
            layer = choice.box.currentLayer()
            if choice.role in touched and choice.decides and choice.parameter not in self._left_open:
                choice.box.setLayer(by_role.get(choice.role))
                self._follow(choice, by_hand)
            elif layer is not None and layer.id() in layer_ids:
                self._follow(choice, by_hand)
        if (self.layer_ids(), self.fields()) != before:
            self.changed.emit()

    def forget(self, layer_ids: Iterable[str]) -> None:
        """Leave open what held layers that are about to go; Qt would choose a neighbour in their place."""
        gone = set(layer_ids)
        for choice in self._layers:
            # the box may have moved on to a neighbour by now, so it is not asked
            if self._shown.get(choice.parameter) in gone:
                choice.box.setLayer(None)
                self._follow(choice, {})

    def layer(self, parameter: str) -> QgsMapLayer | None:
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

    def choose(self, parameter: str, layer: QgsMapLayer) -> None:
        """Choose a layer, as the user does."""
        choice = next(choice for choice in self._layers if choice.parameter == parameter)
        choice.box.setLayer(layer)
        self._take(choice)

    def _user_chose_layer(self, _index: int) -> None:
        sender = self.sender()
        self._take(next(choice for choice in self._layers if choice.box is sender))

    def _take(self, choice: LayerChoice) -> None:
        layer = choice.box.currentLayer()
        if layer is None:
            self._left_open.add(choice.parameter)
        else:
            self._left_open.discard(choice.parameter)
        before = QgsProject.instance().mapLayer(self._shown.get(choice.parameter, ""))
        if before is layer:
            return
        if choice.role and choice.decides:
            if before is not None and read_role(before) == choice.role:
                write_role(before, "")
            if layer is not None:
                write_role(layer, choice.role)
        QgsProject.instance().setDirty(True)
        self._follow(choice, {})
        self.changed.emit()

    def _user_chose_field(self, _index: int) -> None:
        """Write the choice on the layer, where every tool finds it; what its name tells anyway needs no word."""
        sender = self.sender()
        choice = next(choice for choice in self._fields if choice.box is sender)
        layer, chosen = self.layer(choice.layer_parameter), str(choice.box.currentField())
        if layer is not None and choice.standard:
            write_field(layer, choice.standard, "")
            if chosen != mapped_field(layer, choice.standard, choice.known).field:
                write_field(layer, choice.standard, chosen)
            QgsProject.instance().setDirty(True)
        self.changed.emit()

    def _follow(self, choice: LayerChoice, kept: Mapping[str, str]) -> None:
        """Let the fields of a layer's boxes be those of the layer, as the user said, as kept, else as names tell."""
        layer = choice.box.currentLayer()
        self._shown[choice.parameter] = layer.id() if layer is not None else ""
        for field in self._fields:
            if field.layer_parameter != choice.parameter:
                continue
            field.box.setLayer(layer)
            known = mapped_field(layer, field.standard, field.known).field if layer and field.standard else ""
            said = bool(layer) and bool(read_field(layer, field.standard))
            wanted = known if said else kept.get(field.parameter, known)
            exists = layer is not None and layer.fields().lookupField(wanted) >= 0
            field.box.setField(wanted if exists else known)
            if not exists and not known:
                field.box.setCurrentIndex(0)
