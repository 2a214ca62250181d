"""Survey parcels edited in the data dock: drawn on the map, asked for their class, found again after a crash."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsPointXY,
    QgsProject,
    QgsRectangle,
    QgsSnappingConfig,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtWidgets import QMessageBox

from kf_resources_plugin.gui.widgets.class_dialog import ClassDialog
from kf_resources_plugin.survey.edit_history import read_history
from kf_resources_plugin.survey.edit_session import EditSession
from tests.gui.docks import click, shown_values
from tests.survey.parcels import CRS, E, N, by_number, contents, edits, line, saved_village

if TYPE_CHECKING:
    from pathlib import Path

    from kf_resources_plugin.gui.docks.data_dock import DataDock
    from kf_resources_plugin.gui.widgets.land_editor import LandEditor
    from kf_resources_plugin.survey.edit_history import HistoryLine
    from tests.desktop import DesktopInterface


@pytest.fixture
def layer(data_dock: DataDock, tmp_path: Path) -> QgsVectorLayer:
    made = saved_village(tmp_path)
    QgsProject.instance().addMapLayer(made)
    assert QgsProject.instance().write(str(tmp_path / "work.qgs"))
    return made


@pytest.fixture
def editor(data_dock: DataDock, layer: QgsVectorLayer, qtbot: Any) -> LandEditor:
    data_dock.pages.choose("editing")
    qtbot.wait(10)
    found: LandEditor = data_dock.editor
    assert found.layer is layer
    return found


def said(desktop: DesktopInterface) -> str:
    item = desktop.messageBar().currentItem()
    return "" if item is None else str(item.text())


def draw(desktop: DesktopInterface, qtbot: Any, *places: tuple[float, float]) -> None:
    """Click places in m from the south-west corner of the village, and end the line."""
    canvas = desktop.mapCanvas()
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem(CRS))
    canvas.setExtent(QgsRectangle(E - 100, N - 100, E + 300, N + 300))
    at = QPoint()
    for x, y in places:
        pixel = canvas.getCoordinateTransform().transform(QgsPointXY(E + x, N + y))
        at = QPoint(round(pixel.x()), round(pixel.y()))
        qtbot.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=at)
    qtbot.mouseClick(canvas.viewport(), Qt.MouseButton.RightButton, pos=at)


def test_without_parcels_nothing_can_be_edited(data_dock: DataDock) -> None:
    editor = data_dock.editor
    assert not any(button.isEnabled() for button in (editor.split_button, editor.reshape_button, editor.merge_button,
                                                     editor.class_button, editor.changes_button))
    assert "Choose the layer" in editor.tool_note.text()


def test_lines_on_the_map_cut_parcels_and_move_borders(editor: LandEditor, layer: QgsVectorLayer,
                                                       desktop: DesktopInterface, qtbot: Any) -> None:
    before = contents(layer)
    click(qtbot, editor.split_button)
    assert editor.tools.active
    draw(desktop, qtbot, (-20, 30), (80, 30), (120, 28))
    assert layer.featureCount() == 5
    assert "not saved yet" in said(desktop)
    assert layer.selectedFeatureCount() == 0  # nothing was chosen, so the next line is free, too
    layer.undoStack().undo()
    assert contents(layer) == before
    layer.selectByIds([by_number(layer)["1"].id()])
    draw(desktop, qtbot, (-20, 30), (80, 30), (120, 28))
    assert layer.selectedFeatureCount() == 2
    assert editor.merge_button.isEnabled()
    layer.undoStack().undo()
    assert contents(layer) == before
    click(qtbot, editor.reshape_button)
    assert not editor.split_button.isChecked()
    draw(desktop, qtbot, (95, 20), (130, 20), (130, 80), (95, 80))
    assert by_number(layer)["1"]["TBMJ"] == pytest.approx(11_800, rel=0.03)  # a pixel is half a metre
    assert sum(feature["TBMJ"] for feature in layer.getFeatures()) == 40_000.0
    layer.undoStack().undo()
    assert contents(layer) == before


def test_what_cannot_be_is_said_and_changes_nothing(editor: LandEditor, layer: QgsVectorLayer,
                                                    desktop: DesktopInterface) -> None:
    editor.tools.take("split", layer, line((20, 20), (60, 60)))
    assert "cuts no parcel in two" in said(desktop)
    now = by_number(layer)
    layer.selectByIds([now["1"].id(), now["3"].id()])
    editor.merge_button.click()
    assert "cannot be united" in said(desktop)
    assert layer.undoStack().count() == 0


def test_selected_parcels_are_united(editor: LandEditor, layer: QgsVectorLayer, qtbot: Any) -> None:
    now = by_number(layer)
    layer.selectByIds([now["3"].id(), now["4"].id()])
    click(qtbot, editor.merge_button)
    assert by_number(layer)["3"]["TBMJ"] == 20_000.0


def test_a_class_is_asked_for_with_what_it_needs(editor: LandEditor, layer: QgsVectorLayer,
                                                 qtbot: Any) -> None:
    seen: list[dict[str, Any]] = []

    def answer(dialog: ClassDialog) -> None:
        dialog.group_box.setCurrentIndex(dialog.group_box.findData("01"))
        dialog.class_box.setCurrentIndex(dialog.class_box.findData("0101"))
        seen.append({"classes": [dialog.class_box.itemData(row) for row in range(dialog.class_box.count())],
                     "ready": dialog.ok_button.isEnabled(), "sloping": dialog.share_box.isVisible(),
                     "planting": [dialog.planting_box.itemData(row) for row in range(dialog.planting_box.count())]})
        dialog.slope_box.setCurrentIndex(dialog.slope_box.findData("2"))
        dialog.terrace_box.setCurrentIndex(dialog.terrace_box.findData("TT"))
        dialog.share_box.setValue(0.1)
        dialog.planting_box.setCurrentIndex(dialog.planting_box.findData("XG"))
        seen.append({"ready": dialog.ok_button.isEnabled(), "sloping": dialog.share_box.isVisible()})
        dialog.ok_button.click()

    layer.selectByIds([by_number(layer)["3"].id()])
    qtbot.answer_next(ClassDialog, answer)
    click(qtbot, editor.class_button)
    assert seen[0]["classes"] == ["0101", "0102", "0103"]
    assert set(seen[0]["planting"]) == {"", "LS", "FLS", "LYFL", "XG", "LLJZ", "WG"}
    assert [(one["ready"], one["sloping"]) for one in seen] == [(False, False), (True, True)]
    three = by_number(layer)["3"]
    assert [three[name] for name in ("DLMC", "GDPDJB", "GDLX", "KCXS", "KCMJ", "TBDLMJ", "ZZSXMC")] == [
        "水田", "2", "TT", 0.1, 1_000.0, 9_000.0, "休耕"]


def test_a_dialog_knows_what_the_parcels_are(editor: LandEditor) -> None:
    dialog = ClassDialog(editor, 2, {"DLBM": "0301", "ZZSXDM": "JKHF"})
    assert (dialog.code, dialog.given, dialog.slope_box.isHidden()) == ("0301", {"ZZSXDM": "JKHF"}, True)
    dialog.group_box.setCurrentIndex(dialog.group_box.findData("04"))
    assert dialog.code.startswith("04")
    dialog.deleteLater()


def test_a_planting_code_is_never_chosen_by_itself(editor: LandEditor) -> None:
    dialog = ClassDialog(editor, 1, {"DLBM": "0102", "GDPDJB": "1", "ZZSXDM": "LS"})
    assert dialog.given == {"ZZSXDM": "LS", "GDPDJB": "1"}
    dialog.group_box.setCurrentIndex(dialog.group_box.findData("03"))
    assert dialog.given == {"ZZSXDM": ""}
    dialog.group_box.setCurrentIndex(dialog.group_box.findData("01"))
    assert dialog.given == {"ZZSXDM": "LS", "GDPDJB": "1"}
    dialog.deleteLater()


def test_a_coefficient_that_nobody_gives_is_not_zero(editor: LandEditor) -> None:
    """Parcels whose coefficients differ keep them: a zero would turn their ridges into cultivated land."""
    dialog = ClassDialog(editor, 2, {"DLBM": "0103", "GDPDJB": "2", "GDLX": "TT", "KCXS": "", "ZZSXDM": "LS"})
    assert dialog.given["KCXS"] == ""
    dialog.share_box.setValue(0.06)
    assert dialog.given["KCXS"] == "0.0600"
    dialog.deleteLater()


def test_a_layer_may_leave_while_snapping_is_set_up_for_another(editor: LandEditor, layer: QgsVectorLayer,
                                                                qtbot: Any) -> None:
    project = QgsProject.instance()
    other = QgsVectorLayer(f"Polygon?crs={CRS}", "other", "memory")
    project.addMapLayer(other)
    project.setAvoidIntersectionsLayers([other])
    click(qtbot, editor.snapping_button)
    project.removeMapLayer(other.id())
    click(qtbot, editor.snapping_button)
    assert editor.snapping.layer is None
    assert [one.id() for one in project.snappingConfig().individualLayerSettings()] == [layer.id()]
    assert project.avoidIntersectionsLayers() == []


def test_snapping_is_set_up_and_as_before_when_editing_ends(editor: LandEditor, layer: QgsVectorLayer,
                                                            qtbot: Any) -> None:
    project = QgsProject.instance()
    project.setTopologicalEditing(False)
    before = QgsSnappingConfig(project.snappingConfig())
    click(qtbot, editor.snapping_button)
    config = project.snappingConfig()
    own = config.individualLayerSettings(layer)
    assert (config.enabled(), own.enabled(), project.topologicalEditing()) == (True, True, True)
    assert project.avoidIntersectionsLayers() == [layer]
    assert project.avoidIntersectionsMode() == QgsProject.AvoidIntersectionsMode.AvoidIntersectionsLayers
    layer.startEditing()
    layer.rollBack()
    assert not editor.snapping_button.isChecked()
    assert project.snappingConfig() == before
    assert (project.topologicalEditing(), project.avoidIntersectionsLayers()) == (False, [])
    click(qtbot, editor.snapping_button)
    click(qtbot, editor.snapping_button)
    assert project.snappingConfig() == before


def test_the_history_of_the_selected_parcel_is_shown(editor: LandEditor, layer: QgsVectorLayer, qtbot: Any) -> None:
    editor.operator_edit.setText("李工")
    editor.operator_edit.editingFinished.emit()
    editor.tools.take("reshape", layer, line((100, 20), (130, 50), (100, 80)))
    layer.selectByIds([by_number(layer)["1"].id()])
    fields, who = shown_values(editor.history, 1), shown_values(editor.history, 5)
    assert set(fields) == {"area of the shape (m²)", "Parcel area (m²)", "Deducted area (m²)", "Parcel class area (m²)"}
    assert (set(who), set(shown_values(editor.history, 4))) == ({"李工"}, {"not saved yet"})
    assert layer.commitChanges()
    layer.removeSelection()
    assert (shown_values(editor.history, 1), "Select one parcel" in editor.history_note.text()) == ([], True)
    layer.selectByIds([by_number(layer)["1"].id()])
    assert sorted(shown_values(editor.history, 1)) == sorted(fields)
    assert all(time.startswith("20") for time in shown_values(editor.history, 4))
    layer.selectByIds([by_number(layer)["4"].id()])
    assert shown_values(editor.history, 1) == []


def test_what_is_not_saved_is_shown_of_all_parcels_or_those_selected(editor: LandEditor, layer: QgsVectorLayer) -> None:
    editor.tools.take("reshape", layer, line((100, 20), (130, 50), (100, 80)))
    assert set(shown_values(editor.history, 0)) == {"1", "2"}
    now = by_number(layer)
    layer.selectByIds([now["2"].id(), now["3"].id()])
    assert set(shown_values(editor.history, 0)) == {"2"}
    layer.undoStack().undo()
    assert shown_values(editor.history, 0) == []


def test_the_history_is_read_once_until_it_changes(editor: LandEditor, layer: QgsVectorLayer,
                                                   monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[Path] = []

    def counted(path: Path) -> list[HistoryLine]:
        read.append(path)
        return read_history(path)

    monkeypatch.setattr("kf_resources_plugin.gui.parcel_history.read_history", counted)
    for count, border in ((1, (120, 50)), (2, (110, 50))):
        editor.tools.take("reshape", layer, line((100, 20), border, (100, 80)) if count == 1 else
                          line((120, 50), border, (100, 80)))
        assert layer.commitChanges()
        for number in ("1", "2", "1"):
            layer.selectByIds([by_number(layer)[number].id()])
        assert len(read) == count
        layer.removeSelection()


def left_behind(folder: Path) -> dict[str, float]:
    """Leave a journal as a crash does; return the areas that its commands made."""
    layer = saved_village(folder)
    QgsProject.instance().addMapLayer(layer)
    assert QgsProject.instance().write(str(folder / "work.qgs"))
    session = EditSession(layer, lambda: "王工")
    session.run(lambda: edits(layer).split(line((-5, 30), (105, 30))).command)
    made = {number: feature["TBMJ"] for number, feature in by_number(layer).items()}
    session.close()
    layer.rollBack()
    QgsProject.instance().clear()
    return made


def test_edits_that_a_crash_left_are_offered_and_replayed(data_dock: DataDock, desktop: DesktopInterface,
                                                          tmp_path: Path, qtbot: Any) -> None:
    made = left_behind(tmp_path)
    editor = data_dock.editor
    assert QgsProject.instance().read(str(tmp_path / "work.qgs"))
    data_dock.pages.choose("editing")
    qtbot.wait(10)
    assert editor.offer_group.isVisible()
    assert "commands that were not saved: 1" in editor.offer_label.text()
    assert "王工" in said(desktop)
    click(qtbot, editor.replay_button)
    assert "Parcels replayed" in said(desktop)
    desktop.messageBar().popWidget()
    assert said(desktop) == ""  # the offer has its answer
    layer = editor.layer
    assert layer is not None
    assert {number: feature["TBMJ"] for number, feature in by_number(layer).items()} == made
    assert layer.undoStack().count() == 1
    assert not editor.offer_group.isVisible()
    assert len(list(tmp_path.glob("*.kfjournal"))) == 1  # that of the new session
    layer.rollBack()
    assert list(tmp_path.glob("*.kfjournal*")) == []


def test_edits_that_a_crash_left_are_put_aside_when_the_planner_says_so(
        data_dock: DataDock, desktop: DesktopInterface, tmp_path: Path, qtbot: Any) -> None:
    left_behind(tmp_path)
    editor = data_dock.editor
    assert QgsProject.instance().read(str(tmp_path / "work.qgs"))
    data_dock.pages.choose("editing")
    qtbot.wait(10)

    def answer(word: str) -> None:
        qtbot.answer_next(QMessageBox, lambda box: next(one for one in box.buttons() if one.text() == word).click())

    answer("Keep")
    click(qtbot, editor.discard_button)
    assert editor.offer_group.isVisible()
    answer("Discard")
    desktop.messageBar().popWidget()  # somebody has closed the offer before
    click(qtbot, editor.discard_button)
    assert not editor.offer_group.isVisible()
    assert len(list(tmp_path.glob("*.kfjournal-kept"))) == 1


def test_the_map_of_changes_compares_with_what_is_saved(editor: LandEditor, layer: QgsVectorLayer,
                                                        data_dock: DataDock, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, dict[str, Any]]] = []
    monkeypatch.setattr(data_dock.dialogs, "open_algorithm", lambda name, values: asked.append((name, values)))
    editor.tools.edit(layer, lambda one: one.change_class([by_number(layer)["3"].id()], "0404", {}))
    editor.changes_button.click()
    editor.changes_button.click()
    [(name, values), again] = asked
    assert (name, values) == again
    assert (name, values["LAND_AFTER"]) == ("kf:farmlandchange", layer.id())
    origin = QgsProject.instance().mapLayer(values["LAND_BEFORE"])
    assert {number: feature["DLBM"] for number, feature in by_number(origin).items()}["3"] == "0301"
    assert (origin.readOnly(), origin.customProperty("kf/role")) == (True, "land_before")
    assert data_dock.editor.layer is layer


def test_a_layer_that_leaves_takes_everything_along(editor: LandEditor, layer: QgsVectorLayer, qtbot: Any) -> None:
    click(qtbot, editor.snapping_button)
    click(qtbot, editor.split_button)
    QgsProject.instance().removeMapLayer(layer.id())
    assert not editor.tools.active
    assert (editor.layer, editor.snapping.layer) == (None, None)
