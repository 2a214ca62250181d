"""Attributes of parcels after an edit, by hand after TD/T 1057-2020: KCMJ = TBMJ × KCXS, TBDLMJ = TBMJ − KCMJ."""
from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from kf_resources_plugin.rules.codes import SURVEY
from kf_resources_plugin.rules.parcel_edits import (
    class_change,
    highest_numbers,
    merge,
    new_areas,
    next_numbers,
    with_area,
)
from kf_resources_plugin.rules.rule_rows import RuleBook
from tests.rules.books import delivered_book
from tests.rules.class_systems import RULES, delivered

DAY = date(2026, 1, 1)
PLANTING = {"LS": "种植粮食作物", "JKHF": "即可恢复", "GCHF": "工程恢复"}
DRY = {"BSM": "410211001000000007", "DLBM": "0103", "DLMC": "旱地", "TBMJ": 10_000.0, "GDPDJB": "3", "GDLX": "PD",
       "KCDLBM": "1203", "KCXS": 0.1234, "KCMJ": 1_234.0, "TBDLMJ": 8_766.0, "ZZSXDM": "LS", "ZZSXMC": "种植粮食作物",
       "TBXHDM": "HDGD", "TBXHMC": "河道耕地", "GDDB": 6}


@pytest.fixture(scope="module")
def book() -> RuleBook:
    check, edits = delivered_book("check", DAY), delivered_book("parcel_edits", DAY)
    return RuleBook([*check.rows.values(), *edits.rows.values()], DAY, "en")


def test_parts_keep_the_signed_sum_to_the_hundredth(book: RuleBook) -> None:
    """10 000.00 signed, 3 333.3 three times computed (9 999.9): 3 333.33 each, and the odd 0.01 to the first."""
    found = new_areas([10_000.0], [3_333.3, 3_333.3, 3_333.3], book)
    assert found.agrees
    assert found.parcels == (3_333.34, 3_333.33, 3_333.33)
    # what one gains by a new border the other loses, over both together
    assert new_areas([6_000.0, "4000.01"], [5_000.0, 5_000.0], book).parcels == (5_000.01, 5_000.0)
    assert new_areas([6_000.004, 4_000.0], [10_000.3], book).parcels == (10_000.0,)


def test_areas_that_contradict_their_shapes_are_not_adjusted(book: RuleBook) -> None:
    """10 m² on 10 000 are a thousandth: just within; 10.02 are not."""
    assert new_areas([10_009.99], [4_000.0, 6_000.0], book).parcels == (4_004.0, 6_005.99)
    far = new_areas([10_010.02], [4_000.0, 6_000.0], book)
    assert (far.agrees, far.parcels, far.signed_m2) == (False, (4_000.0, 6_000.0), 10_010.02)
    for unsigned in (None, 0, "—", -5.0):
        assert new_areas([unsigned], [4_000.126, 6_000.0], book).parcels == (4_000.13, 6_000.0)
    assert new_areas([None], [1.0], book).signed_m2 is None


def test_deduction_and_class_area_follow_from_the_area(book: RuleBook) -> None:
    """4 000 × 0.1234 = 493.60; 6 006.05 × 0.1234 = 741.14657, so 741.15, and 5 264.90 are left."""
    assert with_area(DRY, 4_000.0, book) == {"TBMJ": 4_000.0, "KCMJ": 493.6, "TBDLMJ": 3_506.4}
    assert with_area(DRY, 6_006.05, book) == {"TBMJ": 6_006.05, "KCMJ": 741.15, "TBDLMJ": 5_264.9}
    # half a hundredth goes up, whatever binary numbers say: 1.50 × 0.07 = 0.105
    assert with_area({**DRY, "KCXS": 0.07}, 1.5, book)["KCMJ"] == 0.11


def test_without_a_coefficient_nothing_is_deducted(book: RuleBook) -> None:
    flat = {"TBMJ": 50.0, "KCXS": None, "KCMJ": 0.0, "TBDLMJ": 50.0, "KCDLBM": "1203"}
    assert with_area(flat, 20.0, book) == {"TBMJ": 20.0, "TBDLMJ": 20.0, "KCDLBM": None}
    assert with_area({"TBDLMJ": 50.0}, 20.0, book) == {"TBDLMJ": 20.0}
    assert with_area({"KCMJ": 3.0, "KCXS": 0}, 20.0, book) == {"KCMJ": None}


def test_parcels_of_one_kind_can_be_one_and_the_largest_stays(book: RuleBook) -> None:
    other = {**DRY, "BSM": "410211001000000009", "TBMJ": 20.0, "TBXHMC": "河道", "KCXS": "0.1234 "}
    found = merge([DRY, other], [10_000.0, 20.0], book)
    assert (found.kept, found.against, found.lost) == (0, {}, {"TBXHMC": ["河道"]})
    assert merge([other, DRY], [20.0, 10_000.0], book).kept == 1
    assert merge([{"KCXS": None}, {"KCXS": 0.0}], [1.0, 1.0], book).against == {}


def test_parcels_of_different_kinds_stay_apart(book: RuleBook) -> None:
    found = merge([DRY, {**DRY, "DLBM": "0301", "KCXS": None, "GDDB": 7}], [1.0, 2.0], book)
    assert found.against == {"DLBM": ["0103", "0301"], "KCXS": ["", "0.1234"], "GDDB": ["6", "7"]}


def test_land_that_is_no_longer_cultivated_loses_what_only_cultivated_land_has(book: RuleBook) -> None:
    forest = delivered().classes(SURVEY)["0301"]
    found = class_change(DRY, forest, {}, PLANTING, book)
    assert found.missing == ()
    assert found.values == {"DLBM": "0301", "DLMC": "乔木林地", "GDPDJB": None, "GDLX": None, "KCXS": None,
                            "KCDLBM": None, "KCMJ": None, "TBDLMJ": 10_000.0, "ZZSXDM": None, "ZZSXMC": None,
                            "TBXHDM": None, "TBXHMC": None, "GDDB": None}
    # land to be restored says so
    given = class_change(DRY, forest, {"ZZSXDM": "GCHF"}, PLANTING, book).values
    assert (given["ZZSXDM"], given["ZZSXMC"]) == ("GCHF", "工程恢复")


def test_land_that_becomes_cultivated_must_say_slope_and_planting(book: RuleBook) -> None:
    """On slope class 2 with a coefficient of 0.05: 10 000 × 0.05 = 500.00 deducted, 9 500.00 left."""
    forest = {**dict.fromkeys(DRY), "DLBM": "0301", "TBMJ": 10_000.0, "TBDLMJ": 10_000.0, "ZZSXDM": "JKHF"}
    paddy = delivered().classes(SURVEY)["0101"]
    assert class_change(forest, paddy, {}, PLANTING, book).missing == ("GDPDJB", "ZZSXDM")
    assert class_change(forest, paddy, {"GDPDJB": "2"}, PLANTING, book).missing == ("ZZSXDM", "GDLX", "KCXS")
    found = class_change(forest, paddy, {"GDPDJB": "2", "ZZSXDM": "LS", "GDLX": "TT", "KCXS": 0.05}, PLANTING, book)
    assert found.missing == ()
    assert found.values == {"DLBM": "0101", "DLMC": "水田", "GDPDJB": "2", "GDLX": "TT", "KCXS": 0.05, "KCMJ": 500.0,
                            "KCDLBM": "1203", "TBDLMJ": 9_500.0, "ZZSXDM": "LS", "ZZSXMC": "种植粮食作物"}


def test_flat_cultivated_land_has_no_ridges_to_deduct(book: RuleBook) -> None:
    found = class_change(DRY, delivered().classes(SURVEY)["0102"], {"GDPDJB": "1"}, PLANTING, book)
    assert found.missing == ()
    assert found.values == {"DLBM": "0102", "DLMC": "水浇地", "GDPDJB": "1", "GDLX": None, "KCXS": None, "KCMJ": None,
                            "KCDLBM": None, "TBDLMJ": 10_000.0}


def test_a_detail_code_stays_with_the_classes_it_is_made_for(book: RuleBook) -> None:
    def kept(detail: str, code: str) -> bool:
        change = class_change({"DLBM": "0404", "TBXHDM": detail}, delivered().classes(SURVEY)[code], {}, PLANTING, book)
        return "TBXHDM" not in change.values

    fits = {(detail, code): kept(detail, code) for detail in ("LQYD", "GCCD", "HDGY", "SHGD", "FQ")
            for code in ("0201", "0401", "0601", "0602", "0103")}
    assert {pair for pair, one in fits.items() if one and pair[0] != "FQ"} == {
        ("LQYD", "0201"), ("GCCD", "0401"), ("HDGY", "0601"), ("SHGD", "0103")}
    assert all(one for pair, one in fits.items() if pair[0] == "FQ")


def test_detail_codes_are_those_of_the_form(book: RuleBook) -> None:
    form = json.loads((RULES.parent / "forms" / "dltb.json").read_text(encoding="utf-8"))
    fits = next(row["fits"] for row in form["fields"] if row["field"] == "TBXHDM")
    of_form = [group["codes"] for group in fits["codes"]]
    row: dict[str, Any] = dict(book.row("parcel_edits.class_change").thresholds)
    of_rule = [list(codes) for key, codes in row.items() if key.startswith("details")]
    assert sorted(map(sorted, of_form)) == sorted(map(sorted, of_rule))


def test_new_numbers_follow_the_highest_and_are_written_alike() -> None:
    taken = ["410211001000000007", "410211001000000012", "410212001000000099", None, "410211001099999999x"]
    assert next_numbers("410211001000000007", taken, 2, 18) == ["410211001000000013", "410211001000000014"]
    assert next_numbers("0007", ["0007", "0010"], 1, 8) == ["0011"]
    assert next_numbers("7", ["7", "120"], 1, 8) == ["121"]
    assert next_numbers("A-7", ["A-9", "B-30", "55"], 1, 8) == ["A-10"]
    assert next_numbers(None, ["7"], 2, 8) == ["", ""]
    assert next_numbers("北地", ["7"], 1, 8) == [""]
    with pytest.raises(ValueError, match="410211001099999999"):
        next_numbers("410211001099999999", [], 1, 18)
    with pytest.raises(ValueError, match="99999999"):
        next_numbers("99999999", [], 1, 8)


def test_of_numbers_with_one_head_the_highest_is_enough() -> None:
    taken = ["410211001000000007", "410211001000000012", "410212001000000099", "9", "0010", "A-3", None, "北地"]
    assert set(highest_numbers(taken)) == {"410211001000000012", "410212001000000099", "0010", "A-3"}
