"""Heritage lines checked by their shapes, on layouts small enough to work by hand, and on districts of other origin.

Areas come from an independent source (GeographicLib, ``tests.rules.geodesy``); everything else from the arithmetic
written beside it.
"""
from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from qgis.core import QgsProcessingException, QgsVectorLayer

from kf_resources_plugin.engine.field_map import write_field
from tests.builders import layer_of, rows_of, shapes_of
from tests.processing.heritage_check_layers import LINE_FIELDS, line, lines, parts, register, ring, run, summary, told
from tests.processing.places import CENT, area, box
from tests.processing.test_real_parcels import geojson_area

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("kf_provider", "qgis_new_project")

TOWER = {"site_id": "A1", "name": "铁塔"}
CORE, BAND = box(0, 0, 100, 100), ring((-50, -50, 200, 200), (0, 0, 100, 100))
AROUND = box(-50, -50, 200, 200)
WIDE = box(-100, -100, 300, 300)
FAR = ring((-100, -100, 300, 300), (-50, -50, 200, 200))


def check(*rows: tuple[str | None, dict[str, Any]], **parameters: Any) -> dict[str, Any]:
    """Check the lines of one site."""
    return run(register(TOWER), lines(*rows), **parameters)


# -- nesting ---------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("outer", [BAND, AROUND], ids=["bands", "whole areas"])
def test_sound_lines_say_nothing(outer: str) -> None:
    result = check(line("A1", "protection", CORE), line("A1", "control_1", outer))
    assert told(result) == {}
    assert (result["FINDINGS_COUNT"], result["SITES"], result["SITES_WITH_LINES"]) == (1, 1, 1)
    [row] = summary(result, "tiers", "protection_m2", "control_1_m2", "area_m2", "faults").values()
    hole = 0 if outer == AROUND else area(0, 0, 100, 100)
    assert row == ("protection,control_1", pytest.approx(area(0, 0, 100, 100), abs=CENT),
                   pytest.approx(area(-50, -50, 200, 200) - hole, abs=2 * CENT),
                   pytest.approx(area(-50, -50, 200, 200), abs=2 * CENT), 0)


@pytest.mark.parametrize("outers", [(BAND, FAR), (AROUND, WIDE), (BAND, WIDE)], ids=["bands", "whole areas", "mixed"])
def test_three_tiers_nest(outers: tuple[str, str]) -> None:
    result = check(line("A1", "Ⅱ类建设控制地带", outers[1]), line("A1", "保护范围", CORE),
                   line("A1", "建设控制地带", outers[0]))
    assert told(result) == {}
    assert summary(result, "tiers")["A1"] == ("protection,control_1,control_2",)


@pytest.mark.parametrize(("outer", "rule", "severity"), [
    (AROUND, "nesting", "error"), (BAND, "open_side", "warning"), (ring((-50, -50, 190, 200), (0, 0, 100, 100)),
                                                                    "nesting", "error")],
    ids=["whole area", "band", "band that ends before"])
def test_what_sticks_out_of_the_control_zone_is_told_with_its_shape(outer: str, rule: str, severity: str) -> None:
    # the protection area goes on 70 m to the east, past the zone's edge at x = 150 by 20 m; where it borders on a band
    # nobody knows whether the outer line runs around it
    inner = parts((0, 0, 100, 100), (150, 20, 20, 10))
    result = check(line("A1", "protection", inner), line("A1", "control_1", outer))
    found = told(result, "severity", "subject_id", "area_m2")
    assert found == {rule: [(severity, "A1", pytest.approx(area(150, 20, 20, 10), abs=CENT))]}
    shapes = dict(zip((row[0] for row in rows_of(result["FINDINGS"], "rule_id")), shapes_of(result["FINDINGS"], 1)))
    assert "38527170" in shapes[f"heritage.{rule}"]
    assert "38527000" not in shapes[f"heritage.{rule}"]
    assert summary(result, "faults")["A1"] == (1,)


def test_a_protection_area_that_leaves_the_band_at_one_side() -> None:
    # the band's hole is 100 m × 100 m; the protection area is 80 m wide and 220 m long: 30 m beyond the band's edge at
    # y = 150 + …, i.e. 80 m × 50 m on the band to the north, 80 m × 20 m beyond it, and 20 m × 100 m of the hole empty
    result = check(line("A1", "protection", box(0, 0, 80, 170)), line("A1", "control_1", BAND))
    found = told(result, "area_m2")
    assert found == {"nesting": [(pytest.approx(area(0, 150, 80, 20), abs=CENT),)],
                     "tier_overlap": [(pytest.approx(area(0, 100, 80, 50), abs=CENT),)],
                     "gap": [(pytest.approx(area(80, 0, 20, 100), abs=CENT),)]}


def test_bands_that_are_shifted_overlap_and_leave_a_gap() -> None:
    # the example of the help page: the hole lies 10 m further west
    result = check(line("A1", "protection", CORE),
                   line("A1", "control_1", ring((-50, -50, 200, 200), (-10, 0, 100, 100))))
    found = told(result, "severity", "area_m2")
    assert found == {"tier_overlap": [("error", 999.98)], "gap": [("warning", 999.98)]}
    assert area(90, 0, 10, 100) == pytest.approx(999.98, abs=CENT)


def test_a_protection_area_elsewhere_sticks_out_whole() -> None:
    result = check(line("A1", "protection", box(400, 0, 100, 100)), line("A1", "control_1", AROUND))
    assert told(result, "area_m2") == {"nesting": [(pytest.approx(area(400, 0, 100, 100), abs=CENT),)]}


def test_a_core_that_reaches_the_edge_of_its_district_does_not_stick_out() -> None:
    # 40 m of 120 m, the zone on either side of it; the zone of the other has a corner in common with it, no border
    core = line("A1", "core", box(40, 0, 40, 300))
    result = check(core, line("A1", "district_control", parts((0, 0, 40, 300), (80, 0, 40, 300))))
    assert told(result, "severity", "area_m2") == {
        "open_side": [("warning", pytest.approx(area(40, 0, 40, 300), abs=CENT))]}
    result = check(core, line("A1", "district_control", box(80, 300, 200, 200)))
    assert told(result, "severity", "area_m2") == {
        "nesting": [("error", pytest.approx(area(40, 0, 40, 300), abs=CENT))]}


def test_the_protection_area_must_not_reach_into_the_second_zone() -> None:
    # bands: 10 m × 100 m through the first zone (50 m wide) into the second: 40 m + 10 m on the first, 20 m beyond
    result = check(line("A1", "protection", box(0, 0, 170, 100)), line("A1", "control_1", BAND),
                   line("A1", "control_2", FAR))
    assert told(result, "area_m2", "message")["nesting"][0][0] == pytest.approx(area(150, 0, 20, 100), abs=CENT)
    assert "tier_overlap" in told(result)
    [(value, message)] = told(result, "area_m2", "message")["tier_overlap"]
    assert value == pytest.approx(area(100, 0, 50, 100), abs=CENT)
    assert "construction control zone I of" in message


def test_a_second_zone_that_laps_into_the_first_one_is_told() -> None:
    # the second zone's hole is 30 m narrower on the east: it laps over the first zone there
    second = ring((-100, -100, 300, 300), (-50, -50, 170, 200))
    result = check(line("A1", "protection", CORE), line("A1", "control_1", BAND), line("A1", "control_2", second))
    assert told(result, "area_m2") == {"tier_overlap": [(pytest.approx(area(120, -50, 30, 200), abs=CENT),)]}


def test_differences_below_the_tolerance_are_let_pass() -> None:
    # 0.9 m × 1 m is less than 1 m²; 5 mm × 200 m is 1 m² and narrower than 1 cm; 1.1 m × 1 m is neither, and 1 m
    # wide, no sliver
    hair = box(-50, -50, 200.005, 200)
    assert told(check(line("A1", "protection", hair), line("A1", "control_1", AROUND))) == {}
    for width, rules in ((0.9, {"sliver"}), (1.1, {"nesting"})):
        found = check(line("A1", "protection", parts((0, 0, 100, 100), (160, 0, width, 1))),
                      line("A1", "control_1", AROUND))
        assert set(told(found)) == rules, width


def test_districts_and_buildings_nest_in_their_own_family() -> None:
    # one site as relic and as district: the protection area need not lie in the district's zone
    result = check(line("A1", "protection", box(500, 0, 100, 100)), line("A1", "core", CORE),
                   line("A1", "district_control", BAND))
    assert told(result, "area_m2") == {"core_small": [(pytest.approx(area(0, 0, 100, 100), abs=CENT),)]}


def test_the_control_zone_of_a_district_may_be_called_like_any() -> None:
    result = run(register({"site_id": "D1", "name": "双龙巷", "site_type": "历史文化街区"}), lines(
        line("D1", "核心保护范围", box(0, 0, 200, 100)), line("D1", "建设控制地带", box(0, 0, 190, 300))))
    assert told(result, "area_m2") == {"nesting": [(pytest.approx(area(190, 0, 10, 100), abs=CENT),)]}
    assert summary(result, "tiers")["D1"] == ("core,district_control",)


# -- parts -----------------------------------------------------------------------------------------------------------

def test_slivers_stray_parts_and_holes_are_told() -> None:
    # a strip of 0.5 m × 60 m; 10 m × 10 m lie 600 m off, beyond 500 m
    shape = parts((0, 0, 100, 100), (110, 0, 0.5, 60), (700, 0, 10, 10))
    found = told(check(line("A1", "protection", shape)), "severity", "area_m2")
    assert found == {"sliver": [("warning", pytest.approx(area(110, 0, 0.5, 60), abs=CENT))],
                     "stray_part": [("warning", pytest.approx(area(700, 0, 10, 10), abs=CENT))]}
    near = parts((0, 0, 100, 100), (590, 0, 10, 10))
    assert told(check(line("A1", "protection", near))) == {}
    hole = told(check(line("A1", "protection", ring((0, 0, 100, 100), (20, 20, 10, 30)))), "severity", "area_m2")
    assert hole == {"hole": [("info", pytest.approx(area(20, 20, 10, 30), abs=CENT))]}


def test_several_large_parts_far_apart_are_no_strays() -> None:
    assert told(check(line("A1", "protection", parts((0, 0, 100, 100), (2000, 0, 50, 50))))) == {}


@pytest.mark.parametrize(("side", "small"), [(99.0, True), (101.0, False)])
def test_the_core_of_a_district_has_a_hectare(side: float, small: bool) -> None:
    rows = [line("A1", "core", parts((0, 0, side, 60), (0, 60, side, 40))), line("A1", "district_control", AROUND)]
    assert ("core_small" in told(check(*rows))) is small
    town = run(register({**TOWER, "site_type": "历史文化名镇"}), lines(*rows))
    assert "core_small" not in told(town)


def test_overlaps_of_sites_are_information_only() -> None:
    sites = register(TOWER, {"site_id": "A2", "name": "龙亭"})
    result = run(sites, lines(line("A1", "protection", CORE), line("A2", "protection", box(90, 0, 100, 100))))
    assert told(result, "severity", "subject_id", "other_id", "area_m2") == {
        "sites_overlap": [("info", "A1", "A2", pytest.approx(area(90, 0, 10, 100), abs=CENT))]}
    assert summary(result, "faults") == {"A1": (0,), "A2": (0,)}


def test_invalid_lines_are_repaired_and_told_of_their_site() -> None:
    # a bow-tie: two triangles of 20 × 20 / 4 m² each
    bow = "POLYGON((38527000 3852000, 38527020 3852020, 38527020 3852000, 38527000 3852020, 38527000 3852000))"
    found = told(check(line("A1", "protection", bow)), "subject_id")
    assert found == {"geometry.repaired": [("A1",)]}


# -- districts of other origin ---------------------------------------------------------------------------------------

@pytest.fixture
def districts(repository: Path) -> list[tuple[str, Any, float]]:
    """Return (name, geometry as WKT, m² by GeographicLib) of six historic districts of Cambridge, Massachusetts."""
    found = []
    for file in ("historic_districts", "conservation_districts"):
        path = repository / "tests" / "data" / "cambridge_ma" / f"{file}.geojson"
        layer = QgsVectorLayer(str(path), file, "ogr")
        shapes = {feature["NAME"]: feature.geometry().asWkt(17) for feature in layer.getFeatures()}
        for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
            name = feature["properties"]["NAME"]
            found.append((name, shapes[name], geojson_area(feature["geometry"])))
    return found


def district_layer(districts: list[tuple[str, Any, float]], field: str, kind: str, values: dict[str, Any],
                   tampered: str = "") -> QgsVectorLayer:
    """Return the least there is: an id and a declared area; one district is drawn 0.3 % larger than declared."""
    rows = [(shape, {"NAME": name, field: values[name]}) for name, shape, _ in districts]
    return layer_of(rows, {"NAME": "text", field: kind}, crs="EPSG:4326", name="districts")


@pytest.mark.parametrize("tampered", ["", "Avon Hill", "Harvard Square"])
@pytest.mark.parametrize(("unit", "factor", "decimals"), [("m2", 1.0, 2), ("ha", 1e-4, 4), ("mu", 0.0015, 1)])
def test_real_districts_raise_no_false_alarm_and_a_changed_one_is_found(
        districts: list[tuple[str, Any, float]], tampered: str, unit: str, factor: float, decimals: int) -> None:
    values = {name: round(true * factor * (1.003 if name == tampered else 1.0), decimals)
              for name, _, true in districts}
    sites = layer_of([(None, {"NAME": name}) for name, _, _ in districts], {"NAME": "text"}, geometry="None", crs="")
    result = run(sites, district_layer(districts, "stated", "real", values), SITE_ID_FIELD="NAME",
                 ZONE_SITE_ID_FIELD="NAME", ZONE_DECLARED_AREA_FIELD="stated", DECLARED_AREA_UNIT=unit)
    assert told(result).get("declared_area", []) == ([(tampered,)] if tampered else [])
    assert {rule for rule, severity in rows_of(result["FINDINGS"], "rule_id", "severity") if severity != "info"} <= {
        "heritage.declared_area"}
    drawn = summary(result, "area_m2", "difference_m2")
    for name, _, true in districts:
        assert drawn[name][0] == pytest.approx(true, abs=0.02 + true * 5e-8)  # as close as we promise
    assert (result["SITES"], result["SITES_WITH_LINES"]) == (6, 6)


def test_square_feet_are_found_to_be_no_square_metres(districts: list[tuple[str, Any, float]]) -> None:
    values = {name: round(true / 0.3048**2) for name, _, true in districts}
    sites = layer_of([(None, {"NAME": name}) for name, _, _ in districts], {"NAME": "text"}, geometry="None", crs="")
    result = run(sites, district_layer(districts, "stated", "integer", values), SITE_ID_FIELD="NAME",
                 ZONE_SITE_ID_FIELD="NAME", ZONE_DECLARED_AREA_FIELD="stated")
    assert len(told(result)["declared_area"]) == 6


def test_the_least_there_is(districts: list[tuple[str, Any, float]]) -> None:
    """A table with ids, a layer with ids, nothing else; fields by their usual names."""
    sites = layer_of([(None, {"id": name}) for name, _, _ in districts[:5]], {"id": "text"}, geometry="None", crs="")
    zones = layer_of([(shape, {"id": name}) for name, shape, _ in districts], {"id": "text"}, crs="EPSG:4326")
    result = run(sites, zones)
    assert told(result) == {"no_entry": [(districts[5][0],)], "tier_unnamed": [("",)]} | (
        {"sites_overlap": told(result)["sites_overlap"]} if "sites_overlap" in told(result) else {})
    assert LINE_FIELDS  # the other fields are not asked for


# -- several layers, each with fields of its own --------------------------------------------------------------------

OWN = {"WBDM": "text", "FWLX": "text", "GBGQ": "text"}
"""Fields that no schema knows: site id, tier, hectares as published."""


def own_layer(*rows: tuple[str, dict[str, Any]], name: str = "文保区划") -> QgsVectorLayer:
    """Return a layer of lines whose fields were told in the Data panel."""
    layer = layer_of(rows, OWN, name=name)
    for standard, own in zip(("site_id", "tier", "declared_m2"), OWN):
        write_field(layer, standard, own)
    return layer


def test_every_layer_of_lines_is_read_by_the_fields_told_of_it(tmp_path: Path) -> None:
    """One layer is called as the schema has it, the other by fields that only the user knows."""
    record = tmp_path / "run.json"
    result = run(register(TOWER), [lines(line("A1", "protection", CORE, declared_m2=10_000.0)),
                                   own_layer((BAND, {"WBDM": "A1", "FWLX": "建设控制地带", "GBGQ": "30000"}))],
                 RUN_RECORD=str(record))
    assert {key: values for key, values in told(result).items() if key != "declared_area"} == {}
    [row] = summary(result, "tiers", "declared_m2").values()
    assert row[0] == "protection,control_1"
    settings = json.loads(record.read_text(encoding="utf-8"))["record"]["parameters"]
    assert settings["ZONE_SITE_ID_FIELD"] == ["site_id", "WBDM"]
    assert settings["TIER_FIELD"] == ["tier", "FWLX"]


def test_a_field_chosen_for_all_layers_holds_where_a_layer_has_it() -> None:
    """The layer without WBDM keeps its own site_id, whatever was chosen for the other."""
    other = layer_of([(BAND, {"WBDM": "A1", "tier": "control_1"})], {"WBDM": "text", "tier": "text"}, name="other")
    both = [lines(line("A1", "protection", CORE)), other]
    assert told(run(register(TOWER), both, ZONE_SITE_ID_FIELD="WBDM")) == {}


def test_a_layer_without_site_ids_is_named_with_its_fields_and_where_to_say_it() -> None:
    bare = layer_of([(BAND, {"WBDM": "A1"})], {"WBDM": "text"}, name="建控地带")
    with pytest.raises(QgsProcessingException, match=r"“建控地带” has no field of site ids .*WBDM.* Data panel"):
        run(register(TOWER), [lines(line("A1", "protection", CORE)), bare])
