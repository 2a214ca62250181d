"""What holds for a run of any algorithm: its least inputs, bad layers, cancel, repetition, no state."""
from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import processing
import pytest
from qgis.core import (
    QgsApplication,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsVectorLayer,
)

from kf_resources_plugin.processing.provider import ALGORITHMS
from tests.builders import rows_of, shapes_of
from tests.processing.minimal import (
    LAYERS,
    RASTERS,
    TABLES,
    WRITING,
    Change,
    minimal_inputs,
    no_rows,
    no_shapes,
    no_values,
    same,
)
from tests.rasters import bands_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from qgis.core import QgsProcessingAlgorithm

pytestmark = pytest.mark.usefixtures("kf_provider")

NAMES = [algorithm.NAME for algorithm in ALGORITHMS]
INPUTS = {name: [*LAYERS[name], *RASTERS.get(name, ())] for name in NAMES}
WITH_LAYERS = [name for name in NAMES if INPUTS[name]]
TELLING = {"checkland"}  # what is wrong with a layer is what they are asked for
ON_THE_GROUND = [name for name in NAMES if set(INPUTS[name]) - TABLES and name not in TELLING]
DATED = {"at", "hash"}  # fields that tell when a run was


def registered(name: str) -> QgsProcessingAlgorithm:
    return QgsApplication.processingRegistry().algorithmById(f"kf:{name}")


def run(name: str, parameters: dict[str, Any], feedback: QgsProcessingFeedback | None = None) -> dict[str, Any]:
    results: dict[str, Any] = processing.run(f"kf:{name}", parameters, feedback=feedback or QgsProcessingFeedback())
    return results


def every_output(name: str, folder: Path) -> dict[str, Any]:
    """Return a destination in a folder for each output."""
    outputs = {}
    for parameter in registered(name).parameterDefinitions():
        if parameter.type() == "sink":
            outputs[parameter.name()] = str(folder / f"{parameter.name().lower()}.gpkg")
        elif parameter.isDestination():
            folder_wanted = parameter.type() == "folderDestination"
            file = f"{parameter.name().lower()}.{parameter.defaultFileExtension()}"
            outputs[parameter.name()] = str(folder if folder_wanted else folder / file)
    return outputs


@pytest.mark.parametrize("name", NAMES)
def test_the_inputs_are_enough_and_no_state_stays(name: str, tmp_path: Path) -> None:
    """Neither the registered instance nor the class knows of a run; what a second run finds is a first one's."""
    algorithm, feedback = registered(name), QgsProcessingFeedback()
    kind = type(algorithm)
    before = dict(vars(algorithm)), dict(vars(kind))
    shown: list[float] = []
    feedback.progressChanged.connect(shown.append)
    run(name, minimal_inputs(name, tmp_path), feedback)
    assert feedback.progress() == 100
    assert all(later > earlier - 1e-9 for earlier, later in zip(shown, shown[1:]))  # the bar never goes back
    assert (dict(vars(algorithm)), dict(vars(kind))) == before
    fresh = algorithm.create()
    assert type(fresh) is kind
    assert vars(fresh) == {}


class FirstRun(NamedTuple):
    """What the first run with every output took and gave, and how often it asked whether to stop."""

    inputs: dict[str, Any]
    outputs: dict[str, Any]
    results: dict[str, Any]
    contents: dict[str, Any]
    asked: int


@pytest.fixture(scope="module")
def first_run(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], FirstRun]:
    """Return what runs an algorithm when the first test asks for it, and remembers it for the others."""
    @cache
    def first(name: str) -> FirstRun:
        folder = tmp_path_factory.mktemp("first")
        inputs, outputs = minimal_inputs(name, folder / "in"), every_output(name, made(folder / "out"))
        feedback = CancelAt()
        results = run(name, {**inputs, **outputs}, feedback)
        return FirstRun(inputs, outputs, results, contents_of(results), feedback.asked)

    return first


def inputs_again(name: str, first: FirstRun, folder: Path) -> dict[str, Any]:
    """Return the same inputs, of an algorithm that writes into them others that are the same."""
    return minimal_inputs(name, folder) if name in WRITING else first.inputs


@pytest.mark.parametrize("name", NAMES)
def test_every_output_arrives_and_a_repeated_run_gives_the_same(
        name: str, first_run: Callable[[str], FirstRun], tmp_path: Path) -> None:
    first = first_run(name)
    outputs = every_output(name, made(tmp_path / "again"))
    results = run(name, {**inputs_again(name, first, tmp_path / "in"), **outputs})
    for paths, told in ((first.outputs, first.results), (outputs, results)):
        for parameter, path in paths.items():
            assert Path(path).exists(), parameter
            assert str(told[parameter]).split("|")[0] == path
    assert contents_of(results) == first.contents


def contents_of(results: dict[str, Any]) -> dict[str, Any]:
    return {key: content(value) for key, value in results.items()}


def content(value: Any) -> Any:
    """Return what has to be the same: figures, rows and shapes, the digest of a run; of dated files that they are."""
    path = Path(str(value).split("|")[0])
    if path.suffix == ".gpkg" and "layername" in str(value):
        layer = QgsVectorLayer(str(value), "result", "ogr")
        return rows_of(layer, *(name for name in layer.fields().names() if name not in DATED)), shapes_of(layer, 9)
    if path.suffix == ".tif":
        return [array.tolist() for array in bands_of(path)]
    if path.suffix == ".json":
        return json.loads(path.read_text(encoding="utf-8"))["record"]["digest"]
    if isinstance(value, str) and path.is_absolute():
        return path.name if path.suffix else ""
    return value


class CancelAt(QgsProcessingFeedback):
    """A user who presses Cancel just before a run asks for the ``turn``-th time; never, when 0."""

    def __init__(self, turn: int = 0) -> None:
        super().__init__()
        self.asked, self._turn = 0, turn

    def isCanceled(self) -> bool:
        """Count and answer."""
        self.asked += 1
        if self.asked == self._turn:
            self.cancel()
        return bool(super().isCanceled())


@pytest.mark.parametrize("name", NAMES)
def test_cancel_leaves_nothing(name: str, first_run: Callable[[str], FirstRun], tmp_path: Path) -> None:
    """At the first question whether to stop, at one amid, and at the last."""
    first = first_run(name)
    assert first.asked > 0
    for turn in sorted({1, (first.asked + 1) // 2, first.asked}):
        folder = made(tmp_path / f"turn {turn}")
        feedback = CancelAt(turn)
        run(name, {**inputs_again(name, first, tmp_path / f"in {turn}"), **every_output(name, folder)}, feedback)
        if not QgsProcessingFeedback.isCanceled(feedback):
            assert turn > first.asked / 2, "drawing asks by the clock, so a run may ask a little less often"
            continue
        assert [path.name for path in folder.rglob("*") if path.is_file()] == [], turn


def made(folder: Path) -> Path:
    folder.mkdir()
    return folder


@pytest.mark.parametrize("change", [no_rows, no_values, no_shapes], ids=lambda change: change.__name__)
@pytest.mark.parametrize("name", WITH_LAYERS)
def test_layers_without_content_end_well_or_in_words(name: str, change: Change, tmp_path: Path) -> None:
    parameters = {**minimal_inputs(name, tmp_path, change), **every_output(name, tmp_path)}
    refusal = refusal_of(name, parameters)
    assert refusal is None or in_words(refusal)


def refusal_of(name: str, parameters: dict[str, Any]) -> QgsProcessingException | None:
    """Return what keeps a run from its results, None when nothing does."""
    try:
        run(name, parameters)
    except QgsProcessingException as refused:
        return refused
    return None


@pytest.mark.parametrize(("crs", "word"), [
    ("EPSG:2362", "Xian 1980"), ("EPSG:4490", "coordinates"), ("EPSG:4479", "geocentric")])
@pytest.mark.parametrize("name", [name for name in ON_THE_GROUND if name != "controllinemap"])
def test_a_crs_that_cannot_be_used_is_named_with_its_layer(name: str, crs: str, word: str, tmp_path: Path) -> None:
    parameters = minimal_inputs(name, tmp_path, crs=crs)
    with pytest.raises(QgsProcessingException, match=word) as refused:
        run(name, parameters)
    assert in_words(refused.value)
    for layer in INPUTS[name]:
        assert f"“{layer.lower()}”" in str(refused.value)


@pytest.mark.parametrize("name", ON_THE_GROUND)
def test_a_missing_crs_is_named_with_its_layer(name: str, tmp_path: Path) -> None:
    # not as files: a file layer in the frame of a failed run would crash Python at its end
    bare = {layer: make(same, "") for layer, make in LAYERS[name].items()}
    rasters = {key: str(write(made(tmp_path / key) / f"{key.lower()}.tif", ""))
               for key, write in RASTERS.get(name, {}).items()}
    refused = refusal_of(name, {**minimal_inputs(name, tmp_path), **bare, **rasters})
    assert refused is not None
    assert in_words(refused)
    for layer in INPUTS[name]:
        assert layer.lower() in str(refused)


@pytest.mark.parametrize("name", NAMES)
def test_inputs_that_are_not_there_are_named(name: str, tmp_path: Path) -> None:
    parameters = minimal_inputs(name, tmp_path)
    gone = {key: str(tmp_path / "none.gpkg") for key in INPUTS[name]}
    if name == "report":
        gone = {"RUN_RECORDS": [str(tmp_path / "none.gpkg")]}
    if not gone:
        pytest.skip("takes no inputs")
    with pytest.raises(QgsProcessingException) as refused:
        run(name, {**parameters, **gone})
    assert in_words(refused.value)
    assert str(refused.value).count("none.gpkg") >= len(gone)


def in_words(error: QgsProcessingException) -> bool:
    """Tell whether an error speaks to the planner: no stack trace, no fault of ours."""
    text = str(error)
    return bool(text.strip()) and "Traceback" not in text and "fault of the plugin" not in text
