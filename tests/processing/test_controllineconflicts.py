"""Control lines against each other end to end, on layouts small enough to work by hand.

Areas come from an independent source (GeographicLib, ``tests.rules.geodesy``); everything else from the arithmetic
written beside it.
"""
from __future__ import annotations

import itertools
import json
import random
from typing import TYPE_CHECKING, Any

import processing
import pytest
from qgis.core import QgsGeometry, QgsProcessingException, QgsVectorLayer

from kf_resources_plugin import paths
from kf_resources_plugin.engine.roles import write_role
from tests.builders import land_layer, layer_of, rows_of, shapes_of
from tests.processing.line_layers import P, R, U, line, other, pair_rows, run, told
from tests.processing.places import CENT, area, box

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("kf_provider", "qgis_new_project")


def ring(*boxes: tuple[float, float, float, float]) -> str:
    """Return the first rectangle without the others, which lie in it."""
    return "POLYGON(" + ",".join(box(*one).removeprefix("POLYGON(").removesuffix(")") for one in boxes) + ")"


def overlapping() -> dict[str, QgsVectorLayer]:
    """Return three lines: farmland and redline share 50 × 50 m, of which the town has 30 × 30 m."""
    return {"PERMANENT_FARMLAND": line(P, box(0, 0, 300, 300)), "ECOLOGICAL_REDLINE": line(R, box(-50, -50, 100, 100)),
            "URBAN_BOUNDARY": line(U, box(0, 0, 30, 30), box(500, 0, 100, 100))}


def test_each_pair_has_its_area_and_the_total_counts_a_place_once() -> None:
    result = run(**overlapping())
    assert pair_rows(result) == {
        (P, R): (1, pytest.approx(area(0, 0, 50, 50), abs=CENT)),
        (P, U): (1, pytest.approx(area(0, 0, 30, 30), abs=CENT)),
        (R, U): (1, pytest.approx(area(0, 0, 30, 30), abs=CENT))}
    assert result["CONFLICTS"] == 3
    assert result["OVERLAP_M2"] == pytest.approx(area(0, 0, 50, 50), abs=CENT)
    assert result["OVERLAP_SUM_M2"] == pytest.approx(area(0, 0, 50, 50) + 2 * area(0, 0, 30, 30), abs=3 * CENT)
    once = {row[:2]: row[2] for row in rows_of(result["SUMMARY"], "line_a", "line_b", "once_m2")}
    assert (once[P, R], once[P, U], once[R, U], once[P, P]) == (result["OVERLAP_M2"], 0.0, 0.0, None)
    # the figures that the help page prints
    assert (result["OVERLAP_M2"], result["OVERLAP_SUM_M2"]) == (2_499.96, 4_299.92)
    ids = rows_of(result["OVERLAPS"], "line_a", "id_a", "line_b", "id_b", "category", "precedence")
    assert ids == [(P, "P1", R, "E1", "overlap", P), (P, "P1", U, "U1", "overlap", P), (R, "E1", U, "U1", "overlap", R)]


def test_findings_name_precedence_document_and_remedy() -> None:
    findings = told(run(**overlapping()), "severity", "clause", "remedy", "subject_id", "other_id", "area_m2")
    severity, clause, remedy, subject, second, value = findings["overlap_permanent_urban"][0]
    assert (severity, subject, second) == ("error", "P1", "U1")
    assert "2019-11" in clause
    assert "urban boundary" in remedy
    assert value == pytest.approx(area(0, 0, 30, 30), abs=CENT)


def test_a_place_that_only_two_later_pairs_share_counts_in_the_first_of_them() -> None:
    # the town covers 10 m of farmland beside the redline, which is 20 m wide there: nothing is counted twice
    result = run(PERMANENT_FARMLAND=line(P, box(0, 0, 100, 100)), ECOLOGICAL_REDLINE=line(R, box(0, 0, 20, 100)),
                 URBAN_BOUNDARY=line(U, box(10, 0, 40, 100)))
    once = {row[:2]: row[2] for row in rows_of(result["SUMMARY"], "line_a", "line_b", "once_m2")}
    assert once[P, R] == pytest.approx(area(0, 0, 20, 100), abs=CENT)
    assert once[P, U] == pytest.approx(area(20, 0, 30, 100), abs=CENT)
    assert once[R, U] == 0
    assert result["OVERLAP_M2"] == pytest.approx(area(0, 0, 50, 100), abs=2 * CENT)


def test_polygons_of_one_line_that_overlap_are_told_and_count_once() -> None:
    # P1 and P2 share 10 × 100 m, P3 is P1 drawn again; the redline covers the lower half of all
    result = run(PERMANENT_FARMLAND=line(P, box(0, 0, 100, 100), box(90, 0, 100, 100), box(0, 0, 100, 100)),
                 ECOLOGICAL_REDLINE=line(R, box(0, 0, 190, 50)))
    assert pair_rows(result)[P, R][1] == pytest.approx(area(0, 0, 190, 50), abs=3 * CENT)
    assert pair_rows(result)[P, P] == (3, pytest.approx(area(0, 0, 100, 100), abs=2 * CENT))
    assert result["SELF_OVERLAP_M2"] == pytest.approx(area(0, 0, 100, 100), abs=2 * CENT)
    assert len(told(result)["self_overlap"]) == 3
    assert result["OVERLAP_M2"] == pytest.approx(area(0, 0, 190, 50), abs=3 * CENT)


def test_what_is_below_the_tolerance_counts_in_the_area_and_is_no_conflict() -> None:
    # 0.9 m × 1 m are 0.9 m²; 1.1 m × 1 m are more than 1 m²
    result = run(PERMANENT_FARMLAND=line(P, box(0, 0, 100, 100), box(0, 200, 100, 100)),
                 ECOLOGICAL_REDLINE=line(R, box(99.1, 0, 50, 1), box(98.9, 200, 50, 1)))
    [row] = [row[2:] for row in rows_of(result["SUMMARY"], "line_a", "line_b", "count", "area_m2", "tolerated_count",
                                        "tolerated_m2") if row[:2] == (P, R)]
    assert row == (1, pytest.approx(2.0, abs=2 * CENT), 1, pytest.approx(0.9, abs=CENT))
    assert told(result, "severity", "area_m2")["tolerance"] == [("info", pytest.approx(0.9, abs=CENT))]
    assert result["CONFLICTS"] == 1


def test_a_thin_overlap_is_a_sliver_between_lines_that_exclude_each_other() -> None:
    # 0.4 m × 100 m
    lines = {"PERMANENT_FARMLAND": line(P, box(0, 0, 100, 100)), "ECOLOGICAL_REDLINE": line(R, box(99.6, 0, 50, 100)),
             "OTHERS": [other("nature_reserve", box(149.2, 0, 50, 100))]}
    result = run(**lines)
    rows = rows_of(result["OVERLAPS"], "line_a", "line_b", "category", "width_m")
    assert rows == [(P, R, "sliver", pytest.approx(0.4, abs=0.0005)),
                    (R, "nature_reserve", "overlap", pytest.approx(0.4, abs=0.0005))]
    assert set(told(result)) >= {"overlap_sliver", "overlap_other"}
    assert result["SLIVERS"] == 1


def test_borders_that_touch_are_no_overlap_and_no_gap() -> None:
    # off by 1e-8 m to either side, as coordinates are when a border is computed twice; T-junctions too
    result = run(PERMANENT_FARMLAND=line(P, box(0, 0, 100, 100)),
                 ECOLOGICAL_REDLINE=line(R, box(100 - 1e-8, 0, 50, 40)),
                 URBAN_BOUNDARY=line(U, box(100 + 1e-8, 40, 50, 60)))
    assert pair_rows(result) == {}
    assert (result["HOLE_COUNT"], result["SLIVERS"]) == (0, 0)
    assert not set(told(result)) & {"tolerance", "gap", "gap_small"}


def test_holes_say_what_lies_in_them() -> None:
    # 50 × 50 m with the redline, 20 × 20 m of orchard, 30 × 30 m of irrigated land of which the town has 10 × 30 m
    farmland = line(P, ring((0, 0, 300, 300), (20, 20, 50, 50), (100, 100, 20, 20), (200, 200, 30, 30)))
    lines = {"PERMANENT_FARMLAND": farmland, "ECOLOGICAL_REDLINE": line(R, box(20, 20, 50, 50)),
             "URBAN_BOUNDARY": line(U, box(200, 200, 10, 30))}
    land = land_layer([(ring((0, 0, 300, 300), (100, 100, 20, 20)), {"BSM": "A", "DLBM": "0102"}),
                       (box(100, 100, 20, 20), {"BSM": "B", "DLBM": "0201"})])
    result = run(**lines, LAND=land, CLASS_SYSTEM="survey_2019")
    rules = dict(rows_of(result["HOLES"], "content", "rule_id"))
    assert rules == {R: "control.hole", "other_land": "control.hole", "cultivated": "control.hole_cultivated"}
    holes = {row[0]: row[1:] for row in rows_of(result["HOLES"], "content", "area_m2", "lines_m2", "cultivated_m2",
                                                "other_land_m2")}
    town, field = area(200, 200, 10, 30), area(210, 200, 20, 30)
    assert holes[R] == pytest.approx((area(20, 20, 50, 50), area(20, 20, 50, 50), 0, 0), abs=CENT)
    assert holes["other_land"] == pytest.approx((area(100, 100, 20, 20), 0, 0, area(100, 100, 20, 20)), abs=CENT)
    assert holes["cultivated"] == pytest.approx((area(200, 200, 30, 30), town, field, 0), abs=CENT)
    assert result["HOLE_COUNT"] == 3
    # without a survey only lines can explain a hole
    alone = run(**lines)
    assert sorted(rows_of(alone["HOLES"], "content", "rule_id")) == [
        (R, "control.hole"), ("nothing", "control.hole_open"), ("nothing", "control.hole_open")]
    assert "land_missing" in told(alone)


def test_holes_come_from_what_all_polygons_enclose_and_islands_are_no_part_of_them() -> None:
    # four strips round 60 × 60 m, in it an island of 20 × 20 m with a hole of its own of 4 × 4 m
    strips = [box(0, 0, 100, 20), box(0, 80, 100, 20), box(0, 20, 20, 60), box(80, 20, 20, 60)]
    result = run(PERMANENT_FARMLAND=line(P, *strips, ring((40, 40, 20, 20), (48, 48, 4, 4))))
    areas = sorted(row[0] for row in rows_of(result["HOLES"], "area_m2"))
    assert areas == pytest.approx([area(48, 48, 4, 4), area(20, 20, 60, 60) - area(40, 40, 20, 20)], abs=CENT)


@pytest.mark.parametrize("turn", [0, 31])
def test_narrow_gaps_are_found_between_lines_and_within_one(turn: int) -> None:
    def turned(x: float, y: float, width: float, height: float) -> str:
        shape = QgsGeometry.fromWkt(box(x, y, width, height))
        shape.rotate(turn, QgsGeometry.fromWkt(box(0, 0, 1, 1)).centroid().asPoint())
        return shape.asWkt(9)

    # 0.5 m × 100 m between farmland and redline, 0.4 m × 50 m within farmland; 1.5 m are no gap. Turned, rounding
    # leaves a spike of no area at a corner, 0.5 m long
    result = run(PERMANENT_FARMLAND=line(P, turned(0, 0, 100, 100), turned(0, 100.4, 50, 100)),
                 ECOLOGICAL_REDLINE=line(R, turned(100.5, 0, 50, 100)),
                 URBAN_BOUNDARY=line(U, turned(0, -51.5, 100, 50)))
    rows = rows_of(result["HOLES"], "line_a", "line_b", "category", "area_m2", "width_m")
    assert rows == [(P, P, "gap", pytest.approx(20.0, abs=0.02), pytest.approx(0.4, abs=0.0005)),
                    (P, R, "gap", pytest.approx(50.0, abs=0.02), pytest.approx(0.5, abs=0.003))]
    assert result["SLIVERS"] == 2
    assert [row[0] for row in told(result, "severity")["gap"]] == ["warning", "warning"]


@pytest.mark.parametrize("target", ["EPSG:4490", "EPSG:3857"])
def test_gaps_are_measured_on_the_ground(target: str) -> None:
    """0.9 m are a gap and 1.1 m are none, though web Mercator draws the first 1.1 m wide."""
    drawn = {"PERMANENT_FARMLAND": line(P, box(0, 0, 100, 100)), "ECOLOGICAL_REDLINE": line(R, box(100.9, 0, 50, 100)),
             "URBAN_BOUNDARY": line(U, box(0, -51.1, 100, 50))}
    lines = {name: processing.run("native:reprojectlayer", {
        "INPUT": layer, "TARGET_CRS": target, "OUTPUT": "memory:"})["OUTPUT"] for name, layer in drawn.items()}
    assert rows_of(run(**lines)["HOLES"], "line_a", "line_b", "category", "area_m2") == [
        (P, R, "gap", pytest.approx(90.0, abs=0.05))]


def test_a_narrow_hole_is_one_sliver_and_what_another_line_fills_is_no_gap() -> None:
    # a slit of 0.5 m × 60 m in farmland; 0.5 m between two polygons of the redline, filled by the town
    result = run(PERMANENT_FARMLAND=line(P, ring((0, 0, 100, 100), (50, 20, 0.5, 60))),
                 ECOLOGICAL_REDLINE=line(R, box(200, 0, 50, 50), box(250.5, 0, 50, 50)),
                 URBAN_BOUNDARY=line(U, box(250, 0, 0.5, 50)))
    assert rows_of(result["HOLES"], "line_a", "line_b", "category", "area_m2") == [
        (P, None, "gap", pytest.approx(30.0, abs=0.01))]


def test_units_split_areas_and_count_a_shape_once() -> None:
    units = layer_of([(box(-100, -100, 130, 500), {"XZQDM": "410222001", "XZQMC": "甲镇"}),
                      (box(30, -100, 500, 500), {"XZQDM": "410222002", "XZQMC": "乙镇"})],
                     {"XZQDM": "text", "XZQMC": "text"}, name="units")
    result = run(**overlapping(), UNITS=units)
    rows = {row[:3]: row[3:] for row in rows_of(result["UNIT_SUMMARY"], "unit_code", "line_a", "line_b", "count",
                                                "area_m2", "once_m2")}
    west, east = area(0, 0, 30, 50), area(30, 0, 20, 50)
    assert rows["410222001", P, R] == pytest.approx((1, west, west), abs=2 * CENT)
    assert rows["410222002", P, R] == pytest.approx((0, east, east), abs=2 * CENT)
    assert sum(row[2] for row in rows.values() if row[2]) == pytest.approx(result["OVERLAP_M2"], abs=1e-6)
    assert sum(row[0] for row in rows.values()) == result["CONFLICTS"]
    parts = rows_of(result["OVERLAPS"], "overlap_id", "unit_code", "area_m2")
    assert [row[:2] for row in parts[:2]] == [(1, "410222001"), (1, "410222002")]
    assert sum(row[2] for row in parts[:2]) == pytest.approx(pair_rows(result)[P, R][1], abs=1e-6)


def test_without_units_the_county_is_that_of_the_line_with_precedence() -> None:
    result = run(PERMANENT_FARMLAND=line(P, box(0, 0, 100, 100), county="410223"),
                 ECOLOGICAL_REDLINE=line(R, box(50, 0, 100, 100), county="410222"))
    assert rows_of(result["UNIT_SUMMARY"], "unit_code", "unit_name", "count") == [("410223", "尉氏县", 1)]
    none = run(PERMANENT_FARMLAND=line(P, box(0, 0, 100, 100), county=""),
               ECOLOGICAL_REDLINE=line(R, box(50, 0, 100, 100), county=""))
    assert rows_of(none["UNIT_SUMMARY"], "unit_code", "unit_name", "count") == [("", "", 1)]
    assert "unit_missing" in told(none)


def test_farmland_that_is_not_cultivated_is_told_by_polygon() -> None:
    # P1 has 30 m of orchard and 10 m of a pond; two parcels claim the pond, P2 lies off the survey
    land = land_layer([(box(0, 0, 60, 100), {"BSM": "A", "DLBM": "0102"}),
                       (box(60, 0, 30, 100), {"BSM": "B", "DLBM": "0201"}),
                       (box(90, 0, 10, 100), {"BSM": "C", "DLBM": "1104"}),
                       (box(90, 0, 10, 100), {"BSM": "D", "DLBM": "1104"})])
    result = run(PERMANENT_FARMLAND=line(P, box(0, 0, 100, 100), box(300, 0, 50, 50)), LAND=land,
                 CLASS_SYSTEM="survey_2019")
    [(subject, value, message)] = told(result, "subject_id", "area_m2", "message")["not_cultivated"]
    assert (subject, value) == ("P1", pytest.approx(area(60, 0, 40, 100), abs=2 * CENT))
    assert "0201" in message
    assert "1104" in message
    assert result["NOT_CULTIVATED_M2"] == value
    assert rows_of(result["UNIT_SUMMARY"], "category", "count", "area_m2") == [("not_cultivated", 1, value)]


def base_land(*rows: tuple[str, str, str], year: int = 2020) -> QgsVectorLayer:
    """Return parcels of the base year: (shape, class, settlement)."""
    return land_layer([(shape, {"DLBM": code, "CZCSXM": town, "SJNF": year, "ZLDWDM": "4102221002010000000"})
                       for shape, code, town in rows], name="base", CZCSXM="text", SJNF="integer")


def test_the_expansion_factor_is_the_boundary_over_the_urban_land_of_the_base_year() -> None:
    # 100 × 100 m of boundary; base: city 40 × 100 m, detached industry of a town 20 × 100 m; a village, a field and a
    # pond in the city are none: 10 000 / 6 000
    base = base_land((box(0, 0, 40, 100), "0701", "201"), (box(40, 0, 20, 100), "0601", "202A"),
                     (box(60, 0, 10, 100), "0702", "203"), (box(70, 0, 10, 100), "0102", ""),
                     (box(80, 0, 10, 100), "1104", "201"))
    result = run(URBAN_BOUNDARY=line(U, box(0, 0, 100, 100)), LAND_BASE=base, CLASS_SYSTEM="survey_2019")
    assert result["URBAN_M2"] == pytest.approx(area(0, 0, 100, 100), abs=CENT)
    assert result["EXPANSION_FACTOR"] == pytest.approx(10 / 6, abs=1e-5)
    [(severity, message)] = told(result, "severity", "message")["expansion"]
    assert severity == "warning"
    assert "1.67 times" in message
    assert [row[0] for row in rows_of(result["EXPANSION"], "unit_code")] == ["410222"]
    given = run(URBAN_BOUNDARY=line(U, box(0, 0, 100, 100)), BASE_URBAN_M2=8_000.0)
    assert given["EXPANSION_FACTOR"] == pytest.approx(area(0, 0, 100, 100) / 8_000, abs=1e-6)
    assert "expansion" not in told(given)


def test_a_factor_that_cannot_be_computed_is_null_and_said_so() -> None:
    boundary = line(U, box(0, 0, 100, 100))
    assert run(URBAN_BOUNDARY=boundary)["EXPANSION_FACTOR"] is None
    plain = land_layer([(box(0, 0, 100, 100), {"DLBM": "0701"})])
    result = run(URBAN_BOUNDARY=boundary, LAND_BASE=plain, CLASS_SYSTEM="survey_2019")
    assert result["EXPANSION_FACTOR"] is None
    assert {"settlement_missing", "expansion_unknown"} <= set(told(result))
    later = run(URBAN_BOUNDARY=boundary, LAND_BASE=base_land((box(0, 0, 90, 100), "0701", "201"), year=2023),
                CLASS_SYSTEM="survey_2019")
    assert "2023" in told(later, "message")["base_land"][0][0]
    assert run(URBAN_BOUNDARY=boundary, BASE_URBAN_M2=0.0)["EXPANSION_FACTOR"] is None


def test_further_lines_are_known_by_role_and_by_name() -> None:
    # a second layer of the redline joins it; a layer of no role is a line of its own
    second = other("more redline", box(100, 0, 50, 100))
    write_role(second, R)
    result = run(PERMANENT_FARMLAND=line(P, box(0, 0, 200, 100)), ECOLOGICAL_REDLINE=line(R, box(0, 0, 50, 100)),
                 OTHERS=[second, other("水源涵养区", box(120, 0, 10, 100)), other("floodplain", box(180, 0, 10, 100))])
    assert {key: row[0] for key, row in pair_rows(result).items()} == {
        (P, R): 2, (P, "floodplain"): 1, (P, "水源涵养区"): 1, (R, "水源涵养区"): 1}
    assert told(result, "severity")["overlap_permanent_floodplain"] == [("warning",)]
    # only of lines that exclude each other
    assert result["OVERLAP_M2"] == pytest.approx(area(0, 0, 100, 100), abs=2 * CENT)
    with pytest.raises(QgsProcessingException, match="no control line"):
        run(PERMANENT_FARMLAND=line(P, box(0, 0, 9, 9)), OTHERS=[other("DLTB", box(0, 0, 9, 9))])
    with pytest.raises(QgsProcessingException, match="No control line was given"):
        run()


def test_an_own_rule_row_makes_a_conflict_of_further_lines(tmp_path: Path) -> None:
    shipped = json.loads(paths.resource("rules", "control_lines.json").read_text(encoding="utf-8"))
    [row] = [row for row in shipped["rows"] if row["id"] == "control.overlap_urban_flood_risk"]
    row["thresholds"].update(conflict=True)
    own = tmp_path / "rules.json"
    own.write_text(json.dumps({"$schema": "rules.schema.json", "topic": "control_lines", "rows": [row]}),
                   encoding="utf-8")
    lines = {"URBAN_BOUNDARY": line(U, box(0, 0, 100, 100)), "OTHERS": [other("flood_risk_line", box(0, 0, 50, 100))]}
    assert run(**lines)["CONFLICTS"] == 0
    assert run(**lines, RULES=str(own))["CONFLICTS"] == 1


def test_the_order_of_layers_and_features_decides_nothing() -> None:
    chance = random.Random(4)  # noqa: S311  # a layout, no secret

    def shapes() -> list[str]:
        return [box(chance.randrange(0, 160, 7), chance.randrange(0, 160, 7), chance.randrange(14, 90),
                    chance.randrange(14, 90)) for _ in range(9)]

    drawn = {name: shapes() for name in (P, R, U, "nature_reserve", "floodplain")}
    ids = [str(number) for number in range(9)]

    def content(order: list[int], *, turned: bool) -> Any:
        layers = {name: line(name, *(found[place] for place in order), ids=[ids[place] for place in order])
                  for name, found in drawn.items() if name in (P, R, U)}
        more = [other(name, *(drawn[name][place] for place in order), ids=[ids[place] for place in order])
                for name in ("nature_reserve", "floodplain")]
        result = run(PERMANENT_FARMLAND=layers[P], ECOLOGICAL_REDLINE=layers[R], URBAN_BOUNDARY=layers[U],
                     OTHERS=more[::-1] if turned else more)
        numbers = {key: value for key, value in result.items() if isinstance(value, float)}
        overlaps = rows_of(result["OVERLAPS"], "line_a", "line_b", "id_a", "id_b", "area_m2", "once_m2")
        return (numbers, overlaps, shapes_of(result["OVERLAPS"], 6), rows_of(result["SUMMARY"]),
                rows_of(result["UNIT_SUMMARY"]), rows_of(result["HOLES"]), shapes_of(result["HOLES"], 6))

    first = content(list(range(9)), turned=False)
    assert first[0]["CONFLICTS"] > 20
    for seed, turned in itertools.product((1, 2), (False, True)):
        order = random.Random(seed).sample(range(9), 9)  # noqa: S311
        assert content(order, turned=turned) == first


def test_random_lines_have_the_areas_of_an_independent_overlay() -> None:
    """QGIS's own geometry as the other side: unions of the lines intersected, in the plane."""
    chance = random.Random(7)  # noqa: S311
    drawn = {name: [box(*(chance.uniform(0, 150) for _ in "xy"), *(chance.uniform(10, 80) for _ in "wh"))
                    for _ in range(8)] for name in (P, R, U)}
    result = run(**{parameter: line(name, *drawn[name]) for parameter, name in (
        ("PERMANENT_FARMLAND", P), ("ECOLOGICAL_REDLINE", R), ("URBAN_BOUNDARY", U))})
    unions = {name: QgsGeometry.unaryUnion([QgsGeometry.fromWkt(text) for text in found])
              for name, found in drawn.items()}
    scale = area(0, 0, 1000, 1000) / 1_000_000  # of the plane, constant to 1e-8 over 300 m
    shared = [unions[one].intersection(unions[two]) for one, two in ((P, R), (P, U), (R, U))]
    found = pair_rows(result)
    for pair, shape in zip(((P, R), (P, U), (R, U)), shared):
        assert found[pair][1] == pytest.approx(shape.area() * scale, abs=0.02 + 0.005 * found[pair][0])
    assert result["OVERLAP_M2"] == pytest.approx(QgsGeometry.unaryUnion(shared).area() * scale, abs=0.5)


def test_lines_of_different_systems_meet_where_they_are() -> None:
    # the redline in zone coordinates without the zone's prefix: 38 000 000 m to the left
    moved = QgsGeometry.fromWkt(box(50, 0, 100, 100))
    moved.translate(-38_000_000, 0)
    result = run(PERMANENT_FARMLAND=line(P, box(0, 0, 100, 100)),
                 ECOLOGICAL_REDLINE=line(R, moved.asWkt(9), crs="EPSG:4547"))
    assert pair_rows(result)[P, R] == (1, pytest.approx(area(50, 0, 50, 100), abs=CENT))
    assert result["OVERLAPS"].crs().authid() == "EPSG:4526"


def test_the_report_has_matrix_units_holes_and_expansion(tmp_path: Path) -> None:
    report, record = tmp_path / "report.html", tmp_path / "record.json"
    run(**overlapping(), BASE_URBAN_M2=5_000.0, REPORT=str(report), RUN_RECORD=str(record))
    document = json.loads(record.read_text(encoding="utf-8"))["document"]
    tables = {table["title"]: table for table in document["tables"]}
    matrix = tables["Overlaps of every pair of lines (m²)"]
    assert [[row.get(f"line{place}") for place in (1, 2)] for row in matrix["rows"]] == [
        ["2499.96 (1)", "899.98 (1)"], ["", "899.98 (1)"]]
    by_pair = tables["Overlaps by pair (m²)"]
    assert [row["disputed"] for row in by_pair["rows"]] == ["2499.96", "899.98", "899.98", "-1799.96"]
    assert by_pair["total"]["disputed"] == "2499.96"
    [unit] = tables["Conflicts, holes and gaps by unit"]["rows"]
    assert (unit["count"], unit["area"], unit["once"], unit["barren"]) == ("3", "4299.92", "2499.96", "not checked")
    assert tables["Expansion of the urban boundary"]["total"]["factor"] == "2.1800"
    assert "2499.96" in report.read_text(encoding="utf-8")


def test_the_urban_boundary_is_told_by_zone_and_polygons_without_one_are_named(tmp_path: Path) -> None:
    # 410 twice, 20 m of the second lie in the first; 420; one empty, one of a code that there is not
    rows = [(box(0, 0, 100, 100), "410"), (box(80, 0, 100, 100), "410"), (box(300, 0, 50, 100), "420"),
            (box(400, 0, 30, 100), None), (box(500, 0, 20, 100), "400")]
    town = layer_of([(shape, {"BSM": f"U{number}", "XZQDM": "410222", "GHFQDM": zone})
                     for number, (shape, zone) in enumerate(rows, start=1)],
                    {"BSM": "text", "XZQDM": "text", "GHFQDM": "text"}, name=U)
    record = tmp_path / "r.json"
    result = run(URBAN_BOUNDARY=town, RUN_RECORD=str(record), REPORT=str(tmp_path / "r.html"))
    said = told(result, "subject_id", "source_fid", "area_m2")
    assert said["zone_missing"] == [("U4", 4, pytest.approx(area(400, 0, 30, 100), abs=CENT))]
    assert said["zone_unknown"] == [("U5", 5, pytest.approx(area(500, 0, 20, 100), abs=CENT))]
    tables = json.loads(record.read_text(encoding="utf-8"))["document"]["tables"]
    [zones] = [table for table in tables if table["columns"][0]["key"] == "code" and "by zone" in table["title"]]
    assert [(row["code"], row["count"], float(row["area"])) for row in zones["rows"]] == [
        ("400", "1", pytest.approx(area(500, 0, 20, 100), abs=CENT)),
        ("410", "2", pytest.approx(area(0, 0, 180, 100), abs=2 * CENT)),
        ("420", "1", pytest.approx(area(300, 0, 50, 100), abs=CENT)),
        ("", "1", pytest.approx(area(400, 0, 30, 100), abs=CENT))]
    assert float(zones["total"]["area"]) == result["URBAN_M2"]


def test_an_urban_boundary_without_the_field_of_zones_is_told_once() -> None:
    said = told(run(URBAN_BOUNDARY=line(U, box(0, 0, 30, 30), box(500, 0, 100, 100))), "message")
    assert [("GHFQDM" in text, f"“{U}”" in text) for (text,) in said["zone_field_missing"]] == [(True, True)]
    assert not set(said) & {"zone_missing", "zone_unknown"}
