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
def test_a_piece_that_is_lost_is_cut_again(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """GEOS says of some valid polygons along nearly the same borders that they share nothing; so does this one."""
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
    for times, accuracy in ((1, 1e-12), (2, 1e-12), (3, 1e-4)):  # the last attempt is on a grid
        silent[0] = times
        found = overlay(table_of([subject]), table_of(parcels), kernel, NoProgress())
        assert [(found.subject.tolist(), found.land.tolist(), found.failed)] == [([0], [0], [])]
        assert shapely.from_wkb(found.wkb[0]).area == pytest.approx(expected, rel=accuracy)
    silent[0] = 4  # nor do the copies help: the pair is named
    found = overlay(table_of([subject]), table_of(parcels), kernel, NoProgress())
    assert len(found.wkb) == 0
    assert [pair[:2] for pair in found.failed] == [(0, 0)]


@pytest.mark.parametrize("name", KERNELS)
def test_a_needle_along_a_line_is_cut_and_not_called_lost(name: str) -> None:
    """213 m long and 27 µm wide at its base, all of it in the zone; GEOS 3.13 says that they share nothing.

    By hand, from the corner at the base: half of |0.00002705 × −204.2825771205 − 0.000004535 × −59.1070241125|.
    """
    needle = shapely.from_wkt(
        "POLYGON ((538786.1395758875 3864915.1819228795, 538845.2466 3865119.4645, 538845.24662705 3865119.464504535, "
        "538786.1395758875 3864915.1819228795))")
    zone = shapely.from_wkt(
        "POLYGON ((538845.3648154053 3865119.873069698, 538845.2466 3865119.4645, 538786.0213618367 "
        "3864914.7733577164, 538845.6551922132 3864914.7733577164, 538845.6551922132 3865119.873069698, "
        "538845.3648154053 3865119.873069698))")
    found = overlay(table_of([zone]), table_of([needle]), pick_kernel(name), NoProgress())
    assert found.failed == []
    # vertices are rounded to 0.5 nm northwards along 213 m
    assert shapely.area(shapely.from_wkb(found.wkb)).tolist() == pytest.approx([0.0026289], abs=2e-7)


@pytest.mark.parametrize("name", KERNELS)
def test_a_needle_that_is_lost_is_found_whichever_layer_it_is_of(name: str) -> None:
    """1 345 m long and 0.4 mm wide, partly in the zone; exact clipping in fractions gives 0.258046 m²."""
    zone = shapely.Polygon([
        (38499790.353090174, 3851826.922789209), (38500459.063204125, 3849522.246283721),
        (38500514.79675254, 3849330.16335133), (38501211.23245371, 3846929.931973652),
        (38501215.94731736, 3846959.5681480058), (38499815.6727998, 3851807.1480030217)])
    needle = shapely.Polygon([(38500123.456, 3850678.9), (38500487.58050644, 3849423.962804422),
                              (38500305.5187426, 3850051.4311329504)])
    for subject, parcel in ((zone, needle), (needle, zone)):
        found = overlay(table_of([subject]), table_of([parcel]), pick_kernel(name), NoProgress())
        assert found.failed == []
        assert shapely.area(shapely.from_wkb(found.wkb)).tolist() == pytest.approx([0.258046], abs=1e-4)


@pytest.mark.parametrize("name", KERNELS)
def test_a_needle_in_degrees_is_not_called_lost_because_one_copy_does_not_close(name: str) -> None:
    """1.1 km long and 0.02 mm wide; exact clipping in fractions gives 5.6058e-13 square degrees, some 57 cm²."""
    zone = shapely.Polygon([
        (114.33728399854809, 34.79187702360079), (114.34115392393454, 34.79158082975115),
        (114.34590599705838, 34.79121711858923), (114.3473306476128, 34.791108079620884),
        (114.35441824565724, 34.79056561342988), (114.35698004513458, 34.79036954008061),
        (114.35880606332887, 34.79022978148759), (114.36000084784445, 34.79013833575684),
        (114.36071879200597, 34.794824782182), (114.33704969143508, 34.796801830454235)])
    needle = shapely.Polygon([(114.34504607177689, 34.79128293500559), (114.35323657191131, 34.79065605569567),
                              (114.34914132200672, 34.79096949549012)])
    found = overlay(table_of([zone]), table_of([needle]), pick_kernel(name), NoProgress())
    assert found.failed == []
    # vertices are rounded to 7e-15 degrees along 0.0082
    assert shapely.area(shapely.from_wkb(found.wkb)).tolist() == pytest.approx([5.6058e-13], abs=6e-17)
