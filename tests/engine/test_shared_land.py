"""Land that polygons share for sure, and pieces that GEOS loses without a word."""
from __future__ import annotations

from typing import Any

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.affinity import rotate

from kf_resources_plugin.engine.kernel import INTERSECTION, pick_kernel
from kf_resources_plugin.engine.overlay import overlay
from kf_resources_plugin.engine.shared_land import share_land
from kf_resources_plugin.engine.wkb import as_wkb_array
from kf_resources_plugin.rules.progress import NoProgress
from tests.engine.shapes import KERNELS, Cells, of_cells, star, table_of

pytestmark = pytest.mark.usefixtures("qgis_app")


def wkbs(shape: shapely.Geometry) -> Any:
    return as_wkb_array([shapely.to_wkb(shape, byte_order=1)])


cells = st.frozensets(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=1, max_size=25)


@settings(deadline=None)
@given(cells, cells, st.floats(0, 90), st.sampled_from([0.0, 38_500_000.123]), st.sampled_from(KERNELS))
def test_what_shares_no_land_is_never_said_to(one: Cells, other: Cells, turn: float, origin: float, name: str) -> None:
    shapes = [shapely.transform(rotate(of_cells(shape), turn, origin=(3, 3)), lambda xy: xy + origin)
              for shape in (one, other)]
    kernel = pick_kernel(name)
    said = [bool(share_land(wkbs(shapes[0]), wkbs(second), kernel)[0]) for second in shapes]
    assert said[0]  # with itself
    assert one & other or not said[1]


@pytest.mark.parametrize("name", KERNELS)
def test_a_piece_that_is_lost_is_cut_from_snapped_copies(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """GEOS 3.11 says of some valid polygons along nearly the same borders that they share nothing; so does this one."""
    subject, parcels = star(50.0, 50.0, 40.0, 30, seed=4), [shapely.box(45, 45, 95, 55), shapely.box(200, 0, 201, 1)]
    kernel = pick_kernel(name)
    really, silent = kernel.combine, [1]

    def losing(operation: str, left: Any, right: Any) -> tuple[list[Any], dict[int, str]]:
        if operation == INTERSECTION and silent[0]:
            silent[0] -= 1
            return [None] * len(left), {}
        return really(operation, left, right)

    monkeypatch.setattr(kernel, "combine", losing)
    expected = subject.intersection(parcels[0]).area
    found = overlay(table_of([subject]), table_of(parcels), kernel, NoProgress())
    assert [(found.subject.tolist(), found.land.tolist(), found.failed)] == [([0], [0], [])]
    assert shapely.from_wkb(found.wkb[0]).area == pytest.approx(expected, rel=1e-4)
    silent[0] = 2  # nor do the copies help: the pair is named
    found = overlay(table_of([subject]), table_of(parcels), kernel, NoProgress())
    assert len(found.wkb) == 0
    assert [pair[:2] for pair in found.failed] == [(0, 0)]
