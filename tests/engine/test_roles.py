"""Which layer of a project plays which role: as said, else as its name or its fields tell."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from qgis.core import QgsProject, QgsVectorLayer

from kf_resources_plugin.engine.roles import (
    NO_ROLE,
    RESULT_PROPERTY,
    layers_by_role,
    read_role,
    role_by_fields,
    role_by_name,
    role_title,
    roles,
    write_role,
)
from kf_resources_plugin.engine.schema import load_schema
from tests.builders import land_layer, layer_of, project_layer, rectangle, save

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
    ("区县", "admin_units"), ("历史文化保护线", "historic_lines"), ("变更前地类图斑", "land_before"), ("DLTB 2", ""),
    ("指标库", "reserve"),
])
def test_usual_names_tell_the_role(name: str, role: str) -> None:
    assert role_by_name(plain(name)) == role


def test_a_name_does_not_make_polygons_of_points() -> None:
    assert role_by_name(plain("DLTB", geometry="Point")) == ""
    assert role_by_name(plain("DLTB", geometry="None")) == ""


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
    root.addLayer(qgis_new_project.addMapLayer(with_role("projects", "last"), False))
    assert names(qgis_new_project) == {"land": "above", "projects": "last"}
    qgis_new_project.layerTreeRoot().removeChildNode(upper)
    assert names(qgis_new_project) == {"land": "below", "projects": "last"}


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
