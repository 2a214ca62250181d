"""What is proposed to replace permanent farmland where nothing was chosen, end to end."""
from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import land_layer, rows_of
from tests.processing.places import CENT, area, box
from tests.processing.replace_layers import mask, messages, parcel, run, verdict

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("kf_provider")

LOST = parcel("L", (0, 0, 100, 100), 6)  # 9 000 m² of it are lost


def sloped(name: str, place: tuple[float, float, float, float], grade: int, slope: str | None) -> Any:
    shape, fields = parcel(name, place, grade)
    return shape, {**fields, "GDPDJB": slope}


def proposal(rows: list[Any], **parameters: Any) -> tuple[dict[str, Any], list[str]]:
    result = run(LAND=land_layer(rows, GDPDJB="text"), **{"MASKS": [], **parameters})
    taken = [row[0] for row in rows_of(result["CANDIDATES"], "BSM", "in_replacement") if row[1]]
    return result, taken


def failing(result: dict[str, Any]) -> str:
    return messages(result).get("permanent.proposal_none", "")


def test_land_of_unknown_slope_gives_way() -> None:
    # U ranks first, being nearer, but its slope is not known; the loss has slope class 1, as S has
    rows = [LOST, sloped("U", (400, 0, 100, 100), 5, None), sloped("S", (800, 0, 100, 100), 5, "1")]
    result, taken = proposal(rows)
    assert taken == ["S"]
    assert verdict(result)["slope"] == (1.0, 1.0, 1)
    assert "permanent.criterion_unknown" not in messages(result)
    assert failing(result) == ""


def test_better_land_is_added_in_the_county_before_the_next_is_asked() -> None:
    # the reserve zone ranks first: W, 10 000 m² of grade 7, is enough but worse than 6; V has 6 000 m² of grade 4, too
    # little by itself. Together they are (7 × 10 + 4 × 6) ÷ 16 = 5.875; H in the next county is not needed
    rows = [LOST, parcel("W", (400, 0, 100, 100), 7), parcel("V", (600, 0, 60, 100), 4),
            parcel("H", (800, 0, 100, 100), 3, county="410223")]
    result, taken = proposal(rows, MASKS=[mask("farmland_reserve_zone", box(390, -10, 120, 120))])
    assert sorted(taken) == ["V", "W"]
    assert verdict(result)["grade"][1:] == (pytest.approx(5.875, abs=1e-4), 1)
    assert result["REPLACED_M2"] == pytest.approx(area(400, 0, 100, 100) + area(600, 0, 60, 100), abs=2 * CENT)
    assert "permanent.replace_order" not in messages(result)


def test_a_proposal_that_does_not_do_says_what_it_fails(tmp_path: Path) -> None:
    # enough land, but none of it as good as what is lost
    record = tmp_path / "r.json"
    result, taken = proposal([LOST, parcel("W", (400, 0, 100, 100), 7)], RUN_RECORD=str(record))
    assert taken == ["W"]
    assert "mean grade" in failing(result)
    assert not any(word in failing(result) for word in ("net area", "slope class not worse"))
    assert failing(result) in json.loads(record.read_text(encoding="utf-8"))["document"]["notices"]
    # good land, but too little of it: 5 000 m²
    little, taken = proposal([LOST, parcel("V", (400, 0, 50, 100), 4)])
    assert taken == ["V"]
    assert "net area" in failing(little)
    assert "mean grade" not in failing(little)
    assert f"{area(400, 0, 50, 100):.2f} m²" in failing(little)
    # enough only with land of unknown slope, whose area is told
    unknown, taken = proposal([LOST, sloped("U", (400, 0, 100, 100), 5, None)])
    assert taken == ["U"]
    assert "slope class" in failing(unknown)
    assert f"{area(400, 0, 100, 100):.2f} m² of them without a known slope class" in failing(unknown)
    # no candidate at all
    none, taken = proposal([LOST])
    assert taken == []
    assert "net area" in failing(none)


def test_what_the_planner_chose_is_no_proposal_that_fails() -> None:
    assert failing(run(CHOSEN_PARCELS="R")) == ""
    # nothing is lost, nothing is looked for
    assert failing(run(LOST=mask("nothing", box(20, 110, 50, 50)))) == ""
