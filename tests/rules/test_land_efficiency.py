"""The rating of land by hand: benchmarks, scores, ranks, classes, what lacks to the next, standard land."""
from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kf_resources_plugin.rules.land_efficiency import (
    CLASSES,
    ENTERPRISE,
    PARK,
    Setting,
    SettingError,
    class_ends,
    rate,
    setting,
    standard,
)
from kf_resources_plugin.rules.rule_rows import RuleBook
from tests.rules.books import delivered_book

if TYPE_CHECKING:
    from random import Random

BOOK = delivered_book("land_efficiency", date(2026, 1, 10))
NAN = float("nan")
# benchmarks 10, 40, 100 and 1, so that ratios are seen at a glance
GIVEN = Setting(np.array([0.4, 0.3, 0.2, 0.1]), np.array([10.0, 40.0, 100.0, 1.0]), 1.5,
                tuple(Fraction(share) for share in ("0.2", "0.6", "0.15", "0.05")))


def own_book(rule: str, **thresholds: object) -> RuleBook:
    row = BOOK.row(rule)
    others = [other for other in BOOK.rows.values() if other.id != rule]
    return RuleBook([*others, replace(row, thresholds={**row.thresholds, **thresholds})], BOOK.date, "en")


def test_a_score_worked_by_hand() -> None:
    # 0.4·8/10 + 0.3·60/40 + 0.2·50/100 + 0.1·min(2/1, 1.5) = 0.32 + 0.45 + 0.10 + 0.15 = 1.02
    rating = rate(np.array([[8.0, 60.0, 50.0, 2.0]]), np.array([1.0]), [""], GIVEN)
    assert rating.score.tolist() == [102.0]


def test_without_a_benchmark_the_mean_by_area_is_one() -> None:
    # tax 10 on 1 ha and 4 on 2 ha: (10 + 8) / 3 = 6; the unknown third counts in neither sum
    values = np.array([[10.0, 40.0, 100.0, 1.0], [4.0, 40.0, 100.0, 1.0], [NAN, 40.0, 100.0, 1.0]])
    rating = rate(values, np.array([1.0, 2.0, 9.0]), [""] * 3, replace(GIVEN, benchmarks=np.zeros(4)))
    assert rating.benchmarks[0].tolist() == [6.0, 40.0, 100.0, 1.0]
    # 0.4·min(10/6, 1.5) + 0.6 = 1.2; 0.4·4/6 + 0.6 = 0.866667
    assert rating.score[:2].tolist() == [120.0, 86.6667]
    assert np.isnan(rating.score[2])
    assert (rating.rank[2], rating.grade[2]) == (0, -1)


def test_what_weighs_nothing_may_be_unknown() -> None:
    given = replace(GIVEN, weights=np.array([0.5, 0.5, 0.0, 0.0]))
    assert rate(np.array([[10.0, 40.0, NAN, NAN]]), np.ones(1), [""], given).score.tolist() == [100.0]


@pytest.mark.parametrize(("count", "ends"), [
    (20, [4, 16, 19, 20]), (10, [2, 8, 10, 10]), (3, [1, 2, 3, 3]), (1, [0, 1, 1, 1]), (0, [0, 0, 0, 0])])
def test_last_ranks_of_the_classes(count: int, ends: list[int]) -> None:
    # 20/60/15/5 %; of 10: 2, 8, 9.5 → 10, 10; of 3: 0.6 → 1, 2.4 → 2, 2.85 → 3, 3; of one: 0.2 → 0, 0.8 → 1
    assert class_ends(count, GIVEN.shares) == ends


def taxed(*tax: float) -> np.ndarray:
    """Return subjects that differ by tax only."""
    return np.array([[value, 40.0, 100.0, 1.0] for value in tax])


def test_ranks_ties_and_classes() -> None:
    # of five: ends 1, 4, 4.75 → 5, 5; two share rank 1, so none has rank 2 and both are A
    rating = rate(taxed(9, 12, 12, 8, 2), np.ones(5), [""] * 5, GIVEN)
    assert rating.rank.tolist() == [3, 1, 1, 4, 5]
    assert [CLASSES[place] for place in rating.grade] == ["B", "A", "A", "B", "C"]


def test_what_raises_one_class_worked_by_hand() -> None:
    # scores 40·tax/10 + 60: 108, 96, 92, 68. Of four: ends 0.8 → 1, 3.2 → 3, 3.8 → 4: A, B, B, C
    rating = rate(taxed(12, 9, 8, 2), np.ones(4), [""] * 4, GIVEN)
    assert rating.score.tolist() == [108.0, 96.0, 92.0, 68.0]
    assert np.isnan(rating.next_score[0])
    assert rating.next_score[1:].tolist() == [108.0, 108.0, 92.0]
    # second: 12 lack; tax 9 + 10·12/40 = 12; value added 40·(1 + 12/30) = 56; investment needs 1.6 times, over the cap
    assert rating.needed[1, :2].tolist() == pytest.approx([12.0, 56.0])
    assert np.isnan(rating.needed[1, 2:]).all()
    # last: 24 lack; tax 2 + 10·24/40 = 8; value added 1 + 24/30 = 1.8 times, over the cap
    assert rating.needed[3, 0] == pytest.approx(8.0)
    assert np.isnan(rating.needed[3, 1:]).all()


def test_who_does_what_is_needed_is_in_the_class() -> None:
    values = taxed(12, 9, 8, 2)
    before = rate(values, np.ones(4), [""] * 4, GIVEN)
    for row in (1, 2, 3):
        for place in np.flatnonzero(~np.isnan(before.needed[row])).tolist():
            changed = values.copy()
            changed[row, place] = before.needed[row, place]
            assert rate(changed, np.ones(4), [""] * 4, GIVEN).grade[row] == before.grade[row] - 1


def test_a_class_that_nobody_is_in_is_passed_over() -> None:
    # of one group of two: ends 0.4 → 0, 1.6 → 2: both B, nobody is above them
    rating = rate(taxed(12, 9), np.ones(2), [""] * 2, GIVEN)
    assert rating.grade.tolist() == [1, 1]
    assert np.isnan(rating.next_score).all()


figures = st.one_of(st.sampled_from([0.1, 0.2, 0.3, 10.0, NAN]), st.floats(0, 1e6))
subjects = st.lists(st.tuples(st.tuples(*[figures] * 4), st.one_of(st.just(NAN), st.floats(1.0, 1e6)),
                              st.sampled_from(["a", "b"])), min_size=1, max_size=25)


@settings(deadline=None)
@given(subjects, st.randoms(use_true_random=False), st.booleans())
def test_the_order_of_rows_decides_nothing_and_everybody_is_in_one_class(
        rows: list[tuple[tuple[float, ...], float, str]], random: Random, by_mean: bool) -> None:
    given_ = replace(GIVEN, benchmarks=np.zeros(4)) if by_mean else GIVEN
    mixed = random.sample(range(len(rows)), len(rows))
    found, again = (rate(np.array([row[0] for row in order]), np.array([row[1] for row in order]),
                         [row[2] for row in order], given_) for order in (rows, [rows[place] for place in mixed]))
    for field in ("score", "rank", "grade", "next_score", "needed", "benchmarks"):
        assert np.array_equal(getattr(found, field)[mixed], getattr(again, field), equal_nan=True), field
    rated = found.rank > 0
    assert (rated == (found.grade >= 0)).all()
    assert (rated == ~np.isnan(found.score)).all()
    for group in "ab":
        mine = rated & np.array([row[2] == group for row in rows])
        better = [int((found.score[mine] > score).sum()) + 1 for score in found.score[mine]]
        assert found.rank[mine].tolist() == better
        order = np.argsort(found.rank[mine], kind="stable")
        assert (np.diff(found.grade[mine][order]) >= 0).all()


def test_groups_are_rated_apart() -> None:
    rating = rate(taxed(12, 9, 8), np.ones(3), ["steel", "food", "food"], replace(GIVEN, benchmarks=np.zeros(4)))
    assert rating.rank.tolist() == [1, 1, 2]
    assert rating.benchmarks[:, 0].tolist() == [12.0, 8.5, 8.5]


def test_what_nobody_has_is_no_benchmark() -> None:
    rating = rate(taxed(0, 0), np.ones(2), [""] * 2, replace(GIVEN, benchmarks=np.zeros(4)))
    assert np.isnan(rating.benchmarks[:, 0]).all()
    assert np.isnan(rating.score).all()


def test_nobody_is_rated() -> None:
    assert rate(np.empty((0, 4)), np.empty(0), [], GIVEN).score.tolist() == []


def test_standard_land() -> None:
    agreed = np.array([[20.0, NAN, 300.0, 1.0]] * 5 + [[NAN] * 4] * 3)
    actual = np.array([[20.0, 0.0, 300.0, 1.0], [19.99, 0.0, 300.0, 1.0], [20.0, 0.0, NAN, 1.0],
                       [19.99, 0.0, NAN, 1.0], [20.0, 0.0, 300.0, 1.0], *[[0.0] * 4] * 3])
    assert standard(agreed, actual, [None, None, None, None, False, None, True, False],
                    np.zeros(8, dtype=bool)) == [
        "met", "missed", "unknown", "missed", "missed", "none", "met", "missed"]


def test_what_cannot_be_read_of_an_agreement_keeps_nothing_open_but_a_breach() -> None:
    agreed, actual = np.full((3, 4), 1.0), np.array([[1.0] * 4, [0.9] * 4, [1.0] * 4])
    unclear = np.array([True, True, False])
    assert standard(agreed, actual, [None, None, None], unclear) == ["unknown", "missed", "met"]
    assert standard(np.full((1, 4), NAN), actual[:1], [None], unclear[:1]) == ["unknown"]


def test_the_last_bits_of_a_float_break_no_agreement() -> None:
    agreed, actual = np.full((1, 4), 0.3), np.full((1, 4), 0.1 * 3 - 1e-13)
    assert standard(agreed, actual, [None], np.array([False])) == ["met"]


def test_what_is_delivered() -> None:
    park, enterprise = setting(PARK, BOOK), setting(ENTERPRISE, BOOK)
    assert park.weights.tolist() == pytest.approx([0.4, 0.3, 0.2, 0.1])
    assert [float(share) for share in park.shares] == [0.2, 0.6, 0.15, 0.05]
    assert [float(share) for share in enterprise.shares] == [0.15, 0.75, 0.1, 0.0]
    assert (park.cap, park.benchmarks.tolist()) == (1.5, [0.0] * 4)


def test_weights_of_an_own_file_are_brought_to_one() -> None:
    given = setting(PARK, own_book("efficiency.score", park_weights=(2, 1, 1, 0)))
    assert given.weights.tolist() == [0.5, 0.25, 0.25, 0.0]


@pytest.mark.parametrize(("rule", "thresholds"), [
    ("efficiency.score", {"park_weights": (1, 1, 1)}), ("efficiency.score", {"park_weights": (0, 0, 0, 0)}),
    ("efficiency.score", {"park_weights": (1, -1, 1, 1)}), ("efficiency.score", {"park_weights": ("much", 1, 1, 1)}),
    ("efficiency.score", {"park_weights": 1}), ("efficiency.score", {"cap_coefficient": 0}),
    ("efficiency.score", {"park_benchmarks": (1,)}), ("efficiency.classes", {"park_shares": (0.2, 0.6, 0.15, 0.06)})])
def test_rules_that_cannot_be_used_are_named(rule: str, thresholds: dict[str, object]) -> None:
    with pytest.raises(SettingError) as error:
        setting(PARK, own_book(rule, **thresholds))
    assert (error.value.rule_id, error.value.key) == (rule, next(iter(thresholds)))
