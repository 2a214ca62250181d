"""Faces, nesting, streets and needless vertices of protection lines: by hand, and whatever the lines are."""
from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransformContext

from kf_resources_plugin.engine.arrangement import arrange
from kf_resources_plugin.engine.border_nodes import without_needless_nodes
from kf_resources_plugin.engine.heritage_lines import DrawnLine, Line, Site, raw_lines
from kf_resources_plugin.engine.heritage_nesting import Nested, Streets, nest
from kf_resources_plugin.engine.kernel import pick_kernel
from kf_resources_plugin.engine.metric_plane import metric_plane
from kf_resources_plugin.engine.round_offsets import circle, corridor, widened
from kf_resources_plugin.engine.street_snap import SnapRule
from kf_resources_plugin.engine.wkb import as_wkb_array
from kf_resources_plugin.rules.heritage_zones import Step, Width
from kf_resources_plugin.rules.progress import NoProgress
from tests.engine.shapes import KERNELS, lattice, star

E, N = 500_000.0, 3_850_000.0
STEP = np.radians(5.0)


def wkbs(*shapes: shapely.Geometry) -> Any:
    return as_wkb_array([shapely.to_wkb(shape, byte_order=1) for shape in shapes])


def box(x: float, y: float, width: float, height: float) -> shapely.Polygon:
    return shapely.box(E + x, N + y, E + x + width, N + y + height)


@pytest.mark.parametrize("name", KERNELS)
def test_two_squares_make_three_faces_that_share_their_crossings(name: str) -> None:
    kernel = pick_kernel(name)
    faces = arrange(wkbs(box(0, 0, 20, 20), box(10, 10, 20, 20)), kernel, NoProgress())
    assert sorted(faces.area.tolist()) == [100, 300, 300]
    first, second = set(faces.faces(0).tolist()), set(faces.faces(1).tolist())
    assert len(first & second) == 1
    both = shapely.from_wkb(faces.shape(np.array(sorted(first | second)), kernel, NoProgress()))
    assert both.area == 700
    assert {(E + 10, N + 20), (E + 20, N + 10)} <= set(map(tuple, shapely.get_coordinates(both).tolist()))
    assert faces.residual.tolist() == [0, 0]


def test_what_hangs_together_by_an_edge_and_not_by_a_corner() -> None:
    """Three unit squares of a checkerboard: two share an edge, the third only a corner with one of them."""
    faces = arrange(wkbs(box(0, 0, 10, 10), box(10, 0, 10, 10), box(20, 10, 10, 10)), pick_kernel(), NoProgress())
    everything, core = np.arange(3), faces.faces(0)
    mask = np.zeros(3, dtype=bool)
    held = faces.hanging_on(everything, core, mask)
    assert sorted(held.tolist()) == sorted([*faces.faces(0).tolist(), *faces.faces(1).tolist()])
    assert not mask.any()


def test_needless_vertices_go_from_both_sides_and_corners_stay() -> None:
    """Two rectangles side by side, each with two vertices on their common edge; one of them was drawn."""
    left = shapely.Polygon([(0, 0), (10, 0), (10, 4), (10, 6), (10, 10), (0, 10)])
    right = shapely.Polygon([(10, 0), (20, 0), (20, 10), (10, 10), (10, 6), (10, 4)])
    drawn = shapely.Polygon([(10, 4), (11, 4), (11, 5)])
    one, other = shapely.from_wkb(without_needless_nodes(wkbs(left, right), wkbs(drawn), pick_kernel()))
    kept = {(10.0, 0.0), (10.0, 4.0), (10.0, 10.0)}
    for shape in (one, other):
        assert {tuple(point) for point in shapely.get_coordinates(shape).tolist() if point[0] == 10} == kept


@pytest.mark.parametrize("name", KERNELS)
def test_nodes_stay_that_keep_a_ring_from_running_into_itself(name: str) -> None:
    """The tip of a hole, 4 spacings above a straight edge and 4 below a node that for all we know is on the edge.

    Coordinates near 3 850 000 are 2^-31 apart; without the node the tip would lie outside.
    """
    apart, north = 2.0**-31, 3_850_000.0
    shell = [(0.0, north - 100), (100.0, north - 100), (100.0, north), (50.0, north + 8 * apart), (0.0, north)]
    holed = shapely.Polygon(shell, [[(50.0, north + 4 * apart), (40.0, north - 50), (60.0, north - 50)]])
    above = shapely.Polygon([*reversed(shell[2:]), (100.0, north + 9), (0.0, north + 9)])
    assert holed.is_valid
    tidy = shapely.from_wkb(without_needless_nodes(wkbs(holed, above), wkbs(), pick_kernel(name)))
    for shape, whole in zip(tidy, (holed, above)):
        assert shape.is_valid
        assert shape.equals_exact(whole)


@pytest.mark.parametrize("name", KERNELS)
def test_widened_shapes_reach_as_far_as_they_must(name: str) -> None:
    kernel = pick_kernel(name)
    yard = shapely.Polygon([(0, 0), (100, 0), (100, 50), (50, 50), (50, 100), (0, 100)],
                           [[(10, 10), (10, 40), (40, 40), (40, 10)]])
    # 12 m: the courtyard of 30 m keeps a square of 6 m
    wide = shapely.from_wkb(widened(wkbs(yard)[0], 12.0, STEP, kernel, NoProgress()))
    assert shapely.area(shapely.symmetric_difference(wide, yard.buffer(12, quad_segs=18))) == pytest.approx(0, abs=1e-6)
    assert shapely.area(shapely.Polygon(shapely.get_parts(wide)[0].interiors[0])) == pytest.approx(36)
    strip = shapely.from_wkb(corridor([np.array([[0.0, 0.0], [1000.0, 0.0]])], 50.0, STEP, kernel, NoProgress()))
    assert strip.bounds == (0, -50, 1000, 50)
    assert strip.area == 100_000
    ring = shapely.get_coordinates(shapely.from_wkb(circle(0, 0, 10, STEP)))
    assert len(ring) == 73
    assert ring[0].tolist() == pytest.approx([0, 10])
    assert np.hypot(*ring.T) == pytest.approx(10)


ROUND = 72 * np.sin(2 * np.pi / 72) / 2  # a circle of radius 1 as chords of 5°
EAST, NORTH = [(0.0, 0.0), (1000.0, 0.0)], [(1000.0, 0.0), (1000.0, 1000.0)]
BEND = 2 * 100 * 1000 - 50 * 50 + ROUND * 50**2 / 4  # two strips, what lies in both, the quarter outside of the corner


@pytest.mark.parametrize(("lines", "area"), [
    ([EAST + NORTH[1:]], BEND), ([EAST, NORTH], BEND), ([NORTH[::-1], EAST], BEND),
    ([EAST, NORTH, EAST[::-1], NORTH], BEND),  # drawn twice
    ([EAST, [(1000.0, 0.0), (2000.0, 0.0)], NORTH], 3 * 100 * 1000 - 50 * 100)])
def test_lines_that_meet_bend_as_one(lines: list[list[tuple[float, float]]], area: float) -> None:
    shape = shapely.from_wkb(corridor(list(map(np.array, lines)), 50.0, STEP, pick_kernel(), NoProgress()))
    assert shape.area == pytest.approx(area)


def width(tier: str, metres: float) -> Width:
    return Width(f"zone.{tier}", "building", (), tier, metres, False, False, "", "")


def lines_of(shapes: list[shapely.Polygon], metres: tuple[float, float], drawn: dict[int, shapely.Polygon],
             kernel: str) -> tuple[list[Line], Any]:
    """Return a protection area and a control zone of each shape, the control zone as drawn where there is one."""
    sites = [Site(f"S{number}", "", "", None, wkb) for number, wkb in enumerate(wkbs(*shapes))]
    plane = metric_plane(QgsCoordinateReferenceSystem("EPSG:4547"), np.array([E, E + 1000]), np.array([N, N + 1000]),
                         QgsCoordinateTransformContext())
    steps = [[Step("protection", width("protection", metres[0]), ""),
              Step("control_1", None if number in drawn else width("control_1", metres[1]), "protection")]
             for number in range(len(sites))]
    given_lines = {(number, "control_1"): DrawnLine(wkbs(shape)[0]) for number, shape in drawn.items()}
    return raw_lines(sites, steps, given_lines, plane, STEP, pick_kernel(kernel), NoProgress()), plane


def check(lines: list[Line], nested: Nested) -> None:
    """Hold what must be true of all lines: nested, bands beside each other, closed, valid, united without doubt."""
    outer, band = (shapely.from_wkb([wkb or None for wkb in rows]) for rows in (nested.outer, nested.band))
    for row, line in enumerate(lines):
        if outer[row] is None:
            continue
        assert outer[row].is_valid
        within = outer[line.inner] if line.inner >= 0 else None
        own = 0.0 if band[row] is None else band[row].area
        if within is None:
            assert own == pytest.approx(outer[row].area, abs=1e-6)
            continue
        assert shapely.area(shapely.difference(within, outer[row])) == pytest.approx(0, abs=1e-6)
        assert own == pytest.approx(outer[row].area - within.area, abs=1e-6)
        if band[row] is not None:
            assert shapely.area(shapely.intersection(band[row], within)) == pytest.approx(0, abs=1e-6)
            shared = shapely.intersection(shapely.boundary(band[row]), shapely.boundary(within))
            ends = {tuple(point) for point in shapely.get_coordinates(shapely.line_merge(shared)).tolist()}
            assert ends <= set(map(tuple, shapely.get_coordinates(within).tolist()))
    united = shapely.from_wkb(nested.derived["historic"])
    known = shapely.union_all([shape for shape in outer if shape is not None])
    assert united.area == pytest.approx(known.area, abs=1e-5)
    assert united.is_valid


@pytest.mark.parametrize("kernel", KERNELS)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow,
                                                                   HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000), count=st.integers(1, 5), snap=st.sampled_from(["none", "blocks", "near"]),
       inner=st.floats(0, 60), more=st.floats(0, 60), draw=st.booleans())
def test_lines_nest_and_close_whatever_they_are(kernel: str, seed: int, count: int, snap: str, inner: float,
                                                more: float, draw: bool) -> None:
    random = np.random.default_rng(seed)
    shapes = [star(E + random.uniform(50, 250), N + random.uniform(50, 250), random.uniform(8, 50), 9, seed + number)
              for number in range(count)]
    shapes = [shape for shape in shapes if isinstance(shape, shapely.Polygon) and not shape.is_empty]
    drawn = {0: star(E + 150, N + 150, 80, 15, seed)} if draw and shapes else {}
    lines, plane = lines_of(shapes, (inner, more), drawn, kernel)
    blocks = wkbs(*(shapely.transform(block, np.array) for block in lattice(5, 5, seed=seed)))
    streets = None if snap == "none" else Streets(blocks, SnapRule(0.5, np.inf if snap == "blocks" else 15.0), plane)
    everything = {"historic": list(range(len(lines)))}
    if lines:
        check(lines, nest(lines, everything, streets, pick_kernel(kernel), NoProgress()))


def test_both_kernels_make_the_same_lines() -> None:
    shapes = [star(E + 100 + 40 * number, N + 120, 30, 11, number) for number in range(4)]
    made = []
    for kernel in KERNELS:
        lines, _ = lines_of(shapes, (10.0, 20.0), {}, kernel)
        nested = nest(lines, {"historic": list(range(len(lines)))}, None, pick_kernel(kernel), NoProgress())
        made.append([shapely.normalize(shape) for shape in shapely.from_wkb(nested.band)])
    for one, other in zip(*made):
        assert shapely.equals_exact(one, other, tolerance=1e-6)
