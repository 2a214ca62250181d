"""The layout of the area table by land class, and the rounding of its figures."""
from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from kf_resources_plugin.rules.class_table import ClassTableLayout
from tests.rules.class_systems import RULES, delivered

if TYPE_CHECKING:
    from collections.abc import Iterator

    Ints = npt.NDArray[np.int64]

DOCUMENT = json.loads((RULES / "class_table_layout.json").read_text(encoding="utf-8"))
LAYOUT = ClassTableLayout(DOCUMENT, "unused")
LEAVES = len(LAYOUT.leaves)


def majors(head: dict[str, Any], major: str | None = None) -> Iterator[tuple[str, str | None]]:
    major = head.get("major", major)
    for part in head.get("parts", ()):
        yield from majors(part, major)
    if "parts" not in head:
        yield head["id"], major


@pytest.mark.parametrize("system", ["survey_2019", "gbt_21010_2017"])
def test_every_class_stands_under_its_major_class(system: str) -> None:
    major_of = dict(pair for head in DOCUMENT["heads"] for pair in majors(head))
    for code, info in delivered().classes(system).items():
        leaf = LAYOUT.leaves[LAYOUT.leaf_of(system, code)]
        assert (leaf, major_of[leaf]) == (leaf, info.major), code


@pytest.mark.parametrize(("system", "code", "leaf"), [
    ("survey_2019", "0101", "paddy"), ("survey_2019", "0201K", "garden"), ("survey_2019", "0303", "forest"),
    ("survey_2019", "0402", "grassland"), ("survey_2019", "1006", "rural_road"), ("survey_2019", "1003", "transport"),
    ("survey_2019", "1107A", "ditch"), ("survey_2019", "1109", "hydraulic"), ("survey_2019", "0810A", "public"),
    ("survey_2019", "0603", "industrial"), ("gbt_21010_2017", "0604", "industrial"),
    ("survey_2019", "0604", "unknown_class"), ("gbt_21010_2017", "0508", "unknown_class"),
    ("survey_2019", "", "unknown_class"), ("survey_2019", "0404", "other_grassland"),
])
def test_a_class_is_looked_up_by_its_system(system: str, code: str, leaf: str) -> None:
    assert LAYOUT.leaves[LAYOUT.leaf_of(system, code)] == leaf


def test_other_grassland_may_be_agricultural() -> None:
    other = ClassTableLayout(DOCUMENT, "agricultural")
    assert [other.leaves[other.leaf_of(system, "0404")] for system in ("survey_2019", "gbt_21010_2017")] == [
        "grassland"] * 2


def test_columns_stand_as_on_the_form() -> None:
    assert [column.path("zh") for column in LAYOUT.columns[:6]] == [
        ["总计"], ["农用地", "合计"], ["农用地", "耕地", "小计"], ["农用地", "耕地", "水田"],
        ["农用地", "耕地", "水浇地"], ["农用地", "耕地", "旱地"]]
    assert [column.id for column in LAYOUT.columns if len(column.leaves) > 1] == [
        "total", "agricultural", "cultivated", "other_agricultural", "construction", "unused"]


def test_optional_columns_stand_where_there_is_such_land() -> None:
    cells = np.zeros((1, LEAVES), dtype=np.int64)
    ids = {column.id for column in LAYOUT.shown(cells)}
    assert ids.isdisjoint({"outside_survey", "unknown_class", "glacier", "reserve_cultivable"})
    assert {"paddy", "vacant", "bare"} <= ids
    cells[0, LAYOUT.outside] = 1
    assert {column.id for column in LAYOUT.shown(cells)} - ids == {"outside_survey"}


def test_every_leaf_is_in_its_sums_once() -> None:
    cells = np.ones((1, LEAVES), dtype=np.int64)
    sums = dict(zip((column.id for column in LAYOUT.columns), LAYOUT.sums(cells, LAYOUT.columns)[0].tolist()))
    unclassed = sums["unknown_class"] + sums["outside_survey"]
    assert sums["total"] == LEAVES == sums["agricultural"] + sums["construction"] + sums["unused"] + unclassed
    assert sums["agricultural"] == sum(sums[key] for key in (
        "cultivated", "garden", "forest", "grassland", "other_agricultural"))
    assert sums["cultivated"] == 3


@pytest.mark.parametrize(("value", "tenure"), [
    ("10", "state"), ("20", "state"), ("21", "state"), ("30", "collective"), ("34", "collective"),
    ("41", "collective"), ("集体土地所有权", "collective"), ("", ""), ("99", "")])
def test_tenure_is_that_of_the_survey(value: str, tenure: str) -> None:
    assert LAYOUT.tenures[LAYOUT.tenure_of(value)].id == tenure


def test_a_project_of_three_equal_parcels() -> None:
    # 3 × 3 333.35 m² = 10 000.05 m², printed 10 000; each is 3 333.35, so one is 3 334 and two are 3 333
    cells = np.zeros((1, LEAVES), dtype=np.int64)
    leaves = [LAYOUT.leaf_of("survey_2019", code) for code in ("0101", "0201", "1006")]
    cells[0, leaves] = 333_335
    units, permanent = LAYOUT.printed(cells, np.zeros(1, dtype=np.int64), [np.zeros(1, dtype=np.int64)])
    assert sorted(units[0, leaves].tolist()) == [3333, 3333, 3334]
    assert units.sum() == 10_000
    assert permanent.tolist() == [0]


tables = st.integers(1, 6).flatmap(lambda rows: st.tuples(
    arrays.arrays(np.int64, (rows, LEAVES), elements=st.integers(0, 300), fill=st.just(0)),
    st.lists(st.sampled_from([0.0, 0.5, 1.0]), min_size=rows, max_size=rows),
    *(st.lists(st.integers(0, 1), min_size=rows, max_size=rows).map(sorted) for _ in range(2))))


def check_form(cells: Ints, within: Ints, tenure: Ints, county: Ints) -> None:
    """Hold a printed form against its figures."""
    cultivated = list(LAYOUT.cultivated)
    units, permanent = LAYOUT.printed(cells, within, [tenure, county])
    assert (np.abs(units - cells / 100) < 1).all()
    assert (units[cells == 0] == 0).all()
    assert int(units.sum()) == int(cells.sum() + 50) // 100, "the total is rounded once, half-up"
    values, printed = LAYOUT.sums(cells, LAYOUT.columns) / 100, LAYOUT.sums(units, LAYOUT.columns)
    assert (np.abs(printed - values) < 1).all(), "every sum of an owner"
    assert (np.abs(printed.sum(axis=0) - values.sum(axis=0)) < 1).all(), "every column"
    for group in np.unique(tenure):
        rows = tenure == group
        assert abs(units[rows].sum() - cells[rows].sum() / 100) < 1, "the total of a tenure"
        assert (np.abs(units[rows].sum(axis=0) - cells[rows].sum(axis=0) / 100) < 1).all(), "its leaves"
    assert (permanent <= units[:, cultivated].sum(axis=1)).all()
    assert (np.abs(permanent - within / 100) < 1).all()


@given(tables)
def test_a_form_adds_up(table: tuple[Ints, list[float], list[int], list[int]]) -> None:
    cells, shares, tenure, county = table
    within = (cells[:, list(LAYOUT.cultivated)].sum(axis=1) * np.array(shares)).astype(np.int64)
    check_form(cells, within, np.array(tenure), np.array(county))


def test_a_form_of_many_owners_adds_up() -> None:
    random = np.random.default_rng(6)
    cells = random.integers(0, 10_000, (60, LEAVES)) * (random.random((60, LEAVES)) < 0.4)
    whole = cells[:, list(LAYOUT.cultivated)].sum(axis=1)
    within = np.where(np.arange(60) % 3 == 0, whole, np.where(np.arange(60) % 3 == 1, whole // 3, 0))
    check_form(cells, within, np.arange(60) // 20, np.arange(60) // 5)
    _, permanent = LAYOUT.printed(cells, within, [np.arange(60) // 20, np.arange(60) // 5])
    assert abs(int(permanent.sum()) - within.sum() / 100) < 1, "the sum of permanent farmland is near, too"
