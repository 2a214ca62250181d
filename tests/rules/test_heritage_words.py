"""Levels, types, batches, names, places and units as registers write them."""
from __future__ import annotations

from datetime import date

import pytest

from kf_resources_plugin.rules.heritage_entries import Entry, county_of, keyed, units_agree
from kf_resources_plugin.rules.heritage_places import FINE, IMPLAUSIBLE, SWAPPED, degrees, judged
from kf_resources_plugin.rules.heritage_units import Found, UnitNames
from kf_resources_plugin.rules.heritage_words import LEVEL, TYPE, Names, arabic, batch_of, code_of, spoken, words
from tests.rules.books import delivered_book

BOOK = delivered_book("heritage_register", date(2026, 1, 1))
LEVELS, TYPES, NAMES = words(BOOK, LEVEL), words(BOOK, TYPE), Names(BOOK)
UNITS = UnitNames([("410200", "开封市"), ("410202", "龙亭区"), ("410203", "顺河回族区"), ("410212", "祥符区"),
                   ("410221", "杞县"),
                   ("410212101", "朱仙镇")], BOOK)


@pytest.mark.parametrize(("text", "code"), [
    ("全国重点文物保护单位", "national"), ("第七批全国重点文物保护单位", "national"), ("国保", "national"),
    ("National", "national"),
    ("河南省文物保护单位", "provincial"), ("省级", "provincial"), ("开封市文物保护单位", "municipal"),
    ("县（市、区）级文物保护单位", "county"),
    ("未定级不可移动文物", "unrated"), ("历史建筑", "historic_building"), ("kaifeng_national_22", "national"),
    ("", ""), ("——", ""), ("特级", None), ("名录", None),
])
def test_levels_are_told_by_the_words_lists_use(text: str, code: str | None) -> None:
    assert code_of(text, LEVELS) == code


@pytest.mark.parametrize(("text", "zh", "en"), [
    ("national", "全国重点文物保护单位", "National protected site"), ("国保", "国保", "National protected site"),
    ("中国历史文化名镇", "中国历史文化名镇", "Historic town or village"), ("特级", "特级", "特级"), (" ", "", "")])
def test_levels_are_spoken_in_the_language_of_the_reader(text: str, zh: str, en: str) -> None:
    assert (spoken(text, LEVELS, "zh"), spoken(text, LEVELS, "en")) == (zh, en)


def test_levels_stand_from_the_highest_down() -> None:
    assert list(LEVELS)[:5] == ["national", "provincial", "municipal", "county", "unrated"]
    assert {LEVELS[code].family for code in list(LEVELS)[:5]} == {"relics"}


@pytest.mark.parametrize(("text", "code"), [
    ("古建筑", "ancient_building"), ("ancient-buildings", "ancient_building"), ("modern-historic", "modern_site"),
    ("近现代重要史迹及代表性建筑", "modern_site"), ("archaeological-sites", "archaeological_site"),
    ("桥", None), (None, "")])
def test_types_are_told_by_the_words_lists_use(text: str | None, code: str | None) -> None:
    assert code_of(text, TYPES) == code


@pytest.mark.parametrize(("text", "batch"), [
    ("第七批", "7"), ("7", "7"), (7.0, "7"), ("第 1 批", "1"), ("第十批", "10"), ("第二十三批", "23"), ("十二", "12"),
    ("第七批全国重点文物保护单位", "7"), ("2016年公布", "2016年公布"), (None, ""), ("07", "7")])
def test_batches_are_numbers_where_they_name_one(text: object, batch: str) -> None:
    assert batch_of(text) == batch


def test_chinese_numerals_become_digits() -> None:
    assert arabic("二〇一三年十月二十三日") == "2013年10月23日"
    assert arabic("一九六一年三月四日") == "1961年3月4日"
    assert arabic("三十年代") == "30年代"


def test_names_are_compared_without_what_tells_nothing() -> None:
    assert NAMES.forms("佑国寺 塔") == NAMES.forms("祐国寺塔")
    temple = NAMES.forms("朱仙镇岳飞庙（含关帝庙）")
    assert (temple.core, temple.others) == ("朱仙镇岳飞庙", frozenset())
    assert temple.whole != NAMES.forms("朱仙镇岳飞庙").whole
    assert NAMES.forms("祐国寺塔(铁塔)").others == {"铁塔"}
    assert NAMES.is_common(NAMES.forms("关帝庙"))
    assert not NAMES.is_common(NAMES.forms("相国寺"))


@pytest.mark.parametrize(("text", "value"), [
    ("114.361", 114.361), ("东经114°21′36″", 114.36), ("34°49'12\"N", 34.82), ("114度21分", 114.35), ("", None),
    ("abc", None), ("114°75′", None)])
def test_degrees_are_read_as_registers_write_them(text: str, value: float | None) -> None:
    assert degrees(text) == (None if value is None else pytest.approx(value, abs=1e-9))


def test_places_are_judged_by_the_bounds_of_the_country() -> None:
    assert judged(114.36, 34.82, BOOK) == FINE
    assert judged(34.82, 114.36, BOOK) == SWAPPED
    assert judged(0.0, 0.0, BOOK) == IMPLAUSIBLE
    assert judged(114.36, None, BOOK) == IMPLAUSIBLE
    assert judged(38_527_000.0, 3_852_000.0, BOOK) == IMPLAUSIBLE


@pytest.mark.parametrize(("address", "found"), [
    ("开封市杞县", Found("410221", "")), ("开封县", Found("410212", "开封县")),
    ("开封市开封县朱仙镇", Found("410212", "开封县")),
    ("开封市金明区", Found("410202", "金明区")), ("开封市", Found("410200", "")),
    ("顺河区曹门", Found("410203", "顺河区")),
    ("开封市顺河回族区", Found("410203", "")), ("龙亭区与杞县之间", Found("", "", unclear=True)),
    ("郑州市", Found("", "")),
    ("朱仙镇", Found("", "")), ("", Found("", ""))])
def test_an_address_tells_the_county_of_today(address: str, found: Found) -> None:
    assert UNITS.in_address(address) == found


def test_a_county_whose_name_ends_as_another_is_not_both() -> None:
    units = UnitNames([("410222", "通许县"), ("411002", "许县")], BOOK)
    assert units.in_address("开封通许县") == Found("410222", "")


@pytest.mark.parametrize(("code", "found"), [
    ("410224", Found("410212", "410224")), ("410211000000", Found("410202", "410211")),
    ("410221", Found("410221", "")),
    ("410221001000", Found("410221001", "")), ("祥符区", Found("410212", "")), ("", Found("", "")),
    ("41", Found("", ""))])
def test_a_code_tells_the_unit_of_today(code: str, found: Found) -> None:
    assert UNITS.by_code(code) == found


def test_units_agree_unless_both_name_another_place() -> None:
    assert county_of("410221001") == "410221"
    assert units_agree("410221", "410221001")
    assert units_agree("410200", "410221")
    assert units_agree("", "410221")
    assert not units_agree("410221", "410222")
    assert not units_agree("410100", "410221")


def test_keys_depend_on_nothing_but_list_id_and_name() -> None:
    rows = [Entry("", "省保", 1, "1", "相国寺"), Entry("", "省保", 2, "2", "龙亭"), Entry("", "省保", 3, "2", "铁塔"),
            Entry("", "省保", 4, "", "关帝庙", address="甲"), Entry("", "省保", 5, "", "关帝庙", address="乙"),
            Entry("", "国保", 1, "1", "相国寺")]
    expected = {"省保/1": "相国寺", "省保/龙亭": "龙亭", "省保/铁塔": "铁塔", "省保/关帝庙#1": "关帝庙",
                "省保/关帝庙#2": "关帝庙",
                "国保/1": "相国寺"}
    forth, back = keyed(rows), keyed(rows[::-1])
    assert {entry.key: entry.name for entry in forth} == expected
    assert forth == back
    assert [entry.key for entry in forth] == sorted(expected)
