"""Areas of geometries, against the named vectors and QGIS's own ellipsoidal measure on densified outlines."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsDistanceArea,
    QgsGeometry,
    QgsPointXY,
)

from kf_resources_plugin.engine.areas import areas_of, mean_widths_of, remembering
from kf_resources_plugin.engine.errors import PlannerError
from kf_resources_plugin.rules.progress import Canceled, NoProgress

if TYPE_CHECKING:
    from collections.abc import Sequence

CONTEXT = QgsCoordinateTransformContext()
TRIANGLE = "POLYGON((38610000 3852000,38611000 3852000,38610000 3853000,38610000 3852000))"


def wkb(wkt: str) -> bytes:
    return bytes(QgsGeometry.fromWkt(wkt).asWkb())


def test_polygons_in_zone_38(qgis_app: object) -> None:
    crs = QgsCoordinateReferenceSystem("EPSG:4526")
    two = ("MULTIPOLYGON(((38527500 3852600,38527700 3852600,38527700 3852450,38527500 3852450,38527500 3852600),"
           "(38527560 3852560,38527560 3852500,38527640 3852500,38527640 3852560,38527560 3852560)),"
           "((38528010.5 3853120.25,38528110.5 3853120.25,38528130.5 3853040.25,38528015.5 3853030.25,"
           "38528010.5 3853120.25)))")
    # 499 850.055: the triangle converged; 25 199.527 + 9 199.821: the parcels of the exchange format's example
    found = areas_of([wkb(TRIANGLE), b"", wkb(two)], crs, CONTEXT)
    assert found == pytest.approx([499850.055, 0.0, 34399.348], abs=1e-3)
    found = areas_of([wkb(TRIANGLE)], crs, CONTEXT, method="statutory_vertices")
    assert found == pytest.approx([499822.770], abs=1e-3)
    assert areas_of([], crs, CONTEXT).shape == (0,)


def test_degrees(qgis_app: object) -> None:
    quad = "POLYGON((114.30 34.80,114.31 34.80,114.31 34.81,114.30 34.81,114.30 34.80))"
    found = areas_of([wkb(quad)], QgsCoordinateReferenceSystem("EPSG:4490"), CONTEXT)
    assert found == pytest.approx([1015120.298], abs=1e-3)


@pytest.mark.parametrize(("authid", "x", "y", "side"), [
    ("EPSG:6677", -12000.0, -40000.0, 1000.0),  # JGD2011, latitude of origin 36°
    ("EPSG:32650", 320000.0, 3850000.0, 1000.0),
    ("EPSG:2249", 760000.0, 2960000.0, 3000.0),  # US survey feet
    ("EPSG:26986", 236000.0, 900000.0, 1000.0),
    ("EPSG:3857", 12723000.0, 4130000.0, 1000.0),
])
def test_other_systems_agree_with_qgis(qgis_app: object, authid: str, x: float, y: float, side: float) -> None:
    crs = QgsCoordinateReferenceSystem(authid)
    shape = QgsGeometry.fromWkt(f"POLYGON(({x} {y},{x + side} {y + 0.2 * side},{x + 0.3 * side} {y + side},{x} {y}))")
    measure = QgsDistanceArea()
    measure.setSourceCrs(crs, CONTEXT)
    measure.setEllipsoid(crs.ellipsoidAcronym())
    expected = measure.measureArea(shape.densifyByDistance(side / 200.0))
    assert areas_of([bytes(shape.asWkb())], crs, CONTEXT) == pytest.approx([expected], abs=1e-3)


@pytest.mark.parametrize("far", ["1e12", "1e20", "1e30", "1e300"])
def test_impossible_coordinates_are_named(qgis_app: object, far: str) -> None:
    """However long: nobody counts parts of 20 m of an edge that no memory could hold."""
    far = f"POLYGON(({far} 0,{far.replace('1e', '2e')} 0,{far} {far},{far} 0))"
    with pytest.raises(PlannerError, match="EPSG:4526"):
        areas_of([wkb(far)], QgsCoordinateReferenceSystem("EPSG:4526"), CONTEXT)


def test_a_step_that_fills_the_memory_is_refused(qgis_app: object) -> None:
    with pytest.raises(PlannerError, match="at least 1"):
        areas_of([wkb(TRIANGLE)], QgsCoordinateReferenceSystem("EPSG:4526"), CONTEXT, step_m=1e-9)


@pytest.mark.parametrize(("length", "width", "turn"), [
    (200.0, 2.0, 0.0), (200.0, 2.0, 35.0), (60_000.0, 50.0, 35.0), (20.0, 1.05, 0.0), (1.9, 1.9, 35.0),
    (500.0, 1.0, 90.0),
])
def test_mean_width_of_a_strip_in_metres_whatever_the_crs(qgis_app: object, length: float, width: float,
                                                          turn: float) -> None:
    """A rectangle is as wide as it is drawn, but for the scale of the plane; one is too long for one scale."""
    plane = QgsGeometry.fromWkt(f"POLYGON((0 0,{length} 0,{length} {width},0 {width},0 0))")
    plane.rotate(turn, QgsPointXY(0, 0))
    plane.translate(38527000, 3852000)
    degrees = QgsGeometry(plane).densifyByDistance(500.0)
    crs, other = QgsCoordinateReferenceSystem("EPSG:4526"), QgsCoordinateReferenceSystem("EPSG:4490")
    degrees.transform(QgsCoordinateTransform(crs, other, CONTEXT))
    for shape, system in ((plane, crs), (degrees, other)):
        wkbs = [bytes(shape.asWkb()), b""]
        widths = mean_widths_of(wkbs, areas_of(wkbs, system, CONTEXT), system, CONTEXT)
        assert widths[0] == pytest.approx(width, rel=1e-4)
        assert widths[1] == 0


class Counted(NoProgress):
    """Cancel is pressed at the nth look; counts the looks."""

    def __init__(self, cancel_at: int = 0) -> None:
        self.looks, self.cancel_at = 0, cancel_at

    def check(self) -> None:
        self.looks += 1
        if self.looks == self.cancel_at:
            raise Canceled


def test_many_areas_are_measured_in_chunks_and_can_be_cancelled(qgis_app: object,
                                                                monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kf_resources_plugin.engine.areas._BYTES", 1000)
    crs = QgsCoordinateReferenceSystem("EPSG:4526")
    corners = "POLYGON((38527000 {y}, 38527010 {y}, 38527010 {top}, 38527000 {top}, 38527000 {y}))"
    squares = [b"" if n % 7 == 3 else wkb(corners.format(y=100 * n, top=100 * n + 1 + n % 3)) for n in range(40)]
    squares[20] = wkb(TRIANGLE)
    watched = Counted()
    found = areas_of(squares, crs, CONTEXT, progress=watched)
    # 93 bytes each, ten to a chunk
    assert watched.looks >= 3
    assert found.tolist() == [float(areas_of([square], crs, CONTEXT)[0]) for square in squares]
    widths = mean_widths_of(squares, found, crs, CONTEXT, Counted())
    assert widths.tolist() == [
        float(mean_widths_of([square], np.array([area]), crs, CONTEXT)[0]) for square, area in zip(squares, found)]
    for measure in (lambda progress: areas_of(squares, crs, CONTEXT, progress=progress),
                    lambda progress: mean_widths_of(squares, found, crs, CONTEXT, progress)):
        with pytest.raises(Canceled):
            measure(Counted(cancel_at=3))


def test_one_row_larger_than_a_chunk(qgis_app: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kf_resources_plugin.engine.areas._BYTES", 10)
    found = areas_of([wkb(TRIANGLE), b"", wkb(TRIANGLE)], QgsCoordinateReferenceSystem("EPSG:4526"), CONTEXT)
    assert found == pytest.approx([499850.055, 0.0, 499850.055], abs=1e-3)


def test_a_large_geometry_is_measured_once() -> None:
    asked: list[list[bytes]] = []

    def lengths(wkbs: Sequence[bytes]) -> np.ndarray:
        asked.append(list(wkbs))
        return np.array([float(len(wkb)) for wkb in wkbs])

    measured = remembering(lengths)
    large, other, small = b"a" * 100_000, b"b" * 100_000, b"c" * 99_999
    assert measured([small, large]).tolist() == [99_999.0, 100_000.0]
    assert measured([large, other, small, b"a" * 100_000]).tolist() == [100_000.0, 100_000.0, 99_999.0, 100_000.0]
    assert measured([]).tolist() == []
    assert asked == [[small, large], [b"", other, small, b""], []]
