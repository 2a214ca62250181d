"""What tests of a ledger's faults look at: the rule, its words in both languages, that nothing can be written."""
from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kf_resources_plugin.engine import ledger_schema
from kf_resources_plugin.engine.ledger_store import open_ledger
from kf_resources_plugin.rules.ledger import LedgerFault
from kf_resources_plugin.rules.rule_rows import RuleBook, RuleRow
from tests.engine.ledgers import Clock, commit, demand, entry, example_demand, new_ledger

if TYPE_CHECKING:
    from collections.abc import Callable

NO_TRIGGERS = tuple(f"DROP TRIGGER {name}" for name in ledger_schema.TRIGGERS)
TRIGGERS_AGAIN = tuple(ledger_schema.TRIGGERS.values())


def seven_events(path: Path) -> Path:
    """Make a ledger with the worked example written off, reversed and written off again."""
    new_ledger(path)
    with open_ledger(path, Clock()) as ledger:
        commit(ledger, example_demand())
        ledger.reverse(5, "", "")
        commit(ledger, example_demand())
    return path


def rule_of(work: Callable[[], Any]) -> str:
    """Return the rule of the fault that some work ends with."""
    with pytest.raises(LedgerFault) as refused:
        work()
    assert_in_words(refused.value)
    return refused.value.rule_id


def assert_in_words(fault: LedgerFault) -> None:
    """Look that a fault's row says it in both languages with every value filled in."""
    for language in ("zh", "en"):
        book = rules(language)
        told = book.message(fault.rule_id, **fault.values) + book.remedy(fault.rule_id, **fault.values)
        assert "${" not in told, told


def rules(language: str) -> RuleBook:
    """Return the rows of the ledger's faults."""
    file = Path(__file__).resolve().parents[2] / "resources" / "rules" / "ledger.json"
    document = json.loads(file.read_text(encoding="utf-8"))
    return RuleBook([RuleRow(topic="ledger", **row) for row in document["rows"]], date(2025, 1, 1), language)


def faults_of(path: Path) -> list[tuple[str, Any]]:
    """Return what keeps a ledger from being written to, having looked that it is not."""
    with open_ledger(path) as ledger:
        found = ledger.faults
        assert ledger.writable is (not found)
        if found:
            for write in (lambda: ledger.add([entry("N", 1)], "", ""), lambda: ledger.reverse(7, "", ""),
                          lambda: commit(ledger, demand("N", 1))):
                assert rule_of(write) == found[0].rule_id
    for fault in found:
        assert_in_words(fault)
    return [(fault.rule_id, fault.values.get("event_no")) for fault in found]


def edit(path: Path, *statements: str) -> None:
    """Change a file as somebody with a database program would."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for sql in statements:
            connection.execute(sql)
