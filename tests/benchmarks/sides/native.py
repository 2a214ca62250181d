"""QGIS's own tools, as a user runs them."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import QgsFeatureRequest, QgsProcessing

from tests.benchmarks.sides.qgis_session import opened, run_algorithm, start

if TYPE_CHECKING:
    from pathlib import Path

_MAX_NODES = 256  # the default of the dialog


def prepare(options: tuple[str, ...]) -> None:
    """Start QGIS."""
    start()


def run(options: tuple[str, ...], source: Path, layer: str, target: Path) -> dict[str, Any]:
    """Cut with the survey first ('land'), second ('control'), second after subdividing, or unite."""
    from processing.tools.dataobjects import createContext

    context = createContext()
    land, control = opened(source, "land"), opened(source, layer)
    if options[0] == "subdivide":
        # what it cuts out of rings that touch themselves is not valid: who knows the trick knows this setting too
        context.setInvalidGeometryCheck(QgsFeatureRequest.InvalidGeometryCheck.GeometryNoCheck)
        temporary = QgsProcessing.TEMPORARY_OUTPUT
        steps: list[tuple[str, dict[str, int]]] = [
            ("native:subdivide", {"MAX_NODES": _MAX_NODES}), ("native:multiparttosingleparts", {})]
        for name, chosen in steps:
            control = run_algorithm(name, {"INPUT": control, **chosen, "OUTPUT": temporary}, context)["OUTPUT"]
    first, second = (land, control) if options[0] in {"land", "union"} else (control, land)
    name = "native:union" if options[0] == "union" else "native:intersection"
    run_algorithm(name, {"INPUT": first, "OVERLAY": second, "OUTPUT": str(target)}, context)
    return {}
