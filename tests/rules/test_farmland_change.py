"""Kinds of land, slivers and the account of in and out, on pieces worked by hand."""
from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest

from kf_resources_plugin.rules.codes import SURVEY
from kf_resources_plugin.rules.farmland_change import (
    DIRECTIONS,
    LAND_KINDS,
    PieceAreas,
    SliverRule,
    account,
    directions,
    land_kinds,
    least_areas,
    sliver_rule,
)
from tests.rules.books import delivered_book
from tests.rules.class_systems import delivered

BOOK = delivered_book("farmland_change", date(2025, 6, 1))
KIND = {name: place for place, name in enumerate(LAND_KINDS)}


def kinds_of(*codes: str) -> list[str]:
    systems = delivered()
    return [LAND_KINDS[kind] for kind in land_kinds([systems.info(SURVEY, code) for code in codes], BOOK).tolist()]


def test_every_class_has_a_kind() -> None:
    # TD/T 1055-2019, working classification: 01 cultivated, 02 garden, 03 forest, 04 grass, 1202 facilities; the three
    # great classes tell the rest; 0303 is a wetland forest, 1203 field ridge, 1104K a pond that may be restored
    assert kinds_of("0101", "0103", "0201", "0201K", "0303", "0307", "0402", "0404", "1202") == [
        "cultivated", "cultivated", "garden", "garden", "forest", "forest", "grass", "grass", "facility"]
    assert kinds_of("1006", "1104K", "1107", "1203") == ["agricultural"] * 4
    assert kinds_of("0603", "0702", "08H2A", "1003", "1109") == ["construction"] * 5
    assert kinds_of("1101", "1106", "1204", "1206") == ["other"] * 4
    assert kinds_of("9999") == ["unknown"]


def test_land_moves_only_where_both_epochs_have_it() -> None:
    cultivated, garden, none = KIND["cultivated"], KIND["garden"], -1
    unknown = KIND["unknown"]
    before = np.array([cultivated, garden, cultivated, garden, cultivated, none, unknown, cultivated], dtype=np.int8)
    after = np.array([garden, cultivated, cultivated, garden, none, cultivated, cultivated, unknown], dtype=np.int8)
    found = directions(before, after, (before >= 0) & (after >= 0))
    assert [DIRECTIONS[place] for place in found.tolist()] == ["out", "in"] + ["none"] * 6


@pytest.mark.parametrize(("width", "area", "sliver"), [
    (0.99, 399.9, True), (1.0, 399.9, False), (0.99, 40_000.0, True), (5.0, 0.99, True), (5.0, 1.0, False)])
def test_a_sliver_is_thin_however_long_or_next_to_nothing(width: float, area: float, sliver: bool) -> None:
    assert sliver_rule(BOOK) == SliverRule(1.0, 1.0)
    assert sliver_rule(BOOK).sliver(np.array([width]), np.array([area])).tolist() == [sliver]


def test_only_building_is_suspected_by_default() -> None:
    least = dict(zip(LAND_KINDS, least_areas(BOOK).tolist()))
    assert least.pop("construction") == 200
    assert set(least.values()) == {np.inf}


def pieces(*rows: tuple[str, str, int, int], **flags: list[bool]) -> PieceAreas:
    """Return pieces (kind before, kind after, net before, net after) in hundredths; '' where an epoch has no land."""
    before, after = (np.array([KIND.get(row[place], -1) for row in rows], dtype=np.int8) for place in (0, 1))
    net_before, net_after = (np.array([row[place] for row in rows], dtype=np.int64) for place in (2, 3))
    none = np.zeros(len(rows), dtype=bool)
    marks: dict[str, Any] = {name: np.array(flags[name]) if name in flags else none
                             for name in ("sliver", "exempt", "stable", "permanent", "suspected")}
    return PieceAreas(np.maximum(net_before, net_after), net_before, net_after, before, after,
                      directions(before, after, (before >= 0) & (after >= 0)), **marks)


def test_the_worked_example_of_the_balance() -> None:
    """12.34 ha to garden; 15.10 ha in, 2.30 not stable: 12.80 − 12.34 = +0.46 ha."""
    found = account(pieces(("cultivated", "garden", 12_340_000, 0), ("forest", "cultivated", 0, 12_800_000),
                           ("grass", "cultivated", 0, 2_300_000), stable=[False, True, False]),
                    np.array([True, False, False]), np.zeros(3, dtype=np.int64), 1)
    assert (found.out_total[0], found.in_total[0], found.stable[0], found.net[0]) == (
        12_340_000, 15_100_000, 12_800_000, 460_000)
    assert found.stable_out[0] == 12_340_000


def test_what_is_exempt_is_out_whatever_it_became_but_never_building() -> None:
    found = account(pieces(("cultivated", "forest", 100, 0), ("cultivated", "other", 20, 0),
                           ("cultivated", "other", 3, 0), ("cultivated", "construction", 7, 0),
                           exempt=[True, True, False, True]),
                    np.ones(4, dtype=bool), np.zeros(4, dtype=np.int64), 1)
    assert (found.out_total[0], found.exempt[0], found.due[0]) == (120, 120, 0)
    assert (found.other[0], found.construction[0], found.net[0]) == (3, 7, 0)
    assert found.stable_out[0] == 0


def test_every_group_closes_with_slivers_ridges_and_land_of_one_epoch() -> None:
    listed = pieces(("cultivated", "garden", 500, 0), ("garden", "cultivated", 0, 90), ("cultivated", "garden", 4, 0),
                    ("garden", "cultivated", 0, 5), ("cultivated", "cultivated", 1000, 940), ("cultivated", "", 60, 0),
                    ("", "cultivated", 0, 70), sliver=[False, False, True, True, False, False, False])
    found = account(listed, np.zeros(7, dtype=bool), np.array([0, 1, 0, 1, 0, 1, 1]), 2)
    assert found.farmland_before.tolist() == [1504, 60]
    assert found.farmland_after.tolist() == [940, 165]
    assert found.ridges.tolist() == [-60, 0]
    assert (found.slivers_out.tolist(), found.slivers_in.tolist()) == ([4, 0], [0, 5])
    assert (found.before_only.tolist(), found.after_only.tolist()) == ([0, 60], [0, 70])
    closing = (found.farmland_before - found.out_total - found.construction - found.other - found.slivers_out
               - found.unknown_out + found.unknown_in - found.before_only
               + found.in_total + found.slivers_in + found.after_only + found.ridges)
    assert closing.tolist() == found.farmland_after.tolist()


def test_without_pieces_the_account_is_empty() -> None:
    found = account(pieces(), np.zeros(0, dtype=bool), np.zeros(0, dtype=np.int64), 1)
    assert (found.net[0], found.farmland_before[0]) == (0, 0)


@pytest.mark.parametrize(("day", "status", "unified"), [
    (date(2021, 11, 26), "house", False), (date(2021, 11, 27), "statute", False), (date(2025, 1, 1), "statute", True)])
def test_the_documents_apply_from_their_days(day: date, status: str, unified: bool) -> None:
    # 自然资发〔2021〕166号 is of 2021-11-27; 自然资发〔2024〕204号 closed the old mode from 2025-01-01
    rows = delivered_book("farmland_change", day).rows
    assert rows["change.exempt"].status == status
    # the formula of the account is our reading of the notice
    assert [rows[f"change.{name}"].status for name in ("account", "short")] == ["house"] * 2
    assert [rows[f"change.{name}"].number for name in ("account", "short")] == [rows["change.exempt"].number] * 2
    assert ("change.unified" in rows) == unified
