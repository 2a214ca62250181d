"""Overlay: shapes of unit cells whose common area is counted, and lattices against brute force with Shapely."""
from __future__ import annotations

from typing import Any
from unittest import mock

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from kf_resources_plugin.engine import overlay as overlay_module
from kf_resources_plugin.engine import parcel_edges
from kf_resources_plugin.engine.kernel import Kernel, pick_kernel
from kf_resources_plugin.engine.overlay import Overlay, overlay
from kf_resources_plugin.engine.wkb import as_wkb_array
from kf_resources_plugin.rules.progress import Canceled, NoProgress
from tests.engine.shapes import KERNELS, Cells, areas, lattice, of_cells, star, table_of

pytestmark = pytest.mark.usefixtures("qgis_app")

SQUARE = shapely.box(0, 0, 10, 10)


def found(result: Overlay) -> dict[tuple[int, int], float]:
    """Return the area of every piece; checks the order and that no pair comes twice."""
    pairs = list(zip(result.subject.tolist(), result.land.tolist()))
    assert pairs == sorted(set(pairs))
    return dict(zip(pairs, areas(result.wkb)))


# -- worked by hand -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("subject", "parcel", "area", "whole"),
    [
        pytest.param(shapely.box(5, 5, 15, 15), SQUARE, 25.0, False, id="crossing"),
        pytest.param(shapely.box(-5, -5, 15, 15), SQUARE, 100.0, True, id="parcel inside"),
        pytest.param(shapely.box(2, 2, 4, 4), SQUARE, 4.0, False, id="subject inside"),
        pytest.param(SQUARE, SQUARE, 100.0, True, id="identical"),
        pytest.param(SQUARE, shapely.Polygon([(0, 0), (5, 0), (10, 0), (10, 10), (0, 10)]), 100.0, True,
                     id="same shape, one vertex more"),
        pytest.param(shapely.box(10, False, 20, 10), SQUARE, 0.0, False, id="touching along an edge"),
        pytest.param(shapely.box(10, 2, 20, 5), SQUARE, 0.0, False, id="touching along part of an edge"),
        pytest.param(shapely.box(10, 10, 20, 20), SQUARE, 0.0, False, id="touching in a corner"),
        pytest.param(shapely.Polygon([(10, 5), (20, 0), (20, 10)]), SQUARE, 0.0, False, id="corner on an edge"),
        pytest.param(shapely.Polygon([(10, 10), (10, 0), (20, 5)]), SQUARE, 0.0, False, id="sharing one edge"),
        pytest.param(shapely.Polygon([(0, 0), (10, 10), (20, 0)]), SQUARE, 50.0, False, id="cutting corner to corner"),
        # a triangle of 60 less its tip above y = 10: height 2, base 10 * 2 / 12
        pytest.param(shapely.Polygon([(0, 0), (5, 12), (10, 0)]), SQUARE, 60.0 - 5.0 / 3.0, False,
                     id="sharing one edge and crossing another"),
        pytest.param(shapely.Polygon(shapely.box(-5, -5, 15, 15).exterior, [SQUARE.exterior]), SQUARE, 0.0, False,
                     id="parcel fills a hole"),
        pytest.param(shapely.Polygon(shapely.box(-5, -5, 15, 15).exterior, [shapely.box(2, 2, 4, 4).exterior]), SQUARE,
                     96.0, False, id="hole inside the parcel"),
        pytest.param(shapely.Polygon(SQUARE.exterior, [shapely.box(2, 2, 4, 4).exterior]), shapely.box(2, 2, 4, 4),
                     0.0, False, id="parcel equal to a hole"),
        pytest.param(shapely.box(0, 0, 20, 10), shapely.Polygon(SQUARE.exterior, [shapely.box(2, 2, 4, 4).exterior]),
                     96.0, True, id="parcel with a hole, sharing edges"),
        pytest.param(shapely.box(2, 2, 4, 4), shapely.Polygon(SQUARE.exterior, [shapely.box(2, 2, 4, 4).exterior]),
                     0.0, False, id="subject in the parcel's hole"),
        pytest.param(shapely.box(0, 0, 4, 4), shapely.MultiPolygon([shapely.box(1, 1, 2, 2), shapely.box(6, 6, 7, 7)]),
                     1.0, False, id="one part inside, the other outside"),
        pytest.param(shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(9, 9, 11, 11)]), SQUARE, 2.0, False,
                     id="two parts"),
        pytest.param(shapely.MultiPolygon([shapely.box(0, 0, 5, 10), shapely.box(5, 12, 10, 13)]), SQUARE, 50.0, False,
                     id="a part beside the parcel"),
        pytest.param(shapely.box(30, 30, 40, 40), SQUARE, 0.0, False, id="apart"),
        pytest.param(shapely.box(9.99, 0, 20, 10), SQUARE, 0.1, False, id="sliver of a centimetre"),
        # between x + y = 10 and x + y = 12: half the square less the corner triangle with legs of 8
        pytest.param(shapely.Polygon([(-1, 11), (11, -1), (12, 0), (0, 12)]), SQUARE, 50.0 - 32.0, False,
                     id="slanted band"),
    ],
)
def test_one_pair(
    kernel: Kernel, subject: shapely.Geometry, parcel: shapely.Geometry, area: float, whole: bool
) -> None:
    result = overlay(table_of([subject]), table_of([parcel]), kernel, NoProgress())
    assert sum(areas(result.wkb)) == pytest.approx(area, abs=1e-9)
    assert result.whole.tolist() == ([whole] if area else [])
    assert result.failed == []


def test_several_subjects_and_parcels(kernel: Kernel) -> None:
    """Parcels 10 x 10 in a row; a strip over the first two and a half, and one project inside the third."""
    land = table_of([shapely.box(10 * n, 0, 10 * n + 10, 10) for n in range(4)])
    result = overlay(table_of([shapely.box(-1, 0, 25, 10), shapely.box(22, 2, 24, 4), None]), land, kernel,
                     NoProgress())
    assert found(result) == {(0, 0): 100.0, (0, 1): 100.0, (0, 2): 50.0, (1, 2): 4.0}
    assert result.whole.tolist() == [True, True, False, False]
    assert result.wkb[0] is land.wkb[0]


def test_parcels_and_subjects_that_overlap_are_cut_pair_by_pair(kernel: Kernel) -> None:
    both = [SQUARE, shapely.box(5, 0, 15, 10)]
    assert found(overlay(table_of(both), table_of(both), kernel, NoProgress())) == {
        (0, 0): 100.0, (0, 1): 50.0, (1, 0): 50.0, (1, 1): 100.0
    }


def test_of_a_layer_only_polygons_near_others_are_looked_at(kernel: Kernel, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second and fourth overlap, the sixth only touches the second, the first and fifth lie apart."""
    table = table_of([shapely.box(50, 0, 60, 10), SQUARE, None, shapely.box(5, 0, 15, 10), shapely.box(50, 50, 60, 60),
                      shapely.box(0, 10, 10, 20)])
    looked_at: list[int] = []
    cut_all = overlay_module.cut_all

    def watched(subjects: Any, *others: Any, **options: Any) -> Overlay:
        looked_at.append(len(subjects))
        return cut_all(subjects, *others, **options)

    monkeypatch.setattr(overlay_module, "cut_all", watched)
    assert found(overlay(table, table, kernel, NoProgress(), later_only=True)) == {(1, 3): 50.0}
    assert looked_at == [3]


@pytest.mark.parametrize("shapes", [[], [None], [None, None]])
def test_no_geometry_on_either_side(kernel: Kernel, shapes: list[None]) -> None:
    for subjects, land in ((shapes, [SQUARE]), ([SQUARE], shapes), (shapes, shapes)):
        result = overlay(table_of(subjects), table_of(land), kernel, NoProgress())
        assert len(result.subject) == len(result.land) == len(result.wkb) == len(result.whole) == 0


AROUND = shapely.box(-500, -500, 500, 500).segmentize(10.0)  # more vertices than are intersected as they are


@pytest.mark.parametrize(("holes", "area"), [
    # between them lie the upper left and the lower right quarter of the square
    pytest.param([shapely.box(5, 5, 40, 40), shapely.box(-40, -40, 5, 5)], 50.0, id="two that touch in the middle"),
    pytest.param([shapely.box(5, 5, 40, 40), shapely.box(2, 2, 5, 5)], 66.0, id="one inside that touches the other"),
    pytest.param([shapely.box(3, 3, 7, 7)], 84.0, id="one inside"),
])
def test_holes_at_a_parcel_need_no_look_at_the_whole_polygon(
    kernel: Kernel, holes: list[shapely.Geometry], area: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Permanent farmland of a city has thousands: to clip all of it for a few parcels takes longer than the rest."""
    monkeypatch.setattr(type(kernel), "clip", None)  # not to be called
    subject = shapely.Polygon(AROUND.exterior, [hole.exterior for hole in holes])
    result = overlay(table_of([subject]), table_of([SQUARE]), kernel, NoProgress())
    assert found(result) == {(0, 0): pytest.approx(area)}
    assert shapely.from_wkb(result.wkb[0]).is_valid


@pytest.mark.parametrize("corners", [
    pytest.param([(0, 0), (10, 10), (10, 0), (0, 10)], id="crossing lines"),
    pytest.param([(0, 0), (10, 0), (10, 10), (0, 10)] * 2, id="twice round"),
])
def test_only_a_ring_that_touches_itself_in_vertices_is_parted(kernel: Kernel, corners: list[tuple[int, int]]) -> None:
    touching = [(0, 0), (5, 5), (10, 0), (10, 10), (5, 5), (0, 10)]  # the square without its upper and lower quarter
    parts = overlay_module._parted(shapely.to_wkb(shapely.Polygon(touching), byte_order=1), kernel)
    assert areas(kernel.dump([parts])) == [pytest.approx(50.0)]
    assert overlay_module._parted(shapely.to_wkb(shapely.Polygon(corners), byte_order=1), kernel) is None


def test_coordinates_with_zone_prefix_and_in_degrees(kernel: Kernel) -> None:
    for x, y, size in ((38_500_000.123, 3_850_000.456, 10.0), (114.3071, 34.7971, 1e-4)):
        left, right = shapely.box(x, y, x + size, y + size), shapely.box(x + size, y, x + 2 * size, y + size)
        across = shapely.box(x + size / 2, y - size, x + 3 * size / 2, y + 3 * size)
        result = overlay(table_of([across, left]), table_of([left, right]), kernel, NoProgress())
        assert list(found(result)) == [(0, 0), (0, 1), (1, 0)]
        assert areas(result.wkb) == pytest.approx([size**2 / 2, size**2 / 2, size**2], rel=1e-6)


# -- counted: any shapes of unit cells ----------------------------------------------------------------------------

cell = st.tuples(st.integers(0, 6), st.integers(0, 6))
shape_cells = st.frozensets(cell, min_size=1, max_size=25)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(shape_cells, st.booleans()), min_size=1, max_size=3),
    st.lists(st.tuples(shape_cells, st.booleans()), min_size=1, max_size=4),
    st.sampled_from([(1.0, 0.0), (7.3, 38_500_000.77), (1e-4, 34.567)]),
    st.sampled_from(KERNELS),
    st.sampled_from([4, 256]),
)
def test_common_cells_are_counted(
    subjects: list[tuple[Cells, bool]], land: list[tuple[Cells, bool]], placed: tuple[float, float], name: str,
    large: int,
) -> None:
    """Polyominoes with holes and many parts; edges shared in full, in part, or in a vertex.

    ``large``: with a tree for each parcel's edges, and comparing all with all.
    """
    scale, origin = placed
    tables = [
        table_of([of_cells(cells, every_vertex=every, scale=scale, origin=origin) for cells, every in side])
        for side in (subjects, land)
    ]
    with mock.patch.object(parcel_edges, "LARGE", large):
        result = overlay(*tables, pick_kernel(name), NoProgress())
    expected = {
        (s, p): len(cells & parcel) for s, (cells, _) in enumerate(subjects) for p, (parcel, _) in enumerate(land)
        if cells & parcel
    }
    measured = found(result)
    assert {pair: round(area / scale**2, 3) for pair, area in measured.items()} == expected
    whole = dict(zip(measured, result.whole.tolist()))
    assert whole == {(s, p): land[p][0] <= subjects[s][0] for s, p in expected}


@settings(deadline=None, max_examples=25)
@given(st.frozensets(st.tuples(st.integers(0, 19), st.integers(0, 19)), min_size=1, max_size=300), st.booleans(),
       st.sampled_from(KERNELS))
def test_four_hundred_parcels(cells: Cells, every_vertex: bool, name: str) -> None:
    """Parcels are single cells, so every parcel of the shape comes out whole and no other comes at all."""
    land = [(x, y) for x in range(20) for y in range(20)]
    table = table_of([of_cells(frozenset([parcel])) for parcel in land])
    result = overlay(table_of([of_cells(cells, every_vertex=every_vertex)]), table, pick_kernel(name), NoProgress())
    assert {land[row] for row in result.land.tolist()} == cells
    assert result.whole.all()


# -- against brute force ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def coverage() -> list[shapely.Polygon]:
    return lattice(50, 40)


@pytest.fixture(scope="module")
def controls(coverage: list[shapely.Polygon]) -> list[shapely.Geometry]:
    """Jagged polygons with holes, some that follow parcel borders, and small footprints."""
    jagged = [star(500_000 + 600 * n, 3_850_300 + 500 * n, 900.0, 400, seed=n) for n in range(1, 4)]
    jagged[0] = jagged[0].difference(star(500_600, 3_850_800, 200.0, 40, seed=9))
    random = np.random.default_rng(6)
    chosen = np.array(coverage, dtype=object)
    following = [shapely.union_all(chosen[random.random(len(chosen)) < share]) for share in (0.3, 0.9)]
    small = [star(*random.uniform((500_000, 3_850_000), (503_000, 3_852_400)), 70.0, 9, seed=n) for n in range(60)]
    return [*jagged, *following, *small, shapely.box(499_000, 3_849_000, 504_000, 3_853_000)]


@pytest.mark.parametrize("name", KERNELS)
@pytest.mark.parametrize(("small", "plain"), [
    pytest.param(60, True, id="as set"),
    pytest.param(10, True, id="clip to the last"),
    pytest.param(10, False, id="clip down the tree only"),
    pytest.param(100_000, True, id="never clip"),
])
def test_lattice_against_brute_force(
    name: str, small: int, plain: bool, coverage: list[shapely.Polygon], controls: list[shapely.Geometry],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(overlay_module, "_SMALL", small)
    if not plain:
        monkeypatch.setattr(overlay_module, "clip_to_boxes", lambda *given: as_wkb_array([b""] * len(given[-1])))
    result = overlay(table_of(controls), table_of(coverage), pick_kernel(name), NoProgress())
    subject, parcel = shapely.STRtree(coverage).query(controls, predicate="intersects")
    cut = shapely.area(shapely.intersection(np.array(controls)[subject], np.array(coverage)[parcel]))
    expected = {(s, p): area for s, p, area in zip(subject.tolist(), parcel.tolist(), cut.tolist()) if area > 1e-6}
    measured = found(result)
    assert measured.keys() == expected.keys()
    assert max(abs(measured[pair] - expected[pair]) for pair in expected) < 1e-6
    for piece, is_whole, row in zip(result.wkb, result.whole.tolist(), result.land.tolist()):
        assert not is_whole or shapely.from_wkb(piece) == coverage[row]
    assert result.failed == []


@pytest.mark.parametrize("name", KERNELS)
def test_a_road_through_the_whole_survey(
    name: str, coverage: list[shapely.Polygon], controls: list[shapely.Geometry]
) -> None:
    """One parcel of thousands of edges around all blocks: its bounds meet everything."""
    column, row = np.arange(2000) % 50, np.arange(2000) // 50
    is_road = (column % 5 == 2) | (row % 5 == 2)
    cells = np.array(coverage, dtype=object)
    parcels = [*cells[~is_road], shapely.union_all(cells[is_road])]
    assert shapely.get_num_coordinates(parcels[-1]) > 5000
    result = overlay(table_of(controls), table_of(parcels), pick_kernel(name), NoProgress())
    measured = found(result)
    subject, parcel = shapely.STRtree(parcels).query(controls, predicate="intersects")
    cut = shapely.area(shapely.intersection(np.array(controls)[subject], np.array(parcels)[parcel]))
    expected = {(s, p): area for s, p, area in zip(subject.tolist(), parcel.tolist(), cut.tolist()) if area > 1e-6}
    assert measured.keys() == expected.keys()
    assert max(abs(measured[pair] - expected[pair]) for pair in expected) < 1e-5


def test_kernels_agree_piece_by_piece(
    coverage: list[shapely.Polygon], controls: list[shapely.Geometry]
) -> None:
    tables = table_of(controls), table_of(coverage)
    one, other = (overlay(*tables, pick_kernel(name), NoProgress()) for name in KERNELS)
    assert one.subject.tolist() == other.subject.tolist()
    assert one.land.tolist() == other.land.tolist()
    assert one.whole.tolist() == other.whole.tolist()
    np.testing.assert_allclose(areas(one.wkb), areas(other.wkb), atol=1e-6, rtol=0)


def test_a_second_run_gives_the_same_bytes(
    coverage: list[shapely.Polygon], controls: list[shapely.Geometry], kernel: Kernel
) -> None:
    tables = table_of(controls), table_of(coverage)
    one, other = (overlay(*tables, kernel, NoProgress()) for _ in range(2))
    assert one.wkb.tolist() == other.wkb.tolist()


def test_borders_that_follow_parcels_need_no_geos(
    coverage: list[shapely.Polygon], monkeypatch: pytest.MonkeyPatch
) -> None:
    kernel = pick_kernel("shapely")
    calls: list[int] = []
    really = kernel.combine

    def counting(operation: str, left: Any, right: Any) -> Any:
        calls.append(len(left))
        return really(operation, left, right)

    monkeypatch.setattr(kernel, "combine", counting)
    chosen = np.arange(len(coverage)) % 3 > 0
    following = shapely.union_all(np.array(coverage, dtype=object)[chosen])
    result = overlay(table_of([following]), table_of(coverage), kernel, NoProgress())
    assert result.land.tolist() == np.flatnonzero(chosen).tolist()
    assert sum(calls) == 0


# -- failures and cancel ------------------------------------------------------------------------------------------


def test_a_pair_that_cannot_be_cut_is_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    kernel = pick_kernel("shapely")
    monkeypatch.setattr(
        kernel, "combine", lambda operation, left, right: ([None] * len(left), dict.fromkeys(range(len(left)), "why"))
    )
    land = table_of([SQUARE, shapely.box(10, False, 20, 10)])
    result = overlay(table_of([shapely.box(-1, -1, 15, 11)]), land, kernel, NoProgress())
    assert result.failed == [(0, 1, "why")]
    assert result.land.tolist() == [0]


class Pressed(NoProgress):
    """Cancel is pressed at the nth look."""

    def __init__(self, at: int) -> None:
        self.left = at

    def check(self) -> None:
        self.left -= 1
        if self.left <= 0:
            raise Canceled

    def part(self, start: float, end: float) -> NoProgress:
        return self


@pytest.mark.parametrize("at", [1, 4, 8, 12])
def test_cancel(at: int, coverage: list[shapely.Polygon], controls: list[shapely.Geometry], kernel: Kernel) -> None:
    with pytest.raises(Canceled):
        overlay(table_of(controls), table_of(coverage), kernel, Pressed(at))


class Watched(NoProgress):
    """Notes the shares reported."""

    def __init__(self, seen: list[float], start: float = 0.0, end: float = 1.0) -> None:
        self.seen, self.start, self.end = seen, start, end

    def set(self, share: float) -> None:
        self.seen.append(self.start + (self.end - self.start) * share)

    def part(self, start: float, end: float) -> NoProgress:
        span = self.end - self.start
        return Watched(self.seen, self.start + span * start, self.start + span * end)


def test_progress_grows(coverage: list[shapely.Polygon], controls: list[shapely.Geometry]) -> None:
    seen: list[float] = []
    overlay(table_of(controls), table_of(coverage), pick_kernel("shapely"), Watched(seen))
    assert seen == sorted(seen)
    assert 0.0 <= seen[0] <= seen[-1] <= 1.0
    assert len(seen) > 3
