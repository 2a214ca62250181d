"""Lost permanent farmland that is cultivated no more: whether it has to be replaced too nobody says.

The orchard C is permanent farmland here; 90 m of it are lost beside 90 m of the field L. Areas come from GeographicLib
(``tests.rules.geodesy``).
"""
from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import land_layer, rows_of
from tests.processing.places import CENT, area, box
from tests.processing.replace_layers import found, land, mask, messages, parcel, polygons, run, verdict

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("kf_provider")

FIELD, ORCHARD = (0, 0, 100, 90), (0, 100, 100, 90)
A, B = area(400, 0, 100, 100), area(1000, 0, 100, 100)


def replaced(**parameters: Any) -> dict[str, Any]:
    given = {"PERMANENT_FARMLAND": polygons(box(0, 0, 400, 100), box(0, 100, 100, 100), ids=["Y1", "Y2"]),
             "LOST": polygons(box(*FIELD), box(*ORCHARD)), "MASKS": []}
    return run(**{**given, **parameters})


def proposed(result: dict[str, Any]) -> set[str]:
    return {name for name, taken in rows_of(result["CANDIDATES"], "BSM", "in_replacement") if taken}


def test_quantity_is_met_only_by_as_much_as_all_that_is_lost() -> None:
    result = replaced(CHOSEN_PARCELS="A,B")
    assert result["LOST_M2"] == pytest.approx(area(*FIELD), abs=CENT)
    assert result["LOST_NOT_CULTIVATED_M2"] == pytest.approx(area(*ORCHARD), abs=CENT)
    assert verdict(result)["quantity"] == (
        pytest.approx(area(*FIELD) + area(*ORCHARD), abs=2 * CENT), pytest.approx(A + B, abs=2 * CENT), 1)
    assert found(result)["lost_no_longer_cultivated", "", ""] == pytest.approx(area(*ORCHARD), abs=CENT)
    assert ("quantity_open", "", "") not in found(result)


def test_between_the_cultivated_land_and_all_of_it_quantity_is_not_known(tmp_path: Path) -> None:
    result = replaced(CHOSEN_PARCELS="A", RUN_RECORD=str(tmp_path / "r.json"))
    required, actual, passed = verdict(result)["quantity"]
    assert (required, actual, passed) == (pytest.approx(area(*FIELD) + area(*ORCHARD), abs=2 * CENT),
                                          pytest.approx(A, abs=CENT), None)
    assert result["PASSED"] == 0
    said = messages(result)
    assert f"not less than the {result['LOST_M2']:.2f} m²" in said["permanent.quantity_open"]
    assert f"less than the {required:.2f} m²" in said["permanent.quantity_open"]
    assert not {"permanent.replace_quantity", "permanent.criterion_unknown"} & set(said)
    ((remedy, severity),) = [row[1:] for row in rows_of(result["FINDINGS"], "rule_id", "remedy", "severity")
                             if row[0] == "permanent.quantity_open"]
    assert remedy.startswith(f"Add {required - actual:.2f} m²")
    assert severity == "error"
    table = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["document"]["tables"][0]
    assert f"{result['LOST_NOT_CULTIVATED_M2']:.2f} m² of the lost permanent farmland are not" in table["note"]
    assert [row["passed"] for row in table["rows"] if row["criterion"].startswith("Quantity")] == ["unknown"]


def test_less_than_the_cultivated_land_is_not_enough_in_any_case() -> None:
    result = replaced(CHOSEN=polygons(box(400, 0, 50, 100)))
    assert verdict(result)["quantity"][2] == 0
    assert "permanent.quantity_open" not in messages(result)


def test_a_proposal_makes_up_for_all_of_it_where_there_is_land() -> None:
    """Lost: 18 000 m², grade 6. A (5) and B (4) keep the grade and are 20 000 m²."""
    result = replaced()
    assert proposed(result) == {"A", "B"}
    assert (verdict(result)["quantity"][2], verdict(result)["grade"][2]) == (1, 1)


def test_a_proposal_makes_up_for_the_cultivated_land_where_there_is_no_more() -> None:
    """A alone is better than what is lost; with G, of grade 9, it would be enough and worse: 7 against 6."""
    result = replaced(LAND=land(("L", "E1", "E2", "C", "A", "G")))
    assert proposed(result) == {"A"}
    assert (verdict(result)["quantity"][2], verdict(result)["grade"][2]) == (None, 1)


def test_where_nothing_lost_is_cultivated_any_more_its_quantity_is_judged_still() -> None:
    """Grade and slope are those of the survey before the loss, which the remedy asks for."""
    result = replaced(LOST=polygons(box(*ORCHARD)))
    assert (result["LOST_M2"], proposed(result)) == (0, {"A"})
    assert verdict(result)["quantity"] == (
        pytest.approx(area(*ORCHARD), abs=CENT), pytest.approx(A, abs=CENT), 1)
    assert [verdict(result)[name][2] for name in ("grade", "slope", "capacity")] == [None, None, None]
    assert result["PASSED"] == 0
    said = messages(result)
    assert "permanent.lost_none" not in said
    # where it lies is known: the order starts from its county, and A is some 300 m from it
    rows = {row[0]: row[1:] for row in rows_of(result["CANDIDATES"], "BSM", "order", "distance_m")}
    assert rows["A"] == ("county", 300)


def test_lost_permanent_farmland_on_no_parcel_counts_too() -> None:
    """Of 200 m of permanent farmland 100 m are surveyed; what stays bare was permanent farmland all the same."""
    rows = [parcel("L", (0, 0, 100, 100), 6), parcel("A", (400, 0, 120, 100), 5)]
    result = replaced(LAND=land_layer(rows, GDPDJB="text"), LOST=polygons(box(0, 0, 200, 120)),
                      PERMANENT_FARMLAND=polygons(box(0, 0, 150, 100), box(100, 0, 100, 100), ids=["Y1", "Y2"]))
    assert result["LOST_NOT_CULTIVATED_M2"] == pytest.approx(area(100, 0, 100, 100), abs=2 * CENT)
    assert verdict(result)["quantity"] == (
        pytest.approx(area(0, 0, 200, 100), abs=3 * CENT), pytest.approx(area(400, 0, 120, 100), abs=CENT), None)
    assert result["PASSED"] == 0
    assert "permanent.proposal_none" not in messages(result)  # it is what the cultivated land asks for


def test_an_orchard_in_no_permanent_farmland_asks_for_nothing() -> None:
    result = replaced(PERMANENT_FARMLAND=polygons(box(0, 0, 400, 100), ids=["Y1"]), CHOSEN_PARCELS="A")
    assert result["LOST_NOT_CULTIVATED_M2"] == 0
    assert verdict(result)["quantity"][2] == 1


def test_capacity_is_that_of_all_land_whose_area_counts() -> None:
    """An approval that ends 9 cm short of the lost polygon leaves a sliver: 15 000 kg per hectare, all the same."""
    rows = [parcel("L", (0, 0, 100, 100), 6), parcel("A", (400, 0, 200, 100), 5)]
    given = {"LOST": polygons(box(0, 0, 100, 100)),
             "PERMANENT_FARMLAND": polygons(box(0, 0, 100, 100), ids=["Y1"])}
    for masks in ((), (box(0, 0, 100, 99.91),)):
        result = replaced(**given, LAND=land_layer(rows, GDPDJB="text"),
                          MASKS=[mask("approvals", *masks)] if masks else [])
        assert verdict(result)["capacity"][0] == pytest.approx(area(0, 0, 100, 100) * 1.5, abs=0.03)


def test_capacity_of_a_parcel_is_rounded_once_however_it_is_cut() -> None:
    """9 999.82 m² of grade 6 at 15 000 kg per hectare are 14 999.73 kg, 9 999.81 m² of grade 5 at 16 500 are 16 499.69.

    The polygons that are chosen cut the lost field and A into ten strips of 10 m each.
    """
    rows = [parcel("L", (0, 0, 100, 100), 6), parcel("A", (400, 0, 100, 100), 5)]
    strips = [box(x + 10 * number, 0, 5, 100) for x in (0, 400) for number in range(10)]
    others = [box(405 + 10 * number, 0, 5, 100) for number in range(10)]
    for cut in ({}, {"CHOSEN": polygons(*strips, *others)}):
        result = replaced(LAND=land_layer(rows, GDPDJB="text"), LOST=polygons(box(0, 0, 100, 100)), **cut)
        assert (result["LOST_M2"], result["REPLACED_M2"]) == (9_999.82, 9_999.81)
        assert verdict(result)["capacity"][:2] == (14_999.73, 16_499.69)
