"""The page of a duty driven as a planner drives it, by the example of what projects take."""
from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest
from qgis.core import QgsApplication, QgsProject
from qgis.PyQt.QtCore import QCoreApplication, QDate, QEvent, Qt
from qgis.PyQt.QtWidgets import QApplication, QFileDialog, QWidget

from kf_resources_plugin.gui.dialogs import Dialogs
from kf_resources_plugin.gui.docks.farmland_dock import FarmlandDock
from kf_resources_plugin.gui.duties.duty_result import read_result
from tests.gui import farmland_town as town
from tests.gui.docks import click, idle, shown_values
from tests.gui.duties import ABSENT, OCCUPATION, choose, offer, settled

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kf_resources_plugin.gui.duties.duty_page import DutyPage
    from tests.desktop import DesktopInterface

HOME = ""


@pytest.fixture
def dock(desktop: DesktopInterface, kf_provider: Any, algorithm_dialogs: None, qgis_new_project: Any,
         monkeypatch: pytest.MonkeyPatch) -> Iterator[FarmlandDock]:
    offer(monkeypatch, OCCUPATION, ABSENT)
    shown = FarmlandDock(desktop, Dialogs())
    shown.install()
    desktop.mainWindow().resize(1200, 900)
    desktop.mainWindow().show()
    shown.show()
    yield shown
    shown.dialogs.close_all()
    shown.cleanup()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def page(dock: FarmlandDock, qtbot: Any) -> DutyPage:
    return choose(qtbot, dock, "taken")


def run(qtbot: Any, page: DutyPage, folder: Path) -> None:
    town.settle(folder)
    settled(qtbot, page)
    page.results_folder.setFilePath(str(folder / "results"))
    click(qtbot, page.run_button)
    settled(qtbot, page)
    assert page.result is not None, page.run_state.text()


# -- pages ------------------------------------------------------------------------------------------------------------


def test_only_duties_whose_algorithm_is_there_are_offered(dock: FarmlandDock) -> None:
    assert [dock.pages.box.itemText(row) for row in range(dock.pages.box.count())] == [
        "Farmland balance", "What projects take"]
    assert not dock.pages.box.itemIcon(0).isNull()
    assert not dock.pages.box.itemIcon(1).isNull()


def test_a_duty_is_chosen_by_the_keyboard_and_the_balance_is_still_there(dock: FarmlandDock, qtbot: Any) -> None:
    assert dock.projects_layer.isVisible()
    dock.pages.box.setFocus()
    qtbot.keyClick(dock.pages.box, Qt.Key.Key_Down)
    assert dock.pages.current == "taken"
    assert not dock.projects_layer.isVisible()
    assert dock.pages.page("taken").run_button.isVisible()
    qtbot.keyClick(dock.pages.box, Qt.Key.Key_Up)
    assert dock.projects_layer.isVisible()


def test_pages_make_the_panel_no_wider(dock: FarmlandDock, qtbot: Any, tmp_path: Path) -> None:
    balance = dock.scroll.minimumWidth()
    run(qtbot, choose(qtbot, dock, "taken"), tmp_path)
    assert dock.pages.page("taken").scroll.minimumWidth() <= balance
    assert dock.pages.minimumSizeHint().width() <= balance


def test_every_control_is_reached_by_tab_from_top_to_bottom(page: DutyPage, dock: FarmlandDock, tmp_path: Path,
                                                            qtbot: Any) -> None:
    run(qtbot, page, tmp_path)
    page.advanced_group.setCollapsed(False)
    QApplication.setActiveWindow(dock.window())
    dock.pages.box.setFocus()
    seen: list[QWidget] = []
    for _ in range(90):  # in a date Tab goes through year, month and day first
        if QApplication.focusWidget() not in seen:
            seen.append(QApplication.focusWidget())
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    advanced = page.inputs.controls("advanced")
    summary = page.results.tables["SUMMARY"]
    wanted = [dock.pages.box, *page.inputs.controls("layers"), advanced[0], advanced[-2], page.run_button,
              page.dialog_button, page.area_unit, page.save_chart_button, summary.filter, summary.export_button,
              summary.view, page.results.findings.filter, page.results.findings.view, page.report_button,
              page.map_button]
    assert [widget.objectName() for widget in wanted if widget not in seen] == []
    positions = [seen.index(widget) for widget in wanted]
    assert positions == sorted(positions)


# -- inputs -----------------------------------------------------------------------------------------------------------


def test_layers_come_by_role_and_every_input_of_the_algorithm_has_a_box(page: DutyPage, tmp_path: Path,
                                                                       qtbot: Any) -> None:
    layers = town.settle(tmp_path)
    settled(qtbot, page)
    assert page.inputs.choices.layer_ids() == {
        "PROJECTS": layers["projects"].id(), "LAND": layers["land"].id(), "PERMANENT_FARMLAND": "", "UNITS": ""}
    assert page.inputs.choices.fields()["LAND_GRADE_FIELD"] == "GDDB"
    inputs = {one.name() for one in page.algorithm.parameterDefinitions() if not one.isDestination()}
    assert page.inputs.shown() == inputs
    assert page.inputs.parameters()["LAND_CLASS_FIELD"] == "DLBM"
    assert "RULES_DATE" not in page.inputs.parameters()


def test_what_is_missing_is_said_and_nothing_can_run(page: DutyPage, tmp_path: Path, qtbot: Any) -> None:
    assert page.run_state.text().split("\n") == [
        "Choose a layer: Project footprints.", "Choose a layer: Land survey parcels (DLTB)."]
    for part in (page.cancel_button, page.progress, page.result_group, page.findings_group):
        assert not part.isVisible(), part.objectName()
    assert not page.run_button.isEnabled()
    town.settle(tmp_path)
    settled(qtbot, page)
    assert page.run_button.isEnabled()
    assert not page.run_state.isVisible()


# -- run --------------------------------------------------------------------------------------------------------------


def test_a_run_fills_figures_chart_tables_and_layers(page: DutyPage, tmp_path: Path, qtbot: Any) -> None:
    """P1 takes half a field of 100 m × 100 m, P2 a whole one of paddy: 1.5 ha plane, 1.4996 ha true."""
    import processing

    run(qtbot, page, tmp_path)
    layers = page.inputs.choices.layer_ids()
    expected = processing.run("kf:farmlandoccupation", {
        "PROJECTS": layers["PROJECTS"], "LAND": layers["LAND"], "SUMMARY": "memory:"})
    assert page.result.numbers["FARMLAND_M2"] == expected["FARMLAND_M2"] == pytest.approx(15_000, rel=2e-3)
    summary = page.results.tables["SUMMARY"]
    assert shown_values(summary, 0) == ["大学", "道路"]
    assert shown_values(summary, 2) == ["2024-06-01", "2024-07-01"]
    assert shown_values(summary, 3) == [row["farmland_m2"] for row in expected["SUMMARY"].getFeatures()]
    assert summary.text().split("\n")[0] == "Project name\tProject\tDate of demand\tFarmland (ha)\tGrain capacity (kg)"
    pieces = page.results.tables["PIECES"]
    assert pieces.text().split("\n")[1].split("\t")[0] == "wet field"
    assert shown_values(pieces, 2) == [False]
    assert page.headline.text().startswith("Farmland: <b>1.49")
    qtbot.waitUntil(lambda: page.results.chart.pixmap() is not None)
    group = QgsProject.instance().layerTreeRoot().children()[0]
    assert group.name().startswith("What projects take taken_")
    assert [node.layer().name() for node in group.findLayers()][-2:] == [
        "Pieces of projects on land", "Occupation by project and unit"]
    assert sorted(path.name for path in page.result.folder.iterdir()) == ["results.gpkg", "run_record.json"]


def test_a_row_of_a_layer_leads_to_its_place_on_the_map(page: DutyPage, tmp_path: Path, qtbot: Any) -> None:
    run(qtbot, page, tmp_path)
    table = page.results.tables["PIECES"]
    page.tables.setCurrentIndex(1)
    table.view.activated.emit(table.proxy.index(0, 0))
    layer = page.result_layer("PIECES")
    assert [feature["project_id"] for feature in layer.selectedFeatures()] == ["P2"]


def test_another_run_replaces_the_layers_of_the_last_and_not_those_of_other_pages(
    page: DutyPage, dock: FarmlandDock, tmp_path: Path, qtbot: Any
) -> None:
    run(qtbot, page, tmp_path)
    first, count = page.result.folder, len(QgsProject.instance().mapLayers())
    click(qtbot, page.run_button)
    settled(qtbot, page)
    assert page.result.folder != first
    assert first.is_dir()
    assert len(QgsProject.instance().mapLayers()) == count


def test_unit_and_folder_are_those_of_all_pages(page: DutyPage, dock: FarmlandDock, tmp_path: Path, qtbot: Any) -> None:
    run(qtbot, page, tmp_path)
    assert dock.results_folder.filePath() == str(tmp_path / "results")
    qtbot.keyClick(page.area_unit, Qt.Key.Key_Down)
    assert page.results.tables["SUMMARY"].text().split("\t")[3] == "Farmland (mu)"
    assert page.headline.text().startswith("Farmland: <b>22.")
    assert dock.area_unit.currentData() == "mu"
    dock.area_unit.setFocus()
    dock.pages.choose(HOME)
    qtbot.keyClick(dock.area_unit, Qt.Key.Key_Down)
    assert page.area_unit.currentData() == "wan_mu"
    assert page.headline.text().startswith("Farmland: <b>0.0022 10,000 mu")


def test_a_failure_is_told_on_the_page_and_in_the_message_bar(page: DutyPage, dock: FarmlandDock, tmp_path: Path,
                                                               qtbot: Any) -> None:
    layers = town.settle(tmp_path)
    settled(qtbot, page)
    provider = layers["land"].dataProvider()
    provider.changeAttributeValues({feature.id(): {layers["land"].fields().lookupField("DLMC"): None}
                                    for feature in layers["land"].getFeatures()})
    click(qtbot, page.run_button)
    settled(qtbot, page)
    assert page.result is None
    assert "DLBM" in page.run_state.text()
    assert "DLBM" in dock.iface.messageBar().currentItem().text()


def test_a_run_is_cancelled_by_its_button(page: DutyPage, tmp_path: Path, qtbot: Any) -> None:
    town.settle(tmp_path)
    settled(qtbot, page)
    click(qtbot, page.run_button)
    assert page.progress.isVisible()
    assert not page.run_button.isEnabled()
    click(qtbot, page.cancel_button)
    settled(qtbot, page)
    assert page.result is None
    assert "was cancelled" in page.run_state.text()
    assert not page.cancel_button.isVisible()


def test_a_folder_that_cannot_be_written_is_told(page: DutyPage, dock: FarmlandDock, tmp_path: Path,
                                                 qtbot: Any) -> None:
    town.settle(tmp_path)
    settled(qtbot, page)
    (tmp_path / "file").touch()
    page.results_folder.setFilePath(str(tmp_path / "file" / "below"))
    click(qtbot, page.run_button)
    assert "file" in dock.iface.messageBar().currentItem().text()
    assert not page.runs.running


# -- what can go away -------------------------------------------------------------------------------------------------


def test_layers_that_vanish_leave_the_figures(page: DutyPage, tmp_path: Path, qtbot: Any) -> None:
    run(qtbot, page, tmp_path)
    QgsProject.instance().removeMapLayers(list(QgsProject.instance().mapLayers()))
    settled(qtbot, page)
    assert set(page.inputs.choices.layer_ids().values()) == {""}
    assert not page.run_button.isEnabled()
    assert not page.map_button.isEnabled()
    assert shown_values(page.results.tables["SUMMARY"], 0) == ["大学", "道路"]
    assert page.report_button.isEnabled()
    page.results.tables["PIECES"].view.activated.emit(page.results.tables["PIECES"].proxy.index(0, 0))


def test_a_project_that_is_closed_during_a_run_takes_its_run_along(page: DutyPage, tmp_path: Path,
                                                                   qtbot: Any) -> None:
    town.settle(tmp_path)
    settled(qtbot, page)
    click(qtbot, page.run_button)
    QgsProject.instance().clear()
    settled(qtbot, page)
    assert page.result is None
    assert QgsProject.instance().mapLayers() == {}


def test_unload_during_a_run(page: DutyPage, dock: FarmlandDock, tmp_path: Path, qtbot: Any) -> None:
    town.settle(tmp_path)
    settled(qtbot, page)
    page.run()
    assert page.runs.running
    page.cleanup()
    qtbot.wait(300)
    assert [task.description() for task in QgsApplication.taskManager().activeTasks()] == []


# -- state ------------------------------------------------------------------------------------------------------------


def test_state_comes_back_with_the_project(page: DutyPage, dock: FarmlandDock, tmp_path: Path, qtbot: Any) -> None:
    run(qtbot, page, tmp_path)
    chosen = page.inputs.choices.layer_ids()
    setting = {box.objectName(): box for box in page.findChildren(QWidget) if box.objectName().startswith("input_")}
    setting["input_RULES_DATE"].setDate(QDate(2024, 3, 1))
    qtbot.keyClick(setting["input_AREA_BASIS"], Qt.Key.Key_Down)
    (tmp_path / "own.json").touch()
    setting["input_RULES"].setFilePath(str(tmp_path / "own.json"))
    parameters, folder = page.inputs.parameters(), page.result.folder
    assert (parameters["RULES_DATE"], parameters["AREA_BASIS"]) == ("2024-03-01", "tbmj")
    project = QgsProject.instance()
    assert project.write(str(tmp_path / "a.qgz"))
    project.clear()
    settled(qtbot, page)
    assert dock.pages.current == HOME
    assert page.result is None
    assert "RULES_DATE" not in page.inputs.parameters()
    assert dock.results_folder.filePath() == ""
    assert project.read(str(tmp_path / "a.qgz"))
    idle(qtbot, dock)
    assert not project.isDirty()
    assert dock.pages.current == "taken"
    assert page.inputs.choices.layer_ids() == chosen
    assert page.inputs.parameters() == parameters
    assert page.result.folder == folder
    assert page.results_folder.filePath() == str(tmp_path / "results")
    assert shown_values(page.results.tables["SUMMARY"], 0) == ["大学", "道路"]


def test_a_page_made_when_a_project_is_open_takes_its_state(page: DutyPage, dock: FarmlandDock, tmp_path: Path,
                                                            desktop: DesktopInterface, qtbot: Any) -> None:
    run(qtbot, page, tmp_path)
    again = FarmlandDock(desktop, Dialogs())
    again.install()
    other = again.pages.page("taken")
    assert other.result.folder == page.result.folder
    assert other.inputs.parameters() == page.inputs.parameters()
    again.cleanup()


def test_nonsense_in_a_project_does_no_harm(page: DutyPage, dock: FarmlandDock) -> None:
    for text in ('[1, "x"]', "{half", '{"RULES_DATE": {}, "AREA_BASIS": 7}'):
        for key in ("layers", "fields", "settings", "left_out", "result_folder", "result_layers", "file_RULES"):
            QgsProject.instance().writeEntry("kf_resources", f"/farmland_taken/{key}", text)
        for key in ("duty", "area_unit", "results_folder"):
            QgsProject.instance().writeEntry("kf_resources", f"/farmland/{key}", text)
        dock._project_read()
    assert page.result is None
    assert dock.pages.current == HOME


def test_looking_at_another_page_does_not_change_a_project(dock: FarmlandDock, tmp_path: Path, qtbot: Any) -> None:
    town.settle(tmp_path)
    assert QgsProject.instance().write(str(tmp_path / "a.qgz"))
    assert QgsProject.instance().read(str(tmp_path / "a.qgz"))
    settled(qtbot, choose(qtbot, dock, "taken"))
    assert not QgsProject.instance().isDirty()


def test_results_that_were_deleted_or_damaged_are_not_shown_again(page: DutyPage, tmp_path: Path, qtbot: Any) -> None:
    run(qtbot, page, tmp_path)
    folder = page.result.folder
    (folder / "run_record.json").write_text("[1]", encoding="utf-8")
    assert read_result(folder) is None
    shutil.rmtree(folder)
    page.read_state()
    page.update_state()
    assert page.result is None
    assert not page.result_group.isVisible()


# -- papers -----------------------------------------------------------------------------------------------------------


def test_the_report_is_printed_where_the_user_says(page: DutyPage, tmp_path: Path, qtbot: Any,
                                                   monkeypatch: pytest.MonkeyPatch) -> None:
    assert not page.report_button.isEnabled()
    run(qtbot, page, tmp_path)
    for name in ("report.html", "report.pdf"):
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked, name=name: (str(tmp_path / name), ""))
        click(qtbot, page.report_button)
        assert (tmp_path / name).stat().st_size > 10_000


def test_the_chart_is_saved(page: DutyPage, tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    run(qtbot, page, tmp_path)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(tmp_path / "图.svg"), ""))
    click(qtbot, page.save_chart_button)
    assert b"<svg" in (tmp_path / "图.svg").read_bytes()


def test_dialogs_open_with_what_stands_on_the_page(page: DutyPage, tmp_path: Path, qtbot: Any) -> None:
    run(qtbot, page, tmp_path)
    for button, check in ((page.dialog_button, "LAND"), (page.map_button, "RESULTS")):
        click(qtbot, button)
        dialog = next(window for window in QApplication.topLevelWidgets()
                      if type(window).__name__ == "AlgorithmDialog" and window.isVisible())
        values = dialog.createProcessingParameters()
        assert page.inputs.choices.layer_ids()["LAND"] == values["LAND"]
        assert check in values
        if check == "RESULTS":
            assert "results.gpkg|layername=pieces" in str(values["RESULTS"])
        dialog.close()
