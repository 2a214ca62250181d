"""What hands and other programs do to a ledger: a clear fault each, nothing is written to it, and nothing is lost."""
from __future__ import annotations

import os
import shutil
import sqlite3
import threading
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from kf_resources_plugin.engine import event_file, ledger_schema
from kf_resources_plugin.engine.ledger_store import open_ledger
from kf_resources_plugin.rules.ledger import lack
from tests.engine.fault_words import check_words
from tests.engine.ledger_checks import NO_TRIGGERS, TRIGGERS_AGAIN, edit, faults_of, rule_of, rules, seven_events
from tests.engine.ledgers import commit, demand, entry, ha

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a ledger of seven events."""
    return seven_events(tmp_path / "l.kfledger.gpkg")


@pytest.fixture
def short_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait no ten seconds for a lock."""
    monkeypatch.setattr(event_file, "BUSY_SECONDS", 0.2)


# -- words ------------------------------------------------------------------------------------------------------------


def test_every_fault_brings_the_values_its_words_need(repository: Path) -> None:
    check_words(rules("zh").rows, repository / "kf_resources_plugin", "ledger", "LedgerFault",
                bundle=lack("", "paddy", 1), told=["ledger.already"])


# -- files that are no ledger, or none any more -----------------------------------------------------------------------


def test_what_is_no_ledger_is_said_to_be_none(tmp_path: Path, path: Path) -> None:
    assert rule_of(lambda: open_ledger(tmp_path / "none.gpkg")) == "ledger.missing"
    assert not (tmp_path / "none.gpkg").exists()
    assert rule_of(lambda: open_ledger(tmp_path)) == "ledger.missing"
    for name, content in {"empty": b"", "text": b"entry_id,quantity\n" * 999}.items():
        (tmp_path / name).write_bytes(content)
        assert rule_of(lambda name=name: open_ledger(tmp_path / name)) == "ledger.not_a_ledger", name
        assert (tmp_path / name).read_bytes() == content
    edit(tmp_path / "other.gpkg", "CREATE TABLE parcels (a)")
    assert rule_of(lambda: open_ledger(tmp_path / "other.gpkg")) == "ledger.not_a_ledger"


def test_a_file_cut_off_opens_for_reading_what_is_left(path: Path) -> None:
    whole = path.read_bytes()
    for size in (50, 4096, *(int(len(whole) * share) // 4096 * 4096 for share in (0.3, 0.6, 0.9)), len(whole) - 100):
        path.write_bytes(whole[:size])
        assert "ledger.damaged" in [rule for rule, _ in faults_of(path)], size


def test_a_page_of_rubbish_is_found(path: Path) -> None:
    content = bytearray(path.read_bytes())
    place = content.index(b'"demands"') // 4096 * 4096
    content[place:place + 4096] = bytes(range(256)) * 16
    path.write_bytes(content)
    assert "ledger.damaged" in [rule for rule, _ in faults_of(path)]


def test_a_ledger_of_a_newer_version_is_read_and_not_written(path: Path) -> None:
    before = path.read_bytes()
    edit(path, "DROP TRIGGER kf_format_update", "UPDATE kf_format SET version = 2",
         "ALTER TABLE kf_entries ADD COLUMN soil TEXT")
    changed = path.read_bytes()
    assert changed != before
    assert faults_of(path) == [("ledger.newer", None)]
    with open_ledger(path) as ledger:
        assert (ledger.head.number, ledger.title, len(ledger.events())) == (7, "祥符区储备库", 7)
        assert ledger.entries() == [], "what its events mean is the newer version's to know"
    assert path.read_bytes() == changed
    edit(path, "ALTER TABLE kf_events RENAME TO kf_event_list")
    with open_ledger(path) as ledger:
        assert ledger.events() == []
        assert rule_of(lambda: ledger.head) == "ledger.event_unknown"


# -- hands ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("statements", "expected"), [
    (["UPDATE kf_amounts SET amount = amount + 1 WHERE event_no = 3 AND indicator = 'paddy'"],
     ("ledger.hash_differs", 3)),
    (["UPDATE kf_amounts SET entry_id = 'B' WHERE event_no = 5 AND entry_id = 'A'"], ("ledger.hash_differs", 5)),
    (["UPDATE kf_events SET payload = replace(payload, 'P1', 'P9') WHERE event_no = 5"], ("ledger.hash_differs", 5)),
    (["UPDATE kf_events SET payload = payload || ' ' WHERE event_no = 5"], ("ledger.hash_differs", 5)),
    (["UPDATE kf_events SET payload = '{' WHERE event_no = 5"], ("ledger.hash_differs", 5)),
    (["UPDATE kf_events SET payload = x'ff' WHERE event_no = 5"], ("ledger.hash_differs", 5)),
    (["PRAGMA ignore_check_constraints = 1", "UPDATE kf_amounts SET amount = 'much' WHERE event_no = 3"],
     ("ledger.hash_differs", 3)),
    (["UPDATE kf_amounts SET project_id = x'00ff' WHERE event_no = 5"], ("ledger.hash_differs", 5)),
    (["UPDATE kf_events SET reason = x'00ff' WHERE event_no = 2"], ("ledger.hash_differs", 2)),
    (["UPDATE kf_events SET operator = 'x' WHERE event_no = 1"], ("ledger.hash_differs", 1)),
    (["UPDATE kf_events SET hash = lower(hex(zeroblob(32))) WHERE event_no = 4"], ("ledger.hash_differs", 4)),
    (["UPDATE kf_events SET previous_hash = hash WHERE event_no = 4"], ("ledger.chain_broken", 4)),
    (["DELETE FROM kf_events WHERE event_no = 3", "DELETE FROM kf_amounts WHERE event_no = 3",
      "DELETE FROM kf_entries WHERE event_no = 3"], ("ledger.number_gap", 4)),
    (["DELETE FROM kf_events WHERE event_no = 1"], ("ledger.number_gap", 2)),
    (["DELETE FROM kf_events WHERE event_no = 7", "DELETE FROM kf_amounts WHERE event_no = 7",
      "DELETE FROM kf_keys WHERE event_no = 7"], ("ledger.tail_missing", None)),
    (["DELETE FROM kf_amounts WHERE event_no = 7 AND line_no = 7"], ("ledger.hash_differs", 7)),
    (["UPDATE kf_amounts SET line_no = 70 WHERE event_no = 7 AND line_no = 7"], ("ledger.table_differs", None)),
    (["INSERT INTO kf_amounts VALUES (999, 99, 1, '', '', 'B', 'quantity', 5)"], ("ledger.table_differs", None)),
    (["UPDATE kf_entries SET available_date = '2020-01-01' WHERE entry_id = 'C'"], ("ledger.table_differs", None)),
    (["UPDATE kf_entries SET mean_grade = '1.0' WHERE entry_id = 'C'"], ("ledger.table_differs", None)),
    (["DELETE FROM kf_keys"], ("ledger.table_differs", None)),
    (["DELETE FROM kf_reversals"], ("ledger.table_differs", None)),
    (["INSERT INTO kf_reversals VALUES (9, 7)"], ("ledger.table_differs", None)),
    (["INSERT INTO kf_like_balances (entry_id, quantity_m2) VALUES ('GHOST', 1e6)"], ("ledger.table_differs", None)),
    (["INSERT INTO kf_like_history (event_no) VALUES (99)"], ("ledger.table_differs", None)),
    (["DELETE FROM kf_format"], ("ledger.table_differs", None)),
    (["INSERT INTO kf_format VALUES (1)"], ("ledger.table_differs", None)),
    (["UPDATE kf_format SET version = 0"], ("ledger.table_differs", None)),
])
def test_what_a_hand_changed_is_found(path: Path, statements: list[str], expected: tuple[str, Any]) -> None:
    edit(path, *NO_TRIGGERS, *statements, *TRIGGERS_AGAIN)
    assert expected in faults_of(path)
    with open_ledger(path) as ledger:
        assert [fault.rule_id for fault in ledger.verify()] == [fault.rule_id for fault in ledger.faults]


@pytest.mark.parametrize("name", list(ledger_schema.OBJECTS))
def test_a_guard_that_is_gone_is_missed(path: Path, name: str) -> None:
    kinds = {**dict.fromkeys(ledger_schema.TABLES, "TABLE"), **dict.fromkeys(ledger_schema.VIEWS, "VIEW"),
             **dict.fromkeys(ledger_schema.INDEXES, "INDEX")}
    edit(path, *NO_TRIGGERS, *(sql for key, sql in ledger_schema.TRIGGERS.items() if key != name))
    if name in kinds:
        edit(path, f"DROP {kinds[name]} {name}")
    with open_ledger(path) as ledger:
        [missing] = [fault for fault in ledger.faults if fault.rule_id == "ledger.guard_missing"]
        assert name in missing.values["names"]
        assert not ledger.writable


def test_a_guard_that_lets_pass_is_missed(path: Path) -> None:
    edit(path, "DROP VIEW kf_balances", "CREATE VIEW kf_balances AS SELECT 'A' AS entry_id, 1e9 AS quantity_m2",
         "DROP TRIGGER kf_events_update", "CREATE TRIGGER kf_events_update BEFORE UPDATE ON kf_events BEGIN SELECT 1; "
         "END")
    with open_ledger(path) as ledger:
        assert [fault.values["names"] for fault in ledger.faults] == [["kf_balances", "kf_events_update"]]


@pytest.mark.parametrize("name", ["silent", "kf_amounts_silent"])
def test_a_trigger_that_somebody_added_is_found_before_it_can_swallow_an_amount(path: Path, name: str) -> None:
    with open_ledger(path) as ledger:
        edit(path, f"CREATE TRIGGER {name} BEFORE INSERT ON kf_amounts WHEN NEW.amount < 0 "
                   "BEGIN SELECT RAISE(IGNORE); END")
        assert rule_of(lambda: commit(ledger, demand("P9", ha("0.1"), 0, 0))) == "ledger.guard_missing"
        [found] = ledger.verify()
        assert found.values["names"] == [name]


def test_tables_of_others_are_let_be(path: Path) -> None:
    edit(path, "CREATE TABLE layer_styles (id INTEGER PRIMARY KEY, styleName TEXT)", "VACUUM", "REINDEX")
    assert faults_of(path) == []


def test_a_tail_taken_out_with_all_its_traces_is_found_by_the_slip_alone(path: Path) -> None:
    with open_ledger(path) as ledger:
        printed = (7, ledger.event(7).hash)
        assert ledger.verify(printed) == []
    edit(path, *NO_TRIGGERS, "DELETE FROM kf_events WHERE event_no = 7", "DELETE FROM kf_amounts WHERE event_no = 7",
         "DELETE FROM kf_keys WHERE event_no = 7", "UPDATE sqlite_sequence SET seq = 6", *TRIGGERS_AGAIN)
    assert faults_of(path) == []
    with open_ledger(path) as ledger:
        assert ledger.verify() == []
        assert [fault.rule_id for fault in ledger.verify(printed)] == ["ledger.anchor_missing"]
        commit(ledger, demand("P2", ha("1")))
        assert [fault.rule_id for fault in ledger.verify(printed)] == ["ledger.anchor_differs"]


def test_an_old_copy_put_in_place_of_the_ledger_is_found_by_the_slip(path: Path, tmp_path: Path) -> None:
    shutil.copy(path, tmp_path / "old.gpkg")
    with open_ledger(path) as ledger:
        [event] = commit(ledger, demand("P2", ha("1"))).events
    with open_ledger(tmp_path / "old.gpkg") as ledger:
        assert [fault.rule_id for fault in ledger.verify((event.number, event.hash))] == ["ledger.anchor_missing"]


def test_a_hand_that_changes_it_while_it_is_open_is_noticed_before_the_next_write(path: Path) -> None:
    with open_ledger(path) as ledger:
        assert ledger.writable
        edit(path, *NO_TRIGGERS, "UPDATE kf_amounts SET amount = 9 WHERE event_no = 2", *TRIGGERS_AGAIN)
        assert rule_of(lambda: commit(ledger, demand("P2", 1))) == "ledger.hash_differs"
        assert not ledger.writable


# -- other programs ---------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("short_patience")
@pytest.mark.parametrize("held", ["BEGIN IMMEDIATE", "BEGIN EXCLUSIVE", "BEGIN"])
def test_a_program_that_does_not_let_go_makes_no_half_commit(path: Path, held: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other, open_ledger(path) as ledger:
        other.execute(held)
        other.execute("SELECT * FROM kf_events").fetchone()  # with BEGIN a reader, whom COMMIT has to wait for
        assert rule_of(lambda: commit(ledger, demand("P2", ha("1")))) == "ledger.busy"
        assert rule_of(lambda: ledger.add([entry("N", 1)], "", "")) == "ledger.busy"
        other.execute("ROLLBACK")
        assert (ledger.head.number, ledger.verify()) == (7, [])
        assert [event.number for event in commit(ledger, demand("P2", ha("1"))).events] == [8]


@pytest.mark.usefixtures("short_patience")
def test_a_ledger_that_stays_locked_cannot_be_opened_and_says_so(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert rule_of(lambda: open_ledger(path)) == "ledger.busy"
    assert faults_of(path) == []


def test_who_holds_it_for_a_moment_only_makes_a_commit_wait(path: Path) -> None:
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    with closing(other), open_ledger(path) as ledger:
        other.execute("BEGIN IMMEDIATE")
        timer = threading.Timer(0.5, lambda: other.execute("ROLLBACK"))
        timer.start()
        assert len(commit(ledger, demand("P2", ha("1"))).events) == 1
        timer.join()


@pytest.mark.parametrize("change", ["replaced", "removed"])
def test_a_file_moved_away_while_it_is_open_takes_no_commit(path: Path, change: str) -> None:
    with open_ledger(path) as ledger:
        os.rename(path, path.with_name("away.gpkg"))
        expected = "ledger.missing"
        if change == "replaced":
            shutil.copy(path.with_name("away.gpkg"), path)
            expected = "ledger.moved"
        assert rule_of(lambda: commit(ledger, demand("P2", 1))) == expected
        assert rule_of(ledger.entries) == expected
    assert faults_of(path.with_name("away.gpkg")) == []
