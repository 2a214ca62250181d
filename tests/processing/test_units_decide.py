"""Unit polygons tell the county that land lies in, whatever location codes say: its grain capacity, order and grade.

Areas come from an independent source (GeographicLib, ``tests.rules.geodesy``); capacities are kg of the user's own
table by the county of the polygon.
"""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from qgis.core import QgsProcessingContext, QgsProcessingException

from tests.builders import land_layer, layer_of, rows_of
from tests.processing import (
    epochs,
    replace_layers,
    test_every_run,
    test_farmlandoccupation,
    test_farmlandtargets,
    test_reservepotential,
    test_stablefarmland,
)
from tests.processing.minimal import minimal_inputs
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


def mean_of_the_county(units: QgsVectorLayer, candidate: str | None, farmland: str | None,
                       border: tuple[Any, ...] = ()) -> tuple[Any, ...]:
    """Return grade, its basis, capacity and points of bare land without neighbours; farmland is 900 m away and 2 km on.

    That in 410222 has grade 4, that in 410223 grade 12.
    """
    land = test_reservepotential.land_of(
        test_reservepotential.parcel(0, "S", "1206", ZLDWDM=candidate),
        test_reservepotential.parcel(1000, "F4", "0102", GDDB=4, ZLDWDM=farmland),
        test_reservepotential.parcel(3000, "F12", "0102", GDDB=12, ZLDWDM=farmland), *border)
    result = test_reservepotential.run(land, UNITS=units)
    return test_reservepotential.found(result, "expected_grade", "grade_basis", "capacity_kg", "score_soil")["S"]


@pytest.mark.parametrize(("candidate", "farmland"), [
    (None, None), (None, "4102221002010000000"), ("4102221002010000000", None), (ELSEWHERE, "4102221002010000000")])
def test_the_mean_grade_of_a_county_is_that_of_its_polygon(candidate: str | None, farmland: str | None) -> None:
    # (16 − 4) × 1500 kg/ha; (16 − 4) ÷ 15 × 100 points
    assert mean_of_the_county(counties(), candidate, farmland) == (
        4, "unit", pytest.approx(area(0, 0, 100, 100) * 1.8, abs=0.02), pytest.approx(80))


def test_farmland_on_the_border_counts_for_each_county_with_its_part() -> None:
    """Half of a parcel of grade 7 lies in 410222: (2 × 4 + 7) ÷ 3 = 5, which is (16 − 5) × 1500 kg/ha."""
    half = test_reservepotential.parcel(1950, "F7", "0102", GDDB=7, ZLDWDM=None)
    grade, basis, capacity, points = mean_of_the_county(counties(), None, None, (half,))
    assert (grade, basis) == (pytest.approx(5, abs=1e-4), "unit")
    assert capacity == pytest.approx(area(0, 0, 100, 100) * 1.65, abs=0.02)
    assert points == pytest.approx(11 / 15 * 100, abs=0.01)


@pytest.mark.parametrize(("west", "middle", "east"), [
    # two townships of one county and one of another, then zones that only their names tell
    ("410222100", "410222101", "410223100"), (None, None, None)])
def test_units_of_townships_tell_the_county_and_names_where_there_is_no_code(
        west: str | None, middle: str | None, east: str | None) -> None:
    units = layer_of([(box(-10, -10, 510, 200), {"XZQDM": west, "XZQMC": "甲"}),
                      (box(500, -10, 1500, 200), {"XZQDM": middle, "XZQMC": "乙" if middle else "甲"}),
                      (box(2000, -10, 2000, 200), {"XZQDM": east, "XZQMC": "丙"})],
                     {"XZQDM": "text", "XZQMC": "text"}, name="units")
    assert mean_of_the_county(units, None, None)[0] == 4


def test_a_county_that_only_codes_name_beside_their_polygons_has_no_parcels() -> None:
    """All parcels lie in two townships of 410222 and carry the code of 410223: its 0.5 ha are not judged at 0."""
    units = layer_of([(box(-10, -10, 110, 200), {"XZQDM": "410222100"}),
                      (box(100, -10, 200, 200), {"XZQDM": "410222101"})], {"XZQDM": "text"}, name="units")
    land = test_farmlandtargets.land_of(*(test_stablefarmland.parcel(name, code, ZLDWDM=ELSEWHERE)
                                          for name, code in (("A", "0102"), ("B", "0201"))))
    wanted = test_farmlandtargets.table(*((code, "cultivated", 0.5, "ha", 2025) for code in ("410222", "410223")))
    result = test_farmlandtargets.run(LAND=land, UNITS=units, TARGETS=wanted)
    judged = test_farmlandtargets.score(result, "county", "cultivated", "unit_code", "actual_m2", "light")
    assert judged == [("410222", pytest.approx(area(0, 0, 100, 100), abs=0.01), "green"), ("410223", None, "none")]
    assert [row[0] for row in test_farmlandtargets.found(result, "target.unit_without_land")] == ["410223"]


def test_a_township_of_another_county_has_none_of_the_land_in_a_county() -> None:
    """A lies in 410222 with the code of 410223100, where no parcel lies: neither that township nor 410223 has land."""
    land = test_farmlandtargets.land_of(test_stablefarmland.parcel("A", "0102", ZLDWDM=ELSEWHERE),
                                        test_stablefarmland.parcel("B", "0102"))
    codes = ("410222", "410222100", "410223", "410223100")
    wanted = test_farmlandtargets.table(*((code, "cultivated", 0.9, "ha", 2025) for code in codes))
    result = test_farmlandtargets.run(LAND=land, UNITS=counties(), TARGETS=wanted)
    fields = ("unit_code", "actual_m2", "light")
    county, township = area(0, 0, 200, 100), area(100, 0, 100, 100)
    assert test_farmlandtargets.score(result, "county", "cultivated", *fields) == [
        ("410222", pytest.approx(county, abs=0.02), "green"), ("410223", None, "none")]
    judged = dict(row[:2] for row in test_farmlandtargets.score(result, "township", "cultivated", *fields))
    assert judged.pop("") == pytest.approx(county - township, abs=0.02)
    assert judged == {"410222100": pytest.approx(township, abs=0.01), "410223100": None}
    assert sorted(row[0] for row in test_farmlandtargets.found(result, "target.unit_without_land")) == [
        "410223", "410223100"]


def test_a_change_in_a_county_is_of_none_of_another_countys_townships() -> None:
    before, after = (epochs.survey((box(0, 0, 100, 100), epochs.parcel("A", code, ZLDWDM=ELSEWHERE)))
                     for code in ("0102", "0301"))
    result = epochs.run(before, after, UNITS=counties())
    assert rows_of(result["TOWNSHIPS"], "unit_code", "township_code", "out_m2") == [
        ("410222", "", pytest.approx(area(0, 0, 100, 100), abs=0.01))]


def test_a_zone_with_a_code_of_its_own_is_no_city() -> None:
    """Nothing tells of which city 甲 and 乙 are, 甲 alone holds farmland: 1 ha of its 0.9, and 0 of the 0.5 of 乙."""
    zones = layer_of([(box(-10, -10, 110, 200), {"XZQDM": "KFQ02", "XZQMC": "甲"}),
                      (box(100, -10, 510, 200), {"XZQDM": "KFQ03", "XZQMC": "乙"})],
                     {"XZQDM": "text", "XZQMC": "text"}, name="zones")
    land = test_farmlandtargets.land_of(test_stablefarmland.parcel("A", "0102", ZLDWDM=None),
                                        test_stablefarmland.parcel("B", "0601", ZLDWDM=None))
    wanted = test_farmlandtargets.table(*((code, "cultivated", amount, "ha", 2025) for code, amount in (
        ("410200", 0.9), ("410222", 0.9), ("KFQ02", 0.9), ("KFQ03", 0.5))))
    result = test_farmlandtargets.run(LAND=land, UNITS=zones, TARGETS=wanted)
    fields = ("unit_code", "actual_m2", "light")
    judged = {level: test_farmlandtargets.score(result, level, "cultivated", *fields)
              for level in ("city", "county", "township")}
    one = pytest.approx(area(0, 0, 100, 100), abs=0.01)
    assert judged["city"] == [("410200", None, "none")]
    assert judged["county"] == [("410222", None, "none"), ("KFQ02", one, "green")]
    assert judged["township"] == []
    assert [row[0] for row in test_farmlandtargets.found(result, "target.level_unknown")] == ["410200"]
    assert [row[0] for row in test_farmlandtargets.found(result, "target.unit_without_land")] == ["410222"]
    assert [row[0] for row in test_farmlandtargets.found(result, "target.missed")] == ["KFQ03"]


def test_a_target_of_a_code_that_is_no_units_is_refused() -> None:
    with pytest.raises(QgsProcessingException, match="KFQ09"):
        test_farmlandtargets.run(
            LAND=test_farmlandtargets.land_of(test_stablefarmland.parcel("A", "0102")), UNITS=counties(),
            TARGETS=test_farmlandtargets.table(("KFQ09", "cultivated", 0.9, "ha", 2025)))


def test_units_without_a_field_of_codes_or_names_are_refused_by_every_algorithm_alike(tmp_path: Path) -> None:
    nameless = layer_of([(box(-10, -10, 500, 500), {"DM": "410202"})], {"DM": "text"}, name="units")
    said = "Layer “units” has no field “XZQDM”. Its fields are: DM. Choose the field in “Unit code field (XZQDM)”."
    taking = [name for name in test_every_run.NAMES if test_every_run.registered(name).parameterDefinition(
        "UNIT_CODE_FIELD")]
    assert {"farmlandtargets", "stablefarmland", "farmlandchange", "heritagecheck", "floodexposure"} <= set(taking)
    for name in taking:
        ok, message = test_every_run.registered(name).checkParameterValues(
            {**minimal_inputs(name, tmp_path / name), "UNITS": nameless}, QgsProcessingContext())
        assert not ok, name
        assert said in message, name


def test_units_known_by_name_only_are_told_and_no_county_is_said_to_be_missing_for_it() -> None:
    """Parcels of 410222 and 410223 lie in two units without codes: seven counties of nine have no parcels."""
    land = land_layer([(box(0, 0, 100, 100), test_stablefarmland.parcel("A")),
                       (box(3000, 0, 100, 100), test_stablefarmland.parcel("B", ZLDWDM=ELSEWHERE))],
                      **test_stablefarmland.MORE)
    named = layer_of([(box(-10, -10, 2010, 400), {"XZQMC": "西区"}), (box(2000, -10, 3000, 400), {"XZQMC": "东区"})],
                     {"XZQMC": "text"}, name="units")
    wanted = test_farmlandtargets.table(("410222", "cultivated", 1.0, "ha", 2025))
    result = test_farmlandtargets.run(LAND=land, UNITS=named, TARGETS=wanted)
    found = {row[0]: row[1:] for row in rows_of(result["FINDINGS"], "rule_id", "severity", "message")}
    severity, message = found["units.code_field_missing"]
    assert severity == "warning"
    assert "“units” has no field of codes (XZQDM)" in message
    assert "410222" not in found["target.city_incomplete"][1]
    assert "410225 兰考县" in found["target.city_incomplete"][1]
    # which land 410222 is cannot be told of units without codes; it is not said to have none
    assert "target.unit_without_land" not in found
    assert "of which county" in found["target.level_unknown"][1]
