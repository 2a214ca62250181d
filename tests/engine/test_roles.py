"""Which layer of a project plays which role: as said, else as its name or its fields tell."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from qgis.core import QgsProject, QgsVectorLayer

from kf_resources_plugin.engine.roles import (
    ALIKE,
    CALLED,
    NEARLY_CALLED,
    NO_ROLE,
    RESULT,
    RESULT_PROPERTY,
    SAID,
    ToldRole,
    layers_by_role,
    read_role,
    role_by_fields,
    role_by_name,
    role_called,
    role_title,
    roles,
    told_role,
    write_role,
)
from kf_resources_plugin.engine.schema import load_schema
from tests.builders import land_layer, layer_of, project_layer, rectangle, save
from tests.rasters import raster_of

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("qgis_app")

SURVEY = {"BSM": "text", "DLBM": "text", "ZLDWDM": "text"}
RESERVE = {"entry_id": "text", "unit_code": "text", "available_date": "date", "quantity_m2": "real",
           "paddy_m2": "real", "capacity_kg": "real"}


def plain(name: str, **how: Any) -> QgsVectorLayer:
    """Return a layer that only its name tells anything of."""
    return layer_of([], {"note": "text"}, name=name, **how)


def with_role(role: str, name: str = "layer") -> QgsVectorLayer:
    layer = plain(name)
    layer.setCustomProperty("kf/role", role)
    return layer


def names(project: QgsProject) -> dict[str, str]:
    return {role: layer.name() for role, layer in layers_by_role(project).items()}


# -- written -------------------------------------------------------------------------------------------------------


def test_a_role_is_written_on_the_layer_and_taken_away() -> None:
    layer = plain("layer")
    assert read_role(layer) == ""
    write_role(layer, "land")
    assert (read_role(layer), layer.customProperty("kf/role")) == ("land", "land")
    write_role(layer, "")
    assert (read_role(layer), layer.customPropertyKeys()) == ("", [])


def test_the_role_is_kept_in_the_project_file(qgis_new_project: QgsProject, tmp_path: Path) -> None:
    stored = save(layer_of([(rectangle(0, 0, 1, 1), {})], {"a": "text"}, name="x"), tmp_path / "a.gpkg")
    write_role(stored, "land")
    qgis_new_project.addMapLayer(stored)
    assert qgis_new_project.write(str(tmp_path / "a.qgz"))
    opened = QgsProject()
    assert opened.read(str(tmp_path / "a.qgz"))
    assert names(opened) == {"land": "x"}
    opened.clear()


# -- guessed -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "role"), [
    ("DLTB", "land"), ("地类图斑", "land"), ("三调 — 永久基本农田", "permanent_farmland"),
    (" stbhhx ", "ecological_redline"),
    ("区县", "admin_units"), ("历史文化保护线", "historic_lines"), ("变更前地类图斑", "land_before"),
    ("指标库", "reserve"),
])
def test_usual_names_tell_the_role(name: str, role: str) -> None:
    assert role_by_name(plain(name)) == role


# Table of the control layers of a planning database (YJJBNTBHTB … YGYSXZJSYDTB) and the role each name stands for.
PLANNING_LAYERS = {
    "permanent_farmland": "YJJBNTBHTB YJJBNTTB YJJBNT 永久基本农田", "protected_farmland": "GDBHMB",
    "ecological_redline": "STBHHX 生态保护红线", "urban_boundary": "CZKFBJ 城镇开发边界",
    "plan_zones": "GHFQ YDYHGHFQ ZXCQGHFQ 规划分区", "planned_land_use": "ZXCQGHYDYH",
    "historic_lines": "LSWHBHX 历史文化保护线", "flood_risk_line": "HLFXKZX 洪涝风险控制线",
    "green_lines": "ZXCQCSLVX 城市绿线", "purple_lines": "ZXCQCSZX 城市紫线", "yellow_lines": "ZXCQCSHX 城市黄线",
    "blue_lines": "ZXCQCSLX 城市蓝线", "plan_changes": "WHC 维护层", "projects": "XS_XMKJFW 项目占地范围",
    "approvals": "ZZ_NYDZYFW", "expropriations": "ZZ_TDZSFW", "suspected_land": "WFDK YGYSXZJSYDTB 违法地块",
}


@pytest.mark.parametrize(("role", "name"), [(role, name) for role, listed in PLANNING_LAYERS.items()
                                            for name in listed.split()])
def test_layers_of_a_planning_database_are_known_in_any_case(role: str, name: str) -> None:
    assert [role_by_name(plain(text)) for text in (name, name.lower(), f"kaifeng — {name}")] == [role] * 3


@pytest.mark.parametrize(("name", "role"), [
    ("YJJBNTBHTB_410221", "permanent_farmland"), ("2023年DLTB", "land"), ("STBHHX (1)", "ecological_redline"),
    ("410200_2023年度_CZKFBJ", "urban_boundary"), ("dltb2023", "land"), ("生态保护红线（2022）", "ecological_redline"),
    ("2022年变更前地类图斑", "land_before"), ("25度以上坡地_410221", "steep_land"), ("25度以上坡地", "steep_land"),
    ("DLTB 2", "land"), ("data — YJJBNT_1", "permanent_farmland"),
    # words beside the name may say that it is something else
    ("DLTB结果", ""), ("永久基本农田占用", ""), ("DLTB STBHHX", ""), ("新DLTB", ""),
    ("XZ 2020", ""),  # 现状 as well as 乡镇
    ("2023", ""), ("年度", ""), ("", ""),
])
def test_years_and_codes_around_a_usual_name_are_passed_over(name: str, role: str) -> None:
    assert role_by_name(plain(name)) == role


def test_a_layer_that_is_called_one_thing_and_stored_as_another_stays_undecided(tmp_path: Path) -> None:
    stored = save(plain("STBHHX_2022"), tmp_path / "data.gpkg")
    stored.setName("DLTB_2022")
    assert role_by_name(stored) == ""
    stored.setName("red")
    assert role_by_name(stored) == "ecological_redline"


def test_what_tells_a_role_is_told() -> None:
    said, called, nearly, alike, result = plain("x"), plain("DLTB"), plain("DLTB_410221"), land_layer([], name="x"), (
        land_layer([], name="DLTB"))
    write_role(said, "water")
    result.setCustomProperty(RESULT_PROPERTY, "farmland")
    assert [told_role(layer) for layer in (said, called, nearly, alike, result, plain("x"))] == [
        ToldRole("water", SAID), ToldRole("land", CALLED), ToldRole("land", NEARLY_CALLED), ToldRole("land", ALIKE),
        ToldRole("", RESULT), ToldRole("", "")]
    write_role(result, NO_ROLE)
    assert told_role(result) == ToldRole(NO_ROLE, SAID)


def test_a_name_does_not_make_polygons_of_points() -> None:
    assert role_by_name(plain("DLTB", geometry="Point")) == ""
    assert role_by_name(plain("DLTB", geometry="None")) == ""


@pytest.mark.parametrize(("name", "geometry", "role"), [
    ("堤防", "LineString", "dikes"), ("堤防", "MultiPolygon", ""), ("生产堤", "MultiLineString", "production_dikes"),
    ("险工", "LineString", "training_works"), ("河道中泓线", "LineString", "river_channel"),
    ("水位点", "Point", "water_levels"), ("水位断面", "LineString", "water_levels"), ("水位点", "Polygon", ""),
    ("村台", "Polygon", "platforms"), ("嫩滩", "Polygon", "flood_passage"), ("DEM", "Polygon", "")])
def test_a_name_stands_for_a_role_of_its_kind_of_layers_only(name: str, geometry: str, role: str) -> None:
    assert role_by_name(plain(name, geometry=geometry)) == role


@pytest.mark.parametrize(("name", "role"), [("DEM", "dem"), ("DEM_2022", "dem"), ("数字高程模型", "dem"), ("堤防", "")])
def test_a_raster_plays_roles_of_rasters(tmp_path: Path, name: str, role: str) -> None:
    assert role_by_name(raster_of([[1.0]], tmp_path / "a.tif", name=name)) == role


def test_levels_are_known_by_their_fields() -> None:
    levels = {"stage": "integer", "level_m": "real"}
    assert role_by_fields(layer_of([], levels, geometry="Point", name="x")) == "water_levels"
    assert role_by_fields(layer_of([], levels, name="x")) == ""


def test_a_raster_plays_its_role_in_a_project(qgis_new_project: QgsProject, tmp_path: Path) -> None:
    terrain = raster_of([[1.0]], tmp_path / "a.tif", name="x")
    write_role(terrain, "dem")
    for layer in (plain("DEM"), terrain):
        qgis_new_project.addMapLayer(layer)
    assert layers_by_role(qgis_new_project) == {"dem": terrain}


def test_the_table_of_a_package_tells_the_role(tmp_path: Path) -> None:
    stored = save(plain("STBHHX"), tmp_path / "data.gpkg")
    stored.setName("red")
    assert role_by_name(stored) == "ecological_redline"


@pytest.mark.parametrize(("fields", "geometry", "role"), [
    (SURVEY, "MultiPolygon", "land"),
    ({name.lower(): kind for name, kind in SURVEY.items()}, "MultiPolygon", "land"),
    ({"DLDM": "text", "ZLDWDM": "text"}, "MultiPolygon", "land"),  # DLDM: name of the class in drafts
    (SURVEY, "Point", ""),
    ({"DLBM": "text"}, "MultiPolygon", ""),
    ({**SURVEY, "YJJBNTTBBH": "text", "YJJBNTTBMJ": "real"}, "MultiPolygon", "permanent_farmland"),
    ({"XMDM": "text", "XMMC": "text"}, "MultiPolygon", "projects"),
    ({"XZQDM": "text", "XZQMC": "text"}, "MultiPolygon", ""),  # counties, townships and control lines have them alike
    (RESERVE, "None", "reserve"),
    (RESERVE, "Point", "reserve"),
    ({"project_id": "text", "demand_date": "date", "farmland_m2": "real", "paddy_m2": "real", "capacity_kg": "real"},
     "None", "demand"),
])
def test_fields_tell_the_role(fields: dict[str, str], geometry: str, role: str) -> None:
    assert role_by_fields(layer_of([], fields, geometry=geometry, name="x")) == role


def test_a_shapefile_that_cut_its_fields_is_recognised(tmp_path: Path) -> None:
    whole = layer_of([(rectangle(0, 0, 1, 1), {})], {"XJXZQDM": "text", "LHLX": "text", "STGNYBHMB": "text"}, name="x")
    assert role_by_fields(save(whole, tmp_path / "x.shp", driver="ESRI Shapefile")) == "ecological_redline"


# -- the layers of a project ---------------------------------------------------------------------------------------


def test_a_project_without_layers_that_tell_anything(qgis_new_project: QgsProject) -> None:
    qgis_new_project.addMapLayers([plain("a"), with_role("", "b")])
    assert layers_by_role(qgis_new_project) == {}


def test_what_is_said_counts_before_what_is_guessed(qgis_new_project: QgsProject) -> None:
    qgis_new_project.addMapLayer(with_role("land", "said"))
    qgis_new_project.addMapLayer(land_layer([], name="DLTB"))  # goes on top of the tree
    assert names(qgis_new_project) == {"land": "said"}


def test_a_name_tells_before_fields_do(qgis_new_project: QgsProject) -> None:
    """Also in another layer: the survey by name below one that only has the fields, both below last year's."""
    for name in ("DLTB", "x", "变更前地类图斑"):
        qgis_new_project.addMapLayer(layer_of([], SURVEY, name=name))  # each goes on top of the tree
    assert names(qgis_new_project) == {"land": "DLTB", "land_before": "变更前地类图斑"}


def test_the_usual_name_tells_before_one_with_a_year(qgis_new_project: QgsProject) -> None:
    for name in ("DLTB", "DLTB_2022"):
        qgis_new_project.addMapLayer(plain(name))  # each goes on top of the tree
    assert names(qgis_new_project) == {"land": "DLTB"}


def test_fields_tell_where_nothing_else_does(qgis_new_project: QgsProject) -> None:
    qgis_new_project.addMapLayer(layer_of([], SURVEY, name="x"))
    assert names(qgis_new_project) == {"land": "x"}


def test_a_layer_is_not_guessed_against_its_word(qgis_new_project: QgsProject) -> None:
    for layer, role in ((land_layer([], name="DLTB"), NO_ROLE), (project_layer([], name="projects"), "approvals")):
        write_role(layer, role)
        qgis_new_project.addMapLayer(layer)
    assert names(qgis_new_project) == {"approvals": "projects"}


def test_what_a_dock_computed_is_no_input_that_nobody_chose(qgis_new_project: QgsProject) -> None:
    kept, left = (layer_of([(None, {})], RESERVE, geometry="None", crs="", name=name) for name in ("甲", "乙"))
    left.setCustomProperty(RESULT_PROPERTY, "farmland")
    for layer in (kept, left):
        qgis_new_project.addMapLayer(layer)
    assert layers_by_role(qgis_new_project)["reserve"] == kept
    write_role(left, "reserve")
    assert layers_by_role(qgis_new_project)["reserve"] == left


def test_the_layer_on_top_counts_wherever_it_stands_in_groups(qgis_new_project: QgsProject) -> None:
    root = qgis_new_project.layerTreeRoot()
    upper, lower = root.addGroup("上"), root.addGroup("下")
    for group, name in ((lower, "below"), (upper, "above")):
        group.addLayer(qgis_new_project.addMapLayer(with_role("land", name), False))
    root.addLayer(qgis_new_project.addMapLayer(with_role("approvals", "last"), False))
    assert names(qgis_new_project) == {"land": "above", "approvals": "last"}
    qgis_new_project.layerTreeRoot().removeChildNode(upper)
    assert names(qgis_new_project) == {"land": "below", "approvals": "last"}


def test_a_layer_stands_in_where_none_plays_the_narrower_role(qgis_new_project: QgsProject) -> None:
    """Projects near heritage are the projects, where an office keeps no layer of them alone; never the other way."""
    alone = qgis_new_project.addMapLayer(with_role("heritage_projects", "老城项目"))
    assert names(qgis_new_project) == {"heritage_projects": "老城项目"}
    qgis_new_project.addMapLayer(with_role("projects", "全市项目"))
    assert names(qgis_new_project) == {"heritage_projects": "老城项目", "projects": "全市项目"}
    qgis_new_project.removeMapLayer(alone)
    assert names(qgis_new_project) == {"heritage_projects": "全市项目", "projects": "全市项目"}


def test_a_table_plays_its_role_too(qgis_new_project: QgsProject) -> None:
    qgis_new_project.addMapLayer(layer_of([], RESERVE, geometry="None", name="指标库"))
    assert names(qgis_new_project) == {"reserve": "指标库"}


def test_a_layer_that_is_switched_off_still_plays_its_role(qgis_new_project: QgsProject) -> None:
    layer = qgis_new_project.addMapLayer(with_role("land", "hidden"))
    qgis_new_project.layerTreeRoot().findLayer(layer).setItemVisibilityChecked(False)
    assert names(qgis_new_project) == {"land": "hidden"}


def test_a_layer_whose_file_is_gone_plays_none(qgis_new_project: QgsProject, tmp_path: Path) -> None:
    """Such a layer stays in the project, marked as broken; the next one below takes its role."""
    for place, name in ((1, "below"), (2, "gone")):
        stored = save(layer_of([(rectangle(place, 0, 1, 1), {})], {"a": "text"}, name=name), tmp_path / f"{name}.gpkg")
        write_role(stored, "land")
        qgis_new_project.addMapLayer(stored)
    assert names(qgis_new_project) == {"land": "gone"}
    assert qgis_new_project.write(str(tmp_path / "a.qgz"))
    qgis_new_project.clear()
    (tmp_path / "gone.gpkg").unlink()
    opened = QgsProject()
    opened.read(str(tmp_path / "a.qgz"))
    assert [layer.isValid() for layer in opened.mapLayersByName("gone")] == [False]
    assert names(opened) == {"land": "below"}
    opened.clear()


# -- the data ------------------------------------------------------------------------------------------------------


def test_no_name_stands_for_two_roles() -> None:
    every = [name for role in roles().values() for name in role.names]
    assert len(every) == len(set(every))


def test_fields_of_a_role_are_those_of_its_standard() -> None:
    for role in roles().values():
        if role.schema:
            assert [name for name in role.fields if load_schema(role.schema).field(name) is None] == [], role.name


def test_roles_have_titles_in_both_languages() -> None:
    assert (role_title("land", "zh"), role_title("land", "en")) == ("土地利用现状", "Land use")
    assert "land_before" in roles()


def test_every_role_is_known_by_its_key_and_by_its_titles() -> None:
    for role in roles().values():
        for word in (role.name, *role.titles.values()):
            assert role_called(f" {word.upper()}\u3000") == role.name, word
    assert role_called("红线") == "红线"
    assert role_called(NO_ROLE) == NO_ROLE
