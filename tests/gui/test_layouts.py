"""A map's layout goes on in QGIS's layout window: over copies of the project's layers, in the styles of the map."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from qgis import processing
from qgis.core import QgsProject, QgsVectorLayer

from kf_resources_plugin.cartography.layout import LayoutError
from kf_resources_plugin.engine.roles import layers_by_role
from kf_resources_plugin.gui import layouts as gui_layouts
from kf_resources_plugin.gui.layouts import open_layout
from tests.builders import save
from tests.cartography import builders as town

if TYPE_CHECKING:
    from pathlib import Path

    from tests.desktop import DesktopInterface

pytestmark = pytest.mark.usefixtures("kf_provider")


@pytest.fixture
def layers(qgis_new_project: QgsProject, tmp_path: Path) -> dict[str, QgsVectorLayer]:
    """Put two plain layers into the open project, the lower one of the map on top."""
    made = {"PERMANENT_FARMLAND": save(town.permanent_farmland(), tmp_path / "a.gpkg"),
            "URBAN_BOUNDARY": save(town.boundary(), tmp_path / "b.gpkg")}
    for layer in reversed(list(made.values())):
        QgsProject.instance().addMapLayer(layer)
    return made


def layout_of(layers: dict[str, QgsVectorLayer], folder: Path) -> Path:
    path = folder / "图.qpt"
    processing.run("kf:controllinemap", {**layers, "OUTPUT_LAYOUT": str(path), "TITLE": "三线"})
    return path


def test_the_layout_stands_in_the_project_and_its_window_opens(
    desktop: DesktopInterface, layers: dict[str, QgsVectorLayer], tmp_path: Path
) -> None:
    path = layout_of(layers, tmp_path)
    names = [open_layout(desktop, path, "三线图").name() for _ in range(2)]
    assert names == ["三线图", "三线图 2"]
    assert desktop.opened_layouts == names
    assert [layout.name() for layout in QgsProject.instance().layoutManager().printLayouts()] == names


def test_it_draws_copies_in_the_order_names_and_styles_of_the_map(
    desktop: DesktopInterface, layers: dict[str, QgsVectorLayer], tmp_path: Path
) -> None:
    layout = open_layout(desktop, layout_of(layers, tmp_path), "三线图")
    drawn = layout.itemById("map").layers()
    assert [layer.name() for layer in drawn] == ["Urban development boundary", "Permanent basic farmland"]
    assert {layer.id() for layer in drawn} & {layer.id() for layer in layers.values()} == set()
    # house colours of the two lines
    assert [layer.renderer().symbol().symbolLayer(0).strokeColor().getRgb()[:3] for layer in drawn] == [
        (255, 0, 0), (200, 150, 0)]
    listed = layout.itemById("legend").model().rootGroup().findLayers()
    assert [node.layer().id() for node in listed] == [layer.id() for layer in drawn]
    assert "三线" in layout.itemById("title").currentText()


def test_nothing_of_the_user_changes(desktop: DesktopInterface, layers: dict[str, QgsVectorLayer],
                                     tmp_path: Path) -> None:
    project = QgsProject.instance()
    before = {layer.id(): (layer.name(), layer.renderer().dump()) for layer in layers.values()}
    roles = {role: layer.id() for role, layer in layers_by_role(project).items()}
    open_layout(desktop, layout_of(layers, tmp_path), "三线图")
    assert {layer.id(): (layer.name(), layer.renderer().dump()) for layer in layers.values()} == before
    assert {role: layer.id() for role, layer in layers_by_role(project).items()} == roles, "copies play no role"
    group = project.layerTreeRoot().findGroup("三线图")
    assert not group.isVisible()
    assert len(group.findLayers()) == 2


def test_a_file_that_is_no_layout_is_named(desktop: DesktopInterface, qgis_new_project: Any, tmp_path: Path) -> None:
    path = tmp_path / "x.qpt"
    path.write_text("<qgis/>", encoding="utf-8")
    with pytest.raises(LayoutError, match=r"x\.qpt is not a map template"):
        open_layout(desktop, path, "图")
    assert not QgsProject.instance().layoutManager().layouts()
    assert desktop.opened_layouts == []


def test_the_menu_asks_for_the_file_and_says_what_is_wrong(
    desktop: DesktopInterface, layers: dict[str, QgsVectorLayer], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [("", ""), (str(layout_of(layers, tmp_path)), ""), (str(tmp_path / "absent.qpt"), "")]
    monkeypatch.setattr(gui_layouts.QFileDialog, "getOpenFileName", lambda *_: answers.pop(0))
    gui_layouts.choose_layout(desktop)
    assert desktop.opened_layouts == []
    gui_layouts.choose_layout(desktop)
    assert desktop.opened_layouts == ["图"]
    assert desktop.messageBar().currentItem() is None
    gui_layouts.choose_layout(desktop)
    assert "absent.qpt cannot be read" in desktop.messageBar().currentItem().text()
