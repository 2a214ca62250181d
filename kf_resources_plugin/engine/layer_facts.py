"""What only the data of a layer tell: how many features, where they lie, whether their texts are readable.

Counting may take a database a while, so it is asked on another thread, through a connection of its own.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qgis.core import (
    QgsDataProvider,
    QgsFeatureRequest,
    QgsProviderRegistry,
    QgsVectorDataProvider,
    QgsVectorLayerFeatureSource,
)
from qgis.PyQt.QtCore import QVariant

from ..rules.misread import misread

if TYPE_CHECKING:
    from qgis.core import QgsRectangle, QgsVectorLayer

    from .crs_place import Box

UNKNOWN = -1
# Providers that may be opened a second time on another thread; others know the layers of the project.
_REOPENED = frozenset({"ogr", "spatialite", "delimitedtext", "postgres", "mssql", "oracle", "gpx"})
_SAMPLE = 50  # features whose texts are looked at


@dataclass(frozen=True)
class LayerFacts:
    """count: features, UNKNOWN where nobody knows; bounds: in the layer's CRS, None for none or unknown; misread: a
    field and a text of it that was read in the wrong encoding, both '' where none was met.
    """

    count: int
    bounds: Box | None
    misread: tuple[str, str] = ("", "")


class FactsQuestion:
    """Made on the thread of its layer, which has to be valid; answered on any."""

    def __init__(self, layer: QgsVectorLayer) -> None:
        self.layer_id = str(layer.id())
        self._kind, self._source = layer.providerType(), layer.source()
        self._at_hand = LayerFacts(layer.featureCount(), _box(layer.extent())) if self._kind == "memory" else None
        buffer = layer.editBuffer()
        self._more = len(buffer.addedFeatures()) - len(buffer.deletedFeatureIds()) if buffer is not None else 0
        self._features = QgsVectorLayerFeatureSource(layer)
        self._texts = [place for place, field in enumerate(layer.fields()) if field.type() == QVariant.Type.String]

    def answer(self) -> LayerFacts:
        """Count and look, on the thread of the caller."""
        found = self._at_hand or self._counted()
        return LayerFacts(found.count, found.bounds, self._unreadable())

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


def _box(extent: QgsRectangle) -> Box | None:
    if extent.isNull() or (extent.isEmpty() and not extent.width() and not extent.height()):
        return None
    return extent.xMinimum(), extent.yMinimum(), extent.xMaximum(), extent.yMaximum()
