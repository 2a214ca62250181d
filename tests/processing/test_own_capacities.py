"""A table of capacities of one's own that lacks grades or counties: what was used instead is told, and proves little.

The national table has (16 - grade) x 1500 kg per hectare: 15 000 for grade 6, 16 500 for 5, 10 500 for 9, 9 000 for 10.
"""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import land_layer, layer_of, rows_of
from tests.processing import epochs, replace_layers, test_farmlandoccupation, test_reservepotential
from tests.processing.places import area, box

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("kf_provider")

LOST_M2, CHOSEN_M2 = area(*replace_layers.LOST), area(400, 0, 100, 100)


def table(path: Path, *rows: str) -> str:
    file = path / "own.csv"
    file.write_text("\n".join(("unit_code,grade,kg_per_ha", *rows, "")), encoding="utf-8")
    return str(file)


def told(result: dict[str, Any], rule: str) -> list[tuple[str, float, str]]:
    return [row[1:] for row in rows_of(result["FINDINGS"], "rule_id", "severity", "area_m2", "message")
            if row[0] == rule]


def replaced(grades: str, chosen: str, **more: Any) -> dict[str, Any]:
    """Lose 0.9 ha of grade 6 and put one parcel of 1 ha in its place: A of grade 5, or G of grade 9."""
    return replace_layers.run(LAND=replace_layers.land(("L", "E1", chosen)), GRADES=grades, CHOSEN_PARCELS=chosen,
                              PERMANENT_FARMLAND=replace_layers.polygons(box(0, 0, 400, 100)), **more)


def test_capacity_that_only_a_mixture_meets_is_not_known(tmp_path: Path) -> None:
    """Own 10 000 for the lost grade 6, national 10 500 for 9: 9000 < 10 500; all national 13 500 > 10 500."""
    result = replaced(table(tmp_path, "410222,6,10000"), "G")
    required, actual, passed = replace_layers.verdict(result)["capacity"]
    assert (required, actual) == pytest.approx((LOST_M2 * 1.0, CHOSEN_M2 * 1.05), abs=0.2)
    assert passed is None
    ((severity, square_metres, message),) = told(result, "capacity.own_lacking")
    assert severity == "warning"
    assert square_metres == pytest.approx(CHOSEN_M2, abs=0.2)
    assert "410222: 9" in message
    assert "own.csv" in message
    assert "national table" in message
    ((severity, _, message),) = told(result, "capacity.mixed")
    assert severity == "warning"
    assert "own.csv" in message
    assert replace_layers.verdict(result)["grade"][2] == 0  # the other criteria are what they were


def test_capacity_that_is_short_only_by_a_mixture_is_not_known_either(tmp_path: Path) -> None:
    """Own 20 000 for the lost grade 6: 18 000 > 16 500 of A; all national 13 500 < 16 500."""
    result = replaced(table(tmp_path, "410222,6,20000"), "A")
    assert replace_layers.verdict(result)["capacity"][2] is None
    assert len(told(result, "capacity.mixed")) == 1
    # and so where the table lacks the lost grade instead: 13 500 > 5 000, all national 13 500 < 16 500
    result = replaced(table(tmp_path, "410222,5,5000"), "A")
    assert replace_layers.verdict(result)["capacity"][2] is None
    assert "410222: 6" in told(result, "capacity.own_lacking")[0][2]


@pytest.mark.parametrize(("chosen", "own", "passed"), [
    # 9000 < 16 500 and, all national, 13 500 < 16 500; 18 000 > 10 500 and 13 500 > 10 500
    ("A", 10_000, 1), ("G", 20_000, 0)])
def test_capacity_that_is_the_same_by_either_is_known(tmp_path: Path, chosen: str, own: int, passed: int) -> None:
    result = replaced(table(tmp_path, f"410222,6,{own}"), chosen)
    assert replace_layers.verdict(result)["capacity"][2] == passed
    assert told(result, "capacity.mixed") == []
    assert len(told(result, "capacity.own_lacking")) == 1


def test_totals_of_the_table_are_left_out_and_told(tmp_path: Path) -> None:
    result = replaced(table(tmp_path, "410222,6,10000", "合计,,20000", "通许县,9,9500"), "G")
    ((severity, _, message),) = told(result, "input.totals")
    assert severity == "info"
    assert "1 rows of “own.csv”" in message
    assert "rows 3)" in message


def test_a_whole_table_decides_alone_and_nothing_is_told(tmp_path: Path) -> None:
    """Own 10 000 for 6 and 9500 for 9: 9000 < 9500, whatever the national table says."""
    result = replaced(table(tmp_path, "410222,6,10000", "410222,9,9500"), "G")
    assert replace_layers.verdict(result)["capacity"][2] == 1
    assert told(result, "capacity.own_lacking") == []


def test_where_capacity_decides_a_mixture_keeps_the_verdict_from_being_met(tmp_path: Path) -> None:
    rules = tmp_path / "rules.json"
    rules.write_text('{"rows": [{"id": "permanent.replace_capacity", "thresholds": {"decides": true}}]}',
                     encoding="utf-8")
    result = replaced(table(tmp_path, "410222,6,20000"), "A", RULES=str(rules))
    assert result["PASSED"] == 0
    assert [row[0] for row in told(result, "capacity.mixed")] == ["error"]


def test_reserve_land_tells_of_grades_and_counties_that_the_table_lacks(tmp_path: Path) -> None:
    land = test_reservepotential.land_of(
        test_reservepotential.parcel(0, "S", "1206"), test_reservepotential.parcel(100, "F", "0102", GDDB=6))
    code = str(rows_of(test_reservepotential.run(land)["CANDIDATES"], "unit_code")[0][0])
    lacking = test_reservepotential.run(land, GRADES=table(tmp_path, f"{code},7,5000"))
    ((severity, square_metres, message),) = told(lacking, "capacity.own_lacking")
    assert severity == "warning"
    assert square_metres == pytest.approx(area(0, 0, 100, 100), abs=0.02)
    assert f"{code}: 6" in message
    other = test_reservepotential.run(land, GRADES=table(tmp_path, "410299,6,5000"))
    ((severity, square_metres, message),) = told(other, "capacity.own_unused")
    assert severity == "warning"
    assert square_metres == pytest.approx(area(0, 0, 100, 100), abs=0.02)
    assert code in message
    assert "national table" in message
    assert told(test_reservepotential.run(land), "capacity.own_unused") == []


def test_occupied_land_and_land_that_moved_tell_what_the_table_lacks(tmp_path: Path) -> None:
    own = table(tmp_path, "410222,7,5000")
    parcels = [(box(100 * place, 0, 100, 100), {**test_farmlandoccupation.parcel(name, "0102"), "GDDB": grade,
                                                "ZLDWDM": "4102221002010000000"})
               for place, (name, grade) in enumerate((("A", 7), ("B", 9)))]
    projects = layer_of([(box(50, 0, 100, 100), {"project_id": "P1"})], {"project_id": "text"}, name="projects")
    result = test_farmlandoccupation.run(PROJECTS=projects, LAND=land_layer(parcels), GRADES=own)
    ((_, _, message),) = told(result, "capacity.own_lacking")
    assert "410222: 9" in message
    before, after = (epochs.survey((box(0, 0, 100, 100), epochs.parcel("A", code, GDDB=6,
                                                                       ZLDWDM="4102221002010000000")))
                     for code in ("0102", "0301"))
    ((_, square_metres, message),) = told(epochs.run(before, after, GRADES=own), "capacity.own_lacking")
    assert "410222: 6" in message
    assert square_metres == pytest.approx(area(0, 0, 100, 100), abs=0.02)
