"""kf:demodata as users start it: files, project, messages."""
from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from qgis.core import (
    QgsApplication,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProject,
    QgsVectorLayer,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

PARCELS = 2_000
ROLES = {"land", "admin_units", "townships", "villages", "permanent_farmland", "ecological_redline", "urban_boundary",
         "projects", "reserve", "land_before", "approvals", "exempt", "targets", "lost_farmland", "river_management",
         "main_channel", "frequent_flood", "nature_reserve_core", "polluted_land", "ecological_conversion",
         "water_source", "planned_construction", "farmland_reserve_zone", "dem", "floodplain", "flood_passage",
         "training_range", "resettlement_areas", "receiving_sites", "dikes", "training_works", "production_dikes",
         "river_channel", "water_levels", "settlements", "platforms", "buildings",
         "heritage_projects", "view_corridors", "demolitions", "supply_parcels", "heritage_sites", "city_wall",
         "town_buildings", "purple_lines", "heritage_zones", "burial_areas", "historic_lines", "street_lines",
         "town_lakes", "height_limits", "street_blocks", "dsm", "expropriations", "supplies", "built_land", "disposals",
         "registered_parcels", "old_plots", "new_plots", "efficiency_parcels", "land_economics"}


def run(parameters: dict[str, Any], feedback: QgsProcessingFeedback | None = None) -> dict[str, Any]:
    import processing

    results: dict[str, Any] = processing.run("kf:demodata", {"PARCELS": PARCELS, **parameters},
                                             feedback=feedback or QgsProcessingFeedback())
    return results


@pytest.fixture(scope="module")
def results(kf_provider: Any, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Return the results of one run into a folder whose name has Chinese and a space."""
    return run({"FOLDER": str(tmp_path_factory.mktemp("示例 数据")), "SEED": 3})


@pytest.fixture
def project(results: dict[str, Any]) -> Iterator[QgsProject]:
    """Return the written project, opened."""
    opened = QgsProject()
    assert opened.read(results["PROJECT"])
    yield opened
    opened.clear()


def test_results(results: dict[str, Any]) -> None:
    assert Path(results["GEOPACKAGE"]).name == "kf_demo.gpkg"
    assert Path(results["PROJECT"]).name == "kf_demo.qgz"
    assert results["PARCEL_COUNT"] == pytest.approx(PARCELS, rel=0.03)
    assert len(results["DIGEST"]) == 64
    assert sorted(path.name for path in Path(results["FOLDER"]).iterdir()) == [
        "kf_demo.gpkg", "kf_demo.qgz", "kf_demo_dem.tif", "kf_demo_dsm.tif", "kf_demo_reserve.csv"]
    assert Path(results["DEM"]).name == "kf_demo_dem.tif"
    assert Path(results["DSM"]).name == "kf_demo_dsm.tif"
    assert Path(results["RESERVE_FILE"]).read_text(encoding="utf-8").startswith("指标编号,县区代码")
    with sqlite3.connect(results["GEOPACKAGE"]) as connection:
        assert connection.execute("SELECT count(*) FROM land").fetchone()[0] == results["PARCEL_COUNT"]
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_project_opens_with_valid_layers_in_their_roles(project: QgsProject) -> None:
    layers = list(project.mapLayers().values())
    assert {layer.customProperty("kf/role") for layer in layers} == ROLES
    assert all(layer.isValid() for layer in layers)
    assert all(layer.featureCount() > 0 for layer in layers if isinstance(layer, QgsVectorLayer))
    assert {layer.crs().authid() for layer in layers if layer.isSpatial()} == {"EPSG:4547"}
    assert project.crs().authid() == "EPSG:4547"
    assert all(any("\u4e00" <= letter <= "\u9fff" for letter in layer.name()) for layer in layers)
    groups = [group.name() for group in project.layerTreeRoot().findGroups()]
    assert groups == ["建设项目", "占补平衡", "行政区划（示意）", "控制线", "耕地变化与目标", "存量建设用地（示意）",
                      "管控与评价范围（示意）", "黄河滩区（示意）", "老城与文物（示意）", "国土调查", "地形（示意）"]
    land = next(layer for layer in layers if layer.customProperty("kf/role") == "land")
    assert land.renderer().type() == "categorizedSymbol"
    assert land.fields().field("DLBM").alias() == "地类编码"


def test_project_says_what_it_is(project: QgsProject) -> None:
    note = "示意，非法定界线"
    assert note in project.title()
    assert note in project.metadata().abstract()
    assert project.readBoolEntry("CopyrightLabel", "/Enabled") == (True, True)
    assert project.readEntry("CopyrightLabel", "/Label")[0] == note
    for layer in project.mapLayers().values():
        assert layer.metadata().rights() == [note]
        assert "演示数据" in layer.metadata().abstract()


def test_project_opens_on_the_city(project: QgsProject) -> None:
    extent = project.viewSettings().defaultViewExtent()
    units = next(layer for layer in project.mapLayers().values() if layer.customProperty("kf/role") == "admin_units")
    assert extent.contains(units.extent())
    assert extent.width() < 1.2 * units.extent().width()


def test_paths_are_relative(results: dict[str, Any], tmp_path: Path) -> None:
    for name in ("kf_demo.gpkg", "kf_demo.qgz", "kf_demo_dem.tif", "kf_demo_dsm.tif"):
        (tmp_path / name).write_bytes((Path(results["FOLDER"]) / name).read_bytes())
    moved = QgsProject()
    assert moved.read(str(tmp_path / "kf_demo.qgz"))
    assert all(layer.source().startswith(str(tmp_path)) for layer in moved.mapLayers().values())
    moved.clear()


def test_the_open_project_is_left_alone(results: dict[str, Any]) -> None:
    assert QgsProject.instance().mapLayers() == {}


def test_an_earlier_city_is_not_overwritten(kf_provider: Any, tmp_path: Path) -> None:
    kept = tmp_path / "kf_demo.gpkg"
    kept.write_text("mine")
    feedback = QgsProcessingFeedback()
    found = run({"FOLDER": str(tmp_path)}, feedback)
    assert kept.read_text() == "mine"
    assert [Path(found[name]).name for name in ("GEOPACKAGE", "PROJECT")] == ["kf_demo_2.gpkg", "kf_demo_2.qgz"]
    assert "kf_demo_2" in feedback.textLog()


def test_cancel_leaves_nothing(kf_provider: Any, tmp_path: Path) -> None:
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("kf:demodata")
    feedback = QgsProcessingFeedback()
    feedback.cancel()
    found, _ = algorithm.run({"FOLDER": str(tmp_path), "PARCELS": PARCELS}, QgsProcessingContext(), feedback)
    assert found == {}
    assert list(tmp_path.iterdir()) == []


def test_numbers_out_of_range_are_named_together(kf_provider: Any) -> None:
    with pytest.raises(QgsProcessingException) as failure:
        run({"PARCELS": 20, "SEED": -1})
    assert "1500" in str(failure.value)
    assert "Seed" in str(failure.value)


def test_a_folder_that_is_a_file_is_a_message(kf_provider: Any, tmp_path: Path) -> None:
    place = tmp_path / "file"
    place.write_text("mine")
    with pytest.raises(QgsProcessingException, match="cannot be written"):
        run({"FOLDER": str(place)})


def test_an_omitted_folder_is_a_temporary_one(kf_provider: Any, tmp_path: Path,
                                              monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    found = run({})
    assert list(tmp_path.iterdir()) == []
    assert Path(found["GEOPACKAGE"]).is_file()
