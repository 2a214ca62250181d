"""The features of a layer as they were when a run began, readable from the thread of the run.

A live layer belongs to the main thread: its fields, edits and selection may change while a run reads. QGIS's own
``QgsVectorLayerFeatureSource`` holds all of that as it was when it was made.
"""
from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Callable, Union

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeatureRequest,
    QgsFields,
    QgsProcessingFeatureSource,
    QgsProcessingFeatureSourceDefinition,
    QgsRectangle,
    QgsVectorLayer,
    QgsVectorLayerFeatureSource,
    QgsWkbTypes,
)

from .. import compat
from .arrow_reading import PlainFile, plain_file

if TYPE_CHECKING:
    from collections.abc import Iterable

Source = Union[QgsProcessingFeatureSource, QgsVectorLayer]


@dataclass(frozen=True)
class LayerFeatures:
    """Features of a layer and what has to be known of it. ``rows`` is an estimate, −1 when nobody knows."""

    name: str
    crs: QgsCoordinateReferenceSystem
    fields: QgsFields
    extent: QgsRectangle
    rows: int
    iterate: Callable[[QgsFeatureRequest], Iterable[Any]]
    file: PlainFile | None
    kind: QgsWkbTypes.GeometryType
    """Unknown where only reading tells."""

    def may_hold(self, *kinds: QgsWkbTypes.GeometryType) -> bool:
        """Tell whether features may have geometries of one of these kinds."""
        return self.kind in {*kinds, QgsWkbTypes.GeometryType.UnknownGeometry}


def features_of(source: Source, layer: QgsVectorLayer | None = None,
                definition: QgsProcessingFeatureSourceDefinition | None = None) -> LayerFeatures:
    """Return the features of a layer, or what Processing selected of it; call it on the thread of the layer.

    ``layer`` is the layer behind a QgsProcessingFeatureSource; without it the source is read as it is. ``definition``
    is the parameter value that the source was made from, where it was more than a layer.
    """
    if isinstance(source, QgsVectorLayer):
        crs, behind, whole = source.crs(), source, True
    else:
        crs, behind = source.sourceCrs(), layer
        # where no row is left out, what Processing selected is the layer itself; -1 means that nobody knows
        whole = layer is not None and 0 <= layer.featureCount() == source.featureCount()
    name = behind.name() if behind is not None else source.sourceName()
    file = plain_file(source, behind) if whole else None
    # for its own extent a layer sets up a transformation to WGS 84; that of its file is the same, and at hand
    extent = source.sourceExtent() if file is None else behind.dataProvider().extent()
    iterate: Callable[[QgsFeatureRequest], Iterable[Any]]
    if whole:
        iterate = QgsVectorLayerFeatureSource(behind).getFeatures
    elif behind is None or definition is None or definition.selectedFeaturesOnly:  # QGIS keeps a selection as it was
        iterate = partial(source.getFeatures, flags=QgsProcessingFeatureSource.Flag.FlagSkipGeometryValidityChecks)
    else:
        iterate = partial(_restricted, QgsVectorLayerFeatureSource(behind), definition.featureLimit,
                          compat.filter_expression(definition))
    return LayerFeatures(name, crs, QgsFields(source.fields()), extent, source.featureCount(), iterate, file,
                         QgsWkbTypes.geometryType(source.wkbType()))


def _restricted(features: QgsVectorLayerFeatureSource, limit: int, expression: str,
                request: QgsFeatureRequest) -> Iterable[Any]:
    if expression:
        request.combineFilterExpression(expression)
    request.setLimit(limit)
    found: Iterable[Any] = features.getFeatures(request)
    return found
