"""What the list of edits says of shapes before and after: areas, lengths and places, worked by hand."""
from __future__ import annotations

import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransformContext, QgsGeometry, QgsWkbTypes

from kf_resources_plugin.processing.survey.merge_values import edit_values, shape_sizes
from kf_resources_plugin.rules.three_way import ACCEPTED, ADDED, CHANGED, DELETED, REJECTED, SHAPE, WHOLE, Edit, Row
from kf_resources_plugin.survey.edit_list import ORIGIN, PRESENT, ListedEdit

X, Y = 38_527_000, 3_852_000
TYPES = QgsWkbTypes.Type


def wkb(wkt: str) -> bytes:
    return bytes(QgsGeometry.fromWkt(wkt).asWkb())


def square(width: float, east: float = 0, *, middle: bool = False) -> str:
    """Return 100 m times a width; with a corner more on its southern side, or without."""
    x = X + east
    south = f"{x} {Y}, {x + width / 2} {Y}, {x + width} {Y}" if middle else f"{x} {Y}, {x + width} {Y}"
    return f"MULTIPOLYGON((({south}, {x + width} {Y + 100}, {x} {Y + 100}, {x} {Y})))"


def listed(after: str, before: dict[str, str], kind: str = SHAPE, verdict: str = ACCEPTED,
           reason: str = "") -> ListedEdit:
    row = Row({}, wkb(after)) if kind in {ADDED, CHANGED} else None
    edit = Edit("k", kind, verdict, SHAPE if kind == SHAPE else WHOLE, row=row, reason=reason)
    return ListedEdit(edit, "e", 1, "", "B1", wkb(after), {state: wkb(wkt) for state, wkt in before.items()})


def told(edit: ListedEdit, kind: QgsWkbTypes.Type = TYPES.MultiPolygon, crs: str = "EPSG:4526") -> tuple[object, ...]:
    system = QgsCoordinateReferenceSystem(crs)
    sizes = shape_sizes([edit], kind, system, QgsCoordinateTransformContext(), 20.0)
    [values] = edit_values([edit], sizes, kind, degrees=system.isGeographic())
    return values


def test_polygons_by_area() -> None:
    """GeographicLib has 9999.82, 8999.84 and 6999.87 m² for squares 100, 90 and 70 m wide at this place."""
    whole, less, least = "9999.82 m²", "8999.84 m²", "6999.87 m²"
    assert told(listed(square(90), {PRESENT: square(100)})) == (whole, whole, f"{less} (−999.98)")
    assert told(listed(square(90), {ORIGIN: square(100), PRESENT: square(70)})) == (
        whole, least, f"{less} (+1999.97)")
    assert told(listed(square(100), {}, kind=ADDED)) == (None, None, whole)
    assert told(listed(square(100), {PRESENT: square(100)}, kind=DELETED)) == (whole, whole, None)
    assert told(listed(square(100), {ORIGIN: square(100)}, kind=CHANGED)) == (whole, None, whole)


@pytest.mark.usefixtures("chinese_texts")
def test_sizes_in_chinese() -> None:
    assert told(listed(square(90), {PRESENT: square(100)})) == (
        "9999.82 平方米", "9999.82 平方米", "8999.84 平方米（−999.98）")


def test_a_shape_that_is_as_large_is_said_to_be_another() -> None:
    assert told(listed(square(100, middle=True), {PRESENT: square(100)})) == (
        "9999.82 m²", "9999.82 m²", "9999.82 m², drawn otherwise")


def test_broken_shapes_and_places_that_are_nowhere_have_no_size() -> None:
    crossed = f"MULTIPOLYGON((({X} {Y}, {X + 100} {Y + 100}, {X + 100} {Y}, {X} {Y + 100}, {X} {Y})))"
    here = {PRESENT: square(100)}
    assert told(listed(crossed, here, verdict=REJECTED, reason="edit_shape|crossed"))[2] is None
    nowhere = "MULTIPOLYGON(((1e30 0, 1e30 100, 2e30 100, 1e30 0)))"
    assert told(listed(nowhere, here)) == ("9999.82 m²", "9999.82 m²", None)


def test_heights_change_no_size() -> None:
    high = square(100).replace("MULTIPOLYGON", "MULTIPOLYGON Z").replace(",", " 70,").replace(")))", " 70)))")
    assert told(listed(high, {}, kind=ADDED), TYPES.MultiPolygonZ) == (None, None, "9999.82 m²")


def test_lines_by_length_and_points_by_place() -> None:
    """On the central meridian of zone 38 (114° E) a metre of northing is a metre on the ellipsoid."""
    lines = [f"MULTILINESTRING((38500000 {Y}, 38500000 {Y + length}))" for length in (100, 80)]
    assert told(listed(lines[1], {PRESENT: lines[0]}), TYPES.MultiLineString) == (
        "100.00 m", "100.00 m", "80.00 m (−20.00)")
    points = {PRESENT: f"MULTIPOINT(({X} {Y}))"}
    assert told(listed(f"MULTIPOINT(({X + 1.5} {Y}))", points), TYPES.MultiPoint) == (
        f"{X}.00, {Y}.00", f"{X}.00, {Y}.00", f"{X + 1}.50, {Y}.00")
    assert told(listed("MULTIPOINT((114.3 34.8))", {}, kind=ADDED), TYPES.MultiPoint, "EPSG:4490") == (
        None, None, "114.3000000, 34.8000000")


@pytest.mark.parametrize("field", ["DLBM", "BZ"])
def test_attributes_are_as_they_are(field: str) -> None:
    edit = Edit("k", CHANGED, ACCEPTED, field, origin="0103", present=None, returned=1.5)
    assert told(ListedEdit(edit, "e", 1, "", "B1", b"", {})) == ("0103", None, "1.5")
