"""Which layer of a project plays which role."""
from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from qgis.core import QgsProject, QgsVectorLayer

from kf_resources_plugin.gui.roles import layers_by_role, parameter_roles, prefilled
from tests.builders import land_layer, layer_of, rectangle, save

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("qgis_processing")


def with_role(role: str, name: str = "layer") -> QgsVectorLayer:
    layer = land_layer([], name=name)
    layer.setCustomProperty("kf/role", role)
    return layer


def names(project: QgsProject) -> dict[str, str]:
    return {role: layer.name() for role, layer in layers_by_role(project).items()}


def test_a_project_without_roles(qgis_new_project: QgsProject) -> None:
    qgis_new_project.addMapLayers([land_layer([], name="land"), with_role("", "empty")])
    assert layers_by_role(qgis_new_project) == {}


def test_the_layer_on_top_counts_wherever_it_stands_in_groups(qgis_new_project: QgsProject) -> None:
    root = qgis_new_project.layerTreeRoot()
    upper, lower = root.addGroup("上"), root.addGroup("下")
    for group, name in ((lower, "below"), (upper, "above")):
        group.addLayer(qgis_new_project.addMapLayer(with_role("land", name), False))
    root.addLayer(qgis_new_project.addMapLayer(with_role("projects", "last"), False))
    assert names(qgis_new_project) == {"land": "above", "projects": "last"}
    qgis_new_project.layerTreeRoot().removeChildNode(upper)
    assert names(qgis_new_project) == {"land": "below", "projects": "last"}


def test_a_layer_that_is_switched_off_still_plays_its_role(qgis_new_project: QgsProject) -> None:
    layer = qgis_new_project.addMapLayer(with_role("land", "hidden"))
    qgis_new_project.layerTreeRoot().findLayer(layer).setItemVisibilityChecked(False)
    assert names(qgis_new_project) == {"land": "hidden"}


def test_a_layer_whose_file_is_gone_plays_none(qgis_new_project: QgsProject, tmp_path: Path) -> None:
    """Such a layer stays in the project, marked as broken; the next one below takes its role."""
    for place, name in ((1, "below"), (2, "gone")):
        stored = save(layer_of([(rectangle(place, 0, 1, 1), {})], {"a": "text"}, name=name), tmp_path / f"{name}.gpkg")
        stored.setCustomProperty("kf/role", "land")
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


def test_the_role_is_kept_in_the_project_file(qgis_new_project: QgsProject, tmp_path: Path) -> None:
    stored = save(layer_of([(rectangle(0, 0, 1, 1), {})], {"a": "text"}, name="地类图斑"), tmp_path / "a.gpkg")
    stored.setCustomProperty("kf/role", "land")
    qgis_new_project.addMapLayer(stored)
    assert qgis_new_project.write(str(tmp_path / "a.qgz"))
    opened = QgsProject()
    assert opened.read(str(tmp_path / "a.qgz"))
    assert names(opened) == {"land": "地类图斑"}
    opened.clear()


@pytest.mark.usefixtures("kf_provider")
def test_only_what_is_there_is_filled_in(qgis_new_project: QgsProject) -> None:
    assert prefilled("kf:farmlandoccupation", qgis_new_project) == {}
    boundary = qgis_new_project.addMapLayer(with_role("urban_boundary"))
    assert prefilled("kf:farmlandoccupation", qgis_new_project) == {}
    assert prefilled("kf:controllinemap", qgis_new_project) == {"URBAN_BOUNDARY": boundary.id()}


@pytest.mark.usefixtures("kf_provider")
def test_nothing_changes_the_roles_by_reading_them() -> None:
    before = dict(parameter_roles("kf:controllinemap"))
    assert before
    prefilled("kf:controllinemap", QgsProject.instance())
    assert dict(parameter_roles("kf:controllinemap")) == before
