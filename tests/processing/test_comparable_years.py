"""Ceilings of kf:farmlandtargets where the data of two years do not tell alike: none is made of what one year lacks.

Areas come from an independent source (GeographicLib, ``tests.rules.geodesy``); on each plot nothing was gained.
"""
from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from kf_resources_plugin.engine.kernel import pick_kernel
from kf_resources_plugin.processing.farmland import targets_job
from tests.builders import land_layer, layer_of, rows_of
from tests.processing.places import CENT, area, box
from tests.processing.test_farmlandtargets import found, run, score, table
from tests.processing.test_stablefarmland import MORE, mask, parcel

if TYPE_CHECKING:
    from qgis.core import QgsVectorLayer

pytestmark = pytest.mark.usefixtures("kf_provider")

FIRST = {"ZLDWDM": "4102211002010000000"}
PLOT, BOTH = area(0, 0, 100, 100), area(0, 0, 200, 100)


def year(*rows: tuple[float, dict[str, Any]], name: str, without: tuple[str, ...] = ()) -> QgsVectorLayer:
    """Return plots of 100 m × 100 m at x, without some of the fields."""
    fields = {key: kind for key, kind in MORE.items() if key not in without}
    return land_layer([(box(x, 0, 100, 100), {key: value for key, value in values.items() if key not in without})
                       for x, values in rows], name=name, **fields)


def ceilings(result: dict[str, Any]) -> dict[str, tuple[Any, ...]]:
    return {row[0]: row[1:] for row in rows_of(result["CEILING"], "unit_code", "gain_m2", "ceiling_m2", "usable_m2",
                                               "stable_before_m2", "stable_m2")}


def assert_open(result: dict[str, Any], *counties: str) -> None:
    """Assert that counties and their city have no ceiling, nor anything that could be used of one."""
    assert {code: row for code, row in ceilings(result).items() if code in {"410200", *counties}} == dict.fromkeys(
        ("410200", *counties), (None,) * 5)
    assert (result["CEILING_M2"], result["USABLE_M2"]) == (None, None)


@pytest.mark.parametrize(("field", "value"), [("TBXHDM", "HDGD"), ("GDPDJB", "5")])
@pytest.mark.parametrize("lacks", ["the field", "every value"])
def test_a_field_that_one_year_lacks_makes_no_gain(field: str, value: str, lacks: str) -> None:
    """A was on a river beach, or steep; this year does not say. In 410221 nothing tells otherwise than the year before.
    """
    silent = {field: None}
    rows = ((0, parcel("A", **silent)), (100, parcel("B", **silent)))
    now = year(*rows, name="now", without=(field,) if lacks == "the field" else ())
    before = year((0, parcel("A", **{field: value})), (100, parcel("B", **{field: "1" if field == "GDPDJB" else None})),
                  name="before")
    for years, less in (((now, before), "now"), ((before, now), "now")):
        result = run(LAND=years[0], LAND_BEFORE=years[1], APPROVED_M2=5_000)
        assert_open(result, "410222")
        ((_, silent_m2, message),) = found(result, "target.fields_differ")
        assert silent_m2 == pytest.approx(BOTH, abs=2 * CENT)
        assert f"field {field} is missing or blank on {silent_m2:.2f} m² of “{less}”, and on" in message
        assert "410222 通许县" in message
        assert found(result, "target.years_differ") == []


def test_slope_classes_that_are_blank_on_some_land_open_the_ceiling_of_its_county_only() -> None:
    """In 410222 the slope of one plot of two is not told any more; in 410221 B was an orchard, its gain stands."""
    now = year((0, parcel("A", GDPDJB=None)), (100, parcel("C")), (200, parcel("B", **FIRST)), name="now")
    before = year((0, parcel("A", GDPDJB="5")), (100, parcel("C")), (200, parcel("B", "0201", **FIRST)), name="before")
    result = run(LAND=now, LAND_BEFORE=before, APPROVED_M2=5_000)
    assert_open(result, "410222")
    assert ceilings(result)["410221"][1] == pytest.approx(area(200, 0, 100, 100), abs=CENT)
    ((_, _, message),) = found(result, "target.fields_differ")
    assert "410221" not in message


def test_fields_that_tell_alike_leave_the_ceiling() -> None:
    """Neither year has slope classes; C left the river beach, as B did not; terraces are told of flat land."""
    now, before = (
        year((0, parcel("A", GDLX=kind)), (100, parcel("B", TBXHDM="HDGD")), (200, parcel("C", TBXHDM=detail)),
             name=name, without=("GDPDJB",)) for name, detail, kind in (("now", None, "TT"), ("before", "HDGD", None)))
    result = run(LAND=now, LAND_BEFORE=before)
    assert found(result, "target.fields_differ") == []
    assert ceilings(result)["410222"][1] == pytest.approx(area(200, 0, 100, 100), abs=CENT)


@pytest.mark.parametrize("silent", ["the field", "every value"])
def test_terraces_that_one_year_tells_of_steep_land_make_no_gain(silent: str) -> None:
    now = year((0, parcel("A", GDPDJB="5", GDLX="TT")), (100, parcel("B")), name="now")
    before = year((0, parcel("A", GDPDJB="5", GDLX=None)), (100, parcel("B")), name="before",
                  without=("GDLX",) if silent == "the field" else ())
    result = run(LAND=now, LAND_BEFORE=before)
    assert_open(result, "410222")
    ((_, silent_m2, message),) = found(result, "target.fields_differ")
    assert silent_m2 == pytest.approx(PLOT, abs=CENT)
    assert f"field GDLX is missing or blank on {silent_m2:.2f} m² of “before”, and on 0.00 m² of “now”" in message


@pytest.mark.parametrize("lacking", ["now", "before"])
def test_the_year_that_lacks_a_field_is_named_where_it_is_blank_in_the_other(lacking: str) -> None:
    now, before = (year((0, parcel("A")), name=name, without=("TBXHDM",) if name == lacking else ())
                   for name in ("now", "before"))
    ((_, _, message),) = found(run(LAND=now, LAND_BEFORE=before), "target.fields_differ")
    assert f"m² of “{lacking}”, and on" in message


def test_ridges_that_only_one_year_deducts_make_no_gain() -> None:
    """A tenth of A is ridges; this year has no field of them: 1 000 m² more of the same land."""
    now = layer_of([(box(0, 0, 100, 100), {key: value for key, value in parcel("A").items() if key != "KCXS"})],
                   {"BSM": "text", "DLBM": "text", "ZLDWDM": "text", **MORE}, name="now")
    result = run(LAND=now, LAND_BEFORE=year((0, parcel("A", KCXS=0.1)), name="before"))
    assert_open(result, "410222")
    assert "“now” has no field of deductions KCXS" in found(result, "target.deduction_differs")[0][2]


@pytest.mark.parametrize("code", ["9999", None])
@pytest.mark.parametrize("which", ["LAND", "LAND_BEFORE"])
def test_land_of_unknown_class_may_be_the_gain(code: str | None, which: str) -> None:
    """A may have been cultivated or not; 410221 has no such land, B there was an orchard."""
    years = {name: year((0, parcel("A", code if name == which else "0102")), (100, parcel("C")),
                        (200, parcel("B", "0201" if name == "LAND_BEFORE" else "0102", **FIRST)), name=name)
             for name in ("LAND", "LAND_BEFORE")}
    result = run(**years, APPROVED_M2=5_000)
    assert_open(result, "410222")
    assert ceilings(result)["410221"][1] == pytest.approx(area(200, 0, 100, 100), abs=CENT)
    ((_, unknown, message),) = found(result, "target.class_unknown")
    assert unknown == pytest.approx(PLOT, abs=CENT)
    assert f"“{which}”" in message
    assert "410222 通许县" in message


def test_what_has_one_unknown_code_in_both_years_is_no_gain_and_no_doubt() -> None:
    """A has a code of the county's own in both years; where it is blank in both, it may be another class in each."""
    for code, is_open in (("9999", False), (None, True)):
        now, before = (year((0, parcel("A", code)), (100, parcel("B")), name=name) for name in ("now", "before"))
        result = run(LAND=now, LAND_BEFORE=before)
        assert (ceilings(result)["410222"][1] is None) == is_open
        assert len(found(result, "target.class_unknown")) == 2 * is_open


def test_land_that_lies_elsewhere_is_not_the_same_be_it_of_the_same_size() -> None:
    """1 ha is cultivated now; 1 ha of factories lay 5 km east the year before: neither year has the other's."""
    result = run(LAND=year((0, parcel("A")), name="now"), LAND_BEFORE=year((5_000, parcel("A", "0601")), name="before"),
                 APPROVED_M2=5_000)
    assert_open(result, "410222")
    ((_, apart, message),) = found(result, "target.years_differ")
    assert apart == pytest.approx(area(5_000, 0, 100, 100), abs=0.1)
    assert "410222 通许县" in message


def test_borders_drawn_anew_within_a_county_leave_the_ceiling() -> None:
    """The same 2 ha in other parcels, B of which was an orchard: the ground is the same."""
    now = land_layer([(box(0, 0, 130, 100), parcel("A")), (box(130, 0, 70, 100), parcel("B"))], name="now", **MORE)
    before = year((0, parcel("A")), (100, parcel("B", "0201")), name="before")
    result = run(LAND=now, LAND_BEFORE=before)
    assert ceilings(result)["410222"][1] == pytest.approx(area(100, 0, 100, 100), abs=2 * CENT)


@pytest.mark.parametrize("code", [None, "KFQ02"])
def test_zones_have_no_ceiling_where_their_land_is_not_the_same(code: str | None) -> None:
    units = layer_of([(box(-10, -10, 8_000, 200), {"XZQDM": code, "XZQMC": "示范区"})],
                     {"XZQMC": "text", "XZQDM": "text"}, name="units")
    result = run(LAND=year((0, parcel("A")), name="now"), LAND_BEFORE=year((5_000, parcel("A")), name="before"),
                 UNITS=units)
    assert {row[1] for row in rows_of(result["CEILING"], "unit_name", "ceiling_m2")} == {None}
    assert (code or "示范区") in found(result, "target.years_differ")[0][2]


def test_without_any_ground_nothing_tells_what_is_stable() -> None:
    """No slope classes, no detail codes, no areas: 9 999.82 m² may be stable or not, held against 9 000 m²."""
    land = year((0, parcel("A")), name="land", without=tuple(MORE))
    wanted = table(("410222", "stable", 9_000.0, "m2", 2025), ("410222", "cultivated", 9_000.0, "m2", 2025))
    result = run(LAND=land, LAND_BEFORE=land, TARGETS=wanted)
    assert score(result, "county", "stable", "actual_m2", "light") == [(None, "none")]
    assert score(result, "county", "cultivated", "light") == [("green",)]
    assert result["STABLE_M2"] is None
    assert_open(result, "410222")
    ((_, untold, message), _) = found(result, "target.stable_unknown")
    assert untold == pytest.approx(PLOT, abs=CENT)
    assert "“land”" in message
    assert [rule for rule in ("target.unit_without_land", "target.level_unknown") if found(result, rule)] == []
    # a county whose land is all built holds 0, whatever tells of cultivated land
    built = year((0, parcel("A")), (100, parcel("B", "0601", **FIRST)), name="land", without=tuple(MORE))
    assert score(run(LAND=built, TARGETS=table(("410221", "stable", 1.0, "ha", 2025))), "county", "stable", "unit_code",
                 "actual_m2", "light") == [("410221", 0.0, "red"), ("410222", None, "none")]
    # a slope class that is blank everywhere tells nothing, one that is known on some land or an area does
    blank = year((0, parcel("A", GDPDJB=None)), name="land", without=("TBXHDM",))
    assert run(LAND=blank, TARGETS=wanted)["STABLE_M2"] is None
    given = run(LAND=blank, TARGETS=wanted, MASKS=[mask("polluted_land", box(50, 0, 50, 100))])
    assert given["STABLE_M2"] == pytest.approx(area(0, 0, 50, 100), abs=CENT)
    assert found(given, "target.stable_unknown") == []


def test_approved_land_that_is_not_cultivated_is_told_and_what_was_counts() -> None:
    """Approved are A, a factory since this year, half of B, an orchard until then, an orchard O and 1 ha on no parcel.

    Gained are B and C, lost is A: the ceiling is 1 ha. Used are A and half of B: 1.5 ha.
    """
    before = year((0, parcel("A")), (100, parcel("B", "0201")), (200, parcel("C", "0201")), (300, parcel("O", "0201")),
                  name="before")
    now = year((0, parcel("A", "0601")), (100, parcel("B")), (200, parcel("C")), (300, parcel("O", "0201")), name="now")
    approved = layer_of([(box(0, 0, 100, 100), {}), (box(50, 0, 100, 100), {}), (box(300, 0, 100, 100), {}),
                         (box(3_000, 0, 100, 100), {})], {"id": "integer"}, name="approved")
    result = run(LAND=now, LAND_BEFORE=before, APPROVED=approved)
    rows = {row[0]: row[1:] for row in rows_of(result["CEILING"], "unit_code", "ceiling_m2", "approved_m2",
                                               "usable_m2")}
    used = area(0, 0, 150, 100)
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


def test_approved_land_that_is_all_cultivated_leaves_nothing_to_say() -> None:
    """It reaches a tenth of a millimetre into the orchard and beyond the survey, as what is drawn anew does."""
    land = year((0, parcel("A")), (100, parcel("O", "0201")), name="land")
    result = run(LAND=land, LAND_BEFORE=land, APPROVED=layer_of([(box(0, -0.0001, 100.0001, 100), {})],
                                                                {"id": "integer"}))
    assert [row for row in rows_of(result["FINDINGS"], "rule_id") if row[0].startswith("target.approved")] == []


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("name", ["shapely", "qgis"])
def test_kernel_and_order_of_rows_change_nothing(name: str, turned: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three counties: in 410221 B was an orchard, in 410222 a class is unknown, in 410223 the ground is another."""
    monkeypatch.setattr(targets_job, "pick_kernel", partial(pick_kernel, name))
    third = {"ZLDWDM": "4102231002010000000"}
    rows = {"now": [(0, parcel("B", **FIRST)), (100, parcel("C")), (200, parcel("D", **third))],
            "before": [(0, parcel("B", "0201", **FIRST)), (100, parcel("C", "9999")), (5_000, parcel("D", **third))]}
    now, before = (year(*(listed[::-1] if turned else listed), name=key) for key, listed in rows.items())
    result = run(LAND=now, LAND_BEFORE=before, APPROVED=layer_of([(box(0, 0, 50, 100), {})], {"id": "integer"}))
    assert_open(result, "410222", "410223")
    gained, used = area(0, 0, 100, 100), area(0, 0, 50, 100)
    assert ceilings(result)["410221"][:3] == tuple(
        pytest.approx(value, abs=2 * CENT) for value in (gained, gained, gained - used))
    assert {rule: found(result, f"target.{rule}")[0][1] for rule in ("class_unknown", "years_differ")} == {
        "class_unknown": pytest.approx(PLOT, abs=CENT), "years_differ": pytest.approx(PLOT, abs=0.1)}
