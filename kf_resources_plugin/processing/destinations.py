"""Where results go: never over an input, never two into one place."""
from __future__ import annotations

import os
import re
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsDataSourceUri,
    QgsMapLayer,
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingParameterDefinition,
    QgsProcessingUtils,
    QgsProject,
    QgsProviderRegistry,
    QgsVectorLayer,
    QgsVirtualLayerDefinition,
)
from qgis.PyQt.QtCore import QUrl

from ..engine.staging import files_of
from ..engine.written_file import format_of
from ..i18n import tr
from ..rules.text import file_names
from .vrt_files import files_of_vrt

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

_LAYER_TYPES = {"source", "vector", "layer", "raster", "mesh", "pointcloud"}
_VIRTUAL = "virtual"


@dataclass(frozen=True)
class Place:
    """A file, or one table of a database file; ``table`` '' is the whole file."""

    path: Path
    table: str = ""

    def meets(self, other: Place) -> bool:
        """Tell whether writing one would touch the other, also through a file that belongs to it (.dbf of .shp)."""
        if self.table and other.table and self._keys[0] == other._keys[0]:
            return self.table.casefold() == other.table.casefold()
        return not set(self._keys).isdisjoint(other._keys)

    @cached_property
    def _keys(self) -> tuple[str, ...]:
        """What tells its files from others, the main one first; found once, for every output meets every input."""
        return tuple(_key(path) for path in files_of(self.path))


def _key(path: Path) -> str:
    # upper and lower case are one on Windows and macOS; elsewhere such a pair is unlikely enough to be refused too
    return os.path.realpath(path).casefold()


def destination_text(value: Any, context: QgsProcessingContext) -> str:
    """Return what the caller wrote as an output's destination; '' for none."""
    if isinstance(value, QgsProcessingOutputLayerDefinition):
        value, fine = value.sink.valueAsString(context.expressionContext())
        return value if fine else ""
    return value if isinstance(value, str) else ""


def destination(definition: QgsProcessingParameterDefinition, value: Any,
                context: QgsProcessingContext) -> Place | None:
    """Return where an output goes; None for memory, temporary files, folders and databases that are no file."""
    text = destination_text(value, context)
    if not text or text == QgsProcessing.TEMPORARY_OUTPUT or text.startswith("/vsi") \
            or definition.type() == "folderDestination":
        return None
    if text.startswith("ogr:"):
        uri = QgsDataSourceUri(text[4:])
        return Place(Path(os.path.abspath(uri.database())), uri.table()) if uri.database() else None
    if re.match(r"\w{3,}:", text):  # memory or a database server; a drive of Windows has one letter
        return None
    path = Path(os.path.abspath(text))
    if definition.type() == "sink":
        if path.suffix.lower() == ".dbf":
            return Place(path.with_suffix(".shp"))  # what QGIS calls that format, also for a table
        # as QGIS does: a format it does not know becomes a GeoPackage
        return Place(path if format_of(path) else path.with_name(path.name + ".gpkg"))
    return Place(path if path.suffix else path.with_suffix(f".{definition.defaultFileExtension()}"))


def page_files(path: Path, pages: Sequence[str]) -> list[Path]:
    """Return the files of an output that has one for each of these pages: …_1_name, …_2_name when there are several."""
    if len(pages) == 1:
        return [path]
    digits = len(str(len(pages)))
    return [path.with_name(f"{path.stem}_{number:0{digits}}_{name}")
            for number, name in enumerate(file_names(pages, path.suffix), start=1)]


def other_pages(path: Path, written: Collection[Path]) -> list[Path]:
    """Return the files beside ``path`` that look like pages of it, or their legends, but were not written now."""
    alike = re.compile(rf"{re.escape(path.stem)}_(\d+(_.+)?|legend){re.escape(path.suffix)}", re.IGNORECASE)
    now = set(map(_key, written))
    found = sorted(entry for entry in path.parent.glob("*") if alike.fullmatch(entry.name)) \
        if path.parent.is_dir() else []
    return [entry for entry in found if _key(entry) not in now]


def fresh_files(folder: Path, names: Sequence[str], taken: Callable[[Path], bool]) -> list[Path]:
    """Return files of these names in a folder, all with the same number where one of them is there or ``taken``."""
    for number in count(1):
        files = [(folder / name).with_name(f"{Path(name).stem}_{number}{Path(name).suffix}") if number > 1
                 else folder / name for name in names]
        if not any(os.path.lexists(path) or taken(path) for path in files):
            break
    return files


def inputs(algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any],
           context: QgsProcessingContext) -> list[tuple[str, Place]]:
    """Return (what the user calls it, place) of every layer and file that a run reads."""
    found = []
    for definition in algorithm.parameterDefinitions():
        if definition.isDestination() or parameters.get(definition.name()) is None:
            continue
        found += [(layer.name() if read is layer else f"{layer.name()} ({read.name()})", place)
                  for layer in _layers(algorithm, definition, parameters, context)
                  for read in _layers_behind(layer) for place in _layer_places(read)]
        found += [(definition.description(), Place(Path(os.path.abspath(name))))
                  for name in _files(algorithm, definition, parameters, context) if name and Path(name).is_file()]
    return found


def _layers(algorithm: QgsProcessingAlgorithm, definition: QgsProcessingParameterDefinition,
            parameters: dict[str, Any], context: QgsProcessingContext) -> Iterator[QgsMapLayer]:
    name = definition.name()
    if definition.type() in _LAYER_TYPES:
        value = parameters[name]
        if isinstance(value, QgsProcessingFeatureSourceDefinition):  # QGIS 3.22 finds no layer for such a value
            value, _ = value.source.valueAsString(context.expressionContext())
        layer = algorithm.parameterAsLayer(parameters, name, context)
        if layer is None and isinstance(value, str):
            layer = QgsProcessingUtils.mapLayerFromString(value, context)
        if layer is not None:
            yield layer
    elif definition.type() == "multilayer" and definition.layerType() != QgsProcessing.SourceType.TypeFile:
        yield from algorithm.parameterAsLayerList(parameters, name, context) or []
    elif definition.type() == "file":  # a few take the name of a loaded table as well
        layer = QgsProcessingUtils.mapLayerFromString(
            algorithm.parameterAsString(parameters, name, context), context, False)
        if layer is not None:
            yield layer


def _files(algorithm: QgsProcessingAlgorithm, definition: QgsProcessingParameterDefinition,
           parameters: dict[str, Any], context: QgsProcessingContext) -> Sequence[str]:
    name = definition.name()
    if definition.type() == "file":
        return [algorithm.parameterAsString(parameters, name, context).strip()]
    if definition.type() == "multilayer" and definition.layerType() == QgsProcessing.SourceType.TypeFile:
        return algorithm.parameterAsFileList(parameters, name, context) or []
    return []


def _layers_behind(layer: QgsMapLayer) -> Iterator[QgsMapLayer]:
    """Yield a layer and all that it reads through joins and virtual layers, each once."""
    seen, waiting = set(), [layer]
    while waiting:
        read = waiting.pop(0)
        if read.id() in seen:  # joins may go in a circle
            continue
        seen.add(read.id())
        yield read
        if isinstance(read, QgsVectorLayer):
            waiting += [join.joinLayer() for join in read.vectorJoins() if join.joinLayer() is not None]
            waiting += _sources_of_virtual(read) if read.providerType() == _VIRTUAL else []


def _sources_of_virtual(layer: QgsVectorLayer) -> list[QgsMapLayer]:
    """Return the layers a virtual layer reads: of the project, also where only its query names them, and its own."""
    project = QgsProject.instance()  # the one QGIS looks for them in
    named = [project.mapLayer(one.layerId()) for one in layer.dataProvider().dependencies()]
    definition = QgsVirtualLayerDefinition.fromUrl(QUrl.fromEncoded(layer.source().encode()))
    own = [QgsVectorLayer(source.source(), source.name(), source.provider())
           for source in definition.sourceLayers() if not source.isReferenced()]
    return [*(found for found in named if found is not None), *own]


def _layer_places(layer: QgsMapLayer) -> list[Place]:
    """Return the file, or table, that a layer is, and the files that a VRT names."""
    registry = QgsProviderRegistry.instance()
    parts = registry.decodeUri(layer.providerType(), layer.source())
    path = (parts.get("path") or "").lstrip("{")  # /vsizip/{path}/member
    if not os.path.exists(path):  # unlike pathlib's this answers for sources that are no path but a long text, too
        return []
    table = parts.get("layerName") or ""
    if not table and len(tables := registry.querySublayers(path)) > 1:
        wanted = parts.get("layerId")
        table = next((entry.name() for entry in tables if str(entry.layerNumber()) == str(wanted)),
                     tables[0].name())  # the one a file opens with
    if (parts.get("subset") or "").lstrip().lower().startswith("select"):
        table = ""  # a whole query, which may read any table
    return [Place(Path(os.path.abspath(path)), table), *map(Place, files_of_vrt(path))]


def overwritten_inputs(algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any],
                       context: QgsProcessingContext) -> list[str]:
    """Return a message for every output that would replace an input, another output, other tables or unsaved edits.

    A new table in the input's own GeoPackage (``ogr:dbname=… table=…``) is allowed, and so are several outputs in
    several tables of one GeoPackage; the whole file is not.
    """
    definitions = [entry for entry in algorithm.parameterDefinitions() if entry.isDestination()]
    targets = [(entry, place) for entry in definitions
               for place in [destination(entry, parameters.get(entry.name()), context)] if place]
    if not targets:
        return []
    owned = inputs(algorithm, parameters, context)
    edited = _unsaved_edits(context)
    found = []
    for output, target in targets:
        taken = next((name for name, place in owned if target.meets(place)), None)
        if taken is not None:
            found.append(input_message(output.description(), taken, target.path))
        elif lost := next((name for name, place in edited if target.meets(place)), None):
            found.append(tr("Output “{output}” would replace {path}, and layer “{layer}” of that file has edits that "
                            "are not saved: they would be lost. Save or discard the edits, or choose another file."
                            ).format(output=output.description(), path=target.path, layer=lost))
        else:
            found += _lost(output, target)
    found += [tr("Outputs “{output}” and “{other}” both go to {path}. Choose a file or table of its own for each."
                 ).format(output=output.description(), other=other.description(), path=target.path)
              for (output, target), (other, second) in combinations(targets, 2) if target.meets(second)]
    return found


def _unsaved_edits(context: QgsProcessingContext) -> list[tuple[str, Place]]:
    """Return (layer name, place) of the project's layers with edits that are in no file yet."""
    layers = context.project().mapLayers().values() if context.project() is not None else ()
    return [(layer.name(), place) for layer in layers
            if isinstance(layer, QgsVectorLayer) and layer.isModified() for place in _layer_places(layer)]


def input_message(output: str, taken: str, path: Path) -> str:
    """Return the message that an output would overwrite an input."""
    return tr("Output “{output}” would overwrite the file of input “{input}” ({path}). Choose another file.").format(
        output=output, input=taken, path=path)


def _lost(definition: QgsProcessingParameterDefinition, target: Place) -> list[str]:
    """Return a message when more would give way to an output than an earlier result of its kind."""
    path, output = target.path, definition.description()
    if os.path.isdir(path):  # unlike pathlib's this answers for names that are too long, too
        return [tr("Output “{output}”: {path} is a folder. Choose a file.").format(output=output, path=path)]
    if definition.type() != "sink" or target.table:
        return []
    if os.path.exists(path):
        tables = [table.name() for table in QgsProviderRegistry.instance().querySublayers(str(path))]
        message = tr("Output “{output}” would replace {path} with all its tables ({tables}). Choose another file, or "
                     "save to one table of the GeoPackage.")
        return [message.format(output=output, path=path, tables=", ".join(tables))] if len(tables) > 1 else []
    if definition.dataType() == QgsProcessing.SourceType.TypeVector:
        return []  # of a table a Shapefile has nothing but such files
    others = [other.name for other in files_of(path) if os.path.exists(other)]
    message = tr("Output “{output}” would replace files that are there already: {files}. Choose another file.")
    return [message.format(output=output, files=", ".join(others))] if others else []
