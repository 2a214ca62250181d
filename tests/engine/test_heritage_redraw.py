"""Lines of a site redrawn at random: tiers stay nested and share every vertex of their borders, whatever is drawn."""
from __future__ import annotations

import random

import pytest
from qgis.core import QgsGeometry, QgsPointXY

from kf_resources_plugin.engine.errors import PlannerError
from kf_resources_plugin.engine.heritage_redraw import NEW, Band, outline, redrawn, reshaped, ring_area, split
from tests.survey.heritage import E, N, box, faults_of_coverage, line, square

TOLERANCE = 0.001
ROUNDS = 300


def site() -> list[Band]:
    return [Band(1, 0, QgsGeometry.fromWkt(square(50))), Band(2, 1, QgsGeometry.fromWkt(square(100, 50))),
            Band(3, 2, QgsGeometry.fromWkt(square(200, 100)))]


def drawn(dice: random.Random, bands: list[Band], level: int) -> QgsGeometry:
    """Draw a line by chance: a ring, or a line that begins and ends anywhere or where QGIS snaps to the border."""
    if dice.random() < 0.3:
        centre = QgsPointXY(E + dice.uniform(-40, 40), N + dice.uniform(-40, 40))
        return QgsGeometry.fromPointXY(centre).buffer(dice.uniform(30, 200), 2)
    points = [QgsPointXY(E + dice.uniform(-220, 220), N + dice.uniform(-220, 220)) for _ in range(dice.randint(2, 4))]
    if dice.random() < 0.5:
        area = outline(bands, level)  # held while its border is taken
        border = QgsGeometry(area.constGet().boundary())
        points[0], points[-1] = (border.interpolate(dice.uniform(0, border.length())).asPoint() for _ in range(2))
    return reshaped(bands, level, QgsGeometry.fromPolylineXY(points), TOLERANCE)


@pytest.mark.parametrize("seed", [1, 2])
def test_random_reshapes_leave_no_gap_no_overlap_and_no_lone_vertex(seed: int, qgis_app: object) -> None:
    dice, bands, done = random.Random(seed), site(), 0  # noqa: S311 (dice)
    for _ in range(ROUNDS):
        level = dice.randrange(3)
        try:
            area = drawn(dice, bands, level)
            found = redrawn(bands, level, area, TOLERANCE)
        except PlannerError:
            continue
        if any(shape.isEmpty() for shape in found.values()):
            continue
        before = [outline(bands, one) for one in range(3)]
        bands = [Band(band.key, band.level, found[band.key]) for band in bands]
        assert not faults_of_coverage(band.shape for band in bands)
        for one, old in enumerate(before):
            new = area if one == level else old.intersection(area) if one < level else old.combine(area)
            assert outline(bands, one).symDifference(new).area() < 1e-3
        done += 1
    assert done > ROUNDS / 2


def test_a_line_a_hair_beside_a_border_runs_along_it(qgis_app: object) -> None:
    """What is snapped to an edge in the map's coordinates misses it by a hair in those of the layer."""
    bands = site()
    found = redrawn(bands, 0, box(-50, -50, 100.0004, 50), TOLERANCE)
    assert not faults_of_coverage(found.values())
    assert found[3].asWkt(6) == QgsGeometry.unaryUnion([found[3]]).asWkt(6)
    # 150 × 100 m, and half a hair more where the border of the outer tiers bends to the corners that were drawn
    assert [round(found[key].area()) for key in (1, 2, 3)] == [15_000, 25_000, 120_000]


def test_a_ring_keeps_what_it_goes_round(qgis_app: object) -> None:
    """A wall's protection area is a ring; the old town inside is not protected by a bay in its inner line."""
    wall = [Band(1, 0, QgsGeometry.fromWkt(square(100, 90)))]
    bay = reshaped(wall, 0, line((-20, 95), (-20, 70), (20, 70), (20, 95)), TOLERANCE)
    assert round(bay.area()) == 40_000 - 180 * 180 + 40 * 20
    assert bay.constGet().numInteriorRings() == 1


def test_the_larger_half_stays_where_a_line_cuts_through(qgis_app: object) -> None:
    assert round(reshaped(site(), 0, line((-20, 60), (-20, -60)), TOLERANCE).area()) == 7_000


def test_the_part_beside_new_land_takes_it(qgis_app: object) -> None:
    west, east = (QgsGeometry.fromWkt(box(*corners).asWkt()) for corners in ((-50, -50, 0, 50), (0, -50, 50, 50)))
    bands = [Band(1, 0, west), Band(2, 0, east), Band(3, 1, QgsGeometry.fromWkt(square(100, 50)))]
    found = redrawn(bands, 0, box(-50, -50, 70, 50), TOLERANCE)
    assert {key: round(shape.area()) for key, shape in found.items()} == {1: 5_000, 2: 7_000, 3: 28_000}


def test_a_tier_without_a_band_stands_under_new(qgis_app: object) -> None:
    found = redrawn(site()[:1], 1, box(-100, -100, 100, 100), TOLERANCE)
    assert {key: round(shape.area()) for key, shape in found.items()} == {1: 10_000, NEW: 30_000}


def test_split_parts_and_their_neighbours_meet_at_vertices(qgis_app: object) -> None:
    found = split(site(), 1, line((0, 110), (3.3, -110)), TOLERANCE)
    assert {key: len(parts) for key, parts in found.items()} == {1: 1, 2: 2, 3: 1}
    assert not faults_of_coverage(part for parts in found.values() for part in parts)


@pytest.mark.parametrize("points", [[(0, 0), (9, 0)], [(0, 0), (9, 0), (0, 0)], []])
def test_a_line_that_encloses_nothing_is_refused(points: list[tuple[float, float]], qgis_app: object) -> None:
    with pytest.raises(PlannerError, match="encloses no land"):
        ring_area(line(*points))


def test_a_ring_closes_itself(qgis_app: object) -> None:
    assert ring_area(line((0, 0), (10, 0), (10, 10))).area() == 50.0
