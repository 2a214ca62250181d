"""What a run leaves behind: all of its outputs when it is done, everything as it was when it fails or is cancelled."""
from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeatureSink,
    QgsFeatureSource,
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFileDestination,
    QgsProcessingUtils,
    QgsProject,
    QgsVectorLayer,
)

from kf_resources_plugin.engine import staging
from kf_resources_plugin.engine.errors import PlannerError
from kf_resources_plugin.engine.writing import make_fields
from kf_resources_plugin.processing.sinks import Outputs
from kf_resources_plugin.rules.progress import Canceled, NoProgress
from tests.builders import CRS, layer_of, rectangle, rows_of, save

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.usefixtures("qgis_processing")

FIELDS = make_fields((("name", "text"), ("area", "real")))
SQUARE = rectangle(38_527_000, 3_852_000, 10, 10)  # near Kaifeng: KML takes nothing that has no place on Earth
FORMATS = ("gpkg", "shp", "geojson", "fgb", "csv", "gml", "tab", "sqlite", "kml")


class Writer(QgsProcessingAlgorithm):
    """Two layers, a table and two files."""

    def createInstance(self) -> Writer:
        return Writer()

    def name(self) -> str:
        return "writer"

    def displayName(self) -> str:
        return "writer"

    def initAlgorithm(self, configuration: Any = None) -> None:
        for name, kind in (("PIECES", QgsProcessing.SourceType.TypeVectorPolygon),
                           ("SUMMARY", QgsProcessing.SourceType.TypeVector)):
            self.addParameter(QgsProcessingParameterFeatureSink(name, name.title(), kind, None, True))
        for name, files in (("REPORT", "HTML (*.html)"), ("IMAGE", "PNG (*.png)")):
            self.addParameter(QgsProcessingParameterFileDestination(name, name.title(), files, None, True))


def wkbs(rows: int) -> list[bytes]:
    layer = layer_of([(SQUARE, {})] * rows, {"name": "text"})
    return [bytes(feature.geometry().asWkb()) for feature in layer.getFeatures()]


def write(outputs: Outputs, rows: int, tell: str) -> None:
    """Write everything asked for; every cell tells which run wrote it."""
    columns = {"name": [tell] * rows, "area": [1.0] * rows}
    outputs.layer("PIECES", FIELDS, columns, NoProgress(), QgsCoordinateReferenceSystem(CRS), wkbs(rows))
    outputs.layer("SUMMARY", FIELDS, columns, NoProgress())
    outputs.file("REPORT", tell.encode())


def run(parameters: dict[str, Any], rows: int = 2, tell: str = "new", context: QgsProcessingContext | None = None,
        then: Callable[[], None] = lambda: None) -> dict[str, Any]:
    algorithm = Writer()
    algorithm.initAlgorithm()
    outputs = Outputs(algorithm, parameters, context or QgsProcessingContext())
    with outputs:
        write(outputs, rows, tell)
        then()
    return outputs.results


def fail() -> None:
    raise PlannerError("no")


def cancel() -> None:
    raise Canceled


def table(path: Path, name: str) -> str:
    return f"ogr:dbname='{path}' table=\"{name}\"" + (" (geom)" if name == "pieces" else "")


def read(path: Path, name: str = "") -> list[tuple[Any, ...]]:
    layer = QgsVectorLayer(f"{path}|layername={name}" if name else str(path), "x", "ogr")
    assert layer.isValid(), path
    return rows_of(layer, "name")


def snapshot(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder, hidden ones too, with its content."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("broken", [fail, cancel])
def test_earlier_results_survive(tmp_path: Path, suffix: str, broken: Callable[[], None]) -> None:
    wanted = {"PIECES": str(tmp_path / f"地块 1.{suffix}"), "REPORT": str(tmp_path / "a.html")}
    run(wanted, 3, "old")
    before = snapshot(tmp_path)
    with pytest.raises((PlannerError, Canceled)):
        run(wanted, then=broken)
    assert snapshot(tmp_path) == before
    assert sorted(entry.name for entry in tmp_path.iterdir()) == sorted(before), "no folder of ours is left"


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_repeated_run_replaces_its_results(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"地块 1.{suffix}"
    wanted = {"PIECES": str(path), "REPORT": str(tmp_path / "a.html")}
    run(wanted, 3, "old")
    names = sorted(snapshot(tmp_path))
    result = run(wanted)
    if suffix != "kml":  # KML calls its fields otherwise
        assert read(path) == [("new",), ("new",)]
    assert (tmp_path / "a.html").read_bytes() == b"new"
    assert sorted(snapshot(tmp_path)) == names
    assert result == {"PIECES": str(path), "REPORT": str(tmp_path / "a.html")}


def test_a_failed_first_run_leaves_nothing(tmp_path: Path) -> None:
    wanted = {"PIECES": str(tmp_path / "new" / "folder" / "p.shp"), "REPORT": str(tmp_path / "other" / "a.html")}
    with pytest.raises(PlannerError):
        run(wanted, then=fail)
    assert list(tmp_path.iterdir()) == []


def test_a_stale_index_goes_with_the_shapefile_it_belongs_to(tmp_path: Path) -> None:
    path = tmp_path / "p.shp"
    run({"PIECES": str(path)}, 3, "old")
    for suffix in (".qix", ".sbn"):
        path.with_suffix(suffix).write_bytes(b"index of the old rows")
    (tmp_path / "p.txt").write_text("notes of the planner", encoding="utf-8")
    before = snapshot(tmp_path)
    with pytest.raises(Canceled):
        run({"PIECES": str(path)}, then=cancel)
    assert snapshot(tmp_path) == before
    run({"PIECES": str(path)})
    assert sorted(set(before) - set(snapshot(tmp_path))) == ["p.qix", "p.sbn"]


def test_a_stale_journal_does_not_spoil_the_new_geopackage(tmp_path: Path) -> None:
    path = tmp_path / "p.gpkg"
    run({"PIECES": str(path)}, 3, "old")
    path.with_name("p.gpkg-wal").write_bytes(b"changes of the old file")
    run({"PIECES": str(path)})
    assert not path.with_name("p.gpkg-wal").exists()
    assert read(path) == [("new",), ("new",)]


def test_tables_of_one_new_geopackage(tmp_path: Path) -> None:
    path = tmp_path / "结果.gpkg"
    result = run({"PIECES": table(path, "pieces"), "SUMMARY": table(path, "summary")})
    assert result == {"PIECES": f"{path}|layername=pieces", "SUMMARY": f"{path}|layername=summary"}
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]
    assert read(path, "pieces") == read(path, "summary") == [("new",), ("new",)]


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    """Return a GeoPackage with a layer of the user and the tables of an earlier run."""
    path = tmp_path / "work.gpkg"
    save(layer_of([(SQUARE, {"name": "survey"})], {"name": "text"}, name="survey"), path)
    run({"PIECES": table(path, "pieces"), "SUMMARY": table(path, "summary")}, 3, "old")
    return path


def test_tables_replace_their_namesakes_only(shared: Path) -> None:
    open_elsewhere = QgsVectorLayer(f"{shared}|layername=survey", "survey", "ogr")
    result = run({"PIECES": table(shared, "pieces"), "SUMMARY": table(shared, "fresh")})
    assert result["PIECES"] == f"{shared}|layername=pieces"
    assert read(shared, "pieces") == read(shared, "fresh") == [("new",), ("new",)]
    assert read(shared, "summary") == [("old",)] * 3
    assert rows_of(open_elsewhere, "name") == [("survey",)]
    pieces = QgsVectorLayer(f"{shared}|layername=pieces", "pieces", "ogr")
    assert pieces.crs().authid() == CRS
    assert pieces.hasSpatialIndex() == QgsFeatureSource.SpatialIndexPresence.SpatialIndexPresent
    assert [feature.id() for feature in pieces.getFeatures()] == [1, 2]
    assert pieces.fields().names() == ["fid", "name", "area"]


@pytest.mark.parametrize("broken", [fail, cancel])
def test_tables_survive(shared: Path, broken: Callable[[], None]) -> None:
    before = snapshot(shared.parent)
    with pytest.raises((PlannerError, Canceled)):
        run({"PIECES": table(shared, "pieces"), "SUMMARY": table(shared, "fresh")}, then=broken)
    assert snapshot(shared.parent) == before


def test_cancel_while_tables_are_taken_over(shared: Path) -> None:
    class Late(NoProgress):
        def check(self) -> None:
            raise Canceled

    algorithm = Writer()
    algorithm.initAlgorithm()
    wanted = {"PIECES": table(shared, "pieces"), "REPORT": str(shared.with_name("a.html"))}
    outputs = Outputs(algorithm, wanted, QgsProcessingContext())
    write(outputs, 2, "new")
    outputs._progress = Late()
    with pytest.raises(Canceled):
        outputs.__exit__(None, None, None)
    assert read(shared, "pieces") == [("old",)] * 3
    assert [entry.name for entry in shared.parent.iterdir()] == [shared.name]


def test_a_locked_geopackage_changes_nothing(shared: Path) -> None:
    import sqlite3

    holder = sqlite3.connect(shared)
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(PlannerError, match=r"work\.gpkg is open in another program.*close programs"):
        run({"PIECES": table(shared, "pieces"), "REPORT": str(shared.with_name("a.html"))})
    holder.rollback()
    holder.close()
    assert read(shared, "pieces") == [("old",)] * 3
    assert [entry.name for entry in shared.parent.iterdir()] == [shared.name]


@pytest.mark.parametrize("refused", ["a.html", "p.dbf", "work.gpkg"])
def test_one_file_in_use_takes_all_back(shared: Path, monkeypatch: pytest.MonkeyPatch, refused: str) -> None:
    folder = shared.parent
    wanted = {"PIECES": str(folder / "p.shp"), "REPORT": str(folder / "a.html"), "SUMMARY": table(shared, "summary")}
    run(wanted, 3, "old")
    tables, before = read(shared, "summary"), snapshot(folder)
    move, commit = os.replace, staging._Merge.commit

    def replace(source: Path, target: Path) -> None:
        if Path(target) == folder / refused and "new" in Path(source).parts:
            raise PermissionError(13, "in use", str(source), None, str(target))
        move(source, target)

    def refuse(merge: Any) -> None:
        if refused == "work.gpkg":
            raise OSError("disk full")
        commit(merge)

    monkeypatch.setattr(os, "replace", replace)
    monkeypatch.setattr(staging._Merge, "commit", refuse)
    with pytest.raises(PlannerError, match="Everything was left as it was") as caught:
        run(wanted)
    monkeypatch.undo()
    assert ("disk full" if refused == "work.gpkg" else f"{folder / refused} is open") in str(caught.value)
    assert read(shared, "summary") == tables
    after = snapshot(folder)
    assert {**after, "work.gpkg": b""} == {**before, "work.gpkg": b""}


@pytest.mark.parametrize("suffix", ["shp", "dbf"])
def test_a_table_as_shapefile_is_its_dbf(tmp_path: Path, suffix: str) -> None:
    for rows in (3, 2):
        result = run({"SUMMARY": str(tmp_path / f"s.{suffix}")}, rows)
        assert result == {"SUMMARY": str(tmp_path / "s.dbf")}
        assert len(read(tmp_path / "s.dbf")) == rows


def test_a_message_names_the_place_the_user_knows(tmp_path: Path) -> None:
    # .txt is Geoconcept's, which takes no layer without a CRS
    with pytest.raises(PlannerError, match=r"could not be written") as caught:
        run({"SUMMARY": str(tmp_path / "s.txt")})
    assert str(tmp_path / "s.txt") in str(caught.value)
    assert ".kf_" not in str(caught.value)
    assert "OGR" not in str(caught.value)
    assert "Geoconcept" in str(caught.value)
    assert "GeoPackage" in str(caught.value), "no folder makes another format of it"


def test_a_folder_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "a.html").mkdir()
    (tmp_path / "a.html" / "kept").write_text("x", encoding="utf-8")
    with pytest.raises(PlannerError, match="is a folder"):
        run({"REPORT": str(tmp_path / "a.html")})
    assert snapshot(tmp_path) == {"a.html/kept": b"x"}


def test_memory_and_temporary_outputs_are_as_ever() -> None:
    context = QgsProcessingContext()
    result = run({"PIECES": "memory:", "SUMMARY": "TEMPORARY_OUTPUT", "REPORT": "TEMPORARY_OUTPUT"}, context=context)
    for name in ("PIECES", "SUMMARY"):
        layer = QgsProcessingUtils.mapLayerFromString(result[name], context)
        assert rows_of(layer, "name") == [("new",), ("new",)]
    assert Path(result["REPORT"]).read_bytes() == b"new"


@pytest.mark.parametrize("where", ["p.gpkg", "table", "memory:"])
def test_layers_to_load_have_name_and_final_place(tmp_path: Path, where: str) -> None:
    place = table(tmp_path / "p.gpkg", "pieces") if where == "table" else \
        str(tmp_path / where) if where == "p.gpkg" else where
    definition = QgsProcessingOutputLayerDefinition(place, QgsProject.instance())
    definition.destinationName = "占用地块"
    context = QgsProcessingContext()
    result = run({"PIECES": definition}, context=context)
    waiting = context.layersToLoadOnCompletion()
    assert list(waiting) == [result["PIECES"]]
    assert (waiting[result["PIECES"]].name, waiting[result["PIECES"]].outputName) == ("占用地块", "PIECES")
    assert QgsProcessingUtils.mapLayerFromString(result["PIECES"], context).featureCount() == 2
    context = QgsProcessingContext()
    with pytest.raises(Canceled):
        run({"PIECES": definition}, context=context, then=cancel)
    assert not context.layersToLoadOnCompletion(), "QGIS would report a layer that could not be loaded"


def test_results_are_for_colleagues(tmp_path: Path) -> None:
    run({"PIECES": str(tmp_path / "p.gpkg"), "REPORT": str(tmp_path / "a.html")})
    umask = os.umask(0)
    os.umask(umask)
    assert (tmp_path / "a.html").stat().st_mode & 0o777 == 0o666 & ~umask


def test_a_place_that_takes_nothing_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    for name, place in (("PIECES", "p.gpkg"), ("REPORT", "a.html"), ("PIECES", "new/p.gpkg")):
        with pytest.raises(PlannerError, match=f"“{name.title()}” could not be written") as caught:
            run({name: str(tmp_path / "file" / place)})
        assert f"{tmp_path / 'file'} is a file, not a folder" in str(caught.value)
    assert snapshot(tmp_path) == {"file": b"x"}


@pytest.mark.parametrize(("code", "words"), [
    (errno.EACCES, "is open in another program, or you may not write there"),
    (errno.EROFS, "you may not write there"), (errno.ENOSPC, "the disk of {folder} is full"),
    (errno.ENAMETOOLONG, "is too long"), (errno.ENOENT, "nothing can be made at {folder}"),
    (errno.EIO, "Input/output error"),
])
def test_what_the_system_says_is_said_in_words(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, words: str) -> None:
    def refuse(path: Path, *_: Any, **__: Any) -> None:
        raise OSError(code, os.strerror(code), str(path))

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(PlannerError) as caught:
        run({"REPORT": str(tmp_path / "a.html")})
    assert words.format(folder=tmp_path) in str(caught.value)
    assert str(tmp_path) in str(caught.value)
    assert "Errno" not in str(caught.value)
    assert ".kf_" not in str(caught.value), "a folder of ours"


def test_a_sink_that_refuses_names_the_output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QgsFeatureSink, "flushBuffer", lambda sink: False)
    with pytest.raises(PlannerError, match="“Pieces” could not be written"):
        run({"PIECES": str(tmp_path / "p.gpkg")})
    assert list(tmp_path.iterdir()) == []
