"""Which parcels are inside and which are really crossed, against Shapely and counted on unit cells."""
from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from kf_resources_plugin.engine.hilbert_tree import HilbertTree
from kf_resources_plugin.engine.kernel import Kernel, pick_kernel
from kf_resources_plugin.engine.relations import relate
from kf_resources_plugin.rules.progress import Canceled, NoProgress
from tests.engine.shapes import KERNELS, Cells, lattice, of_cells, star, table_of

pytestmark = pytest.mark.usefixtures("qgis_app")

Found = set[tuple[int, int]]


def related(subjects: list[Any], land: list[Any], kernel: Kernel, **options: int) -> tuple[Found, Found]:
    """Return (inside, crossed) as pairs of rows; checks that no pair is named twice."""
    tables = table_of(subjects), table_of(land)
    tree = HilbertTree(tables[1].bounds)
    found = relate(tables[0], kernel.load(tables[0].wkb), tables[1].wkb[tree.order], tree, kernel, NoProgress(),
                   **options)
    inside, crossed = (
        list(zip(subject.tolist(), tree.order[position].tolist()))
        for subject, position in (found.inside, found.crossed)
    )
    assert len(set(inside + crossed)) == len(inside) + len(crossed)
    return set(inside), set(crossed)


def overlapping(subjects: list[Any], land: list[Any], least: float = 1e-9) -> Found:
    common = shapely.area(shapely.intersection(np.array(subjects)[:, None], np.array(land)[None, :]))
    return {(int(subject), int(row)) for subject, row in np.argwhere(common > least)}


def test_parcels_in_a_row(kernel: Kernel) -> None:
    """Four parcels 10 × 10; a strip ends in the middle of the third, and a yard lies inside the fourth."""
    land = [shapely.box(10 * n, 0, 10 * n + 10, 10) for n in range(4)]
    strip, yard = shapely.box(-1, -1, 25, 11), shapely.box(32, 2, 34, 4)
    assert related([strip, yard], land, kernel) == ({(0, 0), (0, 1)}, {(0, 2), (1, 3)})


def test_subjects_without_geometry_and_parcels_without(kernel: Kernel) -> None:
    land = [None, shapely.box(0, 0, 1, 1), None]
    assert related([None, shapely.box(-1, -1, 2, 2)], land, kernel) == ({(1, 1)}, set())


def test_stars_over_a_lattice(kernel: Kernel) -> None:
    """Every parcel covered is inside, every other that shares land is crossed; little else is handed on to be cut."""
    land = lattice(25, 25)
    subjects = [star(500_700 + 60 * n, 3_850_750, 500.0, 90, seed=n) for n in range(3)]
    inside, crossed = related(subjects, land, kernel)
    covered = shapely.covers(np.array(subjects)[:, None], np.array(land)[None, :])
    assert inside == {(int(subject), int(row)) for subject, row in np.argwhere(covered)}
    assert crossed >= overlapping(subjects, land) - inside
    boundaries = shapely.boundary(np.array(subjects))
    for subject, row in crossed:
        assert shapely.distance(boundaries[subject], land[row]) < 1e-6


def test_a_control_line_along_parcels_crosses_nothing(kernel: Kernel) -> None:
    """The union of some parcels shares all its edges with them: 200 of 625 parcels, decided without cutting one."""
    land = lattice(25, 25)
    chosen = sorted(np.random.default_rng(3).permutation(625)[:200].tolist())
    zone = shapely.union_all([land[row] for row in chosen])
    inside, crossed = related([zone], land, kernel)
    assert inside == {(0, row) for row in chosen}
    assert crossed == set()


def test_pairs_within_one_layer_come_once(kernel: Kernel) -> None:
    land = [shapely.box(0, 0, 10, 10), shapely.box(2, 2, 4, 4), shapely.box(9, 0, 19, 10), shapely.box(0, 0, 10, 10),
            shapely.box(19, 0, 29, 10)]
    inside, crossed = related(land, land, kernel, after=0)
    assert inside | crossed == {(0, 1), (0, 2), (0, 3), (1, 3), (2, 3)}
    assert (0, 1) in inside
    assert (0, 3) in inside
    # a parcel inside a later one is that one's cut, from its own side
    assert (1, 3) in crossed
    # subjects of a group are rows of the land from one on
    inside_of_last, crossed_of_last = related(land[1:], land, kernel, after=1)
    assert {(one + 1, other) for one, other in inside_of_last | crossed_of_last} == {(1, 3), (2, 3)}
    both = related(land, land, kernel)
    assert {(one, other) for one, other in both[0] | both[1] if one < other} == inside | crossed


def test_cancel_is_heard(kernel: Kernel) -> None:
    class Impatient(NoProgress):
        left = 3

        def check(self) -> None:
            type(self).left -= 1
            if self.left < 0:
                raise Canceled

    land = table_of(lattice(10, 10))
    subjects = table_of([star(500_300, 3_850_300, 250.0, 40, seed=1)])
    tree = HilbertTree(land.bounds)
    with pytest.raises(Canceled):
        relate(subjects, kernel.load(subjects.wkb), land.wkb[tree.order], tree, kernel, Impatient())


shape_cells = st.frozensets(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=1, max_size=25)


@settings(deadline=None)
@given(st.lists(st.tuples(shape_cells, st.booleans()), min_size=1, max_size=3),
       st.lists(st.tuples(shape_cells, st.booleans()), min_size=1, max_size=12), st.sampled_from(KERNELS))
def test_no_pair_is_missed_and_none_is_called_inside_wrongly(
    subjects: list[tuple[Cells, bool]], land: list[tuple[Cells, bool]], name: str
) -> None:
    shapes = [[of_cells(cells, every_vertex=every) for cells, every in side] for side in (subjects, land)]
    inside, crossed = related(*shapes, kernel=pick_kernel(name))
    for subject, (taken, _) in enumerate(subjects):
        for row, (cells, _) in enumerate(land):
            pair = (subject, row)
            if pair in inside:
                assert cells <= taken
            elif pair not in crossed:
                assert not cells & taken
