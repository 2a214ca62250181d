"""Replacement of permanent farmland end to end, on a layout small enough to work by hand.

Areas come from an independent source (GeographicLib, ``tests.rules.geodesy``); everything else from the arithmetic
written beside it.
"""
from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.builders import land_layer, layer_of, rows_of
from tests.processing.places import CENT, area, box
from tests.processing.replace_layers import (
    LOST,
    PARCELS,
    found,
    land,
    mask,
    messages,
    parcel,
    polygons,
    ranked,
    rules_of_a_lesser_block,
    run,
    verdict,
)

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("kf_provider")


def test_candidates_are_stable_land_elsewhere_in_the_order_of_the_rules() -> None:
    # same county before the next one, the reserve zone first, then by score; C, D, F and permanent land are none
    result = run()
    assert ranked(result) == ["R", "A", "G", "B", "H"]
    rows = {row[0]: row[1:] for row in rows_of(
        result["CANDIDATES"], "BSM", "order", "in_reserve_zone", "contiguous", "block_m2", "distance_m", "score")}
    # E1, E2 and the strip of L that stays hang together
    block = area(100, 0, 100, 100) + area(200, 0, 200, 100) + area(0, 90, 100, 10)
    assert {name: row[:3] for name, row in rows.items()} == {
        "A": ("county", 0, 1), "G": ("county", 0, 1), "B": ("county", 0, 0), "R": ("county", 1, 0), "H": ("city", 0, 0)}
    assert rows["A"][3] == rows["G"][3] == pytest.approx(block, abs=4 * CENT)
    assert {name: row[4] for name, row in rows.items()} == {"A": 300, "G": 0, "B": 900, "R": 700, "H": 500}
    # 0.4 × (15 − grade) ÷ 14 + 0.35 × (0.5 + 0.5 × block ÷ 666 666.67) + 0.25 × (1 − distance ÷ 5000)
    joined = 0.35 * (0.5 + 0.5 * block / 666_666.67)
    expected = {"A": 0.4 * 10 / 14 + joined + 0.25 * 0.94, "G": 0.4 * 6 / 14 + joined + 0.25,
                "B": 0.4 * 11 / 14 + 0.25 * 0.82, "R": 0.4 * 5 / 14 + 0.25 * 0.86, "H": 0.4 * 12 / 14 + 0.25 * 0.9}
    assert {name: row[5] for name, row in rows.items()} == pytest.approx(expected, abs=6e-5)


def test_a_proposal_keeps_the_grade_by_swapping_the_worst() -> None:
    # lost: 9 000 m² of grade 6. R (rank 1, grade 10) alone would be enough but worse; A (grade 5) takes its place
    result = run()
    assert result["LOST_M2"] == pytest.approx(area(*LOST), abs=CENT)
    assert [row[0] for row in rows_of(result["CANDIDATES"], "BSM", "in_replacement") if row[1]] == ["A"]
    assert result["REPLACED_M2"] == pytest.approx(area(400, 0, 100, 100), abs=CENT)
    said = verdict(result)
    assert said["quantity"] == (result["LOST_M2"], result["REPLACED_M2"], 1)
    assert said["grade"] == (6.0, 5.0, 1)
    assert said["slope"] == (1.0, 1.0, 1)
    # (16 − 6) × 1500 = 15 000 and (16 − 5) × 1500 = 16 500 kg per hectare
    assert said["capacity"][:2] == pytest.approx((area(*LOST) * 1.5, area(400, 0, 100, 100) * 1.65), abs=0.02)
    assert said["near"] == (0.8, 1.0, 1)
    # the figures that the help page prints
    scores = {row[0]: row[1:] for row in rows_of(result["CANDIDATES"], "BSM", "score", "block_m2")}
    assert (result["REPLACED_M2"], result["LOST_M2"]) == (9_999.81, 8_999.84)
    assert (scores["A"], scores["R"][0]) == ((0.7039, 30_999.43), 0.3579)
    # A makes the block of 31 000 m² one of 41 000 m² = 61.5 mu, less than 100 mu
    assert said["block"][1:] == (pytest.approx(area(0, 90, 100, 10) + area(100, 0, 400, 100), abs=5 * CENT), 0)
    assert result["PASSED"] == 0
    assert {row[0] for row in rows_of(result["VERDICT"], "proposal")} == {1}
    clauses = {row[0]: row[1] for row in rows_of(result["VERDICT"], "criterion", "clause")}
    assert "16" in clauses["quantity"]


def test_all_passes_where_the_block_is_large_enough(tmp_path: Path) -> None:
    result = run(RULES=rules_of_a_lesser_block(tmp_path))
    assert verdict(result)["block"][2] == 1
    assert result["PASSED"] == 1


def test_the_next_county_serves_only_after_ones_own() -> None:
    result = run(CHOSEN_PARCELS="H")
    beyond = found(result)["replace_order", "", ""]
    assert beyond == pytest.approx(area(600, 0, 100, 100), abs=CENT)
    assert ("replace_order", "", "") not in found(run(CHOSEN_PARCELS="A"))


def test_stable_land_without_a_grade_is_told() -> None:
    # F1, F2 and 40 m of P1 would be candidates had they a grade of 1 … 15; not so E (permanent farmland), T (15 m × 15
    # m), SD (another province) and what of P1 lies in the urban boundary
    rows = [parcel("L", (0, 0, 100, 100), 6), parcel("E", (100, 0, 100, 100), None), parcel("A", (400, 0, 100, 100)),
            parcel("F1", (600, 0, 100, 100), None), parcel("F2", (800, 0, 50, 100), 99),
            parcel("T", (1000, 0, 15, 15), None), parcel("SD", (1100, 0, 100, 100), None, county="370102"),
            parcel("P1", (1300, 0, 100, 100), None)]
    result = run(LAND=land_layer(rows, GDPDJB="text"), PERMANENT_FARMLAND=polygons(box(0, 0, 200, 100), ids=["Y1"]),
                 MASKS=[mask("urban_boundary", box(1340, 0, 100, 100))])
    assert ranked(result) == ["A"]
    without = area(600, 0, 100, 100) + area(800, 0, 50, 100) + area(1300, 0, 40, 100)
    assert found(result)["candidate_grade_unknown", "", ""] == pytest.approx(without, abs=3 * CENT)
    message = messages(result)["permanent.candidate_grade_unknown"]
    assert all(text in message for text in ("3 parcels", "GDDB", "land", "F1, F2, P1")), message
    # without the field no land is a candidate, and the same message says why
    bare = layer_of([(shape, {key: value for key, value in fields.items() if key != "GDDB"}) for shape, fields in rows],
                    dict.fromkeys(("BSM", "DLBM", "GDPDJB", "ZLDWDM"), "text"), name="land")
    none = run(LAND=bare, PERMANENT_FARMLAND=polygons(box(0, 0, 200, 100), ids=["Y1"]),
               MASKS=[])
    assert ranked(none) == []
    assert "4 parcels" in messages(none)["permanent.candidate_grade_unknown"]


def test_no_word_of_grades_where_every_candidate_has_one() -> None:
    rows = [parcel("L", (0, 0, 100, 100), 6), parcel("A", (400, 0, 100, 100))]
    assert "permanent.candidate_grade_unknown" not in messages(run(LAND=land_layer(rows, GDPDJB="text")))


def test_areas_keep_land_out() -> None:
    result = run(CHOSEN_PARCELS="A B", MASKS=[mask("urban_boundary", box(390, -10, 60, 200)),
                                              mask("river_management", box(990, -10, 200, 200))])
    # half of A and all of B; what is left of A is 50 m from permanent farmland, so that G comes first
    assert ranked(result) == ["G", "A", "R", "H"]
    said = found(result)
    assert said["chosen_area", "A", "A"] == pytest.approx(area(400, 0, 50, 100), abs=2 * CENT)
    assert said["chosen_river", "B", "B"] == pytest.approx(area(1000, 0, 100, 100), abs=2 * CENT)
    clauses = {row[0]: row[1] for row in rows_of(result["FINDINGS"], "rule_id", "clause")}
    assert "66" in clauses["permanent.chosen_river"]
    assert result["REPLACED_M2"] == pytest.approx(area(450, 0, 50, 100), abs=2 * CENT)


def test_the_loss_counts_within_permanent_farmland() -> None:
    # the road takes 90 m of L and 30 m of the orchard above, which is no permanent farmland
    result = run(LOST=polygons(box(0, 0, 100, 130)))
    assert result["LOST_M2"] == pytest.approx(area(0, 0, 100, 100), abs=CENT)
    assert found(result)["lost_beside", "", ""] == pytest.approx(area(0, 100, 100, 30), abs=2 * CENT)
    # a layer of after the loss holds none of it: then all of the cultivated land counts
    after = run(PERMANENT_FARMLAND=polygons(box(100, 0, 300, 100), ids=["Y1"]))
    assert after["LOST_M2"] == pytest.approx(area(*LOST), abs=CENT)
    assert ("lost_not_in_layer", "", "") in found(after)
    nothing = run(LOST=polygons(box(20, 110, 50, 50)))
    assert nothing["LOST_M2"] == 0
    assert ("lost_none", "", "") in found(nothing)


def test_a_loss_without_county_code_is_told() -> None:
    assert ("lost_no_county", "", "") not in found(run())
    rows = [(box(*place), {"BSM": name, "DLBM": code, "GDDB": grade, "GDPDJB": slope,
                           "ZLDWDM": f"{county}1002010000000" if name != "L" else None})
            for name, (place, code, grade, county, slope) in PARCELS.items()]
    said = found(run(LAND=land_layer(rows, GDPDJB="text")))
    assert said["lost_no_county", "", ""] == pytest.approx(area(*LOST), abs=2 * CENT)


def test_a_hair_of_permanent_farmland_beside_the_loss_says_nothing_of_it() -> None:
    """The layer is of after the loss, and its border lies 1 mm within the lost polygon."""
    result = run(PERMANENT_FARMLAND=polygons(box(99.999, 0, 300, 100), ids=["Y1"]),
                 LOST=polygons(box(0, 0, 100, 100)))
    assert result["LOST_M2"] == pytest.approx(area(0, 0, 100, 100), abs=2 * CENT)
    assert "1 of 1 lost polygons" in messages(result)["permanent.lost_not_in_layer"]
    # of two polygons, one of which the layer still holds, each counts
    both = run(PERMANENT_FARMLAND=polygons(box(100, 0, 300, 100), ids=["Y1"]),
               LOST=polygons(box(0, 0, 100, 100), box(100, 0, 100, 130)))
    assert both["LOST_M2"] == pytest.approx(area(0, 0, 200, 100), abs=2 * CENT)
    assert "1 of 2 lost polygons" in messages(both)["permanent.lost_not_in_layer"]


def test_a_hair_of_loss_decides_neither_order_nor_grade() -> None:
    """0.5 mm of the lost polygon lie on a parcel of the next county that has no grade."""
    rows = [parcel("L", (0, 0, 100, 100), 6), parcel("N", (100, 0, 100, 100), None, county="410223"),
            parcel("H", (200, 0, 150, 100), 3, county="410223")]
    result = run(LAND=land_layer(rows, GDPDJB="text"), PERMANENT_FARMLAND=polygons(box(0, 0, 200, 100), ids=["Y1"]),
                 LOST=polygons(box(0, 0, 100.0005, 100)), MASKS=[])
    assert rows_of(result["CANDIDATES"], "BSM", "order") == [("H", "city")]
    assert "lost_grade_unknown" not in {key[0] for key in found(result)}
    assert verdict(result)["grade"][0] == 6.0
    assert result["LOST_M2"] == pytest.approx(area(0, 0, 100.0005, 100), abs=2 * CENT)


def test_nothing_lost_is_not_judged_and_says_what_it_lies_on(tmp_path: Path) -> None:
    # on the orchard C, which is no permanent farmland: nothing to make up for, so nothing is met either
    result = run(LOST=polygons(box(20, 110, 50, 50)), CHOSEN_PARCELS="A", RUN_RECORD=str(tmp_path / "r.json"))
    assert {row[2] for row in verdict(result).values()} == {None}
    assert result["PASSED"] is None
    said = messages(result)
    assert "permanent basic farmland" not in said["permanent.lost_not_cultivated"]
    assert "not judged" in said["permanent.lost_none"]
    assert not any(rule.startswith("permanent.replace_") for rule in said)
    table = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["document"]["tables"][0]
    assert {row["passed"] for row in [*table["rows"], table["total"]]} == {"not judged: nothing is lost"}


def test_a_criterion_that_decides_fails_with_an_error() -> None:
    # B alone: enough and better, but 600 m away and 15 mu only; both are house rules that decide
    result = run(CHOSEN_PARCELS="B")
    assert result["PASSED"] == 0
    rows = {row[0]: row[1:] for row in rows_of(result["FINDINGS"], "rule_id", "severity", "rule_status")}
    assert rows["permanent.replace_near"] == rows["permanent.replace_block"] == ("error", "house")
    # (16 − 4) × 1500 kg per hectare are more than (16 − 6) × 1500
    assert "permanent.replace_capacity" not in rows


def test_a_criterion_that_is_not_known_says_so() -> None:
    # slope classes are a field of the layer, but A has none: its mean slope is not known, the verdict rests on it
    rows = [(box(*place), {"BSM": name, "DLBM": code, "GDDB": grade, "GDPDJB": None if name == "A" else slope,
                           "ZLDWDM": f"{county}1002010000000"})
            for name, (place, code, grade, county, slope) in PARCELS.items()]
    result = run(LAND=land_layer(rows, GDPDJB="text"), CHOSEN_PARCELS="A")
    assert verdict(result)["slope"] == (1.0, None, None)
    assert "slope class" in messages(result)["permanent.criterion_unknown"]


def test_parcels_that_lie_on_one_another_replace_once() -> None:
    # 9 000 m² are lost; S and S2 are one place of 5 000 m², twice they would be enough
    rows = [parcel("L", (0, 0, 100, 100), 6), parcel("S2", (400, 0, 100, 50)), parcel("S", (400, 0, 100, 50))]
    result = run(LAND=land_layer(rows, GDPDJB="text"), CHOSEN_PARCELS="S S2")
    assert result["REPLACED_M2"] == result["CANDIDATES_M2"] == pytest.approx(area(400, 0, 100, 50), abs=CENT)
    assert verdict(result)["quantity"][2] == 0
    said = {row[:3]: row[3] for row in rows_of(result["FINDINGS"], "rule_id", "subject_id", "other_id", "area_m2")}
    assert said["land.duplicate", "S", "S2"] == pytest.approx(area(400, 0, 100, 50), abs=CENT)
    assert said["permanent.land_doubled", "", ""] == pytest.approx(area(400, 0, 100, 50), abs=CENT)


def test_parcels_that_overlap_are_lost_once() -> None:
    # three parcels, 60 m apart and 100 m wide each: 220 m × 100 m are lost, not 300 m; 40 m twice are claimed by two
    rows = [parcel("L3", (120, 0, 100, 100), 6), parcel("L1", (0, 0, 100, 100), 6), parcel("L2", (60, 0, 100, 100), 6),
            parcel("A", (400, 0, 100, 100))]
    result = run(LAND=land_layer(rows, GDPDJB="text"), LOST=polygons(box(0, 0, 220, 100)))
    assert result["LOST_M2"] == pytest.approx(area(0, 0, 220, 100), abs=3 * CENT)
    said = {row[:3]: row[3] for row in rows_of(result["FINDINGS"], "rule_id", "subject_id", "other_id", "area_m2")}
    twice = area(60, 0, 40, 100) + area(120, 0, 40, 100)
    assert said["permanent.land_doubled", "", ""] == pytest.approx(twice, abs=2 * CENT)
    assert {key[1:] for key in said if key[0] == "land.overlap_once"} == {("L1", "L2"), ("L2", "L3")}


def test_the_order_of_features_decides_nothing() -> None:
    names = tuple(PARCELS)
    first, turned = run(LAND=land(names)), run(LAND=land(names[::-1]))
    fields = ("rank", "BSM", "net_m2", "score", "in_replacement", "block_m2", "reasons")
    assert rows_of(first["CANDIDATES"], *fields) == rows_of(turned["CANDIDATES"], *fields)
    assert rows_of(first["VERDICT"]) == rows_of(turned["VERDICT"])


def test_the_report_says_that_a_proposal_is_one(tmp_path: Path) -> None:
    record = tmp_path / "record.json"
    run(RUN_RECORD=str(record), REPORT=str(tmp_path / "r.html"))
    document = json.loads(record.read_text(encoding="utf-8"))["document"]
    assert any("proposal" in text or "建议" in text for text in document["notices"])
    steps = [step["area_m2"] for step in document["bridge"]]
    assert round(sum(steps[:-1]), 2) == steps[-1]
    proposed = document["tables"][1]
    assert float(proposed["total"]["net"]) == steps[-1]
    chosen = tmp_path / "chosen.json"
    run(RUN_RECORD=str(chosen), CHOSEN_PARCELS="A")
    assert not any("proposal" in text or "建议" in text
                   for text in json.loads(chosen.read_text(encoding="utf-8"))["document"]["notices"])
