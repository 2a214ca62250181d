"""Polygons and copies of them that nearly coincide: what is cut closes with either kernel, and both agree."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kf_resources_plugin.engine.counted_once import without_claimed
from kf_resources_plugin.engine.kernel import Kernel, pick_kernel
from kf_resources_plugin.engine.partition import partition, self_overlaps
from kf_resources_plugin.engine.subtraction import divide, unite
from kf_resources_plugin.rules.progress import NoProgress
from tests.engine.shapes import KERNELS, areas, lattice, table_of

if TYPE_CHECKING:
    from kf_resources_plugin.engine.reading import PolygonTable

pytestmark = pytest.mark.usefixtures("qgis_app")

# A survey of 3 × 3 parcels, one of them with a hole.
PARCELS = lattice(3, 3)
PARCELS[4] = PARCELS[4].difference(PARCELS[4].centroid.buffer(8.0))
WAYS = ("moved", "jittered", "fewer vertices", "more vertices", "T-junctions")


def near_copy(shape: shapely.Polygon, way: str, by: float, random: np.random.Generator) -> shapely.Polygon:
    """Return a valid copy of a polygon whose border is at most some times ``by`` metres beside it."""
    if way == "fewer vertices":
        return shapely.simplify(shape, 10 * by)
    if way == "more vertices":
        return shapely.segmentize(shape, 7.0)
    if way == "T-junctions":  # vertices on edges, rounded to where double precision allows
        return shapely.segmentize(shape, float(random.uniform(2.0, 20.0)))

    def off(points: np.ndarray) -> np.ndarray:
        if way == "moved":
            return points + random.uniform(-by, by, 2)
        places, place = np.unique(points, axis=0, return_inverse=True)  # a ring ends where it begins
        return points + random.uniform(-by, by, places.shape)[place.reshape(-1)]

    return shapely.transform(shape, off)


def once(table: PolygonTable, kernel: Kernel) -> np.ndarray:
    """Return the areas of polygons without what those before them cover."""
    claims: dict[int, list[bytes]] = {}
    for _, later, wkb in zip(*self_overlaps(table, kernel, NoProgress())):
        claims.setdefault(int(later), []).append(wkb)
    return np.array(areas(without_claimed(table, claims, kernel, NoProgress())[1].wkb))


@pytest.mark.parametrize("gained", [0.0, 30.0, None])
def test_claims_that_geos_cannot_unite_are_taken_in_turn(
        gained: float | None, kernel: Kernel, monkeypatch: pytest.MonkeyPatch) -> None:
    """0: the union lacks all but 1 m², 30: it is what all claims cover and 30 m² more, None: GEOS refuses."""

    def union(_: object) -> bytes:
        if gained is None:
            raise ValueError("why")
        return bytes(shapely.to_wkb(shapely.box(0, 0, 9, 10 + gained / 9) if gained else shapely.box(0, 0, 1, 1),
                                    byte_order=1))

    monkeypatch.setattr(kernel, "union", union)
    table = table_of([shapely.box(0, 0, 10, 10)])
    claims = {0: list(table_of([shapely.box(0, 0, 6, 10), shapely.box(4, 0, 9, 10)]).wkb)}
    rows, left = without_claimed(table, claims, kernel, NoProgress())
    assert rows.tolist() == [0]
    assert areas(left.wkb) == pytest.approx([10.0], abs=1e-6)


def test_a_union_of_polygons_that_only_touch_has_the_land_of_them_all(
        kernel: Kernel, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first union that GEOS gives lacks one of two polygons beside each other, the next ones are right."""
    rows, real, given = table_of([shapely.box(0, 0, 6, 10), shapely.box(6, 0, 10, 10)]).wkb, kernel.union, []

    def union(wkbs: object) -> bytes:
        given.append(wkbs)
        return bytes(rows[0]) if len(given) == 1 else real(wkbs)

    monkeypatch.setattr(kernel, "union", union)
    assert areas([unite(kernel, rows, NoProgress(), 0.0)]) == pytest.approx([100.0], rel=1e-9)
    assert len(given) == 2


copies = st.tuples(
    st.integers(0, 8), st.sampled_from(WAYS), st.sampled_from([1e-5, 1e-4, 1e-3]), st.integers(0, 2**32 - 1))


def drawn(chosen: list[tuple[int, str, float, int]]) -> list[shapely.Polygon]:
    shapes = [near_copy(PARCELS[row], way, by, np.random.default_rng(seed)) for row, way, by, seed in chosen]
    assert all(shape.is_valid for shape in shapes)
    return shapes


@settings(deadline=None, max_examples=15)
@example([(0, "jittered", 1e-05, 201), (0, "jittered", 1e-05, 11_872)])  # a needle that is gone on a grid
@given(st.lists(copies, min_size=1, max_size=6))
def test_a_layer_and_copies_of_its_polygons_close(chosen: list[tuple[int, str, float, int]]) -> None:
    copied = drawn(chosen)
    totals = []
    for name in KERNELS:
        kernel = pick_kernel(name)
        piece, _, wkb = partition(table_of(PARCELS).wkb, table_of(copied), kernel, NoProgress())
        sums = np.bincount(piece, areas(wkb), len(PARCELS))
        np.testing.assert_allclose(sums, [shape.area for shape in PARCELS], rtol=0, atol=0.01)  # of each parcel
        assert not kernel.invalid(wkb)
        left = once(table_of([*PARCELS, *copied]), kernel)
        # no copy reaches more than 1 cm out of the survey, whose outline is 720 m and that of the hole 50 m
        within = sum(shape.area for shape in PARCELS)
        assert within * (1 - 1e-9) <= left.sum() <= within + 0.01 * 770
        totals.append(left.sum())
    assert totals[0] == pytest.approx(totals[1], abs=0.01)


@settings(deadline=None, max_examples=40)
@given(copies, st.sampled_from(KERNELS))
def test_a_polygon_and_its_copy_divide(chosen: tuple[int, str, float, int], name: str) -> None:
    whole, (copied,) = PARCELS[chosen[0]], drawn([chosen])
    found = divide(pick_kernel(name), *table_of([whole, copied]).wkb, NoProgress())
    assert sum(areas(found)) == pytest.approx(whole.area, rel=1e-9)
