"""Old against new plots worked by hand: each criterion at its edge, the day before and after the deadline, unknowns."""
from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kf_resources_plugin.rules.land_swap import SwapAccount, SwapVerdict, judge
from kf_resources_plugin.rules.periods import deadline_of
from kf_resources_plugin.rules.rule_rows import RuleBook
from tests.rules.books import delivered_book

DAY = date(2024, 9, 1)
BOOK = RuleBook([row for name in ("land_swap", "land") for row in delivered_book(name, DAY).rows.values()], DAY, "en")
DEADLINE = date(2024, 3, 1)
NAN = float("nan")
# new 2.0 ha with 1.5 ha of cultivated land of grade 6; old 2.4 ha give 1.8 ha of grade 6; 2.1 ha accepted in time
EXAMPLE: dict[str, Any] = {
    "new": 2_000_000, "old": 2_400_000, "occupied": 1_500_000, "gained": 1_800_000, "occupied_grade": 6.0,
    "gained_grade": 6.0, "accepted": 2_100_000, "on_time": 2_100_000, "approved": date(2021, 3, 1),
    "deadline": DEADLINE}


def verdict(today: date = date(2024, 3, 2), **known: Any) -> SwapVerdict:
    return judge(SwapAccount("A", **{**EXAMPLE, **known}), BOOK, today)


def missed(found: SwapVerdict) -> set[str]:
    return {rule.partition(".")[2] for rule, met in found.met.items() if met is False}


def test_an_area_in_balance_and_its_surplus() -> None:
    found = verdict()
    # accepted 2.1 − 2.0 = 0.1 ha; all old plots 2.4 − 2.0 = 0.4 ha
    assert (found.verdict, found.owed, found.surplus, found.planned_surplus) == ("passed", 0, 100_000, 400_000)


@pytest.mark.parametrize(("known", "missing"), [
    ({"old": 2_000_000, "gained": 1_500_000}, set()), ({"old": 1_999_999}, {"quantity"}),
    ({"gained": 1_500_000}, set()), ({"gained": 1_499_999}, {"cultivated"}), ({"gained": 0}, {"cultivated"}),
    ({"gained_grade": 6.01}, {"grade"}), ({"gained_grade": 5.0}, set()),
    ({"occupied": 0, "gained": 0, "occupied_grade": NAN, "gained_grade": NAN}, set()),
    ({"on_time": 1_999_999}, {"deadline"}), ({"on_time": 2_000_000}, set()),
    ({"old": 0, "gained": 0, "accepted": 0, "on_time": 0}, {"quantity", "cultivated", "deadline"})])
def test_each_criterion_at_its_edge(known: dict[str, Any], missing: set[str]) -> None:
    found = verdict(**known)
    assert missed(found) == missing
    assert found.verdict == ("failed" if missing else "passed")


@pytest.mark.parametrize(("today", "expected"), [
    (date(2024, 2, 29), "open"), (date(2024, 3, 1), "open"), (date(2024, 3, 2), "failed")])
def test_what_is_not_returned_is_open_until_the_deadline(today: date, expected: str) -> None:
    found = verdict(today, accepted=1_200_000, on_time=1_200_000)
    assert (found.verdict, found.owed, found.surplus) == (expected, 800_000, 0)


def test_what_was_restored_late_is_owed_no_more_and_still_late() -> None:
    found = verdict(accepted=2_000_000, on_time=1_900_000)
    assert (found.verdict, found.owed, missed(found)) == ("failed", 0, {"deadline"})


@pytest.mark.parametrize("known", [
    {"gained": None, "gained_grade": NAN}, {"gained_grade": NAN}, {"occupied_grade": NAN},
    {"deadline": None}, {"accepted": None, "on_time": None}])
def test_what_is_not_known_is_not_judged(known: dict[str, Any]) -> None:
    found = verdict(**known)
    assert (found.verdict, missed(found)) == ("undetermined", set())


def test_a_failure_stays_one_whatever_else_is_unknown() -> None:
    assert verdict(old=1_000_000, deadline=None, gained=None).verdict == "failed"


@pytest.mark.parametrize(("known", "cultivated", "grade"), [
    # 0.3 ha more of cultivated land would still be given: 1.5 + 0.3 = 1.8 ha; a hundredth of m² more is not known
    ({"unsurveyed": 300_000, "gained_grade": 5.0}, True, True),
    ({"unsurveyed": 300_001, "gained_grade": 5.0}, None, True),
    # were it of grade 1, the mean taken were (1.5·6 + 0.3·1)/1.8 = 5.1667; of grade 15 (9 + 4.5)/1.8 = 7.5
    ({"unsurveyed": 300_000, "gained_grade": 5.16}, True, True),
    ({"unsurveyed": 300_000, "gained_grade": 5.17}, True, None),
    ({"unsurveyed": 300_000, "gained_grade": 7.5}, True, None),
    ({"unsurveyed": 300_000, "gained_grade": 7.51}, True, False),
    ({"unsurveyed": 1, "gained": 1_499_999}, False, None),
    ({"unsurveyed": 2_000_000, "occupied": 0, "occupied_grade": NAN}, None, None),
    ({"unsurveyed": 100, "gained": None, "gained_grade": NAN}, None, None)])
def test_land_off_the_survey_may_be_cultivated_or_not(known: dict[str, Any], cultivated: bool | None,
                                                      grade: bool | None) -> None:
    found = verdict(**known)
    assert (found.met["swap.cultivated"], found.met["swap.grade"]) == (cultivated, grade)
    assert found.verdict == ("failed" if False in (cultivated, grade) else
                             "undetermined" if None in (cultivated, grade) else "passed")


def test_old_plots_alone_owe_nothing() -> None:
    found = verdict(new=0, occupied=0, occupied_grade=NAN, deadline=None)
    assert (found.verdict, found.surplus) == ("passed", 2_100_000)


hundredths = st.integers(0, 60)
grades = st.integers(1, 15)


@settings(deadline=None, max_examples=300)
@given(st.tuples(*[hundredths] * 6), grades, grades, st.integers(0, 60), grades)
def test_what_is_judged_holds_whatever_the_unsurveyed_land_is(
        areas: tuple[int, ...], taken: int, given_: int, part: int, other: int) -> None:
    """Known is what every survey of that land would give: of ``part`` of it cultivated, of grade ``other``."""
    new, old, occupied, unsurveyed, gained, accepted = areas
    account = SwapAccount("A", new=new, old=old, occupied=occupied, unsurveyed=unsurveyed, gained=gained,
                          occupied_grade=float(taken) if occupied else NAN,
                          gained_grade=float(given_) if gained else NAN, accepted=accepted, on_time=accepted,
                          approved=date(2021, 3, 1), deadline=DEADLINE)
    before = judge(account, BOOK, DEADLINE)
    more = min(part, unsurveyed)
    whole = occupied + more
    mean = (occupied * taken + more * other) / whole if whole else NAN
    after = judge(replace(account, occupied=whole, unsurveyed=0, occupied_grade=mean), BOOK, DEADLINE)
    for rule, met in before.met.items():
        # land that is not cultivated has no grade to be kept
        assert met is None or after.met[rule] == met or (rule == "swap.grade" and not whole)
    # nothing is gained or lost between what was taken, returned, owed and left over
    assert before.owed is not None
    assert before.surplus is not None
    assert accepted - before.surplus == new - before.owed
    assert min(before.owed, before.surplus) == 0


@pytest.mark.parametrize(("approved", "last"), [
    (date(2021, 3, 1), date(2024, 3, 1)), (date(2020, 2, 29), date(2023, 2, 28)),
    (date(2021, 2, 28), date(2024, 2, 28)), (date(9998, 1, 1), date.max)])
def test_three_years_by_the_calendar(approved: date, last: date) -> None:
    assert deadline_of(approved, int(BOOK.threshold("swap.deadline", "within_years"))) == last
