"""Cities, counties and townships of land, by codes and by polygons of units."""
from __future__ import annotations

import numpy as np
import pytest

from kf_resources_plugin.engine.admin_units import Unit
from kf_resources_plugin.engine.land_levels import codes_with_land, levels, townships
from tests.engine.test_land_split import box, split, surveyed

pytestmark = pytest.mark.usefixtures("qgis_app")


def test_without_polygons_all_levels_come_from_location_codes() -> None:
    survey = surveyed([box(100 * place, 0, 100, 100) for place in range(4)],
                      {"ZLDWDM": ["4102211002010000000", "410221101", "410222", None]})
    found = levels(split(survey), survey, None)
    assert [level.name for level in found] == ["city", "county", "township"]
    assert [[unit.code for unit in level.units] for level in found] == [
        ["", "410200"], ["", "410221", "410222"], ["", "410221100", "410221101"]]
    assert [unit.name for unit in found[0].units] == ["", "开封市"]
    assert [level.unit_of.tolist() for level in found] == [[1, 1, 1, 0], [1, 1, 2, 0], [1, 2, 0, 0]]


def test_polygons_decide_at_their_level_and_their_codes_above_it() -> None:
    # three townships of which one, a development zone, has no code: there the parcel's own code tells the county
    survey = surveyed([box(0, 0, 300, 100)], {"ZLDWDM": ["4102221002010000000"]})
    units = [Unit("410202100", "甲镇"), Unit("410203100", "乙镇"), Unit("", "示范区")]
    pieces = split(survey, units=[box(0, 0, 100, 100), box(100, 0, 100, 100), box(200, 0, 100, 100)])
    found = {level.name: level for level in levels(pieces, survey, units)}
    assert list(found) == ["city", "county", "township"]

    def of_pieces(name: str) -> list[str]:
        return [found[name].units[place].code or found[name].units[place].name for place in found[name].unit_of]

    assert of_pieces("township") == ["410202100", "410203100", "示范区"]
    assert of_pieces("county") == ["410202", "410203", "410222"]
    assert set(of_pieces("city")) == {"410200"}


def test_below_the_polygons_location_codes_tell_and_villages_have_a_level_of_their_own() -> None:
    survey = surveyed([box(0, 0, 150, 100), box(150, 0, 50, 100)],
                      {"ZLDWDM": ["4102021002010000000", "4102031002010000000"]})
    counties = [Unit("410202", "龙亭区"), Unit("410203", "顺河回族区")]
    pieces = split(survey, units=[box(0, 0, 150, 100), box(150, 0, 50, 100)])
    found = {level.name: level for level in levels(pieces, survey, counties)}
    assert [unit.code for unit in found["township"].units] == ["410202100", "410203100"]
    assert [unit.code for unit in found["county"].units] == ["410202", "410203"]
    villages = [Unit("410202100201", "A"), Unit("410202101201", "B")]
    found = {level.name: level for level in levels(pieces, survey, villages)}
    assert list(found) == ["city", "county", "township", "village"]
    assert [unit.code for unit in found["township"].units] == ["410202100", "410202101"]


def test_townships_of_a_county_hold_no_land_beside_it() -> None:
    """Of 2 ha with the code of 410203100 only one lies in 410203; the county of the other is 410202."""
    survey = surveyed([box(100 * place, 0, 100, 100) for place in range(3)],
                      {"ZLDWDM": ["4102021002010000000", "4102031002010000000", "4102031002010000000"]})
    units = [Unit("410202", "龙亭区"), Unit("410203", "顺河回族区")]
    pieces = split(survey, units=[box(0, 0, 200, 100), box(200, 0, 100, 100)])
    held = {level.name: {unit.code: round(total / 1e6) for unit, total in zip(  # hundredths of m² to ha
        level.units, np.bincount(level.unit_of, pieces.area))} for level in levels(pieces, survey, units)}
    assert held["county"] == {"410202": 2, "410203": 1}
    assert held["township"] == {"": 1, "410202100": 1, "410203100": 1}


def test_land_in_no_county_is_in_none_of_its_townships() -> None:
    """A polygon of 410202 that covers one of two hectares: its township has no more land than the county."""
    survey = surveyed([box(0, 0, 200, 100)], {"ZLDWDM": ["4102021002010000000"]})
    units = [Unit("410202", "龙亭区")]
    pieces = split(survey, units=[box(0, 0, 100, 100)])
    held = {level.name: {unit.code: round(total / 1e6) for unit, total in zip(  # hundredths of m² to ha
        level.units, np.bincount(level.unit_of, pieces.area))} for level in levels(pieces, survey, units)}
    assert held == {"city": {"410200": 2}, "county": {"": 1, "410202": 1}, "township": {"": 1, "410202100": 1}}


def test_location_codes_tell_of_land_only_within_a_polygon_with_parcels() -> None:
    survey = surveyed([box(0, 0, 100, 100), box(100, 0, 100, 100)],
                      {"ZLDWDM": ["4102021002010000000", "4102031002010000000"]})
    units = [Unit("410202", "龙亭区"), Unit("410203", "顺河回族区")]
    assert codes_with_land(survey, units, np.array([True, False])) == {"410200", "410202", "410202100"}
    assert codes_with_land(survey, units, np.array([True, True])) == {
        "410200", "410202", "410202100", "410203", "410203100"}
    assert codes_with_land(survey, None, np.zeros(0, dtype=bool)) == {
        "410200", "410202", "410202100", "410203", "410203100"}


def test_a_code_of_letters_is_a_units_own_and_of_no_level() -> None:
    survey = surveyed([box(0, 0, 100, 100), box(100, 0, 100, 100)], {"ZLDWDM": [None, None]})
    zones = [Unit("KFQ02", "甲"), Unit("KFQ03", "乙")]
    pieces = split(survey, units=[box(0, 0, 100, 100), box(100, 0, 100, 100)])
    assert [(level.name, level.units) for level in levels(pieces, survey, zones)] == [("county", zones)]
    assert codes_with_land(survey, zones, np.array([True, True])) == {"KFQ02", "KFQ03"}


def test_levels_of_which_nothing_is_known_are_left_out() -> None:
    survey = surveyed([box(0, 0, 100, 100)], {"ZLDWDM": [None]})
    assert levels(split(survey), survey, None) == []
    assert townships(split(survey), survey, None) is None
    survey = surveyed([box(0, 0, 100, 100)], {"ZLDWDM": ["410222"]})
    assert [level.name for level in levels(split(survey), survey, None)] == ["city", "county"]


def test_every_piece_has_one_unit_at_every_level() -> None:
    survey = surveyed([box(0, 0, 300, 100)], {"ZLDWDM": ["4102221002010000000"]})
    units = [Unit("410202", "a"), Unit("410203", "b")]
    pieces = split(survey, units=[box(0, 0, 100, 100), box(150, 0, 60, 100)])
    for level in levels(pieces, survey, units):
        sums = np.bincount(level.unit_of, pieces.area, len(level.units))
        assert sums.sum() == pieces.area.sum()
