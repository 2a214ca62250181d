"""What is told of lost land that is no permanent farmland, is cultivated no more, or lies on no parcel: where it is.

Areas come from GeographicLib (``tests.rules.geodesy``).
"""
from __future__ import annotations

from typing import Any

import pytest

from tests.builders import land_layer, rows_of
from tests.processing.places import CENT, area, box
from tests.processing.replace_layers import found, messages, parcel, polygons, run

pytestmark = pytest.mark.usefixtures("kf_provider")


def lost(*shapes: str, ids: tuple[str, ...] = (), permanent: float = 100.0, **more: Any) -> dict[str, Any]:
    """Run over a field S of 400 m; permanent farmland begins with it and is ``permanent`` metres long."""
    rows = [parcel("S", (0, 0, 400, 100), 6), parcel("A", (1000, 0, 100, 100), 5)]
    return run(**{"LAND": land_layer(rows, GDPDJB="text"), "MASKS": [], "LOST": polygons(*shapes, name="road", ids=ids),
                  "PERMANENT_FARMLAND": polygons(box(0, 0, permanent, 100), ids=["Y1"]), **more})


def remedies(result: dict[str, Any]) -> dict[str, str]:
    return {row[0]: row[1] for row in rows_of(result["FINDINGS"], "rule_id", "remedy")}


def test_lost_land_outside_permanent_farmland_is_told_as_that_alone_on_parcels_or_not() -> None:
    """The road is 600 m: 100 m in permanent farmland, 300 m outside on parcels, 200 m outside on none."""
    result = lost(box(0, 0, 600, 100))
    assert result["LOST_M2"] == pytest.approx(area(0, 0, 100, 100), abs=CENT)
    assert found(result)["lost_beside", "", ""] == pytest.approx(area(100, 0, 500, 100), abs=3 * CENT)
    assert ("no_survey", "", "") not in found(result)
    message = messages(result)["permanent.lost_beside"]
    assert "“road” (#1)" in message
    assert remedies(result)["permanent.lost_beside"]


def test_it_is_told_where_all_of_it_lies_on_no_parcel() -> None:
    result = lost(box(-500, 0, 600, 100))
    assert found(result)["lost_beside", "", ""] == pytest.approx(area(-500, 0, 500, 100), abs=3 * CENT)
    assert ("no_survey", "", "") not in found(result)


def test_lost_permanent_farmland_on_no_parcel_is_told_without_what_is_beside_it() -> None:
    """Of 500 m of permanent farmland the last 100 lie on no parcel; the road goes on for another 100 m."""
    result = lost(box(0, 0, 600, 100), permanent=500)
    assert found(result)["no_survey", "", ""] == pytest.approx(area(400, 0, 100, 100), abs=3 * CENT)
    assert found(result)["lost_beside", "", ""] == pytest.approx(area(500, 0, 100, 100), abs=3 * CENT)
    assert result["LOST_NOT_CULTIVATED_M2"] == pytest.approx(area(400, 0, 100, 100), abs=3 * CENT)


def test_a_polygon_of_which_permanent_farmland_holds_only_what_is_on_no_parcel_does_not_count_whole() -> None:
    """Permanent farmland from 400 m to 500 m, where there is no parcel; 100 m of the field before it are lost too."""
    result = lost(box(300, 0, 200, 100), PERMANENT_FARMLAND=polygons(box(400, 0, 100, 100), ids=["Y1"]))
    assert result["LOST_M2"] == 0
    assert result["LOST_NOT_CULTIVATED_M2"] == pytest.approx(area(400, 0, 100, 100), abs=3 * CENT)
    assert found(result)["lost_beside", "", ""] == pytest.approx(area(300, 0, 100, 100), abs=3 * CENT)


def test_of_a_polygon_that_counts_whole_what_lies_on_no_parcel_is_told() -> None:
    """B, beside the permanent farmland, is taken as taken out already: 100 m of it on the field, 50 m on none."""
    result = lost(box(0, 0, 100, 100), box(300, 0, 150, 100), ids=("甲", "乙"))
    assert result["LOST_M2"] == pytest.approx(area(0, 0, 100, 100) + area(300, 0, 100, 100), abs=2 * CENT)
    assert found(result)["no_survey", "", ""] == pytest.approx(area(400, 0, 50, 100), abs=3 * CENT)
    assert ("lost_beside", "", "") not in found(result)
    message = messages(result)["permanent.lost_not_in_layer"]
    assert "1 of 2 lost polygons" in message
    assert "“road” (乙)" in message
    assert remedies(result)["permanent.lost_not_in_layer"]


def test_what_is_cultivated_no_more_is_told_with_layer_polygon_and_parcels() -> None:
    """90 m of the orchard C and 90 m of the field L are lost, under a polygon each; all is permanent farmland."""
    result = run(PERMANENT_FARMLAND=polygons(box(0, 0, 400, 100), box(0, 100, 100, 100), ids=["Y1", "Y2"]), MASKS=[],
                 LOST=polygons(box(0, 0, 100, 90), box(0, 100, 100, 90), name="road", ids=["甲", "乙"]))
    message = messages(result)["permanent.lost_no_longer_cultivated"]
    assert "(“road”: 乙; parcels: C)" in message
    assert remedies(result)["permanent.lost_no_longer_cultivated"]
    # on no parcel at all: the polygon alone can be named
    bare = lost(box(0, 0, 600, 100), permanent=500)
    assert "(“road”: #1; parcels: on no parcel)" in messages(bare)["permanent.lost_no_longer_cultivated"]
    assert "(“road”: #1)" in messages(bare)["permanent.no_survey"]


def test_chosen_polygons_that_reach_beyond_the_survey_are_named() -> None:
    result = lost(box(0, 0, 50, 100), CHOSEN=polygons(box(1000, 0, 100, 100), box(380, 0, 50, 100), name="chosen",
                                                      ids=["甲", "乙"]))
    assert found(result)["no_survey", "", ""] == pytest.approx(area(400, 0, 30, 100), abs=2 * CENT)
    assert "(“chosen”: 乙)" in messages(result)["permanent.no_survey"]


@pytest.mark.parametrize(("shape", "permanent"), [(box(0, 100, 100, 90), box(0, 100, 100, 100)),
                                                  (box(0, 500, 100, 90), box(0, 500, 100, 90))])
def test_quality_that_no_lost_land_tells_asks_for_the_survey_of_before(shape: str, permanent: str) -> None:
    """The orchard C, then a place without parcels: nobody can fill in a grade there."""
    result = run(PERMANENT_FARMLAND=polygons(permanent, box(100, 0, 300, 100), ids=["Y2", "Y1"]), MASKS=[],
                 LOST=polygons(shape, name="road"), CHOSEN_PARCELS="A")
    said = [row[1:] for row in rows_of(result["FINDINGS"], "rule_id", "message", "remedy")
            if row[0] == "permanent.criterion_lost_unknown"]
    assert {row[0].split("”")[0] for row in said} == {
        "“Quality: mean grade not worse", "“Quality: mean slope class not worse"}
    assert all("“road” (#1)" in message and "“land”" in message for message, _ in said)
    assert all("before the loss" in remedy for _, remedy in said)
    assert "permanent.criterion_unknown" not in messages(result)
