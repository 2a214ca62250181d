"""The floodplain dock driven as a planner drives it: zoned twice, both kept, compared, and a unit asked why."""
from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from qgis.core import QgsProject

from kf_resources_plugin.engine.roles import read_role
from kf_resources_plugin.gui.duties.floodplain import COMPARE, ZONING
from kf_resources_plugin.gui.scenarios import Scenario
from kf_resources_plugin.gui.widgets.zone_weights_dialog import ZoneWeightsDialog
from tests.builders import land_layer, save
from tests.gui.docks import click, shown_values
from tests.gui.duties import choose, run, settled
from tests.processing.places import box

if TYPE_CHECKING:
    from pathlib import Path

    from kf_resources_plugin.gui.docks.floodplain_dock import FloodplainDock
    from kf_resources_plugin.gui.duties.duty_page import DutyPage


@pytest.fixture
def zoning(flood_dock: FloodplainDock, tmp_path: Path, qtbot: Any) -> DutyPage:
    """Return the page of the zoning over two parcels in a saved project, river and dry land."""
    QgsProject.instance().write(str(tmp_path / "滩区.qgz"))
    units = save(land_layer([(box(100.0 * place, 0, 100, 100),
                              {"BSM": bsm, "DLBM": code, "ZLDWDM": "4102221002010000000"})
                             for place, (bsm, code) in enumerate((("A", "1101"), ("B", "0103")))]),
                 tmp_path / "units.gpkg")
    units.setName("units")
    QgsProject.instance().addMapLayer(units)
    qtbot.wait(10)
    page = choose(qtbot, flood_dock, ZONING.name)
    page.results_folder.setFilePath(str(tmp_path / "results"))
    page.inputs.choose_layer("ZONING_UNITS", units)
    page.inputs.change({"CLASS_SYSTEM": "survey_2019"})
    return page


def keep(qtbot: Any, dock: FloodplainDock, name: str) -> None:
    dock.pages.choose("")
    dock.name_edit.setText(name)
    click(qtbot, dock.keep_button)


def test_without_a_zoning_there_is_nothing_to_keep_and_the_stages_are_listed(flood_dock: FloodplainDock) -> None:
    flood_dock.name_edit.setText("x")
    assert not flood_dock.keep_button.isEnabled()
    assert flood_dock.scenario_note.isVisible()
    # the parameter table of flows at Huayuankou: 平滩 7 200 … 设防 22 000
    assert shown_values(flood_dock.stages, 0) == [7200, 8000, 10000, 12370, 15700, 22000]


def test_two_runs_are_kept_listed_and_compared(flood_dock: FloodplainDock, zoning: DutyPage, qtbot: Any) -> None:
    run(qtbot, zoning)
    zones = zoning.result_layer("ZONES")
    assert read_role(zones) == "floodplain_zones"
    zones.selectByExpression("unit_id = 'A'")
    assert "fit for water" in zoning.results.card.label.text()
    keep(qtbot, flood_dock, "甲")
    # farming gets no point of its class: B has no score for it but 0, and another zone takes the land
    choose(qtbot, flood_dock, ZONING.name)
    zoning.inputs.change({"WEIGHTS": json.dumps({"N": {"land_class": 0, "distance": 1}})})
    run(qtbot, zoning)
    keep(qtbot, flood_dock, "乙")
    assert shown_values(flood_dock.table, 0) == ["甲", "乙"]
    [first, second] = (scenario.areas() for scenario in flood_dock.scenarios.all())
    assert first is not None
    assert second is not None
    assert sum(first.values()) == pytest.approx(sum(second.values()))
    assert (flood_dock.first_box.currentData(), flood_dock.second_box.currentData()) == ("甲", "乙")
    click(qtbot, flood_dock.compare_button)
    assert flood_dock.pages.current == COMPARE.name
    page = flood_dock.pages.page(COMPARE.name)
    settled(qtbot, page)
    assert page.result is not None, page.run_state.text()
    assert page.result.numbers["COMMON_M2"] == pytest.approx(sum(first.values()), abs=0.02)
    assert page.result.numbers["CHANGED_M2"] == pytest.approx(second.get("N", 0.0) or first["N"], abs=0.02)
    kept = [layer for layer in QgsProject.instance().mapLayers().values() if layer.name() in {"甲", "乙"}]
    # the boxes of a page give their layers their roles
    assert {layer.name(): read_role(layer) for layer in kept} == {"甲": "floodplain_zones",
                                                                  "乙": "floodplain_zones_other"}


def test_the_weights_that_are_edited_are_those_the_run_would_take(
    flood_dock: FloodplainDock, zoning: DutyPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "rules.json"
    own.write_text(json.dumps({"rows": [{"id": "zoning.depth_s", "thresholds": {"weight_coefficient": 9}}]}))
    seen: list[float] = []

    def shown(dialog: ZoneWeightsDialog) -> int:
        seen.append(dialog.draft.weights("S")["depth"])
        return int(ZoneWeightsDialog.DialogCode.Rejected)

    monkeypatch.setattr(ZoneWeightsDialog, "exec", shown)
    [tool] = zoning.tools
    tool.click()
    zoning.inputs.change({"RULES": str(own)})
    tool.click()
    own.write_text("{")
    tool.click()
    assert seen == [pytest.approx(0.25), pytest.approx(9 / 9.75)]  # .35 + .20 + .20 beside it
    assert "rules.json" in flood_dock.iface.messageBar().currentItem().text()


def test_files_of_a_page_that_nobody_opened_follow_a_project_that_is_saved_elsewhere(
    flood_dock: FloodplainDock, zoning: DutyPage, tmp_path: Path
) -> None:
    project, own = QgsProject.instance(), tmp_path / "rules.json"
    own.write_text('{"rows": []}')
    project.write(str(tmp_path / "滩区.qgz"))
    zoning.inputs.change({"RULES": str(own)})
    project.write()
    flood_dock.pages._made.clear()  # as after opening the project
    flood_dock.pages.read_state()
    (tmp_path / "elsewhere").mkdir()
    project.setFileName(str(tmp_path / "elsewhere" / "copy.qgz"))
    project.write()
    flood_dock.pages.read_state()
    assert flood_dock.pages.page(ZONING.name).inputs.files()["RULES"] == str(own)


def test_a_page_that_nobody_opened_keeps_its_result_when_the_project_is_saved_elsewhere(
    flood_dock: FloodplainDock, zoning: DutyPage, tmp_path: Path, qtbot: Any
) -> None:
    run(qtbot, zoning)
    project, folder = QgsProject.instance(), zoning.result.folder
    project.write()
    flood_dock.pages._made.clear()  # as after opening the project
    flood_dock.pages.read_state()
    (tmp_path / "elsewhere").mkdir()
    project.setFileName(str(tmp_path / "elsewhere" / "copy.qgz"))
    project.write()
    flood_dock.pages.read_state()
    kept = flood_dock.pages.result(ZONING.name)
    assert kept is not None
    assert kept.folder == folder


def test_a_dropped_scenario_leaves_its_files_and_lost_files_are_told(
    flood_dock: FloodplainDock, tmp_path: Path, qtbot: Any
) -> None:
    QgsProject.instance().write(str(tmp_path / "滩区.qgz"))
    flood_dock.scenarios.keep("lost", tmp_path / "gone")
    flood_dock.read_state()
    assert shown_values(flood_dock.table, 1) == [None]
    flood_dock.table.view.selectRow(0)
    click(qtbot, flood_dock.show_button)
    assert "lost" in flood_dock.iface.messageBar().currentItem().text()
    click(qtbot, flood_dock.drop_button)
    assert flood_dock.scenarios.all() == []
    assert not flood_dock.drop_button.isEnabled()


def test_scenarios_follow_the_project_file_and_nonsense_in_it_is_left_out(
    flood_dock: FloodplainDock, tmp_path: Path
) -> None:
    project = QgsProject.instance()
    project.write(str(tmp_path / "滩区.qgz"))
    flood_dock.scenarios.keep("a", tmp_path / "results" / "one")
    flood_dock.scenarios.keep("a", tmp_path / "results" / "two")  # the name goes to the later run
    assert flood_dock.scenarios.all() == [Scenario("a", tmp_path / "results" / "two")]
    assert "./results/two" in project.readEntry("kf_resources", "/floodplain/scenarios")[0]
    (tmp_path / "elsewhere").mkdir()
    project.setFileName(str(tmp_path / "elsewhere" / "copy.qgz"))  # as saving under another name does first
    project.write()
    flood_dock.read_state()
    assert flood_dock.scenarios.all() == [Scenario("a", tmp_path / "results" / "two")]
    flood_dock.state.write("scenarios", [{"name": 3}, "x", {"name": "b", "folder": "./c"}])
    flood_dock.read_state()
    assert [one.name for one in flood_dock.scenarios.all()] == ["b"]
    flood_dock.state.write("scenarios", "x")
    flood_dock.read_state()
    assert flood_dock.scenarios.all() == []
