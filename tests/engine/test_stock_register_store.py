"""The file of a register of stock land: what lasts, what is refused, and what a hand leaves behind."""
from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from kf_resources_plugin.engine import stock_events_schema as schema
from kf_resources_plugin.engine.stock_events_store import open_register
from kf_resources_plugin.rules.rule_rows import RuleBook, RuleRow
from kf_resources_plugin.rules.stock_events import RegisterFault
from kf_resources_plugin.rules.stock_views import board, standing
from tests.engine.fault_words import check_words
from tests.engine.ledgers import new_ledger
from tests.engine.registers import FIRST, HA, UNIT, A, Clock, compared, edit, new_register, two_years

if TYPE_CHECKING:
    from pathlib import Path

TRIGGERS = {name: sql for name, sql in schema.LAYOUT.objects.items() if sql.startswith("CREATE TRIGGER")}
NO_TRIGGERS = tuple(f"DROP TRIGGER {name}" for name in TRIGGERS)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a register of six events."""
    return two_years(tmp_path / "通许.kfstock.gpkg")


def tampered(path: Path, *statements: str) -> list[tuple[str, Any]]:
    """Change a file past its guards, and return what is found wrong with it."""
    edit(path, *NO_TRIGGERS, *statements, *TRIGGERS.values())
    with open_register(path) as register:
        faults = register.faults
        assert faults
        assert not register.writable
        with pytest.raises(RegisterFault) as refused:
            compared(register, FIRST, "2025-01-01")
        assert refused.value.rule_id == faults[0].rule_id
        assert register.verify()
    return [(fault.rule_id, fault.values.get("event_no")) for fault in faults]


def rules_book(repository: Path) -> RuleBook:
    file = repository / "resources" / "rules" / "stock_events.json"
    rows = json.loads(file.read_text(encoding="utf-8"))["rows"]
    return RuleBook([RuleRow(topic="stock_events", **row) for row in rows], date(2025, 1, 1), "zh")


def test_every_fault_has_its_words(repository: Path) -> None:
    rows = rules_book(repository).rows
    told = {rule for rule, row in rows.items() if row.severity != "error"}  # findings of the algorithms, and data
    short = {"event_no", "parcel_id", "unit_code", "kind", "day", "amount"}
    check_words(rows, repository / "kf_resources_plugin", "register", "RegisterFault", bundle=short, told=told)


def test_a_register_is_read_as_it_was_written(path: Path) -> None:
    with open_register(path) as register:
        assert register.faults == register.warnings == register.verify() == []
        assert (register.title, register.unit_code, register.srs_id) == ("通许县存量", UNIT, 4490)
        assert [event.kind for event in register.events()] == ["create", "enter", "enter", "dispose", "enter", "move"]
        assert sum(row.amount for row in standing(register.state(), date(2024, 1, 1))) == 25 * HA
        assert board(register.state(), date(2023, 12, 31))[UNIT, 2023, A].disposed == 5 * HA
        head = register.head
        assert register.verify((head.number, head.hash)) == []
        assert [fault.rule_id for fault in register.verify((7, head.hash))] == ["register.anchor_missing"]


def test_a_register_never_takes_the_place_of_a_file(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(RegisterFault) as refused:
        new_register(path)
    assert refused.value.rule_id == "register.exists"
    assert path.read_bytes() == before


def test_a_ledger_is_no_register(tmp_path: Path) -> None:
    with pytest.raises(RegisterFault) as refused:
        open_register(new_ledger(tmp_path / "l.kfledger.gpkg"))
    assert refused.value.rule_id == "register.not_a_register"


@pytest.mark.parametrize("statement", [
    "UPDATE kf_events SET reason = ''", "DELETE FROM kf_events", "UPDATE kf_parcels SET area = area + 1",
    "DELETE FROM kf_parcels WHERE event_no = 6", "INSERT OR REPLACE INTO kf_parcels SELECT * FROM kf_parcels",
    "INSERT INTO kf_parcels VALUES (99, 2, 2, '2023-01-01', 'P1', '410222', 'used', 1, NULL)",
    "INSERT INTO kf_reversals VALUES (6, 2)", "UPDATE kf_format SET version = 2",
    "INSERT OR REPLACE INTO kf_events SELECT * FROM kf_events"])
def test_the_database_itself_refuses_to_rewrite(path: Path, statement: str) -> None:
    before = path.read_bytes()
    with pytest.raises(sqlite3.IntegrityError):
        edit(path, statement)
    assert path.read_bytes() == before


@pytest.mark.parametrize(("statement", "found"), [
    ("UPDATE kf_parcels SET area = area + 1 WHERE event_no = 2", ("register.hash_differs", 2)),
    ("UPDATE kf_parcels SET unit_code = '410223' WHERE event_no = 3", ("register.hash_differs", 3)),
    ("UPDATE kf_parcels SET geom = x'4750' WHERE event_no = 3", ("register.hash_differs", 3)),
    ("UPDATE kf_events SET payload = replace(payload, '2023-09-01', '2023-09-02') WHERE event_no = 4",
     ("register.hash_differs", 4)),
    ("UPDATE kf_events SET at = '2020-01-01T09:00:00+08:00' WHERE event_no = 4", ("register.hash_differs", 4)),
    ("UPDATE kf_events SET previous_hash = hash WHERE event_no = 5", ("register.chain_broken", 5)),
    ("DELETE FROM kf_events WHERE event_no = 3", ("register.number_gap", 4)),
    ("UPDATE kf_parcels SET day = '2023-01-01' WHERE event_no = 6", ("register.table_differs", None)),
    ("DELETE FROM kf_parcels WHERE event_no = 6", ("register.event_malformed", 6)),
    ("UPDATE kf_format SET version = 99", ("register.newer", None)),
])
def test_a_row_changed_past_the_guards_is_found(path: Path, statement: str, found: tuple[str, Any]) -> None:
    assert found in tampered(path, statement)


def test_last_events_taken_out_are_found_by_the_highest_number(path: Path) -> None:
    assert ("register.tail_missing", None) in tampered(
        path, "DELETE FROM kf_parcels WHERE event_no = 6", "DELETE FROM kf_events WHERE event_no = 6")


@pytest.mark.parametrize("name", list(schema.LAYOUT.objects))
def test_every_guard_is_missed(path: Path, name: str) -> None:
    kind = schema.LAYOUT.objects[name].split()[1]
    edit(path, *(f"DROP TRIGGER {trigger}" for trigger in TRIGGERS if trigger != name), f"DROP {kind} {name}",
         *(sql for trigger, sql in TRIGGERS.items() if trigger != name and name not in sql))
    with open_register(path) as register:
        guard = next(fault for fault in register.faults if fault.rule_id == "register.guard_missing")
        assert name in guard.values["names"]


def test_what_fails_before_it_lasts_leaves_no_trace(path: Path) -> None:
    before = path.read_bytes()
    with open_register(path, Clock("2025-01-06")) as register:
        with pytest.raises(OSError, match="disk"):
            register.reverse(6, "", "", before_lasting=_fails)
        assert register.head.number == 6
        assert register.state().reversed_by == {}
    assert path.read_bytes() == before


def _fails(_: Any) -> None:
    raise OSError("disk")


def test_two_windows_see_what_the_other_wrote(path: Path) -> None:
    with open_register(path) as one, open_register(path) as other:
        one.reverse(6, "", "")
        assert other.reversed_by(6) == 7
        with pytest.raises(RegisterFault) as refused:
            other.reverse(6, "", "")
        assert refused.value.rule_id == "register.reversed_already"


@pytest.mark.parametrize("mode", [[], ["wal"]])
def test_a_killed_update_lasts_whole_or_not_at_all(repository: Path, mode: list[str]) -> None:
    script = repository / "tests" / "engine" / "stock_register_kills.py"
    done = subprocess.run([sys.executable, str(script), "60", "20241126", *mode], capture_output=True, text=True,
                          check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    counted = json.loads(done.stdout)
    assert counted["kills"] == 60
    assert counted["before"] > 0
    assert counted["after"] > 0
