"""Rows of units: each is the sum of the finer ones within it and of what lies beside them, and land counts once."""
from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from kf_resources_plugin.engine.admin_units import Unit
from kf_resources_plugin.engine.kernel import pick_kernel
from kf_resources_plugin.engine.land_levels import unit_ranks
from kf_resources_plugin.engine.land_split import cut_by_units
from kf_resources_plugin.engine.unit_rows import UnitRows
from kf_resources_plugin.rules.progress import NoProgress
from tests.engine.shapes import KERNELS, areas, lattice, table_of
from tests.engine.test_land_split import BOOK, surveyed

if TYPE_CHECKING:
    from collections.abc import Sequence

pytestmark = pytest.mark.usefixtures("qgis_app")

NONE, CITY, FIRST, SECOND, TOWN, VILLAGE = (
    Unit("", ""), Unit("410200", "开封市"), Unit("410222", "通许县"), Unit("410223", "尉氏县"),
    Unit("410222100", "甲镇"), Unit("410222100201", "甲村"))
ZONE, NAMED, STRANGE = Unit("41022201", "甲区"), Unit("", "乙区"), Unit("KFQ02", "丙区")
TREE = {TOWN: FIRST, VILLAGE: TOWN, FIRST: CITY, SECOND: CITY, ZONE: CITY}
"""What lies in what, worked by hand: codes of a zone's own hold nothing, and names lie in nothing."""


def rows_for(units: Sequence[Unit], drawn: Sequence[Unit] | None) -> UnitRows:
    return UnitRows.of(units, np.arange(len(units)), drawn)


def test_land_counts_for_its_own_unit_and_those_it_lies_in() -> None:
    drawn = [TOWN, ZONE, CITY, NAMED, FIRST, SECOND, VILLAGE, STRANGE]
    found = rows_for([VILLAGE, ZONE, NAMED, STRANGE, NONE, SECOND], drawn)
    piece, row = found.entries()
    held = [{found.units[place] for place in row[piece == number].tolist()} for number in range(6)]
    assert held == [{CITY, FIRST, TOWN, VILLAGE}, {CITY, ZONE}, {NAMED}, {STRANGE}, {NONE}, {CITY, SECOND}]
    assert found.nested
    # what no land lies in, and nothing that has any, has no row
    assert set(found.units) == {VILLAGE, ZONE, NAMED, STRANGE, NONE, SECOND, CITY, FIRST, TOWN}


def test_without_coarser_polygons_every_piece_counts_once() -> None:
    for drawn in (None, [TOWN, SECOND], [NAMED, ZONE, FIRST]):
        found = rows_for([NONE, *(drawn or [FIRST, SECOND])], drawn)
        assert not found.nested
        piece, row = found.entries()
        assert piece.tolist() == list(range(len(found.units)))
        assert row.tolist() == found.of_piece.tolist()


def test_a_township_holds_its_villages_where_it_is_drawn() -> None:
    found = rows_for([VILLAGE, FIRST], [VILLAGE, FIRST, TOWN])
    assert [found.units[row] for row in found.above_villages.tolist()] == [FIRST, TOWN, TOWN]
    found = rows_for([VILLAGE], [VILLAGE])
    assert found.above_villages.tolist() == [0]


def test_a_block_is_at_home_in_the_county_that_has_most_of_it() -> None:
    """40 % lie in the second county, 35 and 25 % in the first: one township and what lies beside it."""
    found = UnitRows.of([FIRST, SECOND, TOWN], np.array([1, 2, 0]), [CITY, FIRST, SECOND, TOWN])
    home, = found.homes(np.zeros(3, dtype=np.int64), np.array([40, 35, 25]), 1)
    assert found.units[home] == TOWN


@given(st.lists(st.integers(0, 10**7), min_size=9, max_size=9))
def test_printed_rows_are_sums_and_each_cell_is_its_value_rounded_up_or_down(hundredths: list[int]) -> None:
    listed = [VILLAGE, TOWN, FIRST, SECOND, ZONE, CITY, NAMED, STRANGE, NONE]
    found = rows_for(listed, listed)
    held = np.zeros((9, 1))
    held[found.of_piece, 0] = hundredths
    cells, (total,) = found.printed(held, 0.015)
    for row, unit in enumerate(found.units):
        exact = Fraction(15, 1000) * sum(value for inner, value in zip(listed, hundredths) if lies(inner, unit))
        assert math.floor(exact) <= cells[row, 0] <= math.ceil(exact)
    closes(found, cells[:, 0], total)


def lies(inner: Unit, outer: Unit) -> bool:
    return inner == outer or (inner in TREE and lies(TREE[inner], outer))


def closes(found: UnitRows, sums: np.ndarray, total: int) -> None:
    """Assert that rows are not below the sum of the next finer ones, and that those in no other sum to the total."""
    held = dict(zip(found.units, sums.tolist()))
    for unit, amount in held.items():
        assert amount >= sum(held[inner] for inner, outer in TREE.items() if outer == unit and inner in held)
    assert sum(amount for unit, amount in held.items() if TREE.get(unit) not in held) == total


@pytest.mark.parametrize("kernel", KERNELS)
@settings(deadline=None, max_examples=12)
@given(st.randoms(use_true_random=False), st.integers(1, 1_000))
def test_a_row_is_the_finer_ones_and_what_lies_beside_them(kernel: str, dice: object, seed: int) -> None:
    """Crooked parcels under units drawn across them, in any order of rows."""
    shapes = lattice(6, 6, seed=seed)
    left, bottom, right, top = shapely.total_bounds(shapes)

    def part(x: float, y: float, width: float, height: float) -> shapely.Geometry:
        return shapely.box(*(round(value, 3) for value in (
            left + x * (right - left), bottom + y * (top - bottom), left + (x + width) * (right - left),
            bottom + (y + height) * (top - bottom))))

    places = {CITY: part(0, 0, 0.95, 0.9), FIRST: part(0, 0, 0.5, 0.8), SECOND: part(0.5, 0, 0.4, 0.8),
              TOWN: part(0.1, 0.1, 0.3, 0.4), VILLAGE: part(0.1, 0.1, 0.17, 0.21)}
    drawn = list(places)
    rows = list(range(len(shapes)))
    dice.shuffle(drawn)  # type: ignore[attr-defined]
    dice.shuffle(rows)  # type: ignore[attr-defined]
    table = replace(table_of([places[unit] for unit in drawn], name="units"), rank=unit_ranks(drawn))
    survey = surveyed([shapes[row] for row in rows], {"ZLDWDM": [""] * len(rows)})
    pieces, units, unit_of = cut_by_units(survey, (table, drawn), lambda wkbs: np.array(areas(wkbs)), BOOK,
                                          pick_kernel(kernel), NoProgress())
    found = UnitRows.of(units, unit_of, drawn)
    own = np.zeros(len(found.units), dtype=np.int64)
    np.add.at(own, found.of_piece, pieces.area)
    sums = found.sums(own)
    closes(found, sums, int(pieces.area.sum()))
    held, beside = (dict(zip(found.units, values.tolist())) for values in (sums, own))
    parcels = shapely.union_all(shapes)
    # a sliver of a parcel beside a unit goes with the parcel's largest part
    most = float(BOOK.threshold("closure.sliver", "max_area_m2")) * int((np.bincount(pieces.land) > 1).sum())
    for unit, place in places.items():
        assert held[unit] == beside[unit] + sum(held[inner] for inner, outer in TREE.items()
                                                if outer == unit and inner in held)
        assert held[unit] / 100 == pytest.approx(shapely.area(shapely.intersection(place, parcels)), abs=most)
