"""Whatever is added, sold, written off and reversed in whatever order: every indicator is conserved to the integer."""
from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from kf_resources_plugin.engine.ledger_store import CommitResult, open_ledger
from kf_resources_plugin.rules.event_chain import sealed
from kf_resources_plugin.rules.farmland_balance import try_out
from kf_resources_plugin.rules.ledger import Event, LedgerFault, Replay, replayed
from kf_resources_plugin.rules.ledger_drafts import Draft, TradeOut, addition, reversal, undecided, write_offs
from tests.engine.ledgers import SCALE, Clock, commit, demand, entry, left, new_ledger

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kf_resources_plugin.rules.farmland_balance import Entry

COUNTIES = ("410222", "410221", "410222100")
amounts = st.tuples(*[st.integers(0, 60)] * 3)
projects = st.sampled_from(("P1", "P2", "P3", "P4"))


class Memory:
    """A ledger without a file: the same drafts, the same replay, nothing stored."""

    def __init__(self) -> None:
        self._state = Replay()
        self._write(Draft("create", {}, ()))

    def _write(self, draft: Draft) -> Event:
        event = sealed(Event(self._state.number + 1, draft.kind, "", "", "", draft.payload, self._state.head_hash, "",
                             draft.amounts))
        assert self._state.follow(event) == []
        return event

    @contextmanager
    def _all_or_none(self) -> Iterator[None]:
        before = self._state.events
        try:
            yield
        except LedgerFault:
            self._state, faults = replayed(before)
            assert faults == []
            raise

    def add(self, rows: Any, operator: str, reason: str) -> list[Event]:
        """As the ledger's."""
        with self._all_or_none():
            return [self._write(addition(row, place, self._state, SCALE)) for place, row in enumerate(rows, 1)]

    def commit(self, demands: Any, project_ids: Any, scope: str, terms_of: Any, operator: str, reason: str,
               facts: Any) -> CommitResult:
        """As the ledger's."""
        wanted, already = undecided(demands, project_ids, self._state)
        trial = try_out(wanted, self._state.entries(), scope, terms_of)
        events = tuple(self._write(draft) for draft in write_offs(trial, wanted, scope, facts))
        return CommitResult(events, trial, tuple(already))

    def reverse(self, number: int, operator: str, reason: str) -> Event:
        """As the ledger's."""
        return self._write(reversal(self._state.event(number), self._state))

    def entries(self) -> list[Entry]:
        """As the ledger's."""
        return self._state.entries()

    def open_commit(self, project: str, county: str) -> int | None:
        """As the ledger's."""
        return self._state.open_commit(project, county)

    @property
    def head(self) -> Event:
        """As the ledger's."""
        return self._state.events[-1]

    def verify(self, anchor: Any) -> list[LedgerFault]:
        """As the ledger's."""
        state, faults = replayed(self._state.events)
        return [*faults, *state.anchor_faults(anchor)]

    def close(self) -> None:
        """Do nothing."""


class Sequences(RuleBasedStateMachine):
    """Random work on one ledger, kept in mind beside it in plain dictionaries."""

    def __init__(self) -> None:
        super().__init__()
        self.ledgers: list[Any] = []
        self.held: dict[str, list[int]] = {}  # what each entry holds
        self.moved: dict[int, list[tuple[str, int, int]]] = {}  # event: (entry, indicator, amount)
        self.open: dict[tuple[str, str], int] = {}  # (project, county): event
        self.reversed: set[int] = set()
        self.events = 1
        self.sales = 0

    @initialize()
    def begin(self) -> None:
        """Begin with an empty ledger in two windows."""
        self.ledgers = [Memory()] * 2

    def teardown(self) -> None:
        """Verify what came of it, and close everything."""
        for ledger in self.ledgers:
            assert ledger.verify((self.events, ledger.head.hash)) == []
        for ledger in self.ledgers:
            ledger.close()

    def note(self, number: int, moves: list[tuple[str, int, int]]) -> None:
        """Keep an event in mind."""
        assert number == self.events + 1
        self.events = number
        self.moved[number] = moves
        for name, indicator, amount in moves:
            self.held[name][indicator] += amount
            assert self.held[name][indicator] >= 0

    @rule(window=st.integers(0, 1), held=st.lists(amounts, min_size=1, max_size=3),
          county=st.sampled_from(COUNTIES), day=st.dates(), traded=st.booleans())
    def add(self, window: int, held: list[tuple[int, int, int]], county: str, day: Any, traded: bool) -> None:
        """Add entries, some of them bought; all zeros are refused and with them the whole list."""
        rows = [entry(f"E{len(self.held) + place}", *one, unit=county, day=day) for place, one in enumerate(held)]
        if traded:
            rows = [type(row)(row.entry, row.grade_scale, "", "trade_in", {"price_cny": "1.5"}) for row in rows]
        if not all(any(one) for one in held):
            with pytest.raises(LedgerFault, match=r"ledger\.amounts_none"):
                self.ledgers[window].add(rows, "o", "r")
            return
        for event, row in zip(self.ledgers[window].add(rows, "o", "r"), rows):
            self.held[row.entry.entry_id] = [0, 0, 0]
            self.note(event.number, [(row.entry.entry_id, indicator, amount)
                                     for indicator, amount in enumerate(row.entry.amounts)])

    @rule(window=st.integers(0, 1), which=st.integers(0, 30), taken=amounts)
    def sell(self, window: int, which: int, taken: tuple[int, int, int]) -> None:
        """Sell out of an entry what it may or may not hold."""
        if not self.held:
            return
        name = sorted(self.held)[which % len(self.held)]
        self.sales += 1
        sale = TradeOut(name, taken, {"document_no": str(self.sales)})
        if not any(taken) or any(wish > there for wish, there in zip(taken, self.held[name])):
            with pytest.raises(LedgerFault, match=r"ledger\.(amounts_none|trade_short)"):
                self.ledgers[window].add([sale], "o", "r")
            return
        [event] = self.ledgers[window].add([sale], "o", "r")
        self.note(event.number, [(name, indicator, -amount) for indicator, amount in enumerate(taken)])
        with pytest.raises(LedgerFault, match=r"ledger\.(trade_twice|trade_short)"):
            self.ledgers[1 - window].add([sale], "o", "r")

    @rule(window=st.integers(0, 1), wanted=st.lists(
        st.tuples(projects, st.sampled_from(COUNTIES[:2]), amounts, st.dates()), min_size=1, max_size=4,
        unique_by=lambda row: row[:2]))
    def write_off(self, window: int, wanted: list[tuple[str, str, tuple[int, int, int], Any]]) -> None:
        """Write a batch off, in one window or the other; what was written off before stays as it is."""
        before = {key: list(held) for key, held in self.held.items()}
        result = commit(self.ledgers[window], *(demand(project, *taken, unit=county, day=day)
                                                for project, county, taken, day in wanted))
        fresh = [row for row in wanted if (row[0], row[1]) not in self.open]
        assert set(result.already) == {(row[0], self.open[row[:2]]) for row in wanted if row[:2] in self.open}
        passed = {verdict.project_id for verdict in result.trial.verdicts if verdict.passed}
        assert {verdict.project_id for verdict in result.trial.verdicts} == {row[0] for row in fresh}
        assert [event.payload["demands"][0]["project_id"] for event in result.events] == [
            verdict.project_id for verdict in result.trial.verdicts if verdict.passed]
        for event in result.events:
            self.note(event.number, [(line.entry_id, ("quantity", "paddy", "capacity").index(line.indicator),
                                      line.amount) for line in event.amounts])
        for project, county, _, _ in fresh:
            if project in passed:
                self.open[project, county] = next(event.number for event in result.events
                                                  if event.payload["demands"][0]["project_id"] == project)
        for indicator in range(3):
            asked = sum(row[2][indicator] for row in fresh if row[0] in passed)
            assert sum(held[indicator] for held in before.values()) - asked == sum(
                held[indicator] for held in self.held.values())

    @rule(window=st.integers(0, 1), which=st.integers(0, 60))
    def reverse(self, window: int, which: int) -> None:
        """Reverse an event, or try to."""
        number = which % (self.events + 2)
        moves = self.moved.get(number)
        spent = moves is not None and any(self.held[name][indicator] < amount for name, indicator, amount in moves)
        if moves is None or number in self.reversed or spent:
            with pytest.raises(LedgerFault, match=r"ledger\.(event_unknown|reverse)"):
                self.ledgers[window].reverse(number, "o", "r")
            return
        event = self.ledgers[window].reverse(number, "o", "r")
        self.reversed |= {number, event.number}
        self.note(event.number, [(name, indicator, -amount) for name, indicator, amount in moves])
        self.open = {key: by for key, by in self.open.items() if by != number}

    @invariant()
    def both_windows_hold_what_was_kept_in_mind(self) -> None:
        """Compare every entry and every key."""
        for ledger in self.ledgers:
            assert {name: list(held) for name, held in left(ledger).items()} == self.held
            assert ledger.head.number == self.events
        for project in ("P1", "P2", "P3", "P4"):
            for county in COUNTIES[:2]:
                assert self.ledgers[0].open_commit(project, county) == self.open.get((project, county))


class SequencesInAFile(Sequences):
    """The same with a file that two windows have open; in memory where there is such a disk, for its speed."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory(dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None)

    @initialize()
    def begin(self) -> None:
        """Make a ledger and open it twice."""
        path = new_ledger(Path(self.folder.name) / "l.gpkg", [])
        self.ledgers = [open_ledger(path, Clock()) for _ in range(2)]

    def teardown(self) -> None:
        """Remove the file as well."""
        super().teardown()
        self.folder.cleanup()


Sequences.TestCase.settings = settings(max_examples=1_000, stateful_step_count=10, deadline=None)
SequencesInAFile.TestCase.settings = settings(max_examples=150, stateful_step_count=20, deadline=None)
TestSequences = Sequences.TestCase
TestSequencesInAFile = SequencesInAFile.TestCase


@pytest.mark.parametrize(("kills", "mode"), [("1000", "delete"), ("100", "wal")])
def test_a_process_killed_at_any_moment_of_a_commit_leaves_it_as_before_or_after(
        kills: str, mode: str, repository: Path) -> None:
    script = repository / "tests" / "engine" / "ledger_kills.py"
    done = subprocess.run([sys.executable, str(script), kills, "1", mode], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    counted = json.loads(done.stdout)
    assert counted["kills"] == int(kills) == counted["before"] + counted["after"]
    # the kills did reach the time before, amid and after the writing
    assert counted["before"] > int(kills) // 10
    assert counted["after"] > int(kills) // 10
    if mode == "delete":
        assert counted["journals"] > int(kills) // 20
