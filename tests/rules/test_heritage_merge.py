"""Pairs, scores, decisions and merging, worked by hand; and that no order of lists, rows or decisions matters."""
from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kf_resources_plugin.rules.heritage_entries import Entry, keyed
from kf_resources_plugin.rules.heritage_merge import (
    CERTAIN,
    DIFFERENT,
    IMPLIED,
    OPEN,
    SAME,
    Decision,
    Settled,
    settled,
    sites,
)
from kf_resources_plugin.rules.heritage_pairs import Candidates, Pair
from kf_resources_plugin.rules.heritage_words import LEVEL, words
from kf_resources_plugin.rules.progress import NoProgress
from tests.rules.books import delivered_book

BOOK = delivered_book("heritage_register", date(2026, 1, 1))
RANK = {code: place for place, code in enumerate(words(BOOK, LEVEL))}


def entry(list_name: str, own_id: str, name: str, unit: str = "410204", level: str = "provincial",
          **more: Any) -> Entry:
    return Entry("", list_name, 0, own_id, name, level=level, unit_code=unit, **more)


def pairs_of(entries: list[Entry], places: dict[str, tuple[float, float]] | None = None) -> list[Pair]:
    """Return the pairs of keyed entries; ``places``: metres by key."""
    x, y = (np.array([(places or {}).get(each.key, (np.nan, np.nan))[axis] for each in entries]) for axis in (0, 1))
    every = np.triu_indices(len(entries), 1)
    return Candidates(entries, x, y, BOOK).pairs(every, NoProgress())


def told(entries: list[Entry], places: dict[str, tuple[float, float]] | None = None) -> list[tuple[str, float, bool]]:
    return [(", ".join(reason.partition(".")[2] for reason in pair.reasons), pair.score, pair.certain)
            for pair in pairs_of(keyed(entries), places)]


def merged(entries: list[Entry], decisions: list[Decision] | None = None) -> tuple[list[Entry], Settled]:
    ordered = keyed(entries)
    return ordered, settled(ordered, pairs_of(ordered), decisions or [])


def groups(entries: list[Entry], *decisions: Decision) -> list[list[str]]:
    ordered, found = merged(entries, list(decisions))
    return [[ordered[place].key for place in group] for group in found.groups]


def test_same_name_unit_and_kind_in_two_lists_is_certain() -> None:
    assert told([entry("国保", "7-1203", "相国寺", level="national"), entry("省保", "1", "相国寺")]) == [
        ("name_same", 0.9, True)]


@pytest.mark.parametrize("other", [
    entry("省保", "1", "相国寺", unit="410200"), entry("省保", "1", "相国寺", unit=""),
    entry("省保", "1", "相国寺", level="historic_building"), entry("省保", "1", "相国寺", level="")],
    ids=["city only", "no unit", "another kind of level", "no level"])
def test_same_name_is_open_where_unit_or_level_do_not_say_more(other: Entry) -> None:
    assert told([entry("国保", "7-1203", "相国寺", level="national"), other]) == [("name_same", 0.9, False)]


def test_names_that_stand_twice_in_a_list_or_are_common_are_never_certain() -> None:
    twice = [entry("省保", "1", "李氏祠"), entry("省保", "2", "李氏祠"), entry("县保", "9", "李氏祠", level="county")]
    assert told(twice) == [("name_same", 0.9, False)] * 3
    assert told([entry("省保", "1", "关帝庙"), entry("县保", "9", "关帝庙", level="county")]) == [("name_same",
                                                                                         0.9, False)]


def test_the_same_name_in_another_county_is_no_pair() -> None:
    assert told([entry("省保", "1", "李氏祠"), entry("县保", "9", "李氏祠", unit="410221")]) == []


@pytest.mark.parametrize(("one", "other", "why", "score"), [
    ("祐国寺塔", "铁塔", "name_alias", 0.8), ("朱仙镇岳飞庙（含关帝庙）", "朱仙镇岳飞庙", "name_core", 0.7),
    # the brackets name it, and it is a known name as well: 1 − 0.2 · 0.3
    ("祐国寺塔（铁塔）", "铁塔", "name_alias, name_core", 0.94), ("杞县大云寺塔", "大云寺塔", "name_contains", 0.5)])
def test_names_that_differ_are_open(one: str, other: str, why: str, score: float) -> None:
    assert told([entry("国保", "a", one, level="national"), entry("省保", "b", other)]) == [(why, score, False)]


def test_in_one_list_only_the_same_name_is_a_pair() -> None:
    assert told([entry("国保", "a", "祐国寺塔"), entry("国保", "b", "铁塔"), entry("国保", "c", "铁塔公园")]) == []


def test_a_known_name_counts_in_its_own_city_only() -> None:
    assert told([entry("国保", "a", "祐国寺塔", unit="410104"), entry("省保", "b", "铁塔", unit="410104")]) == []


def test_ids_count_where_they_are_long_enough() -> None:
    assert told([entry("国保", "7-1203-3", "甲寺"), entry("省保", "7-1203-3", "乙庙")]) == [("code_same", 0.6, False)]
    assert told([entry("国保", "12345", "甲寺"), entry("省保", "12345", "乙庙")]) == []


def test_places_count_up_to_the_distance_of_the_rule() -> None:
    lists = [entry("国保", "a", "甲寺", level="national"), entry("省保", "b", "乙庙")]
    assert told(lists, {"国保/a": (0, 0), "省保/b": (60, 80)}) == [("near", 0.4, False)]
    assert told(lists, {"国保/a": (0, 0), "省保/b": (60, 80.1)}) == []
    other = [lists[0], replace(lists[1], level="historic_district")]
    assert told(other, {"国保/a": (0, 0), "省保/b": (6, 8)}) == []


def test_the_same_name_far_away_is_open() -> None:
    lists = [entry("国保", "a", "相国寺", level="national"), entry("省保", "b", "相国寺")]
    assert told(lists, {"国保/a": (0, 0), "省保/b": (0, 500)}) == [("name_same", 0.9, True)]
    assert told(lists, {"国保/a": (0, 0), "省保/b": (0, 501)}) == [("name_same", 0.9, False)]
    # 1 − 0.1 · 0.6
    assert told(lists, {"国保/a": (0, 0), "省保/b": (0, 9)}) == [("name_same, near", 0.94, True)]


# -- decisions ----------------------------------------------------------------------------------------------------

TOWER = [entry("国保", "a", "祐国寺塔", level="national"), entry("省保", "b", "铁塔"),
         entry("市保", "c", "铁塔", level="municipal")]


def test_open_pairs_are_not_merged() -> None:
    assert groups(TOWER) == [["国保/a"], ["市保/c", "省保/b"]]


def test_a_decision_merges_and_implies_what_follows() -> None:
    ordered, found = merged(TOWER, [Decision("省保/b", "国保/a", SAME, "王", "2026-01-01")])
    assert found.groups == [[0, 1, 2]]
    assert [(ordered[verdict.pair.one].key, ordered[verdict.pair.other].key, verdict.status)
            for verdict in found.verdicts] == [
        ("国保/a", "市保/c", IMPLIED), ("国保/a", "省保/b", SAME), ("市保/c", "省保/b", CERTAIN)]


def test_a_decision_goes_before_what_is_certain() -> None:
    assert groups(TOWER, Decision("省保/b", "市保/c", DIFFERENT)) == [["国保/a"], ["市保/c"], ["省保/b"]]
    assert groups(TOWER, Decision("省保/b", "市保/c", OPEN, "王")) == [["国保/a"], ["市保/c"], ["省保/b"]]


def test_a_pair_that_no_rule_found_can_be_decided() -> None:
    lists = [entry("国保", "a", "甲寺"), entry("省保", "b", "乙庙")]
    assert groups(lists, Decision("国保/a", "省保/b", SAME)) == [["国保/a", "省保/b"]]
    assert groups(lists, Decision("国保/a", "省保/none", SAME)) == [["国保/a"], ["省保/b"]]


def test_the_later_decision_counts() -> None:
    lists = [entry("国保", "a", "甲寺"), entry("省保", "b", "乙庙")]
    earlier, later = Decision("国保/a", "省保/b", DIFFERENT, "王", "2026-01-01"), Decision(
        "省保/b", "国保/a", SAME, "李", "2026-01-02")
    assert groups(lists, later, earlier) == [["国保/a", "省保/b"]]
    sooner = replace(later, moment="2025-12-31")
    assert groups(lists, earlier, sooner) == [["国保/a"], ["省保/b"]]


@pytest.mark.parametrize(("one", "other"), [
    ("2026-01-01", "2026-01-01"), ("", "2026-01-01"), ("", ""), ("2026-01-01", "2026-01-01 10:00:00")])
def test_decisions_of_which_none_is_later_decide_nothing(one: str, other: str) -> None:
    lists = [entry("国保", "a", "相国寺", level="national"), entry("省保", "b", "相国寺")]
    assert groups(lists) == [["国保/a", "省保/b"]]
    ordered, found = merged(lists, [Decision("国保/a", "省保/b", SAME, "王", one),
                                    Decision("国保/a", "省保/b", DIFFERENT, "李", other)])
    assert found.groups == [[0], [1]]
    assert [verdict.status for verdict in found.verdicts] == [OPEN]
    assert [len(each) for each in found.contradictions] == [2]
    assert found.contradictions[0][0].keys == (ordered[0].key, ordered[1].key)


def test_the_same_said_twice_is_no_contradiction() -> None:
    lists = [entry("国保", "a", "甲寺"), entry("省保", "b", "乙庙")]
    same = Decision("国保/a", "省保/b", SAME, "王", "2026-01-01")
    _, found = merged(lists, [same, replace(same, person="李")])
    assert (found.groups, found.contradictions) == ([[0, 1]], [])


def test_a_group_whose_decisions_clash_is_left_apart() -> None:
    ordered, found = merged(TOWER, [Decision("国保/a", "省保/b", SAME), Decision("国保/a", "市保/c", DIFFERENT)])
    assert found.groups == [[0], [1], [2]]
    assert [(group, [(pair.one, pair.other) for pair in inside]) for group, inside in found.clashes] == [
        ([0, 1, 2], [(0, 1)])]
    assert ordered[1].key == "市保/c"


def test_a_merged_site_keeps_the_highest_level_and_all_it_comes_from() -> None:
    lists = [entry("县保", "x9", "相国寺", level="county", batch="3", era="清", source="普查",
                   published=date(1986, 5, 1)),
             entry("国保", "7-1203", "相国寺", level="national", batch="7", source="国发", unit="410204"),
             entry("省保", "", "相国寺", batch="1", address="自由路", source="国发", document="豫政文1号")]
    ordered, found = merged(lists)
    [site], shared = sites(ordered, found.groups, RANK)
    assert (site.site_id, site.level, site.batch) == ("7-1203", "national", "7")
    assert site.batches == (("national", "7"), ("provincial", "1"), ("county", "3"))
    assert site.origins == ("国保/7-1203", "省保/相国寺", "县保/x9")
    assert (site.address, site.era, site.sources) == ("自由路", "清", ("国发", "普查"))
    # document and day are those of one proclamation
    assert (site.document, site.published) == ("豫政文1号", None)
    assert shared == {}


def test_an_id_of_several_sites_is_none_of_theirs() -> None:
    lists = [entry("国保", "1", "甲寺"), entry("省保", "1", "乙庙"), entry("县保", "", "丙桥"),
             entry("县保", "5", "丁亭")]
    ordered, found = merged(lists)
    listed, shared = sites(ordered, found.groups, RANK)
    assert [site.site_id for site in listed] == ["5", "县保/丙桥", "国保/1", "省保/1"]
    assert shared == {"1": ["甲寺", "乙庙"]}


# -- order --------------------------------------------------------------------------------------------------------

NAMES = ("相国寺", "铁塔", "祐国寺塔", "祐国寺塔（铁塔）", "关帝庙", "杞县关帝庙", "")
ENTRIES = st.builds(
    entry, st.sampled_from(["国保", "省保", "县保"]), st.sampled_from(["", "1", "7-1203-3", "12"]),
    st.sampled_from(NAMES),
    unit=st.sampled_from(["", "410200", "410204", "410221"]), level=st.sampled_from(["", "national", "county"]),
    batch=st.sampled_from(["", "1"]))
LISTED = st.lists(ENTRIES, max_size=9).map(lambda rows: [row for row in rows if row.own_id or row.name])


@settings(max_examples=150, deadline=None)
@given(LISTED, st.data())
def test_no_order_of_rows_lists_or_decisions_matters(rows: list[Entry], data: Any) -> None:
    keys = [each.key for each in keyed(rows)] or ["none"]
    decisions = data.draw(st.lists(st.builds(
        Decision, st.sampled_from(keys), st.sampled_from(keys), st.sampled_from([SAME, DIFFERENT, OPEN]),
        st.just("王"),
        st.sampled_from(["", "2026-01-01", "2026-02-01"])), max_size=4))
    decisions = [each for each in decisions if each.entry_a != each.entry_b]
    results = []
    for given_rows, given_decisions in ((rows, decisions), (data.draw(st.permutations(rows)),
                                                            data.draw(st.permutations(decisions)))):
        ordered, found = merged(given_rows, given_decisions)
        listed, shared = sites(ordered, found.groups, RANK)
        results.append((ordered, found.verdicts, found.groups, found.clashes, listed, shared,
                        [sorted(map(str, each)) for each in found.contradictions]))
    assert results[0] == results[1]
    ordered, verdicts, parts, _, listed, _, _ = results[0]
    assert sorted(place for group in parts for place in group) == list(range(len(ordered))), "every entry in one site"
    assert len({site.site_id for site in listed}) == len(listed)
    apart = {(verdict.pair.one, verdict.pair.other) for verdict in verdicts if verdict.status == DIFFERENT}
    assert not any({one, other} <= set(group) for one, other in apart for group in parts)
