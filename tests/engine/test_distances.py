"""Distances against GEOS, pair by pair, and on shapes whose distance is known by heart."""
from __future__ import annotations

import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from qgis.core import QgsCoordinateReferenceSystem

from kf_resources_plugin.engine.distances import clusters, in_metres, later, nearest_distances, pairs_within
from kf_resources_plugin.engine.kernel import Kernel, pick_kernel
from kf_resources_plugin.engine.wkb import Wkbs, as_wkb_array
from kf_resources_plugin.rules.progress import Canceled, NoProgress
from tests.engine.shapes import KERNELS, Cells, lattice, of_cells, star, table_of

CELLS = st.lists(
    st.frozensets(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=6), min_size=1, max_size=5)


def rows(*shapes: shapely.Geometry | None) -> Wkbs:
    return table_of(shapes).wkb


def near(subjects: Wkbs, others: Wkbs, limit: float, kernel: str = "shapely") -> list[float]:
    return nearest_distances(subjects, others, limit, pick_kernel(kernel), NoProgress()).tolist()


@pytest.mark.parametrize("kernel", KERNELS)
@settings(max_examples=60, deadline=None)
@given(CELLS, CELLS, st.sampled_from([0.0, 1.0, 2.5, 20.0]), st.integers(0, 1))
def test_same_as_geos_on_cells_that_touch_enclose_and_overlap(
    kernel: str, one: list[Cells], other: list[Cells], limit: float, ring: int,
) -> None:
    """Unit cells far from the origin: corners, shared edges, holes, islands and overlaps all occur."""
    origin = 38_500_000.0
    ours = [of_cells(cells, origin=origin) for cells in one]
    theirs = [of_cells(cells, origin=origin) for cells in other]
    if ring:  # a frame around everything: what lies in its hole is at a distance, its shell contains all
        theirs.append(shapely.box(origin - 9, origin - 9, origin + 19, origin + 19).difference(
            shapely.box(origin - 3, origin - 3, origin + 13, origin + 13)))
    table = shapely.distance(np.array(ours)[:, None], np.array(theirs)[None, :])
    expected = np.where(table.min(axis=1) <= limit, table.min(axis=1), np.inf)
    assert near(rows(*ours), rows(*theirs), limit, kernel) == pytest.approx(expected.tolist(), abs=1e-7)
    first, second = pairs_within(rows(*ours), rows(*theirs), limit, pick_kernel(kernel), NoProgress())
    assert list(zip(first.tolist(), second.tolist())) == [tuple(pair) for pair in np.argwhere(table <= limit).tolist()]


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.floats(1.0, 900.0))
def test_same_as_geos_on_jagged_polygons_of_all_sizes(seed: int, limit: float) -> None:
    random = np.random.default_rng(seed)

    def some(count: int) -> list[shapely.Polygon]:
        places = random.uniform(0, 2000, (count, 2)) + np.array([500_000, 3_850_000])
        return [star(x, y, 10 ** random.uniform(0, 2.7), int(random.integers(4, 90)), int(random.integers(1 << 30)))
                for x, y in places.tolist()]

    ours, theirs = some(12), some(25)
    table = shapely.distance(np.array(ours)[:, None], np.array(theirs)[None, :])
    nearest = table.min(axis=1)
    sure = np.abs(nearest - limit) > 1e-6
    found = np.array(near(rows(*ours), rows(*theirs), limit))
    np.testing.assert_allclose(found[sure], np.where(nearest <= limit, nearest, np.inf)[sure], atol=1e-7)
    first, second = pairs_within(rows(*ours), rows(*ours), limit, pick_kernel(), NoProgress(), later)
    own = np.triu(shapely.distance(np.array(ours)[:, None], np.array(ours)[None, :]) <= limit, 1)
    assert list(zip(first.tolist(), second.tolist())) == [tuple(pair) for pair in np.argwhere(own).tolist()]
    groups = np.arange(len(ours)) % 2
    both = rows(*ours)
    first, second = pairs_within(both, both, limit, pick_kernel(), NoProgress(),
                                 lambda one, other: later(one, other) & (groups[one] != groups[other]))
    own &= groups[:, None] != groups[None, :]
    assert list(zip(first.tolist(), second.tolist())) == [tuple(pair) for pair in np.argwhere(own).tolist()]


def test_many_parcels_as_geos_finds_them() -> None:
    """A tree of several levels and many batches of runs: 60 x 50 parcels against every 17th of them."""
    parcels = lattice(60, 50)
    chosen = parcels[::17]
    table = shapely.STRtree(chosen)
    _, distance = table.query_nearest(np.array(parcels), return_distance=True, all_matches=False)
    np.testing.assert_allclose(near(rows(*parcels), rows(*chosen), 1000.0), distance, atol=1e-7)


def test_distances_known_by_heart() -> None:
    """3-4-5 corner to corner; a gap of 7; a shared border; inside, and inside a hole 2 from its edge."""
    subject = rows(shapely.box(0, 0, 10, 10))
    assert near(subject, rows(shapely.box(13, 14, 20, 20)), 100.0) == [5.0]
    assert near(subject, rows(shapely.box(17, 2, 20, 4)), 100.0) == [7.0]
    assert near(subject, rows(shapely.box(10, 2, 20, 4)), 100.0) == [0.0]
    assert near(subject, rows(shapely.box(-5, -5, 20, 20)), 100.0) == [0.0]
    frame = shapely.box(-5, -5, 20, 20).difference(shapely.box(-2, -2, 12, 12))
    assert near(subject, rows(frame), 100.0) == [2.0]
    assert near(subject, rows(frame), 1.9) == [np.inf]
    # crossing without a vertex of one inside the other
    assert near(subject, rows(shapely.box(-5, 4, 20, 5)), 100.0) == [0.0]


def test_nothing_to_measure() -> None:
    square = shapely.box(0, 0, 1, 1)
    assert near(rows(None, square), rows(None, None), 5.0) == [np.inf, np.inf]
    assert near(rows(None, square), rows(square, None), 5.0) == [np.inf, 0.0]
    assert near(rows(), rows(square), 5.0) == []
    first, second = pairs_within(rows(None), rows(), 5.0, pick_kernel(), NoProgress())
    assert len(first) == len(second) == 0


def test_the_order_of_rows_does_not_matter() -> None:
    parcels = lattice(12, 9, seed=3)
    shuffled = np.random.default_rng(1).permutation(len(parcels))
    others = rows(*parcels[::13])
    straight = np.array(near(rows(*parcels), others, 300.0))
    turned = np.array(near(rows(*[parcels[row] for row in shuffled]), as_wkb_array(others[::-1]), 300.0))
    assert (straight[shuffled] == turned).all()


def test_cancel_is_asked_for() -> None:
    class Stopped(NoProgress):
        def check(self) -> None:
            raise Canceled

    parcels = rows(*lattice(3, 3))
    kernel: Kernel = pick_kernel()
    with pytest.raises(Canceled):
        nearest_distances(parcels, parcels, 10.0, kernel, Stopped())
    with pytest.raises(Canceled):
        pairs_within(parcels, parcels, 10.0, kernel, Stopped())


@given(st.integers(1, 30), st.lists(st.tuples(st.integers(0, 29), st.integers(0, 29)), max_size=60))
def test_clusters_are_what_can_be_reached(count: int, pairs: list[tuple[int, int]]) -> None:
    pairs = [(a % count, b % count) for a, b in pairs]
    expected = []
    for row in range(count):
        reached, waiting = {row}, [row]
        while waiting:
            here = waiting.pop()
            for a, b in pairs:
                for one, other in ((a, b), (b, a)):
                    if one == here and other not in reached:
                        reached.add(other)
                        waiting.append(other)
        expected.append(min(reached))
    first, second = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    assert clusters(count, first, second).tolist() == expected


def test_degrees_become_metres_of_the_zone() -> None:
    """1" of latitude at 34.8 N is 30.82 m of meridian (CGCS2000), on the central meridian 114 E of zone 38.

    Meridian radius a(1 − e²)/(1 − e² sin² B)^1.5 = 6 356 235 m there, times 1"/206 264.8" = 30.816 m.
    """
    second = 1.0 / 3600.0
    low = shapely.box(114.0, 34.8, 114.0 + second, 34.8 + second)
    high = shapely.box(114.0, 34.8 + 2 * second, 114.0 + second, 34.8 + 3 * second)
    ours, theirs = in_metres([rows(low), rows(high)], QgsCoordinateReferenceSystem("EPSG:4490"), NoProgress())
    assert near(ours, theirs, 100.0) == [pytest.approx(30.816, abs=0.002)]


@pytest.mark.parametrize(("authid", "x", "y"), [
    ("EPSG:4547", 527_500, 3_852_600), ("EPSG:4526", 38_527_500, 3_852_600), ("EPSG:32650", 253_000, 3_855_000),
    ("EPSG:2263", 984_000, 200_000),
])
def test_a_plane_that_is_true_to_scale_stays_and_feet_are_scaled(authid: str, x: float, y: float) -> None:
    """UTM 50 is 0.03 % too long 2.7 degrees from its meridian, which measures nobody's 20 m otherwise."""
    square = rows(shapely.box(x, y, x + 1, y + 1))
    (own,) = in_metres([square], QgsCoordinateReferenceSystem(authid), NoProgress())
    if authid != "EPSG:2263":
        assert own is square
    else:  # New York in US survey feet; QGIS 3.22 takes every foot for 0.3048 m, 2 millionths short of this one
        expected = np.array([x, y, x + 1, y + 1]) * 1200 / 3937
        assert shapely.from_wkb(own[0]).bounds == pytest.approx(expected.tolist(), rel=1e-5)


@pytest.mark.parametrize("authid", ["EPSG:3857", "EPSG:4087", "ESRI:102025"])
@pytest.mark.parametrize(("east", "north"), [(1, 0), (0, 1)])
def test_a_plane_that_is_not_true_to_scale_is_left(authid: str, east: int, north: int) -> None:
    """18 m on the ground near Kaifeng measure 18 m, though web Mercator draws them 1/cos 34.8 = 1.218 times as long.

    The plate carree stretches only what runs east, the Albers of Asia each direction in its own way.
    """
    crs = QgsCoordinateReferenceSystem(authid)
    to_plane = pyproj.Transformer.from_crs("EPSG:4326", crs.toWkt(), always_xy=True).transform
    to_degrees = pyproj.Transformer.from_crs("EPSG:4526", "EPSG:4490", always_xy=True).transform

    def drawn(x: float, y: float) -> Wkbs:
        corners = [(x, y), (x + 250, y), (x + 250, y + 250), (x, y + 250)]
        return rows(shapely.Polygon([to_plane(*to_degrees(*corner)) for corner in corners]))

    one = drawn(38_527_500, 3_852_600)
    other = drawn(38_527_500 + 268 * east, 3_852_600 + 268 * north)
    ours, theirs = in_metres([one, other], crs, NoProgress())
    assert near(ours, theirs, 20.0) == [pytest.approx(18.0, abs=0.001)]
    assert near(one, other, 20.0) != [pytest.approx(18.0, abs=0.05)]  # as the plane itself has it


def test_a_system_without_longitude_keeps_its_own_metres() -> None:
    """The ground of a building site has no place on the earth that could tell its scale."""
    site = QgsCoordinateReferenceSystem.fromWkt(
        'LOCAL_CS["site",UNIT["metre",1],AXIS["X",EAST],AXIS["Y",NORTH]]')
    square = rows(shapely.box(0, 0, 1, 1))
    (kept,) = in_metres([square], site, NoProgress())
    assert kept is square
