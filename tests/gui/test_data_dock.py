"""The data dock: roles, problems and fields of the project's layers, shown live and corrected by hand."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import pytest
from qgis.core import QgsMapLayer, QgsProject, QgsVectorLayer, QgsVectorLayerJoinInfo, edit
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QCoreApplication, QEvent, Qt
from qgis.PyQt.QtWidgets import QApplication, QComboBox

from kf_resources_plugin.engine.field_map import read_field
from kf_resources_plugin.engine.roles import RESULT_PROPERTY, layers_by_role, read_role, write_role
from kf_resources_plugin.gui.docks.data_dock import DataDock
from kf_resources_plugin.gui.menu import KfMenu
from kf_resources_plugin.gui.roles import asked_fields, prefilled
from tests.builders import land_layer, layer_of, rectangle, save
from tests.rasters import raster_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.desktop import DesktopInterface

pytestmark = pytest.mark.usefixtures("kf_provider", "algorithm_dialogs", "qgis_new_project")

PARCEL = rectangle(38_600_000, 3_850_000, 10, 10)
_Layer = TypeVar("_Layer", bound=QgsMapLayer)
LAYER, ROLE, WHY, CRS, COUNT, FAULTS = range(6)
FIELD, HOW = 2, 3


@pytest.fixture
def menu(desktop: DesktopInterface) -> Iterator[KfMenu]:
    shown = KfMenu(desktop)
    desktop.mainWindow().resize(1200, 900)
    desktop.mainWindow().show()
    yield shown
    shown.unload()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def dock(desktop: DesktopInterface, menu: KfMenu) -> DataDock:
    found: DataDock = desktop.mainWindow().findChild(DataDock)
    found.show()
    found.raise_()
    return found


def add(layer: _Layer) -> _Layer:
    QgsProject.instance().addMapLayer(layer)  # on top
    return layer


def settle(qtbot: Any, dock: DataDock) -> None:
    """Wait until the layers are looked at and shown."""
    qtbot.wait(20)
    qtbot.waitUntil(lambda: not dock._facts.busy and not dock._watch._timer.isActive())


def shown(dock: DataDock, column: int) -> list[str]:
    return [dock.proxy.index(row, column).data() for row in range(dock.proxy.rowCount())]


def row(dock: DataDock, layer: QgsMapLayer) -> list[str]:
    place = dock.layers.row_of(layer.id())
    return [dock.layers.index(place, column).data() for column in range(6)]


def field_rows(dock: DataDock) -> dict[str, tuple[str, str]]:
    model = dock.fields
    return {model.key(place): (model.index(place, FIELD).data(), model.index(place, HOW).data())
            for place in range(model.rowCount())}


def choose(qtbot: Any, view: Any, index: Any, text: str) -> None:
    """Choose in a cell by keyboard alone: F2 opens it, arrows go to the entry, Return takes it."""
    view.setFocus()
    view.setCurrentIndex(index)
    qtbot.keyClick(view, Qt.Key.Key_F2)
    box = next(box for box in view.viewport().findChildren(QComboBox) if box.isVisible())
    qtbot.waitUntil(box.view().isVisible)
    wanted = box.findText(text)
    assert wanted >= 0, [box.itemText(place) for place in range(box.count())]
    listed = box.view()
    while listed.currentIndex().row() != wanted:
        qtbot.keyClick(listed, Qt.Key.Key_Down if listed.currentIndex().row() < wanted else Qt.Key.Key_Up)
    qtbot.keyClick(listed, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not view.viewport().findChildren(QComboBox) or not box.isVisible())


def choose_role(qtbot: Any, dock: DataDock, layer: QgsMapLayer, text: str) -> None:
    index = dock.proxy.mapFromSource(dock.layers.index(dock.layers.row_of(layer.id()), ROLE))
    choose(qtbot, dock.layers_view, index, text)


def choose_field(qtbot: Any, dock: DataDock, standard: str, text: str) -> None:
    choose(qtbot, dock.fields_view, dock.fields.index(dock.fields.row_of(standard), FIELD), text)


# -- what is shown ---------------------------------------------------------------------------------------------------


def test_layers_are_listed_with_role_reason_crs_and_count(dock: DataDock, qtbot: Any, tmp_path: Path) -> None:
    result = add(layer_of([], {"note": "text"}, geometry="None", crs="", name="run"))
    result.setCustomProperty(RESULT_PROPERTY, "farmland")
    stored = add(save(layer_of([(PARCEL, {}), (None, {})], {"note": "text"}, name="STBHHX (1)"), tmp_path / "a.gpkg"))
    parcels = add(land_layer([(PARCEL, {"DLBM": "0103"})], name="x"))
    said = add(layer_of([(PARCEL, {})], {"note": "text"}, name="y"))
    write_role(said, "water")
    settle(qtbot, dock)
    assert shown(dock, LAYER) == ["y", "x", "STBHHX (1)", "run"]
    assert row(dock, said) == ["y", "Water", "set", "EPSG:4526", "1", "–"]
    assert row(dock, parcels)[:5] == ["x", "Land use", "fields", "EPSG:4526", "1"]
    assert row(dock, stored)[:5] == ["STBHHX (1)", "Ecological redline", "name", "EPSG:4526", "2"]
    assert row(dock, result) == ["run", "–", "result", "table", "0", "1"]
    assert dock.summary.text() == "4 layers, 3 with a role"
    dock.choose_layer(parcels.id())
    assert "known by the fields DLBM + ZLDWDM" in dock.problems_label.text()


def test_a_raster_is_listed_with_crs_and_size_and_gets_its_role(dock: DataDock, qtbot: Any, tmp_path: Path) -> None:
    terrain = add(raster_of([[60.0, 70.0, 80.0]], tmp_path / "a.tif", name="x"))
    settle(qtbot, dock)
    assert row(dock, terrain) == ["x", "–", "–", "EPSG:4547", "3×1", "–"]
    assert (dock.zoom_button.isEnabled(), dock.table_button.isEnabled()) == (True, False)
    choose_role(qtbot, dock, terrain, "Digital elevation model")
    assert terrain.customProperty("kf/role") == "dem"
    settle(qtbot, dock)
    assert row(dock, terrain)[ROLE:CRS] == ["Digital elevation model", "set"]
    qtbot.mouseClick(dock.style_button, Qt.MouseButton.LeftButton)
    grey = terrain.renderer().contrastEnhancement()
    assert (grey.minimumValue(), grey.maximumValue()) == (60.0, 80.0)


def test_the_filter_finds_layers_by_any_cell(dock: DataDock, qtbot: Any) -> None:
    add(land_layer([], name="DLTB"))
    add(layer_of([], {"note": "text"}, name="STBHHX"))
    settle(qtbot, dock)
    qtbot.keyClicks(dock.filter, "redline")
    assert shown(dock, LAYER) == ["STBHHX"]


def test_a_source_that_cannot_be_opened_is_told(dock: DataDock, qtbot: Any) -> None:
    broken = add(QgsVectorLayer("/nowhere/parcels.shp", "DLTB", "ogr"))
    settle(qtbot, dock)
    assert row(dock, broken) == ["DLTB", "–", "–", "–", "–", "1"]
    dock.choose_layer(broken.id())
    assert "/nowhere/parcels.shp" in dock.problems_label.text()
    assert not any(button.isEnabled() for button in (dock.zoom_button, dock.table_button, dock.style_button))


def test_nothing_is_computed_while_nobody_looks(dock: DataDock, qtbot: Any) -> None:
    dock.hide()
    layer = add(land_layer([], name="DLTB"))
    qtbot.wait(300)
    assert dock.layers.rowCount() == 0
    dock.show()
    settle(qtbot, dock)
    assert row(dock, layer)[ROLE] == "Land use"


# -- changes elsewhere -----------------------------------------------------------------------------------------------


def test_changes_made_elsewhere_are_followed(dock: DataDock, qtbot: Any) -> None:
    layer = add(layer_of([(PARCEL, {"note": "a"})], {"note": "text"}, name="x"))
    settle(qtbot, dock)
    layer.setName("DLTB")
    qtbot.waitUntil(lambda: row(dock, layer)[:3] == ["DLTB", "Land use", "name"])
    write_role(layer, "roads")
    qtbot.waitUntil(lambda: row(dock, layer)[ROLE] == "Roads")
    layer.startEditing()
    assert layer.deleteFeature(next(layer.getFeatures()).id())
    qtbot.waitUntil(lambda: "Edits are not saved yet" in dock.problems_label.text())
    settle(qtbot, dock)
    qtbot.waitUntil(lambda: row(dock, layer)[COUNT] == "0")
    layer.rollBack()
    qtbot.waitUntil(lambda: row(dock, layer)[COUNT] == "1")
    QgsProject.instance().removeMapLayer(layer.id())
    assert dock.layers.rowCount() == 0
    assert not dock.problems_group.isVisible()


def test_a_count_of_a_file_follows_what_is_saved(dock: DataDock, qtbot: Any, tmp_path: Path) -> None:
    layer = add(save(layer_of([(PARCEL, {}), (PARCEL, {})], {"note": "text"}, name="a"), tmp_path / "a.gpkg"))
    settle(qtbot, dock)
    assert row(dock, layer)[COUNT] == "2"
    with edit(layer):
        layer.deleteFeature(next(layer.getFeatures()).id())
    qtbot.waitUntil(lambda: row(dock, layer)[COUNT] == "1")


def test_the_row_stays_chosen_while_layers_come_and_go(dock: DataDock, qtbot: Any) -> None:
    kept, other = add(land_layer([], name="DLTB")), add(land_layer([], name="z"))
    settle(qtbot, dock)
    dock.choose_layer(kept.id())
    add(land_layer([], name="above"))
    settle(qtbot, dock)
    assert dock.current_layer() is kept
    QgsProject.instance().removeMapLayer(other.id())
    settle(qtbot, dock)
    assert dock.current_layer() is kept


# -- corrections -----------------------------------------------------------------------------------------------------


def test_a_role_is_chosen_by_keyboard_kept_and_taken_back(dock: DataDock, qtbot: Any, tmp_path: Path) -> None:
    layer = add(save(land_layer([(PARCEL, {})], name="x"), tmp_path / "a.gpkg"))
    settle(qtbot, dock)
    choose_role(qtbot, dock, layer, "Land use before the change")
    assert (read_role(layer), QgsProject.instance().isDirty()) == ("land_before", True)
    assert row(dock, layer)[ROLE:CRS] == ["Land use before the change", "set"]
    assert QgsProject.instance().write(str(tmp_path / "a.qgz"))
    QgsProject.instance().clear()
    assert QgsProject.instance().read(str(tmp_path / "a.qgz"))
    settle(qtbot, dock)
    [again] = QgsProject.instance().mapLayers().values()
    assert row(dock, again)[ROLE:CRS] == ["Land use before the change", "set"]
    choose_role(qtbot, dock, again, "automatic: Land use")
    assert (read_role(again), row(dock, again)[ROLE:CRS]) == ("", ["Land use", "fields"])
    choose_role(qtbot, dock, again, "none")
    assert (read_role(again), row(dock, again)[ROLE:CRS]) == ("none", ["–", "set"])


def test_leaving_a_cell_without_a_choice_says_nothing(dock: DataDock, qtbot: Any) -> None:
    layer = add(land_layer([], name="x"))
    settle(qtbot, dock)
    QgsProject.instance().setDirty(False)
    choose_role(qtbot, dock, layer, "automatic: Land use")
    assert (read_role(layer), QgsProject.instance().isDirty()) == ("", False)


def test_fields_are_shown_and_corrected_by_keyboard_and_fill_dialogs(
    dock: DataDock, menu: KfMenu, qtbot: Any
) -> None:
    layer = add(layer_of([], {"dlbm": "text", "坐落单位代": "text", "TKXS": "real", "系数": "real"}, name="DLTB"))
    settle(qtbot, dock)
    rows = field_rows(dock)
    assert list(rows).index("GDDB") < list(rows).index("BSM"), "what tools ask for comes first"
    assert [rows[name] for name in ("DLBM", "ZLDWDM", "KCXS", "GDDB", "BSM")] == [
        ("dlbm", "name, other case"), ("坐落单位代", "name cut short"), ("TKXS", "other name"), ("–", "–"),
        ("missing", "–")]
    choose_field(qtbot, dock, "KCXS", "系数")
    assert (read_field(layer, "KCXS"), field_rows(dock)["KCXS"]) == ("系数", ("系数", "set"))
    choose_field(qtbot, dock, "KCXS", "automatic: TKXS")
    assert (layer.customPropertyKeys(), field_rows(dock)["KCXS"]) == ([], ("TKXS", "other name"))
    choose_field(qtbot, dock, "KCXS", "系数")
    menu._open_dialog("kf:stablefarmland")
    dialog = next(window for window in QApplication.topLevelWidgets() if type(window).__name__ == "AlgorithmDialog"
                  and window.isVisible())
    values = dialog.createProcessingParameters()
    assert [values[f"LAND{name}"] for name in ("", "_CLASS_FIELD", "_UNIT_FIELD", "_DEDUCTION_FIELD")] == [
        layer.id(), "dlbm", "坐落单位代", "系数"]
    dialog.close()


def test_only_fields_that_tools_ask_for_can_be_chosen(dock: DataDock, qtbot: Any) -> None:
    """Any other correction would be kept and used by nothing."""
    add(land_layer([], name="DLTB"))
    settle(qtbot, dock)
    editable = {dock.fields.key(place) for place in range(dock.fields.rowCount())
                if dock.fields.flags(dock.fields.index(place, FIELD)) & Qt.ItemFlag.ItemIsEditable}
    assert editable == asked_fields("kf")["land"]
    assert not editable & {"BSM", "BZ"}


def test_other_docks_follow_roles_and_fields(dock: DataDock, menu: KfMenu, qtbot: Any) -> None:
    usual = add(land_layer([], name="DLTB"))
    lower = add(land_layer([], name="x", CLASS="text"))
    settle(qtbot, dock)
    farmland = menu._docks[0]
    assert farmland.choices.layer("LAND") is usual
    choose_role(qtbot, dock, lower, "Land use")
    assert farmland.choices.layer("LAND") is lower
    dock.choose_layer(lower.id())
    choose_field(qtbot, dock, "DLBM", "CLASS")
    assert farmland.choices.fields()["LAND_CLASS_FIELD"] == "CLASS"
    choose_field(qtbot, dock, "DLBM", "automatic: DLBM")
    assert farmland.choices.fields()["LAND_CLASS_FIELD"] == "DLBM"


# -- row actions -----------------------------------------------------------------------------------------------------


def test_a_layer_is_zoomed_to_opened_and_styled(dock: DataDock, desktop: DesktopInterface, qtbot: Any) -> None:
    layer = add(land_layer([(PARCEL, {"DLBM": "0103"})], name="DLTB"))
    settle(qtbot, dock)
    dock.layers_view.setFocus()
    desktop.mapCanvas().setDestinationCrs(layer.crs())
    qtbot.keyClick(dock.layers_view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert desktop.mapCanvas().extent().contains(layer.extent())
    assert desktop.mapCanvas().extent().height() < 30
    qtbot.keyClick(dock.layers_view, Qt.Key.Key_F6)
    assert desktop.opened_tables == ["DLTB"]
    assert layer.renderer().type() == "singleSymbol"
    qtbot.mouseClick(dock.style_button, Qt.MouseButton.LeftButton)
    assert layer.renderer().type() == "categorizedSymbol"
    assert layer.renderer().classAttribute() == "DLBM"


def test_the_style_takes_the_class_from_the_corrected_field(dock: DataDock, qtbot: Any) -> None:
    layer = add(land_layer([], name="DLTB", CLASS="text"))
    settle(qtbot, dock)
    choose_field(qtbot, dock, "DLBM", "CLASS")
    dock.apply_style()
    assert layer.renderer().classAttribute() == "CLASS"


def test_unloading_while_layers_are_looked_at_leaves_nothing(desktop: DesktopInterface, qtbot: Any) -> None:
    shown_menu = KfMenu(desktop)
    desktop.mainWindow().show()
    dock = desktop.mainWindow().findChild(DataDock)
    dock.show()
    layer = add(land_layer([], name="DLTB"))
    shown_menu.unload()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    layer.setName("x")
    write_role(layer, "water")
    QgsProject.instance().clear()
    qtbot.wait(300)


def test_an_open_list_stays_open_while_layers_change(dock: DataDock, qtbot: Any) -> None:
    layer = add(land_layer([], name="DLTB"))
    settle(qtbot, dock)
    dock.fields_view.setCurrentIndex(dock.fields.index(0, FIELD))
    qtbot.keyClick(dock.fields_view, Qt.Key.Key_F2)
    [box] = dock.fields_view.viewport().findChildren(QComboBox)
    layer.setName("地类图斑")
    qtbot.waitUntil(lambda: row(dock, layer)[LAYER] == "地类图斑")
    qtbot.wait(50)
    assert dock.fields_view.viewport().findChildren(QComboBox) == [box]


def test_a_layer_twice_in_the_tree_is_one_row(dock: DataDock, qtbot: Any) -> None:
    layer = add(land_layer([], name="DLTB"))
    QgsProject.instance().layerTreeRoot().addGroup("copy").addLayer(layer)
    add(land_layer([], name="z"))
    settle(qtbot, dock)
    assert shown(dock, LAYER) == ["z", "DLTB"]


def test_lines_said_to_be_an_area_and_unknown_roles_play_nothing(dock: DataDock, qtbot: Any) -> None:
    polygons = add(layer_of([(PARCEL, {})], {"note": "text"}, name="STBHHX"))
    lines = add(QgsVectorLayer("LineString?crs=EPSG:4526", "lines", "memory"))
    write_role(lines, "ecological_redline")
    newer = add(layer_of([(PARCEL, {})], {"note": "text"}, name="x"))
    write_role(newer, "from_a_newer_version")
    settle(qtbot, dock)
    assert layers_by_role(QgsProject.instance()) == {"ecological_redline": polygons}
    dock.choose_layer(lines.id())
    assert "needs polygons" in dock.problems_label.text()
    dock.choose_layer(newer.id())
    assert "Role: from_a_newer_version, set on the layer." in dock.problems_label.text()


def test_a_list_that_is_open_when_its_layer_goes_corrects_no_other(dock: DataDock, qtbot: Any) -> None:
    kept, gone = add(land_layer([], name="DLTB")), add(land_layer([], name="y", CLASS="text"))
    settle(qtbot, dock)
    dock.choose_layer(gone.id())
    dock.fields_view.setCurrentIndex(dock.fields.index(dock.fields.row_of("DLBM"), FIELD))
    qtbot.keyClick(dock.fields_view, Qt.Key.Key_F2)
    [box] = dock.fields_view.viewport().findChildren(QComboBox)
    QgsProject.instance().removeMapLayer(gone.id())
    settle(qtbot, dock)
    assert dock.current_layer() is kept
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    if not sip.isdeleted(box):
        qtbot.keyClick(box.view(), Qt.Key.Key_End)
        qtbot.keyClick(box.view(), Qt.Key.Key_Return)
    assert kept.customPropertyKeys() == []


def test_a_joined_field_that_was_chosen_is_kept_with_the_project(
    dock: DataDock, menu: KfMenu, qtbot: Any, tmp_path: Path
) -> None:
    parcels = add(save(layer_of([(PARCEL, {"BSM": "1"})], {"BSM": "text"}, name="DLTB"), tmp_path / "a.gpkg"))
    classes = add(save(layer_of([(None, {"BSM": "1", "C": "0103"})], {"BSM": "text", "C": "text"}, geometry="None",
                                crs="", name="classes"), tmp_path / "b.gpkg"))
    join = QgsVectorLayerJoinInfo()
    join.setJoinLayer(classes)
    join.setJoinFieldName("BSM")
    join.setTargetFieldName("BSM")
    join.setPrefix("t_")
    assert parcels.addJoin(join)
    settle(qtbot, dock)
    dock.choose_layer(parcels.id())
    choose_field(qtbot, dock, "DLBM", "t_C")
    assert QgsProject.instance().write(str(tmp_path / "a.qgz"))
    QgsProject.instance().clear()
    assert QgsProject.instance().read(str(tmp_path / "a.qgz"))
    settle(qtbot, dock)
    [again] = QgsProject.instance().mapLayersByName("DLTB")
    dock.choose_layer(again.id())
    assert field_rows(dock)["DLBM"] == ("t_C", "set")
    assert prefilled("kf:landclasstable", QgsProject.instance())["LAND_CLASS_FIELD"] == "t_C"
