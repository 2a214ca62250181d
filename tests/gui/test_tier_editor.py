"""Lines of a site in the heritage dock: tiers switched off, tools that follow the choice, points that follow edits."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from qgis.core import QgsProject
from qgis.PyQt.QtCore import Qt

from kf_resources_plugin.cartography.styles import apply_style
from kf_resources_plugin.gui.tier_tools import RESHAPE, Task
from tests.gui.docks import click, shown_values
from tests.survey.heritage import COMMON, PAGODA, contents, line, square, zones

if TYPE_CHECKING:
    from qgis.core import QgsVectorLayer

    from kf_resources_plugin.gui.docks.heritage_dock import HeritageDock
    from kf_resources_plugin.gui.widgets.tier_editor import TierEditor


@pytest.fixture
def layer() -> QgsVectorLayer:
    other = {**COMMON, "site_id": "T2", "site_name": "龙亭"}
    made = zones([(square(50), {**COMMON, "tier": "protection"}), (square(100, 50), {**COMMON, "tier": "control_1"}),
                  (square(20, east=500), {**other, "tier": "protection"})])
    apply_style(made, "heritage_zones")
    return made


@pytest.fixture
def editor(heritage_dock: HeritageDock, layer: QgsVectorLayer, qtbot: Any) -> TierEditor:
    assert not heritage_dock.editor.draw_button.isEnabled()
    assert "Choose the layer" in heritage_dock.editor.tool_note.text()
    QgsProject.instance().addMapLayer(layer)
    qtbot.wait(10)
    return heritage_dock.editor


def checks(editor: TierEditor) -> dict[str, bool]:
    items = [editor.tiers_list.item(row) for row in range(editor.tiers_list.count())]
    return {item.text(): item.checkState() == Qt.CheckState.Checked for item in items}


def test_tiers_are_switched_off_in_the_style_and_nowhere_else(editor: TierEditor, layer: QgsVectorLayer) -> None:
    assert checks(editor) == {"Protection area": True, "Construction control zone I": True}
    before = contents(layer)
    editor.tiers_list.item(0).setCheckState(Qt.CheckState.Unchecked)
    states = {category.value(): category.renderState() for category in layer.renderer().categories()}
    assert (states["protection"], states["control_1"]) == (False, True)
    assert contents(layer) == before
    assert not layer.isEditable()
    # and back, in QGIS's layer tree
    layer.renderer().updateCategoryRenderState(0, True)
    layer.emitStyleChanged()
    assert checks(editor) == {"Protection area": True, "Construction control zone I": True}


def test_a_layer_in_one_colour_can_be_drawn_by_tier(heritage_dock: HeritageDock, qtbot: Any) -> None:
    plain = zones()
    QgsProject.instance().addMapLayer(plain)
    qtbot.wait(10)
    editor = heritage_dock.editor
    assert editor.style_button.isVisible()
    assert not editor.tiers_list.isVisible()
    click(qtbot, editor.style_button)
    assert len(checks(editor)) == 3
    assert not editor.style_button.isVisible()


def test_points_are_numbered_from_the_north_west_and_follow_every_edit(editor: TierEditor, layer: QgsVectorLayer,
                                                                       qtbot: Any) -> None:
    editor.tier_box.setCurrentIndex(editor.tier_box.findData("control_1"))
    editor._site_chosen()
    assert shown_values(editor.points, 0) == ["J1", "J2", "J3", "J4"]
    assert shown_values(editor.points, 2) == ["3850100.000", "3850100.000", "3849900.000", "3849900.000"]
    assert shown_values(editor.points, 3) == ["499900.000", "500100.000", "500100.000", "499900.000"]
    editor.tools.take(layer, Task(RESHAPE, PAGODA, "control_1"), line((-90, 99), (-90, 120), (90, 120), (90, 99)))
    qtbot.waitUntil(lambda: editor.points.model.rowCount() == 8)
    layer.undoStack().undo()
    qtbot.waitUntil(lambda: editor.points.model.rowCount() == 4)


def test_a_tool_stays_on_for_the_site_that_is_chosen_next(editor: TierEditor, qtbot: Any) -> None:
    assert [editor.site_box.itemText(place) for place in range(editor.site_box.count())] == ["T1 铁塔", "T2 龙亭"]
    click(qtbot, editor.reshape_button)
    assert editor.tools.active
    assert editor.reshape_button.isChecked()
    editor.choose_site("T2")
    assert editor.tools.active
    click(qtbot, editor.draw_button)
    assert [button.isChecked() for button in (editor.draw_button, editor.reshape_button)] == [True, False]
    assert "right button" in editor.tool_note.text()
    click(qtbot, editor.draw_button)
    assert not editor.tools.active
    assert not editor.draw_button.isChecked()


def test_a_layer_that_refuses_leaves_the_button_up(editor: TierEditor, layer: QgsVectorLayer, qtbot: Any) -> None:
    layer.setReadOnly(True)
    click(qtbot, editor.draw_button)
    assert not editor.draw_button.isChecked()
    assert "read-only" in editor._dock.iface.messageBar().currentItem().text()


def test_sites_of_the_register_can_get_their_first_line(editor: TierEditor) -> None:
    editor.set_register({"T1": "铁塔", "T7": "延庆观"})
    assert editor.sites_with_lines() == {"T1", "T2"}
    editor.choose_site("T7")
    assert editor.site is not None
    assert (editor.site.id, editor.site.name) == ("T7", "延庆观")
    assert shown_values(editor.points, 0) == []


def test_the_layer_goes_with_its_tool_and_its_points(editor: TierEditor, layer: QgsVectorLayer, qtbot: Any) -> None:
    editor.choose_site("T1")
    click(qtbot, editor.draw_button)
    QgsProject.instance().removeMapLayer(layer.id())
    assert not editor.tools.active
    assert editor.layer is None
    assert editor.site_box.count() == 0


# 4547 of PROJ 9.1 (pyproj); the first corner lies on its central meridian
@pytest.mark.parametrize(("crs", "corners"), [
    ("EPSG:4490", "114 34.8,114.01 34.8,114.01 34.81,114 34.8"),
    ("EPSG:3857", "12690421.950 4136735.049,12691535.145 4136735.049,12691535.145 4138090.786,"
                  "12690421.950 4136735.049")])
def test_points_are_in_metres_of_the_zone_as_tables_have_them(crs: str, corners: str, heritage_dock: HeritageDock,
                                                              qtbot: Any) -> None:
    made = zones([(f"POLYGON(({corners}))", {**COMMON, "tier": "protection"})], crs=crs)
    QgsProject.instance().addMapLayer(made)
    qtbot.wait(10)
    editor = heritage_dock.editor
    north, east = ([float(value) for value in shown_values(editor.points, column)] for column in (2, 3))
    assert list(zip(north, east)) == [
        pytest.approx(pair, abs=0.01) for pair in ((3853514.568, 500914.987), (3852405.198, 500915.097),
                                                   (3852405.153, 500000.0))]
    assert "central meridian 114°" in editor.points_note.text()
    assert editor.points_note.isVisible()


def test_points_without_a_way_into_the_national_system_are_explained(heritage_dock: HeritageDock, qtbot: Any) -> None:
    made = zones([("POLYGON((114 34.8,114.01 34.8,114.01 34.81,114 34.8))", {**COMMON, "tier": "protection"})],
                 crs="EPSG:4610")
    QgsProject.instance().addMapLayer(made)
    qtbot.wait(10)
    assert shown_values(heritage_dock.editor.points, 0) == []
    assert "Xian" in heritage_dock.editor.points_note.text()


def test_a_line_that_the_map_does_not_show_is_told_and_switched_on(editor: TierEditor, layer: QgsVectorLayer,
                                                                  qtbot: Any) -> None:
    assert not editor.show_button.isVisible()
    root = QgsProject.instance().layerTreeRoot()
    group = root.insertGroup(0, "老城与文物")
    group.insertChildNode(0, root.findLayer(layer).clone())
    root.removeChildNode(root.children()[1])
    group.setItemVisibilityChecked(False)
    assert "switched off" in editor.shown_note.text()
    click(qtbot, editor.show_button)
    assert root.findLayer(layer).isVisible()
    assert not editor.show_button.isVisible()
    editor.tier_box.setCurrentIndex(editor.tier_box.findData("control_1"))
    editor._site_chosen()
    editor.tiers_list.item(1).setCheckState(Qt.CheckState.Unchecked)
    assert "construction control zone i" in editor.shown_note.text().lower()
    root.findLayer(layer).setItemVisibilityChecked(False)
    click(qtbot, editor.show_button)
    assert root.findLayer(layer).isVisible()
    assert checks(editor) == {"Protection area": True, "Construction control zone I": True}
    assert not editor.shown_note.isVisible()
