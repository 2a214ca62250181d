"""Tiers of one site in each other, both kernels, in shapes with areas worked by hand (planar, in units)."""
from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from kf_resources_plugin.engine.heritage_misfits import FAILED, GAP, HOLE, NESTING, OPEN, OVERLAP, misfits
from kf_resources_plugin.engine.heritage_parts import parts_of_shape, stray_parts
from kf_resources_plugin.engine.heritage_shapes import filled, holes_of
from kf_resources_plugin.engine.kernel import Kernel, pick_kernel
from kf_resources_plugin.engine.subtraction import divide
from kf_resources_plugin.engine.wkb import as_wkb_array, multi_polygon_wkb, polygon_wkb, wkb_areas
from kf_resources_plugin.rules.heritage_tiers import tiers
from kf_resources_plugin.rules.progress import NoProgress
from tests.rules.books import delivered_book

TIERS = tiers(delivered_book("heritage_tiers", date(2026, 1, 1)))
X, Y = 38_527_000.0, 3_852_000.0

Box = tuple[float, float, float, float]


@pytest.fixture(params=["qgis", "shapely"])
def kernel(request: pytest.FixtureRequest) -> Kernel:
    if request.param == "shapely":
        pytest.importorskip("shapely")
    return pick_kernel(request.param)


def corners(box: Box, *, back: bool = False) -> np.ndarray:
    x, y, width, height = box
    x, y = X + x, Y + y
    closed = np.array([[x, y], [x + width, y], [x + width, y + height], [x, y + height], [x, y]])
    return closed[::-1] if back else closed


def area_of(wkb: bytes) -> float:
    return float(wkb_areas(as_wkb_array([wkb]))[0])


def ring(outer: Box, *holes: Box) -> bytes:
    return polygon_wkb([corners(outer), *(corners(hole, back=True) for hole in holes)])


def several(*boxes: Box) -> bytes:
    return multi_polygon_wkb([ring(box) for box in boxes])


def told(kernel: Kernel, **shapes: bytes) -> list[tuple[str, str, str, float]]:
    return [(one.kind, one.inner, one.outer, pytest.approx(area_of(one.wkb), abs=1e-3))
            for one in misfits(shapes, TIERS, kernel, NoProgress())]


INNER, HOLLOW, WHOLE = (0, 0, 100, 100), ring((-50, -50, 200, 200), (0, 0, 100, 100)), ring((-50, -50, 200, 200))


def test_bands_and_whole_areas_fit(kernel: Kernel) -> None:
    for outer in (HOLLOW, WHOLE):
        assert told(kernel, protection=ring(INNER), control_1=outer) == []
    assert told(kernel, protection=ring(INNER)) == []
    assert told(kernel) == []


def test_the_protection_area_of_several_parts_lies_in_several_holes(kernel: Kernel) -> None:
    outer = ring((-50, -50, 400, 200), (0, 0, 100, 100), (150, 0, 50, 50))
    assert told(kernel, protection=several(INNER, (150, 0, 50, 50)), control_1=outer) == []
    # without the second part its hole is just a hole
    assert told(kernel, protection=ring(INNER), control_1=outer) == [(HOLE, "control_1", "", 2500.0)]


def test_what_reaches_the_outer_line_beside_a_band_is_open_there(kernel: Kernel) -> None:
    # a band on two sides of it, with a hair of it on the inner tier: 1 mm of 100 m; and another part far off
    sides = several((-50, 0, 50.001, 100), (100, 0, 50, 100))
    assert told(kernel, protection=ring(INNER), control_1=sides) == [
        (OPEN, "protection", "control_1", 9999.9)]
    found = told(kernel, protection=several(INNER, (500, 0, 10, 10)), control_1=sides)
    assert [(row[0], row[3]) for row in found] == [(NESTING, 100.0), (OPEN, 9999.9)]


def test_a_part_in_a_hole_says_nothing_of_one_at_the_open_edge(kernel: Kernel) -> None:
    # a district of 200 × 200 whose core is 20 × 20 in its middle and its western 40 × 200; its band is made of both
    district, core = ring((0, 0, 200, 200)), several((0, 0, 40, 200), (100, 100, 20, 20))
    _, band = divide(kernel, district, core, NoProgress())
    assert told(kernel, core=core, district_control=band) == [(OPEN, "core", "district_control", 8000.0)]
    assert told(kernel, core=core, district_control=district) == []
    # what has but a corner in common with the band, or nothing, sticks out whatever lies in the hole
    away = several((100, 100, 20, 20), (200, 200, 10, 10), (300, 0, 10, 20))
    _, hollow = divide(kernel, district, ring((100, 100, 20, 20)), NoProgress())
    assert told(kernel, core=away, district_control=hollow) == [(NESTING, "core", "district_control", 300.0)]


@pytest.mark.parametrize(("out", "kinds"), [(20, {NESTING}), (0, set())])
def test_a_strip_beyond_whole_areas_sticks_out(kernel: Kernel, out: float, kinds: set[str]) -> None:
    found = told(kernel, protection=ring((0, 0, 150 + out, 100)), control_1=WHOLE)
    assert {row[0] for row in found} == kinds
    assert [row[3] for row in found] == ([2000.0] if out else [])


def test_a_hole_of_a_whole_zone_under_the_protection_area_is_land_outside_it(kernel: Kernel) -> None:
    # 10 × 10 of the protection area lie in a hole of the zone, the other 9 900 on it: nested, and not all of it
    outer = ring((-50, -50, 200, 200), (40, 40, 10, 10))
    assert told(kernel, protection=ring(INNER), control_1=outer) == [(NESTING, "protection", "control_1", 100.0)]


def test_bands_overlap_and_leave_gaps_where_borders_differ(kernel: Kernel) -> None:
    # the hole reaches from −5 to 90: 10 × 100 overlap in the east, 5 × 100 are open in the west
    outer = ring((-50, -50, 200, 200), (-5, 0, 95, 100))
    assert told(kernel, protection=ring(INNER), control_1=outer) == [
        (OVERLAP, "protection", "control_1", 1000.0), (GAP, "protection", "control_1", 500.0)]


def test_the_inner_line_of_the_next_zone_is_the_outer_line_of_all_within(kernel: Kernel) -> None:
    second = ring((-100, -100, 300, 300), (-50, -50, 200, 200))
    assert told(kernel, protection=ring(INNER), control_1=HOLLOW, control_2=second) == []
    # the first zone is missing: what it should fill is a gap between the other two
    assert told(kernel, protection=ring(INNER), control_2=second) == [(GAP, "protection", "control_2", 30_000.0)]


def test_families_do_not_meet_and_a_zone_around_all_holds_nobody(kernel: Kernel) -> None:
    assert told(kernel, protection=ring(INNER), core=ring((60, 0, 100, 100)), coordination=ring((90, 0, 9, 9))) == []
    assert misfits({"": ring(INNER, (1, 1, 5, 5))}, TIERS, kernel, NoProgress()) == []  # no tier, nothing to nest


def test_what_geos_cannot_cut_is_told(kernel: Kernel, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object) -> tuple[bytes, bytes]:
        raise ValueError("side location conflict")

    monkeypatch.setattr("kf_resources_plugin.engine.heritage_bands.divide", fail)
    [one] = misfits({"protection": ring(INNER), "control_1": WHOLE}, TIERS, kernel, NoProgress())
    assert (one.kind, one.inner, one.outer, one.reason) == (FAILED, "protection", "control_1", "side location conflict")


def test_holes_are_filled_and_found(kernel: Kernel) -> None:
    shape = ring((0, 0, 100, 100), (10, 10, 20, 20), (50, 50, 5, 10))
    assert area_of(shape) == pytest.approx(9550.0)
    assert area_of(filled(shape, kernel, NoProgress())) == pytest.approx(10_000.0)
    assert sorted(map(area_of, holes_of(shape))) == pytest.approx([50.0, 400.0])
    # a part that stands in the hole of another one is covered by it then
    nested = multi_polygon_wkb([shape, ring((12, 12, 5, 5))])
    assert area_of(filled(nested, kernel, NoProgress())) == pytest.approx(10_000.0)
    assert filled(b"", kernel, NoProgress()) == b""


@pytest.mark.usefixtures("qgis_app")
@pytest.mark.parametrize(("crs", "unit"), [("EPSG:4526", 1.0), ("EPSG:4490", 1.0 / 91_300.0)])
def test_small_parts_are_strays_beyond_the_distance_only(kernel: Kernel, crs: str, unit: float) -> None:
    # degrees of longitude at 34.8° N have 91.3 km; parts of 10 m at 450 and 560 m from the main one
    from qgis.core import QgsCoordinateReferenceSystem

    def place(x: float, size: float) -> bytes:
        origin = (X, Y) if unit == 1.0 else (114.3, 34.8)
        return polygon_wkb([(corners((x, 0, size, size)) - [X, Y]) * unit + origin])

    parts = as_wkb_array([place(0, 100), place(550, 10), place(660, 10)])
    areas = np.array([10_000.0, 100.0, 100.0])
    system = QgsCoordinateReferenceSystem(crs)
    assert stray_parts(parts, areas, system, 0.05, 500.0, kernel, NoProgress()).tolist() == [False, False, True]
    # none is small, or there is one alone
    assert not stray_parts(parts, np.ones(3), system, 0.05, 500.0, kernel, NoProgress()).any()
    assert not stray_parts(parts[:1], areas[:1], system, 0.05, 500.0, kernel, NoProgress()).any()


def test_parts_come_sorted() -> None:
    one, other = ring((5, 0, 1, 1)), ring((0, 0, 1, 1))
    assert parts_of_shape(multi_polygon_wkb([one, other])).tolist() == sorted([one, other])
    assert parts_of_shape(b"").tolist() == []
