"""Unit polygons tell the county that land lies in, whatever location codes say: its grain capacity, order and grade.

Areas come from an independent source (GeographicLib, ``tests.rules.geodesy``); capacities are kg of the user's own
table by the county of the polygon.
"""
from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.builders import land_layer, layer_of, rows_of
from tests.processing import epochs, replace_layers, test_farmlandoccupation, test_reservepotential
from tests.processing.places import area, box

if TYPE_CHECKING:
    from pathlib import Path

    from qgis.core import QgsVectorLayer

pytestmark = pytest.mark.usefixtures("kf_provider")

ELSEWHERE = "4102231002010000000"
NO_OR_OTHER_COUNTY = pytest.mark.parametrize("location", [None, ELSEWHERE])


def counties() -> QgsVectorLayer:
    """Return 通许县 west of 2 km, 尉氏县 east of it."""
    return layer_of([(box(-10, -110, 2010, 400), {"XZQDM": "410222", "XZQMC": "通许县"}),
                     (box(2000, -110, 3000, 400), {"XZQDM": "410223", "XZQMC": "尉氏县"})],
                    {"XZQDM": "text", "XZQMC": "text"}, name="counties")


@pytest.fixture
def own(tmp_path: Path) -> str:
    """Return a table of capacities of 410222 for grades 5 and 6, in kg per hectare."""
    path = tmp_path / "own.csv"
    path.write_text("unit_code,grade,kg_per_ha\n410222,5,20000\n410222,6,18000\n410222,7,5000\n", encoding="utf-8")
    return str(path)


@NO_OR_OTHER_COUNTY
def test_a_replacement_has_the_capacity_of_the_county_it_lies_in(own: str, location: str | None) -> None:
    land = replace_layers.land(("L", "E1", "E2", "A"), ZLDWDM=location)
    result = replace_layers.run(LAND=land, UNITS=counties(), GRADES=own, CHOSEN_PARCELS="A")
    lost, gained = area(*replace_layers.LOST) * 1.8, area(400, 0, 100, 100) * 2.0
    assert replace_layers.verdict(result)["capacity"][:2] == pytest.approx((lost, gained), abs=0.03)
    assert rows_of(result["CANDIDATES"], "BSM", "unit_code", "order", "capacity_kg") == [
        ("A", "410222", "county", pytest.approx(gained, abs=0.03))]


def test_the_order_of_a_candidate_is_that_of_the_county_it_lies_in() -> None:
    """All carry the code of 410222, in which the loss lies; B lies in 410223, and half of each in D."""
    rows = [replace_layers.parcel("L", (0, 0, 100, 100), 6), replace_layers.parcel("A", (400, 0, 100, 100)),
            replace_layers.parcel("B", (3000, 0, 100, 100)), replace_layers.parcel("D", (1950, 0, 100, 100))]
    result = replace_layers.run(LAND=land_layer(rows, GDPDJB="text"), UNITS=counties())
    assert sorted(rows_of(result["CANDIDATES"], "BSM", "unit_code", "order")) == [
        ("A", "410222", "county"), ("B", "410223", "city"), ("D", "410222", "county"), ("D", "410223", "city")]


@NO_OR_OTHER_COUNTY
def test_land_that_moved_has_the_capacity_of_the_county_it_lies_in(own: str, location: str | None) -> None:
    before, after = (epochs.survey((box(0, 0, 100, 100), epochs.parcel("A", code, GDDB=6, ZLDWDM=location)))
                     for code in ("0102", "0301"))
    result = epochs.run(before, after, UNITS=counties(), GRADES=own)
    assert rows_of(result["ACCOUNT"], "unit_code", "out_capacity_kg") == [
        ("410222", pytest.approx(area(0, 0, 100, 100) * 1.8, abs=0.02))]
    assert "capacity.own_unused" not in epochs.findings(result)


@NO_OR_OTHER_COUNTY
def test_occupied_land_has_the_capacity_of_the_county_it_lies_in(own: str, location: str | None) -> None:
    land = land_layer([(box(0, 0, 100, 100), {**test_farmlandoccupation.parcel("A", "0102"), "ZLDWDM": location})])
    projects = layer_of([(box(10, 10, 50, 50), {"project_id": "P1"})], {"project_id": "text"}, name="projects")
    result = test_farmlandoccupation.run(PROJECTS=projects, LAND=land, UNITS=counties(), GRADES=own)
    assert result["CAPACITY_KG"] == pytest.approx(area(10, 10, 50, 50) * 0.5, abs=0.02)


@NO_OR_OTHER_COUNTY
def test_reserve_land_has_the_capacity_of_the_county_it_lies_in(own: str, location: str | None) -> None:
    land = test_reservepotential.land_of(
        test_reservepotential.parcel(0, "S", "1206", ZLDWDM=location),
        test_reservepotential.parcel(100, "F", "0102", GDDB=6, ZLDWDM=location))
    result = test_reservepotential.run(land, UNITS=counties(), GRADES=own)
    assert rows_of(result["CANDIDATES"], "BSM", "unit_code", "capacity_kg") == [
        ("S", "410222", pytest.approx(area(0, 0, 100, 100) * 1.8, abs=0.02))]
