"""Tiers of historic protection lines: names people write, nesting, what belongs to the purple line."""
from __future__ import annotations

from datetime import date

import pytest

from kf_resources_plugin.rules.heritage_tiers import container, tier_of, tiers
from tests.rules.books import delivered_book

TIERS = tiers(delivered_book("heritage_tiers", date(2026, 1, 1)))


def test_tiers_go_from_the_site_outwards() -> None:
    order = list(TIERS)
    for tier in TIERS.values():
        assert [*tier.within] == sorted(tier.within, key=order.index)
        assert all(order.index(outer) > order.index(tier.code) for outer in tier.within)
        assert {TIERS[outer].family for outer in tier.within} <= {tier.family}


def test_purple_line_holds_districts_and_historic_buildings_with_their_setting() -> None:
    # 城市紫线管理办法: districts (core and control zone), historic buildings outside them (building and setting);
    # sites under the Relics Law are none of it
    assert {tier.code for tier in TIERS.values() if tier.purple} == {
        "core", "district_control", "building", "setting"}
    assert {tier.code for tier in TIERS.values() if tier.derived} == {"purple", "historic"}


@pytest.mark.parametrize(("written", "code"), [
    ("protection", "protection"), ("保护范围", "protection"), (" 文物保护范围 ", "protection"),
    ("Ⅰ类建设控制地带", "control_1"), ("i类建设控制地带", "control_1"), ("建设控制地带", "control_1"),
    ("建控", "control_1"), ("二类建控", "control_2"), ("三类建控", "control_3"),
    ("建设控制地带（二类）", None), ("Construction control zone III", "control_3"), ("核心保护范围", "core"),
    ("紫 线", "purple"), ("", ""), (None, ""), ("NULL", ""), ("绿地", None),
])
def test_tier_is_known_by_what_people_write(written: object, code: str | None) -> None:
    assert tier_of(written, TIERS) == code


def test_no_two_tiers_share_a_name() -> None:
    for tier in TIERS.values():
        assert {tier_of(word, TIERS) for word in (tier.code, *tier.names, *tier.aliases)} == {tier.code}


@pytest.mark.parametrize(("code", "held", "outer"), [
    ("protection", {"protection", "control_1", "control_2"}, "control_1"),
    ("protection", {"protection", "control_3"}, "control_3"),
    ("protection", {"protection", "district_control"}, None),
    ("control_3", {"protection", "control_3"}, None),
    ("core", {"core", "district_control"}, "district_control"),
])
def test_next_tier_that_a_site_has_holds_the_inner_one(code: str, held: set[str], outer: str | None) -> None:
    assert container(code, held, TIERS) == outer
