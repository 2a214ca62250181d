"""Survey parcels on the tour: checked, then edited with the mouse, undone, and offered again as after a crash."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import QgsGeometry, QgsPointXY, QgsProject, QgsRectangle
from qgis.PyQt.QtCore import QPoint, Qt, QTimer
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QDockWidget
from qgis.utils import iface
from tour_hand import WINDOW, close_up, dialog_of, press, screen, show, until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qgis.core import QgsFeature, QgsVectorLayer

_CHECK = "图层质量检查"
_AROUND = 1.3
_STRAIGHT = 1.02
_COMMANDS = 3  # split, united, another class


def rule_checked_again() -> Iterator[int]:
    """Check the rule of the first row again on the page of the check, which has run."""
    page = WINDOW.findChild(QDockWidget, "kfDataDock").pages.page("check_layer")
    show(page, "tables")
    page.results.tables["SUMMARY"].view.selectRow(0)
    yield 500
    before = page.result
    press(page, "row_tool_SUMMARY")
    yield from until(lambda: page.result is not before and not page.runs.running, "the rule checked again")
    show(page, "tables")
    yield 2500
    screen("duty_check_layer_again")


def parcels_edited() -> Iterator[int]:
    """Split a parcel, redraw a border, unite two, change a class; undo all; find the edits of a crash again."""
    dock = WINDOW.findChild(QDockWidget, "kfDataDock")
    dock.pages.choose("editing")
    editor = dock.editor
    layer = editor.layer
    one, other = two_parcels(layer)
    editor.operator_edit.setText("王工")
    editor.operator_edit.editingFinished.emit()
    for checked in QgsProject.instance().layerTreeRoot().findGroups():
        if checked.name().startswith(_CHECK):  # its corrected copy lies over the parcels
            checked.setItemVisibilityChecked(False)
    box = one.geometry().boundingBox()
    box.combineExtentWith(other.geometry().boundingBox())
    iface.mapCanvas().setExtent(iface.mapCanvas().mapSettings().layerExtentToOutputExtent(layer, box))
    iface.mapCanvas().zoomByFactor(_AROUND)
    layer.removeSelection()
    editor.snapping_button.click()
    yield 3000
    screen("editing")
    yield from split_and_border(editor, one, other)
    yield from chosen_parcels(editor, one)
    yield from after_a_crash(dock, editor)
    layer.rollBack()
    editor.tools.stop()
    dock.pages.choose("")
    yield 500


def two_parcels(layer: QgsVectorLayer) -> tuple[QgsFeature, QgsFeature]:
    """Return two compact parcels of cultivated land that share a long border."""
    for feature in layer.getFeatures(QgsRectangle(layer.extent())):
        shape = feature.geometry()
        if not str(feature["DLBM"]).startswith("01") or shape.boundingBox().area() > 2 * shape.area():
            continue
        for other in layer.getFeatures(shape.boundingBox()):
            like = other.geometry()
            if (other.id() == feature.id() or str(other["DLBM"]) != str(feature["DLBM"])
                    or like.area() < shape.area() / 2 or like.boundingBox().area() > 2 * like.area()):
                continue
            common, ground = longest(shape, other.geometry()), min(shape.area(), other.geometry().area())
            ends = [] if common.isNull() else common.asPolyline()
            if ends and common.length() ** 2 > ground / 2 and common.length() < _STRAIGHT * ends[0].distance(ends[-1]):
                return feature, other
    raise LookupError("no two parcels")


def split_and_border(editor: Any, one: QgsFeature, other: QgsFeature) -> Iterator[int]:
    """Draw a line across a parcel, and another along its border; each is undone."""
    box, layer = one.geometry().boundingBox(), editor.layer
    middle = box.center()
    across = [QgsPointXY(box.xMinimum() - box.width() / 9, middle.y()),
              QgsPointXY(middle.x(), middle.y() + box.height() / 8),
              QgsPointXY(box.xMaximum() + box.width() / 9, middle.y())]
    layer.selectByIds([one.id()])
    yield from drawn(editor, "split", across)
    layer.removeSelection()
    line = longest(one.geometry(), other.geometry())
    inside = other.geometry().pointOnSurface().asPoint()
    ends = [line.interpolate(line.length() * share).asPoint() for share in (0.2, 0.8)]
    bend = [QgsPointXY(end.x() + (inside.x() - end.x()) / 3, end.y() + (inside.y() - end.y()) / 3) for end in ends]
    yield from drawn(editor, "reshape", [ends[0], *bend, ends[1]])
    if not layer.isEditable():
        raise RuntimeError("no edit session")


def longest(one: QgsGeometry, other: QgsGeometry) -> QgsGeometry:
    """Return the longest run of what two parcels have in common."""
    common = one.intersection(other)
    common.convertToMultiType()
    merged = common.mergeLines()
    lines = [part for part in merged.asGeometryCollection() if part.length() > 0]
    return max(lines, key=lambda part: part.length()) if lines else QgsGeometry()


def drawn(editor: Any, name: str, line: list[QgsPointXY]) -> Iterator[int]:
    """Draw a line with the mouse, take a picture of what becomes of it, and undo it."""
    layer, at = editor.layer, editor.layer.undoStack().index()
    getattr(editor, f"{name}_button").click()
    yield 1000
    there = iface.mapCanvas().mapSettings()
    for point in line:
        click(there.layerToMapCoordinates(layer, point), Qt.MouseButton.LeftButton)
        yield 300
    screen(f"editing_{name}_drawing")
    click(there.layerToMapCoordinates(layer, line[-1]), Qt.MouseButton.RightButton)
    yield 3000
    screen(f"editing_{name}")
    if layer.undoStack().index() == at:
        raise RuntimeError(f"{name}: {iface.messageBar().currentItem().text()}")
    layer.undoStack().undo()
    iface.messageBar().clearWidgets()
    yield 1500
    screen(f"editing_{name}_undone")


def click(point: QgsPointXY, button: Qt.MouseButton) -> None:
    """Press a button of the mouse on a place of the map."""
    canvas = iface.mapCanvas()
    pixel = canvas.getCoordinateTransform().transform(point)
    QTest.mouseClick(canvas.viewport(), button, Qt.KeyboardModifier.NoModifier,
                     QPoint(round(pixel.x()), round(pixel.y())))


def chosen_parcels(editor: Any, one: QgsFeature) -> Iterator[int]:
    """Cut a parcel, unite its parts again, and change its class."""
    layer, box = editor.layer, one.geometry().boundingBox()
    editor.tools.stop()
    layer.selectByIds([one.id()])
    editor.tools.edit(layer, lambda edits: edits.split(line_of(
        QgsPointXY(box.center().x(), box.yMinimum() - 1e-3), QgsPointXY(box.center().x(), box.yMaximum() + 1e-3)),
        [one.id()]))
    yield 1500
    screen("editing_parts")
    editor.merge_button.click()
    yield 1500
    screen("editing_united")
    QTimer.singleShot(1500, forest)
    editor.class_button.click()
    yield 1500
    screen("editing_class")
    if layer.undoStack().count() != _COMMANDS:
        raise RuntimeError(f"{layer.undoStack().count()} commands instead of {_COMMANDS}")


def line_of(*points: QgsPointXY) -> QgsGeometry:
    """Return a line."""
    return QgsGeometry.fromPolylineXY(list(points))


def forest() -> None:
    """Answer the open question with forest."""
    dialog = dialog_of("ClassDialog")
    close_up(dialog, "editing_class_asked_cultivated")
    dialog.group_box.setCurrentIndex(dialog.group_box.findData("03"))
    close_up(dialog, "editing_class_asked")
    dialog.ok_button.click()


def after_a_crash(dock: Any, editor: Any) -> Iterator[int]:
    """Let go of the session as a crash does, and take what the panel offers."""
    layer, told = editor.layer, layer_values(editor.layer)
    editor.tools.forget_layers([layer.id()])  # the journal is left, as by a process that is gone
    layer.rollBack()
    iface.messageBar().clearWidgets()
    dock.editor.left.look()
    yield 1500
    screen("editing_offered")
    if not editor.left.words():
        raise RuntimeError("nothing is offered")
    editor.replay_button.click()
    yield from until(lambda: layer.undoStack().count() == 1, "the replay")
    if layer_values(layer) != told:
        raise RuntimeError("the replay gives something else")
    yield 2000
    screen("editing_replayed")
    QgsProject.instance().setDirty(False)


def layer_values(layer: QgsVectorLayer) -> list[tuple[str, ...]]:
    """Return what stands in the fields of all selected and changed parcels."""
    return sorted((str(feature["BSM"]), str(feature["DLBM"]), str(feature["TBMJ"])) for feature in layer.getFeatures())
