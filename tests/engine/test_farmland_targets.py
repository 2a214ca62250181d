"""What units hold of the indicators, and ceilings of two years, on pieces that can be added up by hand."""
from __future__ import annotations

import numpy as np
import pytest

from kf_resources_plugin.engine.admin_units import Unit, counties_of
from kf_resources_plugin.engine.farmland_targets import actuals, ceilings, differing_counties, sums_of
from kf_resources_plugin.engine.land_levels import Level
from kf_resources_plugin.engine.rule_store import load_targets
from tests.engine.test_land_split import box, split, surveyed
from tests.engine.test_stable_farmland import judged, with_attributes

pytestmark = pytest.mark.usefixtures("qgis_app")

QI, TONGXU = Unit("410221", "杞县"), Unit("410222", "通许县")
CITY = Unit("410200", "开封市")


def of_county(*places: int) -> Level:
    return Level("county", [QI, TONGXU], np.array(places))


def of_city(count: int) -> Level:
    return Level("city", [CITY], np.zeros(count, dtype=np.int64))


def ints(*values: int) -> np.ndarray:
    return np.array(values, dtype=np.int64)


def test_sums_take_what_they_are_told_to() -> None:
    assert sums_of(of_county(0, 1, 0), ints(5, 7, 11), np.array([True, True, False])) == {QI: 5, TONGXU: 7}


def test_units_hold_net_land_of_each_indicator_and_gross_inside_the_line() -> None:
    # two parcels of 100 m × 100 m and an orchard, all inside the line; the first has ridges of a tenth, the second is
    # of slope 5
    survey = with_attributes(surveyed([box(100 * place, 0, 100, 100) for place in range(3)], {
        "DLBM": ["0103", "0102", "0201"], "KCXS": [0.1, 0.0, 0.0]}), slope=["1", "5", None])
    pieces, found = judged(survey)
    level = of_county(0, 0, 1)
    listed = {(item.unit_code, item.indicator): item for item in actuals(
        [level], pieces, found, np.array([True, True, True]), {"county": {QI: 100, Unit("", ""): 7}})}
    net, whole, orchard = (int(pieces.net[0]), int(pieces.area[1]), int(pieces.area[2]))
    assert listed["410221", "cultivated"].amount == net + whole
    assert listed["410221", "stable"].amount == net
    assert (listed["410221", "permanent"].amount, listed["410221", "permanent"].gross) == (
        net + whole, int(pieces.area[0]) + whole + 100)
    assert (listed["410222", "permanent"].amount, listed["410222", "permanent"].gross) == (0, orchard)
    # land outside the survey that lies in no unit has a row of its own
    assert (listed["", "permanent"].amount, listed["", "permanent"].gross) == (0, 7)


def test_without_the_line_permanent_farmland_is_unknown_and_not_zero() -> None:
    pieces, found = judged(with_attributes(surveyed([box(0, 0, 100, 100)]), slope=["1"]))
    listed = actuals([of_city(1)], pieces, found, None, {})
    assert [(item.indicator, item.gross) for item in listed if item.amount is None] == [("permanent", None)]


def test_a_city_adds_up_before_it_is_cut_off_at_nothing() -> None:
    # 410221 gains 30, 410222 loses 20: the city may use 10, the counties 30 and nothing
    now, before = [of_city(2), of_county(0, 1)], [of_city(2), of_county(0, 1)]
    found = ceilings(now, ints(130, 80), before, ints(100, 100), None, [])
    assert [(item.unit_code, item.gain, item.ceiling, item.usable) for item in found] == [
        ("410200", 10, 10, None), ("410221", 30, 30, None), ("410222", -20, 0, None)]


@pytest.mark.parametrize(("now", "before", "differing"), [
    ({"410221": 1e9}, {"410221": 1e9 + 0.9e5}, set()), ({"410221": 1e9}, {"410221": 1e9 + 1.1e5}, {"410221"}),
    ({"410221": 1e9, "": 5e4}, {"410221": 1e9}, set()),
    ({"410221": 1e9, "410222": 1}, {"410221": 1e9}, {"410222"}),  # of one year only
    ({"410221": 1e9, "410222": 1e3, "": 2e5}, {"410221": 1e9, "410222": 1e3},
     {"410221", "410222", ""})])  # land of no county may be any county's
def test_years_of_another_extent_are_found(now: dict[str, float], before: dict[str, float],
                                           differing: set[str]) -> None:
    apart = {code: abs(now.get(code, 0.0) - before.get(code, 0.0)) for code in {*now, *before}}
    assert differing_counties(now, before, apart, 1e-4) == differing
    assert differing_counties(before, now, apart, 1e-4) == differing


def test_land_that_lies_elsewhere_differs_be_it_as_large() -> None:
    assert differing_counties({"410221": 1e9}, {"410221": 1e9}, {"410221": 1.1e5}, 1e-4) == {"410221"}


def test_a_county_of_one_year_only_and_its_city_have_no_ceiling() -> None:
    levels = [of_city(2), of_county(0, 1)]
    found = ceilings(levels, ints(130, 80), levels, ints(100, 0), {
        "city": {CITY: 3}, "county": {QI: 1, TONGXU: 2}}, ["410222"])
    assert [(item.unit_code, item.ceiling, item.approved) for item in found] == [
        ("410200", None, 3), ("410221", 30, 1), ("410222", None, 2)]


def test_the_plan_sets_two_targets_and_leaves_the_provincial_task_open() -> None:
    # 556.1822 wan mu × 10 000 × 2 000 ÷ 3 m² = 3 707 881 333.33 m²; 505.561 wan mu = 3 370 406 666.67 m²
    assert [(t.unit_code, t.indicator, t.year, t.amount) for t in load_targets("en")] == [
        ("410200", "cultivated", 2020, 370_788_133_333), ("410200", "cultivated", 2025, None),
        ("410200", "permanent", 2020, 337_040_666_667)]
    for language, place in (("zh", "汴政〔2023〕6号 表1"), ("en", "汴政〔2023〕6号 table 1")):
        assert all(target.source.startswith(place) for target in load_targets(language))


def test_kaifeng_has_nine_counties_and_another_city_none_that_we_know() -> None:
    assert counties_of("410200") == ["410202", "410203", "410204", "410205", "410212", "410221", "410222", "410223",
                                     "410225"]
    assert counties_of("410100") == []


def test_pieces_without_area_move_no_sum() -> None:
    survey = surveyed([box(0, 0, 100, 100)])
    pieces = split(survey)
    assert sums_of(of_city(1), pieces.net, pieces.net > 10**12) == {CITY: 0}
