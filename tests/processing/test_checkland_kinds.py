"""The check of points, lines and tables, and of layers that are odd in other ways than their faults."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from qgis.core import QgsProcessingFeatureSourceDefinition, QgsVectorLayer

from tests.builders import layer_of, rectangle, rows_of
from tests.processing.checked_layers import X, Y, counts, land, messages, parcel, rules, run, square

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("kf_provider")

SITE_FIELDS = {"site_id": "text", "name": "text", "unit_code": "text", "published": "date"}
LINE = f"LINESTRING({X} {Y}, {X + 9} {Y})"


def sites(rows: list[tuple[str | None, dict[str, Any]]], geometry: str = "Point", **more: Any) -> QgsVectorLayer:
    return layer_of(rows, SITE_FIELDS, geometry=geometry, name="heritage_sites", **more)


def site(number: int, east: float, **changes: Any) -> tuple[str, dict[str, Any]]:
    return f"POINT({X + east!r} {Y!r})", {"site_id": f"S{number}", "name": "塔", "unit_code": "410203", **changes}


def test_points_are_checked_in_everything_that_points_have() -> None:
    result = run(sites([site(1, 0), site(1, 50, name=None), site(3, 100, unit_code="4102"),
                        site(4, 150, unit_code="110101")]))
    assert counts(result) == {"check.id_twice": 2, "check.value_missing": 1, "check.admin_code": 1,
                              "check.unit_elsewhere": 1}
    assert "check.shapes_not_checked" in rules(result)
    assert "check.schema_found" in rules(result)
    places = {row[0]: feature.geometry().asPoint().x() for row, feature in zip(
        rows_of(result["FINDING_POINTS"], "rule_id"), result["FINDING_POINTS"].getFeatures())}
    assert places["check.value_missing"] == X + 50
    assert all(feature.geometry().isEmpty() or feature.geometry().isNull()
               for feature in result["FINDINGS"].getFeatures())


@pytest.mark.parametrize(("tolerance", "count"), [(0.0, 2), (0.001, 4), (0.01, 5)])
def test_points_at_one_place_are_told_within_the_tolerance(tolerance: float, count: int) -> None:
    """Two at one place, two 0.5 mm apart, one 5 mm from those."""
    rows = [site(1, 0), site(2, 0), site(3, 50), site(4, 50.0005), site(5, 50.0055)]
    result = run(sites(rows), CHECK="topology", TOLERANCE_M=tolerance)
    assert counts(result) == {"check.point_twice": count}
    assert f"is 0.0000 m from “S2”, within the tolerance of {tolerance:g} m" in messages(result, "check.point_twice")[0]


def test_the_distance_of_points_is_that_along_the_straight_line() -> None:
    """8 mm east and 8 mm north are 11.3 mm."""
    rows = [site(1, 0), (f"POINT({X + 0.008!r} {Y + 0.008!r})", site(2, 0)[1])]
    assert counts(run(sites(rows), CHECK="topology", TOLERANCE_M=0.011)) == {}
    assert counts(run(sites(rows), CHECK="topology", TOLERANCE_M=0.012)) == {"check.point_twice": 2}


@pytest.mark.parametrize("rows", [[], [(None, site(1, 0)[1])]])
def test_points_without_a_place_are_at_no_place_of_others(rows: list[Any]) -> None:
    assert "check.point_twice" not in counts(run(sites(rows), CHECK="topology"))


def test_a_thousand_points_at_one_place_are_a_thousand_faults() -> None:
    result = run(sites([site(number, 0) for number in range(1200)]), CHECK="topology")
    assert counts(result) == {"check.point_twice": 1200}


def test_points_in_degrees_are_measured_in_metres() -> None:
    """0.000001° of longitude at 34.8° N are 0.09 m."""
    rows = [("POINT(114.3 34.8)", {"site_id": "1"}), ("POINT(114.300001 34.8)", {"site_id": "2"})]
    assert counts(run(sites(rows, crs="EPSG:4490"), CHECK="topology", TOLERANCE_M=0.01)) == {}
    assert counts(run(sites(rows, crs="EPSG:4490"), CHECK="topology", TOLERANCE_M=0.1)) == {"check.point_twice": 2}


def test_points_have_a_crs_to_be_checked_too() -> None:
    assert "crs.zone_prefix" in counts(run(sites([site(1, 0)], crs="EPSG:4547")))
    assert "crs.swapped_axes" in counts(run(sites([(f"POINT({Y} {X})", site(1, 0)[1])])))
    assert counts(run(sites([(None, site(1, 0)[1]), site(2, 9)]))) == {}  # a register lists what nobody has placed


def test_lines_are_checked_and_what_does_not_apply_is_told() -> None:
    rows = [(LINE, {"name": "a"}), (LINE, {"name": "b\u3000"})]
    result = run(layer_of(rows, {"name": "text"}, geometry="LineString", name="dikes"))
    assert counts(result)["check.value_padded"] == 1
    assert "check.shapes_not_checked" in rules(result)
    (place,) = [feature.geometry().asPoint() for feature in result["FINDING_POINTS"].getFeatures()]
    assert (place.x(), place.y()) == (X, Y)
    assert result["FEATURES_COUNT"] == 2


def test_a_table_has_no_crs_to_miss() -> None:
    fields = {"parcel_id": "text", "ZDMJ": "text", "ND": "text", "SS": "real"}
    rows = [(None, {"parcel_id": "1", "ZDMJ": "12亩", "ND": "2024", "SS": 1.234}), (None, {"parcel_id": " 2"})]
    result = run(layer_of(rows, fields, geometry="None", name="land_economics"))
    assert counts(result) == {"check.field_type": 1, "field.not_number": 1, "check.value_decimals": 1,
                              "check.value_padded": 1}
    assert "check.shapes_not_checked" in rules(result)


def test_every_standard_can_be_checked_by() -> None:
    from kf_resources_plugin.engine.schema import load_schema, schema_names

    assert {"heritage_sites", "land_economics", "stock_land", "dltb", "view_corridors"} <= set(schema_names())
    for name in schema_names():
        first = load_schema(name).fields[0].name
        result = run(layer_of([(None, {first: None})], {first: "text"}, geometry="None"), SCHEMA=name, CHECK="values")
        assert "check.schema_found" in rules(result)


def test_the_corrected_copy_of_points_and_tables_keeps_their_kind(tmp_path: Path) -> None:
    for kind, rows in (("Point", [site(1, 0, name=" 塔")]), ("None", [(None, site(1, 0, name=" 塔")[1])]),
                       ("LineString", [(LINE, site(1, 0, name=" 塔")[1])])):
        result = run(sites(rows, geometry=kind), CORRECTED=str(tmp_path / f"{kind}.gpkg"))
        assert result["CORRECTED_FAULTS_COUNT"] == 0
        copy = QgsVectorLayer(str(tmp_path / f"{kind}.gpkg"), "copy", "ogr")
        assert rows_of(copy, "name") == [("塔",)]
        assert copy.isSpatial() is (kind != "None")
        if copy.isSpatial():
            assert next(copy.getFeatures()).geometry().vertexAt(0).x() == X


# -- odd layers -------------------------------------------------------------------------------------------------------


def test_a_selection_or_a_filter_is_what_is_checked(tmp_path: Path) -> None:
    layer = land([square(0, QSXZ="99"), square(1, QSXZ="99"), square(2)])
    from qgis.core import QgsProject

    QgsProject.instance().addMapLayer(layer, False)
    layer.selectByIds([2, 3])
    chosen = QgsProcessingFeatureSourceDefinition(layer.id(), True)
    assert counts(run(chosen, CHECK="values")) == {"check.value_domain": 1}
    layer.setSubsetString("TBBH = '0'")
    result = run(layer, CHECK="values")
    QgsProject.instance().removeMapLayer(layer.id())
    assert (counts(result), result["FEATURES_COUNT"]) == ({"check.value_domain": 1}, 1)


@pytest.mark.parametrize(("shape", "rule"), [
    (f"CURVEPOLYGON(CIRCULARSTRING({X} {Y}, {X + 50} {Y + 50}, {X + 100} {Y}, {X + 50} {Y - 50}, {X} {Y}))",
     "geometry.curve"),
    (f"POLYGON Z(({X} {Y} 1, {X + 100} {Y} 1, {X + 100} {Y + 100} 1, {X} {Y} 1))", "geometry.z_dropped"),
    (f"POLYGON M(({X} {Y} 1, {X + 100} {Y} 1, {X + 100} {Y + 100} 1, {X} {Y} 1))", "geometry.z_dropped"),
])
def test_curves_and_heights_are_told_and_checked(shape: str, rule: str) -> None:
    kind = shape.split("(", maxsplit=1)[0].replace(" ", "")
    layer = layer_of([(shape, {}), (rectangle(X, Y, 100, 100), {})], {}, geometry={
        "CURVEPOLYGON": "CurvePolygon", "POLYGONZ": "PolygonZ", "POLYGONM": "PolygonM"}[kind])
    result = run(layer, CHECK="topology")
    assert rule in rules(result)
    assert counts(result)["check.overlap"] == 1


def test_coordinates_beyond_all_measure_end_no_run() -> None:
    rows = [square(0), (rectangle(1e300, 1e300, 1e299, 1e299), parcel(1)), (rectangle(X, 1e9, 10, 10), parcel(2))]
    result = run(land(rows), CORRECTED="memory:")
    assert counts(result)["crs.stray_features"] == 1
    assert result["FEATURES_COUNT"] == 3


def test_a_report_can_be_made_of_every_kind(tmp_path: Path) -> None:
    """Also of a layer that is said to play no role, and with a reference."""
    reference = layer_of([(rectangle(X, Y, 300, 100), {})], {}, name="county")
    nobody = land([square(0)])
    nobody.setCustomProperty("kf/role", "none")
    for number, (layer, given) in enumerate(((sites([site(1, 0)]), {}), (nobody, {"REFERENCE": reference}))):
        run(layer, REPORT=str(tmp_path / f"{number}.html"), RUN_RECORD=str(tmp_path / f"{number}.json"), **given)
        assert (tmp_path / f"{number}.html").stat().st_size > 0
