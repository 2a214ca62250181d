"""Algorithms of the plugin through processing.run, as a planner runs them."""
from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

from tests.benchmarks.plan import CHANGE, OCCUPATION, STABLE
from tests.benchmarks.sides.qgis_session import held, opened, run_algorithm, start

if TYPE_CHECKING:
    from pathlib import Path

    from qgis.core import QgsProcessingFeedback

_MASK = "river_management"  # one of the kinds of area that stable farmland depends on


class NotThere(Exception):
    """The algorithm is none of this version's."""


def prepare(options: tuple[str, ...]) -> None:
    """Start QGIS with the plugin's algorithms and its kernel; 'qgis' takes Shapely away, as on a machine without it."""
    if options[1] == "qgis":
        sys.modules["shapely"] = None  # type: ignore[assignment]
    registry = start()
    from kf_resources_plugin.engine.kernel import pick_kernel
    from kf_resources_plugin.processing.provider import KfProvider

    pick_kernel()
    registry.addProvider(held(KfProvider()))
    if registry.algorithmById(options[0]) is None:
        raise NotThere(f"{options[0]} is not in this version")


def run(options: tuple[str, ...], source: Path, layer: str, target: Path,
        feedback: QgsProcessingFeedback | None = None) -> dict[str, Any]:
    """Run on the survey and a layer over it."""
    land, control = opened(source, "land"), opened(source, layer)
    parameters = {
        CHANGE: {"LAND_BEFORE": land, "LAND_AFTER": control, "CHANGES": str(target)},
        STABLE: {"LAND": land, "MASKS": [control], "MASK_RULES": json.dumps({layer: _MASK}), "STABLE": str(target)},
        OCCUPATION: {"PROJECTS": control, "LAND": land, "PIECES": str(target)},
    }[options[0]]
    if len(options) > 2:
        parameters["PERMANENT_FARMLAND"] = opened(source, options[2])
    run_algorithm(options[0], parameters, feedback=feedback)
    return {}
