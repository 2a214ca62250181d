"""Areas as documents and tables declare them; expected figures are worked by hand."""
from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kf_resources_plugin.rules.declared_areas import (
    Declared,
    declared_area,
    fitting,
    likely_unit,
    unit_of_name,
    writing,
)
from tests.rules.books import delivered_book

HOW = writing(delivered_book("heritage_check", date(2026, 1, 1)))
SHARE = 0.002


@pytest.mark.parametrize(("value", "unit", "m2", "rounding"), [
    (12_345, "m2", 12_345.0, 0.5), ("12 345.6", "m2", 12_345.6, 0.05), (12_345.67, "m2", 12_345.67, 0.01),
    (34.64, "ha", 346_400.0, 50.0), (34.6, "ha", 346_400.0 - 400.0, 50.0), (34.6412, "ha", 346_412.0, 0.5),
    # 1 mu is 666.67 m², so a tenth of a mu may hide 33.33 m² to either side
    (3, "mu", 2_000.0, 33.33), ("3.00亩", "m2", 2_000.0, 3.33), ("0.5 HM2", "mu", 5_000.0, 500.0),
    ("1 万亩", "m2", 6_666_666.67, 333.33),
    # text that has decimals and a unit was rounded to them; whole numbers have the usual ones
    ("1.2公顷", "m2", 12_000.0, 500.0), ("12 公顷", "m2", 120_000.0, 50.0), ("12.34（公顷）", "m2", 123_400.0, 50.0),
    ("约1.20公顷（18.0亩）", "m2", 12_000.0, 50.0), ("1.2万平方米", "mu", 12_000.0, 500.0),
    ("0.0123平方公里", "m2", 12_300.0, 50.0), ("1.23 km²", "m2", 1_230_000.0, 5_000.0),
    ("12 300㎡左右", "ha", 12_300.0, 0.5), ("3.5 hectares", "m2", 35_000.0, 500.0), ("900 sq m", "ha", 900.0, 0.5),
])
def test_a_declared_area_is_as_exact_as_it_is_written(value: object, unit: str, m2: float, rounding: float) -> None:
    assert declared_area(value, unit, HOW.usual) == Declared(m2, rounding)


@pytest.mark.parametrize("value", [None, "", " ", "NULL", float("nan")])
def test_nothing_declares_nothing(value: object) -> None:
    assert declared_area(value, "m2", HOW.usual) is None


@pytest.mark.parametrize("value", ["约", "公顷", "-3", "0", "3-4", "1 acre", "1e99", "12.5.3", "五亩", "3亩2"])
def test_what_is_no_area_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match=r".*"):
        declared_area(value, "m2", HOW.usual)


@given(st.floats(1.0, 1e9), st.sampled_from(["m2", "ha", "mu"]))
def test_an_area_written_out_fits_itself_and_not_one_half_a_percent_larger(computed: float, unit: str) -> None:
    # with six decimals, so that the rounding allowed is far below the share
    written = f"{computed * {'m2': 1.0, 'ha': 1e-4, 'mu': 15e-4}[unit]:.6f}"
    found = declared_area(written, unit, HOW.usual)
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
    ([1.0], "ha"), ([15.0], "mu"), ([7.0], "m2"),  # a layer of one line
])
def test_a_column_in_another_unit_is_known_by_most_of_its_rows(values: list[object], unit: str) -> None:
    assert likely_unit(values, [10_000.0 * number for number in range(1, 6)], "m2", SHARE, HOW) == unit


@pytest.mark.parametrize(("m2", "fits"), [(100_199.0, True), (100_201.0, False), (99_801.0, True), (99_799.0, False)])
def test_a_five_hundredth_of_the_drawn_area_is_let_pass(m2: float, fits: bool) -> None:
    assert Declared(m2, 0.5).fits(100_000.0, SHARE) is fits
    assert Declared(m2, 300.0).fits(100_000.0, SHARE)


@pytest.mark.parametrize(("values", "unit", "places"), [
    ([12.3, 4.5, 8.0], "ha", 1),  # a tenth of a hectare: half of it is 500 m²
    ([12.0, 5.0, 30.0], "ha", 0), ([12.0, 5.0], "ha", 2),  # two rows may be chance
    ([12.3456, 4.5, 8.0], "ha", 4), ([12300, 4500, 800], "m2", -2), ([12000, 5000, 30000], "m2", -2),
    ([12300, 4510, 800], "m2", -1), (["12公顷", "5公顷", "30公顷", 17, 18.25], "m2", 0), ([None, "x", "-"], "ha", 2),
])
def test_a_column_is_as_exact_as_its_most_exact_row(values: list[object], unit: str, places: int) -> None:
    assert HOW.of_column(values, unit)["ha" if "12公顷" in values else unit] == places


@pytest.mark.parametrize(("declared", "computed", "right"), [
    # three districts of 12.34, 4.51 and 7.96 ha, each way of rounding them; in the last row of each one is 3 % off
    ([12.34, 4.51, 7.96], [123_412.0, 45_120.0, 79_588.0], 3), ([12.3, 4.5, 8.0], [123_412.0, 45_120.0, 79_588.0], 3),
    ([12, 5, 8], [123_412.0, 45_120.0, 79_588.0], 3),
    (["12.3公顷", "4.5公顷", "8.0公顷"], [123_412.0, 45_120.0, 79_588.0], 3),
    ([12.34, 4.51, 7.96], [123_412.0, 45_120.0, 81_976.0], 2), ([12.3, 4.5, 8.0], [123_412.0, 45_120.0, 81_976.0], 2),
    (["12.3公顷", "4.5公顷", "8.0公顷"], [127_114.0, 45_120.0, 79_588.0], 2),
])
def test_rounding_is_no_fault_and_a_change_is(declared: list[object], computed: list[float], right: int) -> None:
    assert fitting(declared, computed, "ha", SHARE, HOW) == right


@pytest.mark.parametrize(("name", "unit"), [
    ("面积（公顷）", "ha"), ("公布面积(亩)", "mu"), ("area_ha", "ha"), ("declared_m2", "m2"), ("面积_公顷", "ha"),
    ("面积", ""), ("公顷", ""), ("area_km2", ""), ("", ""), ("面积（平方米）", "m2")])
def test_a_field_may_tell_its_unit(name: str, unit: str) -> None:
    assert unit_of_name(name) == unit
