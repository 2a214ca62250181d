"""Farmland occupation end to end, on layouts small enough to work by hand.

Areas come from an independent source (GeographicLib, ``tests.rules.geodesy``); everything else from the arithmetic
written beside it.
"""
from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import processing
import pytest
from qgis.core import QgsProcessingException, QgsVectorLayer

from tests.builders import land_layer, layer_of, project_layer, rows_of
from tests.processing.places import CENT, area, box

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("kf_provider")


def parcel(bsm: str, code: str, **more: Any) -> dict[str, Any]:
    """Return the attributes of a parcel in 410222 (通许县), grade 7 unless said otherwise."""
    names = {"0101": "水田", "0102": "水浇地", "0103": "旱地", "0201": "果园", "1001": "铁路用地"}
    return {"BSM": bsm, "DLBM": code, "DLMC": names.get(code), "ZLDWDM": "4102221002010000000", "GDDB": 7, **more}


def run(**parameters: Any) -> dict[str, Any]:
    """Run with memory outputs; returned layers are vector layers."""
    wanted = {"PIECES": "memory:", "SUMMARY": "memory:", "FINDINGS": "memory:", "FINDING_POINTS": "memory:"}
    return processing.run("kf:farmlandoccupation", {**wanted, **parameters})


def rules(result: dict[str, Any]) -> set[str]:
    """Return the ids of the rules that findings were made under."""
    return {row[0] for row in rows_of(result["FINDINGS"], "rule_id")}


@pytest.fixture
def land() -> QgsVectorLayer:
    """Return three parcels side by side, 100 m wide: paddy grade 6, dry land with ridges, orchard."""
    return land_layer([
        (box(0, 0, 100, 100), parcel("A", "0101", GDDB=6)),
        (box(100, 0, 100, 100), parcel("B", "0103", KCXS=0.1234)),
        (box(200, 0, 100, 100), parcel("C", "0201", GDDB=None)),
    ])


def test_figures_of_one_project(land: QgsVectorLayer) -> None:
    projects = project_layer([(box(50, 10, 200, 50), {"project_id": "P1", "project_name": "厂房"})])
    result = run(PROJECTS=projects, LAND=land)
    paddy, dry = area(50, 10, 50, 50), area(100, 10, 100, 50)
    net_dry = dry - round(dry * 0.1234, 2)
    assert result["PADDY_M2"] == pytest.approx(paddy, abs=2 * CENT)
    assert result["FARMLAND_M2"] == pytest.approx(paddy + net_dry, abs=3 * CENT)
    # (16 − 6) × 1500 = 15 000 and (16 − 7) × 1500 = 13 500 kg/ha
    assert result["CAPACITY_KG"] == pytest.approx((paddy * 15_000 + net_dry * 13_500) / 10_000, abs=0.05)
    assert result["PERMANENT_M2"] == 0
    assert abs(result["RESIDUAL_M2"]) < 1e-4
    fields = ("project_id", "project_name", "unit_code", "area_m2", "outside_m2", "irrigated_m2", "mean_grade")
    rows = rows_of(result["SUMMARY"], *fields)
    assert [row[:3] for row in rows] == [("P1", "厂房", "410222")]
    assert rows[0][3] == pytest.approx(area(50, 10, 200, 50), abs=CENT)
    assert rows[0][4:6] == (0, 0)
    assert rows[0][6] == pytest.approx((6 * paddy + 7 * net_dry) / (paddy + net_dry), abs=1e-5)


def test_slivers_are_what_cutting_left_and_no_narrow_parcels() -> None:
    """A ditch 5 cm wide lies wholly in the project; of the parcel to the right the project takes 5 cm of 100 m."""
    land = land_layer([(box(0, 0, 100, 100), parcel("A", "0102")), (box(100, 0, 0.05, 100), parcel("B", "0102")),
                       (box(100.05, 0, 99.95, 100), parcel("C", "0102"))])
    projects = project_layer([(box(0, 0, 100.05, 100), {"project_id": "P1"}),
                              (box(-50, 0, 150.10, 100), {"project_id": "P2"})])
    findings = rows_of(run(PROJECTS=projects, LAND=land)["FINDINGS"], "rule_id", "subject_id", "area_m2")
    assert [row[1:] for row in findings if row[0] == "closure.sliver"] == [("P2", pytest.approx(5.0, abs=0.01))]


def test_pieces_cover_every_class_and_sum_to_the_project(land: QgsVectorLayer) -> None:
    projects = project_layer([(box(50, 10, 200, 50), {"project_id": "P1"})])
    result = run(PROJECTS=projects, LAND=land)
    pieces = rows_of(result["PIECES"], "BSM", "DLBM", "area_m2", "deduction_m2", "net_m2", "capacity_kg", "land_fid")
    fids = {feature["BSM"]: feature.id() for feature in land.getFeatures()}
    assert [(row[0], row[1], row[6]) for row in pieces] == [
        ("A", "0101", fids["A"]), ("B", "0103", fids["B"]), ("C", "0201", fids["C"])]
    assert sum(round(row[2] * 100) for row in pieces) == round(rows_of(result["SUMMARY"], "area_m2")[0][0] * 100)
    for _, _, gross, deduction, net, _, _ in pieces:
        assert round(gross * 100) == round(net * 100) + round(deduction * 100)
    assert pieces[2][5] == 0  # an orchard bears no grain capacity of cultivated land


def test_outside_the_survey_is_measured_and_reported(land: QgsVectorLayer) -> None:
    projects = project_layer([(box(250, 0, 100, 100), {"project_id": "P1"}),
                              (box(900, 0, 10, 10), {"project_id": "P2"})])
    result = run(PROJECTS=projects, LAND=land)
    rows = rows_of(result["SUMMARY"], "project_id", "unit_code", "area_m2", "outside_m2")
    assert [row[:2] for row in rows] == [("P1", "410222"), ("P2", "")]
    assert rows[0][2] == pytest.approx(area(250, 0, 100, 100), abs=CENT)
    assert rows[0][3] == pytest.approx(area(300, 0, 50, 100), abs=2 * CENT)
    assert rows[1][2] == rows[1][3] == pytest.approx(area(900, 0, 10, 10), abs=CENT)
    assert {"project.partly_outside", "project.outside_land"} <= rules(result)


def test_permanent_farmland_splits_pieces_and_counts_net_and_gross(land: QgsVectorLayer) -> None:
    permanent = layer_of([(box(150, 0, 100, 100), {"BSM": "Y1"})], {"BSM": "text"})
    projects = project_layer([(box(100, 0, 200, 100), {"project_id": "P1"})])
    result = run(PROJECTS=projects, LAND=land, PERMANENT_FARMLAND=permanent)
    pieces = rows_of(result["PIECES"], "BSM", "permanent")
    assert sorted(pieces) == [("B", 0), ("B", 1), ("C", 0), ("C", 1)]
    half = area(150, 0, 50, 100)
    assert result["PERMANENT_M2"] == pytest.approx(half * (1 - 0.1234), abs=4 * CENT)
    gross = rows_of(result["SUMMARY"], "permanent_gross_m2")[0][0]
    assert gross == pytest.approx(area(150, 0, 100, 100), abs=4 * CENT)  # all classes
    found = {row[0]: row[1:] for row in rows_of(result["FINDINGS"], "rule_id", "severity", "clause", "subject_id")}
    severity, clause, subject = found["farmland.permanent_occupied"]
    assert (severity, subject) == ("error", "P1")
    assert "35" in clause  # Land Administration Law, article 35


def test_permanent_farmland_is_guarded_whatever_a_parcel_shows(land: QgsVectorLayer) -> None:
    # the line covers the orchard and 100 m beyond the survey; no cultivated parcel is taken, yet nothing passes unseen
    permanent = layer_of([(box(200, 0, 200, 100), {"BSM": "Y1"})], {"BSM": "text"})
    projects = project_layer([(box(250, 0, 100, 100), {"project_id": "P1"})])
    result = run(PROJECTS=projects, LAND=land, PERMANENT_FARMLAND=permanent)
    assert result["PERMANENT_M2"] == 0
    gross = rows_of(result["SUMMARY"], "permanent_gross_m2")[0][0]
    assert gross == pytest.approx(area(250, 0, 100, 100), abs=2 * CENT)
    found = {row[0]: row[1] for row in rows_of(result["FINDINGS"], "rule_id", "area_m2")}
    assert "farmland.permanent_occupied" not in found
    assert found["farmland.permanent_not_cultivated"] == pytest.approx(gross, abs=CENT)


def test_findings_keep_identities_apart() -> None:
    # two parcels with one BSM, each with two faults
    land = land_layer([(box(100 * i, 0, 100, 100), parcel("SAME", "0103", KCXS=2.0, GDDB=None)) for i in range(2)])
    result = run(PROJECTS=project_layer([(box(50, 0, 100, 100), {"project_id": "P1"})]), LAND=land)
    ids = [row[0] for row in rows_of(result["FINDINGS"], "finding_id")]
    assert len(ids) == len(set(ids)) >= 4
    again = run(PROJECTS=project_layer([(box(50, 0, 100, 100), {"project_id": "P1"})]), LAND=land)
    assert [row[0] for row in rows_of(again["FINDINGS"], "finding_id")] == ids


def test_overlapping_projects_count_once_in_the_total(land: QgsVectorLayer) -> None:
    projects = project_layer([(box(0, 0, 60, 100), {"project_id": "P2"}), (box(40, 0, 40, 100), {"project_id": "P1"})])
    result = run(PROJECTS=projects, LAND=land)
    each = {row[0]: row[1] for row in rows_of(result["SUMMARY"], "project_id", "farmland_m2")}
    assert each["P1"] == pytest.approx(area(40, 0, 40, 100), abs=3 * CENT)
    assert each["P2"] == pytest.approx(area(0, 0, 60, 100), abs=3 * CENT)
    assert result["FARMLAND_M2"] == pytest.approx(area(0, 0, 80, 100), abs=4 * CENT)
    assert "project.overlap" in rules(result)
    # P1 comes first by id, whatever the order of rows: the shared part counts there
    assert {row for row in rows_of(result["PIECES"], "project_id", "counted")} == {("P1", 1), ("P2", 1), ("P2", 0)}


def test_missing_and_impossible_grades_leave_capacity_unknown() -> None:
    land = land_layer([(box(0, 0, 100, 100), parcel("A", "0102", GDDB=None)),
                       (box(100, 0, 100, 100), parcel("B", "0102", GDDB=16))])
    result = run(PROJECTS=project_layer([(box(50, 0, 100, 100), {"project_id": "P1"})]), LAND=land)
    assert result["CAPACITY_KG"] is None
    assert rows_of(result["SUMMARY"], "capacity_kg") == [(None,)]
    assert {"land.grade_missing", "land.grade_range"} <= rules(result)


def test_an_impossible_grade_is_no_part_of_the_mean() -> None:
    # 0 is what Shapefiles store for nothing: the mean of 7 and it would be 3.5, better than any land around
    land = land_layer([(box(0, 0, 100, 100), parcel("A", "0102")),
                       (box(100, 0, 100, 100), parcel("B", "0102", GDDB=0))])
    result = run(PROJECTS=project_layer([(box(50, 0, 100, 100), {"project_id": "P1"})]), LAND=land)
    assert rows_of(result["SUMMARY"], "mean_grade") == [(None,)]
    assert sorted(rows_of(result["PIECES"], "BSM", "GDDB")) == [("A", 7), ("B", None)]


def own_capacities(folder: Path, rows: str) -> str:
    path = folder / "产能.csv"
    path.write_text(f"unit_code,grade,kg_per_ha\n{rows}\n", encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("code", ["410222", "410222100"])
def test_own_capacities_by_county_and_township(tmp_path: Path, code: str) -> None:
    land = land_layer([(box(0, 0, 100, 100), {**parcel("A", "0102"), "ZLDWDM": "4102221002010000000"})])
    result = run(PROJECTS=project_layer([(box(10, 10, 50, 50), {"project_id": "P1"})]), LAND=land,
                 GRADES=own_capacities(tmp_path, f"{code},7,5000"))
    assert result["CAPACITY_KG"] == pytest.approx(area(10, 10, 50, 50) / 10_000 * 5000, abs=0.02)
    assert "capacity.own_unused" not in rules(result)


def test_own_capacities_follow_the_unit_where_parcels_have_no_location(tmp_path: Path) -> None:
    land = land_layer([(box(0, 0, 100, 100), {**parcel("A", "0102"), "ZLDWDM": None})])
    units = layer_of([(box(-10, -10, 200, 200), {"XZQDM": "410222"})], {"XZQDM": "text"})
    projects = project_layer([(box(10, 10, 50, 50), {"project_id": "P1"})])
    result = run(PROJECTS=projects, LAND=land, UNITS=units, GRADES=own_capacities(tmp_path, "410222,7,5000"))
    assert result["CAPACITY_KG"] == pytest.approx(area(10, 10, 50, 50) / 10_000 * 5000, abs=0.02)


def test_own_capacities_of_other_counties_are_told_and_a_city_is_none(tmp_path: Path) -> None:
    # 410200000000 is the city's code: which county A lies in it does not tell
    land = land_layer([(box(0, 0, 100, 100), {**parcel("A", "0102"), "ZLDWDM": "410200000000"}),
                       (box(100, 0, 100, 100), {**parcel("B", "0102"), "ZLDWDM": "4102221002010000000"})])
    result = run(PROJECTS=project_layer([(box(10, 10, 150, 50), {"project_id": "P1"})]), LAND=land,
                 GRADES=own_capacities(tmp_path, "410202,7,5000"))
    [told] = [row[1] for row in rows_of(result["FINDINGS"], "rule_id", "message") if row[0] == "capacity.own_unused"]
    assert "410222, —" in told
    assert "410200" not in told


def test_a_survey_without_coefficients_says_that_nothing_was_deducted() -> None:
    land = layer_of([(box(0, 0, 100, 100), {"BSM": "A", "DLBM": "0103"})], {"BSM": "text", "DLBM": "text"})
    result = run(PROJECTS=project_layer([(box(10, 10, 50, 50), {"project_id": "P1"})]), LAND=land)
    [told] = [row for row in rows_of(result["FINDINGS"], "rule_id", "area_m2")
              if row[0] == "land.deduction_field_missing"]
    assert told[1] == pytest.approx(area(10, 10, 50, 50), abs=CENT)


def test_deductions_out_of_range_are_findings_and_not_applied() -> None:
    land = land_layer([(box(0, 0, 100, 100), parcel("A", "0103", KCXS=1.2)),
                       (box(100, 0, 100, 100), parcel("B", "0201", KCXS=0.1))])
    result = run(PROJECTS=project_layer([(box(50, 0, 100, 100), {"project_id": "P1"})]), LAND=land)
    assert result["FARMLAND_M2"] == pytest.approx(area(50, 0, 50, 100), abs=2 * CENT)
    assert {"land.deduction_range", "land.deduction_not_cultivated"} <= rules(result)


def test_units_by_geometry_also_without_a_code(land: QgsVectorLayer) -> None:
    units = layer_of([(box(-10, -10, 85, 200), {"XZQDM": "410202", "XZQMC": "龙亭区"}),
                      (box(75, -10, 300, 200), {"XZQDM": None, "XZQMC": "示范区"})],
                     {"XZQDM": "text", "XZQMC": "text"})
    projects = project_layer([(box(50, 0, 100, 100), {"project_id": "P1"})])
    result = run(PROJECTS=projects, LAND=land, UNITS=units)
    rows = rows_of(result["SUMMARY"], "unit_code", "unit_name", "area_m2")
    assert [row[:2] for row in rows] == [("", "示范区"), ("410202", "龙亭区")]
    assert rows[1][2] == pytest.approx(area(50, 0, 25, 100), abs=2 * CENT)
    assert "units.code_missing" in rules(result)


def test_land_in_no_unit_is_a_matter_of_the_units_layer(land: QgsVectorLayer) -> None:
    units = layer_of([(box(-10, -10, 85, 200), {"XZQDM": "410202"})], {"XZQDM": "text"}, name="区县")
    projects = project_layer([(box(50, 0, 100, 100), {"project_id": "P1"})])
    result = run(PROJECTS=projects, LAND=land, UNITS=units)
    found = {row[0]: row[1:] for row in rows_of(result["FINDINGS"], "rule_id", "role", "message", "area_m2")}
    role, message, beyond = found["units.outside"]
    # the land is named too: where a run has two surveys both may have such land
    assert (role, "of “land” lie in no unit of the units layer “区县”" in message) == ("admin_units", True)
    assert beyond == pytest.approx(area(75, 0, 75, 100), abs=3 * CENT)


def test_overlapping_units_are_named_and_shared_out_by_shape(land: QgsVectorLayer) -> None:
    units = layer_of([(box(-10, -10, 100, 200), {"XZQDM": "410202"}), (box(60, -10, 300, 200), {"XZQDM": "410222"})],
                     {"XZQDM": "text"})
    result = run(PROJECTS=project_layer([(box(0, 0, 200, 100), {"project_id": "P1"})]), LAND=land, UNITS=units)
    found = {row[0]: row[1:] for row in rows_of(result["FINDINGS"], "rule_id", "subject_id", "other_id")}
    assert found["units.overlap"] == ("410202", "410222")
    assert sum(row[0] for row in rows_of(result["SUMMARY"], "area_m2")) == pytest.approx(area(0, 0, 200, 100), abs=0.01)


def test_a_coefficient_of_more_decimals_is_used_with_four_and_said_so() -> None:
    land = land_layer([(box(0, 0, 100, 100), parcel("A", "0103", KCXS=0.12345))])
    result = run(PROJECTS=project_layer([(box(0, 0, 100, 100), {"project_id": "P1"})]), LAND=land)
    assert "land.deduction_decimals" in rules(result)
    assert rows_of(result["PIECES"], "KCXS") == [(0.1235,)]  # half-up
    # 9 999.82 × 0.1235 = 1 234.97777
    assert rows_of(result["PIECES"], "deduction_m2") == [(1234.98,)]


def test_tbmj_is_the_signed_figure(land: QgsVectorLayer) -> None:
    land.startEditing()
    for feature in land.getFeatures():
        land.changeAttributeValue(feature.id(), land.fields().indexOf("TBMJ"),
                                  {"A": 10_050.0, "B": 10_000.0, "C": None}[feature["BSM"]])
    land.commitChanges()
    projects = project_layer([(box(0, 0, 250, 100), {"project_id": "P1"})])
    result = run(PROJECTS=projects, LAND=land, AREA_BASIS="tbmj")
    pieces = {row[0]: row[1] for row in rows_of(result["PIECES"], "BSM", "area_m2")}
    assert pieces["A"] == 10_050.0
    assert pieces["B"] == 10_000.0
    assert pieces["C"] == pytest.approx(area(200, 0, 50, 100), abs=2 * CENT)
    assert "land.tbmj_invalid" in rules(result)


def test_a_tbmj_in_mu_is_no_area_to_adjust_to() -> None:
    land = land_layer([(box(0, 0, 100, 100), parcel("A", "0102", TBMJ=15.0))])  # 1 ha is 15 mu
    project = project_layer([(box(0, 0, 100, 100), {"project_id": "P1"})])
    result = run(PROJECTS=project, LAND=land, AREA_BASIS="tbmj")
    assert result["FARMLAND_M2"] == pytest.approx(area(0, 0, 100, 100), abs=CENT)
    assert "land.tbmj_differs" in rules(result)


def test_planning_layer_is_refused() -> None:
    plan = land_layer([(box(0, 0, 100, 100), {"BSM": "A", "DLBM": "1001", "DLMC": "工业用地"}),
                       (box(100, 0, 100, 100), {"BSM": "B", "DLBM": "1207", "DLMC": "城镇村道路用地"})])
    with pytest.raises(QgsProcessingException, match="1001"):
        run(PROJECTS=project_layer([(box(50, 0, 100, 100), {"project_id": "P1"})]), LAND=plan)


def test_class_map_turns_foreign_values_into_survey_classes(tmp_path: Path) -> None:
    table = tmp_path / "对照 表.csv"
    table.write_text("value,DLBM\n100,0101\n200,0103\n", encoding="gb18030")
    land = layer_of([(box(0, 0, 100, 100), {"land_type": 100}), (box(100, 0, 100, 100), {"land_type": 200}),
                     (box(200, 0, 100, 100), {"land_type": 300})], {"land_type": "integer"})
    result = run(PROJECTS=project_layer([(box(50, 0, 200, 100), {"project_id": "P1"})]), LAND=land,
                 LAND_CLASS_FIELD="land_type", CLASS_MAP=str(table))
    assert result["PADDY_M2"] == pytest.approx(area(50, 0, 50, 100), abs=2 * CENT)
    assert result["FARMLAND_M2"] == pytest.approx(area(50, 0, 150, 100), abs=3 * CENT)
    assert {"land.class_mapped", "land.class_unknown", "land.grade_field_missing", "land.unit_missing"} <= rules(result)


def test_features_of_one_id_are_one_project(land: QgsVectorLayer) -> None:
    projects = project_layer([(box(0, 0, 20, 20), {"project_id": "P1"}), (box(10, 0, 20, 20), {"project_id": "P1"}),
                              (box(60, 0, 20, 20), {"project_id": None})])
    result = run(PROJECTS=projects, LAND=land)
    rows = {row[0]: row[1] for row in rows_of(result["SUMMARY"], "project_id", "area_m2")}
    assert rows["P1"] == pytest.approx(area(0, 0, 30, 20), abs=CENT)
    assert any(key.startswith("#") for key in rows)
    assert {"project.id_duplicate", "project.id_missing"} <= rules(result)


def test_overlapping_parcels_are_reported_and_break_closure_loudly() -> None:
    land = land_layer([(box(0, 0, 100, 100), parcel("A", "0102")), (box(90, 0, 100, 100), parcel("B", "0102")),
                       (box(0, 0, 100, 100), parcel("D", "0102"))])
    result = run(PROJECTS=project_layer([(box(50, 0, 100, 100), {"project_id": "P1"})]), LAND=land)
    assert {"land.overlap", "land.duplicate", "closure.residual"} <= rules(result)
    # A and D both cover 50 × 100 m of the project, A and B and D and B 10 × 100 m
    doubled = area(50, 0, 50, 100) + area(90, 0, 10, 100)
    assert result["RESIDUAL_M2"] == pytest.approx(doubled, abs=0.01)


def test_no_projects_and_no_land_give_named_findings(land: QgsVectorLayer) -> None:
    result = run(PROJECTS=project_layer([]), LAND=land)
    assert result["FARMLAND_M2"] == 0
    assert {"project.none", "input.empty_layer"} <= rules(result)
    result = run(PROJECTS=project_layer([(box(50, 0, 100, 100), {"project_id": "P1"})]), LAND=land_layer([]))
    assert result["FARMLAND_M2"] == 0
    assert {"project.outside_land", "input.empty_layer"} <= rules(result)


def test_rows_do_not_depend_on_the_order_of_input(land: QgsVectorLayer) -> None:
    shapes = [(box(50, 10, 33.333, 50), {"project_id": "P1"}), (box(120, 7, 66.667, 31.7), {"project_id": "P2"})]
    one = run(PROJECTS=project_layer(shapes), LAND=land)
    turned = land_layer([(f.geometry().asWkt(17), {n: f[n] for n in ("BSM", "DLBM", "DLMC", "ZLDWDM", "KCXS", "GDDB")})
                         for f in reversed(list(land.getFeatures()))])
    two = run(PROJECTS=project_layer(shapes[::-1]), LAND=turned)
    names = ("project_id", "BSM", "area_m2", "net_m2", "capacity_kg")
    assert sorted(rows_of(one["PIECES"], *names)) == sorted(rows_of(two["PIECES"], *names))
    assert rows_of(one["SUMMARY"]) == rows_of(two["SUMMARY"])


def test_report_and_record_tell_the_same_figures(land: QgsVectorLayer, tmp_path: Path) -> None:
    projects = project_layer([(box(50, 10, 200, 50), {"project_id": "P1", "project_name": "<script>厂房"})])
    paths = {"REPORT": str(tmp_path / "报告.html"), "RUN_RECORD": str(tmp_path / "记录.json")}
    result = run(PROJECTS=projects, LAND=land, **paths)
    record = json.loads((tmp_path / "记录.json").read_text(encoding="utf-8"))
    assert record["record"]["figures"]["FARMLAND_M2"] == result["FARMLAND_M2"]
    again = run(PROJECTS=projects, LAND=land, **paths)
    assert again["FARMLAND_M2"] == result["FARMLAND_M2"]
    repeated = json.loads((tmp_path / "记录.json").read_text(encoding="utf-8"))
    assert repeated["record"]["digest"] == record["record"]["digest"]
    steps = record["document"]["bridge"]
    assert sum(step["area_m2"] for step in steps[:-1]) == pytest.approx(steps[-1]["area_m2"], abs=1e-6)
    rounding = steps[-2]["area_m2"]
    assert abs(rounding) <= 0.01 * 3  # three pieces: the last step rounds, it hides nothing
    html = (tmp_path / "报告.html").read_text(encoding="utf-8")
    assert f"{result['FARMLAND_M2']:.2f}" in html
    assert "<script>" not in html


def test_result_layers_tell_where_they_come_from(land: QgsVectorLayer) -> None:
    metadata = land.metadata()
    metadata.setRights(["示意，非法定界线"])
    land.setMetadata(metadata)
    result = run(PROJECTS=project_layer([(box(50, 10, 20, 20), {"project_id": "P1"})]), LAND=land)
    for name in ("PIECES", "SUMMARY", "FINDINGS"):
        told = result[name].metadata()
        assert "kf:farmlandoccupation" in told.history()[0]
        assert told.rights() == ["示意，非法定界线"]


def test_an_input_file_is_never_overwritten(land: QgsVectorLayer, tmp_path: Path) -> None:
    from tests.builders import save

    stored = save(land, tmp_path / "land.gpkg")
    projects = project_layer([(box(50, 10, 20, 20), {"project_id": "P1"})])
    with pytest.raises(QgsProcessingException, match="land"):
        processing.run("kf:farmlandoccupation", {"PROJECTS": projects, "LAND": stored,
                                                 "PIECES": str(tmp_path / "land.gpkg")})
    assert QgsVectorLayer(str(tmp_path / "land.gpkg"), "land", "ogr").featureCount() == 3


def test_overlapping_zones_are_shared_out_by_shape_not_by_row(land: QgsVectorLayer) -> None:
    zones = [(box(20, 0, 90.3, 61.7), {"BSM": "Y1"}), (box(77.7, 13.3, 101.1, 70), {"BSM": "Y2"})]
    units = [(box(-10, -10, 111.3, 200), {"XZQDM": "410202"}), (box(55.5, -10, 400, 200), {"XZQDM": "410222"})]
    project = project_layer([(box(10, 5, 199.9, 77.7), {"project_id": "P1"})])

    def figures(turn: int) -> tuple[Any, Any]:
        result = run(PROJECTS=project, LAND=land, UNITS=layer_of(units[::turn], {"XZQDM": "text"}),
                     PERMANENT_FARMLAND=layer_of(zones[::turn], {"BSM": "text"}))
        return rows_of(result["PIECES"]), rows_of(result["SUMMARY"])

    assert figures(1) == figures(-1)
