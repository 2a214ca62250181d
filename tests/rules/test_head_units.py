"""Units in heads of columns as tables write them, and units that shapes give away."""
from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from kf_resources_plugin.rules.head_units import (
    alike,
    evident_unit,
    has_note,
    in_base,
    known_heads,
    split_head,
    yield_unit,
)


@pytest.mark.parametrize(("head", "base", "unit"), [
    ("宗地面积(公顷)", "宗地面积", "ha"), ("宗地面积（公顷）", "宗地面积", "ha"), ("面积 （亩）", "面积", "mu"),
    ("成交价格(万元)", "成交价格", "wan_cny"), ("成交价\n(元)", "成交价", "cny"), ("价款【亿元】", "价款", "yi_cny"),
    ("面积（单位：平方米）", "面积", "m2"), ("面积_公顷", "面积", "ha"), ("供地面积/亩", "供地面积", "mu"),
    ("宗地面积公顷", "宗地面积", "ha"), ("area(ha)", "area", "ha"), ("宗地面积(hm²)", "宗地面积", "ha"),
    ("建筑面积(万平方米)", "建筑面积", "ha"), ("建筑面积(万㎡)", "建筑面积", "ha"),
    ("面积(㎡)", "面积", "m2"), ("合同签订日期：", "合同签订日期", ""), ("*宗地面积", "宗地面积", ""),
    ("约定开工时间(年月日)", "约定开工时间", ""), ("宗地面积", "宗地面积", ""), ("GDMJ", "GDMJ", ""),
    ("电子监管号", "电子监管号", ""), ("", "", ""), ("(公顷)", "(公顷)", ""), ("面积(顷)", "面积", "")])
def test_heads_state_units(head: str, base: str, unit: str) -> None:
    assert split_head(head) == (base, unit)


def test_a_note_that_is_no_unit_is_known_as_one() -> None:
    assert has_note("面积(顷)")
    assert not has_note("面积")


def test_areas_and_money_are_not_mixed_up() -> None:
    assert alike("ha", "m2")
    assert alike("cny", "wan_cny")
    assert not alike("ha", "wan_cny")
    assert not alike("ha", "")


def test_units_are_exact() -> None:
    # 1 mu = 10 000/15 m² = 2000/3 m²; 1 yuan = 1/10 000 of 10 000 yuan
    assert [in_base(unit) for unit in ("", "m2", "ha", "mu", "wan_mu", "cny", "wan_cny", "yi_cny")] == [
        1, 1, 10_000, Fraction(2000, 3), Fraction(20_000_000, 3), Fraction(1, 10_000), 1, 10_000]


@pytest.mark.parametrize(("values", "shapes", "unit"), [
    ([2.0, 0.5, 3.1], [20_000, 5_000, 31_000], "ha"), ([30.0, 7.5], [20_000, 5_000], "mu"),
    ([20_000, 5_000], [20_000, 5_000], ""), ([2.0, 0.5], [20_900, 5_240], "ha"), ([2.0], [21_200], ""),
    ([2.0, np.nan, 1.0], [20_000, 99, 10_000], "ha"), ([2.0, 1.0], [20_000, 30_000], ""), ([], [], ""),
    ([np.nan], [100.0], ""), ([0.0], [100.0], "")])
def test_shapes_prove_a_unit_or_not(values: list[float], shapes: list[float], unit: str) -> None:
    assert evident_unit(np.array(values, dtype=float), np.array(shapes, dtype=float)) == unit


def test_known_heads_are_found_however_they_are_written() -> None:
    words = {"target": ("target", "目标", "目标任务"), "wan": ("目标（万亩）",), "place": ("县（区）",)}
    heads = {"目标": ("target", ""), "目标任务（亩）": ("target", "mu"), "目标 (亩)": ("target", "mu"),
             "目标/亩": ("target", "mu"), "目标／万亩": ("target", "wan_mu"), "目标\n（万亩）": ("wan", ""),
             "TARGET_ha": ("target", "ha"), "目标（顷）": ("target", ""), "县(区)": ("place", ""), "备注": ("", ""),
             "": ("", "")}
    assert known_heads(list(heads), words) == list(heads.values())


@pytest.mark.parametrize(("head", "kg_per_ha"), [
    # 15 mu are a hectare, 2 斤 a kilogram
    ("kg_per_ha", 1), ("千克/公顷", 1), ("公斤/亩", 15), ("千克／亩", 15), ("产能（公斤/亩）", 15),
    ("产能 (kg/mu)", 15), ("单产\n（单位：公斤/亩）", 15), ("产能(吨/hm²)", 1000), ("标准粮产量公斤/亩", 15),
    ("斤/亩", Fraction(15, 2)),
    ("kg_per_mu", 15), ("公斤每亩", 15), ("kg/m²", 10_000), ("产能", None), ("产能（公斤）", None), ("weight/ha", None),
    ("元/亩", None), ("", None)])
def test_units_of_yields(head: str, kg_per_ha: Fraction | None) -> None:
    assert yield_unit(head) == kg_per_ha
