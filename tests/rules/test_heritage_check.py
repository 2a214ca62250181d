"""What a check of heritage lines decides without geometry."""
from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kf_resources_plugin.rules.heritage_check import (
    Declared,
    declared_area,
    expectations,
    first_day,
    likely_unit,
    settled_tier,
    site_key,
)
from kf_resources_plugin.rules.heritage_tiers import tiers
from tests.rules.books import delivered_book

BOOK = delivered_book("heritage_check", date(2026, 1, 1))
TIERS = tiers(delivered_book("heritage_tiers", date(2026, 1, 1)))
SHARE = 0.002


@pytest.mark.parametrize(("written", "key"), [
    ("A-01", "a-01"), (" a-０１ ", "a-01"), ("001", "001"), (1.0, "1"), (None, ""), ("NULL", ""), ("文１", "文1")])
def test_ids_are_compared_clean(written: object, key: str) -> None:
    assert site_key(written) == key


@pytest.mark.parametrize(("value", "unit", "m2", "rounding"), [
    (12_345, "m2", 12_345.0, 0.5), ("12 345.6", "m2", 12_345.6, 0.05), (12_345.67, "m2", 12_345.67, 0.01),
    (34.64, "ha", 346_400.0, 50.0), (34.6, "ha", 346_400.0 - 400.0, 50.0), (34.6412, "ha", 346_412.0, 0.5),
    # 1 mu is 666.67 m², so a tenth of a mu may hide 33.33 m² to either side
    (3, "mu", 2_000.0, 33.33), ("3.00亩", "m2", 2_000.0, 3.33), ("0.5 HM2", "mu", 5_000.0, 50.0),
    ("1 万亩", "m2", 6_666_666.67, 333.33),
])
def test_a_declared_area_is_as_exact_as_it_is_written(value: object, unit: str, m2: float, rounding: float) -> None:
    assert declared_area(value, unit) == Declared(m2, rounding)


@pytest.mark.parametrize("value", [None, "", " ", "NULL", float("nan")])
def test_nothing_declares_nothing(value: object) -> None:
    assert declared_area(value, "m2") is None


@pytest.mark.parametrize("value", ["约", "公顷", "-3", "0", "3-4", "1 acre", "1e99", "12.5.3", "五亩", "3亩2"])
def test_what_is_no_area_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match=r".*"):
        declared_area(value, "m2")


@given(st.floats(1.0, 1e9), st.sampled_from(["m2", "ha", "mu"]))
def test_an_area_written_out_fits_itself_and_not_one_half_a_percent_larger(computed: float, unit: str) -> None:
    # with six decimals, so that the rounding allowed is far below the share
    written = f"{computed * {'m2': 1.0, 'ha': 1e-4, 'mu': 15e-4}[unit]:.6f}"
    found = declared_area(written, unit)
    assert found is not None
    assert found.fits(computed, SHARE)
    assert not found.fits(computed * 1.005 + 0.02, SHARE)


@pytest.mark.parametrize(("values", "unit"), [
    ([1.0, 2.0, 3.0], "ha"),  # all in hectares
    ([1.0, 2.0, 7.0], "ha"),  # two of three
    ([1.0, 8.0, 7.0], "m2"),  # one may be chance
    ([15.0, 30.0, 45.0], "mu"), ([10_000, 2.0, 3.0], "m2"),  # one in the given unit
    (["1公顷", "2公顷", "3公顷"], "m2"),  # text that names its unit tells nothing of the column
    ([None, "x", None], "m2"), ([], "m2"), ([1.0, 2.0, 7.0, 8.0, 9.0], "m2"),  # two of five
])
def test_a_column_in_another_unit_is_known_by_most_of_its_rows(values: list[object], unit: str) -> None:
    assert likely_unit(values, [10_000.0 * number for number in range(1, 6)], "m2", SHARE) == unit


@pytest.mark.parametrize(("m2", "fits"), [(100_199.0, True), (100_201.0, False), (99_801.0, True), (99_799.0, False)])
def test_a_five_hundredth_of_the_drawn_area_is_let_pass(m2: float, fits: bool) -> None:
    assert Declared(m2, 0.5).fits(100_000.0, SHARE) is fits
    assert Declared(m2, 300.0).fits(100_000.0, SHARE)


def test_every_expected_tier_is_a_tier_and_every_rule_has_words() -> None:
    rules = expectations(BOOK)
    assert len(rules) == 7
    for rule in rules:
        assert rule.tiers
        assert set(rule.tiers) <= set(TIERS)
        assert rule.words
    members = set(BOOK.threshold("heritage.historic_missing", "tiers"))
    assert members <= {tier.code for tier in TIERS.values() if not tier.derived}
    assert {tier.code for tier in TIERS.values() if tier.purple} <= members


@pytest.mark.parametrize(("tier", "held", "settled"), [
    ("control_1", {"core", "control_1"}, "district_control"), ("control_1", {"protection", "control_1"}, "control_1"),
    ("control_1", {"core", "protection", "control_1"}, "control_1"), ("core", {"core", "control_1"}, "core"),
    ("control_1", {"core", "control_1", "district_control"}, "control_1"),
])
def test_a_control_zone_beside_a_core_is_that_of_the_district(tier: str, held: set[str], settled: str) -> None:
    assert settled_tier(tier, held) == settled


@pytest.mark.parametrize(("text", "day"), [
    ("1961", date(1961, 1, 1)), ("1961年", date(1961, 1, 1)), ("1961-3", date(1961, 3, 1)),
    ("１９６１年３月", date(1961, 3, 1)), ("1961-13", None), ("1961-03-04", None), ("0000", None), ("清", None),
    ("", None)])
def test_a_year_or_a_month_is_known_by_its_first_day(text: str, day: date | None) -> None:
    assert first_day(text) == day
