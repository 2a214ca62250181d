"""The ledger as a file: what it keeps, what QGIS sees of it, and many who work in it at once."""
from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from kf_resources_plugin.engine import event_store
from kf_resources_plugin.engine.ledger_store import create, open_ledger
from kf_resources_plugin.rules.farmland_balance import THREE_INDEX, Terms
from kf_resources_plugin.rules.ledger import LedgerFault
from kf_resources_plugin.rules.ledger_drafts import TradeOut
from tests.engine.ledger_checks import rule_of
from tests.engine.ledgers import (
    AFTER_EXAMPLE,
    COUNTY,
    HA,
    KG,
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


# -- one who works in it ----------------------------------------------------------------------------------------------


def test_a_new_ledger_says_what_it_was_made_with(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "l.kfledger.gpkg"
    before = datetime.now().astimezone().replace(microsecond=0)
    first = create(path, title="祥符区", unit_code=COUNTY, grade_scale=SCALE, operator="张三", reason="建账")
    assert datetime.fromisoformat(first.at) >= before
    with open_ledger(path) as ledger:
        assert (ledger.title, ledger.unit_code, ledger.grade_scale) == ("祥符区", COUNTY, SCALE)
        assert (ledger.faults, ledger.warnings, ledger.writable) == ([], [], True)
        assert ledger.events() == [first]
        assert ledger.head == first
    assert sorted(os.listdir(path.parent)) == ["l.kfledger.gpkg"]


def test_two_ledgers_made_alike_are_not_the_same(tmp_path: Path) -> None:
    moment, hashes = Clock()(), set()
    for name in ("a", "b"):
        hashes.add(create(tmp_path / name, title="", unit_code="", grade_scale=SCALE, operator="", reason="",
                          clock=lambda: moment).hash)
    assert len(hashes) == 2


def test_a_ledger_never_takes_the_place_of_a_file(path: Path, tmp_path: Path) -> None:
    before = path.read_bytes()
    assert rule_of(lambda: new_ledger(path)) == "ledger.exists"
    assert path.read_bytes() == before
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    assert rule_of(lambda: new_ledger(tmp_path / "dangling")) == "ledger.exists"


def test_of_two_who_make_a_ledger_at_once_one_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill = event_store.fill

    def slower(path: Path, *more: Any) -> None:
        fill(path, *more)
        if not (tmp_path / "l.gpkg").exists():
            monkeypatch.setattr(event_store, "fill", fill)
            new_ledger(tmp_path / "l.gpkg", [])

    monkeypatch.setattr(event_store, "fill", slower)
    assert rule_of(lambda: new_ledger(tmp_path / "l.gpkg", [])) == "ledger.exists"
    assert os.listdir(tmp_path) == ["l.gpkg"]


def test_where_there_are_no_hard_links_a_ledger_still_spares_what_is_there(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_: Any) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", no_links)
    new_ledger(tmp_path / "l.gpkg")
    with open_ledger(tmp_path / "l.gpkg") as ledger:
        assert ledger.writable
    monkeypatch.setattr(os.path, "lexists", lambda _: False)
    assert rule_of(lambda: new_ledger(tmp_path / "l.gpkg")) == "ledger.exists"
    assert os.listdir(tmp_path) == ["l.gpkg"]


def test_the_worked_example_is_written_off(path: Path) -> None:
    with open_ledger(path, Clock()) as ledger:
        result = commit(ledger, example_demand(), mode="by_date", rules_date=date(2025, 3, 1))
        assert left(ledger) == AFTER_EXAMPLE
        assert [verdict.passed for verdict in result.trial.verdicts] == [True]
        [event] = result.events
        assert (event.number, event.kind, event.at) == (5, "commit", "2025-03-01T09:01:00+08:00")
        assert event.payload["mode"] == "by_date"
        assert ledger.event(5) == event == ledger.head
        assert ledger.verify((5, event.hash)) == []
    with open_ledger(path) as ledger:
        assert ledger.faults == []
        assert left(ledger) == AFTER_EXAMPLE
        assert ledger.event(5) == event


def test_the_chain_can_be_checked_with_nothing_but_sqlite_json_and_sha256(path: Path) -> None:
    with open_ledger(path) as ledger:
        commit(ledger, example_demand())
    previous = "0" * 64
    for number, kind, at, operator, reason, payload, before, digest in rows(path, "SELECT * FROM kf_events"):
        lines = rows(path, "SELECT project_id, unit_code, entry_id, indicator, amount FROM kf_amounts "
                           "WHERE event_no = ? ORDER BY line_no", number)
        said = {"event_no": number, "kind": kind, "at": at, "operator": operator, "reason": reason,
                "payload": json.loads(payload), "previous_hash": before, "amounts": [list(line) for line in lines]}
        text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        assert (before, digest) == (previous, hashlib.sha256(text.encode("utf-8")).hexdigest())
        previous = digest
    assert number == 5


def test_a_project_that_fails_takes_nothing_and_another_passes(path: Path) -> None:
    with open_ledger(path) as ledger:
        result = commit(ledger, demand("P1", ha("11.51")), demand("P2", ha("11.5")))
        assert [(item.project_id, item.passed) for item in result.trial.verdicts] == [("P1", False), ("P2", True)]
        assert result.trial.verdicts[0].short == (HA // 100, 0, 0)
        assert [event.payload["demands"][0]["project_id"] for event in result.events] == ["P2"]
        assert left(ledger) == {"A": (0, 0, 70_200 * KG), "B": (0, ha("1.2"), 60_000 * KG),
                                "C": (0, ha("1.0"), 15_000 * KG)}


def test_where_no_project_passes_nothing_is_written(path: Path) -> None:
    with open_ledger(path) as ledger:
        before = ledger.head
        result = commit(ledger, demand("P1", ha("100")))
        assert (result.events, ledger.head) == ((), before)


def test_an_exempt_project_is_written_down_and_takes_nothing(path: Path) -> None:
    with open_ledger(path) as ledger:
        result = ledger.commit([demand("P1", ha("100"))], None, "county",
                               lambda _: Terms(THREE_INDEX, grade_decides=False, exempt="balance.exempt"), "", "", {})
        [event] = result.events
        assert (event.amounts, event.payload["exempt"]) == ((), "balance.exempt")
        assert commit(ledger, demand("P1", 1)).already == (("P1", 5),)
    assert rows(path, "SELECT project_ids, quantity_m2 FROM kf_history WHERE event_no = 5") == [("P1", 0.0)]


def test_a_second_run_of_a_batch_spends_nothing(path: Path) -> None:
    batch = [demand("P1", ha("1")), demand("P2", ha("2"), ha("1"))]
    with open_ledger(path) as ledger:
        commit(ledger, *batch)
        spent = left(ledger)
        again = commit(ledger, *batch, demand("P3", ha("1")))
        assert again.already == (("P1", 5), ("P2", 6))
        assert [event.payload["demands"][0]["project_id"] for event in again.events] == ["P3"]
        assert [verdict.project_id for verdict in again.trial.verdicts] == ["P3"]
        assert left(ledger)["A"][0] == spent["A"][0] - ha("1")


def test_a_reversal_gives_back_once(path: Path) -> None:
    with open_ledger(path) as ledger:
        held = left(ledger)
        [event] = commit(ledger, example_demand()).events
        back = ledger.reverse(event.number, "李四", "项目取消")
        assert left(ledger) == held
        assert (back.kind, back.payload, back.operator) == ("reverse", {"reverses": 5, "kind": "commit"}, "李四")
        assert ledger.reversed_by(5) == 6
        assert rule_of(lambda: ledger.reverse(event.number, "", "")) == "ledger.reversed_already"
        assert left(ledger) == held
        assert [item.number for item in commit(ledger, example_demand()).events] == [7]
        assert ledger.open_commit("P1", COUNTY) == 7
        assert ledger.verify() == []


def test_rows_are_added_all_or_none(path: Path) -> None:
    with open_ledger(path) as ledger:
        before = ledger.head
        with pytest.raises(LedgerFault) as refused:
            ledger.add([entry("D", 1), entry("E", 1), entry("D", 1)], "", "")
        assert (refused.value.rule_id, refused.value.values["row"]) == ("ledger.entry_exists", 3)
        assert (ledger.head, ledger.verify()) == (before, [])
        assert [event.number for event in ledger.add([entry("D", 1), TradeOut("A", (1, 0, 0)), entry("E", 1)], "", "")
                ] == [5, 6, 7]
        assert left(ledger)["A"] == (ha("6.5") - 1, 0, 70_200 * KG)
        assert rule_of(lambda: ledger.add([entry("D", 1)], "", "")) == "ledger.entry_exists"


def test_what_fails_before_it_lasts_takes_everything_back(path: Path) -> None:
    def fails(decided: Any) -> None:
        seen.append(decided)
        raise OSError("the paper is out")

    seen: list[Any] = []
    with open_ledger(path) as ledger:
        before, held = ledger.head, left(ledger)
        with pytest.raises(OSError, match="paper"):
            ledger.commit([example_demand()], None, "county", terms, "", "", {}, fails)
        assert [event.number for event in seen[0].events] == [5]
        with pytest.raises(OSError, match="paper"):
            ledger.reverse(2, "", "", fails)
        assert (ledger.head, left(ledger), ledger.verify()) == (before, held, [])
        assert len(commit(ledger, example_demand()).events) == 1
    with open_ledger(path) as ledger:
        assert left(ledger) == AFTER_EXAMPLE


def test_what_sqlite_takes_back_by_itself_is_forgotten_too(path: Path) -> None:
    """After an error of the disk SQLite has rolled back before anybody asks it to."""
    def broken_disk(_decided: Any) -> None:
        ledger._file.connection.execute("ROLLBACK")
        raise OSError("disk")

    with open_ledger(path) as ledger:
        before = (left(ledger), len(ledger.events()))
        with pytest.raises(OSError, match="disk"):
            ledger.commit([example_demand()], None, "county", terms, "", "", {}, broken_disk)
        assert (left(ledger), len(ledger.events())) == before
        assert len(commit(ledger, example_demand()).events) == 1


def test_names_that_would_be_code_elsewhere_are_names_here(path: Path) -> None:
    name = "'; DROP TABLE kf_events; --\u202e\U0001f33e\"\\"
    with open_ledger(path) as ledger:
        ledger.add([entry(name, 5)], name, name)
        [event] = commit(ledger, demand(name, 5)).events
        assert event.payload["demands"][0]["project_id"] == name
        assert ledger.open_commit(name, COUNTY) == 6
    with open_ledger(path) as ledger:
        assert (ledger.faults, ledger.head) == ([], event)


def test_the_store_needs_no_qgis(repository: Path, tmp_path: Path) -> None:
    script = ("import sys; sys.modules['qgis'] = sys.modules['osgeo'] = sys.modules['PyQt5'] = None; "
              "sys.path.insert(0, sys.argv[1])\n"
              "from pathlib import Path\nfrom tests.engine.ledgers import *\n"
              "path = new_ledger(Path(sys.argv[2]) / 'l.gpkg')\n"
              "with open_ledger(path) as ledger:\n    commit(ledger, example_demand()); print(ledger.verify())\n")
    done = subprocess.run([sys.executable, "-c", script, str(repository), str(tmp_path)], capture_output=True,
                          text=True, check=False)
    assert (done.stdout, done.stderr) == ("[]\n", "")


def test_the_default_clock_knows_its_offset() -> None:
    assert event_store.local_time().utcoffset() is not None
    assert terms(example_demand()).mode == "three_index"
