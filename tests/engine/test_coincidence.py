"""Polygons that two layers have in common: found only where nothing else lies on them."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any
from unittest import mock

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from kf_resources_plugin.engine import coincidence as coincidence_module
from kf_resources_plugin.engine.coincidence import coincidence, overlapping_rows
from kf_resources_plugin.engine.kernel import pick_kernel
from kf_resources_plugin.engine.overlay import cut_all, overlay
from kf_resources_plugin.rules.progress import NoProgress
from tests.engine.shapes import areas, lattice, of_cells, table_of

if TYPE_CHECKING:
    from collections.abc import Sequence

pytestmark = pytest.mark.usefixtures("qgis_app")

QUIET = NoProgress()


@pytest.fixture(autouse=True)
def _even_few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coincidence_module, "_FEW", 1)


def pairs(first: Sequence[shapely.Geometry | None], second: Sequence[shapely.Geometry | None]) -> set[tuple[int, int]]:
    found = coincidence(table_of(first), table_of(second), QUIET)
    return set(zip(found.first.tolist(), found.second.tolist()))


def test_the_inner_parcels_of_the_same_survey_need_no_look() -> None:
    """Those on the outline do: there the count changes."""
    cells = lattice(12, 10)
    inner = {number for number in range(120) if 0 < number % 12 < 11 and 0 < number // 12 < 9}
    found = pairs(cells, cells)
    assert {(number, number) for number in inner} <= found
    assert all(one == two for one, two in found)


def test_rings_may_begin_and_run_otherwise() -> None:
    cells = lattice(8, 8)
    turned = [shapely.Polygon(np.roll(np.array(cell.exterior.coords)[:-1], 3, axis=0)[::-1]) for cell in cells]
    assert pairs(cells, turned) == pairs(cells, cells)
    assert len(pairs(cells, turned)) >= 36


def test_a_parcel_drawn_twice_is_no_match() -> None:
    cells = lattice(8, 8)
    found = pairs(cells, [*cells, cells[27]])
    assert 27 not in {one for one, _ in found}
    assert (45, 45) in found


@pytest.mark.parametrize("side", [0, 1])
def test_a_parcel_under_another_is_no_match(side: int) -> None:
    """The other lies wholly inside: no edge of it meets the border."""
    cells = lattice(8, 8)
    other = cells[27].buffer(-20.0)
    layers = [cells, cells]
    layers[side] = [*cells, other]
    found = pairs(*layers)
    assert (27, 27) not in found
    assert (28, 28) in found


def test_a_large_parcel_over_all_leaves_no_match() -> None:
    cells = lattice(8, 8)
    assert pairs(cells, [*cells, shapely.box(499_000, 3_849_000, 501_000, 3_851_000)]) == set()


def test_few_common_polygons_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coincidence_module, "_FEW", 200)
    cells = lattice(8, 8)
    assert pairs(cells, cells) == set()


def test_rows_that_may_overlap() -> None:
    cells = lattice(12, 10)
    over = shapely.box(*np.add(cells[54].bounds, (20, 20, -20, -20)))
    rows = set(overlapping_rows(table_of([*cells, None, over]), pick_kernel("shapely"), QUIET).tolist())
    assert {54, 121} <= rows
    assert 120 not in rows
    assert not {30, 31, 80} & rows


def test_borders_that_close_leave_no_row_to_look_at() -> None:
    kernel = pick_kernel("shapely")
    left, right = lattice(6, 6), [shapely.affinity.translate(cell, 150, 30) for cell in lattice(6, 6)]
    assert not len(overlapping_rows(table_of(left), kernel, QUIET))
    assert len(overlapping_rows(table_of([*left, *right]), kernel, QUIET))


@pytest.mark.parametrize("together", [1, 3_000, 20_000])
def test_groups_find_what_overlaps_across_their_borders(together: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 120 parcels of 100 m one is drawn 10 m into its right neighbour: these two, whichever groups they are in."""
    cells = lattice(12, 10)
    kernel = pick_kernel("shapely")
    monkeypatch.setattr(coincidence_module, "_BYTES", together)
    monkeypatch.setattr(coincidence_module, "_WIDE", np.inf)  # beside groups of one row every row is
    for level in (0, 2):
        monkeypatch.setattr(coincidence_module, "_LEVEL", level)
        for wide in (5, 54, 83):
            drawn = list(cells)
            drawn[wide] = drawn[wide].union(shapely.affinity.translate(drawn[wide], 10, 0))
            rows = overlapping_rows(table_of(drawn), kernel, QUIET).tolist()
            wanted = {number for number, cell in enumerate(drawn) for other, far in enumerate(drawn)
                      if number != other and cell.intersection(far).area > 0}
            assert len(wanted) >= 2
            assert wanted <= set(rows)
            assert rows == sorted(set(rows))
        assert not len(overlapping_rows(table_of(cells), kernel, QUIET))


def test_long_parcels_do_not_bring_all_others_into_every_group(monkeypatch: pytest.MonkeyPatch) -> None:
    """Roads in the shape of an L run round 576 parcels, one of them with a spur into the first parcel."""
    kernel, looked = pick_kernel("shapely"), []
    cells = lattice(24, 24)
    x, y, *_ = shapely.total_bounds(cells)
    roads = [shapely.box(x - off, y - off, x + reach, y - off + 5).union(
        shapely.box(x - off, y - off, x - off + 5, y + reach)) for off, reach in zip(range(10, 130, 10),
                                                                                    range(1_440, 720, -60))]
    middle = cells[0].centroid
    roads[0] = roads[0].union(shapely.box(middle.x, y - 6, middle.x + 1, middle.y))
    near = coincidence_module._near

    def counted(*given: Any) -> Any:
        looked.append(len(near(*given)))
        return near(*given)

    monkeypatch.setattr(coincidence_module, "_near", counted)
    monkeypatch.setattr(coincidence_module, "_BYTES", 20_000)
    monkeypatch.setattr(coincidence_module, "_LEVEL", 0)
    rows = overlapping_rows(table_of([*cells, *roads]), kernel, QUIET).tolist()
    assert {0, 576} <= set(rows)
    assert len(looked) > 8
    assert max(looked) < 300


def test_of_polygons_that_lie_about_only_bounds_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    """To go round places takes all edges at a time: of 300 redlines with 200 000 vertices each that was 8 GB."""
    monkeypatch.setattr(coincidence_module, "rounds", None)  # not to be called
    apart = [shapely.Point(60 * number, 0).buffer(20, 64) for number in range(30)]
    close = [*apart, shapely.Point(35, 0).buffer(20, 64)]  # 15 m into the first, 15 m from the second's middle
    kernel = pick_kernel("shapely")
    assert overlapping_rows(table_of(apart), kernel, QUIET).tolist() == []
    assert overlapping_rows(table_of(close), kernel, QUIET).tolist() == [0, 1, 30]


def test_of_large_polygons_few_of_which_meet_no_edge_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """To go through the 14 million edges of 300 redlines takes 3 s, to compare their bounds none."""
    monkeypatch.setattr(coincidence_module, "_FEW", 3)
    monkeypatch.setattr(coincidence_module, "seams_in_runs", None)  # not to be called
    drawn = [shapely.Point(x, 0).buffer(20, 64) for x in (*range(0, 1_800, 60), 35)]
    kernel = pick_kernel("shapely")
    assert overlapping_rows(table_of(drawn), kernel, QUIET).tolist() == [0, 1, 30]
    with pytest.raises(TypeError):  # four meet
        overlapping_rows(table_of([*drawn, shapely.Point(35, 5).buffer(20, 64)]), kernel, QUIET)


SIDE = 8
labels = st.lists(st.integers(0, 9), min_size=SIDE * SIDE, max_size=SIDE * SIDE)


def parcels(labelled: Sequence[int]) -> list[shapely.Geometry | None]:
    numbers = np.array(labelled).reshape(SIDE, SIDE)
    return [
        of_cells(frozenset(zip(*(axis.tolist() for axis in np.nonzero(numbers == label)))), every_vertex=True)
        if (numbers == label).any() else None for label in range(10)
    ]


@settings(deadline=None, max_examples=60)
@given(labels, st.lists(st.tuples(st.integers(0, SIDE * SIDE - 1), st.integers(0, 9)), max_size=6),
       st.lists(st.integers(0, 9), max_size=2), st.booleans(), st.sampled_from([1, 1_500, 1_000_000]),
       st.sampled_from([0.25, 1.0, np.inf]))
def test_overlay_is_the_same_without_it(
    before: list[int], edits: list[tuple[int, int]], twice: list[int], later: bool, together: int, wide: float
) -> None:
    """A later survey with cells of other parcels, and parcels of the first drawn over it once more."""
    after = list(before)
    for place, label in edits:
        after[place] = label
    first, second = parcels(before), [*parcels(after), *(parcels(before)[label] for label in twice)]
    tables = (table_of(second), table_of(second)) if later else (table_of(first), table_of(second))
    kernel = pick_kernel("shapely")
    with mock.patch.multiple(coincidence_module, _FEW=1, _SHARE=0.0, _BYTES=together, _LEVEL=0, _WIDE=wide):
        one = overlay(*tables, kernel, QUIET, later_only=later)
    other = cut_all(*tables, kernel, QUIET, later_only=later)
    assert one.subject.tolist() == other.subject.tolist()
    assert one.land.tolist() == other.land.tolist()
    assert areas(one.wkb) == pytest.approx(areas(other.wkb))
    assert one.whole.tolist() == other.whole.tolist()
