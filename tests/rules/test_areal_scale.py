"""Small rings by the areal scale: the figure that the statutory series converges to, whatever they lie among."""
from __future__ import annotations

from functools import partial

import numpy as np
import pytest

from kf_resources_plugin.rules import gauss_kruger
from kf_resources_plugin.rules.areal_scale import LARGEST_M, small_ring_areas
from kf_resources_plugin.rules.areas import Floats, Rings, area_function, polygon_areas

from .geodesy import Polygon, make_rings

ZONE_38 = partial(gauss_kruger.inverse, central_meridian=114.0, false_easting=38500000.0)
UTM_FEET = partial(gauss_kruger.inverse, central_meridian=111.0, false_easting=500000.0, scale=0.9996)


def stars(count: int, reach: float, spread: float, seed: int = 1, false_easting: float = 38500000.0) -> list[Polygon]:
    """Return jagged polygons of 30 corners, up to ``spread`` from the middle of the zone."""
    random = np.random.default_rng(seed)
    polygons = []
    for _ in range(count):
        angle = np.sort(random.uniform(0, 2 * np.pi, 30))
        radius = reach * random.uniform(0.4, 1.0, 30)
        x, y = false_easting + random.uniform(-spread, spread), 3850000.0 + random.uniform(-spread, spread)
        polygons.append([list(zip((x + radius * np.cos(angle)).tolist(), (y + radius * np.sin(angle)).tolist()))])
    return polygons


def by_series(rings: Rings, to_lonlat: object = ZONE_38) -> Floats:
    """Return areas by the plain series on edges split into parts of 0.2 m: the statutory formula, converged."""
    areas = []
    for ring in range(len(rings.owner)):
        span = slice(rings.offsets[ring], rings.offsets[ring + 1])
        x, y = rings.x[span], rings.y[span]
        parts = np.maximum(np.ceil(np.hypot(np.diff(x), np.diff(y)) / 0.2).astype(int), 1)
        fine_x, fine_y = (np.concatenate([np.linspace(a, b, n, endpoint=False) for a, b, n in
                                          zip(values[:-1], values[1:], parts)]) for values in (x, y))
        fine_x, fine_y = np.append(fine_x, x[0]), np.append(fine_y, y[0])
        fine = Rings(fine_x, fine_y, np.array([0, len(fine_x)]), np.array([0]), np.array([False]), 1)
        areas.append(polygon_areas(fine, to_lonlat, geographic=False, method="statutory_vertices")[0])  # type: ignore[arg-type]
    return np.array(areas)


@pytest.mark.parametrize("reach", [30.0, 300.0, 990.0])
@pytest.mark.parametrize("spread", [1_000.0, 150_000.0])
def test_it_is_what_the_statutory_series_converges_to(reach: float, spread: float) -> None:
    rings = make_rings(stars(4, reach, spread))
    measured, areas = small_ring_areas(rings, ZONE_38, area_function, 1.0)
    assert measured.all()
    np.testing.assert_allclose(areas, by_series(rings), rtol=2e-10, atol=1e-6)


def test_another_projection_and_unit() -> None:
    """In feet: edges stay straight, areas are m²."""
    foot = 0.3048
    rings = make_rings(stars(4, 300.0, 50_000.0, false_easting=500000.0))
    in_feet = Rings(rings.x / foot, rings.y / foot, rings.offsets, rings.owner, rings.is_hole, rings.owners)
    measured, areas = small_ring_areas(in_feet, lambda x, y: UTM_FEET(x * foot, y * foot), area_function, foot)
    assert measured.all()
    np.testing.assert_allclose(areas, by_series(rings, UTM_FEET), rtol=2e-10)


def test_a_ring_measures_the_same_alone_and_among_others() -> None:
    polygons = stars(300, 200.0, 120_000.0)
    together = small_ring_areas(make_rings(polygons), ZONE_38, area_function, 1.0)[1]
    alone = [small_ring_areas(make_rings([polygon]), ZONE_38, area_function, 1.0)[1][0] for polygon in polygons]
    np.testing.assert_allclose(together, alone, rtol=1e-14)


def test_parts_sum_to_the_whole() -> None:
    """A square of 1 900 m, too large or not for the short way, and its cuts by slanted lines."""
    x, y, side = 38_610_000.0, 3_852_000.0, 1_900.0
    cut = [(x + 700.25, y), (x + 1203.5, y + side)]
    left = [(x, y), cut[0], cut[1], (x, y + side)]
    right = [cut[0], (x + side, y), (x + side, y + side), cut[1]]
    whole = [(x, y), (x + side, y), (x + side, y + side), (x, y + side)]
    areas = polygon_areas(make_rings([[whole], [left], [right]]), ZONE_38, geographic=False)
    assert areas[0] == pytest.approx(areas[1] + areas[2], abs=1e-6)
    beyond = [(x - 200.0, y), (x + side, y), (x + side, y + side), (x - 200.0, y + side)]
    strip = [(x - 200.0, y), (x, y), (x, y + side), (x - 200.0, y + side)]
    large, small, more = polygon_areas(make_rings([[beyond], [strip], [whole]]), ZONE_38, geographic=False)
    assert side + 200.0 > LARGEST_M  # goes edge by edge
    assert large == pytest.approx(small + more, abs=1e-5)


def test_what_it_cannot_measure_is_left() -> None:
    polygons = stars(1, 5_000.0, 10.0) + stars(1, 50.0, 10.0) + [[[(np.inf, 0.0), (1.0, 0.0), (0.0, 1.0)]]]
    assert small_ring_areas(make_rings(polygons), ZONE_38, area_function, 1.0)[0].tolist() == [False, True, False]
    # a projection with a crease through the cell is no polynomial
    assert small_ring_areas(make_rings(stars(1, 50.0, 10.0)), lambda x, y: (np.abs(x - 38_500_000.0) * 1e-5, y * 9e-6),
                            area_function, 1.0)[0].tolist() == [False]
