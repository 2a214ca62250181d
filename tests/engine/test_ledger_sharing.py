"""A ledger among others: what QGIS and SQLite see of it, what they may not do, and many who commit at once."""
from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from kf_resources_plugin.engine.ledger_store import open_ledger
from tests.engine.ledger_checks import rule_of
from tests.engine.ledgers import (
    AFTER_EXAMPLE,
    COUNTY,
    SCALE,
    Clock,
    commit,
    demand,
    entry,
    example_demand,
    ha,
    left,
    new_ledger,
    rows,
    terms,
)

if TYPE_CHECKING:
    from pathlib import Path

@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a ledger with the reserve of the worked example."""
    return new_ledger(tmp_path / "开封 祥符.kfledger.gpkg")


# -- what others see --------------------------------------------------------------------------------------------------


def test_the_views_say_it_in_square_metres_and_kilograms(path: Path) -> None:
    with open_ledger(path, Clock()) as ledger:
        commit(ledger, example_demand())
        ledger.reverse(5, "李四", "项目取消")
        commit(ledger, example_demand())
    assert rows(path, "SELECT * FROM kf_balances") == [
        ("A", COUNTY, "2023-01-01", 0.0, 0.0, 0.0, 6.8, SCALE),
        ("B", COUNTY, "2023-01-01", 15_000.0, 0.0, 0.0, 6.8, SCALE),
        ("C", COUNTY, "2023-01-01", 0.0, 2_000.0, 7_200.0, 6.8, SCALE)]
    assert rows(path, "SELECT * FROM kf_history WHERE event_no IN (1, 3, 5, 6, 7)") == [
        (1, "create", "2025-03-01T09:01:00+08:00", "张三", "建账", None, 0.0, 0.0, 0.0, None),
        (3, "entry", "2025-03-01T09:03:00+08:00", "张三", "入库", None, 50_000.0, 12_000.0, 60_000.0, None),
        (5, "commit", "2025-03-01T09:01:00+08:00", "张三", "核销", "P1", -100_000.0, -20_000.0, -138_000.0, 6),
        (6, "reverse", "2025-03-01T09:02:00+08:00", "李四", "项目取消", "P1", 100_000.0, 20_000.0, 138_000.0, None),
        (7, "commit", "2025-03-01T09:03:00+08:00", "张三", "核销", "P1", -100_000.0, -20_000.0, -138_000.0, None)]


def test_gdal_and_qgis_open_it_without_a_word(path: Path, qgis_app: Any) -> None:
    from osgeo import gdal
    from qgis.core import QgsVectorLayer

    with open_ledger(path) as ledger:
        commit(ledger, example_demand())
    told: list[str] = []
    gdal.PushErrorHandler(lambda kind, number, text: told.append(text))
    try:
        kinds = {}
        for table in ("kf_balances", "kf_history", "kf_events", "kf_amounts", "kf_entries"):
            layer = QgsVectorLayer(f"{path}|layername={table}", table, "ogr")
            assert layer.isValid(), table
            kinds[table] = {field.name(): field.typeName() for field in layer.fields()}
            if table == "kf_balances":
                found = [[feature[name] for name in layer.fields().names()] for feature in layer.getFeatures()]
            del layer
    finally:
        gdal.PopErrorHandler()
    assert told == []
    assert kinds["kf_balances"] == {
        "entry_id": "String", "unit_code": "String", "available_date": "Date", "quantity_m2": "Real",
        "paddy_m2": "Real", "capacity_kg": "Real", "mean_grade": "Real", "grade_scale": "String"}
    assert [(row[0], row[2].toString("yyyy-MM-dd"), *row[3:]) for row in found] == [
        ("A", "2023-01-01", 0.0, 0.0, 0.0, 6.8, SCALE), ("B", "2023-01-01", 15_000.0, 0.0, 0.0, 6.8, SCALE),
        ("C", "2023-01-01", 0.0, 2_000.0, 7_200.0, 6.8, SCALE)]
    assert {kinds["kf_history"][name] for name in ("quantity_m2", "paddy_m2", "capacity_kg")} == {"Real"}
    assert kinds["kf_history"]["reversed_by"] == kinds["kf_amounts"]["amount"] == "Integer64"


def test_an_empty_ledger_has_the_same_fields(tmp_path: Path, qgis_app: Any) -> None:
    from qgis.core import QgsVectorLayer

    path = new_ledger(tmp_path / "l.kfledger.gpkg", [])
    layer = QgsVectorLayer(f"{path}|layername=kf_balances", "b", "ogr")
    assert [field.typeName() for field in layer.fields()] == [
        "String", "String", "Date", "Real", "Real", "Real", "Real", "String"]
    assert layer.featureCount() == 0


def test_commits_go_on_while_qgis_has_its_tables_open(path: Path, qgis_app: Any) -> None:
    from qgis.core import QgsVectorLayer

    layers = [QgsVectorLayer(f"{path}|layername={table}", table, "ogr") for table in ("kf_balances", "kf_events")]
    reading = layers[1].getFeatures()
    next(reading)
    for number in range(3):
        with open_ledger(path) as ledger:
            assert ledger.faults == []
            assert len(commit(ledger, demand(f"P{number}", ha("1"))).events) == 1
    del reading
    layers[0].dataProvider().reloadData()
    assert {row["entry_id"]: row["quantity_m2"] for row in layers[0].getFeatures()} == {
        "A": 35_000.0, "B": 50_000.0, "C": 0.0}
    del layers
    with open_ledger(path) as ledger:
        assert ledger.verify() == []


@pytest.mark.parametrize("statement", ["BEGIN", "BEGIN IMMEDIATE"])
def test_a_program_that_keeps_the_file_in_wal_mode_does_not_stop_a_commit(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        assert other.execute("PRAGMA journal_mode = WAL").fetchall() == [("wal",)]
        other.execute(statement)
        other.execute("SELECT count(*) FROM kf_events").fetchall()
        if statement != "BEGIN":  # somebody edits: he has to end first
            other.execute("COMMIT")
        with open_ledger(path) as ledger:
            assert len(commit(ledger, example_demand()).events) == 1
            assert ledger.verify() == []
    with open_ledger(path) as ledger:
        assert left(ledger) == AFTER_EXAMPLE
    assert rows(path, "PRAGMA journal_mode") == [("delete",)]


# -- the guards of the database itself --------------------------------------------------------------------------------


@pytest.mark.parametrize("sql", [
    "UPDATE kf_events SET reason = 'x' WHERE event_no = 2",
    "UPDATE kf_amounts SET amount = amount + 1",
    "UPDATE kf_entries SET note = 'x'",
    "UPDATE kf_keys SET project_id = 'x'",
    "UPDATE kf_reversals SET reverses = 2",
    "DELETE FROM kf_events",
    "UPDATE kf_format SET version = 2",
    "DELETE FROM kf_format",
    "INSERT INTO kf_format VALUES (1)",
    "INSERT OR REPLACE INTO kf_like_balances (entry_id, quantity_m2) VALUES ('GHOST', 1e6)",
    "INSERT INTO kf_like_history (event_no) VALUES (99)",
    "DELETE FROM kf_amounts",
    "DELETE FROM kf_entries",
    "DELETE FROM kf_keys",
    "DELETE FROM kf_reversals",
    "REPLACE INTO kf_events SELECT 2, kind, at, operator, 'x', payload, previous_hash, hash FROM kf_events LIMIT 1",
    "INSERT INTO kf_events SELECT 9, kind, at, operator, reason, payload, hash, hash FROM kf_events WHERE event_no = 7",
    "INSERT INTO kf_events SELECT 8, kind, at, operator, reason, payload, '', hash FROM kf_events WHERE event_no = 7",
    "REPLACE INTO kf_amounts SELECT amount_no, event_no, line_no, project_id, unit_code, entry_id, indicator, 1 "
    "FROM kf_amounts LIMIT 1",
    "INSERT INTO kf_amounts VALUES (NULL, 2, 3, '', '410222', 'A', 'quantity', 100)",
    "INSERT INTO kf_amounts VALUES (NULL, 7, 8, '', '410222', 'Z', 'quantity', 100)",
    "INSERT INTO kf_amounts VALUES (NULL, 7, 8, '', '410222', 'C', 'quantity', -1)",
    "INSERT INTO kf_amounts VALUES (NULL, 7, 8, '', '410222', 'A', 'quantity', 0.5)",
    "INSERT INTO kf_amounts VALUES (NULL, 7, 8, '', '410222', 'A', 'beauty', 5)",
    "REPLACE INTO kf_entries (entry_id, event_no, unit_code, grade_scale, note) VALUES ('A', 7, '410222', '', '')",
    "INSERT INTO kf_keys VALUES (7, 'P1', '410222')",
    "INSERT INTO kf_keys VALUES (6, 'P2', '410222')",
    "REPLACE INTO kf_reversals VALUES (7, 5)",
    "INSERT INTO kf_reversals VALUES (7, 7)",
])
def test_the_file_refuses_what_is_no_event(path: Path, sql: str) -> None:
    with open_ledger(path) as ledger:
        commit(ledger, example_demand())
        ledger.reverse(5, "", "")
        commit(ledger, example_demand())
    with closing(sqlite3.connect(path)) as connection, pytest.raises(sqlite3.IntegrityError):
        connection.execute(sql)
    with open_ledger(path) as ledger:
        assert ledger.faults == []


# -- many who work in it ----------------------------------------------------------------------------------------------


def test_who_has_seen_another_head_writes_nothing(path: Path) -> None:
    with open_ledger(path) as ledger:
        seen = (ledger.head.number, ledger.head.hash)
        with open_ledger(path) as other:
            other.add([entry("A0", ha("9"))], "李四", "入库")

        def write_off(head: tuple[int, str]) -> Any:
            return ledger.commit([demand("P2", ha("1"))], None, "county", terms, "", "", {}, expected_head=head)

        for head in (seen, (5, seen[1]), (ledger.head.number, seen[1])):
            assert rule_of(lambda head=head: write_off(head)) == "ledger.head_moved"
        assert ledger.head.number == 5
        assert len(write_off((ledger.head.number, ledger.head.hash)).events) == 1


def test_another_window_s_commit_is_seen(path: Path) -> None:
    with open_ledger(path) as one, open_ledger(path) as other:
        commit(one, demand("P1", ha("6.5")))
        assert left(other)["A"][0] == 0
        assert other.open_commit("P1", COUNTY) == 5
        result = commit(other, demand("P1", ha("6.5")), demand("P2", ha("6")))
        assert (result.already, result.trial.verdicts[0].short[0]) == ((("P1", 5),), ha("1"))
        assert other.head == one.head == one.event(5)
        assert other.reverse(5, "", "") == one.head


def test_a_double_click_in_two_threads_spends_once(path: Path) -> None:
    start, events, already = threading.Barrier(8), [], []

    def click() -> None:
        with open_ledger(path) as ledger:
            start.wait()
            result = commit(ledger, example_demand())
            events.extend(result.events)
            already.extend(result.already)

    threads = [threading.Thread(target=click) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(events), already) == (1, [("P1", 5)] * 7)
    with open_ledger(path) as ledger:
        assert left(ledger) == AFTER_EXAMPLE


WORKER = """
import sys
sys.modules["qgis"] = None
sys.path.insert(0, sys.argv[1])
from kf_resources_plugin.engine import event_file
from kf_resources_plugin.engine.ledger_store import open_ledger
from kf_resources_plugin.rules.ledger import LedgerFault
from tests.engine.ledgers import commit, demand
event_file.BUSY_SECONDS = 60.0  # SQLite gives no turns: on a loaded machine one of four may wait long
path, first, wait = sys.argv[2], int(sys.argv[3]), sys.stdin.readline()
done = 0
for number in range(first, first + 40):
    with open_ledger(path) as ledger:
        done += len(commit(ledger, demand(f"P{number}", 3_000_001, 0, 7)).events)
        if number % 4 == 0 and (event := ledger.open_commit(f"P{number}", "410222")):
            try:
                ledger.reverse(event, "", "")
                done -= 1
            except LedgerFault as fault:  # another process, which wants the project too, was quicker
                assert fault.rule_id == "ledger.reversed_already", fault
print(done)
"""


def test_processes_that_commit_at_once_spend_nothing_twice(tmp_path: Path, repository: Path) -> None:
    """Four processes want 160 projects of which the reserve serves about a third; eighty are wanted by two of them."""
    held = 50 * 3_000_001 + 17
    path = new_ledger(tmp_path / "l.kfledger.gpkg", [entry("A", held // 2, 0, 10_000), entry("B", held - held // 2)])
    workers = [subprocess.Popen([sys.executable, "-c", WORKER, str(repository), str(path), str(first)],
                                stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
               for first in (0, 20, 40, 60)]
    for worker in workers:
        assert worker.stdin
        worker.stdin.write("\n")
        worker.stdin.flush()
    told = [int(worker.communicate(timeout=120)[0]) for worker in workers]
    assert [worker.returncode for worker in workers] == [0] * 4
    with open_ledger(path) as ledger:
        assert ledger.verify() == []
        standing = sum(event.kind == "commit" and ledger.reversed_by(event.number) is None for event in ledger.events())
        assert sum(item.amounts[0] for item in ledger.entries()) == held - standing * 3_000_001
        assert sum(item.amounts[2] for item in ledger.entries()) == 10_000 - standing * 7
        assert standing == sum(told) == 50
