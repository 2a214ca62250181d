"""Controlled rounding: tables add up across and down."""
from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from kf_resources_plugin.rules.tables import controlled_rounding, rounded_parts


def check(cells: npt.NDArray[np.float64], found: npt.NDArray[np.int64], noise: float = 1e-5) -> None:
    assert (found >= np.floor(cells - noise)).all()
    assert (found <= np.ceil(cells + noise)).all()
    for axis in (0, 1):
        assert np.abs(found.sum(axis=axis) - cells.sum(axis=axis)).max() < 1.0 + noise
    assert abs(found.sum() - cells.sum()) <= 0.5 + noise


def test_worked_example() -> None:
    # each row 0.5 + 0.5 + 0.5 = 1.5, each column 1.0, grand total 3.0: independent rounding would print 6
    found = controlled_rounding(np.full((2, 3), 0.5), 1.0)
    assert found.sum() == 3
    assert found.sum(axis=0).tolist() == [1, 1, 1]
    assert sorted(found.sum(axis=1).tolist()) == [1, 2]


def test_four_decimals_of_hectares() -> None:
    # 1.00005 ha in all prints 1.0001 (half-up), one tenth of a thousandth more than its cells' floors
    found = controlled_rounding([[0.33335, 0.33335], [0.33335, 0.0]], 10000.0)
    assert found.sum() == 10001
    assert set(found.ravel().tolist()) <= {3333, 3334, 0}


def test_whole_cells_stay_as_they_are() -> None:
    cells = np.array([[1.0, 2.0, 0.0], [4.0, 0.0, 6.0]])
    assert controlled_rounding(cells, 1.0).tolist() == cells.astype(int).tolist()


def test_one_row_is_rounded_like_a_list() -> None:
    found = controlled_rounding([[0.2, 0.2, 0.2, 0.2, 0.2]], 1.0)
    assert found.sum() == 1
    assert sorted(found[0].tolist()) == [0, 0, 0, 0, 1]


def test_values_below_zero() -> None:
    cells = np.array([[-0.4, 1.3], [0.7, -2.6]])
    check(cells, controlled_rounding(cells, 1.0))


@pytest.mark.parametrize("shape", [(0, 3), (3, 0), (0, 0)])
def test_empty_tables(shape: tuple[int, int]) -> None:
    assert controlled_rounding(np.zeros(shape), 1.0).shape == shape


@pytest.mark.parametrize("cells", [[1.0, 2.0], [[math.nan]], [[1e300]]])
def test_what_is_no_table_is_refused(cells: list[object]) -> None:
    with pytest.raises(ValueError, match=r"table|cell"):
        controlled_rounding(cells, 1.0)


def test_a_large_table_stays_near_its_values() -> None:
    cells = np.random.default_rng(5).uniform(0.0, 50.0, (300, 20))
    found = controlled_rounding(cells, 1.0)
    check(cells, found)
    # plain rounding leaves 0.25 on average, a coin 0.33
    assert np.abs(found - cells).mean() < 0.32


tables = arrays.arrays(np.float64, st.tuples(st.integers(1, 6), st.integers(1, 6)), elements=st.floats(0.0, 1000.0))


@given(tables)
def test_every_table_adds_up(cells: npt.NDArray[np.float64]) -> None:
    found = controlled_rounding(cells, 1.0)
    check(cells, found)
    assert found.sum() == math.floor(np.rint(cells * 1e6).sum() / 1e6 + 0.5)
    assert controlled_rounding(cells, 1.0).tolist() == found.tolist()


@given(st.lists(st.lists(st.sampled_from([0.0, 0.25, 0.5, 0.75]), min_size=4, max_size=4), min_size=1, max_size=5))
def test_tables_full_of_ties_add_up(rows: list[list[float]]) -> None:
    check(np.array(rows), controlled_rounding(rows, 1.0))


def test_a_province_in_hundredths_of_square_metres_adds_up() -> None:
    # 167 000 km² are 1.67e13 hundredths; the halves of three cells make one and a half, rounded to two
    cells = np.array([[167e9 + 0.005, 0.005], [0.005, 0.0]])
    found = controlled_rounding(cells, 100)
    assert int(found.sum()) == 167 * 10**11 + 2
    assert (np.abs(found - cells * 100) < 1).all()


def test_a_group_of_columns_is_rounded_within_each_row() -> None:
    # 0.5 + 0.5 = 1 in either group: neither 0 nor 2 may be printed, though 2 + 0 would keep the total of 2
    found = controlled_rounding([[0.5, 0.5, 0.5, 0.5]], 1.0, column_groups=[[0, 0, 1, 1]])
    assert [int(found[0, :2].sum()), int(found[0, 2:].sum())] == [1, 1]


def test_a_group_of_rows_is_rounded_as_a_row_is() -> None:
    # two villages of 0.5 + 0.5 in each of two townships: a township has 2, and 1 in each column
    found = controlled_rounding(np.full((4, 2), 0.5), 1.0, row_groups=[[0, 0, 1, 1]])
    assert [int(found[:2].sum()), int(found[2:].sum())] == [2, 2]
    assert found[:2].sum(axis=0).tolist() == [1, 1]


def test_the_sum_of_some_cells_is_kept_near_its_value() -> None:
    # ten rows of 0.5: whichever five are raised, two or three of the first five should be
    first = np.arange(10)[:, None] < 5
    found = controlled_rounding(np.full((10, 1), 0.5), 1.0, near=first)
    assert found.sum() == 5
    assert found[:5].sum() in {2, 3}
    random = np.random.default_rng(1)
    cells, some = random.uniform(0.0, 50.0, (300, 20)), random.random((300, 20)) < 0.5
    assert abs((controlled_rounding(cells, 1.0, near=some) - cells)[some].sum()) < 1
    assert abs((controlled_rounding(cells, 1.0) - cells)[some].sum()) > 1, "which is no matter of course"


nested = st.integers(1, 5).flatmap(lambda rows: st.integers(1, 6).flatmap(lambda columns: st.tuples(
    arrays.arrays(np.int64, (rows, columns), elements=st.integers(0, 400)),
    *(st.lists(st.integers(0, 2), min_size=size, max_size=size).map(sorted) for size in (rows, rows, columns)))))


@given(nested)
def test_nested_sums_stay_within_a_unit(table: tuple[npt.NDArray[np.int64], list[int], list[int], list[int]]) -> None:
    hundredths, outer, inner, group = table
    cells = hundredths / 100
    found = controlled_rounding(cells, 1.0, row_groups=[outer, inner], column_groups=[group])
    check(cells, found)
    assert (found[hundredths == 0] == 0).all(), "zero stays zero"
    difference = found - cells
    for key in set(zip(outer, inner)):
        rows = [place for place, pair in enumerate(zip(outer, inner)) if pair == key]
        assert abs(difference[rows].sum()) < 1, "a group of whole rows"
        assert np.abs(difference[rows].sum(axis=0)).max() < 1, "a column over a group of rows"
    for key in set(outer):
        assert abs(difference[np.array(outer) == key].sum()) < 1
    for key in set(group):
        columns = np.array(group) == key
        assert abs(difference[:, columns].sum()) < 1, "a group of whole columns"
        assert np.abs(difference[:, columns].sum(axis=1)).max() < 1, "a row over a group of columns"


def test_a_part_is_never_printed_larger_than_its_whole() -> None:
    # wholes 1.50, 1.50, 2.70 printed 1, 2, 3; of them 1.50, 1.40, 0.60, in all 3.50: 4
    found = rounded_parts(np.array([150, 140, 60]), np.array([150, 150, 270]), np.array([1, 2, 3]), 100)
    assert found.tolist() == [1, 2, 1]  # all of its whole is that; the 2 missing go to .60 first, then .40
    # 0.90 of 0.95 printed 0 is no 1
    assert rounded_parts(np.array([90]), np.array([95]), np.array([0]), 100).tolist() == [0]
    # all of 1.50 printed 2 is 2, so that nothing is left for 0.50 of 3.00
    assert rounded_parts(np.array([50, 150]), np.array([300, 150]), np.array([3, 2]), 100).tolist() == [0, 2]


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500), st.booleans()), min_size=1, max_size=12))
def test_parts_stay_within_their_wholes(rows: list[tuple[int, int, bool]]) -> None:
    parts = np.array([part for part, _, _ in rows])
    wholes = parts + np.array([more for _, more, _ in rows])
    printed = np.where([up for _, _, up in rows], -(-wholes // 100), wholes // 100)
    found = rounded_parts(parts, wholes, printed, 100)
    assert (found <= printed).all()
    assert (np.abs(found - parts / 100) < 1).all()
    assert (found[(parts == 0) & (wholes > 0)] == 0).all()
