"""Bulk transformation, against QGIS's own transformation of single points, and the rows that cannot be."""
from __future__ import annotations

import numpy as np
import pytest
import shapely
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsPointXY,
)

from kf_resources_plugin.engine.transforming import transform_points, transformed

pytestmark = pytest.mark.usefixtures("qgis_app")


def between(source: str, target: str) -> QgsCoordinateTransform:
    return QgsCoordinateTransform(QgsCoordinateReferenceSystem(source), QgsCoordinateReferenceSystem(target),
                                  QgsCoordinateTransformContext())


def test_points_go_where_qgis_takes_each_of_them() -> None:
    transform = between("EPSG:4490", "EPSG:4526")
    x, y = np.array([114.0, 114.3, 113.1]), np.array([34.8, 34.2, 35.0])
    expected = [transform.transform(QgsPointXY(*point)) for point in zip(x, y)]
    found_x, found_y = transform_points(x, y, transform)
    assert found_x.tolist() == pytest.approx([point.x() for point in expected], abs=1e-6)
    assert found_y.tolist() == pytest.approx([point.y() for point in expected], abs=1e-6)
    # on the central meridian the easting is the false one: the zone number, then 500 km
    assert found_x[0] == pytest.approx(38_500_000.0, abs=1e-6)


def test_points_come_back() -> None:
    random = np.random.default_rng(11)
    x, y = random.uniform(113.5, 115.5, 500), random.uniform(34.0, 35.5, 500)
    there = transform_points(x, y, between("EPSG:4490", "EPSG:4547"))
    back = transform_points(*there, between("EPSG:4547", "EPSG:4490"))
    assert np.abs(back[0] - x).max() < 1e-10
    assert np.abs(back[1] - y).max() < 1e-10


def test_results_may_be_written_to() -> None:
    """What PROJ returns is a view of bytes; callers shift coordinates in place."""
    x, y = transform_points(np.array([114.0]), np.array([34.8]), between("EPSG:4490", "EPSG:4547"))
    x += 1.0
    y += 1.0
    assert x[0] == pytest.approx(500_001.0, abs=1e-6)


def test_no_points() -> None:
    assert [len(axis) for axis in transform_points(np.empty(0), np.empty(0), between("EPSG:4490", "EPSG:4547"))] == [
        0, 0]


@pytest.mark.parametrize("bad", [(np.nan, 34.8), (114.3, np.inf), (114.3, 1e9)])
def test_one_impossible_point_refuses_all(bad: tuple[float, float]) -> None:
    x, y = np.array([114.3, bad[0]]), np.array([34.8, bad[1]])
    with pytest.raises(QgsCsException):
        transform_points(x, y, between("EPSG:4490", "EPSG:4547"))


SQUARE = shapely.box(114.30, 34.80, 114.31, 34.81)
WITH_HOLE = shapely.Polygon(shapely.box(114.0, 34.0, 114.3, 34.3).exterior,
                            [shapely.box(114.1, 34.1, 114.2, 34.2).exterior])
PARTS = shapely.MultiPolygon([SQUARE, WITH_HOLE])


def test_rows_keep_their_rings_parts_and_order() -> None:
    rows = [SQUARE, None, PARTS, WITH_HOLE]
    wkbs = [b"" if row is None else shapely.to_wkb(row, byte_order=1) for row in rows]
    transform = between("EPSG:4490", "EPSG:4547")
    found, failed = transformed(wkbs, transform)
    assert failed == []
    assert [len(wkb) for wkb in found] == [len(wkb) for wkb in wkbs]
    assert wkbs[0] == shapely.to_wkb(SQUARE, byte_order=1)  # the rows given are not written to

    def moved(points: np.ndarray) -> np.ndarray:
        return np.array([[place.x(), place.y()] for place in (
            transform.transform(QgsPointXY(x, y)) for x, y in points.tolist())])

    for row, wkb in zip(rows, found):
        if row is None:
            assert wkb == b""
        else:
            assert shapely.equals_exact(shapely.from_wkb(wkb), shapely.transform(row, moved), tolerance=1e-6)


def test_a_row_that_cannot_be_transformed_is_named_and_spares_the_others() -> None:
    impossible = shapely.Polygon([(114.0, 34.0), (114.1, 34.0), (114.1, 1e9)])
    wkbs = [shapely.to_wkb(SQUARE, byte_order=1), shapely.to_wkb(impossible, byte_order=1), b"",
            shapely.to_wkb(WITH_HOLE, byte_order=1)]
    transform = between("EPSG:4490", "EPSG:4547")
    found, failed = transformed(wkbs, transform)
    assert failed == [1]
    assert [bool(wkb) for wkb in found] == [True, False, False, True]
    assert [found[0], found[3]] == transformed([wkbs[0], wkbs[3]], transform)[0]


@pytest.mark.parametrize("wkbs", [[], [b""], [b"", b""]])
def test_rows_without_geometry(wkbs: list[bytes]) -> None:
    assert transformed(wkbs, between("EPSG:4490", "EPSG:4547")) == (wkbs, [])
