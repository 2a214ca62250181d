"""Groups of polygons united many at a time: the same ground as each by itself, whatever GEOS does to one of them."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from kf_resources_plugin.engine.kernel import pick_kernel
from kf_resources_plugin.engine.united_shapes import united_shapes
from kf_resources_plugin.rules.progress import NoProgress
from tests.engine.shapes import KERNELS, Cells, areas, lattice, of_cells, table_of

if TYPE_CHECKING:
    from kf_resources_plugin.engine.kernel import Kernel

pytestmark = pytest.mark.usefixtures("qgis_app")
QUIET = NoProgress()
cells = st.frozensets(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=10)


def united(shapes: list[shapely.Geometry | None], group: list[int], groups: int, kernel: Kernel) -> list[bytes]:
    return united_shapes(table_of(shapes).wkb, np.array(group, dtype=np.int64), groups, kernel, QUIET)


@pytest.mark.parametrize("name", KERNELS)
@given(st.lists(st.tuples(cells, st.integers(0, 3)), max_size=9), st.sampled_from([0.0, 38_500_000.0]))
def test_every_cell_of_a_group_is_covered_once(name: str, drawn: list[tuple[Cells, int]], origin: float) -> None:
    """Shapes are made of cells, so that what they cover together is counted: overlaps and empty groups, too."""
    shapes = [of_cells(mine, origin=origin) for mine, _ in drawn]
    found = united([*shapes, None], [*(group for _, group in drawn), 2], 5, pick_kernel(name))
    held = [set().union(*(mine for mine, group in drawn if group == number)) for number in range(5)]
    assert areas(found) == [pytest.approx(len(ground), abs=1e-6) for ground in held]
    assert all(shapely.from_wkb(shape).is_valid for shape in found if shape)


def test_the_order_of_rows_decides_nothing(kernel: Kernel) -> None:
    shapes, group = lattice(12, 10, seed=4), np.arange(120) // 7
    mixed = np.random.default_rng(5).permutation(120)
    one = united(shapes, group.tolist(), 18, kernel)
    other = united([shapes[row] for row in mixed.tolist()], group[mixed].tolist(), 18, kernel)
    assert one == other


@pytest.mark.parametrize("fault", ["nothing", "one lost", "too large", "raises"])
def test_a_wrong_union_of_many_is_made_again(kernel: Kernel, fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """GEOS errs in the first look at the group of three squares; ``unite`` is asked then, and proves its own."""
    shapes = [shapely.box(x, 0, x + 10, 10) for x in (0, 10, 20, 100, 110)]
    really, looks = kernel.union, []

    def erring(wkbs: Any) -> bytes:
        looks.append(len(wkbs))
        if looks != [3]:
            return really(wkbs)
        if fault == "raises":
            raise ValueError("TopologyException")
        return {"nothing": b"", "one lost": really(wkbs[:2]),
                "too large": shapely.to_wkb(shapely.box(-5, 0, 30, 10), byte_order=1)}[fault]

    monkeypatch.setattr(kernel, "union", erring)
    assert areas(united(shapes, [0, 0, 0, 1, 1], 2, kernel)) == [300.0, 200.0]
    assert looks.count(3) > 1


def test_large_groups_and_many_small_ones(kernel: Kernel) -> None:
    shapes = lattice(40, 30, seed=8)
    group = [0] * 400 + [1 + number // 2 for number in range(800)]
    found = united(shapes, group, 401, kernel)
    total = np.bincount(group, areas(table_of(shapes).wkb))
    assert areas(found) == pytest.approx(total.tolist(), rel=1e-9)
