"""A run ends well in every format that planners choose, and its layers are dressed as far as they can be."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import processing
import pytest
from qgis.core import QgsProcessingContext, QgsProcessingFeedback, QgsProcessingUtils

from kf_resources_plugin.processing import base
from tests.processing.minimal import minimal_inputs

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("kf_provider")

LAYERS = ("PIECES", "SUMMARY", "FINDINGS", "FINDING_POINTS")


class Log(QgsProcessingFeedback):
    """What a run reports as an error, and what it warns of."""

    def __init__(self) -> None:
        super().__init__(False)
        self.errors: list[str] = []
        self.warnings: list[str] = []

    def reportError(self, error: str, fatal: bool = False) -> None:
        self.errors.append(error)

    def pushWarning(self, warning: str) -> None:
        self.warnings.append(warning)


def run(folder: Path, suffix: str, context: QgsProcessingContext) -> tuple[dict[str, Any], Log]:
    log = Log()
    outputs = {name: str(folder / f"{name}.{suffix}") for name in LAYERS}
    inputs = minimal_inputs("farmlandoccupation", folder / "in")
    results = processing.run("kf:farmlandoccupation", {**inputs, **outputs}, context=context, feedback=log)
    return results, log


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "kml", "geojson", "shp"])
def test_a_run_ends_well(tmp_path: Path, suffix: str) -> None:
    context = QgsProcessingContext()
    results, log = run(tmp_path, suffix, context)
    assert log.errors == []
    for name in LAYERS:
        layer = QgsProcessingUtils.mapLayerFromString(results[name], context)
        assert layer.isValid()
        assert layer.metadata().history(), name


@pytest.mark.parametrize(("suffix", "told"), [("shp", "PIECES.shp"), ("csv", "PIECES.csv"), ("gpkg", "")])
def test_what_a_format_does_not_keep_is_told_once_for_each_output(tmp_path: Path, suffix: str, told: str) -> None:
    _, log = run(tmp_path, suffix, QgsProcessingContext())
    about = [text for text in log.warnings if "do not hold everything" in text]
    assert len([text for text in about if told and told in text]) == (1 if told else 0)
    if not told:
        assert about == []


def test_one_layer_that_cannot_be_dressed_leaves_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    style = base.apply_style

    def refuse(layer: Any, name: str, **given: Any) -> bool:
        if name == "findings":
            raise RuntimeError("no such file")
        return style(layer, name, **given)

    monkeypatch.setattr(base, "apply_style", refuse)
    context = QgsProcessingContext()
    results, log = run(tmp_path, "gpkg", context)
    assert len(log.errors) == 1
    for name in LAYERS:
        layer = QgsProcessingUtils.mapLayerFromString(results[name], context)
        assert any(field.alias() for field in layer.fields()), name
        assert layer.metadata().history(), name
    pieces = QgsProcessingUtils.mapLayerFromString(results["PIECES"], context)
    assert pieces.renderer().type() == "RuleRenderer"
