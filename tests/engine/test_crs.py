"""CRS problems and the way between systems, on the rows the plugin brings.

Coordinates are Kaifeng's (113.9 to 115.3° E, 34.2 to 35.0° N): in zone 38 eastings of 38 490 000 to 38 630 000 and
northings of 3 780 000 to 3 890 000.
"""
from __future__ import annotations

import math
from datetime import date
from typing import TYPE_CHECKING

import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransformContext, QgsPointXY

from kf_resources_plugin.engine.crs import crs_problems, datum_of, transform_between
from kf_resources_plugin.engine.rule_store import load_rule_book

if TYPE_CHECKING:
    from kf_resources_plugin.engine.crs_place import Box
    from kf_resources_plugin.rules.findings import Finding
    from kf_resources_plugin.rules.rule_rows import RuleBook

CONTEXT = QgsCoordinateTransformContext()

PREFIXED = (38527000.0, 3852000.0, 38530000.0, 3855000.0)
BARE = (527000.0, 3852000.0, 530000.0, 3855000.0)
ZONE_39 = (39427000.0, 3852000.0, 39430000.0, 3855000.0)
DEGREES = (114.2, 34.7, 114.5, 34.9)

LOCAL = "+proj=tmerc +lat_0=0 +lon_0=114.35 +k=1 +x_0=500000 +y_0=0 {datum} +units=m"
ESRI = ('PROJCS["CGCS2000_3_Degree_GK_CM_114E_local",GEOGCS["GCS_CGCS_2000",DATUM["D_CGCS_2000",'
        'SPHEROID["CGCS_2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],'
        'PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",400000.0],PARAMETER["False_Northing",0.0],'
        'PARAMETER["Central_Meridian",114.35],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],'
        'UNIT["Meter",1.0]]')


@pytest.fixture(scope="module")
def book(qgis_app: object) -> RuleBook:
    return load_rule_book(date(2026, 1, 1), "en")


def crs_of(text: str) -> QgsCoordinateReferenceSystem:
    if text.startswith("+"):
        return QgsCoordinateReferenceSystem.fromProj(text)
    if "[" in text:
        return QgsCoordinateReferenceSystem.fromWkt(text)
    return QgsCoordinateReferenceSystem(text)


def swapped(box: Box) -> Box:
    return box[1], box[0], box[3], box[2]


def problems(text: str, box: Box | None, book: RuleBook) -> list[Finding]:
    return crs_problems("parcels", crs_of(text), box, book)


@pytest.mark.parametrize(("text", "box"), [
    ("EPSG:4526", PREFIXED), ("EPSG:4547", BARE), ("EPSG:4490", DEGREES), ("EPSG:4326", DEGREES), ("EPSG:4526", None),
    ("EPSG:6668", (139.0, 35.0, 140.0, 36.0)), ("EPSG:32650", (320000.0, 3850000.0, 330000.0, 3860000.0)),
    ("EPSG:3857", (12723000.0, 4130000.0, 12724000.0, 4140000.0)),
    ("EPSG:2249", (750000.0, 2950000.0, 770000.0, 2970000.0)),
    ("EPSG:4269", (-71.2, 42.3, -71.0, 42.4)),  # its area of use crosses the antimeridian
    (ESRI, (400000.0, 3852000.0, 410000.0, 3855000.0)),  # a local plane, the datum as Esri writes it
    (LOCAL.format(datum="+datum=WGS84"), BARE),
])
def test_sound_layers(text: str, box: Box | None, book: RuleBook) -> None:
    assert problems(text, box, book) == []


@pytest.mark.parametrize("text", ["EPSG:4978", "EPSG:4479"])  # WGS 84 and CGCS2000, geocentric
@pytest.mark.parametrize("box", [None, (-2_150_000.0, 4_790_000.0, -2_140_000.0, 4_800_000.0)])
def test_a_system_without_longitude_and_latitude_is_named_with_its_layer(text: str, box: Box | None,
                                                                         book: RuleBook) -> None:
    (found,) = problems(text, box, book)
    assert (found.rule_id, found.severity) == ("crs.no_lonlat", "error")
    assert "“parcels”" in found.message
    assert text in found.message
    assert "EPSG:4490" in found.remedy


@pytest.mark.parametrize(("text", "box", "rules"), [
    ("EPSG:4526", BARE, ["crs.zone_prefix"]),
    ("EPSG:4547", PREFIXED, ["crs.zone_prefix"]),
    ("EPSG:4526", ZONE_39, ["crs.zone_number"]),
    ("EPSG:4547", ZONE_39, ["crs.zone_number"]),
    ("EPSG:4526", swapped(PREFIXED), ["crs.swapped_axes"]),
    ("EPSG:4547", swapped(BARE), ["crs.swapped_axes"]),
    ("EPSG:4547", swapped(PREFIXED), ["crs.swapped_axes", "crs.zone_prefix"]),
    ("EPSG:4526", swapped(BARE), ["crs.swapped_axes", "crs.zone_prefix"]),
    ("EPSG:4490", swapped(DEGREES), ["crs.swapped_axes"]),
    ("EPSG:4526", DEGREES, ["crs.wrong_units"]),
    ("EPSG:4547", swapped(DEGREES), ["crs.wrong_units"]),
    ("EPSG:4490", PREFIXED, ["crs.wrong_units"]),
    ("EPSG:4490", BARE, ["crs.wrong_units"]),
    ("EPSG:4490", (2.0, 48.0, 3.0, 49.0), ["crs.outside_area"]),
    ("EPSG:4526", (0.0, 0.0, 1000.0, 1000.0), ["crs.outside_area"]),
    ("EPSG:28992", (5e6, 5e6, 6e6, 6e6), ["crs.unknown_datum", "crs.outside_area"]),
    ("EPSG:4526", (math.inf, 0.0, math.nan, 0.0), ["crs.outside_area"]),
    ("EPSG:4610", DEGREES, ["crs.old_datum"]),
    ("EPSG:2383", BARE, ["crs.old_datum"]),
    ("EPSG:2362", PREFIXED, ["crs.old_datum"]),
    ("EPSG:4214", DEGREES, ["crs.old_datum"]),
    ("EPSG:2435", BARE, ["crs.old_datum"]),
    ("EPSG:28992", (120000.0, 480000.0, 130000.0, 490000.0), ["crs.unknown_datum"]),
    (LOCAL.format(datum="+ellps=GRS80"), BARE, ["crs.unknown_datum"]),
    ('LOCAL_CS["site plan",UNIT["metre",1]]', BARE, ["crs.unknown_datum"]),
    ("", DEGREES, ["crs.missing"]),
])
def test_named_problems(text: str, box: Box, rules: list[str], book: RuleBook) -> None:
    found = problems(text, box, book)
    assert [finding.rule_id for finding in found] == rules
    for finding in found:
        assert finding.severity == "error"
        assert "parcels" in finding.message
        assert finding.remedy
        assert "${" not in finding.message + finding.remedy


def test_part_of_a_layer_outside_is_a_warning(book: RuleBook) -> None:
    # Henan, 110.4 to 116.6° E, in one zone of 112.5 to 115.5°; and one parcel at 0, 0
    for box in ((38170000.0, 3470000.0, 38740000.0, 4030000.0), (0.0, 0.0, 38640000.0, 3890000.0)):
        found = problems("EPSG:4526", box, book)
        assert [(finding.rule_id, finding.severity) for finding in found] == [("crs.outside_area", "warning")]
    # one feature in metres among degrees
    found = problems("EPSG:4490", (114.2, 34.7, 527000.0, 3852000.0), book)
    assert [(finding.rule_id, finding.severity) for finding in found] == [("crs.outside_area", "warning")]


def test_the_right_crs_is_named(book: RuleBook) -> None:
    assert "EPSG:4527" in problems("EPSG:4526", ZONE_39, book)[0].remedy
    assert "EPSG:4490" in problems("EPSG:4526", DEGREES, book)[0].remedy
    assert "EPSG:4526" in problems("EPSG:4490", PREFIXED, book)[0].remedy
    # with axes swapped too, the easting is the larger number
    assert "38528500" in problems("EPSG:4547", swapped(PREFIXED), book)[1].message


def test_layers_with_the_same_problem_have_their_own_findings(book: RuleBook) -> None:
    one, other = (crs_problems(name, crs_of("EPSG:4610"), None, book)[0] for name in ("land", "projects"))
    assert one.finding_id != other.finding_id


@pytest.mark.parametrize(("text", "name", "kind"), [
    ("EPSG:4547", "China 2000", "modern"),
    ("EPSG:6677", "Japanese Geodetic Datum 2011", "modern"),
    ("EPSG:2249", "North American Datum 1983", "modern"),
    ("EPSG:25832", "European Terrestrial Reference System 1989 ensemble", "modern"),
    ("EPSG:2383", "Xian 1980", "old"),
    ("EPSG:4555", "New Beijing", "old"),
    ("EPSG:28992", "Amersfoort", "unknown"),
    (LOCAL.format(datum="+ellps=GRS80 +towgs84=0,0,0"), None, "unknown"),  # not the hub's WGS 84
])
def test_datum(text: str, name: str | None, kind: str, book: RuleBook) -> None:
    datum = datum_of(crs_of(text), book)
    assert datum.kind == kind
    if name is not None:
        assert datum.name == name


def test_no_transformation_within_one_system(book: RuleBook) -> None:
    assert transform_between(crs_of("EPSG:4526"), crs_of("EPSG:4526"), CONTEXT, book, "parcels") == (None, [])


@pytest.mark.parametrize(("source", "target"), [("EPSG:4526", "EPSG:4547"), ("EPSG:4490", "EPSG:4526"),
                                                ("EPSG:2249", "EPSG:26986"), ("EPSG:2383", "EPSG:4610")])
def test_one_datum_needs_no_finding(source: str, target: str, book: RuleBook) -> None:
    transform, found = transform_between(crs_of(source), crs_of(target), CONTEXT, book, "parcels")
    assert transform is not None
    assert found == []


def test_zone_prefix_is_added_exactly(book: RuleBook) -> None:
    transform, _ = transform_between(crs_of("EPSG:4547"), crs_of("EPSG:4526"), CONTEXT, book, "parcels")
    assert transform is not None
    point = transform.transform(QgsPointXY(527000.0, 3852000.0))
    assert (point.x(), point.y()) == pytest.approx((38527000.0, 3852000.0), abs=1e-6)


@pytest.mark.parametrize("source", ["EPSG:4326", "EPSG:6668", "EPSG:32650", "EPSG:2249"])
def test_modern_datums_coincide_within_two_metres(source: str, book: RuleBook) -> None:
    transform, found = transform_between(crs_of(source), crs_of("EPSG:4547"), CONTEXT, book, "parcels")
    assert transform is not None
    assert [(finding.rule_id, finding.severity) for finding in found] == [("crs.ballpark", "info")]
    assert "2 m" in found[0].message


@pytest.mark.parametrize(("source", "target", "rule"), [
    ("EPSG:4610", "EPSG:4547", "crs.old_datum"), ("EPSG:2383", "EPSG:4490", "crs.old_datum"),
    ("EPSG:4214", "EPSG:4526", "crs.old_datum"), ("EPSG:4490", "EPSG:2383", "crs.old_datum"),
    ("EPSG:28992", "EPSG:4490", "crs.unknown_datum"), ("EPSG:4490", "EPSG:28992", "crs.unknown_datum"),
    (LOCAL.format(datum="+ellps=GRS80"), "EPSG:4526", "crs.unknown_datum"),
    (LOCAL.format(datum="+ellps=GRS80"), "+proj=longlat +ellps=GRS80", "crs.unknown_datum"),
    ("", "EPSG:4526", "crs.missing"),
])
def test_other_datums_are_refused(source: str, target: str, rule: str, book: RuleBook) -> None:
    transform, found = transform_between(crs_of(source), crs_of(target), CONTEXT, book, "parcels")
    assert transform is None
    assert [(finding.rule_id, finding.severity) for finding in found] == [(rule, "error")]


def test_the_same_fault_is_the_same_finding_twice(book: RuleBook) -> None:
    # a caller that asks both ways may drop the second by its id
    crs = crs_of("EPSG:4610")
    _, found = transform_between(crs, crs_of("EPSG:4547"), CONTEXT, book, "parcels")
    assert found == crs_problems("parcels", crs, DEGREES, book)


def test_a_target_without_crs_is_a_fault_of_the_caller(book: RuleBook) -> None:
    with pytest.raises(ValueError, match="target"):
        transform_between(crs_of("EPSG:4526"), QgsCoordinateReferenceSystem(), CONTEXT, book, "parcels")
