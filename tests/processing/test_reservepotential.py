"""Reserve land end to end, on layouts small enough to work by hand.

Areas come from an independent source (GeographicLib, ``tests.rules.geodesy``); points and scores are worked beside
each test from the tables of ``resources/rules/reserve_potential.json``, distances from the coordinates.
"""
from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import processing
import pytest
from qgis.core import QgsProcessingException, QgsProject, QgsVectorLayer

from tests.builders import Row, land_layer, layer_of, rows_of
from tests.processing.places import CENT, area, box

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("kf_provider")

MARKS = {"ZZSXDM": "text", "TBXHDM": "text", "GDPDJB": "text"}


def parcel(x: float, bsm: str, code: str, width: float = 100, **more: Any) -> Row:
    """Return a parcel 100 m high in 410222 (通许县), ``x`` metres east."""
    return box(x, 0, width, 100), {"BSM": bsm, "DLBM": code, "ZLDWDM": "4102221002010000000", **more}


def land_of(*rows: Row) -> QgsVectorLayer:
    return land_layer(rows, **MARKS)


def mask(kind: str, *shapes: str) -> QgsVectorLayer:
    return layer_of([(shape, {}) for shape in shapes], {"note": "text"}, name=kind)


def run(land: QgsVectorLayer, **parameters: Any) -> dict[str, Any]:
    """Run with memory outputs; nothing but 1206 would not say which classes it means."""
    wanted = {"CANDIDATES": "memory:", "EXCLUDED": "memory:", "SUMMARY": "memory:", "FINDINGS": "memory:",
              "CLASS_SYSTEM": "survey_2019"}
    for layer in parameters.get("MASKS", ()):
        QgsProject.instance().addMapLayer(layer)
    return processing.run("kf:reservepotential", {**wanted, "LAND": land, **parameters})


def found(result: dict[str, Any], *fields: str) -> dict[str, tuple[Any, ...]]:
    """Return fields of the candidates by BSM."""
    return {row[0]: row[1:] for row in rows_of(result["CANDIDATES"], "BSM", *fields)}


def gone(result: dict[str, Any]) -> list[tuple[Any, ...]]:
    return sorted(rows_of(result["EXCLUDED"], "BSM", "rule_id"))


def told(result: dict[str, Any]) -> set[str]:
    return {row[0] for row in rows_of(result["FINDINGS"], "rule_id")}


def closes(result: dict[str, Any]) -> bool:
    """Tell whether candidates and excluded land are the source land, in whole hundredths, in layers and summary."""
    parts = [round(row[0] * 100) for name in ("CANDIDATES", "EXCLUDED") for row in rows_of(result[name], "area_m2")]
    summed = [round(row[0] * 100) for row in rows_of(result["SUMMARY"], "area_m2")]
    whole = round(result["SOURCE_M2"] * 100)
    return sum(parts) == sum(summed) == whole == round((result["CANDIDATE_M2"] + result["EXCLUDED_M2"]) * 100)


@pytest.fixture
def land() -> QgsVectorLayer:
    """Return, from west to east: bare land, farmland of grade 6, a ditch, a gap, an orchard to be restored, a road.

    S 0–100, F 100–200, W 200–250, gap, O 400–500, R 500–510.
    """
    return land_of(parcel(0, "S", "1206"), parcel(100, "F", "0102", GDDB=6, GDPDJB="1"), parcel(200, "W", "1107", 50),
                   parcel(400, "O", "0201", ZZSXDM="JKHF"), parcel(500, "R", "1006", 10))


def test_points_score_and_rank_worked_by_hand(land: QgsVectorLayer) -> None:
    result = run(land)
    # soil: grade 6 of F, 0 m from S and 200 m from O, both within 200 m: (16 − 6) / 15 × 100 = 66.67
    # slope: class 1 of F: 100. Contiguity: 9 999.81 m² = 400 → 0, 6 667 → 40, 33 333 → 70:
    #   40 + (9 999.81 − 6 667) / (33 333 − 6 667) × 30 = 43.75
    # S: water 100 m: 100 − 10 × 100/200 = 95; farmland 0 m: 100; road 400 m: 90 − 30 × 300/400 = 67.5; other: 30
    # O: water 150 m: 92.5; farmland 200 m: 80 − 30 × 100/200 = 65; road 0 m: 100; JKHF: 100
    names = ("soil", "water", "slope", "contiguity", "farmland", "road", "restorability")
    points = found(result, *(f"score_{name}" for name in names))
    assert points["S"] == pytest.approx((66.67, 95, 100, 43.75, 100, 67.5, 30), abs=0.006)
    assert points["O"] == pytest.approx((66.67, 92.5, 100, 43.75, 65, 100, 100), abs=0.006)
    assert found(result, "water_m", "farmland_m", "road_m") == {
        "S": pytest.approx((100, 0, 400)), "O": pytest.approx((150, 200, 0))}
    # S: .25×66.667 + .2×95 + .15×100 + .15×43.75 + .1×100 + .1×67.5 + .05×30 = 16.667+19+15+6.562+10+6.75+1.5 = 75.48
    # O: 16.667 + 18.5 + 15 + 6.562 + 6.5 + 10 + 5 = 78.23; both at least 75: A
    assert found(result, "rank", "score", "grade") == {
        "O": (1, pytest.approx(78.23, abs=0.006), "A"), "S": (2, pytest.approx(75.48, abs=0.006), "A")}
    assert [row[0] for row in rows_of(result["CANDIDATES"], "rank")] == [1, 2]
    # grade 6 bears 15 000 kg/ha; no deduction near
    each = area(0, 0, 100, 100)
    assert found(result, "area_m2", "net_m2", "expected_grade", "grade_basis", "capacity_kg")["S"] == (
        pytest.approx(each, abs=CENT), pytest.approx(each, abs=CENT), 6, "neighbours",
        pytest.approx(each / 10_000 * 15_000, abs=0.02))
    assert result["CAPACITY_KG"] == pytest.approx(2 * each / 10_000 * 15_000, abs=0.04)
    assert closes(result)
    assert gone(result) == []


def test_the_example_of_the_help(land: QgsVectorLayer) -> None:
    """The figures that the help page prints: no road, redline over 20 of 100 m."""
    land.startEditing()
    land.deleteFeatures([feature.id() for feature in land.getFeatures() if feature["BSM"] in {"R", "O"}])
    assert land.commitChanges()
    result = run(land, MASKS=[mask("ecological_redline", box(40, 0, 20, 100))])
    assert rows_of(result["CANDIDATES"], "area_m2", "score_soil", "score_water", "score_slope", "score_contiguity",
                   "score_farmland", "score_road", "score_restorability", "score", "grade", "capacity_kg") == [
        (7999.86, 66.67, 95.0, 100.0, 41.5, 100.0, None, 30.0, 75.99, "A", 11999.79)]
    assert gone(result) == [("S", "potential.redline")]
    assert closes(result)
    messages = rows_of(result["FINDINGS"], "rule_id", "message")
    missing = [message for rule, message in messages if rule == "potential.factor_missing"]
    assert len(missing) == 1
    assert "distance to roads" in missing[0]


def test_a_mask_takes_its_part_and_the_rest_counts_from_400_square_metres(land: QgsVectorLayer) -> None:
    # 96.1 m of 100 m masked in S: 390 m² are left, too little; 95.9 m in O: 410 m² are enough
    masks = mask("ecological_redline", box(0, 0, 96.1, 100), box(400, 0, 95.9, 100))
    result = run(land, MASKS=[masks])
    assert found(result, "area_m2") == {"O": (pytest.approx(area(495.9, 0, 4.1, 100), abs=2 * CENT),)}
    assert gone(result) == [("O", "potential.redline"), ("S", "potential.redline"), ("S", "potential.too_small")]
    areas = {row[:2]: row[2] for row in rows_of(result["EXCLUDED"], "BSM", "rule_id", "area_m2")}
    assert areas["S", "potential.too_small"] == pytest.approx(area(96.1, 0, 3.9, 100), abs=2 * CENT)
    assert closes(result)


def test_classes_and_marks_that_are_sources_or_are_excluded() -> None:
    rows = [("saline", "1204", {}), ("sand", "1205", {}), ("bare", "1206", {}), ("grass", "0404", {}),
            ("garden", "0204", {"ZZSXDM": "GCHF"}), ("forest", "0307", {"ZZSXDM": "jkhf "}),
            ("factory", "0601", {"TBXHDM": "FQ"}), ("old mine", "0602", {"TBXHDM": "废弃"}),
            ("mine", "0602", {}), ("swamp forest", "0304", {"ZZSXDM": "JKHF"}),
            ("plain garden", "0201", {}), ("plain forest", "0301", {}), ("natural", "0401", {}), ("farm", "0103", {}),
            ("town", "0701", {}), ("rock", "1207", {})]
    result = run(land_of(*(parcel(200 * n, name, code, **more) for n, (name, code, more) in enumerate(rows))))
    assert set(found(result)) == {"saline", "sand", "bare", "grass", "garden", "forest", "factory", "old mine"}
    assert gone(result) == [("swamp forest", "potential.wetland")]
    sources = {bsm: source for bsm, (source,) in found(result, "source").items()}
    assert sources["forest"] == "potential.source_garden_forest"
    assert (sources["factory"], sources["old mine"]) == ("potential.source_abandoned", "potential.source_mining")
    # the working mine is no source land: 8 candidates and the swamp forest of 1 ha each
    assert result["SOURCE_M2"] == pytest.approx(sum(area(200 * n, 0, 100, 100) for n in (*range(8), 9)), abs=0.1)
    assert closes(result)


def test_every_kind_of_mask_excludes_under_its_own_rule() -> None:
    kinds = {
        "ecological_redline": "redline", "nature_reserve": "nature_reserve", "nature_reserve_core": "nature_reserve",
        "steep_land": "slope", "river_management": "river", "main_channel": "river", "frequent_flood": "flood",
        "polluted_land": "polluted", "water_source": "water_source", "forest_grass_wetland": "forest_grass_wetland",
        "urban_boundary": "urban_boundary", "historic_lines": "historic", "approvals": "approved",
        "planned_construction": "planned", "ecological_conversion": "returned"}
    land = land_of(*(parcel(200 * n, kind, "1206") for n, kind in enumerate(kinds)), parcel(9000, "free", "1206"))
    masks = [mask(kind, box(200 * n, 0, 100, 100)) for n, kind in enumerate(kinds)]
    result = run(land, MASKS=masks)
    assert dict(gone(result)) == {kind: f"potential.{rule}" for kind, rule in kinds.items()}
    assert set(found(result)) == {"free"}
    assert closes(result)
    assert "potential.mask_missing" not in told(result)


def test_the_first_rule_decides_and_all_are_named() -> None:
    land = land_of(parcel(0, "S", "1206", GDPDJB="5"))
    result = run(land, MASKS=[mask(kind, box(0, 0, 50, 100)) for kind in ("polluted_land", "ecological_redline")])
    assert sorted(rows_of(result["EXCLUDED"], "rule_id", "reasons")) == [
        ("potential.redline", "ecological redline; slope over 25°; strictly controlled polluted land"),
        ("potential.slope", "slope over 25°")]
    clauses = {row[0]: row[1:] for row in rows_of(result["FINDINGS"], "rule_id", "rule_status", "clause")}
    status, clause = clauses["potential.slope"]
    assert status == "statute"
    assert "art. 20" in clause


@pytest.mark.parametrize(("choice", "left"), [
    ("25", {"unknown", "3", "4"}), ("15", {"unknown", "3"}), ("6", {"unknown"})])
def test_the_steepest_slope_may_be_chosen(choice: str, left: set[str]) -> None:
    """Class 3 is over 6 to 15°, class 4 over 15 to 25°, class 5 over 25° (TD/T 1057-2020)."""
    land = land_of(*(parcel(200 * n, name, "1206", GDPDJB=value) for n, (name, value) in enumerate(
        [("unknown", None), ("3", "Ⅲ"), ("4", "4"), ("5", "05")])))
    result = run(land, MAX_SLOPE=choice, MASKS=[mask("steep_land", box(5000, 0, 10, 10))])
    assert set(found(result)) == left
    assert ("5", "potential.slope") in gone(result)
    # of the parcel without a slope class the layer shows no more than slopes over 25°
    assert ("potential.slope_mask_coarse" in told(result)) == (choice != "25")
    assert ("potential.slope_mask_coarse" in told(run(land, MAX_SLOPE=choice))) == (choice != "25")


def test_slope_is_that_of_the_parcel_before_that_of_its_neighbours() -> None:
    # class 3 of its own: 50 points; without one the neighbours' mean: class 1 on 1 ha, class 2 on 0.5 ha: 4/3 → 93.33
    land = land_of(parcel(0, "own", "1206", GDPDJB="3"), parcel(100, "F", "0102", GDPDJB="1"),
                   parcel(200, "G", "0102", 50, GDPDJB="2"), parcel(250, "bare", "1206"), parcel(2000, "far", "1206"))
    result = run(land)
    assert found(result, "score_slope") == {"own": (50,), "bare": (pytest.approx(93.33, abs=0.006),), "far": (None,)}
    assert "potential.factor_partly" in told(result)
    assert "without data" in found(result, "reasons")["far"][0]


def test_paddy_is_claimed_only_where_water_is_within_500_metres() -> None:
    land = land_of(parcel(0, "W", "1104", 10), parcel(510, "near", "1206"), parcel(700, "far", "1206"))
    assert set(found(run(land))) == {"near", "far"}
    result = run(land, CLAIM="paddy")
    assert set(found(result)) == {"near"}  # 500 m from the pond; the other one is 690 m away
    assert gone(result) == [("far", "potential.no_irrigation")]
    assert closes(result)
    dry = run(land_of(parcel(0, "S", "1206")), CLAIM="paddy")
    assert "potential.irrigation_unknown" in told(dry)
    assert set(found(dry)) == {"S"}


def test_layers_of_water_and_roads_go_before_those_of_the_survey(land: QgsVectorLayer) -> None:
    water, roads = mask("water", box(0, 120, 100, 10)), mask("roads", box(0, 1600, 100, 10))
    result = run(land, WATER=water, ROADS=roads)
    # S: water 20 m north: 100 − 10 × 20/200 = 99; road 1 500 m north: 30 between 1 000 m (30) and 2 000 m (0): 15… 30
    assert found(result, "water_m", "road_m", "score_water", "score_road")["S"] == pytest.approx((20, 1500, 99, 15))
    assert "potential.factor_from_land" not in told(result)
    assert "potential.factor_from_land" in told(run(land))


def test_beyond_the_last_distance_of_a_table_is_not_without_data(land: QgsVectorLayer) -> None:
    result = run(land, ROADS=mask("roads", box(0, 9000, 100, 10)))
    assert found(result, "road_m", "score_road")["S"] == (None, 0.0)
    assert "potential.factor_missing" not in told(result)
    assert "> 2000 m" in found(result, "reasons")["S"][0]


def test_weights_override_by_criterion_and_are_normalised(land: QgsVectorLayer) -> None:
    only = json.dumps({"water": 3, "road": 1, "soil": 0, "slope": 0, "contiguity": 0, "farmland": 0,
                       "restorability": 0})
    result = run(land, WEIGHTS=only)
    # S: (3 × 95 + 67.5) / 4 = 88.125 → 88.13; O: (3 × 92.5 + 100) / 4 = 94.375 → 94.38
    assert found(result, "score") == {"S": (88.13,), "O": (94.38,)}
    # of the defaults only the road's is changed, 0.10 → 0.30: sum 1.20
    # S: (75.48 + 0.2 × 67.5) / 1.2: 16.6667+19+15+6.5622+10+20.25+1.5 = 88.9789 → 74.15
    assert found(run(land, WEIGHTS='{"road": 0.3}'), "score")["S"] == (pytest.approx(74.15, abs=0.006),)


@pytest.mark.parametrize(("text", "words"), [
    ("weights.json", "not the path of a file"), ("{water: 1}", "no JSON text"), ("[1, 2]", "JSON object"),
    ('{"wetness": 1}', "wetness"), ('{"water": -1}', "water"), ('{"water": "1"}', "water"),
    ('{"water": true}', "water"), ('{"water": NaN}', "water"), ('{"water": 1e999}', "water"),
    ('{"soil": 1e308, "water": 1e308}', "too large"),
    ('{"water": 1, "water": 2}', "twice"),
    (json.dumps(dict.fromkeys(
        ("soil", "water", "slope", "contiguity", "farmland", "road", "restorability"), 0)), "all weights are 0"),
])
def test_weights_that_cannot_be_used_are_refused(land: QgsVectorLayer, text: str, words: str, tmp_path: Path) -> None:
    if text.endswith(".json"):  # a file that holds good weights is no text of weights
        path = tmp_path / text
        path.write_text('{"water": 1}', encoding="utf-8")
        text = str(path)
    with pytest.raises(QgsProcessingException, match=words):
        run(land, WEIGHTS=text)


def test_projects_that_add_farmland_are_a_source_and_spare_what_they_take_down() -> None:
    land = land_of(parcel(0, "road", "1006"), parcel(100, "village", "0702"), parcel(200, "wood", "0301"),
                   parcel(300, "farm", "0102", GDDB=5), parcel(400, "outside", "1006"), parcel(500, "mine", "0602"))
    # half of a working mine is inside; its other half is no source land, neither candidate nor excluded
    result = run(land, ADDITIONS=mask("farmland_additions", box(50, 0, 330, 100), box(550, 0, 50, 100)))
    assert found(result, "source") == dict.fromkeys(("road", "village", "mine"), ("potential.source_additions",))
    assert found(result, "area_m2")["road"] == (pytest.approx(area(50, 0, 50, 100), abs=2 * CENT),)
    assert gone(result) == [("wood", "potential.forest")]
    assert closes(result)


def test_the_grade_and_the_deduction_expected_are_means_of_neighbours_by_area() -> None:
    # within 200 m of S: 1 ha of grade 4 with KCXS 0.1 and 0.5 ha of grade 9 without: (4 × 2 + 9) / 3 = 5.667 → 6;
    # deduction 0.1 × 2 / 3 = 0.0667. The farmland of grade 1 is 300 m away.
    land = land_of(parcel(0, "S", "1206"), parcel(100, "A", "0103", GDDB=4, KCXS=0.1),
                   parcel(200, "B", "0103", 50, GDDB=9), parcel(400, "C", "0101", GDDB=1))
    result = run(land)
    each = area(0, 0, 100, 100)
    net = each * (1 - 0.0667)
    assert found(result, "expected_grade", "score_soil", "net_m2", "capacity_kg")["S"] == (
        6, pytest.approx((16 - 17 / 3) / 15 * 100, abs=0.01), pytest.approx(net, abs=0.02),
        pytest.approx(net / 10_000 * 15_000, abs=0.05))


def test_without_neighbours_the_grade_is_that_of_the_county_and_without_any_unknown() -> None:
    far = land_of(parcel(0, "S", "1206"), parcel(1500, "A", "0102", GDDB=8))
    result = run(far)
    assert found(result, "expected_grade", "grade_basis")["S"] == (8, "unit")
    assert "potential.grade_from_unit" in told(result)
    result = run(land_of(parcel(0, "S", "1206"), parcel(1500, "A", "0102")))
    assert found(result, "expected_grade", "capacity_kg", "score_soil")["S"] == (None, None, None)
    assert result["CAPACITY_KG"] is None
    assert {"potential.grade_unknown", "potential.factor_missing"} <= told(result)


def test_what_hangs_together_scores_together() -> None:
    # 20 m apart: one block of 2 ha; 21 m: alone
    land = land_of(parcel(0, "A", "1206"), parcel(120, "B", "1206"), parcel(241, "C", "1206"))
    block = {bsm: value for bsm, (value,) in found(run(land), "contiguous_m2").items()}
    each = area(0, 0, 100, 100)
    assert block == {"A": pytest.approx(2 * each, abs=0.02), "B": pytest.approx(2 * each, abs=0.02),
                     "C": pytest.approx(each, abs=0.02)}


def test_equal_scores_are_ranked_by_id_whatever_the_order_of_rows() -> None:
    rows = [parcel(300 * n, name, "1206") for n, name in enumerate("CAB")]
    for order in (rows, rows[::-1]):
        result = run(land_of(*order))
        assert rows_of(result["CANDIDATES"], "rank", "BSM") == [(1, "A"), (2, "B"), (3, "C")]


def test_rows_in_another_order_give_the_same_rows(land: QgsVectorLayer) -> None:
    masks = [box(30, 0, 20, 100), box(40, 0, 20, 50), box(450, 20, 20, 20)]
    rows: Sequence[Row] = [(feature.geometry().asWkt(), dict(zip(land.fields().names(), feature.attributes())))
                           for feature in land.getFeatures()]
    fields = ("rank", "BSM", "score", "area_m2", "net_m2", "capacity_kg", "reasons")
    straight = run(land, MASKS=[mask("ecological_redline", *masks)])
    turned = run(land_of(*rows[::-1]), MASKS=[mask("ecological_redline", *masks[::-1])])
    assert rows_of(straight["CANDIDATES"], *fields) == rows_of(turned["CANDIDATES"], *fields)
    assert rows_of(straight["EXCLUDED"], "BSM", "rule_id", "area_m2") == rows_of(
        turned["EXCLUDED"], "BSM", "rule_id", "area_m2")
    assert rows_of(straight["SUMMARY"]) == rows_of(turned["SUMMARY"])
    assert closes(straight)


def test_a_switch_in_own_rules_turns_an_exclusion_off(land: QgsVectorLayer, tmp_path: Path) -> None:
    own = tmp_path / "own.json"
    own.write_text(json.dumps({"rows": [{"id": "potential.redline", "thresholds": {"applies": False}}]}),
                   encoding="utf-8")
    result = run(land, MASKS=[mask("ecological_redline", box(0, 0, 100, 100))], RULES=str(own))
    assert set(found(result)) == {"S", "O"}


def test_a_table_of_points_that_falls_is_refused(land: QgsVectorLayer, tmp_path: Path) -> None:
    own = tmp_path / "own.json"
    own.write_text(json.dumps({"rows": [{"id": "potential.factor_road", "thresholds": {
        "distances_m": [0, 500, 100, 1000, 2000]}}]}), encoding="utf-8")
    with pytest.raises(QgsProcessingException, match=r"potential\.factor_road"):
        run(land, RULES=str(own))


def test_units_by_geometry_split_candidates_and_summary(land: QgsVectorLayer) -> None:
    units = layer_of([(box(-10, -10, 60, 200), {"XZQDM": "410222", "XZQMC": "甲"}),
                      (box(50, -10, 600, 200), {"XZQDM": "410223", "XZQMC": "乙"})],
                     {"XZQDM": "text", "XZQMC": "text"}, name="units")
    result = run(land, UNITS=units)
    assert sorted(rows_of(result["CANDIDATES"], "BSM", "unit_code")) == [
        ("O", "410223"), ("S", "410222"), ("S", "410223")]
    # the west half of S is 150 m from water, 50 m from farmland, 450 m from the road: 75.48 − 0.5 − 1 − 0.375 < 75: B
    assert {row[:3] for row in rows_of(result["SUMMARY"], "unit_code", "grade", "candidates")} == {
        ("410222", "B", 1), ("410223", "A", 2)}
    assert closes(result)


@pytest.mark.parametrize(("crs", "plane"), [
    ("EPSG:4490", "3-degree zone"), ("EPSG:3857", "3-degree zone"), ("EPSG:4547", "the land layer's"),
])
def test_distances_are_metres_on_the_ground(crs: str, plane: str, land: QgsVectorLayer, tmp_path: Path) -> None:
    drawn = processing.run("native:reprojectlayer", {"INPUT": land, "TARGET_CRS": crs, "OUTPUT": "memory:"})["OUTPUT"]
    result = run(drawn, RUN_RECORD=str(tmp_path / "record.json"))
    for one, other in zip(rows_of(result["CANDIDATES"], "water_m", "farmland_m", "road_m", "score"),
                          rows_of(run(land)["CANDIDATES"], "water_m", "farmland_m", "road_m", "score")):
        assert one == pytest.approx(other, abs=0.02)
    notice, *_ = json.loads((tmp_path / "record.json").read_text(encoding="utf-8"))["document"]["notices"]
    assert plane in notice


def test_nothing_to_reclaim_and_nothing_left() -> None:
    result = run(land_of(parcel(0, "F", "0102")))
    assert rows_of(result["CANDIDATES"]) == rows_of(result["EXCLUDED"]) == []
    assert "potential.no_source" in told(result)
    assert result["SOURCE_M2"] == result["CANDIDATE_M2"] == result["CAPACITY_KG"] == 0
    assert "potential.no_candidate" in told(result := run(land_of(parcel(0, "S", "0304", ZZSXDM="JKHF"))))
    assert closes(result)


def test_the_report_tells_weights_rules_and_closes(land: QgsVectorLayer, tmp_path: Path) -> None:
    record = tmp_path / "record.json"
    masks = [mask("ecological_redline", box(30, 0, 20, 100)), mask("steep_land", box(5000, 0, 10, 10))]
    run(land, MASKS=masks, WEIGHTS='{"water": 0}', RUN_RECORD=str(record),
        REPORT=str(tmp_path / "report.html"))
    document = json.loads(record.read_text(encoding="utf-8"))["document"]
    steps = [round(step["area_m2"] * 100) for step in document["bridge"]]
    assert sum(steps[:-1]) == steps[-1]
    weights = next(table for table in document["tables"] if "weight" in table["rows"][0])
    # the water's 0.20 is shared among the others: soil 0.25 / 0.80
    assert {row["factor"]: row["weight"] for row in weights["rows"]}["distance to water"] == "0.0000"
    assert {row["weight"] for row in weights["rows"]} >= {"0.3125", "0.1875", "0.1250", "0.0625"}
    assert weights["total"]["weight"] == "1.0000"
    shown = {rule["id"]: rule["status"] for rule in document["rules"]}
    assert shown["potential.slope"] == "statute"
    assert shown["potential.factor_soil"] == "house"
