"""The events of the register of stock land: what is taken back, what a hand may write, and whatever years bring."""
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
    Paper,
    Shown,
    facts_of,
)
from kf_resources_plugin.rules.stock_views import board, disposals, recorded_by, replayed, standing
from tests.engine.registers import FIRST, HA, SECOND, SUPPLY, UNIT, A, E, S, U
from tests.rules.stock_books import Book, of_batch, stock, two_years

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


def test_a_paper_takes_what_was_there_on_its_day_whether_or_not_the_rest_moved_since() -> None:
    """Land was finished a day after the paper, and is in another parcel of its batch by the next status.

    Before that move the paper was too early for it, after it there was nothing of it left, and the paper took the land
    of the class before: a second run found what the first had not.
    """
    book = Book()
    book.update(of_batch("PC1", {("P1", S): (HA, "2020-01-01"), ("P1", U): (2 * HA, "2020-01-02")}), "2021-12-31")
    after = of_batch("PC1", {("P1", U): (HA, "2020-01-02"), ("P2", A): (HA, "2022-06-01")})
    paper = Paper(Lot("P1", UNIT, U), date(2020, 1, 1), HA, "supply", "甲", 0)
    events, outcome = book.update(after, "2022-12-31", paper)
    assert [(event.kind, [(line.lot.parcel, line.lot.kind, line.amount) for line in event.lines])
            for event in events[:2]] == [
        ("dispose", [("P1", S, -HA)]), ("move", [("P1", U, -HA), ("P2", A, HA)])]
    assert (outcome.refused, outcome.unexplained) == ({}, {})
    assert book.update(after, "2022-12-31", paper)[0] == []


def test_the_last_of_a_lot_is_what_is_gone_and_not_what_was_there_on_the_day() -> None:
    """100.15 ha came first, 1 ha later; the first paper must not take the 0.15 ha that the second one is about."""
    book = Book()
    book.update({("P1", A): (10_015, "2020-01-01")}, "2020-12-31")
    book.update({("P1", A): (10_115, "2021-06-01")}, "2021-12-31")
    first = Paper(Lot("P1", UNIT, A), date(2021, 3, 1), 10_000, "supply", "甲", 0)
    second = Paper(Lot("P1", UNIT, A), date(2022, 3, 1), 115, "supply", "乙", 1)
    events, outcome = book.update({}, "2022-12-31", first, second, slack=20)
    assert [(event.kind, [line.amount for line in event.lines]) for event in events] == [
        ("dispose", [-10_000]), ("dispose", [-115])]
    assert (outcome.refused, outcome.unexplained) == ({}, {})
    alone = Book()  # on that day there was a little less than is gone, and the paper says all of it
    alone.update({("P1", A): (10_000, "2020-01-01")}, "2020-12-31")
    alone.update({("P1", A): (10_010, "2021-06-01")}, "2021-12-31")
    events, outcome = alone.update({}, "2022-12-31", first, slack=20)
    assert [line.amount for event in events for line in event.lines] == [-10_000]
    assert alone.update({}, "2022-12-31", first, slack=20)[0] == []


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
    ("move", [(("P1", A), -HA), (("P1", A), HA)], {}, "register.event_malformed"),
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
rows = st.builds(lambda amount, since, batch: Shown(
    amount, facts_of({"since": since.isoformat(), "batch": batch}), since, b""),
    st.integers(1, 6), days, st.sampled_from(["", "PC1"]))
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
