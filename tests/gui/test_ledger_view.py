"""What is shown of a ledger, and that it stays current whoever writes to the file or takes it away."""
from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

import pytest

from kf_resources_plugin.engine.ledger_store import open_ledger
from kf_resources_plugin.gui.docks import ledger_view
from kf_resources_plugin.gui.docks.ledger_view import LedgerWatch, read_ledger
from kf_resources_plugin.rules.farmland_balance import THREE_INDEX, Demand, Terms
from tests.gui import farmland_town as town

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("qgis_app")


def commit(path: Path, project: str = "P1", quantity: int = 100) -> None:
    from datetime import date as day

    def terms(_demand: Demand) -> Terms:
        return Terms(THREE_INDEX, grade_decides=False)

    on: date = day(2024, 6, 1)
    with open_ledger(path) as ledger:
        ledger.commit([Demand(project, "410222", on, (quantity, 0, 0), 6.0)], None, "county", terms, "李四", "批复",
                      {"mode": THREE_INDEX})


@pytest.fixture
def watch(qtbot: Any) -> Iterator[LedgerWatch]:
    watching = LedgerWatch()
    yield watching
    watching.abandon()


def settled(qtbot: Any, watch: LedgerWatch) -> None:
    qtbot.waitUntil(lambda: not watch.busy)


def test_head_balances_and_history(tmp_path: Path) -> None:
    path = town.ledger(tmp_path)
    commit(path, quantity=100)
    view = read_ledger(str(path), "en")
    assert (view.readable, view.writable, view.title, view.unit_code) == (True, True, "祥符区储备库", "410222")
    assert (view.head_no, view.entries) == (3, 1)
    assert view.totals == (5 * town.HA - 100, 2 * town.HA, 100_000 * town.KG)
    with open_ledger(path) as ledger:
        assert view.head_hash == ledger.head.hash
    assert [(row.number, row.kind, row.operator, row.projects, row.amounts) for row in view.history] == [
        (3, "commit", "李四", ("P1",), (-100, 0, 0)), (2, "entry", "张三", (), (5 * town.HA, 2 * town.HA, 10_000_000)),
        (1, "create", "张三", (), (0, 0, 0))]
    assert view.written_off_by("P1", "410222") == 3
    assert view.written_off_by("P1", "410225") is None


def test_a_reversal_is_told_with_the_event_it_reverses(tmp_path: Path) -> None:
    path = town.ledger(tmp_path)
    commit(path)
    with open_ledger(path) as ledger:
        ledger.reverse(3, "李四", "作废")
    view = read_ledger(str(path), "en")
    assert [(row.number, row.reversed_by) for row in view.history] == [(4, None), (3, 4), (2, None), (1, None)]
    assert view.history[0].amounts == (100, 0, 0)
    assert view.written_off_by("P1", "410222") is None


def test_what_is_no_ledger_is_said_in_words(tmp_path: Path) -> None:
    stranger = tmp_path / "a.kfledger.gpkg"
    stranger.write_text("no database", encoding="utf-8")
    for path in (stranger, tmp_path / "absent.kfledger.gpkg"):
        view = read_ledger(str(path), "en")
        assert (view.readable, view.writable) == (False, False)
        assert str(path) in view.problems[0]
        assert "$" not in view.problems[0]


def test_a_hand_edited_ledger_can_be_read_and_not_written_to(tmp_path: Path) -> None:
    path = town.ledger(tmp_path)
    with sqlite3.connect(path) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("UPDATE kf_amounts SET amount = amount * 2")
    connection.close()
    view = read_ledger(str(path), "en")
    assert (view.readable, view.writable) == (True, False)
    assert view.problems


def test_a_number_a_hand_put_for_a_project_is_shown_as_text(tmp_path: Path) -> None:
    path = town.ledger(tmp_path)
    commit(path)
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TRIGGER kf_events_update")
        connection.execute("""UPDATE kf_events SET payload = replace(payload, '"P1"', '5')""")
    connection.close()
    view = read_ledger(str(path), "en")
    assert view.problems
    assert [", ".join(row.projects) for row in view.history] == ["5", "", ""]


def test_reading_that_breaks_off_is_said(
    watch: LedgerWatch, tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger_view._Reading, "run", lambda _task: False)
    watch.set_path(str(town.ledger(tmp_path)))
    settled(qtbot, watch)
    assert watch.view is not None
    assert not watch.view.readable
    assert "not read to its end" in watch.view.problems[0]


def test_reading_changes_nothing(tmp_path: Path) -> None:
    path = town.ledger(tmp_path)
    before = path.read_bytes()
    read_ledger(str(path), "en")
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_a_write_by_another_window_is_seen(watch: LedgerWatch, tmp_path: Path, qtbot: Any) -> None:
    path = town.ledger(tmp_path)
    watch.set_path(str(path))
    assert watch.view is None
    settled(qtbot, watch)
    assert watch.view.head_no == 2
    commit(path)
    qtbot.waitUntil(lambda: watch.view.head_no == 3)


def test_a_file_that_goes_and_comes_back_is_seen(watch: LedgerWatch, tmp_path: Path, qtbot: Any) -> None:
    path = town.ledger(tmp_path)
    watch.set_path(str(path))
    settled(qtbot, watch)
    path.rename(tmp_path / "aside")
    qtbot.waitUntil(lambda: not watch.view.readable)
    (tmp_path / "aside").rename(path)
    qtbot.waitUntil(lambda: watch.view.readable)
    commit(path)
    qtbot.waitUntil(lambda: watch.view.head_no == 3)


def test_a_ledger_another_program_holds_is_read_when_it_lets_go(
    watch: LedgerWatch, tmp_path: Path, qtbot: Any
) -> None:
    path = town.ledger(tmp_path)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    watch._retry.setInterval(100)
    watch.set_path(str(path))
    qtbot.waitUntil(lambda: watch.view is not None)
    assert not watch.view.readable
    assert watch.view.problems
    other.execute("ROLLBACK")
    other.close()
    qtbot.waitUntil(lambda: watch.view.readable)


def test_the_file_chosen_last_is_the_one_shown(watch: LedgerWatch, tmp_path: Path, qtbot: Any) -> None:
    (tmp_path / "other").mkdir()
    first, second = town.ledger(tmp_path), town.ledger(tmp_path / "other")
    watch.set_path(str(first))
    watch.refresh()
    watch.set_path(str(second))
    settled(qtbot, watch)
    assert watch.view.path == str(second)
    watch.set_path("")
    assert watch.view is None
    qtbot.wait(400)
    assert watch.view is None


def test_unloading_while_a_ledger_is_read(watch: LedgerWatch, tmp_path: Path, qtbot: Any) -> None:
    heard: list[bool] = []
    watch.set_path(str(town.ledger(tmp_path)))
    watch.changed.connect(lambda: heard.append(True))
    watch.refresh()
    watch.abandon()
    qtbot.wait(200)
    assert heard == []
