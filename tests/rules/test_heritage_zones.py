"""Widths of protection lines: types of site by their words, widths by level, order of the lines of a site."""
from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kf_resources_plugin.rules.heritage_tiers import tiers
from kf_resources_plugin.rules.heritage_zones import (
    CANAL,
    DRAWN,
    WIDTH,
    provisional,
    site_types,
    steps,
    type_of,
    widths,
    widths_of,
)
from tests.rules.books import delivered_book

BOOK = delivered_book("heritage_zones", date(2026, 1, 1))
TIERS = tiers(delivered_book("heritage_tiers", date(2026, 1, 1)))
TYPES, WIDTHS = site_types(BOOK), widths(BOOK)


@pytest.mark.parametrize(("value", "name", "code"), [
    ("古建筑", "祐国寺塔", "tower"), ("tower", "开封城墙", "tower"), ("古建筑", "开封城墙", "wall"),
    ("古墓葬", "某墓", "tomb"), ("", "焦裕禄烈士墓", "tomb"), ("古遗址", "北宋东京城遗址", "ruins"),
    ("", "双龙巷历史文化街区", "district"), ("历史建筑", "老宅", "historic_building"),
    ("古建筑", "山陕甘会馆", "building"),
    ("近现代重要史迹及代表性建筑", "刘青霞故居", "building"), (None, "州桥", None), ("奇物", None, None),
    ("Pagoda", "Fan", "tower"), ("cave_or_carving", "河南贡院碑", "other"), ("", "朱仙镇历史文化名镇", "district"),
])
def test_type_is_told_by_field_or_name(value: object, name: object, code: str | None) -> None:
    found = type_of(value, name, TYPES)
    assert (None if found is None else found.code) == code


def test_every_type_of_the_register_is_known() -> None:
    register = delivered_book("heritage_register", date(2026, 1, 1))
    codes = [str(row.thresholds["code"]) for row in register.rows.values() if row.id.startswith("heritage_type.")]
    assert {code: found.code for code in codes if (found := type_of(code, "", TYPES)) is not None} == {
        "archaeological_site": "ruins", "tomb": "tomb", "ancient_building": "building", "cave_or_carving": "other",
        "modern_site": "building", "historic_building": "historic_building", "historic_district": "district",
        "historic_settlement": "district", "other": "other"}


def test_widths_are_the_usual_ones_and_the_wall_has_none() -> None:
    # domain: tower base + 50 m, control I 20 to 70 m; small building and tomb 10 m and 20 m
    assert {tier: width.width_m for tier, width in widths_of("tower", "", WIDTHS).items()} == {
        "protection": 50, "control_1": 45, "control_2": 25, "control_3": 25}
    for kind in ("building", "tomb", "other"):
        assert [widths_of(kind, "", WIDTHS)[tier].width_m for tier in ("protection", "control_1")] == [10, 20]
    assert widths_of("wall", "", WIDTHS) == {}
    assert not TYPES["wall"].by_width
    assert {width.width_m for width in widths_of(CANAL, "", WIDTHS).values()} == {1000, 2000}
    assert not [width for width in WIDTHS if width.published]


def test_the_width_of_a_level_goes_before_that_of_all() -> None:
    all_levels = next(width for width in WIDTHS if width.rule_id == "zone.tower_protection")
    national = replace(all_levels, rule_id="own", levels=("国家级", "全国重点"), width_m=80.0)
    for known in ([all_levels, national], [national, all_levels]):
        assert widths_of("tower", "全国重点文物保护单位", known)["protection"].width_m == 80
        assert widths_of("tower", "县级", known)["protection"].width_m == 50


def test_lines_go_outwards_and_each_knows_what_it_holds() -> None:
    own = widths_of("tower", "", WIDTHS)
    found = steps(own, {"control_1", "burial"}, TIERS)
    assert [(step.tier, step.width is None, step.inner) for step in found] == [
        ("protection", False, ""), ("control_1", True, "protection"), ("control_2", False, "control_1"),
        ("control_3", False, "control_2"), ("burial", True, "")]


def test_only_drawn_and_published_lines_are_set() -> None:
    assert not provisional(DRAWN, published=False, from_point=True)
    assert not provisional(WIDTH, published=True, from_point=False)
    assert provisional(WIDTH, published=True, from_point=True)
    assert provisional(WIDTH, published=False, from_point=False)
