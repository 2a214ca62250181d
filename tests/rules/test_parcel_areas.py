"""Stated areas and numbers of points; expected figures by hand: 1 ha = 10 000 m² = 15 mu."""
from __future__ import annotations

import pytest

from kf_resources_plugin.rules.parcel_areas import compare, stated_area, stated_count


@pytest.mark.parametrize(("cell", "m2", "unit"), [
    ("2.5200", 25200.0, "ha"), ("0.7655公顷", 7655.0, "ha"), ("０.7655 公顷", 7655.0, "ha"),
    ("0.7655（公顷）", 7655.0, "ha"), ("0.7655(公顷)", 7655.0, "ha"), ("7655平方米", 7655.0, "m2"),
    ("7655㎡", 7655.0, "m2"), ("15亩", 10000.0, "mu"), ("1 hm2", 10000.0, "ha"),
])
def test_an_area_with_and_without_its_unit(cell: str, m2: float, unit: str) -> None:
    stated = stated_area(cell)
    assert stated is not None
    assert (stated.m2(), stated.unit) == (m2, unit)


@pytest.mark.parametrize("cell", ["", " ", "0", "0.0000", "NULL"])
def test_no_area(cell: str) -> None:
    assert stated_area(cell) is None


@pytest.mark.parametrize("cell", ["-1", "abc", "1e5", "12英亩", "inf", "1.2.3", "9" * 40])
def test_what_is_no_area(cell: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        stated_area(cell)


@pytest.mark.parametrize(("cell", "plane", "agrees", "difference"), [
    ("2.5200", 25200.0, True, 0.0),
    ("2.5212", 25200.0, True, 12.0),  # allowed: 0.0005 · 25 199.53 + 0.5 = 13.10
    ("2.5214", 25200.0, False, 14.0),
    ("2.52", 25170.0, True, 0.47),  # the ellipsoidal area is nearer
    ("2.50", 25200.0, False, 199.53),  # half of the last digit is 50 m², too little
    ("2.5", 25200.0, True, 199.53),  # it is 500 m²
])
def test_within_what_an_area_agrees(cell: str, plane: float, agrees: bool, difference: float) -> None:
    stated = stated_area(cell)
    assert stated is not None
    found = compare(stated, 25199.53, plane, 0.0005, 1.0)
    assert (found.agrees, found.difference_m2) == (agrees, difference)


@pytest.mark.parametrize(("cell", "unit"), [("25200", "m2"), ("37.80", "mu"), ("25200公顷", "ha"), ("99", "ha")])
def test_another_unit_is_taken_only_where_it_fits_and_none_is_named(cell: str, unit: str) -> None:
    stated = stated_area(cell)
    assert stated is not None
    assert compare(stated, 25199.53, 25200.0, 0.0005, 1.0).unit == unit


def test_a_number_of_points() -> None:
    assert stated_count("10") == stated_count(" １０ ") == stated_count("10.0") == 10
    assert stated_count("") is None
    for cell in ("十", "-1", "10.5", "1e3"):
        with pytest.raises(ValueError, match=r".*"):
            stated_count(cell)
