"""The events of the register of stock land: what they amount to on any day, and every way to break them."""
from __future__ import annotations

from datetime import date

import pytest

from kf_resources_plugin.rules.disposal_rate import Lot
from kf_resources_plugin.rules.stock_events import Line, RegisterFault
from kf_resources_plugin.rules.stock_update import (
    LATER,
    NOT_HELD,
    RECORDED,
    STILL_THERE,
    TOO_EARLY,
    UNDOCUMENTED,
    Outcome,
    Paper,
)
from kf_resources_plugin.rules.stock_views import board, disposals, recorded_by, replayed
from tests.engine.registers import FIRST, HA, SECOND, SUPPLY, UNIT, A, E, S, U, paper
from tests.rules.stock_books import Book, areas, of_batch, stock, two_years

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
        ("enter", "2023-09-01", [(S, 5 * HA)]),
        ("move", "2023-03-01", [(A, -8 * HA), (E, 8 * HA)])]
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


def test_of_papers_alike_in_everything_one_counts() -> None:
    book = Book()
    book.update(FIRST, "2023-01-01")
    _, outcome = book.update({("P1", A): (10 * HA, "2020-05-01"), ("P2", E): (5 * HA, "2020-06-01")}, "2024-01-01",
                             SUPPLY, SUPPLY._replace(row=2))
    assert outcome == Outcome({2: RECORDED}, {Lot("P1", UNIT, A): 5 * HA})


def test_land_expropriated_and_supplied_within_the_year_leaves_from_where_the_register_has_it() -> None:
    book = Book()
    book.update({("P1", A): (10 * HA, "2020-05-01"), ("P1", E): (2 * HA, "2020-05-01")}, "2023-01-01")
    events, outcome = book.update({("P1", S): (12 * HA, "2023-09-01")}, "2024-01-01",
                                  paper("P1", E, "2023-09-01", 12 * HA))
    assert [(event.kind, [(line.lot.kind, line.amount) for line in event.lines]) for event in events] == [
        ("dispose", [(E, -2 * HA)]), ("enter", [(S, 2 * HA)]),
        ("dispose", [(A, -10 * HA)]), ("enter", [(S, 10 * HA)])]
    assert outcome == Outcome()
    assert book.update({("P1", S): (12 * HA, "2023-09-01")}, "2024-01-01",
                       paper("P1", E, "2023-09-01", 12 * HA))[0] == []


def test_idle_land_leaves_from_land_supplied_and_not_used() -> None:
    book = Book()
    book.update({("P1", S): (3 * HA, "2020-05-01")}, "2023-01-01")
    [event], _ = book.update({}, "2024-01-01", paper("P1", "idle", "2023-05-01", 3 * HA, route="reserve", unit=""))
    assert event.lines == (Line(Lot("P1", UNIT, S), -3 * HA),)
    assert book.update({}, "2024-01-01", paper("P1", "idle", "2023-05-01", 3 * HA, unit=""))[1].refused == {1: RECORDED}


def test_a_paper_about_idle_land_counts_once_when_a_status_sets_idle_land_apart() -> None:
    """Of 3 ha not used 1 ha is given back by a paper; of the 2 ha found idle later 1 ha goes without one."""
    book, given = Book(), paper("P1", "idle", "2023-05-01", HA, route="reserve")
    book.update({("P1", S): (3 * HA, "2020-05-01")}, "2023-01-01")
    assert len(book.update({("P1", S): (2 * HA, "2020-05-01")}, "2024-01-01", given)[0]) == 1
    book.update({("P1", "idle"): (2 * HA, "2020-05-01")}, "2024-01-01", given)
    events, outcome = book.update({("P1", "idle"): (HA, "2020-05-01")}, "2025-01-01", given)
    assert events == []
    assert outcome == Outcome({1: RECORDED}, {Lot("P1", UNIT, "idle"): HA})


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


def test_land_of_a_batch_that_gets_another_id_is_moved_and_counted_once() -> None:
    # approved as a batch, expropriated as a block of it, and then supplied as a lot: by layers each has its own id
    book = Book()
    book.update(of_batch("PC1", {("B", A): (20 * HA, "2020-05-01"), ("C", A): (5 * HA, "2020-05-01")}), "2023-01-01")
    events, outcome = book.update(of_batch("PC1", {
        ("B", A): (12 * HA, "2020-05-01"), ("K", E): (8 * HA, "2023-03-01"), ("C", A): (5 * HA, "2020-05-01")}),
        "2024-01-01")
    assert [(event.kind, event.payload["day"], [(line.lot.parcel, line.amount) for line in event.lines])
            for event in events] == [("move", "2023-03-01", [("B", -8 * HA), ("K", 8 * HA)])]
    assert outcome == Outcome()
    events, outcome = book.update(of_batch("PC1", {
        ("B", A): (12 * HA, "2020-05-01"), ("K", E): (3 * HA, "2023-03-01"), ("L", S): (5 * HA, "2024-06-01"),
        ("C", A): (5 * HA, "2020-05-01")}), "2025-01-01", paper("K", E, "2024-06-01", 5 * HA))
    assert [(event.kind, event.lines[0].lot.parcel) for event in events] == [("dispose", "K"), ("enter", "L")]
    assert sum(book.stock("2025-01-01").values()) == 25 * HA


@pytest.mark.parametrize(("off", "gone"), [(0, 0), (100, 100), (-100, -100), (101, None), (-101, None)])
def test_a_paper_and_what_is_gone_may_differ_by_the_slack(off: int, gone: int | None) -> None:
    # the status shows 5 ha less; of papers on a little more or less the land that is gone is taken, or none at all
    book = Book()
    book.update(FIRST, "2023-01-01")
    after = {("P1", A): (15 * HA, "2020-05-01"), ("P2", E): (5 * HA, "2020-06-01")}
    given = paper("P1", A, "2023-09-01", 5 * HA + off)
    events, outcome = book.update(after, "2024-01-01", given, slack=100)
    if off < -100:  # what is more than slack stays unexplained
        assert [event.lines[0].amount for event in events] == [-5 * HA - off]
        assert outcome.unexplained == {Lot("P1", UNIT, A): -off}
    elif gone is None:
        assert (events, outcome.refused) == ([], {1: STILL_THERE})
    else:
        assert [event.lines[0].amount for event in events] == [-5 * HA]
        assert outcome == Outcome()
    assert book.update(after, "2024-01-01", given, slack=100)[0] == []


def test_what_is_finished_moved_on_no_day_that_its_class_tells() -> None:
    # begun and finished land have the day on which the works began: it was not finished then
    book = Book()
    book.update({("P1", "used_not_finished"): (3 * HA, "2021-04-01")}, "2023-01-01")
    [move], _ = book.update({("P1", U): (3 * HA, "2021-04-01")}, "2024-01-01")
    assert (move.kind, move.payload["day"]) == ("move", "2024-01-01")
    # nor is it in use before the day of the paper by which it left
    book = Book()
    book.update({("P1", "used_not_finished"): (3 * HA, "2021-04-01")}, "2023-01-01")
    events, _ = book.update({("P1", U): (3 * HA, "2021-04-01")}, "2024-01-01",
                            paper("P1", "used_not_finished", "2023-06-01", 3 * HA, route="use"))
    assert [(event.kind, event.payload["day"]) for event in events] == [
        ("dispose", "2023-06-01"), ("enter", "2023-06-01")]


def test_land_that_a_paper_supplied_is_not_taken_for_other_land_of_its_batch() -> None:
    book = Book()
    book.update(of_batch("PC1", FIRST), "2023-01-01")
    events, outcome = book.update(of_batch("PC1", SECOND), "2024-01-01", SUPPLY)
    assert [event.kind for event in events] == ["dispose", "enter", "move"]
    assert outcome == Outcome({}, {Lot("P2", UNIT, E): 5 * HA})


def test_land_of_another_batch_is_not_where_it_went() -> None:
    book = Book()
    book.update(of_batch("PC1", {("B", A): (20 * HA, "2020-05-01")}), "2023-01-01")
    events, outcome = book.update(of_batch("PC2", {("K", E): (8 * HA, "2023-03-01")}), "2024-01-01")
    assert [event.kind for event in events] == ["enter"]
    assert outcome.unexplained == {Lot("B", UNIT, A): 20 * HA}
