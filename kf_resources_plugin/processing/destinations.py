"""Where results go: never over an input."""
from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsDataSourceUri,
    QgsMapLayer,
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingUtils,
    QgsProviderRegistry,
)

from ..i18n import tr

if TYPE_CHECKING:
    from collections.abc import Iterator


def _layer_file(layer: QgsMapLayer) -> tuple[Path, str] | None:
    parts = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    path = parts.get("path") or ""
    return (Path(path).resolve(), parts.get("layerName") or "") if path and Path(path).exists() else None


def destination_file(value: Any, context: QgsProcessingContext) -> tuple[Path, str] | None:
    """Return the file an output goes to, and its table where a database is named; None for temporary and memory."""
    if isinstance(value, QgsProcessingOutputLayerDefinition):
        value, fine = value.sink.valueAsString(context.expressionContext())
        if not fine:
            return None
    if not isinstance(value, str) or not value or value == "TEMPORARY_OUTPUT" or value.startswith("memory:"):
        return None
    if value.startswith("ogr:"):
        uri = QgsDataSourceUri(value[4:])
        return (Path(uri.database()).resolve(), uri.table()) if uri.database() else None
    return Path(value).resolve(), ""


def _input_layers(algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any],
                  context: QgsProcessingContext) -> Iterator[QgsMapLayer]:
    for definition in algorithm.parameterDefinitions():
        value = parameters.get(definition.name())
        if definition.isDestination() or value is None:
            continue
        if definition.type() in ("source", "vector", "layer"):
            layer = algorithm.parameterAsLayer(parameters, definition.name(), context)
            if layer is None and isinstance(value, str):
                layer = QgsProcessingUtils.mapLayerFromString(value, context)
            if layer is not None:
                yield layer
        elif definition.type() == "multilayer" and definition.layerType() != QgsProcessing.SourceType.TypeFile:
            yield from algorithm.parameterAsLayerList(parameters, definition.name(), context)


def overwritten_inputs(algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any],
                       context: QgsProcessingContext) -> list[str]:
    """Return a message for every output that would replace the file of an input layer.

    A new table in the input's own GeoPackage (``ogr:dbname=… table=…``) is allowed; the whole file is not.
    """
    owned = [(layer.name(), *place) for layer in _input_layers(algorithm, parameters, context)
             for place in [_layer_file(layer)] if place]
    found = []
    for definition in algorithm.parameterDefinitions():
        if not definition.isDestination():
            continue
        target = destination_file(parameters.get(definition.name()), context)
        for name, path, table in owned:
            if target and target[0] == path and (not target[1] or target[1] == table):
                found.append(tr("Output “{output}” would overwrite the file of input layer “{layer}” ({path}). "
                                "Choose another file.").format(
                    output=definition.description(), layer=name, path=path))
                break
    return found
