"""Text and numbers of survey tables; expected values are written down by hand."""
from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

from kf_resources_plugin.rules.text import (
    claim_order,
    clean,
    cleaned,
    coded,
    decimal_number,
    file_names,
    id_order,
    numbers,
    some,
)


class NullVariant:
    """What providers hand out for NULL before QGIS 4."""

    def isNull(self) -> bool:  # noqa: N802 (Qt's name)
        return True


@pytest.mark.parametrize("value", [
    None, float("nan"), np.float64("nan"), NullVariant(), "", "   ", "\u3000", "NULL", "null", "<Null>", "None", "nan",
    "-", "－", "—", "N/A", "\x00\x00", "\ufeff", " \u200b ",
])
def test_clean_knows_null_in_every_form(value: object) -> None:
    assert clean(value) == ""


@pytest.mark.parametrize(("value", "expected"), [
    ("0101 ", "0101"), (" 0101\x00\x00", "0101"), ("０１０１", "0101"), ("０５Ｈ１", "05H1"),
    ("\u30000103\u00a0", "0103"),
    (101, "101"), (1001.0, "1001"), (0.1234, "0.1234"), (np.int64(7), "7"), ("－１．５", "-1.5"),
    ("开封市（示范区）", "开封市（示范区）"), ("某路（一期），东段", "某路（一期），东段"),
    ("0", "0"), (0, "0"), (False, "False"),
])
def test_clean_removes_padding_and_width_but_keeps_names(value: object, expected: str) -> None:
    assert clean(value) == expected


@pytest.mark.parametrize("odd", [
    None, "", "null", "NA", "０１０１", "0101 ", "05H1\x00", 101, 1001.0, float("nan"), "-", "7-3",
])
def test_a_column_is_cleaned_value_by_value(odd: object) -> None:
    """Whatever one value among plain codes is, all come out as each would alone."""
    values = ["0101", odd, "05H1"]
    assert cleaned(values) == ["0101", clean(odd), "05H1"]


def test_coded_returns_each_cleaned_value_once() -> None:
    unique, inverse = coded(np.array(["0103", None, "0101 ", "０１０１", "", "0103"], dtype=object))
    assert unique.tolist() == ["", "0101", "0103"]
    assert inverse.tolist() == [2, 0, 1, 1, 0, 2]
    assert unique.dtype == object
    assert inverse.dtype == np.int64


def test_coded_takes_number_columns_lists_and_nothing() -> None:
    unique, inverse = coded(np.array([1001.0, np.nan, 101.0]))
    assert unique.tolist() == ["", "1001", "101"]
    assert inverse.tolist() == [1, 0, 2]
    assert coded(["b", "a"])[0].tolist() == ["a", "b"]
    unique, inverse = coded(np.array([], dtype=object))
    assert (len(unique), len(inverse)) == (0, 0)


def test_a_million_codes_are_cleaned_once_per_value() -> None:
    column = np.array(["0101", "0102", None, "1001 "], dtype=object)[np.arange(1_000_000) % 4]
    calls = 0

    def counting(value: object) -> str:
        nonlocal calls
        calls += 1
        return clean(value)

    unique, inverse = coded(column, counting)
    assert calls == 4
    assert unique[inverse[:4]].tolist() == ["0101", "0102", "", "1001"]


@pytest.mark.parametrize(("value", "expected"), [
    ("1234.56", 1234.56), ("1,234.56", 1234.56), ("1，234，567", 1234567.0), ("１２．５", 12.5), (" 7 ", 7.0),
    ("1 234.5", 1234.5),
    ("1\u202f234", 1234.0), ("-3", -3.0), (".5", 0.5), ("5.", 5.0), ("1e3", 1000.0), (2, 2.0), (True, 1.0),
])
def test_numbers_reads_what_people_write(value: object, expected: float) -> None:
    parsed, bad = numbers(np.array([value], dtype=object))
    assert parsed.tolist() == [expected]
    assert bad.tolist() == []


@pytest.mark.parametrize("value", ["12亩", "5%", "1,23", "1.234,5", "inf", float("inf"),
                                   "1 2", "abc", ".", "E5", "--1", "1/2"])
def test_numbers_lists_what_is_no_number(value: object) -> None:
    parsed, bad = numbers(np.array(["1", value, None], dtype=object))
    assert np.isnan(parsed[1])
    assert bad.tolist() == [1]


def test_null_is_no_fault_among_numbers() -> None:
    parsed, bad = numbers(np.array([None, "", "NULL", "-", float("nan"), "3"], dtype=object))
    assert np.isnan(parsed[:5]).all()
    assert parsed[5] == 3
    assert bad.tolist() == []


def test_number_columns_pass_through() -> None:
    parsed, bad = numbers(np.array([1.5, np.nan, np.inf]))
    assert parsed[0] == 1.5
    assert np.isnan(parsed[1:]).all()
    assert bad.tolist() == [2]
    assert numbers(np.array([3, 4], dtype=np.int32))[0].tolist() == [3.0, 4.0]


@pytest.mark.parametrize(("text", "number"), [
    ("0.1", "0.1"), ("12345678901234567890.12", "12345678901234567890.12"), ("１，２３４．５", "1234.5"),
    ("1 234.5", "1234.5"), ("-7", "-7"), ("1.", "1"), (".5", "0.5"), ("1.5e3", "1500"),
])
def test_decimals_keep_every_digit(text: str, number: str) -> None:
    assert decimal_number(text) == Decimal(number)


@pytest.mark.parametrize("text", ["", "-", "NULL", "E5", ".", "+", "1,23", "0x10", "6.5公顷", "#REF!", "inf", "١"])
def test_what_is_no_number_is_no_decimal(text: str) -> None:
    assert decimal_number(text) is None


@pytest.mark.parametrize(("texts", "names"), [
    (["P1", "P2"], ["P1.x", "P2.x"]), (["a/b", "a\\b", "A:b"], ["a_b.x", "a_b-2.x", "A_b-3.x"]),
    (["..", ".", ""], ["_.x", "_-2.x", "_-3.x"]), (["con", "COM1.a", "console"], ["_con.x", "_COM1.a.x", "console.x"]),
    (["项目（一）", "a\u202eb", "a\nb"], ["项目_一_.x", "a_b.x", "a_b-2.x"]),
    # the same letter with its accent apart and as one, and full width: one name to some file systems
    (["e\u0301", "\u00e9", "Ｐ1", "P1"], ["\u00e9.x", "\u00e9-2.x", "Ｐ1.x", "P1-2.x"]),
])
def test_file_names_are_safe_and_differ_on_any_system(texts: list[str], names: list[str]) -> None:
    assert file_names(texts, ".x") == names


def test_a_file_name_has_room_for_its_suffix_and_number() -> None:
    (name,) = file_names(["长" * 400], ".html")
    assert name == "长" * 60 + ".html"


def test_features_without_an_id_come_last_by_feature_id() -> None:
    # "#7" of feature 3 is an id that somebody gave
    features = [("#10", 10), ("B", 1), ("#9", 9), ("#7", 3), ("10", 4), ("9", 5)]
    assert sorted(features, key=lambda feature: id_order(*feature)) == [
        ("#7", 3), ("10", 4), ("9", 5), ("B", 1), ("#9", 9), ("#10", 10)]


def test_features_without_an_id_come_last_to_shared_land_and_all_alike() -> None:
    assert max(claim_order("B", 1), claim_order("#7", 3)) < claim_order("#9", 9) == claim_order("#10", 10)


def test_long_lists_are_cut_and_say_so() -> None:
    assert some(list(range(20))) == list(range(20))
    assert some(list(range(21))) == [*range(20), "…"]
    assert some(["a", "b", "c"], 2) == ["a", "b", "…"]
    assert some([]) == []
