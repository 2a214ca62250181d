"""Kaifeng natural-resource planning tools for QGIS."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .plugin import KfResourcesPlugin


def classFactory(iface: Any) -> KfResourcesPlugin:
    """Return the plugin object; QGIS calls this once when the plugin is loaded."""
    from .plugin import KfResourcesPlugin

    return KfResourcesPlugin(iface)
