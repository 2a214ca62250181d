"""What of land approved for occupation is deducted from the ceiling of kf:farmlandtargets, and what is told of it."""
from __future__ import annotations

import pytest

from tests.builders import land_layer, layer_of, rows_of
from tests.processing.places import CENT, area, box
from tests.processing.test_comparable_years import PLOT, ceilings, year
from tests.processing.test_farmlandtargets import found, run
from tests.processing.test_stablefarmland import MORE, parcel

pytestmark = pytest.mark.usefixtures("kf_provider")


def test_approved_land_that_is_not_cultivated_is_told_and_does_not_count() -> None:
    """Approved are A, a factory since this year, half of B, an orchard until then, an orchard O and 1 ha on no parcel.

    Gained are B and C, lost is A: the ceiling is 2 − 1 = 1 ha. Approved is half of B, 0.5 ha: usable = ceiling −
    Σ approved (domain.md) = 0.5 ha. The ceiling is without A, deducted again it would count twice.
    """
    before = year((0, parcel("A")), (100, parcel("B", "0201")), (200, parcel("C", "0201")), (300, parcel("O", "0201")),
                  name="before")
    now = year((0, parcel("A", "0601")), (100, parcel("B")), (200, parcel("C")), (300, parcel("O", "0201")), name="now")
    approved = layer_of([(box(0, 0, 100, 100), {}), (box(50, 0, 100, 100), {}), (box(300, 0, 100, 100), {}),
                         (box(3_000, 0, 100, 100), {})], {"id": "integer"}, name="approved")
    result = run(LAND=now, LAND_BEFORE=before, APPROVED=approved)
    rows = {row[0]: row[1:] for row in rows_of(result["CEILING"], "unit_code", "ceiling_m2", "approved_m2",
                                               "usable_m2")}
    used = area(100, 0, 50, 100)
    assert rows["410222"] == tuple(pytest.approx(value, abs=4 * CENT) for value in (PLOT, used, PLOT - used))
    assert rows["410200"] == rows["410222"]
    assert result["USABLE_M2"] == rows["410222"][2]
    told = {rule: found(result, f"target.approved_{rule}")[0][1] for rule in ("taken", "not_cultivated", "outside")}
    assert told == {"taken": pytest.approx(area(0, 0, 100, 100), abs=CENT),
                    "not_cultivated": pytest.approx(area(0, 0, 100, 100) + area(300, 0, 100, 100), abs=2 * CENT),
                    "outside": pytest.approx(area(3_000, 0, 100, 100), abs=CENT)}
    # without the year before there is no ceiling, but the land is told of all the same
    alone = run(LAND=now, APPROVED=approved)
    assert len(found(alone, "target.approved_not_cultivated")) == len(found(alone, "target.approved_outside")) == 1
    assert found(alone, "target.approved_taken") == []


def test_what_has_been_occupied_is_deducted_once() -> None:
    """B and C came in, 2 ha; A, 1 ha, is approved, and built on since: of the ceiling of 1 ha all is usable."""
    now = year((0, parcel("A", "0601")), (100, parcel("B")), (200, parcel("C")), name="now")
    before = year((0, parcel("A")), (100, parcel("B", "0201")), (200, parcel("C", "0201")), name="before")
    result = run(LAND=now, LAND_BEFORE=before, APPROVED=layer_of([(box(0, 0, 100, 100), {})], {"id": "integer"}))
    assert ceilings(result)["410222"][1:3] == (pytest.approx(PLOT, abs=2 * CENT),) * 2
    assert result["USABLE_M2"] == pytest.approx(PLOT, abs=2 * CENT)
    assert {row[1] for row in rows_of(result["FINDINGS"], "rule_id", "severity")
            if row[0] == "target.approved_taken"} == {"info"}


def test_a_border_that_is_redrawn_by_millimetres_has_occupied_nothing() -> None:
    """The road beside A, 1 km long and approved, begins 2 mm lower than the year before: 2 m² of A are road now."""
    now, before = (land_layer([(box(0, 0, 1_000, top), parcel("A")),
                               (box(0, top, 1_000, 1_020 - top), parcel("R", "1003"))], name=name, **MORE)
                   for name, top in (("now", 999.998), ("before", 1_000)))
    approved = layer_of([(box(0, 0, 1_000, 1_000), {})], {"id": "integer"})
    assert found(run(LAND=now, LAND_BEFORE=before, APPROVED=approved), "target.approved_taken") == []


def test_approved_land_that_is_all_cultivated_leaves_nothing_to_say() -> None:
    """It reaches a tenth of a millimetre into the orchard and beyond the survey, as what is drawn anew does."""
    land = year((0, parcel("A")), (100, parcel("O", "0201")), name="land")
    result = run(LAND=land, LAND_BEFORE=land, APPROVED=layer_of([(box(0, -0.0001, 100.0001, 100), {})],
                                                                {"id": "integer"}))
    assert [row for row in rows_of(result["FINDINGS"], "rule_id") if row[0].startswith("target.approved")] == []
