"""What is said of UNITS, and how polygons of one unit count: alike in every duty that has units.

Areas come from an independent source (GeographicLib, ``tests.rules.geodesy``).
"""
from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING, Any

import pytest
from qgis.core import QgsProcessingException

from tests.builders import rows_of
from tests.processing import replace_layers, test_permanentfarmlandcheck, test_stablefarmland
from tests.processing.places import CENT, area, box
from tests.processing.test_farmlandtargets import run as targets
from tests.processing.test_nested_units import COUNTY, FIRST, units

if TYPE_CHECKING:
    from collections.abc import Sequence

pytestmark = pytest.mark.usefixtures("kf_provider")

WEST, EAST = ("410222", "通许县", 0, 150), ("410223", "尉氏县", 100, 200)


def checked(*drawn: tuple[str, str, int, int], width: int = 150) -> dict[str, Any]:
    """Return the verification of one polygon over two parcels, the second an orchard."""
    check = test_permanentfarmlandcheck
    land = check.land((box(0, 0, 100, 100), {"BSM": "A", "DLBM": "0102"}),
                      (box(100, 0, 100, 100), {"BSM": "B", "DLBM": "0201"}))
    return check.run(LAND=land, PERMANENT_FARMLAND=check.patches(box(0, 0, width, 100)), UNITS=units(*drawn))


def told(result: dict[str, Any], rule: str) -> list[tuple[Any, ...]]:
    return [row[1:] for row in rows_of(result["FINDINGS"], "rule_id", "subject_id", "area_m2", "message")
            if row[0] == rule]


def test_the_verification_tells_of_units_that_overlap() -> None:
    (subject, shared, _), = told(checked(WEST, EAST), "units.overlap")
    assert (subject, shared) == ("410222", pytest.approx(area(100, 0, 50, 100), abs=CENT))


def test_what_has_no_unit_is_told_of_the_permanent_farmland() -> None:
    (_, beyond, message), = told(checked(("410222", "通许县", 0, 120)), "units.outside")
    assert beyond == pytest.approx(area(120, 0, 30, 100), abs=CENT)
    assert "of “permanent” lie in no unit" in message


def test_a_replacement_tells_of_candidates_without_a_unit_and_of_units_that_overlap() -> None:
    """The loss and A lie in 410222, half of A in both; B, D and what else may replace lie in neither."""
    land = replace_layers.land(("L", "E1", "E2", "A", "B"))
    result = replace_layers.run(LAND=land, UNITS=units(("410222", "通许县", -10, 510), ("410223", "尉氏县", 450, 100)))
    (_, shared, _), = told(result, "units.overlap")
    assert shared == pytest.approx(area(450, 0, 50, 100), abs=CENT)
    (_, beyond, _), = told(result, "units.outside")
    assert beyond == pytest.approx(area(1000, 0, 100, 100), abs=CENT)
    assert ("B", "") in rows_of(result["CANDIDATES"], "BSM", "unit_code")


def test_a_replacement_tells_of_land_beside_all_townships() -> None:
    land = replace_layers.land(("L", "E1", "E2", "A"))
    result = replace_layers.run(LAND=land, UNITS=units(("410222", "通许县", -10, 600), FIRST))
    (subject, beside, message), = told(result, "units.beside")
    assert (subject, beside) == ("410222", pytest.approx(area(400, 0, 100, 100), abs=CENT))
    assert "“land” in “通许县”" in message


@pytest.mark.parametrize("order", list(permutations([("410222", "通许县", -10, 130), ("410222", "通许县", 110, 200),
                                                     ("410222", "通许县", 300, 20)])))
def test_polygons_of_one_unit_do_not_part_its_land(order: Sequence[tuple[str, str, int, int]]) -> None:
    result = checked(*order)
    assert sorted(rows_of(result["PARTS"], "BSM", "unit_code", "area_m2")) == [
        ("A", "410222", pytest.approx(area(0, 0, 100, 100), abs=CENT)),
        ("B", "410222", pytest.approx(area(100, 0, 50, 100), abs=CENT))]
    assert [row for row in rows_of(result["SUMMARY"], "kind", "parts") if row[0] == "all"] == [("all", 2)]


@pytest.mark.parametrize("code", ["410222.0", "尉氏", "41", "410222100 甲镇", "0"])
def test_what_is_no_code_is_refused_with_its_feature(code: str) -> None:
    with pytest.raises(QgsProcessingException) as refused:
        checked(COUNTY, (code, "甲镇", 0, 100))
    text = str(refused.value)
    assert "“units”" in text
    assert f"feature 2: field “XZQDM” has “{code}”" in text
    assert "feature 1" not in text


@pytest.mark.parametrize("code", ["KFQ02", "KFQ-2", "41022201", "410222000000", ""])
def test_codes_that_zones_have_of_their_own_are_taken(code: str) -> None:
    result = checked((code, "甲区", -10, 400))
    assert [row[1] for row in rows_of(result["PARTS"], "BSM", "unit_name")] == ["甲区", "甲区"]


def test_land_without_a_unit_is_told_survey_by_survey() -> None:
    """The year before has another parcel beside the county; both have a third of the county beside its township."""
    stable = test_stablefarmland
    now, before = (stable.surveyed(*(stable.parcel(f"P{place}", SJNF=year) for place in range(count)),
                                   **stable.MORE, SJNF="integer")
                   for year, count in ((2024, 4), (2023, 5)))
    now.setName("land 2024")
    before.setName("land 2023")
    result = targets(LAND=now, LAND_BEFORE=before, UNITS=units(COUNTY, FIRST))
    outside = {message.split("“")[1].split("”")[0]: beyond for _, beyond, message in told(result, "units.outside")}
    fourth, both = area(300, 0, 100, 100), area(300, 0, 200, 100)
    assert outside == {"land 2024": pytest.approx(fourth, abs=CENT), "land 2023": pytest.approx(both, abs=2 * CENT)}
    beside = {message.split("“")[1].split("”")[0] for *_, message in told(result, "units.beside")}
    assert beside == {"land 2024", "land 2023"}
