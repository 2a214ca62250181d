"""Clipping to boxes: worked by hand, and jagged shapes against Shapely's intersection."""
from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.affinity import rotate

from kf_resources_plugin.engine import box_clip
from kf_resources_plugin.engine.box_clip import Walks, clip_to_boxes
from kf_resources_plugin.engine.edges import edges_of
from tests.engine.shapes import Cells, of_cells, star

BOX = (0.0, 0.0, 10.0, 10.0)


def clipped(polygon: shapely.Geometry, *boxes: tuple[float, ...]) -> list[shapely.Geometry | None]:
    """Clip to boxes, given all edges whose bounds meet them; None where nothing is returned."""
    edges = edges_of([shapely.to_wkb(polygon, byte_order=1)])
    places = np.array(boxes)
    bounds = edges.bounds()
    met = ((bounds[None, :, :2] <= places[:, None, 2:]) & (bounds[None, :, 2:] >= places[:, None, :2])).all(axis=2)
    lines = shapely.linestrings(np.stack([np.column_stack([edges.x0, edges.y0]),
                                          np.column_stack([edges.x1, edges.y1])], axis=1))
    met &= shapely.intersects(shapely.box(*places.T)[:, None], lines[None, :])
    hit_box, hit_edge = np.nonzero(met)
    return [shapely.from_wkb(wkb) if wkb else None for wkb in clip_to_boxes(Walks(edges), hit_edge, hit_box, places)]


def in_box(shape: shapely.Geometry, box: tuple[float, ...] = BOX) -> shapely.Geometry:
    return shapely.intersection(shape, shapely.box(*box))


@pytest.mark.parametrize(("polygon", "area", "corners"), [
    # the box grown by 0.2 % is 10.04 wide, from -0.02 to 10.02
    pytest.param(shapely.box(5, -20, 30, 30), 5.02 * 10.04, 4, id="one side"),
    pytest.param(shapely.box(5, 5, 30, 30), 5.02 * 5.02, 4, id="one corner of the box"),
    pytest.param(shapely.box(3, -20, 7, 30), 4 * 10.04, 4, id="a band"),
    pytest.param(shapely.Polygon([(5, -20), (30, -20), (30, 30), (-20, 30), (-20, 5), (5, 5)]),
                 10.04**2 - 5.02**2, 6, id="all but a corner of the box"),
    # x + y = 4 cuts the triangle at (-1, 5), (5, -1), (5, 5), whose every edge touches the box, off it
    pytest.param(shapely.Polygon([(-1, 5), (5, -1), (5, 5)]), 18.0 - 2 * 0.98**2 / 2, 5, id="all round"),
    pytest.param(shapely.Polygon([(5, 5), (30, -5), (30, 30), (-30, 30), (-30, -30), (28, -30), (28, -20)]),
                 None, 6, id="all but a wedge"),
    pytest.param(shapely.Polygon([(-20, -20), (30, -20), (30, 4), (20, 4), (20, 8), (30, 8), (30, 30), (20, 30),
                                  (20, 9), (5, 9), (5, 3), (20, 3), (20, 0), (-20, 0)]), None, None, id="two parts"),
])
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("backwards", [False, True])
def test_one_box(polygon: shapely.Geometry, area: float | None, corners: int | None, turn: int,
                 backwards: bool) -> None:
    """Also turned, so that every side and corner of the box has its turn, and with rings run the other way."""
    shape = shapely.transform(rotate(polygon, turn, origin=(5, 5)), np.round)
    (found,) = clipped(shapely.reverse(shape) if backwards else shape, BOX)
    assert found is not None
    assert found.is_valid
    assert in_box(found).symmetric_difference(in_box(shape)).area == pytest.approx(0.0, abs=1e-12)
    assert shapely.box(-0.02, -0.02, 10.02, 10.02).buffer(1e-9).covers(found)
    if area is not None:
        assert found.area == pytest.approx(area)
    if corners is not None:
        assert shapely.get_num_coordinates(found) == corners + 1


def test_wherever_the_ring_begins() -> None:
    """A band with a vertex every metre: its ring begins outside, on the margin and in the box, and ends there too."""
    corners = shapely.get_coordinates(shapely.box(3, -20, 7, 30).segmentize(1.0))[:-1]
    for start in range(len(corners)):
        (found,) = clipped(shapely.Polygon(np.roll(corners, start, axis=0)), BOX)
        assert found is not None
        assert in_box(found).symmetric_difference(shapely.box(3, 0, 7, 10)).area == pytest.approx(0.0, abs=1e-12)


def test_what_stays_in_the_margin_counts_for_nothing() -> None:
    """A finger reaches into the margin only, and one through the margin into the box and back in steps of 1 cm."""
    fingers = shapely.box(2, 10.01, 3, 30).union(shapely.box(4, 8.995, 6, 30).segmentize(0.01))
    (found,) = clipped(fingers.union(shapely.box(0, 25, 9, 30)), BOX)
    assert found is not None
    assert found.area == pytest.approx(2 * 1.025)


def with_holes(shell: shapely.Geometry, *holes: shapely.Geometry) -> shapely.Geometry:
    return shapely.Polygon(shell.exterior, [hole.exterior for hole in holes])


AROUND, HALF = shapely.box(-9, -9, 30, 30), shapely.box(-9, -9, 7, 30)
HOLE, OTHER = shapely.box(4, 4, 6, 6), shapely.box(1, 8, 2, 9)


@pytest.mark.parametrize(("polygon", "area"), [
    pytest.param(HOLE, 4.0, id="an island"),
    pytest.param(shapely.union(HOLE, OTHER), 5.0, id="two islands"),
    pytest.param(with_holes(AROUND, HOLE), 10.04**2 - 4.0, id="a hole"),
    pytest.param(with_holes(AROUND, HOLE, OTHER), 10.04**2 - 5.0, id="two holes"),
    pytest.param(with_holes(HALF, HOLE, OTHER), 7.02 * 10.04 - 5.0, id="holes in half of the box"),
    pytest.param(with_holes(AROUND, shapely.box(4, 4, 6, 10.01)), 10.04**2 - 12.02, id="a hole into the margin"),
    pytest.param(shapely.union(shapely.box(7, -9, 9, 30), HOLE), 2 * 10.04 + 4.0, id="an island beside a band"),
])
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("backwards", [False, True])
def test_rings_that_lie_in_a_box_whole(polygon: shapely.Geometry, area: float, turn: int, backwards: bool) -> None:
    """Beside a box that holds none; those that lie in another box do not count."""
    shape = shapely.transform(rotate(polygon, turn, origin=(5, 5)), lambda points: np.round(points, 2))
    beside = (-9.5, -8.0, -4.0, -5.0)
    found, _ = clipped(shapely.reverse(shape) if backwards else shape, BOX, beside)
    assert found is not None
    assert found.is_valid
    assert found.area == pytest.approx(area)
    assert in_box(found).symmetric_difference(in_box(shape)).area == pytest.approx(0.0, abs=1e-12)


@pytest.mark.parametrize("polygon", [
    pytest.param(shapely.union(with_holes(AROUND, shapely.box(3, 3, 7, 7)), HOLE), id="an island in a hole"),
    pytest.param(shapely.union(with_holes(HALF, HOLE), shapely.box(8, -9, 9, 30)), id="a hole in one of two parts"),
    pytest.param(shapely.Polygon([(5, -9), (30, -9), (30, 30), (5, 30), (8, 10.02)]), id="a vertex on the border"),
])
def test_what_is_not_plain_is_left(polygon: shapely.Geometry) -> None:
    beside = (20.0, -8.0, 22.0, -7.0)
    assert clipped(polygon.union(shapely.box(21, -30, 60, -5)), BOX, beside)[0] is None


def test_ways_in_and_out_that_rounding_makes_one_are_left() -> None:
    """A needle as wide, 3 km away, as coordinates there are apart."""
    at = 38_500_000.0
    needle = shapely.Polygon([(at + 5, at + 5), (at + 3_000, at + 5), (at + 3_000, np.nextafter(at + 5, np.inf))])
    assert clipped(needle, (at, at, at + 10, at + 10)) == [None]


def test_a_margin_of_many_vertices_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    shape = shapely.box(4, 9, 6, 30).segmentize(0.01)
    monkeypatch.setattr(box_clip, "_STEPS", 3)
    near = (0.0, 0.0, 10.0, 10.0)
    assert clipped(shape, near, (-9.0, 10.0, 5.0, 29.0)) == [None, None]


GRID = [(float(x), float(y), x + 9.0, y + 9.0) for x in range(-60, 60, 9) for y in range(-60, 60, 9)]


@pytest.mark.parametrize("origin", [0.0, 38_500_000.123])
@pytest.mark.parametrize("holes", [0, 3])
def test_jagged_shapes_against_intersection(origin: float, holes: int) -> None:
    shape = star(origin, origin, 50.0, 900, seed=4)
    for number in range(holes):
        shape = shape.difference(star(origin + 15.0 * number - 15.0, origin + 9.0, 7.0, 60, seed=number))
    boxes = [tuple(origin + side for side in box) for box in GRID]
    crossed = [box for box in boxes if shape.boundary.intersects(shapely.box(*box))]
    found = clipped(shape, *crossed)
    assert sum(part is not None for part in found) > 0.8 * len(crossed)
    for box, part in zip(crossed, found):
        if part is not None:
            assert part.is_valid
            assert in_box(part, box).symmetric_difference(in_box(shape, box)).area == pytest.approx(0.0, abs=1e-6)


cells = st.frozensets(st.tuples(st.integers(0, 7), st.integers(0, 7)), min_size=1, max_size=40)


# rounded: with a corner at 1e-308 it is the box of the comparison that GEOS cuts wrongly
corners = st.floats(-0.5, 8.5).map(lambda value: round(value, 12))


@settings(deadline=None, max_examples=200)
@given(cells, st.booleans(), st.tuples(corners, corners), st.floats(0.2, 6.0), st.floats(0.2, 6.0),
       st.sampled_from([0.0, 38_500_000.123]), st.floats(0.0, 90.0))
def test_nothing_wrong_comes_out(
    shape: Cells, every_vertex: bool, corner: tuple[float, float], width: float, height: float, origin: float,
    turn: float,
) -> None:
    """Polyominoes with holes and many parts that touch in vertices, turned; any box."""
    polygon = rotate(of_cells(shape, every_vertex=every_vertex), turn, origin=(4, 4))
    polygon = shapely.transform(polygon, lambda points: points + origin)
    box = (origin + corner[0], origin + corner[1], origin + corner[0] + width, origin + corner[1] + height)
    if polygon.is_valid and polygon.boundary.intersects(shapely.box(*box)):
        (found,) = clipped(polygon, box)
        if found is not None and found.is_valid:
            wrong = in_box(found, box).symmetric_difference(in_box(polygon, box)).area
            assert wrong == pytest.approx(0.0, abs=1e-6)
