"""Layers of which QGIS can make no extent: it can neither clone nor draw nor read them then."""
from __future__ import annotations

from typing import TYPE_CHECKING

from ..i18n import tr

if TYPE_CHECKING:
    from qgis.core import QgsMapLayer


def extent_problem(layer: QgsMapLayer) -> str:
    """Return that a layer has no extent because of an infinite coordinate, '' when it has one or is empty.

    Layers in memory are meant; those in files give an extent, and what is wrong is found while reading.
    """
    try:
        layer.extent()
    except Exception:  # noqa: BLE001 (what QGIS throws over an infinite coordinate has no other type)
        return tr("Layer “{layer}” cannot be used: a coordinate in it is infinite. Delete that feature or correct its "
                  "vertices.").format(layer=layer.name())
    return ""
