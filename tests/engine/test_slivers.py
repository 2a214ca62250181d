"""Traces of rounding told from land.

Spacing of doubles by hand (52 bits of fraction): 2**-27 m in 33 554 432 … 67 108 864, where eastings with the zone
number 38 lie, and 2**-49 in 8 … 16. A part is a trace when its area is at most 8 spacings along half its border.
"""
from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from kf_resources_plugin.engine.slivers import (
    half_lengths,
    rounding_area,
    rounding_areas,
    without_rounding_slivers,
)
from kf_resources_plugin.engine.wkb import as_wkb_array
from tests.engine.shapes import Cells, areas, of_cells

EASTING, NORTHING = 38_500_000.0, 3_850_000.0
SPACING = 2.0**-27
PARCEL = shapely.box(EASTING, NORTHING, EASTING + 100.0, NORTHING + 100.0)


def rows(*shapes: shapely.Geometry | None) -> np.ndarray:
    return as_wkb_array([b"" if shape is None else shapely.to_wkb(shape, byte_order=1) for shape in shapes])


def strip(length: float, spacings: int, *, x: float = EASTING, y: float = NORTHING + 500.0) -> shapely.Polygon:
    """Return a strip along the x axis whose width is so many spacings of the eastings."""
    return shapely.box(x, y, x + length, y + spacings * SPACING)


@pytest.mark.parametrize(("length", "spacings", "kept"), [
    (1000.0, 1, False),
    (1000.0, 8, False),  # area 8 spacings × 1000 m; allowed 8 spacings × (1000 m + width)
    (1000.0, 9, True),
    (0.001, 8, False),
    (0.001, 9, True),
    (1000.0, 2**27, True),  # a metre
    (10.0, 13_422, True),  # a tenth of a millimetre: the data's, not rounding's
])
def test_a_strip_by_its_width(length: float, spacings: int, kept: bool) -> None:
    given_rows = rows(strip(length, spacings))
    assert bool(without_rounding_slivers(given_rows)[0]) == kept


def test_the_allowance_grows_with_the_coordinates() -> None:
    """The same strip is land near the origin and a trace at zone-prefixed eastings."""
    near = shapely.box(8.0, 8.0, 9.0, 8.0 + 4 * SPACING)
    assert without_rounding_slivers(rows(near))[0]
    far = shapely.box(EASTING, NORTHING, EASTING + 1.0, NORTHING + 4 * SPACING)
    assert without_rounding_slivers(rows(far))[0] == b""


def test_only_the_trace_goes_and_what_is_left_keeps_its_form() -> None:
    other = shapely.box(EASTING + 200.0, NORTHING, EASTING + 300.0, NORTHING + 100.0)
    pierced = shapely.Polygon(other.exterior, [shapely.box(EASTING + 220.0, NORTHING + 20.0, EASTING + 240.0,
                                                           NORTHING + 40.0).exterior])
    trace = strip(50.0, 3)
    given_rows = rows(
        shapely.MultiPolygon([PARCEL, trace]), shapely.MultiPolygon([trace, PARCEL, pierced]), trace, None,
        shapely.MultiPolygon([PARCEL, pierced]), PARCEL, shapely.MultiPolygon([trace, strip(9.0, 2, y=NORTHING)]))
    before = [*given_rows]
    found = without_rounding_slivers(given_rows)
    shapes = [shapely.from_wkb(wkb) if wkb else None for wkb in found]
    assert [shape and shape.geom_type for shape in shapes] == [
        "Polygon", "MultiPolygon", None, None, "MultiPolygon", "Polygon", None]
    assert areas(found) == [10_000.0, 10_000.0 + 9_600.0, 0.0, 0.0, 19_600.0, 10_000.0, 0.0]
    assert shapely.equals_exact(shapes[1], shapely.MultiPolygon([PARCEL, pierced]), tolerance=0.0)
    assert found[4] is given_rows[4]  # untouched rows are the ones given
    assert [*given_rows] == before


def test_rows_without_a_trace_are_returned_as_they_are() -> None:
    for given_rows in (rows(), rows(None), rows(PARCEL, None)):
        assert without_rounding_slivers(given_rows) is given_rows


def test_a_frame_around_a_hole_is_measured_without_the_hole() -> None:
    def frame(width: float) -> shapely.Polygon:
        west, south, east, north = PARCEL.bounds
        inner = shapely.box(west + width, south + width, east - width, north - width)
        return shapely.Polygon(PARCEL.exterior, [inner.exterior])

    found = without_rounding_slivers(rows(frame(SPACING), frame(0.001)))
    assert found[0] == b""
    assert areas(found[1:]) == pytest.approx([4 * 100.0 * 0.001 - 4 * 0.001**2], rel=1e-4)


def test_rounding_area_by_hand() -> None:
    """Two groups: a square 4 × 4 with a hole 1 × 1 ending at 12 (spacing 2**-49), and a triangle 3-4-5 at 64."""
    rings = [[(8, 8), (12, 8), (12, 12), (8, 12), (8, 8)], [(9, 9), (10, 9), (10, 10), (9, 10), (9, 9)],
             [(64, 0), (67, 0), (64, 4), (64, 0)]]
    x, y = np.array([point for ring in rings for point in ring], dtype=float).T
    found = rounding_area(x, y, np.array([0, 5, 10, 14]), np.array([0, 0, 1]))
    # 64 … 128 is spaced 2**(6 - 52) = 2**-46
    assert found.tolist() == [8 * 2.0**-49 * (16 + 4) / 2, 8 * 2.0**-46 * (3 + 4 + 5) / 2]


def test_rows_are_measured_by_themselves() -> None:
    """The square 4 × 4 with its hole, no polygon, and two triangles 3-4-5: half of 20, nothing, half of 24."""
    square = shapely.Polygon([(8, 8), (12, 8), (12, 12), (8, 12)], [[(9, 9), (10, 9), (10, 10), (9, 10)]])
    triangle = shapely.Polygon([(64, 0), (67, 0), (64, 4)])
    two = shapely.MultiPolygon([triangle, shapely.Polygon([(90, 0), (93, 0), (90, 4)])])
    given_rows = rows(square, None, two)
    assert half_lengths(given_rows).tolist() == [10.0, 0.0, 12.0]
    assert rounding_areas(given_rows).tolist() == [8 * 2.0**-49 * 10, 0.0, 8 * 2.0**-46 * 12]
    assert rounding_areas(rows(None)).tolist() == [0.0]


cells = st.frozensets(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=15)


@given(st.lists(cells, max_size=4), st.sampled_from([(1.0, 0.0), (7.3, EASTING), (1e-6, 114.3)]),
       st.integers(0, 3))
def test_land_is_never_dropped(shapes: list[Cells], placed: tuple[float, float], traces: int) -> None:
    """Cells of 7.3 m, and of a millionth of a degree (10 cm), survive whatever traces lie among them."""
    scale, origin = placed
    land = [of_cells(shape, scale=scale, origin=origin) for shape in shapes]
    spacing = float(np.spacing(origin + 6 * scale))
    thin = [shapely.box(origin - n - 2.0, origin, origin - n - 1.0, origin + spacing) for n in range(traces)]
    mixed = [shapely.MultiPolygon([*getattr(shape, "geoms", [shape]), *thin]) for shape in land]
    found = without_rounding_slivers(rows(*mixed))
    assert areas(found) == pytest.approx([shape.area for shape in land], rel=1e-9, abs=0)
