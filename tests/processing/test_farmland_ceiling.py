"""The ceiling of next year's occupation from the stable land of two years, by kf:farmlandtargets."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import land_layer, layer_of, rows_of
from tests.processing.places import CENT, area, box
from tests.processing.test_farmlandtargets import found, land_of, run, two_counties
from tests.processing.test_stablefarmland import MORE, mask, parcel

if TYPE_CHECKING:
    from qgis.core import QgsVectorLayer

pytestmark = pytest.mark.usefixtures("kf_provider")


def two_years() -> dict[str, QgsVectorLayer]:
    """Return two years: 410221 gains parcel B (an orchard before), 410222 loses 30 m of C to a road."""
    def at(*parcels: tuple[str, dict[str, Any]], name: str) -> QgsVectorLayer:
        return land_layer(parcels, name=name, **MORE)

    first = {"ZLDWDM": "4102211002010000000"}
    before = at((box(0, 0, 100, 100), parcel("A", **first)), (box(100, 0, 100, 100), parcel("B", "0201", **first)),
                (box(200, 0, 100, 100), parcel("C")), name="before")
    after = at((box(0, 0, 100, 100), parcel("A", **first)), (box(100, 0, 100, 100), parcel("B", **first)),
               (box(200, 0, 30, 100), parcel("C1", "1003")), (box(230, 0, 70, 100), parcel("C2")), name="after")
    return {"LAND": after, "LAND_BEFORE": before}


def test_the_ceiling_is_the_gain_of_stable_land() -> None:
    result = run(**two_years(), APPROVED=layer_of([(box(150, 0, 200, 100), {})], {"id": "integer"}, name="approved"))
    rows = {row[1]: row for row in rows_of(result["CEILING"], "level", "unit_code", "gain_m2", "ceiling_m2",
                                           "approved_m2", "usable_m2")}
    gained, lost = area(100, 0, 100, 100), area(200, 0, 30, 100)
    assert rows["410221"][2:4] == (pytest.approx(gained, abs=2 * CENT), pytest.approx(gained, abs=2 * CENT))
    assert rows["410222"][2:4] == (pytest.approx(-lost, abs=2 * CENT), 0)
    assert rows["410200"][3] == pytest.approx(gained - lost, abs=4 * CENT)
    # approved are 50 m of B and all of C. The road was cultivated the year before; usable = ceiling − Σ approved
    # (domain.md), and the stable land of the later year, of which the ceiling is made, is without the road already:
    # deducted again it would count twice. What may still be occupied is 50 m of B and 70 m of C
    assert rows["410221"][4] == pytest.approx(area(150, 0, 50, 100), abs=CENT)
    assert rows["410222"][4:] == (pytest.approx(area(230, 0, 70, 100), abs=2 * CENT),
                                  pytest.approx(-area(230, 0, 70, 100), abs=2 * CENT))
    assert [row[1] for row in found(result, "target.approved_taken")] == [pytest.approx(lost, abs=CENT)]
    assert result["CEILING_M2"] == rows["410200"][3]
    assert result["USABLE_M2"] == rows["410200"][5] == pytest.approx(
        gained - lost - area(150, 0, 50, 100) - area(230, 0, 70, 100), abs=6 * CENT)
    assert sorted(row[0] for row in found(result, "target.ceiling_exceeded")) == ["410200", "410222"]


def test_only_cultivated_land_is_approved_for_occupation() -> None:
    # half of A and all of an orchard are approved; the orchard is cut too, as it lies inside the line
    land, before = (land_of(parcel("A"), parcel("B", "0201")) for _ in range(2))
    line, approved = (layer_of([(box(x, 0, 200 - x, 100), {})], {"id": "integer"}) for x in (0, 50))
    result = run(LAND=land, LAND_BEFORE=before, PERMANENT_FARMLAND=line, APPROVED=approved)
    assert set(rows_of(result["CEILING"], "ceiling_m2")) == {(0.0,)}
    assert result["USABLE_M2"] == pytest.approx(-area(50, 0, 50, 100), abs=CENT)


def test_what_is_approved_may_be_a_number_for_the_whole() -> None:
    result = run(**two_years(), APPROVED_M2=1_000.0)
    assert result["USABLE_M2"] == pytest.approx(result["CEILING_M2"] - 1_000.0)
    rows = rows_of(result["CEILING"], "level", "approved_m2", "usable_m2")
    assert [row for row in rows if row[0] == "county"] == [("county", None, None)] * 2
    assert [row[1:] for row in rows if row[0] == "city"] == [(1_000.0, result["USABLE_M2"])]
    assert run(**two_years())["USABLE_M2"] is None


def test_an_amount_is_the_only_citys_whatever_land_has_no_code() -> None:
    """B gains 1 ha of stable land where nobody knows the county; 2 ha are approved, 1 ha more than the ceiling."""
    now = land_of(parcel("A"), parcel("B"), parcel("N", ZLDWDM=None))
    before = land_of(parcel("A"), parcel("B", "0201"), parcel("N", ZLDWDM=None), name="before")
    result = run(LAND=now, LAND_BEFORE=before, APPROVED_M2=20_000)
    rows = {row[0]: row[1:] for row in rows_of(result["CEILING"], "unit_code", "approved_m2", "usable_m2")}
    gain = area(100, 0, 100, 100)
    assert rows["410200"] == (20_000.0, pytest.approx(gain - 20_000, abs=2 * CENT))
    assert [row[0] for row in found(result, "target.ceiling_exceeded")] == ["410200"]


def two_cities() -> dict[str, QgsVectorLayer]:
    """Return two years: of 410221 parcel B is gained, in 410122 of another city nothing changes."""
    first, other = {"ZLDWDM": "4102211002010000000"}, {"ZLDWDM": "4101221002010000000"}
    return {"LAND": land_of(parcel("A", **first), parcel("B", **first), parcel("C", **other)),
            "LAND_BEFORE": land_of(parcel("A", **first), parcel("B", "0201", **first), parcel("C", **other),
                                   name="before")}


@pytest.mark.parametrize(("approved", "over"), [(25_000.0, 15_000), (9_000.0, 0)])
def test_what_is_approved_in_all_may_exceed_the_ceilings_of_two_cities(approved: float, over: float) -> None:
    """The ceilings are 1 ha and nothing; whose the amount is nobody knows, so it is held against their sum."""
    result = run(**two_cities(), APPROVED_M2=approved)
    gained = area(100, 0, 100, 100)
    assert result["CEILING_M2"] == pytest.approx(gained, abs=2 * CENT)
    assert result["USABLE_M2"] == pytest.approx(gained - approved, abs=2 * CENT)
    assert found(result, "target.ceiling_exceeded") == []
    told = found(result, "target.ceilings_exceeded")
    assert len(told) == (1 if over else 0)
    for _, beyond, message in told:
        assert beyond == pytest.approx(approved - gained, abs=2 * CENT)
        assert "410100, 410200 开封市" in message
    assert {row[1] for row in rows_of(result["FINDINGS"], "rule_id", "severity")
            if row[0] == "target.ceilings_exceeded"} == ({"error"} if over else set())


def test_of_two_cities_the_one_that_exceeds_its_ceiling_is_told_where_polygons_say_so() -> None:
    # all of B and C: the first city has used its ceiling up, the other has 1 ha approved and none
    result = run(**two_cities(), APPROVED=layer_of([(box(100, 0, 200, 100), {})], {"id": "integer"}, name="approved"))
    assert result["USABLE_M2"] == pytest.approx(-area(200, 0, 100, 100), abs=3 * CENT)
    assert sorted(row[0] for row in found(result, "target.ceiling_exceeded")) == ["410100", "410122"]
    assert found(result, "target.ceilings_exceeded") == []


def test_without_the_year_before_there_is_no_ceiling() -> None:
    result = run(LAND=two_counties())
    assert (result["CEILING_M2"], result["USABLE_M2"], result["CEILING"].featureCount()) == (None, None, 0)
    assert len(found(result, "target.no_year_before")) == 1


def test_counties_of_which_the_years_have_not_the_same_land_have_no_ceiling_nor_has_their_city() -> None:
    """The year before lacks 410222, then half of 410221: its gain would be made of data that is not there."""
    years, first = two_years(), {"ZLDWDM": "4102211002010000000"}
    years["LAND_BEFORE"] = land_of(parcel("A", **first), parcel("B", "0201", **first), name="before")
    result = run(**years)
    rows = {row[0]: row[1] for row in rows_of(result["CEILING"], "unit_code", "ceiling_m2")}
    assert rows == {"410200": None, "410221": pytest.approx(area(100, 0, 100, 100), abs=2 * CENT), "410222": None}
    assert result["CEILING_M2"] is None
    assert "410222 通许县" in found(result, "target.years_differ")[0][2]
    years["LAND_BEFORE"] = land_of(parcel("A", **first), name="before")
    result = run(**years)
    assert {row[0]: row[1] for row in rows_of(result["CEILING"], "unit_code", "ceiling_m2")} == {
        "410200": None, "410221": None, "410222": None}
    assert "410221 杞县" in found(result, "target.years_differ")[0][2]


def test_land_of_no_county_that_differs_between_the_years_leaves_no_ceiling() -> None:
    """The same land twice; a parcel had no location code the year before: its county did not gain it."""
    now = land_of(parcel("A"), parcel("B"))
    before = land_of(parcel("A"), parcel("B", ZLDWDM=None), name="before")
    result = run(LAND=now, LAND_BEFORE=before)
    assert {row[0]: row[1] for row in rows_of(result["CEILING"], "unit_code", "ceiling_m2") if row[0]} == {
        "410200": None, "410222": None}
    assert len(found(result, "target.years_differ")) == 1


def counties() -> QgsVectorLayer:
    """Return 410222 up to 2 km east, and 410223 beyond."""
    return layer_of([(box(-10, -10, 2010, 120), {"XZQDM": "410222"}), (box(2000, -10, 3000, 120), {"XZQDM": "410223"})],
                    {"XZQDM": "text"}, name="counties")


def strips(name: str, location: str | None, *places: tuple[float, float], **more: Any) -> QgsVectorLayer:
    """Return parcels 100 m high: (x, width)."""
    return land_layer([(box(x, 0, width, 100), parcel(f"P{x:.0f}", ZLDWDM=location, **more)) for x, width in places],
                      name=name, **MORE)


@pytest.mark.parametrize("location", [None, "4102221002010000000"])
def test_polygons_tell_of_which_county_the_years_have_not_the_same_land(location: str | None) -> None:
    """In all there are 3 ha in both years; of 410222 there were 1 ha and are 2, of 410223 it is the other way round."""
    now = strips("land", location, (0, 100), (200, 100), (3000, 100))
    before = strips("before", location, (0, 100), (3000, 100), (3200, 100))
    result = run(LAND=now, LAND_BEFORE=before, UNITS=counties())
    assert {row[0]: row[1] for row in rows_of(result["CEILING"], "unit_code", "ceiling_m2")} == {
        "410200": None, "410222": None, "410223": None}
    ((_, apart, message),) = found(result, "target.years_differ")
    assert "410222 通许县" in message
    assert "410223 尉氏县" in message
    assert apart == pytest.approx(area(200, 0, 100, 100), abs=0.1)  # 1 ha came and another went


def test_land_that_one_county_hands_to_another_is_told_once() -> None:
    """C, 1 ha, was of 410222 and is of 410221: both counties differ, by the same hectare."""
    now = land_of(parcel("A"), parcel("B"), parcel("C", ZLDWDM="4102211002010000000"))
    result = run(LAND=now, LAND_BEFORE=land_of(parcel("A"), parcel("B"), parcel("C"), name="before"))
    ((_, apart, message),) = found(result, "target.years_differ")
    assert apart == pytest.approx(area(200, 0, 100, 100), abs=2 * CENT)
    assert "410221 杞县, 410222 通许县" in message


def test_land_that_is_not_cultivated_is_compared_by_polygons_too() -> None:
    """The orchard of 410222 is of 410223 the year before; what is cultivated is the same."""
    now, before = (land_layer([(box(x, 0, 100, 100), parcel(name, code, ZLDWDM=None))
                               for x, name, code in ((0, "A", "0102"), (orchard, "O", "0201"), (3000, "B", "0102"))],
                              name=called, **MORE) for called, orchard in (("land", 300), ("before", 3300)))
    result = run(LAND=now, LAND_BEFORE=before, UNITS=counties())
    assert {row[1] for row in rows_of(result["CEILING"], "unit_code", "ceiling_m2")} == {None}


def test_codes_that_changed_between_the_years_do_not_matter_where_polygons_tell_the_county() -> None:
    """The same land twice, of which 1 ha gained a gentle slope; the year before had no codes, then those of 410223."""
    now = strips("land", "4102221002010000000", (0, 100), (100, 100))
    for location in (None, "4102231002010000000"):
        before = land_layer([(box(0, 0, 100, 100), parcel("A", ZLDWDM=location)),
                             (box(100, 0, 100, 100), parcel("B", ZLDWDM=location, GDPDJB="5"))], name="b", **MORE)
        result = run(LAND=now, LAND_BEFORE=before, UNITS=counties())
        gained = pytest.approx(area(100, 0, 100, 100), abs=2 * CENT)
        assert {row[0]: row[1] for row in rows_of(result["CEILING"], "unit_code", "ceiling_m2")} == {
            "410200": gained, "410222": gained}
        assert found(result, "target.years_differ") == []


@pytest.mark.parametrize("beyond", [0.05, 0.0])
def test_slivers_across_a_border_are_no_land_of_the_next_county(beyond: float) -> None:
    """2 km of 410222 reach 8 cm into 410223, the year before 5 cm or not at all: 0.0015 % or 0.004 % more land."""
    now, before = (strips(name, None, (0, 2000 + reach)) for name, reach in (("land", 0.08), ("before", beyond)))
    result = run(LAND=now, LAND_BEFORE=before, UNITS=counties())
    assert found(result, "target.years_differ") == []
    rows = {row[0]: row[1] for row in rows_of(result["CEILING"], "unit_code", "ceiling_m2")}
    assert rows["410222"] == 0
    assert rows["410200"] == pytest.approx(area(2000 + beyond, 0, 0.08 - beyond, 100), abs=2 * CENT)


def test_masks_count_for_both_years_and_are_told_of_once() -> None:
    result = run(**two_years(), MASKS=[mask("frequent_flood", box(100, 0, 50, 100))])
    # half of what 410221 gained is flooded, and stays unstable
    rows = {row[0]: row[1] for row in rows_of(result["CEILING"], "unit_code", "ceiling_m2")}
    assert rows["410221"] == pytest.approx(area(150, 0, 50, 100), abs=2 * CENT)
    assert len(found(result, "stable.mask_wider")) == 1
