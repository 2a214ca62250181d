"""The check of a layer end to end, on layouts small enough to count the faults by hand."""
from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import shapely
from qgis.core import QgsVectorLayer

from kf_resources_plugin.rules.gcj02 import to_gcj02
from tests.builders import layer_of, rectangle, rows_of
from tests.processing.checked_layers import X, Y, counts, land, parcel, run, square
from tests.processing.places import CENT, area

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("kf_provider")

def test_a_layer_without_faults_has_none() -> None:
    result = run(land([square(0), square(1), square(2)]))
    assert counts(result) == {}
    assert (result["FEATURES_COUNT"], result["ERRORS_COUNT"], result["WARNINGS_COUNT"]) == (3, 0, 0)
    assert {row[0] for row in rows_of(result["FINDINGS"], "rule_id")} == {"check.schema_found", "check.fields_absent"}


@pytest.mark.parametrize(("changes", "expected"), [
    ({"DLMC": None}, {"check.value_missing"}),
    ({"QSXZ": "99"}, {"check.value_domain"}),
    ({"QSDWMC": " 村"}, {"check.value_padded"}),
    ({"MSSM": "000"}, {"check.value_domain", "check.value_long"}),
    # 9 999.8 × 0.05004 is 0.40 m² more than × 0.05
    ({"KCXS": 0.05004}, {"check.value_decimals", "land.deduction_decimals", "check.deducted_area"}),
    ({"BSM": "X1"}, {"check.id_form"}),
    ({"BSM": "410222100000000000"}, {"check.id_twice"}),
    ({"TBBH": "0"}, {"check.number_twice"}),
    ({"ZLDWDM": "4102"}, {"check.unit_code"}),
    ({"ZLDWDM": "3702221002010000000"}, {"check.unit_elsewhere"}),
    ({"QSDWMC": "庄"}, {"check.unit_names"}),
    ({"DLMC": "水田"}, {"land.class_name_mismatch"}),
    ({"DLBM": "9999", "DLMC": "无"}, {"land.class_unknown"}),
    ({"KCMJ": 1.0}, {"check.deducted_area", "check.class_area"}),
    ({"TBDLMJ": 1.0}, {"check.class_area"}),
    ({"KCDLBM": None}, {"check.deduction_code"}),
    ({"GDPDJB": None}, {"check.slope_missing"}),
    ({"ZZSXDM": None}, {"check.planting_missing"}),
    ({"GDLX": None}, {"check.terrace"}),
])
def test_one_wrong_value_is_told_under_its_rule(changes: dict[str, Any], expected: set[str]) -> None:
    result = run(land([square(0), square(1, **changes)]))
    assert set(counts(result)) == expected
    told = [row for row in rows_of(result["FINDINGS"], "rule_id", "source_fid", "message") if row[0] in expected]
    assert {row[0] for row in told} == expected
    assert all(row[1] in {1, 2, None} for row in told)


def test_a_declared_area_is_held_against_the_shape() -> None:
    """0.1 % of 9 999.8 m² is 10 m²: 9.9 m² more pass, 10.1 m² do not."""
    whole = parcel(1)["TBMJ"]

    def found(more: float) -> set[str]:
        declared = round(whole + more, 2)
        deducted = round(declared * 0.05, 2)
        return set(counts(run(land([square(1, TBMJ=declared, KCMJ=deducted, TBDLMJ=round(declared - deducted, 2))]),
                              CHECK="areas")))

    assert found(9.9) == set()
    assert found(10.1) == {"check.area_differs"}


def test_a_parcel_below_the_smallest_is_told_by_the_kind_of_its_land() -> None:
    """400 m² for farmland: 20.1 m × 20 m pass, 19.9 m × 20 m do not."""
    def found(width: float) -> dict[str, int]:
        shape = rectangle(X, Y, width, 20)
        return counts(run(land([(shape, parcel(0, TBMJ=None))]), CHECK="areas"))

    assert found(20.1) == {}
    assert found(19.9) == {"check.small_parcel": 1}


def polygon(*corners: tuple[float, float]) -> str:
    """Return a polygon of corners in metres from the south-western one."""
    return shapely.Polygon([(X + x, Y + y) for x, y in corners]).wkt


TWICE = polygon((0, 0), (100, 0), (100, 0.0005), (100, 100), (0, 100))
SPIKE = polygon((0, 0), (100, 0), (100, 50), (400, 50.1), (100, 100), (0, 100))
PARTS = shapely.MultiPolygon([shapely.box(X, Y, X + 50, Y + 50), shapely.box(X + 70, Y, X + 100, Y + 50)]).wkt
BOW = polygon((0, 0), (100, 100), (100, 0), (0, 100))


@pytest.mark.parametrize(("shape", "rule"), [
    (SPIKE, "check.sharp_angle"), (TWICE, "check.repeated_vertex"), (PARTS, "check.multipart"),
    (rectangle(X, Y, 1000, 0.4), "check.narrow"), (rectangle(X, Y, 2, 1.9), "check.tiny"), (BOW, "geometry.repaired")])
def test_shapes_are_checked_one_by_one(shape: str, rule: str) -> None:
    found = counts(run(layer_of([(shape, {})], {}), SCHEMA="none", CHECK="geometry"))
    assert found == {rule: 1, "check.no_schema": 1}


def test_faults_of_vertices_are_points() -> None:
    result = run(layer_of([(TWICE, {})], {}), CHECK="geometry")
    (point,) = [feature.geometry().asPoint() for feature in result["FINDING_POINTS"].getFeatures()]
    assert (point.x(), point.y()) == (X + 100, Y + 0.0005)


@pytest.mark.parametrize(("tolerance", "listed"), [(0.0, True), (0.0004, True), (0.001, False), (0.01, False)])
def test_overlaps_and_gaps_within_the_tolerance_are_counted_and_not_listed(tolerance: float, listed: bool) -> None:
    """Two strips of 1 000 m overlap, and enclose a gap, each 1 mm at the widest and 0.5 mm on average.

    A rectangle of the area and perimeter of a triangle 1 000 m long and 1 mm high is 0.5 mm wide.
    """
    strips = [polygon((0, 0), (100, 0), (100.001, 500), (100, 1000), (0, 1000)), rectangle(X + 100, Y, 100, 1000),
              rectangle(X + 200, Y, 100, 1000),
              polygon((300, 0), (400, 0), (400, 1000), (300, 1000), (300.001, 500))]
    result = run(land([(shape, parcel(number)) for number, shape in enumerate(strips)]), CHECK="topology",
                 TOLERANCE_M=tolerance)
    assert counts(result) == ({"check.overlap": 1, "check.gap": 1} if listed else {})
    thin = [row[1] for row in rows_of(result["FINDINGS"], "rule_id", "message") if row[0] == "check.within_tolerance"]
    assert bool(thin) is not listed
    if listed:
        assert result["OVERLAP_M2"] == pytest.approx(0.5, abs=CENT)
        assert result["GAP_M2"] == pytest.approx(0.5, abs=CENT)


def test_the_same_shape_twice_is_a_duplicate() -> None:
    result = run(land([square(0), (square(0)[0], parcel(1))]), CHECK="topology")
    assert counts(result) == {"check.duplicate": 1}
    assert result["OVERLAP_M2"] == pytest.approx(area(0, 0, 100, 100), abs=CENT)


def test_a_hole_is_a_gap_of_a_coverage_and_none_of_permanent_farmland() -> None:
    ring = [(rectangle(X, Y, 300, 100), parcel(0)), (rectangle(X, Y + 200, 300, 100), parcel(1)),
            (rectangle(X, Y + 100, 100, 100), parcel(2)), (rectangle(X + 200, Y + 100, 100, 100), parcel(3))]
    result = run(land(ring), CHECK="topology")
    assert counts(result) == {"check.gap": 1}
    assert result["GAP_M2"] == pytest.approx(area(100, 100, 100, 100), abs=CENT)
    assert counts(run(land(ring), CHECK="topology", SCHEMA="yjjbnt")) == {}
    assert counts(run(land(ring), CHECK="topology", SCHEMA="yjjbnt", GAPS="look")) == {"check.gap": 1}
    assert counts(run(land(ring), CHECK="topology", GAPS="ignore")) == {}


def test_parcels_are_held_against_the_control_area_of_their_village() -> None:
    rows = [square(0), square(1)]
    whole = parcel(0)["TBMJ"] + parcel(1)["TBMJ"]

    def found(control: float, code: str = "410222100201") -> dict[str, int]:
        table = layer_of([(None, {"ZLDWDM": code, "DCMJ": control})], {"ZLDWDM": "text", "DCMJ": "real"},
                         geometry="None")
        return counts(run(land(rows), CHECK="areas", CONTROL_AREAS=table))

    assert found(whole) == {}
    assert found(whole + 0.01) == {}
    assert found(whole + 0.02) == {"check.control_area": 1}
    assert found(0.0, "410222100202") == {"check.control_missing": 1}


def test_a_reference_shows_what_is_missing_and_what_is_too_much() -> None:
    """The reference reaches 30 m further east and 20 m less far west."""
    reference = layer_of([(rectangle(X + 20, Y, 210, 100), {})], {}, name="county")
    result = run(land([square(0), square(1)]), CHECK="reference", REFERENCE=reference)
    assert counts(result) == {"check.not_covered": 1, "check.beyond_reference": 1}
    areas = dict(rows_of(result["FINDINGS"], "rule_id", "area_m2"))
    assert areas["check.not_covered"] == pytest.approx(area(200, 0, 30, 100), abs=CENT)
    assert areas["check.beyond_reference"] == pytest.approx(area(0, 0, 20, 100), abs=CENT)


def test_a_layer_in_gcj02_is_told_instead_of_a_flood_of_differences() -> None:
    corners = np.stack(np.meshgrid(np.arange(8.0), np.arange(8.0)), axis=-1)
    corners = (corners + np.random.default_rng(3).uniform(-0.3, 0.3, corners.shape)) * 0.002 + [114.3, 34.8]

    def layer(points: Any, name: str) -> QgsVectorLayer:
        shapes = [shapely.Polygon([points[row, column], points[row, column + 1], points[row + 1, column + 1],
                                   points[row + 1, column]]) for row in range(7) for column in range(7)]
        return layer_of([(shape.wkt, {}) for shape in shapes], {}, crs="EPSG:4490", name=name)

    shifted = np.stack(to_gcj02(corners[..., 0], corners[..., 1]), axis=-1)
    result = run(layer(shifted, "unlabelled"), REFERENCE=layer(corners, "survey"), CHECK="reference")
    assert counts(result) == {"crs.gcj02_suspected": 1, "check.no_schema": 1}
    result = run(layer(corners, "labelled"), REFERENCE=layer(corners, "survey"), CHECK="reference")
    assert counts(result) == {"check.no_schema": 1}


@pytest.mark.parametrize(("crs", "shape", "rule"), [
    ("", rectangle(X, Y, 100, 100), "crs.missing"),
    ("EPSG:4547", rectangle(X, Y, 100, 100), "crs.zone_prefix"),
    ("EPSG:4526", rectangle(Y, X, 100, 100), "crs.swapped_axes"),
    ("EPSG:4490", rectangle(X, Y, 100, 100), "crs.wrong_units"),
    ("EPSG:2414", rectangle(X, Y, 100, 100), "crs.old_datum"),
    ("EPSG:4479", rectangle(X, Y, 100, 100), "crs.no_lonlat"),
])
def test_a_wrong_crs_is_told_and_the_rest_is_checked(crs: str, shape: str, rule: str) -> None:
    crossed = shapely.transform(shapely.from_wkt(shape), lambda points: points[[0, 2, 1, 3, 0]]).wkt
    result = run(land([(shape, parcel(0, QSXZ="99")), (crossed, parcel(1))], crs=crs), CORRECTED="memory:")
    found = counts(result)
    assert rule in found or (rule == "crs.zone_prefix" and "crs.zone_number" in found)
    assert found["check.value_domain"] == 1
    assert found["check.areas_not_checked"] == 1
    assert found["geometry.repaired"] == 1
    assert found["check.overlap"] == 1


def test_the_corrected_copy_has_none_of_the_plain_faults(tmp_path: Path) -> None:
    """A bow-tie, a repeated vertex and padding; the values that somebody has to decide stay as they are."""
    twice = polygon((200, 0), (300, 0), (300, 0.0005), (300, 100))
    layer = land([(BOW, parcel(0, QSDWMC="村 ", QSXZ="99")), (twice, parcel(1))])
    result = run(layer, CORRECTED=str(tmp_path / "corrected.gpkg"))
    assert result["CORRECTED_FAULTS_COUNT"] == 0
    copy = QgsVectorLayer(str(tmp_path / "corrected.gpkg"), "copy", "ogr")
    assert all(feature.geometry().isGeosValid() for feature in copy.getFeatures())
    assert rows_of(copy, "QSDWMC", "QSXZ") == [("村", "99"), ("村", "30")]
    again = counts(run(copy, SCHEMA="dltb"))
    assert not {"geometry.repaired", "check.repeated_vertex", "check.value_padded"} & set(again)
    assert again["check.value_domain"] == 1
    assert [feature["QSDWMC"] for feature in layer.getFeatures()] == ["村 ", "村"]  # nothing of the layer is changed


def test_what_a_computation_only_warns_of_is_an_error_of_the_layer() -> None:
    """A delivery with such parcels is refused; a run that computes with them repairs or reads them on a copy."""
    result = run(land([(BOW, parcel(0)), square(1, DLMC="水田"), square(2, DLBM="9999", DLMC="无"),
                       (rectangle(X, Y + 1000, 1000, 0.4), parcel(3))]))
    severities = dict(rows_of(result["SUMMARY"], "rule_id", "severity"))
    assert {rule: severities[rule] for rule in ("geometry.repaired", "land.class_name_mismatch", "land.class_unknown",
                                                "check.narrow")} == {
        "geometry.repaired": "error", "land.class_name_mismatch": "error", "land.class_unknown": "error",
        "check.narrow": "warning"}


def test_what_is_not_listed_is_counted() -> None:
    """1 200 parcels with a wrong tenure: a thousand are listed, all are counted."""
    result = run(land([square(number, QSXZ="99") for number in range(1200)]), CHECK="values")
    assert counts(result)["check.value_domain"] == 1200
    listed = Counter(row[0] for row in rows_of(result["FINDINGS"], "rule_id"))
    assert (listed["check.value_domain"], listed["findings.more"]) == (1000, 1)
    assert result["ERRORS_COUNT"] == 1200


def test_the_report_lists_every_broken_rule(tmp_path: Path) -> None:
    record = tmp_path / "record.json"
    result = run(land([square(0, QSXZ="99")]), RUN_RECORD=str(record), REPORT=str(tmp_path / "report.html"))
    document = json.loads(record.read_text(encoding="utf-8"))["document"]
    titles = dict(rows_of(result["SUMMARY"], "rule_id", "rule_title"))
    assert set(titles) == {row[0] for row in rows_of(result["FINDINGS"], "rule_id")}
    assert titles["check.value_domain"] == "Value outside its domain"
    assert [row["rule"] for row in document["tables"][0]["rows"]] == list(titles.values())
    assert "check.value_domain" in {rule["id"] for rule in document["rules"]}


def test_only_what_was_asked_for_is_checked() -> None:
    faulty = land([square(0, QSXZ="99"), (square(0)[0], parcel(1))])
    assert set(counts(run(faulty, CHECK="values"))) == {"check.value_domain"}
    assert set(counts(run(faulty, CHECK="topology"))) == {"check.duplicate"}


@pytest.mark.parametrize("rows", [[], [(None, parcel(0))], [(rectangle(X, Y, 100, 100), {})]])
def test_layers_without_rows_shapes_or_values_are_told(rows: list[Any]) -> None:
    result = run(land(rows), CORRECTED="memory:")
    assert result["ERRORS_COUNT"] > 0
    assert result["CORRECTED_FAULTS_COUNT"] == 0


def test_degrees_without_a_crs_are_not_taken_for_metres() -> None:
    """A square of 0.001 degrees is some 100 m wide, and a vertex 1e-6 degrees from the next 0.1 m away."""
    square = "POLYGON((114.3 34.8, 114.301 34.8, 114.301 34.801, 114.300001 34.801, 114.3 34.801, 114.3 34.8))"
    found = counts(run(layer_of([(square, {})], {}, crs=""), CHECK="geometry"))
    assert found == {"crs.missing": 1, "check.no_schema": 1}
