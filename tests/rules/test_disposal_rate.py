"""Disposal of stock land worked by hand: first and last day of a year, what counts, the 15 % to a hundredth, quota."""
from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kf_resources_plugin.rules.disposal_rate import (
    COUNTED,
    NOT_IN_STOCK,
    OTHER_YEAR,
    OVER,
    TWICE,
    Account,
    Disposal,
    Flow,
    Lot,
    YearFlow,
    accounts,
    least_share,
    quota,
    settled,
    trend,
    whole,
)
from kf_resources_plugin.rules.rule_rows import RuleBook
from tests.rules.books import delivered_book

BOOK = delivered_book("disposal_rate", date(2025, 12, 31))
HA = 10_000 * 100
A = Lot("A", "410222", "expropriated_not_supplied")


def event(day: date, amount: int = HA, lot: Lot = A, document: str = "") -> Disposal:
    return Disposal(lot, day, amount, document)


def verdicts(*events: Disposal, opening: int = 100 * HA, year: int = 2025) -> list[str]:
    return settled({A: opening}, events, year)


@pytest.mark.parametrize(("day", "year", "verdict"), [
    (date(2024, 12, 31), 2025, OTHER_YEAR), (date(2025, 1, 1), 2025, COUNTED), (date(2025, 12, 31), 2025, COUNTED),
    (date(2026, 1, 1), 2025, OTHER_YEAR), (date(2024, 2, 29), 2024, COUNTED), (date(2023, 12, 31), 2024, OTHER_YEAR)])
def test_a_year_has_its_first_and_its_last_day(day: date, year: int, verdict: str) -> None:
    assert verdicts(event(day), year=year) == [verdict]


def test_an_event_counts_whole_or_not_at_all() -> None:
    # of 10 ha 6 go in March; 5 in June are more than the 4 left; 4 in July take the rest
    events = [event(date(2025, 7, 1), 4 * HA), event(date(2025, 3, 1), 6 * HA), event(date(2025, 6, 1), 5 * HA)]
    assert verdicts(*events, opening=10 * HA) == [COUNTED, COUNTED, OVER]
    assert verdicts(event(date(2025, 3, 1), 10 * HA + 1), opening=10 * HA) == [OVER]


def test_land_outside_the_stock_does_not_count() -> None:
    day = date(2025, 3, 1)
    others = [A._replace(parcel="B"), A._replace(unit="410223"), A._replace(kind="idle")]
    assert verdicts(*(event(day, lot=lot) for lot in others)) == [NOT_IN_STOCK] * 3


def test_what_is_entered_twice_counts_once() -> None:
    one = event(date(2025, 3, 1), document="汴自然资〔2025〕1号")
    assert verdicts(one, one, replace(one, document="2号"), replace(one, day=date(2025, 3, 2))) == [
        COUNTED, TWICE, COUNTED, COUNTED]


def test_the_order_of_rows_decides_nothing() -> None:
    events = [event(date(2025, 3, 1), amount, document=document) for amount, document in
              ((3 * HA, "b"), (2 * HA, "b"), (4 * HA, "a"))]
    # by document and amount: 4 of 6 by a, 2 by b, 3 by b are too many
    for order in permutations(events):
        assert dict(zip(order, verdicts(*order, opening=6 * HA))) == dict(zip(events, [OVER, COUNTED, COUNTED]))


# 15 % of 100 ha are 15 ha = 150 000.00 m²
@pytest.mark.parametrize(("disposed", "met", "short"), [
    (15 * HA, True, 0), (15 * HA + 1, True, 0), (15 * HA - 1, False, 1), (0, False, 15 * HA)])
def test_the_target_to_a_hundredth(disposed: int, met: bool, short: int) -> None:
    flow = Flow(100 * HA, disposed)
    assert (flow.meets(least_share(BOOK)), flow.short(least_share(BOOK))) == (met, short)


def test_without_stock_there_is_no_rate() -> None:
    flow = Flow(0, 0)
    assert (flow.rate, flow.meets(least_share(BOOK)), flow.short(least_share(BOOK))) == (None, None, 0)


def test_what_is_missing_is_rounded_up() -> None:
    # 15 % of 0.33 m² are 0.0495 m²: 0.05 m² meet them, 0.04 do not
    assert (Flow(33, 5).meets(least_share(BOOK)), Flow(33, 4).short(least_share(BOOK))) == (True, 1)


def example(unsupplied: int = 30, idle: int = 5) -> Account:
    """Return 20 ha not expropriated, 25 not supplied, 15 idle, 8 not finished; of 45 and 15 so many ha go."""
    opening = {Lot("A", "410222", "approved_not_expropriated"): 20 * HA,
               Lot("B", "410222", "expropriated_not_supplied"): 25 * HA, Lot("C", "410222", "idle"): 15 * HA,
               Lot("D", "410222", "used_not_finished"): 8 * HA}
    first, second, third, _ = opening
    events = [event(date(2025, 3, 1), min(unsupplied, 20) * HA, first),
              event(date(2025, 4, 1), max(unsupplied - 20, 0) * HA, second), event(date(2025, 5, 1), idle * HA, third)]
    return accounts(opening, events, settled(opening, events, 2025))["410222"]


def test_the_example_of_the_reference() -> None:
    # 30 · 0.5 + 5 · 0.5 = 17.5 ha; 30/45 and 5/15 are more than 15 %
    found = quota(example(), BOOK)
    assert found is not None
    assert (found.unsupplied, found.idle) == (Flow(45 * HA, 30 * HA), Flow(15 * HA, 5 * HA))
    assert (found.earned, found.factor) == (17_50 * HA // 100, Fraction(11, 10))
    flow = example().flow(BOOK.threshold("rate.definition", "classes"))
    assert flow == Flow(68 * HA, 35 * HA)
    assert flow.rate == Fraction(35, 68)


@pytest.mark.parametrize(("unsupplied", "idle", "factor"), [
    # 15 % of 45 ha are 6.75 ha, of 15 ha 2.25 ha
    (7, 3, Fraction(11, 10)), (6, 3, Fraction(8, 10)), (7, 2, Fraction(8, 10)), (6, 2, Fraction(8, 10))])
def test_one_missed_task_is_enough_for_the_lower_factor(unsupplied: int, idle: int, factor: Fraction) -> None:
    found = quota(example(unsupplied, idle), BOOK)
    assert found is not None
    assert found.factor == factor


def test_a_task_without_stock_is_met() -> None:
    found = quota(accounts({A: 10 * HA}, [], [])["410222"], BOOK)
    assert found is not None
    assert found.factor == Fraction(8, 10)
    found = quota(Account(), BOOK)
    assert found is not None
    assert (found.factor, found.earned) == (Fraction(11, 10), 0)


def test_the_parameters_are_those_of_the_year() -> None:
    row = BOOK.row("quota.linked")
    later = replace(row, effective_from=date(2024, 1, 1), effective_to=date(2024, 12, 31), user_file="2024.json",
                    thresholds={**row.thresholds, "unsupplied_share_of_total": 0.4, "factor_on_disposed": True})
    book = RuleBook([*BOOK.rows.values(), later], date(2025, 12, 31), "en")
    by_year = {year: quota(example(), book.on(date(year, 12, 31))) for year in (2017, 2018, 2023, 2024, 2025)}
    # 2024: (30 · 0.4 + 5 · 0.5) · 1.1 = 15.95 ha; before 2018 there was no such notice
    assert {year: found and found.earned for year, found in by_year.items()} == {
        2017: None, 2018: 17_50 * HA // 100, 2023: 17_50 * HA // 100, 2024: 15_95 * HA // 100,
        2025: 17_50 * HA // 100}


def test_quota_is_rounded_once() -> None:
    # 0.5 · 0.01 + 0.5 · 0.02 m² = 0.015, half up 0.02
    account = Account()
    account.disposed.update({"approved_not_expropriated": 1, "idle": 2})
    found = quota(account, BOOK)
    assert found is not None
    assert found.earned == 2


def test_years_in_order_and_this_run_before_history() -> None:
    old, now = YearFlow("1", 2024, Flow(10, 1)), YearFlow("1", 2025, Flow(9, 3))
    other = YearFlow("0", 2025, Flow(5, 0))
    assert trend([YearFlow("1", 2025, Flow(1, 1)), old], [now, other]) == [other, old, now]


LOTS = [Lot(parcel, unit, kind) for parcel in "AB" for unit in ("410222", "410223")
        for kind in ("idle", "used_not_finished")]
STOCK = st.dictionaries(st.sampled_from(LOTS), st.integers(1, 40))
EVENTS = st.lists(st.builds(Disposal, st.sampled_from(LOTS),
                            st.dates(date(2024, 12, 30), date(2026, 1, 2)), st.integers(1, 20),
                            st.sampled_from(["", "1", "2"])), max_size=12)


@given(STOCK, EVENTS)
def test_stock_closes(opening: dict[Lot, int], events: list[Disposal]) -> None:
    found = settled(opening, events, 2025)
    by_unit = accounts(opening, events, found)
    counted = [item for item, verdict in zip(events, found) if verdict == COUNTED]
    assert len(set(counted)) == len(counted)
    for lot in LOTS:
        assert sum(item.amount for item in counted if item.lot == lot) <= opening.get(lot, 0)
    total = whole(by_unit.values()).flow(["idle", "used_not_finished"])
    assert total == (sum(opening.values()), sum(item.amount for item in counted))
    assert total == tuple(map(sum, zip(*(account.flow(["idle", "used_not_finished"])
                                         for account in by_unit.values())))) or not opening
