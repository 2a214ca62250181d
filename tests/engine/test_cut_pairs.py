"""Pairs cut with coordinates from near the parcel: exact far from the origin, and each parcel held once."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import shapely

from kf_resources_plugin.engine.overlay import overlay
from kf_resources_plugin.engine.partition import outside
from kf_resources_plugin.engine.wkb import distinct, moved, near_origins
from kf_resources_plugin.rules.progress import NoProgress
from tests.engine.shapes import areas, lattice, table_of

if TYPE_CHECKING:
    from kf_resources_plugin.engine.kernel import Kernel

pytestmark = pytest.mark.usefixtures("qgis_app")
QUIET = NoProgress()
PLACES = {"near the origin": (0.0, 0.0), "no prefix": (500_000.0, 3_850_000.0), "zone 38": (38_500_000.0, 3_850_000.0)}


def at(shape: shapely.Geometry, place: str) -> shapely.Geometry:
    """Return a shape in whole millimetres at a place."""
    return shapely.transform(shape, lambda points: np.round(points + np.array(PLACES[place]), 3))


def from_corner(shape: shapely.Geometry, place: str) -> shapely.Geometry:
    return shapely.transform(shape, lambda points: points - np.array(PLACES[place]))


def winding_parcel() -> shapely.Polygon:
    """Return a strip of 2 km by 40 m with 4 000 vertices."""
    x = np.linspace(0.0, 2_000.0, 2_000)
    y = 50.0 * np.sin(x / 90.0) + np.random.default_rng(1).uniform(-0.5, 0.5, len(x))
    return shapely.Polygon(np.vstack([np.column_stack([x, y + 20.0]), np.column_stack([x[::-1], y[::-1] - 20.0])]))


@pytest.mark.parametrize("place", list(PLACES))
@pytest.mark.parametrize("swapped", [False, True])
def test_borders_with_more_vertices_on_one_side_are_cut_exactly(kernel: Kernel, place: str, swapped: bool) -> None:
    """In the coordinates of zone 38 GEOS shifts what is nearer than 0.04 mm: 1.7e-3 m² of 79 999.72, or 2e-8.

    The area is Shapely's with coordinates from the corner, where GEOS has digits to spare.
    """
    parcel = at(winding_parcel(), place)
    denser = at(shapely.segmentize(winding_parcel(), 0.5), place)
    expected = from_corner(parcel, place).intersection(from_corner(denser, place)).area
    sides = [table_of([denser]), table_of([parcel])]
    subjects, land = sides[::-1] if swapped else sides
    found = overlay(subjects, land, kernel, QUIET)
    assert found.failed == []
    assert sum(areas(found.wkb)) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("place", list(PLACES))
def test_no_piece_is_called_lost_along_borders_that_rounding_bends(kernel: Kernel, place: str) -> None:
    """Every second of 30 parcels has a vertex each 3 m, rounded to millimetres, where its neighbour has none."""
    before = [at(cell, place) for cell in lattice(6, 5, seed=2, vertices=3)]
    after = [cell if number % 2 else at(from_corner(shapely.segmentize(cell, 3.0), place), place)
             for number, cell in enumerate(before)]
    subjects, land = table_of(after), table_of(before)
    crossed = overlay(subjects, land, kernel, QUIET)
    rest, failed = outside(subjects, land, crossed, np.zeros(len(subjects)), kernel, QUIET)
    assert [*crossed.failed, *failed] == []
    whole = np.bincount(crossed.subject, areas(crossed.wkb), len(subjects)) + areas(rest)
    assert whole == pytest.approx(areas(subjects.wkb), rel=1e-9)
    assert shapely.is_valid(shapely.from_wkb(crossed.wkb)).all()


def test_a_road_is_held_once_for_all_plots_along_it(kernel: Kernel, monkeypatch: pytest.MonkeyPatch) -> None:
    road = at(winding_parcel(), "zone 38")
    plots = [at(shapely.box(x, -60.0, x + 15.0, 60.0), "zone 38") for x in range(20, 1_980, 20)]
    loaded: list[int] = []
    load = kernel.load

    def watched(wkbs: Any) -> Any:
        loaded.append(sum(map(len, wkbs)))
        return load(wkbs)

    monkeypatch.setattr(kernel, "load", watched)
    subjects, land = table_of(plots), table_of([road])
    found = overlay(subjects, land, kernel, QUIET)
    assert found.subject.tolist() == list(range(len(plots)))
    expected = shapely.area(shapely.intersection([from_corner(plot, "zone 38") for plot in plots],
                                                 from_corner(road, "zone 38")))
    assert areas(found.wkb) == pytest.approx(expected.tolist(), rel=1e-9)
    assert sum(loaded) < 4 * sum(map(len, [*subjects.wkb, *land.wkb]))


@pytest.mark.parametrize(("spacings", "whole"), [(0, True), (8, True), (18, False), (134_218, False), (-1, True)])
def test_a_piece_is_whole_when_it_lacks_nothing_but_rounding(kernel: Kernel, spacings: int, whole: bool) -> None:
    """Allowed are 8 spacings of 2**-27 m along half the border, 200 m; n spacings are lacking along 100 m."""
    parcel = shapely.box(0.0, 0.0, 100.0, 100.0)
    hole = shapely.box(10.0, 10.0, 20.0, 20.0)  # another 20 m
    for land in (parcel, parcel - hole):
        subject = shapely.box(-1.0, -1.0, 100.0 - spacings * 2.0**-27, 101.0)
        there = [shapely.transform(shape, lambda points: points + np.array(PLACES["zone 38"]))
                 for shape in (subject, land)]
        found = overlay(table_of(there[:1]), table_of(there[1:]), kernel, QUIET)
        assert found.whole.tolist() == [whole]
        assert (found.wkb[0] == table_of(there[1:]).wkb[0]) == whole


def test_a_hole_less_is_not_the_whole_parcel(kernel: Kernel) -> None:
    parcel = shapely.box(0.0, 0.0, 100.0, 100.0)
    pierced = parcel - shapely.box(10.0, 10.0, 20.0, 20.0)
    found = overlay(table_of([pierced]), table_of([parcel]), kernel, QUIET)
    assert (found.whole.tolist(), areas(found.wkb)) == ([False], [9_900.0])


@pytest.mark.parametrize("bounds", [(38_512_345.678, 3_851_234.567), (465_205.823, 3_838_010.977), (114.3071, 34.7971)])
def test_coordinates_from_near_are_the_same_ones(bounds: tuple[float, float]) -> None:
    """To take the origin off and put it back changes no bit, and what is left is as small as the distances are."""
    x, y = bounds
    size = 1e-3 if x < 180 else 100.0  # degrees or metres
    random = np.random.default_rng(3).uniform(0.0, size, (50, 2)) + bounds
    rows = np.array([shapely.to_wkb(shapely.convex_hull(shapely.MultiPoint(random)), byte_order=1), b""], dtype=object)
    origin = np.vstack([near_origins(np.array([[x, y, x + size, y + size]])), [[0.0, 0.0]]])
    near = moved(rows, -origin)
    assert moved(near, origin).tolist() == rows.tolist()
    assert near[1] == b""
    assert np.abs(shapely.get_coordinates(shapely.from_wkb(near[0]))).max() < 1.1 * size + np.spacing(np.float32(x))


def test_rows_that_are_one_object_are_found_once() -> None:
    one, other = b"a" * 40, b"b" * 40
    rows = np.array([one, other, one, bytes(bytearray(one))], dtype=object)
    each, place = distinct(rows)
    assert len(each) == 3  # an equal one of its own stays
    assert each[place].tolist() == rows.tolist()
