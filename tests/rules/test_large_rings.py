"""Large rings by the areal scale along their edges: what the statutory series converges to, and the parts of a cut."""
from __future__ import annotations

import numpy as np
import pytest

from kf_resources_plugin.rules.areas import Rings, area_function, polygon_areas
from kf_resources_plugin.rules.large_rings import large_ring_area

from .geodesy import make_rings
from .test_areal_scale import UTM_FEET, ZONE_38, by_series, stars


def measured(rings: Rings, to_lonlat: object = ZONE_38, metres_per_unit: float = 1.0) -> list[float | None]:
    return [large_ring_area(rings.x[begin:end], rings.y[begin:end], to_lonlat, area_function, metres_per_unit)  # type: ignore[arg-type]
            for begin, end in zip(rings.offsets[:-1], rings.offsets[1:])]


@pytest.mark.parametrize("reach", [30.0, 900.0, 20_000.0, 90_000.0])
@pytest.mark.parametrize("spread", [1_000.0, 100_000.0])
def test_it_is_what_the_statutory_series_converges_to(reach: float, spread: float) -> None:
    """Edges of metres to more than a hundred kilometres."""
    rings = make_rings(stars(2, reach, spread))
    np.testing.assert_allclose(np.array(measured(rings)), by_series(rings), rtol=5e-10, atol=1e-6)


def test_another_projection_and_unit() -> None:
    foot = 0.3048
    rings = make_rings(stars(2, 20_000.0, 50_000.0, false_easting=500000.0))
    in_feet = Rings(rings.x / foot, rings.y / foot, rings.offsets, rings.owner, rings.is_hole, rings.owners)
    found = measured(in_feet, lambda x, y: UTM_FEET(x * foot, y * foot), foot)
    np.testing.assert_allclose(np.array(found), by_series(rings, UTM_FEET), rtol=5e-10)


def test_a_fine_boundary_of_many_chunks_goes_both_ways_round() -> None:
    """A wavy ring of 30 000 corners, 8 km wide; its area on the plane is known, and the scale is nearly 1 there."""
    angle = np.linspace(0.0, 2.0 * np.pi, 30_001)
    radius = 4_000.0 + 5.0 * np.sin(500.0 * angle)
    x, y = 38_500_000.0 + radius * np.cos(angle), 3_850_000.0 + radius * np.sin(angle)
    x[-1], y[-1] = x[0], y[0]
    area = large_ring_area(x, y, ZONE_38, area_function, 1.0)
    assert area == pytest.approx(abs(float((x[:-1] * np.diff(y) - y[:-1] * np.diff(x)).sum())) / 2.0, rel=1e-6)
    assert large_ring_area(x[::-1], y[::-1], ZONE_38, area_function, 1.0) == pytest.approx(area, rel=1e-13)
    assert area == pytest.approx(float(by_series(make_rings([[list(zip(x.tolist(), y.tolist()))]]))[0]), rel=1e-10)


def test_parts_sum_to_the_whole() -> None:
    """A land of 90 by 60 km cut in three by slanted lines; the cuts are measured on squares of their own."""
    x, y = 38_455_000.0, 3_800_000.0
    first, second = [(x + 30_250.3, y), (x + 33_000.7, y + 60_000.0)], [(x + 61_000.1, y), (x + 58_000.9, y + 60_000.0)]
    parts = [[(x, y), first[0], first[1], (x, y + 60_000.0)], [first[0], second[0], second[1], first[1]],
             [second[0], (x + 90_000.0, y), (x + 90_000.0, y + 60_000.0), second[1]]]
    whole = [(x, y), (x + 90_000.0, y), (x + 90_000.0, y + 60_000.0), (x, y + 60_000.0)]
    areas = polygon_areas(make_rings([[whole], *([part] for part in parts)]), ZONE_38, geographic=False)
    assert areas[0] == pytest.approx(areas[1:].sum(), rel=1e-11)


def test_what_it_cannot_measure_is_left() -> None:
    far = make_rings([[[(np.inf, 0.0), (1.0, 0.0), (0.0, 1.0)]]])
    assert measured(far) == [None]
    crease = make_rings(stars(1, 5_000.0, 10.0))
    assert measured(crease, lambda x, y: (np.abs(x - 38_500_000.0) * 1e-5, y * 9e-6)) == [None]
    nowhere = make_rings([[[(38_500_000.0, 3_850_000.0)] * 3]])
    assert measured(nowhere) == [0.0]
