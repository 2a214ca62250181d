"""Load demo data: into an empty QGIS, beside what the user has open, twice, and cancelled."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from qgis.core import QgsProject
from qgis.PyQt.QtWidgets import QPushButton

from kf_resources_plugin.gui import demo_loader
from kf_resources_plugin.gui.demo_loader import DemoLoader, add_as_group
from tests.builders import layer_of, rectangle, rows_of, save

if TYPE_CHECKING:
    from pathlib import Path

    from tests.desktop import DesktopInterface

GENERATES_IN_MS = 120_000


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep the demo city out of the documents of whoever runs the tests."""
    place = tmp_path / "文档" / "kaifeng-demo"
    monkeypatch.setattr(demo_loader, "demo_folder", lambda: place)
    return place


@pytest.fixture
def small_demo(folder: Path) -> Path:
    """Return a project with two layers in a group, as if the demo city had been made before."""
    folder.mkdir(parents=True)
    package = folder / "city.gpkg"
    layers = [save(layer_of([(rectangle(0, 0, 1, 1), {"a": name})], {"a": "text"}, name=name), package)
              for name in ("land", "units")]
    project = QgsProject()
    project.setTitle("示例城市")
    group = project.layerTreeRoot().addGroup("底图")
    for layer in layers:
        layer.setOpacity(0.5)
        layer.setCustomProperty("kf/role", layer.name())
        group.addLayer(project.addMapLayer(layer, False)).setItemVisibilityChecked(layer.name() == "land")
    assert project.write(str(folder / "city.qgz"))
    return folder / "city.qgz"


def last_text(desktop: DesktopInterface) -> str:
    return str(desktop.messageBar().currentItem().text())


def own_layer() -> Any:
    return layer_of([(rectangle(5, 5, 1, 1), {"a": "mine"})], {"a": "text"}, name="我的图层")


def tree(group: Any) -> Any:
    return [(child.name(), tree(child) if hasattr(child, "addGroup") else child.itemVisibilityChecked())
            for child in group.children()]


def test_group_keeps_styles_roles_groups_and_visibility(small_demo: Path, qgis_new_project: QgsProject) -> None:
    demo = QgsProject()
    demo.read(str(small_demo))
    group = add_as_group(demo, qgis_new_project, "示例城市")
    assert tree(group) == [("底图", [("land", True), ("units", False)])]
    del demo  # the copies live on without the project they come from
    layer = qgis_new_project.mapLayersByName("land")[0]
    assert layer.opacity() == 0.5
    assert layer.customProperty("kf/role") == "land"
    assert rows_of(layer, "a") == [("land",)]


def test_empty_project_becomes_the_demo(
    desktop: DesktopInterface, small_demo: Path, qgis_new_project: QgsProject
) -> None:
    DemoLoader(desktop).load()
    assert desktop.opened_projects == [str(small_demo)]


def test_open_project_keeps_its_layers_and_gets_a_group(
    desktop: DesktopInterface, small_demo: Path, qgis_new_project: QgsProject
) -> None:
    mine = qgis_new_project.addMapLayer(own_layer())
    loader = DemoLoader(desktop)
    loader.load()
    assert desktop.opened_projects == []
    assert tree(qgis_new_project.layerTreeRoot()) == [
        ("示例城市", [("底图", [("land", True), ("units", False)])]), ("我的图层", True)]
    assert rows_of(mine, "a") == [("mine",)]
    assert "unchanged" in last_text(desktop)

    loader.load()
    assert len(qgis_new_project.mapLayers()) == 3
    assert "already" in last_text(desktop)


def test_unsaved_project_without_layers_is_not_thrown_away(
    desktop: DesktopInterface, small_demo: Path, qgis_new_project: QgsProject
) -> None:
    qgis_new_project.setTitle("not saved yet")
    assert qgis_new_project.isDirty()
    DemoLoader(desktop).load()
    assert desktop.opened_projects == []
    assert qgis_new_project.title() == "not saved yet"


def test_unreadable_demo_is_said(desktop: DesktopInterface, folder: Path, qgis_new_project: QgsProject) -> None:
    folder.mkdir(parents=True)
    (folder / "city.qgz").write_bytes(b"no zip")
    qgis_new_project.addMapLayer(own_layer())
    DemoLoader(desktop).load()
    assert "cannot be read" in last_text(desktop)
    assert len(qgis_new_project.mapLayers()) == 1


@pytest.mark.usefixtures("kf_provider")
def test_first_time_makes_the_city_in_the_background(
    desktop: DesktopInterface, folder: Path, qgis_new_project: QgsProject, qtbot: Any
) -> None:
    loader = DemoLoader(desktop)
    loader.load()
    loader.load()  # impatient: one run is enough
    assert desktop.opened_projects == []  # not yet, and the window is not blocked
    qtbot.waitUntil(lambda: bool(desktop.opened_projects), timeout=GENERATES_IN_MS)
    assert len(list(folder.glob("*.qgz"))) == 1
    roles = {layer.customProperty("kf/role") for layer in QgsProject.instance().mapLayers().values()}
    assert {"land", "projects", "permanent_farmland"} <= roles


@pytest.mark.usefixtures("kf_provider")
def test_cancelled_city_leaves_nothing(
    desktop: DesktopInterface, folder: Path, qgis_new_project: QgsProject, qtbot: Any
) -> None:
    loader = DemoLoader(desktop)
    loader.load()
    desktop.messageBar().currentItem().findChild(QPushButton).click()
    qtbot.waitUntil(lambda: "cancelled" in last_text(desktop), timeout=GENERATES_IN_MS)
    assert not folder.exists() or list(folder.iterdir()) == []
    assert qgis_new_project.mapLayers() == {}
