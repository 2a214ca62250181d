"""What a check of heritage lines decides without geometry."""
from __future__ import annotations

from datetime import date

import pytest

from kf_resources_plugin.rules.heritage_check import (
    expectations,
    first_day,
    settled_tier,
    site_key,
)
from kf_resources_plugin.rules.heritage_tiers import tiers
from tests.rules.books import delivered_book

BOOK = delivered_book("heritage_check", date(2026, 1, 1))
TIERS = tiers(delivered_book("heritage_tiers", date(2026, 1, 1)))


@pytest.mark.parametrize(("written", "key"), [
    ("A-01", "a-01"), (" a-０１ ", "a-01"), ("001", "001"), (1.0, "1"), (None, ""), ("NULL", ""), ("文１", "文1")])
def test_ids_are_compared_clean(written: object, key: str) -> None:
    assert site_key(written) == key


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
