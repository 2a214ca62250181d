"""What the roles of layers, and their fields, fill into dialogs."""
from __future__ import annotations

from typing import Any

import pytest
from qgis.core import QgsProject, QgsVectorLayer

from kf_resources_plugin.engine.field_map import write_field
from kf_resources_plugin.engine.roles import schema_of
from kf_resources_plugin.gui.roles import asked_fields, parameter_roles, prefilled, standard_field
from tests.builders import land_layer, layer_of

pytestmark = pytest.mark.usefixtures("qgis_processing")


def with_role(role: str, name: str = "layer") -> QgsVectorLayer:
    layer = land_layer([], name=name)
    layer.setCustomProperty("kf/role", role)
    return layer


@pytest.mark.usefixtures("kf_provider")
def test_only_what_is_there_is_filled_in(qgis_new_project: QgsProject) -> None:
    assert prefilled("kf:farmlandoccupation", qgis_new_project) == {}
    boundary = qgis_new_project.addMapLayer(with_role("urban_boundary"))
    assert prefilled("kf:farmlandoccupation", qgis_new_project) == {}
    assert prefilled("kf:controllinemap", qgis_new_project) == {"URBAN_BOUNDARY": boundary.id()}


@pytest.mark.usefixtures("kf_provider")
def test_a_layer_that_looks_the_part_is_filled_in_until_the_user_says_no(qgis_new_project: QgsProject) -> None:
    layer = qgis_new_project.addMapLayer(land_layer([], name="地类图斑"))
    assert prefilled("kf:farmlandoccupation", qgis_new_project) == {"LAND": layer.id()}
    layer.setCustomProperty("kf/role", "none")
    assert prefilled("kf:farmlandoccupation", qgis_new_project) == {}


@pytest.mark.usefixtures("kf_provider")
def test_nothing_changes_the_roles_by_reading_them() -> None:
    before = dict(parameter_roles("kf:controllinemap"))
    assert before
    prefilled("kf:controllinemap", QgsProject.instance())
    assert dict(parameter_roles("kf:controllinemap")) == before


# -- fields ----------------------------------------------------------------------------------------------------------

PARCELS = {"dldm": "text", "ZLDWDM": "text", "坡度": "text", "田埂比例": "real"}


def parcels(qgis_new_project: QgsProject) -> QgsVectorLayer:
    """Return survey parcels whose class has the name of drafts in lower case and whose deduction nobody knows."""
    layer = layer_of([], PARCELS, name="DLTB")
    return qgis_new_project.addMapLayer(layer)


@pytest.mark.usefixtures("kf_provider")
def test_fields_that_are_called_otherwise_are_filled_in(qgis_new_project: QgsProject) -> None:
    layer = parcels(qgis_new_project)
    assert prefilled("kf:stablefarmland", qgis_new_project) == {"LAND": layer.id(), "LAND_CLASS_FIELD": "dldm"}
    write_field(layer, "KCXS", "田埂比例")
    assert prefilled("kf:stablefarmland", qgis_new_project) == {
        "LAND": layer.id(), "LAND_CLASS_FIELD": "dldm", "LAND_DEDUCTION_FIELD": "田埂比例"}


@pytest.mark.usefixtures("kf_provider")
def test_what_is_given_counts_and_brings_its_own_fields(qgis_new_project: QgsProject) -> None:
    """The fields filled in are those of the layer that is given, not of the one its role would have brought."""
    parcels(qgis_new_project)
    other = qgis_new_project.addMapLayer(layer_of([], {"Dlbm": "text"}, name="x"))
    given = {"LAND": other.id(), "LAND_UNIT_FIELD": "Dlbm"}
    assert prefilled("kf:stablefarmland", qgis_new_project, given) == {**given, "LAND_CLASS_FIELD": "Dlbm"}


@pytest.mark.usefixtures("kf_provider")
def test_fields_without_a_default_are_filled_in_by_their_standard(qgis_new_project: QgsProject) -> None:
    layer = qgis_new_project.addMapLayer(layer_of(
        [], {"project_id": "text", "XMMC": "text", "day": "date"}, name="projects"))
    write_field(layer, "SQRQ", "day")
    assert prefilled("kf:farmlandoccupation", qgis_new_project) == {
        "PROJECTS": layer.id(), "PROJECT_ID_FIELD": "project_id", "PROJECT_NAME_FIELD": "XMMC",
        "PROJECT_DATE_FIELD": "day"}


def test_every_field_parameter_names_the_standard_field_it_takes(kf_provider: Any) -> None:
    for algorithm in kf_provider.algorithms():
        of_parameters = parameter_roles(algorithm.id())
        for definition in algorithm.parameterDefinitions():
            role = of_parameters.get(definition.parentLayerParameterName()) if definition.type() == "field" else None
            schema = schema_of(role) if role and standard_field(definition) else None
            if schema is not None:
                known = schema.field(standard_field(definition))
                assert known is not None, (algorithm.id(), definition.name())
                assert known.name == standard_field(definition), "overrides are kept by the name of the standard"


@pytest.mark.usefixtures("kf_provider")
def test_fields_that_tools_ask_for_are_known_by_role() -> None:
    asked = asked_fields("kf")
    assert asked["land"] >= {"DLBM", "ZLDWDM", "KCXS", "GDDB"}
    assert not asked["land"] & {"BSM", "BZ"}, "which no tool lets the user choose"
    assert asked["admin_units"] == {"XZQDM", "XZQMC"}
    assert asked["projects"] >= {"XMDM", "XMMC", "SQRQ"}
    assert "ecological_redline" not in asked
    for role in ("heritage_zones", "heritage_protection", "heritage_core", "heritage_control"):
        assert asked[role] >= {"site_id", "tier", "declared_m2"}, "layers of one tier are checked beside those of all"
    assert asked_fields("absent") == {}


@pytest.mark.usefixtures("kf_provider")
@pytest.mark.parametrize("algorithm", ["kf:disposalrate", "kf:landreserveplan"])
def test_a_state_of_stock_land_is_not_taken_for_its_register(algorithm: str, qgis_new_project: QgsProject) -> None:
    register = {"parcel_id": "text", "PZRQ": "date", "GDRQ": "date"}
    state = {"parcel_id": "text", "class": "text", "area_m2": "real", "since": "date"}
    qgis_new_project.addMapLayer(layer_of([], register, name="存量建设用地"))
    found = qgis_new_project.addMapLayer(layer_of([], state, name="Land by class"))
    assert prefilled(algorithm, qgis_new_project)["STATUS"] == found.id()
