"""Classes of stock land worked by hand: the example of the reference, days around each step, closure."""
from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kf_resources_plugin.rules.stock_status import (
    AMOUNTS,
    CLASSES,
    DATES,
    UNDETERMINED,
    USED,
    WITHOUT_SUPPLY,
    Balance,
    Plot,
    Share,
    classes_of,
    shares_of,
    unfinished,
)

TODAY = date(2024, 2, 29)
NAMES = {name: name for name in (*DATES, *AMOUNTS)}
HA = 1_000_000  # hundredths of m²
DAYS = {"approved": date(2020, 1, 1), "expropriated": date(2021, 1, 1), "supplied": date(2022, 1, 1)}
AREAS = {"approved_m2": 120 * HA, "expropriated_m2": 100 * HA, "supplied_m2": 75 * HA}


def judged(today: date = TODAY, **known: Any) -> dict[str, float]:
    """Return hectares by class."""
    return {share.kind: share.area / HA for share in shares_of(Plot(**known), NAMES, today)[0]}


def faults(today: date = TODAY, **known: Any) -> list[str]:
    return [fault.rule_id for fault in shares_of(Plot(**known), NAMES, today)[1]]


def test_the_example_of_the_reference() -> None:
    # approved 120, expropriated 100, supplied 75; works on 60 of them, 52 built: 20 / 25 / 15 / 8, used 52
    works = {"approved": DAYS["approved"], "expropriated": DAYS["expropriated"], "supplied": DAYS["supplied"],
             "started": date(2023, 1, 1), **dict.fromkeys(AMOUNTS[:4], 60 * HA), "developed_m2": 52 * HA}
    rest = {**DAYS, "approved_m2": 60 * HA, "expropriated_m2": 40 * HA, "supplied_m2": 15 * HA}
    assert judged(**works) == {"used_not_finished": 8, "used": 52}
    assert judged(**rest) == {"approved_not_expropriated": 20, "expropriated_not_supplied": 25, "supplied_not_used": 15}
    shares = [share for known in (works, rest) for share in shares_of(Plot(**known), NAMES, TODAY)[0]]
    sums = {share.kind: share.area for share in shares}
    balance = Balance(sums, sums)
    assert balance.approved_total == 120 * HA
    assert (balance.supply_rate, balance.approval_rate) == (0.625, 1.0)
    assert balance.use_rate == pytest.approx(52 / 75)


@pytest.mark.parametrize(("step", "before", "after"), [
    ("approved", {}, {"approved_not_expropriated": 120}),
    ("expropriated", {"approved_not_expropriated": 120},
     {"approved_not_expropriated": 20, "expropriated_not_supplied": 100}),
    ("supplied", {"approved_not_expropriated": 20, "expropriated_not_supplied": 100},
     {"approved_not_expropriated": 20, "expropriated_not_supplied": 25, "supplied_not_used": 75}),
    ("started", {"approved_not_expropriated": 20, "expropriated_not_supplied": 25, "supplied_not_used": 75},
     {"approved_not_expropriated": 20, "expropriated_not_supplied": 25, "used_not_finished": 8, "used": 67})])
def test_the_day_before_and_the_day_of_each_step(
        step: str, before: dict[str, float], after: dict[str, float]) -> None:
    """On 29 February too; later steps are not dated."""
    days = dict(zip(DATES, (date(2020, 1, 1), date(2021, 1, 1), date(2022, 1, 1))))
    known = {name: days.get(name, TODAY) for name in DATES[:DATES.index(step)]}
    known = {**known, step: TODAY, **AREAS, "to_develop_m2": 60 * HA, "developed_m2": 52 * HA}
    assert judged(TODAY - timedelta(1), **known) == before
    assert judged(TODAY, **known) == judged(TODAY + timedelta(1), **known) == after


def test_a_share_knows_since_when() -> None:
    shares = shares_of(Plot(**DAYS, **AREAS), NAMES, TODAY)[0]
    assert [(share.kind, share.since) for share in shares] == list(zip(CLASSES, DAYS.values()))


@pytest.mark.parametrize(("known", "rule"), [
    ({}, "stock.no_date"),
    ({"approved": DAYS["supplied"], "expropriated": DAYS["approved"]}, "stock.date_order"),
    ({"expropriated": DAYS["supplied"], "approved": DAYS["approved"], "supplied": DAYS["expropriated"]},
     "stock.date_order"),
    ({"expropriated": DAYS["expropriated"]}, "stock.step_missing"),
    ({"approved": DAYS["approved"], "supplied": DAYS["supplied"]}, "stock.step_missing"),
    ({"approved": DAYS["approved"], "expropriated_m2": 121 * HA}, "stock.area_order"),
    ({"approved": DAYS["approved"], "supplied_m2": 101 * HA}, "stock.area_order"),
    ({"approved": DAYS["approved"], "to_develop_m2": 75 * HA + 1}, "stock.area_order"),
    ({"approved": DAYS["approved"], "to_develop_m2": 10, "developed_m2": 11}, "stock.area_order"),
    ({"approved": DAYS["approved"], "approved_m2": None}, "stock.area_missing"),
    ({**DAYS, "supplied_m2": None}, "stock.area_missing")])
def test_contradictions_and_gaps_are_told_and_judge_nothing(known: dict[str, Any], rule: str) -> None:
    known = {**AREAS, **known}
    assert rule in faults(**known)
    assert set(judged(**known)) <= {"undetermined"}


def test_equal_days_and_areas_are_no_contradiction() -> None:
    same = dict.fromkeys(DATES, TODAY)
    assert judged(**same, **dict.fromkeys(AMOUNTS, HA)) == {"used": 1}
    assert faults(**same, **dict.fromkeys(AMOUNTS, HA)) == []


def test_use_before_supply_and_before_approval() -> None:
    started = {"started": date(2023, 5, 1), "developed_m2": 30 * HA, "approved_m2": 120 * HA}
    assert judged(**started) == {"used_without_approval": 30}
    assert judged(approved=TODAY, **started) == {"approved_not_expropriated": 90, "used_without_supply": 30}
    assert judged(approved=TODAY + timedelta(1), **started) == {"used_without_approval": 30}
    assert judged(approved=date(2020, 1, 1), started=TODAY, approved_m2=HA) == {"used_without_supply": 1}
    late = {**DAYS, **AREAS, "started": date(2021, 12, 31), "to_develop_m2": HA, "developed_m2": HA}
    assert faults(**late) == ["stock.used_early"]
    assert faults(**{**late, "started": DAYS["supplied"]}) == []


def test_works_of_unknown_extent_are_not_guessed() -> None:
    known = {**DAYS, **AREAS, "started": TODAY, "to_develop_m2": HA}
    assert judged(**known) == {"approved_not_expropriated": 20, "expropriated_not_supplied": 25, "undetermined": 75}
    assert faults(**known) == ["stock.development_unknown"]


@pytest.mark.parametrize(("known", "left"), [
    ({"developed_m2": 90, "to_develop_m2": 100}, 10), ({"developed_m2": 100, "to_develop_m2": 100}, 0),
    # 1.5 of 2.0: a quarter of the floor area is missing
    ({"developed_m2": 100, "to_develop_m2": 100, "ratio": 1.5, "ratio_agreed": 2.0}, 25),
    ({"developed_m2": 70, "to_develop_m2": 100, "ratio": 1.5, "ratio_agreed": 2.0}, 30),
    ({"developed_m2": 100, "to_develop_m2": 100, "ratio": 2.0, "ratio_agreed": 2.0}, 0),
    ({"developed_m2": 100, "to_develop_m2": 100, "ratio": 1.0}, 0), ({"developed_m2": 5}, None),
    ({"to_develop_m2": 5}, None)])
def test_what_is_not_finished(known: dict[str, Any], left: int | None) -> None:
    assert unfinished(Plot(**known)) == left


DAY = st.none() | st.dates(date(2019, 1, 1), date(2025, 12, 31))
AMOUNT = st.none() | st.integers(0, 500)


@settings(max_examples=400, deadline=None)
@given(st.tuples(DAY, DAY, DAY, DAY), st.tuples(*[AMOUNT] * 5), st.dates(date(2019, 1, 1), date(2026, 1, 1)))
def test_the_shares_of_any_register_close(days: tuple[date | None, ...], amounts: tuple[int | None, ...],
                                          today: date) -> None:
    """Approved = the four classes + used + used without supply + undetermined, whatever the register says."""
    plot = Plot(*days, *amounts)
    shares, found = shares_of(plot, NAMES, today)
    total = sum(share.area for share in shares)
    assert all(isinstance(share, Share) and share.area > 0 for share in shares)
    if any(share.kind == UNDETERMINED for share in shares):
        assert found
    if plot.reached("approved", today):
        assert total == plot.whole
    else:
        assert total <= plot.whole


@pytest.mark.parametrize(("approved", "expropriated", "supplied", "started", "used", "kind"), [
    (1, 0, 0, 0, 0, "approved_not_expropriated"), (1, 1, 0, 0, 0, "expropriated_not_supplied"),
    (1, 1, 1, 0, 0, "supplied_not_used"), (1, 0, 1, 0, 0, "supplied_not_used"), (1, 1, 1, 1, 0, "used_not_finished"),
    (1, 1, 1, 1, 1, "used"), (1, 1, 1, 0, 1, "used"), (1, 1, 0, 0, 1, "used_without_supply"),
    (1, 0, 0, 0, 1, "used_without_supply"), (0, 0, 0, 0, 1, "used_without_approval"),
    (0, 1, 0, 0, 1, "used_without_approval"), (0, 0, 1, 0, 0, "supplied_not_used"), (0, 0, 1, 0, 1, "used"),
    (0, 1, 0, 0, 0, "undetermined"), (0, 0, 0, 0, 0, "undetermined"), (1, 1, 0, 1, 0, "expropriated_not_supplied")])
def test_classes_by_place(approved: int, expropriated: int, supplied: int, started: int, used: int,
                          kind: str) -> None:
    facts = (np.array([fact], dtype=bool) for fact in (approved, expropriated, supplied, started, used))
    assert [CLASSES[place] for place in classes_of(*facts).tolist()] == [kind]


def test_rates_of_nothing_are_none() -> None:
    nothing = Balance({}, {})
    assert (nothing.supply_rate, nothing.approval_rate, nothing.use_rate) == (None, None, None)
    mixed = Balance({USED: 30, "used_without_approval": 50, WITHOUT_SUPPLY: 20}, {USED: 30, WITHOUT_SUPPLY: 20})
    assert (mixed.approval_rate, mixed.supply_rate, mixed.use_rate) == (0.5, 0.6, 1.0)
