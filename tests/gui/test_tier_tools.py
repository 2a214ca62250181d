"""Lines drawn with the mouse: clicks on the map reach the layer in its own coordinates, and are asked about where due.
"""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsPointXY, QgsProject, QgsRectangle
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtWidgets import QDialog, QMessageBox, QTextEdit, QToolButton

from kf_resources_plugin.gui.papers import Papers
from kf_resources_plugin.gui.tier_tools import ADD, DRAW, RESHAPE, SPLIT, Task, TierTools
from tests.survey.heritage import COMMON, CRS, PAGODA, E, N, areas, contents, line, square, zones

if TYPE_CHECKING:
    from qgis.core import QgsVectorLayer
    from qgis.gui import QgsMapCanvas

    from tests.desktop import DesktopInterface

pytestmark = pytest.mark.usefixtures("qgis_new_project")
BEFORE = {"control_1": 30_000.0, "control_2": 120_000.0, "protection": 10_000.0}


@pytest.fixture
def layer() -> QgsVectorLayer:
    made = zones()
    QgsProject.instance().addMapLayer(made)
    return made


@pytest.fixture
def tools(desktop: DesktopInterface, qtbot: Any) -> TierTools:
    window = desktop.mainWindow()
    window.resize(900, 900)
    window.show()
    qtbot.waitExposed(window)
    show(desktop.mapCanvas(), CRS)
    return TierTools(desktop, Papers(desktop, window), window)


def show(canvas: QgsMapCanvas, crs: str) -> None:
    """Show 300 m each way of the middle in a CRS."""
    system = QgsCoordinateReferenceSystem(crs)
    canvas.setDestinationCrs(system)
    there = QgsCoordinateTransform(QgsCoordinateReferenceSystem(CRS), system, QgsProject.instance())
    canvas.setExtent(there.transformBoundingBox(QgsRectangle(E - 300, N - 300, E + 300, N + 300)))


def draw(qtbot: Any, canvas: QgsMapCanvas, *points: tuple[float, float]) -> None:
    """Click places by their distances from the middle, and end the line."""
    there = QgsCoordinateTransform(QgsCoordinateReferenceSystem(CRS), canvas.mapSettings().destinationCrs(),
                                   QgsProject.instance())
    at = QPoint()
    for x, y in points:
        pixel = canvas.getCoordinateTransform().transform(there.transform(QgsPointXY(E + x, N + y)))
        at = QPoint(round(pixel.x()), round(pixel.y()))
        qtbot.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=at)
    qtbot.mouseClick(canvas.viewport(), Qt.MouseButton.RightButton, pos=at)


def said(desktop: DesktopInterface) -> str:
    item = desktop.messageBar().currentItem()
    return "" if item is None else str(item.text())


@pytest.mark.parametrize("crs", [CRS, "EPSG:4490", "EPSG:3857"])
def test_what_is_clicked_on_the_map_is_drawn_in_the_layer(crs: str, tools: TierTools, layer: QgsVectorLayer,
                                                         desktop: DesktopInterface, qtbot: Any) -> None:
    show(desktop.mapCanvas(), crs)
    assert tools.start(layer, Task(DRAW, PAGODA, "protection"))
    draw(qtbot, desktop.mapCanvas(), (-50, -50), (150, -50), (150, 50), (-50, 50))
    assert areas(layer)["protection"] == pytest.approx(20_000, rel=0.02)  # a pixel is a metre
    assert sum(areas(layer).values()) == pytest.approx(160_000, abs=0.1)
    assert said(desktop).startswith("1.0000 → ")
    assert said(desktop).endswith(" ha; not saved yet")
    assert tools.active  # ready for the next line


def test_what_became_of_the_other_tiers_is_told_when_asked(tools: TierTools, layer: QgsVectorLayer,
                                                           desktop: DesktopInterface, qtbot: Any) -> None:
    tools.take(layer, Task(RESHAPE, PAGODA, "control_1"), line((-90, 95), (-90, 120), (90, 120), (90, 95)))
    assert said(desktop) == "3.0000 → 3.3600 ha; not saved yet"  # 180 m by 20 m more
    shown: list[str] = []

    def read(viewer: QDialog) -> None:
        shown.append(viewer.findChild(QTextEdit).toPlainText())
        viewer.close()

    qtbot.answer_next(QDialog, read)
    desktop.messageBar().currentItem().findChild(QToolButton).click()
    assert [text.partition("\n\n")[2] for text in shown] == [
        "construction control zone I: 3.0000 → 3.3600 ha\nconstruction control zone II: 12.0000 → 11.6400 ha"]


def test_a_line_that_changes_nothing_is_no_step(tools: TierTools, layer: QgsVectorLayer,
                                                desktop: DesktopInterface) -> None:
    tools.take(layer, Task(DRAW, PAGODA, "protection"), line((-50, -50), (50, -50), (50, 50), (-50, 50)))
    assert "nothing was changed" in said(desktop)
    assert layer.undoStack().count() == 0


def test_every_tool_does_its_own(tools: TierTools, layer: QgsVectorLayer, desktop: DesktopInterface,
                                 qtbot: Any) -> None:
    canvas = desktop.mapCanvas()
    tools.start(layer, Task(ADD, PAGODA, "protection"))
    draw(qtbot, canvas, (120, 120), (160, 120), (160, 160), (120, 160))
    assert areas(layer)["protection"] == pytest.approx(10_000 + 1_600, rel=0.03)
    layer.undoStack().undo()
    tools.start(layer, Task(RESHAPE, PAGODA, "control_1"))
    draw(qtbot, canvas, (-90, 95), (-90, 120), (90, 120), (90, 95))
    assert areas(layer)["control_1"] == pytest.approx(33_600, rel=0.02)
    layer.undoStack().undo()
    tools.start(layer, Task(SPLIT, PAGODA, "protection"))
    draw(qtbot, canvas, (0, -80), (0, 80))
    assert layer.featureCount() == 4
    layer.undoStack().undo()
    assert areas(layer) == BEFORE


def test_too_few_points_draw_nothing(tools: TierTools, layer: QgsVectorLayer, desktop: DesktopInterface,
                                     qtbot: Any) -> None:
    tools.start(layer, Task(DRAW, PAGODA, "protection"))
    draw(qtbot, desktop.mapCanvas(), (0, 0), (10, 0))
    assert layer.undoStack().count() == 0
    draw(qtbot, desktop.mapCanvas(), (-50, -50), (60, -50), (60, 50), (-50, 50))  # the next line begins afresh
    assert areas(layer)["protection"] == pytest.approx(11_000, rel=0.02)


def test_a_layer_that_cannot_be_edited_and_a_line_that_cannot_be_drawn_are_told(
    tools: TierTools, layer: QgsVectorLayer, desktop: DesktopInterface
) -> None:
    layer.setReadOnly(True)
    assert not tools.start(layer, Task(DRAW, PAGODA, "protection"))
    assert "read-only" in said(desktop)
    assert not tools.active
    layer.setReadOnly(False)
    tools.take(layer, Task(RESHAPE, PAGODA, "protection"), line((0, 0), (0, 10)))
    assert "does not meet the outer line" in said(desktop)
    assert areas(layer) == BEFORE


@pytest.mark.parametrize("answer", ["Change them", "Leave them"])
def test_a_published_line_is_asked_about(answer: str, tools: TierTools, desktop: DesktopInterface,
                                         monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def exec_(box: QMessageBox) -> int:
        asked.append(box.text())
        assert box.defaultButton().text() == "Leave them"
        next(button for button in box.buttons() if button.text() == answer).click()
        return 0

    monkeypatch.setattr(QMessageBox, "exec", exec_)
    layer = zones([(square(50), {**COMMON, "tier": "protection", "provisional": 0}),
                   (square(100, 50), {**COMMON, "tier": "control_1", "provisional": 0})])
    QgsProject.instance().addMapLayer(layer)
    before = contents(layer)
    tools.take(layer, Task(RESHAPE, PAGODA, "protection"), line((20, 60), (20, -60)))
    assert "protection area (3,000.00 m²)" in asked[0]  # 30 m by 100 m, which the zone around it gains
    assert "construction control zone I (3,000.00 m²)" in asked[0]
    assert (contents(layer) == before) == (answer == "Leave them")


def test_the_tool_goes_when_another_comes_and_with_its_layer(tools: TierTools, layer: QgsVectorLayer,
                                                             desktop: DesktopInterface, qtbot: Any) -> None:
    tools.start(layer, Task(DRAW, PAGODA, "protection"))
    with qtbot.waitSignal(tools.ended):
        tools.stop()
    assert not tools.active
    tools.start(layer, Task(DRAW, PAGODA, "protection"))
    tools.forget_layers({"another"})
    assert tools.active
    tools.forget_layers({layer.id()})
    assert desktop.mapCanvas().mapTool() is None
    assert not tools.active
