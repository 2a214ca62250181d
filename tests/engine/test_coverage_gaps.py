"""Gaps of coverages worked by hand, and of lattices with parcels taken out."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from kf_resources_plugin.engine.coverage_gaps import gaps
from kf_resources_plugin.engine.kernel import pick_kernel
from kf_resources_plugin.rules.progress import NoProgress
from tests.engine.shapes import KERNELS, table_of

if TYPE_CHECKING:
    from kf_resources_plugin.engine.kernel import Kernel

pytestmark = pytest.mark.usefixtures("qgis_app")


def found(shapes: list[Any], kernel: Kernel) -> list[Any]:
    """Return the gaps of shapes."""
    return shapely.from_wkb(gaps(table_of(shapes).wkb, kernel, NoProgress())).tolist()


def boxes(*given: tuple[float, float, float, float]) -> list[Any]:
    return [shapely.box(*one) for one in given]


FRAME = boxes((0, 0, 30, 10), (0, 20, 30, 30), (0, 10, 10, 20), (20, 10, 30, 20))


def test_a_coverage_without_gaps_has_none(kernel: Kernel) -> None:
    assert found([*FRAME, shapely.box(10, 10, 20, 20)], kernel) == []
    assert found([], kernel) == []
    assert found([shapely.box(0, 0, 1, 1)], kernel) == []


def test_what_polygons_enclose_is_a_gap(kernel: Kernel) -> None:
    """The frame has vertices of its own at (10, 10): its southern box meets the western one along a part of its edge.
    """
    (gap,) = found(FRAME, kernel)
    assert gap.equals(shapely.box(10, 10, 20, 20))


def test_what_opens_to_the_outside_is_no_gap(kernel: Kernel) -> None:
    assert found(FRAME[:3], kernel) == []


def test_a_parcel_in_a_gap_leaves_a_ring(kernel: Kernel) -> None:
    (gap,) = found([*FRAME, shapely.box(12, 12, 18, 18)], kernel)
    assert gap.area == pytest.approx(64.0)
    assert len(gap.interiors) == 1


def test_a_border_with_other_vertices_leaves_what_lies_between(kernel: Kernel) -> None:
    """The right parcel's border bends 1 mm away from the straight one: a triangle of 10 m by 1 mm."""
    left, right = shapely.box(0, 0, 10, 10), shapely.Polygon([(10, 0), (20, 0), (20, 10), (10, 10), (10.001, 5)])
    (gap,) = found([left, right], kernel)
    assert gap.area == pytest.approx(0.005, rel=1e-6)


def test_an_overlap_is_no_gap(kernel: Kernel) -> None:
    assert found([*FRAME, shapely.box(9, 9, 21, 21)], kernel) == []


def test_a_gap_under_an_overlap_elsewhere_is_found(kernel: Kernel) -> None:
    (gap,) = found([*FRAME, shapely.box(25, 5, 40, 25)], kernel)
    assert gap.equals(shapely.box(10, 10, 20, 20))


@pytest.mark.parametrize("name", KERNELS)
@settings(deadline=None, max_examples=25)
@given(missing=st.sets(st.tuples(st.integers(1, 4), st.integers(1, 4)), max_size=9), seed=st.integers(0, 99))
def test_parcels_taken_out_of_a_lattice_are_its_gaps(name: str, missing: set[tuple[int, int]], seed: int) -> None:
    """Six by six crooked parcels with common corners; those on the rim stay, so that nothing opens to the outside."""
    corners = np.stack(np.meshgrid(np.arange(7.0), np.arange(7.0)), axis=-1) * 10
    corners += np.random.default_rng(seed).uniform(-2, 2, corners.shape)
    cells = {(row, column): shapely.Polygon([corners[row, column], corners[row, column + 1],
                                             corners[row + 1, column + 1], corners[row + 1, column]])
             for row in range(6) for column in range(6)}
    left = [cell for place, cell in cells.items() if place not in missing]
    areas = [gap.area for gap in found(left, pick_kernel(name))]
    assert sum(areas) == pytest.approx(sum(cells[place].area for place in missing), abs=1e-6)
