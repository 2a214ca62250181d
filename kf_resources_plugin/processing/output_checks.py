"""What is wrong with where and how results are to be written, found before a run that may take an hour."""
from __future__ import annotations

import os
import re
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import QgsProcessing, QgsProcessingAlgorithm, QgsWkbTypes

from ..engine.findings_layer import FIELDS as FINDING_FIELDS
from ..engine.writing import make_fields
from ..engine.written_file import KEEPS_ALL, format_of, trial_losses
from ..i18n import tr
from .destinations import Place, destination, destination_text
from .output_messages import refusal_message, shapeless_message

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qgis.core import QgsProcessingContext, QgsProcessingParameterDefinition

_SHAPES = {QgsProcessing.SourceType.TypeVectorPolygon: QgsWkbTypes.Type.MultiPolygon,
           QgsProcessing.SourceType.TypeVectorLine: QgsWkbTypes.Type.MultiLineString,
           QgsProcessing.SourceType.TypeVectorPoint: QgsWkbTypes.Type.Point}
_FINDINGS = {"FINDINGS": FINDING_FIELDS, "FINDING_POINTS": FINDING_FIELDS}
_SOME_WITHOUT_SHAPE = {"FINDINGS"}
_RASTERS = ["*.tif", "*.tiff"]


def output_problems(algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext,
                    layer_fields: Mapping[str, Sequence[tuple[str, str]]]) -> list[str]:
    """Return a message for every output whose place takes no file, or whose file type does not take the output.

    ``layer_fields``: (name, kind) of the fields of output layers beside the findings.
    """
    found = []
    fields = {**_FINDINGS, **layer_fields}
    for definition in algorithm.parameterDefinitions():
        value = parameters.get(definition.name())
        place = destination(definition, value, context) if definition.isDestination() else None
        if place is None:
            continue
        wrong = _place_problem(definition, destination_text(value, context), place)
        if not wrong and definition.type() in {"fileDestination", "rasterDestination"}:
            wrong = _type_problem(definition, place.path)
        elif not wrong and definition.name() in fields:
            wrong = _format_problem(definition, place.path, fields[definition.name()])
        found += [wrong] if wrong else []
    return found


def _place_problem(definition: QgsProcessingParameterDefinition, text: str, place: Place) -> str:
    """Return what keeps a file from being made at a place, '' when nothing does."""
    output = definition.description()
    # a folder's name without a suffix would become that of a file beside it
    if place.path != Path(text) and not place.table and (text.endswith(("/", os.sep)) or os.path.isdir(text)):
        return tr("Output “{output}”: {path} is a folder. Choose a file.").format(output=output, path=text)
    folder = place.path.parent
    while not os.path.exists(folder) and folder != folder.parent:
        folder = folder.parent
    if not os.path.isdir(folder):
        return tr("Output “{output}”: {path} cannot be written, for {file} is a file and no folder. Choose another "
                  "folder.").format(output=output, path=place.path, file=folder)
    if not os.access(folder, os.W_OK):
        return tr("Output “{output}”: {path} cannot be written. Choose a folder you may write to.").format(
            output=output, path=place.path)
    return ""


def _type_problem(definition: QgsProcessingParameterDefinition, path: Path) -> str:
    """Return that the name of a file promises another type than the output is, '' when it does not."""
    raster = definition.type() == "rasterDestination"
    patterns = _RASTERS if raster else re.findall(r"\*[^\s;)]*", definition.fileFilter())
    if not patterns or any(fnmatch(path.name.lower(), pattern.lower()) for pattern in patterns):
        return ""
    endings = ", ".join(pattern.lstrip("*") for pattern in patterns)
    return tr("Output “{output}”: {name} is no name for this kind of file. Choose one that ends in {endings}.").format(
        output=definition.description(), name=path.name, endings=endings)


def _format_problem(definition: QgsProcessingParameterDefinition, path: Path,
                    fields: Sequence[tuple[str, str]]) -> str:
    """Return that a format takes nothing, or not all rows, of an output layer, '' when it takes them."""
    if format_of(path) == KEEPS_ALL:
        return ""
    wkb_type = _SHAPES.get(definition.dataType(), QgsWkbTypes.Type.NoGeometry)
    lost = trial_losses(path.suffix, make_fields(fields), wkb_type, shapeless=definition.name() in _SOME_WITHOUT_SHAPE)
    if lost is None:
        return refusal_message(definition.description(), path)
    return shapeless_message(definition.description(), path) if lost.rows else ""
