"""The demo project over a package of one rectangle per layer, and what is said when it cannot be written."""
from __future__ import annotations

import shutil
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from qgis.core import QgsLayerTreeLayer, QgsProject

from kf_resources_plugin.cartography.demo_project import NOTE, TITLE, write_demo_project
from kf_resources_plugin.engine.demo.build import demo_layers
from kf_resources_plugin.engine.errors import PlannerError
from tests.builders import layer_of, rectangle, save
from tests.rasters import raster_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kf_resources_plugin.engine.demo.package import Table

pytestmark = pytest.mark.usefixtures("qgis_app")

KINDS = {"text": "text", "integer": "integer", "decimal": "real", "date": "date"}
CHANGE = ["approvals", "exempt", "lost_farmland", "targets", "land_before"]
STOCK = ["supplies", "built_land", "expropriations", "disposals", "registered_parcels", "old_plots", "new_plots",
         "efficiency_parcels", "efficiency_parcels", "land_economics"]
AREAS = ["nature_reserve_core", "main_channel", "frequent_flood", "river_management", "water_source",
         "ecological_conversion", "polluted_land", "planned_construction", "farmland_reserve_zone"]
REACH = ["water_levels", "buildings", "platforms", "settlements", "training_works", "production_dikes", "dikes",
         "river_channel", "receiving_sites", "resettlement_areas", "training_range", "flood_passage", "floodplain"]
TOWN = ["heritage_projects", "view_corridors", "demolitions", "supply_parcels", "heritage_sites", "heritage_sites",
        "city_wall", "town_buildings", "purple_lines", "heritage_zones", "burial_areas", "historic_lines",
        "street_lines", "town_lakes", "height_limits", "street_blocks"]
SHAPES = {"linestring": ("LineString", "LineString (500100 3850100, 500110 3850110)"),
          "point": ("Point", "Point (500100 3850100)")}
UNITS = (500_000.0, 3_850_000.0, 1000.0, 400.0)  # lower left corner, width, height


@pytest.fixture(scope="module")
def tables(qgis_app: object) -> list[Table]:
    return [layer.table for layer in demo_layers()]


@pytest.fixture(scope="module")
def layers_of_all_roles(tables: list[Table], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a GeoPackage with all layers of the demo; the units are wider than the rest."""
    path: Path = tmp_path_factory.mktemp("demo") / "demo.gpkg"
    for table in tables:
        place = UNITS if table.role == "admin_units" else (500_100.0, 3_850_100.0, 10.0, 10.0)
        fields = {column.name: KINDS[column.type] for column in table.columns}
        geometry, shape = SHAPES.get(table.geometry, ("MultiPolygon", rectangle(*place)))
        save(layer_of([(shape, {})], fields, geometry=geometry, crs="EPSG:4547", name=table.name), path)
    for name in ("demo_dem.tif", "demo_dsm.tif"):
        raster_of([[70.0, 80.0]], path.with_name(name))
    return path


@pytest.fixture
def package(layers_of_all_roles: Path, tmp_path: Path) -> Path:
    """Return a copy of the layers, in a folder that can be moved and written to."""
    return Path(shutil.copytree(layers_of_all_roles.parent, tmp_path / "城 市")) / "demo.gpkg"


@pytest.fixture
def written(package: Path, tables: list[Table]) -> Path:
    path = package.with_suffix(".qgz")
    write_demo_project(path, package, tables, "约 20 个图斑，种子 7。")
    return path


@pytest.fixture(scope="module")
def project(layers_of_all_roles: Path, tables: list[Table]) -> Iterator[QgsProject]:
    """Return the project, opened once for all tests that only look at it."""
    path, opened = layers_of_all_roles.with_suffix(".qgz"), QgsProject()
    write_demo_project(path, layers_of_all_roles, tables, "约 20 个图斑，种子 7。")
    assert opened.read(str(path))
    yield opened
    opened.clear()


def by_role(project: QgsProject) -> dict[str, QgsLayerTreeLayer]:
    return {node.layer().customProperty("kf/role"): node for node in project.layerTreeRoot().findLayers()}


def test_groups_and_layers_stand_as_a_planner_reads_them(project: QgsProject, tables: list[Table]) -> None:
    """What is small and decided on lies on top, what fills the map below."""
    tree = [(group.name(), [node.layer().customProperty("kf/role") for node in group.findLayers()])
            for group in project.layerTreeRoot().findGroups()]
    assert tree == [
        ("建设项目", ["projects"]), ("占补平衡", ["reserve"]),
        ("行政区划（示意）", ["admin_units", "townships", "villages"]),
        ("控制线", ["ecological_redline", "urban_boundary", "permanent_farmland"]),
        ("耕地变化与目标", CHANGE), ("存量建设用地（示意）", STOCK),
        ("管控与评价范围（示意）", AREAS), ("黄河滩区（示意）", REACH),
        ("老城与文物（示意）", TOWN), ("国土调查", ["land"]), ("地形（示意）", ["dsm", "dem"])]
    assert {node.layer().name() for node in project.layerTreeRoot().findLayers()} == {
        *(table.title_zh for table in tables), "黄河河段地形", "老城表面模型"}


def test_small_units_change_and_areas_start_switched_off(project: QgsProject) -> None:
    """What opens is the city as it is; the rest waits in folded groups."""
    hidden = {role for role, node in by_role(project).items() if not node.itemVisibilityChecked()}
    assert hidden == {"townships", "villages", *CHANGE, *STOCK, *AREAS, *REACH, *TOWN, "dem", "dsm"}
    folded = {group.name() for group in project.layerTreeRoot().findGroups() if not group.isExpanded()}
    assert folded == {"耕地变化与目标", "存量建设用地（示意）", "管控与评价范围（示意）", "黄河滩区（示意）",
                      "老城与文物（示意）", "地形（示意）"}


def test_the_first_view_is_the_city_with_a_margin(project: QgsProject) -> None:
    """The units, 1000 m wide and 400 m high, and 3 % of the width on every side."""
    extent = project.viewSettings().defaultViewExtent()
    assert (extent.xMinimum(), extent.xMaximum()) == pytest.approx((499_970.0, 501_030.0))
    assert (extent.yMinimum(), extent.yMaximum()) == pytest.approx((3_849_970.0, 3_850_430.0))
    assert extent.crs().authid() == project.crs().authid() == "EPSG:4547"


def test_every_layer_is_styled_named_and_described(project: QgsProject, tables: list[Table]) -> None:
    described = {table.name: (f"{table.title_zh} {table.title_en}", table.abstract) for table in tables}
    for node in project.layerTreeRoot().findLayers():
        layer = node.layer()
        name = layer.metadata().identifier()
        assert layer.isValid()
        assert layer.metadata().rights() == [NOTE]
        assert layer.metadata().crs().authid() == "EPSG:4547"
        if name not in ("dem", "dsm"):
            assert (layer.metadata().title(), layer.metadata().abstract()) == described[name]
    terrain = by_role(project)["dem"].layer()
    assert NOTE in terrain.metadata().abstract()
    assert terrain.renderer().type() == "singlebandgray"
    land = by_role(project)["land"].layer()
    assert land.renderer().type() == "categorizedSymbol"
    assert land.fields().field("DLBM").alias() == "地类编码"
    assert by_role(project)["exempt"].layer().fields().field("kind").alias() == "豁免类型"
    assert by_role(project)["land_before"].layer().renderer().type() == "categorizedSymbol"
    assert by_role(project)["heritage_zones"].layer().renderer().type() == "categorizedSymbol"
    assert by_role(project)["dsm"].layer().renderer().type() == "singlebandgray"
    stock = (role for role in STOCK if role not in ("disposals", "land_economics"))
    roles = ("approvals", "exempt", *stock, *AREAS, *REACH, *(role for role in TOWN if role != "heritage_zones"))
    symbols = {by_role(project)[role].layer().renderer().symbol().dump() for role in roles}
    assert len(symbols) == len(set(roles)), "each in the style of its role"


def test_the_map_and_the_metadata_say_that_it_is_no_legal_boundary(project: QgsProject) -> None:
    assert project.title() == project.metadata().title() == TITLE
    assert NOTE in TITLE
    assert project.metadata().abstract().startswith(f"{NOTE}。约 20 个图斑，种子 7。\n")
    labels = {name: project.readEntry(name, "/Label")[0] for name in ("TitleLabel", "CopyrightLabel")}
    assert labels == {"TitleLabel": TITLE, "CopyrightLabel": NOTE}


def test_a_theme_shows_the_old_town_alone(project: QgsProject) -> None:
    themes = project.mapThemeCollection()
    assert themes.mapThemes() == ["老城与文物（示意）"]
    assert {layer.customProperty("kf/role") for layer in themes.mapThemeVisibleLayers("老城与文物（示意）")} == {
        "heritage_sites", "city_wall", "town_buildings", "heritage_zones", "burial_areas", "street_lines", "town_lakes"}


def test_the_folder_can_be_moved(written: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(written) as archive:
        text = b"".join(archive.read(name) for name in archive.namelist() if name.endswith(".qgs")).decode()
    assert str(tmp_path) not in text
    moved = tmp_path / "elsewhere"
    shutil.move(written.parent, moved)
    project = QgsProject()
    assert project.read(str(moved / written.name))
    assert all(layer.isValid() for layer in project.mapLayers().values())
    project.clear()


def test_a_layer_that_is_missing_is_named(tables: list[Table], tmp_path: Path) -> None:
    package = tmp_path / "half.gpkg"
    save(layer_of([(rectangle(0, 0, 1, 1), {})], {"a": "text"}, crs="EPSG:4547", name="projects"), package)
    missing = next(table for table in tables if table.role == "reserve")
    with pytest.raises(PlannerError, match=rf"{missing.title_zh} of .*half\.gpkg cannot be opened"):
        write_demo_project(tmp_path / "a.qgz", package, tables, "")
    assert not (tmp_path / "a.qgz").exists()


@pytest.mark.parametrize(("file", "title"), [("demo_dem.tif", "黄河河段地形"), ("demo_dsm.tif", "老城表面模型")])
def test_a_raster_that_is_missing_is_named(package: Path, tables: list[Table], file: str, title: str) -> None:
    package.with_name(file).unlink()
    with pytest.raises(PlannerError, match=rf"{title} of .*{file} cannot be opened"):
        write_demo_project(package.with_suffix(".qgz"), package, tables, "")


def test_a_folder_that_is_not_there_is_said(package: Path, tables: list[Table]) -> None:
    with pytest.raises(PlannerError, match=r"absent.*cannot be written: .*Choose a folder you may write to"):
        write_demo_project(package.parent / "absent" / "a.qgz", package, tables, "")


def test_the_open_project_is_left_alone(package: Path, tables: list[Table], qgis_new_project: QgsProject) -> None:
    qgis_new_project.setTitle("我的工程")
    write_demo_project(package.with_suffix(".qgz"), package, tables, "")
    assert qgis_new_project.title() == "我的工程"
    assert qgis_new_project.mapLayers() == {}
