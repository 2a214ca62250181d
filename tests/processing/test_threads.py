"""Runs on another thread: the same results, nothing of the live layers touched, cancelled within a second."""
from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import numpy as np
import processing
import pytest
from qgis.core import (
    QgsApplication,
    QgsFeature,
    QgsGeometry,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingFeedback,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QCoreApplication, QEventLoop, QThread

from kf_resources_plugin.processing.farmland import occupation_job
from tests.builders import land_layer, layer_of, project_layer, rectangle, rows_of, save
from tests.processing.places import X, Y, box
from tests.processing.test_farmlandoccupation import parcel

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("kf_provider")

LAYERS = ("PIECES", "SUMMARY", "FINDINGS", "FINDING_POINTS")
NUMBERS = ("FARMLAND_M2", "PADDY_M2", "CAPACITY_KG", "PERMANENT_M2", "RESIDUAL_M2")


def in_background(parameters: dict[str, Any], after_prepare: Callable[[], None] = lambda: None) -> dict[str, Any]:
    """Run as the desktop does; layers in the results become rows."""
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback(False)
    context.setProject(QgsProject.instance())
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("kf:farmlandoccupation")
    fine, message = algorithm.checkParameterValues(parameters, context)
    assert fine, message
    outcome: list[tuple[bool, dict[str, Any]]] = []
    task = QgsProcessingAlgRunnerTask(algorithm, parameters, context, feedback)
    loop = QEventLoop()
    task.executed.connect(lambda successful, results: (outcome.append((successful, results)), loop.quit()))
    after_prepare()
    QgsApplication.taskManager().addTask(task)
    loop.exec()
    [(successful, results)] = outcome
    assert successful, feedback.textLog()
    return {name: rows_of(context.getMapLayer(value)) if name in LAYERS else value for name, value in results.items()}


def in_foreground(parameters: dict[str, Any]) -> dict[str, Any]:
    results = processing.run("kf:farmlandoccupation", parameters)
    return {name: rows_of(value) if name in LAYERS else value for name, value in results.items()}


@pytest.fixture
def inputs(tmp_path: Path) -> dict[str, Any]:
    """Return inputs of every kind: a file layer under edit, a selection, a table layer as class map, a memory layer."""
    land = save(layer_of([(box(100 * n, 0, 100, 100), {"use": use, "ZLDWDM": "4102221002010000000", "GDDB": 7})
                          for n, use in enumerate(["paddy", "dry", "orchard"])],
                         {"use": "text", "ZLDWDM": "text", "GDDB": "integer"}, name="land"), tmp_path / "land.gpkg")
    assert land.startEditing()
    assert land.changeAttributeValue(3, land.fields().indexOf("use"), "dry")
    projects = project_layer([(box(50, 10, 60, 50), {"project_id": "P1"}),
                              (box(150, 7, 90, 31.7), {"project_id": "P2"}),
                              (box(0, 0, 10, 10), {"project_id": "not selected"})])
    projects.selectByIds([1, 2])
    classes = layer_of([(None, {"value": "paddy", "DLBM": "0101"}), (None, {"value": "dry", "DLBM": "0103"})],
                       {"value": "text", "DLBM": "text"}, geometry="None", name="classes")
    permanent = layer_of([(box(0, 0, 70, 200), {})], {"BSM": "text"}, name="permanent")
    QgsProject.instance().addMapLayers([land, projects, classes, permanent])
    return {"PROJECTS": QgsProcessingFeatureSourceDefinition(projects.id(), True), "LAND": land.id(),
            "LAND_CLASS_FIELD": "use", "CLASS_MAP": classes.id(), "PERMANENT_FARMLAND": permanent.id(),
            **{name: "memory:" for name in LAYERS}}


@pytest.fixture(autouse=True)
def _empty_project() -> Any:
    yield
    QgsProject.instance().clear()


def test_another_thread_gives_the_same(inputs: dict[str, Any], tmp_path: Path,
                                       monkeypatch: pytest.MonkeyPatch) -> None:
    threads: list[QThread] = []
    run = occupation_job.OccupationJob.run

    def watched(self: Any, progress: Any) -> Any:
        threads.append(QThread.currentThread())
        return run(self, progress)

    monkeypatch.setattr(occupation_job.OccupationJob, "run", watched)
    written = {}
    results = []
    for place, start in (("fore", in_foreground), ("back", in_background)):
        record = tmp_path / f"{place}.json"
        results.append(start({**inputs, "RUN_RECORD": str(record), "REPORT": str(tmp_path / f"{place}.html")}))
        written[place] = json.loads(record.read_text(encoding="utf-8"))
    main = QCoreApplication.instance().thread()
    assert [thread == main for thread in threads] == [True, False]
    fore, back = results
    assert fore["FARMLAND_M2"] > 0
    for name in (*NUMBERS, *LAYERS):
        assert fore[name] == back[name], name
    assert written["fore"]["record"]["digest"] == written["back"]["record"]["digest"]
    assert written["fore"]["document"]["picture"] == written["back"]["document"]["picture"]


def test_what_happens_to_the_layers_after_the_start_changes_nothing(inputs: dict[str, Any]) -> None:
    """The hardest case: all input layers are gone when the run begins to read."""
    expected = in_foreground(inputs)
    found = in_background(inputs, QgsProject.instance().removeAllMapLayers)
    assert {name: found[name] for name in (*NUMBERS, *LAYERS)} == {name: expected[name] for name in (*NUMBERS, *LAYERS)}


def test_a_limit_is_kept_though_the_layers_go(inputs: dict[str, Any]) -> None:
    """The first two of three projects, which are also the ones the other tests select."""
    limited = {**inputs, "PROJECTS": QgsProcessingFeatureSourceDefinition(inputs["PROJECTS"].source, False, 2)}
    expected = in_foreground(inputs)
    found = in_background(limited, QgsProject.instance().removeAllMapLayers)
    assert {name: found[name] for name in (*NUMBERS, *LAYERS)} == {name: expected[name] for name in (*NUMBERS, *LAYERS)}


def test_edits_after_the_start_change_nothing() -> None:
    land = land_layer([(box(0, 0, 200, 100), parcel("A", "0102"))])
    projects = project_layer([(box(50, 20, 100, 50), {"project_id": "P1"})])
    QgsProject.instance().addMapLayers([land, projects])
    parameters = {"PROJECTS": projects.id(), "LAND": land.id(), "PIECES": "memory:"}
    expected = in_foreground(parameters)

    def edit() -> None:
        assert projects.startEditing()
        assert projects.deleteFeature(1)
        assert land.startEditing()
        assert land.changeGeometry(1, QgsGeometry.fromWkt(box(0, 0, 1, 1)))
        assert land.deleteAttribute(land.fields().indexOf("DLBM"))

    assert in_background(parameters, edit) == {**expected, "PIECES": expected["PIECES"]}


class Watch(QgsProcessingFeedback):
    """Keeps the longest work between two questions whether the user cancelled, in seconds of the processor.

    Seconds of the clock would be those of whatever else the machine does.
    """

    def __init__(self) -> None:
        super().__init__(False)
        self.longest = 0.0
        self._last: float | None = None  # what comes before the first question is QGIS's own preparation

    def isCanceled(self) -> bool:
        """Take the time and answer."""
        now = time.process_time()
        self.longest = max(self.longest, now - (now if self._last is None else self._last))
        self._last = now
        return bool(super().isCanceled())


def test_a_city_can_be_cancelled_at_any_time(tmp_path: Path) -> None:
    """200 000 parcels with report and picture: never long without asking (about 0.5 s on two slow cores)."""
    side = 450
    land = many_parcels(side, side)
    projects = project_layer([(rectangle(X + 50 + 1371 * n % (100 * side - 600), Y + 50 + 977 * n * n % (
        100 * side - 600), 400, 300), {"project_id": f"P{n}"}) for n in range(20)])
    watch = Watch()
    result = processing.run("kf:farmlandoccupation", {
        "PROJECTS": projects, "LAND": land, "PIECES": "memory:", "SUMMARY": "memory:", "FINDINGS": "memory:",
        "REPORT": str(tmp_path / "r.html"), "RUN_RECORD": str(tmp_path / "r.json")}, feedback=watch)
    assert result["FARMLAND_M2"] > 0
    assert watch.longest < 3.0


def many_parcels(columns: int, rows: int) -> QgsVectorLayer:
    """Return squares of one hectare; features are made without WKT, which would take a minute."""
    layer = land_layer([])
    fields = layer.fields()
    codes = np.array(["0101", "0103", "0201"])[np.arange(columns * rows) % 3].tolist()
    features = []
    for number, code in enumerate(codes):
        x, y = X + 100 * (number % columns), Y + 100 * (number // columns)
        feature = QgsFeature(fields)
        feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(x, y, x + 100, y + 100)))
        feature.setAttributes([f"B{number}", code, None, "4102221002010000000", 10_000.0, 0.05, 7])
        features.append(feature)
    assert layer.dataProvider().addFeatures(features)[0]
    layer.updateExtents()
    return layer
