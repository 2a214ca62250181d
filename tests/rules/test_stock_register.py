"""The events of the register of stock land: what they amount to on any day, and every way to break them."""
from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kf_resources_plugin.rules.disposal_rate import Lot
from kf_resources_plugin.rules.event_chain import event_hash, sealed
from kf_resources_plugin.rules.stock_events import Line, RegisterFault, RegisterState, StockEvent
from kf_resources_plugin.rules.stock_update import (
    LATER,
    NOT_HELD,
    RECORDED,
    STILL_THERE,
    TOO_EARLY,
    UNDOCUMENTED,
    Comparison,
    Draft,
    Outcome,
    Paper,
    Shown,
    facts_of,
    first_event,
    reversal,
)
from kf_resources_plugin.rules.stock_views import board, disposals, recorded_by, replayed, standing
from tests.engine.registers import FIRST, HA, SECOND, SUPPLY, UNIT, A, E, S, U, paper, shown


class Book:
    """A register without a file: the same drafts, the same replay, nothing stored."""

    def __init__(self) -> None:
        self.state = RegisterState()
        self.at = "2023-01-06T09:00:00+08:00"
        assert self.state.follow(sealed(first_event({"title": "t"}, self.at, "", ""))) == []

    def write(self, draft: Draft) -> StockEvent:
        event = sealed(StockEvent(self.state.number + 1, draft.kind, self.at, "张三", "", dict(draft.payload),
                                  self.state.head_hash, "", draft.lines))
        assert self.state.follow(event) == []
        return event

    def update(self, lots: dict[Any, Any], day: str, *papers: Paper, unclear: tuple[str, ...] = (),
               recorded: str = "") -> tuple[list[StockEvent], Outcome]:
        self.at = f"{recorded}T09:00:00+08:00" if recorded else self.at
        rows = lots if all(isinstance(lot, Lot) for lot in lots) else shown(lots)
        found = Comparison(self.state, date.fromisoformat(day), rows, papers, unclear, lambda one, other: one == other)
        return [self.write(draft) for draft in found.drafts()], found.outcome

    def reverse(self, number: int, recorded: str = "") -> StockEvent:
        self.at = f"{recorded}T09:00:00+08:00" if recorded else self.at
        return self.write(reversal(self.state.event(number), self.state))

    def stock(self, day: str) -> dict[tuple[str, str], int]:
        return stock(self.state, date.fromisoformat(day))


def stock(state: RegisterState, day: date) -> dict[tuple[str, str], int]:
    return {(row.lot.parcel, row.lot.kind): row.amount for row in standing(state, day)}


def areas(lots: dict[tuple[str, str], tuple[int, str]]) -> dict[tuple[str, str], int]:
    return {lot: amount for lot, (amount, _) in lots.items()}


def two_years() -> Book:
    book = Book()
    book.update(FIRST, "2023-01-01", recorded="2023-01-06")
    book.update(SECOND, "2024-01-01", SUPPLY, recorded="2024-01-06")
    return book


# -- a year by hand ---------------------------------------------------------------------------------------------------


def test_a_year_becomes_a_disposal_a_move_and_an_entry() -> None:
    book = Book()
    events, outcome = book.update(FIRST, "2023-01-01")
    assert [(event.kind, event.payload["day"]) for event in events] == [
        ("enter", "2020-05-01"), ("enter", "2020-06-01")]
    assert outcome == Outcome()
    events, outcome = book.update(SECOND, "2024-01-01", SUPPLY)
    assert [(event.kind, event.payload["day"], [(line.lot.kind, line.amount) for line in event.lines])
            for event in events] == [
        ("dispose", "2023-09-01", [(A, -5 * HA)]),
        ("move", "2023-03-01", [(A, -8 * HA), (E, 8 * HA)]),
        ("enter", "2023-09-01", [(S, 5 * HA)])]
    assert outcome == Outcome({}, {Lot("P2", UNIT, E): 5 * HA})


def test_the_state_of_every_day_follows_from_the_events_up_to_it() -> None:
    book = two_years()
    assert book.stock("2020-04-30") == {}
    assert book.stock("2020-05-01") == {("P1", A): 20 * HA}
    assert book.stock("2023-02-28") == areas(FIRST)
    assert book.stock("2023-03-01") == {("P1", A): 12 * HA, ("P1", E): 8 * HA, ("P2", E): 5 * HA}
    assert book.stock("2023-08-31") == book.stock("2023-03-01")
    assert book.stock("2023-09-01") == book.stock("2030-01-01") == {**areas(SECOND), ("P2", E): 5 * HA}


def test_the_board_closes() -> None:
    flows = {(year, kind): flow for (_, year, kind), flow in board(two_years().state, date(2024, 1, 1)).items()}
    assert vars(flows[2023, A]) == {"opening": 20 * HA, "entered": 0, "moved_in": 0, "moved_out": 8 * HA,
                                    "corrected": 0, "disposed": 5 * HA, "closing": 7 * HA}
    assert vars(flows[2023, E]) == {"opening": 5 * HA, "entered": 0, "moved_in": 8 * HA, "moved_out": 0,
                                    "corrected": 0, "disposed": 0, "closing": 13 * HA}
    assert flows[2023, S].entered == flows[2023, S].closing == flows[2024, S].opening == 5 * HA
    assert set(flows) == {(year, kind) for year in (2020, 2021, 2022, 2023, 2024) for kind in (A, E)} | {
        (2023, S), (2024, S)}


def test_a_second_run_finds_nothing_new() -> None:
    book = two_years()
    events, outcome = book.update(SECOND, "2024-01-01", SUPPLY)
    assert events == []
    assert outcome == Outcome({1: RECORDED}, {Lot("P2", UNIT, E): 5 * HA})


def test_last_year_is_known_as_it_was_recorded_and_as_it_is_now() -> None:
    book = two_years()
    # in 2025 a paper turns up: P2 was supplied on 2022-11-01, before the first report
    late = paper("P2", E, "2022-11-01", 5 * HA, "文2")
    events, outcome = book.update(SECOND, "2024-01-01", late, recorded="2025-02-01")
    assert [event.kind for event in events] == ["dispose"]
    assert outcome.unexplained == {}
    assert book.stock("2022-12-31") == {("P1", A): 20 * HA}
    then = replayed(recorded_by(book.state.events, date(2023, 12, 31)))
    assert stock(then, date(2022, 12, 31)) == areas(FIRST)
    assert disposals(then) == []
    assert [step.event.payload["document"] for step in disposals(book.state)] == ["文2", "文1"]


def test_a_clock_set_back_takes_nothing_out_of_what_was_known() -> None:
    book = Book()
    book.update(FIRST, "2023-01-01", recorded="2023-01-06")
    book.update({("P1", A): (21 * HA, "2020-05-01"), ("P2", E): (5 * HA, "2020-06-01")}, "2023-02-01",
                recorded="2022-01-01")
    assert [event.number for event in recorded_by(book.state.events, date(2023, 1, 5))] == []
    assert [event.number for event in recorded_by(book.state.events, date(2023, 1, 6))] == [1, 2, 3, 4]


# -- papers -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("given", "why"), [
    (paper("P9", E, "2023-05-01", HA), NOT_HELD),
    (paper("P2", E, "2023-05-01", HA), STILL_THERE),
    (paper("P1", A, "2020-04-30", 5 * HA), TOO_EARLY),
    (paper("P1", A, "2023-09-01", 5 * HA, ""), UNDOCUMENTED),
    (paper("P1", A, "2024-01-02", 5 * HA), LATER),
    (paper("P1", A, "2023-09-01", 5 * HA + 1), STILL_THERE),
])
def test_a_paper_that_does_not_fit_is_told_and_nothing_is_written(given: Paper, why: str) -> None:
    book = Book()
    book.update(FIRST, "2023-01-01")
    after = {("P1", A): (15 * HA, "2020-05-01"), ("P2", E): (5 * HA, "2020-06-01")}
    events, outcome = book.update(after, "2024-01-01", given)
    assert events == []
    assert outcome == Outcome({1: why}, {Lot("P1", UNIT, A): 5 * HA})


def test_land_expropriated_and_supplied_within_the_year_leaves_from_where_the_register_has_it() -> None:
    book = Book()
    book.update({("P1", A): (10 * HA, "2020-05-01"), ("P1", E): (2 * HA, "2020-05-01")}, "2023-01-01")
    events, outcome = book.update({("P1", S): (12 * HA, "2023-09-01")}, "2024-01-01",
                                  paper("P1", E, "2023-09-01", 12 * HA))
    assert [(event.kind, [(line.lot.kind, line.amount) for line in event.lines]) for event in events] == [
        ("dispose", [(E, -2 * HA)]), ("dispose", [(A, -10 * HA)]), ("enter", [(S, 12 * HA)])]
    assert outcome == Outcome()
    assert book.update({("P1", S): (12 * HA, "2023-09-01")}, "2024-01-01",
                       paper("P1", E, "2023-09-01", 12 * HA))[0] == []


def test_idle_land_leaves_from_land_supplied_and_not_used() -> None:
    book = Book()
    book.update({("P1", S): (3 * HA, "2020-05-01")}, "2023-01-01")
    [event], _ = book.update({}, "2024-01-01", paper("P1", "idle", "2023-05-01", 3 * HA, route="reserve", unit=""))
    assert event.lines == (Line(Lot("P1", UNIT, S), -3 * HA),)
    assert book.update({}, "2024-01-01", paper("P1", "idle", "2023-05-01", 3 * HA, unit=""))[1].refused == {1: RECORDED}


def test_an_area_that_was_wrong_shrinks_by_a_paper_and_is_no_disposal() -> None:
    book = Book()
    book.update(FIRST, "2023-01-01")
    after = {("P1", A): (19 * HA, "2020-05-01"), ("P2", E): (5 * HA, "2020-06-01")}
    [event], outcome = book.update(after, "2024-01-01", paper("P1", A, "2023-05-01", HA, "测绘1", "correction"))
    assert (event.kind, event.lines[0].amount) == ("correct", -HA)
    assert disposals(book.state) == []
    assert outcome == Outcome()
    assert board(book.state, date(2023, 12, 31))[UNIT, 2023, A].corrected == -HA


def test_an_area_that_grew_or_another_fact_is_corrected() -> None:
    book = Book()
    book.update(FIRST, "2023-01-01")
    after = {("P1", A): (21 * HA, "2020-05-01"), ("P2", E): (5 * HA, "2020-07-01")}
    events, _ = book.update(after, "2024-01-01")
    assert [(event.kind, event.payload["day"], event.lines[0].amount) for event in events] == [
        ("correct", "2024-01-01", HA), ("correct", "2024-01-01", 0)]
    assert book.state.facts(Lot("P2", UNIT, E), date(2024, 1, 1))["since"] == "2020-07-01"
    assert book.state.facts(Lot("P2", UNIT, E), date(2023, 12, 31))["since"] == "2020-06-01"


def test_a_parcel_of_an_undetermined_class_stays_as_it_is() -> None:
    book = Book()
    book.update(FIRST, "2023-01-01")
    events, outcome = book.update({}, "2024-01-01", unclear=("P1", "P2"))
    assert (events, outcome) == ([], Outcome())


def test_a_move_whose_first_day_comes_before_the_land_did_counts_from_the_day_of_the_status() -> None:
    book = Book()
    book.update({("P1", A): (HA, "2020-05-01")}, "2023-01-01")
    [move], _ = book.update({("P1", U): (HA, "2019-01-01")}, "2024-01-01")
    assert (move.kind, move.payload["day"]) == ("move", "2024-01-01")


def test_a_status_earlier_than_the_last_update_is_refused() -> None:
    book = two_years()
    with pytest.raises(RegisterFault) as refused:
        book.update(FIRST, "2023-12-31")
    assert refused.value.rule_id == "register.day_before"


# -- reversals --------------------------------------------------------------------------------------------------------


def test_a_reversed_event_is_as_if_it_had_never_been() -> None:
    book = two_years()
    book.reverse(4, recorded="2024-03-01")  # the disposal
    assert book.stock("2024-01-01")["P1", A] == 12 * HA
    assert disposals(book.state) == []
    assert stock(replayed(recorded_by(book.state.events, date(2024, 2, 29))), date(2024, 1, 1))["P1", A] == 7 * HA
    # P1 has 5 ha more than the status shows: the paper says again where they went
    [event], _ = book.update(SECOND, "2024-01-01", SUPPLY)
    assert (event.kind, book.stock("2024-01-01")["P1", A]) == ("dispose", 7 * HA)


def test_an_event_that_later_ones_need_stays() -> None:
    book = two_years()
    with pytest.raises(RegisterFault) as refused:
        book.reverse(2)
    assert refused.value.rule_id == "register.reverse_spent"
    assert refused.value.values["day"] == date(2023, 3, 1)
    for number, rule in ((1, "register.reverse_kind"), (99, "register.event_unknown")):
        with pytest.raises(RegisterFault) as refused:
            book.reverse(number)
        assert refused.value.rule_id == rule
    book.reverse(4)
    for number, rule in ((4, "register.reversed_already"), (7, "register.reverse_kind")):
        with pytest.raises(RegisterFault) as refused:
            book.reverse(number)
        assert refused.value.rule_id == rule


# -- what a hand may write --------------------------------------------------------------------------------------------


def test_the_hash_covers_lines_and_shapes() -> None:
    event = StockEvent(2, "enter", "2023-01-06T09:00:00+08:00", "张三", "", {"day": "2020-05-01"}, "ab" * 32, "",
                       (Line(Lot("P1", UNIT, A), 5, b"GP"),))
    text = ('{"at":"2023-01-06T09:00:00+08:00","event_no":2,"kind":"enter","lines":[["P1","410222",'
            '"approved_not_expropriated",5,"' + hashlib.sha256(b"GP").hexdigest() + '"]],"operator":"张三",'
            '"payload":{"day":"2020-05-01"},"previous_hash":"' + "ab" * 32 + '","reason":""}')
    assert event_hash(event) == hashlib.sha256(text.encode("utf-8")).hexdigest()
    moved = replace(event, lines=(Line(Lot("P1", UNIT, A), 5, b"GQ"),))
    assert event_hash(moved) != event_hash(event)


@pytest.mark.parametrize(("kind", "lines", "more", "rule"), [
    ("dispose", [(("P1", A), -20 * HA - 1)], {"document": "文"}, "register.short"),
    ("dispose", [(("P1", A), -HA)], {"document": "文", "day": "2020-04-30"}, "register.short"),
    ("dispose", [(("P1", A), -HA)], {}, "register.event_malformed"),
    ("dispose", [(("P1", A), -HA)], {"document": "文", "route": "gift"}, "register.event_malformed"),
    ("dispose", [(("P1", A), -HA)], {"document": "文", "paper": None}, "register.event_malformed"),
    ("dispose", [(("P1", A), HA)], {"document": "文"}, "register.event_malformed"),
    ("correct", [(("P1", A), -HA)], {}, "register.event_malformed"),
    ("enter", [(("P1", A), 0)], {}, "register.event_malformed"),
    ("enter", [(("", A), HA)], {}, "register.event_malformed"),
    ("enter", [(("P1", A), HA)], {"day": "1 May"}, "register.event_malformed"),
    ("enter", [(("P1", A), HA)], {"facts": {}}, "register.event_malformed"),
    ("move", [(("P1", A), -HA), (("P1", E), HA + 1)], {}, "register.event_malformed"),
    ("move", [(("P1", A), -HA), (("P2", E), HA)], {}, "register.event_malformed"),
    ("move", [(("P1", A), -HA)], {}, "register.event_malformed"),
    ("sell", [(("P1", A), -HA)], {}, "register.event_malformed"),
])
def test_an_event_that_cannot_be_is_a_fault(kind: str, lines: list[Any], more: dict[str, Any], rule: str) -> None:
    book = Book()
    book.update(FIRST, "2023-01-01")
    payload = {"day": "2023-05-01", "status_day": "2023-05-01", "document": "", "route": "", "facts": facts_of({}),
               "paper": {"class": A, "area": HA, "document": "文"}, **more}
    event = sealed(StockEvent(4, kind, book.at, "", "", payload, book.state.head_hash, "", tuple(
        Line(Lot(parcel, UNIT, own), amount) for (parcel, own), amount in lines)))
    assert [fault.rule_id for fault in book.state.follow(event)] == [rule]


# -- whatever years bring ---------------------------------------------------------------------------------------------

LOTS = [Lot(parcel, UNIT, kind) for parcel in ("P1", "P2") for kind in (A, E, S, U)]
YEARS = range(2021, 2026)
days = st.integers(0, 2200).map(lambda days: date(2020, 1, 1) + timedelta(days))
rows = st.builds(lambda amount, since: Shown(amount, facts_of({"since": since.isoformat()}), since, b""),
                 st.integers(1, 6), days)
statuses = st.dictionaries(st.sampled_from(LOTS), rows, max_size=5)
documents = st.lists(st.builds(Paper, st.sampled_from(LOTS), days, st.integers(1, 6),
                               st.sampled_from(["supply", "correction"]), st.sampled_from(["", "甲", "乙"]),
                               st.integers(0, 9)), max_size=4)


def check(state: RegisterState) -> None:
    """Hold everything a register says against a plain list of its lines that stand."""
    lines = [(event.day, event.kind, line.lot, line.amount) for event in state.events
             if event.number not in state.reversed_by for line in event.lines]
    for day in {day for day, *_ in lines if day} | {date(year, 12, 31) for year in YEARS}:
        found = {row.lot: row.amount for row in standing(state, day)}
        for lot in LOTS:
            total = sum(amount for own, _, other, amount in lines if own and own <= day and other == lot)
            assert total >= 0
            assert found.get(lot, 0) == total
    for (unit, year, kind), flow in board(state, date(2026, 12, 31)).items():
        assert (flow.opening + flow.entered + flow.moved_in - flow.moved_out + flow.corrected - flow.disposed
                == flow.closing)
        assert flow.closing == sum(amount for day, _, lot, amount in lines
                                   if day and day.year <= year and (lot.unit, lot.kind) == (unit, kind))


@settings(deadline=None, max_examples=150)
@given(st.lists(st.tuples(statuses, documents), min_size=1, max_size=5), st.lists(st.integers(1, 30), max_size=4))
def test_stock_is_what_entered_less_what_left_whatever_years_bring(
        years: list[tuple[dict[Lot, Shown], list[Paper]]], undone: list[int]) -> None:
    book = Book()
    for year, (lots, papers) in zip(YEARS, years):
        day = date(year, 12, 31)
        _, outcome = book.update(lots, day.isoformat(), *papers)
        kept = {row.lot: row.amount for row in standing(book.state, day)}
        # what the status shows, and what it does not show and nobody explained
        assert kept == {lot: amount for lot in LOTS for amount in [
            (lots[lot].amount if lot in lots else 0) + outcome.unexplained.get(lot, 0)] if amount}
        again, same = book.update(lots, day.isoformat(), *papers)
        assert again == []
        assert same.unexplained == outcome.unexplained
        check(book.state)
    known = {number: stock(replayed(book.state.events[:number]), date(2023, 6, 30))
             for number in range(1, len(book.state.events) + 1)}
    for number in undone:
        try:
            book.reverse(number)
        except RegisterFault:
            continue
        check(book.state)
    # what was known after so many events is known for ever
    for number, said in known.items():
        assert stock(replayed(book.state.events[:number]), date(2023, 6, 30)) == said
