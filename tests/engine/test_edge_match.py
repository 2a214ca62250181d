"""What edges alone say of a parcel and a polygon: cases by hand, and shapes of unit cells that can be counted."""
from __future__ import annotations

from typing import TYPE_CHECKING
from unittest import mock

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.affinity import rotate, translate

from kf_resources_plugin.engine import edge_match, parcel_edges
from kf_resources_plugin.engine.edge_match import CROSSED, INSIDE, OPEN, OUTSIDE, Decisions, decide
from kf_resources_plugin.engine.edges import edges_of
from kf_resources_plugin.engine.kernel import Kernel, pick_kernel
from kf_resources_plugin.engine.wkb import as_wkb_array
from kf_resources_plugin.rules.progress import Canceled, NoProgress
from tests.engine.shapes import KERNELS, Cells, of_cells, star

if TYPE_CHECKING:
    from collections.abc import Sequence

pytestmark = pytest.mark.usefixtures("qgis_app")

PARCEL = shapely.box(0, 0, 4, 4)


def decided(
    subjects: Sequence[shapely.Geometry], parcels: Sequence[shapely.Geometry], kernel: Kernel | None = None
) -> Decisions:
    """Decide all pairs of which an edge meets the parcel's bounds, found by comparing each with each."""
    land = as_wkb_array([shapely.to_wkb(parcel, byte_order=1) for parcel in parcels])
    edges = edges_of([shapely.to_wkb(subject, byte_order=1) for subject in subjects])
    low, high = edges.bounds()[:, :2], edges.bounds()[:, 2:]
    bounds = shapely.bounds(np.array(parcels, dtype=object))
    met = (low[:, None] <= bounds[None, :, 2:]).all(axis=2) & (high[:, None] >= bounds[None, :, :2]).all(axis=2)
    edge, row = np.nonzero(met)
    return decide(edges, edge, row, land, kernel or pick_kernel(), NoProgress())


def tuples(found: Decisions) -> list[tuple[int, int, int]]:
    return list(zip(found.row.tolist(), found.subject.tolist(), found.verdict.tolist()))


@pytest.mark.parametrize(("subject", "parcel", "verdict"), [
    pytest.param(PARCEL, PARCEL, INSIDE, id="identical"),
    pytest.param(shapely.Polygon([(0, 0), (4, 0), (4, 4), (-3, 9), (-3, 0)]), PARCEL, INSIDE, id="two shared edges"),
    pytest.param(shapely.Polygon([(0, 0), (4, 0), (4, -9), (0, -9)]), PARCEL, OUTSIDE, id="neighbour"),
    pytest.param(shapely.Polygon([(-1, -1), (9, -1), (9, 9), (-1, 9)], [[(0, 0), (4, 0), (4, 4), (0, 4)]]), PARCEL,
                 OUTSIDE, id="fills a hole"),
    pytest.param(shapely.box(2, -2, 9, 9), PARCEL, CROSSED, id="crossing"),
    pytest.param(shapely.box(1, 1, 2, 2), PARCEL, CROSSED, id="subject in the parcel"),
    pytest.param(shapely.box(4, 1, 9, 3), PARCEL, CROSSED, id="part of an edge"),
    pytest.param(shapely.Polygon([(0, 0), (4, 4), (0, 9)]), PARCEL, CROSSED, id="from corner to corner through it"),
    pytest.param(shapely.Polygon([(0, 0), (4, 0), (2, 2)]), PARCEL, CROSSED, id="shares an edge, then enters"),
    pytest.param(shapely.Polygon([(4, 4), (9, 4), (9, 9)]), PARCEL, OPEN, id="one vertex"),
    pytest.param(shapely.Polygon([(1, 8), (8, 1), (9, 9)]), PARCEL, OPEN, id="passes a corner"),
    pytest.param(shapely.Polygon([(-9, 5), (5, -9), (9, -9), (9, 9), (-9, 9)]), PARCEL, OPEN, id="around a corner"),
    # corners shared, edges bulging out between them: no vertex is left to test
    pytest.param(shapely.Polygon([(0, 0), (2, -2), (4, 0), (6, 2), (4, 4), (2, 6), (0, 4), (-2, 2)]), PARCEL, CROSSED,
                 id="all vertices taken"),
    pytest.param(shapely.box(-1, -1, 9, 2), shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(0, 5, 1, 6)]),
                 CROSSED, id="one part inside, the other outside"),
    pytest.param(shapely.box(1, 0, 9, 1), shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(0, 5, 1, 6)]),
                 CROSSED, id="parcel of two parts"),
])
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("backwards", [False, True])
def test_one_pair(
    subject: shapely.Geometry, parcel: shapely.Geometry, verdict: int, turn: int, backwards: bool
) -> None:
    """Also turned, which takes the ray of the inside test to every side, and with the rings run the other way."""
    pair = [rotate(shape, turn, origin=(0, 0)) for shape in (subject, parcel)]
    pair = [shapely.transform(shape, np.round) for shape in pair]
    if backwards:
        pair = [shapely.reverse(shape) for shape in pair]
    found = decided(pair[:1], pair[1:])
    assert found.verdict.tolist() == [verdict]


def test_an_open_pair_names_a_vertex_off_the_boundary() -> None:
    corner, around = shapely.Polygon([(4, 4), (9, 4), (9, 9)]), shapely.Polygon([(1, 8), (8, 1), (9, 9)])
    found = decided([corner, around], [PARCEL])
    assert found.verdict.tolist() == [OPEN, OPEN]
    for x, y, subject in zip(found.x, found.y, (corner, around)):
        point = shapely.Point(x, y)
        assert point.within(shapely.MultiPoint(shapely.get_coordinates(PARCEL)))
        assert subject.boundary.distance(point) > 0.5
    settled = decided([PARCEL], [PARCEL])
    assert np.isnan([*settled.x, *settled.y]).all()


@pytest.mark.parametrize("large", [256, 3])
def test_a_vertex_of_a_neighbour_off_the_edge_by_rounding_makes_it_no_part(large: int) -> None:
    """The edge passes within the neighbour, nearer to its border than the middle of the edge can be told."""
    random = np.random.default_rng(5)
    starts, ends = random.uniform(-100.0, 100.0, (2, 300, 2)) + np.array([500_000.0, 3_850_000.0])
    with mock.patch.object(parcel_edges, "LARGE", large):
        for start, end, share in zip(starts, ends, random.uniform(0.1, 0.9, len(starts))):
            across = (end - start)[::-1] * [-1.0, 1.0]
            neighbour = shapely.Polygon([end, start + share * (end - start), start, start - across])
            found = decided([shapely.Polygon([start, end, start + across])], [neighbour])
            assert found.verdict[0] in {CROSSED, OPEN}
            if found.verdict[0] == OPEN:
                assert [found.x[0], found.y[0]] == (start - across).tolist()


def test_numbers_of_parcels_may_be_of_32_bits() -> None:
    """As NumPy 1 counts on Windows."""
    edges = edges_of([shapely.to_wkb(PARCEL, byte_order=1)])
    land = parcel_edges.ParcelEdges(as_wkb_array([shapely.to_wkb(PARCEL, byte_order=1)]), pick_kernel())
    same, _ = land.shared(edges.owner.astype(np.int32), (edges.x0, edges.y0, edges.x1, edges.y1))
    assert same.all()


def test_pairs_come_sorted_by_parcel_then_subject() -> None:
    parcels = [shapely.box(4 * n, 0, 4 * n + 4, 4) for n in range(3)]
    subjects = [shapely.box(0, 0, 4, 4), shapely.box(8, 0, 12, 4), shapely.box(-1, 1, 6, 2)]
    expected = [(0, 0, INSIDE), (0, 2, CROSSED), (1, 0, OUTSIDE), (1, 1, OUTSIDE), (1, 2, CROSSED), (2, 1, INSIDE)]
    assert tuples(decided(subjects, parcels)) == expected


def test_no_hits() -> None:
    none = np.empty(0, dtype=np.int64)
    found = decide(edges_of([b""]), none, none, as_wkb_array([]), pick_kernel(), NoProgress())
    assert [len(column) for column in (found.subject, found.row, found.verdict, found.x, found.y)] == [0] * 5


@pytest.mark.parametrize("name", KERNELS)
@pytest.mark.parametrize(("chunk", "large"), [(1, 256), (400_000, 3), (1, 3), (50, 20)])
def test_neither_chunks_nor_trees_change_a_verdict(name: str, chunk: int, large: int) -> None:
    """The way to a verdict depends on sizes: many pairs go in chunks, and parcels with many edges by a tree."""
    parcels = [star(20.0 * n, 20.0 * m, 14.0, 40, seed=10 * n + m) for n in range(4) for m in range(3)]
    subjects = [star(30.0, 20.0, 25.0, 70, seed=77), parcels[4], shapely.box(-5, -5, 35, 18)]
    plain = decided(subjects, parcels, pick_kernel(name))
    assert len(set(plain.verdict.tolist())) > 1
    with mock.patch.object(edge_match, "_CHUNK", chunk), mock.patch.object(parcel_edges, "LARGE", large):
        otherwise = decided(subjects, parcels, pick_kernel(name))
    assert tuples(otherwise) == tuples(plain)
    np.testing.assert_array_equal(np.isnan(otherwise.x), np.isnan(plain.x))


def test_shared_edges_found_beforehand_change_no_verdict() -> None:
    """Edges that a parcel and the boundary have in common are looked up first; without that each is compared."""
    parcels = [star(20.0 * n, 20.0 * m, 14.0, 40, seed=10 * n + m) for n in range(4) for m in range(3)]
    joined = shapely.union_all([shapely.box(4 * n, 0, 4 * n + 4, 4).segmentize(1.0) for n in range(3)])
    parcels += [shapely.box(4 * n, 0, 4 * n + 4, 4).segmentize(1.0) for n in range(-1, 4)]
    subjects = [parcels[4], shapely.reverse(parcels[7]), joined, star(30.0, 20.0, 25.0, 70, seed=77)]
    land = as_wkb_array([shapely.to_wkb(parcel, byte_order=1) for parcel in parcels])
    edges = edges_of(land)
    known = parcel_edges.ParcelEdges(land, pick_kernel())
    hits = edges.x0, edges.y0, edges.x1, edges.y1
    same, opposite = known.shared(edges.owner, hits)
    assert same.all()
    assert not opposite.any()
    turned = known.shared(edges.owner, (edges.x1, edges.y1, edges.x0, edges.y0))
    assert turned[1].all()
    beside = known.shared((edges.owner + 1) % len(parcels), hits)
    assert not (beside[0] | beside[1])[edges.owner < len(parcels) - 6].any()  # stars have none in common
    found = decided(subjects, parcels)
    assert {INSIDE, OUTSIDE, CROSSED, OPEN} == set(found.verdict.tolist())
    with mock.patch.object(parcel_edges.ParcelEdges, "_follows", return_value=False):
        compared = decided(subjects, parcels)
    assert tuples(found) == tuples(compared)
    np.testing.assert_array_equal(np.isnan(found.x), np.isnan(compared.x))


def test_progress_and_cancel() -> None:
    class Watched(NoProgress):
        shares: list[float]

        def __init__(self, patience: int) -> None:
            self.patience, self.shares = patience, []

        def set(self, share: float) -> None:
            self.shares.append(share)

        def check(self) -> None:
            self.patience -= 1
            if self.patience < 0:
                raise Canceled

    parcels = [shapely.box(4 * n, 0, 4 * n + 4, 4) for n in range(20)]
    edges = edges_of([shapely.to_wkb(parcel, byte_order=1) for parcel in parcels])
    land = as_wkb_array([shapely.to_wkb(parcel, byte_order=1) for parcel in parcels])
    row = np.repeat(np.arange(20), 4)
    with mock.patch.object(edge_match, "_BYTES", 200):
        watched = Watched(1000)
        decide(edges, np.arange(80), row, land, pick_kernel(), watched)
        assert watched.shares == sorted(watched.shares)
        assert 0.0 <= watched.shares[0] < watched.shares[-1] < 1.0
        with pytest.raises(Canceled):
            decide(edges, np.arange(80), row, land, pick_kernel(), Watched(2))


cells = st.frozensets(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=18)
connected = cells.filter(lambda shape: of_cells(shape).geom_type == "Polygon")


@settings(deadline=None)
@given(st.lists(st.tuples(cells, st.booleans()), min_size=1, max_size=3),
       st.lists(st.tuples(connected, st.booleans()), min_size=1, max_size=3),
       st.sampled_from([3, 256]), st.sampled_from(KERNELS))
def test_a_verdict_is_never_wrong(
    subjects: list[tuple[Cells, bool]], parcels: list[tuple[Cells, bool]], large: int, name: str
) -> None:
    shapes = [[of_cells(shape, every_vertex=every) for shape, every in side] for side in (subjects, parcels)]
    with mock.patch.object(parcel_edges, "LARGE", large):
        found = decided(*shapes, kernel=pick_kernel(name))
    for number, (row, subject, verdict) in enumerate(tuples(found)):
        common = subjects[subject][0] & parcels[row][0]
        inside = common == parcels[row][0]
        if verdict == INSIDE:
            assert inside
        elif verdict == OUTSIDE:
            assert not common
        elif verdict == OPEN:
            point = shapely.Point(found.x[number], found.y[number])
            assert inside or not common
            assert shapes[0][subject].boundary.distance(point) > 0
            assert shapes[0][subject].contains(point) == inside


@settings(deadline=None)
@given(cells, st.tuples(st.integers(0, 5), st.integers(0, 5)))
def test_a_polygon_that_follows_parcel_borders_is_never_cut(subject: Cells, place: tuple[int, int]) -> None:
    """What makes the engine quick: control lines drawn along parcels need no cutting at all."""
    parcel = translate(shapely.box(0, 0, 1, 1), *place)
    found = decided([of_cells(subject, every_vertex=True)], [parcel])
    neighbours = {(place[0] + dx, place[1] + dy) for dx, dy in ((0, 1), (1, 0), (0, -1), (-1, 0))}
    if place in subject and not neighbours <= subject:
        assert found.verdict.tolist() == [INSIDE]
    elif place not in subject and neighbours & subject:
        assert found.verdict.tolist() == [OUTSIDE]
