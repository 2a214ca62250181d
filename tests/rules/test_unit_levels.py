"""Codes of cities, counties, townships and villages."""
from __future__ import annotations

import pytest

from kf_resources_plugin.rules.unit_levels import code_at, level_of, plain_code, without_zeros


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
])
def test_codes_tell_where_land_lies(code: str, city: str, county: str, township: str, level: str) -> None:
    assert (code_at(code, "city"), code_at(code, "county"), code_at(code, "township")) == (city, county, township)
    assert level_of(code) == level


@pytest.mark.parametrize(("code", "plain"), [
    ("4102", "410200"), ("410200000000", "410200"), ("410222000", "410222"), ("410222100000", "410222100"),
    ("410222100201", "410222100201"), ("", "")])
def test_zeros_at_the_end_of_a_code_count_for_nothing(code: str, plain: str) -> None:
    assert plain_code(code) == plain


@pytest.mark.parametrize(("code", "same"), [
    ("410222000000", "410222"), ("410222100000", "410222100"), ("4102", "410200"), ("410220", "410220"), ("", ""),
    ("410222100201", "410222100201"), ("41022201", "41022201"), ("KFQ02", "KFQ02"), ("开发区01", "开发区01")])
def test_a_code_loses_nothing_but_zeros(code: str, same: str) -> None:
    assert without_zeros(code) == same
