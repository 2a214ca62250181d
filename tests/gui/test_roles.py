"""What the roles of layers fill into dialogs."""
from __future__ import annotations

import pytest
from qgis.core import QgsProject, QgsVectorLayer

from kf_resources_plugin.gui.roles import parameter_roles, prefilled
from tests.builders import land_layer

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
