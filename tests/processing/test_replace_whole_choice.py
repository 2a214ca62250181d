"""A chosen set that holds what cannot replace does not pass, though the rest of it would be enough by itself.

9 000 m² of grade 6 are lost; A, 10 000 m² of grade 5 beside the permanent farmland that stays, makes up for them. Areas
come from GeographicLib (``tests.rules.geodesy``).
"""
from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import rows_of
from tests.processing.places import CENT, area, box
from tests.processing.replace_layers import found, messages, polygons, rules_of_a_lesser_block, run, verdict

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("kf_provider")

A = (400, 0, 100, 100)
ON_LOST = (0, 0, 50, 90)


@pytest.fixture
def rules(tmp_path: Path) -> str:
    return rules_of_a_lesser_block(tmp_path)


def reasons(result: dict[str, Any]) -> str:
    [text] = [row[1] for row in rows_of(result["VERDICT"], "criterion", "reasons") if row[0] == "chosen"]
    return str(text or "")


def others(result: dict[str, Any]) -> set[Any]:
    return {row[2] for name, row in verdict(result).items() if name != "chosen"}


def test_what_was_chosen_passes_where_all_of_it_qualifies(rules: str) -> None:
    for chosen in ({"CHOSEN_PARCELS": "A"}, {"CHOSEN": polygons(box(*A), ids=["P1"])}):
        result = run(RULES=rules, **chosen)
        assert verdict(result)["chosen"] == (pytest.approx(area(*A), abs=CENT), pytest.approx(area(*A), abs=CENT), 1)
        assert reasons(result) == ""
        assert result["PASSED"] == 1


def test_a_set_with_lost_land_in_it_does_not_pass(rules: str, tmp_path: Path) -> None:
    record = tmp_path / "record.json"
    result = run(RULES=rules, CHOSEN=polygons(box(*A), box(*ON_LOST), ids=["P1", "P2"]), RUN_RECORD=str(record))
    assert others(result) == {1}
    assert verdict(result)["chosen"] == (
        pytest.approx(area(*A) + area(*ON_LOST), abs=2 * CENT), pytest.approx(area(*A), abs=CENT), 0)
    assert result["PASSED"] == 0
    left_out = messages(result)["permanent.chosen_lost"]
    assert f"{found(result)['chosen_lost', 'P2', 'L']:.2f} m² of “P2”" in left_out
    assert left_out in reasons(result)
    severities = dict(rows_of(result["FINDINGS"], "rule_id", "severity"))
    assert severities["permanent.replace_chosen"] == "error"
    table = json.loads(record.read_text(encoding="utf-8"))["document"]["tables"][0]
    assert table["rows"][-1]["passed"] == table["total"]["passed"] == "not met"
    assert left_out in table["note"]


def test_a_set_with_an_id_that_no_parcel_has_does_not_pass(rules: str) -> None:
    result = run(RULES=rules, CHOSEN_PARCELS="A,Z9")
    assert others(result) == {1}
    assert verdict(result)["chosen"][2] == result["PASSED"] == 0
    assert "Z9" in reasons(result)


def test_permanent_farmland_in_the_set_keeps_it_from_passing(rules: str) -> None:
    result = run(RULES=rules, CHOSEN_PARCELS="A E1")
    assert others(result) == {1}
    assert result["PASSED"] == 0
    assert "E1" in reasons(result)


def test_a_warning_about_the_set_leaves_the_verdict_as_it_is(rules: str) -> None:
    # two polygons overlap by 10 m × 100 m, and 10 m of one lie on no parcel
    result = run(RULES=rules, CHOSEN=polygons(box(400, 0, 60, 100), box(450, 0, 60, 100), ids=["P1", "P2"]))
    assert {"permanent.chosen_overlap", "permanent.no_survey"} <= set(messages(result))
    assert verdict(result)["chosen"][2] == result["PASSED"] == 1


@pytest.mark.parametrize(("reach", "severity", "passed"), [(0.05, "info", 1), (5, "error", 0)])
def test_a_border_that_does_not_quite_meet_is_no_error_of_the_set(rules: str, reach: float, severity: str,
                                                                  passed: int) -> None:
    """The polygon reaches 5 cm, or 5 m, into permanent farmland along its 100 m; the narrow one is a sliver."""
    result = run(RULES=rules, CHOSEN=polygons(box(400 - reach, 0, 100 + reach, 100), ids=["P1"]))
    [told] = [row[1:] for row in rows_of(result["FINDINGS"], "rule_id", "severity", "area_m2")
              if row[0] == "permanent.chosen_permanent"]
    assert told == (severity, pytest.approx(area(400 - reach, 0, reach, 100), abs=CENT))
    assert verdict(result)["chosen"][2] == result["PASSED"] == passed


def test_a_proposal_has_no_chosen_set_to_judge() -> None:
    assert "chosen" not in verdict(run())


def test_nothing_lost_judges_no_set() -> None:
    result = run(LOST=polygons(box(20, 110, 50, 50)), CHOSEN_PARCELS="A,Z9")
    assert verdict(result)["chosen"][2] is None
    assert result["PASSED"] is None


def test_the_order_of_polygons_decides_no_reason() -> None:
    # a strip over each of twelve places: more reasons than are listed
    strips = [(box(10 + 25 * number, 20, 10, 40), f"P{number:02d}") for number in range(12)]
    texts = {reasons(run(CHOSEN=polygons(*(shape for shape, _ in rows), ids=[name for _, name in rows])))
             for rows in (strips, strips[::-1])}
    assert len(texts) == 1
    assert "…" in texts.pop()
