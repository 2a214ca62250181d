"""What a planner chooses to replace permanent farmland: what of it counts, and what is said of the rest."""
from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from qgis.core import QgsProcessingException

from tests.builders import land_layer, rows_of
from tests.processing.places import CENT, area, box
from tests.processing.replace_layers import found, messages, parcel, polygons, ranked, run, verdict

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("kf_provider")


def test_chosen_polygons_count_where_they_qualify_and_say_why_elsewhere() -> None:
    # one polygon over A; one over D, C, F, E1 and 20 m of G's east half … each of them but G's does not qualify
    chosen = polygons(box(400, 0, 100, 100), box(50, -20, 170, 140), name="chosen", ids=["P1", "P2"])
    result = run(CHOSEN=chosen)
    reasons = {key: value for key, value in found(result).items() if key[0].startswith("chosen_")}
    assert reasons == pytest.approx({
        ("chosen_lost", "P2", "L"): area(50, 0, 50, 90), ("chosen_permanent", "P2", "L"): area(50, 90, 50, 10),
        ("chosen_permanent", "P2", "E1"): area(100, 0, 100, 100),
        ("chosen_permanent", "P2", "E2"): area(200, 0, 20, 100),
        ("chosen_not_cultivated", "P2", "C"): area(50, 100, 50, 20),
        ("chosen_unstable", "P2", "D"): area(100, 100, 100, 20),
        ("chosen_grade_unknown", "P2", "F"): area(200, 100, 20, 20)}, abs=3 * CENT)
    # what lies on no parcel: south of E1 and E2
    assert found(result)["no_survey", "", ""] == pytest.approx(area(100, -20, 120, 20), abs=4 * CENT)
    # A and 50 m × 20 m of G count: grades 5 and 9
    whole, part = area(400, 0, 100, 100), area(50, -20, 50, 20)
    assert result["REPLACED_M2"] == pytest.approx(whole + part, abs=3 * CENT)
    assert verdict(result)["grade"][1] == pytest.approx((5 * whole + 9 * part) / (whole + part), abs=1e-5)
    assert {row[0] for row in rows_of(result["VERDICT"], "proposal")} == {0}
    messages = {row[0]: row[1] for row in rows_of(result["FINDINGS"], "rule_id", "message")}
    assert "25°" in messages["permanent.chosen_unstable"]


def test_chosen_parcels_by_id_and_what_is_not_met() -> None:
    result = run(CHOSEN_PARCELS="R，B\nX9")
    assert ("chosen_unknown", "", "") in found(result)
    said = verdict(result)
    # R and B: 20 000 m², mean grade 7; R is 400 m, B 600 m from the permanent farmland that stays
    assert said["quantity"][2] == 1
    assert said["grade"][1:] == (pytest.approx(7.0, abs=1e-4), 0)
    assert said["near"][1:] == (pytest.approx(0.5, abs=1e-4), 0)
    assert {("replace_grade", "", ""), ("replace_near", "", "")} <= set(found(result))
    assert result["PASSED"] == 0


def test_an_id_that_several_parcels_have_chooses_none_of_them() -> None:
    # A is a field of 10 000 m² and another of 5 000 m² elsewhere; 9 000 m² are lost, which B alone makes up for
    rows = [parcel("L", (0, 0, 100, 100), 6), parcel("A", (400, 0, 100, 100)), parcel("A", (600, 0, 50, 100)),
            parcel("B", (800, 0, 100, 100))]
    result = run(LAND=land_layer(rows, GDPDJB="text"), CHOSEN_PARCELS="A B", MASKS=[])
    assert [row[1:] for row in rows_of(result["CANDIDATES"], "rank", "BSM", "in_replacement")] == [
        ("A", 0), ("A", 0), ("B", 1)]
    assert result["REPLACED_M2"] == pytest.approx(area(800, 0, 100, 100), abs=CENT)
    both = area(400, 0, 100, 100) + area(600, 0, 50, 100)
    assert {key: value for key, value in found(result).items() if key[0].startswith("chosen_")} == pytest.approx({
        ("chosen_ambiguous", "A", ""): both}, abs=2 * CENT)
    [(severity, message, remedy)] = [row[1:] for row in rows_of(
        result["FINDINGS"], "rule_id", "severity", "message", "remedy") if row[0] == "permanent.chosen_ambiguous"]
    assert severity == "error"
    assert all(text in message for text in ("“A”", "2 parcels", "land", "BSM", "2, 3")), message
    assert "polygons" in remedy
    # without B there is nothing, and the verdict says so
    alone = run(LAND=land_layer(rows, GDPDJB="text"), CHOSEN_PARCELS="A")
    assert alone["REPLACED_M2"] == 0
    assert verdict(alone)["quantity"][2] == alone["PASSED"] == 0


def test_an_id_on_two_copies_of_one_parcel_chooses_it_once() -> None:
    # the same feature twice, as from layers that were merged: one place, so there is no doubt which land is meant
    rows = [parcel("L", (0, 0, 100, 100), 6), parcel("A", (400, 0, 100, 100)), parcel("A", (400, 0, 100, 100))]
    result = run(LAND=land_layer(rows, GDPDJB="text"), CHOSEN_PARCELS="A")
    assert result["REPLACED_M2"] == pytest.approx(area(400, 0, 100, 100), abs=CENT)
    assert "permanent.chosen_ambiguous" not in messages(result)
    assert "permanent.land_doubled" in messages(result)


def test_polygons_choose_among_parcels_of_one_id() -> None:
    rows = [parcel("L", (0, 0, 100, 100), 6), parcel("A", (400, 0, 100, 100)), parcel("A", (600, 0, 50, 100))]
    result = run(LAND=land_layer(rows, GDPDJB="text"), CHOSEN=polygons(box(400, 0, 100, 100), ids=["P1"]))
    assert result["REPLACED_M2"] == pytest.approx(area(400, 0, 100, 100), abs=CENT)
    assert not [key for key in found(result) if key[0].startswith("chosen_")]


def test_of_a_parcel_only_the_part_that_is_chosen_counts_beyond_the_county() -> None:
    """10 m of H, in the next county, and all of A; then A and a hair of H."""
    part = run(CHOSEN=polygons(box(400, 0, 100, 100), box(600, 0, 10, 100), ids=["P1", "P2"]))
    assert found(part)["replace_order", "", ""] == pytest.approx(area(600, 0, 10, 100), abs=CENT)
    assert dict(rows_of(part["CANDIDATES"], "BSM", "in_replacement"))["H"] == 1
    hair = run(CHOSEN=polygons(box(400, 0, 100, 100), box(599, 0, 1.0005, 100), ids=["P1", "P2"]))
    assert ("replace_order", "", "") not in found(hair)
    assert {name for name, marked in rows_of(hair["CANDIDATES"], "BSM", "in_replacement") if marked} == {"A"}


def test_chosen_land_counts_only_where_it_could_be_a_candidate() -> None:
    # SD is in Shandong (37), T has 15 m × 15 m = 225 m² of the 400 m² that a candidate needs at least
    rows = [parcel("L", (0, 0, 100, 100), 6), parcel("SD", (400, 0, 100, 100), county="370102"),
            parcel("T", (600, 0, 15, 15)), parcel("A", (800, 0, 100, 100))]
    result = run(LAND=land_layer(rows, GDPDJB="text"), CHOSEN_PARCELS="SD T")
    assert ranked(result) == ["A"]
    assert result["REPLACED_M2"] == 0
    assert verdict(result)["quantity"][1:] == (0.0, 0)
    assert {key: value for key, value in found(result).items() if key[0].startswith("chosen_")} == pytest.approx({
        ("chosen_other_province", "SD", "SD"): area(400, 0, 100, 100),
        ("chosen_small", "T", "T"): area(600, 0, 15, 15)}, abs=CENT)
    assert "400.00 m²" in messages(result)["permanent.chosen_small"]


def test_chosen_polygons_that_overlap_count_once() -> None:
    result = run(CHOSEN=polygons(box(400, 0, 60, 100), box(450, 0, 50, 100), ids=["P1", "P2"]))
    assert found(result)["chosen_overlap", "P1", "P2"] == pytest.approx(area(450, 0, 10, 100), abs=CENT)
    assert result["REPLACED_M2"] == pytest.approx(area(400, 0, 100, 100), abs=3 * CENT)


def features(result: dict[str, Any], rule: str) -> list[tuple[Any, ...]]:
    """Return (feature of the chosen layer, feature of the survey, area) of the findings of a rule, sorted."""
    return sorted(row[1:] for row in rows_of(result["FINDINGS"], "rule_id", "source_fid", "other_fid", "area_m2")
                  if row[0] == f"permanent.{rule}")


def test_polygons_of_one_id_are_told_by_the_feature_that_the_land_lies_in() -> None:
    # the orchards C1 and C2 lie under a polygon each, with one id P; the third and fourth P lie on A, which counts, and
    # overlap there by 10 m × 100 m
    rows = [parcel("L", (0, 0, 100, 100), 6), parcel("A", (400, 0, 100, 100))]
    rows += [(box(x, 0, 100, 100), {"BSM": name, "DLBM": "0201", "ZLDWDM": "4102221002010000000"})
             for name, x in (("C1", 600), ("C2", 800))]
    shapes = [box(600, 0, 80, 100), box(800, 0, 70, 100), box(400, 0, 60, 100), box(450, 0, 50, 100)]
    result = run(LAND=land_layer(rows, GDPDJB="text"), CHOSEN=polygons(*shapes, ids=["P"] * 4))
    assert features(result, "chosen_not_cultivated") == [
        (1, 3, pytest.approx(area(600, 0, 80, 100), abs=CENT)), (2, 4, pytest.approx(area(800, 0, 70, 100), abs=CENT))]
    assert features(result, "chosen_overlap") == [(3, 4, pytest.approx(area(450, 0, 10, 100), abs=CENT))]
    assert ("chosen_overlap", "P", "P") in found(result)
    assert result["REPLACED_M2"] == pytest.approx(area(400, 0, 100, 100), abs=3 * CENT)
    # two polygons of one id on one parcel: each has its finding, and an identity of its own
    both = run(LAND=land_layer(rows, GDPDJB="text"), CHOSEN=polygons(
        box(600, 0, 30, 100), box(650, 0, 40, 100), ids=["P", "P"]))
    assert features(both, "chosen_not_cultivated") == [
        (1, 3, pytest.approx(area(600, 0, 30, 100), abs=2 * CENT)),
        (2, 3, pytest.approx(area(650, 0, 40, 100), abs=2 * CENT))]
    assert all_differ(both)


def test_parcels_of_one_id_under_one_polygon_have_findings_of_their_own(tmp_path: Path) -> None:
    # two orchards, both C, under P: 3 000 and 4 000 m²
    rows = [parcel("L", (0, 0, 100, 100), 6), parcel("A", (400, 0, 100, 100))]
    rows += [(box(x, 0, width, 100), {"BSM": "C", "DLBM": "0201", "ZLDWDM": "4102221002010000000"})
             for x, width in ((600, 30), (630, 40))]
    record = tmp_path / "record.json"
    result = run(LAND=land_layer(rows, GDPDJB="text"), CHOSEN=polygons(box(600, 0, 100, 100), ids=["P"]),
                 RUN_RECORD=str(record))
    assert features(result, "chosen_not_cultivated") == [
        (1, 3, pytest.approx(area(600, 0, 30, 100), abs=CENT)), (1, 4, pytest.approx(area(630, 0, 40, 100), abs=CENT))]
    assert all_differ(result)
    listed = json.loads(record.read_text(encoding="utf-8"))["document"]["finding_ids"]
    assert sorted(listed) == sorted(row[0] for row in rows_of(result["FINDINGS"], "finding_id"))


def all_differ(result: dict[str, Any]) -> bool:
    identities = [row[0] for row in rows_of(result["FINDINGS"], "finding_id")]
    return len(set(identities)) == len(identities)


def test_a_hair_on_the_next_parcel_is_no_fault_of_what_is_chosen() -> None:
    # 60 m of A and 0.1 mm of the orchard beside it, 0.00 m² when rounded, as from borders drawn in another CRS
    rows = [parcel("L", (0, 0, 100, 100)), parcel("A", (400, 0, 100, 100)),
            (box(500, 0, 100, 0.4), {"BSM": "C", "DLBM": "0201", "ZLDWDM": "4102221002010000000"})]
    result = run(LAND=land_layer(rows, GDPDJB="text"), CHOSEN=polygons(box(440, 0, 60.0001, 100), ids=["P1"]))
    assert [key for key in found(result) if key[0].startswith("chosen_")] == []


def test_polygons_and_ids_together_are_refused() -> None:
    with pytest.raises(QgsProcessingException, match=r"not both|不能"):
        run(CHOSEN=polygons(box(0, 0, 1, 1)), CHOSEN_PARCELS="A")


@pytest.mark.parametrize("turned", [False, True])
def test_ids_that_several_parcels_have_are_told_though_nobody_chose_them(turned: bool) -> None:
    """A stands for two candidates, L for the lost field and an orchard; C, two orchards, has no part in this."""
    rows = [parcel("L", (0, 0, 100, 100), 6), parcel("A", (400, 0, 100, 100)), parcel("A", (600, 0, 50, 100)),
            parcel("B", (800, 0, 100, 100)), parcel("B", (800, 0, 100, 100))]  # B is one place, twice in the layer
    rows += [(box(x, 200, 50, 100), {"BSM": name, "DLBM": "0201", "ZLDWDM": "4102221002010000000"})
             for name, x in (("L", 0), ("C", 600), ("C", 800))]
    layer = land_layer(rows[::-1] if turned else rows, GDPDJB="text")
    result = run(LAND=layer, MASKS=[])
    message = messages(result)["permanent.candidate_ids"]
    assert message.startswith("4 parcels of “land” share their id in BSM with another (A, L)"), message
    # what is chosen by such an id is an error already; the other is told all the same
    chosen = messages(run(LAND=layer, MASKS=[], CHOSEN_PARCELS="A"))
    assert "“A”" in chosen["permanent.chosen_ambiguous"]
    assert chosen["permanent.candidate_ids"].startswith("2 parcels of “land” share their id in BSM with another (L)")
    assert "permanent.candidate_ids" not in messages(run())
