"""QGIS without a window: its Processing and the layers of a file."""
from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from qgis.core import QgsApplication, QgsVectorLayer

if TYPE_CHECKING:
    from pathlib import Path

    from qgis.core import QgsProcessingContext, QgsProcessingFeedback, QgsProcessingRegistry

_held: list[Any] = []


def held(thing: Any) -> Any:
    """Keep something that QGIS knows but Python would let go."""
    _held.append(thing)
    return thing


def start() -> QgsProcessingRegistry:
    """Start QGIS and Processing with QGIS's own algorithms."""
    held(QgsApplication([], False)).initQgis()
    sys.path.append(f"{QgsApplication.pkgDataPath()}/python/plugins")
    from processing.core.Processing import Processing

    Processing.initialize()
    return QgsApplication.processingRegistry()


def opened(source: Path, layer: str) -> QgsVectorLayer:
    """Return a layer of a GeoPackage."""
    result = QgsVectorLayer(f"{source}|layername={layer}", layer, "ogr")
    if not result.isValid():
        raise FileNotFoundError(f"{source} {layer}")
    return result


def run_algorithm(identifier: str, parameters: dict[str, Any],
                  context: QgsProcessingContext | None = None,
                  feedback: QgsProcessingFeedback | None = None) -> dict[str, Any]:
    """Run an algorithm, with Processing's defaults where no context has others."""
    import processing

    results: dict[str, Any] = processing.run(identifier, parameters, context=context, feedback=feedback)
    return results
