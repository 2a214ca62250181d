"""Pairs of register entries decided in a dialog: kept with name and reason, taken by the next run, never lost."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from qgis.core import QgsProject

from kf_resources_plugin.engine.heritage_decisions import read_decisions
from kf_resources_plugin.gui.duties.heritage import REGISTER
from kf_resources_plugin.gui.models.site_pairs import SitePairs
from kf_resources_plugin.gui.widgets.pairs_dialog import PairsDialog
from tests.builders import layer_of, save
from tests.gui.docks import click, shown_values
from tests.gui.duties import choose, run

if TYPE_CHECKING:
    from pathlib import Path

    from kf_resources_plugin.gui.docks.heritage_dock import HeritageDock
    from kf_resources_plugin.gui.duties.duty_page import DutyPage

ROW = {"decision": "open", "person": None, "reason": None, "date": None, "level_a": "national", "level_b": "county",
       "county_a": "410202", "county_b": "410202", "score": 0.5, "apart_m": 12.0}
ROWS = [{**ROW, "entry_a": "甲|1", "entry_b": "乙|1", "name_a": "铁塔", "name_b": "开封铁塔"},
        {**ROW, "entry_a": "甲|2", "entry_b": "乙|2", "name_a": "龙亭", "name_b": "龙亭大殿"}]


@pytest.fixture
def dialog(qtbot: Any, tmp_path: Path) -> PairsDialog:
    made = PairsDialog(None, SitePairs(ROWS, tmp_path / "判定.csv"), "")
    qtbot.addWidget(made)
    made.show()
    return made


def test_nobody_decides_without_a_name(dialog: PairsDialog) -> None:
    assert not dialog.same_button.isEnabled()
    assert "who decides" in dialog.state_note.text()
    dialog.person_edit.setText("张三")
    assert dialog.same_button.isEnabled()


def test_each_answer_is_kept_at_once_and_the_next_open_pair_comes(dialog: PairsDialog, qtbot: Any) -> None:
    dialog.person_edit.setText("张三")
    dialog.reason_edit.setText("同一座塔")
    click(qtbot, dialog.same_button)
    [kept] = read_decisions(dialog.pairs.file).decisions
    assert (kept.entry_a, kept.entry_b, kept.decision, kept.person, kept.reason) == (
        "甲|1", "乙|1", "same", "张三", "同一座塔")
    assert len(kept.moment) == len("2024-01-01 00:00:00")
    assert dialog.table.current_value(2) == "龙亭"
    assert dialog.reason_edit.text() == ""
    assert "Open pairs: 1" in dialog.state_note.text()
    click(qtbot, dialog.different_button)
    assert shown_values(dialog.table, 1) == ["same", "different"]
    assert [one.decision for one in read_decisions(dialog.pairs.file).decisions] == ["same", "different"]


def test_who_changes_their_mind_adds_a_row_and_the_later_counts(tmp_path: Path) -> None:
    file = tmp_path / "判定.csv"
    pairs = SitePairs(ROWS, file)
    pairs.decide(0, "same", "张三", "")
    before = file.read_bytes()
    pairs.decide(0, "different", "李四", "两座")
    assert file.read_bytes().startswith(before)
    assert [(row["decision"], row["person"]) for row in SitePairs(ROWS, file).rows] == [
        ("different", "李四"), ("open", None)]


def test_a_file_that_cannot_be_written_is_told_and_the_pair_stays_open(dialog: PairsDialog, qtbot: Any) -> None:
    dialog.person_edit.setText("张三")
    dialog.pairs.file.write_text("别的表\n1\n")
    click(qtbot, dialog.same_button)
    assert "no table of decisions" in dialog.state_note.text()
    assert shown_values(dialog.table, 1) == ["open", "open"]


@pytest.fixture
def page(heritage_dock: HeritageDock, tmp_path: Path, qtbot: Any) -> DutyPage:
    """Return the register page over two lists that name one tower a little differently."""
    fields = {"编号": "text", "名称": "text", "地址": "text", "级别": "text"}
    for place, name in enumerate(("开封铁塔", "铁塔"), start=1):
        made = save(layer_of([(None, {"编号": f"{place}", "名称": name, "地址": "开封市龙亭区北门大街210号",
                                      "级别": "省级"})],
                             fields, geometry="None", crs=""), tmp_path / f"名录{place}.gpkg")
        made.setName(f"名录{place}")
        made.setCustomProperty("kf/role", "heritage_sites")
        QgsProject.instance().addMapLayer(made)
    qtbot.wait(10)
    found = choose(qtbot, heritage_dock, REGISTER.name)
    found.results_folder.setFilePath(str(tmp_path / "results"))
    return found


def test_a_pair_that_was_decided_is_one_site_in_the_next_run(
    page: DutyPage, heritage_dock: HeritageDock, tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    [tool] = page.tools
    tool.click()
    assert "Run the page first" in heritage_dock.iface.messageBar().currentItem().text()
    run(qtbot, page)
    assert (page.result.numbers["ENTRIES"], page.result.numbers["OPEN_PAIRS"]) == (2, 1)
    tool.click()
    assert "Save the project first" in heritage_dock.iface.messageBar().currentItem().text()
    QgsProject.instance().write(str(tmp_path / "开封.qgz"))

    def decided(dialog: PairsDialog) -> int:
        dialog.person_edit.setText("张三")
        dialog.same_button.click()
        return 1

    monkeypatch.setattr(PairsDialog, "exec", decided)
    tool.click()
    assert page.inputs.files()["DECISIONS"] == str(tmp_path / "heritage_decisions.csv")
    run(qtbot, page)
    assert (page.result.numbers["ENTRIES"], page.result.numbers["OPEN_PAIRS"]) == (1, 0)
