"""What only the data of a layer tell: how many features, where they lie, whether their texts are readable.

Counting may take a database a while, so it is asked on another thread, through a connection of its own.
"""
from __future__ import annotations

from dataclasses import dataclass, replace
from math import isfinite
from typing import TYPE_CHECKING

from qgis.core import (
    QgsDataProvider,
    QgsFeatureRequest,
    QgsFields,
    QgsProviderRegistry,
    QgsRasterLayer,
    QgsVectorDataProvider,
    QgsVectorLayerFeatureSource,
)
from qgis.PyQt.QtCore import QVariant

from ..rules.misread import misread
from .roles import RESULT_PROPERTY

if TYPE_CHECKING:
    from qgis.core import QgsMapLayer, QgsRectangle, QgsVectorLayer

    from .crs_place import Box

UNKNOWN = -1
# Providers that may be opened a second time on another thread; others know the layers of the project.
_REOPENED = frozenset({"ogr", "spatialite", "delimitedtext", "postgres", "mssql", "oracle", "gpx"})
_SAMPLE = 50  # features whose texts are looked at


@dataclass(frozen=True)
class LayerFacts:
    """count: features, cells of a raster, UNKNOWN where nobody knows; bounds: in the layer's CRS, None for none or
    unknown; misread: a field and a text of it that was read in the wrong encoding, both '' where none was met; grid:
    columns and rows of a raster.
    """

    count: int
    bounds: Box | None
    misread: tuple[str, str] = ("", "")
    grid: tuple[int, int] | None = None


class FactsQuestion:
    """Made on the thread of its layer, which has to be valid; answered on any."""

    def __init__(self, layer: QgsMapLayer) -> None:
        self.layer_id = str(layer.id())
        self._texts: list[int] = []
        if isinstance(layer, QgsRasterLayer):  # its header tells all, and is read already
            grid = (layer.width(), layer.height())
            self._at_hand: LayerFacts | None = LayerFacts(grid[0] * grid[1], _box(layer.extent()), grid=grid)
            return
        self._kind, self._source = layer.providerType(), layer.source()
        # a result is in a GeoPackage of ours, which knows its counts, and its page reads it at the same moment: QGIS
        # 3.22 may come to a standstill where two threads open one file
        ours = bool(layer.customProperty(RESULT_PROPERTY))
        at_hand = ours or self._kind == "memory"
        # for its extent a layer sets up a transformation: coordinates that are no numbers fail in it in newer QGIS
        bounds = _box(layer.dataProvider().extent()) if at_hand else None
        self._at_hand = LayerFacts(layer.featureCount(), bounds) if at_hand else None
        buffer = layer.editBuffer()
        self._more = len(buffer.addedFeatures()) - len(buffer.deletedFeatureIds()) if buffer is not None else 0
        self._features = QgsVectorLayerFeatureSource(layer)
        self._texts = _own_texts(layer) if self._kind in {"memory", *_REOPENED} and not ours else []

    def answer(self) -> LayerFacts:
        """Count and look, on the thread of the caller."""
        return replace(self._at_hand or self._counted(), misread=self._unreadable())

    def _counted(self) -> LayerFacts:
        if self._kind not in _REOPENED:
            return LayerFacts(UNKNOWN, None)
        provider = QgsProviderRegistry.instance().createProvider(
            self._kind, self._source, QgsDataProvider.ProviderOptions())
        if not isinstance(provider, QgsVectorDataProvider) or not provider.isValid():
            return LayerFacts(UNKNOWN, None)
        count = provider.featureCount()
        return LayerFacts(count + self._more if count >= 0 else UNKNOWN, _box(provider.extent()))

    def _unreadable(self) -> tuple[str, str]:
        if not self._texts:
            return "", ""
        request = QgsFeatureRequest().setLimit(_SAMPLE).setFlags(QgsFeatureRequest.Flag.NoGeometry)
        for feature in self._features.getFeatures(request.setSubsetOfAttributes(self._texts)):
            for place in self._texts:
                text = feature[place]
                if isinstance(text, str) and misread(text):
                    return str(feature.fields()[place].name()), text
        return "", ""


def _own_texts(layer: QgsVectorLayer) -> list[int]:
    """Return the places of text fields that stand in the source: joins and expressions ask other layers."""
    fields = layer.fields()
    return [place for place, field in enumerate(fields) if field.type() == QVariant.Type.String
            and fields.fieldOrigin(place) == QgsFields.FieldOrigin.OriginProvider]


def _box(extent: QgsRectangle) -> Box | None:
    if extent.isNull() or (extent.isEmpty() and not extent.width() and not extent.height()):
        return None
    box = (extent.xMinimum(), extent.yMinimum(), extent.xMaximum(), extent.yMaximum())
    return box if all(map(isfinite, box)) else None
