"""What keeps a run from starting or going on, in words that say what to do."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import QgsProcessing, QgsVectorLayer, QgsWkbTypes
from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

from ..engine.errors import PlannerError
from ..engine.extents import extent_problem
from ..i18n import tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.core import QgsMapLayer, QgsProcessingAlgorithm, QgsProcessingContext

    from ..rules.findings import Finding
    from .input_layers import InputLayer

_POLYGON, _LINE = QgsWkbTypes.GeometryType.PolygonGeometry, QgsWkbTypes.GeometryType.LineGeometry
_KINDS = {QgsProcessing.SourceType.TypeVectorPoint: QgsWkbTypes.GeometryType.PointGeometry,
          QgsProcessing.SourceType.TypeVectorLine: _LINE, QgsProcessing.SourceType.TypeVectorPolygon: _POLYGON}
_WRONG_KIND = {
    _POLYGON: QT_TRANSLATE_NOOP("KfResources", "Layer “{layer}” holds no polygons. Choose a polygon layer; make "
                                "polygons of boundary lines first (native:polygonize)."),
    _LINE: QT_TRANSLATE_NOOP("KfResources", "Layer “{layer}” holds no lines. Choose a line layer; a polygon's outline "
                             "becomes a line with native:polygonstolines."),
    QgsWkbTypes.GeometryType.PointGeometry: QT_TRANSLATE_NOOP(
        "KfResources", "Layer “{layer}” holds no points. Choose a point layer."),
}


def spoken(item: Finding) -> str:
    """Return a finding as the message of a refusal: what is wrong and what to do."""
    return f"{item.message} {item.remedy}".strip()


def refuse(noticed: Sequence[Finding]) -> None:
    """Raise PlannerError with the errors among findings."""
    errors = [item for item in noticed if item.severity == "error"]
    if errors:
        raise PlannerError("\n".join(spoken(item) for item in errors))


def refuse_endless(algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any],
                   context: QgsProcessingContext) -> None:
    """Raise PlannerError where QGIS can make no extent of an input layer."""
    layers: list[QgsMapLayer | None] = []
    for item in algorithm.parameterDefinitions():
        if item.type() == "source":
            layers.append(algorithm.parameterAsVectorLayer(parameters, item.name(), context))
        elif item.type() == "multilayer":
            layers.extend(algorithm.parameterAsLayerList(parameters, item.name(), context))
    problems = [problem for layer in layers if isinstance(layer, QgsVectorLayer)
                for problem in [extent_problem(layer)] if problem]
    if problems:
        raise PlannerError("\n".join(dict.fromkeys(problems)))


def kinds_taken(types: Sequence[int] = ()) -> list[QgsWkbTypes.GeometryType]:
    """Return the kinds of geometry that a layer parameter takes, those of any polygon parameter where it names none."""
    return [_KINDS[kind] for kind in types if kind in _KINDS] or [_POLYGON]


def wrong_kind(layer: InputLayer, kinds: Sequence[QgsWkbTypes.GeometryType]) -> list[str]:
    """Return a message where a layer holds geometries of none of some kinds."""
    return [] if layer.features.may_hold(*kinds) else [tr(_WRONG_KIND[kinds[0]]).format(layer=layer.label)]


def gone_file(layer: InputLayer) -> list[str]:
    """Return a message where the file of a layer is gone."""
    return [] if not layer.lost else [
        tr("The file of layer “{layer}” is no longer there: {path}. Put it back, or point the layer to where it "
           "is.").format(layer=layer.label, path=layer.lost)]
