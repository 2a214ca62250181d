"""One computation, three doors: Python, a model, and qgis_process on the installed plugin."""
from __future__ import annotations

import json
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import processing
import pytest
from qgis.core import (
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
    QgsProcessingModelParameter,
    QgsProcessingParameterFeatureSource,
    QgsProject,
    QgsVectorLayer,
)

from tests.builders import land_layer, layer_of, project_layer, rectangle, rows_of, save

if TYPE_CHECKING:
    from pathlib import Path

X, Y = 38_527_000, 3_852_000
NUMBERS = ("FARMLAND_M2", "PADDY_M2", "CAPACITY_KG", "PERMANENT_M2", "RESIDUAL_M2")


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    """Return land, projects and permanent farmland as files."""
    land = land_layer([
        (rectangle(X + 100 * i, Y, 100, 100),
         {"BSM": f"B{i}", "DLBM": code, "DLMC": name, "ZLDWDM": "4102221002010000000", "GDDB": 6 + i, "KCXS": 0.05})
        for i, (code, name) in enumerate([("0101", "水田"), ("0102", "水浇地"), ("0201", "果园")])], name="地类图斑")
    projects = project_layer([(rectangle(X + 33.3, Y + 10, 200, 66.6), {"project_id": "P1", "project_name": "厂房"})])
    permanent = layer_of([(rectangle(X + 50, Y - 10, 80, 200), {"BSM": "Y"})], {"BSM": "text"})
    made = {}
    for name, layer in {"LAND": land, "PROJECTS": projects, "PERMANENT_FARMLAND": permanent}.items():
        made[name] = tmp_path / f"输入 {name}.gpkg"
        save(layer, made[name])
    return made


def in_python(files: dict[str, Path]) -> dict[str, Any]:
    inputs = {name: str(path) for name, path in files.items()}
    return processing.run("kf:farmlandoccupation", {**inputs, "PIECES": "memory:"})


@pytest.mark.usefixtures("kf_provider")
def test_a_model_gives_the_same(files: dict[str, Path]) -> None:
    model = QgsProcessingModelAlgorithm("m", "tests")
    child = QgsProcessingModelChildAlgorithm("kf:farmlandoccupation")
    child.setChildId("occupation")
    for name in files:
        model.addModelParameter(QgsProcessingParameterFeatureSource(name, name), QgsProcessingModelParameter(name))
        child.addParameterSources(name, [QgsProcessingModelChildParameterSource.fromModelParameter(name)])
    output = QgsProcessingModelOutput("pieces")
    output.setChildId("occupation")
    output.setChildOutputName("PIECES")
    child.setModelOutputs({"pieces": output})
    model.addChildAlgorithm(child)
    modelled = processing.run(model, {**{name: str(path) for name, path in files.items()},
                                      "occupation:pieces": "memory:"})
    direct = in_python(files)
    assert rows_of(modelled["occupation:pieces"]) == rows_of(direct["PIECES"])


@pytest.mark.usefixtures("kf_provider")
def test_qgis_process_gives_the_same(files: dict[str, Path], qgis_environment: dict[str, str], tmp_path: Path) -> None:
    direct = in_python(files)
    program = shutil.which("qgis_process.bin") or shutil.which("qgis_process")
    assert program
    pieces = tmp_path / "碎片 1.gpkg"
    told = subprocess.run(
        [program, "--json", "run", "kf:farmlandoccupation", "--",
         *(f"{name}={path}" for name, path in files.items()), f"PIECES={pieces}"],
        env=qgis_environment, capture_output=True, text=True, check=False, timeout=300)
    assert told.returncode == 0, told.stderr
    results = json.loads(told.stdout)["results"]
    assert {name: results[name] for name in NUMBERS} == {name: direct[name] for name in NUMBERS}
    stored = QgsVectorLayer(str(pieces), "pieces", "ogr")
    names = [name for name in stored.fields().names() if name != "fid"]
    assert rows_of(stored, *names) == rows_of(direct["PIECES"], *names)


@pytest.mark.usefixtures("kf_provider")
def test_a_loaded_role_layer_never_fills_an_omitted_input(files: dict[str, Path]) -> None:
    inputs = {name: str(files[name]) for name in ("LAND", "PROJECTS")}
    before = processing.run("kf:farmlandoccupation", inputs)
    permanent = QgsVectorLayer(str(files["PERMANENT_FARMLAND"]), "永久基本农田", "ogr")
    permanent.setCustomProperty("kf/role", "permanent_farmland")
    QgsProject.instance().addMapLayer(permanent)
    after = processing.run("kf:farmlandoccupation", inputs)
    assert after["PERMANENT_M2"] == before["PERMANENT_M2"] == 0
    QgsProject.instance().removeMapLayer(permanent.id())
