"""A run record identifies its run: the same inputs give the same digest, any other input another."""
from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

import pytest
from qgis.core import QgsProcessingFeatureSourceDefinition, QgsProject, QgsVectorLayer
from qgis.PyQt.QtGui import QImage

from kf_resources_plugin.engine.kernel import pick_kernel
from kf_resources_plugin.processing.farmland import occupation_job, occupation_picture
from tests.builders import land_layer, layer_of, project_layer, rows_of
from tests.processing.places import X, Y, box
from tests.processing.test_bad_input import in_crs
from tests.processing.test_farmlandoccupation import parcel, run

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("kf_provider")


def record(folder: Path, **parameters: Any) -> dict[str, Any]:
    """Run and return the run record."""
    path = folder / "record.json"
    run(RUN_RECORD=str(path), **parameters)
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))["record"]
    return content


@pytest.fixture
def land() -> QgsVectorLayer:
    """Return two parcels with classes of a foreign system, and a field like the survey's unit code."""
    return layer_of([(box(0, 0, 100, 100), {"use": "100", "zldwdm": "410222"}),
                     (box(100, 0, 100, 100), {"use": "200", "zldwdm": "410222"})], {"use": "text", "zldwdm": "text"})


@pytest.fixture
def projects() -> QgsVectorLayer:
    """Return one project across both parcels."""
    return project_layer([(box(50, 20, 100, 50), {"project_id": "P1", "project_name": "厂房"})])


def csv(path: Path, text: str) -> str:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return str(path)


@pytest.fixture
def given(land: QgsVectorLayer, projects: QgsVectorLayer, tmp_path: Path) -> dict[str, Any]:
    """Return parameters with a file of every kind."""
    rules = csv(tmp_path / "rules.json", '{"rows": [{"id": "area.step", "thresholds": {"step_m": 10}}]}')
    return {"LAND": land, "PROJECTS": projects, "LAND_CLASS_FIELD": "USE", "RULES": rules, "RULES_DATE": "2026-05-20",
            "CLASS_MAP": csv(tmp_path / "map.csv", "value,DLBM\n100,0101\n200,0103\n"),
            "GRADES": csv(tmp_path / "grades.csv", "unit_code,grade,kg_per_ha\n410222,7,9000\n")}


def test_the_same_again_and_from_another_folder(given: dict[str, Any], tmp_path: Path) -> None:
    first, again = record(tmp_path, **given), record(tmp_path, **given)
    assert first["digest"] == again["digest"]
    moved = {**given, "CLASS_MAP": csv(tmp_path / "other" / "map.csv", "value,DLBM\n100,0101\n200,0103\n")}
    assert record(tmp_path, **moved)["digest"] == first["digest"]


def test_every_parameter_is_recorded_as_it_was_resolved(given: dict[str, Any], tmp_path: Path) -> None:
    parameters = record(tmp_path, **given)["parameters"]
    outputs = {"PIECES", "SUMMARY", "FINDINGS", "FINDING_POINTS", "REPORT", "RUN_RECORD"}
    algorithm = occupation_algorithm()
    names = {p.name() for p in algorithm.parameterDefinitions()} - outputs - {"PERMANENT_FARMLAND", "UNITS"}
    assert set(parameters) == names
    assert parameters["LAND_CLASS_FIELD"] == "use"
    assert parameters["LAND_UNIT_FIELD"] == "zldwdm"
    assert parameters["PROJECT_ID_FIELD"] == "project_id", "found by its alias"
    assert parameters["CLASS_SYSTEM"] == "survey_2019", "decided, not 'auto'"
    assert parameters["RULES_DATE"] == "2026-05-20"
    for name in ("CLASS_MAP", "GRADES", "RULES"):
        assert "sha256" in parameters[name]


def occupation_algorithm() -> Any:
    from kf_resources_plugin.processing.farmland.farmlandoccupation import FarmlandOccupation

    return FarmlandOccupation().create()


@pytest.mark.parametrize(("name", "file", "text"), [
    ("CLASS_MAP", "map.csv", "value,DLBM\n100,0101\n200,0102\n"),
    ("GRADES", "grades.csv", "unit_code,grade,kg_per_ha\n410222,7,9001\n"),
    ("RULES", "rules.json", '{"rows": [{"id": "area.step", "thresholds": {"step_m": 11}}]}'),
])
def test_another_file_of_the_same_name_is_another_run(given: dict[str, Any], tmp_path: Path, name: str, file: str,
                                                      text: str) -> None:
    changed = {**given, name: csv(tmp_path / "other" / file, text)}
    assert record(tmp_path, **given)["digest"] != record(tmp_path, **changed)["digest"]


def test_another_class_map_table_is_another_run(given: dict[str, Any], tmp_path: Path) -> None:
    digests = []
    for code in ("0103", "0102"):
        table = layer_of([(None, {"value": "100", "DLBM": "0101"}), (None, {"value": "200", "DLBM": code})],
                         {"value": "text", "DLBM": "text"}, geometry="None", name="classes")
        QgsProject.instance().addMapLayer(table)
        digests.append(record(tmp_path, **{**given, "CLASS_MAP": table.id()})["digest"])
        QgsProject.instance().removeMapLayer(table.id())
    assert len(set(digests)) == 2


@pytest.mark.parametrize("changes", [
    {"LAND_UNIT_FIELD": "use"}, {"AREA_METHOD": "statutory_vertices"}, {"RULES_DATE": "2026-05-21"},
    {"PROJECT_NAME_FIELD": "project_id"},
])
def test_another_choice_is_another_run(given: dict[str, Any], tmp_path: Path, changes: dict[str, str]) -> None:
    assert record(tmp_path, **given)["digest"] != record(tmp_path, **{**given, **changes})["digest"]


def test_a_selection_is_another_run_and_its_rows_are_counted(given: dict[str, Any], tmp_path: Path) -> None:
    given["LAND"].selectByIds([1])
    QgsProject.instance().addMapLayer(given["LAND"], False)
    selected = {**given, "LAND": QgsProcessingFeatureSourceDefinition(given["LAND"].id(), True)}
    whole, part = record(tmp_path, **given), record(tmp_path, **selected)
    assert [r["inputs"][1]["rows"] for r in (whole, part)] == [2, 1]
    assert whole["digest"] != part["digest"]
    QgsProject.instance().takeMapLayer(given["LAND"])


def test_an_input_is_recorded_as_it_was_given(given: dict[str, Any], tmp_path: Path) -> None:
    """The layer of projects is in degrees: CRS and digest are those before it is brought to the CRS of LAND."""
    degrees = project_layer([(in_crs(box(50, 20, 100, 50), "EPSG:4490"), {"project_id": "P1", "project_name": "厂房"})],
                            crs="EPSG:4490")
    inputs = record(tmp_path, **{**given, "PROJECTS": degrees})["inputs"]
    assert [(item["role"], item["crs"]) for item in inputs] == [("projects", "EPSG:4490"), ("land", "EPSG:4526")]
    other_land = layer_of([(in_crs(box(0, 0, 200, 100), "EPSG:4547"), {"use": "100", "zldwdm": "410222"})],
                          {"use": "text", "zldwdm": "text"}, crs="EPSG:4547")
    again = record(tmp_path, **{**given, "PROJECTS": degrees, "LAND": other_land})["inputs"]
    assert again[0] == inputs[0], "the same layer has the same record whatever it is brought to"


def test_both_kernels_store_the_same_hundredths(monkeypatch: pytest.MonkeyPatch) -> None:
    """Slanted parcels with holes and overlaps, crossing projects, zones and units: every stored figure agrees."""
    if pick_kernel().name != "shapely":
        pytest.skip("Shapely is not installed: there is only one kernel")
    land = land_layer([(slanted(60 * n, 37 * m, 60, 37, 11 * (n + m) % 7), parcel(
        f"B{n}-{m}", ["0101", "0102", "0103", "0201"][(n + 2 * m) % 4], KCXS=0.0123 * (n % 5), GDDB=1 + (n * m) % 15))
        for n in range(9) for m in range(9)])
    projects = project_layer([(slanted(31 * n, 29 * n, 170, 53, 13), {"project_id": f"P{n}"}) for n in range(5)])
    zones = layer_of([(slanted(100 * n, 20, 71, 260, 17), {"BSM": "Y"}) for n in range(4)], {"BSM": "text"})
    units = layer_of([(slanted(-50 + 300 * n, -50, 300, 500, 9), {"XZQDM": f"41020{n}", "XZQMC": f"区{n}"})
                      for n in range(3)], {"XZQDM": "text", "XZQMC": "text"})
    results = {}
    for name in ("qgis", "shapely"):
        monkeypatch.setattr(occupation_job, "pick_kernel", lambda wanted=name: pick_kernel(wanted))
        results[name] = run(PROJECTS=projects, LAND=land, PERMANENT_FARMLAND=zones, UNITS=units)
    ours, theirs = results["qgis"], results["shapely"]
    numbers = ("FARMLAND_M2", "PADDY_M2", "CAPACITY_KG", "PERMANENT_M2")
    assert {name: ours[name] for name in numbers} == {name: theirs[name] for name in numbers}
    assert ours["PIECES"].featureCount() > 60
    for layer in ("PIECES", "SUMMARY"):
        assert rows_of(ours[layer]) == rows_of(theirs[layer]), layer
    pairs = zip(ours["PIECES"].getFeatures(), theirs["PIECES"].getFeatures())
    assert max(a.geometry().symDifference(b.geometry()).area() for a, b in pairs) < 0.01
    told = ("finding_id", "severity", "area_m2", "message")
    rounded = [sorted((*row[:2], None if row[2] is None else round(row[2], 2), row[3])
                      for row in rows_of(result["FINDINGS"], *told)) for result in (ours, theirs)]
    assert rounded[0] == rounded[1]


def slanted(x: float, y: float, width: float, height: float, lean: float) -> str:
    corners = ((x, y), (x + width, y + lean / 3), (x + width + lean, y + height), (x + lean / 2, y + height - lean / 5))
    return "POLYGON((" + ",".join(f"{X + a!r} {Y + b!r}" for a, b in (*corners, corners[0])) + "))"


def test_the_picture_prints_the_rights_of_the_data(given: dict[str, Any], tmp_path: Path,
                                                   monkeypatch: pytest.MonkeyPatch) -> None:
    notes: list[str] = []
    draw = occupation_picture.draw_png

    def watched(*arguments: Any, note: str) -> bytes:
        notes.append(note)
        return draw(*arguments, note=note)

    monkeypatch.setattr(occupation_picture, "draw_png", watched)
    pictures = []
    for rights in ([], ["示意，非法定界线", "开封市演示数据"]):
        metadata = given["LAND"].metadata()
        metadata.setRights(rights)
        given["LAND"].setMetadata(metadata)
        path = tmp_path / "record.json"
        run(**given, RUN_RECORD=str(path))
        document = json.loads(path.read_text(encoding="utf-8"))["document"]
        pictures.append(QImage.fromData(base64.b64decode(document["picture"]["png_base64"])))
    assert notes == ["For illustration only, not the legal boundary", "示意，非法定界线 开封市演示数据"]
    assert pictures[0] != pictures[1]


def test_layers_are_cloned_for_a_report_only(given: dict[str, Any], tmp_path: Path,
                                             monkeypatch: pytest.MonkeyPatch) -> None:
    cloned: list[str] = []
    clone = QgsVectorLayer.clone
    monkeypatch.setattr(QgsVectorLayer, "clone", lambda self: (cloned.append(self.name()), clone(self))[1])
    run(**given)
    assert cloned == []
    run(**given, REPORT=str(tmp_path / "r.html"))
    assert sorted(cloned) == ["layer", "projects"], "once each"
