"""Heights of buildings by source, caps by storey and tier, and what decides among several."""
from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kf_resources_plugin.rules.building_heights import (
    Limits,
    cap_of,
    chosen,
    contradictions,
    decided,
    storey_heights,
    tier_caps,
)
from tests.rules.books import delivered_book

BOOK = delivered_book("heritage_heights", date(2026, 1, 1))
NAN = float("nan")


def limits(*entries: tuple[int, float, float, int]) -> Limits:
    building, allowed, tested, limit = zip(*entries)
    return Limits(np.array(building), np.array(allowed, dtype=float), np.array(tested, dtype=float), np.array(limit))


def test_the_first_source_that_has_a_height_gives_it() -> None:
    field, storeys, raster = [9.0, NAN, NAN, NAN], [6.0, 6.0, NAN, NAN], [1.0, 2.0, 3.0, NAN]
    heights = chosen([np.array(source) for source in (field, storeys, raster)])
    assert heights.height[:3].tolist() == [9.0, 6.0, 3.0]
    assert np.isnan(heights.height[3])
    assert heights.source.tolist() == [0, 1, 2, -1]


def test_sources_contradict_each_other_beyond_metres_and_share() -> None:
    # 9 and 12 m: 3 m and a third apart; 30 and 33 m: 3 m but a tenth apart; 3 and 4.5 m: half, but 1.5 m apart
    field, storeys = np.array([9.0, 30.0, 3.0, NAN]), np.array([12.0, 33.0, 4.5, 9.0])
    assert contradictions([field, storeys, np.full(4, NAN)], 2.0, 0.2) == [(0, 0, 1)]


def test_a_storey_counts_by_use() -> None:
    storeys = storey_heights(BOOK)
    assert [storeys.of(use) for use in ("住宅", "商业用房", "Office", None, "?")] == [3.0, 4.2, 3.6, 3.0, 3.0]


def test_shuanglong_lane_is_held_to_two_storeys_and_other_tiers_to_defaults() -> None:
    caps = tier_caps(BOOK)
    lane = cap_of("district_control", "双龙巷历史文化街区", caps)
    assert lane is not None
    assert (lane.rule_id, lane.storeys, lane.metres) == ("heightcap.shuanglong", 2.0, None)
    other = cap_of("district_control", "书店街历史文化街区", caps)
    assert other is not None
    assert (other.rule_id, other.metres) == ("heightcap.district_control", 12.0)
    assert cap_of("burial", "", caps) is None


def test_the_limit_that_is_exceeded_most_decides_else_the_nearest() -> None:
    found = decided(limits((0, 9.0, 12.0, 0), (0, 10.0, 12.0, 1), (1, 9.0, 6.0, 0), (1, 12.0, 6.0, 1)), 3)
    assert found.limit.tolist() == [0, 0, -1]
    assert found.allowed[:2].tolist() == [9.0, 9.0]
    assert found.exceed[:2].tolist() == [3.0, 0.0]
    assert np.isnan(found.exceed[2])


def test_without_a_height_the_lowest_limit_is_told_and_no_excess() -> None:
    found = decided(limits((0, 12.0, NAN, 0), (0, 9.0, NAN, 1)), 1)
    assert (found.limit[0], found.allowed[0]) == (1, 9.0)
    assert np.isnan(found.exceed[0])


entries = st.lists(st.tuples(st.integers(0, 3), st.floats(0, 50), st.integers(0, 5)), min_size=1, max_size=12)


@given(entries, st.floats(1, 60), st.floats(0, 30), st.randoms(use_true_random=False))
def test_raising_a_building_never_lowers_its_excess_and_order_does_not_matter(
        rows: list[tuple[int, float, int]], height: float, more: float, random: object) -> None:
    low = decided(limits(*((building, allowed, height, limit) for building, allowed, limit in rows)), 4)
    high = decided(limits(*((building, allowed, height + more, limit) for building, allowed, limit in rows)), 4)
    known = ~np.isnan(low.exceed)
    assert (high.exceed[known] >= low.exceed[known]).all()
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    again = decided(limits(*((building, allowed, height, limit) for building, allowed, limit in shuffled)), 4)
    assert again.limit.tolist() == low.limit.tolist()
    np.testing.assert_array_equal(again.exceed, low.exceed)


@pytest.mark.parametrize("more", [0.0, 1.0, 20.0])
def test_an_excess_is_the_height_over_the_cap(more: float) -> None:
    assert decided(limits((0, 9.0, 9.0 + more, 0)), 1).exceed.tolist() == [more]
