"""The farmland dock driven as a planner drives it: real clicks, real runs, and everything that can go away."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from qgis.core import QgsProject
from qgis.PyQt.QtCore import QDate, QPoint, QPointF, Qt
from qgis.PyQt.QtGui import QWheelEvent
from qgis.PyQt.QtWidgets import QApplication, QWidget

from tests.builders import layer_of, save
from tests.gui import farmland_town as town
from tests.gui.docks import choose_ledger, click, idle, run_trial, shown_values, try_town

if TYPE_CHECKING:
    from pathlib import Path

    from kf_resources_plugin.gui.docks.farmland_dock import FarmlandDock

OPEN = {"PROJECTS": "", "LAND": "", "PERMANENT_FARMLAND": "", "UNITS": "", "RESERVE": ""}
FIELDS = {"PROJECT_ID_FIELD": "XMDM", "PROJECT_NAME_FIELD": "XMMC", "PROJECT_DATE_FIELD": "SQRQ",
          "LAND_CLASS_FIELD": "DLBM", "LAND_UNIT_FIELD": "ZLDWDM"}


def cells(dock: FarmlandDock, column: int) -> list[Any]:
    return shown_values(dock.projects_table, column)


# -- layers and settings ----------------------------------------------------------------------------------------------


def test_layers_and_fields_are_filled_in_as_they_come(dock: FarmlandDock, tmp_path: Path, qtbot: Any) -> None:
    assert dock.choices.layer_ids() == OPEN
    layers = town.settle(tmp_path)
    idle(qtbot, dock)
    assert dock.choices.layer_ids() == {**OPEN, "PROJECTS": layers["projects"].id(), "LAND": layers["land"].id()}
    assert dock.choices.fields() == FIELDS
    assert layers["land"].customProperty("kf/role") is None  # a guess is no word of the user
    assert not QgsProject.instance().readEntry("kf_resources", "/farmland/layers")[1]


def test_what_is_missing_is_said_and_nothing_can_run(dock: FarmlandDock, tmp_path: Path, qtbot: Any) -> None:
    dock.update_state()
    assert dock.run_state.text().split("\n") == [
        "Choose the layer of projects.", "Choose the layer of the land survey.",
        "Choose a ledger, or a table of reserve entries."]
    assert not dock.run_button.isEnabled()
    for part in (dock.cancel_button, dock.progress, dock.result_group, dock.findings_group, dock.commit_group,
                 dock.history_group):
        assert not part.isVisible(), part.objectName()
    town.settle(tmp_path)
    choose_ledger(qtbot, dock, town.ledger(tmp_path))
    assert dock.run_button.isEnabled()
    assert not dock.run_state.isVisible()


def test_choices_are_labelled_as_in_the_dialogs_and_stand_at_their_defaults(dock: FarmlandDock) -> None:
    assert dock.settings() == {"SCOPE": "county", "MODE": "by_date", "GRADE_SCALE": "utilisation_15",
                               "RULES_DATE": ""}
    assert [dock.scope.itemText(row) for row in range(dock.scope.count())] == [
        "The county's own reserve", "Reserve of the whole city", "Reserve of the whole province"]
    assert dock.rules_date.isNull()
    assert [dock.area_unit.itemText(row) for row in range(dock.area_unit.count())] == ["ha", "mu", "10,000 mu", "m²"]


def test_the_wheel_scrolls_and_changes_nothing(dock: FarmlandDock, tmp_path: Path, qtbot: Any) -> None:
    town.settle(tmp_path)
    idle(qtbot, dock)
    before = (dock.choices.layer_ids(), dock.choices.fields(), dock.settings())
    scrolled = dock.scroll.verticalScrollBar()
    for box in (dock.land_layer, dock.class_field, dock.scope, dock.rules_date):
        scrolled.setValue(0)
        box.setFocus()
        middle = QPointF(box.rect().center())
        event = QWheelEvent(middle, QPointF(box.mapToGlobal(box.rect().center())), QPoint(), QPoint(0, -120),
                            Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase,
                            False)
        QApplication.sendEvent(box, event)
        assert not event.isAccepted() or scrolled.value() > 0, box.objectName()
    assert (dock.choices.layer_ids(), dock.choices.fields(), dock.settings()) == before


def test_looking_at_the_date_does_not_set_it(dock: FarmlandDock, qtbot: Any) -> None:
    for _ in range(2):
        dock.rules_date.setFocus()
        dock.scope.setFocus()
    assert dock.settings()["RULES_DATE"] == ""
    dock.read_state()
    assert dock.rules_date.lineEdit().text() == "today"


def test_every_control_is_reached_by_tab_from_top_to_bottom(dock: FarmlandDock, tmp_path: Path, qtbot: Any) -> None:
    try_town(qtbot, dock, tmp_path)
    dock.activateWindow()
    QApplication.setActiveWindow(dock.window())
    dock.projects_layer.setFocus()
    seen: list[QWidget] = []
    for _ in range(80):  # in a date Tab goes through year, month and day first
        if QApplication.focusWidget() not in seen:
            seen.append(QApplication.focusWidget())
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    wanted = [dock.projects_layer, dock.id_field, dock.land_layer, dock.permanent_layer, dock.units_layer,
              dock.create_button, dock.import_button, dock.scope, dock.mode, dock.area_basis, dock.run_button,
              dock.area_unit, dock.projects_table.filter, dock.projects_table.view, dock.findings.filter,
              dock.findings.view, dock.commit_button, dock.ledger.history.view, dock.report_button, dock.map_button]
    positions = [seen.index(widget) for widget in wanted if widget in seen]
    assert [widget.objectName() for widget in wanted if widget not in seen] == []
    assert positions == sorted(positions)


# -- trial ------------------------------------------------------------------------------------------------------------


def test_a_trial_fills_figures_bars_tables_and_layers(dock: FarmlandDock, tmp_path: Path, qtbot: Any) -> None:
    try_town(qtbot, dock, tmp_path)
    assert dock.result.passed == ["P1", "P2"]
    assert cells(dock, 0) == [True, True]
    assert cells(dock, 1) == ["大学", "道路"]
    assert cells(dock, 2) == ["P1", "P2"]
    half, whole = cells(dock, 3)
    assert half == pytest.approx(whole / 2, rel=1e-4)  # half a field, and a whole one beside it
    assert whole == pytest.approx(10_000, rel=2e-3)  # 100 m × 100 m on the plane
    assert cells(dock, 4) == [0.0, whole]  # P2 is paddy
    assert [row[0] for row in dock.entries_table.model._rows] == ["P1", "P2"]
    assert shown_values(dock.entries_table, 2) == ["E1", "E1"]
    assert "2 pass, 0 fail" in dock.headline.text()
    qtbot.waitUntil(lambda: dock.chart.pixmap() is not None and not dock.chart.pixmap().isNull())
    titles = {layer.name() for layer in QgsProject.instance().mapLayers().values()}
    assert {"Pieces of projects on land", "Occupation by project and unit", "Verdicts", "Entries drawn on"} <= titles
    group = QgsProject.instance().layerTreeRoot().children()[0]
    assert group.name().startswith("Farmland balance farmland_")


def test_figures_are_those_of_the_toolbox(dock: FarmlandDock, tmp_path: Path, qtbot: Any) -> None:
    import processing

    ledger = try_town(qtbot, dock, tmp_path)
    layers = dock.choices.layer_ids()
    taken = processing.run("kf:farmlandoccupation", {
        "PROJECTS": layers["PROJECTS"], "LAND": layers["LAND"], "SUMMARY": "memory:"})
    tried = processing.run("kf:farmlandbalance", {
        "DEMAND": taken["SUMMARY"], "RESERVE": f"{ledger}|layername=kf_balances", "VERDICT": "memory:"})
    expected = [[row[name] for name in ("project_id", "quantity_m2", "paddy_m2", "capacity_kg")]
                for row in tried["VERDICT"].getFeatures()]
    assert [[row[2], *row[3:6]] for row in dock.projects_table.model._rows] == expected


def test_a_shortage_is_named_in_tables_bars_and_findings(dock: FarmlandDock, tmp_path: Path, qtbot: Any) -> None:
    """The ledger has half a hectare of paddy; P2 takes one whole."""
    try_town(qtbot, dock, tmp_path, paddy_ha=0.5)
    assert dock.result.passed == ["P1"]
    assert cells(dock, 0) == [True, False]
    wanted, short = cells(dock, 4)[1], cells(dock, 7)[1]
    assert short == pytest.approx(wanted - 5000, abs=0.005)
    rows = [row for row in dock.findings._rows if row.subject_id == "P2" and row.severity == "error"]
    assert rows
    assert shown_values(dock.counties_table, 7) == [short]


def test_a_finding_of_the_balance_leads_to_the_project(dock: FarmlandDock, tmp_path: Path, qtbot: Any) -> None:
    try_town(qtbot, dock, tmp_path, paddy_ha=0.5)
    row = next(place for place, row in enumerate(dock.findings._rows) if row.role == "demand")
    dock.findings.view.setCurrentIndex(dock.findings.proxy.mapFromSource(dock.findings.model.index(row, 0)))
    click(qtbot, dock.findings.form_button)
    assert dock.iface.opened_forms == [("XS_XMKJFW", 2)]


def test_areas_are_shown_in_the_unit_the_planner_chooses(dock: FarmlandDock, tmp_path: Path, qtbot: Any) -> None:
    try_town(qtbot, dock, tmp_path)
    assert dock.projects_table.text().split("\n")[0].split("\t")[3] == "Farmland (ha)"
    qtbot.keyClick(dock.area_unit, Qt.Key.Key_Down)
    assert dock.projects_table.text().split("\n")[0].split("\t")[3] == "Farmland (mu)"
    assert dock.ledger.history.text().split("\n")[0].split("\t")[4] == "Quantity (mu)"


def test_every_run_has_a_folder_of_its_own_and_replaces_the_layers_of_the_last(
    dock: FarmlandDock, tmp_path: Path, qtbot: Any
) -> None:
    try_town(qtbot, dock, tmp_path)
    first = dock.result.folder
    count = len(QgsProject.instance().mapLayers())
    run_trial(qtbot, dock)
    assert dock.result.folder != first
    assert (first / "results.gpkg").is_file()
    assert len(QgsProject.instance().mapLayers()) == count
    sources = [layer.source() for layer in QgsProject.instance().mapLayers().values()]
    assert not any(str(first / "results.gpkg") in source for source in sources)


def test_a_reserve_table_serves_where_there_is_no_ledger(dock: FarmlandDock, tmp_path: Path, qtbot: Any) -> None:
    town.settle(tmp_path)
    table = layer_of(
        [(None, {"entry_id": "E1", "unit_code": "410222", "available_date": QDate(2023, 1, 1), "quantity_m2": 50_000.0,
                 "paddy_m2": 20_000.0, "capacity_kg": 100_000.0})],
        {"entry_id": "text", "unit_code": "text", "available_date": "date", "quantity_m2": "real", "paddy_m2": "real",
         "capacity_kg": "real"}, geometry="None", name="指标库")
    QgsProject.instance().addMapLayer(save(table, tmp_path / "reserve.gpkg"))
    idle(qtbot, dock)
    assert dock.reserve_layer.isVisible()
    run_trial(qtbot, dock)
    assert dock.result is not None, dock.run_state.text()
    assert dock.result.passed == ["P1", "P2"]
    assert not dock.commit_button.isEnabled()
    assert dock.commit_state.text() == "Choose a ledger and run the trial against it."


def test_a_failure_is_told_in_the_dock_and_in_the_message_bar(dock: FarmlandDock, tmp_path: Path, qtbot: Any) -> None:
    layers = town.settle(tmp_path)
    choose_ledger(qtbot, dock, town.ledger(tmp_path))
    provider = layers["land"].dataProvider()
    provider.changeAttributeValues({feature.id(): {layers["land"].fields().lookupField("DLMC"): None}
                                    for feature in layers["land"].getFeatures()})
    run_trial(qtbot, dock)
    assert dock.result is None
    assert "DLBM" in dock.run_state.text()
    assert "DLBM" in dock.iface.messageBar().currentItem().text()
    assert dock.run_button.isEnabled()


def test_a_running_trial_is_cancelled_by_its_button(dock: FarmlandDock, tmp_path: Path, qtbot: Any) -> None:
    town.settle(tmp_path)
    choose_ledger(qtbot, dock, town.ledger(tmp_path))
    click(qtbot, dock.run_button)
    assert dock.cancel_button.isVisible()
    assert dock.progress.isVisible()
    assert not dock.run_button.isEnabled()
    click(qtbot, dock.cancel_button)
    idle(qtbot, dock)
    assert dock.result is None
    assert "was cancelled" in dock.run_state.text()
    assert dock.run_button.isEnabled()
    assert not dock.cancel_button.isVisible()


def test_a_folder_that_cannot_be_written_is_told(dock: FarmlandDock, tmp_path: Path, qtbot: Any) -> None:
    town.settle(tmp_path)
    choose_ledger(qtbot, dock, town.ledger(tmp_path))
    (tmp_path / "file").touch()
    dock.results_folder.setFilePath(str(tmp_path / "file" / "below"))
    click(qtbot, dock.run_button)
    assert "file" in dock.iface.messageBar().currentItem().text()
    assert not dock.runs.running
