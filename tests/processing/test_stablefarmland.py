"""Stable cultivated land end to end, on rectangles that can be worked by hand.

Areas come from an independent source (GeographicLib, ``tests.rules.geodesy``); everything else from the arithmetic
written beside it.
"""
from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import processing
import pytest
from qgis.core import QgsProcessingException, QgsVectorLayer

from kf_resources_plugin.engine.roles import write_role
from kf_resources_plugin.processing.farmland.stable_outputs import GROUNDS
from tests.builders import land_layer, layer_of, rows_of
from tests.processing.places import CENT, area, box
from tests.rules.test_stable_farmland import rows as rule_rows

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("kf_provider")

MORE = {"GDPDJB": "text", "GDLX": "text", "TBXHDM": "text"}


def parcel(bsm: str | None, code: str = "0102", **more: Any) -> dict[str, Any]:
    return {"BSM": bsm, "DLBM": code, "ZLDWDM": "4102221002010000000", "GDPDJB": "1", "KCXS": 0.0, **more}


def surveyed(*parcels: dict[str, Any], **fields: str) -> QgsVectorLayer:
    """Return parcels of 100 m × 100 m side by side."""
    return land_layer([(box(100 * place, 0, 100, 100), values) for place, values in enumerate(parcels)],
                      **(fields or MORE))


def mask(role: str, *shapes: str, name: str = "") -> QgsVectorLayer:
    layer = layer_of([(shape, {}) for shape in shapes], {"id": "integer"}, name=name or role)
    write_role(layer, role)
    return layer


def run(**parameters: Any) -> dict[str, Any]:
    wanted = {name: "memory:" for name in ("STABLE", "SUMMARY", "TOWNSHIPS", "FINDINGS", "FINDING_POINTS")}
    return processing.run("kf:stablefarmland", {**wanted, "RULES_DATE": "2025-01-01", **parameters})


def found(result: dict[str, Any], rule: str) -> list[tuple[Any, ...]]:
    return [row[1:] for row in rows_of(result["FINDINGS"], "rule_id", "subject_id", "area_m2", "message", "severity")
            if row[0] == rule]


def test_every_ground_has_its_column() -> None:
    assert tuple(row.id.split(".")[1] for row in rule_rows() if "applies" in row.thresholds) == GROUNDS


def test_land_is_judged_ground_by_ground() -> None:
    # A paddy, stable; B slope 5 with ridges; C slope 5 but terraced; D on a river beach; E saline; F an orchard
    land = surveyed(parcel("A", "0101"), parcel("B", "0103", GDPDJB="5", KCXS=0.1234),
                    parcel("C", GDPDJB="5", GDLX="TT"), parcel("D", TBXHDM="HDGD"), parcel("E", TBXHDM="YJGD"),
                    parcel("F", "0201", GDPDJB=None))
    result = run(LAND=land)
    rows = {row[0]: row[1:] for row in rows_of(
        result["STABLE"], "BSM", "stable", "rule_id", "reasons", "unit_code", "township_code", "area_m2", "net_m2")}
    assert {key: row[:2] for key, row in rows.items()} == {
        "A": (1, None), "B": (0, "stable.slope"), "C": (1, None), "D": (0, "stable.river_beach"), "E": (1, None)}
    assert rows["D"][2:5] == ("farmland on a river beach", "410222", "410222100")
    each = [area(100 * place, 0, 100, 100) for place in range(5)]
    assert [rows[key][5] for key in "ABCDE"] == pytest.approx(each, abs=CENT)
    # ridges: 12.34 % of B are no farmland
    assert rows["B"][6] == pytest.approx(each[1] - round(each[1] * 0.1234, 2), abs=2 * CENT)
    assert result["STABLE_M2"] == pytest.approx(each[0] + each[2] + each[4], abs=3 * CENT)
    assert round(result["STABLE_M2"] + result["UNSTABLE_M2"], 2) == round(result["FARMLAND_M2"], 2)
    sums = rows_of(result["SUMMARY"], "unit_code", "farmland_m2", "stable_m2", "unstable_m2", "slope_m2",
                   "river_beach_m2", "polluted_m2")
    assert [row[0] for row in sums] == ["410222"]
    assert sums[0][1:4] == (result["FARMLAND_M2"], result["STABLE_M2"], result["UNSTABLE_M2"])
    assert sums[0][4:] == (rows["B"][6], rows["D"][6], None)  # no layer of polluted soil was given
    assert rows_of(result["TOWNSHIPS"], "unit_code", "farmland_m2") == [("410222100", result["FARMLAND_M2"])]
    assert [row[:2] for row in found(result, "stable.slope")] == [("410222", rows["B"][6])]


def test_units_of_townships_decide_the_township_whatever_the_location_codes_say() -> None:
    """Both parcels carry the code of 410222100; half of B lies in 410222101, whose other land has a county's code."""
    units = layer_of([(box(0, 0, 150, 100), {"XZQDM": "410222100", "XZQMC": "甲镇"}),
                      (box(150, 0, 250, 100), {"XZQDM": "410222101", "XZQMC": "乙镇"})],
                     {"XZQDM": "text", "XZQMC": "text"}, name="townships")
    result = run(LAND=surveyed(parcel("A"), parcel("B"), parcel("C", ZLDWDM="410222")), UNITS=units)
    west, east = area(0, 0, 150, 100), area(150, 0, 150, 100)
    for output in ("SUMMARY", "TOWNSHIPS"):
        assert rows_of(result[output], "unit_code", "unit_name", "farmland_m2") == [
            ("410222100", "甲镇", pytest.approx(west, abs=2 * CENT)),
            ("410222101", "乙镇", pytest.approx(east, abs=2 * CENT))]
    assert sorted(rows_of(result["STABLE"], "BSM", "unit_code", "township_code")) == [
        ("A", "410222100", "410222100"), ("B", "410222100", "410222100"), ("B", "410222101", "410222101"),
        ("C", "410222101", "410222101")]


def test_masks_cut_parcels_and_every_part_has_its_reasons() -> None:
    # parcel A: 30 m are polluted, 20 m of these also on flooded land of the river; flooded land elsewhere stays
    land = surveyed(parcel("A"), parcel("B"))
    masks = [mask("polluted_land", box(0, -10, 30, 200)), mask("frequent_flood", box(10, -10, 150, 200)),
             mask("river_management", box(-10, -10, 40, 200))]
    result = run(LAND=land, MASKS=masks)
    rows = rows_of(result["STABLE"], "BSM", "area_m2", "stable", "rule_id", "reasons")
    # flooded and polluted from 10 to 30 m: the flood decides, for it stands first in the rules
    by_ground: dict[Any, float] = {}
    for key, size, stable, rule, reasons in rows:
        by_ground[key, stable, rule, reasons] = by_ground.get((key, stable, rule, reasons), 0.0) + size
    flooded, polluted = "frequently flooded", "strictly controlled soil"
    assert by_ground == {
        ("A", 0, "stable.polluted", polluted): pytest.approx(area(0, 0, 10, 100), abs=CENT),
        ("A", 0, "stable.frequent_flood", f"{flooded}; {polluted}"): pytest.approx(area(10, 0, 20, 100), abs=2 * CENT),
        ("A", 1, None, None): pytest.approx(area(30, 0, 70, 100), abs=CENT),
        ("B", 1, None, None): pytest.approx(area(100, 0, 100, 100), abs=3 * CENT)}
    whole = area(0, 0, 200, 100)
    assert result["FARMLAND_M2"] == pytest.approx(whole, abs=2 * CENT)
    assert not found(result, "stable.mask_wider")


def test_without_the_river_all_flooded_land_counts_and_a_finding_says_so() -> None:
    result = run(LAND=surveyed(parcel("A")), MASKS=[mask("frequent_flood", box(0, 0, 40, 100))])
    assert result["UNSTABLE_M2"] == pytest.approx(area(0, 0, 40, 100), abs=CENT)
    assert len(found(result, "stable.mask_wider")) == 1
    # what has no layer at all: four kinds (the river only narrows)
    assert {row[2] for row in found(result, "stable.mask_missing")} == {
        f"No layer “{mask}” was given; what could not be applied: {rule}." for mask, rule in [
            ("Strictly controlled polluted land", "strictly controlled soil"),
            ("Core zones of nature reserves", "nature reserve core"),
            ("Farmland returned to nature", "returned to nature"),
            ("Slopes over 25 degrees", "steep by the slope layer")]}


def test_a_mask_is_known_by_what_mask_rules_say_of_it() -> None:
    shapes = layer_of([(box(0, 0, 50, 100), {})], {"id": "integer"}, name="soil 2024")
    result = run(LAND=surveyed(parcel("A")), MASKS=[shapes], MASK_RULES=json.dumps({"soil 2024": "polluted_land"}))
    assert result["UNSTABLE_M2"] == pytest.approx(area(0, 0, 50, 100), abs=CENT)
    with pytest.raises(QgsProcessingException, match="soil 2024"):
        run(LAND=surveyed(parcel("A")), MASKS=[shapes])
    with pytest.raises(QgsProcessingException, match="no rule here"):
        run(LAND=surveyed(parcel("A")), MASKS=[mask("urban_boundary", box(0, 0, 50, 100))])


def test_fields_that_are_missing_are_named() -> None:
    # neither slope, terrace nor detail code: one finding each, and nothing tells what is unstable
    result = run(LAND=surveyed({"BSM": "A", "DLBM": "0102", "ZLDWDM": "410222"}, SJNF="integer"))
    assert {row[2] for row in found(result, "stable.field_missing")} == {
        "Layer “land” has no field GDPDJB; what could not be applied: slope over 25°.",
        "Layer “land” has no field TBXHDM; what could not be applied: farmland on a river beach, farmland in a lake "
        "area, farmland in a forest area, farmland in a pasture area, farmland on sandy waste, farmland on rocky "
        "desert."}
    assert found(result, "stable.terrace_missing") == []  # there is no steep land that may be terraced
    assert result["UNSTABLE_M2"] is None
    assert rows_of(result["TOWNSHIPS"], "unit_code") == []


def test_without_the_terrace_field_steep_land_is_unstable_and_its_area_named() -> None:
    result = run(LAND=surveyed(parcel("A", GDPDJB="5"), parcel("B"), GDPDJB="text", TBXHDM="text"))
    assert [row[1] for row in found(result, "stable.terrace_missing")] == [result["UNSTABLE_M2"]]
    assert result["UNSTABLE_M2"] == pytest.approx(area(0, 0, 100, 100), abs=CENT)


def test_steep_land_whose_type_tells_nothing_is_unstable_and_its_area_named() -> None:
    # of A and B nobody knows, C is slope land, D a terrace, E not steep
    result = run(LAND=surveyed(parcel("A", GDPDJB="5"), parcel("B", GDPDJB="5", GDLX="?"),
                               parcel("C", GDPDJB="5", GDLX=" pd"), parcel("D", GDPDJB="5", GDLX="TT"), parcel("E")))
    assert result["UNSTABLE_M2"] == pytest.approx(area(0, 0, 300, 100), abs=3 * CENT)
    ((subject, value, message, severity),) = found(result, "stable.terrace_unknown")
    assert (subject, severity) == ("", "warning")
    assert value == pytest.approx(area(0, 0, 200, 100), abs=2 * CENT)
    assert "In 2 cultivated parcels over 25°" in message
    assert not found(result, "stable.terrace_missing")


def test_values_that_are_not_understood_are_named_with_their_area() -> None:
    land = surveyed(parcel("A", GDPDJB=None), parcel("B", GDPDJB="9"), parcel("C", TBXHDM="XXGD"),
                    parcel("D", "0201", GDPDJB=None, TBXHDM="LQYD"))
    result = run(LAND=land)
    (slope,), (detail,) = found(result, "stable.slope_unknown"), found(result, "stable.detail_unknown")
    assert slope[1] == pytest.approx(area(0, 0, 200, 100), abs=2 * CENT)
    assert "In 2 cultivated parcels" in slope[2]
    assert "(—, 9)" in slope[2]
    assert "(A, B; " in slope[2]
    assert detail[1] == pytest.approx(area(200, 0, 100, 100), abs=CENT)
    assert "(XXGD)" in detail[2]
    assert "(C; " in detail[2]


def test_of_many_parcels_that_are_not_understood_ten_are_named() -> None:
    # twelve, the second without an id: it is named last, after the ten
    result = run(LAND=surveyed(*(parcel(None if n == 2 else f"P{n:02}", GDPDJB=None) for n in range(1, 13))))
    ((_, _, message, _),) = found(result, "stable.slope_unknown")
    assert "In 12 cultivated parcels" in message
    assert "(P01, P03, P04, P05, P06, P07, P08, P09, P10, P11, …; " in message


def test_units_may_be_polygons_and_townships_come_from_codes_within_them() -> None:
    # A has the code of 410222100, a township of the third polygon only; the 10 m beyond all three are in no county,
    # and so in none of its townships
    units = layer_of([(box(-10, -10, 60, 200), {"XZQDM": "410202", "XZQMC": "龙亭区"}),
                      (box(50, -10, 30, 200), {"XZQDM": "410203", "XZQMC": "顺河回族区"}),
                      (box(80, -10, 10, 200), {"XZQDM": "410222", "XZQMC": "通许县"})],
                     {"XZQDM": "text", "XZQMC": "text"}, name="units")
    result = run(LAND=surveyed(parcel("A")), UNITS=units)
    rows = rows_of(result["SUMMARY"], "unit_code", "unit_name", "farmland_m2")
    assert [row[:2] for row in rows] == [("", ""), ("410202", "龙亭区"), ("410203", "顺河回族区"), ("410222", "通许县")]
    expected = [area(90, 0, 10, 100), area(0, 0, 50, 100), area(50, 0, 30, 100), area(80, 0, 10, 100)]
    assert [row[2] for row in rows] == pytest.approx(expected, abs=CENT)
    assert len(found(result, "units.outside")) == 1
    assert rows_of(result["TOWNSHIPS"], "unit_code", "farmland_m2") == [
        ("", pytest.approx(area(0, 0, 80, 100) + area(90, 0, 10, 100), abs=2 * CENT)),
        ("410222100", pytest.approx(area(80, 0, 10, 100), abs=CENT))]


def test_land_that_lies_in_units_to_the_last_hundredth_has_no_row_for_none() -> None:
    # the units end 0.01 mm inside the parcel: nothing that 0.01 m² could show
    units = layer_of([(box(0.00001, -10, 200, 200), {"XZQDM": "410202"})], {"XZQDM": "text"}, name="units")
    result = run(LAND=surveyed(parcel("A")), UNITS=units)
    assert [row[0] for row in rows_of(result["SUMMARY"], "unit_code")] == ["410202"]
    assert not found(result, "units.outside")


def test_land_that_parcels_share_counts_once_with_the_first_by_id(tmp_path: Path) -> None:
    # A and B have 50 m × 100 m in common, which is A's: 10 000 and 5 000 m², together 15 000 and not 20 000. All of B
    # as drawn is polluted: half of A, and what is left of B. The orchard C has 20 m of D, by its id, and E has 10 m of
    # the orchard G. That the orchards G and H overlap is no matter of cultivated land.
    rows = [(box(0, 0, 100, 100), parcel("A", "0101")), (box(50, 0, 100, 100), parcel("B", KCXS=0.1)),
            (box(300, 0, 100, 100), parcel("C", "0201")), (box(380, 0, 100, 100), parcel("D")),
            (box(600, 0, 100, 100), parcel("G", "0201")), (box(650, 0, 100, 100), parcel("H", "0201")),
            (box(520, 0, 90, 100), parcel("E"))]
    soil = mask("polluted_land", box(50, 0, 100, 100))
    record = tmp_path / "record.json"
    each = {("A", 1): area(0, 0, 50, 100), ("A", 0): area(50, 0, 50, 100), ("B", 0): area(100, 0, 50, 100),
            ("D", 1): area(400, 0, 80, 100), ("E", 1): area(520, 0, 90, 100)}
    for parcels in (rows, rows[::-1]):
        result = run(LAND=land_layer(parcels, **MORE), MASKS=[soil], RUN_RECORD=str(record))
        assert {row[:2]: row[2] for row in rows_of(result["STABLE"], "BSM", "stable", "area_m2")} == pytest.approx(
            each, abs=2 * CENT)
        # ridges: a tenth of the 5 000 m² that B has left
        assert result["FARMLAND_M2"] == pytest.approx(sum(each.values()) - each["B", 0] / 10, abs=5 * CENT)
        assert round(result["STABLE_M2"] + result["UNSTABLE_M2"], 2) == round(result["FARMLAND_M2"], 2)
        assert sum(row[0] for row in rows_of(result["SUMMARY"], "farmland_m2")) == pytest.approx(
            result["FARMLAND_M2"], abs=1e-6)
        assert rows_of(result["TOWNSHIPS"], "farmland_m2") == rows_of(result["SUMMARY"], "farmland_m2")
        assert result["RESIDUAL_M2"] < 0.01
        overlaps = {row[1:3]: row[3] for row in rows_of(
            result["FINDINGS"], "rule_id", "subject_id", "other_id", "area_m2") if row[0].startswith("land.")}
        assert overlaps == pytest.approx({
            ("A", "B"): area(50, 0, 50, 100), ("C", "D"): area(380, 0, 20, 100), ("E", "G"): area(600, 0, 10, 100)},
            abs=CENT)
        assert {row[2].partition(";")[2] for row in found(result, "land.overlap_once")} == {
            " that land counts once, with the parcel whose id comes first; parcels without one come last."}
        # the report goes from what is drawn to what counts: 20 000 + 10 000 + 9 000 m², less 5 000 and 2 000
        *steps, last = json.loads(record.read_text(encoding="utf-8"))["document"]["bridge"]
        assert steps[0]["area_m2"] == pytest.approx(sum(each.values()) + area(50, 0, 50, 100) + area(380, 0, 20, 100),
                                                    abs=5 * CENT)
        assert steps[1]["area_m2"] == pytest.approx(-area(50, 0, 50, 100) - area(380, 0, 20, 100), abs=CENT)
        assert round(sum(step["area_m2"] for step in steps), 2) == last["area_m2"] == result["STABLE_M2"]


def test_parcels_without_an_id_come_last_and_by_feature_id_among_themselves() -> None:
    # feature 2, an orchard without an id, overlaps the field A by half: A keeps its 10 000 m². Of the features 9, a
    # field, and 10, an orchard, neither has an id: 9 is less than 10, and the field keeps its 10 000 m², too
    rows = [(box(0, 0, 100, 100), parcel("A")), (box(50, 0, 100, 100), parcel(None, "0201")),
            *((box(200 * n, 0, 100, 100), parcel(f"W{n}", "0301")) for n in range(3, 9)),
            (box(2000, 0, 100, 100), parcel(None)), (box(2050, 0, 100, 100), parcel("", "0201"))]
    result = run(LAND=land_layer(rows, **MORE))
    assert result["FARMLAND_M2"] == pytest.approx(area(0, 0, 100, 100) + area(2000, 0, 100, 100), abs=2 * CENT)
    # who keeps the land is named first
    assert sorted(row[1:] for row in rows_of(result["FINDINGS"], "rule_id", "subject_id", "other_id")
                  if row[0] == "land.overlap_once") == [("#9", "#10"), ("A", "#2")]


def test_a_parcel_that_is_there_twice_counts_once_by_its_declared_area() -> None:
    twice = [(box(0, 0, 100, 100), parcel("A", TBMJ=10_010.0)), (box(0, 0, 100, 100), parcel("B", TBMJ=10_010.0))]
    result = run(LAND=land_layer(twice, **MORE), AREA_BASIS="tbmj")
    assert rows_of(result["STABLE"], "BSM", "net_m2") == [("A", 10_010.0)]
    assert {row[:3] for row in rows_of(result["FINDINGS"], "rule_id", "subject_id", "other_id")
            if row[0].startswith(("land.", "closure."))} == {("land.duplicate", "A", "B")}


def test_a_ground_can_be_switched_off_by_the_users_rules(tmp_path: Path) -> None:
    own = tmp_path / "own.json"
    own.write_text(json.dumps({"rows": [{"id": "stable.slope", "thresholds": {"applies": False}},
                                        {"id": "stable.saline", "thresholds": {"applies": True}}]}), encoding="utf-8")
    result = run(LAND=surveyed(parcel("A", GDPDJB="5"), parcel("B", TBXHDM="YJGD")), RULES=str(own))
    assert rows_of(result["STABLE"], "BSM", "stable", "rule_id") == [("A", 1, None), ("B", 0, "stable.saline")]
    ((saline,),) = rows_of(result["SUMMARY"], "saline_m2")
    assert saline == result["UNSTABLE_M2"]


def test_the_report_adds_up(tmp_path: Path) -> None:
    record = tmp_path / "record.json"
    report = tmp_path / "report.html"
    land = surveyed(parcel("A"), parcel("B", "0103", GDPDJB="5", KCXS=0.1234), parcel("C", TBXHDM="HDGD"))
    result = run(LAND=land, RUN_RECORD=str(record), REPORT=str(report))
    document = json.loads(record.read_text(encoding="utf-8"))["document"]
    *steps, last = document["bridge"]
    assert round(sum(step["area_m2"] for step in steps), 2) == last["area_m2"] == result["STABLE_M2"]
    for table in document["tables"]:
        keys = [item["key"] for item in table["columns"] if item["key"] not in {"code", "name"}]
        for key in keys:
            parts = sum(float(row[key]) for row in table["rows"])
            assert parts == pytest.approx(float(table["total"][key]), abs=1e-6)
        for row in [*table["rows"], table["total"]]:
            assert float(row["farmland"]) == pytest.approx(float(row["stable"]) + float(row["unstable"]), abs=1e-6)
    assert "Stable cultivated land" in report.read_text(encoding="utf-8")


def test_land_without_any_cultivated_parcel_gives_empty_results() -> None:
    result = run(LAND=surveyed(parcel("A", "0201")))
    assert (result["FARMLAND_M2"], result["STABLE_M2"], result["STABLE"].featureCount()) == (0, 0, 0)


def test_the_example_of_the_help_page() -> None:
    land = surveyed(parcel("A", "0103", KCXS=0.1234, GDPDJB="5", GDLX="PD", TBMJ=10_000.0), parcel("B", TBMJ=10_000.0))
    result = run(LAND=land, AREA_BASIS="tbmj", MASKS=[mask("polluted_land", box(100, 0, 30, 100))])
    rows = rows_of(result["STABLE"], "BSM", "net_m2", "rule_id")
    assert sorted(rows, key=lambda row: row[:2]) == [
        ("A", 8_766.0, "stable.slope"), ("B", 3_000.0, "stable.polluted"), ("B", 7_000.0, None)]
    assert [result[key] for key in ("FARMLAND_M2", "STABLE_M2", "UNSTABLE_M2")] == [18_766.0, 7_000.0, 11_766.0]


def test_land_of_no_class_is_told_to_count_nowhere_here() -> None:
    # only A is cultivated; B has a class nobody knows, C none, and the figures are those of A
    result = run(LAND=surveyed(parcel("A"), parcel("B", "9999"), parcel("C", None)), CLASS_SYSTEM="survey_2019")
    assert result["FARMLAND_M2"] == pytest.approx(area(0, 0, 100, 100), abs=CENT)
    for rule, subject in (("land.class_unknown", "B"), ("land.class_empty", "C")):
        ((told, _, message, _),) = found(result, rule)
        assert told == subject
        assert message.endswith(
            "counts in no class and not as cultivated land, only in totals of all land where there are any.")
