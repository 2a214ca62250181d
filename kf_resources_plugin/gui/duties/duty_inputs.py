"""The boxes of a duty's page, made from the definition of its algorithm: layers, fields, area layers, settings."""
from __future__ import annotations

import json
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsMapLayerProxyModel,
    QgsProcessing,
    QgsProcessingParameterBand,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterField,
    QgsProcessingParameterRasterLayer,
)
from qgis.gui import QgsFieldComboBox, QgsMapLayerComboBox
from qgis.PyQt.QtCore import QObject, pyqtSignal
from qgis.PyQt.QtWidgets import QComboBox, QLabel

from ...engine.roles import roles
from ...i18n import tr
from ..roles import parameter_roles, standard_field
from ..widgets.area_layers import AreaLayers
from ..widgets.layer_choices import FieldChoice, LayerChoice, LayerChoices
from ..widgets.setting_boxes import SettingBox, setting_box

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from qgis.core import QgsMapLayer, QgsProcessingAlgorithm
    from qgis.PyQt.QtWidgets import QGridLayout, QWidget

    from ..project_state import ProjectState
    from .duty import Duty

LAYER_TYPES = ("source", "vector", "raster")
_KINDS, _OFFERS = QgsProcessing.SourceType, QgsMapLayerProxyModel.Filter
_OFFERED = {_KINDS.TypeVectorPolygon: _OFFERS.PolygonLayer, _KINDS.TypeVectorLine: _OFFERS.LineLayer,
            _KINDS.TypeVectorPoint: _OFFERS.PointLayer, _KINDS.TypeVectorAnyGeometry: _OFFERS.HasGeometry}
FILE_PREFIX = "file_"
"""How the names begin under which a project keeps the files of a page."""
_NARROW = 6  # characters a box needs at least


def _offers(definition: QgsProcessingParameterDefinition) -> Any:
    """Return which layers the box of a layer parameter offers."""
    if isinstance(definition, QgsProcessingParameterRasterLayer):
        return _OFFERS.RasterLayer
    offered = [_OFFERED.get(kind, _OFFERS.VectorLayer) for kind in definition.dataTypes()]
    return reduce(or_, offered) if offered else _OFFERS.VectorLayer


class DutyInputs(QObject):
    """The inputs of one page; ``changed`` comes when the user chose something.

    ``layers``, ``settings`` and ``advanced`` are the grids that take the boxes.
    """

    changed = pyqtSignal()

    def __init__(self, duty: Duty, algorithm: QgsProcessingAlgorithm, layers: QGridLayout, settings: QGridLayout,
                 advanced: QGridLayout, parent: QWidget) -> None:
        super().__init__(parent)
        self._parent, self._duty, self._algorithm = parent, duty, algorithm
        self._definitions = {one.name(): one for one in algorithm.parameterDefinitions() if not one.isDestination()}
        self._controls: dict[str, list[QWidget]] = {"layers": [], "settings": [], "advanced": []}
        self._roles = parameter_roles(duty.algorithm)
        self._layer_choices: list[LayerChoice] = []
        self._field_choices: list[FieldChoice] = []
        self.areas: AreaLayers | None = None
        self._settings: dict[str, SettingBox] = {}
        for name in duty.layers:
            self._add_layer(name, layers)
        for name in duty.settings:
            self._add_setting(name, settings, "settings")
        self._add_others(advanced)
        self.choices = LayerChoices(self._layer_choices, self._field_choices, self)
        self.choices.changed.connect(self._layers_changed)
        if self.areas is not None:
            self.areas.changed.connect(self.changed)

    # -- boxes ----------------------------------------------------------------------------------------------------

    def _add_layer(self, name: str, grid: QGridLayout) -> None:
        """Add the box of a layer, those of its fields that matter below it, or the list of area layers."""
        definition = self._definitions[name]
        if name == self._duty.area_layers:
            self.areas = AreaLayers(self._duty.areas, definition.description(), self._parent)
            if any(self._is_field_of(one, name) for one in self._definitions.values()):
                self.areas.list.setToolTip(tr("Which field of a layer is which, you set for each in the Data panel"))
            grid.addWidget(self.areas, grid.rowCount(), 0, 1, 2)
            self._controls["layers"] += self.areas.controls()
            return
        box = QgsMapLayerComboBox(self._parent)
        title, role = definition.description(), self._roles.get(name, "")
        decides = name != self._duty.any_role
        box.setToolTip(tr("{layer}; the layer you choose gets this role").format(layer=title) if role and decides
                       else title)
        self._place(grid, title, box, name, "layers")
        self._layer_choices.append(LayerChoice(box, name, role, _offers(definition), decides))
        for field in self._duty.fields:
            if self._definitions[field].parentLayerParameterName() == name:
                self._add_field(field, grid, "layers")

    def _add_field(self, name: str, grid: QGridLayout, section: str) -> None:
        definition = self._definitions[name]
        box = QgsFieldComboBox(self._parent)
        box.setToolTip(definition.description())
        self._place(grid, definition.description(), box, name, section)
        layer = definition.parentLayerParameterName()
        role = self._roles.get(layer, "")
        self._field_choices.append(FieldChoice(box, name, layer, roles()[role].schema if role else None,
                                               standard_field(definition)))

    def _add_setting(self, name: str, grid: QGridLayout, section: str) -> None:
        box = setting_box(self._definitions[name], self._duty.algorithm, self._parent)
        if box is None:
            return
        self._place(grid, box.title, box.widget, name, section)
        box.changed.connect(self.changed)
        self._settings[name] = box
        if isinstance(self._definitions[name], QgsProcessingParameterBand):
            self._follow_raster(self._definitions[name].parentLayerParameterName(), box)

    def _follow_raster(self, parameter: str, box: SettingBox) -> None:
        """Let a box offer the bands of the raster chosen for ``parameter``."""
        raster = next(choice.box for choice in self._layer_choices if choice.parameter == parameter)
        raster.layerChanged.connect(box.widget.setLayer)
        box.widget.setLayer(raster.currentLayer())

    def _add_others(self, grid: QGridLayout) -> None:
        """Add what the description does not name, in the order of the algorithm's dialog.

        Area layers have no boxes for fields: each has its own, which the Data panel knows.
        """
        named = {*self._duty.layers, *self._duty.fields, *self._duty.settings, self._duty.area_layers,
                 self._duty.area_roles, *self._duty.hidden}
        for name, definition in self._definitions.items():
            if name in named:
                continue
            if definition.type() in LAYER_TYPES:
                self._add_layer(name, grid)
            elif isinstance(definition, QgsProcessingParameterField):
                if not self._is_field_of(definition, self._duty.area_layers):
                    self._add_field(name, grid, "advanced")
            else:
                self._add_setting(name, grid, "advanced")

    @staticmethod
    def _is_field_of(definition: QgsProcessingParameterDefinition, layer: str) -> bool:
        return (isinstance(definition, QgsProcessingParameterField) and bool(layer)
                and definition.parentLayerParameterName() == layer)

    def _place(self, grid: QGridLayout, title: str, box: Any, name: str, section: str) -> None:
        label = QLabel(title, self._parent)
        label.setWordWrap(True)
        label.setBuddy(box)
        box.setObjectName(f"input_{name}")
        if isinstance(box, QComboBox):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(_NARROW)
        row = grid.rowCount()
        grid.addWidget(label, row, 0)
        grid.addWidget(box, row, 1)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 3)
        self._controls[section].append(box)

    def controls(self, section: str) -> list[QWidget]:
        """Return what Tab goes through in 'layers', 'settings' or 'advanced', in order."""
        return self._controls[section]

    def shown(self) -> set[str]:
        """Return the parameters that have a box."""
        return {*(choice.parameter for choice in self._layer_choices), *self._settings,
                *(choice.parameter for choice in self._field_choices),
                *((self._duty.area_layers, self._duty.area_roles) if self.areas is not None else ())} - {""}

    # -- values ---------------------------------------------------------------------------------------------------

    def fill(self, layer_ids: Mapping[str, str], fields: Mapping[str, str], left_out: Iterable[str],
             settings: Mapping[str, Any]) -> None:
        """Show what was kept; layers that are not kept come by role, settings by their defaults."""
        self.choices.fill(layer_ids, fields)
        for name, box in self._settings.items():
            box.set_value(settings.get(name, ""))
        if self.areas is not None:
            self.areas.fill(left_out, self._taken())

    def read(self, state: ProjectState, settings: Mapping[str, Any] | None = None) -> None:
        """Show what a project keeps, of settings else what is given; layers that are not kept come by role."""
        left_out = state.read("left_out", [])
        files = {name: state.read_path(f"{FILE_PREFIX}{name}") for name in self.file_parameters()}
        self.fill(state.read_texts("layers"), state.read_texts("fields"),
                  [one for one in left_out if isinstance(one, str)] if isinstance(left_out, list) else [],
                  {**(settings or {}), **state.read_map("settings"), **files})

    def write(self, state: ProjectState) -> None:
        """Keep layers by id, fields and settings."""
        state.write("layers", self.choices.kept_layers())
        state.write("fields", self.choices.fields())
        state.write("left_out", self.areas.left_out() if self.areas is not None else [])
        state.write("settings", self.settings())
        for name, path in self.files().items():
            state.write_path(f"{FILE_PREFIX}{name}", path)

    def meet_layers(self) -> None:
        """Look at layers that have come."""
        self.choices.fill_open()
        if self.areas is not None:
            self.areas.refresh(self._taken())

    def forget_layers(self, layer_ids: Iterable[str]) -> None:
        """Let go of layers that are about to leave."""
        self.choices.forget(layer_ids)
        if self.areas is not None:
            self.areas.refresh(self._taken(), layer_ids)

    def take_corrections(self, roles: Collection[str], layer_ids: Collection[str]) -> None:
        """Follow roles and fields that were corrected elsewhere."""
        self.choices.take_corrections(roles, layer_ids)
        if self.areas is not None:
            self.areas.refresh(self._taken())

    def change(self, settings: Mapping[str, Any]) -> None:
        """Show other values of some settings, as if the user had chosen them."""
        for name, value in settings.items():
            self._settings[name].set_value(value)
        self.changed.emit()

    def choose_layer(self, name: str, layer: QgsMapLayer) -> None:
        """Show another layer, as if the user had chosen it."""
        self.choices.choose(name, layer)

    def settings(self) -> dict[str, Any]:
        """Return the settings that are no files, '' for one left to its default."""
        return {name: box.value() for name, box in self._settings.items() if not box.is_file}

    def files(self) -> dict[str, str]:
        """Return the files by parameter, '' for none."""
        return {name: str(box.value()) for name, box in self._settings.items() if box.is_file}

    def file_parameters(self) -> list[str]:
        """Return the parameters that take a file."""
        return [name for name, box in self._settings.items() if box.is_file]

    def parameters(self) -> dict[str, Any]:
        """Return what the algorithm takes: nothing for what is left open."""
        chosen = {**self.choices.layer_ids(), **self.choices.fields(), **self.settings(), **self.files()}
        given: dict[str, Any] = {name: value for name, value in chosen.items() if value != ""}
        if self.areas is not None and self.areas.layer_ids():
            given[self._duty.area_layers] = self.areas.layer_ids()
            if self._duty.area_roles and self.areas.rules():
                given[self._duty.area_roles] = json.dumps(self.areas.rules(), ensure_ascii=False)
        return given

    def missing(self) -> list[str]:
        """Return what has to be chosen before the run."""
        optional = QgsProcessingParameterDefinition.Flag.FlagOptional
        return [tr("Choose a layer: {layer}.").format(layer=self._definitions[name].description())
                for name, layer_id in self.choices.layer_ids().items()
                if not layer_id and not self._definitions[name].flags() & optional]

    def layer_of_role(self, role: str) -> QgsMapLayer | None:
        """Return the layer on this page that plays a role.

        Where one of them may play any, findings name the others by their parameters.
        """
        if self._duty.any_role:
            others = {choice.parameter.lower(): choice.parameter for choice in self._layer_choices}
            return self.choices.layer(others.get(role, self._duty.any_role))
        for choice in self._layer_choices:
            if choice.role == role and choice.box.currentLayer() is not None:
                return choice.box.currentLayer()
        return None

    def _taken(self) -> list[str]:
        return [layer_id for layer_id in self.choices.layer_ids().values() if layer_id]

    def _layers_changed(self) -> None:
        if self.areas is not None:
            self.areas.refresh(self._taken())
        self.changed.emit()
