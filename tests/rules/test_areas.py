"""Areas against hand-worked vectors of the statutory series, and against GeographicLib on random shapes.

The named vectors were computed for this project once with the closed authalic form and with pyproj.Geod.
"""
from __future__ import annotations

from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kf_resources_plugin.rules import areas, gauss_kruger
from kf_resources_plugin.rules.areas import Floats, Rings, polygon_areas

from .geodesy import Polygon, make_rings, reference_area

ZONE_38 = partial(gauss_kruger.inverse, central_meridian=114.0, false_easting=38500000.0)
NO_PREFIX = partial(gauss_kruger.inverse, central_meridian=114.0, false_easting=500000.0)

TRIANGLE = [[(38610000.0, 3852000.0), (38611000.0, 3852000.0), (38610000.0, 3853000.0)]]


def degrees(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    return x, y


def square(x: float, y: float, side: float) -> Polygon:
    return [[(x, y), (x + side, y), (x + side, y + side), (x, y + side)]]


def additive(polygons: list[Polygon], step_m: float = 20.0) -> Floats:
    return polygon_areas(make_rings(polygons), ZONE_38, geographic=False, step_m=step_m)


def on_vertices(polygons: list[Polygon]) -> Floats:
    return polygon_areas(make_rings(polygons), ZONE_38, geographic=False, method="statutory_vertices")


def test_degree_quadrilateral() -> None:
    # closed form of the authalic latitude 1 015 120.2983, pyproj.Geod 1 015 120.2984
    rings = make_rings([square(114.30, 34.80, 0.01)])
    for method in areas.METHODS:
        assert polygon_areas(rings, degrees, geographic=True, method=method) == pytest.approx([1015120.298], abs=1e-3)


def test_kilometre_squares() -> None:
    # densified by 70 m and on bare vertices, at E 38 527 000 and E 38 610 000
    squares = [square(38527000.0, 3852000.0, 1000.0), square(38610000.0, 3852000.0, 1000.0)]
    assert on_vertices(squares) == pytest.approx([999981.366, 999699.205], abs=1e-3)
    assert additive(squares) == pytest.approx([999981.365, 999699.203], abs=1e-3)


def test_right_triangle_shows_what_bare_vertices_miss() -> None:
    assert on_vertices([TRIANGLE]) == pytest.approx([499822.770], abs=1e-3)
    # converged by ever finer splits of the plain series: 499 850.05119 with 20 m, .05465 with 5 m, .05488 with 1 m
    assert additive([TRIANGLE]) == pytest.approx([499850.0549], abs=1e-4)
    # the split length is no parameter of the result
    for step_m in (5.0, 100.0, 1000.0):
        assert additive([TRIANGLE], step_m) == pytest.approx([499850.0549], abs=1e-4)


def test_parcels_of_the_exchange_format() -> None:
    # two parcels of a 电子报盘 file: 200 m × 150 m with a hole of 80 m × 60 m, and a slanted quadrilateral
    outer = [(38527500.0, 3852600.0), (38527700.0, 3852600.0), (38527700.0, 3852450.0), (38527500.0, 3852450.0)]
    hole = [(38527560.0, 3852560.0), (38527560.0, 3852500.0), (38527640.0, 3852500.0), (38527640.0, 3852560.0)]
    slanted = [(38528010.5, 3853120.25), (38528110.5, 3853120.25), (38528130.5, 3853040.25), (38528015.5, 3853030.25)]
    assert np.round(additive([[outer, hole], [slanted]]), 2).tolist() == [25199.53, 9199.82]


def test_zone_prefix_does_not_change_an_area() -> None:
    rings = make_rings([[[(x - 38000000.0, y) for x, y in TRIANGLE[0]]]])
    assert polygon_areas(rings, NO_PREFIX, geographic=False) == pytest.approx([499850.0549], abs=1e-4)


def test_official_series_term_by_term() -> None:
    # the formula as printed in 国土调查办发〔2008〕32号, with its own constants for CGCS2000, edge by edge
    b, e2 = 6356752.314140356, 0.006694380022900686
    terms = [1.0033640898341927, 0.0011241893819271072, 1.6994594735188535e-06, 2.717857845577432e-09,
             4.358419004834252e-12]
    assert e2 == pytest.approx((6378137.0**2 - b**2) / 6378137.0**2, rel=1e-12)
    corners = [(114.30, 34.80), (114.313, 34.802), (114.309, 34.811), (114.298, 34.807)]
    total = 0.0
    for (l1, b1), (l2, b2) in zip(corners, [*corners[1:], corners[0]]):
        across, half, middle = np.radians((l1 + l2) / 2 - 114.3), np.radians(b2 - b1) / 2, np.radians(b1 + b2) / 2
        total += 2 * b * b * across * sum(
            (-1) ** k * term * np.sin((2 * k + 1) * half) * np.cos((2 * k + 1) * middle)
            for k, term in enumerate(terms))
    found = polygon_areas(make_rings([[corners]]), degrees, geographic=True, method="statutory_vertices")
    assert found == pytest.approx([abs(total)], abs=1e-4)


def _random_polygons(count: int, seed: int, box: tuple[float, float, float, float], size: float) -> list[Polygon]:
    """Triangles, slanted stars and stars with a hole, centred in box (x and y of its low and of its high corner)."""
    random = np.random.default_rng(seed)
    polygons: list[Polygon] = []
    for row in range(count):
        centre = random.uniform(box[:2], box[2:])
        corners = 3 if row % 3 == 0 else int(random.integers(4, 12))
        angles = np.sort(random.uniform(0.0, 2.0 * np.pi, corners))
        reach = size * random.uniform(0.3, 1.0, corners)
        outer = centre + np.column_stack([reach * np.cos(angles), reach * np.sin(angles)])
        if row % 2:
            outer = outer[::-1]
        rings = [[(float(x), float(y)) for x, y in outer]]
        if row % 3 == 2:
            hole = centre + 0.1 * (outer - centre)
            rings.append([(float(x), float(y)) for x, y in hole])
        polygons.append(rings)
    return polygons


def test_random_shapes_in_zone_38_agree_with_geographiclib() -> None:
    polygons = _random_polygons(2400, 1, (38395000.0, 3780000.0, 38640000.0, 3890000.0), 700.0)
    expected = [reference_area(polygon) for polygon in polygons]
    assert np.abs(additive(polygons) - expected).max() < 1e-3


def test_random_shapes_in_degrees_agree_with_geographiclib() -> None:
    polygons = _random_polygons(900, 2, (113.9, 34.2, 115.3, 35.0), 0.006)
    expected = [reference_area(polygon, geographic=True, step=2e-5) for polygon in polygons]
    found = polygon_areas(make_rings(polygons), degrees, geographic=True)
    assert np.abs(found - expected).max() < 1e-3


def test_a_county_sized_polygon_agrees_with_geographiclib() -> None:
    polygon = [[(38500000.0, 3820000.0), (38560000.0, 3830000.0), (38550000.0, 3880000.0), (38510000.0, 3870000.0)]]
    assert additive([polygon]) == pytest.approx([reference_area(polygon, step=10.0)], abs=0.05)


shares = st.floats(0.02, 0.98)
places = st.tuples(st.floats(38395000.0, 38640000.0), st.floats(3780000.0, 3890000.0))
turned_triangles = st.tuples(st.floats(0.0, 6.283), st.floats(10.0, 1000.0), st.floats(0.2, 0.9))


@settings(max_examples=150, deadline=None)
@given(places, turned_triangles, shares, shares)
def test_cutting_leaves_nothing_behind(
    corner: tuple[float, float], shape: tuple[float, float, float], along: float, across: float
) -> None:
    # a triangle whose longest edge has ``length`` m, cut from a point on one edge to a point on another
    turn, length, slant = shape
    a = np.array(corner)
    b = a + length * np.array([np.cos(turn), np.sin(turn)])
    c = a + length * slant * np.array([np.cos(turn + 0.9), np.sin(turn + 0.9)])
    p, q = a + along * (b - a), a + across * (c - a)
    whole, part, rest = ([[tuple(point) for point in ring]] for ring in ([a, b, c], [a, p, q], [p, b, c, q]))
    found = additive([whole, part, rest])
    assert found[1] + found[2] == pytest.approx(found[0], abs=1e-4)


def test_many_cuts_on_one_edge_stay_additive() -> None:
    # a 1 km square in 100 strips of 10 m: on bare vertices the strips' short edges lose 0.001 m² a side
    strips = []
    for k in range(100):
        west, east, top = 38610000.0 + 10.0 * k, 38610010.0 + 10.0 * k, 3853000.0 + 0.5 * (k % 2)
        strips.append([(west, 3852000.0), (east, 3852000.0), (east, top), (west, top)])
    top_side = [point for strip in reversed(strips) for point in strip[2:]]
    found = additive([*([strip] for strip in strips), [[(38610000.0, 3852000.0), (38611000.0, 3852000.0), *top_side]]])
    assert found[:-1].sum() == pytest.approx(found[-1], abs=1e-4)


def test_rows_without_rings_and_work_in_chunks() -> None:
    # 9 000 triangles are more vertices than one chunk holds; every second row has none
    polygons: list[Polygon] = []
    for row in range(18000):
        x = TRIANGLE[0][0][0] - row
        polygons.append([[(x, 3852000.0), (x + 30.0, 3852000.0), (x, 3852030.0)]] if row % 2 else [])
    found = additive(polygons)
    assert (found[::2] == 0.0).all()
    alone = np.concatenate([additive([polygons[row]]) for row in (1, 4095, 9001, 17999)])
    assert np.abs(found[[1, 4095, 9001, 17999]] - alone).max() < 1e-7


def test_one_ring_longer_than_a_chunk() -> None:
    angles = np.linspace(0.0, 2.0 * np.pi, 50001)[:-1]
    ring = [(38527000.0 + 5000.0 * np.cos(t), 3852000.0 + 5000.0 * np.sin(t)) for t in angles]
    assert additive([[ring]]) == pytest.approx([reference_area([ring])], abs=1e-2)


def test_no_polygons_at_all() -> None:
    assert additive([]).shape == (0,)


def test_feet_are_split_by_their_length_in_metres() -> None:
    feet = 0.3048006096012192
    rings = make_rings([[[(x / feet, y / feet) for x, y in TRIANGLE[0]]]])

    def to_lonlat(x: Floats, y: Floats) -> tuple[Floats, Floats]:
        return ZONE_38(x * feet, y * feet)

    found = polygon_areas(rings, to_lonlat, geographic=False, metres_per_unit=feet)
    assert found == pytest.approx([499850.0549], abs=1e-3)


def test_wrong_arguments_are_refused() -> None:
    rings: Rings = make_rings([TRIANGLE])
    with pytest.raises(ValueError, match="method"):
        polygon_areas(rings, ZONE_38, geographic=False, method="planar")
    with pytest.raises(ValueError, match="step"):
        polygon_areas(rings, ZONE_38, geographic=False, step_m=0.0)
