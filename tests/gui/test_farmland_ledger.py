"""The ledger in the farmland dock: its state, write-off, history, reversal and slip."""
from __future__ import annotations

import os
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtWidgets import QApplication, QFileDialog

from kf_resources_plugin.engine.ledger_store import create, open_ledger
from kf_resources_plugin.gui.docks import farmland_flow as flow
from kf_resources_plugin.gui.docks.farmland_ledger import clock_text, kind_title
from kf_resources_plugin.gui.widgets.confirm_dialog import ConfirmDialog
from kf_resources_plugin.rules.farmland_balance import Entry
from kf_resources_plugin.rules.ledger_drafts import NewEntry, TradeOut
from tests.gui import farmland_town as town
from tests.gui.docks import choose_ledger, click, idle, run_trial, shown_values, try_town

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kf_resources_plugin.engine.ledger_store import Ledger
    from kf_resources_plugin.gui.docks.farmland_dock import FarmlandDock


class Answer:
    """Answers the next question, and keeps what it showed."""

    def __init__(self, qtbot: Any, *, confirm: bool = True, reason: str = "", twice: bool = False,
                 after: int = 50) -> None:
        self._qtbot, self._confirm, self._reason, self._twice = qtbot, confirm, reason, twice
        self.message, self.table, self.asked = "", "", 0
        self._qtbot.answer_next(ConfirmDialog, self._give, after)

    def _give(self, dialog: ConfirmDialog) -> None:
        self.asked += 1
        self.message, self.table = dialog.message.text(), dialog.table.text()
        if self._reason:
            self._qtbot.keyClicks(dialog.reason_edit, self._reason)
        button = dialog.confirm_button if self._confirm else dialog.cancel_button
        self._qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        if self._twice:
            self._qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def read(path: Path, what: Callable[[Ledger], Any]) -> Any:
    with open_ledger(path) as ledger:
        return what(ledger)


def events(path: Path) -> list[str]:
    return read(path, lambda ledger: [event.kind for event in ledger.events()])


def balances(path: Path) -> list[tuple[int, int, int]]:
    return read(path, lambda ledger: [entry.amounts for entry in ledger.entries()])


def bar(dock: FarmlandDock) -> str:
    return dock.iface.messageBar().currentItem().text()


def select_event(dock: FarmlandDock, number: int) -> None:
    row = shown_values(dock.ledger.history, 0).index(number)
    dock.ledger.history.view.setCurrentIndex(dock.ledger.history.proxy.index(row, 0))


def write_off(qtbot: Any, dock: FarmlandDock, **how: Any) -> Answer:
    answer = Answer(qtbot, **how)
    click(qtbot, dock.commit_button)
    idle(qtbot, dock)
    return answer


# -- state ------------------------------------------------------------------------------------------------------------


def test_title_head_and_balances_are_shown(dock: FarmlandDock, tmp_path: Path, qtbot: Any) -> None:
    path = town.ledger(tmp_path)
    choose_ledger(qtbot, dock, path)
    text = dock.ledger_state.text()
    head = read(path, lambda ledger: ledger.head)
    assert "祥符区储备库" in text
    assert "1 entries hold 5.0000 ha, of it 2.0000 ha paddy, and 100,000.00 kg" in text
    assert f"event 2, hash {head.hash[:16]}" in text
    assert "Can be written to." in text
    assert shown_values(dock.ledger.history, 0) == [2, 1]
    assert shown_values(dock.ledger.history, 1) == ["entry", "ledger made"]
    assert not dock.reserve_layer.isVisible()


def test_a_file_that_is_no_ledger_is_said_and_nothing_can_be_done_with_it(
    dock: FarmlandDock, tmp_path: Path, qtbot: Any
) -> None:
    town.settle(tmp_path)
    stranger = tmp_path / "x.kfledger.gpkg"
    stranger.write_text("no database", encoding="utf-8")
    choose_ledger(qtbot, dock, stranger)
    assert "x.kfledger.gpkg" in dock.ledger_state.text()
    assert not any(button.isEnabled() for button in (
        dock.run_button, dock.import_button, dock.export_button, dock.verify_button))
    assert dock.run_state.text() == "The ledger cannot be read; see above."
    choose_ledger(qtbot, dock, town.ledger(tmp_path))
    assert dock.run_button.isEnabled()


def test_a_ledger_that_is_deleted_while_it_is_shown(dock: FarmlandDock, tmp_path: Path, qtbot: Any) -> None:
    path = try_town(qtbot, dock, tmp_path)
    assert dock.commit_button.isEnabled()
    path.unlink()
    qtbot.waitUntil(lambda: not dock.commit_button.isEnabled())
    assert dock.commit_state.text() == "The ledger cannot be written to; see above."
    assert not dock.history_group.isVisible()
    assert shown_values(dock.projects_table, 2) == ["P1", "P2"]


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only for root")
def test_a_read_only_ledger_can_be_tried_against_and_not_written_to(
    dock: FarmlandDock, tmp_path: Path, qtbot: Any
) -> None:
    path = try_town(qtbot, dock, tmp_path)
    path.chmod(0o400)
    dock.ledger._watch.refresh()
    idle(qtbot, dock)
    assert dock.run_button.isEnabled()
    assert not dock.commit_button.isEnabled()


def test_another_windows_write_makes_the_trial_stale(dock: FarmlandDock, tmp_path: Path, qtbot: Any) -> None:
    path = try_town(qtbot, dock, tmp_path)
    entry = Entry("E2", "410222", None, (1, 0, 0))
    read(path, lambda ledger: ledger.add([NewEntry(entry, "utilisation_15")], "李四", ""))
    qtbot.waitUntil(lambda: not dock.commit_button.isEnabled())
    assert dock.commit_state.text() == "The ledger has changed since the trial. Run it again."
    run_trial(qtbot, dock)
    assert dock.commit_button.isEnabled()


def test_another_ledger_is_not_the_one_the_trial_was_run_against(
    dock: FarmlandDock, tmp_path: Path, qtbot: Any
) -> None:
    try_town(qtbot, dock, tmp_path)
    (tmp_path / "other").mkdir()
    choose_ledger(qtbot, dock, town.ledger(tmp_path / "other"))
    assert dock.commit_state.text() == "The trial was run against another reserve. Run it again."


def test_a_ledger_is_made_in_its_dialog_and_chosen(dock: FarmlandDock, tmp_path: Path, qtbot: Any) -> None:
    click(qtbot, dock.create_button)
    dialog = next(window for window in QApplication.topLevelWidgets()
                  if type(window).__name__ == "AlgorithmDialog" and window.isVisible())
    dialog.setParameters({"LEDGER": str(tmp_path / "new.kfledger.gpkg"), "TITLE": "Town"})
    with qtbot.waitSignal(dialog.algorithmFinished):
        dialog.runButton().click()
    idle(qtbot, dock)
    assert dock.ledger.path == dock.ledger_file.filePath() == str(tmp_path / "new.kfledger.gpkg")
    assert "Town" in dock.ledger_state.text()


def test_the_trial_judges_by_the_scale_of_the_ledger(dock: FarmlandDock, tmp_path: Path, qtbot: Any) -> None:
    assert dock.grade_scale.isEnabled()
    path = tmp_path / "quality.kfledger.gpkg"
    create(path, title="", unit_code="", grade_scale="quality_10", operator="", reason="")
    choose_ledger(qtbot, dock, path)
    assert dock.settings()["GRADE_SCALE"] == "quality_10"
    assert not dock.grade_scale.isEnabled()
    choose_ledger(qtbot, dock, town.ledger(tmp_path))
    assert dock.settings()["GRADE_SCALE"] == "utilisation_15"


# -- write-off --------------------------------------------------------------------------------------------------------


def test_a_write_off_shows_and_then_deducts_exactly_that(dock: FarmlandDock, tmp_path: Path, qtbot: Any) -> None:
    path = try_town(qtbot, dock, tmp_path)
    before = balances(path)[0]
    shown = [row[3:] for row in dock.entries_table.model._rows]
    answer = write_off(qtbot, dock, reason="2024-7")
    assert "2 projects" in answer.message
    assert f"Together: {sum(row[0] for row in shown) / 10_000:.4f} ha" in answer.message
    assert "祥符区储备库" in answer.message
    assert [line.split("\t")[:3] for line in answer.table.split("\n")[1:]] == [
        ["P1", "410222", "E1"], ["P2", "410222", "E1"]]
    deducted = [round(sum(amount or 0 for amount in column) * 100) for column in zip(*shown)]
    assert balances(path)[0] == tuple(have - gone for have, gone in zip(before, deducted))
    assert events(path) == ["create", "entry", "commit", "commit"]
    assert read(path, lambda ledger: ledger.head.reason) == "2024-7"
    assert "2 projects written off" in bar(dock)
    assert shown_values(dock.ledger.history, 0) == [4, 3, 2, 1]
    assert dock.commit_state.text() == "The ledger has changed since the trial. Run it again."


def test_only_projects_that_pass_are_written_off(dock: FarmlandDock, tmp_path: Path, qtbot: Any) -> None:
    path = try_town(qtbot, dock, tmp_path, paddy_ha=0.5)
    answer = write_off(qtbot, dock)
    assert "P2" in answer.message
    assert "P2" not in answer.table
    assert events(path) == ["create", "entry", "commit"]
    assert read(path, lambda ledger: ledger.open_commit("P2", "410222")) is None


def test_nothing_is_written_off_when_the_planner_says_no(dock: FarmlandDock, tmp_path: Path, qtbot: Any) -> None:
    path = try_town(qtbot, dock, tmp_path)
    before = path.read_bytes()
    write_off(qtbot, dock, confirm=False)
    assert path.read_bytes() == before
    assert dock.commit_button.isEnabled()


def test_nothing_is_written_off_that_was_not_shown(dock: FarmlandDock, tmp_path: Path, qtbot: Any) -> None:
    """Another window writes while the question stands on the screen."""
    path = try_town(qtbot, dock, tmp_path)
    entry = Entry("E0", "410222", date(2020, 1, 1), (town.HA, 0, 0))

    def write() -> None:
        read(path, lambda ledger: ledger.add([NewEntry(entry, "utilisation_15")], "李四", ""))

    answer = Answer(qtbot, after=1500)
    QTimer.singleShot(0, write)
    click(qtbot, dock.commit_button)
    idle(qtbot, dock)
    assert answer.asked == 1
    assert "has changed since the trial" in bar(dock)
    assert events(path) == ["create", "entry", "entry"]


def test_another_window_that_is_faster_by_a_hair_stops_the_write_off(
    dock: FarmlandDock, tmp_path: Path, qtbot: Any
) -> None:
    """Between the last look at the ledger and the transaction."""
    path = try_town(qtbot, dock, tmp_path, paddy_ha=1.5)
    steps = flow.commit_steps(dock.result, "", "")
    sale = TradeOut("E1", (0, town.HA, 0), {"price_cny": "1", "counterparty": "x", "document_no": "1"})
    read(path, lambda ledger: ledger.add([sale], "李四", ""))
    dock.runs.start(steps, dock.ledger._take_commit)
    idle(qtbot, dock)
    assert events(path) == ["create", "entry", "trade_out"]
    assert "town.kfledger.gpkg" in bar(dock) or "ledger" in bar(dock)
    assert bar(dock) in dock.run_state.text()


def test_a_double_click_writes_off_once(dock: FarmlandDock, tmp_path: Path, qtbot: Any) -> None:
    path = try_town(qtbot, dock, tmp_path)
    answer = Answer(qtbot, twice=True)
    qtbot.mouseDClick(dock.commit_button, Qt.MouseButton.LeftButton)
    idle(qtbot, dock)
    qtbot.mouseClick(dock.commit_button, Qt.MouseButton.LeftButton)
    idle(qtbot, dock)
    assert answer.asked == 1
    assert events(path) == ["create", "entry", "commit", "commit"]


def test_projects_written_off_are_left_out_of_the_next_trial(dock: FarmlandDock, tmp_path: Path, qtbot: Any) -> None:
    path = try_town(qtbot, dock, tmp_path, paddy_ha=0.5)
    write_off(qtbot, dock)
    entry = Entry("E2", "410222", None, (1, 0, 0))
    read(path, lambda ledger: ledger.add([NewEntry(entry, "utilisation_15")], "李四", ""))
    idle(qtbot, dock)
    run_trial(qtbot, dock)
    assert [row["project_id"] for row in dock.result.verdicts] == ["P2"]
    rows = dict(zip(shown_values(dock.projects_table, 2), shown_values(dock.projects_table, 14)))
    assert rows == {"P2": None, "P1": 3}


def test_when_all_are_written_off_there_is_nothing_to_try(dock: FarmlandDock, tmp_path: Path, qtbot: Any) -> None:
    try_town(qtbot, dock, tmp_path)
    write_off(qtbot, dock)
    run_trial(qtbot, dock)
    assert "written off in the ledger already" in dock.run_state.text()


# -- history ----------------------------------------------------------------------------------------------------------


def test_a_reversal_asks_for_the_reason_and_gives_back(dock: FarmlandDock, tmp_path: Path, qtbot: Any) -> None:
    path = try_town(qtbot, dock, tmp_path)
    before = balances(path)
    write_off(qtbot, dock)
    for number, possible in ((1, False), (2, False), (3, True), (4, True)):
        select_event(dock, number)
        assert dock.reverse_button.isEnabled() == possible or number == 2
    for number in (3, 4):
        select_event(dock, number)
        answer = Answer(qtbot, reason="wrong project")
        click(qtbot, dock.reverse_button)
        idle(qtbot, dock)
        assert f"Event {number}" in answer.message
        assert [line.split("\t")[:3] for line in answer.table.split("\n")[1:]] == [
            [f"P{number - 2}", "410222", "E1"]]
        assert "-" not in answer.table.split("\t")[-1]
    assert balances(path) == before
    assert events(path)[-2:] == ["reverse", "reverse"]
    assert read(path, lambda ledger: ledger.head.reason) == "wrong project"
    assert shown_values(dock.ledger.history, 9) == [None, None, 6, 5, None, None]
    select_event(dock, 3)
    assert not dock.reverse_button.isEnabled()


def test_a_slip_is_printed_of_a_write_off_only(
    dock: FarmlandDock, tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    try_town(qtbot, dock, tmp_path)
    write_off(qtbot, dock)
    select_event(dock, 2)
    assert not dock.slip_button.isEnabled()
    select_event(dock, 3)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(tmp_path / "slip"), "PDF files (*.pdf)"))
    click(qtbot, dock.slip_button)
    assert (tmp_path / "slip.pdf").read_bytes()[:4] == b"%PDF"
    assert (tmp_path / "slip.xlsx").read_bytes()[:2] == b"PK"
    assert "slip.xlsx" in bar(dock)


def test_events_are_named_and_timed_as_a_planner_reads_them() -> None:
    assert [kind_title(kind) for kind in ("create", "entry", "trade_in", "trade_out", "commit", "reverse", "x")] == [
        "ledger made", "entry", "bought in", "sold", "write-off", "reversal", "x"]
    assert clock_text("2025-03-01T09:05:00+08:00") == "2025-03-01 09:05:00"
