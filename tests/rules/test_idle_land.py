"""Idle land worked by hand: the day before, on and after each threshold, leap years, fees, steps, contradictions."""
from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kf_resources_plugin.rules.idle_land import Verdict, judge
from kf_resources_plugin.rules.idle_supply import Fault, Supply
from kf_resources_plugin.rules.periods import after_years
from tests.rules.books import delivered_book

BOOK = delivered_book("idle_land", date(2024, 9, 1))
NAMES = {name: name for name in ("supplied", "agreed", "started", "suspended", "noticed", "determined")}
TODAY = date(2024, 9, 1)


def verdict(today: date = TODAY, unreadable: tuple[Fault, ...] = (), **known: Any) -> Verdict:
    known = {"government_cause": False, "price": 3000.0, **known}
    return judge(Supply("G1", **known), unreadable, NAMES, BOOK, today)


def seen(today: date, **known: Any) -> Verdict:
    """Return the verdict on a day from what is known on 2026-11-26."""
    known = {"government_cause": False, "price": 3000.0, **known}
    return judge(Supply("G1", **known), (), NAMES, BOOK, today, date(2026, 11, 26))


def paused(**known: Any) -> Verdict:
    """Return the verdict on works that began in 2022 and were suspended on 2023-09-01, a year before TODAY."""
    return verdict(**{"started": date(2022, 5, 1), "suspended": date(2023, 9, 1), **known})


def test_the_example_of_the_reference() -> None:
    found = verdict(agreed=date(2023, 3, 1))
    # 366 days to 2024-03-01 (29 February lies between), 184 more to 2024-09-01
    assert (found.kind, found.idle_days, found.fee_cny) == ("not_started", 550, 6_000_000.0)
    assert (found.idle_since, found.fee_from, found.recovery_from) == (
        date(2024, 3, 1), date(2024, 3, 1), date(2025, 3, 1))
    assert (found.next_step, found.next_deadline) == ("investigate", date(2024, 10, 1))
    assert "550 days" in found.reason
    assert "600" in found.reason
    assert "2025-03-01" in found.reason


@pytest.mark.parametrize(("agreed", "years", "after"), [
    (date(2023, 3, 1), 1, date(2024, 3, 1)), (date(2023, 2, 28), 1, date(2024, 2, 28)),
    (date(2024, 2, 29), 1, date(2025, 3, 1)), (date(2024, 2, 29), 4, date(2028, 2, 29)),
    (date(2024, 3, 1), 1, date(2025, 3, 1)), (date(9999, 1, 1), 1, date.max)])
def test_years_by_the_calendar(agreed: date, years: int, after: date) -> None:
    assert after_years(agreed, years) == after


@pytest.mark.parametrize(("agreed", "today", "kind", "days"), [
    (date(2023, 3, 1), date(2024, 2, 29), "not_idle", None), (date(2023, 3, 1), date(2024, 3, 1), "not_started", 366),
    (date(2023, 3, 1), date(2024, 3, 2), "not_started", 367), (date(2024, 2, 29), date(2025, 2, 28), "not_idle", None),
    (date(2024, 2, 29), date(2025, 3, 1), "not_started", 366),
    (date(2024, 2, 29), date(2025, 3, 2), "not_started", 367),
    (date(2021, 5, 1), date(2022, 4, 30), "not_idle", None), (date(2021, 5, 1), date(2022, 5, 1), "not_started", 365)])
def test_a_year_without_a_start(agreed: date, today: date, kind: str, days: int | None) -> None:
    found = verdict(today, agreed=agreed)
    assert (found.kind, found.idle_days) == (kind, days)
    assert found.fee_cny == (None if days is None else 6_000_000.0)


def test_before_the_year_is_full_the_day_is_told() -> None:
    found = verdict(date(2024, 2, 29), agreed=date(2023, 3, 1))
    assert (found.next_step, found.next_deadline) == ("watch", date(2024, 3, 1))


@pytest.mark.parametrize(("today", "step"), [
    (date(2025, 2, 28), "collect_fee"), (date(2025, 3, 1), "recover"), (date(2025, 3, 2), "recover")])
def test_after_two_years_it_may_be_taken_back(today: date, step: str) -> None:
    found = verdict(today, agreed=date(2023, 3, 1), noticed=date(2024, 4, 1), determined=date(2024, 6, 1))
    assert (found.next_step, found.next_deadline, found.fee_cny) == (step, None, 6_000_000.0)
    assert ("since 2025-03-01" in found.reason) is (step == "recover")


@pytest.mark.parametrize(("noticed", "step", "deadline"), [
    (date(2024, 8, 1), "determine", None), (date(2024, 8, 2), "await_reply", TODAY),
    (date(2024, 9, 1), "await_reply", date(2024, 10, 1))])
def test_thirty_days_for_the_reply(noticed: date, step: str, deadline: date | None) -> None:
    found = verdict(agreed=date(2023, 3, 1), noticed=noticed)
    assert (found.next_step, found.next_deadline) == (step, deadline)


@pytest.mark.parametrize(("known", "unsure"), [
    ({}, True), ({"government_cause": None}, True), ({"noticed": date(2024, 8, 20)}, True),
    ({"noticed": date(2024, 4, 1)}, False), ({"noticed": date(2024, 4, 1), "determined": date(2024, 6, 1)}, False)])
def test_until_it_was_investigated_the_fee_depends_on_it(known: dict[str, Any], unsure: bool) -> None:
    assert ("depend on the investigation" in verdict(agreed=date(2023, 3, 1), **known).reason) is unsure


def test_a_pause_is_no_start_that_the_data_lack() -> None:
    assert "depend on the investigation" not in paused(developed=0.0, to_develop=3000.0).reason


def test_a_cause_of_the_government_costs_nothing() -> None:
    found = verdict(agreed=date(2023, 3, 1), government_cause=True, noticed=date(2024, 3, 2),
                    determined=date(2024, 5, 1))
    assert (found.kind, found.idle_days, found.next_step) == ("not_started", 550, "extend")
    assert (found.fee_cny, found.fee_from, found.recovery_from) == (None, None, None)
    assert "force majeure" in found.reason
    assert "1 year at most" in found.reason
    pause = paused(developed=0.0, to_develop=3000.0, government_cause=True, determined=date(2024, 9, 1))
    assert (pause.kind, pause.next_step) == ("suspended", "extend")
    assert "force majeure" in pause.reason


def test_former_cultivated_land_pays_four_outputs() -> None:
    # 4 × 12.5 = 50 (10,000 CNY)
    found = verdict(agreed=date(2023, 3, 1), output=12.5)
    assert found.fee_cny == 500_000.0


@pytest.mark.parametrize(("known", "rule"), [
    ({"government_cause": None}, "idle.cause_unknown"), ({"price": None}, "idle.price_missing")])
def test_a_fee_is_not_guessed(known: dict[str, Any], rule: str) -> None:
    found = verdict(agreed=date(2023, 3, 1), **known)
    assert (found.kind, found.fee_cny) == ("not_started", None)
    assert [fault.rule_id for fault in found.faults] == [rule]


@pytest.mark.parametrize(("known", "kind"), [
    # one third of 3000 m² is 1000 m², a quarter of 400 is 100
    ({"developed": 999.0, "to_develop": 3000.0, "invested": 400.0, "investment": 400.0}, "suspended"),
    ({"developed": 1000.0, "to_develop": 3000.0, "invested": 100.0, "investment": 400.0}, "not_idle"),
    ({"developed": 3000.0, "to_develop": 3000.0, "invested": 99.0, "investment": 400.0}, "suspended"),
    ({"developed": 0.0, "to_develop": 3000.0}, "suspended"), ({"invested": 99.0, "investment": 400.0}, "suspended"),
    ({"developed": 1000.0, "to_develop": 3000.0}, "suspected"), ({}, "suspected"),
    ({"invested": 400.0, "investment": 400.0}, "suspected"), ({"developed": 0.0, "to_develop": 0.0}, "suspected")])
def test_one_low_share_is_enough_and_both_must_be_known_to_clear(known: dict[str, Any], kind: str) -> None:
    found = paused(**known)
    assert found.kind == kind
    assert (found.fee_cny, found.recovery_from) == (None, None)  # no fee follows by itself
    assert ("idle.shares_unknown" in {fault.rule_id for fault in found.faults}) is (kind == "suspected")


@pytest.mark.parametrize(("since", "kind", "days"), [
    (date(2023, 9, 2), "not_idle", None), (date(2023, 9, 1), "suspended", 366), (date(2023, 8, 31), "suspended", 367)])
def test_a_year_of_suspension(since: date, kind: str, days: int | None) -> None:
    found = paused(suspended=since, developed=0.0, to_develop=3000.0)
    assert (found.kind, found.idle_days) == (kind, days)


def test_work_that_goes_on_is_not_idle() -> None:
    assert verdict(started=date(2022, 5, 1)).kind == "not_idle"
    late = verdict(agreed=date(2021, 5, 1), started=date(2022, 5, 1))
    assert [fault.rule_id for fault in late.faults] == ["idle.started_late"]
    assert verdict(agreed=date(2021, 5, 2), started=date(2022, 5, 1)).faults == ()


@pytest.mark.parametrize(("known", "rule"), [
    ({}, "idle.date_missing"),
    ({"supplied": date(2023, 6, 1), "started": date(2023, 5, 31)}, "idle.date_order"),
    ({"supplied": date(2023, 6, 1), "agreed": date(2023, 5, 31)}, "idle.date_order"),
    ({"started": date(2023, 6, 1), "suspended": date(2023, 5, 31)}, "idle.date_order"),
    ({"started": date(2024, 9, 2)}, "idle.date_future"),
    ({"started": date(2023, 6, 1), "suspended": date(2024, 9, 2)}, "idle.date_future"),
    ({"agreed": date(2023, 3, 1), "suspended": date(2023, 5, 1)}, "idle.unstarted_work"),
    ({"agreed": date(2023, 3, 1), "developed": 10.0}, "idle.unstarted_work"),
    ({"agreed": date(1986, 12, 31)}, "idle.date_unlikely"), ({"started": date(1900, 1, 1)}, "idle.date_unlikely"),
    ({"agreed": date(2034, 9, 2)}, "idle.date_unlikely"), ({"agreed": date(9999, 12, 31)}, "idle.date_unlikely"),
    ({"agreed": date(2023, 3, 1), "excluded": 1}, "idle.excluded_uncaused"),
    # 550 days have passed since the agreed day, 366 since the suspension
    ({"agreed": date(2023, 3, 1), "excluded": 551, "government_cause": True}, "idle.excluded_over"),
    ({"agreed": date(2023, 3, 1), "excluded": 10**12, "government_cause": True}, "idle.excluded_over"),
    ({"started": date(2022, 5, 1), "suspended": date(2023, 9, 1), "excluded": 367, "government_cause": True},
     "idle.excluded_over"),
    ({"started": date(2023, 6, 1), "developed": 11.0, "to_develop": 10.0}, "idle.developed_over")])
def test_contradictions_stay_undetermined(known: dict[str, Any], rule: str) -> None:
    found = verdict(**known)
    assert (found.kind, found.rule_id, found.next_step) == ("undetermined", rule, "correct_data")
    assert (found.idle_since, found.fee_cny) == (None, None)
    assert "G1" in found.reason


@pytest.mark.parametrize("known", [
    {"agreed": date(1987, 1, 1)}, {"agreed": date(2034, 9, 1)}, {"agreed": date(2023, 3, 1), "excluded": 0},
    {"agreed": date(2023, 3, 1), "excluded": 550, "government_cause": True},
    {"agreed": date(2024, 10, 1), "excluded": 5, "government_cause": True},
    {"started": date(2022, 5, 1), "suspended": date(2023, 9, 1), "excluded": 366, "government_cause": True}])
def test_what_may_just_be_is_judged(known: dict[str, Any]) -> None:
    assert verdict(**known).kind != "undetermined"


@pytest.mark.parametrize(("known", "rule"), [
    ({"noticed": date(2024, 6, 2), "determined": date(2024, 6, 1)}, "idle.date_order"),
    ({"supplied": date(2023, 3, 1), "noticed": date(2023, 2, 28)}, "idle.date_order"),
    ({"noticed": date(2024, 9, 2)}, "idle.date_future"), ({"determined": date(1900, 1, 1)}, "idle.date_unlikely")])
def test_papers_that_cannot_be_leave_the_step_open_and_the_land_idle(known: dict[str, Any], rule: str) -> None:
    found = verdict(agreed=date(2023, 3, 1), **known)
    assert (found.kind, found.next_step, found.next_deadline) == ("not_started", "correct_data", None)
    assert rule in {fault.rule_id for fault in found.faults}
    assert found.fee_cny == 6_000_000.0


@pytest.mark.parametrize(("about", "kind", "fee", "step"), [
    ("price", "not_started", None, "recover"), ("output", "not_started", None, "recover"),
    ("area", "not_started", 6_000_000.0, "recover"), ("noticed", "not_started", 6_000_000.0, "correct_data"),
    ("developed", "undetermined", None, "correct_data"), ("agreed", "undetermined", None, "correct_data")])
def test_an_unreadable_value_leaves_open_what_hangs_on_it(about: str, kind: str, fee: float | None, step: str) -> None:
    found = verdict(date(2025, 3, 1), (Fault("idle.number_unusable", {"field": about, "value": "?"}, about),),
                    agreed=date(2023, 3, 1), determined=date(2024, 6, 1))
    assert (found.kind, found.fee_cny, found.next_step) == (kind, fee, step)
    assert [fault.rule_id for fault in found.faults] == ["idle.number_unusable"]


@pytest.mark.parametrize(("today", "kind", "days"), [
    # 31 days not counted: the year begins on 2023-04-01, is full on 2024-03-31
    (date(2024, 3, 31), "not_idle", None), (date(2024, 4, 1), "not_started", 366),
    (date(2024, 4, 2), "not_started", 367)])
def test_days_of_delay_by_government_are_not_counted(today: date, kind: str, days: int | None) -> None:
    found = verdict(today, agreed=date(2023, 3, 1), excluded=31, government_cause=True)
    assert (found.kind, found.idle_days) == (kind, days)  # 2023-03-01 … 2024-04-01 are 397 days
    assert "31 days" in found.reason
    if kind == "not_started":
        assert (found.idle_since, found.fee_from, found.recovery_from, found.fee_cny) == (
            date(2024, 4, 1), date(2024, 4, 1), date(2025, 4, 1), 6_000_000.0)


def test_days_not_counted_are_a_cause_that_is_known() -> None:
    assert verdict(agreed=date(2023, 3, 1), excluded=31, government_cause=None).fee_cny == 6_000_000.0


@pytest.mark.parametrize(("excluded", "kind"), [(1, "not_idle"), (0, "suspended")])
def test_days_of_a_pause_are_not_counted_either(excluded: int, kind: str) -> None:
    assert paused(developed=0.0, to_develop=3000.0, excluded=excluded, government_cause=True).kind == kind


@pytest.mark.parametrize(("noticed", "determined", "step", "early"), [
    # idle since 2024-03-01
    (date(2024, 2, 29), None, "investigate", ["noticed"]), (date(2024, 3, 1), None, "determine", []),
    (date(2023, 6, 1), date(2024, 2, 29), "investigate", ["noticed", "determined"]),
    (date(2024, 2, 29), date(2024, 3, 1), "collect_fee", ["noticed"])])
def test_papers_from_before_it_was_idle_count_for_nothing(
        noticed: date, determined: date | None, step: str, early: list[str]) -> None:
    found = verdict(agreed=date(2023, 3, 1), noticed=noticed, determined=determined)
    assert found.next_step == step
    assert [(fault.rule_id, fault.about) for fault in found.faults] == [("idle.paper_early", name) for name in early]


def test_without_a_known_cause_neither_fee_nor_recovery_is_told() -> None:
    found = verdict(date(2025, 3, 2), agreed=date(2023, 3, 1), government_cause=None, noticed=date(2024, 4, 1),
                    determined=date(2024, 6, 1))
    assert (found.kind, found.fee_from, found.recovery_from, found.next_step) == (
        "not_started", None, None, "correct_data")
    assert "“G1”" in found.reason


def test_a_third_is_a_third_to_the_digit() -> None:
    # 3 × 1.41 = 4.23, though 1.41 / 4.23 in binary is a hair below 1/3
    enough = {"invested": 1.0, "investment": 4.0}
    assert paused(developed=1.41, to_develop=4.23, **enough).kind == "not_idle"
    assert paused(developed=1.40, to_develop=4.23, **enough).kind == "suspended"


def test_the_ground_says_why_and_not_what_follows() -> None:
    found = verdict(agreed=date(2023, 3, 1))
    assert "550 days" in found.ground
    assert "600" not in found.ground
    assert found.reason.startswith(found.ground)


def test_days_that_are_one_are_no_contradiction() -> None:
    same = date(2023, 6, 1)
    assert verdict(supplied=same, agreed=same, started=same).kind == "not_idle"
    assert verdict(started=TODAY).kind == "not_idle"


def test_what_cannot_be_read_is_all_that_is_told() -> None:
    found = verdict(unreadable=(Fault("idle.date_unreadable", {"field": "YDDGRQ", "value": "明年"}),))
    assert (found.kind, found.rule_id) == ("undetermined", "idle.date_unreadable")
    assert [fault.rule_id for fault in found.faults] == ["idle.date_unreadable"]


@pytest.mark.parametrize(("today", "kind", "days"), [
    # agreed 2023-03-01, started 2024-09-01: idle from 2024-03-01 until the day before it was started
    (date(2024, 2, 29), "not_idle", None), (date(2024, 3, 1), "not_started", 366),
    (date(2024, 8, 31), "not_started", 549), (date(2024, 9, 1), "not_idle", None),
    (date(2024, 9, 2), "not_idle", None)])
def test_what_was_started_later_was_not_started_on_the_day(today: date, kind: str, days: int | None) -> None:
    found = seen(today, agreed=date(2023, 3, 1), started=date(2024, 9, 1), developed=500.0, to_develop=900.0)
    assert (found.kind, found.idle_days) == (kind, days)
    assert found.fee_cny == (None if days is None else 6_000_000.0)
    assert ("Started on 2024-09-01, so not yet on" in found.reason) is (today < date(2024, 9, 1))


def test_a_leap_day_is_a_day_on_which_nothing_was_begun_yet() -> None:
    # agreed on 29 February 2024: a year is full on 28 February 2025, started the day after it
    assert seen(date(2025, 2, 28), agreed=date(2024, 2, 29), started=date(2025, 3, 2)).kind == "not_idle"
    assert seen(date(2025, 3, 1), agreed=date(2024, 2, 29), started=date(2025, 3, 2)).idle_days == 366
    assert seen(date(2025, 3, 2), agreed=date(2024, 2, 29), started=date(2025, 3, 2)).kind == "not_idle"


def test_what_was_suspended_later_was_in_work_on_the_day() -> None:
    known = {"started": date(2022, 5, 1), "suspended": date(2023, 9, 1), "developed": 0.0, "to_develop": 3000.0}
    assert seen(date(2023, 8, 31), **known).kind == "not_idle"
    assert "Suspended on 2023-09-01, so not yet on 2023-08-31" in seen(date(2023, 8, 31), **known).reason
    assert seen(date(2024, 8, 31), **known).kind == "not_idle"
    assert seen(date(2024, 9, 1), **known).idle_days == 366


def test_papers_sent_later_had_not_been_sent_on_the_day() -> None:
    known = {"agreed": date(2023, 3, 1), "noticed": date(2024, 5, 1), "determined": date(2024, 7, 1)}
    steps = [seen(day, **known).next_step for day in (
        date(2024, 4, 30), date(2024, 5, 1), date(2024, 5, 31), date(2024, 6, 1), date(2024, 6, 30),
        date(2024, 7, 1))]  # the reply is awaited for 30 days: until 31 May
    assert steps == ["investigate", "await_reply", "await_reply", "determine", "determine", "collect_fee"]


def test_what_was_supplied_later_was_no_supply_on_the_day() -> None:
    known = {"supplied": date(2024, 9, 2), "agreed": date(2024, 9, 2)}
    before = seen(date(2024, 9, 1), **known)
    assert (before.kind, before.rule_id, before.next_step) == ("not_idle", "idle.supplied_later", "none")
    assert seen(date(2024, 9, 2), **known).next_step == "watch"


def test_a_start_that_came_later_and_no_agreed_day_leave_it_open() -> None:
    assert seen(date(2024, 8, 31), started=date(2024, 9, 1)).rule_id == "idle.date_missing"
    assert seen(date(2024, 9, 1), started=date(2024, 9, 1)).kind == "not_idle"


@pytest.mark.parametrize(("started", "kind"), [
    (date(2026, 11, 26), "not_started"), (date(2026, 11, 27), "undetermined")])
def test_a_start_that_nobody_can_know_of_stays_a_fault(started: date, kind: str) -> None:
    found = seen(date(2024, 9, 1), agreed=date(2023, 3, 1), started=started)
    assert found.kind == kind
    assert ("idle.date_future" in {fault.rule_id for fault in found.faults}) is (kind == "undetermined")


def test_days_not_counted_that_lie_ahead_of_the_day_are_no_contradiction() -> None:
    known = {"agreed": date(2023, 3, 1), "excluded": 300, "government_cause": True}
    assert seen(date(2023, 9, 1), **known).kind == "not_idle"  # 184 of the 300 days had passed
