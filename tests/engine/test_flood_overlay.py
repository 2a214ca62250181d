"""Flood polygons over targets: everything GEOS says they touch, and what they cover counted once."""
from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransformContext, QgsGeometry

from kf_resources_plugin.engine.areas import areas_of
from kf_resources_plugin.engine.flood_overlay import reached_lines, reached_points, reached_polygons
from kf_resources_plugin.engine.kernel import pick_kernel
from kf_resources_plugin.engine.layer_features import features_of
from kf_resources_plugin.engine.line_reading import read_lines
from kf_resources_plugin.engine.point_reading import read_points
from kf_resources_plugin.engine.reading import read_polygons
from kf_resources_plugin.rules.progress import NoProgress
from tests.builders import layer_of
from tests.processing.places import X, Y, area, box

pytestmark = pytest.mark.usefixtures("qgis_app")

CRS, CONTEXT = QgsCoordinateReferenceSystem("EPSG:4526"), QgsCoordinateTransformContext()


def polygons(*wkts: str) -> Any:
    return read_polygons(layer_of([(wkt, {}) for wkt in wkts], {}), None, [], NoProgress())


def reached(targets: Any, flood: Any, kernel: str = "qgis") -> Any:
    measure = partial(areas_of, crs=CRS, transform_context=CONTEXT)
    return reached_polygons(targets, flood, measure, pick_kernel(kernel), NoProgress())


@pytest.mark.parametrize("kernel", ["qgis", "shapely"])
def test_parcels_inside_across_touching_and_apart(kernel: str) -> None:
    targets = polygons(box(10, 10, 20, 20), box(90, 10, 20, 20), box(100, 50, 20, 20), box(100, 100, 5, 5),
                       box(100.5, 0, 5, 5))
    found = reached(targets, polygons(box(0, 0, 100, 100)), kernel)
    # inside; half; along the border; at a corner; half a metre beside it
    assert found.touched.tolist() == [True, True, True, True, False]
    np.testing.assert_allclose(found.amount, [area(10, 10, 20, 20), area(90, 10, 10, 20), 0, 0, 0], atol=1e-4)
    assert found.failed == []


def test_flood_polygons_that_overlap_count_once() -> None:
    targets = polygons(box(0, 0, 100, 100), box(45, 0, 10, 10))
    found = reached(targets, polygons(box(0, 0, 60, 100), box(40, 0, 60, 50), box(50, 0, 1, 100)))
    # the left 60 m, and of the right 40 m the lower half
    both = area(0, 0, 60, 100) + area(60, 0, 40, 50)
    np.testing.assert_allclose(found.amount, [both, area(45, 0, 10, 10)], atol=1e-4)


def test_the_set_is_that_of_geos_on_a_town(monkeypatch: pytest.MonkeyPatch) -> None:
    """400 parcels side by side and ragged floods, some along the parcels' own borders."""
    random = np.random.default_rng(11)
    wkts = [box(20.0 * (n % 20), 20.0 * (n // 20), 20, 20) for n in range(400)]
    floods = [box(40, 60, 100, 80), box(200.5, 33.3, 61, 47)]
    for _ in range(3):
        angle = np.sort(random.uniform(0, 2 * np.pi, 40))
        reach = random.uniform(20, 90, 40)
        x, y = random.uniform(50, 350, 2)
        points = [f"{X + x + r * np.cos(a)} {Y + y + r * np.sin(a)}" for a, r in zip(angle, reach)]
        floods.append(f"Polygon(({', '.join([*points, points[0]])}))")
    found = reached(polygons(*wkts), polygons(*floods))
    shapes = [QgsGeometry.fromWkt(wkt) for wkt in floods]
    union = QgsGeometry.unaryUnion(shapes)
    expected = [any(QgsGeometry.fromWkt(wkt).intersects(flood) for flood in shapes) for wkt in wkts]
    assert found.touched.tolist() == expected
    plane = np.array([QgsGeometry.fromWkt(wkt).intersection(union).area() for wkt in wkts])
    np.testing.assert_allclose(found.amount, plane * area(0, 0, 100, 100) / 10_000, atol=0.01)


def test_a_road_by_the_metre_and_once() -> None:
    road = layer_of([(f"LineString({X} {Y + 5}, {X + 200} {Y + 5})", {}), (f"LineString({X} {Y}, {X} {Y + 50})", {}),
                     (f"LineString({X - 9} {Y}, {X - 1} {Y})", {})], {}, geometry="LineString")
    lines = read_lines(features_of(road), [], NoProgress())
    found = reached_lines(lines, polygons(box(0, 0, 60, 10), box(40, 0, 40, 10), box(150, 0, 10, 5)), CONTEXT,
                          NoProgress())
    # 0 to 80 m once, and 10 m along the border of the last; the second along a border; the third apart
    assert found.touched.tolist() == [True, True, False]
    np.testing.assert_allclose(found.amount, [90, 10, 0], rtol=2e-5, atol=1e-9)


def test_points_in_and_on_the_border() -> None:
    layer = layer_of([(f"Point({X + x} {Y + 5})", {}) for x in (5, 10, 11)], {}, geometry="Point")
    points = read_points(features_of(layer), [], NoProgress())
    found = reached_points(points, polygons(box(0, 0, 10, 10)), NoProgress())
    assert found.touched.tolist() == [True, True, False]
    assert np.isnan(found.amount).all()
