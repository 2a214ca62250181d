"""Outputs never go over an input, another output or more than an earlier result — for every algorithm."""
from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

import processing
import pytest
from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingParameterDefinition,
)

from kf_resources_plugin.processing.destinations import (
    Place,
    destination,
    other_pages,
    overwritten_inputs,
    page_files,
)
from kf_resources_plugin.processing.provider import ALGORITHMS
from tests.builders import layer_of, save
from tests.cartography import builders as town

if TYPE_CHECKING:
    from pathlib import Path

    from kf_resources_plugin.processing.base import KfAlgorithm

pytestmark = pytest.mark.usefixtures("kf_provider")

SQUARE = "Polygon((0 0, 1 0, 1 1, 0 1, 0 0))"
LAYERS = {"source", "vector", "layer"}


@pytest.fixture(params=ALGORITHMS, ids=lambda kind: kind.NAME)
def algorithm(request: pytest.FixtureRequest) -> KfAlgorithm:
    made: KfAlgorithm = request.param()
    made.initAlgorithm()
    return made


def outputs(algorithm: KfAlgorithm) -> list[QgsProcessingParameterDefinition]:
    return [entry for entry in algorithm.parameterDefinitions()
            if entry.isDestination() and entry.type() != "folderDestination"]


def given_file(entry: QgsProcessingParameterDefinition, path: Path) -> Any:
    """Return the value of a parameter that reads ``path``; None when it reads no file."""
    if entry.isDestination():
        return None
    if entry.type() in LAYERS or (
            entry.type() == "multilayer" and entry.layerType() != QgsProcessing.SourceType.TypeFile):
        # the table is called otherwise than the file, as in most GeoPackages
        layer = save(layer_of([(SQUARE, {"name": "a"})], {"name": "text"}, name="DLTB"), path)
        return layer if entry.type() in LAYERS else [layer]
    path.write_text("{}", encoding="utf-8")
    if entry.type() == "file":
        return str(path)
    return [str(path)] if entry.type() == "multilayer" else None


def found(algorithm: KfAlgorithm, **parameters: Any) -> list[str]:
    return overwritten_inputs(algorithm, parameters, QgsProcessingContext())


def test_no_output_goes_over_what_is_read(algorithm: KfAlgorithm, tmp_path: Path) -> None:
    for entry in algorithm.parameterDefinitions():
        path = tmp_path / f"{entry.name()}.gpkg"
        value = given_file(entry, path)
        for output in outputs(algorithm) if value is not None else []:
            messages = found(algorithm, **{entry.name(): value, output.name(): str(path)})
            assert len(messages) == 1, (entry.name(), output.name())
            assert output.description() in messages[0]
            assert str(path) in messages[0]
            link = tmp_path / "link.gpkg"
            link.unlink(missing_ok=True)
            link.symlink_to(path)
            assert found(algorithm, **{entry.name(): value, output.name(): str(link)}), "also by way of a link"


def test_no_two_outputs_go_to_one_place(algorithm: KfAlgorithm, tmp_path: Path) -> None:
    place = str(tmp_path / "o.gpkg")
    for one, other in combinations(outputs(algorithm), 2):
        messages = found(algorithm, **{one.name(): place, other.name(): str(tmp_path / "x" / ".." / "o.gpkg")})
        assert len(messages) == 1
        assert one.description() in messages[0]
        assert other.description() in messages[0]
        definition = QgsProcessingOutputLayerDefinition(place)
        if one.type() == "sink":
            assert found(algorithm, **{one.name(): definition, other.name(): place})


@pytest.fixture
def occupation(kf_provider: Any) -> KfAlgorithm:
    made: KfAlgorithm = kf_provider.algorithm("farmlandoccupation").create()
    return made


def table(path: Path, name: str) -> str:
    return f"ogr:dbname='{path}' table=\"{name}\" (geom)"


def test_three_outputs_in_one_file_name_each_other(occupation: KfAlgorithm, tmp_path: Path) -> None:
    place = str(tmp_path / "o.gpkg")
    messages = found(occupation, PIECES=place, SUMMARY=place, FINDINGS=place)
    assert len(messages) == 3
    assert "“Pieces of projects on land” and “Occupation by project and unit” both go to" in messages[0]


def test_tables_of_one_geopackage_are_places_of_their_own(occupation: KfAlgorithm, tmp_path: Path) -> None:
    path = tmp_path / "o.gpkg"
    assert not found(occupation, PIECES=table(path, "pieces"), SUMMARY=table(path, "summary"))
    assert found(occupation, PIECES=table(path, "pieces"), SUMMARY=table(path, "Pieces"))  # SQLite ignores case
    assert found(occupation, PIECES=table(path, "pieces"), SUMMARY=str(path))


def test_a_new_table_beside_the_input_is_allowed(occupation: KfAlgorithm, tmp_path: Path) -> None:
    path = tmp_path / "land.gpkg"
    land = save(layer_of([(SQUARE, {"name": "a"})], {"name": "text"}, name="DLTB"), path)
    save(layer_of([(SQUARE, {"name": "a"})], {"name": "text"}, name="old"), path)
    for value in (land, str(path)):  # a bare path opens the first table
        assert not found(occupation, LAND=value, PIECES=table(path, "pieces"))
        assert not found(occupation, LAND=value, PIECES=table(path, "old"))
        assert found(occupation, LAND=value, PIECES=table(path, "dltb"))


@pytest.mark.parametrize(("other", "meets"), [
    ("a.prj", True), ("link/a.shp", True), ("link/A.DBF", True), ("a.csv", False), ("b.shp", False)])
def test_a_shapefile_is_all_of_its_files_by_whatever_folder(tmp_path: Path, other: str, meets: bool) -> None:
    (tmp_path / "link").symlink_to(tmp_path)
    one, second = Place(tmp_path / "a.shp"), Place(tmp_path / other)
    assert one.meets(second) is second.meets(one) is meets


@pytest.mark.parametrize(("read", "written"), [
    ("a.shp", "a.dbf"), ("a.dbf", "a.shp"), ("a.shp", "a.SHP"), ("a.gpkg", "a"), ("a.xyz.gpkg", "a.xyz")])
def test_files_that_belong_together_are_one(occupation: KfAlgorithm, tmp_path: Path, read: str, written: str) -> None:
    (tmp_path / read).write_text("x", encoding="utf-8")
    assert found(occupation, GRADES=str(tmp_path / read), PIECES=str(tmp_path / written))
    assert found(occupation, PIECES=str(tmp_path / read), SUMMARY=str(tmp_path / written))


def test_neighbours_are_not_confused(occupation: KfAlgorithm, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("x", encoding="utf-8")
    assert not found(occupation, GRADES=str(tmp_path / "a.csv"), PIECES=str(tmp_path / "a.shp"),
                     SUMMARY=str(tmp_path / "b.csv"), REPORT=str(tmp_path / "a.html"),
                     RUN_RECORD=str(tmp_path / "a.json"))
    assert not found(occupation, PIECES="memory:", SUMMARY="memory:", FINDINGS="TEMPORARY_OUTPUT",
                     REPORT="TEMPORARY_OUTPUT", RUN_RECORD="TEMPORARY_OUTPUT")


def test_more_than_an_earlier_result_is_not_replaced(occupation: KfAlgorithm, tmp_path: Path) -> None:
    path = tmp_path / "work.gpkg"
    save(layer_of([(SQUARE, {"name": "a"})], {"name": "text"}, name="pieces"), path)
    assert not found(occupation, PIECES=str(path))
    save(layer_of([(SQUARE, {"name": "a"})], {"name": "text"}, name="survey"), path)
    assert "pieces, survey" in found(occupation, PIECES=str(path))[0]
    (tmp_path / "t.dbf").write_bytes(b"a table of the planner")
    assert "t.dbf" in found(occupation, PIECES=str(tmp_path / "t.shp"))[0]
    (tmp_path / "f.gdb").mkdir()
    assert "is a folder" in found(occupation, PIECES=str(tmp_path / "f.gdb"))[0]


def test_what_the_caller_wrote_becomes_a_place(occupation: KfAlgorithm, tmp_path: Path) -> None:
    sink, file = occupation.parameterDefinition("PIECES"), occupation.parameterDefinition("REPORT")
    context = QgsProcessingContext()
    cases = {"p.gpkg": "p.gpkg", "p": "p.gpkg", "p.unknown": "p.unknown.gpkg", "p.dbf": "p.shp"}
    for given, path in cases.items():
        assert destination(sink, str(tmp_path / given), context) == Place(tmp_path / path)
    assert destination(file, str(tmp_path / "report"), context) == Place(tmp_path / "report.html")
    assert destination(sink, table(tmp_path / "a b.gpkg", "t"), context) == Place(tmp_path / "a b.gpkg", "t")
    for nowhere in ("", None, "memory:", "TEMPORARY_OUTPUT", "postgres:dbname='x' table=\"t\"", "/vsimem/x.gpkg"):
        assert destination(sink, nowhere, context) is None


def test_pages_and_what_is_left_of_other_runs(tmp_path: Path) -> None:
    path = tmp_path / "图[1].png"
    assert page_files(path, ["龙亭区"]) == [path]
    pages = page_files(path, ["龙亭区", "a/b"])
    assert [page.name for page in pages] == ["图[1]_1_龙亭区.png", "图[1]_2_a_b.png"]
    others = {"图[1]_2_祥符区.png", "图[1]_3.png", "图[1]_10_c.png", "图[1]_legend.png", "图[1]_3_c_legend.png"}
    for name in (*others, *(page.name for page in pages), "图[1]_a.png", "图1_3.png", "图[1]_1_龙亭区.pdf"):
        (tmp_path / name).write_bytes(b"")
    assert {page.name for page in other_pages(path, pages)} == others
    assert other_pages(tmp_path / "absent" / "x.png", []) == []


def test_run_record_is_not_replaced_by_its_report(tmp_path: Path) -> None:
    from qgis.core import QgsProcessingException

    record = tmp_path / "r.json"
    record.write_text("{}", encoding="utf-8")
    with pytest.raises(QgsProcessingException, match=r"would overwrite the file of input.*r\.json"):
        processing.run("kf:report", {"RUN_RECORDS": [str(record)], "REPORT": str(record)})
    assert record.read_text(encoding="utf-8") == "{}"


def test_a_page_never_goes_over_a_layer(tmp_path: Path) -> None:
    from qgis.core import QgsProcessingException

    template = tmp_path / "m_2_祥符区.png"
    template.write_bytes(b"of the planner")
    with pytest.raises(QgsProcessingException, match=r"would overwrite the file of input.*m_2_祥符区\.png"):
        processing.run("kf:controllinemap", {"UNITS": town.units(), "TEMPLATE": str(template),
                                             "OUTPUT_IMAGE": str(tmp_path / "m.png")})
    assert template.read_bytes() == b"of the planner"
