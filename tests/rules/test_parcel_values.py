"""Attributes of parcels held against one another; the first case is the worked example of the deduction."""
from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from kf_resources_plugin.rules.parcel_values import ParcelValues, parcel_faults, smallest_areas

OFF = {"check.deducted_area": 0.01, "check.class_area": 0.01}


def faults(cultivated: bool = True, classed: bool = True, **given: Any) -> set[tuple[str, str]]:
    """Return (rule, field) of the faults of one parcel; numbers are numbers, texts are texts."""
    numbers = {name: np.array([np.nan if value is None else value], dtype=float) for name, value in given.items()
               if not isinstance(value, str)}
    texts = {name: np.array([value], dtype=object) for name, value in given.items() if isinstance(value, str)}
    values = ParcelValues(np.array([cultivated]), np.array([classed]), numbers, texts)
    return {(fault.rule, fault.field) for fault in parcel_faults(values, "1203", OFF)}


RIGHT = {"TBMJ": 10_000.0, "KCXS": 0.1234, "KCMJ": 1_234.0, "TBDLMJ": 8_766.0, "KCDLBM": "1203", "GDPDJB": "3",
         "GDLX": "PD", "ZZSXDM": "LS"}


def test_a_parcel_that_fits_has_no_fault() -> None:
    """0103, 10 000 m², slope class 3, coefficient 0.1234: 1 234.00 deducted, 8 766.00 left."""
    assert faults(**RIGHT) == set()


@pytest.mark.parametrize(("change", "expected"), [
    ({"KCMJ": 1_234.01}, set()),  # 0.01 m² off is within; the class area then is off by as much
    ({"KCMJ": 1_234.02}, {("check.deducted_area", "KCMJ"), ("check.class_area", "TBDLMJ")}),
    ({"KCMJ": 1_233.98}, {("check.deducted_area", "KCMJ"), ("check.class_area", "TBDLMJ")}),
    ({"KCMJ": None}, {("check.deducted_area", "KCMJ"), ("check.class_area", "TBDLMJ")}),
    ({"TBDLMJ": 8_766.01}, set()),
    ({"TBDLMJ": 8_766.02}, {("check.class_area", "TBDLMJ")}),
    ({"TBDLMJ": None}, set()),  # empty: said by the check of mandatory fields
    ({"TBMJ": None}, set()),
    ({"TBMJ": 1e300}, {("check.deducted_area", "KCMJ"), ("check.class_area", "TBDLMJ")}),
    ({"KCDLBM": ""}, {("check.deduction_code", "KCXS")}),
    ({"KCDLBM": "1006"}, {("check.deduction_code", "KCXS")}),
    ({"GDPDJB": "1", "GDLX": ""}, {("check.deduction_flat", "KCXS")}),
    ({"GDPDJB": "1"}, {("check.deduction_flat", "KCXS"), ("check.terrace", "GDPDJB")}),
    ({"GDLX": ""}, {("check.terrace", "GDPDJB")}),
    ({"GDPDJB": ""}, {("check.slope_missing", "GDPDJB")}),
    ({"GDPDJB": "", "GDLX": ""}, {("check.slope_missing", "GDPDJB")}),
    ({"GDPDJB": "1", "GDLX": "", "KCXS": 0.0, "KCMJ": 0.0, "KCDLBM": "", "TBDLMJ": 10_000.0}, set()),
    ({"ZZSXDM": ""}, {("check.planting_missing", "ZZSXDM")}),
])
def test_one_change_breaks_what_depends_on_it(change: dict[str, Any], expected: set[tuple[str, str]]) -> None:
    assert faults(**{**RIGHT, **change}) == expected


@pytest.mark.parametrize(("coefficient", "code", "faulty"), [
    (0.0, "", False), (None, "", False), (0.0, "1203", True), (None, "1203", True), (0.05, "1203", False)])
def test_the_deducted_class_stands_where_something_is_deducted(coefficient: float | None, code: str,
                                                               faulty: bool) -> None:
    assert (("check.deduction_code", "KCXS") in faults(KCXS=coefficient, KCDLBM=code)) is faulty


def test_half_a_hundredth_goes_up() -> None:
    """100.10 × 0.045 = 4.5045 → 4.50; 105 × 0.045 = 4.725 → 4.73, though in binary the product falls short of it."""
    none = {"check.deducted_area": 0.0, "check.class_area": 0.0}

    def found(area: float, share: float, deducted: float) -> int:
        values = ParcelValues(np.array([True]), np.array([True]), {
            "TBMJ": np.array([area]), "KCXS": np.array([share]), "KCMJ": np.array([deducted])})
        return len(parcel_faults(values, "1203", none))

    assert found(100.10, 0.045, 4.50) == 0
    assert found(105.0, 0.045, 4.73) == 0
    assert found(105.0, 0.045, 4.72) == 1


def test_other_land_has_neither_slope_class_nor_type() -> None:
    assert faults(cultivated=False, GDPDJB="2", GDLX="PD") == {
        ("check.not_cultivated", "GDPDJB"), ("check.not_cultivated", "GDLX")}
    assert faults(cultivated=False, GDPDJB="", GDLX="", ZZSXDM="JKHF") == set()
    assert faults(cultivated=False, classed=False, GDPDJB="2") == set()  # of an unknown class nothing is known


def test_the_smallest_area_is_that_of_the_kind_of_land() -> None:
    construction, agricultural = np.array([True, False, False]), np.array([False, True, False])
    assert smallest_areas(construction, agricultural, (200.0, 400.0, 600.0)).tolist() == [200.0, 400.0, 600.0]
