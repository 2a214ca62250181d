"""The trial write-off, against cases worked by hand and the books a county keeps."""
from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kf_resources_plugin.rules.farmland_balance import (
    CAPACITY,
    INDICATORS,
    PADDY,
    QUANTITY,
    THREE_INDEX,
    Demand,
    Entry,
    Terms,
    Trial,
    in_scope,
    try_out,
)

LANKAO, QIXIAN, ZHENGZHOU = "410225", "410221", "410105"
EARLY, DAY, LATE = date(2023, 1, 10), date(2024, 6, 1), date(2024, 9, 30)
TERMS = Terms(THREE_INDEX, grade_decides=False)


def demand(project: str = "P1", quantity: float = 0.0, paddy: float = 0.0, capacity: float = 0.0,
           **more: Any) -> Demand:
    """Return a demand in hectares and kilograms: 1 ha is 1 000 000 hundredths of m², 1 kg is 100 hundredths."""
    values = {"unit_code": LANKAO, "day": DAY, **more}
    return Demand(project_id=project, amounts=(round(quantity * 1e6), round(paddy * 1e6), round(capacity * 100)),
                  **values)


def entry(key: str, quantity: float = 0.0, paddy: float = 0.0, capacity: float = 0.0, **more: Any) -> Entry:
    """Return an entry in hectares and kilograms."""
    values = {"unit_code": LANKAO, "available": EARLY, **more}
    return Entry(entry_id=key, amounts=(round(quantity * 1e6), round(paddy * 1e6), round(capacity * 100)), **values)


def tried(demands: list[Demand], entries: list[Entry], scope: str = "county", terms: Terms = TERMS) -> Trial:
    return try_out(demands, entries, scope, lambda _row: terms)


def taken(trial: Trial, indicator: int, project: str = "P1") -> dict[str, float]:
    """Return what a project takes of an indicator by entry, in hectares or kilograms."""
    unit = 100 if indicator == CAPACITY else 1e6
    return {item.entry_id: item.amount / unit for item in trial.allocations
            if (item.project_id, item.indicator) == (project, indicator)}


def left(trial: Trial) -> dict[str, tuple[float, float, float]]:
    return {item.entry_id: (item.amounts[0] / 1e6, item.amounts[1] / 1e6, item.amounts[2] / 100)
            for item in trial.remaining}


def test_the_example_of_the_three_indicators() -> None:
    # 8 ha 0102 grade 7 + 2 ha 0101 grade 6: Q 10, P 8 x 13 500 + 2 x 15 000 = 138 000 kg, W 2; reserve
    # A(6.5, 70 200, 0) B(5.0, 60 000, 1.2) C(0, 15 000, 1.0). Q: A6.5+B3.5; P: A70 200+B60 000+C7 800; W: B1.2+C0.8
    reserve = [entry("A", 6.5, 0, 70_200), entry("B", 5.0, 1.2, 60_000), entry("C", 0, 1.0, 15_000)]
    trial = tried([demand(quantity=10, paddy=2, capacity=138_000)], reserve)
    assert trial.verdicts[0].passed
    assert trial.verdicts[0].short == (0, 0, 0)
    assert taken(trial, QUANTITY) == {"A": 6.5, "B": 3.5}
    assert taken(trial, CAPACITY) == {"A": 70_200, "B": 60_000, "C": 7_800}
    assert taken(trial, PADDY) == {"B": 1.2, "C": 0.8}
    assert left(trial) == {"A": (0, 0, 0), "B": (1.5, 0, 0), "C": (0, 0.2, 7_200)}


def test_an_entry_counts_from_the_day_it_is_available() -> None:
    same_day = tried([demand(quantity=1)], [entry("A", 1, available=DAY)])
    assert same_day.verdicts[0].passed
    assert same_day.verdicts[0].replenished_first
    late = tried([demand(quantity=3)], [entry("A", 1), entry("B", 5, available=LATE)])
    assert not late.verdicts[0].passed
    assert not late.verdicts[0].replenished_first
    assert late.verdicts[0].short == (2_000_000, 0, 0)
    assert [item.entry_id for item in late.verdicts[0].shortages[0].later] == ["B"]
    assert left(late) == {"A": (1, 0, 0), "B": (5, 0, 0)}


def test_a_plain_shortage_is_no_matter_of_dates() -> None:
    trial = tried([demand(quantity=3)], [entry("A", 1), entry("B", 0, 5, available=LATE),
                                         entry("C", 9, unit_code=QIXIAN, available=LATE)])
    assert trial.verdicts[0].short == (2_000_000, 0, 0)
    assert trial.verdicts[0].replenished_first
    undated = tried([demand(quantity=1)], [entry("A", 1, available=None)])
    assert undated.verdicts[0].short == (1_000_000, 0, 0)


def test_a_project_that_lacks_one_indicator_takes_nothing() -> None:
    trial = tried([demand("P1", 1, 0.5, 0), demand("P2", 1)], [entry("A", 1, 0.2)])
    assert [verdict.passed for verdict in trial.verdicts] == [False, True]
    assert trial.verdicts[0].short == (0, 300_000, 0)
    assert taken(trial, QUANTITY, "P1") == {}
    assert taken(trial, QUANTITY, "P2") == {"A": 1}
    assert left(trial) == {"A": (0, 0.2, 0)}


def test_projects_come_by_date_then_by_id() -> None:
    rows = [demand("P3", 1, day=date(2024, 5, 1)), demand("P2", 1), demand("P1", 1)]
    trial = tried(rows, [entry("A", 2)])
    assert [verdict.project_id for verdict in trial.verdicts] == ["P3", "P1", "P2"]
    assert [verdict.passed for verdict in trial.verdicts] == [True, True, False]


def test_entries_of_the_county_go_first_then_by_date_then_by_id() -> None:
    reserve = [entry("D", 1, unit_code=QIXIAN, available=date(2020, 1, 1)), entry("C", 1, available=date(2022, 1, 1)),
               entry("B", 1), entry("A", 1)]
    trial = tried([demand(quantity=3.5)], reserve, "city")
    assert list(taken(trial, QUANTITY)) == ["C", "A", "B", "D"]
    assert taken(trial, QUANTITY)["D"] == 0.5


@pytest.mark.parametrize(("scope", "short"), [("county", 3_000_000), ("city", 2_000_000), ("province", 1_000_000)])
def test_the_scope_decides_whose_reserve_may_serve(scope: str, short: int) -> None:
    reserve = [entry("A", 1), entry("B", 1, unit_code=QIXIAN), entry("C", 1, unit_code=ZHENGZHOU),
               entry("D", 9, unit_code="370102")]
    # four hectares are wanted, the county has one of them, the city two, the province three
    assert tried([demand(quantity=4)], reserve, scope).verdicts[0].short[QUANTITY] == short


def test_a_unit_without_a_code_is_served_by_nobody() -> None:
    assert not in_scope("", "", "county")
    assert not in_scope("41", "410225", "city")
    assert in_scope("410225001003", "410225", "county")
    trial = tried([demand(quantity=1, unit_code="")], [entry("A", 1, unit_code="")], "province")
    assert trial.verdicts[0].short == (1_000_000, 0, 0)


def test_a_project_in_two_counties_takes_from_both_or_from_none() -> None:
    rows = [demand("P1", 1), demand("P1", 1, unit_code=QIXIAN)]
    both = tried(rows, [entry("A", 1), entry("B", 1, unit_code=QIXIAN)])
    assert both.verdicts[0].passed
    assert len(both.verdicts) == 1
    one = tried(rows, [entry("A", 1), entry("B", 0.4, unit_code=QIXIAN)])
    assert not one.verdicts[0].passed
    assert [(lack.unit_code, lack.amount) for lack in one.verdicts[0].shortages] == [(QIXIAN, 600_000)]
    assert one.allocations == ()


def test_an_unknown_demand_cannot_pass() -> None:
    row = Demand("P1", LANKAO, DAY, (1_000_000, 0, None))
    trial = tried([row], [entry("A", 5, 5, 99_999)])
    assert not trial.verdicts[0].passed
    assert trial.verdicts[0].short == (0, 0, None)


def test_grade_is_compared_where_both_are_known() -> None:
    # 1 ha grade 6 and 3 ha grade 8: (6 + 24) / 4 = 7.5
    reserve = [entry("A", 1, mean_grade=6.0), entry("B", 3, mean_grade=8.0)]
    kept = tried([demand(quantity=4, mean_grade=7.5)], reserve).verdicts[0]
    assert kept.grades[0].supplied == pytest.approx(7.5)
    assert kept.grade_kept is True
    worse = tried([demand(quantity=4, mean_grade=7.4)], reserve).verdicts[0]
    assert worse.grade_kept is False
    assert worse.passed, "reported beside the verdict unless the rule decides"
    assert tried([demand(quantity=4)], reserve).verdicts[0].grade_kept is None
    unknown = [*reserve, entry("0", 1, available=date(2020, 1, 1))]
    assert tried([demand(quantity=4, mean_grade=7.5)], unknown).verdicts[0].grade_kept is None


def test_grade_fails_a_project_where_the_rule_says_so() -> None:
    strict = Terms(THREE_INDEX, grade_decides=True)
    trial = tried([demand(quantity=1, mean_grade=7.0)], [entry("A", 1, mean_grade=9.0)], terms=strict)
    assert not trial.verdicts[0].passed
    assert trial.verdicts[0].grade_kept is False
    assert trial.verdicts[0].short == (0, 0, 0)
    assert left(trial) == {"A": (1, 0, 0)}


def test_a_grade_that_decides_must_be_known_and_only_for_its_own_rows() -> None:
    strict = Terms(THREE_INDEX, grade_decides=True)
    unknown = tried([demand(quantity=1)], [entry("A", 1, mean_grade=9.0)], terms=strict)
    assert not unknown.verdicts[0].passed
    assert unknown.verdicts[0].grade_kept is None
    # the first row decides and is kept, the second is lower and does not decide
    rows = [demand(quantity=1, mean_grade=9.0), demand(quantity=1, mean_grade=5.0, unit_code=QIXIAN)]
    reserve = [entry("A", 1, mean_grade=9.0), entry("B", 1, mean_grade=9.0, unit_code=QIXIAN)]
    mixed = try_out(rows, reserve, "county", lambda row: strict if row.unit_code == LANKAO else TERMS)
    assert mixed.verdicts[0].passed
    assert mixed.verdicts[0].grade_kept is False


def test_every_county_of_a_project_takes_its_own_entries_before_any_takes_others() -> None:
    # 410221 has none: taken in the order of counties it would take A, and 410225 would have to go to 410205
    rows = [demand("P1", 1, unit_code=QIXIAN), demand("P1", 1)]
    trial = tried(rows, [entry("A", 1), entry("B", 1, unit_code="410205")], "city")
    assert {item.unit_code: item.entry_id for item in trial.allocations} == {LANKAO: "A", QIXIAN: "B"}


def test_rows_of_a_project_take_in_the_order_of_their_days() -> None:
    # the row of January can only take "old"; judged after that of June it would find it taken
    rows = [demand("P1", 1, unit_code=QIXIAN, day=date(2024, 6, 1)), demand("P1", 1, day=date(2024, 1, 1))]
    reserve = [entry("old", 1, unit_code="410205", available=date(2020, 1, 1)),
               entry("new", 1, unit_code="410205", available=date(2024, 3, 1))]
    trial = tried(rows, reserve, "city")
    assert trial.verdicts[0].passed
    assert {item.unit_code: item.entry_id for item in trial.allocations} == {LANKAO: "old", QIXIAN: "new"}


def test_an_exempt_occupation_passes_and_takes_nothing() -> None:
    exempt = Terms(THREE_INDEX, grade_decides=False, exempt="balance.exempt")
    trial = tried([demand(quantity=1)], [entry("A", 1)], terms=exempt)
    assert trial.verdicts[0].passed
    assert trial.allocations == ()
    assert trial.verdicts[0].terms.exempt == "balance.exempt"


def test_no_demand_and_no_reserve() -> None:
    assert tried([], [entry("A", 1)]).verdicts == ()
    assert tried([demand()], []).verdicts[0].passed
    assert tried([demand(quantity=1)], []).verdicts[0].short == (1_000_000, 0, 0)


@pytest.mark.parametrize(("demands", "entries", "said"), [
    ([demand(quantity=-1)], [], "demand is negative"),
    ([], [entry("A", -1)], "entry is negative"),
    ([], [entry("A"), entry("A")], "share an id"),
])
def test_what_is_no_amount_is_refused(demands: list[Demand], entries: list[Entry], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        tried(demands, entries)


UNITS = st.sampled_from([LANKAO, QIXIAN, ZHENGZHOU, ""])
DAYS = st.dates(date(2023, 1, 1), date(2023, 1, 6))
AMOUNTS = st.tuples(*[st.integers(0, 50)] * 3)
DEMANDS = st.lists(st.builds(Demand, st.sampled_from("PQRST"), UNITS, DAYS, AMOUNTS, st.none()), max_size=8)
ENTRIES = st.lists(st.tuples(UNITS, st.none() | DAYS, AMOUNTS), max_size=8).map(
    lambda rows: [Entry(f"E{number}", *row) for number, row in enumerate(rows)])


@settings(max_examples=200, deadline=None)
@given(DEMANDS, ENTRIES, st.sampled_from(["county", "city", "province"]))
def test_nothing_is_lost_and_nothing_spent_twice(demands: list[Demand], entries: list[Entry], scope: str) -> None:
    trial = tried(demands, entries, scope)
    spent: Counter[tuple[str, int]] = Counter()
    by_project: Counter[tuple[str, str, int]] = Counter()
    known = {item.entry_id: item for item in entries}
    for item in trial.allocations:
        assert item.amount > 0
        assert in_scope(item.unit_code, known[item.entry_id].unit_code, scope)
        spent[item.entry_id, item.indicator] += item.amount
        by_project[item.project_id, item.unit_code, item.indicator] += item.amount
    for before, after in zip(entries, trial.remaining):
        assert before.entry_id == after.entry_id
        for indicator in range(len(INDICATORS)):
            assert after.amounts[indicator] >= 0
            assert before.amounts[indicator] - spent[before.entry_id, indicator] == after.amounts[indicator]
    wanted: Counter[tuple[str, str, int]] = Counter()
    for row in demands:
        for indicator in range(len(INDICATORS)):
            wanted[row.project_id, row.unit_code, indicator] += row.amounts[indicator] or 0
    passed = {verdict.project_id for verdict in trial.verdicts if verdict.passed}
    assert by_project == Counter({key: amount for key, amount in wanted.items() if key[0] in passed and amount})
    assert {verdict.project_id for verdict in trial.verdicts} == {row.project_id for row in demands}


@settings(max_examples=100, deadline=None)
@given(DEMANDS, ENTRIES, st.randoms(use_true_random=False))
def test_the_order_of_rows_decides_nothing(demands: list[Demand], entries: list[Entry], chance: Any) -> None:
    first = tried(demands, entries, "city")
    mixed_demands, mixed_entries = list(demands), list(entries)
    chance.shuffle(mixed_demands)
    chance.shuffle(mixed_entries)
    second = tried(mixed_demands, mixed_entries, "city")
    assert second.verdicts == first.verdicts
    assert {item.entry_id: item.amounts for item in second.remaining} == {
        item.entry_id: item.amounts for item in first.remaining}
