"""The input layers of a run, described on the thread they live on, so that the run never touches them."""
from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingUtils,
    QgsProviderRegistry,
    QgsVectorLayer,
)

from ..engine.field_map import said_fields
from ..engine.layer_features import LayerFeatures, features_of
from ..engine.recoded_table import recoded
from ..engine.roles import read_role, role_by_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qgis.core import QgsMapLayer, QgsProcessingAlgorithm, QgsProcessingContext

_SEVERAL = {QgsProcessing.SourceType.TypeVectorPolygon, QgsProcessing.SourceType.TypeVector}


@dataclass(frozen=True)
class InputLayer:
    """One input layer as it was when the run was prepared.

    label: what the planner calls it; source: file and layer without credentials; modified: day of the file's last
    change, ISO or ''; rights: what holders of rights say of it; role: written on it, else told by its name, else ''.
    said: own fields by standard name as the user said on the layer, where it is one of several: no parameter can name
    the fields of each.
    """

    features: LayerFeatures
    label: str
    source: str
    modified: str
    rights: tuple[str, ...]
    lost: str
    """The layer's file where it is no longer there, else ''."""
    role: str
    origin: str = ""
    """Where QGIS reads the layer from, to tell whether two are one; '' where nobody knows. It may hold a password."""
    recoded: bool = False
    """Whether a copy in UTF-8 is read: the layer was read in the wrong encoding."""
    said: Mapping[str, str] = field(default_factory=dict)
    unselected: bool = False
    """Whether only selected features were to be used, and nothing is selected."""

    @property
    def bounds(self) -> tuple[float, float, float, float] | None:
        """Return xmin, ymin, xmax, ymax, None when no feature has a geometry."""
        extent = self.features.extent
        if extent.isNull() or (extent.isEmpty() and not extent.width() and not extent.height()):
            return None
        return extent.xMinimum(), extent.yMinimum(), extent.xMaximum(), extent.yMaximum()


def input_layers(algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any],
                 context: QgsProcessingContext) -> dict[str, InputLayer]:
    """Return the layers of all parameters that take features and were given, by parameter.

    Where a parameter takes several layers of one kind, each has a key of its own (``several_key``).
    """
    layers: dict[str, InputLayer] = {}
    for definition in algorithm.parameterDefinitions():
        name = definition.name()
        if definition.type() == "multilayer" and definition.layerType() in _SEVERAL:
            several = [layer for layer in algorithm.parameterAsLayerList(parameters, name, context)
                       if isinstance(layer, QgsVectorLayer)]
            layers.update((several_key(name, number),
                           replace(_described(features_of(layer), layer, layer.name()), said=said_fields(layer)))
                          for number, layer in enumerate(several))
        if definition.type() != "source":
            continue
        source = algorithm.parameterAsSource(parameters, name, context)
        if source is None:
            continue
        given = parameters.get(name)
        chosen = given if isinstance(given, QgsProcessingFeatureSourceDefinition) else None
        layer = algorithm.parameterAsVectorLayer(parameters, name, context) if chosen is None else _behind(
            chosen, context)
        copy = recoded(layer) if layer is not None and chosen is None else None
        described = _described(features_of(copy or source, layer, chosen), layer, definition.description(),
                               is_copy=copy is not None)
        layers[name] = replace(described, unselected=(
            chosen is not None and chosen.selectedFeaturesOnly and layer is not None
            and not layer.selectedFeatureCount()))
    return layers


def several_key(parameter: str, number: int) -> str:
    """Return the key among the input layers of one of the layers, from 0, that a parameter takes several of."""
    return f"{parameter} {number + 1}"


def several_keys(layers: Mapping[str, InputLayer], parameter: str) -> list[str]:
    """Return the keys among input layers of those that a parameter was given, in their order."""
    return [key for number in range(len(layers)) for key in [several_key(parameter, number)] if key in layers]


def _described(features: LayerFeatures, layer: QgsVectorLayer | None, title: str, *,
               is_copy: bool = False) -> InputLayer:
    if layer is None:
        return InputLayer(features, title, "", "", (), "", "")
    address = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    path = Path(address["path"]) if address.get("path") else None
    return InputLayer(features, _name(layer, address, path), described_source(layer, address), day_of_file(path),
                      _spoken_rights(layer), lost_file(path), read_role(layer) or role_by_name(layer), layer.source(),
                      is_copy)


def _name(layer: QgsVectorLayer, address: Mapping[str, Any], path: Path | None) -> str:
    """Return what a layer is called; QGIS calls every table that is opened by its path after the whole file."""
    table = str(address.get("layerName") or "")
    opened = layer.project() is None and path is not None and layer.name() == path.stem
    return table if opened and table else str(layer.name())


def _behind(chosen: QgsProcessingFeatureSourceDefinition, context: QgsProcessingContext) -> QgsVectorLayer | None:
    """Return the layer of which features were chosen; QGIS 3.22 finds none for such a parameter."""
    source, _ = chosen.source.valueAsString(context.expressionContext())
    layer = QgsProcessingUtils.mapLayerFromString(source, context)
    return layer if isinstance(layer, QgsVectorLayer) else None


def described_source(layer: QgsMapLayer, address: Mapping[str, Any]) -> str:
    """Return file and layer of a source for the record, never a password or another part of a connection."""
    shown = [str(address[key]) for key in ("path", "layerName", "subset") if address.get(key)]
    return " | ".join(shown) or str(layer.providerType())


def lost_file(path: Path | None) -> str:
    """Return the path of a file that is not there, else ''."""
    return "" if path is None or str(path).startswith("/vsi") or path.exists() else str(path)


def day_of_file(path: Path | None) -> str:
    """Return the day of a file's last change, ISO, '' for none."""
    if path is None or not path.is_file():
        return ""
    return datetime.fromtimestamp(path.stat().st_mtime).astimezone().date().isoformat()


def rights_of(layer: QgsMapLayer) -> tuple[str, ...]:
    """Return what holders of rights say in a layer's metadata."""
    return tuple(text.strip() for text in layer.metadata().rights() if text.strip())


def _spoken_rights(layer: QgsVectorLayer) -> tuple[str, ...]:
    """Return the rights named in a layer's metadata, else the description its file carries."""
    return rights_of(layer) or tuple(line.strip() for line in layer.dataComment().splitlines() if line.strip())
