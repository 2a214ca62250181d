"""The ledger from the toolbox: create, write off, reverse; the worked example, what is refused, nothing in between."""
from __future__ import annotations

import getpass
import shutil
from pathlib import Path
from typing import Any

import pytest
from qgis import processing
from qgis.core import (
    QgsProcessing,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProviderRegistry,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QDate

from kf_resources_plugin.engine.ledger_store import open_ledger
from kf_resources_plugin.engine.staging import Staging
from kf_resources_plugin.processing.farmland.commit_facts import chosen_projects
from tests.builders import layer_of, rows_of, save
from tests.engine.ledger_checks import edit
from tests.engine.ledgers import AFTER_EXAMPLE, COUNTY, KG, ha, left, new_ledger
from tests.processing.minimal import DEMAND_FIELDS

pytestmark = pytest.mark.usefixtures("kf_provider")

EXAMPLE = ("P1", 100_000.0, 20_000.0, 138_000.0)  # m², m², kg


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a ledger with the reserve of the worked example."""
    return new_ledger(tmp_path / "台账 1.kfledger.gpkg")


class Log(QgsProcessingFeedback):
    """Keeps what a run says, and cancels just before a run asks for the ``turn``-th time."""

    def __init__(self, turn: int = 0) -> None:
        super().__init__(False)
        self.said: list[str] = []
        self.asked, self._turn = 0, turn

    def pushInfo(self, info: str) -> None:
        """Keep."""
        self.said.append(info)

    def pushWarning(self, warning: str) -> None:
        """Keep."""
        self.said.append(warning)

    def isCanceled(self) -> bool:
        """Count and answer."""
        self.asked += 1
        if self.asked == self._turn:
            self.cancel()
        return bool(super().isCanceled())


def run(name: str, ledger: Path | str, log: Log | None = None, **parameters: Any) -> dict[str, Any]:
    results: dict[str, Any] = processing.run(f"kf:{name}", {"LEDGER": str(ledger), **parameters},
                                             feedback=log or Log())
    return results


def refusal(name: str, ledger: Path | str, **parameters: Any) -> str:
    with pytest.raises(QgsProcessingException) as refused:
        run(name, ledger, **parameters)
    text = str(refused.value)
    assert "Traceback" not in text
    assert "fault of the plugin" not in text
    return text


def demand(*rows: tuple[str, float, float, float], unit: str = COUNTY, **more: str) -> QgsVectorLayer:
    values = [(None, {"project_id": key, "unit_code": unit, "demand_date": QDate(2024, 6, 1), "farmland_m2": quantity,
                      "paddy_m2": paddy, "capacity_kg": capacity, "mean_grade": 6.8, **more})
              for key, quantity, paddy, capacity in rows]
    return layer_of(values, {**DEMAND_FIELDS, "project_name": "text", "kind": "text"}, geometry="None", crs="",
                    name="demand")


def commit(ledger: Path, *rows: tuple[str, float, float, float], log: Log | None = None, **parameters: Any
           ) -> dict[str, Any]:
    wanted = {"EVENTS": "memory:", "ALLOCATIONS": "memory:", "FINDINGS": "memory:"}
    return run("ledgercommit", ledger, log, DEMAND=demand(*rows), **{**wanted, **parameters})


# -- create -----------------------------------------------------------------------------------------------------------


def test_a_new_ledger(tmp_path: Path) -> None:
    log = Log()
    result = run("ledgercreate", tmp_path / "祥符 2025", log, TITLE="祥符区", UNIT_CODE=" ４10222", REASON="建账",
                 GRADE_SCALE="quality_10")
    assert result == {"LEDGER": str(tmp_path / "祥符 2025.kfledger.gpkg")}
    with open_ledger(result["LEDGER"]) as ledger:
        assert (ledger.title, ledger.unit_code, ledger.grade_scale) == ("祥符区", "410222", "quality_10")
        assert (ledger.head.operator, ledger.head.reason) == (getpass.getuser(), "建账")
        assert f"Event 1, hash {ledger.head.hash}" in log.said


def test_a_ledger_never_takes_the_place_of_a_file(path: Path) -> None:
    before = path.read_bytes()
    for given in (path, str(path).replace(".kfledger.gpkg", "")):
        assert "takes the place of" in refusal("ledgercreate", given)
    assert "ends in .kfledger.gpkg" in refusal("ledgercreate", path.with_name("other.gpkg"))
    assert path.read_bytes() == before


def test_what_is_wrong_with_a_new_ledger_is_told_at_once(tmp_path: Path) -> None:
    told = refusal("ledgercreate", "", UNIT_CODE="4102x2")
    assert "“4102x2” is no unit code" in told
    assert "(LEDGER) is missing" in told
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert "is a file and no folder" in refusal("ledgercreate", tmp_path / "file" / "l.kfledger.gpkg")


def test_a_temporary_ledger_is_warned_of() -> None:
    log = Log()
    made = Path(run("ledgercreate", QgsProcessing.TEMPORARY_OUTPUT, log)["LEDGER"])
    assert made.name.endswith(".kfledger.gpkg")
    assert any("temporary folder" in text for text in log.said)


# -- write off --------------------------------------------------------------------------------------------------------


def test_the_worked_example_is_written_off_once(path: Path) -> None:
    log = Log()
    result = commit(path, EXAMPLE, log=log, OPERATOR="李四", REASON="汴政土〔2025〕1号")
    assert [result[name] for name in ("COMMITTED", "ALREADY", "REFUSED")] == [1, 0, 0]
    with open_ledger(path) as ledger:
        event = ledger.head
        assert left(ledger) == AFTER_EXAMPLE
    assert rows_of(result["EVENTS"]) == [
        (5, "commit", event.at, "李四", "汴政土〔2025〕1号", "P1", "P1", COUNTY, -100_000.0, -20_000.0, -138_000.0,
         None, event.hash)]
    # Q: A 6.5 ha, B 3.5; W: B 1.2 ha, C 0.8; P: A 70 200 kg, B 60 000, C 7 800
    assert sorted(rows_of(result["ALLOCATIONS"])) == sorted([
        (5, "P1", COUNTY, "A", "quantity", 65_000.0, "m2"), (5, "P1", COUNTY, "B", "quantity", 35_000.0, "m2"),
        (5, "P1", COUNTY, "B", "paddy", 12_000.0, "m2"), (5, "P1", COUNTY, "C", "paddy", 8_000.0, "m2"),
        (5, "P1", COUNTY, "A", "capacity", 70_200.0, "kg"), (5, "P1", COUNTY, "B", "capacity", 60_000.0, "kg"),
        (5, "P1", COUNTY, "C", "capacity", 7_800.0, "kg")])
    assert f"Project P1: written off by event 5, hash {event.hash}" in log.said

    again = commit(path, EXAMPLE)
    assert [again[name] for name in ("COMMITTED", "ALREADY", "REFUSED")] == [0, 1, 0]
    assert rows_of(again["FINDINGS"], "rule_id", "severity", "subject_id") == [("ledger.already", "info", "P1")]
    assert rows_of(again["EVENTS"]) == []
    with open_ledger(path) as ledger:
        assert ledger.head == event


def test_a_write_off_for_a_head_that_has_moved_writes_nothing(path: Path) -> None:
    with open_ledger(path) as ledger:
        seen = f"{ledger.head.number} {ledger.head.hash}"
    for text in ("4", f"{seen} 5", seen[:-1], "x" + seen):
        assert "give its number and its hash" in refusal("ledgercommit", path, DEMAND=demand(EXAMPLE),
                                                         EXPECTED_HEAD=text)
    assert commit(path, ("P2", 1.0, 0, 0), EXPECTED_HEAD=seen.upper())["COMMITTED"] == 1
    told = refusal("ledgercommit", path, DEMAND=demand(EXAMPLE), EXPECTED_HEAD=seen, EVENTS="memory:")
    assert "has changed since the trial: its last event is 5 now and was 4 then" in told
    with open_ledger(path) as ledger:
        assert ledger.head.number == 5


def test_what_a_write_off_keeps_for_good(path: Path) -> None:
    table = demand(EXAMPLE, project_name="厂房")
    run("ledgercommit", path, DEMAND=table, RULES_DATE="2025-03-01")
    with open_ledger(path) as ledger:
        payload = ledger.head.payload
    assert (payload["mode"], payload["scope"], payload["rules_date"]) == ("by_date", "county", "2025-03-01")
    assert payload["judged_by"] == "three_index", "the day of the demand is before 2025"
    [rule] = payload["rules"]
    assert rule["id"] == "balance.three_index"
    assert "国土资规〔2017〕13号" in rule["clause"]
    assert payload["demand_table"]["rows"] == 1
    assert len(payload["demand_table"]["digest"]) == 64
    [row] = payload["demands"]
    assert (row["project_name"], row["demand_date"], row["mean_grade"]) == ("厂房", "2024-06-01", "6.8")
    assert row["amounts"] == {"quantity": 10_000_000, "paddy": 2_000_000, "capacity": 13_800_000}
    assert payload["grades"] == [{"unit_code": COUNTY, "taken": "6.8", "supplied": "6.8", "kept": True}]


def test_what_fails_takes_nothing_and_says_what_is_short(path: Path) -> None:
    result = commit(path, ("P1", 115_000.01, 0, 0), ("P2", 115_000.0, 0, 0))
    assert [result[name] for name in ("COMMITTED", "ALREADY", "REFUSED")] == [1, 0, 1]
    assert rows_of(result["EVENTS"], "project_id", "quantity_m2") == [("P2", -115_000.0)]
    [(rule, subject, area)] = rows_of(result["FINDINGS"], "rule_id", "subject_id", "area_m2")
    assert (rule, subject, area) == ("balance.quantity_short", "P1", 0.01)


def test_another_county_s_reserve_serves_within_the_scope_only(path: Path) -> None:
    table = demand(("P1", 100.0, 0, 0), unit="410221")
    for scope, passed in (("county", 0), ("city", 1)):
        assert run("ledgercommit", path, DEMAND=table, SCOPE=scope)["COMMITTED"] == passed


def test_an_exempt_kind_is_written_down_and_takes_nothing(path: Path) -> None:
    table = demand(EXAMPLE, kind="国家生态退耕")
    result = run("ledgercommit", path, DEMAND=table, FINDINGS="memory:", EVENTS="memory:")
    assert result["COMMITTED"] == 1
    assert rows_of(result["EVENTS"], "project_id", "quantity_m2") == [("P1", 0.0)]
    assert rows_of(result["FINDINGS"], "rule_id") == [("balance.exempt",)]
    with open_ledger(path) as ledger:
        assert [rule["id"] for rule in ledger.head.payload["rules"]] == ["balance.three_index", "balance.exempt"]
        assert ledger.head.payload["exempt"] == "balance.exempt"


def test_only_the_projects_named_are_written_off(path: Path) -> None:
    rows = [("P1", 100.0, 0, 0), ("P2", 200.0, 0, 0), ("P3", 300.0, 0, 0)]
    result = commit(path, *rows, PROJECT_IDS=" P3，P1 ")
    assert rows_of(result["EVENTS"], "project_id") == [("P1",), ("P3",)]
    assert "project ids P9" in refusal("ledgercommit", path, DEMAND=demand(*rows), PROJECT_IDS="P1,P9")
    with open_ledger(path) as ledger:
        assert ledger.head.number == 6


def test_ids_are_read_as_people_list_them() -> None:
    known = {"P1", "P2", "a,b", "7"}
    assert chosen_projects("", known) is chosen_projects(None, known) is None
    for text in ("P1,P2", "P1; P2", "P1、P2，", "P1；\nP2", '["P1", "P2"]'):
        assert chosen_projects(text, known) == {"P1", "P2"}, text
    assert chosen_projects("a,b", known) == {"a,b"}
    assert chosen_projects('["a,b", 7]', known) == {"a,b", "7"}


def test_a_reversal_frees_the_project(path: Path) -> None:
    commit(path, EXAMPLE)
    log = Log()
    result = run("ledgerreverse", path, log, EVENT_ID=5, OPERATOR="王五", REASON="选址调整", EVENTS="memory:")
    with open_ledger(path) as ledger:
        event = ledger.head
        assert left(ledger) == {"A": (ha("6.5"), 0, 70_200 * KG), "B": (ha("5"), ha("1.2"), 60_000 * KG),
                                "C": (0, ha("1"), 15_000 * KG)}
    assert rows_of(result["EVENTS"]) == [
        (6, "reverse", event.at, "王五", "选址调整", "P1", "P1", COUNTY, 100_000.0, 20_000.0, 138_000.0, 5, event.hash)]
    assert "Event 6 takes event 5 back." in log.said
    assert commit(path, EXAMPLE)["COMMITTED"] == 1


def test_reversals_that_cannot_be_are_refused_in_words(path: Path) -> None:
    commit(path, EXAMPLE)
    refused = {1: "created the ledger", 2: "“A” is spent; 65000.00 m²", 9: "no event 9; the last is 5"}
    for number, words in refused.items():
        assert words in refusal("ledgerreverse", path, EVENT_ID=number)
    run("ledgerreverse", path, EVENT_ID=5)
    assert "reversed by event 6 already" in refusal("ledgerreverse", path, EVENT_ID=5)


@pytest.mark.usefixtures("chinese_texts")
def test_refusals_speak_chinese_to_those_who_do(path: Path) -> None:
    commit(path, EXAMPLE)
    assert "指标“A”的数量已被使用" in refusal("ledgerreverse", path, EVENT_ID=2)


# -- nothing in between -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("into", ["a file", "a table of one"])
@pytest.mark.parametrize(("name", "more"), [("ledgercommit", {}), ("ledgerreverse", {"EVENT_ID": 2})])
def test_cancelled_or_written_and_never_in_between(name: str, more: dict[str, Any], into: str, tmp_path: Path) -> None:
    """At every question whether to stop: cancelled, the ledger is as before and there are no outputs; else both."""
    path, shared = new_ledger(tmp_path / "l.kfledger.gpkg"), tmp_path / "shared.gpkg"
    save(demand(EXAMPLE), shared)
    outcomes = []
    for turn in range(1, 40):
        ledger, out = tmp_path / f"{turn}.kfledger.gpkg", tmp_path / f"{turn} out.gpkg"
        shutil.copy(path, ledger)
        place = str(out)
        if into != "a file":
            shutil.copy(shared, out)
            place = f"ogr:dbname='{out}' table=\"events\""
        if name == "ledgercommit":
            more = {"DEMAND": demand(EXAMPLE)}
        log = Log(turn)
        run(name, ledger, log, EVENTS=place, **more)
        written = out.exists()
        if into != "a file":
            tables = QgsProviderRegistry.instance().querySublayers(str(out))
            written = "events" in [table.name() for table in tables]
        with open_ledger(ledger) as opened:
            assert opened.head.number == (5 if written else 4), turn
        outcomes.append(written)
        if log.asked < turn:
            break
    assert outcomes[0] is False
    assert outcomes[-1] is True
    assert outcomes == sorted(outcomes)


def test_outputs_that_cannot_be_written_leave_the_ledger_as_it_was(
        path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Any, **more: Any) -> None:
        raise OSError("no room")

    monkeypatch.setattr(Staging, "place", fails)
    events = str(tmp_path / "events.gpkg")
    for told in (refusal("ledgercommit", path, DEMAND=demand(EXAMPLE), EVENTS=events),
                 refusal("ledgerreverse", path, EVENT_ID=2, EVENTS=events)):
        assert "events.gpkg" in told
        assert "has been written" not in told
    with open_ledger(path) as ledger:
        assert ledger.head.number == 4


def test_outputs_lost_at_the_last_moment_are_told_apart_from_the_ledger(
        path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Any) -> None:
        raise OSError("the disk went away")

    monkeypatch.setattr(Staging, "commit", fails)
    told = refusal("ledgercommit", path, DEMAND=demand(EXAMPLE), EVENTS=str(tmp_path / "events.gpkg"))
    assert "The ledger has been written (events 5) and stays so" in told
    assert "the disk went away" in told
    monkeypatch.undo()
    assert commit(path, EXAMPLE)["ALREADY"] == 1


def test_no_output_goes_into_the_ledger(path: Path) -> None:
    before = path.read_bytes()
    for place in (str(path), f"ogr:dbname='{path}' table=\"events\""):
        assert "would overwrite" in refusal("ledgercommit", path, DEMAND=demand(EXAMPLE), EVENTS=place)
    assert path.read_bytes() == before


def test_ledgers_that_cannot_be_written_to_say_why(path: Path, tmp_path: Path) -> None:
    none = tmp_path / "none.kfledger.gpkg"
    other = tmp_path / "other.gpkg"
    edit(other, "CREATE TABLE t (a)")
    for name, more in (("ledgercommit", {"DEMAND": demand(EXAMPLE)}), ("ledgerreverse", {"EVENT_ID": 2})):
        assert str(none) in refusal(name, none, **more)
        assert "(LEDGER) is missing" in refusal(name, "", **more)
        assert "is no write-off ledger" in refusal(name, other, **more)
    edit(path, "DROP TRIGGER kf_format_update", "UPDATE kf_format SET version = 9")
    for name, more in (("ledgercommit", {"DEMAND": demand(EXAMPLE)}), ("ledgerreverse", {"EVENT_ID": 2})):
        assert "newer version of the plugin" in refusal(name, path, **more)


def test_a_demand_without_fields_is_refused_before_the_ledger_is_touched(path: Path) -> None:
    bare = layer_of([(None, {"project_id": "P1"})], {"project_id": "text"}, geometry="None", crs="", name="demand")
    assert "farmland_m2" in refusal("ledgercommit", path, DEMAND=bare)


def test_commits_go_on_while_the_balances_are_open_in_the_project(path: Path) -> None:
    layer = QgsVectorLayer(f"{path}|layername=kf_balances", "kf_balances", "ogr")
    assert dict(rows_of(layer, "entry_id", "quantity_m2")) == {"A": 65_000.0, "B": 50_000.0, "C": 0.0}
    assert commit(path, EXAMPLE)["COMMITTED"] == 1
    layer.dataProvider().reloadData()
    assert dict(rows_of(layer, "entry_id", "quantity_m2")) == {"A": 0.0, "B": 15_000.0, "C": 0.0}


def test_the_trial_reads_the_balances_and_agrees_with_the_write_off(path: Path) -> None:
    rows = [("P1", 60_000.0, 10_000.0, 80_000.0), ("P2", 70_000.0, 0.0, 0.0), ("P3", 50_000.0, 12_000.0, 1_000.0)]
    trial = processing.run("kf:farmlandbalance", {
        "DEMAND": demand(*rows), "RESERVE": f"{path}|layername=kf_balances", "RESERVE_AFTER": "memory:"})
    done = commit(path, *rows)
    assert (done["COMMITTED"], done["REFUSED"]) == (trial["PASSED"], trial["FAILED"]) == (2, 1)
    after = rows_of(trial["RESERVE_AFTER"], "entry_id", "quantity_m2", "paddy_m2", "capacity_kg")
    with open_ledger(path) as ledger:
        assert {name: tuple(round(value * 100) for value in held) for name, *held in after} == left(ledger)
