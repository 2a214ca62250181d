"""The list of findings: what it shows, where it leads, and what happens when layers go."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from qgis.core import QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import Qt

from kf_resources_plugin.engine.findings_layer import FIELDS
from kf_resources_plugin.gui.models import findings_rows
from kf_resources_plugin.gui.papers import Papers
from kf_resources_plugin.gui.widgets import findings_view
from kf_resources_plugin.gui.widgets.findings_view import FindingsView
from tests.builders import layer_of, project_layer, rectangle

if TYPE_CHECKING:
    from qgis.PyQt.QtWidgets import QPushButton

    from tests.desktop import DesktopInterface

pytestmark = pytest.mark.usefixtures("qgis_new_project")

X, Y = 38_600_000.0, 3_850_000.0


def finding(name: str, severity: str = "error", **more: Any) -> dict[str, Any]:
    return {"finding_id": name, "rule_id": "r", "severity": severity, "subject_id": name, "message": f"message {name}",
            "remedy": f"remedy {name}", "clause": f"clause {name}", **more}


def findings_layer(*rows: tuple[str | None, dict[str, Any]], name: str = "FINDINGS") -> QgsVectorLayer:
    layer = layer_of(rows, dict(FIELDS), name=name)
    QgsProject.instance().addMapLayer(layer)
    return layer


@pytest.fixture
def layer() -> QgsVectorLayer:
    return findings_layer(
        (None, finding("B", "warning", area_m2=15000.0, role="projects", source_fid=2)),
        (rectangle(X, Y, 100, 100), finding("A", subject_name="大学")), (None, finding("C", "info")))


@pytest.fixture
def view(desktop: DesktopInterface, layer: QgsVectorLayer, qtbot: Any) -> FindingsView:
    shown = FindingsView(desktop, Papers(desktop, desktop.mainWindow()))
    qtbot.addWidget(shown)
    shown.set_layers([layer], lambda _row: None)
    shown.show()
    return shown


def cells(view: FindingsView, column: int) -> list[str]:
    return [view.proxy.data(view.proxy.index(row, column)) for row in range(view.proxy.rowCount())]


def select(view: FindingsView, row: int) -> None:
    view.view.setCurrentIndex(view.proxy.index(row, 0))


def click(qtbot: Any, button: QPushButton) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_errors_stand_first_and_subjects_are_named(view: FindingsView) -> None:
    assert cells(view, 0) == ["Error", "Warning", "Information"]
    assert cells(view, 1) == ["大学", "B", "C"]
    view.set_area_unit("mu")
    assert cells(view, 4) == ["", "22.50", ""]
    assert view.count_label.text() == "Rows: 3 of 3"


def test_severity_and_text_filter_together(view: FindingsView, qtbot: Any) -> None:
    assert [view.severity.itemText(row) for row in range(view.severity.count())] == [
        "All (3)", "Error (1)", "Warning (1)", "Information (1)"]
    qtbot.keyClick(view.severity, Qt.Key.Key_Down)
    qtbot.keyClick(view.severity, Qt.Key.Key_Down)
    assert cells(view, 1) == ["B"]
    qtbot.keyClicks(view.filter, "message C")
    assert cells(view, 1) == []
    qtbot.keyClick(view.severity, Qt.Key.Key_Home)
    assert cells(view, 1) == ["C"]
    assert view.count_label.text() == "Rows: 1 of 3"


def test_the_whole_of_the_current_finding_is_shown(view: FindingsView) -> None:
    assert not view.detail.isVisible()
    select(view, 1)
    assert view.detail.text() == "message B\nremedy B\nclause B"


def test_zoom_shows_the_place_on_the_map(view: FindingsView, desktop: DesktopInterface, qtbot: Any) -> None:
    canvas = desktop.mapCanvas()
    canvas.resize(400, 400)
    assert not view.zoom_button.isEnabled()
    select(view, 0)
    click(qtbot, view.zoom_button)
    extent = canvas.extent()
    assert extent.contains(layer_extent(view))
    assert extent.width() < 500


def layer_extent(view: FindingsView) -> Any:
    return QgsProject.instance().mapLayer(view._rows[0].layer_id).extent()


def test_return_zooms(view: FindingsView, desktop: DesktopInterface, qtbot: Any) -> None:
    desktop.mapCanvas().resize(400, 400)
    select(view, 0)
    view.view.setFocus()
    view.view.activated.emit(view.view.currentIndex())
    assert desktop.mapCanvas().extent().contains(layer_extent(view))


def test_flash_draws_on_the_map_for_a_while(
    view: FindingsView, desktop: DesktopInterface, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    flashed: list[tuple[str, list[int]]] = []
    monkeypatch.setattr(desktop.mapCanvas(), "flashFeatureIds",
                        lambda layer, fids: flashed.append((layer.name(), fids)))
    select(view, 0)
    click(qtbot, view.flash_button)
    assert flashed == [("FINDINGS", [2])]


def test_a_finding_without_place_leads_to_its_subject(
    view: FindingsView, layer: QgsVectorLayer, desktop: DesktopInterface, qtbot: Any
) -> None:
    projects = project_layer([(rectangle(X, Y, 9, 9), {}), (rectangle(X + 5000, Y, 9, 9), {})], name="项目")
    QgsProject.instance().addMapLayer(projects)
    view.set_layers([layer], lambda row: (projects.id(), row.source_fid) if row.role == "projects" else None)
    select(view, 1)
    desktop.mapCanvas().resize(400, 400)
    click(qtbot, view.zoom_button)
    assert desktop.mapCanvas().extent().contains(projects.getFeature(2).geometry().boundingBox())
    click(qtbot, view.form_button)
    assert desktop.opened_forms == [("项目", 2)]
    select(view, 2)
    assert not view.zoom_button.isEnabled()
    click(qtbot, view.form_button)
    assert desktop.opened_forms[-1] == ("FINDINGS", 3)


def test_the_list_selects_on_the_map_and_the_map_in_the_list(view: FindingsView, layer: QgsVectorLayer) -> None:
    select(view, 0)
    assert layer.selectedFeatureIds() == [2]
    layer.selectByIds([3])
    current = view.current()
    assert current is not None
    assert current.subject_id == "C"
    assert layer.selectedFeatureIds() == [3]


def test_a_finding_that_stands_in_two_layers_is_listed_once_with_its_place(view: FindingsView) -> None:
    polygons = findings_layer((None, finding("P")), (rectangle(X, Y, 1, 1), finding("Q")), name="one")
    points = layer_of([(f"POINT({X} {Y})", finding("P")), (f"POINT({X} {Y})", finding("Q"))], dict(FIELDS),
                      geometry="Point", name="two")
    QgsProject.instance().addMapLayer(points)
    view.set_layers([polygons, points], lambda _row: None)
    assert cells(view, 1) == ["P", "Q"]
    select(view, 0)
    assert view.zoom_button.isEnabled()
    assert view.current().layer_id == points.id()
    select(view, 1)
    assert view.current().layer_id == polygons.id()


def test_findings_stay_readable_when_their_layer_goes(view: FindingsView, layer: QgsVectorLayer) -> None:
    select(view, 0)
    QgsProject.instance().layersWillBeRemoved.connect(view.forget_layers)
    QgsProject.instance().removeMapLayer(layer.id())
    QgsProject.instance().layersWillBeRemoved.disconnect(view.forget_layers)
    view.update_state()
    assert cells(view, 1) == ["大学", "B", "C"]
    assert not (view.zoom_button.isEnabled())
    assert not (view.flash_button.isEnabled())
    assert not (view.form_button.isEnabled())
    select(view, 1)
    view.zoom()
    view.flash()
    view.open_form()
    view.set_layers([], lambda _row: None)
    assert cells(view, 1) == []


def test_a_layer_that_went_without_a_word_does_no_harm(view: FindingsView, layer: QgsVectorLayer) -> None:
    QgsProject.instance().removeMapLayer(layer.id())
    select(view, 0)
    view.zoom()
    view.set_layers([], lambda _row: None)
    assert view.count_label.text() == "Rows: 0 of 0"


def test_the_subject_of_a_finding_is_looked_up_once_a_click(view: FindingsView, layer: QgsVectorLayer) -> None:
    asked: list[str] = []
    view.set_layers([layer], lambda row: asked.append(row.subject_id))
    select(view, 1)
    view.update_state()
    assert asked == ["B"]
    view.forget_subject()
    view.update_state()
    select(view, 2)
    assert asked == ["B", "B", "C"]


def test_rows_that_are_left_out_are_told(
    view: FindingsView, layer: QgsVectorLayer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (findings_rows, findings_view):
        monkeypatch.setattr(module, "MOST_ROWS", 2)
    view.set_layers([layer], lambda _row: None)
    assert view.count_label.text() == "Rows: 2 of 2 · more stand in the layer of findings only"
