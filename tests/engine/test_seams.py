"""Edges left over when neighbours' shared ones are cancelled, and how often they go round a place."""
from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from kf_resources_plugin.engine import seams as seams_module
from kf_resources_plugin.engine.seams import hash_order, joined, rounds, seams_of
from kf_resources_plugin.rules.progress import NoProgress
from tests.engine.shapes import Cells, lattice, of_cells, table_of

pytestmark = pytest.mark.usefixtures("qgis_app")

QUIET = NoProgress()


def length(edges: np.ndarray) -> float:
    return float(np.hypot(*(edges[:, 2:] - edges[:, :2]).T).sum())


def test_of_a_seamless_survey_the_outline_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    cells = lattice(30, 20)
    for held, parts in ((4_000_000, 16), (5_000, 1_000), (500, 2)):  # all together, few parcels, few runs at a time
        monkeypatch.setattr(seams_module, "BYTES", held)
        monkeypatch.setattr(seams_module, "_PARTS", parts)
        left = seams_of(table_of(cells).wkb, QUIET).edges
        outline = shapely.union_all(cells).exterior
        assert length(left) == pytest.approx(outline.length)
        assert len(left) == len(outline.coords) - 1


def test_a_hole_is_filled_by_its_island_whatever_the_direction_of_rings() -> None:
    island = shapely.box(2, 2, 4, 4)
    land = shapely.Polygon(shapely.box(0, 0, 10, 10).exterior, [island.exterior])
    for turned in (island, shapely.reverse(island)):
        assert length(seams_of(table_of([land, turned]).wkb, QUIET).edges) == 40.0


def test_equal_polygons_do_not_cancel() -> None:
    square = shapely.box(0, 0, 10, 10)
    assert length(seams_of(table_of([square, square]).wkb, QUIET).edges) == 80.0


def test_zero_has_two_signs() -> None:
    left, right = shapely.box(-1, 0, 0.0, 1), shapely.Polygon([(-0.0, 0), (1, 0), (1, 1), (-0.0, 1)])
    assert length(seams_of(table_of([left, right]).wkb, QUIET).edges) == 6.0


def test_what_is_taken_off_cancels() -> None:
    table = table_of(lattice(6, 5)).wkb
    parts = [seams_of(table, QUIET), seams_of(table[3:9], QUIET).opposite()]
    others = seams_of(np.concatenate([table[:3], table[9:]]), QUIET)
    assert {tuple(edge) for edge in joined(parts).edges.tolist()} == {tuple(edge) for edge in others.edges.tolist()}


cells = st.frozensets(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=1, max_size=25)


@settings(deadline=None, max_examples=100)
@given(st.lists(cells, max_size=5), st.sampled_from([(1.0, 0.0), (7.3, 38_500_000.77)]), st.booleans())
def test_rounds_count_the_polygons_on_each_cell(shapes: list[Cells], placed: tuple[float, float], every: bool) -> None:
    scale, origin = placed
    table = table_of([of_cells(one, scale=scale, origin=origin, every_vertex=every) for one in shapes])
    places = [(x, y) for x in range(-1, 8) for y in range(-1, 8)]
    x, y = (np.array(axis) * scale + 0.5 * scale + origin for axis in zip(*places))
    found, sure = rounds(seams_of(table.wkb, QUIET), x, y, QUIET)
    assert sure.all()
    assert found.tolist() == [sum(place in one for one in shapes) for place in places]


def test_bands_hold_few_times_as_many_entries_as_there_are_edges() -> None:
    """Edges as high as the whole would be in every band: then there are fewer bands."""
    low = np.zeros(1_000)
    bands = seams_module._Bands(low, np.r_[np.full(500, 1_000.0), np.full(500, 0.5)])
    assert len(bands._edge) <= seams_module._BANDS_PER_EDGE * 1_000
    edge, place = bands.edges_at(np.array([700.0, 0.25]))
    assert (edge[place == 0] < 500).sum() == 500
    assert len(set(edge[place == 1].tolist())) == 1_000


def test_a_place_on_an_edge_is_not_sure() -> None:
    square = seams_of(table_of([shapely.Polygon([(0, 0), (9, 0), (0, 9)])]).wkb, QUIET)
    found, sure = rounds(square, np.array([3.0, 2.0]), np.array([6.0, 2.0]), QUIET)
    assert sure.tolist() == [False, True]
    assert found[1] == 1


def test_hashes_are_ordered_as_numbers_and_equal_ones_stay_as_they_stand() -> None:
    random = np.random.default_rng(7)
    hashes = random.integers(0, 2**63, 5_000).astype(np.uint64) * np.uint64(2) + np.uint64(1)
    hashes[1_000:2_000] = hashes[3_000:4_000]
    hashes[:300] = hashes[:300] >> np.uint64(40)
    assert hash_order(hashes).tolist() == np.argsort(hashes, kind="stable").tolist()
    assert hash_order(hashes[:0]).tolist() == []
