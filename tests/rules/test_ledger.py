"""The events of the write-off ledger: their text and hash, what they amount to, and every way to break them."""
from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from kf_resources_plugin.rules.event_chain import NO_HASH, canonical, event_hash, plain, sealed
from kf_resources_plugin.rules.farmland_balance import THREE_INDEX, Demand, Entry, Terms, try_out
from kf_resources_plugin.rules.ledger import (
    Amount,
    Event,
    LedgerFault,
    Replay,
    hundredths_text,
    replayed,
    same_place,
)
from kf_resources_plugin.rules.ledger_drafts import (
    MOST,
    Draft,
    NewEntry,
    TradeOut,
    addition,
    reversal,
    undecided,
    write_offs,
)

UNIT, SCALE, DAY = "410222", "utilisation_15", date(2024, 6, 1)
HA, KG = 1_000_000, 100  # hundredths
# the write-off example of the three indicators: quantity ha, paddy ha, capacity kg
RESERVE = {"A": (6.5, 0, 70_200), "B": (5.0, 1.2, 60_000), "C": (0, 1.0, 15_000)}


def amounts(quantity: float, paddy: float, capacity: float) -> tuple[int, int, int]:
    return round(quantity * HA), round(paddy * HA), round(capacity * KG)


def new_entry(name: str, held: tuple[int, int, int], **more: Any) -> NewEntry:
    return NewEntry(Entry(name, UNIT, date(2023, 1, 1), held, 6.8), SCALE, **more)


def next_event(state: Replay, draft: Draft) -> Event:
    return sealed(Event(state.number + 1, draft.kind, "2025-03-01T09:00:00+08:00", "张三", "", draft.payload,
                        state.head_hash, "", draft.amounts))


class Book:
    """Events written one after the other, each taken in without a fault."""

    def __init__(self) -> None:
        self.state = Replay()
        self.write(Draft("create", {"title": "t", "unit_code": UNIT, "grade_scale": SCALE}, ()))

    def write(self, draft: Draft) -> Event:
        event = next_event(self.state, draft)
        assert self.state.follow(event) == []
        return event

    def add(self, row: NewEntry | TradeOut) -> Event:
        return self.write(addition(row, 1, self.state, SCALE))

    def commit(self, *demands: Demand, **facts: Any) -> list[Event]:
        wanted, _ = undecided(demands, None, self.state)
        trial = try_out(wanted, self.state.entries(), "county", lambda _: Terms(THREE_INDEX, grade_decides=False))
        return [self.write(draft) for draft in write_offs(trial, wanted, "county", facts)]

    def left(self) -> dict[str, tuple[int, int, int]]:
        return {item.entry_id: item.amounts for item in self.state.entries()}


def example() -> Book:
    book = Book()
    for name, held in RESERVE.items():
        book.add(new_entry(name, amounts(*held)))
    return book


def demand(project: str = "P1", *held: float, unit: str = UNIT) -> Demand:
    return Demand(project, unit, DAY, amounts(*(held or (10, 2, 138_000))), 6.8)


def rule_of(work: Any) -> str:
    with pytest.raises(LedgerFault) as refused:
        work()
    return refused.value.rule_id


# -- text and hash ----------------------------------------------------------------------------------------------------


def test_the_hash_is_that_of_the_text_anyone_can_write_down() -> None:
    payload: dict[str, Any] = {"scope": "county", "demands": []}
    event = Event(5, "commit", "2025-03-01T09:05:00+08:00", "张三", "核销", payload, "ab" * 32, "",
                  (Amount("P1", "410222", "A", "quantity", -650_000_000),))
    text = ('{"amounts":[["P1","410222","A","quantity",-650000000]],"at":"2025-03-01T09:05:00+08:00","event_no":5,'
            '"kind":"commit","operator":"张三","payload":{"demands":[],"scope":"county"},"previous_hash":"' + "ab" * 32
            + '","reason":"核销"}')
    assert event_hash(event) == hashlib.sha256(text.encode("utf-8")).hexdigest()


@pytest.mark.parametrize("change", [
    {"number": 6}, {"kind": "entry"}, {"at": "2025-03-01T09:05:01+08:00"}, {"operator": "李四"}, {"reason": "x"},
    {"payload": {"scope": "city"}}, {"previous_hash": "cd" * 32}, {"amounts": ()},
    *({"amounts": (replace(Amount("P", "4", "A", "paddy", -1), **{key: value}),)} for key, value in {
        "project_id": "Q", "unit_code": "5", "entry_id": "B", "indicator": "quantity", "amount": -2}.items()),
])
def test_everything_an_event_says_is_in_its_hash(change: dict[str, Any]) -> None:
    event = Event(5, "commit", "2025-03-01T09:05:00+08:00", "张三", "核销", {"scope": "county"}, "ab" * 32, "",
                  (Amount("P", "4", "A", "paddy", -1),))
    assert event_hash(replace(event, **change)) != event_hash(event)


def test_values_become_what_json_keeps_exactly() -> None:
    given = {"day": date(2024, 6, 1), "grade": 6.8, "numpy": np.float64(0.1), "count": np.int64(3),
             "none": float("nan"), "kept": True, "list": (1, "二"), 7: None, "lone": "\ud800"}
    assert plain(given) == {"day": "2024-06-01", "grade": "6.8", "numpy": "0.1", "count": 3, "none": None,
                            "kept": True, "list": [1, "二"], "7": None, "lone": "?"}
    with pytest.raises(TypeError, match="object"):
        plain({"x": object()})
    with pytest.raises(ValueError, match="JSON"):
        canonical(float("nan"))


@pytest.mark.parametrize(("amount", "text"), [(0, "0.00"), (5, "0.05"), (-7, "-0.07"), (123_456, "1234.56"),
                                              (-123_456, "-1234.56")])
def test_hundredths_are_printed_with_two_places(amount: int, text: str) -> None:
    assert hundredths_text(amount) == text


# -- what events amount to --------------------------------------------------------------------------------------------


def test_the_worked_example_leaves_what_it_says() -> None:
    book = example()
    rule = {"id": "balance.three_index", "clause": "国土资规〔2017〕13号"}
    [event] = book.commit(demand(), project_names={"P1": "厂房"}, project_rules={"P1": [rule], "P2": []},
                          rules_date=date(2025, 3, 1))
    # Q: A 6.5 + B 3.5; W: B 1.2 + C 0.8; P: A 70 200 + B 60 000 + C 7 800
    assert book.left() == {"A": (0, 0, 0), "B": amounts(1.5, 0, 0), "C": amounts(0, 0.2, 7_200)}
    assert {(line.entry_id, line.indicator): line.amount for line in event.amounts} == {
        ("A", "quantity"): -round(6.5 * HA), ("B", "quantity"): -round(3.5 * HA), ("B", "paddy"): -round(1.2 * HA),
        ("C", "paddy"): -round(0.8 * HA), ("A", "capacity"): -70_200 * KG, ("B", "capacity"): -60_000 * KG,
        ("C", "capacity"): -7_800 * KG}
    [row] = event.payload["demands"]
    assert row == {"project_id": "P1", "project_name": "厂房", "unit_code": UNIT, "demand_date": "2024-06-01",
                   "kind": "", "amounts": {"quantity": 10 * HA, "paddy": 2 * HA, "capacity": 138_000 * KG},
                   "mean_grade": "6.8"}
    assert (event.payload["rules_date"], event.payload["scope"], event.payload["judged_by"]) == (
        "2025-03-01", "county", "three_index")
    assert event.payload["rules"] == [rule]
    assert not {"project_names", "project_rules"} & set(event.payload)
    assert event.payload["grades"] == [{"unit_code": UNIT, "taken": "6.8", "supplied": "6.8", "kept": True}]


def test_a_reversal_gives_back_and_frees_the_key() -> None:
    book = example()
    before = book.left()
    [event] = book.commit(demand())
    assert book.state.open_commit("P1", UNIT) == event.number
    book.write(reversal(event, book.state))
    assert book.left() == before
    assert book.state.open_commit("P1", UNIT) is None
    assert book.state.reversed_by == {event.number: event.number + 1}
    assert len(book.commit(demand())) == 1


def test_one_event_holds_all_counties_of_a_project() -> None:
    book = example()
    book.add(NewEntry(Entry("D", "410221", date(2023, 1, 1), amounts(1, 0, 0), 6.8), SCALE))
    [event] = book.commit(demand("P1", 1, 0, 0), demand("P1", 1, 0, 0, unit="410221"), demand("P2", 99, 0, 0))
    assert [(line.unit_code, line.entry_id) for line in event.amounts] == [("410221", "D"), (UNIT, "A")]
    assert book.state.open_commit("P1", "410221") == book.state.open_commit("P1", UNIT) == event.number
    assert book.state.open_commit("P2", UNIT) is None


@pytest.mark.parametrize(("unit", "other", "same"), [
    ("410222", "410222", True), ("410222", "410222100", True), ("410222100", "410222", True),
    ("410222", "410221", False), ("", "410222", False), ("", "", True),
    # codes of cities and provinces are filled with zeros
    ("410200", "410222", True), ("410222", "410000", True), ("410200", "410105", False), ("410100", "410200", False)])
def test_a_town_is_in_its_county(unit: str, other: str, same: bool) -> None:
    assert same_place(unit, other) is same


def test_a_county_written_off_by_its_towns_is_not_written_off_again() -> None:
    book = example()
    [event] = book.commit(demand("P1", 1, 0, 0, unit="410222100"), demand("P1", 1, 0, 0, unit="410222101"))
    wanted, already = undecided([demand("P1", 2, 0, 0), demand("P2", 1, 0, 0)], None, book.state)
    assert [row.project_id for row in wanted] == ["P2"]
    assert already == [("P1", event.number)]


def test_only_the_projects_named_are_written_off() -> None:
    wanted, already = undecided([demand("P1"), demand("P2")], {"P2"}, example().state)
    assert ([row.project_id for row in wanted], already) == (["P2"], [])


# -- what is refused --------------------------------------------------------------------------------------------------


def test_entries_that_cannot_be_added_are_refused_with_their_row() -> None:
    state = example().state

    def refusal(**changes: Any) -> tuple[str, Any]:
        scale = changes.pop("scale", SCALE)
        entry = replace(Entry("D", UNIT, DAY, (1, 0, 0), 6.8), **changes)
        with pytest.raises(LedgerFault) as refused:
            addition(NewEntry(entry, scale), 7, state, SCALE)
        return refused.value.rule_id, refused.value.values["row"]

    assert refusal(entry_id="") == ("ledger.entry_id_missing", 7)
    assert refusal(entry_id="A") == ("ledger.entry_exists", 7)
    assert refusal(amounts=(0, 0, 0)) == ("ledger.amounts_none", 7)
    assert refusal(amounts=(5, -1, 0)) == ("ledger.amount_unusable", 7)
    assert refusal(amounts=(MOST + 1, 0, 0)) == ("ledger.amount_unusable", 7)
    assert refusal(scale="quality_10") == ("ledger.grade_scale_differs", 7)
    # without a grade there is none to mix up
    assert addition(NewEntry(Entry("D", UNIT, None, (1, 0, 0)), "quality_10"), 1, state, SCALE).amounts[0].amount == 1


def test_sales_take_what_is_there_and_each_only_once() -> None:
    book = example()
    paper = {"price_cny": "100000.00", "counterparty": "杞县", "document_no": "汴自然资〔2025〕1号"}
    event = book.add(TradeOut("B", amounts(1, 0, 0), paper))
    assert book.left()["B"] == amounts(4, 1.2, 60_000)
    assert event.payload["trade"] == paper

    def refusal(*row: Any) -> str:
        return rule_of(lambda: addition(TradeOut(*row), 1, book.state, SCALE))

    assert refusal("X", (1, 0, 0), {}) == "ledger.entry_unknown"
    assert refusal("B", amounts(4.01, 0, 0), {}) == "ledger.trade_short"
    assert refusal("B", (0, 0, 0), {}) == "ledger.amounts_none"
    assert refusal("B", amounts(2, 0, 0), paper) == "ledger.trade_twice"
    book.add(TradeOut("A", amounts(1, 0, 0), paper))  # one document may sell from several entries
    book.add(TradeOut("B", amounts(1, 0, 0), {"counterparty": "杞县"}))
    assert refusal("B", amounts(1, 0, 0), {"counterparty": "杞县"}) == "ledger.trade_twice"
    book.add(TradeOut("B", amounts(0.5, 0, 0), {"counterparty": "杞县"}))
    book.write(reversal(event, book.state))
    book.add(TradeOut("B", amounts(2, 0, 0), paper))
    assert book.left()["B"] == amounts(1.5, 1.2, 60_000)


def test_what_an_entry_lacks_is_said_in_both_languages() -> None:
    with pytest.raises(LedgerFault) as refused:
        addition(TradeOut("A", amounts(6.5, 0, 70_200.05), {}), 3, example().state, SCALE)
    assert refused.value.values == {
        "row": 3, "entry_id": "A", "indicator": "capacity", "indicator_zh": "产能", "indicator_en": "capacity",
        "amount_zh": "0.05 千克", "amount_en": "0.05 kg"}


def test_reversals_that_would_break_the_balance_are_refused() -> None:
    book = example()
    [event] = book.commit(demand())
    state = book.state
    assert rule_of(lambda: reversal(state.event(1), state)) == "ledger.reverse_kind"
    assert rule_of(lambda: reversal(state.event(2), state)) == "ledger.reverse_spent"
    assert rule_of(lambda: state.event(6)) == "ledger.event_unknown"
    assert rule_of(lambda: state.event(0)) == "ledger.event_unknown"
    taken_back = book.write(reversal(event, state))
    assert rule_of(lambda: reversal(event, state)) == "ledger.reversed_already"
    assert rule_of(lambda: reversal(taken_back, state)) == "ledger.reverse_kind"
    book.write(reversal(state.event(2), state))
    assert book.left()["A"] == (0, 0, 0)


def test_demands_without_a_project_or_beyond_measure_are_refused() -> None:
    state = example().state
    assert rule_of(lambda: undecided([demand("")], None, state)) == "ledger.project_id_missing"
    assert rule_of(lambda: undecided([Demand("P", UNIT, DAY, (MOST + 1, 0, 0))], None, state)) == (
        "ledger.demand_unusable")


# -- what is found ----------------------------------------------------------------------------------------------------


def written() -> list[Event]:
    """Return create, three entries, a commit, its reversal, a sale."""
    book = example()
    [event] = book.commit(demand())
    book.write(reversal(event, book.state))
    book.add(TradeOut("A", amounts(1, 0, 0), {"document_no": "1"}))
    return book.state.events


def found(events: list[Event]) -> list[tuple[str, Any]]:
    return [(fault.rule_id, fault.values.get("event_no")) for fault in replayed(events)[1]]


def forged(events: list[Event], place: int, **change: Any) -> list[Event]:
    """Change an event and give it and all after it new hashes, as somebody would who knows how the chain is made."""
    state, result = Replay(), []
    for number, event in enumerate(events):
        altered = replace(event, **change) if number == place else event
        altered = sealed(replace(altered, previous_hash=state.head_hash))
        state.follow(altered)
        result.append(altered)
    return result


def test_a_sound_ledger_has_no_faults() -> None:
    assert found(written()) == []
    assert replayed([])[0].head_hash == NO_HASH


def test_a_change_by_hand_is_found_at_its_event() -> None:
    events = written()
    more = replace(events[2].amounts[0], amount=events[2].amounts[0].amount + 1)
    events[2] = replace(events[2], amounts=(more, *events[2].amounts[1:]))
    assert found(events) == [("ledger.hash_differs", 3)]


def test_an_event_taken_out_of_the_middle_is_found() -> None:
    events = written()
    assert found(events[:2] + events[3:])[0] == ("ledger.number_gap", 4)


def test_an_event_put_in_another_s_place_breaks_the_chain() -> None:
    events = written()
    events[3] = sealed(replace(events[3], previous_hash="0" * 63 + "1"))
    assert found(events) == [("ledger.chain_broken", 4), ("ledger.chain_broken", 5)]


def test_hashes_made_anew_do_not_hide_what_cannot_be() -> None:
    events = written()
    entry, commit, back = events[1], events[4], events[5]
    less = tuple(replace(line, amount=1) for line in entry.amounts)
    assert found(forged(events, 1, amounts=less))[0] == ("ledger.negative", 5)
    assert ("ledger.key_twice", 6) in found(forged(
        events, 5, kind="commit", payload=commit.payload, amounts=()))
    assert found(forged(events, 6, kind="reverse", payload=back.payload, amounts=back.amounts)) == [
        ("ledger.reversal_invalid", 7)]
    assert ("ledger.event_malformed", 6) in found(forged(events, 5, amounts=()))
    twice = [*events, sealed(replace(events[6], number=8, previous_hash=events[6].hash))]
    assert found(twice) == [("ledger.trade_twice", 8)]


@pytest.mark.parametrize("payload", [
    {}, {"entry": None}, {"entry": []}, {"entry": {"entry_id": "A"}}, {"entry": {"x": 1}},
    *({"entry": {"entry_id": "A", "unit_code": UNIT, "available_date": None, "mean_grade": None, "grade_scale": SCALE,
                 "note": "", **change}}
      for change in ({"entry_id": 7}, {"available_date": "gestern"}, {"mean_grade": "gut"}, {"unit_code": ["4"]},
                     {"entry_id": "B"})),
])
def test_no_payload_of_an_entry_stops_the_check(payload: dict[str, Any]) -> None:
    assert ("ledger.event_malformed", 2) in found(forged(written(), 1, payload=payload))


@pytest.mark.parametrize("change", [
    {"kind": "gift"}, {"kind": "create"}, {"payload": {"demands": []}}, {"payload": {"demands": [1]}}, {"payload": {}},
    {"payload": {"demands": [{"project_id": "other", "unit_code": UNIT}]}},
    {"amounts": (Amount("P1", UNIT, "A", "quantity", 5),)}, {"amounts": (Amount("P1", UNIT, "Z", "quantity", -5),)},
    {"amounts": (Amount("P1", UNIT, "A", "beauty", -5),)},
    {"amounts": (Amount("P1", UNIT, "A", "quantity", "much"),)},  # type: ignore[arg-type]
])
def test_no_commit_stops_the_check(change: dict[str, Any]) -> None:
    assert ("ledger.event_malformed", 5) in found(forged(written(), 4, **change))


@pytest.mark.parametrize("payload", [{}, {"reverses": "5"}, {"reverses": 6}, {"reverses": 99}, {"reverses": 0}])
def test_no_reversal_stops_the_check(payload: dict[str, Any]) -> None:
    assert ("ledger.event_malformed", 6) in found(forged(written(), 5, payload=payload))


# -- the anchor -------------------------------------------------------------------------------------------------------


def test_an_anchor_tells_that_the_tail_is_gone() -> None:
    events = written()
    head = events[-1]
    rule = lambda given, anchor: [fault.rule_id for fault in replayed(given)[0].anchor_faults(anchor)]  # noqa: E731
    assert rule(events, (7, head.hash)) == []
    assert rule(events, (5, events[4].hash)) == []
    assert rule(events[:-1], (7, head.hash)) == ["ledger.anchor_missing"]
    assert found(events[:-1]) == [], "without the anchor nobody would know"
    assert rule(events, (7, events[0].hash)) == ["ledger.anchor_differs"]
    assert rule([], (7, head.hash)) == ["ledger.anchor_missing"]


def test_an_anchor_is_read_as_it_is_printed() -> None:
    events = written()
    printed = events[-1].hash.upper()
    grouped = " ".join(printed[place:place + 8] for place in range(0, 64, 8))
    assert replayed(events)[0].anchor_faults((7, f" {grouped}\n")) == []
    assert replayed(events)[0].anchor_faults((7, printed[:16])) == []
    for unreadable in (printed[:15], "", "Z" * 64):
        [fault] = replayed(events)[0].anchor_faults((7, unreadable))
        assert fault.rule_id == "ledger.anchor_unreadable"
