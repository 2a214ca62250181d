"""The public face of all algorithms as data: ids, parameters, types, words, outputs and fields.

``python -m tests.processing.catalogue`` writes ``catalogue.json`` anew; models and scripts depend on what it lists, so
it does that only when the CHANGELOG names every difference under [Unreleased].
"""
from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qgis.core import QgsProcessingAlgorithm, QgsProcessingParameterDefinition, QgsProcessingProvider

FILE = Path(__file__).with_name("catalogue.json")
CHANGELOG = Path(__file__).parents[2] / "CHANGELOG.md"


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


def changes(stored: dict[str, Any], current: dict[str, Any]) -> list[tuple[str, str]]:
    """Return (algorithm id, name of what differs); the name of a field is that of a changed output's field."""
    found = []
    for key in sorted({*stored, *current}):
        before, after = stored.get(key), current.get(key)
        if before is None or after is None:
            found.append((key, key))
            continue
        found += [(key, part) for part in ("group", "title") if before[part] != after[part]]
        for part in ("parameters", "outputs"):
            for name in sorted({*before[part], *after[part]}):
                old, new = (dict(side[part].get(name) or {}) for side in (before, after))
                fields = [{f["name"]: f["kind"] for f in side.pop("fields", ())} for side in (old, new)]
                found += [(key, f) for f in sorted({*fields[0], *fields[1]}) if fields[0].get(f) != fields[1].get(f)]
                if old != new:
                    found.append((key, name))
    return found


def unnamed(stored: dict[str, Any], current: dict[str, Any], changelog: str) -> list[str]:
    """Return the changes that no line under [Unreleased] names, with their algorithm, in backquotes."""
    section = re.search(r"^## \[Unreleased\]$(.*?)(?=^## |\Z)", changelog, re.M | re.S)
    words = set(re.findall(r"`([^`]+)`", section.group(1))) if section else set()
    return sorted({f"{key}: {name}" for key, name in changes(stored, current) if not {key, name} <= words})


def _write() -> None:
    from qgis.core import QgsApplication

    application = QgsApplication([], False)
    application.initQgis()
    from kf_resources_plugin.processing.provider import KfProvider

    provider = KfProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    current = text(provider)
    application.exitQgis()
    missing = unnamed(json.loads(FILE.read_text(encoding="utf-8")), json.loads(current),
                      CHANGELOG.read_text(encoding="utf-8"))
    if missing:
        sys.exit("name under [Unreleased] in CHANGELOG.md, in backquotes: " + ", ".join(missing))
    FILE.write_text(current, encoding="utf-8")


if __name__ == "__main__":
    _write()
