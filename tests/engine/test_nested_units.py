"""Unit layers of several levels at once, such as a city beside its counties: land goes to the finest that holds it."""
from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from kf_resources_plugin.engine.admin_units import Unit
from kf_resources_plugin.engine.farmland_targets import county_areas
from kf_resources_plugin.engine.kernel import pick_kernel
from kf_resources_plugin.engine.land_levels import codes_with_land, levels, unit_ranks
from kf_resources_plugin.engine.land_split import UNITS, split_land, with_hairs
from kf_resources_plugin.engine.partition import precedence, split_by_zones
from kf_resources_plugin.engine.unit_of_land import unit_with_most
from kf_resources_plugin.engine.unit_parts import UnitDivision
from kf_resources_plugin.rules.progress import NoProgress
from tests.engine.shapes import KERNELS, areas, table_of
from tests.engine.test_land_split import BOOK, box, surveyed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kf_resources_plugin.engine.kernel import Kernel
    from kf_resources_plugin.engine.reading import PolygonTable

pytestmark = pytest.mark.usefixtures("qgis_app")

# 100 m wide: the city is 5 ha, its two counties 2 ha each, one township of the first 1 ha
CITY, FIRST, SECOND, TOWN = (Unit("410200", "开封市"), Unit("410222", "通许县"), Unit("410223", "尉氏县"),
                             Unit("410222100", "甲镇"))
PLACES = {CITY: (0, 500), FIRST: (0, 200), SECOND: (200, 200), TOWN: (0, 100)}
EVERY_ORDER = pytest.mark.parametrize("order", list(permutations(PLACES)))
BOTH = pytest.mark.parametrize("kernel", KERNELS)


def layer(units: Sequence[Unit]) -> tuple[PolygonTable, list[Unit]]:
    table = table_of([box(left, 0, width, 100) for left, width in (PLACES[unit] for unit in units)], name="units")
    return replace(table, rank=unit_ranks(units)), list(units)


def planar(wkbs: Sequence[bytes]) -> np.ndarray:
    return np.array(areas(wkbs))


def strip(*codes: str) -> Any:
    """Return parcels of 1 ha side by side with location codes."""
    return surveyed([box(100 * place, 0, 100, 100) for place in range(len(codes))], {"ZLDWDM": list(codes)})


LAND = ("4102221002010000000", "4102221012010000000", "4102231002010000000", "4102231012010000000",
        "4102221002010000000")


@EVERY_ORDER
def test_land_goes_to_the_finest_unit_whatever_the_order_of_rows(order: Sequence[Unit], kernel: Kernel) -> None:
    table, units = layer(order)
    source, zone, wkb = split_by_zones(table_of([box(0, 0, 500, 100)]).wkb, table, kernel, NoProgress())
    assert source.tolist() == [0, 0, 0, 0]
    assert {units[row].code: area for row, area in zip(zone.tolist(), areas(wkb))} == {
        "410200": 10_000.0, "410222": 10_000.0, "410223": 20_000.0, "410222100": 10_000.0}


def test_of_one_level_the_first_by_shape_takes_the_land_they_share(kernel: Kernel) -> None:
    units = [CITY, FIRST, SECOND]
    table = replace(table_of([box(0, 0, 300, 100), box(0, 0, 200, 100), box(100, 0, 200, 100)]),
                    rank=unit_ranks(units))
    held = set()
    for order in permutations(range(3)):
        rows = np.array(order)
        _, zone, wkb = split_by_zones(table_of([box(0, 0, 300, 100)]).wkb, table.take(rows), kernel, NoProgress())
        held.add(frozenset((units[order[row]].code, area) for row, area in zip(zone.tolist(), areas(wkb))))
    first = min((1, 2), key=lambda row: table.wkb[row])
    assert held == {frozenset({(units[first].code, 20_000.0), (units[3 - first].code, 10_000.0)})}


def test_ranks_follow_levels_however_codes_are_written() -> None:
    codes = ["410200", "410222000000", "410222100", "4102221000000000000", "410222100201", "4102221002010000000"]
    ranks = unit_ranks([Unit(code, "") for code in codes]).tolist()
    assert ranks[0] > ranks[1] > ranks[2] == ranks[3] > ranks[4] == ranks[5]
    assert len(set(unit_ranks([Unit("", "甲"), Unit("", "乙"), Unit("KFQ02", "")]).tolist())) == 1
    # a zone without a code is one of the counties that most units are
    zone, *others = unit_ranks([Unit("", "示范区"), FIRST, SECOND, CITY]).tolist()
    assert zone == others[0] == others[1] < others[2]


@BOTH
@EVERY_ORDER
def test_every_level_has_what_lies_below_it(order: Sequence[Unit], kernel: str) -> None:
    """The last parcel says 410222100 but lies in the city beside its counties, the second in 410222 beside its town."""
    survey, (table, units) = strip(*LAND), layer(order)
    pieces = split_land(survey, {"units": table}, planar, BOOK, pick_kernel(kernel), NoProgress())
    held = {level.name: {(unit.code, unit.name): total / 1e6 for unit, total in zip(
        level.units, np.bincount(level.unit_of, pieces.area))} for level in levels(pieces, survey, units)}
    assert held == {
        "city": {("410200", "开封市"): 5.0},
        "county": {("", ""): 1.0, ("410222", "通许县"): 2.0, ("410223", "尉氏县"): 2.0},
        # no townships are drawn in the second county: there location codes tell
        "township": {("", ""): 2.0, ("410222100", "甲镇"): 1.0, ("410223100", "410223100"): 1.0,
                     ("410223101", "410223101"): 1.0}}


def test_codes_of_land_are_those_of_its_levels() -> None:
    survey, (_, units) = strip(*LAND), layer([CITY, FIRST, SECOND, TOWN])
    assert codes_with_land(survey, units, np.array([True, False, False, False])) == {"410200"}
    assert codes_with_land(survey, units, np.array([True, True, True, True])) == {
        "410200", "410222", "410222100", "410223", "410223100", "410223101"}


def test_land_of_the_city_beside_its_counties_is_of_no_county() -> None:
    found = county_areas(strip(*LAND), layer([CITY, FIRST, SECOND]), planar, lambda wkbs, area: np.full(len(area), 9.0),
                         BOOK, pick_kernel(), NoProgress())
    assert found == {"": 10_000.0, "410222": 20_000.0, "410223": 20_000.0}


def test_a_hair_of_the_county_between_its_townships_goes_with_the_parcel() -> None:
    """Parts of one parcel: 1 m² in the township, hairs of county, city and nothing, one in another township."""
    units = replace(table_of([box(0, 0, 1, 1)] * 4), rank=unit_ranks([TOWN, FIRST, CITY, Unit("410222101", "")]))
    raw = np.array([1.0, 1e-3, 1e-3, 1e-3, 1e-3])
    land = np.zeros(5, dtype=np.int64)
    assert with_hairs(np.array([0, 1, 2, -1, 3]), units, land, raw, 0.01, 1).tolist() == [0, 0, 0, 0, 3]
    assert with_hairs(np.array([0, 1, 2, -1, 3]), units, land, raw, 1e-4, 1).tolist() == [0, 1, 2, -1, 3]


@pytest.mark.parametrize("coarse", ["410222", "410222100"])
def test_a_hair_of_a_county_beside_a_township_of_another_is_the_county_s(coarse: str) -> None:
    """100 parcels reach 9 mm into the neighbouring unit, 90 m² together, whichever level that one is of."""
    units = [Unit(coarse, ""), Unit("410223100", "")]
    table = replace(table_of([box(0, 0, 100, 1000), box(100, 0, 100, 1000)]), rank=unit_ranks(units))
    parcels = surveyed([box(99.91, 10 * row, 50, 10) for row in range(100)], {"ZLDWDM": ["410223100"] * 100})
    pieces = split_land(parcels, {UNITS: table}, planar, BOOK, pick_kernel(), NoProgress())
    counties = next(level for level in levels(pieces, parcels, units) if level.name == "county")
    assert dict(zip([unit.code for unit in counties.units], np.bincount(counties.unit_of, pieces.area).tolist())) == {
        "410222": 90_00, "410223": 49_910_00}


@pytest.mark.parametrize("east", [0, 100, 300, 500, 700, 1000])
@pytest.mark.parametrize("code", ["KFQ02", "", "41022201"])
def test_a_zone_within_a_county_keeps_its_land_wherever_both_are_drawn(code: str, east: int) -> None:
    units = [Unit("410222", "County"), Unit(code, "Zone")]
    table = replace(table_of([box(38_527_000 + east + x, 3_852_000, width, 100)
                              for x, width in ((0, 500), (100, 200))]), rank=unit_ranks(units))
    assert precedence(table).tolist() == [1, 0]
    _, zone, wkb = split_by_zones(table.wkb[:1], table, pick_kernel(), NoProgress())
    assert dict(zip(zone.tolist(), planar(wkb).round(3).tolist())) == {0: 30_000.0, 1: 20_000.0}


@BOTH
@EVERY_ORDER
def test_shapes_are_divided_among_the_finest(order: Sequence[Unit], kernel: str) -> None:
    table, units = layer(order)
    division = UnitDivision((table, units), [], planar, BOOK, pick_kernel(kernel))
    shape = table_of([box(50, 0, 400, 50)])
    parts = division.divide(shape.wkb, [""], NoProgress())
    # half of the town, all of the rest of its county and of the other one, half of what only the city has
    assert {division.units[unit].code: area for unit, area in zip(parts.unit.tolist(), parts.area.tolist())} == {
        "410222100": 2_500_00, "410222": 5_000_00, "410223": 10_000_00, "410200": 2_500_00}
    most = unit_with_most(shape, table, units, planar, pick_kernel(kernel), NoProgress())
    assert most == [SECOND]


def test_what_lies_in_a_town_is_the_towns_not_the_citys() -> None:
    table, units = layer([CITY, FIRST, TOWN])
    shapes = table_of([box(10, 10, 50, 50), box(450, 0, 20, 20), box(600, 0, 20, 20)])
    assert unit_with_most(shapes, table, units, planar, pick_kernel(), NoProgress()) == [TOWN, CITY, None]
