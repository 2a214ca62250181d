"""The account of two epochs end to end, on layouts small enough to work by hand.

Areas come from an independent source; everything else from the arithmetic written beside it.
"""
from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.builders import layer_of, rectangle, rows_of
from tests.processing.epochs import UNIT, account, findings, parcel, polygon_layer, run, strips, survey, width_of
from tests.processing.places import CENT, Y, area, box

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("kf_provider")


def test_the_worked_example() -> None:
    """12.34 ha become garden; 15.10 ha come in, 2.30 of them on a river beach: 12.80 − 12.34 = +0.46 ha."""
    height = 300.0
    widths = [width_of(12.34, 0, height)]
    widths.append(width_of(12.80, widths[0], height))
    widths.append(width_of(2.30, widths[0] + widths[1], height))
    edges = [0.0, widths[0], widths[0] + widths[1], sum(widths)]
    boxes = [box(left, 0, right - left, height) for left, right in zip(edges, edges[1:])]
    before = survey((boxes[0], parcel("A", "0102")), (boxes[1], parcel("B", "0301")), (boxes[2], parcel("C", "0404")))
    after = survey((boxes[0], parcel("A", "0201")), (boxes[1], parcel("B", "0102", GDPDJB="1")),
                   (boxes[2], parcel("C", "0102", GDPDJB="1", TBXHDM="HDGD")))
    result = run(before, after)
    numbers = {key: result[key] for key in ("OUT_M2", "EXEMPT_M2", "IN_M2", "IN_STABLE_M2", "NET_M2", "SLIVER_M2")}
    assert numbers == {"OUT_M2": 123_400.0, "EXEMPT_M2": 0.0, "IN_M2": 151_000.0, "IN_STABLE_M2": 128_000.0,
                       "NET_M2": 4_600.0, "SLIVER_M2": 0.0}
    fields = ("unit_code", "unit_name", "out_m2", "out_garden_m2", "in_m2", "in_stable_m2", "net_m2", "balanced")
    assert rows_of(result["ACCOUNT"], *fields) == [
        ("410222", "通许县", 123_400.0, 123_400.0, 151_000.0, 128_000.0, 4_600.0, 1)]
    assert rows_of(result["TOWNSHIPS"], "unit_code", "township_code", "net_m2") == [("410222", "410222100", 4_600.0)]
    assert rows_of(result["MATRIX"], "class_before", "class_after", "area_m2") == [
        ("0102", "0201", 123_400.0), ("0301", "0102", 128_000.0), ("0404", "0102", 23_000.0)]
    changes = rows_of(result["CHANGES"], "before_id", "direction", "land_kind", "stable", "area_m2", "sliver")
    assert changes == [("A", "out", "garden", 1, 123_400.0, 0), ("B", "in", "forest", 1, 128_000.0, 0),
                       ("C", "in", "grass", 0, 23_000.0, 0)]
    assert "change.short" not in findings(result)
    # all that went out was stable: that should have been land that is not
    assert findings(result, "area_m2")["change.stable_first"] == [(123_400.0,)]


def test_out_is_told_by_kind_and_building_and_waste_stand_apart() -> None:
    before = survey(*strips(*["0102"] * 8))
    after = survey(*strips("0201", "0301", "0404", "1202", "1104", "0702", "1101", "1206"))
    result = run(before, after)
    fields = ("out_garden_m2", "out_forest_m2", "out_grass_m2", "out_facility_m2", "out_agricultural_m2")
    each = [area(100 * place, 0, 100, 100) for place in range(8)]
    assert account(result, *fields) == pytest.approx(each[:5], abs=CENT)
    assert account(result, "out_m2", "out_other_m2", "exempt_m2") == pytest.approx((sum(each[:5]), 0, 0), abs=5 * CENT)
    assert account(result, "construction_m2") == pytest.approx((each[5],), abs=CENT)
    assert account(result, "other_m2") == pytest.approx((each[6] + each[7],), abs=2 * CENT)
    assert account(result, "net_m2", "balanced") == (pytest.approx(-sum(each[:5]), abs=5 * CENT), 0)
    told = findings(result, "area_m2", "severity")
    assert told["change.short"] == [(pytest.approx(sum(each[:5]), abs=5 * CENT), "error")]
    assert told["change.other_loss"] == [(pytest.approx(each[6] + each[7], abs=2 * CENT), "warning")]


def test_land_that_may_be_restored_is_no_cultivated_land() -> None:
    result = run(survey(*strips("0201K", "0102")), survey(*strips("0201K", "0201K")))
    assert account(result, "farmland_before_m2", "farmland_after_m2") == (
        pytest.approx(area(100, 0, 100, 100), abs=CENT), 0)
    assert account(result, "out_garden_m2") == pytest.approx((area(100, 0, 100, 100),), abs=CENT)


def test_only_the_kinds_of_the_list_are_exempt_and_water_that_spread_is_out_too() -> None:
    before = survey(*strips("0102", "0102", "0102"))
    after = survey(*strips("0301", "1101", "0201"))
    exempt = polygon_layer((box(0, 0, 40, 100), {"kind": "国家生态退耕"}),
                           (box(100, 0, 100, 100), {"kind": "河湖水面自然扩大"}),
                           (box(200, 0, 100, 100), {"kind": "种植结构调整"}), name="exempt", kind="text")
    result = run(before, after, EXEMPT=exempt)
    converted, water, garden = area(0, 0, 40, 100), area(100, 0, 100, 100), area(200, 0, 100, 100)
    forest = area(0, 0, 100, 100)
    assert account(result, "out_m2") == pytest.approx((forest + water + garden,), abs=4 * CENT)
    assert account(result, "exempt_m2") == pytest.approx((converted + water,), abs=3 * CENT)
    assert account(result, "net_m2") == pytest.approx((converted - forest - garden,), abs=4 * CENT)
    assert account(result, "out_other_m2", "other_m2") == (pytest.approx(water, abs=CENT), 0)
    assert findings(result, "role", "source_fid", "severity")["change.exempt_unknown"] == [("exempt", 3, "warning")]
    rows = rows_of(result["CHANGES"], "before_id", "exempt", "exempt_kind")
    assert sorted(rows, key=str) == [
        ("A", 0, None), ("A", 1, "国家生态退耕"), ("B", 1, "河湖水面自然扩大"), ("C", 0, None)]


def test_building_is_never_exempt() -> None:
    exempt = polygon_layer((box(0, 0, 100, 100), {"kind": "灾毁难复"}), name="exempt", kind="text")
    result = run(survey(*strips("0102")), survey(*strips("0601")), EXEMPT=exempt)
    assert account(result, "exempt_m2", "out_m2") == (0, 0)
    assert account(result, "construction_m2") == pytest.approx((area(0, 0, 100, 100),), abs=CENT)
    assert rows_of(result["CHANGES"], "exempt") == [(0,)]


def test_an_exemption_hides_no_building() -> None:
    """Of 3 m × 100 m built 150 m² lie where land was ruined, inside permanent farmland: all 300 m² are suspected."""
    exempt = polygon_layer((box(0, 0, 50, 100), {"kind": "灾毁难复"}), name="exempt", kind="text")
    permanent = polygon_layer((box(0, 0, 100, 100), {}), name="permanent")
    approvals = polygon_layer((box(5_000, 0, 10, 10), {}), name="approvals")
    after = survey((box(0, 0, 100, 97), parcel("A", "0102")), (box(0, 97, 100, 3), parcel("B", "0601")))
    result = run(survey(*strips("0102")), after, EXEMPT=exempt, APPROVALS=approvals, PERMANENT_FARMLAND=permanent)
    built = pytest.approx(area(0, 97, 100, 3), abs=2 * CENT)
    assert (result["SUSPECTED_M2"], result["PERMANENT_M2"], result["EXEMPT_M2"]) == (built, built, 0)
    found = findings(result, "area_m2")
    assert (found["change.unapproved"], found["change.permanent"]) == ([(built,)], [(built,)])
    assert "change.permanent_verify" not in found


def test_slivers_of_a_redrawn_border_stay_out_of_the_account_and_in_the_matrix() -> None:
    """The border between field and road moves by 0.5 m over 100 m: 50 m²; a real strip of 5 m is kept."""
    before = survey((box(0, 0, 100, 100), parcel("A", "0102")), (box(100, 0, 50, 100), parcel("B", "1003")),
                    (box(150, 0, 100, 100), parcel("C", "0102")))
    after = survey((box(0, 0, 100.5, 100), parcel("A", "0102")), (box(100.5, 0, 54.5, 100), parcel("B", "1003")),
                   (box(155, 0, 95, 100), parcel("C", "0102")))
    result = run(before, after)
    sliver, strip = area(100, 0, 0.5, 100), area(150, 0, 5, 100)
    assert result["SLIVER_M2"] == pytest.approx(sliver, abs=CENT)
    assert account(result, "in_m2", "sliver_in_m2") == (0, pytest.approx(sliver, abs=CENT))
    assert account(result, "construction_m2") == pytest.approx((strip,), abs=CENT)
    assert sorted(rows_of(result["CHANGES"], "class_before", "class_after", "sliver")) == [
        ("0102", "1003", 0), ("1003", "0102", 1)]
    cells = {row[:2]: row[2:] for row in rows_of(result["MATRIX"], "class_before", "class_after", "area_m2",
                                                 "sliver_m2")}
    assert cells["1003", "0102"] == (pytest.approx(sliver, abs=CENT), pytest.approx(sliver, abs=CENT))
    assert sum(row[0] for row in cells.values()) == pytest.approx(area(0, 0, 250, 100), abs=4 * CENT)
    ((told,),) = findings(result, "area_m2")["change.sliver"]
    assert told == pytest.approx(sliver, abs=CENT)


@pytest.mark.parametrize(("width", "length", "sliver"), [
    (1.05, 20.0, False), (1.9, 1.9, False), (1.0, 500.0, False), (0.99, 500.0, True), (0.99, 20.0, True)])
def test_a_strip_is_as_wide_as_it_is(width: float, length: float, sliver: bool) -> None:
    """Less than 1 m is narrow, however short the strip is: 1.05 m by 20 m are not, by (P − √(P² − 16 A)) / 4."""
    result = run(survey((box(0, 0, length, 100), parcel("A", "0102"))),
                 survey((box(0, 0, length, 100 - width), parcel("A", "0102")),
                        (box(0, 100 - width, length, width), parcel("B", "1107"))))
    size = pytest.approx(width * length, abs=0.02)
    assert (result["SLIVER_M2"], result["OUT_M2"]) == ((size, 0) if sliver else (0, size))


def test_two_thin_strips_side_by_side_are_one_change() -> None:
    """A ditch of 1.6 m on the border of two fields takes 0.8 m of each: together it is no sliver."""
    before = survey((box(0, 0, 50, 100), parcel("A", "0102")), (box(50, 0, 50, 100), parcel("B", "0103")))
    after = survey((box(0, 0, 49.2, 100), parcel("A", "0102")), (box(49.2, 0, 1.6, 100), parcel("D", "1107")),
                   (box(50.8, 0, 49.2, 100), parcel("B", "0103")))
    result = run(before, after)
    assert result["SLIVER_M2"] == 0
    assert account(result, "out_agricultural_m2") == pytest.approx((area(49.2, 0, 1.6, 100),), abs=2 * CENT)


def test_land_of_one_epoch_only_has_null_on_the_other_side() -> None:
    before = survey(*strips("0102", "0201"))
    after = survey(*strips("0102"), (box(200, 0, 30, 100), parcel("N", "0103")))
    result = run(before, after)
    fields = ("class_before", "class_after", "direction", "before_id", "after_id", "before_fid", "after_fid", "net_m2")
    assert sorted(rows_of(result["CHANGES"], *fields), key=str) == [
        ("0201", None, "none", "B", None, 2, None, None), (None, "0103", "none", None, "N", None, 2, None)]
    assert account(result, "in_m2", "out_m2", "after_only_m2", "before_only_m2") == (
        0, 0, pytest.approx(area(200, 0, 30, 100), abs=CENT), 0)
    assert rows_of(result["MATRIX"], "class_before", "class_after") == [("0102", "0102")]
    found = findings(result, "area_m2", "role")
    assert found["change.before_only"] == [(pytest.approx(area(100, 0, 100, 100), abs=CENT), "land_before")]
    assert found["change.after_only"] == [(pytest.approx(area(200, 0, 30, 100), abs=CENT), "land")]


def test_ridges_are_taken_off_in_the_account_and_not_in_the_changes() -> None:
    before = survey(*strips("0103", "0301", "0103", KCXS=0.1))
    after = survey(*strips("0201", "0103", "0103", KCXS=0.2))
    result = run(before, after)
    out, came, kept = (area(100 * place, 0, 100, 100) for place in range(3))
    assert account(result, "out_m2") == pytest.approx((out * 0.9,), abs=2 * CENT)
    assert account(result, "in_m2") == pytest.approx((came * 0.8,), abs=2 * CENT)
    assert account(result, "ridges_m2") == pytest.approx((-0.1 * kept,), abs=3 * CENT)
    rows = rows_of(result["CHANGES"], "area_m2", "net_m2")
    assert rows == [(pytest.approx(out, abs=CENT), pytest.approx(out * 0.9, abs=2 * CENT)),
                    (pytest.approx(came, abs=CENT), pytest.approx(came * 0.8, abs=2 * CENT))]


def test_units_split_the_account_and_townships_come_from_codes_within_the_unit() -> None:
    before, after = survey(*strips("0102", "0102")), survey(*strips("0201", "0201"))
    units = polygon_layer((box(0, 0, 130, 100), {"XZQDM": "410222", "XZQMC": "West"}),
                          (box(130, 0, 70, 100), {"XZQDM": "410223", "XZQMC": "East"}), name="units", XZQDM="text",
                          XZQMC="text")
    result = run(before, after, UNITS=units)
    west, east = area(0, 0, 130, 100), area(130, 0, 70, 100)
    assert rows_of(result["ACCOUNT"], "unit_code", "unit_name", "out_m2") == [
        ("410222", "West", pytest.approx(west, abs=2 * CENT)), ("410223", "East", pytest.approx(east, abs=CENT))]
    assert rows_of(result["TOWNSHIPS"], "unit_name", "township_code", "out_m2") == [
        ("West", "410222100", pytest.approx(west, abs=2 * CENT)), ("East", "", pytest.approx(east, abs=CENT))]


def test_units_of_townships_decide_the_township_and_the_codes_where_a_polygon_has_none() -> None:
    """All carry the code of 410222100; of C, in a zone without a code, nothing else is known."""
    before, after = survey(*strips("0102", "0102", "0102")), survey(*strips("0201", "0201", "0201"))
    units = polygon_layer((box(0, 0, 130, 100), {"XZQDM": "410222101", "XZQMC": "West"}),
                          (box(130, 0, 70, 100), {"XZQDM": "410222102", "XZQMC": "East"}),
                          (box(200, 0, 100, 100), {"XZQMC": "Zone"}), name="units", XZQDM="text", XZQMC="text")
    result = run(before, after, UNITS=units)
    assert sorted(rows_of(result["TOWNSHIPS"], "unit_code", "unit_name", "township_code", "out_m2")) == [
        ("", "Zone", "410222100", pytest.approx(area(200, 0, 100, 100), abs=2 * CENT)),
        ("410222101", "West", "410222101", pytest.approx(area(0, 0, 130, 100), abs=2 * CENT)),
        ("410222102", "East", "410222102", pytest.approx(area(130, 0, 70, 100), abs=2 * CENT))]
    assert {row for row in rows_of(result["CHANGES"], "unit_code", "township_code")} == {
        ("", "410222100"), ("410222101", "410222101"), ("410222102", "410222102")}


@pytest.mark.parametrize(("location", "county", "township"), [
    ("410222000000", "410222", ""), ("410222", "410222", ""), ("410222100000", "410222", "410222100"),
    ("410200000000", "", ""), ("4102221", "410222", "")])
def test_a_location_code_is_of_its_own_level_only(location: str, county: str, township: str) -> None:
    code = {"ZLDWDM": location}
    result = run(survey((box(0, 0, 100, 100), parcel("A", "0102", **code))),
                 survey((box(0, 0, 100, 100), parcel("A", "0201", **code))))
    assert rows_of(result["TOWNSHIPS"], "unit_code", "township_code") == [(county, township)]
    assert ("land.unit_missing" in findings(result)) == (not county)


def test_where_the_earlier_code_is_only_a_city_the_later_one_tells_the_county() -> None:
    result = run(survey((box(0, 0, 100, 100), parcel("A", "0102", ZLDWDM="410200000000"))),
                 survey((box(0, 0, 100, 100), parcel("A", "0201"))))
    assert rows_of(result["TOWNSHIPS"], "unit_code", "township_code") == [("410222", "410222100")]
    assert "land.unit_missing" not in findings(result)


@pytest.mark.parametrize(("code", "name", "told"), [
    ("410222000000", "通许县", 0), ("410222", None, 0), ("410222", "通许", 1)])
def test_a_unit_written_in_two_ways_has_one_account(code: str, name: str | None, told: int) -> None:
    """What goes out in the west comes in, stable, in the east: 1 ha against 1 ha."""
    units = polygon_layer((box(0, 0, 100, 100), {"XZQDM": "410222", "XZQMC": "通许县"}),
                          (box(100, 0, 100, 100), {"XZQDM": code, "XZQMC": name}), name="units", XZQDM="text",
                          XZQMC="text")
    result = run(survey(*strips("0102", "0301")), survey(*strips("0301", "0102", GDPDJB="1")), UNITS=units)
    one = area(0, 0, 100, 100)
    assert rows_of(result["ACCOUNT"], "unit_code", "unit_name", "out_m2", "in_stable_m2", "balanced") == [
        ("410222", "通许县", pytest.approx(one, abs=CENT), pytest.approx(one, abs=CENT), 1)]
    found = findings(result, "subject_id", "severity")
    assert found.get("units.names_differ", []) == [("410222", "warning")] * told
    assert "change.short" not in found


def test_masks_tell_what_of_in_is_stable_and_cut_it() -> None:
    core = polygon_layer((box(0, 0, 30, 100), {}), name="nature_reserve_core")
    result = run(survey(*strips("0301")), survey(*strips("0102", GDPDJB="1")), MASKS=[core])
    assert account(result, "in_m2") == pytest.approx((area(0, 0, 100, 100),), abs=2 * CENT)
    assert account(result, "in_stable_m2") == pytest.approx((area(30, 0, 70, 100),), abs=2 * CENT)
    assert sorted(rows_of(result["CHANGES"], "stable")) == [(0,), (1,)]


def test_steep_land_that_comes_in_counts_only_where_it_is_terraced() -> None:
    before = survey(*strips("0301", "0301", "0301"))
    after = survey(*[(shape, {**values, "GDPDJB": slope, "GDLX": kind}) for (shape, values), slope, kind in zip(
        strips("0103", "0103", "0103"), ("5", "5", "4"), ("PD", "TT", None))])
    result = run(before, after)
    assert [row[0] for row in rows_of(result["CHANGES"], "stable")] == [0, 1, 1]
    assert account(result, "in_stable_m2") == pytest.approx((area(100, 0, 200, 100),), abs=2 * CENT)


def test_in_from_building_land_is_told_so_that_nobody_counts_it_twice() -> None:
    result = run(survey(*strips("0602", "0301")), survey(*strips("0102", "0102")))
    assert account(result, "in_construction_m2", "in_agricultural_m2") == pytest.approx(
        (area(0, 0, 100, 100), area(100, 0, 100, 100)), abs=CENT)
    assert findings(result, "area_m2")["change.in_source"] == [(pytest.approx(area(0, 0, 100, 100), abs=CENT),)]


def test_both_epochs_speak_their_own_fields_maps_and_crs(tmp_path: Path) -> None:
    """Before in zone 38 without a prefix (EPSG:4547) under CODE, after with the prefix under words of its own."""
    unprefixed = [(rectangle(527_000 + 100 * place, Y, 100, 100), {"BSM": name, "CODE": code, "ZLDWDM": UNIT})
                  for place, (name, code) in enumerate((("A", "0102"), ("B", "0301")))]
    before = layer_of(unprefixed, {"BSM": "text", "CODE": "text", "ZLDWDM": "text"}, crs="EPSG:4547", name="earlier")
    words = layer_of([(box(0, 0, 100, 100), {"BSM": "A", "WORD": "orchard", "ZLDWDM": UNIT}),
                      (box(100, 0, 100, 100), {"BSM": "B", "WORD": "field", "ZLDWDM": UNIT})],
                     {"BSM": "text", "WORD": "text", "ZLDWDM": "text"}, name="later")
    table = tmp_path / "map.csv"
    table.write_text("value,DLBM\norchard,0201\nfield,0102\n", encoding="utf-8")
    result = run(before, words, LAND_BEFORE_CLASS_FIELD="CODE", LAND_AFTER_CLASS_FIELD="WORD",
                 LAND_AFTER_CLASS_MAP=str(table))
    assert result["CHANGES"].crs().authid() == "EPSG:4547"
    assert rows_of(result["CHANGES"], "class_before", "class_after", "direction") == [
        ("0102", "0201", "out"), ("0301", "0102", "in")]
    assert account(result, "out_m2", "in_m2") == pytest.approx(
        (area(0, 0, 100, 100), area(100, 0, 100, 100)), abs=CENT)
    assert result["SLIVER_M2"] == 0
