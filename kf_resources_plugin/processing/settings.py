"""The parameters of a run as plain values: evaluated once, when the run is prepared."""
from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Callable

from qgis.core import QgsProcessing

from ..compat import is_null
from ..engine.errors import PlannerError
from ..engine.run_record import file_digest
from ..i18n import tr
from .parameters import word

if TYPE_CHECKING:
    from qgis.core import QgsProcessingAlgorithm, QgsProcessingContext, QgsProcessingParameterDefinition

    from ..rules.progress import Progress

LAYER_TYPES = frozenset({"source", "vector", "layer", "raster", "mesh"})
NUMBER_TYPES = frozenset({"number", "distance"})


def given_settings(algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any],
                   context: QgsProcessingContext) -> dict[str, Any]:
    """Return the value of every parameter that is neither an output nor a layer; None where it was omitted.

    A file is a Path, several files or layers are a list of Paths or layer names, a field is its name, a date is ISO
    text; defaults are filled in.
    """
    values = {}
    for definition in algorithm.parameterDefinitions():
        if definition.isDestination() or definition.type() in LAYER_TYPES:
            continue
        read = _READERS.get(definition.type(), _text)
        value = read(algorithm, parameters, definition, context)
        values[definition.name()] = None if value == "" else value
    return values


def shown(value: Any, progress: Progress) -> Any:
    """Return a setting as the run record has it, files by name and content. Raises PlannerError where one is gone."""
    if isinstance(value, list):
        return [shown(item, progress) for item in value]
    if not isinstance(value, Path):
        return value
    try:
        digest = file_digest(value, progress)
    except OSError as error:
        raise PlannerError(tr("{file} cannot be read: {reason}. Check the path and whether the file is open in another "
                              "program.").format(file=value, reason=error.strerror or error)) from error
    return named_content(value.name, digest)


def named_content(name: str, digest: str) -> str:
    """Return how the record names a file or table: what it is called and what is in it."""
    return f"{name} (sha256 {digest})"


def _text(algorithm: Any, parameters: dict[str, Any], definition: QgsProcessingParameterDefinition,
          context: Any) -> Any:
    return str(algorithm.parameterAsString(parameters, definition.name(), context)).strip()


def _word(algorithm: Any, parameters: dict[str, Any], definition: QgsProcessingParameterDefinition,
          context: Any) -> Any:
    return word(algorithm, parameters, definition.name(), context)


def _file(algorithm: Any, parameters: dict[str, Any], definition: QgsProcessingParameterDefinition,
          context: Any) -> Any:
    text = _text(algorithm, parameters, definition, context)
    return Path(text) if text else None


def _field(algorithm: Any, parameters: dict[str, Any], definition: QgsProcessingParameterDefinition,
           context: Any) -> Any:
    return ", ".join(algorithm.parameterAsFields(parameters, definition.name(), context))


def _date(algorithm: Any, parameters: dict[str, Any], definition: QgsProcessingParameterDefinition,
          context: Any) -> Any:
    value = algorithm.parameterAsDateTime(parameters, definition.name(), context)
    return value.date().toString("yyyy-MM-dd") if value.isValid() else None


def _truth(algorithm: Any, parameters: dict[str, Any], definition: QgsProcessingParameterDefinition,
           context: Any) -> Any:
    return bool(algorithm.parameterAsBool(parameters, definition.name(), context))


def _number(algorithm: Any, parameters: dict[str, Any], definition: QgsProcessingParameterDefinition,
            context: Any) -> Any:
    given, default = parameters.get(definition.name()), definition.defaultValue()
    if is_null(given) or given == "":  # QGIS would read 0
        return None if is_null(default) else float(default)
    return float(algorithm.parameterAsDouble(parameters, definition.name(), context))


def _band(algorithm: Any, parameters: dict[str, Any], definition: QgsProcessingParameterDefinition,
          context: Any) -> Any:
    given = parameters.get(definition.name())
    if is_null(given) or given == "":
        return definition.defaultValue()
    return int(algorithm.parameterAsInt(parameters, definition.name(), context))


def _several(algorithm: Any, parameters: dict[str, Any], definition: QgsProcessingParameterDefinition,
             context: Any) -> Any:
    if definition.layerType() == QgsProcessing.SourceType.TypeFile:
        return [Path(name) for name in algorithm.parameterAsFileList(parameters, definition.name(), context) if name]
    return [layer.name() for layer in algorithm.parameterAsLayerList(parameters, definition.name(), context)]


_READERS: dict[str, Callable[[Any, dict[str, Any], QgsProcessingParameterDefinition, Any], Any]] = {
    "enum": _word, "file": _file, "field": _field, "datetime": _date, "boolean": _truth, "multilayer": _several,
    "band": _band,
    **dict.fromkeys(NUMBER_TYPES, _number),
}
