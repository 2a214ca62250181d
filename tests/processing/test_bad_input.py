"""What planners really load: every fault is a message or a finding that names it, never a crash or a silent figure."""
from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import processing
import pytest
from qgis.core import (
    Qgis,
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsGeometry,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsVectorLayer,
)

from kf_resources_plugin.engine.kernel import pick_kernel
from kf_resources_plugin.processing import project_land
from kf_resources_plugin.rules.rule_rows import RuleNotInForce
from tests.builders import land_layer, layer_of, project_layer, rows_of, save
from tests.engine.layers import without_language_byte
from tests.processing.places import CENT, X, Y, area, box
from tests.processing.test_farmlandoccupation import parcel, rules, run

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("kf_provider")


def in_crs(wkt: str, crs: str) -> str:
    """Return EPSG:4526 WKT in another CRS, by QGIS."""
    shape = QgsGeometry.fromWkt(wkt)
    shape.transform(QgsCoordinateTransform(QgsCoordinateReferenceSystem("EPSG:4526"),
                                           QgsCoordinateReferenceSystem(crs), QgsCoordinateTransformContext()))
    return shape.asWkt(17)


@pytest.fixture
def land() -> QgsVectorLayer:
    """Return two irrigated parcels side by side."""
    return land_layer([(box(0, 0, 100, 100), parcel("A", "0102")), (box(100, 0, 100, 100), parcel("B", "0102"))])


@pytest.fixture
def projects() -> QgsVectorLayer:
    """Return one project across both parcels."""
    return project_layer([(box(50, 20, 100, 50), {"project_id": "P1"})])


EXPECTED = area(50, 20, 100, 50)


@pytest.mark.parametrize("crs", ["EPSG:4547", "EPSG:4490"])
def test_projects_in_another_cgcs2000_crs(land: QgsVectorLayer, crs: str) -> None:
    moved = project_layer([(in_crs(box(50, 20, 100, 50), crs), {"project_id": "P1"})], crs=crs)
    result = run(PROJECTS=moved, LAND=land)
    assert result["FARMLAND_M2"] == pytest.approx(EXPECTED, abs=0.01)
    assert {row for row in rules(result) if row.startswith("crs.")} == set()


@pytest.mark.parametrize("crs", ["EPSG:4547", "EPSG:4490"])
def test_everything_in_another_cgcs2000_crs(crs: str) -> None:
    land = land_layer([(in_crs(box(0, 0, 200, 100), crs), parcel("A", "0102"))], crs=crs)
    moved = project_layer([(in_crs(box(50, 20, 100, 50), crs), {"project_id": "P1"})], crs=crs)
    assert run(PROJECTS=moved, LAND=land)["FARMLAND_M2"] == pytest.approx(EXPECTED, abs=0.01)


def test_wgs84_projects_are_taken_as_coinciding_and_said_so(land: QgsVectorLayer) -> None:
    moved = project_layer([(in_crs(box(50, 20, 100, 50), "EPSG:4490"), {"project_id": "P1"})], crs="EPSG:4326")
    result = run(PROJECTS=moved, LAND=land)
    assert result["FARMLAND_M2"] == pytest.approx(EXPECTED, abs=0.01)
    found = dict(rows_of(result["FINDINGS"], "rule_id", "severity"))
    assert found["crs.ballpark"] == "info"


@pytest.mark.parametrize(("crs", "words"), [
    ("", "EPSG:4526"),  # no CRS: the remedy names the CRSs in use
    ("EPSG:2362", "seven parameters"),  # Xian 1980 / 3-degree zone 38
    ("EPSG:4610", "seven parameters"),  # Xian 1980
    ("EPSG:2414", "seven parameters"),  # Beijing 1954 / 3-degree zone 38
])
@pytest.mark.parametrize("which", ["LAND", "PROJECTS"])
def test_unusable_crs_is_refused_with_the_remedy(land: QgsVectorLayer, projects: QgsVectorLayer, crs: str, words: str,
                                                 which: str) -> None:
    layers = {"LAND": land, "PROJECTS": projects}
    layers[which] = layers[which].clone()
    layers[which].setCrs(QgsCoordinateReferenceSystem(crs) if crs else QgsCoordinateReferenceSystem())
    with pytest.raises(QgsProcessingException, match=words):
        run(**layers)


def test_swapped_axes_are_named(land: QgsVectorLayer, projects: QgsVectorLayer) -> None:
    swapped = project_layer([(f"POLYGON(({Y} {X}, {Y + 50} {X}, {Y + 50} {X + 50}, {Y} {X + 50}, {Y} {X}))",
                              {"project_id": "P1"})])
    with pytest.raises(QgsProcessingException, match="native:swapxy"):
        run(PROJECTS=swapped, LAND=land)


@pytest.mark.parametrize(("crs", "remedy"), [("EPSG:4547", "zone prefix"), ("EPSG:4490", "")])
def test_prefixed_coordinates_under_another_crs_are_named(land: QgsVectorLayer, crs: str, remedy: str) -> None:
    wrong = project_layer([(box(50, 20, 100, 50), {"project_id": "P1"})], crs=crs)
    with pytest.raises(QgsProcessingException, match=remedy or "CRS"):
        run(PROJECTS=wrong, LAND=land)


@pytest.mark.parametrize("which", ["LAND", "PROJECTS", "PERMANENT_FARMLAND", "UNITS"])
@pytest.mark.parametrize(("geometry", "wkt"), [("LineString", f"LINESTRING({X} {Y}, {X + 9} {Y})"),
                                               ("Point", f"POINT({X} {Y})"), ("NoGeometry", None)])
def test_lines_points_and_tables_are_refused_for_what_they_are(
        land: QgsVectorLayer, projects: QgsVectorLayer, which: str, geometry: str, wkt: str | None) -> None:
    wrong = layer_of([(wkt, {"DLBM": "0102"})], {"DLBM": "text"}, geometry=geometry, name="界线")
    with pytest.raises(QgsProcessingException, match=r"界线.*polygon"):
        run(**{"LAND": land, "PROJECTS": projects, which: wrong})


@pytest.mark.parametrize("stray", [
    f"POLYGON(({X} {Y}, {X + 1e9} {Y}, {X} {Y + 50}, {X} {Y}))", "POLYGON((0 0, 1 0, 0 1, 0 0))",
    "POLYGON((1e300 0, 1e300 1e300, 0 1, 1e300 0))",
], ids=["far vertex", "origin", "absurd"])
def test_a_stray_feature_is_named_and_the_rest_computed(land: QgsVectorLayer, stray: str) -> None:
    projects = project_layer([(box(50, 20, 100, 50), {"project_id": "P1"}), (stray, {"project_id": "P2"})])
    result = run(PROJECTS=projects, LAND=land)
    assert result["FARMLAND_M2"] == pytest.approx(EXPECTED, abs=2 * CENT)
    found = rows_of(result["FINDINGS"], "rule_id", "subject_id", "message")
    assert any(rule == "crs.stray_features" and "features 2" in message for rule, _, message in found)
    assert any((rule, subject) == ("project.no_shape", "P2") for rule, subject, _ in found)


@pytest.mark.parametrize("far", [1e6, 1e7, 1e8, 1e9])
def test_a_stray_vertex_of_the_only_project_is_named_at_once(land: QgsVectorLayer, far: float) -> None:
    stray = f"POLYGON(({X} {Y}, {X + 4 * far} {Y}, {X} {Y + 50}, {X} {Y}))"
    with pytest.raises(QgsProcessingException, match="far beyond") as refused:
        run(PROJECTS=project_layer([(stray, {"project_id": "P1"})]), LAND=land)
    for part in ("“projects”", "features 1", "vertices"):
        assert part in str(refused.value)


def test_a_lost_file_is_named(projects: QgsVectorLayer, land: QgsVectorLayer, tmp_path: Path) -> None:
    stored = save(land, tmp_path / "land.gpkg")
    (tmp_path / "land.gpkg").unlink()
    with pytest.raises(QgsProcessingException, match=r"no longer there.*land\.gpkg"):
        run(PROJECTS=projects, LAND=stored)


def test_missing_fields_are_all_named_at_once(projects: QgsVectorLayer) -> None:
    bare = layer_of([(box(0, 0, 100, 100), {"a": "1"})], {"a": "text"})
    with pytest.raises(QgsProcessingException) as caught:
        run(PROJECTS=projects, LAND=bare, LAND_UNIT_FIELD="town", LAND_GRADE_FIELD="grade")
    for word in ("DLBM", "town", "grade"):
        assert word in str(caught.value)


def test_everything_wrong_is_told_at_once(tmp_path: Path) -> None:
    """A layer that cannot be opened, a wrong field, a broken rule file, an own grade table and a missing layer."""
    (tmp_path / "rules.json").write_text("{", encoding="utf-8")
    (tmp_path / "grades.csv").write_text("grade\n1\n", encoding="utf-8")
    wrong = {"PROJECTS": project_layer([(box(0, 0, 1, 1), {})]), "PROJECT_ID_FIELD": "nummer",
             "UNITS": str(tmp_path / "none.gpkg"), "RULES": str(tmp_path / "rules.json"),
             "GRADES": str(tmp_path / "grades.csv"), "PIECES": "memory:"}
    with pytest.raises(QgsProcessingException) as caught:
        processing.run("kf:farmlandoccupation", wrong)
    for words in ("(LAND) is missing", "none.gpkg cannot be opened", "nummer", "rules.json", "kg_per_ha"):
        assert words in str(caught.value)
    assert "Traceback" not in str(caught.value)


def test_a_rule_that_is_not_in_force_is_named(tmp_path: Path, land: QgsVectorLayer, projects: QgsVectorLayer,
                                              monkeypatch: pytest.MonkeyPatch) -> None:
    def no_step(*arguments: Any) -> Any:
        raise RuleNotInForce("area.step", date(1990, 1, 1))

    monkeypatch.setattr(project_land, "measure", no_step)
    with pytest.raises(QgsProcessingException, match=r"area\.step.*1990-01-01") as caught:
        run(PROJECTS=projects, LAND=land)
    assert "Traceback" not in str(caught.value)


@pytest.mark.parametrize("fault", [ValueError("inner detail"), MemoryError(), RecursionError("deep"), KeyError("k")])
def test_a_fault_of_ours_is_one_sentence_and_an_entry_of_the_log(
    land: QgsVectorLayer, projects: QgsVectorLayer, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    def fail(*arguments: Any) -> Any:
        raise fault

    entries: list[str] = []
    log = QgsApplication.messageLog()
    keep = lambda text, tab, level: entries.append(f"{tab}: {text}")  # noqa: E731
    log.messageReceived[str, str, Qgis.MessageLevel].connect(keep)
    monkeypatch.setattr(project_land, "measure", fail)
    with pytest.raises(QgsProcessingException) as caught:
        run(PROJECTS=projects, LAND=land)
    log.messageReceived[str, str, Qgis.MessageLevel].disconnect(keep)
    assert "\n" not in str(caught.value)
    assert "inner detail" not in str(caught.value)
    told = [entry for entry in entries if "Traceback" in entry and "Kaifeng Resources" in entry]
    assert len(told) == (0 if isinstance(fault, MemoryError) else 1)


def test_parts_of_a_project_that_geos_cannot_unite_are_named(land: QgsVectorLayer,
                                                             monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: object, wkbs: object) -> bytes:
        raise ValueError("TopologyException: side location conflict")

    projects = project_layer([(box(0, 0, 20, 20), {"project_id": "P1"}), (box(10, 0, 20, 20), {"project_id": "P1"})])
    monkeypatch.setattr(type(pick_kernel()), "union", fail)
    with pytest.raises(QgsProcessingException, match=r"P1.*side location conflict.*1, 2"):
        run(PROJECTS=projects, LAND=land)


def test_text_in_number_fields_and_nulls(projects: QgsVectorLayer) -> None:
    fields = {"BSM": "text", "DLBM": "text", "ZLDWDM": "text", "KCXS": "text", "GDDB": "text"}
    land = layer_of([
        (box(0, 0, 100, 100), {"BSM": "A", "DLBM": " ０１０２ ", "KCXS": "一成", "GDDB": "七等", "ZLDWDM": "4102"}),
        (box(100, 0, 100, 100), {"BSM": "B", "DLBM": None, "KCXS": "", "GDDB": "7"}),
    ], fields)
    result = run(PROJECTS=projects, LAND=land)
    assert result["FARMLAND_M2"] == pytest.approx(area(50, 20, 50, 50), abs=2 * CENT)
    assert result["CAPACITY_KG"] is None
    assert {"land.deduction_not_number", "field.not_number", "land.class_empty", "land.unit_missing"} <= rules(result)


def test_bow_tie_keeps_both_lobes_and_says_so(land: QgsVectorLayer) -> None:
    # two triangles of 20 × 20 / 4 m² each
    bow = f"POLYGON(({X} {Y}, {X + 20} {Y + 20}, {X + 20} {Y}, {X} {Y + 20}, {X} {Y}))"
    result = run(PROJECTS=project_layer([(bow, {"project_id": "P1"})]), LAND=land)
    assert result["FARMLAND_M2"] == pytest.approx(200, abs=0.05)
    assert "geometry.repaired" in rules(result)


def test_nested_shells_of_a_parcel_are_counted_once(projects: QgsVectorLayer) -> None:
    nested = f"MULTIPOLYGON({box(0, 0, 200, 100)[7:]}, {box(60, 30, 20, 20)[7:]})"
    result = run(PROJECTS=projects, LAND=land_layer([(nested, parcel("A", "0102"))]))
    assert result["FARMLAND_M2"] == pytest.approx(EXPECTED, abs=0.02)  # the inner shell lies in the outer, no hole
    assert "geometry.repaired" in rules(result)


def test_curves_heights_and_parts(land: QgsVectorLayer) -> None:
    curve = (f"CURVEPOLYGON(COMPOUNDCURVE(CIRCULARSTRING({X + 40} {Y + 50}, {X + 50} {Y + 60}, {X + 60} {Y + 50}), "
             f"({X + 60} {Y + 50}, {X + 40} {Y + 50})))")
    curved = layer_of([(curve, {"project_id": "P1"})], {"project_id": "text"}, geometry="CurvePolygon")
    result = run(PROJECTS=curved, LAND=land)
    assert result["FARMLAND_M2"] == pytest.approx(157.0796, abs=0.05)  # half a circle of 10 m
    assert "geometry.curve" in rules(result)
    high = layer_of([(f"MULTIPOLYGON ZM((({X} {Y} 70 1, {X + 20} {Y} 70 1, {X + 20} {Y + 20} 70 1, {X} {Y} 70 1)),"
                      f"(({X + 30} {Y} 70 1, {X + 50} {Y} 70 1, {X + 50} {Y + 20} 70 1, {X + 30} {Y} 70 1)))",
                      {"project_id": "P1"})], {"project_id": "text"}, geometry="MultiPolygonZM")
    result = run(PROJECTS=high, LAND=land)
    assert result["FARMLAND_M2"] == pytest.approx(400, abs=0.05)
    assert "geometry.z_dropped" in rules(result)


def gbk_projects(folder: Path) -> Path:
    """Write a Shapefile in GBK that says nothing of its encoding, as surveying programs export it."""
    folder.mkdir()
    layer = layer_of([(box(50, 20, 100, 50), {"XMDM": "P1", "XMMC": "开封厂房"})], {"XMDM": "text", "XMMC": "text"})
    path = folder / "项目 范围.shp"
    save(layer, path, driver="ESRI Shapefile", encoding="GBK")
    path.with_suffix(".cpg").unlink()
    without_language_byte(path.with_suffix(".dbf"))
    return path


def test_gbk_text_that_nobody_declared_is_named(tmp_path: Path, land: QgsVectorLayer) -> None:
    path = gbk_projects(tmp_path / "国土 调查 2024")
    result = run(PROJECTS=str(path), LAND=land)
    assert result["FARMLAND_M2"] == pytest.approx(EXPECTED, abs=2 * CENT)
    found = [row[1:] for row in rows_of(result["FINDINGS"], "rule_id", "severity", "message", "remedy")
             if row[0] == "text.encoding"]
    [(severity, message, remedy)] = found
    assert severity == "warning"
    assert "项目 范围" in message
    assert "XMMC" in message
    assert "GBK" in remedy


def test_gbk_text_arrives_once_its_encoding_is_declared(tmp_path: Path, land: QgsVectorLayer) -> None:
    path = gbk_projects(tmp_path / "国土 调查 2024")
    path.with_suffix(".cpg").write_text("GBK", encoding="ascii")
    out = path.with_name("结果 1.gpkg")
    result = run(PROJECTS=str(path), LAND=land, SUMMARY=str(out))
    assert rows_of(QgsVectorLayer(str(out), "out", "ogr"), "project_name", "unit_code") == [("开封厂房", "410222")]
    assert "text.encoding" not in rules(result)


class CancelAt(QgsProcessingFeedback):
    """A user who presses Cancel when the bar reaches a percentage."""

    def __init__(self, percent: float) -> None:
        super().__init__()
        self.progressChanged.connect(lambda done: self.cancel() if done >= percent else None)


@pytest.mark.parametrize("percent", [1, 30, 60, 90])
def test_cancel_leaves_nothing_behind(land: QgsVectorLayer, projects: QgsVectorLayer, tmp_path: Path,
                                      percent: float) -> None:
    outputs: dict[str, Any] = {"PIECES": "pieces.gpkg", "SUMMARY": "summary.gpkg", "FINDINGS": "findings.gpkg",
                               "REPORT": "report.html", "RUN_RECORD": "record.json"}
    processing.run("kf:farmlandoccupation", {
        "PROJECTS": projects, "LAND": land, **{name: str(tmp_path / file) for name, file in outputs.items()},
    }, feedback=CancelAt(percent))
    assert list(tmp_path.iterdir()) == []


def test_an_unwritable_output_is_named(land: QgsVectorLayer, projects: QgsVectorLayer, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(QgsProcessingException, match="cannot be written"):
        run(PROJECTS=projects, LAND=land, REPORT=str(tmp_path / "file" / "report.html"))


def test_a_failed_run_spares_what_the_geopackage_held(land: QgsVectorLayer, projects: QgsVectorLayer, tmp_path: Path,
                                                      monkeypatch: pytest.MonkeyPatch) -> None:
    # no layer in a variable: QGIS keeps the frames of a failed run, and a file layer that outlives it crashes Python
    mine = save(layer_of([(box(0, 0, 1, 1), {"a": "mine"})], {"a": "text"}, name="mine"),
                tmp_path / "results.gpkg").source()

    def refuse(path: Path, _: bytes) -> None:
        raise PermissionError(13, "in use", str(path))

    monkeypatch.setattr(type(tmp_path), "write_bytes", refuse)
    with pytest.raises(QgsProcessingException, match="could not be written"):
        run(PROJECTS=projects, LAND=land, PIECES=f"ogr:dbname='{tmp_path / 'results.gpkg'}' table=\"pieces\" (geom)",
            REPORT=str(tmp_path / "report.html"))
    assert rows_of(QgsVectorLayer(mine, "again", "ogr"), "a") == [("mine",)]
    assert not QgsVectorLayer(f"{tmp_path / 'results.gpkg'}|layername=pieces", "half", "ogr").isValid()
