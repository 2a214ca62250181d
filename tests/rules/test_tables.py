"""Controlled rounding: tables add up across and down."""
from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from kf_resources_plugin.rules.tables import controlled_rounding


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
