"""The public face of all algorithms as data: ids, parameters, types, words, outputs and fields.

``python -m tests.processing.catalogue`` writes ``catalogue.json`` anew; models and scripts depend on what it lists, so
a difference needs a line in the CHANGELOG (a test holds that).
"""
from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qgis.core import QgsProcessingAlgorithm, QgsProcessingParameterDefinition, QgsProcessingProvider

FILE = Path(__file__).with_name("catalogue.json")


def describe(provider: QgsProcessingProvider) -> dict[str, Any]:
    """Return the catalogue of a provider."""
    return {algorithm.id(): _algorithm(algorithm)
            for algorithm in sorted(provider.algorithms(), key=lambda algorithm: algorithm.id())}


def _algorithm(algorithm: QgsProcessingAlgorithm) -> dict[str, Any]:
    outputs = {output.name(): {"type": output.type()} for output in algorithm.outputDefinitions()}
    for name, fields in _fields(algorithm, set(outputs)).items():
        outputs[name]["fields"] = [{"name": field, "kind": kind} for field, kind in fields]
    return {
        "group": algorithm.groupId(),
        "title": algorithm.displayName(),
        "parameters": {p.name(): _parameter(p) for p in algorithm.parameterDefinitions()},
        "outputs": outputs,
    }


def _fields(algorithm: QgsProcessingAlgorithm, outputs: set[str]) -> dict[str, Any]:
    from kf_resources_plugin.engine.findings_layer import FIELDS

    return {**{name: FIELDS for name in ("FINDINGS", "FINDING_POINTS") if name in outputs}, **algorithm.FIELDS}


def _parameter(parameter: QgsProcessingParameterDefinition) -> dict[str, Any]:
    described: dict[str, Any] = {
        "type": parameter.type(), "description": parameter.description(),
        "optional": bool(parameter.flags() & parameter.Flag.FlagOptional),
    }
    if parameter.isDestination():
        described["created_by_default"] = parameter.createByDefault()
    elif parameter.type() == "enum":
        described["words"] = parameter.options()
        described["default"] = parameter.defaultValue()
    elif parameter.defaultValue() is not None:
        described["default"] = parameter.defaultValue()
    return described


def text(provider: QgsProcessingProvider) -> str:
    """Return the catalogue as it stands in the file."""
    return json.dumps(describe(provider), ensure_ascii=False, indent=1, default=str) + "\n"


def _write() -> None:
    from qgis.core import QgsApplication

    application = QgsApplication([], False)
    application.initQgis()
    from kf_resources_plugin.processing.provider import KfProvider

    provider = KfProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    FILE.write_text(text(provider), encoding="utf-8")
    application.exitQgis()


if __name__ == "__main__":
    _write()
