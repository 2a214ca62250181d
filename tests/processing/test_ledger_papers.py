"""Verifying a ledger against its slip, and exporting it: the worked example, and ledgers that a hand has changed."""
from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import openpyxl
import pytest

from kf_resources_plugin.engine.ledger_store import open_ledger
from tests.builders import rows_of
from tests.engine.ledger_checks import NO_TRIGGERS, TRIGGERS_AGAIN, edit
from tests.engine.ledgers import KG, SCALE, entry, ha, new_ledger
from tests.processing.test_ledger_algorithms import EXAMPLE, Log, commit, refusal, run

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("kf_provider")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a ledger with the reserve of the worked example."""
    return new_ledger(tmp_path / "台账 1.kfledger.gpkg")


# -- verify -----------------------------------------------------------------------------------------------------------


def test_a_sound_ledger_is_valid_and_fits_its_slip(path: Path) -> None:
    commit(path, EXAMPLE)
    with open_ledger(path) as ledger:
        event = ledger.head
    log = Log()
    result = run("ledgerverify", path, log, FINDINGS="memory:")
    assert (result["VALID"], rows_of(result["FINDINGS"])) == (1, [])
    assert f"5 events; the last is 5, hash {event.hash}" in log.said
    printed = " ".join(event.hash[place:place + 8] for place in range(0, 64, 8)).upper()
    assert run("ledgerverify", path, ANCHOR_EVENT=5, ANCHOR_HASH=printed)["VALID"] == 1
    for number, text, rule in ((6, printed, "anchor_missing"), (4, printed, "anchor_differs"),
                               (5, "12", "anchor_unreadable")):
        result = run("ledgerverify", path, ANCHOR_EVENT=number, ANCHOR_HASH=text, FINDINGS="memory:")
        assert (result["VALID"], rows_of(result["FINDINGS"], "rule_id")) == (0, [(f"ledger.{rule}",)])
    assert "or neither" in refusal("ledgerverify", path, ANCHOR_EVENT=5)
    assert "or neither" in refusal("ledgerverify", path, ANCHOR_HASH=printed)


def test_a_changed_ledger_is_not_valid_and_says_where(path: Path) -> None:
    edit(path, *NO_TRIGGERS, "UPDATE kf_amounts SET amount = amount * 2 WHERE event_no = 2", *TRIGGERS_AGAIN)
    result = run("ledgerverify", path, FINDINGS="memory:")
    [(rule, subject, message, remedy)] = rows_of(result["FINDINGS"], "rule_id", "subject_id", "message", "remedy")
    assert (result["VALID"], rule, subject) == (0, "ledger.hash_differs", "2")
    assert " 2 " in message
    assert remedy


def test_what_is_no_ledger_is_not_valid(tmp_path: Path) -> None:
    other = tmp_path / "other.gpkg"
    edit(other, "CREATE TABLE t (a)")
    result = run("ledgerverify", other, FINDINGS="memory:")
    assert (result["VALID"], rows_of(result["FINDINGS"], "rule_id")) == (0, [("ledger.not_a_ledger",)])
    assert "none.gpkg" in refusal("ledgerverify", tmp_path / "none.gpkg")


# -- export -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def worked(path: Path) -> Path:
    """Return a ledger with a write-off, its reversal and another write-off."""
    commit(path, EXAMPLE)
    run("ledgerreverse", path, EVENT_ID=5)
    commit(path, EXAMPLE)
    return path


def test_the_spreadsheet_has_balances_history_and_amounts(worked: Path, tmp_path: Path) -> None:
    before = worked.read_bytes()
    run("ledgerexport", worked, OUTPUT=str(tmp_path / "out.xlsx"))
    assert worked.read_bytes() == before
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert book.sheetnames == ["Balances", "Event history", "Amounts"]
    balances = [[cell.value for cell in row] for row in book["Balances"].iter_rows()]
    assert [row[:1] + row[4:] for row in balances if row[0] in {"A", "B", "C", "Total"}] == [
        ["A", 0, 0, 0, 6.8], ["B", 15_000, 0, 0, 6.8], ["C", 0, 2_000, 7_200, 6.8],
        ["Total", 15_000, 2_000, 7_200, None]]
    with open_ledger(worked) as ledger:
        head = ledger.head.hash
    history = [[cell.value for cell in row] for row in book["Event history"].iter_rows()]
    shown = {row[0]: row for row in history if isinstance(row[0], int)}
    assert list(shown) == [1, 2, 3, 4, 5, 6, 7]
    assert shown[5][5:9] == ["P1", -100_000, -20_000, -138_000]
    assert (shown[5][10], shown[6][9], shown[7][11]) == (6, "5", head)
    assert any(head in map(str, row) for row in history[:8])
    amounts = [[cell.value for cell in row] for row in book["Amounts"].iter_rows()]
    assert sum(row[6] for row in amounts if row[0] in {5, 6} and row[7] in {"m²", "kg"}) == 0
    assert sum(row[6] for row in amounts if row[0] == 7 and row[7] == "kg") == -138_000


def test_the_json_chain_can_be_checked_by_anyone(worked: Path, tmp_path: Path) -> None:
    run("ledgerexport", worked, OUTPUT=str(tmp_path / "out.json"))
    document = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    previous = "0" * 64
    balance: dict[tuple[str, str], int] = {}
    for number, event in enumerate(document["events"], start=1):
        digest = event.pop("hash")
        text = json.dumps(event, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        assert hashlib.sha256(text.encode("utf-8")).hexdigest() == digest
        assert (event["event_no"], event["previous_hash"]) == (number, previous)
        previous = digest
        for _, _, name, indicator, amount in event["amounts"]:
            balance[name, indicator] = balance.get((name, indicator), 0) + amount
    assert document["head"] == {"event_no": 7, "hash": previous}
    assert {key: amount for key, amount in balance.items() if amount} == {
        ("B", "quantity"): ha("1.5"), ("C", "paddy"): ha("0.2"), ("C", "capacity"): 7_200 * KG}
    assert (document["title"], document["grade_scale"], document["faults"]) == ("祥符区储备库", SCALE, [])


@pytest.mark.parametrize("suffix", ["xlsx", "json"])
@pytest.mark.parametrize("statements", [
    ["UPDATE kf_amounts SET amount = amount + 1 WHERE event_no = 5"],
    ["PRAGMA ignore_check_constraints = 1", "UPDATE kf_amounts SET indicator = 'beauty', amount = 'much'"],
    ["UPDATE kf_events SET payload = x'ff'"],
    ["DELETE FROM kf_events"],
])
def test_a_broken_ledger_is_exported_with_what_is_wrong(worked: Path, tmp_path: Path, suffix: str,
                                                        statements: list[str]) -> None:
    edit(worked, *NO_TRIGGERS, *statements, *TRIGGERS_AGAIN)
    log = Log()
    out = tmp_path / f"out.{suffix}"
    run("ledgerexport", worked, log, OUTPUT=str(out))
    assert any("Somebody changed the ledger" in text for text in log.said)
    if suffix == "json":
        assert json.loads(out.read_text(encoding="utf-8"))["faults"]
    else:
        cells = [str(cell.value) for row in openpyxl.load_workbook(out)["Balances"].iter_rows() for cell in row]
        assert any("Somebody changed the ledger" in text for text in cells)


def test_another_format_is_refused(path: Path, tmp_path: Path) -> None:
    assert "ends in .xlsx, .json" in refusal("ledgerexport", path, OUTPUT=str(tmp_path / "out.pdf"))


def test_names_like_formulas_stay_names_in_the_spreadsheet(tmp_path: Path) -> None:
    path = new_ledger(tmp_path / "l.kfledger.gpkg", [entry("=1+1", 5)])
    run("ledgerexport", path, OUTPUT=str(tmp_path / "out.xlsx"))
    cells = [cell for row in openpyxl.load_workbook(tmp_path / "out.xlsx")["Balances"].iter_rows() for cell in row]
    assert [(cell.value, cell.data_type) for cell in cells if "1+1" in str(cell.value)] == [("=1+1", "s")]


def test_the_database_says_what_the_tables_said(worked: Path) -> None:
    with closing(sqlite3.connect(worked)) as connection:
        assert connection.execute("SELECT event_no, project_ids, reversed_by FROM kf_history WHERE event_no > 4"
                                  ).fetchall() == [(5, "P1", 6), (6, "P1", None), (7, "P1", None)]
