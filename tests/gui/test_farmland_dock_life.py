"""The farmland dock when layers vanish, projects come and go and the plugin is reloaded; its papers."""
from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest
from qgis.core import Qgis, QgsApplication, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QDate, Qt
from qgis.PyQt.QtWidgets import QApplication, QFileDialog

from kf_resources_plugin.gui.dialogs import Dialogs
from kf_resources_plugin.gui.docks.farmland_dock import FarmlandDock
from tests.gui import farmland_town as town
from tests.gui.docks import choose_ledger, click, idle, shown_values, try_town

if TYPE_CHECKING:
    from pathlib import Path

OPEN = {"PROJECTS": "", "LAND": "", "PERMANENT_FARMLAND": "", "UNITS": "", "RESERVE": ""}
FIELDS = {"PROJECT_ID_FIELD": "XMDM", "PROJECT_NAME_FIELD": "XMMC", "PROJECT_DATE_FIELD": "SQRQ",
          "LAND_CLASS_FIELD": "DLBM", "LAND_UNIT_FIELD": "ZLDWDM"}


def cells(dock: FarmlandDock, column: int) -> list[Any]:
    return shown_values(dock.projects_table, column)


# -- what can go away -------------------------------------------------------------------------------------------------


def test_layers_that_vanish_leave_the_figures_and_close_the_way(
    dock: FarmlandDock, tmp_path: Path, qtbot: Any
) -> None:
    try_town(qtbot, dock, tmp_path, paddy_ha=0.5)
    dock.findings.view.setCurrentIndex(dock.findings.proxy.index(0, 0))
    QgsProject.instance().removeMapLayers(list(QgsProject.instance().mapLayers()))
    idle(qtbot, dock)
    assert dock.choices.layer_ids() == OPEN
    assert not dock.run_button.isEnabled()
    assert not dock.map_button.isEnabled()
    assert not dock.findings.zoom_button.isEnabled()
    assert cells(dock, 2) == ["P1", "P2"]
    assert dock.report_button.isEnabled()


def test_layers_that_vanish_during_a_run_do_no_harm(dock: FarmlandDock, tmp_path: Path, qtbot: Any) -> None:
    town.settle(tmp_path)
    choose_ledger(qtbot, dock, town.ledger(tmp_path))
    click(qtbot, dock.run_button)
    QgsProject.instance().removeMapLayers(list(QgsProject.instance().mapLayers()))
    idle(qtbot, dock)
    assert dock.result is not None or dock.run_state.text()


def test_a_project_that_is_closed_during_a_run_takes_its_run_along(
    dock: FarmlandDock, tmp_path: Path, qtbot: Any
) -> None:
    town.settle(tmp_path)
    choose_ledger(qtbot, dock, town.ledger(tmp_path))
    click(qtbot, dock.run_button)
    QgsProject.instance().clear()
    idle(qtbot, dock)
    assert dock.result is None
    assert QgsProject.instance().mapLayers() == {}
    assert dock.ledger.path == dock.ledger_file.filePath() == ""
    assert dock.settings()["SCOPE"] == "county"


def test_results_that_were_deleted_are_not_shown_again(dock: FarmlandDock, tmp_path: Path, qtbot: Any) -> None:
    try_town(qtbot, dock, tmp_path)
    project = tmp_path / "a.qgz"
    assert QgsProject.instance().write(str(project))
    QgsProject.instance().clear()
    shutil.rmtree(tmp_path / "results")
    assert QgsProject.instance().read(str(project))
    idle(qtbot, dock)
    assert dock.result is None
    assert not dock.result_group.isVisible()


def test_closing_the_dock_leaves_the_run_alone(dock: FarmlandDock, tmp_path: Path, qtbot: Any) -> None:
    town.settle(tmp_path)
    choose_ledger(qtbot, dock, town.ledger(tmp_path))
    click(qtbot, dock.run_button)
    dock.close()
    idle(qtbot, dock)
    assert dock.result is not None
    dock.show()
    assert cells(dock, 2) == ["P1", "P2"]


# -- state ------------------------------------------------------------------------------------------------------------


def test_state_comes_back_with_the_project(dock: FarmlandDock, tmp_path: Path, qtbot: Any) -> None:
    ledger = try_town(qtbot, dock, tmp_path)
    chosen = dock.choices.layer_ids()
    dock.name_field.setField("XMDM")
    for box in (dock.scope, dock.mode, dock.area_unit):
        qtbot.keyClick(box, Qt.Key.Key_Down)
    dock.rules_date.setDate(QDate(2024, 3, 1))
    folder, settings = dock.result.folder, dock.settings()
    assert settings["RULES_DATE"] == "2024-03-01"
    project = tmp_path / "a.qgz"
    assert QgsProject.instance().write(str(project))
    QgsProject.instance().clear()
    idle(qtbot, dock)
    assert dock.choices.layer_ids() == OPEN
    assert dock.settings() != settings
    assert not dock.result_group.isVisible()
    assert QgsProject.instance().read(str(project))
    idle(qtbot, dock)
    assert not QgsProject.instance().isDirty()
    assert dock.choices.layer_ids() == chosen
    assert dock.choices.fields() == {**FIELDS, "PROJECT_NAME_FIELD": "XMDM"}
    assert dock.settings() == settings
    assert dock.area_unit.currentData() == "mu"
    assert dock.ledger.path == str(ledger)
    assert dock.ledger.view.head_no == 2
    assert dock.result.folder == folder
    assert cells(dock, 2) == ["P1", "P2"]
    assert dock.isVisible()


def test_a_folder_that_was_moved_keeps_its_trial(dock: FarmlandDock, tmp_path: Path, qtbot: Any) -> None:
    (tmp_path / "before").mkdir()
    try_town(qtbot, dock, tmp_path / "before")
    assert QgsProject.instance().write(str(tmp_path / "before" / "a.qgz"))
    QgsProject.instance().clear()
    idle(qtbot, dock)
    shutil.copytree(tmp_path / "before", tmp_path / "after")
    shutil.rmtree(tmp_path / "before")
    assert QgsProject.instance().read(str(tmp_path / "after" / "a.qgz"))
    idle(qtbot, dock)
    assert dock.ledger.path.startswith(str(tmp_path / "after"))
    assert dock.commit_button.isEnabled(), dock.commit_state.text()


def test_a_project_says_whether_the_dock_is_open(dock: FarmlandDock, tmp_path: Path, qtbot: Any) -> None:
    project = QgsProject.instance()
    dock.close()
    assert not project.isDirty()
    assert project.write(str(tmp_path / "closed.qgz"))
    dock.show()
    assert project.write(str(tmp_path / "open.qgz"))
    for name, expected in (("closed", False), ("open", True)):
        assert project.read(str(tmp_path / f"{name}.qgz"))
        assert dock.isVisible() == expected


def test_nonsense_in_a_project_does_no_harm(dock: FarmlandDock, tmp_path: Path, qtbot: Any) -> None:
    project = QgsProject.instance()
    for key in ("layers", "fields", "settings", "ledger", "result_folder", "result_settings", "result_layers", "open"):
        project.writeEntry("kf_resources", f"/farmland/{key}", '[1, "x"]')
    assert project.write(str(tmp_path / "a.qgz"))
    for text in ('[1, "x"]', "{half", '{"SCOPE": 7, "RULES_DATE": {}}'):
        for key in ("layers", "fields", "settings", "ledger", "result_folder", "result_settings", "result_layers"):
            project.writeEntry("kf_resources", f"/farmland/{key}", text)
        dock.read_state()
        dock.update_state()
    assert dock.result is None


def test_looking_at_a_project_does_not_change_it(dock: FarmlandDock, tmp_path: Path, qtbot: Any) -> None:
    town.settle(tmp_path)
    assert QgsProject.instance().write(str(tmp_path / "a.qgz"))
    assert QgsProject.instance().read(str(tmp_path / "a.qgz"))
    idle(qtbot, dock)
    dock.hide()
    dock.show()
    assert not QgsProject.instance().isDirty()


def test_a_dock_made_when_a_project_is_open_takes_its_state(
    dock: FarmlandDock, desktop: Any, tmp_path: Path, qtbot: Any
) -> None:
    """The plugin is reloaded while the planner works."""
    ledger = try_town(qtbot, dock, tmp_path)
    dock.state.write("open", True)
    again = FarmlandDock(desktop, Dialogs())
    again.install()
    idle(qtbot, again)
    assert again.isVisible()
    assert again.ledger.path == str(ledger)
    assert again.result.passed == ["P1", "P2"]
    assert again.findings.count_label.text() == dock.findings.count_label.text()
    again.cleanup()


def test_unload_during_a_run(desktop: Any, tmp_path: Path, qtbot: Any, kf_provider: Any, qgis_new_project: Any) -> None:
    shown = FarmlandDock(desktop, Dialogs())
    shown.install()
    town.settle(tmp_path)
    choose_ledger(qtbot, shown, town.ledger(tmp_path))
    shown.run()
    assert shown.runs.running
    shown.cleanup()
    qtbot.wait(300)
    tasks = QgsApplication.taskManager().activeTasks()
    assert [task.description() for task in tasks] == []
    assert isinstance(QgsProject.instance().mapLayersByName("DLTB")[0], QgsVectorLayer)


# -- papers -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["report.pdf", "report.html"])
def test_the_report_is_printed_where_the_user_says(
    dock: FarmlandDock, tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    assert not dock.report_button.isEnabled()
    try_town(qtbot, dock, tmp_path)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(tmp_path / name), ""))
    click(qtbot, dock.report_button)
    assert (tmp_path / name).stat().st_size > 10_000
    assert name in dock.iface.messageBar().currentItem().text()


def test_the_chart_is_saved_with_the_ending_of_its_kind(
    dock: FarmlandDock, tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    try_town(qtbot, dock, tmp_path)
    monkeypatch.setattr(QFileDialog, "getSaveFileName",
                        lambda *_asked: (str(tmp_path / "图"), "PNG files (*.png)"))
    click(qtbot, dock.save_chart_button)
    assert (tmp_path / "图.png").read_bytes()[:4] == b"\x89PNG"


def test_nothing_is_written_when_the_user_changes_their_mind(
    dock: FarmlandDock, tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    try_town(qtbot, dock, tmp_path)
    before = sorted(tmp_path.rglob("*"))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: ("", ""))
    for button in (dock.report_button, dock.save_chart_button):
        click(qtbot, button)
    assert sorted(tmp_path.rglob("*")) == before


def test_the_maps_dialog_opens_with_layers_and_results(dock: FarmlandDock, tmp_path: Path, qtbot: Any) -> None:
    try_town(qtbot, dock, tmp_path)
    click(qtbot, dock.map_button)
    dialog = next(window for window in QApplication.topLevelWidgets()
                  if type(window).__name__ == "AlgorithmDialog" and window.isVisible())
    values = dialog.createProcessingParameters()
    layers = dock.choices.layer_ids()
    assert (values["PROJECTS"], values["LAND"]) == (layers["PROJECTS"], layers["LAND"])
    assert "results.gpkg|layername=pieces" in str(values["RESULTS"])


def test_names_from_data_are_no_markup(dock: FarmlandDock, qtbot: Any) -> None:
    dock.papers.tell("x", "<i>P1</i> & P2", Qgis.MessageLevel.Warning)
    assert dock.iface.messageBar().currentItem().text() == "&lt;i&gt;P1&lt;/i&gt; &amp; P2"
    for label in (dock.run_state, dock.commit_state, dock.folder_note):
        assert label.textFormat() == Qt.TextFormat.PlainText
