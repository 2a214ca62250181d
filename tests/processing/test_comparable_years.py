"""Ceilings of kf:farmlandtargets where the data of two years do not tell alike: none is made of what one year lacks.

Areas come from an independent source (GeographicLib, ``tests.rules.geodesy``); on each plot nothing was gained.
"""
from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from kf_resources_plugin.engine import comparable_years
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
        # that B has no detail code is the same in both years, be there a field for it or not
        assert silent_m2 == pytest.approx(PLOT if field == "TBXHDM" else BOTH, abs=2 * CENT)
        assert f"field {field} is missing or blank on {silent_m2:.2f} m² of “{less}” where" in message
        assert "and on 0.00 m² the other way round" in message
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
    """Neither year has slope classes; C has a code of no ground instead of a beach's; terraces are told of flat land.

    A beach of which only one year tells is in doubt, see below: nobody knows whether its code was left out.
    """
    now, before = (
        year((0, parcel("A", GDLX=kind)), (100, parcel("B", TBXHDM="HDGD")), (200, parcel("C", TBXHDM=detail)),
             name=name, without=("GDPDJB",)) for name, detail, kind in (("now", "ZZ", "TT"), ("before", "HDGD", None)))
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
    assert f"GDLX is missing or blank on {silent_m2:.2f} m² of “before” where “now” has it, and on 0.00 m²" in message


@pytest.mark.parametrize("lacking", ["now", "before"])
def test_a_field_that_is_missing_tells_as_little_as_one_that_is_blank(lacking: str) -> None:
    """No land is on a beach, no ridges are deducted: B, an orchard before, is a gain whatever fields there are."""
    rows = {"now": parcel("B"), "before": parcel("B", "0201")}
    for field, blank in (("TBXHDM", None), ("KCXS", 0.0), ("KCXS", None)):
        now, before = (layer_of(
            [(box(x, 0, 100, 100), {key: value for key, value in {**values, field: blank}.items()
                                    if name != lacking or key != field})
             for x, values in ((0, parcel("A")), (100, rows[name]))],
            {key: kind for key, kind in {"BSM": "text", "DLBM": "text", "ZLDWDM": "text", "KCXS": "real",
                                         **MORE}.items() if name != lacking or key != field}, name=name)
            for name in ("now", "before"))
        result = run(LAND=now, LAND_BEFORE=before)
        assert ceilings(result)["410222"][1] == pytest.approx(area(100, 0, 100, 100), abs=2 * CENT)
        assert [found(result, f"target.{rule}_differs") for rule in ("fields", "deduction")] == [[], []]


@pytest.mark.parametrize(("now", "before", "silent", "told"), [
    # (a) A is told now and was blank, B the other way round: as much is blank in both years, on other land
    (({"GDPDJB": None}, {"GDPDJB": "1"}, {}), ({"GDPDJB": "5"}, {"GDPDJB": None}, {}), 1, 1),
    # (b) both are steep, of B nobody knew the year before that it is terraced; A tells alike
    (({"GDPDJB": "5", "GDLX": "TT"},) * 2, ({"GDPDJB": "5", "GDLX": "TT"}, {"GDPDJB": "5"}), 1, 0),
    # (c) three plots were on a beach, one is said to be still
    (({"TBXHDM": "HDGD"}, {}, {}), ({"TBXHDM": "HDGD"},) * 3, 2, 0),
    # ridges of B were deducted, those of A are
    (({"KCXS": 0.1}, {"KCXS": None}), ({"KCXS": None}, {"KCXS": 0.1}), 1, 1),
    # what no ground understands tells nothing
    (({"GDPDJB": "9"}, {}), ({"GDPDJB": "5"}, {}), 1, 0),
])
def test_where_a_field_is_blank_matters_not_on_how_much_land(
    now: tuple[dict[str, Any], ...], before: tuple[dict[str, Any], ...], silent: int, told: int
) -> None:
    """Nothing was gained on any plot; where both years are blank on the same one, nobody is misled (see below)."""
    years = {name: year(*((100 * x, parcel(f"P{x}", **values)) for x, values in enumerate(rows)), name=name)
             for name, rows in (("LAND", now), ("LAND_BEFORE", before))}
    result = run(**years, APPROVED_M2=0)
    assert_open(result, "410222")
    ((_, less, message),) = found(result, "target.fields_differ") + found(result, "target.deduction_differs")
    assert less == pytest.approx(silent * PLOT, abs=2 * CENT)
    assert f"on {told * PLOT:.2f} m² the other way round" in message


@pytest.mark.parametrize("gone", ["0601", "0201"])
def test_a_beach_that_is_cultivated_in_one_year_only_leaves_the_ceiling(gone: str) -> None:
    """A, on a beach, was built on or planted with trees; B is as it was; C, 1 ha, came in. It is the gain."""
    now = year((0, parcel("A", gone)), (100, parcel("B")), (200, parcel("C")), name="now")
    before = year((0, parcel("A", TBXHDM="HDGD")), (100, parcel("B")), (200, parcel("C", "0201")), name="before")
    result = run(LAND=now, LAND_BEFORE=before)
    assert ceilings(result)["410222"][1] == pytest.approx(area(200, 0, 100, 100), abs=CENT)
    assert found(result, "target.fields_differ") == []


def test_slopes_that_are_blank_on_the_same_land_in_both_years_leave_the_ceiling() -> None:
    now, before = (year((0, parcel("A", GDPDJB=None)), (100, parcel("B", code)), name=name)
                   for name, code in (("now", "0102"), ("before", "0201")))
    assert ceilings(run(LAND=now, LAND_BEFORE=before))["410222"][1] == pytest.approx(PLOT, abs=2 * CENT)


def test_terraces_matter_within_an_area_of_steep_land_too() -> None:
    """The slope class is 1; A lies in the area of steep land, B does not: of A alone GDLX has to tell alike."""
    for steep, is_open in (("A", True), ("B", False)):
        now = year((0, parcel("A", GDLX="TT")), (100, parcel("B")), name="now")
        before = year((0, parcel("A")), (100, parcel("B")), name="before")
        result = run(LAND=now, LAND_BEFORE=before,
                     MASKS=[mask("steep_land", box(0 if steep == "A" else 100, 0, 100, 100))])
        assert bool(found(result, "target.fields_differ")) == is_open
        assert (ceilings(result)["410222"][1] is None) == is_open


@pytest.mark.parametrize("lacking", ["now", "before"])
def test_land_of_which_one_year_alone_tells_what_is_stable_is_unlike(lacking: str) -> None:
    """No slope is told of A; in one year there are detail codes, blank, so that A is no beach, in the other none.

    The other county has slope classes, so that something is told of each layer.
    """
    now, before = (year((0, parcel("A", GDPDJB=None)), (200, parcel("B", **FIRST)), name=name,
                        without=("TBXHDM",) if name == lacking else ()) for name in ("now", "before"))
    result = run(LAND=now, LAND_BEFORE=before)
    assert_open(result, "410222")
    assert ceilings(result)["410221"][1] == 0
    ((_, silent, message),) = found(result, "target.fields_differ")
    assert silent == pytest.approx(PLOT, abs=CENT)
    assert f"TBXHDM is missing or blank on {silent:.2f} m² of “{lacking}”" in message


def test_a_county_of_which_nothing_tells_what_is_stable_has_no_ceiling_whatever_its_neighbour_tells() -> None:
    """Of A and C, an orchard before, in 410222 no ground tells; B in 410221 has a slope class, D there is its gain."""
    now, before = (year((0, parcel("A", GDPDJB=None)), (100, parcel("C", code, GDPDJB=None)),
                        (200, parcel("B", **FIRST)), (300, parcel("D", code, **FIRST)), name=name, without=("TBXHDM",))
                   for name, code in (("now", "0102"), ("before", "0201")))
    result = run(LAND=now, LAND_BEFORE=before)
    assert_open(result, "410222")
    assert ceilings(result)["410221"][1] == pytest.approx(PLOT, abs=2 * CENT)
    told = found(result, "target.county_untold")
    assert [row[1] for row in told] == [pytest.approx(BOTH, abs=2 * CENT), pytest.approx(PLOT, abs=CENT)]
    assert all("410222 通许县" in row[2] and "410221" not in row[2] for row in told)


@pytest.mark.parametrize(("code", "then"), [("0601", "0102"), ("0102", "0201"), ("0102", "0102")])
def test_land_that_came_or_went_and_of_which_nothing_tells_may_be_what_the_gain_lacks(code: str, then: str) -> None:
    """P has a slope class, D too, and was an orchard: 1 ha came. U, of which nothing tells, went, came or stayed."""
    now, before = (year((0, parcel("P")), (100, parcel("D", gained)), (200, parcel("U", own, GDPDJB=None)), name=name,
                        without=("TBXHDM",)) for name, gained, own in (("now", "0102", code), ("before", "0201", then)))
    result = run(LAND=now, LAND_BEFORE=before)
    told = found(result, "target.county_untold")
    if code == then:
        assert ceilings(result)["410222"][1] == pytest.approx(PLOT, abs=2 * CENT)
        assert told == []
        return
    assert_open(result, "410222")
    assert [row[1] for row in told] == [pytest.approx(PLOT, abs=CENT)]
    assert f"m² of cultivated land of “{'before' if code == '0601' else 'now'}”" in told[0][2]


@pytest.mark.parametrize("strange", [{"GDPDJB": None}, {"DLBM": None}])
@pytest.mark.parametrize("location", [None, "4102221002010000000"])
def test_what_is_in_doubt_matters_from_a_share_of_the_county_on(strange: dict[str, Any], location: str | None) -> None:
    """Of 10 km² in 410222 one part in ten thousand is 1 000 m²; of all land, where nobody knows the county, as well.

    In 410221, of 1 ha, N was an orchard before: its gain stands while the doubt is small, or another county's.
    """
    def land(name: str, height: float, **values: Any) -> QgsVectorLayer:
        return land_layer([
            (box(0, 0, 5_000, 2_000), parcel("P")),
            (box(5_000, 0, 100, 100), parcel("N", "0201" if name == "before" else "0102", **FIRST)),
            (box(6_000, 0, 100, height), parcel("Z", ZLDWDM=location, **values))], name=name, **MORE)

    for height, is_open in ((9, False), (11, True)):
        result = run(LAND=land("now", height, **strange), LAND_BEFORE=land("before", height))
        known = ceilings(result)
        assert (known["410222"][1] is None) == is_open
        assert (known["410221"][1] is None) == (is_open and location is None)
        if not is_open:
            assert known["410221"][1] == pytest.approx(area(5_000, 0, 100, 100), abs=CENT)
        told = [row for rule in ("class_unknown", "fields_differ") for row in found(result, f"target.{rule}")]
        assert [row[1] for row in told] == ([pytest.approx(area(6_000, 0, 100, height), abs=CENT)] if is_open else [])


def test_ridges_that_only_one_year_deducts_make_no_gain() -> None:
    """A tenth of A is ridges; this year has no field of them: 1 000 m² more of the same land."""
    now = layer_of([(box(0, 0, 100, 100), {key: value for key, value in parcel("A").items() if key != "KCXS"})],
                   {"BSM": "text", "DLBM": "text", "ZLDWDM": "text", **MORE}, name="now")
    result = run(LAND=now, LAND_BEFORE=year((0, parcel("A", KCXS=0.1)), name="before"))
    assert_open(result, "410222")
    ((_, silent, message),) = found(result, "target.deduction_differs")
    assert silent == pytest.approx(PLOT, abs=CENT)
    assert f"the deduction KCXS is missing or blank on {silent:.2f} m² of “now”" in message


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
    land, before = (year((0, parcel("A")), name="land", without=tuple(MORE)) for _ in range(2))
    wanted = table(("410222", "stable", 9_000.0, "m2", 2025), ("410222", "cultivated", 9_000.0, "m2", 2025))
    result = run(LAND=land, LAND_BEFORE=before, TARGETS=wanted)
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


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("name", ["shapely", "qgis"])
def test_kernel_and_order_of_rows_change_nothing(name: str, turned: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Four counties: in 410221 B was an orchard, in 410222 a class is unknown, in 410223 the ground is another.

    In 410225 neither E nor F, that are not measured together, has a slope class any more.
    """
    monkeypatch.setattr(targets_job, "pick_kernel", partial(pick_kernel, name))
    monkeypatch.setattr(comparable_years, "_AT_ONCE", 1)
    third, last = {"ZLDWDM": "4102231002010000000"}, {"ZLDWDM": "4102251002010000000"}
    rows = {"now": [(0, parcel("B", **FIRST)), (100, parcel("C")), (200, parcel("D", **third)),
                    *((x, parcel("EF", GDPDJB=None, **last)) for x in (300, 400))],
            "before": [(0, parcel("B", "0201", **FIRST)), (100, parcel("C", "9999")), (5_000, parcel("D", **third)),
                       *((x, parcel("EF", **last)) for x in (300, 400))]}
    now, before = (year(*(listed[::-1] if turned else listed), name=key) for key, listed in rows.items())
    result = run(LAND=now, LAND_BEFORE=before, APPROVED=layer_of([(box(0, 0, 50, 100), {})], {"id": "integer"}))
    assert_open(result, "410222", "410223", "410225")
    gained, used = area(0, 0, 100, 100), area(0, 0, 50, 100)
    assert ceilings(result)["410221"][:3] == tuple(
        pytest.approx(value, abs=2 * CENT) for value in (gained, gained, gained - used))
    assert {rule: found(result, f"target.{rule}")[0][1] for rule in (
        "class_unknown", "years_differ", "fields_differ")} == {
            "class_unknown": pytest.approx(PLOT, abs=CENT), "years_differ": pytest.approx(PLOT, abs=0.1),
            "fields_differ": pytest.approx(BOTH, abs=2 * CENT)}
