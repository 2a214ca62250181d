"""Both kernels: the same operations, the same results, the same way out when GEOS fails."""
from __future__ import annotations

import builtins
import struct
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
import shapely
from qgis.core import QgsGeometry

from kf_resources_plugin.engine.kernel import DIFFERENCE, INTERSECTION, Kernel, combine, pick_kernel
from kf_resources_plugin.engine.wkb import MULTI_POLYGON, POLYGON, multi_polygon_wkb, plain_types

pytestmark = pytest.mark.usefixtures("qgis_app")

SQUARE = shapely.box(0, 0, 10, 10)
BOW_TIE = shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])  # two lobes of 1


def result(kernel: Kernel, operation: str, one: shapely.Geometry, other: shapely.Geometry) -> bytes:
    shapes, failures = combine(kernel, operation, kernel.load([one.wkb]), kernel.load([other.wkb]))
    assert not failures
    return bytes(kernel.dump(shapes)[0])


@pytest.mark.parametrize(
    ("other", "shared", "left"),
    [
        (shapely.box(5, 5, 15, 15), 25.0, 75.0),
        (shapely.box(2, 2, 3, 4), 2.0, 98.0),
        (shapely.box(-1, -1, 11, 11), 100.0, 0.0),
        (SQUARE, 100.0, 0.0),
        (shapely.box(10, 0, 20, 10), 0.0, 100.0),  # touches along an edge
        (shapely.box(10, 10, 20, 20), 0.0, 100.0),  # touches in a corner
        (shapely.box(30, 30, 40, 40), 0.0, 100.0),
        # two prongs reach in and a third only touches: polygons and a line
        (shapely.Polygon([(12, 1), (12, 9), (8, 9), (8, 8), (11, 8), (11, 6), (10, 6), (10, 5), (11, 5), (11, 2),
                          (8, 2), (8, 1)]), 4.0, 96.0),
    ],
)
def test_intersection_and_difference(
    kernel: Kernel, other: shapely.Geometry, shared: float, left: float
) -> None:
    for operation, expected in ((INTERSECTION, shared), (DIFFERENCE, left)):
        wkb = result(kernel, operation, SQUARE, other)
        assert (shapely.from_wkb(wkb).area if wkb else 0.0) == expected
        assert bool(wkb) == (expected > 0)


def test_plain_polygons_come_out(kernel: Kernel) -> None:
    shapes = [SQUARE, shapely.MultiPolygon([SQUARE]), shapely.MultiPolygon([SQUARE, shapely.box(20, 0, 21, 1)])]
    wkbs = [shape.wkb for shape in shapes]
    assert plain_types(kernel.dump(kernel.load([*wkbs, b""]))).tolist() == [POLYGON, POLYGON, MULTI_POLYGON, 0]


def test_copies_are_moved_and_the_shapes_stay(kernel: Kernel) -> None:
    two = shapely.MultiPolygon([SQUARE, shapely.box(20, 0, 21, 1)])
    shapes = kernel.load([SQUARE.wkb, b"", two.wkb])
    moved = kernel.moved(shapes, np.array([[1.0, 2.0], [5.0, 5.0], [-20.0, 0.5]]))
    expected = [shapely.box(1, 2, 11, 12), None,
                shapely.MultiPolygon([shapely.box(-20, 0.5, -10, 10.5), shapely.box(0, 0.5, 1, 1.5)])]
    for wkb, shape in zip(kernel.dump(moved), expected):
        assert (shapely.from_wkb(wkb) if wkb else None) == (None if shape is None else shape)
    assert list(kernel.dump(kernel.moved(shapes, np.zeros(2)))) == list(kernel.dump(shapes))
    assert shapely.from_wkb(kernel.dump(shapes)[0]) == SQUARE
    assert not len(kernel.moved(kernel.load([]), np.empty((0, 2))))


def test_shapes_are_measured(kernel: Kernel) -> None:
    """A square of 10 with a hole of 2 by 3, west of the axis; nothing; two unit squares, of half length 2 each."""
    pierced = shapely.box(-40, 0, -30, 10) - shapely.box(-35, 5, -33, 8)
    two = shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(20, 0, 21, 1)])
    measured = kernel.measures(kernel.load([pierced.wkb, b"", two.wkb]))
    assert [column.tolist() for column in measured] == [[94.0, 0.0, 2.0], [25.0, 0.0, 4.0], [40.0, 0.0, 21.0]]
    assert [len(column) for column in kernel.measures(kernel.load([]))] == [0, 0, 0]


def test_shapes_that_are_not_valid(kernel: Kernel) -> None:
    assert kernel.not_valid(kernel.load([SQUARE.wkb, b"", BOW_TIE.wkb])).tolist() == [2]
    assert kernel.not_valid(kernel.load([])).tolist() == []


def test_invalid_pairs_are_tried_again_on_repaired_copies(kernel: Kernel) -> None:
    assert shapely.from_wkb(result(kernel, INTERSECTION, BOW_TIE, SQUARE)).area == 2.0
    assert shapely.from_wkb(result(kernel, DIFFERENCE, SQUARE, BOW_TIE)).area == 98.0


class Refusing:
    """A kernel that fails until both shapes have been snapped to the grid."""

    name = "refusing"

    def __init__(self, gives_in: bool) -> None:
        self.kernel = pick_kernel("shapely")
        self.gives_in = gives_in
        self.grids: list[float] = []

    def combine(self, operation: str, left: Any, right: Any) -> tuple[list[Any], dict[int, str]]:
        if self.gives_in and len(self.grids) == 2:
            return self.kernel.combine(operation, left, right)
        return [None] * len(left), {number: "side location conflict" for number in range(len(left))}

    def snap(self, shape: Any, grid: float) -> Any:
        self.grids.append(grid)
        return self.kernel.snap(shape, grid)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.kernel, name)


@pytest.mark.parametrize(("origin", "grid"), [(500_000.0, 1e-4), (114.0, 1e-9)])
def test_stubborn_pairs_are_snapped_to_a_grid(origin: float, grid: float) -> None:
    refusing = Refusing(gives_in=True)
    shapes = refusing.load([shapely.box(origin, 34, origin + 1, 35).wkb])
    results, failures = combine(refusing, INTERSECTION, shapes, shapes)
    assert failures == {}
    assert refusing.grids == [grid, grid]
    assert results[0].area == pytest.approx(1.0)


def test_hopeless_pairs_are_named() -> None:
    refusing = Refusing(gives_in=False)
    shapes = refusing.load([SQUARE.wkb])
    assert combine(refusing, INTERSECTION, shapes, shapes) == ([None], {0: "side location conflict"})


def test_one_failing_pair_does_not_spoil_the_others(kernel: Kernel) -> None:
    left = kernel.load([SQUARE.wkb, BOW_TIE.wkb, SQUARE.wkb])
    shapes, failures = kernel.combine(INTERSECTION, left, kernel.load([SQUARE.wkb] * 3))
    assert list(failures) == [1]
    assert "invalid" in failures[1] or "conflict" in failures[1]
    assert [len(wkb) > 0 for wkb in kernel.dump(shapes)] == [True, False, True]


def test_union(kernel: Kernel) -> None:
    merged = kernel.union([SQUARE.wkb, b"", shapely.box(10, 0, 20, 10).wkb, shapely.box(5, 5, 6, 6).wkb])
    assert shapely.from_wkb(merged).area == 200.0
    assert kernel.union([]) == b""
    assert kernel.union([b""]) == b""


def test_clip(kernel: Kernel) -> None:
    (shape,) = kernel.load([shapely.Polygon(SQUARE.exterior, [shapely.box(2, 2, 4, 4).exterior]).wkb])
    clipped = kernel.clip(shape, -5, -5, 3, 3)
    assert shapely.from_wkb(kernel.dump([clipped])[0]).area == 8.0  # 3 x 3 less the hole's corner of 1
    assert kernel.clip(shape, 20, 20, 30, 30) is None
    assert kernel.size(shape) == 10


def test_a_clip_is_valid_though_the_quick_one_need_not_be(kernel: Kernel) -> None:
    """A comb whose teeth reach over the rectangle's border, with a tooth's edge on it."""
    comb = shapely.Polygon([(0, 0), (9, 0), (9, 5), (8, 5), (8, 2), (6, 2), (6, 5), (4, 5), (4, 2), (2, 2), (2, 5),
                            (0, 5)])
    (shape,) = kernel.load([comb.wkb])
    for ymin in (1.0, 2.0, 3.0):
        wkb = kernel.dump([kernel.clip(shape, 0.0, ymin, 9.0, 5.0)])[0]
        clipped = shapely.from_wkb(wkb)
        assert clipped.is_valid
        assert clipped.area == comb.intersection(shapely.box(0.0, ymin, 9.0, 5.0)).area


def test_a_clip_that_geos_refuses_loses_nothing(kernel: Kernel) -> None:
    """GEOS 3.11 to 3.13: "Invalid number of points in LinearRing found 3".

    Found by trying small integer quadrangles against rectangles whose sides lie a spacing of doubles beside integers.
    The part in 1 … 4 × 2 … 5 by hand: (1, 2) (1, 4⅓) (2.4, 2), so half of 1.4 × 2⅓.
    """
    east, north, x_step, y_step = 38_500_000.0, 3_850_000.0, 2.0**-27, 2.0**-31
    quadrangle = shapely.Polygon([(east + x, north + y) for x, y in ((1, 2), (0, 0), (0, 6), (3, 1))])
    (shape,) = kernel.load([quadrangle.wkb])
    clipped = kernel.clip(shape, east + 1 - 2 * x_step, north + 2 - y_step, east + 4 - x_step, north + 5 + y_step)
    assert shapely.from_wkb(kernel.dump([clipped])[0]).area == pytest.approx(1.4 * 7 / 3 / 2, abs=1e-6)


def test_where_nothing_clips_the_shape_comes_back_whole(kernel: Kernel, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> Any:
        raise shapely.errors.GEOSException("no")

    monkeypatch.setattr(shapely, "clip_by_rect", refuse)
    monkeypatch.setattr(shapely, "intersection", refuse)
    monkeypatch.setattr(QgsGeometry, "clipped", lambda *_: QgsGeometry())
    monkeypatch.setattr(QgsGeometry, "intersection", lambda *_: QgsGeometry())
    (shape,) = kernel.load([SQUARE.wkb])
    assert kernel.clip(shape, 2, 2, 3, 3) is shape


def test_only_polygons_are_clipped_out(kernel: Kernel) -> None:
    """A tooth that only touches the rectangle leaves no line beside the polygon."""
    comb = shapely.Polygon([(0, 0), (9, 0), (9, 5), (8, 5), (8, 2), (6, 2), (6, 4), (4, 4), (4, 2), (2, 2), (2, 5),
                            (0, 5)])
    (shape,) = kernel.load([comb.wkb])
    clipped = kernel.clip(shape, 0.0, 4.0, 9.0, 6.0)
    assert kernel.dump([clipped])[0] != b""
    assert shapely.from_wkb(kernel.dump([clipped])[0]).area == 3.0  # 1 × 1 at the right, 2 × 1 at the left


def test_a_hole_as_thin_as_rounding_is_not_taken_for_all_of_a_clipped_polygon(kernel: Kernel) -> None:
    """A square at E 38.5 M with a hole some 7 nm wide, where borders nearly coincided, across a rectangle's border."""
    random = np.random.default_rng(3)
    corner = np.array([38_500_000.0, 3_850_000.0])
    square = shapely.box(*corner - 20.0, *corner + 20.0)
    for turn, share, place in zip(random.uniform(0, 7, 400), random.random(400), random.random((400, 2))):
        along, across = np.array([np.cos(turn), np.sin(turn)]), np.array([-np.sin(turn), np.cos(turn)])
        start = corner + 4.0 * place
        hole = [start, start + 5.0 * along, start + 5.0 * share * along + 7e-9 * across]
        thin = shapely.Polygon(square.exterior, [hole])
        if thin.is_valid:
            clipped = kernel.clip(kernel.load([shapely.to_wkb(thin, byte_order=1)])[0], *corner, *corner + 4.0)
            assert shapely.from_wkb(kernel.dump([clipped])[0]).area == pytest.approx(16.0)


def test_points(kernel: Kernel) -> None:
    (shape,) = kernel.load([shapely.Polygon(SQUARE.exterior, [shapely.box(2, 2, 4, 4).exterior]).wkb])
    inside = kernel.contains_points(shape, np.array([1.0, 3.0, 11.0]), np.array([1.0, 3.0, 1.0]))
    assert inside.tolist() == [True, False, False]


def test_threads_ask_for_points_side_by_side(kernel: Kernel) -> None:
    """Each in squares of its own, far from those of the others."""
    def misses(number: int) -> int:
        x = np.full(1, 1_000.0 * number + 5.0)
        shapes = kernel.load([shapely.box(1_000.0 * number, 0, 1_000.0 * number + 10.0, 10).wkb] * 2)
        return sum(not kernel.contains_points(shapes[turn % 2], x, np.full(1, 5.0))[0] for turn in range(2_000))

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as threads:
            assert list(threads.map(misses, range(4))) == [0] * 4
    finally:
        sys.setswitchinterval(interval)



def test_invalid_rows_have_reasons(kernel: Kernel) -> None:
    nested = shapely.MultiPolygon([SQUARE, shapely.box(2, 2, 4, 4)])
    found = kernel.invalid([SQUARE.wkb, b"", BOW_TIE.wkb, nested.wkb])
    assert found == {2: "Self-intersection", 3: "Nested shells"}
    valid = kernel.load_valid([SQUARE.wkb, b"", BOW_TIE.wkb, nested.wkb])
    assert [shape is None for shape in valid] == [False, True, True, True]
    assert kernel.dump(valid[:1]).tolist() == [SQUARE.wkb]


@pytest.mark.parametrize("ring", [
    [(2, 2), (3, 3)], [(2, 2), (2, 2)], [(2, 2), (3, 3), (2, 2)], [(2, 2), (3, 2), (3, 3)],
])
def test_a_part_that_geos_cannot_hold_is_not_passed_over(ring: list[tuple[int, int]], kernel: Kernel) -> None:
    """QGIS drops parts with open rings, or fewer than three corners, of a MultiPolygon and calls the rest valid."""
    coordinates = np.array(ring, dtype="<f8").tobytes()
    part = struct.pack("<BIII", 1, POLYGON, 1, len(ring)) + coordinates
    rows = [SQUARE.wkb, part, multi_polygon_wkb([part, SQUARE.wkb])]
    assert list(kernel.invalid(rows)) == [1, 2]
    assert [shape is None for shape in kernel.load_valid(rows)] == [False, True, True]


def test_make_valid_keeps_both_lobes(kernel: Kernel) -> None:
    wkb = kernel.dump([kernel.make_valid(kernel.load([BOW_TIE.wkb])[0])])[0]
    assert shapely.from_wkb(wkb).area == 2.0


@pytest.mark.parametrize(("ring", "expected"), [
    ([(0, 0), (2, 2), (2, 0), (0, 2)], [1.0, 1.0]),
    ([(0, 0), (10, 0), (10, 6), (4, 6), (4, 2), (8, 2), (8, 10), (0, 10)], [16.0, 76.0]),
    ([(0, 0), (4, 0), (9, 0), (4, 0), (4, 4), (0, 4)], [16.0]),
    ([(0, 0), (4, 0), (9, 0)], []),
])
def test_faces(ring: list[tuple[int, int]], expected: list[float], kernel: Kernel) -> None:
    faces = kernel.faces(shapely.to_wkb(shapely.Polygon(ring), byte_order=1))
    assert sorted(shapely.from_wkb(face).area for face in faces) == expected


def test_make_valid_drops_lines(kernel: Kernel) -> None:
    spike = shapely.Polygon([(0, 0), (4, 0), (9, 0), (4, 0), (4, 4), (0, 4)])
    wkb = kernel.dump([kernel.make_valid(kernel.load([spike.wkb])[0])])[0]
    assert shapely.from_wkb(wkb).area == 16.0
    flat = shapely.Polygon([(0, 0), (4, 0), (9, 0)])
    assert kernel.make_valid(kernel.load([flat.wkb])[0]) is None


def test_without_shapely_the_kernel_is_qgis(monkeypatch: pytest.MonkeyPatch) -> None:
    assert pick_kernel().name == "shapely"
    really_import = builtins.__import__

    def refuse(name: str, *args: Any, **more: Any) -> Any:
        if name.endswith("kernel_shapely"):
            raise ImportError("no Shapely here")
        return really_import(name, *args, **more)

    monkeypatch.setattr(builtins, "__import__", refuse)
    assert pick_kernel().name == "qgis"
    with pytest.raises(ImportError):
        pick_kernel("shapely")


def test_unknown_kernel() -> None:
    with pytest.raises(ValueError, match="unknown kernel 'cgal'"):
        pick_kernel("cgal")
