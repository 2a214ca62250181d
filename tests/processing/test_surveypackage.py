"""kf:surveypackage, its packages opened by plain OGR, SQLite, zipfile and as text."""
from __future__ import annotations

import hashlib
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from osgeo import gdal, ogr
from qgis.core import (
    QgsFeatureRequest,
    QgsFillSymbol,
    QgsProcessingFeatureSourceDefinition,
    QgsProject,
    QgsSingleSymbolRenderer,
    QgsSVGFillSymbolLayer,
    QgsSymbolLayer,
    QgsVectorLayer,
)

from tests.builders import layer_of, rectangle, save
from tests.rasters import raster_layer, write_raster
from tests.survey.packages import X, Y, asked, findings, land, pack, project_xml, rows, sources, told

pytestmark = pytest.mark.usefixtures("kf_provider")


@pytest.fixture
def packed(tmp_path: Path) -> tuple[dict[str, Any], Path]:
    """Return a run over two findings, far apart, and its package."""
    result = pack(tmp_path / "out", [land(tmp_path / "祥符.gpkg")], findings((1510, "b"), (110, "a")))
    return result, Path(result["PACKAGE"])


def test_whole_features_near_the_tasks_are_packed(packed: tuple[dict[str, Any], Path]) -> None:
    result, package = packed
    # findings reach from 110 to 130 and 1510 to 1530, with 50 m around 60–180 and 1460–1580: parcels 0, 1 and 14, 15
    assert [bsm for bsm, in rows(package, "data.gpkg", "dltb", "BSM")] == ["B0", "B1", "B14", "B15"]
    opened = ogr.Open(str(package / "data.gpkg"))
    areas = [feature.GetGeometryRef().GetArea() for feature in opened.GetLayerByName("dltb")]
    assert areas == pytest.approx([10_000.0] * 4)  # none is cut
    assert (result["FEATURES"], result["TASK_COUNT"]) == (4, 2)
    assert "Features of layer “DLTB” in the package: 4," in told(result)["survey.packed"]


def test_tasks_stand_in_the_order_of_visits(packed: tuple[dict[str, Any], Path]) -> None:
    result, package = packed
    # the westernmost first; from 120 to 1520 are 1400 m in the plane of the zone, 0.1 m less than on the ground
    assert rows(package, "data.gpkg", "survey_tasks", "task_no", "task_id", "message", "state") == [
        (1, "a", "look at a", "open"), (2, "b", "look at b", "open")]
    legs = [leg for leg, in rows(package, "data.gpkg", "survey_tasks", "leg_m")]
    assert legs == pytest.approx([0.0, 1400.0], abs=0.2)
    assert result["ROUTE_M"] == pytest.approx(1400.0, abs=0.2)


def test_every_row_is_known_again(packed: tuple[dict[str, Any], Path], tmp_path: Path) -> None:
    _, package = packed
    kept = rows(package, "data.gpkg", "dltb", "kf_uid")
    base = rows(package, "base.gpkg", "dltb", "kf_uid", "kf_origin_fid", "kf_digest", "BSM")
    assert [row[:1] for row in base] == kept
    assert len(set(kept)) == 4
    origin = {feature["BSM"]: feature.id() for feature in QgsVectorLayer(
        f"{tmp_path / '祥符.gpkg'}|layername=DLTB", "x", "ogr").getFeatures()}
    assert [(bsm, fid) for _, fid, _, bsm in base] == [(bsm, origin[bsm]) for bsm in ("B0", "B1", "B14", "B15")]
    # the digest by hand: SHA-256 of the shape as multi-part WKB, then of the attributes as JSON with sorted keys
    layer = QgsVectorLayer(f"{package / 'base.gpkg'}|layername=dltb", "x", "ogr")
    first = next(layer.getFeatures(QgsFeatureRequest().setFilterExpression("BSM = 'B0'")))
    values = {"BSM": "B0", "DLBM": "0103", "DLMC": None, "GDDB": None, "KCXS": None, "TBMJ": None,
              "ZLDWDM": "4102221002010000000"}
    digest = hashlib.sha256(bytes(first.geometry().asWkb()))
    digest.update(json.dumps(values, sort_keys=True, ensure_ascii=False).encode())
    assert first["kf_digest"] == digest.hexdigest()


def test_nothing_in_the_project_leads_out_of_the_package(packed: tuple[dict[str, Any], Path], tmp_path: Path) -> None:
    _, package = packed
    xml = project_xml(package)
    assert sorted(sources(xml)) == ["./data.gpkg|layername=dltb", "./data.gpkg|layername=survey_evidence",
                                    "./data.gpkg|layername=survey_tasks"]
    assert str(tmp_path) not in xml
    assert str(Path.home()) + "/" not in xml
    assert not re.search(r'="(?:/[^"]|[A-Za-z]:[\\/]|file:)', xml)
    assert "saveUser" not in xml
    assert 'EPSG:1024' in xml  # areas on CGCS2000 where the plugin does not run
    manifest = (package / "manifest.json").read_text(encoding="utf-8")
    assert str(tmp_path) not in manifest


def test_the_package_opens_elsewhere_with_forms_and_evidence(packed: tuple[dict[str, Any], Path],
                                                             tmp_path: Path) -> None:
    _, package = packed
    moved = package.rename(tmp_path / "device")
    project = QgsProject()
    assert project.read(str(next(moved.glob("*.qgz"))))
    layers = {layer.name(): layer for layer in project.mapLayers().values()}
    assert set(layers) == {"DLTB", "Photo evidence", "Field tasks"}
    assert all(layer.isValid() for layer in layers.values())
    parcels, evidence = layers["DLTB"], layers["Photo evidence"]
    assert parcels.editorWidgetSetup(parcels.fields().lookupField("DLBM")).type() == "ValueMap"
    assert {layer.editorWidgetSetup(layer.fields().lookupField(name)).type() for layer, name in (
        (parcels, "kf_uid"), (parcels, "fid"), (evidence, "fid"), (layers["Field tasks"], "fid"))} == {"Hidden"}
    # codes of this tool are English words: only what they mean is shown
    state = layers["Field tasks"].editorWidgetSetup(layers["Field tasks"].fields().lookupField("state"))
    assert {"Done": "done"} in state.config()["map"]
    photo = evidence.editorWidgetSetup(evidence.fields().lookupField("photo"))
    assert (photo.type(), photo.config()["RelativeStorage"]) == ("ExternalResource", 1)
    [relation] = project.relationManager().relations().values()
    assert relation.isValid()
    assert relation.referencedLayer() is parcels
    assert {"azimuth", "taken_at", "photo", "parcel_uid", "verdict"} <= set(evidence.fields().names())
    assert (moved / "photos").is_dir()
    # QField Cloud carries the folders that the project names, DCIM where it names none
    assert project.readListEntry("QFieldSync", "attachmentDirs") == (["photos"], True)
    assert {layer.customProperty("QFieldSync/cloud_action") for layer in layers.values()} == {"offline"}
    arrow = evidence.renderer().symbol().symbolLayer(0).dataDefinedProperties().property(
        QgsSymbolLayer.Property.PropertyAngle)
    assert arrow.expressionString() == 'coalesce("azimuth", 0)'
    assert [entry.label() for entry in layers["Field tasks"].renderer().categories()] == [
        "Open", "Done", "Not reachable", "Other"]
    project.clear()


def test_the_manifest_names_what_is_there(packed: tuple[dict[str, Any], Path]) -> None:
    _, package = packed
    manifest = json.loads((package / "manifest.json").read_text(encoding="utf-8"))
    assert {row["name"]: row["sha256"] for row in manifest["files"]} == {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in package.glob("*") if path.is_file() and path.name != "manifest.json"}
    [layer] = manifest["layers"]
    assert (layer["table"], layer["rows"], layer["source"], layer["crs"]["authid"]) == (
        "dltb", 4, "祥符.gpkg | DLTB", "EPSG:4526")
    assert manifest["format"] == 1


def test_keys_and_journals(packed: tuple[dict[str, Any], Path]) -> None:
    _, package = packed
    for table in ("dltb", "survey_tasks", "survey_evidence"):
        assert [row[1] for row in asked(package / "data.gpkg", f"PRAGMA table_info({table})") if row[5]] == ["fid"]
    assert {row[0] for row in asked(package / "data.gpkg", "SELECT srs_id FROM gpkg_contents")} == {4526}
    assert sorted(path.name for path in package.iterdir()) == [
        "base.gpkg", "data.gpkg", "kf_survey.qgz", "manifest.json", "photos"]


def test_nothing_of_the_users_is_changed(tmp_path: Path) -> None:
    layer, tasks = land(tmp_path / "a.gpkg"), findings((110, "a"))
    before = (tmp_path / "a.gpkg").read_bytes()
    pack(tmp_path / "out", [layer], tasks)
    assert (tmp_path / "a.gpkg").read_bytes() == before
    assert not layer.isEditable()
    assert layer.styleManager().styles() == ["default"]
    assert not QgsProject.instance().mapLayers()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.gpkg", "out"]


def test_a_selection_is_a_task_list(tmp_path: Path) -> None:
    layer = land(tmp_path / "a.gpkg")
    layer.selectByExpression("BSM = 'B7'")
    QgsProject.instance().addMapLayer(layer)
    tasks = QgsProcessingFeatureSourceDefinition(layer.id(), True)
    result = pack(tmp_path / "out", [layer], tasks, MARGIN=0)
    package = Path(result["PACKAGE"])
    # its neighbours share a border with it
    assert [bsm for bsm, in rows(package, "data.gpkg", "dltb", "BSM")] == ["B6", "B7", "B8"]
    assert [no for no, in rows(package, "data.gpkg", "survey_tasks", "task_id")] == ["B7"]


def test_the_route_begins_where_the_team_sets_out(tmp_path: Path) -> None:
    tasks = findings((110, "a"), (800, "b"), (1510, "c"))
    result = pack(tmp_path / "out", [land(tmp_path / "a.gpkg")], tasks, START=f"{X + 2520},{Y + 20} [EPSG:4526]")
    package = Path(result["PACKAGE"])
    assert [name for name, in rows(package, "data.gpkg", "survey_tasks", "task_id")] == ["c", "b", "a"]
    # 1000 m to the first, 710 and 690 on
    assert result["ROUTE_M"] == pytest.approx(2400.0, abs=0.4)


def test_reference_layers_are_read_only_and_have_no_base(tmp_path: Path) -> None:
    roads = save(layer_of([(f"LINESTRING({X} {Y}, {X + 2000} {Y})", {"name": "县道"})], {"name": "text"},
                          geometry="LineString", name="道路/国道"), tmp_path / "r.gpkg")
    result = pack(tmp_path / "out", [land(tmp_path / "a.gpkg")], findings((110, "a")), REFERENCE=[roads])
    package = Path(result["PACKAGE"])
    assert [name for name, in asked(package / "base.gpkg", "SELECT table_name FROM gpkg_contents")] == ["dltb"]
    assert rows(package, "data.gpkg", "layer", "name") == [("县道",)]
    project = QgsProject()
    assert project.read(str(package / "kf_survey.qgz"))
    [layer] = project.mapLayersByName("道路/国道")
    assert layer.readOnly()
    assert layer.customProperty("QFieldSync/cloud_action") == "no_action"
    project.clear()


def test_a_base_map_is_cut_to_the_tasks(tmp_path: Path) -> None:
    # 40 cells of 100 m from X − 1000; the land of the task reaches from X + 60 to X + 180: cells 10 and 11
    raster = raster_layer(write_raster(tmp_path / "b.tif", np.arange(40.0).reshape(1, 40), geotransform=(
        X - 1000.0, 100.0, 0.0, Y + 100.0, 0.0, -100.0)), "影像")
    result = pack(tmp_path / "out", [land(tmp_path / "a.gpkg")], findings((110, "a")), BASE_MAP=raster)
    package = Path(result["PACKAGE"])
    assert "./base_map.tif" in sources(project_xml(package))
    opened = gdal.Open(str(package / "base_map.tif"))
    assert opened.ReadAsArray().tolist() == [[10.0, 11.0]]
    assert opened.GetGeoTransform()[0] == X


def test_one_zip_holds_the_same(tmp_path: Path) -> None:
    result = pack(tmp_path / "out", [land(tmp_path / "a.gpkg")], findings((110, "a")), PACKING="zip", NAME="祥符 10月")
    package = Path(result["PACKAGE"])
    assert package == tmp_path / "out" / "祥符_10月.zip"
    assert [path.name for path in package.parent.iterdir()] == [package.name]
    with zipfile.ZipFile(package) as packed:
        assert packed.testzip() is None
        names = packed.namelist()
        assert all(name.startswith("祥符_10月/") and ".." not in name for name in names)
        packed.extractall(tmp_path / "device")
    assert {"祥符_10月/data.gpkg", "祥符_10月/manifest.json", "祥符_10月/祥符_10月.qgz"} <= set(names)
    assert len(rows(tmp_path / "device/祥符_10月", "data.gpkg", "dltb", "BSM")) == 2


def test_a_style_that_names_files_stays_behind(tmp_path: Path) -> None:
    layer = land(tmp_path / "a.gpkg")
    symbol = QgsFillSymbol.createSimple({})
    (tmp_path / "s.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    symbol.changeSymbolLayer(0, QgsSVGFillSymbolLayer(str(tmp_path / "s.svg")))
    layer.setRenderer(QgsSingleSymbolRenderer(symbol))
    result = pack(tmp_path / "out", [layer], findings((110, "a")))
    assert "The style of layer “DLTB” names files outside" in told(result)["survey.style_left_out"]
    assert str(tmp_path) not in project_xml(Path(result["PACKAGE"]))


def test_tasks_without_a_place_come_last(tmp_path: Path) -> None:
    tasks = layer_of([(None, {"finding_id": "x"}), (rectangle(X, Y, 5, 5), {"finding_id": "y"})],
                     {"finding_id": "text"}, name="findings")
    result = pack(tmp_path / "out", [land(tmp_path / "a.gpkg")], tasks)
    assert rows(Path(result["PACKAGE"]), "data.gpkg", "survey_tasks", "task_no", "task_id", "leg_m") == [
        (1, "y", 0.0), (2, "x", None)]
    assert "Tasks without a place: 1." in told(result)["survey.task_without_place"]


def test_layers_in_another_crs_are_packed_as_they_are(tmp_path: Path) -> None:
    layer = save(layer_of([("POLYGON((114.30 34.80, 114.31 34.80, 114.31 34.81, 114.30 34.80))", {"BSM": "1"})],
                          {"BSM": "text"}, crs="EPSG:4490", name="度"), tmp_path / "d.gpkg")
    tasks = layer_of([("POINT(114.305 34.801)", {})], {"a": "text"}, crs="EPSG:4326", geometry="Point", name="t")
    result = pack(tmp_path / "out", [layer], tasks)
    assert asked(Path(result["PACKAGE"]) / "data.gpkg",
                 "SELECT srs_id FROM gpkg_contents WHERE table_name = 'layer'") == [(4490,)]
    assert result["FEATURES"] == 1
