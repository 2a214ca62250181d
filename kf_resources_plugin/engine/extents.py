"""Layers of which QGIS can make no extent: it can neither clone nor draw nor read them then."""
from __future__ import annotations

from math import isinf
from typing import TYPE_CHECKING

from qgis.core import QgsFeatureRequest, QgsVectorLayer

from ..i18n import tr

if TYPE_CHECKING:
    from qgis.core import QgsGeometry, QgsMapLayer


def extent_problem(layer: QgsMapLayer) -> str:
    """Return that a layer in memory holds an infinite coordinate, over which QGIS throws an error; '' when it does not.

    Layers in files give an extent, and what is wrong with their features is found while reading.
    """
    if not isinstance(layer, QgsVectorLayer) or layer.providerType() != "memory":
        return ""
    features = layer.getFeatures(QgsFeatureRequest().setNoAttributes())
    if not any(_endless(feature.geometry()) for feature in features):
        return ""
    return tr("Layer “{layer}” cannot be used: a coordinate in it is infinite. Delete that feature or correct its "
              "vertices.").format(layer=layer.name())


def _endless(shape: QgsGeometry) -> bool:
    box = shape.boundingBox()
    return any(map(isinf, (box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum())))
