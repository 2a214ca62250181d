"""Rasters in and out of runs: inputs refused in words, outputs in their place when a run is done and not before."""
from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingUtils,
    QgsProject,
    QgsRasterLayer,
)

from kf_resources_plugin.engine import raster_writing
from kf_resources_plugin.engine.errors import PlannerError
from kf_resources_plugin.engine.raster_grid import Grid, Window
from kf_resources_plugin.engine.rule_store import load_rule_book
from kf_resources_plugin.processing import parameters as common
from kf_resources_plugin.processing.destinations import overwritten_inputs
from kf_resources_plugin.processing.output_checks import output_problems
from kf_resources_plugin.processing.raster_inputs import RasterInputs
from kf_resources_plugin.processing.sinks import Outputs
from kf_resources_plugin.rules.progress import NoProgress
from tests.rasters import raster_layer, read_band, write_raster

if TYPE_CHECKING:
    from collections.abc import Mapping

pytestmark = pytest.mark.usefixtures("qgis_processing")

GRID = Grid(3, 2, (38_527_000.0, 10.0, 0.0, 3_852_020.0, 0.0, -10.0), QgsCoordinateReferenceSystem("EPSG:4526"))
DEPTH = np.array([[0.0, 0.5, 1.0], [np.nan, 2.0, 3.0]], dtype=np.float32)


class Waters(QgsProcessingAlgorithm):
    """Takes two rasters and a band, gives one raster."""

    def createInstance(self) -> Waters:
        return Waters()

    def name(self) -> str:
        return "waters"

    def displayName(self) -> str:
        return "waters"

    def initAlgorithm(self, configuration: Any = None) -> None:
        for parameter in (common.raster("DEPTH", "Depth"), common.band("BAND", "Band of depth", "DEPTH"),
                          common.raster("VELOCITY", "Velocity", optional=True),
                          common.raster_output("HAZARD", "Hazard", created=True)):
            self.addParameter(parameter)
        for parameter in common.rules_parameters():
            self.addParameter(parameter)


def made() -> Waters:
    algorithm = Waters()
    algorithm.initAlgorithm()
    return algorithm


def written(parameters: Mapping[str, Any], context: QgsProcessingContext | None = None, fail: bool = False) -> Any:
    with Outputs(made(), dict(parameters), context or QgsProcessingContext()) as outputs:
        raster = outputs.raster("HAZARD", GRID, "int16")
        if raster is not None:
            raster.write(Window(0, 0, 3, 2), np.arange(6, dtype=np.int16).reshape(2, 3))
        if fail:
            raise PlannerError("a later step")
    return outputs.results.get("HAZARD")


def test_a_raster_arrives_as_a_file_and_as_a_temporary_one(tmp_path: Path) -> None:
    for given in (str(tmp_path / "new folder" / "hazard.tif"), QgsProcessing.TEMPORARY_OUTPUT):
        path = Path(written({"HAZARD": given}))
        assert read_band(path)[0].tolist() == [[0, 1, 2], [3, 4, 5]]
        assert [entry.name for entry in path.parent.iterdir() if entry.name.startswith(".kf_")] == []
    assert (tmp_path / "new folder" / "hazard.tif").is_file()
    assert written({}) is None


def test_an_ending_is_added_as_qgis_does(tmp_path: Path) -> None:
    assert written({"HAZARD": str(tmp_path / "hazard")}) == str(tmp_path / "hazard.tif")
    assert (tmp_path / "hazard.tif").is_file()


def test_a_failed_run_leaves_the_earlier_raster_and_loads_nothing(tmp_path: Path) -> None:
    path, project, context = tmp_path / "hazard.tif", QgsProject(), QgsProcessingContext()
    path.write_bytes(b"earlier")
    with pytest.raises(PlannerError, match="later step"):
        written({"HAZARD": QgsProcessingOutputLayerDefinition(str(path), project)}, context, fail=True)
    assert [entry.name for entry in tmp_path.iterdir()] == ["hazard.tif"]
    assert path.read_bytes() == b"earlier"
    assert context.layersToLoadOnCompletion() == {}


def test_a_finished_run_replaces_the_earlier_raster_with_what_belongs_to_it(tmp_path: Path) -> None:
    path, project, context = tmp_path / "hazard.tif", QgsProject(), QgsProcessingContext()
    for name in ("hazard.tif", "hazard.tif.aux.xml", "hazard.tif.ovr", "hazard.tfw"):
        (tmp_path / name).write_bytes(b"earlier")
    written({"HAZARD": QgsProcessingOutputLayerDefinition(str(path), project)}, context)
    assert [entry.name for entry in tmp_path.iterdir()] == ["hazard.tif"]
    assert list(context.layersToLoadOnCompletion()) == [str(path)]


def test_what_the_disk_does_not_take_names_the_output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full() -> None:
        raise RuntimeError("No space left on device")

    outputs = Outputs(made(), {"HAZARD": str(tmp_path / "hazard.tif")}, QgsProcessingContext())
    outputs.raster("HAZARD", GRID, "int16")
    monkeypatch.setattr(raster_writing, "_must_be_fine", full)
    with pytest.raises(PlannerError, match="“Hazard” could not be written"):
        outputs.__exit__(None, None, None)
    assert list(tmp_path.iterdir()) == []


def test_another_ending_is_refused_before_the_run(tmp_path: Path) -> None:
    told = output_problems(made(), {"HAZARD": str(tmp_path / "hazard.asc")}, QgsProcessingContext(), {})
    assert len(told) == 1
    assert "“Hazard”: hazard.asc" in told[0]
    assert ".tif" in told[0]
    assert output_problems(made(), {"HAZARD": str(tmp_path / "hazard.TIF")}, QgsProcessingContext(), {}) == []


def test_an_input_is_never_overwritten(tmp_path: Path) -> None:
    path = write_raster(tmp_path / "depth.tif", DEPTH)
    told = overwritten_inputs(made(), {"DEPTH": str(path), "HAZARD": str(path)}, QgsProcessingContext())
    assert len(told) == 1
    assert "“Hazard” would overwrite the file of input “depth”" in told[0]


def inputs(tmp_path: Path, velocity: Any = None, **more: Any) -> RasterInputs:
    depth = write_raster(tmp_path / "depth.tif", DEPTH, DEPTH, descriptions=["7200", "8000"])
    return RasterInputs(made(), {"DEPTH": str(depth), **({} if velocity is None else {"VELOCITY": velocity}), **more},
                        QgsProcessingContext())


def test_rasters_are_recorded(tmp_path: Path) -> None:
    found = inputs(tmp_path, BAND=2)
    assert found.given["BAND"] == 2
    assert inputs(tmp_path).given["BAND"] is None
    assert found.raster_problems("DEPTH", "VELOCITY") == found.band_problems("DEPTH", "BAND") == []
    assert (found.has("DEPTH"), found.has("VELOCITY"), found.label("DEPTH")) == (True, False, "depth")
    file = found.raster("DEPTH", "dem", [2], found.book(), NoProgress())
    assert (file.grid.width, file.grid.height) == (3, 2)
    assert [(record.name, record.source, record.columns) for record in found.records] == [
        ("depth", str(tmp_path / "depth.tif"), ("8000",))]
    assert found.settings(NoProgress())["DEPTH"] == "depth"
    assert found.settings(NoProgress())["BAND"] == 2


def test_a_band_that_is_not_there_is_named(tmp_path: Path) -> None:
    for band in (0, 3):
        told = inputs(tmp_path, BAND=band).band_problems("DEPTH", "BAND")
        assert told == [f"Raster “depth” has no band {band}; it has 2. Choose the band in “Band of depth”."]


@pytest.mark.parametrize(("more", "word"), [
    ({"crs": "EPSG:4547", "geotransform": (527_000.0, 10.0, 0.0, 3_852_020.0, 0.0, -10.0)}, "4547.*, not in.*4526"),
    ({"cell": 20.0}, "have another size"),
    ({"array": DEPTH[:, :2]}, "2 × 2 cells, not 3 × 2"),
])
def test_a_raster_on_other_cells_is_refused_with_the_way_out(more: dict[str, Any], word: str, tmp_path: Path) -> None:
    path = write_raster(tmp_path / "velocity.tif", more.pop("array", DEPTH), **more)
    told = inputs(tmp_path, str(path)).grid_problems("DEPTH", "VELOCITY")
    assert len(told) == 1
    assert told[0].startswith("Raster “velocity” does not lie on the cells of “depth”: ")
    assert "gdal:warpreproject" in told[0]
    assert re.search(word, told[0])
    assert inputs(tmp_path, str(write_raster(tmp_path / "same.tif", DEPTH))).grid_problems("DEPTH", "VELOCITY") == []


@pytest.mark.parametrize(("crs", "word"), [("", "no coordinate reference system"), ("EPSG:2362", "Xian 1980"),
                                           ("EPSG:4490", "coordinates")])
def test_a_crs_that_cannot_be_used_is_named(crs: str, word: str, tmp_path: Path) -> None:
    path = write_raster(tmp_path / "velocity.tif", DEPTH, crs=crs)
    told = inputs(tmp_path, str(path)).raster_problems("VELOCITY")
    assert len(told) == 1
    assert "“velocity”" in told[0]
    assert word in told[0]
    with pytest.raises(PlannerError, match=word):
        inputs(tmp_path, str(path)).raster("VELOCITY", "dem", [1], load_rule_book(date(2025, 6, 1), "en"), NoProgress())


def test_what_is_no_file_is_refused_with_the_way_out(tmp_path: Path) -> None:
    virtual = QgsRasterLayer("?crs=EPSG:4526&extent=0,0,10,10&width=10&height=10&formula=1", "computed",
                             "virtualraster")
    context = QgsProcessingContext()
    found = RasterInputs(made(), {"DEPTH": virtual}, context)
    assert "Raster “computed” is no file: it comes from “virtualraster”" in found.raster_problems("DEPTH")[0]
    assert "GeoTIFF" in found.raster_problems("DEPTH")[0]


def test_a_file_that_is_gone_is_named(tmp_path: Path) -> None:
    path = write_raster(tmp_path / "depth.tif", DEPTH)
    layer = raster_layer(path, "depth of 7200")
    path.unlink()
    found = RasterInputs(made(), {"DEPTH": layer}, QgsProcessingContext())
    assert found.raster_problems("DEPTH") == [
        f"The file of layer “depth of 7200” is no longer there: {path}. Put it back, or point the layer to where it "
        "is."]


def test_a_finished_raster_opens_as_a_layer(tmp_path: Path) -> None:
    context = QgsProcessingContext()
    layer = QgsProcessingUtils.mapLayerFromString(written({"HAZARD": str(tmp_path / "hazard.tif")}, context), context)
    assert isinstance(layer, QgsRasterLayer)
    assert layer.crs() == GRID.crs
