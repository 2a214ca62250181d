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
    VERDICTS,
    Account,
    PieceAreas,
    SliverRule,
    account,
    directions,
    exempted,
    land_kinds,
    least_areas,
    most_alone,
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


def pieces(*rows: tuple[str, str, int, int], grade: list[float] | None = None, kg_per_ha: list[float] | None = None,
           **flags: list[bool]) -> PieceAreas:
    """Return pieces (kind before, kind after, net before, net after) in hundredths; '' where an epoch has no land."""
    values = [np.full(len(rows), np.nan) if given is None else np.array(given) for given in (grade, kg_per_ha)]
    before, after = (np.array([KIND.get(row[place], -1) for row in rows], dtype=np.int8) for place in (0, 1))
    net_before, net_after = (np.array([row[place] for row in rows], dtype=np.int64) for place in (2, 3))
    none = np.zeros(len(rows), dtype=bool)
    marks: dict[str, Any] = {name: np.array(flags[name]) if name in flags else none
                             for name in ("sliver", "exempt", "stable", "unjudged", "permanent",
                                         "suspected")}
    return PieceAreas(np.maximum(net_before, net_after), net_before, net_after, before, after,
                      directions(before, after, (before >= 0) & (after >= 0)), **marks, grade=values[0],
                      kg_per_ha=values[1])


def test_the_worked_example_of_the_balance() -> None:
    """12.34 ha to garden; 15.10 ha in, 2.30 not stable: 12.80 − 12.34 = +0.46 ha."""
    found = account(pieces(("cultivated", "garden", 12_340_000, 0), ("forest", "cultivated", 0, 12_800_000),
                           ("grass", "cultivated", 0, 2_300_000), stable=[False, True, False]),
                    np.array([True, False, False]), np.zeros(3, dtype=np.int64), 1)
    assert (found.out_total[0], found.in_total[0], found.stable[0], found.net[0]) == (
        12_340_000, 15_100_000, 12_800_000, 460_000)
    assert found.stable_out[0] == 12_340_000


def test_building_where_an_exemption_lies_is_not_exempt() -> None:
    after = np.array([KIND["garden"], KIND["construction"], KIND["other"], KIND["construction"]], dtype=np.int8)
    assert exempted(np.array([True, True, False, False]), after).tolist() == [True, False, False, False]


def test_what_is_exempt_is_out_whatever_it_became() -> None:
    found = account(pieces(("cultivated", "forest", 100, 0), ("cultivated", "other", 20, 0),
                           ("cultivated", "other", 3, 0), ("cultivated", "construction", 7, 0),
                           exempt=[True, True, False, False]),
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


def verdicts(found: Account) -> list[str]:
    return [VERDICTS[place] for place in found.verdict(BOOK).tolist()]


@pytest.mark.parametrize(("row", "sliver", "not_compared"), [
    (("cultivated", "unknown", 2, 0), False, 2), (("unknown", "garden", 2, 0), False, 2),
    (("unknown", "unknown", 2, 0), False, 2), (("cultivated", "unknown", 2, 0), True, 0),
    (("garden", "", 100, 0), False, 0), (("garden", "", 101, 0), False, 101), (("", "other", 0, 101), False, 101),
])
def test_what_nobody_can_compare_leaves_the_account_open(row: tuple[str, str, int, int], sliver: bool,
                                                         not_compared: int) -> None:
    """Any land of an unknown class but a trace; of one epoch what is more than a ten thousandth of all, here 100.

    One hundredth of a square metre alone would turn no verdict.
    """
    rest = ("garden", "garden", 1_000_000 - row[2] - row[3], 0)
    listed = pieces(row, rest, ("cultivated", "garden", 5, 0), sliver=[sliver, False, False])
    found = account(listed, np.zeros(3, dtype=bool), np.array([0, 0, 1]), 2)
    assert found.land.tolist() == [1_000_000, 5]
    assert found.not_compared(most_alone(BOOK)).tolist() == [not_compared, 0]
    assert verdicts(found) == ["open" if not_compared else "balanced", "short"]
    assert found.net.tolist() == [0, -5]


@pytest.mark.parametrize(("out", "came", "unknown", "alone", "verdict"), [
    (101, 0, 60, 39, "short"), (100, 0, 60, 39, "open"), (101, 0, 0, 99, "short"), (101, 0, 99, 0, "short"),
    (1, 0, 60, 40, "open"), (0, 98, 60, 40, "open"), (0, 99, 60, 40, "balanced"), (50, 150, 100, 0, "balanced"),
    (50, 150, 0, 102, "open")])
def test_the_verdict_is_open_only_where_land_that_is_not_compared_can_turn_it(
        out: int, came: int, unknown: int, alone: int, verdict: str) -> None:
    """All that is not compared, 99 or 100, may have come in at best, or gone out at worst; a net of −1 is balanced."""
    found = account(pieces(("cultivated", "garden", out, 0), ("forest", "cultivated", 0, came),
                           ("unknown", "unknown", unknown, 0), ("cultivated", "", alone, 0),
                           stable=[False, True, False, False]),
                    np.zeros(4, dtype=bool), np.zeros(4, dtype=np.int64), 1)
    assert (found.net[0], found.not_compared(most_alone(BOOK))[0]) == (came - out, unknown + alone)
    assert verdicts(found) == [verdict]


@pytest.mark.parametrize(("out", "came", "verdict"), [
    (1_000_000, 1_000_000, "balanced"), (1_000_000, 999_999, "balanced"), (1_000_000, 999_998, "short")])
def test_a_hundredth_of_a_square_metre_is_rounding(out: int, came: int, verdict: str) -> None:
    """Areas are checked to 0.01 m²: 1 ha out and 9 999.99 m² in are balanced, 9 999.98 m² are not."""
    found = account(pieces(("cultivated", "garden", out, 0), ("garden", "cultivated", 0, came), stable=[False, True]),
                    np.zeros(2, dtype=bool), np.zeros(2, dtype=np.int64), 1)
    assert (found.net[0], verdicts(found)) == (came - out, [verdict])


NAN = float("nan")


@pytest.mark.parametrize(("out", "came", "unknown", "verdict"), [
    (100, 98, 0, "short"), (100, 99, 0, "open"), (0, 100, 0, "balanced"), (2, 500, 0, "open"), (100, 0, 0, "short"),
    (100, 60, 38, "short"), (100, 60, 39, "open"), (0, 60, 2, "open")])
def test_what_nothing_tells_the_stability_of_leaves_open_what_it_can_turn(out: int, came: int, unknown: int,
                                                                          verdict: str) -> None:
    """At best all that came in is stable, at worst none; land of an unknown class comes on top of it."""
    found = account(pieces(("cultivated", "garden", out, 0), ("forest", "cultivated", 0, came),
                           ("unknown", "unknown", unknown, 0), grade=[6, 8, NAN], kg_per_ha=[15_000, 12_000, NAN],
                           unjudged=[True] * 3), np.zeros(3, dtype=bool), np.zeros(3, dtype=np.int64), 1)
    assert (found.stable[0], found.unjudged[0], found.net[0], found.net_at_most[0]) == (0, came, -out, came - out)
    assert found.stable_quality.capacity_unknown.tolist() == [came > 0]
    assert np.isnan(found.stable_quality.grade[0])
    assert verdicts(found) == [verdict]


def test_quality_is_of_what_is_to_be_matched_and_of_the_stable_part_of_in() -> None:
    """(2 ha × 6 + 1 ha × 9) / 3 = 7.0; 3 ha of grade 8; what is exempt, built, a sliver or not stable is in neither."""
    listed = pieces(
        ("cultivated", "garden", 2_000_000, 0), ("cultivated", "forest", 1_000_000, 0),
        ("grass", "cultivated", 0, 3_000_000), ("cultivated", "forest", 500_000, 0),
        ("cultivated", "construction", 500_000, 0), ("cultivated", "garden", 50, 0),
        ("grass", "cultivated", 0, 700_000), ("grass", "cultivated", 0, 70),
        grade=[6, 9, 8, 15, 15, 15, 1, 1], kg_per_ha=[15_000, 10_500, 12_000, 1_500, 1_500, 1_500, 22_500, 22_500],
        exempt=[False, False, False, True, False, False, False, False],
        sliver=[False, False, False, False, False, True, False, True],
        stable=[False, False, True, False, False, False, False, True])
    found = account(listed, np.zeros(8, dtype=bool), np.zeros(8, dtype=np.int64), 1)
    left, came = found.due_quality, found.stable_quality
    assert (left.grade.tolist(), came.grade.tolist()) == ([7.0], [8.0])
    # hundredths of kg: 2 × 15 000 + 1 × 10 500 = 40 500 kg, 3 × 12 000 = 36 000 kg
    assert (left.capacity.tolist(), came.capacity.tolist()) == ([4_050_000], [3_600_000])
    assert not left.capacity_unknown[0] | came.capacity_unknown[0]
    assert (found.worse(4).tolist(), found.quality_unknown.tolist(), found.net.tolist()) == ([True], [0], [0])


@pytest.mark.parametrize(("came", "worse"), [
    (6.0, False), (7.0, False), (7.00004, False), (7.0001, True), (NAN, False)])
def test_means_are_compared_with_four_decimals(came: float, worse: bool) -> None:
    decimals = int(BOOK.threshold("change.quality_lower", "decimals"))
    listed = pieces(("cultivated", "garden", 10_000, 0), ("grass", "cultivated", 0, 10_000), grade=[7.0, came],
                    stable=[False, True])
    found = account(listed, np.zeros(2, dtype=bool), np.zeros(2, dtype=np.int64), 1)
    assert found.worse(decimals).tolist() == [worse]


def test_a_missing_grade_leaves_its_own_group_and_side_unknown() -> None:
    """Group 0 lacks a grade of out, group 1 one of in, group 2 has nothing to match, group 3 lacks a capacity only."""
    rows = [("cultivated", "garden", 100, 0), ("cultivated", "garden", 40, 0), ("grass", "cultivated", 0, 100)] * 4
    listed = pieces(*rows, grade=[6, NAN, 8, 6, 6, NAN, NAN, NAN, NAN, 6, 6, 8], kg_per_ha=[
        15_000, NAN, 12_000, 15_000, 15_000, NAN, NAN, NAN, NAN, NAN, 15_000, 12_000],
        stable=[False, False, True] * 4, exempt=[False] * 6 + [True, True] + [False] * 4)
    found = account(listed, np.zeros(12, dtype=bool), np.repeat(np.arange(4), 3), 4)
    left, came = found.due_quality, found.stable_quality
    np.testing.assert_array_equal(left.grade, [NAN, 6.0, NAN, 6.0])
    np.testing.assert_array_equal(came.grade, [8.0, NAN, NAN, 8.0])
    assert left.capacity_unknown.tolist() == [True, False, False, True]
    assert came.capacity_unknown.tolist() == [False, True, True, False]
    assert found.quality_unknown.tolist() == [40, 100, 0, 0]
    assert found.worse(4).tolist() == [False, False, False, True]


def test_without_pieces_the_account_is_empty() -> None:
    found = account(pieces(), np.zeros(0, dtype=bool), np.zeros(0, dtype=np.int64), 1)
    assert (found.net[0], found.farmland_before[0]) == (0, 0)


@pytest.mark.parametrize(("day", "status", "unified"), [
    (date(2021, 11, 26), "house", False), (date(2021, 11, 27), "statute", False), (date(2025, 1, 1), "statute", True)])
def test_the_documents_apply_from_their_days(day: date, status: str, unified: bool) -> None:
    # 自然资发〔2021〕166号 is of 2021-11-27; that 自然资发〔2024〕204号 closed the old mode from 2025-01-01
    # rests on a weak source and is no statute therefore
    rows = delivered_book("farmland_change", day).rows
    assert rows["change.exempt"].status == status
    # the formula of the account is our reading of the notice
    ours = ("account", "short", "quality_lower")
    assert [rows[f"change.{name}"].status for name in ours] == ["house"] * 3
    assert [rows[f"change.{name}"].number for name in ours] == [rows["change.exempt"].number] * 3
    assert ("change.unified" in rows) == unified
    assert not unified or rows["change.unified"].status == "house"
