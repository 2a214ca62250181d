"""Codes of cities, counties, townships and villages."""
from __future__ import annotations

import pytest

from kf_resources_plugin.rules.unit_levels import (
    code_at,
    code_by_unit,
    level_of,
    lies_in,
    place_code,
    plain_code,
    without_zeros,
)


@pytest.mark.parametrize(("code", "city", "county", "township", "level"), [
    ("4102221002010000000", "410200", "410222", "410222100", "village"),
    ("410222100", "410200", "410222", "410222100", "township"),
    ("410222001", "410200", "410222", "410222001", "township"),
    ("410222100000", "410200", "410222", "410222100", "township"),
    ("410222", "410200", "410222", "", "county"),
    ("410222000000", "410200", "410222", "", "county"),
    ("410200", "410200", "", "", "city"),
    ("4102", "410200", "", "", "city"),
    ("", "", "", "", ""),
    ("41", "", "", "", ""),
    # a zone's own code is of no level, and its letters tell nothing
    ("KFQ02", "", "", "", ""),
    ("410222KFQ", "410200", "410222", "", ""),
])
def test_codes_tell_where_land_lies(code: str, city: str, county: str, township: str, level: str) -> None:
    assert (code_at(code, "city"), code_at(code, "county"), code_at(code, "township")) == (city, county, township)
    assert level_of(code) == level


@pytest.mark.parametrize(("code", "plain"), [
    ("4102", "410200"), ("410200000000", "410200"), ("410222000", "410222"), ("410222100000", "410222100"),
    ("410222100201", "410222100201"), ("KFQ02", "KFQ02"), ("", "")])
def test_zeros_at_the_end_of_a_code_count_for_nothing(code: str, plain: str) -> None:
    assert plain_code(code) == plain


@pytest.mark.parametrize(("code", "same"), [
    ("410222000000", "410222"), ("410222100000", "410222100"), ("4102", "410200"), ("410220", "410220"), ("", ""),
    ("410222100201", "410222100201"), ("41022201", "41022201"), ("KFQ02", "KFQ02"), ("开发区01", "开发区01")])
def test_a_code_loses_nothing_but_zeros(code: str, same: str) -> None:
    assert without_zeros(code) == same


@pytest.mark.parametrize(("unit", "location", "city", "county", "township", "place"), [
    ("410223", "410223100201", "410200", "410223", "410223100", "410223100201"),
    # the county is the unit's; which of its townships it is neither says: the code is of another county's
    ("410223", "4101221002010000000", "410200", "410223", "", "410223"),
    ("410222101", "410222100", "410200", "410222", "410222101", "410222101"),
    ("410222101", "410222", "410200", "410222", "410222101", "410222101"),
    ("410222101201", "410222101202", "410200", "410222", "410222101", "410222101201"),
    ("410200", "410222100", "410200", "410222", "410222100", "410222100"),
    ("410200", "411002101001", "410200", "", "", "410200"),
    ("41022201", "410222100", "410200", "410222", "410222100", "410222100"),
    ("410222", "", "410200", "410222", "", "410222"),
    ("", "410222100", "410200", "410222", "410222100", "410222100"),
    ("KFQ02", "410222100", "410200", "410222", "410222100", "410222100"),
    ("KFQ02", "", "", "", "", "KFQ02"),
    ("", "", "", "", "", "")])
def test_a_unit_decides_before_a_location_code_and_only_as_far_as_its_code_tells(
        unit: str, location: str, city: str, county: str, township: str, place: str) -> None:
    assert [code_by_unit(unit, location, level) for level in ("city", "county", "township")] == [
        city, county, township]
    assert place_code(unit, location) == place


@pytest.mark.parametrize(("code", "other", "expected"), [
    ("410222", "410200", True), ("410222101", "410200", True), ("410222101", "410222", True),
    ("410222101000", "410222000000", True), ("4102221010000000000", "4102220000000000000", True),
    ("410222101201", "410222101", True), ("4102221012010000000", "410222", True), ("410222101", "410200000000", True),
    ("410223101", "410222", False), ("410222101201", "410222100", False), ("410122", "410200", False),
    ("410222", "410222", False), ("410222000000", "410222", False), ("410222", "410222101", False),
    ("410222101", "41022201", False), ("", "410200", False), ("410222", "", False), ("KFQ02", "410200", False)])
def test_a_unit_lies_in_those_above_it_by_its_code(code: str, other: str, expected: bool) -> None:
    assert lies_in(code, other) is expected
