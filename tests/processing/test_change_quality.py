"""How good the land is that went out and came in: grades and capacities beside the verdict on quantity.

Capacities are (16 − grade) × 1500 kg per hectare, worked by hand; widths give whole hectares on the ellipsoid.
"""
from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import layer_of, rows_of
from tests.processing.epochs import UNIT, findings, parcel, polygon_layer, run, survey, width_of
from tests.processing.places import CENT, area, box

if TYPE_CHECKING:
    from pathlib import Path

    from qgis.core import QgsVectorLayer

pytestmark = pytest.mark.usefixtures("kf_provider")

HEIGHT = 200.0
QUALITY = ("out_grade", "in_grade", "out_capacity_kg", "in_capacity_kg")


def epochs(*parts: tuple[float, str, Any, str, Any], **more: Any) -> tuple[QgsVectorLayer, QgsVectorLayer]:
    """Return two surveys of parcels side by side: (hectares, class before, grade before, class after, grade after)."""
    before, after, left = [], [], 0.0
    for place, (hectares, earlier, was, later, now) in enumerate(parts):
        width = width_of(hectares, left, HEIGHT)
        shape = box(left, 0, width, HEIGHT)
        name = "ABCDEFGH"[place]
        before.append((shape, parcel(name, earlier, GDDB=was, **more)))
        after.append((shape, parcel(name, later, GDDB=now, GDPDJB="1", **more)))
        left += width
    return survey(*before, name="earlier"), survey(*after, name="later")


WORKED = ((2.0, "0102", 6, "0201", None), (1.0, "0102", 9, "0301", None), (3.0, "0404", None, "0102", 8))


@pytest.mark.parametrize("output", ["ACCOUNT", "TOWNSHIPS"])
def test_the_worked_example_is_balanced_in_quantity_and_worse_in_quality(output: str) -> None:
    """(2 × 6 + 1 × 9) / 3 = 7.0, 2 × 15 000 + 10 500 = 40 500 kg out; grade 8, 3 × 12 000 = 36 000 kg in."""
    result = run(*epochs(*WORKED))
    assert rows_of(result[output], "net_m2", "balanced", *QUALITY) == [(0.0, 1, 7.0, 8.0, 40_500.0, 36_000.0)]
    told = findings(result, "subject_id", "severity", "rule_status", "area_m2", "clause", "message")
    ((unit, severity, status, amount, clause, message),) = told["change.quality_lower"]
    assert (unit, severity, status, amount) == ("410222", "warning", "house", 30_000.0)
    assert "自然资发〔2021〕166号" in clause
    assert "is 8, worse than the 7 of what is to be matched" in message
    assert "change.quality_unknown" not in told
    assert "change.short" not in told


@pytest.mark.parametrize(("grade", "told"), [(6, False), (7, False), (8, True)])
def test_land_as_good_is_not_worse(grade: int, told: bool) -> None:
    """Out 7.0; in 3 ha of one grade."""
    result = run(*epochs(*WORKED[:2], (3.0, "0404", None, "0102", grade)))
    assert ("change.quality_lower" in findings(result)) == told
    assert rows_of(result["ACCOUNT"], "in_grade", "in_capacity_kg") == [(grade, 3 * (16 - grade) * 1500.0)]


def test_only_what_is_to_be_matched_and_stable_counts() -> None:
    """1 ha of grade 6 is to be matched by 1 ha of grade 6; what is exempt (1), built (1) or on a beach (15) is not."""
    before, after = epochs(
        (1.0, "0102", 6, "0201", None), (1.0, "0102", 1, "0301", None), (1.0, "0102", 1, "0601", None),
        (1.0, "0404", None, "0102", 6), (1.0, "0404", None, "0102", 15))
    assert after.startEditing()
    (beach,) = [feature.id() for feature in after.getFeatures() if feature["BSM"] == "E"]
    after.changeAttributeValue(beach, after.fields().indexOf("TBXHDM"), "HDGD")
    assert after.commitChanges()
    one, two = width_of(1.0, 0, HEIGHT), width_of(1.0, width_of(1.0, 0, HEIGHT), HEIGHT)
    exempt = polygon_layer((box(one, 0, two, HEIGHT), {"kind": "国家生态退耕"}), name="exempt", kind="text")
    result = run(before, after, EXEMPT=exempt)
    assert rows_of(result["ACCOUNT"], *QUALITY) == [(6.0, 6.0, 15_000.0, 15_000.0)]
    assert "change.quality_lower" not in findings(result)


@pytest.mark.parametrize("grade", [None, 16])
def test_a_missing_grade_is_never_0_and_its_area_is_named(grade: int | None) -> None:
    """1 ha of 3 that went out has no grade, or one off the scale; what came in has one."""
    result = run(*epochs(WORKED[0], (1.0, "0102", grade, "0301", None), WORKED[2]))
    assert rows_of(result["ACCOUNT"], "balanced", *QUALITY) == [(1, None, 8.0, None, 36_000.0)]
    told = findings(result, "severity", "area_m2", "message")
    ((severity, amount, message),) = told["change.quality_unknown"]
    assert (severity, amount) == ("info", 10_000.0)
    assert "(of what is to be matched 10000.00, of the stable part of in 0.00 m²)" in message
    assert "change.quality_lower" not in told


def test_a_grade_that_came_in_missing_is_named_and_nothing_is_said_where_nothing_went_out() -> None:
    result = run(*epochs(*WORKED[:2], (3.0, "0404", None, "0102", None)))
    assert rows_of(result["ACCOUNT"], *QUALITY) == [(7.0, None, 40_500.0, None)]
    assert findings(result, "area_m2")["change.quality_unknown"] == [(30_000.0,)]
    result = run(*epochs((3.0, "0404", None, "0102", None)))
    assert rows_of(result["ACCOUNT"], *QUALITY) == [(None, None, 0.0, None)]
    assert "change.quality_unknown" not in findings(result)


def test_where_nothing_moved_there_is_no_grade_and_no_grain() -> None:
    result = run(*epochs((1.0, "0102", 6, "0102", 9)))
    assert rows_of(result["ACCOUNT"], *QUALITY) == [(None, None, 0.0, 0.0)]
    assert not {"change.quality_lower", "change.quality_unknown"} & set(findings(result))


def test_every_unit_has_its_own_quality_and_capacities_sum_up() -> None:
    """Township 100: grade 6 out, 8 in; township 200: grade 9 out, 5 in; the county: 7.5 out, 6.5 in, better."""
    parts = [(1.0, "0102", 6, "0201", None), (1.0, "0404", None, "0102", 8), (1.0, "0102", 9, "0201", None),
             (1.0, "0404", None, "0102", 5)]
    before, after = epochs(*parts)
    for layer in (before, after):
        assert layer.startEditing()
        for feature in layer.getFeatures():
            if feature["BSM"] in "CD":
                layer.changeAttributeValue(feature.id(), layer.fields().indexOf("ZLDWDM"), "4102222002010000000")
        assert layer.commitChanges()
    result = run(before, after)
    assert rows_of(result["TOWNSHIPS"], "township_code", *QUALITY) == [
        ("410222100", 6.0, 8.0, 15_000.0, 12_000.0), ("410222200", 9.0, 5.0, 10_500.0, 16_500.0)]
    assert rows_of(result["ACCOUNT"], *QUALITY) == [(7.5, 6.5, 25_500.0, 28_500.0)]
    assert "change.quality_lower" not in findings(result)
    units = polygon_layer((box(0, -1, width_of(1.0, 0, HEIGHT) * 2.00001, HEIGHT + 2),
                           {"XZQDM": "410222100", "XZQMC": "West"}), name="units", XZQDM="text", XZQMC="text")
    result = run(before, after, UNITS=units)
    assert [row[0] for row in findings(result, "subject_name")["change.quality_lower"]] == ["West"]


def test_means_are_by_area_net_of_field_ridges_of_either_epoch() -> None:
    """1 ha of grade 6 with 10 % ridges: 0.9 ha, 13 500 kg; with 1 ha of grade 9 (0 %): (5.4 + 9) / 1.9."""
    before, after = epochs((1.0, "0102", 6, "0201", None), (1.0, "0102", 9, "0201", None))
    assert before.startEditing()
    (first,) = [feature.id() for feature in before.getFeatures() if feature["BSM"] == "A"]
    before.changeAttributeValue(first, before.fields().indexOf("KCXS"), 0.1)
    assert before.commitChanges()
    ((grade, capacity),) = rows_of(run(before, after)["ACCOUNT"], "out_grade", "out_capacity_kg")
    assert (grade, capacity) == (pytest.approx(14.4 / 1.9, abs=1e-9), 24_000.0)


def test_fields_of_other_names_and_own_capacities_are_used(tmp_path: Path) -> None:
    """Grades stand in DB1 and DB2; the county's own table gives 10 000 kg for grade 6 and 7 000 for grade 8."""
    shape = box(0, 0, width_of(1.0, 0, HEIGHT), HEIGHT)
    beside = box(500, 0, 100, HEIGHT)
    fields = {"BSM": "text", "DLBM": "text", "ZLDWDM": "text", "GDPDJB": "text"}
    before = layer_of([(shape, {"BSM": "A", "DLBM": "0102", "ZLDWDM": UNIT, "DB1": 6}),
                       (beside, {"BSM": "B", "DLBM": "0404", "ZLDWDM": UNIT})], {**fields, "DB1": "integer"}, name="b")
    after = layer_of([(shape, {"BSM": "A", "DLBM": "0201", "ZLDWDM": UNIT}),
                      (beside, {"BSM": "B", "DLBM": "0102", "ZLDWDM": UNIT, "DB2": 8, "GDPDJB": "1"})],
                     {**fields, "DB2": "integer"}, name="a")
    own = tmp_path / "own.csv"
    own.write_text("unit_code,grade,kg_per_ha\n410222,6,10000\n410222,8,7000\n", encoding="utf-8")
    result = run(before, after, LAND_BEFORE_GRADE_FIELD="DB1", LAND_AFTER_GRADE_FIELD="DB2", GRADES=str(own))
    grain = area(500, 0, 100, HEIGHT) * 0.7
    assert rows_of(result["ACCOUNT"], *QUALITY) == [(6.0, 8.0, 10_000.0, pytest.approx(grain, abs=CENT))]
    units = polygon_layer((box(-1, -1, 1000, 1000), {"XZQDM": "410222", "XZQMC": "Tongxu"}), name="units",
                          XZQDM="text", XZQMC="text")  # parcels without a location code are their unit's
    nowhere = [survey((shape, {"BSM": "A", "DLBM": code, "GDDB": 6})) for code in ("0102", "0201")]
    assert rows_of(run(*nowhere, UNITS=units, GRADES=str(own))["ACCOUNT"], "out_capacity_kg") == [(10_000.0,)]
    own.write_text("unit_code,grade,kg_per_ha\n999999,6,10000\n", encoding="utf-8")
    assert "capacity.own_unused" in findings(run(before, after, GRADES=str(own)))
    with pytest.raises(Exception, match="has no field “DB3”"):
        run(before, after, LAND_AFTER_GRADE_FIELD="DB3")


def test_the_report_shows_grade_and_capacity_beside_the_verdict(tmp_path: Path) -> None:
    run(*epochs(*WORKED), REPORT=str(tmp_path / "r.html"), RUN_RECORD=str(tmp_path / "r.json"))
    document = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["document"]
    table = next(one for one in document["tables"] if one["title"].startswith("Quality"))
    figures = {"due": "30000.00", "out_grade": "7.0000", "out_capacity": "40500.00", "stable": "30000.00",
               "in_grade": "8.0000", "in_capacity": "36000.00", "quality": "worse"}
    for row in (*table["rows"], table["total"]):
        assert {key: row[key] for key in figures} == figures
    account = next(one for one in document["tables"] if "by unit" in one["title"] and "verdict" in one["rows"][0])
    assert account["rows"][0]["verdict"] == "balanced"
    assert any(rule["id"] == "capacity.grade" for rule in document["rules"])
    run(*epochs(*WORKED[:2], (3.0, "0404", None, "0102", None)), RUN_RECORD=str(tmp_path / "u.json"))
    document = json.loads((tmp_path / "u.json").read_text(encoding="utf-8"))["document"]
    table = next(one for one in document["tables"] if one["title"].startswith("Quality"))
    assert [table["rows"][0][key] for key in ("in_grade", "in_capacity", "quality")] == ["unknown"] * 3


@pytest.mark.parametrize(("day", "cited"), [("2021-11-26", False), ("2021-11-27", True)])
def test_the_notice_is_cited_from_its_day_on(day: str, cited: bool) -> None:
    ((clause,),) = findings(run(*epochs(*WORKED), RULES_DATE=day), "clause")["change.quality_lower"]
    assert ("自然资发〔2021〕166号" in (clause or "")) == cited


@pytest.mark.usefixtures("chinese_texts")
def test_a_chinese_run_speaks_of_quality_in_chinese() -> None:
    told = findings(run(*epochs(*WORKED)), "message")
    assert told["change.quality_lower"][0][0].startswith(
        "通许县（410222）流入的稳定耕地平均等别 8，劣于须补足的流出耕地的 7（数值越小越好）")
    told = findings(run(*epochs(*WORKED[:2], (3.0, "0404", None, "0102", None))), "message")
    assert told["change.quality_unknown"][0][0].startswith("通许县（410222）有 30000.00 平方米耕地没有等别")
