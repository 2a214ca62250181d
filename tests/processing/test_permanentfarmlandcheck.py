"""Permanent farmland verified end to end, on layouts small enough to work by hand.

Areas come from an independent source (GeographicLib, ``tests.rules.geodesy``); everything else from the arithmetic
written beside it.
"""
from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import processing
import pytest
from qgis.core import QgsGeometry, QgsProcessingException, QgsProject, QgsVectorLayer

from kf_resources_plugin import paths
from tests.builders import land_layer, layer_of, rows_of
from tests.processing.places import CENT, area, box

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("kf_provider")

WANTED = {"PARTS": "memory:", "BLOCKS": "memory:", "SUMMARY": "memory:", "BLOCK_SUMMARY": "memory:",
          "FINDINGS": "memory:"}


def land(*rows: tuple[str, dict[str, Any]], name: str = "land") -> QgsVectorLayer:
    """Return parcels in 410222 (通许县); a row is (WKT, attributes)."""
    given = [(shape, {"ZLDWDM": "4102221002010000000", "GDPDJB": "1", "ZZSXDM": "LS", **values})
             for shape, values in rows]
    return land_layer(given, name=name,
                      ZZSXDM="text", GDPDJB="text", GDLX="text")


def patches(*shapes: str, ids: list[str] | None = None) -> QgsVectorLayer:
    """Return permanent farmland polygons Y1, Y2 …"""
    named = ids or [f"Y{number}" for number in range(1, len(shapes) + 1)]
    return layer_of([(shape, {"YJJBNTTBBH": key}) for shape, key in zip(shapes, named)], {"YJJBNTTBBH": "text"},
                    name="permanent")


def mask(name: str, *shapes: str) -> QgsVectorLayer:
    """Return an area layer in the project, as a planner would choose it; its name is its role."""
    layer = layer_of([(shape, {}) for shape in shapes], {"note": "text"}, name=name)
    QgsProject.instance().addMapLayer(layer)
    return layer


def run(**parameters: Any) -> dict[str, Any]:
    return processing.run("kf:permanentfarmlandcheck", {**WANTED, "CLASS_SYSTEM": "survey_2019", **parameters})


def found(result: dict[str, Any]) -> dict[tuple[str, str, str], float | None]:
    """Return the area of each problem by (rule, patch, parcel), without what is only information."""
    rows = rows_of(result["FINDINGS"], "rule_id", "subject_id", "other_id", "area_m2", "severity")
    return {(rule.split(".")[1], subject, other): value for rule, subject, other, value, severity in rows
            if severity != "info"}


def test_every_class_that_is_not_cultivated_is_a_problem_of_its_own() -> None:
    # strips of 100 m × 100 m; the patch covers the lower half of all of them
    classes = {"A": "0102", "B": "0201", "C": "0204", "D": "0301", "E": "0404", "F": "1106", "G": "1101", "H": "1104A",
               "I": "1003", "J": "1006", "K": "1202", "L": "9999"}
    parcels = land(*((box(100 * n, 0, 100, 100), {"BSM": key, "DLBM": code})
                     for n, (key, code) in enumerate(classes.items())))
    result = run(PERMANENT_FARMLAND=patches(box(0, 0, 1200, 50)), LAND=parcels)
    problems = {key: value for key, value in found(result).items() if key[1] == "Y1"}
    expected = {"B": "orchard", "C": "plantation", "D": "forest", "E": "grassland", "F": "wetland", "G": "water",
                "H": "fish_pond", "I": "construction", "J": "field_works", "K": "other_land", "L": "class_unknown"}
    assert {other: rule for rule, _, other in problems} == expected
    for (_, _, other), value in problems.items():
        assert value == pytest.approx(area(100 * "ABCDEFGHIJKL".index(other), 0, 100, 50), abs=2 * CENT)
    clauses = {row[0]: row[1] for row in rows_of(result["FINDINGS"], "rule_id", "clause")}
    assert "art. 35" in clauses["permanent.construction"] or "第35条" in clauses["permanent.construction"]
    assert "37" in clauses["permanent.forest"]
    assert "not statutory" in clauses["permanent.wetland"] or "非法定" in clauses["permanent.wetland"]
    # sound: only A
    assert result["SOUND_M2"] == pytest.approx(area(0, 0, 100, 50), abs=2 * CENT)
    assert result["TOTAL_M2"] == pytest.approx(area(0, 0, 1200, 50), abs=14 * CENT)
    assert result["TOTAL_M2"] == pytest.approx(result["SOUND_M2"] + result["PROBLEM_M2"], abs=1e-6)
    assert result["PROBLEM_SUM_M2"] == result["PROBLEM_M2"]


def test_a_place_with_several_problems_has_a_finding_of_each_and_counts_once() -> None:
    # an orchard of 100 m × 100 m, its left 60 m in the redline, its left 30 m in the main channel too
    result = run(PERMANENT_FARMLAND=patches(box(0, 0, 200, 100)),
                 LAND=land((box(0, 0, 100, 100), {"BSM": "A", "DLBM": "0201"}),
                           (box(100, 0, 100, 100), {"BSM": "B", "DLBM": "0102"})),
                 MASKS=[mask("ecological_redline", box(-10, -10, 70, 200)),
                        mask("main_channel", box(-10, -10, 40, 200))])
    assert found(result) == pytest.approx({
        ("orchard", "Y1", "A"): area(0, 0, 100, 100), ("ecological_redline", "Y1", "A"): area(0, 0, 60, 100),
        ("main_channel", "Y1", "A"): area(0, 0, 30, 100)}, abs=3 * CENT)
    assert result["PROBLEM_M2"] == pytest.approx(area(0, 0, 100, 100), abs=3 * CENT)
    assert result["PROBLEM_SUM_M2"] == pytest.approx(area(0, 0, 190, 100), abs=4 * CENT)
    # the figures that the help page prints
    assert sorted(found(result).values()) == [2_999.95, 5_999.89, 9_999.82]
    assert (result["PROBLEM_M2"], result["PROBLEM_SUM_M2"], result["SOUND_M2"]) == (9_999.82, 18_999.66, 9_999.82)
    parts = rows_of(result["PARTS"], "BSM", "rule_ids", "area_m2")
    assert [row[1] for row in parts if row[0] == "A"] != []
    assert {row[1] for row in parts} == {
        "", "permanent.orchard", "permanent.orchard, permanent.ecological_redline",
        "permanent.orchard, permanent.main_channel, permanent.ecological_redline"}
    summary = {(row[0], row[1]): row[2:] for row in rows_of(
        result["SUMMARY"], "kind", "rule_id", "patches", "area_m2", "sum_m2")}
    assert summary["any", None] == (1, result["PROBLEM_M2"], result["PROBLEM_SUM_M2"])
    assert summary["sound", None][1] == pytest.approx(area(100, 0, 100, 100), abs=2 * CENT)
    assert summary["all", None][1] == result["TOTAL_M2"]
    assert summary["problem", "permanent.main_channel"][1] == pytest.approx(area(0, 0, 30, 100), abs=2 * CENT)


def test_slope_counts_on_cultivated_land_and_not_on_terraces() -> None:
    rows = [("A", "0103", "5", "PD"), ("B", "0103", "5", "TT"), ("C", "0103", "4", "PD"), ("D", "0301", "5", None)]
    parcels = land(*((box(100 * n, 0, 100, 100), {"BSM": key, "DLBM": code, "GDPDJB": slope, "GDLX": kind})
                     for n, (key, code, slope, kind) in enumerate(rows)))
    result = run(PERMANENT_FARMLAND=patches(box(0, 0, 400, 100)), LAND=parcels,
                 MASKS=[mask("steep_land", box(0, 0, 400, 50))])
    # the slope layer covers the lower half of all; B is a terrace, D is not cultivated
    assert found(result) == pytest.approx({
        ("slope", "Y1", "A"): area(0, 0, 100, 100), ("forest", "Y1", "D"): area(300, 0, 100, 100),
        ("steep_land", "Y1", "A"): area(0, 0, 100, 50), ("steep_land", "Y1", "C"): area(200, 0, 100, 50)}, abs=3 * CENT)


def test_slopes_that_are_no_class_are_told_as_not_checked() -> None:
    """Of five parcels one is steep, one is not, and of three nobody knows; an orchard needs no class."""
    slopes = {"A": "5", "B": "2", "C": "28", "D": "25°以上", "E": None}
    parcels = land(*((box(100 * n, 0, 100, 100), {"BSM": key, "DLBM": "0102", "GDPDJB": slope})
                     for n, (key, slope) in enumerate(slopes.items())),
                   (box(500, 0, 100, 100), {"BSM": "F", "DLBM": "0201", "GDPDJB": None}))
    result = run(PERMANENT_FARMLAND=patches(box(0, 0, 600, 100)), LAND=parcels)
    problems = found(result)
    assert [key for key in problems if key[0] == "slope"] == [("slope", "Y1", "A")]
    assert problems["slope_unknown", "", ""] == pytest.approx(area(200, 0, 300, 100), abs=4 * CENT)


def test_planting_codes_that_tell_nothing_are_told_as_not_checked() -> None:
    """Of six parcels one lies fallow, two are planted or rested, and of three nobody knows; a wood needs no code."""
    planted = {"A": "WG", "B": " fls ", "C": "休耕", "D": None, "E": "", "F": "JKHF"}
    parcels = land(*((box(100 * n, 0, 100, 100), {"BSM": key, "DLBM": "0102", "ZZSXDM": code, "KCXS": 0.1})
                     for n, (key, code) in enumerate(planted.items())),
                   (box(600, 0, 100, 100), {"BSM": "G", "DLBM": "0301", "ZZSXDM": None}))
    farmland = patches(box(0, 0, 700, 50))
    for survey in ({}, {"LAND_BEFORE": parcels}):
        result = run(PERMANENT_FARMLAND=farmland, LAND=parcels, **survey)
        told = {row[0]: row[1:] for row in rows_of(result["FINDINGS"], "rule_id", "area_m2", "severity", "message")}
        # the lower halves of D, E and F, less the deduction of a tenth
        area_m2, severity, message = told["permanent.planting_unknown"]
        assert area_m2 == pytest.approx(0.9 * area(300, 0, 300, 50), abs=4 * CENT)
        assert severity == "warning"
        assert "In 3 cultivated parcels" in message
        assert "(—, JKHF)" in message
        assert "(D, E, F; " in message
    # nobody is told where the field is missing that its values say nothing
    alone = layer_of([(box(0, 0, 100, 100), {"BSM": "A", "DLBM": "0102"})], {"BSM": "text", "DLBM": "text"})
    rules = {row[0] for row in rows_of(run(PERMANENT_FARMLAND=farmland, LAND=alone)["FINDINGS"], "rule_id")}
    assert "permanent.planting_unknown" not in rules
    assert "permanent.field_missing" in rules


def test_fallow_takes_two_surveys_at_the_same_place() -> None:
    now = land((box(0, 0, 100, 100), {"BSM": "A", "DLBM": "0102", "ZZSXDM": "WG"}),
               (box(100, 0, 100, 100), {"BSM": "B", "DLBM": "0102", "ZZSXDM": "LS"}))
    before = land((box(-50, 0, 110, 100), {"BSM": "O", "DLBM": "0102", "ZZSXDM": "WG"}),
                  (box(60, 0, 140, 100), {"BSM": "P", "DLBM": "0102", "ZZSXDM": "LS"}), name="before")
    farmland = patches(box(0, 0, 200, 100))
    # 60 m of A were fallow the year before, too; B was never
    result = run(PERMANENT_FARMLAND=farmland, LAND=now, LAND_BEFORE=before)
    assert found(result) == pytest.approx({("fallow", "Y1", "A"): area(0, 0, 60, 100)}, abs=2 * CENT)
    [clause] = [row[1] for row in rows_of(result["FINDINGS"], "rule_id", "clause") if row[0] == "permanent.fallow"]
    assert "18" in clause  # the Regulation's article on land abandoned for two years
    # one survey cannot tell: only how much lies fallow now
    alone = run(PERMANENT_FARMLAND=farmland, LAND=now)
    assert found(alone) == {}
    told = {row[0]: row[1:] for row in rows_of(alone["FINDINGS"], "rule_id", "area_m2", "severity")}
    assert told["permanent.fallow_one_epoch"][0] == pytest.approx(area(0, 0, 100, 100), abs=CENT)
    assert told["permanent.fallow_one_epoch"][1] == "info"
    with pytest.raises(QgsProcessingException, match="ZZSXDM"):
        run(PERMANENT_FARMLAND=farmland, LAND=now, LAND_BEFORE=patches(box(0, 0, 10, 10)))


def test_fallow_land_of_which_the_year_before_tells_nothing_is_told_as_not_checked() -> None:
    # all lies fallow now; the year before A did, B was planted but for 2 cm beside C, of C nobody wrote down anything,
    # and of D there is no parcel: C and D, 100 m × 100 m each
    now = land(*((box(100 * n, 0, 100, 100), {"BSM": key, "DLBM": "0102", "ZZSXDM": "WG"})
                 for n, key in enumerate("ABCD")))
    before = land((box(0, 0, 100, 100), {"BSM": "A", "DLBM": "0102", "ZZSXDM": "WG"}),
                  (box(100, 0, 99.98, 100), {"BSM": "B", "DLBM": "0102", "ZZSXDM": "LS"}),
                  (box(199.98, 0, 100.02, 100), {"BSM": "C", "DLBM": "0102", "ZZSXDM": None}), name="before")
    result = run(PERMANENT_FARMLAND=patches(box(0, 0, 350, 100), box(350, 0, 50, 100)), LAND=now, LAND_BEFORE=before)
    assert found(result) == pytest.approx({("fallow", "Y1", "A"): area(0, 0, 100, 100),
                                           ("planting_before_unknown", "Y1", ""): area(200, 0, 150, 100),
                                           ("planting_before_unknown", "Y2", ""): area(350, 0, 50, 100)}, abs=3 * CENT)
    # a planner can go there: C and half of D in Y1 are one shape, the rest of D lies in Y2
    places = {feature["source_fid"]: feature.geometry() for feature in result["FINDINGS"].getFeatures()
              if feature["rule_id"] == "permanent.planting_before_unknown"}
    for fid, expected in {1: box(200, 0, 150, 100), 2: box(350, 0, 50, 100)}.items():
        wanted = QgsGeometry.fromWkt(expected)
        # the 2 cm of B are a sliver and stay out
        assert places[fid].symDifference(wanted).area() < 1e-5 * wanted.area()
        assert places[fid].constGet().partCount() == 1


def test_what_no_parcel_shows_and_what_two_polygons_claim() -> None:
    # Y1 reaches 50 m beyond the survey; Y2 lies on the right 20 m of Y1 within it and on 10 m beyond it
    result = run(PERMANENT_FARMLAND=patches(box(0, 0, 150, 100), box(80, 0, 30, 100)),
                 LAND=land((box(0, 0, 100, 100), {"BSM": "A", "DLBM": "0102"})))
    rows = rows_of(result["FINDINGS"], "rule_id", "subject_id", "other_id", "area_m2")
    outside = sum(row[3] for row in rows if row[0] == "permanent.outside_survey")
    assert outside == pytest.approx(area(100, 0, 50, 100), abs=3 * CENT)
    assert [row[1:3] for row in rows if row[0] == "permanent.overlap"] == [("Y1", "Y2")]
    assert {row[0] for row in rows if row[0].startswith("closure")} == set()
    assert result["TOTAL_M2"] == pytest.approx(area(0, 0, 150, 100), abs=4 * CENT)  # each place once
    assert {row[1] for row in rows_of(result["PARTS"], "BSM", "rule_ids")} == {"", "permanent.outside_survey"}


def test_land_that_parcels_share_counts_once_with_the_first_by_id() -> None:
    # A and B have 50 m × 100 m in common, which is A's: A 10 000 m² of orchard, B 5 000 m² of irrigated land, in all
    # 15 000 m². C and D overlap where no permanent farmland lies: nothing is to be said of them.
    rows = [(box(0, 0, 100, 100), {"BSM": "A", "DLBM": "0201"}), (box(50, 0, 100, 100), {"BSM": "B", "DLBM": "0102"}),
            (box(150, 0, 100, 100), {"BSM": "C", "DLBM": "0102"}), (box(240, 0, 60, 100), {"BSM": "D", "DLBM": "0102"})]
    for parcels in (rows, rows[::-1]):
        result = run(PERMANENT_FARMLAND=patches(box(0, 0, 150, 100)), LAND=land(*parcels))
        assert result["TOTAL_M2"] == pytest.approx(area(0, 0, 150, 100), abs=2 * CENT)
        assert result["PROBLEM_M2"] == pytest.approx(area(0, 0, 100, 100), abs=CENT)
        assert result["SOUND_M2"] == pytest.approx(area(100, 0, 50, 100), abs=CENT)
        assert rows_of(result["BLOCKS"], "area_m2") == [(result["TOTAL_M2"],)]
        assert [row[0] for row in rows_of(result["PARTS"], "BSM")] == ["A", "B"]
        overlaps = [row[1:] for row in rows_of(result["FINDINGS"], "rule_id", "subject_id", "other_id", "area_m2",
                                               "message") if row[0].startswith("land.")]
        assert [row[:3] for row in overlaps] == [("A", "B", pytest.approx(area(50, 0, 50, 100), abs=CENT))]
        assert "counts once" in overlaps[0][3]
        assert "closure.residual" not in {row[0] for row in rows_of(result["FINDINGS"], "rule_id")}
        assert result["RESIDUAL_M2"] < 0.01


def test_a_duplicated_parcel_counts_once() -> None:
    result = run(PERMANENT_FARMLAND=patches(box(0, 0, 100, 100)),
                 LAND=land((box(0, 0, 100, 100), {"BSM": "A", "DLBM": "0102", "TBMJ": 10_010.0}),
                           (box(0, 0, 100, 100), {"BSM": "B", "DLBM": "0201", "TBMJ": 10_010.0})), AREA_BASIS="tbmj")
    assert (result["TOTAL_M2"], result["PROBLEM_M2"]) == (10_010.0, 0.0)
    assert {row[:3] for row in rows_of(result["FINDINGS"], "rule_id", "subject_id", "other_id")
            if row[0].startswith(("land.", "closure."))} == {("land.duplicate", "A", "B")}


def test_slivers_along_borders_are_counted_and_told_together() -> None:
    # the patch reaches 4 cm into a wood on either side: 100 m × 0.04 m are 4 m², but no wider than a drawn line
    result = run(PERMANENT_FARMLAND=patches(box(-0.04, 0, 100.08, 100)),
                 LAND=land((box(0, 0, 100, 100), {"BSM": "A", "DLBM": "0102"}),
                           (box(-50, 0, 50, 100), {"BSM": "B", "DLBM": "0301"}),
                           (box(100, 0, 50, 100), {"BSM": "C", "DLBM": "0301"})))
    assert found(result) == {}
    [told] = [row[1] for row in rows_of(result["FINDINGS"], "rule_id", "area_m2") if row[0] == "closure.sliver"]
    assert told == result["PROBLEM_M2"] == pytest.approx(8.0, abs=0.02)


def test_net_area_is_without_the_deduction() -> None:
    # 10 000 m² with KCXS 0.1234, half of it permanent: net = half × (1 − 0.1234)
    result = run(PERMANENT_FARMLAND=patches(box(0, 0, 50, 100)),
                 LAND=land((box(0, 0, 100, 100), {"BSM": "A", "DLBM": "0103", "KCXS": 0.1234})))
    [(gross, net)] = rows_of(result["PARTS"], "area_m2", "net_m2")
    assert gross == pytest.approx(area(0, 0, 50, 100), abs=CENT)
    assert net == pytest.approx(area(0, 0, 50, 100) * 0.8766, abs=2 * CENT)


def test_parts_are_adjusted_to_the_area_that_was_signed() -> None:
    # TBMJ 10 010.00 for 9 999.82 as drawn: the whole parcel has it, and nothing is off its polygon by that
    result = run(PERMANENT_FARMLAND=patches(box(0, 0, 100, 100)), AREA_BASIS="tbmj",
                 LAND=land((box(0, 0, 100, 100), {"BSM": "A", "DLBM": "0301", "TBMJ": 10_010.0})))
    assert result["TOTAL_M2"] == result["PROBLEM_M2"] == 10_010.0
    assert {row[0] for row in rows_of(result["FINDINGS"], "rule_id") if row[0].startswith("closure")} == set()


def test_blocks_join_what_is_no_more_than_20_m_apart() -> None:
    # gaps between the five squares of 250 m: 20 m, 20.5 m, 0 m, then one that touches the fourth in a corner only
    squares = [box(0, 0, 250, 250), box(270, 0, 250, 250), box(540.5, 0, 250, 250), box(790.5, 0, 250, 250),
               box(1040.5, 250, 250, 250)]
    parcel = {"DLBM": "0102"}
    result = run(PERMANENT_FARMLAND=patches(*squares),
                 LAND=land(*((shape, {"BSM": f"B{n}", **parcel}) for n, shape in enumerate(squares, 1))))
    blocks = rows_of(result["BLOCKS"], "block_id", "class", "patches", "area_m2")
    assert {row[0] for row in rows_of(result["BLOCKS"], "size_name")} == {"100–500 mu"}
    # 250 m × 250 m = 62 500 m² = 93.75 mu: two are 187.5 mu, three 281.25 mu
    assert [row[:3] for row in blocks] == [(1, "100-500", 3), (2, "100-500", 2)]
    assert blocks[0][3] == pytest.approx(sum(area(x, y, 250, 250) for x, y in ((540.5, 0), (790.5, 0), (1040.5, 250))),
                                         abs=4 * CENT)
    by_block = {row[0]: row[1] for row in rows_of(result["PARTS"], "patch_id", "block_id")}
    assert by_block == {"Y1": 2, "Y2": 2, "Y3": 1, "Y4": 1, "Y5": 1}
    assert result["BLOCK_COUNT"] == 2
    sizes = {row[1]: row[2:] for row in rows_of(result["BLOCK_SUMMARY"], "unit_code", "class", "blocks", "area_m2")}
    assert (sizes["100-500"][0], sizes[">=1000"][0]) == (2, 0)
    assert [row[0] for row in rows_of(result["BLOCK_SUMMARY"], "size_name")] == [
        "≥1000 mu", "500–1000 mu", "100–500 mu", "<100 mu"]
    assert sizes["100-500"][1] == pytest.approx(result["TOTAL_M2"], abs=1e-6)


def test_polygons_far_apart_of_one_patch_are_two_blocks() -> None:
    both = f"MULTIPOLYGON({box(0, 0, 50, 50)[7:]},{box(500, 0, 60, 50)[7:]})"
    result = run(PERMANENT_FARMLAND=patches(both), LAND=land((box(-10, -10, 900, 200), {"BSM": "A", "DLBM": "0102"})))
    assert [row[:2] for row in rows_of(result["BLOCKS"], "patches", "parts")] == [(1, 1), (1, 1)]
    assert [row[0] for row in rows_of(result["PARTS"], "patch_id")] == ["Y1", "Y1"]


def test_units_split_parts_and_sums() -> None:
    units = layer_of([(box(0, 0, 60, 100), {"XZQDM": "410222001", "XZQMC": "甲镇"}),
                      (box(60, 0, 40, 100), {"XZQDM": "410222002", "XZQMC": "乙镇"})],
                     {"XZQDM": "text", "XZQMC": "text"}, name="units")
    result = run(PERMANENT_FARMLAND=patches(box(0, 0, 100, 100)), UNITS=units,
                 LAND=land((box(0, 0, 100, 100), {"BSM": "A", "DLBM": "0301"})))
    rows = {row[0]: row[1:] for row in rows_of(result["SUMMARY"], "unit_code", "kind", "area_m2") if row[1] == "any"}
    assert rows["410222001"][1] == pytest.approx(area(0, 0, 60, 100), abs=CENT)
    assert rows["410222002"][1] == pytest.approx(area(60, 0, 40, 100), abs=CENT)
    # one finding for the patch on the parcel, whatever units it is in
    assert list(found(result)) == [("forest", "Y1", "A")]


def test_rules_say_what_was_not_checked_and_change_by_date() -> None:
    parcels = layer_of([(box(0, 0, 100, 100), {"BSM": "A", "DLBM": "0402"})], {"BSM": "text", "DLBM": "text"})
    farmland = patches(box(0, 0, 100, 100))

    def clause(day: str) -> str:
        result = run(PERMANENT_FARMLAND=farmland, LAND=parcels, RULES_DATE=day)
        rows = {row[0]: row[1] for row in rows_of(result["FINDINGS"], "rule_id", "clause")}
        assert {"permanent.field_missing", "permanent.mask_missing"} <= set(rows)
        return str(rows["permanent.wetland"])

    assert "2019" in clause("2025-09-30")
    assert "17" in clause("2025-10-01")


def test_an_own_rule_row_takes_a_problem_out(tmp_path: Path) -> None:
    own = tmp_path / "rules.json"
    shipped = json.loads(paths.resource("rules", "permanent_farmland.json").read_text(encoding="utf-8"))
    [row] = [row for row in shipped["rows"] if row["id"] == "permanent.field_works" and row["effective_from"]]
    row["thresholds"]["applies"] = False
    own.write_text(json.dumps({"$schema": "rules.schema.json", "topic": "permanent_farmland", "rows": [row]}),
                   encoding="utf-8")
    parcels = land((box(0, 0, 100, 100), {"BSM": "A", "DLBM": "1006"}))
    result = run(PERMANENT_FARMLAND=patches(box(0, 0, 100, 100)), LAND=parcels, RULES=str(own))
    # field roads are then not cultivated land like any other
    assert list(found(result)) == [("other_land", "Y1", "A")]


def test_the_order_of_features_decides_nothing() -> None:
    shapes = [box(0, 0, 120, 100), box(100, 0, 80, 100), box(200, 30, 100, 100)]
    parcels = [(box(70 * n, 0, 70, 140), {"BSM": f"B{n}", "DLBM": code})
               for n, code in enumerate(["0102", "0301", "0102", "1003", "0201"])]

    def rows(turned: bool) -> list[Any]:
        step = -1 if turned else 1
        result = run(PERMANENT_FARMLAND=patches(*shapes[::step], ids=["Y1", "Y2", "Y3"][::step]),
                     LAND=land(*parcels[::step]))
        return [rows_of(result["PARTS"], "patch_id", "BSM", "rule_ids", "area_m2", "net_m2", "block_id"),
                rows_of(result["SUMMARY"]), rows_of(result["BLOCKS"]),
                rows_of(result["FINDINGS"], "finding_id", "area_m2")]

    assert rows(turned=True) == rows(turned=False)


def test_the_report_adds_up(tmp_path: Path) -> None:
    record = tmp_path / "record.json"
    run(PERMANENT_FARMLAND=patches(box(0, 0, 200, 100)), RUN_RECORD=str(record), REPORT=str(tmp_path / "r.html"),
        LAND=land((box(0, 0, 100, 100), {"BSM": "A", "DLBM": "0201"}),
                  (box(100, 0, 100, 100), {"BSM": "B", "DLBM": "0102"})),
        MASKS=[mask("ecological_redline", box(-10, -10, 70, 200))])
    document = json.loads(record.read_text(encoding="utf-8"))["document"]
    problems, units, _, blocks = document["tables"]
    assert sum(round(float(row["area"]) * 100) for row in problems["rows"]) == round(
        float(problems["total"]["area"]) * 100)
    for table, keys in ((units, ("sound", "troubled", "total")), (blocks, ("area",))):
        for key in keys:
            assert sum(round(float(row[key]) * 100) for row in table["rows"]) == round(float(table["total"][key]) * 100)
    steps = [step["area_m2"] for step in document["bridge"]]
    assert round(sum(steps[:-1]), 2) == steps[-1]
    assert "<table" in (tmp_path / "r.html").read_text(encoding="utf-8")


def test_the_residual_is_that_of_the_cut_not_of_rounding() -> None:
    # 12 × 12 parcels of 37.3 m × 41.7 m have the same 1555.38… m² each, so that rounding errors of one sign add up:
    # all together they are off by 144 times what one is. The shapes leave nothing and cover nothing twice.
    one = area(0, 0, 37.3, 41.7)
    assert abs(one - round(one, 2)) * 144 > 0.1
    grid = [(box(37.3 * column, 41.7 * row, 37.3, 41.7), {"BSM": f"{column:02}{row:02}", "DLBM": "0102"})
            for column in range(12) for row in range(12)]
    result = run(PERMANENT_FARMLAND=patches(box(0, 0, 12 * 37.3, 12 * 41.7)), LAND=land(*grid))
    assert result["RESIDUAL_M2"] < 0.01
    assert "permanent.fallow_one_epoch" not in {row[0] for row in rows_of(result["FINDINGS"], "rule_id")}


def test_stored_areas_are_hundredths() -> None:
    # two patches that share 10 m × 100 m, more digits of which nobody can measure
    result = run(PERMANENT_FARMLAND=patches(box(0, 0, 60, 100), box(50, 0, 50, 100)),
                 LAND=land((box(0, 0, 100, 100), {"BSM": "A", "DLBM": "0102"})))
    [shared] = [value for (rule, _, _), value in found(result).items() if rule == "overlap"]
    assert shared == round(area(50, 0, 10, 100), 2)
