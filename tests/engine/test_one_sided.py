"""Strips along one side of a line: areas worked by hand, and every place against the definition."""
from __future__ import annotations

from math import pi, radians, sin, tan
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kf_resources_plugin.engine.kernel import pick_kernel
from kf_resources_plugin.engine.one_sided import left_pieces
from kf_resources_plugin.engine.subtraction import unite
from kf_resources_plugin.rules.progress import Canceled, NoProgress

pytestmark = pytest.mark.usefixtures("qgis_app")


def strip(points: Any, width: float, kernel: str = "shapely") -> Any:
    line = np.array(points, dtype=float)
    reach, group = np.full(len(line) - 1, float(width)), np.zeros(len(line) - 1, dtype=np.int64)
    pieces = left_pieces(line, reach, group, pick_kernel(kernel), NoProgress())
    # as zones are made of them: of borders that nearly coincide GEOS's own union may cover too much
    return shapely.from_wkb(unite(pick_kernel(kernel), pieces.wkb, NoProgress()))


def arc_area(angle: float, radius: float) -> float:
    """Return the area of a wedge whose arc has vertices at most 2.5° apart."""
    count = int(np.ceil(angle / radians(2.5) - 1e-6))
    return count * 0.5 * radius**2 * sin(angle / count)


def test_a_straight_line_has_a_rectangle_on_its_left_that_ends_square() -> None:
    found = strip([(0, 0), (400, 0), (1000, 0)], 50)
    assert found.equals(shapely.box(0, 0, 1000, 50))
    assert strip([(1000, 0), (0, 0)], 100).equals(shapely.box(0, -100, 1000, 0))


@pytest.mark.parametrize("degrees", [2, 30, 75, 90, 120, 170])
def test_a_turn_away_has_a_wedge(degrees: float) -> None:
    angle = radians(degrees)
    # 300 m ahead, then to the right: two rectangles of 300 by 50 and the wedge between them
    found = strip([(-300, 0), (0, 0), (300 * np.cos(-angle), 300 * np.sin(-angle))], 50)
    assert found.area == pytest.approx(2 * 300 * 50 + arc_area(angle, 50), abs=1e-6)
    assert found.area == pytest.approx(2 * 300 * 50 + angle * 50**2 / 2, rel=4e-4)
    assert found.geom_type == "Polygon"
    assert not found.interiors


@pytest.mark.parametrize("degrees", [2, 30, 75, 90])
def test_a_turn_towards_the_side_is_counted_once(degrees: float) -> None:
    angle = radians(degrees)
    found = strip([(-300, 0), (0, 0), (300 * np.cos(angle), 300 * np.sin(angle))], 50)
    # the rectangles share a kite: two right triangles with legs w and w·tan(θ/2)
    assert found.area == pytest.approx(2 * 300 * 50 - 50**2 * tan(angle / 2), abs=1e-6)


def test_a_hairpin_is_not_reached_through() -> None:
    # there and back 20 m apart: on the left, inside, each side sees the 20 m between them and no more
    inside = strip([(0, 0), (300, 0), (300, 20), (0, 20)], 50)
    assert inside.equals(shapely.box(0, 0, 300, 20))
    # outside: 50 m round both sides and the end, quarter circles at the two corners
    outside = strip([(0, 20), (300, 20), (300, 0), (0, 0)], 50)
    assert outside.area == pytest.approx(2 * 300 * 50 + 20 * 50 + 2 * arc_area(pi / 2, 50), abs=1e-6)
    assert inside.intersection(outside).area == pytest.approx(0, abs=1e-9)


def test_a_ring_has_everything_inside_or_a_band_outside() -> None:
    square = [(0, 0), (80, 0), (80, 80), (0, 80), (0, 0)]
    assert strip(square, 50).equals(shapely.box(0, 0, 80, 80))
    assert strip(square, 30).area == pytest.approx(80**2 - 20**2, abs=1e-9)
    assert strip(square[::-1], 30).area == pytest.approx(4 * 80 * 30 + 4 * arc_area(pi / 2, 30), abs=1e-6)


def test_short_edges_in_a_tight_bend_fold_nothing_over() -> None:
    # a half circle of 30 m radius in steps of 3°, seen from inside: nothing beyond the centre is left out or added
    bow = [(30 * np.cos(a), 30 * np.sin(a)) for a in np.radians(np.arange(0, 181, 3))]
    # the border on the left is 20 m nearer to the centre than the chords, which are at 30·cos 1.5°
    inner = (30 * np.cos(radians(1.5)) - 20) / np.cos(radians(1.5))
    ring = 60 * 0.5 * (30**2 - inner**2) * sin(radians(3))
    # both ends are square with their chord, not radial: two triangles of 20 m by 20 m·tan 1.5°
    assert strip(bow, 20).area == pytest.approx(ring + 20**2 * tan(radians(1.5)), rel=1e-9)
    # rectangles longer than the radius cross the centre and cover all of it
    assert strip(bow, 50).covers(shapely.Polygon(bow).buffer(-1e-6))


def test_a_line_that_curls_meets_its_own_strip() -> None:
    # three left turns of 72°: the strip of the last edge runs into that of the first, though neither sees the other
    points, heading = [np.array((0.0, 0.0))], 0.0
    for length in (1000, 400, 400, 500):
        points.append(points[-1] + length * np.array((np.cos(heading), np.sin(heading))))
        heading += radians(72)
    rectangles = []
    for one, other in zip(points, points[1:]):
        away = np.array((-(other - one)[1], (other - one)[0])) / np.hypot(*(other - one)) * 200
        rectangles.append(shapely.Polygon([one, other, other + away, one + away]))
    assert rectangles[0].intersection(rectangles[3]).area > 1000
    assert shapely.symmetric_difference(strip(points, 200), shapely.union_all(rectangles)).area < 1e-6


def test_groups_share_the_wedge_between_them() -> None:
    line = np.array([(-300.0, 0), (0, 0), (0, -300)])
    pieces = left_pieces(line, np.array([50.0, 80.0]), np.array([7, 8]), pick_kernel("shapely"), NoProgress())
    area = {group: shapely.union_all(shapely.from_wkb(pieces.wkb[pieces.group == group])).area for group in (7, 8)}
    assert area[7] == pytest.approx(300 * 50 + arc_area(pi / 4, 50), abs=1e-6)
    assert area[8] == pytest.approx(300 * 80 + arc_area(pi / 4, 80), abs=1e-6)


def test_an_edge_without_width_has_none() -> None:
    line = np.array([(0.0, 0), (100, 0), (200, 0)])
    pieces = left_pieces(line, np.array([0.0, 50.0]), np.array([0, 1]), pick_kernel("shapely"), NoProgress())
    assert pieces.group.tolist() == [1]
    assert shapely.from_wkb(pieces.wkb[0]).equals(shapely.box(100, 0, 200, 50))


def test_it_can_be_cancelled() -> None:
    class Pressed(NoProgress):
        def check(self) -> None:
            raise Canceled

    with pytest.raises(Canceled):
        left_pieces(np.array([(0.0, 0), (1, 0)]), np.ones(1), np.zeros(1, dtype=np.int64), pick_kernel(), Pressed())


lines = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), min_size=2, max_size=9).map(
    lambda nodes: [(20.0 * x + (x * 7 + y * 3) % 5, 20.0 * y + (x * 5 + y * 11) % 7) for x, y in nodes]).map(
    lambda nodes: [node for node, before in zip(nodes, [None, *nodes]) if node != before]).filter(
    lambda nodes: len(nodes) > 1)


@example([(183.0, 3.0), (44.0, 3.0), (183.0, 3.0)], 15.0, 0)
@example([(43.0, 61.0), (103.0, 21.0), (4.0, 65.0), (20.0, 121.0), (0.0, 106.0), (61.0, 100.0), (3.0, 222.0),
          (61.0, 100.0)], 90.0, 0)
@example([(0.0, 0.0), (2.0, 82.0), (222.0, 105.0), (244.0, 4.0), (240.0, 243.0)], 90.0, 0)
@settings(max_examples=30, deadline=None)
@given(lines, st.sampled_from([15.0, 40.0, 90.0]), st.integers(0, 2**32 - 1))
def test_a_place_belongs_to_it_as_the_definition_says(nodes: Any, width: float, seed: int) -> None:
    points = np.array(nodes)
    low, high = points.min(axis=0) - width, points.max(axis=0) + width
    places = np.random.default_rng(seed).uniform(low, high, (60, 2))
    for name in ("shapely", "qgis"):
        found = strip(points, width, name)
        near_border = shapely.distance(shapely.boundary(found), shapely.points(places)) < 0.05 * width / 15
        inside = shapely.contains_xy(found, *places.T)
        for place, said, unsure in zip(places, inside.tolist(), near_border.tolist()):
            if not unsure:
                assert said == seen(points, place, width), (place.tolist(), name)


def seen(points: Any, place: Any, width: float) -> bool:
    """Tell by the definition whether a place is seen to the left at right angles, or in the wedge of a turn away."""
    edges = list(zip(points[:-1], points[1:]))
    feet = []
    for one, other in edges:
        along = (other - one) / np.hypot(*(other - one))
        s, h = along @ (place - one), along[0] * (place - one)[1] - along[1] * (place - one)[0]
        if 0 < s < np.hypot(*(other - one)) and 0 < h < width:
            feet.append(one + along * s)
    turns = list(zip(edges, edges[1:]))
    if (points[0] == points[-1]).all():
        turns.append((edges[-1], edges[0]))
    for (one, vertex), (_, other) in turns:
        before, after, away = vertex - one, other - vertex, place - vertex
        turn_away = before[0] * after[1] - before[1] * after[0] < 0
        if turn_away and before @ away > 0 and after @ away < 0 and np.hypot(*away) < width:
            feet.append(vertex)
    return any(not _blocked(foot, place, edges) for foot in feet)


def _blocked(foot: Any, place: Any, edges: Any) -> bool:
    way = shapely.LineString([foot + 1e-7 * (place - foot), place])
    return any(way.crosses(shapely.LineString(edge)) for edge in edges)
