"""The heritage panel on the tour: sites and their lines, lines drawn with the mouse, two duties, maps handed in."""
from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, Any

from qgis.core import QgsPointXY, QgsProject
from qgis.PyQt.QtCore import QPoint, Qt, QTimer
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QDockWidget
from qgis.utils import iface
from tour_hand import OUT, WINDOW, action, close_up, dialog_of, duty, press, screen, show, until

if TYPE_CHECKING:
    from collections.abc import Iterator

_THEME = "老城与文物（示意）"
_SITE = "1-0069-3-022"  # the iron pagoda: published lines, a protection area in two control zones
_PRINTED_DPI = 80


def heritage_panel() -> Iterator[int]:
    """Open the heritage panel, look at a site, draw its lines, check lines, judge projects, print what is handed in."""
    action("kfActionHeritageDock").trigger()
    yield 1500
    dock = WINDOW.findChild(QDockWidget, "kfHeritageDock")
    dock.pages.choose("")
    show(dock, "show_button")
    yield 500
    screen("heritage_hidden")
    QgsProject.instance().mapThemeCollection().applyTheme(
        _THEME, QgsProject.instance().layerTreeRoot(), iface.layerTreeView().layerTreeModel())
    yield from site_shown(dock)
    yield from lines_drawn(dock)
    yield from duty("kfHeritageDock", "check_lines", "REGISTER", "SUMMARY")
    yield from duty("kfHeritageDock", "impact", "PROJECTS", "VERDICT")
    yield from maps_printed(dock)


def site_shown(dock: Any) -> Iterator[int]:
    """Choose a site in the register: the map shows its lines."""
    table = dock.sites.table
    row = next(row for row in range(table.proxy.rowCount())
               if table.model.value(table.proxy.mapToSource(table.proxy.index(row, 0)).row(), 0) == _SITE)
    table.view.selectRow(row)
    dock.scroll.verticalScrollBar().setValue(0)
    iface.mapCanvas().zoomByFactor(1.3)
    yield 5000
    screen("heritage_register")


def lines_drawn(dock: Any) -> Iterator[int]:
    """Reshape, draw and split a line with the mouse; each is undone."""
    editor = dock.editor
    layer = editor.layer
    dock.scroll.ensureWidgetVisible(editor.points, 0, 40)
    box = next(feature.geometry().boundingBox() for feature in layer.getFeatures()
               if (feature["site_id"], feature["tier"]) == (_SITE, "protection"))
    across, up, middle = box.width(), box.height(), box.center()

    def at(x: float, y: float) -> QgsPointXY:
        return QgsPointXY(middle.x() + x * across, middle.y() + y * up)

    drawn = {
        "reshape": (at(0.3, 0.7), at(0.3, 0.3), at(0.1, 0.2), at(-0.1, 0.3), at(-0.1, 0.7)),
        "draw": (at(-0.4, -0.4), at(0.9, -0.4), at(0.9, 0.4), at(-0.4, 0.4)),
        "split": (at(0.0, -0.8), at(0.1, 0.8))}
    for name, line in drawn.items():
        getattr(editor, f"{name}_button").click()
        yield 1000
        for point in line:
            click(point, Qt.MouseButton.LeftButton)
            yield 200
        if name == "reshape":
            screen("heritage_drawing")
        if name != "split":  # that moves no line
            QTimer.singleShot(1500, lambda name=name: agree(name))
        click(line[-1], Qt.MouseButton.RightButton)
        yield 5000
        screen(f"heritage_{name}")
        layer.undoStack().undo()
        iface.messageBar().clearWidgets()
        yield 3000
        screen(f"heritage_{name}_undone")
    editor.tools.stop()
    layer.rollBack()
    yield 500


def click(point: QgsPointXY, button: Qt.MouseButton) -> None:
    """Press a button of the mouse on a place of the map."""
    canvas = iface.mapCanvas()
    pixel = canvas.getCoordinateTransform().transform(point)
    QTest.mouseClick(canvas.viewport(), button, Qt.KeyboardModifier.NoModifier,
                     QPoint(round(pixel.x()), round(pixel.y())))


def agree(name: str) -> None:
    """Take a picture of the question whether a published line is to be changed, and agree."""
    box = dialog_of("QMessageBox")
    close_up(box, f"heritage_asked_{name}")
    next(button for button in box.buttons() if button is not box.defaultButton()).click()


def maps_printed(dock: Any) -> Iterator[int]:
    """Draw lines by rule and print the maps; take a picture of the first page of each."""
    dock.pages.choose("zones")
    page = dock.pages.page("zones")
    press(page, "run_button")
    yield from until(lambda: page.result is not None and not page.runs.running, "zones")
    show(page, "tables")
    yield 3000
    screen("heritage_zones")
    page.tools[0].click()
    yield 2000
    screen("heritage_printed")
    for number, paper in enumerate(sorted(page.result.folder.glob("*.pdf"))):
        subprocess.run(["pdftoppm", "-png", "-r", str(_PRINTED_DPI), "-l", "3", str(paper),
                        str(OUT / f"heritage_map{number}")], check=True)
