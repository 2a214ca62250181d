"""Lines cut by layers of areas: every metre once, whatever the areas are."""
from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from qgis.core import QgsCoordinateReferenceSystem, QgsProject

from kf_resources_plugin.engine.kernel import pick_kernel
from kf_resources_plugin.engine.line_parts import PartsOfLines, cut_lines, joined_lines, middle_of
from kf_resources_plugin.engine.line_reading import LineTable
from kf_resources_plugin.rules.progress import NoProgress
from tests.engine.shapes import star, table_of
from tests.rules.geodesy import ELLIPSOID, PLANE

pytestmark = pytest.mark.usefixtures("qgis_app")

X, Y = 38_527_000.0, 3_852_000.0
CRS = QgsCoordinateReferenceSystem("EPSG:4526")


def lines(*shapes: Any) -> LineTable:
    wkbs = np.empty(len(shapes), dtype=object)
    wkbs[:] = [shapely.to_wkb(shape) for shape in shapes]
    return LineTable("dikes", CRS, np.arange(len(shapes)), wkbs, shapely.bounds(np.array(shapes)), {}, {})


def cut(table: LineTable, kernel: str = "shapely", **areas: list[Any]) -> PartsOfLines:
    layers = {name: replace(table_of(shapes, name=name), crs=CRS) for name, shapes in areas.items()}
    return cut_lines(table, layers, QgsProject.instance().transformContext(), pick_kernel(kernel), NoProgress())


@pytest.mark.parametrize("kernel", ["shapely", "qgis"])
def test_a_line_is_measured_inside_and_outside_on_the_ellipsoid(kernel: str) -> None:
    line = shapely.LineString([(X, Y), (X + 300, Y), (X + 300, Y + 400)])
    parts = cut(lines(line), kernel, passage=[shapely.box(X + 100, Y - 10, X + 200, Y + 10)])
    # GeographicLib between the same points of the plane
    def metres(*points: tuple[float, float]) -> float:
        lon, lat = PLANE(*zip(*points), inverse=True)
        return float(ELLIPSOID.line_length(lon, lat))

    inside = parts.inside["passage"]
    assert parts.length_m[inside].sum() == pytest.approx(metres((X + 100, Y), (X + 200, Y)), abs=0.001)
    outside = metres((X, Y), (X + 100, Y)) + metres((X + 200, Y), (X + 300, Y), (X + 300, Y + 400))
    assert parts.length_m[~inside].sum() == pytest.approx(outside, abs=0.001)


@given(seed=st.integers(0, 10_000))
@settings(max_examples=15, deadline=None)
def test_every_metre_lies_in_one_part(seed: int) -> None:
    random = np.random.default_rng(seed)
    drawn = [shapely.LineString(np.column_stack([X + random.uniform(0, 500, 8), Y + random.uniform(0, 500, 8)]))
             for _ in range(3)]
    areas = {name: [star(X + 250, Y + 250, 200.0, 12, seed + n), star(X + 350, Y + 200, 150.0, 9, seed + n + 1)]
             for n, name in enumerate(("a", "b"))}
    table = lines(*drawn)
    parts, whole = cut(table, **areas), cut(table)
    np.testing.assert_allclose(np.bincount(parts.row, parts.length_m, 3), whole.length_m, rtol=1e-9)
    for name, shapes in areas.items():
        union = shapely.union_all(shapes)
        shared = [shapely.intersection(shapely.from_wkb(wkb), union).length for wkb in parts.wkb]
        lengths = [shapely.from_wkb(wkb).length for wkb in parts.wkb]
        np.testing.assert_allclose(shared, np.where(parts.inside[name], lengths, 0.0), atol=1e-6)


def test_the_middle_is_that_of_the_longest_part_and_parts_join() -> None:
    wkb = joined_lines([shapely.to_wkb(shapely.LineString([(0, 0), (1, 0)])),
                        shapely.to_wkb(shapely.LineString([(0, 9), (4, 9), (4, 11)]))])
    assert shapely.from_wkb(wkb).geom_type == "MultiLineString"
    assert middle_of(wkb) == (3.0, 9.0)
